//! `crossfoot docs`: the generated documents: recipe.schema.json and the page of all codes.

use clap::Args as ClapArgs;
use clap::ValueEnum;

use super::{Exit, Terminal};
use crate::catalog;
use crate::error::Error;
use crate::recipe::Recipe;

/// Print a generated document
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot docs recipe-schema > schemas/recipe.schema.json\n  crossfoot docs codes > CODES.md"
)]
pub struct Args {
    /// Which one
    #[arg(value_enum)]
    document: Document,
}

#[derive(Clone, Copy, ValueEnum)]
enum Document {
    /// The JSON Schema of recipe.toml, for editors
    RecipeSchema,
    /// Every code, as Markdown
    Codes,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    match args.document {
        Document::RecipeSchema => {
            let schema = schemars::schema_for!(Recipe);
            writeln!(terminal.out, "{:#}", schema.to_value())?;
        }
        Document::Codes => {
            for code in catalog::codes() {
                writeln!(terminal.out, "{}", catalog::page(code))?;
            }
        }
    }
    Ok(Exit::Clean)
}
