//! Rules of a contract over whole arrays: a schema goes in as a formula, the values that may break it come out.
//!
//! A formula passes only what the jsonschema crate passes. What it does not pass is asked of the crate, which has the last
//! word and says why. Keywords that no formula knows leave the whole schema to the crate.

use std::collections::HashMap;

use arrow::buffer::{BooleanBuffer, MutableBuffer};
use arrow::datatypes::DataType;
use serde_json::{Map, Value};

use super::arrays::Test;
use super::memo;
use super::node::Rows;
use super::plan::{build, is_silent, target};
use super::view::{Fields, Kind, NullAs, Values};
use crate::contract::Inside;

/// How many schemas may stand inside one another; contracts stay below it.
const MAX_DEPTH: usize = 128;

/// What a schema demands of every value.
pub enum Formula {
    /// The same verdict for all values that are there, and one for null.
    Always(bool, bool),
    /// A test over the array, and the verdict for null.
    Test(Test, bool),
    /// What only the crate decides, text by text.
    Text(Box<jsonschema::Validator<Rows>>),
    /// At least and at most so many items.
    Length(usize, usize),
    /// Every item.
    Items(Box<Formula>),
    /// The member of that index, if it is there.
    Member(usize, Box<Formula>),
    /// The member of that index is there.
    Present(usize),
    /// All of them.
    All(Vec<Formula>),
    /// At least one.
    Any(Vec<Formula>),
    /// Exactly one.
    One(Vec<Formula>),
    /// The contrary.
    Not(Box<Formula>),
    /// Whoever passes the first passes the second, all others the third.
    If(Box<[Formula; 3]>),
}

/// What a schema is about: rows, or values of a type.
pub enum Subject<'a> {
    /// Rows with these members.
    Row(Vec<Part<'a>>),
    /// Values.
    Value(&'a DataType, &'a Inside),
}

/// One member of what a schema is about.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type.
    pub data_type: &'a DataType,
    /// What is inside its values.
    pub inside: &'a Inside,
}

/// What a formula is asked about: all rows, or all values of an array.
#[derive(Clone, Copy)]
pub enum Subjects<'a> {
    /// Rows.
    Rows(&'a Fields<'a>),
    /// Values.
    Values(&'a Values<'a>),
}

/// The formula of `schema`, which refers to places of `root`; `None` where the crate must decide alone.
pub fn formula(root: &Map<String, Value>, schema: &Value, subject: &Subject<'_>) -> Option<Formula> {
    Compiler { root }.schema(schema, subject, 0)
}

struct Compiler<'r> {
    root: &'r Map<String, Value>,
}

impl Compiler<'_> {
    fn schema(&self, schema: &Value, subject: &Subject<'_>, depth: usize) -> Option<Formula> {
        if depth > MAX_DEPTH {
            return None;
        }
        let members = match schema {
            Value::Bool(verdict) => return Some(Formula::Always(*verdict, *verdict)),
            Value::Object(members) => members,
            _ => return None,
        };
        let all = |parts: &Value| -> Option<Vec<Formula>> {
            parts.as_array()?.iter().map(|part| self.schema(part, subject, depth + 1)).collect()
        };
        let one = |schema: &Value| self.schema(schema, subject, depth + 1);
        let mut parts = Vec::new();
        for (keyword, value) in members.iter().filter(|(keyword, _)| !is_silent(keyword)) {
            let part = match keyword.as_str() {
                "$ref" => one(target(self.root, value.as_str()?)?)?,
                "allOf" => Formula::All(all(value)?),
                "anyOf" => Formula::Any(all(value)?),
                "oneOf" => Formula::One(all(value)?),
                "not" => Formula::Not(Box::new(one(value)?)),
                "if" => {
                    let branch = |keyword: &str| members.get(keyword).map_or(Some(Formula::Always(true, true)), one);
                    Formula::If(Box::new([one(value)?, branch("then")?, branch("else")?]))
                }
                "then" | "else" => continue,
                "type" => of_type(value, subject)?,
                keyword => match self.keyword(keyword, value, members, subject, depth)? {
                    Some(part) => part,
                    None => continue,
                },
            };
            parts.push(part);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Formula::All(parts) })
    }

    /// The formula of a keyword that speaks of one kind of value; nothing where all of `subject` are of another kind.
    #[allow(clippy::option_option, reason = "not known, known to say nothing, and what it says")]
    fn keyword(
        &self,
        keyword: &str,
        value: &Value,
        beside: &Map<String, Value>,
        subject: &Subject<'_>,
        depth: usize,
    ) -> Option<Option<Formula>> {
        let data_type = match subject {
            Subject::Row(_) => None,
            Subject::Value(data_type, _) => Some(*data_type),
        };
        let speaks_of: fn(&DataType) -> bool = match keyword {
            "const" | "enum" => {
                let data_type = data_type.filter(|data_type| !data_type.is_nested())?;
                let null = match value {
                    Value::Array(options) if keyword == "enum" => options.contains(&Value::Null),
                    value => keyword == "const" && value.is_null(),
                };
                return Some(Some(Formula::Test(Test::new(data_type, keyword, value)??, null)));
            }
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => DataType::is_numeric,
            "minLength" | "maxLength" | "pattern" | "format" => is_text,
            "minItems" | "maxItems" | "uniqueItems" | "items" | "prefixItems" | "contains" | "minContains"
            | "maxContains" | "unevaluatedItems" => |data_type| matches!(data_type, DataType::List(_)),
            "properties"
            | "required"
            | "additionalProperties"
            | "patternProperties"
            | "propertyNames"
            | "minProperties"
            | "maxProperties"
            | "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedProperties" => |data_type| matches!(data_type, DataType::Struct(_)),
            _ => return None,
        };
        let is_object = keyword_of_objects(keyword);
        match data_type {
            Some(data_type) if !speaks_of(data_type) => return Some(None),
            None if !is_object => return Some(None),
            _ => {}
        }
        if is_object {
            return self.of_object(keyword, value, beside, subject, depth);
        }
        let Subject::Value(data_type, inside) = *subject else { return None };
        Some(Some(match (keyword, data_type) {
            ("items", DataType::List(item)) => {
                let Inside::Items(inside) = inside else { return None };
                let subject = Subject::Value(item.data_type(), inside);
                Formula::Items(Box::new(self.schema(value, &subject, depth + 1)?))
            }
            ("minItems", DataType::List(_)) => Formula::Length(count(value)?, usize::MAX),
            ("maxItems", DataType::List(_)) => Formula::Length(0, count(value)?),
            ("uniqueItems", DataType::List(_)) if value == &Value::Bool(false) => return Some(None),
            (_, DataType::List(_)) => return None,
            // The type and its range stand for the format.
            ("format", data_type) if data_type.is_temporal() => {
                if format_of(data_type) != value.as_str() {
                    return None;
                }
                let tests = Test::of_type(data_type).into_iter().map(|test| Formula::Test(test, true));
                Formula::All(tests.collect())
            }
            ("pattern" | "format", DataType::Utf8 | DataType::Dictionary(..)) => {
                let mut schema = Map::new();
                schema.insert(keyword.to_owned(), value.clone());
                Formula::Text(Box::new(build(&Value::Object(schema))?))
            }
            (_, data_type) => Formula::Test(Test::new(data_type, keyword, value)??, true),
        }))
    }

    #[allow(clippy::option_option, reason = "not known, known to say nothing, and what it says")]
    fn of_object(
        &self,
        keyword: &str,
        value: &Value,
        beside: &Map<String, Value>,
        subject: &Subject<'_>,
        depth: usize,
    ) -> Option<Option<Formula>> {
        let parts = parts(subject)?;
        let places: HashMap<&str, usize> = parts.iter().enumerate().map(|(at, part)| (part.name, at)).collect();
        let index = |name: &str| places.get(name).copied();
        let required = |names: &Value| {
            let present =
                |name: &Value| Some(index(name.as_str()?).map_or(Formula::Always(false, true), Formula::Present));
            Some(Formula::All(names.as_array()?.iter().map(present).collect::<Option<_>>()?))
        };
        Some(Some(match keyword {
            "properties" => {
                let mut members = Vec::new();
                for (name, schema) in value.as_object()? {
                    // A property that no column has is never there.
                    let Some(at) = index(name) else { continue };
                    let subject = Subject::Value(parts[at].data_type, parts[at].inside);
                    members.push(Formula::Member(at, Box::new(self.schema(schema, &subject, depth + 1)?)));
                }
                Formula::All(members)
            }
            "required" => required(value)?,
            "dependentRequired" => {
                let mut rules = Vec::new();
                for (name, names) in value.as_object()? {
                    let Some(at) = index(name) else { continue };
                    rules.push(Formula::Any(vec![Formula::Not(Box::new(Formula::Present(at))), required(names)?]));
                }
                Formula::All(rules)
            }
            "additionalProperties" => {
                let named = beside.get("properties").and_then(Value::as_object)?;
                if value != &Value::Bool(true) && !parts.iter().all(|part| named.contains_key(part.name)) {
                    return None;
                }
                return Some(None);
            }
            _ => return None,
        }))
    }
}

fn parts<'a>(subject: &'a Subject<'a>) -> Option<Vec<Part<'a>>> {
    match subject {
        Subject::Row(parts) => Some(parts.clone()),
        Subject::Value(DataType::Struct(fields), Inside::Members(members)) => {
            let part = |(field, member): (&'a arrow::datatypes::FieldRef, &'a crate::contract::Member)| Part {
                name: &member.name,
                data_type: field.data_type(),
                inside: &member.inside,
            };
            Some(fields.iter().zip(members).map(part).collect())
        }
        Subject::Value(..) => None,
    }
}

fn keyword_of_objects(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "required"
            | "additionalProperties"
            | "patternProperties"
            | "propertyNames"
            | "minProperties"
            | "maxProperties"
            | "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedProperties"
    )
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::Dictionary(..)) || data_type.is_temporal()
}

fn format_of(data_type: &DataType) -> Option<&'static str> {
    match data_type {
        DataType::Date32 => Some("date"),
        DataType::Timestamp(..) => Some("date-time"),
        DataType::Time64(_) => Some("time"),
        _ => None,
    }
}

fn count(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|count| count.try_into().ok())
}

/// What `type` says of a subject, where its Arrow type alone decides it.
fn of_type(value: &Value, subject: &Subject<'_>) -> Option<Formula> {
    let names: Vec<&str> = match value {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let has = |name: &str| names.contains(&name);
    let fits = match subject {
        Subject::Row(_) => has("object"),
        Subject::Value(data_type, _) => match data_type {
            DataType::Boolean => has("boolean"),
            DataType::List(_) => has("array"),
            DataType::Struct(_) => has("object"),
            data_type if is_text(data_type) => has("string"),
            data_type if data_type.is_integer() => has("integer") || has("number"),
            DataType::Decimal128(_, 0) => has("integer") || has("number"),
            // Some decimals and floats are integers, others are not.
            _ if has("number") => true,
            _ if has("integer") => return None,
            _ => false,
        },
    };
    Some(Formula::Always(fits, has("null")))
}

impl Formula {
    /// The values that do not pass, one bit each.
    pub fn suspects(&self, subjects: Subjects<'_>) -> BooleanBuffer {
        !&self.passes(subjects)
    }

    /// The values that pass, one bit each.
    fn passes(&self, subjects: Subjects<'_>) -> BooleanBuffer {
        let count = subjects.count();
        match self {
            Formula::Always(there, null) if there == null => all(count, *there),
            Formula::Always(there, null) => subjects.with_null(all(count, *there), *null),
            Formula::Test(test, null) => {
                let Subjects::Values(values) = subjects else { return all(count, false) };
                subjects.with_null(unless(count, |fail| test.run(values, fail)), *null)
            }
            Formula::Text(validator) => {
                let Subjects::Values(values) = subjects else { return all(count, false) };
                subjects.with_null(unless(count, |fail| memo::texts(validator, values, fail)), true)
            }
            Formula::Length(least, most) => {
                let Subjects::Values(Values { kind: Kind::List(list, _), .. }) = subjects else {
                    return all(count, false);
                };
                let lengths = list.offsets().windows(2).map(|pair| (pair[1] - pair[0]) as usize);
                let fits: BooleanBuffer = lengths.map(|length| (*least..=*most).contains(&length)).collect();
                subjects.with_null(fits, true)
            }
            Formula::Items(item) => {
                let Subjects::Values(Values { kind: Kind::List(list, values), .. }) = subjects else {
                    return all(count, false);
                };
                let items = item.passes(Subjects::Values(values));
                if items.count_set_bits() == items.len() {
                    return all(count, true);
                }
                let within = list.offsets().windows(2).map(|pair| (pair[0] as usize, (pair[1] - pair[0]) as usize));
                let fits =
                    within.map(|(start, length)| items.slice(start, length).count_set_bits() == length).collect();
                subjects.with_null(fits, true)
            }
            Formula::Member(at, formula) => {
                let Some(field) = subjects.fields().and_then(|fields| fields.list.get(*at)) else {
                    return all(count, false);
                };
                let values = Subjects::Values(&field.values);
                let mut passes = formula.passes(values);
                if field.null == NullAs::Absent {
                    passes = values.with_null(passes, true);
                }
                subjects.with_null(passes, true)
            }
            Formula::Present(at) => {
                let Some(field) = subjects.fields().and_then(|fields| fields.list.get(*at)) else {
                    return all(count, false);
                };
                match field.null {
                    NullAs::Null => all(count, true),
                    NullAs::Absent => {
                        let present = Subjects::Values(&field.values).with_null(all(count, true), false);
                        subjects.with_null(present, true)
                    }
                }
            }
            Formula::All(parts) => parts.iter().fold(all(count, true), |fits, part| &fits & &part.passes(subjects)),
            Formula::Any(parts) => parts.iter().fold(all(count, false), |fits, part| &fits | &part.passes(subjects)),
            Formula::One(parts) => {
                let (mut one, mut more) = (all(count, false), all(count, false));
                for part in parts {
                    let part = part.passes(subjects);
                    more = &more | &(&one & &part);
                    one = &one | &part;
                }
                &one & &!&more
            }
            Formula::Not(part) => !&part.passes(subjects),
            Formula::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let condition = condition.passes(subjects);
                let then = &condition & &then.passes(subjects);
                &then | &(&!&condition & &otherwise.passes(subjects))
            }
        }
    }
}

impl<'a> Subjects<'a> {
    fn count(self) -> usize {
        match self {
            Subjects::Rows(fields) => fields.rows(),
            Subjects::Values(values) => values.len(),
        }
    }

    fn fields(self) -> Option<&'a Fields<'a>> {
        match self {
            Subjects::Rows(fields) => Some(fields),
            Subjects::Values(Values { kind: Kind::Struct(fields), .. }) => Some(fields),
            Subjects::Values(_) => None,
        }
    }

    /// `verdicts`, and `null` for whatever is null.
    fn with_null(self, verdicts: BooleanBuffer, null: bool) -> BooleanBuffer {
        let Subjects::Values(values) = self else { return verdicts };
        match (values.there(), null) {
            (None, _) => verdicts,
            (Some(there), true) => &verdicts | &!&there,
            (Some(there), false) => &verdicts & &there,
        }
    }
}

fn all(count: usize, verdict: bool) -> BooleanBuffer {
    if verdict { BooleanBuffer::new_set(count) } else { BooleanBuffer::new_unset(count) }
}

/// All bits set but those that `run` calls its argument with.
fn unless(count: usize, run: impl FnOnce(&mut dyn FnMut(usize))) -> BooleanBuffer {
    let mut bits = MutableBuffer::new(count.div_ceil(8)).with_bitset(count.div_ceil(8), true);
    let bytes = bits.as_slice_mut();
    run(&mut |at| arrow::util::bit_util::unset_bit(bytes, at));
    BooleanBuffer::new(bits.into(), 0, count)
}
