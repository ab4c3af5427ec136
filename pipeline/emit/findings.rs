//! findings.parquet: every finding, waived ones too.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, UInt32Array};
use serde_json::json;

use super::{File, Output, Publication, cells, write_parquet};

pub(super) static OUTPUT: Output = Output {
    parts: |_| 1,
    write: |publication, _| {
        let batch = batch(publication)?;
        let means = "one row a finding; file, line and bytes are those of its primary place";
        let bytes = write_parquet(&batch, Some(&json!({ "columns": means })))?;
        Ok(vec![
            File::new("findings.parquet", "Findings of the run, waived ones too", bytes)
                .with_rows(batch.num_rows(), cells::fields(&batch)),
        ])
    },
};

fn batch(publication: &Publication<'_>) -> Result<RecordBatch, arrow::error::ArrowError> {
    let findings = publication.findings;
    let label = |finding: &crate::finding::Finding| finding.primary().cloned();
    let source = |finding: &crate::finding::Finding| publication.texts.get(&finding.primary()?.file).cloned();
    let texts = |of: &dyn Fn(&crate::finding::Finding) -> Option<String>| -> ArrayRef {
        Arc::new(findings.iter().map(of).collect::<StringArray>())
    };
    let numbers = |of: &dyn Fn(&crate::finding::Finding) -> Option<u32>| -> ArrayRef {
        Arc::new(findings.iter().map(of).collect::<UInt32Array>())
    };
    let printed = |f: &crate::finding::Finding| {
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
    ])
}
