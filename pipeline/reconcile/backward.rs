//! How far each number of a check may be off before the check fails: an expression and the values that it may have go in,
//! the same for each of its cells comes out.
//!
//! Every step undoes one operation on exact intervals: if `a * b` may be anything in `R`, `a` may be anything in `R / b`.

use std::collections::BTreeMap;

use super::bind::Node;
use super::evaluate::{Evaluator, Frame, Rows};
use super::extent::Extent;
use super::number::Number;
use super::syntax::Operator;
use super::value::{Amount, CellRef};

/// How far a cell may be off unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// By so much, in base units.
    By(Number),
    /// By any of these errors; a side without an end is one to which no error is too large (`<=`, `sorted`).
    Within(Extent),
    /// By any amount, or nobody knows.
    Any,
}

/// Undoes the operations of one side.
pub(super) struct Backward<'b, 'e, 'a> {
    evaluator: &'b Evaluator<'e, 'a>,
    limits: BTreeMap<CellRef, Limit>,
}

impl<'b, 'e, 'a> Backward<'b, 'e, 'a> {
    pub fn new(evaluator: &'b Evaluator<'e, 'a>) -> Self {
        Backward { evaluator, limits: BTreeMap::new() }
    }

    /// The limits of all cells that were visited.
    pub fn limits(self) -> BTreeMap<CellRef, Limit> {
        self.limits
    }

    /// Visits `node`, whose value may be anything in `allowed`; `None` where nothing can be said.
    pub fn visit(&mut self, node: &Node, allowed: Option<&Extent>, frame: Option<&Frame<'_>>) {
        let Some(allowed) = allowed else { return self.unknown(node, frame) };
        let value = |node: &Node| self.evaluator.amount(node, frame).ok().map(|amount| amount.wide().clone());
        match node {
            Node::Constant(_) | Node::Text(_) => {}
            Node::Cell(..) | Node::Column(_) | Node::Select(..) => self.cell(node, allowed, frame),
            Node::Negative(inner) => self.visit(inner, Some(&allowed.neg()), frame),
            Node::Binary(operator, left, right) => {
                let (Some(a), Some(b)) = (value(left), value(right)) else { return self.unknown(node, frame) };
                let (of_left, of_right) = match operator {
                    Operator::Add => (Some(allowed.sub(&b)), Some(allowed.sub(&a))),
                    Operator::Subtract => (Some(allowed.add(&b)), Some(a.sub(allowed))),
                    Operator::Multiply => (allowed.div(&b), allowed.div(&a)),
                    Operator::Divide => (Some(allowed.mul(&b)), a.div(allowed)),
                    // One number in so many leaves the same rest, however far off it is.
                    Operator::Modulo => (None, None),
                };
                self.visit(left, of_left.as_ref(), frame);
                self.visit(right, of_right.as_ref(), frame);
            }
            Node::Power(base, exponent) => {
                let of_base = value(base).and_then(|base| root(allowed, *exponent, &base));
                self.visit(base, of_base.as_ref(), frame);
            }
            Node::Values(function, arguments) => {
                let values: Option<Vec<Extent>> = arguments.iter().map(value).collect();
                let one = Extent::exact(Number::ONE);
                let of_each = match (function.name, values.as_deref()) {
                    ("growth", Some([new, old])) => {
                        let ratio = allowed.add(&one);
                        vec![Some(ratio.mul(old)), new.div(&ratio)]
                    }
                    ("share", Some([part, whole])) => vec![Some(allowed.mul(whole)), part.div(allowed)],
                    ("abs", Some(_)) => vec![Some(allowed.hull(&allowed.neg()))],
                    ("exact", Some(_)) => vec![Some(allowed.clone())],
                    _ => vec![None; arguments.len()],
                };
                for (argument, allowed) in arguments.iter().zip(of_each) {
                    self.visit(argument, allowed.as_ref(), frame);
                }
            }
            Node::Rows { function, argument, dataset, filter } => {
                let Ok(rows) = self.evaluator.rows(*dataset, filter.as_deref(), frame) else { return };
                let total = match function.name {
                    "sum" => Some(allowed.clone()),
                    "avg" => Some(allowed.scale(&Number::from(rows.len() as i64))),
                    _ => None,
                };
                let inside = |row: u32| Frame::within(*dataset, Rows::One(row), frame);
                let of = |row: u32| Some(self.evaluator.amount(argument, Some(&inside(row))).ok()?.wide().clone());
                let sum = rows.iter().map(|row| of(*row)).reduce(|a, b| Some(a?.add(&b?))).flatten();
                // The other rows together, by taking this one out of the sum.
                let others: Vec<Option<Extent>> = rows
                    .iter()
                    .map(|row| {
                        let others = sum.as_ref()?.without(&of(*row)?)?;
                        Some(total.as_ref()?.sub(&others))
                    })
                    .collect();
                for (row, allowed) in rows.iter().zip(others) {
                    let frame = inside(*row);
                    self.visit(argument, allowed.as_ref(), Some(&frame));
                }
            }
        }
    }

    fn cell(&mut self, node: &Node, allowed: &Extent, frame: Option<&Frame<'_>>) {
        let Ok(amount) = self.evaluator.amount(node, frame) else { return };
        let [part] = &amount.parts[..] else { return };
        let limit = reach(allowed, amount.wide());
        // A cell that stands in several places moves in all of them at once, which no single step can undo.
        let again = self.limits.contains_key(&part.cell);
        self.limits.insert(part.cell, if again { Limit::Any } else { limit });
    }

    /// Nothing is known of the cells of `node`.
    fn unknown(&mut self, node: &Node, frame: Option<&Frame<'_>>) {
        let Ok(amount) = self.evaluator.amount(node, frame) else { return };
        for part in &amount.parts {
            self.limits.insert(part.cell, Limit::Any);
        }
    }
}

/// How far each number of `part / whole == stated` may be off unseen. The whole may be a sum.
pub(super) fn quotient(part: &Amount, whole: &Amount, stated: &Amount) -> BTreeMap<CellRef, Limit> {
    let allowed = [
        (part, Some(stated.wide().mul(whole.wide()))),
        (whole, part.wide().div(stated.wide())),
        (stated, part.wide().div(whole.wide())),
    ];
    let mut limits = BTreeMap::new();
    for (amount, allowed) in allowed {
        for own in &amount.parts {
            let limit = allowed.as_ref().map_or(Limit::Any, |allowed| reach(allowed, amount.wide()));
            // A part that is in its whole as well moves both.
            let again = limits.contains_key(&own.cell);
            limits.insert(own.cell, if again { Limit::Any } else { limit });
        }
    }
    limits
}

/// How far a number that may stand for `own` may move before it leaves `allowed`.
fn reach(allowed: &Extent, own: &Extent) -> Limit {
    match allowed.sub(own) {
        Extent { lower: Some(lower), upper: Some(upper) } => Limit::By(lower.value.abs().max(upper.value.abs())),
        _ => Limit::Any,
    }
}

/// The numbers whose power may be anything in `allowed`, where they have the sign of `base`; too many rather than too few.
fn root(allowed: &Extent, exponent: u32, base: &Extent) -> Option<Extent> {
    if exponent == 0 || base.touches(&Number::ZERO) {
        return None;
    }
    let negative = base.upper.as_ref().is_some_and(|end| end.value.is_negative());
    let positive = if negative && exponent % 2 == 1 { allowed.neg() } else { allowed.clone() };
    let end = |value: &Number| above_root(&value.abs(), exponent);
    let highest = end(&positive.upper.as_ref()?.value)?;
    // Too small a lower end by the reciprocal of a root that is too large.
    let lowest = match &positive.lower {
        Some(end) if !end.value.is_negative() && !end.value.is_zero() => {
            Number::ONE.div(&above_root(&Number::ONE.div(&end.value)?, exponent)?)?
        }
        _ => Number::ZERO,
    };
    let roots = Extent::closed(lowest, highest);
    Some(if negative { roots.neg() } else { roots })
}

/// A number at or little above the root of `value`.
fn above_root(value: &Number, exponent: u32) -> Option<Number> {
    let guess = value.to_f64().powf(1.0 / f64::from(exponent));
    let mut digits: Number = Number::parse(&format!("{guess:.9}"))?;
    // The guess is near; a few small steps make it an upper bound for sure.
    let step = Number::ONE.add(&Number::power_of_ten(-9));
    for _ in 0..64 {
        if super::extent::raised(&digits, exponent) >= *value {
            return Some(digits);
        }
        digits = digits.mul(&step).add(&Number::power_of_ten(-9));
    }
    None
}
