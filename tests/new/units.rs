//! Units near a table: they are used, or asked for with answers that work as they are written.

use std::fs;
use std::path::Path;

use super::{crossfoot, report_of, said};

/// The recipe of one text, with the columns that a unit is asked for.
fn asked(file: &str, text: &str) -> (String, Vec<String>) {
    let (_folder, recipe) = report_of(file, text.as_bytes());
    let line = |line: &str| line.strip_prefix("# ").filter(|line| line.contains(".unit = ")).map(str::to_owned);
    let lines = recipe.lines().filter_map(line).collect();
    (recipe, lines)
}

const ROWS: &str = "Lyon              12.5      13.0\nNice               8.1       7.7\n";

#[test]
fn a_unit_over_the_names_of_the_rows_is_a_question() {
    let (recipe, lines) = asked("a.txt", &format!("Table 1: Sales\n\n€ million         2022      2023\n{ROWS}"));
    assert_eq!(lines, ["in_2022.unit = \"€ million\"", "in_2023.unit = \"€ million\""], "{recipe}");
    assert!(recipe.contains("columns = [\"label\", \"in_2022\", \"in_2023\"]"), "{recipe}");
}

#[test]
fn a_unit_below_the_years_is_one_of_their_columns() {
    let below = |unit: &str| {
        let rows = "Lyon                12.5         13.0\nNice                 8.1          7.7\n";
        format!("Table 1: Sales\n\nShop                2022         2023\n{unit:>24}{unit:>13}\n{rows}")
    };
    let (recipe, lines) = asked("a.txt", &below("£m"));
    assert!(lines.is_empty() && recipe.contains("in_2022_m = { unit = \"£m\" }"), "{recipe}");
    let (recipe, lines) = asked("a.txt", &below("$ million"));
    assert_eq!(lines.len(), 2, "{recipe}");
    assert!(recipe.contains("write country = \"...\" below [report] and \"x-unit\": \"USD\" (or HKD"), "{recipe}");
    let (recipe, _) = asked("a.txt", &below("RMB'000"));
    assert!(recipe.contains(" = { unit = \"RMB'000\" }"), "{recipe}");
}

#[test]
fn a_unit_behind_a_comma_a_slash_or_in_is_a_question_of_its_column() {
    let text = "Table 1: Cars\n\nName     Weight, kg   Length [m]   Speed in km/h   Power / kW\n\
                Ash            12.5         13.0              12           10\n\
                Birch           8.1          7.7              13           11\n";
    let (recipe, lines) = asked("a.txt", text);
    let columns =
        ["weight_kg.unit = \"kg\"", "length_m.unit = \"m\"", "speed_in_km_h.unit = \"km/h\"", "power_kw.unit = \"kW\""];
    assert_eq!(lines, columns, "{recipe}");
}

#[test]
fn a_unit_over_some_columns_of_a_text_is_asked_for_all() {
    let (recipe, lines) = asked(
        "a.txt",
        &format!("Table 1: Sales\n\n                (EUR thousands)\nShop              2022      2023\n{ROWS}"),
    );
    assert_eq!(lines.len(), 2, "{recipe}");
}

#[test]
fn a_unit_above_a_table_of_a_file_is_a_question() {
    let html = "<p>Amounts in EUR thousand</p><table><tr><th>Shop<th>2022<th>2023<tr><td>Lyon<td>1<td>2<tr><td>Nice<td>3<td>4</table>";
    let (recipe, lines) = asked("a.html", html);
    assert_eq!(lines, ["in_2022.unit = \"EUR thousand\"", "in_2023.unit = \"EUR thousand\""], "{recipe}");
    let (recipe, lines) = asked("sales.csv", "US$ million,,\nShop,2022,2023\nLyon,1,2\nNice,3,4\n");
    assert_eq!(lines.len(), 2, "{recipe}");
    assert!(recipe.contains("name = \"sales\""), "{recipe}");
}

/// Takes the answers of a unit question as the question says: its lines, the contract's comments, the second `that`.
fn answer(folder: &Path, recipe: &str, contract: &str, code: &str) {
    let mut answered: Vec<String> = Vec::new();
    for line in recipe.lines() {
        match line.strip_prefix("# ") {
            Some(that) if that.starts_with("that = ") => {
                *answered.last_mut().expect("the first that") = that.to_owned()
            }
            Some(unit) if unit.contains(".unit = ") => answered.push(unit.to_owned()),
            _ => answered.push(line.to_owned()),
        }
    }
    fs::write(folder.join("raw/r/recipe.toml"), answered.join("\n")).expect("the recipe is changed");
    let path = folder.join(contract);
    let text = fs::read_to_string(&path).expect("a contract");
    let line = |line: &str| match line.trim_start().starts_with("\"$comment\": \"its unit is open") {
        true => format!("\"x-unit\": \"{code}\"{}", if line.ends_with(',') { "," } else { "" }),
        false => line.to_owned(),
    };
    fs::write(&path, text.lines().map(line).collect::<Vec<_>>().join("\n")).expect("the contract is changed");
}

#[test]
fn the_answers_of_a_unit_question_work_as_they_are_written() {
    let text = "Table 1: Sales of shops\n(USD million)\n\nShop               2022      2023\nLyon                 10        20\n\
                Metz                  -        23\nNice                 11        22\nTotal                21        65\n";
    let (folder, recipe) = report_of("a.txt", text.as_bytes());
    assert!(recipe.contains("in_2022.nulls = [\"-\"]\n"), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("2 checks: 2 exact"), "{}", said(&check));
    answer(folder.path(), &recipe, "schemas/sales_shops.schema.json", "USD");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("2 checks: 2 exact"), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "sales_shops"]));
    assert!(show.contains("in_2022 [USD]") && show.contains("10000000"), "{show}");
}

#[test]
fn a_heading_with_a_labelled_unit_states_it() {
    let (recipe, lines) = asked("a.csv", "地区,金额（单位：万元）,数量（万吨）\n华北,2,3\n华南,5,6\n");
    assert!(recipe.contains("amount = { unit = \"万元\" }") && lines.is_empty(), "{recipe}");
}

#[test]
fn thousands_in_brackets_are_a_question() {
    let (recipe, lines) = asked("a.csv", "Region,Sales (000),Profit (£000)\nNorth,100,20\nSouth,150,30\n");
    assert!(recipe.contains("profit_000 = { unit = \"£000\" }"), "{recipe}");
    assert_eq!(lines, ["sales_000.unit = \"000\""], "{recipe}");
}
