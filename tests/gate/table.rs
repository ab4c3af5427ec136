//! The table of changes, and of fractions that need all their digits.

use crossfoot::contract::gate::{self, Answers};

use crate::columns::COLUMNS;
use crate::{Case, changes, contracts, letters, schema};

/// Changes of keywords at the root, for two required columns.
const ROOTS: &[Case<'_>] = &[
    (r#""x-key": ["a"]"#, r#""x-key": ["a", "b"]"#, "Bss", "key-changed"),
    (r#""x-key": ["a", "b"]"#, r#""x-key": ["a"]"#, "BBs", "key-changed"),
    (r#""x-key": ["a", "b"]"#, r#""x-key": ["b", "a"]"#, "sss", ""),
    (r#""x-key": ["a"]"#, "", "Bss", "key-changed"),
    ("", r#""x-key": ["a"]"#, "sBs", "key-changed"),
    (r#""x-fact": ["a"]"#, r#""x-fact": ["b"]"#, "uus", "checks-changed"),
    (r#""x-fact": ["a", "b"]"#, r#""x-fact": ["b", "a"]"#, "sss", ""),
    (r#""x-checks": ["a == b"]"#, "", "uss", "checks-changed"),
    ("", r#""x-checks": ["a == b"]"#, "sus", "checks-changed"),
    (r#""title": "A""#, r#""title": "B""#, "sss", "description-changed"),
    (r#""description": "a""#, r#""description": "b""#, "sss", "description-changed"),
    (
        r#""x-status": "stable""#,
        r#""x-status": "deprecated", "x-deprecated-on": "2027-01-01""#,
        "sss",
        "status-changed",
    ),
    ("", r#""deprecated": true"#, "sss", "status-changed"),
    ("", r#""not": {"properties": {"a": {"const": "x"}}, "required": ["a"]}"#, "sBs", "rules-changed"),
    (
        r#""if": {"properties": {"a": {"const": "x"}}}, "then": {"properties": {"b": {"const": 1}}}"#,
        "",
        "Bss",
        "rules-changed",
    ),
];

#[test]
fn a_table_of_changes() {
    let mut wrong = Vec::new();
    let mut check = |old: (&str, &str), new: (&str, &str), expected: &str, codes: &str| {
        let changes = changes(old, new);
        let answers = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
        let mut found: Vec<&str> = changes.iter().map(|change| change.code.name).collect();
        found.sort_unstable();
        if letters(answers) != expected || found.join(" ") != codes {
            wrong.push(format!(
                "{old:?}\n  -> {new:?}\n  expected {expected} {codes}\n  found    {} {}",
                letters(answers),
                found.join(" ")
            ));
        }
    };
    for (old, new, answers, codes) in COLUMNS {
        check((old, ""), (new, ""), answers, codes);
    }
    let columns = r#""a!": {"type": "string"}, "b!": {"type": "integer"}"#;
    for (old, new, answers, codes) in ROOTS {
        check((columns, old), (columns, new), answers, codes);
    }
    assert!(COLUMNS.len() + ROOTS.len() >= 60);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fractions_that_no_double_holds_are_compared_with_all_their_digits() {
    const CASES: &[Case<'_>] = &[
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 18446744073709551616}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [18446744073709551616.5]}"#,
            "BBs",
            "values-narrowed values-widened",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "minimum": -18446744073709551616}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [-18446744073709551616.5]}"#,
            "BBs",
            "values-narrowed values-widened",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 18446744073709551617}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [18446744073709551616.5]}"#,
            "sBs",
            "values-narrowed",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "enum": [1234567890123456789012345678.5]}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 1234567890123456789012345678}"#,
            "BBs",
            "values-narrowed values-widened",
        ),
        (
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 1234567890123456789012345678.5}"#,
            r#""a": {"type": "number", "x-decimal": [38, 10], "maximum": 1234567890123456789012345678}"#,
            "uBs",
            "undecided-change values-narrowed",
        ),
    ];
    for (old, new, expected, codes) in CASES {
        let (before, now) = (contracts(&schema(old, "")), contracts(&schema(new, "")));
        let changes = gate::compare(&before, &now);
        let answers = changes.iter().fold(Answers::default(), |all, change| all.with(change.answers));
        let mut found: Vec<&str> = changes.iter().map(|change| change.code.name).collect();
        found.sort_unstable();
        assert_eq!((&*letters(answers), &*found.join(" ")), (*expected, *codes), "{old} -> {new}: {changes:#?}");
    }
}
