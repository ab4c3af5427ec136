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
            "2022 = 2022 to 2022.5",
            "2023 = 2023 to 2023.5",
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
            "2022 = 2022 to 2022.5",
            "2023 = 2023 to 2023.5",
            "1,234.5 = 1234.5 to 1234.55",
            "1,345.6 = 1345.6 to 1345.65",
            "0.35 = 0.35 to 0.355",
            "0.41 = 0.41 to 0.415",
        ],
        &[],
    );
}
