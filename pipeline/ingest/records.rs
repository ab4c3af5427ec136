//! Objects as rows of a table: their members go in one by one, columns by first appearance and rows come out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::canvas::{Canvas, NewCell, Refusal};
use super::limits;
use crate::source::Address;

/// One value of a row.
struct Member {
    column: usize,
    text: String,
    address: Address,
}

/// Rows whose columns are found on the way.
#[derive(Default)]
pub(super) struct Records {
    names: Vec<String>,
    at: BTreeMap<String, usize>,
    rows: Vec<(u32, Vec<Member>)>,
    cells: usize,
}

impl Records {
    /// A row begins.
    pub fn begin_row(&mut self, number: u32) {
        self.rows.push((number, Vec::new()));
    }

    /// A value of the row; false if the row has one for that column.
    pub fn member(&mut self, name: &str, text: String, address: Address) -> Result<bool, Refusal> {
        self.cells += 1;
        limits::cells(self.cells)?;
        let column = match self.at.get(name) {
            Some(column) => *column,
            None => {
                limits::columns(self.names.len() + 1)?;
                self.names.push(name.to_owned());
                self.at.insert(name.to_owned(), self.names.len() - 1);
                self.names.len() - 1
            }
        };
        let Some((_, row)) = self.rows.last_mut() else { return Ok(false) };
        if row.iter().any(|member| member.column == column) {
            return Ok(false);
        }
        row.push(Member { column, text, address });
        Ok(true)
    }

    /// Writes the names of the columns, then the rows.
    pub fn write(mut self, name: Option<Arc<str>>, canvas: &mut Canvas) -> Result<(), Refusal> {
        if self.names.is_empty() {
            return Ok(());
        }
        canvas.begin_grid(name, None, Some(1));
        canvas.begin_row(0);
        for (column, name) in self.names.iter().enumerate() {
            // A column's name stands where its first value does.
            let of = |member: &&Member| member.column == column;
            let first = self.rows.iter().find_map(|(_, row)| row.iter().find(of));
            let Some(first) = first else { continue };
            let name = if name.trim().is_empty() { "-" } else { name };
            canvas.cell(&NewCell { column: column as u32, rows: 1, columns: 1, text: name }, first.address.clone())?;
        }
        for (number, row) in &mut self.rows {
            canvas.begin_row(*number);
            row.sort_by_key(|member| member.column);
            for member in row {
                let cell = NewCell { column: member.column as u32, rows: 1, columns: 1, text: &member.text };
                canvas.cell(&cell, member.address.clone())?;
            }
        }
        canvas.end_grid();
        Ok(())
    }
}
