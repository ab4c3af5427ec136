//! The grid of a table: its header, its rows and the lines around it go in, a found table comes out.

use super::columns::Row;
use super::header::Header;
use super::line::{Class, Page, Segment};
use super::rows::BodyRow;
use super::zone::Zone;
use super::{Evidence, FoundTable, GridCell, notes};
use crate::model::Cell;
use crate::source::Span;

/// The lines of a table and what is made of them.
#[derive(Clone, Copy)]
pub(super) struct Body<'a> {
    /// All rows of its zone.
    pub rows: &'a [Row],
    /// Its first and last one, the header's included.
    pub range: (usize, usize),
    /// The rows below the header, with wrapped cells put together.
    pub lines: &'a [BodyRow],
    /// True if any column behind the first holds numbers.
    pub numeric: bool,
}

/// The table of `header` and `body`.
pub(super) fn found(page: &Page<'_>, zone: &Zone, header: Header, body: &Body<'_>, evidence: Evidence) -> FoundTable {
    let Body { rows, range: (top, last), lines, numeric } = *body;
    let body = lines;
    let mut cells = Vec::with_capacity(header.cells.len() + body.iter().map(|row| row.cells.len()).sum::<usize>());
    for cell in &header.cells {
        cells.push(GridCell {
            row: cell.row as u32,
            column: cell.column as u32,
            rows: cell.rows as u32,
            columns: cell.columns as u32,
            cell: Cell { spans: page.spans(&cell.segments) },
        });
    }
    let mut width = header.cells.iter().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    // In a table of text, rows without a label of their own stand below one label; in one of numbers, if the next column
    // names each row.
    let names = |row: &BodyRow| row.cells.get(1).and_then(|cell| cell.first()).is_some_and(|name| !name.is_value());
    let mut label: Option<usize> = None;
    for (at, row) in body.iter().enumerate() {
        let at = at + header.levels;
        if !row.cells[0].is_empty() {
            let spans = if numeric { names(row) && !row.cells[0][0].is_value() } else { row.has_values() };
            label = spans.then_some(cells.len());
        } else if row.heading.is_some() || numeric && !names(row) {
            label = None;
        } else if let Some(label) = label {
            cells[label].rows += 1;
        }
        if let Some((first, last, segments)) = &row.heading {
            cells.push(GridCell {
                row: at as u32,
                column: *first as u32,
                rows: 1,
                columns: (last - first + 1) as u32,
                cell: Cell { spans: page.spans(segments) },
            });
        }
        for (column, segments) in row.cells.iter().enumerate() {
            width = width.max(column + 1);
            if !segments.is_empty() {
                cells.push(GridCell {
                    row: at as u32,
                    column: column as u32,
                    rows: 1,
                    columns: 1,
                    cell: Cell { spans: page.spans(segments) },
                });
            }
        }
    }
    let line = |at: usize| page.lines[rows[at].line].number;
    let crowded = body.iter().enumerate().filter(|(_, row)| row.crowded);
    let crowded = crowded.map(|(at, _)| (at + header.levels) as u32).collect();
    let size = ((header.levels + body.len()) as u32, width as u32);
    FoundTable {
        caption: zone.caption.and_then(|at| caption_span(page, at)),
        units: unit_lines(page, zone, rows, top),
        header_rows: header.levels as u32,
        evidence,
        crowded,
        numeric,
        ..FoundTable::new(page.source, (line(top), line(last)), size, cells)
    }
}

/// The first line of a caption; of captions side by side, the first one.
fn caption_span(page: &Page<'_>, at: usize) -> Option<Span> {
    let captions = page.captions(at);
    let first = captions.first().or(page.lines[at].segments.first())?;
    let end = captions.get(1).map_or(u32::MAX, |next| next.x0);
    let own =
        page.lines[at].segments.iter().filter(|segment| first.x0 <= segment.x0 && segment.x0 < end && !segment.prose);
    own.map(|segment| page.span(segment)).reduce(Span::cover)
}

/// The texts between the caption and the header, and in the title directly above, that say in what unit the numbers are.
fn unit_lines(page: &Page<'_>, zone: &Zone, rows: &[Row], top: usize) -> Vec<Span> {
    let top = rows[top].line;
    let mut from = top;
    let mut lines = 0;
    // A title has few lines, none of them a row of another table.
    while from > 0 && lines < TITLE_LINES {
        let line = &page.lines[from - 1];
        if line.segments.iter().filter(|segment| segment.is_value()).count() >= 2 {
            break;
        }
        lines += usize::from(line.class != Class::Blank);
        from -= 1;
    }
    let from = from.min(zone.caption.unwrap_or(zone.lines.start)).min(top);
    let caption = zone.caption.unwrap_or(usize::MAX);
    let mut units = Vec::new();
    for (at, line) in page.lines[from..top].iter().enumerate().map(|(at, line)| (from + at, line)) {
        let inside = at >= caption || at >= zone.lines.start;
        let says = |segment: &&Segment| {
            // The caption itself is read as a whole.
            at != caption && notes::states_unit(page, segment, line.class == Class::Prose)
                || inside && notes::is_unit_line(page, segment)
        };
        units.extend(line.segments.iter().filter(says).map(|segment| page.span(segment)));
    }
    units
}

/// The lines of a title and a unit above a header.
const TITLE_LINES: usize = 4;
