//! Cells that keep a column from being numbers, totals without a label, page numbers.

use std::fs;

use super::{crossfoot, report_of, said};

#[test]
fn one_odd_cell_is_a_question_with_its_answers() {
    let text = "Table 1: Debts\n\nLand         One    Two       Three    Four\nLyon         12.5      5.1e    １２３．４     3-\n\
                Nice          8.1      5.0         （120）     4\nRome          8.1      5.0         1.5     4\n";
    let (folder, recipe) = report_of("debts.txt", text.as_bytes());
    for line in [
        "# Question: 2 of 3 cells of two are numbers; \"5.1e\" is not",
        "# two.nulls = [\"5.1e\"]\n# two.drop = '\\s*(e)$'\n",
        "# Question: 2 of 3 cells of four are numbers; \"3-\" is not",
    ] {
        assert!(recipe.contains(line), "{line}\n{recipe}");
    }
    assert!(!recipe.contains("cells of three"), "{recipe}");
    let schema = folder.path().join("schemas/debts.schema.json");
    let contract = fs::read_to_string(&schema).expect("a contract");
    assert!(contract.contains("\"three\": {\n      \"title\": \"Three\",\n      \"description\": \"\\\"Three\\\", as printed.\",\n      \"type\": \"number\""), "{contract}");
    let mut contract: serde_json::Value = serde_json::from_str(&contract).expect("JSON");
    contract["properties"]["two"]["type"] = serde_json::json!(["number", "null"]);
    contract["properties"]["two"]["x-decimal"] = serde_json::json!([24, 1]);
    fs::write(&schema, contract.to_string()).expect("the contract is changed");
    fs::write(folder.path().join("raw/r/recipe.toml"), recipe.replace("# two.drop", "two.drop")).expect("a recipe");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success(), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "debts"]));
    assert!(show.contains("123.4") && show.contains("-120") && show.contains("5.1 "), "{show}");
}

#[test]
fn numbers_below_a_rule_are_a_total() {
    let text = "Region               Sales  Units\nNorth                  100     10\nSouth                  200     20\n\
                East                   300     30\n                     -----  -----\n                       600     60\n\
                \u{20}                    =====  =====\n";
    let (folder, recipe) = report_of("regions.txt", text.as_bytes());
    assert!(recipe.contains("leave_out = '^$'") && recipe.contains("sum(table_1.sales) == 600"), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("table_1 3;"), "{}", said(&check));
    assert!(said(&check).contains("2 checks: 2 exact"), "{}", said(&check));
    // What is no sum stays a row.
    let (_folder, recipe) = report_of("regions.txt", text.replace("600", "650").as_bytes());
    assert!(!recipe.contains("leave_out"), "{recipe}");
}

#[test]
fn page_numbers_are_furniture_and_other_lines_show_how_to_pass_over_them() {
    let prose = "The districts spent more in this year than they did in the year before.\n";
    let text =
        format!("{prose}\n{}\n\n                    7\n\u{c}{prose}\n 4 5\n\n{prose}\n        12\n", super::TEXT);
    let (folder, recipe) = report_of("acme.txt", text.as_bytes());
    let lost = said(&crossfoot(folder.path(), &["ledger", "--unaccounted"]));
    assert!(lost.contains("unaccounted   4 5") && lost.lines().count() == 1, "{lost}");
    let check = said(&crossfoot(folder.path(), &["check"]));
    assert!(check.contains("[[ignore]]\n") && check.contains("pattern = '^4 5$'"), "{check}");
    let ignored = format!("{recipe}\n[[ignore]]\npattern = \"^4 5$\"\nreason = \"a mark of the printer\"\n");
    let ignored = ignored.replace("texts = [", "accounted = \"100%\"\ntexts = [");
    fs::write(folder.path().join("raw/r/recipe.toml"), ignored).expect("the recipe is changed");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success(), "{}", said(&check));
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_others_from_being_scanned() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(folder.path().join("a.txt"), super::TEXT).expect("a text");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let scan = crossfoot(folder.path(), &["scan", &path("missing.txt"), &path("a.txt")]);
    let text = said(&scan);
    assert_eq!(scan.status.code(), Some(2), "{text}");
    assert!(text.contains("could not read 1 of 2 files") && text.contains("Spending of the districts"), "{text}");
}
