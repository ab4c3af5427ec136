//! The layout `table`: a table that stands in columns, found by [`scan`](super::scan).

use std::sync::Arc;

use super::labels::{Labels, Written};
use super::scan::{self, FoundTable};
use super::{EntrySpec, Layout, LayoutKind, Patterns, Place, UNPARSED_TEXT, Yield};
use crate::finding::Finding;
use crate::model::Row;
use crate::recipe::{RECIPE_SYNTAX, TableLayout};
use crate::source::Span;

/// `[dataset.table]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "table",
    compile: |spec, patterns| match spec {
        EntrySpec::Dataset(dataset) => compile(dataset.table.as_ref()?, patterns),
        EntrySpec::Series(_) => None,
    },
};

struct Columns {
    /// Where the columns begin, if the recipe says so.
    starts: Vec<u32>,
    /// The names of the grid's columns; `None` for one that is not read.
    names: Vec<Option<Arc<str>>>,
    group: Option<Arc<str>>,
    labels: Labels,
}

fn compile(written: &TableLayout, patterns: &mut Patterns<'_>) -> Option<Box<dyn Layout>> {
    let labels = Labels::compile(
        &Written {
            group: written.group.as_ref(),
            leave_out: written.leave_out.as_ref(),
            headings: written.headings.as_ref(),
            rows: written.rows.as_ref(),
        },
        patterns,
    )?;
    let name = |name: &str| (name != "-").then(|| Arc::from(name));
    let starts: Vec<u32> = written.starts.iter().map(|start| *start.value()).collect();
    let rising = starts.windows(2).all(|pair| pair[0] < pair[1]);
    if let Some(first) = written.starts.first()
        && !(rising && starts.len() == written.columns.len())
    {
        let message = format!(
            "expected {} rising columns, one for each name, found {} in {} order",
            written.columns.len(),
            starts.len(),
            if rising { "rising" } else { "another" }
        );
        patterns.findings.push(Finding::new(&RECIPE_SYNTAX, message).at(patterns.file, first.span(), "starts"));
        return None;
    }
    Some(Box::new(Columns {
        starts,
        names: written.columns.iter().map(|column| name(column.as_str())).collect(),
        group: written.group.as_ref().map(|group| group.as_str().into()),
        labels,
    }))
}

impl Layout for Columns {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let source = place.source;
        let columns = self.names.iter().flatten().chain(&self.group).cloned().collect();
        let mut table = yielded.table(0, columns);
        let found = self.tables(place);
        if !found.iter().any(|part| self.fits(part)) {
            let widths: Vec<String> = found.iter().map(|table| table.size.1.to_string()).collect();
            let widths = if widths.is_empty() { "none".to_owned() } else { format!("some of {}", widths.join(", ")) };
            let message = format!("expected a table of {} columns, found {widths}", self.names.len());
            yielded.findings.push(Finding::new(&UNPARSED_TEXT, message).at(source.name(), place.span, "region"));
            for table in &found {
                table.findings(source, yielded.findings);
            }
        }
        for part in found.into_iter().filter(|part| self.fits(part)) {
            // The number of names says which of two readings is meant, unless both have as many columns.
            if part.rival.as_ref().is_some_and(|rival| rival.size.1 == part.size.1) {
                part.findings(source, yielded.findings);
            }
            table.headers.extend(part.caption.iter().chain(&part.units).chain(&part.repeated));
            let header = part.cells.iter().filter(|cell| cell.row < part.header_rows);
            table.headers.extend(header.flat_map(|cell| cell.cell.spans.iter().copied()));
            for row in part.rows_told(source, &|label| self.labels.role(label)) {
                let label = row.cells.first().and_then(Option::as_ref);
                let label = label.map(|cell| source.slice(cell.cover())).unwrap_or_default();
                if self.labels.leaves_out(label) {
                    yielded.leave_out(&row);
                    continue;
                }
                if let Some(finding) = row.doubt(source) {
                    yielded.findings.push(finding);
                }
                let named = row.cells.into_iter().zip(&self.names).filter(|(_, name)| name.is_some());
                let mut cells: Vec<_> = named.map(|(cell, _)| cell).collect();
                cells.extend(self.group.as_ref().map(|_| row.group));
                table.rows.push(Row { cells });
            }
        }
        yielded.tables.push(table);
    }
}

impl Columns {
    fn fits(&self, table: &FoundTable) -> bool {
        table.size.1 as usize == self.names.len()
    }

    /// The tables of the place, each in the reading that fits if one does.
    ///
    /// What `crossfoot scan` shows is what a recipe reads: the whole pages are scanned, and the tables are taken whose
    /// rows stand in the place. Their captions and headers may stand above it. Where the place cuts through a table, it
    /// is scanned alone.
    fn tables(&self, place: &Place<'_>) -> Vec<FoundTable> {
        let source = place.source;
        let hints = scan::Hints { starts: &self.starts, skipped: &place.blanked };
        let read = |span: Span| -> Vec<FoundTable> {
            let chosen = |mut table: FoundTable| match table.rival.take() {
                Some(rival) if self.fits(&rival) && !self.fits(&table) => *rival,
                rival => {
                    table.rival = rival;
                    table
                }
            };
            scan::tables(source, span, hints).into_iter().map(chosen).collect()
        };
        let rows = |table: &FoundTable| {
            let body = table.cells.iter().filter(|cell| cell.row >= table.header_rows);
            body.map(|cell| cell.cell.cover()).reduce(Span::cover)
        };
        let whole: Vec<FoundTable> = read(scan::pages(source, place.span))
            .into_iter()
            .filter(|table| rows(table).is_some_and(|span| place.span.contains(span)))
            .collect();
        if whole.iter().any(|table| self.fits(table)) { whole } else { read(place.span) }
    }
}
