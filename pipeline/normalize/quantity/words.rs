//! Numbers in English words: the offset of a word goes in, a numeral comes out (twenty-five million, two thirds).

use super::numeral::{Form, Numeral, SHORTEST_SCALE, is_unknown_scale, quotient};
use super::text::{byte_at, byte_before, digit_at, eat_word, letters, skip_spaces, word_before};
use super::word::{Word, gap, word_at};
use super::words_fraction::{coarse, denominator, fraction_at, mixed, of_scale, over, part_of_one};
use super::{Separators, digits, vague};
use crate::model::Decimal;

/// A cardinal number in the making.
#[derive(Clone, Copy)]
pub(super) struct Cardinal {
    /// Everything above the running group.
    pub total: Decimal,
    /// The group below the next scale word.
    pub group: Decimal,
    /// The group before its last word, for `one hundred | thirty fifths`.
    pub before_last: Decimal,
    /// What was added since the last "and".
    pub since_and: Decimal,
    pub last: Option<Word>,
    /// Exponent of the last scale word, 0 before the first.
    pub scale: i32,
    /// Exponent of the smallest scale word with nothing behind it.
    pub open_scale: i32,
    pub hyphen: bool,
    pub end: usize,
}

impl Cardinal {
    pub fn value(&self) -> Option<Decimal> {
        self.total.checked_add(self.group)
    }

    /// Takes one more word; false if it does not go on the number.
    pub fn push(&mut self, word: Word, and: bool) -> bool {
        let add = |cardinal: &mut Cardinal, value: u8| {
            cardinal.before_last = cardinal.group;
            let value = Decimal::from(i64::from(value));
            cardinal.group = cardinal.group.checked_add(value).unwrap_or(cardinal.group);
            cardinal.since_and = if and { value } else { cardinal.since_and.checked_add(value).unwrap_or(value) };
            cardinal.open_scale = 0;
        };
        match (word, self.last) {
            (Word::Unit(value @ 1..=9), Some(Word::Tens(_))) => add(self, value),
            (Word::Unit(value), None | Some(Word::Hundred | Word::Scale(_))) => add(self, value),
            (Word::Tens(value), None | Some(Word::Hundred | Word::Scale(_))) => add(self, value),
            (Word::Hundred, Some(Word::Unit(_) | Word::Tens(_))) if self.group < Decimal::new(100, 0) => {
                self.group = self.group.shifted(2);
                self.open_scale = 2;
            }
            (Word::Hundred, None) if !self.group.is_zero() => {
                self.group = self.group.shifted(2);
                self.open_scale = 2;
            }
            (Word::Scale(exponent), Some(_)) if !self.group.is_zero() && (self.scale == 0 || exponent < self.scale) => {
                let Some(total) = self.total.checked_add(self.group.shifted(exponent)) else { return false };
                self.total = total;
                self.group = Decimal::ZERO;
                self.scale = exponent;
                self.open_scale = exponent;
            }
            (Word::Scale(exponent), Some(Word::Scale(_))) if self.group.is_zero() && exponent >= self.scale => {
                self.total = self.total.shifted(exponent);
                self.scale += exponent;
                self.open_scale = self.scale;
            }
            (Word::Dozen, Some(last)) if last != Word::Dozen => {
                // four hundred and two dozens are 424
                let part = if self.since_and.is_zero() { self.group } else { self.since_and };
                let eleven = part.checked_mul(Decimal::new(11, 0));
                let Some(group) = eleven.and_then(|more| self.group.checked_add(more)) else { return false };
                self.group = group;
                self.open_scale = 0;
            }
            _ => return false,
        }
        self.last = Some(word);
        true
    }
}

/// Reads the number that begins with the word at `at`, or with an article before it, not below `floor`.
pub(super) fn read(text: &str, at: usize, floor: usize) -> Option<Numeral> {
    let (word, behind) = word_at(text, at)?;
    let article = ["a", "an"].into_iter().find_map(|article| {
        let end = at.checked_sub(1).filter(|_| byte_before(text, at) == b' ')?;
        word_before(text, end, article).filter(|&start| start >= floor)
    });
    let start = article.unwrap_or(at);
    // a few hundred, the few thousand
    if let (Word::Hundred | Word::Scale(_), b' ') = (word, byte_before(text, at))
        && let Some(few) = word_before(text, at - 1, "few").filter(|&few| few >= floor)
    {
        return several(text, few, at);
    }
    match word {
        Word::Half | Word::Quarter => part_of_one(text, start, article.is_some(), word, behind),
        Word::Ordinal(value, false) if article.is_none() => {
            Some(Numeral::new(Decimal::from(i64::from(value)), at, behind, Form::Ordinal))
        }
        Word::Ordinal(value, _) if article.is_some() && value > 2 => {
            quotient(Decimal::ONE, Decimal::from(i64::from(value)), start, behind).map(|f| of_scale(text, f))
        }
        Word::Power(exponent, false) if article.is_some() => {
            quotient(Decimal::ONE, Decimal::power_of_ten(exponent), start, behind)
        }
        Word::Ordinal(..) | Word::Power(..) => None,
        Word::Several => several(text, at, behind),
        Word::Hundred | Word::Scale(_) | Word::Dozen if article.is_some() => {
            let mut one = empty(at);
            one.group = Decimal::ONE;
            one.last = Some(Word::Unit(1));
            one.push(word, false);
            one.end = behind;
            whole(text, start, one)
        }
        // "hundred thousand" is a number, "hundreds of firms" more than one; "millions" alone is none.
        Word::Hundred => {
            let mut one = empty(at);
            one.group = Decimal::ONE;
            one.last = Some(Word::Unit(1));
            one.push(word, false);
            one.end = behind;
            let next = gap(text, behind)?;
            match word_at(text, next.0) {
                Some((Word::Scale(_), _)) => whole(text, start, one),
                _ => vague::plural(text, at, floor),
            }
        }
        Word::Scale(_) | Word::Dozen | Word::TensOf => vague::plural(text, at, floor),
        Word::Unit(_) | Word::Tens(_) => {
            let mut one = empty(at);
            one.push(word, false);
            one.end = behind;
            whole(text, at, one)
        }
    }
}

pub(super) fn empty(at: usize) -> Cardinal {
    Cardinal {
        total: Decimal::ZERO,
        group: Decimal::ZERO,
        before_last: Decimal::ZERO,
        since_and: Decimal::ZERO,
        last: None,
        scale: 0,
        open_scale: 0,
        hyphen: false,
        end: at,
    }
}

/// Goes on with words behind Arabic digits: 3 hundred and 21, 2.5 million, 3 million and a half.
pub(super) fn continue_with(text: &str, numeral: &mut Numeral) {
    // A scale word that touches the digits: 2mil.
    let (next, and) = gap(text, numeral.end).map_or((numeral.end, false), |(next, and, _)| (next, and));
    if and {
        if let Some(sum) = and_a_half(text, *numeral, next) {
            *numeral = sum;
        }
        return;
    }
    if let Some((word @ (Word::Hundred | Word::Scale(_) | Word::Dozen), behind)) = word_at(text, next) {
        *numeral = scaled(text, *numeral, word, behind);
    }
}

/// `2 and a half`: a fraction behind whole digits.
fn and_a_half(text: &str, numeral: Numeral, next: usize) -> Option<Numeral> {
    ["a", "an"].into_iter().find_map(|article| eat_word(text, next, article)).filter(|_| numeral.is_integer())?;
    let (above, below, end) = fraction_at(text, next)?;
    let part = quotient(above, below, numeral.start, end)?;
    let mut sum = Numeral { value: part.value.checked_add(numeral.value)?, ..part };
    if let Some((next, false, _)) = gap(text, end)
        && let Some((Word::Scale(exponent), behind)) = word_at(text, next)
    {
        sum = coarse(sum.scaled(exponent, behind), exponent);
    }
    Some(sum)
}

fn scaled(text: &str, numeral: Numeral, word: Word, behind: usize) -> Numeral {
    let more_words = gap(text, behind).is_some_and(|(next, and, _)| {
        digit_at(text, next).is_some() && and
            || word_at(text, next).is_some()
            || (and && matches!(byte_at(text, next), b'a'))
    });
    match word {
        Word::Scale(exponent) if !more_words => numeral.scaled(exponent, behind),
        Word::Hundred if !more_words => numeral.scaled(2, behind),
        _ => {
            let mut one = empty(numeral.start);
            one.group = numeral.value;
            one.last = (word != Word::Hundred).then_some(Word::Unit(1));
            if !one.push(word, false) {
                return numeral;
            }
            one.end = behind;
            match whole(text, numeral.start, one) {
                Some(read) => {
                    let decimals = numeral.decimals - one.scale;
                    let plain = read.end == behind;
                    let (decimals, wide) = if plain {
                        (decimals, decimals.min(numeral.wide - one.scale))
                    } else {
                        (read.decimals, read.wide)
                    };
                    Numeral { decimals, wide, scale: if plain { one.scale } else { 0 }, ..read }
                }
                None => numeral,
            }
        }
    }
}

/// Goes on with a cardinal whose first word is taken, then with what may follow a whole number.
fn whole(text: &str, start: usize, mut cardinal: Cardinal) -> Option<Numeral> {
    extend(text, &mut cardinal)?;
    let value = cardinal.value()?;
    let mut numeral = Numeral::new(value, start, cardinal.end, Form::Words);
    let zeros = if value.is_zero() { 0 } else { (-value.normalized().scale()).max(0) };
    numeral.decimals = if cardinal.open_scale >= 3 { -cardinal.open_scale } else { 0 };
    numeral.wide = numeral.decimals.min(-zeros);
    numeral.scale = if cardinal.open_scale >= 3 { cardinal.open_scale } else { 0 };
    if let Some(found) = point(text, &numeral) {
        return Some(found);
    }
    if let Some(found) = denominator(text, &cardinal, start) {
        return Some(of_scale(text, found));
    }
    if let Some(found) = mixed(text, &cardinal, &numeral) {
        return Some(found);
    }
    Some(over(text, numeral))
}

/// Takes all words that go on the cardinal; `None` where it has too many digits.
fn extend(text: &str, cardinal: &mut Cardinal) -> Option<()> {
    while let Some((next, and, hyphen)) = gap(text, cardinal.end) {
        if and && fraction_at(text, next).is_some() {
            break;
        }
        // 3 hundred and 21
        if digit_at(text, next).is_some() && and && cardinal.last == Some(Word::Hundred) {
            let run = digits::read(text, next, Some(Separators::Point));
            if run.whole <= 2 && run.fraction == 0 && !byte_at(text, run.end).is_ascii_alphabetic() {
                cardinal.group = cardinal.group.checked_add(run.value)?;
                cardinal.last = Some(Word::Unit(1));
                cardinal.end = run.end;
                continue;
            }
        }
        let Some((word, behind)) = word_at(text, next) else { break };
        if and && matches!(word, Word::Scale(_) | Word::Hundred | Word::Dozen) || !cardinal.push(word, and) {
            break;
        }
        cardinal.hyphen = hyphen;
        cardinal.end = behind;
    }
    Some(())
}

/// `point zero three` behind a whole number.
fn point(text: &str, numeral: &Numeral) -> Option<Numeral> {
    let (next, false, _) = gap(text, numeral.end)? else { return None };
    let mut end = eat_word(text, next, "point")?;
    let (mut fraction, mut count) = (0i128, 0);
    while let Some((next, false, _)) = gap(text, end) {
        let (digit, behind) = match word_at(text, next) {
            Some((Word::Unit(digit), behind)) => (digit, behind),
            Some((Word::Tens(digit), behind)) => (digit, behind),
            _ => break,
        };
        let places = if digit < 10 { 1 } else { 2 };
        fraction = fraction.checked_mul(10i128.pow(places))?.checked_add(digit.into())?;
        count += places as i32;
        end = behind;
    }
    if count == 0 {
        return None;
    }
    let mut found = *numeral;
    found.value = numeral.value.checked_add(Decimal::new(fraction, count))?;
    found.decimals = count;
    found.wide = count;
    found.end = end;
    if let Some((next, false, _)) = gap(text, end)
        && let Some((Word::Scale(exponent), behind)) = word_at(text, next)
    {
        return Some(found.scaled(exponent, behind));
    }
    Some(found)
}

/// The end of a scale word of no known size at `at`: three zillion.
pub(super) fn unknown_scale(text: &str, at: usize) -> Option<usize> {
    let word = letters(text, at);
    let may_be = word.len() >= SHORTEST_SCALE && matches!(word.as_bytes().last(), Some(b'n' | b's' | b'd'));
    (may_be && is_unknown_scale(text, at, word, false)).then_some(at + word.len())
}

/// The longest whole number at `at`, without fractions behind it.
pub(super) fn cardinal(text: &str, at: usize) -> Option<Cardinal> {
    let mut cardinal = empty(at);
    let (word, behind) = word_at(text, at)?;
    if !cardinal.push(word, false) {
        return None;
    }
    cardinal.end = behind;
    extend(text, &mut cardinal)?;
    Some(cardinal)
}

/// `several thousand`.
fn several(text: &str, at: usize, behind: usize) -> Option<Numeral> {
    let (exponent, end) = match word_at(text, skip_spaces(text, behind, 1))? {
        (Word::Hundred, end) => match word_at(text, skip_spaces(text, end, 1)) {
            Some((Word::Scale(exponent), end)) => (exponent + 2, end),
            _ => (2, end),
        },
        (Word::Scale(exponent), end) => (exponent, end),
        _ => return None,
    };
    let unit = Decimal::power_of_ten(exponent);
    let mut numeral = Numeral::new(unit.checked_mul(Decimal::new(2, 0))?, at, end, Form::Words);
    numeral.decimals = -exponent;
    numeral.wide = -exponent;
    numeral.bounds = Some((numeral.value, unit.shifted(1)));
    Some(numeral)
}
