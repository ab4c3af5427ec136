//! Accountants' minus: a number in parentheses goes in, whether they are its sign and where the amount ends comes out.

use super::amount::kind_of;
use super::numeral::{Form, Numeral, letter_scale};
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, digit_before, letters, letters_before, skip_spaces,
    skip_spaces_back,
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
    #[inline]
    pub(super) fn negative(
        &self,
        text: &str,
        around: (usize, usize),
        numeral: &Numeral,
        floor: usize,
        inside: impl FnOnce() -> Option<Kind>,
    ) -> Option<Negative> {
        // The last bytes of the parentheses.
        let opens = matches!(byte_before(text, skip_spaces_back(text, around.0, 1, floor)), b'(' | 0x88);
        if opens { self.bracketed_minus(text, around, numeral, floor, inside()) } else { None }
    }

    fn bracketed_minus(
        &self,
        text: &str,
        (start, end): (usize, usize),
        numeral: &Numeral,
        floor: usize,
        inside: Option<Kind>,
    ) -> Option<Negative> {
        let first = skip_spaces_back(text, start, 1, floor);
        let small = matches!(numeral.form, Form::Integer { len: ..3, leading_zero: false });
        let amount = match numeral.form {
            Form::Arabic => true,
            Form::Integer { leading_zero, .. } => !leading_zero,
            _ => false,
        };
        let open = char_before(text, first).filter(|c| matches!(c, '(' | '（'))?;
        let close_at = skip_spaces(text, end, 1);
        let close = char_at(text, close_at).filter(|&c| c == if open == '(' { ')' } else { '）' })?;
        let (open_at, behind) = (first - open.len_utf8(), close_at + close.len_utf8());
        if !amount || numeral.bounds.is_some() || open_at < floor {
            return None;
        }
        if small && inside.is_none() && numeral.scale == 0 && !self.is_amount(text, (open_at, behind), floor) {
            return None;
        }
        let mark = if inside.is_some() { None } else { self.mark_before(text, open_at, floor) };
        let (scale, unit, outer_end) = match inside {
            _ if numeral.scale != 0 => (0, None, behind),
            None => self.outside(text, behind, mark.is_some()),
            // (€12.5) billion
            Some(Kind::Money) => Some(self.outside(text, behind, true))
                .filter(|(scale, unit, _)| *scale != 0 && unit.is_none())
                .unwrap_or((0, None, behind)),
            Some(_) => (0, None, behind),
        };
        let start = mark.map_or(open_at, super::amount::Mark::start);
        let found = Negative { start, end: outer_end, scale, unit, mark };
        if found.mark.is_some() || outer_end > behind || small && inside.is_none() {
            return Some(found);
        }
        if small {
            return None;
        }
        // Accounts print money and shares so; heads and megawatts are told in passing.
        let told = matches!(inside, Some(kind) if !matches!(kind, Kind::Money | Kind::Percent));
        let back = skip_spaces_back(text, open_at, 40, 0);
        let before = char_before(text, back);
        let gap = open_at - back;
        let next = skip_spaces(text, behind_marks(text, behind), 40);
        let line_begins = before.is_none_or(|c| matches!(c, '\n' | '\r'));
        let line_ends = matches!(byte_at(text, next), 0 | b'\n' | b'\r' | b'\t' | b'|');
        // (1,234)(5,678)
        let glued = |at: usize, c: Option<char>| c == Some('(') && digit_at(text, at + 1).is_some();
        let behind_another = gap == 0 && before == Some(')') && digit_before(text, back - 1);
        let begins = line_begins || gap >= 2 || behind_another || matches!(before, Some('\t' | '|'));
        let ends = line_ends || next - behind >= 2;
        let bare = inside.is_none() && numeral.scale == 0;
        let number = before.is_some_and(|c| c.is_ascii_digit() || c == '%') || digit_before(text, back);
        let row_goes_on = glued(behind, char_at(text, behind)) && begins
            || next > behind
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

    /// True if parentheses from `open` to `behind` with one or two digits in them hold an amount below zero: a currency stands
    /// in front, a unit or scale behind, a row of numbers around them, or a sentence lacks an amount. Else they are
    /// the mark of a list or a note: "(1) growth and (2) profit", "Note (3)", "equation (4)".
    pub(super) fn is_amount(&self, text: &str, (open, behind): (usize, usize), floor: usize) -> bool {
        if matches!(char_before(text, open), Some('$' | '£' | '€' | '¥' | '￥')) && open > floor {
            return true;
        }
        let back = skip_spaces_back(text, open, 40, 0);
        let before = char_before(text, back);
        let line_begins = before.is_none_or(|c| matches!(c, '\n' | '\r' | '\x0c'));
        let clause_begins = line_begins || before.is_some_and(|c| "。；：，、.;:,（(".contains(c));
        let (scale, unit, end) = self.outside(text, behind, false);
        let ends = |at: usize| {
            char_at(text, at).is_none_or(|c| {
                matches!(c, '\n' | '\r' | '\t' | '.' | ',' | ';' | '。' | '，' | '；' | '、' | ')' | '）')
            })
        };
        if end > behind && (!clause_begins || ends(end)) {
            let of_unit = unit.as_ref().and_then(|found| found.unit.as_ref()).map(|unit| kind_of(Some(unit)));
            let letter = char_at(text, end).is_some_and(char::is_alphabetic);
            let han = char_at(text, behind).is_some_and(|c| c >= '\u{2e80}');
            return match of_unit {
                Some(Kind::Percent) => true,
                Some(Kind::Money) => scale != 0 || !letter,
                Some(_) => scale != 0 && !(han && letter),
                None => scale != 0 && !letter,
            };
        }
        !line_begins && (in_row(text, open, behind) || lacks_amount(text, back, behind))
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

/// True if the parentheses from `open` to `behind` stand among the numbers of a row that a label begins: apart from what
/// is beside them, and beside another number. `(1)  (2)  (3)` counts columns.
fn in_row(text: &str, open: usize, behind: usize) -> bool {
    let bytes = text.as_bytes();
    let from = open.saturating_sub(ROW);
    let start =
        bytes[from..open].iter().rposition(|byte| matches!(byte, b'\n' | b'\r' | b'\x0c')).map(|at| from + at + 1);
    let Some(start) = start.or((from == 0).then_some(0)) else { return false };
    let front = &text[start..open];
    let label = front.trim_start();
    if !label.starts_with(char::is_alphabetic) || label.contains(['=', '。', '；']) {
        return false;
    }
    let before = label.trim_end_matches([' ', '\t']);
    let gap = label.len() - before.len();
    let field = before.ends_with(',') && gap == 0;
    let apart = gap >= 2 || label.ends_with(['\t', '|']) || field;
    let next = behind + bytes[behind..].iter().take(ROW).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line_ends = matches!(byte_at(text, next), 0 | b'\n' | b'\r');
    let value = |at: usize| {
        digit_at(text, at).is_some() || matches!(char_at(text, at), Some('(' | '$' | '£' | '€' | '-' | '−' | '–' | '—'))
    };
    let comma = field && next == behind && byte_at(text, behind) == b',' && value(behind + 1);
    let goes_on = comma || (next >= behind + 2 || byte_at(text, behind) == b'\t') && value(next);
    let number = before
        .trim_end_matches(',')
        .ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '%' | '-' | '−' | '–' | '—'));
    let mark = |text: &str| text.strip_prefix('(')?.split_once(')')?.0.parse::<u32>().ok();
    let own = mark(&text[open..]);
    let counts = |other: Option<u32>, by: u32| matches!((own, other), (Some(a), Some(b)) if a + by == b + 1);
    let above = before.rfind('(').and_then(|at| mark(&before[at..]));
    apart && (line_ends || goes_on) && (number || goes_on) && !counts(above, 0) && !counts(mark(&text[next..]), 2)
}

/// A row takes no more bytes.
const ROW: usize = 240;

/// True if the sentence up to `at` lacks an amount, and goes on behind it as it does behind one: "a loss of (5) in the
/// year", 利润为(3)。 In "the lesser of (1) the price" it does not.
fn lacks_amount(text: &str, at: usize, behind: usize) -> bool {
    let here = skip_spaces(text, behind, 1);
    let ends = matches!(char_at(text, here), None | Some('\n' | '\r' | '.' | ',' | ';' | '。' | '，' | '；'));
    if matches!(char_before(text, at), Some('为' | '為')) {
        return ends;
    }
    let word = letters_before(text, at, 0);
    if matches!(word, "was" | "were") {
        return ends;
    }
    let of = skip_spaces_back(text, at - word.len(), 1, 0);
    let amount = letters_before(text, of, 0);
    const AMOUNTS: [&str; 8] = ["loss", "losses", "profit", "profits", "income", "deficit", "charge", "outflow"];
    const GO_ON: [&str; 7] = ["in", "for", "from", "to", "compared", "versus", "during"];
    word == "of" && AMOUNTS.contains(&amount) && (ends || GO_ON.contains(&letters(text, here)))
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
