//! A readable table for a terminal: columns of text go in, aligned lines come out.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    /// Left, and never cut: what stands nowhere else.
    Whole,
    /// Digits under digits: at the decimal point, where there is one.
    Point,
}

/// One column.
pub(super) struct GridColumn {
    pub header: String,
    pub align: Align,
    pub cells: Vec<String>,
}

/// Cells longer than this are cut, unless they are needed whole.
const WIDEST: usize = 60;

/// Writes the columns side by side. Widths are those of a terminal: a Chinese character takes two places.
pub(super) fn write(columns: &[GridColumn], out: &mut dyn Write) -> io::Result<()> {
    let aligned: Vec<Vec<String>> = columns.iter().map(aligned).collect();
    let widths: Vec<usize> =
        aligned.iter().map(|cells| cells.iter().map(|cell| cell.width()).max().unwrap_or(0)).collect();
    for row in 0..aligned.first().map_or(0, Vec::len) {
        let mut line = String::new();
        for (at, cells) in aligned.iter().enumerate() {
            let cell = &cells[row];
            let gap = widths[at].saturating_sub(cell.width());
            let right = columns[at].align == Align::Point && row == 0;
            if at > 0 {
                line.push_str("  ");
            }
            let blank = " ".repeat(gap);
            line.push_str(&if right { format!("{blank}{cell}") } else { format!("{cell}{blank}") });
        }
        writeln!(out, "{}", line.trim_end())?;
        if row == 0 {
            let rule: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
            writeln!(out, "{}", rule.join("  "))?;
        }
    }
    Ok(())
}

/// The header and the cells, the cells padded so that points stand under one another.
fn aligned(column: &GridColumn) -> Vec<String> {
    let whole = |cell: &str| cell.find('.').unwrap_or(cell.len());
    let before = column.cells.iter().map(|cell| whole(cell)).max().unwrap_or(0);
    let after = column.cells.iter().map(|cell| cell.len() - whole(cell)).max().unwrap_or(0);
    // A wide header pushes the numbers to its right end.
    let shift = column.header.width().saturating_sub(before + after);
    let cell = |cell: &String| match column.align {
        Align::Point => format!("{}{cell}", " ".repeat(shift + before - whole(cell))),
        Align::Left => cut(cell),
        Align::Whole => cell.replace('\n', " "),
    };
    std::iter::once(column.header.clone()).chain(column.cells.iter().map(cell)).collect()
}

fn cut(cell: &str) -> String {
    let cell = cell.replace('\n', " ");
    if cell.width() <= WIDEST {
        return cell;
    }
    let mut kept = String::new();
    for c in cell.chars() {
        if kept.width() + 2 > WIDEST {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}
