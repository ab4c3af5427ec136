//! Changes of contracts and the answers to the three questions: forward, backward, physical.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use crossfoot::contract::gate::{self, Answer, Answers, Change, Example, Inclusion, Levels, Set};
use crossfoot::contract::{self, Contract, SchemaFile};
use crossfoot::finding::{Findings, Severity};
use serde_json::{Value, json};

fn contracts(text: &str) -> Vec<Contract> {
    let file = SchemaFile { file: "schemas/x.schema.json".into(), text: text.into() };
    let mut findings = Findings::new();
    let contracts = contract::compile(&[file], &mut findings);
    assert!(findings.iter().all(|finding| finding.severity < Severity::Error), "{text}: {findings:#?}");
    contracts
}

/// A contract with these properties; a name with `!` behind it is required.
fn schema(properties: &str, rest: &str) -> String {
    let mut required = Vec::new();
    let properties: serde_json::Map<String, Value> =
        serde_json::from_str::<serde_json::Map<String, Value>>(&format!("{{{properties}}}"))
            .expect("properties")
            .into_iter()
            .map(|(name, schema)| match name.strip_suffix('!') {
                Some(name) => {
                    required.push(name.to_owned());
                    (name.to_owned(), schema)
                }
                None => (name, schema),
            })
            .collect();
    let mut schema =
        json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties});
    let rest: serde_json::Map<String, Value> = serde_json::from_str(&format!("{{{rest}}}")).expect("keywords");
    schema.as_object_mut().expect("an object").extend(rest);
    schema.to_string()
}

fn changes(old: (&str, &str), new: (&str, &str)) -> Vec<Change> {
    let changes = gate::compare(&contracts(&schema(old.0, old.1)), &contracts(&schema(new.0, new.1)));
    // Whatever is shown as a counterexample is one.
    for change in &changes {
        let (before, now) = (contracts(&schema(old.0, old.1)), contracts(&schema(new.0, new.1)));
        for (example, row) in &change.examples {
            let accepts = |contracts: &[Contract]| {
                jsonschema::options()
                    .should_validate_formats(true)
                    .build(&contracts[0].bundled)
                    .expect("a schema")
                    .is_valid(row)
            };
            let expected = *example == Example::OnlyNew;
            assert_eq!((accepts(&now), accepts(&before)), (expected, !expected), "{row} of {change:?}");
        }
    }
    changes
}

fn letters(answers: Answers) -> String {
    [answers.forward, answers.backward, answers.physical]
        .map(|answer| match answer {
            Answer::Safe => 's',
            Answer::Undecided => 'u',
            Answer::Breaking => 'B',
        })
        .iter()
        .collect()
}

/// Old, new, the answers (forward, backward, physical: safe, undecided, Breaking), the codes.
type Case<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Changes of one column `a`, or of several.
const COLUMNS: &[Case<'_>] = &[
    // Names.
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string"}"#, "sss", ""),
    (
        r#""a": {"type": "string"}, "b": {"type": "string"}"#,
        r#""b": {"type": "string"}, "a": {"type": "string"}"#,
        "sss",
        "",
    ),
    (r#""a": {"type": "string"}, "b!": {"type": "string"}"#, r#""a": {"type": "string"}"#, "BBB", "column-removed"),
    (r#""a": {"type": "string"}, "b": {"type": "string"}"#, r#""a": {"type": "string"}"#, "BBs", "column-removed"),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string"}, "b": {"type": "string"}"#, "sss", "column-added"),
    (
        r#""a": {"type": "string"}"#,
        r#""a": {"type": "string"}, "b!": {"type": ["string", "null"]}"#,
        "sss",
        "column-added",
    ),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string"}, "b!": {"type": "string"}"#, "sBs", "column-added"),
    (r#""a": {"type": "string"}"#, r#""b": {"type": "string", "x-renamed-from": "a"}"#, "Bss", "column-renamed"),
    (r#""a": {"type": "string"}"#, r#""b": {"type": "string"}"#, "BBs", "column-added column-removed"),
    (
        r#""b": {"type": "string", "x-renamed-from": "a"}"#,
        r#""c": {"type": "string", "x-renamed-from": ["a", "b"]}"#,
        "Bss",
        "column-renamed",
    ),
    (
        r#""a": {"type": "string"}"#,
        r#""b": {"type": "integer", "x-renamed-from": "a"}"#,
        "BBB",
        "column-renamed type-changed",
    ),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "x-field-id": 7}"#, "ssB", "field-id-changed"),
    // A field id that is given to another column.
    (
        r#""a": {"type": "string", "x-field-id": 7}"#,
        r#""b": {"type": "integer", "x-field-id": 7}"#,
        "BBB",
        "column-added column-removed",
    ),
    (
        r#""a": {"type": "string", "x-field-id": 7}"#,
        r#""b": {"type": "string", "x-field-id": 7}"#,
        "BBs",
        "column-added column-removed",
    ),
    (
        r#""a": {"type": "string", "x-field-id": 7}"#,
        r#""b": {"type": "integer", "x-field-id": 8}"#,
        "BBs",
        "column-added column-removed",
    ),
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"p": {"type": "string", "x-field-id": 7}}}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"q": {"type": "integer", "x-field-id": 7}}}"#,
        "BBB",
        "column-added column-removed",
    ),
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"p": {"type": "string", "x-field-id": 7}}}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"q": {"type": "string", "x-field-id": 7}}}"#,
        "BBs",
        "column-added column-removed",
    ),
    // Null, whatever keyword refuses it.
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "not": {"type": "null"}}"#,
        "sBs",
        "nullable-narrowed",
    ),
    (
        r#""a!": {"type": ["string", "null"], "not": {"type": "null"}}"#,
        r#""a!": {"type": ["string", "null"]}"#,
        "BsB",
        "nullable-widened",
    ),
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "not": {"const": null}}"#,
        "sBs",
        "nullable-narrowed",
    ),
    (
        r#""a!": {"type": ["string", "null"], "not": {"const": null}}"#,
        r#""a!": {"type": ["string", "null"]}"#,
        "BsB",
        "nullable-widened",
    ),
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "allOf": [{"not": {"type": "null"}}]}"#,
        "sBs",
        "nullable-narrowed",
    ),
    (
        r#""a!": {"type": ["string", "null"], "allOf": [{"not": {"type": "null"}}]}"#,
        r#""a!": {"type": ["string", "null"]}"#,
        "BsB",
        "nullable-widened",
    ),
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "oneOf": [{"maxLength": 3}, {"minLength": 4}]}"#,
        "sBs",
        "nullable-narrowed",
    ),
    (
        r#""a!": {"type": ["string", "null"], "oneOf": [{"maxLength": 3}, {"minLength": 4}]}"#,
        r#""a!": {"type": ["string", "null"]}"#,
        "BsB",
        "nullable-widened",
    ),
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "if": {"type": "null"}, "then": false}"#,
        "sBs",
        "nullable-narrowed",
    ),
    (
        r#""a!": {"type": ["string", "null"], "if": {"type": "null"}, "then": false}"#,
        r#""a!": {"type": ["string", "null"]}"#,
        "BsB",
        "nullable-widened",
    ),
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "if": {"type": "string"}, "else": false}"#,
        "sBs",
        "nullable-narrowed",
    ),
    (
        r#""a!": {"type": ["string", "null"], "if": {"type": "string"}, "else": false}"#,
        r#""a!": {"type": ["string", "null"]}"#,
        "BsB",
        "nullable-widened",
    ),
    (r#""a!": {"type": ["string", "null"], "not": {"type": "null"}}"#, r#""a!": {"type": "string"}"#, "sss", ""),
    (
        r#""a!": {"type": ["string", "null"]}"#,
        r#""a!": {"type": ["string", "null"], "if": {"type": "null"}, "then": true}"#,
        "sss",
        "",
    ),
    (
        r#""a": {"type": ["string", "null"]}"#,
        r#""a": {"type": ["string", "null"], "not": {"type": "null"}}"#,
        "sss",
        "",
    ),
    // Types.
    (r#""a": {"type": "string"}"#, r#""a": {"type": "integer"}"#, "BBB", "type-changed"),
    (r#""a": {"type": "integer"}"#, r#""a": {"type": "number"}"#, "BBB", "type-changed"),
    (r#""a": {"type": "number"}"#, r#""a": {"type": "integer"}"#, "BBB", "type-changed"),
    (r#""a": {"type": "boolean"}"#, r#""a": {"type": "string"}"#, "BBB", "type-changed"),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "format": "date"}"#, "BBB", "type-changed"),
    (
        r#""a": {"type": "string", "format": "date"}"#,
        r#""a": {"type": "string", "format": "date-time"}"#,
        "BBB",
        "type-changed",
    ),
    (r#""a": {"type": "number"}"#, r#""a": {"type": "number", "x-decimal": [18, 2]}"#, "BBB", "type-changed"),
    (
        r#""a": {"type": "integer", "minimum": 0, "maximum": 9, "x-arrow": "int8"}"#,
        r#""a": {"type": "integer", "minimum": 0, "maximum": 9}"#,
        "BsB",
        "type-changed",
    ),
    (
        r#""a": {"type": "integer", "minimum": 0, "maximum": 9}"#,
        r#""a": {"type": "integer", "minimum": 0, "maximum": 9, "x-arrow": "int8"}"#,
        "sBs",
        "type-changed",
    ),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "x-arrow": "dictionary"}"#, "sss", "type-changed"),
    (r#""a": {"type": "string", "contentEncoding": "base64"}"#, r#""a": {"type": "string"}"#, "BBs", "type-changed"),
    (
        r#""a": {"type": "array", "items": {"type": "string", "contentMediaType": "text/html"}}"#,
        r#""a": {"type": "array", "items": {"type": "string", "contentMediaType": "text/plain"}}"#,
        "BBs",
        "type-changed",
    ),
    // Decimals.
    (
        r#""a": {"type": "number", "x-decimal": [18, 2]}"#,
        r#""a": {"type": "number", "x-decimal": [18, 0]}"#,
        "BBB",
        "decimals-changed",
    ),
    (
        r#""a": {"type": "number", "x-decimal": [18, 2]}"#,
        r#""a": {"type": "number", "x-decimal": [20, 4]}"#,
        "BsB",
        "decimals-changed",
    ),
    (
        r#""a": {"type": "number", "x-decimal": [18, 2]}"#,
        r#""a": {"type": "number", "x-decimal": [20, 2]}"#,
        "BsB",
        "decimals-changed",
    ),
    (
        r#""a": {"type": "number", "x-decimal": [18, 2]}"#,
        r#""a": {"type": "number", "x-decimal": [9, 2]}"#,
        "sBs",
        "decimals-changed",
    ),
    // Units.
    (
        r#""a": {"type": "number", "x-unit": "GB"}"#,
        r#""a": {"type": "number", "x-unit": "GiB"}"#,
        "BBs",
        "unit-changed",
    ),
    (
        r#""a": {"type": "number", "x-unit": "USD"}"#,
        r#""a": {"type": "number", "x-unit": "CNY"}"#,
        "BBs",
        "unit-changed",
    ),
    (
        r#""a": {"type": "number", "x-unit": "{亿元}"}"#,
        r#""a": {"type": "number", "x-unit": "CNY"}"#,
        "BBs",
        "unit-changed",
    ),
    (
        r#""a": {"type": "integer", "x-unit": "{家}"}"#,
        r#""a": {"type": "integer", "x-unit": "{件}"}"#,
        "BBs",
        "unit-changed",
    ),
    (r#""a": {"type": "number"}"#, r#""a": {"type": "number", "x-unit": "USD"}"#, "BBs", "unit-changed"),
    (r#""a": {"type": "number", "x-unit": "%"}"#, r#""a": {"type": "number"}"#, "BBs", "unit-changed"),
    (
        r#""a": {"type": "array", "items": {"type": "number", "x-unit": "GB"}}"#,
        r#""a": {"type": "array", "items": {"type": "number", "x-unit": "GiB"}}"#,
        "BBs",
        "unit-changed",
    ),
    // Powers of ten in words.
    (
        r#""a": {"type": "number", "x-unit": "CNY", "description": "Amount (亿元)."}"#,
        r#""a": {"type": "number", "x-unit": "CNY", "description": "Amount (元)."}"#,
        "BBs",
        "description-changed unit-changed",
    ),
    (
        r#""a": {"type": "integer", "title": "Sales, USD million"}"#,
        r#""a": {"type": "integer", "title": "Sales in billions of dollars"}"#,
        "BBs",
        "description-changed unit-changed",
    ),
    (
        r#""a": {"type": "array", "items": {"type": "number"}, "description": "in 亿"}"#,
        r#""a": {"type": "array", "items": {"type": "number"}, "description": "in 1"}"#,
        "BBs",
        "description-changed unit-changed",
    ),
    (
        r#""sales_mn": {"type": "number", "x-field-id": 9}"#,
        r#""sales": {"type": "number", "x-field-id": 9, "x-renamed-from": "sales_mn"}"#,
        "BBs",
        "column-renamed unit-changed",
    ),
    (
        r#""a": {"type": "number", "description": "百万元"}"#,
        r#""a": {"type": "number", "description": "in millions of yuan, as 3亿元 or 5 billion, of 百度, per 千克"}"#,
        "sss",
        "description-changed",
    ),
    (
        r#""a": {"type": "string", "description": "million"}"#,
        r#""a": {"type": "string", "description": "billion"}"#,
        "sss",
        "description-changed",
    ),
    (
        r#""a": {"type": "array", "items": {"type": "number", "description": "Million USD."}}"#,
        r#""a": {"type": "array", "items": {"type": "number", "description": "USD."}}"#,
        "BBs",
        "description-changed unit-changed",
    ),
    (
        r#""a": {"type": "array", "items": {"type": "number", "description": "In USD."}}"#,
        r#""a": {"type": "array", "items": {"type": "number", "description": "USD."}}"#,
        "sss",
        "description-changed",
    ),
    // Null.
    (r#""a!": {"type": "string"}"#, r#""a!": {"type": ["string", "null"]}"#, "BsB", "nullable-widened"),
    (r#""a!": {"type": "string"}"#, r#""a": {"type": "string"}"#, "BsB", "nullable-widened"),
    (r#""a!": {"type": ["string", "null"]}"#, r#""a!": {"type": "string"}"#, "sBs", "nullable-narrowed"),
    (r#""a": {"type": "string"}"#, r#""a!": {"type": "string"}"#, "sBs", "nullable-narrowed"),
    (r#""a": {"type": "string"}"#, r#""a!": {"type": ["string", "null"]}"#, "sss", ""),
    // Values.
    (r#""a": {"enum": ["x", "y"]}"#, r#""a": {"enum": ["x", "y", "z"]}"#, "Bss", "values-widened"),
    (r#""a": {"enum": ["x", "y", "z"]}"#, r#""a": {"enum": ["x", "y"]}"#, "sBs", "values-narrowed"),
    (r#""a": {"enum": ["x", "y"]}"#, r#""a": {"enum": ["y", "x"]}"#, "sss", ""),
    (r#""a": {"enum": ["x", "y"]}"#, r#""a": {"enum": ["x", "z"]}"#, "BBs", "values-narrowed values-widened"),
    (r#""a": {"enum": ["x"]}"#, r#""a": {"const": "x"}"#, "sss", ""),
    (r#""a": {"enum": ["x"]}"#, r#""a": {"type": "string"}"#, "Bss", "values-widened"),
    (
        r#""a": {"type": "integer", "minimum": 0}"#,
        r#""a": {"type": "integer", "minimum": 1}"#,
        "sBs",
        "values-narrowed",
    ),
    (r#""a": {"type": "integer", "minimum": 1}"#, r#""a": {"type": "integer", "minimum": 0}"#, "Bss", "values-widened"),
    (r#""a": {"type": "integer", "minimum": 1}"#, r#""a": {"type": "integer", "exclusiveMinimum": 0}"#, "sss", ""),
    (
        r#""a": {"type": "number", "x-decimal": [18, 2], "minimum": 0.001}"#,
        r#""a": {"type": "number", "x-decimal": [18, 2], "minimum": 0.01}"#,
        "sss",
        "",
    ),
    (
        r#""a": {"type": "number", "x-decimal": [18, 2], "minimum": 0}"#,
        r#""a": {"type": "number", "x-decimal": [18, 2], "minimum": 0.01}"#,
        "sBs",
        "values-narrowed",
    ),
    (
        r#""a": {"type": "number", "maximum": 10}"#,
        r#""a": {"type": "number", "maximum": 100}"#,
        "Bss",
        "values-widened",
    ),
    (
        r#""a": {"type": "number", "x-decimal": [18, 2]}"#,
        r#""a": {"type": "number", "x-decimal": [18, 2], "multipleOf": 0.01}"#,
        "sss",
        "",
    ),
    (r#""a": {"type": "integer"}"#, r#""a": {"type": "integer", "multipleOf": 10}"#, "sBs", "values-narrowed"),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "minLength": 1}"#, "sBs", "values-narrowed"),
    (
        r#""a": {"type": "string", "maxLength": 5}"#,
        r#""a": {"type": "string", "maxLength": 9}"#,
        "Bss",
        "values-widened",
    ),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "pattern": "^[0-9]+$"}"#, "sBs", "values-narrowed"),
    (r#""a": {"type": "string", "pattern": "^[0-9]+$"}"#, r#""a": {"type": "string"}"#, "Bss", "values-widened"),
    (
        r#""a": {"type": "string", "pattern": "^(ab)*$"}"#,
        r#""a": {"type": "string", "pattern": "^(abab)*$"}"#,
        "uBs",
        "undecided-change values-narrowed",
    ),
    (
        r#""a": {"type": "string", "pattern": "^x(ab|cd)*$"}"#,
        r#""a": {"type": "string", "pattern": "^x(cd|ab)*$"}"#,
        "uus",
        "undecided-change",
    ),
    (
        r#""a": {"type": "string", "pattern": "^[A-Z]{3}$"}"#,
        r#""a": {"type": "string", "pattern": "^[A-Z]{2}$"}"#,
        "BBs",
        "values-narrowed values-widened",
    ),
    (r#""a": {"type": "number"}"#, r#""a": {"type": "number", "multipleOf": 0.01}"#, "sBs", "values-narrowed"),
    (
        r#""a": {"type": "string", "format": "date"}"#,
        r#""a": {"type": "string", "format": "date", "x-format": "year-month"}"#,
        "sBs",
        "values-narrowed",
    ),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "format": "email"}"#, "sBs", "values-narrowed"),
    (r#""a": {"type": "string"}"#, r#""a": {"allOf": [{"type": "string"}]}"#, "sss", ""),
    (
        r#""a": {"type": "string"}"#,
        r#""a": {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 3}]}"#,
        "sss",
        "",
    ),
    // Lists and structs.
    (r#""a": {"type": "string"}"#, r#""a": {"type": "array", "items": {"type": "string"}}"#, "BBB", "list-changed"),
    (
        r#""a": {"type": "array", "items": {"type": "string"}}"#,
        r#""a": {"type": "array", "items": {"type": "integer"}}"#,
        "BBB",
        "list-changed",
    ),
    (
        r#""a": {"type": "array", "items": {"type": "string"}}"#,
        r#""a": {"type": "array", "items": {"type": "string"}, "minItems": 1}"#,
        "sBs",
        "values-narrowed",
    ),
    (
        r#""a": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}"#,
        r#""a": {"type": "array", "items": {"type": "string"}}"#,
        "Bss",
        "values-widened",
    ),
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "integer"}}}"#,
        "BBB",
        "list-changed",
    ),
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}, "y": {"type": "string"}}}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}}"#,
        "BBs",
        "column-removed",
    ),
    // A new member is a new column: whoever reads by name reads on. One that must be there is missing in published rows.
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}, "y": {"type": "string"}}}"#,
        "sss",
        "column-added",
    ),
    (
        r#""a": {"type": ["object", "null"], "additionalProperties": false, "properties": {"x": {"type": "string"}}}"#,
        r#""a": {"type": ["object", "null"], "additionalProperties": false, "properties": {"x": {"type": "string"}, "y": {"type": "string"}}, "required": ["y"]}"#,
        "sBs",
        "column-added",
    ),
    // What else changes beside it is still told.
    (
        r#""a": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"x": {"enum": ["p"]}}}}"#,
        r#""a": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"x": {"enum": ["p", "q"]}, "y": {"type": "string"}}}}"#,
        "Bss",
        "column-added values-widened",
    ),
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}, "maxProperties": 1}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}, "y": {"type": "string"}}, "maxProperties": 1}"#,
        "sss",
        "column-added",
    ),
    // Where a struct is closed in one of two branches, what else it may be is not told by its members.
    (
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}, "y": {"type": "string"}}, "anyOf": [{"required": ["x"]}, {"properties": {"y": {"type": "string"}}, "additionalProperties": false}]}"#,
        r#""a": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}, "y": {"type": "string"}, "z": {"type": "string"}}}"#,
        "Bss",
        "column-added values-widened",
    ),
    // Words.
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "deprecated": true}"#, "sss", "status-changed"),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "deprecated": false}"#, "sss", ""),
    (
        r#""a": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string", "deprecated": true}}}}"#,
        r#""a": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}}}"#,
        "sss",
        "status-changed",
    ),
    (
        r#""a": {"type": "string", "title": "A"}"#,
        r#""a": {"type": "string", "title": "B"}"#,
        "sss",
        "description-changed",
    ),
    (
        r#""a": {"type": "string"}"#,
        r#""a": {"type": "string", "description": "what it is"}"#,
        "sss",
        "description-changed",
    ),
    (r#""a": {"type": "string"}"#, r#""a": {"type": "string", "examples": ["x"]}"#, "sss", ""),
];

/// Changes of keywords at the root, for two required columns.
const ROOTS: &[Case<'_>] = &[
    (r#""x-key": ["a"]"#, r#""x-key": ["a", "b"]"#, "Bss", "key-changed"),
    (r#""x-key": ["a", "b"]"#, r#""x-key": ["a"]"#, "BBs", "key-changed"),
    (r#""x-key": ["a", "b"]"#, r#""x-key": ["b", "a"]"#, "sss", ""),
    (r#""x-key": ["a"]"#, "", "Bss", "key-changed"),
    ("", r#""x-key": ["a"]"#, "sBs", "key-changed"),
    (r#""x-fact": ["a"]"#, r#""x-fact": ["b"]"#, "uus", "checks-changed"),
    (r#""x-fact": ["a", "b"]"#, r#""x-fact": ["b", "a"]"#, "sss", ""),
    (r#""x-checks": ["a == b"]"#, "", "uss", "checks-changed"),
    ("", r#""x-checks": ["a == b"]"#, "sus", "checks-changed"),
    (r#""title": "A""#, r#""title": "B""#, "sss", "description-changed"),
    (r#""description": "a""#, r#""description": "b""#, "sss", "description-changed"),
    (
        r#""x-status": "stable""#,
        r#""x-status": "deprecated", "x-deprecated-on": "2027-01-01""#,
        "sss",
        "status-changed",
    ),
    ("", r#""deprecated": true"#, "sss", "status-changed"),
    ("", r#""not": {"properties": {"a": {"const": "x"}}, "required": ["a"]}"#, "sBs", "rules-changed"),
    (
        r#""if": {"properties": {"a": {"const": "x"}}}, "then": {"properties": {"b": {"const": 1}}}"#,
        "",
        "Bss",
        "rules-changed",
    ),
];

#[test]
fn a_table_of_changes() {
    let mut wrong = Vec::new();
    let mut check = |old: (&str, &str), new: (&str, &str), expected: &str, codes: &str| {
        let changes = changes(old, new);
        let answers = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
        let mut found: Vec<&str> = changes.iter().map(|change| change.code.name).collect();
        found.sort_unstable();
        if letters(answers) != expected || found.join(" ") != codes {
            wrong.push(format!(
                "{old:?}\n  -> {new:?}\n  expected {expected} {codes}\n  found    {} {}",
                letters(answers),
                found.join(" ")
            ));
        }
    };
    for (old, new, answers, codes) in COLUMNS {
        check((old, ""), (new, ""), answers, codes);
    }
    let columns = r#""a!": {"type": "string"}, "b!": {"type": "integer"}"#;
    for (old, new, answers, codes) in ROOTS {
        check((columns, old), (columns, new), answers, codes);
    }
    assert!(COLUMNS.len() + ROOTS.len() >= 60);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fractions_that_no_double_holds_are_compared_with_all_their_digits() {
    const CASES: &[Case<'_>] = &[
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 18446744073709551616}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [18446744073709551616.5]}"#,
            "BBs",
            "values-narrowed values-widened",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "minimum": -18446744073709551616}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [-18446744073709551616.5]}"#,
            "BBs",
            "values-narrowed values-widened",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 18446744073709551617}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [18446744073709551616.5]}"#,
            "sBs",
            "values-narrowed",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [1234567890123456789012345678.5]}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 1234567890123456789012345678}"#,
            "BBs",
            "values-narrowed values-widened",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 1234567890123456789012345678.5}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 1234567890123456789012345678}"#,
            "uBs",
            "undecided-change values-narrowed",
        ),
    ];
    for (old, new, expected, codes) in CASES {
        let (before, now) = (contracts(&schema(old, "")), contracts(&schema(new, "")));
        let changes = gate::compare(&before, &now);
        let answers = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
        let mut found: Vec<&str> = changes.iter().map(|change| change.code.name).collect();
        found.sort_unstable();
        assert_eq!((&*letters(answers), &*found.join(" ")), (*expected, *codes), "{old} -> {new}: {changes:#?}");
    }
}

#[test]
fn members_of_structs_are_renamed_as_columns_are() {
    let town = r#""town": {"type": "string", "maxLength": 9}"#;
    let city = |rest: &str| format!(r#""city": {{"type": "string", {rest}}}"#);
    let renamed = r#""x-renamed-from": "town""#;
    let cases = [
        (town.to_owned(), city(&format!(r#""maxLength": 9, {renamed}"#)), "Bss", "column-renamed"),
        (town.to_owned(), city(&format!(r#""maxLength": 8, {renamed}"#)), "BBs", "column-renamed values-narrowed"),
        (town.to_owned(), city(r#""maxLength": 9"#), "BBB", "column-added column-removed"),
        // The name before last says nothing any more.
        (city(renamed), city(renamed), "sss", ""),
        (
            city(renamed),
            r#""place": {"type": "string", "x-renamed-from": ["town", "city"]}"#.to_owned(),
            "Bss",
            "column-renamed",
        ),
        // Published rows have another member of the new name.
        (
            format!(r#"{town}, "city": {{"type": "string", "maxLength": 9}}"#),
            city(&format!(r#""maxLength": 9, {renamed}"#)),
            "BBB",
            "column-removed column-renamed",
        ),
        // Two that swap their names.
        (
            r#""x": {"type": "string"}, "y": {"type": "string"}"#.to_owned(),
            r#""x": {"type": "string", "x-renamed-from": "y"}, "y": {"type": "string", "x-renamed-from": "x"}"#
                .to_owned(),
            "BBs",
            "column-renamed column-renamed",
        ),
    ];
    for (old, new, answers, codes) in cases {
        for list in [false, true] {
            let column = |members: &str| {
                let members: serde_json::Map<String, Value> =
                    serde_json::from_str(&format!("{{{members}}}")).expect("members");
                let required: Vec<&String> = members.keys().collect();
                let inner = json!({
                    "type": "object", "additionalProperties": false, "required": required, "properties": members
                });
                let schema = if list { json!({"type": "array", "items": inner}) } else { inner };
                format!(r#""p!": {schema}"#)
            };
            let changes = changes((&column(&old), ""), (&column(&new), ""));
            let all = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
            let mut found: Vec<&str> = changes.iter().map(|change| change.code.name).collect();
            found.sort_unstable();
            assert_eq!((&*letters(all), &*found.join(" ")), (answers, codes), "{old} -> {new}: {changes:#?}");
            let removed = changes.iter().find(|change| change.code.name == "column-removed");
            if codes == "column-added column-removed" {
                let help = removed.and_then(|change| change.help.as_deref());
                assert_eq!(help, Some(r#"if it is called city now, say so there: "x-renamed-from": "town""#));
            }
        }
    }
}

/// Whether every value of the first schema is in the second.
fn included(inner: &Value, outer: &Value) -> bool {
    let (inner, outer) = (Set::new(inner), Set::new(outer));
    match inner.is_in(&outer) {
        Inclusion::Included => true,
        Inclusion::Excluded(Some(value)) => {
            assert!(inner.has(&value) && !outer.has(&value), "{value}");
            false
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn open_or_closed_added_or_removed_required_or_optional_narrow_or_wide() {
    // Without and with the property "b", both objects open, both closed, or opened with the change.
    let object = |closed: bool, with: Option<(&Value, bool)>| {
        let mut properties = json!({"a": {"type": "string"}});
        let mut required = vec![];
        if let Some((schema, must)) = with {
            properties["b"] = schema.clone();
            if must {
                required.push("b");
            }
        }
        let mut object = json!({"type": "object", "properties": properties, "required": required});
        if closed {
            object["additionalProperties"] = json!(false);
        }
        object
    };
    let narrow = json!({"enum": ["x"]});
    let wide = json!(true);
    let mut cases = 0;
    for (without_closed, with_closed) in [(false, false), (true, true), (true, false)] {
        for must in [true, false] {
            for (schema, is_wide) in [(&narrow, false), (&wide, true)] {
                let without = object(without_closed, None);
                let with = object(with_closed, Some((schema, must)));
                // By the definition of the keywords: does a value of one fail in the other?
                let with_in_without = !without_closed;
                let without_in_with = match (without_closed, must) {
                    // Closed without "b": no value has it.
                    (true, must) => !must,
                    // Open without "b": a value may have any "b", or none.
                    (false, true) => false,
                    (false, false) => is_wide && !with_closed,
                };
                for added in [true, false] {
                    let (old, new) = if added { (&without, &with) } else { (&with, &without) };
                    let (forward, backward) =
                        if added { (with_in_without, without_in_with) } else { (without_in_with, with_in_without) };
                    assert_eq!(included(new, old), forward, "forward {old} -> {new}");
                    assert_eq!(included(old, new), backward, "backward {old} -> {new}");
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, 24);
}

#[test]
fn a_widened_enum_comes_with_a_row_that_shows_it() {
    let old = (r#""kind!": {"enum": ["x", "y"]}, "events!": {"type": "integer", "minimum": 0}"#, "");
    let new = (r#""kind!": {"enum": ["x", "y", "z"]}, "events!": {"type": "integer", "minimum": 0}"#, "");
    let changes = changes(old, new);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].message, "x.kind may now be \"z\"");
    assert_eq!(changes[0].examples[0].1["kind"], "z");
}

#[test]
fn what_changes_deep_inside_comes_with_a_row_that_shows_it() {
    let object = |members: &str, required: &str| {
        format!(
            r#"{{"type": "object", "additionalProperties": false, "required": [{required}], "properties": {{{members}}}}}"#
        )
    };
    let list = |items: &str, rest: &str| format!(r#"{{"type": "array", "items": {items}{rest}}}"#);
    let pair = |city: &str| object(&format!(r#""city": {city}, "n": {{"type": "integer"}}"#), r#""city", "n""#);
    let code = |pattern: &str| format!(r#"{{"type": "string", "pattern": "{pattern}"}}"#);
    for (old, new) in [
        (
            list(&pair(r#"{"type": "string", "maxLength": 9}"#), ""),
            list(&pair(r#"{"type": "string", "maxLength": 8}"#), ""),
        ),
        (list(&pair(r#"{"enum": ["x", "y"]}"#), ""), list(&pair(r#"{"const": "x"}"#), "")),
        (list(&pair(&code("^[A-Z]{3}$")), ""), list(&pair(&code("^[A-Z]{2}$")), "")),
        (list(&list(r#"{"type": "integer"}"#, ""), ""), list(&list(r#"{"type": "integer", "minimum": 0}"#, ""), "")),
        (
            list(&pair(r#"{"type": "string"}"#), r#", "minItems": 2"#),
            list(&pair(r#"{"type": "string"}"#), r#", "minItems": 3"#),
        ),
        (list(&pair(r#"{"type": "string"}"#), ""), list(&pair(r#"{"type": "string"}"#), r#", "uniqueItems": true"#)),
        (
            object(&format!(r#""in": {}"#, list(&pair(r#"{"type": "string"}"#), "")), ""),
            object(&format!(r#""in": {}"#, list(&pair(r#"{"type": "string", "minLength": 1}"#), "")), ""),
        ),
    ] {
        // A column that must fit a pattern does not keep the row from being shown.
        let other = r#""currency!": {"type": "string", "pattern": "^[A-Z]{3}$"}"#;
        let (old, new) = (format!(r#""a": {old}, {other}"#), format!(r#""a": {new}, {other}"#));
        let narrowed = changes((&old, ""), (&new, ""));
        let narrowed = narrowed.iter().find(|change| change.code.name == "values-narrowed").expect(&new);
        assert_eq!((letters(narrowed.answers).as_str(), narrowed.examples.len()), ("sBs", 1), "{old} -> {new}");
        let widened = changes((&new, ""), (&old, ""));
        let widened = widened.iter().find(|change| change.code.name == "values-widened").expect(&new);
        assert_eq!((letters(widened.answers).as_str(), widened.examples.len()), ("Bss", 1), "{new} -> {old}");
    }
}

#[test]
fn a_row_that_shows_a_change_keeps_the_rules_over_several_columns() {
    let columns = |least: &str| format!(r#""a!": {{"type": "integer"{least}}}, "b": {{"type": "integer"}}"#);
    let rule = r#""not": {"required": ["b"]}"#;
    let changes = changes((&columns(""), rule), (&columns(r#", "minimum": 0"#), rule));
    let narrowed = changes.iter().find(|change| change.code.name == "values-narrowed").expect("a narrowed column");
    assert_eq!(narrowed.examples.len(), 1, "{changes:#?}");
}

#[test]
fn datasets_come_and_go() {
    let contract = contracts(&schema(r#""a": {"type": "string"}"#, ""));
    let gone = gate::compare(&contract, &[]);
    assert_eq!((gone[0].code.name, letters(gone[0].answers).as_str()), ("dataset-removed", "BBB"));
    let new = gate::compare(&[], &contract);
    assert_eq!((new[0].code.name, letters(new[0].answers).as_str()), ("dataset-added", "sss"));
}

#[test]
fn status_and_levels_decide_the_severity() {
    let severity = |status: &str, levels: Levels, today: Option<&str>| {
        let old = format!(r#""x-status": {status}"#);
        let changes = changes(
            (r#""a": {"type": "number", "x-unit": "GB"}"#, &old),
            (r#""a": {"type": "number", "x-unit": "GiB"}"#, &old),
        );
        changes[0].severity(levels, today)
    };
    let all = Levels::default();
    assert_eq!(severity(r#""stable""#, all, None), Severity::Error);
    assert_eq!(severity(r#""draft""#, all, None), Severity::Note);
    let deprecated = r#""deprecated", "x-deprecated-on": "2027-01-01""#;
    assert_eq!(severity(deprecated, all, Some("2026-12-31")), Severity::Error);
    assert_eq!(severity(deprecated, all, Some("2027-01-01")), Severity::Note);
    let warn = Some(Severity::Warning);
    assert_eq!(
        severity(r#""stable""#, Levels { forward: warn, backward: None, physical: None }, None),
        Severity::Warning
    );
    assert_eq!(severity(r#""stable""#, Levels { forward: None, backward: None, physical: None }, None), Severity::Note);
}

#[test]
fn hostile_pairs_are_compared_within_a_second() {
    // Alternatives that multiply, patterns over patterns, many options, deep lists.
    let alternatives = |offset: usize| {
        let branches: Vec<String> = (0..12)
            .map(|at| format!(r#"{{"minLength": {}, "not": {{"pattern": "^x{at}(a|b)*$"}}}}"#, at + offset))
            .collect();
        format!(
            r#""a": {{"type": "string", "allOf": [{{"anyOf": [{0}]}}, {{"oneOf": [{0}]}}, {{"anyOf": [{0}]}}]}}"#,
            branches.join(",")
        )
    };
    let options = |from: usize| {
        let options: Vec<String> = (from..from + 20_000).map(|at| format!("\"{at}\"")).collect();
        format!(r#""a": {{"enum": [{}]}}"#, options.join(","))
    };
    let deep = |bound: usize| {
        let inner = format!(r#"{{"type": "integer", "minimum": {bound}}}"#);
        let list = (0..12).fold(inner, |inner, _| format!(r#"{{"type": "array", "items": {inner}}}"#));
        format!(r#""a": {list}"#)
    };
    for (old, new) in [(alternatives(0), alternatives(1)), (options(0), options(1)), (deep(0), deep(1))] {
        let (old, new) = (contracts(&schema(&old, "")), contracts(&schema(&new, "")));
        let changes = gate::compare(&old, &new);
        assert!(!changes.is_empty(), "nothing passes as safe that is not");
    }
}
