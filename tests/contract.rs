//! Contracts: what their schemas become, and what is reported on their own bytes.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::path::Path;

use arrow::datatypes::DataType;
use crossfoot::contract::{self, Contract, FIELD_ID, SchemaFile};
use crossfoot::finding::Findings;

fn file(name: &str, text: &str) -> SchemaFile {
    SchemaFile { file: format!("schemas/{name}").into(), text: text.into() }
}

fn compile(files: &[SchemaFile]) -> (Vec<Contract>, Findings) {
    let mut findings = Findings::new();
    let contracts = contract::compile(files, &mut findings);
    (contracts, findings)
}

/// The contract of one file that has no fault.
fn sound(text: &str) -> Contract {
    let (mut contracts, findings) = compile(&[file("x.schema.json", text)]);
    assert!(findings.is_empty(), "{findings:#?}");
    contracts.pop().expect("one contract")
}

/// The contract whose only column is `column`.
fn column(column: &str) -> Contract {
    sound(&format!(
        r#"{{"type": "object", "additionalProperties": false, "required": ["a"], "properties": {{"a": {column}}}}}"#
    ))
}

fn arrow_type(text: &str) -> String {
    let column = &column(text).columns[0];
    format!("{}{}", column.data_type, if column.nullable { " or null" } else { "" })
}

/// Checks that the schema drawn in `text` has exactly the findings drawn under its lines:
/// `^^^^ error[code]: message`.
fn check(text: &str) {
    check_files(&[("x.schema.json", text)]);
}

fn check_files(drawn: &[(&str, &str)]) {
    let mut files = Vec::new();
    let mut expected = Vec::new();
    for (name, text) in drawn {
        let mut plain = String::new();
        let mut line_start = 0;
        for line in text.trim_start_matches('\n').lines() {
            let mark = line.trim_start();
            if let Some(rest) = mark.strip_prefix('^') {
                let carets = 1 + rest.bytes().take_while(|&byte| byte == b'^').count();
                let start = line_start + line.len() - mark.len();
                expected.push(format!("schemas/{name} {start}..{} {}", start + carets, mark[carets..].trim()));
            } else {
                line_start = plain.len();
                plain.push_str(line);
                plain.push('\n');
            }
        }
        files.push(file(name, &plain));
    }
    let (_, mut findings) = compile(&files);
    findings.sort();
    let mut found: Vec<String> = findings
        .iter()
        .map(|finding| {
            let label = finding.primary().expect("a place");
            let span = label.span;
            format!(
                "{} {}..{} {}[{}]: {}",
                label.file, span.start, span.end, finding.severity, finding.code, finding.message
            )
        })
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "\nfound:\n{}\nexpected:\n{}", found.join("\n"), expected.join("\n"));
}

#[test]
fn every_contract_of_this_repository_compiles() {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")).expect("schemas/") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        files.push(file(&name, &std::fs::read_to_string(&path).expect("a text")));
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    let (contracts, findings) = compile(&files);
    assert!(findings.is_empty(), "{findings:#?}");
    let lines: Vec<String> = contracts
        .iter()
        .map(|contract| {
            let columns: Vec<String> = contract
                .columns
                .iter()
                .map(|column| {
                    let unit = column.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                    let null = if column.nullable { "?" } else { "" };
                    format!("{} {}{null}{unit}", column.name, column.data_type)
                })
                .collect();
            format!("{}: {}", contract.name, columns.join(", "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn json_types_become_arrow_types() {
    for (schema, expected) in [
        (r#"{"type": "boolean"}"#, "Boolean"),
        (r#"{"type": "integer"}"#, "Int64"),
        (r#"{"type": "number"}"#, "Float64"),
        (r#"{"type": "number", "x-decimal": [18, 2]}"#, "Decimal128(18, 2)"),
        (r#"{"type": "integer", "x-decimal": [38, 0]}"#, "Decimal128(38, 0)"),
        (r#"{"type": "number", "x-arrow": "float32"}"#, "Float32"),
        (r#"{"type": "integer", "minimum": 0, "maximum": 255, "x-arrow": "uint8"}"#, "UInt8"),
        (r#"{"type": "integer", "minimum": -5, "maximum": 5, "x-arrow": "int8"}"#, "Int8"),
        (r#"{"type": "integer", "minimum": 0, "x-arrow": "uint64"}"#, "UInt64"),
        (r#"{"type": "string"}"#, "Utf8"),
        (r#"{"enum": ["a", "b"]}"#, "Utf8"),
        (r#"{"enum": ["a", null]}"#, "Utf8 or null"),
        (r#"{"const": 3}"#, "Int64"),
        (r#"{"enum": ["a", "b"], "x-arrow": "dictionary"}"#, "Dictionary(Int32, Utf8)"),
        (r#"{"type": "string", "format": "date"}"#, "Date32"),
        (r#"{"type": "string", "format": "date", "x-format": "year-month"}"#, "Date32"),
        (r#"{"type": "string", "format": "date-time"}"#, "Timestamp(µs, \"UTC\")"),
        (r#"{"type": "string", "format": "time"}"#, "Time64(µs)"),
        (r#"{"type": "string", "format": "duration"}"#, "Utf8"),
        (r#"{"type": "string", "format": "uuid"}"#, "Utf8"),
        (r#"{"type": ["string", "null"]}"#, "Utf8 or null"),
        (r#"{"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}"#, "Date32 or null"),
        (r#"{"oneOf": [{"type": "null"}, {"type": "number", "x-decimal": [9, 1]}]}"#, "Decimal128(9, 1) or null"),
        (r#"{"anyOf": [{"const": "a"}, {"type": "string", "minLength": 5}]}"#, "Utf8"),
        (r#"{"allOf": [{"type": "number"}, {"type": "integer"}]}"#, "Int64"),
        (r#"{"type": "array", "items": {"type": "string"}}"#, "List(non-null Utf8"),
        (r#"{"type": "array", "items": {"type": ["integer", "null"]}}"#, "List(Int64"),
    ] {
        assert!(arrow_type(schema).starts_with(expected), "{schema} became {}, not {expected}", arrow_type(schema));
        assert_eq!(arrow_type(schema).ends_with("or null"), expected.ends_with("or null"), "{schema}");
    }
}

#[test]
fn structs_nest_and_carry_units_and_ids() {
    let contract = column(
        r#"{"type": "object", "additionalProperties": false, "required": ["name"], "properties": {
            "name": {"type": "string"},
            "weights_kg": {"type": "array", "items": {"type": "number", "x-decimal": [9, 3], "x-unit": "kg"}}}}"#,
    );
    let schema = contract.arrow_schema();
    let DataType::Struct(fields) = schema.field(2).data_type() else { panic!("no struct") };
    let DataType::List(item) = fields[1].data_type() else { panic!("no list") };
    assert_eq!(item.data_type(), &DataType::Decimal128(9, 3));
    assert_eq!(item.metadata()["unit"], "kg");
    assert_eq!(fields[1].metadata()["unit"], "kg", "a list's unit is that of its items");
    assert!(fields[1].is_nullable() && !fields[0].is_nullable());
    let mut ids = vec![&schema.field(2).metadata()[FIELD_ID], &item.metadata()[FIELD_ID]];
    ids.extend(fields.iter().map(|field| &field.metadata()[FIELD_ID]));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

#[test]
fn references_into_other_files_are_followed_and_bundled() {
    let (contracts, findings) = compile(&[
        file(
            "x.schema.json",
            r#"{"type": "object", "additionalProperties": false, "properties": {
                "amount_usd": {"$ref": "money.schema.json#/$defs/usd"},
                "name": {"$ref": "shared/text.json"}}}"#,
        ),
        file(
            "money.schema.json",
            r##"{"$defs": {"usd": {"$ref": "#/$defs/amount", "x-unit": "USD"}, "amount": {"type": "number", "x-decimal": [18, 2]}}}"##,
        ),
        file("shared/text.json", r#"{"allOf": [{"$ref": "../shared/short.json"}]}"#),
        file("shared/short.json", r#"{"type": "string", "maxLength": 3}"#),
    ]);
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(contracts.len(), 1, "definitions alone are no dataset");
    let contract = &contracts[0];
    assert_eq!(contract.columns[0].data_type.to_string(), "Decimal128(18, 2)");
    assert_eq!(contract.columns[0].unit.as_ref().expect("a unit").code(), "USD");
    assert_eq!(contract.columns[1].data_type.to_string(), "Utf8");
    let validator = jsonschema::options().offline().build(&contract.bundled).expect("no outside reference");
    assert!(validator.is_valid(&serde_json::json!({"amount_usd": 1, "name": "abc"})));
    assert!(!validator.is_valid(&serde_json::json!({"amount_usd": "1"})));
    assert!(!validator.is_valid(&serde_json::json!({"name": "abcd"})));
}

#[test]
fn field_ids_stay_when_columns_are_added_moved_or_renamed() {
    let ids = |properties: &str| -> Vec<(String, i32)> {
        let contract =
            sound(&format!(r#"{{"type": "object", "additionalProperties": false, "properties": {{{properties}}}}}"#));
        contract.columns.iter().map(|column| (column.name.to_string(), column.field_id)).collect()
    };
    let old = ids(r#""a": {"type": "string"}, "b": {"type": "string"}"#);
    let new = ids(
        r#""c": {"type": "string"}, "b2": {"type": "string", "x-renamed-from": ["b", "b1"]}, "a": {"type": "string"}"#,
    );
    assert_eq!(old[0].1, new[2].1);
    assert_eq!(old[1].1, new[1].1);
    assert_ne!(new[0].1, new[1].1);
    let explicit = ids(r#""a": {"type": "string", "x-field-id": 7}"#);
    assert_eq!(explicit[0].1, 7);
}

#[test]
fn broken_json_is_reported_where_it_breaks() {
    check(
        r#"
{"type": "object",, }
                  ^ error[schema-not-json]: expected a key in double quotes, found ","
"#,
    );
    check(
        r#"
{"type": "object", "type": "object"}
                   ^^^^^^ error[schema-not-json]: the key "type" stands twice in one object
"#,
    );
}

#[test]
fn a_schema_that_is_not_valid_is_reported_on_the_value() {
    check(
        r#"
{"type": "object", "additionalProperties": false, "properties": {"a": {"type": "integr"}}}
                                                                               ^^^^^^^^ error[schema-not-valid]: the value is not valid under any of the schemas listed in the 'anyOf' keyword at "/properties/a/type"
"#,
    );
    check(
        r#"
{"type": "object", "additionalProperties": false, "properties": {"a": {"type": "number", "x-decimal": [39, 2]}}}
                                                                                                       ^^ error[schema-not-valid]: the value is greater than the maximum of 38 at "/properties/a/x-decimal/0"
"#,
    );
}

#[test]
fn a_misspelt_keyword_is_reported() {
    check(
        r#"
{"type": "object", "additionalProperties": false, "properties": {"a": {"type": "integer", "minumum": 0}}}
                                                                                          ^^^^^^^^^ error[unknown-keyword]: "minumum" is no keyword of JSON Schema 2020-12 or of crossfoot
"#,
    );
}

#[test]
fn columns_that_additional_properties_refuses_are_reported() {
    check(
        r##"
{"type": "object", "additionalProperties": false, "allOf": [{"properties": {"a": {"type": "string"}}}],
                   ^^^^^^^^^^^^^^^^^^^^^^ error[unfit-keyword]: "a" is refused by this "additionalProperties", which sees only the "properties" beside it
 "properties": {
  "b": {"$ref": "#/$defs/point", "properties": {"z": {"type": "integer"}}}
},
 "$defs": {"point": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "integer"}}}}
                                       ^^^^^^^^^^^^^^^^^^^^^^ error[unfit-keyword]: "z" is refused by this "additionalProperties", which sees only the "properties" beside it
}
"##,
    );
    sound(
        r##"{"type": "object", "unevaluatedProperties": false, "allOf": [{"properties": {"a": {"type": "string"}}}],
             "properties": {"b": {"$ref": "#/$defs/point", "unevaluatedProperties": false, "properties": {"z": {"type": "integer"}}}},
             "$defs": {"point": {"type": "object", "properties": {"x": {"type": "integer"}}}}}"##,
    );
}

#[test]
fn references_that_leave_schemas_are_refused() {
    check(
        r##"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"$ref": "https://example.com/a.json"},
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[ref-outside]: "https://example.com/a.json" leads out of schemas/
  "b": {"$ref": "../raw/a.json"},
                ^^^^^^^^^^^^^^^ error[ref-outside]: "../raw/a.json" leads out of schemas/
  "c": {"$ref": "/etc/passwd"},
                ^^^^^^^^^^^^^ error[ref-outside]: "/etc/passwd" leads out of schemas/
  "d": {"$ref": "#/$defs/a"},
                ^^^^^^^^^^^ error[ref-not-found]: "#/$defs/a" leads to nothing
  "e": {"$ref": "other.json"}
                ^^^^^^^^^^^^ error[ref-not-found]: "other.json" names a file that is not there
}}
"##,
    );
}

#[test]
fn what_cannot_become_a_column_is_reported() {
    check(
        r#"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"type": ["string", "integer"]},
                ^^^^^^^^^^^^^^^^^^^^^ error[unmappable-type]: "a" has several types: integer, string
  "b": {},
  ^^^ error[unmappable-type]: "b" has no type
  "c": {"type": "null"},
                ^^^^^^ error[unmappable-type]: "c" has no type but null
  "d": {"type": "array"},
  ^^^ error[unmappable-type]: the items of "d" have no type
  "e": {"type": "object", "properties": {"x": {"type": "string"}}},
  ^^^ error[open-object]: "e" admits properties that it does not name
  "f": {"type": "array", "items": {"type": "string"}, "prefixItems": [{"type": "string"}]}
                                                      ^^^^^^^^^^^^^ error[unmappable-type]: "prefixItems" cannot become columns of "f"
}}
"#,
    );
    check(
        r#"
{"type": "array", "items": {"type": "string"}}
         ^^^^^^^ error[unmappable-type]: expected a dataset to be of "type": "object"
"#,
    );
    check(
        r#"
{"type": "object", "properties": {"a": {"type": "string"}}}
^ error[open-object]: the dataset admits properties that it does not name
"#,
    );
}

#[test]
fn units_decimals_and_formats_must_fit() {
    check(
        r#"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"type": "number", "x-unit": "dollars"},
                                    ^^^^^^^^^ error[unknown-unit]: "dollars" is no known unit
  "b": {"type": "string", "x-unit": "USD"},
                          ^^^^^^^^ error[unfit-keyword]: "x-unit" on "b", whose type is string
  "size_gb": {"type": "number", "x-unit": "GiB"},
                                          ^^^^^ warning[unit-not-in-name]: unit "GiB" in a column whose name ends in GB
  "c": {"type": "number", "x-decimal": [2, 3]},
                                       ^^^^^^ error[unfit-keyword]: a scale of 3 in a precision of 2
  "d": {"type": "integer", "x-arrow": "int8", "minimum": 0, "maximum": 200},
                                      ^^^^^^ error[unfit-keyword]: "d" may leave Int8: expected bounds within -128 and 127
  "e": {"type": "integer", "format": "date"},
                           ^^^^^^^^ error[unfit-keyword]: "format" on "e", whose type is integer
  "source": {"type": "string"}
  ^^^^^^^^ error[reserved-column]: "source" is a column of every dataset
}}
"#,
    );
}

#[test]
fn a_unit_as_texts_write_it_is_told_as_contracts_do() {
    let full = "a column holds its amounts in full: \"x-unit\": \"CNY\"";
    for (written, help) in [
        ("百万元", Some(full)),
        ("万亿元", Some(full)),
        ("million CNY", Some(full)),
        ("USD million", Some("a column holds its amounts in full: \"x-unit\": \"USD\"")),
        ("billions of USD", None),
        ("元", Some("\"x-unit\": \"CNY\"")),
        ("nonsense", None),
    ] {
        let column = format!(r#""a": {{"type": "number", "x-unit": "{written}"}}"#);
        let (_, findings) = compile(&[file("x.schema.json", &object(&column, ""))]);
        let helps: Vec<Option<&str>> = findings.iter().map(|finding| finding.help.as_deref()).collect();
        assert_eq!(helps, [help], "{written}");
    }
}

#[test]
fn keys_name_scalar_columns_that_are_never_null() {
    check(
        r#"
{"type": "object", "additionalProperties": false, "required": ["a", "b"], "x-key": ["report", "x", "a", "b", "c"],
                                                                                              ^^^ error[unknown-key-column]: the key names "x", which is no column
                                                                                                        ^^^ error[unknown-key-column]: the key names "b", which is a float, which is not exact
                                                                                                             ^^^ error[unknown-key-column]: the key names "c", which may be null
 "properties": {"a": {"type": "string"}, "b": {"type": "number"}, "c": {"type": "string"}}}
"#,
    );
}

#[test]
fn patterns_are_linear_or_refused() {
    check(
        r#"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"type": "string", "pattern": "^(a+)+$"},
  "b": {"type": "string", "pattern": "(?=x)a"},
                                     ^^^^^^^^ error[unsupported-pattern]: expected a pattern without look-around and back-references, of moderate size
  "c": {"type": "string", "pattern": "((a{1000}){1000}){1000}"}
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ error[unsupported-pattern]: expected a pattern without look-around and back-references, of moderate size
}}
"#,
    );
}

/// Compiles a hostile schema: exactly one finding, and no more work than the limits allow.
fn hostile(text: &str, code: &str) {
    let (contracts, findings) = compile(&[file("x.schema.json", text)]);
    assert!(contracts.is_empty());
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.name).collect();
    assert_eq!(codes, [code], "{findings:#?}");
}

fn object(properties: &str, rest: &str) -> String {
    format!(r#"{{"type": "object", "additionalProperties": false, "properties": {{{properties}}}{rest}}}"#)
}

#[test]
fn a_million_properties_are_refused() {
    let names = |count| (0..count).map(|at| format!(r#""a{at}":{{"type":"string"}}"#)).collect::<Vec<_>>().join(",");
    hostile(&object(&names(1_000_000), ""), "schema-too-large");
    hostile(&object(&names(30_000), ""), "schema-too-large");
}

#[test]
fn patterns_that_are_large_together_are_refused() {
    let columns = |count: usize, pattern: &str| {
        let column = |at| format!(r#""a{at}": {{"type": "string", "pattern": "{pattern}"}}"#);
        object(&(0..count).map(column).collect::<Vec<_>>().join(","), "")
    };
    hostile(&columns(2000, r"^\\p{L}{10}$"), "schema-too-large");
    sound(&columns(500, r"^[A-Z]{3}-[0-9]+$"));
    sound(&columns(20, r"^\\w+ \\p{Han}*$"));
}

#[test]
fn patterns_without_end_are_refused() {
    let column = |pattern: &str| object(&format!(r#""a": {{"type": "string", "pattern": "{pattern}"}}"#), "");
    let branches = (0..100_000).map(|at| format!("a{at}")).collect::<Vec<_>>().join("|");
    let optional = "a?".repeat(3000) + &"a".repeat(3000);
    let parentheses = "(".repeat(1000) + "a" + &")".repeat(1000);
    for pattern in [
        "((a{1000}){1000}){1000}",
        "a{99999999}",
        r"\\p{L}{500}",
        "(?=a)b",
        r"(a)\\1",
        "(",
        &branches,
        &optional,
        &parentheses,
    ] {
        hostile(&column(pattern), "unsupported-pattern");
    }
    // Linear, whatever it would cost elsewhere.
    for pattern in ["^(a+)+$", "((x*)*)*y", "^(.*a){1,50}$"] {
        sound(&column(pattern));
    }
    let several = |count: usize| {
        let parts: Vec<String> = (0..count).map(|at| format!(r#"{{"pattern": "^x{at}"}}"#)).collect();
        object(&format!(r#""a": {{"type": "string", "allOf": [{}]}}"#, parts.join(",")), "")
    };
    hostile(&several(15_000), "schema-too-large");
}

#[test]
fn lists_without_end_are_refused() {
    let many = |count: usize| (0..count).map(|at| format!(r#""v{at}""#)).collect::<Vec<_>>().join(",");
    hostile(&object(&format!(r#""a": {{"enum": [{}]}}"#, many(1_000_000)), ""), "schema-too-large");
    let column = r#""a": {"type": "string"}"#;
    hostile(&object(column, &format!(r#", "required": [{}]"#, many(1_000_000))), "schema-too-large");
    hostile(&object(column, &format!(r#", "x-checks": [{}]"#, many(40_000))), "schema-not-valid");
    let names = format!(r#""a": {{"type": "string", "x-renamed-from": [{}]}}"#, many(40_000));
    hostile(&object(&names, ""), "schema-not-valid");
    let words = format!(r#""a": {{"type": "string", "description": "{}"}}"#, "x".repeat(2_000_000));
    hostile(&object(&words, ""), "schema-too-large");
    sound(&object(&format!(r#""a": {{"enum": [{}]}}"#, many(40_000)), ""));
}

#[test]
fn names_that_cannot_be_shown_are_reported() {
    check(
        r##"
{"type": "object", "additionalProperties": false, "properties": {
  "": {"type": "string"},
  ^^ error[unmappable-type]: expected a name that can be shown, found ""
  "a\nb": {"type": "string"},
  ^^^^^^ error[unmappable-type]: expected a name that can be shown, found "a\nb"
  "公司 a-b.c": {"type": "string"}
}}
"##,
    );
}

#[test]
fn references_lead_to_schemas_only() {
    let list = r#", "$defs": {"x": {"enum": [{"$ref": "http://example.com/x"}], "default": {"type": "string"}}}"#;
    for reference in ["#/$defs/x/enum/0", "#/$defs/x/default", "#/$defs", "#/properties"] {
        hostile(&object(&format!(r#""a": {{"$ref": "{reference}"}}"#), list), "ref-not-found");
    }
}

#[test]
fn ten_thousand_levels_are_refused() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let nested =
            format!(r#"{}{{"type": "string"}}{}"#, format!(r#"{{"{keyword}": ["#).repeat(10_000), "]}".repeat(10_000));
        hostile(&object(&format!(r#""a": {nested}"#), ""), "schema-too-large");
    }
    let nested = format!("{}{}", r#"{"not":"#.repeat(10_000), "{}".to_owned() + &"}".repeat(10_000));
    hostile(&nested, "schema-too-large");
    hostile(&"[".repeat(100_000), "schema-too-large");
}

#[test]
fn chains_and_cycles_of_references_are_refused() {
    let chain: Vec<String> = (0..10_000).map(|at| format!(r##""d{at}": {{"$ref": "#/$defs/d{}"}}"##, at + 1)).collect();
    let end = r#""d10000": {"type": "string"}"#;
    let defs = format!(r##", "$defs": {{{}, {end}}}"##, chain.join(","));
    hostile(&object(r##""a": {"$ref": "#/$defs/d0"}"##, &defs), "schema-too-large");
    hostile(&object(r##""a": {"$ref": "#"}"##, ""), "ref-cycle");
    hostile(&object(r##""a": {"$ref": "#/properties/a"}"##, ""), "ref-cycle");
    hostile(&object(r##""a": {"type": "array", "items": {"$ref": "#/properties/a"}}"##, ""), "ref-cycle");
    let two = r##", "$defs": {"b": {"$ref": "#/$defs/c"}, "c": {"allOf": [{"$ref": "#/$defs/b"}]}}"##;
    hostile(&object(r##""a": {"$ref": "#/$defs/b"}"##, two), "ref-cycle");
}

#[test]
fn references_that_double_are_refused() {
    let doubled: Vec<String> = (0..40)
        .map(|at| {
            format!(r##""d{at}": {{"anyOf": [{{"$ref": "#/$defs/d{0}"}}, {{"$ref": "#/$defs/d{0}"}}]}}"##, at + 1)
        })
        .collect();
    let defs = format!(r##", "$defs": {{{}, "d40": {{"type": "string"}}}}"##, doubled.join(","));
    hostile(&object(r##""a": {"$ref": "#/$defs/d0"}"##, &defs), "schema-too-large");
}

#[test]
fn names_without_end_that_nothing_has_are_one_finding() {
    let names = |count: usize| (0..count).map(|at| format!("\"r{at}\"")).collect::<Vec<_>>().join(",");
    let column = r#""a": {"type": "string"}"#;
    hostile(&object(column, &format!(r#", "required": [{}]"#, names(40_000))), "unmappable-type");
    hostile(&object(column, &format!(r#", "x-key": [{}]"#, names(40_000))), "schema-not-valid");
    let inner = format!(r#""a": {}"#, object(column, &format!(r#", "required": [{}]"#, names(40_000))));
    hostile(&object(&inner, ""), "unmappable-type");
    let (_, findings) = compile(&[file("x.schema.json", &object(column, r#", "required": ["a", "b", "c"]"#))]);
    let messages: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
    assert_eq!(messages, [r#""b", "c" are required and no property"#]);
}

#[test]
fn numbers_without_end_are_refused() {
    for number in ["1e1000000000", "-1e101", "1e-400", "1e99999999999999999999999"] {
        hostile(&object(&format!(r#""a": {{"type": "number", "minimum": {number}}}"#), ""), "schema-too-large");
        hostile(&object(&format!(r#""a": {{"type": "number", "multipleOf": {number}}}"#), ""), "schema-too-large");
    }
    let digits = "9".repeat(100_000);
    hostile(&object(&format!(r#""a": {{"type": "number", "multipleOf": {digits}}}"#), ""), "schema-too-large");
}

#[test]
fn what_only_the_root_says_and_what_says_nothing_is_reported() {
    check(
        r##"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"type": "string", "x-key": ["a"]},
                          ^^^^^^^ error[unfit-keyword]: "x-key" inside a contract, expected it at its root
  "b": {"type": "string", "x-status": "draft"}
                          ^^^^^^^^^^ error[unfit-keyword]: "x-status" inside a contract, expected it at its root
}}
"##,
    );
    check(
        r##"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"type": "string", "minimum": 3},
                          ^^^^^^^^^ error[unfit-keyword]: "minimum", which says nothing of a string, on "a"
  "b": {"type": "integer", "pattern": "^a"},
                           ^^^^^^^^^ error[unfit-keyword]: "pattern", which says nothing of a integer, on "b"
  "c": {"type": "string", "if": {"minimum": 3}, "then": {"minLength": 2}},
  "d": {"type": ["number", "null"], "anyOf": [{"minLength": 2}, {"minimum": 2}]},
  "e": {"type": "array", "items": {"type": "string", "maxItems": 2}}
                                                     ^^^^^^^^^^ error[unfit-keyword]: "maxItems", which says nothing of a string, on "e[]"
}}
"##,
    );
}

#[test]
fn values_that_no_row_can_have_are_reported() {
    check(
        r##"
{"type": "object", "additionalProperties": false, "properties": {
  "a": {"type": "integer", "enum": [1, 9223372036854775808]},
                                       ^^^^^^^^^^^^^^^^^^^ error[unfit-keyword]: 9223372036854775808, which no Int64 holds, on "a"
  "b": {"type": "number", "x-decimal": [5, 2], "const": 0.001},
                                                        ^^^^^ error[unfit-keyword]: 0.001, which no Decimal128(5, 2) holds, on "b"
  "c": {"type": "number", "x-decimal": [5, 2], "minimum": 1000},
                                                          ^^^^ error[unfit-keyword]: 1000, above whatever Decimal128(5, 2) holds, on "c"
  "d": {"type": "integer", "minimum": 5, "maximum": 3},
                                                    ^ error[unfit-keyword]: maximum 3 below minimum 5, so that no value fits, on "d"
  "e": {"type": "string", "minLength": 5, "maxLength": 3},
                                                       ^ error[unfit-keyword]: maxLength 3 below minLength 5, so that no value fits, on "e"
  "f": {"type": "string", "format": "date", "enum": ["2024-01-31", "hello"]},
                                                                   ^^^^^^^ error[unfit-keyword]: "hello", which no Date32 holds, on "f"
  "g": {"type": "string", "format": "date-time", "const": "2024-01-01T00:00:00Z"},
                                                 ^^^^^^^ error[unfit-keyword]: "const", which compares text as it was written, where a moment in UTC is kept, on "g"
  "h": {"type": "integer", "minimum": 0, "maximum": 255, "x-arrow": "uint8"}
}}
"##,
    );
}

#[test]
fn a_deprecated_contract_says_so_and_since_when() {
    for rest in [
        r#""x-status": "deprecated", "x-deprecated-on": "0""#,
        r#""x-status": "deprecated", "x-deprecated-on": "2024-99-01""#,
        r#""x-status": "stable", "x-deprecated-on": "2024-01-01""#,
        r#""x-deprecated-on": "2024-01-01""#,
    ] {
        let text = format!(
            r#"{{"type": "object", "additionalProperties": false, "properties": {{"a": {{"type": "string"}}}}, {rest}}}"#
        );
        let (contracts, findings) = compile(&[file("x.schema.json", &text)]);
        assert!(contracts.is_empty(), "{rest}");
        assert!(findings.iter().all(|finding| finding.code.name == "schema-not-valid"), "{findings:#?}");
    }
}

#[test]
fn references_are_relative_to_their_file_by_the_rules_of_uris() {
    let contract = |reference: &str| {
        format!(
            r#"{{"type": "object", "additionalProperties": false, "properties": {{"a": {{"$ref": "{reference}"}}}}}}"#
        )
    };
    let shared = || {
        vec![
            file("a/b/money.schema.json", r##"{"$defs": {"usd": {"$ref": "./../c%20d/base.json#/$defs/x~1y"}}}"##),
            file("a/c d/base.json", r#"{"$defs": {"x/y": {"type": "integer"}}}"#),
        ]
    };
    for reference in [
        "a/b/money.schema.json#/$defs/usd",
        "./a/x/../b/money.schema.json#/%24defs/usd",
        "a/%62/money.schema.json#/$defs/usd",
    ] {
        let mut files = shared();
        files.push(file("x.schema.json", &contract(reference)));
        let (contracts, findings) = compile(&files);
        assert!(findings.is_empty(), "{reference}: {findings:#?}");
        assert_eq!(contracts.iter().map(|contract| &*contract.name).collect::<Vec<_>>(), ["x"], "{reference}");
        // What travels with the data stands alone.
        assert_eq!(sound(&contracts[0].bundled.to_string()).columns[0].data_type, DataType::Int64);
    }
    for (reference, code) in [
        ("a%2Fb/money.schema.json#/$defs/usd", "ref-not-found"),
        ("a/b/money.schema.json?x#/$defs/usd", "ref-not-found"),
        ("a//b/money.schema.json#/$defs/usd", "ref-not-found"),
        ("../schemas/a/b/money.schema.json#/$defs/usd", "ref-outside"),
        ("a/%2e%2e/%2E%2E/x.json", "ref-outside"),
        ("file:a/b/money.schema.json", "ref-outside"),
        ("//host/a.json", "ref-outside"),
    ] {
        let mut files = shared();
        files.push(file("x.schema.json", &contract(reference)));
        let (contracts, findings) = compile(&files);
        assert!(contracts.is_empty(), "{reference}");
        assert_eq!(findings.iter().map(|finding| finding.code.name).collect::<Vec<_>>(), [code], "{reference}");
    }
}
