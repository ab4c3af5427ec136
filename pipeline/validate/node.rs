//! Rows of a batch as nodes of the jsonschema crate: its trait for custom representations over Arrow arrays.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::Array as _;
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object};
use serde_json::Value;

use super::number::Number;
use super::view::{Fields, Kind, NullAs, Values};

/// The representation: rows and cells of Arrow arrays.
pub struct Rows;

/// A row, a cell, an item or a member of one; or the name of a property.
#[derive(Clone, Copy)]
pub enum Cell<'a> {
    /// One row of a batch.
    Row(&'a Fields<'a>, usize),
    /// One value of an array.
    Value(&'a Values<'a>, usize),
    /// The name of a property, for `propertyNames`.
    Name(&'a str),
}

/// The name of a property, and where a column of that name was found last.
///
/// Every row of a batch has the same columns, so that after the first row a lookup is one comparison.
pub struct Key {
    name: Box<str>,
    found: AtomicUsize,
}

impl Json for Rows {
    type Node<'a> = Cell<'a>;
    type PreparedKey = Key;
    type StringBuffer = String;

    fn prepare_key(key: &str) -> Key {
        Key { name: key.into(), found: AtomicUsize::new(0) }
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Cell<'_>) -> T) -> T {
        buffer.clear();
        buffer.push_str(string);
        f(Cell::Name(buffer))
    }
}

/// The members of one row or struct.
#[derive(Clone, Copy)]
pub struct Members<'a> {
    fields: &'a Fields<'a>,
    at: usize,
}

/// The items of one list.
#[derive(Clone, Copy)]
pub struct Items<'a> {
    values: &'a Values<'a>,
    start: usize,
    end: usize,
}

impl<'a> Node<'a, Rows> for Cell<'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = Number;

    fn as_object(&self) -> Option<Members<'a>> {
        match *self {
            Cell::Row(fields, at) => Some(Members { fields, at }),
            Cell::Value(Values { kind: Kind::Struct(fields), .. }, at) if !self.is_null() => {
                Some(Members { fields, at })
            }
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Items<'a>> {
        match *self {
            Cell::Value(Values { kind: Kind::List(list, values), .. }, at) if !self.is_null() => {
                let offsets = list.value_offsets();
                Some(Items { values, start: offsets[at] as usize, end: offsets[at + 1] as usize })
            }
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Cell::Name(name) => Some(Cow::Borrowed(name)),
            Cell::Value(values, at) if !values.is_null(at) => values.text(at),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Number> {
        match *self {
            Cell::Value(values, at) if !values.is_null(at) => values.number(at),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            Cell::Value(Values { kind: Kind::Boolean(array), .. }, at) if !array.is_null(at) => Some(array.value(at)),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(*self, Cell::Value(values, at) if values.is_null(at))
    }

    fn is_number(&self) -> bool {
        self.json_type() == JsonType::Number
    }

    fn json_type(&self) -> JsonType {
        match *self {
            Cell::Row(..) => JsonType::Object,
            Cell::Name(_) => JsonType::String,
            Cell::Value(values, at) if values.is_null(at) => JsonType::Null,
            Cell::Value(values, _) => match values.kind {
                Kind::Boolean(_) => JsonType::Boolean,
                Kind::Text(_) | Kind::Dictionary(..) | Kind::Date(_) | Kind::Moment(_) | Kind::Time(_) => {
                    JsonType::String
                }
                Kind::List(..) => JsonType::Array,
                Kind::Struct(_) => JsonType::Object,
                _ => JsonType::Number,
            },
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (expected, self.json_type()) {
            (Value::String(expected), JsonType::String) => self.as_string().is_some_and(|text| text == *expected),
            (Value::Bool(expected), JsonType::Boolean) => self.as_boolean() == Some(*expected),
            (Value::Null, JsonType::Null) => true,
            (Value::Number(_), JsonType::Number)
            | (Value::Array(_), JsonType::Array)
            | (Value::Object(_), JsonType::Object) => jsonschema::json::cmp::equal(&self.to_value(), expected),
            _ => false,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match self.json_type() {
            JsonType::Null => Value::Null,
            JsonType::Boolean => self.as_boolean().into(),
            JsonType::String => Value::String(self.as_string().unwrap_or_default().into_owned()),
            JsonType::Number | JsonType::Integer => self.as_number().map_or(Value::Null, |number| {
                Value::Number(jsonschema::json::JsonNumber::to_number(&number).into_owned())
            }),
            JsonType::Array => {
                let items = self.as_array();
                items.iter().flat_map(Array::elements).map(|item| item.to_value().into_owned()).collect()
            }
            JsonType::Object => {
                let members = self.as_object();
                let members = members.iter().flat_map(Object::members);
                Value::Object(members.map(|(name, node)| (name.to_owned(), node.to_value().into_owned())).collect())
            }
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        // Views live as long as a validation call, and no two values of one array share an index.
        let tagged = |address, at: usize| Some(NodeIdentity::tagged(address, u32::try_from(at).ok()?));
        match *self {
            Cell::Row(fields, at) => tagged(std::ptr::from_ref(fields) as usize, at),
            Cell::Value(values, at) => tagged(std::ptr::from_ref(values) as usize, at),
            Cell::Name(_) => None,
        }
    }
}

impl Cell<'_> {
    /// The value as JSON.
    pub fn to_json_value(&self) -> Value {
        self.to_value().into_owned()
    }

    /// The value as JSON text.
    pub fn to_json(&self) -> String {
        match (self.as_string(), self.as_number()) {
            (Some(text), _) => format!("{text:?}"),
            (_, Some(number)) => jsonschema::json::JsonNumber::as_str(&number).into_owned(),
            _ => self.to_value().to_string(),
        }
    }
}

impl<'a> Members<'a> {
    fn node(&self, index: usize) -> Option<Cell<'a>> {
        let field = &self.fields.list[index];
        let absent = field.null == NullAs::Absent && field.values.is_null(self.at);
        (!absent).then_some(Cell::Value(&field.values, self.at))
    }
}

impl<'a> Object<'a, Rows> for Members<'a> {
    type Node = Cell<'a>;
    type MemberName = &'a str;
    type MembersIter = MembersIter<'a>;

    fn len(&self) -> usize {
        if self.fields.gaps { self.members().count() } else { self.fields.list.len() }
    }

    fn get(&self, key: &Key) -> Option<Cell<'a>> {
        let list = &self.fields.list;
        let mut index = key.found.load(Ordering::Relaxed);
        if list.get(index).is_none_or(|field| *field.name != *key.name) {
            index = list.iter().position(|field| *field.name == *key.name)?;
            key.found.store(index, Ordering::Relaxed);
        }
        self.node(index)
    }

    fn members(&self) -> MembersIter<'a> {
        MembersIter { members: *self, next: 0 }
    }
}

/// The members of one row or struct that are there, in the order of the columns.
pub struct MembersIter<'a> {
    members: Members<'a>,
    next: usize,
}

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, Cell<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(field) = self.members.fields.list.get(self.next) {
            self.next += 1;
            if let Some(node) = self.members.node(self.next - 1) {
                return Some((field.name, node));
            }
        }
        None
    }
}

impl<'a> Array<'a, Rows> for Items<'a> {
    type Node = Cell<'a>;
    type ElementsIter = ItemsIter<'a>;

    fn len(&self) -> usize {
        self.end - self.start
    }

    fn elements(&self) -> ItemsIter<'a> {
        ItemsIter { values: self.values, range: self.start..self.end }
    }
}

/// The items of one list.
pub struct ItemsIter<'a> {
    values: &'a Values<'a>,
    range: std::ops::Range<usize>,
}

impl<'a> Iterator for ItemsIter<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        self.range.next().map(|at| Cell::Value(self.values, at))
    }
}
