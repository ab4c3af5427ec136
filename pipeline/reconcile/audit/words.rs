//! Relations in one sentence: its quantities and the words between them go in, relations come out.

use super::{Relation, RelationKind, amount, judged};
use crate::model::{Kind, Quantity};
use crate::reconcile::literal::literal;
use crate::reconcile::measure::Measure;
use crate::reconcile::number::Number;
use crate::reconcile::value::Amount;
use crate::source::{Source, Span};

/// Words behind which the parts of the number before them follow, and whether these are all parts.
const PARTS: &[(&str, bool)] = &[
    ("其中", false),
    ("包括", false),
    ("分为", true),
    ("分别为", true),
    ("由以下", true),
    ("of which", false),
    ("including", false),
    ("comprising", true),
    ("consisting of", true),
    ("made up of", true),
    ("split into", true),
    ("broken down into", true),
];

const SHARE: &[&str] = &["占比", "占", "比例", "比重", "accounting for", "or ", "(", "（", "share"];

const REST: &[&str] = &["其余", "其他", "其它", "剩余", "余下", "the rest", "the remaining", "others", "the other"];

const RISE: &[&str] =
    &["增长", "上升", "增加", "提高", "提升", "上涨", "up", "grew", "rose", "increase", "growth", "rise", "gain"];

const FALL: &[&str] = &["下降", "减少", "降低", "下滑", "回落", "down", "fell", "decrease", "decline", "drop"];

/// One quantity of the sentence.
struct Item<'q> {
    quantity: &'q Quantity,
    amount: Amount,
    measure: Measure,
}

struct Sentence<'s> {
    source: &'s Source,
    span: Span,
    items: Vec<Item<'s>>,
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
    found
}

impl Sentence<'_> {
    fn text(&self, from: u32, to: u32) -> &str {
        if from < to { self.source.slice(Span { start: from, end: to }) } else { "" }
    }

    /// What stands before an item, back to the item before it.
    fn before(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(self.span.start, |before| self.items[before].quantity.span.end);
        self.text(from, self.items[at].quantity.span.start)
    }

    /// What stands before an item in its own clause.
    fn clause(&self, at: usize) -> &str {
        let before = self.text(self.span.start, self.items[at].quantity.span.start);
        let from = before
            .rfind(['，', ',', '；', ';', '、', '：', ':', '(', '（'])
            .map_or(0, |comma| comma + before[comma..].chars().next().map_or(0, char::len_utf8));
        let clause = &before[from..];
        clause.rfind(" and ").map_or(clause, |and| &clause[and + 5..])
    }

    fn printed(&self, at: usize) -> String {
        let text = self.source.slice(self.items[at].quantity.span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn same(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.items[a].measure, &self.items[b].measure);
        a.is_bare() == b.is_bare() && a.added(b).is_some()
    }

    /// True for a number that says by how much something changed or differs.
    fn is_change(&self, at: usize) -> bool {
        let before = tail(self.before(at), 10);
        RISE.iter().chain(FALL).chain(&["比", "较", "多出", "than"]).any(|word| before.contains(word))
    }

    fn span_of(&self, at: usize) -> Span {
        self.items[at].quantity.span
    }

    /// The words that announce parts, with their ends and whether all parts follow.
    fn cues(&self) -> Vec<(u32, String, bool)> {
        let text = self.source.slice(self.span);
        let lower = text.to_ascii_lowercase();
        let mut cues: Vec<(u32, String, bool)> = Vec::new();
        for (word, all) in PARTS {
            for (at, _) in lower.match_indices(word) {
                cues.push((self.span.start + (at + word.len()) as u32, word.to_string(), *all));
            }
        }
        // 按类型分, 按模型类型分析: a division of the number before it.
        for (at, _) in text.match_indices('按') {
            let ahead: String = text[at..].chars().take(14).collect();
            if let Some(end) = ahead.find('分').filter(|end| !ahead[..*end].contains(['，', '。', '；'])) {
                let word = &ahead[..end + '分'.len_utf8()];
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

    /// Parts behind the words that announce them; the totals that parts were found for, and their parts.
    fn parts(&self, found: &mut Vec<Relation>) -> Vec<(usize, Vec<usize>)> {
        let mut groups = Vec::new();
        let cues = self.cues();
        for (number, (at, word, all)) in cues.iter().enumerate() {
            let until = cues.get(number + 1).map_or(self.span.end, |(next, ..)| *next);
            let behind: Vec<usize> = (0..self.items.len())
                .filter(|item| self.span_of(*item).start >= *at && self.span_of(*item).start < until)
                .filter(|item| !self.is_change(*item))
                .collect();
            let Some(first) = behind.iter().copied().find(|item| !self.items[*item].measure.is_share()) else {
                continue;
            };
            let before = (0..first).rev().filter(|item| self.span_of(*item).end <= *at && !self.is_change(*item));
            let Some(total) = before.into_iter().find(|item| self.same(*item, first)) else { continue };
            let parts: Vec<usize> = behind.into_iter().filter(|item| self.same(*item, total)).collect();
            groups.push((total, parts.clone()));
            if parts.len() < 2 {
                continue;
            }
            let sum = parts.iter().map(|part| self.items[*part].amount.clone()).reduce(Amount::add);
            let Some(sum) = sum else { continue };
            let stated = self.items[total].amount.clone();
            let is_all = *all || sum.wide().meets(stated.wide());
            let (kind, sign) = if is_all { (RelationKind::Sum, "=") } else { (RelationKind::OfWhich, "≤") };
            let names: Vec<String> = parts.iter().map(|part| self.printed(*part)).collect();
            let statement = format!("{} {sign} {}", names.join(" + "), self.printed(total));
            let reason = format!("the parts stand behind \"{word}\"");
            let spans = [total].iter().chain(&parts).map(|item| self.span_of(*item)).collect();
            found.push(judged(kind, (sum, stated), &self.items[total].measure, statement, reason, spans));
        }
        groups
    }

    /// "A 37家，占比30%": the share of a part in the total that it belongs to.
    fn shares(&self, groups: &[(usize, Vec<usize>)], found: &mut Vec<Relation>) {
        for at in 1..self.items.len() {
            let part = at - 1;
            let gap = self.before(at);
            let near = gap.chars().count() <= 14 && SHARE.iter().any(|word| gap.contains(word));
            if !self.items[at].measure.is_share() || self.items[part].measure.is_share() || !near {
                continue;
            }
            let Some((total, _)) = groups.iter().rfind(|(_, parts)| parts.contains(&part)) else { continue };
            let Ok(quotient) = self.items[part].amount.clone().div(self.items[*total].amount.clone()) else { continue };
            let statement = format!("{} / {} = {}", self.printed(part), self.printed(*total), self.printed(at));
            let reason = format!("\"{}\" behind the part", gap.trim_matches(|c: char| "，, ".contains(c)));
            let spans = vec![self.span_of(at), self.span_of(part), self.span_of(*total)];
            let sides = (quotient, self.items[at].amount.clone());
            found.push(judged(RelationKind::Share, sides, &self.items[at].measure, statement, reason, spans));
        }
    }

    /// "A 45%, B 28%, the rest 27%": shares with a rest make 100 %.
    fn rest(&self, found: &mut Vec<Relation>) {
        let shares: Vec<usize> =
            (0..self.items.len()).filter(|at| self.items[*at].measure.is_share() && !self.is_change(*at)).collect();
        let Some(last) = shares.last().copied().filter(|_| shares.len() > 1) else { return };
        let clause = tail(self.before(last), 16).to_ascii_lowercase();
        let Some(word) = REST.iter().find(|word| clause.contains(*word)) else { return };
        let sum = shares.iter().map(|at| self.items[*at].amount.clone()).reduce(Amount::add);
        let (Some(sum), Ok(hundred)) = (sum, literal("100", "%")) else { return };
        let names: Vec<String> = shares.iter().map(|at| self.printed(*at)).collect();
        let statement = format!("{} = 100%", names.join(" + "));
        let spans = shares.iter().map(|at| self.span_of(*at)).collect();
        let reason = format!("\"{word}\" makes the shares complete");
        found.push(judged(RelationKind::Hundred, (sum, hundred.amount), &hundred.measure, statement, reason, spans));
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
            let clause = self.clause(at).trim();
            let verb = ["是", "为", "相当于", "达到", "达", " is ", " was ", " are "]
                .iter()
                .find(|verb| clause.contains(**verb));
            let Some((subject, object)) = verb.and_then(|verb| clause.split_once(verb)) else { continue };
            let (first, second) = (self.clause(a), self.clause(b));
            let (Some(subject), Some(object)) = (head(subject), head(object)) else { continue };
            // Each value is named by the clause that it stands in.
            let names = |clause: &str, name: &str| clause.contains(name) || (name == "我国" && clause.contains("中国"));
            let (above, below) = match (names(first, subject), names(second, subject)) {
                (true, false) if !names(first, object) => (a, b),
                (false, true) if !names(second, object) => (b, a),
                _ => continue,
            };
            let Ok(quotient) = self.items[above].amount.clone().div(self.items[below].amount.clone()) else { continue };
            let statement = format!("{} / {} = {}", self.printed(above), self.printed(below), self.printed(at));
            let reason = format!("\"{}\"", squeezed(&format!("{clause}{}", self.printed(at))));
            let spans = vec![self.span_of(at), self.span_of(above), self.span_of(below)];
            let sides = (quotient, self.items[at].amount.clone());
            found.push(judged(RelationKind::Ratio, sides, &self.items[at].measure, statement, reason, spans));
        }
    }

    /// "从100亿元增长到115亿元，增长15%": a value, what it became, and its growth.
    fn growth(&self, found: &mut Vec<Relation>) {
        for at in 2..self.items.len() {
            let (old, new) = (at - 2, at - 1);
            let (rate, measure) = (&self.items[at].amount, &self.items[at].measure);
            let share = measure.is_share();
            let before = tail(self.before(at), 16).to_ascii_lowercase();
            let falls = FALL.iter().any(|word| before.contains(word));
            if !(share || measure.is_points()) || !(falls || RISE.iter().any(|word| before.contains(word))) {
                continue;
            }
            let from = tail(self.before(old), 8).to_ascii_lowercase();
            let to = self.before(new).to_ascii_lowercase();
            let changes = ["从", "由", "from"].iter().any(|word| from.contains(word))
                && ["到", "至", "为", "to"].iter().any(|word| to.contains(word));
            if !changes || !self.same(old, new) || share == self.items[new].measure.is_share() {
                continue;
            }
            let (old_amount, new_amount) = (self.items[old].amount.clone(), self.items[new].amount.clone());
            let change = if share {
                match new_amount.div(old_amount) {
                    Ok(quotient) => quotient.sub(Amount::exact(Number::ONE)),
                    Err(_) => continue,
                }
            } else {
                new_amount.sub(old_amount)
            };
            let (change, sign) = if falls { (change.neg(), "-") } else { (change, "+") };
            let statement = format!("{} → {} = {sign}{}", self.printed(old), self.printed(new), self.printed(at));
            let reason = format!("\"{}\"", before.trim_matches(|c: char| "，, 。".contains(c)));
            let spans = vec![self.span_of(at), self.span_of(old), self.span_of(new)];
            found.push(judged(RelationKind::Growth, (change, rate.clone()), measure, statement, reason, spans));
        }
    }

    /// "18亿、70亿、140亿、720亿7个": a list and, right behind it, how many it has.
    fn listed(&self, found: &mut Vec<Relation>) {
        for at in 2..self.items.len() {
            let stated = &self.items[at];
            let adjoins = self.before(at).trim().is_empty();
            let small = stated.amount.narrow.is_exact() || stated.quantity.precision.decimals == 0;
            if !adjoins || !small || stated.amount.value > Number::from(100) || stated.measure.is_share() {
                continue;
            }
            let joined = |item: usize| self.before(item).trim().trim_matches(|c| "、,，和及与".contains(c)).is_empty();
            let first = (1..at)
                .rev()
                .take_while(|item| joined(*item) && self.before(*item).contains(['、', '和', ',', '，']))
                .last();
            let Some(first) = first.map(|item| item - 1) else { continue };
            let names: Vec<String> = (first..at).map(|item| self.printed(item)).collect();
            let count = Amount::exact(Number::from((at - first) as i64));
            let statement = format!("{} are {}", names.join("、"), self.printed(at));
            let reason = "the number stands right behind the list".to_string();
            let spans = [at].into_iter().chain(first..at).map(|item| self.span_of(item)).collect();
            let sides = (count, Amount::exact(stated.amount.value.clone()));
            found.push(judged(RelationKind::Count, sides, &Measure::bare(), statement, reason, spans));
        }
    }
}

/// The last `count` characters.
fn tail(text: &str, count: usize) -> &str {
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
