//! Every cell of every dataset leads back to its bytes, and its bytes to its value.

use super::support::Bench;

const TEXT: &str = "raw/china-open-llm-2024/report.txt";

#[test]
fn every_published_cell_is_read_again_from_its_bytes() {
    let bench = Bench::copy();
    bench.run(&["build"]).says(0, &[]);
    bench.run(&["verify"]).says(0, &["cells verified, 0 findings"]);
}

#[test]
fn one_changed_byte_names_the_cell() {
    for (from, to, cell) in [
        (
            "Common Crawl 714.9 ",
            "Common Crawl 714.8 ",
            "corpus_composition row 3 size_gb is 714.900, its bytes say 714.800",
        ),
        ("269.26", "269.27", "sector_funding row 0 amount_usd is 26926000000.00, its bytes say 26927000000.00"),
        ("2070 64 16384", "2070 65 16384", "model_architecture row 2 layers is 64, its bytes say 65"),
        ("2023.08", "2023.07", "timeline row 0 month is 2023-08-01, its bytes say 2023-07-01"),
        ("5000万美", "6000万美", "funding_round row 1 amount_usd is 50000000.00, its bytes say 60000000.00"),
        ("浪潮信息：源2.0", "浪潮信息：源2.1", "open_model row 6 model is 源2.0, its bytes say 源2.1"),
    ] {
        let bench = Bench::copy();
        bench.run(&["build"]).says(0, &[]);
        bench.replace(TEXT, from, to);
        bench.run(&["verify"]).says(1, &["error[hash-mismatch]", "error[cell-mismatch]", cell, TEXT]);
    }
}

#[test]
fn a_published_file_that_was_edited_is_named() {
    let bench = Bench::copy();
    bench.run(&["build"]).says(0, &[]);
    bench.write("processed/index.html", "edited");
    bench.run(&["verify"]).says(1, &["error[hash-mismatch]", "processed/index.html"]);
}

#[test]
fn nothing_to_verify_is_an_error() {
    Bench::copy().run(&["verify"]).says(2, &["datapackage.json", "run `crossfoot build` first"]);
}

#[test]
fn trace_shows_the_line_and_every_step() {
    let bench = Bench::copy();
    let ran = bench.run(&["trace", "corpus_composition", "3", "size_gb"]);
    ran.says(0, &["Common Crawl 714.9", "^^^^^", "stands for [714.850, 714.950] GB", "value      714.900 GB"]);
    // A wrapped cell shows each of its stretches.
    bench.run(&["trace", "funding_round", "1", "amount_usd"]).says(
        0,
        &["printed    \"5000万美\"", "printed    \"元\"", "joined     \"5000万美元\"", "value      50000000.00 USD"],
    );
    bench.run(&["trace", "nothing", "0", "a"]).says(2, &["expected a dataset, found \"nothing\""]);
    bench.run(&["trace", "timeline", "5", "event"]).says(2, &["expected a row below 5, found 5"]);
    bench.run(&["trace", "timeline", "0", "evnt"]).says(2, &["expected a column of timeline, found \"evnt\""]);
}
