//! `crossfoot build` and `crossfoot check`: run the stages, show findings and what came out.

use std::time::Instant;

use clap::{Args as ClapArgs, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::grid::{self, Align, GridColumn};
use super::{Exit, Terminal, format_names, today};
use crate::error::Error;
use crate::finding::{Findings, Severity, counted};
use crate::publish::{self, Lock};
use crate::render;
use crate::run::{self, Outcome, Stage};
use crate::validate::LIMIT;
use crate::workspace::Workspace;

/// Read raw/, validate, reconcile, and publish processed/
///
/// Nothing is published while a finding at or above --fail-on stands that no waiver accepts; processed/ is then as it
/// was.
#[derive(ClapArgs)]
#[command(after_help = "Examples:\n  crossfoot build\n  crossfoot -C other/workspace build --fail-on warning\n  \
                        crossfoot build --format sarif > findings.sarif\n\nExit codes: 0 clean, 1 findings at or above \
                        --fail-on, 2 could not do the job")]
pub struct Args {
    #[command(flatten)]
    findings: FindingArgs,
}

/// Do all that build does except publishing
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot check\n  crossfoot check --until parse\n  crossfoot check --format github\n\n\
                        Exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not do the job"
)]
pub struct CheckArgs {
    #[command(flatten)]
    findings: FindingArgs,
    /// Stop behind this stage and show what came out of it
    #[arg(long, value_enum)]
    until: Option<Until>,
    /// Show which numbers take part in a check, and which in none
    #[arg(long, conflicts_with = "until")]
    cover: bool,
}

#[derive(ClapArgs)]
struct FindingArgs {
    /// How findings are written
    #[arg(long, default_value = "text", value_parser = format_names())]
    format: String,
    /// The severity from which a finding fails the run and keeps it from publishing; with never, the rows that passed are
    /// published beside processed/rejected/, whatever was found
    #[arg(long, default_value = "error", value_parser = ["note", "warning", "error", "never"])]
    fail_on: String,
    /// How many findings of each report's rows of a dataset are kept; one more counts the rest. Whatever the number,
    /// processed/rejected/ has every refused row
    #[arg(long, value_name = "N", default_value_t = LIMIT)]
    max_findings: usize,
}

/// A stage, as the command line names it.
#[derive(Clone, Copy, ValueEnum)]
enum Until {
    Parse,
    Validate,
    Reconcile,
    Emit,
}

pub fn build(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    go(&args.findings, Stage::Emit, Shown::Summary, terminal)
}

pub fn check(args: &CheckArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let stage = |until| match until {
        Until::Parse => Stage::Parse,
        Until::Validate => Stage::Validate,
        Until::Reconcile => Stage::Reconcile,
        Until::Emit => Stage::Emit,
    };
    if args.cover {
        return go(&args.findings, Stage::Reconcile, Shown::Cover, terminal);
    }
    match args.until {
        None => go(&args.findings, Stage::Reconcile, Shown::Summary, terminal),
        Some(until) => go(&args.findings, stage(until), Shown::Stage, terminal),
    }
}

/// What a run shows beside its findings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Summary,
    /// What came out of the last stage; nothing is published.
    Stage,
    /// Which numbers take part in a check.
    Cover,
}

fn go(args: &FindingArgs, until: Stage, shown: Shown, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let started = Instant::now();
    let publishes = until == Stage::Emit && shown == Shown::Summary;
    let lock = if publishes { Some(Lock::workspace(&terminal.workspace)?) } else { None };
    let mut found = Findings::new();
    let workspace = Workspace::read(&terminal.workspace, &mut found)?;
    let plan = super::compile(&workspace, &mut found).with_limit(args.max_findings);
    let fail_on = Severity::from_name(&args.fail_on);
    let bar = progress_bar(terminal.interactive);
    let today = today();
    let options = run::Options {
        until,
        fail_on,
        today: Some(&today),
        progress: &|done, of| {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        },
    };
    let outcome = run::run(&workspace, &plan, found, &options)?;
    bar.finish_and_clear();
    if let Some(lock) = lock.filter(|_| !outcome.files.is_empty()) {
        publish::publish(&terminal.workspace, &outcome.files, &lock)?;
    }
    if shown == Shown::Stage && args.format == "text" {
        write_stage(&outcome, until, terminal)?;
    }
    if shown == Shown::Cover && args.format == "text" {
        write_cover(&outcome, terminal)?;
    }
    let format = render::format(&args.format).unwrap_or(render::FORMATS[0]);
    if args.format == "text" && terminal.coloured {
        for finding in &outcome.findings {
            render::write_finding(finding, &outcome.texts, render::TextStyle::Coloured, terminal.out)?;
        }
    } else {
        (format.write)(&outcome.findings, &outcome.texts, terminal.out)?;
    }
    let failed = outcome.findings.fail(fail_on);
    write_summary(&outcome, args, publishes, failed, started, terminal)?;
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// Drawn only on a terminal, and gone when the work is done.
fn progress_bar(interactive: bool) -> ProgressBar {
    if !interactive {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} texts").unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar
}

/// The stages, what they read, and the findings by severity. Beside text it stands on stdout, else on stderr.
fn write_summary(
    outcome: &Outcome,
    args: &FindingArgs,
    publishes: bool,
    failed: bool,
    started: Instant,
    terminal: &mut Terminal<'_>,
) -> Result<(), Error> {
    terminal.out.flush()?;
    let on_stdout = args.format == "text";
    let out = if on_stdout { &mut *terminal.out } else { &mut *terminal.err };
    let counts = outcome.counts;
    writeln!(
        out,
        "parse      {}, {}, {}; {}, {}",
        counted(counts.reports, "report"),
        counted(counts.sources, "text"),
        counted(counts.lines as usize, "line"),
        match outcome.parsed.iter().map(|(_, parsed)| parsed.tables.len()).sum::<usize>() {
            1 => "1 table or chart".to_owned(),
            tables => format!("{tables} tables and charts"),
        },
        counted(outcome.parsed.iter().map(|(_, parsed)| parsed.figures.len()).sum(), "figure")
    )?;
    let rows: Vec<_> = outcome.datasets.iter().map(|dataset| format!("{} {}", dataset.name, dataset.rows())).collect();
    if !rows.is_empty() {
        writeln!(out, "validate   {}; {} rejected", rows.join(", "), outcome.refused(|_| true))?;
    }
    if !outcome.checks.is_empty() {
        let count = |name: &str| outcome.checks.iter().filter(|check| check.verdict == name).count();
        writeln!(
            out,
            "reconcile  {}: {} exact, {} consistent, {} inconsistent, {} not testable",
            counted(outcome.checks.len(), "check"),
            count("exact"),
            count("consistent"),
            count("inconsistent"),
            count("not-testable")
        )?;
    }
    let count = |severity| outcome.findings.iter().filter(|f| f.severity == severity && f.waived.is_none()).count();
    let waived = outcome.findings.iter().filter(|finding| finding.waived.is_some()).count();
    writeln!(
        out,
        "findings   {}, {}, {}, {waived} waived",
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Note), "note")
    )?;
    let published = match (publishes, failed) {
        (true, false) => format!("processed/ published, {}", counted(outcome.files.len(), "file")),
        (true, true) => "processed/ left as it was: findings stand in the way".to_owned(),
        (false, _) => "nothing published".to_owned(),
    };
    writeln!(out, "emit       {published} ({} ms)", started.elapsed().as_millis())?;
    Ok(())
}

/// How many numbers of each column take part in a check.
fn write_cover(outcome: &Outcome, terminal: &mut Terminal<'_>) -> Result<(), Error> {
    for cover in &outcome.cover {
        let open: Vec<String> = cover.open.iter().take(10).map(|row| (row + 1).to_string()).collect();
        let more = if cover.open.len() > open.len() { " ..." } else { "" };
        let rest = match open.is_empty() {
            true => String::new(),
            false => format!("; in none: rows {}{more}", open.join(", ")),
        };
        let (dataset, column) = (&cover.dataset, &cover.column);
        writeln!(terminal.out, "cover      {dataset}.{column}: {} of {} numbers{rest}", cover.covered, cover.numbers)?;
    }
    Ok(())
}

/// What came out of one stage, for people.
fn write_stage(outcome: &Outcome, stage: Stage, terminal: &mut Terminal<'_>) -> Result<(), Error> {
    let out = &mut *terminal.out;
    match stage {
        Stage::Parse => {
            for (source, parsed) in &outcome.parsed {
                writeln!(out, "{}", source.name())?;
                for table in &parsed.tables {
                    writeln!(out, "\n{}: {}", table.name, counted(table.rows.len(), "row"))?;
                    let columns = table.columns.iter().enumerate().map(|(at, name)| GridColumn {
                        header: name.to_string(),
                        align: Align::Left,
                        cells: table
                            .rows
                            .iter()
                            .map(|row| row.cells[at].as_ref().map_or(String::new(), |cell| printed(source, cell)))
                            .collect(),
                    });
                    grid::write(&columns.collect::<Vec<_>>(), out)?;
                }
                writeln!(out)?;
            }
        }
        Stage::Validate => {
            let columns = [
                GridColumn {
                    header: "dataset".into(),
                    align: Align::Left,
                    cells: outcome.datasets.iter().map(|dataset| dataset.name.to_string()).collect(),
                },
                GridColumn {
                    header: "rows".into(),
                    align: Align::Point,
                    cells: outcome.datasets.iter().map(|dataset| dataset.rows().to_string()).collect(),
                },
                GridColumn {
                    header: "rejected".into(),
                    align: Align::Point,
                    cells: outcome
                        .datasets
                        .iter()
                        .map(|d| outcome.refused(|name| *name == *d.name).to_string())
                        .collect(),
                },
            ];
            grid::write(&columns, out)?;
            writeln!(out)?;
        }
        Stage::Reconcile => {
            let column = |header: &str, of: &dyn Fn(&crate::emit::CheckFacts) -> String| GridColumn {
                header: header.into(),
                align: Align::Left,
                cells: outcome.checks.iter().map(of).collect(),
            };
            let columns = [
                column("verdict", &|check| check.verdict.to_owned()),
                column("check", &|check| check.name.to_string()),
                column("detail", &|check| check.detail.clone()),
            ];
            grid::write(&columns, out)?;
            writeln!(out)?;
        }
        Stage::Emit => {
            let columns = [
                GridColumn {
                    header: "file".into(),
                    align: Align::Left,
                    cells: outcome.files.iter().map(|file| file.path.clone()).collect(),
                },
                GridColumn {
                    header: "rows".into(),
                    align: Align::Point,
                    cells: outcome
                        .files
                        .iter()
                        .map(|f| f.rows.map_or(String::new(), |rows| rows.to_string()))
                        .collect(),
                },
                GridColumn {
                    header: "bytes".into(),
                    align: Align::Point,
                    cells: outcome.files.iter().map(|file| file.bytes.len().to_string()).collect(),
                },
            ];
            grid::write(&columns, out)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn printed(source: &crate::source::Source, cell: &crate::model::Cell) -> String {
    crate::source::Joined::new(source.text(), &cell.spans).text().to_owned()
}
