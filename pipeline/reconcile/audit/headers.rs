//! Header rows between the rows of one grid: a row of years that follow each other is no part of any total, and begins a
//! new table. A grid goes in, its tables come out.

use super::columns::only_year;
use super::{Grid, GridRow};
use crate::model::years_of;
use crate::reconcile::structure::level;
use crate::source::Source;

/// The tables of a grid that was read as one.
pub(super) fn tables(source: &Source, grid: &Grid) -> Vec<Grid> {
    let mut tables = Vec::new();
    let mut open = Grid { header: grid.header.clone(), rows: Vec::new() };
    let mut begun = false;
    for row in &grid.rows {
        let years = years(source, row);
        if years.is_empty() {
            let mut row = row.clone();
            // What a column without a year holds is not known in a table that begins here.
            let unnamed = |at: usize| begun && open.header.get(at).is_none_or(String::is_empty);
            for (at, number) in row.numbers.iter_mut().enumerate() {
                *number = number.take().filter(|_| !unnamed(at));
            }
            open.rows.push(row);
            continue;
        }
        // A table that goes on over a page prints its header again.
        let again = years.iter().all(|(at, year)| open.header.get(*at).and_then(|text| only_year(text)) == Some(*year));
        let ended = open.rows.last().is_some_and(|row| level(&row.label) > 0);
        if again && !ended {
            continue;
        }
        let name =
            |at: usize| years.iter().find(|(own, _)| *own == at).map_or_else(String::new, |(_, year)| year.to_string());
        let header = (0..row.numbers.len()).map(name).collect();
        tables.push(std::mem::replace(&mut open, Grid { header, rows: Vec::new() }));
        begun = true;
    }
    tables.push(open);
    tables
}

/// The years of a row that holds nothing else, one after the other, with their columns; empty for other rows.
fn years(source: &Source, row: &GridRow) -> Vec<(usize, i32)> {
    let cells = || row.numbers.iter().enumerate().filter_map(|(at, number)| Some((at, number.as_ref()?)));
    let years = years_of(cells().map(|(_, number)| source.slice(number.span).trim())).unwrap_or_default();
    cells().map(|(at, _)| at).zip(years).collect()
}
