//! Which rows of a table are totals of which others, by their labels and indents. Only where these can be read in several
//! ways is it asked which of them adds up.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{plain_label, total_label};

/// One row, as far as its place in the table is concerned.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its label, trimmed.
    pub label: String,
    /// How far the label stands from the line's start, in columns.
    pub indent: usize,
}

/// Rows that belong to another row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The row with the total.
    pub row: usize,
    /// The rows that make it, and whether each is added (1) or taken off (-1).
    pub parts: Vec<(usize, i8)>,
    /// What the parts make.
    pub kind: TotalKind,
}

/// What parts make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalKind {
    /// All of the total.
    Sum,
    /// Some of it: rows that begin with "of which" or 其中.
    OfWhich,
}

/// Says whether parts, each added or taken off, make the number of a row.
pub type Holds<'h> = &'h dyn Fn(&[(usize, i8)], usize) -> bool;

const OF_WHICH: &[&str] = &["其中", "of which", "of that", "thereof", "including:", "davon"];

const LESS: &[&str] = &["减：", "减:", "减去", "less:", "less ", "minus "];

/// The level of a total row: 0 for other rows. A bare word stands above one with a name: "Total" takes in
/// "Total assets".
pub fn level(label: &str) -> u8 {
    total_label(label).map_or(0, |total| total.level)
}

/// True for a label that says that its row is a total, and not of what: `Total`, `合　计`.
pub fn is_bare(label: &str) -> bool {
    total_label(label).is_some_and(|total| !total.name.contains(char::is_alphabetic))
}

/// True if one total may be a part of another by their names: "Total current assets" of "Total assets", and "Total
/// equity" of "Total liabilities and equity".
fn related(total: &str, part: &str) -> bool {
    let name = |label: &str| total_label(label).map_or_else(|| plain_label(label), |total| total.name);
    let (total, part) = (name(total), name(part));
    if total.is_empty() || part.is_empty() || total.contains(&part) || part.contains(&total) {
        return true;
    }
    let last = |name: &str| name.split(' ').next_back().unwrap_or("").to_string();
    total.is_ascii() && part.is_ascii() && last(&total) == last(&part)
}

/// True for rows that are part of the row above.
pub fn is_of_which(label: &str) -> bool {
    let label = label.trim().trim_start_matches(['(', '（', '-', '–', '•', '*', ' ']).to_lowercase();
    OF_WHICH.iter().any(|word| label.starts_with(word))
}

fn sign(label: &str) -> i8 {
    let label = label.trim().to_lowercase();
    if LESS.iter().any(|word| label.starts_with(word)) { -1 } else { 1 }
}

/// The totals of a table. Where labels and indents can be read in several ways, `holds` decides: it says whether parts
/// make the number of a row.
pub fn totals(lines: &[Line], holds: Holds<'_>) -> Vec<Total> {
    let behind = structure(lines, Side::Behind, holds);
    // Totals may as well stand in front of their parts where the first row is one.
    if lines.first().is_none_or(|line| level(&line.label) == 0) {
        return behind;
    }
    let before = structure(lines, Side::Before, holds);
    let count = |totals: &[Total]| totals.iter().filter(|total| holds(&total.parts, total.row)).count();
    if count(&before) > count(&behind) || behind.iter().all(|total| total.kind == TotalKind::OfWhich) {
        before
    } else {
        behind
    }
}

/// Where totals of the first row's level stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// A table as it is read row by row.
struct Rows<'l> {
    lines: &'l [Line],
    /// Rows that no total has taken in yet, with their level.
    open: Vec<(usize, u8)>,
    /// Rows with a number of their own, and the rows that stand further in below each of them.
    inner: BTreeMap<usize, Vec<usize>>,
    found: Vec<Total>,
}

impl Rows<'_> {
    fn parts(&self, from: usize) -> Vec<(usize, i8)> {
        self.open[from..].iter().map(|(part, _)| (*part, sign(&self.lines[*part].label))).collect()
    }

    /// The same, as if no row stood further in than another.
    fn flat_parts(&self, from: usize) -> Vec<(usize, i8)> {
        let mut parts: Vec<(usize, i8)> = Vec::new();
        let mut open: Vec<usize> = self.open[from..].iter().rev().map(|(part, _)| *part).collect();
        while let Some(part) = open.pop() {
            parts.push((part, sign(&self.lines[part].label)));
            open.extend(self.inner.get(&part).into_iter().flatten().rev());
        }
        parts
    }

    /// Takes in the rows that stand further in than `above`, which has a number of its own: they are parts of it or of the
    /// total, as adding up will show. Returns how many rows that makes with it.
    fn block(&mut self, above: usize, holds: Holds<'_>) -> usize {
        let own = self.lines[above].indent;
        let block = self.lines[above + 1..].iter().take_while(|line| line.indent > own).count();
        let inside = above + 1..above + 1 + block;
        let plain = |row: usize| level(&self.lines[row].label) == 0 && !is_of_which(&self.lines[row].label);
        // A label without a number is a heading, and the rows below it are those of the table.
        if block == 0 || !holds(&[(above, 1)], above) || !inside.clone().all(plain) {
            return 1;
        }
        let Some(least) = inside.clone().map(|row| self.lines[row].indent).min() else { return 1 };
        if self.lines[above + 1].indent != least {
            return 1;
        }
        let children: Vec<usize> = inside.clone().filter(|row| self.lines[*row].indent == least).collect();
        for child in &children {
            self.block(*child, holds);
        }
        self.inner.insert(above, children);
        1 + block
    }

    /// The rows that are the sums of those that stand further in: where at least one adds up, and at least half of all,
    /// this is how the table is built.
    fn indented(&self, holds: Holds<'_>) -> Vec<Total> {
        let of_row = |(row, parts): (&usize, &Vec<usize>)| {
            let parts = parts.iter().map(|part| (*part, sign(&self.lines[*part].label))).collect();
            Total { row: *row, parts, kind: TotalKind::Sum }
        };
        let all: Vec<Total> = self.inner.iter().filter(|(_, parts)| parts.len() > 1).map(of_row).collect();
        let adding = all.iter().filter(|total| holds(&total.parts, total.row)).count();
        if adding > 0 && adding * 2 >= all.len() { all } else { Vec::new() }
    }

    fn take(&mut self, row: usize, from: usize, holds: Holds<'_>) {
        let mut parts = self.parts(from);
        if !self.inner.is_empty() && !holds(&parts, row) {
            let flat = self.flat_parts(from);
            // Indents may as well say nothing: labels that are set to the right have them too.
            if holds(&flat, row) || has_ragged_labels(self.lines) {
                parts = flat;
            }
        }
        self.open.truncate(from);
        // Of one row only a bare "Subtotal" is the total for sure; the other parts of "Total costs" may stand elsewhere.
        let bare = total_label(&self.lines[row].label).is_some_and(|total| total.name.is_empty());
        let plain_part = |part: usize| level(&self.lines[part].label) == 0;
        let sure = match &parts[..] {
            [] => false,
            [(part, _)] => bare && plain_part(*part),
            _ => true,
        };
        if sure {
            self.found.push(Total { row, parts, kind: TotalKind::Sum });
        }
    }

    /// Where the parts of a total of totals begin: "Total assets" behind "Total fixed assets".
    fn run(&self, row: usize, level: u8, holds: Holds<'_>) -> usize {
        let start = self.open.iter().rposition(|(_, known)| *known > level).map_or(0, |at| at + 1);
        let label = &self.lines[row].label;
        let unlike = |at: &usize| !related(label, &self.lines[self.open[*at].0].label);
        let by_name = (start..self.open.len()).rev().find(unlike).map_or(start, |at| at + 1);
        let mut ways = std::iter::once(by_name).chain((start..self.open.len().saturating_sub(1)).rev());
        ways.find(|from| holds(&self.parts(*from), row)).unwrap_or(by_name)
    }
}

/// True for labels that begin anywhere: no table has so many levels.
fn has_ragged_labels(lines: &[Line]) -> bool {
    lines.iter().map(|line| line.indent).collect::<BTreeSet<_>>().len() > MOST_LEVELS
}

const MOST_LEVELS: usize = 4;

fn structure(lines: &[Line], side: Side, holds: Holds<'_>) -> Vec<Total> {
    let mut rows = Rows { lines, open: Vec::new(), inner: BTreeMap::new(), found: Vec::new() };
    let first = lines.first().map_or(0, |line| level(&line.label));
    // The total in front of the rows that are read, and where these begin among the open ones.
    let mut heading: Option<(usize, usize)> = None;
    let mut row = 0;
    while row < lines.len() {
        let own = level(&lines[row].label);
        if side == Side::Before && own >= first {
            if let Some((total, from)) = heading.take() {
                rows.take(total, from, holds);
                rows.open.push((total, first));
            }
            if own == first {
                heading = Some((row, rows.open.len()));
                row += 1;
                continue;
            }
        }
        if own == 0 {
            rows.open.push((row, 0));
            let with_it = of_which(lines, row, &mut rows.found, holds);
            row += if with_it > 1 { with_it } else { rows.block(row, holds) };
            continue;
        }
        let from = rows.open.iter().rposition(|(_, known)| *known >= own).map_or(0, |at| at + 1);
        let from = if from == rows.open.len() { rows.run(row, own, holds) } else { from };
        let from = heading.map_or(from, |(_, least)| from.max(least));
        rows.take(row, from, holds);
        rows.open.push((row, own));
        row += of_which(lines, row, &mut rows.found, holds);
    }
    if let Some((total, from)) = heading {
        rows.take(total, from, holds);
    }
    let indented = rows.indented(holds);
    rows.found.extend(indented);
    rows.found.sort_by_key(|total| total.row);
    rows.found
}

/// The rows "of which" behind `above`; returns how many rows `above` takes with them.
fn of_which(lines: &[Line], above: usize, found: &mut Vec<Total>, holds: Holds<'_>) -> usize {
    let mut parts: Vec<(usize, i8)> = Vec::new();
    let mut row = above + 1;
    while row < lines.len() {
        let label = &lines[row].label;
        // Rows behind "of which" that stand further in than the row above it belong to it too.
        let inside = !parts.is_empty() && level(label) == 0 && lines[row].indent > lines[above].indent;
        if !(is_of_which(label) || inside) {
            break;
        }
        parts.push((row, if parts.is_empty() { 1 } else { sign(label) }));
        row += 1;
    }
    if parts.is_empty() {
        return 1;
    }
    // "其中：工资", "奖金" without an indent: the rows behind it belong to it if they fill up the row above.
    if !holds(&parts, above) {
        let mut longer = parts.clone();
        for (more, line) in lines.iter().enumerate().skip(row).take_while(|(_, line)| level(&line.label) == 0) {
            longer.push((more, sign(&line.label)));
            if holds(&longer, above) {
                row = more + 1;
                parts = longer;
                break;
            }
        }
    }
    found.push(Total { row: above, parts, kind: TotalKind::OfWhich });
    row - above
}
