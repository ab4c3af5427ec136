//! Whether the words of a list say that its parts divide their whole, so that none of it is counted twice: "women and men",
//! "in the north and in the south". Of attributes ("with a degree", 已授权) one thing may have several. Names go in.

use super::vocabulary::{ATTRIBUTES, CLOSED, JOINED, PLACED, VERBS, any};

/// What the names of some parts say of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// They divide one whole.
    Divides,
    /// Nothing: they may be several things about the same ones.
    Open,
    /// They are of several kinds, or attributes.
    Overlaps,
}

/// What the names of parts say of them; `listed` if a word joins the last one, or other words say that these are all.
pub(super) fn form(names: &[String], listed: bool) -> Form {
    let names: Vec<&str> = names.iter().map(|name| bare(name)).collect();
    let member = |name: &str, set: &[&str]| set.iter().position(|word| begins_with(name, word));
    for set in CLOSED {
        let mut known: Vec<usize> = names.iter().filter_map(|name| member(name, set)).collect();
        if known.is_empty() {
            continue;
        }
        let all = known.len() == names.len();
        known.sort_unstable();
        known.dedup();
        return if all && known.len() == names.len() { Form::Divides } else { Form::Overlaps };
    }
    if names.iter().any(|name| any(name, ATTRIBUTES)) {
        return Form::Overlaps;
    }
    let alike = match names.iter().all(|name| name.is_ascii()) {
        true => listed && alike_latin(&names),
        false => alike_han(&names, listed),
    };
    if alike { Form::Divides } else { Form::Open }
}

fn begins_with(name: &str, word: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_prefix(word).is_some_and(|rest| !word.is_ascii() || !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// A name without the word that joins it to the others, and without "are".
fn bare(name: &str) -> &str {
    let mut name = name.trim_matches(|c: char| c.is_whitespace() || "，,、；;：:.。".contains(c));
    for word in JOINED.iter().chain(&["are", "is", "were", "was", "the", "a"]) {
        let space = |rest: &str| !word.is_ascii() || rest.starts_with(' ');
        name = name.strip_prefix(*word).filter(|rest| space(rest)).map_or(name, str::trim_start);
    }
    name
}

/// "工业项目", "服务业项目"; "国企", "民企"; in a list also "北京", "上海", "黑龙江".
fn alike_han(names: &[&str], listed: bool) -> bool {
    let lengths = || names.iter().map(|name| name.chars().count());
    let (Some(least), Some(most)) = (lengths().min(), lengths().max()) else { return false };
    let end = |count: usize| {
        let ends = |name: &&str| name.chars().rev().take(count).collect::<String>();
        let first = names.first().map(ends).unwrap_or_default();
        least >= count && names.iter().all(|name| ends(name) == first)
    };
    end(2) || end(1) && least == most || listed && most - least <= 1
}

/// "in health", "in transport"; "services", "products"; "long", "short".
fn alike_latin(names: &[&str]) -> bool {
    let first_word = |name: &str| name.split(' ').next().unwrap_or("").to_ascii_lowercase();
    let first = names.first().map(|name| first_word(name)).unwrap_or_default();
    // "41 shops in Rome", "70 shops in Milan"
    let behind =
        |name: &&str| name.split_once(' ').is_some_and(|(_, rest)| PLACED.contains(&first_word(rest).as_str()));
    if names.iter().all(|name| first_word(name) == first && behind(name)) {
        return true;
    }
    let placed = |name: &&str| PLACED.contains(&first_word(name).as_str());
    if names.iter().any(placed) {
        return names.iter().all(|name| first_word(name) == first);
    }
    let last_word = |name: &str| name.rsplit(' ').next().unwrap_or("").to_ascii_lowercase();
    let last = names.first().map(|name| last_word(name)).unwrap_or_default();
    let single = |name: &&str| !name.contains(' ');
    let no_verb = names.iter().all(|name| !any(name, VERBS));
    no_verb && (names.iter().all(single) || names.iter().all(|name| last_word(name) == last))
}
