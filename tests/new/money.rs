//! Amounts with a sign of money, and whose money it is.

use std::fs;

use super::{crossfoot, report_of, said};

const SHOPS: &str = "\
Table 1: Sales of the shops

Shop              2022         2023
Lyon           € 12.5       € 13.0*
Nice           €  8.1           7.7
Metz           € (3.0)      €     –
Total          € 17.6       € 20.7

End.
";

#[test]
fn signs_of_money_are_the_unit_of_their_columns() {
    let (folder, recipe) = report_of("shops.txt", SHOPS.as_bytes());
    assert!(recipe.contains("in_2022 = { drop = '\\s*€\\s*' }"), "{recipe}");
    assert!(recipe.contains("that = \"sum(sales_shops.in_2022) == 17.6 EUR\""), "{recipe}");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("2 checks: 2 exact"), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "sales_shops"]));
    assert!(show.contains("in_2022 [EUR]") && show.contains("-3.0"), "{show}");

    // A sign does not undo the scale over the table.
    let (folder, recipe) = report_of("shops.txt", SHOPS.replace("the shops", "the shops (€ million)").as_bytes());
    assert!(recipe.contains("in_2022 = { drop = '\\s*€\\s*', unit = \"€ million\" }"), "{recipe}");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("2 checks: 2 exact"), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "sales_shops_million"]));
    assert!(show.contains("12500000"), "{show}");

    // One that does not say for which money it is leaves the unit open.
    let (folder, recipe) = report_of("shops.txt", SHOPS.replace("the shops", "the shops (in millions)").as_bytes());
    assert!(recipe.contains("# in_2022.unit = \"in millions\""), "{recipe}");
    assert!(crossfoot(folder.path(), &["check"]).status.success());
}

#[test]
fn a_sign_of_many_countries_is_a_question() {
    let dollars = SHOPS.replace('€', "$");
    let (folder, recipe) = report_of("shops.txt", dollars.as_bytes());
    assert!(recipe.contains("# Question: which money is \"$\"? It may be USD, HKD"), "{recipe}");
    assert!(recipe.contains("that = \"sum(sales_shops.in_2022) == 17.6\""), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("2 checks: 2 exact"), "{}", said(&check));

    let file = folder.path().join("shops.txt").to_string_lossy().into_owned();
    let new = crossfoot(folder.path(), &["new", "report", "ca", "--country", "CA", &file]);
    assert!(new.status.success(), "{}", said(&new));
    let recipe = fs::read_to_string(folder.path().join("raw/ca/recipe.toml")).expect("a recipe");
    assert!(recipe.contains("\ncountry = \"CA\"\n") && recipe.contains(" == 17.6 CAD\""), "{recipe}");
    assert!(!recipe.contains("which money"), "{recipe}");
    // A dataset that comes later has the country of its report.
    fs::write(folder.path().join("raw/ca/more.txt"), dollars.replace("Sales", "Costs")).expect("the text is written");
    let path = folder.path().join("raw/ca/recipe.toml");
    fs::write(&path, recipe.replace("texts = [\"shops.txt\"]", "texts = [\"shops.txt\", \"more.txt\"]"))
        .expect("a recipe");
    let more = crossfoot(folder.path(), &["new", "dataset", "ca", "more.txt", "4"]);
    assert!(more.status.success(), "{}", said(&more));
    let recipe = fs::read_to_string(folder.path().join("raw/ca/recipe.toml")).expect("a recipe");
    assert_eq!(recipe.matches(" == 17.6 CAD\"").count(), 2, "{recipe}");
    let new = crossfoot(folder.path(), &["new", "report", "no", "--country", "Canada", &file]);
    assert!(new.status.code() == Some(2) && said(&new).contains("found country \"Canada\""), "{}", said(&new));
}

#[test]
fn two_moneys_in_one_column_stay_text() {
    let (folder, recipe) = report_of("shops.txt", SHOPS.replacen('€', "£", 1).as_bytes());
    assert!(!recipe.contains("in_2022 = ") && recipe.contains("in_2023 = "), "{recipe}");
    assert!(crossfoot(folder.path(), &["check"]).status.success());
}
