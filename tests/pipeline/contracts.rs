//! Contracts from the workspace to what is published: keys over reports, times, shared definitions, what comes of rows
//! that are refused, and what was published as the reference of the gate.

use super::support::Bench;

const RECIPE: &str = r#"
[report]
title = "Acme"
language = "en"
country = "US"
texts = ["report.txt"]

[[dataset]]
name = "t"
after = '^Rows$'
[dataset.pattern]
row = '^(?<k>[^|]*?) \| (?<v>[^|]*?)$'
"#;

fn contract(value: &str) -> String {
    format!(
        r#"{{"type": "object", "title": "T", "additionalProperties": false, "required": ["k", "v"], "x-key": ["k"],
  "properties": {{"k": {{"type": "string"}}, "v": {value}}}}}"#
    )
}

const AMOUNT: &str = r#"{"type": "number", "x-decimal": [18, 2], "minimum": 0}"#;

fn bench(rows: &str, value: &str) -> Bench {
    Bench::report(&format!("Rows\n{rows}\n"), RECIPE, &[("t", &contract(value))])
}

#[test]
fn a_key_holds_over_the_reports() {
    let bench = bench("a | 1.00\nb | 2.00", AMOUNT);
    bench.run(&["build"]).says(0, &["t 2"]);
    bench.write("raw/other/recipe.toml", RECIPE);
    bench.write("raw/other/report.txt", "Rows\na | 1.00\nb | 3.00\nc | 4.00\n");
    let ran = bench.run(&["build"]);
    ran.says(
        1,
        &["error[conflicting-rows]: for k \"b\" in t", "duplicate-row", "raw/acme/report.txt", "raw/other/report.txt"],
    );
}

#[test]
fn one_dataset_of_several_reports_without_a_common_key_is_published_whole() {
    let bench = bench("a | 1.00\nb | 2.00", AMOUNT);
    bench.write("raw/other/recipe.toml", RECIPE);
    bench.write("raw/other/report.txt", "Rows\nc | 3.00\n");
    bench.run(&["build"]).says(0, &["t 3"]);
}

#[test]
fn moments_are_published_and_shown() {
    let bench = bench("a | 2024-01-01T02:00:00.5+02:00", r#"{"type": "string", "format": "date-time"}"#);
    bench.run(&["build"]).says(0, &["t 1"]);
    bench.run(&["show", "t"]).says(0, &["2024-01-01T00:00:00.500Z"]);
    bench.run(&["verify"]).says(0, &[]);
}

#[test]
fn moments_that_microseconds_cannot_hold_are_refused() {
    for (printed, expected) in [
        ("2024-01-01T00:00:00.1234567Z", "at most 6 digits behind the second"),
        ("2016-12-31T23:59:60Z", "no leap second"),
    ] {
        let bench = bench(&format!("a | {printed}"), r#"{"type": "string", "format": "date-time"}"#);
        bench.run(&["check"]).says(1, &["error[unreadable-value]", expected]);
    }
}

#[test]
fn texts_of_a_list_may_be_a_dictionary() {
    let listed = r#"{"enum": ["open", "closed"], "x-arrow": "dictionary"}"#;
    let bench = bench("a | open\nb | closed\nc | open", listed);
    bench.write("raw/other/recipe.toml", RECIPE);
    bench.write("raw/other/report.txt", "Rows\nd | closed\n");
    bench.run(&["build"]).says(0, &["t 4"]);
    bench.run(&["show", "t"]).says(0, &["closed", "open"]);
    bench.run(&["verify"]).says(0, &[]);
    bench.write("raw/other/report.txt", "Rows\nd | shut\n");
    bench.run(&["build"]).says(1, &["error[value-not-allowed]", "\"shut\""]);
}

#[test]
fn times_of_a_day_are_kept_in_utc() {
    let time = r#"{"type": "string", "format": "time"}"#;
    let held = bench("a | 01:30:00.5+02:00\nb | 08:00:00Z", time);
    held.run(&["build"]).says(0, &["t 2"]);
    held.run(&["show", "t"]).says(0, &["23:30:00.5", "08:00:00"]);
    held.run(&["verify"]).says(0, &[]);
    for printed in ["08:00:00", "25:00:00Z", "08:00:00.1234567Z", "23:59:60Z"] {
        let bench = bench(&format!("a | {printed}"), time);
        bench.run(&["check"]).says(1, &["error[unreadable-value]: expected a time of day such as 08:00:00Z"]);
    }
}

#[test]
fn checks_read_integers_of_every_width() {
    for (arrow, most) in [("int8", "100"), ("int16", "100"), ("uint8", "100"), ("uint32", "100"), ("uint64", "100")] {
        let integer = format!(r#"{{"type": "integer", "minimum": 0, "maximum": {most}, "x-arrow": "{arrow}"}}"#);
        let bench = bench("a | 2\nb | 3", &integer);
        let check = |sum: u8| format!("{RECIPE}\n[[check]]\nname = \"sum\"\nthat = 'sum(t.v) == {sum}'\n");
        bench.write("raw/acme/recipe.toml", check(5));
        bench.run(&["check"]).says(0, &[]);
        bench.write("raw/acme/recipe.toml", check(9));
        bench.run(&["check"]).says(1, &["error[", "5", "9"]);
    }
}

#[test]
fn refused_rows_are_published_beside_the_others_where_nothing_fails_the_run() {
    let bench = bench("a | 1.00\nb | -2.00", AMOUNT);
    bench.run(&["build"]).says(1, &["error[value-out-of-range]"]);
    assert!(!bench.path("processed/t.parquet").exists());
    bench.run(&["build", "--fail-on", "never"]).says(0, &["error[value-out-of-range]", "t 1"]);
    assert!(bench.path("processed/t.parquet").exists());
    let rejected = std::fs::read_dir(bench.path("processed/rejected")).expect("processed/rejected/").count();
    assert_eq!(rejected, 1);
}

#[test]
fn a_missing_value_is_listed_without_the_text_of_another_cell() {
    let bench = bench("a | 1.00\n | 2.00", AMOUNT);
    let columns = format!("{RECIPE}[dataset.columns.k]\nnulls = [\"\"]\n");
    bench.write("raw/acme/recipe.toml", columns);
    bench.run(&["build", "--fail-on", "never"]).says(0, &["error[missing-value]", "t 1"]);
    let listed = bench.run(&["show", "rejected/t"]);
    listed.says(0, &["missing-value", "/k", "raw/acme/report.txt"]);
    assert!(!listed.out.contains("2.00"), "{}", listed.out);
}

#[test]
fn shared_definitions_lie_in_subfolders() {
    let bench = bench("a | 1.00", r##"{"$ref": "common/money.schema.json#/$defs/usd"}"##);
    bench.write(
        "schemas/common/money.schema.json",
        r##"{"$defs": {"usd": {"$ref": "../base/amount%20of.json#/$defs/amount"}}}"##,
    );
    bench.write("schemas/base/amount of.json", r#"{"$defs": {"amount": {"type": "number", "x-decimal": [18, 2]}}}"#);
    bench.run(&["build"]).says(0, &["t 1"]);
    bench
        .run(&["schema", "show", "t"])
        .says(0, &["$ref common/money.schema.json#/$defs/usd", "Decimal128(18, 2)", "INT64 (DECIMAL(18,2))"]);
    bench.run(&["schema", "breaking", "--against", "processed"]).says(0, &["0 changes"]);
    // A contract in a subfolder is no dataset, which is told.
    bench.write("schemas/finance/u.schema.json", contract(AMOUNT));
    bench.run(&["check"]).says(
        0,
        &[
            "warning[unused-schema]: no contract refers to schemas/finance/u.schema.json",
            "move it to schemas/u.schema.json",
        ],
    );
    bench.write("schemas/t.schema.json", contract(r##"{"$ref": "common/../../raw/acme/report.txt"}"##));
    bench.run(&["check"]).says(1, &["error[ref-outside]"]);
}

#[test]
fn what_was_published_is_compared_file_by_file() {
    let bench = bench("a | 1.00", AMOUNT);
    bench.run(&["build"]).says(0, &[]);
    for reference in ["processed", "processed/t.parquet", "processed/datapackage.json"] {
        bench.run(&["schema", "breaking", "--against", reference]).says(0, &["0 changes"]);
    }
    // A folder of nothing but datasets' files.
    std::fs::create_dir(bench.path("old")).expect("a folder");
    std::fs::copy(bench.path("processed/t.parquet"), bench.path("old/t.parquet")).expect("a copy");
    bench.write("schemas/t.schema.json", contract(r#"{"type": "number", "x-decimal": [18, 2], "minimum": 5}"#));
    for reference in ["old", "old/t.parquet", "processed"] {
        bench
            .run(&["schema", "breaking", "--against", reference])
            .says(1, &["error[values-narrowed]", "a row that only the old contract accepts"]);
    }
    // One file is about one dataset.
    bench.run(&["schema", "diff", "old/t.parquet"]).says(0, &["values-narrowed"]);
    assert!(!bench.run(&["schema", "diff", "old/t.parquet"]).out.contains("dataset-added"));
    let folder = bench.path("old");
    std::fs::copy(bench.path("processed/cells.parquet"), folder.join("foreign.parquet")).expect("a copy");
    for reference in ["old", "old/foreign.parquet"] {
        bench
            .run(&["schema", "breaking", "--against", reference])
            .says(2, &["found no contract in", "foreign.parquet", "crossfoot schema infer"]);
    }
    bench.write("old/foreign.parquet", "no Parquet");
    bench.run(&["schema", "breaking", "--against", "old"]).says(2, &["expected a Parquet file in", "foreign.parquet"]);
}

#[test]
fn a_workspace_without_contracts_at_the_reference_is_not_safe() {
    let bench = bench("a | 1.00", AMOUNT);
    std::fs::create_dir_all(bench.path("empty/schemas")).expect("a folder");
    bench.run(&["schema", "breaking", "--against", "empty"]).says(2, &["expected contracts in schemas/", "found none"]);
    bench.run(&["schema", "breaking", "--against", ""]).says(2, &["found an empty text"]);
}

#[test]
fn what_cannot_be_compared_is_not_called_safe() {
    let bench = bench("a | 1.00", AMOUNT);
    bench.run(&["build"]).says(0, &[]);
    bench.write("schemas/t.schema.json", contract(r#"{"type": "number", "x-unit": "nonsense"}"#));
    for arguments in [
        ["schema", "diff", "processed", "."].as_slice(),
        &["schema", "changelog", "--against", "processed"],
        &["schema", "breaking", "--against", "processed"],
    ] {
        let ran = bench.command(arguments).current_dir(bench.root()).output().expect("a program that runs");
        let out = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
        assert_eq!(ran.status.code(), Some(1), "{out}");
        assert!(out.contains("undecided") && !out.contains("no change") && !out.contains("None."), "{out}");
        assert!(!out.contains("removed"), "{out}");
    }
}

#[test]
fn a_contract_that_is_no_utf_8_is_one_finding() {
    let bench = bench("a | 1.00", AMOUNT);
    bench.run(&["build"]).says(0, &[]);
    std::fs::write(bench.path("schemas/t.schema.json"), b"{\"title\": \"\xb1\"}").expect("a file");
    for arguments in [&["build"][..], &["schema", "show", "t"], &["schema", "breaking", "--against", "processed"]] {
        let ran = bench.run(arguments);
        ran.says(1, &["error[unreadable-file]: expected UTF-8, found byte 0xb1 at byte 11"]);
        assert_eq!(ran.out.matches("error[").count(), 1, "{}", ran.out);
    }
    bench.run(&["schema", "diff", "processed", "."]).says(1, &["t cannot be compared: its contract now is not sound"]);
}

#[test]
fn a_deprecated_column_is_in_the_changelog() {
    let bench = bench("a | 1.00", AMOUNT);
    bench.run(&["build"]).says(0, &[]);
    let deprecated = r#"{"type": "number", "x-decimal": [18, 2], "minimum": 0, "deprecated": true}"#;
    bench.write("schemas/t.schema.json", contract(deprecated));
    bench
        .run(&["schema", "changelog", "--against", "processed"])
        .says(0, &["- t.v was in use and is deprecated (`status-changed`; safe)"]);
    bench.run(&["schema", "show", "t"]).says(0, &["number, x-decimal [18,2], deprecated"]);
}

#[test]
fn a_waiver_of_an_unknown_code_is_told() {
    let bench = bench("a | 1.00", AMOUNT);
    let waiver = "\n[[waiver]]\ncode = \"value-out-of-rnage\"\nreason = \"known\"\n";
    bench.write("raw/acme/recipe.toml", format!("{RECIPE}{waiver}"));
    bench.run(&["check"]).says(
        0,
        &["warning[unknown-code]: \"value-out-of-rnage\" is no code of crossfoot", "did you mean value-out-of-range?"],
    );
}
