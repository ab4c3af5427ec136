//! Headings over columns: those of one line and the columns below go in, for each heading the columns that it stands over
//! come out.

use super::header::is_year;
use super::line::{Page, Segment};
use super::names::Part;

/// Columns that one heading of the level below stands over, or one column.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub first: usize,
    pub last: usize,
    pub low: i32,
    pub high: i32,
    pub name: String,
}

/// Gives each heading a range of columns, in order, such that it stands over the centre of its range.
pub(super) fn partition(page: &Page<'_>, heads: &[Segment], units: &[Unit]) -> Option<Vec<Part>> {
    let (m, n) = (heads.len(), units.len());
    if m == 0 || m >= n || n > 128 {
        return None;
    }
    // As many headings as there are groups below them.
    let groups: Vec<&Unit> = units.iter().filter(|unit| unit.first < unit.last).collect();
    if groups.len() == m {
        let part = |(head, unit): (&Segment, &&Unit)| Part { segment: *head, first: unit.first, last: unit.last };
        let parts: Vec<Part> = heads.iter().zip(&groups).map(part).collect();
        if parts.iter().all(|part| centred(part, units)) {
            return Some(parts);
        }
    }
    // The same words again and again head a part of each cycle: "95% CI" over "Lower  Upper" in "Mean  Lower  Upper".
    let twins = m > 1 && heads.windows(2).all(|pair| page.text(&pair[0]) == page.text(&pair[1]));
    let times = |unit: &Unit| units.iter().filter(|other| !unit.name.is_empty() && other.name == unit.name).count();
    let times: Vec<usize> = units.iter().map(times).collect();
    // Of these names each heading has one.
    let keys: Vec<bool> = times.iter().map(|&times| m > 1 && times == m && !twins).collect();
    let each = (keys.iter().filter(|&&key| key).count() / m) as i32;
    let bare: Vec<i32> =
        times.iter().map(|&times| if times > 1 && times >= m && !twins { PULL + REPEATED } else { PULL }).collect();
    // Where a name comes again: below one heading, nothing would tell the two apart.
    let again: Vec<Option<usize>> = (0..n)
        .map(|at| {
            let same = |next: &usize| !units[at].name.is_empty() && units[*next].name == units[at].name;
            (at + 1..n).find(same)
        })
        .collect();
    let inside = if twins { vec![false; n] } else { inside_cycles(units) };
    const FAR: i32 = i32::MAX / 4;
    // cost[i][j]: the least cost for the first i headings over the first j units; unit 0 is the label's.
    let mut cost = vec![vec![FAR; n + 1]; m + 1];
    let mut from = vec![vec![usize::MAX; n + 1]; m + 1];
    cost[0][1] = 0;
    for j in 1..=n {
        for i in 0..=m {
            if j > 1 {
                let bare = cost[i][j - 1].saturating_add(bare[j - 1]);
                if bare < cost[i][j] {
                    cost[i][j] = bare;
                    from[i][j] = usize::MAX;
                }
            }
            if i == 0 {
                continue;
            }
            let head = &heads[i - 1];
            let (mut own, mut twice) = (0, false);
            // True while all columns behind `start` stand inside of one cycle.
            let mut within = true;
            for start in (1..j).rev() {
                own += i32::from(keys[start]);
                twice |= again[start].is_some_and(|again| again < j);
                // Over one whole cycle of names it may as well begin with the first of them.
                let cycle = within && !inside[start] && j - start > 1 && !inside.get(j).is_some_and(|&inside| inside);
                within &= inside[start];
                if cost[i - 1][start] >= FAR {
                    continue;
                }
                let (left, right) = (units[start].low, units[j - 1].high);
                let off = (head.centre2() - left - right).abs();
                let off = match j - start {
                    1 => off.min(2 * (head.x0 as i32 - left).abs()).min(2 * (head.x1 as i32 - right).abs()),
                    _ if cycle => off.min(2 * (head.x0 as i32 - left).abs()),
                    _ => off,
                };
                // "Notes" beside years has nothing to do with what heads these.
                let mixed = j - start > 1
                    && !units[start].name.contains(|ch: char| ch.is_ascii_digit())
                    && units[start + 1..j].iter().all(|unit| is_year(&unit.name));
                let torn = start > 1 && follows(&units[start - 1].name, &units[start].name)
                    || inside[start]
                    || inside.get(j).is_some_and(|&inside| inside);
                // It must stand over its range.
                if (head.x0 as i32 >= right || head.x1 as i32 <= left) && !cycle {
                    continue;
                }
                let sum = cost[i - 1][start]
                    + off
                    + 2 * beyond(head, units, start, j)
                    + REPEATED * (own - each).abs()
                    + if each > 0 && !keys[start] { REPEATED } else { 0 }
                    + if torn || mixed || twice { REPEATED } else { 0 };
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
        parts.push(Part { segment: heads[i - 1], first: units[start].first, last: units[j - 1].last });
        i -= 1;
        j = start;
    }
    parts.reverse();
    Some(parts)
}

/// True if a heading stands over the middle of its columns, but for three characters: names are aligned, and the widths
/// of their columns are not known.
pub(super) fn centred(part: &Part, units: &[Unit]) -> bool {
    off_centre(part, units) <= 6
}

/// How far, in half characters, the middle of a heading is from that of its columns.
pub(super) fn off_centre(part: &Part, units: &[Unit]) -> i32 {
    let range = &units[unit_at(units, part.first)..=unit_at(units, part.last)];
    (part.segment.centre2() - range[0].low - range[range.len() - 1].high).abs()
}

pub(super) fn unit_at(units: &[Unit], column: usize) -> usize {
    units.iter().position(|unit| unit.last >= column).unwrap_or(0)
}

/// What a column without a heading costs, in half columns of a heading's distance from the centre of its range. Half
/// the pitch of narrow columns (five characters) is ten: a heading is never pulled over a column that is not its own.
const PULL: i32 = 4;

/// What a range costs that has a name twice, or not at all, of which there is one for each heading: `no.  Rate  no.
/// Rate` under two headings are two groups.
const REPEATED: i32 = 16;

/// True for `1997` and `1998`: no group begins between them.
fn follows(before: &str, here: &str) -> bool {
    matches!((before.parse::<u32>(), here.parse::<u32>()), (Ok(a), Ok(b)) if a + 1 == b)
}

/// For each unit whether it stands behind the first of names that follow one another again and again, `Male  Female
/// Male  Female`: no heading begins or ends in front of it.
fn inside_cycles(units: &[Unit]) -> Vec<bool> {
    let mut inside = vec![false; units.len()];
    let same = |a: usize, b: usize| !units[a].name.is_empty() && units[a].name == units[b].name;
    let mut at = 1;
    while at < units.len() {
        let again = (at + 2..units.len()).find(|&next| same(at, next)).map(|next| next - at);
        let Some(length) =
            again.filter(|&length| (0..length).all(|i| at + length + i < units.len() && same(at + i, at + length + i)))
        else {
            at += 1;
            continue;
        };
        let end = (at + length..units.len()).find(|&next| !same(next - length, next)).unwrap_or(units.len());
        for (i, inside) in inside[at..end].iter_mut().enumerate() {
            *inside = i % length > 0;
        }
        at = end;
    }
    inside
}

/// How much of a heading stands over the columns beside its own, `start` up to `end`.
fn beyond(head: &Segment, units: &[Unit], start: usize, end: usize) -> i32 {
    let before = units[start - 1].high - head.x0 as i32;
    let behind = units.get(end).map_or(0, |next| head.x1 as i32 - next.low);
    before.max(0) + behind.max(0)
}
