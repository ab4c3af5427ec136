//! The set of true values that a printed number stands for.

use std::fmt;

use super::Decimal;

/// One end of an [`Interval`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The value at the end.
    pub value: Decimal,
    /// True if the end itself belongs to the interval.
    pub closed: bool,
}

impl Bound {
    /// An end that belongs to the interval.
    pub const fn closed(value: Decimal) -> Bound {
        Bound { value, closed: true }
    }

    /// An end that does not.
    pub const fn open(value: Decimal) -> Bound {
        Bound { value, closed: false }
    }
}

/// A range of exact values; `None` is without an end on that side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub lower: Option<Bound>,
    /// The upper end.
    pub upper: Option<Bound>,
}

impl Interval {
    /// Just `value`.
    pub const fn exact(value: Decimal) -> Interval {
        Interval { lower: Some(Bound::closed(value)), upper: Some(Bound::closed(value)) }
    }

    /// All values that round to `value` at `decimals` digits behind the point; both ends included, because it is not
    /// known how ties were rounded (XBRL Calculations 1.1). `None` where the ends need more than 38 digits.
    pub fn rounded(value: Decimal, decimals: i32) -> Option<Interval> {
        // The common case: printed as it is held.
        if value.scale() == decimals && value.coefficient().unsigned_abs() < 1 << 100 {
            let (tenths, scale) = (value.coefficient() * 10, decimals.checked_add(1)?);
            return Some(Interval {
                lower: Some(Bound::closed(Decimal::new(tenths - 5, scale))),
                upper: Some(Bound::closed(Decimal::new(tenths + 5, scale))),
            });
        }
        let half = Decimal::new(5, decimals.checked_add(1)?);
        Some(Interval {
            lower: Some(Bound::closed(value.checked_sub(half)?)),
            upper: Some(Bound::closed(value.checked_add(half)?)),
        })
    }

    /// All values that are `value` if what stands behind `decimals` digits is cut off: the far end is not included, and
    /// zero hides either sign. `None` where the ends need more than 38 digits.
    pub fn truncated(value: Decimal, decimals: i32) -> Option<Interval> {
        Interval::cut(value, Decimal::new(1, decimals))
    }

    /// The same for numbers that are cut to multiples of `unit`.
    pub fn cut(value: Decimal, unit: Decimal) -> Option<Interval> {
        let up = || Some(Bound::open(value.checked_add(unit)?));
        let down = || Some(Bound::open(value.checked_sub(unit)?));
        let (lower, upper) = if value.is_zero() {
            (down()?, up()?)
        } else if value.is_negative() {
            (down()?, Bound::closed(value))
        } else {
            (Bound::closed(value), up()?)
        };
        Some(Interval { lower: Some(lower), upper: Some(upper) })
    }

    /// True if `value` lies inside.
    pub fn contains(&self, value: Decimal) -> bool {
        let above = self.lower.is_none_or(|b| b.value < value || (b.closed && b.value == value));
        let below = self.upper.is_none_or(|b| value < b.value || (b.closed && b.value == value));
        above && below
    }
}

impl fmt::Display for Interval {
    /// `[1.5, 2.5)`, with `-∞` and `∞` for no end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lower {
            Some(Bound { value, closed }) => write!(f, "{}{value}", if closed { '[' } else { '(' })?,
            None => f.write_str("(-∞")?,
        }
        match self.upper {
            Some(Bound { value, closed }) => write!(f, ", {value}{}", if closed { ']' } else { ')' }),
            None => f.write_str(", ∞)"),
        }
    }
}
