//! A workspace of one's own, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crossfoot::finding::{Findings, Severity};
use crossfoot::run::{self, Options, Outcome, Stage};
use crossfoot::workspace::Workspace;

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A workspace in a folder that goes away with it.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// Nothing in it.
    pub fn empty() -> Bench {
        Bench { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// A copy of the repository's raw/, schemas/ and processed/.gitignore.
    pub fn copy() -> Bench {
        let bench = Bench::empty();
        for folder in ["raw", "schemas"] {
            copy_all(&repository().join(folder), &bench.path(folder));
        }
        bench.write("processed/.gitignore", "*\n!.gitignore\n");
        bench
    }

    /// One report `acme` with the text, recipe and contracts given.
    pub fn report(text: &str, recipe: &str, contracts: &[(&str, &str)]) -> Bench {
        let bench = Bench::empty();
        bench.write("raw/acme/report.txt", text);
        bench.write("raw/acme/recipe.toml", recipe);
        bench.write("schemas/contract.schema.json", "{}");
        for (name, contract) in contracts {
            bench.write(&format!("schemas/{name}.schema.json"), contract);
        }
        bench
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    pub fn write(&self, relative: &str, text: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).expect("the file can be read")
    }

    /// Replaces the only place of `from`.
    pub fn replace(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert_eq!(text.matches(from).count(), 1, "expected {from:?} once in {relative}");
        self.write(relative, text.replace(from, to));
    }

    /// The program with `arguments`, in this workspace.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crossfoot"));
        command.arg("-C").arg(self.root()).args(arguments).env("NO_COLOR", "1");
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("the program can be started"))
    }

    /// Runs the stages up to `until` in process.
    pub fn outcome(&self, until: Stage) -> Outcome {
        let mut found = Findings::new();
        let workspace = Workspace::read(self.root(), &mut found).expect("the workspace can be read");
        let plan = run::compile(&workspace, &mut found);
        let options = Options { until, fail_on: Some(Severity::Error), today: None, progress: &|_, _| {} };
        run::run(&workspace, &plan, found, &options).expect("the texts can be read")
    }
}

/// What the program did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
            err: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
        }
    }
}

impl Ran {
    /// Asserts the exit code and that each text stands somewhere in the output.
    #[track_caller]
    pub fn says(&self, code: i32, texts: &[&str]) {
        let all = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, code, "{all}");
        for text in texts {
            assert!(all.contains(text), "expected {text:?} in:\n{all}");
        }
        assert!(!all.contains("panicked"), "{all}");
    }
}

/// Every file below `folder`, relative to it, with its bytes; sorted.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it lies below").to_string_lossy().into_owned();
                found.push((name, fs::read(&path).expect("the file can be read")));
            }
        }
    }
    found.sort();
    found
}

fn copy_all(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
}
