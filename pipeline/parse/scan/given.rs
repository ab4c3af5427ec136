//! Tables of files that say where their tables are: grids go in; captions, units, headers, notes and blocks of rows are
//! told apart, and tables come out.

use super::lex::{self, Kind};
use super::notes;
use super::{Evidence, FoundTable, GridCell};
use crate::model::Cell;
use crate::source::{Grid, GridPart, Source, Span};

/// The tables of one grid or fence, and the text that it takes.
pub(super) struct Parts {
    pub span: Span,
    pub tables: Vec<FoundTable>,
}

/// A row of a grid with its cells.
#[derive(Clone, Copy)]
struct Row<'g> {
    at: usize,
    number: u32,
    span: Span,
    cells: &'g [GridPart],
}

/// The tables of all grids that `region` touches; rows outside of it are left out.
pub(super) fn tables(source: &Source, region: Span) -> Vec<Parts> {
    let mut found = Vec::new();
    for (index, grid) in source.grids().iter().enumerate() {
        let (Some(first), Some(last)) = (grid.rows.first(), grid.rows.last()) else { continue };
        let span = first.span.cover(last.span);
        if span.end <= region.start || region.end <= span.start {
            continue;
        }
        let rows = rows(grid, region);
        let mut tables = Vec::new();
        for block in blocks(source, grid, &rows) {
            tables.extend(table(source, index, grid, block));
        }
        found.push(Parts { span, tables });
    }
    found
}

/// The rows inside of `region`, each with its cells.
fn rows(grid: &Grid, region: Span) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut cells = grid.cells.chunk_by(|a, b| a.row == b.row).peekable();
    for (at, row) in grid.rows.iter().enumerate() {
        let own = cells.next_if(|cells| cells[0].row as usize == at).unwrap_or(&[]);
        // An anchor may stand anywhere in the first line.
        if row.span.end > region.start && row.span.start < region.end && !own.is_empty() {
            rows.push(Row { at, number: row.number, span: row.span, cells: own });
        }
    }
    rows
}

/// Runs of rows without an empty one between them; one that goes on in the columns of the run above, without a header of
/// its own, is part of it.
fn blocks<'r, 'g>(source: &Source, grid: &Grid, rows: &'r [Row<'g>]) -> Vec<Vec<Row<'g>>> {
    if grid.header_rows.is_some() {
        return vec![rows.to_vec()];
    }
    let mut blocks: Vec<Vec<Row<'g>>> = Vec::new();
    for run in rows.chunk_by(|a, b| b.number <= a.number + 1) {
        let goes_on = blocks.last().is_some_and(|above| {
            let (left, right) = extent(above);
            let (own_left, own_right) = extent(run);
            let wide = run.iter().any(|row| row.cells.len() > 1);
            // A label of a group may stand on top of its rows.
            let first = run.iter().find(|row| row.cells.len() > 1);
            let data = first.is_some_and(|row| is_data(source, row, &[]));
            // Lines of one cell above a table say what it is, even with an empty row in between.
            let titles = above.iter().all(|row| row.cells.len() == 1);
            titles && wide
                || above.iter().any(|row| is_data(source, row, &[]))
                    && wide
                    && data
                    && left <= own_left
                    && own_right <= right
        });
        match blocks.last_mut() {
            Some(above) if goes_on => above.extend_from_slice(run),
            _ => blocks.push(run.to_vec()),
        }
    }
    blocks
}

/// The first column, and the one behind the last.
fn extent(rows: &[Row<'_>]) -> (u32, u32) {
    let cells = || rows.iter().flat_map(|row| row.cells);
    let left = cells().map(|cell| cell.column).min().unwrap_or(0);
    (left, cells().map(|cell| cell.column + cell.columns).max().unwrap_or(0))
}

fn table(source: &Source, index: usize, grid: &Grid, block: Vec<Row<'_>>) -> Option<FoundTable> {
    let mut rows = block.as_slice();
    let mut caption = grid.caption;
    let mut units = Vec::new();
    if grid.header_rows.is_none() {
        // Lines above that fill one cell, or end with a unit, name the table or its unit; lines below are notes.
        while let [first, rest @ ..] = rows
            && (is_title(first, rest) || ends_with_unit(source, first, rest))
        {
            above(source, first, &mut caption, &mut units);
            rows = rest;
        }
        while let [rest @ .., last] = rows
            && last.cells.len() == 1
            && is_note(source.slice(last.cells[0].span))
        {
            rows = rest;
        }
    }
    let (first, last) = (rows.first()?, rows.last()?);
    let (left, right) = extent(rows);
    let width = right - left;
    // A list is no table, and neither is one line.
    if width < 2 || rows.iter().all(|row| row.cells.len() < 2) || (rows.len() < 2 && grid.header_rows.is_none()) {
        return None;
    }
    let header = match grid.header_rows {
        Some(known) => rows.iter().take_while(|row| row.at < known as usize).count(),
        None => header(source, rows),
    };
    let mut cells = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for part in row.cells {
            // A cell may reach over rows that hold nothing of their own, or that stand outside.
            let below = rows[at..].iter().take_while(|below| below.at < row.at + part.rows as usize).count();
            cells.push(GridCell {
                row: at as u32,
                column: part.column - left,
                rows: below.max(1) as u32,
                columns: part.columns,
                cell: Cell::new(part.span),
            });
        }
    }
    let body = (rows.len() - header) as u32 * width;
    let filled = cells.iter().filter(|cell| cell.row as usize >= header).count() as u32;
    let line = |span: Span| source.line_of(span.start);
    Some(FoundTable {
        caption,
        grid: Some((index, first.at)),
        units,
        header_rows: header as u32,
        evidence: Evidence { aligned: 100, filled: (filled * 100).checked_div(body).unwrap_or(0) },
        numeric: false,
        ..FoundTable::new(source, (line(first.span), line(last.span)), (rows.len() as u32, width), cells)
    })
}

/// True for a line of one cell on the left, above a table.
fn is_title(row: &Row<'_>, rest: &[Row<'_>]) -> bool {
    row.cells.len() == 1 && rest.iter().any(|row| row.cells.len() > 1) && row.cells[0].column <= extent(rest).0
}

/// True for a line of statements, or one whose last cell says the unit, above the row that names the columns:
/// `编制单位：甲公司,,单位：万元`, `Sales by region,,(in $ millions)`. Names stand beside one another; a unit stands apart from
/// the title.
fn ends_with_unit(source: &Source, row: &Row<'_>, rest: &[Row<'_>]) -> bool {
    let ([before @ .., last], [_, _, ..]) = (row.cells, rest) else { return false };
    // A title of one cell may stand between.
    let Some(names) = rest.iter().find(|row| row.cells.len() > 1) else { return false };
    if names.cells.len() <= row.cells.len() || is_data(source, names, &[]) {
        return false;
    }
    let says = |cell: &GridPart| source.slice(cell.span).contains(['：', ':']);
    let text = source.slice(last.span);
    let bracketed = notes::says_unit(text, text.split(' ').count()) && notes::is_scale(text);
    let apart = matches!(before, [title] if title.column + title.columns < last.column);
    says(last) && notes::says_unit(text, 1) || !before.is_empty() && row.cells.iter().all(says) || bracketed && apart
}

/// Takes a line above a table for what it says: the unit, or the table's name.
fn above(source: &Source, row: &Row<'_>, caption: &mut Option<Span>, units: &mut Vec<Span>) {
    for cell in row.cells {
        let text = source.slice(cell.span);
        // "EUR million" below a title.
        let unit = notes::says_unit(text, text.split(' ').count()) || caption.is_some() && notes::is_scale(text);
        match unit || text.starts_with("币种") {
            true => units.push(cell.span),
            false if caption.is_none() => *caption = Some(cell.span),
            false => {}
        }
    }
}

/// True for a line below a table that is none of its rows.
fn is_note(text: &str) -> bool {
    let marked = text.starts_with(['*', '†', '‡', '§', '¶']) && text.contains(' ');
    notes::says_note(text, 1) || marked || text.chars().count() > 80
}

/// How many rows from the top on name columns: those above the first row of data.
fn header(source: &Source, rows: &[Row<'_>]) -> usize {
    // Columns in which every row holds a year name nothing by it.
    let years: Vec<u32> = rows.last().map_or(Vec::new(), |row| {
        let years = row.cells.iter().filter(|cell| is_year(source.slice(cell.span)));
        years.map(|cell| cell.column).collect()
    });
    // Years that follow one another, beside no other number, are names whatever stands below them.
    let of_first: Vec<&str> =
        rows[0].cells.iter().map(|cell| source.slice(cell.span)).filter(|t| is_number(t)).collect();
    let year = |text: &&str| text.get(..4).and_then(|year| year.parse::<i32>().ok()).unwrap_or(0);
    let steps = |pair: &[&str]| (year(&pair[0]) - year(&pair[1])).abs() == 1;
    let named = of_first.len() >= 2 && of_first.iter().all(|text| is_year(text)) && of_first.windows(2).all(steps);
    // One row that is a label over the others is none of the header, unless the header goes on below.
    let data = rows.iter().position(|row| is_data(source, row, &years));
    match data {
        Some(0) if named => 1,
        Some(at) => rows[..at].iter().rposition(|row| row.cells.len() > 1).map_or(0, |last| last + 1),
        // All text: the first row names the columns if it fills them all, each with a name of its own.
        None => {
            let names: Vec<&str> = rows[0].cells.iter().map(|cell| source.slice(cell.span)).collect();
            let unique = names.iter().enumerate().all(|(at, name)| !names[..at].contains(name));
            usize::from(unique && rows[0].cells.len() as u32 == extent(rows).1 - extent(rows).0 && rows.len() > 1)
        }
    }
}

/// True for a row with a number that names no column. A year is a name, except in columns that hold `years` throughout.
fn is_data(source: &Source, row: &Row<'_>, years: &[u32]) -> bool {
    row.cells.iter().any(|cell| {
        let text = source.slice(cell.span);
        let error = text.starts_with('#') && text.len() > 3 && text.ends_with(['!', '?', 'A']);
        error || is_number(text) && (!is_year(text) || years.contains(&cell.column))
    })
}

fn is_number(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    match lex::kind(first) {
        Kind::Number => words.all(|word| lex::kind(word) != Kind::Text) || text.len() < 12,
        Kind::Mark => words.any(|word| lex::kind(word) == Kind::Number),
        // `USD 5`, `$5`: a currency in front of a number.
        _ => {
            text.len() < 24
                && text.ends_with(|c: char| c.is_ascii_digit())
                && words.all(|w| lex::kind(w) == Kind::Number)
                && text.contains(' ')
                && first.len() <= 4
        }
    }
}

fn is_year(text: &str) -> bool {
    let bare = text.trim_end_matches(['年', 'E', 'e', 'F', 'A']);
    bare.len() == 4 && bare.parse::<u32>().is_ok_and(|year| (1800..2200).contains(&year))
}
