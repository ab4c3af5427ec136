//! What a row did wrong: a keyword of the contract and its value go in, a code and what was expected come out.

use jsonschema::JsonType;
use std::fmt;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::codes;
use super::node::Cell;
use super::view::Values;
use crate::contract::Inside;
use crate::finding::Code;

/// One failure of one row.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The row of the dataset.
    pub row: u32,
    /// The kind of failure.
    pub code: &'static Code,
    /// The JSON pointer in the row: `/amount_usd`, `/investors/0`; empty for the row as a whole.
    pub path: Arc<str>,
    /// What is there and what was expected.
    pub message: Message,
    /// False if it follows from what an earlier stage reported.
    pub reported: bool,
}

impl Failure {
    /// True if the row is refused because of another row with its key.
    pub fn is_of_key(&self) -> bool {
        [&codes::DUPLICATE_ROW, &codes::CONFLICTING_ROWS].contains(&self.code)
    }
}

/// What is there and what was expected: `is -5, expected at least 0`. Written out only when it is shown, because most
/// failures of a bad file never are.
#[derive(Clone)]
pub enum Message {
    /// A text.
    Text(Box<str>),
    /// A scalar: the row, and what all failures of one test share.
    Scalar(u32, Arc<Refusal>),
}

/// A column and what its values were expected to be.
pub struct Refusal {
    /// The column's values.
    pub array: ArrayRef,
    /// What was expected.
    pub expected: Arc<str>,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Text(text) => f.write_str(text),
            Message::Scalar(at, refusal) => {
                let Refusal { array, expected } = &**refusal;
                let value = Values::new(&Inside::Scalar, array);
                let value = value.map(|values| Cell::Value(&values, *at as usize).to_json()).unwrap_or_default();
                write!(f, "is {}, {expected}", shown(&value))
            }
        }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Message {
        Message::Text(text.into())
    }
}

/// How many characters of a value or of an expectation messages show.
const SHOWN: usize = 80;

/// The code and the expectation of a keyword: `expected at least 0`.
pub fn expectation(keyword: &str, limit: &Value) -> (&'static Code, String) {
    let count = |least: &str, what: &str| match limit.as_u64() {
        Some(1) => format!("expected {least} 1 {what}"),
        _ => format!("expected {least} {limit} {what}s"),
    };
    match keyword {
        "minimum" => (&codes::VALUE_OUT_OF_RANGE, format!("expected at least {limit}")),
        "maximum" => (&codes::VALUE_OUT_OF_RANGE, format!("expected at most {limit}")),
        "exclusiveMinimum" => (&codes::VALUE_OUT_OF_RANGE, format!("expected more than {limit}")),
        "exclusiveMaximum" => (&codes::VALUE_OUT_OF_RANGE, format!("expected less than {limit}")),
        "multipleOf" => (&codes::VALUE_OUT_OF_RANGE, format!("expected a multiple of {limit}")),
        "const" => (&codes::VALUE_NOT_ALLOWED, format!("expected {}", shown(&limit.to_string()))),
        "enum" => {
            let options = limit.as_array().map_or(&[][..], Vec::as_slice);
            let options: Vec<String> = options.iter().map(Value::to_string).collect();
            (&codes::VALUE_NOT_ALLOWED, format!("expected one of {}", shown(&options.join(", "))))
        }
        "minLength" => (&codes::TEXT_LENGTH, count("at least", "character")),
        "maxLength" => (&codes::TEXT_LENGTH, count("at most", "character")),
        "pattern" => {
            let pattern = limit.as_str().unwrap_or_default();
            let expected = if pattern == crate::contract::FIRST_OF_MONTH {
                "expected the first day of a month".to_owned()
            } else {
                format!("expected a match of {}", shown(pattern))
            };
            (&codes::WRONG_FORMAT, expected)
        }
        "format" => (&codes::WRONG_FORMAT, format!("expected the format {}", limit.as_str().unwrap_or_default())),
        "minItems" => (&codes::LIST_LENGTH, count("at least", "item")),
        "maxItems" => (&codes::LIST_LENGTH, count("at most", "item")),
        "uniqueItems" => (&codes::LIST_LENGTH, "expected no item twice".to_owned()),
        "contains" => (&codes::LIST_LENGTH, "expected items that fit \"contains\"".to_owned()),
        "type" => (&codes::WRONG_TYPE, format!("expected the type {}", limit.as_str().unwrap_or_default())),
        other => (&codes::BROKEN_RULE, format!("expected it to keep the contract's \"{other}\"")),
    }
}

/// What an error of the jsonschema crate says: the code, the path of the value, and the expectation.
pub fn of_error(error: &ValidationError<'_>) -> (&'static Code, String, String) {
    use ValidationErrorKind as Kind;
    let path = error.instance_path().as_str().to_owned();
    let null = error.instance().is_null();
    let limit = match error.kind() {
        // Whatever refuses it: where null is not allowed, a value is missing.
        _ if null => {
            return (&codes::MISSING_VALUE, path, "expected a value".to_owned());
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default().replace('~', "~0").replace('/', "~1");
            return (&codes::MISSING_VALUE, format!("{path}/{name}"), "expected a value".to_owned());
        }
        Kind::Type { kind } => Value::String(type_names(kind)),
        Kind::Minimum { limit }
        | Kind::Maximum { limit }
        | Kind::ExclusiveMinimum { limit }
        | Kind::ExclusiveMaximum { limit }
        | Kind::MultipleOf { multiple_of: limit } => limit.clone(),
        Kind::Constant { expected_value } => (**expected_value).clone(),
        Kind::Enum { options } => (**options).clone(),
        Kind::MinLength { limit } | Kind::MaxLength { limit } | Kind::MinItems { limit } | Kind::MaxItems { limit } => {
            (*limit).into()
        }
        // The crate translates patterns; the contract's own text is what people know.
        Kind::Pattern { pattern } => Value::String(pattern.clone()),
        Kind::Format { format } => Value::String(format.clone()),
        _ => Value::Null,
    };
    let (code, expected) = expectation(error.kind().keyword(), &limit);
    (code, path, expected)
}

fn type_names(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(name) => name.as_str().to_owned(),
        TypeKind::Multiple(names) => names
            .iter()
            .filter(|name| *name != JsonType::Null)
            .map(|name| name.as_str())
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

/// `text`, cut where it is long.
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// A path as people write it: `/investors/0` is `investors[0]`.
pub fn path_shown(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    for token in path.split('/').skip(1) {
        if !shown.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit()) {
            shown.push_str(&format!("[{token}]"));
        } else {
            if !shown.is_empty() {
                shown.push('.');
            }
            shown.push_str(&token.replace("~1", "/").replace("~0", "~"));
        }
    }
    shown
}
