//! `crossfoot show`: a published dataset as a readable table.

use std::fs::File;
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::DataType;
use arrow::util::display::ArrayFormatter;
use clap::Args as ClapArgs;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::grid::{self, Align, GridColumn};
use super::{Exit, Terminal};
use crate::contract;
use crate::error::Error;
use crate::model::{print_options, printable};

/// Show a published dataset as a table
///
/// The first column is the row's number, as `crossfoot trace` takes it.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot show corpus_composition\n  crossfoot show findings --columns severity,code,message\n  \
                        crossfoot show quantity --rows 20"
)]
pub struct Args {
    /// The dataset: a file of processed/ without .parquet; all datasets are listed without it
    dataset: Option<String>,
    /// Only these columns, separated by commas
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// At most this many rows
    #[arg(long, default_value_t = 200)]
    rows: usize,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let Some(name) = &args.dataset else { return list(terminal) };
    let batch = read(&terminal.workspace, name)?;
    let schema = batch.schema();
    let wanted = |name: &str| args.columns.is_empty() || args.columns.iter().any(|column| column == name);
    if let Some(missing) = args.columns.iter().find(|column| schema.index_of(column).is_err()) {
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        return Err(Error::Other(format!(
            "expected a column of {name}, found \"{missing}\"; its columns are {}",
            names.join(", ")
        )));
    }
    let shown = batch.num_rows().min(args.rows);
    let options = print_options();
    let mut columns = vec![GridColumn {
        header: "row".into(),
        align: Align::Point,
        cells: (0..shown).map(|row| row.to_string()).collect(),
    }];
    // Where all rows come from one place, its name in every line says nothing.
    let quiet = |name: &str| args.columns.is_empty() && matches!(name, "report" | "source");
    for (at, field) in schema.fields().iter().enumerate().filter(|(_, f)| wanted(f.name()) && !quiet(f.name())) {
        let array = printable(batch.column(at));
        let format = ArrayFormatter::try_new(array.as_ref(), &options)
            .map_err(|error| Error::Other(format!("could not show column {}: {error}", field.name())))?;
        let unit = field.metadata().get(contract::UNIT).map(|unit| format!(" [{unit}]")).unwrap_or_default();
        let numeric = field.data_type().is_numeric() || field.data_type() == &DataType::Boolean;
        columns.push(GridColumn {
            header: format!("{}{unit}", field.name()),
            align: if numeric && field.data_type() != &DataType::Boolean { Align::Point } else { Align::Left },
            cells: (0..shown).map(|row| format.value(row).to_string()).collect(),
        });
    }
    grid::write(&columns, terminal.out)?;
    if shown < batch.num_rows() {
        writeln!(terminal.err, "{} more rows; see them with --rows {}", batch.num_rows() - shown, batch.num_rows())?;
    }
    Ok(Exit::Clean)
}

/// The whole of processed/`name`.parquet as one batch.
pub(super) fn read(workspace: &Path, name: &str) -> Result<RecordBatch, Error> {
    let plain = name.split('/').all(|part| !part.is_empty() && part != ".." && !part.contains('\\'));
    let path = workspace.join("processed").join(format!("{name}.parquet"));
    if !plain || !path.exists() {
        let known = published(workspace)?;
        let known =
            if known.is_empty() { "nothing is published yet: run `crossfoot build`".into() } else { known.join(", ") };
        return Err(Error::Other(format!("expected a published dataset, found \"{name}\"; there is: {known}")));
    }
    let unreadable = |error: String| Error::Other(format!("could not read {}: {error}", path.display()));
    let file = File::open(&path).map_err(Error::path("read", &path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| unreadable(error.to_string()))?;
    let schema = builder.schema().clone();
    let reader = builder.build().map_err(|error| unreadable(error.to_string()))?;
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|error| unreadable(error.to_string()))?;
    concat_batches(&schema, &batches).map_err(|error| unreadable(error.to_string()))
}

/// The names of the published datasets.
fn published(workspace: &Path) -> Result<Vec<String>, Error> {
    let folder = workspace.join("processed");
    let mut names = Vec::new();
    for (folder, prefix) in [(folder.clone(), ""), (folder.join("rejected"), "rejected/")] {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let name = entry.map_err(Error::path("read", &folder))?.file_name();
            let name = name.to_string_lossy().into_owned();
            names.extend(name.strip_suffix(".parquet").map(|stem| format!("{prefix}{stem}")));
        }
    }
    names.sort();
    Ok(names)
}

fn list(terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let names = published(&terminal.workspace)?;
    if names.is_empty() {
        return Err(Error::Other("expected published datasets, found none; run `crossfoot build`".into()));
    }
    let mut rows = Vec::new();
    for name in &names {
        rows.push(read(&terminal.workspace, name)?.num_rows().to_string());
    }
    let columns = [
        GridColumn { header: "dataset".into(), align: Align::Left, cells: names },
        GridColumn { header: "rows".into(), align: Align::Point, cells: rows },
    ];
    grid::write(&columns, terminal.out)?;
    Ok(Exit::Clean)
}
