//! Units that stand near a table without saying for which columns: the table goes in, questions with their answers come out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::columns::{Column, HeaderUnit};
use super::{Drawn, quoted, text};
use crate::normalize::quantity::{self, Currency, Reader};
use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::Source;

/// One unit, and the columns that it may hold for.
pub(super) struct Question {
    /// The line, heading or label that says it.
    said: String,
    /// The unit as it is printed; `None` if it is not known what part of the line is one.
    printed: Option<String>,
    /// The codes that it may be; none if it is only a scale.
    codes: Vec<String>,
    /// The power of ten.
    scale: i32,
    /// The columns, as indices; none if every column of numbers has a unit of its own.
    columns: Vec<usize>,
}

/// The questions of a table. Columns that they are about know what checks write if the answer is yes.
pub(super) fn questions(drawn: &Drawn<'_>, columns: &mut [Column], rows: &[FoundRow]) -> Vec<Question> {
    let reader = drawn.reader;
    let open: Vec<usize> =
        (0..columns.len()).filter(|at| columns[*at].decimals.is_some() && columns[*at].unit.is_none()).collect();
    let mut asked = BTreeSet::new();
    let mut questions = Vec::new();
    for (said, must) in lines(drawn, columns, rows) {
        let question = of_line(reader, &said, &open);
        let known = question.printed.is_some() && !open.is_empty();
        if (known || must) && asked.insert(question.printed.clone()) {
            questions.push(question);
        }
    }
    // What stands over one column says nothing of the others.
    for &at in &open {
        let Some((printed, found)) = of_heading(reader, &columns[at].heading) else { continue };
        let codes = codes(reader, &printed, &found);
        let said = columns[at].heading.clone();
        match questions.iter_mut().find(|question| question.printed.as_ref() == Some(&printed)) {
            Some(question) if question.columns != open => question.columns.push(at),
            Some(_) => {}
            None => {
                questions.push(Question { said, printed: Some(printed), codes, scale: found.scale, columns: vec![at] })
            }
        }
    }
    for question in &questions {
        let Some(answer) = question.in_checks() else { continue };
        for &at in &question.columns {
            columns[at].open.get_or_insert_with(|| (question.said.clone(), answer.clone()));
        }
    }
    questions
}

/// The lines around a table that say a unit; true for those that are shown whatever is known of them.
fn lines(drawn: &Drawn<'_>, columns: &[Column], rows: &[FoundRow]) -> Vec<(String, bool)> {
    let Drawn { source, reader, .. } = *drawn;
    let table = &drawn.tables[drawn.at];
    let says = |line: &str| reader.line_unit(line).is_some();
    // A caption says it in brackets: Table 29. Sales by shop (€ million)
    let caption = table.caption.map(|line| source.slice(line)).filter(|line| says(line));
    let lacks = columns.iter().any(|column| column.decimals.is_some() && column.unit.is_none());
    let settled = |line: &str| {
        let printed = columns.iter().filter(|column| column.money.is_some()).filter_map(|c| c.printed_unit.as_ref());
        !lacks && printed.into_iter().any(|printed| line.contains(printed.as_str()))
    };
    let over = table.units.iter().map(|line| source.slice(*line)).chain(caption);
    let mut lines: Vec<(String, bool)> =
        over.filter(|line| !settled(line)).map(|line| (line.to_owned(), true)).collect();
    let stub = columns.first().filter(|column| column.decimals.is_none() && !column.named_by_numbers);
    let stub = stub.map(|column| column.heading.clone()).filter(|heading| says(heading));
    lines.extend(stub.map(|heading| (heading, true)));
    let groups = rows.iter().filter_map(|row| row.group.as_ref()).map(|cell| text(source, Some(cell)));
    let groups: BTreeSet<String> = groups.filter(|label| is_unit(reader, label)).collect();
    let narrow = columns.iter().filter_map(|column| column.narrow_unit.clone());
    let more = groups.into_iter().chain(narrow).chain(above(source, reader, drawn.tables, table));
    for line in more {
        if !lines.iter().any(|(known, _)| known.contains(&line) || line.contains(known.as_str())) {
            lines.push((line, false));
        }
    }
    lines
}

/// So many lines above a table may still be about it.
const ABOVE: usize = 3;

/// A line that states a unit has few words more.
const WORDS: usize = 10;

/// The nearest line above the table that states a unit; another table in between ends the search.
fn above(source: &Source, reader: &Reader, tables: &[FoundTable], table: &FoundTable) -> Option<String> {
    let first =
        table.cells.iter().filter_map(|cell| cell.cell.spans.first()).map(|span| source.line_of(span.start)).min();
    let lines = (1..first?).rev().map(|line| (line, source.slice(source.line_span(line)).trim()));
    let in_other = |line: u32| {
        tables.iter().any(|other| other.lines != table.lines && (other.lines.0..=other.lines.1).contains(&line))
    };
    lines
        .filter(|(_, text)| !text.is_empty())
        .take(ABOVE)
        .take_while(|(line, _)| !in_other(*line))
        .find(|(_, text)| text.split_whitespace().count() <= WORDS && reader.line_unit(text).is_some())
        .map(|(_, text)| text.to_owned())
}

/// True for a text that is nothing but a unit, in brackets or not.
pub(super) fn is_unit(reader: &Reader, text: &str) -> bool {
    whole(reader, text).is_some()
}

/// The unit that a text is, and nothing else: `€ million`, `(EUR thousands)`, `kW`. One letter may stand for anything.
fn whole(reader: &Reader, text: &str) -> Option<(String, quantity::HeaderUnit)> {
    let bare = text.trim().trim_matches(['(', ')', '（', '）', '[', ']']).trim();
    let found = reader.header_unit(&format!("({bare})"))?;
    let is_letter = bare.chars().count() == 1 && bare.contains(char::is_alphabetic);
    (found.span.len() == bare.len() && !is_letter).then(|| (bare.to_owned(), found))
}

fn of_line(reader: &Reader, line: &str, open: &[usize]) -> Question {
    // "Numbers in thousands": the unit stands behind the last "in".
    let behind = line.rsplit_once(" in ").map(|(_, unit)| format!("({}", unit.trim()));
    let told = [Some(line), behind.as_deref()].into_iter().flatten();
    let mut told = told.filter_map(|text| {
        let found = reader.header_unit(text)?;
        Some((text[found.span.range()].to_owned(), found)).filter(|(printed, _)| !printed.is_empty())
    });
    let found = told.next();
    let codes = found.as_ref().map(|(printed, found)| codes(reader, printed, found)).unwrap_or_default();
    let scale = found.as_ref().map_or(0, |(_, found)| found.scale);
    Question { said: line.to_owned(), scale, printed: found.map(|(printed, _)| printed), codes, columns: open.to_vec() }
}

/// The unit that a heading has behind a comma, a slash or "in", in brackets, or on a line of its own.
fn of_heading(reader: &Reader, heading: &str) -> Option<(String, quantity::HeaderUnit)> {
    let levels = heading.split(" / ").count();
    heading.rsplit(" / ").map(str::trim).find_map(|level| {
        // Speed in km/h
        if let Some((_, behind)) = level.rsplit_once(" in ")
            && let Some(found) = reader.header_unit(behind)
            && found.span.len() == behind.len()
        {
            return Some((behind.to_owned(), found));
        }
        if let Some(unit) = whole(reader, level) {
            return (levels > 1 || unit.1.scale != 0).then_some(unit);
        }
        let found = reader.header_unit(level)?;
        let printed = &level[found.span.range()];
        let before = level[..found.span.start as usize].trim_end();
        let parted = before.ends_with([',', '，', '/', '(', '[', '（', '【']) || before.ends_with(" in");
        (!printed.is_empty() && parted).then(|| (printed.to_owned(), found))
    })
}

/// True for a mark behind a number that multiplies it.
pub(super) fn is_scale(reader: &Reader, mark: &str) -> bool {
    reader.header_unit(&format!("({mark})")).is_some_and(|found| found.scale != 0)
}

/// The codes that a unit may have.
fn codes(reader: &Reader, printed: &str, found: &quantity::HeaderUnit) -> Vec<String> {
    if let Some(unit) = &found.unit {
        return vec![unit.code().into_owned()];
    }
    let sign = |word: &str| match reader.currency(word) {
        Some(Currency::OneOf(units)) => Some(units.iter().map(|unit| unit.code().into_owned()).collect()),
        _ => None,
    };
    let signs = printed.split_whitespace().chain(printed.get(..1));
    signs.into_iter().find_map(sign).unwrap_or_default()
}

impl Question {
    /// What checks write behind a number if the unit holds.
    fn in_checks(&self) -> Option<String> {
        let printed = self.printed.clone()?;
        let code = self.codes.first().cloned().unwrap_or_default();
        let is_sign = self.codes.len() > 1 && self.scale == 0;
        // A sign of several countries is none that checks know.
        let printed = if is_sign { String::new() } else { printed };
        Some(HeaderUnit { code, printed, scale: self.scale }.in_checks().trim_end().to_owned())
    }

    /// Writes it below the other lines of `[dataset.columns]`.
    pub fn write(&self, out: &mut String, contract: &str, columns: &[Column]) {
        let said = self.said.replace(char::is_control, " ");
        let (Some(printed), false) = (&self.printed, self.columns.is_empty()) else {
            let _ = writeln!(
                out,
                "# Question: the text says \"{said}\". Which columns does it hold for? Say so with NAME.unit = \"...\" here, and\n\
                 # with x-unit in schemas/{contract}.schema.json."
            );
            return;
        };
        let comment = "the place of its \"$comment\"";
        let in_contract = match &self.codes[..] {
            [] => format!("take its \"$comment\" out of schemas/{contract}.schema.json"),
            [code] => format!("write \"x-unit\": \"{code}\" in schemas/{contract}.schema.json in {comment}"),
            [code, others @ ..] => format!(
                "write country = \"...\" below [report] and \"x-unit\": \"{code}\" (or {})\n\
                 # in schemas/{contract}.schema.json in {comment}",
                others.join(", ")
            ),
        };
        let checks = self.columns.iter().any(|at| columns[*at].is_checked);
        let checks = if checks { ",\n# and take the second `that` of its checks" } else { "" };
        let _ = writeln!(
            out,
            "# Question: the text says \"{said}\". Which columns does it hold for?\n\
             # For each of them take \"# \" off of its line,\n# {in_contract}{checks}."
        );
        for &at in &self.columns {
            let _ = writeln!(out, "# {}.unit = {}", columns[at].name, quoted(printed));
        }
    }
}
