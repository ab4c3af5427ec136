//! `crossfoot init` and `crossfoot new`, through the program.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

mod money;
mod odd;
mod reuse;
mod units;
mod writing;

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
    assert!(recipe.contains("leave_out = '^Total$'"), "{recipe}");
    assert!(recipe.contains("that = \"sum(spending_districts.in_2021) == 3000\""), "{recipe}");
    assert_eq!(fs::read_to_string(workspace.join("raw/acme/acme.txt")).expect("the copy"), TEXT);

    let check = crossfoot(&workspace, &["check"]);
    let said = format!("{}{}", String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
    assert!(check.status.success(), "{said}");
    assert!(said.contains("spending_districts 2"), "{said}");
}

#[test]
fn a_title_below_the_number_of_a_table_names_its_dataset() {
    let text = "TABLE 6\nHarbours of the coast\n\nPort        Ships    Boats\nOslo          120      130\nBergen         80       85\n\nEnd.\n";
    let (folder, recipe) = second_recipe(TEXT, text);
    assert!(recipe.contains("name = \"harbours_coast\""), "{recipe}");
    let schema = fs::read_to_string(folder.path().join("schemas/harbours_coast.schema.json")).expect("a contract");
    assert!(schema.contains("\"title\": \"TABLE 6 Harbours of the coast\""), "{schema}");
    // Where nothing of the caption can be a name, its number is.
    let text =
        "表3   主要产品产量\n产品      产量     增长\n粮食      86.4      1.2\n油料       5.3     -0.8\n\n完。\n";
    let (_, recipe) = second_recipe(TEXT, text);
    assert!(recipe.contains("name = \"table_3\""), "{recipe}");
}

#[test]
fn labels_without_values_are_a_question_that_two_keys_answer() {
    let text = "Region,Ships,Boats\nNorth,,\nOslo,120,130\nBergen,80,85\nSouth,,\nRome,30,31\n";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("ports.csv");
    fs::write(&file, text).expect("the text is written");
    assert!(crossfoot(folder.path(), &["new", "report", "ports", &file.to_string_lossy()]).status.success());
    let path = folder.path().join("raw/ports/recipe.toml");
    let recipe = fs::read_to_string(&path).expect("a recipe");
    assert!(recipe.contains("# Question: no values stand behind \"North\", \"South\"."), "{recipe}");
    let settled =
        recipe.replace("# headings = '^(North|South)$'", "group = \"row_group\"\nheadings = '^(North|South)$'");
    fs::write(&path, &settled).expect("the recipe is changed");
    let schema = folder.path().join("schemas/ports.schema.json");
    let contract = fs::read_to_string(&schema).expect("a contract");
    let property = "\"properties\": {\n    \"row_group\": {\"type\": \"string\"},";
    fs::write(&schema, contract.replacen("\"properties\": {", property, 1)).expect("the contract is changed");
    let check = crossfoot(folder.path(), &["check"]);
    let said = format!("{}{}", String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
    assert!(check.status.success() && said.contains("ports 3"), "{said}");
    // Without a column to become, headings would be lost.
    fs::write(&path, settled.replace("group = \"row_group\"\n", "")).expect("the recipe is changed");
    let check = crossfoot(folder.path(), &["check"]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned() + &String::from_utf8_lossy(&check.stderr);
    assert!(said.contains("expected `group` beside `headings`"), "{said}");
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
    // A second report with the same columns takes the contract that is there.
    assert!(crossfoot(folder.path(), &["new", "report", "acme-2", &file]).status.success());
    assert!(!folder.path().join("schemas/spending_districts_2.schema.json").exists());

    fs::write(folder.path().join("Makefile"), "mine").expect("a Makefile");
    assert!(crossfoot(folder.path(), &["init", &folder.path().to_string_lossy()]).status.success());
    assert_eq!(fs::read_to_string(folder.path().join("Makefile")).expect("a Makefile"), "mine");
}

/// A workspace with one report made of `first`, and what `new report` writes for `second`.
fn second_recipe(first: &str, second: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("one", first), ("two", second)] {
        let path = folder.path().join(format!("{name}.txt"));
        fs::write(&path, text).expect("the text is written");
        let new = crossfoot(folder.path(), &["new", "report", name, &path.to_string_lossy()]);
        assert!(new.status.success(), "{}", String::from_utf8_lossy(&new.stderr));
    }
    let recipe = fs::read_to_string(folder.path().join("raw/two/recipe.toml")).expect("a recipe");
    (folder, recipe)
}

#[test]
fn a_contract_that_fits_is_used_again() {
    let (folder, recipe) = second_recipe(TEXT, &TEXT.replace("1,200", "1,100").replace("3,000", "2,900"));
    assert!(recipe.contains("# schemas/spending_districts.schema.json fits: "), "{recipe}");
    assert!(recipe.contains("name = \"spending_districts\"\n"), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    let said = format!("{}{}", String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
    assert!(check.status.success() && said.contains("spending_districts 4"), "{said}");
}

#[test]
fn a_contract_that_nearly_fits_is_a_question() {
    let percent = TEXT.replace("41.3", "41.3%").replace("58.7", "58.7%").replace("100.0", "100.0%");
    let (folder, recipe) = second_recipe(TEXT, &percent);
    let question = "# Question: is this \"spending_districts\"? schemas/spending_districts.schema.json has district, in_2021, \
                    in_2022, but share is in no unit there and % here.";
    assert!(recipe.contains(question), "{recipe}");
    assert!(recipe.contains("name = \"spending_districts_2\""), "{recipe}");
    assert!(folder.path().join("schemas/spending_districts_2.schema.json").exists());
}

#[test]
fn a_contract_of_other_columns_is_none_to_ask_about() {
    let (_folder, recipe) = second_recipe(
        TEXT,
        "Table 1: Ships\n\nFlag      Ships   Crews\nDenmark     120     950\nNorway       98     700\n",
    );
    assert!(!recipe.contains("is this"), "{recipe}");
}

#[test]
fn only_sums_are_left_out_as_totals() {
    let text = "\
Table 1: Enrollment

Level                    2021     2022
Total enrollment          900      950
Primary                   400      420
Secondary                 500      530
Total current spending    1.3      2.1
";
    let (_folder, recipe) = second_recipe(TEXT, text);
    assert!(recipe.contains("leave_out = '^Total enrollment$'"), "{recipe}");
    assert!(recipe.contains("# Question: \"Total current spending\" says"), "{recipe}");
}

#[test]
fn a_table_whose_header_comes_again_is_read_as_it_was_found() {
    let table = |rows: &str| {
        format!("Some words stand above the table and say what it is about.\n\nAge       Share\n\n{rows}\n")
    };
    let text = format!(
        "{}\n{}",
        table("20-29     0.2650\n30-39     0.2046\n40-49     0.1477\n"),
        table("20-29     0.2834\n30-39     0.2188\n40-49     0.1579\n")
    );
    let (folder, _recipe) = second_recipe(TEXT, &text);
    let check = crossfoot(folder.path(), &["check"]);
    let said = format!("{}{}", String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
    assert!(check.status.success(), "{said}");
    assert!(said.contains("table_12 3, table_3 3"), "{said}");
}

#[test]
fn rows_of_a_csv_file_stay_rows_whatever_they_lack() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let csv = folder.path().join("k.csv");
    fs::write(&csv, "name,qty\nalpha,1\nbeta,\ngamma,3\ndelta,\n").expect("the file can be written");
    let workspace = folder.path().join("w");
    assert!(crossfoot(folder.path(), &["init", &workspace.to_string_lossy()]).status.success());
    assert!(crossfoot(&workspace, &["new", "report", "r", csv.to_str().expect("a path in UTF-8")]).status.success());
    let built = crossfoot(&workspace, &["build"]);
    let out = String::from_utf8_lossy(&built.stdout).into_owned();
    assert!(built.status.success() && out.contains("table_1 4; 0 rejected"), "{out}");
}

#[test]
fn a_json_line_that_cannot_be_read_is_unaccounted() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let lines = folder.path().join("k.jsonl");
    let text = "{\"name\":\"alpha\",\"qty\":1}\n{\"name\":\"beta\",\"qty\":\n{\"name\":\"gamma\",\"qty\":3}\n";
    fs::write(&lines, text).expect("the file can be written");
    let new = crossfoot(folder.path(), &["new", "report", "r", lines.to_str().expect("a path in UTF-8")]);
    assert!(new.status.success(), "{}", String::from_utf8_lossy(&new.stderr));
    let ledger = crossfoot(folder.path(), &["ledger", "--unaccounted"]);
    assert_eq!(ledger.status.code(), Some(1));
    let out = String::from_utf8_lossy(&ledger.stdout).into_owned();
    assert!(out.contains("unaccounted  {\"name\":\"beta\",\"qty\":"), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
}

/// What a program said, on both streams.
fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A workspace with the report `r` of one file, and its recipe.
fn report_of(file: &str, bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join(file);
    fs::write(&path, bytes).expect("the file can be written");
    let new = crossfoot(folder.path(), &["new", "report", "r", &path.to_string_lossy()]);
    assert!(new.status.success(), "{}", said(&new));
    let recipe = fs::read_to_string(folder.path().join("raw/r/recipe.toml")).expect("a recipe");
    (folder, recipe)
}

#[test]
fn a_table_that_the_file_says_is_one_is_read_by_its_name() {
    let (folder, recipe) = report_of("sales.csv", b"region,amount\nNorth,12\nSouth,13\n");
    assert!(recipe.contains("name = \"sales\"\ntext = \"sales.csv\"\n[dataset.grid]\ncolumns = "), "{recipe}");
    assert!(said(&crossfoot(folder.path(), &["check"])).contains("sales 2"));

    let table = |rows: &str| format!("<table><tr><th>region<th>amount{rows}</table>");
    let two = table("<tr><td>North<td>12<tr><td>South<td>13");
    let (folder, recipe) = report_of("two.html", format!("{two}<p>Words in between.{two}").as_bytes());
    assert!(
        recipe.contains("[dataset.grid]\ntable = 1\n") && recipe.contains("[dataset.grid]\ntable = 2\n"),
        "{recipe}"
    );
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success(), "{}", said(&check));
}

#[test]
fn equal_tables_of_two_sheets_are_told_apart() {
    let sheet = |name: &str, amount: u32| {
        let row = |cells: [String; 2]| {
            let cells = cells.map(|cell| {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
            });
            format!("<table:table-row>{}</table:table-row>", cells.concat())
        };
        let rows =
            [["region".into(), "amount".into()], ["North".into(), amount.to_string()], ["South".into(), "13".into()]];
        format!("<table:table table:name=\"{name}\">{}</table:table>", rows.map(row).concat())
    };
    let content = format!("<a>{}{}</a>", sheet("Spring", 12), sheet("Autumn", 12));
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("META-INF/manifest.xml", "<a/>"), ("content.xml", content.as_str())] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut writer, text.as_bytes()).expect("a part");
    }
    let (folder, recipe) = report_of("two.ods", &writer.finish().expect("an archive").into_inner());
    for name in ["Spring", "Autumn"] {
        let part =
            format!("name = \"{}\"\ntext = \"two.ods\"\n[dataset.grid]\ntable = \"{name}\"\n", name.to_lowercase());
        assert!(recipe.contains(&part), "{recipe}");
    }
    let check = said(&crossfoot(folder.path(), &["check"]));
    assert!(check.contains("autumn 2") && check.contains("spring 2"), "{check}");
}

#[test]
fn each_total_is_checked_against_the_rows_between_totals() {
    let text = "\
Table 1: Sales of goods

Goods           2021     2022
Apples           100      110
Pears            200      -
Subtotal         300      110
Bread            400      420
Cake             501      530
Milk             100       50
Subtotal       1,001    1,000
Total          1,301    1,110
";
    let (folder, recipe) = report_of("goods.txt", text.as_bytes());
    assert!(recipe.contains("leave_out = '^(Subtotal|Total)$'"), "{recipe}");
    for check in [
        "sum(sales_goods.in_2021 where goods in ['Apples', 'Pears']) == 300",
        "sum(sales_goods.in_2021 where goods in ['Bread', 'Cake', 'Milk']) == 1001",
        "sum(sales_goods.in_2021) == 1301",
        "sum(sales_goods.in_2022 where (in_2022 <= 0 or in_2022 > 0)) == 1110",
    ] {
        assert!(recipe.contains(&format!("that = \"{check}\"\n")), "{check}: {recipe}");
    }
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success(), "{}", said(&check));
    assert!(!said(&check).contains("not-testable"), "{}", said(&check));
    // A part that is wrong is found.
    let raw = folder.path().join("raw/r/goods.txt");
    fs::write(&raw, text.replace("Cake             501", "Cake             511")).expect("the text is changed");
    let check = crossfoot(folder.path(), &["check"]);
    assert_eq!(check.status.code(), Some(1), "{}", said(&check));
}

#[test]
fn a_dataset_is_added_once() {
    let (folder, recipe) = report_of("acme.txt", TEXT.as_bytes());
    let path = folder.path().join("raw/r/recipe.toml");
    let again = crossfoot(folder.path(), &["new", "dataset", "r", "acme.txt", "4"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        said(&again).contains("reads this table already, as spending_districts; nothing was written"),
        "{}",
        said(&again)
    );
    assert_eq!(fs::read_to_string(&path).expect("a recipe"), recipe);
    // Without it, it is added, once.
    let head = recipe.split("\n# -----").next().expect("a head").to_owned();
    fs::write(&path, head).expect("the recipe is changed");
    assert!(crossfoot(folder.path(), &["new", "dataset", "r", "acme.txt", "4"]).status.success());
    let added = fs::read_to_string(&path).expect("a recipe");
    assert_eq!(crossfoot(folder.path(), &["new", "dataset", "r", "acme.txt", "4"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).expect("a recipe"), added);
}

#[test]
fn folders_are_those_of_the_workspace_and_none_is_made_by_mistake() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let init = crossfoot(folder.path(), &["init", "ws"]);
    assert!(init.status.success() && folder.path().join("ws/raw").is_dir(), "{}", said(&init));
    let again = said(&crossfoot(folder.path(), &["init", "ws"]));
    assert_eq!(again.matches("kept ").count(), 4, "{again}");
    let text = folder.path().join("acme.txt");
    fs::write(&text, TEXT).expect("the text is written");
    let missing = folder.path().join("wss");
    let new = crossfoot(&missing, &["new", "report", "acme", &text.to_string_lossy()]);
    assert!(new.status.code() == Some(2) && said(&new).contains("make one with: crossfoot init"), "{}", said(&new));
    assert!(!missing.exists());
    let new = said(&crossfoot(&folder.path().join("ws"), &["new", "report", "acme", &text.to_string_lossy()]));
    assert!(new.contains("recipe.toml: 1 dataset, 1 question; now: crossfoot check"), "{new}");
    assert!(
        new.contains("wrote raw/acme/acme.txt") && new.contains("wrote schemas/spending_districts.schema.json"),
        "{new}"
    );
}

#[test]
fn units_of_headings_and_marks_of_notes_are_read() {
    let text = "\
Table 1: Weights of animals

Dose          No.    Weight (kg)     Relative (%)      %
0              39            5.8            100.0   33.3
250            30            5.9            102.4*  33.3
500            33            6.0**          103.4   33.4
";
    let (folder, recipe) = report_of("dose.txt", text.as_bytes());
    assert!(recipe.contains("weight_kg = { drop = '\\s*[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰]+$', unit = \"kg\" }"), "{recipe}");
    assert!(recipe.contains("percent = { unit = \"%\" }"), "{recipe}");
    assert!(recipe.contains("# Question: dose holds nothing but numbers"), "{recipe}");
    let check = crossfoot(folder.path(), &["build"]);
    assert!(check.status.success() && said(&check).contains("weights_animals 3; 0 rejected"), "{}", said(&check));
    let show = said(&crossfoot(folder.path(), &["show", "weights_animals"]));
    let numbers = ["5.9", "6.0", "102.4", "33.4"];
    assert!(numbers.iter().all(|number| show.contains(number)) && !show.contains('*'), "{show}");
}

#[test]
fn signs_and_brackets_in_columns_of_their_own_are_read() {
    let text = "\
Table 1. Balances

Country          Lending         Tax
Austria      -      0.6    (    234)
Belgium      -     10.8    (     16)
Denmark      +      4.1          12
Finland      -      2.7    (    456)
";
    let (folder, recipe) = report_of("balances.txt", text.as_bytes());
    let check = crossfoot(folder.path(), &["build"]);
    assert!(
        check.status.success() && said(&check).contains("balances 4, quantity 8; 0 rejected"),
        "{recipe}{}",
        said(&check)
    );
    let show = said(&crossfoot(folder.path(), &["show", "balances"]));
    let numbers = ["-0.6", "-10.8", " 4.1", "-234", "-16", " 12"];
    assert!(numbers.iter().all(|number| show.contains(number)), "{show}");
}

#[test]
fn decimal_commas_and_scales_of_headings_are_read() {
    let csv = "地区;收入(万元);增速(%)\n华北;1.234,5;12,5\n华东;2.345,6;-3,1\n华南;987,0;0,4\n合计;4.567,1;\n";
    let (csv, _, _) = encoding_rs::GB18030.encode(csv);
    let (folder, recipe) = report_of("收入.csv", &csv);
    assert!(recipe.contains("revenue = { unit = \"万元\" }\ngrowth_rate = { unit = \"%\" }"), "{recipe}");
    assert!(recipe.contains("that = \"sum(table_1.revenue) == 4567.1 万元\""), "{recipe}");
    assert!(recipe.contains("columns = [\"region\", \"revenue\", \"growth_rate\"]"), "{recipe}");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("1 check: 1 exact"), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "table_1"]));
    assert!(show.contains("revenue [CNY]") && show.contains("12345000") && show.contains(" 12.5"), "{show}");
}

#[test]
fn units_over_several_columns_hold_for_each() {
    let html = "<table><caption>Sales</caption><tr><th rowspan=2>Region<th colspan=2>Sales (USD million)<tr><th>First half\
                <th>Second half<tr><td>North<td>1.5<td>2.5<tr><td>South<td>4.5<td>5.5<tr><td>Total<td>6.0<td>8.0</table>";
    let (folder, recipe) = report_of("sales.html", html.as_bytes());
    assert!(recipe.contains("first_half = { unit = \"USD million\" }"), "{recipe}");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("2 checks: 2 exact"), "{}", said(&build));
}

#[test]
fn a_unit_line_is_a_question_with_its_answers() {
    let text = "\
Table 1: People of the districts
(Numbers in thousands)

District         2021      2022     Change
North           1,200     1,300        8.3
South           1,800         -        2.8
East            1,700     1,850        8.8
";
    let (folder, recipe) = report_of("people.txt", text.as_bytes());
    assert!(recipe.contains("\n# in_2021.unit = \"thousands\"\n"), "{recipe}");
    assert!(
        recipe.contains("in_2022.nulls = [\"-\"]\n") && recipe.contains("\n# in_2022.unit = \"thousands\"\n"),
        "{recipe}"
    );
    let answered = recipe.replace("\n# in_2021.unit", "\nin_2021.unit");
    fs::write(folder.path().join("raw/r/recipe.toml"), answered).expect("the recipe is changed");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success(), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "people_districts"]));
    assert!(show.contains("1200000") && show.contains("1850") && !show.contains("1850000"), "{show}");
}

#[test]
fn a_total_of_every_group_is_checked() {
    let text = "\
Table 1: Deaths by sex and age

Characteristic      Number     Rate
Sex
  Women                300     12.5
  Men                  401     13.5
Age
  Young                200     10.5
  Old                  501     15.5
Total                  701     13.0
";
    let (folder, recipe) = report_of("deaths.txt", text.as_bytes());
    assert!(recipe.contains("where row_group = '"), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("1 check: 1 exact"), "{}", said(&check));
}

#[test]
fn a_german_table_is_read_as_it_stands() {
    let text = "\
Tabelle 2: Beschäftigte nach Wirtschaftszweig

Wirtschaftszweig              2005       2006       Veränderung in %
Land- und Forstwirtschaft      845,3      838,1                 -0,9
Produzierendes Gewerbe       9 903,4    9 988,0                  0,9
Dienstleistungen            28 087,9   28 501,2                  1,5
Insgesamt                   38 836,6   39 327,3                  1,3
";
    let (folder, recipe) = report_of("de.txt", text.as_bytes());
    for line in [
        "decimal_separator = \",\"",
        "name = \"beschaftigte_wirtschaftszweig\"",
        "\"veranderung\"",
        "in_2005 = { drop = '\\s' }",
        "that = \"sum(beschaftigte_wirtschaftszweig.in_2005) == 38836.6\"",
    ] {
        assert!(recipe.contains(line), "{line}\n{recipe}");
    }
    // The total of rates is no sum of them.
    assert!(!recipe.contains("sum(beschaftigte_wirtschaftszweig.veranderung)"), "{recipe}");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("beschaftigte_wirtschaftszweig 3,"), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "beschaftigte_wirtschaftszweig"]));
    assert!(["845.3", "9903.4", "28501.2", "-0.9"].iter().all(|number| show.contains(number)), "{show}");
}

#[test]
fn decimals_behind_commas_and_dots_are_a_question() {
    let text = "\
Table 1: Prices

Good          Before      After
Bread           1,25       1.30
Milk            0,95       1.05
";
    let (_folder, recipe) = report_of("prices.txt", text.as_bytes());
    assert!(recipe.contains("# Question: some decimals stand behind a comma, others behind a dot."), "{recipe}");
}

#[test]
fn rates_of_headings_are_read() {
    let text = "\
Table 1: Water of the sites

Site         Flow     Dust     Speed    Yield    Sun
            (mg/L)   (µg/m³)   (km/h)   (t/ha)   (W/m²)
Ash            12      1.5        50      8.1      250
Birch          14      1.7        60      7.1      260
";
    let (folder, recipe) = report_of("water.txt", text.as_bytes());
    let columns = "columns = [\"site\", \"flow_mg_l\", \"dust_ug_m3\", \"speed_km_h\", \"yield_t_ha\", \"sun_w_m2\"]";
    assert!(recipe.contains(columns), "{recipe}");
    let build = crossfoot(folder.path(), &["build"]);
    assert!(build.status.success() && said(&build).contains("water_sites 2; 0 rejected"), "{}", said(&build));
    assert!(said(&build).contains(" 0 warnings"), "{}", said(&build));
    let show = said(&crossfoot(folder.path(), &["show", "water_sites"]));
    for unit in ["[mg/L]", "[ug/m3]", "[km/h]", "[t/ha]", "[W/m2]"] {
        assert!(show.contains(unit), "{unit}\n{show}");
    }
}

#[test]
fn a_row_without_group_leaves_the_key_to_labels_of_their_own() {
    let text = "\
Table 1: Cases by court

Court              2021      2022
North
  Civil              10        12
  Criminal           20        22
South
  Civil               5         6
  Criminal            7         8
Appeals              43        48
";
    let (folder, _) = report_of("courts.txt", text.as_bytes());
    let contract = fs::read_to_string(folder.path().join("schemas/cases_court.schema.json")).expect("a contract");
    assert!(contract.contains("\"row_group\"") && !contract.contains("x-key"), "{contract}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("cases_court 5,"), "{}", said(&check));
    // Labels that differ are a key without the group.
    let other = text.replacen("Civil   ", "Tax     ", 1).replacen("Criminal ", "Juvenile ", 1);
    let (folder, _) = report_of("courts.txt", other.as_bytes());
    let contract = fs::read_to_string(folder.path().join("schemas/cases_court.schema.json")).expect("a contract");
    let contract: serde_json::Value = serde_json::from_str(&contract).expect("JSON");
    assert_eq!(contract["x-key"], serde_json::json!(["report", "source", "court"]));
}

#[test]
fn a_megalitre_is_no_millilitre() {
    let text = "Table 1. Water use\n\nRegion      Used (ML)    Lost (mL)\nNorth             120           10\nSouth              80            5\nTotal             200           15\n";
    let (folder, recipe) = report_of("water.txt", text.as_bytes());
    assert!(recipe.contains(" == 200 ML\"") && recipe.contains(" == 15 mL\""), "{recipe}");
    let check = crossfoot(folder.path(), &["check"]);
    assert!(check.status.success() && said(&check).contains("2 checks: 2 exact"), "{}", said(&check));
    let contract = fs::read_to_string(folder.path().join("schemas/water_use.schema.json")).expect("a contract");
    assert!(contract.contains("\"x-unit\": \"ML\"") && contract.contains("\"x-unit\": \"mL\""), "{contract}");
}

#[test]
fn tables_are_written_one_a_line_or_as_one_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Table 1. Shops\n\nCity      Shops   Staff\nRome         12     120\nMilan         7      65\n";
    let file = folder.path().join("shops.txt");
    fs::write(&file, text).expect("a text");
    let file = file.to_str().expect("UTF-8");
    let tables = |more: &[&str]| {
        let out = crossfoot(folder.path(), &[&["scan", "--tables", file], more].concat());
        (out.status.success(), String::from_utf8(out.stdout).expect("UTF-8"))
    };
    let (_, lines) = tables(&[]);
    let table: serde_json::Value = serde_json::from_str(lines.trim_end()).expect("one object a line");
    assert_eq!((&table["doc"], &table["page"]), (&serde_json::json!("shops"), &serde_json::json!(1)));
    assert_eq!(tables(&["--format", "jsonl"]), (true, lines));
    let list: serde_json::Value = serde_json::from_str(&tables(&["--format", "json"]).1).expect("one list");
    assert_eq!(list, serde_json::Value::Array(vec![table]));
    assert!(!tables(&["--format", "text"]).0);
}
