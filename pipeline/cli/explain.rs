//! `crossfoot explain`: what a code means, why it matters and what to do.

use clap::Args as ClapArgs;

use super::{Exit, Terminal};
use crate::catalog;
use crate::error::Error;

/// Explain a code of a finding
#[derive(ClapArgs)]
#[command(after_help = "Examples:\n  crossfoot explain unpaired-series\n  crossfoot explain   # lists all codes")]
pub struct Args {
    /// The code, as findings show it in brackets
    code: Option<String>,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let codes = catalog::codes();
    let Some(name) = &args.code else {
        let width = codes.iter().map(|code| code.name.len()).max().unwrap_or(0);
        for code in codes {
            writeln!(terminal.out, "{:width$}  {:7}  {}", code.name, code.severity.name(), code.what)?;
        }
        return Ok(Exit::Clean);
    };
    let Some(code) = codes.iter().find(|code| code.name == name) else {
        return Err(Error::Other(format!("expected a code, found \"{name}\"; `crossfoot explain` lists all codes")));
    };
    write!(terminal.out, "{}", catalog::page(code))?;
    Ok(Exit::Clean)
}
