//! Total rows: the rows of a table go in, those that are sums of others come out, and checks for them.

use std::fmt::Write as _;

use super::columns::{Column, decimals, is_plain_number};
use super::{quoted, text};
use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::Source;

/// The rows of a table.
pub(super) struct Rows {
    /// Rows of the dataset.
    pub parts: Vec<FoundRow>,
    /// Totals of them.
    pub sums: Vec<FoundRow>,
    /// The labels of rows that say that they are totals but are sums of nothing.
    pub doubtful: Vec<String>,
}

/// Parts the rows of `table`. "Total" alone is a total; "Total enrollment" is one if it is the sum of other rows.
pub(super) fn rows(source: &Source, table: &FoundTable) -> Rows {
    let totals = table.total_rows(source);
    let labels: Vec<_> = table
        .cells
        .iter()
        .filter(|cell| cell.column == 0 && totals.contains(&cell.row))
        .map(|cell| cell.cell.spans[0].start)
        .collect();
    let all = table.rows(source);
    let named = |row: &FoundRow| {
        row.cells.first().and_then(Option::as_ref).is_some_and(|cell| labels.contains(&cell.spans[0].start))
    };
    let candidates: Vec<bool> = all.iter().map(named).collect();
    let mut rows = Rows { parts: Vec::new(), sums: Vec::new(), doubtful: Vec::new() };
    for (at, row) in all.iter().enumerate() {
        let label = text(source, row.cells.first().and_then(Option::as_ref));
        if !candidates[at] {
            rows.parts.push(row.clone());
        } else if is_bare(&label) || is_sum(source, &all, &candidates, at) {
            rows.sums.push(row.clone());
        } else {
            rows.doubtful.push(label);
            rows.parts.push(row.clone());
        }
    }
    rows
}

fn is_bare(label: &str) -> bool {
    let word: String = label.to_lowercase().chars().filter(|ch| ch.is_alphabetic()).collect();
    matches!(
        &*word,
        "total" | "totals" | "sum" | "grandtotal" | "subtotal" | "合计" | "总计" | "小计" | "共计" | "总和"
    )
}

/// True if row `at` is in any column the sum of all other rows, or of those between it and the total before or behind it.
fn is_sum(source: &Source, rows: &[FoundRow], candidates: &[bool], at: usize) -> bool {
    let before = (0..at).rev().take_while(|&row| !candidates[row]).collect::<Vec<_>>();
    let behind = (at + 1..rows.len()).take_while(|&row| !candidates[row]).collect::<Vec<_>>();
    let others = (0..rows.len()).filter(|&row| !candidates[row]).collect::<Vec<_>>();
    [before, behind, others].iter().any(|parts| {
        (1..rows[at].cells.len()).any(|column| {
            let cell = |row: usize| text(source, rows[row].cells[column].as_ref());
            let total = cell(at);
            let parts: Vec<String> = parts.iter().map(|&row| cell(row)).filter(|text| is_plain_number(text)).collect();
            is_plain_number(&total) && parts.len() >= 2 && adds_up(&parts, &total)
        })
    })
}

/// True if `parts` add up to `total`, each of them off by half a digit at most.
fn adds_up(parts: &[String], total: &str) -> bool {
    let places = parts.iter().map(|part| decimals(part)).max().unwrap_or(0).max(decimals(total));
    let added: i128 = parts.iter().filter_map(|part| scaled(part, places)).sum();
    let printed = scaled(total, places).unwrap_or(0);
    (added - printed).unsigned_abs() <= parts.len().div_ceil(2) as u128
}

/// A number as ten to the power of `decimals` times itself.
fn scaled(text: &str, decimals: usize) -> Option<i128> {
    let negative = text.starts_with(['-', '–', '−', '(']);
    let digits: String = text.chars().filter(|ch| ch.is_ascii_digit() || *ch == '.').collect();
    let (whole, tail) = digits.split_once('.').unwrap_or((&digits, ""));
    let value: i128 = format!("{whole}{tail:0<decimals$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Writes a check for each column whose rows add up to the one total, and one question for all others.
pub(super) fn checks(out: &mut String, source: &Source, name: &str, columns: &[Column], rows: &Rows) {
    let [sum] = &rows.sums[..] else {
        if rows.sums.len() > 1 {
            let _ = writeln!(
                out,
                "\n# Question: there are {} rows of totals; which rows are the parts of each? State it as a [[check]].",
                rows.sums.len()
            );
        }
        return;
    };
    let mut others = Vec::new();
    for (at, column) in columns.iter().enumerate().skip(1).filter(|(_, column)| column.decimals.is_some()) {
        let total = text(source, sum.cells[at].as_ref());
        if !is_plain_number(&total) {
            continue;
        }
        let cells = rows.parts.iter().map(|row| text(source, row.cells[at].as_ref()));
        let values: Vec<String> = cells.filter(|text| is_plain_number(text)).collect();
        if !adds_up(&values, &total) {
            others.push(format!("{} (\"{total}\")", column.name));
            continue;
        }
        let bare: String = total.chars().filter(|ch| ch.is_ascii_digit() || *ch == '.').collect();
        let sign = if total.starts_with(['-', '–', '−', '(']) { "-" } else { "" };
        let unit = if column.percent { " %" } else { "" };
        let _ = writeln!(out, "\n[[check]]\nname = {}", quoted(&format!("{name}_{}_total", column.name)));
        let _ = writeln!(out, "that = \"sum({name}.{}) == {sign}{bare}{unit}\"", column.name);
    }
    if !others.is_empty() {
        let _ = writeln!(
            out,
            "\n# Question: these printed totals are no sums of the rows: {}.\n\
             # Rates and averages need no check. Where some rows are parts of others, sum(... where ...) says which.",
            others.join(", ")
        );
    }
}
