//! What a recipe says of rows by their labels: patterns go in, for a label comes out whether its row is left out, heads
//! others or is a row.

use regex::Regex;

use super::Patterns;
use super::scan::Role;
use crate::finding::Finding;
use crate::recipe::{Placed, RECIPE_SYNTAX};

/// The keys of a layout that are about labels, as written.
pub(super) struct Written<'a> {
    pub group: Option<&'a Placed<String>>,
    pub leave_out: Option<&'a Placed<String>>,
    pub headings: Option<&'a Placed<String>>,
    pub rows: Option<&'a Placed<String>>,
}

/// The same, compiled.
pub(super) struct Labels {
    leave_out: Option<Regex>,
    headings: Option<Regex>,
    rows: Option<Regex>,
}

impl Labels {
    pub fn compile(written: &Written<'_>, patterns: &mut Patterns<'_>) -> Option<Labels> {
        if let (Some(headings), None) = (written.headings, written.group) {
            let message = "expected `group` beside `headings`: the column that they become, found none";
            patterns.findings.push(Finding::new(&RECIPE_SYNTAX, message).at(
                patterns.file,
                headings.span(),
                "headings",
            ));
            return None;
        }
        let mut pattern = |written: Option<&Placed<String>>| match written {
            Some(written) => patterns.pattern(written).map(Some),
            None => Some(None),
        };
        Some(Labels {
            leave_out: pattern(written.leave_out)?,
            headings: pattern(written.headings)?,
            rows: pattern(written.rows)?,
        })
    }

    pub fn leaves_out(&self, label: &str) -> bool {
        self.leave_out.as_ref().is_some_and(|pattern| pattern.is_match(label))
    }

    /// What the recipe says of a label that stands alone, if it says anything.
    pub fn role(&self, label: &str) -> Option<Role> {
        let says = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(label));
        if says(&self.headings) { Some(Role::Heading) } else { says(&self.rows).then_some(Role::Row) }
    }
}
