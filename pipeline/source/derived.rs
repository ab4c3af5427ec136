//! What is known of a text that was made of a file of another kind: its tables, and where in the file each stretch stands.

use std::fmt;
use std::sync::Arc;

use super::Span;

/// A place in a file that is no plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A cell of a spreadsheet, rows and columns counted from 0.
    Cell {
        /// The sheet's name.
        sheet: Arc<str>,
        /// Its row.
        row: u32,
        /// Its column.
        column: u32,
    },
    /// A JSON Pointer (RFC 6901), on a line of its own where each line is a value.
    Pointer {
        /// The line, where the file is JSON lines.
        line: Option<u32>,
        /// The pointer.
        pointer: Arc<str>,
    },
    /// Bytes of a UTF-8 file.
    Bytes {
        /// The line, counted from 1.
        line: u32,
        /// The bytes.
        span: Span,
    },
    /// A field of a file in another encoding, counted from 1.
    Field {
        /// The record.
        record: u32,
        /// The field in it.
        field: u32,
    },
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Cell { sheet, row, column } => {
                let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
                if sheet.chars().all(plain) && !sheet.is_empty() {
                    write!(f, "{sheet}!")?;
                } else {
                    // As spreadsheets write it: quotes, doubled inside.
                    write!(f, "'{}'!", sheet.replace('\'', "''"))?;
                }
                write!(f, "{}{}", Letters(*column), u64::from(*row) + 1)
            }
            Address::Pointer { line: None, pointer } => write!(f, "#{pointer}"),
            Address::Pointer { line: Some(line), pointer } => write!(f, "line {line}#{pointer}"),
            Address::Bytes { line, span } => write!(f, "line {line}, bytes {} to {}", span.start, span.end),
            Address::Field { record, field } => write!(f, "record {record}, field {field}"),
        }
    }
}

/// A column as spreadsheets name it: A, B, ... Z, AA.
struct Letters(u32);

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 26 {
            write!(f, "{}", Letters(self.0 / 26 - 1))?;
        }
        write!(f, "{}", char::from(b'A' + (self.0 % 26) as u8))
    }
}

/// A cell of a [`Grid`] that holds text, and the part of the grid that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridPart {
    /// Its row, an index into the grid's rows.
    pub row: u32,
    /// Its column, counted from 0.
    pub column: u32,
    /// How many rows it takes.
    pub rows: u32,
    /// How many columns it takes.
    pub columns: u32,
    /// Its text.
    pub span: Span,
}

/// A row of a [`Grid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// Its number as the file counts, from 1.
    pub number: u32,
    /// Its line of the text.
    pub span: Span,
}

/// A table as the file itself says that it is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Its name in the file: that of a sheet.
    pub name: Option<Arc<str>>,
    /// Its caption, where the file gives one.
    pub caption: Option<Span>,
    /// How many rows are its header, where the file says so.
    pub header_rows: Option<u32>,
    /// Its rows that hold something, from top to bottom.
    pub rows: Vec<GridRow>,
    /// Its cells that hold something, row by row and from left to right.
    pub cells: Vec<GridPart>,
}

/// A stretch that the file sets apart from the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fenced {
    /// The stretch with the lines that part it from the rest.
    pub span: Span,
    /// What stands between them.
    pub inner: Span,
}

/// The tables and places of a text that was made of another kind of file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Stretches of the text, in order, and where each stands in the file.
    pub places: Vec<(Span, Address)>,
    /// The tables, in order.
    pub grids: Vec<Grid>,
    /// Stretches of which the reader could make nothing.
    pub unread: Vec<Span>,
    /// Stretches that the file sets apart, in order: no table reaches over the edge of one.
    pub fenced: Vec<Fenced>,
}

impl Derived {
    /// Where the text of `span` stands in the file: the first place that it touches.
    pub fn address(&self, span: Span) -> Option<&Address> {
        let at = self.places.partition_point(|(place, _)| place.end <= span.start);
        let (place, address) = self.places.get(at)?;
        (place.start < span.end.max(span.start + 1)).then_some(address)
    }
}
