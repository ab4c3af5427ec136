//! Exact decimal numbers: a 128-bit coefficient and a scale, as Arrow's Decimal128 holds them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_integer::Integer;

/// An exact decimal: `coefficient / 10^scale`. Compares and hashes by value, so 1.0 equals 1.00.
///
/// Operations return `None` where the exact result has more than 38 digits; nothing is ever rounded.
// 20 bytes instead of 32: a quantity holds three of them, and is moved more often than it is computed with.
#[derive(Clone, Copy, Default)]
#[repr(Rust, packed(4))]
pub struct Decimal {
    coefficient: i128,
    scale: i32,
}

/// Why a text is no [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseDecimalError {
    /// Not `[+-]digits[.digits][e[+-]digits]`.
    Syntax,
    /// More than 38 significant digits, or an exponent beyond ±1000.
    Range,
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ParseDecimalError::Syntax => "expected digits with at most one decimal point",
            ParseDecimalError::Range => "expected at most 38 digits",
        })
    }
}

impl std::error::Error for ParseDecimalError {}

/// 10^n where it fits into 128 bits.
fn power_of_ten(n: u32) -> Option<i128> {
    POWERS_OF_TEN.get(n as usize).copied()
}

static POWERS_OF_TEN: [i128; 39] = {
    let mut powers = [1; 39];
    let mut n = 1;
    while n < powers.len() {
        powers[n] = powers[n - 1] * 10;
        n += 1;
    }
    powers
};

impl Decimal {
    /// 0
    pub const ZERO: Decimal = Decimal { coefficient: 0, scale: 0 };
    /// 1
    pub const ONE: Decimal = Decimal { coefficient: 1, scale: 0 };

    /// `coefficient / 10^scale`; a negative scale multiplies.
    pub const fn new(coefficient: i128, scale: i32) -> Decimal {
        Decimal { coefficient, scale }
    }

    /// 10^exponent.
    pub const fn power_of_ten(exponent: i32) -> Decimal {
        Decimal { coefficient: 1, scale: -exponent }
    }

    /// The digits without the point, with the sign.
    pub const fn coefficient(self) -> i128 {
        self.coefficient
    }

    /// How many of the digits stand behind the point; negative if zeros follow the digits.
    pub const fn scale(self) -> i32 {
        self.scale
    }

    /// True for 0.
    pub const fn is_zero(self) -> bool {
        self.coefficient == 0
    }

    /// True below 0.
    pub const fn is_negative(self) -> bool {
        self.coefficient < 0
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(self) -> Decimal {
        if self.coefficient < 0 { -self } else { self }
    }

    /// The coefficient that the value has at `scale`, or `None` if digits would be lost or it does not fit.
    pub fn coefficient_at(self, scale: i32) -> Option<i128> {
        if self.coefficient == 0 {
            return Some(0);
        }
        let shift = scale.checked_sub(self.scale)?;
        let power = power_of_ten(shift.unsigned_abs())?;
        if shift >= 0 {
            self.coefficient.checked_mul(power)
        } else {
            (self.coefficient % power == 0).then(|| self.coefficient / power)
        }
    }

    /// The same value without trailing zeros behind its last digit; 0 has scale 0.
    #[must_use]
    pub fn normalized(self) -> Decimal {
        let Decimal { mut coefficient, mut scale } = self;
        if coefficient == 0 {
            return Decimal::ZERO;
        }
        while coefficient % 10 == 0 {
            coefficient /= 10;
            scale -= 1;
        }
        Decimal { coefficient, scale }
    }

    /// The exact sum.
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        if self.is_zero() {
            return Some(other);
        }
        if other.is_zero() {
            return Some(self);
        }
        let scale = self.scale.max(other.scale);
        let sum = |a: Decimal, b: Decimal, scale| a.coefficient_at(scale)?.checked_add(b.coefficient_at(scale)?);
        match sum(self, other, scale) {
            Some(coefficient) => Some(Decimal { coefficient, scale }),
            None => {
                let (a, b) = (self.normalized(), other.normalized());
                let scale = a.scale.max(b.scale);
                Some(Decimal { coefficient: sum(a, b, scale)?, scale })
            }
        }
    }

    /// The exact difference.
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(-other)
    }

    /// The exact product.
    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        let product = |a: Decimal, b: Decimal| {
            Some(Decimal {
                coefficient: a.coefficient.checked_mul(b.coefficient)?,
                scale: a.scale.checked_add(b.scale)?,
            })
        };
        product(self, other).or_else(|| product(self.normalized(), other.normalized()))
    }

    /// The exact quotient; `None` for division by 0 and where the digits of the result never end (1/3).
    pub fn checked_div(self, other: Decimal) -> Option<Decimal> {
        if other.is_zero() {
            return None;
        }
        if self.is_zero() {
            return Some(Decimal::ZERO);
        }
        let (a, b) = (self.normalized(), other.normalized());
        let common = a.coefficient.unsigned_abs().gcd(&b.coefficient.unsigned_abs());
        let common = i128::try_from(common).ok()?;
        let (mut above, mut below) = (a.coefficient / common, b.coefficient / common);
        if below < 0 {
            (above, below) = (above.checked_neg()?, -below);
        }
        // Every 2 and 5 below the line becomes a ten by a 5 or 2 above it.
        let mut tens = 0;
        while below % 10 == 0 {
            below /= 10;
            tens += 1;
        }
        for (prime, partner) in [(2, 5), (5, 2)] {
            while below % prime == 0 {
                below /= prime;
                above = above.checked_mul(partner)?;
                tens += 1;
            }
        }
        (below == 1).then(|| Decimal { coefficient: above, scale: a.scale - b.scale + tens })
    }

    /// The quotient cut behind `digits` digits after the point, towards zero; `None` for division by 0 or out of range.
    pub fn div_truncated(self, other: Decimal, digits: i32) -> Option<Decimal> {
        let scale = digits.checked_add(other.scale)?;
        let above = match self.coefficient_at(scale) {
            Some(above) => above,
            None if scale < self.scale => {
                self.coefficient / power_of_ten(self.scale.checked_sub(scale)?.unsigned_abs())?
            }
            None => return None,
        };
        Some(Decimal { coefficient: above.checked_div(other.coefficient)?, scale: digits })
    }

    /// The value times 10^exponent.
    #[must_use]
    pub fn shifted(self, exponent: i32) -> Decimal {
        Decimal { coefficient: self.coefficient, scale: self.scale.saturating_sub(exponent) }
    }

    /// Half of it.
    pub fn half(self) -> Option<Decimal> {
        self.checked_mul(Decimal::new(5, 1))
    }

    /// The nearest binary double, for messages and ratios only.
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Decimal {
        Decimal::new(value.into(), 0)
    }
}

impl std::ops::Neg for Decimal {
    type Output = Decimal;
    fn neg(self) -> Decimal {
        // The most negative coefficient never arises: every digit count above 38 is refused.
        Decimal { coefficient: self.coefficient.saturating_neg(), scale: self.scale }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl std::hash::Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let Decimal { coefficient, scale } = self.normalized();
        (coefficient, scale).hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let (own, others) = (self.coefficient, other.coefficient);
        let signs = own.signum().cmp(&others.signum());
        if signs != Ordering::Equal || own == 0 {
            return signs;
        }
        if self.scale == other.scale {
            return own.cmp(&others);
        }
        let scale = self.scale.max(other.scale);
        if let (Some(a), Some(b)) = (self.coefficient_at(scale), other.coefficient_at(scale)) {
            return a.cmp(&b);
        }
        // One does not fit at the common scale: the one with more digits before the point is the larger; if equally
        // many, the digits decide from the left.
        let digits = |d: &Decimal| d.coefficient.unsigned_abs().to_string();
        let (a, b) = (digits(self), digits(other));
        let whole = |d: &str, scale: i32| d.len() as i64 - i64::from(scale);
        let by_size = whole(&a, self.scale).cmp(&whole(&b, other.scale)).then_with(|| {
            let width = a.len().max(b.len());
            format!("{a:0<width$}").cmp(&format!("{b:0<width$}"))
        });
        if self.is_negative() { by_size.reverse() } else { by_size }
    }
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// Reads `[+-]digits[.digits][e[+-]digits]`, the form that [`Decimal`] prints and JSON numbers have.
    fn from_str(text: &str) -> Result<Decimal, ParseDecimalError> {
        use ParseDecimalError::{Range, Syntax};
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| Syntax)?),
            None => (text, 0),
        };
        if exponent.abs() > 1000 {
            return Err(Range);
        }
        let (negative, digits) = match mantissa.as_bytes().first() {
            Some(b'-') => (true, &mantissa[1..]),
            Some(b'+') => (false, &mantissa[1..]),
            _ => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(Syntax);
        }
        let mut coefficient = 0i128;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(Syntax);
            }
            let digit = i128::from(byte - b'0');
            coefficient = coefficient.checked_mul(10).and_then(|c| c.checked_add(digit)).ok_or(Range)?;
        }
        let scale = fraction.len() as i32 - exponent;
        Ok(Decimal { coefficient: if negative { -coefficient } else { coefficient }, scale })
    }
}

impl fmt::Display for Decimal {
    /// Plain digits with a point, never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = self.coefficient.unsigned_abs().to_string();
        if self.scale < 0 && self.coefficient != 0 {
            digits.extend(std::iter::repeat_n('0', self.scale.unsigned_abs() as usize));
        } else if self.scale > 0 {
            let scale = self.scale as usize;
            if digits.len() <= scale {
                digits = format!("{digits:0>width$}", width = scale + 1);
            }
            digits.insert(digits.len() - scale, '.');
        }
        f.pad_integral(self.coefficient >= 0, "", &digits)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
