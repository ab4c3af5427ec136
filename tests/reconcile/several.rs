//! What is said of all checks together, and of all reports together.

use crate::drawing::{read, verdicts};
use crossfoot::reconcile::{Facts, across, cover};

#[test]
fn cover_names_the_numbers_that_no_check_looks_at() {
    let drawn = read(
        r#"
# t
item | a number | b number
x    | 1.5      | 7.5
y    | 2.5      | 8.5
? sum(a where item = 'x') == 1.5
? sum(b) == stated.nothing
"#,
    );
    let (verdicts, _) = verdicts(&drawn);
    let cover = cover(&verdicts.iter().collect::<Vec<_>>(), &Facts::new(&drawn.datasets));
    let shown: Vec<String> = cover
        .iter()
        .map(|c| format!("{}.{} {}/{} open {:?}", c.dataset, c.column, c.covered, c.numbers, c.open))
        .collect();
    assert_eq!(shown, ["t.a 1/2 open [1]", "t.b 0/2 open [0, 1]"]);
}

#[test]
fn reports_that_print_one_fact_differently_conflict() {
    let first = read("# funding\ncompany | amount number USD\nA | 1.4亿\nB | 2.25亿\nC | 3.5亿\n");
    let second = read("# funding\ncompany | amount number USD\nB | 2.35亿\nA | 1.363亿\nD | 9.5亿\n");
    let reports = [Facts::new(&first.datasets), Facts::new(&second.datasets)];
    let findings = across(&reports, "funding", &["company"]);
    let messages: Vec<String> =
        findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
    assert_eq!(messages, ["conflicting-values: funding \"B\": amount is printed as \"2.25亿\", \"2.35亿\""]);
    assert_eq!(findings.iter().next().map(|finding| finding.labels.len()), Some(2));
}
