//! One fact in several reports: the rows of all reports go in, a verdict on the numbers that state the same comes out.

use std::collections::HashMap;
use std::sync::Arc;

use super::codes::{CONFLICTING_VALUES, LOOSE_ZEROS};
use super::facts::{Column, Facts};
use super::ready::agree;
use super::value::{Amount, CellRef};
use super::verdict::{Case, Status, Verdict};
use crate::finding::Finding;
use crate::model::{PRINTINGS, STATED_FIGURE};

/// Compares the rows of a dataset that have the same values in its `fact` columns: their numbers must agree, exactly or
/// within rounding. `facts` are the rows of all reports together. `None` where no two rows state one fact.
pub fn across(facts: &Facts<'_>, dataset: &str, fact: &[Arc<str>]) -> Option<Verdict> {
    let index = facts.dataset(dataset)?;
    let of = &facts.datasets[index as usize];
    let named = |name: &Arc<str>| Some(facts.column(index, of.column_index(name)? as u32));
    let fact_columns = fact.iter().map(named).collect::<Option<Vec<Column>>>()?;
    let numbers: Vec<Column> = (0..of.columns.len())
        .filter(|at| of.columns[*at].published && !fact.contains(&of.columns[*at].name))
        .map(|at| facts.column(index, at as u32))
        .filter(Column::is_number)
        .collect();
    let verdict = compared(facts, index, (&fact_columns, &numbers), dataset, |_| dataset.into());
    let tally = verdict.tally;
    (tally.exact + tally.consistent + tally.inconsistent > 0).then_some(verdict)
}

/// Compares what several places of one report print for a figure; `None` where no figure is printed differently.
pub fn figures(facts: &Facts<'_>) -> Option<Verdict> {
    let index = facts.dataset(PRINTINGS)?;
    let of = &facts.datasets[index as usize];
    let figure = facts.column(index, of.column_index("figure")? as u32);
    let value = facts.column(index, of.column_index("value")? as u32);
    let about = |row| facts.text(&figure, row).unwrap_or_default().into();
    Some(compared(facts, index, (std::slice::from_ref(&figure), &[value]), STATED_FIGURE, about))
}

/// Holds the `numbers` of rows that are equal in their `fact` columns against each other; a finding is about `about` of
/// the first row.
fn compared(
    facts: &Facts<'_>,
    index: u32,
    (fact, numbers): (&[Column], &[Column]),
    name: &str,
    about: impl Fn(u32) -> Arc<str>,
) -> Verdict {
    let of = &facts.datasets[index as usize];
    let mut verdict = Verdict::new(&format!("{name}/same-fact").into(), facts);
    for (title, rows) in groups(facts, fact, of.rows() as u32) {
        for column in numbers {
            let name = &of.columns[column.column as usize].name;
            let printings: Vec<(u32, Amount)> =
                rows.iter().filter_map(|row| Some((*row, facts.amount(column, *row).ok()??))).collect();
            if printings.len() < 2 {
                continue;
            }
            let (rows, amounts): (Vec<u32>, Vec<Amount>) = printings.into_iter().unzip();
            let mut case = agree(format!("{title}: {name}"), &amounts);
            case.cells = rows.iter().map(|row| CellRef { dataset: index, column: column.column, row: *row }).collect();
            if let Some(finding) = finding(facts, &case) {
                verdict.findings.push(finding.about(&about(rows[0])));
            }
            verdict.push(case);
        }
    }
    verdict.settle(facts);
    verdict
}

/// The rows that state one fact, in the order of their first rows, under the values that name it. A fact that is not
/// fully named is none.
fn groups(facts: &Facts<'_>, columns: &[Column], rows: u32) -> Vec<(String, Vec<u32>)> {
    let mut places: HashMap<Vec<String>, usize> = HashMap::new();
    let mut found: Vec<(Vec<String>, Vec<u32>)> = Vec::new();
    for row in 0..rows {
        let text = |column: &Column| Some(facts.text(column, row)?.into_owned());
        let Some(key) = columns.iter().map(text).collect::<Option<Vec<String>>>() else { continue };
        let at = *places.entry(key.clone()).or_insert(found.len());
        match found.get_mut(at) {
            Some((_, rows)) => rows.push(row),
            None => found.push((key, vec![row])),
        }
    }
    let named = |key: &[String]| {
        let part = |(column, value): (&Column, &String)| {
            let name = &facts.datasets[column.dataset as usize].columns[column.column as usize].name;
            format!("{name} \"{value}\"")
        };
        columns.iter().zip(key).map(part).collect::<Vec<_>>().join(", ")
    };
    let several = found.into_iter().filter(|(_, rows)| rows.len() > 1);
    several.map(|(key, rows)| (named(&key), rows)).collect()
}

fn finding(facts: &Facts<'_>, case: &Case) -> Option<Finding> {
    let texts: Vec<String> = case.cells.iter().map(|cell| format!("\"{}\"", facts.printed(*cell))).collect();
    let texts = texts.join(" and ");
    let (code, message) = match &case.status {
        Status::Inconsistent => (&CONFLICTING_VALUES, format!("{} is printed as {texts}", case.about)),
        _ if case.loose => {
            let message = format!(
                "{} is printed as {texts}: they agree only if zeros at the end are not significant",
                case.about
            );
            (&LOOSE_ZEROS, message)
        }
        _ => return None,
    };
    let mut finding = Finding::new(code, message);
    for cell in &case.cells {
        finding.labels.extend(facts.label(*cell, "other printing"));
    }
    if let Some(first) = finding.labels.first_mut() {
        first.text = "one printing".to_string();
    }
    Some(finding)
}
