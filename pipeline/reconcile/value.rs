//! Values while a check is evaluated: a number, what it may stand for, and the cells that made it.

use super::extent::{Extent, raised};
use super::footing::common;
use super::number::Number;

/// One cell of the report's datasets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// The dataset, by its place in [`Facts::datasets`](super::Facts).
    pub dataset: u32,
    /// The column, by its place in the dataset.
    pub column: u32,
    /// The row.
    pub row: u32,
}

/// A cell that took part in a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The cell.
    pub cell: CellRef,
    /// How often it counts, if the value is a sum in which it counts a fixed number of times.
    pub weight: Option<Number>,
    /// Its own value in base units.
    pub value: Number,
}

/// A number in base units, with all that it may stand for.
#[derive(Clone, Debug)]
pub struct Amount {
    /// As printed, or computed from what is printed.
    pub value: Number,
    /// What it may stand for if every printed digit is significant.
    pub narrow: Extent,
    /// What it may stand for if trailing zeros of integers are not significant; `None` where that is the same.
    pub wide: Option<Extent>,
    /// The cells that made it.
    pub parts: Vec<Part>,
}

/// Why a value is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The fact: `company_funding.amount_usd is null`.
    pub text: String,
    /// The cells that are to blame.
    pub cells: Vec<CellRef>,
}

impl Reason {
    /// A reason without cells.
    pub fn new(text: impl Into<String>) -> Reason {
        Reason { text: text.into(), cells: Vec::new() }
    }
}

impl Amount {
    /// An exact constant.
    pub fn exact(value: Number) -> Amount {
        Amount { narrow: Extent::exact(value.clone()), value, wide: None, parts: Vec::new() }
    }

    /// The wider reading.
    pub fn wide(&self) -> &Extent {
        self.wide.as_ref().unwrap_or(&self.narrow)
    }

    /// One number from its printings: what all of them may stand for, under the value of the most exact; `None` if they
    /// exclude each other.
    pub fn of_printings(printings: Vec<Amount>) -> Option<Amount> {
        let of =
            |reading: fn(&Amount) -> &Extent| common(printings.iter().map(|amount| (&amount.value, reading(amount))));
        let wide = of(Amount::wide)?;
        let narrow = of(|amount| &amount.narrow).unwrap_or_else(|| wide.clone());
        let exact = printings.into_iter().reduce(|a, b| match (a.narrow.width(), b.narrow.width()) {
            (Some(a_width), Some(b_width)) if b_width < a_width => b,
            (None, Some(_)) => b,
            _ => a,
        })?;
        Some(Amount { wide: (wide != narrow).then_some(wide), narrow, ..exact })
    }

    fn is_constant(&self) -> bool {
        self.parts.is_empty()
    }

    fn lift(&self, narrow: impl Fn(&Extent) -> Extent) -> (Extent, Option<Extent>) {
        (narrow(&self.narrow), self.wide.as_ref().map(&narrow))
    }

    fn lift_two(&self, other: &Amount, op: impl Fn(&Extent, &Extent) -> Extent) -> (Extent, Option<Extent>) {
        let wide = (self.wide.is_some() || other.wide.is_some()).then(|| op(self.wide(), other.wide()));
        (op(&self.narrow, &other.narrow), wide)
    }

    fn weighted(parts: &[Part], factor: &Number) -> Vec<Part> {
        let one = |part: &Part| Part { weight: part.weight.as_ref().map(|w| w.mul(factor)), ..part.clone() };
        parts.iter().map(one).collect()
    }

    fn entangled(&self, other: &Amount) -> Vec<Part> {
        self.parts.iter().chain(&other.parts).map(|part| Part { weight: None, ..part.clone() }).collect()
    }

    /// The sum.
    #[must_use]
    pub fn add(mut self, other: Amount) -> Amount {
        let (narrow, wide) = self.lift_two(&other, Extent::add);
        self.parts.extend(other.parts);
        Amount { value: self.value.add(&other.value), narrow, wide, parts: self.parts }
    }

    /// The difference.
    #[must_use]
    pub fn sub(self, other: Amount) -> Amount {
        self.add(other.neg())
    }

    /// The value with the other sign.
    #[must_use]
    pub fn neg(self) -> Amount {
        let (narrow, wide) = self.lift(Extent::neg);
        let parts = Amount::weighted(&self.parts, &Number::from(-1));
        Amount { value: self.value.neg(), narrow, wide, parts }
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(self) -> Amount {
        if !self.wide().touches(&Number::ZERO) {
            return if self.value.is_negative() { self.neg() } else { self };
        }
        let (narrow, wide) = self.lift(Extent::abs);
        let parts = self.entangled(&Amount::exact(Number::ZERO));
        Amount { value: self.value.abs(), narrow, wide, parts }
    }

    /// The product.
    #[must_use]
    pub fn mul(self, other: Amount) -> Amount {
        let (narrow, wide) = self.lift_two(&other, Extent::mul);
        let parts = match (self.is_constant(), other.is_constant()) {
            (true, _) => Amount::weighted(&other.parts, &self.value),
            (_, true) => Amount::weighted(&self.parts, &other.value),
            _ => self.entangled(&other),
        };
        Amount { value: self.value.mul(&other.value), narrow, wide, parts }
    }

    /// The quotient, or why there is none.
    pub fn div(self, other: Amount) -> Result<Amount, Reason> {
        let cells = || other.parts.iter().map(|part| part.cell).collect();
        let zero = || Reason { text: "the divisor may be zero".to_string(), cells: cells() };
        let narrow = self.narrow.div(&other.narrow).ok_or_else(zero)?;
        let wide = match self.wide.is_some() || other.wide.is_some() {
            true => Some(self.wide().div(other.wide()).ok_or_else(zero)?),
            false => None,
        };
        let value = self.value.div(&other.value).ok_or_else(zero)?;
        let parts = match (other.is_constant(), Number::ONE.div(&other.value)) {
            (true, Some(factor)) => Amount::weighted(&self.parts, &factor),
            _ => self.entangled(&other),
        };
        Ok(Amount { value, narrow, wide, parts })
    }

    /// The remainder of whole numbers; an inexact operand has none.
    pub fn modulo(self, other: Amount) -> Result<Amount, Reason> {
        let parts = self.entangled(&other);
        let exact = self.narrow.is_exact() && other.narrow.is_exact();
        if other.narrow.contains(&Number::ZERO) {
            let cells = other.parts.iter().map(|part| part.cell).collect();
            let text = if exact { "the divisor is zero" } else { "the divisor may be zero" };
            return Err(Reason { text: text.to_string(), cells });
        }
        match self.value.modulo(&other.value).filter(|_| exact) {
            Some(rest) => Ok(Amount { parts, ..Amount::exact(rest) }),
            None => Err(Reason {
                text: format!("mod needs whole numbers, found {} and {}", self.value, other.value),
                cells: parts.into_iter().map(|part| part.cell).collect(),
            }),
        }
    }

    /// The power.
    #[must_use]
    pub fn pow(self, exponent: u32) -> Amount {
        let (narrow, wide) = self.lift(|extent| extent.pow(exponent));
        let parts = self.entangled(&Amount::exact(Number::ZERO));
        Amount { value: raised(&self.value, exponent), narrow, wide, parts }
    }

    /// The smallest or largest of both.
    #[must_use]
    pub fn extreme(self, other: Amount, largest: bool) -> Amount {
        let op = if largest { Extent::larger } else { Extent::smaller };
        let (narrow, wide) = self.lift_two(&other, op);
        let parts = self.entangled(&other);
        let value = if largest { self.value.max(other.value) } else { self.value.min(other.value) };
        Amount { parts, value, narrow, wide }
    }
}
