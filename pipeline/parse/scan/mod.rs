//! Finds tables in layout-preserving text by itself: a source goes in, what it holds comes out.

mod build;
mod columns;
mod drawn;
mod evidence;
mod found;
mod grid;
mod header;
mod items;
mod lex;
mod line;
mod loose;
mod notes;
mod prose;
mod rows;
mod zone;

pub use found::{Evidence, FoundRow, FoundTable, GridCell, Scan};
pub use items::{Item, ItemKind};

use crate::finding::{Code, Severity};
use crate::source::{Source, Span};

/// The columns of a table can be read in two ways.
pub static AMBIGUOUS_COLUMNS: Code = Code {
    name: "ambiguous-columns",
    severity: Severity::Warning,
    what: "the rows of a table must agree on how many columns it has",
    why: "where two readings explain the rows equally well, a cell may stand in its neighbour's column",
    example: "Cash     1 200   340\nLoans    2 500   120     # two columns of numbers, or three",
    action: "say in the recipe which columns the table has",
};

/// The codes that scanning reports.
pub static CODES: &[&Code] = &[&AMBIGUOUS_COLUMNS];

/// Finds everything that `source` holds. Never fails; a text without tables has none.
pub fn scan(source: &Source) -> Scan {
    let tables = tables(source, source.span());
    let items = items::list(source, &tables);
    Scan { tables, items }
}

/// Finds the tables in the lines that `region` touches.
pub fn tables(source: &Source, region: Span) -> Vec<FoundTable> {
    let (top, end) = (source.line_of(region.start), source.line_of(region.end.saturating_sub(1).max(region.start)) + 1);
    let mut tables = Vec::new();
    for (first, last) in zone::pages(source, top, end) {
        if !zone::is_worth_reading(source, first, last) {
            continue;
        }
        let mut page = line::Page::new(source, first, last);
        let mut taken = vec![false; page.lines.len()];
        let from = tables.len();
        tables.extend(drawn::tables(&page, &mut taken));
        if page.lines.iter().any(|line| line.class == line::Class::Multi) {
            prose::mark(&mut page);
            for zone in zone::zones(&page, &taken) {
                tables.extend(build::tables(&page, &zone));
            }
        }
        for table in &tables[from..] {
            let lines = (table.lines.0 - first) as usize..=(table.lines.1 - first) as usize;
            // Without a header it may be the numbers of a table that has lost its layout.
            if table.header_rows > 0 {
                taken[lines].fill(true);
            }
        }
        let loose = loose::tables(&page, &taken);
        let over = |a: &FoundTable, b: &FoundTable| a.lines.0 <= b.lines.1 && b.lines.0 <= a.lines.1;
        let kept = tables.split_off(from).into_iter().filter(|table| !loose.iter().any(|other| over(table, other)));
        let mut own: Vec<FoundTable> = kept.collect();
        own.extend(loose);
        own.sort_by_key(|table| table.lines);
        tables.extend(own);
    }
    tables
}
