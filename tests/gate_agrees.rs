//! Whenever the gate says "safe", no random row breaks it: generated pairs of contracts, rows of each.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use crossfoot::contract::gate::{self, Answer, Answers};
use crossfoot::contract::{self, Contract, SchemaFile};
use crossfoot::finding::Findings;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A column's schema that is often like another one: few kinds, few bounds.
fn any_column() -> impl Strategy<Value = Value> {
    let bound = -2i64..4;
    let numbers = (
        prop_oneof![Just("integer"), Just("number")],
        proptest::option::of((prop_oneof![Just("minimum"), Just("exclusiveMinimum")], bound.clone())),
        proptest::option::of((prop_oneof![Just("maximum"), Just("exclusiveMaximum")], bound)),
        proptest::option::of(1i64..4),
    )
        .prop_map(|(kind, least, most, multiple)| {
            let mut schema = json!({"type": kind});
            for (key, value) in [least, most].into_iter().flatten() {
                schema[key] = json!(value);
            }
            if let Some(multiple) = multiple {
                schema["multipleOf"] = json!(multiple);
            }
            if kind == "number" {
                schema["x-decimal"] = json!([9, 1]);
            }
            schema
        });
    let texts = prop_oneof![
        (proptest::option::of(0..3u8), proptest::option::of(0..4u8)).prop_map(|(least, most)| {
            let mut schema = json!({"type": "string"});
            if let Some(least) = least {
                schema["minLength"] = json!(least);
            }
            if let Some(most) = most {
                schema["maxLength"] = json!(most);
            }
            schema
        }),
        proptest::sample::subsequence(vec!["", "a", "b", "ab"], 1..4).prop_map(|options| json!({"enum": options})),
        prop_oneof![Just("^a"), Just("b$"), Just("^a*$"), Just("^(a|b)*$")]
            .prop_map(|pattern| json!({"type": "string", "pattern": pattern})),
        Just(json!({"type": "string", "not": {"const": "a"}})),
    ];
    let scalar = prop_oneof![numbers, texts];
    let lists = (scalar.clone(), any::<bool>(), proptest::option::of(0..3u8)).prop_map(|(items, unique, most)| {
        let mut schema = json!({"type": "array", "items": items, "uniqueItems": unique});
        if let Some(most) = most {
            schema["maxItems"] = json!(most);
        }
        schema
    });
    (prop_oneof![4 => scalar, 1 => lists], any::<bool>()).prop_map(|(schema, null)| match null {
        true => json!({"anyOf": [schema, {"type": "null"}]}),
        false => schema,
    })
}

fn any_contract() -> impl Strategy<Value = Value> {
    let rule = proptest::option::weighted(
        0.2,
        prop_oneof![
            Just(json!({"dependentRequired": {"a": ["b"]}})),
            Just(json!({"minProperties": 1})),
            Just(json!({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}})),
        ],
    );
    (proptest::collection::vec((any_column(), any::<bool>()), 1..3), rule).prop_map(|(columns, rule)| {
        let names = ["a", "b"];
        let required: Vec<&str> =
            columns.iter().zip(names).filter(|((_, must), _)| *must).map(|(_, name)| name).collect();
        let properties: Map<String, Value> =
            columns.iter().zip(names).map(|((schema, _), name)| (name.to_owned(), schema.clone())).collect();
        let mut schema =
            json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties});
        if let Some(Value::Object(rule)) = rule {
            schema.as_object_mut().expect("an object").extend(rule);
        }
        schema
    })
}

/// A pair that differs a little or wholly.
fn any_pair() -> impl Strategy<Value = (Value, Value)> {
    (any_contract(), any_contract(), 0..3u8).prop_map(|(one, two, how)| {
        let mut changed = one.clone();
        match how {
            0 => return (one, two),
            // One column of the other contract.
            1 => changed["properties"]["a"] = two["properties"]["a"].clone(),
            _ => changed["required"] = two["required"].clone(),
        }
        let names: Vec<String> = changed["properties"].as_object().expect("an object").keys().cloned().collect();
        let required = changed["required"].as_array().expect("a list").clone();
        changed["required"] = required.into_iter().filter(|name| names.iter().any(|n| name == n)).collect();
        (one, changed)
    })
}

fn any_cell() -> impl Strategy<Value = Option<Value>> {
    let scalar = prop_oneof![
        (-4i64..6).prop_map(|n| json!(n)),
        prop_oneof![Just("0.5"), Just("-0.1"), Just("1.5"), Just("2.9")]
            .prop_map(|text| serde_json::from_str(text).expect("a number")),
        "[ab]{0,4}".prop_map(Value::from),
    ];
    prop_oneof![
        1 => Just(None),
        1 => Just(Some(Value::Null)),
        6 => scalar.clone().prop_map(Some),
        2 => proptest::collection::vec(scalar, 0..3).prop_map(|items| Some(Value::Array(items))),
    ]
}

fn compile(schema: &Value) -> Option<Contract> {
    let file = SchemaFile { file: "schemas/x.schema.json".into(), text: schema.to_string().into() };
    contract::compile(&[file], &mut Findings::new()).pop()
}

/// The row as `contract` sees it: in Parquet, a value that is not there and null are the same.
fn stored(contract: &Contract, row: &[Option<Value>; 2]) -> Value {
    let mut stored = Map::new();
    for (name, cell) in ["a", "b"].iter().zip(row) {
        let Some(column) = contract.column(name) else { continue };
        match cell.clone().filter(|value| !value.is_null()) {
            Some(value) => {
                stored.insert((*name).to_owned(), value);
            }
            None if column.required || column.null_allowed => {
                stored.insert((*name).to_owned(), Value::Null);
            }
            None => {}
        }
    }
    Value::Object(stored)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_row_breaks_what_is_called_safe(
        (old, new) in any_pair(),
        rows in proptest::collection::vec([any_cell(), any_cell()], 60),
    ) {
        let (Some(old), Some(new)) = (compile(&old), compile(&new)) else { return Ok(()) };
        let changes = gate::compare(std::slice::from_ref(&old), std::slice::from_ref(&new));
        let answers = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
        let build = |contract: &Contract| jsonschema::options().should_validate_formats(true).build(&contract.bundled).expect("a schema");
        let (before, now) = (build(&old), build(&new));
        for row in &rows {
            // What a file has: the columns of the contract that it was published under.
            let published = |contract: &Contract| {
                ["a", "b"].map(|name| contract.column(name).and_then(|_| row[usize::from(name == "b")].clone()))
            };
            let (in_old, in_new) = (published(&old), published(&new));
            if answers.backward == Answer::Safe && before.is_valid(&stored(&old, &in_old)) {
                prop_assert!(now.is_valid(&stored(&new, &in_old)), "backward: {:?}\n{}\n{}", row, old.bundled, new.bundled);
            }
            if answers.forward == Answer::Safe && now.is_valid(&stored(&new, &in_new)) {
                prop_assert!(before.is_valid(&stored(&old, &in_new)), "forward: {:?}\n{}\n{}", row, old.bundled, new.bundled);
            }
        }
    }
}
