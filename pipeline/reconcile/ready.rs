//! Ready-made relations, because every report has them: total rows, two-way tables, shares, roll-forwards, and one fact
//! printed in several places.

use std::collections::BTreeMap;

use super::backward::quotient;
use super::bind::{Bound, Node};
use super::codes::{CONFLICTING_VALUES, RELATION_MISMATCH, SHARE_MISMATCH, TOTAL_MISMATCH};
use super::evaluate::{Frame, Rows};
use super::extent::Extent;
use super::facts::{Column, Facts};
use super::footing::common;
use super::function::{Function, Ready, Role, Shape};
use super::judge::compare;
use super::literal::literal;
use super::measure::Measure;
use super::number::Number;
use super::structure::{Line, Total, TotalKind, level, totals};
use super::syntax::Comparison;
use super::value::{Amount, CellRef, Part, Reason};
use super::verdict::{Case, Status};

/// `totals(amount, label)`
pub static TOTALS: Function = Function {
    name: "totals",
    usage: "totals(table.amount, table.label)",
    what: "Every total row (合计, 小计, Total, Subtotal ...) is the sum of its parts; rows \"of which\" are parts of the \
           row above.",
    shape: Shape::Relation {
        least: 2,
        roles: |at, count| if at + 1 == count { Role::Label } else { Role::Amount(at) },
        code: &TOTAL_MISMATCH,
        judge: total_rows,
    },
};

/// `two_way(label, total, parts ...)`
pub static TWO_WAY: Function = Function {
    name: "two_way",
    usage: "two_way(table.label, table.total, table.a, table.b)",
    what: "Every row's total is the sum of its columns, and every column has its total rows.",
    shape: Shape::Relation {
        least: 4,
        roles: |at, _| if at == 0 { Role::Label } else { Role::Amount(0) },
        code: &TOTAL_MISMATCH,
        judge: two_way,
    },
};

/// `shares(share, part, label)`
pub static SHARES: Function = Function {
    name: "shares",
    usage: "shares(table.share, table.amount, table.label)",
    what: "Every share is its amount by the total, and the shares make 100 %.",
    shape: Shape::Relation {
        least: 1,
        roles: |at, _| if at == 2 { Role::Label } else { Role::Amount(at) },
        code: &SHARE_MISMATCH,
        judge: shares,
    },
};

/// `roll_forward(opening, changes ..., closing)`
pub static ROLL_FORWARD: Function = Function {
    name: "roll_forward",
    usage: "roll_forward(table.opening, table.change, table.closing)",
    what: "Opening and changes make closing, and every row opens with what the row before it closed with.",
    shape: Shape::Relation { least: 2, roles: |_, _| Role::Amount(0), code: &RELATION_MISMATCH, judge: roll_forward },
};

/// `same(a, b ...)`
pub static SAME: Function = Function {
    name: "same",
    usage: "same(stated.a, stated.b)",
    what: "One fact printed in several places: all printings agree, exactly or within rounding.",
    shape: Shape::Relation { least: 2, roles: |_, _| Role::Value, code: &CONFLICTING_VALUES, judge: same },
};

/// The column behind an argument.
fn column(bound: &Bound) -> Result<&Column, Reason> {
    match &bound.node {
        Node::Column(column) | Node::Select(column, None) => Ok(column),
        _ => Err(Reason::new("expected a column")),
    }
}

fn rows(ready: &Ready<'_, '_>, column: &Column) -> Result<Vec<u32>, Reason> {
    if let Some(Rows::One(row)) = Frame::find(ready.frame, column.dataset) {
        return Ok(vec![row]);
    }
    ready.evaluator.rows(column.dataset, None, ready.frame)
}

/// The value of a column in a row.
fn at(ready: &Ready<'_, '_>, column: &Column, row: u32) -> Result<Amount, Reason> {
    let frame = Frame::new(column.dataset, Rows::One(row));
    ready.evaluator.amount(&Node::Column(column.clone()), Some(&frame))
}

fn name(facts: &Facts<'_>, column: &Column, row: u32) -> String {
    let label = &facts.datasets[column.dataset as usize].columns[column.column as usize].name;
    facts.text(column, row).map_or_else(|| format!("row {}", row + 1), |text| format!("{label} \"{text}\""))
}

/// The rows of a table as lines, with the indents of their labels.
fn lines(facts: &Facts<'_>, label: &Column, rows: &[u32]) -> Vec<Line> {
    let line = |row: &u32| {
        let (source, spans) = facts.places(CellRef { dataset: label.dataset, column: label.column, row: *row });
        let indent = spans.first().map_or(0, |span| {
            let start = source.line_span(source.line_of(span.start)).start;
            source.text()[start as usize..span.start as usize].chars().count()
        });
        Line { label: facts.text(label, *row).map(|text| text.trim().to_string()).unwrap_or_default(), indent }
    };
    rows.iter().map(line).collect()
}

fn total_rows(ready: &Ready<'_, '_>) -> Result<Vec<Case>, Reason> {
    let (label, columns) = ready.arguments.split_last().ok_or_else(|| Reason::new("expected a column"))?;
    let label = column(label)?;
    let mut cases = Vec::new();
    for amounts in columns {
        cases.extend(columns_totals(ready, column(amounts)?, label)?);
    }
    match cases.is_empty() {
        true => Err(Reason::new("no row of the table is a total of others")),
        false => Ok(cases),
    }
}

fn columns_totals(ready: &Ready<'_, '_>, amounts: &Column, label: &Column) -> Result<Vec<Case>, Reason> {
    let facts = ready.evaluator.facts;
    let rows = rows(ready, label)?;
    let found = totals(&lines(facts, label, &rows), &|parts, row| makes(ready, amounts, &rows, parts, row));
    Ok(found.iter().map(|total| total_case(ready, total, amounts, label, &rows)).collect())
}

/// True if the parts of a column can make the number of a row.
fn makes(ready: &Ready<'_, '_>, amounts: &Column, rows: &[u32], parts: &[(usize, i8)], row: usize) -> bool {
    let sum = signed_sum(ready, amounts, rows, parts);
    matches!((sum, at(ready, amounts, rows[row])), (Ok(sum), Ok(total)) if sum.wide().meets(total.wide()))
}

fn signed_sum(ready: &Ready<'_, '_>, amounts: &Column, rows: &[u32], parts: &[(usize, i8)]) -> Result<Amount, Reason> {
    let mut sum: Option<Amount> = None;
    for (part, sign) in parts {
        let part = at(ready, amounts, rows[*part])?;
        let part = if *sign < 0 { part.neg() } else { part };
        sum = Some(match sum {
            Some(sum) => sum.add(part),
            None => part,
        });
    }
    sum.ok_or_else(|| Reason::new("the total has no part"))
}

/// How some parts of a whole compare with it: at most the whole, or at least it where all are negative. Parts of both
/// signs may be anything.
pub(super) fn some_of(parts: &Amount, whole: &Amount) -> Option<Comparison> {
    let values = || parts.parts.iter().map(|part| &part.value).filter(|value| !value.is_zero());
    if values().all(|value| !value.is_negative()) && !whole.value.is_negative() {
        Some(Comparison::LessOrEqual)
    } else if values().all(Number::is_negative) && whole.value.is_negative() {
        Some(Comparison::GreaterOrEqual)
    } else {
        None
    }
}

fn total_case(ready: &Ready<'_, '_>, total: &Total, amounts: &Column, label: &Column, rows: &[u32]) -> Case {
    let about = name(ready.evaluator.facts, label, rows[total.row]);
    let sides =
        signed_sum(ready, amounts, rows, &total.parts).and_then(|sum| Ok((sum, at(ready, amounts, rows[total.row])?)));
    let operator = match (total.kind, &sides) {
        (TotalKind::OfWhich, Ok((sum, whole))) => match some_of(sum, whole) {
            Some(operator) => operator,
            None => {
                let reason = Reason::new("parts of both signs may make more or less than their row");
                return Case::untestable(about, reason);
            }
        },
        _ => Comparison::Equal,
    };
    case(ready, about, sides, &operator, &amounts.measure)
}

fn case(
    ready: &Ready<'_, '_>,
    about: String,
    sides: Result<(Amount, Amount), Reason>,
    operator: &Comparison,
    measure: &Measure,
) -> Case {
    match sides {
        Ok((left, right)) => {
            let mut case = compare(about, (left, measure), operator, (right, measure));
            if case.status == Status::Inconsistent {
                case.diagnosis = super::diagnosis::diagnose(&case, ready.evaluator.facts, None);
            }
            case
        }
        Err(reason) => Case::untestable(about, reason),
    }
}

fn two_way(ready: &Ready<'_, '_>) -> Result<Vec<Case>, Reason> {
    let columns: Vec<&Column> = ready.arguments.iter().map(column).collect::<Result<_, _>>()?;
    let [label, total, parts @ ..] = &columns[..] else { return Err(Reason::new("expected three columns")) };
    let facts = ready.evaluator.facts;
    let mut cases = Vec::new();
    for row in rows(ready, label)? {
        let sides = || {
            let values = parts.iter().map(|part| at(ready, part, row)).collect::<Result<Vec<_>, _>>()?;
            let sum = values.into_iter().reduce(Amount::add).ok_or_else(|| Reason::new("the total has no part"))?;
            Ok((sum, at(ready, total, row)?))
        };
        cases.push(case(ready, name(facts, label, row), sides(), &Comparison::Equal, &total.measure));
    }
    for amounts in &columns[1..] {
        cases.extend(columns_totals(ready, amounts, label)?);
    }
    Ok(cases)
}

fn shares(ready: &Ready<'_, '_>) -> Result<Vec<Case>, Reason> {
    let columns: Vec<&Column> = ready.arguments.iter().map(column).collect::<Result<_, _>>()?;
    let (share, amounts, label) = (columns[0], columns.get(1), columns.get(2));
    let facts = ready.evaluator.facts;
    let all = rows(ready, share)?;
    let summed = amounts.unwrap_or(&share);
    let structure = label.map_or_else(Vec::new, |label| {
        totals(&lines(facts, label, &all), &|parts, row| makes(ready, summed, &all, parts, row))
    });
    let is_whole = |at: usize| structure.iter().any(|total| total.kind == TotalKind::Sum && total.row == at);
    let inner = |at: usize| {
        structure
            .iter()
            .any(|total| total.kind == TotalKind::OfWhich && total.parts.iter().any(|(part, _)| *part == at))
    };
    let leaves: Vec<u32> = (0..all.len()).filter(|at| !is_whole(*at) && !inner(*at)).map(|at| all[at]).collect();
    let mut cases = Vec::new();
    // The shares make 100 % to the last digit, whatever is printed.
    let hundred = literal("100", "%").map_err(Reason::new)?;
    let sum = leaves.iter().map(|row| at(ready, share, *row)).collect::<Result<Vec<_>, _>>();
    let sum = sum.and_then(|s| s.into_iter().reduce(Amount::add).ok_or_else(|| Reason::new("the table has no row")));
    cases.push(case(
        ready,
        String::new(),
        sum.map(|sum| (sum, hundred.amount.clone())),
        &Comparison::Equal,
        &share.measure,
    ));
    let Some(amounts) = amounts else { return Ok(cases) };
    // The whole is the highest total; without one, the sum of the amounts.
    let height =
        |total: &&Total| label.and_then(|label| facts.text(label, all[total.row])).map_or(0, |text| level(&text));
    let sums = structure.iter().filter(|total| total.kind == TotalKind::Sum);
    let whole_row = sums.max_by_key(height).map(|total| all[total.row]);
    let whole = match whole_row {
        Some(row) => at(ready, amounts, row),
        None => {
            let parts = leaves.iter().map(|row| at(ready, amounts, *row)).collect::<Result<Vec<_>, _>>();
            parts.and_then(|p| p.into_iter().reduce(Amount::add).ok_or_else(|| Reason::new("the table has no row")))
        }
    };
    if let Some(row) = whole_row {
        let sides = at(ready, share, row).map(|share| (hundred.amount.clone(), share));
        cases.push(case(ready, name(facts, label.unwrap_or(&share), row), sides, &Comparison::Equal, &share.measure));
    }
    for row in all.iter().filter(|row| Some(**row) != whole_row) {
        let sides = || Ok((at(ready, amounts, *row)?.div(whole.clone()?)?, at(ready, share, *row)?));
        let about = name(facts, label.unwrap_or(&share), *row);
        let mut case = case(ready, about, sides(), &Comparison::Equal, &share.measure);
        if let (Some(power), Ok(part), Ok(whole), Ok(stated)) =
            (&mut case.power, at(ready, amounts, *row), &whole, at(ready, share, *row))
        {
            power.entangled = quotient(&part, whole, &stated);
        }
        cases.push(case);
    }
    Ok(cases)
}

fn roll_forward(ready: &Ready<'_, '_>) -> Result<Vec<Case>, Reason> {
    let columns: Vec<&Column> = ready.arguments.iter().map(column).collect::<Result<_, _>>()?;
    let [opening, changes @ .., closing] = &columns[..] else { return Err(Reason::new("expected two columns")) };
    let mut cases = Vec::new();
    let rows = rows(ready, opening)?;
    let follow = |pair: &[u32]| {
        let both = at(ready, closing, pair[0]).and_then(|closing| Ok((closing, at(ready, opening, pair[1])?)));
        both.is_ok_and(|(closing, opening)| closing.wide().meets(opening.wide()))
    };
    // Rows of assets do not follow each other as years do.
    let following = rows.windows(2).filter(|pair| follow(pair)).count();
    let chained = are_periods(ready, opening, &rows) || following * 2 >= rows.len().saturating_sub(1).max(1);
    let mut before: Option<u32> = None;
    for row in rows.iter().copied() {
        if !changes.is_empty() {
            let sides = || {
                let mut sum = at(ready, opening, row)?;
                for change in changes {
                    sum = sum.add(at(ready, change, row)?);
                }
                Ok((sum, at(ready, closing, row)?))
            };
            cases.push(case(ready, format!("row {}", row + 1), sides(), &Comparison::Equal, &closing.measure));
        }
        if let Some(before) = before.filter(|_| chained) {
            let sides = || Ok((at(ready, closing, before)?, at(ready, opening, row)?));
            let about = format!("rows {} and {}", before + 1, row + 1);
            cases.push(match sides() {
                Ok((closing, opening_amount)) => {
                    let sides = ((closing, &opening.measure), (opening_amount, &opening.measure));
                    let mut case = printed_twice(about, sides.0, sides.1);
                    if case.status == Status::Inconsistent {
                        case.diagnosis = super::diagnosis::diagnose(&case, ready.evaluator.facts, None);
                    }
                    case
                }
                Err(reason) => Case::untestable(about, reason),
            });
        }
        before = Some(row);
    }
    Ok(cases)
}

/// True if the rows are named by years, days or other periods.
fn are_periods(ready: &Ready<'_, '_>, amounts: &Column, rows: &[u32]) -> bool {
    let facts = ready.evaluator.facts;
    let of = &facts.datasets[amounts.dataset as usize];
    let Some(first) = of.columns.iter().position(|column| !matches!(&*column.name, "report" | "source")) else {
        return false;
    };
    let name = facts.column(amounts.dataset, first as u32);
    let year = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.len() == 4 && matches!(digits.parse(), Ok(1900..=2100))
    };
    rows.iter().all(|row| facts.text(&name, *row).is_some_and(|text| year(&text)))
}

fn same(ready: &Ready<'_, '_>) -> Result<Vec<Case>, Reason> {
    let first = &ready.arguments[0];
    let mut printings = Vec::new();
    for argument in ready.arguments {
        if first.measure.added(&argument.measure).is_none() {
            return Err(Reason::new(format!("{} and {} cannot be compared", first.measure, argument.measure)));
        }
        printings.push(ready.evaluator.amount(&argument.node, ready.frame)?);
    }
    Ok(vec![agree(String::new(), &printings)])
}

/// One number printed twice: to the same place it is printed the same, even if both intervals touch.
pub(super) fn printed_twice(about: String, left: (Amount, &Measure), right: (Amount, &Measure)) -> Case {
    let twins = agree(String::new(), &[left.0.clone(), right.0.clone()]);
    let mut case = compare(about, left, &Comparison::Equal, right);
    (case.status, case.loose) = (twins.status, twins.loose);
    case.power = case.power.filter(|_| case.status != Status::Inconsistent);
    case
}

/// All printings of one fact.
pub(super) fn agree(about: String, printings: &[Amount]) -> Case {
    let common = |reading: fn(&Amount) -> &Extent| {
        common(printings.iter().map(|amount| (&amount.value, reading(amount)))).is_some()
    };
    let (narrow, wide) = (common(|amount| &amount.narrow), common(Amount::wide));
    let exact = printings.windows(2).all(|pair| pair[0].value == pair[1].value)
        && printings.iter().all(|amount| amount.narrow.is_bounded());
    let status = match (exact && narrow, wide) {
        (true, _) => Status::Exact,
        (false, true) => Status::Consistent,
        (false, false) => Status::Inconsistent,
    };
    let cells = |part: &Part| part.cell;
    let cells = printings.iter().flat_map(|amount| amount.parts.iter().map(cells)).collect();
    let reach = if status == Status::Inconsistent { BTreeMap::new() } else { apart(printings) };
    Case { cells, reach, loose: status == Status::Consistent && !narrow, ..Case::bare(about, status) }
}

/// How far each printing may be off before it excludes the others.
fn apart(printings: &[Amount]) -> BTreeMap<CellRef, Extent> {
    let all = Extent { lower: None, upper: None };
    // What all printings behind each one have in common, then what all before it have.
    let mut behind = vec![all.clone()];
    for printing in printings.iter().rev() {
        behind.push(behind[behind.len() - 1].meet(printing.wide()));
    }
    let mut before = all;
    let mut reach = BTreeMap::new();
    for (printing, behind) in printings.iter().zip(behind.iter().rev().skip(1)) {
        if let [Part { cell, weight: Some(weight), .. }] = &printing.parts[..]
            && *weight == Number::ONE
        {
            let again = reach.contains_key(cell);
            let errors = before.meet(behind).sub(printing.wide());
            reach.insert(*cell, if again { Extent { lower: None, upper: None } } else { errors });
        }
        before = before.meet(printing.wide());
    }
    reach
}
