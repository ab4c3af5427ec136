//! The records of an .xls ([MS-XLS] 2.3): its stream goes in, what each sheet spans and the formats of its cells come out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sheet::{self, Affixes};

/// What the records say.
#[derive(Default)]
pub(super) struct Records {
    /// True if the workbook is encrypted.
    pub protected: bool,
    /// True if sheets lie over one another, so that the same records would be read again and again.
    pub overlapping: bool,
    /// The sheets, in the order of the workbook.
    pub sheets: Vec<SheetRecords>,
    /// Where each sheet begins.
    positions: Vec<usize>,
    /// The number format of each cell format.
    formats: Vec<u16>,
    codes: BTreeMap<u16, Option<Arc<Affixes>>>,
}

/// What the records of one sheet say.
#[derive(Default)]
pub(super) struct SheetRecords {
    /// The cell format of each cell with a number.
    pub formats: BTreeMap<(u32, u32), u16>,
    /// Rows and columns that the sheet says it has, whatever it holds.
    pub claimed: (u32, u32),
    /// First and last row and column.
    area: Option<(u32, u32, u32, u32)>,
}

impl SheetRecords {
    /// How many cells the smallest area holds that all cells lie in.
    pub fn spanned(&self) -> usize {
        self.area.map_or(0, |(top, bottom, left, right)| (bottom - top + 1) as usize * (right - left + 1) as usize)
    }

    fn claim(&mut self, rows: u32, columns: u32) {
        self.claimed = (self.claimed.0.max(rows), self.claimed.1.max(columns));
    }

    fn cell(&mut self, row: u32, column: u32) {
        let (top, bottom, left, right) = self.area.unwrap_or((row, row, column, column));
        self.area = Some((top.min(row), bottom.max(row), left.min(column), right.max(column)));
    }
}

impl Records {
    /// What the format of a cell puts around a number.
    pub fn affixes(&self, format: u16) -> Option<Arc<Affixes>> {
        let format = *self.formats.get(usize::from(format))?;
        // [MS-XLS] 2.4.126: formats below 164 are built in; those that say more than a number are percent.
        match self.codes.get(&format) {
            Some(affixes) => affixes.clone(),
            None if matches!(format, 9 | 10) => Some(Arc::new(sheet::affixes("0%")?)),
            None => None,
        }
    }
}

/// The records of a stream from `at` on; where the stream is broken they end.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let head = stream.get(at..at.checked_add(4)?)?;
        let (kind, length) = (short(head, 0), usize::from(short(head, 2)));
        let body = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, body))
    })
}

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;

/// Reads the workbook's own records, then those of each sheet from where the workbook says that it begins.
pub(super) fn read(stream: &[u8]) -> Records {
    let mut found = Records::default();
    for (kind, body) in records(stream, 0).take_while(|(kind, _)| *kind != END) {
        match kind {
            0x002f if body.len() >= 2 && short(body, 0) != 0 => found.protected = true,
            0x0085 if body.len() >= 4 => {
                found.positions.push(usize::from(short(body, 0)) | usize::from(short(body, 2)) << 16);
            }
            0x00e0 if body.len() >= 4 => found.formats.push(short(body, 2)),
            0x041e if body.len() >= 5 => {
                if let Some(text) = format_code(body) {
                    found.codes.insert(short(body, 0), sheet::affixes(&text).map(Arc::new));
                }
            }
            _ => {}
        }
    }
    // The records of all sheets together are part of the stream.
    let mut left = stream.len();
    for &position in &found.positions {
        let (sheet, length) = sheet(stream, position);
        found.sheets.push(sheet);
        match left.checked_sub(length) {
            Some(less) => left = less,
            None => {
                found.overlapping = true;
                break;
            }
        }
    }
    found
}

/// The text of a record Format: of two bytes a character, or one.
fn format_code(body: &[u8]) -> Option<String> {
    let count = usize::from(short(body, 2));
    if body[4] & 1 == 0 {
        return Some(body.get(5..5 + count)?.iter().copied().map(char::from).collect());
    }
    let units = body.get(5..5 + count * 2)?.chunks_exact(2).map(|unit| short(unit, 0));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
}

/// What stands from `position` on, and how many bytes that is.
fn sheet(stream: &[u8], position: usize) -> (SheetRecords, usize) {
    let mut sheet = SheetRecords::default();
    // Substreams may lie in one another: charts in sheets.
    let mut depth = 0_u32;
    let mut length = 0;
    for (kind, body) in records(stream, position) {
        length += 4 + body.len();
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            // Dimensions: the first row and the one behind the last, and columns likewise.
            0x0200 if body.len() >= 14 => {
                let long = |at: usize| u32::from(short(body, at)) | u32::from(short(body, at + 2)) << 16;
                sheet.claim(long(4).saturating_sub(long(0)), u32::from(short(body, 10)));
            }
            0x0200 if body.len() >= 10 => {
                sheet.claim(u32::from(short(body, 2).saturating_sub(short(body, 0))), u32::from(short(body, 6)));
            }
            // Formula, Number, Label, BoolErr, RString, LabelSst, RK.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00d6 | 0x00fd | 0x027e if body.len() >= 6 => {
                let place = (u32::from(short(body, 0)), u32::from(short(body, 2)));
                sheet.cell(place.0, place.1);
                if matches!(kind, 0x0006 | 0x0203 | 0x027e) {
                    sheet.formats.insert(place, short(body, 4));
                }
            }
            // MulRk: a row of numbers, each with its format.
            0x00bd if body.len() >= 12 => {
                let (row, first) = (u32::from(short(body, 0)), u32::from(short(body, 2)));
                for (column, number) in (first..).zip(body[4..body.len() - 2].chunks_exact(6)) {
                    sheet.cell(row, column);
                    sheet.formats.insert((row, column), short(number, 0));
                }
            }
            // A text without a formula in front of it is put into the first cell.
            0x0207 => sheet.cell(0, 0),
            _ => {}
        }
    }
    (sheet, length)
}

/// Two bytes, the lower one first.
fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}
