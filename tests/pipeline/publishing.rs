//! Publishing: the old datasets or the new ones, never a mixture; the same input gives the same bytes.

use std::fs;
use std::time::Duration;

use arrow::array::AsArray;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::support::{Bench, files};

#[test]
fn the_same_input_gives_the_same_bytes() {
    let one = Bench::copy();
    one.command(&["build"]).env("RAYON_NUM_THREADS", "1").output().expect("the program runs");
    let many = Bench::copy();
    many.command(&["build"]).env("RAYON_NUM_THREADS", "7").output().expect("the program runs");
    let first = files(&one.path("processed"));
    assert!(first.len() > 10, "{:?}", first.iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert_eq!(first, files(&many.path("processed")));
    one.run(&["build"]).says(0, &["published"]);
    assert_eq!(first, files(&one.path("processed")));
}

#[test]
fn publishing_keeps_hidden_files_and_leaves_nothing_beside() {
    let bench = Bench::copy();
    bench.run(&["build"]).says(0, &[]);
    assert_eq!(bench.read("processed/.gitignore"), "*\n!.gitignore\n");
    assert!(!bench.path(".processed.next").exists());
    // What an earlier build published and this one does not is gone.
    bench.write("processed/stale.parquet", "old");
    bench.run(&["build"]).says(0, &[]);
    assert!(!bench.path("processed/stale.parquet").exists());
}

#[test]
fn findings_at_the_line_keep_the_old_datasets() {
    let bench = Bench::copy();
    bench.run(&["build"]).says(0, &[]);
    let before = files(&bench.path("processed"));
    bench.replace("raw/china-open-llm-2024/report.txt", "Common Crawl 714.9 ", "Common Crawl 941.7 ");
    bench.run(&["build"]).says(1, &["error[total-mismatch]", "left as it was"]);
    assert_eq!(files(&bench.path("processed")), before);
}

#[test]
fn a_note_fails_the_run_where_the_line_is_moved_there() {
    let bench = Bench::copy();
    bench.run(&["build", "--fail-on", "note"]).says(1, &["left as it was"]);
    assert!(!bench.path("processed/datapackage.json").exists());
}

/// SIGKILL at fifty moments spread over a build: processed/ is complete every time, old or new, and the next build works.
#[cfg(unix)]
#[test]
fn a_killed_build_leaves_the_old_or_the_new() {
    let bench = Bench::copy();
    let started = std::time::Instant::now();
    bench.run(&["build"]).says(0, &[]);
    let length = started.elapsed();
    let old = files(&bench.path("processed"));
    let text = "raw/china-open-llm-2024/report.txt";
    // Another wording in a line of prose: the same datasets at other bytes.
    bench.replace(text, " 1.1 人工智能发展", "\n 1.1 人工智能发展");
    let other = Bench::empty();
    for folder in ["raw", "schemas"] {
        for (name, bytes) in files(&bench.path(folder)) {
            other.write(&format!("{folder}/{name}"), bytes);
        }
    }
    other.write("processed/.gitignore", "*\n!.gitignore\n");
    other.run(&["build"]).says(0, &[]);
    let new = files(&other.path("processed"));
    assert_ne!(old, new);
    let (mut was_old, mut was_new) = (0, 0);
    for at in 0..50u32 {
        let mut child = bench
            .command(&["build"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_micros((length.as_micros() as u64 * u64::from(at)) / 40));
        // It may have ended already.
        let _ = child.kill();
        child.wait().expect("the program ends");
        let found = files(&bench.path("processed"));
        match (found == old, found == new) {
            (true, _) => was_old += 1,
            (_, true) => was_new += 1,
            _ => panic!("a mixture after kill {at}: {:?}", found.iter().map(|(name, _)| name).collect::<Vec<_>>()),
        }
    }
    println!("killed 50 times: {was_old} old, {was_new} new");
    bench.run(&["build"]).says(0, &["published"]);
    assert_eq!(files(&bench.path("processed")), new);
    assert!(!bench.path(".processed.next").exists());
}

/// Two reports fill one dataset; only one of them has an aside, and two entries of one report differ in theirs.
#[test]
fn reports_share_a_dataset_whatever_their_asides() {
    const CONTRACT: &str = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object",
        "additionalProperties": false, "required": ["name", "n"],
        "properties": {"name": {"type": "string"}, "n": {"type": "integer"}}}"#;
    let recipe = |aside: &str, check: &str| {
        format!(
            "[report]\ntitle = \"R\"\nlanguage = \"en\"\ntexts = [\"report.txt\"]\n\
             [[dataset]]\nname = \"t\"\nafter = '^First$'\nbefore = '^Second$'\n{aside}\
             [dataset.pattern]\nrow = '^(?<name>[A-Z][a-z]+\\d*) (?<n>\\d+)$'\n\
             [[dataset]]\nname = \"t\"\nafter = '^Second$'\n\
             [dataset.pattern]\nrow = '^(?<name>[A-Z][a-z]+\\d*) (?<n>\\d+)$'\n{check}"
        )
    };
    let bench = Bench::report("First\nCash7 7\nSecond\nLoans 8\n", &recipe("", ""), &[("t", CONTRACT)]);
    bench.write("raw/beta/report.txt", "First\nBonds5 5\nSecond\nGold 6\n");
    let aside = "asides.in_name = { from = \"name\", part = '(\\d+)$' }\n";
    let check = "[[check]]\nname = \"in-name\"\nthat = \"each t where name = 'Bonds5': in_name == n\"\n";
    bench.write("raw/beta/recipe.toml", recipe(aside, check));
    let ran = bench.run(&["build"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let shown = bench.run(&["show", "t", "--columns", "report,name,n"]).out;
    let rows: Vec<String> = shown.lines().skip(2).map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows, ["0 acme Cash7 7", "1 acme Loans 8", "2 beta Bonds5 5", "3 beta Gold 6"]);
}

/// A finding keeps all its places, also those that are not its first.
#[test]
fn findings_are_published_with_all_their_places() {
    let bench = Bench::copy();
    bench.run(&["build"]).says(0, &["published"]);
    let file = fs::File::open(bench.path("processed/findings.parquet")).expect("the file is there");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|file| file.build()).expect("it is Parquet");
    let mut unpaired = 0;
    for batch in reader {
        let batch = batch.expect("it can be read");
        let (codes, labels) = (batch["code"].as_string::<i32>(), batch["labels"].as_list::<i32>());
        let files = batch["file"].as_string::<i32>();
        for row in 0..batch.num_rows() {
            let places = labels.value(row);
            let places = places.as_struct();
            let first = places["file"].as_string::<i32>();
            assert_eq!(first.iter().flatten().next(), files.iter().nth(row).flatten());
            if codes.value(row) == "unpaired-series" {
                let what: Vec<_> = places["what"].as_string::<i32>().iter().flatten().collect();
                assert_eq!(what, ["34 labels", "23 numbers"]);
                unpaired += 1;
            }
        }
    }
    assert_eq!(unpaired, 1);
}
