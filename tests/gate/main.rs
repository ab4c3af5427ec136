//! Changes of contracts and the answers to the three questions: forward, backward, physical.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

mod columns;
mod large;
mod levels;
mod objects;
mod shown;
mod table;

use crossfoot::contract::gate::{self, Answer, Answers, Change, Example};
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
