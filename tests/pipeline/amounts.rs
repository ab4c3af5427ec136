//! Amounts in tables: notes on rounding, units that nobody takes, money of another currency than its column's.

use crossfoot::finding::Severity;
use crossfoot::run::Stage;

use super::support::Bench;

const HEAD: &str = "[report]\ntitle = \"Acme\"\nlanguage = \"zh\"\ncountry = \"CN\"\ntexts = [\"report.txt\"]\n";
const RATE: &str = "[[rate]]\nfrom = \"CNY\"\nto = \"USD\"\nrate = \"0.14\"\ndate = \"2024-06-28\"\nsource = \"central parity rate\"\n";
const CONTRACT: &str = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object",
"additionalProperties": false, "required": ["name", "amount_usd"], "properties": {"name": {"type": "string"},
"amount_usd": {"type": "number", "x-decimal": [18, 2], "x-unit": "USD"}}}"#;
const ROWS: &str = "[dataset.pattern]\nrow = '^(?<name>\\D+?) (?<amount_usd>[\\d,.]+\\S*)$'\n";

fn bench(text: &str, keys: &str, rest: &str) -> Bench {
    let recipe = format!("{HEAD}\n[[dataset]]\nname = \"t\"\n{keys}{ROWS}{rest}");
    Bench::report(text, &recipe, &[("t", CONTRACT)])
}

/// Each row's amount, the interval it stands for, and the rate it was converted by; then the findings.
#[track_caller]
fn check(text: &str, keys: &str, rest: &str, rows: &[&str], findings: &[&str]) {
    let outcome = bench(text, keys, rest).outcome(Stage::Validate);
    let found: Vec<String> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .map(|finding| format!("{}: {}", finding.code, finding.message))
        .collect();
    assert_eq!(found, findings);
    let mut read = Vec::new();
    for dataset in outcome.datasets.iter().filter(|dataset| &*dataset.name == "t") {
        let at = dataset.column_index("amount_usd").expect("the contract has it");
        let array = dataset.batch.column(at);
        let values = arrow::array::AsArray::as_primitive::<arrow::datatypes::Decimal128Type>(array);
        for row in 0..dataset.rows() {
            let trace = &dataset.columns[at].trace;
            let value = crossfoot::model::Decimal::new(values.value(row), 2).normalized();
            let mut interval = trace.interval_of(row, value).expect("the ends fit");
            for bound in interval.lower.iter_mut().chain(&mut interval.upper) {
                bound.value = bound.value.normalized();
            }
            let rate = trace.rates.get(&(row as u32)).map(|rate| format!(" {rate}")).unwrap_or_default();
            read.push(format!("{value} {interval}{rate}"));
        }
    }
    assert_eq!(read, rows);
}

#[test]
fn a_note_beside_the_table_gives_the_interval() {
    check(
        "All amounts are rounded to the nearest ten.\nCash 1,200\nLoans 70\n",
        "captions = ['All .*']\n",
        "",
        &["1200 [1195, 1205]", "70 [65, 75]"],
        &[],
    );
    check("数据四舍五入到百位。\nCash 1,200\n", "captions = ['数据.*']\n", "", &["1200 [1150, 1250]"], &[]);
}

#[test]
fn without_a_note_the_digits_give_it() {
    check("Cash 1,200\n", "", "", &["1200 [1199.5, 1200.5]"], &[]);
    // This note says that numbers are rounded, not to where.
    check(
        "Figures may not add due to rounding.\nCash 1,200\n",
        "captions = ['Figures .*']\n",
        "",
        &["1200 [1199.5, 1200.5]"],
        &[],
    );
}

#[test]
fn the_recipe_overrules_the_note() {
    check(
        "Rounded to the nearest ten.\nCash 1,200\n",
        "captions = ['Rounded .*']\nrounded_to = \"hundred\"\n",
        "",
        &["1200 [1150, 1250]"],
        &[],
    );
    check(
        "Cash 1,200\n",
        "rounded_to = \"hundred\"\n",
        "[dataset.columns]\namount_usd = { rounded_to = \"5 dollars\" }\n",
        &["1200 [1197.5, 1202.5]"],
        &[],
    );
}

#[test]
fn a_place_that_is_none_is_a_finding() {
    let outcome = bench("Cash 1,200\n", "rounded_to = \"nicely\"\n", "").outcome(Stage::Validate);
    let finding = outcome.findings.iter().find(|finding| finding.code.name == "unknown-option").expect("a finding");
    assert_eq!(finding.message, "expected a place such as ten, 0.1, million or 百位, found \"nicely\"");
}

#[test]
fn a_unit_line_that_no_column_takes_is_a_finding() {
    let finding = "unread-unit: the header gives \"百万美元\", and column \"amount_usd\" has no unit in the recipe";
    check("单位：百万美元\nCash 1,200\n", "captions = ['单位.*']\n", "", &["1200 [1199.5, 1200.5]"], &[finding]);
    // The unit that is taken counts its zeros: 1,200 million, not 1.2 billion.
    check(
        "单位：百万美元\nCash 1,200\n",
        "captions = ['单位.*']\n",
        "[dataset.columns]\namount_usd = { unit = \"百万美元\" }\n",
        &["1200000000 [1199500000, 1200500000]"],
        &[],
    );
}

#[test]
fn another_currency_is_converted_by_the_rate_of_the_recipe() {
    check(
        "Cash 1.5亿元\nLoans 70美元\n",
        "",
        RATE,
        &["21000000 [20300000, 21700000] CNY to USD at 0.14 on 2024-06-28: central parity rate", "70 [69.5, 70.5]"],
        &[],
    );
}

#[test]
fn without_a_rate_the_amount_is_refused() {
    check(
        "Cash 1.5亿元\n",
        "",
        "",
        &[],
        &["missing-rate: \"1.5亿元\" is in CNY, its column in USD, and no rate leads from one to the other"],
    );
    // A rate leads one way only: its inverse is another number.
    let inverse = RATE.replace("\"CNY\"", "\"other\"").replace("\"USD\"", "\"CNY\"").replace("\"other\"", "\"USD\"");
    check(
        "Cash 1.5亿元\n",
        "",
        &inverse,
        &[],
        &[
            "unused-rate: no column or figure of this recipe is in CNY",
            "missing-rate: \"1.5亿元\" is in CNY, its column in USD, and no rate leads from one to the other",
        ],
    );
}

#[test]
fn a_converted_amount_with_too_many_digits_is_not_rounded() {
    check(
        "Cash 1.23元\n",
        "",
        RATE,
        &[],
        &["unreadable-value: expected at most 2 digits behind the point, found 0.1722"],
    );
}

#[test]
fn a_broken_rate_is_a_finding() {
    for (from, to, message) in [
        ("\"CNY\"", "\"yuan\"", "expected an ISO 4217 code such as USD, found \"yuan\""),
        ("\"0.14\"", "\"-1\"", "expected a positive decimal in quotes, found \"-1\""),
        ("2024-06-28", "June 2024", "expected a day such as 2024-06-28, found \"June 2024\""),
        ("central parity rate", " ", "expected where the rate comes from, found \" \""),
        ("\"CNY\"", "\"USD\"", "expected another currency than from, found \"USD\""),
    ] {
        let outcome = bench("Cash 5美元\n", "", &RATE.replacen(from, to, 1)).outcome(Stage::Validate);
        let found: Vec<_> = outcome.findings.iter().filter(|finding| finding.code.name == "broken-rate").collect();
        assert_eq!(found.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(), [message]);
        assert!(found[0].primary().is_some_and(|label| label.file.ends_with("recipe.toml")));
    }
}

#[test]
fn the_published_cell_says_rate_and_source_and_is_verified() {
    let bench = bench("Cash 1.5亿元\n", "", RATE);
    bench.write("processed/.gitignore", "*\n");
    let built = bench.run(&["build"]);
    assert!(built.code <= 1, "{built:?}");
    let trace = bench.run(&["trace", "t", "0", "amount_usd"]);
    trace.says(0, &["CNY to USD at 0.14 on 2024-06-28: central parity rate", "21000000.00"]);
    bench.run(&["verify"]).says(0, &["0 findings"]);
}
