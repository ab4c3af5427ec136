//! The line ledger: what the reads of a text claim goes in, each line's bucket comes out.
//!
//! A row of numbers that no dataset reads is unaccounted, whatever words stand in it; prose is what remains.

use super::scan::{self, FoundTable};
use super::{Frame, Parsed};
use crate::model::{Bucket, Ledger};
use crate::source::{Source, Span, is_blank};

/// What became of each line of a text.
pub fn ledger(source: &Source, frame: &Frame, parsed: &Parsed) -> Ledger {
    let Parsed { tables, figures, unpaired, sections, marks, .. } = parsed;
    let mut lines = Ledger::new(source.lines().count());
    let ledger = &mut lines;
    for &(span, bucket) in marks {
        mark(source, ledger, span, bucket);
    }
    let of_tables = tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.cells.iter().flatten());
    let of_figures =
        figures.iter().flat_map(|figure| std::iter::once(&figure.value).chain(&figure.others).chain(&figure.as_of));
    let of_unpaired = unpaired.iter().flat_map(|series| &series.runs).flat_map(|(_, cells)| cells);
    for cell in of_tables.chain(of_figures).chain(of_unpaired) {
        for &span in &cell.spans {
            mark(source, ledger, span, Bucket::Cell);
        }
    }
    for &span in tables.iter().flat_map(|table| &table.headers) {
        mark(source, ledger, span, Bucket::Header);
    }
    for section in sections {
        mark(source, ledger, section.heading, Bucket::Heading);
    }
    for &span in &frame.ignored {
        mark(source, ledger, span, Bucket::Ignored);
    }
    let open = |ledger: &Ledger, line: u32| ledger.bucket(line) == Bucket::Unaccounted;
    let has_digit = |line: u32| source.slice(source.line_span(line)).contains(|ch: char| ch.is_numeric());
    // Only what nothing claims needs to be looked at closer.
    let any = (1..=source.lines().count()).any(|line| open(ledger, line) && has_digit(line));
    let mut data = vec![false; source.lines().count() as usize + 1];
    // What a reader of inputs could not read is no prose: what it says is not known.
    for span in source.unread() {
        data[source.line_of(span.start) as usize] = true;
    }
    if any {
        let tables = frame.tables.of(source);
        for table in tables {
            of_table(source, table, ledger, &mut data);
        }
        let notes = tables.iter().flat_map(|table| scan::notes_below(source, table));
        for line in notes.filter(|&line| !data[line as usize]) {
            ledger.mark(line, Bucket::Note);
        }
    }
    let furniture = page_numbers(source).into_iter().chain(scan::running_heads(source));
    for line in furniture.filter(|&line| !data[line as usize]) {
        ledger.mark(line, Bucket::Furniture);
    }
    for line in 1..=source.lines().count() {
        let text = source.slice(source.line_span(line));
        if text.chars().all(is_blank) {
            ledger.mark(line, Bucket::Blank);
        } else if !open(ledger, line) || data[line as usize] || scan::is_row_of_numbers(text) {
        } else if !text.chars().any(char::is_alphanumeric) {
            ledger.mark(line, Bucket::Furniture);
        } else if text.chars().any(char::is_alphabetic) {
            ledger.mark(line, Bucket::Prose);
        } else if marks_note(source, line) {
            ledger.mark(line, Bucket::Note);
        }
    }
    lines
}

/// What the lines of a table are that no cell of a dataset stands on. Its rows are marked in `data`.
fn of_table(source: &Source, table: &FoundTable, ledger: &mut Ledger, data: &mut [bool]) {
    let lines = |span: Span| source.line_of(span.start)..=source.line_of(span.end.max(span.start + 1) - 1);
    let held = |ledger: &Ledger, span: Span, bucket| lines(span).any(|line| ledger.bucket(line) == bucket);
    let body = || table.cells.iter().filter(|cell| cell.row >= table.header_rows);
    let is_read = body().any(|cell| cell.cell.spans.iter().any(|&span| held(ledger, span, Bucket::Cell)));
    if is_read {
        let header = table.cells.iter().filter(|cell| cell.row < table.header_rows);
        let header = header.flat_map(|cell| &cell.cell.spans).chain(&table.caption).chain(&table.units);
        for &span in header.chain(&table.repeated) {
            mark(source, ledger, span, Bucket::Header);
        }
    }
    for row in table.rows(source) {
        let spans = || row.cells.iter().flatten().flat_map(|cell| cell.spans.iter().copied());
        let claimed = spans().any(|span| lines(span).any(|line| ledger.bucket(line) != Bucket::Unaccounted));
        let numbers = row.cells.iter().skip(1).flatten().any(|cell| scan::has_number(source.slice(cell.cover())));
        for span in spans() {
            match row.total && is_read && !claimed {
                true => mark(source, ledger, span, Bucket::Total),
                // In a table that is read each row counts, in another one those of numbers.
                false if !claimed && (numbers || is_read) => lines(span).for_each(|line| data[line as usize] = true),
                false => {}
            }
        }
        // A cell that is not read may stand on a line of its own.
        if claimed {
            let bucket = spans().flat_map(lines).map(|line| ledger.bucket(line)).max().unwrap_or_default();
            spans().for_each(|span| mark(source, ledger, span, bucket));
        }
        if let Some(group) = row.group.as_ref().filter(|_| is_read) {
            group.spans.iter().for_each(|&span| mark(source, ledger, span, Bucket::Header));
        }
    }
}

/// A note is a sentence.
const NOTE_WORDS: usize = 6;

/// True for the mark of a note that stands on a line of its own, as `pdftotext` prints raised marks: a small number above
/// a sentence.
fn marks_note(source: &Source, line: u32) -> bool {
    let text = source.slice(source.line_span(line)).trim_matches(is_blank);
    let next = source.slice(source.line_span(line + 1));
    let is_sentence = next.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= NOTE_WORDS;
    (1..=2).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
        && is_sentence
}

/// The lines of page numbers: a number alone at the foot of a page, or at its top, that is one more than that of the page
/// before, or that is the last line of its page and has an empty line above it. Another number may be data.
fn page_numbers(source: &Source) -> Vec<u32> {
    let mut edges: Vec<(u32, Option<u32>, Option<u32>)> = Vec::new();
    for line in 1..=source.lines().count() {
        let span = source.line_span(line);
        if source.slice(span).chars().all(is_blank) {
            continue;
        }
        let page = source.page_of(span.end);
        match edges.last_mut() {
            Some((last, _, foot)) if *last == page => *foot = Some(line),
            _ => edges.push((page, Some(line), Some(line))),
        }
    }
    let number = |line: Option<u32>| -> Option<u32> {
        let text = source
            .slice(source.line_span(line?))
            .trim_matches(|ch: char| is_blank(ch) || matches!(ch, '-' | '–' | '—'));
        (text.len() <= 4).then(|| text.parse().ok()).flatten()
    };
    let is_empty = |line: u32| source.slice(source.line_span(line)).chars().all(is_blank);
    let parted = |foot: &u32| *foot > 1 && number(Some(*foot)).is_some() && is_empty(*foot - 1);
    let mut found: Vec<u32> = edges.iter().filter_map(|(_, _, foot)| *foot).filter(parted).collect();
    for pair in edges.windows(2) {
        let ((one, top, foot), (two, next_top, next_foot)) = (pair[0], pair[1]);
        for (a, b) in [(top, next_top), (foot, next_foot)] {
            if let (Some(x), Some(y)) = (number(a), number(b))
                && y > x
                && y - x == two - one
            {
                found.extend(a.into_iter().chain(b));
            }
        }
    }
    found
}

fn mark(source: &Source, ledger: &mut Ledger, span: Span, bucket: Bucket) {
    for line in source.line_of(span.start)..=source.line_of(span.end.max(span.start + 1) - 1) {
        ledger.mark(line, bucket);
    }
}
