//! Periods: a date and what joins it to another go in, the stretch of time from the one to the other comes out.

use super::calendar::{self, DatePrecision, Days};
use super::date::{DateFound, quantity};
use super::date_han::second_han;
use super::text::{
    byte_at, byte_before, char_at, digit_before, eat, eat_word, letters, letters_before, skip_spaces, skip_spaces_back,
    word_before,
};
use super::wrap::skip_break;
use super::{Reader, Reading};
use crate::model::Kind;
use crate::source::Span;

impl Reader {
    /// A date, or the period that begins with it.
    pub(super) fn period(&self, text: &str, at: usize, floor: usize, whole: DateFound) -> Reading {
        let first = whole;
        let start = opened(text, at, floor);
        let from = start.map_or(at, |start| start.0);
        // 2023年初至2024年底
        let (from_edge, first_end) = edge_behind(text, first.end);
        let first = DateFound { days: from_edge.of(first.days), ..first };
        let second = connector(text, first_end).and_then(|(behind, and)| {
            if and && start.is_none_or(|start| start.1 != "between") {
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
pub(super) enum Edge {
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
pub(super) fn edge_before(text: &str, at: usize) -> (Edge, usize) {
    let the = eat_word(text, at, "the").map_or(at, |end| skip_spaces(text, end, 1));
    let words = [("end", Edge::Last), ("beginning", Edge::First), ("start", Edge::First)];
    let found = words.into_iter().find_map(|(word, edge)| {
        let of = eat_word(text, skip_spaces(text, eat_word(text, the, word)?, 1), "of")?;
        Some((edge, skip_spaces(text, of, 1)))
    });
    found.unwrap_or((Edge::None, at))
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

/// What joins two dates: `-`, 至, to; the offset of the second, and whether "and" joins them, as it does behind "between".
pub(super) fn connector(text: &str, at: usize) -> Option<(usize, bool)> {
    let here = skip_spaces(text, at, 1);
    match byte_at(text, here) {
        b't' | b'T' | b'u' | b'U' if here > at => {
            let end = ["to", "till", "until", "through"].into_iter().find_map(|word| eat_word(text, here, word))?;
            return Some((skip_break(text, end), false));
        }
        b'a' | b'A' if here > at => {
            let end = eat_word(text, here, "and")?;
            return Some((skip_spaces(text, end, 1), true));
        }
        b'-' | b'~' | 0xE2 | 0xE3 | 0xE5 | 0xE8 | 0xEF => {}
        _ => return None,
    }
    let sign = char_at(text, here)?;
    let end = here + sign.len_utf8();
    let end = match sign {
        '至' | '到' => return Some((skip_break(text, end), false)),
        '-' => eat(text, end, "-").unwrap_or(end),
        '—' => eat(text, end, "—").unwrap_or(end),
        '~' | '‑' | '‒' | '–' | '～' | '－' | '−' | '∼' | '〜' | '─' | '―' => end,
        _ => return None,
    };
    Some((skip_spaces(text, end, 1), false))
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
    let end = if byte_before(text, end) == b'.' { end - 1 } else { end };
    if !byte_before(text, end).is_ascii_alphabetic() {
        return None;
    }
    // "sat 13 June" has a verb.
    let short = ["Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun"];
    let word = letters_before(text, end, floor);
    if short.contains(&word) {
        return Some(end - word.len());
    }
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .into_iter()
        .find_map(|day| word_before(text, end, day))
        .filter(|&start| start >= floor && !letters(text, start).is_empty())
}
