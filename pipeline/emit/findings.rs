//! findings.parquet: every finding, waived ones too.

use std::sync::Arc;

use arrow::array::{ArrayRef, ListArray, RecordBatch, StringArray, StructArray, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields};
use arrow::error::ArrowError;
use serde_json::json;

use super::{File, Output, Publication, cells, write_parquet};
use crate::finding::{Finding, Label};

pub(super) static OUTPUT: Output = Output {
    parts: |_| 1,
    write: |publication, _| {
        let batch = batch(publication)?;
        let means = "one row a finding; file, line and bytes are those of its primary place, labels has all places";
        let bytes = write_parquet(&batch, Some(&json!({ "columns": means })))?;
        Ok(vec![
            File::new("findings.parquet", "Findings of the run, waived ones too", bytes)
                .with_rows(batch.num_rows(), cells::fields(&batch)),
        ])
    },
};

fn batch(publication: &Publication<'_>) -> Result<RecordBatch, ArrowError> {
    let findings = publication.findings;
    let label = |finding: &Finding| finding.primary().cloned();
    let source = |finding: &Finding| publication.texts.get(&finding.primary()?.file).cloned();
    let texts = |of: &dyn Fn(&Finding) -> Option<String>| -> ArrayRef {
        Arc::new(findings.iter().map(of).collect::<StringArray>())
    };
    let numbers = |of: &dyn Fn(&Finding) -> Option<u32>| -> ArrayRef {
        Arc::new(findings.iter().map(of).collect::<UInt32Array>())
    };
    let printed = |f: &Finding| {
        let label = label(f)?;
        source(f)?.text().get(label.span.range()).map(str::to_owned)
    };
    RecordBatch::try_from_iter_with_nullable([
        ("code", texts(&|f| Some(f.code.name.to_owned())), false),
        ("severity", texts(&|f| Some(f.severity.name().to_owned())), false),
        ("message", texts(&|f| Some(f.message.clone())), false),
        ("help", texts(&|f| f.help.clone()), true),
        ("waived", texts(&|f| f.waived.clone()), true),
        ("file", texts(&|f| Some(label(f)?.file.to_string())), true),
        ("line", numbers(&|f| Some(source(f)?.line_of(label(f)?.span.start))), true),
        ("byte_start", numbers(&|f| Some(label(f)?.span.start)), true),
        ("byte_end", numbers(&|f| Some(label(f)?.span.end)), true),
        ("text", texts(&printed), true),
        ("labels", labels(publication)?, false),
    ])
}

/// For each finding all its places, the primary one first: a list of structs.
fn labels(publication: &Publication<'_>) -> Result<ArrayRef, ArrowError> {
    let all: Vec<_> = publication.findings.iter().flat_map(|finding| &finding.labels).collect();
    let line = |label: &&Label| Some(publication.texts.get(&label.file)?.line_of(label.span.start));
    let fields = Fields::from(vec![
        Field::new("file", DataType::Utf8, false),
        Field::new("line", DataType::UInt32, true),
        Field::new("byte_start", DataType::UInt32, false),
        Field::new("byte_end", DataType::UInt32, false),
        Field::new("what", DataType::Utf8, false),
    ]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(all.iter().map(|label| &*label.file))),
        Arc::new(all.iter().map(line).collect::<UInt32Array>()),
        Arc::new(UInt32Array::from_iter_values(all.iter().map(|label| label.span.start))),
        Arc::new(UInt32Array::from_iter_values(all.iter().map(|label| label.span.end))),
        Arc::new(StringArray::from_iter_values(all.iter().map(|label| &label.text))),
    ];
    let places = StructArray::try_new(fields.clone(), columns, None)?;
    let offsets = OffsetBuffer::from_lengths(publication.findings.iter().map(|finding| finding.labels.len()));
    let item = Arc::new(Field::new("item", DataType::Struct(fields), false));
    Ok(Arc::new(ListArray::try_new(item, offsets, Arc::new(places), None)?))
}
