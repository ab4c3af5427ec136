//! Changes come with a row that one contract accepts and the other refuses.

use crate::{changes, letters};

#[test]
fn a_widened_enum_comes_with_a_row_that_shows_it() {
    let old = (r#""kind!": {"enum": ["x", "y"]}, "events!": {"type": "integer", "minimum": 0}"#, "");
    let new = (r#""kind!": {"enum": ["x", "y", "z"]}, "events!": {"type": "integer", "minimum": 0}"#, "");
    let changes = changes(old, new);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].message, "x.kind may now be \"z\"");
    assert_eq!(changes[0].examples[0].1["kind"], "z");
}

#[test]
fn what_changes_deep_inside_comes_with_a_row_that_shows_it() {
    let object = |members: &str, required: &str| {
        format!(
            r#"{{"type": "object", "additionalProperties": false, "required": [{required}], "properties": {{{members}}}}}"#
        )
    };
    let list = |items: &str, rest: &str| format!(r#"{{"type": "array", "items": {items}{rest}}}"#);
    let pair = |city: &str| object(&format!(r#""city": {city}, "n": {{"type": "integer"}}"#), r#""city", "n""#);
    let code = |pattern: &str| format!(r#"{{"type": "string", "pattern": "{pattern}"}}"#);
    for (old, new) in [
        (
            list(&pair(r#"{"type": "string", "maxLength": 9}"#), ""),
            list(&pair(r#"{"type": "string", "maxLength": 8}"#), ""),
        ),
        (list(&pair(r#"{"enum": ["x", "y"]}"#), ""), list(&pair(r#"{"const": "x"}"#), "")),
        (list(&pair(&code("^[A-Z]{3}$")), ""), list(&pair(&code("^[A-Z]{2}$")), "")),
        (list(&list(r#"{"type": "integer"}"#, ""), ""), list(&list(r#"{"type": "integer", "minimum": 0}"#, ""), "")),
        (
            list(&pair(r#"{"type": "string"}"#), r#", "minItems": 2"#),
            list(&pair(r#"{"type": "string"}"#), r#", "minItems": 3"#),
        ),
        (list(&pair(r#"{"type": "string"}"#), ""), list(&pair(r#"{"type": "string"}"#), r#", "uniqueItems": true"#)),
        (
            object(&format!(r#""in": {}"#, list(&pair(r#"{"type": "string"}"#), "")), ""),
            object(&format!(r#""in": {}"#, list(&pair(r#"{"type": "string", "minLength": 1}"#), "")), ""),
        ),
    ] {
        // A column that must fit a pattern does not keep the row from being shown.
        let other = r#""currency!": {"type": "string", "pattern": "^[A-Z]{3}$"}"#;
        let (old, new) = (format!(r#""a": {old}, {other}"#), format!(r#""a": {new}, {other}"#));
        let narrowed = changes((&old, ""), (&new, ""));
        let narrowed = narrowed.iter().find(|change| change.code.name == "values-narrowed").expect(&new);
        assert_eq!((letters(narrowed.answers).as_str(), narrowed.examples.len()), ("sBs", 1), "{old} -> {new}");
        let widened = changes((&new, ""), (&old, ""));
        let widened = widened.iter().find(|change| change.code.name == "values-widened").expect(&new);
        assert_eq!((letters(widened.answers).as_str(), widened.examples.len()), ("Bss", 1), "{new} -> {old}");
    }
}

#[test]
fn a_row_that_shows_a_change_keeps_the_rules_over_several_columns() {
    let columns = |least: &str| format!(r#""a!": {{"type": "integer"{least}}}, "b": {{"type": "integer"}}"#);
    let rule = r#""not": {"required": ["b"]}"#;
    let changes = changes((&columns(""), rule), (&columns(r#", "minimum": 0"#), rule));
    let narrowed = changes.iter().find(|change| change.code.name == "values-narrowed").expect("a narrowed column");
    assert_eq!(narrowed.examples.len(), 1, "{changes:#?}");
}
