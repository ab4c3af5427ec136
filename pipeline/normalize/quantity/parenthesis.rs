//! Accountants' minus: a number in parentheses goes in, whether they are its sign and where the amount ends comes out.

use super::amount::kind_of;
use super::numeral::{Form, Numeral, letter_scale};
use super::text::{
    byte_at, char_at, char_before, digit_at, digit_before, letters, letters_before, skip_spaces, skip_spaces_back,
};
use super::unit::UnitFound;
use super::{Reader, han, word};
use crate::model::{Kind, Unit};

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
    /// They are one where a unit or currency stands outside of them, where the number stands as a cell does (between gaps
    /// or the ends of a line, in a row of such parentheses), and where a sentence wants a number: "a loss of (1.2)".
    /// Behind another word or number they only add a remark: "the largest share (43.6%) of them", "1,204 (45.5%), up".
    /// `inside` is the kind of the unit in them, if there is one.
    pub(super) fn negative(
        &self,
        text: &str,
        (start, end): (usize, usize),
        numeral: &Numeral,
        floor: usize,
        inside: Option<Kind>,
    ) -> Option<Negative> {
        let amount = match numeral.form {
            Form::Arabic => true,
            Form::Integer { len, leading_zero } => len >= 3 && !leading_zero,
            _ => false,
        };
        let first = skip_spaces_back(text, start, 1, floor);
        let open = char_before(text, first).filter(|c| matches!(c, '(' | '（'))?;
        let close_at = skip_spaces(text, end, 1);
        let close = char_at(text, close_at).filter(|&c| c == if open == '(' { ')' } else { '）' })?;
        let (open_at, behind) = (first - open.len_utf8(), close_at + close.len_utf8());
        if !amount || numeral.bounds.is_some() || open_at < floor {
            return None;
        }
        let mark = if inside.is_some() { None } else { self.mark_before(text, open_at, floor) };
        let (scale, unit, outer_end) = if inside.is_some() || numeral.scale != 0 {
            (0, None, behind)
        } else {
            self.outside(text, behind, mark.is_some())
        };
        let start = mark.as_ref().map_or(open_at, super::amount::Mark::start);
        let found = Negative { start, end: outer_end, scale, unit, mark };
        if found.mark.is_some() || outer_end > behind {
            return Some(found);
        }
        // Accounts print money and shares so; heads and megawatts are told in passing.
        let told = matches!(inside, Some(kind) if !matches!(kind, Kind::Money | Kind::Percent));
        let back = skip_spaces_back(text, open_at, 40, 0);
        let before = char_before(text, back);
        let gap = open_at - back;
        let next = skip_spaces(text, behind_marks(text, behind), 40);
        let line_begins = before.is_none_or(|c| matches!(c, '\n' | '\r'));
        let line_ends = matches!(byte_at(text, next), 0 | b'\n' | b'\r' | b'\t' | b'|');
        let begins = line_begins || gap >= 2 || matches!(before, Some('\t' | '|'));
        let ends = line_ends || next - behind >= 2;
        let bare = inside.is_none() && numeral.scale == 0;
        let number = before.is_some_and(|c| c.is_ascii_digit() || c == '%') || digit_before(text, back);
        let row_goes_on = next > behind
            && (digit_at(text, next).is_some()
                || char_at(text, next).is_some_and(|c| matches!(c, '(' | '$' | '-' | '—')));
        let row_went_on = gap > 0 && matches!(before, Some(')' | '-' | '—'));
        let cell = begins && (ends || row_goes_on || !line_begins && open == '(');
        // Chinese prose sets no blanks around parentheses.
        let row = bare && (open == '(' || next > behind) && gap > 0 && (row_went_on || !number && row_goes_on);
        let closes_line = bare && open == '(' && gap == 1 && line_ends && !number;
        let wanted = wants_number(text, back);
        (!told && (cell || row || closes_line || wanted)).then_some(found)
    }

    /// The scale word and unit behind a parenthesis, and where they end; `money` with a currency before it.
    fn outside(&self, text: &str, behind: usize, money: bool) -> (i32, Option<UnitFound>, usize) {
        let here = skip_spaces(text, behind, 1);
        let glued = here == behind;
        let (mut scale, mut end) = (0, behind);
        let letters = letters(text, here);
        if let Some((word::Word::Scale(exponent), word_end)) = word::word_at(text, here) {
            (scale, end) = (exponent, word_end);
        } else if let Some((exponent, word_end)) = han::scale_at(text, here) {
            (scale, end) = (exponent, word_end);
        } else if let Some(exponent) = letter_scale(letters, money || glued && letters == "m", glued)
            && !byte_at(text, here + letters.len()).is_ascii_digit()
        {
            // (5.6)m: no length is printed as accounts print a loss.
            (scale, end) = (exponent, here + letters.len());
        }
        match self.unit_behind(text, end) {
            Some(found) if scale != 0 || found.start == end || outright(text, &found) => {
                let end = found.end;
                (scale, Some(found), end)
            }
            _ => (scale, None, end),
        }
    }
}

/// The offset behind the footnote marks at `at`: (1,234)*, (1,234)¹.
fn behind_marks(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at).filter(|c| matches!(c, '*' | '†' | '‡' | '§' | '¹' | '²' | '³')) {
        at += c.len_utf8();
    }
    at
}

/// True for a unit that belongs to parentheses even a space away: money and "%"; "thirty (30) days" is no minus.
fn outright(text: &str, found: &UnitFound) -> bool {
    found.unit.as_ref().map(|unit: &Unit| kind_of(Some(unit))) == Some(Kind::Money)
        || matches!(text.get(found.start..found.end), Some("%" | "％"))
}

/// True if the sentence up to `at` lacks a number: "a loss of (1.2)", "was (3.2)", 利润为(1.2).
fn wants_number(text: &str, at: usize) -> bool {
    const WORDS: [&str; 12] = ["of", "from", "to", "by", "was", "were", "is", "are", "at", "and", "than", "loss"];
    let at = text.get(..at).map_or(at, |before| before.trim_end_matches(['\n', '\r']).len());
    match char_before(text, at) {
        Some('为' | '至' | '由') => true,
        Some(c) if c.is_ascii_alphabetic() => {
            let word = letters_before(text, at, 0);
            WORDS.into_iter().any(|wanting| word.eq_ignore_ascii_case(wanting))
        }
        _ => false,
    }
}
