//! How much a check that holds could have missed: two sides go in, the largest error it could not have seen comes out.

use std::collections::BTreeMap;

use super::backward::Limit;
use super::extent::Extent;
use super::number::Number;
use super::value::{CellRef, Part};

/// The largest error in one number that a check could not have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// In base units of the number; `None` if no error is too large (a number printed as "at least").
    pub absolute: Option<Number>,
    /// Its effect as a share of the total; `None` without a limit and for a total of 0.
    pub share: Option<Number>,
    /// How far off the cells may be that stand in products, quotients and powers; those of sums follow from their weight.
    pub(super) entangled: BTreeMap<CellRef, Limit>,
}

impl Power {
    /// True if an error above this share of the total could not have been seen.
    pub fn is_above(&self, limit: &Number) -> bool {
        self.absolute.is_none() || self.share.as_ref().is_some_and(|share| share > limit)
    }
}

/// The power of a comparison that holds, where `total` is the printed total.
///
/// Left less right may be anything in `difference`, which holds 0. An error `e` in a part that counts `w` times
/// moves both ends by `w * e` and is unseen while 0 stays inside: up to the further end.
pub(super) fn power(difference: &Extent, parts: &[&Part], total: &Number) -> Power {
    let (Some(lower), Some(upper)) = (&difference.lower, &difference.upper) else {
        return Power { absolute: None, share: None, entangled: BTreeMap::new() };
    };
    let slack = lower.value.abs().max(upper.value.abs());
    let weights = parts.iter().filter_map(|part| part.weight.as_ref()).map(Number::abs).filter(|w| !w.is_zero());
    let least = weights.reduce(Number::min).unwrap_or(Number::ONE);
    // A net figure of 0 is no measure of an error; its largest part is.
    let largest = || parts.iter().map(|part| part.value.abs()).reduce(Number::max);
    let total = if total.is_zero() { largest().unwrap_or(Number::ZERO) } else { total.abs() };
    Power { absolute: slack.div(&least), share: slack.div(&total), entangled: BTreeMap::new() }
}

impl super::Case {
    /// The largest error in one of its numbers that a case that holds could not have seen; `None` for a number that takes
    /// no part by its value, and for cases that say nothing of errors (`<=`, `sorted`).
    pub fn unseen(&self, cell: CellRef) -> Option<Limit> {
        let power = self.power.as_ref()?;
        if let Some(limit) = power.entangled.get(&cell) {
            return Some(limit.clone());
        }
        let difference = self.difference.as_ref()?;
        let (Some(lower), Some(upper)) = (&difference.lower, &difference.upper) else { return Some(Limit::Any) };
        let slack = lower.value.abs().max(upper.value.abs());
        let parts = self.left.iter().map(|side| (side, 1)).chain(self.right.iter().map(|side| (side, -1)));
        let of_cell = parts.flat_map(|(side, sign)| side.parts.iter().map(move |part| (part, sign)));
        let mut weight: Option<Number> = None;
        for (part, sign) in of_cell.filter(|(part, _)| part.cell == cell) {
            let Some(own) = &part.weight else { return Some(Limit::Any) };
            let own = own.mul(&Number::from(sign));
            weight = Some(weight.map_or_else(|| own.clone(), |sum| sum.add(&own)));
        }
        match slack.div(&weight?) {
            Some(limit) => Some(Limit::By(limit.abs())),
            None => Some(Limit::Any),
        }
    }
}
