//! Columns from the gaps that run through all rows of numbers: rows go in, those that know their columns come out.
//!
//! Where no row has all cells, the number of cells says nothing, but what stands at one place is one column.

use super::columns::Row;

/// Gives the segments of all rows of numbers the columns that the gaps part, and says which rows these are and how many
/// columns there are; `None` where the gaps do not part all cells of each row.
pub(super) fn fill(rows: &mut [Row]) -> Option<(Vec<usize>, usize)> {
    let data: Vec<usize> =
        (0..rows.len()).filter(|&at| rows[at].has_values() && !rows[at].segments[0].is_value()).collect();
    let count = rows[*data.first()?].segments.len();
    if data.len() < 3 || data.iter().all(|&at| rows[at].segments.len() == count) {
        return None;
    }
    let mut places: Vec<(u32, u32)> =
        data.iter().flat_map(|&at| &rows[at].segments).map(|segment| (segment.x0, segment.x1)).collect();
    places.sort_unstable();
    let mut columns: Vec<(u32, u32)> = Vec::new();
    for (x0, x1) in places {
        match columns.last_mut() {
            Some(last) if x0 < last.1 => last.1 = last.1.max(x1),
            _ => columns.push((x0, x1)),
        }
    }
    for &at in &data {
        let row = &mut rows[at];
        row.columns.clear();
        for segment in &row.segments {
            // The last column that begins there or before it; what has no width may stand at the end of one.
            let column = columns.partition_point(|column| column.0 <= segment.x0).saturating_sub(1);
            if row.columns.last() == Some(&Some(column)) {
                return None;
            }
            row.columns.push(Some(column));
        }
    }
    Some((data, columns.len()))
}
