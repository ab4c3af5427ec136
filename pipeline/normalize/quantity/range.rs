//! Ranges: a number and what follows goes in, the bounds of the range come out (5-10亿元, from 3 to 5 million, 5±1).

use super::numeral::{self, Form, Numeral};
use super::text::{
    byte_at, byte_before, char_at, digit_at, eat, eat_word, letters_before, skip_spaces, skip_spaces_back, word_before,
};
use super::unit::UnitFound;
use super::wrap::skip_break;
use super::{Reader, Separators, affix, fraction, han, shared, words};
use crate::model::{Decimal, Unit};

/// Why two numbers are no range, and the offset behind them.
pub(super) enum NoRange {
    /// The second lies below the first however the scale is shared: 5-3亿元.
    Backwards(usize),
    /// They are months of a year that is not named: 1-6月.
    Months(usize),
}

/// The parts of a range.
pub(super) struct Range {
    /// The first number with the scale that the second brings.
    pub(super) first: Numeral,
    /// Both bounds.
    pub(super) bounds: (Decimal, Decimal),
    /// The unit behind the second number.
    pub(super) unit: Option<UnitFound>,
    /// Where the second number ends.
    pub(super) number_end: usize,
    /// Where its unit ends.
    pub(super) end: usize,
    /// True for 5±1: the value is the number in the middle.
    pub(super) centred: bool,
}

/// What a number that may begin a range has beside its digits.
#[derive(Clone, Copy)]
pub(super) struct Beginning<'a> {
    /// Where it begins, with its sign and currency.
    pub(super) start: usize,
    /// Where its unit ends.
    pub(super) end: usize,
    /// True with a minus before it.
    pub(super) negative: bool,
    /// Its unit.
    pub(super) unit: Option<&'a Unit>,
    /// True if a currency stands before it.
    pub(super) money: bool,
}

/// What joins the two ends at `at`: the offset behind it, and whether it is a bare hyphen. "and" joins behind "between".
fn connector(text: &str, at: usize, between: impl FnOnce() -> bool) -> Option<(usize, bool)> {
    let here = skip_spaces(text, at, 1);
    let first = byte_at(text, here);
    if first == b'-' || first == b'~' {
        return Some((skip_spaces(text, here + 1, 1), first == b'-' && here == at));
    }
    if first.is_ascii_alphabetic() && here > at {
        let word = if between() { eat_word(text, here, "and") } else { eat_word(text, here, "to") };
        return word.map(|end| (skip_break(text, end), false));
    }
    if !matches!(first, 0xE2..=0xE3 | 0xE5 | 0xE8 | 0xEF) {
        return None;
    }
    let c = char_at(text, here)?;
    let behind = here + c.len_utf8();
    match c {
        // A dash that ends a line may be an empty cell.
        '–' | '—' | '～' | '－' | '∼' | '〜' | '―' | '‒' => Some((skip_spaces(text, behind, 1), false)),
        // 5‑7 and 5−7: a hyphen that breaks no line, and a minus that touches both numbers.
        '‑' | '−' if here == at && digit_at(text, behind).is_some() => Some((behind, true)),
        '至' | '到' => Some((skip_break(text, behind), false)),
        _ => None,
    }
}

/// The offset behind "or" at `at`.
fn alternative(text: &str, at: usize) -> Option<usize> {
    if byte_at(text, at) != b' ' || byte_at(text, at + 1) != b'o' {
        return None;
    }
    eat_word(text, at + 1, "or").map(|end| skip_break(text, end))
}

/// The offset behind 至, 到, "to", a dash or what else joins the first part of a range, which ends at `at`, to a second.
pub(super) fn connected(text: &str, at: usize) -> Option<usize> {
    connector(text, at, || false).map(|(behind, _)| behind)
}

/// The second number of a range whose first part ends at `at`.
pub(super) fn second(text: &str, at: usize, separators: Option<Separators>, money: bool) -> Option<Numeral> {
    behind(text, connector(text, at, || false)?, separators, money)
}

fn behind(text: &str, (behind, hyphen): (usize, bool), separators: Option<Separators>, money: bool) -> Option<Numeral> {
    let (negative, behind) = if hyphen { (false, behind) } else { affix::sign_at(text, behind) };
    let behind = ["US$", "$", "€", "£", "¥", "￥"]
        .into_iter()
        .filter(|_| money)
        .find_map(|sign| eat(text, behind, sign))
        .unwrap_or(behind);
    let mut second = if digit_at(text, behind).is_some() {
        numeral::read_digits(text, behind, separators, money)
    } else if char_at(text, behind).is_some_and(|c| han::part(c).is_some()) {
        han::read(text, behind, separators)?
    } else {
        words::read(text, behind, behind).filter(|_| !hyphen)?
    };
    if negative {
        second.value = -second.value;
    }
    // 82-2100-7 is no range, nor is 3-D.
    let joined =
        ["-", "‑"].into_iter().filter_map(|mark| eat(text, second.end, mark)).any(|at| digit_at(text, at).is_some());
    (second.trouble.is_none() && !joined && second.bounds.is_none()).then_some(second)
}

/// True for ` -650.10` at `at`: a row's next cell below zero, which no blank parts from its sign.
fn is_cell(text: &str, at: usize) -> bool {
    byte_at(text, at) == b' ' && signed_end(text, at + 1).is_some()
}

/// The offset behind the sign at `at`, if a digit follows it.
fn signed_end(text: &str, at: usize) -> Option<usize> {
    let behind = ["-", "–", "−"].into_iter().find_map(|sign| eat(text, at, sign))?;
    digit_at(text, behind).map(|_| behind)
}

/// True if the numbers from `start` and behind `end`, of which the second is below zero in any case, stand in a row of three
/// or more: 12 -15 -20%.
#[cold]
fn in_row(text: &str, start: usize, end: usize) -> bool {
    let cell_before = byte_before(text, start) == b' '
        && (byte_before(text, start - 1).is_ascii_digit() || byte_before(text, start - 1) == b'%');
    let rest = text.as_bytes().get(end..).unwrap_or_default();
    let begins = signed_end(text, end + 1).map_or(0, |at| at - end);
    let cell = rest.iter().skip(begins).take(LONGEST_CELL);
    let length = cell.take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'%')).count();
    let next = end + begins + length;
    let behind = byte_at(text, next + 1).is_ascii_digit() || signed_end(text, next + 1).is_some();
    cell_before || byte_at(text, next) == b' ' && behind
}

/// No cell of digits is longer.
const LONGEST_CELL: usize = 40;

/// Verbs that tell of a change, whatever it is by.
const CHANGED: [&str; 26] = [
    "rose",
    "fell",
    "grew",
    "increased",
    "decreased",
    "declined",
    "dropped",
    "climbed",
    "jumped",
    "surged",
    "slipped",
    "narrowed",
    "widened",
    "improved",
    "rebounded",
    "shrank",
    "soared",
    "plunged",
    "edged",
    "tumbled",
    "advanced",
    "slid",
    "slumped",
    "doubled",
    "tripled",
    "eased",
];

/// Words that tell of a change where "from" follows.
const CHANGES: [&str; 24] = [
    "rise",
    "rises",
    "rising",
    "fall",
    "falls",
    "falling",
    "grow",
    "grows",
    "growing",
    "increase",
    "increases",
    "increasing",
    "decrease",
    "decline",
    "drop",
    "up",
    "down",
    "went",
    "moved",
    "changed",
    "raised",
    "lowered",
    "reduced",
    "cut",
];

/// How a verb of change stands before a number.
enum Change {
    /// rose from 4,532, rising from: what was.
    From,
    /// fell by 300, grew 300, up 300: by how much.
    By,
}

/// The change that the two numbers tell which "to" joins at `end`: rose from 4,532 to 4,871, grew by 300 to 4,871.
fn change(text: &str, start: usize, end: usize) -> Option<Change> {
    eat_word(text, skip_spaces(text, end, 1), "to")?;
    // declined by roughly 1,200
    let start = affix::before(text, start, 0).map_or(start, |(_, start)| start);
    let before = skip_spaces_back(text, start, 1, 0);
    let word_at = |word| word_before(text, before, word).map(|at| skip_spaces_back(text, at, 1, 0));
    let (from, by) = (word_at("from"), word_at("by"));
    let mut at = from.or(by).unwrap_or(before);
    let mut word = letters_before(text, at, 0);
    if word.ends_with("ly") {
        at = skip_spaces_back(text, at - word.len(), 1, 0);
        word = letters_before(text, at, 0);
    }
    let one_of = |words: &[&str]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    if from.is_some() {
        return (one_of(&CHANGED) || one_of(&CHANGES)).then_some(Change::From);
    }
    (one_of(&CHANGED) || one_of(&["up", "down"])).then_some(Change::By)
}

impl Reader {
    /// The range that `first` begins; `None` if it begins none.
    #[inline]
    pub(super) fn ranged(&self, text: &str, first: &Numeral, from: Beginning<'_>) -> Option<Result<Range, NoRange>> {
        // "to", "and", "or"; signs, and what Chinese joins with.
        let may_join = matches!(
            byte_at(text, skip_spaces(text, from.end, 1)),
            b'-' | b'~' | b't' | b'T' | b'a' | b'A' | b'o' | 0xC2 | 0xE2..=0xE5 | 0xE8 | 0xEF
        );
        if may_join { self.joined(text, first, from) } else { None }
    }

    fn joined(&self, text: &str, first: &Numeral, from: Beginning<'_>) -> Option<Result<Range, NoRange>> {
        let Beginning { start, end, negative, unit, money } = from;
        let signed = || Numeral { value: if negative { -first.value } else { first.value }, ..*first };
        if let Some(at) = eat(text, skip_spaces(text, end, 1), "±")
            && let Some(found) = self.plus_minus(text, signed(), unit, at)
        {
            return Some(Ok(found));
        }
        let between = || word_before(text, skip_spaces_back(text, start, 1, 0), "between").is_some();
        let among = || {
            let here = skip_spaces(text, end, 1);
            let begins = matches!(byte_at(text, here), 0xE4 | 0xE5 | 0xE8);
            ["和", "与", "與"].into_iter().filter(|_| begins).find_map(|word| eat(text, here, word))
        };
        let (connector, among, or) = match connector(text, end, between) {
            Some(connector) => (connector, false, false),
            None => match alternative(text, end).filter(|_| unit.is_none() || money) {
                Some(behind) => ((behind, false), false, true),
                // 5%和7%之间
                None => ((skip_spaces(text, among()?, 1), false), true, false),
            },
        };
        let first = signed();
        // 5.1% -7.2%, 12 -15 -20%
        if is_cell(text, end) {
            let decimal = first.form == Form::Arabic && first.scale == 0;
            let bare = byte_before(text, end).is_ascii_digit();
            let percent = byte_before(text, end) == b'%';
            if percent || bare && (negative || decimal || in_row(text, start, end)) {
                return None;
            }
        }
        let second = behind(text, connector, self.options.separators, money)?;
        // £2m to £15m
        let marked = money && second.start > connector.0;
        let mut second = second;
        let mut second_unit = self.unit_behind(text, second.end);
        let mut tenths = false;
        if second_unit.is_none()
            && matches!(byte_at(text, second.end), 0xE6)
            && let Some((scaled, found)) = fraction::tenths(text, &second)
            && scaled.value == second.value.shifted(1)
        {
            // 2-3成, 三成至五成: tenths as percent
            tenths = unit.is_none();
            second = scaled;
            second_unit = Some(found);
        }
        if among && eat(text, second_unit.as_ref().map_or(second.end, |found| found.end), "之间").is_none() {
            return None;
        }
        if unit.is_none()
            && let Some(end) = eat(text, skip_spaces(text, second.end, 1), "月")
            && [first.value, second.value].iter().all(|month| (Decimal::ONE..=Decimal::new(12, 0)).contains(month))
        {
            return Some(Err(NoRange::Months(end)));
        }
        if let (Form::Integer { leading_zero: true, .. }, _) | (_, Form::Integer { leading_zero: true, .. }) =
            (first.form, second.form)
        {
            return None;
        }
        if second_unit.is_none() && byte_at(text, second.end).is_ascii_alphabetic() {
            return None;
        }
        // 1,200 to 34,567 employees: a level is many times its change, the ends of a range are not.
        let alike = unit.is_none() == (second_unit.is_none() && !marked) && (first.scale == 0) == (second.scale == 0);
        let level = unit.is_none() && second.value >= first.value.shifted(1) && second.scale == 0;
        if (alike || level) && matches!(change(text, start, end), Some(change) if alike || matches!(change, Change::By))
        {
            return None;
        }
        let mut low = first;
        let second_value = match &second_unit {
            Some(found) if found.scale != 0 => second.value.shifted(found.scale),
            _ => second.value,
        };
        let of_unit = second_unit.as_ref().map_or(0, |found| found.scale);
        let (scale, great) = shared::shared_scale(text, &first, &second, of_unit);
        match (unit, &second_unit) {
            (Some(one), Some(other)) if !money && other.unit.as_ref() != Some(one) => return None,
            (Some(_), None) if !money => return None,
            _ => {}
        }
        let end = second_unit.as_ref().map_or(second.end, |found| found.end);
        if tenths {
            low = Numeral { scale: 0, ..first.scaled(1, first.end) };
        } else if scale != 0 && (unit.is_none() || money) {
            let shared = first.scaled(scale, first.end);
            if shared.value < second_value {
                low = shared;
            } else if great && first.value.shifted(1) < Decimal::power_of_ten(scale) && !first.value.is_negative() {
                // 8000-1万 needs no shared scale, 5-3亿 has no order in either reading.
                return Some(Err(NoRange::Backwards(end)));
            }
        }
        let told = second_unit.is_some() || scale != 0 || matches!(second.form, Form::Words);
        if low.value >= second_value || or && !(told && shared::neighbours(first.value, second_value.shifted(-scale))) {
            return None;
        }
        low.decimals = low.decimals.min(second.decimals);
        let bounds = (low.value, second_value);
        Some(Ok(Range { first: low, bounds, unit: second_unit, number_end: second.end, end, centred: false }))
    }

    /// `5±1%`: from four to six percent; `behind` is the offset behind the sign.
    fn plus_minus(&self, text: &str, first: Numeral, unit: Option<&Unit>, behind: usize) -> Option<Range> {
        let at = skip_spaces(text, behind, 1);
        digit_at(text, at)?;
        let by = numeral::read_digits(text, at, self.options.separators, false);
        let by_unit = self.unit_behind(text, by.end);
        let same = unit.is_none() || by_unit.as_ref().is_some_and(|found| found.unit.as_ref() == unit);
        if by.trouble.is_some() || by.scale != 0 || !same {
            return None;
        }
        let bounds = (first.value.checked_sub(by.value)?, first.value.checked_add(by.value)?);
        let end = by_unit.as_ref().map_or(by.end, |found| found.end);
        Some(Range { first, bounds, unit: by_unit, number_end: by.end, end, centred: true })
    }
}
