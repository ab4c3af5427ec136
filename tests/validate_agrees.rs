//! Every way to decide rows agrees: column by column, row by row over Arrow, and the jsonschema crate on the same rows
//! as JSON; and bounds agree with exact arithmetic.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int64Array,
    ListArray, RecordBatch, StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, FieldRef, Float64Type, Int32Type, Int64Type, Schema,
};
use crossfoot::contract::{self, Contract, Inside, SchemaFile};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal};
use crossfoot::source::Source;
use crossfoot::validate::{Path, Validator};
use num_bigint::BigInt;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A schema for a column and the kind of array that it becomes.
fn any_column() -> impl Strategy<Value = Value> {
    let bound = prop_oneof![
        (-40i64..40).prop_map(|n| json!(n)),
        (-400i64..400).prop_map(|n| number(n, 1)),
        (-4000i64..4000).prop_map(|n| number(n, 2)),
        (-40_000i64..40_000).prop_map(|n| number(n, 3))
    ];
    let numeric = proptest::collection::btree_map(
        prop_oneof![Just("minimum"), Just("maximum"), Just("exclusiveMinimum"), Just("exclusiveMaximum")],
        bound,
        0..3,
    );
    let multiple = proptest::option::of(prop_oneof![
        Just(json!(3)),
        Just(number(5, 1)),
        Just(number(25, 2)),
        Just(number(1, 2)),
        Just(number(7, 3))
    ]);
    let numbers = (numeric, multiple, 0..4u8).prop_map(|(bounds, multiple, kind)| {
        let mut schema: Map<String, Value> = bounds.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        if let Some(multiple) = multiple {
            schema.insert("multipleOf".into(), multiple);
        }
        schema.insert("type".into(), json!(if kind == 0 { "integer" } else { "number" }));
        if kind >= 2 {
            schema.insert("x-decimal".into(), json!([30, kind - 1]));
        }
        Value::Object(schema)
    });
    let texts = (
        proptest::option::of(0..4u8),
        proptest::option::of(0..5u8),
        proptest::option::of(prop_oneof![Just("^a"), Just("b+$"), Just("^[ab中]*$"), Just(".")]),
        proptest::option::of(proptest::sample::subsequence(vec!["", "a", "ab", "中", "b中b"], 1..4)),
        any::<bool>(),
    )
        .prop_map(|(least, most, pattern, options, dictionary)| {
            let mut schema = json!({"type": "string"});
            for (key, value) in [
                ("minLength", least.map(Value::from)),
                ("maxLength", most.map(Value::from)),
                ("pattern", pattern.map(Value::from)),
                ("enum", options.map(Value::from)),
                ("x-arrow", dictionary.then(|| json!("dictionary"))),
            ] {
                if let Some(value) = value {
                    schema[key] = value;
                }
            }
            schema
        });
    let dates = any::<bool>().prop_map(|month| match month {
        true => json!({"type": "string", "format": "date", "x-format": "year-month"}),
        false => json!({"type": "string", "format": "date"}),
    });
    let scalar = prop_oneof![
        4 => numbers,
        4 => texts,
        1 => dates,
        1 => Just(json!({"type": "boolean"})),
        1 => Just(json!({"const": true})),
        1 => Just(json!({"type": "string", "format": "date-time"})),
        1 => Just(json!({"not": {"const": "a"}, "type": "string"})),
        1 => Just(json!({"anyOf": [{"type": "integer", "minimum": 5}, {"const": 2}]})),
        1 => Just(json!({"type": "boolean", "not": {"enum": [false, null]}})),
        1 => Just(json!({"type": "number", "enum": [2, 0.5, -3.25, 7]})),
        1 => Just(json!({"type": "number", "x-decimal": [30, 1], "enum": [2, 0.5, -0.25, null, "a"]})),
        1 => Just(json!({"type": "string", "format": "uri"})),
        1 => Just(json!({"type": "string", "minLength": 1, "if": {"pattern": "^a"}, "then": {"maxLength": 2}, "else": {"enum": ["中", "b中b", ""]}})),
        1 => Just(json!({"oneOf": [{"type": "string", "maxLength": 1}, {"type": "string", "pattern": "b"}]})),
        1 => Just(json!({"oneOf": [{"type": "number", "minimum": 0}, {"type": "number", "maximum": 3}]})),
        1 => Just(json!({"type": "integer", "if": {"minimum": 0}, "then": {"multipleOf": 3}, "else": {"not": {"const": -4}}})),
        1 => Just(json!({"type": "string", "format": "date", "anyOf": [{"format": "date"}, {"minimum": 3}]})),
    ];
    let nested = scalar.prop_recursive(2, 6, 3, |inner| {
        let list = (inner.clone(), proptest::option::of(0..3u8), proptest::option::of(0..4u8), any::<bool>()).prop_map(
            |(items, least, most, unique)| {
                let mut schema = json!({"type": "array", "items": items, "uniqueItems": unique});
                if let Some(least) = least {
                    schema["minItems"] = json!(least);
                }
                if let Some(most) = most {
                    schema["maxItems"] = json!(most);
                }
                schema
            },
        );
        let object = proptest::collection::vec((inner, any::<bool>()), 1..3).prop_map(object);
        prop_oneof![list, object]
    });
    (nested, any::<bool>()).prop_map(|(schema, null)| match (null, schema.get("type").and_then(Value::as_str)) {
        (true, Some(name)) if schema.get("enum").is_none() => {
            let mut schema = schema.clone();
            schema["type"] = json!([name, "null"]);
            schema
        }
        (true, _) => json!({"anyOf": [schema, {"type": "null"}]}),
        (false, _) => schema,
    })
}

fn number(coefficient: i64, scale: i32) -> Value {
    serde_json::from_str(&Decimal::new(coefficient.into(), scale).to_string()).expect("a number")
}

/// A closed object with these columns, required where the flag says so.
fn object(columns: Vec<(Value, bool)>) -> Value {
    let name = |at: usize| format!("c{at}");
    let required: Vec<String> =
        columns.iter().enumerate().filter(|(_, (_, required))| *required).map(|(at, _)| name(at)).collect();
    let properties: Map<String, Value> =
        columns.into_iter().enumerate().map(|(at, (schema, _))| (name(at), schema)).collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn any_contract() -> impl Strategy<Value = Value> {
    let rule = proptest::option::weighted(
        0.3,
        prop_oneof![
            Just(json!({"minProperties": 2})),
            Just(json!({"dependentRequired": {"c0": ["c1"]}})),
            Just(
                json!({"if": {"properties": {"c0": {"type": "string"}}, "required": ["c0"]}, "then": {"required": ["c1"]}, "else": {"maxProperties": 2}})
            ),
            Just(json!({"not": {"required": ["c0"], "properties": {"c0": {"const": 2}}}})),
            Just(json!({"propertyNames": {"pattern": "^c[0-2]$"}})),
            Just(json!({"oneOf": [{"required": ["c0"]}, {"required": ["c1"]}]})),
            Just(
                json!({"if": {"properties": {"c0": {"type": ["number", "null"], "minimum": 0}}}, "then": {"properties": {"c1": {"minLength": 1, "minItems": 1}}}})
            ),
            Just(
                json!({"dependentRequired": {"c1": ["c0", "c2"], "c9": ["c0"]}, "anyOf": [{"required": ["c9"]}, {"properties": {"c0": false}}, {"required": ["c1"]}]})
            ),
            Just(
                json!({"allOf": [{"not": {"properties": {"c0": {"type": "null"}}}}, {"properties": {"c1": {"items": {"maxLength": 1}}}}]})
            ),
            Just(
                json!({"allOf": [{"$ref": "#/$defs/rule"}], "$defs": {"rule": {"properties": {"c0": {"not": {"type": "string"}}}, "dependentSchemas": {"c1": {"minProperties": 2}}}}})
            ),
        ],
    );
    (proptest::collection::vec((any_column(), any::<bool>()), 1..4), rule).prop_map(|(columns, rule)| {
        let mut schema = object(columns);
        if let Some(Value::Object(rule)) = rule {
            schema.as_object_mut().expect("an object").extend(rule);
        }
        schema
    })
}

/// A source of small choices, so that one list of numbers makes a whole batch.
struct Dice<'a> {
    rolls: &'a [u32],
    at: usize,
}

impl Dice<'_> {
    fn roll(&mut self, sides: u32) -> u32 {
        self.at += 1;
        (self.rolls[self.at % self.rolls.len()].wrapping_mul(2_654_435_761).wrapping_add(self.at as u32) >> 7) % sides
    }
}

/// `rows` values of a column, null now and then whether the contract allows it or not.
fn array(data_type: &DataType, rows: usize, dice: &mut Dice<'_>) -> ArrayRef {
    let nulls: Vec<bool> = (0..rows).map(|_| dice.roll(6) > 0).collect();
    let nulls = Some(NullBuffer::from(nulls));
    let small = |dice: &mut Dice<'_>| i64::from(dice.roll(100)) - 50;
    match data_type {
        DataType::Boolean => {
            let values: Vec<bool> = (0..rows).map(|_| dice.roll(2) == 0).collect();
            Arc::new(BooleanArray::new(values.into(), nulls))
        }
        DataType::Int64 => {
            let values: Vec<i64> = (0..rows).map(|_| small(dice) / 2).collect();
            Arc::new(Int64Array::new(values.into(), nulls))
        }
        DataType::Float64 => {
            let values: Vec<f64> = (0..rows).map(|_| small(dice) as f64 / 4.0).collect();
            Arc::new(Float64Array::new(values.into(), nulls))
        }
        DataType::Decimal128(precision, scale) => {
            let values: Vec<i128> =
                (0..rows).map(|_| (small(dice) * if dice.roll(2) == 0 { 1 } else { 25 }).into()).collect();
            Arc::new(
                Decimal128Array::new(values.into(), nulls).with_precision_and_scale(*precision, *scale).expect("fits"),
            )
        }
        DataType::Date32 => {
            let days: Vec<i32> = (0..rows)
                .map(|_| match dice.roll(8) {
                    0 => 3_000_000,
                    1 => -800_000,
                    n => 31 * (n as i32 - 2),
                })
                .collect();
            Arc::new(Date32Array::new(days.into(), nulls))
        }
        DataType::Timestamp(..) => {
            let values: Vec<i64> = (0..rows)
                .map(|_| match dice.roll(8) {
                    0 => i64::MAX,
                    n => i64::from(n) * 1_234_567_890_123,
                })
                .collect();
            Arc::new(TimestampMicrosecondArray::new(values.into(), nulls).with_timezone("UTC"))
        }
        DataType::Utf8 | DataType::Dictionary(..) => {
            let words = ["", "a", "ab", "中", "b中b", "abb", "中文字符"];
            let values: Vec<&str> = (0..rows).map(|_| words[dice.roll(7) as usize]).collect();
            let texts =
                values.iter().zip(nulls.iter().flat_map(NullBuffer::iter)).map(|(text, valid)| valid.then_some(*text));
            match data_type {
                DataType::Utf8 => Arc::new(texts.collect::<StringArray>()),
                _ => Arc::new(texts.collect::<DictionaryArray<Int32Type>>()),
            }
        }
        DataType::List(item) => {
            let lengths: Vec<usize> = (0..rows).map(|_| dice.roll(4) as usize).collect();
            let values = array(item.data_type(), lengths.iter().sum(), dice);
            Arc::new(ListArray::new(nullable(item), OffsetBuffer::from_lengths(lengths), values, nulls))
        }
        DataType::Struct(fields) => {
            let arrays = fields.iter().map(|field| array(field.data_type(), rows, dice)).collect();
            Arc::new(StructArray::new(fields.iter().map(nullable_all).collect(), arrays, nulls))
        }
        other => panic!("no values of {other}"),
    }
}

/// The field with null allowed everywhere: what the contract says of null is what is tested.
fn nullable_all(field: &FieldRef) -> FieldRef {
    nullable(field)
}

fn nullable(field: &FieldRef) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::List(item) => DataType::List(nullable(item)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(nullable_all).collect()),
        other => other.clone(),
    };
    Arc::new(field.as_ref().clone().with_data_type(data_type).with_nullable(true))
}

/// The value at `at` as JSON, made without anything of the code under test.
fn value(array: &ArrayRef, inside: &Inside, at: usize) -> Value {
    let null = array.is_null(at)
        || array
            .as_any_dictionary_opt()
            .is_some_and(|dictionary| dictionary.logical_nulls().is_some_and(|nulls| nulls.is_null(at)));
    if null {
        return Value::Null;
    }
    match (array.data_type(), inside) {
        (DataType::Boolean, _) => array.as_boolean().value(at).into(),
        (DataType::Int64, _) => array.as_primitive::<Int64Type>().value(at).into(),
        (DataType::Float64, _) => array.as_primitive::<Float64Type>().value(at).into(),
        (DataType::Decimal128(_, scale), _) => {
            let decimal = Decimal::new(array.as_primitive::<Decimal128Type>().value(at), (*scale).into());
            serde_json::from_str(&decimal.to_string()).expect("a number")
        }
        (DataType::Date32, _) => {
            let days = array.as_primitive::<Date32Type>().value(at);
            let date = chrono::NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(days.into()));
            date.map_or_else(|| "no date".to_owned(), |date| date.format("%Y-%m-%d").to_string()).into()
        }
        (DataType::Timestamp(..), _) => {
            let micros = array.as_primitive::<arrow::datatypes::TimestampMicrosecondType>().value(at);
            chrono::DateTime::from_timestamp_micros(micros)
                .map_or_else(|| "no date".to_owned(), |moment| moment.to_rfc3339())
                .into()
        }
        (DataType::Utf8, _) => array.as_string::<i32>().value(at).into(),
        (DataType::Dictionary(..), _) => {
            let dictionary = array.as_dictionary::<Int32Type>();
            dictionary.values().as_string::<i32>().value(dictionary.keys().value(at) as usize).into()
        }
        (DataType::List(_), Inside::Items(inside)) => {
            let items = array.as_list::<i32>().value(at);
            (0..items.len()).map(|at| value(&items, inside, at)).collect()
        }
        (DataType::Struct(_), Inside::Members(members)) => {
            let columns = array.as_struct().columns();
            row(members.iter().map(|member| (&*member.name, member.absent, &member.inside)).zip(columns), at)
        }
        (other, _) => panic!("no JSON of {other}"),
    }
}

fn row<'a>(columns: impl Iterator<Item = ((&'a str, bool, &'a Inside), &'a ArrayRef)>, at: usize) -> Value {
    let mut members = Map::new();
    for ((name, absent, inside), array) in columns {
        let value = value(array, inside, at);
        if !(absent && value.is_null()) {
            members.insert(name.to_owned(), value);
        }
    }
    Value::Object(members)
}

fn compile(schema: &Value) -> Option<Contract> {
    let file = SchemaFile { file: "schemas/x.schema.json".into(), text: schema.to_string().into() };
    let mut findings = Findings::new();
    let contract = contract::compile(&[file], &mut findings).pop();
    assert_eq!(contract.is_none(), !findings.is_empty());
    contract
}

fn dataset(contract: &Contract, arrays: Vec<ArrayRef>, rows: usize) -> Dataset {
    let front = |text: &str| Arc::new(StringArray::from(vec![text; rows])) as ArrayRef;
    let mut all = vec![front("acme"), front("report.txt")];
    all.extend(arrays);
    let fields: Vec<FieldRef> = contract.arrow_schema().fields().iter().map(nullable_all).collect();
    let columns = fields.iter().map(|field| Column {
        name: field.name().as_str().into(),
        unit: None,
        published: true,
        trace: ColumnTrace::default(),
    });
    Dataset {
        name: contract.name.clone(),
        columns: columns.collect(),
        batch: RecordBatch::try_new(Arc::new(Schema::new(fields)), all).expect("a batch"),
        sources: vec![Arc::new(Source::new("raw/acme/report.txt", ""))],
        row_sources: vec![0; rows],
        failed: BTreeSet::new(),
    }
}

/// The failures of every row as (row, path, code).
fn failures(path: Path, contract: &Contract, dataset: &Dataset) -> BTreeSet<(u32, String, &'static str)> {
    let mut findings = Findings::new();
    let validator = Validator::by(path, contract, &mut findings).expect("a validator");
    let rejected = validator.check(dataset, &BTreeSet::new(), &mut findings);
    let failures = rejected.failures.iter();
    failures.map(|failure| (failure.row, failure.path.to_string(), failure.code.name)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_way_to_decide_a_row_agrees(
        schema in any_contract(),
        rolls in proptest::collection::vec(any::<u32>(), 50),
        rows in 1usize..40,
    ) {
        let Some(contract) = compile(&schema) else { return Ok(()) };
        let mut dice = Dice { rolls: &rolls, at: 0 };
        let arrays: Vec<ArrayRef> = contract.columns.iter().map(|column| array(&column.data_type, rows, &mut dice)).collect();
        let dataset = dataset(&contract, arrays.clone(), rows);
        let plain = failures(Path::Plain, &contract, &dataset);
        let fast = failures(Path::Fast, &contract, &dataset);
        prop_assert_eq!(&plain, &fast);
        let reference = jsonschema::options().offline().should_validate_formats(true).build(&contract.bundled).expect("a schema");
        let rejected: BTreeSet<u32> = plain.iter().map(|failure| failure.0).collect();
        for at in 0..rows {
            let columns = contract.columns.iter().map(|column| {
                (&*column.name, !column.required && !column.null_allowed, &column.inside)
            });
            let value = row(columns.zip(&arrays), at);
            prop_assert_eq!(reference.is_valid(&value), !rejected.contains(&(at as u32)), "{} of {}", value, schema);
        }
    }

    #[test]
    fn bounds_of_thirty_digits_agree_with_exact_arithmetic(
        limit in -10i128.pow(30)..10i128.pow(30),
        limit_scale in 0i32..6,
        scale in 0u8..6,
        near in -3i128..=3,
        multiple in 1i128..5000,
    ) {
        let limit = Decimal::new(limit, limit_scale);
        let divisor = Decimal::new(multiple, limit_scale);
        // A value next to the limit, in the column's own digits.
        let exact = |decimal: Decimal, scale: i32| {
            let digits = BigInt::from(decimal.coefficient()) * BigInt::from(10).pow((20 - decimal.scale()) as u32);
            (digits, scale).0
        };
        let shifted = i32::from(scale) - limit_scale;
        let base = if shifted >= 0 { limit.coefficient() * 10i128.pow(shifted as u32) } else { limit.coefficient() / 10i128.pow(-shifted as u32) };
        let coefficient = base + near;
        let value = Decimal::new(coefficient, scale.into());
        let (v, l, d) = (exact(value, 20), exact(limit, 20), exact(divisor, 20));
        for (keyword, operand, holds) in [
            ("minimum", limit, v >= l),
            ("maximum", limit, v <= l),
            ("exclusiveMinimum", limit, v > l),
            ("exclusiveMaximum", limit, v < l),
            ("const", limit, v == l),
            ("multipleOf", divisor, &v % &d == BigInt::ZERO),
        ] {
            let text = format!(r#"{{"type": "object", "additionalProperties": false, "required": ["c0"], "properties": {{"c0": {{"type": "number", "x-decimal": [38, {scale}], "{keyword}": {operand}}}}}}}"#);
            // What no value of the column can equal is refused with the contract.
            let Some(contract) = compile(&serde_json::from_str(&text).expect("JSON")) else {
                prop_assert!(keyword == "const" && !holds, "{}", text);
                continue;
            };
            let array = Decimal128Array::from(vec![coefficient]).with_precision_and_scale(38, scale as i8).expect("fits");
            let dataset = dataset(&contract, vec![Arc::new(array)], 1);
            for path in [Path::Fast, Path::Plain] {
                prop_assert_eq!(failures(path, &contract, &dataset).is_empty(), holds, "{:?}: {} {} {}", path, value, keyword, operand);
            }
        }
    }
}

#[test]
fn a_field_keeps_its_name() {
    // Guards the test itself: what is compared are columns of the contract, by name.
    let contract = compile(&object(vec![(json!({"type": "integer"}), true)])).expect("a contract");
    let field: &Field = &contract.columns[0].field;
    assert_eq!(field.name(), "c0");
}
