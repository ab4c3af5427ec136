//! A part of a report under one numbered heading.

use crate::source::Span;

/// One numbered heading and the text below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's number: `2.4.2`.
    pub number: Span,
    /// Its title, without the mark of its part.
    pub title: Span,
    /// The mark of its part, where one is printed.
    pub part: Option<Span>,
    /// The heading's line.
    pub heading: Span,
    /// The text below the heading, up to the next one.
    pub body: Span,
    /// The heading's line, counted from 1.
    pub line_start: u32,
    /// The last line before the next heading that is not blank.
    pub line_end: u32,
}

impl Section {
    /// Heading and body.
    pub fn span(&self) -> Span {
        self.heading.cover(self.body)
    }
}
