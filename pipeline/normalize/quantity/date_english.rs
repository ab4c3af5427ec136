//! English dates: the offset of a month or of the digits before one goes in, its days and its end come out.

use super::calendar::{Days, day, half, months, quarter, year};
use super::date::{DateFound, Stop, is_year, run};
use super::date_numeric::part_of_year;
use super::text::{byte_at, byte_before, eat, eat_word, letters, skip_spaces};
use super::wrap::skip_break;
use super::{Reader, scan};

/// The month at `at` and the offset behind it and its point.
fn month_at(text: &str, at: usize) -> Option<(u32, usize)> {
    let word = letters(text, at);
    let month = scan::month(word)?;
    let end = at + word.len();
    Some((month.into(), if byte_at(text, end) == b'.' && word.len() <= 4 { end + 1 } else { end }))
}

/// What may stand between the parts of a date: spaces, a comma, "of", "in", a hyphen or a slash.
fn between(text: &str, at: usize) -> usize {
    let mut here = skip_spaces(text, at, 2);
    match byte_at(text, here) {
        b',' => here = skip_break(text, here + 1),
        b'-' | b'/' => here = skip_spaces(text, here + 1, 1),
        _ => {}
    }
    for word in ["of", "in", "the"] {
        if let Some(end) = eat_word(text, here, word) {
            here = skip_spaces(text, end, 1);
        }
    }
    here
}

/// The day at `at`: digits with or without st, nd, rd, th, or an ordinal word.
fn day_at(text: &str, at: usize) -> Option<(u32, usize)> {
    if let Some((value, len, end)) = run(text, at) {
        if len > 2 || !(1..=31).contains(&value) {
            return None;
        }
        let end = ["st", "nd", "rd", "th"].into_iter().find_map(|suffix| eat(text, end, suffix)).unwrap_or(end);
        return (!byte_at(text, end).is_ascii_alphanumeric()).then_some((value, end));
    }
    match super::word::word_at(text, at)? {
        (super::word::Word::Ordinal(value, false), end) if value <= 31 => Some((value.into(), end)),
        _ => None,
    }
}

impl Reader {
    /// The year at `at`: four digits, or two where the report's date makes them plain, with or without an apostrophe.
    fn year_at(&self, text: &str, at: usize) -> Option<(i32, usize)> {
        let digits = ["'", "’"].into_iter().find_map(|mark| eat(text, at, mark));
        let (value, len, end) = run(text, digits.unwrap_or(at)).filter(|run| digits.is_none() || run.1 == 2)?;
        let next = byte_at(text, end);
        let goes_on = matches!(next, b'.' | b',') && byte_at(text, end + 1).is_ascii_digit();
        if next.is_ascii_alphanumeric() || goes_on {
            return None;
        }
        if is_year(value, len) {
            return Some((value as i32, end));
        }
        // on 5 March, 12 people met
        let parted = digits.is_none() && byte_before(text, at) == b' ' && byte_before(text, at - 1) == b',';
        (len == 2 && !parted).then(|| self.century(value)).flatten().map(|year| (year, end))
    }

    /// A date that begins with a word: June 13, 2024; june of 1992; Dec-2018; FY2023; Q3 2024.
    pub(super) fn date_english(&self, text: &str, at: usize) -> Option<Result<DateFound, Stop>> {
        if let Some(found) = self.quarter_first(text, at) {
            return Some(found);
        }
        let (month, end) = month_at(text, at)?;
        // "may 5" is as often a verb; only a capital or a year makes it a month.
        let capital = byte_at(text, at).is_ascii_uppercase();
        let next = between(text, end);
        let touching = run(text, end).is_some();
        if !touching && next == end {
            return self.year_from_second(text, month, None, end).map(Ok);
        }
        if let Some((day_number, behind)) = day_at(text, next) {
            // June 1-13, 2024
            if let Some((last, last_end)) = second_day(text, behind)
                && let year_at = between(text, last_end)
                && year_at > last_end
                && let Some((year, end)) = self.year_at(text, year_at)
            {
                return stretch(year, month, day_number, last).map(|days| Ok(DateFound { days, end }));
            }
            let year_at = between(text, behind);
            if year_at > behind
                && let Some((year, end)) = self.year_at(text, year_at)
            {
                return Some(
                    day(year, month, day_number).map(|days| DateFound { days, end }).ok_or(Stop::NoSuchDay(end)),
                );
            }
            if let Some((year, end)) = self.year_at(text, next).filter(|_| text[end..next].contains("of")) {
                return months(year, month, 1).map(|days| Ok(DateFound { days, end }));
            }
            if let Some(first) = self.year_from_second(text, month, Some(day_number), behind) {
                return Some(Ok(first));
            }
            return short_year(text, year_at).or(capital.then_some(Stop::DatePart(behind))).map(Err);
        }
        if let Some(first) = self.year_from_second(text, month, None, end) {
            return Some(Ok(first));
        }
        let Some((year, end)) = self.year_at(text, next) else { return short_year(text, next).map(Err) };
        (is_year(year as u32, 4)).then(|| months(year, month, 1).map(|days| Ok(DateFound { days, end })))?
    }

    /// The first date of a period whose second alone names the year: May to Oct 2020, June 26 - June 28, 2020.
    fn year_from_second(&self, text: &str, month: u32, on: Option<u32>, end: usize) -> Option<DateFound> {
        let (behind, _) = super::date_period::connector(text, end)?;
        let (second_month, second_end) = month_at(text, behind)?;
        let next = between(text, second_end);
        let year_at = match day_at(text, next).filter(|_| on.is_some()) {
            Some((_, behind)) => between(text, behind),
            None => next,
        };
        let (year, _) = self.year_at(text, year_at).filter(|_| second_month >= month)?;
        let days = match on {
            Some(on) => day(year, month, on),
            None => months(year, month, 1),
        };
        days.map(|days| DateFound { days, end })
    }

    /// Q3 2024, H1 2024, q1 of 2017, FY2023, FY 2023, CY2023.
    fn quarter_first(&self, text: &str, at: usize) -> Option<Result<DateFound, Stop>> {
        let word = letters(text, at);
        if word.len() == 1 {
            let digit = byte_at(text, at + 1);
            let limit = if word.eq_ignore_ascii_case("q") {
                b'4'
            } else if word.eq_ignore_ascii_case("h") {
                b'2'
            } else {
                return None;
            };
            if !(b'1'..=limit).contains(&digit) {
                return None;
            }
            // Q1-Q3 2024: the second names the year of both.
            if let Some((behind, _)) = super::date_period::connector(text, at + 2)
                && byte_at(text, behind).eq_ignore_ascii_case(&byte_at(text, at))
                && byte_at(text, behind + 1) > digit
                && let Some(Ok(second)) = self.quarter_first(text, behind)
            {
                let (year, _) = super::calendar::month_of(second.days.first)?;
                return part_of_year_before(text, at, year).map(|days| Ok(DateFound { days, end: at + 2 }));
            }
            let here = skip_spaces(text, at + 2, 1);
            let here = if matches!(byte_at(text, here), b'-' | b'/' | b'\'' | b',') { here + 1 } else { here };
            let here = skip_spaces(text, here, 1);
            let here = eat_word(text, here, "of").map_or(here, |end| skip_spaces(text, end, 1));
            let here = eat(text, here, "FY").unwrap_or(here);
            // H100 is a name; a half-year stands apart from a year of two digits: H1 24, H1'24.
            let glued = here == at + 2 && limit == b'2';
            let Some((year, end)) = self.year_at(text, here) else {
                return unsettled(text, here).filter(|_| !glued).map(Err);
            };
            return part_of_year(text, at, year).map(|found| Ok(DateFound { end, ..found }));
        }
        if word.eq_ignore_ascii_case("fy") || word.eq_ignore_ascii_case("cy") {
            let here = skip_spaces(text, at + 2, 1);
            let forecast = run(text, here).and_then(|(_, _, end)| estimate(text, end));
            let Some((value, end)) = self.year_at(&text[..forecast.map_or(text.len(), |end| end - 1)], here) else {
                return unsettled(text, here).map(Err);
            };
            // FY2018/19, FY22-24
            if let Some(dash) = ["/", "-", "–"].into_iter().find_map(|mark| eat(text, end, mark))
                && let Some((days, end)) = super::date_numeric::to_later_year(text, dash, value)
            {
                return Some(Ok(DateFound { days, end }));
            }
            return year(value).map(|days| Ok(DateFound { days, end: forecast.unwrap_or(end) }));
        }
        None
    }

    /// The third quarter of 2024, first half 2024: the part of a year that an ordinal before `at` begins.
    pub(super) fn part_in_words(&self, text: &str, which: u32, at: usize) -> Option<DateFound> {
        let here = eat(text, at, "-").unwrap_or_else(|| skip_spaces(text, at, 1));
        let (is_quarter, end) = match eat_word(text, here, "quarter") {
            Some(end) => (true, end),
            None => (false, eat_word(text, here, "half")?),
        };
        let here = between(text, end);
        let here = ["fiscal year", "fiscal", "FY"]
            .into_iter()
            .find_map(|word| eat_word(text, here, word))
            .map_or(here, |end| skip_spaces(text, end, 1));
        let (year, end) = self.year_at(text, here).filter(|(year, end)| *year > 99 && end - here == 4)?;
        let days = if is_quarter { quarter(year, which) } else { half(year, which) };
        days.map(|days| DateFound { days, end })
    }

    /// A date that begins with digits: 13 June 2024, 2017 april, 2017-q1, 2019H2.
    pub(super) fn date_english_digits(
        &self,
        text: &str,
        at: usize,
        value: u32,
        len: u32,
        end: usize,
    ) -> Option<Result<DateFound, Stop>> {
        let next = byte_at(text, end);
        if !(next == b' ' || next == b'-' || next == b'/' || next == 0xE2 || next.is_ascii_alphabetic()) {
            return None;
        }
        let here = skip_spaces(text, end, 1);
        let here = if matches!(byte_at(text, here), b'-' | b'/') { skip_spaces(text, here + 1, 1) } else { here };
        if is_year(value, len) {
            if let Some(found) = part_of_year(text, here, value as i32) {
                return Some(Ok(found));
            }
            let (month, end) = match month_at(text, here) {
                Some(month) => month,
                None => return self.year_day_month(text, here, value),
            };
            // 2019-aug-1
            if let b'-' | b'/' = byte_at(text, end)
                && let Some((day_number, end)) = day_at(text, end + 1)
            {
                return Some(
                    day(value as i32, month, day_number)
                        .map(|days| DateFound { days, end })
                        .ok_or(Stop::NoSuchDay(end)),
                );
            }
            if here == end || (month_is_day(text, end) && here > end) {
                return None;
            }
            return months(value as i32, month, 1).map(|days| Ok(DateFound { days, end }));
        }
        let (day_number, day_end) = day_at(text, at)?;
        // 1–13 June 2024
        if let Some((last, last_end)) = second_day(text, day_end)
            && let Some((month, month_end)) = month_at(text, between(text, last_end))
            && let year_at = between(text, month_end)
            && year_at > month_end
            && let Some((year, end)) = self.year_at(text, year_at)
        {
            return stretch(year, month, day_number, last).map(|days| Ok(DateFound { days, end }));
        }
        let here = between(text, day_end);
        if here == day_end && !byte_at(text, here).is_ascii_alphabetic() {
            return None;
        }
        if let Some((month, month_end)) = month_at(text, here) {
            let year_at = between(text, month_end);
            let Some((year, end)) = self.year_at(text, year_at).filter(|_| year_at > month_end) else {
                // 13 June: a day of a year that is not named.
                let named = byte_at(text, here).is_ascii_uppercase() && byte_at(text, day_end) == b' ';
                let month_end = if byte_at(text, month_end - 1) == b'.' { month_end - 1 } else { month_end };
                return short_year(text, year_at).or(named.then_some(Stop::DatePart(month_end))).map(Err);
            };
            return Some(day(year, month, day_number).map(|days| DateFound { days, end }).ok_or(Stop::NoSuchDay(end)));
        }
        // 23-2020-September
        let (year, year_end) =
            self.year_at(text, here).filter(|(year, _)| *year > 99 && byte_at(text, day_end) == b'-')?;
        let (month, end) = month_at(text, between(text, year_end)).filter(|_| byte_at(text, year_end) == b'-')?;
        day(year, month, day_number).map(|days| Ok(DateFound { days, end }))
    }

    /// 2020/23/Sep
    fn year_day_month(&self, text: &str, at: usize, year: u32) -> Option<Result<DateFound, Stop>> {
        let (day_number, behind) = day_at(text, at)?;
        let mark = byte_at(text, behind);
        let (month, end) = month_at(text, behind + 1).filter(|_| matches!(mark, b'/' | b'-'))?;
        // A point behind the last part ends the sentence.
        let end = if byte_at(text, end - 1) == b'.' { end - 1 } else { end };
        day(year as i32, month, day_number).map(|days| Ok(DateFound { days, end }))
    }
}

/// The offset behind a letter that marks the year before it as actual, estimated or forecast: FY24E, 2023A.
pub(super) fn estimate(text: &str, at: usize) -> Option<usize> {
    let marked = matches!(byte_at(text, at), b'E' | b'F' | b'A' | b'e');
    (marked && !byte_at(text, at + 1).is_ascii_alphanumeric()).then_some(at + 1)
}

/// The days of the part of a year at `at`, whatever joins it to the next.
fn part_of_year_before(text: &str, at: usize, year: i32) -> Option<Days> {
    let which = u32::from(byte_at(text, at + 1).checked_sub(b'0')?);
    if byte_at(text, at).eq_ignore_ascii_case(&b'q') { quarter(year, which) } else { half(year, which) }
}

/// Two digits at `at` that are a year of some century.
fn unsettled(text: &str, at: usize) -> Option<Stop> {
    let (value, len, mut end) = run(text, at)?;
    // FY23/24
    if byte_at(text, end) == b'/'
        && let Some((next, 2, behind)) = run(text, end + 1)
        && next == (value + 1) % 100
    {
        end = behind;
    }
    (len == 2 && !byte_at(text, end).is_ascii_alphanumeric()).then(|| super::date_numeric::two_digits(value, end))
}

/// The year of June '24 in a report of an unknown day.
fn short_year(text: &str, at: usize) -> Option<Stop> {
    ["'", "’"].into_iter().find_map(|mark| eat(text, at, mark)).and_then(|digits| unsettled(text, digits))
}

/// The second day of `1-13`, and where it ends.
fn second_day(text: &str, at: usize) -> Option<(u32, usize)> {
    let (behind, and) = super::date_period::connector(text, at)?;
    day_at(text, behind).filter(|_| !and)
}

/// From one day of a month to another.
fn stretch(year: i32, month: u32, first: u32, last: u32) -> Option<Days> {
    let (from, to) = (day(year, month, first)?, day(year, month, last)?);
    (from.first < to.last).then_some(Days { first: from.first, last: to.last })
}

/// True if a day follows a month: "2017 april 5" is left to what comes first.
fn month_is_day(text: &str, at: usize) -> bool {
    let here = skip_spaces(text, at, 1);
    run(text, here).is_some_and(|(_, len, _)| len <= 2) && here > at
}
