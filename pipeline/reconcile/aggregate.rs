//! Functions over rows: the values of all rows go in, one value comes out.

use super::function::{Function, Nulls, Shape};
use super::measure::Measure;
use super::number::Number;
use super::value::{Amount, Part, Reason};

/// `sum(x)`
pub static SUM: Function = Function {
    name: "sum",
    usage: "sum(dataset.column where condition)",
    what: "The sum of all rows.",
    shape: Shape::Rows { measure: Measure::clone, nulls: Nulls::Unknown, fold: sum },
};

/// `count(x)`
pub static COUNT: Function = Function {
    name: "count",
    usage: "count(dataset.column where condition)",
    what: "How many rows there are.",
    shape: Shape::Rows { measure: |_| Measure::bare(), nulls: Nulls::Count, fold: count },
};

/// `min(x)`
pub static MIN: Function = Function {
    name: "min",
    usage: "min(dataset.column where condition)",
    what: "The smallest value of all rows.",
    shape: Shape::Rows { measure: Measure::clone, nulls: Nulls::Unknown, fold: |rows| extreme(rows, "min") },
};

/// `max(x)`
pub static MAX: Function = Function {
    name: "max",
    usage: "max(dataset.column where condition)",
    what: "The largest value of all rows.",
    shape: Shape::Rows { measure: Measure::clone, nulls: Nulls::Unknown, fold: |rows| extreme(rows, "max") },
};

/// `avg(x)`
pub static AVERAGE: Function = Function {
    name: "avg",
    usage: "avg(dataset.column where condition)",
    what: "The sum of all rows by their number.",
    shape: Shape::Rows { measure: Measure::clone, nulls: Nulls::Unknown, fold: average },
};

/// `first(x)`
pub static FIRST: Function = Function {
    name: "first",
    usage: "first(dataset.column where condition)",
    what: "The value of the first row, in the order of the text.",
    shape: Shape::Rows {
        measure: Measure::clone,
        nulls: Nulls::Unknown,
        fold: |rows| rows.into_iter().next().ok_or_else(|| no_rows("first")),
    },
};

/// `last(x)`
pub static LAST: Function = Function {
    name: "last",
    usage: "last(dataset.column where condition)",
    what: "The value of the last row, in the order of the text.",
    shape: Shape::Rows {
        measure: Measure::clone,
        nulls: Nulls::Unknown,
        fold: |rows| rows.into_iter().next_back().ok_or_else(|| no_rows("last")),
    },
};

fn no_rows(name: &str) -> Reason {
    Reason::new(format!("{name} has no row"))
}

fn sum(rows: Vec<Amount>) -> Result<Amount, Reason> {
    let mut rows = rows.into_iter();
    // A sum of nothing is no verdict on its total (XBRL Calculations 1.1: notBound).
    let first = rows.next().ok_or_else(|| no_rows("sum"))?;
    Ok(rows.fold(first, Amount::add))
}

fn count(rows: Vec<Amount>) -> Result<Amount, Reason> {
    let number = Number::from(rows.len() as i64);
    // A row counts whatever its number is.
    let unweighted = |part: Part| Part { weight: Some(Number::ZERO), ..part };
    let parts = rows.into_iter().flat_map(|row| row.parts).map(unweighted).collect();
    Ok(Amount { parts, ..Amount::exact(number) })
}

fn extreme(rows: Vec<Amount>, name: &str) -> Result<Amount, Reason> {
    let largest = name == "max";
    rows.into_iter().reduce(|a, b| a.extreme(b, largest)).ok_or_else(|| no_rows(name))
}

fn average(rows: Vec<Amount>) -> Result<Amount, Reason> {
    let number = Amount::exact(Number::from(rows.len() as i64));
    sum(rows)?.div(number)
}
