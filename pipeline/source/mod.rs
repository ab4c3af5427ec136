//! Raw text and places in it: a file's bytes go in, spans, lines and pages come out.

mod derived;
mod join;
mod lines;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use derived::{Address, Derived, Fenced, Grid, GridPart, GridRow};
pub use join::{Joined, is_blank, needs_space, stretches};
pub use lines::LineIndex;

/// A byte range in one source, as offsets into the original file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    ///
    /// Sources are at most [`Source::MAX_BYTES`] long, so that every offset fits.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end <= Source::MAX_BYTES);
        Span { start: start as u32, end: end as u32 }
    }

    /// The same range for slicing a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True for a place between two bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// True if every byte of `other` is one of this range.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The range moved `by` bytes to the right: from offsets in a slice to offsets in its source.
    pub fn shift(self, by: usize) -> Span {
        Span::new(self.start as usize + by, self.end as usize + by)
    }
}

/// The immutable text of one file, with its lines and pages.
///
/// The text is as long as the file, so that offsets are those of the file on disk. A byte order mark stands in front of
/// the first line and in no span; a line ends with `\n` or `\r\n`. Where the file is a spreadsheet or the like, the text is
/// derived from it: lines and offsets are those of the text, and [`Source::address`] leads to the file.
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    lines: LineIndex,
    derived: Option<Box<Derived>>,
}

impl Source {
    /// The longest text a source may have; [`Span`] holds 32-bit offsets.
    pub const MAX_BYTES: usize = u32::MAX as usize - 1;

    /// Takes `text`, at most [`Source::MAX_BYTES`] long, under the file name that outputs show (`raw/acme/2023.txt`).
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Source {
        let text: Arc<str> = text.into();
        let lines = LineIndex::new(&text);
        Source { name: name.into(), text, lines, derived: None }
    }

    /// A text that was made of a file of another kind; every span of `derived` lies in `text`.
    pub fn derived(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, derived: Derived) -> Source {
        Source { derived: Some(Box::new(derived)), ..Source::new(name, text) }
    }

    /// True if the text is not the file itself.
    pub fn is_derived(&self) -> bool {
        self.derived.is_some()
    }

    /// The tables that the file itself says are tables; none of a plain text.
    pub fn grids(&self) -> &[Grid] {
        self.derived.as_ref().map_or(&[], |derived| &derived.grids)
    }

    /// Stretches of which the reader of the file could make nothing; none of a plain text.
    pub fn unread(&self) -> &[Span] {
        self.derived.as_ref().map_or(&[], |derived| &derived.unread)
    }

    /// Stretches that the file sets apart from the text around them; none of a plain text.
    pub fn fenced(&self) -> &[Fenced] {
        self.derived.as_ref().map_or(&[], |derived| &derived.fenced)
    }

    /// Where the text of `span` stands in the file, if that is not the text itself.
    pub fn address(&self, span: Span) -> Option<&Address> {
        self.derived.as_ref()?.address(span)
    }

    /// The file's name, relative to the workspace, with `/` between folders.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    pub fn shared_text(&self) -> &Arc<str> {
        &self.text
    }

    /// The text of `span`, exactly as printed.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Where its lines and pages begin.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The line that holds the byte at `offset`, counted from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines.line_of(offset)
    }

    /// The page that holds the byte at `offset`, counted from 1; pages end with a form feed.
    pub fn page_of(&self, offset: u32) -> u32 {
        self.lines.page_of(offset)
    }

    /// The span of line `line` (counted from 1) without its line end.
    pub fn line_span(&self, line: u32) -> Span {
        self.lines.span(&self.text, line)
    }

    /// The span of the whole text, without a byte order mark.
    pub fn span(&self) -> Span {
        Span::new(self.lines.span(&self.text, 1).start as usize, self.text.len())
    }
}

/// The texts that places point into, by file name; a file that could not be read as text is missing.
pub type Texts = BTreeMap<Arc<str>, Arc<Source>>;

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.name, self.text.len())
    }
}
