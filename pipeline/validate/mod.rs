//! Stage 4: datasets against their contracts, in place. Findings at the cells that fail, and the rows that are refused.

mod arrays;
mod codes;
mod failure;
mod formula;
mod keys;
mod memo;
mod node;
mod number;
mod plan;
mod rejected;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::DataType;
use jsonschema::error::ValidationErrorKind;

pub use codes::CODES;
pub use failure::{Failure, Message, Refusal};
pub use node::{Cell, Rows};
pub use rejected::{Entry, Rejected};
pub use view::Fields;

use crate::contract::{Contract, Member};
use crate::finding::{Finding, Findings};
use crate::model::Dataset;
use crate::source::Span;
use failure::{path_shown, shown};
use formula::Subjects;
use keys::{Among, Keys};
use plan::Plan;

/// How many findings of one dataset are shown unless [`Validator::with_limit`] says otherwise.
pub const LIMIT: usize = 1000;

/// Validates datasets of one contract.
pub struct Validator {
    contract: Contract,
    plan: Plan,
    members: Vec<Member>,
    limit: usize,
}

/// How rows are decided; verdicts are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// Column by column where the contract allows it.
    Fast,
    /// Every row by the jsonschema crate.
    Plain,
}

impl Validator {
    /// The validator of `contract`; `None` where the jsonschema crate cannot compile it, which is a finding.
    pub fn new(contract: &Contract, findings: &mut Findings) -> Option<Validator> {
        Validator::by(Path::Fast, contract, findings)
    }

    /// The validator that decides rows by `path`.
    pub fn by(path: Path, contract: &Contract, findings: &mut Findings) -> Option<Validator> {
        let columns = match path {
            Path::Fast => plan::columns(contract).map(|(columns, rules)| Plan::Columns(columns, rules)),
            Path::Plain => None,
        };
        let Some(plan) = columns.or_else(|| plan::rows(contract).map(Plan::Rows)) else {
            let message = format!("rows of {} cannot be validated by this contract", contract.name);
            let finding = Finding::new(&codes::CONTRACT_MISMATCH, message);
            findings.push(finding.at(&contract.file, Span::new(0, 0), ""));
            return None;
        };
        let members = contract.columns.iter().map(|column| Member {
            name: column.name.clone(),
            absent: !column.required && !column.null_allowed,
            inside: column.inside.clone(),
        });
        Some(Validator { members: members.collect(), contract: contract.clone(), plan, limit: LIMIT })
    }

    /// Shows at most `limit` findings of a dataset.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Validator {
        Validator { limit, ..self }
    }

    /// Checks every row and the key of `dataset`. `already_failed` are its cells, as (row, column of the batch), that an
    /// earlier stage made null because of a finding: they give no second one, but their rows are refused where the
    /// contract asks for a value.
    pub fn check(&self, dataset: &Dataset, already_failed: &BTreeSet<(u32, u32)>, findings: &mut Findings) -> Rejected {
        let Some(arrays) = self.arrays(dataset, findings) else { return refuse_all(dataset) };
        let Some(fields) = Fields::new(&self.members, &arrays) else { return refuse_all(dataset) };
        let mut asked = 0;
        let mut failures = match &self.plan {
            Plan::Columns(columns, rules) => {
                let mut failures = self.by_columns(columns, &fields, &arrays, &mut asked);
                rules.iter().for_each(|rule| by_rule(rule, &fields, &mut asked, &mut failures));
                failures
            }
            Plan::Rows(validator) => by_rows(validator, &fields, dataset.rows(), &mut asked),
        };
        self.floats(&fields, &mut failures);
        failures.sort_by(|a, b| (a.row, &a.path, a.code.name).cmp(&(b.row, &b.path, b.code.name)));
        failures.dedup_by(|b, a| {
            let same_cell = a.row == b.row && a.path == b.path;
            // A missing value is that, whatever else it is not.
            same_cell && (a.code == b.code && same_message(a, b) || is_missing(a) || is_missing(b) && replace(a, b))
        });
        self.forgive(dataset, already_failed, &mut failures);
        let shown = failures.iter().filter(|failure| failure.reported).take(self.limit);
        for failure in shown {
            findings.push(self.finding(failure, dataset));
        }
        let reported = failures.iter().filter(|failure| failure.reported).count();
        if reported > self.limit {
            findings.push(keys::more(&self.contract, reported - self.limit, "failures"));
        }
        let mut rejected = Rejected { failures, asked };
        if !self.contract.key.is_empty() {
            let refused = rejected.marked(dataset.rows());
            let skip = |_, row: usize| refused.get(row) == Some(&true);
            let keys = Keys::new(&self.contract, &[dataset]).check(skip, Among::All, self.limit, findings);
            rejected.failures.extend(keys.into_iter().flat_map(|keys| keys.failures));
            rejected.failures.sort_by_key(|failure| failure.row);
        }
        rejected
    }

    /// Checks the key over several datasets of the contract (of several reports), each of which was checked by itself:
    /// rows of different datasets with one key. `skip` tells the rows, by dataset and row, whose cells do not fit; rows that
    /// only their key refused are compared as well. Returns the refused rows of each.
    pub fn check_across(
        &self,
        datasets: &[&Dataset],
        skip: impl Fn(usize, usize) -> bool,
        findings: &mut Findings,
    ) -> Vec<Rejected> {
        Keys::new(&self.contract, datasets).check(skip, Among::Datasets, self.limit, findings)
    }

    /// The arrays of the contract's columns, if the batch has them with their types.
    fn arrays<'a>(&self, dataset: &'a Dataset, findings: &mut Findings) -> Option<Vec<&'a ArrayRef>> {
        let mut arrays = Vec::with_capacity(self.contract.columns.len());
        for column in &self.contract.columns {
            let array = dataset.batch.column_by_name(&column.name);
            match array.filter(|array| holds(array.data_type(), &column.data_type)) {
                Some(array) => arrays.push(array),
                None => {
                    let found = array.map_or("no such column".to_owned(), |array| array.data_type().to_string());
                    let message =
                        format!("expected {}.{} to be {}, found {found}", dataset.name, column.name, column.data_type);
                    findings.push(Finding::new(&codes::CONTRACT_MISMATCH, message).at(&column.file, column.span, ""));
                }
            }
        }
        (arrays.len() == self.contract.columns.len()).then_some(arrays)
    }

    fn by_columns(
        &self,
        plans: &[plan::ColumnPlan],
        fields: &Fields<'_>,
        arrays: &[&ArrayRef],
        asked: &mut usize,
    ) -> Vec<Failure> {
        let mut failures = Vec::new();
        for (((plan, field), column), array) in plans.iter().zip(&fields.list).zip(&self.contract.columns).zip(arrays) {
            let path = pointer(&column.name);
            let refusal =
                |expected: &Arc<str>| Arc::new(Refusal { array: (*array).clone(), expected: expected.clone() });
            let failure = |at: usize, code, refusal: &Arc<Refusal>| {
                let message = Message::Scalar(at as u32, refusal.clone());
                Failure { row: at as u32, code, path: path.clone(), message, reported: true }
            };
            if !column.null_allowed && column.required && !field.values.is_full() {
                let refusal = refusal(&"expected a value".into());
                let missing = (0..fields.rows()).filter(|&at| field.values.is_null(at));
                failures.extend(missing.map(|at| failure(at, &codes::MISSING_VALUE, &refusal)));
            }
            for test in &plan.tests {
                let refusal = refusal(&test.expected);
                test.run(&field.values, &mut |at| failures.push(failure(at, test.code, &refusal)));
            }
            let Some(rest) = &plan.rest else { continue };
            suspects(rest, Subjects::Values(&field.values), fields.rows(), &mut |at| {
                if field.null == view::NullAs::Absent && field.values.is_null(at) {
                    return;
                }
                *asked += 1;
                let cell = Cell::Value(&field.values, at);
                if !rest.validator.is_valid(cell) {
                    errors(&rest.validator, cell, at, &path, &mut failures);
                }
            });
        }
        failures
    }

    /// Floats that are no numbers, which JSON cannot say and sees as null.
    fn floats(&self, fields: &Fields<'_>, failures: &mut Vec<Failure>) {
        for (field, column) in fields.list.iter().zip(&self.contract.columns) {
            let path = pointer(&column.name);
            let rows: BTreeSet<u32> = field.values.not_finite().into_iter().map(|at| at as u32).collect();
            if rows.is_empty() {
                continue;
            }
            failures.retain(|failure| failure.path != path || !rows.contains(&failure.row));
            failures.extend(rows.into_iter().map(|row| Failure {
                row,
                code: &codes::WRONG_TYPE,
                path: path.clone(),
                message: "is no finite number, expected one".into(),
                reported: true,
            }));
        }
    }

    /// Marks what follows from findings of earlier stages.
    fn forgive(&self, dataset: &Dataset, already_failed: &BTreeSet<(u32, u32)>, failures: &mut [Failure]) {
        if already_failed.is_empty() {
            return;
        }
        for failure in failures {
            let column = rejected::column_of(&failure.path).and_then(|name| dataset.column_index(name));
            failure.reported = match column {
                Some(column) => !already_failed.contains(&(failure.row, column as u32)),
                // What the row as a whole is like cannot be said while one of its cells is unknown.
                None => already_failed.range((failure.row, 0)..=(failure.row, u32::MAX)).next().is_none(),
            };
        }
    }

    fn finding(&self, failure: &Failure, dataset: &Dataset) -> Finding {
        let row = failure.row as usize;
        let path = path_shown(&failure.path);
        let subject =
            if path.is_empty() { format!("a row of {}", dataset.name) } else { format!("{}.{path}", dataset.name) };
        let mut finding = Finding::new(failure.code, format!("{subject} {}", failure.message));
        if let Some(source) = dataset.row_sources.get(row).and_then(|&at| dataset.sources.get(at as usize)) {
            let spans = rejected::spans(dataset, row, &failure.path);
            for (at, &span) in spans.iter().enumerate() {
                finding = finding.at(source.name(), span, if at == 0 { "" } else { "continued" });
            }
        }
        let column = rejected::column_of(&failure.path).and_then(|name| self.contract.column(name));
        match column {
            Some(column) => finding.at(&column.file, column.span, "the contract"),
            None => finding.at(&self.contract.file, Span::new(0, 0), "the contract"),
        }
    }
}

/// True if an array of type `found` can hold what a column of type `wanted` can. Whether items and members may be null is
/// what the rows are validated for.
fn holds(found: &DataType, wanted: &DataType) -> bool {
    match (found, wanted) {
        (DataType::List(found), DataType::List(wanted)) => holds(found.data_type(), wanted.data_type()),
        (DataType::Struct(found), DataType::Struct(wanted)) => {
            let pairs = || found.iter().zip(wanted);
            found.len() == wanted.len()
                && pairs().all(|(f, w)| f.name() == w.name() && holds(f.data_type(), w.data_type()))
        }
        _ => found == wanted,
    }
}

fn is_missing(failure: &Failure) -> bool {
    failure.code == &codes::MISSING_VALUE
}

fn same_message(a: &Failure, b: &Failure) -> bool {
    a.message.to_string() == b.message.to_string()
}

fn replace(kept: &mut Failure, better: &Failure) -> bool {
    kept.clone_from(better);
    true
}

/// Calls `ask` with whatever may fail.
fn suspects(rest: &plan::Rest, subjects: Subjects<'_>, count: usize, ask: &mut dyn FnMut(usize)) {
    match &rest.formula {
        Some(formula) => formula.suspects(subjects).set_indices().for_each(ask),
        None => (0..count).for_each(ask),
    }
}

/// The rows that break a rule over several columns.
fn by_rule(rule: &plan::Rest, fields: &Fields<'_>, asked: &mut usize, failures: &mut Vec<Failure>) {
    suspects(rule, Subjects::Rows(fields), fields.rows(), &mut |at| {
        *asked += 1;
        let row = Cell::Row(fields, at);
        if !rule.validator.is_valid(row) {
            errors(&rule.validator, row, at, "", failures);
        }
    });
}

fn by_rows(
    validator: &jsonschema::Validator<Rows>,
    fields: &Fields<'_>,
    rows: usize,
    asked: &mut usize,
) -> Vec<Failure> {
    let mut failures = Vec::new();
    *asked += rows;
    for at in 0..rows {
        let row = Cell::Row(fields, at);
        if !validator.is_valid(row) {
            errors(validator, row, at, "", &mut failures);
        }
    }
    failures
}

fn errors(
    validator: &jsonschema::Validator<Rows>,
    cell: Cell<'_>,
    row: usize,
    prefix: &str,
    failures: &mut Vec<Failure>,
) {
    for error in validator.iter_errors(cell) {
        let (code, path, expected) = failure::of_error(&error);
        let value = shown(&error.instance().to_string());
        let message = match error.kind() {
            ValidationErrorKind::Required { .. } => format!("is missing, {expected}"),
            // A row or struct as a whole would only repeat its cells.
            _ if value.starts_with('{') => format!("is refused, {expected}"),
            _ => format!("is {value}, {expected}"),
        };
        let path = format!("{prefix}{path}").into();
        failures.push(Failure { row: row as u32, code, path, message: message.as_str().into(), reported: true });
    }
}

fn pointer(name: &str) -> Arc<str> {
    format!("/{}", name.replace('~', "~0").replace('/', "~1")).into()
}

/// Without the contract's columns no row can be judged.
fn refuse_all(dataset: &Dataset) -> Rejected {
    let rows = 0..dataset.rows() as u32;
    let failure = |row| Failure {
        row,
        code: &codes::CONTRACT_MISMATCH,
        path: "".into(),
        message: "does not have the shape of its contract".into(),
        reported: true,
    };
    Rejected { failures: rows.map(failure).collect(), asked: 0 }
}
