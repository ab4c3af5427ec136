//! Parts behind their total in one sentence: the words that announce them go in, the parts and what they make come out.

use super::divides::{Form, form};
use super::vocabulary::{
    BESIDE_NUMBER, JOINED, NO_PART, NO_REST, NO_TOTAL, OF_ALL, PARTS, REST, TOTAL_WORDS, any, find, has_digit,
};
use super::words::{Sentence, tail};
use super::{Relation, RelationKind, amount, is_near, shown_to_one_place};
use crate::model::{Quantity, year_of};
use crate::reconcile::number::Number;
use crate::reconcile::ready::some_of;
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::reconcile::verdict::Status;

/// A total, and the parts that were found for it.
pub(super) type Group = (usize, Vec<usize>);

/// Words that announce parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cue {
    start: u32,
    end: u32,
    word: String,
    /// All parts follow.
    all: bool,
    /// The words are weak: only a plain list behind them holds parts.
    plain_list: bool,
}

/// What parts may be called beside their total.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nouns {
    /// As the total, or nothing.
    Same,
    /// Anything that is counted: "1,200 people, of whom 700 engineers and 500 managers".
    Any,
}

impl Cue {
    fn nouns(&self) -> Nouns {
        if self.word.starts_with("of ") { Nouns::Any } else { Nouns::Same }
    }
}

/// Parts behind a cue.
struct Parts {
    items: Vec<usize>,
    /// The list names what is left beside its other parts, so that it is whole.
    whole: bool,
}

impl Sentence<'_> {
    /// Parts behind the words that announce them; the totals that parts were found for, and their parts.
    pub(super) fn parts(&self, found: &mut Vec<Relation>) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let cues = self.cues();
        for (number, cue) in cues.iter().enumerate() {
            let next = cues.get(number + 1);
            let until = next.map_or(self.span.end, |next| next.start).min(self.bracket_end(cue.end));
            if self.adjoins_number(cue) {
                continue;
            }
            let plain = self.plain_list(cue, until);
            let known = |items: &[usize]| groups.iter().any(|(_, parts)| parts == items);
            let Some(parts) = plain.or_else(|| self.things_behind(cue, until, next.is_some())) else { continue };
            if known(&parts.items) {
                continue;
            }
            groups.extend(self.judge_parts((cue, &cues), parts, found));
        }
        groups
    }

    /// What the parts make of the number that they divide.
    fn judge_parts(&self, (cue, cues): (&Cue, &[Cue]), parts: Parts, found: &mut Vec<Relation>) -> Option<Group> {
        let first = *parts.items.first()?;
        let totals = (0..first).rev().filter(|item| {
            self.span_of(*item).end <= cue.start.max(cue.end - 1) && !self.is_change(*item) && self.may_total(*item)
        });
        let totals: Vec<usize> = totals.filter(|item| self.alike_by(*item, first, cue.nouns())).take(4).collect();
        let nearest = *totals.first()?;
        let Parts { items, whole } = parts;
        if items.len() < 2 {
            return Some((nearest, items));
        }
        let of = |total: usize| {
            let (mut values, stated) = self.to_one_place(total, &items)?;
            let sum = values.drain(..).reduce(Amount::add)?;
            Some((sum, stated))
        };
        let (sum, stated) = of(nearest)?;
        let holds = |(sum, stated): &(Amount, Amount)| sum.wide().meets(stated.wide());
        let fits = |total: &&usize| of(**total).as_ref().is_some_and(holds);
        // "3200家，新增300家，其中A 1500家，B 1700家" divides the number that stands further in front.
        let total = if holds(&(sum.clone(), stated.clone())) {
            nearest
        } else {
            totals.iter().find(fits).copied().unwrap_or(nearest)
        };
        let (sum, stated) = if total == nearest { (sum, stated) } else { of(total)? };
        let exact = sum.value == stated.value;
        // A colon or a bracket says less than "comprises".
        let strong = cue.all && cue.word.contains(char::is_alphabetic)
            || self.text(cue.start, self.span_of(first).start).contains("分别");
        let form = form(&self.part_names(cue, &items), cue.all || self.is_joined(&items));
        if !strong && !holds(&(sum.clone(), stated.clone())) && self.divides_twice(&items, &stated) {
            return Some((total, items));
        }
        let is_all = strong || whole || exact || cue.all && form != Form::Overlaps;
        if sum.value > stated.value && !(strong || whole || exact || form == Form::Divides) {
            if totals.len() == 1 {
                self.each_alone(cue, total, &items, found);
            }
            return Some((total, items));
        }
        let (kind, operator, sign) = match some_of(&sum, &stated) {
            _ if is_all => (RelationKind::Sum, Comparison::Equal, "="),
            Some(operator) => (RelationKind::OfWhich, operator, "≤"),
            None => return Some((total, items)),
        };
        // Some of two numbers, or too much of the nearer one: "学生1200人，教师80人，其中男650人". The words do not tell.
        let rival = |other: &usize| {
            let between = self.span_of(*other).end..self.span_of(nearest).start;
            !cues.iter().any(|cue| between.contains(&cue.start))
        };
        if !is_all && sum.value > stated.value && totals[1..].iter().any(rival) {
            return Some((total, items));
        }
        let statement = format!("{} {sign} {}", self.names(&items, " + "), self.printed(total));
        let word = cue.word.split_whitespace().collect::<Vec<_>>().join(" ");
        let reason = match whole && !cue.all {
            true => format!("the parts stand behind \"{word}\" and name what is left"),
            false => format!("the parts stand behind \"{word}\""),
        };
        let of: Vec<usize> = [total].into_iter().chain(items.iter().copied()).collect();
        found.push(self.relation(&of, (kind, operator), (sum, stated), statement, reason));
        Some((total, items))
    }

    /// The names of parts behind a cue, which all stand before their numbers or all behind them.
    fn part_names(&self, cue: &Cue, items: &[usize]) -> Vec<String> {
        let Some(first) = items.first() else { return Vec::new() };
        let named_before = !beside_number(self.text(cue.end, self.span_of(*first).start)).is_empty();
        let name = |item: &usize| match named_before {
            true => {
                let from = item.checked_sub(1).map_or(cue.end, |before| self.span_of(before).end.max(cue.end));
                let gap = without_brackets(self.text(from, self.span_of(*item).start));
                let gap = gap.trim_end_matches(is_separator);
                beside_number(pieces(gap).last().copied().unwrap_or("")).to_string()
            }
            false => {
                let until = self.items.get(item + 1).map_or(self.span.end, |next| next.quantity.span.start);
                let gap = without_brackets(self.text(self.span_of(*item).end, until));
                let name = pieces(gap.trim_start_matches(is_separator)).first().map_or("", |name| name.trim());
                let joined = JOINED.iter().find_map(|word| strip_last_word(name, word));
                joined.unwrap_or(name).trim().to_string()
            }
        };
        items.iter().map(name).collect()
    }

    /// True if a word or 、 joins the last part to the others.
    fn is_joined(&self, items: &[usize]) -> bool {
        let [.., before, last] = items[..] else { return false };
        let gap = self.text(self.span_of(before).end, self.span_of(last).start);
        any(gap, JOINED) || gap.contains('、')
    }

    /// "男312例，女211例；60岁以下300例，其他223例": the first parts, or the last ones, make the whole by themselves, or the
    /// list falls into several.
    fn divides_twice(&self, items: &[usize], whole: &Amount) -> bool {
        let makes = |items: &mut dyn Iterator<Item = &usize>| {
            let mut sum: Option<Amount> = None;
            let mut found = false;
            for (count, item) in items.enumerate() {
                let value = self.value(*item, 0);
                let next = match sum.take() {
                    Some(sum) => sum.add(value),
                    None => value,
                };
                found |= count > 0 && next.value == whole.value;
                sum = Some(next);
            }
            found
        };
        let breaks = items
            .windows(2)
            .map(|pair| self.text(self.span_of(pair[0]).end, self.span_of(pair[1]).start).contains(['；', ';']));
        let breaks: Vec<bool> = breaks.collect();
        makes(&mut items.iter()) || makes(&mut items.iter().rev()) || breaks.contains(&true) && breaks.contains(&false)
    }

    /// Parts that may have something in common are judged one by one: none is more than the whole.
    fn each_alone(&self, cue: &Cue, total: usize, items: &[usize], found: &mut Vec<Relation>) {
        for item in items {
            let sides = (self.value(*item, 1), self.value(total, 0));
            let statement = format!("{} ≤ {}", self.printed(*item), self.printed(total));
            let reason = format!("a part stands behind \"{}\"", cue.word);
            let kind = (RelationKind::OfWhich, Comparison::LessOrEqual);
            let relation = self.relation(&[total, *item], kind, sides, statement, reason);
            if relation.case.status == Status::Inconsistent && is_near(&relation) {
                found.push(relation);
            }
        }
    }

    /// The values of parts and of their total. Where all are printed to one place and one of them shows it, zeros at the
    /// end of the others are digits too.
    pub(super) fn to_one_place(&self, total: usize, parts: &[usize]) -> Option<(Vec<Amount>, Amount)> {
        let mut quantities: Vec<Quantity> =
            [total].iter().chain(parts).map(|item| self.items[*item].quantity.clone()).collect();
        shown_to_one_place(quantities.iter_mut());
        let mut values: Vec<Amount> =
            quantities.iter().enumerate().filter_map(|(at, quantity)| Some(amount(quantity, at)?.0)).collect();
        (values.len() == quantities.len()).then(|| {
            let total = values.remove(0);
            (values, total)
        })
    }

    /// Things of one kind behind words that announce parts, however the sentence goes on.
    fn things_behind(&self, cue: &Cue, until: u32, divides: bool) -> Option<Parts> {
        if cue.plain_list {
            return None;
        }
        let inside = |item: &usize| {
            let start = self.span_of(*item).start;
            // Parts of a part stand in brackets behind it.
            start >= cue.end && start < until && !self.is_change(*item) && !self.is_in_bracket(cue.end, *item)
        };
        let mut behind: Vec<usize> = (0..self.items.len()).filter(inside).collect();
        // The number right before the next such word is what that divides.
        if divides && until < self.span.end {
            behind.pop();
        }
        // A number that counts nothing may be a year or a grade: only things of one kind are parts of each other.
        let things = |item: &usize| !self.items[*item].measure.is_share() && !self.items[*item].measure.is_bare();
        let first = behind.iter().copied().find(things)?;
        let items: Vec<usize> = behind.into_iter().filter(|item| self.same(*item, first)).collect();
        let whole = items.len() > 1 && self.names_the_rest(*items.last()?, self.before(*items.last()?));
        Some(Parts { items, whole })
    }

    /// A list of which each part is a name and a number, or a number and a name, and nothing else.
    fn plain_list(&self, cue: &Cue, until: u32) -> Option<Parts> {
        let inside = |item: &usize| {
            let span = self.span_of(*item);
            span.start >= cue.end && span.end <= until && !self.is_in_bracket(cue.end, *item)
        };
        let share = |item: &usize| self.items[*item].measure.is_share();
        let mut items: Vec<usize> = (0..self.items.len()).filter(inside).filter(|item| !share(item)).collect();
        let first = *items.first()?;
        let lead = self.text(cue.end, self.span_of(first).start).trim_matches(is_separator).trim();
        let named_before = !beside_number(lead).is_empty();
        let mut names: Vec<String> = Vec::new();
        if named_before {
            names.push(beside_number(lead).to_string());
        }
        let mut count = 1;
        for pair in items.windows(2) {
            let gap = self.text(self.span_of(pair[0]).end, self.span_of(pair[1]).start);
            let Some(name) = name_between(gap, named_before) else { break };
            names.push(name);
            count += 1;
        }
        // What does not go on as it began is no part: "…, up from 40".
        let broken = items.len() > count;
        items.truncate(count);
        if !named_before {
            let behind = without_brackets(self.text(self.span_of(*items.last()?).end, until));
            names.push(pieces(&behind).first().map_or("", |name| behind_number(name)).to_string());
        }
        let bare = |item: &usize| self.items[*item].measure.is_bare();
        let named = names.len() == items.len() && names.iter().all(|name| is_part_name(name));
        let one_kind = items.iter().all(|item| self.alike_by(first, *item, cue.nouns()) && self.may_total(*item));
        if broken || items.len() < 2 || !named || !one_kind || items.iter().any(|item| self.is_change(*item)) {
            return None;
        }
        let joined = |last: usize| {
            let gap = self.text(self.span_of(items[last - 1]).end, self.span_of(items[last]).start);
            any(gap, JOINED)
        };
        // Behind a mere colon or in a bracket, bare numbers are parts if the list ends as one.
        // "in three rounds: A, B and C" says how many there are.
        let counted = first.checked_sub(1).is_some_and(|number| {
            let same = self.items[number].amount.value == Number::from(items.len() as i64);
            same && self.span_of(number).end <= cue.end && cue.end - self.span_of(number).end <= 32
        });
        let whole = self.names_the_rest(*items.last()?, names.last()?) || counted && cue.word == ":";
        if cue.plain_list
            && !cue.all
            && !whole
            && (!joined(items.len() - 1) || cue.word != ":" && !items.iter().all(bare))
        {
            return None;
        }
        Some(Parts { items, whole })
    }

    /// True if the last part is what is left: "其他", "the rest".
    fn names_the_rest(&self, last: usize, name: &str) -> bool {
        let behind = self.text(self.span_of(last).end, self.span.end).trim_start().to_ascii_lowercase();
        any(name, REST) && !any(name, NO_REST) && !behind.starts_with("other than")
    }

    /// True if a number may be a part of another by what they measure. Behind a list's words, 45 projects may be
    /// 20 and 25.
    pub(super) fn alike(&self, total: usize, part: usize) -> bool {
        self.alike_by(total, part, Nouns::Same)
    }

    fn alike_by(&self, total: usize, part: usize, words: Nouns) -> bool {
        let (whole, own) = (&self.items[total].measure, &self.items[part].measure);
        let noun = |item: usize| self.items[item].measure.is_count() && self.unit(item).is_ascii();
        let whole_number = |item: usize| self.items[item].quantity.precision.decimals <= 0;
        self.same(total, part) && (!own.is_bare() || self.is_large(part) == self.is_large(total))
            || own.is_bare() && whole.is_count() && whole_number(part)
            || own.is_bare()
                && !whole.is_bare()
                && whole.unit().is_some()
                && self.is_scaled(part)
                && self.is_scaled(total)
            || words == Nouns::Any && noun(total) && noun(part)
    }

    /// False for shares, and for bare numbers that may be years.
    pub(super) fn may_total(&self, item: usize) -> bool {
        let year = year_of(&self.printed(item)).is_some();
        !(self.items[item].measure.is_share() || self.items[item].measure.is_bare() && year)
    }

    /// 700,000 may be a part of 1.2 million, but 1.1 may not.
    fn is_large(&self, item: usize) -> bool {
        self.is_scaled(item) || self.items[item].amount.value.abs() >= Number::from(1000)
    }

    /// "1.25 million", 3亿: no year, page or grade.
    pub(super) fn is_scaled(&self, item: usize) -> bool {
        let quantity = self.items[item].quantity;
        let behind = self.text(quantity.numeral.end, quantity.span.end);
        let numeral = self.text(quantity.numeral.start, quantity.numeral.end);
        let scaled =
            |text: &str| text.contains(['万', '亿', '千']) || text.contains("illion") || text.contains("housand");
        scaled(behind) || scaled(numeral)
    }

    /// The words that announce parts, with their ends and whether all parts follow.
    fn cues(&self) -> Vec<Cue> {
        let text = self.source.slice(self.span);
        let lower = text.to_ascii_lowercase();
        let mut cues: Vec<Cue> = Vec::new();
        let cue = |at: usize, word: &str, all: bool, plain_list: bool| Cue {
            start: self.span.start + at as u32,
            end: self.span.start + (at + word.len()) as u32,
            word: word.to_string(),
            all,
            plain_list,
        };
        for (word, all) in PARTS {
            cues.extend(find(&lower, word).map(|at| cue(at, word, *all, false)));
        }
        // 按类型分, 按模型类型分析, 按模型类型来看: a division of the number before it.
        for (at, _) in text.match_indices('按') {
            let ahead: String = text[at..].chars().take(14).collect();
            let ends = ["分", "来看", "看，", "划分", "统计"]
                .iter()
                .filter_map(|word| Some((ahead.find(word)?, word.trim_end_matches('，'))));
            let nearest = ends.min().filter(|(end, _)| !ahead[..*end].contains(['，', '。', '；', ',', ';']));
            if let Some((end, word)) = nearest {
                cues.push(cue(at, &ahead[..end + word.len()], true, false));
            }
        }
        // "由A 12亿元、B 23亿元组成"
        for (at, word) in text.match_indices('由') {
            let behind = &text[at..];
            let end = ["组成", "构成"].iter().filter_map(|word| behind.find(word)).min();
            if end.is_some_and(|end| !behind[..end].contains(['。', '；'])) {
                cues.push(cue(at, word, true, true));
            }
        }
        // "共15家：A 5家，B 10家", "a total of 320 (200 long, 130 short)"
        for (at, sign) in text.match_indices(['：', ':', '（', '(']) {
            let total = says_all(tail(&text[..at], 24)) || any(tail(&text[..at], 40), OF_ALL);
            let opens = matches!(sign, "（" | "(");
            if total || !opens {
                cues.push(cue(at, sign, total, opens || !total));
            }
        }
        cues.sort();
        // "其中：" is one announcement; the colon adds nothing to words right in front of it.
        let mut found: Vec<Cue> = Vec::new();
        for cue in cues {
            let colon = matches!(cue.word.as_str(), "：" | ":");
            match found.last_mut().filter(|last| last.end <= cue.start) {
                Some(last) if colon && !self.has_item(last.end, cue.start) && cue.start - last.end < 24 => {
                    last.end = cue.end;
                }
                _ => found.push(cue),
            }
        }
        found
    }

    fn has_item(&self, from: u32, to: u32) -> bool {
        self.items.iter().any(|item| item.quantity.span.start >= from && item.quantity.span.end <= to)
    }

    /// Where the bracket closes that `at` stands in; the sentence's end outside of brackets.
    fn bracket_end(&self, at: u32) -> u32 {
        let open = |text: &str| text.rfind(['(', '（']) > text.rfind([')', '）']);
        let close = self.text(at, self.span.end).find([')', '）']);
        match close {
            Some(close) if open(self.text(self.span.start, at)) => at + close as u32,
            _ => self.span.end,
        }
    }

    /// True for "13 of which": the number before the words is a part itself.
    fn adjoins_number(&self, cue: &Cue) -> bool {
        let last = self.items.iter().map(|item| item.quantity.span.end).filter(|end| *end <= cue.start).max();
        cue.word.starts_with("of wh") && last.is_some_and(|end| self.text(end, cue.start).trim().is_empty())
    }
}

/// True if words say of a number that it is all there is. 公共 is no 共.
pub(super) fn says_all(text: &str) -> bool {
    let text = NO_TOTAL.iter().fold(text.to_string(), |text, word| text.replace(word, ""));
    any(&text, TOTAL_WORDS)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || "，,、；;：:".contains(c)
}

/// The pieces of a phrase between its commas.
fn pieces(text: &str) -> Vec<&str> {
    text.split(['，', ',', '、', '；', ';', '\n']).collect()
}

/// A phrase without what stands in its brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let outside = |c: &char| match c {
        '(' | '（' => {
            depth += 1;
            false
        }
        ')' | '）' => {
            depth -= 1;
            false
        }
        _ => depth <= 0,
    };
    text.chars().filter(outside).collect()
}

/// A name without the words that lead from it to its number.
fn beside_number(name: &str) -> &str {
    let mut name = name.trim_matches(is_separator);
    while let Some(rest) = BESIDE_NUMBER.iter().find_map(|word| strip_last_word(name, word)) {
        name = rest.trim_end_matches(is_separator);
    }
    name
}

fn strip_last_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_suffix(word)?;
    (!word.is_ascii() || rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric())).then_some(rest)
}

/// The name between two numbers of a list: that of the next number if names stand before numbers, else that of the last.
/// `None` if anything but a name, its share and one comma stands there.
pub(super) fn name_between(gap: &str, named_before: bool) -> Option<String> {
    let gap = without_brackets(gap);
    let mut pieces = pieces(&gap);
    let word_at = |text: &str| {
        let text = text.trim();
        let word = JOINED.iter().find(|word| match named_before {
            true => text.strip_prefix(**word).is_some_and(|rest| !word.is_ascii() || rest.starts_with(' ')),
            false => text.strip_suffix(**word).is_some_and(|rest| !word.is_ascii() || rest.ends_with(' ')),
        })?;
        let range = if named_before { word.len()..text.len() } else { 0..text.len() - word.len() };
        Some(text[range].trim().to_string())
    };
    // The comma, or the word in its place, stands on the other side of the number than the name.
    let edge = if named_before { *pieces.last()? } else { *pieces.first()? };
    let name = match word_at(edge) {
        Some(name) => name,
        None if pieces.len() > 1 => edge.trim().to_string(),
        None => return None,
    };
    let edge_at = if named_before { pieces.len() - 1 } else { 0 };
    pieces.remove(edge_at);
    let other = |piece: &&str| {
        let piece = piece.trim();
        !(piece.is_empty() || piece.ends_with(['%', '％']) || JOINED.contains(&piece))
    };
    if pieces.iter().any(other) {
        return None;
    }
    let name = beside_number(&name);
    Some(if named_before { name } else { behind_number(name) }.to_string())
}

/// The name of "25 million from lending" and "700 in research".
fn behind_number(name: &str) -> &str {
    let name = name.trim_end_matches('.').trim();
    ["from ", "in ", "by ", "on ", "for "].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name)
}

/// A short phrase that names a part, and no time, plan or other thing to compare with.
pub(super) fn is_part_name(name: &str) -> bool {
    let short = match name.is_ascii() {
        true => name.split_whitespace().count() <= 7,
        false => name.chars().count() <= 20,
    };
    short && name.contains(char::is_alphabetic) && !has_digit(name) && !any(name, NO_PART)
}
