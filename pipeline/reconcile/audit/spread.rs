//! A total that a sentence spreads over so many places ("254 firms in 23 provinces"), and the chart that shows how: what
//! sentences say and charts go in, relations come out.
//!
//! Three things in the text tie the two: both are about the same things, both say that these are divided, and the chart
//! has as many numbers as the sentence names places.

use std::collections::BTreeSet;

use super::parts::says_all;
use super::vocabulary::{DIVIDED, OF_ALL, PLACES, SPREAD, any, find};
use super::words::{Sentence, tail};
use super::{Chart, Relation, RelationKind, Stated, amount, judged};
use crate::model::{Kind, Qualifier, Quantity};
use crate::reconcile::syntax::Comparison;
use crate::reconcile::value::Amount;
use crate::source::{Source, Span};

/// A total that a sentence spreads over several places.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    total: Quantity,
    /// The sentence that says it.
    sentence: Span,
    /// The sentence up to the places.
    subject: String,
    /// The words that spread it, with their number.
    words: String,
    /// How many places there are: at least, at most.
    places: (i128, i128),
    years: BTreeSet<String>,
}

impl Sentence<'_> {
    /// "共计254家，分布于20余省": the total and the number of places.
    pub(super) fn spread(&self) -> Option<Spread> {
        let text = self.source.slice(self.span);
        let lower = text.to_ascii_lowercase();
        let whole = |item: &usize| {
            let start = (self.span_of(*item).start - self.span.start) as usize;
            let counts = self.items[*item].measure.is_count() || self.items[*item].measure.is_bare();
            let said = says_all(tail(&text[..start], 12)) || any(tail(&text[..start], 20), OF_ALL);
            counts && said && self.may_total(*item) && self.items[*item].quantity.qualifier == Qualifier::Exact
        };
        let total = (0..self.items.len()).find(whole)?;
        let behind = total + 1;
        let places = (behind..self.items.len()).find(|item| {
            let before = self.before(*item);
            let word = SPREAD.iter().any(|word| find(&before.to_ascii_lowercase(), word).next().is_some());
            let after = self.text(self.items[*item].quantity.numeral.end, self.span.end);
            let noun: String = after.chars().take(16).take_while(|c| !is_stop(*c)).collect();
            word && before.chars().count() <= if before.is_ascii() { 48 } else { 24 }
                && !before.contains(['。', '；', ';'])
                && any(&noun, PLACES)
        })?;
        let number = self.items[places].quantity;
        let bound = |bound: Option<crate::model::Bound>| bound.and_then(|bound| bound.value.coefficient_at(0));
        let value = number.value.coefficient_at(0)?;
        let behind = self.text(number.numeral.end, self.span.end).trim_start();
        let places_range = match number.qualifier {
            Qualifier::Exact if behind.starts_with(['余', '多']) => (value, value + step(value) - 1),
            Qualifier::Exact => (value, value),
            // "20余" is less than 30.
            Qualifier::MoreThan | Qualifier::AtLeast => (value, value + step(value) - 1),
            Qualifier::About => (value - step(value) / 2, value + step(value) / 2),
            _ => (bound(number.interval.lower)?, bound(number.interval.upper)?),
        };
        let from = self.span_of(places).start - self.before(places).trim_start().len() as u32;
        let behind = self.text(self.span_of(places).end, self.span.end);
        let end = self.span_of(places).end + behind.find(is_stop).unwrap_or(behind.len()) as u32;
        Some(Spread {
            total: self.items[total].quantity.clone(),
            sentence: self.span,
            subject: text[..(self.span_of(places).start - self.span.start) as usize].to_string(),
            words: self.text(from, end).trim_matches(|c: char| c.is_whitespace() || "，,".contains(c)).to_string(),
            places: places_range,
            years: years(&lower),
        })
    }
}

fn is_stop(c: char) -> bool {
    "，,。.；;：:\n".contains(c)
}

/// The place of a number's first digit: 10 for 20 and 23.
fn step(value: i128) -> i128 {
    let mut step = 1;
    while step * 10 <= value.abs() {
        step *= 10;
    }
    step
}

/// The years that a text names.
fn years(text: &str) -> BTreeSet<String> {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.filter(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20"))).map(String::from).collect()
}

/// The relations between totals and charts, where each belongs to just one other.
pub(super) fn relations(source: &Source, totals: &[Spread], charts: &[Chart]) -> Vec<Relation> {
    let mut found = Vec::new();
    for total in totals {
        let fitting: Vec<(&Chart, &str)> =
            charts.iter().filter_map(|chart| Some((chart, fits(source, total, chart)?))).collect();
        let [(chart, caption)] = fitting[..] else { continue };
        let another = |other: &Spread| other.total.value != total.total.value && fits(source, other, chart).is_some();
        if !totals.iter().any(another) {
            found.extend(judge(source, total, chart, caption));
        }
    }
    found
}

/// The caption by which a chart shows what `total` is made of.
fn fits<'s>(source: &'s Source, total: &Spread, chart: &Chart) -> Option<&'s str> {
    let count = chart.numbers.len() as i128;
    let whole =
        |number: &Quantity| number.unit.is_none() && number.precision.decimals == 0 && !number.value.is_negative();
    if !(total.places.0..=total.places.1).contains(&count) || !chart.numbers.iter().all(whole) {
        return None;
    }
    let apart = |caption: &&Span| caption.end <= total.sentence.start || caption.start >= total.sentence.end;
    let captions = chart.captions.iter().filter(apart).map(|caption| source.slice(*caption));
    let mut named = years(&captions.clone().collect::<Vec<_>>().join("\n"));
    named.retain(|year| !total.years.contains(year));
    let caption =
        captions.into_iter().find(|caption| any(caption, DIVIDED) && same_subject(&total.subject, caption))?;
    (named.is_empty() || total.years.is_empty()).then_some(caption)
}

/// True if two phrases name the same things: three Chinese characters in a row, or a word that is no common one.
fn same_subject(one: &str, other: &str) -> bool {
    let chinese = |text: &str| -> BTreeSet<String> {
        let chars: Vec<char> = text.chars().collect();
        let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        chars.windows(3).filter(|three| three.iter().all(han)).map(|three| three.iter().collect()).collect()
    };
    let latin = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_ascii_lowercase);
        let words = words.map(|word| word.strip_suffix('s').map(String::from).unwrap_or(word));
        words.filter(|word| word.len() >= 4 && !COMMON.contains(&word.as_str())).collect()
    };
    !chinese(one).is_disjoint(&chinese(other)) || !latin(one).is_disjoint(&latin(other))
}

/// Words that say nothing of what is counted.
const COMMON: &[&str] = &[
    "total",
    "number",
    "region",
    "country",
    "countrie",
    "state",
    "province",
    "sector",
    "with",
    "there",
    "were",
    "have",
    "distribution",
    "which",
    "from",
    "this",
    "year",
    "across",
    "figure",
    "chart",
    "table",
    "that",
    "their",
];

fn judge(source: &Source, total: &Spread, chart: &Chart, caption: &str) -> Option<Relation> {
    let (stated, measure) = amount(&total.total, 0)?;
    let counted = |number: &Quantity| Quantity { unit: total.total.unit.clone(), kind: Kind::Count, ..number.clone() };
    let parts: Vec<Quantity> = chart.numbers.iter().map(counted).collect();
    let values = parts.iter().enumerate().map(|(at, part)| Some(amount(part, at + 1)?.0));
    let sum = values.collect::<Option<Vec<Amount>>>()?.into_iter().reduce(Amount::add)?;
    let printed = |span: Span| source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let names: Vec<String> = parts.iter().map(|part| printed(part.span)).collect();
    let statement = format!("{} = {}", names.join(" + "), printed(total.total.span));
    let reason = format!("\"{}\", which the chart \"{}\" shows", total.words, caption.trim());
    let quantities: Vec<&Quantity> = [&total.total].into_iter().chain(&parts).collect();
    let stated_as = Stated { kind: RelationKind::Sum, statement, reason, quantities: &quantities };
    Some(judged(source, stated_as, (sum, stated), &Comparison::Equal, &measure))
}
