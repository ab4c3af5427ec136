//! Tables of which each cell stands on a line of its own: runs of short lines go in, tables come out. The columns are told
//! from type and repetition.
//!
//! Words name the columns; below them, words and numbers follow one another in the same order again and again.

use super::evidence::is_of_code;
use super::lex::Kind;
use super::line::{Class, Page};
use super::{FoundTable, GridCell};
use crate::model::Cell;

/// With two columns it may as well be the labels and numbers of a chart below two lines of a title.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=12;

/// With fewer rows an order comes again by chance.
const LEAST_ROWS: usize = 3;

/// A cell has at most so many words.
const CELL_WORDS: usize = 6;

/// Tables among the lines of the page that `taken` says nothing of.
pub(super) fn tables(page: &Page<'_>, taken: &[bool]) -> Vec<FoundTable> {
    let mut found = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut step = None;
    let is_cell = |at: usize| {
        let line = &page.lines[at];
        taken.get(at) != Some(&true)
            && line.class == Class::Short
            && line.segments[0].len() <= CELL_WORDS
            && !line.segments[0].prose
    };
    for at in 0..=page.lines.len() {
        if page.lines.get(at).is_some_and(|line| line.class == Class::Blank && !line.rule) {
            continue;
        }
        let cell = at < page.lines.len() && is_cell(at);
        // Cells follow one another, or all of them are parted by one blank line.
        let apart = run.last().map(|last| at - last);
        if !cell || apart.is_some_and(|apart| apart > 2 || step.is_some_and(|step| step != apart)) {
            found.extend(table(page, &run));
            run.clear();
            step = None;
        } else {
            step = step.or(apart);
        }
        if cell {
            run.push(at);
        }
    }
    found
}

/// The table of the lines `run`, if their kinds come again in the same order down to the last one.
fn table(page: &Page<'_>, run: &[usize]) -> Option<FoundTable> {
    let is_value = |line: &usize| page.lines[*line].segments[0].is_value();
    let first = run.iter().position(is_value)?;
    // A record begins with a word; the names stand above the first one, one for each of its cells.
    let (count, start) = COLUMNS.filter(|&count| (LEAST_ROWS + 1) * count <= run.len()).find_map(|count| {
        let start = (1..count).filter_map(|before| first.checked_sub(before)).find(|&start| {
            let records = &run[start..];
            start >= count
                && records.len().is_multiple_of(count)
                && records.len() >= LEAST_ROWS * count
                && records.iter().enumerate().all(|(at, line)| is_value(line) == is_value(&records[at % count]))
        })?;
        Some((count, start))
    })?;
    let head = start - count;
    let text = |line: usize| page.text(&page.lines[line].segments[0]);
    // Names are words, each another one; the labels of records are, too.
    let named = run[head..start].iter().all(|&line| page.lines[line].segments[0].kind == Kind::Text);
    let distinct = |lines: &mut dyn Iterator<Item = usize>| {
        let mut texts: Vec<&str> = lines.map(text).collect();
        let all = texts.len();
        texts.sort_unstable();
        texts.dedup();
        texts.len() == all
    };
    let names = &mut run[head..start].iter().copied();
    let labels = &mut run[start..].iter().step_by(count).copied();
    let code = run[head..].iter().filter(|&&line| is_of_code(text(line)) || text(line).ends_with([',', '}']));
    if !named || !distinct(names) || !distinct(labels) || code.count() * 4 >= run.len() - head {
        return None;
    }
    let cells = run[head..].iter().enumerate().map(|(at, &line)| GridCell {
        row: (at / count) as u32,
        column: (at % count) as u32,
        rows: 1,
        columns: 1,
        cell: Cell::new(page.span(&page.lines[line].segments[0])),
    });
    let lines = (page.lines[run[head]].number, page.lines[run[run.len() - 1]].number);
    let size = (((run.len() - head) / count) as u32, count as u32);
    Some(FoundTable { header_rows: 1, ..FoundTable::new(page.source, lines, size, cells.collect()) })
}
