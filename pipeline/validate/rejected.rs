//! The rows that a contract refuses: failures go in, a listing and the dataset without those rows come out.

use std::sync::Arc;

use super::failure::Failure;
use crate::model::Dataset;
use crate::source::{Source, Span};

/// The rows of a dataset that its contract refuses, and why.
#[derive(Clone, Debug, Default)]
pub struct Rejected {
    /// Every failure, by row and path.
    pub failures: Vec<Failure>,
    /// How many cells and rows were decided one by one: what tests over whole arrays left open. It measures the work.
    pub asked: usize,
}

/// One failure with its place and the printed text, as processed/rejected/ lists it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The failure.
    pub failure: &'a Failure,
    /// The file.
    pub source: &'a Arc<Source>,
    /// The stretches of text that the cell stands on; where the failure is of no cell, those of the row's first one.
    pub spans: &'a [Span],
    /// Text of the row, where the cell has none.
    pub beside: Option<Span>,
}

impl Rejected {
    /// True if no row was refused.
    pub fn is_empty(&self) -> bool {
        self.failures.is_empty()
    }

    /// The refused rows, in order, each once.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.failures.iter().map(|failure| failure.row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Every failure with its place in the sources of `dataset`, which is the one that was checked.
    pub fn entries<'a>(&'a self, dataset: &'a Dataset) -> impl Iterator<Item = Entry<'a>> {
        self.failures.iter().map(move |failure| {
            let row = failure.row as usize;
            let (own, first) = (own_spans(dataset, row, &failure.path), first_spans(dataset, row));
            let (spans, beside) = match own {
                Some(own) => (own, first.first().copied().filter(|_| own.is_empty())),
                None => (first, None),
            };
            Entry { failure, source: dataset.source_of(row), spans, beside }
        })
    }

    /// For each of `rows` rows, whether it is refused; nothing where none is.
    pub(super) fn marked(&self, rows: usize) -> Vec<bool> {
        let mut marked = vec![false; if self.failures.is_empty() { 0 } else { rows }];
        for failure in &self.failures {
            if let Some(marked) = marked.get_mut(failure.row as usize) {
                *marked = true;
            }
        }
        marked
    }

    /// `dataset` without the refused rows; `None` if there are none to leave out.
    pub fn accepted(&self, dataset: &Dataset) -> Option<Dataset> {
        if self.is_empty() {
            return None;
        }
        let keep: Vec<bool> = self.marked(dataset.rows()).into_iter().map(|refused| !refused).collect();
        // The mask is as long as the batch, which is all that filtering asks for.
        dataset.filter(&keep).ok()
    }
}

/// The stretches of text of the cell at `path` in `row`; of the row where the cell has none.
pub fn spans<'a>(dataset: &'a Dataset, row: usize, path: &str) -> &'a [Span] {
    own_spans(dataset, row, path).filter(|own| !own.is_empty()).unwrap_or_else(|| first_spans(dataset, row))
}

/// The stretches of the cell at `path`; `None` where that is no cell.
fn own_spans<'a>(dataset: &'a Dataset, row: usize, path: &str) -> Option<&'a [Span]> {
    let name = column_of(path)?;
    let column = dataset.columns.iter().find(|column| *column.name == *name)?;
    Some(column.trace.spans_of(row))
}

/// The stretches of the first cell of the row that has some.
fn first_spans(dataset: &Dataset, row: usize) -> &[Span] {
    dataset.columns.iter().map(|column| column.trace.spans_of(row)).find(|spans| !spans.is_empty()).unwrap_or_default()
}

/// The column that a path leads into. Names of columns with `/` or `~` are not found, which costs only a label.
pub fn column_of(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.split('/').next()
}
