//! Growth in one sentence: a value, what it became, and the rate between them.

use super::vocabulary::{FALL, LAST_YEAR, OTHER_CHANGE, OVER_A_YEAR, OVER_LESS, RISE, WITH_CHANGE, any};
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
            let rate = measure.is_share() || measure.is_points();
            let before = tail(self.before(at), 20);
            let values = self.values_behind(at).or_else(|| self.values_around(at)).or_else(|| self.values_before(at));
            let Some((old, new)) = values else { continue };
            // A rate of amounts, points of shares, or the difference of amounts: "增加156家".
            let fits = match rate {
                true => measure.is_share() != self.items[new].measure.is_share(),
                false => self.same(new, at) && !self.items[new].measure.is_share() && self.tells_difference(at),
            };
            if !self.same(old, new) || !fits || !self.is_change_between(at, old, new) {
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
            // "grew from 5.0 to 4.6, or 8%": the word stands in front of both.
            let moved = !any(before, RISE) && !any(before, FALL);
            let before = if moved { tail(self.before(old.min(new)), 24) } else { before };
            let (change, sign) = if any(before, FALL) { (change.neg(), "-") } else { (change, "+") };
            let statement = format!("{} → {} = {sign}{}", self.printed(old), self.printed(new), self.printed(at));
            // The words of change, from where their clause begins.
            let words = if moved { before } else { self.before(at) };
            let clause = words.trim_matches(|c: char| c.is_whitespace() || "，,。；;（(".contains(c));
            let clause = clause.rsplit(['，', ',', '；', ';', ')', '）', '。']).next().unwrap_or(clause);
            let reason = format!("\"{}\"", tail(clause, 40).split_whitespace().collect::<Vec<_>>().join(" "));
            let (sides, of) = ((change, self.value(at, 0)), [at, old, new]);
            found.push(self.relation(&of, (RelationKind::Growth, Comparison::Equal), sides, statement, reason));
        }
    }

    /// False for a rate that is not that of the whole change from one value to the other: 同比 beside values of 2020 and
    /// 2023, an average of several years, or what the change would have been otherwise.
    fn is_change_between(&self, at: usize, old: usize, new: usize) -> bool {
        let behind = self.text(self.span_of(at).end, self.span.end);
        let behind = &behind[..behind.find(['，', '。', '；', ';', ')', '）']).unwrap_or(behind.len())];
        let next = self.items.get(at + 1).map_or(self.span.end, |next| next.quantity.span.start) as usize;
        let length = next.saturating_sub(self.span_of(at).end as usize).min(behind.len());
        let behind = behind.get(..length).unwrap_or(behind);
        let words = format!("{} | {behind} ", tail(self.before(at), 40)).to_ascii_lowercase().replace('-', " ");
        if any(&words, OTHER_CHANGE) {
            return false;
        }
        let (Some(from), Some(to)) = (self.own_year(old), self.own_year(new)) else { return true };
        let years = (to - from).abs();
        !(any(&words, OVER_A_YEAR) && years != 1 || any(&words, OVER_LESS) && years != 0)
    }

    /// The year of a value: 2020 of "from 100 million in 2020", 2023 of "2023年的".
    fn own_year(&self, item: usize) -> Option<i32> {
        let year_behind = |item: usize| {
            let behind = self.text(self.span_of(item).end, self.span.end).trim_start().trim_start_matches(['(', '（']);
            let behind = ["in ", "for "].iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
            let behind = ["FY", "fiscal "].iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
            let word = &behind[..behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len())];
            year_before(word)
                .filter(|_| word.len() == 4 && !behind.starts_with(&format!("{word}年")))
                .map(|year| (year, behind))
        };
        if let Some((year, _)) = year_behind(item) {
            return Some(year);
        }
        let mut before = self.before(item);
        if let Some((_, behind)) = item.checked_sub(1).and_then(year_behind) {
            let year = behind.get(..4).unwrap_or("");
            before = before.split_once(year).map_or(before, |(_, rest)| rest);
        }
        before.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4).filter_map(year_before).next_back()
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
            ("to", _) if compares(self.before(at + 2), self.year_of(at)) => Some((at + 2, at + 1)),
            _ => None,
        }
    }

    /// "增加156家", "an increase of 156": by how much, not to how much.
    fn tells_difference(&self, at: usize) -> bool {
        let before = self.before(at).trim_end().to_ascii_lowercase();
        let by = ["increase of", "decrease of", "rise of", "drop of", "decline of", "up by", "down by", "gain of"];
        let chinese = ["增加", "增加了", "减少", "减少了", "净增", "净增加", "净减少", "多", "少"];
        by.iter().chain(&chinese).any(|word| before.ends_with(word))
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
        let (one, two) = (self.before(first), self.before(second));
        // "grew from 5.0 to 5.6, or 12%"
        let or = ["or", "i.e.", "that is", "即"].contains(&self.before(at).trim_matches([',', '，', ' ', '(', '（']));
        let moved = or && (any(tail(one, 24), RISE) || any(tail(one, 24), FALL));
        if !only_changes(self.before(at)) && !moved {
            return None;
        }
        // "4.10亿元" of "较2022年的4.10亿元", "45.2, compared with 40.1 a year earlier".
        if compares(two, self.year_of(first)) {
            return Some((second, first));
        }
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

    /// 2023 of "2023年实现收入" and "revenue for 2023 was".
    fn year_of(&self, item: usize) -> Option<i32> {
        let clause = self.clause(item);
        if let Some(at) = clause.rfind('年') {
            return year_before(&clause[..at + '年'.len_utf8()]);
        }
        let words = clause.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| word.len() == 4).filter_map(year_before).next_back()
    }
}

/// True if a phrase leads to the value of a time before: "，较2022年的", ", compared with", "（上年同期".
fn compares(phrase: &str, year: Option<i32>) -> bool {
    let phrase = phrase.trim_matches(|c: char| c.is_whitespace() || "，,；;（(：:".contains(c)).to_ascii_lowercase();
    let english = ["compared with", "compared to", "versus", "against", "up from", "down from", "after"];
    if english.contains(&phrase.as_str()) || BEFORE.contains(&phrase.as_str()) {
        return true;
    }
    if let Some(rest) = phrase.strip_prefix(['较', '比']) {
        let rest = rest.trim_end_matches(['的', '为']).trim_end_matches(['末', '底', '初']);
        return LAST_YEAR.contains(&rest)
            || rest.ends_with("年同期")
            || year_before(rest).is_some_and(|_| rest.len() < 12);
    }
    // "(2022: 30.1)" beside a value of 2023.
    matches!((year_before(&phrase).filter(|_| phrase.len() <= 4), year), (Some(a), Some(b)) if a + 1 == b)
}

/// Words for the value of the time before, in a bracket or behind a comma.
const BEFORE: &[&str] = &[
    "previous year",
    "prior year",
    "last year",
    "prev. year",
    "py",
    "year earlier",
    "year before",
    "上年",
    "上年同期",
];

/// True if a phrase says that something changed, and nothing else.
fn only_changes(phrase: &str) -> bool {
    if !any(phrase, RISE) && !any(phrase, FALL) {
        return false;
    }
    let mut rest = phrase.trim_start().to_ascii_lowercase();
    // "40.1 in the previous year, an increase of": the time of the value.
    let times = [
        "in the previous year",
        "in the prior year",
        "the previous year",
        "the prior year",
        "last year",
        "a year earlier",
        "a year before",
        "the year before",
        "in the same period",
        "previously",
    ];
    if let Some(behind) = times.iter().find_map(|time| rest.strip_prefix(time)) {
        rest = behind.to_string();
    }
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
