//! Bullets that stand on lines of their own: rows and the bullets between them go in, each bullet goes back in front of
//! its item.
//!
//! Where bullets are set in another font, their base lines differ from those of the text, and extraction gives them lines
//! of their own above their items. Nothing is guessed: either there are as many of them as items, or they are left out.

use super::line::{Page, Segment};
use super::rows::{BodyRow, runs_on};
use super::zone::Zone;

/// An item begins at most so many columns behind its bullet.
const REACH: u32 = 8;

/// Bullets of one column are so close to each other.
const PLAY: u32 = 1;

/// Puts the lone bullets of `zone` into the cells of `rows`.
pub(super) fn restore(page: &Page<'_>, zone: &Zone, rows: &mut [BodyRow]) {
    let mut bullets: Vec<Segment> = Vec::new();
    for line in &page.lines[zone.lines.clone()] {
        bullets.extend(line.segments.iter().filter(|segment| !segment.prose && page.is_bullet(segment)));
    }
    bullets.sort_by_key(|bullet| bullet.x0);
    for own in bullets.chunk_by_mut(|a, b| b.x0 - a.x0 <= PLAY) {
        let items = items(page, rows, own[own.len() - 1].x0);
        if items.len() != own.len() {
            continue;
        }
        own.sort_by_key(|bullet| bullet.first);
        // From the end, so that places in a cell stay true.
        for (&(row, column, at), bullet) in items.iter().zip(own.iter()).rev() {
            rows[row].cells[column].insert(at, *bullet);
        }
    }
}

/// Where the items of bullets in column `x0` begin: row, column, place in the cell.
fn items(page: &Page<'_>, rows: &[BodyRow], x0: u32) -> Vec<(usize, usize, usize)> {
    let mut items = Vec::new();
    for (row, body) in rows.iter().enumerate() {
        for (column, cell) in body.cells.iter().enumerate() {
            for (at, segment) in cell.iter().enumerate() {
                let beside = (x0 + 1..=x0 + REACH).contains(&segment.x0);
                let begins = at == 0 || !runs_on(page, &cell[at - 1..at], &cell[at..]);
                if beside && begins && !page.text(segment).starts_with(['(', '（']) {
                    items.push((row, column, at));
                }
            }
        }
    }
    items
}
