//! Tables that are drawn with characters: Markdown pipes and box-drawing lines go in, tables come out.

use super::evidence::are_places;
use super::lex::{self, Kind};
use super::line::{Class, Line, Page};
use super::{FoundTable, GridCell, header};
use crate::model::Cell;
use crate::source::Span;

/// The tables of the page whose lines are parted by `|` or `│`; their lines are marked in `taken`.
pub(super) fn tables(page: &Page<'_>, taken: &mut [bool]) -> Vec<FoundTable> {
    let mut found = Vec::new();
    if !page.has_bars() {
        return found;
    }
    let mut at = 0;
    while at < page.lines.len() {
        let mut end = at;
        while end < page.lines.len() && is_drawn(page, &page.lines[end]) {
            end += 1;
        }
        // Markdown without bars at the ends: `a | b` above `--- | ---`.
        let ruled = page.lines.get(at + 1).is_some_and(|line| {
            let text = text(page, line).0.trim();
            text.contains('|') && text.contains("--") && is_ruler(text)
        });
        if end == at && ruled {
            while end < page.lines.len() && text(page, &page.lines[end]).0.contains('|') {
                end += 1;
            }
        }
        if end - at >= 2
            && let Some(table) = table(page, at, end)
        {
            found.push(table);
            taken[at..end].fill(true);
        }
        if end == at {
            let tabbed = tabbed(page, at);
            end = tabbed.0;
            if tabbed.1
                && end - at >= 3
                && let Some(table) = table(page, at, end)
            {
                found.push(table);
                taken[at..end].fill(true);
            }
        }
        at = end.max(at + 1);
    }
    found
}

/// Behind the lines from `at` on that have the same number of tabs, and whether they are parted by them, as spreadsheets
/// are pasted. In code, tabs indent.
fn tabbed(page: &Page<'_>, at: usize) -> (usize, bool) {
    let tabs = |line: &Line| text(page, line).0.bytes().filter(|&byte| byte == b'\t').count();
    let count = tabs(&page.lines[at]);
    if count == 0 {
        return (at, false);
    }
    let mut end = at;
    let mut indented = 0;
    while end < page.lines.len() && tabs(&page.lines[end]) == count {
        let text = text(page, &page.lines[end]).0;
        indented += usize::from(text.starts_with('\t'));
        if text.contains("\t\t") && count < 3 || text.trim_end().ends_with([';', '{', '}']) {
            return (end + 1, false);
        }
        end += 1;
    }
    let dump = are_places(page.lines[at..end].iter().map(|line| text(page, line).0));
    (end, indented * 2 <= end - at && !dump)
}

fn text<'a>(page: &Page<'a>, line: &Line) -> (&'a str, Span) {
    let span = page.source.line_span(line.number);
    (page.source.slice(span), span)
}

fn is_bar(ch: char) -> bool {
    matches!(ch, '|' | '│' | '┃' | '║' | '\t')
}

fn is_rule(ch: char) -> bool {
    matches!(ch, '-' | '=' | ':' | '+' | ' ') || is_bar(ch) || ('\u{2500}'..='\u{257f}').contains(&ch)
}

/// True for a line that is parted into cells, or a rule between two of them.
fn is_drawn(page: &Page<'_>, line: &Line) -> bool {
    if line.class == Class::Blank {
        return false;
    }
    let text = text(page, line).0.trim();
    let bars = text.chars().filter(|&ch| is_bar(ch) && ch != '\t').count();
    let ends = text.starts_with(is_bar) && text.ends_with(is_bar) && !text.contains('\t');
    bars >= 2 && ends
        || bars >= 1 && is_ruler(text)
        || text.chars().count() >= 3
            && is_ruler(text)
            && !text.contains(' ')
            && text.starts_with(['+', '┌', '├', '└', '╔', '╠', '╚', '┏', '┣', '┗'])
}

fn is_ruler(text: &str) -> bool {
    text.chars().all(is_rule) && text.chars().any(|ch| !is_bar(ch) && ch != ' ')
}

fn table(page: &Page<'_>, from: usize, to: usize) -> Option<FoundTable> {
    let mut rows: Vec<Vec<Vec<Span>>> = Vec::new();
    let mut rules = Vec::new();
    let boxed = page.lines[from..to].iter().any(|line| {
        text(page, line).0.contains(|ch| ('\u{2500}'..='\u{257f}').contains(&ch) && !is_bar(ch))
            || text(page, line).0.trim_start().starts_with('+')
    });
    let mut fresh = true;
    for line in &page.lines[from..to] {
        let (text, span) = text(page, line);
        if is_ruler(text.trim()) {
            rules.push(rows.len());
            fresh = true;
            continue;
        }
        let row = cells(text, span);
        match rows.last_mut() {
            // Between two rules of a box, the lines are one row; a box with rules only around it has one a line.
            Some(last) if boxed && !fresh && last.len() == row.len() && row[0].is_empty() => {
                for (cell, more) in last.iter_mut().zip(row) {
                    cell.extend(more);
                }
            }
            _ => rows.push(row),
        }
        fresh = false;
    }
    let width = rows.iter().map(Vec::len).max()?;
    // A row may lack its last cells, but most rows have them.
    let full = rows.iter().filter(|row| row.len() + 1 >= width).count();
    let written = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count();
    if width < 2 || written < 2 || full * 2 <= rows.len() {
        return None;
    }
    // A header stands above the first inner rule; without one, the first row may be names above numbers.
    let ruled = rules.into_iter().find(|&rule| rule > 0 && rule < rows.len());
    let header = ruled.unwrap_or_else(|| usize::from(is_header(page, &rows)));
    let size = (rows.len() as u32, width as u32);
    let mut grid = Vec::new();
    for (row, line) in rows.into_iter().enumerate() {
        for (column, spans) in line.into_iter().enumerate() {
            if !spans.is_empty() {
                let cell = Cell { spans };
                grid.push(GridCell { row: row as u32, column: column as u32, rows: 1, columns: 1, cell });
            }
        }
    }
    let lines = (page.lines[from].number, page.lines[to - 1].number);
    Some(FoundTable { header_rows: header as u32, ..FoundTable::new(page.source, lines, size, grid) })
}

/// True if the first of `rows` has a name for each column, none of them a number but years, above a column of numbers.
fn is_header(page: &Page<'_>, rows: &[Vec<Vec<Span>>]) -> bool {
    let [names, body @ ..] = rows else { return false };
    let is_number = |cell: &Vec<Span>| matches!(cell[..], [only] if lex::kind(page.source.slice(only)) == Kind::Number);
    let is_year = |cell: &Vec<Span>| matches!(cell[..], [only] if header::is_year(page.source.slice(only)));
    let numbers = |column: usize| body.iter().filter(|row| row.get(column).is_some_and(is_number)).count();
    let named = names.iter().all(|name| !name.is_empty() && (!is_number(name) || is_year(name)));
    let years = body.iter().flatten().all(|cell| !is_number(cell) || is_year(cell));
    named && !years && (0..names.len()).any(|column| numbers(column) * 2 > body.len())
}

/// The trimmed stretches between bars; `\|` is no bar.
fn cells(text: &str, span: Span) -> Vec<Vec<Span>> {
    let mut cells = Vec::new();
    // Lines that begin with a bar have no cell before it; tabs stand between cells only.
    let open = text.contains('\t') || !text.trim_start().starts_with(is_bar);
    let mut start = open.then_some(0);
    let mut escaped = false;
    let mut push = |from: usize, to: usize| {
        let inner = &text[from..to];
        let front = inner.len() - inner.trim_start().len();
        let length = inner.trim().len();
        let stretch = Span::new(from + front, from + front + length).shift(span.start as usize);
        cells.push(if length > 0 { vec![stretch] } else { Vec::new() });
    };
    for (at, ch) in text.char_indices() {
        if is_bar(ch) && !escaped {
            if let Some(from) = start {
                push(from, at);
            }
            start = Some(at + ch.len_utf8());
        }
        escaped = ch == '\\';
    }
    if let Some(from) = start.filter(|&from| text.contains('\t') || !text[from..].trim().is_empty()) {
        push(from, text.len());
    }
    cells
}
