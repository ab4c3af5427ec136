//! Signs in cells of their own, as filings set them so that digits stand below digits: the rows of an HTML table go in;
//! `$` and `1,234`, `(5` and `)`, `12.5` and `%` come out as one cell in one column.

use std::collections::{BTreeMap, BTreeSet};

use super::html::{OpenCell, OpenRow, Words};
use crate::source::is_blank;

/// A cell that is no more than the sign of the number in the cell beside it.
struct Sign {
    at: usize,
    number: usize,
}

impl Sign {
    fn is_front(&self) -> bool {
        self.at < self.number
    }
}

/// Puts signs and their numbers together. Where no row has anything else of its own in the column of the signs, it becomes
/// one with the column of the numbers, so that headings stay above them. Tables without such signs stay as they are.
pub(super) fn join(rows: &mut [OpenRow]) {
    // The columns of signs, and that of the numbers beside each; none where they stand on both sides.
    let mut columns: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    let mut any = false;
    for row in &*rows {
        for sign in signs(row) {
            any = true;
            let (own, number) = (&row.cells[sign.at], &row.cells[sign.number]);
            let (beside, touch) = match sign.is_front() {
                true => (number.column, own.column + 1 == number.column),
                false => (number.column + number.columns - 1, number.column + number.columns == own.column),
            };
            if own.columns == 1 && touch {
                let beside = Some(beside);
                let same = |other: &mut Option<u32>| *other = other.filter(|_| *other == beside);
                columns.entry(own.column).and_modify(same).or_insert(beside);
            }
        }
    }
    if !any {
        return;
    }
    let pairs: BTreeMap<u32, u32> = columns
        .iter()
        .filter_map(|(&sign, &number)| Some((sign, number?)))
        .filter(|(_, number)| !columns.contains_key(number))
        .collect();
    let apart = apart(rows, &pairs);
    for row in &mut *rows {
        for sign in signs(row) {
            let named = pairs.get(&row.cells[sign.at].column).is_some_and(|number| apart.contains(number));
            // "Currency" and "Amount" are two columns; but a bracket that opens beside another one closes there.
            let closes = !sign.is_front() && row.cells[sign.at].words.text.contains([')', '）']);
            if closes || !named {
                put(&mut row.cells, &sign);
            }
        }
    }
    let merged: Vec<(u32, u32)> = pairs.into_iter().filter(|(_, number)| !apart.contains(number)).collect();
    let moved = |column: u32| {
        let at = merged.partition_point(|(sign, _)| *sign < column);
        let column = merged.get(at).filter(|(sign, _)| *sign == column).map_or(column, |(_, number)| *number);
        column - merged.partition_point(|(sign, _)| *sign < column) as u32
    };
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        let (first, last) = (moved(cell.column), moved(cell.column + cell.columns.max(1) - 1));
        (cell.column, cell.columns) = (first, last - first + 1);
    }
    close_up(rows);
}

/// Leaves out the columns in which no cell stands but those that reach over one that stays: the place of a bracket that no
/// number of this year needs, the room between two years.
fn close_up(rows: &mut [OpenRow]) {
    let filled = |cell: &&OpenCell| !cell.words.text.chars().all(is_blank);
    let texts = || rows.iter().flat_map(|row| &row.cells).filter(filled);
    let mut kept: BTreeSet<u32> = texts().filter(|cell| cell.columns == 1).map(|cell| cell.column).collect();
    for cell in texts() {
        if kept.range(cell.column..cell.column + cell.columns).next().is_none() {
            kept.insert(cell.column);
        }
    }
    let kept: Vec<u32> = kept.into_iter().collect();
    let before = |column: u32| kept.partition_point(|own| *own < column) as u32;
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        let (first, behind) = (before(cell.column), before(cell.column + cell.columns));
        (cell.column, cell.columns) = (first, behind - first);
    }
}

/// The columns of numbers beside which a column of signs holds more than signs: of the two, a row has a cell each.
fn apart(rows: &[OpenRow], pairs: &BTreeMap<u32, u32>) -> BTreeSet<u32> {
    let mut apart = BTreeSet::new();
    // What touched a pair last: its row and place there, and the row behind it.
    let mut last: BTreeMap<u32, (usize, usize, usize)> = BTreeMap::new();
    for (above, row) in rows.iter().enumerate() {
        let mut signs = signs(row).into_iter().map(|sign| sign.at).peekable();
        for (at, cell) in row.cells.iter().enumerate() {
            if signs.next_if_eq(&at).is_some() || cell.words.text.chars().all(is_blank) {
                continue;
            }
            let end = cell.column + cell.columns;
            let covers = |column: u32| (cell.column..end).contains(&column);
            for (&sign, &number) in pairs.range(cell.column.saturating_sub(1)..=end) {
                if !covers(sign) && !covers(number) {
                    continue;
                }
                let other = last.insert(number, (above, at, above + cell.rows as usize));
                if other.is_some_and(|(row, other, behind)| (row, other) != (above, at) && behind > above) {
                    apart.insert(number);
                }
            }
        }
    }
    apart
}

/// The signs of a row, from left to right.
fn signs(row: &OpenRow) -> Vec<Sign> {
    let text = |at: usize| row.cells.get(at).map_or("", |cell| cell.words.text.trim_matches(is_blank));
    let mut signs: Vec<Sign> = Vec::new();
    for at in 0..row.cells.len() {
        let sign = text(at);
        if sign.is_empty() || sign.len() > LONGEST {
            continue;
        }
        let opens = |at: usize| text(at).contains(['(', '（']) && !text(at).contains([')', '）']);
        let closes = |at: usize| matches!(text(at), ")" | ")%" | "%)" | "）" | "）%" | "%）" | "）％");
        let front = stands_in_front(sign) && is_amount(text(at + 1));
        if front && (!opens(at) || text(at + 1).ends_with([')', '）']) || closes(at + 2)) {
            signs.push(Sign { at, number: at + 1 });
        } else if at > 0 && is_digits(text(at - 1)) {
            let before = signs.last().is_some_and(|sign| sign.number == at - 1 && sign.is_front() && opens(sign.at));
            if matches!(sign, "%" | "％") || closes(at) && (opens(at - 1) || before) {
                signs.push(Sign { at, number: at - 1 });
            }
        }
    }
    signs
}

/// A sign has at most so many bytes: `HK$ (`.
const LONGEST: usize = 8;

/// True for a currency's sign, an open bracket, or both, and for a minus with them: `$`, `US$`, `(`, `$(`, `-$`. A minus alone
/// may stand for no number.
fn stands_in_front(sign: &str) -> bool {
    let bare: String = sign.chars().filter(|&ch| !matches!(ch, '(' | '（') && !is_blank(ch)).collect();
    let bare = bare.strip_prefix(['-', '−']).filter(|rest| !rest.is_empty()).unwrap_or(&bare);
    let letters = bare.trim_end_matches(['$', '＄', '€', '£', '¥', '￥']);
    let currency =
        letters.len() < bare.len() && letters.len() <= 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let brackets = sign.matches(['(', '（']).count();
    brackets <= 1 && (currency || bare.is_empty() && brackets == 1)
}

/// True for a number, or the dash that stands for none.
fn is_amount(text: &str) -> bool {
    let number = text.starts_with(|ch: char| ch.is_ascii_digit() || matches!(ch, '(' | '.' | '-' | '−' | '–'));
    is_dash(text) || number && text.len() <= LONGEST_NUMBER && text.contains(|ch: char| ch.is_ascii_digit())
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "−")
}

/// A number has at most so many bytes.
const LONGEST_NUMBER: usize = 32;

/// True for what ends with a digit and has no words.
fn is_digits(text: &str) -> bool {
    text.ends_with(|ch: char| ch.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

/// Puts the sign into the cell of its number.
fn put(cells: &mut [OpenCell], sign: &Sign) {
    let own = std::mem::take(&mut cells[sign.at].words);
    let number = &mut cells[sign.number].words;
    let (left, right) = if sign.is_front() { (&own, &*number) } else { (&*number, &own) };
    // "$ —" is no number.
    let between = if is_dash(right.text.trim()) { " " } else { "" };
    let text = format!("{}{between}{}", left.text.trim(), right.text.trim());
    let start = left.bytes.or(right.bytes).map(|bytes| bytes.0);
    let end = right.bytes.or(left.bytes).map(|bytes| bytes.1);
    *number = Words { text, bytes: start.zip(end).map(|(start, end)| (start, end.max(start))) };
}
