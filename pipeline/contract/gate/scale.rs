//! Scale words in what is said of a column: its words go in, the powers of ten that its numbers are told in come out.
//!
//! `amount (亿元)`, `USD million`, `amount_million` say that 1 stands for more. Amounts in running text (3 million users,
//! 3亿元) and words that only look so (百度) do not.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;

use crate::model::{registry, scale_of};

/// What money is counted in beside the words.
const SHORT: &[(&str, i32)] = &[("bn", 9), ("mn", 6)];

/// The powers of ten that `texts` tell of values of a type, each with the word that says so first.
pub fn told<'t>(data_type: &DataType, texts: &[&'t str]) -> BTreeMap<i32, &'t str> {
    let mut found = BTreeMap::new();
    let mut leaf = data_type;
    while let DataType::List(item) = leaf {
        leaf = item.data_type();
    }
    for text in texts.iter().filter(|_| leaf.is_numeric()) {
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let (length, exponent) = if c.is_ascii_alphabetic() { english(rest) } else { chinese(rest) };
            let behind_number = text[..at].trim_end().chars().next_back().is_some_and(is_number);
            if let Some(exponent) = exponent.filter(|_| !behind_number) {
                found.entry(exponent).or_insert(&rest[..length]);
            }
            at += length;
        }
    }
    found
}

/// The words for a column whose numbers are told in `told`.
pub fn words(told: &BTreeMap<i32, &str>) -> String {
    let words: Vec<&str> = told.values().copied().collect();
    format!("told in {}", if words.is_empty() { "ones".to_owned() } else { words.join(", ") })
}

/// The length of the word that `text` begins with, and the power of ten that it is.
fn english(text: &str) -> (usize, Option<i32>) {
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let word = text[..length].to_ascii_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    let whole = scale_of(singular).filter(|(_, rest)| rest.is_empty()).map(|(exponent, _)| exponent);
    let short = || SHORT.iter().find(|(short, _)| *short == word).map(|(_, exponent)| *exponent);
    (length, whole.or_else(short))
}

/// The length of what `text` begins with, and the power of ten that it is: scale words in front of a unit, or alone.
fn chinese(text: &str) -> (usize, Option<i32>) {
    // 千克 is a unit.
    if let Some(length) = unit(text) {
        return (length, None);
    }
    let (mut exponent, mut rest) = (0, text);
    while let Some((power, behind)) = scale_of(rest) {
        (exponent, rest) = (exponent + power, behind);
    }
    let length = text.len() - rest.len();
    if length == 0 {
        return (text.chars().next().map_or(1, char::len_utf8), None);
    }
    let alone = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    // No column is told in hundreds; 百度 is a name.
    (length, (exponent > 2 && (alone || unit(rest).is_some())).then_some(exponent))
}

/// The length of the longest name of a unit that `text` begins with.
fn unit(text: &str) -> Option<usize> {
    let names = registry().iter().flat_map(|entry| &entry.names).map(|name| name.text.as_str());
    names.filter(|name| !name.is_empty() && text.starts_with(name)).map(str::len).max()
}

fn is_number(c: char) -> bool {
    c.is_numeric()
        || matches!(c, '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '几' | '数')
}
