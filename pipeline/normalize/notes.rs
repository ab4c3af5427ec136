//! What stands above and below a table: notes on rounding and lines that give a unit. A table goes in, what its header
//! says of its numbers comes out.

use super::compile::EntryPlan;
use super::quantity::{Reader, Rounding};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::{Dimension, Table, Unit};
use crate::source::{Source, is_blank};

/// A header gives a unit, and no column of the recipe takes it.
pub static UNREAD_UNIT: Code = Code {
    name: "unread-unit",
    severity: Severity::Error,
    what: "a header or caption gives the unit of bare numbers, and no column says that it is in it",
    why: "12 below \"in millions\" would be published as 12",
    example: "单位：百万元 above a column that has no unit in the recipe",
    action: "write the unit at the column: columns.NAME = { unit = \"百万元\" }",
};

/// The place to which the table's header, caption or note says that its numbers are rounded.
pub(super) fn rounding(source: &Source, table: &Table) -> Option<Rounding> {
    table.headers.iter().find_map(|&span| Rounding::of_note(source.slice(span)))
}

/// Reports the units of headers that apply to bare numbers of a column which the recipe reads without a unit.
pub(super) fn unread_units(
    source: &Source,
    table: &Table,
    entry: &EntryPlan,
    reader: &Reader,
    findings: &mut Findings,
) {
    let overrides = entry.groups.get(table.group);
    let readings = || {
        entry
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| (column, overrides.and_then(|others| others.get(&at)).unwrap_or(&column.reading)))
    };
    for &span in &table.headers {
        let line = source.slice(span);
        let Some(found) = reader.header_unit(line).filter(|found| found.scale != 0) else { continue };
        let taken =
            readings().any(|(_, reading)| reading.header.as_ref().is_some_and(|header| header.scale == found.scale));
        if taken {
            continue;
        }
        let fits = |unit: &Unit| match &found.unit {
            Some(own) => own.is_commensurable(unit),
            None => !matches!(unit.numerator.dimension(), Dimension::Named(name) if &*name == "share"),
        };
        let bare = |name: &str| {
            let at = table.columns.iter().position(|column| &**column == name);
            let cells = table.rows.iter().filter_map(|row| row.cells.get(at?)?.as_ref());
            let digits = |text: &str| {
                text.bytes().any(|byte| byte.is_ascii_digit())
                    && text
                        .trim_matches(is_blank)
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || b".,-()+ ".contains(&byte))
            };
            cells.into_iter().any(|cell| digits(source.slice(cell.cover())))
        };
        let column = readings().find(|(column, reading)| {
            reading.header.is_none() && column.unit.as_ref().is_some_and(fits) && bare(&reading.from)
        });
        let Some((column, _)) = column else { continue };
        let printed = &line[found.span.range()];
        findings.push(
            Finding::new(
                &UNREAD_UNIT,
                format!("the header gives \"{printed}\", and column \"{}\" has no unit in the recipe", column.name),
            )
            .about(&table.name)
            .at(source.name(), found.span.shift(span.start as usize), "this unit")
            .help(format!("write columns.{} = {{ unit = \"{printed}\" }}", column.name)),
        );
    }
}
