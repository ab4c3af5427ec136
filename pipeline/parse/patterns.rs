//! The patterns of a recipe: their text goes in, compiled ones or findings come out.

use std::sync::Arc;

use regex::Regex;

use crate::finding::{Code, Finding, Findings, Severity};
use crate::recipe::Placed;

/// A pattern that is no regular expression, or lacks a group that its place asks for.
pub static BROKEN_PATTERN: Code = Code {
    name: "broken-pattern",
    severity: Severity::Error,
    what: "every pattern of a recipe must be a regular expression with the groups that its key asks for",
    why: "a pattern that cannot be compiled finds nothing",
    example: "item = '^•\\s*(?<organisation>[^：]+：'   # a bracket is not closed",
    action: "correct the pattern; the syntax is that of the Rust regex crate (no look-around, no back-references)",
};

/// Compiles the patterns of one recipe.
pub(crate) struct Patterns<'a> {
    pub file: &'a Arc<str>,
    pub findings: &'a mut Findings,
}

impl Patterns<'_> {
    /// A pattern in which `^` and `$` stand for the ends of lines, whether they end with `\n` or `\r\n`.
    pub fn pattern(&mut self, written: &Placed<String>) -> Option<Regex> {
        self.build(written, &format!("(?mR){}", written.value()))
    }

    /// A pattern for one whole, trimmed line.
    pub fn whole_line(&mut self, written: &Placed<String>) -> Option<Regex> {
        self.build(written, &format!("^(?:{})$", written.value()))
    }

    /// A pattern with at least one group.
    pub fn one_group(&mut self, written: &Placed<String>) -> Option<Regex> {
        let pattern = self.pattern(written)?;
        if pattern.captures_len() < 2 {
            self.broken(written, "expected a group around the value, found none");
            return None;
        }
        Some(pattern)
    }

    /// A pattern with named groups, among them all of `wanted`; at least one if `wanted` is empty.
    pub fn named_groups(&mut self, written: &Placed<String>, wanted: &[&str]) -> Option<Regex> {
        let pattern = self.pattern(written)?;
        let names: Vec<_> = pattern.capture_names().flatten().collect();
        if let Some(missing) = wanted.iter().find(|name| !names.contains(name)) {
            self.broken(written, &format!("expected a group (?<{missing}>...), found none of that name"));
            return None;
        }
        if names.is_empty() {
            self.broken(written, "expected named groups such as (?<amount>...), found none");
            return None;
        }
        Some(pattern)
    }

    fn build(&mut self, written: &Placed<String>, text: &str) -> Option<Regex> {
        match Regex::new(text) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.broken(written, &format!("expected a regular expression, found a mistake: {reason}"));
                None
            }
        }
    }

    fn broken(&mut self, written: &Placed<String>, message: &str) {
        self.findings.push(Finding::new(&BROKEN_PATTERN, message).at(self.file, written.span(), "this pattern"));
    }
}
