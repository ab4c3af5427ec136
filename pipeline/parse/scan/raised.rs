//! Raised marks that stand on a line of their own: the lines of a page go in, each mark comes out with the cell that it is
//! set behind.
//!
//! A small raised letter has a base line of its own, so that extraction may give it a line above that of its cell:
//!
//! ```text
//!                4
//! South Atlantic        316
//! ```

use super::line::{Class, Page, Segment};

/// A raised mark has at most so many characters.
const LONGEST_MARK: u32 = 2;

/// Takes the marks of `page` from its lines and keeps them with the words that they stand behind.
pub(super) fn join(page: &mut Page<'_>) {
    for at in 1..page.lines.len() {
        if let Some(marks) = marks(page, at - 1) {
            page.raised.extend(marks);
            let line = &mut page.lines[at - 1];
            line.segments.clear();
            line.class = Class::Blank;
            line.rule = true;
        }
    }
    page.raised.sort_unstable_by_key(|(word, _)| *word);
}

/// The marks on line `at` with the last words of the segments below that they stand right behind; `None` if anything else
/// stands on the line.
fn marks(page: &Page<'_>, at: usize) -> Option<Vec<(u32, Segment)>> {
    let segments = &page.lines[at].segments;
    let is_mark = |segment: &Segment| {
        segment.len() == 1
            && segment.width() <= LONGEST_MARK
            && page
                .text(segment)
                .chars()
                .all(|ch| ch.is_ascii_digit() || ch.is_ascii_lowercase() || "*†‡§¶".contains(ch))
    };
    if segments.is_empty() || !segments.iter().all(is_mark) {
        return None;
    }
    let below = &page.lines[at + 1].segments;
    let owner = |mark: &Segment| {
        let before = below.iter().rev().find(|segment| segment.x1 <= mark.x0)?;
        // Below the mark there is room for it.
        let free = below.iter().all(|segment| segment.x1 <= mark.x0 || mark.x1 <= segment.x0);
        (free && mark.x0 - before.x1 <= 1).then_some((before.last - 1, *mark))
    };
    segments.iter().map(owner).collect()
}
