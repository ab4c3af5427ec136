//! Units that stand over a table: a table of the text goes in, for each of its cells the unit of a bare number comes out.

use super::amount::kind_of;
use super::header::HeaderUnit;
use super::{CONTRADICTING_UNIT, CellReading, Class, Expected, Reader, Refusal};
use crate::model::{Cell, Dimension, FoundGrid, FoundGridRow, Kind, Quantity, Unit, year_of, years_of};
use crate::source::{Source, Span};

/// A cell of numbers and the unit that stands over it.
pub(super) struct Headed {
    /// Where the cell stands.
    pub cell: Span,
    header: HeaderUnit,
    reach: Reach,
}

/// For what a unit is stated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The table, in which shares and other measures may stand too.
    Table,
    /// The column or the row.
    Line,
}

/// The cells of `grids` over which a unit stands, in the order of the text.
pub(super) fn cells(source: &Source, grids: &[FoundGrid], reader: &Reader) -> Vec<Headed> {
    let mut headed: Vec<Headed> = grids.iter().flat_map(|grid| of_grid(source, grid, reader)).collect();
    headed.sort_by_key(|headed| headed.cell);
    headed
}

fn of_grid(source: &Source, grid: &FoundGrid, reader: &Reader) -> Vec<Headed> {
    let of_table = table_unit(source, grid, reader);
    let mut of_columns: Vec<_> =
        grid.names.iter().map(|name| scaled_heading(reader, name, of_table.as_ref())).collect();
    for (at, heading) in of_columns.iter_mut().enumerate() {
        if matches!(heading, Heading::Silent) && of_table.is_some() && holds_years(source, grid, at) {
            *heading = Heading::Otherwise;
        }
    }
    let mut headed = Vec::new();
    let none = Heading::Silent;
    // Two tables may be found as one: what stands over the first says nothing of the second.
    let mut is_second = false;
    for row in &grid.rows {
        let text = |cell: Option<&Cell>| cell.map_or("", |cell| source.slice(cell.cover()));
        if heads_years(source, row) {
            is_second |= !repeats(source, row, &grid.names);
            continue;
        }
        let of_row = heading(reader, text(row.cells.first().and_then(Option::as_ref)));
        let group = text(row.group.as_ref());
        let in_group = if makes_exception(group) { Heading::Otherwise } else { heading(reader, group) };
        for (at, cell) in row.cells.iter().enumerate().skip(1) {
            let Some(cell) = cell.as_ref().map(Cell::cover) else { continue };
            let of_column = of_columns.get(at).filter(|_| !is_second).unwrap_or(&none);
            let stated = match (of_column, &of_row, &in_group) {
                (Heading::Unit(unit), Heading::Silent, _) | (Heading::Silent, Heading::Unit(unit), _) => {
                    Some((unit, Reach::Line))
                }
                (Heading::Unit(unit), Heading::Unit(other), _) if is_same(unit, other) => Some((unit, Reach::Line)),
                (Heading::Silent, Heading::Silent, Heading::Unit(unit)) => Some((unit, Reach::Line)),
                (Heading::Silent, Heading::Silent, Heading::Silent) => {
                    of_table.as_ref().filter(|_| !is_second).map(|unit| (unit, Reach::Table))
                }
                _ => None,
            };
            if let Some((header, reach)) = stated
                && !source.slice(cell).contains('\n')
            {
                headed.push(Headed { cell, header: header.clone(), reach });
            }
        }
    }
    headed
}

/// What a column's or a row's heading says of the numbers that it heads.
enum Heading {
    /// Nothing.
    Silent,
    /// They are in this unit.
    Unit(HeaderUnit),
    /// They may be something of their own.
    Otherwise,
}

fn heading(reader: &Reader, title: &str) -> Heading {
    match reader.stated_unit(title) {
        Some((unit, _)) => Heading::Unit(unit),
        None if is_of_its_own(title) || reader.header_unit(title).is_some() => Heading::Otherwise,
        None => Heading::Silent,
    }
}

/// The same below a line that states a scale without a unit: `Tonnes` below "(in thousands)" heads thousands of tonnes.
/// A stretch of time may be a year of the calendar.
fn scaled_heading(reader: &Reader, title: &str, of_table: Option<&HeaderUnit>) -> Heading {
    let plain = heading(reader, title);
    let Some(HeaderUnit { unit: None, scale, .. }) = of_table else { return plain };
    let level = title.rsplit(" / ").next().unwrap_or(title).trim();
    let Heading::Otherwise = plain else { return plain };
    let named = reader.header_unit(level).filter(|found| {
        let whole = found.span.len() == level.len() && level.chars().count() > 1;
        let counted = found.unit.as_ref().is_some_and(|unit| {
            unit.denominator.is_none() && matches!(kind_of(Some(unit)), Kind::Measure | Kind::Count)
        });
        let time = found.unit.as_ref().is_some_and(|unit| {
            matches!(unit.numerator.dimension(), Dimension::Named(name) if matches!(&*name, "time" | "calendar-time" | "ratio"))
        });
        whole && counted && !time && found.scale == 0
    });
    match named {
        Some(found) if !is_of_its_own(title) => Heading::Unit(HeaderUnit { scale: *scale, ..found }),
        _ => plain,
    }
}

/// True for headings of numbers that a unit line over the table does not mean: shares, rates, counts, numbers of notes.
fn is_of_its_own(title: &str) -> bool {
    const WORDS: [&str; 13] = [
        "per",
        "ratio",
        "ratios",
        "rate",
        "rates",
        "percent",
        "percentage",
        "index",
        "rank",
        "headcount",
        "employees",
        // They may be those of a share.
        "error",
        "deviation",
    ];
    const ENDS: [&str; 10] = ["率", "比", "倍", "数", "比例", "比重", "排名", "数量", "时间", "日期"];
    const WHOLE: [&str; 15] = [
        "附注", "注释", "序号", "编号", "年份", "行次", "页码", "#", "no", "no.", "note", "notes", "year", "date",
        "page",
    ];
    let title = title.trim_end_matches([':', '：', ' ']).to_lowercase();
    title.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
        || ["number of", "no. of", "# of"].iter().any(|start| title.starts_with(start))
        || title.contains("每股")
        || title.contains('±')
        || ENDS.iter().any(|end| title.ends_with(end))
        || title.split(" / ").any(|level| WHOLE.contains(&level.trim()))
}

/// True for a column with numbers of which each may be a year.
fn holds_years(source: &Source, grid: &FoundGrid, column: usize) -> bool {
    let cells = grid.rows.iter().filter_map(|row| row.cells.get(column)?.as_ref());
    let mut numbers =
        cells.map(|cell| source.slice(cell.cover()).trim()).filter(|text| text.contains(char::is_numeric));
    numbers.next().is_some_and(|first| year_of(first).is_some() && numbers.all(|text| year_of(text).is_some()))
}

/// True for a row of years that follow each other and nothing else, which heads the rows below it.
fn heads_years(source: &Source, row: &FoundGridRow) -> bool {
    years_of(row.cells.iter().skip(1).flatten().map(|cell| source.slice(cell.cover()).trim())).is_some()
}

/// True if a row prints the names of the columns again.
fn repeats(source: &Source, row: &FoundGridRow, names: &[String]) -> bool {
    let same = |(cell, name): (&Option<Cell>, &String)| match cell {
        Some(cell) => name.ends_with(source.slice(cell.cover()).trim()),
        None => true,
    };
    row.cells.iter().zip(names).skip(1).all(same)
}

/// The unit of the lines above the table and of its caption, if they agree. A line that makes an exception does not say
/// of which numbers, so that none has its unit.
fn table_unit(source: &Source, grid: &FoundGrid, reader: &Reader) -> Option<HeaderUnit> {
    let mut stated: Option<HeaderUnit> = None;
    for &line in &grid.headers {
        let text = source.slice(line);
        let Some(unit) = reader.line_unit(text) else { continue };
        if makes_exception(text) || stated.as_ref().is_some_and(|other| !is_same(other, &unit)) {
            return None;
        }
        stated = Some(unit);
    }
    stated
}

fn makes_exception(line: &str) -> bool {
    let line = line.to_lowercase();
    let general = ["另有", "特别", "特殊", "非"].iter().any(|word| line.contains(word));
    line.contains("except") && !line.contains("except as") && !line.contains("except where")
        || line.contains("other than")
        || line.contains('除') && !general
}

fn is_same(a: &HeaderUnit, b: &HeaderUnit) -> bool {
    a.unit == b.unit && a.scale == b.scale
}

impl Headed {
    /// The bare number of the cell in the unit above it; the printed text and its place stay.
    pub(super) fn bare(&self, quantity: Quantity, source: &Source, reader: &Reader) -> Quantity {
        if quantity.unit.is_some() || quantity.kind != Kind::Number {
            return quantity;
        }
        self.number(source, reader)
            .filter(|number| number.span.contains(quantity.span))
            .map_or(quantity.clone(), |number| Quantity { span: quantity.span, numeral: quantity.numeral, ..number })
    }

    /// The number that a cell prints where running text would have the number of a page or a heading.
    pub(super) fn number_of(&self, class: Class, span: Span, source: &Source, reader: &Reader) -> Option<Quantity> {
        let mistaken = matches!(class, Class::Page | Class::Section | Class::ListMark);
        self.number(source, reader).filter(|number| mistaken && number.span.contains(span))
    }

    fn number(&self, source: &Source, reader: &Reader) -> Option<Quantity> {
        // Marks of notes stand before and behind: *2,247
        const MARKS: [char; 6] = ['*', '†', '‡', '§', '#', ' '];
        let text = source.slice(self.cell);
        let inner = text.trim_start_matches(MARKS);
        let at = self.cell.start as usize + text.len() - inner.len();
        let read = reader.cell(inner.trim_end_matches(MARKS), &self.expected());
        let CellReading::Number(number) = read else { return None };
        let span = number.span.shift(at);
        let unit = self.header.unit.clone();
        Some(Quantity {
            kind: kind_of(unit.as_ref()),
            value: number.value,
            unit,
            precision: number.precision,
            qualifier: number.qualifier,
            interval: number.interval,
            numeral: span,
            span,
        })
    }

    /// The refusal of a unit in the cell that contradicts the one above it.
    pub(super) fn contradiction(&self, own: &Unit, source: &Source, reader: &Reader) -> Option<Refusal> {
        let above = self.header.unit.as_ref()?;
        let alike = match (own.numerator.dimension(), above.numerator.dimension()) {
            (Dimension::Money(_), Dimension::Money(_)) => true,
            (own, above) => own == above,
        };
        if own == above || self.reach == Reach::Table && !alike {
            return None;
        }
        match reader.cell(source.slice(self.cell), &self.expected()) {
            CellReading::Refusal(refusal) if refusal.code == &CONTRADICTING_UNIT => Some(refusal),
            _ => None,
        }
    }

    fn expected(&self) -> Expected {
        Expected { unit: self.header.unit.clone(), header: Some(self.header.clone()), rounding: None }
    }
}
