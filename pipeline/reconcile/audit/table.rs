//! Relations in one table: its labels and header say what adds up.

use std::collections::BTreeMap;

use super::columns::growth_columns;
use super::vocabulary::{CLOSING, FLOW_OUT, OPENING, RATES, SHARES, any};
use super::{Grid, Relation, RelationKind, Stated, amount, is_near, judged, shown_to_one_place};
use crate::model::{Kind, Quantity};
use crate::reconcile::number::Number;
use crate::reconcile::ready::some_of;
use crate::reconcile::structure::{Line, Total, TotalKind, is_of_which, level, totals};
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::reconcile::verdict::Status;
use crate::source::Source;

/// The relations of one table.
pub(super) fn relations(source: &Source, grid: &Grid) -> Vec<Relation> {
    let grid = &to_one_place(grid);
    let mut found = total_rows(source, grid);
    found.extend(total_columns(source, grid));
    found.extend(share_columns(source, grid));
    found.extend(roll_forward_rows(source, grid));
    found.extend(growth_columns(source, grid));
    found
}

/// Where a column is printed to one place throughout and one cell shows that place, the zeros in all of them are digits:
/// 45, 35, 100.
fn to_one_place(grid: &Grid) -> Grid {
    let mut grid = grid.clone();
    let columns = grid.rows.iter().map(|row| row.numbers.len()).max().unwrap_or(0);
    for column in 0..columns {
        let cells = grid.rows.iter_mut().filter_map(|row| row.numbers.get_mut(column)?.as_mut());
        shown_to_one_place(cells);
    }
    grid
}

pub(super) fn printed(source: &Source, quantity: &Quantity) -> String {
    source.slice(quantity.span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sum of `parts`, each added or taken off, against `total`; `None` where a number is missing.
fn sum(
    source: &Source,
    parts: &[(&Option<Quantity>, i8)],
    total: &Option<Quantity>,
    kind: RelationKind,
    reason: String,
) -> Option<Relation> {
    let total = total.as_ref()?;
    let (stated, measure) = amount(total, 0)?;
    let mut sum: Option<Amount> = None;
    let (mut statement, mut quantities) = (String::new(), vec![total]);
    for (at, (part, sign)) in parts.iter().enumerate() {
        let part = part.as_ref()?;
        let (value, own) = amount(part, at + 1)?;
        measure.added(&own)?;
        let value = if *sign < 0 { value.neg() } else { value };
        sum = Some(match sum {
            Some(sum) => sum.add(value),
            None => value,
        });
        statement.push_str(match (at, sign) {
            (0, 1) => "",
            (0, _) => "-",
            (_, 1) => " + ",
            _ => " - ",
        });
        statement.push_str(&printed(source, part));
        quantities.push(part);
    }
    let sum = sum?;
    let (operator, sign) = match kind {
        RelationKind::OfWhich => match some_of(&sum, &stated)? {
            Comparison::GreaterOrEqual => (Comparison::GreaterOrEqual, "≥"),
            operator => (operator, "≤"),
        },
        _ => (Comparison::Equal, "="),
    };
    let statement = format!("{statement} {sign} {}", printed(source, total));
    let stated = Stated { kind, statement, reason, quantities: &quantities };
    Some(judged(source, stated, (sum, stated_amount(total)?), &operator, &measure))
}

fn stated_amount(total: &Quantity) -> Option<Amount> {
    Some(amount(total, 0)?.0)
}

pub(super) fn number(grid: &Grid, row: usize, column: usize) -> &Option<Quantity> {
    grid.rows[row].numbers.get(column).unwrap_or(&None)
}

/// The total rows of all columns that add up: where the columns say different things about the rows of one total, what
/// adds up in most of them is true of all.
fn totals_of_columns(grid: &Grid, columns: &[usize]) -> Vec<(usize, Vec<Total>)> {
    let of_columns: Vec<(usize, Vec<Total>)> =
        columns.iter().map(|column| (*column, totals_of(grid, *column))).collect();
    let mut readings: BTreeMap<(usize, bool), Vec<&Total>> = BTreeMap::new();
    for total in of_columns.iter().flat_map(|(_, totals)| totals) {
        let known = readings.entry((total.row, total.kind == TotalKind::Sum)).or_default();
        if !known.contains(&total) {
            known.push(total);
        }
    }
    let adding = |total: &Total| columns.iter().filter(|column| makes(grid, **column, &total.parts, total.row)).count();
    let best: Vec<&Total> = readings
        .values()
        .filter_map(|known| known.iter().rev().max_by_key(|total| if known.len() > 1 { adding(total) } else { 0 }))
        .copied()
        .collect();
    columns.iter().map(|column| (*column, best.iter().map(|total| (*total).clone()).collect())).collect()
}

/// The total rows of one column.
fn totals_of(grid: &Grid, column: usize) -> Vec<Total> {
    let lines: Vec<Line> = grid.rows.iter().map(|row| Line { label: row.label.clone(), indent: row.indent }).collect();
    totals(&lines, &|parts, row| makes(grid, column, parts, row))
}

/// True if the parts of a column can make the number of a row.
fn makes(grid: &Grid, column: usize, parts: &[(usize, i8)], row: usize) -> bool {
    let value = |row: usize| Some(amount(number(grid, row, column).as_ref()?, row)?.0);
    let mut sum: Option<Amount> = None;
    for (part, sign) in parts {
        let Some(part) = value(*part) else { return false };
        let part = if *sign < 0 { part.neg() } else { part };
        sum = Some(match sum {
            Some(sum) => sum.add(part),
            None => part,
        });
    }
    matches!((sum, value(row)), (Some(sum), Some(total)) if sum.wide().meets(total.wide()))
}

fn total_rows(source: &Source, grid: &Grid) -> Vec<Relation> {
    let columns = grid.rows.iter().map(|row| row.numbers.len()).max().unwrap_or(0);
    let columns: Vec<usize> = (0..columns).filter(|column| !is_rate(grid, *column)).collect();
    let mut of_row: BTreeMap<usize, Vec<Relation>> = BTreeMap::new();
    for (column, totals) in totals_of_columns(grid, &columns) {
        for total in totals {
            let label = &grid.rows[total.row].label;
            let (kind, reason) = match total.kind {
                TotalKind::Sum if level(label) == 0 => {
                    (RelationKind::Sum, format!("the rows below \"{label}\" stand further in"))
                }
                TotalKind::Sum => (RelationKind::Sum, format!("row \"{label}\" is a total row")),
                TotalKind::OfWhich => (RelationKind::OfWhich, format!("rows \"of which\" below \"{label}\"")),
            };
            let parts: Vec<_> = total.parts.iter().map(|(row, sign)| (number(grid, *row, column), *sign)).collect();
            let relation = sum(source, &parts, number(grid, total.row, column), kind, reason);
            // "Men", "Women", "Young", "Old": one whole divided several times.
            let again = |relation: &Relation| {
                relation.case.status == Status::Inconsistent && several_times(&parts, number(grid, total.row, column))
            };
            let relation = relation.filter(|relation| !again(relation));
            of_row.entry(total.row).or_default().extend(relation);
        }
    }
    of_row.into_values().flat_map(plausible).collect()
}

/// True if the parts are several runs that make the total each.
fn several_times(parts: &[(&Option<Quantity>, i8)], total: &Option<Quantity>) -> bool {
    let Some((total, _)) = total.as_ref().and_then(|total| amount(total, 0)) else { return false };
    let mut run: Option<Amount> = None;
    let mut runs = 0;
    for (part, sign) in parts {
        let Some((part, _)) = part.as_ref().and_then(|part| amount(part, 0)) else { return false };
        let part = if *sign < 0 { part.neg() } else { part };
        let sum = match run.take() {
            Some(sum) => sum.add(part),
            None => part,
        };
        if sum.narrow.meets(&total.narrow) {
            runs += 1;
        } else {
            run = Some(sum);
        }
    }
    run.is_none() && runs > 1
}

/// A column of shares, rates or prices does not add up, or not to its total row.
fn is_rate(grid: &Grid, column: usize) -> bool {
    let share =
        |row: &super::GridRow| matches!(row.numbers.get(column), Some(Some(number)) if number.kind == Kind::Percent);
    any(grid.header.get(column).map_or("", String::as_str), RATES) || grid.rows.iter().any(share)
}

/// Keeps relations of which the words alone are no proof: if the numbers of no column come near and no simple cause
/// explains why, the table's structure was not understood, and nothing is said.
fn plausible(relations: Vec<Relation>) -> Vec<Relation> {
    let holds = relations.iter().filter(|relation| relation.case.status != Status::Inconsistent).count();
    if holds * 4 >= relations.len() * 3 { relations } else { relations.into_iter().filter(is_near).collect() }
}

/// Rows from an opening balance to a closing one: what stands between changed it.
fn roll_forward_rows(source: &Source, grid: &Grid) -> Vec<Relation> {
    let columns = grid.rows.iter().map(|row| row.numbers.len()).max().unwrap_or(0);
    let columns: Vec<usize> = (0..columns).filter(|column| !is_rate(grid, *column)).collect();
    let mut found = Vec::new();
    let mut from = None;
    for (closing, row) in grid.rows.iter().enumerate() {
        if any(&row.label, OPENING) {
            from = Some(closing);
            continue;
        }
        if !any(&row.label, CLOSING) {
            continue;
        }
        let Some(opening) = from.take().filter(|opening| closing - opening >= 2) else { continue };
        let between = opening + 1..closing;
        // A subtotal or a part of a row would count twice.
        let plain = |row: usize| level(&grid.rows[row].label) == 0 && !is_of_which(&grid.rows[row].label);
        if !between.clone().all(plain) {
            continue;
        }
        let of_column = |column: &usize| {
            let sign = |row: usize| {
                let printed_minus = number(grid, row, *column).as_ref().is_some_and(|own| own.value.is_negative());
                if any(&grid.rows[row].label, FLOW_OUT) && !printed_minus { -1 } else { 1 }
            };
            let parts: Vec<_> = [(opening, 1)].into_iter().chain(between.clone().map(|row| (row, sign(row)))).collect();
            let given: Vec<_> = parts.iter().map(|(row, sign)| (number(grid, *row, *column), *sign)).collect();
            let reason = format!("from row \"{}\" to row \"{}\"", grid.rows[opening].label, row.label);
            sum(source, &given, number(grid, closing, *column), RelationKind::RollForward, reason)
        };
        found.extend(plausible(columns.iter().filter_map(of_column).collect()));
    }
    found
}

fn total_columns(source: &Source, grid: &Grid) -> Vec<Relation> {
    let total = (0..grid.header.len()).find(|column| level(&grid.header[*column]) >= 3);
    let Some(total) = total else { return Vec::new() };
    let parts: Vec<usize> =
        (0..grid.header.len()).filter(|column| *column != total && !is_rate(grid, *column)).collect();
    if parts.len() < 2 {
        return Vec::new();
    }
    let reason = format!("column \"{}\" is a total column", grid.header[total].trim());
    let of_row = |row: &super::GridRow| {
        let number = |column: usize| row.numbers.get(column).unwrap_or(&None);
        let list: Vec<_> = parts.iter().map(|column| (number(*column), 1)).collect();
        sum(source, &list, number(total), RelationKind::Sum, reason.clone())
    };
    let found: Vec<Relation> = grid.rows.iter().filter_map(of_row).collect();
    let holds = found.iter().filter(|relation| relation.case.status != Status::Inconsistent).count();
    // The columns beside it may be of other things; then most rows do not add up.
    if holds * 3 >= found.len() * 2 { found } else { Vec::new() }
}

/// Columns of shares whose total row prints 100: each is a share of the amounts in front of it, where there are such, or
/// they make 100 together.
fn share_columns(source: &Source, grid: &Grid) -> Vec<Relation> {
    let mut found = Vec::new();
    for share in (0..grid.header.len()).filter(|share| any(&grid.header[*share], SHARES)) {
        let of_amounts = share.checked_sub(1).map_or_else(Vec::new, |amounts| quotients(source, grid, amounts, share));
        match of_amounts.is_empty() {
            true => found.extend(hundred(source, grid, share)),
            false => found.extend(of_amounts),
        }
    }
    found
}

/// The shares of a column whose total row prints 100.
fn hundred(source: &Source, grid: &Grid, share: usize) -> Option<Relation> {
    let of_row = |row: usize| number(grid, row, share).as_ref();
    let totals = totals_of(grid, share);
    let total_row = |total: &&Total| total.kind == TotalKind::Sum && level(&grid.rows[total.row].label) > 0;
    // Several total rows are several tables, or shares of several wholes.
    let [total] = &totals.iter().filter(total_row).collect::<Vec<_>>()[..] else {
        return None;
    };
    let whole = of_row(total.row).filter(|whole| whole.value == 100.into())?;
    let parts: Vec<&Quantity> = total.parts.iter().map(|(row, _)| of_row(*row)).collect::<Option<_>>()?;
    let value = |(at, part): (usize, &&Quantity)| Some((amount(part, at + 1)?, part.unit == whole.unit));
    let values: Vec<_> = parts.iter().enumerate().map(value).collect::<Option<_>>()?;
    if parts.len() < 2 || values.iter().any(|(_, same)| !same) {
        return None;
    }
    let values: Vec<Amount> = values.into_iter().map(|((value, _), _)| value).collect();
    let (stated, measure) = amount(whole, 0)?;
    let exact = Amount::exact(stated.value.clone());
    // "Men", "Women", "Young", "Old": one whole divided twice. The first rows, or the last ones, make it by themselves.
    let makes = |sum: &mut Option<Amount>, value: &Amount| {
        let next = match sum.take() {
            Some(sum) => sum.add(value.clone()),
            None => value.clone(),
        };
        let makes = next.wide().meets(exact.wide());
        *sum = Some(next);
        Some(makes)
    };
    let some = values.len() - 1;
    if values.iter().take(some).scan(None, makes).any(|makes| makes)
        || values.iter().rev().take(some).scan(None, makes).any(|makes| makes)
    {
        return None;
    }
    let statement = parts.iter().map(|part| printed(source, part)).collect::<Vec<_>>().join(" + ");
    let stated_as = Stated {
        kind: RelationKind::Hundred,
        statement: format!("{statement} = {}", printed(source, whole)),
        reason: format!(
            "column \"{}\" holds shares, and row \"{}\" is their total",
            grid.header[share].trim(),
            grid.rows[total.row].label
        ),
        quantities: &[whole].into_iter().chain(parts).collect::<Vec<_>>(),
    };
    let sum = values.into_iter().reduce(Amount::add)?;
    Some(judged(source, stated_as, (sum, exact), &Comparison::Equal, &measure))
}

/// The shares of a column of the amounts in front of it, whose total row prints 100.
fn quotients(source: &Source, grid: &Grid, amounts: usize, share: usize) -> Vec<Relation> {
    let hundred = |total: &Total| {
        let whole = number(grid, total.row, share).as_ref();
        total.kind == TotalKind::Sum && whole.is_some_and(|whole| whole.value == 100.into())
    };
    let total = (!is_rate(grid, amounts)).then(|| totals_of(grid, amounts).into_iter().find(hundred));
    let Some(total) = total.flatten() else { return Vec::new() };
    let of_row: Vec<Relation> =
        total.parts.iter().filter_map(|(row, _)| quotient(source, grid, *row, &total, amounts)).collect();
    let holds = of_row.iter().filter(|relation| relation.case.status != Status::Inconsistent).count();
    if holds * 3 >= of_row.len() * 2 { of_row } else { Vec::new() }
}

fn quotient(source: &Source, grid: &Grid, row: usize, total: &Total, amounts: usize) -> Option<Relation> {
    let at = |row: usize, column: usize| number(grid, row, column).as_ref();
    let (share, part, whole) = (at(row, amounts + 1)?, at(row, amounts)?, at(total.row, amounts)?);
    let ((stated, measure), (part_amount, _), (whole_amount, _)) =
        (amount(share, 0)?, amount(part, 1)?, amount(whole, 2)?);
    let quotient = part_amount.div(whole_amount).ok()?;
    // Under a header with its sign, shares are printed as bare numbers.
    let quotient = if measure.is_share() { quotient } else { quotient.mul(Amount::exact(Number::from(100))) };
    let (part_text, whole_text) = (printed(source, part), printed(source, whole));
    let stated_as = Stated {
        kind: RelationKind::Share,
        statement: format!("{part_text} / {whole_text} = {}%", printed(source, share).trim_end_matches('%')),
        reason: format!("column \"{}\" is a share of the column before it", grid.header[amounts + 1].trim()),
        quantities: &[share, part, whole],
    };
    Some(judged(source, stated_as, (quotient, stated), &Comparison::Equal, &measure))
}
