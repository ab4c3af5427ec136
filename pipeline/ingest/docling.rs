//! The JSON of Docling (DoclingDocument 1.x): texts and tables in the order in which the document's body names them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::canvas::{Canvas, NewCell, Refusal};
use super::json::{pointer, scalar};
use super::spots::Spots;
use super::{Input, OVERLAPPING_CELLS, limits};
use crate::finding::Findings;
use crate::source::Span;

/// True for a DoclingDocument.
pub(super) fn is(value: &Value) -> bool {
    value.get("schema_name").and_then(Value::as_str) == Some("DoclingDocument")
        || ["body", "texts", "tables"].iter().all(|key| value.get(*key).is_some())
}

struct Document<'d> {
    whole: &'d Value,
    /// The items that were written.
    seen: BTreeSet<String>,
    page: u64,
    tables: usize,
    overlaps: Spots,
}

/// Writes the document.
pub(super) fn write(
    input: &Input<'_>,
    whole: &Value,
    canvas: &mut Canvas,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let mut document = Document { whole, seen: BTreeSet::new(), page: 1, tables: 0, overlaps: Spots::default() };
    for root in ["body", "furniture"] {
        document.children(&whole[root], 1, canvas)?;
    }
    // What no tree names is part of the document all the same.
    for list in ["texts", "tables", "key_value_items"] {
        for at in 0..whole[list].as_array().map_or(0, Vec::len) {
            document.item(&format!("/{list}/{at}"), 1, canvas)?;
        }
    }
    let message = |count, first: &str| {
        format!("expected cells beside one another, found {count} that lie over others, first {first}")
    };
    document.overlaps.report(input.name, &OVERLAPPING_CELLS, message, findings);
    Ok(())
}

impl Document<'_> {
    fn children(&mut self, parent: &Value, depth: usize, canvas: &mut Canvas) -> Result<(), Refusal> {
        limits::depth(depth)?;
        for child in references(&parent["children"]) {
            self.item(&child, depth + 1, canvas)?;
        }
        Ok(())
    }

    fn item(&mut self, at: &str, depth: usize, canvas: &mut Canvas) -> Result<(), Refusal> {
        let Some(item) = self.whole.pointer(at) else { return Ok(()) };
        if !self.seen.insert(at.to_owned()) {
            return Ok(());
        }
        self.turn_to(item, canvas);
        if at.starts_with("/tables/") || item["data"]["table_cells"].is_array() {
            self.table(item, at, depth, canvas)?;
        } else if let Some(text) = item["text"].as_str() {
            let marker = item["marker"].as_str().filter(|_| item["label"] == "list_item").unwrap_or_default();
            for (number, line) in text.lines().enumerate() {
                let line = if number == 0 && !marker.is_empty() { format!("{marker} {line}") } else { line.to_owned() };
                canvas.line(&line, pointer(&format!("{at}/text")))?;
            }
            if item["label"] != "list_item" {
                canvas.blank();
            }
        } else {
            for caption in references(&item["captions"]) {
                self.item(&caption, depth + 1, canvas)?;
            }
        }
        self.children(item, depth, canvas)
    }

    fn turn_to(&mut self, item: &Value, canvas: &mut Canvas) {
        const FAR: u64 = 5_000;
        let page = item["prov"][0]["page_no"].as_u64();
        let Some(page) = page.filter(|page| *page > self.page && *page - self.page < FAR) else { return };
        while self.page < page {
            canvas.page();
            self.page += 1;
        }
    }

    fn table(&mut self, item: &Value, at: &str, depth: usize, canvas: &mut Canvas) -> Result<(), Refusal> {
        self.tables += 1;
        limits::tables(self.tables)?;
        canvas.blank();
        let mut caption: Option<Span> = None;
        for reference in references(&item["captions"]) {
            let text = self.whole.pointer(&reference).and_then(|caption| caption["text"].as_str()).unwrap_or_default();
            if self.seen.insert(reference.clone()) && !text.trim().is_empty() {
                let line = canvas.line(text, pointer(&format!("{reference}/text")))?;
                caption = Some(caption.map_or(line, |caption| caption.cover(line)));
            }
        }
        let mut cells: Vec<Cell> = match item["data"]["table_cells"].as_array() {
            Some(cells) if !cells.is_empty() => cells
                .iter()
                .enumerate()
                .map(|(index, cell)| Cell::new(cell, format!("{at}/data/table_cells/{index}")))
                .collect(),
            // The grid names a cell at each place that it takes.
            _ => {
                let rows = item["data"]["grid"].as_array().map(Vec::as_slice).unwrap_or_default();
                let row = |(row, cells): (usize, &Value)| {
                    let cells = cells.as_array().map(Vec::as_slice).unwrap_or_default().iter().enumerate();
                    let cell = |(column, cell)| Cell::new(cell, format!("{at}/data/grid/{row}/{column}"));
                    cells.map(cell).collect::<Vec<_>>()
                };
                rows.iter().enumerate().flat_map(row).collect()
            }
        };
        cells.sort_by_key(|cell| (cell.row, cell.column));
        cells.dedup_by(|b, a| (a.row, a.column, &a.text) == (b.row, b.column, &b.text));
        let header = cells.iter().filter(|cell| cell.is_header).map(|cell| cell.row + cell.rows).max().unwrap_or(0);
        // Headers that stand below rows of numbers head a part of the table, not the table.
        let head = (0..header).take_while(|row| {
            cells.iter().any(|cell| cell.is_header && (cell.row..cell.row + cell.rows).contains(row))
        });
        canvas.begin_grid(None, caption, Some(head.count() as u32).filter(|head| *head > 0));
        let mut last: Option<(u32, u32)> = None;
        for cell in &cells {
            limits::columns(cell.column as usize + 1)?;
            if last.map(|last| last.0) != Some(cell.row) {
                canvas.begin_row(cell.row + 1);
            } else if last.is_some_and(|last| last.1 > cell.column) {
                self.overlaps.add(Span::new(canvas.end(), canvas.end()), || cell.at.clone());
            }
            last = Some((cell.row, cell.column + cell.columns));
            let address = pointer(&format!("{}/text", cell.at));
            let cell = NewCell { column: cell.column, rows: cell.rows, columns: cell.columns, text: &cell.text };
            canvas.cell(&cell, address)?;
        }
        canvas.end_grid();
        for note in references(&item["footnotes"]) {
            self.item(&note, depth + 1, canvas)?;
        }
        canvas.blank();
        Ok(())
    }
}

struct Cell {
    row: u32,
    column: u32,
    rows: u32,
    columns: u32,
    is_header: bool,
    text: String,
    at: String,
}

impl Cell {
    fn new(cell: &Value, at: String) -> Cell {
        let number =
            |key: &str| cell[key].as_u64().and_then(|number| u32::try_from(number).ok()).map(|n| n.min(1 << 24));
        let (row, column) = (number("start_row_offset_idx").unwrap_or(0), number("start_col_offset_idx").unwrap_or(0));
        let span = |end: &str, key: &str, start: u32| {
            number(end).and_then(|end| end.checked_sub(start)).or_else(|| number(key)).unwrap_or(1).max(1)
        };
        Cell {
            row,
            column,
            rows: span("end_row_offset_idx", "row_span", row),
            columns: span("end_col_offset_idx", "col_span", column),
            is_header: cell["column_header"] == true,
            text: scalar(&cell["text"]).unwrap_or_default(),
            at,
        }
    }
}

/// The pointers of `[{"$ref": "#/texts/0"}]`.
fn references(list: &Value) -> Vec<String> {
    let reference = |item: &Value| {
        let reference = item["$ref"].as_str().or(item["cref"].as_str())?;
        reference.strip_prefix('#').map(str::to_owned)
    };
    list.as_array().into_iter().flatten().filter_map(reference).collect()
}
