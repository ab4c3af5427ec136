//! What the readers of workbooks share: numbers as their formats show them, dates, and a sheet as lines of text.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calamine::{Data, ExcelDateTime};

use super::canvas::{Canvas, NewCell, Refusal};
use super::spots::Spots;
use super::{
    DATE_OUT_OF_RANGE, ERROR_CELL, FLOAT_NOISE, HIDDEN_SHEET, Input, OVERLAPPING_CELLS, UNCACHED_FORMULA, limits,
};
use crate::finding::{Finding, Findings};
use crate::source::{Address, Span};

/// The value of one cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A text as it is shown.
    Text(String),
    /// A number, with the format that it is shown with where there is one.
    Number(f64, Option<Arc<Affixes>>),
    /// A number with more digits than a binary one keeps, as the file writes it.
    Long(String, Option<Arc<Affixes>>),
    /// A date, time or duration as text.
    Date(String),
    /// A number with a date's format that is no day.
    NoDate(f64),
    /// An error: `#REF!`.
    Error(String),
    /// A formula whose value is not there.
    Formula,
}

/// What a number format puts around a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Affixes {
    /// In front of it: a currency mark.
    pub before: String,
    /// Behind it: a unit.
    pub after: String,
    /// By how many places the decimal point moves to the right: 2 for percent, -3 for thousands.
    pub shift: i32,
}

/// One sheet.
#[derive(Default)]
pub(super) struct Sheet {
    pub name: String,
    pub hidden: bool,
    /// Rows that are not shown.
    pub hidden_rows: BTreeSet<u32>,
    /// Its cells by row and column.
    pub cells: BTreeMap<(u32, u32), Value>,
    /// Values of cells that have one already, in the order of the file.
    pub more: BTreeMap<(u32, u32), Vec<Value>>,
    /// Merged cells: first and last row and column.
    pub merged: Vec<((u32, u32), (u32, u32))>,
}

impl Sheet {
    /// The value of a cell. One that the cell has already stays.
    pub fn put(&mut self, at: (u32, u32), value: Value) {
        match self.cells.entry(at) {
            Entry::Vacant(free) => drop(free.insert(value)),
            Entry::Occupied(_) => self.more.entry(at).or_default().push(value),
        }
    }
}

/// Writes sheets, a page each: the sheet's name, then its rows.
pub(super) fn write(
    input: &Input<'_>,
    at: usize,
    sheet: Sheet,
    canvas: &mut Canvas,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    limits::tables(at + 1)?;
    if at > 0 {
        canvas.page();
    }
    let name: Arc<str> = sheet.name.as_str().into();
    let place = |row, column| Address::Cell { sheet: name.clone(), row, column };
    let heading = canvas.line(&sheet.name, place(0, 0))?;
    if sheet.hidden {
        let message = format!("expected sheets that are shown, found \"{name}\" hidden; it is read");
        findings.push(Finding::new(&HIDDEN_SHEET, message).at(input.name, heading, "hidden sheet"));
    }
    canvas.blank();
    canvas.begin_grid(Some(name.clone()), None, None);
    let merged: BTreeMap<(u32, u32), (u32, u32)> = sheet.merged.iter().copied().collect();
    let mut spots = SheetSpots::default();
    let mut hidden = Spots::default();
    let mut last: Option<u32> = None;
    for (&(row, column), value) in &sheet.cells {
        if last != Some(row) {
            canvas.end_row();
            if last.is_some_and(|last| row > last + 1) {
                canvas.blank();
            }
            canvas.begin_row(row + 1);
            last = Some(row);
            if sheet.hidden_rows.contains(&row) {
                hidden.add(Span::new(canvas.end(), canvas.end()), || format!("row {} of {name}", row + 1));
            }
        }
        let (rows, columns) = merged
            .get(&(row, column))
            .map_or((1, 1), |end| (end.0.saturating_sub(row) + 1, end.1.saturating_sub(column) + 1));
        let more = sheet.more.get(&(row, column)).map(Vec::as_slice).unwrap_or_default();
        for (count, value) in std::iter::once(value).chain(more).enumerate() {
            let mut noise = false;
            let text = match value {
                Value::Text(text) | Value::Date(text) | Value::Error(text) => text.clone(),
                Value::Number(number, affixes) => {
                    let (text, is_noise) = number_text(*number, affixes.as_deref());
                    noise = is_noise;
                    text
                }
                Value::Long(text, affixes) => marked(text, affixes.as_deref()),
                Value::NoDate(number) => number_text(*number, None).0,
                Value::Formula => String::new(),
            };
            let span = canvas.cell(&NewCell { column, rows, columns, text: &text }, place(row, column))?;
            let span = span.unwrap_or(Span::new(canvas.end(), canvas.end()));
            let what = || place(row, column).to_string();
            if count > 0 {
                spots.twice.add(span, what);
            }
            match value {
                Value::Error(_) => spots.errors.add(span, what),
                Value::NoDate(_) => spots.dates.add(span, what),
                Value::Formula => spots.formulas.add(span, what),
                Value::Number(..) if noise => spots.noise.add(span, what),
                _ => {}
            }
        }
    }
    canvas.end_grid();
    let message = |count, first: &str| {
        format!("expected rows that are shown, found {count} hidden, first {first}; they are read")
    };
    hidden.report(input.name, &HIDDEN_SHEET, message, findings);
    for &(first, end) in &sheet.merged {
        // Programs write a value into one cell of a merged area only, but nothing keeps them to it.
        let inside = sheet.cells.range(first..=end).filter(|(at, _)| at.1 >= first.1 && at.1 <= end.1 && **at != first);
        for (&(row, column), _) in inside.take(1) {
            spots.overlaps.add(heading, || place(row, column).to_string());
        }
    }
    spots.report(input, findings);
    Ok(())
}

/// What is told once a sheet.
#[derive(Default)]
struct SheetSpots {
    errors: Spots,
    dates: Spots,
    formulas: Spots,
    noise: Spots,
    overlaps: Spots,
    twice: Spots,
}

impl SheetSpots {
    fn report(self, input: &Input<'_>, findings: &mut Findings) {
        let name = input.name;
        let errors = |count, first: &str| format!("expected values, found errors in {count} cells, first in {first}");
        self.errors.report(name, &ERROR_CELL, errors, findings);
        let dates = |count, first: &str| {
            format!("expected days from 1900 to 9999, found other numbers in {count} cells of dates, first in {first}")
        };
        self.dates.report(name, &DATE_OUT_OF_RANGE, dates, findings);
        let formulas = |count, first: &str| {
            format!("expected a value beside each formula, found none in {count} cells, first in {first}")
        };
        self.formulas.report(name, &UNCACHED_FORMULA, formulas, findings);
        let noise = |count, first: &str| {
            format!("found noise behind the 15th digit of {count} numbers, left out, first in {first}")
        };
        self.noise.report(name, &FLOAT_NOISE, noise, findings);
        let overlaps = |count, first: &str| {
            format!("expected one value in each merged cell, found more in {count}, first in {first}")
        };
        self.overlaps.report(name, &OVERLAPPING_CELLS, overlaps, findings);
        let twice = |count, first: &str| {
            format!("expected one value for each cell, found {count} more, first in {first}; all of them are kept")
        };
        self.twice.report(name, &OVERLAPPING_CELLS, twice, findings);
    }
}

/// The value of a cell that calamine read; `None` if it is empty.
pub(super) fn value(data: Data, affixes: impl FnOnce() -> Option<Arc<Affixes>>) -> Option<Value> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => Value::Number(number as f64, affixes()),
        Data::Float(number) => Value::Number(number, affixes()),
        Data::String(text) | Data::DurationIso(text) => Value::Text(text),
        Data::DateTimeIso(text) => Value::Date(text),
        Data::Bool(true) => Value::Text("TRUE".into()),
        Data::Bool(false) => Value::Text("FALSE".into()),
        Data::Error(error) => Value::Error(error.to_string()),
        Data::DateTime(moment) => date(moment),
    })
}

/// A day as ISO 8601 writes it, a time as `13:45:00`, a duration in hours.
fn date(moment: ExcelDateTime) -> Value {
    const LAST: f64 = 2_958_466.0;
    let number = moment.as_f64();
    if moment.is_duration() && number.abs() < LAST {
        let seconds = (number.abs() * 86_400.0).round() as u64;
        let sign = if number < 0.0 { "-" } else { "" };
        return Value::Date(format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    if !(0.0..LAST).contains(&number) {
        return Value::NoDate(number);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // The 60th day of 1900 is one that spreadsheets have and no calendar has.
    if (year, month, day) == (1900, 2, 29) {
        return Value::NoDate(number);
    }
    let time = match milli {
        0 => format!("{hour:02}:{minute:02}:{second:02}"),
        milli => format!("{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    };
    Value::Date(if number < 1.0 {
        time
    } else if (hour, minute, second, milli) == (0, 0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {time}")
    })
}

/// A number as text: the shortest decimal that is stored as the same binary number, moved and marked as its format does.
/// True if noise of binary arithmetic was left out.
pub(super) fn number_text(number: f64, affixes: Option<&Affixes>) -> (String, bool) {
    if !number.is_finite() {
        return (number.to_string(), false);
    }
    let mut scientific = format!("{number:e}");
    let digits = |text: &str| text.split('e').next().map_or(0, |m| m.bytes().filter(u8::is_ascii_digit).count());
    let mut noise = false;
    if digits(&scientific) > 15 {
        // 0.30000000000000004 is 0.3 with noise: rounded to the 15 digits that spreadsheets show, most are gone.
        let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
        let short = format!("{rounded:e}");
        if digits(&short) <= 12 {
            (scientific, noise) = (short, true);
        }
    }
    (marked(&scientific, affixes), noise)
}

/// The text of a number, moved and marked as its format does.
fn marked(number: &str, affixes: Option<&Affixes>) -> String {
    let nothing = Affixes::default();
    let affixes = affixes.unwrap_or(&nothing);
    let Some((sign, digits, exponent)) = parts(number) else { return number.to_owned() };
    format!("{sign}{}{}{}", affixes.before, plain(&digits, exponent + affixes.shift), affixes.after)
}

/// A number (XML Schema, `double`) as its sign, its digits from the first to the last that is none of zero, and the power of ten of the
/// first.
pub(super) fn parts(number: &str) -> Option<(&'static str, String, i32)> {
    let (sign, bare) = match number.strip_prefix('-') {
        Some(bare) => ("-", bare),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (mantissa, exponent) = bare.split_once(['e', 'E']).unwrap_or((bare, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, part].concat();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let exponent = exponent.parse::<i16>().ok()?;
    let first = i32::from(exponent) + i32::try_from(whole.len()).ok()? - 1 - i32::try_from(zeros).ok()?;
    let digits = digits[zeros..].trim_end_matches('0');
    Some(if digits.is_empty() { (sign, "0".to_owned(), 0) } else { (sign, digits.to_owned(), first) })
}

/// `digits` with the point behind the first one, times ten to the `exponent`.
fn plain(digits: &str, exponent: i32) -> String {
    let count = digits.len() as i32;
    if exponent.abs() > 40 {
        let (first, rest) = digits.split_at(1);
        let rest = rest.trim_end_matches('0');
        return if rest.is_empty() { format!("{first}e{exponent}") } else { format!("{first}.{rest}e{exponent}") };
    }
    if exponent < 0 {
        return format!("0.{}{digits}", "0".repeat((-exponent - 1) as usize));
    }
    if exponent + 1 >= count {
        return format!("{digits}{}", "0".repeat((exponent + 1 - count) as usize));
    }
    let (whole, part) = digits.split_at(exponent as usize + 1);
    format!("{whole}.{part}")
}

/// The power of ten that a text behind a number begins with.
fn scale_behind(text: &str) -> Option<i32> {
    const SHORT: [(&str, i32); 8] =
        [("K", 3), ("k", 3), ("M", 6), ("m", 6), ("mn", 6), ("B", 9), ("bn", 9), ("tn", 12)];
    let word: &str = text.split(|ch: char| !ch.is_alphabetic()).next().unwrap_or_default();
    let short = SHORT.iter().find(|(short, _)| *short == word).map(|(_, exponent)| *exponent);
    short.or_else(|| crate::model::scale_of(text).map(|(exponent, _)| exponent))
}

/// What the format code (ECMA-376 Part 1, 18.8.31) puts around a positive number; `None` if nothing.
pub(super) fn affixes(code: &str) -> Option<Affixes> {
    let mut affixes = Affixes::default();
    let mut seen_digit = false;
    let mut commas = 0;
    let mut chars = code.chars().peekable();
    let literal = |text: &str, seen_digit: bool, affixes: &mut Affixes| {
        // Brackets, dashes and blanks only dress a number; letters and currency marks say what it is.
        let says =
            |c: char| c.is_alphabetic() || matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}' | '￥' | '‰' | '°');
        if text.chars().any(says) {
            let side = if seen_digit { &mut affixes.after } else { &mut affixes.before };
            side.push_str(text.trim());
        }
    };
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => {
                let text: String = chars.by_ref().take_while(|c| *c != '"').collect();
                literal(&text, seen_digit, &mut affixes);
            }
            '\\' => {
                let text: String = chars.next().into_iter().collect();
                literal(&text, seen_digit, &mut affixes);
            }
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let text: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if let Some(currency) = text.strip_prefix('$') {
                    literal(currency.split('-').next().unwrap_or_default(), seen_digit, &mut affixes);
                } else if text.starts_with(['<', '>', '=']) {
                    // Which section shows the number depends on it: better the bare number than a wrong unit.
                    return None;
                }
            }
            '0' | '#' | '?' => {
                seen_digit = true;
                commas = 0;
            }
            // Commas behind the last digit divide what is shown by a thousand each; between digits they only group.
            ',' if seen_digit => commas += 1,
            '.' => {}
            '%' => affixes.shift += 2,
            'E' | 'e' | '@' | 'G' => return (affixes.shift != 0).then_some(affixes),
            other => literal(other.encode_utf8(&mut [0; 4]), seen_digit, &mut affixes),
        }
    }
    let percent = affixes.shift / 2;
    // A number is as it is stored, unless the text behind it says what was cut off: 1.5M is 1500000.
    if commas > 0 && scale_behind(&affixes.after) == Some(3 * commas) {
        affixes.shift -= 3 * commas;
    }
    for _ in 0..percent {
        affixes.after.insert(0, '%');
    }
    (affixes != Affixes::default()).then_some(affixes)
}
