//! Provenance held to its word: what is published goes in; every cell is read again from its bytes alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, UInt32Type};
use arrow::util::display::ArrayFormatter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::emit;
use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::{print_options, printable};
use crate::plan::Plan;
use crate::source::{Source, Span, Texts};

/// A published file is not what the manifest says.
pub static HASH_MISMATCH: Code = Code {
    name: "hash-mismatch",
    severity: Severity::Error,
    what: "every published file and every raw text must have the hash that datapackage.json gives",
    why: "data that were changed after they were checked are data that nobody checked",
    example: "processed/revenue.parquet edited by hand",
    action: "run `crossfoot build` again",
};

/// A cell's bytes do not give its value.
pub static CELL_MISMATCH: Code = Code {
    name: "cell-mismatch",
    severity: Severity::Error,
    what: "a cell's value must be what its bytes in the raw text say",
    why: "provenance that does not lead back to the value proves nothing",
    example: "the raw text says 714.9; the dataset says 741.9",
    action: "run `crossfoot build` again; if it stays, report it with the text",
};

/// The codes that verifying reports.
pub static CODES: &[&Code] = &[&HASH_MISMATCH, &CELL_MISMATCH];

/// What was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files whose hashes were compared.
    pub files: usize,
    /// Cells that were read again from their bytes.
    pub cells: usize,
}

/// Compares hashes with the manifest and reads every published cell again from its bytes.
///
/// # Errors
/// Where nothing is published, or a file cannot be read.
pub fn verify(root: &Path, plan: &Plan, texts: &mut Texts, findings: &mut Findings) -> Result<Verified, Error> {
    let manifest = manifest(root)?;
    let mut verified = Verified { files: hashes(root, &manifest, texts, findings)?, cells: 0 };
    let cells = read_parquet(&root.join("processed/cells.parquet"))?;
    let mut datasets: BTreeMap<String, RecordBatch> = BTreeMap::new();
    let column = |name: &str| {
        cells.column_by_name(name).ok_or_else(|| Error::Other(format!("expected a column {name} in cells.parquet")))
    };
    let (names, columns, files) = (column("dataset")?, column("column")?, column("file")?);
    let (rows, stretches) = (column("row")?.as_primitive::<Int64Type>(), column("stretches")?.as_list::<i32>());
    for at in 0..cells.num_rows() {
        if files.is_null(at) {
            continue;
        }
        let name = names.as_string::<i32>().value(at);
        if !datasets.contains_key(name) {
            datasets.insert(name.to_owned(), read_parquet(&root.join(format!("processed/{name}.parquet")))?);
        }
        let place = Place {
            dataset: name,
            row: rows.value(at) as usize,
            column: columns.as_string::<i32>().value(at),
            file: files.as_string::<i32>().value(at),
            spans: spans(&stretches.value(at)),
        };
        verified.cells += 1;
        cell(&place, &datasets[name], plan, texts, findings);
    }
    Ok(verified)
}

struct Place<'a> {
    dataset: &'a str,
    row: usize,
    column: &'a str,
    file: &'a str,
    spans: Vec<Span>,
}

fn cell(place: &Place<'_>, batch: &RecordBatch, plan: &Plan, texts: &Texts, findings: &mut Findings) {
    let Some(source) = texts.get(place.file) else { return };
    let published = batch.column_by_name(place.column).map(|array| shown(array, place.row));
    let report = batch.column_by_name("report").map(|array| array.as_string::<i32>().value(place.row).to_owned());
    let Some((published, report)) = published.zip(report) else { return };
    let again = read_again(place, batch, plan, &report, source);
    if again.as_ref().is_ok_and(|values| values.contains(&published)) {
        return;
    }
    let found = match &again {
        Ok(values) => values.join(" or "),
        Err(reason) => reason.clone(),
    };
    let message = format!("{} row {} {} is {published}, its bytes say {found}", place.dataset, place.row, place.column);
    let mut finding = Finding::new(&CELL_MISMATCH, message);
    for span in &place.spans {
        finding = finding.at(source.name(), *span, "the cell's bytes");
    }
    findings.push(finding);
}

/// What the bytes say, under each entry of the recipe that fills the column.
fn read_again(
    place: &Place<'_>,
    batch: &RecordBatch,
    plan: &Plan,
    report: &str,
    source: &Source,
) -> Result<Vec<String>, String> {
    let end = source.text().len() as u32;
    if place.spans.iter().any(|span| span.end > end || source.text().get(span.range()).is_none()) {
        return Err("nothing: they lie outside the text".to_owned());
    }
    let report =
        plan.reports.iter().find(|plan| *plan.recipe.report == *report).ok_or("nothing: the recipe is gone")?;
    let row = |column: &str| batch.column_by_name(column).map(|array| shown(array, place.row));
    let same = |column: &str, row: usize| {
        batch.column_by_name(column).is_some_and(|array| shown(array, row) == shown(array, place.row))
    };
    let earlier = |column: &str| {
        (0..=place.row).filter(|row| ["report", "source", column].iter().all(|column| same(column, *row))).count()
    };
    report.normalize.read_again(place.dataset, place.column, source, &place.spans, &row, &earlier)
}

/// A value as text, the same for equal values.
fn shown(array: &ArrayRef, row: usize) -> String {
    match ArrayFormatter::try_new(printable(array).as_ref(), &print_options().with_null("null")) {
        Ok(format) => format.value(row).to_string(),
        Err(error) => error.to_string(),
    }
}

fn spans(stretches: &ArrayRef) -> Vec<Span> {
    let stretches = stretches.as_struct();
    let column = |name: &str| stretches.column_by_name(name).map(|array| array.as_primitive::<UInt32Type>().clone());
    let Some((starts, ends)) = column("byte_start").zip(column("byte_end")) else { return Vec::new() };
    (0..starts.len()).map(|at| Span { start: starts.value(at), end: ends.value(at) }).collect()
}

fn manifest(root: &Path) -> Result<serde_json::Value, Error> {
    let path = root.join("processed/datapackage.json");
    let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::Other(format!("expected {}, found none; run `crossfoot build` first", path.display()))
        }
        _ => Error::path("read", &path)(error),
    })?;
    serde_json::from_str(&text).map_err(|error| Error::Other(format!("could not read {}: {error}", path.display())))
}

/// Compares every hash of the manifest; reads the raw texts on the way.
fn hashes(
    root: &Path,
    manifest: &serde_json::Value,
    texts: &mut Texts,
    findings: &mut Findings,
) -> Result<usize, Error> {
    let mut count = 0;
    for (list, folder) in [("resources", "processed/"), ("sources", "")] {
        for entry in manifest[list].as_array().into_iter().flatten() {
            let Some((path, hash)) = entry["path"].as_str().zip(entry["hash"].as_str()) else { continue };
            let file: Arc<str> = format!("{folder}{path}").into();
            let full = root.join(&*file);
            let bytes = fs::read(&full).map_err(Error::path("read", &full))?;
            count += 1;
            let found = format!("sha256:{}", emit::sha256(&bytes));
            if found != hash {
                let message = format!("expected {hash} for {file}, found {found}");
                findings.push(Finding::new(&HASH_MISMATCH, message).at(&file, Span::new(0, 0), ""));
            }
            if list == "sources"
                && let Some(source) = crate::ingest::ingest(&file, bytes, &mut Findings::new())
            {
                texts.insert(file, Arc::new(source));
            }
        }
    }
    Ok(count)
}

/// The whole of a Parquet file as one batch.
fn read_parquet(path: &Path) -> Result<RecordBatch, Error> {
    let unreadable = |error: String| Error::Other(format!("could not read {}: {error}", path.display()));
    let file = fs::File::open(path).map_err(Error::path("read", path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| unreadable(error.to_string()))?;
    let schema = builder.schema().clone();
    let reader = builder.build().map_err(|error| unreadable(error.to_string()))?;
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|error| unreadable(error.to_string()))?;
    arrow::compute::concat_batches(&schema, &batches).map_err(|error| unreadable(error.to_string()))
}
