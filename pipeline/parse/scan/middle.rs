//! Rows of text whose cells are set in the middle of their height: lines go in, rows come out, if that leaves fewer cells
//! empty than rows whose cells begin on one line.
//!
//! ```text
//! Margaret L.
//!                Chair     University of Vermont
//! Hughes
//! ```

use super::line::Page;
use super::rows::{BodyRow, runs_on};

/// No row takes more lines.
const MOST_LINES: usize = 12;

/// The rows of `lines` if their cells are set in the middle; `joined` is the other reading of them.
pub(super) fn rows(page: &Page<'_>, lines: &[BodyRow], joined: &[BodyRow]) -> Option<Vec<BodyRow>> {
    let empty = |rows: &[BodyRow]| rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_empty()).count();
    if joined.len() < 2 || empty(joined) == 0 || lines.iter().any(|line| line.heading.is_some()) {
        return None;
    }
    // The least cost of rows for the lines up to each, and where the last of these rows begins.
    let mut least: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
    for end in 1..=lines.len() {
        let first = (end.saturating_sub(MOST_LINES)..end).rev();
        // A blank line parts rows.
        let parted = |start: &usize| lines[start + 1..end].iter().any(|line| line.parted);
        let begins = |start: &usize| !goes_on(page, &lines[*start]);
        let reached = first.take_while(|start| !parted(start)).filter(begins).filter_map(|start| {
            let (before, _) = least[start]?;
            Some((before + cost(page, &lines[start..end])?, start))
        });
        let best = reached.min_by_key(|(cost, _)| *cost);
        least.push(best);
    }
    if least[lines.len()]?.0 >= empty(joined) {
        return None;
    }
    let mut rows = Vec::new();
    let mut end = lines.len();
    while end > 0 {
        let (_, start) = least[end]?;
        let mut row = lines[start].clone();
        for line in &lines[start + 1..end] {
            row.absorb(line.clone());
        }
        rows.push(row);
        end = start;
    }
    rows.reverse();
    Some(rows)
}

/// True for a line that begins no cell.
fn goes_on(page: &Page<'_>, line: &BodyRow) -> bool {
    line.cells.iter().filter_map(|cell| cell.first()).all(|first| page.text(first).starts_with(char::is_lowercase))
}

/// How many cells are empty if `lines` are one row. `None` if a cell is not in the middle, if there is no label, or if
/// nothing shows that they are a row: no cell begins below the first of them, and the label does not go on.
fn cost(page: &Page<'_>, lines: &[BodyRow]) -> Option<usize> {
    let mut empty = 0;
    let mut lowered = false;
    for column in 0..lines[0].cells.len() {
        let filled = |line: &BodyRow| !line.cells[column].is_empty();
        match (lines.iter().position(filled), lines.iter().rposition(filled)) {
            (Some(first), Some(last)) if first + last + 1 == lines.len() => lowered |= first > 0,
            (None, None) if column > 0 => empty += 1,
            _ => return None,
        }
    }
    let label = || lines.windows(2).all(|pair| runs_on(page, &pair[0].cells[0], &pair[1].cells[0]));
    (lowered || label()).then_some(empty)
}
