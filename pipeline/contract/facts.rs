//! What a schema says about the type of a value, gathered from itself, its references, `allOf` and unions with null.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::codes;
use super::inspect::finding;
use super::json::{Member, Node, Value};
use super::library::{Library, Place};
use super::values;
use crate::finding::Findings;
use crate::model::Decimal;
use crate::source::Span;

/// A set of JSON types. A number is an integer or a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    pub const NONE: Types = Types(0);
    pub const NULL: Types = Types(1);
    pub const BOOLEAN: Types = Types(2);
    pub const INTEGER: Types = Types(4);
    pub const NUMBER: Types = Types(4 | 8);
    pub const STRING: Types = Types(16);
    pub const ARRAY: Types = Types(32);
    pub const OBJECT: Types = Types(64);
    pub const ALL: Types = Types(127);

    pub fn has(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    pub fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    pub fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub fn without_null(self) -> Types {
        Types(self.0 & !1)
    }

    fn named(name: &str) -> Types {
        match name {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            _ => Types::NONE,
        }
    }

    fn of(node: &Node) -> Types {
        match &node.value {
            Value::Null => Types::NULL,
            Value::Bool(_) => Types::BOOLEAN,
            Value::Number(text) => match text.parse::<Decimal>() {
                Ok(number) if number.coefficient_at(0).is_some() => Types::INTEGER,
                _ => Types::NUMBER,
            },
            Value::String(_) => Types::STRING,
            Value::Array(_) => Types::ARRAY,
            Value::Object(_) => Types::OBJECT,
        }
    }

    /// The names, for messages: `string, integer`.
    pub fn names(self) -> String {
        let mut names = Vec::new();
        for (types, name) in [
            (Types::BOOLEAN, "boolean"),
            (Types::NUMBER, if self.0 & 8 == 0 { "integer" } else { "number" }),
            (Types::STRING, "string"),
            (Types::ARRAY, "array"),
            (Types::OBJECT, "object"),
            (Types::NULL, "null"),
        ] {
            if self.has(types) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// One property of an object: the schemas that all apply to it.
#[derive(Clone)]
pub struct Property<'a> {
    /// Its name.
    pub name: &'a str,
    /// The file that first names it.
    pub document: usize,
    /// The name's bytes there.
    pub span: Span,
    /// Every schema for it, in the order of the text.
    pub places: Vec<Place<'a>>,
}

/// What a schema says about the type of a value.
#[derive(Clone)]
pub struct Facts<'a> {
    /// The types that are left.
    pub types: Types,
    /// Keywords that describe the column (`format`, `x-unit`, `title` ...); the outermost of each.
    pub keywords: BTreeMap<&'a str, (usize, &'a Member)>,
    /// The properties that an object may have, in the order of the text.
    pub properties: Vec<Property<'a>>,
    /// The names of those that it must have.
    pub required: BTreeSet<&'a str>,
    /// Every `additionalProperties` that admits no others, with the names that stand beside it.
    closers: Vec<(usize, &'a Member, Option<&'a Node>)>,
    /// Where each of the properties stands in their list.
    named: HashMap<&'a str, usize>,
    /// Every schema for the items of an array.
    pub items: Vec<Place<'a>>,
    /// True if properties that are not named are refused.
    pub closed: bool,
    /// The smallest and largest number, where there is one.
    pub bounds: (Option<Decimal>, Option<Decimal>),
    /// What no column can express: where, and what it is.
    pub obstacles: Vec<(usize, Span, String)>,
    /// Keywords that speak of values of one type, and those that list values, which all apply.
    pub applied: Vec<(usize, &'a Member)>,
}

/// The keywords that describe a column and must not contradict each other.
const STRICT: &[&str] =
    &["format", "x-unit", "x-decimal", "x-arrow", "x-format", "x-field-id", "contentEncoding", "contentMediaType"];

/// Gathers what all of `places` together say.
pub fn gather<'a>(library: &'a Library, places: &[Place<'a>], findings: &mut Findings) -> Facts<'a> {
    let mut facts = Facts::default();
    for &place in places {
        facts.add(library, place, findings);
    }
    facts
}

impl Default for Facts<'_> {
    fn default() -> Self {
        Facts {
            types: Types::ALL,
            keywords: BTreeMap::new(),
            properties: Vec::new(),
            required: BTreeSet::new(),
            closers: Vec::new(),
            named: HashMap::new(),
            items: Vec::new(),
            closed: false,
            bounds: (None, None),
            obstacles: Vec::new(),
            applied: Vec::new(),
        }
    }
}

impl<'a> Facts<'a> {
    /// The text of a keyword whose value is a string.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.keywords.get(keyword)?.1.node.as_str()
    }

    /// The required properties that are none.
    pub fn missing(&self) -> Vec<&'a str> {
        self.required.iter().copied().filter(|name| !self.named.contains_key(name)).collect()
    }

    /// The properties that an `additionalProperties` refuses, because they do not stand beside it, with its place.
    pub fn shut_out(&self) -> Option<(usize, Span, Vec<&'a str>)> {
        self.closers.iter().find_map(|(document, member, beside)| {
            let beside: HashSet<&str> =
                beside.and_then(Node::members).unwrap_or_default().iter().map(|member| &*member.key).collect();
            let names = self.properties.iter().map(|property| property.name);
            let names: Vec<&str> = names.filter(|name| !beside.contains(name)).collect();
            (!names.is_empty()).then_some((*document, member.key_span, names))
        })
    }

    fn add(&mut self, library: &'a Library, place: Place<'a>, findings: &mut Findings) {
        let document = place.document;
        let Some(members) = place.node.members() else {
            if place.node.as_bool() == Some(false) {
                self.types = Types::NONE;
            }
            return;
        };
        for member in members {
            let node = &member.node;
            if values::LISTING.contains(&&*member.key) || values::types_of(&member.key).is_some() {
                self.applied.push((document, member));
            }
            match (&*member.key, &node.value) {
                ("type", Value::String(name)) => self.types = self.types.and(Types::named(name)),
                ("type", Value::Array(names)) => {
                    let types = names.iter().filter_map(Node::as_str).map(Types::named);
                    self.types = self.types.and(types.fold(Types::NONE, Types::or));
                }
                ("const", _) => self.types = self.types.and(Types::of(node)),
                ("enum", Value::Array(values)) => {
                    self.types = self.types.and(values.iter().map(Types::of).fold(Types::NONE, Types::or));
                }
                ("properties", Value::Object(members)) => {
                    for member in members {
                        let place = Place { document, node: &member.node };
                        self.property(Property {
                            name: &member.key,
                            document,
                            span: member.key_span,
                            places: vec![place],
                        });
                    }
                }
                ("required", Value::Array(names)) => self.required.extend(names.iter().filter_map(Node::as_str)),
                ("items", _) => self.items.push(Place { document, node }),
                ("additionalProperties", Value::Bool(false)) => {
                    self.closed = true;
                    self.closers.push((document, member, place.node.get("properties")));
                }
                ("unevaluatedProperties", Value::Bool(false)) => self.closed = true,
                ("additionalProperties" | "unevaluatedProperties", Value::Object(_)) => {
                    let what = format!("\"{}\" with a schema gives columns without names", member.key);
                    self.obstacles.push((document, member.key_span, what));
                }
                ("patternProperties" | "prefixItems" | "unevaluatedItems", _) => {
                    let what = format!("\"{}\" cannot become columns", member.key);
                    self.obstacles.push((document, member.key_span, what));
                }
                ("minimum" | "exclusiveMinimum", Value::Number(text)) => {
                    self.bounds.0 = self.bounds.0.max(text.parse().ok());
                }
                ("maximum" | "exclusiveMaximum", Value::Number(text)) => {
                    let bound = text.parse().ok();
                    self.bounds.1 =
                        self.bounds.1.map_or(bound, |upper| bound.map(|bound| upper.min(bound)).or(Some(upper)));
                }
                ("$ref", Value::String(reference)) => {
                    if let Ok((target, _)) = library.resolve(document, reference) {
                        let target = gather(library, &[target], findings);
                        self.absorb(library, target, findings);
                    }
                }
                ("allOf", Value::Array(parts)) => {
                    for node in parts {
                        let part = gather(library, &[Place { document, node }], findings);
                        self.absorb(library, part, findings);
                    }
                }
                ("title" | "description" | "x-renamed-from", _) => {
                    // The column's own words come before those of what it refers to.
                    self.keywords.insert(&member.key, (document, member));
                }
                // One place that says so is enough (Validation, section 9.3).
                ("deprecated", Value::Bool(true)) => {
                    self.keywords.insert(&member.key, (document, member));
                }
                (key, _) if STRICT.contains(&key) => self.describe(library, document, member, findings),
                _ => {}
            }
        }
        // Unions come last: what they say depends on what is known beside them.
        for member in members.iter().filter(|member| matches!(&*member.key, "anyOf" | "oneOf")) {
            let nodes = member.node.items().unwrap_or_default().iter();
            let branches = nodes.map(|node| gather(library, &[Place { document, node }], findings)).collect();
            if let Some(union) = self.union(branches, document, member) {
                self.absorb(library, union, findings);
            }
        }
    }

    fn property(&mut self, property: Property<'a>) {
        match self.named.get(property.name) {
            Some(&at) => self.properties[at].places.extend(property.places),
            None => {
                self.named.insert(property.name, self.properties.len());
                self.properties.push(property);
            }
        }
    }

    fn describe(&mut self, library: &Library, document: usize, member: &'a Member, findings: &mut Findings) {
        let other = *self.keywords.entry(&member.key).or_insert((document, member));
        if !same(&other.1.node, &member.node) {
            let message = format!("two different values of \"{}\" for one column", member.key);
            let finding = finding(library, document, member.node.span, &codes::UNFIT_KEYWORD, message);
            let file = &library.documents()[other.0].file.file;
            findings.push(finding.at(file, other.1.node.span, "the other value"));
        }
    }

    /// Makes `self` say what both say.
    fn absorb(&mut self, library: &Library, other: Facts<'a>, findings: &mut Findings) {
        self.types = self.types.and(other.types);
        for (key, (document, member)) in other.keywords {
            if STRICT.contains(&key) {
                self.describe(library, document, member, findings);
            } else {
                self.keywords.entry(key).or_insert((document, member));
            }
        }
        for property in other.properties {
            self.property(property);
        }
        self.required.extend(other.required);
        self.items.extend(other.items);
        self.closed |= other.closed;
        self.closers.extend(other.closers);
        self.bounds.0 = self.bounds.0.max(other.bounds.0);
        self.bounds.1 = match (self.bounds.1, other.bounds.1) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.obstacles.extend(other.obstacles);
        self.applied.extend(other.applied);
    }

    /// What a union of branches says: one branch, or null; or several that give the same scalar type.
    fn union(&self, mut branches: Vec<Facts<'a>>, document: usize, member: &'a Member) -> Option<Facts<'a>> {
        // Where the columns or items are named beside the union, its branches only restrict them.
        if !self.properties.is_empty() || !self.items.is_empty() {
            for branch in &mut branches {
                branch.properties.clear();
                branch.named.clear();
                branch.closers.clear();
                branch.items.clear();
                branch.required.clear();
                branch.closed = false;
            }
        }
        let live = |facts: &Facts<'_>| self.types.and(facts.types);
        let null = branches.iter().any(|facts| live(facts).has(Types::NULL));
        let mut branches = branches.into_iter().filter(|facts| live(facts).without_null() != Types::NONE);
        let mut union = branches.next()?;
        for branch in branches {
            let described = |facts: &Facts<'_>| -> Vec<String> {
                let strict = facts.keywords.iter().filter(|(key, _)| STRICT.contains(key));
                strict.map(|(key, (_, member))| format!("{key}{}", member.node.to_value())).collect()
            };
            let nested = |facts: &Facts<'_>| !facts.properties.is_empty() || !facts.items.is_empty() || facts.closed;
            if described(&union) != described(&branch) || nested(&union) || nested(&branch) {
                let what = format!("the branches of \"{}\" give different columns", member.key);
                union.obstacles.push((document, member.key_span, what));
            }
            union.types = union.types.or(branch.types);
            union.required.retain(|name| branch.required.contains(name));
            union.bounds = match (union.bounds, branch.bounds) {
                ((Some(a), Some(b)), (Some(c), Some(d))) => (Some(a.min(c)), Some(b.max(d))),
                _ => (None, None),
            };
            union.obstacles.extend(branch.obstacles);
            // What only some branches say does not apply to all values.
            union.applied.clear();
        }
        union.types = if null { union.types.or(Types::NULL) } else { union.types.without_null() };
        Some(union)
    }
}

fn same(a: &Node, b: &Node) -> bool {
    std::ptr::eq(a, b) || a.to_value() == b.to_value()
}
