//! Growth in one sentence: a value, what it became, and the rate between them.

use super::vocabulary::{FALL, LAST_YEAR, RISE, WITH_CHANGE, any};
use super::words::{Sentence, tail};
use super::{Relation, RelationKind};
use crate::reconcile::number::Number;
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;

impl Sentence<'_> {
    /// "从100亿元增长到115亿元，增长15%", "up 12 % to 5.6 from 5.0": a value, what it became, and its growth.
    pub(super) fn growth(&self, found: &mut Vec<Relation>) {
        for at in 0..self.items.len() {
            let measure = &self.items[at].measure;
            if !(measure.is_share() || measure.is_points()) {
                continue;
            }
            let before = tail(self.before(at), 20);
            let values = self.values_behind(at).or_else(|| self.values_around(at)).or_else(|| self.values_before(at));
            let Some((old, new)) = values else { continue };
            if !self.same(old, new) || measure.is_share() == self.items[new].measure.is_share() {
                continue;
            }
            let (old_amount, new_amount) = (self.value(old, 1), self.value(new, 2));
            let change = if measure.is_share() {
                match new_amount.div(old_amount) {
                    Ok(quotient) => quotient.sub(Amount::exact(Number::ONE)),
                    Err(_) => continue,
                }
            } else {
                new_amount.sub(old_amount)
            };
            let (change, sign) = if any(before, FALL) { (change.neg(), "-") } else { (change, "+") };
            let statement = format!("{} → {} = {sign}{}", self.printed(old), self.printed(new), self.printed(at));
            let reason = format!("\"{}\"", before.trim().trim_matches(|c: char| "，, 。".contains(c)));
            let (sides, of) = ((change, self.value(at, 0)), [at, old, new]);
            found.push(self.relation(&of, (RelationKind::Growth, Comparison::Equal), sides, statement, reason));
        }
    }

    /// "up 12 % to 5.6 from 5.0", "rose 12 % from 5.0 to 5.6": the values stand behind the rate.
    fn values_behind(&self, at: usize) -> Option<(usize, usize)> {
        if at + 2 >= self.items.len() || !Self::changes_by(self.before(at)) {
            return None;
        }
        let word = |item: usize| self.before(item).trim().to_ascii_lowercase();
        match (word(at + 1).as_str(), word(at + 2).as_str()) {
            ("to", "from") => Some((at + 2, at + 1)),
            ("from", "to") => Some((at + 1, at + 2)),
            _ => None,
        }
    }

    /// "5.6, up 12 % from 5.0": the rate stands between the values.
    fn values_around(&self, at: usize) -> Option<(usize, usize)> {
        let (new, old) = (at.checked_sub(1)?, at + 1);
        let from = old < self.items.len() && self.before(old).trim().eq_ignore_ascii_case("from");
        (from && only_changes(self.before(at))).then_some((old, new))
    }

    /// The two values before the rate, where nothing but words of change stands between: what else would be said there
    /// grew by that rate.
    fn values_before(&self, at: usize) -> Option<(usize, usize)> {
        let (first, second) = (at.checked_sub(2)?, at - 1);
        if !only_changes(self.before(at)) {
            return None;
        }
        let (one, two) = (self.before(first), self.before(second));
        let from = tail(one, 8).to_ascii_lowercase();
        let to = two.to_ascii_lowercase();
        let moves = ["从", "由", "from"].iter().any(|word| from.contains(word))
            && ["到", "至", "为", "to"].iter().any(|word| to.contains(word));
        // "2022年100亿元，2023年115亿元，同比增长15%": two years that follow each other.
        let follows = matches!((year_before(one), year_before(two)), (Some(a), Some(b)) if a + 1 == b);
        if moves || follows {
            return Some((first, second));
        }
        // "2023年收入115亿元，2022年为100亿元", "去年同期100亿元": the later clause names nothing but its time.
        let bare = two.trim_matches(|c: char| c.is_whitespace() || "，,；;（(".contains(c));
        let bare = bare.trim_end_matches(['为', '是', '仅', '约']);
        let before_that = matches!(
            (self.year_of(first), year_before(bare).filter(|_| bare.chars().count() <= 5)),
            (Some(a), Some(b)) if a == b + 1
        );
        (before_that || LAST_YEAR.contains(&bare)).then_some((second, first))
    }

    /// 2023 of "2023年实现收入".
    fn year_of(&self, item: usize) -> Option<i32> {
        let clause = self.clause(item);
        year_before(&clause[..clause.rfind('年')? + '年'.len_utf8()])
    }
}

/// True if a phrase says that something changed, and nothing else.
fn only_changes(phrase: &str) -> bool {
    if !any(phrase, RISE) && !any(phrase, FALL) {
        return false;
    }
    let mut rest = phrase.trim_start().to_ascii_lowercase();
    // "to 4.8 in 2023, an increase of": the year of the value.
    if let Some(year) =
        rest.strip_prefix("in ").and_then(|text| text.get(..4)).filter(|year| year_before(year).is_some())
    {
        rest = rest["in ".len() + year.len()..].to_string();
    }
    let chinese = |word: &&&str| !word.is_ascii();
    let mut words: Vec<&str> =
        RISE.iter().chain(FALL).chain(WITH_CHANGE).chain(LAST_YEAR).filter(chinese).copied().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(word, " ");
    }
    let known = |word: &str| word.is_empty() || [RISE, FALL, WITH_CHANGE].iter().any(|words| words.contains(&word));
    rest.split(|c: char| !c.is_alphanumeric()).all(known)
}

/// The year that a phrase ends with: 2022 of "，2022年" and of "in 2022: ".
fn year_before(text: &str) -> Option<i32> {
    let text = text.trim_end().trim_end_matches(['为', '达', ':', '：', '，', ',']).trim_end();
    let text = text.strip_suffix('年').unwrap_or(text);
    let digits = text.len().checked_sub(4).and_then(|from| text.get(from..))?;
    digits.parse().ok().filter(|year| (1900..2100).contains(year))
}
