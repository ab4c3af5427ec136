//! Figures stated in prose become the rows of `stated_figure`; what several places print for one figure, rows that only
//! checks see.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::datatypes::DataType;
use arrow::util::display::ArrayFormatter;

use super::UNREADABLE_VALUE;
use super::cell::{self, Refusal};
use super::column::Value;
use super::compile::{ColumnPlan, NormalizePlan, Reading};
use super::quantity::Reader;
use super::rows::Assembly;
use crate::finding::Findings;
use crate::model::{Cell, Dataset, FoundFigure, PRINTINGS, STATED_FIGURE, Unit, print_options, printable};
use crate::source::Source;

/// Types the figures that were found in one source.
pub(super) fn datasets(
    source: &Arc<Source>,
    found: &[FoundFigure],
    plan: &NormalizePlan,
    reader: &Reader,
    findings: &mut Findings,
) -> Vec<Dataset> {
    let printed = |of: &FoundFigure, cell: &Cell| FoundFigure { value: cell.clone(), others: Vec::new(), ..of.clone() };
    let several = || found.iter().filter(|figure| !figure.others.is_empty());
    let firsts: Vec<_> = several().map(|figure| printed(figure, &figure.value)).collect();
    let others: Vec<_> = several().flat_map(|of| of.others.iter().map(|cell| printed(of, cell))).collect();
    let mut datasets = Vec::new();
    datasets.extend(dataset(STATED_FIGURE, source, found, plan, reader, findings));
    // What is wrong with the first printing was said above.
    let first = dataset(PRINTINGS, source, &firsts, plan, reader, &mut Findings::new());
    let other = dataset(PRINTINGS, source, &others, plan, reader, findings);
    datasets.extend(first.into_iter().chain(other));
    datasets
}

/// One row for each figure, where several texts of one report state it: what they print differently becomes rows of
/// [`PRINTINGS`], as it does inside one text. `key` are the columns that make a row of the contract one.
pub fn once(mut datasets: Vec<Dataset>, key: &[Arc<str>]) -> Vec<Dataset> {
    let place = |datasets: &[Dataset], name: &str| datasets.iter().position(|dataset| &*dataset.name == name);
    let Some(at) = place(&datasets, STATED_FIGURE).filter(|at| datasets[*at].sources.len() > 1) else {
        return datasets;
    };
    // Who has the source in the key wants a row of each.
    if key.is_empty() || key.iter().any(|column| &**column == "source") {
        return datasets;
    }
    let stated = &datasets[at];
    let known = place(&datasets, PRINTINGS).map(|at| &datasets[at]);
    let (Some(names), Some(value)) = (named(stated, key), stated.column_index("value")) else { return datasets };
    let mut shown: HashMap<Vec<String>, HashSet<String>> = HashMap::new();
    let mut there = HashSet::new();
    if let Some((known, of_known)) = known.and_then(|known| Some((known, named(known, key)?))) {
        for (row, name) in of_known.into_iter().enumerate() {
            shown.entry(name).or_default().insert(printed(known, value, row));
            there.insert((known.source_of(row).name(), known.columns[value].trace.spans_of(row)));
        }
    }
    let mut first: HashMap<&[String], usize> = HashMap::new();
    let mut keep = vec![true; stated.rows()];
    for (row, name) in names.iter().enumerate() {
        // What could not be read is a finding, and no other printing.
        if stated.failed.contains(&(row as u32, value as u32)) {
            continue;
        }
        keep[row] = *first.entry(name).or_insert(row) == row;
    }
    let mut more = vec![false; stated.rows()];
    for (row, name) in names.iter().enumerate().filter(|(row, _)| !keep[*row]) {
        let printings = shown.entry(name.clone()).or_default();
        for row in [first[&name[..]], row] {
            let new = printings.insert(printed(stated, value, row));
            more[row] |=
                new && !there.contains(&(stated.source_of(row).name(), stated.columns[value].trace.spans_of(row)));
        }
    }
    for (row, name) in names.iter().enumerate() {
        more[row] &= shown.get(name).is_some_and(|printings| printings.len() > 1);
    }
    let Ok((kept, added)) = stated.filter(&keep).and_then(|kept| Ok((kept, stated.filter(&more)?))) else {
        return datasets;
    };
    let added = Dataset { name: PRINTINGS.into(), ..added };
    datasets[at] = kept;
    if added.rows() > 0 {
        match place(&datasets, PRINTINGS) {
            Some(at) => datasets[at].append(added).expect("both have the columns of the contract"),
            None => datasets.push(added),
        }
    }
    datasets
}

/// What makes each row the figure that it is.
fn named(dataset: &Dataset, key: &[Arc<str>]) -> Option<Vec<Vec<String>>> {
    let column = |name: &Arc<str>| Some(printable(dataset.batch.column(dataset.column_index(name)?)));
    let arrays: Vec<_> = key.iter().map(column).collect::<Option<_>>()?;
    let options = print_options();
    let shown: Vec<_> =
        arrays.iter().map(|array| ArrayFormatter::try_new(array, &options)).collect::<Result<_, _>>().ok()?;
    Some((0..dataset.rows()).map(|row| shown.iter().map(|column| column.value(row).to_string()).collect()).collect())
}

/// What a cell prints, without blanks.
fn printed(dataset: &Dataset, column: usize, row: usize) -> String {
    let source = dataset.source_of(row);
    let spans = dataset.columns[column].trace.spans_of(row).iter();
    spans.flat_map(|span| source.slice(*span).split_whitespace()).collect()
}

fn dataset(
    name: &str,
    source: &Arc<Source>,
    found: &[FoundFigure],
    plan: &NormalizePlan,
    reader: &Reader,
    findings: &mut Findings,
) -> Option<Dataset> {
    let figures = plan.figures.as_ref().filter(|_| !found.is_empty())?;
    let mut assembly = Assembly::new(name, plan, source, figures.columns.iter().cloned(), figures.columns.len());
    for found in found {
        let Some(figure) = figures.figures.get(found.figure).and_then(Option::as_ref) else { continue };
        let value_column = |data_type: &DataType| {
            let mut column = column("value", data_type, Some(figure.unit.clone()));
            column.reading.header = figure.header.clone();
            column
        };
        let value_text = cell::text(source, &found.value.spans, &Reading::default());
        for (at, (name, data_type, _)) in figures.columns.iter().enumerate() {
            match &**name {
                "figure" => {
                    assembly.push(at, Ok((Value::Text(figure.name.clone()), None)), &[], findings);
                    assembly.written_in_recipe(at, figure.name_span);
                }
                "unit" => {
                    assembly.push(at, Ok((Value::Text(figure.unit.code().into_owned()), None)), &[], findings);
                    assembly.written_in_recipe(at, figure.unit_span);
                }
                "value" => {
                    let column = value_column(data_type);
                    let value = match &value_text {
                        Some(text) => cell::value(&text.text, &column, &column.reading, reader),
                        None => Ok((Value::Null, None)),
                    };
                    assembly.push(at, value, &found.value.spans, findings);
                }
                "qualifier" => {
                    let column = value_column(&DataType::Decimal128(38, 9));
                    let read =
                        value_text.as_ref().map(|text| cell::value(&text.text, &column, &column.reading, reader));
                    // A value that cannot be read is already a finding.
                    let qualifier = match read {
                        Some(Ok((Value::Number(_, printed), _))) => Value::Text(printed.qualifier.name().to_owned()),
                        _ => Value::Null,
                    };
                    assembly.push(at, Ok((qualifier, None)), &found.value.spans, findings);
                }
                "as_of" => {
                    let spans = found.as_of.as_ref().map(|cell| cell.spans.clone()).unwrap_or_default();
                    let column = column("as_of", data_type, None);
                    let value = match cell::text(source, &spans, &Reading::default()) {
                        Some(text) => cell::value(&text.text, &column, &column.reading, reader),
                        None => Ok((Value::Null, None)),
                    };
                    assembly.push(at, value, &spans, findings);
                }
                other => {
                    let refusal = Refusal {
                        code: &UNREADABLE_VALUE,
                        message: format!("expected figure, value, unit, qualifier or as_of, found column \"{other}\""),
                        help: Some(format!("take the column out of the contract of {STATED_FIGURE}")),
                    };
                    assembly.push(at, Err(refusal), &[], findings);
                }
            }
        }
        assembly.end_row();
    }
    Some(assembly.finish())
}

fn column(name: &str, data_type: &DataType, unit: Option<Unit>) -> ColumnPlan {
    ColumnPlan { name: name.into(), data_type: data_type.clone(), unit, reading: Reading::default() }
}
