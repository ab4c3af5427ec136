//! `crossfoot schema infer`: a contract proposed for a Parquet, CSV or JSON lines file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::array::{Array, ArrayRef};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, TimeUnit};
use clap::Args as ClapArgs;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use super::{Exit, Terminal};
use crate::contract::{Inside, Member, infer};
use crate::error::Error;
use crate::validate::{Cell, Fields};

/// Propose a contract for a file of rows
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot schema infer rows.csv > schemas/rows.schema.json\n  crossfoot schema infer processed/timeline.parquet"
)]
pub struct Args {
    /// A .parquet, .csv, .jsonl or .ndjson file
    file: PathBuf,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let path = &args.file;
    let rows = match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => parquet(path)?,
        Some("csv") => infer::csv_rows(&text(path)?).map_err(|error| unreadable(path, &error.to_string()))?,
        Some("jsonl" | "ndjson") => json_lines(path)?,
        _ => {
            let message = format!("expected a .parquet, .csv, .jsonl or .ndjson file, found {}", path.display());
            return Err(Error::Other(message));
        }
    };
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let Some(proposal) = infer::propose(&rows, &name) else {
        return Err(unreadable(path, "expected rows with columns, found none"));
    };
    writeln!(terminal.out, "{proposal:#}")?;
    let refused = infer::refused(&proposal, &rows);
    if let Some(row) = refused.first() {
        return Err(unreadable(path, &format!("row {} does not fit any contract", row + 1)));
    }
    writeln!(terminal.err, "a proposal for {} rows, all of which it accepts", rows.len())?;
    Ok(Exit::Clean)
}

fn unreadable(path: &Path, reason: &str) -> Error {
    Error::Other(format!("could not propose a contract for {}: {reason}", path.display()))
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::path("read", path))
}

fn json_lines(path: &Path) -> Result<Vec<Value>, Error> {
    let text = text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| unreadable(path, &format!("line {}: {error}", at + 1)))
        })
        .collect()
}

/// The rows of a Parquet file without the columns that every dataset has in front.
fn parquet(path: &Path) -> Result<Vec<Value>, Error> {
    let file = File::open(path).map_err(Error::path("read", path))?;
    let problem = |error: &dyn std::fmt::Display| unreadable(path, &error.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| problem(&error))?;
    let reader = builder.build().map_err(|error| problem(&error))?;
    let mut rows = Vec::new();
    for batch in reader {
        let batch = batch.map_err(|error| problem(&error))?;
        let schema = batch.schema();
        let kept =
            schema.fields().iter().enumerate().filter(|(_, f)| !matches!(f.name().as_str(), "report" | "source"));
        let mut members = Vec::new();
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (at, field) in kept {
            let array = batch.column(at);
            let plain = plain(array.data_type());
            arrays.push(if plain == *array.data_type() {
                array.clone()
            } else {
                cast(array, &plain).map_err(|error| problem(&error))?
            });
            members.push(Member { name: field.name().as_str().into(), absent: false, inside: inside(&plain) });
        }
        let arrays: Vec<&ArrayRef> = arrays.iter().collect();
        let fields =
            Fields::new(&members, &arrays).ok_or_else(|| problem(&"expected types that a contract can have"))?;
        rows.extend((0..batch.num_rows()).map(|at| Cell::Row(&fields, at).to_json_value()));
    }
    Ok(rows)
}

/// The type that contracts give to what a file of another origin holds.
fn plain(data_type: &DataType) -> DataType {
    let field = |field: &Field| field.clone().with_data_type(plain(field.data_type()));
    match data_type {
        DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => DataType::Utf8,
        DataType::Float16 => DataType::Float32,
        DataType::Date64 => DataType::Date32,
        DataType::Timestamp(..) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        DataType::Time32(_) | DataType::Time64(_) => DataType::Time64(TimeUnit::Microsecond),
        DataType::Decimal32(p, s) | DataType::Decimal64(p, s) => DataType::Decimal128(*p, *s),
        DataType::List(item) | DataType::LargeList(item) => DataType::List(field(item).into()),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|f| field(f)).collect()),
        other => other.clone(),
    }
}

fn inside(data_type: &DataType) -> Inside {
    match data_type {
        DataType::List(item) => Inside::Items(Box::new(inside(item.data_type()))),
        DataType::Struct(fields) => {
            let member = |f: &arrow::datatypes::FieldRef| Member {
                name: f.name().as_str().into(),
                absent: false,
                inside: inside(f.data_type()),
            };
            Inside::Members(fields.iter().map(member).collect())
        }
        _ => Inside::Scalar,
    }
}
