//! What every schema of a file must be like before it is given a meaning: keywords, references, patterns, size.

use std::collections::{HashMap, HashSet};

use jsonschema::{Draft, PatternOptions};

use super::codes;
use super::json::{Node, Value};
use super::keywords::{self, Kind};
use super::library::{Library, Place, RefError};
use crate::finding::{Code, Finding, Findings};
use crate::source::Span;

/// How many schemas may stand inside one another once every reference is followed.
const MAX_HEIGHT: usize = 64;
/// How many schemas a contract may consist of once every reference is followed.
const MAX_WEIGHT: u64 = 100_000;
/// How large a compiled pattern may be, in bytes.
const MAX_PATTERN: usize = 1 << 20;
/// How long a pattern may be, in bytes.
const MAX_PATTERN_TEXT: usize = 4096;
/// How many patterns a file may have.
const MAX_PATTERN_COUNT: usize = 2000;
/// How large, in bytes, all patterns of a file may be together.
const MAX_PATTERNS: usize = 1 << 25;
/// The sizes by which patterns are counted.
const PATTERN_SIZES: [usize; 5] = [1 << 12, 1 << 14, 1 << 16, 1 << 18, MAX_PATTERN];

/// The one draft that contracts are written in.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The engine for patterns: linear in the text, bounded in memory.
pub fn pattern_options() -> PatternOptions<jsonschema::Regex> {
    patterns_of(MAX_PATTERN)
}

fn patterns_of(size: usize) -> PatternOptions<jsonschema::Regex> {
    PatternOptions::regex().size_limit(size).dfa_size_limit(MAX_PATTERN)
}

/// Inspects one file; true if it may be used.
pub fn inspect(library: &Library, document: usize, findings: &mut Findings) -> bool {
    let Some(root) = library.root(document) else { return false };
    let before = findings.len();
    let mut inspector = Inspector { library, document, patterns: 0, sizes: HashMap::new(), findings };
    inspector.meta(root.node);
    if inspector.findings.len() == before {
        inspector.schema(root.node, true);
    }
    findings.len() == before
}

/// Follows every reference below `root`; the files that are needed for it, or `None` where it has no end or is too
/// large, which is reported.
pub fn reach(library: &Library, root: Place<'_>, findings: &mut Findings) -> Option<HashSet<usize>> {
    let mut walk = Walk { library, known: HashMap::new(), open: HashSet::new(), files: HashSet::from([root.document]) };
    match walk.measure(root, 0) {
        Ok(size) if size.weight <= MAX_WEIGHT => Some(walk.files),
        Ok(size) => {
            let message =
                format!("{} subschemas once every $ref is followed, expected at most {MAX_WEIGHT}", size.weight);
            findings.push(finding(library, root.document, root.node.span, &codes::SCHEMA_TOO_LARGE, message));
            None
        }
        Err(stop) => {
            let (code, message) = stop.what;
            findings.push(finding(library, stop.document, stop.span, code, message));
            None
        }
    }
}

/// A finding of `code` at `span` of the file `document`.
pub fn finding(
    library: &Library,
    document: usize,
    span: Span,
    code: &'static Code,
    message: impl Into<String>,
) -> Finding {
    Finding::new(code, message).at(&library.documents()[document].file.file, span, "")
}

struct Inspector<'a> {
    library: &'a Library,
    document: usize,
    /// How large all patterns were so far.
    patterns: usize,
    /// How large each different pattern was.
    sizes: HashMap<Box<str>, usize>,
    findings: &'a mut Findings,
}

impl Inspector<'_> {
    fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.findings.push(finding(self.library, self.document, span, code, message));
    }

    /// Against schemas/contract.schema.json.
    fn meta(&mut self, root: &Node) {
        if let Some(member) = root.member("$schema")
            && member.node.as_str().map(|uri| uri.trim_end_matches('#')) != Some(DRAFT)
        {
            let message = format!("expected \"$schema\" to be \"{DRAFT}\"");
            self.report(&codes::SCHEMA_NOT_VALID, member.node.span, message);
            return;
        }
        let value = root.to_value();
        let mut seen = HashSet::new();
        for error in super::meta::validator().iter_errors(&value) {
            let path = error.instance_path().as_str();
            let span = root.pointer(path).map_or(root.span, |node| node.span);
            // One wrong value fails in every branch of the meta-schema that looks at it.
            if seen.insert(span) {
                let message = format!("{} at \"{path}\"", super::meta::message(&error));
                self.report(&codes::SCHEMA_NOT_VALID, span, message);
            }
        }
    }

    fn schema(&mut self, node: &Node, is_root: bool) {
        let Some(members) = node.members() else { return };
        for member in members {
            match keywords::kind(&member.key) {
                None => {
                    let unknown = format!("\"{}\" is no keyword of JSON Schema 2020-12 or of crossfoot", member.key);
                    let mut finding =
                        finding(self.library, self.document, member.key_span, &codes::UNKNOWN_KEYWORD, unknown);
                    if let Some(keyword) = keywords::resembling(&member.key) {
                        finding = finding.help(format!("did you mean \"{keyword}\"?"));
                    }
                    self.findings.push(finding);
                }
                // An address for the whole file is what editors and registries know it by; it resolves nothing here.
                Some(Kind::Forbidden) if is_root && &*member.key == "$id" => {}
                Some(Kind::Forbidden) => {
                    let message = format!("\"{}\" may not stand in a contract", member.key);
                    self.report(&codes::UNSUPPORTED_KEYWORD, member.key_span, message);
                }
                Some(_) if keywords::is_of_root(&member.key) && !is_root => {
                    let message = format!("\"{}\" inside a contract, expected it at its root", member.key);
                    self.report(&codes::UNFIT_KEYWORD, member.key_span, message);
                }
                Some(_) => self.keyword(&member.key, &member.node),
            }
            for subschema in keywords::subschemas(member) {
                self.schema(subschema, false);
            }
        }
    }

    fn keyword(&mut self, key: &str, node: &Node) {
        match (key, &node.value) {
            ("$ref", Value::String(reference)) => self.reference(reference, node.span),
            ("properties", Value::Object(members)) => {
                for member in members.iter().filter(|member| !can_be_shown(&member.key)) {
                    let message = format!("expected a name that can be shown, found \"{}\"", member.key.escape_debug());
                    self.report(&codes::UNMAPPABLE_TYPE, member.key_span, message);
                }
            }
            ("pattern", Value::String(pattern)) => self.pattern(pattern, node.span),
            ("patternProperties", Value::Object(members)) => {
                for member in members {
                    self.pattern(&member.key, member.key_span);
                }
            }
            ("format", Value::String(format)) if !jsonschema::options().is_known_format(Draft::Draft202012, format) => {
                let message = format!("\"{format}\" is no format of JSON Schema 2020-12 that is checked");
                self.report(&codes::UNKNOWN_KEYWORD, node.span, message);
            }
            _ => {}
        }
    }

    fn reference(&mut self, reference: &str, span: Span) {
        let (code, message) = match self.library.resolve(self.document, reference) {
            Ok((place, pointer))
                if matches!(place.node.value, Value::Object(_) | Value::Bool(_)) && leads_to_schema(&pointer) =>
            {
                return;
            }
            Err(RefError::Broken) => return,
            Ok(_) => (&codes::REF_NOT_FOUND, format!("\"{reference}\" leads to something that is no schema")),
            Err(RefError::Outside) => (&codes::REF_OUTSIDE, format!("\"{reference}\" leads out of schemas/")),
            Err(RefError::NoFile) => (&codes::REF_NOT_FOUND, format!("\"{reference}\" names a file that is not there")),
            Err(RefError::NoPlace) => (&codes::REF_NOT_FOUND, format!("\"{reference}\" leads to nothing")),
            Err(RefError::Anchor) => {
                (&codes::UNSUPPORTED_KEYWORD, format!("\"{reference}\" names an anchor, expected a JSON pointer"))
            }
        };
        self.report(code, span, message);
    }

    fn pattern(&mut self, pattern: &str, span: Span) {
        if self.patterns > MAX_PATTERNS {
            return;
        }
        if pattern.len() > MAX_PATTERN_TEXT {
            let message = format!("a pattern of {} bytes, expected at most {MAX_PATTERN_TEXT}", pattern.len());
            return self.report(&codes::UNSUPPORTED_PATTERN, span, message);
        }
        let limit = match self.sizes.get(pattern) {
            None if self.sizes.len() == MAX_PATTERN_COUNT => {
                self.patterns = usize::MAX;
                format!("{MAX_PATTERN_COUNT} different patterns")
            }
            // Wherever it stands, it is compiled again.
            Some(size) => {
                self.patterns += size;
                format!("{MAX_PATTERNS} bytes of compiled patterns")
            }
            None => {
                self.patterns += self.size(pattern, span);
                format!("{MAX_PATTERNS} bytes of compiled patterns")
            }
        };
        if self.patterns > MAX_PATTERNS {
            let message = format!("more than {limit}; those behind this one are not read");
            self.report(&codes::SCHEMA_TOO_LARGE, span, message);
        }
    }

    /// How large the pattern is once it is compiled, in bytes.
    fn size(&mut self, pattern: &str, span: Span) -> usize {
        let schema = serde_json::json!({ "pattern": pattern });
        let fits = |size: &usize| jsonschema::options().with_pattern_options(patterns_of(*size)).build(&schema).is_ok();
        let size = PATTERN_SIZES.into_iter().find(fits);
        if size.is_none() {
            let message = "expected a pattern without look-around and back-references, of moderate size";
            self.report(&codes::UNSUPPORTED_PATTERN, span, message);
        }
        let size = size.unwrap_or(MAX_PATTERN);
        self.sizes.insert(pattern.into(), size);
        size
    }
}

/// True for the name of a column that people and tools can tell from others: not empty, no control characters, nothing
/// that turns the direction of writing.
fn can_be_shown(name: &str) -> bool {
    let hidden =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !name.trim().is_empty() && !name.contains(hidden)
}

/// True if what stands at `pointer` is a schema by its place; an object in an `enum` or in a keyword that is none is
/// looked into by nobody.
fn leads_to_schema(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    while let Some(keyword) = tokens.next() {
        match keywords::kind(&keyword.replace("~1", "/").replace("~0", "~")) {
            Some(Kind::Schema) => {}
            Some(Kind::Schemas | Kind::Named) if tokens.next().is_some() => {}
            _ => return false,
        }
    }
    true
}

#[derive(Clone, Copy)]
struct Size {
    weight: u64,
    height: usize,
}

struct Stop {
    document: usize,
    span: Span,
    what: (&'static Code, String),
}

struct Walk<'a> {
    library: &'a Library,
    known: HashMap<*const Node, Size>,
    open: HashSet<*const Node>,
    files: HashSet<usize>,
}

impl Walk<'_> {
    fn measure(&mut self, place: Place<'_>, depth: usize) -> Result<Size, Stop> {
        let at: *const Node = place.node;
        if let Some(&size) = self.known.get(&at) {
            return Ok(size);
        }
        self.open.insert(at);
        self.files.insert(place.document);
        let mut size = Size { weight: 1, height: 1 };
        for member in place.node.members().unwrap_or_default() {
            let targets: Vec<Place<'_>> = match (&*member.key, member.node.as_str()) {
                ("$ref", Some(reference)) => {
                    let target = self.library.resolve(place.document, reference).map(|(target, _)| target).ok();
                    if target.is_some_and(|target| self.open.contains(&std::ptr::from_ref(target.node))) {
                        let message = format!("\"{reference}\" leads back to where it started");
                        let what = (&codes::REF_CYCLE, message);
                        return Err(Stop { document: place.document, span: member.node.span, what });
                    }
                    target.into_iter().collect()
                }
                _ => keywords::subschemas(member).map(|node| Place { node, ..place }).collect(),
            };
            for target in targets {
                let within = if depth < MAX_HEIGHT { Some(self.measure(target, depth + 1)?) } else { None };
                size.height = size.height.max(1 + within.map_or(MAX_HEIGHT, |size| size.height));
                size.weight = size.weight.saturating_add(within.map_or(0, |size| size.weight));
                if size.height > MAX_HEIGHT {
                    let message = format!("more than {MAX_HEIGHT} schemas inside one another");
                    let what = (&codes::SCHEMA_TOO_LARGE, message);
                    return Err(Stop { document: place.document, span: member.key_span, what });
                }
            }
        }
        self.open.remove(&at);
        self.known.insert(at, size);
        Ok(size)
    }
}
