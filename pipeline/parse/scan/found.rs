//! What a scan finds: tables with their cells, and why they are taken for tables.

use super::{AMBIGUOUS_COLUMNS, Item};
use crate::finding::{Finding, Findings};
use crate::model::Cell;
use crate::source::{Source, Span};

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Its tables, in the order of the text.
    pub tables: Vec<FoundTable>,
    /// What stands outside of them, in the order of the text.
    pub items: Vec<Item>,
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
    /// Why it is taken for a table.
    pub evidence: Evidence,
}

/// Why lines are taken for a table, in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that stand at an edge or the centre of their column.
    pub aligned: u32,
    /// Places of the grid, in rows with more than a label, that hold something.
    pub filled: u32,
    /// Another number of columns that explains the rows as well.
    pub rival: Option<u32>,
}

impl FoundTable {
    /// The rows whose label says that they are a total, as rows of the grid.
    pub fn total_rows(&self, source: &Source) -> Vec<u32> {
        let labels = self.cells.iter().filter(|cell| cell.column == 0 && cell.row >= self.header_rows);
        let is_total = |cell: &&GridCell| {
            let text: String = cell.cell.spans.iter().map(|&span| source.slice(span)).collect();
            let text = text.trim().to_lowercase();
            text.starts_with("total") || text.ends_with(" total") || text == "sum" || {
                let bare: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
                ["合计", "总计", "小计", "共计", "总和"]
                    .iter()
                    .any(|word| bare.starts_with(word) || bare.ends_with(word))
            }
        };
        labels.filter(is_total).map(|cell| cell.row).collect()
    }

    /// The rows below the header that have more than a label, each with the label of its group.
    pub fn rows(&self, source: &Source) -> Vec<FoundRow> {
        let width = self.size.1 as usize;
        let mut rows = Vec::new();
        let mut group: Option<Cell> = None;
        for cells in self.cells.chunk_by(|a, b| a.row == b.row) {
            if cells[0].row < self.header_rows {
                continue;
            }
            if let [only] = cells
                && (only.column == 0 || only.columns > 1)
            {
                group = Some(only.cell.clone());
                continue;
            }
            let mut row = vec![None; width];
            for cell in cells {
                row[cell.column as usize] = without_leader(source, &cell.cell);
            }
            rows.push(FoundRow { cells: row, group: group.clone() });
        }
        rows
    }

    /// The names of the columns: the header's cells from top to bottom, with ` / ` between levels.
    pub fn names(&self, source: &Source) -> Vec<String> {
        let mut names = vec![String::new(); self.size.1 as usize];
        for cell in self.cells.iter().filter(|cell| cell.row < self.header_rows) {
            let text = cell.text(source);
            for name in names.iter_mut().skip(cell.column as usize).take(cell.columns as usize) {
                if !name.is_empty() {
                    name.push_str(" / ");
                }
                name.push_str(&text);
            }
        }
        names
    }

    /// The finding for columns that can be read in two ways, if they can.
    pub fn findings(&self, source: &Source, findings: &mut Findings) {
        let Some(rival) = self.evidence.rival else { return };
        let span = source.line_span(self.lines.0).cover(source.line_span(self.lines.1));
        findings.push(
            Finding::new(
                &AMBIGUOUS_COLUMNS,
                format!("expected one reading, found {} columns and {rival}", self.size.1),
            )
            .at(source.name(), span, "table")
            .help("name the columns in the recipe"),
        );
    }
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

/// A row below the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// One cell a column.
    pub cells: Vec<Option<Cell>>,
    /// The label of the group that it stands in.
    pub group: Option<Cell>,
}

impl GridCell {
    /// Its text with one blank between the lines that it is wrapped over; none where Chinese runs on.
    pub fn text(&self, source: &Source) -> String {
        let mut text = String::new();
        for &span in &self.cell.spans {
            let next = source.slice(span);
            let wide = |ch: Option<char>| ch.is_some_and(|ch| ch >= '\u{2e80}');
            let runs_on = wide(text.chars().last()) && wide(next.chars().next());
            if !text.is_empty() && !runs_on {
                text.push(' ');
            }
            text.push_str(next);
        }
        text
    }
}

/// The cell without the dots that lead to the next one; `None` if it is nothing else.
fn without_leader(source: &Source, cell: &Cell) -> Option<Cell> {
    let mut spans = cell.spans.clone();
    while let Some(last) = spans.last_mut() {
        let text = source.slice(*last);
        let bare = text.trim_end_matches(['.', ' ', '…', '·']);
        let leader = text[bare.len()..].contains("..") || text[bare.len()..].contains(". .") || text.ends_with('…');
        if !leader {
            break;
        }
        if bare.is_empty() {
            spans.pop();
            continue;
        }
        last.end = last.start + bare.len() as u32;
        break;
    }
    (!spans.is_empty()).then_some(Cell { spans })
}
