//! Stage 6: datasets become the bytes of Parquet files and of the manifest. One file for each output.
//!
//! Pure like every stage: it returns the files to publish; the driver writes them.

mod cells;
mod dataset;
mod findings;
mod ledger;
mod manifest;
mod page;
mod parquet;
mod rejected;

use std::sync::Arc;

use ::parquet::errors::ParquetError;

use crate::contract::Contract;
use crate::finding::Findings;
use crate::model::{Dataset, Ledger};
use crate::source::{Source, Span, Texts};

pub use parquet::write as write_parquet;

/// All that is published, in the order of outputs.
pub struct Publication<'a> {
    /// The contracts of the datasets, in the order of their names.
    pub contracts: &'a [Contract],
    /// The datasets with the rows that passed, one for each contract that a recipe fills.
    pub datasets: &'a [Dataset],
    /// The reports that they come from.
    pub reports: &'a [ReportFacts],
    /// The texts that were read.
    pub sources: &'a [SourceFacts],
    /// The rows and items that were kept out.
    pub rejected: &'a [Rejected],
    /// All findings, waived ones too.
    pub findings: &'a Findings,
    /// The texts that findings point into.
    pub texts: &'a Texts,
    /// The checks and their verdicts.
    pub checks: &'a [CheckFacts],
}

/// What is known of one report.
#[derive(Clone, Debug)]
pub struct ReportFacts {
    /// Its folder under raw/.
    pub report: Arc<str>,
    /// Its title.
    pub title: String,
    /// When it was published, as the recipe says.
    pub published: Option<String>,
    /// The SHA-256 of its recipe, in hexadecimal.
    pub recipe_sha256: String,
    /// The recipe's size in bytes.
    pub recipe_bytes: u64,
}

/// What is known of one text.
#[derive(Clone, Debug)]
pub struct SourceFacts {
    /// The report that it belongs to.
    pub report: Arc<str>,
    /// The text.
    pub source: Arc<Source>,
    /// The SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// The size of its file in bytes.
    pub bytes: u64,
    /// What became of each line.
    pub ledger: Ledger,
}

/// A check and how it was judged.
#[derive(Clone, Debug)]
pub struct CheckFacts {
    /// The report; empty where it is about the rows of all reports.
    pub report: Arc<str>,
    /// The check's name.
    pub name: Arc<str>,
    /// The relation as written.
    pub text: String,
    /// exact, consistent, inconsistent, not-testable.
    pub verdict: &'static str,
    /// Both sides, the gap, the power, in one line.
    pub detail: String,
    /// Why a waiver accepts it, where one does.
    pub waived: Option<String>,
}

/// A cell, row or item that no dataset holds, and why.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// The dataset or series that it would have been in.
    pub dataset: Arc<str>,
    /// The report.
    pub report: Arc<str>,
    /// Its row among the rows that were read, or its place in its run.
    pub row: u64,
    /// The column, where one is the cause.
    pub column: Option<Arc<str>>,
    /// The code of the finding.
    pub code: &'static str,
    /// What was wrong.
    pub message: String,
    /// The instance path, where the contract refused it.
    pub instance_path: Option<String>,
    /// The text.
    pub source: Arc<Source>,
    /// The stretches that it stands on; none for a cell where nothing is printed.
    pub spans: Vec<Span>,
    /// Text of its row, where nothing is printed.
    pub beside: Option<Span>,
}

/// A file to publish, relative to processed/.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path, with `/` between folders.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// How many rows it holds, where it holds rows.
    pub rows: Option<u64>,
    /// What it is, for the manifest.
    pub title: String,
    /// Its fields, for the manifest, where it holds rows.
    pub fields: Option<serde_json::Value>,
}

impl File {
    fn new(path: impl Into<String>, title: impl Into<String>, bytes: Vec<u8>) -> File {
        File { path: path.into(), sha256: sha256(&bytes), bytes, rows: None, title: title.into(), fields: None }
    }

    fn with_rows(self, rows: usize, fields: serde_json::Value) -> File {
        File { rows: Some(rows as u64), fields: Some(fields), ..self }
    }
}

/// A kind of output: it turns a publication into files.
struct Output {
    /// How many parts it can be written in.
    parts: fn(&Publication<'_>) -> usize,
    /// The files of one part.
    write: fn(&Publication<'_>, usize) -> Result<Vec<File>, ParquetError>,
}

/// Every output. One more: a file with an `OUTPUT` and two lines here. The manifest describes what these wrote.
static OUTPUTS: &[&Output] =
    &[&dataset::OUTPUT, &cells::OUTPUT, &findings::OUTPUT, &ledger::OUTPUT, &rejected::OUTPUT, &page::OUTPUT];

/// How many parts all outputs have; each may be written by a thread of its own.
pub fn parts(publication: &Publication<'_>) -> usize {
    OUTPUTS.iter().map(|output| (output.parts)(publication)).sum()
}

/// The files of part `at` of the [`parts`] of all outputs.
///
/// # Errors
/// Only where Arrow or Parquet refuse what they were given, which a sound publication never makes them do.
pub fn emit(publication: &Publication<'_>, mut at: usize) -> Result<Vec<File>, ParquetError> {
    for output in OUTPUTS {
        let parts = (output.parts)(publication);
        if at < parts {
            return (output.write)(publication, at);
        }
        at -= parts;
    }
    Ok(Vec::new())
}

/// The files of all outputs in their order, the manifest that describes them last.
pub fn completed(publication: &Publication<'_>, mut files: Vec<File>) -> Vec<File> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.push(manifest::manifest(publication, &files));
    files
}

/// The SHA-256 of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
