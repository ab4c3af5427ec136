//! Ranges: a number and what follows goes in, the number that ends the range comes out (5-10亿元, from 3 to 5 million).

use super::numeral::{self, Numeral};
use super::text::{byte_at, char_at, digit_at, eat, eat_word, skip_spaces};
use super::{Separators, han, words};

/// What joins the two ends at `at`: the offset behind it.
fn connector(text: &str, at: usize) -> Option<(usize, bool)> {
    let here = skip_spaces(text, at, 1);
    let first = byte_at(text, here);
    if first == b'-' || first == b'~' {
        return Some((skip_spaces(text, here + 1, 1), first == b'-' && here == at));
    }
    if first == b't' && here > at {
        return eat_word(text, here, "to").map(|end| (skip_spaces(text, end, 1), false));
    }
    if !matches!(first, 0xE2..=0xE3 | 0xE5 | 0xE8 | 0xEF) {
        return None;
    }
    let c = char_at(text, here)?;
    matches!(c, '–' | '—' | '～' | '－' | '至' | '到' | '∼' | '〜' | '―')
        .then(|| (skip_spaces(text, here + c.len_utf8(), 1), false))
}

/// The second number of a range whose first part ends at `at`.
pub(super) fn second(text: &str, at: usize, separators: Option<Separators>, money: bool) -> Option<Numeral> {
    let (behind, hyphen) = connector(text, at)?;
    let behind = ["US$", "$", "€", "£", "¥", "￥"]
        .into_iter()
        .filter(|_| money)
        .find_map(|sign| eat(text, behind, sign))
        .unwrap_or(behind);
    let second = if digit_at(text, behind).is_some() {
        numeral::read_digits(text, behind, separators, money)
    } else if char_at(text, behind).is_some_and(|c| han::part(c).is_some()) {
        han::read(text, behind, separators)?
    } else {
        words::read(text, behind, behind).filter(|_| !hyphen)?
    };
    // 82-2100-7 is no range, nor is 3-D.
    let joined = byte_at(text, second.end) == b'-' && digit_at(text, second.end + 1).is_some();
    (second.trouble.is_none() && !joined && second.bounds.is_none()).then_some(second)
}
