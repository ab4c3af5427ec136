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

/// `None` where a number has more digits than a column holds.
fn rows(item: &str, kind: &'static str, weight: &str, facts: &Value) -> Option<Vec<Row>> {
    let weight: Decimal = weight.parse().ok()?;
    let row = |fact: &Value| {
        let mut printed = None;
        if fact["nil"] != Value::Bool(true) {
            let decimals = fact["decimals"].as_str().expect("decimals are a string");
            let value = fact["value"].as_str().expect("a value is a string").parse().ok()?;
            let decimals = (decimals != "INF").then(|| decimals.parse().expect("decimals are a whole number or INF"));
            printed = Some((value, decimals));
        }
        Some(Row { item: item.to_string(), kind, weight, fact: printed })
    };
    facts.as_array().expect("facts are a list").iter().map(row).collect()
}

/// What a check says where it cannot judge: excess digits, printings that exclude each other, and nothing reported.
const FAULTS: [&str; 4] = ["digits behind its last", "exclude each other", "no row", "found 0"];

/// The same vectors through a check on a table whose cells are printed like the facts: what reports go through.
#[test]
fn checks_on_tables_judge_like_the_vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../data/totals.json")).expect("the vectors are JSON");
    let (mut tried, mut beyond, mut wrong) = (0, 0, Vec::new());
    for vector in &vectors {
        let items = vector["items"].as_array().expect("items are a list").iter().enumerate();
        let parts = items.map(|(at, item)| {
            rows(&format!("r{at}"), "part", item["weight"].as_str().expect("a weight"), &item["facts"])
        });
        let all: Option<Vec<_>> = std::iter::once(rows("total", "total", "1", &vector["total"])).chain(parts).collect();
        let Some(all) = all.map(|rows| rows.into_iter().flatten().collect::<Vec<Row>>()) else {
            beyond += 2;
            continue;
        };
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
            let Some(dataset) = table(&all, mode) else {
                beyond += 1;
                continue;
            };
            let facts = Facts::new(std::slice::from_ref(&dataset)).stating("t", &["item".into()]);
            let verdict = judge(&check, &facts);
            // Of several faults in one table, the check names the one that it meets first.
            let fault = ["excessDigits", "disallowedDuplicates", "notBound"].contains(&expected);
            let found = match &verdict.status {
                Status::Inconsistent => "inconsistent",
                Status::Exact | Status::Consistent => "consistent",
                Status::NotTestable(reason) if fault && FAULTS.iter().any(|fault| reason.contains(fault)) => expected,
                Status::NotTestable(reason) => reason.as_str(),
            };
            if found != expected {
                wrong.push(format!("{} ({name}): expected {expected}, found {found}", vector["id"]));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{tried} verdicts through checks, {beyond} whose numbers no column holds");
    assert_eq!(tried + beyond, vectors.len() * 2);
    assert!(tried > beyond, "most vectors are tried");
}

/// `None` where a column would need more than 38 digits.
fn table(rows: &[Row], mode: Mode) -> Option<Dataset> {
    let texts = |of: &dyn Fn(&Row) -> String| -> ArrayRef {
        Arc::new(rows.iter().map(|r| Some(of(r))).collect::<StringArray>())
    };
    let decimals = |values: Vec<Option<Decimal>>| -> Option<ArrayRef> {
        let scale = values.iter().flatten().map(|value| value.scale()).max().unwrap_or(0).max(0);
        let coefficient = |value: Option<Decimal>| value.map_or(Some(None), |v| v.coefficient_at(scale).map(Some));
        let values: Option<Vec<Option<i128>>> = values.into_iter().map(coefficient).collect();
        let array = Decimal128Array::from(values?).with_precision_and_scale(38, i8::try_from(scale).ok()?);
        Some(Arc::new(array.ok()?))
    };
    let arrays = vec![
        texts(&|row| row.item.clone()),
        texts(&|row| row.kind.to_string()),
        decimals(rows.iter().map(|row| Some(row.weight)).collect())?,
        decimals(rows.iter().map(|row| row.fact.map(|(value, _)| value)).collect())?,
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
    Some(Dataset {
        name: "t".into(),
        batch: RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), arrays.clone())
            .expect("four columns"),
        columns: names.iter().map(|name| column(name)).collect(),
        sources: vec![Arc::new(Source::new("report.txt", ""))],
        row_sources: vec![0; rows.len()],
        failed: Default::default(),
    })
}
