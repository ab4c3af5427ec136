//! The columns of a dataset to be: a table goes in, names, types and missing values come out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::money::{Money, Signs};
use super::numbers::{self, Point, canonical, decimals, unmarked};
use super::words::slug;
use super::{Drawn, headings, text, unique, units};
use crate::model::{Cell, Unit};
use crate::normalize::quantity::{self, Currency, Reader, header_unit};
use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::{Source, Span};

/// One column.
pub(super) struct Column {
    pub name: String,
    pub title: String,
    /// Its heading as the table prints it; empty if it has none.
    pub heading: String,
    /// True if its name comes from its heading.
    pub named: bool,
    /// Decimals if it holds numbers.
    pub decimals: Option<usize>,
    /// What stands in front of its decimals.
    pub point: Point,
    /// The code of its unit.
    pub unit: Option<String>,
    /// The unit as the header prints it, where the cells do not.
    pub printed_unit: Option<String>,
    /// The unit as checks write it behind a number.
    pub unit_in_checks: Option<String>,
    /// The money whose sign stands at some numbers.
    pub money: Option<Money>,
    /// True if marks of notes stand behind some numbers.
    pub marked: bool,
    /// True if blanks part the thousands of some numbers.
    pub spaced: bool,
    /// True if the first column holds nothing but numbers, which are kept as text.
    pub named_by_numbers: bool,
    pub nullable: bool,
    pub nulls: BTreeSet<String>,
    /// Cells that keep it from being numbers, where most are.
    pub odd: Option<Odd>,
    /// What says that it may have a unit, and the unit as checks would write it.
    pub open: Option<(String, String)>,
    /// True if a total of it is checked.
    pub is_checked: bool,
    /// A unit that stands over it and may be meant for its neighbours as well.
    pub narrow_unit: Option<String>,
}

/// The cells of a column that are no numbers, where most are.
pub(super) struct Odd {
    /// How many of how many cells are numbers.
    pub numbers: (usize, usize),
    /// The others.
    pub texts: BTreeSet<String>,
    /// Decimals of the numbers.
    pub decimals: usize,
}

/// A name for each column: that of its last heading, with those above it where it is not the only one.
fn bases(reader: &Reader, titles: &[String]) -> Vec<String> {
    let levels: Vec<Vec<String>> = titles
        .iter()
        .map(|title| {
            let name = |level| headings::name(level).unwrap_or_else(|| slug(level, NAME_WORDS));
            title.split(" / ").map(name).filter(|level| !level.is_empty()).collect()
        })
        .collect();
    let leaf = |at: usize| levels[at].last().cloned().unwrap_or_default();
    (0..titles.len())
        .map(|at| {
            let alone = (0..titles.len()).all(|other| other == at || leaf(other) != leaf(at));
            // A bare number, year or unit says little without what stands above it.
            let is_unit = titles[at].rsplit(" / ").next().is_some_and(|level| units::is_unit(reader, level));
            let name = if alone && !is_unit && leaf(at).contains(|ch: char| ch.is_ascii_alphabetic()) {
                leaf(at)
            } else {
                levels[at].join("_")
            };
            if name.starts_with(|ch: char| ch.is_ascii_digit()) { format!("in_{name}") } else { name }
        })
        .collect()
}

/// More words of one heading make a name too long.
const NAME_WORDS: usize = 5;

/// The columns of a table, of which `rows` are the rows of the dataset.
pub(super) fn columns(drawn: &Drawn<'_>, rows: &[FoundRow]) -> Vec<Column> {
    let Drawn { source, reader, .. } = *drawn;
    let table = &drawn.tables[drawn.at];
    let signs = Signs(reader);
    let mut taken: BTreeSet<String> = ["report", "source", "row_group"].map(str::to_owned).into();
    let titles = headings_of(source, reader, table);
    let narrow = narrow_units(source, reader, table);
    let bases = bases(reader, &titles);
    titles
        .into_iter()
        .enumerate()
        .map(|(at, title)| {
            // A sign may stand in a column of its own: such a cell has several stretches, on one line.
            let (wrapped, whole): (Vec<&Cell>, Vec<&Cell>) =
                rows.iter().filter_map(|row| row.cells[at].as_ref()).partition(|cell| is_wrapped(source, cell));
            let printed: Vec<String> = whole.into_iter().map(|cell| text(source, Some(cell))).collect();
            let money = if at > 0 { signs.only(&printed) } else { None };
            let of_header = stated(reader, &title).filter(|_| !narrow.contains_key(&at));
            let money = money.filter(|money| of_header.as_ref().is_none_or(|header| header.fits(&money.currency)));
            let bare: Vec<_> = printed
                .iter()
                .map(|text| if money.is_some() { signs.bare(text) } else { Cow::Borrowed(text.as_str()) })
                .collect();
            let cells: Vec<&str> = bare.iter().map(|text| &**text).collect();
            let point = numbers::point(cells.iter().copied().map(unmarked));
            let numbers: Vec<(&str, String)> =
                cells.iter().filter_map(|text| Some((unmarked(text), canonical(text, point)?))).collect();
            let marked = cells.iter().any(|text| canonical(text, point).is_some() && unmarked(text) != *text);
            let voids: BTreeSet<String> =
                cells.iter().filter(|text| is_void(text)).map(|text| text.to_string()).collect();
            let void_count = cells.iter().filter(|text| is_void(text)).count();
            let only_numbers = wrapped.is_empty() && !numbers.is_empty() && numbers.len() + void_count == cells.len();
            let numeric = at > 0 && only_numbers;
            let odd = (at > 0 && wrapped.is_empty() && !only_numbers).then(|| odd(&cells, point)).flatten();
            let with_percent = numbers.iter().filter(|(text, _)| text.ends_with(['%', '％'])).count();
            let money = money.filter(|_| numeric && with_percent == 0);
            let of_header = match &money {
                Some(money) => of_money(money, of_header, reader, source, table),
                None => of_header.and_then(Stated::unit).filter(|_| numeric && with_percent == 0),
            };
            let percent = (numeric && with_percent == numbers.len()).then(|| "%".to_owned());
            let scale = of_header.as_ref().map_or(0, |unit| unit.scale);
            let decimals = numbers.iter().map(|(_, number)| decimals(number)).max().unwrap_or(0);
            // Of 1.25 in 万元, no decimals are left in 元.
            let decimals = decimals.saturating_add_signed(-scale as isize);
            let fallback = if at == 0 { "label".to_owned() } else { format!("column_{}", at + 1) };
            let fallback = if title == "%" && numeric { "percent".to_owned() } else { fallback };
            // "€ million" over the names of the rows names none of them.
            let said_unit =
                at == 0 && !only_numbers && units::is_unit(reader, title.split(',').next().unwrap_or_default());
            let named = !bases[at].is_empty() && !said_unit;
            let base = if named { bases[at].clone() } else { fallback };
            let name = unique(&base, &taken);
            taken.insert(name.clone());
            Column {
                name,
                heading: title.clone(),
                named,
                title: if title.is_empty() { base } else { title },
                decimals: numeric.then_some(decimals),
                point,
                unit_in_checks: percent.clone().or_else(|| of_header.as_ref().map(HeaderUnit::in_checks)),
                unit: percent.or_else(|| of_header.as_ref().map(|unit| unit.code.clone())),
                printed_unit: of_header.map(|unit| unit.printed).filter(|printed| !printed.is_empty()),
                money,
                marked: numeric && marked,
                spaced: numeric && cells.iter().any(|text| numbers::is_spaced(unmarked(text))),
                named_by_numbers: at == 0 && only_numbers,
                nullable: rows.iter().any(|row| row.cells[at].is_none()) || void_count > 0,
                nulls: if numeric || odd.is_some() { voids } else { BTreeSet::new() },
                odd,
                open: None,
                is_checked: false,
                narrow_unit: narrow.get(&at).cloned().filter(|_| numeric),
            }
        })
        .collect()
}

/// The names of the columns, with ` / ` between levels. A unit on a last line of its own is a level, whatever cell it is in.
fn headings_of(source: &Source, reader: &Reader, table: &FoundTable) -> Vec<String> {
    let mut names = vec![String::new(); table.size.1 as usize];
    for cell in table.cells.iter().filter(|cell| cell.row < table.header_rows) {
        let mut levels = vec![cell.text(source)];
        if let [upper @ .., last] = &cell.cell.spans[..]
            && !upper.is_empty()
            && units::is_unit(reader, source.slice(*last))
        {
            let upper = Cell { spans: upper.to_vec() };
            levels = vec![text(source, Some(&upper)), source.slice(*last).to_owned()];
        }
        for name in names.iter_mut().skip(cell.column as usize).take(cell.columns as usize) {
            for level in &levels {
                if !name.is_empty() {
                    name.push_str(" / ");
                }
                name.push_str(level);
            }
        }
    }
    names
}

/// The cells that are no numbers, where at least half of those with something in them are.
fn odd(cells: &[&str], point: Point) -> Option<Odd> {
    let said: Vec<&&str> = cells.iter().filter(|text| !is_void(text)).collect();
    let (numbers, texts): (Vec<&str>, Vec<&str>) =
        said.iter().map(|text| **text).partition(|text| canonical(text, point).is_some());
    let decimals = numbers.iter().filter_map(|text| canonical(text, point)).map(|number| decimals(&number)).max()?;
    let has_digit = texts.iter().all(|text| text.contains(char::is_numeric));
    let few = texts.len() <= MOST_ODD && (has_digit || texts.len() * 4 <= said.len());
    let odd =
        Odd { numbers: (numbers.len(), said.len()), texts: texts.into_iter().map(str::to_owned).collect(), decimals };
    (few && numbers.len() * 2 >= said.len()).then_some(odd)
}

/// More cells that are no numbers are no exceptions.
const MOST_ODD: usize = 12;

/// Units that stand in a row of the header above others, over one column, while numbers beside it have none: a text puts what
/// is centred over several columns above one of them. By column.
fn narrow_units(source: &Source, reader: &Reader, table: &FoundTable) -> BTreeMap<usize, String> {
    if table.grid.is_some() {
        return BTreeMap::new();
    }
    let titles = headings_of(source, reader, table);
    let silent = titles.iter().skip(1).any(|title| stated(reader, title).is_none());
    let upper =
        table.cells.iter().filter(|cell| cell.row + 1 < table.header_rows && cell.columns == 1 && cell.column > 0);
    upper
        .map(|cell| (cell.column as usize, cell.text(source)))
        .filter(|(_, text)| silent && units::is_unit(reader, text))
        .collect()
}

/// A unit that a heading says.
pub(super) struct HeaderUnit {
    pub code: String,
    pub printed: String,
    pub scale: i32,
}

impl HeaderUnit {
    /// True if a recipe that says it as it is printed says the same.
    fn is_read_again(&self) -> bool {
        let again = header_unit(&self.printed);
        again.is_some_and(|again| {
            again.scale == self.scale && again.unit.is_none_or(|unit| unit.code() == self.code.as_str())
        })
    }

    /// `USD million` and `€ million` are `million USD` and `million EUR` behind a number, a sign is its code; 万元 and other
    /// units are themselves.
    pub fn in_checks(&self) -> String {
        // Han numerals and units are read as they are printed.
        let is_han = self.printed.contains(|ch| ('\u{2e80}'..='\u{9fff}').contains(&ch));
        let scale = match self.scale {
            3 => "thousand ",
            6 => "million ",
            9 => "billion ",
            12 => "trillion ",
            0 if self.printed.contains(char::is_alphanumeric) => return self.printed.clone(),
            0 => "",
            _ => return self.printed.clone(),
        };
        if is_han { self.printed.clone() } else { format!("{scale}{}", self.code) }
    }
}

/// What a heading, or a line over a table, states of numbers below it.
struct Stated {
    unit: Option<Unit>,
    printed: String,
    scale: i32,
}

impl Stated {
    fn of((found, printed): (quantity::HeaderUnit, &str)) -> Stated {
        Stated { unit: found.unit, printed: printed.to_owned(), scale: found.scale }
    }

    fn unit(self) -> Option<HeaderUnit> {
        Some(HeaderUnit { code: self.unit?.code().into_owned(), printed: self.printed, scale: self.scale })
    }

    /// True if it names no other unit than `currency`, which may stand for a part of it: a price in USD/t.
    fn fits(&self, currency: &Currency) -> bool {
        let Some(own) = &self.unit else { return true };
        match currency {
            Currency::Of(unit) => unit.numerator == own.numerator,
            Currency::OneOf(units) => units.iter().any(|unit| unit.numerator == own.numerator),
        }
    }
}

/// The unit that a heading states.
fn stated(reader: &Reader, title: &str) -> Option<Stated> {
    reader.stated_unit(title).map(Stated::of)
}

/// The unit of amounts with a sign: that of their heading; else that of the sign, times what the heading or the lines over
/// the table say. `None` if they do not say for which columns, or which money the sign is.
fn of_money(
    money: &Money,
    of_header: Option<Stated>,
    reader: &Reader,
    source: &Source,
    table: &FoundTable,
) -> Option<HeaderUnit> {
    let code = money.code();
    if let Some(header) = of_header {
        if header.unit.is_some() {
            return header.unit();
        }
        // "Revenue (million)" over € 12.5
        let unit =
            HeaderUnit { code: code?, printed: format!("{} {}", money.sign, header.printed), scale: header.scale };
        return unit.is_read_again().then_some(unit);
    }
    let line = |line: &str| {
        let found = reader.line_unit(line)?;
        let printed = &line[found.span.range()];
        let exception = line.to_lowercase().contains("except") || line.contains('除');
        Some((Stated::of((found.clone(), printed)), exception))
    };
    let mut over = table.units.iter().chain(&table.caption).filter_map(|span| line(source.slice(*span)));
    let code = code?;
    let Some((first, exception)) = over.next() else {
        return Some(HeaderUnit { code, printed: String::new(), scale: 0 });
    };
    let unit = first.unit().filter(|unit| !exception && unit.code == code && unit.is_read_again())?;
    over.all(|(other, exception)| !exception && other.scale == unit.scale).then_some(unit)
}

/// True for a cell that goes on on another line.
fn is_wrapped(source: &Source, cell: &Cell) -> bool {
    let line = |span: Option<&Span>| span.map(|span| source.line_of(span.start));
    line(cell.spans.first()) != line(cell.spans.last())
}

fn is_void(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.chars().all(|ch| matches!(ch, '-' | '–' | '—' | '−' | '*' | '.' | '…' | '†' | '#' | '(' | ')' | 'X'))
            || matches!(text, "NA" | "N/A" | "n/a" | "n.a." | "无"))
}
