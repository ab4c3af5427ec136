//! Columns that can be read in two ways: both are shown. What settles it is a near miss.

use crossfoot::finding::Findings;
use crossfoot::parse::scan;
use crossfoot::source::Source;

/// The findings of a scan, with what they draw.
fn findings(text: &str) -> Vec<String> {
    let source = Source::new("report.txt", text);
    let mut findings = Findings::new();
    for table in scan::scan(&source).tables {
        table.doubts(&source, &mut findings);
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

#[test]
fn a_row_with_more_values_than_columns_is_told() {
    let text = "Item            2021    2022\nBread            120     130\nMilk              80      85      90\nEggs              40      44\n";
    let found = findings(text);
    assert_eq!(found, ["expected 3 cells, found 4: \"85\" and \"90\" in one\n"]);
}

#[test]
fn two_rows_with_one_more_value_have_one_more_column() {
    let text = "Item            2021    2022\nBread            120     130\nMilk              80      85      90\nEggs              40      44      47\n";
    assert_eq!(findings(text), [""; 0]);
    let source = Source::new("report.txt", text);
    assert_eq!(scan::scan(&source).tables[0].size, (4, 4));
}

#[test]
fn only_rows_that_differ_are_shown_in_both_readings() {
    let found = findings("Cash     1 200   340\nLoans    2 500   120\nShares   3 411   250\nBonds      112    70\n");
    assert_eq!(found.len(), 1, "{found:?}");
    for row in ["Cash | 1 200 | 340\n", "Cash | 1 | 200 | 340\n"] {
        assert!(found[0].contains(row), "{}", found[0]);
    }
}
