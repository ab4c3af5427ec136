//! Why two sides differ: the parts and their gap go in, the one simple cause comes out, if there is exactly one.
//!
//! Every simple cause is tried on every number; a cause explains the gap if the sides would agree without it. Two
//! causes that explain it equally well explain nothing.

use std::collections::BTreeMap;

use super::bind::{Bound, Node};
use super::evaluate::{Evaluator, Frame};
use super::extent::Extent;
use super::facts::{Column, Facts};
use super::judge::compare;
use super::number::Number;
use super::syntax::{Comparison, Operator};
use super::value::{Amount, CellRef, Part};
use super::verdict::{Case, Status};
use crate::model::Decimal;

/// The one simple cause that explains an inconsistency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Its kind.
    pub cause: Cause,
    /// The cell it is in; `None` where it may as well be in another.
    pub cell: Option<CellRef>,
    /// The fact, as messages write it.
    pub text: String,
}

/// Simple causes of inconsistencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Two neighbouring digits of one printed number change places.
    SwappedDigits,
    /// One part is not in the printed total.
    LeftOut,
    /// One part is in the printed total twice.
    CountedTwice,
    /// A number has the other sign.
    Sign,
    /// A number is a power of ten off, or 万, 亿, 千 too large or small.
    PowerOfTen,
    /// GB and GiB were mixed up.
    BinaryUnit,
    /// A part is the sum of others, so that they count twice.
    SubtotalAdded,
    /// A share was computed on another base.
    OtherBase,
}

/// How to judge the same case again with one cell changed.
pub(super) struct Retry<'r> {
    pub left: &'r Bound,
    pub operator: &'r Comparison,
    pub right: &'r Bound,
    pub frame: Option<&'r Frame<'r>>,
}

impl Retry<'_> {
    fn holds(&self, facts: &Facts<'_>, cell: CellRef, amount: &Amount) -> bool {
        let evaluator = Evaluator { facts, changed: Some((cell, amount)) };
        let left = evaluator.amount(&self.left.node, self.frame);
        let right = evaluator.amount(&self.right.node, self.frame);
        let (Ok(left), Ok(right)) = (left, right) else { return false };
        let case = compare(String::new(), (left, &self.left.measure), self.operator, (right, &self.right.measure));
        case.status != Status::Inconsistent
    }
}

/// One number of a check, with all that is needed to try a cause on it.
struct Suspect {
    cell: CellRef,
    reader: Column,
    amount: Amount,
    /// How often it counts in left less right; `None` in products and quotients.
    weight: Option<Number>,
    is_total: bool,
    /// Its place among the parts, for subtotals.
    at: usize,
}

/// A cause that explains the gap.
struct Candidate {
    cause: Cause,
    cell: CellRef,
    value: Number,
    text: String,
}

/// The cause of an inconsistent case.
pub(super) fn diagnose(case: &Case, facts: &Facts<'_>, retry: Option<&Retry<'_>>) -> Option<Diagnosis> {
    let (left, right) = (case.left.as_ref()?, case.right.as_ref()?);
    // A cause that explains the gap only if zeros at the end are no digits explains too much.
    let difference = case.narrow_difference.as_ref()?;
    let total_is_left = right.parts.len() > 1 && left.parts.len() <= 1;
    let suspects = suspects(&left.parts, &right.parts, total_is_left, facts);
    let trial = Trial { facts, difference, retry };
    let mut found = Vec::new();
    for suspect in &suspects {
        trial.swapped(suspect, &mut found);
        trial.scaled(suspect, least(&suspects, suspect), &mut found);
        trial.counted(suspect, &suspects, &mut found);
    }
    trial.other_base(&suspects, &mut found);
    let single_sides = left.parts.len() <= 1 && right.parts.len() <= 1;
    only(found, single_sides)
}

/// The one candidate there is. Equal parts are one: which of them it is makes no difference. Where one number stands
/// against one, the same cause may be in either.
fn only(mut found: Vec<Candidate>, single_sides: bool) -> Option<Diagnosis> {
    let first = if found.is_empty() { return None } else { found.remove(0) };
    let same = |other: &Candidate| {
        other.cause == first.cause && (single_sides || (other.cell != first.cell && other.value == first.value))
    };
    if !found.iter().all(same) {
        return None;
    }
    let cell = found.is_empty().then_some(first.cell);
    Some(Diagnosis { cause: first.cause, cell, text: first.text })
}

fn suspects(left: &[Part], right: &[Part], total_is_left: bool, facts: &Facts<'_>) -> Vec<Suspect> {
    let mut readers: BTreeMap<(u32, u32), Column> = BTreeMap::new();
    let mut suspects = Vec::new();
    let signed =
        left.iter().map(|part| (part, 1, total_is_left)).chain(right.iter().map(|part| (part, -1, !total_is_left)));
    for (part, sign, is_total) in signed {
        let cell = part.cell;
        let reader = match facts.datasets[cell.dataset as usize].name.starts_with("stated") {
            true => facts.reader(cell),
            false => readers.entry((cell.dataset, cell.column)).or_insert_with(|| facts.reader(cell)).clone(),
        };
        let Ok(Some(amount)) = facts.amount(&reader, cell.row) else { continue };
        let weight = part.weight.as_ref().map(|weight| weight.mul(&Number::from(sign)));
        suspects.push(Suspect { cell, reader, amount, weight, is_total, at: suspects.len() });
    }
    suspects
}

struct Trial<'t, 'a> {
    facts: &'t Facts<'a>,
    difference: &'t Extent,
    /// Nothing for relations that only add.
    retry: Option<&'t Retry<'t>>,
}

impl Trial<'_, '_> {
    /// True if the sides agree with `extent` in place of what the suspect may stand for.
    fn explains(&self, suspect: &Suspect, value: &Number, extent: &Extent) -> bool {
        match &suspect.weight {
            Some(weight) => {
                let rest = self.difference.without(&suspect.amount.narrow.scale(weight));
                rest.is_some_and(|rest| rest.add(&extent.scale(weight)).contains(&Number::ZERO))
            }
            None => {
                let amount =
                    Amount { value: value.clone(), narrow: extent.clone(), wide: None, ..suspect.amount.clone() };
                self.retry.is_some_and(|retry| retry.holds(self.facts, suspect.cell, &amount))
            }
        }
    }

    fn printed(&self, suspect: &Suspect) -> String {
        self.facts.printed(suspect.cell)
    }

    fn swapped(&self, suspect: &Suspect, found: &mut Vec<Candidate>) {
        let Some((digits, decimals)) = self.facts.digits(suspect.cell) else { return };
        let factor = &suspect.reader.factor;
        let bytes = digits.as_bytes();
        let mut seen: Vec<Number> = Vec::new();
        for at in 0..bytes.len().saturating_sub(1) {
            // No number is printed with a leading zero, unless it lies below 1.
            let leading = at == 0 && bytes[1] == b'0' && bytes.len() as i16 > decimals + 1;
            if bytes[at] == bytes[at + 1] || leading {
                continue;
            }
            let mut swapped = bytes.to_vec();
            swapped.swap(at, at + 1);
            let Some(text) = String::from_utf8(swapped).ok() else { continue };
            let Some(number) = Number::parse(&text).map(|n| n.mul(&Number::power_of_ten(-i32::from(decimals)))) else {
                continue;
            };
            let number = number.mul(factor);
            let value = if suspect.amount.value.is_negative() { number.neg() } else { number };
            let by = Extent::exact(value.sub(&suspect.amount.value));
            if self.explains(suspect, &value, &suspect.amount.narrow.add(&by)) && !seen.contains(&value) {
                let printed = self.printed(suspect);
                let shown = suspect.reader.measure.show(&value);
                let text = format!("two digits of \"{printed}\" may have changed places: {shown} would agree");
                found.push(candidate(Cause::SwappedDigits, suspect, text));
                seen.push(value);
            }
        }
    }

    fn scaled(&self, suspect: &Suspect, least: Option<Number>, found: &mut Vec<Candidate>) {
        if suspect.amount.value.is_zero() {
            return;
        }
        let vanishes = self.explains(suspect, &Number::ZERO, &Extent::exact(Number::ZERO));
        let width = self.difference.upper.as_ref().zip(self.difference.lower.as_ref());
        let width = width.map(|(upper, lower)| upper.value.sub(&lower.value));
        let mut attempt = |factor: Number, cause: Cause, text: &dyn Fn(String) -> String| {
            let value = suspect.amount.value.mul(&factor);
            // A number that a power of ten makes vanish beside all others is left out, not misprinted.
            let tenfold = value.abs().mul(&Number::from(10));
            // So is one that rounding could as well have made.
            let noise =
                suspect.weight.as_ref().zip(width.as_ref()).is_some_and(|(w, width)| value.mul(w).abs() <= *width);
            if (vanishes || noise) && least.as_ref().is_some_and(|least| tenfold < *least) {
                return;
            }
            if self.explains(suspect, &value, &suspect.amount.narrow.scale(&factor)) {
                found.push(candidate(cause, suspect, text(self.printed(suspect))));
            }
        };
        attempt(Number::from(-1), Cause::Sign, &|printed| format!("\"{printed}\" may have the other sign"));
        for exponent in (-9..=9).chain([-12, 12]).filter(|exponent| *exponent != 0) {
            attempt(Number::power_of_ten(exponent), Cause::PowerOfTen, &|printed| {
                let size = if exponent > 0 { "small" } else { "large" };
                let word = match exponent.abs() {
                    3 => " (千)",
                    4 => " (万)",
                    8 => " (亿)",
                    _ => "",
                };
                format!("\"{printed}\" may be 10^{}{word} times too {size}", exponent.abs())
            });
        }
        let Some(code) = suspect.reader.measure.unit().map(|unit| unit.code().into_owned()) else { return };
        let powers = ["B", "kB", "MB", "GB", "TB", "PB"];
        let binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        let decimal_at = powers.iter().position(|power| *power == code).filter(|at| *at > 0);
        let binary_at = binary.iter().position(|power| *power == code).filter(|at| *at > 0);
        let ratio = |at: usize| (0..at).fold(Number::ONE, |ratio, _| ratio.mul(&Decimal::new(1024, 3).into()));
        if let Some(at) = decimal_at {
            attempt(ratio(at), Cause::BinaryUnit, &|printed| {
                format!("\"{printed}\" may be in {}, not {code}", binary[at])
            });
        }
        if let Some((at, factor)) = binary_at.and_then(|at| Some((at, Number::ONE.div(&ratio(at))?))) {
            attempt(factor, Cause::BinaryUnit, &|printed| {
                format!("\"{printed}\" may be in {}, not {code}", powers[at])
            });
        }
    }

    fn counted(&self, suspect: &Suspect, suspects: &[Suspect], found: &mut Vec<Candidate>) {
        let parts = suspects.iter().filter(|other| !other.is_total).count();
        if suspect.is_total || suspect.weight.is_none() || parts < 2 || suspect.amount.value.is_zero() {
            return;
        }
        let printed = self.printed(suspect);
        if self.explains(suspect, &Number::ZERO, &Extent::exact(Number::ZERO)) {
            let parts: Vec<&Suspect> = suspects.iter().filter(|other| !other.is_total).collect();
            match subtotal(suspect, &parts) {
                Some(count) => {
                    let text = format!("\"{printed}\" is the sum of {count} parts beside it, which then count twice");
                    found.push(candidate(Cause::SubtotalAdded, suspect, text));
                }
                None => {
                    let text = format!("the total agrees without \"{printed}\"");
                    found.push(candidate(Cause::LeftOut, suspect, text));
                }
            }
        }
        let twice = suspect.amount.value.add(&suspect.amount.value);
        if self.explains(suspect, &twice, &suspect.amount.wide().scale(&Number::from(2))) {
            let text = format!("the total agrees if \"{printed}\" counts twice");
            found.push(candidate(Cause::CountedTwice, suspect, text));
        }
    }

    /// A quotient that would agree with another number of the same kind below the line.
    fn other_base(&self, suspects: &[Suspect], found: &mut Vec<Candidate>) {
        let Some(retry) = self.retry else { return };
        let Some((reader, row)) = base(retry.left).or_else(|| base(retry.right)) else { return };
        let base = suspects.iter().find(|suspect| {
            let cell = suspect.cell;
            (cell.dataset, cell.column) == (reader.dataset, reader.column) && row.is_none_or(|row| row == cell.row)
        });
        let Some(base) = base else { return };
        for row in 0..self.facts.datasets[reader.dataset as usize].rows() as u32 {
            let cell = CellRef { row, ..base.cell };
            let own = self.facts.reader(cell);
            let taken = suspects.iter().any(|suspect| suspect.cell == cell);
            if taken || own.measure != base.reader.measure {
                continue;
            }
            let Ok(Some(amount)) = self.facts.amount(&own, row) else { continue };
            if amount.value != base.amount.value && retry.holds(self.facts, base.cell, &amount) {
                let text = format!("it agrees on another base: \"{}\"", self.facts.printed(cell));
                found.push(Candidate { cause: Cause::OtherBase, cell, value: amount.value, text });
            }
        }
    }
}

/// The smallest size of all numbers but one.
fn least(suspects: &[Suspect], but: &Suspect) -> Option<Number> {
    let others = suspects.iter().filter(|other| other.at != but.at && !other.amount.value.is_zero());
    others.map(|other| other.amount.value.abs()).min()
}

fn candidate(cause: Cause, suspect: &Suspect, text: String) -> Candidate {
    Candidate { cause, cell: suspect.cell, value: suspect.amount.value.clone(), text }
}

/// What stands below the line of a quotient.
fn base(side: &Bound) -> Option<(&Column, Option<u32>)> {
    match &side.node {
        Node::Binary(Operator::Divide, _, below) => base_cell(below),
        Node::Values(function, arguments) if function.name == "share" => arguments.get(1).and_then(base_cell),
        _ => None,
    }
}

/// The column below the line, and its row where it is one cell.
fn base_cell(node: &Node) -> Option<(&Column, Option<u32>)> {
    match node {
        Node::Cell(column, row) => Some((column, Some(*row))),
        Node::Column(column) | Node::Select(column, _) => Some((column, None)),
        _ => None,
    }
}

/// How many parts right before or right behind it make a part's sum.
fn subtotal(suspect: &Suspect, parts: &[&Suspect]) -> Option<usize> {
    let at = parts.iter().position(|part| part.at == suspect.at)?;
    let before = parts[..at].iter().rev();
    let behind = parts[at + 1..].iter();
    run(suspect, before.map(|part| &part.amount)).or_else(|| run(suspect, behind.map(|part| &part.amount)))
}

fn run<'p>(suspect: &Suspect, parts: impl Iterator<Item = &'p Amount>) -> Option<usize> {
    let mut sum = Extent::exact(Number::ZERO);
    for (at, part) in parts.enumerate() {
        sum = sum.add(part.wide());
        if at > 0 && sum.meets(suspect.amount.wide()) {
            return Some(at + 1);
        }
    }
    None
}
