//! The arrows of ARCHITECTURE.md, read from the `use` lines and paths of the code.

use std::fs;

use super::support::{files, repository};

const NOUNS: &[&str] = &["source", "finding", "model", "contract", "recipe"];
const STAGES: &[&str] = &["ingest", "parse", "normalize", "validate", "reconcile", "emit"];

/// What a module may name beside itself.
fn allowed(module: &str) -> Vec<&'static str> {
    let of_nouns = |before: &[&'static str]| before.to_vec();
    match module {
        "source" => vec![],
        "finding" => of_nouns(&["source"]),
        "model" => of_nouns(&["source", "finding"]),
        "contract" | "recipe" => of_nouns(&["source", "finding", "model"]),
        stage if STAGES.contains(&stage) => NOUNS.to_vec(),
        "render" => NOUNS.to_vec(),
        "error" => vec![],
        "workspace" => [NOUNS, &["error"]].concat(),
        "plan" => [NOUNS, STAGES, &["error", "workspace"]].concat(),
        "run" => [NOUNS, STAGES, &["error", "workspace", "plan"]].concat(),
        "verify" => [NOUNS, STAGES, &["error", "workspace", "plan"]].concat(),
        "publish" => vec!["emit", "error"],
        "catalog" => [NOUNS, STAGES, &["workspace", "plan", "run", "verify", "render"]].concat(),
        "cli" => {
            [NOUNS, STAGES, &["error", "workspace", "plan", "run", "verify", "publish", "catalog", "render"]].concat()
        }
        "lib" => vec![],
        other => panic!("pipeline/{other} is in no row of ARCHITECTURE.md"),
    }
}

/// The modules of this crate that a line of code names.
fn named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn stages_share_only_nouns() {
    let mut wrong = Vec::new();
    for (name, bytes) in files(&repository().join("pipeline")).iter().filter(|(name, _)| name.ends_with(".rs")) {
        let module = name.split(['/', '.']).next().expect("a name has a first part");
        let text = std::str::from_utf8(bytes).expect("code is UTF-8");
        let mut allowed = allowed(module);
        allowed.push(module);
        for (at, line) in text.lines().enumerate() {
            for other in named(line) {
                // `pub(crate)` and macros name no module.
                if !allowed.contains(&other) {
                    wrong.push(format!("pipeline/{name}:{}: {module} names {other}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_driver_has_threads_and_only_the_command_line_prints_or_looks_at_the_clock() {
    let rules: &[(&[&str], &[&str])] = &[
        (&["rayon", "thread::spawn"], &["run"]),
        (&["println!", "eprintln!", "SystemTime", "Instant::now", "env::var", "process::exit"], &["cli"]),
        (&["fs::write", "File::create", "fs::rename"], &["publish", "cli"]),
    ];
    let mut wrong = Vec::new();
    for (name, bytes) in files(&repository().join("pipeline")).iter().filter(|(name, _)| name.ends_with(".rs")) {
        let module = name.split(['/', '.']).next().expect("a name has a first part");
        let text = std::str::from_utf8(bytes).expect("code is UTF-8");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for (words, homes) in rules {
                if let Some(word) = words.iter().find(|word| code.contains(**word)).filter(|_| !homes.contains(&module))
                {
                    wrong.push(format!("pipeline/{name}:{}: {word} outside {}", at + 1, homes.join(", ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    for (name, bytes) in files(&repository().join("pipeline")).iter().filter(|(name, _)| name.ends_with(".rs")) {
        let text = std::str::from_utf8(bytes).expect("code is UTF-8");
        assert!(text.starts_with("//! "), "pipeline/{name} does not open with //!");
        assert!(text.lines().count() <= 800, "pipeline/{name} has more than 800 lines");
    }
    let root = fs::read_dir(repository()).expect("the repository can be read");
    assert!(root.count() > 10);
}
