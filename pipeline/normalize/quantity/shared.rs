//! What the second number of a range gives to the first: both go in, the scale that they share comes out.

use super::han::{self, Part};
use super::numeral::{Form, Numeral};
use super::word::{Word, word_at};
use crate::model::Decimal;

/// A numeral has no more scale words at its end than 百万亿 has, and one to spare.
const WORDS: usize = 4;

/// The scale that `first` takes from `second`, whose own unit brings `of_unit`, and whether it is one of thousands or
/// above.
///
/// 三百到五百亿 shares 亿, 五到六百万 and "five to six hundred million" share all words, as the first is but a digit.
pub(super) fn shared_scale(text: &str, first: &Numeral, second: &Numeral, of_unit: i32) -> (i32, bool) {
    if first.scale != 0 {
        return (0, false);
    }
    let spoken = |numeral: &Numeral| matches!(numeral.form, Form::Words | Form::Han);
    if spoken(first) || spoken(second) {
        return in_words(text, first, second, of_unit);
    }
    let scale = second.scale + of_unit;
    (scale, scale != 0)
}

#[cold]
fn in_words(text: &str, first: &Numeral, second: &Numeral, of_unit: i32) -> (i32, bool) {
    let own = match first.form {
        Form::Words | Form::Han => scale_words(text, first).into_iter().max().unwrap_or(0),
        _ => 0,
    };
    if !matches!(second.form, Form::Words | Form::Han) {
        let scale = second.scale + of_unit;
        return (scale, scale != 0 && own == 0);
    }
    let digit = own == 0 && first.value < Decimal::new(10, 0);
    // 百 and 千 count within 万, "hundred" within a thousand.
    let within = if second.form == Form::Han { 4 } else { 3 };
    let words = scale_words(text, second);
    let taken = || words.into_iter().take_while(|&exponent| exponent > own && (digit || exponent >= within));
    (taken().sum::<i32>() + of_unit, of_unit != 0 || taken().any(|exponent| exponent >= within))
}

/// The exponents of the scale words that end a numeral, the last word first; 0 behind them. 十 counts like a digit.
fn scale_words(text: &str, numeral: &Numeral) -> [i32; WORDS] {
    let printed = text.get(numeral.start..numeral.end).unwrap_or_default();
    let mut exponents = [0; WORDS];
    if numeral.form == Form::Words {
        let words = printed.rsplit(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let scales = words.map_while(|word| match word_at(word, 0) {
            Some((Word::Hundred, _)) => Some(2),
            Some((Word::Scale(exponent), _)) => Some(exponent),
            _ => None,
        });
        exponents.iter_mut().zip(scales).for_each(|(slot, exponent)| *slot = exponent);
    } else {
        let scales = printed.chars().rev().filter(|c| !c.is_whitespace()).map_while(|c| match han::part(c) {
            Some(Part::Small(exponent @ 2..) | Part::Big(exponent)) => Some(exponent),
            _ => None,
        });
        exponents.iter_mut().zip(scales).for_each(|(slot, exponent)| *slot = exponent);
    }
    exponents
}

/// True if "or" between two numbers leaves open which of two neighbours it is: 2 or 3 companies, twenty or thirty.
///
/// `second` is what the second number is without the scale that both share.
pub(super) fn neighbours(first: Decimal, second: Decimal) -> bool {
    let hundred = Decimal::new(100, 0);
    let Some(step) = second.checked_add(-first).filter(|_| first < hundred) else { return false };
    let tens = first.normalized().scale() == -1 && step == Decimal::new(10, 0);
    first.scale() <= 0 && (step == Decimal::ONE || tens)
}
