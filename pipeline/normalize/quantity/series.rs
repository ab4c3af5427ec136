//! Names that a number of their own follows: a bare number goes in, whether a word of `series.tsv` numbers it comes out
//! (RTX 4090, Phase 3, 沪深300).

use std::sync::LazyLock;

use super::ends::Ends;
use super::numeral::{Form, Numeral};
use super::text::{byte_before, char_at, letters_before, skip_spaces, skip_spaces_back};
use super::{Class, NotQuantity, Reading};
use crate::source::Span;

/// One line of `series.tsv`.
struct Series {
    word: &'static str,
    class: Class,
    /// The most digits that the number has before its point.
    digits: usize,
    /// True if it may have a point: PyTorch 2.1.
    point: bool,
    /// True if the word may also head a row of numbers, so that something else must show that it does not.
    heads_rows: bool,
}

/// The words of `series.tsv`.
struct Words {
    /// Those in Latin letters, in order.
    latin: Vec<Series>,
    /// Those in Chinese.
    han: Vec<Series>,
    /// What the Chinese ones end in.
    ends: Ends,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("series.tsv").lines().filter(|line| !line.starts_with('#'));
    let (mut latin, han): (Vec<Series>, Vec<Series>) = lines.map(series).partition(|series| series.word.is_ascii());
    latin.sort_by_key(|series| series.word);
    let mut ends = Ends::of(&[]);
    for series in &han {
        ends.add(series.word.as_bytes());
    }
    Words { latin, han, ends }
});

fn series(line: &'static str) -> Series {
    let mut fields = line.split('\t');
    let mut next = || fields.next().expect("every line of series.tsv has five fields");
    let (word, class) = (next(), if next() == "name" { Class::Name } else { Class::Label });
    let digits = next().parse().expect("the third field of series.tsv is a number");
    Series { word, class, digits, point: next() == "point", heads_rows: next() == "row" }
}

/// The name that `numeral` numbers.
pub(super) fn numbered(text: &str, numeral: &Numeral, floor: usize) -> Option<Reading> {
    let before = skip_spaces_back(text, numeral.start, 1, floor);
    let series = word_before(text, before, floor)?;
    let start = before - series.word.len();
    let printed = text.get(numeral.start..numeral.end)?;
    // 昇腾910B is a chip, Mistral 7B a model of so many parameters.
    let lettered = printed.strip_suffix(|c: char| c.is_ascii_uppercase()).filter(|digits| digits.len() >= 3);
    let digits = lettered.unwrap_or(printed);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = matches!(numeral.form, Form::Integer { leading_zero: false, .. } | Form::Arabic)
        && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !plain || whole.len() > series.digits || !fraction.is_empty() && (!series.point || fraction.len() > 2) {
        return None;
    }
    let row = series.heads_rows
        && super::name::begins_line(text, start)
        && !char_at(text, skip_spaces(text, numeral.end, 1)).is_some_and(char::is_alphabetic);
    // 麒麟9000S
    let span = Span::new(start, super::name::name_end(text, numeral.end));
    (!row && start >= floor).then_some(Reading::Other(NotQuantity { class: series.class, span }))
}

/// The word of the list that ends at `at`.
fn word_before(text: &str, at: usize, floor: usize) -> Option<&'static Series> {
    let last = byte_before(text, at);
    if at <= floor {
        return None;
    }
    if last.is_ascii_alphabetic() {
        let word = letters_before(text, at, floor);
        let named = word.len() > 2 && word.as_bytes()[..2].iter().any(u8::is_ascii_uppercase);
        let latin = if named { &WORDS.latin } else { return None };
        return latin.get(latin.binary_search_by(|series| series.word.cmp(word)).ok()?);
    }
    if last < 0x80 {
        return None;
    }
    let Words { han, ends, .. } = &*WORDS;
    if !ends.may_end(text, at) {
        return None;
    }
    let front = text.as_bytes().get(floor..at)?;
    han.iter().find(|series| front.ends_with(series.word.as_bytes()))
}
