//! One fact in the texts of several reports, and reports that truncate.

use super::support::Bench;

const CONTRACT: &str = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Funding", "type": "object",
    "additionalProperties": false, "required": ["company", "amount_usd"], "x-key": ["report", "company"],
    "x-fact": ["company"], "properties": {"company": {"type": "string"},
    "amount_usd": {"type": "number", "x-decimal": [18, 2], "x-unit": "USD"}}}"#;

const RECIPE: &str = r#"[report]
title = "Acme"
language = "en"
texts = ["report.txt"]

[[dataset]]
name = "funding"
after = '^Funding$'
before = '^End'
[dataset.pattern]
row = '^(?<company>[A-Z][a-z]+) (?<amount_usd>[\d.,]+ million USD)$'

[[figure]]
name = "total"
pattern = 'Total (?<value>[\d.,]+ million USD)'
unit = "USD"
"#;

/// Two reports on the same companies.
fn two(first: &str, second: &str) -> Bench {
    let bench = Bench::report(first, RECIPE, &[("funding", CONTRACT)]);
    bench.write("raw/bolt/report.txt", second);
    bench.write("raw/bolt/recipe.toml", RECIPE);
    bench
}

#[test]
fn reports_that_print_one_fact_differently_are_a_finding_on_both_texts() {
    let first = "Funding\nAlpha 1.4 million USD\nBeta 2.25 million USD\nEnd\nTotal 3.65 million USD\n";
    let second = "Funding\nAlpha 1.36 million USD\nBeta 2.35 million USD\nEnd\nTotal 3.71 million USD\n";
    let bench = two(first, second);
    let ran = bench.run(&["check"]);
    let printed = "amount_usd is printed as \"2.25 million USD\" and \"2.35 million USD\"";
    ran.says(1, &["error[conflicting-values]: company \"Beta\": ", printed, "acme/report.txt:3", "bolt/report.txt"]);
    assert!(!ran.out.contains("\"Alpha\": amount"), "1.36 rounds to 1.4: {}", ran.out);
    bench.run(&["check", "--until", "reconcile"]).says(1, &["funding/same-fact"]);
    let waived = ["waive", "conflicting-values", "--reason", "Bolt counts a later round", "--report", "bolt"];
    bench.run(&waived).says(0, &[]);
    bench.run(&["check"]).says(0, &["1 waived"]);
}

#[test]
fn reports_on_different_facts_are_not_compared() {
    let first = "Funding\nAlpha 1.4 million USD\nEnd\nTotal 1.4 million USD\n";
    let second = "Funding\nGamma 2.4 million USD\nEnd\nTotal 2.4 million USD\n";
    let ran = two(first, second).run(&["check", "--until", "reconcile"]);
    ran.says(0, &[]);
    assert!(!ran.out.contains("same-fact"), "{}", ran.out);
    // A key that names the report says that each report has facts of its own.
    let bench = two(first, &second.replace("Gamma", "Alpha"));
    bench.write("schemas/funding.schema.json", CONTRACT.replace("\"x-fact\": [\"company\"],", ""));
    bench.run(&["check"]).says(0, &[]);
    bench.write(
        "schemas/funding.schema.json",
        CONTRACT.replace("\"x-fact\": [\"company\"]", "\"x-fact\": [\"compny\"]"),
    );
    bench.run(&["check"]).says(1, &["x-fact names \"compny\", which is no column of the dataset"]);
}

#[test]
fn a_report_that_truncates_is_judged_so() {
    let recipe = format!("{RECIPE}[[check]]\nname = \"total\"\nthat = \"sum(funding.amount_usd) == stated.total\"\n");
    let text = "Funding\nAlpha 1.6 million USD\nBeta 2.6 million USD\nEnd\nTotal 4.3 million USD\n";
    let bench = Bench::report(text, &recipe, &[("funding", CONTRACT)]);
    bench.run(&["check"]).says(0, &["1 consistent"]);
    // 1.5 to 1.7 and 2.5 to 2.7 may make 4.1 if they are rounded, but not if digits are cut off.
    bench.write("raw/acme/report.txt", text.replace("4.3", "4.1"));
    bench.run(&["check"]).says(0, &["1 consistent"]);
    bench.replace("raw/acme/recipe.toml", "language = \"en\"", "language = \"en\"\nrounding = \"truncated\"");
    bench.run(&["check"]).says(1, &["error[total-mismatch]: parts sum to 4,200,000 USD, report prints 4,100,000 USD"]);
    bench.write("raw/acme/report.txt", text);
    bench.run(&["build"]).says(0, &["1 consistent"]);
    bench.run(&["trace", "funding", "0", "amount_usd"]).says(0, &["[1600000.00, 1700000.00) USD"]);
    bench.replace("raw/acme/recipe.toml", "name = \"funding\"", "name = \"funding\"\nrounding = \"rounded\"");
    bench.run(&["build"]).says(0, &["1 consistent"]);
    bench.run(&["trace", "funding", "0", "amount_usd"]).says(0, &["[1550000.00, 1650000.00] USD"]);
    bench.replace("raw/acme/recipe.toml", "rounding = \"truncated\"", "rounding = \"cut\"");
    bench.run(&["check"]).says(1, &["expected \"rounded\" or \"truncated\", found \"cut\""]);
}

#[test]
fn a_number_that_is_printed_twice_counts_once_in_its_sum() {
    let contract = CONTRACT
        .replace("[\"company\", \"amount_usd\"]", "[\"company\", \"place\", \"amount_usd\"]")
        .replace("[\"report\", \"company\"]", "[\"report\", \"company\", \"place\"]")
        .replace("{\"company\": {", "{\"place\": {\"type\": \"string\"}, \"company\": {");
    let recipe = RECIPE.replace("row = '^(?<company>[A-Z][a-z]+) ", "row = '^(?<place>[ab]) (?<company>[A-Z][a-z]+) ")
        + "[[check]]\nname = \"total\"\nthat = \"sum(funding.amount_usd) == stated.total\"\n";
    let text = "Funding\na Alpha 1.4 million USD\na Beta 2.25 million USD\nb Alpha 1.36 million USD\nEnd\nTotal 3.61 million USD\n";
    let bench = Bench::report(text, &recipe, &[("funding", &contract)]);
    bench.run(&["check", "--until", "reconcile"]).says(0, &["1 consistent", "total"]);
    // 1.4 and 1.46 exclude each other: nothing can be said of their sum.
    bench.write("raw/acme/report.txt", text.replace("1.36", "1.46"));
    let conflict = "error[conflicting-values]: company \"Alpha\": amount_usd is printed as";
    bench.run(&["check"]).says(1, &[conflict, "the printings of one number exclude each other"]);
}

#[test]
fn a_figure_that_several_places_print_is_compared() {
    let recipe = format!("{RECIPE}[[check]]\nname = \"total\"\nthat = \"sum(funding.amount_usd) == stated.total\"\n");
    let text = "Funding\nAlpha 1.4 million USD\nBeta 2.25 million USD\nEnd\nTotal 3.7 million USD\nTotal 3.68 million USD\nTotal 3.68  million USD\n";
    let bench = Bench::report(text, &recipe, &[("funding", CONTRACT)]);
    let ran = bench.run(&["check", "--until", "reconcile"]);
    ran.says(0, &["stated_figure/same-fact", "2 consistent"]);
    bench.run(&["build"]).says(0, &[]);
    // 3.65 agrees with 3.7, but not with 3.68, which is what all places together say.
    bench.write("raw/acme/report.txt", text.replace("2.25", "2.17"));
    bench.run(&["check"]).says(1, &["error[total-mismatch]: parts sum to 3,570,000 USD"]);
    bench.write("raw/acme/report.txt", text.replace("3.68  million", "3.86 million"));
    let conflict = "error[conflicting-values]: figure \"total\": value is printed as \"3.7 million USD\" and \"3.68 million USD\" and \"3.86 million USD\"";
    let places = ["acme/report.txt:5", "Total 3.68", "Total 3.86"];
    let ran = bench.run(&["check"]);
    ran.says(1, &[conflict, "the printings of one number exclude each other"]);
    ran.says(1, &places);
    let waived = ["waive", "conflicting-values", "--about", "total", "--reason", "a slip in the summary"];
    bench.run(&waived).says(0, &[]);
    bench.run(&["check"]).says(0, &["waived"]);
}

/// Hedged numbers, ranges, amounts in another currency and the rows of `quantity` stand for what a report that cuts
/// digits off may mean by them.
#[test]
fn all_intervals_of_a_report_that_truncates_are_those_of_truncation() {
    let rate = "[[rate]]\nfrom = \"EUR\"\nto = \"USD\"\nrate = \"1.1\"\ndate = \"2024-06-28\"\nsource = \"fixing\"\n";
    let checks = "[[check]]\nname = \"cell\"\nthat = \"funding.amount_usd where company = 'Alpha' == exact(1699999.99 USD)\"\n\
                  [[check]]\nname = \"quantity\"\nthat = \"quantity.value where text = '1.6 million USD' == 1699999.99\"\n";
    let recipe =
        RECIPE.replace("million USD)$", "million (?:USD|EUR))$").replace("[A-Z][a-z]+) ", "[A-Z][a-z]+) (?:about )?")
            + rate
            + checks;
    let recipe = recipe.replace("(?:about )?(?<amount_usd>", "(?<amount_usd>(?:about )?");
    let text = "Funding\nAlpha 1.6 million USD\nBeta about 2.6 million USD\nGamma 1.0 million EUR\nEnd\nTotal 5.3 million USD\n";
    let bench = Bench::report(text, &recipe, &[("funding", CONTRACT)]);
    bench.run(&["check"]).says(1, &["2 inconsistent"]);
    bench.replace("raw/acme/recipe.toml", "language = \"en\"", "language = \"en\"\nrounding = \"truncated\"");
    bench.run(&["build"]).says(0, &["2 consistent"]);
    bench.run(&["trace", "funding", "0", "amount_usd"]).says(0, &["[1600000.00, 1700000.00) USD"]);
    bench.run(&["trace", "funding", "1", "amount_usd"]).says(0, &["[2600000.00, 2700000.00) USD"]);
    bench.run(&["trace", "funding", "2", "amount_usd"]).says(0, &["[1100000, 1210000) USD"]);
    let shown = bench.run(&["show", "quantity"]);
    shown.says(0, &["1700000"]);
    assert!(!shown.out.contains("1550000"), "{}", shown.out);
    bench.run(&["verify"]).says(0, &["0 findings"]);
}

const FIGURE: &str = r#"[report]
title = "Acme"
language = "en"
texts = ["report.txt", "annex.txt"]

[[figure]]
name = "revenue"
pattern = 'revenue of (?<value>[\d.]+ million USD)'
unit = "USD"

[[figure]]
name = "vendors"
pattern = 'counts (?<value>\d+ vendors)'
unit = "{vendor}"

[[check]]
name = "revenue"
that = "stated.revenue == 3.65 million USD"
"#;

/// A report with an annex, which states the figures a second time.
fn annexed(report: &str, annex: &str) -> Bench {
    let bench = Bench::report(report, FIGURE, &[]);
    bench.write("raw/acme/annex.txt", annex);
    bench
}

#[test]
fn a_figure_that_two_texts_of_one_report_state_is_compared() {
    let report = "The report counts 254 vendors with a revenue of 3.65 million USD.\n";
    // The same to the digit: one row, nothing to say.
    let same = annexed(report, "The annex counts 254 vendors with a revenue of 3.65 million USD.\n");
    let ran = same.run(&["build"]);
    ran.says(0, &["stated_figure 2", "0 rejected", "0 errors, 0 warnings"]);
    same.run(&["verify"]).says(0, &["0 findings"]);
    // Within rounding.
    let near = annexed(report, "The annex counts 254 vendors with a revenue of 3.7 million USD.\n");
    near.run(&["check", "--until", "reconcile"]).says(0, &["consistent  stated_figure/same-fact", "stated_figure 2"]);
    near.run(&["build"]).says(0, &["0 errors, 0 warnings"]);
    // In conflict: both places, and the check that needs the figure is not testable.
    let far = annexed(report, "The annex counts 245 vendors with a revenue of 3.5 million USD.\n");
    let ran = far.run(&["check"]);
    let revenue = "figure \"revenue\": value is printed as \"3.65 million USD\" and \"3.5 million USD\"";
    let vendors = "figure \"vendors\": value is printed as \"254 vendors\" and \"245 vendors\"";
    ran.says(1, &[revenue, vendors, "raw/acme/report.txt:1:", "raw/acme/annex.txt:1:"]);
    ran.says(1, &["the printings of one number exclude each other", "2 errors, 1 warning"]);
    let waived = ["waive", "conflicting-values", "--about", "vendors", "--reason", "digits swapped in the annex"];
    far.run(&waived).says(0, &[]);
    far.run(&["check"]).says(1, &["1 error", "1 waived"]);
}

#[test]
fn a_figure_that_the_second_text_states_in_several_ways_is_compared_with_the_first() {
    let report = "The report counts 254 vendors with a revenue of 3.65 million USD.\n";
    let annex =
        "The annex counts 254 vendors with a revenue of 3.7 million USD.\n\nIn short, a revenue of 3.71 million USD.\n";
    let ran = annexed(report, annex).run(&["check"]);
    ran.says(1, &["printed as \"3.7 million USD\" and \"3.71 million USD\" and \"3.65 million USD\""]);
}

#[test]
fn a_figure_that_two_reports_state_is_compared_where_its_contract_says_what_makes_it_one() {
    let contract = include_str!("../../schemas/stated_figure.schema.json")
        .replace("\"x-key\"", "\"x-fact\": [\"figure\"],\n  \"x-key\"");
    let recipe = FIGURE.replace(", \"annex.txt\"", "");
    let two = |first: &str, second: &str| {
        let bench = Bench::report(first, &recipe, &[("stated_figure", &contract)]);
        bench.write("raw/bolt/report.txt", second);
        bench.write(
            "raw/bolt/recipe.toml",
            recipe.replace("[[check]]\nname = \"revenue\"", "[[check]]\nname = \"other\""),
        );
        bench
    };
    let first = "It counts 254 vendors with a revenue of 3.65 million USD.\n";
    two(first, first).run(&["check"]).says(0, &["0 errors, 0 warnings"]);
    two(first, &first.replace("3.65", "3.7")).run(&["check"]).says(0, &["0 errors, 0 warnings"]);
    let ran = two(first, &first.replace("254", "245")).run(&["check"]);
    ran.says(1, &["figure \"vendors\": value is printed as \"254 vendors\" and \"245 vendors\""]);
    ran.says(1, &["raw/acme/report.txt:1:", "raw/bolt/report.txt:1:"]);
}

const KEYED: &str = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Counts", "type": "object",
    "additionalProperties": false, "required": ["company", "year", "staff"], "x-key": ["company", "year"],
    "properties": {"company": {"type": "string"}, "year": {"type": "integer"}, "staff": {"type": "integer"}}}"#;

const COUNTS: &str = r#"[report]
title = "Acme"
language = "en"
texts = ["report.txt"]

[[dataset]]
name = "counts"
after = '^Counts$'
before = '^End'
[dataset.pattern]
row = '^(?<company>[A-Z][a-z]+) (?<year>\d+) (?<staff>\S+)$'
"#;

fn counts(first: &str, second: &str) -> Bench {
    let bench = Bench::report(first, COUNTS, &[("counts", KEYED)]);
    bench.write("raw/bolt/report.txt", second);
    bench.write("raw/bolt/recipe.toml", COUNTS);
    bench
}

#[test]
fn a_row_that_contradicts_refused_rows_of_another_report_is_refused() {
    let first = "Counts\nZeta 2024 5\nAlpha 2024 1\nAlpha 2024 3\nEnd\n";
    let second = "Counts\nAlpha 2024 9\nYork 2024 5\nEnd\n";
    let build = ["build", "--fail-on", "never"];
    counts(first, second).run(&build).says(0, &["staff is \"9\" and \"1\"", "validate   counts 2,", "; 3 rejected"]);
    // A row whose cells do not fit says nothing, and other keys are other facts.
    let unfit = first.replace("Alpha 2024 1\nAlpha 2024 3", "Alpha 2024 many\nAlpha 2025 3");
    counts(&unfit, second).run(&build).says(0, &["validate   counts 4,", "; 1 rejected"]);
}
