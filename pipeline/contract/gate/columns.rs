//! One column before and now: name, type, unit, decimals, null, values, field id, words.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::scale;
use super::types;
use super::values::{Inclusion, Set};
use super::version::Version;
use super::{Answer, Answers, Change, Example, codes, rules};
use crate::contract::ContractColumn;
use crate::finding::Code;

use Answer::{Breaking, Safe, Undecided};

type Side<'a> = (&'a Version<'a>, &'a ContractColumn);

fn change(old: Side<'_>, new: Side<'_>, code: &'static Code, message: String, answers: Answers) -> Change {
    Change {
        path: new.1.name.to_string(),
        new: Some((new.1.file.clone(), new.1.span)),
        old: Some((old.1.file.clone(), old.1.span)),
        ..rules::change(old.0, new.0, code, message, answers)
    }
}

/// A column is gone.
pub fn removed(old: &Version<'_>, new: &Version<'_>, column: &ContractColumn) -> Change {
    let message = format!("{}.{} is removed", new.name, column.name);
    // Readers that find columns by their ids would take the values of another one.
    let heir = new.columns.iter().find(|other| other.field_id == column.field_id);
    let inherits = heir.is_none_or(|other| types::resolves(column, other));
    let physical = if column.nullable && inherits { Safe } else { Breaking };
    let answers = Answers { forward: Breaking, backward: Breaking, physical };
    let mut change = change((old, column), (new, column), &codes::COLUMN_REMOVED, message, answers);
    change.new = Some(new.place(&["properties"]));
    let like = |other: &&ContractColumn| old.column(&other.name).is_none() && other.data_type == column.data_type;
    if let Some(other) = new.columns.iter().find(like) {
        change.help = Some(hint(&other.name, &column.name));
    }
    change
}

/// How to say that what is gone has another name now.
pub fn hint(now: &str, before: &str) -> String {
    format!("if it is called {now} now, say so there: \"x-renamed-from\": \"{before}\"")
}

/// A column is new.
pub fn added(old: &Version<'_>, new: &Version<'_>, column: &ContractColumn) -> Change {
    let must = if column.nullable { "may be null" } else { "must have a value" };
    let message = format!("{}.{} is new and {must}", new.name, column.name);
    let backward = if column.nullable { Safe } else { Breaking };
    let answers = Answers { backward, ..Answers::default() };
    let mut change = change((old, column), (new, column), &codes::COLUMN_ADDED, message, answers);
    change.old = None;
    let unknown =
        column.renamed_from.last().filter(|_| !column.renamed_from.iter().any(|name| old.column(name).is_some()));
    if let Some(name) = unknown {
        change.answers.forward = Undecided;
        change.help = Some(format!("\"x-renamed-from\" says that it was called \"{name}\", which was no column"));
    }
    change
}

/// Every change of one column.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let name = format!("{}.{}", new.0.name, new.1.name);
    let (before, now) = (old.1, new.1);
    if before.name != now.name {
        let message = format!("{name} was called {}", before.name);
        // Published data may have another column of that name.
        let backward = if old.0.column(&now.name).is_some() { Breaking } else { Safe };
        let answers = Answers { forward: Breaking, backward, ..Answers::default() };
        changes.push(change(old, new, &codes::COLUMN_RENAMED, message, answers));
    }
    if before.field_id != now.field_id {
        let message = format!("the field id of {name} was {} and is {}", before.field_id, now.field_id);
        let answers = Answers { physical: Breaking, ..Answers::default() };
        changes.push(change(old, new, &codes::FIELD_ID_CHANGED, message, answers));
    }
    let structure = types::compare(before, now);
    let mut decided = Answers::default();
    let mut renamed = Vec::new();
    let admits_more = structure.iter().any(|difference| difference.code == &codes::COLUMN_ADDED);
    for difference in structure {
        let path = difference.path;
        let message = format!("{name}{path} was {} and is {}", difference.old, difference.new);
        decided = decided.with(difference.answers);
        let mut change = change(old, new, difference.code, message, difference.answers);
        change.path = format!("{}{path}", now.name);
        change.help = difference.help;
        changes.push(change);
        renamed.extend(difference.renamed);
    }
    if !changes.iter().any(|change| change.code == &codes::UNIT_CHANGED) {
        changes.extend(scale(old, new, &name));
    }
    changes.extend(null(old, new, &name));
    changes.extend(values(old, new, &name, &Told { answers: decided, renamed, admits_more }));
    if words(before) != words(now) {
        let message = format!("{name} is described in other words");
        changes.push(change(old, new, &codes::DESCRIPTION_CHANGED, message, Answers::default()));
    }
    changes
}

/// Numbers that are told in another power of ten mean something else, whatever the unit says.
fn scale(old: Side<'_>, new: Side<'_>, name: &str) -> Option<Change> {
    fn told(column: &ContractColumn) -> BTreeMap<i32, &str> {
        let ContractColumn { name, title, description, data_type, .. } = column;
        scale::told(data_type, &[name, title, description])
    }
    let (before, now) = (told(old.1), told(new.1));
    if before.keys().eq(now.keys()) {
        return None;
    }
    let message = format!("{name} was {} and is {}", scale::words(&before), scale::words(&now));
    let answers = Answers { forward: Breaking, backward: Breaking, physical: Safe };
    Some(change(old, new, &codes::UNIT_CHANGED, message, answers))
}

/// Title and description; a title that only repeats the name is none.
fn words(column: &ContractColumn) -> (Option<&str>, &str) {
    (Some(&*column.title).filter(|title| *title != &*column.name), &column.description)
}

fn null(old: Side<'_>, new: Side<'_>, name: &str) -> Option<Change> {
    match (old.1.nullable, new.1.nullable) {
        (false, true) => {
            let message = format!("{name} always had a value and may be null");
            let answers = Answers { forward: Breaking, physical: Breaking, backward: Safe };
            Some(change(old, new, &codes::NULLABLE_WIDENED, message, answers))
        }
        (true, false) => {
            let message = format!("{name} might be null and must have a value");
            let answers = Answers { backward: Breaking, ..Answers::default() };
            Some(change(old, new, &codes::NULLABLE_NARROWED, message, answers))
        }
        _ => None,
    }
}

/// What the types tell of a change, which the sets of values need not tell again.
struct Told {
    answers: Answers,
    /// The names of members before and now.
    renamed: Vec<(String, String)>,
    /// True if a struct has members that it had not.
    admits_more: bool,
}

/// What the sets of values say, as far as the types leave it open. What was published is compared under the names that its
/// members have now; what is read, without regard to members that are new.
fn values(old: Side<'_>, new: Side<'_>, name: &str, told: &Told) -> Vec<Change> {
    let Told { answers: decided, renamed, admits_more } = told;
    let own = old.0.values(old.1);
    let now_called = if renamed.is_empty() { None } else { own.and_then(|values| values.renamed(renamed)) };
    let own = if renamed.is_empty() { own } else { now_called.as_ref() };
    let (Some(before), Some(now)) = (own, new.0.values(new.1)) else {
        // Where a column's schema cannot be cut out of its contract, only the same contract is the same.
        let open = |answer: Answer| if answer == Safe { Undecided } else { Safe };
        let answers = Answers { forward: open(decided.forward), backward: open(decided.backward), physical: Safe };
        if old.0.bundled == new.0.bundled || answers.are_safe() {
            return Vec::new();
        }
        let message = format!("whether the values of {name} have changed cannot be decided");
        return vec![change(old, new, &codes::UNDECIDED_CHANGE, message, answers)];
    };
    let mut changes = Vec::new();
    let mut undecided = Answers::default();
    if decided.forward == Safe {
        let opened = own.filter(|_| *admits_more).and_then(Set::opened);
        match old.0.is_in(now, opened.as_ref().unwrap_or(before)) {
            Inclusion::Included => {}
            Inclusion::Unknown => undecided.forward = Undecided,
            Inclusion::Excluded(value) => {
                let shown =
                    value.as_ref().map_or_else(|| "more than before".to_owned(), |value| cut(&value.to_string()));
                let message = format!("{name} may now be {shown}");
                let answers = Answers { forward: Breaking, ..Answers::default() };
                let mut change = change(old, new, &codes::VALUES_WIDENED, message, answers);
                change.examples.extend(value.and_then(|value| row(new, old, value)).map(|row| (Example::OnlyNew, row)));
                changes.push(change);
            }
        }
    }
    if decided.backward == Safe {
        match old.0.is_in(before, now) {
            Inclusion::Included => {}
            Inclusion::Unknown => undecided.backward = Undecided,
            Inclusion::Excluded(value) => {
                let shown =
                    value.as_ref().map_or_else(|| "all that it might be".to_owned(), |value| cut(&value.to_string()));
                let message = format!("{name} may no longer be {shown}");
                let answers = Answers { backward: Breaking, ..Answers::default() };
                let mut change = change(old, new, &codes::VALUES_NARROWED, message, answers);
                change.examples.extend(value.and_then(|value| row(old, new, value)).map(|row| (Example::OnlyOld, row)));
                changes.push(change);
            }
        }
    }
    if !undecided.are_safe() {
        let message = format!("whether the values of {name} have changed cannot be decided");
        changes.push(change(old, new, &codes::UNDECIDED_CHANGE, message, undecided));
    }
    changes
}

/// `text`, cut where it is long.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(80) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// A whole row with `value` that the contract of `accepting` accepts and that of `refusing` refuses, for that column.
fn row(accepting: Side<'_>, refusing: Side<'_>, value: Value) -> Option<Value> {
    if !accepting.0.may_show_another() || refusing.0.values(refusing.1)?.has(&value) {
        return None;
    }
    let tells = |row: &Value| accepting.0.whole().has(row) && !refusing.0.whole().has(row);
    if let Some(row) = filled(accepting, &value).filter(tells) {
        return Some(row);
    }
    // Rules over several columns may refuse what fits each of them.
    let with = |row: Value| match row {
        Value::Object(mut members) => {
            members.insert(accepting.1.name.to_string(), value.clone());
            Some(Value::Object(members))
        }
        _ => None,
    };
    accepting.0.examples().iter().cloned().filter_map(with).find(tells)
}

/// A row with `value` and, in every other column, a value that fits it.
fn filled(side: Side<'_>, value: &Value) -> Option<Value> {
    let mut row = Map::new();
    for column in &side.0.columns {
        let value = if column.name == side.1.name {
            value.clone()
        } else {
            match side.0.sample(column)? {
                Some(value) => value,
                None if !column.required => continue,
                None if column.null_allowed => Value::Null,
                None => return None,
            }
        };
        row.insert(column.name.to_string(), value);
    }
    Some(Value::Object(row))
}
