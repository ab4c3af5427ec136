//! One table cell as a whole, restricted by what its column expects: a text goes in, a value in the column's unit, a kind
//! of nothing or a refusal comes out.

use super::amount::kind_of;
use super::calendar;
use super::header::HeaderUnit;
use super::text::eat;
use super::{
    CONTRADICTING_UNIT, MALFORMED_NUMBER, MISSING_RATE, Reader, Reading, Refusal, Rounding, UNFIT_UNIT, UNKNOWN_UNIT,
    han, rounding,
};
use crate::model::{Decimal, Dimension, Interval, Kind, Precision, Qualifier, Unit, registry};
use crate::source::Span;

/// What a cell's column expects.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The unit that the contract declares; `None` for a bare number.
    pub unit: Option<Unit>,
    /// What the header, caption or a 单位： line says of bare numbers below it.
    pub header: Option<HeaderUnit>,
    /// To where its numbers are rounded, as the recipe says; it overrules a note of the text.
    pub rounding: Option<Rounding>,
}

/// What cells that print no number stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NilConventions {
    /// Texts that mean zero here, as a note of the table says (`-`).
    pub zero: Vec<String>,
    /// Texts that mean "not applicable" here, beside the usual ones.
    pub not_applicable: Vec<String>,
    /// Texts that mean "not available" here, beside the usual ones.
    pub not_available: Vec<String>,
}

/// The kinds of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Null {
    /// An empty cell.
    Blank,
    /// A dash, 无, "none": nothing, of which nobody says that it is zero.
    Nil,
    /// n/a, 不适用.
    NotApplicable,
    /// ..., 未披露, "not available".
    NotAvailable,
}

impl Null {
    /// The name that outputs carry.
    pub fn name(self) -> &'static str {
        match self {
            Null::Blank => "blank",
            Null::Nil => "nil",
            Null::NotApplicable => "not_applicable",
            Null::NotAvailable => "not_available",
        }
    }
}

/// What a cell prints.
#[derive(Clone, Debug, PartialEq)]
pub enum CellReading {
    /// A number in the column's unit.
    Number(NumberReading),
    /// No number, and why.
    Null(Null),
    /// Not readable as the column wants.
    Refusal(Refusal),
}

/// A number in its column's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberReading {
    /// The value; for a range its lower bound.
    pub value: Decimal,
    /// The printed precision.
    pub precision: Precision,
    /// How it is hedged.
    pub qualifier: Qualifier,
    /// What it may stand for.
    pub interval: Interval,
    /// Where it stands in the cell's text, hedges excluded.
    pub span: Span,
    /// The rate by which it was converted.
    pub rate: Option<std::sync::Arc<str>>,
}

/// What a cell of dates prints.
#[derive(Clone, Debug, PartialEq)]
pub enum DateReading {
    /// The first and last day, as days since 1970-01-01, and how exact that is.
    Date {
        /// The first day.
        first: i32,
        /// The last day.
        last: i32,
        /// Year, quarter, month, day.
        precision: calendar::DatePrecision,
        /// Where it stands in the cell's text.
        span: Span,
    },
    /// No date, and why.
    Null(Null),
    /// Not readable as a date.
    Refusal(Refusal),
}

impl Reader {
    /// Reads a cell as one number in the unit that its column expects.
    ///
    /// `text` is the whole cell, its wrapped lines joined. Anything beside the number, its hedges and its unit is refused.
    pub fn cell(&self, text: &str, expected: &Expected) -> CellReading {
        if let Some(zero) = self.zero(text) {
            return zero;
        }
        if let Some(null) = self.null(text) {
            return CellReading::Null(null);
        }
        if let Some(negative) = parenthesised(text) {
            return match self.cell_number(&negative, expected) {
                CellReading::Number(number) => CellReading::Number(negated(number, text)),
                other => other,
            };
        }
        match sign_apart(text) {
            Some(closed) => match self.cell_number(&closed, expected) {
                CellReading::Number(number) => CellReading::Number(NumberReading { span: trimmed(text), ..number }),
                other => other,
            },
            None => self.cell_number(text, expected),
        }
    }

    fn cell_number(&self, text: &str, expected: &Expected) -> CellReading {
        let mut readings = self.read(text);
        let whole = trimmed(text);
        let Some(first) = readings.next() else { return CellReading::Refusal(no_number(text, whole)) };
        let quantity = match first {
            Reading::Quantity(quantity) => quantity,
            Reading::Refusal(refusal) => return CellReading::Refusal(refusal),
            // A page number, a heading's number and a year are numbers where a column of numbers has them.
            Reading::Other(_) => match self.bare(text, whole) {
                Some(quantity) => quantity,
                None => return CellReading::Refusal(no_number(text, whole)),
            },
        };
        let quantity = match quantity.kind {
            Kind::Date | Kind::Period => match self.bare(text, whole) {
                Some(quantity) => quantity,
                None => return CellReading::Refusal(no_number(text, whole)),
            },
            _ => quantity,
        };
        let before = &text[..quantity.span.start as usize];
        let after = &text[quantity.span.end as usize..];
        if !is_hedge(before) || !is_hedge_or_counter(after, quantity.unit.as_ref(), expected) {
            let place =
                if is_hedge(before) { Span::new(quantity.span.end as usize, text.len()) } else { quantity.span };
            let rest = text[place.range()].trim();
            return CellReading::Refusal(
                if is_hedge(before)
                    && !rest.is_empty()
                    && quantity.unit.is_none()
                    && !rest.starts_with(|c: char| c.is_ascii_digit())
                    && readings.next().is_none()
                {
                    Refusal::new(
                        &UNKNOWN_UNIT,
                        whole,
                        format!(
                            "\"{rest}\" behind \"{}\" is no unit that the registry knows",
                            &text[quantity.span.range()]
                        ),
                    )
                } else {
                    no_number(text, whole)
                },
            );
        }
        self.fitted(quantity, expected, whole, text)
    }

    /// The cell as digits alone, where the running text would see a year, a date's part or a heading.
    fn bare(&self, text: &str, whole: Span) -> Option<crate::model::Quantity> {
        let inner = &text[whole.range()];
        if !inner.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
            return None;
        }
        let numeral = super::numeral::read_digits(
            text,
            whole.start as usize,
            self.options.separators.or(Some(super::Separators::Point)),
            false,
        );
        if numeral.trouble.is_some() || numeral.end != whole.end as usize {
            return None;
        }
        let precision = Precision { decimals: numeral.decimals, decimals_wide: numeral.wide };
        let interval = Qualifier::Exact.interval_in(self.options.mode, numeral.value, precision)?;
        Some(crate::model::Quantity {
            kind: Kind::Number,
            value: numeral.value,
            unit: None,
            precision,
            qualifier: Qualifier::Exact,
            interval,
            numeral: whole,
            span: whole,
        })
    }

    /// A quantity in the column's unit, or the refusal.
    fn fitted(&self, quantity: crate::model::Quantity, expected: &Expected, whole: Span, text: &str) -> CellReading {
        let mut number = NumberReading {
            value: quantity.value,
            precision: quantity.precision,
            qualifier: quantity.qualifier,
            interval: quantity.interval,
            span: quantity.span,
            rate: None,
        };
        let mut scale = 0;
        let printed = &text[whole.range()];
        let header = expected.header.as_ref();
        let header_unit = header.and_then(|header| header.unit.as_ref());
        let mut unit = quantity.unit;
        match (&unit, header_unit) {
            (Some(own), Some(above)) if own != above && !same_noun(own, above) => {
                // A unit of its own overrules the header only where it says the same.
                return CellReading::Refusal(Refusal::new(
                    &CONTRADICTING_UNIT,
                    quantity.span,
                    format!("\"{printed}\" is in {own}, its header says {above}"),
                ));
            }
            _ => {}
        }
        // The header's scale is for bare numbers: 1.5 below 亿美元, but not 1.5亿 below it.
        let scaled_itself = quantity.precision.decimals < 0
            && text[quantity.numeral.range()]
                .contains(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '−' | '+' | ' '));
        if unit.is_none() || header_unit == unit.as_ref() {
            if let Some(header) = header.filter(|_| unit.is_none() && !scaled_itself) {
                number = shifted(number, header.scale);
                scale = header.scale;
                // 12,300 below 单位：百万元 is given to the million: its zeros count.
                if scale != 0 {
                    number.precision.decimals_wide = number.precision.decimals;
                }
            }
            unit = unit.or_else(|| header_unit.cloned());
        }
        let rounding = expected.rounding.as_ref().or(self.options.rounding.as_ref());
        if let Qualifier::Exact | Qualifier::About = number.qualifier
            && let Some(step) = rounding.and_then(|note| note.step(unit.as_ref().or(expected.unit.as_ref()), scale))
            && let Some((precision, interval)) = rounding::in_steps(self.options.mode, number.value, step)
        {
            number.precision = precision;
            number.interval = interval;
        }
        let Some(wanted) = &expected.unit else {
            return match unit {
                // A column without unit takes counts of anything, but no money and no measure.
                None => CellReading::Number(number),
                Some(unit) if kind_of(Some(&unit)) == Kind::Count => CellReading::Number(number),
                Some(unit) => CellReading::Refusal(Refusal::new(
                    &UNFIT_UNIT,
                    quantity.span,
                    format!("unit \"{unit}\" in a column declared without unit"),
                )),
            };
        };
        let Some(own) = unit else { return CellReading::Number(number) };
        if own == *wanted || same_noun(&own, wanted) {
            return CellReading::Number(number);
        }
        if let Some(number) = converted(&number, &own, wanted) {
            return CellReading::Number(number);
        }
        let money = |unit: &Unit| kind_of(Some(unit)) == Kind::Money;
        match self.exchanged(&number, &own, wanted) {
            Some(number) => CellReading::Number(number),
            None if money(&own) && money(wanted) && own.denominator == wanted.denominator => {
                let (from, to) = (&own.numerator.dimension(), &wanted.numerator.dimension());
                let code = |dimension: &Dimension| match dimension {
                    Dimension::Money(code) => code.to_string(),
                    Dimension::Named(_) | Dimension::Count(_) => String::new(),
                };
                let message = format!(
                    "\"{printed}\" is in {}, its column in {}, and no rate leads from one to the other",
                    code(from),
                    code(to)
                );
                CellReading::Refusal(
                    Refusal::new(&MISSING_RATE, quantity.span, message)
                        .settled_by("[[rate]] from, to, rate, date, source"),
                )
            }
            None => CellReading::Refusal(Refusal::new(
                &UNFIT_UNIT,
                quantity.span,
                format!("unit \"{own}\" in a column declared as {wanted}"),
            )),
        }
    }

    /// The amount in another currency, at the rate that the recipe gives.
    fn exchanged(&self, number: &NumberReading, own: &Unit, wanted: &Unit) -> Option<NumberReading> {
        self.options.rates.iter().find_map(|rate| {
            let per = |unit: &Unit| Unit { denominator: own.denominator.clone(), ..unit.clone() };
            let from = converted(number, own, &per(&rate.from))?;
            let exchanged = NumberReading { rate: Some(rate.record.clone()), ..multiplied(&from, rate.rate)? };
            converted(&exchanged, &per(&rate.to), wanted)
        })
    }

    /// Reads a cell as one date or period.
    pub fn date(&self, text: &str) -> DateReading {
        if let Some(null) = self.null(text) {
            return DateReading::Null(null);
        }
        let whole = trimmed(text);
        let inner = &text[whole.range()];
        let inner_at = ["截至", "截止", "自", "从", "至"].into_iter().find_map(|word| eat(inner, 0, word)).unwrap_or(0);
        let start = whole.start as usize + inner_at;
        // A year alone is a date where a column of dates has it.
        if let Some((value, len, end)) = super::date::run(text, start)
            && super::date::is_year(value, len)
            && end == whole.end as usize
            && let Some(days) = calendar::year(value as i32)
        {
            return DateReading::Date {
                first: days.first,
                last: days.last,
                precision: calendar::DatePrecision::Year,
                span: whole,
            };
        }
        match self.date_at(text, start, start) {
            Some(Reading::Quantity(quantity)) => {
                let rest = text[quantity.span.end as usize..whole.end as usize].trim();
                let noise = matches!(rest, "" | "前" | "后" | "底" | "末" | "初" | "起" | "止" | "." | "。");
                match calendar::days_of(&quantity).filter(|_| noise) {
                    Some((first, last)) => DateReading::Date {
                        first,
                        last,
                        precision: calendar::precision_of(first, last),
                        span: quantity.span,
                    },
                    None => DateReading::Refusal(no_date(text, whole)),
                }
            }
            Some(Reading::Refusal(refusal)) => DateReading::Refusal(refusal),
            Some(Reading::Other(_)) | None => DateReading::Refusal(no_date(text, whole)),
        }
    }

    fn zero(&self, text: &str) -> Option<CellReading> {
        let inner = text.trim();
        self.options.nil.zero.iter().any(|zero| zero.trim() == inner).then(|| {
            CellReading::Number(NumberReading {
                value: Decimal::ZERO,
                precision: Precision::of(0),
                qualifier: Qualifier::Exact,
                interval: Interval::exact(Decimal::ZERO),
                span: trimmed(text),
                rate: None,
            })
        })
    }

    /// The kind of nothing that a cell prints, if it prints nothing.
    pub fn null(&self, text: &str) -> Option<Null> {
        let inner = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}');
        let nil = &self.options.nil;
        let listed = |list: &[String]| list.iter().any(|word| word.trim() == inner);
        if inner.is_empty() {
            return Some(Null::Blank);
        }
        if listed(&nil.not_applicable) {
            return Some(Null::NotApplicable);
        }
        if listed(&nil.not_available) {
            return Some(Null::NotAvailable);
        }
        if inner.len() > 32 {
            return None;
        }
        match inner.to_lowercase().as_str() {
            "-" | "—" | "–" | "--" | "——" | "---" | "−" | "－" | "―" | "／" | "/" | "\\" | "无" | "無" | "none"
            | "nil" | "null" | "没有" => Some(Null::Nil),
            "n/a" | "n.a." | "n.a" | "na" | "#n/a" | "not applicable" | "不适用" | "不適用" => {
                Some(Null::NotApplicable)
            }
            "..." | "…" | "……" | ".." | "未披露" | "未公布" | "未公开" | "未知" | "不详" | "暂无" | "暂无数据"
            | "缺失" | "not available" | "unknown" | "undisclosed" | "not disclosed" | "tbd" | "?" | "？" => {
                Some(Null::NotAvailable)
            }
            _ => None,
        }
    }
}

/// The text without the spaces around it.
fn trimmed(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    Span::new(start, text.trim_end().len().max(start))
}

fn no_number(text: &str, whole: Span) -> Refusal {
    Refusal::new(&MALFORMED_NUMBER, whole, format!("expected one number, found \"{}\"", &text[whole.range()]))
}

fn no_date(text: &str, whole: Span) -> Refusal {
    Refusal::new(&super::AMBIGUOUS_DATE, whole, format!("expected one date, found \"{}\"", &text[whole.range()]))
}

/// A cell whose sign stands in a column of its own, `-   0.6`, without the blanks behind it.
fn sign_apart(text: &str) -> Option<String> {
    let behind = text.strip_prefix(['+', '-', '–', '−'])?;
    let digits = behind.trim_start_matches(' ');
    let apart = digits.len() < behind.len() && digits.starts_with(|c: char| c.is_ascii_digit());
    let sign = if text.starts_with('+') { "" } else { "-" };
    apart.then(|| format!("{sign}{digits}"))
}

/// (123) without its parentheses, which become spaces, so that offsets stay.
fn parenthesised(text: &str) -> Option<String> {
    let inner = text.trim();
    let body = inner.strip_prefix('(')?.strip_suffix(')')?;
    let digits = body.bytes().any(|byte| byte.is_ascii_digit()) && !body.contains(['(', ')', '-', '−']);
    let plain =
        body.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '%' | '$' | '€' | '£' | '¥' | '￥'));
    (digits && plain).then(|| text.replacen('(', " ", 1).replace(')', " "))
}

fn negated(number: NumberReading, text: &str) -> NumberReading {
    let flip =
        |bound: Option<crate::model::Bound>| bound.map(|bound| crate::model::Bound { value: -bound.value, ..bound });
    NumberReading {
        value: -number.value,
        interval: Interval { lower: flip(number.interval.upper), upper: flip(number.interval.lower) },
        span: trimmed(text),
        ..number
    }
}

/// True for nothing, a hedge, or a note like 其中 that changes no number.
fn is_hedge(text: &str) -> bool {
    // The blank in front of the number parts "about" from it.
    text.trim().is_empty()
        || super::affix::before(text, text.len(), 0).is_some_and(|found| text[..found.1].trim().is_empty())
}

fn is_hedge_or_counter(text: &str, unit: Option<&Unit>, expected: &Expected) -> bool {
    let text = text.trim();
    if text.is_empty() || text == "*" || text == "。" {
        return true;
    }
    if super::affix::behind(text, 0).is_some_and(|found| text[found.1..].trim().is_empty()) {
        return true;
    }
    // A column of {vendor} takes 5 厂商 and 5 vendors as it takes 5.
    let noun = expected.unit.as_ref().is_some_and(|unit| kind_of(Some(unit)) == Kind::Count);
    let counted = unit.is_none_or(|unit| kind_of(Some(unit)) == Kind::Count);
    let word = text.trim_end_matches(['+', '。']);
    noun && counted
        && !word.starts_with(|c| matches!(han::part(c), Some(han::Part::Several | han::Part::More)))
        && word.chars().count() <= 6
        && word.chars().all(|c| c.is_alphabetic() && !c.is_numeric())
        && !word.chars().any(|c| matches!(han::part(c), Some(han::Part::Big(_) | han::Part::Small(_))))
}

/// True if both may count the same: a column of {company}, which has a counter of its own (家), takes that one and the
/// counter of everything (个), but no 件; one of {vendor}, which has none, takes any counter.
fn same_noun(own: &Unit, wanted: &Unit) -> bool {
    let count = |unit: &Unit| match unit.numerator.dimension() {
        Dimension::Count(noun) if unit.denominator.is_none() => Some(noun),
        _ => None,
    };
    let (Some(counted), Some(noun)) = (count(own), count(wanted)) else { return false };
    let is_counter = |name: &crate::model::UnitName| name.text.chars().count() == 1 && !name.text.is_ascii();
    let has_counter = match wanted.numerator {
        crate::model::Atom::Registered(at) => registry()[at as usize].names.iter().any(is_counter),
        crate::model::Atom::Noun(_) => false,
    };
    counted == noun || &*counted == "个" || !has_counter
}

fn shifted(number: NumberReading, scale: i32) -> NumberReading {
    let bound = |bound: Option<crate::model::Bound>| {
        bound.map(|bound| crate::model::Bound { value: bound.value.shifted(scale), ..bound })
    };
    NumberReading {
        value: number.value.shifted(scale),
        precision: Precision {
            decimals: number.precision.decimals - scale,
            decimals_wide: number.precision.decimals_wide - scale,
        },
        interval: Interval { lower: bound(number.interval.lower), upper: bound(number.interval.upper) },
        ..number
    }
}

/// The number in another unit, where that is exact.
fn converted(number: &NumberReading, own: &Unit, wanted: &Unit) -> Option<NumberReading> {
    let value = own.convert(number.value, wanted)?;
    let one = own.convert(Decimal::ONE, wanted)?.normalized();
    let bound = |bound: Option<crate::model::Bound>| match bound {
        Some(bound) => own.convert(bound.value, wanted).map(|value| Some(crate::model::Bound { value, ..bound })),
        None => Some(None),
    };
    let interval = Interval { lower: bound(number.interval.lower)?, upper: bound(number.interval.upper)? };
    let by = one.scale() - digits_before_last(one);
    let precision =
        Precision { decimals: number.precision.decimals + by, decimals_wide: number.precision.decimals_wide + by };
    Some(NumberReading { value, precision, interval, ..number.clone() })
}

/// The number times a rate; the interval is that of the printed digits times the rate.
fn multiplied(number: &NumberReading, by: Decimal) -> Option<NumberReading> {
    let bound = |bound: Option<crate::model::Bound>| match bound {
        Some(bound) => bound.value.checked_mul(by).map(|value| Some(crate::model::Bound { value, ..bound })),
        None => Some(None),
    };
    let interval = Interval { lower: bound(number.interval.lower)?, upper: bound(number.interval.upper)? };
    let rate = by.normalized();
    let by_places = rate.scale() - digits_before_last(rate);
    let precision = Precision {
        decimals: number.precision.decimals + by_places,
        decimals_wide: number.precision.decimals_wide + by_places,
    };
    Some(NumberReading { value: number.value.checked_mul(by)?, precision, interval, ..number.clone() })
}

/// How many digits stand before the last one: a factor moves the place of the last digit by its own first digit.
fn digits_before_last(factor: Decimal) -> i32 {
    factor.coefficient().unsigned_abs().checked_ilog10().unwrap_or(0) as i32
}
