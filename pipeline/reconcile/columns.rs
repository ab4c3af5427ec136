//! Relations of whole columns: their order, their keys, their nulls; and of two texts.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::{Bound, Node};
use super::evaluate::{Evaluator, Frame, Rows};
use super::extent::{End, Extent};
use super::facts::{Column, Key};
use super::judge::compare;
use super::syntax::{Comparison, Order};
use super::value::{Amount, CellRef, Reason};
use super::verdict::{Case, Status};

/// Where the values of a column must stand.
pub(super) enum Known {
    /// In a list.
    List(Vec<Key>),
    /// In another column.
    Column(Column),
}

pub(super) fn texts(
    evaluator: &Evaluator<'_, '_>,
    left: &Node,
    operator: &Comparison,
    right: &Node,
    frame: Option<&Frame<'_>>,
) -> Result<Case, Reason> {
    let (a, mut cells) = evaluator.text(left, frame)?;
    let (b, others) = evaluator.text(right, frame)?;
    cells.extend(others);
    let status = match (a, b) {
        (Some(a), Some(b)) if operator.holds(a.cmp(&b)) => Status::Exact,
        (Some(_), Some(_)) => Status::Inconsistent,
        _ => Status::NotTestable("one of the texts is null".to_string()),
    };
    Ok(Case { cells, ..Case::bare(String::new(), status) })
}

/// One case for each pair that breaks the order or keeps it only by its zeros; one case of all cells where there is none.
pub(super) fn sorted(
    evaluator: &Evaluator<'_, '_>,
    column: &Bound,
    dataset: u32,
    order: Order,
    frame: Option<&Frame<'_>>,
    about: &str,
) -> Result<Vec<Case>, Reason> {
    let mut before: Option<Amount> = None;
    let (mut cells, mut reach) = (Vec::new(), BTreeMap::new());
    let mut status = Status::Exact;
    let mut told = Vec::new();
    let operator = match order {
        Order::Ascending => Comparison::LessOrEqual,
        Order::Descending => Comparison::GreaterOrEqual,
    };
    for row in evaluator.rows(dataset, None, frame)? {
        let amount = evaluator.amount(&column.node, Some(&Frame::new(dataset, Rows::One(row))))?;
        if let Some(before) = before {
            let (a, b) = ((before.clone(), &column.measure), (amount.clone(), &column.measure));
            let mut pair = compare(about.to_string(), a, &operator, b);
            if pair.status == Status::Consistent {
                let (narrow, wide) = kept(&before, &amount, &operator);
                let narrow = narrow && !pair.loose;
                pair.loose = !narrow && wide;
                if !(narrow || wide) {
                    pair.status = Status::Inconsistent;
                }
            }
            hold(&mut reach, &before, &amount, order);
            if pair.status == Status::Consistent {
                status = Status::Consistent;
            }
            if pair.status == Status::Inconsistent || pair.loose {
                told.push(pair);
            }
        }
        cells.extend(amount.parts.iter().map(|part| part.cell));
        before = Some(amount);
    }
    if cells.is_empty() {
        return Err(Reason::new("there is no row to judge"));
    }
    match told.first_mut() {
        Some(first) => {
            (first.beside, first.reach) = (cells, BTreeMap::new());
            if first.loose {
                first.reach = reach;
            }
        }
        None => told.push(Case { cells, reach, ..Case::bare(about.to_string(), status) }),
    }
    Ok(told)
}

/// Whether two neighbours may stand as they do, if zeros at the end are digits and if they are none. Rounding keeps the
/// order: numbers printed to the same place stand in it as they are printed.
fn kept(before: &Amount, after: &Amount, operator: &Comparison) -> (bool, bool) {
    let printed = operator.holds(before.value.cmp(&after.value));
    let of = |a: &Extent, b: &Extent| printed || !a.is_as_wide_as(b);
    (of(&before.narrow, &after.narrow), of(before.wide(), after.wide()))
}

/// Notes how far two neighbours may be off before they change places.
fn hold(reach: &mut BTreeMap<CellRef, Extent>, before: &Amount, after: &Amount, order: Order) {
    let (low, high) = match order {
        Order::Ascending => (before, after),
        Order::Descending => (after, before),
    };
    let plain = low.wide.is_none() && high.wide.is_none();
    let room = match plain && low.narrow.is_as_wide_as(&high.narrow) {
        true => Some(End { value: high.value.sub(&low.value), closed: true }),
        false => high.wide().sub(low.wide()).upper,
    };
    let up = Extent { lower: None, upper: room };
    for (amount, errors) in [(low, up.clone()), (high, up.neg())] {
        let [part] = &amount.parts[..] else { continue };
        let known = reach.remove(&part.cell);
        reach.insert(part.cell, known.map_or(errors.clone(), |known: Extent| known.meet(&errors)));
    }
}

/// The cells of some columns in one row, with their texts.
fn row_texts(
    evaluator: &Evaluator<'_, '_>,
    columns: &[Bound],
    dataset: u32,
    row: u32,
) -> Result<(Vec<Option<String>>, Vec<CellRef>), Reason> {
    let frame = Frame::new(dataset, Rows::One(row));
    let (mut texts, mut cells) = (Vec::new(), Vec::new());
    for column in columns {
        let (text, from) = evaluator.text(&column.node, Some(&frame))?;
        texts.push(text);
        cells.extend(from);
    }
    Ok((texts, cells))
}

pub(super) fn distinct(
    evaluator: &Evaluator<'_, '_>,
    columns: &[Bound],
    dataset: u32,
    frame: Option<&Frame<'_>>,
    about: &str,
) -> Result<Case, Reason> {
    let mut seen: BTreeMap<Vec<Option<String>>, Vec<CellRef>> = BTreeMap::new();
    let (mut all, mut twice) = (Vec::new(), None);
    let rows = evaluator.rows(dataset, None, frame)?;
    if rows.is_empty() {
        return Err(Reason::new("there is no row to judge"));
    }
    for row in rows {
        let (texts, cells) = row_texts(evaluator, columns, dataset, row)?;
        all.extend(cells.iter().copied());
        // As in SQL, a null differs from everything.
        if texts.iter().all(Option::is_some)
            && let Some(first) = seen.insert(texts, cells.clone())
        {
            twice = twice.or_else(|| Some(cells.into_iter().chain(first).collect()));
        }
    }
    Ok(match twice {
        Some(cells) => Case { cells, beside: all, ..Case::bare(about.to_string(), Status::Inconsistent) },
        None => Case { cells: all, ..Case::bare(about.to_string(), Status::Exact) },
    })
}

pub(super) fn member(
    evaluator: &Evaluator<'_, '_>,
    column: &Bound,
    dataset: u32,
    among: &Known,
    frame: Option<&Frame<'_>>,
    about: &str,
) -> Result<Case, Reason> {
    let facts = evaluator.facts;
    let known: BTreeSet<Key> = match among {
        Known::List(list) => list.iter().cloned().collect(),
        Known::Column(other) => facts.index(other)?.keys().cloned().collect(),
    };
    let Node::Column(own) = &column.node else { return Err(Reason::new("expected a column")) };
    let (mut unknown, mut all) = (Vec::new(), Vec::new());
    let rows = evaluator.rows(dataset, None, frame)?;
    if rows.is_empty() {
        return Err(Reason::new("there is no row to judge"));
    }
    for row in rows {
        let cell = CellRef { dataset, column: own.column, row };
        let missing = facts.key(own, row)?.is_some_and(|value| !known.contains(&value));
        if missing { unknown.push(cell) } else { all.push(cell) }
    }
    Ok(match unknown.is_empty() {
        true => Case { cells: all, ..Case::bare(about.to_string(), Status::Exact) },
        false => Case { cells: unknown, beside: all, ..Case::bare(about.to_string(), Status::Inconsistent) },
    })
}

pub(super) fn complete(
    evaluator: &Evaluator<'_, '_>,
    columns: &[Bound],
    dataset: u32,
    frame: Option<&Frame<'_>>,
    about: &str,
) -> Result<Case, Reason> {
    let (mut nulls, mut all) = (Vec::new(), 0);
    for row in evaluator.rows(dataset, None, frame)? {
        let (texts, cells) = row_texts(evaluator, columns, dataset, row)?;
        for (text, cell) in texts.iter().zip(cells) {
            if text.is_none() { nulls.push(cell) } else { all += 1 }
        }
    }
    if nulls.is_empty() && all == 0 {
        return Err(Reason::new("there is no row to judge"));
    }
    let status = if nulls.is_empty() { Status::Exact } else { Status::Inconsistent };
    // That a number is there says nothing of its value: it takes part in nothing.
    Ok(Case { cells: nulls, ..Case::bare(about.to_string(), status) })
}
