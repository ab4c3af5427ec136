//! Datasets as wholes: which columns correspond, keys, checks, rules over several columns, status, words.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::pairs::{self, Names};
use super::values::{Inclusion, Set};
use super::version::Version;
use super::{Answer, Answers, Change, Example, codes, columns, witness};
use crate::contract::{Contract, ContractColumn, Status};
use crate::finding::Code;

/// Breaking in every question.
const ALL: Answers = Answers { forward: Answer::Breaking, backward: Answer::Breaking, physical: Answer::Breaking };

/// Where a dataset as a whole stands in its contract.
const WHOLE: &[&str] = &["title", "description"];

/// A change of a dataset as a whole.
pub fn change(old: &Version<'_>, new: &Version<'_>, code: &'static Code, message: String, answers: Answers) -> Change {
    let here = |version: &Version<'_>| Some(version.place(WHOLE));
    Change {
        code,
        dataset: new.name.clone(),
        path: String::new(),
        message,
        answers,
        examples: Vec::new(),
        new: here(new),
        old: here(old),
        help: None,
        status: old.status.clone(),
    }
}

impl Change {
    /// The same change, shown where the contracts say one of `keys`.
    fn at(self, keys: &[&str], old: &Version<'_>, new: &Version<'_>) -> Change {
        Change { old: Some(old.place(keys)), new: Some(new.place(keys)), ..self }
    }
}

/// A dataset is gone.
pub fn removed(old: &Version<'_>) -> Change {
    let message = format!("the dataset {} is removed", old.name);
    Change { new: None, ..change(old, old, &codes::DATASET_REMOVED, message, ALL) }
}

/// A dataset is new.
pub fn added(new: &Version<'_>) -> Change {
    let message = format!("the dataset {} is new", new.name);
    Change { old: None, ..change(new, new, &codes::DATASET_ADDED, message, Answers::default()) }
}

/// Every change from `old` to `new`, two versions of one dataset.
pub fn compare(old: &Version<'_>, new: &Version<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let pairs = pairs(old, new);
    for (before, now) in &pairs {
        match (before, now) {
            (Some(before), Some(now)) => changes.extend(columns::compare((old, before), (new, now))),
            (Some(before), None) => changes.push(columns::removed(old, new, before)),
            (None, Some(now)) => changes.push(columns::added(old, new, now)),
            (None, None) => {}
        }
    }
    changes.extend(key(old, new, &pairs));
    changes.extend(fact(old, new, &pairs));
    changes.extend(checks(old, new));
    changes.extend(rules(old, new));
    if old.status != new.status {
        let message = format!("{} was {} and is {}", new.name, status(&old.status), status(&new.status));
        let changed = change(old, new, &codes::STATUS_CHANGED, message, Answers::default());
        changes.push(changed.at(&["x-status"], old, new));
    }
    if (&old.title, &old.description) != (&new.title, &new.description) {
        let message = format!("{} is described in other words", new.name);
        let keys: &[&str] = if old.title == new.title { &["description"] } else { &["title"] };
        let changed = change(old, new, &codes::DESCRIPTION_CHANGED, message, Answers::default());
        changes.push(changed.at(keys, old, new));
    }
    changes
}

type Pair<'a> = (Option<&'a ContractColumn>, Option<&'a ContractColumn>);

/// The columns of both that correspond.
fn pairs<'a>(old: &'a Contract, new: &'a Contract) -> Vec<Pair<'a>> {
    let names = |contract: &'a Contract| -> Vec<Names<'a>> {
        let columns = contract.columns.iter();
        columns.map(|column| Names { name: &column.name, former: &column.renamed_from }).collect()
    };
    let pairs = pairs::pairs(&names(old), &names(new)).into_iter();
    pairs.map(|(before, now)| (before.map(|at| &old.columns[at]), now.map(|at| &new.columns[at]))).collect()
}

/// The names of some columns, sorted; those before by the names that they have now.
fn names(columns: &[Arc<str>], pairs: &[Pair<'_>]) -> Vec<String> {
    // A renamed column is the same column.
    let renamed = |name: &str| -> String {
        let pair = pairs.iter().find(|(before, _)| before.is_some_and(|before| *before.name == *name));
        pair.and_then(|(_, now)| *now).map_or(name, |now| &now.name).to_owned()
    };
    let mut names: Vec<String> = columns.iter().map(|name| renamed(name)).collect();
    names.sort();
    names
}

fn shown(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The columns that name the fact that a row states; where they are those of the key, that tells of them.
fn fact(old: &Version<'_>, new: &Version<'_>, pairs: &[Pair<'_>]) -> Option<Change> {
    let (before, now) = (names(&old.fact, pairs), names(&new.fact, &[]));
    if before == now || old.fact == old.key && new.fact == new.key {
        return None;
    }
    // Rows of several reports must agree, or need not, that did not or did.
    let answers = Answers { forward: Answer::Undecided, backward: Answer::Undecided, physical: Answer::Safe };
    let message =
        format!("the fact that a row of {} states was named by {} and is by {}", new.name, shown(&before), shown(&now));
    Some(change(old, new, &codes::CHECKS_CHANGED, message, answers).at(&["x-fact"], old, new))
}

fn key(old: &Version<'_>, new: &Version<'_>, pairs: &[Pair<'_>]) -> Option<Change> {
    let (before, now) = (names(&old.key, pairs), names(&new.key, &[]));
    if before == now {
        return None;
    }
    // Rows that a subset of the columns tells apart, more columns tell apart as well.
    let still_unique = now.is_empty() || !before.is_empty() && before.iter().all(|name| now.contains(name));
    let answers = Answers {
        forward: if before.is_empty() { Answer::Safe } else { Answer::Breaking },
        backward: if still_unique { Answer::Safe } else { Answer::Breaking },
        physical: Answer::Safe,
    };
    let message = format!("the key of {} was {} and is {}", new.name, shown(&before), shown(&now));
    Some(change(old, new, &codes::KEY_CHANGED, message, answers).at(&["x-key"], old, new))
}

fn checks(old: &Version<'_>, new: &Version<'_>) -> Vec<Change> {
    let missing = |from: &Contract, to: &Contract| -> Vec<String> {
        let there = |text: &str| to.checks.iter().any(|(other, _)| **other == *text);
        from.checks.iter().filter(|(text, _)| !there(text)).map(|(text, _)| text.to_string()).collect()
    };
    let mut changes = Vec::new();
    for text in missing(old, new) {
        let answers = Answers { forward: Answer::Undecided, ..Answers::default() };
        let message = format!("the check \"{text}\" of {} is removed", new.name);
        changes.push(change(old, new, &codes::CHECKS_CHANGED, message, answers).at(&["x-checks"], old, new));
    }
    for text in missing(new, old) {
        let answers = Answers { backward: Answer::Undecided, ..Answers::default() };
        let message = format!("the check \"{text}\" of {} is new", new.name);
        changes.push(change(old, new, &codes::CHECKS_CHANGED, message, answers).at(&["x-checks"], old, new));
    }
    changes
}

/// Rules over several columns: what a root says beyond its columns.
fn rules(old: &Version<'_>, new: &Version<'_>) -> Option<Change> {
    let (before, now) = (row_rules(&old.bundled), row_rules(&new.bundled));
    if before == now {
        // The same rules say something else where a null cell was no property and is null, or where columns come and go.
        if before.is_empty() || presence(old) == presence(new) {
            return None;
        }
        let answers = Answers { forward: Answer::Undecided, backward: Answer::Undecided, physical: Answer::Safe };
        let message = format!("whether rows of {} keep the rules over several columns cannot be decided", new.name);
        let keys: Vec<&str> = before.keys().map(String::as_str).collect();
        return Some(change(old, new, &codes::UNDECIDED_CHANGE, message, answers).at(&keys, old, new));
    }
    // The rules alone: where they include each other, no row can tell. Otherwise only a whole row proves a break,
    // because the columns' own values may rule out whatever tells the rules apart.
    let differing: Vec<String> =
        before.keys().chain(now.keys()).filter(|key| before.get(*key) != now.get(*key)).cloned().collect();
    let differing: Vec<&str> = differing.iter().map(String::as_str).collect();
    let rules = (Set::new(&Value::Object(before)), Set::new(&Value::Object(now)));
    let whole = (old.whole(), new.whole());
    let candidates = witness::candidates(&[&old.bundled, &new.bundled]);
    let mut examples = Vec::new();
    let mut answer = |accepting: (&Set, &Set), refusing: (&Set, &Set), which: Example| {
        if presence(old) == presence(new) && accepting.0.is_in(refusing.0) == Inclusion::Included {
            return Answer::Safe;
        }
        let tells = |row: &&Value| accepting.1.has(row) && !refusing.1.has(row) && !refusing.0.has(row);
        match candidates.iter().find(tells) {
            Some(row) => {
                examples.push((which, row.clone()));
                Answer::Breaking
            }
            None => Answer::Undecided,
        }
    };
    let (before, now) = ((&rules.0, whole.0), (&rules.1, whole.1));
    let answers = Answers {
        forward: answer(now, before, Example::OnlyNew),
        backward: answer(before, now, Example::OnlyOld),
        physical: Answer::Safe,
    };
    if answers.are_safe() {
        return None;
    }
    let worst = answers.forward.max(answers.backward);
    let code = if worst == Answer::Breaking { &codes::RULES_CHANGED } else { &codes::UNDECIDED_CHANGE };
    let message = format!("the rules over several columns of {} have changed", new.name);
    Some(Change { examples, ..change(old, new, code, message, answers).at(&differing, old, new) })
}

/// The columns, each with whether null means that the property is not there.
fn presence(contract: &Contract) -> Vec<(&str, bool)> {
    let columns = contract.columns.iter();
    let mut columns: Vec<(&str, bool)> =
        columns.map(|column| (&*column.name, !column.required && !column.null_allowed)).collect();
    columns.sort_unstable();
    columns
}

/// The keywords of a root that say something beyond its columns, with the definitions that they may need.
fn row_rules(root: &Value) -> Map<String, Value> {
    const COLUMNS: &[&str] = &[
        "$schema",
        "$comment",
        "title",
        "description",
        "default",
        "deprecated",
        "examples",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "unevaluatedProperties",
    ];
    let members = root.as_object().into_iter().flatten();
    let mut rules: Map<String, Value> = members
        .filter(|(key, _)| !COLUMNS.contains(&key.as_str()) && !key.starts_with("x-"))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if rules.len() == 1 && rules.contains_key("$defs") {
        rules.clear();
    }
    rules
}

fn status(status: &Status) -> String {
    match status {
        Status::Draft => "a draft".to_owned(),
        Status::Stable => "stable".to_owned(),
        Status::Deprecated(None) => "deprecated".to_owned(),
        Status::Deprecated(Some(day)) => format!("deprecated from {day}"),
    }
}
