//! Where lines and pages begin: a text goes in, line and page numbers of offsets come out.

use super::Span;

/// The offsets at which the lines and pages of one text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    line_starts: Vec<u32>,
    page_starts: Vec<u32>,
    end: u32,
}

impl LineIndex {
    /// Reads `text` once. A line ends with `\n`; a page ends with a form feed (`\x0c`).
    pub fn new(text: &str) -> LineIndex {
        // A byte order mark stands in front of the first line.
        let mut line_starts = vec![if text.starts_with('\u{feff}') { 3 } else { 0 }];
        let mut page_starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\x0c', text.as_bytes()) {
            let starts = if text.as_bytes()[at] == b'\n' { &mut line_starts } else { &mut page_starts };
            starts.push(at as u32 + 1);
        }
        // The empty rest behind a final line end is no line.
        if line_starts.len() > 1 && line_starts.last() == Some(&(text.len() as u32)) {
            line_starts.pop();
        }
        LineIndex { line_starts, page_starts, end: text.len() as u32 }
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The line of the byte at `offset`, counted from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset).max(1) as u32
    }

    /// The page of the byte at `offset`, counted from 1.
    pub fn page_of(&self, offset: u32) -> u32 {
        self.page_starts.partition_point(|&start| start <= offset) as u32
    }

    /// The span of line `line` (counted from 1) in the text that this index was made from, without `\r` and `\n`.
    pub fn span(&self, text: &str, line: u32) -> Span {
        let at = line.saturating_sub(1) as usize;
        let start = self.line_starts.get(at).copied().unwrap_or(self.end);
        let mut end = self.line_starts.get(at + 1).copied().unwrap_or(self.end);
        let bytes = text.as_bytes();
        if end > start && bytes[end as usize - 1] == b'\n' {
            end -= 1;
        }
        if end > start && bytes[end as usize - 1] == b'\r' {
            end -= 1;
        }
        Span { start, end }
    }
}
