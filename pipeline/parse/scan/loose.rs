//! Tables in text that has lost its layout: words one space apart, cells of a row on lines of their own. The columns
//! are told from type and repetition.
//!
//! A header of n words stands above rows of n - 1 numbers, each below its label; above rows of n words; or above records
//! that each begin with a label and a number.

use super::evidence::is_of_code;
use super::lex::{Kind, Word};
use super::line::{Class, Page, Segment};
use super::rows::balance;
use super::{FoundTable, GridCell};
use crate::model::Cell;
use crate::source::Span;

/// Tables of the page among the lines that `taken` says nothing of.
pub(super) fn tables(page: &Page<'_>, taken: &[bool]) -> Vec<FoundTable> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.lines.len() {
        let free = |at: usize| !taken.get(at).copied().unwrap_or(true);
        let names = names(page, at).filter(|_| free(at));
        let Some(names) = names else {
            at += 1;
            continue;
        };
        let table = below_labels(page, at, &names, taken)
            .or_else(|| even_rows(page, at, &names, taken))
            .or_else(|| records(page, at, &names, taken));
        match table {
            Some((table, next)) => {
                found.push(table);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The fewest and most columns that such a header has.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=12;

/// How far, in lines that are not blank, one row's numbers may be from the next one's.
const REACH: usize = 6;

/// The words of line `at` if they may name columns: all of them text, short, none of them prose.
fn names(page: &Page<'_>, at: usize) -> Option<Vec<Word>> {
    let segments = &page.lines[at].segments;
    let [only] = segments[..] else { return None };
    let words = line_words(page, segments)?;
    // In a header the names begin with capitals, or have no case.
    let small = words.iter().filter(|word| page.word(word).chars().next().is_some_and(char::is_lowercase)).count();
    if is_of_code(page.text(&only))
        || only.prose
        || 2 * small > words.len()
        || matches!(page.lines[at].class, Class::Caption | Class::Figure)
    {
        return None;
    }
    let short = |word: &Word| word.kind == Kind::Text && word.x1 - word.x0 <= 20;
    // "Pop." is short for a name; a sentence ends behind its last word.
    let bare = |word: &Word| !page.word(word).ends_with(['，', '。', '、', ',', '；', ';', ':', '：']);
    let stop = |word: &Word| {
        let text = page.word(word);
        text.ends_with('.') && (word.end == words[words.len() - 1].end || text.contains(|ch: char| ch.is_ascii_digit()))
    };
    // "} else {", "LIMIT = 12": no names.
    let begins = |word: &Word| page.word(word).starts_with(|ch: char| ch.is_alphabetic() || "(（[#%№".contains(ch));
    let lettered =
        |word: &Word| begins(word) && page.word(word).contains(|ch: char| ch.is_alphabetic() || "#%№".contains(ch));
    // "A (formerly the" is no row of names.
    let bare = |word: &Word| bare(word) && !stop(word) && lettered(word) && balance(page.word(word)) == 0;
    (COLUMNS.contains(&words.len()) && words.iter().all(|word| short(word) && bare(word))).then(|| words.to_vec())
}

fn line_words<'p>(page: &'p Page<'_>, segments: &[Segment]) -> Option<&'p [Word]> {
    let (first, last) = (segments.first()?, segments.last()?);
    Some(&page.words[first.first as usize..last.last as usize])
}

fn words_of<'p>(page: &'p Page<'_>, at: usize) -> &'p [Word] {
    line_words(page, &page.lines[at].segments).unwrap_or_default()
}

/// Rows of numbers, each below the lines of its label.
fn below_labels(page: &Page<'_>, head: usize, names: &[Word], taken: &[bool]) -> Option<(FoundTable, usize)> {
    let count = names.len() - 1;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut label: Vec<Span> = Vec::new();
    let mut last = head;
    let mut skipped = 0;
    for at in head + 1..page.lines.len() {
        let words = words_of(page, at);
        if words.is_empty() {
            continue;
        }
        if taken.get(at) == Some(&true) {
            break;
        }
        let numbers = words.iter().all(|word| matches!(word.kind, Kind::Number | Kind::Void));
        if numbers && words.len() == count && !label.is_empty() {
            let label = std::mem::take(&mut label);
            rows.push(std::iter::once(Cell { spans: label }).chain(words.iter().map(cell)).collect());
            last = at;
            skipped = 0;
        } else if let Some(cut) =
            words.len().checked_sub(count).filter(|&cut| cut > 0 && label.is_empty() && is_row(words, cut))
        {
            // The label stands on the line of its numbers.
            let label = Cell::new(line_span(&words[..cut]));
            rows.push(std::iter::once(label).chain(words[cut..].iter().map(cell)).collect());
            last = at;
            skipped = 0;
        } else if skipped >= REACH || words[words.len() - 1].x1 > 40 {
            break;
        } else {
            skipped += 1;
            label.push(line_span(words));
        }
    }
    (rows.len() >= 2).then(|| (table(page, head, last, names, rows), last + 1))
}

/// True if `words` are a label of up to `cut` words and numbers behind it.
fn is_row(words: &[Word], cut: usize) -> bool {
    let value = |word: &Word| matches!(word.kind, Kind::Number | Kind::Void);
    cut <= LABEL_WORDS && words[..cut].iter().all(|word| !value(word)) && words[cut..].iter().all(value)
}

/// A label on the line of its numbers has at most so many words.
const LABEL_WORDS: usize = 6;

/// Rows of as many words as there are names, one below the other: where the first has a number, all have one.
fn even_rows(page: &Page<'_>, head: usize, names: &[Word], taken: &[bool]) -> Option<(FoundTable, usize)> {
    let first = line_words(page, &page.lines.get(head + 1)?.segments)?;
    let is_number = |word: &Word| word.kind == Kind::Number;
    // The first column may only count the rows.
    if first.len() != names.len() || !first[1..].iter().any(is_number) || first.iter().all(is_number) {
        return None;
    }
    let alike = |(word, above): (&Word, &Word)| word.kind == Kind::Void || is_number(word) == is_number(above);
    let even = |&at: &usize| {
        let words = words_of(page, at);
        words.len() == first.len() && taken.get(at) == Some(&false) && words.iter().zip(first).all(alike)
    };
    let lines: Vec<usize> = (head + 1..page.lines.len()).take_while(even).collect();
    let last = *lines.last().filter(|_| lines.len() >= EVEN_ROWS)?;
    let rows = lines.iter().map(|&at| words_of(page, at).iter().map(cell).collect()).collect();
    Some((table(page, head, last, names, rows), last + 1))
}

/// Fewer lines of as many words may be prose.
const EVEN_ROWS: usize = 3;

/// Records that begin with a label and a number, and go on over lines and paragraphs.
fn records(page: &Page<'_>, head: usize, names: &[Word], taken: &[bool]) -> Option<(FoundTable, usize)> {
    let rest = names.len() - 2;
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut end = head + 1;
    let mut blank = 0;
    let mut lines = 0;
    for at in head + 1..page.lines.len() {
        let words = words_of(page, at);
        if words.is_empty() {
            blank += 1;
            if blank > 2 {
                break;
            }
            continue;
        }
        if taken.get(at) == Some(&true) {
            break;
        }
        blank = 0;
        if let Some(number) = record_number(page, words) {
            starts.push((at, number));
            lines = 0;
        } else if starts.is_empty() || lines > 8 {
            break;
        }
        lines += 1;
        end = at + 1;
    }
    // "Figure 1", "Figure 2": a list of what is numbered, no records with labels of their own.
    let label = |&(at, number): &(usize, usize)| page.source.slice(line_span(&words_of(page, at)[..number]));
    if starts.len() < 3 || starts.iter().all(|start| label(start) == label(&starts[0])) {
        return None;
    }
    let mut rows = Vec::new();
    let mut last = head;
    for (index, &(at, number)) in starts.iter().enumerate() {
        let until = starts.get(index + 1).map_or(end, |next| next.0);
        let words = words_of(page, at);
        let mut row = vec![Cell::new(line_span(&words[..number])), cell(&words[number])];
        // Paragraphs are cells; one paragraph with several parts is cut between Chinese words.
        let mut parts: Vec<Vec<Span>> = Vec::new();
        let behind = &words[number + 1..];
        if !behind.is_empty() {
            parts.push(vec![line_span(behind)]);
        }
        let mut before = at;
        for next in at + 1..until {
            let words = words_of(page, next);
            if words.is_empty() {
                continue;
            }
            let room = parts.len() < rest;
            match parts.last_mut() {
                Some(part) if next == before + 1 => part.push(line_span(words)),
                _ if room => parts.push(vec![line_span(words)]),
                _ => break,
            }
            before = next;
        }
        if parts.len() == 1 && rest == 2 && before == at {
            let cut = boundary(page, behind);
            parts = vec![vec![line_span(&behind[..cut])]];
            if cut < behind.len() {
                parts.push(vec![line_span(&behind[cut..])]);
            }
        }
        last = before;
        row.extend(parts.into_iter().map(|spans| Cell { spans }));
        rows.push(row);
    }
    Some((table(page, head, last, names, rows), last + 1))
}

/// The number of a record's first line: behind a label of one to three words.
fn record_number(page: &Page<'_>, words: &[Word]) -> Option<usize> {
    let number = words.iter().position(|word| word.kind == Kind::Number)?;
    let plain = page.word(&words[number]).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    ((1..=3).contains(&number) && plain).then_some(number)
}

/// Where a new cell begins: a blank between two Chinese characters. One beside a digit or a Latin letter is only how
/// such words are set.
fn boundary(page: &Page<'_>, words: &[Word]) -> usize {
    let wide = |ch: Option<char>| ch.is_some_and(|ch| ch >= '\u{2e80}');
    (1..words.len())
        .rev()
        .find(|&at| wide(page.word(&words[at - 1]).chars().last()) && wide(page.word(&words[at]).chars().next()))
        .unwrap_or(words.len())
}

fn cell(word: &Word) -> Cell {
    Cell::new(Span { start: word.start, end: word.end })
}

fn line_span(words: &[Word]) -> Span {
    Span { start: words[0].start, end: words[words.len() - 1].end }
}

fn table(page: &Page<'_>, head: usize, last: usize, names: &[Word], rows: Vec<Vec<Cell>>) -> FoundTable {
    let size = (rows.len() as u32 + 1, names.len() as u32);
    let header = names.iter().map(cell).collect();
    let mut cells = Vec::new();
    for (row, line) in std::iter::once::<Vec<Cell>>(header).chain(rows).enumerate() {
        for (column, cell) in line.into_iter().enumerate() {
            cells.push(GridCell { row: row as u32, column: column as u32, rows: 1, columns: 1, cell });
        }
    }
    let lines = (page.lines[head].number, page.lines[last].number);
    FoundTable { header_rows: 1, ..FoundTable::new(page.source, lines, size, cells) }
}
