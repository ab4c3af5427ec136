//! Tables that follow one another without captions: a zone goes in, the tables of its stretches come out, each of which
//! begins with names of its own.

use std::ops::Range;

use super::lex::Kind;
use super::line::{Class, Page, Segment};
use super::zone::Zone;
use super::{FoundTable, build, header};

/// The tables of the stretches of `zone`; a stretch that holds none belongs to the one above it.
pub(super) fn tables(page: &Page<'_>, zone: &Zone, starts: &[u32]) -> Vec<FoundTable> {
    let parts = stretches(page, zone);
    let found: Vec<Vec<FoundTable>> = parts.iter().map(|part| build::tables(page, part, starts)).collect();
    if parts.len() == 1 || found.iter().all(|tables| !tables.is_empty()) {
        return found.into_iter().flatten().collect();
    }
    let mut joined: Vec<(Zone, Option<Vec<FoundTable>>)> = Vec::with_capacity(parts.len());
    for (part, tables) in parts.into_iter().zip(found) {
        match joined.last_mut() {
            // What has failed once is read again with its neighbour, and then no more.
            Some((above, own)) if tables.is_empty() || own.as_ref().is_some_and(Vec::is_empty) => {
                above.lines.end = part.lines.end;
                *own = None;
            }
            _ => joined.push((part, Some(tables))),
        }
    }
    let read =
        |(part, tables): (Zone, Option<Vec<FoundTable>>)| tables.unwrap_or_else(|| build::tables(page, &part, starts));
    joined.into_iter().flat_map(read).collect()
}

/// The stretches of `zone` that each begin with a header of their own: lines of names below rows of numbers begin
/// another table.
fn stretches(page: &Page<'_>, zone: &Zone) -> Vec<Zone> {
    let multi: Vec<usize> = zone.lines.clone().filter(|&at| page.lines[at].class == Class::Multi).collect();
    let mut starts: Vec<usize> = Vec::new();
    let mut above = Above::default();
    let mut at = 0;
    while at < multi.len() {
        let line = multi[at];
        let names = multi[at..].iter().take(NAME_LINES).take_while(|&&line| may_be_names(page, line)).count();
        let parted = starts.last().copied().unwrap_or(zone.lines.start) < line && is_parted(page, zone, line);
        if above.rows > 0 && names > 0 && begins(page, &above, &multi[at..], names, parted) {
            starts.push(line);
            above = Above::default();
        }
        for &line in &multi[at..at + names.max(1)] {
            above.add(page, line);
        }
        at += names.max(1);
    }
    let mut zones = Vec::with_capacity(starts.len() + 1);
    let mut from = zone.lines.start;
    for start in starts {
        let top = title(page, from..start);
        zones.push(Zone { lines: from..top, caption: zone.caption.filter(|_| zones.is_empty()), figure: zone.figure });
        from = top;
    }
    let caption = zone.caption.filter(|_| zones.is_empty());
    zones.push(Zone { lines: from..zone.lines.end, caption, figure: zone.figure });
    zones
}

/// The lines of a table above the present one.
#[derive(Default)]
struct Above {
    /// How many rows of numbers there are.
    rows: usize,
    /// The most cells of a line.
    widest: usize,
    /// How many cells the last two lines have, the last one first; 0 for what is no row of nothing but numbers.
    last: [usize; 2],
    /// The last line.
    line: usize,
    /// True if it is a row of years.
    years: bool,
}

impl Above {
    fn add(&mut self, page: &Page<'_>, line: usize) {
        let segments = &page.lines[line].segments;
        self.rows += usize::from(has_numbers(page, line));
        self.widest = self.widest.max(segments.len());
        self.last = [full_row(page, line).unwrap_or(0), self.last[0]];
        self.line = line;
        self.years = is_years(page, line);
    }
}

/// True if the first `names` of `lines` are the names of a table's columns and what follows them its rows.
///
/// `parted` says that a gap or a title stands above them.
fn begins(page: &Page<'_>, above: &Above, lines: &[usize], names: usize, parted: bool) -> bool {
    let rows = &lines[names..];
    if rows.is_empty() || !(is_years(page, lines[0]) || full_row(page, lines[0]).is_none()) || above.years {
        return false;
    }
    let even = {
        let own = full_row(page, rows[0]);
        let next = rows.get(1).and_then(|&line| full_row(page, line));
        // A row with empty cells is shorter than the next one: of another width there must be two rows on both sides,
        // and wider than all that stands above, or below a gap.
        let fresh = own > Some(above.widest) || page.gap(above.line, lines[0]) > 0;
        let twice = above.last[0] >= 3 && above.last[0] == above.last[1] && own == next;
        let all = |line: &usize| {
            let segments = &page.lines[*line].segments;
            Some(segments.len()) == own
                && !segments.iter().any(|part| starts_small(page, part))
                && differ(page, segments)
        };
        let wide = own.is_some_and(|own| own >= 3) && above.last[0] >= 3;
        wide && lines[..names].iter().any(all) && (own == Some(above.last[0]) || fresh && twice)
    };
    even || parted && above.rows >= 2 && names_all(page, &lines[..names], rows)
}

/// True if one of the lines of `names` has a name for each column of the `rows` below, or for each behind the label's.
fn names_all(page: &Page<'_>, names: &[usize], rows: &[usize]) -> bool {
    let rows = &rows[..rows.len().min(ROWS_SEEN)];
    let near = rows.windows(2).take_while(|pair| page.gap(pair[0], pair[1]) == 0).count() + 1;
    let rows = &rows[..near];
    let cells = |line: &usize| &page.lines[*line].segments;
    let Some(widest) = rows.iter().map(cells).max_by_key(|cells| cells.len()) else { return false };
    let label = rows.iter().filter_map(|line| cells(line).first()).map(|label| label.x1).max().unwrap_or(0);
    let over = |name: &Segment| {
        let near = |part: &Segment| name.x0 <= part.x1 + NEAR && part.x0 <= name.x1 + NEAR;
        rows.iter().any(|line| cells(line).iter().skip(1).any(near))
    };
    rows.len() >= 2
        && rows.iter().any(|&line| has_numbers(page, line))
        && names.iter().any(|line| {
            let names = cells(line);
            let behind = match widest.len() - widest.len().min(names.len()) {
                0 if names.len() == widest.len() => &names[1..],
                1 if names[0].x0 >= label => &names[..],
                _ => return false,
            };
            behind.iter().all(over) && !starts_small(page, &names[0]) && differ(page, names)
        })
}

/// So many rows show where the columns stand.
const ROWS_SEEN: usize = 6;

/// How far a name may stand beside its column.
const NEAR: u32 = 2;

/// The names of columns take at most so many lines where tables follow one another.
const NAME_LINES: usize = 3;

/// How many cells line `at` has, if it is a label with nothing but numbers.
fn full_row(page: &Page<'_>, at: usize) -> Option<usize> {
    let segments = &page.lines[at].segments;
    (segments.len() >= 2 && segments[1..].iter().all(Segment::is_value)).then_some(segments.len())
}

/// True if line `at` has a number behind its label.
fn has_numbers(page: &Page<'_>, at: usize) -> bool {
    page.lines[at].segments.iter().skip(1).any(Segment::is_value) && !is_years(page, at)
}

/// True if no text comes twice.
fn differ(page: &Page<'_>, names: &[Segment]) -> bool {
    let mut texts: Vec<&str> = names.iter().map(|name| page.text(name)).collect();
    texts.sort_unstable();
    texts.windows(2).all(|pair| pair[0] != pair[1])
}

fn starts_small(page: &Page<'_>, segment: &Segment) -> bool {
    page.text(segment).starts_with(char::is_lowercase)
}

/// True for a line of two names or more: all words, or years.
fn may_be_names(page: &Page<'_>, at: usize) -> bool {
    let segments = &page.lines[at].segments;
    let is_name = |segment: &Segment| matches!(segment.kind, Kind::Text | Kind::Mark) && !segment.prose;
    segments.len() >= 2 && segments.iter().all(is_name) || is_years(page, at)
}

/// True for two years or more behind a word, `Product  2021  2022`, or alone.
fn is_years(page: &Page<'_>, at: usize) -> bool {
    let segments = &page.lines[at].segments;
    let years = segments.iter().skip(1).all(|segment| header::is_year(page.text(segment)));
    let first = segments.first().is_some_and(|first| first.kind == Kind::Text || header::is_year(page.text(first)));
    segments.len() >= 2 && first && years
}

/// True if nothing, or only a title, stands between line `at` and a blank line above it.
fn is_parted(page: &Page<'_>, zone: &Zone, at: usize) -> bool {
    let top = title(page, zone.lines.start..at);
    top > zone.lines.start && page.lines[top - 1].class == Class::Blank && !page.lines[top - 1].rule
}

/// The first line of the title that stands alone above the names in the last of `lines`: directly, or with a blank line
/// between and another one above.
fn title(page: &Page<'_>, lines: Range<usize>) -> usize {
    let short = |at: usize| page.lines[at].class == Class::Short;
    let blank = |at: usize| page.lines[at].class == Class::Blank && !page.lines[at].rule;
    let mut top = lines.end;
    let from = lines.start;
    if top >= from + 3 && blank(top - 1) && short(top - 2) && blank(top - 3) {
        top -= 2;
    }
    while top > from && short(top - 1) {
        top -= 1;
    }
    top
}
