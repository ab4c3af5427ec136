//! The command line: arguments go in, text and an exit code come out. The only code that prints.
//!
//! Each subcommand is a file with an `Args` (clap) and a `run(args, terminal)`.

mod audit;
mod build;
mod docs;
mod draft;
mod explain;
mod grid;
mod init;
mod ledger;
mod new;
mod number;
mod scan;
mod schema;
mod schema_compare;
mod schema_infer;
mod schema_origin;
mod schema_show;
mod show;
mod trace;
mod verify;
mod waive;

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::finding::{Findings, waiver};
use crate::plan::Plan;
use crate::source::Source;
use crate::workspace::Workspace;
use crate::{catalog, run};

/// What a subcommand may use of the outside.
pub struct Terminal<'a> {
    /// The workspace: the folder with raw/ and schemas/.
    pub workspace: PathBuf,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Progress and notes.
    pub err: &'a mut dyn Write,
    /// True if `err` is a terminal, so that progress may be drawn.
    pub interactive: bool,
    /// True if `out` is a terminal that wants colours.
    pub coloured: bool,
}

/// How a subcommand ended when it could do its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the severity that fails a run: exit code 0.
    Clean,
    /// Findings at or above it: exit code 1.
    Findings,
}

/// Turns the extracted text of reports into typed, unit-aware, footed Parquet datasets
#[derive(Parser)]
#[command(
    name = "crossfoot",
    version,
    propagate_version = true,
    after_help = "Examples:\n  crossfoot build                                  raw/ to processed/\n  crossfoot show corpus_composition                a dataset as a table\n  crossfoot trace corpus_composition 3 size_gb     a cell back to its line\n  crossfoot explain unpaired-series                what a code means\n\nExit codes: 0 clean, 1 findings, 2 could not do the job"
)]
struct Arguments {
    /// The workspace: a folder with raw/ and schemas/
    #[arg(short = 'C', value_name = "DIR", default_value = ".", global = true)]
    workspace: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Args),
    Check(build::CheckArgs),
    Show(show::Args),
    Trace(trace::Args),
    Ledger(ledger::Args),
    Verify(verify::Args),
    Audit(audit::Args),
    Waive(waive::Args),
    Number(number::Args),
    Schema(schema::Args),
    Scan(scan::Args),
    New(new::Args),
    Init(init::Args),
    Explain(explain::Args),
    Docs(docs::Args),
}

/// Runs the program on the process's arguments and standard streams.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let stdout = io::stdout();
    let coloured = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut out = io::BufWriter::new(stdout.lock());
    let mut err = io::stderr();
    let interactive = err.is_terminal();
    let workspace = arguments.workspace;
    let mut terminal = Terminal { workspace, out: &mut out, err: &mut err, interactive, coloured };
    let outcome = run(&arguments.command, &mut terminal).and_then(|exit| Ok(terminal.out.flush().map(|()| exit)?));
    match outcome {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        // The reader of our output has gone (`crossfoot show x | head`): nothing is wrong.
        Err(Error::Stream(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to tell it to if standard error is closed as well.
            let _ = writeln!(err, "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    match command {
        Command::Build(args) => build::build(args, terminal),
        Command::Check(args) => build::check(args, terminal),
        Command::Show(args) => show::run(args, terminal),
        Command::Trace(args) => trace::run(args, terminal),
        Command::Ledger(args) => ledger::run(args, terminal),
        Command::Verify(args) => verify::run(args, terminal),
        Command::Audit(args) => audit::run(args, terminal),
        Command::Waive(args) => waive::run(args, terminal),
        Command::Number(args) => number::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Scan(args) => scan::run(args, terminal),
        Command::New(args) => new::run(args, terminal),
        Command::Init(args) => init::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Docs(args) => docs::run(args, terminal),
    }
}

/// What is read of a device or pipe, which does not say how long it is.
const LONGEST_STREAM: u64 = 1 << 30;

/// The bytes of a file that is named on the command line. One without an end is an error, no wait.
fn read_input(path: &Path) -> Result<Vec<u8>, Error> {
    let file = fs::File::open(path).map_err(Error::path("read", path))?;
    let known = file.metadata().map_err(Error::path("read", path))?;
    let (most, shown) = match known.is_file() {
        true => (Source::MAX_BYTES as u64, "4 GiB"),
        false => (LONGEST_STREAM, "1 GiB"),
    };
    let mut bytes = Vec::new();
    let too_long = known.len() > most || {
        file.take(most + 1).read_to_end(&mut bytes).map_err(Error::path("read", path))?;
        bytes.len() as u64 > most
    };
    if too_long {
        return Err(Error::Other(format!("expected at most {shown} of {}, found more", path.display())));
    }
    Ok(bytes)
}

/// The names of the formats of findings.
fn format_names() -> Vec<&'static str> {
    crate::render::FORMATS.iter().map(|format| format.name).collect()
}

/// The plan of a workspace. Only here all codes are known that a waiver may name.
fn compile(workspace: &Workspace, findings: &mut Findings) -> Plan {
    let plan = run::compile(workspace, findings);
    let known: Vec<&str> = catalog::codes().into_iter().map(|code| code.name).collect();
    for report in &plan.reports {
        waiver::unknown_codes(&report.waivers, &known, findings);
    }
    plan
}

/// Today in UTC, as `YYYY-MM-DD`: the only look at a clock, for waivers that expire.
fn today() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let day = chrono::DateTime::from_timestamp(seconds.try_into().unwrap_or(0), 0).unwrap_or_default();
    day.format("%Y-%m-%d").to_string()
}
