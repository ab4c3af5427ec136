//! The gate: two versions of a contract go in, every change with its answers to three questions comes out.
//!
//! 1. **Forward**: can readers of the old data read the new data?
//! 2. **Backward**: is all data already published valid under the new contract?
//! 3. **Physical**: can an old reader's Parquet schema be resolved against the new file?
//!
//! The first two names are those of schema registries. Structure, units, keys, types and metadata are compared by
//! rules; sets of values by inclusion, with a counterexample that was checked against both contracts. What cannot be
//! decided is `undecided-change` and never passes as safe.

mod codes;
mod columns;
mod exact;
mod forms;
mod pairs;
mod rules;
mod scale;
mod types;
mod values;
mod version;
mod witness;

use std::sync::Arc;

use serde_json::Value;

pub use codes::{CODES, NOT_COMPARED};
pub use values::{Inclusion, Set};
use version::Version;

use super::{Contract, Status};
use crate::finding::{Code, Finding, Severity};
use crate::source::Span;

/// The answer to one question about one change. Ordered: what is worse is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It can.
    #[default]
    Safe,
    /// Nobody knows, so it does not pass.
    Undecided,
    /// It cannot.
    Breaking,
}

/// The answers to the three questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Can readers of the old data read the new data?
    pub forward: Answer,
    /// Is all data already published valid under the new contract?
    pub backward: Answer,
    /// Can an old reader's Parquet schema be resolved against the new file?
    pub physical: Answer,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The kind of change.
    pub code: &'static Code,
    /// The dataset.
    pub dataset: Arc<str>,
    /// The column or the path in it; empty for the dataset as a whole.
    pub path: String,
    /// The fact, with both values.
    pub message: String,
    /// What it means.
    pub answers: Answers,
    /// Rows that one contract accepts and the other refuses, each with which.
    pub examples: Vec<(Example, Value)>,
    /// Where it stands in the new contract.
    pub new: Option<(Arc<str>, Span)>,
    /// Where it stood in the old contract.
    pub old: Option<(Arc<str>, Span)>,
    /// What to do.
    pub help: Option<String>,
    /// How firm the dataset was.
    pub status: Status,
}

/// Which contract accepts a row that the other refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// The new one.
    OnlyNew,
    /// The old one.
    OnlyOld,
}

/// What the answers to each question weigh; `None` looks away.
#[derive(Clone, Copy, Debug)]
pub struct Levels {
    /// The weight of a break for readers of the old data.
    pub forward: Option<Severity>,
    /// The weight of published data that is no longer valid.
    pub backward: Option<Severity>,
    /// The weight of a Parquet schema that cannot be resolved.
    pub physical: Option<Severity>,
}

impl Default for Levels {
    fn default() -> Levels {
        let error = Some(Severity::Error);
        Levels { forward: error, backward: error, physical: error }
    }
}

impl Answers {
    /// The worse of each.
    #[must_use]
    pub fn with(self, other: Answers) -> Answers {
        Answers {
            forward: self.forward.max(other.forward),
            backward: self.backward.max(other.backward),
            physical: self.physical.max(other.physical),
        }
    }

    /// True if every question is answered with safe.
    pub fn are_safe(self) -> bool {
        self == Answers::default()
    }
}

impl Answer {
    /// The word that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Safe => "safe",
            Answer::Undecided => "undecided",
            Answer::Breaking => "breaking",
        }
    }
}

/// Compares two sets of contracts, by the names of their datasets. Changes come in the order of those names, and within
/// a dataset in the order of its columns.
pub fn compare(old: &[Contract], new: &[Contract]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut names: Vec<&Arc<str>> = old.iter().chain(new).map(|contract| &contract.name).collect();
    names.sort();
    names.dedup();
    for name in names {
        let find = |contracts: &'_ [Contract]| contracts.iter().position(|contract| contract.name == *name);
        match (find(old).map(|at| &old[at]), find(new).map(|at| &new[at])) {
            (Some(old), Some(new)) => changes.extend(rules::compare(&Version::new(old), &Version::new(new))),
            (Some(old), None) => changes.push(rules::removed(&Version::new(old))),
            (None, Some(new)) => changes.push(rules::added(&Version::new(new))),
            (None, None) => {}
        }
    }
    changes
}

/// That the dataset `name` could not be compared, because its contract of `when` ("before", "now") is not sound.
pub fn not_compared(name: &Arc<str>, when: &str) -> Change {
    let unknown = Answer::Undecided;
    Change {
        code: &NOT_COMPARED,
        dataset: name.clone(),
        path: String::new(),
        message: format!("{name} cannot be compared: its contract {when} is not sound"),
        answers: Answers { forward: unknown, backward: unknown, physical: unknown },
        examples: Vec::new(),
        new: None,
        old: None,
        help: None,
        status: Status::Stable,
    }
}

impl Change {
    /// The severity that the answers have under `levels`, softened by how firm the dataset was on the day `today`
    /// (`YYYY-MM-DD`): changes of a draft, and of a dataset deprecated up to that day, are notes.
    pub fn severity(&self, levels: Levels, today: Option<&str>) -> Severity {
        let weigh = |answer: Answer, level: Option<Severity>| if answer == Answer::Safe { None } else { level };
        let worst = [
            weigh(self.answers.forward, levels.forward),
            weigh(self.answers.backward, levels.backward),
            weigh(self.answers.physical, levels.physical),
        ]
        .into_iter()
        .flatten()
        .max();
        let soft = match &self.status {
            Status::Draft => true,
            Status::Deprecated(Some(day)) => today.is_some_and(|today| &**day <= today),
            Status::Stable | Status::Deprecated(None) => false,
        };
        match worst {
            Some(severity) if !soft => severity,
            _ => Severity::Note,
        }
    }

    /// The change as a finding.
    pub fn finding(&self, levels: Levels, today: Option<&str>) -> Finding {
        let mut finding = Finding::new(self.code, self.message.clone());
        finding.severity = self.severity(levels, today);
        if let Some((file, span)) = &self.new {
            finding = finding.at(file, *span, "now");
        }
        if let Some((file, span)) = &self.old {
            finding = finding.at(file, *span, "before");
        }
        match &self.help {
            Some(help) => finding.help(help.clone()),
            None => finding,
        }
    }
}
