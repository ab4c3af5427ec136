//! Sets of values: two schemas go in, whether one allows everything that the other does comes out, with a value that
//! tells them apart where there is one.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use jsonschema::Validator;
use jsonschema::canonical::{CanonicalSchema, Containment};
use serde_json::Value;

use super::exact::{Exact, Exactly};
use super::{forms, witness};
use crate::contract::pattern_options;
use crate::model::Decimal;

/// How large, in bytes of JSON, a schema may be to be compared as a set.
const MAX_BYTES: usize = 1 << 14;
/// How many values are tried at least, and how large, in bytes of JSON, the schemas may be that all of them are asked of.
const MIN_TRIED: usize = 100;
const MAX_TRIED_BYTES: usize = 1 << 22;
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

/// What comparing two contracts may still cost, in bytes of the schemas that are looked into. Beyond that nothing is
/// decided: work is bounded, whatever the contracts are like.
pub struct Effort(Cell<usize>);

impl Effort {
    /// Room for schemas of so many bytes.
    pub fn new(bytes: usize) -> Effort {
        Effort(Cell::new(bytes))
    }

    /// True if there was room for so many bytes more.
    pub fn spend(&self, bytes: usize) -> bool {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// A set of values: a schema, compiled and made canonical when that is asked for.
pub struct Set {
    schema: Value,
    text: OnceCell<String>,
    validator: OnceCell<Option<Validator<Exact>>>,
    canonical: OnceCell<Option<CanonicalSchema>>,
}

impl Set {
    /// The values that `schema`, which refers to nothing outside itself, allows.
    pub fn new(schema: &Value) -> Set {
        Set {
            schema: forms::bare(schema),
            text: OnceCell::new(),
            validator: OnceCell::new(),
            canonical: OnceCell::new(),
        }
    }

    /// The same values with members called otherwise: pairs of names before and now. `None` where a keyword speaks of names
    /// by their form.
    pub fn renamed(&self, names: &[(String, String)]) -> Option<Set> {
        let names: HashMap<&str, &str> = names.iter().map(|(before, now)| (&**before, &**now)).collect();
        Some(Set::new(&forms::renamed(&self.schema, &names)?))
    }

    /// The same values, whose structs may have members beside those that the schema names. `None` where that could admit
    /// more than those members.
    pub fn opened(&self) -> Option<Set> {
        Some(Set::new(&forms::opened(&self.schema)?))
    }

    /// Values that are likely to be in it or just beside it.
    pub fn candidates(&self) -> Vec<Value> {
        witness::candidates(&[&self.schema])
    }

    /// Its schema as JSON.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.schema.to_string())
    }

    /// How large its schema is, in bytes of JSON.
    pub fn size(&self) -> usize {
        self.text().len()
    }

    fn validator(&self) -> Option<&Validator<Exact>> {
        let options = || jsonschema::options_for::<Exact>().offline().should_validate_formats(true);
        let build = || options().with_pattern_options(pattern_options()).build(&self.schema).ok();
        self.validator.get_or_init(build).as_ref()
    }

    fn canonical(&self) -> Option<&CanonicalSchema> {
        let options = || jsonschema::canonical::options().offline().should_validate_formats(true);
        let build = || {
            let small = self.size() <= MAX_BYTES && !has_rounded_bound(&self.schema);
            if small { options().with_pattern_options(pattern_options()).canonicalize(&self.schema).ok() } else { None }
        };
        self.canonical.get_or_init(build).as_ref()
    }

    /// True if `value` is in it.
    pub fn has(&self, value: &Value) -> bool {
        self.validator().is_some_and(|validator| validator.is_valid(Exactly(value)))
    }

    /// A value that is in it, if one was found.
    pub fn sample(&self) -> Option<Value> {
        self.candidates().into_iter().find(|value| self.has(value))
    }

    /// Whether every value of `self` is in `other`, whatever it costs to find out.
    pub fn is_in(&self, other: &Set) -> Inclusion {
        self.is_in_within(&Effort::new(usize::MAX), other)
    }

    /// Whether every value of `self` is in `other`, as far as `effort` reaches.
    pub fn is_in_within(&self, effort: &Effort, other: &Set) -> Inclusion {
        if self.schema == other.schema {
            return Inclusion::Included;
        }
        let size = self.size() + other.size();
        if !effort.spend(size) {
            return Inclusion::Unknown;
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
        let tried = (MAX_TRIED_BYTES / size.max(1)).max(MIN_TRIED);
        match witness::candidates(&[&self.schema, &other.schema]).into_iter().take(tried).find(tells_apart) {
            Some(value) => Inclusion::Excluded(Some(value)),
            None if covers == Containment::No => Inclusion::Excluded(None),
            None => Inclusion::Unknown,
        }
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
