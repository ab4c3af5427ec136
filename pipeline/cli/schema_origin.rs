//! Where contracts to compare with come from: a git ref, a folder or what was published goes in, contracts come out.
//!
//! Refs are read with the `git` program, which whoever has a repository has: no library of this package reads
//! repositories.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::contract::{self, Contract, SchemaFile};
use crate::error::Error;
use crate::finding::Findings;
use crate::normalize;
use crate::source::{Source, Texts};
use crate::workspace::{schema_names, utf8};

/// Contracts of one origin, with their texts under the names that findings use.
pub struct Origin {
    /// The contracts that compile.
    pub contracts: Vec<Contract>,
    /// The findings of all of them.
    pub findings: Findings,
    /// The datasets whose contracts do not compile.
    pub unsound: Vec<Arc<str>>,
    /// The one dataset that it is about, where one file was named.
    pub only: Option<Arc<str>>,
    /// Their texts.
    pub texts: Texts,
}

/// What an origin holds before it is compiled.
#[derive(Default)]
struct Files {
    list: Vec<SchemaFile>,
    /// The findings at those that are no UTF-8.
    unread: Findings,
    only: Option<Arc<str>>,
}

impl Files {
    fn of(list: Vec<SchemaFile>) -> Files {
        Files { list, ..Files::default() }
    }

    fn read(&mut self, file: Arc<str>, bytes: Vec<u8>) {
        let text = utf8(&file, bytes, &mut self.unread);
        self.list.extend(text.map(|text| SchemaFile { file, text }));
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty() && self.unread.is_empty()
    }

    /// The files that are no UTF-8.
    fn unread(&self) -> impl Iterator<Item = &Arc<str>> {
        self.unread.iter().filter_map(|finding| Some(&finding.primary()?.file))
    }

    /// With what every workspace has beside its own files.
    fn with_built_in(mut self) -> Files {
        for built_in in normalize::built_in_contracts() {
            let own = self.list.iter().map(|file| &file.file).chain(self.unread());
            if !own.into_iter().any(|file| *file == built_in.file) {
                self.list.push(built_in);
            }
        }
        self
    }
}

/// The contracts of the workspace itself.
pub fn workspace(root: &Path) -> Result<Origin, Error> {
    Ok(compile(texts(root, "schemas")?.with_built_in(), ""))
}

/// The contracts that `reference` names, seen from the workspace `root`: `git:REF`, a folder with schemas/ in it or with
/// the files themselves, a published processed/, one of its Parquet files, one contract, or else a git ref without
/// `git:`.
pub fn read(reference: &str, root: &Path) -> Result<Origin, Error> {
    let expected = "expected a folder or a git ref";
    if reference.is_empty() {
        return Err(Error::Other(format!("{expected}, found an empty text; is a variable of the script not set?")));
    }
    let paths = [root.join(reference), PathBuf::from(reference)];
    let files = match reference.strip_prefix("git:") {
        Some(name) => git(name, root)?,
        None => match paths.iter().find(|path| path.exists()) {
            Some(path) if path.is_dir() => folder(path)?,
            Some(path) => file(path)?,
            None => git(reference, root)?,
        },
    };
    if files.is_empty() {
        return Err(Error::Other(format!("expected contracts in schemas/ at {reference}, found none")));
    }
    Ok(compile(files, &format!("{reference}/")))
}

fn compile(files: Files, prefix: &str) -> Origin {
    let mut findings = Findings::new();
    let mut contracts = contract::compile(&files.list, &mut findings);
    let mut unsound = contract::datasets(&files.list);
    unsound.extend(files.unread().filter_map(|file| contract::dataset_of(file)).map(Arc::from));
    for finding in files.unread.iter() {
        findings.push(finding.clone());
    }
    unsound.retain(|name| !contracts.iter().any(|contract| contract.name == *name));
    let named = |file: &Arc<str>| -> Arc<str> { format!("{prefix}{file}").into() };
    for contract in &mut contracts {
        contract.file = named(&contract.file);
        for column in &mut contract.columns {
            column.file = named(&column.file);
        }
    }
    for label in findings.iter_mut().flat_map(|finding| &mut finding.labels) {
        label.file = named(&label.file);
    }
    let mut texts = Texts::new();
    for file in &files.list {
        let name = named(&file.file);
        texts.insert(name.clone(), Arc::new(Source::new(name, file.text.clone())));
    }
    Origin { contracts, findings, unsound, only: files.only, texts }
}

/// schemas/ in a folder, or the contracts that its datapackage.json carries, or those of its Parquet files, or its own
/// files.
fn folder(path: &Path) -> Result<Files, Error> {
    if path.join("schemas").is_dir() {
        let files = texts(path, "schemas")?;
        return Ok(if files.is_empty() { files } else { files.with_built_in() });
    }
    let manifest = path.join("datapackage.json");
    if manifest.is_file() {
        return Ok(Files::of(published(&manifest)?));
    }
    let parquet = parquet_files(path)?;
    if !parquet.is_empty() {
        return Ok(Files::of(parquet.iter().map(|path| in_parquet(path)).collect::<Result<_, _>>()?));
    }
    let files = texts(path, ".")?;
    if files.is_empty() {
        let expected = "expected schemas/, datapackage.json, Parquet files or files *.schema.json";
        return Err(Error::Other(format!("{expected} in {}, found none", path.display())));
    }
    Ok(files.with_built_in())
}

/// One file: a manifest, a dataset, or a contract among the files beside it.
fn file(path: &Path) -> Result<Files, Error> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name == "datapackage.json" {
        return Ok(Files::of(published(path)?));
    }
    if name.ends_with(".parquet") {
        let contract = in_parquet(path)?;
        let only = contract::datasets(std::slice::from_ref(&contract)).pop();
        return Ok(Files { only, ..Files::of(vec![contract]) });
    }
    let Some(dataset) = name.strip_suffix(".schema.json") else {
        let expected = "expected a folder, a git ref, or a file *.parquet, *.schema.json or datapackage.json";
        return Err(Error::Other(format!("{expected}, found {}", path.display())));
    };
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(Files { only: Some(dataset.into()), ..texts(beside, ".")? })
}

fn texts(root: &Path, folder: &str) -> Result<Files, Error> {
    let mut files = Files::default();
    for name in schema_names(root, folder)? {
        let path = root.join(folder).join(&name);
        files.read(format!("schemas/{name}").into(), fs::read(&path).map_err(Error::path("read", &path))?);
    }
    Ok(files)
}

/// The contracts in a manifest: each with everything that it refers to.
fn published(manifest: &Path) -> Result<Vec<SchemaFile>, Error> {
    let text = fs::read_to_string(manifest).map_err(Error::path("read", manifest))?;
    let document: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| Error::Other(format!("expected a manifest in {}: {error}", manifest.display())))?;
    let contracts = document.get("contracts").and_then(serde_json::Value::as_array);
    let contracts = contracts
        .ok_or_else(|| Error::Other(format!("expected \"contracts\" in {}, found none", manifest.display())))?;
    let file = |contract: &serde_json::Value| {
        let name = contract.get("name")?.as_str()?;
        let text = format!("{:#}", contract.get("schema")?);
        Some(SchemaFile { file: format!("schemas/{name}.schema.json").into(), text: text.into() })
    };
    contracts
        .iter()
        .map(|contract| {
            file(contract).ok_or_else(|| {
                Error::Other(format!("expected a name and a schema for each contract in {}", manifest.display()))
            })
        })
        .collect()
}

/// The Parquet files of a folder that are datasets. What crossfoot publishes about them has no contract.
fn parquet_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    const ABOUT: [&str; 3] = ["cells.parquet", "findings.parquet", "ledger.parquet"];
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::path("read", folder))? {
        let path = entry.map_err(Error::path("read", folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".parquet") && !ABOUT.contains(&name) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The contract that travels in a dataset's file.
fn in_parquet(path: &Path) -> Result<SchemaFile, Error> {
    let opened = File::open(path).map_err(Error::path("read", path))?;
    let reader = SerializedFileReader::new(opened)
        .map_err(|error| Error::Other(format!("expected a Parquet file in {}: {error}", path.display())))?;
    let metadata = reader.metadata().file_metadata().key_value_metadata();
    let document = metadata.into_iter().flatten().find(|entry| entry.key == "crossfoot");
    let document = document.and_then(|entry| serde_json::from_str::<serde_json::Value>(entry.value.as_deref()?).ok());
    let contract = document.as_ref().and_then(|document| {
        let name = document.get("dataset")?.as_str()?;
        Some(SchemaFile {
            file: format!("schemas/{name}.schema.json").into(),
            text: format!("{:#}", document.get("contract")?).into(),
        })
    });
    contract.ok_or_else(|| {
        Error::Other(format!(
            "expected a dataset that crossfoot published, found no contract in {}; compare with the contract that it was \
             written by, or propose one with `crossfoot schema infer {}`",
            path.display(),
            path.display()
        ))
    })
}

/// schemas/ as it was at a commit.
fn git(name: &str, root: &Path) -> Result<Files, Error> {
    let expected = format!("expected a folder or a git ref, found \"{name}\"");
    // Without git, or outside of a repository, no name is a ref.
    run(root, &["rev-parse", "--git-dir"]).map_err(|error| Error::Other(format!("{expected}; {error}")))?;
    let commit = format!("{name}^{{commit}}");
    let commit = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|_| {
        let elsewhere = match run(root, &["rev-parse", "--is-shallow-repository"]) {
            Ok(told) if told.trim() == "true" => "; the clone is shallow: git fetch --unshallow gets the other commits",
            _ => "",
        };
        Error::Other(format!("{expected}{elsewhere}"))
    })?;
    let commit = commit.trim();
    let names = run(root, &["ls-tree", "-r", "-z", "--name-only", commit, "schemas/"])?;
    let mut files = Files::default();
    for name in names.split('\0').filter(|name| name.ends_with(".json") && !is_hidden(name)) {
        files.read(name.into(), output(root, &["show", &format!("{commit}:./{name}")])?);
    }
    Ok(if files.is_empty() { files } else { files.with_built_in() })
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.'))
}

fn run(root: &Path, arguments: &[&str]) -> Result<String, Error> {
    let output = output(root, arguments)?;
    String::from_utf8(output).map_err(|_| Error::Other("expected UTF-8 from git, found something else".into()))
}

fn output(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Error> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|error| Error::Other(format!("could not run git, which reads refs: {error}")))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let reason = reason.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
        return Err(Error::Other(format!("git {}: {reason}", arguments.first().unwrap_or(&""))));
    }
    Ok(output.stdout)
}
