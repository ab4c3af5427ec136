//! Lists of names in one sentence: how many things it says there are, and the names behind its colon.

use super::vocabulary::ETC;
use super::words::Sentence;
use super::{Relation, RelationKind, Stated, judged};
use crate::reconcile::measure::Measure;
use crate::reconcile::number::Number;
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::source::Span;

/// More names than these are no list in a sentence.
const MOST: i64 = 30;

impl Sentence<'_> {
    /// "三家：甲、乙和丙", "three companies: A, B and C": as many names behind the colon as the sentence says.
    pub(super) fn names_listed(&self, found: &mut Vec<Relation>) {
        for at in 0..self.items.len() {
            let item = &self.items[at];
            let few = item.amount.value > Number::ONE && item.amount.value <= Number::from(MOST);
            if !item.measure.is_count() || !item.amount.narrow.is_exact() || !few {
                continue;
            }
            let behind = self.text(item.quantity.span.end, self.span.end);
            let Some((intro, list)) = behind.split_once(['：', ':']) else { continue };
            if intro.chars().count() > 24
                || intro.contains(|c: char| "，,。；;、()（）".contains(c) || c.is_ascii_digit())
            {
                continue;
            }
            let from = self.span.end - list.len() as u32;
            let Some((names, joined)) = names(list) else { continue };
            // "研究和开发" may be one name: where the other reading makes the count, nothing is wrong.
            let as_one = names.len() as i64 - 1;
            let count = match joined && item.amount.value == Number::from(as_one) {
                true => as_one,
                false => names.len() as i64,
            };
            let shown: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
            let between = if shown.iter().all(|name| name.is_ascii()) { ", " } else { "、" };
            let statement = format!("{} are {}", shown.join(between), self.printed(at));
            let reason = "the names stand behind their number and a colon".to_string();
            let stated = Stated { kind: RelationKind::Count, statement, reason, quantities: &[item.quantity] };
            let sides = (Amount::exact(Number::from(count)), Amount::exact(item.amount.value.clone()));
            let mut relation = judged(self.source, stated, sides, &Comparison::Equal, &Measure::bare());
            let place = |(start, name): &(usize, &str)| {
                let start = from as usize + start;
                Span::new(start, start + name.len())
            };
            relation.spans.extend(names.iter().map(place));
            found.push(relation);
        }
    }
}

/// The names of a list with their places, and whether the last two are joined by a word; `None` if it is no such list, or
/// not all of it.
fn names(list: &str) -> Option<(Vec<(usize, &str)>, bool)> {
    let list = list.trim_end().trim_end_matches(['。', '.', '；', ';']);
    let (between, words): (&str, &[&str]) = match list.contains('、') {
        true => ("、", &["以及", "和", "与", "及"]),
        false => (",", &[" and "]),
    };
    if ETC.iter().any(|word| list.ends_with(word)) {
        return None;
    }
    let mut parts: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for part in list.split(between) {
        parts.push((at, part));
        at += part.len() + between.len();
    }
    let (start, last) = parts.pop()?;
    let last = (start, last.strip_prefix(" and").filter(|_| between == ",").unwrap_or(last));
    let start = start + (list.len() - start - last.1.len());
    let word = words.iter().find_map(|word| Some((last.1.rfind(word)?, *word)));
    let joined = word.is_some();
    match word {
        Some((at, word)) => {
            parts.push((start, &last.1[..at]));
            parts.push((start + at + word.len(), &last.1[at + word.len()..]));
        }
        None => parts.push((start, last.1)),
    }
    // An English list ends with "and"; without it, it may go on.
    let whole = between == "、" || joined || last.1.len() < list.len() && list.contains(", and ");
    let trimmed: Vec<(usize, &str)> =
        parts.iter().map(|(at, part)| (at + part.len() - part.trim_start().len(), part.trim())).collect();
    (whole && trimmed.len() > 1 && trimmed.iter().all(|(_, name)| is_name(name))).then_some((trimmed, joined))
}

/// A short phrase without digits or signs, in Latin script with capitals.
fn is_name(name: &str) -> bool {
    let plain = !name.contains(|c: char| c.is_ascii_digit() || "，,。；;：:（(）)、".contains(c));
    let short = match name.is_ascii() {
        true => name.split_whitespace().count() <= 4 && name.starts_with(|c: char| c.is_ascii_uppercase()),
        false => name.chars().count() <= 14,
    };
    !name.is_empty() && plain && short
}
