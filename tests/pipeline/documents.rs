//! The documents say what the program does: README, generated documents, help.

use std::fs;

use super::support::{Bench, repository};

fn document(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What stands in the README below a line that begins with `$ ` is what the program prints.
#[test]
fn the_readme_shows_true_output() {
    let bench = Bench::copy();
    let readme = document("README.md");
    let mut shown = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        let (command, expected) = block.split_once('\n').expect("a command and its output");
        let command = command.strip_prefix("$ ").expect("a block begins with a command");
        let arguments: Vec<&str> = match command {
            "make" => vec!["build"],
            other => other.strip_prefix("crossfoot ").expect("make or crossfoot").split(' ').collect(),
        };
        let ran = bench.run(&arguments);
        assert_eq!(ran.code, 0, "{command}\n{}{}", ran.out, ran.err);
        assert_eq!(without_time(&ran.out), without_time(expected), "{command}");
        shown += 1;
    }
    assert!(shown >= 3, "{shown} commands");
}

/// The time that a run took is the one thing that differs.
fn without_time(text: &str) -> String {
    text.lines()
        .map(|line| match line.rsplit_once(" (") {
            Some((front, time)) if time.ends_with(" ms)") => format!("{front}\n"),
            _ => format!("{line}\n"),
        })
        .collect()
}

#[test]
fn generated_documents_are_up_to_date() {
    let bench = Bench::copy();
    let schema = bench.run(&["docs", "recipe-schema"]);
    assert_eq!(schema.out, document("schemas/recipe.schema.json"), "run `make docs`");
    let codes = bench.run(&["docs", "codes"]);
    assert_eq!(codes.out, document("CODES.md"), "run `make docs`");
    let checks = bench.run(&["docs", "checks"]);
    assert_eq!(checks.out, document("CHECKS.md"), "run `make docs`");
}

#[test]
fn recipes_fit_their_schema() {
    let schema: serde_json::Value = serde_json::from_str(&document("schemas/recipe.schema.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
    for entry in fs::read_dir(repository().join("raw")).expect("raw/ can be read") {
        let path = entry.expect("an entry").path().join("recipe.toml");
        let recipe: serde_json::Value =
            toml::from_str(&fs::read_to_string(&path).expect("a recipe")).expect("a recipe is TOML");
        let errors: Vec<_> = validator.iter_errors(&recipe).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {}", path.display(), errors.join("\n"));
    }
}

#[test]
fn every_code_is_explained() {
    for code in crossfoot::catalog::codes() {
        let ran = Bench::empty().run(&["explain", code.name]);
        ran.says(0, &[code.name, "Why: ", "Example:", "What to do: "]);
        for part in [code.what, code.why, code.example, code.action] {
            assert!(part.len() > 4, "{}: {part:?}", code.name);
        }
        assert!(code.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", code.name);
    }
    Bench::empty().run(&["explain", "no-such-code"]).says(2, &["expected a code, found \"no-such-code\""]);
}

#[test]
fn every_format_is_written() {
    let bench = Bench::copy();
    bench.replace("raw/china-open-llm-2024/report.txt", "Common Crawl 714.9 ", "Common Crawl 941.7 ");
    for (format, sign) in [
        ("text", "error[total-mismatch]"),
        ("json", "\"code\": \"total-mismatch\""),
        ("sarif", "\"ruleId\": \"total-mismatch\""),
        ("junit", "<testcase classname=\"total-mismatch\""),
        ("github", ",title=total-mismatch::parts sum to 1,326.1 GB"),
        ("gitlab", "\"check_name\": \"total-mismatch\""),
    ] {
        let ran = bench.run(&["check", "--format", format]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains(sign), "{format}:\n{}", ran.out);
        if matches!(format, "json" | "sarif" | "gitlab") {
            serde_json::from_str::<serde_json::Value>(&ran.out).unwrap_or_else(|error| panic!("{format}: {error}"));
        }
    }
}

#[test]
fn help_has_examples() {
    for command in [vec!["--help"], vec!["build", "--help"], vec!["show", "--help"], vec!["trace", "--help"]] {
        Bench::empty().run(&command).says(0, &["Example", "crossfoot "]);
    }
}

/// The recipe under "Write a recipe by hand" reads the report that it describes.
#[test]
fn the_example_of_the_readme_works() {
    let readme = document("README.md");
    let recipe = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let contract = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Assets", "type": "object",
        "additionalProperties": false, "required": ["item", "amount_usd"], "properties": {"item": {"type": "string"},
        "amount_usd": {"type": "number", "x-decimal": [18, 2], "x-unit": "USD"}}}"#;
    let text = "Assets (US$ million)\nCash 1,200\nOther assets 300\nTotal assets 1,500\nLiabilities\n";
    let bench = Bench::report(text, recipe, &[("assets", contract)]);
    let ran = bench.run(&["build"]);
    ran.says(0, &["assets 2", "1 exact"]);
    bench.run(&["verify"]).says(0, &["0 findings"]);
}
