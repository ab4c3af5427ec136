//! Days: years, months and quarters go in, days since 1970-01-01 come out, and back to ISO 8601.

use chrono::{Datelike, NaiveDate};

use crate::model::{Decimal, Interval, Quantity};

/// How long a stretch a date names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatePrecision {
    /// 2024
    Year,
    /// 2024H1
    HalfYear,
    /// 2024Q3
    Quarter,
    /// 2024-06
    Month,
    /// 2024-06-13
    Day,
    /// Any other stretch.
    Stretch,
}

impl DatePrecision {
    /// The name that outputs carry.
    pub fn name(self) -> &'static str {
        match self {
            DatePrecision::Year => "year",
            DatePrecision::HalfYear => "half_year",
            DatePrecision::Quarter => "quarter",
            DatePrecision::Month => "month",
            DatePrecision::Day => "day",
            DatePrecision::Stretch => "stretch",
        }
    }
}

/// The first and last day of a date or period, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: i32,
    pub(super) last: i32,
}

fn epoch() -> i32 {
    NaiveDate::from_ymd_opt(1970, 1, 1).map_or(0, |date| date.num_days_from_ce())
}

/// The day of a date, if there is one.
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<Days> {
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    let day = date.num_days_from_ce() - epoch();
    Some(Days { first: day, last: day })
}

/// `count` months from the first of `month` on.
pub(super) fn months(year: i32, month: u32, count: u32) -> Option<Days> {
    let first = day(year, month, 1)?.first;
    let end = month - 1 + count;
    let next = day(year + (end / 12) as i32, end % 12 + 1, 1)?.first;
    Some(Days { first, last: next - 1 })
}

/// A whole year.
pub(super) fn year(year: i32) -> Option<Days> {
    months(year, 1, 12)
}

/// A quarter, 1 to 4.
pub(super) fn quarter(year: i32, quarter: u32) -> Option<Days> {
    (1..=4).contains(&quarter).then(|| months(year, quarter * 3 - 2, 3))?
}

/// A half, 1 or 2.
pub(super) fn half(year: i32, half: u32) -> Option<Days> {
    (1..=2).contains(&half).then(|| months(year, half * 6 - 5, 6))?
}

/// The date of a day.
fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(epoch())?)
}

/// The year of a day since 1970-01-01.
pub(super) fn year_of(days: i32) -> i32 {
    date(days).map_or(0, |date| date.year())
}

/// The year and month of a day since 1970-01-01.
pub(super) fn month_of(days: i32) -> Option<(i32, u32)> {
    date(days).map(|date| (date.year(), date.month()))
}

/// How long a stretch the days from `first` to `last` are.
pub fn precision_of(first: i32, last: i32) -> DatePrecision {
    let (Some(from), Some(to)) = (date(first), date(last)) else { return DatePrecision::Stretch };
    let ends_month = date(last + 1).is_some_and(|next| next.day() == 1);
    if first == last {
        return DatePrecision::Day;
    }
    if from.day() != 1 || !ends_month || from.year() != to.year() {
        return DatePrecision::Stretch;
    }
    match (from.month0(), to.month0() + 1 - from.month0()) {
        (_, 1) => DatePrecision::Month,
        (month, 3) if month % 3 == 0 => DatePrecision::Quarter,
        (month, 6) if month % 6 == 0 => DatePrecision::HalfYear,
        (0, 12) => DatePrecision::Year,
        _ => DatePrecision::Stretch,
    }
}

/// The ISO 8601 form of the days from `first` to `last`: `2024`, `2024-06`, `2024-06-13`, else `first/last` (both
/// included; quarters and halves have no form of their own in ISO 8601).
pub fn iso(first: i32, last: i32) -> String {
    let (Some(from), Some(to)) = (date(first), date(last)) else { return String::new() };
    match precision_of(first, last) {
        DatePrecision::Year => format!("{:04}", from.year()),
        DatePrecision::Month => format!("{:04}-{:02}", from.year(), from.month()),
        DatePrecision::Day => from.format("%Y-%m-%d").to_string(),
        DatePrecision::HalfYear | DatePrecision::Quarter | DatePrecision::Stretch => {
            format!("{}/{}", from.format("%Y-%m-%d"), to.format("%Y-%m-%d"))
        }
    }
}

/// The interval of days as a quantity carries it.
pub(super) fn interval(days: Days) -> Interval {
    let closed = |day: i32| Some(crate::model::Bound::closed(Decimal::from(i64::from(day))));
    Interval { lower: closed(days.first), upper: closed(days.last) }
}

/// The first and last day of a quantity that is a date or period.
pub(super) fn days_of(quantity: &Quantity) -> Option<(i32, i32)> {
    let day = |bound: Option<crate::model::Bound>| {
        bound.and_then(|bound| bound.value.coefficient_at(0)).and_then(|day| i32::try_from(day).ok())
    };
    Some((day(quantity.interval.lower)?, day(quantity.interval.upper)?))
}
