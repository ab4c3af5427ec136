//! JSON text with places: the bytes of a contract go in, a tree whose every node knows its span comes out.
//!
//! serde_json keeps no places, takes the last of two equal keys in silence, and builds numbers of any size. Contracts
//! need the opposite of each.

use std::fmt;

use crate::source::Span;

/// How deep arrays and objects may be nested in a contract.
pub const MAX_DEPTH: usize = 64;
/// How many values a contract may consist of.
const MAX_VALUES: usize = 50_000;
/// How many bytes a number in a contract may have.
const MAX_NUMBER_BYTES: usize = 80;
/// The largest exponent, either way, of a number in a contract.
const MAX_EXPONENT: u32 = 100;

/// A JSON value and its bytes.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its bytes, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(Box<str>),
    /// A string, unescaped.
    String(Box<str>),
    /// An array.
    Array(Vec<Node>),
    /// An object; its keys are unique.
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The key, unescaped.
    pub key: Box<str>,
    /// The key's bytes, quotes included.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// Why a text is no JSON that a contract may have, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The bytes that are wrong.
    pub span: Span,
    /// The fact, lower case: `expected ":" behind the key, found "}"`.
    pub message: String,
    /// True if the text may well be JSON, only larger than a contract may be.
    pub limit: bool,
}

impl Node {
    /// Reads `text`.
    pub fn parse(text: &str) -> Result<Node, JsonError> {
        let mut parser = Parser { text, at: 0, values: 0 };
        if text.starts_with('\u{feff}') {
            parser.at = '\u{feff}'.len_utf8();
        }
        parser.space();
        let node = parser.value(0)?;
        parser.space();
        match parser.peek() {
            None => Ok(node),
            Some(_) => Err(parser.expected("the end of the text")),
        }
    }

    /// The members, if it is an object.
    pub fn members(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of that key, if it is an object that has one.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members()?.iter().find(|member| &*member.key == key)
    }

    /// The value of that key, if it is an object that has one.
    pub fn get(&self, key: &str) -> Option<&Node> {
        Some(&self.member(key)?.node)
    }

    /// The items, if it is an array.
    pub fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number as written, if it is one.
    pub fn as_number(&self) -> Option<&str> {
        match &self.value {
            Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The value, if it is a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The node that a JSON pointer (RFC 6901) leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, token| match &node.value {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            Value::Object(_) if token.contains('~') => node.get(&token.replace("~1", "/").replace("~0", "~")),
            Value::Object(_) => node.get(token),
            _ => None,
        })
    }

    /// The same value for the jsonschema crate.
    pub fn to_value(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(text) => number(text),
            Value::String(text) => serde_json::Value::String(text.to_string()),
            Value::Array(items) => serde_json::Value::Array(items.iter().map(Node::to_value).collect()),
            Value::Object(members) => serde_json::Value::Object(
                members.iter().map(|member| (member.key.to_string(), member.node.to_value())).collect(),
            ),
        }
    }
}

/// A number as written, digit for digit.
fn number(text: &str) -> serde_json::Value {
    // The parser lets only JSON numbers through, which serde_json reads without rounding.
    text.parse::<serde_json::Number>().map_or(serde_json::Value::Null, serde_json::Value::Number)
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    values: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn error(&self, start: usize, message: String) -> JsonError {
        JsonError { span: Span::new(start, self.at.max(start)), message, limit: false }
    }

    fn expected(&self, what: &str) -> JsonError {
        let rest = &self.text[self.at..];
        let (found, len) = match rest.chars().next() {
            None => ("the end of the text".to_owned(), 0),
            Some(c) => (format!("\"{}\"", c.escape_debug()), c.len_utf8()),
        };
        JsonError {
            span: Span::new(self.at, self.at + len),
            message: format!("expected {what}, found {found}"),
            limit: false,
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, JsonError> {
        let start = self.at;
        self.values += 1;
        if self.values > MAX_VALUES {
            let message = format!("more than {MAX_VALUES} values");
            return Err(JsonError { limit: true, ..self.error(start, message) });
        }
        let value = match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                self.at += 1;
                let message = format!("nested more than {MAX_DEPTH} levels deep");
                return Err(JsonError { limit: true, ..self.error(start, message) });
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.expected("a JSON value")),
        };
        Ok(Node { span: Span::new(start, self.at), value })
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, JsonError> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.expected(&format!("\"{word}\"")));
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut members: Vec<Member> = Vec::new();
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a key in double quotes"));
            }
            let start = self.at;
            let key = self.string()?;
            let key_span = Span::new(start, self.at);
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.expected("\":\" behind the key"));
            }
            self.at += 1;
            self.space();
            let node = self.value(depth + 1)?;
            members.push(Member { key, key_span, node });
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.expected("\",\" or \"}\"")),
            }
            self.space();
        }
        self.at += 1;
        match duplicate(&members) {
            None => Ok(Value::Object(members)),
            Some(member) => Err(JsonError {
                span: member.key_span,
                message: format!("the key \"{}\" stands twice in one object", member.key),
                limit: false,
            }),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.expected("\",\" or \"]\"")),
            }
            self.space();
        }
        self.at += 1;
        Ok(Value::Array(items))
    }

    fn string(&mut self) -> Result<Box<str>, JsonError> {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            match self.peek() {
                None => {
                    return Err(JsonError { span: Span::new(start, start + 1), ..self.expected("a closing quote") });
                }
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 1;
                    // Whatever is escaped: a quote must not end the string. A character of several bytes is no escape,
                    // and its other bytes are neither quotes nor backslashes.
                    if self.peek().is_some() {
                        self.at += 1;
                    }
                }
                Some(..0x20) => return Err(self.expected("no control character in a string")),
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let written = &self.text[start..self.at];
        if !escaped {
            return Ok(written[1..written.len() - 1].into());
        }
        serde_json::from_str::<String>(written).map(String::into_boxed_str).map_err(|_| {
            self.error(start, "expected a JSON escape such as \\n or \\u4e2d, found another or half a pair".into())
        })
    }

    fn number(&mut self) -> Result<Box<str>, JsonError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.expected("a digit")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        let mut exponent = 0;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            let from = self.at;
            self.some_digits()?;
            exponent = self.text[from..self.at].parse::<u32>().unwrap_or(u32::MAX);
        }
        let written = &self.text[start..self.at];
        if written.len() > MAX_NUMBER_BYTES || exponent > MAX_EXPONENT {
            let message = format!(
                "a number of {} characters, expected at most {MAX_NUMBER_BYTES} and an exponent of at most {MAX_EXPONENT}",
                written.len()
            );
            return Err(JsonError { limit: true, ..self.error(start, message) });
        }
        Ok(written.into())
    }

    fn some_digits(&mut self) -> Result<(), JsonError> {
        let from = self.at;
        self.digits();
        if self.at == from { Err(self.expected("a digit")) } else { Ok(()) }
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }
}

/// The second of two members with the same key.
fn duplicate(members: &[Member]) -> Option<&Member> {
    let mut keys: Vec<(&str, usize)> = members.iter().enumerate().map(|(at, member)| (&*member.key, at)).collect();
    keys.sort_unstable();
    let at = keys.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).min()?;
    members.get(at)
}
