//! Columns that can be read in two ways: both are shown. What settles it is a near miss.

use crossfoot::finding::Findings;
use crossfoot::parse::scan;
use crossfoot::source::Source;

/// The findings of a scan, with what they draw.
fn findings(text: &str) -> Vec<String> {
    let source = Source::new("report.txt", text);
    let mut findings = Findings::new();
    for table in scan::scan(&source).tables {
        table.findings(&source, &mut findings);
    }
    findings.iter().map(|found| format!("{}\n{}", found.message, found.help.clone().unwrap_or_default())).collect()
}

#[test]
fn thousands_or_two_columns() {
    let found = findings("Cash     1 200   340\nLoans    2 500   120\nShares   3 411   250\n");
    assert_eq!(
        found,
        ["expected one reading, found one of 3 columns and one of 4
settle it in the recipe: name the columns, or say with `starts` where they begin

3 columns:
Cash | 1 200 | 340
Loans | 2 500 | 120
Shares | 3 411 | 250

4 columns:
Cash | 1 | 200 | 340
Loans | 2 | 500 | 120
Shares | 3 | 411 | 250
"]
    );
}

#[test]
fn names_settle_it() {
    let with_two = "Item      2021  2022\nCash     1 200   340\nLoans    2 500   120\nShares   3 411   250\n";
    assert_eq!(findings(with_two), [""; 0]);
}

#[test]
fn zeros_in_front_settle_it() {
    assert_eq!(findings("Cash     1 200   340\nLoans    2 500   120\nShares   3 041   250\n"), [""; 0]);
}

#[test]
fn a_number_between_two_columns() {
    let found = findings(
        "Item           2021          2022\nBread           120           130\nMilk             80            85\nEggs                   40\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("expected one reading of 3 columns, found two that place cells differently\n"));
    assert!(found[0].contains("Eggs | 40 |\n") && found[0].contains("Eggs |  | 40\n"), "{}", found[0]);
}

#[test]
fn a_number_in_its_column() {
    let text = "Item           2021          2022\nBread           120           130\nMilk             80            85\nEggs                           40\n";
    assert_eq!(findings(text), [""; 0]);
}
