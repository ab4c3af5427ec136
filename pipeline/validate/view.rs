//! Arrow arrays as JSON sees them: a batch goes in, objects, lists and scalars to read in place come out. Nothing is
//! copied.

use std::borrow::Cow;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    ListArray, PrimitiveArray, StringArray, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::{
    DataType, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime};

use super::number::Number;
use crate::contract::{Inside, Member};

/// What a null cell is to JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullAs {
    /// The value null: the property is required, or null is allowed.
    Null,
    /// No property at all: it is optional, and null is not allowed.
    Absent,
}

/// The members of an object, for all rows.
pub struct Fields<'a> {
    /// In the order of the columns.
    pub list: Vec<Field<'a>>,
    /// True if a null cell may be an absent property.
    pub gaps: bool,
}

/// One member of an object, for all rows.
pub struct Field<'a> {
    /// Its name.
    pub name: &'a str,
    /// What its null cells are.
    pub null: NullAs,
    /// Its values.
    pub values: Values<'a>,
}

/// An Arrow array with its type known.
pub struct Values<'a> {
    array: &'a dyn Array,
    /// The array by its type.
    pub kind: Kind<'a>,
}

/// An array by its type.
pub enum Kind<'a> {
    /// Booleans.
    Boolean(&'a BooleanArray),
    /// Int8.
    Int8(&'a PrimitiveArray<Int8Type>),
    /// Int16.
    Int16(&'a PrimitiveArray<Int16Type>),
    /// Int32.
    Int32(&'a PrimitiveArray<Int32Type>),
    /// Int64.
    Int64(&'a PrimitiveArray<Int64Type>),
    /// UInt8.
    UInt8(&'a PrimitiveArray<UInt8Type>),
    /// UInt16.
    UInt16(&'a PrimitiveArray<UInt16Type>),
    /// UInt32.
    UInt32(&'a PrimitiveArray<UInt32Type>),
    /// UInt64.
    UInt64(&'a PrimitiveArray<UInt64Type>),
    /// Float32.
    Float32(&'a Float32Array),
    /// Float64.
    Float64(&'a Float64Array),
    /// Decimals with their scale.
    Decimal(&'a Decimal128Array, i8),
    /// Strings.
    Text(&'a StringArray),
    /// Strings of a dictionary.
    Dictionary(&'a DictionaryArray<Int32Type>, &'a StringArray),
    /// Days; to JSON, `2024-01-31`.
    Date(&'a Date32Array),
    /// Moments; to JSON, `2024-01-31T12:00:00.000000Z`.
    Moment(&'a TimestampMicrosecondArray),
    /// Times of a day; to JSON, `12:00:00.000000Z`.
    Time(&'a Time64MicrosecondArray),
    /// Lists with their items.
    List(&'a ListArray, Box<Values<'a>>),
    /// Structs with their members.
    Struct(Fields<'a>),
}

impl<'a> Fields<'a> {
    /// The members that `members` describe over `arrays`, in the same order; `None` where a type is none that contracts
    /// have.
    pub fn new(members: &'a [Member], arrays: &[&'a ArrayRef]) -> Option<Fields<'a>> {
        let mut list = Vec::with_capacity(members.len());
        for (member, array) in members.iter().zip(arrays) {
            let null = if member.absent { NullAs::Absent } else { NullAs::Null };
            list.push(Field { name: &member.name, null, values: Values::new(&member.inside, array)? });
        }
        let gaps = list.iter().any(|field| field.null == NullAs::Absent);
        Some(Fields { list, gaps })
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.list.first().map_or(0, |field| field.values.array.len())
    }
}

impl<'a> Values<'a> {
    /// The values of `array`; `None` where its type is none that contracts have.
    pub fn new(inside: &'a Inside, array: &'a ArrayRef) -> Option<Values<'a>> {
        let kind = match array.data_type() {
            DataType::Boolean => Kind::Boolean(array.as_boolean()),
            DataType::Int8 => Kind::Int8(array.as_primitive()),
            DataType::Int16 => Kind::Int16(array.as_primitive()),
            DataType::Int32 => Kind::Int32(array.as_primitive()),
            DataType::Int64 => Kind::Int64(array.as_primitive()),
            DataType::UInt8 => Kind::UInt8(array.as_primitive()),
            DataType::UInt16 => Kind::UInt16(array.as_primitive()),
            DataType::UInt32 => Kind::UInt32(array.as_primitive()),
            DataType::UInt64 => Kind::UInt64(array.as_primitive()),
            DataType::Float32 => Kind::Float32(array.as_primitive()),
            DataType::Float64 => Kind::Float64(array.as_primitive()),
            DataType::Decimal128(_, scale) => Kind::Decimal(array.as_primitive(), *scale),
            DataType::Utf8 => Kind::Text(array.as_string()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_dictionary_opt::<Int32Type>()?;
                Kind::Dictionary(dictionary, dictionary.values().as_string_opt()?)
            }
            DataType::Date32 => Kind::Date(array.as_primitive()),
            DataType::Timestamp(TimeUnit::Microsecond, _) => Kind::Moment(array.as_primitive()),
            DataType::Time64(TimeUnit::Microsecond) => Kind::Time(array.as_primitive()),
            DataType::List(_) => {
                let list: &ListArray = array.as_list();
                let Inside::Items(items) = inside else { return None };
                Kind::List(list, Box::new(Values::new(items, list.values())?))
            }
            DataType::Struct(_) => {
                let Inside::Members(members) = inside else { return None };
                let arrays: Vec<&ArrayRef> = array.as_struct().columns().iter().collect();
                Kind::Struct(Fields::new(members, &arrays)?)
            }
            _ => return None,
        };
        Some(Values { array: &**array, kind })
    }

    /// True if the value at `at` is null, or a float that JSON has no number for.
    pub fn is_null(&self, at: usize) -> bool {
        self.array.is_null(at)
            || match &self.kind {
                Kind::Float32(array) => !array.value(at).is_finite(),
                Kind::Float64(array) => !array.value(at).is_finite(),
                Kind::Dictionary(array, values) => values.is_null(array.keys().value(at) as usize),
                _ => false,
            }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.array.len()
    }

    /// The values that are not null, one bit each; `None` if all are.
    pub fn there(&self) -> Option<BooleanBuffer> {
        let is_float = matches!(self.kind, Kind::Float32(_) | Kind::Float64(_));
        if is_float && !self.not_finite().is_empty() {
            return Some((0..self.len()).map(|at| !self.is_null(at)).collect());
        }
        self.array.logical_nulls().filter(|nulls| nulls.null_count() > 0).map(|nulls| nulls.inner().clone())
    }

    /// True if it holds no null at all.
    pub fn is_full(&self) -> bool {
        self.array.logical_null_count() == 0
    }

    /// Where floats stand that are no finite numbers.
    pub fn not_finite(&self) -> Vec<usize> {
        let here = |at: &usize| self.array.is_valid(*at) && self.is_null(*at);
        match &self.kind {
            Kind::Float32(array) if array.values().iter().any(|value| !value.is_finite()) => {
                (0..array.len()).filter(here).collect()
            }
            Kind::Float64(array) if array.values().iter().any(|value| !value.is_finite()) => {
                (0..array.len()).filter(here).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The number at `at`, which is not null.
    #[inline]
    pub fn number(&self, at: usize) -> Option<Number> {
        Some(match &self.kind {
            Kind::Int8(array) => Number::Signed(array.value(at).into()),
            Kind::Int16(array) => Number::Signed(array.value(at).into()),
            Kind::Int32(array) => Number::Signed(array.value(at).into()),
            Kind::Int64(array) => Number::Signed(array.value(at)),
            Kind::UInt8(array) => Number::Unsigned(array.value(at).into()),
            Kind::UInt16(array) => Number::Unsigned(array.value(at).into()),
            Kind::UInt32(array) => Number::Unsigned(array.value(at).into()),
            Kind::UInt64(array) => Number::Unsigned(array.value(at)),
            // The shortest decimal that stands for the single: 0.1, not 0.10000000149011612.
            Kind::Float32(array) => Number::Float(array.value(at).to_string().parse().ok()?),
            Kind::Float64(array) => Number::Float(array.value(at)),
            Kind::Decimal(array, scale) => Number::Decimal(array.value(at), *scale),
            _ => return None,
        })
    }

    /// The string at `at`, which is not null.
    #[inline]
    pub fn text(&self, at: usize) -> Option<Cow<'a, str>> {
        Some(match &self.kind {
            Kind::Text(array) => Cow::Borrowed(array.value(at)),
            Kind::Dictionary(array, values) => Cow::Borrowed(values.value(array.keys().value(at) as usize)),
            Kind::Date(array) => Cow::Owned(date(array.value(at))),
            Kind::Moment(array) => Cow::Owned(moment(array.value(at))),
            Kind::Time(array) => Cow::Owned(time(array.value(at))),
            _ => return None,
        })
    }
}

/// The first and the last day, since 1970-01-01, whose year has four digits (RFC 3339, section 5.6).
pub const DAYS: (i32, i32) = (-719_528, 2_932_896);
/// The first and the last microsecond of those days.
pub const MICROS: (i64, i64) = (DAYS.0 as i64 * 86_400_000_000, (DAYS.1 as i64 + 1) * 86_400_000_000 - 1);

fn date(days: i32) -> String {
    let epoch = NaiveDate::default();
    let distance = Days::new(days.unsigned_abs().into());
    let date = if days < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) };
    // Beyond what chrono counts, and for years without four digits, the text is no date to JSON Schema either.
    date.map_or_else(|| format!("day {days}"), |date| date.to_string())
}

fn moment(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros)
        .map_or_else(|| format!("microsecond {micros}"), |moment| moment.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
}

fn time(micros: i64) -> String {
    let seconds = u32::try_from(micros.div_euclid(1_000_000)).ok();
    let nanos = (micros.rem_euclid(1_000_000) * 1000) as u32;
    seconds
        .and_then(|seconds| NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos))
        .map_or_else(|| format!("microsecond {micros}"), |time| time.format("%H:%M:%S%.6fZ").to_string())
}
