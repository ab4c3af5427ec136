//! Labels alone on their line: each heads the rows below it, or is a row without values; none is lost.

use crossfoot::finding::Findings;
use crossfoot::parse::scan;
use crossfoot::source::Source;

/// The rows of the one table of `text` are `expected`: `group > cells`, `=` in front of a total; then the labels that are
/// in doubt.
#[track_caller]
fn check(text: &str, expected: &[&str], doubtful: &[&str]) {
    let source = Source::new("report.txt", text);
    let tables = scan::scan(&source).tables;
    assert_eq!(tables.len(), 1, "expected one table");
    let rows: Vec<String> = tables[0]
        .rows(&source)
        .iter()
        .map(|row| {
            let cell = |cell: &Option<crossfoot::model::Cell>| {
                cell.as_ref().map_or(String::new(), |cell| source.slice(cell.cover()).to_owned())
            };
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            let group =
                row.group.as_ref().map_or(String::new(), |group| source.slice(group.cover()).to_owned() + " > ");
            format!("{}{group}{}", if row.total { "= " } else { "" }, cells.join(" | ").trim_end())
        })
        .collect();
    assert_eq!(rows, expected);
    let mut findings = Findings::new();
    tables[0].doubts(&source, &mut findings);
    let found: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.code.name == "label-without-values")
        .filter_map(|finding| Some(source.slice(finding.primary()?.span)))
        .collect();
    assert_eq!(found, doubtful);
}

#[test]
fn a_label_between_rows_that_stand_as_it_does_is_a_row() {
    check(
        "Item            2021    2022\nBread            120     130\nButter\nMilk              80      85\nEggs              40      44\n",
        &["Bread | 120 | 130", "Butter |  |", "Milk | 80 | 85", "Eggs | 40 | 44"],
        &["Butter"],
    );
}

#[test]
fn the_last_label_is_a_row() {
    check(
        "Item            2021    2022\nBread            120     130\nMilk              80      85\nEggs\n\nThe prices are those of the year in which the report was written.\n",
        &["Bread | 120 | 130", "Milk | 80 | 85", "Eggs |  |"],
        &["Eggs"],
    );
}

#[test]
fn a_note_below_the_last_row_is_no_row() {
    check(
        "Item            2021    2022\nBread            120     130\nMilk              80      85\nRevised since.\n",
        &["Bread | 120 | 130", "Milk | 80 | 85"],
        &[],
    );
}

#[test]
fn a_label_heads_the_rows_that_are_moved_in_and_no_others() {
    check(
        "Item            2021    2022\nFood\n  Bread          120     130\n  Butter\n  Milk            80      85\nTotal food       200     215\nRent             500     510\n",
        &[
            "Food > Bread | 120 | 130",
            "Food > Butter |  |",
            "Food > Milk | 80 | 85",
            "= Total food | 200 | 215",
            "Rent | 500 | 510",
        ],
        &["Butter"],
    );
}

#[test]
fn a_group_inside_of_a_group_ends_and_the_outer_one_goes_on() {
    check(
        "Item                2021    2022\nAssets\n  Current\n    Cash              12      13\n    Stock              7       8\n  Land                50      50\n  Patents              4       3\nCapital               73      74\n",
        &[
            "Current > Cash | 12 | 13",
            "Current > Stock | 7 | 8",
            "Assets > Land | 50 | 50",
            "Assets > Patents | 4 | 3",
            "Capital | 73 | 74",
        ],
        &[],
    );
}

#[test]
fn a_colon_heads_rows_even_where_nothing_is_moved_in() {
    check(
        "项目              期末余额      期初余额\n货币资金            12,345        10,234\n其中：\n存放境外的款项         345           234\n应收账款             8,765         9,876\n",
        &["货币资金 | 12,345 | 10,234", "其中： > 存放境外的款项 | 345 | 234", "其中： > 应收账款 | 8,765 | 9,876"],
        &[],
    );
}

#[test]
fn a_table_that_begins_with_a_heading_has_others_like_it() {
    check(
        "Region        2021    2022\nNorth\nOslo            10      11\nBergen          20      21\nSouth\nRome            30      31\nBari            40      41\n",
        &["North > Oslo | 10 | 11", "North > Bergen | 20 | 21", "South > Rome | 30 | 31", "South > Bari | 40 | 41"],
        &[],
    );
}

#[test]
fn a_blank_line_or_a_total_above_or_capitals_make_a_heading() {
    check(
        "Region        2021    2022\nOslo            10      11\nBergen          20      21\n\nSouth\nRome            30      31\nTotal           60      63\nAbroad\nCork            30      31\nBern            30      31\nISLANDS\nCorfu            3       4\n",
        &[
            "Oslo | 10 | 11",
            "Bergen | 20 | 21",
            "South > Rome | 30 | 31",
            "= South > Total | 60 | 63",
            "Abroad > Cork | 30 | 31",
            "Abroad > Bern | 30 | 31",
            "ISLANDS > Corfu | 3 | 4",
        ],
        &[],
    );
}

#[test]
fn labels_that_end_at_one_place_are_not_moved_in() {
    check(
        "           Name    Shares    Share\n     Ann Miller     1,200     12.0\n       Bob Ives\n  Carla Johnson       800      8.0\n         Di Lee       700      7.0\n",
        &["Ann Miller | 1,200 | 12.0", "Bob Ives |  |", "Carla Johnson | 800 | 8.0", "Di Lee | 700 | 7.0"],
        &["Bob Ives"],
    );
}

#[test]
fn subtotals_are_rows_and_marked() {
    check(
        "Region      Sales   Costs\nOslo           10       5\nBergen         20       6\nSubtotal       30      11\nParis          40       7\nTotals         70      18\nTotality        1       1\n",
        &[
            "Oslo | 10 | 5",
            "Bergen | 20 | 6",
            "= Subtotal | 30 | 11",
            "Paris | 40 | 7",
            "= Totals | 70 | 18",
            "Totality | 1 | 1",
        ],
        &[],
    );
}
