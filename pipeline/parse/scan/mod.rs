//! Finds tables in layout-preserving text by itself: a source goes in, what it holds comes out.

mod build;
mod columns;
mod drawn;
mod given;
mod header;
mod items;
mod lex;
mod line;
mod loose;
mod notes;
mod prose;
mod rows;
mod zone;

pub use items::{Item, ItemKind};

use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::Cell;
use crate::source::{Source, Span};

/// The columns of a table can be read in two ways.
pub static AMBIGUOUS_COLUMNS: Code = Code {
    name: "ambiguous-columns",
    severity: Severity::Warning,
    what: "the rows of a table must agree on how many columns it has",
    why: "where two readings explain the rows equally well, a cell may stand in its neighbour's column",
    example: "Cash     1 200   340\nLoans    2 500   120     # two columns of numbers, or three",
    action: "say in the recipe which columns the table has",
};

/// The codes that scanning reports.
pub static CODES: &[&Code] = &[&AMBIGUOUS_COLUMNS];

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
    /// The table of the file that it is, as an index among [`Source::grids`], and its first row there.
    pub grid: Option<(usize, usize)>,
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
        self.rows_by(source, |cells| matches!(cells, [only] if only.column == 0 || only.columns > 1))
    }

    /// The rows below the header, those that only have a label too.
    pub(crate) fn all_rows(&self, source: &Source) -> Vec<FoundRow> {
        self.rows_by(source, |_| false)
    }

    fn rows_by(&self, source: &Source, is_label: impl Fn(&[GridCell]) -> bool) -> Vec<FoundRow> {
        let width = self.size.1 as usize;
        let mut rows = Vec::new();
        let mut group: Option<Cell> = None;
        // Cells that reach down into rows below their own.
        let mut tall: Vec<&GridCell> = Vec::new();
        for cells in self.cells.chunk_by(|a, b| a.row == b.row) {
            if cells[0].row < self.header_rows {
                continue;
            }
            tall.retain(|cell| cell.row + cell.rows > cells[0].row);
            if is_label(cells) && tall.is_empty() && cells[0].rows == 1 {
                group = Some(cells[0].cell.clone());
                continue;
            }
            let mut row = vec![None; width];
            for cell in tall.iter().copied().chain(cells) {
                row[cell.column as usize] = without_leader(source, &cell.cell);
            }
            tall.extend(cells.iter().filter(|cell| cell.rows > 1));
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

/// Finds everything that `source` holds. Never fails; a text without tables has none.
pub fn scan(source: &Source) -> Scan {
    let tables = tables(source, source.span());
    let items = items::list(source, &tables);
    Scan { tables, items }
}

/// Finds the tables in the lines that `region` touches: those that the file itself says are tables, and those that the
/// text between them holds.
pub fn tables(source: &Source, region: Span) -> Vec<FoundTable> {
    if source.grids().is_empty() {
        return tables_in_text(source, region);
    }
    let mut tables = Vec::new();
    let mut at = region.start;
    for grid in given::tables(source, region) {
        tables.extend(grid.tables);
        if at < grid.span.start {
            tables.extend(tables_in_text(source, Span { start: at, end: grid.span.start }));
        }
        // The line end belongs to the last row.
        at = at.max(grid.span.end + 1);
    }
    if at < region.end {
        tables.extend(tables_in_text(source, Span { start: at, end: region.end }));
    }
    tables.sort_by_key(|table| table.lines);
    tables
}

fn tables_in_text(source: &Source, region: Span) -> Vec<FoundTable> {
    let (top, end) = (source.line_of(region.start), source.line_of(region.end.saturating_sub(1).max(region.start)) + 1);
    let mut tables = Vec::new();
    for (first, last) in zone::pages(source, top, end) {
        if !zone::is_worth_reading(source, first, last) {
            continue;
        }
        let mut page = line::Page::new(source, first, last);
        let mut taken = vec![false; page.lines.len()];
        let from = tables.len();
        tables.extend(drawn::tables(&page, &mut taken));
        if page.lines.iter().any(|line| line.class == line::Class::Multi) {
            prose::mark(&mut page);
            for zone in zone::zones(&page, &taken) {
                tables.extend(build::tables(&page, &zone));
            }
        }
        for table in &tables[from..] {
            let lines = (table.lines.0 - first) as usize..=(table.lines.1 - first) as usize;
            // Without a header it may be the numbers of a table that has lost its layout.
            if table.header_rows > 0 {
                taken[lines].fill(true);
            }
        }
        let loose = loose::tables(&page, &taken);
        let over = |a: &FoundTable, b: &FoundTable| a.lines.0 <= b.lines.1 && b.lines.0 <= a.lines.1;
        let kept = tables.split_off(from).into_iter().filter(|table| !loose.iter().any(|other| over(table, other)));
        let mut own: Vec<FoundTable> = kept.collect();
        own.extend(loose);
        own.sort_by_key(|table| table.lines);
        tables.extend(own);
    }
    tables
}
