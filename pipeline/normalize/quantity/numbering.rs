//! Numbers of headings and list items: the offset of a number that begins a line goes in, its class comes out.

use super::name::{begins_line, other};
use super::text::{byte_at, char_at, digit_at, letters, skip_spaces};
use super::{Class, Reading, date, lexicon, scan};

/// The offset behind spaces and the byte there; 0 at the end of the text.
fn rest_of_line(text: &str, at: usize) -> u8 {
    byte_at(text, skip_spaces(text, at, 40))
}

/// A heading's number (`3.2 Results`, `1.`, `2)`, `1、`) at the beginning of a line.
pub(super) fn heading(text: &str, at: usize, len: u32, first_end: usize) -> Option<Reading> {
    if len > 2 || !begins_line(text, at) {
        return None;
    }
    let mut end = first_end;
    let mut levels = 1;
    while byte_at(text, end) == b'.'
        && let Some((_, 1..=2, behind)) = date::run(text, end + 1)
    {
        levels += 1;
        end = behind;
    }
    if digit_at(text, end).is_some() || matches!(byte_at(text, end), b',' | b'%') && digit_at(text, end + 1).is_some() {
        return None;
    }
    let c = char_at(text, end)?;
    let text_follows = |at: usize| {
        let here = skip_spaces(text, at, 8);
        char_at(text, here).is_some_and(|c| c.is_alphabetic())
    };
    match c {
        '.' | ')' | '、' | '）' | '．'
            if levels == 1 && (c != '.' || !byte_at(text, end + 1).is_ascii_alphanumeric()) =>
        {
            let behind = end + c.len_utf8();
            (text_follows(behind) || matches!(rest_of_line(text, behind), b'"' | b'(' | b'[' | 0xE2 | 0xE3))
                .then(|| other(Class::ListMark, at, end))
        }
        '.' if levels > 1 => (!byte_at(text, end + 1).is_ascii_alphanumeric() && text_follows(end + 1))
            .then(|| other(Class::Section, at, end)),
        ' ' if levels == 1 => titled(text, at, end).then(|| other(Class::Section, at, end)),
        ' ' | '\u{3000}' if levels > 1 => {
            // 3.2 亿元 and 1.5 billion are amounts.
            let here = skip_spaces(text, end, 8);
            let counted = lexicon::lexicon().at(text, here).is_some()
                || super::han::scale_at(text, here).is_some()
                || super::word::word_at(text, here).is_some()
                || is_scale(letters(text, here))
                || matches!(letters(text, here), "to" | "and" | "or");
            let han = char_at(text, here).is_some_and(|c| {
                matches!(super::han::part(c), Some(super::han::Part::More | super::han::Part::Several))
            });
            (text_follows(end) && !counted && !han).then(|| other(Class::Section, at, end))
        }
        _ => None,
    }
}

/// True for `1 Highlights`, `2 Income statement`, `3 公司概况`: a number and a title in Chinese or one that begins with a
/// capital, alone below a blank line or at the beginning of the text, with no other number in the line and none at the
/// beginning of the next one.
fn titled(text: &str, at: usize, end: usize) -> bool {
    const TITLE: usize = 80;
    let front = text[..at].trim_end_matches(' ');
    let above = front.strip_suffix('\n').map(|front| front.strip_suffix('\r').unwrap_or(front));
    let alone =
        front.is_empty() || front.ends_with('\x0c') || above.is_some_and(|above| above.ends_with(['\n', '\x0c']));
    let rest = text.as_bytes().get(end + 1..).unwrap_or_default();
    let line = rest.iter().take(TITLE + 1).position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    if !alone || line > TITLE || text[at..end].bytes().all(|byte| byte == b'0') {
        return false;
    }
    let title = text[end + 1..end + 1 + line].trim();
    let word = letters(title, 0);
    let counted = super::word::word_at(title, 0).is_some()
        || scan::month(word).is_some()
        || lexicon::lexicon().at(title, 0).is_some();
    let next = text[end + 1 + line..].trim_start_matches('\r');
    let next = next.strip_prefix('\n').unwrap_or(next).trim_start_matches(' ');
    // A text of one line heads nothing.
    let heads = !(front.is_empty() && next.trim().is_empty());
    // "30 MUSD" is none.
    let long = word.len() >= 5 || word.contains(|c: char| c.is_ascii_lowercase()) && title.contains(' ');
    let latin = long && title.starts_with(|c: char| c.is_ascii_uppercase());
    let han = || {
        text[at..end].parse().is_ok_and(|number: u32| number <= MOST_CHAPTERS) && is_han_title(title) && is_prose(next)
    };
    heads
        && (latin || han())
        && !counted
        && !title.contains(|c: char| c.is_ascii_digit())
        && !title.contains("  ")
        && !title.ends_with(['.', ',', ';', ':'])
        && !next.starts_with(|c: char| c.is_ascii_digit())
}

/// True if running text in Chinese begins below a title. Below a number of a chart stands another one, or a label.
fn is_prose(below: &str) -> bool {
    const LINE: usize = 10;
    const SENTENCE: usize = 30;
    let below = below.trim_start_matches(['\n', '\r', ' ', '\u{3000}']);
    let (mut count, mut first, mut lines, mut line_end) = (0, 0, 0, false);
    for c in below.chars().filter(|&c| c != '\r') {
        match c {
            '，' | '。' | '；' | '：' => return true,
            '、' if count >= LINE => return true,
            '\n' if line_end => return false,
            '\n' => (lines, line_end) = (lines + 1, true),
            _ => {
                count += 1;
                first += usize::from(lines == 0);
                line_end = false;
            }
        }
        if count == SENTENCE {
            return first >= LINE;
        }
    }
    false
}

/// No report has more chapters.
const MOST_CHAPTERS: u32 = 20;

/// True for a title in Chinese: words alone, of which none is a numeral and none counts what follows it.
fn is_han_title(title: &str) -> bool {
    let mut characters = title.chars();
    let first = characters.next().is_some_and(|c| c >= '\u{4e00}' && c.is_alphabetic());
    let numeral = super::han::scale_at(title, 0).is_some() || "余多几来".chars().any(|c| title.starts_with(c));
    let sentence = title.contains(|c: char| "，。；：！？、…%％".contains(c));
    first && !numeral && !sentence && characters.count() >= 1
}

fn is_scale(word: &str) -> bool {
    matches!(word, "k" | "K" | "M" | "B" | "bn" | "mn" | "T" | "tn" | "m")
}
