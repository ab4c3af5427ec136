//! `crossfoot waive`: a finding's code and a reason go in, a waiver pinned to the printed texts is added to the recipe.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use clap::Args as ClapArgs;

use super::{Exit, Terminal, today};
use crate::error::Error;
use crate::finding::waiver::pins;
use crate::finding::{Findings, Severity, Waiver};
use crate::run::{self, Stage};
use crate::source::Span;
use crate::workspace::Workspace;

/// Accept findings of a code: add waivers to the recipe, pinned to the printed texts
///
/// The recipe keeps its comments and its order; the waivers are added at its end.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot waive total-mismatch --about map-total --reason \"the map leaves out nine\"\n  \
                        crossfoot waive count-mismatch --reason \"three sizes are not listed\" --until 2026-12-31"
)]
pub struct Args {
    /// The code, as findings show it in brackets
    code: String,
    /// Only findings about this check, dataset, series or figure
    #[arg(long, value_name = "NAME")]
    about: Option<String>,
    /// Why it is accepted
    #[arg(long)]
    reason: String,
    /// The last day on which it holds
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<String>,
    /// Only findings of this report
    #[arg(long)]
    report: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    if let Some(until) = args.until.as_ref().filter(|until| !is_date(until)) {
        return Err(Error::Other(format!("expected a date like 2026-12-31 behind --until, found \"{until}\"")));
    }
    if args.until.as_ref().is_some_and(|until| *until < today()) {
        return Err(Error::Other("expected a day that has not passed behind --until".to_owned()));
    }
    if args.reason.trim().is_empty() {
        return Err(Error::Other("expected a reason behind --reason, found none".to_owned()));
    }
    let mut found = Findings::new();
    let workspace = Workspace::read(&terminal.workspace, &mut found)?;
    let plan = super::compile(&workspace, &mut found);
    let today = today();
    let options = run::Options {
        until: Stage::Reconcile,
        fail_on: Some(Severity::Error),
        today: Some(&today),
        progress: &|_, _| {},
    };
    let outcome = run::run(&workspace, &plan, found, &options)?;
    // Recipe by recipe, in their order, each waiver once.
    let mut additions: BTreeMap<Arc<str>, Vec<Waiver>> = BTreeMap::new();
    for recipe in &workspace.recipes {
        let folder = format!("raw/{}/", recipe.report);
        if args.report.as_deref().is_some_and(|report| report != &*recipe.report) {
            continue;
        }
        let text_of = |file: &str| {
            outcome
                .texts
                .get(file)
                .filter(|_| file.starts_with(&folder) && *file != *recipe.file)
                .map(|source| &**source)
        };
        for finding in outcome.findings.iter().filter(|finding| finding.waived.is_none()) {
            let inside = finding.labels.iter().any(|label| label.file.starts_with(&folder));
            let named = args.about.is_none() || args.about.as_deref() == finding.about.as_deref();
            if !inside || !named || finding.code.name != args.code {
                continue;
            }
            let pins = pins(finding, text_of);
            if pins.is_empty() {
                // It would accept whatever the recipe or the contract gets wrong from now on.
                return Err(Error::Other(format!(
                    "expected a finding on the report's text, found one on the recipe or a contract: correct that ({})",
                    finding.message
                )));
            }
            let waiver = Waiver {
                code: args.code.clone(),
                about: finding.about.as_ref().map(ToString::to_string),
                pins,
                reason: args.reason.clone(),
                until: args.until.clone(),
                file: recipe.file.clone(),
                span: Span::new(0, 0),
            };
            let list = additions.entry(recipe.file.clone()).or_default();
            if !list.contains(&waiver) {
                list.push(waiver);
            }
        }
    }
    if additions.is_empty() {
        let about = args.about.as_ref().map_or_else(String::new, |about| format!(" about \"{about}\""));
        return Err(Error::Other(format!(
            "expected a finding {}{about} that is not waived, found none; `crossfoot check` shows all findings",
            args.code
        )));
    }
    for (file, waivers) in &additions {
        let path = terminal.workspace.join(&**file);
        let mut text = fs::read_to_string(&path).map_err(Error::path("read", &path))?;
        for waiver in waivers {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push('\n');
            text.push_str(&waiver.to_string());
        }
        // A reader of the recipe sees it without the waivers or with all of them.
        let beside = path.with_extension("toml.new");
        fs::write(&beside, &text).map_err(Error::path("write", &beside))?;
        fs::rename(&beside, &path).map_err(Error::path("replace", &path))?;
        for waiver in waivers {
            let about = waiver.about.as_ref().map_or_else(String::new, |about| format!(" about {about}"));
            writeln!(terminal.out, "{file}: {}{about} waived, pinned to {} texts", waiver.code, waiver.pins.len())?;
        }
    }
    Ok(Exit::Clean)
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}
