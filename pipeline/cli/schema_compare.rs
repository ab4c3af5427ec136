//! `crossfoot schema diff`, `breaking` and `changelog`: contracts now against contracts before.

use std::collections::BTreeMap;

use clap::Args as ClapArgs;

use super::schema_origin::{self, Origin};
use super::{Exit, Terminal, grid, today};
use crate::contract::gate::{self, Answer, Change, Example, Levels};
use crate::error::Error;
use crate::finding::{Findings, Severity};
use crate::render;

/// What the three questions are called, for the help.
const QUESTIONS: &str = "Three questions, named as in schema registries:\n  forward   can readers of the old data read the new data?\n  backward  is all data already published valid under the new contract?\n  physical  can an old reader's Parquet schema be resolved against the new file?\n\nREF is git:REF (git:main, git:HEAD~1, a tag), a folder with schemas/, a published processed/, or one file: a dataset's\nParquet file, which its contract travels in, or a contract.\nChanges of a contract with \"x-status\": \"draft\", or deprecated up to today, are notes.\n\nExit codes: 0 done (breaking: nothing at or above --fail-on), 1 a finding, or a contract that could not be compared,\n2 could not do the job.";

/// List every change of the contracts, with the answers to the three questions
#[derive(ClapArgs)]
#[command(after_help = QUESTIONS)]
pub struct DiffArgs {
    /// The contracts before
    #[arg(value_name = "OLD")]
    old: String,
    /// The contracts now; the workspace's unless given
    #[arg(value_name = "NEW")]
    new: Option<String>,
}

/// Fail on changes that break readers or published data
#[derive(ClapArgs)]
#[command(after_help = QUESTIONS)]
pub struct BreakingArgs {
    /// The contracts before
    #[arg(long, value_name = "REF")]
    against: String,
    /// How grave it is that readers of the old data cannot read the new data
    #[arg(long, value_name = "LEVEL", default_value = "error", value_parser = LEVELS)]
    forward: String,
    /// How grave it is that published data is no longer valid
    #[arg(long, value_name = "LEVEL", default_value = "error", value_parser = LEVELS)]
    backward: String,
    /// How grave it is that an old reader's Parquet schema cannot be resolved
    #[arg(long, value_name = "LEVEL", default_value = "error", value_parser = LEVELS)]
    physical: String,
    /// The severity from which the exit code is 1
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = ["note", "warning", "error"])]
    fail_on: String,
    /// How findings are written
    #[arg(long, default_value = "text", value_parser = super::format_names())]
    format: String,
}

/// Write every change as Markdown
#[derive(ClapArgs)]
#[command(after_help = QUESTIONS)]
pub struct ChangelogArgs {
    /// The contracts before
    #[arg(long, value_name = "REF")]
    against: String,
}

const LEVELS: [&str; 4] = ["off", "note", "warning", "error"];

pub fn diff(args: &DiffArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let old = schema_origin::read(&args.old, &terminal.workspace)?;
    let new = match &args.new {
        Some(new) => schema_origin::read(new, &terminal.workspace)?,
        None => schema_origin::workspace(&terminal.workspace)?,
    };
    let changes = compare(&old, &new, terminal)?;
    if changes.is_empty() {
        writeln!(terminal.err, "no change")?;
        return Ok(Exit::Clean);
    }
    let exit = exit(&changes);
    let column = |header: &str, cell: &dyn Fn(&Change) -> String| grid::GridColumn {
        header: header.to_owned(),
        align: grid::Align::Left,
        cells: changes.iter().map(cell).collect(),
    };
    let columns = [
        column("code", &|change| change.code.name.to_owned()),
        column("forward", &|change| change.answers.forward.name().to_owned()),
        column("backward", &|change| change.answers.backward.name().to_owned()),
        column("physical", &|change| change.answers.physical.name().to_owned()),
        grid::GridColumn { align: grid::Align::Whole, ..column("change", &|change| change.message.clone()) },
    ];
    grid::write(&columns, terminal.out)?;
    for change in &changes {
        for (example, row) in &change.examples {
            writeln!(terminal.out, "\n{}: {}\n  {row}", change.message, explained(*example))?;
        }
    }
    Ok(exit)
}

pub fn breaking(args: &BreakingArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let old = schema_origin::read(&args.against, &terminal.workspace)?;
    let new = schema_origin::workspace(&terminal.workspace)?;
    let level = Severity::from_name;
    let levels =
        Levels { forward: level(&args.forward), backward: level(&args.backward), physical: level(&args.physical) };
    let today = today();
    let changes = comparable(&old, &new);
    let mut findings = Findings::new();
    // What does not compile cannot be compared, and must not pass: what is wrong with it is said once.
    for finding in old.findings.iter().filter(|finding| finding.severity == Severity::Error).chain(&new.findings) {
        findings.push(finding.clone());
    }
    let told = |change: &&Change| !change.answers.are_safe() && !is_unsound(&change.dataset, &old, &new);
    for change in changes.iter().filter(told) {
        let mut finding = change.finding(levels, Some(&today));
        if let Some((example, row)) = change.examples.first() {
            let example = format!("{}: {row}", explained(*example));
            finding.help = Some(finding.help.map_or(example.clone(), |help| format!("{help}; {example}")));
        }
        findings.push(finding);
    }
    findings.sort();
    let mut texts = old.texts.clone();
    texts.extend(new.texts.clone());
    let format = render::format(&args.format).unwrap_or(render::FORMATS[0]);
    (format.write)(&findings, &texts, terminal.out)?;
    terminal.out.flush()?;
    let worst = |answer: fn(&Change) -> Answer| changes.iter().map(answer).max().unwrap_or_default().name();
    writeln!(
        terminal.err,
        "forward {}, backward {}, physical {}: {} against {}",
        worst(|change| change.answers.forward),
        worst(|change| change.answers.backward),
        worst(|change| change.answers.physical),
        if changes.len() == 1 { "1 change".to_owned() } else { format!("{} changes", changes.len()) },
        args.against
    )?;
    let fail_on = level(&args.fail_on).unwrap_or(Severity::Error);
    Ok(if findings.worst().is_some_and(|worst| worst >= fail_on) { Exit::Findings } else { Exit::Clean })
}

pub fn changelog(args: &ChangelogArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let old = schema_origin::read(&args.against, &terminal.workspace)?;
    let new = schema_origin::workspace(&terminal.workspace)?;
    let changes = compare(&old, &new, terminal)?;
    writeln!(terminal.out, "# Changes of the datasets since {}", args.against)?;
    if changes.is_empty() {
        writeln!(terminal.out, "\nNone.")?;
    }
    let mut by_dataset: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in &changes {
        by_dataset.entry(&change.dataset).or_default().push(change);
    }
    for (dataset, changes) in by_dataset {
        writeln!(terminal.out, "\n## {dataset}\n")?;
        for change in changes {
            let questions = [
                ("forward", change.answers.forward),
                ("backward", change.answers.backward),
                ("physical", change.answers.physical),
            ];
            let unsafe_in: Vec<String> = questions
                .iter()
                .filter(|(_, answer)| *answer != Answer::Safe)
                .map(|(name, answer)| format!("{name} {}", answer.name()))
                .collect();
            let verdict =
                if unsafe_in.is_empty() { "safe".to_owned() } else { format!("**{}**", unsafe_in.join(", ")) };
            writeln!(terminal.out, "- {} (`{}`; {verdict})", change.message, change.code)?;
            for (example, row) in &change.examples {
                writeln!(terminal.out, "  {}: `{row}`", explained(*example))?;
            }
        }
    }
    Ok(exit(&changes))
}

/// A list of changes is complete unless something could not be compared.
fn exit(changes: &[Change]) -> Exit {
    if changes.iter().any(|change| change.code == &gate::NOT_COMPARED) { Exit::Findings } else { Exit::Clean }
}

/// The changes; contracts that do not compile are told of.
fn compare(old: &Origin, new: &Origin, terminal: &mut Terminal<'_>) -> Result<Vec<Change>, Error> {
    let all = old.findings.iter().chain(&new.findings);
    for finding in all.filter(|finding| finding.severity == Severity::Error) {
        let file = finding.primary().map_or("", |label| &label.file);
        writeln!(terminal.err, "not compared: {file}: {}", finding.message)?;
    }
    Ok(comparable(old, new))
}

/// The changes of the datasets that both origins are about; where a contract does not compile, that it cannot be compared.
fn comparable(old: &Origin, new: &Origin) -> Vec<Change> {
    let mut changes = gate::compare(&old.contracts, &new.contracts);
    changes.retain(|change| !is_unsound(&change.dataset, old, new));
    for (origin, when) in [(old, "before"), (new, "now")] {
        changes.extend(origin.unsound.iter().map(|name| gate::not_compared(name, when)));
    }
    let about = |change: &Change| {
        let only = [&old.only, &new.only];
        only.into_iter().flatten().all(|name| *name == change.dataset)
    };
    changes.retain(about);
    changes.sort_by(|a, b| a.dataset.cmp(&b.dataset));
    changes
}

fn is_unsound(dataset: &str, old: &Origin, new: &Origin) -> bool {
    old.unsound.iter().chain(&new.unsound).any(|name| **name == *dataset)
}

fn explained(example: Example) -> &'static str {
    match example {
        Example::OnlyNew => "a row that only the new contract accepts",
        Example::OnlyOld => "a row that only the old contract accepts",
    }
}
