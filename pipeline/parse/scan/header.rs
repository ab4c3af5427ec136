//! Headers in several lines and over several columns: the lines above the first row go in, header cells come out.

use super::columns::{Row, Track};
use super::lex::{Kind, Word};
use super::line::{Page, Segment};
use super::names::{Part, Spot, distance, edges, intrusion, leaf_parts, whole};
use super::ranges::{Unit, centred, off_centre, partition, unit_at};
use crate::model::year_of;

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

impl Header {
    /// True if each of `count` columns has a name.
    pub fn names_all(&self, count: usize) -> bool {
        let mut named = vec![false; count];
        for cell in self.cells.iter().filter(|cell| cell.columns == 1) {
            named[cell.column] = true;
        }
        named.into_iter().all(|named| named)
    }
}

/// Reads the header from its `lines`, top to bottom, over the columns `tracks` as the first rows show them.
pub(super) fn read(page: &Page<'_>, lines: &[Row], tracks: &[Track]) -> Header {
    if lines.is_empty() || tracks.is_empty() {
        return Header::default();
    }
    // From the bottom up, because names that go on over lines stand over each other.
    let mut spots: Vec<Spot> =
        tracks.iter().map(|track| Spot { track: track.clone(), name: None, bare: false }).collect();
    let mut leaves: Vec<Vec<Part>> = Vec::with_capacity(lines.len());
    // A column's name ends on its last line. No line from the first such line on can be a heading over columns.
    let mut bottom = vec![None; tracks.len()];
    let (slots, used) = slots(page, lines, tracks);
    for (spot, slot) in spots.iter_mut().zip(&slots) {
        spot.name = *slot;
    }
    for (at, line) in lines.iter().enumerate().rev() {
        for spot in &mut spots {
            let (low, high) = (spot.track.low, spot.track.high);
            let over = |part: &Segment| (part.x0 as i32) < high && low < part.x1 as i32;
            let beside = |(other, line): (usize, &Row)| other != at && line.segments.iter().any(over);
            spot.bare = spot.track.value && spot.name.is_none() && !lines.iter().enumerate().any(beside);
        }
        let parts = if lines.len() - at <= used {
            slot_parts(page, line, &slots)
        } else {
            leaf_parts(page, line, &spots, &edges(lines, at))
        };
        let all = parts.len() + 1 >= tracks.len();
        for part in &parts {
            let spot = &mut spots[part.first];
            if all || distance(&part.segment, spot) <= NEAR {
                spot.add(&part.segment);
            }
            bottom[part.first].get_or_insert(at);
        }
        leaves.push(parts);
    }
    leaves.reverse();
    let names = bottom.iter().skip(1).flatten().copied().min().unwrap_or(0);
    let mut units: Vec<Unit> = units(page, tracks, &leaves[names..]);
    let mut kinds: Vec<(Vec<Part>, Vec<Part>)> = Vec::with_capacity(lines.len());
    // What stands below the present line in each column.
    for spot in &mut spots {
        spot.name = None;
    }
    for (at, parts) in leaves.iter().cloned().enumerate().rev() {
        // A line of names that are wrapped: each is centred on what stands below it in its column, and no wider. A
        // heading over columns is wider than a name, or a single word.
        let wrapped = |part: &Part| {
            let segment = &part.segment;
            let (x0, x1) = (segment.x0 as i32, segment.x1 as i32);
            spots[part.first].name.is_some_and(|(left, right)| {
                let centre = (x0 + x1 - left - right).abs() <= 2;
                segment.len() >= 2 && left <= x0 + 1 && x1 <= right + 1 && (centre || x0 == left || x1 == right)
            })
        };
        let whole = parts.len() == lines[at].segments.len();
        let names_only = whole && parts.iter().filter(|part| part.first > 0).all(wrapped);
        let spans =
            if at < names && !names_only { spanning_parts(page, &lines[at], &units, &parts, &spots) } else { None };
        let parts = spans.unwrap_or(parts);
        let (wide, narrow): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.first < part.last);
        for part in &wide {
            units = merge_units(units, part, page.text(&part.segment));
        }
        if wide.is_empty() && at < names {
            name_units(page, &mut units, &narrow);
        }
        kinds.push((wide, narrow));
        for part in &leaves[at] {
            spots[part.first].add(&part.segment);
        }
    }
    let mut levels: Vec<Vec<Part>> = Vec::new();
    let mut single: Vec<(usize, Part)> = Vec::new();
    kinds.reverse();
    for (wide, narrow) in kinds {
        single.extend(narrow.into_iter().map(|part| (levels.len() + usize::from(!wide.is_empty()), part)));
        if !wide.is_empty() {
            levels.push(wide);
        }
    }
    merge_levels(page, &mut levels);
    cells(levels, single, tracks.len())
}

/// The header of one line whose names stand one space apart, whatever stands below them: one word for each column, or
/// for each column behind the label's.
pub(super) fn words(page: &Page<'_>, line: &Row, tracks: &[Track]) -> Option<Header> {
    let [only] = line.segments[..] else { return None };
    let words = &page.words[only.first as usize..only.last as usize];
    let skipped = match tracks.len().checked_sub(words.len())? {
        0 if (only.x0 as i32) <= tracks[0].high => 0,
        1 if (only.x0 as i32) >= tracks[0].right && words.len() > 1 => 1,
        _ => return None,
    };
    let named = |word: &Word| {
        let text = page.word(word);
        let begin = text.chars().next().unwrap_or(' ');
        let ends = text.ends_with(['.', ',', ';', ':', '。', '，', '；', '：', '、']);
        let year = word.kind == Kind::Number && is_year(text);
        year || word.kind == Kind::Text && !begin.is_lowercase() && begin.is_alphabetic() && !ends
    };
    if only.prose || tracks.len() < 2 || words.len() < 2 || !words.iter().all(named) {
        return None;
    }
    let cell =
        |(at, segment)| HeaderCell { row: 0, rows: 1, column: skipped + at, columns: 1, segments: vec![segment] };
    let segments = (only.first as usize..only.last as usize).map(|word| page.segment(word, word + 1));
    Some(Header { cells: segments.enumerate().map(cell).collect(), levels: 1 })
}

/// Where the names of all columns stand, if the gaps that run through the last lines of the header part as many names
/// as there are columns, and how many lines that takes. Then the names need not stand over their numbers.
///
/// The label's column may have no name.
fn slots(page: &Page<'_>, lines: &[Row], tracks: &[Track]) -> (Vec<Option<(i32, i32)>>, usize) {
    let named = |count: usize| {
        (1..=lines.len().min(SLOT_LINES)).find_map(|used| Some((slots_of(page, lines, used, count)?, used)))
    };
    // The first one must stand over the labels, or the label's column has none.
    let over = |first: &(i32, i32)| first.0 <= tracks[0].high || tracks.get(1).is_none_or(|next| first.1 <= next.low);
    if let Some((slots, used)) = named(tracks.len()).filter(|(slots, _)| slots.first().is_some_and(over)) {
        return (slots.into_iter().map(Some).collect(), used);
    }
    match named(tracks.len() - 1).filter(|(slots, _)| slots.first().is_some_and(|first| first.0 >= tracks[0].right)) {
        Some((slots, used)) => (std::iter::once(None).chain(slots.into_iter().map(Some)).collect(), used),
        None => (Vec::new(), 0),
    }
}

/// The `count` stretches that the gaps through the last `used` lines leave.
fn slots_of(page: &Page<'_>, lines: &[Row], used: usize, count: usize) -> Option<Vec<(i32, i32)>> {
    let lines = &lines[lines.len() - used..];
    let words = lines.iter().flat_map(|line| &line.segments).flat_map(|part| {
        page.words[part.first as usize..part.last as usize].iter().map(|word| (word.x0 as i32, word.x1 as i32))
    });
    // A gap that runs through parts names only if a segment begins or ends there.
    let mut slots: Vec<(i32, i32)> = Vec::new();
    for (left, right) in islands(words.collect()) {
        match slots.last_mut() {
            Some(last) if !backed(lines, last.1, left) => last.1 = right,
            _ => slots.push((left, right)),
        }
    }
    (slots.len() == count && separate(lines, &slots)).then_some(slots)
}

/// Names of more lines are read line by line.
const SLOT_LINES: usize = 6;

/// The stretches that ranges cover together.
fn islands(mut ranges: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    ranges.sort_unstable();
    let mut out: Vec<(i32, i32)> = Vec::new();
    for (left, right) in ranges {
        match out.last_mut() {
            Some(last) if left <= last.1 => last.1 = last.1.max(right),
            _ => out.push((left, right)),
        }
    }
    out
}

/// True if no two segments of one line stand in one slot.
fn separate(lines: &[Row], slots: &[(i32, i32)]) -> bool {
    lines.iter().all(|line| {
        slots.iter().all(|&(left, right)| {
            line.segments.iter().filter(|part| (part.x0 as i32) < right && left < part.x1 as i32).count() <= 1
        })
    })
}

/// True if a segment begins or ends at the gap.
fn backed(lines: &[Row], end: i32, start: i32) -> bool {
    lines
        .iter()
        .flat_map(|line| &line.segments)
        .any(|part| (end..=start + 1).contains(&(part.x0 as i32)) || (end - 1..=start).contains(&(part.x1 as i32)))
}

/// The parts of a header line between the gaps that run through it and its neighbours.
fn slot_parts(page: &Page<'_>, line: &Row, slots: &[Option<(i32, i32)>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for segment in &line.segments {
        for at in segment.first as usize..segment.last as usize {
            let word = &page.words[at];
            let inside = |slot: &Option<(i32, i32)>| {
                slot.is_some_and(|(left, right)| left <= word.x0 as i32 && word.x1 as i32 <= right)
            };
            let column = slots.iter().position(inside).unwrap_or(0);
            match parts.last_mut() {
                Some(part) if part.first == column => {
                    part.segment = page.segment(part.segment.first as usize, at + 1);
                }
                _ => parts.push(whole(&page.segment(at, at + 1), column)),
            }
        }
    }
    parts
}

fn units(page: &Page<'_>, tracks: &[Track], names: &[Vec<Part>]) -> Vec<Unit> {
    let mut units: Vec<Unit> = tracks
        .iter()
        .enumerate()
        .map(|(at, track)| Unit { first: at, last: at, low: track.low, high: track.high, name: String::new() })
        .collect();
    for parts in names.iter().rev() {
        name_units(page, &mut units, parts);
    }
    units
}

/// Adds a line of names, from the bottom up.
fn name_units(page: &Page<'_>, units: &mut [Unit], parts: &[Part]) {
    for part in parts {
        let Some(unit) = units.iter_mut().find(|unit| unit.first == part.first && unit.last == part.first) else {
            continue;
        };
        unit.low = unit.low.min(part.segment.x0 as i32);
        unit.high = unit.high.max(part.segment.x1 as i32);
        unit.name.insert_str(0, page.text(&part.segment));
    }
}

/// The units that `part` heads become one, with the heading as its name.
fn merge_units(units: Vec<Unit>, part: &Part, name: &str) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        match out.last_mut() {
            Some(before) if before.first >= part.first && unit.last <= part.last => {
                before.last = unit.last;
                before.high = before.high.max(unit.high);
                before.name.clear();
                before.name.push_str(name);
            }
            _ => out.push(unit),
        }
    }
    out
}

/// Heading lines over the same columns are one heading in two lines.
fn merge_levels(page: &Page<'_>, levels: &mut Vec<Vec<Part>>) {
    let mut at = 1;
    while at < levels.len() {
        // The level above may have lines already.
        let below = &levels[at];
        let same = |below: &Part, above: &Part| (below.first, below.last) == (above.first, above.last);
        let beside = |below: &Part, above: &Part| below.last < above.first || above.last < below.first;
        let own = |below: &&Part| levels[at - 1].iter().any(|above| same(below, above));
        // Headings of fewer lines, or in the middle of their height, stand on other lines than those beside them.
        let free = |below: &&Part| levels[at - 1].iter().all(|above| beside(below, above));
        let next = below.iter().filter(own).count();
        let level = below.iter().all(|below| own(&below) || free(&below));
        let runs_on = levels[at].iter().any(|part| {
            page.text(&part.segment)
                .chars()
                .next()
                .is_some_and(|ch| ch.is_lowercase() || ch.is_ascii_digit() || ch == '(')
        });
        if level && (next != 1 || runs_on) {
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
                None => {
                    cells.push(HeaderCell { row, rows: 1, column: part.first, columns, segments: vec![part.segment] })
                }
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

/// The parts of a header line if it heads groups of columns: each segment over the columns that it is centred on.
fn spanning_parts(page: &Page<'_>, line: &Row, units: &[Unit], leaves: &[Part], spots: &[Spot]) -> Option<Vec<Part>> {
    let last = units.len().checked_sub(1).filter(|&last| last > 0)?;
    let fits = |part: &Part| {
        let spot = &spots[part.first];
        // Lines of one name are centred on each other or have a common edge, but for rounding.
        let near = match spot.name {
            Some(_) => distance(&part.segment, spot) <= 2,
            None => distance(&part.segment, spot) + intrusion(&part.segment, spots, part.first) <= NEAR,
        };
        part.first == 0 || near
    };
    // Many words over as many columns: names, one space apart.
    let pieces = |segment: &Segment| {
        leaves.iter().filter(|part| part.segment.first >= segment.first && part.segment.last <= segment.last).count()
    };
    // Years need no other words: what would have to be cut to stand over each of them heads them.
    let cut = |part: &Part| {
        let inside = |segment: &&Segment| segment.first <= part.segment.first && part.segment.last <= segment.last;
        line.segments.iter().find(inside).is_some_and(|segment| segment.len() > part.segment.len())
    };
    let counted = |part: &Part| {
        let name = &units[unit_at(units, part.first)].name;
        name.contains(|ch: char| ch.is_ascii_digit()) && !name.contains(char::is_alphabetic)
    };
    // No name goes on above a heading.
    let headed = |part: &Part| {
        units.iter().any(|unit| unit.first < unit.last && unit.first <= part.first && part.first <= unit.last)
    };
    let fits = |part: &Part| fits(part) && !headed(part) && !(counted(part) && cut(part));
    let fits_all = leaves.iter().all(fits);
    let inside = |segment: &Segment| {
        leaves.iter().filter(|part| part.segment.first >= segment.first && part.segment.last <= segment.last).all(fits)
    };
    let listed = line.segments.iter().any(|segment| pieces(segment) >= 3 && inside(segment));
    let (names, heads): (Vec<Segment>, Vec<Segment>) = line.segments.iter().partition(|segment| {
        let gap = units[1].low - units[0].high;
        (segment.x0 as i32) < units[0].high + gap / 3 && (segment.x1 as i32) <= units[1].low.max(units[0].high)
    });
    let mut parts = partition(page, &heads, units)?;
    // Alone and centred over no columns in particular, a heading stands over all of them; unless it is nearer to the
    // middle of its own.
    let off = |part: &Part| off_centre(part, units);
    let all = |part: &Part| Part { first: 1, last: units[last].last, ..part.clone() };
    if let [part] = &mut parts[..]
        && !centred(part, units)
        && (part.first == part.last || off(&all(part)) <= off(part))
    {
        // "Year" over 1997, 1998, 1999 heads them all; over words it is the first line of one name.
        let numbers = units[1..].iter().filter(|unit| unit.name.chars().all(|ch| !ch.is_alphabetic())).count();
        if fits_all && numbers * 3 < (units.len() - 1) * 2 {
            return None;
        }
        (part.first, part.last) = (1, units[last].last);
    }
    // Among names of single columns, one that stands right over its own column is none that heads two.
    if 2 * parts.iter().filter(|part| part.last > part.first).count() < parts.len() {
        for part in &mut parts {
            let same = |leaf: &&Part| {
                (leaf.segment.first, leaf.segment.last) == (part.segment.first, part.segment.last)
                    && (part.first..=part.last).contains(&leaf.first)
                    && distance(&leaf.segment, &spots[leaf.first]) <= 2
            };
            if let Some(leaf) = leaves.iter().find(same) {
                (part.first, part.last) = (leaf.first, leaf.first);
            }
        }
    }
    let covered: usize = parts.iter().map(|part| part.last - part.first + 1).sum();
    let first = parts.first()?.first;
    let end = parts.last()?.last;
    let wide = parts.iter().filter(|part| part.last > part.first).count();
    // Complete if it heads the columns up to the last one, but for a few that have only a name of their own.
    let complete = end == units[last].last && 3 * covered >= 2 * (end + 1 - first) && 2 * wide >= parts.len();
    let mut sizes: Vec<usize> = parts.iter().map(|part| part.last - part.first).filter(|&size| size > 0).collect();
    sizes.dedup();
    // Groups of one size, or groups that begin with the same name, are groups.
    let mut begins: Vec<&str> = parts
        .iter()
        .filter(|part| part.last > part.first)
        .map(|part| &*units[unit_at(units, part.first)].name)
        .collect();
    begins.dedup();
    let named = begins.len() == 1 && !begins[0].is_empty();
    let even = sizes.len() <= 1 && parts.iter().all(|part| centred(part, units)) || named;
    // Each over as many columns, with the same names: "American Indian/Alaska Native" over "no.  Rate  (95% CI)".
    let alike = sizes.len() == 1 && wide > 1 && named;
    if fits_all && !(complete && even) && !(alike && wide == parts.len()) || listed && !alike {
        return None;
    }
    // Headings beside each other differ: "Margin of" and again "Margin of" are the first lines of names.
    // But the first lines of headings need not.
    let same = |pair: &[Part]| page.text(&pair[0].segment) == page.text(&pair[1].segment);
    let grouped = |part: &Part| units.iter().any(|unit| (unit.first, unit.last) == (part.first, part.last));
    let first_lines = parts.iter().all(|part| part.first < part.last && grouped(part) || counted(part));
    if wide == 0 || fits_all && parts.windows(2).any(same) && !first_lines {
        return None;
    }
    Some(names.first().map(|segment| whole(segment, 0)).into_iter().chain(parts).collect())
}

pub(super) fn is_year(name: &str) -> bool {
    year_of(name).is_some()
}
