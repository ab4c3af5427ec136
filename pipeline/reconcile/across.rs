//! The same fact in several reports: the facts of all reports go in, the printings that disagree come out.

use std::collections::BTreeMap;

use super::codes::CONFLICTING_VALUES;
use super::facts::Facts;
use super::ready::agree;
use super::value::CellRef;
use super::verdict::Status;
use crate::finding::{Finding, Findings};

/// Compares the rows of one dataset that have the same values in its `key` columns, over all reports: their numbers
/// must agree, exactly or within rounding. `report` and `source` are never part of a key.
pub fn across(reports: &[Facts<'_>], dataset: &str, key: &[&str]) -> Findings {
    let mut findings = Findings::new();
    let mut rows: BTreeMap<Vec<Option<String>>, Vec<(usize, u32, u32)>> = BTreeMap::new();
    for (at, facts) in reports.iter().enumerate() {
        let Some(index) = facts.dataset(dataset) else { continue };
        let of = &facts.datasets[index as usize];
        let columns: Option<Vec<_>> =
            key.iter().map(|name| Some(facts.column(index, of.column_index(name)? as u32))).collect();
        let Some(columns) = columns else { continue };
        for row in 0..of.rows() as u32 {
            let values = columns.iter().map(|column| facts.text(column, row).map(|text| text.into_owned())).collect();
            rows.entry(values).or_default().push((at, index, row));
        }
    }
    for (key, printings) in
        rows.iter().filter(|(key, printings)| printings.len() > 1 && key.iter().all(Option::is_some))
    {
        let (first, index, _) = printings[0];
        for (column, known) in reports[first].datasets[index as usize].columns.iter().enumerate() {
            if !known.published || !reports[first].column(index, column as u32).is_number() {
                continue;
            }
            let mut amounts = Vec::new();
            let mut places = Vec::new();
            for (at, index, row) in printings {
                let facts = &reports[*at];
                let Some(own) = facts.datasets[*index as usize].column_index(&known.name) else { continue };
                let cell = CellRef { dataset: *index, column: own as u32, row: *row };
                if let Ok(Some(amount)) = facts.amount(&facts.reader(cell), *row) {
                    amounts.push(amount);
                    places.push((*at, cell));
                }
            }
            if amounts.len() < 2 || agree(String::new(), &amounts).status != Status::Inconsistent {
                continue;
            }
            let texts: Vec<String> =
                places.iter().map(|(at, cell)| format!("\"{}\"", reports[*at].printed(*cell))).collect();
            let name: Vec<String> = key.iter().flatten().map(|value| format!("\"{value}\"")).collect();
            let message = format!("{dataset} {}: {} is printed as {}", name.join(", "), known.name, texts.join(", "));
            let mut finding = Finding::new(&CONFLICTING_VALUES, message).about(&dataset.into());
            for (at, cell) in places {
                finding.labels.extend(reports[at].label(cell, "other printing"));
            }
            findings.push(finding);
        }
    }
    findings
}
