//! The rows of one report after the other: what its contract accepts of each, and which of them contradict other reports.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{Outcome, internal_error};
use crate::emit::Rejected;
use crate::finding::Findings;
use crate::model::Dataset;
use crate::normalize;
use crate::plan::{Plan, ReportPlan};
use crate::validate::Failure;

/// The rows of one report's dataset, and what becomes of each.
pub struct Rows {
    report: Arc<str>,
    dataset: Dataset,
    /// The rows that are published.
    keep: Vec<bool>,
    /// The rows whose cells fit. One that only its key refuses still contradicts rows of other reports.
    fits: Vec<bool>,
}

impl Rows {
    fn none(report: &ReportPlan, dataset: &Dataset) -> Rows {
        let none = vec![false; dataset.rows()];
        Rows {
            report: report.recipe.report.clone(),
            dataset: without_asides(dataset.clone()),
            keep: none.clone(),
            fits: none,
        }
    }

    /// The dataset with the rows that are published.
    pub fn kept(self) -> Dataset {
        if self.keep.iter().all(|keep| *keep) {
            return self.dataset;
        }
        // The mask is as long as the batch, which is all that filtering asks for.
        self.dataset.filter(&self.keep).unwrap_or(self.dataset)
    }
}

type Validated = (Option<Rows>, Vec<Rejected>, Findings);

/// The rows of one report's dataset that its contract accepts; `None` for a series, which has no contract.
pub fn validate(plan: &Plan, report: &ReportPlan, dataset: &Dataset) -> Validated {
    let mut findings = Findings::new();
    let Some(at) = plan.contracts.iter().position(|contract| contract.name == dataset.name) else {
        return (None, Vec::new(), findings);
    };
    let Some(validator) = &plan.validators[at] else {
        return (Some(Rows::none(report, dataset)), Vec::new(), findings);
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut found = Findings::new();
        let refused = validator.check(dataset, &dataset.failed, &mut found);
        (refused, found)
    }));
    let (refused, found) = match outcome {
        Ok(outcome) => outcome,
        Err(panic) => {
            findings.push(internal_error(&plan.contracts[at].file, &panic));
            return (Some(Rows::none(report, dataset)), Vec::new(), findings);
        }
    };
    findings.append(found);
    let mut rows =
        Rows { keep: vec![true; dataset.rows()], fits: vec![true; dataset.rows()], ..Rows::none(report, dataset) };
    refused.failures.iter().for_each(|failure| {
        rows.keep[failure.row as usize] = false;
        rows.fits[failure.row as usize] &= failure.is_of_key();
    });
    // What follows from a cell that could not be read is told by that cell.
    let unread = |row: u32| {
        let cells = dataset.failed.range((row, 0)..=(row, u32::MAX));
        let mut columns = cells.filter_map(|&(_, column)| dataset.columns.get(column as usize));
        columns.any(|column| column.published)
    };
    let told = |failure: &Failure| failure.reported || !unread(failure.row);
    let mut rejected = refusals(&refused, dataset, &report.recipe.report, told);
    // A cell that could not be read is no null that the report printed: its row is kept out as well.
    for &(row, column) in &dataset.failed {
        let Some(described) = dataset.columns.get(column as usize).filter(|column| column.published) else { continue };
        rows.keep[row as usize] = false;
        rows.fits[row as usize] = false;
        rejected.push(Rejected {
            dataset: dataset.name.clone(),
            report: report.recipe.report.clone(),
            row: row.into(),
            column: Some(described.name.clone()),
            code: normalize::UNREADABLE_VALUE.name,
            message: "the cell cannot be read as its column's type".into(),
            instance_path: Some(format!("/{}", described.name)),
            source: dataset.source_of(row as usize).clone(),
            spans: described.trace.spans_of(row as usize).to_vec(),
            beside: None,
        });
    }
    (Some(rows), rejected, findings)
}

/// What was refused and is to be `told`, as outputs list it.
fn refusals(
    refused: &crate::validate::Rejected,
    dataset: &Dataset,
    report: &Arc<str>,
    told: impl Fn(&Failure) -> bool,
) -> Vec<Rejected> {
    let entries = refused.entries(dataset).filter(|entry| told(entry.failure));
    let rejected = entries.map(|entry| Rejected {
        dataset: dataset.name.clone(),
        report: report.clone(),
        row: entry.failure.row.into(),
        column: entry.failure.path.split('/').nth(1).filter(|name| !name.is_empty()).map(Arc::from),
        code: entry.failure.code.name,
        message: entry.failure.message.to_string(),
        instance_path: Some(entry.failure.path.to_string()),
        source: entry.source.clone(),
        spans: entry.spans.to_vec(),
        beside: entry.beside,
    });
    rejected.collect()
}

/// Keeps out the rows that have the key of a row of another report, or of another entry of the same recipe.
pub fn keys_across(plan: &Plan, passed: &mut [Rows], outcome: &mut Outcome) {
    for (contract, validator) in plan.contracts.iter().zip(&plan.validators) {
        let Some(validator) = validator.as_ref().filter(|_| !contract.key.is_empty()) else { continue };
        let mut parts: Vec<_> = passed.iter_mut().filter(|rows| rows.dataset.name == contract.name).collect();
        if parts.len() < 2 {
            continue;
        }
        let checked = catch_unwind(AssertUnwindSafe(|| {
            let mut found = Findings::new();
            let datasets: Vec<&Dataset> = parts.iter().map(|rows| &rows.dataset).collect();
            let skip = |dataset: usize, row: usize| !parts[dataset].fits[row];
            (validator.check_across(&datasets, skip, &mut found), found)
        }));
        match checked {
            Ok((refused, found)) => {
                outcome.findings.append(found);
                for (rows, refused) in parts.iter_mut().zip(refused) {
                    // What is kept out already is listed already.
                    let told = |failure: &Failure| rows.keep[failure.row as usize];
                    outcome.rejected.extend(refusals(&refused, &rows.dataset, &rows.report, told));
                    refused.failures.iter().for_each(|failure| rows.keep[failure.row as usize] = false);
                }
            }
            Err(panic) => {
                outcome.findings.push(internal_error(&contract.file, &panic));
                parts.iter_mut().for_each(|rows| rows.keep.fill(false));
            }
        }
    }
}

/// What is published: asides belong to a report's checks, and differ from report to report.
fn without_asides(dataset: Dataset) -> Dataset {
    if dataset.columns.iter().all(|column| column.published) {
        return dataset;
    }
    dataset.select(|column| column.published).unwrap_or(dataset)
}
