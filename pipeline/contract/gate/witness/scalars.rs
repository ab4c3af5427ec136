//! Texts, numbers and the other scalars that a schema's bounds, lists and lengths single out: what is said of a place goes
//! in, candidates come out.

use serde_json::{Value, json};

use super::{BOOLEAN, MAX, MAX_LENGTH, NULL, NUMBER, Part, TEXT, texts};
use crate::model::Decimal;

/// One value of each format, and texts of several kinds.
const TEXTS: &[&str] = &[
    "",
    "a",
    "A b",
    "中",
    "0",
    "1.5",
    "x-1",
    "é",
    "2024-01-31",
    "2024-02-01",
    "2024-01-31T12:00:00Z",
    "12:00:00Z",
    "P1D",
    "a@example.com",
    "https://example.com/",
    "123e4567-e89b-12d3-a456-426614174000",
    "192.0.2.1",
    "2001:db8::1",
    "/a",
    "0/a",
];

/// Candidates of the `kinds` for the place that `parts` speak of; what they list comes first, whatever it is.
pub fn candidates(parts: &[Part<'_>], kinds: u8) -> Vec<Value> {
    let mut values = Vec::new();
    for (key, value) in keywords(parts) {
        match (key, value) {
            ("const", value) => values.push(value.clone()),
            ("enum", Value::Array(listed)) => values.extend(listed.iter().take(MAX).cloned()),
            _ => {}
        }
    }
    if kinds & NUMBER != 0 {
        values.extend(numbers(parts));
    }
    if kinds & TEXT != 0 {
        values.extend(words(parts).into_iter().map(Value::String));
    }
    if kinds & BOOLEAN != 0 {
        values.extend([json!(true), json!(false)]);
    }
    if kinds & NULL != 0 {
        values.push(Value::Null);
    }
    values
}

/// The numbers that the keywords in `keys` say, and their neighbours.
pub fn counts(parts: &[Part<'_>], keys: &[&str]) -> Vec<usize> {
    let said = keywords(parts).filter(|(key, _)| keys.contains(key)).filter_map(|(_, value)| value.as_u64());
    let mut counts: Vec<usize> = said
        .map(|count| count as usize)
        .flat_map(|count| [count.saturating_sub(1), count, count.saturating_add(1)])
        .collect();
    counts.sort_unstable();
    counts.dedup();
    counts
}

fn keywords<'p>(parts: &'p [Part<'_>]) -> impl Iterator<Item = (&'p str, &'p Value)> {
    parts.iter().filter_map(|part| part.schema.as_object()).flatten().map(|(key, value)| (key.as_str(), value))
}

fn words(parts: &[Part<'_>]) -> Vec<String> {
    let lengths: Vec<usize> =
        counts(parts, &["minLength", "maxLength"]).into_iter().filter(|length| *length <= MAX_LENGTH).collect();
    let mut words: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    words.extend(lengths.iter().flat_map(|&length| ["a".repeat(length), "1".repeat(length)]));
    for (key, value) in keywords(parts) {
        if let ("pattern", Value::String(pattern)) = (key, value) {
            words.extend(texts::of(pattern, &lengths));
        }
    }
    words
}

fn numbers(parts: &[Part<'_>]) -> Vec<Value> {
    let (mut bounds, mut steps): (Vec<Decimal>, Vec<Decimal>) = (Vec::new(), Vec::new());
    for (key, value) in keywords(parts) {
        let Value::Number(number) = value else { continue };
        match key {
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                bounds.extend(number.as_str().parse::<Decimal>())
            }
            "multipleOf" => steps.extend(number.as_str().parse::<Decimal>()),
            _ => {}
        }
    }
    let mut numbers: Vec<Decimal> = [0, 1, -1, 2, 10].map(Decimal::from).to_vec();
    numbers.push(Decimal::new(5, 1));
    let around = bounds.iter().chain(&steps);
    // A tenth of a step is no multiple of it.
    let tenth = Decimal::new(1, 1);
    let small: Vec<Decimal> = steps.iter().filter_map(|step| step.checked_mul(tenth)).collect();
    let steps: Vec<Decimal> =
        steps.iter().copied().chain(small).chain([Decimal::ONE, tenth, Decimal::new(1, 2)]).collect();
    for &number in around {
        numbers.push(number);
        for &step in &steps {
            numbers.extend(number.checked_add(step));
            numbers.extend(number.checked_sub(step));
        }
    }
    numbers.iter().filter_map(|number| serde_json::from_str(&number.to_string()).ok()).collect()
}
