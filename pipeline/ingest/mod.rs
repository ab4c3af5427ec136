//! Stage 1: a file's bytes go in, a [`Source`] or findings come out. One file for each kind of input.
//!
//! A plain text is its own source. Of every other kind of file a text is made, and each cell of it knows its place.

mod canvas;
mod codes;
mod delimited;
mod docling;
mod encoding;
mod glyphs;
mod html;
mod html_signs;
mod json;
mod json_lines;
mod limits;
mod markdown;
mod ods;
mod pdfplumber;
mod raised;
mod records;
mod sheet;
mod spots;
mod text;
mod unpack;
mod xls;
mod xls_records;
mod xlsx;
mod xlsx_digits;

use std::cell::Cell;
use std::panic;
use std::sync::{Arc, Once};

use canvas::{Canvas, Refusal};
pub use codes::{
    AMBIGUOUS_DELIMITER, BROKEN_WORKBOOK, CELL_OUTSIDE, DATE_OUT_OF_RANGE, DUPLICATE_MEMBER, ERROR_CELL, FLOAT_NOISE,
    GUESSED_ENCODING, HIDDEN_SHEET, HIDDEN_TEXT, NO_TABLES, ONE_COLUMN_TABLE, OVERLAPPING_CELLS, PROTECTED_WORKBOOK,
    RAGGED_ROW, SKIPPED_TABLE, UNCACHED_FORMULA, UNCLOSED_QUOTE, UNDECODABLE, UNPLACED_TEXT, UNREADABLE_JSON,
    WRONG_EXTENSION,
};
pub use limits::{SUSPICIOUS_COMPRESSION, TOO_DEEP, TOO_MANY_CELLS, TOO_MANY_TABLES, UNPACKED_TOO_LARGE};

use crate::finding::{Code, Finding, Findings, Severity};
use crate::source::{Source, Span, is_blank};

/// The text is not UTF-8.
pub static NOT_UTF8: Code = Code {
    name: "not-utf8",
    severity: Severity::Error,
    what: "texts must be UTF-8",
    why: "in another encoding every character above ASCII would be read as something else",
    example: "a text saved as GB 18030 or Windows-1252",
    action: "convert it: iconv -f GB18030 -t UTF-8",
};

/// The text holds NUL bytes.
pub static NUL_BYTE: Code = Code {
    name: "nul-byte",
    severity: Severity::Error,
    what: "texts must not hold NUL bytes",
    why: "a NUL byte is the sign of a binary file, of UTF-16, or of a damaged download",
    example: "a PDF given instead of its extracted text",
    action: "extract the text again; convert UTF-16 to UTF-8",
};

/// The text is empty.
pub static EMPTY_TEXT: Code = Code {
    name: "empty-text",
    severity: Severity::Error,
    what: "texts must hold something other than white space",
    why: "an empty text is what a failed extraction leaves behind",
    example: "a scanned PDF without a text layer",
    action: "extract the text again, or take the file out of the recipe's texts",
};

/// The text is too large for 32-bit offsets.
pub static TOO_LARGE: Code = Code {
    name: "too-large",
    severity: Severity::Error,
    what: "a text must be smaller than 4 GiB, one that is made of another kind of file at most 1 GiB",
    why: "places in it are kept as 32-bit offsets",
    example: "many reports concatenated into one file",
    action: "split the text into files; a recipe may name any number of them",
};

/// One line is longer than any printed line.
pub static LONG_LINE: Code = Code {
    name: "long-line",
    severity: Severity::Warning,
    what: "lines longer than 1 MiB are rarely what a report printed",
    why: "line numbers in findings and cells say little where line ends were lost",
    example: "a text whose line ends were replaced by spaces",
    action: "extract the text with its line ends, if it can be had",
};

/// The text begins with a byte order mark.
pub static BYTE_ORDER_MARK: Code = Code {
    name: "byte-order-mark",
    severity: Severity::Note,
    what: "the text begins with a byte order mark",
    why: "it is passed over; offsets still count its three bytes",
    example: "a text saved by a Windows editor",
    action: "nothing has to be done",
};

/// The text's lines end with carriage returns.
pub static CARRIAGE_RETURN: Code = Code {
    name: "carriage-return",
    severity: Severity::Note,
    what: "the text's lines end with carriage returns",
    why: "they are read as line ends; offsets still count their bytes",
    example: "a text saved on Windows",
    action: "nothing has to be done",
};

/// The codes that this stage reports.
pub static CODES: &[&Code] = &{
    let mut codes: [&Code; 7 + limits::CODES.len() + codes::CODES.len()] = [&NOT_UTF8; _];
    let own = [&NOT_UTF8, &NUL_BYTE, &EMPTY_TEXT, &TOO_LARGE, &LONG_LINE, &BYTE_ORDER_MARK, &CARRIAGE_RETURN];
    let mut at = 0;
    while at < codes.len() {
        codes[at] = match at {
            at if at < 7 => own[at],
            at if at < 7 + limits::CODES.len() => limits::CODES[at - 7],
            at => codes::CODES[at - 7 - limits::CODES.len()],
        };
        at += 1;
    }
    codes
};

/// A kind of file that a text is made of.
struct Format {
    /// Its name in messages.
    name: &'static str,
    /// How the names of its files end, in lower case.
    extensions: &'static [&'static str],
    /// True if the bytes can only be of this kind.
    is: fn(&[u8]) -> bool,
    /// True if bytes that are not of this kind may be read as it all the same.
    lenient: bool,
    /// Makes the text.
    read: fn(&Input<'_>, &mut Canvas, &mut Findings) -> Result<(), Refusal>,
}

/// Every kind of file but plain text. One more: a file with a `FORMAT` and two lines here.
static FORMATS: &[&Format] = &[
    &xlsx::FORMAT,
    &ods::FORMAT,
    &xls::FORMAT,
    &html::FORMAT,
    &delimited::FORMAT,
    &json::FORMAT,
    &json_lines::FORMAT,
    &markdown::FORMAT,
];

/// One file.
struct Input<'b> {
    name: &'b Arc<str>,
    /// How its name ends, in lower case.
    extension: &'b str,
    bytes: &'b [u8],
}

impl Input<'_> {
    /// A refusal of this file.
    fn refuse(&self, code: &'static Code, message: impl Into<String>) -> Refusal {
        Box::new(Finding::new(code, message).at(self.name, Span::new(0, 0), ""))
    }
}

/// Makes a source of one file's bytes. `None` with a finding where the bytes cannot be read as a text at all.
pub fn ingest(name: &Arc<str>, bytes: Vec<u8>, findings: &mut Findings) -> Option<Source> {
    if bytes.len() > Source::MAX_BYTES {
        let message = format!("expected less than 4 GiB, found {} bytes", bytes.len());
        findings.push(Finding::new(&TOO_LARGE, message).at(name, Span::new(0, 0), ""));
        return None;
    }
    let file = name.rsplit('/').next().unwrap_or_default();
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    let Some(format) = format_of(name, &extension, &bytes, findings) else { return text::read(name, bytes, findings) };
    let mut canvas = Canvas::default();
    let input = Input { name, extension: &extension, bytes: &bytes };
    if let Err(refusal) = (format.read)(&input, &mut canvas, findings) {
        let placed = if refusal.labels.is_empty() { refusal.at(name, Span::new(0, 0), "") } else { *refusal };
        findings.push(placed);
        return None;
    }
    let (text, derived) = canvas.finish();
    if text.chars().all(is_blank) {
        let message = format!("expected text, found {} of {} bytes without any", format.name, bytes.len());
        findings.push(Finding::new(&EMPTY_TEXT, message).at(name, Span::new(0, 0), ""));
        return None;
    }
    Some(Source::derived(name.clone(), text, derived))
}

/// One record of delimited text.
pub struct TextRecord {
    /// The line that it begins on.
    pub line: u32,
    /// Its fields, each with whether it stands in quotes.
    pub fields: Vec<(String, bool)>,
}

/// The records of delimited text, whose encoding and delimiter are told from the bytes. `None` with a finding where it
/// cannot be read.
pub fn records(name: &Arc<str>, bytes: &[u8], findings: &mut Findings) -> Option<Vec<TextRecord>> {
    told(name, bytes, findings, delimited::records)
}

/// The values of JSON Lines, each with its line. `None` with a finding where a line is no JSON, or names a member twice.
pub fn values(name: &Arc<str>, bytes: &[u8], findings: &mut Findings) -> Option<Vec<(u32, serde_json::Value)>> {
    told(name, bytes, findings, json_lines::values)
}

fn told<T>(
    name: &Arc<str>,
    bytes: &[u8],
    findings: &mut Findings,
    read: impl FnOnce(&Input<'_>, &mut Findings) -> Result<T, Refusal>,
) -> Option<T> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    match read(&Input { name, extension: &extension, bytes }, findings) {
        Ok(read) => Some(read),
        Err(refusal) => {
            findings.push(*refusal);
            None
        }
    }
}

/// The kind of a file: the one that its name says, unless its bytes are of another one. `None` for plain text.
fn format_of(name: &Arc<str>, extension: &str, bytes: &[u8], findings: &mut Findings) -> Option<&'static Format> {
    let named = FORMATS.iter().copied().find(|format| format.extensions.contains(&extension));
    if named.is_some_and(|named| (named.is)(bytes)) {
        return named;
    }
    // Only bytes that no text begins with, or a name that cannot be right, are reason to doubt the name.
    let told = FORMATS.iter().copied().find(|format| (format.is)(bytes));
    let told = told.filter(|told| !told.lenient || named.is_some_and(|named| !named.lenient));
    let Some(told) = told else { return named };
    let message = format!("expected {} by its name, found {}", named.map_or("a text", |named| named.name), told.name);
    findings.push(Finding::new(&WRONG_EXTENSION, message).at(name, Span::new(0, 0), ""));
    Some(told)
}

thread_local! {
    /// True while a reader of another crate runs.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader of another crate. That it stops in the middle says that the file is broken, no more: its panic becomes a
/// finding, and what panics print is left out. Panics of all other code are told as before.
fn guarded<T>(input: &Input<'_>, read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                told(info);
            }
        }));
    });
    QUIET.set(true);
    let outcome = panic::catch_unwind(panic::AssertUnwindSafe(read));
    QUIET.set(false);
    outcome.unwrap_or_else(|_| {
        Err(input.refuse(&BROKEN_WORKBOOK, "expected a workbook, found one that its reader cannot make sense of"))
    })
}
