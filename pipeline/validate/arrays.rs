//! Tests over whole arrays: an Arrow array goes in, the rows that fail come out.

use std::sync::Arc;

use arrow::array::Array;
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, TimeUnit};
use chrono::Datelike;
use serde_json::Value;

use super::failure::expectation;
use super::view::{DAYS, Kind, MICROS, Values};
use crate::finding::Code;
use crate::model::Decimal;

/// Up to so many options, comparing with each is faster than searching.
const FEW: usize = 8;

/// A test of every value of an array.
pub struct Test {
    /// The code of a failure.
    pub code: &'static Code,
    /// What a failing value was expected to be.
    pub expected: Arc<str>,
    rule: Rule,
}

enum Rule {
    /// At least this coefficient, at the column's scale.
    Least(i128),
    /// At most this coefficient, at the column's scale.
    Most(i128),
    /// Multiples of this coefficient, at the column's scale.
    Multiple(i128),
    /// At least so many characters.
    Shortest(usize),
    /// At most so many characters.
    Longest(usize),
    /// One of these texts, which are sorted.
    OneOf(Vec<Box<str>>),
    /// One of these coefficients, at the column's scale; they are sorted.
    Numbers(Vec<i128>),
    /// At least this double.
    LeastFloat(f64),
    /// At most this double.
    MostFloat(f64),
    /// More than this double.
    AboveFloat(f64),
    /// Less than this double.
    BelowFloat(f64),
    /// True, false or both.
    Booleans(bool, bool),
    /// The first day of a month.
    FirstOfMonth,
}

impl Test {
    /// What JSON says of a type beyond what Arrow says: years have four digits, a day 24 hours.
    pub fn of_type(data_type: &DataType) -> Vec<Test> {
        let (format, least, most) = match data_type {
            DataType::Date32 => ("date", i128::from(DAYS.0), i128::from(DAYS.1)),
            DataType::Timestamp(TimeUnit::Microsecond, _) => ("date-time", MICROS.0.into(), MICROS.1.into()),
            DataType::Time64(_) => ("time", 0, 86_400_000_000 - 1),
            _ => return Vec::new(),
        };
        let (code, expected) = expectation("format", &Value::from(format));
        let expected: Arc<str> = expected.into();
        let test = |rule| Test { code, expected: expected.clone(), rule };
        vec![test(Rule::Least(least)), test(Rule::Most(most))]
    }

    /// The test that a keyword asks for; `None` where only the jsonschema crate decides it, nothing where the type
    /// guarantees it.
    pub fn new(data_type: &DataType, keyword: &str, value: &Value) -> Option<Option<Test>> {
        if keyword == "type" && !data_type.is_nested() {
            return Some(None);
        }
        let rule = match data_type {
            DataType::Utf8 | DataType::Dictionary(..) => text_rule(keyword, value)?,
            DataType::Date32 if keyword == "pattern" && value == crate::contract::FIRST_OF_MONTH => Rule::FirstOfMonth,
            DataType::Boolean => boolean_rule(keyword, value)?,
            DataType::Float64 => float_rule(keyword, value)?,
            DataType::Decimal128(_, scale) => number_rule(keyword, value, (*scale).into())?,
            data_type if data_type.is_integer() => number_rule(keyword, value, 0)?,
            _ => return None,
        };
        let (code, expected) = expectation(keyword, value);
        Some(Some(Test { code, expected: expected.into(), rule }))
    }

    /// Calls `fail` with every value that fails, in order. Null passes.
    pub fn run(&self, values: &Values<'_>, fail: &mut dyn FnMut(usize)) {
        match &values.kind {
            Kind::Text(array) => self.texts(array.offsets(), array.values(), array.nulls(), fail),
            Kind::Dictionary(array, texts) => {
                // Each of the dictionary's values is decided once.
                let mut failing = vec![false; texts.len()];
                self.texts(texts.offsets(), texts.values(), texts.nulls(), &mut |at| failing[at] = true);
                if failing.contains(&true) {
                    let keys = array.keys();
                    scan(keys.values(), keys.nulls(), |key| failing.get(*key as usize) == Some(&true), fail);
                }
            }
            Kind::Int8(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Int16(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Int32(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Int64(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::UInt8(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::UInt16(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::UInt32(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::UInt64(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Decimal(array, _) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Moment(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Time(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Date(array) if matches!(self.rule, Rule::FirstOfMonth) => {
                let first =
                    |days: &i32| arrow::temporal_conversions::date32_to_datetime(*days).is_some_and(|d| d.day() == 1);
                scan(array.values(), array.nulls(), |days| !first(days), fail);
            }
            Kind::Date(array) => self.numbers(array.values(), array.nulls(), fail),
            Kind::Float64(array) => self.floats(array.values(), array.nulls(), fail),
            Kind::Boolean(array) => {
                if let Rule::Booleans(yes, no) = self.rule {
                    let failing = (0..array.len()).filter(|&at| array.is_valid(at));
                    failing.filter(|&at| !if array.value(at) { yes } else { no }).for_each(fail);
                }
            }
            _ => {}
        }
    }

    fn numbers<T>(&self, values: &[T], nulls: Option<&NullBuffer>, fail: &mut dyn FnMut(usize))
    where
        T: Copy + Into<i128> + TryFrom<i128> + Ord,
    {
        match self.rule {
            Rule::Least(limit) => match T::try_from(limit) {
                Ok(limit) => scan(values, nulls, |value| *value < limit, fail),
                // Beyond what the type holds: all values are on one side.
                Err(_) => scan(values, nulls, |value| (*value).into() < limit, fail),
            },
            Rule::Most(limit) => match T::try_from(limit) {
                Ok(limit) => scan(values, nulls, |value| *value > limit, fail),
                Err(_) => scan(values, nulls, |value| (*value).into() > limit, fail),
            },
            Rule::Multiple(divisor) => scan(values, nulls, |value| (*value).into() % divisor != 0, fail),
            Rule::Numbers(ref options) => {
                scan(values, nulls, |value| options.binary_search(&(*value).into()).is_err(), fail);
            }
            _ => {}
        }
    }

    fn floats(&self, values: &[f64], nulls: Option<&NullBuffer>, fail: &mut dyn FnMut(usize)) {
        match self.rule {
            Rule::LeastFloat(limit) => scan(values, nulls, |value| *value < limit, fail),
            Rule::MostFloat(limit) => scan(values, nulls, |value| *value > limit, fail),
            Rule::AboveFloat(limit) => scan(values, nulls, |value| *value <= limit, fail),
            Rule::BelowFloat(limit) => scan(values, nulls, |value| *value >= limit, fail),
            _ => {}
        }
    }

    fn texts(
        &self,
        offsets: &OffsetBuffer<i32>,
        bytes: &[u8],
        nulls: Option<&NullBuffer>,
        fail: &mut dyn FnMut(usize),
    ) {
        let slice = |pair: &[i32]| &bytes[pair[0] as usize..pair[1] as usize];
        // A character has one to four bytes.
        match &self.rule {
            &Rule::Shortest(least) => {
                let short = |pair: &[i32]| {
                    let len = (pair[1] - pair[0]) as usize;
                    len < least || len < least.saturating_mul(4) && characters(slice(pair)) < least
                };
                windows(offsets, nulls, short, fail);
            }
            &Rule::Longest(most) => {
                let long = |pair: &[i32]| {
                    let len = (pair[1] - pair[0]) as usize;
                    len > most && (len > most.saturating_mul(4) || characters(slice(pair)) > most)
                };
                windows(offsets, nulls, long, fail);
            }
            Rule::OneOf(options) => {
                if options.len() <= FEW {
                    let other = |pair: &[i32]| !options.iter().any(|option| option.as_bytes() == slice(pair));
                    windows(offsets, nulls, other, fail);
                } else {
                    let place = |text: &[u8]| options.binary_search_by(|option| option.as_bytes().cmp(text));
                    windows(offsets, nulls, |pair: &[i32]| place(slice(pair)).is_err(), fail);
                }
            }
            _ => {}
        }
    }
}

/// How many characters UTF-8 text has.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[inline]
fn scan<T>(values: &[T], nulls: Option<&NullBuffer>, fails: impl Fn(&T) -> bool, fail: &mut dyn FnMut(usize)) {
    // Most chunks hold no failure: they are looked at without branches.
    for (chunk, part) in values.chunks(1024).enumerate() {
        if part.iter().fold(false, |any, value| any | fails(value)) {
            for (at, value) in part.iter().enumerate() {
                let at = chunk * 1024 + at;
                if fails(value) && nulls.is_none_or(|nulls| nulls.is_valid(at)) {
                    fail(at);
                }
            }
        }
    }
}

#[inline]
fn windows(offsets: &[i32], nulls: Option<&NullBuffer>, fails: impl Fn(&[i32]) -> bool, fail: &mut dyn FnMut(usize)) {
    for (at, pair) in offsets.windows(2).enumerate() {
        if fails(pair) && nulls.is_none_or(|nulls| nulls.is_valid(at)) {
            fail(at);
        }
    }
}

fn text_rule(keyword: &str, value: &Value) -> Option<Rule> {
    Some(match keyword {
        "minLength" => Rule::Shortest(length(value)?),
        "maxLength" => Rule::Longest(length(value)?),
        "const" => Rule::OneOf(vec![value.as_str()?.into()]),
        // Null among the options is what the column's nullability says; nothing but text can equal text.
        "enum" => {
            let mut options: Vec<Box<str>> =
                value.as_array()?.iter().filter_map(|option| Some(option.as_str()?.into())).collect();
            options.sort_unstable();
            Rule::OneOf(options)
        }
        _ => return None,
    })
}

/// A length: JSON Schema allows 3.0 as well.
fn length(value: &Value) -> Option<usize> {
    decimal(value)?.coefficient_at(0)?.try_into().ok()
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn boolean_rule(keyword: &str, value: &Value) -> Option<Rule> {
    let options = match (keyword, value) {
        ("const", value) => std::slice::from_ref(value),
        ("enum", Value::Array(options)) => options,
        _ => return None,
    };
    Some(Rule::Booleans(options.contains(&Value::Bool(true)), options.contains(&Value::Bool(false))))
}

/// Bounds that are exact as doubles: whole numbers of up to 53 bits. All others are left to the crate.
fn float_rule(keyword: &str, value: &Value) -> Option<Rule> {
    let rule = match keyword {
        "minimum" => Rule::LeastFloat,
        "maximum" => Rule::MostFloat,
        "exclusiveMinimum" => Rule::AboveFloat,
        "exclusiveMaximum" => Rule::BelowFloat,
        _ => return None,
    };
    let limit = decimal(value)?.coefficient_at(0).filter(|limit| limit.unsigned_abs() <= 1 << 53)?;
    Some(rule(limit as f64))
}

fn number_rule(keyword: &str, value: &Value, scale: i32) -> Option<Rule> {
    // Null among the options is what the column's nullability says; nothing but a number can equal one.
    let options = match (keyword, value) {
        ("const", value) => Some(std::slice::from_ref(value)),
        ("enum", Value::Array(options)) => Some(&options[..]),
        _ => None,
    };
    if let Some(options) = options {
        let mut numbers: Vec<i128> =
            options.iter().filter_map(|option| decimal(option)?.coefficient_at(scale)).collect();
        numbers.sort_unstable();
        return Some(Rule::Numbers(numbers));
    }
    let limit = decimal(value)?;
    Some(match keyword {
        "minimum" => Rule::Least(scaled(limit, scale, Towards::Above)?),
        "maximum" => Rule::Most(scaled(limit, scale, Towards::Below)?),
        "exclusiveMinimum" => Rule::Least(scaled(limit, scale, Towards::Below)?.checked_add(1)?),
        "exclusiveMaximum" => Rule::Most(scaled(limit, scale, Towards::Above)?.checked_sub(1)?),
        // A divisor with more digits behind the point than the column has is left to the crate.
        "multipleOf" => Rule::Multiple(limit.coefficient_at(scale).filter(|&divisor| divisor > 0)?),
        _ => return None,
    })
}

enum Towards {
    Below,
    Above,
}

/// The coefficient of `limit` at `scale`: the nearest one below or above where it needs more digits.
fn scaled(limit: Decimal, scale: i32, towards: Towards) -> Option<i128> {
    if let Some(exact) = limit.coefficient_at(scale) {
        return Some(exact);
    }
    let excess = u32::try_from(limit.scale().checked_sub(scale)?).ok()?;
    let (quotient, rest) = match 10i128.checked_pow(excess) {
        Some(power) => (limit.coefficient().div_euclid(power), limit.coefficient().rem_euclid(power)),
        // So many digits behind the point that nothing is left before it.
        None => (if limit.is_negative() { -1 } else { 0 }, 1),
    };
    Some(match towards {
        Towards::Below => quotient,
        Towards::Above => quotient + i128::from(rest != 0),
    })
}
