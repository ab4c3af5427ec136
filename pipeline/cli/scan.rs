//! `crossfoot scan`: files go in, a listing of what they hold comes out.

use std::path::PathBuf;

use serde_json::json;

use super::{Exit, Terminal};
use crate::error::Error;
use crate::parse::scan::{self, FoundTable};
use crate::source::Source;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The texts to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One JSON object a table, with its cells
    #[arg(long)]
    tables: bool,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    for file in &args.files {
        let bytes = std::fs::read(file).map_err(Error::path("read", file))?;
        let text = String::from_utf8(bytes)
            .map_err(|error| Error::Other(format!("could not read {}: expected UTF-8, {error}", file.display())))?;
        let source = Source::new(file.to_string_lossy().replace('\\', "/"), text);
        let doc = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for table in &scan::scan(&source).tables {
            if args.tables {
                writeln!(terminal.out, "{}", object(&doc, &source, table))?;
            } else {
                let ((first, last), (rows, columns)) = (table.lines, table.size);
                writeln!(terminal.out, "{doc}: page {}, lines {first}-{last}: {rows} x {columns}", table.page)?;
            }
        }
    }
    Ok(Exit::Clean)
}

fn object(doc: &str, source: &Source, table: &FoundTable) -> serde_json::Value {
    let cells: Vec<serde_json::Value> = table
        .cells
        .iter()
        .map(|cell| {
            let text: Vec<&str> = cell.cell.spans.iter().map(|&span| source.slice(span)).collect();
            json!({"row": cell.row, "col": cell.column, "rowspan": cell.rows, "colspan": cell.columns, "text": text.join(" ")})
        })
        .collect();
    json!({"doc": doc, "page": table.page, "cells": cells})
}
