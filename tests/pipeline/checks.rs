//! Mistakes in checks are found at their own bytes, however TOML and JSON quote them; what `audit` finds in tables.

use crossfoot::run::Stage;

use super::support::Bench;

const RECIPE: &str = r#####"[report]
title = "Acme"
language = "zh"
country = "CN"
texts = ["report.txt"]

[[dataset]]
name = "t"
[dataset.pattern]
row = '^(?<name>\D+?) (?<a>[\d.]+)$'

[[check]]
name = "plain"
that = 'sum(t.wrong_1) == 1'

[[check]]
name = "escaped"
that = "sum(t.a where name = \"\u4e2d\U0001F600\t\") == sum(t.wrong_2)"

[[check]]
name = "lines"
that = """
sum(t.a)
  == sum(t.wrong_3)"""

[[check]]
name = "joined"
that = """sum(t.a) \
   == \
   sum(t.wrong_4)"""

[[check]]
name = "literal lines"
that = '''
sum(t.a)
  == sum(t.wrong_5)'''

[[check]]
name = "Chinese"
that = "sum（t.a where name in ['现金'，'债券']） == sum（t.wrong_6）"
"#####;

const CONTRACT: &str = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object",
"additionalProperties": false, "required": ["name", "a"], "properties": {"name": {"type": "string"},
"a": {"type": "number", "x-decimal": [18, 2]}},
"x-checks": ["sum(a where name = \"x\") == sum(wrong_7)", "sum(a where name = '\uD83D\uDE00\u4e2d\t') == sum(wrong_8)"]}"#;

#[test]
fn a_mistake_in_a_check_stands_at_its_own_bytes() {
    let bench = Bench::report("Cash 1.5\nBonds 2.5\n", RECIPE, &[("t", CONTRACT)]);
    let outcome = bench.outcome(Stage::Reconcile);
    let found: Vec<&str> = outcome
        .findings
        .iter()
        .filter(|finding| finding.code.name == "missing-reference")
        .map(|finding| {
            let label = finding.primary().expect("it points somewhere");
            let text = if label.file.ends_with(".toml") { RECIPE } else { CONTRACT };
            &text[label.span.range()]
        })
        .collect();
    let expected = ["wrong_7", "wrong_8", "t.wrong_1", "t.wrong_2", "t.wrong_3", "t.wrong_4", "t.wrong_5", "t.wrong_6"];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for name in expected {
        assert!(found.contains(&name), "{name}: {found:?}");
    }
}

/// What `audit` says of the relations of a text, without the findings drawn behind them.
fn audited(text: &str) -> Vec<String> {
    let bench = Bench::empty();
    bench.write("a.txt", text);
    let path = bench.path("a.txt");
    let path = path.to_str().expect("a path in UTF-8");
    let ran = bench.run(&["audit", path]);
    let prefix = format!("{path}:");
    let said = ran.out.lines().filter_map(|line| Some(line.strip_prefix(&prefix)?.split_once(": ")?.1.to_string()));
    said.map(|line| line.split(" (").next().unwrap_or_default().to_string()).collect()
}

#[test]
fn shares_with_a_total_row_of_a_hundred_are_audited_whatever_they_sum_to() {
    let text = "Table 1 Share of countries\n\n\
                Country    Share 2022   Share 2023\n\
                America    44.2%        43.1%\n\
                Asia       36.1%        3.64%\n\
                Europe     19.7%        20.5%\n\
                Total      100%         100%\n";
    assert_eq!(audited(text), ["exact: 44.2% + 36.1% + 19.7% = 100%", "inconsistent: 43.1% + 3.64% + 20.5% = 100%"]);
    let text = "表1 业务\n\n\
                业务    收入（万元）    占比\n\
                软件    1,204    40.1%\n\
                硬件    900    30.0%\n\
                服务    896    92.9%\n\
                合计    3,000    100.0%\n";
    let wrong: Vec<String> = audited(text).into_iter().filter(|said| said.starts_with("inconsistent")).collect();
    assert_eq!(wrong, ["inconsistent: 896 / 3,000 = 92.9%"]);
}

#[test]
fn columns_of_shares_that_make_no_hundred_are_left_alone() {
    // One whole divided twice; the share of something else; rates with a total row.
    for text in [
        "表2 人口结构\n\n类别    占比（%）\n城镇    60.1\n农村    39.9\n男      51.2\n女      48.8\n合计    100.0\n",
        "表3 线上业务\n\n品类    线上占比\n服装    60.1%\n食品    39.2%\n图书    71.5%\n合计    52.4%\n",
        "Table 4 Growth\n\nRegion     2022      2023\nNorth      12.1%     3.5%\nSouth      4.2%      9.1%\nTotal      7.9%      6.0%\n",
    ] {
        assert_eq!(audited(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn one_whole_that_is_divided_twice_is_no_sum() {
    let text = "表6 学历与年龄\n\n类别    人数\n本科    500\n硕士    300\n博士    200\n30岁以下    600\n30岁以上    400\n总计    1,000\n";
    assert_eq!(audited(text), Vec::<String>::new());
}

#[test]
fn zeros_are_digits_in_a_column_that_is_printed_to_one_place() {
    let text = "Table 6 Votes\n\nParty      Seats\nRed        45\nBlue       35\nGreen      15\nTotal      100\n";
    assert_eq!(audited(text), ["inconsistent: 45 + 35 + 15 = 100"]);
}

/// The relations of a text that do not hold.
fn wrong(text: &str) -> Vec<String> {
    audited(text).into_iter().filter(|said| said.starts_with("inconsistent")).collect()
}

#[test]
fn rows_that_stand_further_in_are_parts_of_the_row_above_them() {
    let text = "Region        2021     2022\nTotal         1,251    1,301\n  North         701      720\n    \
                East        301      320\n    West        400      400\n  South         550      581\n";
    let expected = ["701 + 550 = 1,251", "720 + 581 = 1,301", "301 + 400 = 701", "320 + 400 = 720"];
    assert_eq!(audited(text), expected.map(|sum| format!("exact: {sum}")));
    // One wrong number below North, and one behind it.
    assert_eq!(wrong(&text.replace("400      400", "500      400")), ["inconsistent: 301 + 500 = 701"]);
    assert_eq!(wrong(&text.replace("550      581", "550      591")), ["inconsistent: 720 + 591 = 1,301"]);
    // Indents that nothing adds up by say nothing.
    let text = "Item              2021\nPopulation        1,256\n  Households        512\n  Cars              933\nArea              2,301\n";
    assert_eq!(audited(text), Vec::<String>::new());
}

#[test]
fn opening_and_closing_rows_are_rolled_forward() {
    let text = "项目        2022年    2023年\n期初余额      120      143\n本期增加       35       41\n\
                本期减少       12       15\n期末余额      143      179\n";
    assert_eq!(audited(text), ["exact: 120 + 35 - 12 = 143", "inconsistent: 143 + 41 - 15 = 179"]);
}

#[test]
fn columns_of_growth_compare_the_years_beside_them() {
    let text = "Item       2022     2023    Growth\nMilk      100.4    115.2    14.7%\nBread     200.3    230.4    25.0%\n\
                Eggs       55.1     60.2     9.3%\n";
    assert_eq!(wrong(text), ["inconsistent: 200.3 → 230.4 = 25.0%"]);
    // Growth of something else, or over more years.
    let text = "Item       2022     2023    Growth since 2010\nMilk      100.4    115.2    44.7%\nBread     200.3    230.4    25.0%\n";
    assert_eq!(audited(text), Vec::<String>::new());
}

#[test]
fn a_total_that_is_spread_over_places_is_that_of_the_chart_of_these_places() {
    let text = "截至2023年底，全市共有农贸市场86家，分布于6个区。\n\n各区农贸市场分布\n东区\n西区\n南区\n北区\n中区\n新区\n\n\
                25\n18\n14\n12\n9\n6\n";
    assert_eq!(audited(text), ["inconsistent: 25 + 18 + 14 + 12 + 9 + 6 = 86家"]);
    // Other things, another number of places, another year.
    for (old, new) in [("农贸市场分布", "超市分布"), ("6个区", "7个区"), ("各区农贸市场分布", "2021年各区农贸市场分布")]
    {
        assert_eq!(audited(&text.replace(old, new)), Vec::<String>::new(), "{new}");
    }
}

#[test]
fn the_map_of_the_first_report_does_not_make_the_total_that_it_states() {
    let text = include_str!("../../raw/china-open-llm-2024/report.txt");
    let wrong = wrong(text);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().any(|said| said.ends_with("+ 84 = 254 家")), "{wrong:?}");
    assert!(wrong.iter().any(|said| said.ends_with("are 7个参数")), "{wrong:?}");
}

#[test]
fn amounts_with_one_sign_belong_together_whatever_the_country() {
    let text =
        "The company raised $85 million: $5 million in grants, $20 million in equity and $75 million in loans.\n";
    assert_eq!(wrong(text), ["inconsistent: $5 million + $20 million + $75 million ≤ $85 million"]);
}
