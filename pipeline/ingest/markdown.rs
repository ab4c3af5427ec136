//! Markdown: the lines stay as they are but for tables (GitHub Flavored Markdown, 4.10), whose cells are parted. What stands
//! in a code fence (4.5) is set apart: a table in it ends with it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::canvas::{Canvas, NewCell, Refusal};
use super::html::{self, Place};
use super::raised::Raised;
use super::spots::Spots;
use super::{Format, Input, ONE_COLUMN_TABLE, RAGGED_ROW, UNDECODABLE, limits};
use crate::finding::Findings;
use crate::source::{Address, LineIndex, Span, is_blank};

pub(super) static FORMAT: Format =
    Format { name: "Markdown", extensions: &["md", "markdown"], is: |_| false, lenient: true, read };

/// A stretch of the text that is more than lines.
struct Found {
    start: usize,
    end: usize,
    what: What,
}

/// The cells of a row: the text of each, and where it begins and ends.
type Row = Vec<(String, usize, usize)>;

enum What {
    /// A table: its rows, the header first.
    Table(Vec<Row>),
    /// HTML that holds a table.
    Html,
    /// A code fence with what stands in it.
    Fence,
}

impl Found {
    fn rows(&mut self) -> Option<&mut Vec<Row>> {
        match &mut self.what {
            What::Table(rows) => Some(rows),
            What::Html | What::Fence => None,
        }
    }
}

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let mark = if input.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = std::str::from_utf8(&input.bytes[mark..]).map_err(|error| {
        let at = mark + error.valid_up_to();
        let message = format!("expected UTF-8, found byte 0x{:02x} at byte {at}", input.bytes[at]);
        input.refuse(&UNDECODABLE, message)
    })?;
    let place = Place { lines: LineIndex::new(text), from: mark, lines_before: 0 };
    let mut at = 0;
    let (mut longer, mut narrow) = (Spots::default(), Spots::default());
    for table in tables(text)? {
        if table.start < at {
            continue;
        }
        let start = text[..table.start].rfind('\n').map_or(0, |end| end + 1).max(at);
        prose(&text[at..start], start_place(&place, at), canvas)?;
        let end = text[table.end..].find('\n').map_or(text.len(), |more| table.end + more + 1);
        let end = if text[..table.end].ends_with('\n') { table.end } else { end };
        match &table.what {
            What::Html => {
                let lines_before = place.lines.line_of(start as u32) - 1;
                let lines = LineIndex::new(&text[start..end]);
                let inner = Place { lines, from: mark + start, lines_before };
                html::body(input.name, &text[start..end], Some(&inner), canvas, findings)?;
            }
            What::Fence => fence(&text[start..end], start_place(&place, start), canvas)?,
            What::Table(rows) => {
                let start = canvas.end();
                drawn(rows, &place, canvas, &mut longer)?;
                if rows[0].len() < 2 {
                    let first = rows[0].first().map(|cell| cell.0.trim().to_owned()).unwrap_or_default();
                    narrow.add(Span::new(start, canvas.end()), || first);
                }
            }
        }
        at = end;
    }
    prose(&text[at..], start_place(&place, at), canvas)?;
    let message = |count, first: &str| {
        format!("expected as many cells in every row as in the header, found more in {count}, first {first}")
    };
    longer.report(input.name, &RAGGED_ROW, message, findings);
    let message =
        |count, first: &str| format!("expected tables of two columns or more, found {count} of one, first \"{first}\"");
    narrow.report(input.name, &ONE_COLUMN_TABLE, message, findings);
    Ok(())
}

fn start_place(place: &Place, at: usize) -> (u32, usize) {
    (place.lines.line_of(at as u32), at + place.from)
}

/// Lines as they are.
fn prose(text: &str, (line, from): (u32, usize), canvas: &mut Canvas) -> Result<(), Refusal> {
    let mut at = from;
    for (line, whole) in (line..).zip(text.split_inclusive('\n')) {
        let bare = whole.trim_end_matches(['\n', '\r']).replace(['\r', '\0'], " ");
        let front = bare.len() - bare.trim_start_matches(is_blank).len();
        let length = bare.trim_matches(is_blank).len();
        let mut places = Vec::new();
        if length > 0 {
            let span = Span::new(front, front + length);
            places.push((span, Address::Bytes { line, span: span.shift(at) }));
        }
        canvas.drawn_line(&bare, places)?;
        at += whole.len();
    }
    Ok(())
}

/// The lines of a code fence as they are, set apart. The first one opens it; the last one closes it, unless it goes on to the
/// end of the text.
fn fence(text: &str, (line, from): (u32, usize), canvas: &mut Canvas) -> Result<(), Refusal> {
    let opens = text.find('\n').map_or(text.len(), |end| end + 1);
    let last = text.trim_end_matches(['\n', '\r']).rfind('\n').map_or(0, |end| end + 1).max(opens);
    // In a quotation or a list, it stands behind their marks.
    let bare = text[last..].trim_matches(|ch: char| ch.is_whitespace() || ch == '>');
    let closed = ['`', '~'].iter().any(|&mark| bare.len() >= 3 && bare.chars().all(|ch| ch == mark));
    let closes = if closed { last } else { text.len() };
    let start = canvas.end();
    prose(&text[..opens], (line, from), canvas)?;
    let inner = canvas.end();
    prose(&text[opens..closes], (line + 1, from + opens), canvas)?;
    let end = canvas.end();
    let between = text[opens..closes].bytes().filter(|&byte| byte == b'\n').count() as u32;
    prose(&text[closes..], (line + 1 + between, from + closes), canvas)?;
    canvas.fence(start, (inner, end));
    Ok(())
}

fn drawn(rows: &[Row], place: &Place, canvas: &mut Canvas, longer: &mut Spots) -> Result<(), Refusal> {
    let named = rows[0].iter().any(|(text, ..)| !text.chars().all(is_blank));
    canvas.begin_grid(None, None, Some(u32::from(named)));
    for (number, row) in (1_u32..).zip(rows) {
        canvas.begin_row(number);
        let begin = canvas.end();
        for (column, (text, start, end)) in (0_u32..).zip(row) {
            let line = place.lines.line_of(*start as u32);
            let address = Address::Bytes { line, span: Span::new(*start, *end).shift(place.from) };
            canvas.cell(&NewCell { column, rows: 1, columns: 1, text }, address)?;
        }
        if row.len() > rows[0].len() {
            let line = row.first().map_or(0, |cell| place.lines_before + place.lines.line_of(cell.1 as u32));
            let more = || format!("{} cells below {} on line {line}", row.len(), rows[0].len());
            longer.add(Span::new(begin, canvas.end()), more);
        }
        canvas.end_row_in_place();
        if number == 1 {
            // The line of dashes: with it, every line of the text stands on its own line number.
            canvas.gap();
        }
    }
    canvas.end_grid();
    Ok(())
}

/// The tables of a text, its HTML that holds tables, and its code fences.
fn tables(text: &str) -> Result<Vec<Found>, Refusal> {
    let mut found: Vec<Found> = Vec::new();
    let mut html: Option<(usize, usize)> = None;
    let mut cell: Option<(String, usize, usize)> = None;
    let mut raised = Raised::default();
    let (mut depth, mut count) = (0_usize, 0);
    let closes: Vec<usize> = tags(text, "</table>").collect();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                limits::depth(depth)?;
                match tag {
                    Tag::Table(_) => {
                        found.push(Found { start: range.start, end: range.end, what: What::Table(Vec::new()) });
                        count += 1;
                        limits::tables(count)?;
                    }
                    Tag::TableHead | Tag::TableRow => {
                        found.last_mut().and_then(Found::rows).into_iter().for_each(|rows| rows.push(Vec::new()));
                    }
                    Tag::TableCell => {
                        let bare = text[range.clone()].trim_start();
                        let start = range.end - bare.len();
                        cell = Some((String::new(), start, start + bare.trim_end().len()));
                        raised = Raised::default();
                    }
                    Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                        found.push(Found { start: range.start, end: range.end, what: What::Fence });
                    }
                    Tag::HtmlBlock => html = Some((range.start, range.end)),
                    _ => {}
                }
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                match end {
                    TagEnd::TableCell => {
                        let row = found.last_mut().and_then(Found::rows).and_then(|rows| rows.last_mut());
                        if let (Some(row), Some(cell)) = (row, cell.take()) {
                            row.push(cell);
                        }
                    }
                    TagEnd::TableHead | TagEnd::TableRow => {
                        if let Some(row) = found.last_mut().and_then(Found::rows).and_then(|rows| rows.last_mut()) {
                            let from = row.last().map_or(range.start, |cell| cell.2.max(range.start));
                            row.extend(beyond(text, from, range.end));
                        }
                    }
                    TagEnd::HtmlBlock => {
                        if let Some((start, end)) = html.take() {
                            add_html(text, start, end, &closes, &mut found);
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(more) | Event::Code(more) => {
                cell.iter_mut().for_each(|cell| cell.0.push_str(&raised.text(&more)));
            }
            Event::SoftBreak | Event::HardBreak => cell.iter_mut().for_each(|cell| cell.0.push(' ')),
            Event::InlineHtml(tag) => {
                let (element, ends) = element(&tag);
                match ends {
                    true => raised.close(element),
                    false => raised.open(element),
                }
                // <br> is how Markdown breaks the line of a cell.
                let is_break = !ends && element.eq_ignore_ascii_case(b"br");
                cell.iter_mut().filter(|_| is_break).for_each(|cell| cell.0.push('\n'));
            }
            _ => {}
        }
    }
    found.retain_mut(|table| table.rows().is_none_or(|rows| rows.first().is_some_and(|header| !header.is_empty())));
    found.sort_by_key(|table| table.start);
    Ok(found)
}

/// The name in a tag such as `</sup>` or `<br/>`, and whether its element ends there.
fn element(tag: &str) -> (&[u8], bool) {
    let bare = tag.trim_start_matches('<');
    let name = bare.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (&name.as_bytes()[..end], name.len() < bare.len())
}

/// The cells of a row that stand behind its last one as the header has it. The specification drops them; here they are kept.
fn beyond(text: &str, from: usize, end: usize) -> Vec<(String, usize, usize)> {
    let end = from + text[from..end.max(from)].trim_end().len();
    let mut cells = Vec::new();
    // The bar behind the last cell of the header comes first, with what is left of that cell in front of it.
    let mut start = None;
    let mut escaped = false;
    for (at, byte) in (from..end).zip(text[from..end].bytes()) {
        if byte == b'|' && !escaped {
            cells.extend(start.map(|start| (start, at)));
            start = Some(at + 1);
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.extend(start.filter(|start| *start < end).map(|start| (start, end)));
    let cell = |(start, end): (usize, usize)| {
        let bare = text[start..end].trim();
        let start = start + (text[start..end].len() - text[start..end].trim_start().len());
        (bare.replace("\\|", "|"), start, start + bare.len())
    };
    let mut cells: Vec<_> = cells.into_iter().map(cell).collect();
    while cells.last().is_some_and(|cell| cell.0.is_empty()) {
        cells.pop();
    }
    cells
}

/// Notes HTML that holds a table. A blank line ends an HTML block (CommonMark 4.6), so the table may go on behind it.
fn add_html(text: &str, start: usize, end: usize, closes: &[usize], found: &mut Vec<Found>) {
    if found.last().is_some_and(|last| matches!(last.what, What::Html) && last.end >= end) {
        return;
    }
    if let Some(open) = tags(&text[start..end], "<table").next() {
        let close = closes.get(closes.partition_point(|close| *close < start + open));
        let end = close.map_or(end, |close| end.max(close + "</table>".len()));
        found.push(Found { start, end, what: What::Html });
    }
}

/// Where `tag` begins, in any case of letters.
fn tags<'t>(text: &'t str, tag: &'t str) -> impl Iterator<Item = usize> + 't {
    let is = move |at: &usize| {
        text.as_bytes()[*at..].get(..tag.len()).is_some_and(|t| t.eq_ignore_ascii_case(tag.as_bytes()))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).filter(is)
}
