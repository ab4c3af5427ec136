//! Cells as text for outputs: an Arrow array goes in, one that can be formatted without a database of time zones comes out.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray};
use arrow::datatypes::{DataType, TimeUnit, TimestampMicrosecondType};
use arrow::util::display::FormatOptions;

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
