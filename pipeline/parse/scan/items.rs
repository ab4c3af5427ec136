//! What a text holds beside tables: its lines go in, headings, bullets, key-value lists, timelines and torn charts
//! come out.

use super::FoundTable;
use super::lex::{self, Kind, Word};
use crate::source::{Source, Span};

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// A numbered heading: `2.4.1 Results`, `第三章 …`, `一、总体情况`.
    Heading,
    /// An item of a bulleted list.
    Bullet,
    /// `Publisher: Acme`, in a list of such lines.
    KeyValue,
    /// An event with a date in front of it, or a date on a line of its own.
    Event,
    /// A run of lines that hold nothing but numbers: the values of a chart.
    Numbers,
    /// A run of short lines beside numbers: the labels of a chart.
    Labels,
    /// A number in running text with what it counts: `45.2 million`, `3.2%`, `56亿元`.
    Figure,
}

impl ItemKind {
    /// Its name in listings.
    pub fn name(self) -> &'static str {
        match self {
            ItemKind::Heading => "heading",
            ItemKind::Bullet => "bullet",
            ItemKind::KeyValue => "key-value",
            ItemKind::Event => "event",
            ItemKind::Numbers => "numbers",
            ItemKind::Labels => "labels",
            ItemKind::Figure => "figure",
        }
    }
}

/// One thing that a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands.
    pub span: Span,
    /// For the runs of a chart, how many labels or numbers there are; else 1.
    pub count: u32,
    /// For the runs of a chart, true if a run of the other kind beside it has the same length.
    pub paired: bool,
}

impl Item {
    fn one(kind: ItemKind, span: Span) -> Item {
        Item { kind, span, count: 1, paired: false }
    }
}

/// A line that may be part of a chart: nothing but numbers, or a short text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Torn {
    Numbers(u32),
    Label,
}

/// A run shorter than this is no chart.
const LEAST_RUN: u32 = 3;

/// Blank lines may part the items of a run, as slides are extracted with one after each.
const RUN_GAP: u32 = 2;

/// Lists what stands outside of `tables`.
pub(super) fn list(source: &Source, tables: &[FoundTable]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut runs: Vec<(Torn, Item, u32)> = Vec::new();
    let mut keys: Vec<(u32, Item)> = Vec::new();
    let mut table = tables.iter().map(|table| table.lines).peekable();
    for line in 1..=source.lines().count() {
        while table.peek().is_some_and(|&(_, last)| last < line) {
            table.next();
        }
        if table.peek().is_some_and(|&(first, last)| first <= line && line <= last) {
            continue;
        }
        let span = trimmed(source, source.line_span(line));
        if span.is_empty() || span.len() > LONGEST {
            continue;
        }
        let text = source.slice(span);
        // A line of prose is long, and only its figures are of interest.
        if span.len() > PROSE_BYTES && text.is_ascii() && !text.starts_with(|ch: char| ch.is_ascii_digit()) {
            figures(source, span, &mut items);
            continue;
        }
        if let Some(kind) = line_kind(text) {
            items.push(Item::one(kind, span));
        } else if is_key_value(text) {
            keys.push((line, Item::one(ItemKind::KeyValue, span)));
        } else if let Some(torn) = torn(text, span.start, &mut words) {
            grow(&mut runs, torn, span, line);
        } else {
            figures(source, span, &mut items);
        }
    }
    let beside = |at: usize| {
        let near = |other: Option<usize>| {
            other.and_then(|i| keys.get(i)).is_some_and(|&(line, _)| line.abs_diff(keys[at].0) <= 2)
        };
        near(at.checked_sub(1)) || near(Some(at + 1))
    };
    items.extend((0..keys.len()).filter(|&at| beside(at)).map(|at| keys[at].1.clone()));
    charts(&mut items, runs);
    items.sort_by_key(|item| (item.span, item.kind));
    items
}

/// Headings, keys and labels are shorter.
const PROSE_BYTES: usize = 88;

/// A longer line is no item of anything.
const LONGEST: usize = 4_096;

fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let front = text.len() - text.trim_start().len();
    let length = text.trim().len();
    Span::new(front, front + length).shift(span.start as usize)
}

fn line_kind(text: &str) -> Option<ItemKind> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if matches!(first, '•' | '●' | '▪' | '■' | '◆' | '➢' | '✓' | '\u{e000}'..='\u{f8ff}') {
        return Some(ItemKind::Bullet);
    }
    let heads = first.is_ascii_digit() && {
        let mut words = text.split_whitespace();
        words.next().is_some_and(is_section_number) && words.next().is_some()
    };
    if (heads || is_chinese_heading(text))
        && !text.ends_with(['。', '，', '；', ',', ';'])
        && text.chars().take(81).count() <= 80
    {
        return Some(ItemKind::Heading);
    }
    (first.is_ascii_digit() && is_date(text.split_whitespace().next().unwrap_or_default())).then_some(ItemKind::Event)
}

/// `2.4.1`, `1.`: a number with points; a lone number may be anything.
fn is_section_number(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    word.contains('.')
        && bare.len() <= 12
        && bare.split('.').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        && (bare.contains('.') || word.len() == bare.len() + 1)
        && !bare.starts_with('0')
}

/// `第三章`, `第一节`, `一、`, `（二）`.
fn is_chinese_heading(text: &str) -> bool {
    const DIGITS: &str = "一二三四五六七八九十百0123456789";
    if let Some(rest) = text.strip_prefix('第') {
        let rest = rest.trim_start_matches(|ch| DIGITS.contains(ch));
        return rest.starts_with(['章', '节', '部', '篇']);
    }
    let bare = text.trim_start_matches(['（', '(']);
    let rest = bare.trim_start_matches(|ch| "一二三四五六七八九十".contains(ch));
    rest.len() < bare.len() && rest.starts_with(['、', '）', ')'])
}

/// `2023.08`, `2023-08-01`, `2023年8月`.
fn is_date(word: &str) -> bool {
    let year = word.as_bytes();
    if year.len() < 6
        || !(word.starts_with("19") || word.starts_with("20"))
        || !year[..4].iter().all(u8::is_ascii_digit)
    {
        return false;
    }
    let rest = &word[4..];
    rest.starts_with(['.', '-', '/', '年'])
        && rest.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '.' | '-' | '/' | '年' | '月' | '日' | '：' | ':'))
        && rest.chars().any(|ch| ch.is_ascii_digit())
        && rest.chars().filter(char::is_ascii_digit).count() <= 4
}

fn is_key_value(text: &str) -> bool {
    // A key has at most 30 characters, of at most four bytes.
    let head = &text.as_bytes()[..text.len().min(124)];
    let narrow = memchr::memchr(b':', head).map(|at| (at, 1));
    let wide = memchr::memmem::find(head, "：".as_bytes()).map(|at| (at, "：".len()));
    let Some((at, length)) = narrow.into_iter().chain(wide).min() else { return false };
    let (key, value) = (&text[..at], text[at + length..].trim());
    (1..=30).contains(&key.chars().count())
        && key.split_whitespace().count() <= 4
        && key.chars().any(char::is_alphabetic)
        && !value.is_empty()
        && value.chars().take(81).count() <= 80
        && !value.starts_with("//")
}

/// The most columns that a label takes.
const LABEL_WIDTH: u32 = 40;

fn torn(text: &str, offset: u32, words: &mut Vec<Word>) -> Option<Torn> {
    // Every character takes a column, or stands on the one in front of it.
    let short = text.chars().take(LABEL_WIDTH as usize + 1).count() <= LABEL_WIDTH as usize;
    let label = short && !text.ends_with(['.', '。', '，', ',', '；', ';']);
    let letter = text.chars().next().is_some_and(char::is_alphabetic);
    if letter && !label {
        return None;
    }
    words.clear();
    lex::words(text, offset, words);
    if words.iter().all(|word| word.kind == Kind::Number) {
        return Some(Torn::Numbers(words.len() as u32));
    }
    let wide = words.last()?.x1 - words[0].x0;
    (label && wide <= LABEL_WIDTH && words.len() <= 6).then_some(Torn::Label)
}

/// Adds a line to the run that it goes on, or begins one.
fn grow(runs: &mut Vec<(Torn, Item, u32)>, torn: Torn, span: Span, line: u32) {
    let (kind, count) = match torn {
        Torn::Numbers(count) => (ItemKind::Numbers, count),
        Torn::Label => (ItemKind::Labels, 1),
    };
    match runs.last_mut() {
        Some((_, run, last)) if run.kind == kind && line - *last <= RUN_GAP => {
            run.span = run.span.cover(span);
            run.count += count;
            *last = line;
        }
        _ => runs.push((torn, Item { kind, span, count, paired: false }, line)),
    }
}

/// Keeps the runs that make charts: numbers, and the labels beside them.
fn charts(items: &mut Vec<Item>, mut runs: Vec<(Torn, Item, u32)>) {
    for at in 0..runs.len() {
        let beside = [at.checked_sub(1), Some(at + 1)];
        let other = |i: Option<usize>| i.and_then(|i| runs.get(i)).filter(|run| run.1.kind != runs[at].1.kind);
        let (kind, count) = (runs[at].1.kind, runs[at].1.count);
        let paired = beside.iter().any(|&i| other(i).is_some_and(|run| run.1.count == count && count >= LEAST_RUN));
        let numbers = kind == ItemKind::Numbers && count >= LEAST_RUN;
        let labels = kind == ItemKind::Labels
            && count >= LEAST_RUN
            && beside.iter().any(|&i| other(i).is_some_and(|run| run.1.count >= LEAST_RUN));
        if numbers || labels {
            runs[at].1.paired = paired;
            items.push(runs[at].1.clone());
        }
    }
}

/// The numbers of running text that say what they count: `45.2 million`, `3.2%`, `7.56亿美元`.
fn figures(source: &Source, span: Span, items: &mut Vec<Item>) {
    const WORDS: [&str; 7] = ["percent", "million", "billion", "trillion", "thousand", "GB", "TB"];
    let text = source.slice(span);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let mut start = at + found;
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
        let mut end = start + bytes[start..].iter().take_while(|byte| is_part(byte)).count();
        at = end;
        // A clause may end behind the number.
        while matches!(bytes[end - 1], b'.' | b',') {
            end -= 1;
        }
        let glued = text[..start].chars().next_back();
        if glued.is_some_and(|ch| ch.is_ascii_alphabetic() || matches!(ch, '-' | '_' | '/')) {
            continue;
        }
        let money = glued.filter(|ch| matches!(ch, '$' | '€' | '£' | '¥'));
        start -= money.map_or(0, char::len_utf8);
        let rest = &text[end..];
        let unit: usize = rest
            .chars()
            .take_while(|&ch| "%％亿万千百倍美元人家个件次吨".contains(ch))
            .take(4)
            .map(char::len_utf8)
            .sum();
        let word = rest.strip_prefix(' ').and_then(|rest| WORDS.iter().find(|word| rest.starts_with(**word)));
        end += unit + word.map_or(0, |word| word.len() + 1);
        if unit > 0 || word.is_some() || money.is_some() {
            items.push(Item::one(ItemKind::Figure, Span::new(start, end).shift(span.start as usize)));
        }
        at = at.max(end);
    }
}
