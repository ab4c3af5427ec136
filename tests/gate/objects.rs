//! Objects: members that are renamed, and the 24 cases of open or closed.

use crossfoot::contract::gate::{Answers, Inclusion, Set};
use serde_json::{Value, json};

use crate::{changes, letters};

#[test]
fn members_of_structs_are_renamed_as_columns_are() {
    let town = r#""town": {"type": "string", "maxLength": 9}"#;
    let city = |rest: &str| format!(r#""city": {{"type": "string", {rest}}}"#);
    let renamed = r#""x-renamed-from": "town""#;
    let cases = [
        (town.to_owned(), city(&format!(r#""maxLength": 9, {renamed}"#)), "Bss", "column-renamed"),
        (town.to_owned(), city(&format!(r#""maxLength": 8, {renamed}"#)), "BBs", "column-renamed values-narrowed"),
        (town.to_owned(), city(r#""maxLength": 9"#), "BBB", "column-added column-removed"),
        // The name before last says nothing any more.
        (city(renamed), city(renamed), "sss", ""),
        (
            city(renamed),
            r#""place": {"type": "string", "x-renamed-from": ["town", "city"]}"#.to_owned(),
            "Bss",
            "column-renamed",
        ),
        // Published rows have another member of the new name.
        (
            format!(r#"{town}, "city": {{"type": "string", "maxLength": 9}}"#),
            city(&format!(r#""maxLength": 9, {renamed}"#)),
            "BBB",
            "column-removed column-renamed",
        ),
        // Two that swap their names.
        (
            r#""x": {"type": "string"}, "y": {"type": "string"}"#.to_owned(),
            r#""x": {"type": "string", "x-renamed-from": "y"}, "y": {"type": "string", "x-renamed-from": "x"}"#
                .to_owned(),
            "BBs",
            "column-renamed column-renamed",
        ),
    ];
    for (old, new, answers, codes) in cases {
        for list in [false, true] {
            let column = |members: &str| {
                let members: serde_json::Map<String, Value> =
                    serde_json::from_str(&format!("{{{members}}}")).expect("members");
                let required: Vec<&String> = members.keys().collect();
                let inner = json!({
                    "type": "object", "additionalProperties": false, "required": required, "properties": members
                });
                let schema = if list { json!({"type": "array", "items": inner}) } else { inner };
                format!(r#""p!": {schema}"#)
            };
            let changes = changes((&column(&old), ""), (&column(&new), ""));
            let all = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
            let mut found: Vec<&str> = changes.iter().map(|change| change.code.name).collect();
            found.sort_unstable();
            assert_eq!((&*letters(all), &*found.join(" ")), (answers, codes), "{old} -> {new}: {changes:#?}");
            let removed = changes.iter().find(|change| change.code.name == "column-removed");
            if codes == "column-added column-removed" {
                let help = removed.and_then(|change| change.help.as_deref());
                assert_eq!(help, Some(r#"if it is called city now, say so there: "x-renamed-from": "town""#));
            }
        }
    }
}

/// Whether every value of the first schema is in the second.
fn included(inner: &Value, outer: &Value) -> bool {
    let (inner, outer) = (Set::new(inner), Set::new(outer));
    match inner.is_in(&outer) {
        Inclusion::Included => true,
        Inclusion::Excluded(Some(value)) => {
            assert!(inner.has(&value) && !outer.has(&value), "{value}");
            false
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn open_or_closed_added_or_removed_required_or_optional_narrow_or_wide() {
    // Without and with the property "b", both objects open, both closed, or opened with the change.
    let object = |closed: bool, with: Option<(&Value, bool)>| {
        let mut properties = json!({"a": {"type": "string"}});
        let mut required = vec![];
        if let Some((schema, must)) = with {
            properties["b"] = schema.clone();
            if must {
                required.push("b");
            }
        }
        let mut object = json!({"type": "object", "properties": properties, "required": required});
        if closed {
            object["additionalProperties"] = json!(false);
        }
        object
    };
    let narrow = json!({"enum": ["x"]});
    let wide = json!(true);
    let mut cases = 0;
    for (without_closed, with_closed) in [(false, false), (true, true), (true, false)] {
        for must in [true, false] {
            for (schema, is_wide) in [(&narrow, false), (&wide, true)] {
                let without = object(without_closed, None);
                let with = object(with_closed, Some((schema, must)));
                // By the definition of the keywords: does a value of one fail in the other?
                let with_in_without = !without_closed;
                let without_in_with = match (without_closed, must) {
                    // Closed without "b": no value has it.
                    (true, must) => !must,
                    // Open without "b": a value may have any "b", or none.
                    (false, true) => false,
                    (false, false) => is_wide && !with_closed,
                };
                for added in [true, false] {
                    let (old, new) = if added { (&without, &with) } else { (&with, &without) };
                    let (forward, backward) =
                        if added { (with_in_without, without_in_with) } else { (without_in_with, with_in_without) };
                    assert_eq!(included(new, old), forward, "forward {old} -> {new}");
                    assert_eq!(included(old, new), backward, "backward {old} -> {new}");
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, 24);
}
