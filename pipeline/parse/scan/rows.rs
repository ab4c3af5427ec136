//! Rows from lines: lines with their columns go in, rows come out, with cells that are wrapped over lines put together.

use super::columns::{Row, Track};
use super::found::is_total;
use super::line::{Page, Segment};
use super::prose::is_ideographic;

/// One row of the body.
#[derive(Clone, Debug, Default)]
pub(super) struct BodyRow {
    /// The segments of each column.
    pub cells: Vec<Vec<Segment>>,
    /// A heading over the columns from, to and including.
    pub heading: Option<(usize, usize, Vec<Segment>)>,
    /// True if a blank line stands above it.
    pub parted: bool,
    /// True if two values of one line stand in one of its cells: it has more of them than columns.
    pub crowded: bool,
}

impl BodyRow {
    fn new(count: usize) -> BodyRow {
        BodyRow { cells: vec![Vec::new(); count], heading: None, parted: false, crowded: false }
    }

    /// True if any column behind the first has something.
    pub fn has_values(&self) -> bool {
        self.cells.iter().skip(1).any(|cell| !cell.is_empty())
    }

    fn label_only(&self) -> bool {
        self.heading.is_none() && !self.cells[0].is_empty() && !self.has_values()
    }

    fn values_only(&self) -> bool {
        self.cells[0].is_empty() && self.has_values()
    }

    pub fn absorb(&mut self, other: BodyRow) {
        self.crowded |= other.crowded;
        for (cell, more) in self.cells.iter_mut().zip(other.cells) {
            cell.extend(more);
        }
    }
}

/// One row a line: each segment in its column, those without one where they fit best.
pub(super) fn lines(page: &Page<'_>, rows: &[Row], tracks: &[Track], numeric: bool) -> Vec<BodyRow> {
    let mut out = Vec::with_capacity(rows.len());
    let mut before = None;
    for row in rows {
        let mut body = BodyRow::new(tracks.len());
        body.parted = before.is_some_and(|line| page.gap(line, row.line) > 0);
        before = Some(row.line);
        match row.segments[..] {
            [ref only] if !only.is_value() && tracks.len() > 2 => match heading(only, tracks, numeric) {
                Some((first, last)) => body.heading = Some((first, last, vec![*only])),
                None => put(&mut body, only, None, tracks),
            },
            _ => {
                for (segment, column) in row.segments.iter().zip(&row.columns) {
                    put(&mut body, segment, *column, tracks);
                }
            }
        }
        out.push(body);
    }
    out
}

/// The columns that a lone text heads: all, or all behind the label, if it is centred over them.
fn heading(segment: &Segment, tracks: &[Track], numeric: bool) -> Option<(usize, usize)> {
    // A cell that goes on in a column of text begins where its column does.
    let begins = |track: &Track| !(numeric && track.value) && track.left.abs_diff(segment.x0 as i32) <= 2;
    if tracks.iter().any(begins) {
        return None;
    }
    let last = tracks.len() - 1;
    let label = &tracks[0];
    // Far from where labels begin and in the middle of the table, it heads all columns.
    let whole = label.low + tracks[last].high;
    if (segment.x0 as i32) > label.left + FAR && (segment.centre2() - whole).abs() * 20 <= tracks[last].high - label.low
    {
        return Some((0, last));
    }
    if (segment.x0 as i32) < label.high.min(tracks[1].low) {
        return None;
    }
    let over = tracks.iter().skip(1).filter(|track| (segment.x0 as i32) < track.high && track.low < segment.x1 as i32);
    let centre2 = tracks[1].low + tracks[last].high;
    let near = (segment.centre2() - centre2).abs() <= (tracks[last].high - tracks[1].low) / 3;
    (near || over.count() > 1).then_some((1, last))
}

/// Labels are moved in by fewer columns.
const FAR: i32 = 12;

fn put(body: &mut BodyRow, segment: &Segment, column: Option<usize>, tracks: &[Track]) {
    let column = column.unwrap_or_else(|| {
        let overlap = |track: &Track| (segment.x1 as i32).min(track.high) - (segment.x0 as i32).max(track.low);
        let best = (0..tracks.len()).max_by_key(|&at| (overlap(&tracks[at]), tracks.len() - at)).unwrap_or(0);
        // Text left of all numbers is a label, however far it is moved in.
        if tracks.len() > 1 && !segment.is_value() && (segment.x1 as i32) <= tracks[1].low { 0 } else { best }
    });
    body.crowded |= column > 0 && segment.is_value() && body.cells[column].iter().any(Segment::is_value);
    body.cells[column].push(*segment);
}

/// Puts wrapped labels together, in a table of numbers.
pub(super) fn join_labels(page: &Page<'_>, lines: Vec<BodyRow>, tracks: &[Track]) -> Vec<BodyRow> {
    let edge = tracks.get(1).map_or(u32::MAX, |track| track.low.max(0) as u32);
    let widest = lines.iter().filter_map(|line| line.cells[0].last()).map(|segment| segment.x1).max().unwrap_or(0);
    // A Chinese label has no small letters that show that it goes on, but it fills its column before it does.
    // Its next line may hang, and where the line below that is moved in as far, both are members of a group.
    let fills = |above: &[Segment], below: &[Segment], next: Option<&BodyRow>| {
        let next = next.and_then(|next| next.cells[0].first()).map(|label| label.x0);
        matches!((above, below), ([a], [b, ..])
            if (a.x0 == b.x0 || (1..=HANGING).contains(&(b.x0.saturating_sub(a.x0))) && next != Some(b.x0))
            && (a.x1 - a.x0) * 5 >= (widest.saturating_sub(a.x0)) * 4
            // What would have fitted on the line above is no end of it.
            && a.x1 + (b.x1 - b.x0) + 2 > edge
            && !is_total(page.text(b))
            && is_ideographic(page.text(a)) && !page.text(a).ends_with(['：', ':']))
    };
    let small = small_columns(page, &lines, tracks.len());
    let wrap = Wrap::of(page, &lines);
    let mut out: Vec<BodyRow> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    // Labels that wait for the numbers below them.
    let mut waiting: Vec<BodyRow> = Vec::new();
    while let Some(line) = lines.next() {
        if line.heading.is_some() {
            out.append(&mut waiting);
            out.push(line);
        } else if waiting.is_empty()
            && let Some(row) =
                out.last_mut().filter(|row| goes_on_below(row, &line) || wraps_together(page, row, &line, &small))
        {
            row.absorb(line);
        } else if line.label_only() {
            let last = out.last_mut().filter(|row| waiting.is_empty() && !line.parted && row.heading.is_none());
            match last {
                // Behind a row with numbers: its label goes on.
                // "of which:" heads what is below it.
                Some(row)
                    if row.has_values()
                        && (runs_on(page, &row.cells[0], &line.cells[0])
                            || wrap.goes_on(page, row, &line, lines.peek()))
                        && !heads(page, &line) =>
                {
                    row.absorb(line);
                }
                _ => {
                    if line.parted {
                        out.append(&mut waiting);
                    }
                    waiting.push(line);
                }
            }
        } else if line.values_only() && !line.parted && !waiting.is_empty() {
            let mut row = waiting.remove(waiting.len() - 1);
            // "Premature mortality (years of potential life" stands over two lines; the group above does not run on.
            while waiting.last().is_some_and(|above| runs_on(page, &above.cells[0], &row.cells[0])) {
                if let Some(mut above) = waiting.pop() {
                    above.absorb(row);
                    row = above;
                }
            }
            out.append(&mut waiting);
            row.absorb(line);
            // The label goes on below its numbers.
            if let Some(next) = lines.next_if(|next| next.label_only() && !next.parted) {
                row.absorb(next);
            }
            out.push(row);
        } else {
            let runs = !line.parted
                && waiting.last().is_some_and(|above| {
                    above.cells[0].first().is_some_and(|first| !first.is_value())
                        && (runs_on(page, &above.cells[0], &line.cells[0])
                            || begins_remark(page, &line.cells[0])
                            || fills(&above.cells[0], &line.cells[0], lines.peek()))
                });
            if runs && let Some(mut above) = waiting.pop() {
                out.append(&mut waiting);
                above.absorb(line);
                out.push(above);
                continue;
            }
            out.append(&mut waiting);
            out.push(line);
        }
    }
    out.append(&mut waiting);
    out
}

/// Where the labels of a table are wrapped, told from all of them.
struct Wrap {
    /// Behind the longest label: what would have fitted in front of it is no next line.
    edge: u32,
    /// True if a line of a label alone, directly below a row, cannot be its next line: it must be a heading.
    has_headings: bool,
}

impl Wrap {
    fn of(page: &Page<'_>, lines: &[BodyRow]) -> Wrap {
        let labels = lines.iter().filter_map(|line| line.cells[0].last());
        let mut wrap = Wrap { edge: labels.map(|label| label.x1).max().unwrap_or(0), has_headings: false };
        wrap.has_headings = lines.windows(2).enumerate().any(|(at, pair)| {
            let lone =
                pair[0].has_values() && pair[1].label_only() && !runs_on(page, &pair[0].cells[0], &pair[1].cells[0]);
            lone && !wrap.goes_on(page, &pair[0], &pair[1], lines.get(at + 2))
        });
        wrap
    }

    /// True if the label alone on `line` is the next line of that of `row`: its first word had no room there, and nothing
    /// speaks for a heading.
    fn goes_on(&self, page: &Page<'_>, row: &BodyRow, line: &BodyRow, next: Option<&BodyRow>) -> bool {
        let (Some(above), [label]) = (row.cells[0].last(), &line.cells[0][..]) else { return false };
        let word = page.words[label.first as usize];
        // The next row's label may as well begin here, with its numbers on the line below.
        let begins = next.is_some_and(|next| next.has_values() && runs_on(page, &line.cells[0], &next.cells[0]));
        let next = next.and_then(|next| next.cells[0].first());
        !self.has_headings
            && !begins
            && !line.parted
            && above.len() >= 2
            && above.width() >= WRAPPED_WIDTH
            && above.x1 + 1 + (word.x1 - word.x0) > self.edge
            && (above.x0..=above.x0 + HANGING).contains(&label.x0)
            && next.is_none_or(|next| next.x0 <= above.x0)
            && !is_total(page.text(label))
            && !heads(page, line)
    }
}

/// Typesetters make no label column so narrow that they have to wrap shorter labels.
const WRAPPED_WIDTH: u32 = 15;

/// True for a label that ends in a colon.
fn heads(page: &Page<'_>, line: &BodyRow) -> bool {
    line.cells[0].last().is_some_and(|label| page.text(label).ends_with([':', '：']))
}

/// The next line of a label hangs by at most so many columns.
const HANGING: u32 = 6;

/// True for a line that has words only, none of them a label, each below words of `row`: cells that are wrapped.
fn goes_on_below(row: &BodyRow, line: &BodyRow) -> bool {
    row.heading.is_none()
        && row.has_values()
        && !row.cells[0].is_empty()
        && !line.parted
        && line.values_only()
        && line.cells.iter().zip(&row.cells).all(|(below, above)| {
            let starts = |part: &Segment| above.last().is_some_and(|last| last.x0.abs_diff(part.x0) <= 2);
            below.iter().all(|part| !part.is_value() && starts(part)) && !above.iter().any(Segment::is_value)
                || below.is_empty()
        })
}

/// For each column whether cells that begin small are usual in it, in rows that have numbers.
fn small_columns(page: &Page<'_>, lines: &[BodyRow], count: usize) -> Vec<bool> {
    let rows: Vec<&BodyRow> = lines.iter().filter(|line| line.cells.iter().flatten().any(Segment::is_value)).collect();
    let usual = |column: usize| {
        let cells = || rows.iter().filter_map(|row| row.cells[column].first()).filter(|cell| !cell.is_value());
        let small = cells().filter(|cell| page.text(cell).starts_with(char::is_lowercase)).count();
        small > 0 && small * 2 >= cells().count()
    };
    (0..count).map(usual).collect()
}

/// True for the next line of a row whose label and another cell are wrapped: words only, each below words of `row`, which
/// has numbers besides, and one of them goes on from what stands above it. In a column of `small` words, "low" below
/// "high" does not.
fn wraps_together(page: &Page<'_>, row: &BodyRow, line: &BodyRow, small: &[bool]) -> bool {
    let below = |(below, above): (&Vec<Segment>, &Vec<Segment>)| {
        let starts =
            |part: &Segment| above.last().is_some_and(|last| !last.is_value() && last.x0.abs_diff(part.x0) <= 2);
        below.iter().all(|part| !part.is_value() && starts(part))
    };
    let cells = || line.cells.iter().zip(&row.cells);
    row.heading.is_none()
        && !line.parted
        && !line.cells[0].is_empty()
        && line.has_values()
        && cells().all(below)
        && cells()
            .zip(small)
            .any(|((below, above), small)| runs_on(page, above, below) && (!small || is_unfinished(page, above)))
        && cells().any(|(below, above)| below.is_empty() && above.iter().any(Segment::is_value))
}

/// Puts wrapped cells together, in a table of text.
pub(super) fn join_text(page: &Page<'_>, lines: Vec<BodyRow>) -> Vec<BodyRow> {
    let wrap = Wrap::of(page, &lines);
    let mut out: Vec<BodyRow> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let begins = match out.last() {
            None => true,
            Some(_) if line.heading.is_some() => true,
            Some(row) if row.heading.is_some() => true,
            Some(row) => {
                if line.cells[0].is_empty() {
                    // A list in one cell is spread by blank lines; a row has something in two cells. Where nothing
                    // parts the rows below one label, each of them begins anew in all other columns.
                    let filled = line.cells.iter().filter(|cell| !cell.is_empty()).count();
                    line.parted && filled >= 2 && all_begin(page, &line)
                        || filled >= 3 && filled + 1 == line.cells.len() && all_capital(page, &line)
                } else {
                    let lone = line.label_only() && wrap.goes_on(page, row, &line, lines.peek());
                    !(lone || runs_on(page, &row.cells[0], &line.cells[0]) || closes(page, row, &line))
                }
            }
        };
        match out.last_mut() {
            Some(row) if !begins => row.absorb(line),
            _ => out.push(line),
        }
    }
    out
}

/// True for a line whose label is a bracket and whose other cells all begin small, or with a digit: `Art. 7(2)` goes on with `(b)`.
fn closes(page: &Page<'_>, row: &BodyRow, line: &BodyRow) -> bool {
    let small = |cell: &Vec<Segment>| {
        cell.first().is_none_or(|first| page.text(first).starts_with(|ch: char| ch.is_lowercase() || ch.is_numeric()))
    };
    let bracket = |cell: &[Segment]| cell.first().is_some_and(|first| page.text(first).starts_with(['(', '[', '（']));
    !line.parted
        && line.has_values()
        && bracket(&line.cells[0])
        && !bracket(&row.cells[0])
        && line.cells[1..].iter().all(small)
}

/// True if every cell begins like a new one, with a capital, a digit or a character without case.
fn all_begin(page: &Page<'_>, line: &BodyRow) -> bool {
    line.cells
        .iter()
        .filter_map(|cell| cell.first())
        .all(|segment| page.text(segment).chars().next().is_some_and(|ch| !ch.is_lowercase()))
}

/// True if every cell begins with a capital or a digit.
fn all_capital(page: &Page<'_>, line: &BodyRow) -> bool {
    line.cells.iter().filter_map(|cell| cell.first()).all(|segment| {
        page.text(segment)
            .chars()
            .find(|ch| ch.is_alphanumeric())
            .is_some_and(|ch| ch.is_uppercase() || ch.is_numeric())
    })
}

/// True if the text of `below` goes on from that of `above`.
pub(super) fn runs_on(page: &Page<'_>, above: &[Segment], below: &[Segment]) -> bool {
    let (Some(last), Some(next)) = (above.last(), below.first()) else { return false };
    let (last, next) = (page.text(last), page.text(next));
    if last.ends_with([':', '：']) {
        return false;
    }
    next.chars().next().is_some_and(char::is_lowercase) || is_unfinished(page, above)
}

/// True for `(net of tax)`, which stands below what it belongs to; not for `(a)` and `(12)`, which count.
fn begins_remark(page: &Page<'_>, label: &[Segment]) -> bool {
    let text = label.first().map(|first| page.text(first)).unwrap_or_default();
    text.starts_with(['(', '（']) && text.chars().skip(1).take_while(|&ch| ch != ')' && ch != '）').count() > 3
}

/// True if the text of `cell` cannot end where it does.
fn is_unfinished(page: &Page<'_>, cell: &[Segment]) -> bool {
    let Some(last) = cell.last().map(|last| page.text(last)) else { return false };
    let open: i32 = cell.iter().map(|segment| balance(page.text(segment))).sum();
    let word = last.rsplit(' ').next().unwrap_or_default();
    open > 0
        || last.ends_with([',', '-', '–', '/', '&', '，', '、', '（', '的', '和', '及', '与'])
        || matches!(word, "of" | "and" | "or" | "the" | "in" | "by" | "for" | "with" | "to" | "from" | "on" | "at")
}

/// How many brackets are open behind `text`.
pub(super) fn balance(text: &str) -> i32 {
    text.chars()
        .map(|ch| match ch {
            '(' | '（' => 1,
            ')' | '）' => -1,
            _ => 0,
        })
        .sum()
}
