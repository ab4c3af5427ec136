//! Relations in one sentence: its quantities and the words between them go in, relations come out.

use super::lines::List;
use super::parts::Group;
use super::spread::Spread;
use super::vocabulary::{DIFFERS, FALL, RISE, SPREAD, any, find};
use super::{Relation, RelationKind, Stated, amount, judged};
use crate::model::{Quantity, year_of};
use crate::reconcile::measure::Measure;
use crate::reconcile::number::Number;
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::source::{Source, Span};

/// One quantity of the sentence.
pub(super) struct Item<'q> {
    pub quantity: &'q Quantity,
    pub amount: Amount,
    pub measure: Measure,
}

/// A sentence and its quantities.
pub(super) struct Sentence<'s> {
    pub source: &'s Source,
    pub span: Span,
    pub items: Vec<Item<'s>>,
}

/// The relations of one sentence.
pub(super) fn relations<'s>(source: &'s Source, span: Span, quantities: &[&'s Quantity]) -> Vec<Relation> {
    let sentence = Sentence::new(source, span, quantities);
    let mut found = Vec::new();
    let groups = sentence.parts(&mut found);
    sentence.shares(&groups, &mut found);
    sentence.shares_of_counts(&mut found);
    sentence.totals_behind(&mut found);
    sentence.roll_forwards(&mut found);
    sentence.averages(&mut found);
    sentence.rest(&mut found);
    sentence.ratios(&mut found);
    sentence.growth(&mut found);
    sentence.listed(&mut found);
    sentence.names_listed(&mut found);
    found
}

/// The parts in sentence `last` of a number in the sentence before it.
pub(super) fn relations_across<'s>(
    source: &'s Source,
    both: Span,
    last: Span,
    quantities: &[&'s Quantity],
) -> Vec<Relation> {
    let sentence = Sentence::new(source, both, quantities);
    let mut found = Vec::new();
    let mut groups = sentence.parts(&mut found);
    // Of several numbers in the sentence before, the words do not tell which is divided.
    let in_front = |item: &usize| {
        let apart = sentence.is_change(*item) || sentence.is_in_bracket(both.start, *item);
        sentence.span_of(*item).end <= last.start && !apart
    };
    let one = |(total, parts): &Group| {
        let alike = |item: &usize| sentence.may_total(*item) && sentence.alike(*item, parts[0]);
        in_front(total) && (0..sentence.items.len()).filter(in_front).filter(alike).count() == 1
    };
    groups.retain(one);
    found.retain(|relation| {
        let totals = groups.iter().map(|(total, _)| sentence.span_of(*total));
        totals.into_iter().any(|total| relation.spans.first() == Some(&total))
    });
    sentence.shares(&groups, &mut found);
    found
}

/// A total that the sentence spreads over several places.
pub(super) fn spread<'s>(source: &'s Source, span: Span, quantities: &[&'s Quantity]) -> Option<Spread> {
    let cue = any(source.slice(span), SPREAD);
    cue.then(|| Sentence::new(source, span, quantities).spread()).flatten()
}

/// The relation of a list of lines.
pub(super) fn relations_of_list<'s>(source: &'s Source, list: &List, quantities: &[&'s Quantity]) -> Vec<Relation> {
    let mut found = Vec::new();
    Sentence::new(source, list.span(), quantities).of_lines(list, &mut found);
    found
}

impl<'s> Sentence<'s> {
    fn new(source: &'s Source, span: Span, quantities: &[&'s Quantity]) -> Sentence<'s> {
        let item = |(at, quantity): (usize, &&'s Quantity)| {
            let (amount, measure) = amount(quantity, at)?;
            let is_year = measure.is_bare() && year_of(source.slice(quantity.span)).is_some();
            (!is_year).then_some(Item { quantity, amount, measure })
        };
        Sentence { source, span, items: quantities.iter().enumerate().filter_map(item).collect() }
    }
}

impl Sentence<'_> {
    pub(super) fn text(&self, from: u32, to: u32) -> &str {
        if from < to { self.source.slice(Span { start: from, end: to }) } else { "" }
    }

    /// What stands before an item, back to the item before it.
    pub(super) fn before(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(self.span.start, |before| self.items[before].quantity.span.end);
        self.text(from, self.items[at].quantity.span.start)
    }

    /// What stands before an item in its own clause.
    pub(super) fn clause(&self, at: usize) -> &str {
        let before = self.text(self.span.start, self.items[at].quantity.span.start);
        let from = before
            .rfind(['，', ',', '；', ';', '、', '：', ':', '(', '（'])
            .map_or(0, |comma| comma + before[comma..].chars().next().map_or(0, char::len_utf8));
        let clause = &before[from..];
        clause.rfind(" and ").map_or(clause, |and| &clause[and + 5..])
    }

    pub(super) fn printed(&self, at: usize) -> String {
        let text = self.source.slice(self.items[at].quantity.span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// True if two items are of one kind. 家 and 家厂商 count the same things; a bare number counts nothing.
    pub(super) fn same(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.items[a].measure, &self.items[b].measure);
        if one.is_count() && other.is_count() {
            let (one, other) = (self.unit(a), self.unit(b));
            let short = if one.len() < other.len() { &one } else { &other };
            let classifier = short.chars().count() == 1 && !short.is_ascii();
            if classifier && one.starts_with(short.as_str()) && other.starts_with(short.as_str()) {
                return true;
            }
        }
        one.is_bare() == other.is_bare() && one.added(other).is_some()
    }

    /// What is printed behind the digits.
    pub(super) fn unit(&self, at: usize) -> String {
        let quantity = self.items[at].quantity;
        self.text(quantity.numeral.end, quantity.span.end).split_whitespace().collect()
    }

    /// A word by which the number changed stands directly before it, perhaps with "by" or 了 between.
    pub(super) fn changes_by(before: &str) -> bool {
        let before = before.trim_end().trim_end_matches(['了', '约', '至', '到']).trim_end();
        let before = before.trim_end_matches(" by").trim_end_matches(" of");
        let lower = before.to_ascii_lowercase();
        let ends = |word: &str| find(&lower, word).any(|at| at + word.len() == lower.len());
        // "Retail made up 45 %" is no rise.
        let makes = ["made up", "make up", "makes up", "making up"].iter().any(|words| ends(words));
        !makes && RISE.iter().chain(FALL).any(|word| ends(word))
    }

    /// True for a number that says by how much something changed or differs.
    pub(super) fn is_change(&self, at: usize) -> bool {
        let before = self.before(at);
        Self::changes_by(before) || any(tail(before, 12), DIFFERS)
    }

    pub(super) fn span_of(&self, at: usize) -> Span {
        self.items[at].quantity.span
    }

    /// A number of the relation at hand, whose cell is its place in it.
    pub(super) fn value(&self, item: usize, place: usize) -> Amount {
        let own = self.items[item].amount.clone();
        amount(self.items[item].quantity, place).map_or(own, |(amount, _)| amount)
    }

    /// The sum of some items, of which the first has the place `from`.
    pub(super) fn sum(&self, items: &[usize], from: usize) -> Option<Amount> {
        let values = items.iter().enumerate().map(|(at, item)| self.value(*item, from + at));
        values.reduce(Amount::add)
    }

    pub(super) fn names(&self, items: &[usize], between: &str) -> String {
        items.iter().map(|item| self.printed(*item)).collect::<Vec<_>>().join(between)
    }

    /// A relation between the items `of`, the stated one first, measured like that one.
    pub(super) fn relation(
        &self,
        of: &[usize],
        (kind, operator): (RelationKind, Comparison),
        sides: (Amount, Amount),
        statement: String,
        reason: String,
    ) -> Relation {
        let quantities: Vec<&Quantity> = of.iter().map(|item| self.items[*item].quantity).collect();
        let stated = Stated { kind, statement, reason, quantities: &quantities };
        judged(self.source, stated, sides, &operator, &self.items[of[0]].measure)
    }

    /// True if an item stands in a bracket that opens behind `from`.
    pub(super) fn is_in_bracket(&self, from: u32, item: usize) -> bool {
        let between = self.text(from, self.span_of(item).start);
        between.matches(['(', '（']).count() > between.matches([')', '）']).count()
    }

    /// "18亿、70亿、140亿、720亿7个": a list and, right behind it, how many it has.
    fn listed(&self, found: &mut Vec<Relation>) {
        let joined = |item: usize| self.before(item).trim().trim_matches(|c| "、,，和及与".contains(c)).is_empty();
        let begins = |at: usize| {
            let in_list = |item: &usize| joined(*item) && self.before(*item).contains(['、', '和', ',', '，']);
            (1..at).rev().take_while(in_list).last().map(|item| item - 1)
        };
        for at in 2..self.items.len() {
            let stated = &self.items[at];
            // The reader may have taken the count into the last number of the list.
            let count_inside = self.count_inside(at).filter(|_| joined(at));
            let adjoins = self.before(at).trim().is_empty();
            let small = stated.amount.narrow.is_exact() || stated.quantity.precision.decimals == 0;
            let count = match count_inside {
                Some(count) => Amount::exact(Number::from(count)),
                None if adjoins && small && !stated.measure.is_share() => Amount::exact(stated.amount.value.clone()),
                None => continue,
            };
            let until = if count_inside.is_some() { at + 1 } else { at };
            let Some(first) = begins(until).filter(|first| until - first > 2 && count.value <= Number::from(100))
            else {
                continue;
            };
            let items: Vec<usize> = (first..until).collect();
            let statement = match count_inside {
                Some(_) => self.names(&items, "、"),
                None => format!("{} are {}", self.names(&items, "、"), self.printed(at)),
            };
            let reason = "the number stands right behind the list".to_string();
            let quantities: Vec<&Quantity> =
                [at].into_iter().chain(first..at).map(|item| self.items[item].quantity).collect();
            let stated = Stated { kind: RelationKind::Count, statement, reason, quantities: &quantities };
            let sides = (Amount::exact(Number::from(items.len() as i64)), count);
            found.push(judged(self.source, stated, sides, &Comparison::Equal, &Measure::bare()));
        }
    }

    /// 7 of "720亿7个", which was read as one number, if the number before it ends in the same 亿.
    fn count_inside(&self, at: usize) -> Option<i64> {
        let digit = |c: char| c.is_ascii_digit();
        let printed = self.printed(at);
        let scale = printed.rfind(['万', '亿'])?;
        let word = printed[scale..].chars().next()?;
        let rest = &printed[scale + word.len_utf8()..];
        let digits = rest.find(|c| !digit(c)).filter(|end| (1..3).contains(end))?;
        let counts = rest[digits..].starts_with(['个', '种', '款', '类', '项', '家']);
        let same_before =
            printed[..scale].chars().all(|c| digit(c) || c == '.') && self.printed(at - 1).ends_with(word);
        rest[..digits].parse().ok().filter(|_| counts && same_before)
    }
}

/// The last `count` characters.
pub(super) fn tail(text: &str, count: usize) -> &str {
    let from = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    &text[from..]
}

/// A phrase on one line, with blanks between Latin words only.
pub(super) fn squeezed(text: &str) -> String {
    let between = if text.is_ascii() { " " } else { "" };
    text.split_whitespace().collect::<Vec<_>>().join(between)
}
