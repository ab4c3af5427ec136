//! The dataset `quantity`: a source goes in, every quantity of it comes out as a row, and every refusal as a finding.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Builder, Decimal128Builder, Int64Builder, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;

use super::calendar::days_of;
use super::{Reader, Reading, Rounding, headed, rounding};
use crate::finding::Findings;
use crate::model::{ColumnTrace, Decimal, Dimension, FoundGrid, Kind, Precision, Printed, Qualifier, Quantity};
use crate::source::Source;

/// The contract of the dataset: the JSON Schema that a workspace finds as `schemas/quantity.schema.json`.
pub const CONTRACT: &str = include_str!("../../../schemas/quantity.schema.json");

const PRECISION: u8 = 38;
const SCALE: i8 = 9;

/// One column each, in the order of the contract.
struct Columns {
    report: StringBuilder,
    source: StringBuilder,
    kind: StringBuilder,
    value: Decimal128Builder,
    unit: StringBuilder,
    dimension: StringBuilder,
    qualifier: StringBuilder,
    lower: Decimal128Builder,
    upper: Decimal128Builder,
    decimals: Int64Builder,
    first_day: Date32Builder,
    last_day: Date32Builder,
    text: StringBuilder,
    page: Int64Builder,
    line: Int64Builder,
    byte_start: Int64Builder,
    byte_end: Int64Builder,
    section: StringBuilder,
}

/// Every quantity of `source` as a row, in the order of the text, and how each value was printed and what it may stand
/// for. `section` names the heading above an offset; a bare number of `grids` has the unit that a header, the caption or
/// a unit line gives it.
///
/// A value that decimal(38, 9) cannot hold exactly is null; `lower` and `upper` then enclose it, and `text` has it as
/// printed. Dates and periods have `first_day` and `last_day` instead of a value. Refusals become `findings`.
pub fn batch(
    report: &str,
    source: &Source,
    reader: &Reader,
    grids: &[FoundGrid],
    section: impl Fn(u32) -> Option<Arc<str>>,
    findings: &mut Findings,
) -> Result<(RecordBatch, ColumnTrace), ArrowError> {
    let mode = reader.options().mode;
    let mut trace = ColumnTrace::default();
    let decimal = || Decimal128Builder::new().with_data_type(DataType::Decimal128(PRECISION, SCALE));
    let mut columns = Columns {
        report: StringBuilder::new(),
        source: StringBuilder::new(),
        kind: StringBuilder::new(),
        value: decimal(),
        unit: StringBuilder::new(),
        dimension: StringBuilder::new(),
        qualifier: StringBuilder::new(),
        lower: decimal(),
        upper: decimal(),
        decimals: Int64Builder::new(),
        first_day: Date32Builder::new(),
        last_day: Date32Builder::new(),
        text: StringBuilder::new(),
        page: Int64Builder::new(),
        line: Int64Builder::new(),
        byte_start: Int64Builder::new(),
        byte_end: Int64Builder::new(),
        section: StringBuilder::new(),
    };
    let relative = source.name().strip_prefix(&format!("raw/{report}/")).unwrap_or(source.name());
    let headed = headed::cells(source, grids, reader);
    let mut headed = headed.iter().peekable();
    let notes = rounding::notes(source.text());
    let mut notes = notes.iter().peekable();
    let mut noted: Option<(&Rounding, Option<Arc<str>>)> = None;
    for reading in reader.read(source.text()) {
        let span = reading.span();
        while headed.next_if(|headed| headed.cell.end <= span.start).is_some() {}
        let above = headed.peek().filter(|headed| headed.cell.contains(span));
        let quantity = match (reading, above) {
            (Reading::Quantity(quantity), None) => quantity,
            (Reading::Quantity(_), Some(above)) if above.is_mark() => continue,
            (Reading::Quantity(quantity), Some(above)) => {
                let own = quantity.unit.as_ref();
                if let Some(refusal) = own.and_then(|own| above.contradiction(own, source, reader)) {
                    findings.push(refusal.finding(source.name(), above.cell.start as usize));
                }
                match above.mended(quantity, source, reader) {
                    Ok(quantity) => quantity,
                    Err(refusal) => {
                        findings.push(refusal.finding(source.name(), 0));
                        continue;
                    }
                }
            }
            (Reading::Other(other), Some(above)) => match above.number_of(other.class, span, source, reader) {
                Some(quantity) => quantity,
                None => continue,
            },
            (Reading::Refusal(refusal), _) => {
                findings.push(refusal.finding(source.name(), 0));
                continue;
            }
            (Reading::Other(_), None) => continue,
        };
        let place = section(quantity.span.start);
        // A note holds to the end of its section.
        while let Some((at, note)) = notes.next_if(|(at, _)| *at <= quantity.span.start) {
            noted = Some((note, section(*at)));
        }
        let quantity = match &noted {
            Some((note, of)) if *of == place => note.widened(mode, quantity),
            _ => quantity,
        };
        columns.report.append_value(report);
        columns.source.append_value(relative);
        columns.section.append_option(place);
        columns.push(&quantity, source);
        trace.push(&[quantity.span]);
        let printed = Printed { mode, ..Printed::new(quantity.precision, quantity.qualifier) };
        let of_digits = quantity.qualifier.interval_in(mode, quantity.value, Precision::of(printed.decimals.into()));
        if quantity.qualifier == Qualifier::Range || of_digits != Some(quantity.interval) {
            trace.ranges.insert(trace.printed.len() as u32, quantity.interval);
        }
        trace.printed.push(printed);
    }
    Ok((columns.finish()?, trace))
}

impl Columns {
    fn push(&mut self, quantity: &Quantity, source: &Source) {
        let span = quantity.span;
        self.kind.append_value(quantity.kind.name());
        self.unit.append_option(quantity.unit.as_ref().map(|unit| unit.code()));
        self.dimension.append_option(quantity.unit.as_ref().map(|unit| dimension(&unit.numerator.dimension())));
        self.qualifier.append_value(quantity.qualifier.name());
        if matches!(quantity.kind, Kind::Date | Kind::Period) {
            let days = days_of(quantity);
            self.value.append_null();
            self.lower.append_null();
            self.upper.append_null();
            self.decimals.append_null();
            self.first_day.append_option(days.map(|days| days.0));
            self.last_day.append_option(days.map(|days| days.1));
        } else {
            self.value.append_option(exact(quantity.value));
            self.lower.append_option(quantity.interval.lower.and_then(|bound| outward(bound.value, false)));
            self.upper.append_option(quantity.interval.upper.and_then(|bound| outward(bound.value, true)));
            self.decimals.append_value(quantity.precision.decimals.into());
            self.first_day.append_null();
            self.last_day.append_null();
        }
        self.text.append_value(source.slice(span));
        self.page.append_value(source.page_of(span.start).into());
        self.line.append_value(source.line_of(span.start).into());
        self.byte_start.append_value(span.start.into());
        self.byte_end.append_value(span.end.into());
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let decimal = DataType::Decimal128(PRECISION, SCALE);
        let columns: [(&str, DataType, bool, ArrayRef); 18] = [
            ("report", DataType::Utf8, false, Arc::new(self.report.finish())),
            ("source", DataType::Utf8, false, Arc::new(self.source.finish())),
            ("kind", DataType::Utf8, false, Arc::new(self.kind.finish())),
            ("value", decimal.clone(), true, Arc::new(self.value.finish())),
            ("unit", DataType::Utf8, true, Arc::new(self.unit.finish())),
            ("dimension", DataType::Utf8, true, Arc::new(self.dimension.finish())),
            ("qualifier", DataType::Utf8, false, Arc::new(self.qualifier.finish())),
            ("lower", decimal.clone(), true, Arc::new(self.lower.finish())),
            ("upper", decimal, true, Arc::new(self.upper.finish())),
            ("decimals", DataType::Int64, true, Arc::new(self.decimals.finish())),
            ("first_day", DataType::Date32, true, Arc::new(self.first_day.finish())),
            ("last_day", DataType::Date32, true, Arc::new(self.last_day.finish())),
            ("text", DataType::Utf8, false, Arc::new(self.text.finish())),
            ("page", DataType::Int64, false, Arc::new(self.page.finish())),
            ("line", DataType::Int64, false, Arc::new(self.line.finish())),
            ("byte_start", DataType::Int64, false, Arc::new(self.byte_start.finish())),
            ("byte_end", DataType::Int64, false, Arc::new(self.byte_end.finish())),
            ("section", DataType::Utf8, true, Arc::new(self.section.finish())),
        ];
        let fields: Vec<Field> =
            columns.iter().map(|(name, kind, nullable, _)| Field::new(*name, kind.clone(), *nullable)).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|column| column.3).collect())
    }
}

fn dimension(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Money(currency) => format!("money:{currency}"),
        Dimension::Named(name) => name.to_string(),
        Dimension::Count(noun) => format!("count:{noun}"),
    }
}

/// The coefficient in the column's scale, if nothing is lost.
fn exact(value: Decimal) -> Option<i128> {
    value.coefficient_at(SCALE.into()).filter(|coefficient| coefficient.unsigned_abs() < 10u128.pow(PRECISION.into()))
}

/// The same, rounded away from the interval's inside where digits are lost.
fn outward(value: Decimal, up: bool) -> Option<i128> {
    if let Some(coefficient) = exact(value) {
        return Some(coefficient);
    }
    let cut = value.div_truncated(Decimal::ONE, SCALE.into())?.coefficient();
    let away = match (up, value.is_negative()) {
        (true, false) => 1,
        (false, true) => -1,
        _ => 0,
    };
    Some(cut + away).filter(|coefficient| coefficient.unsigned_abs() < 10u128.pow(PRECISION.into()))
}
