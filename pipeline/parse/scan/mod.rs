//! Finds tables in layout-preserving text by itself: a source goes in, what it holds comes out.

mod build;
mod bullets;
mod columns;
mod continued;
mod drawn;
mod evidence;
mod flush;
mod found;
mod gaps;
mod given;
mod grid;
mod groups;
mod header;
mod items;
mod lex;
mod line;
mod loose;
mod middle;
mod names;
mod notes;
mod over;
mod prose;
mod raised;
mod ranges;
mod rows;
mod signs;
mod stream;
mod stretch;
mod zone;

pub(crate) use found::Role;
pub use found::{Evidence, FoundRow, FoundTable, GridCell, Scan};
pub use items::{Item, ItemKind};
pub(crate) use over::grids;

use crate::finding::{Code, Severity};
use crate::source::{Fenced, Source, Span};

/// The columns of a table can be read in two ways.
pub static AMBIGUOUS_COLUMNS: Code = Code {
    name: "ambiguous-columns",
    severity: Severity::Warning,
    what: "the rows of a table must agree on how many columns it has",
    why: "where two readings explain the rows equally well, a cell may stand in its neighbour's column",
    example: "Cash     1 200   340\nLoans    2 500   120     # two columns of numbers, or three",
    action: "say in the recipe which columns the table has",
};

/// A row of a table has nothing but a label.
pub static LABEL_WITHOUT_VALUES: Code = Code {
    name: "label-without-values",
    severity: Severity::Warning,
    what: "a label that stands alone in a table must head the rows below it, or be a row",
    why: "where neither a colon nor an indent, a blank line or capitals say that it is a heading, its values may be missing",
    example: "Bread   120   130\nButter\nMilk     80    85     # a row without values, or a heading of \"Milk\"",
    action: "compare it with the report; say in the recipe what it is: `headings`, `rows`, or `leave_out` if it is neither",
};

/// A row has more values than its table has columns.
pub static SURPLUS_CELL: Code = Code {
    name: "surplus-cell",
    severity: Severity::Error,
    what: "a row of a table must not have more values than the table has columns",
    why: "two values in one column cannot both be its cell, and either may belong to a neighbour's",
    example: "Item   2021   2022\nMilk     80     85   90     # 90 stands in no column",
    action: "compare the row with the report; say with `starts` where the columns begin",
};

/// The codes that scanning reports.
pub static CODES: &[&Code] = &[&AMBIGUOUS_COLUMNS, &LABEL_WITHOUT_VALUES, &SURPLUS_CELL];

/// Finds everything that `source` holds. Never fails; a text without tables has none.
pub fn scan(source: &Source) -> Scan {
    let tables = tables(source, source.span(), Hints::default());
    let items = items::list(source, &tables);
    Scan { tables, items }
}

/// What a recipe knows about tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Where the columns begin, counted in character cells from 0; empty if the text shows it.
    pub starts: &'a [u32],
    /// Lines to pass over, in order.
    pub skipped: &'a [Span],
}

/// Finds the tables in the lines that `region` touches: those that the file itself says are tables, and those that the
/// text between them holds.
pub fn tables(source: &Source, region: Span, hints: Hints<'_>) -> Vec<FoundTable> {
    if source.grids().is_empty() && source.fenced().is_empty() {
        return tables_in_text(source, region, hints);
    }
    let mut apart = given::tables(source, region);
    apart.extend(source.fenced().iter().filter_map(|fenced| in_fence(source, region, hints, fenced)));
    apart.sort_by_key(|part| part.span.start);
    let mut tables = Vec::new();
    let mut at = region.start;
    for part in apart {
        tables.extend(part.tables);
        if at < part.span.start {
            tables.extend(tables_in_text(source, Span { start: at, end: part.span.start }, hints));
        }
        // The line end belongs to the last row.
        at = at.max(part.span.end + 1);
    }
    if at < region.end {
        tables.extend(tables_in_text(source, Span { start: at, end: region.end }, hints));
    }
    tables.sort_by_key(|table| table.lines);
    tables
}

/// The tables of a stretch that is set apart, if `region` touches it.
fn in_fence(source: &Source, region: Span, hints: Hints<'_>, fenced: &Fenced) -> Option<given::Parts> {
    if fenced.span.end <= region.start || region.end <= fenced.span.start {
        return None;
    }
    let (start, end) = (fenced.inner.start.max(region.start), fenced.inner.end.min(region.end));
    let tables = if start < end { tables_in_text(source, Span { start, end }, hints) } else { Vec::new() };
    Some(given::Parts { span: fenced.span, tables })
}

fn tables_in_text(source: &Source, region: Span, hints: Hints<'_>) -> Vec<FoundTable> {
    let (top, end) = (source.line_of(region.start), source.line_of(region.end.saturating_sub(1).max(region.start)) + 1);
    let mut tables = Vec::new();
    let pages = zone::pages(source, top, end);
    let mut skipped = zone::running(source, &pages);
    skipped.extend_from_slice(hints.skipped);
    skipped.sort_unstable();
    for (first, last) in pages {
        let above = tables.last().filter(|above: &&FoundTable| above.lines.1 + PAGE_FOOT >= first);
        if zone::is_worth_reading(source, first, last, above.is_some()) {
            let hints = Hints { skipped: &skipped, ..hints };
            let own = on_page(source, first, last, hints, above);
            tables.extend(own);
        }
    }
    continued::join(source, tables)
}

/// True if any word of `text` is a number.
pub(super) fn has_number(text: &str) -> bool {
    text.split_whitespace().any(|word| lex::kind(word) == lex::Kind::Number)
}

/// True for a line with the look of a row: at most a label, and two numbers or more behind it, each apart.
pub(super) fn is_row_of_numbers(text: &str) -> bool {
    let mut words = Vec::new();
    if text.len() <= line::LONGEST_LINE {
        lex::words(text, 0, &mut words);
    }
    let value = |word: &lex::Word| word.kind != lex::Kind::Text;
    let wide = words.windows(2).position(|pair| pair[1].x0 - pair[0].x1 >= 2);
    let label = wide.map_or_else(|| words.iter().take_while(|word| !value(word)).count(), |at| at + 1);
    let numbers = words[label..].iter().filter(|word| word.kind == lex::Kind::Number).count();
    // One space apart, numbers are a row if there is little else.
    let enough = if wide.is_some() { 2 } else { 3.max(label) };
    numbers >= enough && words[label..].iter().all(value)
}

/// The lines of running heads that count the pages.
pub(super) fn running_heads(source: &Source) -> Vec<u32> {
    let pages = zone::pages(source, 1, source.lines().count() + 1);
    zone::running(source, &pages).into_iter().map(|span| source.line_of(span.end)).collect()
}

/// The lines of the notes that begin directly below `table`.
pub(super) fn notes_below(source: &Source, table: &FoundTable) -> Vec<u32> {
    let mut lines = Vec::new();
    let mut blank = 0;
    for line in table.lines.1 + 1..=source.lines().count() {
        let text = source.slice(source.line_span(line)).trim();
        match text.is_empty() {
            true if blank == NOTE_GAP => break,
            true => blank += 1,
            false if is_row_of_numbers(text) => break,
            false if notes::begins_note(text) || blank == 0 && !lines.is_empty() => {
                lines.push(line);
                blank = 0;
            }
            false => break,
        }
    }
    lines
}

/// So many blank lines may stand above a note.
const NOTE_GAP: u32 = 1;

/// A table that goes on on the next page ends at most so many lines above it.
const PAGE_FOOT: u32 = 40;

/// The whole pages that `region` touches.
pub fn pages(source: &Source, region: Span) -> Span {
    let page = |offset: u32| source.page_of(offset);
    let (first, last) = (page(region.start), page(region.end.saturating_sub(1).max(region.start)));
    let lines = 1..=source.lines().count();
    let (mut low, mut high) =
        (source.line_of(region.start), source.line_of(region.end.saturating_sub(1).max(region.start)));
    while low > *lines.start() && page(source.line_span(low - 1).end) == first {
        low -= 1;
    }
    while high < *lines.end() && page(source.line_span(high + 1).end) == last {
        high += 1;
    }
    source.line_span(low).cover(source.line_span(high))
}

/// The tables in lines `first` up to, not including, `last` of one page.
fn on_page(source: &Source, first: u32, last: u32, hints: Hints<'_>, above: Option<&FoundTable>) -> Vec<FoundTable> {
    let mut page = line::Page::new(source, first, last, hints.skipped);
    signs::join(&mut page);
    raised::join(&mut page);
    let mut taken = vec![false; page.lines.len()];
    let mut tables = drawn::tables(&page, &mut taken);
    if page.lines.iter().any(|line| line.class == line::Class::Multi) {
        prose::mark(&mut page);
        for zone in zone::zones(&page, &taken) {
            tables.extend(stretch::tables(&page, &zone, hints.starts));
        }
    }
    for table in &tables {
        let lines = page.index_of(table.lines.0)..=page.index_of(table.lines.1);
        // Without a header it may be the numbers of a table that has lost its layout.
        if table.header_rows > 0 {
            taken[lines].fill(true);
        }
    }
    let loose = loose::tables(&page, &taken);
    let over = |a: &FoundTable, b: &FoundTable| a.lines.0 <= b.lines.1 && b.lines.0 <= a.lines.1;
    tables.retain(|table| !loose.iter().any(|other| over(table, other)));
    tables.extend(loose);
    for table in &tables {
        taken[page.index_of(table.lines.0)..=page.index_of(table.lines.1)].fill(true);
    }
    tables.extend(stream::tables(&page, &taken));
    let page_of = |line: u32| source.page_of(source.line_span(line).end);
    if let Some(above) = above.filter(|above| !above.tracks.is_empty() && page_of(above.lines.1) + 1 == page_of(first))
        && let Some(rest) = build::rest(&page, above)
        && tables.iter().all(|table| rest.lines.1 < table.lines.0)
    {
        tables.push(rest);
    }
    tables.sort_by_key(|table| table.lines);
    tables
}
