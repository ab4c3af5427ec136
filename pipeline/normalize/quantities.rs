//! The dataset `quantity`: every quantity of a source, whether a recipe asks for it or not.

use std::sync::Arc;

use super::Found;
use super::quantity::{self, Reader};
use crate::contract::SchemaFile;
use crate::finding::{Findings, Severity};
use crate::model::{Column, ColumnTrace, Dataset, STATED_FIGURE};
use crate::source::{Source, Span};

/// Its name.
pub const QUANTITY: &str = "quantity";

/// The contracts of the datasets that every report may have, for workspaces that have none of their own.
pub fn built_in_contracts() -> [SchemaFile; 2] {
    let stated_figure = include_str!("../../schemas/stated_figure.schema.json");
    [("quantity", quantity::CONTRACT), (STATED_FIGURE, stated_figure)]
        .map(|(name, text)| SchemaFile { file: format!("schemas/{name}.schema.json").into(), text: text.into() })
}

/// Every quantity of `source`. What is refused outside of a dataset is a warning: no column depends on it.
pub(super) fn dataset(
    report: &str,
    source: &Arc<Source>,
    found: Found<'_>,
    reader: &Reader,
    findings: &mut Findings,
) -> Option<Dataset> {
    let sections = found.sections;
    let section = |offset: u32| {
        let at = sections.partition_point(|section| section.heading.start <= offset).checked_sub(1)?;
        Some(Arc::from(source.slice(sections[at].number)))
    };
    let mut refused = Findings::new();
    let batch = quantity::batch(report, source, reader, found.grids, section, &mut refused).ok()?;
    for finding in refused.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        finding.severity = Severity::Warning;
    }
    findings.append(refused);
    let rows = batch.num_rows();
    let places = places(&batch);
    let schema = batch.schema();
    let columns = schema.fields().iter().map(|field| {
        let mut trace = ColumnTrace::default();
        places.iter().for_each(|place| trace.push(&[*place]));
        Column { name: field.name().as_str().into(), unit: None, published: true, trace }
    });
    Some(Dataset {
        name: QUANTITY.into(),
        columns: columns.collect(),
        sources: vec![source.clone()],
        row_sources: vec![0; rows],
        failed: Default::default(),
        batch,
    })
}

/// The bytes of each row.
fn places(batch: &arrow::array::RecordBatch) -> Vec<Span> {
    use arrow::array::AsArray;
    use arrow::datatypes::Int64Type;
    let column =
        |name: &str| batch.column_by_name(name).and_then(|array| array.as_primitive_opt::<Int64Type>()).cloned();
    let Some((starts, ends)) = column("byte_start").zip(column("byte_end")) else { return Vec::new() };
    let place = |(start, end): (&i64, &i64)| Span::new(*start as usize, *end as usize);
    starts.values().iter().zip(ends.values()).map(place).collect()
}
