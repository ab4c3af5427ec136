//! Contracts: the JSON Schemas of schemas/ go in, columns with Arrow types, units, keys and checks come out.
//!
//! A contract is JSON Schema 2020-12 with the keywords of `schemas/contract.schema.json`. Each file
//! `schemas/<dataset>.schema.json` gives one dataset, except that a file with `$defs` and without `type`, `properties`,
//! `$ref` and `allOf` at its root only defines what others refer to. Files in subfolders of schemas/ are never datasets,
//! whatever they hold: contracts refer to them. A `$ref` is relative to the file that it stands in. Whatever cannot become
//! exactly one Arrow type is a finding on the schema's own bytes.
//!
//! | schema | Arrow |
//! |---|---|
//! | `boolean` | Boolean |
//! | `integer` | Int64; with `x-arrow` and bounds that fit Int8 ... UInt64 |
//! | `number` | Float64; Decimal128 with `x-decimal`; Float32 with `x-arrow` |
//! | `string` | Utf8; Dictionary(Int32, Utf8) with `x-arrow: dictionary` |
//! | `format: date`, `date-time`, `time` | Date32, Timestamp(µs, UTC), Time64(µs); other formats stay Utf8 |
//! | `array` with `items` | List |
//! | closed `object` | Struct |
//!
//! A column is nullable where null is allowed or the property is not required.

mod bundle;
mod codes;
mod facts;
pub mod gate;
pub mod infer;
mod inspect;
mod json;
mod keywords;
mod library;
mod meta;
mod nulls;
mod shape;
mod values;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};

pub use bundle::{FIRST_OF_MONTH, definitions};
pub use codes::CODES;
pub use inspect::pattern_options;
pub use meta::META_SCHEMA;
pub use shape::{CONTENT, DEPRECATED, DESCRIPTION, FIELD_ID, UNIT, type_name};

use crate::finding::{Finding, Findings};
use crate::model::Unit;
use crate::source::Span;
use json::{Node, Value};
use library::{Document, Library, Place};
use shape::{Path, Shaper};

/// The longest contract, in bytes.
const MAX_BYTES: usize = 1 << 20;
/// How many columns a dataset may have.
const MAX_COLUMNS: usize = 2000;
/// What the name of a contract's file ends in.
const SUFFIX: &str = ".schema.json";
/// The columns that every dataset has in front, with their field ids.
const FRONT: [(&str, i32, &str); 2] = [
    ("report", 1, "The report that the row comes from: its folder under raw/."),
    ("source", 2, "The file that the row comes from, relative to the report's folder."),
];

/// One file of schemas/.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    /// Its name, relative to the workspace: `schemas/company_funding.schema.json`.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// How firm a contract is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Still taking shape: changes are notes.
    Draft,
    /// Others build on it, as they do where nothing is said: breaking changes are errors.
    #[default]
    Stable,
    /// To be given up; the day (`YYYY-MM-DD`) from which it should not be used, if it is stated.
    Deprecated(Option<Box<str>>),
}

/// The contract of one dataset.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The dataset's name.
    pub name: Arc<str>,
    /// A title for people; the name where the contract has none.
    pub title: Arc<str>,
    /// What a row is.
    pub description: Arc<str>,
    /// The contract's file, relative to the workspace.
    pub file: Arc<str>,
    /// The file's text.
    pub text: Arc<str>,
    /// The columns behind `report` and `source`, in the order of the text.
    pub columns: Vec<ContractColumn>,
    /// The columns that identify a row; empty if none do.
    pub key: Vec<Arc<str>>,
    /// The columns that name the fact that a row states, whichever report prints it; empty where nothing says so.
    pub fact: Vec<Arc<str>>,
    /// The checks that hold for every report's rows, each with the bytes of its text and quotes.
    pub checks: Vec<(Arc<str>, Span)>,
    /// How firm it is.
    pub status: Status,
    /// The schema with every file that it refers to, in one document without outside references.
    pub bundled: Arc<serde_json::Value>,
    schema: SchemaRef,
}

/// One column of a contract.
#[derive(Clone, Debug)]
pub struct ContractColumn {
    /// Its name.
    pub name: Arc<str>,
    /// A title for people; the name where the contract has none.
    pub title: Arc<str>,
    /// What it holds.
    pub description: Arc<str>,
    /// Its Arrow type.
    pub data_type: DataType,
    /// True if a cell may be null: null is allowed, or the property is not required.
    pub nullable: bool,
    /// True if every row must have the property.
    pub required: bool,
    /// True if null is a value that it allows.
    pub null_allowed: bool,
    /// What is inside its values.
    pub inside: Inside,
    /// The unit of its values; of its items if it is a list.
    pub unit: Option<Unit>,
    /// Its Parquet field id, stable under whatever else changes.
    pub field_id: i32,
    /// Its former names, the oldest first.
    pub renamed_from: Vec<Arc<str>>,
    /// The former names of the members inside it, by their paths: `address.city`, `offices[].city`.
    pub members_renamed_from: BTreeMap<String, Vec<Arc<str>>>,
    /// The file that names it, which is the contract's own unless it comes by `$ref`.
    pub file: Arc<str>,
    /// The bytes of its name there.
    pub span: Span,
    /// The Arrow field with its metadata.
    pub field: FieldRef,
}

/// What is inside the values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Nothing: they are scalars.
    Scalar,
    /// Items, which hold this.
    Items(Box<Inside>),
    /// Members.
    Members(Vec<Member>),
}

/// One member of a struct: what its Arrow field does not tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: Arc<str>,
    /// True if null means that the property is not there: it is optional, and null is no value of it.
    pub absent: bool,
    /// What is inside.
    pub inside: Inside,
}

impl Contract {
    /// The Arrow schema of the dataset: `report` and `source`, then the columns. Fields carry their id
    /// ([`FIELD_ID`]), unit ([`UNIT`]), description ([`DESCRIPTION`]) and whether they are deprecated ([`DEPRECATED`]) in
    /// their metadata.
    pub fn arrow_schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&ContractColumn> {
        self.columns.iter().find(|column| &*column.name == name)
    }
}

impl ContractColumn {
    /// True if its cells are lists.
    pub fn is_list(&self) -> bool {
        matches!(self.data_type, DataType::List(_))
    }
}

/// Compiles every contract among `files`, in their order. A file that is wrong gives findings and no contract.
pub fn compile(files: &[SchemaFile], findings: &mut Findings) -> Vec<Contract> {
    let library = Library::new(files.iter().map(|file| document(file, findings)).collect());
    let sound: Vec<bool> = (0..files.len())
        .map(|at| is_reserved(&library.documents()[at].name) || inspect::inspect(&library, at, findings))
        .collect();
    let mut contracts = Vec::new();
    let mut used: HashSet<usize> = HashSet::new();
    for at in 0..files.len() {
        let name = &library.documents()[at].name;
        let Some(root) = library.root(at).filter(|root| sound[at] && is_dataset(name, root.node)) else { continue };
        // Where a file that it needs is broken, that was reported.
        let Some(needed) = inspect::reach(&library, root, findings).filter(|files| files.iter().all(|&f| sound[f]))
        else {
            continue;
        };
        used.extend(&needed);
        let before = findings.len();
        let contract = contract(&library, root, &needed, findings);
        let grave = findings.iter().skip(before).any(|finding| finding.severity == crate::finding::Severity::Error);
        contracts.extend(contract.filter(|_| !grave));
    }
    // Where a file is broken, nobody knows what it refers to.
    if sound.iter().all(|sound| *sound) {
        unused(&library, &used, findings);
    }
    contracts
}

/// Files that are no datasets and that no contract refers to.
fn unused(library: &Library, used: &HashSet<usize>, findings: &mut Findings) {
    for (at, document) in library.documents().iter().enumerate() {
        let Some(root) = document.root.as_ref().filter(|root| !used.contains(&at) && !is_dataset(&document.name, root))
        else {
            continue;
        };
        let span = Span::new(root.span.start as usize, root.span.start as usize + 1);
        let message = format!("no contract refers to {}", document.file.file);
        let mut finding = inspect::finding(library, at, span, &codes::UNUSED_SCHEMA, message);
        if let Some((_, name)) = document.name.rsplit_once('/').filter(|(_, name)| may_be_dataset(name)) {
            finding = finding.help(format!("if it is a dataset's contract, move it to schemas/{name}"));
        }
        findings.push(finding);
    }
}

/// Reads one file; its tree is `None` where it cannot be read.
fn document(file: &SchemaFile, findings: &mut Findings) -> Document {
    let name: Arc<str> = file.file.strip_prefix("schemas/").unwrap_or(&file.file).into();
    let root = if is_reserved(&name) {
        None
    } else if file.text.len() > MAX_BYTES {
        let message = format!("{} bytes, expected at most {MAX_BYTES}", file.text.len());
        findings.push(Finding::new(&codes::SCHEMA_TOO_LARGE, message).at(&file.file, Span::new(0, 0), ""));
        None
    } else {
        match Node::parse(&file.text) {
            Ok(root) => match root.member("properties") {
                Some(member) if member.node.members().is_some_and(|members| members.len() > MAX_COLUMNS) => {
                    let message = format!("more than {MAX_COLUMNS} columns");
                    findings.push(Finding::new(&codes::SCHEMA_TOO_LARGE, message).at(&file.file, member.key_span, ""));
                    None
                }
                _ => Some(root),
            },
            Err(error) => {
                let code = if error.limit { &codes::SCHEMA_TOO_LARGE } else { &codes::SCHEMA_NOT_JSON };
                findings.push(Finding::new(code, error.message).at(&file.file, error.span, ""));
                None
            }
        }
    };
    Document { file: file.clone(), name, root }
}

/// The schemas of crossfoot's own files, which are no contracts.
fn is_reserved(name: &str) -> bool {
    matches!(name, "recipe.schema.json" | "contract.schema.json")
}

fn is_dataset(name: &str, root: &Node) -> bool {
    let defines_only = ["type", "properties", "$ref", "allOf"].iter().all(|key| root.get(key).is_none());
    may_be_dataset(name) && !(defines_only && root.get("$defs").is_some())
}

/// True if a file of that name, relative to schemas/, gives a dataset unless it only defines.
fn may_be_dataset(name: &str) -> bool {
    name.ends_with(SUFFIX) && !name.contains('/') && !is_reserved(name)
}

/// The dataset that a file of that name gives, unless it only defines what others refer to: `t` for
/// `schemas/t.schema.json`.
pub fn dataset_of(file: &str) -> Option<&str> {
    let name = file.strip_prefix("schemas/").unwrap_or(file);
    name.strip_suffix(SUFFIX).filter(|_| may_be_dataset(name))
}

/// The datasets that `files` are meant to give, whether their contracts are sound or not.
pub fn datasets(files: &[SchemaFile]) -> Vec<Arc<str>> {
    let given = files.iter().filter_map(|file| {
        let Document { name, root, .. } = document(file, &mut Findings::new());
        let is_meant = may_be_dataset(&name) && root.is_none_or(|root| is_dataset(&name, &root));
        is_meant.then(|| name.strip_suffix(SUFFIX).unwrap_or(&name).into())
    });
    given.collect()
}

/// The contract at `root`, which refers to the files `needed`.
fn contract(library: &Library, root: Place<'_>, needed: &HashSet<usize>, findings: &mut Findings) -> Option<Contract> {
    let document = &library.documents()[root.document];
    let file = &document.file;
    let at = (root.document, Span::new(root.node.span.start as usize, root.node.span.start as usize + 1));
    let facts = facts::gather(library, &[root], findings);
    let mut report = |code, span, message: String| findings.push(Finding::new(code, message).at(&file.file, span, ""));
    if facts.types != facts::Types::OBJECT {
        let span = root.node.get("type").map_or(at.1, |node| node.span);
        report(&codes::UNMAPPABLE_TYPE, span, "expected a dataset to be of \"type\": \"object\"".into());
        return None;
    }
    if let Some((document, span, what)) = facts.obstacles.first() {
        let message = format!("{what} of the dataset");
        findings.push(inspect::finding(library, *document, *span, &codes::UNMAPPABLE_TYPE, message));
        return None;
    }
    if !facts.closed {
        report(&codes::OPEN_OBJECT, at.1, "the dataset admits properties that it does not name".into());
    }
    if facts.properties.is_empty() {
        report(&codes::UNMAPPABLE_TYPE, at.1, "the dataset has no columns".into());
    }
    if let Some(names) = several(&facts.missing()) {
        let span = root.node.get("required").map_or(at.1, |node| node.span);
        report(&codes::UNMAPPABLE_TYPE, span, format!("{names} required and no property"));
    }
    shut_out(library, &facts, findings);
    let mut columns = Vec::new();
    for property in &facts.properties {
        if FRONT.iter().any(|(name, ..)| *name == property.name) {
            let message = format!("\"{}\" is a column of every dataset", property.name);
            let code = &codes::RESERVED_COLUMN;
            findings.push(inspect::finding(library, property.document, property.span, code, message));
            continue;
        }
        columns.extend(column(library, property, facts.required.contains(&property.name), findings));
    }
    field_ids(&columns, findings);
    let bundled = bundle::bundle(library, root, needed);
    without_refused_null(&mut columns, &bundled);
    let name: Arc<str> = document.name.strip_suffix(SUFFIX).unwrap_or(&document.name).into();
    let mut contract = Contract {
        title: facts.text("title").map_or_else(|| name.clone(), Into::into),
        description: facts.text("description").unwrap_or_default().into(),
        file: file.file.clone(),
        text: file.text.clone(),
        key: Vec::new(),
        fact: Vec::new(),
        checks: checks(root.node),
        status: status(root.node),
        schema: schema(&columns),
        columns,
        bundled: Arc::new(bundled),
        name,
    };
    contract.key = key(root.node, &contract, findings);
    contract.fact = fact(root.node, &contract, findings);
    Some(contract)
}

/// Reports what a dataset or struct names and refuses at once.
fn shut_out(library: &Library, facts: &facts::Facts<'_>, findings: &mut Findings) {
    let Some((document, span, names)) = facts.shut_out() else { return };
    let names = several(&names).unwrap_or_default();
    let message =
        format!("{names} refused by this \"additionalProperties\", which sees only the \"properties\" beside it");
    let finding = inspect::finding(library, document, span, &codes::UNFIT_KEYWORD, message);
    findings.push(finding.help("\"unevaluatedProperties\": false sees those of $ref and allOf as well"));
}

/// What is said of one name or of several: `"a" is`, `"a", "b" are`; `None` where there is none.
fn several(names: &[&str]) -> Option<String> {
    const SHOWN: usize = 5;
    let quoted: Vec<String> = names.iter().take(SHOWN).map(|name| format!("\"{name}\"")).collect();
    Some(match names.len() {
        0 => return None,
        1 => format!("{} is", quoted[0]),
        2..=SHOWN => format!("{} are", quoted.join(", ")),
        count => format!("{} and {} more are", quoted.join(", "), count - SHOWN),
    })
}

fn column(
    library: &Library,
    property: &facts::Property<'_>,
    required: bool,
    findings: &mut Findings,
) -> Option<ContractColumn> {
    let name = property.name;
    let path = Path::column(name, &property.places);
    let mut shaper = Shaper { library, findings, former: BTreeMap::new() };
    let shape = shaper.shape(&property.places, &path, (property.document, property.span));
    let members_renamed_from = shaper.former;
    let nullable = shape.null || !required;
    let (null_allowed, inside) = (shape.null, shape.inside.clone());
    let title = shape.facts.text("title").unwrap_or(name).into();
    let description = shape.facts.text("description").unwrap_or_default().into();
    let former = shape.facts.keywords.get("x-renamed-from").map(|(_, member)| &member.node);
    let renamed_from = former.map(|node| node.items().unwrap_or(std::slice::from_ref(node))).unwrap_or_default();
    let renamed_from = renamed_from.iter().filter_map(Node::as_str).map(Into::into).collect();
    let (unit, field_id) = (shape.unit.clone(), shape::field_id(&shape.facts, &path));
    let field = shape::field(name, &path, shape, nullable)?;
    Some(ContractColumn {
        name: name.into(),
        title,
        description,
        data_type: field.data_type().clone(),
        nullable,
        required,
        null_allowed,
        inside,
        unit,
        field_id,
        renamed_from,
        members_renamed_from,
        file: library.documents()[property.document].file.file.clone(),
        span: property.span,
        field: Arc::new(field),
    })
}

/// Null is no value of a column whose type names it and whose other keywords refuse it.
fn without_refused_null(columns: &mut [ContractColumn], bundled: &serde_json::Value) {
    let allowed = columns.iter().filter(|column| column.null_allowed).map(|column| &*column.name);
    let refusing = nulls::refusing(bundled, allowed);
    for column in columns.iter_mut().filter(|column| refusing.contains(&*column.name)) {
        column.null_allowed = false;
        column.nullable = !column.required;
        column.field = Arc::new(column.field.as_ref().clone().with_nullable(column.nullable));
    }
}

fn field_ids(columns: &[ContractColumn], findings: &mut Findings) {
    let mut known: HashMap<i32, &ContractColumn> = HashMap::new();
    for column in columns {
        if let Some(other) = known.insert(column.field_id, column) {
            let message = format!("\"{}\" has the field id {} of \"{}\"", column.name, column.field_id, other.name);
            let finding = Finding::new(&codes::FIELD_ID_CLASH, message).at(&column.file, column.span, "");
            findings.push(finding.at(&other.file, other.span, "the other column"));
        }
    }
}

fn schema(columns: &[ContractColumn]) -> SchemaRef {
    let front = FRONT.iter().map(|(name, id, description)| {
        let metadata =
            [(FIELD_ID.to_owned(), id.to_string()), (DESCRIPTION.to_owned(), (*description).to_owned())].into();
        Arc::new(Field::new(*name, DataType::Utf8, false).with_metadata(metadata))
    });
    Arc::new(Schema::new(front.chain(columns.iter().map(|column| column.field.clone())).collect::<Vec<FieldRef>>()))
}

fn checks(root: &Node) -> Vec<(Arc<str>, Span)> {
    let nodes = root.get("x-checks").and_then(Node::items).unwrap_or_default();
    nodes.iter().filter_map(|node| Some((node.as_str()?.into(), node.span))).collect()
}

fn status(root: &Node) -> Status {
    match root.get("x-status").and_then(Node::as_str) {
        Some("draft") => Status::Draft,
        Some("deprecated") => Status::Deprecated(root.get("x-deprecated-on").and_then(Node::as_str).map(Into::into)),
        None if root.get("deprecated").and_then(Node::as_bool) == Some(true) => Status::Deprecated(None),
        _ => Status::Stable,
    }
}

/// The columns of `x-fact`; without it those of a key that is the same in all reports.
fn fact(root: &Node, contract: &Contract, findings: &mut Findings) -> Vec<Arc<str>> {
    let Some(Value::Array(nodes)) = root.get("x-fact").map(|node| &node.value) else {
        let everywhere = contract.key.iter().all(|name| !FRONT.iter().any(|(front, ..)| **name == **front));
        return if everywhere { contract.key.clone() } else { Vec::new() };
    };
    let mut fact = Vec::new();
    for node in nodes {
        let Some(name) = node.as_str() else { continue };
        let problem = match contract.column(name) {
            None => Some("is no column of the dataset"),
            Some(column) if column.data_type.is_nested() => Some("is no scalar"),
            Some(column) if column.data_type.is_floating() => Some("is a float, which is not exact"),
            Some(_) => None,
        };
        match problem {
            None => fact.push(name.into()),
            Some(problem) => {
                let message = format!("x-fact names \"{name}\", which {problem}");
                findings.push(Finding::new(&codes::UNKNOWN_KEY_COLUMN, message).at(&contract.file, node.span, ""));
            }
        }
    }
    fact
}

fn key(root: &Node, contract: &Contract, findings: &mut Findings) -> Vec<Arc<str>> {
    let Some(Value::Array(nodes)) = root.get("x-key").map(|node| &node.value) else { return Vec::new() };
    let mut key = Vec::new();
    for node in nodes {
        let Some(name) = node.as_str() else { continue };
        let column = contract.column(name);
        let problem = match column {
            None if FRONT.iter().any(|(front, ..)| *front == name) => None,
            None => Some("is no column"),
            Some(column) if column.nullable => Some("may be null"),
            Some(column) if column.data_type.is_nested() => Some("is no scalar"),
            Some(column) if column.data_type.is_floating() => Some("is a float, which is not exact"),
            Some(_) => None,
        };
        if let Some(problem) = problem {
            let message = format!("the key names \"{name}\", which {problem}");
            let mut finding = Finding::new(&codes::UNKNOWN_KEY_COLUMN, message).at(&contract.file, node.span, "");
            if let Some(column) = column {
                finding = finding.at(&column.file, column.span, "the column");
            }
            findings.push(finding);
        }
        key.push(name.into());
    }
    key
}
