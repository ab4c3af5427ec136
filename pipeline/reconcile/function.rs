//! What may be called in a check: each function is a value of one shape, listed in `reconcile::FUNCTIONS`.

use super::bind::Bound;
use super::evaluate::{Evaluator, Frame};
use super::measure::Measure;
use super::value::{Amount, Reason};
use super::verdict::Case;
use crate::finding::Code;

/// A function of the language of checks.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is called: `sum(x where condition)`.
    pub usage: &'static str,
    /// What it gives, in one sentence.
    pub what: &'static str,
    /// What it works on.
    pub(super) shape: Shape,
}

/// What a function works on.
#[derive(Debug)]
pub(super) enum Shape {
    /// All rows of a column, or of an expression of columns.
    Rows {
        /// What the result measures.
        measure: fn(&Measure) -> Measure,
        /// What becomes of rows without a value.
        nulls: Nulls,
        /// The result; never called without rows unless `empty` is given.
        fold: fn(Vec<Amount>) -> Result<Amount, Reason>,
    },
    /// A fixed number of values.
    Values {
        /// How many.
        arity: usize,
        /// What the result measures; `None` if the arguments do not fit together.
        measure: fn(&[Measure]) -> Option<Measure>,
        /// The result.
        apply: fn(Vec<Amount>) -> Result<Amount, Reason>,
    },
    /// A whole relation, ready made.
    Relation {
        /// At least how many arguments.
        least: usize,
        /// What the argument at a place is, among so many.
        roles: fn(usize, usize) -> Role,
        /// What a case that does not hold is reported as.
        code: &'static Code,
        /// Its cases.
        judge: fn(&Ready<'_, '_>) -> Result<Vec<Case>, Reason>,
    },
}

/// What an argument of a ready-made relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The column of labels.
    Label,
    /// A column of amounts, which fits together with the others of its number.
    Amount(usize),
    /// Any value.
    Value,
}

/// What a ready-made relation is judged on.
pub(super) struct Ready<'r, 'a> {
    /// Evaluates over the facts.
    pub evaluator: Evaluator<'r, 'a>,
    /// What stands between its brackets.
    pub arguments: &'r [Bound],
    /// The rows at hand.
    pub frame: Option<&'r Frame<'r>>,
}

/// What becomes of rows without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nulls {
    /// They leave the result unknown.
    Unknown,
    /// They count as rows.
    Count,
}
