//! One document out of several: a contract and the files that it refers to go in, a schema without outside references
//! comes out. Validators compile it, and it travels with the data.

use std::collections::HashSet;

use serde_json::{Map, Value as Json, json};

use super::json::Value;
use super::keywords::{self, Kind};
use super::library::{Library, Place, percent_decoded};

/// The pattern of dates that stand for their month.
pub const FIRST_OF_MONTH: &str = "-01$";
/// How deep references and `allOf` at the root of a contract are followed.
const MAX_DEPTH: usize = 64;

/// Bundles `root` with every other file of `files`, each under `$defs` by its name.
pub fn bundle(library: &Library, root: Place<'_>, files: &HashSet<usize>) -> Json {
    let bundler = Bundler { library, root: root.document };
    let mut bundled = bundler.schema(root);
    let mut others: Vec<usize> = files.iter().copied().filter(|&file| file != root.document).collect();
    others.sort_unstable_by_key(|&file| &library.documents()[file].name);
    if let Json::Object(members) = &mut bundled
        && !others.is_empty()
        && let Json::Object(defs) = members.entry("$defs").or_insert_with(|| json!({}))
    {
        for file in others {
            if let Some(place) = library.root(file) {
                defs.insert(key(library, file), bundler.schema(place));
            }
        }
    }
    bundled
}

/// The definitions of `root` that `schema` needs, which refers to nothing else of it; `None` if it does.
pub fn definitions(root: &Json, schema: &Json) -> Option<Map<String, Json>> {
    let mut needed = Map::new();
    let mut open = vec![schema];
    while let Some(part) = open.pop() {
        match part {
            Json::Object(members) => {
                if let Some(Json::String(reference)) = members.get("$ref") {
                    let name = reference.strip_prefix("#/$defs/")?.split('/').next()?;
                    let name = percent_decoded(name)?.replace("~1", "/").replace("~0", "~");
                    let definition = root.get("$defs")?.get(&name)?;
                    if needed.insert(name, definition.clone()).is_none() {
                        open.push(definition);
                    }
                }
                open.extend(members.values());
            }
            Json::Array(items) => open.extend(items),
            _ => {}
        }
    }
    Some(needed)
}

/// Every schema that `root` has for the column `name`, by itself, its references and `allOf`; `None` where that cannot be
/// followed.
pub fn column_schemas(root: &Json, name: &str) -> Option<Vec<Json>> {
    let mut schemas = Vec::new();
    let mut open = vec![(root, 0)];
    while let Some((part, depth)) = open.pop() {
        let members = part.as_object()?;
        if depth > MAX_DEPTH {
            return None;
        }
        schemas.extend(part.get("properties").and_then(|properties| properties.get(name)).cloned());
        if let Some(reference) = members.get("$ref").and_then(Json::as_str) {
            open.push((root.pointer(reference.strip_prefix('#')?)?, depth + 1));
        }
        let parts = members.get("allOf").and_then(Json::as_array).into_iter().flatten();
        open.extend(parts.map(|part| (part, depth + 1)));
    }
    Some(schemas)
}

/// The key of a file under `$defs`: no definition of the contract's own has a `/` in front.
fn key(library: &Library, file: usize) -> String {
    format!("/{}", library.documents()[file].name)
}

struct Bundler<'a> {
    library: &'a Library,
    root: usize,
}

impl Bundler<'_> {
    fn schema(&self, place: Place<'_>) -> Json {
        let Some(members) = place.node.members() else { return place.node.to_value() };
        let mut schema = Map::new();
        for member in members {
            let at = |node| self.schema(Place { node, ..place });
            let value = match (keywords::kind(&member.key), &member.node.value) {
                // Addresses of the whole; a bundled part has none.
                (Some(Kind::Forbidden), _) => continue,
                _ if place.document != self.root
                    && (&*member.key == "$schema" || keywords::is_of_root(&member.key)) =>
                {
                    continue;
                }
                (Some(Kind::Schema), _) => at(&member.node),
                (Some(Kind::Schemas), Value::Array(nodes)) => Json::Array(nodes.iter().map(at).collect()),
                (Some(Kind::Named), Value::Object(members)) => {
                    Json::Object(members.iter().map(|m| (m.key.to_string(), at(&m.node))).collect())
                }
                (_, Value::String(reference)) if &*member.key == "$ref" => self.reference(place, reference),
                _ => member.node.to_value(),
            };
            schema.insert(member.key.to_string(), value);
        }
        if schema.get("x-format") == Some(&json!("year-month")) {
            first_of_month(&mut schema);
        }
        Json::Object(schema)
    }

    fn reference(&self, place: Place<'_>, reference: &str) -> Json {
        let Ok((target, pointer)) = self.library.resolve(place.document, reference) else { return json!(reference) };
        let prefix = match target.document == self.root {
            true => String::new(),
            false => {
                let key = key(self.library, target.document);
                format!("/$defs/{}", key.replace('~', "~0").replace('/', "~1"))
            }
        };
        json!(format!("#{}", percent_encoded(&format!("{prefix}{pointer}"))))
    }
}

/// What x-format says, in the words of JSON Schema, for whoever knows only those.
fn first_of_month(schema: &mut Map<String, Json>) {
    let pattern = json!({ "pattern": FIRST_OF_MONTH });
    if let Json::Array(parts) = schema.entry("allOf").or_insert_with(|| json!([]))
        && !parts.contains(&pattern)
    {
        parts.push(pattern);
    }
}

/// For the fragment of a URI (RFC 3986, section 3.5).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'$' | b'!' | b'@' => {
                encoded.push(byte as char);
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
