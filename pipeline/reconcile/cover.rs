//! Which numbers take part in a check: verdicts and the facts they were given on go in, a listing by column comes out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::facts::Facts;
use super::value::CellRef;
use super::verdict::Verdict;

/// How far the numbers of one column are covered by checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The dataset.
    pub dataset: Arc<str>,
    /// The numeric column.
    pub column: Arc<str>,
    /// How many numbers it has.
    pub numbers: usize,
    /// How many of them take part in a check that could be decided.
    pub covered: usize,
    /// The rows whose number takes part in none: not known to be wrong, and not known to be right.
    pub open: Vec<u32>,
}

/// The cover of every published numeric column, in the order of the datasets.
pub fn cover(verdicts: &[&Verdict], facts: &Facts<'_>) -> Vec<Cover> {
    let decided = |verdict: &&&Verdict| verdict.tally.exact + verdict.tally.consistent + verdict.tally.inconsistent > 0;
    let covered: BTreeSet<CellRef> = verdicts.iter().filter(decided).flat_map(|verdict| verdict.covered()).collect();
    let mut cover = Vec::new();
    for (at, dataset) in facts.datasets.iter().enumerate() {
        for (column, known) in dataset.columns.iter().enumerate().filter(|(_, known)| known.published) {
            let reader = facts.column(at as u32, column as u32);
            if !reader.is_number() {
                continue;
            }
            let rows = (0..dataset.rows() as u32).filter(|row| !facts.is_null(&reader, *row));
            let cell = |row| CellRef { dataset: at as u32, column: column as u32, row };
            let (inside, open): (Vec<u32>, Vec<u32>) = rows.partition(|row| covered.contains(&cell(*row)));
            cover.push(Cover {
                dataset: dataset.name.clone(),
                column: known.name.clone(),
                numbers: inside.len() + open.len(),
                covered: inside.len(),
                open,
            });
        }
    }
    cover
}

impl Verdict {
    /// The cells of its cases that could be decided.
    fn covered(&self) -> impl Iterator<Item = CellRef> + '_ {
        let decided = self.cases.iter().filter(|case| !matches!(case.status, super::Status::NotTestable(_)));
        decided.flat_map(|case| {
            let sides = case.left.iter().chain(&case.right).flat_map(|side| &side.parts);
            // A number that counts as a row takes part by being there, not by its value.
            let judged = sides.filter(|part| part.weight.as_ref().is_none_or(|weight| !weight.is_zero()));
            judged.map(|part| part.cell).chain(case.cells.iter().chain(&case.beside).copied())
        })
    }
}
