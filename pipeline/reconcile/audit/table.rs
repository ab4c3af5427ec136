//! Relations in one table: its labels and header say what adds up.

use super::{Grid, Relation, RelationKind, amount, judged};
use crate::model::Quantity;
use crate::reconcile::number::Number;
use crate::reconcile::structure::{Line, TotalKind, level, totals};
use crate::reconcile::value::Amount;
use crate::reconcile::verdict::Status;
use crate::source::Source;

/// The relations of one table.
pub(super) fn relations(source: &Source, grid: &Grid) -> Vec<Relation> {
    let mut found = total_rows(source, grid);
    found.extend(total_columns(source, grid));
    found
}

fn printed(source: &Source, quantity: &Quantity) -> String {
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
    let (mut statement, mut spans) = (String::new(), vec![total.span]);
    for (at, (part, sign)) in parts.iter().enumerate() {
        let part = part.as_ref()?;
        let (value, own) = amount(part, at + 1)?;
        measure.added(&own)?;
        let value = if *sign < 0 { value.neg() } else { value };
        sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.add(value.clone())));
        statement.push_str(match (at, sign) {
            (0, 1) => "",
            (0, _) => "-",
            (_, 1) => " + ",
            _ => " - ",
        });
        statement.push_str(&printed(source, part));
        spans.push(part.span);
    }
    let sign = if kind == RelationKind::Sum { "=" } else { "≤" };
    let statement = format!("{statement} {sign} {}", printed(source, total));
    Some(judged(kind, (sum?, stated), &measure, statement, reason, spans))
}

fn total_rows(source: &Source, grid: &Grid) -> Vec<Relation> {
    let lines: Vec<Line> = grid.rows.iter().map(|row| Line { label: row.label.clone(), indent: row.indent }).collect();
    let columns = grid.rows.iter().map(|row| row.numbers.len()).max().unwrap_or(0);
    let mut found = Vec::new();
    for total in totals(&lines) {
        let (kind, reason) = match total.kind {
            TotalKind::Sum => (RelationKind::Sum, format!("row \"{}\" is a total row", lines[total.row].label)),
            TotalKind::OfWhich => {
                (RelationKind::OfWhich, format!("rows \"of which\" below \"{}\"", lines[total.row].label))
            }
        };
        let number = |row: usize, column: usize| grid.rows[row].numbers.get(column).unwrap_or(&None);
        let of_row: Vec<Relation> = (0..columns)
            .filter(|column| !is_rate(grid, *column))
            .filter_map(|column| {
                let parts: Vec<_> = total.parts.iter().map(|(row, sign)| (number(*row, column), *sign)).collect();
                sum(source, &parts, number(total.row, column), kind, reason.clone())
            })
            .collect();
        found.extend(plausible(of_row));
    }
    found
}

/// A column of shares, rates or prices does not add up, or not to its total row.
fn is_rate(grid: &Grid, column: usize) -> bool {
    let header = grid.header.get(column).map_or("", String::as_str).to_lowercase();
    let rate =
        ["%", "％", "率", "同比", "环比", "增", "均", "单价", "growth", "change", "rate", "average", "per ", "price"];
    rate.iter().any(|word| header.contains(word))
}

/// Keeps relations of which the words alone are no proof: if the numbers of no column come near, the table's structure
/// was not understood, and nothing is said.
fn plausible(relations: Vec<Relation>) -> Vec<Relation> {
    let holds = relations.iter().filter(|relation| relation.case.status != Status::Inconsistent).count();
    let near = |relation: &Relation| {
        let (Some(gap), Some(right)) = (&relation.case.gap, &relation.case.right) else { return false };
        gap.abs().mul(&Number::from(10)) <= right.value.abs()
    };
    if holds * 2 >= relations.len() { relations } else { relations.into_iter().filter(near).collect() }
}

fn total_columns(source: &Source, grid: &Grid) -> Vec<Relation> {
    let total = (0..grid.header.len()).find(|column| level(&grid.header[*column]) >= 3);
    let Some(total) = total else { return Vec::new() };
    let parts: Vec<usize> =
        (0..grid.header.len()).filter(|column| *column != total && !is_rate(grid, *column)).collect();
    if parts.len() < 2 {
        return Vec::new();
    }
    let reason = format!("column \"{}\" is a total column", grid.header[total]);
    let of_row = |row: &super::GridRow| {
        let number = |column: usize| row.numbers.get(column).unwrap_or(&None);
        let list: Vec<_> = parts.iter().map(|column| (number(*column), 1)).collect();
        sum(source, &list, number(total), RelationKind::Sum, reason.clone())
    };
    let found: Vec<Relation> = grid.rows.iter().filter_map(of_row).collect();
    let holds = found.iter().filter(|relation| relation.case.status != Status::Inconsistent).count();
    // The columns beside it may be of other things; then most rows do not add up.
    if holds * 5 >= found.len() * 4 { found } else { Vec::new() }
}
