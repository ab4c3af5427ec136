//! `crossfoot schema infer`: a contract proposed for a Parquet, CSV or JSON lines file.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Fields as ArrowFields, Schema, TimeUnit, TimestampMicrosecondType};
use clap::Args as ClapArgs;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::metadata::RowGroupMetaData;
use serde_json::Value;

use super::{Exit, Terminal};
use crate::contract::{self, Inside, Member, SchemaFile, infer};
use crate::error::Error;
use crate::finding::{Findings, Severity};
use crate::ingest;
use crate::model::Dataset;
use crate::validate::{Cell, Fields, Validator};

/// Propose a contract for a file of rows
///
/// The contract accepts every row of the file; where none does, the reason is told and nothing is proposed. Columns
/// named report and source are left out, because every dataset has them.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot schema infer rows.csv > schemas/rows.schema.json\n  crossfoot schema infer processed/timeline.parquet"
)]
pub struct Args {
    /// A .parquet, .csv, .tsv, .jsonl or .ndjson file
    file: PathBuf,
}

/// What a file holds.
#[derive(Default)]
struct Rows {
    /// Its rows as JSON.
    rows: Vec<Value>,
    /// The types of its columns and the rows themselves, if it has types.
    typed: Option<(ArrowFields, Vec<RecordBatch>)>,
    /// What is notable about it.
    notes: Vec<String>,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let path = &args.file;
    let mut file = match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => parquet(path)?,
        Some("csv" | "tsv" | "tab") => delimited(path)?,
        Some("jsonl" | "ndjson") => json_lines(path)?,
        _ => {
            let message = format!("expected a .parquet, .csv, .tsv, .jsonl or .ndjson file, found {}", path.display());
            return Err(Error::Other(message));
        }
    };
    leave_out(&mut file);
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let types = file.typed.as_ref().map(|(types, _)| types);
    let proposal = infer::propose(&file.rows, types, &name).map_err(|reasons| no_contract(path, &reasons))?;
    if let Some(row) = infer::refused(&proposal, &file.rows).first() {
        return Err(no_contract(path, &[format!("row {} fits none", row + 1)]));
    }
    if let Some((_, batches)) = &file.typed {
        in_place(&proposal, batches).map_err(|reasons| no_contract(path, &reasons))?;
    }
    writeln!(terminal.out, "{proposal:#}")?;
    for note in &file.notes {
        writeln!(terminal.err, "note: {note}")?;
    }
    let accepted = match file.rows.len() {
        1 => "1 row, which it accepts".to_owned(),
        rows => format!("{rows} rows, all of which it accepts"),
    };
    writeln!(terminal.err, "a proposal for {accepted}")?;
    Ok(Exit::Clean)
}

fn unreadable(path: &Path, reason: &str) -> Error {
    Error::Other(format!("could not propose a contract for {}: {reason}", path.display()))
}

/// The first reasons, and how many more there are.
fn no_contract(path: &Path, reasons: &[String]) -> Error {
    const SHOWN: usize = 5;
    let more = reasons.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    unreadable(path, &format!("{}{more}", reasons[..reasons.len().min(SHOWN)].join("; ")))
}

/// Takes out the columns that every dataset has in front.
fn leave_out(file: &mut Rows) {
    let is_front = |name: &str| matches!(name, "report" | "source");
    let mut left = BTreeSet::new();
    for members in file.rows.iter_mut().filter_map(Value::as_object_mut) {
        left.extend(members.keys().filter(|name| is_front(name)).cloned());
        members.retain(|name, _| !is_front(name));
    }
    if let Some((types, _)) = &mut file.typed {
        *types = types.iter().filter(|field| !is_front(field.name())).cloned().collect();
    }
    if !left.is_empty() {
        let names: Vec<String> = left.into_iter().map(|name| format!("\"{name}\"")).collect();
        file.notes.push(format!("left out {}, which every dataset has", names.join(" and ")));
    }
}

/// Validates the file's own arrays by the contract that was proposed for them.
fn in_place(proposal: &Value, batches: &[RecordBatch]) -> Result<(), Vec<String>> {
    let mut findings = Findings::new();
    let file = SchemaFile { file: "schemas/proposal.schema.json".into(), text: proposal.to_string().into() };
    let contract = contract::compile(&[file], &mut findings).pop();
    let validator = contract.and_then(|contract| Validator::new(&contract, &mut findings));
    for batch in batches {
        let dataset = Dataset {
            name: "proposal".into(),
            batch: batch.clone(),
            columns: Vec::new(),
            sources: Vec::new(),
            row_sources: Vec::new(),
            failed: BTreeSet::new(),
        };
        validator.as_ref().map(|validator| validator.check(&dataset, &BTreeSet::new(), &mut findings));
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let reasons: Vec<String> = errors.map(|finding| finding.message.clone()).collect();
    if reasons.is_empty() { Ok(()) } else { Err(reasons) }
}

/// Reads a file by the rules for texts: what was found about its bytes becomes notes, or the reason why it cannot be read.
fn ingested<T>(
    path: &Path,
    read: impl FnOnce(&Arc<str>, &[u8], &mut Findings) -> Option<T>,
) -> Result<(T, Vec<String>), Error> {
    let bytes = fs::read(path).map_err(Error::path("read", path))?;
    let mut findings = Findings::new();
    let read = read(&path.to_string_lossy().into(), &bytes, &mut findings);
    let messages: Vec<String> = findings.iter().map(|finding| finding.message.clone()).collect();
    read.map(|read| (read, messages.clone())).ok_or_else(|| unreadable(path, &messages.join("; ")))
}

fn unique<'n>(path: &Path, names: impl Iterator<Item = &'n str>) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for name in names {
        if name.is_empty() || !seen.insert(name) {
            let reason = format!("expected every column to have a name of its own, found \"{name}\"");
            return Err(unreadable(path, &reason));
        }
    }
    Ok(())
}

fn delimited(path: &Path) -> Result<Rows, Error> {
    let (records, mut notes) = ingested(path, ingest::records)?;
    let mut records = records.into_iter();
    let Some(header) = records.next() else { return Ok(Rows::default()) };
    let header: Vec<String> = header.fields.into_iter().map(|(name, _)| name).collect();
    unique(path, header.iter().map(String::as_str))?;
    let mut table = infer::Table { header, records: Vec::new() };
    for record in records {
        let (expected, found) = (table.header.len(), record.fields.len());
        if found != expected {
            return Err(unreadable(path, &format!("line {}: expected {expected} fields, found {found}", record.line)));
        }
        let fields = record.fields.into_iter();
        table.records.push(fields.map(|(text, quoted)| (quoted || !text.is_empty()).then_some(text)).collect());
    }
    let (rows, more) = infer::csv_rows(&table);
    notes.extend(more);
    if rows.is_empty() {
        // Without a row, only the names are known.
        let fields = table.header.iter().map(|name| Field::new(name, DataType::Utf8, true));
        return Ok(Rows { rows, typed: Some((fields.collect(), Vec::new())), notes });
    }
    Ok(Rows { rows, typed: None, notes })
}

fn json_lines(path: &Path) -> Result<Rows, Error> {
    let (values, notes) = ingested(path, ingest::values)?;
    if let Some((line, _)) = values.iter().find(|(_, value)| !value.is_object()) {
        return Err(unreadable(path, &format!("line {line}: expected an object")));
    }
    Ok(Rows { rows: values.into_iter().map(|(_, value)| value).collect(), typed: None, notes })
}

/// The rows of a Parquet file.
fn parquet(path: &Path) -> Result<Rows, Error> {
    let file = File::open(path).map_err(Error::path("read", path))?;
    let problem = |error: &dyn std::fmt::Display| unreadable(path, &error.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| problem(&error))?;
    let columns = builder.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
    for column in columns {
        if !matches!(column.compression(), Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_)) {
            let (name, codec) = (column.column_path(), column.compression());
            return Err(problem(&format!(
                "column {name} is compressed with {codec}, expected SNAPPY, ZSTD or none: write it with one of these"
            )));
        }
    }
    let schema = builder.schema().clone();
    unique(path, schema.fields().iter().map(|field| field.name().as_str()))?;
    let types: ArrowFields = schema.fields().iter().map(|field| plain_field(field)).collect();
    let mut notes = Vec::new();
    for (field, plain) in schema.fields().iter().zip(&types) {
        if matches!(field.data_type(), DataType::Timestamp(_, None)) {
            notes.push(format!("\"{}\" has no time zone: taken for UTC", plain.name()));
        }
    }
    let reader = builder.build().map_err(|error| problem(&error))?;
    let (mut rows, mut batches) = (Vec::new(), Vec::new());
    for batch in reader {
        let batch = batch.map_err(|error| problem(&error))?;
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (array, field) in batch.columns().iter().zip(&types) {
            let array = plain_array(array, field.data_type())
                .ok_or_else(|| problem(&no_type(batch.schema().field(arrays.len()))))?;
            arrays.push(array);
        }
        let members: Vec<Member> = types.iter().map(|field| member(field)).collect();
        let views: Vec<&ArrayRef> = arrays.iter().collect();
        let Some(view) = Fields::new(&members, &views) else {
            let unknown = |at: &usize| Fields::new(&members[*at..=*at], &views[*at..=*at]).is_none();
            let unknown = (0..members.len()).filter(unknown).map(|at| no_type(&types[at])).collect::<Vec<_>>();
            return Err(no_contract(path, &unknown));
        };
        rows.extend((0..batch.num_rows()).map(|at| Cell::Row(&view, at).to_json_value()));
        let fields = types
            .iter()
            .zip(&arrays)
            .map(|(field, array)| field.as_ref().clone().with_data_type(array.data_type().clone()).with_nullable(true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<Field>>()));
        batches.push(RecordBatch::try_new(schema, arrays).map_err(|error| problem(&error))?);
    }
    Ok(Rows { rows, typed: Some((types, batches)), notes })
}

fn no_type(field: &Field) -> String {
    format!("\"{}\" is {}, which no contract has", field.name(), field.data_type())
}

/// The array as the type `plain`, if that holds all that it does.
fn plain_array(array: &ArrayRef, plain: &DataType) -> Option<ArrayRef> {
    let exactly = |to: &DataType| {
        let other = cast(array, to).ok()?;
        let back = cast(&other, array.data_type()).ok()?;
        (*back == **array).then_some(other)
    };
    match array.data_type() {
        same if same == plain => Some(array.clone()),
        DataType::Null => cast(array, plain).ok(),
        // The same moments, whatever the zone; without one, those of UTC.
        DataType::Timestamp(_, zone) => {
            let moments = exactly(&DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))?;
            Some(Arc::new(moments.as_primitive::<TimestampMicrosecondType>().clone().with_timezone("UTC")))
        }
        _ => exactly(plain),
    }
}

fn plain_field(field: &Field) -> Field {
    field.clone().with_data_type(plain(field.data_type()))
}

/// The type that contracts give to what a file of another origin holds.
fn plain(data_type: &DataType) -> DataType {
    match data_type {
        DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => DataType::Utf8,
        DataType::Float16 => DataType::Float32,
        DataType::Date64 => DataType::Date32,
        DataType::Timestamp(..) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        DataType::Time32(_) | DataType::Time64(_) => DataType::Time64(TimeUnit::Microsecond),
        DataType::Decimal32(p, s) | DataType::Decimal64(p, s) | DataType::Decimal256(p, s) => {
            DataType::Decimal128((*p).min(38), *s)
        }
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            DataType::List(plain_field(item).into())
        }
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|field| plain_field(field)).collect()),
        DataType::Null => DataType::Utf8,
        other => other.clone(),
    }
}

fn member(field: &Field) -> Member {
    Member { name: field.name().as_str().into(), absent: false, inside: inside(field.data_type()) }
}

fn inside(data_type: &DataType) -> Inside {
    match data_type {
        DataType::List(item) => Inside::Items(Box::new(inside(item.data_type()))),
        DataType::Struct(fields) => Inside::Members(fields.iter().map(|field| member(field)).collect()),
        _ => Inside::Scalar,
    }
}
