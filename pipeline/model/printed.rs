//! Cells as text for outputs: an Arrow array goes in, one that can be formatted without a database of time zones comes out.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray};
use arrow::datatypes::{
    DataType, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::FormatOptions;

use super::Decimal;

/// How cells of [`printable`] arrays are written: moments as RFC 3339 in UTC.
pub fn print_options() -> FormatOptions<'static> {
    FormatOptions::default().with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.fZ"))
}

/// `array` itself, unless its type names a time zone: that is always UTC, which [`print_options`] write out.
pub fn printable(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            Arc::new(array.as_primitive::<TimestampMicrosecondType>().clone().with_timezone_opt(None::<Arc<str>>))
        }
        _ => array.clone(),
    }
}

/// The exact number in a cell that is not null; `None` for binary floats, which have no decimals of their own, and for what
/// is no number.
pub fn exact(array: &ArrayRef, row: usize) -> Option<Decimal> {
    let whole = |value: i128| Some(Decimal::new(value, 0));
    match array.data_type() {
        DataType::Decimal128(_, scale) => {
            Some(Decimal::new(array.as_primitive::<Decimal128Type>().value(row), i32::from(*scale)))
        }
        DataType::Int64 => whole(array.as_primitive::<Int64Type>().value(row).into()),
        DataType::Int32 => whole(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int16 => whole(array.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int8 => whole(array.as_primitive::<Int8Type>().value(row).into()),
        DataType::UInt64 => whole(array.as_primitive::<UInt64Type>().value(row).into()),
        DataType::UInt32 => whole(array.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt16 => whole(array.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt8 => whole(array.as_primitive::<UInt8Type>().value(row).into()),
        _ => None,
    }
}
