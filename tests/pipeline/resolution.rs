//! What the first report's checks can see: every digit of its tables and figures changed in turn.

use std::collections::BTreeMap;

use crossfoot::emit::CheckFacts;
use crossfoot::finding::Findings;
use crossfoot::run::{self, Options, Outcome, Stage};
use crossfoot::source::Span;
use crossfoot::workspace::Workspace;

use super::support::Bench;

const TEXT: &str = "raw/china-open-llm-2024/report.txt";
const FIGURES: [&str; 5] =
    ["vendors_total", "vendors_beijing", "beijing_general", "beijing_general_share", "beijing_industry"];

type Verdicts = (Vec<(String, &'static str)>, Vec<(String, bool)>);

/// The verdict of each check, and each finding with whether it is waived.
fn verdicts(outcome: &Outcome) -> Verdicts {
    let checks = outcome.checks.iter().map(|check| (check.name.to_string(), check.verdict)).collect();
    let grave = outcome.findings.iter().filter(|finding| finding.severity >= crossfoot::finding::Severity::Warning);
    (checks, grave.map(|finding| (finding.code.name.to_owned(), finding.waived.is_some())).collect())
}

#[test]
fn a_changed_digit_is_caught_or_lies_below_the_resolution() {
    let bench = Bench::copy();
    let mut found = Findings::new();
    let workspace = Workspace::read(bench.root(), &mut found).expect("the workspace can be read");
    let plan = run::compile(&workspace, &mut found);
    let options = Options {
        until: Stage::Reconcile,
        fail_on: Some(crossfoot::finding::Severity::Error),
        today: None,
        progress: &|_, _| {},
    };
    let run = || run::run(&workspace, &plan, found.clone(), &options).expect("the texts can be read");
    let before = run();
    let sound = verdicts(&before);
    let text = bench.read(TEXT);
    let mut tried: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (group, span) in numbers(&before) {
        for at in span.range() {
            let digit = text.as_bytes()[at];
            for other in (b'0'..=b'9').filter(|other| digit.is_ascii_digit() && *other != digit) {
                let mut changed = text.clone().into_bytes();
                changed[at] = other;
                bench.write(TEXT, changed);
                let after = run();
                let (all, caught) = tried.entry(group).or_default();
                *all += 1;
                if verdicts(&after) == sound {
                    assert_below_the_resolution(&before, &after, &text[span.range()], char::from(other));
                } else {
                    *caught += 1;
                }
            }
        }
    }
    let (all, caught) = tried.values().fold((0, 0), |(a, c), (all, caught)| (a + all, c + caught));
    let share =
        |caught: u32, all: u32| format!("{caught} of {all} ({:.1} %)", 100.0 * f64::from(caught) / f64::from(all));
    println!("changed digits that change a verdict: {}", share(caught, all));
    for (group, (all, caught)) in &tried {
        println!("  {group}: {}", share(*caught, *all));
    }
    println!("the other {} lie below the resolution that the checks state", all - caught);
    assert!(all > 600, "{all} changes");
    assert!(caught * 10 >= all * 7, "{caught} of {all}");
}

/// No verdict moved: then each check that felt the change says that it could not have seen one so large, and there is
/// one that felt it.
fn assert_below_the_resolution(before: &Outcome, after: &Outcome, number: &str, digit: char) {
    let mut felt = 0;
    for ((_, before), (_, after)) in before.verdicts.iter().zip(&after.verdicts) {
        for (before, after) in before.cases.iter().zip(&after.cases) {
            let (Some(was), Some(is)) = (&before.gap, &after.gap) else { continue };
            let moved = is.sub(was).abs();
            if moved.is_zero() {
                continue;
            }
            felt += 1;
            let power = before.power.as_ref().expect("a check that holds states its power");
            let below = power.absolute.as_ref().is_none_or(|absolute| moved <= *absolute);
            assert!(below, "{digit} in {number:?} moves {} by {moved:?}, power {power:?}", before.about);
        }
    }
    // That one number divides another sees no divisor that divides it as well: the only check without a gap to move.
    let divides = |check: &CheckFacts| check.text.contains(" mod ") && check.verdict == "exact";
    assert!(felt > 0 || after.checks.iter().any(divides), "{digit} in {number:?} is in no check");
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
