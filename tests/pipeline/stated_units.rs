//! The dataset `quantity`: units of headers, captions and unit lines for the bare numbers below them.

use arrow::array::{Array, AsArray};
use arrow::datatypes::Decimal128Type;
use crossfoot::run::Stage;

use super::support::Bench;

const HEAD: &str = "[report]\ntitle = \"Acme\"\nlanguage = \"zh\"\ncountry = \"US\"\ntexts = [\"report.txt\"]\n";

/// Every quantity of a text as `printed = value unit`, dates left out; then the findings.
#[track_caller]
fn check(text: &str, quantities: &[&str], findings: &[&str]) {
    let outcome = Bench::report(text, HEAD, &[]).outcome(Stage::Validate);
    let of_cells = outcome.findings.iter().filter(|finding| finding.code.name.ends_with("-unit"));
    let found: Vec<String> = of_cells.map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
    assert_eq!(found, findings);
    let dataset = outcome.datasets.iter().find(|dataset| &*dataset.name == "quantity").expect("every text has it");
    let column = |name: &str| dataset.batch.column(dataset.column_index(name).expect("the contract has it"));
    let (texts, units) = (column("text").as_string::<i32>(), column("unit").as_string::<i32>());
    let [values, uppers] = ["value", "upper"].map(|name| column(name).as_primitive::<Decimal128Type>());
    let decimal = |value: i128| crossfoot::model::Decimal::new(value, 9).normalized();
    let mut read = Vec::new();
    for row in (0..dataset.rows()).filter(|row| values.is_valid(*row)) {
        let unit = if units.is_valid(row) { format!(" {}", units.value(row)) } else { String::new() };
        let (value, upper) = (decimal(values.value(row)), decimal(uppers.value(row)));
        read.push(format!("{} = {value}{unit} to {upper}", texts.value(row)));
    }
    assert_eq!(read, quantities);
}

#[test]
fn a_unit_line_holds_for_the_bare_numbers_of_its_table_and_not_for_the_prose_behind_it() {
    check(
        "公司去年有 12 项专利。\n\n单位：百万元\n项目        2023年      2022年\n营业收入      2,450      2,310\n\
         营业成本      (1,820)      1,790.5\n净利润      630      519\n\n其中 350 来自海外。\n",
        &[
            "12 项 = 12 {项} to 12.5",
            "2,450 = 2450000000 CNY to 2450500000",
            "2,310 = 2310000000 CNY to 2310500000",
            "(1,820) = -1820000000 CNY to -1819500000",
            "1,790.5 = 1790500000 CNY to 1790550000",
            "630 = 630000000 CNY to 630500000",
            "519 = 519000000 CNY to 519500000",
            "350 = 350 to 350.5",
        ],
        &[],
    );
}

#[test]
fn a_caption_and_a_line_in_brackets_give_the_unit_too() {
    let rows = "Item          This year      Last year\nRevenue       2,450     2,310\nCosts         1,820     1,790\n";
    let wanted = [
        "2,450 = 2450000000 USD to 2450500000",
        "2,310 = 2310000000 USD to 2310500000",
        "1,820 = 1820000000 USD to 1820500000",
        "1,790 = 1790000000 USD to 1790500000",
    ];
    for line in ["(in millions of US$)", "(US$ in millions)", "(In millions of dollars)", "(Dollars in millions)"] {
        check(&format!("Results of the year\n{line}\n{rows}"), &wanted, &[]);
        check(&format!("Table 2: Results {line}\n\n{rows}"), &wanted, &[]);
    }
}

#[test]
fn a_column_or_a_row_that_names_its_own_unit_has_that_one() {
    check(
        "单位：万元\n项目        收入      占比（%）      装机（MW）\n华东      300      62.5      40\n华南      180      37.5      30\n",
        &[
            "300 = 3000000 CNY to 3005000",
            "62.5 = 62.5 % to 62.55",
            "40 = 40 MW to 40.5",
            "180 = 1800000 CNY to 1805000",
            "37.5 = 37.5 % to 37.55",
            "30 = 30 MW to 30.5",
        ],
        &[],
    );
}

#[test]
fn a_column_that_is_a_unit_counts_by_the_scale_of_the_line_above() {
    check(
        "Output of the mines\n(in thousands)\nMine        Tonnes      Years      %\nNorth      2,450      12      62.5\nSouth      1,820      15      37.5\n",
        &[
            "2,450 = 2450000 t to 2450500",
            "12 = 12 to 12.5",
            "62.5 = 62.5 % to 62.55",
            "1,820 = 1820000 t to 1820500",
            "15 = 15 to 15.5",
            "37.5 = 37.5 % to 37.55",
        ],
        &[],
    );
    let plain =
        "Output of the mines\nMine        Tonnes      Staff\nNorth      2,450      12\nSouth      1,820      15\n";
    check(plain, &["2,450 = 2450 to 2450.5", "12 = 12 to 12.5", "1,820 = 1820 to 1820.5", "15 = 15 to 15.5"], &[]);
}

#[test]
fn what_a_unit_line_may_leave_out_stays_as_it_is_printed() {
    let rows = "Item          This year      Last year\nRevenue       2,450     2,310\nEarnings per share      1.25     1.10\n";
    check(
        &format!("(in millions of US$)\n{rows}"),
        &[
            "2,450 = 2450000000 USD to 2450500000",
            "2,310 = 2310000000 USD to 2310500000",
            "1.25 = 1.25 to 1.255",
            "1.10 = 1.1 to 1.105",
        ],
        &[],
    );
    check(
        &format!("(in millions of US$, except per share data)\n{rows}"),
        &["2,450 = 2450 to 2450.5", "2,310 = 2310 to 2310.5", "1.25 = 1.25 to 1.255", "1.10 = 1.1 to 1.105"],
        &[],
    );
}

#[test]
fn columns_of_years_counts_and_notes_are_not_in_the_unit_of_the_line() {
    check(
        "单位：万元\n公司        附注      首批      员工人数      收入\n甲公司      7      2016      1,200      350\n乙公司      8      2019      860      2,019\n",
        &[
            "7 = 7 to 7.5",
            "2016 = 2016 to 2016.5",
            "1,200 = 1200 to 1200.5",
            "350 = 3500000 CNY to 3505000",
            "8 = 8 to 8.5",
            "2019 = 2019 to 2019.5",
            "860 = 860 to 860.5",
            "2,019 = 20190000 CNY to 20195000",
        ],
        &[],
    );
}

#[test]
fn marks_of_notes_change_no_unit_and_a_margin_of_error_may_be_that_of_a_share() {
    check(
        "Table 1: People of the districts\n(Numbers in thousands)\n\nDistrict      Number      Percent      Margin of error      Change\n\
         North      1,200      40.5      0.3      *8\nSouth      1,800      59.5      0.2      **12\n",
        &[
            "1,200 = 1200000 to 1200500",
            "40.5 = 40.5 to 40.55",
            "0.3 = 0.3 to 0.35",
            "8 = 8000 to 8500",
            "1,800 = 1800000 to 1800500",
            "59.5 = 59.5 to 59.55",
            "0.2 = 0.2 to 0.25",
            "12 = 12000 to 12500",
        ],
        &[],
    );
}

#[test]
fn a_unit_in_the_cell_that_contradicts_the_header_is_a_finding() {
    check(
        "Disks           Size (GB)      Price (USD)\nSmall disk           500      40\nLarge disk           2 TB      80\n",
        &["500 = 500 GB to 500.5", "40 = 40 USD to 40.5", "2 TB = 2 TB to 2.5", "80 = 80 USD to 80.5"],
        &["contradicting-unit: \"2 TB\" is in TB, its header says GB"],
    );
    // A share below a unit line for amounts contradicts nothing.
    check(
        "单位：万元\n项目        2023年      增长\n营业收入      2,450      12%\n净利润      630      8%\n",
        &["2,450 = 24500000 CNY to 24505000", "12% = 12 % to 12.5", "630 = 6300000 CNY to 6305000", "8% = 8 % to 8.5"],
        &[],
    );
}

#[test]
fn what_stands_over_one_table_says_nothing_of_the_next() {
    check(
        "单位：百万元\n项目            2022年     2023年\n营业收入        1,234.5    1,345.6\n净利润          (12.3)     23.4\n\n\
         Steel output\nItem                 2022        2023\nBlast                1,200       1,300\n",
        &[
            "1,234.5 = 1234500000 CNY to 1234550000",
            "1,345.6 = 1345600000 CNY to 1345650000",
            "(12.3) = -12300000 CNY to -12250000",
            "23.4 = 23400000 CNY to 23450000",
            "1,200 = 1200 to 1200.5",
            "1,300 = 1300 to 1300.5",
        ],
        &[],
    );
    check(
        "现金            3亿元      250\n\n(US$ in millions, except per share)\nItem                 2022        2023\n\
         Revenue              1,234.5     1,345.6\nEPS                  0.35        0.41\n",
        &[
            "3亿元 = 300000000 CNY to 350000000",
            "250 = 250 to 250.5",
            "1,234.5 = 1234.5 to 1234.55",
            "1,345.6 = 1345.6 to 1345.65",
            "0.35 = 0.35 to 0.355",
            "0.41 = 0.41 to 0.415",
        ],
        &[],
    );
}

#[test]
fn names_one_blank_apart_head_their_numbers_and_a_header_that_cannot_be_paired_gives_no_unit() {
    check(
        "单位：万元\n项目 2023年 2022年 同比增减（%）\n营业收入 1,234.5 1,100.2 12.2\n每股收益（元/股） 0.12 0.05 140\n",
        &[
            "1,234.5 = 12345000 CNY to 12345500",
            "1,100.2 = 11002000 CNY to 11002500",
            "12.2 = 12.2 % to 12.25",
            "0.12 = 0.12 CNY/{股} to 0.125",
            "0.05 = 0.05 CNY/{股} to 0.055",
            "140 = 140 % to 140.5",
        ],
        &[],
    );
    check(
        "(US$ million)\nItem 2023 2022 Change (%)\nRevenue 1,234.5 1,100.2 12.2\nEPS (US$) 0.12 0.05 140.0\n",
        &[
            "1,234.5 = 1234500000 USD to 1234550000",
            "1,100.2 = 1100200000 USD to 1100250000",
            "12.2 = 12.2 % to 12.25",
            "0.12 = 0.12 USD to 0.125",
            "0.05 = 0.05 USD to 0.055",
            "140.0 = 140 % to 140.05",
        ],
        &[],
    );
    check(
        "单位：万元\n项目 本年 金额 较 上年 增减（%） 备注 额\n营业收入 1,234.5 1,100.2 12.2\n净利润 234.5 210.2 11.6\n",
        &[
            "1,234.5 = 1234.5 to 1234.55",
            "1,100.2 = 1100.2 to 1100.25",
            "12.2 = 12.2 to 12.25",
            "234.5 = 234.5 to 234.55",
            "210.2 = 210.2 to 210.25",
            "11.6 = 11.6 to 11.65",
        ],
        &[],
    );
}

#[test]
fn a_header_of_its_own_ends_what_stands_over_the_table_above() {
    check(
        "Table 2. Balance sheet, RMB million\n\n           2023    2022\nAssets     1,200   1,100\n\nEUR k      2023   2022\n\
         Opex       (800)  (700)\n",
        &[
            "1,200 = 1200000000 CNY to 1200500000",
            "1,100 = 1100000000 CNY to 1100500000",
            "(800) = -800000 EUR to -799500",
            "(700) = -700000 EUR to -699500",
        ],
        &[],
    );
    check(
        "单位：人\n类别     甲     乙     丙\n男       12     13   1\n女       14     15   2\n\n其他     丁     戊     己\nA        5      -7     -9\n",
        &[
            "12 = 12 {person} to 12.5",
            "13 = 13 {person} to 13.5",
            "1 = 1 {person} to 1.5",
            "14 = 14 {person} to 14.5",
            "15 = 15 {person} to 15.5",
            "2 = 2 {person} to 2.5",
            "5 = 5 to 5.5",
            "-7 = -7 to -6.5",
            "-9 = -9 to -8.5",
        ],
        &[],
    );
    check(
        "单位：亿元\n\n年份   GDP   人均GDP（元）   增速（%）  城镇化率  人口（万人）\n2021   1149237   81370   8.4   64.72%  141260\n\n\
         \u{20}         Q1 2024   Q2 2024   YoY\nRevenue   1,234     1,300     5.3\nCosts     (5)       (2)       1.0\n",
        &[
            "2021 = 2021 to 2021.5",
            "1149237 = 114923700000000 CNY to 114923750000000",
            "81370 = 81370 CNY to 81370.5",
            "8.4 = 8.4 % to 8.45",
            "64.72% = 64.72 % to 64.725",
            "141260 = 1412600000 {person} to 1412605000",
            "1,234 = 1234 to 1234.5",
            "1,300 = 1300 to 1300.5",
            "5.3 = 5.3 to 5.35",
            "(5) = -5 to -4.5",
            "(2) = -2 to -1.5",
            "1.0 = 1 to 1.05",
        ],
        &[],
    );
}

#[test]
fn the_corner_above_the_labels_and_a_title_state_the_unit_of_the_table() {
    let rows = "Cloud       1,200    1,100\nAds         (800)    (700)\n";
    let gold = |scale: &str, code: &str| {
        [
            format!("1,200 = 1200{scale} {code} to 1200"),
            format!("1,100 = 1100{scale} {code} to 1100"),
            format!("(800) = -800{scale} {code} to -799"),
            format!("(700) = -700{scale} {code} to -699"),
        ]
    };
    let wanted = |scale: &str, code: &str| -> Vec<String> {
        let half = if scale.is_empty() { ".5".to_owned() } else { format!("5{}", &scale[1..]) };
        gold(scale, code).into_iter().map(|line| line + &half).collect()
    };
    for (head, scale, code) in [
        ("£m          2023     2022\n", "000000", "GBP"),
        ("EUR k       2023     2022\n", "000", "EUR"),
        ("Tonnes      2023     2022\n", "", "t"),
        ("RMB million\n            2023     2022\n", "000000", "CNY"),
        ("3 Segment (RMB'000)\n\n            2023     2022\n", "000", "CNY"),
        ("All amounts in thousands of euros unless otherwise stated.\n\n            2023     2022\n", "000", "EUR"),
        ("金额单位为百万元\n            2023     2022\n", "000000", "CNY"),
    ] {
        let wanted = wanted(scale, code);
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let text = format!("{head}{rows}");
        let found = if head.starts_with('3') { "3 = 3 to 3.5" } else { "" };
        let all: Vec<&str> = Some(found).filter(|found| !found.is_empty()).into_iter().chain(wanted).collect();
        check(&text, &all, &[]);
    }
    // Companies stand below their heading, and running text states no unit.
    check(
        "Prices are given in euros.\n\nCompany     2023     2022\nNorth       1,200    1,100\nSouth       800      700\n",
        &["1,200 = 1200 to 1200.5", "1,100 = 1100 to 1100.5", "800 = 800 to 800.5", "700 = 700 to 700.5"],
        &[],
    );
}

#[test]
fn a_label_behind_a_comma_and_a_column_of_units_give_a_row_its_unit() {
    check(
        "RMB million\n           2023    2022\nAssets     1,200   1,100\nLoans, US$ million   3.2   2.0\nDebt       300     200\n",
        &[
            "1,200 = 1200000000 CNY to 1200500000",
            "1,100 = 1100000000 CNY to 1100500000",
            "3.2 = 3200000 USD to 3250000",
            "2.0 = 2000000 USD to 2050000",
            "300 = 300000000 CNY to 300500000",
            "200 = 200000000 CNY to 200500000",
        ],
        &[],
    );
    check(
        "表2 主要产品产量\n产品名称\t单位\t产量\t比上年增长（%）\n粗钢\t万吨\t101908.1\t0.0\n发电量\t亿千瓦小时\t94564.4\t6.9\n\
         汽车\t万辆\t3011.3\t9.3\n",
        &[
            "101908.1 = 1019081000 t to 1019081500",
            "0.0 = 0 % to 0.05",
            "94564.4 = 9456440000000 kWh to 9456445000000",
            "6.9 = 6.9 % to 6.95",
            "3011.3 = 30113000 {辆} to 30113500",
            "9.3 = 9.3 % to 9.35",
        ],
        &[],
    );
}

#[test]
fn a_sign_apart_is_that_of_its_number_and_small_numbers_in_parentheses_are_below_zero() {
    check(
        "In US$ million\n               2023    2022\nRestructuring   - 3     - 4\nCosts           1,123    1.2\nOther           3.1   - 1,234\n",
        &[
            "- 3 = -3000000 USD to -2500000",
            "- 4 = -4000000 USD to -3500000",
            "1,123 = 1123000000 USD to 1123500000",
            "1.2 = 1200000 USD to 1250000",
            "3.1 = 3100000 USD to 3150000",
            "- 1,234 = -1234000000 USD to -1233500000",
        ],
        &[],
    );
    check(
        "(in US$ millions, except per share data)\n               2023    2022\nImpairment      (5)     12\n\
         Restructuring   —      (2)\nOther          ( 5 )   (  5  )\n",
        &["(5) = -5 to -4.5", "12 = 12 to 12.5", "(2) = -2 to -1.5", "( 5 ) = -5 to -4.5", "(  5  ) = -5 to -4.5"],
        &[],
    );
    // They count the columns, or refer to notes.
    check(
        "Item        Note     2023     2022\nCloud       (1)      1,200    1,100\nAds         (2)      800      700\n",
        &["1,200 = 1200 to 1200.5", "1,100 = 1100 to 1100.5", "800 = 800 to 800.5", "700 = 700 to 700.5"],
        &[],
    );
}

#[test]
fn a_dash_that_may_be_no_sign_is_refused() {
    let text = "               2023    2022\nCosts           123-    1-\nOther         —1,234   1,000\nMore          1,234   1,000\n";
    let outcome = Bench::report(text, HEAD, &[]).outcome(Stage::Validate);
    let refused = outcome.findings.iter().filter(|finding| finding.code.name == "malformed-number");
    let messages: Vec<&str> = refused.map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "expected the sign in front of the number, found \"123-\"",
            "expected the sign in front of the number, found \"1-\"",
            "expected the sign in front of the number, found \"—1,234\"",
        ]
    );
}

#[test]
fn the_title_of_a_torn_chart_gives_its_numbers_their_unit_if_they_can_be_paired() {
    check(
        "图1 各地区收入（亿元）\n北京\n上海\n广东\n120\n130\n140\n",
        &[
            "120 = 12000000000 CNY to 12050000000",
            "130 = 13000000000 CNY to 13050000000",
            "140 = 14000000000 CNY to 14050000000",
        ],
        &[],
    );
    check(
        "图3 营收及增速（亿元）\n北京\n上海\n广东\n120\n130\n140\n",
        &["120 = 120 to 120.5", "130 = 130 to 130.5", "140 = 140 to 140.5"],
        &[],
    );
    check(
        "Figure 1. Revenue by region (US$ million)\nAmericas\nEurope\nAsia\n120\n130\n140\n12\n13\n14\n",
        &[
            "120 = 120 to 120.5",
            "130 = 130 to 130.5",
            "140 = 140 to 140.5",
            "12 = 12 to 12.5",
            "13 = 13 to 13.5",
            "14 = 14 to 14.5",
        ],
        &[],
    );
}

#[test]
fn a_note_on_rounding_widens_what_it_rounds_and_is_no_quantity() {
    check(
        "Figures are rounded to the nearest ten.\nVisitors were 120 and 125 and 7.\n",
        &["120 = 120 to 125", "125 = 125 to 125.5", "7 = 7 to 7.5"],
        &[],
    );
}
