//! The pages of pdfplumber (`pdfplumber --format json`, `pdf.to_dict()`): characters with their places become layout text.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::canvas::{Canvas, Refusal};
use super::json::pointer;
use super::limits;
use crate::source::{Address, Span};

/// True for pages that hold characters.
pub(super) fn is(value: &Value) -> bool {
    let pages = value.get("pages").and_then(Value::as_array);
    pages.is_some_and(|pages| pages.iter().any(|page| page["chars"].is_array()))
}

/// A character and its place, in points from the top left.
struct Char<'v> {
    index: usize,
    text: &'v str,
    x0: f64,
    x1: f64,
    top: f64,
    bottom: f64,
}

/// Characters that are further apart than this, in points, are of two words; lines likewise. pdfplumber's own defaults.
const TOLERANCE: f64 = 3.0;

/// Writes the pages.
pub(super) fn write(value: &Value, canvas: &mut Canvas) -> Result<(), Refusal> {
    let pages = value["pages"].as_array().map(Vec::as_slice).unwrap_or_default();
    limits::tables(pages.len())?;
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            canvas.page();
        }
        let chars = page["chars"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut chars: Vec<Char<'_>> = chars.iter().enumerate().filter_map(|(index, c)| char(index, c)).collect();
        chars.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut widths: Vec<f64> = chars.iter().map(|c| (c.x1 - c.x0) / c.text.width().max(1) as f64).collect();
        widths.retain(|width| *width > 0.1);
        widths.sort_by(f64::total_cmp);
        let unit = widths.get(widths.len() / 2).copied().unwrap_or(5.0);
        let mut lines = chars.chunk_by(|a, b| b.top - a.top <= TOLERANCE).peekable();
        while let Some(line) = lines.next() {
            write_line(line, at, unit, canvas)?;
            let far = |next: &&&[Char<'_>]| next[0].top - line[0].top > 2.2 * (line[0].bottom - line[0].top);
            if lines.peek().is_some_and(|next| far(&next)) {
                canvas.blank();
            }
        }
    }
    Ok(())
}

fn char(index: usize, value: &Value) -> Option<Char<'_>> {
    let number = |key: &str| value[key].as_f64().filter(|number| number.abs() < 1e6);
    let (x0, x1, top) = (number("x0")?, number("x1")?, number("top")?);
    let bottom = number("bottom").unwrap_or(top + 10.0);
    Some(Char { index, text: value["text"].as_str()?, x0, x1, top, bottom })
}

fn write_line(line: &[Char<'_>], page: usize, unit: f64, canvas: &mut Canvas) -> Result<(), Refusal> {
    let mut line: Vec<&Char<'_>> = line.iter().collect();
    line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut text = String::new();
    let mut places: Vec<(Span, Address)> = Vec::new();
    let mut last: Option<&Char<'_>> = None;
    let mut spaced = false;
    for c in line {
        if c.text.chars().all(char::is_whitespace) {
            spaced = true;
            continue;
        }
        let apart = std::mem::take(&mut spaced) || last.is_none_or(|last| c.x0 - last.x1 > TOLERANCE.min(unit * 0.6));
        if apart {
            // A word stands in the column where it stands on the page, at least one blank behind the one before it.
            let column = (c.x0.max(0.0) / unit).round().min(2_000.0) as usize;
            let least = text.width() + usize::from(!text.is_empty());
            text.extend(std::iter::repeat_n(' ', column.max(least) - text.width()));
        }
        let start = text.len();
        text.extend(c.text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        match places.last_mut() {
            Some((span, _)) if !apart => *span = Span::new(span.start as usize, text.len()),
            _ => places.push((Span::new(start, text.len()), pointer(&format!("/pages/{page}/chars/{}", c.index)))),
        }
        last = Some(c);
    }
    canvas.drawn_line(&text, places)
}
