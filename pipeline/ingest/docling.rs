//! The JSON of Docling (DoclingDocument 1.x): texts and tables in the order in which the document's body names them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::canvas::{Canvas, NewCell, Refusal};
use super::json::{pointer, scalar};
use super::spots::Spots;
use super::{CELL_OUTSIDE, Input, OVERLAPPING_CELLS, limits};
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
    /// Cells that lie out of their table.
    outside: Spots,
}

/// Writes the document.
pub(super) fn write(
    input: &Input<'_>,
    whole: &Value,
    canvas: &mut Canvas,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let mut document = Document {
        whole,
        seen: BTreeSet::new(),
        page: 1,
        tables: 0,
        overlaps: Spots::default(),
        outside: Spots::default(),
    };
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
    let message = |count, first: &str| {
        format!(
            "expected cells inside of the rows and columns that their table has, found {count} outside, first {first}"
        )
    };
    document.outside.report(input.name, &CELL_OUTSIDE, message, findings);
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
        let (cells, unplaced) = cells(item, at)?;
        let mut places = 0;
        let size = |key: &str| item["data"][key].as_u64();
        let (rows, columns) = (size("num_rows"), size("num_cols"));
        canvas.begin_grid(None, caption, Some(head(&cells)).filter(|head| *head > 0));
        // For each column, the row that it is free from on.
        let mut taken: Vec<u32> = Vec::new();
        let mut last = None;
        for cell in &cells {
            let (left, right) = (cell.column as usize, cell.column.saturating_add(cell.columns) as usize);
            limits::columns(right)?;
            places += right - left;
            limits::cells(places)?;
            if last != Some(cell.row) {
                canvas.begin_row(cell.row + 1);
                last = Some(cell.row);
            }
            let nowhere = Span::new(canvas.end(), canvas.end());
            taken.resize(taken.len().max(right), 0);
            if taken[left..right].iter().any(|free| *free > cell.row) {
                self.overlaps.add(nowhere, || cell.at.clone());
            }
            let below = cell.row.saturating_add(cell.rows);
            taken[left..right].iter_mut().for_each(|free| *free = (*free).max(below));
            if rows.is_some_and(|rows| u64::from(below) > rows) || columns.is_some_and(|columns| right as u64 > columns)
            {
                self.outside.add(nowhere, || cell.at.clone());
            }
            let address = pointer(&format!("{}/text", cell.at));
            let cell = NewCell { column: cell.column, rows: cell.rows, columns: cell.columns, text: &cell.text };
            canvas.cell(&cell, address)?;
        }
        canvas.end_grid();
        for Unplaced { at, text } in unplaced {
            let line = canvas.line(&text, pointer(&format!("{at}/text")))?;
            self.outside.add(line, || format!("{at}, which stands below its table"));
        }
        for note in references(&item["footnotes"]) {
            self.item(&note, depth + 1, canvas)?;
        }
        canvas.blank();
        Ok(())
    }
}

/// What a cell is a header of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heads {
    Column,
    Row,
    Nothing,
}

struct Cell {
    row: u32,
    column: u32,
    rows: u32,
    columns: u32,
    heads: Heads,
    text: String,
    at: String,
}

/// A cell that says no place.
struct Unplaced {
    at: String,
    text: String,
}

impl Cell {
    /// The cell at `at`; where it names no row or column, they are those of `place`.
    fn new(cell: &Value, place: Option<(u32, u32)>, at: &str) -> Option<Cell> {
        let number = |key: &str| cell[key].as_u64().and_then(|number| u32::try_from(number).ok());
        let start = |key: &str, own: Option<u32>| if cell[key].is_null() { own } else { number(key) };
        let row = start("start_row_offset_idx", place.map(|place| place.0)).filter(|row| *row < u32::MAX)?;
        let column = start("start_col_offset_idx", place.map(|place| place.1))?;
        let span = |end: &str, key: &str, start: u32| {
            number(end).and_then(|end| end.checked_sub(start)).or_else(|| number(key)).unwrap_or(1).max(1)
        };
        let heads = match () {
            () if cell["column_header"] == true => Heads::Column,
            () if cell["row_header"] == true => Heads::Row,
            () => Heads::Nothing,
        };
        Some(Cell {
            row,
            column,
            rows: span("end_row_offset_idx", "row_span", row),
            columns: span("end_col_offset_idx", "col_span", column),
            heads,
            text: text(cell),
            at: at.to_owned(),
        })
    }
}

/// The cells of a table by row and column, and those that say no place: their own and their text.
fn cells(item: &Value, at: &str) -> Result<(Vec<Cell>, Vec<Unplaced>), Refusal> {
    let mut cells = Vec::new();
    let mut unplaced = Vec::new();
    let mut places = 0;
    let listed = item["data"]["table_cells"].as_array().filter(|cells| !cells.is_empty());
    for (index, cell) in listed.into_iter().flatten().enumerate() {
        let at = format!("{at}/data/table_cells/{index}");
        match Cell::new(cell, None, &at) {
            Some(cell) => cells.push(cell),
            None => unplaced.push(Unplaced { text: text(cell), at }),
        }
    }
    let grid = item["data"]["grid"].as_array().filter(|_| listed.is_none());
    // The grid names a cell at each place that it takes: for each column, the row down to which a cell reaches.
    let mut taken: Vec<(u32, usize)> = Vec::new();
    for (row, line) in (0_u32..).zip(grid.into_iter().flatten()) {
        let line = line.as_array().map(Vec::as_slice).unwrap_or_default();
        taken.resize(taken.len().max(line.len()), (0, 0));
        for (column, cell) in line.iter().enumerate() {
            let at = format!("{at}/data/grid/{row}/{column}");
            let Some(cell) = Cell::new(cell, Some((row, column as u32)), &at) else { continue };
            let (below, above) = taken[column];
            if below > row && cells.get(above).is_some_and(|above: &Cell| above.text == cell.text) {
                continue;
            }
            let right = column.saturating_add(cell.columns as usize).min(line.len());
            places += right - column;
            limits::cells(places)?;
            taken[column..right].fill((row.saturating_add(cell.rows), cells.len()));
            cells.push(cell);
        }
    }
    cells.retain(|cell| !cell.text.trim().is_empty());
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Ok((cells, unplaced))
}

/// How many rows with text, from the first on, hold nothing but headers. Where all do, none is: the flags say nothing.
fn head(cells: &[Cell]) -> u32 {
    let mut rows = cells.chunk_by(|a, b| a.row == b.row);
    let is_head = |row: &&[Cell]| {
        row.iter().any(|cell| cell.heads == Heads::Column) && row.iter().all(|cell| cell.heads != Heads::Nothing)
    };
    let head = rows.by_ref().take_while(is_head).count();
    let all = cells.chunk_by(|a, b| a.row == b.row).count();
    if head < all { head as u32 } else { 0 }
}

fn text(cell: &Value) -> String {
    cell.as_str().map(str::to_owned).or_else(|| scalar(&cell["text"])).unwrap_or_default()
}

/// The pointers of `[{"$ref": "#/texts/0"}]`.
fn references(list: &Value) -> Vec<String> {
    let reference = |item: &Value| {
        let reference = item["$ref"].as_str().or(item["cref"].as_str())?;
        reference.strip_prefix('#').map(str::to_owned)
    };
    list.as_array().into_iter().flatten().filter_map(reference).collect()
}
