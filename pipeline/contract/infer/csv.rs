//! CSV to rows: text goes in, objects with numbers, booleans and texts come out (RFC 4180, section 2).
//!
//! An empty field is null. A field is a number only if JSON would write it so: 007 and +1 are texts.

use std::fmt;

use serde_json::{Map, Value};

/// Why a text is no CSV with a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CsvError {
    /// A quoted field does not end; the line where it starts.
    OpenQuote(usize),
    /// A record with another number of fields than the header: the line, what was expected, what was found.
    Fields(usize, usize, usize),
    /// The header names a column twice, or not at all.
    Header(String),
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CsvError::OpenQuote(line) => write!(f, "line {line}: expected a closing quote"),
            CsvError::Fields(line, expected, found) => {
                write!(f, "line {line}: expected {expected} fields, found {found}")
            }
            CsvError::Header(name) => write!(f, "expected every column to have a name of its own, found \"{name}\""),
        }
    }
}

/// The rows of `text`, whose first record is the header.
pub fn rows(text: &str) -> Result<Vec<Value>, CsvError> {
    let mut records = records(text.strip_prefix('\u{feff}').unwrap_or(text))?.into_iter();
    let Some((_, header)) = records.next() else { return Ok(Vec::new()) };
    for (at, (name, _)) in header.iter().enumerate() {
        if name.is_empty() || header[..at].iter().any(|(other, _)| other == name) {
            return Err(CsvError::Header(name.clone()));
        }
    }
    records
        .map(|(line, fields)| {
            if fields.len() != header.len() {
                return Err(CsvError::Fields(line, header.len(), fields.len()));
            }
            let pairs = header.iter().zip(fields);
            Ok(Value::Object(pairs.map(|((name, _), field)| (name.clone(), value(field))).collect::<Map<_, _>>()))
        })
        .collect()
}

fn value((text, quoted): (String, bool)) -> Value {
    match &*text {
        _ if quoted => Value::String(text),
        "" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        number if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
            number.parse::<serde_json::Number>().map_or_else(|_| Value::String(text.clone()), Value::Number)
        }
        _ => Value::String(text),
    }
}

/// Records, each with its line and its fields, each with whether it was quoted.
type Records = Vec<(usize, Vec<(String, bool)>)>;

fn records(text: &str) -> Result<Records, CsvError> {
    let mut records = Vec::new();
    let mut rest = text.chars().peekable();
    let mut line = 1;
    while rest.peek().is_some() {
        let start = line;
        let mut fields = Vec::new();
        loop {
            let mut field = String::new();
            let quoted = rest.next_if_eq(&'"').is_some();
            if quoted {
                loop {
                    match rest.next() {
                        None => return Err(CsvError::OpenQuote(start)),
                        Some('"') if rest.next_if_eq(&'"').is_some() => field.push('"'),
                        Some('"') => break,
                        Some(c) => {
                            line += usize::from(c == '\n');
                            field.push(c);
                        }
                    }
                }
            }
            while let Some(c) = rest.next_if(|c| !matches!(c, ',' | '\n' | '\r')) {
                field.push(c);
            }
            fields.push((field, quoted));
            if rest.next_if_eq(&',').is_none() {
                break;
            }
        }
        rest.next_if_eq(&'\r');
        rest.next_if_eq(&'\n');
        line += 1;
        // A blank line is no record.
        if !matches!(fields.as_slice(), [(field, false)] if field.is_empty()) {
            records.push((start, fields));
        }
    }
    Ok(records)
}
