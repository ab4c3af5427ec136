//! Arabic digits with their separators: the offset of a digit goes in, an exact decimal or the trouble with it comes out.

use super::text::{byte_at, digit_at};
use super::{Separators, Trouble};
use crate::model::Decimal;

/// A run of digits and separators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    /// Digits without separators; 0 if there is trouble.
    pub(super) value: Decimal,
    /// How many digits stand before the point.
    pub(super) whole: u32,
    /// How many stand behind it.
    pub(super) fraction: u32,
    /// Zeros that end an integer.
    pub(super) zeros: u32,
    /// True if separators group the digits.
    pub(super) grouped: bool,
    /// True for 007.
    pub(super) leading_zero: bool,
    /// Offset behind the last digit.
    pub(super) end: usize,
    /// Why it is no number.
    pub(super) trouble: Option<Trouble>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mark {
    #[default]
    None,
    Comma,
    Dot,
    Quote,
    Space,
}

/// More groups than any 38-digit number has.
const MOST_RUNS: usize = 16;

/// One run of digits and the mark before it.
#[derive(Clone, Copy, Default)]
struct Run {
    mark: Mark,
    len: u32,
    end: usize,
    /// The value of all digits up to its end, if it fits.
    value: Option<i128>,
    zeros: u32,
}

/// Reads the digits at `at`; there must be one. A leading point (`.5`) is the caller's: it passes the offset of the point.
pub(super) fn read(text: &str, at: usize, separators: Option<Separators>) -> Digits {
    if byte_at(text, at) == b'.' {
        let run = digits(text, at + 1, Some(0));
        return result(run.value, 0, run.len, run.zeros, false, run.end);
    }
    let first = digits(text, at, Some(0));
    let mark = match byte_at(text, first.end) {
        b',' | b'.' | b'\'' | 0xC2 | 0xE2 | 0xEF => mark_at(text, first.end),
        b' ' if byte_at(text, first.end + 1) == b'0' => mark_at(text, first.end),
        _ => None,
    };
    let mut out = match mark {
        Some(mark) => separated(text, first, mark, separators),
        None => result(first.value, first.len, 0, first.zeros, false, first.end),
    };
    out.leading_zero = digit_at(text, at).is_some_and(|(digit, _)| digit == 0) && first.len > 1;
    out
}

fn result(value: Option<i128>, whole: u32, fraction: u32, zeros: u32, grouped: bool, end: usize) -> Digits {
    let (value, trouble) = match value {
        Some(value) => (Decimal::new(value, fraction as i32), None),
        None => (Decimal::ZERO, Some(Trouble::TooLong)),
    };
    let zeros = if fraction > 0 { 0 } else { zeros.min(whole.saturating_sub(1)) };
    Digits { value, whole, fraction, zeros, grouped, leading_zero: false, end, trouble }
}

/// The digits at `at`, appended to the digits of `before`.
fn digits(text: &str, at: usize, before: Option<i128>) -> Run {
    let mut run = Run { end: at, value: before, ..Run::default() };
    let bytes = text.as_bytes();
    // Up to 18 digits fit into 64 bits, where arithmetic is cheap.
    if let Some(start @ 0..=9_999) = before {
        let mut small = start as u64;
        while run.len < 14 {
            match bytes.get(run.end) {
                Some(byte @ b'0'..=b'9') => {
                    small = small * 10 + u64::from(byte - b'0');
                    run.zeros = if *byte == b'0' { run.zeros + 1 } else { 0 };
                    run.len += 1;
                    run.end += 1;
                }
                _ => break,
            }
        }
        run.value = Some(small.into());
    }
    while let Some((digit, len)) = digit_at(text, run.end) {
        run.value = run
            .value
            .and_then(|value| value.checked_mul(10)?.checked_add(digit.into()))
            .filter(|&value| value < 10i128.pow(38));
        run.zeros = if digit == 0 { run.zeros + 1 } else { 0 };
        run.len += 1;
        run.end += len;
    }
    run
}

/// The separator at `at`, if a digit follows it: its kind and length.
fn mark_at(text: &str, at: usize) -> Option<(Mark, usize)> {
    let (mark, len) = match text.as_bytes().get(at..)? {
        [b',', ..] => (Mark::Comma, 1),
        [b'.', ..] => (Mark::Dot, 1),
        [b'\'', ..] => (Mark::Quote, 1),
        [b' ', rest @ ..] if is_padded(rest) => (Mark::Space, 1),
        [0xC2, 0xA0, ..] => (Mark::Space, 2),
        [0xE2, 0x80, 0x99, ..] => (Mark::Quote, 3),
        [0xE2, 0x80, 0x87 | 0x89 | 0xAF, ..] => (Mark::Space, 3),
        [0xEF, 0xBC, 0x8C, ..] => (Mark::Comma, 3),
        [0xEF, 0xBC, 0x8E, ..] => (Mark::Dot, 3),
        _ => return None,
    };
    let (_, digit) = digit_at(text, at + len)?;
    // The full-width comma separates sentences; only among full-width digits it groups.
    (len < 3 || mark != Mark::Comma || digit == 3).then_some((mark, len))
}

/// True for 087 and 000 behind an ordinary space, which no number of its own begins with: 28 087,9 is one number. Behind
/// 000 345 the last group may be a number of its own.
fn is_padded(rest: &[u8]) -> bool {
    let [b'0', b'0'..=b'9', b'0'..=b'9', rest @ ..] = rest else { return false };
    match rest {
        [b' ', next @ ..] => {
            let group = next.iter().take_while(|byte| byte.is_ascii_digit()).count() == 3;
            !group || is_padded(next)
        }
        _ => !rest.first().is_some_and(u8::is_ascii_alphanumeric),
    }
}

fn separated(text: &str, first: Run, mark: (Mark, usize), separators: Option<Separators>) -> Digits {
    let behind = |last: &Run, (mark, len): (Mark, usize)| {
        let run = Run { mark, ..digits(text, last.end + len, last.value) };
        // Thin spaces and apostrophes only ever group, and the full-width comma separates sentences.
        let only_groups = matches!(mark, Mark::Quote | Mark::Space) || len == 3 && mark == Mark::Comma;
        (!only_groups || run.len == 3 && first.len <= 3).then_some(run)
    };
    let next = |last: &Run| behind(last, mark_at(text, last.end)?);
    let Some(second) = behind(&first, mark) else { return of_runs(first, &[first], separators) };
    let Some(mut last) = next(&second) else { return of_runs(first, &[first, second], separators) };
    let mut runs = [first; MOST_RUNS];
    runs[1] = second;
    let mut count = 2;
    let mut long = false;
    loop {
        if count < MOST_RUNS {
            runs[count] = last;
            count += 1;
        } else if runs[1..].iter().all(|run| run.mark == Mark::Comma && run.len != 3) {
            // So many groups are no number, but they may be a list.
            return until_list(&runs, first, last.end);
        } else {
            long = true;
        }
        match next(&last) {
            Some(run) => last = run,
            None => break,
        }
    }
    let runs = &runs[..count];
    if long {
        let grouped = runs[1..].iter().all(|run| run.mark != Mark::Dot);
        return trouble(if grouped { Trouble::TooLong } else { Trouble::Dotted }, last.end);
    }
    of_runs(first, runs, separators)
}

/// The number that `runs` of digits make, of which `first` is the first.
fn of_runs(first: Run, runs: &[Run], separators: Option<Separators>) -> Digits {
    let rest = runs.get(1..).unwrap_or_default();
    let Some(tail) = rest.last() else { return result(first.value, first.len, 0, first.zeros, false, first.end) };
    let end = tail.end;
    // Nothing is grouped behind a lone 0: 0,123 has a decimal comma, or is two numbers.
    let begins = first.len <= 3 && first.value != Some(0);
    let grouped = |runs: &[Run]| begins && runs.iter().all(|run| run.len == 3);
    let all = |mark: Mark| rest.iter().all(|run| run.mark == mark);
    let integer = |run: &Run| {
        let whole = runs.iter().map(|run| run.len).sum();
        // Zeros of an earlier group count only if all later ones are zeros.
        let zeros = runs.iter().rev().scan(true, |whole_group, run| {
            let counts = *whole_group;
            *whole_group &= run.zeros == run.len;
            Some(if counts { run.zeros } else { 0 })
        });
        result(run.value, whole, 0, zeros.sum(), true, run.end)
    };
    let decimal = |run: &Run| {
        let whole = runs.iter().take_while(|other| other.end < run.end).map(|run| run.len).sum();
        result(run.value, whole, run.len, 0, rest.len() > 1, run.end)
    };
    let comma_is_point = separators == Some(Separators::Comma);
    let alone = rest.len() == 1;
    if all(Mark::Dot) {
        return match (alone, separators) {
            (true, Some(Separators::Point)) => decimal(tail),
            (true, None) if tail.len == 3 && first.len <= 3 && first.value != Some(0) => {
                trouble(Trouble::PointOrGroup, end)
            }
            (true, None) => decimal(tail),
            (true, Some(Separators::Comma)) if grouped(rest) => integer(tail),
            (true, Some(Separators::Comma)) => trouble(Trouble::Malformed, end),
            (false, Some(Separators::Point)) => trouble(Trouble::Dotted, end),
            (false, _) if grouped(rest) => integer(tail),
            (false, _) => trouble(Trouble::Dotted, end),
        };
    }
    if all(Mark::Comma) {
        if comma_is_point {
            return if alone { decimal(tail) } else { until_list(runs, first, end) };
        }
        let indian = || {
            first.len <= 2 && tail.len == 3 && rest.len() > 1 && rest[..rest.len() - 1].iter().all(|run| run.len == 2)
        };
        return if grouped(rest) || indian() { integer(tail) } else { until_list(runs, first, end) };
    }
    let (groups, mark) = (&rest[..rest.len() - 1], tail.mark);
    let inner = groups.first().map_or(Mark::None, |run| run.mark);
    let one_inner = groups.iter().all(|run| run.mark == inner);
    match (inner, mark) {
        _ if !one_inner && !groups.is_empty() => trouble(Trouble::Malformed, end),
        (a, b) if a == b && grouped(rest) => integer(tail),
        (Mark::None, _) if grouped(rest) => integer(tail),
        (Mark::Comma, Mark::Dot) if grouped(groups) && !comma_is_point => decimal(tail),
        (Mark::Dot, Mark::Comma) if grouped(groups) && separators != Some(Separators::Point) => decimal(tail),
        (Mark::Quote | Mark::Space, Mark::Dot) if grouped(groups) && !comma_is_point => decimal(tail),
        (Mark::Quote | Mark::Space, Mark::Comma)
            if grouped(groups) && (comma_is_point || separators.is_none() && tail.len != 3) =>
        {
            decimal(tail)
        }
        // 1.5,2.5 lists two decimals.
        (Mark::Dot, Mark::Comma) if groups.len() == 1 && groups[0].len != 3 => decimal(&groups[0]),
        _ => trouble(Trouble::Malformed, end),
    }
}

/// Commas that do not group: a list (`2023,2024` and `1,2,3`), or a number whose digits are grouped wrongly (`1,23`, and
/// `1234,567`, of which the second part is a group).
fn until_list(runs: &[Run], first: Run, end: usize) -> Digits {
    let ungrouped = runs[1..].iter().all(|run| run.len != 3);
    if first.len > 3 && runs[1..].iter().all(|run| run.len == 3) {
        return trouble(Trouble::Malformed, end);
    }
    if first.len > 3 || (ungrouped && runs.len() > 2) {
        return result(first.value, first.len, 0, first.zeros, false, first.end);
    }
    trouble(Trouble::Malformed, end)
}

fn trouble(trouble: Trouble, end: usize) -> Digits {
    Digits { trouble: Some(trouble), ..result(Some(0), 0, 0, 0, false, end) }
}
