//! Columns from evidence over all rows of a block: rows of segments go in, columns and each row's place in them come
//! out.
//!
//! Rows that have the most common number of segments are the anchors: their i-th segment is the i-th column, wherever
//! it stands, because a typesetter may move a part of a table (`pdftotext` does). All other rows are laid beside the
//! nearest anchors, in order, so that an empty cell never shifts its row.

use std::collections::BTreeSet;

use super::lex::{Kind, Word};
use super::line::{Page, Segment};
use super::{flush, gaps};

/// One row of a block: the segments of one line that are no prose.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its line as an index into the page.
    pub line: usize,
    /// Its segments from left to right.
    pub segments: Vec<Segment>,
    /// The column of each segment, once known.
    pub columns: Vec<Option<usize>>,
}

impl Row {
    /// A row that no column is known of.
    pub fn new(line: usize, segments: Vec<Segment>) -> Row {
        let columns = vec![None; segments.len()];
        Row { line, segments, columns }
    }

    /// True if it has numbers behind a label, or nothing but numbers.
    pub fn has_values(&self) -> bool {
        let values = self.segments.iter().filter(|segment| segment.is_value()).count();
        values >= 2 || self.segments.iter().skip(1).any(Segment::is_value)
    }
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Track {
    /// The usual place of its cells' first character.
    pub left: i32,
    /// The usual place behind their last character.
    pub right: i32,
    /// The leftmost and rightmost places.
    pub low: i32,
    pub high: i32,
    /// True if most cells are numbers.
    pub value: bool,
}

impl Track {
    /// The column of these cells; they are at least one.
    fn of(cells: &[Segment]) -> Track {
        let mut lefts: Vec<i32> = cells.iter().map(|cell| cell.x0 as i32).collect();
        let mut rights: Vec<i32> = cells.iter().map(|cell| cell.x1 as i32).collect();
        lefts.sort_unstable();
        rights.sort_unstable();
        let values = cells.iter().filter(|cell| cell.is_value()).count();
        // A name of many lines above few numbers does not make them words.
        let below = cells.iter().skip_while(|cell| !cell.is_value()).count();
        let value = values * 2 > cells.len()
            || (values >= 2 || cells.len() == 2) && values * 2 > below && values * 4 >= cells.len();
        Track {
            left: lefts[lefts.len() / 2],
            right: rights[rights.len() / 2],
            low: lefts[0],
            high: rights[rights.len() - 1],
            value,
        }
    }

    /// Twice the centre of the usual place.
    pub fn centre2(&self) -> i32 {
        self.left + self.right
    }
}

/// The columns of a block and where the anchors put them.
struct Columns {
    /// From left to right.
    tracks: Vec<Track>,
    /// Rows that show where all columns are, by index, in order.
    anchors: Vec<usize>,
}

/// Rows whose segments know their columns.
pub(super) struct Reading {
    pub rows: Vec<Row>,
    pub tracks: Vec<Track>,
}

impl Reading {
    /// The columns that begin at `starts`, as a recipe says: each word belongs to the one that its middle stands in.
    pub fn fixed(page: &Page<'_>, rows: Vec<Row>, starts: &[u32]) -> Reading {
        let column = |word: &Word| starts.partition_point(|&start| 2 * start <= word.x0 + word.x1).saturating_sub(1);
        let cut = |row: Row| {
            let mut out = Row { line: row.line, segments: Vec::new(), columns: Vec::new() };
            for at in row.segments.iter().flat_map(|segment| segment.first as usize..segment.last as usize) {
                let column = Some(column(&page.words[at]));
                match (out.segments.last_mut(), out.columns.last()) {
                    (Some(last), Some(&before)) if before == column => {
                        *last = page.segment(last.first as usize, at + 1);
                    }
                    _ => {
                        out.segments.push(page.segment(at, at + 1));
                        out.columns.push(column);
                    }
                }
            }
            out
        };
        let rows: Vec<Row> = rows.into_iter().map(cut).collect();
        let tracks = tracks(&rows, starts.len());
        Reading { rows, tracks }
    }
}

/// The columns of each row's segments.
type Placed = Vec<Vec<Option<usize>>>;

/// How far, in columns, an edge may be from where it should be.
const REACH: i32 = 10;

/// Finds the columns of `rows` and gives each segment of each row its column where one fits: the best reading first,
/// then another one that explains the rows as well, if there is one. None if there are no columns.
///
/// Each number of segments that rows have is a reading; the one that puts the most segments of all rows into columns
/// is taken.
pub(super) fn find(page: &Page<'_>, mut rows: Vec<Row>) -> Vec<Reading> {
    flush::part(page, &mut rows);
    let mut found: Vec<(i64, Columns, Placed)> = Vec::new();
    for anchors in readings(&rows) {
        for row in rows.iter_mut() {
            row.columns.fill(None);
        }
        let columns = read(&mut rows, anchors);
        let score = explained(&rows, columns.tracks.len());
        found.push((score, columns, rows.iter().map(|row| row.columns.clone()).collect()));
    }
    for row in rows.iter_mut() {
        row.columns.fill(None);
    }
    if let Some((anchors, count)) = gaps::fill(&mut rows) {
        let columns = Columns { tracks: tracks(&rows, count), anchors };
        place(&mut rows, &columns);
        let score = explained(&rows, count);
        found.push((score, columns, rows.iter().map(|row| row.columns.clone()).collect()));
    }
    // Of equals the one with the most columns.
    let Some(best) = (0..found.len()).rev().max_by_key(|&at| found[at].0) else { return Vec::new() };
    let (top, columns, placed) = found.swap_remove(best);
    let near = |(score, other, _): &(i64, Columns, Placed)| {
        // Within one segment in fifty of each other.
        top > 0 && other.tracks.len() != columns.tracks.len() && other.tracks.len() >= 2 && (top - score) * 50 <= top
    };
    let with = |rows: &[Row], placed: Placed| -> Vec<Row> {
        let rows = rows.iter().zip(placed);
        rows.map(|(row, columns)| Row { line: row.line, segments: row.segments.clone(), columns }).collect()
    };
    let rival = found.into_iter().filter(near).max_by_key(|reading| reading.0);
    let rival = rival.map(|(_, other, placed)| Reading { rows: with(&rows, placed), tracks: other.tracks });
    for (row, placed) in rows.iter_mut().zip(placed) {
        row.columns = placed;
    }
    let mut columns = columns;
    if split(page, &mut rows, &columns) {
        place(&mut rows, &columns);
        columns.tracks = tracks(&rows, columns.tracks.len());
    }
    let moved = moved(&mut rows, &columns.tracks);
    let best = Reading { rows, tracks: columns.tracks };
    let moved = moved.map(|rows| Reading { tracks: best.tracks.clone(), rows });
    std::iter::once(best).chain(rival.or(moved)).collect()
}

/// The same rows with each number that stands between two columns, one of them empty, in the other one; `None` if
/// there is no such number.
fn moved(rows: &mut [Row], tracks: &[Track]) -> Option<Vec<Row>> {
    let off = |segment: &Segment, track: &Track| {
        let edge = (segment.x0 as i32 - track.left).abs().min((segment.x1 as i32 - track.right).abs());
        edge.min((segment.centre2() - track.centre2()).abs() / 2)
    };
    let other = |row: &Row, index: usize| {
        let segment = &row.segments[index];
        let gap = |at: &usize| (tracks[*at].low - segment.x1 as i32).max(segment.x0 as i32 - tracks[*at].high);
        let column = row.columns[index].or_else(|| (0..tracks.len()).min_by_key(gap))?;
        if segment.kind != Kind::Number
            || column == 0
            || row.columns[index].is_none() && row.columns.contains(&Some(column))
        {
            return None;
        }
        let own = off(segment, &tracks[column]);
        let beside = [column.checked_sub(1), Some(column + 1)];
        let other = beside.into_iter().flatten().find(|&at| {
            // As far from the one as from the other, and so far that it is in neither by itself.
            at > 0
                && at < tracks.len()
                && tracks[at].value
                && !row.columns.contains(&Some(at))
                && own > DOUBT
                && off(segment, &tracks[at]) <= own + 1
        })?;
        Some((column, other))
    };
    let mut doubtful = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.segments.len() >= 2 && row.segments.len() < tracks.len() && row.has_values() {
            doubtful.extend((0..row.segments.len()).filter_map(|index| Some((at, index, other(row, index)?))));
        }
    }
    for &(at, index, (column, _)) in &doubtful {
        rows[at].columns[index] = Some(column);
    }
    let mut out = (!doubtful.is_empty()).then(|| rows.to_vec())?;
    for (at, index, (_, column)) in doubtful {
        out[at].columns[index] = Some(column);
    }
    Some(out)
}

/// A number within so many columns of where its own ones stand is in its place.
const DOUBT: i32 = 2;

fn read(rows: &mut [Row], anchors: Vec<usize>) -> Columns {
    let count = rows[anchors[0]].segments.len();
    for &anchor in &anchors {
        rows[anchor].columns = (0..count).map(Some).collect();
    }
    let mut columns = Columns { tracks: tracks(rows, count), anchors };
    for _ in 0..3 {
        place(rows, &columns);
        if !widen(rows, &mut columns) && !add_labels(rows, &mut columns) {
            break;
        }
    }
    columns.tracks = tracks(rows, columns.tracks.len());
    columns
}

/// The rows that may show all columns: those with the same number of segments, for each such number.
fn readings(rows: &[Row]) -> Vec<Vec<usize>> {
    let data: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].has_values()).collect();
    let data =
        if data.len() >= 2 { data } else { (0..rows.len()).filter(|&at| rows[at].segments.len() >= 2).collect() };
    let mut counts: Vec<usize> = data.iter().map(|&at| rows[at].segments.len()).filter(|&count| count >= 2).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.dedup();
    counts.truncate(READINGS);
    counts
        .into_iter()
        .map(|count| data.iter().copied().filter(|&at| rows[at].segments.len() == count).collect())
        .collect()
}

/// So many readings, from the most columns down, are tried; more only cost time.
const READINGS: usize = 8;

/// How well a reading explains the rows: segments in a column count for it, those in none against it, and so does
/// each column, because more columns explain everything.
fn explained(rows: &[Row], count: usize) -> i64 {
    let mut score = 0;
    let mut filled = vec![0i64; count];
    let mut bounds = vec![(i32::MAX, i32::MIN); count];
    let mut jumps = 0;
    for row in rows.iter().filter(|row| row.segments.len() >= 2) {
        for (segment, column) in row.segments.iter().zip(&row.columns) {
            match column {
                Some(column) => {
                    let (x0, x1) = (segment.x0 as i32, segment.x1 as i32);
                    // It does not stand over or under the last cell of its column: perhaps it is in the wrong one.
                    let (left, right) = bounds[*column];
                    if left != i32::MAX && (x0 >= right || x1 <= left) {
                        jumps += 1;
                    }
                    bounds[*column] = (x0, x1);
                    filled[*column] += 1;
                    score += 1;
                }
                None => score -= 2,
            }
        }
    }
    let thin = filled.iter().filter(|&&cells| cells < 2).count() as i64;
    score - 2 * jumps - count as i64 - 3 * thin
}

fn tracks(rows: &[Row], count: usize) -> Vec<Track> {
    let mut cells: Vec<Vec<Segment>> = vec![Vec::new(); count];
    for row in rows {
        for (segment, column) in row.segments.iter().zip(&row.columns) {
            if let Some(column) = column {
                cells[*column].push(*segment);
            }
        }
    }
    let mut last = 0;
    cells
        .iter()
        .map(|cells| {
            let track = if cells.is_empty() {
                Track { left: last, right: last, low: last, high: last, value: false }
            } else {
                Track::of(cells)
            };
            last = track.right;
            track
        })
        .collect()
}

/// Gives the segments of all rows that are no anchors their columns.
fn place(rows: &mut [Row], columns: &Columns) {
    let count = columns.tracks.len();
    let mut next = 0;
    for at in 0..rows.len() {
        while next < columns.anchors.len() && columns.anchors[next] <= at {
            next += 1;
        }
        if next > 0 && columns.anchors[next - 1] == at {
            continue;
        }
        let near = [next.checked_sub(1), Some(next)].map(|index| index.and_then(|i| columns.anchors.get(i)).copied());
        let spots: Vec<[Option<(i32, i32)>; 3]> = (0..count)
            .map(|column| {
                let spot = |anchor: Option<usize>| {
                    let row = &rows[anchor?];
                    let index = row.columns.iter().position(|&c| c == Some(column))?;
                    Some((row.segments[index].x0 as i32, row.segments[index].x1 as i32))
                };
                let track = &columns.tracks[column];
                [spot(near[0]), spot(near[1]), Some((track.left, track.right))]
            })
            .collect();
        let placed = align(&rows[at].segments, &columns.tracks, &spots);
        rows[at].columns = placed;
    }
}

/// Lays `segments` into the columns, in order: the sum of the fits is as large as it can be.
pub(super) fn align(segments: &[Segment], tracks: &[Track], spots: &[[Option<(i32, i32)>; 3]]) -> Vec<Option<usize>> {
    let (m, n) = (segments.len(), tracks.len());
    if m == n && segments.iter().zip(tracks).all(|(segment, track)| !track.value || segment.is_value()) {
        return (0..n).map(Some).collect();
    }
    // best[i][j]: the best sum for the first i segments in the first j columns.
    let width = n + 1;
    let mut best = vec![0i32; (m + 1) * width];
    let fit = |i: usize, j: usize| fit(&segments[i], &tracks[j], &spots[j]);
    for i in 1..=m {
        for j in 1..=n {
            let skip = best[i * width + j - 1].max(best[(i - 1) * width + j]);
            let here = match fit(i - 1, j - 1) {
                Some(gain) => best[(i - 1) * width + j - 1] + gain,
                None => i32::MIN,
            };
            best[i * width + j] = skip.max(here);
        }
    }
    let mut placed = vec![None; m];
    let (mut i, mut j) = (m, n);
    while i > 0 && j > 0 {
        let value = best[i * width + j];
        if value == best[i * width + j - 1] {
            j -= 1;
        } else if value == best[(i - 1) * width + j] {
            i -= 1;
        } else {
            placed[i - 1] = Some(j - 1);
            i -= 1;
            j -= 1;
        }
    }
    placed
}

/// How well a segment fits a column; `None` if it does not.
fn fit(segment: &Segment, track: &Track, spots: &[Option<(i32, i32)>; 3]) -> Option<i32> {
    let (x0, x1) = (segment.x0 as i32, segment.x1 as i32);
    let distance = |(left, right): (i32, i32)| {
        let edge = (x0 - left).abs().min((x1 - right).abs());
        edge.min((x0 + x1 - left - right).abs() / 2)
    };
    let near = spots.iter().flatten().map(|&spot| distance(spot)).min()?;
    let overlap = spots.iter().flatten().any(|&(left, right)| x0 < right && left < x1)
        || (x0 < track.high && track.low < x1 && near <= REACH);
    if !overlap && near > 3 {
        return None;
    }
    let kinds = segment.is_value() == track.value || segment.kind == Kind::Void;
    let gain = 2 * (REACH + 1) - near.min(REACH) + if overlap { 3 } else { 0 } - if kinds { 0 } else { 6 };
    Some(gain.max(1))
}

/// Where cells behind the first column begin: places that a sixth of the rows, and at least two, have in common, and
/// those where a gap one blank wide runs through at least three rows.
fn usual_starts(page: &Page<'_>, rows: &[Row], label: &Track) -> Vec<u32> {
    let behind = rows.iter().flat_map(|row| &row.segments).filter(|segment| segment.x0 as i32 > label.right);
    let mut starts: Vec<u32> = behind.map(|segment| segment.x0).collect();
    starts.sort_unstable();
    let words = |row: &Row| {
        let (first, last) = (row.segments[0].first, row.segments[row.segments.len() - 1].last);
        page.words[first as usize..last as usize].iter()
    };
    let through = |x: u32| {
        let (mut begin, mut cross) = (0, 0);
        for word in rows.iter().filter(|row| row.segments.len() >= 2).flat_map(words) {
            begin += usize::from(word.x0 == x);
            cross += usize::from(word.x0 < x && x <= word.x1);
        }
        begin >= 3 && cross * 4 <= begin
    };
    let runs = starts.chunk_by(|a, b| a == b);
    let usual = |run: &&[u32]| run.len() >= 2 && run.len() * 6 >= rows.len() || through(run[0]);
    runs.filter(usual).map(|run| run[0]).take(MOST_STARTS).collect()
}

/// More places are no columns.
const MOST_STARTS: usize = 64;

/// The texts of each column of text that are one cell.
fn texts<'p>(page: &Page<'p>, rows: &[Row], tracks: &[Track]) -> Vec<BTreeSet<&'p str>> {
    let mut texts = vec![BTreeSet::new(); tracks.len()];
    for row in rows {
        for (segment, column) in row.segments.iter().zip(&row.columns) {
            if let Some(column) = column.filter(|&column| !tracks[column].value) {
                texts[column].insert(page.text(segment));
            }
        }
    }
    texts
}

/// Shorter texts come again by chance.
const REPEATED_TEXT: usize = 6;

/// Where cells are one space apart, extraction moves them by a few columns.
const NEARBY: u32 = 4;

/// Cuts segments that reach into a column whose cells begin where one of their words does: cells one space apart.
/// True if there were any.
fn split(page: &Page<'_>, rows: &mut [Row], columns: &Columns) -> bool {
    let mut changed = false;
    let count = columns.tracks.len();
    let words = columns.tracks.iter().skip(1).any(|track| !track.value);
    let lefts = if words { usual_starts(page, rows, &columns.tracks[0]) } else { Vec::new() };
    let texts = if words { texts(page, rows, &columns.tracks) } else { vec![BTreeSet::new(); count] };
    // Alone above the names of all columns, it is a title.
    let title = |pair: &[Row]| pair[0].segments.len() == 1 && pair[1].segments.len() == count;
    let above = rows.windows(2).take(columns.anchors[0]).map(title);
    let titles: Vec<bool> = above.chain(std::iter::repeat(false)).take(rows.len()).collect();
    let mut filled = vec![0; count];
    for &column in rows.iter().flat_map(|row| &row.columns).flatten() {
        filled[column] += 1;
    }
    let most = rows.iter().filter(|row| row.segments.len() >= 2).count() * 2;
    for (at, row) in rows.iter_mut().enumerate() {
        if row.segments.len() >= count || columns.anchors.binary_search(&at).is_ok() || titles[at] {
            continue;
        }
        // Words that stand alone on their line may be anything.
        let lone = row.segments.len() == 1;
        let mut index = 0;
        while index < row.segments.len() {
            let segment = row.segments[index];
            let starts = |x: u32, end: u32| {
                let place = |left: u32| lefts.binary_search(&left).is_ok();
                (place(x) || place(x + 1) || x > 0 && place(x - 1))
                    && columns.tracks.windows(2).any(|pair| {
                        let (before, track) = (&pair[0], &pair[1]);
                        !track.value
                            && track.left.abs_diff(x as i32) <= REACH as u32
                            // The part on the left must be in a column of its own.
                            && (segment.x0 as i32) < before.right.min(track.left - 2)
                            && (end as i32) <= track.left
                    })
            };
            let words = &page.words[segment.first as usize..segment.last as usize];
            // A label and the number behind it, where no other number stands in the column: "30 days 33 (34.2)".
            let number = |at_word: usize| {
                let word = &words[at_word];
                words[at_word..].iter().all(|word| word.kind == Kind::Number)
                    && (at > columns.anchors[0] || row.segments.iter().skip(1).any(Segment::is_value))
                    && columns.tracks.iter().enumerate().skip(1).any(|(column, track)| {
                        let free = row.columns.iter().enumerate().all(|(at, &c)| c != Some(column) || at == index);
                        track.value
                            && free
                            && track.low <= (word.x0 + NEARBY) as i32
                            && words[words.len() - 1].x1 as i32 <= track.high + 1
                            && (segment.x0 as i32) < track.low - 2
                    })
            };
            // "Content standards Grade level", where "Grade level" stands alone in the next column.
            let repeats = |word: usize| {
                let rest = page.text(&page.segment(segment.first as usize + word, segment.last as usize));
                rest.len() >= REPEATED_TEXT
                    && row.columns[index].is_some_and(|column| {
                        column + 1 < count
                            && !row.columns.contains(&Some(column + 1))
                            && columns.tracks[column + 1].low < segment.x1 as i32
                            && texts[column + 1].contains(rest)
                    })
            };
            // All that the row lacks is a cell of the next column, which nearly all rows have: it begins nearby.
            let lacks = !lone
                && row.segments.len() + 1 == count
                && row.columns[index].is_some_and(|column| {
                    let next = columns.tracks.get(column + 1);
                    next.is_some_and(|next| !next.value && next.left < segment.x1 as i32 + NEARBY as i32)
                        && filled[column + 1] * 3 >= most
                        && !row.columns.contains(&Some(column + 1))
                });
            let near = |word: &usize| {
                let column = row.columns[index].unwrap_or(0) + 1;
                columns.tracks[column].left.abs_diff(words[*word].x0 as i32)
            };
            let nearest = (1..words.len()).filter(|_| lacks).min_by_key(near).filter(|word| near(word) <= NEARBY);
            let cut = (1..words.len()).find(|&word| {
                !lone && (repeats(word) || starts(words[word].x0, words[word - 1].x1))
                    || words[word - 1].kind == Kind::Text && number(word)
            });
            if let Some(cut) = cut.or(nearest) {
                let (first, last) = (segment.first as usize, segment.last as usize);
                row.segments[index] = page.segment(first, first + cut);
                row.segments.insert(index + 1, page.segment(first + cut, last));
                row.columns = vec![None; row.segments.len()];
                changed = true;
            }
            index += 1;
        }
    }
    changed
}

/// Adds the labels' column where labels of two lines stand above and below their numbers, so that no line has both. True
/// if it was missing.
fn add_labels(rows: &mut [Row], columns: &mut Columns) -> bool {
    let (Some(&top), Some(&end)) = (columns.anchors.first(), columns.anchors.last()) else { return false };
    let edge = columns.tracks[0].low;
    let lone = |row: &Row| matches!(row.segments[..], [only] if only.kind == Kind::Text && only.x1 as i32 <= edge);
    let range = top.saturating_sub(1)..(end + 2).min(rows.len());
    let labels: Vec<usize> = range.filter(|&at| lone(&rows[at])).collect();
    let labelled = |anchor: &usize| labels.iter().any(|label| label.abs_diff(*anchor) == 1);
    let values = rows.iter().filter(|row| row.has_values()).count();
    let most = columns.anchors.len() >= 2 && 3 * columns.anchors.len() >= 2 * values;
    if !columns.tracks[0].value || !most || !columns.anchors.iter().all(labelled) {
        return false;
    }
    for column in rows.iter_mut().flat_map(|row| &mut row.columns).flatten() {
        *column += 1;
    }
    let cells: Vec<Segment> = labels.iter().map(|&at| rows[at].segments[0]).collect();
    for at in labels {
        rows[at].columns[0] = Some(0);
    }
    columns.tracks.insert(0, Track::of(&cells));
    true
}

/// Adds columns for segments that fit none, where two rows agree on one. True if there are new ones.
fn widen(rows: &mut [Row], columns: &mut Columns) -> bool {
    let mut loose: Vec<(i32, i32, usize, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.segments.len() < 2 {
            continue;
        }
        for (index, column) in row.columns.iter().enumerate() {
            let segment = &row.segments[index];
            if column.is_none() && segment.is_value() {
                loose.push((segment.x1 as i32, segment.x0 as i32, at, index));
            }
        }
    }
    loose.sort_unstable();
    let mut added = false;
    let mut from = 0;
    while from < loose.len() {
        let mut to = from + 1;
        while to < loose.len() && loose[to].0 - loose[to - 1].0 <= 3 {
            to += 1;
        }
        let group = &loose[from..to];
        from = to;
        let mut members: Vec<usize> = group.iter().map(|member| member.2).collect();
        members.dedup();
        if members.len() < 2 {
            continue;
        }
        let left = group.iter().map(|member| member.1).min().unwrap_or(0);
        let right = group.iter().map(|member| member.0).max().unwrap_or(0);
        // It must stand between two columns, not on one.
        let position = columns.tracks.iter().filter(|track| track.centre2() < left + right).count();
        let on = columns.tracks.iter().any(|track| {
            let overlap = track.right.min(right) - track.left.max(left);
            overlap * 2 > (track.right - track.left).min(right - left)
        });
        if on {
            continue;
        }
        for row in rows.iter_mut() {
            for column in row.columns.iter_mut().flatten() {
                if *column >= position {
                    *column += 1;
                }
            }
        }
        for &(_, _, at, index) in group {
            rows[at].columns[index] = Some(position);
        }
        columns.tracks.insert(position, Track { left, right, low: left, high: right, value: true });
        added = true;
    }
    added
}
