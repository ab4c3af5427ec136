//! What parsing yields: a grid of spans, nothing typed.

use std::sync::Arc;

use crate::source::Span;

/// The entry of a recipe that something was found for, by its index in the recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A `[[dataset]]`.
    Dataset(usize),
    /// A `[[series]]`.
    Series(usize),
}

/// Cells of one dataset or series as one layout found them in one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The dataset or series that the recipe reads here.
    pub name: Arc<str>,
    /// The recipe's entry for it.
    pub entry: Entry,
    /// For a layout with groups of rows, the group.
    pub group: usize,
    /// The columns, in the order of each row's cells.
    pub columns: Vec<Arc<str>>,
    /// The rows, in the order of the text.
    pub rows: Vec<Row>,
    /// The header, captions and unit lines that belong to it, for units that apply to bare numbers.
    pub headers: Vec<Span>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One cell a column; `None` where the text has nothing for it.
    pub cells: Vec<Option<Cell>>,
}

/// One cell: the stretches of text that make it, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Non-empty stretches; more than one where the cell is wrapped over lines.
    pub spans: Vec<Span>,
}

impl Cell {
    /// A cell of one stretch.
    pub fn new(span: Span) -> Cell {
        Cell { spans: vec![span] }
    }

    /// The range from its first to its last byte.
    pub fn cover(&self) -> Span {
        self.spans[1..].iter().fold(self.spans[0], |a, &b| a.cover(b))
    }
}

/// A table of a text as its print shows it, whether a recipe reads it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGrid {
    /// The lines that say in what unit it is, and its caption.
    pub headers: Vec<Span>,
    /// The other lines directly above it, the last one first: a title, in which its unit may stand.
    pub above: Vec<Span>,
    /// The heading of each column, ` / ` between its levels.
    pub names: Vec<String>,
    /// The texts of its header.
    pub heads: Vec<Span>,
    /// The header, if nothing tells which part of it heads which column; then `names` are empty.
    pub loose: Option<Span>,
    /// The rows below the header.
    pub rows: Vec<FoundGridRow>,
}

/// A row of a [`FoundGrid`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGridRow {
    /// The label of the group that it stands in.
    pub group: Option<Cell>,
    /// One cell a column.
    pub cells: Vec<Option<Cell>>,
}

/// The labels and numbers of a chart that cannot be paired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnpairedSeries {
    /// The dataset or series that they would have been.
    pub name: Arc<str>,
    /// The recipe's entry for it.
    pub entry: Entry,
    /// Each run's column and its items, in the order of the text.
    pub runs: Vec<(Arc<str>, Vec<Cell>)>,
}

/// A figure that was found in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFigure {
    /// Its index among the recipe's figures.
    pub figure: usize,
    /// The number with its qualifier and unit.
    pub value: Cell,
    /// What other places print for it, where that is not the same text.
    pub others: Vec<Cell>,
    /// The date for which it holds.
    pub as_of: Option<Cell>,
}
