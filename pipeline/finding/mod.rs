//! What is wrong or notable in the data, a recipe or a contract: findings are collected, never returned as errors.

mod code;
pub mod waiver;

use std::sync::Arc;

pub use code::{Code, Severity};
pub use waiver::Waiver;

use crate::source::Span;

/// One fact about the data, with the bytes that it stands on.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind of finding.
    pub code: &'static Code,
    /// How grave it is; the code's own severity unless a level on the command line moves it.
    pub severity: Severity,
    /// The fact with both values, lower case, no full stop: `parts sum to 1,540, report prints 1,450`.
    pub message: String,
    /// The places, the wrong bytes first. Empty only where no file holds the cause (a missing folder).
    pub labels: Vec<Label>,
    /// One action, where there is one.
    pub help: Option<String>,
    /// What it is about, for waivers: the name of a check, a dataset, a series or a figure.
    pub about: Option<Arc<str>>,
    /// Why it is accepted, where a waiver accepts it. A waived finding never fails a run and is always shown.
    pub waived: Option<String>,
}

/// A place in a file and what it is in the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file, relative to the workspace.
    pub file: Arc<str>,
    /// The bytes.
    pub span: Span,
    /// A noun phrase: `printed total`, `part`. May be empty on the first label.
    pub text: String,
}

impl Finding {
    /// A finding of `code` with its own severity and no label yet.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Finding {
        let (labels, help, about, waived) = (Vec::new(), None, None, None);
        Finding { code, severity: code.severity, message: message.into(), labels, help, about, waived }
    }

    /// Adds a place; the first one added is the primary label, the bytes that are wrong.
    #[must_use]
    pub fn at(mut self, file: &Arc<str>, span: Span, text: impl Into<String>) -> Finding {
        self.labels.push(Label { file: file.clone(), span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// Says what it is about, so that a waiver can name it.
    #[must_use]
    pub fn about(mut self, about: &Arc<str>) -> Finding {
        self.about = Some(about.clone());
        self
    }

    /// The primary label.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.first()
    }

    /// The order of outputs: by file and place, then code, then message.
    pub fn sort_key(&self) -> (Option<(&str, Span)>, &'static str, &str) {
        (self.primary().map(|label| (&*label.file, label.span)), self.code.name, &self.message)
    }
}

/// The findings of a stage, a job or a run, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// No findings.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// Adds all of `others`.
    pub fn append(&mut self, others: Findings) {
        self.list.extend(others.list);
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// True if one that is not waived is at or above `level`; without a level none is.
    pub fn fail(&self, level: Option<Severity>) -> bool {
        level.is_some_and(|level| self.worst().is_some_and(|worst| worst >= level))
    }

    /// All of them, to be changed (waivers, levels).
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Finding> {
        self.list.iter_mut()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Brings them into the order of outputs, which does not depend on threads. One cause that was met more than once,
    /// such as a date that holds for many rows, stays one finding.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.list.dedup_by(|b, a| a.code == b.code && a.message == b.message && a.labels == b.labels);
    }

    /// The gravest severity that is not waived.
    pub fn worst(&self) -> Option<Severity> {
        self.list.iter().filter(|finding| finding.waived.is_none()).map(|finding| finding.severity).max()
    }
}

/// A number with its noun, for messages: `1 row`, `2 rows`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// How many letters must be changed, added or left out to make `b` of `a`.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
