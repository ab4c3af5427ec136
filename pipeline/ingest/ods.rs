//! OpenDocument spreadsheets (ODF 1.3, part 3): the archive's content.xml goes in, sheets come out.
//!
//! Not by calamine: it keeps neither percent and currency nor merged cells, and gives memory to all repeated cells.

use std::io::Read as _;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::canvas::{Canvas, Refusal};
use super::sheet::{self, Affixes, Sheet, Value};
use super::{BROKEN_WORKBOOK, Format, Input, PROTECTED_WORKBOOK, limits, unpack};
use crate::finding::Findings;

pub(super) static FORMAT: Format = Format {
    name: "an OpenDocument spreadsheet",
    extensions: &["ods", "ots"],
    is: |bytes| unpack::holds(bytes, "content.xml"),
    lenient: false,
    read,
};

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let mut archive = unpack::open(input)?;
    let mut part = |name: &str| {
        let mut text = String::new();
        let fault = |what: String| input.refuse(&BROKEN_WORKBOOK, format!("expected a part {name}, found {what}"));
        let mut part = archive.by_name(name).map_err(|error| fault(error.to_string()))?;
        part.read_to_string(&mut text).map_err(|error| fault(error.to_string()))?;
        Ok::<_, Refusal>(text)
    };
    // ODF 1.3, part 2, 4.3: an encrypted part is named in the manifest.
    if part("META-INF/manifest.xml")?.contains("encryption-data") {
        let message = "expected a workbook without a password, found an encrypted one";
        return Err(input.refuse(&PROTECTED_WORKBOOK, message));
    }
    let text = part("content.xml")?;
    let mut content = Content { input, sheets: Vec::new(), hidden: Vec::new(), cells: 0 };
    content.read(&text)?;
    for (at, sheet) in content.sheets.into_iter().enumerate() {
        sheet::write(input, at, sheet, canvas, findings)?;
    }
    Ok(())
}

struct Content<'i> {
    input: &'i Input<'i>,
    sheets: Vec<Sheet>,
    /// The styles of hidden tables.
    hidden: Vec<String>,
    cells: usize,
}

/// What of a cell is known when it begins.
#[derive(Default)]
struct OpenCell {
    kind: String,
    /// Its value as an attribute says it.
    value: Option<String>,
    currency: String,
    is_error: bool,
    has_formula: bool,
    repeat: u32,
    columns: u32,
    rows: u32,
    text: String,
}

/// Where in a sheet the reader is.
#[derive(Default)]
struct Position {
    row: u32,
    column: u32,
    repeat: u32,
    /// The values of the row: column, how often, value, columns and rows that it takes.
    values: Vec<(u32, u32, Value, u32, u32)>,
}

impl Content<'_> {
    fn fault(&self, what: impl std::fmt::Display) -> Refusal {
        self.input.refuse(&BROKEN_WORKBOOK, format!("expected OpenDocument XML, found a fault: {what}"))
    }

    fn read(&mut self, text: &str) -> Result<(), Refusal> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let (mut depth, mut inner_tables, mut paragraphs) = (0, 0, 0);
        let mut style = String::new();
        let mut at = Position::default();
        let mut cell: Option<OpenCell> = None;
        loop {
            match reader.read_event().map_err(|error| self.fault(error))? {
                Event::Start(element) => {
                    depth += 1;
                    limits::depth(depth)?;
                    match element.name().as_ref() {
                        "style:style" => style = attribute(&element, "style:name").unwrap_or_default(),
                        "style:table-properties"
                            if attribute(&element, "table:display").as_deref() == Some("false") =>
                        {
                            self.hidden.push(std::mem::take(&mut style));
                        }
                        "office:annotation" | "table:shapes" | "table:tracked-changes" => {
                            reader.read_to_end(element.name()).map_err(|error| self.fault(error))?;
                            depth -= 1;
                        }
                        "table:table" if cell.is_some() => inner_tables += 1,
                        "table:table" => {
                            let hidden =
                                attribute(&element, "table:style-name").is_some_and(|s| self.hidden.contains(&s));
                            let name = attribute(&element, "table:name").unwrap_or_default();
                            self.sheets.push(Sheet { name, hidden, ..Sheet::default() });
                            limits::tables(self.sheets.len())?;
                            at = Position::default();
                        }
                        "table:table-row" if inner_tables == 0 => {
                            at.repeat = number(&element, "table:number-rows-repeated");
                            at.column = 0;
                        }
                        "table:table-cell" | "table:covered-table-cell" if inner_tables == 0 => {
                            cell = Some(open(&element));
                        }
                        "text:p" | "text:h" => {
                            paragraphs += 1;
                            if let Some(cell) = cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                                cell.text.push('\n');
                            }
                        }
                        "text:s" | "text:tab" => cell.iter_mut().for_each(|cell| cell.text.push(' ')),
                        "text:line-break" => cell.iter_mut().for_each(|cell| cell.text.push('\n')),
                        _ => {}
                    }
                }
                Event::Text(more) if paragraphs > 0 => {
                    cell.iter_mut().for_each(|cell| cell.text.push_str(&more.xml10_content()));
                }
                Event::CData(more) if paragraphs > 0 => {
                    cell.iter_mut().for_each(|cell| cell.text.push_str(&more.xml10_content()));
                }
                Event::GeneralRef(reference) if paragraphs > 0 => {
                    let text = match reference.resolve_char_ref().map_err(|error| self.fault(error))? {
                        Some(c) => c.to_string(),
                        None => quick_xml::escape::resolve_xml_entity(&reference)
                            .ok_or_else(|| self.fault(format_args!("the entity \"{}\"", &*reference)))?
                            .to_owned(),
                    };
                    cell.iter_mut().for_each(|cell| cell.text.push_str(&text));
                }
                Event::End(element) => {
                    depth = depth.saturating_sub(1);
                    match element.name().as_ref() {
                        "table:table" => inner_tables -= usize::from(inner_tables > 0),
                        "table:table-cell" | "table:covered-table-cell" if inner_tables == 0 => {
                            if let Some(cell) = cell.take() {
                                close(cell, &mut at);
                            }
                        }
                        "table:table-row" if inner_tables == 0 => self.end_row(&mut at)?,
                        "text:p" | "text:h" => paragraphs -= usize::from(paragraphs > 0),
                        _ => {}
                    }
                }
                Event::Eof if depth > 0 => return Err(self.fault("the end of the part inside an element")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Puts the values of a row into its sheet, as often as both are repeated.
    fn end_row(&mut self, at: &mut Position) -> Result<(), Refusal> {
        let repeat = at.repeat.max(1);
        let count: u64 = at.values.iter().map(|value| u64::from(value.1)).sum::<u64>() * u64::from(repeat);
        self.cells = self.cells.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
        limits::cells(self.cells)?;
        if let (Some(sheet), false) = (self.sheets.last_mut(), at.values.is_empty()) {
            for row in (at.row..).take(repeat as usize) {
                for (column, times, value, columns, rows) in &at.values {
                    for column in (*column..).take(*times as usize) {
                        sheet.cells.insert((row, column), value.clone());
                        if *columns > 1 || *rows > 1 {
                            let end = (row.saturating_add(rows - 1), column.saturating_add(columns - 1));
                            sheet.merged.push(((row, column), end));
                        }
                    }
                }
            }
        }
        at.values.clear();
        at.row = at.row.saturating_add(repeat);
        Ok(())
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Into::into)
}

/// A count of at least 1.
fn number(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn open(element: &BytesStart<'_>) -> OpenCell {
    let kind = attribute(element, "office:value-type").unwrap_or_default();
    let value = match kind.as_str() {
        "date" => attribute(element, "office:date-value"),
        "boolean" => attribute(element, "office:boolean-value"),
        "string" => attribute(element, "office:string-value"),
        "time" => None,
        _ => attribute(element, "office:value"),
    };
    OpenCell {
        kind,
        value,
        currency: attribute(element, "office:currency").unwrap_or_default(),
        is_error: attribute(element, "calcext:value-type").as_deref() == Some("error"),
        has_formula: attribute(element, "table:formula").is_some(),
        repeat: number(element, "table:number-columns-repeated"),
        columns: number(element, "table:number-columns-spanned"),
        rows: number(element, "table:number-rows-spanned"),
        text: String::new(),
    }
}

fn close(cell: OpenCell, at: &mut Position) {
    let repeat = cell.repeat;
    let column = at.column;
    at.column = at.column.saturating_add(repeat);
    let (columns, rows) = (cell.columns, cell.rows);
    if let Some(value) = value(cell) {
        at.values.push((column, repeat, value, columns, rows));
    }
}

fn value(cell: OpenCell) -> Option<Value> {
    let shown = |text: String| (!text.trim().is_empty()).then_some(text);
    if cell.is_error {
        return shown(cell.text).map(Value::Error);
    }
    let number = cell.value.as_deref().and_then(|value| value.trim().parse::<f64>().ok());
    let affixes = match cell.kind.as_str() {
        "percentage" => Some(Affixes { shift: 2, after: "%".into(), ..Affixes::default() }),
        "currency" if !cell.currency.is_empty() => {
            Some(Affixes { before: format!("{} ", cell.currency), ..Affixes::default() })
        }
        _ => None,
    };
    match (cell.kind.as_str(), number, cell.value) {
        ("float" | "percentage" | "currency", Some(number), _) => Some(Value::Number(number, affixes.map(Arc::new))),
        ("date", _, Some(day)) => Some(Value::Date(day.trim_end_matches("T00:00:00").replacen('T', " ", 1))),
        ("boolean", _, Some(value)) => Some(Value::Text(value.to_uppercase())),
        ("string", _, Some(value)) => shown(value).map(Value::Text),
        ("", ..) if cell.has_formula && cell.text.is_empty() => Some(Value::Formula),
        _ => shown(cell.text).map(Value::Text),
    }
}
