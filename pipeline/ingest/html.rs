//! HTML: its tables become rows of cells (HTML, "Forming a table"), its blocks of text become lines.

use std::sync::Arc;

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Span as HtmlSpan, Tokenizer};

use super::canvas::{Canvas, NewCell, Refusal};
use super::raised::Raised;
use super::spots::Spots;
use super::{
    Format, HIDDEN_TEXT, Input, ONE_COLUMN_TABLE, OVERLAPPING_CELLS, SKIPPED_TABLE, encoding, html_signs, limits,
};
use crate::finding::Findings;
use crate::source::{Address, LineIndex, Span, is_blank};

pub(super) static FORMAT: Format = Format {
    name: "HTML",
    extensions: &["html", "htm", "xhtml"],
    is: |bytes| {
        let head = &bytes[..bytes.len().min(1024)];
        let text = String::from_utf8_lossy(head).trim_start_matches(is_blank).to_lowercase();
        ["<!doctype html", "<html", "<table", "<head", "<body"].iter().any(|start| text.starts_with(start))
    },
    lenient: true,
    read,
};

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let decoded = encoding::decode(input, charset(input.bytes).as_deref(), findings)?;
    let place = decoded.utf8_from.map(|from| Place { lines: LineIndex::new(&decoded.text), from, lines_before: 0 });
    body(input.name, &decoded.text, place.as_ref(), canvas, findings)
}

/// Where the text stands in its file, if places in it are to be places in the file.
pub(super) struct Place {
    /// The lines of the text.
    pub lines: LineIndex,
    /// How many bytes stand in front of it.
    pub from: usize,
    /// How many lines stand in front of it.
    pub lines_before: u32,
}

/// `<meta charset="gb2312">`, in the first bytes as the standard asks.
fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let rest = &head[head.find("charset=")? + 8..];
    let label = rest.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', '>', ';', '/']).unwrap_or(label.len());
    Some(label[..end].to_owned())
}

/// Elements that begin a line of their own.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "title",
    "ul",
    "tfoot",
];

/// Text that is gathered until its block or cell ends.
#[derive(Default)]
pub(super) struct Words {
    pub text: String,
    /// Where it begins and ends in the file.
    pub bytes: Option<(usize, usize)>,
}

impl Words {
    fn push(&mut self, text: &str, span: HtmlSpan<usize>) {
        self.text.push_str(text);
        let (start, _) = *self.bytes.get_or_insert((span.start, span.end));
        self.bytes = Some((start, span.end.max(start)));
    }
}

#[derive(Default)]
struct OpenTable {
    rows: Vec<OpenRow>,
    caption: Words,
    in_caption: bool,
    in_head: bool,
    cell: Option<OpenCell>,
    in_row: bool,
}

/// A row of a table that is read.
#[derive(Default)]
pub(super) struct OpenRow {
    pub cells: Vec<OpenCell>,
    is_head: bool,
    hidden: bool,
}

/// A cell of a row that is read.
#[derive(Default)]
pub(super) struct OpenCell {
    pub words: Words,
    pub rows: u32,
    /// Its first column, from 0, once the table is whole.
    pub column: u32,
    pub columns: u32,
    is_header: bool,
    hidden: bool,
    /// True if it lies over another one.
    overlaps: bool,
}

/// An element whose text is none.
struct Silent {
    element: Vec<u8>,
    /// How many elements of its name are open.
    depth: usize,
    /// The tables around it.
    tables: usize,
    /// The tables inside of it that are open.
    inner: usize,
    /// False for what is never shown: scripts, styles, templates.
    hidden: bool,
}

/// Elements that hold nothing.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// True for an element whose text is struck out, or not shown.
fn is_hidden(name: &str, tag: &StartTag<usize>) -> bool {
    let styled = tag.attributes.get(b"style".as_slice()).is_some_and(|style| {
        let mut style = String::from_utf8_lossy(&style.value.0).to_lowercase();
        style.retain(|ch| !is_blank(ch));
        style.contains("display:none") || style.contains("visibility:hidden")
    });
    let shown = VOID.contains(&name) || tag.self_closing;
    !shown && (matches!(name, "s" | "strike" | "del") || styled || tag.attributes.contains_key(b"hidden".as_slice()))
}

struct Page<'p> {
    place: Option<&'p Place>,
    tables: Vec<OpenTable>,
    block: Words,
    rows: u32,
    raised: Raised,
    /// Inside of an element whose text is none.
    silent: Option<Silent>,
    hidden: Spots,
    overlaps: Spots,
    narrow: Spots,
    skipped: Spots,
    count: usize,
    cells: usize,
}

/// Makes text of HTML, or of a part of another text that is HTML.
pub(super) fn body(
    name: &Arc<str>,
    text: &str,
    place: Option<&Place>,
    canvas: &mut Canvas,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let mut page = Page {
        place,
        tables: Vec::new(),
        block: Words::default(),
        rows: 0,
        raised: Raised::default(),
        silent: None,
        hidden: Spots::default(),
        overlaps: Spots::default(),
        narrow: Spots::default(),
        skipped: Spots::default(),
        count: 0,
        cells: 0,
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let token = match token {
            Ok(token) => token,
            Err(never) => match never {},
        };
        match token {
            Token::StartTag(tag) => page.start(&tag, canvas)?,
            Token::EndTag(tag) => page.end(&tag.name.0, canvas)?,
            Token::String(text) => page.words(&String::from_utf8_lossy(&text.value.0), text.span, canvas.end()),
            _ => {}
        }
    }
    while !page.tables.is_empty() {
        page.end_table(canvas)?;
    }
    page.flush(canvas)?;
    let nowhere = Span::new(canvas.end(), canvas.end());
    let message = |count, first: &str| {
        format!("expected cells beside one another, found {count} that lie over others, first \"{first}\"")
    };
    page.overlaps.report(name, &OVERLAPPING_CELLS, message, findings);
    let message = |count, first: &str| {
        format!("expected tables of two columns and two rows or more, found {count} smaller, first \"{first}\"")
    };
    page.narrow.report(name, &ONE_COLUMN_TABLE, message, findings);
    let message = |count, first: &str| {
        format!(
            "expected text that is shown, found {count} stretches struck out or hidden, first \"{first}\"; it is not read"
        )
    };
    page.hidden.report(name, &HIDDEN_TEXT, message, findings);
    if let Some(silent) = &page.silent {
        let element = String::from_utf8_lossy(&silent.element);
        page.skipped.add(nowhere, || format!("all that follows a <{element}> that is never closed"));
    }
    let message = |count, first: &str| {
        format!("expected tables that are shown, found {count} that are not, first {first}; it is not read")
    };
    page.skipped.report(name, &SKIPPED_TABLE, message, findings);
    Ok(())
}

impl Page<'_> {
    fn words(&mut self, text: &str, span: HtmlSpan<usize>, end: usize) {
        let silent = self.silent.as_ref().map(|silent| silent.hidden);
        let in_cell = self.tables.last().is_some_and(|table| {
            table.cell.as_ref().is_some_and(|cell| cell.hidden) || table.rows.last().is_some_and(|row| row.hidden)
        });
        if (silent == Some(true) || in_cell && silent.is_none()) && !text.chars().all(is_blank) {
            self.hidden.add(Span::new(end, end), || text.trim().to_owned());
        }
        if silent.is_some() || in_cell {
            return;
        }
        let text = &*self.raised.text(text);
        match self.tables.last_mut() {
            None => self.block.push(text, span),
            Some(table) if table.in_caption => table.caption.push(text, span),
            Some(OpenTable { cell: Some(cell), .. }) => cell.words.push(text, span),
            // Text between rows and cells: browsers show it above the table.
            Some(_) if text.chars().all(is_blank) => {}
            Some(_) => self.block.push(text, span),
        }
    }

    fn start(&mut self, tag: &StartTag<usize>, canvas: &mut Canvas) -> Result<(), Refusal> {
        let name = String::from_utf8_lossy(&tag.name.0);
        if self.goes_on(name.as_bytes(), Tag::Start)
            && let Some(silent) = &mut self.silent
        {
            if name == "table" {
                silent.inner += 1;
                let element = String::from_utf8_lossy(&silent.element).into_owned();
                self.skipped.add(Span::new(canvas.end(), canvas.end()), || format!("a table in <{element}>"));
            }
            return Ok(());
        }
        let hidden = is_hidden(&name, tag);
        let never = matches!(&*name, "script" | "style" | "template") && !tag.self_closing;
        if never || hidden && !matches!(&*name, "td" | "th" | "tr") {
            if name == "table" {
                self.skipped.add(Span::new(canvas.end(), canvas.end()), || "a table that is hidden".to_owned());
            }
            let (element, tables) = (tag.name.0.clone(), self.tables.len());
            self.silent = Some(Silent { element, depth: 1, tables, inner: 0, hidden: !never });
            return Ok(());
        }
        match &*name {
            "sup" | "sub" => self.raised.open(&tag.name.0),
            "table" => {
                self.flush(canvas)?;
                self.tables.push(OpenTable::default());
                limits::depth(self.tables.len())?;
            }
            "caption" => self.table(|table| table.in_caption = true),
            "thead" => self.table(|table| {
                table.end_row();
                table.in_head = true;
            }),
            "tbody" | "tfoot" => self.table(|table| {
                table.end_row();
                table.in_head = false;
            }),
            "tr" => self.table(|table| {
                table.end_row();
                table.begin_row(hidden);
            }),
            "td" | "th" => {
                self.cells += 1;
                limits::cells(self.cells)?;
                let is_header = &*name == "th";
                let attribute = |name: &[u8]| {
                    let value = tag.attributes.get(name)?;
                    String::from_utf8_lossy(&value.value.0).trim().parse::<u32>().ok()
                };
                // The standard's limits; a rowspan of 0 reaches to the end of the table.
                let columns = attribute(b"colspan").unwrap_or(1).clamp(1, 1000);
                let rows = match attribute(b"rowspan").unwrap_or(1) {
                    0 => 65_534,
                    rows => rows.min(65_534),
                };
                self.table(|table| {
                    table.end_cell();
                    if !table.in_row {
                        table.begin_row(false);
                    }
                    table.cell = Some(OpenCell { rows, columns, is_header, hidden, ..OpenCell::default() });
                });
            }
            "br" => {
                let at = HtmlSpan { start: tag.span.start, end: tag.span.start };
                match self.tables.last_mut() {
                    None => self.flush(canvas)?,
                    Some(OpenTable { cell: Some(cell), .. }) if cell.words.bytes.is_some() => cell.words.push("\n", at),
                    Some(_) => {}
                }
            }
            name if BLOCKS.contains(&name) => self.block_edge(canvas)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8], canvas: &mut Canvas) -> Result<(), Refusal> {
        if self.goes_on(name, Tag::End) {
            return Ok(());
        }
        match name {
            b"sup" | b"sub" => self.raised.close(name),
            b"table" if !self.tables.is_empty() => self.end_table(canvas)?,
            b"caption" => self.table(|table| table.in_caption = false),
            b"thead" => self.table(|table| {
                table.end_row();
                table.in_head = false;
            }),
            b"td" | b"th" => self.table(OpenTable::end_cell),
            b"tr" | b"tbody" => self.table(OpenTable::end_row),
            name if BLOCKS.iter().any(|block| block.as_bytes() == name) => self.block_edge(canvas)?,
            _ => {}
        }
        Ok(())
    }

    /// Whether an element whose text is none goes on behind a tag, or holds it. What is not closed in a cell ends with the
    /// cell, a paragraph with the next one.
    fn goes_on(&mut self, name: &[u8], tag: Tag) -> bool {
        let Some(silent) = &mut self.silent else { return false };
        let own = silent.element == name;
        let of_cells = matches!(name, b"td" | b"th" | b"tr" | b"table" | b"tbody");
        let in_cell = silent.hidden && silent.tables > 0 && silent.inner == 0 && silent.element != b"table";
        let next = own && tag == Tag::Start && matches!(name, b"p" | b"li");
        if next || in_cell && of_cells && !(tag == Tag::Start && name == b"table") {
            self.silent = None;
            return false;
        }
        match tag {
            Tag::Start if own => silent.depth += 1,
            Tag::End if own => silent.depth -= 1,
            Tag::End if name == b"table" => silent.inner = silent.inner.saturating_sub(1),
            _ => {}
        }
        if silent.depth == 0 {
            self.silent = None;
        }
        true
    }

    fn table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    /// A block begins or ends: a line outside of tables, a blank inside of a cell.
    fn block_edge(&mut self, canvas: &mut Canvas) -> Result<(), Refusal> {
        match self.tables.last_mut() {
            None => self.flush(canvas),
            Some(OpenTable { cell: Some(cell), .. }) => {
                if !cell.words.text.ends_with('\n') && !cell.words.text.is_empty() {
                    cell.words.text.push('\n');
                }
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }

    fn flush(&mut self, canvas: &mut Canvas) -> Result<(), Refusal> {
        let words = std::mem::take(&mut self.block);
        if !words.text.chars().all(is_blank) {
            let address = self.address(&words);
            canvas.line(&words.text, address)?;
        }
        Ok(())
    }

    fn address(&self, words: &Words) -> Address {
        let (start, end) = words.bytes.unwrap_or_default();
        match self.place {
            Some(place) => {
                let line = place.lines_before + place.lines.line_of(start as u32);
                Address::Bytes { line, span: Span::new(start, end.max(start)).shift(place.from) }
            }
            None => Address::Field { record: self.rows, field: 1 },
        }
    }

    fn end_table(&mut self, canvas: &mut Canvas) -> Result<(), Refusal> {
        let Some(mut table) = self.tables.pop() else { return Ok(()) };
        table.end_row();
        table.rows.retain(|row| !row.hidden);
        self.flush(canvas)?;
        if table.rows.iter().all(|row| row.cells.is_empty()) {
            if !table.caption.text.chars().all(is_blank) {
                canvas.line(&table.caption.text, self.address(&table.caption))?;
            }
            return Ok(());
        }
        self.count += 1;
        limits::tables(self.count)?;
        canvas.blank();
        let caption = match table.caption.text.chars().all(is_blank) {
            true => None,
            false => Some(canvas.line(&table.caption.text, self.address(&table.caption))?),
        };
        // A heading over all columns below names of columns is that of rows.
        let width: u32 = table.rows[0].cells.iter().map(|cell| cell.columns).sum();
        let over_all = |row: &OpenRow| matches!(&row.cells[..], [only] if only.columns > 1 && only.columns >= width);
        let is_head = |(at, row): &(usize, &OpenRow)| {
            row.is_head || row.cells.iter().all(|cell| cell.is_header) && (*at == 0 || !over_all(row))
        };
        let head = table.rows.iter().enumerate().take_while(is_head).count() as u32;
        // Where every row is a header, none is: the author only made all text bold.
        let known = head > 0 && (head as usize) < table.rows.len();
        table.place()?;
        html_signs::join(&mut table.rows);
        canvas.begin_grid(None, caption, known.then_some(head));
        let start = canvas.end();
        for (number, row) in (1_u32..).zip(&table.rows) {
            self.rows += 1;
            canvas.begin_row(number);
            for (field, cell) in (1_u32..).zip(&row.cells) {
                if cell.overlaps {
                    self.overlaps.add(Span::new(canvas.end(), canvas.end()), || cell.words.text.trim().to_owned());
                }
                let address = match self.place {
                    Some(_) => self.address(&cell.words),
                    None => Address::Field { record: self.rows, field },
                };
                let rows = cell.rows.min((table.rows.len() as u32).saturating_sub(number) + 1);
                let (column, columns) = (cell.column, cell.columns);
                canvas.cell(&NewCell { column, rows, columns, text: &cell.words.text }, address)?;
            }
        }
        canvas.end_grid();
        canvas.blank();
        let text = |row: &OpenRow| {
            row.cells.iter().map(|cell| cell.words.text.trim()).find(|text| !text.is_empty()).map(str::to_owned)
        };
        let filled: Vec<String> = table.rows.iter().filter_map(text).collect();
        let width = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column + cell.columns).max();
        if (width.is_none_or(|width| width < 2) || filled.len() < 2)
            && let Some(first) = filled.first()
        {
            self.narrow.add(Span::new(start, canvas.end()), || first.clone());
        }
        Ok(())
    }
}

/// Which end of an element a tag is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Start,
    End,
}

impl OpenTable {
    fn begin_row(&mut self, hidden: bool) {
        self.in_caption = false;
        self.in_row = true;
        self.rows.push(OpenRow { cells: Vec::new(), is_head: self.in_head, hidden });
    }

    /// Gives each cell its column, right of those that reach down from rows above.
    fn place(&mut self) -> Result<(), Refusal> {
        // For each column, how many rows more a cell from above takes.
        let mut taken: Vec<u32> = Vec::new();
        for row in &mut self.rows {
            let mut column = 0;
            for cell in &mut row.cells {
                while taken.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let end = column + cell.columns as usize;
                limits::columns(end)?;
                taken.resize(taken.len().max(end), 0);
                cell.overlaps = taken[column..end].iter().any(|rows| *rows > 0);
                for rows in &mut taken[column..end] {
                    *rows = (*rows).max(cell.rows);
                }
                cell.column = column as u32;
                column = end;
            }
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        // A cell that is not shown takes no column.
        if let (Some(cell), Some(row)) = (self.cell.take(), self.rows.last_mut())
            && !cell.hidden
        {
            row.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.in_row = false;
    }
}
