//! Where contracts to compare with come from: a git ref, a folder or what was published goes in, contracts come out.
//!
//! Refs are read with the `git` program, which whoever has a repository has: no library of this package reads
//! repositories.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use crate::contract::{self, Contract, SchemaFile};
use crate::error::Error;
use crate::finding::Findings;
use crate::source::{Source, Texts};

/// Contracts of one origin, with their texts under the names that findings use.
pub struct Origin {
    /// The contracts that compile.
    pub contracts: Vec<Contract>,
    /// The findings of those that do not.
    pub findings: Findings,
    /// Their texts.
    pub texts: Texts,
}

/// The contracts of the workspace itself.
pub fn workspace(root: &Path) -> Result<Origin, Error> {
    let files = folder(root)?;
    Ok(compile(&files, ""))
}

/// The contracts that `reference` names, seen from the workspace `root`: `git:REF`, a folder with schemas/ in it or with
/// the files themselves, a published processed/, or else a git ref without `git:`.
pub fn read(reference: &str, root: &Path) -> Result<Origin, Error> {
    let path = Path::new(reference);
    let files = match reference.strip_prefix("git:") {
        Some(name) => git(name, root)?,
        None if path.is_dir() => folder(path)?,
        None if root.join(path).is_dir() => folder(&root.join(path))?,
        None => git(reference, root)?,
    };
    Ok(compile(&files, &format!("{reference}/")))
}

fn compile(files: &[SchemaFile], prefix: &str) -> Origin {
    let mut findings = Findings::new();
    let mut contracts = contract::compile(files, &mut findings);
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
    for file in files {
        let name = named(&file.file);
        texts.insert(name.clone(), Arc::new(Source::new(name, file.text.clone())));
    }
    Origin { contracts, findings, texts }
}

/// schemas/ in a folder, or the contracts that its datapackage.json carries, or its own files.
fn folder(path: &Path) -> Result<Vec<SchemaFile>, Error> {
    let schemas = path.join("schemas");
    if schemas.is_dir() {
        return texts(&schemas, "schemas/");
    }
    let manifest = path.join("datapackage.json");
    if manifest.is_file() {
        return published(&manifest);
    }
    let files = texts(path, "schemas/")?;
    if files.is_empty() {
        let expected = "expected schemas/, datapackage.json or files *.schema.json";
        return Err(Error::Other(format!("{expected} in {}, found none", path.display())));
    }
    Ok(files)
}

fn texts(folder: &Path, prefix: &str) -> Result<Vec<SchemaFile>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::path("read", folder))? {
        let path = entry.map_err(Error::path("read", folder))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".json")) else {
            continue;
        };
        let text = fs::read_to_string(&path).map_err(Error::path("read", &path))?;
        files.push(SchemaFile { file: format!("{prefix}{name}").into(), text: text.into() });
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
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
    Ok(contracts.iter().filter_map(file).collect())
}

/// schemas/ as it was at a commit.
fn git(name: &str, root: &Path) -> Result<Vec<SchemaFile>, Error> {
    let commit = format!("{name}^{{commit}}");
    let commit = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
        .map_err(|_| Error::Other(format!("expected a folder or a git ref, found \"{name}\"")))?;
    let commit = commit.trim();
    let names = run(root, &["ls-tree", "-r", "-z", "--name-only", commit, "schemas/"])?;
    let mut files = Vec::new();
    for name in names.split('\0').filter(|name| name.ends_with(".json")) {
        let text = run(root, &["show", &format!("{commit}:./{name}")])?;
        files.push(SchemaFile { file: name.into(), text: text.into() });
    }
    Ok(files)
}

fn run(root: &Path, arguments: &[&str]) -> Result<String, Error> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|error| Error::Other(format!("could not run git, which reads refs: {error}")))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::Other(format!("git {}: {reason}", arguments.first().unwrap_or(&""))));
    }
    String::from_utf8(output.stdout).map_err(|_| Error::Other("expected UTF-8 from git, found something else".into()))
}
