//! The files of a workspace: a folder goes in, the texts of its contracts and recipes come out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::contract::SchemaFile;
use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::source::{Source, Span, Texts};

/// A folder under raw/ without a recipe.
pub static MISSING_RECIPE: Code = Code {
    name: "missing-recipe",
    severity: Severity::Error,
    what: "every folder under raw/ must hold a recipe.toml",
    why: "without a recipe nothing of the report is read",
    example: "raw/acme-2023/report.txt",
    action: "write recipe.toml (crossfoot new report), or move the folder out of raw/",
};

/// A recipe or contract is not UTF-8.
pub static UNREADABLE_FILE: Code = Code {
    name: "unreadable-file",
    severity: Severity::Error,
    what: "recipes and contracts must be UTF-8",
    why: "in another encoding names and patterns would be read as something else",
    example: "a recipe saved as GB 18030",
    action: "convert it: iconv -f GB18030 -t UTF-8",
};

/// There is nothing to read.
pub static NO_REPORTS: Code = Code {
    name: "no-reports",
    severity: Severity::Error,
    what: "raw/ must hold at least one report",
    why: "publishing nothing would replace the datasets that are there",
    example: "raw/ after its folders were moved away",
    action: "put a report into raw/ (crossfoot new report), or empty processed/ by hand",
};

/// The codes that reading a workspace reports.
pub static CODES: &[&Code] = &[&MISSING_RECIPE, &UNREADABLE_FILE, &NO_REPORTS];

/// What a workspace holds, read once.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The folder with raw/ and schemas/.
    pub root: PathBuf,
    /// The files of schemas/, by name.
    pub schemas: Vec<SchemaFile>,
    /// The files of schemas/ that are no UTF-8, which was reported.
    pub unread: Vec<Arc<str>>,
    /// The recipes of raw/, by report.
    pub recipes: Vec<RecipeText>,
    /// The same texts, for places in them.
    pub texts: Texts,
}

/// One recipe's file.
#[derive(Clone, Debug)]
pub struct RecipeText {
    /// The report: the folder's name.
    pub report: Arc<str>,
    /// The file, relative to the workspace.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

impl Workspace {
    /// Reads the contracts and recipes below `root`; the reports' texts are read by their jobs.
    ///
    /// # Errors
    /// Where raw/ or schemas/ is missing or cannot be read.
    pub fn read(root: &Path, findings: &mut Findings) -> Result<Workspace, Error> {
        let mut workspace = Workspace { root: root.to_path_buf(), ..Workspace::default() };
        for name in schema_names(root, "schemas")? {
            let file: Arc<str> = format!("schemas/{name}").into();
            match workspace.text(&file, findings)? {
                Some(text) => workspace.schemas.push(SchemaFile { file, text }),
                None => workspace.unread.push(file),
            }
        }
        for report in file_names(root, "raw")? {
            if !root.join("raw").join(&report).is_dir() {
                continue;
            }
            let file: Arc<str> = format!("raw/{report}/recipe.toml").into();
            if !root.join(&*file).exists() {
                let message = format!("expected raw/{report}/recipe.toml, found none");
                findings.push(Finding::new(&MISSING_RECIPE, message).at(&file, Span::new(0, 0), ""));
                continue;
            }
            if let Some(text) = workspace.text(&file, findings)? {
                workspace.recipes.push(RecipeText { report: report.as_str().into(), file, text });
            }
        }
        if workspace.recipes.is_empty() && findings.is_empty() {
            findings.push(Finding::new(&NO_REPORTS, "expected a report in raw/, found none"));
        }
        Ok(workspace)
    }

    fn text(&mut self, file: &Arc<str>, findings: &mut Findings) -> Result<Option<Arc<str>>, Error> {
        let path = self.root.join(&**file);
        let bytes = fs::read(&path).map_err(Error::path("read", &path))?;
        let text = utf8(file, bytes, findings);
        if let Some(text) = &text {
            self.texts.insert(file.clone(), Arc::new(Source::new(file.clone(), text.clone())));
        }
        Ok(text)
    }
}

/// The text that the bytes of a recipe or contract are; `None`, which is reported, where they are no UTF-8.
pub fn utf8(file: &Arc<str>, bytes: Vec<u8>, findings: &mut Findings) -> Option<Arc<str>> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!("expected UTF-8, found byte 0x{:02x} at byte {at}", error.as_bytes()[at]);
            findings.push(Finding::new(&UNREADABLE_FILE, message).at(file, Span::new(at, at + 1), "not UTF-8"));
            None
        }
    }
}

/// How many folders may stand inside one another in schemas/; links that lead back to where they are have no end.
const MAX_FOLDERS: usize = 16;

/// The files `*.json` of `folder` and its subfolders, relative to it, sorted; hidden ones left out.
///
/// # Errors
/// Where the folder is missing or cannot be read, or has more than 16 folders inside one another.
pub fn schema_names(root: &Path, folder: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut open = vec![(String::new(), 0)];
    while let Some((prefix, depth)) = open.pop() {
        let here = format!("{folder}/{prefix}");
        if depth > MAX_FOLDERS {
            let message = "expected at most 16 folders inside one another, found more";
            return Err(Error::Other(format!("{message} in {}", root.join(&here).display())));
        }
        for name in file_names(root, here.trim_end_matches('/'))? {
            let path = format!("{prefix}{name}");
            if root.join(folder).join(&path).is_dir() {
                open.push((format!("{path}/"), depth + 1));
            } else if name.ends_with(".json") {
                names.push(path);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// The names in a folder of the workspace, sorted; hidden ones left out.
fn file_names(root: &Path, folder: &str) -> Result<Vec<String>, Error> {
    let path = root.join(folder);
    let entries = fs::read_dir(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Other(format!(
            "expected a workspace with raw/ and schemas/, found no folder {}; name the workspace with -C",
            path.display()
        )),
        _ => Error::path("read", &path)(error),
    })?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::path("read", &path))?;
        match entry.file_name().into_string() {
            Ok(name) if name.starts_with('.') => {}
            Ok(name) => names.push(name),
            Err(name) => {
                return Err(Error::Other(format!("expected a name in UTF-8 in {}, found {name:?}", path.display())));
            }
        }
    }
    names.sort();
    Ok(names)
}
