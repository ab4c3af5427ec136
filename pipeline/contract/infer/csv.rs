//! A table of texts as rows: header and records go in, objects with numbers, booleans and texts come out.
//!
//! What a column holds is decided for all of its fields together: numbers, if JSON would write every one of them so (007
//! and +1 are texts), or true and false, or texts. An empty field is null.

use serde_json::{Map, Value};

use super::kind::Numbers;

/// The names of columns and, for each record, its fields; `None` is an empty one.
pub struct Table {
    /// The names.
    pub header: Vec<String>,
    /// The records, each as long as the header.
    pub records: Vec<Vec<Option<String>>>,
}

/// What all fields of a column are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Numbers,
    Booleans,
    Texts,
}

/// The rows of `table`, and what is notable about its columns.
pub fn rows(table: &Table) -> (Vec<Value>, Vec<String>) {
    let mut notes = Vec::new();
    let columns: Vec<Column> = (0..table.header.len()).map(|at| column(table, at, &mut notes)).collect();
    let value = |column: Column, field: &Option<String>| match (column, field) {
        (_, None) => Value::Null,
        (Column::Numbers, Some(text)) => number(text).map_or(Value::Null, Value::Number),
        (Column::Booleans, Some(text)) => Value::Bool(text == "true"),
        (Column::Texts, Some(text)) => Value::String(text.clone()),
    };
    let row = |record: &Vec<Option<String>>| {
        let cells = columns.iter().zip(record).map(|(&column, field)| value(column, field));
        Value::Object(table.header.iter().cloned().zip(cells).collect::<Map<_, _>>())
    };
    (table.records.iter().map(row).collect(), notes)
}

fn column(table: &Table, at: usize, notes: &mut Vec<String>) -> Column {
    let fields = || table.records.iter().filter_map(|record| record[at].as_deref());
    let other = fields().find(|text| number(text).is_none());
    if other.is_none() {
        let mut numbers = Numbers::default();
        fields().for_each(|text| numbers.add(text));
        if numbers.are_exact() {
            return Column::Numbers;
        }
        notes.push(format!("\"{}\" is text: neither 38 digits nor a double hold its numbers", table.header[at]));
        return Column::Texts;
    }
    if fields().all(|text| matches!(text, "true" | "false")) {
        return Column::Booleans;
    }
    if let Some(other) = other.filter(|_| fields().any(|text| number(text).is_some())) {
        let shown: String = other.chars().take(40).collect();
        notes.push(format!("\"{}\" is text: some of its fields are numbers, \"{shown}\" is none", table.header[at]));
    }
    Column::Texts
}

/// The number that `text` is, as JSON writes numbers.
fn number(text: &str) -> Option<serde_json::Number> {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then(|| text.parse().ok())?
}
