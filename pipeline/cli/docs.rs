//! `crossfoot docs`: the generated documents: recipe.schema.json, the page of all codes, the language of checks.

use clap::Args as ClapArgs;
use clap::ValueEnum;

use super::{Exit, Terminal};
use crate::catalog;
use crate::error::Error;
use crate::recipe::Recipe;
use crate::reconcile;

/// Print a generated document
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot docs recipe-schema > schemas/recipe.schema.json\n  crossfoot docs codes > CODES.md\n  crossfoot docs checks > CHECKS.md"
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
    /// The language of checks, as Markdown
    Checks,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    match args.document {
        Document::RecipeSchema => {
            let schema = schemars::schema_for!(Recipe);
            writeln!(terminal.out, "{:#}", schema.to_value())?;
        }
        Document::Checks => {
            write!(terminal.out, "{}", reconcile::LANGUAGE)?;
            for function in reconcile::FUNCTIONS {
                writeln!(terminal.out, "- `{}`: {}", function.usage, function.what)?;
            }
        }
        Document::Codes => {
            for code in catalog::codes() {
                writeln!(terminal.out, "{}", catalog::page(code))?;
            }
        }
    }
    Ok(Exit::Clean)
}
