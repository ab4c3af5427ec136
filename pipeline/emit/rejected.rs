//! rejected/: the rows and items that were kept out of each dataset, with the reason and the raw text.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, UInt32Array, UInt64Array};
use serde_json::json;

use super::{File, Output, Rejected, cells, write_parquet};
use crate::source::{Joined, Span};

pub(super) static OUTPUT: Output = Output {
    parts: |_| 1,
    write: |publication, _| {
        let mut by_dataset: BTreeMap<&str, Vec<&Rejected>> = BTreeMap::new();
        for rejected in publication.rejected {
            by_dataset.entry(&rejected.dataset).or_default().push(rejected);
        }
        let file = |(dataset, rows): (&str, Vec<&Rejected>)| {
            let batch = batch(&rows)?;
            let means = "row counts from 0 among the rows that were read, or within its run; text is as printed";
            let bytes = write_parquet(&batch, Some(&json!({ "columns": means })))?;
            let (path, title) =
                (format!("rejected/{dataset}.parquet"), format!("What was kept out of {dataset}, and why"));
            Ok(File::new(path, title, bytes).with_rows(batch.num_rows(), cells::fields(&batch)))
        };
        by_dataset.into_iter().map(file).collect()
    },
};

fn batch(rows: &[&Rejected]) -> Result<RecordBatch, arrow::error::ArrowError> {
    let text = |of: &dyn Fn(&Rejected) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().map(|row| of(row)).collect::<StringArray>())
    };
    let number = |of: &dyn Fn(&Rejected) -> Option<u32>| -> ArrayRef {
        Arc::new(rows.iter().map(|row| of(row)).collect::<UInt32Array>())
    };
    let cover = |row: &Rejected| row.spans.iter().copied().reduce(Span::cover).or(row.beside);
    let row: ArrayRef = Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.row)));
    RecordBatch::try_from_iter_with_nullable([
        ("report", text(&|r| Some(r.report.to_string())), false),
        ("dataset", text(&|r| Some(r.dataset.to_string())), false),
        ("row", row, false),
        ("column", text(&|r| r.column.as_ref().map(ToString::to_string)), true),
        ("code", text(&|r| Some(r.code.to_owned())), false),
        ("message", text(&|r| Some(r.message.clone())), false),
        ("instance_path", text(&|r| r.instance_path.clone()), true),
        ("text", text(&|r| Some(Joined::new(r.source.text(), &r.spans).text().to_owned())), false),
        ("file", text(&|r| Some(r.source.name().to_string())), false),
        ("line", number(&|r| Some(r.source.line_of(cover(r)?.start))), true),
        ("byte_start", number(&|r| Some(cover(r)?.start)), true),
        ("byte_end", number(&|r| Some(cover(r)?.end)), true),
    ])
}
