//! What a scan finds: tables with their cells, and why they are taken for tables.

use std::collections::BTreeMap;

use super::columns::Track;
use super::groups::{self, Sort};
use super::{AMBIGUOUS_COLUMNS, Item, LABEL_WITHOUT_VALUES, SURPLUS_CELL};
use crate::finding::{Finding, Findings};
use crate::model::{Cell, total_label};
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
    /// Captions, unit lines and header cells that are printed again where it goes on on another page.
    pub repeated: Vec<Span>,
    /// Why it is taken for a table.
    pub evidence: Evidence,
    /// The other reading of the same lines, if the text does not decide between the two.
    pub rival: Option<Box<FoundTable>>,
    /// Rows in which two values of one line stand in one cell.
    pub(super) crowded: Vec<u32>,
    /// Where its columns stand, if it is printed in columns.
    pub(super) tracks: Vec<Track>,
    /// True for rows that are a table only if they go on with one of the page before.
    pub(super) tentative: bool,
    /// True if any column behind the first holds numbers.
    pub(super) numeric: bool,
}

/// Why lines are taken for a table, in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that stand at an edge or the centre of their column.
    pub aligned: u32,
    /// Places of the grid, in rows with more than a label, that hold something.
    pub filled: u32,
}

impl FoundTable {
    /// A table of so many rows and columns on these lines, of which nothing more is known: no header, no caption.
    pub(super) fn new(source: &Source, lines: (u32, u32), size: (u32, u32), cells: Vec<GridCell>) -> FoundTable {
        FoundTable {
            // A form feed stands in front of the first line of a page.
            page: source.page_of(source.line_span(lines.0).end),
            lines,
            caption: None,
            grid: None,
            units: Vec::new(),
            size,
            header_rows: 0,
            cells,
            repeated: Vec::new(),
            evidence: Evidence { aligned: 100, filled: 100 },
            rival: None,
            crowded: Vec::new(),
            tracks: Vec::new(),
            tentative: false,
            numeric: true,
        }
    }

    /// The rows whose label says that they are a total, as rows of the grid.
    pub fn total_rows(&self, source: &Source) -> Vec<u32> {
        // The label may stand right in front of its numbers: the first cell of the row says it.
        let rows = self.cells.chunk_by(|a, b| a.row == b.row).map(|cells| &cells[0]);
        let labels = rows.filter(|cell| cell.row >= self.header_rows);
        labels.filter(|cell| is_total(&joined(source, &cell.cell))).map(|cell| cell.row).collect()
    }

    /// The rows below the header, each with the label of its group. A label alone heads the rows below it if anything
    /// speaks for it; else it is a row.
    pub fn rows(&self, source: &Source) -> Vec<FoundRow> {
        self.rows_told(source, &|_| None)
    }

    /// The same, where `told` says of some labels that stand alone what they are.
    pub(crate) fn rows_told(&self, source: &Source, told: &dyn Fn(&str) -> Option<Role>) -> Vec<FoundRow> {
        // Where the file says what its rows are, a row of one cell is a row, unless that cell reaches over others.
        if self.grid.is_some() {
            return self.rows_by(source, |cells| match cells {
                [only] => match told(&only.text(source)) {
                    Some(role) => role == Role::Heading,
                    None => only.columns > 1,
                },
                _ => false,
            });
        }
        let places = groups::places(source, self);
        // The headings that a row stands below, from the widest group to the narrowest.
        let mut open: Vec<(groups::Place, Cell)> = Vec::new();
        let mut rows = self.rows_by(source, |_| false);
        let mut kept = Vec::with_capacity(rows.len());
        for (mut row, mut place) in rows.drain(..).zip(places) {
            if place.sort != Sort::Values
                && let Some(role) = row.cells.iter().flatten().next().and_then(|label| told(&joined(source, label)))
            {
                place.sort = match (role, place.sort) {
                    (Role::Row, _) => Sort::Values,
                    (Role::Heading, Sort::HeadOfIndented) => Sort::HeadOfIndented,
                    (Role::Heading, _) => Sort::Head,
                };
            }
            let heads = matches!(place.sort, Sort::Head | Sort::HeadOfIndented);
            open.retain(|(head, _)| match head.sort {
                Sort::HeadOfIndented => head.indent < place.indent,
                _ => !heads || head.indent < place.indent,
            });
            let label = row.cells.iter().flatten().next().cloned();
            match label.filter(|_| heads) {
                Some(label) => open.push((place, label)),
                None => {
                    row.group = open.last().map(|(_, label)| label.clone());
                    row.lone = place.sort == Sort::Lone;
                    kept.push(row);
                }
            }
        }
        kept
    }

    /// The rows below the header, those that only have a label too.
    pub(crate) fn all_rows(&self, source: &Source) -> Vec<FoundRow> {
        self.rows_by(source, |_| false)
    }

    fn rows_by(&self, source: &Source, is_label: impl Fn(&[GridCell]) -> bool) -> Vec<FoundRow> {
        let width = self.size.1 as usize;
        let totals = self.total_rows(source);
        let mut rows = Vec::new();
        let mut group: Option<Cell> = None;
        // Cells that reach down into rows below their own.
        let mut tall: Vec<&GridCell> = Vec::new();
        for cells in self.cells.chunk_by(|a, b| a.row == b.row) {
            if cells[0].row < self.header_rows {
                continue;
            }
            tall.retain(|cell| cell.row + cell.rows > cells[0].row);
            // A label with no row below it is a row of its own: nothing is lost.
            let below = cells[0].row + 1 < self.size.0;
            if is_label(cells) && below && tall.is_empty() && cells[0].rows == 1 {
                group = Some(cells[0].cell.clone());
                continue;
            }
            let mut row = vec![None; width];
            for cell in tall.iter().copied().chain(cells) {
                let own = without_leader(source, &cell.cell);
                // In a file's own table the blanks of a cell are part of it.
                row[cell.column as usize] = match self.grid {
                    Some(_) => own,
                    None => own.map(|cell| without_gaps(source, &cell)),
                };
            }
            tall.extend(cells.iter().filter(|cell| cell.rows > 1));
            let total = totals.binary_search(&cells[0].row).is_ok();
            let crowded = self.crowded.binary_search(&cells[0].row).is_ok();
            rows.push(FoundRow { cells: row, group: group.clone(), total, lone: false, crowded });
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

    /// True if each column has something in a quarter of the rows: a column of a few cells explains nothing.
    pub(super) fn is_even(&self) -> bool {
        let mut filled = vec![0; self.size.1 as usize];
        for cell in self.cells.iter().filter(|cell| cell.row >= self.header_rows) {
            filled[cell.column as usize] += 1;
        }
        filled.iter().all(|&cells| cells * 4 >= self.size.0 - self.header_rows)
    }

    /// What is uncertain about it: columns that can be read in two ways, and labels that may head rows or be one.
    pub fn doubts(&self, source: &Source, findings: &mut Findings) {
        self.findings(source, findings);
        for finding in self.rows(source).iter().filter_map(|row| row.doubt(source)) {
            findings.push(finding);
        }
    }

    /// The finding for columns that can be read in two ways, if they can. It shows both.
    pub fn findings(&self, source: &Source, findings: &mut Findings) {
        let Some(rival) = &self.rival else { return };
        let span = source.line_span(self.lines.0).cover(source.line_span(self.lines.1));
        let (own, other) = (self.size.1, rival.size.1);
        let message = match own == other {
            true => format!("expected one reading of {own} columns, found two that place cells differently"),
            false => format!("expected one reading, found one of {own} columns and one of {other}"),
        };
        let (own_rows, other_rows) = (self.drawn(source), rival.drawn(source));
        // A row of one reading is that row of the other one that begins on the same line.
        let mut lines: Vec<u32> = own_rows.keys().chain(other_rows.keys()).copied().collect();
        lines.sort_unstable();
        lines.dedup();
        let differing: Vec<u32> =
            lines.iter().copied().filter(|line| own_rows.get(line) != other_rows.get(line)).take(SHOWN_ROWS).collect();
        let shown = |rows: &BTreeMap<u32, String>| {
            differing.iter().filter_map(|line| rows.get(line)).fold(String::new(), |out, row| out + row + "\n")
        };
        findings.push(Finding::new(&AMBIGUOUS_COLUMNS, message).at(source.name(), span, "table").help(format!(
            "settle it in the recipe: name the columns, or say with `starts` where they begin\n\n{own} columns:\n{}\n{other} columns:\n{}",
            shown(&own_rows),
            shown(&other_rows)
        )));
    }

    /// Each row with ` | ` between its columns, by the line that it begins on.
    fn drawn(&self, source: &Source) -> BTreeMap<u32, String> {
        let mut rows = BTreeMap::new();
        for cells in self.cells.chunk_by(|a, b| a.row == b.row) {
            let mut row = vec![String::new(); self.size.1 as usize];
            for cell in cells {
                row[cell.column as usize] = cell.text(source);
            }
            let line = cells.iter().map(|cell| source.line_of(cell.cell.spans[0].start)).min().unwrap_or(0);
            rows.insert(line, row.join(" | ").trim_end().to_owned());
        }
        rows
    }
}

/// So many rows show where two readings differ.
const SHOWN_ROWS: usize = 4;

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

/// What a label that stands alone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It heads the rows below it.
    Heading,
    /// It is a row whose cells are all empty.
    Row,
}

/// A row below the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// One cell a column.
    pub cells: Vec<Option<Cell>>,
    /// The label of the group that it stands in.
    pub group: Option<Cell>,
    /// True if its label says that it is a total.
    pub total: bool,
    /// True if it has nothing but a label, of which nothing says that it heads the rows below it.
    pub lone: bool,
    /// True if it has more values than the table has columns: two of them share a cell.
    pub crowded: bool,
}

impl FoundRow {
    /// The finding for a label without values, or for more values than columns, if it is one.
    pub(crate) fn doubt(&self, source: &Source) -> Option<Finding> {
        if self.crowded {
            let crowd = self.cells.iter().skip(1).flatten().max_by_key(|cell| cell.spans.len())?;
            let count = self.cells.iter().flatten().count() + crowd.spans.len() - 1;
            let message = format!(
                "expected {} cells, found {count}: \"{}\" in one",
                self.cells.len(),
                crowd.spans.iter().map(|&span| source.slice(span)).collect::<Vec<_>>().join("\" and \"")
            );
            return Some(Finding::new(&SURPLUS_CELL, message).at(source.name(), crowd.cover(), "one column"));
        }
        let label = self.cells.iter().flatten().next().filter(|_| self.lone)?;
        let message = format!("expected values behind \"{}\", found none: kept as a row", joined(source, label));
        Some(Finding::new(&LABEL_WITHOUT_VALUES, message).at(source.name(), label.cover(), "label"))
    }
}

impl GridCell {
    /// Its text with one blank between the lines that it is wrapped over; none where Chinese runs on.
    pub fn text(&self, source: &Source) -> String {
        joined(source, &self.cell)
    }
}

/// The text of a cell with one blank between the lines that it is wrapped over; none where Chinese runs on.
pub(super) fn joined(source: &Source, cell: &Cell) -> String {
    let mut text = String::new();
    for &span in &cell.spans {
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

/// True for a label that says that its row is a total: `Total assets`, `Subtotal`, `合  计`, `流动资产合计`.
pub(super) fn is_total(label: &str) -> bool {
    total_label(label).is_some()
}

/// The cell without the gaps that a typesetter leaves in it: `$      900`, `合    计`. Each stretch between them is one.
fn without_gaps(source: &Source, cell: &Cell) -> Cell {
    let mut spans = Vec::with_capacity(cell.spans.len());
    for &span in &cell.spans {
        let text = source.slice(span);
        let mut from = 0;
        let mut words = text.split_whitespace().map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + word.len())
        });
        let Some((_, mut end)) = words.next() else { continue };
        for (start, next) in words {
            let gap = &text[end..start];
            if gap != " " && gap.chars().count() >= 2 || gap == "\u{3000}" {
                spans.push(Span::new(from, end).shift(span.start as usize));
                from = start;
            }
            end = next;
        }
        spans.push(Span::new(from, end).shift(span.start as usize));
    }
    Cell { spans }
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
