//! The files of schemas/ together: references go in, the schemas that they lead to come out.

use std::collections::HashMap;
use std::sync::Arc;

use super::SchemaFile;
use super::json::Node;

/// Every file of schemas/ that is JSON.
pub struct Library {
    documents: Vec<Document>,
    /// For each of them, where the definitions of its root stand among their siblings.
    definitions: Vec<HashMap<Box<str>, usize>>,
}

/// One file of schemas/.
pub struct Document {
    /// The file and its text.
    pub file: SchemaFile,
    /// Its name relative to schemas/.
    pub name: Arc<str>,
    /// Its tree; `None` if the text is no JSON, which was reported.
    pub root: Option<Node>,
}

/// A schema in one of the files.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The file, by its index in the library.
    pub document: usize,
    /// The schema.
    pub node: &'a Node,
}

/// Why a reference leads to no schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefError {
    /// It leaves schemas/.
    Outside,
    /// It names an anchor, not a pointer.
    Anchor,
    /// There is no such file.
    NoFile,
    /// The file holds nothing at the pointer.
    NoPlace,
    /// The file is there and broken, which was reported.
    Broken,
}

impl Library {
    /// The library of `documents`.
    pub fn new(documents: Vec<Document>) -> Library {
        let index = |document: &Document| {
            let definitions = document.root.as_ref().and_then(|root| root.get("$defs")?.members());
            definitions.unwrap_or_default().iter().enumerate().map(|(at, member)| (member.key.clone(), at)).collect()
        };
        Library { definitions: documents.iter().map(index).collect(), documents }
    }

    /// All of them.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The whole schema of a file.
    pub fn root(&self, document: usize) -> Option<Place<'_>> {
        Some(Place { document, node: self.documents.get(document)?.root.as_ref()? })
    }

    /// The schema that `reference`, in the file `from`, leads to, and the JSON pointer to it in its file.
    pub fn resolve(&self, from: usize, reference: &str) -> Result<(Place<'_>, String), RefError> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() { from } else { self.document(from, file)? };
        let root = self.root(document).ok_or(RefError::Broken)?;
        let pointer = percent_decoded(fragment).ok_or(RefError::NoPlace)?;
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err(RefError::Anchor);
        }
        let node = self.node(document, root.node, &pointer).ok_or(RefError::NoPlace)?;
        Ok((Place { document, node }, pointer))
    }

    /// What the pointer leads to; definitions, of which there may be thousands, by their index.
    fn node<'n>(&self, document: usize, root: &'n Node, pointer: &str) -> Option<&'n Node> {
        let Some(rest) = pointer.strip_prefix("/$defs/") else { return root.pointer(pointer) };
        let (name, _) = rest.split_once('/').unwrap_or((rest, ""));
        if name.contains('~') {
            return root.pointer(pointer);
        }
        let at = *self.definitions.get(document)?.get(name)?;
        root.get("$defs")?.members()?.get(at)?.node.pointer(&rest[name.len()..])
    }

    /// The file that a relative reference leads to (RFC 3986, section 5.2), except that nothing is above schemas/.
    fn document(&self, from: usize, file: &str) -> Result<usize, RefError> {
        // A colon in the first segment ends a scheme; a segment behind "./" may have one.
        let scheme = file.split('/').next().is_some_and(|first| first.contains(':'));
        if scheme || file.contains('\\') || file.starts_with('/') {
            return Err(RefError::Outside);
        }
        let here = &*self.documents[from].name;
        let mut path: Vec<String> = here.split('/').map(str::to_owned).collect();
        path.pop();
        for part in file.split('/') {
            let part = percent_decoded(part).filter(|part| !part.contains('/')).ok_or(RefError::NoFile)?;
            match &*part {
                "." => {}
                ".." => {
                    path.pop().ok_or(RefError::Outside)?;
                }
                _ => path.push(part),
            }
        }
        let path = path.join("/");
        self.documents.iter().position(|document| *document.name == *path).ok_or(RefError::NoFile)
    }
}

/// What a part of a URI says without its percent-encoding (RFC 3986, section 2.1).
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| (byte? as char).to_digit(16);
            bytes.push((digit(rest.next())? * 16 + digit(rest.next())?) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
