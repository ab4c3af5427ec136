//! The acceptance of a known finding: a code and the text it stands on go in, waived findings come out.

use std::sync::Arc;

use crate::source::Span;

/// A pinned, expiring acceptance of findings of one code, as a recipe writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The code that is accepted.
    pub code: String,
    /// What the finding must be about: the name of a check, a dataset, a series or a figure.
    pub about: Option<String>,
    /// The printed texts that the finding stands on, in order; the waiver holds only while they do not change.
    pub pins: Vec<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub until: Option<String>,
    /// The recipe that holds it.
    pub file: Arc<str>,
    /// Its bytes in the recipe.
    pub span: Span,
}
