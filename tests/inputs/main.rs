//! Files of every kind: their bytes go in, the tables that they hold are drawn beside them.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

mod delimited;
mod json;
mod limits;
mod markup;
mod round_trip;
#[path = "../pipeline/support.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod support;
mod workbooks;

use std::fs;
use std::sync::Arc;

use crossfoot::finding::Findings;
use crossfoot::ingest;
use crossfoot::parse::scan;
use crossfoot::source::Source;

/// Ingests a file; what was found is a line each: `severity[code]: message`.
fn ingest(name: &str, bytes: &[u8]) -> (Option<Source>, String) {
    let mut findings = Findings::new();
    let source = ingest::ingest(&Arc::from(name), bytes.to_vec(), &mut findings);
    if let Some(source) = &source {
        for label in findings.iter().flat_map(|finding| &finding.labels) {
            assert!(source.text().get(label.span.range()).is_some(), "{label:?} lies outside of the text");
        }
    }
    let lines = findings.iter().map(|f| format!("{}[{}]: {}\n", f.severity, f.code, f.message));
    (source, lines.collect())
}

/// A file of tests/data/inputs.
fn fixture(name: &str) -> Vec<u8> {
    fs::read(support::repository().join("tests/data/inputs").join(name)).expect("the fixture can be read")
}

/// Draws the tables of a source: a line a row, `=` behind the header, `name@place` for each cell of the first column.
fn draw(source: &Source) -> String {
    let mut out = String::new();
    for table in scan::scan(source).tables {
        let caption = table.caption.map(|span| format!("[{}]\n", source.slice(span))).unwrap_or_default();
        out.push_str(&caption);
        for row in 0..table.size.0 {
            let mut line = vec![String::new(); table.size.1 as usize];
            for cell in &table.cells {
                if (cell.row..cell.row + cell.rows).contains(&row) {
                    for column in cell.column..cell.column + cell.columns {
                        line[column as usize] = cell.text(source);
                    }
                }
            }
            out.push_str(line.join(" | ").trim_end_matches([' ', '|']));
            out.push_str(if row + 1 == table.header_rows { " =\n" } else { "\n" });
        }
        out.push('\n');
    }
    out
}

/// Checks the tables that a file holds, and all that was found.
#[track_caller]
fn check(name: &str, bytes: &[u8], tables: &str, findings: &str) {
    let (source, found) = ingest(name, bytes);
    assert_eq!(found, findings);
    let source = source.expect("the file can be read");
    assert_eq!(draw(&source).trim_end(), tables.trim());
}

/// Checks that a file is refused with one finding.
#[track_caller]
fn refused(name: &str, bytes: &[u8], finding: &str) {
    let (source, found) = ingest(name, bytes);
    assert!(source.is_none(), "expected no source, found {:?}", source.map(|source| source.text().to_owned()));
    assert_eq!(found.lines().count(), 1, "{found}");
    assert!(found.starts_with(finding), "expected {finding}, found {found}");
}

/// The place in the file of the only stretch that reads `text`.
#[track_caller]
fn place(source: &Source, text: &str) -> String {
    let at: Vec<usize> = source.text().match_indices(text).map(|(at, _)| at).collect();
    assert_eq!(at.len(), 1, "expected {text:?} once in {:?}", source.text());
    let span = crossfoot::source::Span::new(at[0], at[0] + text.len());
    source.address(span).expect("every cell has a place").to_string()
}
