//! JSON Lines: one object a line; members become columns, those of nested objects by dotted names.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::canvas::{Canvas, Refusal};
use super::records::Records;
use super::spots::Spots;
use super::{DUPLICATE_MEMBER, Format, Input, UNREADABLE_JSON, encoding, limits};
use crate::finding::Findings;
use crate::source::{Address, Span, is_blank};

pub(super) static FORMAT: Format =
    Format { name: "JSON Lines", extensions: &["jsonl", "ndjson"], is: |_| false, lenient: true, read };

fn read(input: &Input<'_>, canvas: &mut Canvas, findings: &mut Findings) -> Result<(), Refusal> {
    let decoded = encoding::decode(input, None, findings)?;
    let mut records = Records::default();
    let (mut broken, mut twice) = (Vec::new(), Spots::default());
    for (number, line) in (1_u32..).zip(decoded.text.split('\n')) {
        if line.chars().all(is_blank) {
            continue;
        }
        let members = match members(line) {
            Ok(members) => members,
            Err(error) => {
                broken.push((number, line, format!("line {number}, column {}: {}", error.column(), reason(&error))));
                continue;
            }
        };
        records.begin_row(number);
        flatten(&members, "", "", number, 1, &mut records, &mut twice)?;
    }
    records.write(None, canvas)?;
    // They stand below the table, so that no line of the file is lost.
    canvas.blank();
    let mut spots = Spots::default();
    for (number, line, what) in broken {
        let address = Address::Pointer { line: Some(number), pointer: Arc::from("") };
        spots.add(canvas.unread_line(line, address)?, || what);
    }
    spots.report(
        input.name,
        &UNREADABLE_JSON,
        |count, first| format!("expected a JSON object on each line, found {count} lines that are none, first {first}"),
        findings,
    );
    let message = |count, first: &str| {
        format!("expected one value for each column, found {count} more, first {first}; the value in front is read")
    };
    twice.report(input.name, &DUPLICATE_MEMBER, message, findings);
    Ok(())
}

/// The value of each line that is not blank, with its number.
pub(super) fn values(input: &Input<'_>, findings: &mut Findings) -> Result<Vec<(u32, Value)>, Refusal> {
    let decoded = encoding::decode(input, None, findings)?;
    let lines = (1_u32..).zip(decoded.text.split('\n')).filter(|(_, line)| !line.chars().all(is_blank));
    let values = lines.map(|(number, line)| {
        let refuse =
            |what: String| input.refuse(&UNREADABLE_JSON, format!("expected JSON on line {number}, found {what}"));
        // Its brackets, numbers and escapes.
        serde_json::from_str::<&RawValue>(line).map_err(|error| refuse(reason(&error)))?;
        Ok((number, value(line.trim(), 1).map_err(refuse)?))
    });
    values.collect()
}

/// The value that `text` is, which names no member twice.
fn value(text: &str, depth: usize) -> Result<Value, String> {
    if depth > limits::DEPTH {
        return Err(format!("more than {} levels", limits::DEPTH));
    }
    let told = |error: serde_json::Error| reason(&error);
    match text.as_bytes().first() {
        Some(b'{') => {
            let mut object = Map::new();
            for (name, inner) in members(text).map_err(told)? {
                if object.insert(name.clone(), value(inner.get(), depth + 1)?).is_some() {
                    return Err(format!("the member \"{name}\" twice in one object"));
                }
            }
            Ok(Value::Object(object))
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(told)?;
            items.into_iter().map(|item| value(item.get(), depth + 1)).collect()
        }
        _ => serde_json::from_str(text).map_err(told),
    }
}

/// What a JSON error says, without its place.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The members of the object that `text` is, in its order.
fn members(text: &str) -> Result<Vec<(String, &RawValue)>, serde_json::Error> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let members = reader.deserialize_map(Members)?;
    reader.end()?;
    Ok(members)
}

fn flatten(
    members: &[(String, &RawValue)],
    name: &str,
    pointer: &str,
    line: u32,
    depth: usize,
    records: &mut Records,
    twice: &mut Spots,
) -> Result<(), Refusal> {
    limits::depth(depth)?;
    for (member, value) in members {
        let name = if name.is_empty() { member.clone() } else { format!("{name}.{member}") };
        let pointer = format!("{pointer}/{}", escaped(member));
        if value.get().starts_with('{')
            && let Ok(inner) = self::members(value.get())
            && !inner.is_empty()
        {
            flatten(&inner, &name, &pointer, line, depth + 1, records, twice)?;
            continue;
        }
        let text = match value.get() {
            "null" => String::new(),
            text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_else(|_| text.to_owned()),
            text => text.to_owned(),
        };
        let address = Address::Pointer { line: Some(line), pointer: Arc::from(&*pointer) };
        if !records.member(&name, text, address)? {
            twice.add(Span::new(0, 0), || format!("line {line}#{pointer}"));
        }
    }
    Ok(())
}

/// A part of a JSON Pointer (RFC 6901, section 3).
pub(super) fn escaped(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}
