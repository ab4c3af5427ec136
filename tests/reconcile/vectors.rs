//! The vectors of tests/data/totals.json, in both modes. Other vectors of the same form can be put in their place.

use std::sync::Arc;

use arrow::array::{Array, Decimal128Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal, Precision, Printed, Qualifier};
use crossfoot::reconcile::{CheckText, Fact, Facts, Item, Mode, Number, compile, foot, judge};
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

/// The same vectors through a check on a table whose cells are printed like the facts: what reports go through.
#[test]
fn checks_on_tables_judge_like_the_vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../data/totals.json")).expect("the vectors are JSON");
    let mut tried = 0;
    for vector in &vectors {
        let items = vector["items"].as_array().expect("items are a list");
        let single = |facts: &Value| {
            let one = facts.as_array().filter(|list| list.len() == 1)?.first()?;
            let decimals: i16 = one["decimals"].as_str()?.parse().ok()?;
            Some((one["value"].as_str()?.parse::<Decimal>().ok()?, decimals))
        };
        let printed: Option<Vec<(Decimal, i16)>> =
            items.iter().map(|item| &item["facts"]).chain([&vector["total"]]).map(single).collect();
        let Some(printed) = printed else { continue };
        let scale = printed.iter().map(|(value, _)| value.scale()).max().unwrap_or(0).max(0);
        let values: Option<Vec<i128>> = printed.iter().map(|(value, _)| value.coefficient_at(scale)).collect();
        let Some(values) = values else { continue };
        for (name, mode) in [("round", Mode::Rounding), ("truncate", Mode::Truncation)] {
            let expected = vector["expect"][name].as_str().expect("a verdict");
            if !matches!(expected, "consistent" | "inconsistent") {
                continue;
            }
            let dataset = table(&values, scale, &printed, mode);
            let weighted = items.iter().enumerate().map(|(at, item)| {
                format!("exact({}) * (v where row = 'r{at}')", item["weight"].as_str().expect("a weight"))
            });
            let text = format!(
                "{} == exact(1) * (v where row = 'r{}')",
                weighted.collect::<Vec<_>>().join(" + "),
                items.len()
            );
            let check = CheckText {
                name: "vector".into(),
                span: Span::new(0, text.len()),
                text,
                file: "recipe.toml".into(),
                home: Some("t".into()),
            };
            let check = compile(&check, &mut Findings::new()).expect("a check");
            let verdict = judge(&check, &Facts::new(std::slice::from_ref(&dataset)));
            let found = if verdict.tally.inconsistent > 0 { "inconsistent" } else { "consistent" };
            assert_eq!(verdict.tally.not_testable, 0, "{} ({name}): {verdict:?}", vector["id"]);
            assert_eq!(found, expected, "{} ({name})", vector["id"]);
            tried += 1;
        }
    }
    println!("{tried} verdicts through checks");
    assert!(tried >= 10, "{tried}");
}

fn table(values: &[i128], scale: i32, printed: &[(Decimal, i16)], mode: Mode) -> Dataset {
    let names: StringArray = (0..values.len()).map(|row| Some(format!("r{row}"))).collect();
    let numbers = Decimal128Array::from(values.to_vec()).with_precision_and_scale(38, scale as i8).expect("38 digits");
    let schema = Schema::new(vec![
        Field::new("row", DataType::Utf8, false),
        Field::new("v", numbers.data_type().clone(), false),
    ]);
    let of = |(_, decimals): &(Decimal, i16)| Printed {
        mode,
        ..Printed::new(Precision::of((*decimals).into()), Qualifier::Exact)
    };
    let trace = ColumnTrace { printed: printed.iter().map(of).collect(), ..ColumnTrace::default() };
    let column = |name: &str, trace| Column { name: name.into(), unit: None, published: true, trace };
    Dataset {
        name: "t".into(),
        batch: RecordBatch::try_new(Arc::new(schema), vec![Arc::new(names), Arc::new(numbers)]).expect("two columns"),
        columns: vec![column("row", ColumnTrace::default()), column("v", trace)],
        sources: vec![Arc::new(Source::new("report.txt", ""))],
        row_sources: vec![0; values.len()],
        failed: Default::default(),
    }
}
