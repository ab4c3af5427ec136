//! Magnitudes without a number: hundreds of millions, 数以亿计, 成百上千, 过亿 go in, lower bounds come out.

use super::lexicon::lexicon;
use super::numeral::{Form, Numeral};
use super::text::{
    byte_at, byte_before, char_at, char_before, eat, eat_before, eat_word, letters, letters_before, skip_spaces,
    skip_spaces_back,
};
use super::word::{Word, word_at};
use super::{affix, han};
use crate::model::{Decimal, Qualifier};

/// More than `value`, whatever is counted.
fn more_than(value: Decimal, exponent: i32, start: usize, end: usize, form: Form) -> Numeral {
    let numeral = Numeral::new(value, start, end, form);
    Numeral { more: true, decimals: -exponent, wide: -exponent, ..numeral }
}

/// Plurals that "of" joins to what they count, the first at `at`: hundreds of millions, tens of thousands of people,
/// dozens of firms.
///
/// A line that says in what its numbers are counted has the same words: "in thousands of dollars", "Sales (millions of
/// euros)".
pub(super) fn plural(text: &str, at: usize, floor: usize) -> Option<Numeral> {
    let (mut value, mut exponent) = match magnitude(text, at)? {
        Word::Dozen => (Decimal::new(12, 0), 0),
        Word::TensOf => (Decimal::new(10, 0), 1),
        Word::Hundred => (Decimal::new(100, 0), 2),
        Word::Scale(exponent) => (Decimal::power_of_ten(exponent), exponent),
        _ => return None,
    };
    let mut end = at + letters(text, at).len();
    let mut of = eat_word(text, skip_spaces(text, end, 1), "of")?;
    while let Some(Word::Hundred | Word::Scale(_)) = magnitude(text, skip_spaces(text, of, 1)) {
        let next = skip_spaces(text, of, 1);
        let more = match magnitude(text, next)? {
            Word::Scale(more) => more,
            _ => 2,
        };
        if exponent + more > MOST {
            return None;
        }
        value = value.shifted(more);
        exponent += more;
        end = next + letters(text, next).len();
        match eat_word(text, skip_spaces(text, end, 1), "of") {
            Some(behind) => of = behind,
            None => break,
        }
    }
    let counted = Some(skip_spaces(text, of, 1)).filter(|&at| of > end && lexicon().at(text, at).is_some());
    if heads_numbers(text, at, skip_spaces(text, of.max(end), 1)) {
        return None;
    }
    let bounded = affix::before(text, at, floor)
        .is_some_and(|(qualifier, _)| matches!(qualifier, Qualifier::AtMost | Qualifier::LessThan));
    (!bounded).then(|| more_than(value, exponent, at, counted.map_or(end, |_| of), Form::Words))
}

/// The greatest exponent that plurals reach.
const MOST: i32 = 24;

/// The plural of a magnitude at `at`.
fn magnitude(text: &str, at: usize) -> Option<Word> {
    let plural = letters(text, at).ends_with(['s', 'S']);
    word_at(text, at).map(|(word, _)| word).filter(|_| plural)
}

/// True where the words from `at` on, which count what stands at `noun`, head numbers instead of being one: behind "in",
/// in brackets, as a line or a column of their own.
fn heads_numbers(text: &str, at: usize, noun: usize) -> bool {
    let before = skip_spaces_back(text, at, 2, 0);
    let word = letters_before(text, before, 0);
    if before + 1 == at && !word.is_empty() {
        // The rest of "in hundreds of millions" heads numbers too.
        let rest = || {
            let of = skip_spaces_back(text, before - word.len(), 1, 0);
            word == "of" && magnitude(text, of - letters_before(text, of, 0).len()).is_some()
        };
        return word.eq_ignore_ascii_case("in") || byte_at(text, at).is_ascii_uppercase() || rest();
    }
    let begins_line = matches!(byte_before(text, before), 0 | b'\n' | b'\r' | b'\x0c');
    let sentence = begins_line || before + 1 == at && matches!(byte_before(text, before), b'.' | b',' | b'"');
    // Behind what is counted a sentence goes on.
    let behind = noun + letters(text, noun).len();
    let goes_on = byte_at(text, behind) == b' ' && !letters(text, behind + 1).is_empty();
    !(sentence && goes_on && !letters(text, noun).is_empty())
}

/// 数以亿计 and 成百上千 around the scale word at `at`.
pub(super) fn idiom(text: &str, at: usize, floor: usize) -> Option<Numeral> {
    let (exponent, end) = han::scale_at(text, at)?;
    let from = |word| eat_before(text, at, word).filter(|&start| start >= floor);
    if let Some(start) = from("数以").or_else(|| from("數以")) {
        let end = eat(text, end, "计").or_else(|| eat(text, end, "計"))?;
        return Some(more_than(Decimal::power_of_ten(exponent), exponent, start, end, Form::Han));
    }
    let start = from("成").filter(|_| exponent <= 3)?;
    let (greater, end) = han::scale_at(text, eat(text, end, "上")?)?;
    (greater == exponent + 1).then(|| more_than(Decimal::power_of_ten(exponent), exponent, start, end, Form::Han))
}

/// 百, 千, 万 and 亿 without a digit at `at`, which count only beside a hedge and before what they count: 近百家,
/// 上千人, 百余家, 过亿元.
pub(super) fn bare_scale(text: &str, at: usize, floor: usize) -> Option<Numeral> {
    let (exponent, end) = han::scale_at(text, at)?;
    let more = ["余", "餘", "多", "来"].into_iter().find_map(|word| eat(text, end, word));
    let passed = passes(text, at);
    let hedged = more.is_some() || passed || affix::before(text, at, floor).is_some();
    let counted = lexicon().at(text, more.unwrap_or(end)).is_some() || exponent >= 8;
    if !hedged || !counted || char_at(text, end) == Some('级') {
        return None;
    }
    let numeral = Numeral::new(Decimal::ONE, at, end, Form::Han).scaled(exponent, end);
    Some(Numeral { implicit: true, more: passed, ..numeral })
}

/// 占比过半, 近半数: 半 by itself behind a word that compares with it.
pub(super) fn half_passed(text: &str, at: usize) -> Option<Numeral> {
    let end = eat(text, at, "半")?;
    let ends = eat(text, end, "数").unwrap_or(end);
    let alone = char_at(text, ends).is_none_or(|c| !c.is_alphabetic() || "的以由来是为".contains(c));
    let near = eat_before(text, at, "近").or_else(|| eat_before(text, at, "超")).is_some();
    let more = passes(text, at);
    let numeral = Numeral::new(Decimal::new(5, 1), at, end, Form::Han);
    (alone && (near || more)).then_some(Numeral { decimals: 1, wide: 1, more, ..numeral })
}

/// True if 过 or 破 before `at` says that more is meant: 规模过亿, 票房破百亿; 通过 and 不过 are other words.
pub(super) fn passes(text: &str, at: usize) -> bool {
    let Some('过' | '過' | '破') = char_before(text, at) else { return false };
    !char_before(text, at - 3).is_some_and(|c| "通经經不超越路打".contains(c))
}
