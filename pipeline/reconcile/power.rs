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

/// The errors of each number that a relation of order could not have seen, where left less right may be anything in
/// `room`, which has one end only and holds 0.
pub(super) fn reach(room: &Extent, left: &[Part], right: &[Part]) -> BTreeMap<CellRef, Extent> {
    let mut weights: BTreeMap<CellRef, Option<Number>> = BTreeMap::new();
    let signed = left.iter().map(|part| (part, 1)).chain(right.iter().map(|part| (part, -1)));
    for (part, sign) in signed {
        let own = part.weight.as_ref().map(|weight| weight.mul(&Number::from(sign)));
        let sum = weights.entry(part.cell).or_insert(Some(Number::ZERO));
        *sum = sum.as_ref().zip(own.as_ref()).map(|(sum, own)| sum.add(own));
    }
    let any = Extent { lower: None, upper: None };
    // An error moves `room` by its weight; 0 must stay inside.
    let of = |weight: Option<Number>| match weight.and_then(|weight| Number::from(-1).div(&weight)) {
        Some(factor) => room.scale(&factor),
        None => any.clone(),
    };
    weights.into_iter().map(|(cell, weight)| (cell, of(weight))).collect()
}

impl super::Case {
    /// How far an error goes that a relation of order could not have seen, towards the side where it ends.
    pub(super) fn room(&self) -> Option<Number> {
        let ends = self.reach.values().flat_map(|reach| reach.lower.iter().chain(&reach.upper));
        ends.map(|end| end.value.abs()).reduce(Number::max)
    }

    /// The largest error in one of its numbers that a case that holds could not have seen; `None` for a number that takes
    /// no part by its value, and for cases that say nothing of errors (texts, `distinct`).
    pub fn unseen(&self, cell: CellRef) -> Option<Limit> {
        if let Some(reach) = self.reach.get(&cell) {
            return Some(match reach.is_unbounded() {
                true => Limit::Any,
                false => Limit::Within(reach.clone()),
            });
        }
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
