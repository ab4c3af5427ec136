//! Rows of a found table that have nothing but a label: the grid goes in, for each of them comes out whether it heads the
//! rows below it or is a row whose cells are all empty.
//!
//! What speaks for a heading: a colon, rows below it that are moved in, a blank line above it, a total above it, capitals,
//! or that the table begins with it. Where nothing does, nothing is guessed: it is a row.

use std::collections::BTreeMap;

use super::found::{is_total, joined};
use super::{FoundTable, GridCell, lex};
use crate::source::{Source, Span};

/// A row below the header, as far as grouping goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// What it is.
    pub sort: Sort,
    /// How far its label is moved in.
    pub indent: u32,
}

/// What a row is for the rows around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// It has more than a label.
    Values,
    /// Nothing but a label, and no evidence that it heads rows.
    Lone,
    /// It heads the rows below it, all of them up to the next heading.
    Head,
    /// It heads the rows below it that are moved in.
    HeadOfIndented,
}

/// Each row of `table` below its header that holds anything, in order.
pub(super) fn places(source: &Source, table: &FoundTable) -> Vec<Place> {
    let rows: Vec<&[GridCell]> =
        table.cells.chunk_by(|a, b| a.row == b.row).filter(|cells| cells[0].row >= table.header_rows).collect();
    if !rows.iter().any(|cells| is_label(cells)) {
        return rows.iter().map(|_| Place { sort: Sort::Values, indent: 0 }).collect();
    }
    let labels = labels(source, &rows);
    let mut places: Vec<Place> = Vec::with_capacity(rows.len());
    // From the bottom up: a label may head another heading.
    let mut tall = vec![0; table.size.1 as usize];
    let reached: Vec<bool> = rows
        .iter()
        .map(|cells| {
            let reached = tall.iter().any(|&end| end > cells[0].row);
            for cell in cells.iter().filter(|cell| cell.rows > 1) {
                tall[cell.column as usize] = cell.row + cell.rows;
            }
            reached
        })
        .collect();
    let first = rows.iter().position(|cells| !is_label(cells)).unwrap_or(rows.len());
    let flat = (first > 0).then(|| labels[first - 1].indent);
    for at in (0..rows.len()).rev() {
        let sort = match is_label(rows[at]) && !reached[at] && rows[at][0].rows == 1 {
            false => Sort::Values,
            true => {
                let below = places.last().map(|place: &Place| place.sort);
                sort(&Around { rows: &rows, labels: &labels, at, below, leads: at < first, flat })
            }
        };
        places.push(Place { sort, indent: labels[at].indent });
    }
    places.reverse();
    places
}

/// A row and those around it.
struct Around<'a> {
    rows: &'a [&'a [GridCell]],
    labels: &'a [Label],
    at: usize,
    /// What the next row is; `None` below the last one.
    below: Option<Sort>,
    /// True if no row with values stands above it.
    leads: bool,
    /// How far the label is moved in that the table begins with, if it begins with one.
    flat: Option<u32>,
}

fn sort(around: &Around<'_>) -> Sort {
    let Around { rows, labels, at, below, leads, flat } = *around;
    let (own, above) = (&labels[at], at.checked_sub(1).map(|above| &labels[above]));
    // A heading over several columns is no row, wherever it stands.
    let wide = rows[at][0].columns > 1 || rows[at][0].column > 0;
    let Some(below) = below.filter(|&below| below != Sort::Lone) else {
        return if wide && at + 1 < rows.len() { Sort::Head } else { Sort::Lone };
    };
    let next = &labels[at + 1];
    if next.indent > own.indent {
        return Sort::HeadOfIndented;
    }
    let values_above = above.is_some_and(|_| !is_label(rows[at - 1]));
    let even = next.indent == own.indent;
    let parted = own.gap > next.gap;
    let closed = values_above && above.is_some_and(|above| above.total);
    let steps_out = values_above && above.is_some_and(|above| above.indent > own.indent);
    // The table begins with a heading that stands like its rows: so may the others.
    let like_first = flat == Some(own.indent) && below == Sort::Values;
    let capitals = own.capitals && !next.capitals;
    if wide || own.colon || even && (leads || parted || closed || steps_out || like_first || capitals) {
        Sort::Head
    } else {
        Sort::Lone
    }
}

/// What a label looks like.
struct Label {
    /// How far it is moved in, counted from the leftmost label of its page.
    indent: u32,
    /// Lines between it and the row above.
    gap: u32,
    colon: bool,
    capitals: bool,
    total: bool,
}

/// True for a row with nothing but its first cell, or a heading over columns.
fn is_label(cells: &[GridCell]) -> bool {
    matches!(cells, [only] if only.columns > 1 || only.column == 0)
}

fn labels(source: &Source, rows: &[&[GridCell]]) -> Vec<Label> {
    let page = |span: Span| source.page_of(span.start);
    let mut places: Vec<(u32, Span, u32, u32)> = Vec::with_capacity(rows.len());
    let (mut lefts, mut rights) = (BTreeMap::new(), BTreeMap::new());
    for cells in rows {
        let span = cells[0].cell.spans[0];
        let (x0, x1) = columns_of(source, span);
        if cells[0].column == 0 {
            *lefts.entry((page(span), x0)).or_insert(0) += 1;
            *rights.entry((page(span), x1)).or_insert(0) += 1;
        }
        places.push((page(span), span, x0, cells[0].column));
    }
    // Labels that end at one place are aligned there: where they begin says nothing.
    let most = |counts: &BTreeMap<(u32, u32), u32>| counts.values().copied().max().unwrap_or(0);
    let ragged = most(&rights) > most(&lefts);
    let mut edge: BTreeMap<u32, u32> = BTreeMap::new();
    for &(page, x0) in lefts.keys() {
        edge.entry(page).or_insert(x0);
    }
    let mut before: Option<(u32, u32)> = None;
    let mut labels = Vec::with_capacity(rows.len());
    for (cells, (page, _, x0, column)) in rows.iter().zip(places) {
        let text = joined(source, &cells[0].cell);
        let first = cells.iter().map(|cell| source.line_of(cell.cell.spans[0].start)).min().unwrap_or(0);
        let last = cells.iter().map(|cell| source.line_of(cell.cell.cover().end.max(1) - 1)).max().unwrap_or(first);
        let gap = before.filter(|before| before.0 == page).map_or(0, |(_, above)| first.saturating_sub(above + 1));
        before = Some((page, last));
        let letters = || text.chars().filter(|ch| ch.is_alphabetic());
        let left = edge.get(&page).copied().unwrap_or(0);
        labels.push(Label {
            indent: if ragged || column > 0 { 0 } else { x0.saturating_sub(left) },
            gap,
            colon: text.ends_with([':', '：']),
            capitals: letters().take(2).count() == 2 && letters().all(char::is_uppercase),
            total: is_total(&text),
        });
    }
    labels
}

/// The columns, in character cells, of the first and behind the last character of `span`, which lies in one line.
fn columns_of(source: &Source, span: Span) -> (u32, u32) {
    let start = source.line_span(source.line_of(span.start)).start;
    let line = Span { start, end: span.end };
    let mut words = Vec::new();
    lex::words(source.slice(line), start, &mut words);
    let first = words.iter().find(|word| word.end > span.start).map_or(0, |word| word.x0);
    (first, words.last().map_or(first, |word| word.x1))
}
