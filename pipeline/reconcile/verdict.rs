//! What a check says of its numbers: status, both sides, gap, power and the cells that took part.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::diagnosis::Diagnosis;
use super::extent::Extent;
use super::facts::Facts;
use super::measure::Measure;
use super::number::Number;
use super::power::Power;
use super::value::{CellRef, Part};
use crate::finding::{Findings, Label};

/// How the two sides of a check stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The printed values agree to the last digit.
    Exact,
    /// Some true values round to what is printed on both sides.
    Consistent,
    /// It cannot be decided, and why.
    NotTestable(String),
    /// No true values round to what is printed.
    Inconsistent,
}

impl Status {
    /// The name as outputs write it.
    pub fn name(&self) -> &'static str {
        match self {
            Status::Exact => "exact",
            Status::Consistent => "consistent",
            Status::NotTestable(_) => "not-testable",
            Status::Inconsistent => "inconsistent",
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Status::Exact => 0,
            Status::Consistent => 1,
            Status::NotTestable(_) => 2,
            Status::Inconsistent => 3,
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its value as printed or computed, in base units.
    pub value: Number,
    /// What it may stand for, in base units, in the reading that decides.
    pub extent: Extent,
    /// What it measures.
    pub measure: Measure,
    /// The cells that made it, in the order of the check.
    pub parts: Vec<Part>,
}

/// A check applied once: to all, to one row or to one group.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it was applied to: `model "13B"`; empty for a check without `each`.
    pub about: String,
    /// How it ended.
    pub status: Status,
    /// The left side, where there is one.
    pub left: Option<Side>,
    /// The right side.
    pub right: Option<Side>,
    /// Left less right, in base units.
    pub gap: Option<Number>,
    /// All that left less right may be, a tolerance included; the check holds if 0 is one of them.
    pub difference: Option<Extent>,
    /// The same if zeros at the end are digits: what a cause must explain.
    pub(super) narrow_difference: Option<Extent>,
    /// The largest error that it could not have seen.
    pub power: Option<Power>,
    /// Of relations of order and of printings of one fact: the errors of each number that they could not have seen.
    pub(super) reach: BTreeMap<CellRef, Extent>,
    /// The cause of an inconsistency, where exactly one simple cause explains it.
    pub diagnosis: Option<Diagnosis>,
    /// True if it holds only where zeros at the end of an integer are not significant.
    pub loose: bool,
    /// The cells to blame where it is not testable, and all that took part where there are no sides.
    pub cells: Vec<CellRef>,
    /// Where some cells of a column are to blame: all that were compared.
    pub(super) beside: Vec<CellRef>,
}

/// How many cases ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// [`Status::Exact`]
    pub exact: usize,
    /// [`Status::Consistent`]
    pub consistent: usize,
    /// [`Status::NotTestable`]
    pub not_testable: usize,
    /// [`Status::Inconsistent`]
    pub inconsistent: usize,
}

/// What one check says.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The check's name.
    pub name: Arc<str>,
    /// The gravest status of its cases.
    pub status: Status,
    /// How many cases ended how.
    pub tally: Tally,
    /// The cases, in the order of the text. Of a check over many rows the first cases that hold are kept
    /// ([`Verdict::KEPT`]), and all that do not hold, or only weakly.
    pub cases: Vec<Case>,
    /// Every cell of the kept cases that took part, as a label on the raw text.
    pub labels: Vec<Label>,
    /// The cells behind `labels`, and those of cells that stand nowhere in a text.
    pub cells: Vec<CellRef>,
    /// What is to be reported.
    pub findings: Findings,
    /// The power above which a case is weak.
    pub(super) weak_above: Number,
    /// How many cases that hold are kept.
    kept: usize,
}

impl Case {
    /// A case that cannot be decided.
    pub fn untestable(about: String, reason: super::value::Reason) -> Case {
        Case { cells: reason.cells, ..Case::bare(about, Status::NotTestable(reason.text)) }
    }

    /// A case without sides.
    pub fn bare(about: String, status: Status) -> Case {
        Case {
            about,
            status,
            left: None,
            right: None,
            gap: None,
            difference: None,
            narrow_difference: None,
            power: None,
            reach: BTreeMap::new(),
            diagnosis: None,
            loose: false,
            cells: Vec::new(),
            beside: Vec::new(),
        }
    }

    /// Every cell that took part, first those that the case is about.
    pub fn all_cells(&self) -> impl Iterator<Item = CellRef> + '_ {
        let sides = self.left.iter().chain(&self.right);
        let named = sides.flat_map(|side| side.parts.iter().map(|part| part.cell)).chain(self.cells.iter().copied());
        let known: BTreeSet<CellRef> = if self.beside.is_empty() { BTreeSet::new() } else { named.clone().collect() };
        named.chain(self.beside.iter().copied().filter(move |cell| !known.contains(cell)))
    }
}

impl Verdict {
    /// How many cases that hold are kept.
    pub const KEPT: usize = 100;

    /// A verdict without cases yet.
    pub(super) fn new(name: &Arc<str>, facts: &Facts<'_>) -> Verdict {
        Verdict {
            name: name.clone(),
            status: Status::Exact,
            tally: Tally::default(),
            cases: Vec::new(),
            labels: Vec::new(),
            cells: Vec::new(),
            findings: Findings::new(),
            weak_above: facts.weak_above.into(),
            kept: facts.kept,
        }
    }

    /// Adds a case.
    pub(super) fn push(&mut self, case: Case) {
        let holds = match case.status {
            Status::Exact => &mut self.tally.exact,
            Status::Consistent => &mut self.tally.consistent,
            Status::NotTestable(_) => &mut self.tally.not_testable,
            Status::Inconsistent => &mut self.tally.inconsistent,
        };
        *holds += 1;
        if case.status.rank() > self.status.rank() {
            self.status = case.status.clone();
        }
        let kept = self.tally.exact + self.tally.consistent <= self.kept;
        let weak = case.power.as_ref().is_some_and(|power| power.is_above(&self.weak_above));
        if kept || case.status.rank() > 1 || case.loose || weak {
            self.cases.push(case);
        }
    }

    /// True if a case that holds would be kept.
    pub(super) fn keeps(&self) -> bool {
        self.tally.exact + self.tally.consistent < self.kept
    }

    /// Lists the cells of the cases, with their labels.
    pub(super) fn settle(&mut self, facts: &Facts<'_>) {
        for cell in self.cases.iter().flat_map(Case::all_cells) {
            self.cells.push(cell);
            self.labels.extend(facts.label(cell, facts.name_of(cell)));
        }
    }

    /// Counts a case that holds and is not kept.
    pub(super) fn count(&mut self, status: Status) {
        match status {
            Status::Exact => self.tally.exact += 1,
            _ => self.tally.consistent += 1,
        }
        if status.rank() > self.status.rank() {
            self.status = status;
        }
    }

    /// The gravest case, the first of equals.
    pub fn worst(&self) -> Option<&Case> {
        self.cases.iter().reduce(|worst, case| if case.status.rank() > worst.status.rank() { case } else { worst })
    }
}
