//! The text that is made of a file of another kind: lines, tables and their cells go in, text, places and grids come out.
//!
//! A row of a table is a line, its cells are parted by tabs. White space inside a cell is made blanks, so that a cell never
//! ends its line.

use std::sync::Arc;

use super::{TOO_LARGE, limits};
use crate::finding::Finding;
use crate::source::{Address, Derived, Fenced, Grid, GridPart, GridRow, Span, is_blank, needs_space};

/// Why a file cannot be read to its end.
pub(super) type Refusal = Box<Finding>;

/// A cell that is put into a row.
pub(super) struct NewCell<'t> {
    /// Its column, counted from 0, right of the cells before it.
    pub column: u32,
    /// How many rows it takes.
    pub rows: u32,
    /// How many columns it takes.
    pub columns: u32,
    /// Its text as the file holds it.
    pub text: &'t str,
}

/// Where the text is made.
#[derive(Default)]
pub(super) struct Canvas {
    text: String,
    derived: Derived,
    grid: Option<Grid>,
    /// The columns of the line that is being written, and where its text begins.
    row: Option<Row>,
    cells: usize,
}

struct Row {
    number: u32,
    start: usize,
    column: u32,
}

impl Canvas {
    /// What was made.
    pub fn finish(mut self) -> (String, Derived) {
        self.end_grid();
        (self.text, self.derived)
    }

    /// How many tables were written.
    pub fn tables(&self) -> usize {
        self.derived.grids.len()
    }

    /// Where the next line begins.
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// A line of prose; a blank one if it holds nothing.
    pub fn line(&mut self, text: &str, address: Address) -> Result<Span, Refusal> {
        self.end_grid();
        let start = self.text.len();
        self.room(text.len())?;
        append(&mut self.text, text);
        let span = Span::new(start, self.text.len());
        if !span.is_empty() {
            self.derived.places.push((span, address));
        }
        self.text.push('\n');
        Ok(span)
    }

    /// A line of which nothing could be made: it stays in the text, and in no bucket of the ledger.
    pub fn unread_line(&mut self, text: &str, address: Address) -> Result<Span, Refusal> {
        let span = self.line(text, address)?;
        self.derived.unread.push(span);
        Ok(span)
    }

    /// A line as it is, with the places of stretches in it.
    pub fn drawn_line(&mut self, text: &str, places: Vec<(Span, Address)>) -> Result<(), Refusal> {
        self.end_grid();
        let start = self.text.len();
        self.room(text.len())?;
        self.text.push_str(text);
        self.text.push('\n');
        self.derived.places.extend(places.into_iter().map(|(span, address)| (span.shift(start), address)));
        Ok(())
    }

    /// The lines from `start` on are set apart from the others, those from `inner.0` to `inner.1` without the fence.
    pub fn fence(&mut self, start: usize, inner: (usize, usize)) {
        // The end of the last line belongs to no stretch.
        let span = |from: usize, to: usize| Span::new(from, to.saturating_sub(1).max(from));
        self.derived.fenced.push(Fenced { span: span(start, self.text.len()), inner: span(inner.0, inner.1) });
    }

    /// A blank line.
    pub fn blank(&mut self) {
        if self.row.is_none() && !self.text.is_empty() && !self.text.ends_with("\n\n") && !self.text.ends_with("\x0c\n")
        {
            self.text.push('\n');
        }
    }

    /// The next page begins, whether or not this one holds anything.
    pub fn page(&mut self) {
        self.end_grid();
        self.text.push_str("\x0c\n");
    }

    /// A table begins.
    pub fn begin_grid(&mut self, name: Option<Arc<str>>, caption: Option<Span>, header_rows: Option<u32>) {
        self.end_grid();
        self.grid = Some(Grid { name, caption, header_rows, ..Grid::default() });
    }

    /// A row of the table begins.
    pub fn begin_row(&mut self, number: u32) {
        self.end_row();
        self.row = Some(Row { number, start: self.text.len(), column: 0 });
    }

    /// A cell of the row. One without text takes no place, but what stands right of it keeps its column. One in the column
    /// of the cell before it becomes part of that cell: ` | ` parts the two, so that no number is made of them.
    pub fn cell(&mut self, cell: &NewCell<'_>, address: Address) -> Result<Option<Span>, Refusal> {
        let Some(row) = &mut self.row else { return Ok(None) };
        self.cells += 1;
        limits::cells(self.cells)?;
        if cell.text.chars().all(is_blank) {
            return Ok(None);
        }
        let (before, left) = (self.text.len(), row.column);
        let tabs = cell.column.saturating_sub(left) as usize;
        row.column = left.max(cell.column);
        self.room(cell.text.len() + tabs)?;
        let below = self.grid.as_ref().map(|grid| grid.rows.len() as u32);
        let last = self.grid.as_mut().and_then(|grid| grid.cells.last_mut());
        let last = last.filter(|last| Some(last.row) == below && last.column >= cell.column);
        match last {
            Some(_) => self.text.push_str(" | "),
            None => self.text.extend(std::iter::repeat_n('\t', tabs)),
        }
        let start = self.text.len();
        append(&mut self.text, cell.text);
        let span = Span::new(start, self.text.len());
        if span.is_empty() {
            // Nothing but NUL characters.
            self.text.truncate(before);
            if let Some(row) = &mut self.row {
                row.column = left;
            }
            return Ok(None);
        }
        self.derived.places.push((span, address));
        if let Some(last) = last {
            last.span = last.span.cover(span);
            last.rows = last.rows.max(cell.rows);
            last.columns = last.columns.max(cell.columns);
            return Ok(Some(span));
        }
        if let Some(grid) = &mut self.grid {
            let (rows, columns) = (cell.rows.max(1), cell.columns.max(1));
            grid.cells.push(GridPart { row: grid.rows.len() as u32, column: cell.column, rows, columns, span });
        }
        Ok(Some(span))
    }

    /// The row ends. One without text leaves a blank line, which parts what stands above from what stands below.
    pub fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        if self.text.len() == row.start {
            self.blank();
            return;
        }
        let span = Span::new(row.start, self.text.len());
        self.text.push('\n');
        if let Some(grid) = &mut self.grid {
            grid.rows.push(GridRow { number: row.number, span });
        }
    }

    /// The row ends and takes a line, whether or not it holds anything.
    pub fn end_row_in_place(&mut self) {
        if self.row.as_ref().is_some_and(|row| row.start == self.text.len()) {
            self.row = None;
            self.gap();
        }
        self.end_row();
    }

    /// A line of a table that holds nothing.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The table ends.
    pub fn end_grid(&mut self) {
        self.end_row();
        if let Some(grid) = self.grid.take().filter(|grid| !grid.rows.is_empty()) {
            self.derived.grids.push(grid);
        }
    }

    /// How many columns a tab or a cell may still be away: the text may not outgrow its limit.
    fn room(&self, more: usize) -> Result<(), Refusal> {
        if self.text.len() + more <= limits::TEXT_BYTES {
            return Ok(());
        }
        let message = format!("expected at most {} bytes of text in a file, found more", limits::TEXT_BYTES);
        Err(Box::new(Finding::new(&TOO_LARGE, message)))
    }
}

/// Adds `more` on one line: white space of any kind is one blank, none where Chinese runs on over a line end.
fn append(text: &mut String, more: &str) {
    let from = text.len();
    for line in more.split(['\n', '\r', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}']) {
        let mut words = line.split(|c: char| is_blank(c) || c == '\0').filter(|word| !word.is_empty()).peekable();
        if let (Some(first), Some(left)) = (words.peek(), text[from..].chars().next_back())
            && first.chars().next().is_some_and(|right| needs_space(left, right))
        {
            text.push(' ');
        }
        for (at, word) in words.enumerate() {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(word);
        }
    }
}
