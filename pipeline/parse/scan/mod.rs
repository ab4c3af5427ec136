//! Finds tables in layout-preserving text by itself: a source goes in, what it holds comes out.

mod build;
mod columns;
mod header;
mod lex;
mod line;
mod notes;
mod prose;
mod rows;
mod zone;

use crate::model::Cell;
use crate::source::{Source, Span};

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Its tables, in the order of the text.
    pub tables: Vec<FoundTable>,
}

/// One table as it was found.
#[derive(Clone, Debug)]
pub struct FoundTable {
    /// The page, counted from 1.
    pub page: u32,
    /// Its first and last line, counted from 1.
    pub lines: (u32, u32),
    /// The caption above it, if there is one.
    pub caption: Option<Span>,
    /// Lines that say in what unit the table is.
    pub units: Vec<Span>,
    /// How many rows and columns it has, its header included.
    pub size: (u32, u32),
    /// How many of the rows are its header.
    pub header_rows: u32,
    /// Its cells that are not empty, row by row.
    pub cells: Vec<GridCell>,
}

/// A cell and the part of the grid that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Its first row, counted from 0.
    pub row: u32,
    /// Its first column, counted from 0.
    pub column: u32,
    /// How many rows it takes.
    pub rows: u32,
    /// How many columns it takes.
    pub columns: u32,
    /// Where its text stands.
    pub cell: Cell,
}

/// Finds everything that `source` holds. Never fails; a text without tables has none.
pub fn scan(source: &Source) -> Scan {
    let mut scan = Scan::default();
    for (first, last) in zone::pages(source) {
        let mut page = line::Page::new(source, first, last);
        prose::mark(&mut page);
        for zone in zone::zones(&page) {
            scan.tables.extend(build::tables(&page, &zone));
        }
    }
    scan
}
