//! The layout `table`: a table that stands in columns, found by [`scan`](super::scan).

use std::sync::Arc;

use regex::Regex;

use super::{EntrySpec, Layout, LayoutKind, Patterns, Place, UNPARSED_TEXT, Yield, scan};
use crate::finding::Finding;
use crate::model::Row;
use crate::recipe::TableLayout;

/// `[dataset.table]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "table",
    compile: |spec, patterns| match spec {
        EntrySpec::Dataset(dataset) => compile(dataset.table.as_ref()?, patterns),
        EntrySpec::Series(_) => None,
    },
};

struct Columns {
    /// The names of the grid's columns; `None` for one that is not read.
    names: Vec<Option<Arc<str>>>,
    group: Option<Arc<str>>,
    leave_out: Option<Regex>,
}

fn compile(written: &TableLayout, patterns: &mut Patterns<'_>) -> Option<Box<dyn Layout>> {
    let leave_out = match &written.leave_out {
        Some(pattern) => Some(patterns.pattern(pattern)?),
        None => None,
    };
    let name = |name: &str| (name != "-").then(|| Arc::from(name));
    Some(Box::new(Columns {
        names: written.columns.iter().map(|column| name(column.as_str())).collect(),
        group: written.group.as_ref().map(|group| group.as_str().into()),
        leave_out,
    }))
}

impl Layout for Columns {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let found = scan::tables(place.source, place.span);
        let columns = self.names.iter().flatten().chain(&self.group).cloned().collect();
        let mut table = yielded.table(0, columns);
        let (fitting, others): (Vec<_>, Vec<_>) =
            found.iter().partition(|table| table.size.1 as usize == self.names.len());
        if fitting.is_empty() {
            let widths: Vec<String> = others.iter().map(|table| table.size.1.to_string()).collect();
            let found = if widths.is_empty() { "none".to_owned() } else { format!("some of {}", widths.join(", ")) };
            let message = format!("expected a table of {} columns, found {found}", self.names.len());
            yielded.findings.push(Finding::new(&UNPARSED_TEXT, message).at(place.source.name(), place.span, "region"));
        }
        for part in fitting {
            table.headers.extend(part.caption.iter().chain(&part.units));
            let header = part.cells.iter().filter(|cell| cell.row < part.header_rows);
            table.headers.extend(header.flat_map(|cell| cell.cell.spans.iter().copied()));
            for row in part.rows(place.source) {
                let label = row.cells.first().and_then(Option::as_ref);
                let label = label.map(|cell| place.source.slice(cell.cover())).unwrap_or_default();
                if self.leave_out.as_ref().is_some_and(|pattern| pattern.is_match(label)) {
                    continue;
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
