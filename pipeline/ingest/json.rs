//! JSON: what Docling and pdfplumber write by their own rules; else arrays of objects and arrays of arrays as tables.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::canvas::{Canvas, NewCell, Refusal};
use super::json_lines::{escaped, reason};
use super::records::Records;
use super::{Format, Input, NO_TABLES, TOO_DEEP, UNREADABLE_JSON, docling, encoding, limits, pdfplumber};
use crate::finding::{Finding, Findings};
use crate::source::{Address, Span};

pub(super) static FORMAT: Format = Format { name: "JSON", extensions: &["json"], is: |_| false, lenient: true, read };

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let decoded = encoding::decode(input, None, findings)?;
    let value: Value = serde_json::from_str(&decoded.text).map_err(|error| {
        let reason = reason(&error);
        if reason.contains("recursion limit") {
            return input.refuse(&TOO_DEEP, format!("expected at most {} levels, found more", limits::DEPTH));
        }
        let message = format!("expected JSON, found on line {}, column {}: {reason}", error.line(), error.column());
        input.refuse(&UNREADABLE_JSON, message)
    })?;
    if docling::is(&value) {
        docling::write(input, &value, canvas, findings)?;
    } else if pdfplumber::is(&value) {
        pdfplumber::write(input, &value, canvas, findings)?;
    } else {
        Walk::on(canvas, 1).value(&value, &mut String::new(), None)?;
    }
    let tables = canvas.tables();
    if tables == 0 && !pdfplumber::is(&value) {
        findings.push(Finding::new(&NO_TABLES, "expected tables, found none").at(input.name, Span::new(0, 0), ""));
    }
    Ok(())
}

/// A JSON Pointer.
pub(super) fn pointer(text: &str) -> Address {
    Address::Pointer { line: None, pointer: Arc::from(text) }
}

/// A scalar as text; `None` for arrays and objects.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A way through a value of any form.
pub(super) struct Walk<'c> {
    canvas: &'c mut Canvas,
    page: u64,
    tables: usize,
}

impl<'c> Walk<'c> {
    /// A way that begins on a page.
    pub fn on(canvas: &'c mut Canvas, page: u64) -> Walk<'c> {
        Walk { canvas, page, tables: 0 }
    }

    fn value(&mut self, value: &Value, at: &mut String, key: Option<&str>) -> Result<(), Refusal> {
        match value {
            Value::Object(members) => self.members(members, at),
            Value::Array(items) if is_table(items) => self.table(items, at, key),
            Value::Array(items) if is_records(items) => self.records(items, at, key),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.inner(item, at, &index.to_string(), key)?;
                }
                Ok(())
            }
            scalar => {
                let text = self::scalar(scalar).unwrap_or_default();
                // The lines of a text stay lines.
                for line in text.lines() {
                    let line = match key.filter(|key| *key != "text" && *key != "page_text") {
                        Some(key) => format!("{key}: {line}"),
                        None => line.to_owned(),
                    };
                    self.canvas.line(&line, pointer(at))?;
                }
                Ok(())
            }
        }
    }

    /// A value inside of the one at `at`.
    pub fn inner(&mut self, value: &Value, at: &mut String, part: &str, key: Option<&str>) -> Result<(), Refusal> {
        let length = at.len();
        at.push('/');
        at.push_str(&escaped(part));
        self.value(value, at, key)?;
        at.truncate(length);
        Ok(())
    }

    fn members(&mut self, members: &Map<String, Value>, at: &mut String) -> Result<(), Refusal> {
        let page = ["page_number", "page", "page_no"].iter().find_map(|key| members.get(*key)?.as_u64());
        self.turn_to(page);
        for (key, value) in members {
            self.inner(value, at, key, Some(key))?;
        }
        Ok(())
    }

    fn turn_to(&mut self, page: Option<u64>) {
        const FAR: u64 = 5_000;
        let Some(page) = page.filter(|page| *page > self.page && *page - self.page < FAR) else { return };
        while self.page < page {
            self.canvas.page();
            self.page += 1;
        }
    }

    fn begin(&mut self, at: &str, key: Option<&str>) -> Result<Option<Arc<str>>, Refusal> {
        self.tables += 1;
        limits::tables(self.tables)?;
        self.canvas.blank();
        if let Some(key) = key {
            self.canvas.line(key, pointer(at))?;
            self.canvas.blank();
        }
        Ok(key.map(Arc::from))
    }

    fn table(&mut self, rows: &[Value], at: &str, key: Option<&str>) -> Result<(), Refusal> {
        let name = self.begin(at, key)?;
        self.canvas.begin_grid(name, None, None);
        for (number, row) in (1_u32..).zip(rows) {
            self.canvas.begin_row(number);
            for (column, cell) in (0_u32..).zip(row.as_array().into_iter().flatten()) {
                let text = scalar(cell).unwrap_or_default();
                let cell = NewCell { column, rows: 1, columns: 1, text: &text };
                self.canvas.cell(&cell, pointer(&format!("{at}/{}/{column}", number - 1)))?;
            }
        }
        self.canvas.end_grid();
        self.canvas.blank();
        Ok(())
    }

    fn records(&mut self, items: &[Value], at: &str, key: Option<&str>) -> Result<(), Refusal> {
        let name = self.begin(at, key)?;
        let mut records = Records::default();
        for (number, item) in (1_u32..).zip(items) {
            records.begin_row(number);
            flatten(item, "", &mut format!("{at}/{}", number - 1), &mut records)?;
        }
        records.write(name, self.canvas)?;
        self.canvas.blank();
        Ok(())
    }
}

fn flatten(value: &Value, name: &str, at: &mut String, records: &mut Records) -> Result<(), Refusal> {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                let length = at.len();
                at.push('/');
                at.push_str(&escaped(key));
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(value, &name, at, records)?;
                at.truncate(length);
            }
            Ok(())
        }
        value => {
            let text = scalar(value).unwrap_or_else(|| value.to_string());
            records.member(name, text, pointer(at)).map(drop)
        }
    }
}

/// True for rows of scalars, as pdfplumber's `extract_table` gives them.
pub(super) fn is_table(items: &[Value]) -> bool {
    let is_row = |item: &Value| item.as_array().is_some_and(|row| row.iter().all(|cell| scalar(cell).is_some()));
    !items.is_empty() && items.iter().all(is_row)
}

/// True for objects that hold no tables of their own.
fn is_records(items: &[Value]) -> bool {
    fn is_flat(value: &Value) -> bool {
        match value {
            Value::Object(members) => members.values().all(is_flat),
            Value::Array(items) => items.iter().all(|item| scalar(item).is_some()),
            _ => true,
        }
    }
    let is_page = |item: &Value| item.get("tables").is_some() || item.get("text").is_some() && items.len() == 1;
    !items.is_empty() && items.iter().all(|item| item.is_object() && is_flat(item) && !is_page(item))
}
