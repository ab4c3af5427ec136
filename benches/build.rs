//! The whole build of the first report, warm and in process: reading, compiling, all six stages, publishing.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::path::Path;

use crossfoot::finding::{Findings, Severity};
use crossfoot::plan::Plan;
use crossfoot::publish::{Lock, publish};
use crossfoot::run::{self, Options, Outcome, Stage};
use crossfoot::workspace::Workspace;
use divan::Bencher;

/// Many small blocks come and go on all threads: patterns, column writers, findings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(root: &Path) -> (Workspace, Plan, Findings) {
    let mut found = Findings::new();
    let workspace = Workspace::read(root, &mut found).expect("the workspace can be read");
    let plan = run::compile(&workspace, &mut found);
    (workspace, plan, found)
}

fn go(root: &Path, until: Stage) -> Outcome {
    let (workspace, plan, found) = compiled(root);
    let options = Options { until, fail_on: Some(Severity::Error), today: None, progress: &|_, _| {} };
    run::run(&workspace, &plan, found, &options).expect("the texts can be read")
}

/// Reading and compiling recipes and contracts.
#[divan::bench(sample_count = 50)]
fn compile(bencher: Bencher) {
    bencher.bench(|| compiled(repository()));
}

/// All stages, up to the bytes of every file.
#[divan::bench(sample_count = 50)]
fn all_stages(bencher: Bencher) {
    bencher.bench(|| go(repository(), Stage::Emit));
}

/// All stages, and processed/ exchanged for the new one, synced to the disk.
#[divan::bench(sample_count = 50)]
fn with_publishing(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    bencher.bench(|| {
        let outcome = go(repository(), Stage::Emit);
        let lock = Lock::workspace(folder.path()).expect("the folder can be locked");
        publish(folder.path(), &outcome.files, &lock).expect("the files can be published");
    });
}
