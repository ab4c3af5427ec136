//! Relations that texts state themselves: found with their reason, judged, and no others.

use crossfoot::model::Quantity;
use crossfoot::normalize::quantity::{Options, Reader, Reading, evidence};
use crossfoot::reconcile::audit::{Grid, GridRow, audit};
use crossfoot::source::{Source, Span};

fn quantities(text: &str) -> Vec<Quantity> {
    let reader = Reader::new(&Options::default().settled_by(&evidence(text)));
    let only = |reading| match reading {
        Reading::Quantity(quantity) => Some(quantity),
        _ => None,
    };
    reader.read(text).filter_map(only).collect()
}

/// The relations of a text: status and statement.
pub fn found(text: &str) -> Vec<String> {
    let source = Source::new("report.txt", text);
    let relations = audit(&source, &quantities(text), &[], &[]);
    relations.iter().map(|relation| format!("{}: {}", relation.case.status.name(), relation.statement)).collect()
}

#[test]
fn parts_behind_their_total_and_the_share_of_one() {
    let text = "北京有122家，其中通用大模型37家，占比30%，行业大模型85家。";
    assert_eq!(found(text), ["exact: 37家 + 85家 = 122家", "consistent: 37家 / 122家 = 30%"]);
}

#[test]
fn a_division_by_type_names_all_parts() {
    let text = "全国共254家，北京有122家，按模型类型分析，通用37家，占比30%；行业75家。";
    let found = found(text);
    assert!(found.contains(&"inconsistent: 37家 + 75家 = 122家".to_string()), "{found:?}");
}

#[test]
fn some_parts_may_be_less_than_the_total() {
    let text = "公司共有员工1200人，其中研发人员300人，销售人员200人。";
    assert_eq!(found(text), ["exact: 300人 + 200人 ≤ 1200人"]);
    let text = "There were 1,250 firms, of which 700 firms in the north and 650 firms in the south.";
    assert_eq!(found(text), ["inconsistent: 700 firms + 650 firms ≤ 1,250 firms"]);
}

#[test]
fn one_value_is_so_many_times_another() {
    let text = "2023年，法国占30%的订单，德国占24%的订单，法国订单为德国的1.25倍。";
    assert_eq!(found(text), ["exact: 30% / 24% = 1.25倍"]);
    let text = "2023年，法国占30%的订单，德国占24%的订单，法国订单为德国的2.25倍。";
    assert_eq!(found(text), ["inconsistent: 30% / 24% = 2.25倍"]);
}

#[test]
fn sentences_that_wrap_over_blank_lines_are_whole() {
    let text =
        "• 统计显示，2023年全部订单中，法国占30%\n\n的数量，德国占24%的数量，法国订单为德国的\n\n1.25倍，差距不小。\n";
    assert_eq!(found(text), ["exact: 30% / 24% = 1.25倍"]);
}

#[test]
fn a_rate_of_growth_between_two_values() {
    let text = "收入从100.4亿元增长到115.2亿元，增长14.7%。";
    assert_eq!(found(text), ["consistent: 100.4亿元 → 115.2亿元 = +14.7%"]);
    let text = "收入从100.4亿元增长到115.2亿元，增长12.7%。";
    assert_eq!(found(text), ["inconsistent: 100.4亿元 → 115.2亿元 = +12.7%"]);
}

#[test]
fn shares_with_a_rest_make_a_hundred() {
    let text = "其中A占45.5%，B占28.3%，其余占27.2%。";
    assert_eq!(found(text), ["inconsistent: 45.5% + 28.3% + 27.2% = 100%"]);
    let text = "其中A占45.5%，B占28.3%，其余占26.2%。";
    assert_eq!(found(text), ["exact: 45.5% + 28.3% + 26.2% = 100%"]);
}

#[test]
fn numbers_without_words_that_relate_them_state_nothing() {
    for text in [
        "北京有122家，上海有37家，广东有85家。",
        "收入100亿元，成本60亿元，利润40亿元。",
        "美国占45%，中国占28%，增长1.6倍。",
        "Of 99 cases, 80 were here (13 of which in halls), 82 there, and 12 elsewhere.",
        "The 1980 Census, consisting of groups of 20 years and older, was used in 1995 and 1999.",
        "Sales were 100 million USD and costs 60 million USD in 2021 and 2022.",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn total_rows_of_a_table() {
    let text = "North  31.7\nSouth  52.2\nTotal  84.9\n";
    let source = Source::new("report.txt", text);
    let number = |printed: &str| {
        let at = text.find(printed).expect("it is printed");
        let quantity = quantities(printed).remove(0);
        Some(Quantity { span: Span::new(at, at + printed.len()), ..quantity })
    };
    let row = |label: &str, printed: &str| GridRow { label: label.into(), indent: 0, numbers: vec![number(printed)] };
    let rows = vec![row("North", "31.7"), row("South", "52.2"), row("Total", "84.9")];
    let relations = audit(&source, &[], &[Grid { header: vec!["amount".into()], rows }], &[]);
    let found: Vec<_> =
        relations.iter().map(|r| format!("{}: {} ({})", r.case.status.name(), r.statement, r.reason)).collect();
    assert_eq!(found, ["inconsistent: 31.7 + 52.2 = 84.9 (row \"Total\" is a total row)"]);
}

/// The relations of a table, whose rows are a label and its cells.
fn found_in_table(header: &[&str], rows: &[(&str, &[&str])]) -> Vec<String> {
    let mut text = String::new();
    let mut grid = Grid { header: header.iter().map(|name| name.to_string()).collect(), rows: Vec::new() };
    for (label, cells) in rows {
        text += label;
        let mut numbers = Vec::new();
        for printed in *cells {
            text += "  ";
            let at = text.len();
            text += printed;
            let quantity = quantities(printed).into_iter().next();
            let span = Span::new(at, at + printed.len());
            numbers.push(quantity.map(|quantity| Quantity { span, ..quantity }));
        }
        text += "\n";
        grid.rows.push(GridRow { label: label.to_string(), indent: 0, numbers });
    }
    let relations = audit(&Source::new("report.txt", text.as_str()), &[], &[grid], &[]);
    relations.iter().map(|r| format!("{}: {}", r.case.status.name(), r.statement)).collect()
}

#[test]
fn a_row_of_years_begins_a_new_table() {
    let rows: &[(&str, &[&str])] = &[
        ("North", &["50.2", "60.3"]),
        ("South", &["60.1", "60.2"]),
        ("Total", &["110.3", "120.5"]),
        ("Item", &["2022", "2023"]),
        ("East", &["60.3", "100.1"]),
        ("West", &["60.2", "210.1"]),
        ("Total", &["120.5", "310.2"]),
    ];
    let sums = ["50.2 + 60.1 = 110.3", "60.3 + 60.2 = 120.5", "60.3 + 60.2 = 120.5", "100.1 + 210.1 = 310.2"];
    assert_eq!(found_in_table(&["2021", "2022"], rows), sums.map(|sum| format!("exact: {sum}")));
}

#[test]
fn a_header_that_is_printed_again_ends_no_table() {
    let rows: &[(&str, &[&str])] = &[
        ("North", &["50.2", "60.3"]),
        ("Item", &["2021", "2022"]),
        ("South", &["60.1", "60.2"]),
        ("Total", &["110.3", "120.5"]),
    ];
    let sums = ["50.2 + 60.1 = 110.3", "60.3 + 60.2 = 120.5"];
    assert_eq!(found_in_table(&["2021", "2022"], rows), sums.map(|sum| format!("exact: {sum}")));
}

#[test]
fn what_holds_by_its_zeros_only_is_a_finding() {
    for (text, code) in [
        ("甲100家，乙200家，丙300家，合计500家。", Some("loose-zeros")),
        ("Market share: A 40%, B 30%, others 20%.", Some("loose-zeros")),
        ("甲105家，乙205家，丙305家，合计615家。", None),
    ] {
        let source = Source::new("report.txt", text);
        let relations = audit(&source, &quantities(text), &[], &[]);
        let codes: Vec<_> = relations
            .iter()
            .filter_map(|relation| relation.finding(&source))
            .map(|finding| finding.code.name)
            .collect();
        assert_eq!(codes.first().copied(), code, "{text}");
    }
}

/// The relations of a text that do not hold.
fn wrong(text: &str) -> Vec<String> {
    found(text).into_iter().filter(|relation| relation.starts_with("inconsistent")).collect()
}

#[test]
fn shares_behind_a_list_belong_to_its_parts_in_their_order() {
    let text = "全国254家，其中北京122家、上海85家、广东47家，分别占48%、33%和39%。";
    assert_eq!(wrong(text), ["inconsistent: 47家 / 254家 = 39%"]);
}

#[test]
fn right_sentences_are_left_alone() {
    for text in [
        "今年员工254人，其中研发152人，去年员工200人，其中研发120人，行政60人。",
        "总投资254.5亿元，其中建筑工程100.5亿元（含土建60.5亿元、安装40.0亿元），设备154.0亿元。",
        "2022年A公司收入105.3亿元，2023年B公司收入125.7亿元，增长35.2%。",
        "男性占45.4%，女性占54.6%，二者合计100%。",
    ] {
        assert_eq!(wrong(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn wrong_sentences_are_found() {
    for text in [
        "美国占比44.2%，中国占比36.1%，其他占比25.5%。",
        "Europe 45.5%, Asia group 35.5%, others 25.5%.",
        "男性占45.5%，女性占50.6%，二者合计100%。",
        "2022年105.3亿元，2023年125.7亿元，同比增长35.2%。",
        "北京有122家厂商，其中通用37家，占比35%，行业85家。",
        "They hold 254.5 million USD, consisting of group cash of 100.5 million USD and group land of 170.0 million USD.",
        "开源模型包括18亿、70亿、140亿、720亿7个参数。",
    ] {
        assert_eq!(wrong(text).len(), 1, "{text}: {:?}", found(text));
    }
}

#[test]
fn the_first_report_shows_its_own_contradiction() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/raw/china-open-llm-2024/report.txt");
    let found = found(&std::fs::read_to_string(path).expect("the report"));
    for relation in [
        "inconsistent: 18亿、70亿、140亿、720亿 are 7个参数",
        "consistent: 45% / 28% = 1.6倍",
        "exact: 37 家 + 85 家 = 122 家",
        "consistent: 37 家 / 122 家 = 30%",
    ] {
        assert!(found.iter().any(|known| known == relation), "{relation}: {found:?}");
    }
    assert_eq!(found.iter().filter(|relation| relation.starts_with("inconsistent")).count(), 1, "{found:?}");
}
