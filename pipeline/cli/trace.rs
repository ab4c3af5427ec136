//! `crossfoot trace`: from one cell back to the line of the report, and the steps from printed text to value.

use arrow::array::Array;
use arrow::util::display::ArrayFormatter;
use clap::Args as ClapArgs;

use super::{Exit, Terminal};
use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::{Decimal, print_options, printable};
use crate::render;
use crate::run::{self, Stage};
use crate::source::{Joined, Span};
use crate::workspace::Workspace;

/// Show where a cell comes from, and each step from printed text to value
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot trace corpus_composition 3 size_gb\n  crossfoot show corpus_composition   \
                        # shows the numbers of the rows"
)]
pub struct Args {
    /// The dataset
    dataset: String,
    /// The row, counted from 0 as `crossfoot show` does
    row: usize,
    /// The column
    column: String,
}

/// Only carries the snippet; never reported.
static CELL: Code = Code { name: "cell", severity: Severity::Note, what: "", why: "", example: "", action: "" };

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let mut found = Findings::new();
    let workspace = Workspace::read(&terminal.workspace, &mut found)?;
    let plan = super::compile(&workspace, &mut found);
    let options =
        run::Options { until: Stage::Validate, fail_on: Some(Severity::Error), today: None, progress: &|_, _| {} };
    let outcome = run::run(&workspace, &plan, found, &options)?;
    let datasets = &outcome.datasets;
    let Some(dataset) = datasets.iter().find(|dataset| *dataset.name == *args.dataset) else {
        let names: Vec<_> = datasets.iter().map(|dataset| &*dataset.name).collect();
        return Err(Error::Other(format!(
            "expected a dataset, found \"{}\"; there is: {}",
            args.dataset,
            names.join(", ")
        )));
    };
    if args.row >= dataset.rows() {
        return Err(Error::Other(format!(
            "expected a row below {}, found {}; {} has {} rows, counted from 0",
            dataset.rows(),
            args.row,
            args.dataset,
            dataset.rows()
        )));
    }
    let Some(at) = dataset.column_index(&args.column).filter(|at| dataset.columns[*at].published) else {
        let names: Vec<_> = dataset.columns.iter().filter(|c| c.published).map(|column| &*column.name).collect();
        return Err(Error::Other(format!(
            "expected a column of {}, found \"{}\"; its columns are {}",
            args.dataset,
            args.column,
            names.join(", ")
        )));
    };
    let column = &dataset.columns[at];
    let array = printable(dataset.batch.column(at));
    let options = print_options();
    let format = ArrayFormatter::try_new(array.as_ref(), &options)
        .map_err(|error| Error::Other(format!("could not show column {}: {error}", args.column)))?;
    let unit = column.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let value = if array.is_null(args.row) { "null".to_owned() } else { format!("{}{unit}", format.value(args.row)) };
    let title = format!("{} row {} {} = {value}", args.dataset, args.row, args.column);
    let elsewhere = column.trace.elsewhere.get(&(args.row as u32));
    let (file, spans) = match elsewhere {
        Some((file, span)) => (file.clone(), vec![*span]),
        None => (dataset.source_of(args.row).name().clone(), column.trace.spans_of(args.row).to_vec()),
    };
    let mut finding = Finding::new(&CELL, title);
    for span in &spans {
        finding = finding.at(&file, *span, "");
    }
    render::write_snippet(&finding, &outcome.texts, render::TextStyle::Plain, terminal.out)?;
    let out = &mut *terminal.out;
    let Some(source) = outcome.texts.get(&file) else { return Ok(Exit::Clean) };
    if spans.is_empty() {
        writeln!(out, "printed    nothing: the text has no such cell")?;
    }
    if let Some(cover) = spans.iter().copied().reduce(Span::cover) {
        let place = match elsewhere {
            Some(_) => "written in the recipe".to_owned(),
            None => format!("page {}, line {}", source.page_of(cover.start), source.line_of(cover.start)),
        };
        match source.address(cover) {
            Some(address) => {
                writeln!(out, "place      {file}, {address}")?;
                writeln!(out, "as text    {place}, bytes {} to {}", cover.start, cover.end)?;
            }
            None => writeln!(out, "place      {file}, {place}, bytes {} to {}", cover.start, cover.end)?,
        }
        for span in &spans {
            writeln!(out, "printed    \"{}\"", source.slice(*span))?;
        }
        if spans.len() > 1 {
            writeln!(out, "joined     \"{}\"", Joined::new(source.text(), &spans).text())?;
        }
    }
    let report = plan.reports.iter().find(|report| file.starts_with(&format!("raw/{}/", report.recipe.report)));
    let steps = report.map(|report| report.normalize.steps(&args.dataset, &args.column)).unwrap_or_default();
    for (step, what) in &steps {
        writeln!(out, "{step:10} {what}")?;
    }
    let is_place = steps.iter().any(|(step, _)| *step == "counted");
    if let Some(printed) =
        column.trace.printed.get(args.row).filter(|_| array.is_valid(args.row) && !spans.is_empty() && !is_place)
    {
        let decimals = match printed.decimals {
            decimals if decimals < 0 => format!("to 10^{}", -i32::from(decimals)),
            1 => "to 1 decimal".to_owned(),
            decimals => format!("to {decimals} decimals"),
        };
        let wide = match printed.decimals_wide {
            wide if wide != printed.decimals => format!(", or to 10^{} if its zeros only fill", -i32::from(wide)),
            _ => String::new(),
        };
        writeln!(out, "read       {}, {decimals}{wide}", printed.qualifier.name())?;
        let exact = format.value(args.row).to_string().parse::<Decimal>().ok();
        if let Some(interval) = exact.and_then(|value| column.trace.interval_of(args.row, value)) {
            writeln!(out, "stands for {interval}{unit}")?;
        }
    }
    if let Some(rate) = column.trace.rates.get(&(args.row as u32)) {
        writeln!(out, "converted  {rate}")?;
    }
    let kind = match array.data_type() {
        arrow::datatypes::DataType::List(item) => format!("list of {}", item.data_type()),
        other => other.to_string(),
    };
    writeln!(out, "value      {value}, {kind}")?;
    Ok(Exit::Clean)
}
