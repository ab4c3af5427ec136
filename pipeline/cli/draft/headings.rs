//! Names for Chinese headings: a heading goes in, an English name for its column comes out.
//!
//! The words stand in headings.tsv. A heading with any other word gets no name: half of one would mislead.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static WORDS: LazyLock<BTreeMap<&str, &str>> =
    LazyLock::new(|| include_str!("headings.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The longest word of the table, in characters.
const LONGEST: usize = 8;

/// The name that the words of a heading make, what stands in brackets left out; `None` if it has no Chinese word or one that
/// is not known.
pub(super) fn name(heading: &str) -> Option<String> {
    let bare = without_brackets(heading);
    let chars: Vec<char> = bare.chars().collect();
    let mut names: Vec<String> = Vec::new();
    let (mut at, mut known) = (0, false);
    while let Some(&first) = chars.get(at) {
        if first.is_ascii_alphanumeric() {
            let word: String = chars[at..].iter().take_while(|ch| ch.is_ascii_alphanumeric()).collect();
            at += word.len();
            names.push(word.to_lowercase());
            continue;
        }
        let most = LONGEST.min(chars.len() - at);
        let word = (1..=most).rev().find_map(|length| {
            let word: String = chars[at..at + length].iter().collect();
            WORDS.get(word.as_str()).map(|name| (length, *name))
        });
        let of_date = matches!(first, '年' | '月' | '日') && at > 0 && chars[at - 1].is_ascii_digit();
        match word {
            Some((length, name)) => {
                names.push(name.to_owned());
                known = true;
                at += length;
            }
            // 2023年 is a year like any other.
            None if of_date => at += 1,
            None if first.is_alphabetic() => return None,
            None => at += 1,
        }
    }
    known.then(|| names.join("_"))
}

/// 收入（万元） without （万元）.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            ch if depth == 0 => bare.push(ch),
            _ => {}
        }
    }
    bare
}
