//! What `crossfoot new` writes, and that it writes all of it or nothing.

use std::fs;
use std::path::Path;

use super::{TEXT, crossfoot, report_of, said};

/// A folder with one text in it.
fn folder_with(file: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join(file);
    fs::write(&path, text).expect("the text is written");
    (folder, path.to_string_lossy().into_owned())
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[test]
fn names_that_are_no_folders_are_refused() {
    let (folder, file) = folder_with("acme.txt", TEXT);
    for (name, found) in [
        ("", "expected a name for the report, found \"\""),
        ("r.", "does not begin or end with \".\", found \"r.\""),
        ("../r", "found \"../r\""),
        (&"r".repeat(300), "expected a name of at most 100 bytes, found one of 300"),
    ] {
        let new = crossfoot(folder.path(), &["new", "report", name, &file]);
        assert!(new.status.code() == Some(2) && said(&new).contains(found), "{}", said(&new));
    }
    assert!(!folder.path().join("raw").exists());
}

#[test]
fn a_text_is_no_recipe() {
    let (folder, file) = folder_with("recipe.toml", TEXT);
    let new = crossfoot(folder.path(), &["new", "report", "r", &file]);
    assert!(new.status.code() == Some(2) && said(&new).contains("whose name is that of the recipe"), "{}", said(&new));
    assert!(!folder.path().join("raw").exists());
}

#[test]
fn nothing_stays_of_a_report_whose_contract_cannot_be_written() {
    let (folder, file) = folder_with("acme.txt", TEXT);
    // A file stands where the contracts should.
    fs::write(folder.path().join("schemas"), "").expect("a file can be written");
    let new = crossfoot(folder.path(), &["new", "report", "r", &file]);
    assert_eq!(new.status.code(), Some(2), "{}", said(&new));
    assert!(!folder.path().join("raw").exists());
}

#[test]
fn a_dataset_of_a_text_that_the_report_does_not_list_is_refused() {
    let (folder, _) = report_of("acme.txt", TEXT.as_bytes());
    fs::write(folder.path().join("raw/r/more.txt"), TEXT.replace("Spending", "Income")).expect("a text");
    fs::create_dir(folder.path().join("raw/other")).expect("a folder");
    fs::write(folder.path().join("raw/other/far.txt"), TEXT).expect("a text");
    let path = folder.path().join("raw/r/recipe.toml");
    let before = fs::read_to_string(&path).expect("a recipe");
    for text in ["more.txt", "../other/far.txt", "./acme.txt"] {
        let new = crossfoot(folder.path(), &["new", "dataset", "r", text, "4"]);
        let expected = format!("(\"acme.txt\"), found \"{text}\"; put it into raw/r/ and add it to `texts` first");
        assert!(new.status.code() == Some(2) && said(&new).contains(&expected), "{}", said(&new));
    }
    assert_eq!(fs::read_to_string(&path).expect("a recipe"), before);
    // Written by hand, it is a finding: nothing would be read.
    fs::write(&path, before.replace("text = \"acme.txt\"", "text = \"more.txt\"")).expect("the recipe is changed");
    let check = said(&crossfoot(folder.path(), &["check"]));
    assert!(
        check.contains("error[missing-text]: expected one of the texts \"acme.txt\", found \"more.txt\""),
        "{check}"
    );
}

#[test]
fn equal_tables_of_one_text_are_read_by_their_lines() {
    let table = "Region      Sales    Units\nNorth         100       10\nSouth         200       20\nTotal         300       30\n\n\
                 Some words about it that are long enough to be taken as prose of the report.\n\n";
    let (folder, recipe) = report_of("r1.txt", format!("{table}{table}").as_bytes());
    assert!(recipe.contains("lines = [1, 4]\n") && recipe.contains("lines = [8, 11]\n"), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("table_1 2, table_8 2;"), "{}", said(&check));
    assert!(said(&check).contains("4 checks: 4 exact"), "{}", said(&check));
    // Lines that the text does not have are a finding.
    let path = folder.path().join("raw/r/recipe.toml");
    fs::write(&path, recipe.replace("lines = [8, 11]", "lines = [8, 911]")).expect("the recipe is changed");
    let check = said(&crossfoot(folder.path(), &["check"]));
    assert!(check.contains("expected two of the lines 1 to 14 in order, found 8 and 911"), "{check}");
}

#[test]
fn a_unit_that_ends_in_a_digit_is_one_in_checks() {
    let text = "City      2020      2021     Area (km2)\nOslo       697       700       454\nBergen     283       286       465\n\
                Total      980       986       919\n";
    let (folder, recipe) = report_of("cities.txt", text.as_bytes());
    assert!(recipe.contains(" == 919 km2\""), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("3 checks: 3 exact"), "{}", said(&check));
}

#[test]
fn a_text_without_a_table_says_so() {
    let (folder, file) = folder_with("head.csv", "region,amount\n");
    let new = crossfoot(folder.path(), &["new", "report", "r", &file]);
    assert!(
        new.status.success() && said(&new).contains("head.csv: no table with rows was found in it"),
        "{}",
        said(&new)
    );
    assert!(!is_empty(&folder.path().join("raw/r")));
}

#[test]
fn the_makefile_of_an_empty_workspace_runs_the_program_that_it_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    assert!(crossfoot(folder.path(), &["init", "ws"]).status.success());
    let makefile = fs::read_to_string(folder.path().join("ws/Makefile")).expect("a Makefile");
    for target in ["build", "parse", "validate", "reconcile", "emit", "check", "ledger", "verify"] {
        assert!(makefile.contains(&format!("\n{target}: ##")), "{target}");
    }
    assert!(makefile.contains("\n\t$(CROSSFOOT) build\n"), "{makefile}");
}
