//! The reader of quantities, through its public functions: tables of texts with what stands in them.
//!
//! Each file in `tests/data/quantities` has lines `text <tab> readings`; a reading is `printed = value unit (decimals)
//! interval hedge`, `printed = refused code`, or `printed = not a quantity: class`. The name of a file says under which
//! options it is read.

#![allow(clippy::panic)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crossfoot::model::{Kind, Qualifier, Unit};
use crossfoot::normalize::quantity::{
    CellReading, DateOrder, DateReading, Expected, NilConventions, Options, Reader, Reading, Separators, batch,
    evidence, header_unit, iso,
};

fn options(name: &str) -> Options {
    let currencies = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
    let plain = Options { currencies: currencies(&["USD", "CNY"]), ..Options::default() };
    match name {
        "grouping_comma" => Options { separators: Some(Separators::Comma), ..plain },
        "money_no_country" => Options::default(),
        "money_britain" => Options { currencies: currencies(&["GBP"]), ..plain },
        "money_taiwan" => Options { currencies: currencies(&["TWD"]), ..plain },
        "dates_dmy" => Options { date_order: Some(DateOrder::DayMonth), ..plain },
        "dates_mdy" => Options { date_order: Some(DateOrder::MonthDay), ..plain },
        // 2024-06-13
        "dates_published" => Options { report_date: Some(19_887), date_order: Some(DateOrder::MonthDay), ..plain },
        "grouping" => plain,
        _ => Options { separators: Some(Separators::Point), ..plain },
    }
}

fn shown(reader: &Reader, text: &str) -> String {
    let mut out = String::new();
    for reading in reader.read(text) {
        let printed = &text[reading.span().range()];
        let separator = if out.is_empty() { "" } else { " | " };
        let _ = write!(out, "{separator}{printed} = ");
        let _ = match reading {
            Reading::Refusal(refusal) => write!(out, "refused {}", refusal.code),
            Reading::Other(other) => write!(out, "not a quantity: {}", other.class.name()),
            Reading::Quantity(quantity) if matches!(quantity.kind, Kind::Date | Kind::Period) => {
                let day = |bound: Option<crossfoot::model::Bound>| {
                    bound.and_then(|bound| bound.value.to_string().parse().ok()).expect("dates have both ends")
                };
                let days = iso(day(quantity.interval.lower), day(quantity.interval.upper));
                write!(out, "{} {days}", quantity.kind.name())
            }
            Reading::Quantity(quantity) => {
                let unit = quantity.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let hedge = match quantity.qualifier {
                    Qualifier::Exact => String::new(),
                    hedge => format!(" {}", hedge.name()),
                };
                let kind = if quantity.kind == Kind::Ordinal { "ordinal " } else { "" };
                let decimals = quantity.precision;
                let wide = if decimals.decimals_wide == decimals.decimals {
                    String::new()
                } else {
                    format!(" or {}", decimals.decimals_wide)
                };
                write!(out, "{kind}{}{unit} ({}{wide}) {}{hedge}", quantity.value, decimals.decimals, quantity.interval)
            }
        };
    }
    if out.is_empty() { "nothing".to_owned() } else { out }
}

fn tables() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/quantities");
    let mut files: Vec<PathBuf> =
        folder.read_dir().expect("the folder of tables").filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

/// In a text `\n` ends a line. `QUANTITIES=accept` writes what is read into the tables; read every changed line before
/// committing it.
#[test]
fn tables_hold() {
    let accept = std::env::var("QUANTITIES").is_ok_and(|value| value == "accept");
    let (mut cases, mut wrong) = (0, String::new());
    for file in tables() {
        let name = file.file_stem().and_then(|name| name.to_str()).expect("a file name").to_owned();
        let reader = Reader::new(&options(&name));
        let content = std::fs::read_to_string(&file).expect("a readable table");
        let mut accepted = String::new();
        for line in content.lines() {
            let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
            let found = shown(&reader, &text.replace("\\n", "\n"));
            cases += 1;
            if found != expected {
                let _ = writeln!(wrong, "{name}: {text}\n  expected {expected}\n  found    {found}");
            }
            let _ = writeln!(accepted, "{text}\t{found}");
        }
        if accept {
            std::fs::write(&file, accepted).expect("a writable table");
        }
    }
    assert!(accept || wrong.is_empty(), "{wrong}");
    assert!(cases >= 500, "{cases} cases");
}

fn reader() -> Reader {
    Reader::new(&options("plain"))
}

fn expected(unit: &str, header: &str) -> Expected {
    Expected { unit: Unit::from_code(unit), header: header_unit(header), rounding: None }
}

/// Lines that end inside a quantity, and rows of tables, which do not.
const WRAPPED: &[(&str, &str)] = &[
    ("公司报告期内实现的营业收入合计1.5\n亿元，", "1.5 亿元 = 150000000 CNY (-7) [145000000, 155000000]"),
    ("公司报告期内实现的营业收入合计1.5亿\r\n元，", "1.5亿 元 = 150000000 CNY (-7) [145000000, 155000000]"),
    ("公司报告期内实现的毛利率较上年提高2.5\n个百分点", "2.5 个百分点 = 2.5 {percentage point} (1) [2.45, 2.55]"),
    ("该公司全部员工和外包人员合计约有12\n万人", "12 万人 = 120000 {person} (-4) [115000, 125000] about"),
    (
        "The whole group now has sales of 1.5\nbillion euros",
        "1.5 billion euros = 1500000000 EUR (-8) [1450000000, 1550000000]",
    ),
    ("The share of women in the group rose by 1.7\n    percent", "1.7     percent = 1.7 % (1) [1.65, 1.75]"),
    ("功率要高6至\n\n8倍", "6至  8倍 = 6 {times} (0) [6, 8] range"),
    ("from 5 to\n10 million", "5 to 10 million = 5000000 (-6) [5000000, 10000000] range"),
    ("on June 13,\n2024", "June 13, 2024 = date 2024-06-13"),
    ("2024年6月至\n2024年8月", "2024年6月至 2024年8月 = period 2024-06-01/2024-08-31"),
    ("Qwen2-\n72B", "Qwen2 = not a quantity: name | 72B = not a quantity: name"),
    ("mid-\n5%", "5% = 5 % (0) [4.5, 5.5]"),
    ("合计 12\n亿元", "12 = 12 (0) [11.5, 12.5] | 亿 = not a quantity: word"),
    ("某某控股有限公司的全部业务收入 12\n百度 x", "12 = 12 (0) [11.5, 12.5] | 百 = not a quantity: word"),
    ("某某控股有限公司的全部业务收入 12\n万科 x", "12 = 12 (0) [11.5, 12.5] | 万 = not a quantity: word"),
    ("某某控股有限公司的全部业务收入 12\n家电 x", "12 = 12 (0) [11.5, 12.5]"),
    ("Sales of the region in all of its markets      12\nmillion", "12 = 12 (0) [11.5, 12.5]"),
    ("Sales of the region in all of its markets 7 12\nmillion", "7 = 7 (0) [6.5, 7.5] | 12 = 12 (0) [11.5, 12.5]"),
    ("All firms of the region, and others, rose to 30\nIn all", "30 = 30 (0 or -1) [29.5, 30.5]"),
];

#[test]
fn running_text_goes_on_behind_a_line_end_and_rows_do_not() {
    let reader = reader();
    let mut wrong = String::new();
    for &(text, wanted) in WRAPPED {
        let found = shown(&reader, text).replace(['\n', '\r'], " ").replace("  元", " 元");
        if found != wanted {
            let _ = writeln!(wrong, "{text:?}\n  expected {wanted}\n  found    {found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn two_numbers_in_parentheses_are_not_told_to_be_a_decimal() {
    let reader = Reader::new(&Options::default());
    for (text, readings) in [("as shown (21,22)", ["21 and 22", "21.22"]), ("见（3,4）。", ["3 and 4", "3.4"])] {
        let Some(Reading::Refusal(refusal)) = reader.read(text).next() else { panic!("expected a refusal of {text}") };
        assert_eq!((refusal.settle, refusal.readings.as_slice()), (None, &readings.map(str::to_owned)[..]), "{text}");
    }
    let Some(Reading::Refusal(refusal)) = reader.read("a total of 1,23").next() else { panic!("expected a refusal") };
    assert_eq!(refusal.settle.as_deref(), Some("decimal_separator = \",\""));
}

/// The cell, its column's unit and header, and what is read: value, interval and hedge, the kind of nothing, or the code.
const CELLS: &[(&str, &str, &str, &str)] = &[
    ("1.5亿美元", "USD", "融资规模", "150000000 [145000000, 155000000] exact"),
    ("1.5", "USD", "融资规模（亿美元）", "150000000 [145000000, 155000000] exact"),
    ("超过3", "USD", "融资规模（亿美元）", "300000000 (300000000, ∞) more_than"),
    ("5000万美元", "USD", "融资规模", "50000000 [49995000, 50005000] exact"),
    ("700", "{parameter}", "参数数量/亿", "70000000000 [69950000000, 70050000000] exact"),
    ("714.9", "GB", "大小（GB）", "714.9 [714.85, 714.95] exact"),
    ("714.9GB", "GB", "大小（GB）", "714.9 [714.85, 714.95] exact"),
    ("714.9", "TB", "大小（GB）", "0.7149 [0.71485, 0.71495] exact"),
    ("1.1 TB", "GB", "", "1100 [1050, 1150] exact"),
    ("12", "CNY", "单位：百万元", "12000000 [11500000, 12500000] exact"),
    ("3.5万元", "CNY", "", "35000 [34500, 35500] exact"),
    ("约2 GB", "USD", "", "unfit-unit"),
    ("1.5 TB", "GB", "大小（GB）", "contradicting-unit"),
    ("12 frobs", "GB", "", "unknown-unit"),
    ("51家", "{vendor}", "", "51 [50.5, 51.5] exact"),
    ("51", "{vendor}", "", "51 [50.5, 51.5] exact"),
    ("51 vendors", "{vendor}", "", "51 [50.5, 51.5] exact"),
    ("2.6万亿tokens", "{token}", "", "2600000000000 [2550000000000, 2650000000000] exact"),
    ("(1,234)", "USD", "Revenue ($ millions)", "-1234000000 [-1234500000, -1233500000] exact"),
    ("(12)", "", "", "-12 [-12.5, -11.5] exact"),
    ("2023", "", "", "2023 [2022.5, 2023.5] exact"),
    ("43.6%", "%", "占比", "43.6 [43.55, 43.65] exact"),
    ("43.6", "%", "占比（%）", "43.6 [43.55, 43.65] exact"),
    ("43.6", "%", "占比%", "43.6 [43.55, 43.65] exact"),
    ("5-10亿元", "CNY", "", "500000000 [500000000, 1000000000] range"),
    ("1 kWh", "J", "", "3600000 [1800000, 5400000] exact"),
    ("", "USD", "", "blank"),
    ("-", "USD", "", "nil"),
    ("—", "USD", "", "nil"),
    ("无", "USD", "", "nil"),
    ("n/a", "USD", "", "not_applicable"),
    ("不适用", "USD", "", "not_applicable"),
    ("...", "USD", "", "not_available"),
    ("未披露", "USD", "", "not_available"),
    ("see note", "USD", "", "malformed-number"),
    ("5 和 6", "USD", "", "malformed-number"),
    ("1,23", "USD", "", "malformed-number"),
];

#[test]
fn cells_are_read_in_the_unit_of_their_column() {
    let reader = reader();
    let mut wrong = String::new();
    for &(text, unit, header, wanted) in CELLS {
        let found = match reader.cell(text, &expected(unit, header)) {
            CellReading::Number(number) => format!("{} {} {}", number.value, number.interval, number.qualifier.name()),
            CellReading::Null(null) => null.name().to_owned(),
            CellReading::Refusal(refusal) => refusal.code.name.to_owned(),
        };
        if found != wanted {
            let _ = writeln!(wrong, "{text} in {unit} below {header:?}\n  expected {wanted}\n  found    {found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_note_decides_what_a_dash_is() {
    let nil =
        NilConventions { zero: vec!["-".to_owned()], not_available: vec!["*".to_owned()], ..NilConventions::default() };
    let reader = Reader::new(&Options { nil, ..options("plain") });
    let CellReading::Number(zero) = reader.cell(" - ", &Expected::default()) else { panic!("expected zero") };
    assert!(zero.value.is_zero());
    let CellReading::Null(null) = reader.cell("*", &Expected::default()) else { panic!("expected nothing") };
    assert_eq!(null.name(), "not_available");
}

#[test]
fn headers_give_units() {
    for (header, unit, scale) in [
        ("融资规模（亿美元）", Some("USD"), 8),
        ("参数数量/亿", None, 8),
        ("大小（GB）", Some("GB"), 0),
        ("单位：百万元", Some("CNY"), 6),
        ("单位: 万吨", Some("t"), 4),
        ("Revenue (US$ millions)", Some("USD"), 6),
        ("Revenue ($ millions)", None, 6),
        ("Price (元/吨)", Some("CNY/t"), 0),
        ("Size, GB", Some("GB"), 0),
        ("mg/L", Some("mg/L"), 0),
        ("µg/m³", Some("ug/m3"), 0),
        ("km/h", Some("km/h"), 0),
        ("规模/kg", Some("kg"), 0),
        ("占比（%）", Some("%"), 0),
        ("占比%", Some("%"), 0),
        ("Capacity (MW)", Some("MW"), 0),
        ("Employees (thousands)", None, 3),
        ("Results (US$ in millions)", Some("USD"), 6),
        ("(Dollars in thousands)", None, 3),
        ("(In thousands of euros)", Some("EUR"), 3),
        ("2023 / HK$'000", Some("HKD"), 3),
        ("RMB’000", Some("CNY"), 3),
        ("单位：元 币种：人民币", Some("CNY"), 0),
        ("单位：万元  币种：美元", Some("USD"), 4),
        ("金额单位：人民币万元", Some("CNY"), 4),
        ("（人民币百万元）", Some("CNY"), 6),
        ("单位：人民币千元", Some("CNY"), 3),
        ("Sales (000)", None, 3),
        ("Profit (£000)", Some("GBP"), 3),
        ("Assets (US$000,000)", Some("USD"), 6),
    ] {
        let found = header_unit(header).unwrap_or_else(|| panic!("{header} gives a unit"));
        assert_eq!(
            (found.unit.map(|unit| unit.code().into_owned()).as_deref(), found.scale),
            (unit, scale),
            "{header}"
        );
    }
    for header in ["公司名称", "模型（开源）", "Company", "备注", "时间/地点"] {
        assert_eq!(header_unit(header), None, "{header}");
    }
}

#[test]
fn cells_are_read_as_dates() {
    let reader = reader();
    for (text, wanted) in [
        ("2023.08", "2023-08 month"),
        ("2023年10月", "2023-10 month"),
        ("2024年6月13日", "2024-06-13 day"),
        ("2018 年 1 月—2020 年 12 月", "2018-01-01/2020-12-31 stretch"),
        ("2024", "2024 year"),
        ("2024Q3", "2024-07-01/2024-09-30 quarter"),
        ("Q3 2024", "2024-07-01/2024-09-30 quarter"),
        ("June 13, 2024", "2024-06-13 day"),
        ("截至2024年6月", "2024-06 month"),
        ("-", "nil"),
        ("05/06/2024", "ambiguous-date"),
        ("soon", "ambiguous-date"),
    ] {
        let found = match reader.date(text) {
            DateReading::Date { first, last, precision, .. } => format!("{} {}", iso(first, last), precision.name()),
            DateReading::Null(null) => null.name().to_owned(),
            DateReading::Refusal(refusal) => refusal.code.name.to_owned(),
        };
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn other_numbers_settle_the_decimal_sign() {
    assert_eq!(evidence("1.234 und 1.5").separators(), Some(Separators::Point));
    assert_eq!(evidence("1.234 und 1,5 und 2,75").separators(), Some(Separators::Comma));
    assert_eq!(evidence("1,234,567 and 1.234").separators(), Some(Separators::Point));
    assert_eq!(evidence("1.234").separators(), None);
    assert_eq!(evidence("1,23").separators(), None);
    assert_eq!(evidence("0.5 but 1,5 and 2,5").separators(), None);
    let shown = evidence("from 1.234 to 0.5");
    assert_eq!(shown.point.first.map(|span| span.range()), Some(14..17));
}

#[test]
fn refusals_say_what_settles_them() {
    let reader = Reader::new(&Options::default());
    let Some(Reading::Refusal(refusal)) = reader.read("$5 million").next() else { panic!("expected a refusal") };
    assert_eq!(refusal.code.name, "ambiguous-currency");
    assert!(refusal.readings.contains(&"USD".to_owned()) && refusal.readings.contains(&"HKD".to_owned()));
    assert_eq!(refusal.settle.as_deref(), Some("country = \"US\""));
    let finding = refusal.finding(&"raw/x/report.txt".into(), 100);
    assert_eq!(finding.primary().map(|label| label.span.range()), Some(100..110));
}

#[test]
fn the_dataset_has_every_quantity_and_its_place() {
    let text = "第一节\n2024年营收1.5亿元，\n其中 $5 million 来自海外，占30%。\n";
    let source = crossfoot::source::Source::new("raw/x/report.txt", text);
    let reader = Reader::new(&Options::default());
    let mut findings = crossfoot::finding::Findings::new();
    let (batch, _) =
        batch("x", &source, &reader, &[], |_| Some("一".into()), &mut findings).expect("columns of one length");
    assert_eq!(batch.num_rows(), 3);
    assert_eq!(findings.iter().map(|finding| finding.code.name).collect::<Vec<_>>(), ["ambiguous-currency"]);
    let contract: serde_json::Value =
        serde_json::from_str(crossfoot::normalize::quantity::CONTRACT).expect("the contract is JSON");
    let wanted: Vec<&str> =
        contract["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
    let schema = batch.schema();
    let found: Vec<&str> = schema.fields().iter().skip(2).map(|field| field.name().as_str()).collect();
    assert_eq!(found, wanted);
}

/// Every digit and Chinese numeral of every report is in a reading.
#[test]
fn no_digit_of_a_report_is_passed_over() {
    let raw = Path::new(env!("CARGO_MANIFEST_DIR")).join("raw");
    let (mut missed, mut files) = (String::new(), 0);
    let reports = raw.read_dir().into_iter().flatten().filter_map(|entry| entry.ok()?.path().read_dir().ok()).flatten();
    for file in reports
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "txt"))
    {
        files += 1;
        let text = std::fs::read_to_string(&file).expect("a readable report");
        let reader = Reader::new(&options("grouping").settled_by(&evidence(&text)));
        for line in passed_over(&text, reader.read(&text).map(|reading| reading.span())) {
            let _ = writeln!(missed, "{}: {line}", file.display());
        }
    }
    assert!(missed.is_empty(), "{missed}");
    assert!(files > 0, "raw/ holds no text");
}

#[test]
fn a_digit_that_is_passed_over_is_listed() {
    let text = "营收5亿元，共３家，其中二十家";
    let reader = reader();
    let spans: Vec<_> = reader.read(text).map(|reading| reading.span()).collect();
    assert_eq!(passed_over(text, spans.iter().copied()).len(), 0);
    for left_out in 0..spans.len() {
        let others = spans.iter().copied().enumerate().filter(|(at, _)| *at != left_out).map(|(_, span)| span);
        assert!(!passed_over(text, others).is_empty(), "{left_out}");
    }
}

/// The digits and Chinese numerals outside of `spans`, with the line up to them.
fn passed_over(text: &str, spans: impl Iterator<Item = crossfoot::source::Span>) -> Vec<String> {
    let mut missed = Vec::new();
    let mut end = 0;
    let whole = crossfoot::source::Span::new(text.len(), text.len());
    for span in spans.chain([whole]) {
        let from = end;
        for (at, c) in text[from..span.start as usize].char_indices() {
            if c.is_ascii_digit()
                || "０１２３４５６７８９零一二三四五六七八九十百千万亿兆壹贰叁肆伍陆柒捌玖拾".contains(c)
            {
                let line: String = text[..from + at].chars().rev().take_while(|&c| c != '\n').collect();
                missed.push(format!("{c} behind {}", line.chars().rev().collect::<String>()));
            }
        }
        end = span.end as usize;
    }
    missed
}
