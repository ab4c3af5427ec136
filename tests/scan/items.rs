//! What a scan lists beside tables.

use crossfoot::parse::scan;
use crossfoot::source::Source;

#[track_caller]
fn check(text: &str, expected: &str) {
    let source = Source::new("report.txt", text);
    let lines: Vec<String> = scan::scan(&source)
        .items
        .iter()
        .map(|item| {
            let text: Vec<&str> = source.slice(item.span).split_whitespace().collect();
            format!(
                "{} {} {}{}",
                item.kind.name(),
                item.count,
                if item.paired { "paired " } else { "" },
                text.join(" ")
            )
        })
        .collect();
    assert_eq!(lines.join("\n"), expected.trim());
}

#[test]
fn headings_bullets_and_figures() {
    check(
        "
2.1 Results of the year

• First point
• Second point

Revenue rose by 3.2% to 45.2 million in the year that this report is about.

第三章 融资情况

全年融资7.56亿美元，比上年增长1.6倍，其中美国占45%的份额。
",
        "
heading 1 2.1 Results of the year
bullet 1 • First point
bullet 1 • Second point
figure 1 3.2%
figure 1 45.2 million
heading 1 第三章 融资情况
figure 1 7.56亿美元
figure 1 1.6倍
figure 1 45%
",
    );
}

#[test]
fn torn_chart_with_as_many_labels_as_numbers() {
    check(
        "
140
76
15.25
12

OpenAI
Anthropic
Inflection
Moonshot
",
        "
numbers 4 paired 140 76 15.25 12
labels 4 paired OpenAI Anthropic Inflection Moonshot
",
    );
}

#[test]
fn torn_chart_that_lost_a_number() {
    check(
        "
140
76
15.25

OpenAI
Anthropic
Inflection
Moonshot
",
        "
numbers 3 140 76 15.25
labels 4 OpenAI Anthropic Inflection Moonshot
",
    );
}

#[test]
fn key_values_and_events() {
    check(
        "
Publisher: Acme
Published: March 2024

2023.08
2023.09
",
        "
key-value 1 Publisher: Acme
key-value 1 Published: March 2024
event 1 2023.08
event 1 2023.09
",
    );
}
