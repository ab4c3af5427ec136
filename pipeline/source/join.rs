//! Wrapped text joined as a reader would: stretches of lines go in, one line and the way back come out.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::{Source, Span};

/// True if a reader puts a space between a line that ends in `left` and the next one that begins with `right`.
///
/// None beside a Chinese, Japanese or full-width character, and none behind a hyphen or a dash: `Qwen-` and `Agent`
/// make `Qwen-Agent`.
pub fn needs_space(left: char, right: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    !(wide(left) || wide(right) || matches!(left, '-' | '—' | '–' | '\u{2010}'))
}

/// The non-blank parts of `span`, one a line, trimmed.
pub fn stretches(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = span.start as usize;
    for line in text[span.range()].split(['\n', '\x0c']) {
        let trimmed = line.trim_matches(is_blank);
        if !trimmed.is_empty() {
            let start = at + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
            found.push(Span::new(start, start + trimmed.len()));
        }
        at += line.len() + 1;
    }
    found
}

/// White space, and the byte order mark that may open a file.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Some stretches of a text as one line, with the way back.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    text: String,
    /// For each stretch, where it begins in `text` and its span in the source.
    pieces: Vec<(usize, Span)>,
}

impl Joined {
    /// Joins `spans` of `text`, in order.
    pub fn new(text: &str, spans: &[Span]) -> Joined {
        let mut joined = Joined::default();
        for &span in spans {
            let piece = &text[span.range()];
            if let (Some(left), Some(right)) = (joined.text.chars().next_back(), piece.chars().next())
                && needs_space(left, right)
            {
                joined.text.push(' ');
            }
            joined.pieces.push((joined.text.len(), span));
            joined.text.push_str(piece);
        }
        joined
    }

    /// Joins all lines of `span` in `source`.
    pub fn lines(source: &Source, span: Span) -> Joined {
        Joined::new(source.text(), &stretches(source.text(), span))
    }

    /// The joined line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The stretches of the source that make `range` of the joined line.
    pub fn spans(&self, range: Range<usize>) -> Vec<Span> {
        let first = self.pieces.partition_point(|&(at, span)| at + span.len() <= range.start);
        self.pieces[first..]
            .iter()
            .take_while(|(at, _)| *at < range.end)
            .filter_map(|&(at, span)| {
                let from = range.start.max(at) - at;
                let to = (range.end - at).min(span.len());
                (from < to).then(|| Span::new(span.start as usize + from, span.start as usize + to))
            })
            .collect()
    }
}
