//! Where tables may stand: a page goes in, stretches of lines that are worth a closer look come out.

use std::ops::Range;

use super::line::{Class, LONGEST_LINE, Page};
use super::notes;
use crate::source::{Source, Span};

/// A page longer than this is read in parts, so that memory stays small.
const PAGE_LINES: u32 = 20_000;

/// A table begins at most so many lines below the first line of its caption.
const CAPTION_LINES: usize = 8;

/// A figure ends at most so many lines below the first line of its caption: two thirds of a page.
const FIGURE_LINES: usize = 40;

/// The pages of lines `top` up to, not including, `end` as ranges of lines, counted from 1.
pub(super) fn pages(source: &Source, top: u32, end: u32) -> Vec<(u32, u32)> {
    let mut pages = Vec::new();
    let mut first = top;
    let mut page = source.page_of(source.line_span(top).end);
    for line in top + 1..end {
        // A form feed stands in front of the first line of the next page.
        let here = source.page_of(source.line_span(line).end);
        if here != page || line - first >= PAGE_LINES {
            pages.push((first, line));
            first = line;
            page = here;
        }
    }
    if first < end {
        pages.push((first, end));
    }
    pages
}

/// The lines at the top and the foot of pages that count the pages: the same words as on the next page, or the one behind
/// it, and a number that is as much more; and those in parts that stand above titles on page after page.
pub(super) fn running(source: &Source, pages: &[(u32, u32)]) -> Vec<Span> {
    let written = |line: &u32| !source.slice(source.line_span(*line)).trim().is_empty();
    let edges: Vec<[Option<Edge>; 2]> = pages
        .iter()
        .map(|&(first, last)| {
            let ends = [(first..last).find(written), (first..last).rev().find(written)];
            ends.map(|line| line.and_then(|line| Edge::of(source, source.line_span(line))))
        })
        .collect();
    let mut lines = Vec::new();
    // Left and right pages may have heads of their own.
    for step in [1, 2] {
        for (above, below) in edges.iter().zip(edges.iter().skip(step)) {
            for (before, here) in above.iter().zip(below) {
                if let (Some(before), Some(here)) = (before, here)
                    && before.words == here.words
                    && before.number + step as u32 == here.number
                {
                    lines.extend([before.span, here.span]);
                }
            }
        }
    }
    let heads: Vec<Option<Head>> = pages.iter().map(|&(first, last)| Head::of(source, first, last)).collect();
    for step in [1, 2] {
        for pair in heads.iter().zip(heads.iter().skip(step)) {
            if let (Some(before), Some(here)) = pair
                && before.words == here.words
                && (before.above_title || here.above_title)
            {
                lines.extend([before.span, here.span]);
            }
        }
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// A line in parts at the top of a page, with a blank line below it: the names of columns, or what is printed on each
/// page, `Harrow Council      Statistical Yearbook`.
struct Head {
    span: Span,
    words: String,
    /// True if the next line is no row: names stand above rows on every page.
    above_title: bool,
}

impl Head {
    fn of(source: &Source, first: u32, last: u32) -> Option<Head> {
        let text = |line: u32| source.slice(source.line_span(line)).trim();
        let written = |line: &u32| !text(*line).is_empty();
        let top = (first..last).find(written)?;
        if top + 1 >= last || written(&(top + 1)) || text(top).len() > LONGEST_EDGE || !text(top).contains("  ") {
            return None;
        }
        let next = (top + 1..last).find(written)?;
        let words = text(top).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Head { span: source.line_span(top), words, above_title: !text(next).contains("  ") })
    }
}

/// A line at the edge of a page: its words, and the one number that it has.
struct Edge {
    span: Span,
    words: String,
    number: u32,
}

impl Edge {
    fn of(source: &Source, span: Span) -> Option<Edge> {
        let text = source.slice(span);
        if text.len() > LONGEST_EDGE {
            return None;
        }
        let mut numbers = text.split(|ch: char| !ch.is_ascii_digit()).filter(|part| !part.is_empty());
        // In a running head another number may stand, which is the same on each page: "Report 2023   17".
        let number = numbers.next_back().filter(|number| number.len() <= 4)?;
        let at = text.rfind(number)?;
        let (front, back) = (&text[..at], &text[at + number.len()..]);
        if !stands_apart(front, back) {
            return None;
        }
        let words: String = front.chars().chain(back.chars()).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Edge { span, words, number: number.parse().ok()? })
    }
}

/// True if the number between `front` and `back` counts pages: it is the last or the first thing on its line, and no word
/// stands directly beside it, as in "Table 3" and "Week 12".
fn stands_apart(front: &str, back: &str) -> bool {
    let (before, behind) = (front.trim_start(), back.trim_end());
    let wide = |gap: &str| gap.chars().filter(|ch| ch.is_whitespace()).count() >= 2;
    let page = |word: &str| matches!(&*word.to_lowercase(), "page" | "p." | "p" | "pg." | "第");
    let ends = behind.trim_start_matches(['-', '–', '—', '|', ' ', '页']).is_empty();
    let begins = before.is_empty();
    let last = before.trim_end();
    ends && (begins
        || last.ends_with(['|', '-', '–', '—', '·', '•'])
        || page(last.rsplit(' ').next().unwrap_or_default())
        || wide(&before[last.len()..]))
        || begins && wide(&behind[..behind.len() - behind.trim_start().len()])
}

/// A running head of more bytes is none.
const LONGEST_EDGE: usize = 240;

/// True if any two lines, or any one where a table may go on, may be rows: they have a gap, a bar or a tab, or they are
/// short and have a digit or words one space apart. A page of running text is passed over without reading its words.
pub(super) fn is_worth_reading(source: &Source, first: u32, last: u32, goes_on: bool) -> bool {
    // What the whole page does not have, no line of it needs to be searched for.
    let page = source.slice(source.line_span(first).cover(source.line_span(last - 1))).as_bytes();
    let gaps: Vec<&[u8]> =
        GAPS.iter().map(|gap| gap.as_bytes()).filter(|gap| memchr::memmem::find(page, gap).is_some()).collect();
    let mut rows = 0;
    for line in first..last {
        let text = source.slice(source.line_span(line)).trim_start();
        rows += u32::from(text.len() <= LONGEST_LINE && may_be_row(text, &gaps));
        if rows >= 2 || goes_on && rows >= 1 {
            return true;
        }
    }
    false
}

fn may_be_row(text: &str, gaps: &[&[u8]]) -> bool {
    let bytes = text.as_bytes();
    if gaps.iter().any(|gap| memchr::memmem::find(bytes, gap).is_some()) {
        return true;
    }
    // A Chinese character takes three bytes and two columns. Where no blank parts them, its words are one cell.
    bytes.len() <= SHORT_LINE && bytes.is_ascii() && bytes.iter().any(u8::is_ascii_digit)
        || bytes.len() <= SHORT_LINE * 3 / 2 && !bytes.is_ascii() && memchr::memchr(b' ', bytes).is_some()
}

/// What parts cells: two blanks, a bar, a tab; an ideographic, en or em space alone.
const GAPS: [&str; 9] = ["  ", "|", "\t", "\u{3000}", "\u{2002}", "\u{2003}", "\u{a0}\u{a0}", "│", "┃"];

/// A row of a table that has lost its layout is short.
const SHORT_LINE: usize = 60;

/// A stretch of lines without running text in between.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    /// Its lines as indices into the page.
    pub lines: Range<usize>,
    /// The line of the caption above it.
    pub caption: Option<usize>,
    /// True if the caption is that of a figure.
    pub figure: bool,
}

/// True for the last line of a paragraph: it stands directly below running text and where that begins, and goes on from it
/// or ends like a sentence.
fn ends_paragraph(page: &Page<'_>, at: usize) -> bool {
    let Some(above) = at.checked_sub(1).map(|above| &page.lines[above]) else { return false };
    let (Some(first), [only]) = (above.segments.first(), &page.lines[at].segments[..]) else { return false };
    let text = page.text(only);
    above.class == Class::Prose
        && first.x0.abs_diff(only.x0) <= 1
        && (text.starts_with(char::is_lowercase) || text.ends_with(['.', '。']))
}

/// The stretches of `page` that have at least two lines of two segments.
pub(super) fn zones(page: &Page<'_>, taken: &[bool]) -> Vec<Zone> {
    let mut zones = Vec::new();
    let mut start = 0;
    let mut blank = 0;
    let mut multi = 0;
    let mut left = u32::MAX;
    let mut caption: Option<usize> = None;
    let mut figure = false;
    let mut starts: Vec<u32> = Vec::new();
    for at in 0..=page.lines.len() {
        let class = page.lines.get(at).map(|line| line.class);
        let ends = match class {
            None => true,
            Some(_) if taken.get(at) == Some(&true) => true,
            Some(Class::Blank) => {
                blank += usize::from(!page.lines[at].rule);
                blank > 3
            }
            Some(Class::Caption | Class::Figure) => true,
            Some(Class::Prose) => {
                let line = &page.lines[at];
                match line.segments.iter().find(|segment| !segment.prose) {
                    // Prose beside a table has lines of its own between the rows.
                    None => {
                        blank += 1;
                        blank > 3
                    }
                    // Text far from the first column is a wrapped cell or a heading over columns.
                    // So is what ends in front of all other columns, with the rest of its row right below.
                    Some(segment) => {
                        let next = page.lines.get(at + 1).is_some_and(|next| next.class == Class::Multi);
                        let label = next && blank == 0 && starts.iter().all(|&start| segment.x1 <= start);
                        multi == 0 || segment.x0 <= left + 8 && !starts.contains(&segment.x0) && !label
                    }
                }
            }
            Some(Class::Short) if start == at && ends_paragraph(page, at) => true,
            Some(_) => notes::starts_note(page, &page.lines[at]),
        };
        if ends {
            if multi >= 2 {
                zones.push(Zone { lines: start..at, caption: caption.filter(|_| !figure), figure });
            }
            if multi >= 2 && !figure
                || caption.is_some_and(|line| line + if figure { FIGURE_LINES } else { CAPTION_LINES } < at)
            {
                caption = None;
            }
            if let Some(Class::Caption | Class::Figure) = class {
                caption = Some(at);
                figure = class == Some(Class::Figure);
            }
            figure &= caption.is_some();
            start = at + 1;
            multi = 0;
            left = u32::MAX;
            starts.clear();
        }
        match class {
            Some(Class::Blank) => continue,
            Some(Class::Prose) if page.lines[at].segments.iter().all(|segment| segment.prose) => continue,
            Some(Class::Multi) if !ends => {
                multi += 1;
                let line = &page.lines[at];
                let live = line.segments.iter().filter(|segment| !segment.prose);
                for (index, segment) in live.enumerate() {
                    match index {
                        0 => left = left.min(segment.x0),
                        _ if starts.len() < 256 && !starts.contains(&segment.x0) => starts.push(segment.x0),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        blank = 0;
    }
    zones
}
