//! `crossfoot verify`: hashes, and every published cell read again from its bytes.

use clap::Args as ClapArgs;

use super::{Exit, Terminal};
use crate::error::Error;
use crate::finding::Findings;
use crate::render;
use crate::verify;
use crate::workspace::Workspace;

/// Check what is published: hashes, and every cell against its bytes in raw/
#[derive(ClapArgs)]
#[command(after_help = "Example:\n  crossfoot verify")]
pub struct Args {
    /// How findings are written
    #[arg(long, default_value = "text", value_parser = super::format_names())]
    format: String,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let mut findings = Findings::new();
    let workspace = Workspace::read(&terminal.workspace, &mut findings)?;
    let plan = super::compile(&workspace, &mut findings);
    let mut findings = Findings::new();
    let mut texts = workspace.texts.clone();
    let verified = verify::verify(&terminal.workspace, &plan, &mut texts, &mut findings)?;
    let format = render::format(&args.format).unwrap_or(render::FORMATS[0]);
    (format.write)(&findings, &texts, terminal.out)?;
    terminal.out.flush()?;
    writeln!(
        terminal.err,
        "{} files and {} cells verified, {} findings",
        verified.files,
        verified.cells,
        findings.len()
    )?;
    Ok(if findings.is_empty() { Exit::Clean } else { Exit::Findings })
}
