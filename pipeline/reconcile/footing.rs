//! One printed total against its weighted parts, each printed once or several times: XBRL Calculations 1.1
//! (Recommendation of 2023-02-22) with the points decided that it leaves open.

use super::extent::Extent;
use super::number::Number;
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
    let reported = parts.iter().filter_map(|(weight, part)| match part {
        Printings::Agree(extent) => Some(extent.scale(weight)),
        _ => None,
    });
    let sum = reported.fold(Extent::exact(Number::ZERO), |sum, part| sum.add(&part));
    match total {
        Printings::Agree(total) if sum.meets(&total) => Footing::Consistent,
        _ => Footing::Inconsistent,
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
    let excess = |(value, decimals): &(&Number, Option<i32>)| {
        decimals.is_some_and(|decimals| !value.mul(&Number::power_of_ten(decimals)).is_whole())
    };
    if values.iter().any(excess) {
        return Printings::ExcessDigits;
    }
    // Two roundings of one number to the same place are the same, even if their closed intervals touch (SEC filer
    // manual).
    let clash = |(at, (value, decimals)): (usize, &(&Number, Option<i32>))| {
        values[..at].iter().any(|(other, same)| same == decimals && other != value)
    };
    if values.iter().enumerate().any(clash) {
        return Printings::Disagree;
    }
    let one = |(value, decimals): &(&Number, Option<i32>)| match decimals {
        Some(decimals) => Extent::printed(value, *decimals, mode),
        None => Extent::exact((*value).clone()),
    };
    let common = values.iter().map(one).reduce(|a, b| a.meet(&b));
    match common {
        Some(extent) if !extent.is_empty() => Printings::Agree(extent),
        _ => Printings::Disagree,
    }
}
