//! Shares in one sentence: of the parts of a total, and lists of shares that say themselves that they are whole.

use super::parts::Group;
use super::vocabulary::{
    ALL_THE_REST, BESIDE_SHARE, DIVIDES, MULTIPLE, OF_TOTAL, OTHER_WHOLE, RATE_WORDS, REST, SHARE_RATES, SHARE_VERBS,
    TOGETHER, VERBS, WHOLES, any, any_only, find, has_digit,
};
use super::words::{Sentence, tail};
use super::{Relation, RelationKind};
use crate::reconcile::literal::literal;
use crate::reconcile::number::Number;
use crate::reconcile::syntax::Comparison;

/// How the words say that a list of shares leaves nothing out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// Every word of the list says that it divides one whole: a sum far from it is a mistake.
    Surely,
    /// The last share is that of the others: more than the whole is a mistake, less may be shares of something else.
    ByTheOthers,
    /// Rates of several groups, or shares of several wholes, do not come near 100 % together.
    IfNear,
}

impl Sentence<'_> {
    /// "A 37家，占比30%": the share of a part in the total that it belongs to.
    pub(super) fn shares(&self, groups: &[Group], found: &mut Vec<Relation>) {
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

    /// "122 of the 254 firms (48%)", "254家企业中，122家…，占48%", "共254家，北京122家，占全国的48%".
    pub(super) fn shares_of_counts(&self, found: &mut Vec<Relation>) {
        for at in 2..self.items.len() {
            let gap = self.before(at);
            let near = gap.chars().count() <= if gap.is_ascii() { 48 } else { 16 };
            if !self.items[at].measure.is_share() || !near || !any(gap, OF_TOTAL) || self.is_change(at) {
                continue;
            }
            let last = at - 1;
            let between = |from: usize, to: usize| self.text(self.span_of(from).end, self.span_of(to).start).trim();
            let said = ["of the", "out of", "out of the", "of all", "of a total of", "of"];
            if !self.is_told_as_share(at, gap) {
                continue;
            }
            if said.contains(&between(last - 1, last)) && self.may_be_part(last - 1, last) {
                found.extend(self.share(at, last - 1, last, gap));
                continue;
            }
            let whole = (0..last).rev().find(|total| self.is_whole_for(*total, gap) && self.may_be_part(last, *total));
            if let Some(whole) = whole.filter(|whole| self.is_share_of(at, gap, *whole)) {
                found.extend(self.share(at, last, whole, gap));
            }
        }
    }

    /// True if nothing but the words of a share leads to it from its part: "(48%)", "are in Beijing, accounting for 48%".
    fn is_told_as_share(&self, share: usize, gap: &str) -> bool {
        let behind = self.text(self.span_of(share).end, self.span.end);
        if gap.trim_end().ends_with(['(', '（']) {
            return gap.split_whitespace().count() <= 2 && behind.starts_with([')', '）']);
        }
        let (head, words) = match gap.rfind(['，', ',', '、']) {
            Some(at) => (&gap[..at], gap[at..].trim_start_matches(['，', ',', '、', ' '])),
            None => ("", gap),
        };
        let said = OF_TOTAL.iter().chain(SHARE_VERBS).any(|word| words.trim().starts_with(word));
        said && !head.contains(['，', ',', '率']) && !any(head, &["rate", "margin"])
    }

    fn may_be_part(&self, part: usize, total: usize) -> bool {
        let fits = self.alike(total, part) && self.may_total(total) && self.may_total(part);
        fits && self.items[part].amount.value <= self.items[total].amount.value
    }

    /// True if the words around a number make it the whole of what follows: "Of the 254 firms, …", "254家企业中，…",
    /// "共254家，…，占全国的" where it is the number of 全国.
    fn is_whole_for(&self, total: usize, gap: &str) -> bool {
        let front = self.clause(total).trim().to_ascii_lowercase();
        let clause_of = ["of the", "out of", "out of the", "of all", "of", "among the", "of all the"];
        let behind = self.text(self.span_of(total).end, self.span.end);
        let inside = behind
            .find(['，', ','])
            .is_some_and(|comma| behind[..comma].ends_with(['中', '里']) && !has_digit(&behind[..comma]));
        let named =
            gap.rsplit_once('占').map(|(_, whole)| whole.trim_end_matches(['的', '约'])).filter(|w| !w.is_empty());
        let of_name = named.is_some_and(|name| {
            let amounts = (0..self.items.len()).filter(|item| !self.items[*item].measure.is_share());
            let one = amounts.filter(|item| self.clause(*item).contains(name)).count() == 1;
            one && self.clause(total).contains(name)
        });
        clause_of.contains(&front.as_str()) || inside || of_name
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

    /// Lists of shares that name all there is: "A 45%, B 28%, the rest 27%", "A 45%, B 55%, together 100%".
    pub(super) fn rest(&self, found: &mut Vec<Relation>) {
        let text = self.source.slice(self.span);
        // A survey may say so in the sentence or the caption before.
        let least =
            self.source.text()[..self.span.start as usize].char_indices().rev().nth(120).map_or(0, |(at, _)| at);
        let around = &self.source.text()[least..self.span.end as usize];
        if any(text, RATE_WORDS) || any(around, MULTIPLE) {
            return;
        }
        for list in self.share_lists() {
            found.extend(self.hundred(list));
        }
    }

    /// The shares of the sentence, parted where it speaks of another whole.
    fn share_lists(&self) -> Vec<Vec<usize>> {
        let share = |at: &usize| {
            self.items[*at].measure.is_share() && !self.is_change(*at) && !self.is_in_bracket(self.span.start, *at)
        };
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for at in (0..self.items.len()).filter(share) {
            match lists.last_mut() {
                Some(list) if list.last().is_some_and(|last| !self.is_parted(*last, at)) => list.push(at),
                _ => lists.push(vec![at]),
            }
        }
        lists
    }

    /// True if another list begins between two shares: "…；按地区，…".
    fn is_parted(&self, last: usize, next: usize) -> bool {
        let gap = self.text(self.span_of(last).end, self.span_of(next).start);
        gap.rfind(['；', ';']).is_some_and(|at| {
            let words = &gap[at..];
            any(words, DIVIDES) || has_digit(words)
        })
    }

    fn hundred(&self, mut shares: Vec<usize>) -> Option<Relation> {
        let last = *shares.last().filter(|_| shares.len() > 1)?;
        let first = shares[0];
        let before = self.before(last);
        let clause = tail(before, if before.is_ascii() { 32 } else { 16 });
        let printed_hundred = self.items[last].amount.value == Number::ONE;
        let words = if printed_hundred { TOGETHER } else { REST };
        let Some(word) = words.iter().find(|word| any(clause, &[word])) else {
            return (!printed_hundred).then(|| self.divided(&shares)).flatten();
        };
        if printed_hundred {
            shares.pop();
        }
        let (Some(sum), Ok(hundred)) = (self.sum(&shares, 0), literal("100", "%")) else { return None };
        // "就业率方面，…": rates of several groups.
        let lead = self.text(self.span.start, self.span_of(first).start).to_ascii_lowercase();
        let lead = SHARE_RATES.iter().fold(lead, |lead, word| lead.replace(word, ""));
        if shares.len() < 2 || lead.contains('率') || any(&lead, &["rate", "rates", "margin", "margins"]) {
            return None;
        }
        let percent = sum.value.to_f64() * 100.0;
        let near = (85.0..=115.0).contains(&percent);
        let may_be_off = match self.divides_one_whole(&shares, last) {
            Whole::Surely => true,
            Whole::ByTheOthers => percent > 100.0 || any(&lead, DIVIDES),
            Whole::IfNear => false,
        };
        if !(near || may_be_off) {
            return None;
        }
        let statement = format!("{} = 100%", self.names(&shares, " + "));
        let reason = format!("\"{word}\" makes the shares complete");
        let sides = (sum, hundred.amount);
        Some(self.relation(&shares, (RelationKind::Hundred, Comparison::Equal), sides, statement, reason))
    }

    /// "按地区分，A占45%，B占35%", "By region, A accounted for 45% and B for 35%": parts of one whole, of which some may
    /// not be named.
    fn divided(&self, shares: &[usize]) -> Option<Relation> {
        let (first, last) = (*shares.first()?, *shares.last()?);
        let lead = self.text(self.span.start, self.span_of(first).start);
        let (heads, _) = lead.rsplit_once(['，', ','])?;
        let by = heads.split(['，', ',']).map(str::trim).find(|head| {
            let han = head.starts_with('按') && head.ends_with(['分', '看', '计']);
            han || head.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) && !has_digit(head)
        })?;
        // "女性占60%，本科以上占70%" divide nothing, and no words of these would say so.
        if self.divides_one_whole(shares, last) == Whole::IfNear {
            return None;
        }
        let (sum, hundred) = (self.sum(shares, 0)?, literal("100", "%").ok()?.amount);
        let (comparison, sign) = match sum.wide().meets(hundred.wide()) {
            true => (Comparison::Equal, "="),
            false => (Comparison::LessOrEqual, "≤"),
        };
        let statement = format!("{} {sign} 100%", self.names(shares, " + "));
        let reason = format!("\"{by}\" divides one whole");
        Some(self.relation(shares, (RelationKind::Hundred, comparison), (sum, hundred), statement, reason))
    }

    /// "A占45%，B占28%，其余占27%", "A made up 45%, B 28% and the rest 27%": nothing but names and words of shares stand
    /// between the shares, of no other time or whole, up to those that say that none is left (before `last`).
    fn divides_one_whole(&self, shares: &[usize], last: usize) -> Whole {
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
        let trimmed = |words: &str| {
            words.trim_matches(|c: char| c.is_whitespace() || "，,、；;".contains(c)).to_ascii_lowercase()
        };
        let of_share = |(place, at): (usize, &usize)| {
            let words = trimmed(gap(place, *at));
            let other = has_digit(&words) || any(&words, OTHER_WHOLE);
            let said = SHARE_VERBS.iter().filter_map(|word| Some(find(&words, word).last()? + word.len())).max();
            let fits = match said {
                Some(end) => any_only(&words[end..], BESIDE_SHARE),
                None => together || place > 0 && !any(&words, VERBS),
            };
            ends(*at) && fits && !other
        };
        if !shares.iter().enumerate().all(of_share) {
            return Whole::IfNear;
        }
        let before = trimmed(self.before(last));
        if together {
            let short = before.chars().count() <= if before.is_ascii() { 24 } else { 8 };
            return if short { Whole::Surely } else { Whole::IfNear };
        }
        // What no noun follows is all the rest.
        let bare = REST.iter().filter_map(|word| before.split_once(word)).any(|(_, behind)| {
            let verb = SHARE_VERBS.iter().filter_map(|verb| behind.trim().strip_prefix(verb)).next();
            any_only(verb.unwrap_or(behind), BESIDE_SHARE)
        });
        if bare || any(&before, ALL_THE_REST) {
            return Whole::Surely;
        }
        // "其他费用" are some of the costs, but not more than all.
        let verbs = (0..shares.len()).any(|place| any(&trimmed(gap(place, shares[place])), SHARE_VERBS));
        if verbs { Whole::ByTheOthers } else { Whole::IfNear }
    }
}
