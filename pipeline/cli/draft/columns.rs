//! The columns of a dataset to be: a table goes in, names, types and missing values come out.

use std::collections::BTreeSet;

use super::numbers::{self, Point, canonical, decimals, unmarked};
use super::unique;
use super::words::slug;
use crate::model::Cell;
use crate::normalize::quantity::stated_unit;
use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::{Joined, Source};

/// One column.
pub(super) struct Column {
    pub name: String,
    pub title: String,
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
    /// True if marks of notes stand behind some numbers.
    pub marked: bool,
    /// True if blanks part the thousands of some numbers.
    pub spaced: bool,
    /// True if the first column holds nothing but numbers, which are kept as text.
    pub named_by_numbers: bool,
    pub nullable: bool,
    pub nulls: BTreeSet<String>,
}

/// A name for each column: that of its last heading, with those above it where it is not the only one.
fn bases(titles: &[String]) -> Vec<String> {
    let levels: Vec<Vec<String>> = titles
        .iter()
        .map(|title| {
            title.split(" / ").map(|level| slug(level, NAME_WORDS)).filter(|level| !level.is_empty()).collect()
        })
        .collect();
    let leaf = |at: usize| levels[at].last().cloned().unwrap_or_default();
    (0..titles.len())
        .map(|at| {
            let alone = (0..titles.len()).all(|other| other == at || leaf(other) != leaf(at));
            // A bare number or year says little without what stands above it.
            let name = if alone && leaf(at).contains(|ch: char| ch.is_ascii_alphabetic()) {
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

/// The columns of `table`, of which `rows` are the rows of the dataset.
pub(super) fn columns(source: &Source, table: &FoundTable, rows: &[FoundRow]) -> Vec<Column> {
    let mut taken: BTreeSet<String> = ["report", "source", "row_group"].map(str::to_owned).into();
    let titles = table.names(source);
    let bases = bases(&titles);
    titles
        .into_iter()
        .enumerate()
        .map(|(at, title)| {
            // "(    234)" is several stretches of one line.
            let is_wrapped = |cell: &&Cell| {
                cell.spans.windows(2).any(|pair| source.line_of(pair[0].start) != source.line_of(pair[1].start))
            };
            let filled = || rows.iter().filter_map(|row| row.cells[at].as_ref());
            let wrapped = filled().any(|cell| is_wrapped(&cell));
            let texts: Vec<Joined> =
                filled().filter(|cell| !is_wrapped(cell)).map(|cell| Joined::new(source.text(), &cell.spans)).collect();
            let cells: Vec<&str> = texts.iter().map(Joined::text).collect();
            let point = numbers::point(cells.iter().copied().map(unmarked));
            let numbers: Vec<(&str, String)> =
                cells.iter().filter_map(|text| Some((unmarked(text), canonical(text, point)?))).collect();
            let marked = cells.iter().any(|text| canonical(text, point).is_some() && unmarked(text) != *text);
            let voids: BTreeSet<String> =
                cells.iter().filter(|text| is_void(text)).map(|text| text.to_string()).collect();
            let void_count = cells.iter().filter(|text| is_void(text)).count();
            let only_numbers = !wrapped && !numbers.is_empty() && numbers.len() + void_count == cells.len();
            let numeric = at > 0 && only_numbers;
            let with_percent = numbers.iter().filter(|(text, _)| text.ends_with(['%', '％'])).count();
            let of_header = if with_percent > 0 || !numeric { None } else { unit(&title) };
            let percent = (numeric && with_percent == numbers.len()).then(|| "%".to_owned());
            let scale = of_header.as_ref().map_or(0, |unit| unit.scale);
            let decimals = numbers.iter().map(|(_, number)| decimals(number)).max().unwrap_or(0);
            // Of 1.25 in 万元, no decimals are left in 元.
            let decimals = decimals.saturating_add_signed(-scale as isize);
            let fallback = if at == 0 { "label".to_owned() } else { format!("column_{}", at + 1) };
            let fallback = if title == "%" && numeric { "percent".to_owned() } else { fallback };
            let base = if bases[at].is_empty() { fallback } else { bases[at].clone() };
            let name = unique(&base, &taken);
            taken.insert(name.clone());
            Column {
                name,
                title: if title.is_empty() { base } else { title },
                decimals: numeric.then_some(decimals),
                point,
                unit_in_checks: percent.clone().or_else(|| of_header.as_ref().map(HeaderUnit::in_checks)),
                unit: percent.or_else(|| of_header.as_ref().map(|unit| unit.code.clone())),
                printed_unit: of_header.map(|unit| unit.printed),
                marked: numeric && marked,
                spaced: numeric && cells.iter().any(|text| numbers::is_spaced(unmarked(text))),
                named_by_numbers: at == 0 && only_numbers,
                nullable: rows.iter().any(|row| row.cells[at].is_none()) || void_count > 0,
                nulls: if numeric { voids } else { BTreeSet::new() },
            }
        })
        .collect()
}

/// A unit that a heading says.
struct HeaderUnit {
    code: String,
    printed: String,
    scale: i32,
}

impl HeaderUnit {
    /// `USD million` is `million USD` behind a number; 万元 is itself.
    fn in_checks(&self) -> String {
        let scale = match self.scale {
            3 => "thousand ",
            6 => "million ",
            9 => "billion ",
            12 => "trillion ",
            _ => return self.printed.clone(),
        };
        if self.printed.is_ascii() { format!("{scale}{}", self.code) } else { self.printed.clone() }
    }
}

/// The unit that a heading states.
fn unit(title: &str) -> Option<HeaderUnit> {
    let (found, printed) = stated_unit(title)?;
    Some(HeaderUnit { code: found.unit?.code().into_owned(), printed: printed.to_owned(), scale: found.scale })
}

fn is_void(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.chars().all(|ch| matches!(ch, '-' | '–' | '—' | '−' | '*' | '.' | '…' | '†' | '#' | '(' | ')' | 'X'))
            || matches!(text, "NA" | "N/A" | "n/a" | "n.a." | "无"))
}
