//! From a file of each kind to a dataset, back to its place in the file, and again through `verify`.

use std::fs;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::fixture;
use super::support::Bench;

const CONTRACT: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Revenue", "description": "Revenue by region.",
  "type": "object", "additionalProperties": false, "required": ["region", "sales", "share"],
  "x-key": ["report", "source", "region"],
  "properties": {
    "region": { "title": "Region", "description": "Region.", "type": "string" },
    "sales": { "title": "Sales", "description": "Sales.", "type": "number", "x-decimal": [18, 2] },
    "share": { "title": "Share", "description": "Share.", "type": "number", "x-unit": "%", "x-decimal": [9, 2] }
  }
}"#;

/// A workspace whose report reads the grid of one file.
fn bench(file: &str, bytes: &[u8], grid: &str) -> Bench {
    let bench = Bench::empty();
    bench.write(&format!("raw/acme/{file}"), bytes);
    bench.write(
        "raw/acme/recipe.toml",
        format!(
            "[report]\ntitle = \"Acme\"\nlanguage = \"en\"\ncountry = \"US\"\ntexts = [\"{file}\"]\n\n\
             [[dataset]]\nname = \"revenue\"\n[dataset.grid]\n{grid}\n"
        ),
    );
    bench.write("schemas/contract.schema.json", "{}");
    bench.write("schemas/revenue.schema.json", CONTRACT);
    bench
}

/// The addresses of a column's cells, row by row.
fn addresses(bench: &Bench, column: &str) -> Vec<String> {
    let file = fs::File::open(bench.path("processed/cells.parquet")).unwrap();
    let mut found = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap() {
        let batch = batch.unwrap();
        let text = |name: &str| batch.column_by_name(name).unwrap().as_string::<i32>().clone();
        let rows = batch.column_by_name("row").unwrap().as_primitive::<Int64Type>().clone();
        for at in 0..batch.num_rows() {
            if text("dataset").value(at) == "revenue" && text("column").value(at) == column {
                found.push((rows.value(at), text("address").value(at).to_owned()));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, address)| address).collect()
}

#[track_caller]
fn goes_around(file: &str, bytes: &[u8], grid: &str, places: [&str; 2]) {
    let bench = bench(file, bytes, grid);
    bench.run(&["build"]).says(0, &["revenue 2"]);
    assert_eq!(addresses(&bench, "sales"), places, "{file}");
    bench.run(&["verify"]).says(0, &["cells verified, 0 findings"]);
    let show = bench.run(&["show", "revenue"]);
    show.says(0, &["North", "120.10", "12.50", "South", "80.25", "87.50"]);
    bench.run(&["trace", "revenue", "1", "sales"]).says(0, &[&format!("place      raw/acme/{file}, {}", places[1])]);
    // A change of the file is noticed cell by cell where it still can be read.
    let size: serde_json::Value = serde_json::from_str(&bench.read("processed/datapackage.json")).unwrap();
    assert_eq!(size["sources"][0]["bytes"], bytes.len());
}

const COLUMNS: &str = "columns = [\"region\", \"sales\", \"share\"]";

#[test]
fn spreadsheets() {
    let columns =
        "table = \"Revenue\"\ncolumns = [\"region\", \"sales\", \"-\", \"share\", \"-\", \"-\"]\nleave_out = '^Total'";
    goes_around("r.xlsx", &fixture("revenue.xlsx"), columns, ["Revenue!B5", "Revenue!B6"]);
    let columns = "table = 1\nheader = 4\ncolumns = [\"region\", \"sales\", \"-\", \"share\", \"-\", \"-\"]\nleave_out = '^Total'";
    goes_around("r.xlsx", &fixture("revenue.xlsx"), columns, ["Revenue!B5", "Revenue!B6"]);
    let columns = "columns = [\"region\", \"sales\", \"share\", \"-\"]\nleave_out = '^Total'";
    goes_around("r.xls", &fixture("revenue.xls"), columns, ["Revenue!B2", "Revenue!B3"]);
    let bench = bench("r.ods", &fixture("revenue.ods"), "columns = [\"region\", \"sales\", \"share\", \"-\", \"-\"]");
    bench.run(&["build"]).says(0, &["revenue 3", "warning[error-cell]"]);
    assert_eq!(addresses(&bench, "share"), ["Revenue!C2", "Revenue!C3", "Revenue!C4"]);
    bench.run(&["verify"]).says(0, &["cells verified, 0 findings"]);
}

#[test]
fn texts() {
    let csv = "region,sales,share\nNorth,120.1,12.5%\nSouth,80.25,87.5%\n";
    goes_around("r.csv", csv.as_bytes(), COLUMNS, ["line 2, bytes 25 to 30", "line 3, bytes 43 to 48"]);
    let html =
        "<table><tr><th>Region<th>Sales<th>Share<tr><td>North<td>120.1<td>12.5%<tr><td>South<td>80.25<td>87.5%</table>";
    goes_around("r.html", html.as_bytes(), COLUMNS, ["line 1, bytes 56 to 61", "line 1, bytes 87 to 92"]);
    let md = "# Acme\n\n| Region | Sales | Share |\n|---|---|---|\n| North | 120.1 | 12.5% |\n| South | 80.25 | 87.5% |\n\nEnd.\n";
    goes_around("r.md", md.as_bytes(), COLUMNS, ["line 5, bytes 59 to 64", "line 6, bytes 85 to 90"]);
    let jsonl = "{\"region\":\"North\",\"sales\":120.1,\"share\":\"12.5%\"}\n{\"region\":\"South\",\"sales\":80.25,\"share\":\"87.5%\"}\n";
    goes_around("r.jsonl", jsonl.as_bytes(), COLUMNS, ["line 1#/sales", "line 2#/sales"]);
    let json = r#"{"pages":[[["Region","Sales","Share"],["North","120.1","12.5%"],["South","80.25","87.5%"]]]}"#;
    goes_around("r.json", json.as_bytes(), COLUMNS, ["#/pages/0/1/1", "#/pages/0/2/1"]);
}

#[test]
fn the_layout_table_and_patterns_read_derived_texts_too() {
    let csv = "Revenue of 2023,,\nregion,sales,share\nNorth,120.1,12.5%\nSouth,80.25,87.5%\nTotal,200.35,100%\n";
    let bench = bench("r.csv", csv.as_bytes(), COLUMNS);
    bench.replace(
        "raw/acme/recipe.toml",
        "[dataset.grid]\n",
        "after = '^Revenue'\n[dataset.table]\nleave_out = '^Total'\n",
    );
    bench.run(&["build"]).says(0, &["revenue 2"]);
    bench.run(&["verify"]).says(0, &["0 findings"]);
    let pattern = "[[dataset]]\nname = \"revenue\"\nfrom = '^North'\nbefore = '^Total'\n[dataset.pattern]\nrow = '^(?<region>\\w+)\\t(?<sales>[\\d.]+)\\t(?<share>[\\d.]+%)$'\n";
    let recipe = bench.read("raw/acme/recipe.toml");
    let head = recipe.split("[[dataset]]").next().unwrap();
    bench.write("raw/acme/recipe.toml", format!("{head}{pattern}"));
    bench.run(&["build"]).says(0, &["revenue 2"]);
}

#[test]
fn a_table_that_is_not_there_or_not_alone_is_said() {
    let sheet = |grid: &str| bench("r.xlsx", &fixture("revenue.xlsx"), grid);
    sheet("columns = [\"a\"]").run(&["check"]).says(
        1,
        &[
            "error[ambiguous-place]: expected one table in the place, found 3",
            "Old numbers, number 2",
            "table = NUMBER",
        ],
    );
    sheet("table = \"Revenu\"\ncolumns = [\"a\"]").run(&["check"]).says(
        1,
        &[
            "error[no-match]: expected a table in the place, found none",
            "Revenue, Table 1: Revenue by region, number 1",
        ],
    );
    sheet("table = 1\ncolumns = [\"region\"]").run(&["check"]).says(
        1,
        &["error[unparsed-text]: expected a table of 1 columns, found one of 6", "Region | 2022 | 2023 | Share"],
    );
    sheet("table = 1\nheader = 40\ncolumns = [\"region\"]")
        .run(&["check"])
        .says(1, &["error[no-match]: expected row 40 in a table of the place, found it in none"]);
}

#[test]
fn findings_say_the_place_in_the_file() {
    let bench = bench("r.csv", b"region,sales,share\nNorth,l20,12.5%\nSouth,80.25,87.5%\n", COLUMNS);
    bench.run(&["check"]).says(1, &["error[", "line 2, bytes 25 to 28"]);
}

#[test]
fn a_report_is_started_from_each_kind_of_file() {
    let folder = Bench::empty();
    let csv = "Table 1: Spending of districts,,\nDistrict,2021,2022\nNorth,\"1,200\",\"1,300\"\nSouth,\"1,800\",\"1,850\"\nTotal,\"3,000\",\"3,150\"\n";
    let html = "<h1>Spending of districts</h1><table><tr><th>District<th>2021<th>2022<tr><td>North<td>1,200<td>1,300\
                <tr><td>South<td>1,800<td>1,850<tr><td>Total<td>3,000<td>3,150</table>";
    for (name, bytes, rows) in [
        ("a.csv", csv.as_bytes().to_vec(), "2"),
        ("a.html", html.as_bytes().to_vec(), "2"),
        ("a.xlsx", fixture("revenue.xlsx"), "3"),
        ("a.xls", fixture("revenue.xls"), "2"),
    ] {
        let bench = Bench::empty();
        folder.write(name, &bytes);
        bench.run(&["new", "report", "acme", &folder.path(name).to_string_lossy()]).says(0, &["now: crossfoot check"]);
        bench.run(&["check"]).says(0, &["validate", rows]);
        bench.run(&["build"]).says(0, &[]);
        bench.run(&["verify"]).says(0, &["0 findings"]);
    }
}
