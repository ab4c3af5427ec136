//! The vectors of tests/data/totals.json, in both modes. Other vectors of the same form can be put in their place.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Decimal128Array, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal, Interval, Precision, Printed, Qualifier};
use crossfoot::reconcile::{CheckText, Fact, Facts, Item, Mode, Number, Status, compile, foot, judge};
use crossfoot::source::{Source, Span};
use serde_json::Value;

fn facts(list: &Value) -> Vec<Fact> {
    let list = list.as_array().expect("facts are a list");
    list.iter().map(fact).collect()
}

fn fact(fact: &Value) -> Fact {
    if fact["nil"] == Value::Bool(true) {
        return Fact::Nil;
    }
    let value = Number::parse(fact["value"].as_str().expect("a value is a string")).expect("a value is digits");
    let decimals = fact["decimals"].as_str().expect("decimals are a string");
    Fact::Value(value, (decimals != "INF").then(|| decimals.parse().expect("decimals are a whole number or INF")))
}

#[test]
fn every_vector_has_its_verdict_in_both_modes() {
    let text = include_str!("../data/totals.json");
    let vectors: Vec<Value> = serde_json::from_str(text).expect("the vectors are JSON");
    let mut wrong = Vec::new();
    for vector in &vectors {
        let item = |item: &Value| Item {
            weight: Number::parse(item["weight"].as_str().expect("a weight is a string")).expect("a weight is digits"),
            facts: facts(&item["facts"]),
        };
        let items: Vec<Item> = vector["items"].as_array().expect("items are a list").iter().map(item).collect();
        for (name, mode) in [("round", Mode::Rounding), ("truncate", Mode::Truncation)] {
            let found = foot(&facts(&vector["total"]), &items, mode).name();
            let expected = &vector["expect"][name];
            if expected != found {
                wrong.push(format!("{} ({name}): expected {expected}, found {found}", vector["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} vectors in two modes", vectors.len());
}

/// One printing as a row: its item, whether it is a part or the total, its weight, and what is printed.
struct Row {
    item: String,
    kind: &'static str,
    weight: Decimal,
    /// The value and its decimals; `None` is exact.
    fact: Option<(Decimal, Option<i16>)>,
}

fn rows(item: &str, kind: &'static str, weight: &str, facts: &Value) -> Vec<Row> {
    let weight: Decimal = weight.parse().expect("a weight is digits");
    let row = |fact: &Value| {
        let printed = (fact["nil"] != Value::Bool(true)).then(|| {
            let decimals = fact["decimals"].as_str().expect("decimals are a string");
            let value = fact["value"].as_str().expect("a value is a string").parse().expect("at most 38 digits");
            (value, (decimals != "INF").then(|| decimals.parse().expect("decimals are a whole number or INF")))
        });
        Row { item: item.to_string(), kind, weight, fact: printed }
    };
    facts.as_array().expect("facts are a list").iter().map(row).collect()
}

/// The same vectors through a check on a table whose cells are printed like the facts: what reports go through.
#[test]
fn checks_on_tables_judge_like_the_vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../data/totals.json")).expect("the vectors are JSON");
    let (mut tried, mut wrong) = (0, Vec::new());
    for vector in &vectors {
        let items = vector["items"].as_array().expect("items are a list");
        let mut all = rows("total", "total", "1", &vector["total"]);
        for (at, item) in items.iter().enumerate() {
            all.extend(rows(&format!("r{at}"), "part", item["weight"].as_str().expect("a weight"), &item["facts"]));
        }
        let text = "sum(exact(t.weight) * t.v where kind = 'part') == t.v where kind = 'total'".to_string();
        let check = CheckText {
            name: "vector".into(),
            span: Span::new(0, text.len()),
            text,
            file: "recipe.toml".into(),
            quoted_in: None,
            home: None,
        };
        let check = compile(&check, &mut Findings::new()).expect("a check");
        for (name, mode) in [("round", Mode::Rounding), ("truncate", Mode::Truncation)] {
            let expected = vector["expect"][name].as_str().expect("a verdict");
            let dataset = table(&all, mode);
            let facts = Facts::new(std::slice::from_ref(&dataset)).stating("t", &["item".into()]);
            let verdict = judge(&check, &facts);
            let found = match &verdict.status {
                Status::Inconsistent => "inconsistent",
                Status::Exact | Status::Consistent => "consistent",
                Status::NotTestable(reason) if reason.contains("digits behind its last") => "excessDigits",
                Status::NotTestable(reason) if reason.contains("exclude each other") => "disallowedDuplicates",
                Status::NotTestable(reason) if reason.contains("no row") || reason.contains("found 0") => "notBound",
                Status::NotTestable(reason) => reason.as_str(),
            };
            if found != expected {
                wrong.push(format!("{} ({name}): expected {expected}, found {found}", vector["id"]));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{tried} verdicts through checks");
    assert_eq!(tried, vectors.len() * 2);
}

fn table(rows: &[Row], mode: Mode) -> Dataset {
    let texts = |of: &dyn Fn(&Row) -> String| -> ArrayRef {
        Arc::new(rows.iter().map(|r| Some(of(r))).collect::<StringArray>())
    };
    let decimals = |values: Vec<Option<Decimal>>| -> ArrayRef {
        let scale = values.iter().flatten().map(|value| value.scale()).max().unwrap_or(0).max(0);
        let values: Decimal128Array =
            values.iter().map(|v| v.map(|v| v.coefficient_at(scale).expect("38 digits"))).collect();
        Arc::new(values.with_precision_and_scale(38, scale as i8).expect("38 digits"))
    };
    let arrays = vec![
        texts(&|row| row.item.clone()),
        texts(&|row| row.kind.to_string()),
        decimals(rows.iter().map(|row| Some(row.weight)).collect()),
        decimals(rows.iter().map(|row| row.fact.map(|(value, _)| value)).collect()),
    ];
    let names = ["item", "kind", "weight", "v"];
    let fields = names.iter().zip(&arrays).map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let mut trace = ColumnTrace::default();
    for (at, row) in rows.iter().enumerate() {
        let decimals = row.fact.and_then(|(_, decimals)| decimals);
        trace
            .printed
            .push(Printed { mode, ..Printed::new(Precision::of(decimals.unwrap_or(0).into()), Qualifier::Exact) });
        if let Some((value, None)) = row.fact {
            trace.ranges.insert(at as u32, Interval::exact(value));
        }
    }
    let column = |name: &str| Column {
        name: name.into(),
        unit: None,
        published: true,
        trace: if name == "v" { trace.clone() } else { ColumnTrace::default() },
    };
    Dataset {
        name: "t".into(),
        batch: RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), arrays.clone())
            .expect("four columns"),
        columns: names.iter().map(|name| column(name)).collect(),
        sources: vec![Arc::new(Source::new("report.txt", ""))],
        row_sources: vec![0; rows.len()],
        failed: Default::default(),
    }
}
