//! Dates and periods: the offset of a digit, numeral or month goes in, a date, a period or a refusal comes out.

use super::calendar::{Days, interval, year};
use super::date_numeric::{compact, spaced_day, to_later_year};
use super::date_period::{connector, edge_before};
use super::other_calendar::{self, Calendar};
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, digit_before, eat, eat_before, letters_before, skip_spaces,
    skip_spaces_back, word_before,
};
use super::{AMBIGUOUS_DATE, Class, MALFORMED_NUMBER, NotQuantity, OTHER_CALENDAR, Reader, Reading, Refusal};
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
pub(super) type Run = (u32, u32, usize);

/// The run at `at`, if it has no more than eight digits.
pub(super) fn run(text: &str, at: usize) -> Option<Run> {
    let (mut value, mut len, mut end) = (0u32, 0, at);
    while let Some((digit, bytes)) = digit_at(text, end) {
        if len == 8 {
            return None;
        }
        value = value * 10 + u32::from(digit);
        len += 1;
        end += bytes;
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
        self.date_of_run(text, at, floor, run(text, at))
    }

    /// The same where the digits at `at` have been read.
    #[inline]
    pub(super) fn date_of_digits(&self, text: &str, at: usize, floor: usize, run: Run) -> Option<Reading> {
        let (_, len, end) = run;
        let may_be = match len {
            4 | 8 => true,
            // What most often follows a number of one or two digits goes on with no date.
            1 | 2 => !matches!(byte_at(text, end), b'%' | b',' | b')' | b'\n' | 0),
            _ => false,
        };
        if may_be || other_calendar::may_stand_before(text, at, floor) {
            self.date_of_run(text, at, floor, Some(run))
        } else {
            None
        }
    }

    fn date_of_run(&self, text: &str, at: usize, floor: usize, run: Option<Run>) -> Option<Reading> {
        let calendar = other_calendar::before(text, at, floor);
        let found = match calendar {
            Some(Calendar::Era(years, _)) => self.date_han(text, at, years)?,
            _ => self.point_of_run(text, at, floor, run)?,
        };
        Some(self.dated(text, at, floor, calendar, found))
    }

    /// The reading of the date or stop that was found at `at`.
    fn dated(
        &self,
        text: &str,
        at: usize,
        floor: usize,
        calendar: Option<Calendar>,
        found: Result<DateFound, Stop>,
    ) -> Reading {
        if let Ok(first) = &found {
            if let Some(Calendar::Lunar(start)) = calendar {
                return lunar(text, Span::new(start, first.end));
            }
            let lunar_month =
                eat_before(text, first.end, "年").and_then(|_| other_calendar::lunar_behind(text, first.end));
            if let Some(end) = lunar_month {
                let end = super::date_han::month_and_day(text, end).unwrap_or(end);
                return lunar(text, Span::new(at, end));
            }
            if text[at..first.end].contains('初') {
                return lunar(text, Span::new(at, first.end));
            }
        }
        match found {
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
        }
    }

    /// One date: no period.
    pub(super) fn point(&self, text: &str, at: usize, floor: usize) -> Option<Result<DateFound, Stop>> {
        self.point_of_run(text, at, floor, run(text, at))
    }

    fn point_of_run(
        &self,
        text: &str,
        at: usize,
        floor: usize,
        digits: Option<Run>,
    ) -> Option<Result<DateFound, Stop>> {
        let next = byte_at(text, at);
        if next.is_ascii_alphabetic() {
            return self.date_english(text, at);
        }
        if let Some((value, len, end)) = digits {
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
                    && run(text, second).is_some_and(|(last, ..)| last > 12)
                    && let Some((days, end)) = to_later_year(text, second, value as i32)
                {
                    return Some(Ok(DateFound { days, end }));
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
                if is_year(value, len) {
                    return match self.plain_year(text, (at, value), end, floor) {
                        Plain::Number => None,
                        Plain::Year => year(value as i32).map(|days| Ok(DateFound { days, end })),
                        Plain::Either => {
                            let readings = vec![format!("{value:04}"), format!("{value} of what follows")];
                            Some(Err(Stop::Ambiguous { end, readings, settle: None }))
                        }
                    };
                }
            }
            return None;
        }
        self.date_han(text, at, 0)
    }

    /// Whether a bare four-digit number is a year by the words around it.
    fn plain_year(&self, text: &str, (at, year): (usize, u32), end: usize, floor: usize) -> Plain {
        let next = byte_at(text, end);
        // €1,045m (2022: €987m)
        if next == b':' && byte_at(text, end + 1) == b' ' && byte_before(text, at) == b'(' {
            return Plain::Year;
        }
        if next.is_ascii_alphanumeric()
            || matches!(next, b'%' | b'/' | b':' | b'_' | b'$')
            || matches!(byte_before(text, at), b'.' | b'_' | b'$' | b'#' | b'@')
        {
            return Plain::Number;
        }
        if (next == b'.' || next == b',') && digit_at(text, end + 1).is_some() {
            return Plain::Number;
        }
        if floor < at && matches!(byte_before(text, at), b'-' | b'/') {
            let words = ["mid", "early", "late", "pre", "post", "end", "FY", "CY"];
            let joined = next != b'-' && words.into_iter().any(|word| word_before(text, at - 1, word).is_some());
            return if joined { Plain::Year } else { Plain::Number };
        }
        let before = skip_spaces_back(text, at, 2, 0);
        let spaced = before < at;
        let word = if spaced { letters_before(text, before, 0) } else { "" };
        let begins = !byte_before(text, before - word.len()).is_ascii_alphanumeric();
        let one_of =
            |words: &[&str]| !word.is_empty() && begins && words.iter().any(|other| other.eq_ignore_ascii_case(word));
        let cue = one_of(&YEAR_CUES) || one_of(&["the"]) && (2001..=2050).contains(&year) && is_lower(text, end);
        let parenthesised = byte_before(text, at) == b'(' && next == b')'
            || char_before(text, at) == Some('（') && char_at(text, end) == Some('）');
        // (Smith et al., 2021)
        let cited = matches!(next, b')' | b';')
            && byte_before(text, before) == b','
            && matches!(byte_before(text, before - 1), b'a'..=b'z' | b'.');
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
        let settled = parenthesised || cited || range || equals || list;
        let behind = if settled { None } else { self.unit_behind(text, end) };
        // "In 2019 companies reported" begins a sentence with a year; "in 2019 companies" may count.
        let noun = behind
            .as_ref()
            .is_some_and(|found| super::amount::kind_of(found.unit.as_ref()) == Kind::Count && found.start > end);
        let when = || word == "In" || one_of(&["since", "during", "until", "till", "throughout", "fiscal"]);
        if noun && matches!(word, "in" | "by") && (1990..=2050).contains(&year) {
            return Plain::Either;
        }
        let counted = behind.is_some() && !(noun && when());
        let of = one_of(&["of", "to", "by", "over", "after", "before"]);
        let sentence_end = !spaced || !of || !counted;
        if (cue || settled) && sentence_end && !counted { Plain::Year } else { Plain::Number }
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
}

/// What a bare four-digit number is.
enum Plain {
    Number,
    Year,
    /// "in 2019 companies": a year, or so many of them.
    Either,
}

/// Words before four digits that make them a year.
const YEAR_CUES: [&str; 24] = [
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
    "end",
    "YE",
    "YTD",
];

/// True if a word in small letters stands behind a space at `at`.
fn is_lower(text: &str, at: usize) -> bool {
    byte_at(text, at) == b' ' && byte_at(text, at + 1).is_ascii_lowercase()
}

/// True for a year at `at` that 、, a conjunction or 年 follows: 2018、2019和2020年.
fn year_in_list(text: &str, at: usize) -> bool {
    let Some((value, len, end)) = run(text, at) else { return false };
    is_year(value, len) && char_at(text, end).is_some_and(|c| "、和与及年".contains(c))
}

/// A date of the lunar calendar.
fn lunar(text: &str, span: Span) -> Reading {
    let message = format!("\"{}\" is a date of the lunar or another calendar", &text[span.range()]);
    Reading::Refusal(Refusal::new(&OTHER_CALENDAR, span, message))
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
