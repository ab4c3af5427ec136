//! The document of the language of checks: its examples get the verdicts that it states, and none is missing.

use crossfoot::finding::Findings;
use crossfoot::reconcile::{FUNCTIONS, Facts, LANGUAGE, compile, judge};

use crate::drawing::read;

/// The blocks of tables and checks.
fn examples() -> Vec<&'static str> {
    LANGUAGE.split("```text\n").skip(1).map(|block| block.split("```").next().unwrap_or_default()).collect()
}

#[test]
fn every_example_gets_its_verdict() {
    let (mut judged, mut wrong) = (0, Vec::new());
    for example in examples() {
        let mut drawn = read(example);
        for text in &mut drawn.checks {
            let (check, expected) = text.text.split_once(" → ").expect("a check and its verdict");
            let (check, expected) = (check.to_string(), expected.to_string());
            text.text = check;
            text.home = None;
            let mut findings = Findings::new();
            let verdict = compile(text, &mut findings).map(|check| judge(&check, &Facts::new(&drawn.datasets)));
            findings.append(verdict.as_ref().map(|verdict| verdict.findings.clone()).unwrap_or_default());
            let codes: Vec<&str> = findings.iter().map(|finding| finding.code.name).collect();
            let status = verdict.map_or("", |verdict| verdict.status.name());
            let mistakes = ["check-syntax", "mixed-units", "missing-reference"];
            let found = codes.iter().find(|code| mistakes.contains(code)).map_or(status, |code| code);
            if found != expected {
                wrong.push(format!("{}: {found}, not {expected} {findings:?}", text.text));
            }
            judged += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(judged > 50, "{judged} examples");
}

#[test]
fn every_construct_has_an_example() {
    let checks: Vec<&str> =
        examples().iter().flat_map(|block| block.lines()).filter_map(|l| l.strip_prefix("? ")).collect();
    let used = |words: &str| checks.iter().any(|check| check.contains(words));
    for function in FUNCTIONS {
        assert!(used(&format!("{}(", function.name)), "{} has no example", function.name);
    }
    let constructs = [
        " == ",
        " ~ ",
        " within 5%",
        " within 0.5 USD",
        " < ",
        " <= ",
        " > ",
        " >= ",
        " + ",
        " - ",
        " * ",
        " / ",
        " ^ ",
        " mod ",
        " sorted asc",
        " sorted desc",
        " distinct",
        " complete",
        ".company in ",
        " in [",
        " where ",
        " and ",
        " or ",
        " not ",
        " != ",
        "each ",
        " by ",
        "stated.",
        "series.",
        "-layers",
    ];
    for construct in constructs {
        assert!(used(construct), "{construct:?} has no example");
    }
}
