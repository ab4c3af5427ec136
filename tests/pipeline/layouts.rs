//! Each layout through the stages, with what is wrong drawn under the report's text.

use std::fmt::Write;

use crossfoot::finding::Severity;
use crossfoot::run::Stage;

use super::support::Bench;

const HEAD: &str = "[report]\ntitle = \"Acme\"\nlanguage = \"zh\"\ncountry = \"CN\"\ntexts = [\"report.txt\"]\n";

fn contract(columns: &str) -> String {
    let names: Vec<_> = columns.split('"').skip(1).step_by(2).collect();
    let mut properties = Vec::new();
    let mut required = Vec::new();
    for name in names {
        required.push(format!("\"{name}\""));
        properties.push(match name {
            "amount_usd" => {
                format!("\"{name}\": {{\"type\": \"number\", \"x-decimal\": [18, 2], \"x-unit\": \"USD\"}}")
            }
            "events" => format!("\"{name}\": {{\"type\": \"integer\"}}"),
            "month" => format!("\"{name}\": {{\"type\": \"string\", \"format\": \"date\"}}"),
            "maybe" | "perhaps" => format!("\"{name}\": {{\"type\": [\"string\", \"null\"]}}"),
            _ => format!("\"{name}\": {{\"type\": \"string\"}}"),
        });
    }
    format!(
        "{{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"T\", \"type\": \"object\", \
         \"additionalProperties\": false, \"required\": [{}], \"properties\": {{{}}}}}",
        required.join(", "),
        properties.join(", ")
    )
}

/// Reads `drawn` with `recipe` as dataset `t` and compares rows and findings: under each line of text, carets and
/// `code: message` for each finding whose primary place begins in that line.
#[track_caller]
fn check(columns: &str, recipe: &str, drawn: &str, rows: &[&str]) {
    let is_drawing = |line: &&str| line.trim_start().starts_with('^');
    let text: String = drawn.lines().filter(|line| !is_drawing(line)).fold(String::new(), |mut text, line| {
        text.push_str(line);
        text.push('\n');
        text
    });
    let recipe = format!("{HEAD}\n[[dataset]]\nname = \"t\"\n{recipe}");
    let bench = Bench::report(&text, &recipe, &[("t", &contract(columns))]);
    let outcome = bench.outcome(Stage::Validate);
    let source = outcome.texts.get("raw/acme/report.txt").expect("the text was read");
    let mut found = String::new();
    for line in 1..=source.lines().count() {
        let span = source.line_span(line);
        writeln!(found, "{}", source.slice(span)).expect("text can be written");
        for finding in outcome.findings.iter().filter(|finding| finding.severity > Severity::Note) {
            let Some(label) = finding.primary().filter(|label| label.file.ends_with("report.txt")) else { continue };
            if source.line_of(label.span.start) == line {
                let before = source.text()[span.start as usize..label.span.start as usize].chars().count();
                let end = label.span.end.min(span.end) as usize;
                let width = source.text()[label.span.start as usize..end].chars().count();
                let (gap, carets) = (" ".repeat(before), "^".repeat(width.max(1)));
                writeln!(found, "{gap}{carets} {}: {}", finding.code, finding.message).expect("text can be written");
            }
        }
    }
    let elsewhere: Vec<_> = outcome
        .findings
        .iter()
        .filter(|f| f.severity > Severity::Note && f.primary().is_none_or(|label| !label.file.ends_with("report.txt")))
        .map(|finding| format!("{}: {}\n", finding.code, finding.message))
        .collect();
    assert_eq!(format!("{found}{}", elsewhere.concat()), drawn, "\n{found}{}", elsewhere.concat());
    let read: Vec<String> = outcome
        .datasets
        .iter()
        .filter(|dataset| &*dataset.name == "t")
        .flat_map(|dataset| {
            let options = arrow::util::display::FormatOptions::default().with_null("null");
            let formats: Vec<_> = dataset
                .batch
                .columns()
                .iter()
                .skip(2)
                .map(|array| arrow::util::display::ArrayFormatter::try_new(array.as_ref(), &options).expect("shown"))
                .collect();
            (0..dataset.rows())
                .map(|row| formats.iter().map(|f| f.value(row).to_string()).collect::<Vec<_>>().join(" | "))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(read, rows);
}

const ROWS: &str = "[dataset.pattern]\nrow = '^(?<name>\\D+?) (?<events>[\\d,]+)$'\n";

#[test]
fn rows_follow_one_another() {
    check(r#""name" "events""#, ROWS, "Cash 1,200\n\nLoans 7\n", &["Cash | 1200", "Loans | 7"]);
}

#[test]
fn text_between_rows_is_a_finding() {
    check(
        r#""name" "events""#,
        ROWS,
        "Cash 1,200\nLoans 7O\n^^^^^^^^ unparsed-text: expected a row of \"t\", found 1 line that its pattern does not fit\nBonds 8\n",
        &["Cash | 1200", "Bonds | 8"],
    );
}

#[test]
fn a_wrapped_row_is_joined_as_a_reader_would() {
    let recipe = "[dataset.pattern]\nstart = '^\\d+\\.'\nrow = '^\\d+\\. (?<name>(?s:.+?))\\s+(?<events>\\d+)\\s*$'\n";
    check(
        r#""name" "events""#,
        recipe,
        "1. 鹏程·盘\n古 Open-\nSource Lab\n12\n2. 智谱\n3\n",
        &["鹏程·盘古 Open-Source Lab | 12", "智谱 | 3"],
    );
}

const CHART: &str = "[dataset.series]\nruns = [{ column = \"amount_usd\" }, { column = \"name\", labels = [\"Open AI\", \"Mistral AI\", \"Hugging Face\"] }]\n\
                     [dataset.columns]\namount_usd = { unit = \"亿美元\" }\n";

#[test]
fn labels_are_split_and_joined_by_the_list() {
    check(
        r#""name" "amount_usd""#,
        CHART,
        "140\n\n7.56 3.96\nOpen\n\nAI\nMistral AIHugging Face\n",
        &["Open AI | 14000000000.00", "Mistral AI | 756000000.00", "Hugging Face | 396000000.00"],
    );
}

#[test]
fn a_chart_that_lost_a_number_is_refused() {
    check(
        r#""name" "amount_usd""#,
        CHART,
        "140 3.96\n^^^^^^^^ unpaired-series: \"t\" has 2 numbers and 3 labels: they cannot be paired\nOpen AI Mistral AIHugging Face\n",
        &[],
    );
}

#[test]
fn a_label_that_is_not_listed_is_no_guess() {
    check(
        r#""name" "amount_usd""#,
        CHART,
        "140 3 2\nOpen AI Mistral Ltd Hugging Face\n        ^^^^^^^^^^^ unknown-label: expected a label of \"t\" or a number, found \"Mistral Ltd\"\n",
        &[],
    );
}

#[test]
fn runs_in_another_order_are_refused() {
    check(
        r#""name" "amount_usd""#,
        CHART,
        "Open AI\n^^^^^^^ unpaired-series: expected runs of numbers, labels, found 1 label, 1 number\n140\n",
        &[],
    );
}

#[test]
fn a_short_run_of_three_is_named() {
    check(
        r#""name" "events" "amount_usd""#,
        "[dataset.series]\nruns = [{ column = \"events\" }, { column = \"name\", lines = true }, { column = \"amount_usd\" }]\n\
         [dataset.columns]\namount_usd = { unit = \"亿美元\" }\n",
        "4 2\n^^^ unpaired-series: \"t\" has 2 numbers (events) and 2 labels (name) and 1 number (amount_usd): they cannot be paired\nHealth\nTrade\n140\n",
        &[],
    );
}

#[test]
fn as_many_numbers_as_labels_on_a_map_are_not_paired() {
    let recipe = CHART.replace("[dataset.columns]", "scattered = true\n[dataset.columns]");
    check(
        r#""name" "amount_usd""#,
        &recipe,
        "140 Open AI\n^^^ unpaired-series: \"t\" has 1 number and 1 label: they cannot be paired\n",
        &[],
    );
}

const LIST: &str = "[dataset.list]\nstart = '•'\nitem = '^•\\s*(?<name>[^：]+?)\\s*：\\s*(?<events>\\d+)$'\n\
                    group = { column = \"region\", pattern = '\\p{Han}{2}' }\n";

#[test]
fn items_belong_to_the_group_above_them() {
    check(
        r#""region" "name" "events""#,
        &LIST.replace("[dataset.list]", "[dataset.list]\nwraps = true"),
        "北京\n• 智谱 ：3\n\n• 百川\n智能：4\n上海\n• 复旦：5\n",
        &["北京 | 智谱 | 3", "北京 | 百川智能 | 4", "上海 | 复旦 | 5"],
    );
}

#[test]
fn a_line_that_is_neither_item_nor_group_joins_no_item() {
    check(
        r#""region" "name" "events""#,
        LIST,
        "北京\n• 智谱：3\n浙江省份\n^^^^ unparsed-text: expected an item of \"t\", found a line that is none\n• 百川：4\n",
        &["北京 | 智谱 | 3", "北京 | 百川 | 4"],
    );
}

#[test]
fn an_item_above_every_group_is_a_finding() {
    check(
        r#""region" "name" "events""#,
        LIST,
        "• 智谱：3\n^^^^^^ unparsed-text: expected an item of \"t\", found a line that is none\n上海\n• 复旦：5\n",
        &["上海 | 复旦 | 5"],
    );
}

const TIMELINE: &str =
    "[dataset.timeline]\nstart = '^•'\ndate = '\\d{4}\\.\\d{2}'\nevent_column = \"name\"\ndate_column = \"month\"\n";

#[test]
fn a_date_holds_for_the_events_above_it() {
    check(
        r#""month" "name""#,
        TIMELINE,
        "• 开源7B\n模型\n• 插件\n2023.08\n• 即将开源2023.12\n",
        &["2023-08-01 | 开源7B模型", "2023-08-01 | 插件", "2023-12-01 | 即将开源"],
    );
}

#[test]
fn a_date_that_was_lost_is_a_finding() {
    check(
        r#""month" "name""#,
        &TIMELINE.replace("[dataset.timeline]", "[dataset.timeline]\ndates = 2"),
        "• 开源\n^^^^ unparsed-text: expected 2 dates in \"t\", found 1\n• 插件\n2023.12\n",
        &["2023-12-01 | 开源", "2023-12-01 | 插件"],
    );
}

#[test]
fn an_event_without_a_date_is_a_finding() {
    check(
        r#""month" "name""#,
        TIMELINE,
        "• 开源\n2023.08\n• 插件\n  ^^ unparsed-text: expected a date for every event, found one without\n",
        &["2023-08-01 | 开源"],
    );
}

#[test]
fn a_unit_that_does_not_fit_is_refused() {
    let recipe = "[dataset.pattern]\nrow = '^(?<name>\\D+?) (?<amount_usd>\\S+)$'\n";
    let bench = Bench::report(
        "Cash 3亿美元\nDisk 5GB\n",
        &format!("{HEAD}\n[[dataset]]\nname = \"t\"\n{recipe}"),
        &[("t", &contract(r#""name" "amount_usd""#))],
    );
    let ran = bench.run(&["build"]);
    ran.says(1, &["5GB", "in amount_usd"]);
}

const TABLE: &str = "[dataset.table]\ncolumns = [\"name\", \"text\", \"more\"]\n";
const DOUBTFUL: &str = "Cash     1 200   340\nLoans    2 500   120\nShares   3 411   250\n";

#[test]
fn the_number_of_names_settles_how_a_table_is_read() {
    check(
        r#""name" "text" "more""#,
        TABLE,
        DOUBTFUL,
        &["Cash | 1 200 | 340", "Loans | 2 500 | 120", "Shares | 3 411 | 250"],
    );
    check(
        r#""name" "events" "more" "rest""#,
        "[dataset.table]\ncolumns = [\"name\", \"events\", \"more\", \"rest\"]\n",
        DOUBTFUL,
        &["Cash | 1 | 200 | 340", "Loans | 2 | 500 | 120", "Shares | 3 | 411 | 250"],
    );
}

#[test]
fn a_table_of_which_no_reading_fits_shows_both() {
    check(
        r#""name" "events""#,
        "[dataset.table]\ncolumns = [\"name\", \"events\"]\n",
        "Cash     1 200   340\n^^^^^^^^^^^^^^^^^^^^ ambiguous-columns: expected one reading, found one of 3 columns and one of 4\n^^^^^^^^^^^^^^^^^^^^ unparsed-text: expected a table of 2 columns, found some of 3\nLoans    2 500   120\nShares   3 411   250\n",
        &[],
    );
}

const BETWEEN: [&str; 4] = [
    "Item           2021          2022\n",
    "Bread           120           130\n",
    "Milk             80            85\n",
    "Eggs                   40        \n",
];

#[test]
fn a_cell_between_two_columns_is_a_finding_until_the_recipe_says_where_they_begin() {
    let [names, bread, milk, eggs] = BETWEEN;
    let ambiguous = format!(
        "{names}{} ambiguous-columns: expected one reading of 3 columns, found two that place cells differently\n{bread}{milk}{eggs}",
        "^".repeat(33)
    );
    let columns = r#""name" "maybe" "perhaps""#;
    let table = "[dataset.table]\ncolumns = [\"name\", \"maybe\", \"perhaps\"]\n";
    check(columns, table, &ambiguous, &["Bread | 120 | 130", "Milk | 80 | 85", "Eggs | 40 | null"]);
    let settled = format!("{table}starts = [0, 12, 22]\n");
    check(columns, &settled, &BETWEEN.concat(), &["Bread | 120 | 130", "Milk | 80 | 85", "Eggs | null | 40"]);
}

#[test]
fn a_label_without_values_is_a_row_of_nulls_and_a_finding() {
    let columns = r#""name" "maybe" "perhaps""#;
    let table = "[dataset.table]\ncolumns = [\"name\", \"maybe\", \"perhaps\"]\n";
    let said = "^^^^^^ label-without-values: expected values behind \"Butter\", found none: kept as a row\n";
    let text =
        |drawn: &str| format!("Item      2021   2022\nBread      120    130\nButter\n{drawn}Milk        80     85\n");
    check(columns, table, &text(said), &["Bread | 120 | 130", "Butter | null | null", "Milk | 80 | 85"]);
    let left_out = format!("{table}leave_out = '^Butter$'\n");
    check(columns, &left_out, &text(""), &["Bread | 120 | 130", "Milk | 80 | 85"]);
    let row = format!("{table}rows = '^Butter$'\n");
    check(columns, &row, &text(""), &["Bread | 120 | 130", "Butter | null | null", "Milk | 80 | 85"]);
    let another = format!("{table}rows = '^Bread$'\n");
    check(columns, &another, &text(said), &["Bread | 120 | 130", "Butter | null | null", "Milk | 80 | 85"]);
}

#[test]
fn the_recipe_says_that_a_label_is_a_heading() {
    let text = "Item      2021   2022\nBread      120    130\nDairy\nMilk        80     85\n";
    let columns = r#""name" "maybe" "perhaps""#;
    let table = "[dataset.table]\ncolumns = [\"name\", \"maybe\", \"-\"]\ngroup = \"perhaps\"\n";
    let headings = format!("{table}headings = '^Dairy$'\n");
    check(columns, &headings, text, &["Bread | 120 | null", "Milk | 80 | Dairy"]);
}

/// The bucket of each line of `text`, read with `recipe` as dataset `t`.
#[track_caller]
fn buckets(columns: &str, recipe: &str, text: &str, expected: &[&str]) {
    let recipe = format!("{HEAD}\n[[dataset]]\nname = \"t\"\n{recipe}");
    let bench = Bench::report(text, &recipe, &[("t", &contract(columns))]);
    let outcome = bench.outcome(Stage::Parse);
    let (_, parsed) = &outcome.parsed[0];
    let drawn: Vec<String> = text
        .lines()
        .zip(parsed.ledger.buckets())
        .map(|(line, bucket)| format!("{:11} {line}", bucket.name()))
        .collect();
    let wanted: Vec<String> = text.lines().zip(expected).map(|(line, bucket)| format!("{bucket:11} {line}")).collect();
    assert_eq!(drawn, wanted);
}

const SALES: &str = "Sales rose in both of the years, as the table below shows.\n\
                     \n\
                     Table 1. Sales\n\
                     (in thousands)\n\
                     Item      2021   2022\n\
                     ---------------------\n\
                     Food\n\
                     \x20 Bread    120    130\n\
                     \x20 Milk      80     85\n\
                     ---------------------\n\
                     Total      200    215\n\
                     * Without sales abroad,\n\
                     which are small.\n\
                     Source: own accounts\n\
                     \n\
                     The year 2023 is not known yet.\n";

/// What becomes of the lines of [`SALES`] if its rows are read.
const OF_SALES: [&str; 16] = [
    "prose",
    "blank",
    "header",
    "header",
    "header",
    "furniture",
    "header",
    "cell",
    "cell",
    "furniture",
    "total",
    "note",
    "note",
    "note",
    "blank",
    "prose",
];

#[test]
fn the_ledger_knows_what_stands_around_a_table() {
    let table = "[dataset.table]\ncolumns = [\"name\", \"maybe\", \"perhaps\"]\nleave_out = '^Total$'\n";
    buckets(r#""name" "maybe" "perhaps""#, table, SALES, &OF_SALES);
}

#[test]
fn a_row_that_no_dataset_reads_is_unaccounted() {
    // A pattern that misses the second row, and a total that nobody reads.
    let pattern = "after = 'Food\\n'\nbefore = '  Milk'\n[dataset.pattern]\n\
                   row = '^  (?<name>Bread) +(?<maybe>\\d+) +(?<perhaps>\\d+)$'\n";
    let mut expected = OF_SALES;
    expected[8] = "unaccounted";
    buckets(r#""name" "maybe" "perhaps""#, pattern, SALES, &expected);
}

#[test]
fn a_table_that_no_dataset_reads_is_unaccounted() {
    let text = "Name: Acme\n\nRegion     Men   Women\nNorth       12      13\nTotal       30      31\n\nOslo      7.0    8.0   3\nThe end of it, in 2 words.\n";
    let expected = ["cell", "blank", "prose", "unaccounted", "unaccounted", "blank", "unaccounted", "prose"];
    buckets(r#""name""#, "before = '\\n'\n[dataset.pattern]\nrow = '^Name: (?<name>\\w+)$'\n", text, &expected);
}

#[test]
fn running_heads_are_furniture_and_labels_that_count_are_not() {
    let text = "Acme report      3\nName: Bolt\n\x0cAcme report      4\nWeek 1\n\x0cAcme report      5\nWeek 2\n";
    let expected = ["furniture", "cell", "furniture", "prose", "furniture", "prose"];
    buckets(r#""name""#, "[dataset.pattern]\nrow = '(?m)^Name: (?<name>\\w+)$'\n", text, &expected);
}

#[test]
fn a_currency_mark_far_from_its_number_belongs_to_it() {
    let table = "[dataset.table]\ncolumns = [\"name\", \"amount_usd\", \"-\"]\n";
    let text = "Item            2021     Note\nSales    US$     900       1a\nStock    US$      80       2a\n";
    check(r#""name" "amount_usd""#, table, text, &["Sales | 900.00", "Stock | 80.00"]);
}
