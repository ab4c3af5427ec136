//! Numbers behind what makes them, in one sentence: a total behind its parts, a closing balance behind what changed it, an
//! average behind its sum. Items and the words between them go in, relations come out.

use super::parts::{is_part_name, name_between};
use super::vocabulary::{CLOSING, ETC, FLOW_IN, FLOW_OUT, OPENING, TOGETHER_BEHIND, any};
use super::words::{Sentence, tail};
use super::{Relation, RelationKind, is_near};
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;

impl Sentence<'_> {
    /// "进口152亿元，出口140亿元，合计292亿元", "imports of 152 and exports of 140, totalling 292".
    pub(super) fn totals_behind(&self, found: &mut Vec<Relation>) {
        for total in 2..self.items.len() {
            let words = self.before(total).trim_matches(|c: char| c.is_whitespace() || "，,；;、：:".contains(c));
            let words = words.to_ascii_lowercase();
            let Some(word) = TOGETHER_BEHIND.iter().find(|word| **word == words) else { continue };
            let Some(parts) = self.list_before(total) else { continue };
            let Some((values, stated)) = self.to_one_place(total, &parts) else { continue };
            let Some(sum) = values.into_iter().reduce(Amount::add) else { continue };
            let statement = format!("{} = {}", self.names(&parts, " + "), self.printed(total));
            let reason = format!("\"{word}\" behind the parts");
            let of: Vec<usize> = [total].into_iter().chain(parts).collect();
            let relation = self.relation(&of, (RelationKind::Sum, Comparison::Equal), (sum, stated), statement, reason);
            // Parts may stand in the sentence before.
            if is_near(&relation) {
                found.push(relation);
            }
        }
    }

    /// The items right before `end` that are named one after the other, each with its number.
    fn list_before(&self, end: usize) -> Option<Vec<usize>> {
        let mut first = end - 1;
        let mut begun = false;
        while !begun {
            if !self.alike(end, first) || !self.may_total(first) || self.is_change(first) {
                return None;
            }
            let Some(before) = first.checked_sub(1) else { break };
            let gap = self.text(self.span_of(before).end, self.span_of(first).start);
            begun = gap.contains("其中") || gap.contains(['；', ';']);
            if begun {
                break;
            }
            let name = name_between(gap, true).filter(|name| is_part_name(name));
            if name.is_none() || ETC.iter().any(|word| gap.contains(word)) {
                return None;
            }
            first = before;
        }
        (end - first >= 2).then(|| (first..end).collect())
    }

    /// "年初余额12亿元，本年增加3亿元，本年减少1亿元，年末余额14亿元".
    pub(super) fn roll_forwards(&self, found: &mut Vec<Relation>) {
        let words = |item: usize| tail(self.before(item), 32);
        let mut from = None;
        for at in 0..self.items.len() {
            if any(words(at), OPENING) && self.may_total(at) {
                from = Some(at);
                continue;
            }
            let Some(opening) = from.filter(|opening| at - opening >= 2 && any(words(at), CLOSING)) else { continue };
            from = None;
            let run: Vec<usize> = (opening..=at).collect();
            let sign = |item: &usize| match (any(words(*item), FLOW_IN), any(words(*item), FLOW_OUT)) {
                (true, false) => Some(1),
                (false, true) => Some(-1),
                _ => None,
            };
            let signs: Option<Vec<i8>> = run[1..run.len() - 1].iter().map(sign).collect();
            let Some(signs) =
                signs.filter(|_| run.iter().all(|item| self.same(*item, opening) && self.may_total(*item)))
            else {
                continue;
            };
            let Some((values, closing)) = self.to_one_place(at, &run[..run.len() - 1]) else { continue };
            let mut statement = self.printed(opening);
            for (item, sign) in run[1..].iter().zip(&signs) {
                statement += if *sign < 0 { " - " } else { " + " };
                statement += &self.printed(*item);
            }
            let statement = format!("{statement} = {}", self.printed(at));
            let signed = values.into_iter().enumerate().map(|(place, value)| match place.checked_sub(1) {
                Some(place) if signs[place] < 0 => value.neg(),
                _ => value,
            });
            let Some(sum) = signed.reduce(Amount::add) else { continue };
            let of: Vec<usize> = [at].into_iter().chain(run[..run.len() - 1].iter().copied()).collect();
            let kind = (RelationKind::RollForward, Comparison::Equal);
            let reason = "what was there, what came and went, and what is there".to_string();
            found.push(self.relation(&of, kind, (sum, closing), statement, reason));
        }
    }

    /// "5个项目总投资12.5亿元，平均每个项目2.5亿元", "50 stores sold 125 million, an average of 2.5 million per store".
    pub(super) fn averages(&self, found: &mut Vec<Relation>) {
        for at in 2..self.items.len() {
            let before = tail(self.before(at), 24).to_ascii_lowercase();
            let behind: String = self.text(self.span_of(at).end, self.span.end).chars().take(24).collect();
            let counts: Vec<usize> = (0..at)
                .filter(|item| self.items[*item].measure.is_count() && self.is_averaged(*item, &before, &behind))
                .collect();
            // 每个项目3.5亿元 is divided by what is counted already.
            let divides = |item: usize| {
                let per = |count: &usize| self.items[item].measure.divided(&self.items[*count].measure);
                counts.iter().any(|count| per(count).added(&self.items[at].measure).is_some())
            };
            let summed = |item: &usize| {
                (self.same(*item, at) || !counts.contains(item) && divides(*item)) && !self.is_change(*item)
            };
            let sums: Vec<usize> = (0..at).filter(summed).collect();
            let ([count], [sum]) = (&counts[..], &sums[..]) else { continue };
            let Ok(quotient) = self.value(*sum, 1).div(self.value(*count, 2)) else { continue };
            let statement = format!("{} / {} = {}", self.printed(*sum), self.printed(*count), self.printed(at));
            let words = before.trim_matches(|c: char| c.is_whitespace() || "，,；;（(".contains(c));
            let reason = format!("\"{}\" of what is counted", words.trim());
            let sides = (quotient, self.value(at, 0));
            found.push(self.relation(
                &[at, *sum, *count],
                (RelationKind::Ratio, Comparison::Equal),
                sides,
                statement,
                reason,
            ));
        }
    }

    /// True if the words beside an average name what `count` counts.
    fn is_averaged(&self, count: usize, before: &str, behind: &str) -> bool {
        let quantity = self.items[count].quantity;
        let printed: String = self.text(quantity.numeral.end, quantity.span.end).split_whitespace().collect();
        let known = || quantity.unit.as_ref().map_or_else(String::new, ToString::to_string);
        let noun = if printed.is_empty() { known().trim_matches(['{', '}']).to_string() } else { printed };
        let noun = noun.to_ascii_lowercase();
        if let Some(singular) = noun.strip_suffix('s').filter(|_| noun.is_ascii()) {
            let average = any(before, &["average of", "on average", "averaging", "average"]);
            return average
                && (behind.trim_start().starts_with(&format!("per {singular}")) || before.contains(singular));
        }
        let Some(classifier) = noun.chars().next() else { return false };
        before.rsplit_once("平均每").is_some_and(|(_, each)| each.starts_with(classifier))
            || classifier == '人' && any(before, &["人均"])
            || classifier == '户' && any(before, &["户均"])
    }
}
