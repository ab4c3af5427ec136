//! What stands over the numbers of tables: found tables go in, their rows come out, with the headings, titles and unit
//! lines above them. Where two tables were found as one, each has its own.

use super::lex::{self, Kind, Word};
use super::{FoundTable, Item, ItemKind, is_row_of_numbers, items, notes};
use crate::model::{Cell, FoundGrid, FoundGridRow, year_of, years_of};
use crate::source::{Source, Span};

/// The grids of `tables`, which stand in the order of the text, and those of the torn charts between them.
pub(crate) fn grids(source: &Source, tables: &[FoundTable]) -> Vec<FoundGrid> {
    let mut grids = Vec::with_capacity(tables.len());
    let mut floor = 1;
    for table in tables {
        of_table(source, table, floor, &mut grids);
        floor = floor.max(table.lines.1 + 1);
    }
    grids.extend(charts(source, tables, &items::list(source, tables)));
    grids
}

/// The numbers of torn charts below the titles in which their unit may stand: as many numbers as labels or years. Of more,
/// nothing tells which are in the unit.
fn charts(source: &Source, tables: &[FoundTable], items: &[Item]) -> Vec<FoundGrid> {
    let mut charts = Vec::new();
    let mut words = Vec::new();
    let mut labels: Option<&Item> = None;
    let mut floor = 1;
    let mut tables = tables.iter().peekable();
    for item in items {
        let line = source.line_of(item.span.start);
        while let Some(table) = tables.next_if(|table| table.lines.1 < line) {
            floor = floor.max(table.lines.1 + 1);
        }
        match item.kind {
            ItemKind::Labels => labels = Some(item),
            ItemKind::Numbers => {
                let near = |labels: &&Item| {
                    let last = source.line_of(labels.span.end);
                    last >= floor && line.saturating_sub(last) <= TITLE_GAP + 1
                };
                let labels = labels.take().filter(near);
                charts.extend(chart(source, item, labels, floor, &mut words));
                floor = floor.max(source.line_of(item.span.end) + 1);
            }
            _ => {}
        }
    }
    charts
}

fn chart(source: &Source, item: &Item, labels: Option<&Item>, floor: u32, words: &mut Vec<Word>) -> Option<FoundGrid> {
    words.clear();
    for line in source.line_of(item.span.start)..=source.line_of(item.span.end) {
        let span = source.line_span(line);
        lex::words(source.slice(span), span.start, words);
    }
    let place = |word: &Word| Span { start: word.start, end: word.end };
    let is_year = |word: &&Word| year_of(source.slice(place(word))).is_some();
    let years = words.iter().filter(is_year).count();
    let rows: Vec<FoundGridRow> = words
        .iter()
        .filter(|word| !is_year(word) && !source.slice(place(word)).contains(['%', '％']))
        .map(|word| FoundGridRow { group: None, cells: vec![None, Some(Cell::new(place(word)))] })
        .collect();
    let top = source.line_of(labels.unwrap_or(item).span.start);
    // A title that is as short as the labels was taken for one of them.
    let surplus = labels.and_then(|labels| labels.count.checked_sub(rows.len() as u32));
    let titles = surplus.filter(|&surplus| surplus <= TITLES);
    let mut above: Vec<Span> =
        (top..top + titles.unwrap_or(0)).rev().map(|line| trimmed(source, source.line_span(line))).collect();
    above.extend(lines_above(source, top, floor).into_iter().take(TITLES as usize));
    let paired = titles.is_some() || years == rows.len();
    let names = vec![String::new(); 2];
    let chart = FoundGrid { headers: Vec::new(), above, names, heads: Vec::new(), loose: None, rows };
    (paired && !chart.rows.is_empty()).then_some(chart)
}

/// The title of a chart has so many lines.
const TITLES: u32 = 2;

fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let start = text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len()).shift(span.start as usize)
}

fn of_table(source: &Source, table: &FoundTable, floor: u32, grids: &mut Vec<FoundGrid>) {
    let rows: Vec<FoundGridRow> =
        table.rows(source).into_iter().map(|row| FoundGridRow { group: row.group, cells: row.cells }).collect();
    let head = table.cells.iter().filter(|cell| cell.row < table.header_rows);
    let mut part = FoundGrid {
        headers: table.units.iter().copied().chain(table.caption).collect(),
        above: lines_above(source, table.lines.0, floor),
        names: table.names(source),
        heads: head.flat_map(|cell| cell.cell.spans.iter().copied()).collect(),
        loose: None,
        rows: Vec::new(),
    };
    let numeric = numeric_columns(source, &rows, table.size.1 as usize);
    let mut last = table.lines.0;
    for row in rows {
        let Some(line) = row.cells.iter().flatten().next().map(|cell| source.line_of(cell.cover().start)) else {
            continue;
        };
        let first = part.rows.is_empty() && table.header_rows == 0;
        let gap = line > last + 1 && is_blank(source, line - 1);
        if (!first || part.heads.is_empty()) && heads(source, &row, &numeric, first || gap) {
            let texts = texts(source, &row);
            let above = lines_above(source, line, last + 1);
            // Names that are printed again, with nothing but blank lines above them.
            if !part.rows.is_empty() && above.is_empty() && repeats(&texts, &part.names) {
                part.heads.extend(spans(&row));
            } else if part.rows.is_empty() {
                name(&mut part, texts, spans(&row));
            } else {
                let next = FoundGrid {
                    headers: Vec::new(),
                    above,
                    names: texts,
                    heads: spans(&row),
                    loose: None,
                    rows: Vec::new(),
                };
                close(std::mem::replace(&mut part, next), grids);
            }
        } else {
            part.rows.push(row);
        }
        last = line;
    }
    if table.grid.is_none() && part.names.iter().all(String::is_empty) {
        head_above(source, table, floor, &mut part);
    }
    close(part, grids);
}

/// Adds a level of names below those that the columns have.
fn name(part: &mut FoundGrid, texts: Vec<String>, spans: Vec<Span>) {
    for (name, text) in part.names.iter_mut().zip(texts) {
        match (name.is_empty(), text.is_empty()) {
            (true, _) => *name = text,
            (false, true) => {}
            (false, false) => *name = format!("{name} / {text}"),
        }
    }
    part.heads.extend(spans);
}

fn texts(source: &Source, row: &FoundGridRow) -> Vec<String> {
    let text = |cell: &Option<Cell>| cell.as_ref().map_or(String::new(), |cell| super::found::joined(source, cell));
    row.cells.iter().map(text).collect()
}

fn spans(row: &FoundGridRow) -> Vec<Span> {
    row.cells.iter().flatten().flat_map(|cell| cell.spans.iter().copied()).collect()
}

fn is_blank(source: &Source, line: u32) -> bool {
    source.slice(source.line_span(line)).trim().is_empty()
}

/// The columns behind the label's in which at least half of the cells are numbers.
fn numeric_columns(source: &Source, rows: &[FoundGridRow], width: usize) -> Vec<bool> {
    let mut counts = vec![(0, 0); width];
    for row in rows {
        for (cell, (filled, values)) in row.cells.iter().zip(&mut counts) {
            if let Some(cell) = cell {
                *filled += 1;
                *values += usize::from(is_value(source.slice(cell.cover())));
            }
        }
    }
    counts.iter().enumerate().map(|(at, &(filled, values))| at > 0 && filled > 0 && 2 * values >= filled).collect()
}

fn is_value(text: &str) -> bool {
    let mut words = text.split_whitespace().map(lex::kind);
    words.next().is_some_and(|first| matches!(first, Kind::Number | Kind::Mark))
}

/// True for a row of words, years and quarters in columns of numbers: it names them. Below rows of numbers it must be
/// a row of years, or stand below a gap.
fn heads(source: &Source, row: &FoundGridRow, numeric: &[bool], may_begin: bool) -> bool {
    let texts = || row.cells.iter().skip(1).flatten().map(|cell| source.slice(cell.cover()).trim());
    if years_of(texts()).is_some() {
        return true;
    }
    let named = |text: &str| is_period(text) || !is_value(text) && lex::kind(text) == Kind::Text;
    let in_numbers = row.cells.iter().zip(numeric).skip(1).filter(|(cell, numeric)| cell.is_some() && **numeric);
    let least = if numeric.iter().filter(|&&numeric| numeric).count() > 1 { 2 } else { 1 };
    may_begin
        && in_numbers.count() >= least
        && texts().all(named)
        && texts().any(|text| text.contains(char::is_alphabetic))
}

/// True for a year with a mark of its part: `2023`, `2023年`, `2024Q1`, `1H 2024`, `2023/24`, `31/12/2023`.
fn is_period(text: &str) -> bool {
    if year_of(text).is_some() {
        return true;
    }
    let year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4 && year_of(digits).is_some());
    let glued = year_of(text.get(..4).unwrap_or("")).is_some();
    let mark = text.contains(|c: char| c.is_alphabetic() || matches!(c, '-' | '/'));
    (year || glued) && mark && !text.contains(['.', ',', '%']) && text.chars().count() <= 12
}

/// True if a row prints the names of the columns again; over the labels it may print none.
fn repeats(texts: &[String], names: &[String]) -> bool {
    texts.iter().zip(names).all(|(text, name)| text.is_empty() || name.ends_with(text.as_str()))
}

/// A grid with its last mends: cells that stand a column beside their heading, as all of them are there, and groups that
/// are lines of a title.
fn close(mut part: FoundGrid, grids: &mut Vec<FoundGrid>) {
    join_signs(&mut part);
    let named: Vec<usize> = (0..part.names.len()).filter(|&at| at == 0 || !part.names[at].is_empty()).collect();
    let titles = &part.above;
    for row in &mut part.rows {
        if row.group.as_ref().is_some_and(|group| titles.iter().any(|title| title.contains(group.cover()))) {
            row.group = None;
        }
        let filled: Vec<usize> = (0..row.cells.len()).filter(|&at| row.cells[at].is_some()).collect();
        if filled.len() == named.len() && filled != named && filled.first() == Some(&0) {
            let mut cells = vec![None; row.cells.len()];
            for (&from, &to) in filled.iter().zip(&named) {
                cells[to] = row.cells[from].take();
            }
            row.cells = cells;
        }
    }
    // Numbers in a column without a name, names over columns without numbers: what heads which is open.
    let shifted = |at: usize| part.rows.iter().any(|row| row.cells.get(at).is_some_and(Option::is_some));
    let unnamed = (1..part.names.len()).any(|at| part.names[at].is_empty() && shifted(at));
    if unnamed && named.len() > 1 && !part.heads.is_empty() {
        part.loose = part.heads.iter().copied().reduce(Span::cover);
        part.names.iter_mut().skip(1).for_each(String::clear);
    }
    if !part.rows.is_empty() {
        grids.push(part);
    }
}

/// Puts the signs of a column that holds nothing else, and that has no name, in front of the numbers that follow one blank
/// behind: `- 3`. Columns are further apart.
fn join_signs(part: &mut FoundGrid) {
    for at in 1..part.names.len().saturating_sub(1) {
        let is_sign = |row: &FoundGridRow| match (row.cells.get(at), row.cells.get(at + 1)) {
            (Some(Some(sign)), Some(Some(number))) => {
                sign.cover().len() <= '−'.len_utf8() && sign.cover().end + 1 == number.cover().start
            }
            (sign, _) => sign.is_none_or(Option::is_none),
        };
        let any = part.rows.iter().any(|row| row.cells.get(at).is_some_and(Option::is_some));
        if !any || !part.names[at].is_empty() || part.heads.is_empty() || !part.rows.iter().all(is_sign) {
            continue;
        }
        for row in &mut part.rows {
            if let Some(sign) = row.cells[at].take()
                && let Some(number) = &mut row.cells[at + 1]
            {
                number.spans.splice(0..0, sign.spans);
            }
        }
    }
}

/// The lines directly above line `top`, none of them before `floor`, the last one first: a title, in which the unit may
/// stand. A row of numbers is none, and nothing above it.
fn lines_above(source: &Source, top: u32, floor: u32) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut blank = 0;
    let mut line = top;
    while line > floor.max(1) && lines.len() < TITLE_LINES && blank <= TITLE_GAP {
        line -= 1;
        let span = source.line_span(line);
        let text = source.slice(span);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            blank += 1;
            continue;
        }
        if trimmed.len() > LONGEST_TITLE || is_row_of_numbers(trimmed) {
            break;
        }
        let start = span.start as usize + (text.len() - text.trim_start().len());
        lines.push(Span::new(start, start + trimmed.len()));
    }
    lines
}

/// A title and its units take so many lines, with so many blank ones between them.
const TITLE_LINES: usize = 4;
const TITLE_GAP: u32 = 2;

/// More bytes are no title.
const LONGEST_TITLE: usize = 240;

/// Reads the header from the line directly above a table that was found without one: `项目 2023年 2022年 增减（%）` above rows
/// that are parted by single blanks. The first number of such a row may have been taken for the end of its label.
fn head_above(source: &Source, table: &FoundTable, floor: u32, part: &mut FoundGrid) {
    let Some(line) = table.lines.0.checked_sub(1).filter(|&line| line >= floor && line > 0) else { return };
    let span = source.line_span(line);
    let text = source.slice(span);
    let mut words = Vec::new();
    if text.len() <= LONGEST_TITLE {
        lex::words(text, span.start, &mut words);
    }
    let ends = text.trim_end().ends_with(['。', '，', '；', '：', '.', ',', ';', ':']);
    let is_header = |part: &Span| part.start < span.end && span.start < part.end;
    if words.len() < 2 || ends || notes::says_unit(text.trim(), words.len()) || part.headers.iter().any(is_header) {
        return;
    }
    let width = part.names.len();
    let cut = numbers_in_labels(source, &part.rows);
    let cut_is_value = cut > 0 && part.rows.iter().any(|row| label_has_decimals(source, row));
    let named = if cut > 0 { pair(source, &words, width + cut) } else { None };
    let (names, cut) = match named {
        Some(names) => (Some(names), cut),
        None => match pair(source, &words, width) {
            Some(names) if !cut_is_value => (Some(names), 0),
            _ => (None, if cut_is_value { cut } else { 0 }),
        },
    };
    if cut > 0 {
        for row in &mut part.rows {
            cut_label(source, row, cut);
        }
        part.names = vec![String::new(); width + cut];
    }
    let whole = Span::new(words[0].start as usize, words[words.len() - 1].end as usize);
    match names {
        Some(names) => {
            part.names = names.iter().map(|span| span.map_or("", |span| source.slice(span)).to_owned()).collect();
            part.heads = names.into_iter().flatten().collect();
        }
        None => {
            part.loose = Some(whole);
            part.heads = words.iter().map(|word| Span { start: word.start, end: word.end }).collect();
        }
    }
    // The header is no title.
    part.above.retain(|title| !is_header(title));
}

/// As many names as there are columns, or one less where the label's has none: parted by gaps, else by single blanks.
fn pair(source: &Source, words: &[Word], width: usize) -> Option<Vec<Option<Span>>> {
    let joined = |gap: u32| {
        let mut names: Vec<Span> = Vec::new();
        let mut last = 0;
        for word in words {
            let text = source.slice(Span { start: word.start, end: word.end });
            let unit = text.starts_with(['(', '（', '[', '【', '%', '％']);
            let behind = Span { start: word.start, end: word.end };
            match names.last_mut() {
                Some(name) if word.x0 - last < gap || unit => *name = name.cover(behind),
                _ => names.push(behind),
            }
            last = word.x1;
        }
        names
    };
    [2, 1].into_iter().find_map(|gap| {
        let names = joined(gap);
        match width.checked_sub(names.len())? {
            0 => Some(names.into_iter().map(Some).collect()),
            1 if names.len() > 1 => Some(std::iter::once(None).chain(names.into_iter().map(Some)).collect()),
            _ => None,
        }
    })
}

/// How many numbers stand at the end of every label, one blank apart; 0 if a label ends in none, or in a year.
fn numbers_in_labels(source: &Source, rows: &[FoundGridRow]) -> usize {
    let counts = rows.iter().filter(|row| row.cells.iter().skip(1).any(Option::is_some)).map(|row| {
        let Some(Some(label)) = row.cells.first() else { return 0 };
        trailing(source.slice(label.cover())).count()
    });
    counts.min().unwrap_or(0)
}

/// The numbers at the end of a label, the last one first; none if nothing stands in front of them.
fn trailing(label: &str) -> impl Iterator<Item = &str> {
    let count = label.split_whitespace().count();
    label
        .rsplit(' ')
        .filter(|word| !word.is_empty())
        .take(count.saturating_sub(1))
        .take_while(|word| lex::kind(word) == Kind::Number && year_of(word).is_none())
}

fn label_has_decimals(source: &Source, row: &FoundGridRow) -> bool {
    let Some(Some(label)) = row.cells.first() else { return false };
    trailing(source.slice(label.cover())).next().is_some_and(|word| word.contains(['.', ',', '(', '%']))
}

/// Makes cells of the `count` numbers at the end of a row's label.
fn cut_label(source: &Source, row: &mut FoundGridRow, count: usize) {
    let Some(Some(label)) = row.cells.first().cloned() else {
        row.cells.splice(1..1, std::iter::repeat_n(None, count));
        return;
    };
    let span = label.cover();
    let text = source.slice(span);
    let place = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len()).shift(span.start as usize)
    };
    let mut cells: Vec<Option<Cell>> = trailing(text).take(count).map(|word| Some(Cell::new(place(word)))).collect();
    cells.reverse();
    if let Some(Some(first)) = cells.first() {
        let end = first.spans[0].start as usize - span.start as usize;
        row.cells[0] = Some(Cell::new(Span::new(0, text[..end].trim_end().len()).shift(span.start as usize)));
    }
    cells.resize(count, None);
    row.cells.splice(1..1, cells);
}
