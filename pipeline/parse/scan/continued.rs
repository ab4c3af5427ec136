//! Tables that go on over pages: the tables of all pages go in, those whose parts belong together come out as one.

use std::collections::BTreeMap;

use super::{FoundTable, lex};
use crate::source::{Source, Span};

/// Puts a table and the one that begins the next page together, where the second goes on with the first.
pub(super) fn join(source: &Source, tables: Vec<FoundTable>) -> Vec<FoundTable> {
    let mut joined: Vec<FoundTable> = Vec::with_capacity(tables.len());
    let mut furniture: Option<Furniture> = None;
    // The names of the last of them: they stay as it grows.
    let mut names: Option<Vec<String>> = None;
    for table in tables {
        if let Some(above) = joined.last_mut().filter(|above| is_next(source, above, &table)) {
            let furniture = furniture.get_or_insert_with(|| Furniture::new(source));
            if let Some(join) = Join::of(source, above, &mut names, &table, furniture) {
                append(above, table, join);
                continue;
            }
        }
        names = None;
        joined.push(table);
    }
    joined.retain(|table| !table.tentative);
    joined
}

/// More lines between two parts are no furniture.
const MOST_BETWEEN: u32 = 60;

/// True if `below` may go on with `above` by its place and width.
fn is_next(source: &Source, above: &FoundTable, below: &FoundTable) -> bool {
    if above.size.1 != below.size.1 || below.lines.0 <= above.lines.1 || below.lines.0 - above.lines.1 > MOST_BETWEEN {
        return false;
    }
    let page = source.page_of(source.line_span(above.lines.1).end);
    // A very long page is read in parts.
    below.page == page + 1 || below.page == page && below.lines.0 == above.lines.1 + 1 && below.header_rows == 0
}

/// What becomes of the header of the second part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    /// It has none, or the first one's again.
    Without,
    /// Its first row is the header again: with too few rows below it, it was not taken for one.
    Again,
    /// It is a row: the first one of a table of text was taken for names.
    AsRows,
}

impl Join {
    fn of(
        source: &Source,
        above: &FoundTable,
        above_names: &mut Option<Vec<String>>,
        below: &FoundTable,
        furniture: &Furniture,
    ) -> Option<Join> {
        let mut marked = below.caption.is_some_and(|span| is_mark(source.slice(span)));
        let caption = |table: &FoundTable| table.caption.map(|span| bare(source.slice(span)));
        let same = below.caption.is_some() && caption(above) == caption(below);
        let mut strangers = 0;
        for line in above.lines.1 + 1..below.lines.0 {
            let span = source.line_span(line);
            let text = source.slice(span).trim();
            if text.is_empty() {
                continue;
            }
            marked |= is_mark(text);
            let own = below.caption.is_some_and(|caption| span.contains(caption));
            let unit = below.units.iter().any(|&unit| span.contains(unit));
            if !own && begins_caption(text) && !is_mark(text) {
                return None;
            }
            strangers += usize::from(!(own || unit || is_mark(text) || furniture.is(text)));
        }
        if below.caption.is_some() && !marked && !same || strangers > if marked || same { MOST_STRANGERS } else { 0 } {
            return None;
        }
        if below.header_rows == 0 {
            let mut names = above_names.get_or_insert_with(|| above.names(source)).iter();
            let again = above.header_rows == 1
                && below.cells.iter().filter(|cell| cell.row == 0).count() >= 2
                && (0..below.size.1).all(|column| {
                    let own = below.cells.iter().find(|cell| (cell.row, cell.column) == (0, column));
                    names.next().is_some_and(|name| *name == own.map(|cell| cell.text(source)).unwrap_or_default())
                });
            if again {
                return Some(Join::Again);
            }
            return (marked || same || same_places(above, below)).then_some(Join::Without);
        }
        let names = below.names(source);
        if names.iter().filter(|name| !name.is_empty()).count() >= 2
            && *above_names.get_or_insert_with(|| above.names(source)) == names
        {
            return Some(Join::Without);
        }
        (below.header_rows == 1 && !below.numeric && !above.numeric && same_places(above, below))
            .then_some(Join::AsRows)
    }
}

/// Lines of the caption, notes and the like, where the text says that the table goes on.
const MOST_STRANGERS: usize = 12;

/// True if the columns stand at the same places, as a whole perhaps moved.
fn same_places(above: &FoundTable, below: &FoundTable) -> bool {
    if above.tracks.is_empty() || above.tracks.len() != below.tracks.len() {
        return false;
    }
    let pairs = || above.tracks.iter().zip(&below.tracks);
    let mut all: Vec<i32> = pairs().flat_map(|(a, b)| [b.left - a.left, b.right - a.right]).collect();
    all.sort_unstable();
    let moved = all[all.len() / 2];
    let off = pairs().filter(|(a, b)| {
        (b.left - a.left - moved).abs().min((b.right - a.right - moved).abs()) > PLAY || a.value != b.value
    });
    off.count() <= above.tracks.len() / 4
}

/// How far a column may be from where it stood on the page before: numbers of other lengths, rounding of positions.
const PLAY: i32 = 3;

fn append(above: &mut FoundTable, below: FoundTable, join: Join) {
    let skip = match join {
        Join::Without => below.header_rows,
        Join::Again => 1,
        Join::AsRows => 0,
    };
    let offset = above.size.0;
    above.repeated.extend(below.caption.iter().chain(&below.repeated));
    above.repeated.extend(below.units.iter().copied());
    for mut cell in below.cells {
        if cell.row < skip {
            above.repeated.extend(cell.cell.spans);
            continue;
        }
        cell.row = cell.row - skip + offset;
        above.cells.push(cell);
    }
    above.crowded.extend(below.crowded.iter().filter(|&&row| row >= skip).map(|row| row - skip + offset));
    above.size.0 += below.size.0 - skip;
    above.lines.1 = below.lines.1;
    above.evidence.aligned = above.evidence.aligned.min(below.evidence.aligned);
    above.evidence.filled = above.evidence.filled.min(below.evidence.filled);
    if let (Some(a), Some(b)) = (&mut above.rival, below.rival)
        && a.size.1 == b.size.1
    {
        append(a, *b, join);
    }
}

/// True for what says that a table goes on: `Table 3 (continued)`, `续表`, `（续上表）`, `continued on next page`.
pub(super) fn is_mark(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 240 {
        return false;
    }
    if text.is_ascii() || !text.contains('续') {
        let words =
            || text.split(|ch: char| !ch.is_alphabetic() && ch != '\'' && ch != '’').filter(|word| !word.is_empty());
        let goes_on = |word: &str| {
            ["continued", "cont", "contd", "cont'd", "cont’d"].iter().any(|mark| word.eq_ignore_ascii_case(mark))
        };
        // In a sentence the word means something else.
        let alone = words().count() <= 4;
        let closes = text.ends_with([')', ']']) && words().next_back().is_some_and(goes_on)
            || words().next_back().is_some_and(goes_on);
        return (alone || begins_caption(text) && closes) && words().any(goes_on);
    }
    let bare: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
    let short = bare.chars().count() <= 12;
    bare.starts_with("续表")
        || short
            && (bare.contains("续上表")
                || bare.contains("续下表")
                || bare.contains("接上表")
                || bare.contains("续前表"))
        || short && matches!(&*bare, "续" | "（续）" | "(续)" | "（续前页）" | "（续上页）" | "续上页")
        || begins_caption(text) && (bare.contains("（续") || bare.contains("(续") || bare.ends_with('续'))
}

fn begins_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
    lex::is_caption_word(first)
        && (!first.is_ascii()
            || first.ends_with(['.', ':'])
            || words.next().is_some_and(|next| lex::counts_caption(next, words.next())))
}

/// A caption without white space and the mark that it goes on.
fn bare(text: &str) -> String {
    let text: String = text.to_lowercase().chars().filter(|ch| ch.is_alphanumeric()).collect();
    let text = text.trim_end_matches("continued").trim_end_matches("contd").trim_end_matches("cont");
    text.trim_end_matches('续').to_owned()
}

/// A line without white space and the number at its end or its beginning, which counts the pages.
fn uncounted(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let counts = |word: &&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words = match words[..] {
        [ref rest @ .., last] if !rest.is_empty() && counts(&last) => rest,
        [first, ref rest @ ..] if !rest.is_empty() && counts(&first) => rest,
        _ => &words,
    };
    bare(&words.concat())
}

/// The lines at the edges of pages that come again on other pages.
struct Furniture {
    times: BTreeMap<String, u32>,
}

/// So many lines at the top and at the foot of a page may be furniture.
const EDGE_LINES: usize = 4;

impl Furniture {
    fn new(source: &Source) -> Furniture {
        let mut times = BTreeMap::new();
        let mut page: Vec<Span> = Vec::new();
        let mut number = 0;
        let mut close = |page: &mut Vec<Span>| {
            let foot = page.len().saturating_sub(EDGE_LINES).max(EDGE_LINES.min(page.len()));
            for at in (0..EDGE_LINES.min(page.len())).chain(foot..page.len()) {
                *times.entry(uncounted(source.slice(page[at]))).or_insert(0) += 1;
            }
            page.clear();
        };
        for line in 1..=source.lines().count() {
            let span = source.line_span(line);
            let here = source.page_of(span.end);
            if here != number {
                close(&mut page);
                number = here;
            }
            if span.len() <= 240 && !source.slice(span).trim().is_empty() {
                page.push(span);
            }
        }
        close(&mut page);
        Furniture { times }
    }

    /// True for a page number, or a line that stands at the edge of another page too.
    fn is(&self, text: &str) -> bool {
        is_page_number(text) || self.times.get(&uncounted(text)).is_some_and(|&times| times >= 2)
    }
}

/// True for `12`, `- 12 -`, `Page 12 of 30`, `第 12 页 共 30 页`, `xii`.
pub(super) fn is_page_number(text: &str) -> bool {
    let bare: String = text.to_lowercase().chars().filter(|ch| ch.is_alphanumeric()).collect();
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let words: String = bare.chars().filter(|ch| !ch.is_ascii_digit()).collect();
    (1..=8).contains(&digits)
        && matches!(&*words, "" | "page" | "pageof" | "of" | "p" | "第页" | "第页共页" | "页" | "seite")
        || digits == 0 && bare.len() <= 7 && !bare.is_empty() && bare.bytes().all(|byte| b"ivxlc".contains(&byte))
}
