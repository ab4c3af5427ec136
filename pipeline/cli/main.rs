//! The `crossfoot` program.

use std::process::ExitCode;

/// Many small blocks come and go on all threads: patterns, column writers, findings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    crossfoot::cli::main()
}
