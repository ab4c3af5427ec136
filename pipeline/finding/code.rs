//! The stable names of kinds of findings, with the page that `crossfoot explain` prints.

use std::fmt;

/// How grave a finding is. Ordered: a note is less than a warning, a warning less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Probably wrong or fragile; the data are published.
    Warning,
    /// Wrong; nothing is published unless the line is moved.
    Error,
}

impl Severity {
    /// The name as outputs and options write it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Severity> {
        [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|severity| severity.name() == name)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A kind of finding. Each is a `static` beside the code that reports it and is listed in `catalog.rs`.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The problem in kebab-case: `mixed-units`.
    pub name: &'static str,
    /// Its severity unless an option moves it.
    pub severity: Severity,
    /// One sentence: what it checks.
    pub what: &'static str,
    /// Why it matters to who uses the data.
    pub why: &'static str,
    /// Report text, recipe or contract lines that fire it.
    pub example: &'static str,
    /// What to do about it.
    pub action: &'static str,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
