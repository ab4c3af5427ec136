//! Where sentences begin and end: a text goes in, spans come out. Lines that wrap, even over a blank line, belong together.

use crate::source::Span;

/// The longest stretch that is looked at as one sentence, in bytes.
pub(super) const LONGEST: usize = 3000;

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut cut = |start: usize, end: usize| {
        if end > start && end - start <= LONGEST {
            found.push(Span::new(start, end));
        }
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let behind = at + c.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '。' | '！' | '？' | '!' | '?' | '\u{c}' => true,
            // 3.5 has no blank behind its point.
            '.' => {
                next.is_some_and(char::is_whitespace) && ends_at_point(&text[start..at], text[behind..].trim_start())
            }
            '\n' => ends_at_line(text, start, behind),
            _ => false,
        };
        if ends {
            cut(start, at + if c == '\n' { 0 } else { c.len_utf8() });
            start = behind;
        }
    }
    cut(start, text.len());
    found
}

/// True if the sentence `before` a point ends with it, as what stands `behind` shows: "No. 5" goes on.
fn ends_at_point(before: &str, behind: &str) -> bool {
    const SHORTENED: [&str; 13] =
        ["approx", "avg", "est", "excl", "fig", "figs", "incl", "max", "min", "nos", "resp", "sec", "vol"];
    let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let word = &before[before.len() - letters..];
    match behind.chars().next() {
        None => true,
        Some(c) if c.is_ascii_digit() || "$€£¥\"“".contains(c) => {
            let shortened = SHORTENED.iter().any(|known| known.eq_ignore_ascii_case(word));
            before.ends_with([')', '%']) || word.len() > 2 && !shortened
        }
        // Chinese letters are neither small nor capital.
        Some(c) => c.is_alphabetic() && !c.is_lowercase(),
    }
}

/// True for a sentence that goes on about the number of the one before it: "其中：…", "Of these, …".
pub(super) fn leans_back(sentence: &str) -> bool {
    let sentence = sentence.trim_start().trim_start_matches(is_bullet).trim_start();
    [
        "其中",
        "Of this",
        "Of these",
        "Of those",
        "Of them",
        "Of which",
        "Of whom",
        "Among them",
        "They comprise",
        "These comprise",
    ]
    .iter()
    .any(|words| sentence.starts_with(words))
}

/// True if `next` begins where `before` ends, with no blank line between them.
pub(super) fn follows(text: &str, before: Span, next: Span) -> bool {
    let between = &text[before.end as usize..next.start as usize];
    let lead = &text[next.range()];
    let lead = &lead[..lead.len() - lead.trim_start().len()];
    next.end - before.start <= LONGEST as u32 && between.matches('\n').count() + lead.matches('\n').count() < 2
}

/// True if what follows the line end at `behind` is no continuation of the line before it.
fn ends_at_line(text: &str, start: usize, behind: usize) -> bool {
    let rest = &text[behind..];
    let next = rest.trim_start_matches([' ', '\t', '\r', '\u{3000}']);
    if next.starts_with(is_bullet) {
        return true;
    }
    if !next.starts_with('\n') {
        return false;
    }
    // A blank line ends a sentence, unless the line before it breaks off in its middle.
    let line = text[start..behind].trim_end().rsplit('\n').next().unwrap_or("").trim();
    let breaks_off = line.chars().count() >= 14 && !line.ends_with(['。', '；', ';', ':', '：', '.', '”']);
    let two_blank = next[1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    !breaks_off || two_blank
}

pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '·' | '●' | '■' | '◆' | '➢' | '▪' | '–' | '*' | '\u{e000}'..='\u{f8ff}')
}
