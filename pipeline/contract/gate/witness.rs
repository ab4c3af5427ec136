//! Values that are likely to tell two schemas apart: schemas go in, candidates made from their bounds, lists and lengths
//! come out. Whoever uses one checks it against both.

use serde_json::{Map, Value, json};

use crate::model::Decimal;

/// How many candidates are made at most.
const MAX: usize = 2000;
/// The longest text that is made.
const MAX_LENGTH: usize = 300;

/// Candidates from everything that `schemas` say.
pub fn candidates(schemas: &[&Value]) -> Vec<Value> {
    let mut found = Found::default();
    for schema in schemas {
        found.read(schema, schema, 0);
    }
    let mut values = found.scalars();
    values.extend(found.lists(&values));
    values.extend(found.objects(schemas, &values));
    values.truncate(MAX);
    values
}

#[derive(Default)]
struct Found {
    literals: Vec<Value>,
    numbers: Vec<Decimal>,
    steps: Vec<Decimal>,
    lengths: Vec<usize>,
    counts: Vec<usize>,
}

impl Found {
    fn read(&mut self, root: &Value, schema: &Value, depth: usize) {
        let Value::Object(members) = schema else { return };
        if depth > 32 || self.literals.len() > MAX {
            return;
        }
        for (key, value) in members {
            match (key.as_str(), value) {
                ("const", value) => self.literals.push(value.clone()),
                ("enum", Value::Array(values)) => self.literals.extend(values.iter().take(MAX).cloned()),
                ("minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum", Value::Number(number)) => {
                    self.numbers.extend(number.as_str().parse::<Decimal>());
                }
                ("multipleOf", Value::Number(number)) => self.steps.extend(number.as_str().parse::<Decimal>()),
                ("minLength" | "maxLength", value) => self.lengths.extend(value.as_u64().map(|n| n as usize)),
                ("minItems" | "maxItems", value) => self.counts.extend(value.as_u64().map(|n| n as usize)),
                ("$ref", Value::String(reference)) => {
                    if let Some(target) = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)) {
                        self.read(root, target, depth + 1);
                    }
                }
                ("$defs", _) => {}
                (_, Value::Object(inner)) => {
                    self.read(root, value, depth + 1);
                    if matches!(key.as_str(), "properties" | "patternProperties" | "dependentSchemas") {
                        inner.values().for_each(|schema| self.read(root, schema, depth + 1));
                    }
                }
                (_, Value::Array(parts)) => parts.iter().for_each(|part| self.read(root, part, depth + 1)),
                _ => {}
            }
        }
    }

    fn scalars(&mut self) -> Vec<Value> {
        let mut values = self.literals.clone();
        values.extend([
            json!(""),
            json!("a"),
            json!("A b"),
            json!("中"),
            json!("0"),
            json!("1.5"),
            json!("x-1"),
            json!("é"),
        ]);
        values.extend([json!("2024-01-31"), json!("2024-02-01"), json!("2024-01-31T12:00:00Z"), json!("12:00:00Z")]);
        values.extend([json!("P1D"), json!("a@example.com"), json!("https://example.com/")]);
        values.push(json!("123e4567-e89b-12d3-a456-426614174000"));
        values.extend([json!(true), json!(false), json!(null)]);
        for &length in &self.lengths {
            for length in [length.saturating_sub(1), length, length + 1] {
                if length <= MAX_LENGTH {
                    values.push("a".repeat(length).into());
                    values.push("1".repeat(length).into());
                }
            }
        }
        let mut numbers: Vec<Decimal> = [0, 1, -1, 2, 10].map(Decimal::from).to_vec();
        numbers.push(Decimal::new(5, 1));
        let steps: Vec<Decimal> =
            self.steps.iter().copied().chain([Decimal::ONE, Decimal::new(1, 1), Decimal::new(1, 2)]).collect();
        for &number in self.numbers.iter().chain(&self.steps) {
            numbers.push(number);
            for &step in &steps {
                numbers.extend(number.checked_add(step));
                numbers.extend(number.checked_sub(step));
            }
        }
        values.extend(numbers.iter().filter_map(|number| serde_json::from_str(&number.to_string()).ok()));
        values
    }

    fn lists(&self, values: &[Value]) -> Vec<Value> {
        let mut lists = vec![json!([])];
        for value in values.iter().take(MAX / 8) {
            lists.push(json!([value]));
            lists.push(json!([value, value]));
        }
        for &count in &self.counts {
            for count in [count.saturating_sub(1), count, count + 1] {
                if count <= MAX_LENGTH {
                    lists.push((0..count).map(|at| Value::from(format!("item {at}"))).collect());
                    lists.push((0..count).map(Value::from).collect());
                    lists.push((0..count).map(|_| json!("a")).collect());
                }
            }
        }
        lists
    }

    /// Objects with the properties that the schemas name: each value in each property, beside a value that fits the
    /// others.
    fn objects(&self, schemas: &[&Value], values: &[Value]) -> Vec<Value> {
        let mut objects = vec![json!({})];
        let mut names: Vec<&String> = schemas.iter().flat_map(|s| properties(s)).flat_map(|(_, p)| p.keys()).collect();
        names.sort();
        names.dedup();
        for schema in schemas {
            for (root, properties) in properties(schema) {
                let fitting: Vec<(&String, Vec<&Value>)> = properties
                    .iter()
                    .map(|(name, property)| {
                        let validator = within(root, property);
                        let fits = |value: &&Value| validator.as_ref().is_some_and(|v| v.is_valid(value));
                        (name, values.iter().filter(fits).take(24).collect())
                    })
                    .collect();
                let first = |skip: Option<usize>| -> Map<String, Value> {
                    let kept = fitting.iter().enumerate().filter(|(at, _)| Some(*at) != skip);
                    kept.filter_map(|(_, (name, fits))| Some(((*name).clone(), (*fits.first()?).clone()))).collect()
                };
                objects.push(Value::Object(first(None)));
                // What one schema does not name, and values that fit none.
                for name in names.iter().take(32) {
                    for value in values.iter().take(12) {
                        let mut object = first(None);
                        object.insert((*name).clone(), value.clone());
                        objects.push(Value::Object(object));
                    }
                }
                for (at, (name, fits)) in fitting.iter().enumerate().take(32) {
                    objects.push(Value::Object(first(Some(at))));
                    for value in fits {
                        let mut object = first(None);
                        object.insert((*name).clone(), (*value).clone());
                        objects.push(Value::Object(object));
                    }
                }
            }
        }
        objects
    }
}

/// The `properties` of a schema and of what it is composed of.
fn properties(schema: &Value) -> Vec<(&Value, &Map<String, Value>)> {
    let mut found = Vec::new();
    let mut open = vec![(schema, 0)];
    while let Some((part, depth)) = open.pop() {
        if depth > 16 {
            continue;
        }
        found.extend(part.get("properties").and_then(Value::as_object).map(|properties| (schema, properties)));
        let target =
            part.get("$ref").and_then(Value::as_str).and_then(|reference| schema.pointer(reference.strip_prefix('#')?));
        open.extend(target.map(|part| (part, depth + 1)));
        for key in ["allOf", "anyOf", "oneOf"] {
            open.extend(part.get(key).and_then(Value::as_array).into_iter().flatten().map(|part| (part, depth + 1)));
        }
    }
    found
}

fn within(root: &Value, schema: &Value) -> Option<jsonschema::Validator> {
    let mut wrapped = json!({ "allOf": [schema] });
    let definitions = crate::contract::definitions(root, &wrapped)?;
    if !definitions.is_empty() {
        wrapped["$defs"] = Value::Object(definitions);
    }
    jsonschema::options()
        .offline()
        .should_validate_formats(true)
        .with_pattern_options(crate::contract::pattern_options())
        .build(&wrapped)
        .ok()
}
