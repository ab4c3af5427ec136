//! Ready-made relations, drawn under tables.

use crossfoot::reconcile::Status;

use crate::drawing::{check, only};

#[test]
fn nested_subtotals_and_of_which_rows_add_up() {
    check(
        r#"
# balance
item                | amount number CNY
Cash                | 120.5
Receivables         | 310.2
  of which overdue  | 41.3
Inventories         | 95.1
Subtotal current    | 525.8
Land                | 204.0
Machines            | 161.9
Subtotal fixed      | 365.9
Total               | 891.7
? totals(amount, item)
"#,
    );
}

#[test]
fn a_wrong_subtotal_is_found_where_it_stands() {
    check(
        r#"
# balance
item                | amount number CNY
Cash                | 120.5
Receivables         | 310.2
                      ^^^^^ error[total-mismatch]: item "Receivables": parts of it make 341.3 CNY, more than the 310.2 CNY printed
  of which overdue  | 341.3
Inventories         | 95.1
Subtotal current    | 525.8
Land                | 204.0
Machines            | 161.9
Subtotal fixed      | 356.9
                      ^^^^^ error[total-mismatch]: item "Subtotal fixed": parts sum to 365.9 CNY, report prints 356.9 CNY (difference 9 CNY)
Total               | 882.7
? totals(amount, item)
"#,
    );
}

#[test]
fn a_table_without_a_total_row_is_untestable() {
    check(
        r#"
# t
item | amount number
a    | 1.5
b    | 2.5
? totals(amount, item)
  ^^^^^^^^^^^^^^^^^^^^ warning[untestable-check]: no row of the table is a total of others
"#,
    );
}

#[test]
fn chinese_totals_take_in_their_subtotals() {
    check(
        r#"
# t
项目       | 金额 number CNY
人员经费   | 1,204.51
其中：工资 | 904.51
奖金       | 12.30
小计       | 1,216.81
办公费     | 88.02
差旅费     | 31.47
小计       | 119.49
合计       | 1,336.80
           ^^^^^^^^ error[total-mismatch]: 项目 "合计": parts sum to 1,336.3 CNY, report prints 1,336.8 CNY (difference 0.5 CNY)
? totals(金额, 项目)
"#,
    );
}

#[test]
fn a_leading_total_and_its_parts_below() {
    check(
        r#"
# regions
region  | value number
全国合计 | 300.6
       ^^^^^ error[total-mismatch]: region "全国合计": parts sum to 300.3, report prints 300.6 (difference 0.3)
东部    | 100.1
中部    | 100.1
西部    | 100.1
? totals(value, region)
"#,
    );
}

#[test]
fn deductions_are_taken_off() {
    check(
        r#"
# income
item           | amount number
Revenue        | 915.2
Less: costs    | 611.9
Total result   | 303.3
? totals(amount, item)
"#,
    );
}

#[test]
fn a_two_way_table_adds_up_both_ways() {
    check(
        r#"
# t
region | total number | men number | women number
North  | 31.7         | 14.4       | 17.3
South  | 52.2         | 25.1       | 27.2
Total  | 83.9         | 39.5       | 44.5
? two_way(region, total, men, women)
"#,
    );
    check(
        r#"
# t
region | total number | men number | women number
North  | 31.7         | 14.4       | 17.3
South  | 52.8         | 25.1       | 27.2
         ^^^^ error[total-mismatch]: region "South": parts sum to 52.3, report prints 52.8 (difference 0.5)
Total  | 83.9         | 39.5       | 44.5
         ^^^^ error[total-mismatch]: region "Total": parts sum to 84.5, report prints 83.9 (difference 0.6)
? two_way(region, total, men, women)
"#,
    );
}

#[test]
fn shares_make_a_hundred_and_follow_from_their_parts() {
    check(
        r#"
# t
kind  | amount number | share number %
A     | 37.2          | 30.5%
B     | 84.8          | 69.5%
Total | 122.0         | 100.0%
? shares(share, amount, kind)
"#,
    );
    check(
        r#"
# t
kind  | amount number | share number %
A     | 37.2          | 30.5%
                        ^^^^^ error[share-mismatch]: the other values give 98%, report prints 100% (difference 2%)
B     | 84.8          | 67.5%
                        ^^^^^ error[share-mismatch]: kind "B": the other values give 69.5081…%, report prints 67.5% (difference 2.00819…%)
Total | 122.0         | 100.0%
? shares(share, amount, kind)
"#,
    );
}

#[test]
fn a_roll_forward_closes_and_opens_again() {
    check(
        r#"
# t
year | opening number | added number | gone number | closing number
2021 | 100.4          | 12.3         | -3.1        | 109.6
2022 | 109.6          | 8.8          | -7.2        | 111.2
2023 | 112.1          | 4.5          | -1.1        | 115.5
       ^^^^^ error[relation-mismatch]: rows 2 and 3: the other values give 111.2, report prints 112.1 (difference 0.9)
? roll_forward(opening, added, gone, closing)
"#,
    );
}

#[test]
fn a_roll_forward_opens_with_the_number_that_was_printed_before() {
    check(
        r#"
# yr
year | open number | plus number | minus number | close number
2021 | 1,004.4     | 123.1       | -31.7        | 1,095.8
2022 | 1,095.7     | 88.6        | -72.3        | 1,112.0
       ^^^^^^^ error[relation-mismatch]: rows 1 and 2: the other values give 1,095.8, report prints 1,095.7 (difference 0.1)
2023 | 1,112       | 45.9        | -11.2        | 1,146.7
? roll_forward(open, plus, minus, close)
? yr.close where year = '2022' == yr.open where year = '2023'
"#,
    );
}

#[test]
fn one_fact_in_several_places_agrees_within_rounding() {
    check(
        r#"
# stated_figure
figure | value number | unit
a      | 1,363        | {vendor}
b      | 1.4          | {vendor}
c      | 约1.4万      | {vendor}
d      | 13,631       | {vendor}
         ^^^^^^ error[conflicting-values]: the printings differ: "13,631", "1,363"
? same(stated.a, stated.a)
? same(stated.d, stated.c)
? same(stated.d, stated.a)
"#,
    );
}

/// The totals of a table with the columns `item` and `a`: how many hold, and the rows of those that do not.
fn totals(rows: &[(&str, &str)]) -> (usize, Vec<String>) {
    let lines: String = rows.iter().map(|(item, amount)| format!("{item} | {amount}\n")).collect();
    let verdict = only(&format!("# t\nitem | a number CNY\n{lines}? totals(a, item)\n"));
    let wrong = verdict.cases.iter().filter(|case| case.status == Status::Inconsistent);
    let wrong = wrong.map(|case| case.about.clone()).collect();
    (verdict.tally.exact + verdict.tally.consistent, wrong)
}

const BALANCE_SHEET: &[(&str, &str)] = &[
    ("流动资产合计", "100.5"),
    ("固定资产", "30.2"),
    ("无形资产", "20.1"),
    ("非流动资产合计", "50.3"),
    ("资产总计", "150.8"),
    ("短期借款", "20.4"),
    ("应付账款", "10.3"),
    ("流动负债合计", "30.7"),
    ("长期借款", "25.5"),
    ("应付债券", "4.6"),
    ("非流动负债合计", "30.1"),
    ("负债合计", "60.8"),
    ("股本", "50.0"),
    ("未分配利润", "40.0"),
    ("所有者权益合计", "90.0"),
    ("负债和所有者权益总计", "150.8"),
];

#[test]
fn a_balance_sheet_has_totals_of_totals() {
    assert_eq!(totals(BALANCE_SHEET), (7, vec![]));
    let mut wrong = BALANCE_SHEET.to_vec();
    wrong[4].1 = "999.9";
    assert_eq!(totals(&wrong), (6, vec!["item \"资产总计\"".to_string()]));
    let english = [
        ("Total current assets", "100.5"),
        ("Land", "30.2"),
        ("Patents", "20.1"),
        ("Total non-current assets", "50.3"),
        ("Total assets", "150.8"),
        ("Loans", "20.4"),
        ("Payables", "10.3"),
        ("Total current liabilities", "30.7"),
        ("Bonds", "25.5"),
        ("Pensions", "4.6"),
        ("Total non-current liabilities", "30.1"),
        ("Total liabilities", "60.8"),
        ("Share capital", "50.0"),
        ("Retained earnings", "40.0"),
        ("Total equity", "90.0"),
        ("Total liabilities and equity", "150.8"),
    ];
    assert_eq!(totals(&english), (7, vec![]));
}

#[test]
fn totals_in_front_of_their_parts() {
    let leading = [
        ("东部小计", "30.3"),
        ("北京", "10.1"),
        ("上海", "20.2"),
        ("西部小计", "70.7"),
        ("四川", "30.3"),
        ("重庆", "40.4"),
        ("合计", "101.0"),
    ];
    assert_eq!(totals(&leading), (3, vec![]));
}

#[test]
fn rows_of_which_without_an_indent_fill_up_their_row() {
    let block =
        [("人员经费", "100.5"), ("其中：工资", "60.2"), ("奖金", "40.3"), ("办公费", "20.0"), ("合 计", "120.5")];
    assert_eq!(totals(&block), (2, vec![]));
    let negative = [("营业亏损", "-100.5"), ("其中：境外", "-60.2"), ("其他", "10.2"), ("合计", "-90.3")];
    assert_eq!(totals(&negative), (2, vec![]));
}

#[test]
fn a_bare_subtotal_of_one_row_is_that_row() {
    let rows = [("A", "1.1"), ("Subtotal", "1.3"), ("C", "5.0"), ("D", "6.0"), ("Subtotal", "11.0"), ("Total", "12.3")];
    assert_eq!(totals(&rows), (2, vec!["item \"Subtotal\"".to_string()]));
}

#[test]
fn arguments_of_ready_made_relations_are_columns_of_one_table_and_of_one_unit() {
    check(
        r#"
# u
k | a number CNY
x | 1.5

# t
k | total number CNY | a number GB | b number CNY
x | 2.0              | 1.5         | 0.5
y | 2.0              | 1.5         | 0.5
? two_way(t.k, t.total, u.a, t.b)
                        ^^^ error[check-syntax]: expected a column of "t", found one of another table
? two_way(k, total, a, b)
             ^^^^^ error[mixed-units]: CNY and GB do not fit together in two_way(table.label, table.total, table.a, table.b)
? totals(sum(total), k)
         ^^^^^^^^^^ error[check-syntax]: expected a column in totals(table.amount, table.label)
"#,
    );
}

#[test]
fn a_roll_forward_of_assets_has_no_chain() {
    check(
        r#"
# t
asset | opening number | added number | closing number
Land  | 10.5           | 2.5          | 13.0
Plant | 20.5           | 2.5          | 23.0
? roll_forward(opening, added, closing)
"#,
    );
}
