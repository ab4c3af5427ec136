//! Dates in digits: two or three numbers and the marks between them go in, a date or its readings come out.

use super::calendar::{self, Days, day, half, months, quarter, year};
use super::date::{DateFound, Stop, is_year, run};
use super::date_english::estimate;
use super::date_period::connector;
use super::text::{byte_at, byte_before, char_at, digit_at, eat, skip_spaces, word_before};
use super::{DateOrder, Reader};

impl Reader {
    /// `1990s`, `2025E`, `2024上半年`, `2023财年`, `3Q24`, `24Q3`.
    pub(super) fn abbreviated(
        &self,
        text: &str,
        at: usize,
        value: u32,
        len: u32,
        end: usize,
    ) -> Option<Result<DateFound, Stop>> {
        let next = byte_at(text, end);
        if !next.is_ascii_alphabetic() && !matches!(next, 0xE4 | 0xE5 | 0xE8)
            || byte_before(text, at).is_ascii_alphanumeric()
        {
            return None;
        }
        let found = |days: Option<Days>, end| days.map(|days| Ok(DateFound { days, end }));
        let ends = |end: usize| !byte_at(text, end).is_ascii_alphanumeric();
        if is_year(value, len) {
            let of = value as i32;
            if next == b's' && value.is_multiple_of(10) && ends(end + 1) {
                let days = year(of).zip(year(of + 9)).map(|(a, b)| Days { first: a.first, last: b.last });
                return found(days, end + 1);
            }
            // 2000A is a current.
            if let Some(end) = estimate(text, end).filter(|_| next != b'A' || (2001..=2050).contains(&value)) {
                return found(year(of), end);
            }
            if let Some(end) = eat(text, end, "上半年") {
                return found(half(of, 1), end);
            }
            if let Some(end) = eat(text, end, "下半年") {
                return found(half(of, 2), end);
            }
            return ["全年", "财年", "財年", "财政年度"]
                .into_iter()
                .find_map(|word| eat(text, end, word))
                .and_then(|end| found(year(of), end));
        }
        // 3Q24, 1H2024
        let letter = next.to_ascii_uppercase();
        if len == 1 && matches!(letter, b'Q' | b'H') {
            let here = skip_spaces(text, end + 1, 1);
            let (digits, count, year_end) = run(text, here).filter(|(_, count, _)| here == end + 1 || *count == 4)?;
            let of = match count {
                4 if is_year(digits, 4) => digits as i32,
                2 if ends(year_end) || estimate(text, year_end).is_some() => match self.century(digits) {
                    Some(year) => year,
                    None => return Some(Err(two_digits(digits, year_end))),
                },
                _ => return None,
            };
            let days = if letter == b'Q' { quarter(of, value) } else { half(of, value) };
            let year_end = estimate(text, year_end).unwrap_or(year_end);
            return found(days.filter(|_| ends(year_end)), year_end);
        }
        // 9M 2024: the first nine months.
        if letter == b'M' && matches!(value, 3 | 6 | 9) && len == 1 {
            let here = skip_spaces(text, end + 1, 1);
            let (digits, count, year_end) = run(text, here)?;
            let of = match count {
                4 => Some(digits as i32).filter(|_| is_year(digits, 4)),
                2 if here == end + 1 => self.century(digits),
                _ => None,
            };
            return found(of.and_then(|of| months(of, 1, value)).filter(|_| ends(year_end)), year_end);
        }
        // 24Q3
        if len == 2 && matches!(letter, b'Q' | b'H') && byte_at(text, end + 1).is_ascii_digit() && ends(end + 2) {
            return match self.century(value) {
                Some(year) => part_of_year(text, end, year).map(Ok),
                None => Some(Err(two_digits(value, end + 2))),
            };
        }
        None
    }

    /// `2024-06-13`, `2023.08`, `13/06/2024`.
    pub(super) fn numeric(
        &self,
        text: &str,
        at: usize,
        first: u32,
        first_len: u32,
        end: usize,
        mark: u8,
    ) -> Option<Result<DateFound, Stop>> {
        let (second, second_len, second_end) = run(text, end + 1)?;
        let third = (byte_at(text, second_end) == mark).then(|| run(text, second_end + 1)).flatten();
        // 12.3 is the most common number that has the beginning of a date.
        if mark == b'.' && third.is_none() && !is_year(first, first_len) {
            return None;
        }
        let fourth = |end: usize| {
            matches!(byte_at(text, end), b'-' | b'/' | b'.')
                && digit_at(text, end + 1).is_some()
                && byte_at(text, end) == mark
        };
        if byte_before(text, at).is_ascii_alphanumeric() || matches!(byte_before(text, at), b'.' | b'$') {
            return None;
        }
        let letter_follows = |end: usize| byte_at(text, end).is_ascii_alphabetic() && byte_at(text, end) != b'T';
        if let Some((third, third_len, third_end)) = third {
            let period = mark != b'.'
                && run(text, third_end + 1)
                    .is_some_and(|(value, len, end)| len <= 2 && value <= 31 && byte_at(text, end) == mark);
            if (fourth(third_end) && !period) || letter_follows(third_end) {
                return None;
            }
            let found = |days: Option<Days>| days.map(|days| Ok(DateFound { days, end: third_end }));
            if is_year(first, first_len) && second_len <= 2 && third_len <= 2 {
                return match (day(first as i32, second, third), mark) {
                    (None, b'.') => None,
                    (None, _) => Some(Err(Stop::NoSuchDay(third_end))),
                    (days, _) => found(days),
                };
            }
            if is_year(third, third_len) && first_len <= 2 && second_len <= 2 {
                return self.day_and_month(first, second, third as i32, third_end);
            }
            // 12-11-10: a date in one of three orders, of some century.
            if mark == b'-' && first_len == 2 && second_len == 2 && third_len == 2 {
                let readings = orders(first, second, third);
                return (readings.len() > 1).then_some(Err(Stop::Ambiguous { end: third_end, readings, settle: None }));
            }
            // 03/18/40: two digits for the year, in an order that the other two settle.
            if mark == b'/' && first_len <= 2 && second_len <= 2 && third_len == 2 {
                // 25/20/16倍 lists three numbers.
                if self.unit_behind(text, third_end).is_some() {
                    return None;
                }
                return match self.century(third) {
                    Some(year) => self.day_and_month(first, second, year, third_end),
                    None => {
                        let exists = day(2000, first, second).or_else(|| day(2000, second, first)).is_some();
                        exists.then(|| Err(two_digits(third, third_end)))
                    }
                };
            }
            return None;
        }
        if mark == b'/' && matches!(byte_at(text, second_end), b'-' | b' ' | 0xE2) && first_len <= 2 && second_len <= 2
        {
            let days = (first, second);
            if let Some(found) = self.days_of_one_year(text, days, second_end) {
                return Some(found);
            }
        }
        // 2019-23: no month has that number.
        if mark == b'-'
            && second > 12
            && !fourth(second_end)
            && is_year(first, first_len)
            && let Some((days, end)) = to_later_year(text, end + 1, first as i32)
        {
            return Some(Ok(DateFound { days, end }));
        }
        if fourth(second_end) || letter_follows(second_end) || byte_at(text, second_end).is_ascii_alphanumeric() {
            return None;
        }
        let month = |year: u32, month: u32, end| {
            months(year as i32, month, 1).filter(|_| (1..=12).contains(&month)).map(|days| Ok(DateFound { days, end }))
        };
        // 2018/19 and 2018/2019 are one season of two years.
        let next_year = is_year(first, first_len)
            && (second_len == 4 && second == first + 1
                || second_len == 2 && second == (first + 1) % 100 && second > 12);
        if matches!(mark, b'/' | b'-') && next_year && (mark == b'/' || second_len == 2) {
            return seasons(first as i32).map(|days| Ok(DateFound { days, end: second_end }));
        }
        if is_year(first, first_len) && second_len <= 2 && mark != b'/' || is_year(first, first_len) && second_len == 2
        {
            // 2023.08 is a month; 2023.8亿 and 2023.85 are numbers.
            let scaled = char_at(text, skip_spaces(text, second_end, 1))
                .is_some_and(|c| matches!(c, '%' | '万' | '亿' | '元' | '千' | '％'));
            if mark == b'.' && (scaled || !(1990..=2050).contains(&first) || second_len != 2) {
                return None;
            }
            return month(first, second, second_end);
        }
        if is_year(second, second_len) && first_len <= 2 && mark != b'.' && mark != b'-' {
            return month(second, first, second_end);
        }
        None
    }

    /// `5/1-5/7, 2020` and `5/1-5/7/2020`: two days of which the last alone names the year.
    fn days_of_one_year(&self, text: &str, from: (u32, u32), end: usize) -> Option<Result<DateFound, Stop>> {
        let (behind, _) = connector(text, end).filter(|(_, and)| !and)?;
        let (month, 1..=2, slash) = run(text, behind)? else { return None };
        let (day, 1..=2, until) = run(text, eat(text, slash, "/")?)? else { return None };
        let year_at = match byte_at(text, until) {
            b'/' => until + 1,
            b',' => skip_spaces(text, until + 1, 1),
            _ => return None,
        };
        let (year, len, end) = run(text, year_at)?;
        if !is_year(year, len) || byte_at(text, end).is_ascii_alphanumeric() {
            return None;
        }
        let first = self.day_and_month(from.0, from.1, year as i32, end)?;
        let last = self.day_and_month(month, day, year as i32, end)?;
        Some(match (first, last) {
            (Ok(first), Ok(last)) if first.days.first < last.days.last => {
                Ok(DateFound { days: Days { first: first.days.first, last: last.days.last }, end })
            }
            (Err(stop), _) | (_, Err(stop)) => Err(stop),
            _ => return None,
        })
    }

    /// Day and month in the order that their size or the report settles.
    fn day_and_month(&self, first: u32, second: u32, year: i32, end: usize) -> Option<Result<DateFound, Stop>> {
        let day_first = day(year, second, first);
        let month_first = day(year, first, second);
        let days = match (day_first, month_first, self.options.date_order) {
            (Some(days), None, _) | (None, Some(days), _) => days,
            (None, None, _) => return Some(Err(Stop::NoSuchDay(end))),
            (Some(days), Some(_), Some(DateOrder::DayMonth)) | (Some(_), Some(days), Some(DateOrder::MonthDay)) => days,
            (Some(a), Some(b), None) if a == b => a,
            (Some(a), Some(b), None) => {
                let readings = vec![calendar::iso(a.first, a.last), calendar::iso(b.first, b.last)];
                return Some(Err(Stop::Ambiguous { end, readings, settle: Some("date_order = \"dmy\"") }));
            }
        };
        Some(Ok(DateFound { days, end }))
    }
}

/// Two years, as 2018/19 names them.
pub(super) fn seasons(first: i32) -> Option<Days> {
    Some(Days { first: year(first)?.first, last: year(first + 1)?.last })
}

/// From `first` to the later year whose last two digits stand at `at`: 2019–23, FY22-24, 1999/00.
pub(super) fn to_later_year(text: &str, at: usize, first: i32) -> Option<(Days, usize)> {
    let (last, 2, end) = run(text, at)? else { return None };
    let end = estimate(text, end).unwrap_or(end);
    let last = first - first % 100 + last as i32;
    let last = if last + 99 == first { first + 1 } else { last };
    let next = byte_at(text, end);
    if last <= first || next.is_ascii_alphanumeric() || next == b'%' {
        return None;
    }
    Some((Days { first: year(first)?.first, last: year(last)?.last }, end))
}

/// A year of two digits in a report of an unknown day.
pub(super) fn two_digits(year: u32, end: usize) -> Stop {
    Stop::Ambiguous {
        end,
        readings: vec![format!("19{year:02}"), format!("20{year:02}")],
        settle: Some("published = \"2024-06-13\""),
    }
}

/// The dates that three numbers of two digits may be: year, month, day in any of the usual orders, in this century.
fn orders(a: u32, b: u32, c: u32) -> Vec<String> {
    let dates = [(a, b, c), (c, b, a), (c, a, b)];
    let mut readings: Vec<String> = dates
        .into_iter()
        .filter_map(|(year, month, number)| day(2000 + year as i32, month, number))
        .map(|days| calendar::iso(days.first, days.last))
        .collect();
    readings.dedup();
    readings
}

/// `on 2016 10 16`: numbers that "on" makes a date.
pub(super) fn spaced_day(text: &str, at: usize, year: u32, year_end: usize) -> Option<DateFound> {
    let (month, 2, month_end) = run(text, eat(text, year_end, " ")?)? else { return None };
    let (number, 2, end) = run(text, eat(text, month_end, " ")?)? else { return None };
    word_before(text, at.checked_sub(1)?, "on").filter(|_| byte_before(text, at) == b' ')?;
    let next = byte_at(text, end);
    if next.is_ascii_alphanumeric() || next == b'%' || matches!(next, b'.' | b',') && digit_at(text, end + 1).is_some()
    {
        return None;
    }
    day(year as i32, month, number).map(|days| DateFound { days, end })
}

/// `20161016`, where nothing else is joined to it.
pub(super) fn compact(text: &str, at: usize, value: u32, end: usize) -> Option<DateFound> {
    let year = value / 10_000;
    let next = byte_at(text, end);
    if !(1900..=2099).contains(&year)
        || next.is_ascii_alphanumeric()
        || matches!(next, b'%' | b'-')
        || byte_before(text, at).is_ascii_alphanumeric()
    {
        return None;
    }
    if (next == b'.' || next == b',') && digit_at(text, end + 1).is_some() {
        return None;
    }
    day(year as i32, value / 100 % 100, value % 100).map(|days| DateFound { days, end })
}

/// `Q3`, `H1`: the months of a year that the letters at `at` name, and the offset behind them.
pub(super) fn part_of_year(text: &str, at: usize, of: i32) -> Option<DateFound> {
    let (letter, number) = (byte_at(text, at).to_ascii_uppercase(), byte_at(text, at + 1));
    if !number.is_ascii_digit() || byte_at(text, at + 2).is_ascii_alphanumeric() {
        return None;
    }
    let number = u32::from(number - b'0');
    let days = match letter {
        b'Q' => quarter(of, number),
        b'H' => half(of, number),
        _ => None,
    };
    days.map(|days| DateFound { days, end: at + 2 })
}
