//! Publishing: the old datasets or the new ones, never a mixture; the same input gives the same bytes.

use std::time::Duration;

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
