//! Sets of values: two schemas go in, whether one allows everything that the other does comes out, with a value that
//! tells them apart where there is one.

use jsonschema::Validator;
use jsonschema::canonical::{CanonicalSchema, Containment};
use serde_json::{Map, Value, json};

use super::witness;
use crate::contract::pattern_options;

/// How large, in bytes of JSON, a schema may be to be compared as a set.
const MAX_BYTES: usize = 1 << 16;

/// Whether every value of one set is in another.
#[derive(Clone, Debug, PartialEq)]
pub enum Inclusion {
    /// It is.
    Included,
    /// It is not; with a value that is only in the first where one was found. It was checked against both.
    Excluded(Option<Value>),
    /// Nobody knows.
    Unknown,
}

/// A set of values: a schema, compiled and canonical.
pub struct Set {
    schema: Value,
    validator: Option<Validator>,
    canonical: Option<CanonicalSchema>,
}

impl Set {
    /// The values that `schema`, which refers to nothing outside itself, allows.
    pub fn new(schema: &Value) -> Set {
        let schema = bare(schema);
        let validator = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_pattern_options(pattern_options())
            .build(&schema)
            .ok();
        let small = schema.to_string().len() <= MAX_BYTES;
        let canonical = || {
            let options = jsonschema::canonical::options().offline().should_validate_formats(true);
            options.with_pattern_options(pattern_options()).canonicalize(&schema).ok()
        };
        Set { canonical: if small { canonical() } else { None }, validator, schema }
    }

    /// True if `value` is in it.
    pub fn has(&self, value: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }

    /// A value that is in it, if one was found.
    pub fn sample(&self) -> Option<Value> {
        witness::candidates(&[&self.schema]).into_iter().find(|value| self.has(value))
    }

    /// Whether every value of `self` is in `other`.
    pub fn is_in(&self, other: &Set) -> Inclusion {
        if self.schema == other.schema {
            return Inclusion::Included;
        }
        let covers = match (&self.canonical, &other.canonical) {
            (Some(inner), Some(outer)) => outer.covers(inner).unwrap_or(Containment::Unknown),
            _ => Containment::Unknown,
        };
        if covers == Containment::Yes {
            return Inclusion::Included;
        }
        let tells_apart = |value: &Value| self.has(value) && other.validator.is_some() && !other.has(value);
        match witness::candidates(&[&self.schema, &other.schema]).into_iter().find(tells_apart) {
            Some(value) => Inclusion::Excluded(Some(value)),
            None if covers == Containment::No => Inclusion::Excluded(None),
            None => Inclusion::Unknown,
        }
    }
}

/// The schema without what says nothing about values.
fn bare(schema: &Value) -> Value {
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
    json!(bared)
}
