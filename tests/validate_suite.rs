//! The keywords of JSON Schema 2020-12 that can stand in a contract, case by case from the specification, over Arrow
//! rows.
//!
//! Covered: type, enum, const; minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf; minLength, maxLength,
//! pattern; format (all but idn-email and idn-hostname, which are refused because nothing checks them); required, properties, additionalProperties, unevaluatedProperties, propertyNames,
//! minProperties, maxProperties, dependentRequired, dependentSchemas; items, minItems, maxItems, uniqueItems, contains,
//! minContains, maxContains; allOf, anyOf, oneOf, not, if/then/else; $ref and $defs; what says nothing about values
//! ($comment, title, description, default, deprecated, readOnly, writeOnly, examples, contentEncoding, contentMediaType,
//! contentSchema). patternProperties, prefixItems, unevaluatedItems and open objects, from which no columns can be had,
//! where they only restrict: inside of if, not and dependentSchemas. Not covered, because they may not stand in a contract:
//! $id inside of it, $anchor, $dynamicRef, $dynamicAnchor, $vocabulary, and instances that are no objects. Every verdict
//! is that of the crate on the same rows as JSON.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Schema};
use crossfoot::contract::{self, SchemaFile};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal};
use crossfoot::source::Source;
use crossfoot::validate::{Path, Validator};
use serde_json::{Value, json};

/// The values of one column; what is not there is null.
fn array(data_type: &DataType, values: &[Option<Value>]) -> ArrayRef {
    let some = || values.iter().map(|value| value.as_ref().filter(|value| !value.is_null()));
    match data_type {
        DataType::Boolean => Arc::new(BooleanArray::from_iter(some().map(|v| v?.as_bool()))),
        DataType::Int64 => Arc::new(Int64Array::from_iter(some().map(|v| v?.as_i64()))),
        DataType::Float64 => Arc::new(Float64Array::from_iter(some().map(|v| v?.as_f64()))),
        DataType::Utf8 => Arc::new(StringArray::from_iter(some().map(|v| v?.as_str()))),
        DataType::Date32 => Arc::new(Date32Array::from_iter(some().map(|v| {
            let date: chrono::NaiveDate = v?.as_str()?.parse().ok()?;
            Some(date.signed_duration_since(chrono::NaiveDate::default()).num_days() as i32)
        }))),
        DataType::Decimal128(precision, scale) => {
            let values = some().map(|v| v?.to_string().parse::<Decimal>().ok()?.coefficient_at((*scale).into()));
            Arc::new(Decimal128Array::from_iter(values).with_precision_and_scale(*precision, *scale).expect("fits"))
        }
        DataType::List(item) => {
            let lists: Vec<&[Value]> =
                some().map(|v| v.and_then(Value::as_array).map_or(&[][..], Vec::as_slice)).collect();
            let items: Vec<Option<Value>> = lists.iter().flat_map(|list| list.iter().cloned().map(Some)).collect();
            let items = array(item.data_type(), &items);
            let field = Arc::new(Field::new("item", items.data_type().clone(), true));
            let offsets = OffsetBuffer::from_lengths(lists.iter().map(|list| list.len()));
            let nulls: NullBuffer = some().map(|value| value.is_some()).collect::<Vec<bool>>().into();
            Arc::new(ListArray::new(field, offsets, items, Some(nulls)))
        }
        DataType::Struct(fields) => {
            let member = |field: &Field| {
                array(field.data_type(), &some().map(|v| v?.get(field.name()).cloned()).collect::<Vec<_>>())
            };
            let arrays: Vec<ArrayRef> = fields.iter().map(|field| member(field)).collect();
            let nulls: NullBuffer = some().map(|value| value.is_some()).collect::<Vec<bool>>().into();
            let pairs = fields.iter().zip(&arrays);
            let fields: Vec<Field> =
                pairs.map(|(field, array)| Field::new(field.name(), array.data_type().clone(), true)).collect();
            Arc::new(StructArray::new(fields.into(), arrays, Some(nulls)))
        }
        other => panic!("no values of {other}"),
    }
}

/// Checks rows against a contract, by both paths: those that are expected to be valid and those that are not.
fn rows(schema: &Value, valid: &[Value], invalid: &[Value]) {
    let mut schema = schema.clone();
    schema["type"] = json!("object");
    if schema.get("unevaluatedProperties").is_none() {
        schema["additionalProperties"] = json!(false);
    }
    let file = SchemaFile { file: "schemas/x.schema.json".into(), text: schema.to_string().into() };
    let mut findings = Findings::new();
    let contract = contract::compile(&[file], &mut findings).pop();
    let contract = contract.unwrap_or_else(|| panic!("{schema}: {findings:#?}"));
    let all: Vec<&Value> = valid.iter().chain(invalid).collect();
    let text = |text: &str| Arc::new(StringArray::from(vec![text; all.len()])) as ArrayRef;
    let mut arrays = vec![text("acme"), text("report.txt")];
    for column in &contract.columns {
        let cells: Vec<Option<Value>> = all.iter().map(|row| row.get(&*column.name).cloned()).collect();
        arrays.push(array(&column.data_type, &cells));
    }
    let names = contract.arrow_schema();
    let fields = names
        .fields()
        .iter()
        .zip(&arrays)
        .map(|(field, array)| Field::new(field.name(), array.data_type().clone(), true));
    let dataset = Dataset {
        name: contract.name.clone(),
        batch: RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<Field>>())), arrays.clone())
            .expect("a batch"),
        columns: names
            .fields()
            .iter()
            .map(|field| Column {
                name: field.name().as_str().into(),
                unit: None,
                published: true,
                trace: ColumnTrace::default(),
            })
            .collect(),
        sources: vec![Arc::new(Source::new("raw/acme/report.txt", ""))],
        row_sources: vec![0; all.len()],
        failed: BTreeSet::new(),
    };
    let json = jsonschema::options().should_validate_formats(true).build(&contract.bundled).expect("a schema");
    for (at, row) in all.iter().enumerate() {
        assert_eq!(json.is_valid(row), at < valid.len(), "as JSON: {row} under {schema}");
    }
    for path in [Path::Fast, Path::Plain] {
        let validator = Validator::by(path, &contract, &mut findings).expect("a validator");
        let refused: BTreeSet<u32> =
            validator.check(&dataset, &BTreeSet::new(), &mut findings).rows().into_iter().collect();
        for (at, row) in all.iter().enumerate() {
            assert_eq!(!refused.contains(&(at as u32)), at < valid.len(), "{path:?}: {row} under {schema}");
        }
    }
}

/// The same for one required column.
fn cells(schema: Value, valid: &[Value], invalid: &[Value]) {
    let row = |value: &Value| json!({ "a": value });
    let (valid, invalid): (Vec<Value>, Vec<Value>) =
        (valid.iter().map(row).collect(), invalid.iter().map(row).collect());
    rows(&json!({"properties": {"a": schema}, "required": ["a"]}), &valid, &invalid);
}

fn exact(text: &str) -> Value {
    serde_json::from_str(text).expect("a number")
}

#[test]
fn type_enum_and_const() {
    cells(json!({"type": "string"}), &[json!(""), json!("a")], &[json!(null)]);
    cells(json!({"type": ["integer", "null"]}), &[json!(0), json!(null)], &[]);
    cells(json!({"enum": ["x", "中", null]}), &[json!("x"), json!("中"), json!(null)], &[json!("X"), json!("")]);
    let many: Vec<String> = (0..40).map(|at| format!("option {at}")).collect();
    cells(json!({"enum": many}), &[json!("option 0"), json!("option 39")], &[json!("option 40"), json!("")]);
    cells(json!({"enum": [1, 2.0]}), &[json!(1), json!(2)], &[json!(3), json!(null)]);
    cells(json!({"const": true}), &[json!(true)], &[json!(false), json!(null)]);
    cells(json!({"type": "number", "x-decimal": [9, 2], "const": 1.5}), &[exact("1.50")], &[exact("1.51")]);
}

#[test]
fn bounds_and_multiples() {
    for decimal in [false, true] {
        let column = |mut schema: Value| {
            schema["type"] = json!("number");
            if decimal {
                schema["x-decimal"] = json!([20, 4]);
            }
            schema
        };
        cells(column(json!({"minimum": 1.1})), &[exact("1.1"), exact("2.6")], &[exact("0.6")]);
        cells(column(json!({"maximum": 3.0})), &[exact("3.0"), exact("2.6")], &[exact("3.5")]);
        cells(column(json!({"exclusiveMinimum": 1.1})), &[exact("1.2")], &[exact("1.1"), exact("0.6")]);
        cells(column(json!({"exclusiveMaximum": 3})), &[exact("2.9")], &[exact("3"), exact("3.5")]);
        cells(column(json!({"multipleOf": 1.5})), &[exact("0"), exact("4.5")], &[exact("35")]);
        cells(column(json!({"multipleOf": 0.0001})), &[exact("0.0075")], &[]);
        cells(column(json!({"multipleOf": 0.01})), &[exact("19.99"), exact("0.07")], &[exact("0.0075")]);
    }
    cells(json!({"type": "integer", "multipleOf": 2}), &[json!(10), json!(-4)], &[json!(7)]);
    cells(json!({"type": "integer", "minimum": -2}), &[json!(-1), json!(-2)], &[json!(-3), json!(null)]);
    cells(json!({"type": "integer", "maximum": 2.5}), &[json!(2)], &[json!(3)]);
    cells(
        json!({"type": "integer", "minimum": exact("9223372036854775807")}),
        &[json!(i64::MAX)],
        &[json!(i64::MAX - 1)],
    );
}

#[test]
fn lengths_patterns_and_formats() {
    cells(json!({"type": "string", "minLength": 2}), &[json!("foo"), json!("中文")], &[json!("f"), json!("💩")]);
    cells(json!({"type": "string", "maxLength": 2.0}), &[json!("f"), json!("💩💩")], &[json!("foo")]);
    cells(json!({"type": "string", "pattern": "^a*$"}), &[json!("aaa"), json!("")], &[json!("abc")]);
    cells(json!({"type": "string", "pattern": "a+"}), &[json!("xxaayy")], &[json!("xx")]);
    cells(json!({"type": "string", "format": "date"}), &[json!("1963-06-19"), json!("2020-02-29")], &[]);
    let month = json!({"type": "string", "format": "date", "x-format": "year-month"});
    cells(month, &[json!("2024-02-01")], &[json!("2024-02-02")]);
    cells(json!({"type": "string", "format": "email"}), &[json!("joe.bloggs@example.com")], &[json!("2962")]);
    cells(
        json!({"type": "string", "format": "uri"}),
        &[json!("http://foo.bar/?baz=qux#quux")],
        &[json!("//foo.bar"), json!("a b")],
    );
    cells(
        json!({"type": "string", "format": "uuid"}),
        &[json!("2eb8aa08-aa98-11ea-b4aa-73b441d16380")],
        &[json!("2eb8aa08")],
    );
    cells(
        json!({"type": "string", "format": "duration"}),
        &[json!("P4DT12H30M5S"), json!("P1M")],
        &[json!("PT1D"), json!("P")],
    );
    cells(json!({"type": "string", "format": "ipv4"}), &[json!("192.168.0.1")], &[json!("256.256.256.256")]);
}

#[test]
fn properties_and_their_number() {
    let two = json!({"a": {"type": "string"}, "b": {"type": "integer"}});
    let (both, only_a, only_b, none) = (json!({"a": "x", "b": 1}), json!({"a": "x"}), json!({"b": 1}), json!({}));
    let all = |keyword: &str, value: Value, valid: &[&Value], invalid: &[&Value]| {
        let own = |rows: &[&Value]| rows.iter().map(|row| (*row).clone()).collect::<Vec<Value>>();
        rows(&json!({"properties": two, keyword: value}), &own(valid), &own(invalid));
    };
    all("required", json!(["a"]), &[&both, &only_a], &[&only_b, &none]);
    all("minProperties", json!(1), &[&both, &only_a, &only_b], &[&none]);
    all("maxProperties", json!(1), &[&only_a, &only_b, &none], &[&both]);
    all("dependentRequired", json!({"a": ["b"]}), &[&both, &only_b, &none], &[&only_a]);
    all("dependentSchemas", json!({"a": {"properties": {"b": {"minimum": 2}}}}), &[&only_a, &only_b, &none], &[&both]);
    all("propertyNames", json!({"pattern": "^a$"}), &[&only_a, &none], &[&both, &only_b]);
    all("propertyNames", json!({"maxLength": 1}), &[&both, &none], &[]);
}

#[test]
fn lists() {
    let texts = json!({"type": "array", "items": {"type": "string", "minLength": 1}});
    let with = |keyword: &str, value: Value| {
        let mut schema = texts.clone();
        schema[keyword] = value;
        schema
    };
    cells(texts.clone(), &[json!([]), json!(["x", "y"])], &[json!(["x", ""]), json!([null]), json!(null)]);
    cells(with("minItems", json!(1)), &[json!(["x"])], &[json!([])]);
    cells(with("maxItems", json!(2)), &[json!(["x", "y"])], &[json!(["x", "y", "z"])]);
    cells(with("uniqueItems", json!(true)), &[json!(["x", "y"]), json!([])], &[json!(["x", "x"])]);
    cells(with("contains", json!({"const": "x"})), &[json!(["y", "x"])], &[json!(["y"]), json!([])]);
    let mut counted = with("contains", json!({"const": "x"}));
    counted["minContains"] = json!(2);
    counted["maxContains"] = json!(3);
    cells(counted, &[json!(["x", "x"]), json!(["x", "y", "x", "x"])], &[json!(["x"]), json!(["x", "x", "x", "x"])]);
    let numbers = json!({"type": "array", "items": {"type": "number", "x-decimal": [9, 1]}, "uniqueItems": true});
    cells(numbers, &[json!([exact("1.0"), exact("2.5")])], &[json!([exact("1.0"), exact("1.0")])]);
    let nested = json!({"type": "array", "items": {"type": "array", "items": {"type": "integer", "minimum": 0}}});
    cells(nested, &[json!([[1], []])], &[json!([[1], [-1]])]);
}

#[test]
fn structs() {
    let point = json!({"type": "object", "additionalProperties": false, "required": ["x"],
        "properties": {"x": {"type": "integer"}, "y": {"type": ["integer", "null"], "minimum": 0}}});
    let valid = [json!({"x": 1}), json!({"x": 1, "y": 2}), json!({"x": 1, "y": null})];
    cells(point.clone(), &valid, &[json!({"y": 1}), json!({"x": 1, "y": -1}), json!(null)]);
    let list = json!({"type": "array", "items": point, "uniqueItems": true});
    cells(list, &[json!([{"x": 1, "y": 1}, {"x": 1, "y": 2}])], &[json!([{"x": 1}, {"x": 1}]), json!([{"y": 1}])]);
}

#[test]
fn combinations() {
    cells(json!({"allOf": [{"type": "integer"}, {"minimum": 2}, {"maximum": 3}]}), &[json!(2)], &[json!(1), json!(4)]);
    cells(json!({"anyOf": [{"type": "integer", "minimum": 2}, {"const": 0}]}), &[json!(0), json!(2)], &[json!(1)]);
    cells(
        json!({"type": "integer", "oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]}),
        &[json!(2), json!(9)],
        &[json!(6), json!(5)],
    );
    cells(json!({"type": "string", "not": {"pattern": "^x"}}), &[json!("a")], &[json!("xa")]);
    let conditional =
        json!({"type": "integer", "if": {"exclusiveMaximum": 0}, "then": {"minimum": -10}, "else": {"multipleOf": 2}});
    cells(conditional, &[json!(-1), json!(4)], &[json!(-100), json!(3)]);
    rows(
        &json!({"properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
            "if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}, "then": {"required": ["b"]}, "else": {"maxProperties": 1}}),
        &[json!({"a": "x", "b": 1}), json!({"a": "y"}), json!({"b": 1})],
        &[json!({"a": "x"}), json!({"a": "y", "b": 1})],
    );
    rows(
        &json!({"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        &[json!({"a": "x"}), json!({"b": 1})],
        &[json!({}), json!({"a": "x", "b": 1})],
    );
}

#[test]
fn what_only_restricts_may_be_open() {
    let columns = json!({
        "a": {"type": "integer"}, "ab": {"type": "integer"}, "l": {"type": "array", "items": {"type": "integer"}}
    });
    let all = |rule: Value, valid: &[Value], invalid: &[Value]| {
        let mut schema = json!({ "properties": columns });
        schema.as_object_mut().expect("an object").extend(rule.as_object().expect("a rule").clone());
        rows(&schema, valid, invalid);
    };
    all(
        json!({"not": {"patternProperties": {"^a": {"minimum": 5}}, "required": ["a"]}}),
        &[json!({"a": 1}), json!({"a": 9, "ab": 1}), json!({"ab": 9})],
        &[json!({"a": 9}), json!({"a": 9, "ab": 5})],
    );
    all(
        json!({"if": {"properties": {"l": {"prefixItems": [{"const": 1}], "minItems": 1}}, "required": ["l"]}, "then": {"required": ["a"]}}),
        &[json!({"l": [2]}), json!({"l": []}), json!({"a": 0, "l": [1, 7]})],
        &[json!({"l": [1]}), json!({"l": [1, 2], "ab": 3})],
    );
    all(
        json!({"dependentSchemas": {"l": {"properties": {"l": {"prefixItems": [true, true], "unevaluatedItems": false}}}}}),
        &[json!({}), json!({"l": [1, 2]})],
        &[json!({"l": [1, 2, 3]})],
    );
    all(
        json!({"not": {"properties": {"a": true}, "additionalProperties": false}}),
        &[json!({"ab": 1}), json!({"a": 1, "l": []})],
        &[json!({"a": 1}), json!({})],
    );
    all(
        json!({"if": {"required": ["ab"]}, "then": {"properties": {"ab": true, "a": true}, "unevaluatedProperties": false}}),
        &[json!({"ab": 1}), json!({"ab": 1, "a": 1}), json!({"l": []})],
        &[json!({"ab": 1, "l": []})],
    );
    all(
        json!({"if": {"patternProperties": {"b$": false}}, "then": {"minProperties": 1}, "else": {"maxProperties": 2}}),
        &[json!({"a": 1}), json!({"ab": 1}), json!({"ab": 1, "a": 2})],
        &[json!({}), json!({"a": 1, "ab": 1, "l": []})],
    );
    rows(
        &json!({"unevaluatedProperties": false, "allOf": [{"properties": {"a": {"type": "integer"}}}],
            "properties": {"b": {"type": "string"}}}),
        &[json!({"a": 1, "b": "x"}), json!({})],
        &[],
    );
}

#[test]
fn what_says_nothing_of_values_refuses_nothing() {
    cells(
        json!({"type": "string", "$comment": "no", "title": "t", "description": "d", "default": 7, "deprecated": true,
            "readOnly": true, "writeOnly": true, "examples": [1], "contentEncoding": "base64",
            "contentMediaType": "application/json", "contentSchema": {"type": "object"}}),
        &[json!("x"), json!("{")],
        &[json!(null)],
    );
}

#[test]
fn formats_of_texts() {
    for (format, valid, invalid) in [
        ("hostname", "www.example.com", "-bad-host-name"),
        ("ipv6", "::abcd:ef12", "12345::"),
        ("uri-reference", "/abc", "\\\\WINDOWS\\fileshare"),
        ("iri", "http://ƒøø.ßår/?∂éœ=πîx#πîüx", "/abc"),
        ("iri-reference", "/âππ", "\\\\WINDOWS\\filëßåré"),
        ("uri-template", "http://example.com/{term:1}/{term}", "http://example.com/{term:1}/{term"),
        ("json-pointer", "/foo/bar~0/baz~1/%a", "/foo/bar~"),
        ("relative-json-pointer", "1/foo", "/foo"),
        ("regex", "([abc])+\\s+$", "^(abc]"),
    ] {
        cells(json!({"type": "string", "format": format}), &[json!(valid)], &[json!(invalid)]);
        let dictionary = json!({"type": "string", "format": format, "minLength": 1});
        cells(dictionary, &[json!(valid)], &[json!(invalid), json!("")]);
    }
}

#[test]
fn references() {
    rows(
        &json!({"$defs": {"positive": {"type": "integer", "minimum": 1}, "a~b/c%": {"$ref": "#/$defs/positive", "maximum": 5}},
            "properties": {"a": {"$ref": "#/$defs/a~0b~1c%25"}, "b": {"$ref": "#/properties/a"}}}),
        &[json!({"a": 1, "b": 5}), json!({})],
        &[json!({"a": 0}), json!({"b": 6})],
    );
}
