//! Arrow types before and now: two fields go in, every difference of type, decimals, unit and members comes out.

use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use serde_json::{Value, json};

use super::pairs::{self, Names};
use super::{Answer, Answers, codes, scale};
use crate::contract::{CONTENT, ContractColumn, DEPRECATED, DESCRIPTION, FIELD_ID, UNIT, type_name};
use crate::finding::Code;
use crate::model::Decimal;

use Answer::{Breaking, Safe};

/// One difference between two fields.
pub struct Difference {
    /// The kind.
    pub code: &'static Code,
    /// Where in the column: empty, `[]`, `.city`.
    pub path: String,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
    /// What it means.
    pub answers: Answers,
    /// What to do.
    pub help: Option<String>,
    /// The names of a member before and now, if it was renamed.
    pub renamed: Option<(String, String)>,
}

/// Every difference between two versions of a column, outermost first.
pub fn compare(old: &ContractColumn, new: &ContractColumn) -> Vec<Difference> {
    let mut differences = Vec::new();
    walk((old, new), (&old.field, &new.field), ("", ""), &mut differences);
    differences
}

/// True if what an old reader's Parquet schema says of `old` can be resolved against `new`.
pub fn resolves(old: &ContractColumn, new: &ContractColumn) -> bool {
    (old.nullable || !new.nullable) && is_resolved(&compare(old, new))
}

fn is_resolved(differences: &[Difference]) -> bool {
    differences.iter().all(|difference| difference.answers.physical == Safe)
}

/// The column, before and now.
type Columns<'a> = (&'a ContractColumn, &'a ContractColumn);

/// The paths in it, before and now: empty, `[]`, `.city`.
type Paths<'a> = (&'a str, &'a str);

fn walk(columns: Columns<'_>, (old, new): (&Field, &Field), paths: Paths<'_>, differences: &mut Vec<Difference>) {
    let path = paths.1;
    let mut push = |code, path: String, old: String, new: String, answers| {
        differences.push(Difference { code, path, old, new, answers, help: None, renamed: None });
    };
    let unit = |field: &Field| field.metadata().get(UNIT).cloned();
    // A list has the unit of its items, which are compared below.
    let nested = matches!(old.data_type(), DataType::List(_)) && matches!(new.data_type(), DataType::List(_));
    if unit(old) != unit(new) && !nested {
        let shown = |field| unit(field).map_or_else(|| "without a unit".to_owned(), |unit| format!("in {unit}"));
        let answers = Answers { forward: Breaking, backward: Breaking, physical: Safe };
        push(&codes::UNIT_CHANGED, path.to_owned(), shown(old), shown(new), answers);
    }
    let deprecated = |field: &Field| field.metadata().contains_key(DEPRECATED);
    if deprecated(old) != deprecated(new) {
        let shown = |field| if deprecated(field) { "deprecated" } else { "in use" }.to_owned();
        push(&codes::STATUS_CHANGED, path.to_owned(), shown(old), shown(new), Answers::default());
    }
    // The same text means something else, as the same number does in another unit.
    for keyword in CONTENT {
        let (before, now) = (old.metadata().get(keyword), new.metadata().get(keyword));
        if before != now {
            let shown = |text: Option<&String>| {
                text.map_or_else(|| format!("without {keyword}"), |text| format!("with {keyword} {text}"))
            };
            let answers = Answers { forward: Breaking, backward: Breaking, physical: Safe };
            push(&codes::TYPE_CHANGED, path.to_owned(), shown(before), shown(now), answers);
        }
    }
    // What the column itself says of null and of its id is compared with the column.
    if !path.is_empty() {
        let shown = |field: &Field| if field.is_nullable() { "maybe null" } else { "always there" }.to_owned();
        match (old.is_nullable(), new.is_nullable()) {
            (false, true) => {
                let answers = Answers { forward: Breaking, physical: Breaking, backward: Safe };
                push(&codes::NULLABLE_WIDENED, path.to_owned(), shown(old), shown(new), answers);
            }
            (true, false) => {
                let answers = Answers { backward: Breaking, ..Answers::default() };
                push(&codes::NULLABLE_NARROWED, path.to_owned(), shown(old), shown(new), answers);
            }
            _ => {}
        }
        let id = |field: &Field| field.metadata().get(FIELD_ID).cloned();
        if let (Some(before), Some(now)) = (id(old), id(new))
            && before != now
        {
            let answers = Answers { physical: Breaking, ..Answers::default() };
            let shown = |id: String| format!("stored under the field id {id}");
            push(&codes::FIELD_ID_CHANGED, path.to_owned(), shown(before), shown(now), answers);
        }
        let words = |field: &'_ Field| field.metadata().get(DESCRIPTION).cloned().unwrap_or_default();
        let (before, now) = (words(old), words(new));
        let told =
            (scale::told(old.data_type(), &[old.name(), &before]), scale::told(new.data_type(), &[new.name(), &now]));
        if !told.0.keys().eq(told.1.keys()) && unit(old) == unit(new) {
            let answers = Answers { forward: Breaking, backward: Breaking, physical: Safe };
            push(&codes::UNIT_CHANGED, path.to_owned(), scale::words(&told.0), scale::words(&told.1), answers);
        }
        if before != now {
            let shown = |text: &str| format!("described as \"{}\"", super::columns::cut(text));
            push(&codes::DESCRIPTION_CHANGED, path.to_owned(), shown(&before), shown(&now), Answers::default());
        }
    }
    match (old.data_type(), new.data_type()) {
        (DataType::List(before), DataType::List(now)) => {
            let inside = (&*format!("{}[]", paths.0), &*format!("{path}[]"));
            walk(columns, (before, now), inside, differences);
        }
        (DataType::Struct(before), DataType::Struct(now)) => {
            for (old, new) in pairs::pairs(&names(columns.0, before, paths.0), &names(columns.1, now, paths.1)) {
                let pair = (old.map(|at| &before[at]), new.map(|at| &now[at]));
                member(columns, pair, (before, now), paths, differences);
            }
        }
        (before @ DataType::Decimal128(p, s), now @ DataType::Decimal128(q, t)) if before != now => {
            // Digits before the point, and behind it.
            let fits = |p: &u8, s: &i8, q: &u8, t: &i8| {
                i16::from(*p) - i16::from(*s) <= i16::from(*q) - i16::from(*t) && s <= t
            };
            let decide = |fits: bool| if fits { Safe } else { Breaking };
            let answers = Answers {
                // Fewer decimals are digits that readers have lost, though the values fit.
                forward: decide(fits(q, t, p, s) && t == s),
                backward: decide(fits(p, s, q, t)),
                physical: decide(q <= p && s == t),
            };
            push(&codes::DECIMALS_CHANGED, path.to_owned(), before.to_string(), now.to_string(), answers);
        }
        (before, now) if shape(before) != shape(now) => {
            let code = if before.is_nested() || now.is_nested() || !path.is_empty() {
                &codes::LIST_CHANGED
            } else {
                &codes::TYPE_CHANGED
            };
            let answers = match (before, now) {
                // Text is text; readers of plain strings are what Parquet gives for both.
                (DataType::Utf8, DataType::Dictionary(..)) | (DataType::Dictionary(..), DataType::Utf8) => {
                    Answers::default()
                }
                _ => Answers {
                    forward: if widens(now, before) { Safe } else { Breaking },
                    backward: if widens(before, now) { Safe } else { Breaking },
                    physical: if widens(now, before) { Safe } else { Breaking },
                },
            };
            push(code, path.to_owned(), type_name(before), type_name(now), answers);
        }
        _ => {}
    }
}

/// The members of a struct at `path`, by their names.
fn names<'a>(column: &'a ContractColumn, members: &'a Fields, path: &str) -> Vec<Names<'a>> {
    let former = |field: &FieldRef| {
        let path = format!("{}{path}.{}", column.name, field.name());
        column.members_renamed_from.get(&path).map_or(&[][..], Vec::as_slice)
    };
    members.iter().map(|field| Names { name: field.name(), former: former(field) }).collect()
}

/// What became of one member of a struct.
fn member(
    columns: Columns<'_>,
    pair: (Option<&FieldRef>, Option<&FieldRef>),
    (before, now): (&Fields, &Fields),
    paths: Paths<'_>,
    differences: &mut Vec<Difference>,
) {
    let of = |field: &Field| format!("{}.{}", paths.1, field.name());
    let one = |code, path: String, (old, new): (String, &str), answers| Difference {
        code,
        path,
        old,
        new: new.to_owned(),
        answers,
        help: None,
        renamed: None,
    };
    match pair {
        (Some(old), Some(new)) => {
            let path = of(new);
            if old.name() != new.name() {
                // Published data may have another member of that name.
                let backward = if before.find(new.name()).is_some() { Breaking } else { Safe };
                let answers = Answers { forward: Breaking, backward, ..Answers::default() };
                let words = (format!("called {}", old.name()), &*format!("called {}", new.name()));
                let renamed = Some((old.name().clone(), new.name().clone()));
                let difference = one(&codes::COLUMN_RENAMED, path.clone(), words, answers);
                differences.push(Difference { renamed, ..difference });
            }
            walk(columns, (old, new), (&format!("{}.{}", paths.0, old.name()), &path), differences);
        }
        (Some(old), None) => {
            // Readers that find members by their ids would take the values of another one.
            let id = |field: &Field| field.metadata().get(FIELD_ID).cloned();
            let inherits = now.iter().find(|other| id(other) == id(old)).is_none_or(|other| {
                let mut inside = Vec::new();
                walk(columns, (old, other), (&of(old), &of(other)), &mut inside);
                is_resolved(&inside)
            });
            let physical = if old.is_nullable() && inherits { Safe } else { Breaking };
            let answers = Answers { forward: Breaking, backward: Breaking, physical };
            let like = |field: &&FieldRef| before.find(field.name()).is_none() && field.data_type() == old.data_type();
            let help = now.iter().find(like).map(|other| super::columns::hint(other.name(), old.name()));
            let difference = one(&codes::COLUMN_REMOVED, of(old), ("there".into(), "removed"), answers);
            differences.push(Difference { help, ..difference });
        }
        (None, Some(new)) => {
            let backward = if new.is_nullable() { Safe } else { Breaking };
            let answers = Answers { backward, ..Answers::default() };
            differences.push(one(&codes::COLUMN_ADDED, of(new), ("not there".into(), "new"), answers));
        }
        (None, None) => {}
    }
}

/// The type without what is inside, which is compared on its own.
fn shape(data_type: &DataType) -> String {
    match data_type {
        DataType::List(_) => "list".to_owned(),
        DataType::Struct(_) => "struct".to_owned(),
        other => other.to_string(),
    }
}

/// True if every value of `narrow` is one of `wide`, in a physical type that Parquet readers promote.
fn widens(narrow: &DataType, wide: &DataType) -> bool {
    use DataType::{Float32, Float64, Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64};
    let signed = |data_type: &DataType| [Int8, Int16, Int32, Int64].iter().position(|other| other == data_type);
    let unsigned = |data_type: &DataType| [UInt8, UInt16, UInt32, UInt64].iter().position(|other| other == data_type);
    match (signed(narrow), signed(wide), unsigned(narrow), unsigned(wide)) {
        (Some(narrow), Some(wide), ..) | (_, _, Some(narrow), Some(wide)) => narrow <= wide,
        _ => (narrow, wide) == (&Float32, &Float64),
    }
}

/// What an Arrow type holds beyond what the schema says, as schemas: only such values can be in a file.
pub fn limits(data_type: &DataType) -> Vec<Value> {
    let number = |decimal: Decimal| serde_json::from_str::<Value>(&decimal.to_string()).unwrap_or(Value::Null);
    let between = |least: i128, most: i128| {
        let (least, most) = (number(Decimal::new(least, 0)), number(Decimal::new(most, 0)));
        vec![json!({ "type": "integer", "minimum": least, "maximum": most })]
    };
    match data_type {
        DataType::Int8 => between(i8::MIN.into(), i8::MAX.into()),
        DataType::Int16 => between(i16::MIN.into(), i16::MAX.into()),
        DataType::Int32 => between(i32::MIN.into(), i32::MAX.into()),
        DataType::Int64 => between(i64::MIN.into(), i64::MAX.into()),
        DataType::UInt8 => between(0, u8::MAX.into()),
        DataType::UInt16 => between(0, u16::MAX.into()),
        DataType::UInt32 => between(0, u32::MAX.into()),
        DataType::UInt64 => between(0, u64::MAX.into()),
        DataType::Decimal128(precision, scale) => {
            let most = Decimal::power_of_ten(i32::from(*precision) - i32::from(*scale));
            let step = number(Decimal::power_of_ten(-i32::from(*scale)));
            vec![json!({ "multipleOf": step, "exclusiveMinimum": number(-most), "exclusiveMaximum": number(most) })]
        }
        _ => Vec::new(),
    }
}
