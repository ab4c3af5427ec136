//! Figures stated in prose become the rows of `stated_figure`; what several places print for one figure, rows that only
//! checks see.

use std::sync::Arc;

use arrow::datatypes::DataType;

use super::UNREADABLE_VALUE;
use super::cell::{self, Refusal};
use super::column::Value;
use super::compile::{ColumnPlan, NormalizePlan, Reading};
use super::quantity::Reader;
use super::rows::Assembly;
use crate::finding::Findings;
use crate::model::{Cell, Dataset, FoundFigure, PRINTINGS, STATED_FIGURE, Unit};
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
