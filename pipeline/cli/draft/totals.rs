//! Total rows: the rows of a table go in, those that are sums of others come out, and checks for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::columns::Column;
use super::money::Signs;
use super::numbers::{self, canonical, decimals, scaled, unmarked};
use super::{Drawn, quoted, text};
use crate::model::Cell;
use crate::parse::scan::FoundRow;
use crate::reconcile::structure::{self, Line, TotalKind};
use crate::source::Source;

/// The rows of a table.
pub(super) struct Rows {
    /// Rows of the dataset.
    pub parts: Vec<FoundRow>,
    /// Totals of them.
    pub sums: Vec<Sum>,
    /// The labels of rows that say that they are totals but are sums of nothing.
    pub doubtful: Vec<String>,
}

/// A total row.
pub(super) struct Sum {
    pub row: FoundRow,
    /// The rows that make it, as indices of [`Rows::parts`]; empty if no rows do.
    pub of: Vec<usize>,
}

/// Parts the rows of a table. "Total" alone is a total; "Total enrollment" is one if it is the sum of other rows.
pub(super) fn rows(drawn: &Drawn<'_>) -> Rows {
    let Drawn { source, reader, .. } = *drawn;
    let table = &drawn.tables[drawn.at];
    let totals = table.total_rows(source);
    let labels: BTreeSet<_> = table
        .cells
        .iter()
        .filter(|cell| cell.column == 0 && totals.binary_search(&cell.row).is_ok())
        .map(|cell| cell.cell.spans[0].start)
        .collect();
    let all = table.rows(source);
    let label = |row: &FoundRow| text(source, row.cells.first().and_then(Option::as_ref));
    let named = |row: &FoundRow| {
        row.cells.first().and_then(Option::as_ref).is_some_and(|cell| labels.contains(&cell.spans[0].start))
            || structure::level(&label(row)) > 0
    };
    let grid = Grid::new(source, &Signs(reader), &all);
    let unlabelled = grid.unlabelled(&all);
    let candidates: Vec<bool> =
        all.iter().map(named).enumerate().map(|(at, is)| is || unlabelled == Some(at)).collect();
    let found = found(source, &all, &grid);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, group) in all.iter().enumerate().filter_map(|(at, row)| Some((at, row.group.as_ref()?))) {
        groups.entry(text(source, Some(group))).or_default().push(at);
    }
    let groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).take(MANY).collect();
    let of: Vec<Vec<usize>> = (0..all.len())
        .map(|at| if candidates[at] { grid.parts(&candidates, found.get(&at), &groups, at) } else { Vec::new() })
        .collect();
    let is_sum = |at: usize| candidates[at] && (structure::is_bare(&label(&all[at])) || !of[at].is_empty());
    // A label leaves out every row that has it: it may be none of a row that stays.
    let kept: BTreeSet<String> = (0..all.len()).filter(|at| !is_sum(*at)).map(|at| label(&all[at])).collect();
    let mut rows = Rows { parts: Vec::new(), sums: Vec::new(), doubtful: Vec::new() };
    // Where each row stands among the parts.
    let mut places: Vec<Option<usize>> = vec![None; all.len()];
    let mut sums = Vec::new();
    for (at, row) in all.iter().enumerate() {
        if is_sum(at) && !kept.contains(&label(row)) {
            sums.push(at);
            continue;
        }
        if candidates[at] {
            rows.doubtful.push(label(row));
        }
        places[at] = Some(rows.parts.len());
        rows.parts.push(row.clone());
    }
    let parts = |at: usize| of[at].iter().map(|row| places[*row]).collect::<Option<Vec<usize>>>().unwrap_or_default();
    rows.sums.extend(sums.into_iter().map(|at| Sum { row: all[at].clone(), of: parts(at) }));
    rows
}

/// In longer tables the labels alone say which rows are parts of which total.
const LONGEST: usize = 2_000;

/// The rows that make each total, totals among them taken apart: by their names, indents and what adds up.
fn found(source: &Source, all: &[FoundRow], grid: &Grid) -> BTreeMap<usize, Vec<usize>> {
    if all.len() > LONGEST {
        return BTreeMap::new();
    }
    let line = |row: &FoundRow| {
        let cell = row.cells.first().and_then(Option::as_ref);
        let indent = cell.map_or(0, |cell| {
            let start = cell.spans[0].start;
            source.text()[source.line_span(source.line_of(start)).start as usize..start as usize].chars().count()
        });
        Line { label: text(source, cell).trim().to_owned(), indent }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let holds = |parts: &[(usize, i8)], row: usize| {
        let own: Vec<usize> = parts.iter().map(|(part, _)| *part).collect();
        parts.iter().all(|(_, sign)| *sign > 0) && grid.adding(&own, row) > 0
    };
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    // Totals come behind or in front of their parts: whichever are totals themselves are taken apart when all are known.
    let totals: BTreeMap<usize, Vec<usize>> = structure::totals(&lines, &holds)
        .into_iter()
        .filter(|total| total.kind == TotalKind::Sum && total.parts.iter().all(|(_, sign)| *sign > 0))
        .filter(|total| structure::level(&lines[total.row].label) > 0)
        .map(|total| (total.row, total.parts.into_iter().map(|(part, _)| part).collect()))
        .collect();
    for row in totals.keys() {
        let mut leaves = Vec::new();
        let mut open = vec![*row];
        while let Some(row) = open.pop() {
            match totals.get(&row) {
                Some(parts) if leaves.len() + open.len() <= all.len() => open.extend(parts),
                _ => leaves.push(row),
            }
        }
        leaves.sort_unstable();
        leaves.dedup();
        found.insert(*row, leaves);
    }
    found
}

/// The printed numbers of rows.
struct Grid {
    /// For each row, the number of each column behind the first, where it has one.
    numbers: Vec<Vec<Option<String>>>,
}

impl Grid {
    fn new(source: &Source, signs: &Signs<'_>, rows: &[FoundRow]) -> Grid {
        let bare = |cell: &Option<Cell>| signs.bare(&text(source, cell.as_ref())).into_owned();
        let texts = |row: &FoundRow| row.cells.iter().skip(1).map(bare).collect();
        let texts: Vec<Vec<String>> = rows.iter().map(texts).collect();
        let width = texts.first().map_or(0, Vec::len);
        let points: Vec<_> = (0..width).map(|at| numbers::point(texts.iter().map(|row| unmarked(&row[at])))).collect();
        let row = |row: &Vec<String>| row.iter().zip(&points).map(|(text, point)| canonical(text, *point)).collect();
        Grid { numbers: texts.iter().map(row).collect() }
    }

    /// In how many columns `parts` add up to the number of `row`. Rows without a number add nothing.
    fn adding(&self, parts: &[usize], row: usize) -> usize {
        let of = |column: usize| {
            let total = self.numbers[row][column].as_ref()?;
            let parts: Vec<&str> = parts.iter().filter_map(|part| self.numbers[*part][column].as_deref()).collect();
            (parts.len() >= 2 && adds_up(&parts, total)).then_some(())
        };
        (0..self.numbers[row].len()).filter_map(of).count()
    }

    /// The only row without a label, if it is the last one and the others add up to it in every column: a total below a rule.
    fn unlabelled(&self, rows: &[FoundRow]) -> Option<usize> {
        let bare = |row: &FoundRow| row.cells.first().is_some_and(Option::is_none);
        let last = rows
            .len()
            .checked_sub(1)
            .filter(|last| *last > 1 && bare(&rows[*last]) && !rows[..*last].iter().any(bare))?;
        let others: Vec<usize> = (0..last).collect();
        let printed = rows[last].cells.iter().flatten().count();
        (printed > 0 && self.adding(&others, last) == printed).then_some(last)
    }

    /// The rows that add up to row `at` in most columns: those that `named` lists; all from the total in front of it, or
    /// up to the one behind it; all rows; those of one group, where each group is the same total in other parts.
    fn parts(&self, candidates: &[bool], named: Option<&Vec<usize>>, groups: &[Vec<usize>], at: usize) -> Vec<usize> {
        let before: Vec<usize> = (0..at).rev().take_while(|&row| !candidates[row]).collect();
        let behind: Vec<usize> = (at + 1..candidates.len()).take_while(|&row| !candidates[row]).collect();
        let mut ways: Vec<Vec<usize>> = named.cloned().into_iter().chain([before, behind]).collect();
        // Many totals of all rows are none.
        if candidates.iter().take(LONGEST).filter(|candidate| **candidate).count() <= MANY {
            ways.push((0..candidates.len()).filter(|&row| !candidates[row]).collect());
            ways.extend(groups.iter().map(|group| group.iter().copied().filter(|row| !candidates[*row]).collect()));
        }
        let mut best = (0, Vec::new());
        for way in ways {
            let adding = self.adding(&way, at);
            if adding > best.0 {
                best = (adding, way);
            }
        }
        best.1.sort_unstable();
        best.1
    }
}

/// Tables with more totals than this have them for parts of theirs.
const MANY: usize = 50;

/// True if `parts` add up to `total`, each of them off by half a digit at most.
fn adds_up(parts: &[&str], total: &str) -> bool {
    let places = parts.iter().map(|part| decimals(part)).max().unwrap_or(0).max(decimals(total));
    let added: i128 = parts.iter().filter_map(|part| scaled(part, places)).sum();
    let printed = scaled(total, places).unwrap_or(0);
    (added - printed).unsigned_abs() <= parts.len().div_ceil(2) as u128
}

/// True for a total in percent that is not all of something: rates may add up to it by chance.
fn is_rate(column: &Column, total: &str) -> bool {
    let percent = column.unit.as_deref() == Some("%");
    percent
        && !scaled(total, decimals(total)).is_some_and(|shown| {
            let hundred = 100 * 10i128.pow(decimals(total).min(20) as u32);
            (shown - hundred).abs() * 50 <= hundred
        })
}

/// The check for each column of a total row that its parts add up to, and one question for all others. Columns
/// know whether they have one.
pub(super) fn checks(drawn: &Drawn<'_>, name: &str, columns: &mut [Column], rows: &Rows) -> String {
    let mut text_of_checks = String::new();
    let out = &mut text_of_checks;
    let source = drawn.source;
    let signs = Signs(drawn.reader);
    let mut others = Vec::new();
    for (number, sum) in (1..).zip(&rows.sums) {
        let label = text(source, sum.row.cells.first().and_then(Option::as_ref));
        // A total that no rows make is compared with all of them: which column differs, the question says.
        let every: Vec<usize> = (0..rows.parts.len()).collect();
        let of = if sum.of.is_empty() { &every } else { &sum.of };
        let Some(which) = condition(source, columns, rows, of) else {
            others.push(format!("all of \"{label}\", whose parts have no labels of their own"));
            continue;
        };
        for (at, column) in columns.iter_mut().enumerate().skip(1).filter(|(_, column)| column.decimals.is_some()) {
            let read = |cell: &Option<Cell>| canonical(&signs.bare(&text(source, cell.as_ref())), column.point);
            let Some(total) = read(&sum.row.cells[at]) else { continue };
            let values: Vec<String> = of.iter().filter_map(|part| read(&rows.parts[*part].cells[at])).collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            if !adds_up(&values, &total) || is_rate(column, &total) {
                others.push(format!("{} (\"{}\")", column.name, text(source, sum.row.cells[at].as_ref())));
                continue;
            }
            // A sum over a null cannot be judged; that rows without a number add nothing is what the total says.
            let that_with = |unit: &str| {
                let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                let known = format!("({0} <= 0{unit} or {0} > 0{unit})", column.name);
                let conditions = [which.clone(), (values.len() < of.len()).then_some(known)];
                let conditions: Vec<String> = conditions.into_iter().flatten().collect();
                let filter =
                    if conditions.is_empty() { String::new() } else { format!(" where {}", conditions.join(" and ")) };
                format!("sum({name}.{}{filter}) == {total}{unit}", column.name)
            };
            let numbered = if rows.sums.len() > 1 { format!("_{number}") } else { String::new() };
            let _ = writeln!(out, "\n[[check]]\nname = {}", quoted(&format!("{name}_{}_total{numbered}", column.name)));
            let that = that_with(column.unit_in_checks.as_deref().unwrap_or_default());
            let _ = writeln!(out, "that = {}", quoted(&that));
            column.is_checked = true;
            if let Some((_, unit)) = &column.open {
                let _ = writeln!(out, "# that = {}", quoted(&that_with(unit)));
            }
        }
    }
    if !others.is_empty() {
        let _ = writeln!(
            out,
            "\n# Question: these printed totals are no sums of the rows: {}.\n\
             # Rates and averages need no check. Where some rows are parts of others, sum(... where ...) says which.",
            others.join(", ").replace(char::is_control, " ")
        );
    }
    text_of_checks
}

/// The condition that holds for the rows `of` and no others: their group, or their labels. `Some(None)` if they are all rows;
/// `None` if nothing tells them from others.
fn condition(source: &Source, columns: &[Column], rows: &Rows, of: &[usize]) -> Option<Option<String>> {
    if of.len() == rows.parts.len() {
        return Some(None);
    }
    let group = |row: usize| rows.parts[row].group.as_ref().map(|cell| text(source, Some(cell)));
    if let Some(own) = of.first().and_then(|first| group(*first))
        && (0..rows.parts.len()).all(|row| (group(row).as_ref() == Some(&own)) == of.binary_search(&row).is_ok())
    {
        return Some(Some(format!("row_group = {}", literal(&own)?)));
    }
    let label = |row: usize| text(source, rows.parts[row].cells.first().and_then(Option::as_ref));
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    (0..rows.parts.len()).for_each(|row| *labels.entry(label(row)).or_default() += 1);
    let own = of.iter().map(|row| Some(label(*row)).filter(|label| !label.is_empty() && labels[label] == 1));
    let own: Option<Vec<String>> = own.map(|label| literal(&label?)).collect();
    Some(Some(format!("{} in [{}]", columns.first()?.name, own?.join(", "))))
}

/// A text as checks write it, if they can.
fn literal(text: &str) -> Option<String> {
    let quote = ['\'', '"'].into_iter().find(|quote| !text.contains(*quote))?;
    Some(format!("{quote}{text}{quote}"))
}
