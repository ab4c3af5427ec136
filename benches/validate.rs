//! How fast rows are validated: in place, by the crate alone, through JSON values, and with errors. One core.
//!
//! Prints one JSON object, rows per second each. With a path as argument, the batch is written there as Parquet, so that
//! other engines can be measured on the same rows (`benches/validate.py`).

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type};
use crossfoot::contract::{self, Contract, SchemaFile};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal};
use crossfoot::source::Source;
use crossfoot::validate::{Path, Validator};
use serde_json::{Map, Value};

const ROWS: usize = 1_000_000;
/// Every tenth row of the bad batch fails.
const BAD_EVERY: usize = 10;
const CONTRACT: &str = r#"{
  "type": "object", "additionalProperties": false,
  "required": ["company", "openness", "events", "amount_usd", "as_of"],
  "properties": {
    "company": {"type": "string", "minLength": 1, "maxLength": 40},
    "openness": {"type": "string", "enum": ["closed", "open"]},
    "events": {"type": "integer", "minimum": 0},
    "amount_usd": {"type": "number", "x-decimal": [18, 2], "x-unit": "USD", "minimum": 0, "maximum": 1000000000000},
    "as_of": {"type": "string", "format": "date"}
  }
}"#;

fn dataset(contract: &Contract, bad_every: usize) -> Dataset {
    let bad = |at: usize| bad_every > 0 && at.is_multiple_of(bad_every);
    let names = ["百川智能", "OpenAI", "智谱AI", "Anthropic PBC", "月之暗面", "鹏城实验室", "Mistral AI SAS", "x"];
    let spread = |at: usize, sides: usize| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) % sides;
    let rows = || 0..ROWS;
    let company: StringArray =
        rows().map(|at| Some(format!("{} {}", names[spread(at, 8)], spread(at, 5000)))).collect();
    let openness: StringArray = rows().map(|at| Some(if spread(at, 2) == 0 { "closed" } else { "open" })).collect();
    let events: Int64Array = rows().map(|at| Some(if bad(at) { -1 } else { spread(at, 1000) as i64 })).collect();
    let amount: Decimal128Array = rows().map(|at| Some(spread(at, 100_000_000_000) as i128)).collect();
    let as_of: Date32Array = rows().map(|at| Some(19_000 + spread(at, 900) as i32)).collect();
    let constant = |text: &str| Arc::new(StringArray::from(vec![text; ROWS])) as ArrayRef;
    let columns: Vec<ArrayRef> = vec![
        constant("acme"),
        constant("report.txt"),
        Arc::new(company),
        Arc::new(openness),
        Arc::new(events),
        Arc::new(amount.with_precision_and_scale(18, 2).unwrap()),
        Arc::new(as_of),
    ];
    let schema = contract.arrow_schema();
    Dataset {
        name: contract.name.clone(),
        columns: schema
            .fields()
            .iter()
            .map(|field| Column {
                name: field.name().as_str().into(),
                unit: None,
                published: true,
                trace: ColumnTrace::default(),
            })
            .collect(),
        batch: RecordBatch::try_new(schema, columns).unwrap(),
        sources: vec![Arc::new(Source::new("raw/acme/report.txt", ""))],
        row_sources: vec![0; ROWS],
        failed: BTreeSet::new(),
    }
}

/// The row as a JSON value, the way in which a program without this representation would have to build it.
fn json_row(batch: &RecordBatch, at: usize) -> Value {
    let text = |column: usize| Value::from(batch.column(column).as_string::<i32>().value(at));
    let mut row = Map::new();
    row.insert("company".into(), text(2));
    row.insert("openness".into(), text(3));
    row.insert("events".into(), batch.column(4).as_primitive::<Int64Type>().value(at).into());
    let amount = Decimal::new(batch.column(5).as_primitive::<Decimal128Type>().value(at), 2);
    row.insert("amount_usd".into(), Value::Number(serde_json::Number::from_string_unchecked(amount.to_string())));
    let date = batch.column(6).as_primitive::<Date32Type>().value_as_date(at).unwrap();
    row.insert("as_of".into(), date.to_string().into());
    Value::Object(row)
}

/// Seconds of the fastest of `runs`.
fn fastest(runs: usize, mut run: impl FnMut() -> usize, expected: usize) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        let started = Instant::now();
        let refused = std::hint::black_box(run());
        best = best.min(started.elapsed().as_secs_f64());
        assert_eq!(refused, expected);
    }
    best
}

fn main() {
    let file = SchemaFile { file: "schemas/bench.schema.json".into(), text: CONTRACT.into() };
    let mut findings = Findings::new();
    let contract = contract::compile(&[file], &mut findings).pop().unwrap();
    let clean = dataset(&contract, 0);
    let bad = dataset(&contract, BAD_EVERY);
    assert!(clean.batch.columns().iter().all(|column| column.null_count() == 0));
    if let Some(path) = std::env::args().skip(1).find(|argument| argument.ends_with(".parquet")) {
        let file = std::fs::File::create(path).unwrap();
        let mut writer = parquet::arrow::ArrowWriter::try_new(file, clean.batch.schema(), None).unwrap();
        writer.write(&clean.batch).unwrap();
        writer.close().unwrap();
    }
    let check = |path: Path, dataset: &Dataset| {
        let mut findings = Findings::new();
        let validator = Validator::by(path, &contract, &mut findings).unwrap();
        validator.check(dataset, &BTreeSet::new(), &mut findings).rows().len()
    };
    let in_place = fastest(7, || check(Path::Fast, &clean), 0);
    let plain = fastest(3, || check(Path::Plain, &clean), 0);
    let failing = ROWS / BAD_EVERY;
    let with_errors = fastest(7, || check(Path::Fast, &bad), failing);
    let plain_with_errors = fastest(3, || check(Path::Plain, &bad), failing);
    let options = || jsonschema::options().offline().should_validate_formats(true);
    let validator = options().build(&contract.bundled).unwrap();
    let through_json =
        fastest(2, || (0..ROWS).filter(|&at| !validator.is_valid(&json_row(&clean.batch, at))).count(), 0);
    let rate = |seconds: f64| (ROWS as f64 / seconds).round();
    println!(
        "{}",
        serde_json::json!({
            "rows": ROWS,
            "in_place": rate(in_place),
            "in_place_row_by_row": rate(plain),
            "in_place_100000_bad": rate(with_errors),
            "row_by_row_100000_bad": rate(plain_with_errors),
            "json_values": rate(through_json),
            "bad_to_clean": (with_errors / in_place * 100.0).round() / 100.0,
        })
    );
}
