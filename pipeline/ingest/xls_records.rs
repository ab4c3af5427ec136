//! The records of an .xls ([MS-XLS] 2.3): its stream goes in, what each sheet spans and the formats of its cells come out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sheet::{self, Affixes};

/// What the records say.
#[derive(Default)]
pub(super) struct Records {
    /// True if the workbook is encrypted.
    pub protected: bool,
    /// Where each sheet begins, in the order of the workbook.
    pub positions: Vec<u32>,
    /// The sheets, by where they begin.
    pub sheets: BTreeMap<u32, SheetRecords>,
    /// The number format of each cell format.
    formats: Vec<u16>,
    codes: BTreeMap<u16, Option<Arc<Affixes>>>,
}

/// What the records of one sheet say.
#[derive(Default)]
pub(super) struct SheetRecords {
    /// The cell format of each cell with a number.
    pub formats: BTreeMap<(u32, u32), u16>,
    /// First and last row and column.
    area: Option<(u32, u32, u32, u32)>,
}

impl SheetRecords {
    /// How many cells the smallest area holds that all cells lie in.
    pub fn spanned(&self) -> usize {
        self.area.map_or(0, |(top, bottom, left, right)| (bottom - top + 1) as usize * (right - left + 1) as usize)
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

/// Reads what there is; where the stream is broken it ends.
pub(super) fn read(stream: &[u8]) -> Records {
    let mut records = Records::default();
    let mut at = 0;
    let mut sheet: Option<u32> = None;
    // Substreams may lie in one another: charts in sheets.
    let mut depth = 0_u32;
    while let Some(head) = stream.get(at..at + 4) {
        let (kind, length) = (short(head, 0), usize::from(short(head, 2)));
        let Some(body) = stream.get(at + 4..at + 4 + length) else { break };
        match kind {
            0x0809 | 0x0409 | 0x0209 | 0x0009 => {
                depth += 1;
                if depth == 1 {
                    sheet = Some(at as u32);
                }
            }
            0x000a => depth = depth.saturating_sub(1),
            0x002f if length >= 2 && short(body, 0) != 0 => records.protected = true,
            0x0085 if length >= 4 => {
                records.positions.push(u32::from(short(body, 0)) | u32::from(short(body, 2)) << 16)
            }
            0x00e0 if length >= 4 => records.formats.push(short(body, 2)),
            0x041e if length >= 5 => {
                let count = usize::from(short(body, 2));
                let wide = body[4] & 1 == 1;
                let text: Option<String> = match wide {
                    true => body.get(5..5 + count * 2).map(|text| {
                        let units = text.chunks_exact(2).map(|unit| short(unit, 0));
                        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
                    }),
                    false => body.get(5..5 + count).map(|text| text.iter().copied().map(char::from).collect()),
                };
                if let Some(text) = text {
                    records.codes.insert(short(body, 0), sheet::affixes(&text).map(Arc::new));
                }
            }
            // Formula, Number, Label, BoolErr, RString, LabelSst, RK.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00d6 | 0x00fd | 0x027e | 0x0406 | 0x0206 if length >= 6 => {
                let place = (u32::from(short(body, 0)), u32::from(short(body, 2)));
                let sheet = records.sheets.entry(sheet.unwrap_or(0)).or_default();
                sheet.cell(place.0, place.1);
                if matches!(kind, 0x0006 | 0x0203 | 0x027e) {
                    sheet.formats.insert(place, short(body, 4));
                }
            }
            // MulRk: a row of numbers, each with its format.
            0x00bd if length >= 12 => {
                let (row, first) = (u32::from(short(body, 0)), u32::from(short(body, 2)));
                let sheet = records.sheets.entry(sheet.unwrap_or(0)).or_default();
                for (column, number) in (first..).zip(body[4..length - 2].chunks_exact(6)) {
                    sheet.cell(row, column);
                    sheet.formats.insert((row, column), short(number, 0));
                }
            }
            _ => {}
        }
        at += 4 + length;
    }
    records
}

/// Two bytes, the lower one first.
fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}
