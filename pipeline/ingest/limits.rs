//! How much a file may ask for: far above any report, far below what stops a machine.

use crate::finding::{Code, Finding, Severity};

use super::canvas::Refusal;

/// Cells of all tables of one file, empty ones that are written out among them.
pub(super) const CELLS: usize = 5_000_000;

/// Columns of one table: as many as a spreadsheet has.
pub(super) const COLUMNS: usize = 16_384;

/// Sheets or tables of one file.
pub(super) const TABLES: usize = 10_000;

/// Levels of arrays and objects, of elements of XML and HTML.
pub(super) const DEPTH: usize = 120;

/// Bytes of the text that is made of one file, and of a file that is read whole.
pub(super) const TEXT_BYTES: usize = 1 << 30;

/// Bytes of all parts of a packed file, unpacked.
pub(super) const UNPACKED_BYTES: u64 = 1 << 30;

/// A packed file may unpack to this many times its size. XML packs to a tenth, a sheet of zeros to a hundredth.
pub(super) const RATIO: u64 = 400;

/// Below this size, no ratio is suspicious.
pub(super) const SMALL_BYTES: u64 = 64 << 20;

/// Parts of a packed file.
pub(super) const PARTS: usize = 20_000;

/// A file has more cells than are read.
pub static TOO_MANY_CELLS: Code = Code {
    name: "too-many-cells",
    severity: Severity::Error,
    what: "a file must not hold more than 5,000,000 cells",
    why: "a few bytes can ask for billions of repeated or merged cells",
    example: "<table:table-row table:number-rows-repeated=\"1048576\"> with text in it",
    action: "split the file, or take the sheets out that hold no table of the report",
};

/// A file has more tables than are read.
pub static TOO_MANY_TABLES: Code = Code {
    name: "too-many-tables",
    severity: Severity::Error,
    what: "a file must not hold more than 10,000 sheets or tables",
    why: "every one of them costs memory even if it is empty",
    example: "a workbook that a program filled with a sheet for each day of a century",
    action: "split the file",
};

/// A file is nested too deep.
pub static TOO_DEEP: Code = Code {
    name: "too-deep",
    severity: Severity::Error,
    what: "arrays, objects and elements must not be nested deeper than 120 levels",
    why: "no report is; files that attack a reader are",
    example: "[[[[[[[[ ... ]]]]]]]]",
    action: "write the file again with the program that it comes from",
};

/// A packed file unpacks to more than is read.
pub static UNPACKED_TOO_LARGE: Code = Code {
    name: "unpacked-too-large",
    severity: Severity::Error,
    what: "a workbook must not unpack to more than 1 GiB or 20,000 parts",
    why: "it would be held in memory",
    example: "a workbook with millions of rows",
    action: "split the workbook",
};

/// A packed file unpacks to suspiciously more than its size.
pub static SUSPICIOUS_COMPRESSION: Code = Code {
    name: "suspicious-compression",
    severity: Severity::Error,
    what: "a workbook must not unpack to more than 400 times its size",
    why: "no workbook does; files that are made to fill a disk or a memory do",
    example: "a workbook of 1 MB whose sheet unpacks to 1 GB of blanks",
    action: "do not open the file; ask where it comes from",
};

/// The codes of limits.
pub(super) static CODES: [&Code; 5] =
    [&TOO_MANY_CELLS, &TOO_MANY_TABLES, &TOO_DEEP, &UNPACKED_TOO_LARGE, &SUSPICIOUS_COMPRESSION];

/// Refuses the table that is one too many.
pub(super) fn tables(count: usize) -> Result<(), Refusal> {
    if count <= TABLES {
        return Ok(());
    }
    let message = format!("expected at most {TABLES} sheets or tables, found {count}");
    Err(Box::new(Finding::new(&TOO_MANY_TABLES, message)))
}

/// Refuses a nesting that is too deep.
pub(super) fn depth(levels: usize) -> Result<(), Refusal> {
    if levels <= DEPTH {
        return Ok(());
    }
    Err(Box::new(Finding::new(&TOO_DEEP, format!("expected at most {DEPTH} levels, found {levels} or more"))))
}

/// Refuses the cell that is one too many.
pub(super) fn cells(count: usize) -> Result<(), Refusal> {
    if count <= CELLS {
        return Ok(());
    }
    Err(Box::new(Finding::new(&TOO_MANY_CELLS, format!("expected at most {CELLS} cells in a file, found more"))))
}

/// Refuses the column that is one too many.
pub(super) fn columns(count: usize) -> Result<(), Refusal> {
    if count <= COLUMNS {
        return Ok(());
    }
    Err(Box::new(Finding::new(&TOO_MANY_CELLS, format!("expected at most {COLUMNS} columns, found {count}"))))
}
