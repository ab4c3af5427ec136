//! The dataset `quantity`: every quantity of a source, whether a recipe asks for it or not.

use std::sync::Arc;

use super::Found;
use super::quantity::{self, Reader};
use crate::contract::SchemaFile;
use crate::finding::{Findings, Severity};
use crate::model::{Column, ColumnTrace, Dataset, Imprint, STATED_FIGURE};
use crate::source::Source;

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
    let (batch, values) = quantity::batch(report, source, reader, &(found.grids)(), section, &mut refused).ok()?;
    for finding in refused.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        finding.severity = Severity::Warning;
    }
    findings.append(refused);
    let rows = batch.num_rows();
    let places = ColumnTrace { printed: Imprint::default(), ranges: Default::default(), ..values.clone() };
    let schema = batch.schema();
    let columns = schema.fields().iter().map(|field| {
        let trace = if field.name() == "value" { values.clone() } else { places.clone() };
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
