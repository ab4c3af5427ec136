//! Datasets as wholes: which columns correspond, keys, checks, rules over several columns, status, words.

use serde_json::{Map, Value};

use super::values::{Inclusion, Set};
use super::{Answer, Answers, Change, Example, codes, columns, witness};
use crate::contract::{Contract, ContractColumn, Status};
use crate::finding::Code;
use crate::source::Span;

/// Breaking in every question.
const ALL: Answers = Answers { forward: Answer::Breaking, backward: Answer::Breaking, physical: Answer::Breaking };

/// A change of a dataset as a whole.
pub fn change(old: &Contract, new: &Contract, code: &'static Code, message: String, answers: Answers) -> Change {
    let here = |contract: &Contract| Some((contract.file.clone(), Span::new(0, 0)));
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

/// A dataset is gone.
pub fn removed(old: &Contract) -> Change {
    let message = format!("the dataset {} is removed", old.name);
    Change { new: None, ..change(old, old, &codes::DATASET_REMOVED, message, ALL) }
}

/// A dataset is new.
pub fn added(new: &Contract) -> Change {
    let message = format!("the dataset {} is new", new.name);
    Change { old: None, ..change(new, new, &codes::DATASET_ADDED, message, Answers::default()) }
}

/// Every change from `old` to `new`, two versions of one dataset.
pub fn compare(old: &Contract, new: &Contract) -> Vec<Change> {
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
    changes.extend(checks(old, new));
    changes.extend(rules(old, new));
    if old.status != new.status {
        let message = format!("{} was {} and is {}", new.name, status(&old.status), status(&new.status));
        changes.push(change(old, new, &codes::STATUS_CHANGED, message, Answers::default()));
    }
    if (&old.title, &old.description) != (&new.title, &new.description) {
        let message = format!("{} is described in other words", new.name);
        changes.push(change(old, new, &codes::DESCRIPTION_CHANGED, message, Answers::default()));
    }
    changes
}

type Pair<'a> = (Option<&'a ContractColumn>, Option<&'a ContractColumn>);

/// The columns of both that correspond: by name, or else by what the new one says it was called.
fn pairs<'a>(old: &'a Contract, new: &'a Contract) -> Vec<Pair<'a>> {
    let before = |now: &ContractColumn| {
        let former = || now.renamed_from.iter().rev().filter(|name| new.column(name).is_none());
        old.column(&now.name).or_else(|| former().find_map(|name| old.column(name)))
    };
    let mut pairs: Vec<Pair<'a>> = new.columns.iter().map(|now| (before(now), Some(now))).collect();
    for column in &old.columns {
        if !pairs.iter().any(|(before, _)| before.is_some_and(|before| before.name == column.name)) {
            pairs.push((Some(column), None));
        }
    }
    pairs
}

fn key(old: &Contract, new: &Contract, pairs: &[Pair<'_>]) -> Option<Change> {
    // A renamed column is the same column.
    let renamed = |name: &str| -> String {
        let pair = pairs.iter().find(|(before, _)| before.is_some_and(|before| *before.name == *name));
        pair.and_then(|(_, now)| *now).map_or(name, |now| &now.name).to_owned()
    };
    let mut before: Vec<String> = old.key.iter().map(|name| renamed(name)).collect();
    let mut now: Vec<String> = new.key.iter().map(|name| name.to_string()).collect();
    before.sort();
    now.sort();
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
    let shown = |key: &[String]| if key.is_empty() { "none".to_owned() } else { key.join(", ") };
    let message = format!("the key of {} was {} and is {}", new.name, shown(&before), shown(&now));
    Some(change(old, new, &codes::KEY_CHANGED, message, answers))
}

fn checks(old: &Contract, new: &Contract) -> Vec<Change> {
    let missing = |from: &Contract, to: &Contract| -> Vec<String> {
        let there = |text: &str| to.checks.iter().any(|(other, _)| **other == *text);
        from.checks.iter().filter(|(text, _)| !there(text)).map(|(text, _)| text.to_string()).collect()
    };
    let mut changes = Vec::new();
    for text in missing(old, new) {
        let answers = Answers { forward: Answer::Undecided, ..Answers::default() };
        let message = format!("the check \"{text}\" of {} is removed", new.name);
        changes.push(change(old, new, &codes::CHECKS_CHANGED, message, answers));
    }
    for text in missing(new, old) {
        let answers = Answers { backward: Answer::Undecided, ..Answers::default() };
        let message = format!("the check \"{text}\" of {} is new", new.name);
        changes.push(change(old, new, &codes::CHECKS_CHANGED, message, answers));
    }
    changes
}

/// Rules over several columns: what a root says beyond its columns.
fn rules(old: &Contract, new: &Contract) -> Option<Change> {
    let (before, now) = (row_rules(&old.bundled), row_rules(&new.bundled));
    if before == now {
        return None;
    }
    // The rules alone: where they include each other, no row can tell. Otherwise only a whole row proves a break,
    // because the columns' own values may rule out whatever tells the rules apart.
    let rules = (Set::new(&Value::Object(before)), Set::new(&Value::Object(now)));
    let whole = (Set::new(&old.bundled), Set::new(&new.bundled));
    let candidates = witness::candidates(&[&old.bundled, &new.bundled]);
    let mut examples = Vec::new();
    let mut answer = |accepting: (&Set, &Set), refusing: (&Set, &Set), which: Example| {
        if accepting.0.is_in(refusing.0) == Inclusion::Included {
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
    let (before, now) = ((&rules.0, &whole.0), (&rules.1, &whole.1));
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
    Some(Change { examples, ..change(old, new, code, message, answers) })
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
