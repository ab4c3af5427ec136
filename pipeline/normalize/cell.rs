//! One cell: its stretches of text go in, a typed value comes out, or the reason why there is none.

use arrow::datatypes::DataType;

use super::column::Value;
use super::compile::{ColumnPlan, Presence, Reading};
use super::quantity::{self, CellReading, DateReading, Expected, Reader};
use super::{UNLISTED_VALUE, UNREADABLE_VALUE};
use crate::finding::Code;
use crate::model::{Interval, Precision, Printed, Qualifier};
use crate::source::{Joined, Source, Span, is_blank};

/// A cell's text after `part` and `drop`, and the stretches that it stands on.
pub(super) struct Text {
    pub text: String,
    pub spans: Vec<Span>,
}

/// What stands beside a value where its digits do not say it.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// The interval of a range, a note, a conversion.
    pub interval: Option<Interval>,
    /// The rate of a converted amount.
    pub rate: Option<std::sync::Arc<str>>,
}

/// A value and what stands beside it.
pub(super) type Read = (Value, Option<Beside>);

/// Why a cell has no value.
pub(super) struct Refusal {
    pub code: &'static Code,
    pub message: String,
    pub help: Option<String>,
}

/// The part of a cell that a column reads; `None` if the cell has no such part.
pub(super) fn text(source: &Source, spans: &[Span], reading: &Reading) -> Option<Text> {
    let joined = Joined::new(source.text(), spans);
    let mut range = 0..joined.text().len();
    if let Some(part) = &reading.part {
        let captures = part.captures(joined.text())?;
        range = captures.get(1).or_else(|| captures.get(0))?.range();
    }
    let kept = &joined.text()[range.clone()];
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut from = range.start;
    let cuts = reading.drop.iter().flat_map(|drop| drop.find_iter(kept));
    let cuts = cuts.filter(|cut| !cut.is_empty()).map(|cut| range.start + cut.start()..range.start + cut.end());
    for cut in cuts.chain(std::iter::once(range.end..range.end)) {
        text.push_str(&joined.text()[from..cut.start]);
        spans.extend(joined.spans(from..cut.start));
        from = cut.end;
    }
    let text = text.trim_matches(is_blank).to_owned();
    (!text.is_empty()).then_some(Text { text, spans })
}

/// The typed value of `text` in `column`.
pub(super) fn value(text: &str, column: &ColumnPlan, reading: &Reading, reader: &Reader) -> Result<Read, Refusal> {
    if reading.nulls.iter().any(|null| null == text) {
        return Ok((Value::Null, None));
    }
    let text = match &reading.values {
        None => text,
        Some(values) => values.get(text).ok_or_else(|| Refusal {
            code: &UNLISTED_VALUE,
            message: format!(
                "expected one of {}, found \"{text}\"",
                values.keys().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ")
            ),
            help: Some("add the text to the column's values".to_owned()),
        })?,
    };
    if let Some((pattern, presence)) = &reading.contains {
        return Ok((Value::Boolean(pattern.is_match(text) == (*presence == Presence::Contains)), None));
    }
    let unreadable = |expected: &str| Refusal {
        code: &UNREADABLE_VALUE,
        message: format!("expected {expected}, found \"{text}\""),
        help: None,
    };
    match &column.data_type {
        DataType::Utf8 | DataType::Dictionary(..) => Ok((Value::Text(text.to_owned()), None)),
        DataType::List(_) => {
            let items = match &reading.split {
                Some(separator) => items(text, separator).map(|(_, item)| item.to_owned()).collect(),
                None => vec![text.to_owned()],
            };
            Ok((Value::List(items), None))
        }
        DataType::Boolean => match text {
            "true" => Ok((Value::Boolean(true), None)),
            "false" => Ok((Value::Boolean(false), None)),
            _ => Err(unreadable("true or false")),
        },
        DataType::Date32 => Ok((date(text, reader)?.map_or(Value::Null, Value::Date), None)),
        DataType::Timestamp(_, _) => chrono::DateTime::parse_from_rfc3339(text)
            .map_err(|_| unreadable("a time such as 2024-06-13T08:00:00Z"))
            .and_then(|time| match time.timestamp_subsec_nanos() {
                // chrono counts a leap second as the one before with more than 10^9 nanoseconds.
                1_000_000_000.. => Err(unreadable("a time that is no leap second")),
                nanos if nanos % 1000 != 0 => Err(unreadable("a time with at most 6 digits behind the second")),
                _ => Ok((Value::Timestamp(time.timestamp_micros()), None)),
            }),
        DataType::Time64(_) => {
            let expected = "a time of day such as 08:00:00Z, with at most 6 digits behind the second";
            Ok((Value::Time(time_of_day(text).ok_or_else(|| unreadable(expected))?), None))
        }
        _ => number(text, column, reading, reader),
    }
}

/// Microseconds since midnight in UTC of a time of RFC 3339 (section 5.6, `full-time`); none for a leap second.
fn time_of_day(text: &str) -> Option<i64> {
    let moment = chrono::DateTime::parse_from_rfc3339(&format!("2000-01-01T{text}")).ok()?;
    let nanos = moment.timestamp_subsec_nanos();
    let is_held = nanos < 1_000_000_000 && nanos.is_multiple_of(1000);
    is_held.then(|| moment.timestamp_micros().rem_euclid(24 * 60 * 60 * 1_000_000))
}

/// The non-empty items of a list with their offsets.
pub(super) fn items<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = (usize, &'t str)> {
    text.split(separator.to_owned().as_str())
        .map(|item| item.trim_matches(is_blank))
        .filter(|item| !item.is_empty())
        .map(|item| (item.as_ptr() as usize - text.as_ptr() as usize, item))
        .collect::<Vec<_>>()
        .into_iter()
}

/// What an integer that nobody rounded prints: line numbers, ordinals.
pub(super) fn exactly() -> Printed {
    Printed::new(Precision::of(0), Qualifier::Exact)
}

/// The first day of a date or period; `None` for a text that means no date at all.
fn date(text: &str, reader: &Reader) -> Result<Option<i32>, Refusal> {
    match reader.date(text) {
        DateReading::Date { first, .. } => Ok(Some(first)),
        DateReading::Null(_) => Ok(None),
        DateReading::Refusal(refusal) => Err(refused(refusal)),
    }
}

fn number(text: &str, column: &ColumnPlan, reading: &Reading, reader: &Reader) -> Result<Read, Refusal> {
    let expected =
        Expected { unit: column.unit.clone(), header: reading.header.clone(), rounding: reading.rounding.clone() };
    match reader.cell(text, &expected) {
        CellReading::Null(_) => Ok((Value::Null, None)),
        CellReading::Refusal(refusal) => Err(refused(refusal)),
        CellReading::Number(number) => {
            let printed = Printed::new(number.precision, number.qualifier);
            let of_digits = match number.qualifier {
                Qualifier::Range => None,
                hedge => {
                    let precision = Precision::of(number.precision.decimals);
                    hedge.interval_in(reader.options().mode, number.value, precision)
                }
            };
            let interval = (of_digits != Some(number.interval)).then_some(number.interval);
            let beside = Beside { interval, rate: number.rate };
            Ok((Value::Number(number.value, printed), Some(beside)))
        }
    }
}

fn refused(refusal: quantity::Refusal) -> Refusal {
    let help = refusal.settle.map(|line| format!("write `{line}` in the recipe"));
    Refusal { code: refusal.code, message: refusal.message, help }
}
