//! Printed numbers that need no decision: the text of a cell goes in, its sign and digits come out.

use std::borrow::Cow;

/// What stands in front of decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Dot,
    Comma,
}

/// The point of a column: a comma where one stands in front of other than three digits, and no dot behind it.
pub(super) fn point<'t>(mut texts: impl Iterator<Item = &'t str>) -> Point {
    let is_decimal = |text: &str| {
        let text = narrow(text);
        let Some(closed) = closed(&text) else { return false };
        let Some(bare) = bare(&closed) else { return false };
        bare.split_once(',').is_some_and(|(_, tail)| !tail.contains([',', '.']) && tail.len() != 3 && !tail.is_empty())
    };
    // One such cell says it for all: no thousands look like it.
    if texts.any(is_decimal) { Point::Comma } else { Point::Dot }
}

/// Digits, brackets, points and signs as wide as a Chinese character, as their narrow ones.
fn narrow(text: &str) -> Cow<'_, str> {
    const WIDE: std::ops::RangeInclusive<char> = '\u{ff01}'..='\u{ff5e}';
    let of = |ch: char| match ch {
        _ if WIDE.contains(&ch) && !ch.is_alphabetic() => char::from_u32(ch as u32 - 0xfee0).unwrap_or(ch),
        ch => ch,
    };
    if text.chars().any(|ch| of(ch) != ch) { Cow::Owned(text.chars().map(of).collect()) } else { Cow::Borrowed(text) }
}

/// Marks of notes that stand behind numbers.
pub(super) const MARKS: [char; 15] = ['*', '†', '‡', '§', '¶', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰'];

/// What `drop` cuts off of cells with such marks.
pub(super) const MARKS_PATTERN: &str = r"\s*[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰]+$";

/// A text without the marks behind it; marks alone stay.
pub(super) fn unmarked(text: &str) -> &str {
    let bare = text.trim_end_matches(MARKS).trim_end();
    if bare.is_empty() { text } else { bare }
}

pub(super) const MINUS: [char; 3] = ['-', '–', '−'];

/// Digits with points and commas, without sign, brackets and percent sign; `None` if there is anything else.
fn bare(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches(MINUS).trim_start_matches('+').trim_end_matches(['%', '％']);
    let bare = if text.starts_with('(') { text.trim_matches(['(', ')']) } else { bare };
    let plain = bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    (plain && bare.bytes().any(|byte| byte.is_ascii_digit())).then_some(bare)
}

/// True if blanks part the digits of a number.
pub(super) fn is_spaced(text: &str) -> bool {
    let text = narrow(text);
    text.split_whitespace().filter(|part| part.starts_with(|ch: char| ch.is_ascii_digit())).count() > 1
        && closed(&text).is_some()
}

/// A text whose thousands are parted by blanks, "12 345,6", or whose sign stands apart, "( 234)", without them; `None` for
/// other texts with blanks.
fn closed(text: &str) -> Option<Cow<'_, str>> {
    let behind = text.strip_prefix(MINUS).or_else(|| text.strip_prefix(['+', '(']));
    let apart = behind.map(str::trim_start).filter(|rest| rest.starts_with(|ch: char| ch.is_ascii_digit()));
    if let Some(rest) = apart.filter(|rest| Some(*rest) != behind) {
        let sign = &text[..text.len() - behind?.len()];
        return closed(rest).map(|rest| Cow::Owned(format!("{sign}{rest}")));
    }
    if !text.contains(char::is_whitespace) {
        return Some(Cow::Borrowed(text));
    }
    let mut parts = text.split_whitespace();
    let head = parts.next()?;
    let digits = head.trim_start_matches(MINUS).trim_start_matches(['+', '(']);
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=3).contains(&digits.len()) || !all_digits(digits) {
        return None;
    }
    let mut out = head.to_owned();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let (group, rest) = part.split_at_checked(3)?;
        let ends = rest.is_empty() || parts.peek().is_none() && rest.starts_with(['.', ',', '%', ')']);
        if !all_digits(group) || !ends {
            return None;
        }
        out.push_str(part);
    }
    Some(Cow::Owned(out))
}

/// The number that a cell prints, marks of notes left out: a minus sign, digits, a dot and decimals. `None` if it prints
/// anything else.
pub(super) fn canonical(text: &str, point: Point) -> Option<String> {
    let text = narrow(unmarked(text));
    let text = &*closed(&text)?;
    let digits = bare(text)?;
    let (decimal, group) = match point {
        Point::Dot => ('.', ','),
        Point::Comma => (',', '.'),
    };
    if digits.matches(decimal).count() > 1 {
        return None;
    }
    let digits: String = digits.chars().filter(|c| *c != group).map(|c| if c == decimal { '.' } else { c }).collect();
    let sign = if text.starts_with(MINUS) || text.starts_with('(') { "-" } else { "" };
    Some(format!("{sign}{digits}"))
}

/// How many decimals a number of [`canonical`] has.
pub(super) fn decimals(number: &str) -> usize {
    number.split_once('.').map_or(0, |(_, tail)| tail.len())
}

/// A number of [`canonical`] times ten to the power of `decimals`.
pub(super) fn scaled(number: &str, decimals: usize) -> Option<i128> {
    let (whole, tail) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{tail:0<decimals$}").parse().ok()
}
