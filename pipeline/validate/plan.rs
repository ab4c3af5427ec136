//! What can be decided column by column: a contract goes in, tests over whole arrays come out, and beside them the
//! rules that only the jsonschema crate decides.
//!
//! A contract whose root says no more than which properties there are, are required and are allowed is the conjunction
//! of its columns. Of each column, what the Arrow type guarantees is skipped, simple bounds are tests over arrays, and
//! the rest of its keywords becomes a validator of its cells. Every other contract is validated row by row.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::arrays::Test;
use super::node::Rows;
use crate::contract::{Contract, ContractColumn};

/// How the rows of a contract are validated.
pub enum Plan {
    /// Column by column.
    Columns(Vec<ColumnPlan>),
    /// Row by row.
    Rows(Box<Validator<Rows>>),
}

/// How the cells of one column are validated.
pub struct ColumnPlan {
    /// Tests over its array; null passes them.
    pub tests: Vec<Test>,
    /// What remains.
    pub rest: Option<Validator<Rows>>,
}

/// Keywords of a root that say nothing beyond its columns.
const SEPARABLE: &[&str] = &["type", "properties", "required", "additionalProperties", "unevaluatedProperties"];
/// Keywords that say nothing about values.
const SILENT: &[&str] = &[
    "$schema",
    "$comment",
    "$defs",
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
];

/// Plans the columns of `contract`; `None` where its rows must be validated one by one.
pub fn columns(contract: &Contract) -> Option<Vec<ColumnPlan>> {
    let root = contract.bundled.as_object()?;
    let separable = |keyword: &String| SEPARABLE.contains(&keyword.as_str()) || is_silent(keyword);
    if !root.keys().all(separable) {
        return None;
    }
    let properties = root.get("properties")?.as_object()?;
    contract.columns.iter().map(|column| plan(root, column, properties.get(&*column.name)?)).collect()
}

/// The validator of whole rows.
pub fn rows(contract: &Contract) -> Option<Box<Validator<Rows>>> {
    build(&contract.bundled).map(Box::new)
}

fn build(schema: &Value) -> Option<Validator<Rows>> {
    jsonschema::options_for::<Rows>()
        .offline()
        .should_validate_formats(true)
        .with_pattern_options(crate::contract::pattern_options())
        .build(schema)
        .ok()
}

fn is_silent(keyword: &str) -> bool {
    SILENT.contains(&keyword) || keyword.starts_with("x-")
}

fn plan(root: &Map<String, Value>, column: &ContractColumn, schema: &Value) -> Option<ColumnPlan> {
    let mut parts = Vec::new();
    flatten(root, schema, &mut parts)?;
    let mut tests = Test::of_type(&column.data_type);
    let mut rest = Vec::new();
    for part in parts {
        let mut remaining = Map::new();
        for (keyword, value) in part {
            if is_silent(keyword) || keyword == "$ref" || keyword == "allOf" || keyword == "format" && is_typed(column)
            {
                continue;
            }
            match Test::new(&column.data_type, keyword, value) {
                Some(test) => tests.extend(test),
                None => {
                    remaining.insert(keyword.clone(), value.clone());
                }
            }
        }
        if !remaining.is_empty() {
            rest.push(Value::Object(remaining));
        }
    }
    let rest = match rest.is_empty() {
        true => None,
        false => {
            let mut schema = json!({ "allOf": rest });
            match references(&schema) {
                References::None => {}
                References::Definitions => schema["$defs"] = root.get("$defs")?.clone(),
                References::Others => return None,
            }
            Some(build(&schema)?)
        }
    };
    Some(ColumnPlan { tests, rest })
}

/// True if the Arrow type and its range stand for the format.
fn is_typed(column: &ContractColumn) -> bool {
    column.data_type.is_temporal()
}

/// The objects whose keywords all apply to the value that `schema` describes.
fn flatten<'a>(root: &'a Map<String, Value>, schema: &'a Value, parts: &mut Vec<&'a Map<String, Value>>) -> Option<()> {
    let Value::Object(members) = schema else { return if schema == &Value::Bool(true) { Some(()) } else { None } };
    parts.push(members);
    if let Some(reference) = members.get("$ref") {
        flatten(root, target(root, reference.as_str()?)?, parts)?;
    }
    for part in members.get("allOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
        flatten(root, part, parts)?;
    }
    Some(())
}

fn target<'a>(root: &'a Map<String, Value>, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix("#/")?;
    if pointer.contains('%') {
        return None;
    }
    let mut tokens = pointer.split('/').map(|token| token.replace("~1", "/").replace("~0", "~"));
    let first = root.get(&tokens.next()?)?;
    tokens.try_fold(first, |value, token| match value {
        Value::Object(members) => members.get(&token),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum References {
    None,
    Definitions,
    Others,
}

/// Where references anywhere in `value` lead. What looks like one inside `const` counts as well, which costs only time.
fn references(value: &Value) -> References {
    match value {
        Value::Object(members) => {
            let own = match members.get("$ref") {
                Some(Value::String(reference)) if reference.starts_with("#/$defs/") => References::Definitions,
                Some(_) => References::Others,
                None => References::None,
            };
            members.values().map(references).max().unwrap_or(References::None).max(own)
        }
        Value::Array(items) => items.iter().map(references).max().unwrap_or(References::None),
        _ => References::None,
    }
}
