//! The driver: a workspace goes in, datasets, findings and files come out. The only place with threads.

mod rows;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use arrow::array::AsArray;
use rayon::prelude::*;

use crate::contract::Contract;
use crate::emit::{self, CheckFacts, Publication, Rejected, ReportFacts, SourceFacts};
use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity, counted, waiver};
use crate::model::{Bucket, Dataset, STATED_FIGURE};
use crate::normalize;
use crate::parse::{self, ParsePlan, Parsed};
use crate::plan::{self, MISSING_TEXT, PATH_OUTSIDE, Plan, ReportPlan, TextPlan};
use crate::recipe::{self, RecipeFile};
use crate::reconcile::{self, Facts, Verdict};
use crate::source::{Source, Span, Texts};
use crate::workspace::{RecipeText, Workspace};
use rows::Rows;

/// crossfoot itself went wrong on one source.
pub static INTERNAL_ERROR: Code = Code {
    name: "internal-error",
    severity: Severity::Error,
    what: "a stage stopped in the middle of a source",
    why: "this is a defect of crossfoot; the other sources were read to their end",
    example: "any text may show it",
    action: "report it with the text that shows it",
};

/// A line that is neither data nor prose nor ignored.
pub static UNACCOUNTED_LINE: Code = Code {
    name: "unaccounted-line",
    severity: Severity::Warning,
    what: "every line of a text must be used, a heading, prose, furniture, blank, or ignored with a reason",
    why: "a line of bare numbers that nothing reads may be data that were lost",
    example: "a number between two charts that belongs to neither",
    action: "read it with a dataset, or list it under [[ignore]] with a reason",
};

/// Fewer lines are accounted for than the recipe asks.
pub static LEDGER_FLOOR: Code = Code {
    name: "ledger-floor",
    severity: Severity::Error,
    what: "the share of accounted lines must not fall below the recipe's `accounted`",
    why: "it holds what has been reached: a change that loses lines fails",
    example: "accounted = \"100%\"   # 3 of 1,430 lines are unaccounted",
    action: "account for the lines shown, or lower the floor",
};

/// The codes that the driver reports.
pub static CODES: &[&Code] = &[&INTERNAL_ERROR, &UNACCOUNTED_LINE, &LEDGER_FLOOR];

/// The last stage that a run goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Texts to tables of spans.
    Parse,
    /// Tables to typed rows, held against their contracts.
    Validate,
    /// Rows against each other.
    Reconcile,
    /// Rows to files.
    Emit,
}

/// How a run goes.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The last stage.
    pub until: Stage,
    /// Findings from this severity up keep the run from publishing; without one, none does.
    pub fail_on: Option<Severity>,
    /// The day for waivers that expire, as `YYYY-MM-DD`.
    pub today: Option<&'a str>,
    /// Called when a source has been read: how many are done, how many there are.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What came out of a run.
#[derive(Default)]
pub struct Outcome {
    /// All findings, in the order of outputs.
    pub findings: Findings,
    /// The texts that they point into.
    pub texts: Texts,
    /// What parsing found, for each source.
    pub parsed: Vec<(Arc<Source>, Parsed)>,
    /// The datasets with the rows that passed.
    pub datasets: Vec<Dataset>,
    /// The series that only checks use, one list for each report.
    pub series: Vec<Dataset>,
    /// What was kept out.
    pub rejected: Vec<Rejected>,
    /// The verdicts of each report's checks.
    pub verdicts: Vec<(Arc<str>, Verdict)>,
    /// The verdicts on facts that several rows state, whatever report they are of, and what makes them one fact.
    pub same_facts: Vec<(String, Verdict)>,
    /// The same for outputs.
    pub checks: Vec<CheckFacts>,
    /// Which numbers take part in a check, report by report.
    pub cover: Vec<reconcile::Cover>,
    /// The files to publish; empty before the last stage, and where findings stand in the way.
    pub files: Vec<emit::File>,
    /// How many reports and texts were read.
    pub counts: Counts,
}

impl Outcome {
    /// How many rows of the datasets that `wanted` names were kept out, each once whatever is wrong with it.
    pub fn refused(&self, wanted: impl Fn(&str) -> bool) -> usize {
        let rows = self.rejected.iter().filter(|rejected| wanted(&rejected.dataset));
        // Items of a chart that could not be paired are no rows yet: labels and numbers count each.
        let item = |row: &Rejected| row.column.clone().filter(|_| row.instance_path.is_none());
        let rows = rows.map(|row| (&row.dataset, &row.report, row.source.name(), row.row, item(row)));
        rows.collect::<BTreeSet<_>>().len()
    }
}

/// What a run read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Reports.
    pub reports: usize,
    /// Texts.
    pub sources: usize,
    /// Lines of all texts.
    pub lines: u64,
    /// Bytes of all texts.
    pub bytes: u64,
}

/// One source under one plan, read up to typed rows.
struct JobOutcome {
    facts: SourceFacts,
    parsed: Parsed,
    datasets: Vec<Dataset>,
}

/// Compiles what a workspace holds: its contracts, and the patterns of its recipes, in parallel.
pub fn compile(workspace: &Workspace, findings: &mut Findings) -> Plan {
    let ((contracts, mut found), recipes) = rayon::join(
        || {
            let mut found = Findings::new();
            (plan::contracts(workspace, &mut found), found)
        },
        || workspace.recipes.par_iter().map(compile_recipe).collect::<Vec<_>>(),
    );
    let recipes: Vec<_> = recipes
        .into_iter()
        .filter_map(|(recipe, more)| {
            found.append(more);
            recipe
        })
        .collect();
    let plan = plan::plan(contracts, recipes, &mut found);
    findings.append(found);
    plan
}

fn compile_recipe(text: &RecipeText) -> (Option<(RecipeFile, ParsePlan)>, Findings) {
    let mut findings = Findings::new();
    let Some(recipe) = recipe::read(&text.report, &text.file, &text.text, &mut findings) else {
        return (None, findings);
    };
    let parts = each(parse::parts(&recipe), &mut findings, |at, found| parse::compile(&recipe, at, found));
    let plan = parse::plan(&recipe, parts);
    (Some((recipe, plan)), findings)
}

/// What `work` makes of each number below `count`, in parallel; results and findings are in the order of the numbers.
fn each<T: Send>(count: usize, findings: &mut Findings, work: impl Fn(usize, &mut Findings) -> T + Sync) -> Vec<T> {
    let done: Vec<(T, Findings)> = (0..count)
        .into_par_iter()
        .with_max_len(1)
        .map(|at| {
            let mut found = Findings::new();
            (work(at, &mut found), found)
        })
        .collect();
    let results = done.into_iter().map(|(result, found)| {
        findings.append(found);
        result
    });
    results.collect()
}

/// Runs the stages on a workspace.
///
/// # Errors
/// Where a file that exists cannot be read. What is wrong with the data is a finding.
pub fn run(workspace: &Workspace, plan: &Plan, found: Findings, options: &Options<'_>) -> Result<Outcome, Error> {
    let mut outcome = Outcome { findings: found, texts: workspace.texts.clone(), ..Outcome::default() };
    let jobs: Vec<(&ReportPlan, &TextPlan)> =
        plan.reports.iter().flat_map(|report| report.texts.iter().map(move |text| (report, text))).collect();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let results: Vec<Result<(Option<JobOutcome>, Findings), Error>> = jobs
        .par_iter()
        .map(|(report, text)| {
            let result = job(&workspace.root, report, text);
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            (options.progress)(done, jobs.len());
            result
        })
        .collect();
    let mut by_report: BTreeMap<Arc<str>, Vec<JobOutcome>> = BTreeMap::new();
    for ((report, _), result) in jobs.iter().zip(results) {
        let (job, findings) = result?;
        outcome.findings.append(findings);
        if let Some(job) = job {
            outcome.texts.insert(job.facts.source.name().clone(), job.facts.source.clone());
            by_report.entry(report.recipe.report.clone()).or_default().push(job);
        }
    }
    let mut sources = Vec::new();
    let mut per_report: Vec<(&ReportPlan, Vec<Dataset>)> = Vec::new();
    for report in &plan.reports {
        let mut datasets = Vec::new();
        for job in by_report.remove(&report.recipe.report).unwrap_or_default() {
            account(report, &job.facts, &mut outcome.findings);
            outcome.rejected.extend(unpaired(&job));
            datasets.extend(job.datasets);
            sources.push(job.facts.clone());
            outcome.parsed.push((job.facts.source, job.parsed));
        }
        let contract = plan.contracts.iter().find(|contract| *contract.name == *STATED_FIGURE);
        let key = contract.map_or(&[][..], |contract| &contract.key);
        per_report.push((report, normalize::once(merged(datasets), key)));
    }
    outcome.counts = Counts {
        reports: plan.reports.len(),
        sources: sources.len(),
        lines: sources.iter().map(|source| u64::from(source.source.lines().count())).sum(),
        bytes: sources.iter().map(|source| source.source.text().len() as u64).sum(),
    };
    if options.until >= Stage::Validate {
        judge_rows(plan, &per_report, options, &mut outcome);
    }
    finish(plan, options, &mut outcome);
    if options.until == Stage::Emit && !outcome.findings.fail(options.fail_on) {
        let reports: Vec<_> = plan.reports.iter().map(report_facts).collect();
        let publication = Publication {
            contracts: &plan.contracts,
            datasets: &outcome.datasets,
            reports: &reports,
            sources: &sources,
            rejected: &outcome.rejected,
            findings: &outcome.findings,
            texts: &outcome.texts,
            checks: &outcome.checks,
        };
        let written: Result<Vec<_>, _> = (0..emit::parts(&publication))
            .into_par_iter()
            .with_max_len(1)
            // The last parts are the largest: begun first, none is waited for at the end.
            .rev()
            .map(|at| emit::emit(&publication, at))
            .collect();
        let written = written.map_err(|error| {
            Error::Other(format!("could not write Parquet: {error}; this is a defect of crossfoot, please report it"))
        })?;
        outcome.files = emit::completed(&publication, written.into_iter().flatten().collect());
    }
    Ok(outcome)
}

fn report_facts(report: &ReportPlan) -> ReportFacts {
    let written = &report.recipe.recipe.report;
    ReportFacts {
        report: report.recipe.report.clone(),
        title: written.title.clone(),
        published: written.published.as_ref().map(|day| day.value().clone()),
        recipe_sha256: emit::sha256(report.recipe.text.as_bytes()),
        recipe_bytes: report.recipe.text.len() as u64,
    }
}

/// Reads one source up to typed rows. A panic becomes a finding, and the other sources are read to their end.
fn job(root: &Path, report: &ReportPlan, text: &TextPlan) -> Result<(Option<JobOutcome>, Findings), Error> {
    let mut findings = Findings::new();
    let Some(bytes) = read_text(root, report, text, &mut findings)? else { return Ok((None, findings)) };
    let outcome = catch_unwind(AssertUnwindSafe(|| run_job(report, text, bytes, &mut findings)));
    let outcome = outcome.unwrap_or_else(|panic| {
        findings.push(internal_error(&text.file, &panic));
        None
    });
    Ok((outcome, findings))
}

fn internal_error(file: &Arc<str>, panic: &Box<dyn Any + Send>) -> Finding {
    let reason = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    let message = format!("crossfoot stopped: {}", reason.unwrap_or("no reason given"));
    Finding::new(&INTERNAL_ERROR, message).at(file, Span::new(0, 0), "in this text")
}

fn read_text(
    root: &Path,
    report: &ReportPlan,
    text: &TextPlan,
    findings: &mut Findings,
) -> Result<Option<Vec<u8>>, Error> {
    let path = root.join(&*text.file);
    let folder = root.join("raw").join(&*report.recipe.report);
    // A link may lead out of the folder although the name does not.
    if let (Ok(real), Ok(folder)) = (path.canonicalize(), folder.canonicalize())
        && !real.starts_with(&folder)
    {
        let message = format!("expected a file in raw/{}/, found a link to a file outside", report.recipe.report);
        findings.push(Finding::new(&PATH_OUTSIDE, message).at(&report.recipe.file, text.span, "this path"));
        return Ok(None);
    }
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let message = format!("expected the text {}, found no such file", text.file);
            findings.push(Finding::new(&MISSING_TEXT, message).at(&report.recipe.file, text.span, "this text"));
            Ok(None)
        }
        Err(error) => Err(Error::path("read", &path)(error)),
    }
}

/// One source under one plan: all that is done on one machine or on many.
fn run_job(report: &ReportPlan, text: &TextPlan, bytes: Vec<u8>, findings: &mut Findings) -> Option<JobOutcome> {
    let (sha256, size) = (emit::sha256(&bytes), bytes.len() as u64);
    let source = Arc::new(crate::ingest::ingest(&text.file, bytes, findings)?);
    let frame = parse::frame(&source, &report.parse, findings);
    let reads = each(report.parse.reads(), findings, |at, found| {
        parse::read(&source, &text.name, &report.parse, &frame, at, found)
    });
    let mut parsed = parse::assemble(&frame, reads);
    let (ledger, datasets) = rayon::join(
        || parse::ledger(&source, &frame, &parsed),
        || {
            let found = normalize::Found {
                tables: &parsed.tables,
                figures: &parsed.figures,
                unpaired: &parsed.unpaired,
                sections: &parsed.sections,
                grids: &|| parse::grids(&source, &frame),
            };
            normalize::normalize(&source, found, &report.normalize, findings)
        },
    );
    parsed.ledger = ledger;
    let facts = SourceFacts {
        report: report.recipe.report.clone(),
        source,
        sha256,
        bytes: size,
        ledger: parsed.ledger.clone(),
    };
    Some(JobOutcome { facts, parsed, datasets })
}

/// Lines in no bucket, and the floor that the recipe holds.
fn account(report: &ReportPlan, facts: &SourceFacts, findings: &mut Findings) {
    let buckets = facts.ledger.buckets();
    let source = &facts.source;
    let lost: Vec<u32> =
        (1..=buckets.len() as u32).filter(|line| facts.ledger.bucket(*line) == Bucket::Unaccounted).collect();
    // One cause, one finding: where a layout has said that it could not read its place, its lines are lost by that.
    let mut unread: Vec<Span> = findings
        .iter()
        .filter(|finding| [&parse::UNPARSED_TEXT, &parse::UNPAIRED_SERIES].contains(&finding.code))
        .filter_map(|finding| finding.primary().filter(|label| label.file == *source.name()))
        .map(|label| label.span)
        .collect();
    unread.sort_unstable();
    // The furthest end of those that begin at or in front of each.
    let mut furthest = 0;
    for span in &mut unread {
        furthest = span.end.max(furthest);
        span.end = furthest;
    }
    for run in lost.chunk_by(|a, b| a + 1 == *b) {
        let span = source.line_span(run[0]).cover(source.line_span(run[run.len() - 1]));
        let held = unread[..unread.partition_point(|held| held.start <= span.start)].last();
        if held.is_some_and(|held| span.end <= held.end) {
            continue;
        }
        let message = format!("expected every line in a bucket, found {} in none", counted(run.len(), "line"));
        let finding = Finding::new(&UNACCOUNTED_LINE, message).at(source.name(), span, "unaccounted");
        findings.push(finding.help(ignored(source, run)));
    }
    let Some(floor) = &report.recipe.recipe.report.accounted else { return };
    let wanted = floor.trim().strip_suffix('%').and_then(|number| number.trim().parse::<crate::model::Decimal>().ok());
    let Some(wanted) = wanted else {
        let message = format!("expected a share such as \"100%\", found \"{}\"", floor.value());
        findings.push(Finding::new(&recipe::RECIPE_SYNTAX, message).at(
            &report.recipe.file,
            floor.span(),
            "this share",
        ));
        return;
    };
    let accounted = buckets.len() - lost.len();
    let share = crate::model::Decimal::from(accounted as i64 * 100);
    let needed = wanted.checked_mul((buckets.len() as i64).into());
    if needed.is_none_or(|needed| share < needed) {
        let message = format!(
            "expected {} of the lines in a bucket, found {accounted} of {} in {}",
            floor.value(),
            buckets.len(),
            source.name()
        );
        findings.push(Finding::new(&LEDGER_FLOOR, message).at(&report.recipe.file, floor.span(), "this floor"));
    }
}

/// What a recipe says to pass over lines, ready to be pasted.
fn ignored(source: &Source, lines: &[u32]) -> String {
    const SHOWN: usize = 3;
    let text = |line: &u32| source.slice(source.line_span(*line)).trim().to_owned();
    let texts: BTreeSet<String> = lines.iter().map(text).take(SHOWN).collect();
    let entry = |text: &String| {
        let pattern = format!("^{}$", regex::escape(text));
        // A literal string of TOML, in which backslashes are themselves, if it may be one.
        let is_plain = !pattern.contains('\'') && !pattern.chars().any(char::is_control);
        let pattern = if is_plain { format!("'{pattern}'") } else { serde_json::Value::String(pattern).to_string() };
        format!("\n\n[[ignore]]\npattern = {pattern}\nreason = \"...\"")
    };
    let more = if lines.len() > texts.len() { ", and so on" } else { "" };
    let entries: String = texts.iter().map(entry).collect();
    format!("read it with a dataset, or write into the recipe{more}:{entries}")
}

/// The items of charts that could not be paired.
fn unpaired(job: &JobOutcome) -> Vec<Rejected> {
    let mut rejected = Vec::new();
    for series in &job.parsed.unpaired {
        for (column, cells) in &series.runs {
            rejected.extend(cells.iter().enumerate().map(|(at, cell)| Rejected {
                dataset: series.name.clone(),
                report: job.facts.report.clone(),
                row: at as u64,
                column: Some(column.clone()),
                code: parse::UNPAIRED_SERIES.name,
                message: "labels and numbers cannot be paired".into(),
                instance_path: None,
                source: job.facts.source.clone(),
                spans: cell.spans.clone(),
                beside: None,
            }));
        }
    }
    rejected
}

/// One dataset for each name, the rows in the order of the texts. Where one lacks a column that the other has (a series
/// that could be paired in one text only), both keep what they have in common.
fn merged(datasets: Vec<Dataset>) -> Vec<Dataset> {
    let mut merged: Vec<Dataset> = Vec::new();
    for dataset in datasets {
        let Some(other) = merged.iter_mut().find(|other| other.name == dataset.name) else {
            merged.push(dataset);
            continue;
        };
        let same = other.batch.schema_ref().fields() == dataset.batch.schema_ref().fields();
        let appended = if same {
            other.append(dataset)
        } else {
            let (held, more) = (other.clone(), dataset);
            let common = |a: &Dataset, b: &Dataset| a.select(|column| b.column_index(&column.name).is_some());
            common(&held, &more).and_then(|mut common_held| {
                common_held.append(common(&more, &held)?)?;
                *other = common_held;
                Ok(())
            })
        };
        appended
            .expect("report and source are columns of every dataset, and one contract gives the others their types");
    }
    merged
}

/// Validates and reconciles each report in parallel, then puts the reports' rows together.
fn judge_rows(plan: &Plan, per_report: &[(&ReportPlan, Vec<Dataset>)], options: &Options<'_>, outcome: &mut Outcome) {
    let judged: Vec<_> = per_report
        .par_iter()
        .map(|(report, datasets)| {
            let validated: Vec<_> = datasets.par_iter().map(|dataset| rows::validate(plan, report, dataset)).collect();
            let verdicts = match options.until >= Stage::Reconcile && !datasets.is_empty() {
                true => reconciled(plan, report, datasets, options.until),
                false => Vec::new(),
            };
            (validated, verdicts)
        })
        .collect();
    let mut passed: Vec<Rows> = Vec::new();
    for ((report, datasets), (validated, verdicts)) in per_report.iter().zip(judged) {
        for (dataset, (kept, rejected, findings)) in datasets.iter().zip(validated) {
            outcome.rejected.extend(rejected);
            outcome.findings.append(findings);
            match kept {
                Some(rows) => passed.push(rows),
                None => outcome.series.push(dataset.clone()),
            }
        }
        if options.until == Stage::Reconcile {
            let given: Vec<&Verdict> = verdicts.iter().filter_map(|(verdict, _)| verdict.as_ref()).collect();
            outcome.cover.extend(reconcile::cover(&given, &stated(plan, datasets)));
        }
        for (verdict, findings) in verdicts {
            outcome.findings.append(findings);
            outcome.verdicts.extend(verdict.map(|verdict| (report.recipe.report.clone(), verdict)));
        }
    }
    rows::keys_across(plan, &mut passed, outcome);
    outcome.datasets = merged(passed.into_iter().map(Rows::kept).collect());
    outcome.datasets.sort_by(|a, b| a.name.cmp(&b.name));
    if options.until >= Stage::Reconcile {
        compare_reports(plan, outcome);
    }
}

/// Holds rows that state one fact, in several reports or texts, against each other.
fn compare_reports(plan: &Plan, outcome: &mut Outcome) {
    let facts = Facts::new(&outcome.datasets);
    let several = |contract: &&Contract| {
        let dataset = outcome.datasets.iter().find(|dataset| dataset.name == contract.name);
        // Rows of one text with one key were refused before.
        dataset.is_some_and(|dataset| dataset.sources.len() > 1 || contract.fact != contract.key)
    };
    let compared: Vec<_> = plan
        .contracts
        .par_iter()
        .filter(|contract| !contract.fact.is_empty())
        .filter(several)
        .map(|contract| {
            let judged = AssertUnwindSafe(|| reconcile::across(&facts, &contract.name, &contract.fact));
            (contract, catch_unwind(judged))
        })
        .collect();
    for (contract, compared) in compared {
        let mut verdict = match compared {
            Ok(Some(verdict)) => verdict,
            Ok(None) => continue,
            Err(panic) => {
                outcome.findings.push(internal_error(&contract.file, &panic));
                continue;
            }
        };
        outcome.findings.append(std::mem::take(&mut verdict.findings));
        outcome.same_facts.push((format!("rows agree in {}", contract.fact.join(", ")), verdict));
    }
}

/// The facts of one report. Rows that state one fact are printings of one number, where a contract says by more than its
/// key which rows do.
fn stated<'d>(plan: &Plan, datasets: &'d [Dataset]) -> Facts<'d> {
    let said = plan.contracts.iter().filter(|contract| contract.fact != contract.key);
    said.fold(Facts::new(datasets), |facts, contract| facts.stating(&contract.name, &contract.fact))
}

/// Judges the checks of one report in parallel; the verdicts are in the order of the checks.
fn reconciled(
    plan: &Plan,
    report: &ReportPlan,
    datasets: &[Dataset],
    until: Stage,
) -> Vec<(Option<Verdict>, Findings)> {
    let mut facts = stated(plan, datasets);
    if until == Stage::Reconcile {
        // The cover asks for every number of every case.
        facts.kept = usize::MAX;
    }
    let missing = missing(report, datasets);
    let mut judged: Vec<(Option<Verdict>, Findings)> = report
        .checks
        .par_iter()
        .map(|check| match catch_unwind(AssertUnwindSafe(|| reconcile::judge(check, &facts))) {
            Ok(mut verdict) => {
                let mut findings = std::mem::take(&mut verdict.findings);
                if missing.iter().any(|name| mentions(&check.text().text, name)) {
                    findings = Findings::new();
                }
                (Some(verdict), findings)
            }
            Err(panic) => {
                let mut findings = Findings::new();
                findings.push(internal_error(&check.text().file, &panic));
                (None, findings)
            }
        })
        .collect();
    match catch_unwind(AssertUnwindSafe(|| reconcile::figures(&facts))) {
        Ok(None) => {}
        Ok(Some(mut verdict)) => {
            let findings = std::mem::take(&mut verdict.findings);
            judged.push((Some(verdict), findings));
        }
        Err(panic) => {
            let mut findings = Findings::new();
            findings.push(internal_error(&report.recipe.file, &panic));
            judged.push((None, findings));
        }
    }
    judged
}

/// What the recipe asks for and an earlier finding kept from being read: checks that name it are not testable, which is
/// no second finding.
fn missing(report: &ReportPlan, datasets: &[Dataset]) -> Vec<String> {
    let recipe = &report.recipe.recipe;
    let read = |name: &str| datasets.iter().any(|dataset| *dataset.name == *name);
    let of_datasets = recipe.dataset.iter().map(|dataset| dataset.name.value().clone());
    let of_series = recipe.series.iter().map(|series| format!("series.{}", series.name.value()));
    let mut missing: Vec<String> = of_datasets.chain(of_series).filter(|name| !read(name)).collect();
    let stated = datasets.iter().find(|dataset| *dataset.name == *STATED_FIGURE);
    let figures = stated.and_then(|dataset| dataset.batch.column_by_name("figure")).map(|a| a.as_string::<i32>());
    let is_stated = |name: &str| figures.is_some_and(|figures| figures.iter().flatten().any(|figure| figure == name));
    let of_figures = recipe.figure.iter().filter(|figure| !is_stated(&figure.name));
    missing.extend(of_figures.map(|figure| format!("stated.{}", figure.name.value())));
    missing
}

/// True if `name` stands in `text` as a name of its own.
fn mentions(text: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(inside) && !text[at + name.len()..].starts_with(inside))
}

/// Applies the waivers, brings the findings into their order, and puts the verdicts into words.
fn finish(plan: &Plan, options: &Options<'_>, outcome: &mut Outcome) {
    for report in &plan.reports {
        waive(report, options, outcome);
    }
    outcome.findings.sort();
    address(&mut outcome.findings, &outcome.texts);
    for (text, verdict) in &outcome.same_facts {
        let dataset = verdict.name.split('/').next();
        let of =
            |finding: &&Finding| finding.about.as_deref() == dataset && finding.code == &reconcile::CONFLICTING_VALUES;
        outcome.checks.push(CheckFacts {
            report: "".into(),
            name: verdict.name.clone(),
            text: text.clone(),
            verdict: verdict.status.name(),
            detail: reconcile::detail(verdict),
            waived: outcome.findings.iter().find(of).and_then(|finding| finding.waived.clone()),
        });
    }
    for (report, verdict) in &outcome.verdicts {
        let Some(plan) = plan.reports.iter().find(|plan| plan.recipe.report == *report) else { continue };
        let text = plan.checks.iter().find(|check| *check.name() == verdict.name);
        let waived = outcome.findings.iter().find(|finding| finding.about.as_ref() == Some(&verdict.name));
        outcome.checks.push(CheckFacts {
            report: report.clone(),
            name: verdict.name.clone(),
            text: text.map_or_else(
                || "all places print the same for each figure".to_string(),
                |check| check.text().text.clone(),
            ),
            verdict: verdict.status.name(),
            detail: reconcile::detail(verdict),
            waived: waived.and_then(|finding| finding.waived.clone()),
        });
    }
}

/// Says where in a spreadsheet or the like a finding stands, whose lines are those of the text that was made of it.
fn address(findings: &mut Findings, texts: &Texts) {
    for label in findings.iter_mut().flat_map(|finding| &mut finding.labels) {
        let Some(address) = texts.get(&label.file).and_then(|source| source.address(label.span)) else { continue };
        let address = address.to_string();
        if label.text.is_empty() {
            label.text = address;
        } else if !label.text.contains(&address) {
            label.text = format!("{} ({address})", label.text);
        }
    }
}

/// Applies a report's waivers to the findings that stand on its folder, and to no other report's.
fn waive(report: &ReportPlan, options: &Options<'_>, outcome: &mut Outcome) {
    let folder = format!("raw/{}/", report.recipe.report);
    let (mut of_report, mut others) = (Findings::new(), Findings::new());
    for finding in std::mem::take(&mut outcome.findings) {
        let inside = finding.labels.iter().any(|label| label.file.starts_with(&folder));
        if inside { of_report.push(finding) } else { others.push(finding) }
    }
    let texts = &outcome.texts;
    let text_of = |file: &str| {
        let raw = file.starts_with(&folder) && file != &*report.recipe.file;
        texts.get(file).filter(|_| raw).map(|source| &**source)
    };
    waiver::apply(&report.waivers, &mut of_report, text_of, options.today);
    // Where an error keeps data from being read, nobody can say that a waiver is not needed.
    let stopped = of_report.iter().any(|f| f.severity == Severity::Error && f.waived.is_none());
    for finding in of_report {
        if !(stopped && finding.code == &waiver::UNUSED_WAIVER) {
            others.push(finding);
        }
    }
    outcome.findings = others;
}
