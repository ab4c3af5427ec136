//! Dates and periods: the offset of a digit, numeral or month goes in, a date, a period or a refusal comes out.

use super::calendar::{self, DatePrecision, Days, day, half, interval, months, quarter, year};
use super::date_han::second_han;
use super::other_calendar::{self, Calendar};
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, digit_before, eat, eat_before, eat_word, letters,
    letters_before, skip_spaces, skip_spaces_back, word_before,
};
use super::wrap::skip_break;
use super::{
    AMBIGUOUS_DATE, Class, DateOrder, MALFORMED_NUMBER, NotQuantity, OTHER_CALENDAR, Reader, Reading, Refusal,
};
use crate::model::{Decimal, Kind, Precision, Qualifier, Quantity};
use crate::source::Span;

/// A date and where it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct DateFound {
    pub(super) days: Days,
    pub(super) end: usize,
}

/// Why what looks like a date is none.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// A month and day without a year; the offset behind it.
    DatePart(usize),
    /// A day that no calendar has.
    NoSuchDay(usize),
    /// More than one reading.
    Ambiguous {
        /// The offset behind it.
        end: usize,
        /// ISO dates.
        readings: Vec<String>,
        /// The recipe's line that settles it.
        settle: Option<&'static str>,
    },
}

/// A run of ASCII or full-width digits: value, how many, end.
pub(super) fn run(text: &str, at: usize) -> Option<(u32, u32, usize)> {
    let (mut value, mut len, mut end) = (0u32, 0, at);
    while let Some((digit, bytes)) = digit_at(text, end) {
        value = value.saturating_mul(10).saturating_add(digit.into());
        len += 1;
        end += bytes;
        if len > 8 {
            return None;
        }
    }
    (len > 0).then_some((value, len, end))
}

/// True for what a year of a report may be.
pub(super) fn is_year(value: u32, len: u32) -> bool {
    len == 4 && (1500..=2199).contains(&value)
}

impl Reader {
    /// The date or period that begins at `at`, as a reading; `None` if there is none.
    pub(super) fn date_at(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        let calendar = other_calendar::before(text, at, floor);
        let found = match calendar {
            Some(Calendar::Era(years, _)) => self.date_han(text, at, years)?,
            _ => self.point(text, at, floor)?,
        };
        if let Ok(first) = &found {
            if let Some(Calendar::Lunar(start)) = calendar {
                return Some(lunar(text, Span::new(start, first.end)));
            }
            let lunar_month =
                eat_before(text, first.end, "年").and_then(|_| other_calendar::lunar_behind(text, first.end));
            if let Some(end) = lunar_month {
                let end = super::date_han::month_and_day(text, end).unwrap_or(end);
                return Some(lunar(text, Span::new(at, end)));
            }
            if text[at..first.end].contains('初') {
                return Some(lunar(text, Span::new(at, first.end)));
            }
        }
        Some(match found {
            Ok(first) => match calendar {
                Some(Calendar::Era(_, start)) => quantity(first.days, Kind::Date, Span::new(start, first.end)),
                _ => self.period(text, at, floor, first),
            },
            Err(Stop::DatePart(end)) => {
                Reading::Other(NotQuantity { class: Class::DatePart, span: Span::new(at, end) })
            }
            Err(Stop::NoSuchDay(end)) => Reading::Refusal(Refusal::new(
                &MALFORMED_NUMBER,
                Span::new(at, end),
                format!("\"{}\" names a day that no calendar has", &text[at..end]),
            )),
            Err(Stop::Ambiguous { end, readings, settle }) => {
                let message = format!("\"{}\" can be read as {}", &text[at..end], readings.join(" or "));
                let refusal = Refusal::new(&AMBIGUOUS_DATE, Span::new(at, end), message).readings(readings);
                Reading::Refusal(match settle {
                    Some(line) => refusal.settled_by(line),
                    None => refusal,
                })
            }
        })
    }

    /// One date: no period.
    pub(super) fn point(&self, text: &str, at: usize, floor: usize) -> Option<Result<DateFound, Stop>> {
        let next = byte_at(text, at);
        if next.is_ascii_alphabetic() {
            return self.date_english(text, at);
        }
        if let Some((value, len, end)) = run(text, at) {
            if len <= 2 || len == 4 || len == 8 {
                let behind = byte_at(text, end);
                let here = skip_spaces(text, end, 1);
                if matches!(byte_at(text, here), 0xE4..=0xE6)
                    && matches!(char_at(text, here), Some('年' | '月' | '日' | '号' | '世'))
                    && let Some(found) = self.date_han(text, at, 0)
                {
                    return Some(found);
                }
                if let Some(found) = self.abbreviated(text, at, value, len, end) {
                    return Some(found);
                }
                if len == 8 {
                    return compact(text, at, value, end).map(Ok);
                }
                if let b'-' | b'/' | b'.' = behind
                    && digit_at(text, end + 1).is_some()
                    && let Some(found) = self.numeric(text, at, value, len, end, behind)
                {
                    return Some(found);
                }
                if behind == 0xE2
                    && is_year(value, len)
                    && let Some(second) = eat(text, end, "–")
                    && let Some((next, 2, second_end)) = run(text, second)
                    && next == (value + 1) % 100
                    && next > 12
                    && !byte_at(text, second_end).is_ascii_alphanumeric()
                {
                    return seasons(value as i32).map(|days| Ok(DateFound { days, end: second_end }));
                }
                if len == 1 && behind == b' ' && digit_at(text, end + 1).is_some() {
                    return self.spaced_year(text, at);
                }
                if let Some(found) = self.date_english_digits(text, at, value, len, end) {
                    return Some(found);
                }
                if is_year(value, len)
                    && behind == b' '
                    && let Some(found) = spaced_day(text, at, value, end)
                {
                    return Some(Ok(found));
                }
                if is_year(value, len) && self.is_plain_year(text, at, end, floor) {
                    return year(value as i32).map(|days| Ok(DateFound { days, end }));
                }
            }
            return None;
        }
        self.date_han(text, at, 0)
    }

    /// `1990s`, `2025E`, `2024上半年`, `2023财年`, `3Q24`, `24Q3`.
    fn abbreviated(&self, text: &str, at: usize, value: u32, len: u32, end: usize) -> Option<Result<DateFound, Stop>> {
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
            // An estimate or forecast of that year.
            if matches!(next, b'E' | b'F') && ends(end + 1) {
                return found(year(of), end + 1);
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
                2 if ends(year_end) => match self.century(digits) {
                    Some(year) => year,
                    None => return Some(Err(two_digits(digits, year_end))),
                },
                _ => return None,
            };
            let days = if letter == b'Q' { quarter(of, value) } else { half(of, value) };
            return found(days.filter(|_| ends(year_end)), year_end);
        }
        // 9M 2024: the first nine months.
        if letter == b'M' && matches!(value, 3 | 6 | 9) && len == 1 {
            let here = skip_spaces(text, end + 1, 1);
            let (of, 4, year_end) = run(text, here)? else { return None };
            let days = Some(of).filter(|&of| is_year(of, 4)).and_then(|of| months(of as i32, 1, value));
            return found(days.filter(|_| ends(year_end)), year_end);
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
    fn numeric(
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
        let (behind, _) = connector(text, end).filter(|(_, word)| *word != "and")?;
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

    /// True if a bare four-digit number is a year by the words around it.
    fn is_plain_year(&self, text: &str, at: usize, end: usize, floor: usize) -> bool {
        let next = byte_at(text, end);
        if next.is_ascii_alphanumeric()
            || matches!(next, b'%' | b'/' | b':' | b'_' | b'$')
            || matches!(byte_before(text, at), b'.' | b'_' | b'$' | b'#' | b'@')
        {
            return false;
        }
        if (next == b'.' || next == b',') && digit_at(text, end + 1).is_some() {
            return false;
        }
        if floor < at && matches!(byte_before(text, at), b'-' | b'/') {
            let words = ["mid", "early", "late", "pre", "post"];
            return next != b'-' && words.into_iter().any(|word| word_before(text, at - 1, word).is_some());
        }
        let before = skip_spaces_back(text, at, 2, 0);
        let spaced = before < at;
        let word = if spaced { letters_before(text, before, 0) } else { "" };
        let begins = !byte_before(text, before - word.len()).is_ascii_alphanumeric();
        let one_of =
            |words: &[&str]| !word.is_empty() && begins && words.iter().any(|other| other.eq_ignore_ascii_case(word));
        let cue = one_of(&YEAR_CUES);
        let parenthesised = byte_before(text, at) == b'(' && next == b')'
            || char_before(text, at) == Some('（') && char_at(text, end) == Some('）');
        let equals = byte_before(text, before) == b'='
            && byte_before(text, before - 1) != b'<'
            && byte_before(text, before - 1) != b'>';
        let list = floor >= 4 && floor < at && {
            // "in 2019 and 2020", "2019, 2020": the reading before was a year
            let gap = text.get(floor..at).unwrap_or_default().trim();
            matches!(gap, "and" | "," | "、" | "/" | "&" | "or" | "和")
                && run(text, floor - 4).is_some_and(|(value, len, end)| end == floor && is_year(value, len))
                && !digit_before(text, floor - 4)
        };
        let list = list || next == 0xE3 && eat(text, end, "、").is_some_and(|at| year_in_list(text, at));
        let range = self.year_range_follows(text, end) || (floor == at && at > 0);
        let settled = parenthesised || range || equals || list;
        let counted = !settled && self.unit_behind(text, end).is_some();
        let of = one_of(&["of", "to", "by", "over", "after", "before"]);
        let sentence_end = !spaced || !of || !counted;
        (cue || parenthesised || equals || list || range) && sentence_end && !counted
    }

    /// True if `—2011 年`, `to 2018` or another year follows.
    fn year_range_follows(&self, text: &str, end: usize) -> bool {
        let Some((behind, _)) = connector(text, end) else { return false };
        let (_, behind) = edge_before(text, behind);
        let Some((value, len, year_end)) = run(text, behind) else { return false };
        let year_end = if byte_at(text, year_end) == b'E' { year_end + 1 } else { year_end };
        let plain = is_year(value, len) && !byte_at(text, year_end).is_ascii_alphanumeric();
        let digits = |at: usize| matches!(byte_at(text, at), b'-' | b'.' | b',') && digit_at(text, at + 1).is_some();
        let first = end.checked_sub(4).and_then(|at| run(text, at)).map_or(0, |run| run.0);
        plain && !digits(year_end) && value >= first && !matches!(byte_at(text, year_end), b'%')
    }

    /// A date, or the period that begins with it.
    fn period(&self, text: &str, at: usize, floor: usize, whole: DateFound) -> Reading {
        let first = whole;
        let start = opened(text, at, floor);
        let from = start.map_or(at, |start| start.0);
        // 2023年初至2024年底
        let (from_edge, first_end) = edge_behind(text, first.end);
        let first = DateFound { days: from_edge.of(first.days), ..first };
        let second = connector(text, first_end).and_then(|(behind, word)| {
            if word == "and" && start.is_none_or(|start| start.1 != "between") {
                return None;
            }
            let (edge, behind) = edge_before(text, behind);
            let second = match self.point(text, behind, behind) {
                Some(Ok(second)) => second,
                _ => second_han(text, behind, first.days)?,
            };
            let (edge_behind, end) = edge_behind(text, second.end);
            Some(DateFound { days: edge_behind.of(edge.of(second.days)), end })
        });
        if let Some(second) = second.filter(|second| second.days.last >= first.days.first) {
            let days = Days { first: first.days.first, last: second.days.last };
            let end = eat(text, second.end, "之间").or_else(|| eat(text, second.end, "期间")).unwrap_or(second.end);
            return quantity(days, Kind::Period, Span::new(from, end));
        }
        // 2015年和2018年之间
        if let Some(behind) = ["和", "与"].into_iter().find_map(|word| eat(text, first.end, word))
            && let Some(Ok(second)) = self.point(text, behind, behind)
            && let Some(end) = eat(text, second.end, "之间")
            && second.days.last >= first.days.first
        {
            return quantity(
                Days { first: first.days.first, last: second.days.last },
                Kind::Period,
                Span::new(at, end),
            );
        }
        let first = whole;
        let precision = calendar::precision_of(first.days.first, first.days.last);
        let kind = match precision {
            DatePrecision::Stretch | DatePrecision::HalfYear => Kind::Period,
            _ => Kind::Date,
        };
        let start = match precision {
            DatePrecision::Year => year_word_before(text, at, floor),
            DatePrecision::Day => weekday_before(text, at, floor),
            _ => None,
        };
        quantity(first.days, kind, Span::new(start.unwrap_or(at), first.end))
    }
}

/// Where in a stretch of time a period begins or ends.
#[derive(Clone, Copy)]
enum Edge {
    /// At its own ends.
    None,
    /// 2023年初, the beginning of 2023
    First,
    /// 2023年底, the end of 2023
    Last,
}

impl Edge {
    fn of(self, days: Days) -> Days {
        match self {
            Edge::None => days,
            Edge::First => Days { last: days.first, ..days },
            Edge::Last => Days { first: days.last, ..days },
        }
    }
}

/// 初, 底 and 末 behind a year or month that ends at `at`, and the offset behind them.
fn edge_behind(text: &str, at: usize) -> (Edge, usize) {
    if !matches!(byte_at(text, at), 0xE5 | 0xE6) || digit_before(text, at) {
        return (Edge::None, at);
    }
    let words = [("年初", Edge::First), ("年底", Edge::Last), ("年末", Edge::Last)];
    let short = [("初", Edge::First), ("底", Edge::Last), ("末", Edge::Last)];
    let found = words.into_iter().chain(short).find_map(|(word, edge)| Some((edge, eat(text, at, word)?)));
    found.unwrap_or((Edge::None, at))
}

/// "the end of" before a date at `at`, and the offset behind it.
fn edge_before(text: &str, at: usize) -> (Edge, usize) {
    let the = eat_word(text, at, "the").map_or(at, |end| skip_spaces(text, end, 1));
    let words = [("end", Edge::Last), ("beginning", Edge::First), ("start", Edge::First)];
    let found = words.into_iter().find_map(|(word, edge)| {
        let of = eat_word(text, skip_spaces(text, eat_word(text, the, word)?, 1), "of")?;
        Some((edge, skip_spaces(text, of, 1)))
    });
    found.unwrap_or((Edge::None, at))
}

/// Words before four digits that make them a year.
const YEAR_CUES: [&str; 21] = [
    "in",
    "since",
    "by",
    "from",
    "until",
    "till",
    "between",
    "during",
    "year",
    "fiscal",
    "of",
    "to",
    "through",
    "after",
    "before",
    "FY",
    "CY",
    "late",
    "early",
    "mid",
    "throughout",
];

/// True for a year at `at` that 、, a conjunction or 年 follows: 2018、2019和2020年.
fn year_in_list(text: &str, at: usize) -> bool {
    let Some((value, len, end)) = run(text, at) else { return false };
    is_year(value, len) && char_at(text, end).is_some_and(|c| "、和与及年".contains(c))
}

/// A date of the lunar calendar.
fn lunar(text: &str, span: Span) -> Reading {
    let message = format!("\"{}\" is a date of the lunar calendar", &text[span.range()]);
    Reading::Refusal(Refusal::new(&OTHER_CALENDAR, span, message))
}

/// Two years, as 2018/19 names them.
pub(super) fn seasons(first: i32) -> Option<Days> {
    Some(Days { first: year(first)?.first, last: year(first + 1)?.last })
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

/// "from" or "between" before a period.
fn opened(text: &str, at: usize, floor: usize) -> Option<(usize, &'static str)> {
    let end = skip_spaces_back(text, at, 2, floor);
    if !matches!(byte_before(text, end), b'm' | b'M' | b'n' | b'N') {
        return None;
    }
    ["from", "between"].into_iter().find_map(|word| {
        word_before(text, end, word).filter(|&start| start >= floor && end < at).map(|start| (start, word))
    })
}

/// What joins two dates: `-`, 至, to; the offset of the second and the word.
pub(super) fn connector(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let here = skip_spaces(text, at, 1);
    if !matches!(byte_at(text, here), b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'~' | 0xE2 | 0xE3 | 0xE5 | 0xE8 | 0xEF) {
        return None;
    }
    const SIGNS: [&str; 15] = ["——", "--", "-", "–", "—", "~", "～", "至", "到", "－", "−", "∼", "〜", "─", "―"];
    let word = if byte_at(text, here).is_ascii_alphabetic() {
        ["to", "till", "until", "through", "and"]
            .into_iter()
            .find_map(|word| Some((eat_word(text, here, word).filter(|_| here > at)?, word)))
    } else {
        SIGNS.into_iter().find_map(|sign| Some((eat(text, here, sign)?, sign)))
    };
    word.map(|(end, word)| match word {
        "至" | "到" | "to" | "till" | "until" | "through" => (skip_break(text, end), word),
        _ => (skip_spaces(text, end, 1), word),
    })
}

/// `on 2016 10 16`: numbers that "on" makes a date.
fn spaced_day(text: &str, at: usize, year: u32, year_end: usize) -> Option<DateFound> {
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
fn compact(text: &str, at: usize, value: u32, end: usize) -> Option<DateFound> {
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

/// A date as a quantity.
pub(super) fn quantity(days: Days, kind: Kind, span: Span) -> Reading {
    Reading::Quantity(Quantity {
        kind,
        value: Decimal::from(i64::from(days.first)),
        unit: None,
        precision: Precision::of(0),
        qualifier: Qualifier::Exact,
        interval: interval(days),
        numeral: span,
        span,
    })
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

/// The word that makes digits a year: FY 2023, calendar year 2008.
fn year_word_before(text: &str, at: usize, floor: usize) -> Option<usize> {
    let end = skip_spaces_back(text, at, 1, floor);
    if !matches!(byte_before(text, end), b'r' | b'R' | b'y' | b'Y') {
        return None;
    }
    let known = ["calendar year", "fiscal year", "financial year", "year", "FY", "CY"];
    known.into_iter().find_map(|word| word_before(text, end, word)).filter(|&start| start >= floor && end < at)
}

/// The weekday before a date.
pub(super) fn weekday_before(text: &str, at: usize, floor: usize) -> Option<usize> {
    let end = skip_spaces_back(text, at, 1, floor);
    let end = if byte_before(text, end) == b',' { end - 1 } else { end };
    if !matches!(byte_before(text, end), b'y' | b'Y') {
        return None;
    }
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .into_iter()
        .find_map(|day| word_before(text, end, day))
        .filter(|&start| start >= floor && !letters(text, start).is_empty())
}
