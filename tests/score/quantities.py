#!/usr/bin/env python3
"""Asks `crossfoot number --jsonl` for the quantities of sentences and prints them as a scorer wants them.

  quantities.py < cases.jsonl > predictions.jsonl

Reads lines {"id", "lang", "model", "text"}; prints lines {"id", "found": [{"text", "value", "unit"}]} with the kinds that
belong to the model and units by their English names. The program is the variable CROSSFOOT, else `crossfoot` on PATH.
"""
import collections, datetime, json, os, re, subprocess, sys

# The locale of the two halves of the set: a US English recognizer and a Chinese one.
LOCALE = {
    "en": ["--separators", "point", "--currency", "USD", "--currency", "INR", "--currency", "CHF", "--dates", "mdy", "--published", "2016-11-07"],
    "zh": ["--separators", "point", "--currency", "CNY", "--currency", "USD", "--dates", "dmy", "--published", "2016-11-07"],
}
# Units whose code is not the name that the scorer knows.
UNITS = {
    "US¢": "Cent", "EUR¢": "Cent", "GBp": "Pence", "mi": "Mile", "in": "Inch", "ft": "Foot", "yd": "Yard", "t": "Metric ton",
    "ton": "Ton", "lb": "Pound", "oz": "Ounce", "acre": "Acre", "m2": "Square meter", "km2": "Square kilometer",
    "cm2": "Square centimeter", "ft2": "Square foot", "mi2": "Square mile", "ha": "Hectare", "m3": "Cubic meter",
    "cm3": "Cubic centimeter", "ft3": "Cubic foot", "L": "Liter", "mL": "Milliliter", "gal": "Gallon", "bbl": "Barrel",
    "pt": "Pint", "qt": "Quart", "deg": "Degree", "degC": "C", "degF": "F", "K": "K", "jin": "Jin", "liang": "Liang",
    "mu": "Mu", "kn": "Knot", "hp": "Horsepower", "B": "Byte", "MB": "Megabyte", "GB": "Gigabyte", "TB": "Terabyte",
    "PB": "Petabyte", "bit": "Bit", "kbit": "Kilobit", "Mbit": "Megabit", "Gbit": "Gigabit", "Tbit": "Terabit",
    "W": "Watt", "kW": "Kilowatt", "MW": "Megawatt", "GW": "Gigawatt", "J": "Joule", "kJ": "Kilojoule", "V": "Volt",
    "kcal": "Kilocalorie", "cal": "Calorie", "Hz": "Hertz", "kHz": "Kilohertz", "MHz": "Megahertz", "GHz": "Gigahertz",
    "nm": "Nanometer", "um": "Micrometer", "mg": "Milligram", "ug": "Microgram", "mph": "Mile per hour",
    "km/h": "Kilometer per hour", "m/s": "Meter per second", "km/s": "Kilometer per second", "rad": "Radian",
    "turn": "Turn", "li": "Li", "zhang": "Zhang", "cun": "Cun", "dan": "Dan", "kWh": "Kilowatt hour", "N": "Newton",
    "ft/s": "Foot per second", "m/ms": "Meter per millisecond", "cm/ms": "Centimeter per millisecond",
    "km/ms": "Kilometer per millisecond", "nmi": "Nautical mile", "ly": "Light year", "Ah": "Ampere hour",
}
# Currencies that ISO 4217 has withdrawn go by their names.
UNITS |= {
    "FIM": "Finnish markka", "FRF": "French franc", "BEF": "Belgian franc", "ITL": "Italian lira", "ESP": "Spanish peseta",
    "DEM": "German mark", "NLG": "Dutch guilder", "GRD": "Greek drachma", "IEP": "Irish pound", "PTE": "Portuguese escudo",
    "ATS": "Austrian schilling",
}
# CNY in tenths and hundredths is CNY.
PARTS = {"CNY.jiao": ("CNY", -1), "CNY.fen": ("CNY", -2)}
# Stretches of time are no dimension of that set.
TIME = {"s", "ms", "us", "ns", "min", "h", "d", "wk", "mo", "a", "quarter", "decade"}
ORDINALS = ["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
SHARES = {"%": 0, "‰": -1, "‱": -2, "{percentage point}": 0}


def scaled(value, exponent):
    from decimal import Decimal
    return str(Decimal(value).scaleb(exponent))


def day_after(day):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def glued(q):
    """A number that Latin letters or a hyphen tie to its unit: 180ml, 12-cent."""
    rest = q["text"][q["text"].find(q["numeral"]) + len(q["numeral"]):]
    return bool(re.match(r"[A-Za-z°]", rest)) and q["text"].startswith(q["numeral"])


def number(lang, q):
    kind, numeral = q["kind"], q["numeral"]
    if q["value"] is None:
        return
    if kind in ("date", "period"):
        # A recognizer of numbers sees the digits of a date.
        for digits in re.findall(r"[0-9０-９]+", q["text"]):
            yield digits, digits
        return
    # A range is two numbers there; 二十几万 is one.
    if q["qualifier"] == "range" and not re.search(r"[十百千]\s*[几幾]", numeral):
        return
    if kind == "ordinal":
        if lang == "zh":
            yield numeral, q["value"]
        return
    if kind == "percent":
        if q["text"].rstrip()[-1] in "%％成折" or lang == "en":
            return
    if kind == "measure" and glued(q):
        return
    # 一美元 names an amount there, 一块 counts.
    if kind == "money" and lang == "zh" and numeral in ("一", "两", "兩") and len(q["text"]) > 2:
        return
    yield numeral, q["value"]


def shown(lang, model, q):
    kind, unit, text, value = q["kind"], q["unit"], q["text"], q["value"]
    if value is None:
        # A unit alone: a dollar, the % of increase.
        if (model, kind) in (("Percent", "percent"), ("Currency", "money")):
            yield text, None, UNITS.get(unit, unit)
        return
    if model == "Number":
        for text, value in number(lang, q):
            yield text, value, None
    elif model == "Ordinal" and kind == "ordinal":
        yield text, value, None
    elif model == "Ordinal" and lang == "en" and re.search(r" an? [a-z]+(th|rd)$", text):
        # "forty-two and a third" is a number whose last word is an ordinal too.
        word = text.split()[-1]
        if word in ORDINALS:
            yield word, str(ORDINALS.index(word) + 3), None
    elif model == "Percent" and kind == "percent" and q["qualifier"] != "range":
        yield text, scaled(value, SHARES.get(unit, 0)) + "%", "%"
    elif model == "Currency" and kind == "money":
        # There an amount ends before what it is divided by: "$1.40 a share" is $1.40.
        unit = unit.split("/")[0]
        text = re.sub(r"\s*(?:/|／|每|\bper\b|\ba (?=[a-z]+$)).*$", "", text) if "/" in q["unit"] else text
        unit, exponent = PARTS.get(unit, (unit, 0))
        bare = re.search(r"[\d ](rupee|franc)s?$", text)
        if bare and not re.search(r"[a-z]+ (rupee|franc)", text.replace("lakh", "").replace("llion", "")):
            unit = bare.group(1)
        yield text, scaled(value, exponent) if exponent else value, UNITS.get(unit, unit)
    elif model == "Dimension" and kind == "measure" and unit not in TIME and unit != "{times}":
        yield text, value, UNITS.get(unit, unit)
    elif model == "DateAbs" and kind in ("date", "period"):
        first, last = q["lower"], q["upper"]
        yield text, first if first == last else f"{first}/{day_after(last)}", None


def main():
    cases = collections.defaultdict(list)
    for line in sys.stdin:
        if line.strip():
            case = json.loads(line)
            cases[case["lang"]].append(case)
    for lang, group in cases.items():
        lines = "".join(json.dumps({"id": case["id"], "text": case["text"]}) + "\n" for case in group)
        command = [os.environ.get("CROSSFOOT", "crossfoot"), "number", "--jsonl", "--units", *LOCALE.get(lang, [])]
        out = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
        models = {case["id"]: case["model"] for case in group}
        for line in out.splitlines():
            answer = json.loads(line)
            found = [
                {"text": text, "value": value, "unit": unit}
                for q in answer["found"]
                for text, value, unit in shown(lang, models[answer["id"]], q)
            ]
            print(json.dumps({"id": answer["id"], "found": found}, ensure_ascii=False))


main()
