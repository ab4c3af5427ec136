//! Exact numbers of any length: decimals while they fit into 128 bits, ratios of big integers beyond.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::model::Decimal;

/// An exact rational number. Nothing is ever rounded but its display.
#[derive(Clone, Debug)]
pub enum Number {
    /// The usual case: a decimal of at most 38 digits.
    Small(Decimal),
    /// Numerator and positive denominator, in lowest terms.
    Big(Box<(BigInt, BigInt)>),
}

impl Number {
    /// 0
    pub const ZERO: Number = Number::Small(Decimal::ZERO);
    /// 1
    pub const ONE: Number = Number::Small(Decimal::ONE);

    /// 10^exponent.
    pub fn power_of_ten(exponent: i32) -> Number {
        Number::Small(Decimal::power_of_ten(exponent))
    }

    /// Reads `[+-]digits[.digits]` of any length.
    pub fn parse(text: &str) -> Option<Number> {
        if let Ok(small) = text.parse() {
            return Some(Number::Small(small));
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let fraction_is_digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
        let numerator = fraction_is_digits.then(|| format!("{whole}{fraction}").parse::<BigInt>().ok())??;
        Some(Number::ratio(numerator, power(fraction.len() as u32)))
    }

    /// `numerator / denominator` in lowest terms; the denominator must not be 0.
    fn ratio(numerator: BigInt, denominator: BigInt) -> Number {
        let divisor = numerator.gcd(&denominator);
        let (mut numerator, mut denominator) = (numerator / &divisor, denominator / divisor);
        if denominator.is_negative() {
            (numerator, denominator) = (-numerator, -denominator);
        }
        match (denominator.is_one(), numerator.to_i128()) {
            (true, Some(whole)) => Number::Small(Decimal::new(whole, 0)),
            _ => Number::Big(Box::new((numerator, denominator))),
        }
    }

    fn parts(&self) -> (BigInt, BigInt) {
        match self {
            Number::Big(parts) => (**parts).clone(),
            Number::Small(decimal) => {
                let coefficient = BigInt::from(decimal.coefficient());
                let size = power(decimal.scale().unsigned_abs());
                if decimal.scale() < 0 { (coefficient * size, BigInt::one()) } else { (coefficient, size) }
            }
        }
    }

    /// True for 0.
    pub fn is_zero(&self) -> bool {
        match self {
            Number::Small(decimal) => decimal.is_zero(),
            Number::Big(parts) => parts.0.is_zero(),
        }
    }

    /// True below 0.
    pub fn is_negative(&self) -> bool {
        match self {
            Number::Small(decimal) => decimal.is_negative(),
            Number::Big(parts) => parts.0.is_negative(),
        }
    }

    /// True without a fraction.
    pub fn is_whole(&self) -> bool {
        match self {
            Number::Small(decimal) => decimal.normalized().scale() <= 0,
            Number::Big(parts) => parts.1.is_one(),
        }
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Number) -> Number {
        if let (Number::Small(a), Number::Small(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Number::Small(sum);
        }
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        Number::ratio(a * &d + c * &b, b * d)
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Number) -> Number {
        self.add(&other.neg())
    }

    /// The value with the other sign.
    #[must_use]
    pub fn neg(&self) -> Number {
        match self {
            Number::Small(decimal) => Number::Small(-*decimal),
            Number::Big(parts) => Number::Big(Box::new((-&parts.0, parts.1.clone()))),
        }
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(&self) -> Number {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// The product.
    #[must_use]
    pub fn mul(&self, other: &Number) -> Number {
        if let (Number::Small(a), Number::Small(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Number::Small(product);
        }
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        Number::ratio(a * c, b * d)
    }

    /// The quotient; `None` for a divisor of 0.
    pub fn div(&self, other: &Number) -> Option<Number> {
        if other.is_zero() {
            return None;
        }
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        Some(Number::ratio(a * d, b * c))
    }

    /// The remainder of whole numbers, with the divisor's sign; `None` for fractions and a divisor of 0.
    pub fn modulo(&self, other: &Number) -> Option<Number> {
        if other.is_zero() || !self.is_whole() || !other.is_whole() {
            return None;
        }
        Some(Number::ratio(self.parts().0.mod_floor(&other.parts().0), BigInt::one()))
    }

    /// The nearest double, for shares in messages only.
    pub fn to_f64(&self) -> f64 {
        match self {
            Number::Small(decimal) => decimal.to_f64(),
            Number::Big(parts) => {
                // Scaled to a 64-bit quotient so that parts beyond a double's range still give their ratio.
                let shift = parts.1.bits() as i64 - parts.0.bits() as i64 + 64;
                let (a, b) = (&parts.0, &parts.1);
                let quotient = if shift >= 0 { (a << shift) / b } else { a / (b << -shift) };
                quotient.to_f64().unwrap_or(f64::NAN) * 2f64.powi(-(shift as i32))
            }
        }
    }
}

fn power(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Number {
        Number::Small(value)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::Small(value.into())
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        if let (Number::Small(a), Number::Small(b)) = (self, other) {
            return a.cmp(b);
        }
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        (a * d).cmp(&(c * b))
    }
}

impl fmt::Display for Number {
    /// Digits with commas between thousands: `1,099.3`. A ratio without an end is cut to six significant digits and
    /// ends in `…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, cut) = match self {
            Number::Small(decimal) => (plain(*decimal), false),
            Number::Big(parts) if parts.1.is_one() => (parts.0.to_string(), false),
            Number::Big(parts) => expand(&parts.0, &parts.1),
        };
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
        f.write_str(sign)?;
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if let Some(fraction) = fraction {
            write!(f, ".{fraction}")?;
        }
        if cut { f.write_str("…") } else { Ok(()) }
    }
}

fn plain(decimal: Decimal) -> String {
    let text = decimal.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The decimal digits of a ratio, and whether they were cut.
fn expand(numerator: &BigInt, denominator: &BigInt) -> (String, bool) {
    let whole = numerator.abs() / denominator;
    let mut rest = numerator.abs() % denominator;
    let mut text = format!("{}{whole}.", if numerator.is_negative() { "-" } else { "" });
    let mut significant = if whole.is_zero() { 0 } else { whole.to_string().len() };
    let mut places = 0;
    while !rest.is_zero() && (places < 2 || significant < 6) && places < 40 {
        rest *= 10;
        let digit = &rest / denominator;
        rest %= denominator;
        if significant > 0 || !digit.is_zero() {
            significant += 1;
        }
        text.push_str(&digit.to_string());
        places += 1;
    }
    let cut = !rest.is_zero();
    (if cut { text } else { text.trim_end_matches('.').to_string() }, cut)
}
