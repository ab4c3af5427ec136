//! Sets of true values that a number may stand for, with exact arithmetic on both ends.
//!
//! The rules are those of XBRL Calculations 1.1 (2023-02-22): an end belongs to a sum only if all added ends do.

use std::fmt;

use super::number::Number;
use crate::model::{Bound, Interval, Mode, Qualifier};

/// One end of an [`Extent`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The value at the end.
    pub value: Number,
    /// True if the end itself belongs to the extent.
    pub closed: bool,
}

/// A range of exact values; `None` is without an end on that side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The lower end.
    pub lower: Option<End>,
    /// The upper end.
    pub upper: Option<End>,
}

impl End {
    fn add(&self, other: &End) -> End {
        End { value: self.value.add(&other.value), closed: self.closed && other.closed }
    }
}

impl Extent {
    /// Just `value`.
    pub fn exact(value: Number) -> Extent {
        let end = End { value, closed: true };
        Extent { lower: Some(end.clone()), upper: Some(end) }
    }

    /// From `lower` to `upper`, both included.
    pub fn closed(lower: Number, upper: Number) -> Extent {
        Extent { lower: Some(End { value: lower, closed: true }), upper: Some(End { value: upper, closed: true }) }
    }

    /// All values that are printed as `value` with `decimals` digits behind the point.
    pub fn printed(value: &Number, decimals: i32, mode: Mode) -> Extent {
        let unit = Number::power_of_ten(decimals.saturating_neg());
        match mode {
            Mode::Rounding => {
                let half = Number::Small(crate::model::Decimal::new(5, decimals.saturating_add(1)));
                Extent::closed(value.sub(&half), value.add(&half))
            }
            Mode::Truncation => {
                let near = End { value: value.clone(), closed: true };
                let far = |value| End { value, closed: false };
                let (lower, upper) = if value.is_zero() {
                    (far(unit.neg()), far(unit))
                } else if value.is_negative() {
                    (far(value.sub(&unit)), near)
                } else {
                    (near, far(value.add(&unit)))
                };
                Extent { lower: Some(lower), upper: Some(upper) }
            }
        }
    }

    /// What a number hedged like `qualifier` may stand for, where `digits` is what its digits alone say.
    pub fn qualified(value: &Number, qualifier: Qualifier, digits: Extent) -> Extent {
        let end = |closed| Some(End { value: value.clone(), closed });
        match qualifier {
            Qualifier::Exact | Qualifier::About | Qualifier::Range => digits,
            Qualifier::AtLeast => Extent { lower: end(true), upper: None },
            Qualifier::MoreThan => Extent { lower: end(false), upper: None },
            Qualifier::AtMost => Extent { lower: None, upper: end(true) },
            Qualifier::LessThan => Extent { lower: None, upper: end(false) },
        }
    }

    /// The same range as the reader's interval.
    pub fn of(interval: &Interval) -> Extent {
        let end = |bound: &Bound| End { value: bound.value.into(), closed: bound.closed };
        Extent { lower: interval.lower.as_ref().map(end), upper: interval.upper.as_ref().map(end) }
    }

    /// True if it holds one value only.
    pub fn is_exact(&self) -> bool {
        matches!((&self.lower, &self.upper), (Some(lower), Some(upper)) if lower.value == upper.value)
    }

    /// True with two ends.
    pub fn is_bounded(&self) -> bool {
        self.lower.is_some() && self.upper.is_some()
    }

    /// True with no end.
    pub fn is_unbounded(&self) -> bool {
        self.lower.is_none() && self.upper.is_none()
    }

    /// True if no value lies inside.
    pub fn is_empty(&self) -> bool {
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => {
                lower.value > upper.value || (lower.value == upper.value && !(lower.closed && upper.closed))
            }
            _ => false,
        }
    }

    /// True if `value` lies inside.
    pub fn contains(&self, value: &Number) -> bool {
        let after = |end: &End| end.value < *value || (end.closed && end.value == *value);
        let before = |end: &End| *value < end.value || (end.closed && end.value == *value);
        self.lower.as_ref().is_none_or(after) && self.upper.as_ref().is_none_or(before)
    }

    /// True if both have two ends as far apart: numbers printed to the same place.
    pub(super) fn is_as_wide_as(&self, other: &Extent) -> bool {
        matches!((self.width(), other.width()), (Some(a), Some(b)) if a == b)
    }

    /// How far apart its ends are; `None` without both.
    pub(super) fn width(&self) -> Option<Number> {
        Some(self.upper.as_ref()?.value.sub(&self.lower.as_ref()?.value))
    }

    /// What is left if `other`, which is one of its summands, is taken out again; `None` without both ends.
    pub(super) fn without(&self, other: &Extent) -> Option<Extent> {
        let apart = |a: &Option<End>, b: &Option<End>| {
            let (a, b) = (a.as_ref()?, b.as_ref()?);
            Some(End { value: a.value.sub(&b.value), closed: a.closed || !b.closed })
        };
        Some(Extent { lower: Some(apart(&self.lower, &other.lower)?), upper: Some(apart(&self.upper, &other.upper)?) })
    }

    /// True if `value` lies inside or at an end.
    pub fn touches(&self, value: &Number) -> bool {
        self.lower.as_ref().is_none_or(|end| end.value <= *value)
            && self.upper.as_ref().is_none_or(|end| *value <= end.value)
    }

    /// All sums.
    #[must_use]
    pub fn add(&self, other: &Extent) -> Extent {
        let both = |a: &Option<End>, b: &Option<End>| Some(a.as_ref()?.add(b.as_ref()?));
        Extent { lower: both(&self.lower, &other.lower), upper: both(&self.upper, &other.upper) }
    }

    /// All differences.
    #[must_use]
    pub fn sub(&self, other: &Extent) -> Extent {
        self.add(&other.neg())
    }

    /// All values with the other sign; the ends swap, and with them whether they belong to it.
    #[must_use]
    pub fn neg(&self) -> Extent {
        let turn = |end: &Option<End>| end.as_ref().map(|e| End { value: e.value.neg(), closed: e.closed });
        Extent { lower: turn(&self.upper), upper: turn(&self.lower) }
    }

    /// All values times `factor`.
    #[must_use]
    pub fn scale(&self, factor: &Number) -> Extent {
        if factor.is_zero() {
            return Extent::exact(Number::ZERO);
        }
        let by = |end: &Option<End>| end.as_ref().map(|e| End { value: e.value.mul(factor), closed: e.closed });
        if factor.is_negative() {
            Extent { lower: by(&self.upper), upper: by(&self.lower) }
        } else {
            Extent { lower: by(&self.lower), upper: by(&self.upper) }
        }
    }

    /// All products.
    #[must_use]
    pub fn mul(&self, other: &Extent) -> Extent {
        if let (true, Some(end)) = (self.is_exact(), &self.lower) {
            return other.scale(&end.value);
        }
        if let (true, Some(end)) = (other.is_exact(), &other.lower) {
            return self.scale(&end.value);
        }
        let mut lowest: Option<Far> = None;
        let mut highest: Option<Far> = None;
        for a in [Far::lower(self), Far::upper(self)] {
            for b in [Far::lower(other), Far::upper(other)] {
                let product = a.mul(&b);
                lowest = Some(lowest.map_or_else(|| product.clone(), |low| low.outer(&product, Side::Below)));
                highest = Some(highest.map_or_else(|| product.clone(), |high| high.outer(&product, Side::Above)));
            }
        }
        Extent { lower: lowest.and_then(Far::end), upper: highest.and_then(Far::end) }
    }

    /// All quotients; `None` if the divisor may be zero.
    pub fn div(&self, other: &Extent) -> Option<Extent> {
        if other.touches(&Number::ZERO) {
            return None;
        }
        // The divisor lies on one side of zero, so that a missing end is the far one, whose reciprocal is an open 0.
        let turn = |end: &Option<End>| match end {
            Some(end) => Some(End { value: Number::ONE.div(&end.value)?, closed: end.closed }),
            None => Some(End { value: Number::ZERO, closed: false }),
        };
        Some(self.mul(&Extent { lower: Some(turn(&other.upper)?), upper: Some(turn(&other.lower)?) }))
    }

    /// All values to the power of `exponent`.
    #[must_use]
    pub fn pow(&self, exponent: u32) -> Extent {
        match exponent {
            0 => Extent::exact(Number::ONE),
            // An even power knows no sign: squaring [-1, 2] gives [0, 4], not [-2, 4].
            e if e % 2 == 0 => {
                let square = self.abs();
                let raise =
                    |end: &Option<End>| end.as_ref().map(|x| End { value: raised(&x.value, e), closed: x.closed });
                Extent { lower: raise(&square.lower), upper: raise(&square.upper) }
            }
            e => {
                let raise =
                    |end: &Option<End>| end.as_ref().map(|x| End { value: raised(&x.value, e), closed: x.closed });
                Extent { lower: raise(&self.lower), upper: raise(&self.upper) }
            }
        }
    }

    /// All values without their sign.
    #[must_use]
    pub fn abs(&self) -> Extent {
        if self.lower.as_ref().is_some_and(|end| !end.value.is_negative()) {
            return self.clone();
        }
        if self.upper.as_ref().is_some_and(|end| end.value.is_negative() || end.value.is_zero()) {
            return self.neg();
        }
        let turned = self.neg();
        let upper = match (&self.upper, &turned.upper) {
            (Some(a), Some(b)) => Some(outermost(a, b, Side::Above)),
            _ => None,
        };
        Extent { lower: Some(End { value: Number::ZERO, closed: true }), upper }
    }

    /// The smallest extent that holds both.
    #[must_use]
    pub fn hull(&self, other: &Extent) -> Extent {
        let both = |a: &Option<End>, b: &Option<End>, side| Some(outermost(a.as_ref()?, b.as_ref()?, side));
        Extent {
            lower: both(&self.lower, &other.lower, Side::Below),
            upper: both(&self.upper, &other.upper, Side::Above),
        }
    }

    /// The values in both; possibly empty.
    #[must_use]
    pub fn meet(&self, other: &Extent) -> Extent {
        let inner = |a: &Option<End>, b: &Option<End>, side| match (a, b) {
            (Some(a), Some(b)) => Some(innermost(a, b, side)),
            (Some(end), None) | (None, Some(end)) => Some(end.clone()),
            (None, None) => None,
        };
        Extent {
            lower: inner(&self.lower, &other.lower, Side::Below),
            upper: inner(&self.upper, &other.upper, Side::Above),
        }
    }

    /// True if both share at least one value; ends that touch share it only if both include it.
    pub fn meets(&self, other: &Extent) -> bool {
        let below = |a: &Option<End>, b: &Option<End>| match (a, b) {
            (Some(a), Some(b)) => a.value < b.value || (a.value == b.value && a.closed && b.closed),
            _ => true,
        };
        below(&self.lower, &other.upper) && below(&other.lower, &self.upper)
    }

    /// The smallest of a value of each.
    #[must_use]
    pub fn smaller(&self, other: &Extent) -> Extent {
        other.neg().larger(&self.neg()).neg()
    }

    /// The largest of a value of each.
    #[must_use]
    pub fn larger(&self, other: &Extent) -> Extent {
        let lower = match (&self.lower, &other.lower) {
            (Some(a), Some(b)) => Some(innermost(a, b, Side::Below)),
            (Some(end), None) | (None, Some(end)) => Some(end.clone()),
            (None, None) => None,
        };
        let upper = match (&self.upper, &other.upper) {
            (Some(a), Some(b)) => Some(outermost(a, b, Side::Above)),
            _ => None,
        };
        Extent { lower, upper }
    }
}

/// `value` to the power of `exponent`.
pub(super) fn raised(value: &Number, exponent: u32) -> Number {
    (0..exponent).fold(Number::ONE, |product, _| product.mul(value))
}

#[derive(Clone, Copy)]
enum Side {
    Below,
    Above,
}

fn is_further(a: &Number, b: &Number, side: Side) -> bool {
    match side {
        Side::Below => a < b,
        Side::Above => a > b,
    }
}

fn outermost(a: &End, b: &End, side: Side) -> End {
    if a.value == b.value {
        return End { value: a.value.clone(), closed: a.closed || b.closed };
    }
    if is_further(&a.value, &b.value, side) { a.clone() } else { b.clone() }
}

fn innermost(a: &End, b: &End, side: Side) -> End {
    if a.value == b.value {
        return End { value: a.value.clone(), closed: a.closed && b.closed };
    }
    if is_further(&a.value, &b.value, side) { b.clone() } else { a.clone() }
}

/// An end that may lie at infinity, for products.
#[derive(Clone)]
enum Far {
    Negative,
    At(End),
    Positive,
}

impl Far {
    fn lower(extent: &Extent) -> Far {
        extent.lower.clone().map_or(Far::Negative, Far::At)
    }

    fn upper(extent: &Extent) -> Far {
        extent.upper.clone().map_or(Far::Positive, Far::At)
    }

    fn end(self) -> Option<End> {
        match self {
            Far::At(end) => Some(end),
            _ => None,
        }
    }

    fn sign(&self) -> i8 {
        match self {
            Far::Negative => -1,
            Far::Positive => 1,
            Far::At(end) => i8::from(!end.value.is_zero()) * if end.value.is_negative() { -1 } else { 1 },
        }
    }

    fn mul(&self, other: &Far) -> Far {
        match (self, other) {
            (Far::At(a), Far::At(b)) => {
                let zero = |end: &End| end.closed && end.value.is_zero();
                Far::At(End { value: a.value.mul(&b.value), closed: (a.closed && b.closed) || zero(a) || zero(b) })
            }
            _ => match self.sign() * other.sign() {
                1 => Far::Positive,
                -1 => Far::Negative,
                // Zero times anything is zero; it belongs to the product if the zero belongs to its factor.
                _ => {
                    let closed = [self, other].iter().any(|far| matches!(far, Far::At(end) if end.closed));
                    Far::At(End { value: Number::ZERO, closed })
                }
            },
        }
    }

    fn outer(&self, other: &Far, side: Side) -> Far {
        match (self, other, side) {
            (Far::At(a), Far::At(b), side) => Far::At(outermost(a, b, side)),
            (Far::Negative, _, Side::Below) | (_, Far::Negative, Side::Below) => Far::Negative,
            (Far::Positive, _, Side::Above) | (_, Far::Positive, Side::Above) => Far::Positive,
            (Far::At(_), _, _) => self.clone(),
            _ => other.clone(),
        }
    }
}

impl fmt::Display for Extent {
    /// `[1.5, 2.5)`, with `-∞` and `∞` for no end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.lower {
            Some(End { value, closed }) => write!(f, "{}{value}", if *closed { '[' } else { '(' })?,
            None => f.write_str("(-∞")?,
        }
        match &self.upper {
            Some(End { value, closed }) => write!(f, ", {value}{}", if *closed { ']' } else { ')' }),
            None => f.write_str(", ∞)"),
        }
    }
}
