//! The vectors of tests/data/totals.json, in both modes. Other vectors of the same form can be put in their place.

use crossfoot::reconcile::{Fact, Item, Mode, Number, foot};
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
