//! `crossfoot schema`: contracts shown, compared, listed as a changelog, and proposed for a file.

use clap::{Args as ClapArgs, Subcommand};

use super::{Exit, Terminal, schema_compare, schema_infer, schema_show};
use crate::error::Error;

/// Show, compare and propose contracts
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot schema show company_funding\n  crossfoot schema diff git:main\n  crossfoot schema breaking --against git:HEAD~1\n  crossfoot schema changelog --against processed\n  crossfoot schema infer rows.csv > schemas/rows.schema.json"
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Show(schema_show::Args),
    Diff(schema_compare::DiffArgs),
    Breaking(schema_compare::BreakingArgs),
    Changelog(schema_compare::ChangelogArgs),
    Infer(schema_infer::Args),
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    match &args.command {
        Command::Show(args) => schema_show::run(args, terminal),
        Command::Diff(args) => schema_compare::diff(args, terminal),
        Command::Breaking(args) => schema_compare::breaking(args, terminal),
        Command::Changelog(args) => schema_compare::changelog(args, terminal),
        Command::Infer(args) => schema_infer::run(args, terminal),
    }
}
