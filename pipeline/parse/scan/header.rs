//! Headers in several lines and over several columns: the lines above the first row go in, header cells come out.

use super::columns::{Row, Track};
use super::line::{Page, Segment};

/// A header cell: which levels and columns it takes, and its words from top to bottom.
#[derive(Clone, Debug)]
pub(super) struct HeaderCell {
    pub row: usize,
    pub rows: usize,
    pub column: usize,
    pub columns: usize,
    pub segments: Vec<Segment>,
}

/// The cells of a header and how many levels it has.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub cells: Vec<HeaderCell>,
    pub levels: usize,
}

/// A part of a header line and the columns that it stands over.
#[derive(Clone, Debug)]
struct Part {
    segment: Segment,
    first: usize,
    last: usize,
}

/// Reads the header from its `lines`, top to bottom, over the columns `tracks` as the first rows show them.
pub(super) fn read(page: &Page<'_>, lines: &[Row], tracks: &[Track]) -> Header {
    if lines.is_empty() || tracks.is_empty() {
        return Header::default();
    }
    let leaves: Vec<Vec<Part>> = lines.iter().map(|line| leaf_parts(page, line, tracks)).collect();
    // A column's name ends on its last line. No line from the first such line on can be a heading over columns.
    let mut bottom = vec![None; tracks.len()];
    for (at, parts) in leaves.iter().enumerate() {
        for part in parts {
            if part.first == part.last {
                bottom[part.first] = Some(at);
            }
        }
    }
    let names = bottom.iter().skip(1).flatten().copied().min().unwrap_or(lines.len() - 1);
    let mut levels: Vec<Vec<Part>> = Vec::new();
    let mut single: Vec<(usize, Part)> = Vec::new();
    for (at, parts) in leaves.into_iter().enumerate() {
        let spans = if at < names { spanning_parts(page, &lines[at], tracks, &parts) } else { None };
        let parts = spans.unwrap_or(parts);
        let (wide, narrow): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.first < part.last);
        single.extend(narrow.into_iter().map(|part| (levels.len() + usize::from(!wide.is_empty()), part)));
        if !wide.is_empty() {
            levels.push(wide);
        }
    }
    merge_levels(page, &mut levels);
    cells(levels, single, tracks.len())
}

/// Heading lines over the same columns are one heading in two lines.
fn merge_levels(page: &Page<'_>, levels: &mut Vec<Vec<Part>>) {
    let mut at = 1;
    while at < levels.len() {
        let same = levels[at].len() == levels[at - 1].len()
            && levels[at].iter().zip(&levels[at - 1]).all(|(below, above)| {
                (below.first, below.last) == (above.first, above.last)
            });
        let runs_on = levels[at].iter().any(|part| {
            page.text(&part.segment).chars().next().is_some_and(|ch| ch.is_lowercase() || ch.is_ascii_digit() || ch == '(')
        });
        if same && (levels[at].len() > 1 || runs_on) {
            // Kept as parts of the level above, joined when cells are made.
            let below = levels.remove(at);
            levels[at - 1].extend(below);
        } else {
            at += 1;
        }
    }
}

fn cells(levels: Vec<Vec<Part>>, single: Vec<(usize, Part)>, count: usize) -> Header {
    let depth = levels.len();
    let mut covered = vec![0; count];
    let mut cells: Vec<HeaderCell> = Vec::new();
    for (row, parts) in levels.into_iter().enumerate() {
        for part in parts {
            for column in &mut covered[part.first..=part.last] {
                *column = row + 1;
            }
            let columns = part.last - part.first + 1;
            match cells.iter_mut().find(|cell| (cell.row, cell.column, cell.columns) == (row, part.first, columns)) {
                Some(cell) => cell.segments.push(part.segment),
                None => cells.push(HeaderCell {
                    row,
                    rows: 1,
                    column: part.first,
                    columns,
                    segments: vec![part.segment],
                }),
            }
        }
    }
    let names = !single.is_empty();
    for (column, &row) in covered.iter().enumerate() {
        let segments: Vec<Segment> =
            single.iter().filter(|(_, part)| part.first == column).map(|(_, part)| part.segment).collect();
        if !segments.is_empty() {
            cells.push(HeaderCell { row, rows: depth + 1 - row, column, columns: 1, segments });
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Header { cells, levels: depth + usize::from(names) }
}

/// How far a name may be from its column.
const NEAR: i32 = 4;

/// The parts of a header line if each names one column. A segment that reaches over several columns is cut between
/// words where its words fit the columns; where they do not, it keeps the columns that it reaches over.
fn leaf_parts(page: &Page<'_>, line: &Row, tracks: &[Track]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for segment in &line.segments {
        let over: Vec<usize> = (0..tracks.len()).filter(|&column| overlaps(segment, &tracks[column])).collect();
        match over[..] {
            [] => parts.push(whole(segment, nearest(segment, tracks))),
            [column] => parts.push(whole(segment, column)),
            [first, .., last] => parts.extend(cut(page, segment, tracks, first, last)),
        }
    }
    // Two segments over one column: the second belongs to the next one if that is free.
    for at in 1..parts.len() {
        let taken = parts[at - 1].last;
        if parts[at].first <= taken && parts[at].first == parts[at].last {
            let next = taken + 1;
            let free = parts.get(at + 1).is_none_or(|part| part.first > next);
            if next < tracks.len() && free && distance(&parts[at].segment, &tracks[next]) <= 3 * NEAR {
                parts[at].first = next;
                parts[at].last = next;
            }
        }
    }
    parts
}

fn whole(segment: &Segment, column: usize) -> Part {
    Part { segment: *segment, first: column, last: column }
}

fn overlaps(segment: &Segment, track: &Track) -> bool {
    (segment.x0 as i32) < track.high && track.low < segment.x1 as i32
}

fn distance(segment: &Segment, track: &Track) -> i32 {
    let (x0, x1) = (segment.x0 as i32, segment.x1 as i32);
    let edge = (x0 - track.left).abs().min((x1 - track.right).abs());
    edge.min((x0 + x1 - track.centre2()).abs() / 2)
}

fn nearest(segment: &Segment, tracks: &[Track]) -> usize {
    let gap = |track: &Track| (track.low - segment.x1 as i32).max(segment.x0 as i32 - track.high);
    (0..tracks.len()).min_by_key(|&column| gap(&tracks[column])).unwrap_or(0)
}

/// Cuts a segment over columns `first..=last` between its words, each piece over one column.
fn cut(page: &Page<'_>, segment: &Segment, tracks: &[Track], first: usize, last: usize) -> Vec<Part> {
    let words = segment.first as usize..segment.last as usize;
    let (count, columns) = (words.len(), last - first + 1);
    let spread = Part { segment: *segment, first, last };
    if count < 2 || count > 64 || columns > 64 {
        // A single word over two columns names the one that it fits.
        let fits = (first..=last).min_by_key(|&column| distance(segment, &tracks[column]));
        return match fits {
            Some(column) if distance(segment, &tracks[column]) <= 1 => vec![whole(segment, column)],
            _ => vec![spread],
        };
    }
    // cost[c][w]: the least sum of distances for the first w words over the first c columns.
    const FAR: i32 = i32::MAX / 4;
    let mut cost = vec![vec![FAR; count + 1]; columns + 1];
    let mut from = vec![vec![0; count + 1]; columns + 1];
    cost[0][0] = 0;
    for c in 1..=columns {
        for w in 0..=count {
            // A column without a word on this line.
            cost[c][w] = cost[c - 1][w].saturating_add(if w == 0 || w == count { 1 } else { 2 });
            from[c][w] = w;
            for start in 0..w {
                if cost[c - 1][start] >= FAR {
                    continue;
                }
                let piece = page.segment(words.start + start, words.start + w);
                let sum = cost[c - 1][start] + distance(&piece, &tracks[first + c - 1]);
                if sum < cost[c][w] {
                    cost[c][w] = sum;
                    from[c][w] = start;
                }
            }
        }
    }
    let mut pieces = Vec::new();
    let mut w = count;
    for c in (1..=columns).rev() {
        let start = from[c][w];
        if start < w {
            pieces.push(whole(&page.segment(words.start + start, words.start + w), first + c - 1));
        }
        w = start;
    }
    pieces.reverse();
    if pieces.len() >= 2 && pieces.iter().all(|piece| distance(&piece.segment, &tracks[piece.first]) <= NEAR) {
        return pieces;
    }
    if pieces.len() == 1 && distance(segment, &tracks[pieces[0].first]) <= 1 {
        return pieces;
    }
    vec![spread]
}

/// The parts of a header line if it heads groups of columns: each segment over the columns that it is centred on.
fn spanning_parts(page: &Page<'_>, line: &Row, tracks: &[Track], leaves: &[Part]) -> Option<Vec<Part>> {
    let count = tracks.len();
    let label = &tracks[0];
    let fits_all = leaves.iter().all(|part| {
        part.first == part.last && (part.first == 0 || distance(&part.segment, &tracks[part.first]) <= NEAR)
    });
    let (mut names, heads): (Vec<Segment>, Vec<Segment>) = line.segments.iter().partition(|segment| {
        count > 1 && overlaps(segment, label) && (segment.x1 as i32) <= tracks[1].low.max(label.high)
    });
    // Headings are centred: "Total   Public   Private" over three columns each.
    let parts = partition(&heads, tracks, 1)?;
    let covered: usize = parts.iter().map(|part| part.last - part.first + 1).sum();
    let first = parts.first().map_or(count, |part| part.first);
    // Complete if it heads all columns to the right of where it begins.
    let complete = covered == count - first && parts.iter().any(|part| part.last > part.first);
    if fits_all && !complete {
        return None;
    }
    let parts = if complete { parts } else { partition(&heads, tracks, 0)? };
    names.truncate(1);
    let _ = page;
    Some(names.iter().map(|segment| whole(segment, 0)).chain(parts).collect())
}

/// Gives each heading a range of columns, in order, such that it stands over the centre of its range. `pull` is what
/// a column without a heading costs, in columns of distance.
fn partition(heads: &[Segment], tracks: &[Track], pull: i32) -> Option<Vec<Part>> {
    let (m, n) = (heads.len(), tracks.len());
    if m == 0 || m > n || n > 256 {
        return None;
    }
    const FAR: i32 = i32::MAX / 4;
    // cost[i][j]: the least cost for the first i headings over the first j columns; column 0 is the label's.
    let mut cost = vec![vec![FAR; n + 1]; m + 1];
    let mut from = vec![vec![usize::MAX; n + 1]; m + 1];
    cost[0][usize::from(n > 1)] = 0;
    for j in 0..=n {
        for i in 0..=m {
            if j > 0 {
                let bare = cost[i][j - 1].saturating_add(2 * pull);
                if bare < cost[i][j] {
                    cost[i][j] = bare;
                    from[i][j] = usize::MAX;
                }
            }
            if i == 0 {
                continue;
            }
            for start in (0..j).rev() {
                if cost[i - 1][start] >= FAR {
                    continue;
                }
                let (left, right) = (tracks[start].low, tracks[j - 1].high);
                let off = (heads[i - 1].centre2() - left - right).abs();
                let single = j - start == 1;
                let off = if single { 2 * distance(&heads[i - 1], &tracks[start]) } else { off };
                // Off by a third of a range, a heading stands over another range.
                if off > (right - left).max(8) * 2 / 3 {
                    continue;
                }
                let sum = cost[i - 1][start] + off;
                if sum < cost[i][j] {
                    cost[i][j] = sum;
                    from[i][j] = start;
                }
            }
        }
    }
    if cost[m][n] >= FAR {
        return None;
    }
    let mut parts = Vec::new();
    let (mut i, mut j) = (m, n);
    while i > 0 {
        if j == 0 {
            return None;
        }
        let start = from[i][j];
        if start == usize::MAX {
            j -= 1;
            continue;
        }
        parts.push(Part { segment: heads[i - 1], first: start, last: j - 1 });
        i -= 1;
        j = start;
    }
    parts.reverse();
    Some(parts)
}
