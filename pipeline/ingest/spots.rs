//! One finding for what a file has many times: places go in, the first few and their number come out.

use std::sync::Arc;

use crate::finding::{Code, Finding, Findings};
use crate::source::Span;

/// Places of one kind in one file.
#[derive(Default)]
pub(super) struct Spots {
    first: Vec<(Span, String)>,
    count: usize,
}

/// More places than these are counted, not shown.
const SHOWN: usize = 5;

impl Spots {
    /// One more, with what stands there.
    pub fn add(&mut self, span: Span, what: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push((span, what()));
        }
    }

    /// The finding, if there is any place: `message` says what was expected and what was found, from the number of places
    /// and what stands at the first.
    pub fn report(
        self,
        name: &Arc<str>,
        code: &'static Code,
        message: impl Fn(usize, &str) -> String,
        to: &mut Findings,
    ) {
        if self.count == 0 {
            return;
        }
        let finding = Finding::new(code, message(self.count, &self.first[0].1));
        to.push(self.first.into_iter().fold(finding, |finding, (span, what)| finding.at(name, span, what)));
    }
}
