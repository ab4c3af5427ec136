//! Waivers: pinned to the printed text, with a last day, and reported when they no longer fit.

use std::sync::Arc;

use crossfoot::finding::{Code, Finding, Findings, Severity, Waiver, waiver};
use crossfoot::source::{Source, Span};

static MISMATCH: Code =
    Code { name: "total-mismatch", severity: Severity::Error, what: "", why: "", example: "", action: "" };

/// One finding on the numbers of a text, under one waiver; what is left of both.
fn apply(text: &str, change: impl FnOnce(&mut Waiver), today: Option<&str>) -> (bool, Vec<String>) {
    let source = Source::new("raw/a/report.txt", text);
    let total = Span::new(text.len() - 3, text.len());
    let finding = Finding::new(&MISMATCH, "parts sum to 245, report prints 254")
        .at(source.name(), total, "printed total")
        .at(source.name(), Span::new(0, 3), "part")
        .about(&Arc::from("vendors"));
    let mut findings = Findings::new();
    findings.push(finding);
    let mut waiver = Waiver {
        code: "total-mismatch".into(),
        about: Some("vendors".into()),
        pins: vec!["254".into(), "245".into()],
        reason: "the map leaves out nine".into(),
        until: None,
        file: "raw/a/recipe.toml".into(),
        span: Span::new(10, 20),
    };
    change(&mut waiver);
    waiver::apply(&[waiver], &mut findings, |file| (file == "raw/a/report.txt").then_some(&source), today);
    let waived = findings.iter().next().is_some_and(|finding| finding.waived.is_some());
    (waived, findings.iter().skip(1).map(|f| format!("{}[{}]: {}", f.severity, f.code, f.message)).collect())
}

#[test]
fn a_waiver_of_the_printed_numbers_accepts_the_finding() {
    assert_eq!(apply("245 and 254", |_| {}, None), (true, vec![]));
}

#[test]
fn a_waiver_without_pins_accepts_whatever_is_printed() {
    assert_eq!(apply("245 and 254", |waiver| waiver.pins.clear(), None), (true, vec![]));
}

#[test]
fn a_waiver_of_other_numbers_is_stale() {
    let found = apply("245 and 256", |_| {}, None);
    let message = "warning[stale-waiver]: the waiver of total-mismatch about \"vendors\" was given for \"254\", the \
                   report now prints \"256\"";
    assert_eq!(found, (false, vec![message.to_string()]));
}

#[test]
fn a_waiver_of_another_check_is_unused() {
    let found = apply("245 and 254", |waiver| waiver.about = Some("others".into()), None);
    let message = "warning[unused-waiver]: no finding of total-mismatch about \"others\" to waive";
    assert_eq!(found, (false, vec![message.to_string()]));
}

#[test]
fn a_waiver_holds_on_its_last_day_and_not_on_the_next() {
    let until = |waiver: &mut Waiver| waiver.until = Some("2026-03-31".into());
    assert_eq!(apply("245 and 254", until, Some("2026-03-31")), (true, vec![]));
    assert_eq!(apply("245 and 254", until, None), (true, vec![]));
    let message = "warning[expired-waiver]: the waiver of total-mismatch about \"vendors\" ended on 2026-03-31";
    assert_eq!(apply("245 and 254", until, Some("2026-04-01")), (false, vec![message.to_string()]));
}

#[test]
fn a_waiver_is_written_as_toml_that_reads_back() {
    let waiver = Waiver {
        code: "total-mismatch".into(),
        about: Some("map-total".into()),
        pins: vec!["254".into(), "a \"quoted\" \\ text\twith a tab".into()],
        reason: "the map leaves out nine".into(),
        until: Some("2026-12-31".into()),
        file: "raw/a/recipe.toml".into(),
        span: Span::new(0, 0),
    };
    let table: toml::Table = waiver.to_string().parse().expect("it is TOML");
    let read = &table["waiver"][0];
    assert_eq!(read["code"].as_str(), Some("total-mismatch"));
    assert_eq!(read["about"].as_str(), Some("map-total"));
    assert_eq!(read["pins"][1].as_str(), Some("a \"quoted\" \\ text\twith a tab"));
    assert_eq!(read["until"].as_str(), Some("2026-12-31"));
}
