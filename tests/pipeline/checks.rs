//! Mistakes in checks are found at their own bytes, however TOML and JSON quote them.

use crossfoot::run::Stage;

use super::support::Bench;

const RECIPE: &str = r#####"[report]
title = "Acme"
language = "zh"
country = "CN"
texts = ["report.txt"]

[[dataset]]
name = "t"
[dataset.pattern]
row = '^(?<name>\D+?) (?<a>[\d.]+)$'

[[check]]
name = "plain"
that = 'sum(t.wrong_1) == 1'

[[check]]
name = "escaped"
that = "sum(t.a where name = \"\u4e2d\U0001F600\t\") == sum(t.wrong_2)"

[[check]]
name = "lines"
that = """
sum(t.a)
  == sum(t.wrong_3)"""

[[check]]
name = "joined"
that = """sum(t.a) \
   == \
   sum(t.wrong_4)"""

[[check]]
name = "literal lines"
that = '''
sum(t.a)
  == sum(t.wrong_5)'''

[[check]]
name = "Chinese"
that = "sum（t.a where name in ['现金'，'债券']） == sum（t.wrong_6）"
"#####;

const CONTRACT: &str = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object",
"additionalProperties": false, "required": ["name", "a"], "properties": {"name": {"type": "string"},
"a": {"type": "number", "x-decimal": [18, 2]}},
"x-checks": ["sum(a where name = \"x\") == sum(wrong_7)", "sum(a where name = '\uD83D\uDE00\u4e2d\t') == sum(wrong_8)"]}"#;

#[test]
fn a_mistake_in_a_check_stands_at_its_own_bytes() {
    let bench = Bench::report("Cash 1.5\nBonds 2.5\n", RECIPE, &[("t", CONTRACT)]);
    let outcome = bench.outcome(Stage::Reconcile);
    let found: Vec<&str> = outcome
        .findings
        .iter()
        .filter(|finding| finding.code.name == "missing-reference")
        .map(|finding| {
            let label = finding.primary().expect("it points somewhere");
            let text = if label.file.ends_with(".toml") { RECIPE } else { CONTRACT };
            &text[label.span.range()]
        })
        .collect();
    let expected = ["wrong_7", "wrong_8", "t.wrong_1", "t.wrong_2", "t.wrong_3", "t.wrong_4", "t.wrong_5", "t.wrong_6"];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for name in expected {
        assert!(found.contains(&name), "{name}: {found:?}");
    }
}
