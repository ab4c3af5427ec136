//! Relations in one sentence: its quantities and the words between them go in, relations come out.

use super::vocabulary::{
    ALL_THE_REST, BESIDE_SHARE, DIFFERS, FALL, OF_TOTAL, OTHER_WHOLE, PARTS, RATE_WORDS, REST, RISE, SHARE_VERBS,
    TOGETHER, VERBS, WHOLES, any, any_only, find,
};
use super::{Relation, RelationKind, Stated, amount, judged};
use crate::model::{Kind, Quantity};
use crate::reconcile::literal::literal;
use crate::reconcile::measure::Measure;
use crate::reconcile::number::Number;
use crate::reconcile::ready::some_of;
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
    let item = |(at, quantity): (usize, &&'s Quantity)| {
        let (amount, measure) = amount(quantity, at)?;
        Some(Item { quantity, amount, measure })
    };
    let items = quantities.iter().enumerate().filter_map(item).collect();
    let sentence = Sentence { source, span, items };
    let mut found = Vec::new();
    let groups = sentence.parts(&mut found);
    sentence.shares(&groups, &mut found);
    sentence.rest(&mut found);
    sentence.ratios(&mut found);
    sentence.growth(&mut found);
    sentence.listed(&mut found);
    sentence.names_listed(&mut found);
    found
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
    fn unit(&self, at: usize) -> String {
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
    fn is_change(&self, at: usize) -> bool {
        let before = self.before(at);
        Self::changes_by(before) || any(tail(before, 12), DIFFERS)
    }

    fn span_of(&self, at: usize) -> Span {
        self.items[at].quantity.span
    }

    /// A number of the relation at hand, whose cell is its place in it.
    pub(super) fn value(&self, item: usize, place: usize) -> Amount {
        let own = self.items[item].amount.clone();
        amount(self.items[item].quantity, place).map_or(own, |(amount, _)| amount)
    }

    /// The sum of some items, of which the first has the place `from`.
    fn sum(&self, items: &[usize], from: usize) -> Option<Amount> {
        let values = items.iter().enumerate().map(|(at, item)| self.value(*item, from + at));
        values.reduce(Amount::add)
    }

    fn names(&self, items: &[usize], between: &str) -> String {
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
    fn is_in_bracket(&self, from: u32, item: usize) -> bool {
        let between = self.text(from, self.span_of(item).start);
        between.matches(['(', '（']).count() > between.matches([')', '）']).count()
    }

    /// The words that announce parts, with their ends and whether all parts follow.
    fn cues(&self) -> Vec<(u32, String, bool)> {
        let text = self.source.slice(self.span);
        let lower = text.to_ascii_lowercase();
        let mut cues: Vec<(u32, String, bool)> = Vec::new();
        for (word, all) in PARTS {
            for at in find(&lower, word) {
                cues.push((self.span.start + (at + word.len()) as u32, word.to_string(), *all));
            }
        }
        // 按类型分, 按模型类型分析, 按模型类型来看: a division of the number before it.
        for (at, _) in text.match_indices('按') {
            let ahead: String = text[at..].chars().take(14).collect();
            let ends = ["分", "来看", "看，", "划分", "统计"]
                .iter()
                .filter_map(|word| Some((ahead.find(word)?, word.trim_end_matches('，'))));
            let nearest = ends.min().filter(|(end, _)| !ahead[..*end].contains(['，', '。', '；', ',', ';']));
            if let Some((end, word)) = nearest {
                let word = &ahead[..end + word.len()];
                cues.push((self.span.start + (at + word.len()) as u32, word.to_string(), true));
            }
        }
        // "共15家：A 5家，B 10家"
        for (at, sign) in text.match_indices(['：', ':']) {
            let before = tail(&text[..at], 24);
            if ["共", "合计", "总计", "总额", "total"].iter().any(|word| before.to_ascii_lowercase().contains(word))
            {
                cues.push((self.span.start + (at + sign.len()) as u32, "：".to_string(), true));
            }
        }
        cues.sort();
        cues
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
    fn adjoins_number(&self, at: u32, word: &str) -> bool {
        let from = at - word.len() as u32;
        let last = self.items.iter().map(|item| item.quantity.span.end).filter(|end| *end <= from).max();
        word.starts_with("of wh") && last.is_some_and(|end| self.text(end, from).trim().is_empty())
    }

    /// Parts behind the words that announce them; the totals that parts were found for, and their parts.
    fn parts(&self, found: &mut Vec<Relation>) -> Vec<(usize, Vec<usize>)> {
        let mut groups = Vec::new();
        let cues = self.cues();
        for (number, (at, word, all)) in cues.iter().enumerate() {
            let until = cues.get(number + 1).map_or(self.span.end, |(next, ..)| *next);
            let until = until.min(self.bracket_end(*at));
            if self.adjoins_number(*at, word) {
                continue;
            }
            let inside = |item: &usize| {
                let start = self.span_of(*item).start;
                // Parts of a part stand in brackets behind it.
                start >= *at && start < until && !self.is_change(*item) && !self.is_in_bracket(*at, *item)
            };
            let mut behind: Vec<usize> = (0..self.items.len()).filter(inside).collect();
            // The number right before the next such word is what that divides.
            if number + 1 < cues.len() && until < self.span.end {
                behind.pop();
            }
            // A number that counts nothing may be a year or a grade: only things of one kind are parts of each other.
            let things = |item: &usize| !self.items[*item].measure.is_share() && !self.items[*item].measure.is_bare();
            let Some(first) = behind.iter().copied().find(things) else {
                continue;
            };
            let before = (0..first).rev().filter(|item| self.span_of(*item).end <= *at && !self.is_change(*item));
            let Some(total) = before.into_iter().find(|item| self.same(*item, first)) else { continue };
            let parts: Vec<usize> = behind.into_iter().filter(|item| self.same(*item, total)).collect();
            groups.push((total, parts.clone()));
            if parts.len() < 2 {
                continue;
            }
            let Some(sum) = self.sum(&parts, 1) else { continue };
            let stated = self.value(total, 0);
            let is_all = *all || sum.value == stated.value;
            let (kind, operator, sign) = match some_of(&sum, &stated) {
                _ if is_all => (RelationKind::Sum, Comparison::Equal, "="),
                Some(operator) => (RelationKind::OfWhich, operator, "≤"),
                None => continue,
            };
            let statement = format!("{} {sign} {}", self.names(&parts, " + "), self.printed(total));
            let reason =
                format!("the parts stand behind \"{}\"", word.split_whitespace().collect::<Vec<_>>().join(" "));
            let of: Vec<usize> = [total].into_iter().chain(parts).collect();
            found.push(self.relation(&of, (kind, operator), (sum, stated), statement, reason));
        }
        groups
    }

    /// "A 37家，占比30%": the share of a part in the total that it belongs to.
    fn shares(&self, groups: &[(usize, Vec<usize>)], found: &mut Vec<Relation>) {
        for at in 1..self.items.len() {
            let gap = self.before(at);
            let near = gap.chars().count() <= 14 && any(gap, OF_TOTAL);
            if !self.items[at].measure.is_share() || self.items[at - 1].measure.is_share() || !near {
                continue;
            }
            let Some((total, parts)) = groups.iter().rfind(|(_, parts)| parts.contains(&(at - 1))) else { continue };
            if !self.is_share_of(at, gap, *total) {
                continue;
            }
            if !gap.contains("分别") {
                found.extend(self.share(at, at - 1, *total, gap));
                continue;
            }
            // "A 122家、B 85家，分别占48%、33%": one share for each part, in their order.
            let listed = |item: &usize| self.items[*item].measure.is_share();
            let shares: Vec<usize> = (at..self.items.len()).take_while(listed).collect();
            if shares.len() == parts.len() {
                found.extend(
                    shares.iter().zip(parts).filter_map(|(share, part)| self.share(*share, *part, *total, gap)),
                );
            }
        }
    }

    /// False for "占年度销售总额的2.2%", "2.2% of annual sales": a share of another whole than the total, unless the total is
    /// named so.
    fn is_share_of(&self, share: usize, gap: &str, total: usize) -> bool {
        let said = SHARE_VERBS.iter().filter_map(|word| Some(gap.rfind(word)? + word.len())).max();
        let mut whole = said.map_or("", |end| &gap[end..]).trim();
        while let Some(rest) = BESIDE_SHARE.iter().find_map(|word| whole.strip_suffix(word)) {
            whole = rest.trim_end();
        }
        let behind = self.text(self.span_of(share).end, self.span.end);
        if let Some(of) = behind.strip_prefix(" of ") {
            whole = of[..of.find([',', ';', '.', '(', ')']).unwrap_or(of.len())].trim();
            whole = ["the ", "all ", "these ", "its ", "total "]
                .iter()
                .fold(whole, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
            whole = whole.split(" and ").next().unwrap_or(whole).trim();
        }
        let named = self.text(self.span.start, self.span_of(total).end);
        any_only(whole, WHOLES) || named.contains(whole)
    }

    fn share(&self, share: usize, part: usize, total: usize, words: &str) -> Option<Relation> {
        let quotient = self.value(part, 1).div(self.value(total, 2)).ok()?;
        let statement = format!("{} / {} = {}", self.printed(part), self.printed(total), self.printed(share));
        let reason = format!("\"{}\" behind the part", words.trim_matches(|c: char| "，,、; ".contains(c)));
        let sides = (quotient, self.value(share, 0));
        Some(self.relation(&[share, part, total], (RelationKind::Share, Comparison::Equal), sides, statement, reason))
    }

    /// "A 45%, B 28%, the rest 27%", "A 45%, B 55%, together 100%": such shares make 100 %.
    fn rest(&self, found: &mut Vec<Relation>) {
        let mut shares: Vec<usize> = (0..self.items.len())
            .filter(|at| {
                self.items[*at].measure.is_share() && !self.is_change(*at) && !self.is_in_bracket(self.span.start, *at)
            })
            .collect();
        let Some(last) = shares.last().copied().filter(|_| shares.len() > 1) else { return };
        let before = self.before(last);
        let clause = tail(before, if before.is_ascii() { 32 } else { 16 });
        let printed_hundred = self.items[last].amount.value == Number::ONE;
        let words = if printed_hundred { TOGETHER } else { REST };
        let Some(word) = words.iter().find(|word| any(clause, &[word])) else { return };
        if printed_hundred {
            shares.pop();
        }
        let (Some(sum), Ok(hundred)) = (self.sum(&shares, 0), literal("100", "%")) else { return };
        if shares.len() < 2 {
            return;
        }
        // Rates of several groups, or shares in several wholes, do not come near 100 % together. Where every word of the
        // list says that it divides one whole, a sum far from it is a mistake.
        let percent = sum.value.to_f64() * 100.0;
        let near = (85.0..=115.0).contains(&percent);
        if any(self.source.slice(self.span), RATE_WORDS) || !(near || self.divides_one_whole(&shares, last)) {
            return;
        }
        let statement = format!("{} = 100%", self.names(&shares, " + "));
        let reason = format!("\"{word}\" makes the shares complete");
        let sides = (sum, hundred.amount);
        found.push(self.relation(&shares, (RelationKind::Hundred, Comparison::Equal), sides, statement, reason));
    }

    /// "A占45%，B占28%，其余占27%", "A made up 45%, B 28% and the rest 27%": nothing but names and words of shares stand
    /// between the shares, of no other time or whole, up to those that say that none is left (before `last`).
    fn divides_one_whole(&self, shares: &[usize], last: usize) -> bool {
        let together = shares.last() != Some(&last);
        let ends = |at: usize| {
            let behind = self.text(self.span_of(at).end, self.span.end).trim_start();
            behind.is_empty()
                || behind.starts_with(['，', ',', '、', '；', ';', '。', '.', '和'])
                || behind.starts_with("and ")
        };
        let gap = |place: usize, at: usize| match place {
            0 => self.clause(at),
            _ => self.text(self.span_of(shares[place - 1]).end, self.span_of(at).start),
        };
        let of_share = |(place, at): (usize, &usize)| {
            let words = gap(place, *at)
                .trim_matches(|c: char| c.is_whitespace() || "，,、；;".contains(c))
                .to_ascii_lowercase();
            let other = words.contains(|c: char| c.is_ascii_digit()) || any(&words, OTHER_WHOLE);
            let said = SHARE_VERBS.iter().filter_map(|word| Some(find(&words, word).last()? + word.len())).max();
            let fits = match said {
                Some(end) => any_only(&words[end..], BESIDE_SHARE),
                None => together || place > 0 && !any(&words, VERBS),
            };
            ends(*at) && fits && !other
        };
        let before =
            self.before(last).trim_matches(|c: char| c.is_whitespace() || "，,、；;".contains(c)).to_ascii_lowercase();
        let complete = match together {
            true => before.chars().count() <= if before.is_ascii() { 24 } else { 8 },
            // "其他费用" are some of the costs; what no noun follows is all the rest.
            false => {
                any(&before, ALL_THE_REST)
                    || REST.iter().filter_map(|word| before.split_once(word)).any(|(_, behind)| {
                        let verb = SHARE_VERBS.iter().filter_map(|verb| behind.trim().strip_prefix(verb)).next();
                        any_only(verb.unwrap_or(behind), BESIDE_SHARE)
                    })
            }
        };
        complete && shares.iter().enumerate().all(of_share)
    }

    /// "A占45%，B占28%，A是B的1.6倍": two values and how many times one is the other.
    fn ratios(&self, found: &mut Vec<Relation>) {
        for at in 2..self.items.len() {
            if !self.items[at].measure.is_times() {
                continue;
            }
            let values: Vec<usize> = (0..at)
                .filter(|item| self.items[*item].quantity.kind != Kind::Number && !self.items[*item].measure.is_times())
                .collect();
            let [.., a, b] = values[..] else { continue };
            if !self.same(a, b) {
                continue;
            }
            let clause = format!(" {} ", self.clause(at).trim());
            let verb = ["是", "为", "相当于", "达到", "达", " is ", " was ", " are ", " were "]
                .iter()
                .find(|verb| clause.contains(**verb));
            let Some((subject, object)) = verb.and_then(|verb| clause.split_once(verb)) else { continue };
            // "A was 1.6 times B": the other one stands behind the number.
            let behind = self.text(self.span_of(at).end, self.span.end).trim_start();
            let behind = ["that of ", "as many as ", "as much as "]
                .iter()
                .find_map(|w| behind.strip_prefix(w))
                .unwrap_or(behind);
            let object = if object.trim().is_empty() { behind } else { object };
            let subject = subject.trim();
            let subject = match subject.is_ascii() {
                true => subject.rsplit(' ').next().unwrap_or(subject),
                false => subject,
            };
            let clause = clause.trim();
            let (first, second) = (self.clause(a), self.clause(b));
            let (Some(subject), Some(object)) = (head(subject), head(object)) else { continue };
            // Each value is named by the clause that it stands in.
            let names = |clause: &str, name: &str| clause.contains(name) || (name == "我国" && clause.contains("中国"));
            let (above, below) = match (names(first, subject), names(second, subject)) {
                (true, false) if !names(first, object) => (a, b),
                (false, true) if !names(second, object) => (b, a),
                _ => continue,
            };
            let Ok(quotient) = self.value(above, 1).div(self.value(below, 2)) else { continue };
            let statement = format!("{} / {} = {}", self.printed(above), self.printed(below), self.printed(at));
            let reason = format!("\"{}\"", squeezed(&format!("{clause}{}", self.printed(at))));
            let (sides, of) = ((quotient, self.value(at, 0)), [at, above, below]);
            found.push(self.relation(&of, (RelationKind::Ratio, Comparison::Equal), sides, statement, reason));
        }
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

/// The name that a phrase begins with: two Chinese characters, or a word.
fn head(phrase: &str) -> Option<&str> {
    let phrase = phrase.trim_start().trim_start_matches("the ");
    let first = phrase.chars().next()?;
    let end = match first.is_ascii() {
        true => phrase.find(|c: char| !c.is_alphanumeric()).unwrap_or(phrase.len()),
        false => phrase.char_indices().nth(2).map_or(phrase.len(), |(at, _)| at),
    };
    Some(&phrase[..end]).filter(|name| !name.is_empty())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
