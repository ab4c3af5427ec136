//! `crossfoot audit`: texts go in, the relations that they state and whether these hold come out. No recipe is needed.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args as ClapArgs;

use super::{Exit, Terminal, format_names};
use crate::error::Error;
use crate::finding::{Findings, Severity};
use crate::ingest;
use crate::model::{Kind, Quantity, Unit};
use crate::normalize::quantity::{CellReading, Expected, Options, Reader, Reading, evidence};
use crate::parse::scan::{self, FoundTable, GridCell, Item, ItemKind, Scan};
use crate::reconcile::Status;
use crate::reconcile::audit::{Chart, Grid, GridRow, Relation, audit};
use crate::render;
use crate::source::{Source, Span, Texts};

/// Find the relations that texts state themselves, and judge them
///
/// Only words ("其中", "of which", "1.6 times") and total rows give a relation; each shows its reason. No recipe is
/// needed.
#[derive(ClapArgs)]
#[command(after_help = "Examples:\n  crossfoot audit report.txt\n  crossfoot audit --format github raw/*/*.txt\n\n\
                        Exit codes: 0 all relations hold, 1 some do not, 2 could not do the job")]
pub struct Args {
    /// The texts
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, default_value = "text", value_parser = format_names())]
    format: String,
}

/// Runs the subcommand.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let (mut findings, mut texts) = (Findings::new(), Texts::default());
    let mut counts = (0, 0, 0);
    for path in &args.files {
        let bytes = fs::read(path).map_err(Error::path("read", path))?;
        let name: Arc<str> = path.to_string_lossy().into();
        let Some(source) = ingest::ingest(&name, bytes, &mut findings) else { continue };
        let source = Arc::new(source);
        // Of whichever country "$" is: amounts with one sign belong together, and no relation depends on which it is.
        let currencies = vec!["USD".to_string(), "CNY".to_string()];
        let options = Options { currencies, ..Options::default() };
        let reader = Reader::new(&options.settled_by(&evidence(source.text())));
        let found = scan::scan(&source);
        let grids: Vec<Grid> = found.tables.iter().map(|table| grid(&source, table, &reader)).collect();
        let relations = audit(&source, &quantities(&source, &reader), &grids, &charts(&source, &found, &reader));
        texts.insert(name, source.clone());
        for relation in &relations {
            match relation.case.status {
                Status::Exact => counts.0 += 1,
                Status::Consistent => counts.1 += 1,
                _ => counts.2 += 1,
            }
            if args.format == "text" {
                write_relation(relation, &source, terminal)?;
            }
            if let Some(finding) = relation.finding(&source) {
                findings.push(finding);
            }
        }
    }
    findings.sort();
    let format = render::format(&args.format).unwrap_or(render::FORMATS[0]);
    (format.write)(&findings, &texts, terminal.out)?;
    terminal.out.flush()?;
    let out = if args.format == "text" { &mut *terminal.out } else { &mut *terminal.err };
    writeln!(
        out,
        "{} relations stated: {} exact, {} consistent, {} inconsistent",
        counts.0 + counts.1 + counts.2,
        counts.0,
        counts.1,
        counts.2
    )?;
    Ok(if findings.worst().is_some_and(|worst| worst >= Severity::Error) { Exit::Findings } else { Exit::Clean })
}

fn write_relation(relation: &Relation, source: &Source, terminal: &mut Terminal<'_>) -> Result<(), Error> {
    let line = relation.spans.first().map_or(1, |span| source.line_of(span.start));
    let (name, status) = (source.name(), relation.case.status.name());
    let caveat = relation.caveat().map(|caveat| format!("; {caveat}")).unwrap_or_default();
    writeln!(terminal.out, "{name}:{line}: {status}: {} ({}{caveat})", relation.statement, relation.reason)?;
    Ok(())
}

/// The quantities of the running text.
fn quantities(source: &Source, reader: &Reader) -> Vec<Quantity> {
    let readings = reader.read(source.text());
    readings
        .filter_map(|reading| match reading {
            Reading::Quantity(quantity) => Some(quantity),
            Reading::Refusal(_) | Reading::Other(_) => None,
        })
        .collect()
}

/// Lines this near to each other belong to one chart, or to its caption.
const CHART_GAP: u32 = 4;

/// The torn charts of the text: runs of numbers with nothing but labels between them.
fn charts(source: &Source, found: &Scan, reader: &Reader) -> Vec<Chart> {
    let lines = |item: &Item| (source.line_of(item.span.start), source.line_of(item.span.end));
    let runs = found.items.iter().filter(|item| matches!(item.kind, ItemKind::Numbers | ItemKind::Labels));
    let mut charts: Vec<(Chart, (u32, u32))> = Vec::new();
    for run in runs {
        let (first, last) = lines(run);
        let numbers: Vec<Quantity> = match run.kind {
            ItemKind::Numbers => printed_numbers(source, run.span, reader),
            _ => Vec::new(),
        };
        match charts.last_mut().filter(|(_, (_, end))| first <= *end + CHART_GAP) {
            Some((chart, (_, end))) => {
                chart.numbers.extend(numbers);
                *end = last;
            }
            None => charts.push((Chart { captions: Vec::new(), numbers }, (first, last))),
        }
    }
    for (chart, (first, last)) in &mut charts {
        let before = first.saturating_sub(CHART_GAP).max(1)..*first;
        let behind = *last + 1..=(*last + CHART_GAP).min(source.lines().count());
        // A caption next to the labels may be taken for one of them.
        let captions = before.chain(*first..=*last).chain(behind).map(|line| source.line_span(line));
        chart.captions = captions.filter(|line| source.slice(*line).contains(char::is_alphabetic)).collect();
    }
    charts.into_iter().map(|(chart, _)| chart).filter(|chart| chart.numbers.len() > 1).collect()
}

/// The numbers of a run of lines that hold nothing else.
fn printed_numbers(source: &Source, run: Span, reader: &Reader) -> Vec<Quantity> {
    let text = source.slice(run);
    let words = text.split_whitespace().map(|word| {
        let start = run.start as usize + (word.as_ptr() as usize - text.as_ptr() as usize);
        Span::new(start, start + word.len())
    });
    words.filter_map(|span| Some(Quantity { span, ..number(source.slice(span), reader)? })).collect()
}

fn grid(source: &Source, table: &FoundTable, reader: &Reader) -> Grid {
    let text = |cell: &GridCell| -> String {
        let parts: Vec<&str> = cell.cell.spans.iter().map(|span| source.slice(*span).trim()).collect();
        parts.join(" ")
    };
    let columns = table.size.1.saturating_sub(1) as usize;
    let rows = table.size.0.saturating_sub(table.header_rows) as usize;
    let empty = GridRow { numbers: vec![None; columns], ..GridRow::default() };
    let mut grid = Grid { header: vec![String::new(); columns], rows: vec![empty; rows] };
    for cell in &table.cells {
        // Cells that take several rows or columns are headings, not numbers of one row.
        let Some(row) = cell.row.checked_sub(table.header_rows) else {
            for column in cell.column.max(1)..cell.column + cell.columns {
                if let Some(header) = grid.header.get_mut(column as usize - 1) {
                    header.push(' ');
                    header.push_str(&text(cell));
                }
            }
            continue;
        };
        let Some(line) = grid.rows.get_mut(row as usize) else { continue };
        let Some(column) = cell.column.checked_sub(1) else {
            line.label = text(cell);
            let at = cell.cell.spans.first().map_or(0, |span| span.start);
            let start = source.line_span(source.line_of(at)).start;
            line.indent = source.slice(Span { start, end: at }).chars().count();
            continue;
        };
        let [span] = cell.cell.spans[..] else { continue };
        if let (Some(number), Some(place)) = (number(source.slice(span), reader), line.numbers.get_mut(column as usize))
        {
            *place = Some(Quantity { span, ..number });
        }
    }
    grid
}

/// A cell as a bare number, or as a share. The sign of a currency says nothing here: all cells of a column have the same,
/// printed or not.
fn number(text: &str, reader: &Reader) -> Option<Quantity> {
    let bare = text.trim_start_matches(['$', '€', '£', '¥', '￥', ' ']);
    let unit = bare.ends_with(['%', '％']).then(|| Unit::from_code("%")).flatten();
    let expected = Expected { unit: unit.clone(), ..Expected::default() };
    let CellReading::Number(number) = reader.cell(bare, &expected) else { return None };
    Some(Quantity {
        kind: if unit.is_some() { Kind::Percent } else { Kind::Number },
        value: number.value,
        unit,
        precision: number.precision,
        qualifier: number.qualifier,
        interval: number.interval,
        span: number.span,
        numeral: number.span,
    })
}
