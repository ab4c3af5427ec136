//! CSV and its like (RFC 4180): encoding and delimiter are told from the bytes, every field knows its bytes.

use std::collections::BTreeMap;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::canvas::{Canvas, NewCell, Refusal};
use super::spots::Spots;
use super::{AMBIGUOUS_DELIMITER, Format, Input, ONE_COLUMN_TABLE, RAGGED_ROW, TextRecord, UNCLOSED_QUOTE, encoding};
use crate::finding::{Finding, Findings};
use crate::source::{Address, Span};

pub(super) static FORMAT: Format =
    Format { name: "delimited text", extensions: &["csv", "tsv", "tab"], is: |_| false, lenient: true, read };

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter is told from this many records.
const SAMPLE: usize = 200;

/// The bytes of a file's records: each field without its quotes, and whether it had any. Of a record, its line.
pub(super) fn records(input: &Input<'_>, findings: &mut Findings) -> Result<Vec<TextRecord>, Refusal> {
    let decoded = encoding::decode(input, None, findings)?;
    let mut fields = fields(input, &decoded.text, findings);
    let (mut records, mut cells, mut line) = (Vec::new(), Vec::new(), None);
    while let Some(field) = fields.next() {
        if field.unclosed {
            let message =
                format!("expected a quote at the end of the field on line {}, found the end of the file", field.line);
            return Err(input.refuse(&UNCLOSED_QUOTE, message));
        }
        let first = *line.get_or_insert(field.line);
        cells.push((String::from_utf8_lossy(&field.value).into_owned(), field.quoted));
        if field.last {
            records.push(TextRecord { line: first, fields: std::mem::take(&mut cells) });
            line = None;
        }
    }
    Ok(records)
}

/// The fields of a text, whose delimiter is told from it.
fn fields<'t>(input: &Input<'_>, text: &'t str, findings: &mut Findings) -> Fields<'t> {
    let (delimiter, from, doubt) = match declared(text) {
        Some((delimiter, from)) => (delimiter, from, None),
        None if input.extension != "csv" => (b'\t', 0, None),
        None => {
            let (delimiter, rival) = delimiter(text.as_bytes());
            (delimiter, 0, rival)
        }
    };
    if let Some(rival) = doubt {
        let message =
            format!("expected one delimiter, found {} and {}; read with the first", shown(delimiter), shown(rival));
        findings.push(Finding::new(&AMBIGUOUS_DELIMITER, message).at(input.name, Span::new(0, 0), ""));
    }
    Fields::new(text.as_bytes(), from, delimiter)
}

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let decoded = encoding::decode(input, None, findings)?;
    let mut fields = fields(input, &decoded.text, findings);
    canvas.begin_grid(None, None, None);
    let mut lengths: Vec<Record> = Vec::new();
    let mut record = 0_u32;
    while let Some(mut field) = fields.next() {
        // A line that is empty is no record, but parts what stands above it from what stands below.
        record += 1 + field.blank_lines;
        canvas.begin_row(record);
        let line = field.line;
        let start = canvas.end();
        let (mut column, mut filled) = (0_u32, 0_u32);
        loop {
            if field.unclosed {
                let message = "expected a quote at the end of the field, found the end of the file";
                let at = Span::new(canvas.end(), canvas.end());
                let what = format!("the field begins on line {} of the file", field.line);
                findings.push(Finding::new(&UNCLOSED_QUOTE, message).at(input.name, at, what));
            }
            let address = match decoded.utf8_from {
                Some(before) => Address::Bytes { line: field.line, span: field.span.shift(before) },
                None => Address::Field { record, field: column + 1 },
            };
            let text = String::from_utf8_lossy(&field.value);
            let cell = NewCell { column, rows: 1, columns: 1, text: &text };
            if canvas.cell(&cell, address)?.is_some() {
                filled = column + 1;
            }
            column += 1;
            if field.last {
                break;
            }
            let Some(next) = fields.next() else { break };
            field = next;
        }
        lengths.push(Record { span: Span::new(start, canvas.end()), line, columns: column, filled });
        canvas.end_row();
    }
    ragged(input, &lengths, findings);
    if let [first, _, ..] = &lengths[..]
        && lengths.iter().all(|record| record.columns < 2)
    {
        let message = format!("expected a table of two columns or more, found {} records of one field", lengths.len());
        findings.push(Finding::new(&ONE_COLUMN_TABLE, message).at(input.name, first.span, "the first"));
    }
    Ok(())
}

/// How long a record is.
struct Record {
    span: Span,
    line: u32,
    columns: u32,
    /// The columns up to the last one that holds something.
    filled: u32,
}

/// Records of another length than most. A title or a note, which fills one field, is none.
fn ragged(input: &Input<'_>, lengths: &[Record], findings: &mut Findings) {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for record in lengths {
        *counts.entry(record.columns).or_default() += 1;
    }
    let Some((&most, _)) = counts.iter().max_by_key(|(columns, count)| (**count, **columns)) else { return };
    let mut spots = Spots::default();
    for Record { span, line, columns, filled } in lengths {
        let short = *columns < most && *filled > 1;
        if short || *filled > most {
            spots.add(*span, || format!("{columns} fields on line {line}"));
        }
    }
    let message = |count, first: &str| {
        format!("expected {most} fields in every record, found another number in {count}, first {first}")
    };
    spots.report(input.name, &RAGGED_ROW, message, findings);
}

/// `sep=;` as the first line, as spreadsheets write and read it.
fn declared(text: &str) -> Option<(u8, usize)> {
    let line = text.split('\n').next()?;
    let rest = line.trim_end_matches('\r').strip_prefix("sep=").or_else(|| line.trim_end().strip_prefix("\"sep=\""))?;
    let [delimiter] = rest.as_bytes() else { return None };
    delimiter.is_ascii_punctuation().then_some((*delimiter, (line.len() + 1).min(text.len())))
}

/// The delimiter that parts the records into the same number of fields, and another one that does so too.
fn delimiter(text: &[u8]) -> (u8, Option<u8>) {
    let mut found: Vec<(bool, usize, u32, u8)> = Vec::new();
    for delimiter in DELIMITERS {
        let lengths = lengths(text, delimiter);
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for length in lengths.iter().filter(|length| **length > 1) {
            *counts.entry(*length).or_default() += 1;
        }
        let Some((&most, &count)) = counts.iter().max_by_key(|(length, count)| (**count, **length)) else { continue };
        // The header has the delimiter too, where decimal commas only stand in the rows below it.
        let header = lengths.iter().find(|length| **length > 1) == Some(&most) && lengths[0] <= most;
        let consistent = header && count * 10 >= lengths.len() * 9;
        found.push((consistent, count, most, delimiter));
    }
    found.sort_by_key(|(consistent, count, most, _)| std::cmp::Reverse((*consistent, *most > 1, *count, *most)));
    match found[..] {
        [(true, _, _, first), (true, _, _, second), ..] => (first, Some(second)),
        [(_, _, _, first), ..] => (first, None),
        [] => (b',', None),
    }
}

fn lengths(text: &[u8], delimiter: u8) -> Vec<u32> {
    let mut fields = Fields::new(&text[..text.len().min(1 << 20)], 0, delimiter);
    let mut lengths = Vec::new();
    let mut length = 0;
    while lengths.len() < SAMPLE
        && let Some(field) = fields.next()
    {
        length += 1;
        if field.last {
            lengths.push(std::mem::take(&mut length));
        }
    }
    lengths
}

fn shown(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("\"{}\"", char::from(other)),
    }
}

/// One field.
struct Field {
    value: Vec<u8>,
    /// Its bytes in the text, without quotes around it.
    span: Span,
    line: u32,
    /// Empty lines in front of it.
    blank_lines: u32,
    /// True at the end of a record.
    last: bool,
    /// True if it stands in quotes.
    quoted: bool,
    /// True if it begins with a quote that is never closed.
    unclosed: bool,
}

/// The fields of a text, one by one.
struct Fields<'t> {
    text: &'t [u8],
    at: usize,
    reader: Reader,
    buffer: Vec<u8>,
    line: u32,
    /// How far lines were counted.
    counted: usize,
    begins_record: bool,
}

impl<'t> Fields<'t> {
    fn new(text: &'t [u8], from: usize, delimiter: u8) -> Fields<'t> {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Fields { text, at: from, reader, buffer: vec![0; 256], line: 1, counted: 0, begins_record: true }
    }

    fn next(&mut self) -> Option<Field> {
        let mut start = self.at;
        let mut blank_lines = 0;
        if self.begins_record {
            let ends = self.text[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let rest = usize::from(start > 0 && self.text[start - 1] == b'\r' && self.text.get(start) == Some(&b'\n'));
            blank_lines =
                memchr::memchr_iter(b'\n', &self.text[(start + rest).min(start + ends)..start + ends]).count();
            start += ends;
        }
        let mut length = 0;
        let last = loop {
            let (result, taken, given) = self.reader.read_field(&self.text[self.at..], &mut self.buffer[length..]);
            self.at += taken;
            length += given;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return None,
            }
        };
        self.begins_record = last;
        self.line += memchr::memchr_iter(b'\n', &self.text[self.counted..start]).count() as u32;
        self.counted = start;
        let raw = &self.text[start..self.at.max(start)];
        let quoted = raw.first() == Some(&b'"');
        let unclosed = quoted && self.at == self.text.len() && memchr::memchr_iter(b'"', raw).count() % 2 == 1;
        let mut span = Span::new(start, start + raw.len());
        if !unclosed {
            // The delimiter or line end behind it was taken with it.
            let end = if quoted { memchr::memrchr(b'"', raw).unwrap_or(raw.len()) } else { raw.len() };
            let end = match quoted {
                true => end,
                false if raw.len() > length => length,
                false => end,
            };
            let front = usize::from(quoted && end > 0);
            span = Span::new(start + front, start + end.max(front));
        }
        Some(Field {
            value: self.buffer[..length].to_vec(),
            span,
            line: self.line,
            blank_lines: blank_lines as u32,
            last,
            quoted,
            unclosed,
        })
    }
}
