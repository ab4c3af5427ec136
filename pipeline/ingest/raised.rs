//! Raised and lowered text: the tags `sup` and `sub` and what stands between them go in, text whose digits stay raised or
//! lowered comes out. 12<sup>1</sup> is 12 with a mark, and not 121.

use std::borrow::Cow;

/// How many `sup` and `sub` are open.
#[derive(Default)]
pub(super) struct Raised {
    raised: u32,
    lowered: u32,
}

impl Raised {
    /// An element begins.
    pub fn open(&mut self, element: &[u8]) {
        if let Some(count) = self.count(element) {
            *count += 1;
        }
    }

    /// An element ends; one that never began changes nothing.
    pub fn close(&mut self, element: &[u8]) {
        if let Some(count) = self.count(element) {
            *count = count.saturating_sub(1);
        }
    }

    fn count(&mut self, element: &[u8]) -> Option<&mut u32> {
        if element.eq_ignore_ascii_case(b"sup") {
            Some(&mut self.raised)
        } else if element.eq_ignore_ascii_case(b"sub") {
            Some(&mut self.lowered)
        } else {
            None
        }
    }

    /// `text` as it stands here.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let digits = match (self.raised, self.lowered) {
            (0, 0) => return Cow::Borrowed(text),
            (0, _) => ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'],
            _ => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
        };
        Cow::Owned(text.chars().map(|c| c.to_digit(10).map_or(c, |digit| digits[digit as usize])).collect())
    }
}
