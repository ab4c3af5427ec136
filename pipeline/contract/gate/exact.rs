//! JSON values as the jsonschema crate compares them exactly: its trait for custom representations over
//! `serde_json::Value`.
//!
//! The crate compares a fraction with a large limit as doubles where the number has one, and with all digits where it has
//! none. So numbers that no double holds have none here.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Map, Value, map};

use crate::model::Decimal;

/// From here on doubles have no fractions.
const WHOLE_FROM: f64 = (1_u64 << 53) as f64;

/// The representation.
pub struct Exact;

/// A value.
#[derive(Clone, Copy)]
pub struct Exactly<'a>(pub &'a Value);

/// A number.
pub struct Number<'a>(&'a serde_json::Number);

/// The members of an object.
#[derive(Clone, Copy)]
pub struct Members<'a>(&'a Map<String, Value>);

/// The items of an array.
#[derive(Clone, Copy)]
pub struct Items<'a>(&'a [Value]);

impl Json for Exact {
    type Node<'a> = Exactly<'a>;
    type PreparedKey = String;
    type StringBuffer = Value;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut Value, string: &str, f: impl FnOnce(Exactly<'_>) -> T) -> T {
        *buffer = Value::String(string.to_owned());
        f(Exactly(buffer))
    }
}

impl<'a> Node<'a, Exact> for Exactly<'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = Number<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        self.0.as_object().map(Members)
    }

    fn as_array(&self) -> Option<Items<'a>> {
        self.0.as_array().map(|items| Items(items))
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.0.as_str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Number<'a>> {
        match self.0 {
            Value::Number(number) => Some(Number(number)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn json_type(&self) -> JsonType {
        JsonType::from(self.0)
    }

    fn equals_value(&self, expected: &Value) -> bool {
        jsonschema::json::cmp::equal(self.0, expected)
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Borrowed(self.0)
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref(self.0) as usize))
    }
}

impl JsonNumber for Number<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    fn as_f64(&self) -> Option<f64> {
        let is_fraction = || self.0.as_str().parse::<Decimal>().is_ok_and(|number| number.coefficient_at(0).is_none());
        self.0.as_f64().filter(|nearest| nearest.abs() < WHOLE_FROM || !is_fraction())
    }

    fn as_str(&self) -> Cow<'_, str> {
        self.0.as_str().into()
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Borrowed(self.0)
    }
}

impl<'a> Object<'a, Exact> for Members<'a> {
    type Node = Exactly<'a>;
    type MemberName = &'a str;
    type MembersIter = MembersIter<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<Exactly<'a>> {
        self.0.get(key).map(Exactly)
    }

    fn members(&self) -> MembersIter<'a> {
        MembersIter(self.0.iter())
    }
}

/// The members of an object, one after the other.
pub struct MembersIter<'a>(map::Iter<'a>);

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, Exactly<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_str(), Exactly(value)))
    }
}

impl<'a> Array<'a, Exact> for Items<'a> {
    type Node = Exactly<'a>;
    type ElementsIter = ItemsIter<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> ItemsIter<'a> {
        ItemsIter(self.0.iter())
    }
}

/// The items of an array, one after the other.
pub struct ItemsIter<'a>(std::slice::Iter<'a, Value>);

impl<'a> Iterator for ItemsIter<'a> {
    type Item = Exactly<'a>;

    fn next(&mut self) -> Option<Exactly<'a>> {
        self.0.next().map(Exactly)
    }
}
