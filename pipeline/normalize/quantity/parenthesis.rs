//! Accountants' minus: a number in parentheses goes in, whether they are its sign and where the amount ends comes out.

use super::numeral::{Form, Numeral};
use super::text::{byte_at, char_at, char_before, digit_at, skip_spaces, skip_spaces_back};
use super::unit::UnitFound;
use super::{Reader, han, word};

/// Parentheses that are a minus.
pub(super) struct Negative {
    /// Where the amount begins: at the parenthesis, or at the currency before it.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// The currency before the parenthesis.
    pub(super) mark: Option<super::amount::Mark>,
    /// The exponent of a scale word behind it: (3.2) million.
    pub(super) scale: i32,
    /// The unit behind it: (15.3)%.
    pub(super) unit: Option<UnitFound>,
}

impl Reader {
    /// The parentheses around the bytes from `start` to `end`, if they are a minus.
    ///
    /// They are one where a unit or currency stands outside of them, and where the number stands as a cell does: at the
    /// beginning of a line, behind a gap, beside another number. Behind a word they may only add a remark: "the largest
    /// share (43.6%) of them".
    pub(super) fn negative(
        &self,
        text: &str,
        (start, end): (usize, usize),
        numeral: &Numeral,
        floor: usize,
        has_unit: bool,
    ) -> Option<Negative> {
        let amount = match numeral.form {
            Form::Arabic => true,
            Form::Integer { len, leading_zero } => len >= 3 && !leading_zero,
            _ => false,
        };
        let inside = skip_spaces_back(text, start, 1, floor);
        let open = char_before(text, inside).filter(|c| matches!(c, '(' | '（'))?;
        let close_at = skip_spaces(text, end, 1);
        let close = char_at(text, close_at).filter(|&c| c == if open == '(' { ')' } else { '）' })?;
        let (open_at, behind) = (inside - open.len_utf8(), close_at + close.len_utf8());
        if !amount || numeral.bounds.is_some() || open_at < floor {
            return None;
        }
        let mark = if has_unit { None } else { self.mark_before(text, open_at, floor) };
        let (scale, unit, outer_end) =
            if has_unit || numeral.scale != 0 { (0, None, behind) } else { self.outside(text, behind) };
        let start = mark.as_ref().map_or(open_at, super::amount::Mark::start);
        let found = Negative { start, end: outer_end, scale, unit, mark };
        if found.mark.is_some() || outer_end > behind {
            return Some(found);
        }
        let back = skip_spaces_back(text, open_at, 40, 0);
        let before = char_before(text, back);
        let gap = open_at - back;
        let next = skip_spaces(text, behind, 40);
        let line_end = matches!(byte_at(text, next), 0 | b'\n' | b'\r' | b'\t' | b'|');
        let starts_cell = gap >= 2 || before.is_none_or(|c| matches!(c, '\n' | '\r' | '\t' | '|'));
        let beside = before.is_some_and(|c| c.is_ascii_digit() || matches!(c, ')' | '）' | '%' | '-' | '—'))
            || digit_at(text, next).is_some()
            || char_at(text, next).is_some_and(|c| matches!(c, '(' | '（' | '$' | '-' | '—'));
        let bare = !has_unit && numeral.scale == 0;
        let grouped = text.get(numeral.start..numeral.end).is_some_and(|digits| digits.contains(','));
        let closes_line = bare && gap == 1 && (line_end || grouped);
        let cell = starts_cell || gap > 0 && beside || closes_line && open == '(';
        // Sentences go on behind a remark.
        let remark = open == '（' && !line_end && !beside;
        (cell && !remark).then_some(found)
    }

    /// The scale word and unit behind a parenthesis, and where they end.
    fn outside(&self, text: &str, behind: usize) -> (i32, Option<UnitFound>, usize) {
        let here = skip_spaces(text, behind, 1);
        let (mut scale, mut end) = (0, behind);
        if let Some((word::Word::Scale(exponent), word_end)) = word::word_at(text, here) {
            (scale, end) = (exponent, word_end);
        } else if let Some((exponent, word_end)) = han::scale_at(text, here) {
            (scale, end) = (exponent, word_end);
        }
        match self.unit_behind(text, end) {
            // A sign of multiplication or a noun far away is none of its.
            Some(found) if found.start == end || found.index().is_some_and(super::unit::is_money) || scale != 0 => {
                let end = found.end;
                (scale, Some(found), end)
            }
            Some(found) if matches!(text.get(found.start..found.end), Some("%" | "％")) => {
                let end = found.end;
                (scale, Some(found), end)
            }
            Some(found) if char_at(text, found.start).is_some_and(|c| c.is_ascii_alphabetic()) => {
                let end = found.end;
                (scale, Some(found), end)
            }
            _ => (scale, None, end),
        }
    }
}
