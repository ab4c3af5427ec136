//! Charts and lists that only checks use become datasets named `series.NAME`.

use std::sync::Arc;

use arrow::datatypes::DataType;

use super::cell;
use super::compile::{ColumnPlan, NormalizePlan, Reading};
use super::quantity::Reader;
use super::rows::Assembly;
use crate::finding::Findings;
use crate::model::{Cell, Dataset, Entry, Table, UnpairedSeries};
use crate::source::Source;

/// Types a series that its layout could pair.
pub(super) fn paired(
    source: &Arc<Source>,
    table: &Table,
    plan: &NormalizePlan,
    reader: &Reader,
    findings: &mut Findings,
) -> Option<Dataset> {
    let Entry::Series(at) = table.entry else { return None };
    let columns: Vec<_> = table.columns.iter().map(|name| column(name, at, plan)).collect();
    let rows = table.rows.iter().map(|row| row.cells.iter().map(Option::as_ref).collect());
    Some(assemble(source, &table.name, &columns, rows, plan, reader, findings))
}

/// Types the numbers of a series whose runs could not be paired, so that checks can still add them up.
pub(super) fn unpaired(
    source: &Arc<Source>,
    series: &UnpairedSeries,
    at: usize,
    plan: &NormalizePlan,
    reader: &Reader,
    findings: &mut Findings,
) -> Option<Dataset> {
    let numeric =
        |(name, _): &&(Arc<str>, Vec<Cell>)| plan.series.get(at).is_some_and(|units| units.contains_key(name));
    let mut runs = series.runs.iter().filter(numeric);
    let (name, _) = runs.next()?;
    // Numbers of two columns have no rows in common.
    if runs.any(|(other, _)| other != name) {
        return None;
    }
    let of_column = series.runs.iter().filter(|(other, _)| other == name).flat_map(|(_, cells)| cells);
    let columns = [column(name, at, plan)];
    Some(assemble(source, &series.name, &columns, of_column.map(|cell| vec![Some(cell)]), plan, reader, findings))
}

/// A column with a unit is a number, any other is text.
fn column(name: &Arc<str>, at: usize, plan: &NormalizePlan) -> ColumnPlan {
    let unit = plan.series.get(at).and_then(|units| units.get(name));
    let data_type = if unit.is_some() { DataType::Decimal128(38, 9) } else { DataType::Utf8 };
    let reading = Reading { from: name.clone(), ..Reading::default() };
    ColumnPlan { name: name.clone(), data_type, unit: unit.cloned().flatten(), reading }
}

fn assemble<'c>(
    source: &Arc<Source>,
    name: &str,
    columns: &[ColumnPlan],
    rows: impl Iterator<Item = Vec<Option<&'c Cell>>>,
    plan: &NormalizePlan,
    reader: &Reader,
    findings: &mut Findings,
) -> Dataset {
    let described = columns.iter().map(|c| (c.name.clone(), c.data_type.clone(), c.unit.clone()));
    let mut assembly = Assembly::new(&format!("series.{name}"), plan, source, described, 0);
    for row in rows {
        for (at, (cell, column)) in row.iter().zip(columns).enumerate() {
            let spans = cell.map(|cell| cell.spans.clone()).unwrap_or_default();
            let value = match cell::text(source, &spans, &column.reading) {
                Some(text) => cell::value(&text.text, column, &column.reading, reader),
                None => Ok((super::column::Value::Null, None)),
            };
            assembly.push(at, value, &spans, findings);
        }
        assembly.end_row();
    }
    assembly.finish()
}
