//! Where a table stands: a table of a text goes in, the part of a recipe that finds it again comes out.
//!
//! A table that the file says is one is found by its sheet, caption or number, whatever text is made of the file. One that
//! stands in a text is found by lines that the text has once.

use std::fmt::Write as _;

use super::{Drawn, literal, quoted};
use crate::parse::scan::FoundTable;
use crate::source::{Grid, Source};

/// Where a table stands.
pub(super) struct Place {
    /// Keys of the dataset: `after`, `from` and `before`, or `lines`.
    pub anchors: String,
    /// The layout's name, and its keys that say which table is meant.
    pub layout: String,
}

/// The place of a table.
pub(super) fn place(drawn: &Drawn<'_>) -> Place {
    let table = &drawn.tables[drawn.at];
    match table.grid {
        Some((grid, _)) => {
            let layout = format!("[dataset.grid]\n{}", table_keys(drawn, &drawn.source.grids()[grid]));
            Place { anchors: String::new(), layout }
        }
        None => {
            let (first, last) = table.lines;
            let by_lines = || format!("# No line of it stands in the text only once.\nlines = [{first}, {last}]\n");
            let anchors = anchors(drawn.source, table).unwrap_or_else(by_lines);
            Place { anchors, layout: "[dataset.table]\n".to_owned() }
        }
    }
}

/// Where a reader finds the table: its first cell in the file, or its lines.
pub(super) fn stands(source: &Source, table: &FoundTable) -> String {
    let first = table.grid.and_then(|_| source.address(table.cells.first()?.cell.cover()));
    let (from, to) = table.lines;
    let stands = first.map_or_else(|| format!("lines {from} to {to}"), |address| format!("from {address}"));
    // A comment ends with its line, whatever a sheet is called.
    stands.replace(char::is_control, " ")
}

/// `table` and `header`: the sheet's name or the caption where only this table has it, else the row of its header beside the
/// sheet's name, else its number.
fn table_keys(drawn: &Drawn<'_>, grid: &Grid) -> String {
    let Drawn { source, tables, at, .. } = *drawn;
    let table = &tables[at];
    let name_of = |table: &FoundTable| table.grid.and_then(|(grid, _)| source.grids()[grid].name.as_deref());
    let caption_of = |table: &FoundTable| table.caption.map(|span| source.slice(span));
    let has =
        |name: &str| tables.iter().filter(|table| [name_of(table), caption_of(table)].contains(&Some(name))).count();
    let names = [name_of(table), caption_of(table)];
    if let Some(name) = names.into_iter().flatten().find(|name| has(name) == 1) {
        return format!("table = {}\n", quoted(name));
    }
    if let (Some(name), Some(header)) = (name_of(table), header(source, table, grid)) {
        return format!("table = {}\nheader = {header}\n", quoted(name));
    }
    if tables.len() == 1 { String::new() } else { format!("table = {}\n", at + 1) }
}

/// The last row of the table's header, as the file counts rows.
fn header(source: &Source, table: &FoundTable, grid: &Grid) -> Option<u32> {
    let last = table.header_rows.checked_sub(1)?;
    let cell = table.cells.iter().find(|cell| cell.row == last)?;
    let start = source.line_span(source.line_of(cell.cell.spans[0].start)).start;
    let at = grid.rows.binary_search_by_key(&start, |row| row.span.start).ok()?;
    Some(grid.rows[at].number)
}

/// `after`, `from` and `before`: lines that the text has once.
fn anchors(source: &Source, table: &FoundTable) -> Option<String> {
    let once = |line: u32| {
        let text = source.slice(source.line_span(line)).trim();
        (!text.is_empty() && source.text().matches(text).count() == 1).then_some(text)
    };
    let words = |text: &str| text.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+");
    let (first, last) = table.lines;
    let mut out = String::new();
    let caption = table.caption.map(|span| source.line_of(span.start)).filter(|&line| line < first);
    match caption.and_then(once) {
        Some(text) => {
            let _ = writeln!(out, "after = {}", literal(&words(text)));
        }
        None => {
            let at = (first..=last).find_map(once);
            // Lines above it that the text has more than once are read all the same: the whole page is.
            let text = at?;
            let _ = writeln!(out, "from = {}", literal(&format!(r"^\s*{}", words(text))));
        }
    }
    // The next line that no line of the table looks like; a footnote's mark on a line of its own is none.
    let trimmed = |line: u32| source.slice(source.line_span(line)).trim();
    let head = |text: &str| text.chars().take(40).collect::<String>();
    let is_end =
        |text: &&str| text.chars().count() >= 2 && !(first..=last).any(|line| head(trimmed(line)) == head(text));
    if let Some(text) = (last + 1..=source.lines().count()).map(trimmed).find(is_end) {
        let head = head(text);
        let end = if head.len() == text.len() { r"\s*$" } else { "" };
        let _ = writeln!(out, "before = {}", literal(&format!(r"^\s*{}{end}", words(&head))));
    }
    Some(out)
}
