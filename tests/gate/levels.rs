//! Whole datasets that come and go, and what status and levels make of a change.

use crossfoot::contract::gate::{self, Levels};
use crossfoot::finding::Severity;

use crate::{changes, contracts, letters, schema};

#[test]
fn datasets_come_and_go() {
    let contract = contracts(&schema(r#""a": {"type": "string"}"#, ""));
    let gone = gate::compare(&contract, &[]);
    assert_eq!((gone[0].code.name, letters(gone[0].answers).as_str()), ("dataset-removed", "BBB"));
    let new = gate::compare(&[], &contract);
    assert_eq!((new[0].code.name, letters(new[0].answers).as_str()), ("dataset-added", "sss"));
}

#[test]
fn status_and_levels_decide_the_severity() {
    let severity = |status: &str, levels: Levels, today: Option<&str>| {
        let old = format!(r#""x-status": {status}"#);
        let changes = changes(
            (r#""a": {"type": "number", "x-unit": "GB"}"#, &old),
            (r#""a": {"type": "number", "x-unit": "GiB"}"#, &old),
        );
        changes[0].severity(levels, today)
    };
    let all = Levels::default();
    assert_eq!(severity(r#""stable""#, all, None), Severity::Error);
    assert_eq!(severity(r#""draft""#, all, None), Severity::Note);
    let deprecated = r#""deprecated", "x-deprecated-on": "2027-01-01""#;
    assert_eq!(severity(deprecated, all, Some("2026-12-31")), Severity::Error);
    assert_eq!(severity(deprecated, all, Some("2027-01-01")), Severity::Note);
    let warn = Some(Severity::Warning);
    assert_eq!(
        severity(r#""stable""#, Levels { forward: warn, backward: None, physical: None }, None),
        Severity::Warning
    );
    assert_eq!(severity(r#""stable""#, Levels { forward: None, backward: None, physical: None }, None), Severity::Note);
}
