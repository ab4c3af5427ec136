//! Excel workbooks of before 2007 ([MS-XLS]): calamine reads the values; the records are looked at before, because calamine
//! gives memory to all that a sheet spans, and says nothing of percent formats.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::canvas::{Canvas, Refusal};
use super::sheet::{self, Sheet};
use super::xls_records::{self, Records};
use super::{BROKEN_WORKBOOK, Format, Input, PROTECTED_WORKBOOK, TOO_MANY_CELLS, guarded, limits};
use crate::finding::Findings;

pub(super) static FORMAT: Format =
    Format { name: "an Excel workbook (.xls)", extensions: &["xls", "xlt"], is: is_compound, lenient: false, read };

/// True for a compound file ([MS-CFB] 2.2), which an .xls is, and an .xlsx under a password.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let records = guarded(input, || records(input))?;
    let sheets = guarded(input, || sheets(input, &records))?;
    for (at, sheet) in sheets.into_iter().enumerate() {
        sheet::write(input, at, sheet, canvas, findings)?;
    }
    Ok(())
}

fn records(input: &Input<'_>) -> Result<Records, Refusal> {
    let broken = |error: std::io::Error| {
        input.refuse(&BROKEN_WORKBOOK, format!("expected a workbook, found a compound file with a fault: {error}"))
    };
    let mut file = cfb::CompoundFile::open(Cursor::new(input.bytes)).map_err(broken)?;
    if file.exists("/EncryptedPackage") {
        let message = "expected a workbook without a password, found an encrypted one";
        return Err(input.refuse(&PROTECTED_WORKBOOK, message));
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.exists(name));
    let Some(name) = name else {
        let message = "expected a stream \"Workbook\", found none: the file is of another Office program";
        return Err(input.refuse(&BROKEN_WORKBOOK, message));
    };
    let mut stream = Vec::new();
    let mut part = file.open_stream(name).map_err(broken)?;
    // A chain of sectors may lead round in circles, but no stream is longer than its file.
    std::io::copy(&mut std::io::Read::take(&mut part, input.bytes.len() as u64), &mut stream).map_err(broken)?;
    let records = xls_records::read(&stream);
    if records.protected {
        let message = "expected a workbook without a password, found an encrypted one";
        return Err(input.refuse(&PROTECTED_WORKBOOK, message));
    }
    limits::tables(records.sheets.len())?;
    if records.overlapping {
        let message = "expected sheets behind one another, found some that lie over others";
        return Err(input.refuse(&BROKEN_WORKBOOK, message));
    }
    // [MS-XLS] 2.2.1: a sheet has 65,536 rows and 256 columns; memory is given to what it says that it has.
    if let Some(sheet) = records.sheets.iter().find(|sheet| sheet.claimed.0 > 65_536 || sheet.claimed.1 > 256) {
        let (rows, columns) = sheet.claimed;
        let message =
            format!("expected at most 65536 rows and 256 columns, found a sheet that claims {rows} and {columns}");
        return Err(input.refuse(&BROKEN_WORKBOOK, message));
    }
    let spanned: usize = records.sheets.iter().map(xls_records::SheetRecords::spanned).sum();
    if spanned > limits::CELLS {
        let message = format!("expected at most {} cells, found sheets that span {spanned}", limits::CELLS);
        return Err(input.refuse(&TOO_MANY_CELLS, message));
    }
    Ok(records)
}

fn sheets(input: &Input<'_>, records: &Records) -> Result<Vec<Sheet>, Refusal> {
    let broken = |error: XlsError| match error {
        XlsError::Password => input.refuse(&PROTECTED_WORKBOOK, "expected a workbook without a password, found one"),
        error => input.refuse(&BROKEN_WORKBOOK, format!("expected a workbook, found a fault: {error}")),
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(input.bytes)).map_err(broken)?;
    let listed: Vec<_> = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (at, listed) in listed.into_iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        let range = book.worksheet_range(&listed.name).map_err(broken)?;
        let merged = book.merge_cells_by_sheet_name(&listed.name).map_err(broken)?;
        let formats = records.sheets.get(at);
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut cells = BTreeMap::new();
        for (row, column, data) in range.used_cells() {
            let place = (top + row as u32, left + column as u32);
            let affixes = || records.affixes(formats?.formats.get(&place).copied()?);
            let data: Data = data.clone();
            cells.extend(sheet::value(data, affixes).map(|value| (place, value)));
        }
        sheets.push(Sheet {
            hidden: listed.visible != SheetVisible::Visible,
            merged: merged.into_iter().map(|area| (area.start, area.end)).filter(|(a, b)| a <= b).collect(),
            name: listed.name,
            cells,
            ..Sheet::default()
        });
    }
    Ok(sheets)
}
