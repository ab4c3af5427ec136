//! Every digit of every number is changed in turn: a check sees it, or says by its power that it could not.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Decimal128Type, Int64Type};
use crossfoot::finding::{Findings, Severity, Waiver};
use crossfoot::model::{Dataset, Decimal, Printed};
use crossfoot::reconcile::{Case, CellRef, Check, Facts, Limit, Number, Status, Verdict, compile, judge};
use crossfoot::run::{self, Options, Stage};
use crossfoot::workspace::Workspace;

use crate::drawing::{read, verdicts};

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

/// Shares, growth, products and powers, with numbers of few digits so that many changes are too small to be seen.
const PRODUCTS: &str = "
# parts
item | a number | b number | c number
x    | 0.02     | 5.5      | 6.0
y    | 12.5     | 3.25     | 1.1
? each parts: a * b + c == stated_figure.value where figure = item

# model
name | layers int | hidden number | parameters number
P    | 32         | 2561          | 2519000000
? each model: 12 * layers * hidden ^ 2 ~ parameters within 10%

# growth
year | new number | old number | rate number % | share number %
2022 | 115.2      | 100.4      | 14.7%         | 53%
? each growth: growth(new, old) == rate
? each growth: share(new, new + old) == share

# stated_figure
figure | value number | unit
x      | 6.11         |
y      | 41.7         |
us     | 45%          | %
china  | 28%          | %
ratio  | 1.6倍        | {times}
whole  | 122          | {vendor}
part   | 37           | {vendor}
rate   | 30%          | %
mean   | 4.68         |
? stated.us / stated.china == stated.ratio
? stated.part / stated.whole == stated.rate
? avg(parts.a) == 6.26
";

/// Relations that hold on one side, columns in their order, and one fact in three places.
const ORDERS: &str = "
# caps
item | a number | cap number
x    | 41.75    | 52.5
y    | 33.2     | 35.1
z    | 12.05    | 12.6
? each caps: a <= cap
? caps.a sorted desc
? sum(caps.a) < 90.5
? 3 * max(caps.a) > sum(caps.cap)

# stated_figure
figure | value number | unit
p      | 1363         |
q      | 1362.9       |
r      | 1362.8       |
? same(stated.p, stated.r)
";

/// What became of the changes of one set of tables.
#[derive(Default)]
struct Share {
    caught: usize,
    /// Too small for the checks, and by what they state of themselves.
    below: usize,
    /// In a relation that does not hold and is waived with this text as a pin: any other text makes the waiver stale.
    pinned: usize,
    /// In a relation that states no limit.
    silent: usize,
    /// The check cannot be decided any more.
    undecided: usize,
    open: usize,
}

/// The cases and findings of checks, as one text.
fn shown(verdicts: &[Verdict]) -> Vec<String> {
    let case = |v: &Verdict, c: &Case| format!("{} {} {} {}", v.name, c.about, c.status.name(), c.loose);
    let cases = verdicts.iter().flat_map(|v| v.cases.iter().map(move |c| case(v, c)));
    let findings = verdicts.iter().flat_map(|v| &v.findings).map(|f| format!("{} {:?}", f.code, f.about));
    cases.chain(findings).collect()
}

/// The same dataset with another number in one cell, printed as `text`.
fn changed(dataset: &Dataset, column: usize, row: usize, value: Decimal, printed: Printed) -> Dataset {
    let mut dataset = dataset.clone();
    let array: ArrayRef = match dataset.batch.column(column).data_type() {
        DataType::Int64 => {
            let numbers = dataset.batch.column(column).as_primitive::<Int64Type>();
            let new = i64::try_from(value.coefficient_at(0).expect("a whole number")).expect("fits the column");
            Arc::new(
                numbers
                    .iter()
                    .enumerate()
                    .map(|(at, old)| if at == row { Some(new) } else { old })
                    .collect::<Int64Array>(),
            )
        }
        DataType::Decimal128(precision, scale) => {
            let numbers = dataset.batch.column(column).as_primitive::<Decimal128Type>();
            let new = value.coefficient_at((*scale).into()).expect("fits the column");
            let all = numbers.iter().enumerate().map(|(at, old)| if at == row { Some(new) } else { old });
            let all: Decimal128Array = all.collect();
            Arc::new(all.with_precision_and_scale(*precision, *scale).expect("fits the column"))
        }
        other => panic!("a number has no type {other}"),
    };
    let mut arrays = dataset.batch.columns().to_vec();
    arrays[column] = array;
    dataset.batch = RecordBatch::try_new(dataset.batch.schema(), arrays).expect("the same shape");
    dataset.columns[column].trace.printed.set(row, printed);
    dataset
}

/// The numeral in a printed text: its digits and its point, with the place of the first.
fn numeral(text: &str) -> Option<(usize, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    Some((start, rest[..end].trim_end_matches(['.', ','])))
}

fn decimal(numeral: &str) -> Decimal {
    numeral.replace(',', "").parse().expect("digits")
}

/// Changes every digit of every number in turn and judges the checks again that it takes part in.
fn mutate(name: &str, datasets: &[Dataset], checks: &[Check], waivers: &[Waiver]) -> Share {
    let before: Vec<Verdict> = checks.iter().map(|check| judge(check, &Facts::new(datasets))).collect();
    let mut share = Share::default();
    for (at, dataset) in datasets.iter().enumerate() {
        for index in (0..dataset.columns.len()).filter(|at| !dataset.columns[*at].trace.printed.is_empty()) {
            for row in 0..dataset.rows() {
                let cell = CellRef { dataset: at as u32, column: index as u32, row: row as u32 };
                let facts = Facts::new(datasets);
                let text = facts.printed(cell);
                let Some((_, digits)) = numeral(&text).filter(|_| !dataset.batch.column(index).is_null(row)) else {
                    continue;
                };
                let concerned: Vec<usize> = (0..checks.len()).filter(|at| before[*at].cells.contains(&cell)).collect();
                for (place, _) in digits.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                    for other in ('0'..='9').filter(|other| !digits[place..].starts_with(*other)) {
                        let leading = place == 0 && other == '0';
                        if leading && digits[1..].starts_with(|c: char| c.is_ascii_digit()) {
                            continue;
                        }
                        if concerned.is_empty() {
                            share.open += 1;
                            continue;
                        }
                        let new = format!("{}{other}{}", &digits[..place], &digits[place + 1..]);
                        let Some((value, printed)) = printed_as(dataset, index, row, digits, &new) else { continue };
                        let mut all = datasets.to_vec();
                        all[at] = changed(dataset, index, row, value, printed);
                        let again = Facts::new(&all);
                        let after: Vec<Verdict> = concerned.iter().map(|at| judge(&checks[*at], &again)).collect();
                        let was: Vec<Verdict> = concerned.iter().map(|at| before[*at].clone()).collect();
                        if shown(&was) != shown(&after) {
                            let worse = |v: &Verdict| v.tally.not_testable;
                            let undecided = was.iter().zip(&after).all(|(was, is)| {
                                is.tally.inconsistent <= was.tally.inconsistent && worse(is) >= worse(was)
                            }) && was.iter().zip(&after).any(|(was, is)| worse(is) > worse(was));
                            if undecided {
                                share.undecided += 1
                            } else {
                                share.caught += 1
                            }
                            continue;
                        }
                        let waived = |v: &Verdict| {
                            let mut of_check =
                                waivers.iter().filter(|waiver| waiver.about.as_deref() == Some(&*v.name));
                            v.status == Status::Inconsistent && of_check.any(|waiver| waiver.pins.contains(&text))
                        };
                        if was.iter().any(waived) {
                            share.pinned += 1;
                            continue;
                        }
                        let mut stated = false;
                        for (was, is) in was.iter().flat_map(|v| &v.cases).zip(after.iter().flat_map(|v| &v.cases)) {
                            let part = |case: &Case| {
                                let mut parts = case.left.iter().chain(&case.right).flat_map(|side| &side.parts);
                                parts.find(|part| part.cell == cell).map(|part| part.value.clone())
                            };
                            let Some(limit) = was.unseen(cell) else { continue };
                            // Columns in their order and printings of one fact have no sides.
                            let factor = || base(&facts, &again, cell);
                            let (Some(old), Some(new)) = part(was).zip(part(is)).or_else(factor).unzip() else {
                                continue;
                            };
                            let change = new.sub(&old);
                            let unseen = match &limit {
                                Limit::By(limit) => change.abs() <= *limit,
                                Limit::Within(errors) => errors.touches(&change),
                                Limit::Any => continue,
                            };
                            stated = true;
                            assert!(
                                unseen,
                                "{name}: {text}: {old} to {new} passed in {}, the power says {limit:?}",
                                was.about
                            );
                        }
                        if stated { share.below += 1 } else { share.silent += 1 }
                    }
                }
            }
        }
    }
    println!(
        "{name}: {} changes: {} caught, {} below the stated power, {} pinned by a waiver, {} in relations without a limit, {} undecided, {} in no check",
        share.caught + share.below + share.pinned + share.silent + share.undecided + share.open,
        share.caught,
        share.below,
        share.pinned,
        share.silent,
        share.undecided,
        share.open
    );
    share
}

fn held(dataset: &Dataset, column: usize, row: usize) -> Option<Decimal> {
    match dataset.batch.column(column).data_type() {
        DataType::Int64 => Some(dataset.batch.column(column).as_primitive::<Int64Type>().value(row).into()),
        DataType::Decimal128(_, scale) => {
            let values = dataset.batch.column(column).as_primitive::<Decimal128Type>();
            Some(Decimal::new(values.value(row), (*scale).into()))
        }
        _ => None,
    }
}

/// A cell before and after its change, where its unit is a base unit.
fn base(before: &Facts<'_>, after: &Facts<'_>, cell: CellRef) -> Option<(Number, Number)> {
    let of = |facts: &Facts<'_>| {
        let dataset = &facts.datasets[cell.dataset as usize];
        let unit = &dataset.columns[cell.column as usize].unit;
        let value = held(dataset, cell.column as usize, cell.row as usize)?;
        Number::parse(&value.to_string()).filter(|_| unit.as_ref().is_none_or(|unit| unit.code() == "USD"))
    };
    Some((of(before)?, of(after)?))
}

/// The value and precision that a cell would have if it printed `new` in place of `old`.
fn printed_as(dataset: &Dataset, column: usize, row: usize, old: &str, new: &str) -> Option<(Decimal, Printed)> {
    let held = held(dataset, column, row)?;
    let (old, was) = (decimal(old), *dataset.columns[column].trace.printed.get(row)?);
    // 亿, million and the like: a power of ten.
    let shift = (-18..=18).find(|shift| old.shifted(*shift) == held.abs())?;
    let value = decimal(new).shifted(shift);
    let value = if held.is_negative() { -value } else { value };
    let digits = new.replace(',', "");
    let zeros = match digits.contains('.') || decimal(new).is_zero() {
        true => 0,
        false => digits.len() - digits.trim_end_matches('0').len(),
    };
    Some((value, Printed { decimals_wide: was.decimals - zeros as i16, ..was }))
}

fn drawn(drawing: &str) -> (Vec<Dataset>, Vec<Check>) {
    let drawn = read(drawing);
    let mut findings = Findings::new();
    let checks = drawn.checks.iter().filter_map(|text| compile(text, &mut findings)).collect();
    assert!(findings.is_empty(), "{findings:?}");
    (drawn.datasets, checks)
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
    for (name, drawing) in [("nested subtotals", BALANCE), ("two-way", TWO_WAY), ("roll-forward", ROLL_FORWARD)] {
        let (datasets, checks) = drawn(drawing);
        let share = mutate(name, &datasets, &checks, &[]);
        assert_eq!(share.open, 0, "{name}: every number takes part in a check");
        assert_eq!(share.silent, 0, "{name}: every relation states its power");
        assert!(
            share.caught * 10 > (share.caught + share.below + share.undecided) * 9,
            "{name}: most changes are caught"
        );
    }
    let (datasets, checks) = drawn(ORDERS);
    let share = mutate("relations of order", &datasets, &checks, &[]);
    assert!(share.below > 50 && share.caught > 50, "both kinds of changes occur");
    let (datasets, checks) = drawn(PRODUCTS);
    let share = mutate("products, quotients and powers", &datasets, &checks, &[]);
    assert!(share.below > 100 && share.caught > 100, "both kinds of changes occur");
}

#[test]
fn every_changed_digit_of_the_first_report_is_caught_or_below_the_stated_power() {
    let mut found = Findings::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::read(root, &mut found).expect("the repository is a workspace");
    let plan = run::compile(&workspace, &mut found);
    let options =
        Options { until: Stage::Reconcile, fail_on: Some(Severity::Error), today: None, progress: &|_, _| {} };
    let outcome = run::run(&workspace, &plan, found, &options).expect("the texts can be read");
    let mut datasets = outcome.datasets.clone();
    datasets.retain(|dataset| !matches!(&*dataset.name, "quantity" | "outline"));
    datasets.extend(outcome.series);
    // A check of a column that only checks see cannot be judged on what is published.
    let testable = |check: &&Check| judge(check, &Facts::new(&datasets)).tally.not_testable == 0;
    let report =
        plan.reports.iter().find(|report| &*report.recipe.report == "china-open-llm-2024").expect("it is there");
    let checks: Vec<Check> = report.checks.iter().filter(testable).cloned().collect();
    assert!(checks.len() >= 20, "{} checks", checks.len());
    let share = mutate("the first report", &datasets, &checks, &report.waivers);
    assert!(share.caught > share.below + share.silent + share.undecided);
    assert!(share.silent < 10, "a relation that holds states how far its numbers may be off");
}
