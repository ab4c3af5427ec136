//! Columns of growth in one table: two columns of years that follow each other and a column that says how one grew to the
//! other go in, relations come out.

use super::table::{number, printed};
use super::vocabulary::{GROWTH_COLUMNS, any};
use super::{Grid, Relation, RelationKind, Stated, amount, judged};
use crate::reconcile::number::Number;
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::reconcile::verdict::Status;
use crate::source::Source;

/// The relations of all columns of growth. If less than two thirds of the rows hold, the column is of something else.
pub(super) fn growth_columns(source: &Source, grid: &Grid) -> Vec<Relation> {
    let years: Vec<(usize, i32)> =
        grid.header.iter().enumerate().filter_map(|(at, header)| Some((at, only_year(header)?))).collect();
    let Some(latest) = years.iter().map(|(_, year)| *year).max() else { return Vec::new() };
    let of_year = |year: i32| {
        let columns: Vec<usize> = years.iter().filter(|(_, known)| *known == year).map(|(at, _)| *at).collect();
        if let [only] = columns[..] { Some(only) } else { None }
    };
    let (Some(new), Some(old)) = (of_year(latest), of_year(latest - 1)) else { return Vec::new() };
    let columns: Vec<usize> = (0..grid.header.len())
        .filter(|at| only_year(&grid.header[*at]).is_none() && any(&grid.header[*at], GROWTH_COLUMNS))
        .collect();
    // Growth over one year and over ten, or in two ways: the header does not tell which.
    let [growth] = columns[..] else { return Vec::new() };
    let found: Vec<Relation> =
        (0..grid.rows.len()).filter_map(|row| grown(source, grid, row, (old, new, growth))).collect();
    let holds = found.iter().filter(|relation| relation.case.status != Status::Inconsistent).count();
    if found.len() > 1 && holds * 3 >= found.len() * 2 { found } else { Vec::new() }
}

fn grown(source: &Source, grid: &Grid, row: usize, (old, new, growth): (usize, usize, usize)) -> Option<Relation> {
    let at = |column: usize| number(grid, row, column).as_ref();
    let (from, to, stated) = (at(old)?, at(new)?, at(growth)?);
    let ((before, kind), (now, _), (rate, measure)) = (amount(from, 1)?, amount(to, 2)?, amount(stated, 0)?);
    let hundredth = any(&grid.header[growth], &["%", "％"]) || grid.header[growth].contains('率');
    let change = if measure.is_share() && !kind.is_share() {
        now.div(before).ok()?.sub(Amount::exact(Number::ONE))
    } else if hundredth && measure.is_bare() && !kind.is_share() {
        now.div(before).ok()?.sub(Amount::exact(Number::ONE)).mul(Amount::exact(Number::from(100)))
    } else {
        now.sub(before)
    };
    let statement = format!("{} → {} = {}", printed(source, from), printed(source, to), printed(source, stated));
    let reason = format!(
        "column \"{}\" between \"{}\" and \"{}\"",
        grid.header[growth].trim(),
        grid.header[old].trim(),
        grid.header[new].trim()
    );
    let quantities = &[stated, from, to];
    let stated_as = Stated { kind: RelationKind::Growth, statement, reason, quantities };
    Some(judged(source, stated_as, (change, rate), &Comparison::Equal, &measure))
}

/// The year of a header that says nothing else: 2023 of "2023", "2023年", "FY2023".
pub(super) fn only_year(header: &str) -> Option<i32> {
    let digits: String = header.chars().filter(char::is_ascii_digit).collect();
    let rest: String = header.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    let year = digits.parse().ok().filter(|year| digits.len() == 4 && (1900..2100).contains(year))?;
    ["", "年", "年度", "FY", "年末"].contains(&rest.as_str()).then_some(year)
}
