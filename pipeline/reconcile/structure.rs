//! Which rows of a table are totals of which others, by their labels and indents alone: never by their numbers.

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

/// Words that a total row begins or ends with, and their level: a higher total takes in lower ones.
const WORDS: &[(&str, u8)] = &[
    ("grand total", 4),
    ("overall total", 4),
    ("总计", 4),
    ("總計", 4),
    ("总合计", 4),
    ("全部合计", 4),
    ("subtotal", 1),
    ("sub-total", 1),
    ("sub total", 1),
    ("小计", 1),
    ("小計", 1),
    ("分计", 1),
    ("total", 2),
    ("totals", 2),
    ("sum", 2),
    ("合计", 2),
    ("合計", 2),
    ("共计", 2),
    ("总和", 2),
    ("总额", 2),
    ("insgesamt", 2),
    ("summe", 2),
];

const OF_WHICH: &[&str] = &["其中", "of which", "of that", "thereof", "including:", "davon"];

const LESS: &[&str] = &["减：", "减:", "减去", "less:", "less ", "minus "];

/// The level of a total row: 0 for other rows. A bare word stands above one with a name: "Total" takes in
/// "Total assets".
pub fn level(label: &str) -> u8 {
    let label = label.trim().trim_end_matches([':', '：']).to_lowercase();
    for (word, level) in WORDS {
        if label == *word {
            return if *level == 2 { 3 } else { *level };
        }
        let ascii = word.is_ascii();
        let bounded = |rest: &str| !ascii || rest.starts_with([' ', ',', '-', '(']);
        let starts = label.strip_prefix(word).is_some_and(bounded);
        let ends = label.strip_suffix(word).is_some_and(|rest| !ascii || rest.ends_with([' ', ',', '-']));
        // 总额 and "sum" end and begin the names of plain quantities as well (进出口总额, "sum insured").
        let plain = matches!(*word, "总额" | "sum" | "总和" | "summe");
        if !plain && (starts || ends) {
            return *level;
        }
    }
    0
}

/// True for rows that are part of the row above.
pub fn is_of_which(label: &str) -> bool {
    let label = label.trim().trim_start_matches(['(', '（', '-', '–', '•', ' ']).to_lowercase();
    OF_WHICH.iter().any(|word| label.starts_with(word))
}

fn sign(label: &str) -> i8 {
    let label = label.trim().to_lowercase();
    if LESS.iter().any(|word| label.starts_with(word)) { -1 } else { 1 }
}

/// The totals of a table.
pub fn totals(lines: &[Line]) -> Vec<Total> {
    let mut found = Vec::new();
    // Rows that no total has taken in yet, with their level.
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut parent: Option<usize> = None;
    let mut inside: Option<(usize, Vec<(usize, i8)>)> = None;
    let mut leading: Option<usize> = None;
    for (row, line) in lines.iter().enumerate() {
        let level = level(&line.label);
        if is_of_which(&line.label)
            && let Some(above) = parent
        {
            match &mut inside {
                Some((known, parts)) if *known == above => parts.push((row, sign(&line.label))),
                _ => {
                    found.extend(inside.take().map(of_which));
                    inside = Some((above, vec![(row, 1)]));
                }
            }
            continue;
        }
        // Rows behind "of which" that stand further in than the row above it belong to it too.
        if let Some((above, parts)) = &mut inside
            && level == 0
            && line.indent > lines[*above].indent
        {
            parts.push((row, sign(&line.label)));
            continue;
        }
        found.extend(inside.take().map(of_which));
        parent = Some(row);
        if level == 0 {
            open.push((row, 0));
            continue;
        }
        if open.is_empty() && leading.is_none() {
            leading = Some(row);
            continue;
        }
        let from = open.iter().rposition(|(_, known)| *known >= level).map_or(0, |at| at + 1);
        // A total right behind another of its level takes in all before it: "Total assets" behind "Total fixed assets".
        let from = if from == open.len() { 0 } else { from };
        let parts: Vec<(usize, i8)> = open.drain(from..).map(|(part, _)| (part, sign(&lines[part].label))).collect();
        if parts.len() > 1 {
            found.push(Total { row, parts, kind: TotalKind::Sum });
        }
        open.push((row, level));
    }
    found.extend(inside.take().map(of_which));
    // A total in the first row is that of all rows below it that no other total has taken in.
    if let Some(row) = leading
        && open.len() > 1
    {
        let parts = open.iter().map(|(part, _)| (*part, sign(&lines[*part].label))).collect();
        found.push(Total { row, parts, kind: TotalKind::Sum });
    }
    found.sort_by_key(|total| total.row);
    found
}

fn of_which((row, parts): (usize, Vec<(usize, i8)>)) -> Total {
    Total { row, parts, kind: TotalKind::OfWhich }
}
