//! Lines that end inside a quantity: a number at the end of a line goes in, the unit that running text has for it at the
//! beginning of the next line comes out. Rows of tables end in numbers too: nothing is joined behind them.

use super::amount::kind_of;
use super::numeral::Numeral;
use super::text::{byte_at, skip_spaces};
use super::unit::UnitFound;
use super::{Reader, han, word};
use crate::model::Kind;

/// So many bytes of running text stand before a number that a line of prose ends in.
const PROSE: usize = 30;
/// So far back a line is looked at.
const LINE: usize = 200;

/// The offset behind a line end and the spaces that begin the next line.
fn next_line(text: &str, at: usize) -> Option<usize> {
    match (byte_at(text, at), byte_at(text, at + 1)) {
        (b'\n', _) => Some(skip_spaces(text, at + 1, 8)),
        (b'\r', b'\n') => Some(skip_spaces(text, at + 2, 8)),
        _ => None,
    }
}

/// The offset behind a space, or behind the line end, and a blank line, that stands where something must follow.
pub(super) fn skip_break(text: &str, at: usize) -> usize {
    let here = skip_spaces(text, at, 1);
    match next_line(text, here) {
        Some(next) => next_line(text, next).unwrap_or(next),
        None => here,
    }
}

/// True if running text stands before `at` in its line.
fn is_prose(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[at.saturating_sub(LINE)..at];
    let start = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |line_end| line_end + 1);
    let line = bytes[start..].trim_ascii_start();
    line.len() >= PROSE
        && line.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
        && !line.trim_ascii_end().last().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'%')
        && !line.contains(&b'\t')
        && !line.windows(2).any(|pair| pair == b"  ")
}

impl Reader {
    /// The unit on the next line of a number that ends its line; a scale word there is multiplied in.
    pub(super) fn wrapped(&self, text: &str, numeral: &mut Numeral) -> Option<UnitFound> {
        let next = next_line(text, numeral.end)?;
        let first = byte_at(text, next);
        if !(first.is_ascii_lowercase() || first == b'%' || first >= 0xE4) || !is_prose(text, numeral.start) {
            return None;
        }
        if numeral.scale == 0
            && let Some((word::Word::Scale(exponent), end)) = word::word_at(text, next)
        {
            numeral.scale_by(exponent, end);
            return self.unit_behind(text, end);
        }
        // 万科 and 百度 begin with a scale word.
        if numeral.scale == 0
            && let Some((exponent, end)) = han::scale_at(text, next).filter(|(exponent, _)| *exponent >= 4)
        {
            let found = self.unit_behind(text, end);
            let ends = !super::text::char_at(text, end).is_some_and(char::is_alphabetic);
            if found.is_some() || ends {
                numeral.scale_by(exponent, end);
            }
            return found;
        }
        self.unit_behind(text, next).filter(|found| {
            let name = &text[next..found.end];
            match kind_of(found.unit.as_ref()) {
                Kind::Percent => true,
                // 家电 and 年初 begin lines, as does "In".
                _ if name.is_ascii() => name.len() >= 4,
                Kind::Money => true,
                Kind::Measure => name.chars().count() >= 2 || matches!(name, "倍" | "吨"),
                _ => false,
            }
        })
    }
}
