//! Parts on lines of their own below their total: "Revenue of 90 million comprises:" and items. A text goes in, the
//! stretches of its lists and the relations of each come out.

use super::divides::{Form, form};
use super::parts::{says_all, without_brackets};
use super::sentence::{LONGEST, is_bullet};
use super::vocabulary::{AS_FOLLOWS, NO_ITEM, NO_PART, PARTS, REST, any, has_digit};
use super::words::Sentence;
use super::{Relation, RelationKind};
use crate::reconcile::ready::some_of;
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::source::Span;

/// A line that ends with a colon, and the items below it.
pub(super) struct List {
    /// The sentence that the colon ends.
    pub lead: Span,
    /// The items, each with the lines that it is wrapped over.
    pub items: Vec<Span>,
}

impl List {
    pub(super) fn span(&self) -> Span {
        self.items.iter().fold(self.lead, |all, item| all.cover(*item))
    }
}

/// The lists of a text.
pub(super) fn lists(text: &str) -> Vec<List> {
    let mut found: Vec<List> = Vec::new();
    let mut lines = Lines { text, at: 0 };
    while let Some(line) = lines.next() {
        if !line.text(text).ends_with([':', '：']) || !line.text(text).contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let items = items(text, lines.at);
        let lead = Span { start: sentence_start(text, line.0.start as usize) as u32, end: line.0.end };
        let list = List { lead, items };
        if list.items.len() >= 2 && list.span().len() <= LONGEST {
            found.push(list);
        }
    }
    found
}

/// The lines of a text, trimmed, from a place on.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

#[derive(Clone, Copy)]
struct Line(Span);

impl Line {
    fn text(self, text: &str) -> &str {
        &text[self.0.range()]
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = &rest[..length];
        let start = self.at + (line.len() - line.trim_start().len());
        self.at += length + usize::from(length < rest.len());
        Some(Line(Span::new(start, start + line.trim().len())))
    }
}

/// Where the sentence that goes on at `line` begins: behind the last full stop, blank line or item before it.
fn sentence_start(text: &str, line: usize) -> usize {
    let end = text[line..].find('\n').map_or(text.len(), |end| line + end);
    let least = text[..line].char_indices().rev().nth(300).map_or(0, |(at, _)| at);
    let before = &text[least..end];
    let stops = ["。", "\n\n", "\n\r\n", ". ", ".\n", "\u{c}"].iter().filter_map(|stop| {
        let at = before.rfind(stop)?;
        Some(least + at + stop.len())
    });
    stops.max().unwrap_or(least)
}

/// The items from `at` on: lines with a mark in front, blank lines between them or none.
fn items(text: &str, at: usize) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let (mut blank, mut wrapped) = (0, 0);
    for line in (Lines { text, at }) {
        let own = line.text(text);
        if own.is_empty() {
            blank += 1;
            if blank > 1 {
                break;
            }
            continue;
        }
        if mark(own).is_some() {
            (blank, wrapped) = (0, 0);
            found.push(line.0);
            continue;
        }
        // A long item goes on on the next line.
        let Some(last) = found.last_mut().filter(|_| blank == 0 && wrapped < 3) else { break };
        wrapped += 1;
        *last = last.cover(line.0);
    }
    found
}

/// How long the mark in front of an item is: "•", "- ", "(1)", "（一）", "1.", "a)", "①".
fn mark(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if is_bullet(first) || ('①'..='⑳').contains(&first) || matches!(first, '○' | '◦' | '✓' | '→') {
        return Some(first.len_utf8());
    }
    if let Some(rest) = line.strip_prefix("- ").or_else(|| line.strip_prefix("— ")) {
        return Some(line.len() - rest.len());
    }
    let open = if matches!(first, '(' | '（') { first.len_utf8() } else { 0 };
    let count = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || "一二三四五六七八九十".contains(c);
    let length = line[open..].find(|c| !count(c)).filter(|length| (1..=6).contains(length))?;
    let behind = &line[open + length..];
    let close = behind.chars().next().filter(|c| matches!(c, ')' | '）' | '、') || open == 0 && *c == '.')?;
    // "1.5 million": no mark.
    (close != '.' || behind[1..].starts_with(' ')).then_some(open + length + close.len_utf8())
}

impl Sentence<'_> {
    /// The relation of a list: each of its items names one part of the number that its lead names.
    pub(super) fn of_lines(&self, list: &List, found: &mut Vec<Relation>) {
        let lead = self.source.slice(list.lead);
        let lower = lead.to_ascii_lowercase();
        let known = PARTS.iter().find(|(word, _)| any(&lower, &[word]));
        let all = says_all(&lower) || known.is_some_and(|(_, all)| *all);
        let Some(word) =
            known.map(|(word, _)| *word).or_else(|| AS_FOLLOWS.iter().copied().find(|w| any(&lower, &[w])))
        else {
            return;
        };
        let inside = |span: Span, item: &usize| {
            let own = self.span_of(*item);
            own.start >= span.start && own.end <= span.end
        };
        let totals: Vec<usize> = (0..self.items.len())
            .filter(|item| inside(list.lead, item) && self.may_total(*item) && !self.is_change(*item))
            .collect();
        for total in totals.into_iter().rev() {
            let parts: Option<Vec<usize>> = list.items.iter().map(|item| self.part_of(total, *item)).collect();
            let Some(parts) = parts else { continue };
            let Some((values, stated)) = self.to_one_place(total, &parts) else { return };
            let Some(sum) = values.into_iter().reduce(Amount::add) else { return };
            let rest = list.items.last().is_some_and(|item| any(self.source.slice(*item), REST));
            let (kind, operator, sign) = match some_of(&sum, &stated) {
                _ if all || rest || sum.value == stated.value => (RelationKind::Sum, Comparison::Equal, "="),
                Some(operator) => (RelationKind::OfWhich, operator, "≤"),
                None => return,
            };
            let names: Vec<String> =
                list.items.iter().zip(&parts).map(|(item, part)| self.line_name(*item, *part)).collect();
            let divided = all || rest || sum.value <= stated.value || form(&names, true) == Form::Divides;
            if !divided {
                return;
            }
            let statement = format!("{} {sign} {}", self.names(&parts, " + "), self.printed(total));
            let reason = format!("the lines below \"{word}\" are its parts");
            let of: Vec<usize> = [total].into_iter().chain(parts).collect();
            found.push(self.relation(&of, (kind, operator), (sum, stated), statement, reason));
            return;
        }
    }

    /// What an item says of its number: what stands before it, or behind it.
    fn line_name(&self, span: Span, number: usize) -> String {
        let from = span.start + mark(self.source.slice(span)).unwrap_or(0) as u32;
        let before = self.text(from, self.span_of(number).start).trim();
        let behind = without_brackets(self.text(self.span_of(number).end, span.end));
        let name = if before.contains(char::is_alphabetic) { before } else { behind.trim() };
        name.trim_end_matches([';', '；', '.', '。', ',', '，', ':', '：']).to_string()
    }

    /// The number of an item that may be a part of `total`, if it has just one.
    fn part_of(&self, total: usize, span: Span) -> Option<usize> {
        let text = self.source.slice(span);
        let from = span.start + mark(text)? as u32;
        let name = without_brackets(self.text(from, span.end));
        let name: String = name.chars().take_while(|c| *c != '\n').collect();
        if any(&name, NO_PART) || any(&name, NO_ITEM) {
            return None;
        }
        let fits = |item: &usize| {
            let own = self.span_of(*item);
            own.start >= from && own.end <= span.end && self.may_total(*item) && !self.is_in_bracket(from, *item)
        };
        let numbers: Vec<usize> = (0..self.items.len()).filter(fits).filter(|item| self.alike(total, *item)).collect();
        let [only] = numbers[..] else { return None };
        let named = |text: &str| text.contains(char::is_alphabetic) && !has_digit(text);
        let (before, behind) = (self.text(from, self.span_of(only).start), self.text(self.span_of(only).end, span.end));
        (!self.is_change(only) && (named(before) || named(&without_brackets(behind)))).then_some(only)
    }
}
