//! How fast numbers are footed: many rows in many groups beside a plain Arrow sum, and many small reports.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Precision, Printed, Qualifier, Unit};
use crossfoot::reconcile::{Check, CheckText, Facts, compile, judge};
use crossfoot::source::{Source, Span};
use divan::Bencher;
use divan::counter::ItemsCount;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

const ROWS: usize = 10_000_000;
const GROUPS: usize = 100_000;

fn main() {
    divan::main();
}

fn dataset(name: &str, columns: Vec<(&str, ArrayRef, Option<Unit>)>) -> Dataset {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array, _)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = columns.iter().map(|(_, array, _)| array.clone()).collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("columns of equal length");
    let rows = batch.num_rows();
    let printed = Printed::new(Precision::of(2), Qualifier::Exact);
    let column = |(name, array, unit): (&str, ArrayRef, Option<Unit>)| {
        let numeric = matches!(array.data_type(), arrow::datatypes::DataType::Decimal128(..));
        let printed = (0..rows).filter(|_| numeric).map(|_| printed).collect();
        Column { name: name.into(), unit, published: true, trace: ColumnTrace { printed, ..ColumnTrace::default() } }
    };
    let columns = columns.into_iter().map(column).collect();
    let source = Arc::new(Source::new("raw/bench/report.txt", ""));
    Dataset {
        name: name.into(),
        batch,
        columns,
        sources: vec![source],
        row_sources: vec![0; rows],
        failed: Default::default(),
    }
}

fn check(text: &str) -> Check {
    let text = CheckText {
        name: "bench".into(),
        text: text.to_string(),
        file: "raw/bench/recipe.toml".into(),
        span: Span::new(0, text.len()),
        quoted_in: None,
        home: None,
    };
    compile(&text, &mut Findings::new()).expect("a check of the language")
}

fn money(values: Vec<i128>) -> ArrayRef {
    Arc::new(Decimal128Array::from(values).with_precision_and_scale(18, 2).expect("18 digits"))
}

/// Ten million amounts in a hundred thousand groups, and the totals that are stated for these.
fn lines() -> Vec<Dataset> {
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        i128::from(state >> 40)
    };
    let amounts: Vec<i128> = (0..ROWS).map(|_| next()).collect();
    let per_group = ROWS / GROUPS;
    let keys: Vec<i64> = (0..ROWS).map(|row| (row / per_group) as i64).collect();
    // Every other total is off by a hundredth, which rounding explains.
    let totals = amounts.chunks(per_group).enumerate().map(|(at, group)| group.iter().sum::<i128>() + (at % 2) as i128);
    let totals: Vec<i128> = totals.collect();
    let usd = Unit::from_code("USD");
    let lines = dataset(
        "lines",
        vec![("account", Arc::new(Int64Array::from(keys)), None), ("amount", money(amounts), usd.clone())],
    );
    let own: Vec<i64> = (0..GROUPS as i64).collect();
    let totals =
        dataset("totals", vec![("account", Arc::new(Int64Array::from(own)), None), ("total", money(totals), usd)]);
    vec![lines, totals]
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn plain_arrow_sum_of_10m_rows(bencher: Bencher<'_, '_>) {
    let datasets = lines();
    let amounts: Decimal128Array = datasets[0].batch.column(1).to_data().into();
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| arrow::compute::sum(divan::black_box(&amounts)));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn foot_10m_rows_in_100k_groups(bencher: Bencher<'_, '_>) {
    let datasets = lines();
    let check = check("each totals: sum(lines.amount where account = totals.account) == total");
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let verdict = judge(&check, &Facts::new(&datasets));
        assert_eq!((verdict.tally.exact, verdict.tally.consistent), (GROUPS / 2, GROUPS / 2), "{:?}", verdict.tally);
        verdict
    });
}

/// Lines whose keys stand in no order, so that no run of rows is a group, and a condition more.
fn scattered(rows: usize) -> Vec<Dataset> {
    let groups = rows / 20;
    let usd = Unit::from_code("USD");
    let keys: Vec<i64> = (0..rows).map(|row| (row % groups) as i64).collect();
    let amounts: Vec<i128> = (0..rows).map(|row| 1001 + row as i128).collect();
    let mut totals = vec![0i128; groups];
    keys.iter().zip(&amounts).for_each(|(key, amount)| totals[*key as usize] += amount);
    let lines =
        vec![("account", Arc::new(Int64Array::from(keys)) as ArrayRef, None), ("amount", money(amounts), usd.clone())];
    let own: Vec<i64> = (0..groups as i64).collect();
    let totals = vec![("account", Arc::new(Int64Array::from(own)) as ArrayRef, None), ("total", money(totals), usd)];
    vec![dataset("lines", lines), dataset("totals", totals)]
}

/// Keyed sums in the general path: ten times the rows take about ten times as long.
#[divan::bench(args = [2_000, 20_000], sample_count = 5, sample_size = 1)]
fn keyed_sums_of_scattered_rows(bencher: Bencher<'_, '_>, rows: usize) {
    let datasets = scattered(rows);
    let check = check("each totals: sum(lines.amount where account = totals.account and amount > 0 USD) == total");
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        let verdict = judge(&check, &Facts::new(&datasets));
        assert_eq!(verdict.tally.exact, rows / 20, "{:?}", verdict.tally);
        verdict
    });
}

/// One small report, of which ten thousand are judged on all cores: a table of 20 rows and a few figures.
fn small() -> Vec<Dataset> {
    let names: Vec<String> = (0..20).map(|row| format!("row {row}")).collect();
    let amounts: Vec<i128> = (0..20).map(|row| 10_017 * (row + 1)).collect();
    let total = amounts.iter().sum();
    let usd = Unit::from_code("USD");
    let table = dataset(
        "table",
        vec![
            ("name", Arc::new(StringArray::from(names)), None),
            ("amount", money(amounts.clone()), usd.clone()),
            ("double", money(amounts.iter().map(|amount| amount * 2).collect()), usd),
        ],
    );
    let figures = dataset(
        "stated_figure",
        vec![
            ("figure", Arc::new(StringArray::from(vec!["total", "double"])), None),
            ("value", money(vec![total, total * 2]), None),
            ("unit", Arc::new(StringArray::from(vec!["USD", "USD"])), None),
        ],
    );
    vec![table, figures]
}

const SMALL: [&str; 5] = [
    "sum(table.amount) == stated.total",
    "sum(table.double) == stated.double",
    "stated.double / stated.total == 2",
    "sum(table.amount where name = 'row 3') == 400.68 USD",
    "max(table.amount) <= stated.total",
];

#[divan::bench(sample_count = 10, sample_size = 1)]
fn small_reports_with_20_checks_each(bencher: Bencher<'_, '_>) {
    let datasets = small();
    let checks: Vec<Check> = SMALL.iter().cycle().take(20).map(|text| check(text)).collect();
    let reports = 10_000;
    bencher.counter(ItemsCount::new(reports * checks.len())).bench_local(|| {
        let one = |_| {
            let facts = Facts::new(divan::black_box(&datasets));
            checks.iter().filter(|check| judge(check, &facts).tally.inconsistent == 0).count()
        };
        let held: usize = (0..reports).into_par_iter().map(one).sum();
        assert_eq!(held, reports * checks.len());
    });
}
