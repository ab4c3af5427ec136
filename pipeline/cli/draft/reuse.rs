//! Contracts that exist already: the columns of a table go in, the contract that fits them comes out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::columns::Column;
use super::words::subject;
use super::{UNIT_IS_OPEN, quoted};

/// What a table is, for contracts that may be its own.
pub(super) struct Wanted<'t> {
    pub columns: &'t [Column],
    /// True if its rows stand in groups.
    pub grouped: bool,
    /// Its caption, or what else names it.
    pub title: &'t str,
}

/// How a contract fits a table.
pub(super) enum Fit {
    /// Same subject, columns, types and units.
    Whole(String),
    /// Something differs.
    Near(Near),
}

/// A contract that half of the columns fit.
pub(super) struct Near {
    name: String,
    same: Vec<String>,
    /// What differs, one phrase each.
    other: Vec<String>,
}

impl Near {
    /// The question for the recipe.
    pub fn question(&self) -> String {
        format!(
            "# Question: is this \"{0}\"? schemas/{0}.schema.json has {1}, but {2}.\n\
             # If so: name = \"{0}\" below, its names in `columns`, and remove the contract that was written here.\n",
            self.name,
            self.same.join(", "),
            self.other.join("; ")
        )
    }
}

/// The contract that fits best: one that fits whole, else the nearest one with at least half of the columns.
pub(super) fn best(wanted: &Wanted<'_>, contracts: &BTreeMap<String, Value>) -> Option<Fit> {
    let columns = wanted.columns;
    let near: Vec<Near> = contracts.iter().filter_map(|(name, contract)| compare(name, contract, wanted)).collect();
    if let Some(whole) = near.iter().find(|near| near.other.is_empty()) {
        return Some(Fit::Whole(whole.name.clone()));
    }
    let half = near.into_iter().filter(|near| near.same.len() >= 2 && near.same.len() * 2 >= columns.len());
    half.min_by_key(|near| near.other.len()).map(Fit::Near)
}

/// Columns that the program fills by itself, or that a table has only where its rows stand in groups.
const PROVENANCE: [&str; 2] = ["report", "source"];

fn compare(name: &str, contract: &Value, wanted: &Wanted<'_>) -> Option<Near> {
    let Wanted { columns, grouped, title } = *wanted;
    let properties = contract.get("properties")?.as_object()?;
    let mut near = Near { name: name.to_owned(), same: Vec::new(), other: Vec::new() };
    // The same columns may hold prices and people: what the tables are about must be the same too.
    let other_title = contract.get("title").and_then(Value::as_str).unwrap_or_default();
    let (own, other) = (subject(title), subject(other_title));
    let other = if other.is_empty() { subject(name) } else { other };
    if own != other {
        let shown = if other_title.is_empty() { name } else { other_title };
        near.other.push(format!("its title is {}", quoted(shown)));
    }
    for column in columns {
        let Some(property) = properties.get(&column.name) else {
            near.other.push(format!("no {}", column.name));
            continue;
        };
        let printed = property.get("title").and_then(Value::as_str);
        // "column_2" is the name of any second column.
        if !column.named && (printed != Some(&column.title) || own.is_empty()) {
            near.other.push(format!("{} says nothing of what it holds", column.name));
            continue;
        }
        match difference(column, property) {
            None => near.same.push(column.name.clone()),
            Some(difference) => near.other.push(format!("{} {difference}", column.name)),
        }
    }
    if grouped && !properties.contains_key("row_group") {
        near.other.push("no row_group".to_owned());
    }
    let drafted = |name: &str| {
        columns.iter().any(|column| column.name == name) || PROVENANCE.contains(&name) || grouped && name == "row_group"
    };
    for missing in properties.keys().filter(|name| !drafted(name)) {
        near.other.push(format!("the table has no {missing}"));
    }
    Some(near)
}

/// How a printed column differs from one of a contract; `None` if it does not.
fn difference(column: &Column, property: &Value) -> Option<String> {
    let kinds: Vec<&str> = match property.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return Some("has no type there".to_owned()),
    };
    let whole = column.decimals == Some(0) && kinds.contains(&"integer");
    let kind = if column.decimals.is_some() { "number" } else { "string" };
    if !kinds.contains(&kind) && !whole {
        return Some(format!("is {} there and {kind} here", kinds.join(" or ")));
    }
    if column.nullable && !kinds.contains(&"null") {
        return Some("has empty cells here".to_owned());
    }
    let scale = property.get("x-decimal").and_then(|decimal| decimal.get(1)).and_then(Value::as_u64);
    if let (Some(decimals), Some(scale)) = (column.decimals, scale)
        && decimals as u64 > scale
    {
        return Some(format!("has {scale} decimals there and {decimals} here"));
    }
    let comment = property.get("$comment").and_then(Value::as_str);
    if column.open.is_some() || comment.is_some_and(|comment| comment.starts_with(UNIT_IS_OPEN)) {
        return Some("has a unit that is a question".to_owned());
    }
    let unit = property.get("x-unit").and_then(Value::as_str);
    let own = column.unit.as_deref();
    (unit != own).then(|| format!("is in {} there and {} here", unit.unwrap_or("no unit"), own.unwrap_or("no unit")))
}
