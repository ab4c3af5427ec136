//! What calamine does not give of Excel sheets: a workbook's parts go in, the exact text of long numbers and the hidden rows
//! come out.
//!
//! calamine gives numbers as binary ones, which keep 15 digits for sure. Spreadsheet programs write no more than 17, but
//! other programs write what they have: numbers of accounts, sums in the smallest coin.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::limits;

/// The text of long numbers of one sheet, by row and column.
pub(super) type Digits = BTreeMap<(u32, u32), String>;

/// What one sheet holds beside its cells.
#[derive(Default)]
pub(super) struct Beside {
    /// Its long numbers.
    pub digits: Digits,
    /// Its hidden rows that have cells, counted from 0.
    pub hidden: BTreeSet<u32>,
}

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The long numbers and hidden rows of each sheet. A part that cannot be read has none: what is wrong with it is told by who reads it.
pub(super) fn of_sheets(archive: &mut Archive<'_>) -> HashMap<String, Beside> {
    let targets = targets(archive);
    let mut sheets = HashMap::new();
    let mut listed = Vec::new();
    each(archive, "xl/workbook.xml", |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
        {
            listed.push((name, id));
        }
    });
    for (name, id) in listed {
        let Some(path) = targets.get(&id) else { continue };
        let path = path.strip_prefix('/').map_or_else(|| format!("xl/{path}"), str::to_owned);
        let is_wanted = archive.by_name(&path).is_ok_and(|part| holds_any(BufReader::new(part)));
        if is_wanted && let Ok(part) = archive.by_name(&path) {
            sheets.insert(name, beside(BufReader::new(part)));
        }
    }
    sheets
}

/// The parts that the workbook's relationships name (ECMA-376 Part 2, 9.3).
fn targets(archive: &mut Archive<'_>) -> HashMap<String, String> {
    let mut targets = HashMap::new();
    each(archive, "xl/_rels/workbook.xml.rels", |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            targets.insert(id, target);
        }
    });
    targets
}

fn each(archive: &mut Archive<'_>, part: &str, mut on: impl FnMut(&BytesStart<'_>)) {
    let Ok(part) = archive.by_name(part) else { return };
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(element) | Event::Empty(element) => on(&element),
            Event::Eof => return,
            _ => {}
        }
        buffer.clear();
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// More digits than these may not fit into a binary number.
const SURE: usize = 15;

/// True if the bytes hold more digits in a row than a binary number keeps, or something hidden. Most sheets do not, and need
/// no second look.
fn holds_any(mut part: impl BufRead) -> bool {
    const WORD: &[u8] = b" hidden=";
    let (mut run, mut matched) = (0, 0);
    loop {
        let Ok(bytes) = part.fill_buf() else { return false };
        if bytes.is_empty() {
            return false;
        }
        for byte in bytes {
            run = match byte {
                b'0'..=b'9' => run + 1,
                b'.' => run,
                _ => 0,
            };
            matched = match *byte {
                byte if byte == WORD[matched] => matched + 1,
                b' ' => 1,
                _ => 0,
            };
            if run > SURE || matched == WORD.len() {
                return true;
            }
        }
        let length = bytes.len();
        part.consume(length);
    }
}

fn beside(part: impl BufRead) -> Beside {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    let mut beside = Beside::default();
    // The cell that is read, where it is a number; and the text of its value.
    let (mut row, mut column, mut is_number) = (None, None, false);
    let mut value: Option<String> = None;
    let next = |at: Option<u32>| at.map_or(0, |at| at.saturating_add(1));
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    let number = attribute(&element, "r").and_then(|row| row.parse::<u32>().ok()?.checked_sub(1));
                    let at = number.unwrap_or(next(row));
                    (row, column) = (Some(at), None);
                    if attribute(&element, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true")) {
                        beside.hidden.insert(at);
                    }
                }
                "c" => {
                    let place = attribute(&element, "r").and_then(|place| self::place(&place));
                    column = Some(place.map_or(next(column), |place| place.1));
                    row = place.map_or(row, |place| Some(place.0));
                    is_number = attribute(&element, "t").is_none_or(|kind| kind == "n");
                }
                "v" if is_number => value = Some(String::new()),
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "c" => {
                let place = attribute(&element, "r").and_then(|place| self::place(&place));
                column = Some(place.map_or(next(column), |place| place.1));
            }
            Event::Text(text) => value.iter_mut().for_each(|value| value.push_str(&text)),
            Event::End(element) if element.local_name().as_ref() == "v" => {
                if let (Some(value), Some(row), Some(column)) = (value.take(), row, column)
                    && is_longer(value.trim())
                {
                    beside.digits.insert((row, column), value.trim().to_owned());
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if beside.digits.len() > limits::CELLS {
            break;
        }
        buffer.clear();
    }
    beside
}

/// `B12` as row and column, counted from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = text[..letters]
        .bytes()
        .try_fold(0_u32, |column, letter| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1))?;
    Some((text[letters..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// True for a number that says more than the binary number that is nearest to it: it has more than 15 digits, and is
/// neither the shortest text of that number nor the one with the 17 digits that spreadsheet programs write.
fn is_longer(text: &str) -> bool {
    let Some((_, digits, exponent)) = super::sheet::parts(text) else { return false };
    let Ok(number) = text.parse::<f64>() else { return false };
    if digits.len() <= SURE || !number.is_finite() {
        return false;
    }
    let same =
        |text: String| super::sheet::parts(&text).is_some_and(|own| (own.1, own.2) == (digits.clone(), exponent));
    !same(format!("{number:e}")) && !same(format!("{number:.16e}")) && !same(format!("{number:.15e}"))
}
