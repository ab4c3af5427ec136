//! The columns of a dataset to be: a table goes in, names, types and missing values come out.

use std::collections::BTreeSet;

use super::unique;
use crate::model::Unit;
use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::Source;

/// One column.
pub(super) struct Column {
    pub name: String,
    pub title: String,
    /// Decimals if it holds numbers.
    pub decimals: Option<usize>,
    /// The code of its unit.
    pub unit: Option<String>,
    /// True if the header says the unit, and the cells do not.
    pub unit_of_header: bool,
    /// True if marks of notes stand behind some numbers.
    pub marked: bool,
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

fn slug(text: &str, most: usize) -> String {
    let words = text.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.take(most).map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// The columns of `table`, of which `rows` are the rows of the dataset.
pub(super) fn columns(source: &Source, table: &FoundTable, rows: &[FoundRow]) -> Vec<Column> {
    let mut taken: BTreeSet<String> = ["report", "source", "row_group"].map(str::to_owned).into();
    let titles = table.names(source);
    let bases = bases(&titles);
    titles
        .into_iter()
        .enumerate()
        .map(|(at, title)| {
            let cells: Vec<&str> = rows
                .iter()
                .filter_map(|row| row.cells[at].as_ref())
                .filter(|cell| cell.spans.len() == 1)
                .map(|cell| source.slice(cell.spans[0]))
                .collect();
            let wrapped = rows.iter().filter_map(|row| row.cells[at].as_ref()).any(|cell| cell.spans.len() > 1);
            let numbers: Vec<&str> =
                cells.iter().map(|text| unmarked(text)).filter(|text| is_plain_number(text)).collect();
            let marked = cells.iter().any(|text| is_plain_number(unmarked(text)) && unmarked(text) != *text);
            let voids: BTreeSet<String> =
                cells.iter().filter(|text| is_void(text)).map(|text| text.to_string()).collect();
            let void_count = cells.iter().filter(|text| is_void(text)).count();
            let only_numbers = !wrapped && !numbers.is_empty() && numbers.len() + void_count == cells.len();
            let numeric = at > 0 && only_numbers;
            let percent = numbers.iter().all(|text| text.ends_with(['%', '％']));
            let of_header = if numbers.iter().any(|text| text.ends_with(['%', '％'])) { None } else { unit(&title) };
            let unit = if percent { Some("%".to_owned()) } else { of_header.clone() };
            let decimals = numbers.iter().map(|text| decimals(text)).max().unwrap_or(0);
            let fallback = if at == 0 { "label".to_owned() } else { format!("column_{}", at + 1) };
            let fallback = if title == "%" && numeric { "percent".to_owned() } else { fallback };
            let base = if bases[at].is_empty() { fallback } else { bases[at].clone() };
            let name = unique(&base, &taken);
            taken.insert(name.clone());
            Column {
                name,
                title: if title.is_empty() { base } else { title },
                decimals: numeric.then_some(decimals),
                unit: unit.filter(|_| numeric),
                unit_of_header: numeric && of_header.is_some(),
                marked: numeric && marked,
                named_by_numbers: at == 0 && only_numbers,
                nullable: rows.iter().any(|row| row.cells[at].is_none()) || void_count > 0,
                nulls: if numeric { voids } else { BTreeSet::new() },
            }
        })
        .collect()
}

/// Marks of notes that stand behind numbers.
const MARKS: [char; 15] = ['*', '†', '‡', '§', '¶', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰'];

/// What `drop` cuts off of cells with such marks.
pub(super) const MARKS_PATTERN: &str = r"\s*[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰]+$";

/// A text without the marks behind it; marks alone stay.
pub(super) fn unmarked(text: &str) -> &str {
    let bare = text.trim_end_matches(MARKS).trim_end();
    if bare.is_empty() { text } else { bare }
}

/// The unit that a heading says in brackets at its end, or that is all that it says: `Weight (kg)`, `%`. One letter may
/// stand for anything.
fn unit(title: &str) -> Option<String> {
    let last = title.rsplit(" / ").next().unwrap_or(title).trim();
    let inside =
        last.strip_suffix([')', '）']).and_then(|rest| rest.rsplit_once(['(', '（'])).map(|(_, inside)| inside);
    let code = match inside.unwrap_or(last).trim() {
        "%" | "％" => "%",
        code if inside.is_some() && code.chars().count() > 1 => code,
        _ => return None,
    };
    Unit::from_code(code).map(|unit| unit.code().into_owned())
}

/// Digits with thousands, decimals, a sign and a percent sign: what needs no decision.
pub(super) fn is_plain_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '–', '−', '+']).trim_end_matches(['%', '％']);
    let bare = if text.starts_with('(') { text.trim_matches(['(', ')']) } else { bare };
    bare.bytes().any(|byte| byte.is_ascii_digit())
        && bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
        && bare.bytes().filter(|&byte| byte == b'.').count() <= 1
}

fn is_void(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.chars().all(|ch| matches!(ch, '-' | '–' | '—' | '−' | '*' | '.' | '…' | '†' | '#' | '(' | ')' | 'X'))
            || matches!(text, "NA" | "N/A" | "n/a" | "n.a." | "无"))
}

/// How many decimals a printed number has.
pub(super) fn decimals(text: &str) -> usize {
    text.trim_end_matches(['%', '％', ')']).split_once('.').map_or(0, |(_, tail)| tail.len())
}
