//! Excel workbooks (ECMA-376): calamine reads the cells one by one, so that a sheet costs what it holds, not what it spans.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::canvas::{Canvas, Refusal};
use super::sheet::{self, Affixes, Sheet, Value};
use super::xlsx_digits::{self, Beside};
use super::{BROKEN_WORKBOOK, Format, Input, PROTECTED_WORKBOOK, guarded, limits, unpack};
use crate::finding::Findings;

pub(super) static FORMAT: Format = Format {
    name: "an Excel workbook (.xlsx)",
    extensions: &["xlsx", "xlsm"],
    is: |bytes| unpack::holds(bytes, "xl/workbook.xml"),
    lenient: false,
    read,
};

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    // A workbook under a password is a compound file that holds the encrypted one.
    if super::xls::is_compound(input.bytes) {
        let message = "expected a workbook without a password, found an encrypted one";
        return Err(input.refuse(&PROTECTED_WORKBOOK, message));
    }
    let mut archive = unpack::open(input)?;
    let mut beside = xlsx_digits::of_sheets(&mut archive);
    let sheets = guarded(input, || sheets(input, &mut beside))?;
    for (at, sheet) in sheets.into_iter().enumerate() {
        sheet::write(input, at, sheet, canvas, findings)?;
    }
    Ok(())
}

fn sheets(input: &Input<'_>, beside: &mut HashMap<String, Beside>) -> Result<Vec<Sheet>, Refusal> {
    let broken = |error: XlsxError| match error {
        XlsxError::Password => input.refuse(&PROTECTED_WORKBOOK, "expected a workbook without a password, found one"),
        error => input.refuse(&BROKEN_WORKBOOK, format!("expected a workbook, found a fault: {error}")),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(input.bytes)).map_err(broken)?;
    let listed: Vec<_> = book.sheets_metadata().to_vec();
    limits::tables(listed.len())?;
    let mut sheets = Vec::new();
    let mut count = 0;
    for listed in listed.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut sheet = Sheet {
            hidden: listed.visible != SheetVisible::Visible,
            merged: merged(&mut book, &listed.name).map_err(broken)?,
            name: listed.name,
            ..Sheet::default()
        };
        let Beside { digits, hidden } = beside.remove(&sheet.name).unwrap_or_default();
        sheet.hidden_rows = hidden;
        let mut empty = false;
        {
            let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(broken)?;
            let format = |style: &Style| sheet::affixes(&style.number_format.as_ref()?.format_code).map(Arc::new);
            let formats: Vec<Option<Arc<Affixes>>> = reader.styles().iter().map(format).collect();
            while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
                count += 1;
                limits::cells(count)?;
                let affixes = || formats.get(style).cloned().flatten();
                let at = cell.get_position();
                match sheet::value(Data::from(cell.get_value().clone()), affixes) {
                    Some(Value::Number(number, affixes)) => {
                        let long = digits.get(&at).filter(|text| text.parse() == Ok(number));
                        let value = long.map_or(Value::Number(number, affixes.clone()), |text| {
                            Value::Long(text.clone(), affixes.clone())
                        });
                        sheet.put(at, value);
                    }
                    Some(value) => sheet.put(at, value),
                    None => empty = true,
                }
            }
        }
        if empty {
            // Formulas without values look like cells that only have a colour: only a second look tells.
            let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(broken)?;
            while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
                if cell.formula.is_some() && !sheet.cells.contains_key(&cell.pos) {
                    sheet.cells.insert(cell.pos, Value::Formula);
                }
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

type Area = ((u32, u32), (u32, u32));

fn merged(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Area>, XlsxError> {
    let areas = book.merge_cells_by_sheet_name(name)?;
    Ok(areas.into_iter().map(|area| (area.start, area.end)).filter(|(start, end)| start <= end).collect())
}
