//! What is said of all checks together, and of all reports together.

use crate::drawing::{read, verdicts};
use crossfoot::model::Dataset;
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

/// The rows of several reports, as one dataset.
fn together(drawings: &[&str]) -> Vec<Dataset> {
    let mut all = read(drawings[0]).datasets;
    for drawing in &drawings[1..] {
        all[0].append(read(drawing).datasets.remove(0)).expect("the same columns");
    }
    all
}

#[test]
fn reports_that_print_one_fact_differently_conflict() {
    let datasets = together(&[
        "# funding\ncompany | amount number USD\nA | 1.4亿\nB | 2.25亿\nC | 3.5亿\n",
        "# funding\ncompany | amount number USD\nB | 2.35亿\nA | 1.363亿\nD | 9.5亿\n",
    ]);
    let verdict = across(&Facts::new(&datasets), "funding", &["company".into()]).expect("two facts are printed twice");
    let messages: Vec<String> =
        verdict.findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
    assert_eq!(messages, ["conflicting-values: company \"B\": amount is printed as \"2.25亿\" and \"2.35亿\""]);
    assert_eq!(verdict.findings.iter().next().map(|finding| finding.labels.len()), Some(2));
    assert_eq!((verdict.tally.consistent, verdict.tally.inconsistent), (1, 1));
}

#[test]
fn reports_that_share_no_fact_are_not_compared() {
    let datasets = together(&["# t\nitem | a number\nx | 1.5\n", "# t\nitem | a number\ny | 2.5\n"]);
    assert!(across(&Facts::new(&datasets), "t", &["item".into()]).is_none());
    let datasets = together(&["# t\nitem | a number\nx | -\n", "# t\nitem | a number\nx | 2.5\n"]);
    assert!(across(&Facts::new(&datasets), "t", &["item".into()]).is_none());
}

#[test]
fn a_relation_that_fails_in_one_row_still_looks_at_all() {
    let drawn = read(
        "
# tab
name | n number | code int | kind
a    | 100      | 1        | x
b    | 200      | 2        | y
c    | 300      | 2        | z
d    | 12       | 4        | x
? tab.n sorted asc
? tab.code distinct
? tab.n in [100, 200]
",
    );
    for at in 0..drawn.checks.len() {
        let (verdicts, _) = verdicts(&crate::drawing::Drawn {
            source: drawn.source.clone(),
            datasets: drawn.datasets.clone(),
            checks: vec![drawn.checks[at].clone()],
        });
        let cover = cover(&verdicts.iter().collect::<Vec<_>>(), &Facts::new(&drawn.datasets));
        let open = |column: &str| cover.iter().find(|c| &*c.column == column).map(|c| c.open.len());
        let expected = if at == 1 { (Some(4), Some(0)) } else { (Some(0), Some(4)) };
        assert_eq!((open("n"), open("code")), expected, "{}", drawn.checks[at].text);
    }
}
