//! `crossfoot init`: the name of a folder goes in, an empty workspace comes out. Nothing that exists is overwritten.

use std::fs;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::new::create;
use super::{Exit, Terminal};
use crate::error::Error;

/// Make an empty workspace: raw/, schemas/, Makefile, .gitignore
#[derive(ClapArgs)]
pub struct Args {
    /// The folder, as seen from the one that -C names; it is made if it does not exist
    dir: PathBuf,
}

/// Targets that need no more than the program; `make CROSSFOOT=...` says where it is.
const MAKEFILE: &str = "\
# Each target is one command. The program is looked for on the PATH; elsewhere: make CROSSFOOT=/path/to/crossfoot

CROSSFOOT := crossfoot

.PHONY: build parse validate reconcile emit check ledger verify
.DEFAULT_GOAL := build

build: ## raw/ to processed/
\t$(CROSSFOOT) build

parse: ## stop behind parsing and show the tables
\t$(CROSSFOOT) check --until parse

validate: ## stop behind validating and show rows and rejects
\t$(CROSSFOOT) check --until validate

reconcile: ## stop behind reconciling and show the verdicts
\t$(CROSSFOOT) check --until reconcile

emit: ## make all files and list them, without publishing
\t$(CROSSFOOT) check --until emit

check: ## all but publishing
\t$(CROSSFOOT) check

ledger: ## what became of every line
\t$(CROSSFOOT) ledger

verify: ## published cells against their bytes
\t$(CROSSFOOT) verify
";

/// Runs the subcommand.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let dir = terminal.workspace.join(&args.dir);
    for name in ["raw", "schemas"] {
        let folder = dir.join(name);
        let done = if folder.exists() { "kept" } else { "made" };
        fs::create_dir_all(&folder).map_err(Error::path("create", &folder))?;
        writeln!(terminal.err, "{done} {}", folder.display())?;
    }
    for (name, text) in [("Makefile", MAKEFILE), (".gitignore", "/processed\n/.processed.next\n")] {
        let path = dir.join(name);
        if path.exists() {
            writeln!(terminal.err, "kept {}", path.display())?;
        } else {
            create(&path, text.as_bytes())?;
            writeln!(terminal.err, "wrote {}", path.display())?;
        }
    }
    writeln!(terminal.out, "{}: put a report there with: crossfoot -C {0} new report NAME FILE", dir.display())?;
    Ok(Exit::Clean)
}
