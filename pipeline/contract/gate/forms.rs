//! The same schema in another form: without what says nothing about values, with members called otherwise, or with its
//! structs open.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// The schema without what says nothing about values.
pub fn bare(schema: &Value) -> Value {
    const SILENT: &[&str] =
        &["title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "$comment", "$schema"];
    let Value::Object(members) = schema else { return schema.clone() };
    let mut bared = Map::new();
    for (key, value) in members {
        if SILENT.contains(&key.as_str()) || key.starts_with("x-") {
            continue;
        }
        let value = match (key.as_str(), value) {
            // Maps from names to schemas: a property may well be called "title".
            ("properties" | "patternProperties" | "$defs" | "dependentSchemas", Value::Object(named)) => {
                Value::Object(named.iter().map(|(name, schema)| (name.clone(), bare(schema))).collect())
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(parts)) => parts.iter().map(bare).collect(),
            ("const" | "enum" | "required" | "dependentRequired" | "type", value) => value.clone(),
            (_, value) => bare(value),
        };
        bared.insert(key.clone(), value);
    }
    Value::Object(bared)
}

/// The schema with members called otherwise: by their names before, those now. `None` where a keyword speaks of names by
/// their form.
pub fn renamed(schema: &Value, names: &HashMap<&str, &str>) -> Option<Value> {
    let called = |name: &str| names.get(name).map_or(name, |now| now).to_owned();
    let Value::Object(members) = schema else {
        return match schema {
            Value::Array(parts) => parts.iter().map(|part| renamed(part, names)).collect(),
            other => Some(other.clone()),
        };
    };
    let mut changed = Map::new();
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("patternProperties" | "propertyNames" | "dependentRequired" | "dependentSchemas", _) => return None,
            // Objects that are values have members as well.
            ("const" | "enum", value) if has_object(value) => return None,
            ("const" | "enum", value) => value.clone(),
            ("properties", Value::Object(properties)) => {
                let own = properties.iter().map(|(name, schema)| Some((called(name), renamed(schema, names)?)));
                let own: Map<String, Value> = own.collect::<Option<_>>()?;
                // Two members of one name would be one.
                if own.len() < properties.len() {
                    return None;
                }
                Value::Object(own)
            }
            ("required", Value::Array(required)) => required
                .iter()
                .map(|name| name.as_str().map(|name| Value::String(called(name))))
                .collect::<Option<_>>()?,
            ("$defs", Value::Object(definitions)) => {
                let own = definitions.iter().map(|(name, schema)| Some((name.clone(), renamed(schema, names)?)));
                Value::Object(own.collect::<Option<_>>()?)
            }
            (_, value) => renamed(value, names)?,
        };
        changed.insert(key.clone(), value);
    }
    Some(Value::Object(changed))
}

fn has_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(has_object),
        _ => false,
    }
}

/// The schema with structs that admit members which it does not name. `None` where that might admit more than those:
/// behind a `not`, an `if`, or in one of several branches.
pub fn opened(schema: &Value) -> Option<Value> {
    let Value::Object(members) = schema else { return Some(schema.clone()) };
    let mut changed = Map::new();
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(false)) => continue,
            ("properties" | "$defs", Value::Object(named)) => {
                let own = named.iter().map(|(name, schema)| Some((name.clone(), opened(schema)?)));
                Value::Object(own.collect::<Option<_>>()?)
            }
            ("allOf", Value::Array(parts)) => parts.iter().map(opened).collect::<Option<_>>()?,
            ("anyOf" | "oneOf", Value::Array(parts)) => {
                let is_null = |part: &&Value| part.get("type").and_then(Value::as_str) == Some("null");
                if parts.iter().filter(|part| !is_null(part)).count() > 1 && parts.iter().any(has_closed) {
                    return None;
                }
                parts.iter().map(opened).collect::<Option<_>>()?
            }
            ("items", value) => opened(value)?,
            ("const" | "enum", value) => value.clone(),
            (_, value) if has_closed(value) => return None,
            (_, value) => value.clone(),
        };
        changed.insert(key.clone(), value);
    }
    Some(Value::Object(changed))
}

/// True if something in the schema may be a struct that admits nothing else; a reference may lead to one.
fn has_closed(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(key, value)| {
            matches!(key.as_str(), "additionalProperties" | "unevaluatedProperties" | "$ref") || has_closed(value)
        }),
        Value::Array(parts) => parts.iter().any(has_closed),
        _ => false,
    }
}
