//! Values that are likely to tell two schemas apart: schemas go in, candidates made place by place from what they say of
//! it come out. Whoever uses one checks it against both.
//!
//! A value of a list or struct differs from one that fits in one place only, so that what refuses it is what changed
//! there.

mod scalars;
mod texts;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::contract::{definitions, pattern_options};

/// How many candidates are made at most, and how many for a place inside them.
const MAX: usize = 2000;
const MAX_INSIDE: usize = 128;
/// The longest text and list that is made.
const MAX_LENGTH: usize = 300;
/// How deep lists and structs are made.
const MAX_DEPTH: usize = 16;
/// How many schemas are read for one place.
const MAX_PARTS: usize = 512;
/// How many members all objects of one place have together.
const MAX_MEMBERS: usize = 100_000;
/// How many values of one member are tried: those that fit, and those that do not.
const FITTING: usize = 24;
const UNFIT: usize = 12;
/// How many members, and how many values of each, are tried with one another.
const PAIRED: usize = 6;

/// Candidates from everything that `schemas` say.
pub fn candidates(schemas: &[&Value]) -> Vec<Value> {
    let parts: Vec<Part<'_>> = schemas.iter().map(|root| Part { root, schema: root, always: true }).collect();
    values(&parts, 0)
}

/// A schema for a place in a value.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// The schema that its references lead through.
    root: &'a Value,
    schema: &'a Value,
    /// True if the place must fit it; false for what stands in `anyOf`, `not`, `if` and the like.
    always: bool,
}

/// Candidates for the place that `parts` describe.
fn values(parts: &[Part<'_>], depth: usize) -> Vec<Value> {
    let parts = applied(parts);
    let kinds = kinds(&parts);
    let mut values = scalars::candidates(&parts, kinds);
    if depth < MAX_DEPTH {
        if kinds & LIST != 0 {
            values.extend(lists(&parts, depth));
        }
        if kinds & OBJECT != 0 {
            values.extend(objects(&parts, depth));
        }
    }
    values.truncate(if depth == 0 { MAX } else { MAX_INSIDE });
    values
}

/// The parts with everything in them that speaks of the same place.
fn applied<'a>(parts: &[Part<'a>]) -> Vec<Part<'a>> {
    let mut found = Vec::new();
    let mut seen: HashSet<*const Value> = HashSet::new();
    let mut open: VecDeque<Part<'a>> = parts.iter().copied().collect();
    while let Some(part) = open.pop_front() {
        if found.len() == MAX_PARTS || !seen.insert(std::ptr::from_ref(part.schema)) {
            continue;
        }
        found.push(part);
        for (key, value) in part.schema.as_object().into_iter().flatten() {
            let maybe = |schema| Part { schema, always: false, ..part };
            match (key.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    let target = reference.strip_prefix('#').and_then(|pointer| part.root.pointer(pointer));
                    open.extend(target.map(|schema| Part { schema, ..part }));
                }
                ("allOf", Value::Array(all)) => open.extend(all.iter().map(|schema| Part { schema, ..part })),
                ("anyOf" | "oneOf", Value::Array(any)) => open.extend(any.iter().map(maybe)),
                ("not" | "if" | "then" | "else", schema) => open.push_back(maybe(schema)),
                ("dependentSchemas", Value::Object(named)) => open.extend(named.values().map(maybe)),
                _ => {}
            }
        }
    }
    found
}

const TEXT: u8 = 1;
const NUMBER: u8 = 2;
const BOOLEAN: u8 = 4;
const NULL: u8 = 8;
const LIST: u8 = 16;
const OBJECT: u8 = 32;
const ALL: u8 = 63;

/// The kinds of values that one of the roots may have at the place.
fn kinds(parts: &[Part<'_>]) -> u8 {
    roots(parts).into_iter().fold(0, |kinds, root| {
        let own = parts.iter().filter(|part| std::ptr::eq(part.root, root));
        let told: Vec<(bool, u8)> =
            own.filter_map(|part| Some((part.always, named(part.schema.get("type")?)))).collect();
        let must = told.iter().filter(|(always, _)| *always).map(|(_, kinds)| *kinds).reduce(|a, b| a & b);
        let may = told.iter().map(|(_, kinds)| *kinds).reduce(|a, b| a | b).filter(|kinds| *kinds != NULL);
        kinds | must.or(may).unwrap_or(ALL)
    })
}

fn named(types: &Value) -> u8 {
    let one = |name: &str| match name {
        "string" => TEXT,
        "number" | "integer" => NUMBER,
        "boolean" => BOOLEAN,
        "null" => NULL,
        "array" => LIST,
        "object" => OBJECT,
        _ => 0,
    };
    match types {
        Value::String(name) => one(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(one).fold(0, |all, kind| all | kind),
        _ => ALL,
    }
}

/// The schemas that `parts` come from, each once.
fn roots<'a>(parts: &[Part<'a>]) -> Vec<&'a Value> {
    let mut roots: Vec<&Value> = Vec::new();
    for part in parts {
        if !roots.iter().any(|root| std::ptr::eq(*root, part.root)) {
            roots.push(part.root);
        }
    }
    roots
}

fn lists(parts: &[Part<'_>], depth: usize) -> Vec<Value> {
    let inside = |key: &'static str| parts.iter().filter_map(move |part| Some((part, part.schema.get(key)?)));
    let items: Vec<Part<'_>> = inside("items").map(|(part, schema)| Part { schema, ..*part }).collect();
    let contained = inside("contains").map(|(part, schema)| Part { schema, always: false, ..*part });
    let values = values(&items.iter().copied().chain(contained).collect::<Vec<_>>(), depth + 1);
    let counts = scalars::counts(parts, &["minItems", "maxItems", "minContains", "maxContains"]);
    let mut lists = vec![json!([])];
    lists.extend(values.iter().map(|value| json!([value])));
    lists.extend(values.iter().map(|value| json!([value, value])));
    let pairs = values.iter().zip(values.iter().skip(1));
    lists.extend(pairs.take(FITTING).map(|(one, other)| json!([one, other])));
    for root in roots(parts) {
        let own: Vec<Part<'_>> = items.iter().copied().filter(|part| std::ptr::eq(part.root, root)).collect();
        let fitting = fitting(&own, &values);
        let Some(first) = fitting.first() else { continue };
        let least = parts.iter().filter_map(|part| part.schema.get("minItems")?.as_u64()).max().unwrap_or(0) as usize;
        if (2..=MAX_LENGTH).contains(&least) {
            // Enough items, all of them different where that can be.
            let long =
                |value| std::iter::once(value).chain(fitting.iter().copied().filter(move |other| *other != value));
            lists.extend(values.iter().map(|value| long(value).cycle().take(least).cloned().collect()));
        }
        for &count in counts.iter().filter(|count| **count <= MAX_LENGTH) {
            lists.push((0..count).map(|_| (*first).clone()).collect());
            lists.push(fitting.iter().copied().cycle().take(count).cloned().collect());
        }
    }
    for &count in counts.iter().filter(|count| **count <= MAX_LENGTH) {
        lists.push((0..count).map(|at| Value::from(format!("item {at}"))).collect());
        lists.push((0..count).map(Value::from).collect());
    }
    lists
}

/// Those of `values` that fit everything that `parts` ask for; all of them where that cannot be told.
fn fitting<'v>(parts: &[Part<'_>], values: &'v [Value]) -> Vec<&'v Value> {
    let must: Vec<&Value> = parts.iter().filter(|part| part.always).map(|part| part.schema).collect();
    let validator = parts.first().filter(|_| !must.is_empty()).and_then(|part| within(part.root, &must));
    values.iter().filter(|value| validator.as_ref().is_none_or(|validator| validator.is_valid(value))).collect()
}

/// A member of the objects: its name, how many schemas name it, and what they say of it.
struct Named<'a> {
    name: &'a str,
    inside: Vec<Part<'a>>,
}

/// The members that `parts` name, those that most of them name first.
fn members<'a>(parts: &[Part<'a>]) -> Vec<Named<'a>> {
    let mut members: Vec<Named<'a>> = Vec::new();
    let mut places = HashMap::new();
    for part in parts {
        for (name, schema) in part.schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let at = *places.entry(name.as_str()).or_insert(members.len());
            if at == members.len() {
                members.push(Named { name, inside: Vec::new() });
            }
            members[at].inside.push(Part { schema, ..*part });
        }
    }
    members.sort_by_key(|member| Reverse(member.inside.len()));
    members
}

/// Objects in which one member, or two, are not what they are in an object that fits.
fn objects(parts: &[Part<'_>], depth: usize) -> Vec<Value> {
    let members = members(parts);
    let values: Vec<Vec<Value>> = members.iter().map(|member| values(&member.inside, depth + 1)).collect();
    let mut objects = vec![json!({})];
    let most = MAX_MEMBERS / (members.len() + 1);
    for root in roots(parts) {
        let of_root = |part: &&Part<'_>| std::ptr::eq(part.root, root);
        // What each member can be: what fits first.
        let mut tried: Vec<(Vec<&Value>, usize)> = Vec::new();
        for (member, values) in members.iter().zip(&values) {
            let own: Vec<Part<'_>> = member.inside.iter().filter(of_root).copied().collect();
            let fits = if own.is_empty() { Vec::new() } else { fitting(&own, values) };
            let among: HashSet<*const Value> = fits.iter().map(|value| std::ptr::from_ref(*value)).collect();
            let unfit = values.iter().filter(|value| !among.contains(&std::ptr::from_ref(*value))).take(UNFIT);
            let fits: Vec<&Value> = fits.into_iter().take(FITTING).collect();
            let fit = fits.len();
            tried.push((fits.into_iter().chain(unfit).collect(), fit));
        }
        let first = |at: usize| tried[at].0.first().filter(|_| tried[at].1 > 0).map(|value| (*value).clone());
        let base: Map<String, Value> =
            (0..members.len()).filter_map(|at| Some((members[at].name.to_owned(), first(at)?))).collect();
        let required: HashSet<&str> = parts
            .iter()
            .filter(of_root)
            .filter_map(|part| part.schema.get("required")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let few: Map<String, Value> = base
            .iter()
            .filter(|(name, _)| required.contains(name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let with = |object: &Map<String, Value>, at: usize, value: Option<&Value>| {
            let mut object = object.clone();
            match value {
                Some(value) => object.insert(members[at].name.to_owned(), value.clone()),
                None => object.shift_remove(members[at].name),
            };
            object
        };
        let mut made = vec![base.clone(), few.clone()];
        let places = 0..members.len().min(most);
        made.extend(places.clone().map(|at| with(&base, at, None)));
        made.extend(places.clone().filter_map(|at| Some(with(&few, at, Some(&first(at)?)))));
        // By rounds, so that no member keeps the others from being tried.
        for round in 0..FITTING + UNFIT {
            let room = most.saturating_sub(made.len());
            let another = places.clone().filter_map(|at| Some(with(&base, at, Some(*tried[at].0.get(round)?))));
            made.extend(another.take(room));
        }
        let paired: Vec<usize> = places.filter(|&at| members[at].inside.iter().filter(of_root).count() > 1).collect();
        for (nth, &one) in paired.iter().enumerate().take(PAIRED) {
            for value in tried[one].0.iter().take(PAIRED) {
                let changed = with(&base, one, Some(value));
                made.push(with(&few, one, Some(value)));
                for &other in paired.iter().take(PAIRED).skip(nth + 1) {
                    let pairs = tried[other].0.iter().take(PAIRED).map(|value| with(&changed, other, Some(value)));
                    made.extend(pairs.take(most));
                }
            }
        }
        objects.extend(made.into_iter().map(Value::Object));
    }
    objects
}

fn within(root: &Value, schemas: &[&Value]) -> Option<Validator> {
    let mut wrapped = json!({ "allOf": schemas });
    let definitions = definitions(root, &wrapped)?;
    if !definitions.is_empty() {
        wrapped["$defs"] = Value::Object(definitions);
    }
    jsonschema::options()
        .offline()
        .should_validate_formats(true)
        .with_pattern_options(pattern_options())
        .build(&wrapped)
        .ok()
}
