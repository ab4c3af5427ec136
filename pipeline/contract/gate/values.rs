//! Sets of values: two schemas go in, whether one allows everything that the other does comes out, with a value that
//! tells them apart where there is one.

use std::cell::OnceCell;
use std::collections::HashMap;

use jsonschema::Validator;
use jsonschema::canonical::{CanonicalSchema, Containment};
use serde_json::{Map, Value, json};

use super::witness;
use crate::contract::pattern_options;
use crate::model::Decimal;

/// How large, in bytes of JSON, a schema may be to be compared as a set.
const MAX_BYTES: usize = 1 << 14;
/// Bounds from here on that have a fraction are rounded by the crate's canonical schemas.
const ROUNDED_FROM: i128 = 1 << 53;

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

/// A set of values: a schema, compiled and made canonical when that is asked for.
pub struct Set {
    schema: Value,
    validator: OnceCell<Option<Validator>>,
    canonical: OnceCell<Option<CanonicalSchema>>,
}

impl Set {
    /// The values that `schema`, which refers to nothing outside itself, allows.
    pub fn new(schema: &Value) -> Set {
        Set { schema: bare(schema), validator: OnceCell::new(), canonical: OnceCell::new() }
    }

    /// The same values with members called otherwise: pairs of names before and now. `None` where a keyword speaks of names
    /// by their form.
    pub fn renamed(&self, names: &[(String, String)]) -> Option<Set> {
        let names: HashMap<&str, &str> = names.iter().map(|(before, now)| (&**before, &**now)).collect();
        Some(Set::new(&renamed(&self.schema, &names)?))
    }

    fn validator(&self) -> Option<&Validator> {
        let options = || jsonschema::options().offline().should_validate_formats(true);
        let build = || options().with_pattern_options(pattern_options()).build(&self.schema).ok();
        self.validator.get_or_init(build).as_ref()
    }

    fn canonical(&self) -> Option<&CanonicalSchema> {
        let options = || jsonschema::canonical::options().offline().should_validate_formats(true);
        let build = || {
            let small = self.schema.to_string().len() <= MAX_BYTES && !has_rounded_bound(&self.schema);
            if small { options().with_pattern_options(pattern_options()).canonicalize(&self.schema).ok() } else { None }
        };
        self.canonical.get_or_init(build).as_ref()
    }

    /// True if `value` is in it.
    pub fn has(&self, value: &Value) -> bool {
        self.validator().is_some_and(|validator| validator.is_valid(value))
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
        let tells_apart = |value: &Value| self.has(value) && other.validator().is_some() && !other.has(value);
        if let Some(options) = options(&self.schema).filter(|_| other.validator().is_some()) {
            return match options.iter().find(|value| tells_apart(value)) {
                Some(value) => Inclusion::Excluded(Some(value.clone())),
                None => Inclusion::Included,
            };
        }
        let covers = match (self.canonical(), other.canonical()) {
            (Some(inner), Some(outer)) => outer.covers(inner).unwrap_or(Containment::Unknown),
            _ => Containment::Unknown,
        };
        if covers == Containment::Yes {
            return Inclusion::Included;
        }
        match witness::candidates(&[&self.schema, &other.schema]).into_iter().find(tells_apart) {
            Some(value) => Inclusion::Excluded(Some(value)),
            None if covers == Containment::No => Inclusion::Excluded(None),
            None => Inclusion::Unknown,
        }
    }
}

fn renamed(schema: &Value, names: &HashMap<&str, &str>) -> Option<Value> {
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

/// The only values that a schema can allow, where it lists them: itself, or a part that all of them must fit.
fn options(schema: &Value) -> Option<Vec<Value>> {
    let listed = |schema: &Value| match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(vec![value.clone()]),
        (None, Some(Value::Array(values))) => Some(values.clone()),
        _ => None,
    };
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    listed(schema).or_else(|| parts.iter().find_map(listed))
}

/// True if a bound is so large that its fraction gets lost.
fn has_rounded_bound(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.values().any(has_rounded_bound),
        Value::Array(items) => items.iter().any(has_rounded_bound),
        Value::Number(number) => number.as_str().parse::<Decimal>().is_ok_and(|decimal| {
            decimal.coefficient_at(0).is_none()
                && !(Decimal::new(-ROUNDED_FROM, 0)..Decimal::new(ROUNDED_FROM, 0)).contains(&decimal)
        }),
        _ => false,
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
