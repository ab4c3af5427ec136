//! What the values of a column have been: values go in one by one, a schema that all of them satisfy comes out.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value, json};

use crate::model::Decimal;

/// How many different texts an enum may have.
const MAX_OPTIONS: usize = 12;
/// How often, on average, each text of an enum must have been seen.
const MIN_REPEATS: usize = 3;

/// What the values of a column have been.
#[derive(Default)]
pub struct Kind {
    null: bool,
    boolean: bool,
    number: Option<Numbers>,
    text: Option<Texts>,
    list: Option<Box<Kind>>,
    object: Option<Members>,
}

#[derive(Default)]
struct Numbers {
    whole: u32,
    scale: u32,
    beyond_i64: bool,
    float: bool,
}

struct Texts {
    options: Vec<String>,
    many: bool,
    count: usize,
    date: bool,
    moment: bool,
}

#[derive(Default)]
struct Members {
    order: Vec<String>,
    kinds: BTreeMap<String, (Kind, usize)>,
    rows: usize,
}

impl Kind {
    /// Takes in one value.
    pub fn add(&mut self, value: &Value) {
        match value {
            Value::Null => self.null = true,
            Value::Bool(_) => self.boolean = true,
            Value::Number(number) => self.number.get_or_insert_default().add(number.as_str()),
            Value::String(text) => self.text.get_or_insert_with(Texts::new).add(text),
            Value::Array(items) => {
                let kind = self.list.get_or_insert_default();
                items.iter().for_each(|item| kind.add(item));
            }
            Value::Object(members) => {
                let object = self.object.get_or_insert_default();
                object.rows += 1;
                for (name, value) in members {
                    if !object.kinds.contains_key(name) {
                        object.order.push(name.clone());
                    }
                    let (kind, count) = object.kinds.entry(name.clone()).or_default();
                    kind.add(value);
                    *count += 1;
                }
            }
        }
    }

    /// A schema that all values satisfy.
    pub fn schema(&self, rows: usize) -> Value {
        let mut schemas: Vec<Map<String, Value>> = Vec::new();
        let mut push = |schema: Value| schemas.extend(schema.as_object().cloned());
        if self.boolean {
            push(json!({ "type": "boolean" }));
        }
        if let Some(numbers) = &self.number {
            push(numbers.schema());
        }
        if let Some(texts) = &self.text {
            push(texts.schema(rows));
        }
        if let Some(items) = &self.list {
            push(json!({ "type": "array", "items": items.schema(usize::MAX) }));
        }
        if let Some(object) = &self.object {
            push(object.schema());
        }
        match (schemas.len(), self.null) {
            // Nothing but null has been seen: text holds whatever comes.
            (0, _) => json!({ "type": ["string", "null"] }),
            (1, false) => Value::Object(schemas.remove(0)),
            (1, true) => {
                let mut schema = schemas.remove(0);
                let name = schema["type"].clone();
                schema.insert("type".into(), json!([name, "null"]));
                if let Some(Value::Array(options)) = schema.get_mut("enum") {
                    options.push(Value::Null);
                }
                Value::Object(schema)
            }
            // Values of several types: no column holds them, which compiling the proposal will say.
            (_, null) => {
                if null {
                    schemas.extend(json!({ "type": "null" }).as_object().cloned());
                }
                json!({ "anyOf": schemas })
            }
        }
    }
}

impl Numbers {
    fn add(&mut self, text: &str) {
        let decimal = if text.contains(['e', 'E']) { None } else { text.parse::<Decimal>().ok() };
        let Some(decimal) = decimal else {
            self.float = true;
            return;
        };
        let digits = decimal.coefficient().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
        let scale = decimal.scale().max(0) as u32;
        self.scale = self.scale.max(scale);
        self.whole = self.whole.max(digits.saturating_sub(scale));
        self.beyond_i64 |= scale == 0 && i64::try_from(decimal.coefficient()).is_err();
    }

    fn schema(&self) -> Value {
        let needed = self.whole + self.scale;
        if self.float || needed > 38 {
            return json!({ "type": "number" });
        }
        match (self.scale, self.beyond_i64) {
            (0, false) => json!({ "type": "integer" }),
            (0, true) => json!({ "type": "integer", "x-decimal": [38, 0] }),
            // Room to grow: 18 digits are what most readers hold in 64 bits.
            (scale, _) => json!({ "type": "number", "x-decimal": [if needed <= 18 { 18 } else { 38 }, scale] }),
        }
    }
}

impl Texts {
    fn new() -> Texts {
        Texts { options: Vec::new(), many: false, count: 0, date: true, moment: true }
    }

    fn add(&mut self, text: &str) {
        self.count += 1;
        self.date = self.date && text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        self.moment = self.moment && DateTime::parse_from_rfc3339(text).is_ok() && text.contains('T');
        if !self.many && !self.options.iter().any(|option| option == text) {
            self.options.push(text.to_owned());
            self.many = self.options.len() > MAX_OPTIONS;
        }
    }

    fn schema(&self, rows: usize) -> Value {
        if self.date {
            return json!({ "type": "string", "format": "date" });
        }
        if self.moment {
            return json!({ "type": "string", "format": "date-time" });
        }
        let repeated = !self.many && self.options.len() > 1 && self.count >= self.options.len() * MIN_REPEATS;
        if repeated && rows != usize::MAX {
            let mut options = self.options.clone();
            options.sort();
            return json!({ "type": "string", "enum": options });
        }
        json!({ "type": "string" })
    }
}

impl Members {
    fn schema(&self) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in &self.order {
            let (kind, count) = &self.kinds[name];
            properties.insert(name.clone(), kind.schema(self.rows));
            if *count == self.rows {
                required.push(name);
            }
        }
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    }
}
