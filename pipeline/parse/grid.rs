//! The layout `grid`: a table that the file itself says is one, chosen by sheet, caption or number.

use std::sync::Arc;

use super::labels::{Labels, Written};
use super::scan::{self, FoundTable};
use super::{AMBIGUOUS_PLACE, EntrySpec, Layout, LayoutKind, NO_MATCH, Patterns, Place, UNPARSED_TEXT, Yield};
use crate::finding::Finding;
use crate::model::{Cell, Row};
use crate::recipe::{GridLayout, TableRef};
use crate::source::Span;

/// `[dataset.grid]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "grid",
    compile: |spec, patterns| match spec {
        EntrySpec::Dataset(dataset) => compile(dataset.grid.as_ref()?, patterns),
        EntrySpec::Series(_) => None,
    },
};

struct Grid {
    table: Option<(TableRef, Span)>,
    header: Option<(u32, Span)>,
    /// The names of the columns; `None` for one that is not read.
    names: Vec<Option<Arc<str>>>,
    group: Option<Arc<str>>,
    labels: Labels,
}

fn compile(written: &GridLayout, patterns: &mut Patterns<'_>) -> Option<Box<dyn Layout>> {
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
    Some(Box::new(Grid {
        table: written.table.as_ref().map(|table| (table.value().clone(), table.span())),
        header: written.header.as_ref().map(|header| (*header.value(), header.span())),
        names: written.columns.iter().map(|column| name(column.as_str())).collect(),
        group: written.group.as_ref().map(|group| group.as_str().into()),
        labels,
    }))
}

impl Layout for Grid {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let Some(found) = self.choose(place, yielded) else { return };
        let source = place.source;
        let columns = self.names.iter().flatten().chain(&self.group).cloned().collect();
        let mut table = yielded.table(0, columns);
        if found.size.1 as usize != self.names.len() {
            let message = format!("expected a table of {} columns, found one of {}", self.names.len(), found.size.1);
            let names = found.names(source).join(" | ");
            yielded.findings.push(
                Finding::new(&UNPARSED_TEXT, message)
                    .at(source.name(), span(place, &found), "this table")
                    .help(format!("name its columns, \"-\" for those that are not read: {names}")),
            );
            return;
        }
        table.headers.extend(found.caption.iter().chain(&found.units));
        let header = found.cells.iter().filter(|cell| cell.row < found.header_rows);
        table.headers.extend(header.flat_map(|cell| cell.cell.spans.iter().copied()));
        // Without `group`, a row that only has its first cell is a row like any other.
        let rows = match self.group {
            Some(_) => found.rows_told(source, &|label| self.labels.role(label)),
            None => found.all_rows(source),
        };
        for row in rows {
            let label = row.cells.iter().flatten().next();
            let label = label.map(|cell| source.slice(cell.cover())).unwrap_or_default();
            if self.labels.leaves_out(label) {
                yielded.leave_out(&row);
                continue;
            }
            let named = row.cells.into_iter().zip(&self.names).filter(|(_, name)| name.is_some());
            let mut cells: Vec<Option<Cell>> = named.map(|(cell, _)| cell).collect();
            cells.extend(self.group.as_ref().map(|_| row.group));
            table.rows.push(Row { cells });
        }
        yielded.tables.push(table);
    }
}

fn span(place: &Place<'_>, found: &FoundTable) -> Span {
    place.source.line_span(found.lines.0).cover(place.source.line_span(found.lines.1))
}

impl Grid {
    /// The one table that is meant, with the header that is meant.
    fn choose(&self, place: &Place<'_>, yielded: &mut Yield<'_>) -> Option<FoundTable> {
        let source = place.source;
        let grids = source.grids();
        // The line of the row that the file counts as `number`, if it is one of the table.
        let line_of = |table: &FoundTable, number: u32| {
            let (grid, first) = table.grid?;
            let rows = &grids[grid].rows[first..];
            let row = rows.iter().take_while(|row| row.span.start < source.line_span(table.lines.1 + 1).start);
            let line = source.line_of(row.into_iter().find(|row| row.number == number)?.span.start);
            (table.lines.0..=table.lines.1).contains(&line).then_some(line)
        };
        let all = place.tables();
        let is_named = |table: &FoundTable, wanted: &str| {
            let name = table.grid.and_then(|(grid, _)| grids[grid].name.as_deref());
            name == Some(wanted) || table.caption.is_some_and(|caption| source.slice(caption) == wanted)
        };
        let mut found: Vec<FoundTable> = match place.span == source.span() {
            true => all.to_vec(),
            false => scan::tables(source, place.span, scan::Hints::default()),
        };
        found.retain(|table| match &self.table {
            None => true,
            Some((TableRef::Name(wanted), _)) => is_named(table, wanted),
            Some((TableRef::Number(number), _)) => (*number as usize)
                .checked_sub(1)
                .and_then(|at| all.get(at))
                .is_some_and(|wanted| wanted.lines.0 <= table.lines.1 && table.lines.0 <= wanted.lines.1),
        });
        let entry = self.table.as_ref().map(|table| table.1);
        let of_recipe = |finding: Finding, span: Option<Span>| match span {
            Some(span) => finding.at(yielded.file, span, "asked for here"),
            None => finding,
        };
        if let Some((header, span)) = self.header {
            // The header is a row of one of them; what stands above it in the table is not read as rows.
            let mut chosen = None;
            for table in &found {
                if let Some(line) = line_of(table, header) {
                    let mut table = table.clone();
                    let row = table.cells.iter().find(|cell| source.line_of(cell.cell.spans[0].start) == line);
                    table.header_rows = row.map_or(0, |cell| cell.row) + 1;
                    chosen = Some(table);
                    break;
                }
            }
            if chosen.is_none() {
                let message = format!("expected row {header} in a table of the place, found it in none");
                yielded.findings.push(of_recipe(Finding::new(&NO_MATCH, message), Some(span)).at(
                    source.name(),
                    place.span,
                    "looked here",
                ));
            }
            return chosen;
        }
        if found.len() == 1 {
            return found.pop();
        }
        let listed = |table: &FoundTable| {
            let name = table.grid.and_then(|(grid, _)| grids[grid].name.as_deref()).map(str::to_owned);
            let caption = table.caption.map(|caption| source.slice(caption).to_owned());
            let at = all.iter().position(|other| other.lines == table.lines).map(|at| format!("number {}", at + 1));
            [name, caption, at].into_iter().flatten().collect::<Vec<_>>().join(", ")
        };
        let finding = if found.is_empty() {
            let there: Vec<String> = all.iter().take(20).map(listed).collect();
            let finding = Finding::new(&NO_MATCH, "expected a table in the place, found none");
            let finding = of_recipe(finding, entry).at(source.name(), place.span, "looked here");
            if there.is_empty() { finding } else { finding.help(format!("the text holds: {}", there.join("; "))) }
        } else {
            let message = format!("expected one table in the place, found {}", found.len());
            let mut finding = of_recipe(Finding::new(&AMBIGUOUS_PLACE, message), entry);
            for table in found.iter().take(5) {
                finding = finding.at(source.name(), span(place, table), listed(table));
            }
            finding.help("say which one with table = NUMBER, or with header = the row of its header")
        };
        yielded.findings.push(finding);
        None
    }
}
