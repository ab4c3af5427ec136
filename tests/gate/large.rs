//! The gate on wide contracts and odd changes: time, memory, places in the text, names that swap, bounds of many digits.

use crossfoot::contract::gate::{self, Answer, Change};

use crate::{contracts, letters, schema};

fn object(properties: &str, rest: &str) -> String {
    format!(
        "{{\"type\": \"object\", \"additionalProperties\": false{rest},\n  \"properties\": {{\n{properties}\n  }}\n}}"
    )
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    gate::compare(&contracts(old), &contracts(new))
}

/// The codes with the answers to the three questions, as letters: safe, undecided, Breaking.
fn drawn(changes: &[Change]) -> Vec<String> {
    let line = |change: &Change| format!("{} {} {}", change.path, change.code, letters(change.answers));
    changes.iter().map(line).collect()
}

#[test]
fn wide_contracts_are_compared_in_time_that_grows_with_their_columns() {
    let wide = |columns: usize, column: &dyn Fn(usize) -> String| {
        let columns: Vec<String> = (0..columns).map(|at| format!("\"c{at}\": {}", column(at))).collect();
        object(&columns.join(",\n"), "")
    };
    let options = |count: usize| (0..count).map(|at| format!("\"v{at}\"")).collect::<Vec<_>>().join(", ");
    let number =
        |least: i32| move |_: usize| format!("{{\"type\": \"number\", \"x-decimal\": [18, 2], \"minimum\": {least}}}");
    let listed = |count: usize| move |_: usize| format!("{{\"enum\": [{}]}}", options(count));
    for (name, old, new, expected) in [
        ("400 bounds", wide(400, &number(0)), wide(400, &number(1)), 400),
        ("100 lists of 100", wide(100, &listed(100)), wide(100, &listed(101)), 100),
    ] {
        let changes = changes(&old, &new);
        assert_eq!(changes.len(), expected, "{name}");
        let shown = changes.iter().filter(|change| !change.examples.is_empty()).count();
        assert_eq!(shown, 20, "{name}: rows are shown for the first changes");
    }
}

#[test]
fn many_structs_that_change_are_never_called_safe() {
    // More than there is effort for, and as many that share their definition.
    let structs = |shared: bool, most: usize| {
        let inside = |at: usize| {
            let members = |m: usize| format!("\"m{at}_{m}\": {{\"type\": \"string\", \"maxLength\": {most}}}");
            object(&(0..12).map(members).collect::<Vec<_>>().join(","), "")
        };
        let own = if shared { format!(", \"$defs\": {{\"s\": {}}}", inside(0)) } else { String::new() };
        let column = |at: usize| if shared { "{\"$ref\": \"#/$defs/s\"}".to_owned() } else { inside(at) };
        object(&(0..1000).map(|at| format!("\"c{at}\": {}", column(at))).collect::<Vec<_>>().join(",\n"), &own)
    };
    for (shared, expected) in [(true, Answer::Breaking), (false, Answer::Undecided)] {
        let changes = changes(&structs(shared, 9), &structs(shared, 8));
        assert_eq!(changes.len(), 1000);
        let least = changes.iter().map(|change| change.answers.backward).min();
        assert_eq!((changes[0].answers.backward, least), (Answer::Breaking, Some(expected)), "shared: {shared}");
    }
}

#[test]
fn definitions_that_a_column_does_not_need_cost_nothing() {
    let definitions: Vec<String> = (0..1000).map(|at| format!("\"d{at}\": {{\"type\": \"string\"}}")).collect();
    let defs = |least: usize| {
        let own = format!("\"own\": {{\"type\": \"string\", \"minLength\": {least}}}");
        format!(", \"$defs\": {{{}, {own}}}", definitions.join(", "))
    };
    let columns: Vec<String> = (0..300).map(|at| format!("\"c{at}\": {{\"$ref\": \"#/$defs/own\"}}")).collect();
    let changes = changes(&object(&columns.join(",\n"), &defs(1)), &object(&columns.join(",\n"), &defs(2)));
    assert_eq!(changes.len(), 300);
}

#[test]
fn changes_of_a_dataset_point_at_what_changed() {
    let text = |rest: &str| {
        object(
            "    \"a\": {\"type\": \"string\"},\n    \"b\": {\"type\": \"integer\"}",
            &format!(", \"required\": [\"a\", \"b\"]{rest}"),
        )
    };
    for (old, new, code, expected) in [
        (", \"x-key\": [\"a\"]", ", \"x-key\": [\"b\"]", "key-changed", "[\"b\"]"),
        (", \"x-key\": [\"a\"]", "", "key-changed", "\"properties\""),
        ("", ", \"x-status\": \"draft\"", "status-changed", "\"draft\""),
        ("", ", \"x-checks\": [\"sum(b) == 1\"]", "checks-changed", "[\"sum(b) == 1\"]"),
        (", \"title\": \"A\"", ", \"title\": \"B\"", "description-changed", "\"B\""),
        (", \"description\": \"A\"", ", \"description\": \"B\"", "description-changed", "\"B\""),
        (
            ", \"minProperties\": 1",
            ", \"minProperties\": 1, \"not\": {\"properties\": {\"b\": {\"const\": 1}}}",
            "rules-changed",
            "\"not\"",
        ),
    ] {
        let changes = changes(&text(old), &text(new));
        let change = changes.iter().find(|change| change.code.name == code).expect(code);
        let (_, span) = change.new.clone().expect("a place");
        assert_eq!(&text(new)[span.range()], expected, "{code}");
    }
}

#[test]
fn a_removed_column_points_at_the_properties_that_are_left() {
    let old = object("\"a\": {\"type\": \"string\"}, \"b\": {\"type\": \"string\"}", "");
    let new = object("\"a\": {\"type\": \"string\"}", "");
    let changes = changes(&old, &new);
    let (_, span) = changes[0].new.clone().expect("a place");
    assert_eq!(&new[span.range()], "\"properties\"");
}

#[test]
fn names_that_swap_break_readers_by_name() {
    let column = |name: &str, id: i32, former: &str| {
        let former = if former.is_empty() { String::new() } else { format!(", \"x-renamed-from\": \"{former}\"") };
        format!("\"{name}\": {{\"type\": \"string\", \"x-field-id\": {id}{former}}}")
    };
    let old = object(&[column("amount", 1001, ""), column("fee", 1002, "")].join(", "), "");
    let new = object(&[column("amount", 1002, "fee"), column("fee", 1001, "amount")].join(", "), "");
    assert_eq!(drawn(&changes(&old, &new)), ["amount column-renamed BBs", "fee column-renamed BBs"]);
    // The next version says the same of the past, and nothing has changed.
    assert!(changes(&new, &new).is_empty());
    let taken = object(&column("amount", 1002, "fee"), "");
    assert_eq!(drawn(&changes(&old, &taken)), ["amount column-renamed BBs", "amount column-removed BBs"]);
    // A former name that never was is no rename, and is told.
    let odd =
        object(&[column("amount", 1001, ""), column("fee", 1002, ""), column("tax", 1003, "duty")].join(", "), "");
    let changes = changes(&old, &odd);
    assert_eq!(drawn(&changes), ["tax column-added uss"]);
    assert!(changes[0].help.as_ref().is_some_and(|help| help.contains("\"duty\", which was no column")));
}

#[test]
fn bounds_that_doubles_round_are_never_called_safe() {
    let with = |keyword: &str, limit: &str| {
        object(&format!("\"a\": {{\"type\": \"number\", \"x-decimal\": [38, 10], \"{keyword}\": {limit}}}"), "")
    };
    for (keyword, wide, narrow) in [
        ("maximum", "12345678901234567890.0000000001", "12345678901234567890"),
        ("maximum", "1234567890123456789012345678.1", "1234567890123456789012345678"),
        ("maximum", "100000000000000000000.5", "100000000000000000000"),
        ("minimum", "1234567890123456789012345677.9999999999", "1234567890123456789012345678"),
        ("minimum", "18446744073709551615.5", "18446744073709551616"),
        ("minimum", "-12345678901234567890.5", "-12345678901234567890"),
    ] {
        let narrowed = changes(&with(keyword, wide), &with(keyword, narrow));
        assert!(narrowed.iter().any(|change| change.answers.backward != Answer::Safe), "{keyword} {wide} to {narrow}");
        let widened = changes(&with(keyword, narrow), &with(keyword, wide));
        assert!(widened.iter().any(|change| change.answers.forward != Answer::Safe), "{keyword} {narrow} to {wide}");
    }
}

#[test]
fn what_is_inside_a_column_has_ids_and_nullability_as_well() {
    let members = |a: &str, b: &str| {
        object(
            &format!(
                "\"v\": {{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"a\"], \
                 \"properties\": {{\"a\": {a}, \"b\": {b}}}}}"
            ),
            "",
        )
    };
    let text = |id: i32| format!("{{\"type\": \"string\", \"x-field-id\": {id}}}");
    assert_eq!(
        drawn(&changes(&members(&text(11), &text(12)), &members(&text(12), &text(11)))),
        ["v.a field-id-changed ssB", "v.b field-id-changed ssB"]
    );
    let null = "{\"type\": [\"string\", \"null\"], \"x-field-id\": 11}";
    assert_eq!(
        drawn(&changes(&members(&text(11), &text(12)), &members(null, &text(12)))),
        ["v.a nullable-widened BsB"]
    );
    let list = |items: &str| object(&format!("\"v\": {{\"type\": \"array\", \"items\": {items}}}"), "");
    let (never, maybe) = ("{\"type\": \"integer\"}", "{\"type\": [\"integer\", \"null\"]}");
    assert_eq!(drawn(&changes(&list(never), &list(maybe))), ["v[] nullable-widened BsB"]);
    assert_eq!(drawn(&changes(&list(maybe), &list(never))), ["v[] nullable-narrowed sBs"]);
}

#[test]
fn types_inside_a_column_are_shown_without_ids() {
    let old = object(r#""a": {"type": "array", "items": {"type": "string"}}"#, "");
    let new = object(r#""a": {"type": "string"}"#, "");
    let messages: Vec<String> = changes(&old, &new).into_iter().map(|change| change.message).collect();
    assert_eq!(messages, ["x.a was List<Utf8> and is Utf8"]);
}

#[test]
fn hostile_pairs_are_compared_and_never_called_safe() {
    // Alternatives that multiply, patterns over patterns, many options, deep lists.
    let alternatives = |offset: usize| {
        let branches: Vec<String> = (0..12)
            .map(|at| format!(r#"{{"minLength": {}, "not": {{"pattern": "^x{at}(a|b)*$"}}}}"#, at + offset))
            .collect();
        format!(
            r#""a": {{"type": "string", "allOf": [{{"anyOf": [{0}]}}, {{"oneOf": [{0}]}}, {{"anyOf": [{0}]}}]}}"#,
            branches.join(",")
        )
    };
    let options = |from: usize| {
        let options: Vec<String> = (from..from + 20_000).map(|at| format!("\"{at}\"")).collect();
        format!(r#""a": {{"enum": [{}]}}"#, options.join(","))
    };
    let deep = |bound: usize| {
        let inner = format!(r#"{{"type": "integer", "minimum": {bound}}}"#);
        let list = (0..12).fold(inner, |inner, _| format!(r#"{{"type": "array", "items": {inner}}}"#));
        format!(r#""a": {list}"#)
    };
    for (old, new) in [(alternatives(0), alternatives(1)), (options(0), options(1)), (deep(0), deep(1))] {
        let (old, new) = (contracts(&schema(&old, "")), contracts(&schema(&new, "")));
        let changes = gate::compare(&old, &new);
        assert!(!changes.is_empty(), "nothing passes as safe that is not");
    }
}
