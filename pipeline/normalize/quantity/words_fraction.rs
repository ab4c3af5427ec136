//! Fractions in English words: a number or the word behind it goes in, a fraction comes out (two thirds, one in five).

use super::numeral::{Form, Numeral, quotient};
use super::text::{byte_at, byte_before, digit_at, eat_word, letters, skip_spaces, skip_spaces_back, word_before};
use super::word::{Word, gap, word_at};
use super::words::{Cardinal, cardinal, empty, read};
use super::{Separators, digits};
use crate::model::Decimal;

/// The fraction that "to" joins to one that ends at `at`: a third | to a half.
pub(super) fn fraction_behind(text: &str, at: usize) -> Option<Numeral> {
    let here = super::range::connected(text, at)?;
    let word_start = ["a", "an"].into_iter().find_map(|article| eat_word(text, here, article));
    let found = read(text, word_start.map_or(here, |end| skip_spaces(text, end, 1)), here)?;
    (found.form == Form::Fraction).then_some(found)
}

/// An ordinal behind a cardinal: the denominator of a fraction (two thirds, one fiftieth) or one long ordinal.
pub(super) fn denominator(text: &str, cardinal: &Cardinal, start: usize) -> Option<Numeral> {
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
pub(super) fn fraction_at(text: &str, at: usize) -> Option<(Decimal, Decimal, usize)> {
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
pub(super) fn mixed(text: &str, cardinal: &Cardinal, numeral: &Numeral) -> Option<Numeral> {
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
pub(super) fn coarse(mut numeral: Numeral, exponent: i32) -> Numeral {
    numeral.decimals = 1 - exponent;
    numeral.wide = 1 - exponent;
    numeral.exact = false;
    numeral
}

/// `one over three`: a fraction unless what follows shows that two quantities meet (2000 over 3 years).
pub(super) fn over(text: &str, numeral: Numeral) -> Numeral {
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
    let before = skip_spaces_back(text, at, 1, 0);
    let begins = matches!(byte_before(text, before), 0 | b'\n' | b',' | b';' | b'(' | b'.');
    !begins && !BEFORE.into_iter().any(|word| word_before(text, before, word).is_some())
}

/// `half`, `half a million`, `a quarter million`.
pub(super) fn part_of_one(text: &str, start: usize, article: bool, word: Word, behind: usize) -> Option<Numeral> {
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

/// True for the half of "the first half" and "second-half results", which is a stretch of time or a part of a game.
pub(super) fn names_half(text: &str, numeral: &Numeral) -> bool {
    const BEFORE: [&str; 8] = ["first", "second", "latter", "other", "top", "bottom", "upper", "lower"];
    let half = text[numeral.start..numeral.end].eq_ignore_ascii_case("half");
    let before = match byte_before(text, numeral.start) {
        b'-' => numeral.start - 1,
        _ => skip_spaces_back(text, numeral.start, 1, 0),
    };
    half && BEFORE.into_iter().any(|word| word_before(text, before, word).is_some())
}

/// The offset behind the article of what a fraction that ends at `at` is a part of: a | percent, of an | hour.
pub(super) fn article_behind(text: &str, at: usize) -> Option<usize> {
    let here = skip_spaces(text, at, 1);
    let here = eat_word(text, here, "of").map_or(here, |end| skip_spaces(text, end, 1));
    ["a", "an", "one"].into_iter().find_map(|article| eat_word(text, here, article)).filter(|_| here > at)
}

/// `two thirds of a billion`.
pub(super) fn of_scale(text: &str, fraction: Numeral) -> Numeral {
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
