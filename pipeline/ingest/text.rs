//! Plain text: UTF-8 bytes go in, a source comes out; a lone carriage return becomes a line end.

use std::sync::Arc;

use super::{BYTE_ORDER_MARK, CARRIAGE_RETURN, EMPTY_TEXT, LONG_LINE, NOT_UTF8, NUL_BYTE};
use crate::finding::{Finding, Findings};
use crate::source::{Source, Span, is_blank};

/// Lines above this length are worth a word.
const LONG_LINE_BYTES: usize = 1 << 20;

pub(super) fn read(name: &Arc<str>, mut bytes: Vec<u8>, findings: &mut Findings) -> Option<Source> {
    if let Some(at) = memchr::memchr(0, &bytes) {
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
        let message = format!("expected text, found a NUL byte at byte {at}, line {line}");
        findings.push(Finding::new(&NUL_BYTE, message).at(name, Span::new(at, at + 1), "NUL byte"));
        return None;
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        let at = error.valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
        let message = format!("expected UTF-8, found byte 0x{:02x} at byte {at}, line {line}", bytes[at]);
        findings.push(Finding::new(&NOT_UTF8, message).at(name, Span::new(at, at + 1), "not UTF-8"));
        return None;
    }
    note_marks(name, &mut bytes, findings);
    let Ok(text) = String::from_utf8(bytes) else { return None };
    if text.chars().all(is_blank) {
        let message = format!("expected text, found {} bytes of white space", text.len());
        findings.push(Finding::new(&EMPTY_TEXT, message).at(name, Span::new(0, text.len()), ""));
        return None;
    }
    let source = Source::new(name.clone(), text);
    long_lines(&source, findings);
    Some(source)
}

/// Notes a byte order mark and carriage returns. A lone carriage return becomes a line end of the same length: the
/// stages behind see `\n` or `\r\n`, and every offset stays that of the file.
fn note_marks(name: &Arc<str>, bytes: &mut [u8], findings: &mut Findings) {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        findings.push(Finding::new(&BYTE_ORDER_MARK, "found a byte order mark, passed over").at(
            name,
            Span::new(0, 3),
            "byte order mark",
        ));
    }
    let mut first = None;
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\r', &bytes[from..]) {
        let at = from + found;
        first.get_or_insert(at);
        if bytes.get(at + 1) != Some(&b'\n') {
            bytes[at] = b'\n';
        }
        from = at + 1;
    }
    if let Some(at) = first {
        findings.push(Finding::new(&CARRIAGE_RETURN, "found carriage returns, read as line ends").at(
            name,
            Span::new(at, at + 1),
            "the first one",
        ));
    }
}

fn long_lines(source: &Source, findings: &mut Findings) {
    let longest = (1..=source.lines().count()).map(|line| source.line_span(line)).max_by_key(|line| line.len());
    let Some(longest) = longest.filter(|line| line.len() > LONG_LINE_BYTES) else { return };
    let message = format!("expected lines of at most {LONG_LINE_BYTES} bytes, found one of {}", longest.len());
    let start = longest.start as usize;
    findings.push(Finding::new(&LONG_LINE, message).at(source.name(), Span::new(start, start), "begins here"));
}
