//! Waivers: pinned to the printed text, with a last day, and reported when they no longer fit.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

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
fn a_waiver_without_pins_accepts_whatever_is_printed_and_is_told_what_to_pin_to() {
    let found = apply("245 and 254", |waiver| waiver.pins.clear(), None);
    let message = "warning[unpinned-waiver]: the waiver of total-mismatch about \"vendors\" is not pinned to what the \
                   report prints";
    assert_eq!(found, (true, vec![message.to_string()]));
    assert_eq!(help("245 and 254").as_deref(), Some("add pins = [\"254\", \"245\"]"));
}

/// What the finding on a waiver without pins says to do.
fn help(text: &str) -> Option<String> {
    let source = Source::new("raw/a/report.txt", text);
    let finding = Finding::new(&MISMATCH, "")
        .at(source.name(), Span::new(text.len() - 3, text.len()), "printed total")
        .at(source.name(), Span::new(0, 3), "part");
    let mut findings = Findings::new();
    findings.push(finding);
    let waiver = Waiver {
        code: "total-mismatch".into(),
        about: None,
        pins: Vec::new(),
        reason: "known".into(),
        until: None,
        file: "raw/a/recipe.toml".into(),
        span: Span::new(10, 20),
    };
    waiver::apply(&[waiver], &mut findings, |_| Some(&source), None);
    findings.iter().nth(1).and_then(|finding| finding.help.clone())
}

#[test]
fn a_waiver_of_an_unknown_code_names_the_nearest_ones() {
    let known = ["total-mismatch", "count-mismatch", "order-mismatch", "wrong-type", "text-length"];
    for (code, expected) in [
        ("total-missmatch", Some("did you mean total-mismatch?")),
        ("Total_Mismatch", Some("did you mean total-mismatch?")),
        ("mismatch", Some("did you mean count-mismatch or order-mismatch or total-mismatch?")),
        ("text-lenght", Some("did you mean text-length?")),
        ("nonsense", None),
        ("", None),
    ] {
        let waiver = Waiver {
            code: code.into(),
            about: None,
            pins: Vec::new(),
            reason: "known".into(),
            until: None,
            file: "raw/a/recipe.toml".into(),
            span: Span::new(10, 20),
        };
        let mut findings = Findings::new();
        waiver::unknown_codes(&[waiver], &known, &mut findings);
        let found = findings.iter().next().expect("a finding");
        assert_eq!(found.message, format!("\"{code}\" is no code of crossfoot"));
        assert_eq!(found.help.as_deref(), expected, "{code}");
    }
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

/// Runs the program in a copy of this repository's workspace; its exit code and what it printed.
fn crossfoot(workspace: &std::path::Path, arguments: &[&str]) -> (Option<i32>, String) {
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_crossfoot"))
        .arg("-C")
        .arg(workspace)
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&program.stdout).into_owned() + &String::from_utf8_lossy(&program.stderr);
    (program.status.code(), text)
}

#[test]
fn waive_adds_the_waiver_that_the_recipe_lacks() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = tempfile::tempdir().expect("a folder");
    let report = workspace.path().join("raw/china-open-llm-2024");
    std::fs::create_dir_all(&report).expect("a folder");
    std::fs::create_dir_all(workspace.path().join("schemas")).expect("a folder");
    let copy = |from: std::path::PathBuf, to: std::path::PathBuf| {
        for entry in std::fs::read_dir(from).expect("a folder").flatten().filter(|entry| entry.path().is_file()) {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    };
    copy(repository.join("raw/china-open-llm-2024"), report.clone());
    copy(repository.join("schemas"), workspace.path().join("schemas"));
    let recipe = report.join("recipe.toml");
    let whole = std::fs::read_to_string(&recipe).expect("a recipe");
    let at = whole.find("[[waiver]]\ncode = \"count-mismatch\"").expect("the recipe waives the number of sizes");
    let behind = at + whole[at + 1..].find("[[waiver]]").expect("another waiver") + 1;
    let without = format!("# kept\n{}{}", &whole[..at], &whole[behind..]);
    std::fs::write(&recipe, &without).expect("a recipe");

    assert_eq!(crossfoot(workspace.path(), &["check"]).0, Some(1));
    let wrong = crossfoot(workspace.path(), &["waive", "count-mismatch", "--about", "nothing", "--reason", "x"]);
    assert_eq!(wrong.0, Some(2), "{}", wrong.1);
    let waived = crossfoot(workspace.path(), &["waive", "count-mismatch", "--reason", "four of \"7\" are listed"]);
    assert_eq!(waived.0, Some(0), "{}", waived.1);
    let written = std::fs::read_to_string(&recipe).expect("a recipe");
    assert!(written.starts_with(&without), "what stood in the recipe is kept");
    assert_eq!(
        written[without.len()..].trim(),
        "[[waiver]]\ncode = \"count-mismatch\"\nabout = \"qwen-sizes\"\npins = [\"7\", \"18亿\", \"70亿\", \"140亿\", \
         \"720亿\"]\nreason = \"four of \\\"7\\\" are listed\""
    );
    let (code, text) = crossfoot(workspace.path(), &["check"]);
    assert_eq!(code, Some(0), "{text}");
}
