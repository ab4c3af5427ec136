//! A number of an Arrow array as the jsonschema crate asks for it: exact, and without a `serde_json::Number` where it can.

use std::borrow::Cow;

use jsonschema::json::JsonNumber;

use crate::model::Decimal;

/// A number in an Arrow array.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer of up to 64 bits.
    Signed(i64),
    /// An unsigned integer of up to 64 bits.
    Unsigned(u64),
    /// A finite float.
    Float(f64),
    /// A coefficient and how many of its digits stand behind the point.
    Decimal(i128, i8),
}

/// Up to this coefficient, a decimal divided by its power of ten is the nearest double: both are exact as doubles.
const EXACT_IN_F64: u128 = 1 << 53;
/// Powers of ten are exact as doubles up to this exponent.
const EXACT_POWER: i8 = 22;

impl Number {
    /// The integer that a decimal is, if it is one.
    fn whole(coefficient: i128, scale: i8) -> Option<i128> {
        Decimal::new(coefficient, scale.into()).coefficient_at(0)
    }
}

impl JsonNumber for Number {
    fn as_u64(&self) -> Option<u64> {
        match *self {
            Number::Signed(value) => value.try_into().ok(),
            Number::Unsigned(value) => Some(value),
            Number::Float(_) => None,
            Number::Decimal(coefficient, scale) => Number::whole(coefficient, scale)?.try_into().ok(),
        }
    }

    fn as_i64(&self) -> Option<i64> {
        match *self {
            Number::Signed(value) => Some(value),
            Number::Unsigned(value) => value.try_into().ok(),
            Number::Float(_) => None,
            Number::Decimal(coefficient, scale) => Number::whole(coefficient, scale)?.try_into().ok(),
        }
    }

    /// The nearest double, as the crate's exact comparisons need it: they decide by it unless it equals a limit that is
    /// a double itself. Limits above 2^53 are none, and the crate compares them with the digits only where there is no
    /// double: fractions of that size have none.
    fn as_f64(&self) -> Option<f64> {
        match *self {
            Number::Signed(value) => Some(value as f64),
            Number::Unsigned(value) => Some(value as f64),
            Number::Float(value) => Some(value),
            Number::Decimal(coefficient, scale)
                if coefficient.unsigned_abs() <= EXACT_IN_F64 && (0..=EXACT_POWER).contains(&scale) =>
            {
                Some(coefficient as f64 / 10f64.powi(scale.into()))
            }
            Number::Decimal(coefficient, scale) => {
                let nearest: f64 = self.as_str().parse().ok()?;
                let exact = nearest.abs() < EXACT_IN_F64 as f64 || Number::whole(coefficient, scale).is_some();
                exact.then_some(nearest)
            }
        }
    }

    fn as_str(&self) -> Cow<'_, str> {
        match *self {
            Number::Signed(value) => value.to_string().into(),
            Number::Unsigned(value) => value.to_string().into(),
            Number::Float(_) => self.to_number().as_str().to_owned().into(),
            Number::Decimal(coefficient, scale) => Decimal::new(coefficient, scale.into()).to_string().into(),
        }
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Owned(match *self {
            Number::Signed(value) => value.into(),
            Number::Unsigned(value) => value.into(),
            Number::Float(value) => serde_json::Number::from_f64(value).unwrap_or_else(|| 0.into()),
            Number::Decimal(..) => serde_json::Number::from_string_unchecked(self.as_str().into_owned()),
        })
    }

    fn is_integer(&self) -> bool {
        match *self {
            Number::Signed(_) | Number::Unsigned(_) => true,
            Number::Float(value) => value.fract() == 0.0,
            Number::Decimal(coefficient, scale) => Number::whole(coefficient, scale).is_some(),
        }
    }

    fn is_written_as_integer(&self) -> bool {
        match *self {
            Number::Signed(_) | Number::Unsigned(_) => true,
            Number::Float(_) => false,
            Number::Decimal(_, scale) => scale <= 0,
        }
    }
}
