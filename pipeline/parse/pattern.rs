//! The layout `pattern`: rows that follow one another, each found by one regular expression.

use std::sync::Arc;

use regex::{Captures, Regex};

use super::{EntrySpec, Layout, LayoutKind, Patterns, Place, UNPARSED_TEXT, Yield};
use crate::finding::{Finding, counted};
use crate::model::{Cell, Row};
use crate::recipe::PatternLayout;

/// `[dataset.pattern]`, `[series.pattern]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "pattern",
    compile: |spec, patterns| {
        let written = match spec {
            EntrySpec::Dataset(dataset) => dataset.pattern.as_ref()?,
            EntrySpec::Series(series) => series.pattern.as_ref()?,
        };
        compile(written, patterns)
    },
};

struct Pattern {
    start: Option<Regex>,
    row: Regex,
    columns: Vec<Arc<str>>,
    scattered: bool,
}

fn compile(written: &PatternLayout, patterns: &mut Patterns<'_>) -> Option<Box<dyn Layout>> {
    let start = match &written.start {
        Some(start) => Some(patterns.pattern(start)?),
        None => None,
    };
    let row = patterns.named_groups(&written.row, &[])?;
    let columns = row.capture_names().flatten().map(Arc::from).collect();
    Some(Box::new(Pattern { start, row, columns, scattered: written.scattered }))
}

impl Layout for Pattern {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let mut table = yielded.table(0, self.columns.clone());
        let mut read_to = 0;
        for (from, to) in self.rows(&place.text) {
            // A row that starts by a pattern of its own ends where the next one starts.
            for captures in self.row.captures_iter(&place.text[from..to]) {
                let whole = captures.get_match();
                self.leftover(place, read_to, from + whole.start(), yielded);
                read_to = from + whole.end();
                table.rows.push(self.row(place, from, &captures));
            }
            if self.start.is_some() {
                self.leftover(place, read_to, to, yielded);
                read_to = to;
            }
        }
        self.leftover(place, read_to, place.text.len(), yielded);
        yielded.tables.push(table);
    }
}

impl Pattern {
    /// The stretches of the text to look for rows in.
    fn rows(&self, text: &str) -> Vec<(usize, usize)> {
        let Some(start) = &self.start else { return vec![(0, text.len())] };
        let starts: Vec<_> = start.find_iter(text).map(|found| found.start()).collect();
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        starts.iter().copied().zip(ends).collect()
    }

    fn row(&self, place: &Place<'_>, base: usize, captures: &Captures<'_>) -> Row {
        let cells = self
            .columns
            .iter()
            .map(|column| {
                let found = captures.name(column)?;
                let spans = place.stretches(base + found.start(), base + found.end());
                (!spans.is_empty()).then_some(Cell { spans })
            })
            .collect();
        Row { cells }
    }

    /// Text that no row holds is a finding, unless the layout expects it.
    fn leftover(&self, place: &Place<'_>, from: usize, to: usize, yielded: &mut Yield<'_>) {
        if self.scattered || from >= to {
            return;
        }
        if let Some(span) = place.trimmed(from, to) {
            let lines = place.source.line_of(span.end - 1) - place.source.line_of(span.start) + 1;
            yielded.findings.push(
                Finding::new(
                    &UNPARSED_TEXT,
                    format!(
                        "expected a row of \"{}\", found {} that its pattern does not fit",
                        yielded.name,
                        counted(lines as usize, "line")
                    ),
                )
                .at(place.source.name(), span, "belongs to no row")
                .about(yielded.name),
            );
        }
    }
}
