//! Names of single columns in one line of a header: the line and its columns go in, its pieces come out.

use super::columns::{Row, Track};
use super::line::{Page, Segment};
use super::rows::balance;

/// A part of a header line and the columns that it stands over.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub segment: Segment,
    pub first: usize,
    pub last: usize,
}

/// A column as its first rows show it, and where the lines of its name below the present one stand.
pub(super) struct Spot {
    pub track: Track,
    pub name: Option<(i32, i32)>,
    /// True if no other line of the header has anything over the column.
    pub bare: bool,
}

impl Spot {
    /// True if the piece stands beside the lines of the name: it is none of them.
    fn misses(&self, piece: &Segment) -> bool {
        self.name.is_some_and(|(left, right)| piece.x1 as i32 <= left || right <= piece.x0 as i32)
    }

    /// Adds a line of the name.
    pub fn add(&mut self, line: &Segment) {
        let (x0, x1) = (line.x0 as i32, line.x1 as i32);
        self.name = Some(self.name.map_or((x0, x1), |(left, right)| (left.min(x0), right.max(x1))));
    }
}

/// Longer lines are no headers.
const MOST_WORDS: usize = 256;

/// The parts of a header line if each names one column: its words in order, cut between segments, and inside of one
/// where the columns ask for it.
pub(super) fn leaf_parts(page: &Page<'_>, line: &Row, spots: &[Spot], edges: &Edges<'_>) -> Vec<Part> {
    let mut words: Vec<(usize, bool)> = Vec::new();
    for segment in &line.segments {
        words.extend((segment.first..segment.last).map(|word| (word as usize, word == segment.first)));
    }
    // Inside of a segment a cut costs, but it gains where another line of the header begins or ends a segment.
    let mut open = 0;
    let cuts: Vec<i32> = words
        .iter()
        .map(|&(word, begins)| {
            let text = page.word(&page.words[word]);
            let unit = |text: &str| text.starts_with(['(', '（']);
            let inside = open > 0;
            open = if begins { 0 } else { open } + balance(text);
            match begins {
                true => 0,
                // "(n = 124)" is one word, and goes with the one in front of it, unless that is another unit.
                false if inside => EDGE,
                false if edges.at(page.words[word - 1].x1, page.words[word].x0) => -EDGE,
                false if unit(text) && !unit(page.word(&page.words[word - 1])) => EDGE,
                false if text.starts_with(char::is_lowercase) => CUT + SMALL,
                false => CUT,
            }
        })
        .collect();
    let (count, columns) = (words.len(), spots.len());
    if count > MOST_WORDS || line.segments.len() > columns {
        return line.segments.iter().map(|segment| whole(segment, nearest(segment, spots))).collect();
    }
    let rest = Pieces { page, words: &words, cuts: &cuts, spots };
    let (least, parts) = rest.divide(Align::Any);
    if parts.iter().all(|part| words.contains(&(part.segment.first as usize, true))) {
        return parts;
    }
    // Where words are cut that stand one space apart, names that are all aligned in one way are the better reading.
    let slack = columns as i32;
    let alike = [Align::Right, Align::Centre, Align::Left].into_iter().map(|align| rest.divide(align));
    // A reading that leaves a name uncut is none of them.
    alike
        .into_iter()
        .find(|(sum, alike)| *sum <= least + slack && alike.len() >= parts.len())
        .map_or(parts, |(_, parts)| parts)
}

/// How names stand over their columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Align {
    Any,
    Left,
    Right,
    Centre,
}

/// The words of a header line that are to be cut into names.
struct Pieces<'a> {
    page: &'a Page<'a>,
    /// Each word, and whether a segment begins with it.
    words: &'a [(usize, bool)],
    /// What a cut in front of it costs.
    cuts: &'a [i32],
    spots: &'a [Spot],
}

impl Pieces<'_> {
    /// The cheapest names for the columns, and what they cost.
    fn divide(&self, align: Align) -> (i32, Vec<Part>) {
        const FAR: i32 = i32::MAX / 4;
        let Pieces { page, words, cuts, spots } = *self;
        let (count, columns) = (words.len(), spots.len());
        let width = count + 1;
        // cost[c][w]: the least sum for the first w words over the first c columns.
        let mut cost = vec![FAR; (columns + 1) * width];
        let mut from = vec![usize::MAX; (columns + 1) * width];
        cost[0] = 0;
        for c in 1..=columns {
            let spot = &spots[c - 1];
            // Labels are aligned in their own way.
            let align = if c == 1 { Align::Any } else { align };
            for w in 0..=count {
                let here = c * width + w;
                cost[here] = cost[here - width].saturating_add(if spot.bare { EDGE } else { 0 });
                from[here] = w;
                // A piece never reaches over the start of a segment.
                let mut start = w;
                while start > 0 {
                    start -= 1;
                    let before = cost[(c - 1) * width + start];
                    if before < FAR {
                        let piece = page.segment(words[start].0, words[w - 1].0 + 1);
                        let sum = before
                            + cuts[start]
                            + 2 * aligned(&piece, spot, align)
                            + intrusion(&piece, spots, c - 1)
                            + if spot.misses(&piece) { EDGE } else { 0 };
                        if sum < cost[here] {
                            cost[here] = sum;
                            from[here] = start;
                        }
                    }
                    if words[start].1 {
                        break;
                    }
                }
            }
        }
        let mut parts = Vec::new();
        let mut w = count;
        for c in (1..=columns).rev() {
            let start = from[c * width + w];
            if start < w {
                parts.push(whole(&page.segment(words[start].0, words[w - 1].0 + 1), c - 1));
                w = start;
            }
        }
        parts.reverse();
        (cost[columns * width + count], parts)
    }
}

/// What a cut costs, and how much more in front of a small letter: names begin with capitals.
const CUT: i32 = 2;
const SMALL: i32 = 6;

/// What a cut gains at an edge that the line above or below has too, in half columns of distance, and what it costs to
/// leave a column of numbers without any name. It outweighs a name that stands ten columns left of the numbers that are
/// aligned to the right below it.
const EDGE: i32 = 20;

/// The lines above and below one line of a header.
pub(super) struct Edges<'a> {
    beside: Vec<&'a Row>,
}

impl Edges<'_> {
    /// True if the gap between `end` and `start` is open in the lines beside, and an edge of one of them.
    fn at(&self, end: u32, start: u32) -> bool {
        let open = |row: &&Row| row.segments.iter().all(|segment| segment.x1 <= end || start <= segment.x0);
        let edge = |row: &&Row| {
            row.segments.iter().skip(1).any(|segment| segment.x0.abs_diff(start) <= 1)
                || row.segments.iter().any(|segment| segment.x1.abs_diff(end) <= 1)
        };
        self.beside.iter().all(open) && self.beside.iter().any(edge)
    }
}

/// The lines of a header beside line `at` that may show where names begin and end.
pub(super) fn edges(lines: &[Row], at: usize) -> Edges<'_> {
    // Only lines with names for several columns: a heading reaches over all gaps below it.
    let beside = [at.checked_sub(1), Some(at + 1)];
    let rows = beside.iter().flatten().filter_map(|&at| lines.get(at));
    Edges { beside: rows.filter(|row| 2 * row.segments.len() >= lines[at].segments.len()).collect() }
}

/// A segment that names one column.
pub(super) fn whole(segment: &Segment, column: usize) -> Part {
    Part { segment: *segment, first: column, last: column }
}

/// How far a piece of a name is from its column: from the lines of the name below it, else from the cells.
pub(super) fn distance(segment: &Segment, spot: &Spot) -> i32 {
    aligned(segment, spot, Align::Any)
}

fn aligned(segment: &Segment, spot: &Spot, align: Align) -> i32 {
    let (x0, x1) = (segment.x0 as i32, segment.x1 as i32);
    let (left, right) = spot.name.unwrap_or((spot.track.left, spot.track.right));
    let centre = (x0 + x1 - left - right).abs() / 2;
    match align {
        Align::Any => (x0 - left).abs().min((x1 - right).abs()).min(centre),
        Align::Left => (x0 - left).abs(),
        Align::Right => (x1 - right).abs(),
        Align::Centre => centre,
    }
}

/// How much of a piece stands over other columns than its own.
pub(super) fn intrusion(piece: &Segment, spots: &[Spot], column: usize) -> i32 {
    let (x0, x1) = (piece.x0 as i32, piece.x1 as i32);
    let over = |spot: &Spot| {
        let (left, right) = spot.name.unwrap_or((spot.track.low, spot.track.high));
        (x1.min(spot.track.high.max(right)) - x0.max(spot.track.low.min(left))).max(0)
    };
    let before = spots[..column].iter().rev().map(over).take_while(|&over| over > 0);
    let behind = spots[column + 1..].iter().map(over).take_while(|&over| over > 0);
    before.chain(behind).sum()
}

fn nearest(segment: &Segment, spots: &[Spot]) -> usize {
    let gap = |spot: &Spot| (spot.track.low - segment.x1 as i32).max(segment.x0 as i32 - spot.track.high);
    (0..spots.len()).min_by_key(|&column| gap(&spots[column])).unwrap_or(0)
}
