//! The keywords that may stand in a contract, and where schemas stand inside schemas.

use super::json::{Member, Node, Value};

/// What the value of a keyword is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A schema.
    Schema,
    /// An array of schemas.
    Schemas,
    /// An object whose values are schemas.
    Named,
    /// Something else.
    Plain,
    /// Anything: it may not stand in a contract.
    Forbidden,
}

/// JSON Schema 2020-12 by its vocabularies, then what crossfoot adds.
const KEYWORDS: &[(&str, Kind)] = &[
    ("$schema", Kind::Plain),
    ("$ref", Kind::Plain),
    ("$defs", Kind::Named),
    ("$comment", Kind::Plain),
    ("$id", Kind::Forbidden),
    ("$anchor", Kind::Forbidden),
    ("$dynamicRef", Kind::Forbidden),
    ("$dynamicAnchor", Kind::Forbidden),
    ("$vocabulary", Kind::Forbidden),
    ("prefixItems", Kind::Schemas),
    ("items", Kind::Schema),
    ("contains", Kind::Schema),
    ("additionalProperties", Kind::Schema),
    ("properties", Kind::Named),
    ("patternProperties", Kind::Named),
    ("dependentSchemas", Kind::Named),
    ("propertyNames", Kind::Schema),
    ("if", Kind::Schema),
    ("then", Kind::Schema),
    ("else", Kind::Schema),
    ("allOf", Kind::Schemas),
    ("anyOf", Kind::Schemas),
    ("oneOf", Kind::Schemas),
    ("not", Kind::Schema),
    ("unevaluatedItems", Kind::Schema),
    ("unevaluatedProperties", Kind::Schema),
    ("type", Kind::Plain),
    ("const", Kind::Plain),
    ("enum", Kind::Plain),
    ("multipleOf", Kind::Plain),
    ("maximum", Kind::Plain),
    ("exclusiveMaximum", Kind::Plain),
    ("minimum", Kind::Plain),
    ("exclusiveMinimum", Kind::Plain),
    ("maxLength", Kind::Plain),
    ("minLength", Kind::Plain),
    ("pattern", Kind::Plain),
    ("maxItems", Kind::Plain),
    ("minItems", Kind::Plain),
    ("uniqueItems", Kind::Plain),
    ("maxContains", Kind::Plain),
    ("minContains", Kind::Plain),
    ("maxProperties", Kind::Plain),
    ("minProperties", Kind::Plain),
    ("required", Kind::Plain),
    ("dependentRequired", Kind::Plain),
    ("title", Kind::Plain),
    ("description", Kind::Plain),
    ("default", Kind::Plain),
    ("deprecated", Kind::Plain),
    ("readOnly", Kind::Plain),
    ("writeOnly", Kind::Plain),
    ("examples", Kind::Plain),
    ("format", Kind::Plain),
    ("contentEncoding", Kind::Plain),
    ("contentMediaType", Kind::Plain),
    ("contentSchema", Kind::Schema),
    ("x-unit", Kind::Plain),
    ("x-decimal", Kind::Plain),
    ("x-arrow", Kind::Plain),
    ("x-format", Kind::Plain),
    ("x-field-id", Kind::Plain),
    ("x-renamed-from", Kind::Plain),
    ("x-key", Kind::Plain),
    ("x-fact", Kind::Plain),
    ("x-checks", Kind::Plain),
    ("x-status", Kind::Plain),
    ("x-deprecated-on", Kind::Plain),
];

/// What the value of the keyword `name` is; `None` for an unknown one.
pub fn kind(name: &str) -> Option<Kind> {
    KEYWORDS.iter().find(|(keyword, _)| *keyword == name).map(|&(_, kind)| kind)
}

/// True for what only the root of a dataset's contract says.
pub fn is_of_root(name: &str) -> bool {
    matches!(name, "x-key" | "x-checks" | "x-status" | "x-deprecated-on")
}

/// The known keyword that `name` most resembles, if one does.
pub fn resembling(name: &str) -> Option<&'static str> {
    let close = |keyword: &&str| distance(&name.to_lowercase(), &keyword.to_lowercase()) <= 2;
    let candidates = KEYWORDS.iter().filter(|(_, kind)| *kind != Kind::Forbidden).map(|&(keyword, _)| keyword);
    candidates.filter(close).min_by_key(|keyword| distance(name, keyword))
}

/// The schemas directly inside a member of a schema.
pub fn subschemas(member: &Member) -> Box<dyn Iterator<Item = &Node> + '_> {
    match (kind(&member.key), &member.node.value) {
        (Some(Kind::Schema), _) => Box::new(std::iter::once(&member.node)),
        (Some(Kind::Schemas), Value::Array(items)) => Box::new(items.iter()),
        (Some(Kind::Named), Value::Object(members)) => Box::new(members.iter().map(|member| &member.node)),
        _ => Box::new(std::iter::empty()),
    }
}

/// How many characters must be changed, added, removed or swapped with the next to make `b` of `a`; 9 if they are long.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return 9;
    }
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
