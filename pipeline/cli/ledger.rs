//! `crossfoot ledger`: what became of every line.

use std::collections::BTreeMap;

use clap::Args as ClapArgs;

use super::grid::{self, Align, GridColumn};
use super::{Exit, Terminal};
use crate::error::Error;
use crate::finding::{Findings, Severity};
use crate::model::Bucket;
use crate::run::{self, Stage};
use crate::workspace::Workspace;

/// Show what became of every line of the raw texts
#[derive(ClapArgs)]
#[command(after_help = "Examples:\n  crossfoot ledger\n  crossfoot ledger raw/acme-2023/report.txt --lines\n  \
                        crossfoot ledger --unaccounted")]
pub struct Args {
    /// Only this text
    file: Option<String>,
    /// Show every line with its bucket
    #[arg(long)]
    lines: bool,
    /// Show the lines in no bucket; exit code 1 if there are any
    #[arg(long)]
    unaccounted: bool,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let mut found = Findings::new();
    let workspace = Workspace::read(&terminal.workspace, &mut found)?;
    let plan = super::compile(&workspace, &mut found);
    let options =
        run::Options { until: Stage::Parse, fail_on: Some(Severity::Error), today: None, progress: &|_, _| {} };
    let outcome = run::run(&workspace, &plan, found, &options)?;
    let wanted =
        |name: &str| args.file.as_deref().is_none_or(|file| file == name || name.ends_with(&format!("/{file}")));
    let chosen: Vec<_> = outcome.parsed.iter().filter(|(source, _)| wanted(source.name())).collect();
    if chosen.is_empty() {
        let names: Vec<_> = outcome.parsed.iter().map(|(source, _)| source.name().to_string()).collect();
        let file = args.file.as_deref().unwrap_or("any");
        return Err(Error::Other(format!("expected a text of raw/, found \"{file}\"; there is: {}", names.join(", "))));
    }
    let mut lost = 0;
    for (source, parsed) in chosen {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, bucket) in parsed.ledger.buckets().iter().enumerate() {
            *counts.entry(bucket.name()).or_default() += 1;
            let is_lost = *bucket == Bucket::Unaccounted;
            lost += usize::from(is_lost);
            if args.lines || (args.unaccounted && is_lost) {
                let line = at as u32 + 1;
                let text = source.slice(source.line_span(line));
                writeln!(terminal.out, "{}:{line}: {:11}  {text}", source.name(), bucket.name())?;
            }
        }
        if !args.unaccounted && !args.lines {
            writeln!(terminal.out, "{}", source.name())?;
            let columns = [
                GridColumn {
                    header: "bucket".into(),
                    align: Align::Left,
                    cells: counts.keys().map(ToString::to_string).collect(),
                },
                GridColumn {
                    header: "lines".into(),
                    align: Align::Point,
                    cells: counts.values().map(ToString::to_string).collect(),
                },
            ];
            grid::write(&columns, terminal.out)?;
        }
    }
    Ok(if args.unaccounted && lost > 0 { Exit::Findings } else { Exit::Clean })
}
