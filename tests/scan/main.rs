//! Scanning texts for tables: the text goes in, the grid is drawn beside it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

mod ambiguous;
mod chinese;
mod forms;
mod groups;
mod hard;
mod headers;
mod items;
mod kinds;
mod layout;
mod nothing;
mod pages;
mod wrapped;

use crossfoot::parse::scan::{self, FoundTable};
use crossfoot::source::Source;

/// Draws each table: a line a row, `<` where a cell reaches over from the left, `^` where it reaches down.
fn draw(source: &Source, tables: &[FoundTable]) -> String {
    let mut out = String::new();
    for table in tables {
        let (rows, columns) = (table.size.0 as usize, table.size.1 as usize);
        let mut grid = vec![vec![String::new(); columns]; rows];
        for cell in &table.cells {
            for row in cell.row..cell.row + cell.rows {
                for column in cell.column..cell.column + cell.columns {
                    grid[row as usize][column as usize] = match (row > cell.row, column > cell.column) {
                        (true, _) => "^".to_owned(),
                        (false, true) => "<".to_owned(),
                        (false, false) => cell.text(source),
                    };
                }
            }
        }
        if !out.is_empty() {
            out.push('\n');
        }
        for row in grid {
            out.push_str(row.join(" | ").trim_end());
            out.push('\n');
        }
    }
    out
}

/// The tables of `text` are those drawn in `expected`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let source = Source::new("report.txt", text);
    let found = scan::scan(&source);
    let drawn = draw(&source, &found.tables);
    assert_eq!(drawn.trim(), expected.trim(), "\nfound:\n{drawn}");
    for table in &found.tables {
        for cell in &table.cells {
            // Every cell leads back to its text, which is trimmed and not empty.
            for &span in &cell.cell.spans {
                let text = source.slice(span);
                assert!(!text.is_empty() && text.trim() == text, "{text:?}");
            }
        }
    }
}
