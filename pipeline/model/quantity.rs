//! One quantity as a report prints it: exact value, unit, precision, qualifier and place.

use super::{Bound, Decimal, Interval, Unit};
use crate::source::Span;

/// How a report hedges a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Qualifier {
    /// As printed: the interval of the digits.
    #[default]
    Exact,
    /// 约, 左右, about, ~: the interval of the digits.
    About,
    /// 至少, 以上, at least, ≥: from the value up, included.
    AtLeast,
    /// 至多, up to, ≤, 高达, 多达: up to the value, included.
    AtMost,
    /// 超过, 逾, 余, 多, over, more than: above the value, excluded.
    MoreThan,
    /// 不足, 不到, 近, nearly, less than: below the value, excluded.
    LessThan,
    /// 5-10亿元, 数百万: between two bounds.
    Range,
}

impl Qualifier {
    /// The name that datasets carry.
    pub fn name(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::AtLeast => "at_least",
            Qualifier::AtMost => "at_most",
            Qualifier::MoreThan => "more_than",
            Qualifier::LessThan => "less_than",
            Qualifier::Range => "range",
        }
    }
}

/// How a report makes its printed numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// To the nearest; both ends belong to the interval, because it is not known how ties were rounded.
    #[default]
    Rounding,
    /// Cut off towards zero: `[v, v + u)`; a printed zero hides either sign.
    Truncation,
}

/// The kinds of quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A bare number.
    Number,
    /// A place in an order: third, 第三.
    Ordinal,
    /// A share of a hundred or thousand, or percentage points.
    Percent,
    /// An amount of money.
    Money,
    /// A number with a physical unit.
    Measure,
    /// A number of counted things: 家, tokens.
    Count,
    /// A day, month, quarter or year.
    Date,
    /// A stretch of time between two dates.
    Period,
}

impl Kind {
    /// The name that outputs carry.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Ordinal => "ordinal",
            Kind::Percent => "percent",
            Kind::Money => "money",
            Kind::Measure => "measure",
            Kind::Count => "count",
            Kind::Date => "date",
            Kind::Period => "period",
        }
    }
}

/// To how many digits behind the point a number was printed.
///
/// Trailing zeros of an integer may be significant or not: 2000亿 was rounded to 亿, or to 千亿. Both readings are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Precision {
    /// Decimals if every printed digit is significant: 714.9 has 1, 140亿 has -8.
    pub decimals: i32,
    /// Decimals if trailing zeros of an integer are not significant; equal to `decimals` where there are none.
    pub decimals_wide: i32,
}

impl Precision {
    /// A precision with one reading.
    pub const fn of(decimals: i32) -> Precision {
        Precision { decimals, decimals_wide: decimals }
    }
}

/// One quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// What it is.
    pub kind: Kind,
    /// The value with scale words multiplied in: 1.4万亿 is 1400000000000, 30% is 30 with unit %. For a range, its
    /// lower bound. Dates and periods carry days since 1970-01-01 of their first day.
    pub value: Decimal,
    /// The unit; `None` for a bare number, an ordinal, a date.
    pub unit: Option<Unit>,
    /// The printed precision, after scale words.
    pub precision: Precision,
    /// How the text hedges it.
    pub qualifier: Qualifier,
    /// The values it may stand for, by its qualifier and the narrow reading of its precision.
    pub interval: Interval,
    /// The number in it: sign, digits and scale words, without currency mark and unit. All of a date.
    pub numeral: Span,
    /// Where it stands, from its sign or currency mark to the end of its unit, without the qualifier.
    pub span: Span,
}

impl Qualifier {
    /// The values that `value`, printed to `precision` (its narrow reading) and hedged like this, may stand for in a
    /// report that rounds.
    ///
    /// `None` where an end needs more than 38 digits. [`Qualifier::Range`] needs both bounds, which only the reader
    /// knows; here it is the interval of the digits.
    pub fn interval(self, value: Decimal, precision: Precision) -> Option<Interval> {
        self.interval_in(Mode::Rounding, value, precision)
    }

    /// The same in a report that makes its numbers like `mode`.
    pub fn interval_in(self, mode: Mode, value: Decimal, precision: Precision) -> Option<Interval> {
        let from = |lower| Interval { lower: Some(lower), upper: None };
        let to = |upper| Interval { lower: None, upper: Some(upper) };
        match self {
            Qualifier::Exact | Qualifier::About | Qualifier::Range => match mode {
                Mode::Rounding => Interval::rounded(value, precision.decimals),
                Mode::Truncation => Interval::truncated(value, precision.decimals),
            },
            Qualifier::AtLeast => Some(from(Bound::closed(value))),
            Qualifier::MoreThan => Some(from(Bound::open(value))),
            Qualifier::AtMost => Some(to(Bound::closed(value))),
            Qualifier::LessThan => Some(to(Bound::open(value))),
        }
    }
}
