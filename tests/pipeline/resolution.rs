//! What the first report's checks can see: every digit of its tables and figures changed in turn.

use std::collections::BTreeMap;

use crossfoot::finding::Findings;
use crossfoot::plan;
use crossfoot::run::{self, Options, Outcome, Stage};
use crossfoot::source::Span;
use crossfoot::workspace::Workspace;

use super::support::Bench;

const TEXT: &str = "raw/china-open-llm-2024/report.txt";
const FIGURES: [&str; 5] =
    ["vendors_total", "vendors_beijing", "beijing_general", "beijing_general_share", "beijing_industry"];

/// The verdict of each check, and each finding with whether it is waived.
fn verdicts(outcome: &Outcome) -> (Vec<(String, &'static str)>, Vec<(String, bool)>) {
    let checks = outcome.checks.iter().map(|check| (check.name.to_string(), check.verdict)).collect();
    let grave = outcome.findings.iter().filter(|finding| finding.severity >= crossfoot::finding::Severity::Warning);
    (checks, grave.map(|finding| (finding.code.name.to_owned(), finding.waived.is_some())).collect())
}

#[test]
fn a_changed_digit_is_caught_or_lies_below_the_resolution() {
    let bench = Bench::copy();
    let mut found = Findings::new();
    let workspace = Workspace::read(bench.root(), &mut found).expect("the workspace can be read");
    let plan = plan::compile(&workspace, &mut found);
    let options = Options {
        until: Stage::Reconcile,
        fail_on: crossfoot::finding::Severity::Error,
        today: None,
        progress: &|_, _| {},
    };
    let run = || run::run(&workspace, &plan, found.clone(), &options).expect("the texts can be read");
    let before = run();
    let sound = verdicts(&before);
    let text = bench.read(TEXT);
    let mut tried: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut unseen = Vec::new();
    for (group, span) in numbers(&before) {
        for at in span.range() {
            let digit = text.as_bytes()[at];
            if !digit.is_ascii_digit() {
                continue;
            }
            let (all, caught) = tried.entry(group).or_default();
            let other = if digit == b'9' { b'8' } else { digit + 1 };
            let mut changed = text.clone().into_bytes();
            changed[at] = other;
            bench.write(TEXT, changed);
            *all += 1;
            let after = run();
            if verdicts(&after) != sound {
                *caught += 1;
            } else {
                let resolution = resolution(&after);
                let error = place_value(&text, span, at);
                unseen.push(format!("{group} {:?} digit {}: {error}", &text[span.range()], at - span.start as usize));
                // Every check that holds says how large an error it could not have seen.
                assert!(!resolution.is_empty());
            }
        }
    }
    bench.write(TEXT, &text);
    let (all, caught) = tried.values().fold((0, 0), |(a, c), (all, caught)| (a + all, c + caught));
    println!("{caught} of {all} changed digits change a verdict ({:.1} %)", 100.0 * f64::from(caught) / f64::from(all));
    for (group, (all, caught)) in &tried {
        println!("  {group}: {caught} of {all}");
    }
    for line in &unseen {
        println!("  below the resolution: {line}");
    }
    assert!(all > 60, "{all} digits");
    // A digit that no check sees is worth less than the resolution of the checks that it takes part in.
    assert!(caught * 100 >= all * 80, "{caught} of {all} caught");
}

/// The numbers of the two tables and the figures, each with what it belongs to.
fn numbers(outcome: &Outcome) -> Vec<(&'static str, Span)> {
    let mut numbers = Vec::new();
    for name in ["corpus_composition", "model_architecture"] {
        let dataset = outcome.datasets.iter().find(|dataset| &*dataset.name == name).expect("the dataset was read");
        for column in dataset.columns.iter().filter(|column| column.published && !column.trace.printed.is_empty()) {
            for row in 0..dataset.rows() {
                numbers.extend(column.trace.spans_of(row).iter().map(|span| (name, *span)));
            }
        }
    }
    let stated = outcome.datasets.iter().find(|dataset| &*dataset.name == "stated_figure").expect("figures were read");
    let value = stated.column_index("value").expect("figures have values");
    let names = stated.batch.column_by_name("figure").expect("figures have names");
    for row in 0..stated.rows() {
        let name = arrow::util::display::array_value_to_string(names, row).expect("a name");
        if FIGURES.contains(&name.as_str()) {
            numbers.extend(stated.columns[value].trace.spans_of(row).iter().map(|span| ("beijing", *span)));
        }
    }
    numbers
}

/// What each check that holds could not have seen.
fn resolution(outcome: &Outcome) -> Vec<String> {
    let holds = |verdict: &str| verdict == "exact" || verdict == "consistent";
    outcome.checks.iter().filter(|check| holds(check.verdict)).map(|check| check.detail.clone()).collect()
}

/// How much the digit at `at` is worth in the number at `span`.
fn place_value(text: &str, span: Span, at: usize) -> String {
    let number = &text[span.range()];
    let digits: String = number.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let point = digits.find('.').unwrap_or(digits.len());
    let place = at - span.start as usize;
    if place < point { format!("worth 10^{}", point - place - 1) } else { format!("worth 10^-{}", place - point) }
}
