//! The command line: arguments go in, text and an exit code come out. The only code that prints.
//!
//! Each subcommand is a file with an `Args` (clap) and a `run(args, terminal)`.

mod scan;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;

/// What a subcommand may use of the outside.
pub struct Terminal<'a> {
    /// The workspace: the folder with raw/ and schemas/.
    pub workspace: PathBuf,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Progress and notes.
    pub err: &'a mut dyn Write,
    /// True if `err` is a terminal, so that progress may be drawn and colours used.
    pub interactive: bool,
}

/// How a subcommand ended when it could do its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the severity that fails a run: exit code 0.
    Clean,
    /// Findings at or above it: exit code 1.
    Findings,
}

#[derive(Parser)]
#[command(name = "crossfoot", version, about, propagate_version = true)]
struct Arguments {
    /// The workspace: a folder with raw/ and schemas/
    #[arg(short = 'C', value_name = "DIR", default_value = ".", global = true)]
    workspace: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List what a text holds: tables, headings, lists, figures
    Scan(scan::Args),
}

/// Runs the program on the process's arguments and standard streams.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let stderr = io::stderr();
    let interactive = stderr.is_terminal();
    let mut err = stderr.lock();
    let mut terminal = Terminal { workspace: arguments.workspace, out: &mut out, err: &mut err, interactive };
    let outcome = run(arguments.command, &mut terminal).and_then(|exit| Ok(terminal.out.flush().map(|()| exit)?));
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

fn run(command: Command, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    match command {
        Command::Scan(args) => scan::run(&args, terminal),
    }
}
