//! One printed total against its weighted parts, each printed once or several times: XBRL Calculations 1.1
//! (Recommendation of 2023-02-22) with the points decided that it leaves open.

use std::collections::BTreeMap;

use super::extent::Extent;
use super::judge::compare;
use super::measure::Measure;
use super::number::Number;
use super::syntax::Comparison;
use super::value::Amount;
use super::verdict::Status;
use crate::model::Mode;

/// One printing of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Printed as missing.
    Nil,
    /// A value and to how many digits behind the point it is printed; `None` is exact.
    Value(Number, Option<i32>),
}

/// One part of a total.
#[derive(Clone, Debug)]
pub struct Item {
    /// How often it counts; -1 for what is taken off.
    pub weight: Number,
    /// All its printings; empty if it is not reported.
    pub facts: Vec<Fact>,
}

/// What footing says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// Some true values round to the total and to all parts.
    Consistent,
    /// None do.
    Inconsistent,
    /// The total or every part is not reported.
    NotBound,
    /// A value has digits behind the last that it says it has.
    ExcessDigits,
    /// Several printings of one number exclude each other.
    DisallowedDuplicates,
}

impl Footing {
    /// The name as the Recommendation's test vectors write it.
    pub fn name(self) -> &'static str {
        match self {
            Footing::Consistent => "consistent",
            Footing::Inconsistent => "inconsistent",
            Footing::NotBound => "notBound",
            Footing::ExcessDigits => "excessDigits",
            Footing::DisallowedDuplicates => "disallowedDuplicates",
        }
    }
}

/// Judges one total.
pub fn foot(total: &[Fact], items: &[Item], mode: Mode) -> Footing {
    let total = printings(total, mode);
    let parts: Vec<(&Number, Printings)> =
        items.iter().map(|item| (&item.weight, printings(&item.facts, mode))).collect();
    let missing = |printings: &Printings| matches!(printings, Printings::NotReported);
    if missing(&total) || parts.iter().all(|(_, part)| missing(part)) {
        return Footing::NotBound;
    }
    let all = || parts.iter().map(|(_, part)| part).chain([&total]);
    if all().any(|printings| matches!(printings, Printings::ExcessDigits)) {
        return Footing::ExcessDigits;
    }
    if all().any(|printings| matches!(printings, Printings::Disagree)) {
        return Footing::DisallowedDuplicates;
    }
    // What checks on datasets do: the sums and the comparison are theirs.
    let amount = |extent: Extent| Amount { narrow: extent, ..Amount::exact(Number::ZERO) };
    let reported = parts.into_iter().filter_map(|(weight, part)| match part {
        Printings::Agree(extent) => Some(amount(extent).mul(Amount::exact(weight.clone()))),
        _ => None,
    });
    let (Some(sum), Printings::Agree(total)) = (reported.reduce(Amount::add), total) else {
        return Footing::NotBound;
    };
    let bare = Measure::bare();
    match compare(String::new(), (sum, &bare), &Comparison::Equal, (amount(total), &bare)).status {
        Status::Inconsistent => Footing::Inconsistent,
        _ => Footing::Consistent,
    }
}

/// What all printings of one number say together.
#[derive(Clone, Debug, PartialEq)]
pub enum Printings {
    /// None, or nil only.
    NotReported,
    /// A value has non-zero digits behind its decimals.
    ExcessDigits,
    /// No value rounds to all of them.
    Disagree,
    /// The values that round to all of them.
    Agree(Extent),
}

/// Brings the printings of one number together.
pub fn printings(facts: &[Fact], mode: Mode) -> Printings {
    let values: Vec<(&Number, Option<i32>)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Value(value, decimals) => Some((value, *decimals)),
            Fact::Nil => None,
        })
        .collect();
    if values.is_empty() {
        return Printings::NotReported;
    }
    if values.len() < facts.len() {
        return Printings::Disagree;
    }
    let excess =
        |(value, decimals): &(&Number, Option<i32>)| decimals.is_some_and(|decimals| has_excess(value, decimals));
    if values.iter().any(excess) {
        return Printings::ExcessDigits;
    }
    let extents: Vec<Extent> = values
        .iter()
        .map(|(value, decimals)| match decimals {
            Some(decimals) => Extent::printed(value, *decimals, mode),
            None => Extent::exact((*value).clone()),
        })
        .collect();
    match common(values.iter().map(|(value, _)| *value).zip(&extents)) {
        Some(extent) => Printings::Agree(extent),
        None => Printings::Disagree,
    }
}

/// True for a value with digits behind the last that it says it has: 10.5 printed to units contradicts itself.
pub(super) fn has_excess(value: &Number, decimals: i32) -> bool {
    !value.mul(&Number::power_of_ten(decimals)).is_whole()
}

/// What several printings of one number may stand for together; `None` if they exclude each other.
pub(super) fn common<'p>(printings: impl Iterator<Item = (&'p Number, &'p Extent)>) -> Option<Extent> {
    let mut all: Option<Extent> = None;
    // Two printings to the same place are equal or differ, even if their closed intervals touch (SEC filer manual). As
    // far apart as their ends are, as exact is the place.
    let mut of_place: BTreeMap<Option<Number>, &Number> = BTreeMap::new();
    for (value, extent) in printings {
        if of_place.insert(extent.width(), value).is_some_and(|other| extent.is_bounded() && other != value) {
            return None;
        }
        all = Some(match all {
            Some(all) => all.meet(extent),
            None => extent.clone(),
        });
    }
    all.filter(|all| !all.is_empty())
}
