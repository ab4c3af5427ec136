//! Bad input of every kind: a finding or an error that names file, place, what was expected and what was found.

use std::process::Command;

use super::support::{Bench, Ran, files};

const TEXT: &str = "Assets\nCash 1,200\nLoans 250\n";

const RECIPE: &str = r#"
[report]
title = "Acme"
language = "en"
texts = ["report.txt"]

[[dataset]]
name = "assets"
after = '^Assets$'
[dataset.pattern]
row = '^(?<item>[A-Z][a-z]+) (?<amount>[\d,]+)$'
"#;

const CONTRACT: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Assets",
  "type": "object",
  "additionalProperties": false,
  "required": ["item", "amount"],
  "properties": {
    "item": { "type": "string" },
    "amount": { "type": "integer" }
  }
}"#;

fn bench() -> Bench {
    Bench::report(TEXT, RECIPE, &[("assets", CONTRACT)])
}

/// The outcome of a build in which `file` holds `bytes`.
fn with(file: &str, bytes: impl AsRef<[u8]>) -> Ran {
    let bench = bench();
    bench.write(file, bytes);
    let ran = bench.run(&["build"]);
    if ran.code != 0 {
        assert!(!bench.path("processed/datapackage.json").exists(), "{ran:?}");
    }
    ran
}

#[test]
fn the_sound_report_is_clean() {
    let bench = bench();
    bench.run(&["build"]).says(0, &["assets 2", "0 errors"]);
    assert!(bench.path("processed/assets.parquet").exists());
}

#[test]
fn missing_folders_are_named() {
    Bench::empty().run(&["build"]).says(2, &["expected a workspace with raw/ and schemas/", "schemas"]);
    let bench = Bench::empty();
    bench.write("schemas/a.schema.json", "{}");
    bench.run(&["build"]).says(2, &["expected a workspace with raw/ and schemas/", "raw"]);
}

#[test]
fn a_folder_without_a_recipe_is_a_finding() {
    let bench = bench();
    bench.write("raw/other/report.txt", TEXT);
    bench.run(&["build"]).says(1, &["missing-recipe", "raw/other/recipe.toml"]);
}

#[test]
fn empty_text() {
    with("raw/acme/report.txt", "").says(1, &["error[empty-text]", "found 0 bytes of white space"]);
    with("raw/acme/report.txt", " \n\n\t").says(1, &["error[empty-text]", "raw/acme/report.txt"]);
}

#[test]
fn text_that_is_not_utf8_names_the_byte() {
    let mut bytes = TEXT.as_bytes().to_vec();
    bytes[9] = 0xc4;
    with("raw/acme/report.txt", bytes).says(1, &["error[not-utf8]", "byte 0xc4 at byte 9, line 2"]);
}

#[test]
fn nul_bytes() {
    with("raw/acme/report.txt", "Assets\nCash\u{0} 1,200\n").says(1, &["error[nul-byte]", "at byte 11, line 2"]);
}

#[test]
fn carriage_returns_and_a_byte_order_mark_change_no_value() {
    let plain = bench();
    plain.run(&["build"]).says(0, &[]);
    let marked = bench();
    marked.write("raw/acme/report.txt", format!("\u{feff}{}", TEXT.replace('\n', "\r\n")));
    marked.run(&["build"]).says(0, &["note[byte-order-mark]", "note[carriage-return]"]);
    assert_eq!(plain.run(&["show", "assets"]).out, marked.run(&["show", "assets"]).out);
    marked.run(&["verify"]).says(0, &["4 cells verified, 0 findings"]);
    let old = bench();
    old.write("raw/acme/report.txt", TEXT.replace('\n', "\r"));
    old.run(&["build"]).says(0, &["note[carriage-return]", "assets 2"]);
}

#[test]
fn a_line_of_50_megabytes() {
    let long = "x".repeat(50 << 20);
    let ran = with("raw/acme/report.txt", format!("{TEXT}{long}\n"));
    ran.says(1, &["warning[long-line]", "52428800", "error[unparsed-text]"]);
    assert!(ran.out.len() < 20_000, "{} bytes of output", ran.out.len());
}

#[test]
fn a_recipe_with_a_syntax_error() {
    with("raw/acme/recipe.toml", "[report\ntitle = 1").says(1, &["error[recipe-syntax]", "raw/acme/recipe.toml:1"]);
}

#[test]
fn a_recipe_with_an_unknown_key() {
    let recipe = RECIPE.replace("language", "langauge");
    with("raw/acme/recipe.toml", recipe)
        .says(1, &["error[recipe-syntax]", "unknown field `langauge`", "recipe.toml:4"]);
}

#[test]
fn a_recipe_that_is_not_utf8() {
    with("raw/acme/recipe.toml", b"[report]\ntitle = \"\xff\"").says(1, &["error[unreadable-file]", "0xff at byte 18"]);
}

#[test]
fn a_column_that_the_contract_lacks() {
    let recipe = format!("{RECIPE}[dataset.columns]\namuont = {{ unit = \"USD\" }}\n");
    with("raw/acme/recipe.toml", recipe)
        .says(1, &["error[unknown-column]", "found \"amuont\"", "item, amount", "recipe.toml:13"]);
}

#[test]
fn a_contract_column_that_no_recipe_fills() {
    let recipe = RECIPE.replace("(?<amount>", "(?<sum>");
    with("raw/acme/recipe.toml", recipe).says(1, &["error[unfilled-column]", "\"amount\" of \"assets\""]);
}

#[test]
fn a_dataset_without_a_contract() {
    with("raw/acme/recipe.toml", RECIPE.replace("\"assets\"", "\"asstes\""))
        .says(1, &["error[unknown-dataset]", "schemas/asstes.schema.json", "recipe.toml:8"]);
}

#[test]
fn an_anchor_that_is_not_found_or_found_twice() {
    with("raw/acme/recipe.toml", RECIPE.replace("^Assets$", "^Liabilities$"))
        .says(1, &["error[no-match]", "expected the anchor once, found it nowhere", "recipe.toml:9"]);
    with("raw/acme/report.txt", format!("{TEXT}Assets\n"))
        .says(1, &["error[ambiguous-place]", "found it more often", "report.txt:1", "found here"]);
}

#[test]
fn a_broken_pattern() {
    with("raw/acme/recipe.toml", RECIPE.replace("[A-Z][a-z]+)", "[A-Z][a-z+)"))
        .says(1, &["error[broken-pattern]", "unclosed character class", "recipe.toml:11"]);
    with("raw/acme/recipe.toml", RECIPE.replace("(?<item>", "(").replace("(?<amount>", "("))
        .says(1, &["error[broken-pattern]", "expected named groups", "recipe.toml:11"]);
}

#[test]
fn a_section_that_is_not_there() {
    let recipe = RECIPE.replace("after =", "section = \"3.1\"\nafter =");
    with("raw/acme/recipe.toml", recipe).says(1, &["error[no-match]", "expected a section 3.1, found none"]);
}

#[test]
fn no_layout_or_two() {
    let recipe = RECIPE.replace("[dataset.pattern]\nrow = '^(?<item>[A-Z][a-z]+) (?<amount>[\\d,]+)$'\n", "");
    with("raw/acme/recipe.toml", recipe)
        .says(1, &["error[recipe-syntax]", "expected one layout of pattern", "found none"]);
    let recipe = format!("{RECIPE}[dataset.headings]\n");
    with("raw/acme/recipe.toml", recipe).says(1, &["error[recipe-syntax]", "found pattern and headings"]);
}

#[test]
fn a_row_that_the_pattern_does_not_fit() {
    with("raw/acme/report.txt", TEXT.replace("Loans 250", "Loans 2S0"))
        .says(1, &["error[unparsed-text]", "Loans 2S0", "^^^^^^^^^ belongs to no row"]);
}

#[test]
fn a_number_that_is_none() {
    with("raw/acme/report.txt", TEXT.replace("1,200", "1,2000")).says(1, &["1,2000", "in amount", "report.txt:2"]);
}

#[test]
fn a_schema_that_is_no_json() {
    with("schemas/assets.schema.json", "{ \"type\": ").says(1, &["schemas/assets.schema.json", "error["]);
}

#[test]
fn a_schema_that_is_no_valid_json_schema() {
    with("schemas/assets.schema.json", CONTRACT.replace("\"string\"", "\"strnig\""))
        .says(1, &["schemas/assets.schema.json", "strnig"]);
}

#[test]
fn a_schema_with_a_type_that_cannot_become_a_column() {
    with("schemas/assets.schema.json", CONTRACT.replace("\"string\"", "[\"string\", \"integer\"]"))
        .says(1, &["schemas/assets.schema.json", "error["]);
}

#[test]
fn references_to_the_network_or_outside_schemas() {
    for reference in ["https://example.com/a.json", "../secret.json", "file:///etc/passwd"] {
        let contract = CONTRACT.replace("{ \"type\": \"string\" }", &format!("{{ \"$ref\": \"{reference}\" }}"));
        with("schemas/assets.schema.json", contract).says(1, &["schemas/assets.schema.json", reference, "error["]);
    }
}

#[test]
fn a_path_that_leaves_the_report() {
    let bench = bench();
    bench.write("raw/secret.txt", TEXT);
    for path in ["../secret.txt", "/etc/passwd", "a/../../secret.txt", ""] {
        bench.write("raw/acme/recipe.toml", RECIPE.replace("report.txt", path));
        bench.run(&["build"]).says(1, &["error[path-outside]", "recipe.toml:5"]);
    }
    bench.write("raw/acme/recipe.toml", RECIPE.replace("report.txt", "missing.txt"));
    bench.run(&["build"]).says(1, &["error[missing-text]", "raw/acme/missing.txt", "recipe.toml:5"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_report() {
    let bench = bench();
    bench.write("secret.txt", TEXT);
    std::os::unix::fs::symlink(bench.path("secret.txt"), bench.path("raw/acme/link.txt")).expect("links can be made");
    bench.write("raw/acme/recipe.toml", RECIPE.replace("report.txt", "link.txt"));
    bench.run(&["build"]).says(1, &["error[path-outside]", "a link to a file outside"]);
}

#[test]
fn a_published_folder_that_is_none() {
    let bench = bench();
    bench.write("processed", "a file");
    bench.run(&["build"]).says(2, &["expected a folder", "processed", "found something else"]);
    assert_eq!(bench.read("processed"), "a file");
}

/// Root may write everywhere, so the folder is one in which nobody may: a file stands where staging must begin.
#[test]
fn a_staging_folder_that_cannot_be_made() {
    let bench = bench();
    bench.run(&["build"]).says(0, &[]);
    let before = files(&bench.path("processed"));
    bench.write(".processed.next", "a file in the way");
    bench.run(&["build"]).says(2, &["could not", ".processed.next"]);
    assert_eq!(files(&bench.path("processed")), before);
}

/// A limit on the size of files stands for a full disk: both make a write fail in its middle.
#[cfg(unix)]
#[test]
fn a_full_disk() {
    let bench = bench();
    bench.run(&["build"]).says(0, &[]);
    let before = files(&bench.path("processed"));
    bench.write("raw/acme/report.txt", TEXT.replace("250", "251"));
    let script = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' -C '{}' build",
        env!("CARGO_BIN_EXE_crossfoot"),
        bench.root().display()
    );
    let ran = Ran::from(Command::new("sh").args(["-c", &script]).output().expect("a shell can be started"));
    ran.says(2, &["could not write", ".processed.next", "file too large"]);
    assert_eq!(files(&bench.path("processed")), before);
    assert!(!bench.path(".processed.next").exists());
    bench.run(&["build"]).says(0, &["published"]);
}

/// The first report with the line ends of Windows: the same datasets.
#[test]
fn carriage_returns_change_no_dataset_of_the_first_report() {
    const TEXT: &str = "raw/china-open-llm-2024/report.txt";
    let plain = Bench::copy();
    plain.run(&["build"]).says(0, &[]);
    let windows = Bench::copy();
    windows.write(TEXT, format!("\u{feff}{}", windows.read(TEXT).replace('\n', "\r\n")));
    windows.run(&["build"]).says(0, &["note[carriage-return]"]);
    windows.run(&["verify"]).says(0, &["0 findings"]);
    for (name, bytes) in files(&plain.path("processed")) {
        let data = name.ends_with(".parquet") && !name.contains('/');
        if data && !["cells.parquet", "findings.parquet", "quantity.parquet"].contains(&name.as_str()) {
            let other = std::fs::read(windows.path("processed").join(&name)).expect("the dataset is published");
            assert_eq!(bytes, other, "{name}");
        }
    }
}

/// Every way in which the text of a report with checks and waivers can be missing.
#[test]
fn a_report_whose_text_cannot_be_read_gives_one_finding() {
    const TEXT: &str = "raw/china-open-llm-2024/report.txt";
    for (bytes, code) in [(&b""[..], "empty-text"), (b"\xff", "not-utf8"), (b"a\0b", "nul-byte")] {
        let bench = Bench::copy();
        bench.write(TEXT, bytes);
        let ran = bench.run(&["build"]);
        ran.says(1, &[&format!("error[{code}]"), "1 error, 0 warnings"]);
        assert!(!ran.out.contains("internal-error"), "{}", ran.out);
    }
}

#[test]
fn no_report_at_all() {
    let bench = bench();
    bench.run(&["build"]).says(0, &[]);
    std::fs::remove_dir_all(bench.path("raw/acme")).expect("a folder can be removed");
    bench.run(&["build"]).says(1, &["error[no-reports]"]);
    assert!(bench.path("processed/assets.parquet").exists());
}

#[test]
fn a_row_that_is_printed_twice_where_every_column_is_in_the_key() {
    let contract = CONTRACT
        .replace("\"type\": \"object\",", "\"type\": \"object\", \"x-key\": [\"report\", \"item\", \"amount\"],");
    let bench = Bench::report(&format!("{TEXT}Cash 1,200\n"), RECIPE, &[("assets", &contract)]);
    bench.run(&["build"]).says(0, &["warning[duplicate-row]", "report.txt:4", "assets 2"]);
}

#[test]
fn two_reports_verify() {
    let bench = Bench::copy();
    for (name, bytes) in files(&bench.path("raw/china-open-llm-2024")) {
        bench.write(&format!("raw/second/{name}"), bytes);
    }
    bench.run(&["build"]).says(0, &["2 reports"]);
    bench.run(&["verify"]).says(0, &["0 findings"]);
}

#[test]
fn findings_of_refused_rows_are_kept_up_to_a_limit_and_rows_whatever_it_is() {
    let bench = bench();
    bench.replace("schemas/assets.schema.json", r#""type": "integer""#, r#""type": "integer", "minimum": 1000000"#);
    let name = |at: u8| format!("C{}{}", char::from(b'a' + at / 26), char::from(b'a' + at % 26));
    let rows: String = (0..30).map(|at| format!("{} {at}\n", name(at))).collect();
    bench.write("raw/acme/report.txt", format!("Assets\n{rows}"));
    for (arguments, shown, more) in
        [(&[][..], 30, None), (&["--max-findings", "3"], 3, Some(27)), (&["--max-findings", "0"], 0, Some(30))]
    {
        let ran = bench.run(&[&["build", "--fail-on", "never"], arguments].concat());
        ran.says(0, &["30 rejected"]);
        assert_eq!(ran.out.matches("error[value-out-of-range]").count(), shown, "{}", ran.out);
        let told = more.map(|more| format!("assets: {more} more failures, which are not shown"));
        assert_eq!(ran.out.contains("more failures"), told.is_some());
        assert!(told.is_none_or(|told| ran.out.contains(&told)), "{}", ran.out);
    }
}
