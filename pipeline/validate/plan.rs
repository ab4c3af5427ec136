//! What can be decided column by column: a contract goes in, tests over whole arrays come out, and beside them the
//! rules that only the jsonschema crate decides.
//!
//! What a contract's root says of its columns is the conjunction of them. Of each column, what the Arrow type guarantees
//! is skipped, simple bounds are tests over arrays, and the rest of its keywords becomes a formula that finds suspects and
//! a validator that judges them. So do the rules over several columns. What cannot be taken apart is validated row by row.

use std::collections::HashMap;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::arrays::Test;
use super::formula::{Formula, Part, Subject, formula};
use super::node::Rows;
use crate::contract::{Contract, ContractColumn, definitions};

/// How the rows of a contract are validated.
pub enum Plan {
    /// Column by column, and then by the rules over several columns.
    Columns(Vec<ColumnPlan>, Vec<Rest>),
    /// Row by row.
    Rows(Box<Validator<Rows>>),
}

/// How the cells of one column are validated.
pub struct ColumnPlan {
    /// Tests over its array; null passes them.
    pub tests: Vec<Test>,
    /// What remains.
    pub rest: Option<Rest>,
}

/// What tests over one array cannot say.
pub struct Rest {
    /// Finds whatever may fail; without it all are suspects.
    pub formula: Option<Formula>,
    /// Has the last word about the suspects.
    pub validator: Validator<Rows>,
}

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

/// Plans the columns of `contract`, and the rules beside them; `None` where its rows must be validated one by one.
pub fn columns(contract: &Contract) -> Option<(Vec<ColumnPlan>, Vec<Rest>)> {
    let root = contract.bundled.as_object()?;
    let mut parts = Vec::new();
    flatten(root, &contract.bundled, &mut parts)?;
    let subject = Subject::Row(contract.columns.iter().map(|column| part(column)).collect());
    let mut schemas: HashMap<&str, Vec<&Value>> = HashMap::new();
    let mut rules = Vec::new();
    for (at, members) in parts.iter().enumerate() {
        let mut remaining = Map::new();
        for (keyword, value) in *members {
            match keyword.as_str() {
                "type" | "$ref" | "allOf" => {}
                "properties" => {
                    for (name, schema) in value.as_object()? {
                        schemas.entry(name).or_default().push(schema);
                    }
                }
                "required" => {
                    let known = |name: &Value| name.as_str().is_some_and(|name| contract.column(name).is_some());
                    if !value.as_array()?.iter().all(known) {
                        return None;
                    }
                }
                // Every row has the columns and no others, so that nothing is additional where all of them are named.
                "additionalProperties" => {
                    let named = members.get("properties").and_then(Value::as_object)?;
                    if !contract.columns.iter().all(|column| named.contains_key(&*column.name)) {
                        return None;
                    }
                }
                // What all parts together name is evaluated at the root; elsewhere less may be.
                "unevaluatedProperties" if at == 0 => {}
                "unevaluatedProperties" => return None,
                keyword if is_silent(keyword) => {}
                keyword => {
                    remaining.insert(keyword.to_owned(), value.clone());
                }
            }
        }
        if !remaining.is_empty() {
            rules.push(rest(&contract.bundled, Value::Object(remaining), &subject)?);
        }
    }
    let columns = contract.columns.iter().map(|column| plan(&contract.bundled, column, schemas.get(&*column.name)?));
    Some((columns.collect::<Option<_>>()?, rules))
}

fn part(column: &ContractColumn) -> Part<'_> {
    Part { name: &column.name, data_type: &column.data_type, inside: &column.inside }
}

/// A formula for `schema` where there is one, and the crate's validator.
fn rest(root: &Value, mut schema: Value, subject: &Subject<'_>) -> Option<Rest> {
    let formula = formula(root.as_object()?, &schema, subject);
    let definitions = definitions(root, &schema)?;
    if !definitions.is_empty() {
        schema["$defs"] = Value::Object(definitions);
    }
    Some(Rest { formula, validator: build(&schema)? })
}

/// The validator of whole rows.
pub fn rows(contract: &Contract) -> Option<Box<Validator<Rows>>> {
    build(&contract.bundled).map(Box::new)
}

pub(super) fn build(schema: &Value) -> Option<Validator<Rows>> {
    jsonschema::options_for::<Rows>()
        .offline()
        .should_validate_formats(true)
        .with_pattern_options(crate::contract::pattern_options())
        .build(schema)
        .ok()
}

pub(super) fn is_silent(keyword: &str) -> bool {
    SILENT.contains(&keyword) || keyword.starts_with("x-")
}

fn plan(root: &Value, column: &ContractColumn, schemas: &[&Value]) -> Option<ColumnPlan> {
    let mut parts = Vec::new();
    for schema in schemas {
        flatten(root.as_object()?, schema, &mut parts)?;
    }
    let mut tests = Test::of_type(&column.data_type);
    let mut remains = Vec::new();
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
            remains.push(Value::Object(remaining));
        }
    }
    let rest = match remains.is_empty() {
        true => None,
        false => Some(rest(root, json!({ "allOf": remains }), &Subject::Value(&column.data_type, &column.inside))?),
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

pub(super) fn target<'a>(root: &'a Map<String, Value>, reference: &str) -> Option<&'a Value> {
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
