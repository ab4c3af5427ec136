//! Units that stand over a table: a table of the text goes in, for each of its cells the unit of a bare number comes out.

use super::amount::kind_of;
use super::header::HeaderUnit;
use super::headings::{
    Heading, counts_notes, heading, heads_units, is_of_its_own, is_time, label, makes_exception, may_differ,
    scaled_heading,
};
use super::{
    CONTRADICTING_UNIT, CellReading, Class, Expected, MALFORMED_NUMBER, Reader, Reading, Refusal, calendar, date,
};
use crate::model::{Bound, Cell, Dimension, FoundGrid, FoundGridRow, Interval, Kind, Quantity, Unit, year_of};
use crate::source::{Source, Span};

/// A cell of a table and what stands over it.
pub(super) struct Headed {
    /// Where the cell stands.
    pub cell: Span,
    over: Over,
}

/// What stands over a cell.
enum Over {
    /// Nothing that gives its number a unit.
    Nothing,
    /// A unit.
    Unit(HeaderUnit, Reach),
    /// It heads numbers itself, as a year.
    Year(i32),
    /// It is the mark of a note: `(1)`.
    Mark,
}

/// For what a unit is stated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The table, in which shares and other measures may stand too.
    Table,
    /// The column or the row.
    Line,
}

/// The cells of `grids` in the order of the text.
pub(super) fn cells(source: &Source, grids: &[FoundGrid], reader: &Reader) -> Vec<Headed> {
    let mut headed: Vec<Headed> = grids.iter().flat_map(|grid| of_grid(source, grid, reader)).collect();
    headed.sort_by_key(|headed| headed.cell);
    headed
}

fn of_grid(source: &Source, grid: &FoundGrid, reader: &Reader) -> Vec<Headed> {
    let of_table = table_unit(source, grid, reader);
    let mut of_columns = columns(source, grid, reader, of_table.as_ref());
    for (at, heading) in of_columns.iter_mut().enumerate() {
        if matches!(heading, Heading::Silent) && of_table.is_some() && holds_years(source, grid, at) {
            *heading = Heading::Otherwise;
        }
    }
    let marks: Vec<bool> = (0..of_columns.len()).map(|at| holds_marks(source, grid, at)).collect();
    let of_units = grid.names.iter().position(|name| heads_units(name));
    let mut headed = Vec::new();
    for &span in &grid.heads {
        if let Some(year) = year_of(source.slice(span).trim()) {
            headed.push(Headed { cell: span, over: Over::Year(year) });
        }
    }
    let none = Heading::Silent;
    for row in &grid.rows {
        let text = |cell: Option<&Cell>| cell.map_or("", |cell| source.slice(cell.cover()));
        if counts_columns(source, row) {
            continue;
        }
        let own = text(row.cells.first().and_then(Option::as_ref));
        let unit = of_units.and_then(|at| row.cells.get(at)?.as_ref()).map(|cell| text(Some(cell)));
        let of_row = match unit {
            Some(unit) => reader.whole_unit(unit).map_or(Heading::Otherwise, Heading::Unit),
            None => label(reader, own),
        };
        let group = text(row.group.as_ref());
        let in_group = if makes_exception(group) { Heading::Otherwise } else { heading(reader, group) };
        for (at, cell) in row.cells.iter().enumerate().skip(1) {
            let Some(cell) = cell.as_ref().map(Cell::cover) else { continue };
            if source.slice(cell).contains('\n') {
                continue;
            }
            if marks.get(at) == Some(&true) && mark(source.slice(cell).trim()).is_some() {
                headed.push(Headed { cell, over: Over::Mark });
                continue;
            }
            let of_column = of_columns.get(at).unwrap_or(&none);
            let over = match (of_column, &of_row, &in_group) {
                (Heading::Unit(unit), Heading::Silent, _) | (Heading::Silent, Heading::Unit(unit), _) => {
                    Over::Unit(unit.clone(), Reach::Line)
                }
                // A share of earnings per share is a share, and a column beside one of units has its own.
                (Heading::Unit(unit), Heading::Unit(other), _)
                    if is_same(unit, other) || is_share(unit) || of_units.is_some() =>
                {
                    Over::Unit(unit.clone(), Reach::Line)
                }
                (Heading::Unit(unit), _, _) if of_units.is_some() => Over::Unit(unit.clone(), Reach::Line),
                (Heading::Silent, Heading::Silent, Heading::Unit(unit)) => Over::Unit(unit.clone(), Reach::Line),
                (Heading::Silent, Heading::Silent, Heading::Silent) => match &of_table {
                    Some(unit) => Over::Unit(unit.clone(), Reach::Table),
                    None => Over::Nothing,
                },
                _ => Over::Nothing,
            };
            headed.push(Headed { cell, over });
        }
    }
    headed
}

/// What the heading of each column says.
fn columns(source: &Source, grid: &FoundGrid, reader: &Reader, of_table: Option<&HeaderUnit>) -> Vec<Heading> {
    match grid.loose {
        Some(header) if may_differ(reader, source.slice(header)) => vec![Heading::Otherwise; grid.names.len()],
        _ => grid.names.iter().map(|name| scaled_heading(reader, name, of_table)).collect(),
    }
}

/// True for a column with numbers of which each may be a year.
fn holds_years(source: &Source, grid: &FoundGrid, column: usize) -> bool {
    let cells = grid.rows.iter().filter_map(|row| row.cells.get(column)?.as_ref());
    let mut numbers =
        cells.map(|cell| source.slice(cell.cover()).trim()).filter(|text| text.contains(char::is_numeric));
    numbers.next().is_some_and(|first| year_of(first).is_some() && numbers.all(|text| year_of(text).is_some()))
}

/// True for a column that refers to notes: `(1)`, `(2)` one after the other, or whatever a heading of notes stands over.
fn holds_marks(source: &Source, grid: &FoundGrid, column: usize) -> bool {
    let texts =
        || grid.rows.iter().filter_map(|row| Some(source.slice(row.cells.get(column)?.as_ref()?.cover()).trim()));
    let marks: Option<Vec<u32>> = texts().map(mark).collect();
    let any = texts().any(|text| mark(text).is_some());
    let name = grid.names.get(column).map_or("", String::as_str);
    let unnamed = name.is_empty() && grid.names.iter().skip(1).any(|name| !name.is_empty());
    let counted = |marks: &Vec<u32>| unnamed || marks.len() > 1 && marks.windows(2).all(|pair| pair[1] == pair[0] + 1);
    any && (counts_notes(name) || marks.as_ref().is_some_and(counted))
}

/// The number of a mark in parentheses: `(1)`.
fn mark(text: &str) -> Option<u32> {
    text.strip_prefix('(')?.strip_suffix(')')?.parse().ok().filter(|&mark| (1..100).contains(&mark))
}

/// True for a row that counts the columns: `(1)  (2)  (3)`.
fn counts_columns(source: &Source, row: &FoundGridRow) -> bool {
    let mut cells = row.cells.iter().skip(1).flatten().map(|cell| source.slice(cell.cover()).trim());
    let begins = cells.next().and_then(mark).is_some_and(|first| first <= 2);
    let mut count = 1;
    begins
        && cells.all(|text| {
            count += 1;
            mark(text).is_some_and(|mark| mark == count || mark == count + 1)
        })
        && count > 1
}

/// The unit of the corner above the labels; else of the lines above the table and of its caption, if they agree; else of
/// the last title above it that states one. A line that makes an exception does not say of which numbers, so that none
/// has its unit.
fn table_unit(source: &Source, grid: &FoundGrid, reader: &Reader) -> Option<HeaderUnit> {
    let worded = |row: &FoundGridRow| {
        row.cells
            .first()
            .and_then(Option::as_ref)
            .is_some_and(|label| source.slice(label.cover()).trim().starts_with(char::is_alphabetic))
    };
    let corner = grid.names.first().filter(|_| grid.rows.iter().any(worded)).and_then(|name| corner(reader, name));
    let mut stated: Option<HeaderUnit> = None;
    for &line in &grid.headers {
        let text = source.slice(line);
        let Some(unit) = reader.line_unit(text) else { continue };
        if makes_exception(text) || stated.as_ref().is_some_and(|other| !is_same(other, &unit)) {
            return None;
        }
        stated = Some(unit);
    }
    if corner.is_some() || stated.is_some() {
        return corner.or(stated);
    }
    let mut titles = grid.above.iter().map(|&line| source.slice(line));
    let (text, unit) = titles.find_map(|text| Some((text, reader.title_unit(text)?)))?;
    // No heading tells the growth of a chart from its amounts.
    let named = &text[..text.find(['（', '(']).unwrap_or(text.len())];
    let mixed = grid.heads.is_empty() && !is_share(&unit) && is_of_its_own(named);
    (!makes_exception(text) && !mixed).then_some(unit)
}

/// The unit of the numbers that the heading of the labels states: `£m`, `In US$ thousands`, `Tonnes`, 项目（万元）. Counts and
/// times are those of the labels.
fn corner(reader: &Reader, name: &str) -> Option<HeaderUnit> {
    let level = name.rsplit(" / ").next()?.trim();
    let found = reader.whole_unit(level).or_else(|| reader.stated_unit(level).map(|found| found.0))?;
    let unit = found.unit.as_ref()?;
    let counted = kind_of(Some(unit)) == Kind::Count && found.scale == 0;
    (!counted && !is_time(unit)).then_some(found)
}

fn is_same(a: &HeaderUnit, b: &HeaderUnit) -> bool {
    a.unit == b.unit && a.scale == b.scale
}

fn is_share(unit: &HeaderUnit) -> bool {
    kind_of(unit.unit.as_ref()) == Kind::Percent
}

impl Headed {
    /// True for the mark of a note, which is no quantity.
    pub(super) fn is_mark(&self) -> bool {
        matches!(self.over, Over::Mark)
    }

    /// A quantity of the cell with the unit above it and the sign that a cell prints apart from its number; or why it has
    /// no one sign.
    pub(super) fn mended(&self, quantity: Quantity, source: &Source, reader: &Reader) -> Result<Quantity, Refusal> {
        if let Over::Year(year) = self.over {
            let days = calendar::year(year).filter(|_| quantity.kind == Kind::Number);
            return Ok(match days.map(|days| date::quantity(days, Kind::Date, quantity.span)) {
                Some(Reading::Quantity(date)) => date,
                _ => quantity,
            });
        }
        let quantity = self.signed(quantity, source)?;
        if quantity.unit.is_some() || quantity.kind != Kind::Number || !matches!(self.over, Over::Unit(..)) {
            return Ok(quantity);
        }
        let number = self.number(source, reader).filter(|number| number.span.contains(quantity.numeral));
        Ok(match number {
            Some(number) => Quantity { span: quantity.span, numeral: quantity.numeral, ..number },
            None => quantity,
        })
    }

    /// The quantity below zero where the cell prints its sign apart, `- 3`, `(  5  )`. A dash that may be no sign, as in
    /// `—1,234` and `123-`, is refused.
    fn signed(&self, quantity: Quantity, source: &Source) -> Result<Quantity, Refusal> {
        const SIGNS: [&str; 3] = ["-", "–", "−"];
        let cell = inner(source, self.cell);
        let (before, behind) = (Span { end: quantity.span.start, ..cell }, Span { start: quantity.span.end, ..cell });
        if !cell.contains(quantity.span) || matches!(quantity.kind, Kind::Date | Kind::Period) {
            return Ok(quantity);
        }
        let (before, behind) = (source.slice(before).trim(), source.slice(behind).trim());
        let negative = SIGNS.contains(&before) && behind.is_empty() || (before, behind) == ("(", ")");
        if negative {
            let flip = |bound: Option<Bound>| bound.map(|bound| Bound { value: -bound.value, ..bound });
            let interval = Interval { lower: flip(quantity.interval.upper), upper: flip(quantity.interval.lower) };
            return Ok(Quantity { value: -quantity.value, interval, span: cell, ..quantity });
        }
        let dash = |text: &str| SIGNS.contains(&text) || text == "—";
        if before == "—" && behind.is_empty() || before.is_empty() && dash(behind) {
            let message = format!("expected the sign in front of the number, found \"{}\"", source.slice(cell));
            return Err(Refusal::new(&MALFORMED_NUMBER, cell, message));
        }
        Ok(quantity)
    }

    /// The number that a cell prints where running text would have the number of a page or a heading.
    pub(super) fn number_of(&self, class: Class, span: Span, source: &Source, reader: &Reader) -> Option<Quantity> {
        let mistaken = matches!(class, Class::Page | Class::Section | Class::ListMark);
        self.number(source, reader).filter(|number| mistaken && number.span.contains(span))
    }

    fn number(&self, source: &Source, reader: &Reader) -> Option<Quantity> {
        let unit = match &self.over {
            Over::Nothing => None,
            Over::Unit(header, _) => header.unit.clone(),
            Over::Year(_) | Over::Mark => return None,
        };
        let cell = inner(source, self.cell);
        let read = reader.cell(source.slice(cell), &self.expected());
        let CellReading::Number(number) = read else { return None };
        let span = number.span.shift(cell.start as usize);
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
        let Over::Unit(header, reach) = &self.over else { return None };
        let above = header.unit.as_ref()?;
        let alike = match (own.numerator.dimension(), above.numerator.dimension()) {
            (Dimension::Money(_), Dimension::Money(_)) => true,
            (own, above) => own == above,
        };
        if own == above || *reach == Reach::Table && !alike {
            return None;
        }
        match reader.cell(source.slice(self.cell), &self.expected()) {
            CellReading::Refusal(refusal) if refusal.code == &CONTRADICTING_UNIT => Some(refusal),
            _ => None,
        }
    }

    fn expected(&self) -> Expected {
        match &self.over {
            Over::Unit(header, _) => {
                Expected { unit: header.unit.clone(), header: Some(header.clone()), rounding: None }
            }
            Over::Nothing | Over::Year(_) | Over::Mark => Expected::default(),
        }
    }
}

/// A cell without the marks of notes before and behind its number: *2,247
fn inner(source: &Source, cell: Span) -> Span {
    const MARKS: [char; 6] = ['*', '†', '‡', '§', '#', ' '];
    let text = source.slice(cell);
    let start = text.len() - text.trim_start_matches(MARKS).len();
    Span::new(start, text.trim_end_matches(MARKS).len().max(start)).shift(cell.start as usize)
}
