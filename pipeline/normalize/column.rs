//! One column as it grows: cells as text go in, an Arrow array and its trace come out.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float32Builder, Float64Builder, Int8Builder,
    Int16Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder, StringDictionaryBuilder,
    Time64MicrosecondBuilder, TimestampMicrosecondBuilder, UInt8Builder, UInt16Builder, UInt32Builder, UInt64Builder,
};
use arrow::datatypes::{DataType, Field, Int32Type};

use crate::model::{ColumnTrace, Decimal, Printed};
use crate::source::Span;

/// A typed value on its way into a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Text(String),
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
    /// Microseconds since midnight, in UTC.
    Time(i64),
    Number(Decimal, Printed),
    List(Vec<String>),
}

/// Why a value does not fit a column: expected, found.
pub(super) struct Misfit(pub String);

enum Builder {
    Text(StringBuilder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
    Time(Time64MicrosecondBuilder),
    Listed(StringDictionaryBuilder<Int32Type>),
    Decimal(Decimal128Builder, i32),
    Float64(Float64Builder),
    Float32(Float32Builder),
    Int64(Int64Builder),
    Int32(Int32Builder),
    Int16(Int16Builder),
    Int8(Int8Builder),
    UInt64(UInt64Builder),
    UInt32(UInt32Builder),
    UInt16(UInt16Builder),
    UInt8(UInt8Builder),
    List(ListBuilder<StringBuilder>),
}

/// A column and its trace.
pub(super) struct Growing {
    builder: Builder,
    data_type: DataType,
    pub trace: ColumnTrace,
    rows: u32,
}

const UNPRINTED: Printed = Printed::new(crate::model::Precision::of(0), crate::model::Qualifier::Exact);

impl Growing {
    /// An empty column; the plan has seen to it that text can fill its type.
    pub fn new(data_type: &DataType) -> Growing {
        let builder = match data_type {
            DataType::Boolean => Builder::Boolean(BooleanBuilder::new()),
            DataType::Date32 => Builder::Date(Date32Builder::new()),
            DataType::Timestamp(_, zone) => {
                Builder::Timestamp(TimestampMicrosecondBuilder::new().with_timezone_opt(zone.clone()))
            }
            DataType::Time64(_) => Builder::Time(Time64MicrosecondBuilder::new()),
            DataType::Dictionary(..) => Builder::Listed(StringDictionaryBuilder::new()),
            DataType::Decimal128(_, scale) => {
                let builder = Decimal128Builder::new().with_data_type(data_type.clone());
                Builder::Decimal(builder, i32::from(*scale))
            }
            DataType::Float64 => Builder::Float64(Float64Builder::new()),
            DataType::Float32 => Builder::Float32(Float32Builder::new()),
            DataType::Int64 => Builder::Int64(Int64Builder::new()),
            DataType::Int32 => Builder::Int32(Int32Builder::new()),
            DataType::Int16 => Builder::Int16(Int16Builder::new()),
            DataType::Int8 => Builder::Int8(Int8Builder::new()),
            DataType::UInt64 => Builder::UInt64(UInt64Builder::new()),
            DataType::UInt32 => Builder::UInt32(UInt32Builder::new()),
            DataType::UInt16 => Builder::UInt16(UInt16Builder::new()),
            DataType::UInt8 => Builder::UInt8(UInt8Builder::new()),
            DataType::List(item) => {
                let item: Arc<Field> = item.clone();
                Builder::List(ListBuilder::new(StringBuilder::new()).with_field(item))
            }
            _ => Builder::Text(StringBuilder::new()),
        };
        Growing { builder, data_type: data_type.clone(), trace: ColumnTrace::default(), rows: 0 }
    }

    /// Adds a value that stands on `spans`; one that does not fit becomes null.
    pub fn push(&mut self, value: &Value, spans: &[Span]) -> Result<(), Misfit> {
        self.trace.push(spans);
        self.rows += 1;
        let outcome = self.append(value);
        if outcome.is_err() {
            // The type of null always fits.
            let _ = self.append(&Value::Null);
        }
        if self.is_numeric() {
            let printed = match (value, &outcome) {
                (Value::Number(_, printed), Ok(())) => *printed,
                _ => UNPRINTED,
            };
            self.trace.printed.push(printed);
        }
        outcome
    }

    fn is_numeric(&self) -> bool {
        self.data_type.is_integer()
            || matches!(self.builder, Builder::Decimal(..) | Builder::Float64(_) | Builder::Float32(_))
    }

    fn append(&mut self, value: &Value) -> Result<(), Misfit> {
        let data_type = &self.data_type;
        macro_rules! integer {
            ($builder:expr, $native:ty) => {{
                let number = match value {
                    Value::Null => None,
                    Value::Number(number, _) => Some(whole::<$native>(*number, data_type)?),
                    other => return Err(misfit(data_type, other)),
                };
                $builder.append_option(number);
            }};
        }
        match (&mut self.builder, value) {
            (Builder::Int64(b), _) => integer!(b, i64),
            (Builder::Int32(b), _) => integer!(b, i32),
            (Builder::Int16(b), _) => integer!(b, i16),
            (Builder::Int8(b), _) => integer!(b, i8),
            (Builder::UInt64(b), _) => integer!(b, u64),
            (Builder::UInt32(b), _) => integer!(b, u32),
            (Builder::UInt16(b), _) => integer!(b, u16),
            (Builder::UInt8(b), _) => integer!(b, u8),
            (Builder::Text(b), Value::Null) => b.append_null(),
            (Builder::Text(b), Value::Text(text)) => b.append_value(text),
            (Builder::Boolean(b), Value::Null) => b.append_null(),
            (Builder::Boolean(b), Value::Boolean(value)) => b.append_value(*value),
            (Builder::Date(b), Value::Null) => b.append_null(),
            (Builder::Date(b), Value::Date(day)) => b.append_value(*day),
            (Builder::Timestamp(b), Value::Null) => b.append_null(),
            (Builder::Timestamp(b), Value::Timestamp(micros)) => b.append_value(*micros),
            (Builder::Time(b), Value::Null) => b.append_null(),
            (Builder::Time(b), Value::Time(micros)) => b.append_value(*micros),
            (Builder::Listed(b), Value::Null) => b.append_null(),
            (Builder::Listed(b), Value::Text(text)) => b.append_value(text),
            (Builder::Decimal(b, _), Value::Null) => b.append_null(),
            (Builder::Decimal(b, scale), Value::Number(number, _)) => {
                b.append_value(digits(*number, *scale, data_type)?);
            }
            (Builder::Float64(b), Value::Null) => b.append_null(),
            (Builder::Float64(b), Value::Number(number, _)) => b.append_value(number.to_f64()),
            (Builder::Float32(b), Value::Null) => b.append_null(),
            (Builder::Float32(b), Value::Number(number, _)) => b.append_value(number.to_f64() as f32),
            (Builder::List(b), Value::Null) => b.append_null(),
            (Builder::List(b), Value::List(items)) => {
                items.iter().for_each(|item| b.values().append_value(item));
                b.append(true);
            }
            (_, other) => return Err(misfit(data_type, other)),
        }
        Ok(())
    }

    /// The array and its trace.
    pub fn finish(self) -> (ArrayRef, ColumnTrace) {
        let mut trace = self.trace;
        trace.starts.resize(self.rows as usize + 1, trace.spans.len() as u32);
        let array: ArrayRef = match self.builder {
            Builder::Text(mut b) => Arc::new(b.finish()),
            Builder::Boolean(mut b) => Arc::new(b.finish()),
            Builder::Date(mut b) => Arc::new(b.finish()),
            Builder::Timestamp(mut b) => Arc::new(b.finish()),
            Builder::Time(mut b) => Arc::new(b.finish()),
            Builder::Listed(mut b) => Arc::new(b.finish()),
            Builder::Decimal(mut b, _) => Arc::new(b.finish()),
            Builder::Float64(mut b) => Arc::new(b.finish()),
            Builder::Float32(mut b) => Arc::new(b.finish()),
            Builder::Int64(mut b) => Arc::new(b.finish()),
            Builder::Int32(mut b) => Arc::new(b.finish()),
            Builder::Int16(mut b) => Arc::new(b.finish()),
            Builder::Int8(mut b) => Arc::new(b.finish()),
            Builder::UInt64(mut b) => Arc::new(b.finish()),
            Builder::UInt32(mut b) => Arc::new(b.finish()),
            Builder::UInt16(mut b) => Arc::new(b.finish()),
            Builder::UInt8(mut b) => Arc::new(b.finish()),
            Builder::List(mut b) => Arc::new(b.finish()),
        };
        (array, trace)
    }
}

fn misfit(data_type: &DataType, value: &Value) -> Misfit {
    let found = match value {
        Value::Null => "nothing",
        Value::Text(_) => "text",
        Value::Boolean(_) => "true or false",
        Value::Date(_) => "a date",
        Value::Timestamp(_) => "a time",
        Value::Time(_) => "a time of day",
        Value::Number(..) => "a number",
        Value::List(_) => "a list",
    };
    Misfit(format!("expected a value for a column of type {data_type}, found {found}"))
}

fn whole<T: TryFrom<i128>>(number: Decimal, data_type: &DataType) -> Result<T, Misfit> {
    let digits = number.coefficient_at(0).ok_or_else(|| Misfit(format!("expected a whole number, found {number}")))?;
    T::try_from(digits).map_err(|_| Misfit(format!("expected a number that fits {data_type}, found {number}")))
}

fn digits(number: Decimal, scale: i32, data_type: &DataType) -> Result<i128, Misfit> {
    let DataType::Decimal128(precision, _) = data_type else { return Err(misfit(data_type, &Value::Null)) };
    let digits = number.coefficient_at(scale).ok_or_else(|| {
        Misfit(format!("expected at most {scale} digits behind the point, found {}", number.normalized()))
    })?;
    if digits.unsigned_abs() >= 10u128.pow(u32::from(*precision)) {
        return Err(Misfit(format!("expected at most {precision} digits, found {number}")));
    }
    Ok(digits)
}
