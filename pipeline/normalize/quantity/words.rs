//! Numbers in English words: the offset of a word goes in, a numeral comes out (twenty-five million, two thirds).

use super::numeral::{Form, Numeral, quotient};
use super::text::{byte_at, byte_before, digit_at, eat_word, letters, skip_spaces, word_before};
use super::{Separators, digits, vague};
use crate::model::Decimal;

/// What an English word is in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// zero to nineteen
    Unit(u8),
    /// twenty to ninety
    Tens(u8),
    /// tens of thousands
    TensOf,
    /// hundred
    Hundred,
    /// thousand and above, as an exponent
    Scale(i32),
    /// dozen
    Dozen,
    /// half
    Half,
    /// quarter
    Quarter,
    /// first, fifth, hundredth: value (a power of ten above 99 as its exponent), and whether it is a plural
    Ordinal(u8, bool),
    /// hundredth and above: the exponent, and whether it is a plural
    Power(i32, bool),
    /// several
    Several,
}

/// The word at `at` as a part of a number, and the offset behind it.
pub(super) fn word_at(text: &str, at: usize) -> Option<(Word, usize)> {
    let word = letters(text, at);
    if word.len() > 12 || word.len() < 3 {
        return None;
    }
    let mut lower = [0u8; 12];
    for (to, from) in lower.iter_mut().zip(word.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    let found = word_of(&lower[..word.len()])?;
    let end = at + word.len();
    (!byte_at(text, end).is_ascii_digit()).then_some((found, end))
}

fn word_of(word: &[u8]) -> Option<Word> {
    use Word::{Dozen, Half, Hundred, Ordinal, Power, Quarter, Scale, Several, Tens, TensOf, Unit};
    Some(match word {
        b"zero" | b"nought" | b"naught" => Unit(0),
        b"one" => Unit(1),
        b"two" => Unit(2),
        b"three" => Unit(3),
        b"four" => Unit(4),
        b"five" => Unit(5),
        b"six" => Unit(6),
        b"seven" => Unit(7),
        b"eight" => Unit(8),
        b"nine" => Unit(9),
        b"ten" => Unit(10),
        b"eleven" => Unit(11),
        b"twelve" => Unit(12),
        b"thirteen" => Unit(13),
        b"fourteen" => Unit(14),
        b"fifteen" => Unit(15),
        b"sixteen" => Unit(16),
        b"seventeen" => Unit(17),
        b"eighteen" => Unit(18),
        b"nineteen" => Unit(19),
        b"twenty" => Tens(20),
        b"thirty" => Tens(30),
        b"forty" | b"fourty" => Tens(40),
        b"fifty" => Tens(50),
        b"sixty" => Tens(60),
        b"seventy" => Tens(70),
        b"eighty" => Tens(80),
        b"ninety" => Tens(90),
        b"tens" => TensOf,
        b"hundred" | b"hundreds" => Hundred,
        b"thousand" | b"thousands" => Scale(3),
        b"lakh" | b"lakhs" => Scale(5),
        b"million" | b"millions" | b"mln" | b"mil" | b"mio" => Scale(6),
        b"crore" | b"crores" => Scale(7),
        b"billion" | b"billions" | b"bln" => Scale(9),
        b"trillion" | b"trillions" | b"trn" => Scale(12),
        b"quadrillion" => Scale(15),
        b"dozen" | b"dozens" | b"dzs" | b"doz" => Dozen,
        b"half" | b"halves" => Half,
        b"quarter" | b"quarters" => Quarter,
        b"several" => Several,
        b"first" | b"firsts" => Ordinal(1, word.len() == 6),
        b"second" => Ordinal(2, false),
        b"third" | b"thirds" => Ordinal(3, word.len() == 6),
        b"fourth" | b"fourths" => Ordinal(4, word.len() == 7),
        b"fifth" | b"fifths" => Ordinal(5, word.len() == 6),
        b"sixth" | b"sixths" => Ordinal(6, word.len() == 6),
        b"seventh" | b"sevenths" => Ordinal(7, word.len() == 8),
        b"eighth" | b"eighths" => Ordinal(8, word.len() == 7),
        b"ninth" | b"nineth" => Ordinal(9, false),
        b"ninths" => Ordinal(9, true),
        b"tenth" | b"tenths" => Ordinal(10, word.len() == 6),
        b"eleventh" | b"elevenths" => Ordinal(11, word.len() == 9),
        b"twelfth" | b"twelfths" => Ordinal(12, word.len() == 8),
        b"thirteenth" | b"thirteenths" => Ordinal(13, word.len() == 11),
        b"fourteenth" | b"fourteenths" => Ordinal(14, word.len() == 11),
        b"fifteenth" | b"fifteenths" => Ordinal(15, word.len() == 10),
        b"sixteenth" | b"sixteenths" => Ordinal(16, word.len() == 10),
        b"seventeenth" => Ordinal(17, false),
        b"eighteenth" => Ordinal(18, false),
        b"nineteenth" => Ordinal(19, false),
        b"twentieth" | b"twentieths" => Ordinal(20, word.len() == 10),
        b"thirtieth" | b"thirtieths" => Ordinal(30, word.len() == 10),
        b"fortieth" | b"fortieths" => Ordinal(40, word.len() == 9),
        b"fiftieth" | b"fiftieths" => Ordinal(50, word.len() == 9),
        b"sixtieth" => Ordinal(60, false),
        b"seventieth" => Ordinal(70, false),
        b"eightieth" => Ordinal(80, false),
        b"ninetieth" => Ordinal(90, false),
        b"hundredth" | b"hundredths" => Power(2, word.len() == 10),
        b"thousandth" | b"thousandths" => Power(3, word.len() == 11),
        b"millionth" | b"millionths" => Power(6, word.len() == 10),
        b"billionth" | b"billionths" => Power(9, word.len() == 10),
        b"trillionth" | b"trillionths" => Power(12, word.len() == 11),
        _ => return None,
    })
}

/// A cardinal number in the making.
#[derive(Clone, Copy)]
struct Cardinal {
    /// Everything above the running group.
    total: Decimal,
    /// The group below the next scale word.
    group: Decimal,
    /// The group before its last word, for `one hundred | thirty fifths`.
    before_last: Decimal,
    /// What was added since the last "and".
    since_and: Decimal,
    last: Option<Word>,
    /// Exponent of the last scale word, 0 before the first.
    scale: i32,
    /// Exponent of the smallest scale word with nothing behind it.
    open_scale: i32,
    hyphen: bool,
    end: usize,
}

impl Cardinal {
    fn value(&self) -> Option<Decimal> {
        self.total.checked_add(self.group)
    }

    /// Takes one more word; false if it does not go on the number.
    fn push(&mut self, word: Word, and: bool) -> bool {
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

/// The gap between two words of one number: the offset of the next word, whether "and" stands in it, and whether it is
/// a hyphen.
fn gap(text: &str, at: usize) -> Option<(usize, bool, bool)> {
    let mut next = skip_spaces(text, at, 3);
    let hyphen = byte_at(text, next) == b'-';
    if hyphen {
        next = skip_spaces(text, next + 1, 1);
    }
    if next == at {
        return None;
    }
    match eat_word(text, next, "and") {
        Some(behind) if !hyphen => Some((skip_spaces(text, behind, 3), true, false)),
        _ => Some((next, false, hyphen)),
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

/// The fraction that "to" joins to one that ends at `at`: a third | to a half.
pub(super) fn fraction_behind(text: &str, at: usize) -> Option<Numeral> {
    let here = super::range::connected(text, at)?;
    let word_start = ["a", "an"].into_iter().find_map(|article| eat_word(text, here, article));
    let found = read(text, word_start.map_or(here, |end| skip_spaces(text, end, 1)), here)?;
    (found.form == Form::Fraction).then_some(found)
}

fn empty(at: usize) -> Cardinal {
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

/// An ordinal behind a cardinal: the denominator of a fraction (two thirds, one fiftieth) or one long ordinal.
fn denominator(text: &str, cardinal: &Cardinal, start: usize) -> Option<Numeral> {
    let (next, false, hyphen) = gap(text, cardinal.end)? else { return None };
    let above = cardinal.value()?;
    let one = above == Decimal::ONE;
    match word_at(text, next)? {
        (Word::Half, end) => quotient(above, Decimal::new(2, 0), start, end),
        (Word::Quarter, end) => quotient(above, Decimal::new(4, 0), start, end),
        (Word::Ordinal(value @ 1..=9, plural), end) if matches!(cardinal.last, Some(Word::Tens(_))) => {
            let ordinal = Decimal::from(i64::from(value));
            if !plural {
                return Some(Numeral::new(above.checked_add(ordinal)?, start, end, Form::Ordinal));
            }
            // "one hundred | thirty fifths", but "thirty-two fifths" ends in a unit and comes below
            let tens = cardinal.group.checked_sub(cardinal.before_last)?;
            let rest = above.checked_sub(tens)?;
            if rest.is_zero() {
                return quotient(above, ordinal, start, end);
            }
            quotient(rest, tens.checked_add(ordinal)?, start, end)
        }
        (Word::Ordinal(value, plural), end) => {
            let below = Decimal::from(i64::from(value));
            let units = matches!(cardinal.last, Some(Word::Unit(_)));
            match (plural, one && value > 2) {
                (true, _) | (false, true) => quotient(above, below, start, end),
                (false, false) if !units && !hyphen => {
                    Some(Numeral::new(above.checked_add(below)?, start, end, Form::Ordinal))
                }
                _ => None,
            }
        }
        (Word::Power(exponent, plural), end) => {
            let power = Decimal::power_of_ten(exponent);
            if plural || one {
                return quotient(above, power, start, end);
            }
            Some(Numeral::new(above.checked_mul(power)?, start, end, Form::Ordinal))
        }
        // A new number that ends in an ordinal: one | twenty-fifth, three | twenty-firsts, one | one hundred fifth.
        (Word::Unit(_) | Word::Tens(_), _) => {
            let mut below = empty(next);
            let (word, behind) = word_at(text, next)?;
            below.push(word, false);
            below.end = behind;
            while let Some((next, false, _)) = gap(text, below.end) {
                match word_at(text, next) {
                    Some((Word::Ordinal(value, _), end)) => {
                        let value = below.value()?.checked_add(Decimal::from(i64::from(value)))?;
                        return quotient(above, value, start, end);
                    }
                    Some((Word::Power(exponent, _), end)) => {
                        return quotient(above, below.value()?.shifted(exponent), start, end);
                    }
                    Some((word, behind)) if below.push(word, false) => below.end = behind,
                    _ => break,
                }
            }
            None
        }
        _ => None,
    }
}

/// A small fraction at `at`: a half, a quarter, three fifths; what is above and below its line, and the offset behind.
fn fraction_at(text: &str, at: usize) -> Option<(Decimal, Decimal, usize)> {
    let (above, next, single) = match ["a", "an"].into_iter().find_map(|article| eat_word(text, at, article)) {
        Some(behind) => (1, skip_spaces(text, behind, 2), true),
        None => {
            let (Word::Unit(above), behind) = word_at(text, at)? else { return None };
            (above, gap(text, behind)?.0, above == 1)
        }
    };
    let (below, end) = match word_at(text, next)? {
        (Word::Half, end) => (2, end),
        (Word::Quarter, end) => (4, end),
        (Word::Ordinal(below, plural), end) if plural || single => (below, end),
        _ => return None,
    };
    Some((Decimal::from(i64::from(above)), Decimal::from(i64::from(below)), end))
}

/// `five and a half million`, `3 million and a half`, `one hundred and two fifths`.
fn mixed(text: &str, cardinal: &Cardinal, numeral: &Numeral) -> Option<Numeral> {
    let (next, true, _) = gap(text, numeral.end)? else { return None };
    let (above, below, end) = fraction_at(text, next)?;
    let scale = gap(text, end).filter(|gap| !gap.1).and_then(|(next, ..)| match word_at(text, next) {
        Some((Word::Scale(exponent), behind)) => Some((exponent, behind)),
        _ => None,
    });
    let of_scale = |exponent: i32, end| quotient(above.shifted(exponent), below, numeral.start, end);
    let (base, mut part) = match scale {
        Some((exponent, behind)) if cardinal.scale == 0 => {
            (numeral.value.shifted(exponent), of_scale(exponent, behind)?)
        }
        Some((exponent, behind)) => (numeral.value, of_scale(exponent, behind)?),
        None => (numeral.value, of_scale(if cardinal.open_scale >= 3 { cardinal.open_scale } else { 0 }, end)?),
    };
    part.value = base.checked_add(part.value)?;
    let exponent = scale.map_or(if cardinal.open_scale >= 3 { cardinal.open_scale } else { 0 }, |scale| scale.0);
    Some(if exponent > 0 { coarse(part, exponent) } else { part })
}

/// `1½ million`, `3/4 billion`: the scale word behind a fraction of digits.
pub(super) fn scaled_fraction(text: &str, fraction: Numeral) -> Numeral {
    match word_at(text, skip_spaces(text, fraction.end, 1)) {
        Some((Word::Scale(exponent), end)) => coarse(fraction.scaled(exponent, end), exponent),
        _ => fraction,
    }
}

/// A fraction of a scale word is printed to its tenths: half a million is no more exact than 0.5 million.
fn coarse(mut numeral: Numeral, exponent: i32) -> Numeral {
    numeral.decimals = 1 - exponent;
    numeral.wide = 1 - exponent;
    numeral.exact = false;
    numeral
}

/// `one over three`: a fraction unless what follows shows that two quantities meet (2000 over 3 years).
fn over(text: &str, numeral: Numeral) -> Numeral {
    let fraction = || {
        let (next, false, _) = gap(text, numeral.end)? else { return None };
        let behind = skip_spaces(text, eat_word(text, next, "over")?, 1);
        let below = match digit_at(text, behind) {
            Some(_) => {
                let run = digits::read(text, behind, Some(Separators::Point));
                run.trouble.is_none().then_some((run.value, run.end))?
            }
            None => {
                let below = cardinal(text, behind)?;
                (below.value()?, below.end)
            }
        };
        let rest = text.get(below.1..)?.trim_start();
        (rest.is_empty() || rest.starts_with(['.', ',', ';', ')']))
            .then(|| quotient(numeral.value, below.0, numeral.start, below.1))?
    };
    fraction().unwrap_or(numeral)
}

/// The longest whole number at `at`, without fractions behind it.
fn cardinal(text: &str, at: usize) -> Option<Cardinal> {
    let mut cardinal = empty(at);
    let (word, behind) = word_at(text, at)?;
    if !cardinal.push(word, false) {
        return None;
    }
    cardinal.end = behind;
    extend(text, &mut cardinal)?;
    Some(cardinal)
}

/// `one in five`, `1 in 20`, `two out of three`: a share that two numbers make.
///
/// Digits make one with 1 only, and where nothing ranks: "3 out of 12 firms" are two counts, "ranked 1 in 5 fields" two
/// numbers.
pub(super) fn part_of(text: &str, numeral: &Numeral) -> Option<Numeral> {
    let worded = numeral.form == Form::Words;
    let here = skip_spaces(text, numeral.end, 1);
    let (behind, out) = match eat_word(text, here, "in") {
        Some(end) => (end, false),
        None => (eat_word(text, skip_spaces(text, eat_word(text, here, "out")?, 1), "of")?, true),
    };
    if !out && numeral.value != Decimal::ONE || out && !worded || !worded && ranks(text, numeral.start) {
        return None;
    }
    let at = skip_spaces(text, behind, 1);
    let (below, end) = match digit_at(text, at) {
        Some(_) => {
            let run = digits::read(text, at, Some(Separators::Point));
            (run.trouble.is_none() && run.fraction == 0 && !out).then_some((run.value, run.end))?
        }
        None => {
            let below = cardinal(text, at)?;
            (below.value()?, below.end)
        }
    };
    // one in 2020, one in five years
    let next = letters(text, skip_spaces(text, end, 1));
    let time = ["year", "month", "week", "day", "hour", "minute", "second", "quarter"];
    let timed = time.into_iter().any(|unit| next.strip_suffix('s').unwrap_or(next).eq_ignore_ascii_case(unit));
    let fits = below > numeral.value && below < Decimal::new(1500, 0) && !byte_at(text, end).is_ascii_alphanumeric();
    let ends = !matches!(byte_at(text, end), b'%' | b'-' | b'/');
    (fits && ends && !timed).then(|| quotient(numeral.value, below, numeral.start, end))?
}

/// True unless a sentence begins before a 1 at `at`, or a word that a share may follow.
fn ranks(text: &str, at: usize) -> bool {
    const BEFORE: [&str; 18] = [
        "about",
        "around",
        "roughly",
        "nearly",
        "almost",
        "only",
        "just",
        "than",
        "some",
        "over",
        "is",
        "was",
        "to",
        "of",
        "and",
        "for",
        "that",
        "approximately",
    ];
    let before = super::text::skip_spaces_back(text, at, 1, 0);
    let begins = matches!(byte_before(text, before), 0 | b'\n' | b',' | b';' | b'(' | b'.');
    !begins && !BEFORE.into_iter().any(|word| word_before(text, before, word).is_some())
}

/// [`over`] for a number that begins with digits.
pub(super) fn digits_over(text: &str, numeral: Numeral) -> Numeral {
    over(text, numeral)
}

/// `half`, `half a million`, `a quarter million`.
fn part_of_one(text: &str, start: usize, article: bool, word: Word, behind: usize) -> Option<Numeral> {
    let below = Decimal::new(if word == Word::Half { 2 } else { 4 }, 0);
    let half = quotient(Decimal::ONE, below, start, behind)?;
    let next = skip_spaces(text, behind, 1);
    let next = eat_word(text, next, "a").map_or(next, |end| skip_spaces(text, end, 1));
    if let Some((Word::Scale(exponent), end)) = word_at(text, next) {
        return Some(coarse(half.scaled(exponent, end), exponent));
    }
    if let Some((Word::Dozen, end)) = word_at(text, next) {
        return quotient(Decimal::new(12, 0), below, start, end);
    }
    // "quarter" alone is a time or a place.
    let of = of_scale(text, half);
    let of_something = article && eat_word(text, skip_spaces(text, behind, 1), "of").is_some();
    (word == Word::Half || of_something || of.end > half.end).then_some(of)
}

/// `two thirds of a billion`.
fn of_scale(text: &str, fraction: Numeral) -> Numeral {
    let scale = || {
        let of = eat_word(text, skip_spaces(text, fraction.end, 1), "of")?;
        let article = eat_word(text, skip_spaces(text, of, 1), "a")?;
        match word_at(text, skip_spaces(text, article, 1))? {
            (Word::Scale(exponent), end) => Some(coarse(fraction.scaled(exponent, end), exponent)),
            _ => None,
        }
    };
    scale().unwrap_or(fraction)
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
