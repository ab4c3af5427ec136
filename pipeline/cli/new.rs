//! `crossfoot new`: texts go in, a report's folder or one more dataset of it comes out. Nothing that exists is overwritten,
//! and where one file cannot be written, none is.

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

/// Longer names leave no room for the names of files.
const LONGEST_NAME: usize = 100;

/// The name of a report is that of a folder on every system.
fn is_name(name: &str) -> Result<(), Error> {
    let plain = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.');
    if name.is_empty() {
        return Err(Error::Other("expected a name for the report, found \"\"".to_owned()));
    }
    if !name.chars().all(plain) || name.starts_with('.') || name.ends_with('.') {
        let expected =
            "expected a name of letters, digits, \"-\", \"_\" and \".\" that does not begin or end with \".\"";
        return Err(Error::Other(format!("{expected}, found \"{name}\"")));
    }
    if name.len() > LONGEST_NAME {
        let message = format!("expected a name of at most {LONGEST_NAME} bytes, found one of {}", name.len());
        return Err(Error::Other(message));
    }
    Ok(())
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
    is_name(name)?;
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
        let bytes = super::read_input(file)?;
        let text = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if text.eq_ignore_ascii_case("recipe.toml") {
            let message = format!("expected a text, found {}, whose name is that of the recipe", file.display());
            return Err(Error::Other(message));
        }
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
        let before = datasets;
        for at in 0..tables.len() {
            let drawn = Drawn { source: &source, tables: &tables, at, text: &text, reader: &reader };
            let Some(draft) = draft::dataset(&drawn, &taken, &existing) else { continue };
            recipe.push_str(&draft.recipe);
            points = points.and(draft.points);
            let name = draft.name;
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
        if datasets == before {
            let message =
                "no table with rows was found in it, so no dataset reads it; `crossfoot scan` lists what it holds";
            writeln!(terminal.err, "{text}: {message}")?;
        }
        texts.push(text.clone());
        copies.push((text, bytes));
    }
    let recipe = format!("{}{recipe}", draft::head(name, country, &texts, points));
    let questions = recipe.lines().filter(|line| line.starts_with("# Question")).count();
    let mut written = Written::default();
    written.folder(&folder)?;
    for (text, bytes) in &copies {
        written.file(&folder.join(text), bytes)?;
    }
    written.file(&folder.join("recipe.toml"), recipe.as_bytes())?;
    for (name, contract) in &contracts {
        written.contract(&terminal.workspace, name, contract)?;
    }
    written.keep();
    for (text, _) in &copies {
        writeln!(terminal.err, "wrote raw/{name}/{text}")?;
    }
    for (name, _) in &contracts {
        writeln!(terminal.err, "wrote schemas/{name}.schema.json")?;
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
    if report.is_empty() || report.starts_with('.') || report.contains(['/', '\\']) {
        return Err(Error::Other(format!("expected the name of a folder in raw/, found \"{report}\"")));
    }
    is_workspace(terminal)?;
    let folder = terminal.workspace.join("raw").join(report);
    let recipe = folder.join("recipe.toml");
    let written = fs::read_to_string(&recipe).map_err(Error::path("read", &recipe))?;
    let written: toml::Table = toml::from_str(&written)
        .map_err(|error| Error::Other(format!("raw/{report}/recipe.toml: {}; nothing was written", error.message())))?;
    let texts = texts(&written);
    if !texts.contains(&text) {
        return Err(Error::Other(format!(
            "expected one of the texts that raw/{report}/recipe.toml lists (\"{}\"), found \"{text}\"; put it into \
             raw/{report}/ and add it to `texts` first",
            texts.join("\", \"")
        )));
    }
    let path = folder.join(text);
    let bytes = fs::read(&path).map_err(Error::path("read", &path))?;
    let name: Arc<str> = format!("raw/{report}/{text}").into();
    let existing = schemas(&terminal.workspace)?;
    let taken: BTreeSet<String> = existing.keys().cloned().collect();
    let source = ingest::ingest(&name, bytes, &mut Findings::new())
        .ok_or_else(|| Error::Other(format!("could not read {name} as a text")))?;
    let country = written.get("report").and_then(|report| report.get("country")).and_then(toml::Value::as_str);
    let reader = reader_for(country)?;
    let tables = scan::scan(&source).tables;
    let at = tables.iter().position(|table| (table.lines.0..=table.lines.1).contains(&line));
    let drawn = at.map(|at| Drawn { source: &source, tables: &tables, at, text, reader: &reader });
    let drafted = drawn.and_then(|drawn| draft::dataset(&drawn, &taken, &existing));
    let Some(drafted) = drafted else {
        return Err(Error::Other(format!("expected a table on line {line} of {name}, found none")));
    };
    let added = &drafted.name;
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
    let mut made = Written::default();
    if let Some(contract) = &drafted.contract {
        made.contract(&terminal.workspace, added, contract)?;
    }
    file.write_all(drafted.recipe.as_bytes()).map_err(Error::path("write", &recipe))?;
    made.keep();
    if drafted.contract.is_some() {
        writeln!(terminal.err, "wrote schemas/{added}.schema.json")?;
    }
    writeln!(terminal.out, "raw/{report}/recipe.toml: added {added}")?;
    Ok(Exit::Clean)
}

/// The texts of a report.
fn texts(recipe: &toml::Table) -> Vec<&str> {
    let texts = recipe.get("report").and_then(|report| report.get("texts")).and_then(toml::Value::as_array);
    texts.into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

/// The dataset of a recipe that stands where a drafted one does.
fn same_place(written: &toml::Table, drafted: &str) -> Option<String> {
    let drafted: toml::Table = toml::from_str(drafted).ok()?;
    let datasets =
        |recipe: &toml::Table| recipe.get("dataset").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let place = |dataset: &toml::Value| {
        let of = |key: &str| dataset.get(key).cloned();
        let grid = |key: &str| dataset.get("grid").and_then(|grid| grid.get(key)).cloned();
        [of("text"), of("after"), of("from"), of("lines"), grid("table"), grid("header")]
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

/// What was written: it is taken back, unless it is kept, when not all could be.
#[derive(Default)]
struct Written {
    /// Files and folders, in the order in which they were made.
    paths: Vec<PathBuf>,
}

impl Written {
    /// Makes a folder, and those that it stands in.
    fn folder(&mut self, folder: &Path) -> Result<(), Error> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(Error::path("create", folder))?;
            self.paths.push(folder.to_owned());
        }
        Ok(())
    }

    /// Writes a file that does not exist yet.
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let mut file = open_new(path)?;
        self.paths.push(path.to_owned());
        file.write_all(bytes).map_err(Error::path("write", path))
    }

    fn contract(&mut self, workspace: &Path, name: &str, contract: &Value) -> Result<(), Error> {
        let folder = workspace.join("schemas");
        self.folder(&folder)?;
        self.file(&folder.join(format!("{name}.schema.json")), format!("{contract:#}\n").as_bytes())
    }

    fn keep(mut self) {
        self.paths.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // What cannot be taken back stays: the error that led here is the one to tell.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}

/// Writes a file that does not exist yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    open_new(path)?.write_all(bytes).map_err(Error::path("write", path))
}

fn open_new(path: &Path) -> Result<fs::File, Error> {
    fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(Error::path("create", path))
}
