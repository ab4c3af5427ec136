//! Typed columns and, for each cell, the bytes that it came from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::{concat_batches, filter_record_batch};
use arrow::error::ArrowError;

use super::{Decimal, Imprint, Interval, Precision, Unit};
use crate::source::{Source, Span};

/// The dataset of the figures that a report states.
pub const STATED_FIGURE: &str = "stated_figure";

/// The dataset of all that is printed for those that several places print differently; only checks see it.
pub const PRINTINGS: &str = "stated_figure.printings";

/// One dataset in memory: an Arrow batch, and beside it what the text printed for each cell.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The dataset's name, as in its contract.
    pub name: Arc<str>,
    /// `report` and `source`, then the contract's columns, then asides (columns that only checks see).
    pub batch: RecordBatch,
    /// What is known of each column of `batch` beyond its Arrow type.
    pub columns: Vec<Column>,
    /// The texts that its rows came from.
    pub sources: Vec<Arc<Source>>,
    /// For each row, its text as an index into `sources`.
    pub row_sources: Vec<u32>,
    /// Cells (row, column) that are null because a finding refused them; later stages pass over them.
    pub failed: BTreeSet<(u32, u32)>,
}

/// What is known of one column beyond its Arrow type.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// The unit that all its values have.
    pub unit: Option<Unit>,
    /// False for an aside, which is never published.
    pub published: bool,
    /// Where its cells came from.
    pub trace: ColumnTrace,
}

/// The provenance of one column, row by row; compact, because it is as long as the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnTrace {
    /// Row `r` stands on `spans[starts[r]..starts[r + 1]]`; empty if the whole column came from nowhere in the text
    /// (`report`, constants of the recipe).
    pub starts: Vec<u32>,
    /// The stretches of all rows, in order.
    pub spans: Vec<Span>,
    /// For numeric columns, what was printed, row by row; empty for others.
    pub printed: Imprint,
    /// Intervals of the rare cells whose digits do not say it (ranges, notes on rounding, conversions), by row.
    pub ranges: BTreeMap<u32, Interval>,
    /// The rates of the rare cells that were converted from another currency, with day and source, by row.
    pub rates: BTreeMap<u32, Arc<str>>,
    /// The rare cells that do not stand in the row's text but in another file (values that a recipe gives), by row.
    pub elsewhere: BTreeMap<u32, (Arc<str>, Span)>,
}

impl ColumnTrace {
    /// The stretches of text that row `row` stands on.
    pub fn spans_of(&self, row: usize) -> &[Span] {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&from), Some(&to)) => &self.spans[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Adds the next row's stretches.
    pub fn push(&mut self, spans: &[Span]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.spans.extend_from_slice(spans);
        self.starts.push(self.spans.len() as u32);
    }

    /// The rows for which `keep` holds.
    fn filter(&self, keep: &[bool]) -> ColumnTrace {
        let mut kept = ColumnTrace::default();
        let new_rows = new_rows(keep);
        for row in (0..keep.len()).filter(|row| keep[*row]) {
            if !self.starts.is_empty() {
                kept.push(self.spans_of(row));
            }
            self.printed.get(row).into_iter().for_each(|printed| kept.printed.push(*printed));
        }
        let moved = |row: u32| new_rows.get(row as usize).copied().flatten();
        kept.ranges = self.ranges.iter().filter_map(|(row, range)| Some((moved(*row)?, *range))).collect();
        kept.rates = self.rates.iter().filter_map(|(row, rate)| Some((moved(*row)?, rate.clone()))).collect();
        kept.elsewhere = self.elsewhere.iter().filter_map(|(row, at)| Some((moved(*row)?, at.clone()))).collect();
        kept
    }

    /// Adds the rows of `other` behind the `rows` rows of this one.
    fn append(&mut self, rows: u32, other: ColumnTrace) {
        // A trace without spans is as long as its column all the same.
        self.starts.resize(rows as usize + 1, self.spans.len() as u32);
        let base = self.spans.len() as u32;
        self.starts.extend(other.starts.iter().skip(1).map(|start| start + base));
        self.spans.extend(other.spans);
        self.printed.append(&other.printed);
        self.ranges.extend(other.ranges.into_iter().map(|(row, range)| (row + rows, range)));
        self.rates.extend(other.rates.into_iter().map(|(row, rate)| (row + rows, rate)));
        self.elsewhere.extend(other.elsewhere.into_iter().map(|(row, place)| (row + rows, place)));
    }

    /// The values that `value` in row `row` may stand for; exact where nothing is known of its printing.
    /// `None` where the ends of the interval need more than 38 digits.
    pub fn interval_of(&self, row: usize, value: Decimal) -> Option<Interval> {
        if let Some(range) = self.ranges.get(&(row as u32)) {
            return Some(*range);
        }
        match self.printed.get(row) {
            Some(printed) => printed.qualifier.interval_in(printed.mode, value, Precision::of(printed.decimals.into())),
            None => Some(Interval::exact(value)),
        }
    }
}

impl Dataset {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// The index of the column of that name.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| &*column.name == name)
    }

    /// The same rows behind those of `self`, for the texts of one report and for the reports of one dataset.
    /// Both must have the same columns.
    pub fn append(&mut self, other: Dataset) -> Result<(), ArrowError> {
        let rows = self.rows() as u32;
        let sources = self.sources.len() as u32;
        self.batch = concat_batches(self.batch.schema_ref(), [&self.batch, &other.batch])?;
        self.sources.extend(other.sources);
        self.row_sources.extend(other.row_sources.iter().map(|source| source + sources));
        self.failed.extend(other.failed.iter().map(|(row, column)| (row + rows, *column)));
        for (column, more) in self.columns.iter_mut().zip(other.columns) {
            column.trace.append(rows, more.trace);
        }
        Ok(())
    }

    /// The columns for which `keep` holds.
    ///
    /// # Errors
    /// Where no column is kept.
    pub fn select(&self, keep: impl Fn(&Column) -> bool) -> Result<Dataset, ArrowError> {
        let kept: Vec<usize> = (0..self.columns.len()).filter(|at| keep(&self.columns[*at])).collect();
        let moved = |column: u32| kept.iter().position(|at| *at == column as usize).map(|at| at as u32);
        Ok(Dataset {
            name: self.name.clone(),
            batch: self.batch.project(&kept)?,
            columns: kept.iter().map(|at| self.columns[*at].clone()).collect(),
            sources: self.sources.clone(),
            row_sources: self.row_sources.clone(),
            failed: self.failed.iter().filter_map(|(row, column)| Some((*row, moved(*column)?))).collect(),
        })
    }

    /// The rows for which `keep` holds; it has one entry a row.
    ///
    /// # Errors
    /// Where `keep` is not as long as the dataset.
    pub fn filter(&self, keep: &[bool]) -> Result<Dataset, ArrowError> {
        let batch = filter_record_batch(&self.batch, &BooleanArray::from(keep.to_vec()))?;
        let columns = self.columns.iter().map(|column| Column { trace: column.trace.filter(keep), ..column.clone() });
        let new_rows = new_rows(keep);
        let failed = self.failed.iter().filter_map(|(row, column)| Some((new_rows[*row as usize]?, *column)));
        Ok(Dataset {
            name: self.name.clone(),
            columns: columns.collect(),
            sources: self.sources.clone(),
            row_sources: self.row_sources.iter().zip(keep).filter(|(_, keep)| **keep).map(|(at, _)| *at).collect(),
            failed: failed.collect(),
            batch,
        })
    }

    /// The text that row `row` came from.
    pub fn source_of(&self, row: usize) -> &Arc<Source> {
        &self.sources[self.row_sources[row] as usize]
    }
}

/// For each row, its number among the rows that are kept.
fn new_rows(keep: &[bool]) -> Vec<Option<u32>> {
    let mut next = 0;
    let mut number = |keep: &bool| {
        keep.then(|| {
            next += 1;
            next - 1
        })
    };
    keep.iter().map(&mut number).collect()
}
