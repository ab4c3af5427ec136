//! Lines around a table that are no rows of it: notes and sources below, units above.

use super::line::{Line, Page, Segment};

/// True if `line` begins the notes below a table: `Source: ...`, `NOTE: ...`, `* Significant`, `(1) Includes`.
pub(super) fn starts_note(page: &Page<'_>, line: &Line) -> bool {
    let Some(first) = line.segments.iter().find(|segment| !segment.prose) else { return false };
    let text = page.text(first);
    // A mark, then words: "* Denotes a statistically ...", "† Not applicable.", "— Not available."
    if text.starts_with(['*', '†', '‡', '§', '¶', '#', '—', '–']) {
        return first.len() >= 2 && line.segments.iter().filter(|segment| !segment.prose).count() == 1;
    }
    if line.segments.len() == 1 && explains_mark(text) {
        return true;
    }
    says_note(text, line.segments.len())
}

/// True for a whole line that begins a note.
pub(super) fn begins_note(text: &str) -> bool {
    let marked = text.starts_with(['*', '†', '‡', '§', '¶', '#', '—', '–']) && text.contains(' ');
    marked || says_note(text, 1) || numbered(text)
}

/// True for `(1) Includes overtime.`, `1. Without bonds.`, `a Revised.`, `① 含税。`: a mark, then words.
fn numbered(text: &str) -> bool {
    let Some((mark, rest)) = text.split_once(' ') else {
        return text.starts_with(|ch: char| ('①'..='⑳').contains(&ch));
    };
    let bare = mark.trim_matches(['(', ')', '（', '）', '[', ']', '.', '、']);
    let short = bare.chars().count() == 1 && bare.chars().all(char::is_alphanumeric)
        || bare.len() == 2 && bare.bytes().all(|byte| byte.is_ascii_digit());
    let words = rest.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let wide = rest.chars().filter(|&ch| ch >= '\u{2e80}').count();
    short && bare != "A" && bare != "I" && rest.starts_with(char::is_alphabetic) && (words >= 2 || wide >= 4)
}

/// True for `a Revised.`, `b Preliminary data for the first half`, `1 Includes those who left.`: a raised mark, which stands
/// in front of a sentence as a word of its own.
fn explains_mark(text: &str) -> bool {
    let Some((mark, rest)) = text.split_once(' ') else { return false };
    let [mark] = mark.as_bytes() else { return false };
    let words = rest.split_whitespace().count();
    let ends = rest.ends_with('.');
    rest.starts_with(char::is_uppercase)
        && (mark.is_ascii_lowercase() && (ends || words >= 4) || mark.is_ascii_digit() && ends && words >= 3)
}

/// True if a text that is the first of `parts` beside one another begins a note.
pub(super) fn says_note(text: &str, parts: usize) -> bool {
    let Some(begin) = text.chars().next() else { return false };
    if !matches!(begin.to_ascii_lowercase(), 's' | 'n' | 'a' | 'k' | 'l' | '注' | '资' | '数' | '来' | '备') {
        return false;
    }
    let head: String = text.chars().take(14).collect::<String>().to_lowercase();
    const WORDS: [&str; 17] = [
        "source:",
        "sources:",
        "source ",
        "note:",
        "notes:",
        "note ",
        "notes ",
        "abbreviation",
        "see notes",
        "key:",
        "legend:",
        "注：",
        "注:",
        "资料来源",
        "数据来源",
        "来源：",
        "备注：",
    ];
    // "source of drinking water" goes on with a label.
    let small = begin.is_lowercase() && !text.contains(':');
    WORDS.iter().any(|word| head.starts_with(word)) && !small && !(head.starts_with("数据来源") && parts > 1)
}

/// True for a line that only says in what unit a table is: `(In thousands)`, `[In thousands]`, `单位：万元`.
pub(super) fn is_unit_line(page: &Page<'_>, segment: &Segment) -> bool {
    says_unit(page.text(segment), segment.len())
}

/// True for a title that says in what unit the numbers below are: `Results (in millions of dollars)`, `收入 单位：亿元`. Of
/// running text only what stands in brackets is one.
pub(super) fn states_unit(page: &Page<'_>, segment: &Segment, prose: bool) -> bool {
    let text = page.text(segment);
    let bracketed = text.starts_with(['(', '[', '（']) && text.ends_with([')', ']', '）']);
    if text.len() > LONGEST_TITLE || prose && !bracketed && !text.contains("单位：") {
        return false;
    }
    if !text.is_ascii() && (text.contains("单位：") || text.contains("单位:")) {
        return true;
    }
    let text = text.to_lowercase();
    names_scale(&text) && (text.contains("in ") || text.contains(" of ") || text.contains("(") || text.contains("000"))
}

/// True if a text in small letters has a word for a power of ten.
fn names_scale(text: &str) -> bool {
    const SCALES: [&str; 5] = ["thousand", "million", "billion", "trillion", "hundred"];
    SCALES.iter().any(|scale| text.contains(scale)) || text.contains("000s") || text.contains("'000")
}

/// True for a few words that say a power of ten: `In thousands`, `EUR million`, `(in $ millions)`.
pub(super) fn is_scale(text: &str) -> bool {
    text.len() <= LONGEST_SCALE && text.split(' ').count() <= 5 && names_scale(&text.to_lowercase())
}

/// A scale of more bytes is a title that has one.
const LONGEST_SCALE: usize = 40;

/// A title of more bytes is none.
const LONGEST_TITLE: usize = 200;

/// The same for a text of so many words.
pub(super) fn says_unit(text: &str, words: usize) -> bool {
    if text.starts_with("单位") || text.starts_with("（单位") || text.starts_with("(单位") {
        return true;
    }
    let bracketed = |open: char, close: char| text.starts_with(open) && text.ends_with(close);
    (bracketed('(', ')') || bracketed('[', ']') || bracketed('（', '）')) && words >= 2
        || text.to_lowercase().starts_with("unit: ")
        || text.to_lowercase().starts_with("units: ")
}
