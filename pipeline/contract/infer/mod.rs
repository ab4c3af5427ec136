//! A contract for a file that has none: rows go in, a proposal that every one of them satisfies comes out.
//!
//! Types, decimals, null, enums and a key are what the rows show, not what they mean: the proposal says so, and people
//! put in titles, units and bounds.

mod csv;
mod kind;

use std::collections::{BTreeSet, HashSet};

use arrow::datatypes::{DataType, Field, Fields};
use serde_json::{Map, Value, json};

pub use csv::{Table, rows as csv_rows};

use super::inspect::pattern_options;
use super::{SchemaFile, compile};
use crate::finding::{Findings, Severity};
use kind::Kind;

/// How many columns a proposed key has at most.
const MAX_KEY: usize = 3;
/// How many columns are tried for a key of several.
const MAX_KEY_CANDIDATES: usize = 12;

/// A contract for `rows`, which are objects; `types` are the Arrow types of their columns, where they have some already.
/// `origin` says where they come from. Where no contract holds the rows, the reasons.
pub fn propose(rows: &[Value], types: Option<&Fields>, origin: &str) -> Result<Value, Vec<String>> {
    let mut kind = Kind::default();
    for (at, row) in rows.iter().enumerate() {
        if !row.is_object() {
            return Err(vec![format!("expected objects, found another value in row {}", at + 1)]);
        }
        kind.add(row);
    }
    let mut schema = match types {
        Some(types) => {
            let whole = Field::new("", DataType::Struct(types.clone()), false);
            kind.schema_as(&whole, "", rows.len()).map_err(|reason| vec![reason])?
        }
        None => kind.schema(rows.len()),
    };
    let mut inexact = Vec::new();
    kind.inexact("", &mut inexact);
    if types.is_none() && !inexact.is_empty() {
        let reason = |path| format!("\"{path}\" has numbers that neither 38 digits nor a double hold");
        return Err(inexact.into_iter().map(reason).collect());
    }
    let members = schema.as_object_mut().filter(|members| members.contains_key("properties"));
    let members = members.ok_or_else(|| vec!["expected rows with columns, found none".to_owned()])?;
    let mut proposal = Map::new();
    proposal.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    let comment = format!(
        "A proposal made from {} row{} of {origin}: look at types, enums and key, and add titles, units and bounds.",
        rows.len(),
        if rows.len() == 1 { "" } else { "s" }
    );
    proposal.insert("$comment".into(), json!(comment));
    proposal.insert("x-status".into(), json!("draft"));
    if let Some(key) = key(rows, members) {
        proposal.insert("x-key".into(), json!(key));
    }
    proposal.append(members);
    let proposal = Value::Object(proposal);
    sound(&proposal)?;
    Ok(proposal)
}

/// Compiles the proposal: not every file has a contract.
fn sound(proposal: &Value) -> Result<(), Vec<String>> {
    let mut findings = Findings::new();
    compile(
        &[SchemaFile { file: "schemas/proposal.schema.json".into(), text: proposal.to_string().into() }],
        &mut findings,
    );
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let reasons: Vec<String> = errors.map(|finding| finding.message.clone()).collect();
    if reasons.is_empty() { Ok(()) } else { Err(reasons) }
}

/// The rows that `proposal` refuses; none for a proposal made from them.
pub fn refused(proposal: &Value, rows: &[Value]) -> Vec<usize> {
    let options = jsonschema::options().offline().should_validate_formats(true).with_pattern_options(pattern_options());
    match options.build(proposal) {
        Ok(validator) => (0..rows.len()).filter(|&at| !validator.is_valid(&rows[at])).collect(),
        Err(_) => (0..rows.len()).collect(),
    }
}

/// The fewest columns, in the order of the file, whose values no two rows share.
fn key(rows: &[Value], schema: &Map<String, Value>) -> Option<Vec<String>> {
    let required: BTreeSet<&str> = schema.get("required")?.as_array()?.iter().filter_map(Value::as_str).collect();
    let properties = schema.get("properties")?.as_object()?;
    let exact = |schema: &Value| match schema.get("type").and_then(Value::as_str) {
        Some("string" | "integer" | "boolean") => true,
        Some("number") => schema.get("x-decimal").is_some(),
        _ => false,
    };
    let candidates: Vec<&String> = properties
        .iter()
        .filter(|(name, schema)| required.contains(name.as_str()) && exact(schema))
        .map(|(name, _)| name)
        .filter(|name| !matches!(name.as_str(), "report" | "source"))
        .take(MAX_KEY_CANDIDATES)
        .collect();
    let unique = |columns: &[usize]| {
        let mut seen = HashSet::new();
        let key = |row: &Value| columns.iter().map(|&at| row[candidates[at]].to_string()).collect::<Vec<_>>();
        rows.iter().all(|row| seen.insert(key(row)))
    };
    let mut sets: Vec<Vec<usize>> = (0..candidates.len()).map(|at| vec![at]).collect();
    for _ in 0..MAX_KEY {
        if let Some(columns) = sets.iter().find(|columns| unique(columns)) {
            return Some(columns.iter().map(|&at| candidates[at].clone()).collect());
        }
        let longer = |columns: &Vec<usize>| {
            let from = columns.last().map_or(0, |last| last + 1);
            (from..candidates.len()).map(|at| [columns.as_slice(), &[at]].concat()).collect::<Vec<_>>()
        };
        sets = sets.iter().flat_map(longer).collect();
    }
    None
}
