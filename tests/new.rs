//! `crossfoot init` and `crossfoot new`, through the program.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TEXT: &str = "\
Table 1: Spending of the districts

District         2021      2022     Share
North           1,200     1,300      41.3
South           1,800     1,850      58.7
Total           3,000     3,150     100.0

The districts spent more in 2022 than in the year before.
";

fn crossfoot(workspace: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossfoot"));
    command.arg("-C").arg(workspace).args(args).output().expect("the program was built")
}

#[test]
fn a_report_is_drafted_and_checks_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let workspace = folder.path().join("ws");
    let text = folder.path().join("acme.txt");
    fs::write(&text, TEXT).expect("the text is written");
    assert!(crossfoot(folder.path(), &["init", &workspace.to_string_lossy()]).status.success());
    let new = crossfoot(&workspace, &["new", "report", "acme", &text.to_string_lossy()]);
    assert!(new.status.success(), "{}", String::from_utf8_lossy(&new.stderr));

    let recipe = fs::read_to_string(workspace.join("raw/acme/recipe.toml")).expect("a recipe");
    assert!(recipe.contains("columns = [\"district\", \"in_2021\", \"in_2022\", \"share\"]"), "{recipe}");
    assert!(recipe.contains("leave_out = '^Total'"), "{recipe}");
    assert!(recipe.contains("that = \"sum(spending_districts.in_2021) == 3000\""), "{recipe}");
    assert_eq!(fs::read_to_string(workspace.join("raw/acme/acme.txt")).expect("the copy"), TEXT);

    let check = crossfoot(&workspace, &["check"]);
    let said = format!("{}{}", String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
    assert!(check.status.success(), "{said}");
    assert!(said.contains("spending_districts 2"), "{said}");
}

#[test]
fn nothing_that_exists_is_overwritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = folder.path().join("acme.txt");
    fs::write(&text, TEXT).expect("the text is written");
    let file = text.to_string_lossy().into_owned();
    assert!(crossfoot(folder.path(), &["new", "report", "acme", &file]).status.success());
    let recipe = folder.path().join("raw/acme/recipe.toml");
    fs::write(&recipe, "mine").expect("the recipe is changed");
    let again = crossfoot(folder.path(), &["new", "report", "acme", &file]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&recipe).expect("a recipe"), "mine");
    // A second report makes contracts of its own.
    assert!(crossfoot(folder.path(), &["new", "report", "acme-2", &file]).status.success());
    assert!(folder.path().join("schemas/spending_districts_2.schema.json").exists());

    fs::write(folder.path().join("Makefile"), "mine").expect("a Makefile");
    assert!(crossfoot(folder.path(), &["init", &folder.path().to_string_lossy()]).status.success());
    assert_eq!(fs::read_to_string(folder.path().join("Makefile")).expect("a Makefile"), "mine");
}
