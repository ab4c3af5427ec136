//! Stage 1: a file's bytes go in, a [`Source`] or findings come out. One file for each kind of input.

mod text;

use std::sync::Arc;

use crate::finding::{Code, Finding, Findings, Severity};
use crate::source::{Source, Span};

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
    what: "a text must be smaller than 4 GiB",
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
pub static CODES: &[&Code] =
    &[&NOT_UTF8, &NUL_BYTE, &EMPTY_TEXT, &TOO_LARGE, &LONG_LINE, &BYTE_ORDER_MARK, &CARRIAGE_RETURN];

/// Makes a source of one file's bytes. `None` with a finding where the bytes cannot be read as a text at all.
pub fn ingest(name: &Arc<str>, bytes: Vec<u8>, findings: &mut Findings) -> Option<Source> {
    if bytes.len() > Source::MAX_BYTES {
        let message = format!("expected less than 4 GiB, found {} bytes", bytes.len());
        findings.push(Finding::new(&TOO_LARGE, message).at(name, Span::new(0, 0), ""));
        return None;
    }
    text::read(name, bytes, findings)
}
