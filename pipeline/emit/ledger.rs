//! ledger.parquet: every line of every source and its bucket.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, UInt32Array};

use super::{File, Output, Publication, cells, write_parquet};

pub(super) static OUTPUT: Output = Output {
    parts: |_| 1,
    write: |publication, _| {
        let batch = batch(publication)?;
        let bytes = write_parquet(&batch, None)?;
        Ok(vec![
            File::new("ledger.parquet", "What became of every line", bytes)
                .with_rows(batch.num_rows(), cells::fields(&batch)),
        ])
    },
};

fn batch(publication: &Publication<'_>) -> Result<RecordBatch, arrow::error::ArrowError> {
    let of_source = |source| {
        let source: &super::SourceFacts = source;
        source.ledger.buckets().iter().enumerate().map(move |(at, bucket)| (source, at as u32 + 1, *bucket))
    };
    let lines: Vec<_> = publication.sources.iter().flat_map(of_source).collect();
    let lines = || lines.iter().copied();
    let report: ArrayRef = Arc::new(StringArray::from_iter_values(lines().map(|(source, ..)| &*source.report)));
    let file: ArrayRef = Arc::new(StringArray::from_iter_values(lines().map(|(source, ..)| &**source.source.name())));
    let line: ArrayRef = Arc::new(UInt32Array::from_iter_values(lines().map(|(_, line, _)| line)));
    let bucket: ArrayRef = Arc::new(StringArray::from_iter_values(lines().map(|(.., bucket)| bucket.name())));
    RecordBatch::try_from_iter([("report", report), ("file", file), ("line", line), ("bucket", bucket)])
}
