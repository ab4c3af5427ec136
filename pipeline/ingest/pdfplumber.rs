//! The JSON of pdfplumber: pages of characters (`pdfplumber --format json`, `page.objects`), of words (`extract_words`) or
//! of text, with or without tables (`extract_tables`), become layout text in which each table stands in its place.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::canvas::{Canvas, NewCell, Refusal};
use super::glyphs::{self, Kind, Line};
use super::json::{Walk, is_table, pointer, scalar};
use super::spots::Spots;
use super::{Input, UNPLACED_TEXT, limits};
use crate::finding::Findings;
use crate::source::Span;

/// A page, and where it stands in the file.
struct Page<'v> {
    at: String,
    number: Option<u64>,
    content: Content<'v>,
}

enum Content<'v> {
    /// What `page.to_dict()` gives, or a part of it.
    Members(&'v Value),
    /// Characters or words alone.
    Items(&'v [Value]),
}

/// The members of a page that draw it or are read here; what it has beside them is text like any other.
const OWN: [&str; 25] = [
    "page_number",
    "page",
    "page_no",
    "initial_doctop",
    "rotation",
    "cropbox",
    "mediabox",
    "bbox",
    "width",
    "height",
    "chars",
    "char",
    "objects",
    "words",
    "text",
    "tables",
    "table",
    "lines",
    "rects",
    "curves",
    "images",
    "edges",
    "annots",
    "hyperlinks",
    "layout",
];

/// True for what pdfplumber writes of pages; its tables alone are arrays of arrays like any other.
pub(super) fn is(value: &Value) -> bool {
    !pages(value).is_empty()
}

fn pages(value: &Value) -> Vec<Page<'_>> {
    let number = |page: &Value| ["page_number", "page", "page_no"].iter().find_map(|key| page[*key].as_u64());
    let member = |at: String, page| Page { at, number: number(page), content: Content::Members(page) };
    let listed = |items: &'_ [Value]| items.iter().all(Value::is_object) && items.iter().any(is_page);
    if let Some(pages) = value["pages"].as_array().filter(|pages| listed(pages)) {
        return pages.iter().enumerate().map(|(at, page)| member(format!("/pages/{at}"), page)).collect();
    }
    if is_page(value) {
        return vec![member(String::new(), value)];
    }
    let Some(items) = value.as_array() else { return Vec::new() };
    let page = |at: String, items| Page { at, number: None, content: Content::Items(items) };
    if are_glyphs(items) {
        return vec![Page { number: glyphs::page_of(&items[0]), ..page(String::new(), items) }];
    }
    if listed(items) {
        return items.iter().enumerate().map(|(at, page)| member(format!("/{at}"), page)).collect();
    }
    let lists = || items.iter().map(|item| item.as_array().map_or(&[][..], Vec::as_slice)).enumerate();
    if items.iter().all(Value::is_array)
        && lists().any(|(_, items)| are_glyphs(items))
        && lists().all(|(_, items)| items.is_empty() || are_glyphs(items))
    {
        return lists().map(|(at, items)| page(format!("/{at}"), items)).collect();
    }
    Vec::new()
}

/// True for an object with characters or words, or with tables and a number or a text.
fn is_page(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    let is_numbered = || ["page_number", "page", "page_no", "text"].into_iter().any(has);
    placed(value).is_some() || is_numbered() && ["tables", "table"].into_iter().any(|key| value[key].is_array())
}

/// True for characters or words with their places: these members together stand in no table of data.
fn are_glyphs(items: &[Value]) -> bool {
    items.first().is_some_and(|first| glyphs::is(first) && (first["bottom"].is_number() || first["doctop"].is_number()))
}

/// The characters of a page, else its words; and where they stand in it.
fn placed(page: &Value) -> Option<(&'static str, Kind, &[Value])> {
    let lists = [
        ("/chars", Kind::Characters),
        ("/objects/char", Kind::Characters),
        ("/char", Kind::Characters),
        ("/words", Kind::Words),
    ];
    lists.into_iter().find_map(|(at, kind)| {
        let items = page.pointer(at)?.as_array()?;
        are_glyphs(items).then_some((at, kind, items.as_slice()))
    })
}

/// Writes the pages.
pub(super) fn write(
    input: &Input<'_>,
    value: &Value,
    canvas: &mut Canvas,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    const FAR: u64 = 5_000;
    let pages = pages(value);
    limits::tables(pages.len())?;
    let mut unplaced = Spots::default();
    let (mut turned, mut tables) = (0, 0);
    if let Some(members) = value.as_object().filter(|_| value["pages"].is_array()) {
        for (key, value) in members.iter().filter(|(key, _)| *key != "pages" && *key != "metadata") {
            Walk::on(canvas, 1).inner(value, &mut String::new(), key, Some(key))?;
        }
    }
    for page in &pages {
        let next = page.number.filter(|number| *number > turned && *number - turned < FAR).unwrap_or(turned + 1);
        // The first page needs no turning.
        for _ in turned.max(1)..next {
            canvas.page();
        }
        turned = next;
        write_page(page, turned, &mut tables, canvas, &mut unplaced)?;
    }
    let message = |count, first: &str| {
        format!(
            "expected pages whose tables, words and texts are made of what stands on them, found {count} that are not, first {first}"
        )
    };
    unplaced.report(input.name, &UNPLACED_TEXT, message, findings);
    Ok(())
}

fn write_page(
    page: &Page<'_>,
    turned: u64,
    count: &mut usize,
    canvas: &mut Canvas,
    unplaced: &mut Spots,
) -> Result<(), Refusal> {
    let mut tables = Vec::new();
    let lines = match page.content {
        Content::Items(items) => {
            let is_word = |item: &Value| item["text"].as_str().is_some_and(|text| text.chars().nth(1).is_some());
            let kind = if items.iter().any(is_word) { Kind::Words } else { Kind::Characters };
            placed_lines(items, &page.at, kind, unplaced)
        }
        Content::Members(members) => {
            for key in ["tables", "table"] {
                collect(&members[key], format!("{}/{key}", page.at), &mut tables);
            }
            page_lines(members, &page.at, unplaced)
        }
    };
    let located = locate(&lines, &tables);
    let mut at = 0;
    while at < lines.len() {
        if let Some((end, table)) = located.get(&at) {
            write_table(&tables[*table], count, canvas)?;
            at = *end;
            continue;
        }
        let line = &lines[at];
        canvas.drawn_line(&line.text, line.places.clone())?;
        if line.gap_below {
            canvas.blank();
        }
        at += 1;
    }
    let mut below: Vec<bool> = vec![true; tables.len()];
    located.values().for_each(|(_, table)| below[*table] = false);
    let printed = lines.iter().flat_map(|line| letters(&line.text)).fold(BTreeMap::new(), counted);
    for table in tables.iter().zip(below).filter_map(|(table, below)| below.then_some(table)) {
        // A page whose text lacks the table was cut around it; where it has it, the table stands twice from here on.
        let own = table.letters().fold(BTreeMap::new(), counted);
        if !own.is_empty() && own.iter().all(|(letter, count)| printed.get(letter) >= Some(count)) {
            unplaced.add(NOWHERE, || format!("{}, which stands below its page a second time", table.at));
        }
        write_table(table, count, canvas)?;
    }
    if let Content::Members(members) = page.content {
        for (key, value) in members.as_object().into_iter().flatten().filter(|(key, _)| !OWN.contains(&key.as_str())) {
            Walk::on(canvas, turned).inner(value, &mut page.at.clone(), key, Some(key))?;
        }
    }
    Ok(())
}

const NOWHERE: Span = Span { start: 0, end: 0 };

fn counted(mut counts: BTreeMap<char, usize>, letter: char) -> BTreeMap<char, usize> {
    *counts.entry(letter).or_default() += 1;
    counts
}

/// What is left of a text where blanks say nothing.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control())
}

/// The lines of a page: those of its characters, else of its words, else of its text.
fn page_lines(page: &Value, at: &str, unplaced: &mut Spots) -> Vec<Line> {
    let text = page["text"].as_str().unwrap_or_default();
    let Some((member, kind, items)) = placed(page) else {
        let place = pointer(&format!("{at}/text"));
        let line = |text: &str| {
            let text = text.replace(|c: char| c.is_control() && c != '\t', " ");
            let length = text.trim().len();
            let front = text.len() - text.trim_start().len();
            let span = (length > 0).then(|| (Span::new(front, front + length), place.clone()));
            Line { text, places: span.into_iter().collect(), gap_below: false }
        };
        return text.lines().map(line).collect();
    };
    let lines = placed_lines(items, &format!("{at}{member}"), kind, unplaced);
    let words = page["words"].as_array().filter(|_| member != "/words").map(Vec::as_slice).unwrap_or_default();
    let words = words.iter().filter_map(|word| word["text"].as_str()).flat_map(letters);
    let printed = mixed(lines.iter().flat_map(|line| letters(&line.text)));
    for (key, other) in [("words", mixed(words)), ("text", mixed(letters(text)))] {
        if other != 0 && other != printed {
            unplaced.add(NOWHERE, || format!("{at}/{key}, which is left out"));
        }
    }
    lines
}

fn placed_lines(items: &[Value], at: &str, kind: Kind, unplaced: &mut Spots) -> Vec<Line> {
    let (lines, without) = glyphs::lines(items, at, kind);
    for index in without {
        unplaced.add(NOWHERE, || format!("{at}/{index}, which has no place and is left out"));
    }
    lines
}

/// A table of a page.
struct Table<'v> {
    at: String,
    rows: &'v [Value],
}

impl Table<'_> {
    fn letters(&self) -> impl Iterator<Item = char> + '_ {
        let cells = self.rows.iter().filter_map(Value::as_array).flatten();
        cells.filter_map(scalar).flat_map(|text| letters(&text).collect::<Vec<_>>())
    }
}

/// The tables in a member of a page: of `extract_tables`, of `extract_table`, or in objects that say more about them.
fn collect<'v>(value: &'v Value, at: String, tables: &mut Vec<Table<'v>>) {
    match value {
        Value::Array(rows) if is_table(rows) => tables.push(Table { at, rows }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{at}/{index}"), tables);
            }
        }
        // The places of cells are no cells.
        Value::Object(members) => {
            for (key, item) in members.iter().filter(|(key, _)| !matches!(key.as_str(), "cells" | "bbox")) {
                collect(item, format!("{at}/{key}"), tables);
            }
        }
        _ => {}
    }
}

/// A sum that does not depend on the order of what is added.
fn mixed(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |sum, letter| sum.wrapping_add(mix(letter)))
}

/// The steps of SplitMix64.
fn mix(letter: char) -> u64 {
    let mut bits = u64::from(u32::from(letter)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Where tables stand among lines: for the first line of each, the line behind it and the table. A table stands in the
/// lines that are made of the same characters, in whatever order: a wrapped cell mixes its row's.
fn locate(lines: &[Line], tables: &[Table<'_>]) -> BTreeMap<usize, (usize, usize)> {
    let mut sums = vec![0_u64];
    for line in lines {
        sums.push(sums[sums.len() - 1].wrapping_add(mixed(letters(&line.text))));
    }
    // Where a sum stands more than once, blank lines stand between: the last place is the nearest to what follows.
    let starts: HashMap<u64, usize> = sums.iter().enumerate().map(|(at, sum)| (*sum, at)).collect();
    let mut free = vec![true; lines.len()];
    let mut located = BTreeMap::new();
    let mut from = 0;
    // Tables that are on no page are looked for on all of it: a page of thousands of them is not worth that.
    let mut left = 100 * (lines.len() + tables.len());
    for (at, table) in tables.iter().enumerate() {
        let wanted = mixed(table.letters());
        let window = |end: usize| {
            let start = *starts.get(&sums[end].wrapping_sub(wanted))?;
            (start < end && wanted != 0).then_some((start, end))
        };
        // Tables come in the order of the page; the first search is behind the one before.
        let ends = (from + 1..=lines.len()).chain(1..=from.min(lines.len())).take(left);
        let own = |table: &Table<'_>| table.letters().fold(BTreeMap::new(), counted);
        let printed = |lines: &[Line]| lines.iter().flat_map(|line| letters(&line.text)).fold(BTreeMap::new(), counted);
        let is_it = |&(start, end): &(usize, usize)| {
            free[start..end].iter().all(|free| *free) && printed(&lines[start..end]) == own(table)
        };
        let found = ends.inspect(|_| left -= 1).filter_map(window).find(is_it);
        let Some((start, end)) = found else { continue };
        free[start..end].iter_mut().for_each(|free| *free = false);
        located.insert(start, (end, at));
        from = end;
    }
    located
}

fn write_table(table: &Table<'_>, count: &mut usize, canvas: &mut Canvas) -> Result<(), Refusal> {
    *count += 1;
    limits::tables(*count)?;
    canvas.blank();
    canvas.begin_grid(None, None, None);
    for (number, row) in (1_u32..).zip(table.rows) {
        canvas.begin_row(number);
        for (column, cell) in (0_u32..).zip(row.as_array().into_iter().flatten()) {
            let text = scalar(cell).unwrap_or_default();
            let cell = NewCell { column, rows: 1, columns: 1, text: &text };
            canvas.cell(&cell, pointer(&format!("{}/{}/{column}", table.at, number - 1)))?;
        }
    }
    canvas.end_grid();
    canvas.blank();
    Ok(())
}
