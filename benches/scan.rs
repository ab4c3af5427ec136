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

/// Chinese text, whose lines could be rows of a table that has lost its layout.
fn chinese() -> String {
    let line = "二〇二四年春季，委员会召开会议，审议各成员单位提出的方案，并就2023年度预算执行情况进行了充分讨论。\n";
    format!("　　会议认为，这些方案总体可行，但还需要进一步研究。\n{}\n", line.repeat(7))
}

/// Text with typographic quotes and dashes, as most PDFs have.
fn typographic() -> String {
    let line = "The committee’s members — twelve in 2024 — met “in the spring” to consider what had been proposed by\n";
    format!("{}\n", line.repeat(8))
}

/// An article in two columns: every line has a gap, as rows of a table have.
fn two_columns() -> String {
    const LEFT: [&str; 4] = [
        "the proposals that had been made by the",
        "working group over the winter. It was agreed",
        "that the first of these should be adopted in",
        "full, while the others were sent back for a",
    ];
    let mut text = String::new();
    for at in 0..48 {
        text.push_str(&format!("{:<48}{}\n", LEFT[at % 4], LEFT[(at + 2) % 4]));
    }
    text.push('\x0c');
    text
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
fn chinese_without_tables(bencher: Bencher<'_, '_>, megabytes: usize) {
    run(bencher, &repeated(&chinese(), megabytes));
}

#[divan::bench(args = [1, 10, 100], sample_count = 3, sample_size = 1)]
fn typographic_without_tables(bencher: Bencher<'_, '_>, megabytes: usize) {
    run(bencher, &repeated(&typographic(), megabytes));
}

#[divan::bench(args = [1, 10, 100], sample_count = 3, sample_size = 1)]
fn two_columns_without_tables(bencher: Bencher<'_, '_>, megabytes: usize) {
    run(bencher, &repeated(&two_columns(), megabytes));
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
