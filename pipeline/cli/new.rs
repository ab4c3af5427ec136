//! `crossfoot new` and `crossfoot init`: texts go in, a report's folder, or an empty workspace, comes out. Nothing that
//! exists is overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args as ClapArgs, Subcommand};
use serde_json::Value;

use super::draft::Drawn;
use super::{Exit, Terminal, draft};
use crate::error::Error;
use crate::finding::{Findings, counted};
use crate::ingest;
use crate::normalize::currency_of;
use crate::normalize::quantity::{Options, Reader};
use crate::parse::scan;

/// Start a report, or a dataset of one, from what its texts hold
#[derive(ClapArgs)]
#[command(after_help = "Example:\n  crossfoot new report acme-2023 ~/acme.txt && crossfoot check")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Copy texts into raw/NAME, and write a recipe and contracts for the tables in them
    Report {
        /// The folder under raw/
        name: String,
        /// The texts
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The country that it is about, which says what "$" and 元 are
        #[arg(long, value_name = "US")]
        country: Option<String>,
    },
    /// Add one more table of a report to its recipe.toml, and write its contract
    Dataset {
        /// The folder under raw/
        report: String,
        /// The text in it
        text: String,
        /// A line of the table, counted from 1
        line: u32,
    },
}

/// Make an empty workspace: raw/, schemas/, Makefile, .gitignore
#[derive(ClapArgs)]
pub struct InitArgs {
    /// The folder, as seen from the one that -C names; it is made if it does not exist
    dir: PathBuf,
}

/// Runs `crossfoot new`.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    match &args.what {
        What::Report { name, files, country } => report(name, files, country.as_deref(), terminal),
        What::Dataset { report, text, line } => dataset(report, text, *line, terminal),
    }
}

/// A folder that is not there is a mistake in -C, no wish for a new workspace.
fn is_workspace(terminal: &Terminal<'_>) -> Result<(), Error> {
    let folder = &terminal.workspace;
    if folder.is_dir() {
        return Ok(());
    }
    let message =
        format!("expected a workspace, found no folder {0}; make one with: crossfoot init {0}", folder.display());
    Err(Error::Other(message))
}

/// Runs `crossfoot init`.
pub fn init(args: &InitArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    const MAKEFILE: &str = ".PHONY: build check\n.DEFAULT_GOAL := build\n\nbuild: ## raw/ to processed/\n\tcrossfoot build\n\ncheck: ## all but publishing\n\tcrossfoot check\n";
    let dir = terminal.workspace.join(&args.dir);
    for name in ["raw", "schemas"] {
        let folder = dir.join(name);
        let done = if folder.exists() { "kept" } else { "made" };
        fs::create_dir_all(&folder).map_err(Error::path("create", &folder))?;
        writeln!(terminal.err, "{done} {}", folder.display())?;
    }
    for (name, text) in [("Makefile", MAKEFILE), (".gitignore", "/processed\n/.processed.next\n")] {
        let path = dir.join(name);
        if path.exists() {
            writeln!(terminal.err, "kept {}", path.display())?;
        } else {
            create(&path, text.as_bytes())?;
            writeln!(terminal.err, "wrote {}", path.display())?;
        }
    }
    writeln!(terminal.out, "{}: put a report there with: crossfoot -C {0} new report NAME FILE", dir.display())?;
    Ok(Exit::Clean)
}

/// The reader of a report about `country`.
fn reader_for(country: Option<&str>) -> Result<Reader, Error> {
    let mut options = Options::default();
    if let Some(country) = country {
        let currency = currency_of(country).ok_or_else(|| {
            Error::Other(format!(
                "expected an ISO 3166 code of two letters whose currency is known, found country \"{country}\""
            ))
        })?;
        options.currencies = vec![currency.to_owned()];
    }
    Ok(Reader::new(&options))
}

fn report(name: &str, files: &[PathBuf], country: Option<&str>, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let reader = reader_for(country)?;
    let plain = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.');
    if !name.chars().all(plain) || name.starts_with('.') {
        return Err(Error::Other(format!("expected a name of letters, digits, \"-\" and \"_\", found \"{name}\"")));
    }
    is_workspace(terminal)?;
    let folder = terminal.workspace.join("raw").join(name);
    if folder.exists() {
        return Err(Error::Other(format!("{} exists; nothing was written", folder.display())));
    }
    let mut existing = schemas(&terminal.workspace)?;
    let mut taken: BTreeSet<String> = existing.keys().cloned().collect();
    let (mut datasets, mut reused) = (0, 0);
    let mut texts = Vec::new();
    let mut recipe = String::new();
    let mut contracts: Vec<(String, Value)> = Vec::new();
    let mut copies = Vec::new();
    let mut points = draft::Points::default();
    for file in files {
        let bytes = fs::read(file).map_err(Error::path("read", file))?;
        let text = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if texts.contains(&text) {
            return Err(Error::Other(format!("expected files of different names, found \"{text}\" twice")));
        }
        let source_name: Arc<str> = format!("raw/{name}/{text}").into();
        let mut findings = Findings::new();
        let Some(source) = ingest::ingest(&source_name, bytes.clone(), &mut findings) else {
            let why = findings.iter().next().map(|finding| finding.message.clone()).unwrap_or_default();
            return Err(Error::Other(format!("could not read {} as a text: {why}", file.display())));
        };
        let tables = scan::scan(&source).tables;
        for at in 0..tables.len() {
            let drawn = Drawn { source: &source, tables: &tables, at, text: &text, reader: &reader };
            let Some(draft) = draft::dataset(&drawn, &taken, &existing) else { continue };
            recipe.push_str(&draft.recipe);
            points = points.and(draft.points);
            let Some(name) = draft.name else { continue };
            datasets += 1;
            match draft.contract {
                Some(contract) => {
                    taken.insert(name.clone());
                    contracts.push((name, contract));
                }
                // One table of a report is one dataset.
                None => {
                    reused += 1;
                    existing.remove(&name);
                }
            }
        }
        texts.push(text.clone());
        copies.push((text, bytes));
    }
    fs::create_dir_all(&folder).map_err(Error::path("create", &folder))?;
    for (text, bytes) in &copies {
        create(&folder.join(text), bytes)?;
        writeln!(terminal.err, "wrote raw/{name}/{text}")?;
    }
    let recipe = format!("{}{recipe}", draft::head(name, country, &texts, points));
    let questions = recipe.lines().filter(|line| line.starts_with("# Question")).count();
    create(&folder.join("recipe.toml"), recipe.as_bytes())?;
    for (name, contract) in &contracts {
        write_contract(name, contract, terminal)?;
    }
    let reused = if reused > 0 { format!(" ({reused} with contracts that were there)") } else { String::new() };
    writeln!(
        terminal.out,
        "raw/{name}/recipe.toml: {}{reused}, {}; now: crossfoot check",
        counted(datasets, "dataset"),
        counted(questions, "question")
    )?;
    Ok(Exit::Clean)
}

fn dataset(report: &str, text: &str, line: u32, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let path = terminal.workspace.join("raw").join(report).join(text);
    let bytes = fs::read(&path).map_err(Error::path("read", &path))?;
    let name: Arc<str> = format!("raw/{report}/{text}").into();
    let existing = schemas(&terminal.workspace)?;
    let taken: BTreeSet<String> = existing.keys().cloned().collect();
    let source = ingest::ingest(&name, bytes, &mut Findings::new())
        .ok_or_else(|| Error::Other(format!("could not read {name} as a text")))?;
    let recipe = terminal.workspace.join("raw").join(report).join("recipe.toml");
    let written = fs::read_to_string(&recipe).map_err(Error::path("read", &recipe))?;
    let written: toml::Table = toml::from_str(&written)
        .map_err(|error| Error::Other(format!("raw/{report}/recipe.toml: {}; nothing was written", error.message())))?;
    let country = written.get("report").and_then(|report| report.get("country")).and_then(toml::Value::as_str);
    let reader = reader_for(country)?;
    let tables = scan::scan(&source).tables;
    let at = tables.iter().position(|table| (table.lines.0..=table.lines.1).contains(&line));
    let drawn = at.map(|at| Drawn { source: &source, tables: &tables, at, text, reader: &reader });
    let drafted = drawn.and_then(|drawn| draft::dataset(&drawn, &taken, &existing));
    let Some(drafted) = drafted else {
        return Err(Error::Other(format!("expected a table on line {line} of {name}, found none")));
    };
    let Some(added) = drafted.name else {
        let message = format!("expected a line of the table on line {line} that {name} has only once, found none");
        return Err(Error::Other(message));
    };
    if let Some(known) = same_place(&written, &drafted.recipe) {
        let message = format!("raw/{report}/recipe.toml reads this table already, as {known}; nothing was written");
        return Err(Error::Other(message));
    }
    let told = written.get("report").and_then(|report| report.get("decimal_separator")).is_some();
    if drafted.points.comma && !told {
        writeln!(
            terminal.err,
            "decimals of this table stand behind a comma: write decimal_separator = \",\" below [report] in \
             raw/{report}/recipe.toml"
        )?;
    }
    let mut file = fs::OpenOptions::new().append(true).open(&recipe).map_err(Error::path("write", &recipe))?;
    if let Some(contract) = &drafted.contract {
        write_contract(&added, contract, terminal)?;
    }
    file.write_all(drafted.recipe.as_bytes()).map_err(Error::path("write", &recipe))?;
    writeln!(terminal.out, "raw/{report}/recipe.toml: added {added}")?;
    Ok(Exit::Clean)
}

/// The dataset of a recipe that stands where a drafted one does.
fn same_place(written: &toml::Table, drafted: &str) -> Option<String> {
    let drafted: toml::Table = toml::from_str(drafted).ok()?;
    let datasets =
        |recipe: &toml::Table| recipe.get("dataset").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let place = |dataset: &toml::Value| {
        let of = |key: &str| dataset.get(key).cloned();
        let grid = |key: &str| dataset.get("grid").and_then(|grid| grid.get(key)).cloned();
        [of("text"), of("after"), of("from"), grid("table"), grid("header")]
    };
    let wanted = place(datasets(&drafted).first()?);
    let known = datasets(written).into_iter().find(|dataset| place(dataset) == wanted)?;
    Some(known.get("name").and_then(toml::Value::as_str).unwrap_or("a dataset without a name").to_owned())
}

/// The contracts that there are, by name. One that is no JSON is only a name here; `crossfoot check` says what is wrong.
fn schemas(workspace: &Path) -> Result<BTreeMap<String, Value>, Error> {
    let folder = workspace.join("schemas");
    let mut contracts = BTreeMap::new();
    if !folder.exists() {
        return Ok(contracts);
    }
    for entry in fs::read_dir(&folder).map_err(Error::path("read", &folder))? {
        let path = entry.map_err(Error::path("read", &folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(name) = name.strip_suffix(".schema.json") {
            let text = fs::read(&path).map_err(Error::path("read", &path))?;
            contracts.insert(name.to_owned(), serde_json::from_slice(&text).unwrap_or_default());
        }
    }
    Ok(contracts)
}

fn write_contract(name: &str, contract: &Value, terminal: &mut Terminal<'_>) -> Result<(), Error> {
    let folder = terminal.workspace.join("schemas");
    fs::create_dir_all(&folder).map_err(Error::path("create", &folder))?;
    create(&folder.join(format!("{name}.schema.json")), format!("{contract:#}\n").as_bytes())?;
    writeln!(terminal.err, "wrote schemas/{name}.schema.json")?;
    Ok(())
}

/// Writes a file that does not exist yet.
fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(Error::path("create", path))?;
    file.write_all(bytes).map_err(Error::path("write", path))
}
