//! `crossfoot scan`: files go in, a listing of what they hold comes out.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as ClapArgs, ValueEnum};
use serde_json::{Value, json};

use super::{Exit, Terminal};
use crate::error::Error;
use crate::finding::{Findings, Severity};
use crate::ingest;
use crate::parse::scan::{self, FoundTable, Item};
use crate::source::{Source, Span};

/// List what texts hold: tables, headings, torn charts, lists, timelines, stated figures
#[derive(ClapArgs)]
#[command(after_help = "Examples:\n  crossfoot scan report.txt\n  crossfoot scan --tables *.txt > tables.jsonl")]
pub struct Args {
    /// The texts to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only tables, as one JSON object a line: {"doc", "page", "cells": [...]}; with `--format json`, as one list
    #[arg(long)]
    tables: bool,
    /// How to write what is found [default: text, of tables jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
}

/// Runs the subcommand.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let format = match (args.tables, args.format) {
        (true, Some(Format::Text)) => {
            return Err(Error::Other("expected --format json or jsonl beside --tables, found text".to_owned()));
        }
        (true, None) => Format::Jsonl,
        (_, format) => format.unwrap_or(Format::Text),
    };
    let mut exit = Exit::Clean;
    let mut all = Vec::new();
    let mut unread = 0;
    for file in &args.files {
        let bytes = match super::read_input(file) {
            Ok(bytes) => bytes,
            // The others can be read all the same.
            Err(error) if args.files.len() > 1 => {
                writeln!(terminal.err, "error: {error}")?;
                unread += 1;
                continue;
            }
            Err(error) => return Err(error),
        };
        let name: Arc<str> = file.to_string_lossy().replace('\\', "/").into();
        let doc = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut findings = Findings::new();
        if let Some(source) = ingest::ingest(&name, bytes, &mut findings) {
            let found = scan::scan(&source);
            for table in &found.tables {
                table.doubts(&source, &mut findings);
            }
            if args.tables {
                for table in &found.tables {
                    let table = json!({"doc": doc, "page": table.page, "cells": cells(&source, table)});
                    match format {
                        Format::Json => all.push(table),
                        _ => writeln!(terminal.out, "{table}")?,
                    }
                }
            } else {
                let entries = || entries(&source, &found.tables, &found.items);
                match format {
                    Format::Text => listing(terminal, &source, &found.tables, &found.items)?,
                    Format::Json => all.push(json!({"doc": doc, "file": &*name, "found": entries()})),
                    Format::Jsonl => {
                        for mut entry in entries() {
                            entry["doc"] = json!(doc);
                            writeln!(terminal.out, "{entry}")?;
                        }
                    }
                }
            }
            for finding in &findings {
                let line = finding.primary().map_or(0, |label| source.line_of(label.span.start));
                writeln!(terminal.err, "{name}:{line}: {}[{}]: {}", finding.severity, finding.code, finding.message)?;
                for line in finding.help.iter().flat_map(|help| help.lines()) {
                    writeln!(terminal.err, "  {line}")?;
                }
            }
        } else {
            for finding in &findings {
                writeln!(terminal.err, "{name}: {}[{}]: {}", finding.severity, finding.code, finding.message)?;
            }
        }
        if findings.worst() == Some(Severity::Error) {
            exit = Exit::Findings;
        }
    }
    if format == Format::Json {
        writeln!(terminal.out, "{:#}", Value::Array(all))?;
    }
    if unread > 0 {
        return Err(Error::Other(format!("could not read {unread} of {} files", args.files.len())));
    }
    Ok(exit)
}

fn listing(terminal: &mut Terminal<'_>, source: &Source, tables: &[FoundTable], items: &[Item]) -> Result<(), Error> {
    writeln!(terminal.out, "{}", source.name())?;
    let mut tables = tables.iter().peekable();
    let mut items = items.iter().peekable();
    loop {
        let table_line = tables.peek().map(|table| table.lines.0);
        let item_line = items.peek().map(|item| source.line_of(item.span.start));
        match (table_line, item_line) {
            (None, None) => return Ok(()),
            (Some(line), other) if other.is_none_or(|other| line <= other) => {
                if let Some(table) = tables.next() {
                    describe(terminal, source, table)?;
                }
            }
            _ => {
                if let Some(item) = items.next() {
                    let line = source.line_of(item.span.start);
                    let text = clipped(source, item.span);
                    let count = match (item.count, item.paired) {
                        (1, _) => String::new(),
                        (count, true) => format!("{count}, paired: "),
                        (count, false) => format!("{count}, unpaired: "),
                    };
                    writeln!(terminal.out, "{line:>6}  {:<9}  {count}{text}", item.kind.name())?;
                }
            }
        }
    }
}

fn describe(terminal: &mut Terminal<'_>, source: &Source, table: &FoundTable) -> Result<(), Error> {
    let ((first, last), (rows, columns)) = (table.lines, table.size);
    let title = table.caption.map(|caption| format!("  {}", clipped(source, caption))).unwrap_or_default();
    let out = &mut terminal.out;
    writeln!(out, "{first:>6}  table      page {}, lines {first}-{last}, {rows} x {columns}{title}", table.page)?;
    if table.header_rows > 0 {
        writeln!(out, "{:>19}columns: {}", "", table.names(source).join(" | "))?;
    }
    if !table.units.is_empty() {
        let units: Vec<String> = table.units.iter().map(|&unit| clipped(source, unit)).collect();
        writeln!(out, "{:>19}units: {}", "", units.join(", "))?;
    }
    let totals = table.total_rows(source);
    if !totals.is_empty() {
        let totals: Vec<String> = totals.iter().map(|row| (row + 1).to_string()).collect();
        writeln!(out, "{:>19}total rows: {}", "", totals.join(", "))?;
    }
    let evidence = table.evidence;
    writeln!(out, "{:>19}evidence: {} % aligned, {} % filled", "", evidence.aligned, evidence.filled)?;
    Ok(())
}

/// The first words of a span, on one line.
fn clipped(source: &Source, span: Span) -> String {
    const LENGTH: usize = 72;
    let text: Vec<&str> = source.slice(span).split_whitespace().collect();
    let text = text.join(" ");
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn entries(source: &Source, tables: &[FoundTable], items: &[Item]) -> Vec<Value> {
    let mut entries: Vec<(u32, Value)> = Vec::new();
    for table in tables {
        entries.push((
            table.lines.0,
            json!({
                "kind": "table",
                "page": table.page,
                "lines": [table.lines.0, table.lines.1],
                "rows": table.size.0,
                "columns": table.size.1,
                "caption": table.caption.map(|span| source.slice(span)),
                "header_rows": table.header_rows,
                "names": table.names(source),
                "units": table.units.iter().map(|&span| source.slice(span)).collect::<Vec<_>>(),
                "total_rows": table.total_rows(source),
                "evidence": {
                    "aligned": table.evidence.aligned,
                    "filled": table.evidence.filled,
                },
                "cells": cells(source, table),
                "other_reading": table.rival.as_ref().map(|rival| json!({
                    "columns": rival.size.1,
                    "cells": cells(source, rival),
                })),
            }),
        ));
    }
    for item in items {
        let line = source.line_of(item.span.start);
        entries.push((
            line,
            json!({
                "kind": item.kind.name(),
                "page": source.page_of(item.span.start),
                "line": line,
                "span": [item.span.start, item.span.end],
                "text": source.slice(item.span),
                "count": item.count,
                "paired": item.paired,
            }),
        ));
    }
    entries.sort_by_key(|entry| entry.0);
    entries.into_iter().map(|entry| entry.1).collect()
}

fn cells(source: &Source, table: &FoundTable) -> Vec<Value> {
    let spans = |spans: &[Span]| spans.iter().map(|span| json!([span.start, span.end])).collect::<Vec<_>>();
    table
        .cells
        .iter()
        .map(|cell| {
            let mut value = json!({
                "row": cell.row,
                "col": cell.column,
                "rowspan": cell.rows,
                "colspan": cell.columns,
                "text": cell.text(source),
                "spans": spans(&cell.cell.spans),
            });
            if let Some(address) = source.address(cell.cell.cover()) {
                value["address"] = json!(address.to_string());
            }
            value
        })
        .collect()
}
