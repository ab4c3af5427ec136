//! Names of products with a number: a bare number goes in, whether a product's words stand around it comes out.
//!
//! A word and a number alone say nothing: "RTX 4090" has the form of "EPS 5". Only what stands behind the number does:
//! 昇腾910B芯片, Xeon 8380 processor, 小米14 Ultra, 骁龙8 Gen 2.

use super::numeral::{Form, Numeral};
use super::text::{
    byte_at, byte_before, char_before, digit_at, letters, letters_before, skip_spaces, skip_spaces_back,
};
use super::{Class, NotQuantity, Reading};
use crate::source::Span;

/// Things that Chinese counts with a counter, so that a number directly before them belongs to their name.
const THINGS: [&str; 8] = ["处理器", "芯片", "显卡", "加速卡", "手机", "客机", "战斗机", "运载火箭"];

/// The name that `numeral` ends, if what stands behind it says so.
#[inline]
pub(super) fn numbered(text: &str, numeral: &Numeral, floor: usize) -> Option<Reading> {
    let here = skip_spaces(text, numeral.end, 1);
    let next = byte_at(text, here);
    if !(next.is_ascii_uppercase() || next >= 0xE5 || matches!(next, b'p' | b'c' | b's')) {
        return None;
    }
    behind_word(text, numeral, here, floor)
}

fn behind_word(text: &str, numeral: &Numeral, here: usize, floor: usize) -> Option<Reading> {
    let digits = text.get(numeral.start..numeral.end)?.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let lettered = numeral.end - numeral.start - digits.len();
    let whole = matches!(numeral.form, Form::Integer { leading_zero: false, .. } | Form::Arabic);
    if !whole || lettered > 1 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let before = skip_spaces_back(text, numeral.start, 1, floor);
    let word = letters_before(text, before, floor);
    let latin = word.bytes().any(|byte| byte.is_ascii_uppercase());
    let han = before == numeral.start && before > floor && is_name_character(char_before(text, before)?);
    if !latin && !han {
        return None;
    }
    let thing = THINGS.iter().any(|thing| text.get(here..).is_some_and(|rest| rest.starts_with(thing)));
    let edition = letters(text, here);
    let number_at = skip_spaces(text, here + edition.len(), 1);
    let counted = digit_at(text, number_at).is_some();
    let named = match edition {
        "Pro" | "Max" | "MAX" | "Ultra" | "Plus" | "Ti" | "Turbo" | "Mini" => !counted,
        "Gen" => counted,
        "processor" | "chip" | "smartphone" => latin,
        _ => false,
    };
    (thing || named).then(|| {
        let start = if latin { before - word.len() } else { numeral.start };
        let generation = super::date::run(text, number_at).filter(|_| edition == "Gen");
        let end = generation.map_or(numeral.end, |(_, _, end)| end);
        Reading::Other(NotQuantity { class: Class::Name, span: Span::new(start, end) })
    })
}

/// True for 百川2-13B: two numbers of which the second has a letter touch a Chinese word, which may be a name's. One number
/// alone tells nothing: 盘古200B has 200 billion parameters, 昇腾910B is a chip.
pub(super) fn may_be_named(text: &str, start: usize, end: usize) -> bool {
    let lettered = byte_before(text, end).is_ascii_uppercase() && byte_before(text, end - 1).is_ascii_digit();
    lettered
        && char_before(text, start)
            .is_some_and(|c| is_name_character(c) && !"是数量模于从和与或的低高计以上下过的在参元仅第每各".contains(c))
}

/// False for hedges and verbs before a number: 约300芯片 counts, though it lacks the counter.
fn is_name_character(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii() && !"约近超逾达共有为了到至售购产出用".contains(c)
}
