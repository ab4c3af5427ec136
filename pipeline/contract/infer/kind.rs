//! What the values of a column have been: values go in one by one, a schema that all of them satisfy comes out.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, Field};
use chrono::{DateTime, NaiveDate, NaiveTime, Timelike};
use serde_json::{Map, Value, json};

use crate::contract::shape::{CONTENT, DEPRECATED, DESCRIPTION, UNIT};
use crate::model::{Decimal, Unit};

/// How many different texts an enum may have.
const MAX_OPTIONS: usize = 12;
/// How often, on average, each text of an enum must have been seen.
const MIN_REPEATS: usize = 3;
/// How many digits a double tells apart; more than it prints, none.
const DOUBLE_DIGITS: usize = 17;

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

/// What the numbers of a column have been.
#[derive(Default)]
pub struct Numbers {
    whole: u32,
    scale: u32,
    beyond_i64: bool,
    float: bool,
    beyond_double: bool,
}

struct Texts {
    options: Vec<String>,
    many: bool,
    count: usize,
    date: bool,
    moment: bool,
    time: bool,
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
            (1, null) => nullable(schemas.remove(0), null),
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

impl Kind {
    /// A schema that all values satisfy and whose Arrow type is that of `field`; the message says which type no contract
    /// has, at `path`.
    pub fn schema_as(&self, field: &Field, path: &str, rows: usize) -> Result<Value, String> {
        let empty = Kind::default();
        let integer = |name: &str, least: i128, most: i128| {
            let number = |number: i128| serde_json::from_str::<Value>(&number.to_string()).unwrap_or_default();
            json!({ "type": "integer", "x-arrow": name, "minimum": number(least), "maximum": number(most) })
        };
        let text = |format: &str| json!({ "type": "string", "format": format });
        let schema = match field.data_type() {
            DataType::Boolean => json!({ "type": "boolean" }),
            DataType::Int8 => integer("int8", i8::MIN.into(), i8::MAX.into()),
            DataType::Int16 => integer("int16", i16::MIN.into(), i16::MAX.into()),
            DataType::Int32 => integer("int32", i32::MIN.into(), i32::MAX.into()),
            DataType::Int64 => json!({ "type": "integer" }),
            DataType::UInt8 => integer("uint8", 0, u8::MAX.into()),
            DataType::UInt16 => integer("uint16", 0, u16::MAX.into()),
            DataType::UInt32 => integer("uint32", 0, u32::MAX.into()),
            DataType::UInt64 => integer("uint64", 0, u64::MAX.into()),
            DataType::Float32 => json!({ "type": "number", "x-arrow": "float32" }),
            DataType::Float64 => json!({ "type": "number" }),
            DataType::Decimal128(precision, scale @ 0..) => {
                json!({ "type": "number", "x-decimal": [precision, scale] })
            }
            DataType::Utf8 => self.text.as_ref().map_or(json!({ "type": "string" }), |texts| texts.plain(rows)),
            DataType::Date32 => text("date"),
            DataType::Timestamp(..) => text("date-time"),
            DataType::Time64(_) => text("time"),
            DataType::List(item) => {
                let items = self.list.as_deref().unwrap_or(&empty);
                json!({ "type": "array", "items": items.schema_as(item, &format!("{path}[]"), usize::MAX)? })
            }
            DataType::Struct(fields) => {
                let members = self.object.as_ref().map(|members| &members.kinds);
                let mut properties = Map::new();
                for field in fields {
                    let path = if path.is_empty() { field.name().clone() } else { format!("{path}.{}", field.name()) };
                    let seen = members.and_then(|members| Some(&members.get(field.name())?.0)).unwrap_or(&empty);
                    properties.insert(field.name().clone(), seen.schema_as(field, &path, rows)?);
                }
                let required: Vec<&String> = fields.iter().map(|field| field.name()).collect();
                json!({
                    "type": "object", "additionalProperties": false, "required": required, "properties": properties,
                })
            }
            other => return Err(format!("\"{path}\" is {other}, which no contract has")),
        };
        let Value::Object(mut schema) = schema else { return Ok(schema) };
        let unit =
            field.metadata().get(UNIT).filter(|unit| field.data_type().is_numeric() && Unit::from_code(unit).is_some());
        schema.extend(unit.map(|unit| ("x-unit".into(), json!(unit))));
        schema.extend(field.metadata().get(DESCRIPTION).map(|text| ("description".into(), json!(text))));
        for keyword in CONTENT.into_iter().filter(|_| field.data_type() == &DataType::Utf8) {
            schema.extend(field.metadata().get(keyword).map(|text| (keyword.into(), json!(text))));
        }
        schema.extend(field.metadata().get(DEPRECATED).map(|_| ("deprecated".into(), json!(true))));
        // Where no value tells, the file's own word counts.
        let null = if self.has_seen_none() { field.is_nullable() } else { self.null };
        Ok(nullable(schema, null))
    }

    fn has_seen_none(&self) -> bool {
        let scalar = self.null || self.boolean || self.number.is_some() || self.text.is_some();
        !scalar && self.list.is_none() && self.object.is_none()
    }

    /// The places whose numbers no column holds digit for digit.
    pub fn inexact(&self, path: &str, places: &mut Vec<String>) {
        if self.number.as_ref().is_some_and(|numbers| !numbers.are_exact()) {
            places.push(path.to_owned());
        }
        if let Some(items) = &self.list {
            items.inexact(&format!("{path}[]"), places);
        }
        for (name, (kind, _)) in self.object.iter().flat_map(|object| &object.kinds) {
            kind.inexact(&if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, places);
        }
    }
}

/// The schema, with null as another value of it if `null` says so.
fn nullable(mut schema: Map<String, Value>, null: bool) -> Value {
    if null {
        let name = schema["type"].clone();
        schema.insert("type".into(), json!([name, "null"]));
        if let Some(Value::Array(options)) = schema.get_mut("enum") {
            options.push(Value::Null);
        }
    }
    Value::Object(schema)
}

impl Numbers {
    /// True if a column of a type that contracts have holds all of them, digit for digit.
    pub fn are_exact(&self) -> bool {
        !(self.is_float() && self.beyond_double)
    }

    fn is_float(&self) -> bool {
        self.float || self.whole + self.scale > 38
    }

    /// Takes in one number, as JSON writes it.
    pub fn add(&mut self, text: &str) {
        let digits = text.split(['e', 'E']).next().unwrap_or_default().chars().filter(char::is_ascii_digit);
        let digits: String = digits.collect();
        let digits = digits.trim_matches('0').len();
        let double = text.parse::<f64>().unwrap_or(f64::INFINITY);
        self.beyond_double |= !double.is_finite() || digits > DOUBLE_DIGITS || double == 0.0 && digits > 0;
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
        if self.is_float() {
            return json!({ "type": "number" });
        }
        let needed = self.whole + self.scale;
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
        Texts { options: Vec::new(), many: false, count: 0, date: true, moment: true, time: true }
    }

    fn add(&mut self, text: &str) {
        self.count += 1;
        self.date = self.date && text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        // A column holds microseconds, and no leap seconds.
        let held = |time: NaiveTime| time.nanosecond() < 1_000_000_000 && time.nanosecond().is_multiple_of(1000);
        let moment = || DateTime::parse_from_rfc3339(text).is_ok_and(|moment| held(moment.time()));
        self.moment = self.moment && text.contains('T') && moment();
        let time = |text: &str| text.len() >= 8 && NaiveTime::parse_from_str(text, "%H:%M:%S%.f").is_ok_and(held);
        self.time = self.time && text.strip_suffix('Z').is_some_and(time);
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
        if self.time {
            return json!({ "type": "string", "format": "time" });
        }
        self.plain(rows)
    }

    /// Text, or one of few texts, whatever it looks like.
    fn plain(&self, rows: usize) -> Value {
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
