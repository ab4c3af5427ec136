//! Characters or words with their places on a page go in, the lines of a layout text come out.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::json::pointer;
use crate::source::{Address, Span};

/// What is placed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Characters: near ones are one word.
    Characters,
    /// Words, each on its own.
    Words,
}

/// A line of text, and the places of the stretches in it.
pub(super) struct Line {
    pub text: String,
    pub places: Vec<(Span, Address)>,
    /// True if the next line is far below.
    pub gap_below: bool,
}

/// A character or word and its place, in points from the top left.
struct Glyph<'v> {
    index: usize,
    text: &'v str,
    x0: f64,
    x1: f64,
    top: f64,
    bottom: f64,
}

/// Characters that are further apart than this, in points, are of two words; lines likewise. pdfplumber's own defaults.
const TOLERANCE: f64 = 3.0;

/// True for a text with a place.
pub(super) fn is(value: &Value) -> bool {
    glyph((0, value)).is_some()
}

/// The page that a text with a place stands on, where it says so.
pub(super) fn page_of(value: &Value) -> Option<u64> {
    value["page_number"].as_u64()
}

/// The lines that `items`, which stand at `at` in their file, make; and the indices of those without a text or a place.
pub(super) fn lines(items: &[Value], at: &str, kind: Kind) -> (Vec<Line>, Vec<usize>) {
    let mut glyphs: Vec<Glyph<'_>> = items.iter().enumerate().filter_map(glyph).collect();
    let unplaced = (0..items.len()).filter(|&index| !is(&items[index])).collect();
    glyphs.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut widths: Vec<f64> = glyphs.iter().map(|c| (c.x1 - c.x0) / c.text.width().max(1) as f64).collect();
    widths.retain(|width| *width > 0.1);
    widths.sort_by(f64::total_cmp);
    let unit = widths.get(widths.len() / 2).copied().unwrap_or(5.0);
    let mut lines = glyphs.chunk_by(|a, b| b.top - a.top <= TOLERANCE).peekable();
    let mut made = Vec::new();
    while let Some(line) = lines.next() {
        let far = |next: &&[Glyph<'_>]| next[0].top - line[0].top > 2.2 * (line[0].bottom - line[0].top);
        let gap_below = lines.peek().is_some_and(far);
        made.push(Line { gap_below, ..self::line(line, at, unit, kind) });
    }
    (made, unplaced)
}

fn glyph((index, value): (usize, &Value)) -> Option<Glyph<'_>> {
    let number = |key: &str| value[key].as_f64().filter(|number| number.abs() < 1e6);
    let (x0, x1, top) = (number("x0")?, number("x1")?, number("top")?);
    let bottom = number("bottom").unwrap_or(top + 10.0);
    Some(Glyph { index, text: value["text"].as_str()?, x0, x1, top, bottom })
}

fn line(glyphs: &[Glyph<'_>], at: &str, unit: f64, kind: Kind) -> Line {
    let mut glyphs: Vec<&Glyph<'_>> = glyphs.iter().collect();
    glyphs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut text = String::new();
    let mut places: Vec<(Span, Address)> = Vec::new();
    let mut last: Option<&Glyph<'_>> = None;
    let mut spaced = false;
    for glyph in glyphs {
        if glyph.text.chars().all(char::is_whitespace) {
            spaced = true;
            continue;
        }
        let is_far = |last: &Glyph<'_>| glyph.x0 - last.x1 > TOLERANCE.min(unit * 0.6);
        let apart = std::mem::take(&mut spaced) || kind == Kind::Words || last.is_none_or(is_far);
        if apart {
            // A word stands in the column where it stands on the page, at least one blank behind the one before it.
            let column = (glyph.x0.max(0.0) / unit).round().min(2_000.0) as usize;
            let least = text.width() + usize::from(!text.is_empty());
            text.extend(std::iter::repeat_n(' ', column.max(least) - text.width()));
        }
        let start = text.len();
        text.extend(glyph.text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        match places.last_mut() {
            Some((span, _)) if !apart => *span = Span::new(span.start as usize, text.len()),
            _ => places.push((Span::new(start, text.len()), pointer(&format!("{at}/{}", glyph.index)))),
        }
        last = Some(glyph);
    }
    Line { text, places, gap_below: false }
}
