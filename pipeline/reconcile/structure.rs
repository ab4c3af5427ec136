//! Which rows of a table are totals of which others, by their labels and indents. Only where these can be read in several
//! ways is it asked which of them adds up.

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
    found: Vec<Total>,
}

impl Rows<'_> {
    fn parts(&self, from: usize) -> Vec<(usize, i8)> {
        self.open[from..].iter().map(|(part, _)| (*part, sign(&self.lines[*part].label))).collect()
    }

    fn take(&mut self, row: usize, from: usize) {
        let parts = self.parts(from);
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

fn structure(lines: &[Line], side: Side, holds: Holds<'_>) -> Vec<Total> {
    let mut rows = Rows { lines, open: Vec::new(), found: Vec::new() };
    let first = lines.first().map_or(0, |line| level(&line.label));
    // The total in front of the rows that are read, and where these begin among the open ones.
    let mut heading: Option<(usize, usize)> = None;
    let mut row = 0;
    while row < lines.len() {
        let own = level(&lines[row].label);
        if side == Side::Before && own >= first {
            if let Some((total, from)) = heading.take() {
                rows.take(total, from);
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
            row += of_which(lines, row, &mut rows.found, holds);
            continue;
        }
        let from = rows.open.iter().rposition(|(_, known)| *known >= own).map_or(0, |at| at + 1);
        let from = if from == rows.open.len() { rows.run(row, own, holds) } else { from };
        let from = heading.map_or(from, |(_, least)| from.max(least));
        rows.take(row, from);
        rows.open.push((row, own));
        row += of_which(lines, row, &mut rows.found, holds);
    }
    if let Some((total, from)) = heading {
        rows.take(total, from);
    }
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
