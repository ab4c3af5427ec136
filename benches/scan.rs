//! Speed of `scan`: texts without tables, texts of nothing but tables, and texts that are hard on it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use crossfoot::parse::scan;
use crossfoot::source::Source;
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

const MEGABYTE: usize = 1 << 20;

fn repeated(part: &str, megabytes: usize) -> Source {
    Source::new("bench.txt", part.repeat(megabytes * MEGABYTE / part.len() + 1))
}

fn prose() -> String {
    let line = "The committee met in the spring of 2024 to consider what had been proposed by the members who\n";
    format!("{}\n", line.repeat(8))
}

fn tables() -> String {
    let mut text = String::from("Table 1. Revenue by region\n\n                     2021       2022       2023\n");
    for row in 0..40 {
        let value = 1_000 + row * 37;
        text.push_str(&format!("Region number {row:<4}  {value:>7}    {:>7}    {:>7}\n", value * 2, value * 3));
    }
    text.push_str("\nSource: none\n\n\n\n\x0c");
    text
}

fn run(bencher: Bencher<'_, '_>, source: &Source) {
    bencher
        .counter(BytesCount::new(source.text().len()))
        .bench_local(|| scan::scan(divan::black_box(source)).tables.len());
}

#[divan::bench(args = [1, 10, 100], sample_count = 3, sample_size = 1)]
fn without_tables(bencher: Bencher<'_, '_>, megabytes: usize) {
    run(bencher, &repeated(&prose(), megabytes));
}

#[divan::bench(args = [1, 10, 100], sample_count = 3, sample_size = 1)]
fn all_tables(bencher: Bencher<'_, '_>, megabytes: usize) {
    run(bencher, &repeated(&tables(), megabytes));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn one_line(bencher: Bencher<'_, '_>) {
    run(bencher, &Source::new("bench.txt", "1,234  text  ".repeat(50 * MEGABYTE / 13)));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn short_lines(bencher: Bencher<'_, '_>) {
    run(bencher, &Source::new("bench.txt", "7\n".repeat(1_000_000)));
}
