//! Functions of single values.

use super::function::{Function, Shape};
use super::literal::literal;
use super::measure::Measure;
use super::number::Number;
use super::value::{Amount, Reason};

/// `abs(x)`
pub static ABS: Function = Function {
    name: "abs",
    usage: "abs(x)",
    what: "The value without its sign.",
    shape: Shape::Values { arity: 1, measure: |of| of.first().cloned(), apply: abs },
};

/// `growth(new, old)`
pub static GROWTH: Function = Function {
    name: "growth",
    usage: "growth(new, old)",
    what: "How much larger the new value is than the old one, as a share of the old one (同比, 环比).",
    shape: Shape::Values { arity: 2, measure: growth_measure, apply: growth },
};

/// `share(part, whole)`
pub static SHARE: Function = Function {
    name: "share",
    usage: "share(part, whole)",
    what: "The part's share of the whole.",
    shape: Shape::Values { arity: 2, measure: growth_measure, apply: share },
};

/// `exact(x)`
pub static EXACT: Function = Function {
    name: "exact",
    usage: "exact(1.5 GB)",
    what: "The value to the last digit, not all that rounds to it.",
    shape: Shape::Values { arity: 1, measure: |of| of.first().cloned(), apply: exact },
};

fn two(arguments: Vec<Amount>) -> Result<(Amount, Amount), Reason> {
    let [a, b] = <[Amount; 2]>::try_from(arguments).map_err(|_| Reason::new("two values are needed"))?;
    Ok((a, b))
}

fn one(arguments: Vec<Amount>) -> Result<Amount, Reason> {
    arguments.into_iter().next().ok_or_else(|| Reason::new("one value is needed"))
}

fn abs(arguments: Vec<Amount>) -> Result<Amount, Reason> {
    Ok(one(arguments)?.abs())
}

fn growth_measure(of: &[Measure]) -> Option<Measure> {
    let [new, old] = of else { return None };
    new.added(old)?;
    literal("1", "%").ok().map(|share| share.measure)
}

/// new / old - 1 rather than (new - old) / old: the old value then counts once, and the extent is not widened.
fn growth(arguments: Vec<Amount>) -> Result<Amount, Reason> {
    let (new, old) = two(arguments)?;
    Ok(new.div(old)?.sub(Amount::exact(Number::ONE)))
}

fn share(arguments: Vec<Amount>) -> Result<Amount, Reason> {
    let (part, whole) = two(arguments)?;
    part.div(whole)
}

fn exact(arguments: Vec<Amount>) -> Result<Amount, Reason> {
    let value = one(arguments)?;
    Ok(Amount { parts: value.parts, ..Amount::exact(value.value) })
}
