//! Every digit of every number is changed in turn: a check sees it, or says by its power that it could not.

use std::collections::BTreeMap;

use crate::drawing::{read, verdicts};
use crate::first_report::REPORT;
use crossfoot::finding::Severity;
use crossfoot::reconcile::{Case, CellRef, Number, Status, Verdict};

const BALANCE: &str = "
# balance
item                | amount number CNY
Cash                | 120.5
Receivables         | 310.2
  of which overdue  | 41.3
  of which foreign  | 268.9
Inventories         | 95.1
Subtotal current    | 525.8
Land                | 204.0
Machines            | 161.9
Subtotal fixed      | 365.9
Total               | 891.7
? totals(amount, item)
";

const TWO_WAY: &str = "
# regions
region | total number | men number | women number | share number %
North  | 31.7         | 14.4       | 17.3         | 37.8%
South  | 52.2         | 25.1       | 27.1         | 62.2%
Total  | 83.9         | 39.5       | 44.4         | 100.0%
? two_way(region, total, men, women)
? shares(share, total, region)
";

const ROLL_FORWARD: &str = "
# debt
year | opening number | added number | gone number | closing number
2021 | 1,004.4        | 123.1        | -31.7       | 1,095.8
2022 | 1,095.8        | 88.6         | -72.3       | 1,112.1
2023 | 1,112.1        | 45.9         | -11.2       | 1,146.8
? roll_forward(opening, added, gone, closing)
";

/// What a check shows: its findings by code and place, and the status of every case.
fn shown(drawing: &str) -> (Vec<Verdict>, Vec<String>) {
    let (verdicts, findings) = verdicts(&read(drawing));
    let case = |v: &Verdict, c: &Case| format!("{} {} {} {}", v.name, c.about, c.status.name(), c.loose);
    let mut shown: Vec<String> = verdicts.iter().flat_map(|v| v.cases.iter().map(move |c| case(v, c))).collect();
    shown.extend(findings.iter().map(|f| format!("{} {:?}", f.code, f.about)));
    (verdicts, shown)
}

/// The largest change of a cell that the checks it takes part in say they could not have seen, in base units; `None` if
/// it takes part in none whose power is known for it.
fn unseen(verdicts: &[Verdict]) -> BTreeMap<CellRef, Number> {
    let mut limits: BTreeMap<CellRef, Number> = BTreeMap::new();
    for case in verdicts.iter().flat_map(|verdict| &verdict.cases) {
        let Some(absolute) = case.power.as_ref().and_then(|power| power.absolute.clone()) else { continue };
        let parts: Vec<_> = case.left.iter().chain(&case.right).flat_map(|side| &side.parts).collect();
        let least = parts.iter().filter_map(|part| part.weight.as_ref()).map(Number::abs).min();
        let Some(least) = least else { continue };
        for part in &parts {
            let Some(weight) = part.weight.as_ref().filter(|weight| !weight.is_zero()) else { continue };
            let limit = absolute.mul(&least).div(&weight.abs()).expect("a weight is not zero");
            let known = limits.entry(part.cell).or_insert_with(|| limit.clone());
            if limit < *known {
                *known = limit;
            }
        }
    }
    limits
}

struct Share {
    caught: usize,
    below: usize,
    open: usize,
}

fn mutate(name: &str, drawing: &str) -> Share {
    let drawing: String =
        drawing.lines().filter(|line| !line.trim_start().starts_with('^')).map(|line| format!("{line}\n")).collect();
    let drawn = read(&drawing);
    let (before, baseline) = shown(&drawing);
    let limits = unseen(&before);
    let mut share = Share { caught: 0, below: 0, open: 0 };
    for (at, dataset) in drawn.datasets.iter().enumerate() {
        for (index, column) in dataset.columns.iter().enumerate().filter(|(_, column)| !column.trace.printed.is_empty())
        {
            for row in 0..dataset.rows() {
                let cell = CellRef { dataset: at as u32, column: index as u32, row: row as u32 };
                let span = column.trace.spans_of(row)[0];
                for place in span.range() {
                    let digit = drawing.as_bytes()[place];
                    if !digit.is_ascii_digit() {
                        continue;
                    }
                    for other in (b'0'..=b'9').filter(|other| *other != digit) {
                        let mut text = drawing.clone().into_bytes();
                        text[place] = other;
                        let text = String::from_utf8(text).expect("a digit is ASCII");
                        let leading = place == span.start as usize && other == b'0';
                        if leading && text.as_bytes()[place + 1].is_ascii_digit() {
                            continue;
                        }
                        let (after, found) = shown(&text);
                        let covered = before.iter().any(|verdict| verdict.cells.contains(&cell));
                        if found != baseline {
                            share.caught += 1;
                        } else if !covered {
                            share.open += 1;
                        } else {
                            share.below += 1;
                            let value = |verdicts: &[Verdict]| {
                                let sides =
                                    verdicts.iter().flat_map(|v| &v.cases).flat_map(|c| c.left.iter().chain(&c.right));
                                let mut parts = sides.flat_map(|side| &side.parts);
                                parts.find(|part| part.cell == cell).map(|part| part.value.clone())
                            };
                            let (Some(was), Some(is)) = (value(&before), value(&after)) else { continue };
                            if let Some(limit) = limits.get(&cell) {
                                let change = is.sub(&was).abs();
                                assert!(
                                    change <= *limit,
                                    "{name}: {was} to {is} passed, the power says {limit}\n{text}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }
    let all = share.caught + share.below + share.open;
    println!(
        "{name}: {all} changes: {} caught, {} below the resolution, {} in no check",
        share.caught, share.below, share.open
    );
    share
}

#[test]
fn nothing_unchanged_is_flagged() {
    for drawing in [BALANCE, TWO_WAY, ROLL_FORWARD] {
        let (verdicts, findings) = verdicts(&read(drawing));
        assert!(verdicts.iter().all(|verdict| matches!(verdict.status, Status::Exact | Status::Consistent)));
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity > Severity::Note).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn every_changed_digit_is_caught_or_below_the_power_that_the_check_states() {
    let first = mutate("first report", REPORT);
    assert!(first.caught * 2 > first.caught + first.below + first.open);
    for (name, drawing) in [("nested subtotals", BALANCE), ("two-way", TWO_WAY), ("roll-forward", ROLL_FORWARD)] {
        let share = mutate(name, drawing);
        assert_eq!(share.open, 0, "{name}: every number takes part in a check");
        assert!(share.caught * 10 > (share.caught + share.below) * 9, "{name}: most changes are caught");
    }
}
