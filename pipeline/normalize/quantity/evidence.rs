//! What a report's own numbers say about its locale: a text goes in, its decimal sign and the numbers that show it come
//! out.

use super::text::{byte_at, digit_at, word_before};
use super::{Options, Separators};
use crate::source::Span;

/// What speaks for either decimal sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Numbers that make sense only if `.` is the decimal point.
    pub point: Witness,
    /// Numbers that make sense only if `,` is.
    pub comma: Witness,
}

/// How many numbers say so, and the first of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// How many.
    pub count: usize,
    /// The first.
    pub first: Option<Span>,
}

impl Witness {
    fn add(&mut self, span: Span) {
        self.count += 1;
        self.first = self.first.or(Some(span));
    }
}

impl Evidence {
    /// The decimal sign, if all numbers that say anything agree.
    pub fn separators(&self) -> Option<Separators> {
        match (self.point.count, self.comma.count) {
            (1.., 0) => Some(Separators::Point),
            // One odd number is no evidence for its own reading.
            (0, 2..) => Some(Separators::Comma),
            _ => None,
        }
    }
}

impl Options {
    /// The same options with what `evidence` settles and they leave open.
    #[must_use]
    pub fn settled_by(mut self, evidence: &Evidence) -> Options {
        self.separators = self.separators.or(evidence.separators());
        self
    }
}

/// Looks at every number of `text` with a point or comma in it.
pub fn evidence(text: &str) -> Evidence {
    let mut found = Evidence::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let Some(mark) = memchr::memchr2(b'.', b',', &bytes[at..]).map(|next| at + next) else { break };
        at = mark + 1;
        let before = bytes[..mark].iter().rev().take(8).take_while(|byte| byte.is_ascii_digit()).count();
        if before == 0 || digit_at(text, mark + 1).is_none() {
            continue;
        }
        // All digits and marks from here on.
        let start = mark - before;
        let mut end = mark;
        let (mut points, mut commas, mut tail, mut groups) = (0, 0, 0, true);
        let mut last = 0;
        while let byte @ (b'0'..=b'9' | b'.' | b',') = byte_at(text, end) {
            if byte.is_ascii_digit() {
                tail += 1;
            } else {
                if !byte_at(text, end + 1).is_ascii_digit() {
                    break;
                }
                groups &= end == mark || tail == 3;
                if byte == b'.' {
                    points += 1;
                } else {
                    commas += 1;
                }
                last = byte;
                tail = 0;
            }
            end += 1;
        }
        at = end.max(at);
        // 3.2 before a heading, 2023.08 and version 2.10 say nothing of decimals.
        let one_point = (points, commas) == (1, 0);
        let dated = one_point && before == 4 && tail == 2;
        let heading = one_point
            && before <= 2
            && tail <= 2
            && super::name::begins_line(text, start)
            && byte_at(text, end) == b' '
            && byte_at(text, super::text::skip_spaces(text, end, 4)).is_ascii_uppercase();
        let named = one_point && {
            let back = super::text::skip_spaces_back(text, start, 1, 0);
            ["version", "v", "release", "ver"].into_iter().any(|word| word_before(text, back, word).is_some())
                || byte_at(text, start.wrapping_sub(1)) == b':'
        };
        if dated || heading || named {
            continue;
        }
        let word = |at: usize| byte_at(text, at).is_ascii_alphabetic() || byte_at(text, at) == b'-';
        let joined = start > 0 && word(start - 1) || before > 3 && commas > 0;
        let span = Span::new(start, end.min(crate::source::Source::MAX_BYTES).max(start));
        match (points, commas, last) {
            _ if joined => {}
            (1, 0, _) if tail != 3 || before > 3 || byte_at(text, start) == b'0' => found.point.add(span),
            (1, 1.., b'.') if groups => found.point.add(span),
            (0, 2.., _) if groups && tail == 3 && before <= 3 => found.point.add(span),
            (0, 1, _) if tail != 3 => found.comma.add(span),
            (1.., 1, b',') if groups => found.comma.add(span),
            (2.., 0, _) if groups && tail == 3 && before <= 3 => found.comma.add(span),
            _ => {}
        }
        if start >= crate::source::Source::MAX_BYTES {
            break;
        }
    }
    found
}
