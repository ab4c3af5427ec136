//! Digits that are read in no way or in several: what is wrong with them goes in, the refusal with its readings comes out.

use super::lexicon::lexicon;
use super::numeral::Numeral;
use super::text::{char_at, char_before};
use super::unit::is_money;
use super::{
    AMBIGUOUS_CURRENCY, AMBIGUOUS_NUMBER, AMBIGUOUS_UNIT, Class, MALFORMED_NUMBER, NotQuantity, Reader, Reading,
    Refusal, Trouble,
};
use crate::model::registry;
use crate::normalize::options::country_of;
use crate::source::Span;

impl Reader {
    /// A unit's name of several meanings.
    pub(super) fn ambiguous_unit(&self, start: usize, end: usize, sense: u32) -> Reading {
        let sense = lexicon().sense(sense);
        let codes: Vec<String> = sense
            .by_country
            .iter()
            .chain(&sense.elsewhere)
            .map(|&at| registry()[at as usize].code.to_string())
            .collect();
        let message =
            format!("\"{}\" stands for one of {}, and the report names no country", sense.name, codes.join(", "));
        let money = sense.by_country.first().is_some_and(|&at| is_money(at));
        let span = Span::new(start, end);
        let mut currencies = sense.by_country.iter().chain(&sense.elsewhere);
        let country =
            currencies.find_map(|&at| registry()[at as usize].currency().and_then(country_of)).unwrap_or("US");
        Reading::Refusal(if money {
            Refusal::new(&AMBIGUOUS_CURRENCY, span, message)
                .readings(codes)
                .settled_by(format!("country = \"{country}\""))
        } else {
            Refusal::new(&AMBIGUOUS_UNIT, span, format!("\"{}\" stands for {}", sense.name, codes.join(" or ")))
                .readings(codes)
        })
    }

    /// The reading of digits that are no number.
    pub(super) fn troubled(&self, text: &str, numeral: Numeral, trouble: Trouble) -> Reading {
        let span = Span::new(numeral.start, numeral.end);
        let printed = &text[span.range()];
        let refusal = match trouble {
            Trouble::PointOrGroup => {
                let grouped = printed.replace('.', "");
                Refusal::new(&AMBIGUOUS_NUMBER, span, format!("\"{printed}\" can be read as {printed} or as {grouped}"))
                    .readings(vec![printed.to_owned(), grouped])
                    .settled_by("decimal_separator = \".\"")
            }
            Trouble::Malformed => {
                let refusal =
                    Refusal::new(&MALFORMED_NUMBER, span, format!("\"{printed}\" does not group digits by three"));
                match printed.split_once(',') {
                    // (21,22): no separator makes one number of two marks.
                    Some((first, second)) if is_pair(text, span) => Refusal::new(
                        &MALFORMED_NUMBER,
                        span,
                        format!("\"{printed}\" in parentheses may be two reference marks, a pair, or one number"),
                    )
                    .readings(vec![format!("{first} and {second}"), format!("{first}.{second}")]),
                    Some(("0", fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => refusal
                        .readings(vec![format!("0.{fraction}"), format!("0 and {fraction}")])
                        .settled_by("decimal_separator = \",\""),
                    Some((whole, fraction)) if !fraction.contains([',', '.']) => refusal
                        .readings(vec![
                            format!("{whole}.{fraction}"),
                            format!("{whole}{fraction}"),
                            format!("{whole} and {fraction}"),
                        ])
                        .settled_by("decimal_separator = \",\""),
                    _ => refusal,
                }
            }
            Trouble::WrongOrder => {
                Refusal::new(&MALFORMED_NUMBER, span, format!("\"{printed}\" has its units in no order that counts"))
            }
            Trouble::UnknownScale => {
                let word = printed.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
                let word = word.rsplit([' ', '-']).next().unwrap_or(word);
                let message = format!(
                    "expected a scale word of a known size behind the number, found \"{word}\" in \"{printed}\"; the value \
                     in the recipe (columns.NAME.values) settles it"
                );
                Refusal::new(&MALFORMED_NUMBER, span, message)
            }
            Trouble::TooLong => return too_long(text, span),
            Trouble::Dotted => return Reading::Other(NotQuantity { class: Class::Version, span }),
        };
        Reading::Refusal(refusal)
    }
}

/// 1 000 000 with spaces that part columns as well, and 1，234 with a comma that parts clauses.
pub(super) fn spaced(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let mark = if printed.contains('，') { "，" } else { " " };
    let by = if mark == " " { "spaces" } else { "full-width commas" };
    let message = format!("\"{printed}\" is one number grouped by {by} or several numbers");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message)
            .readings(vec![printed.replace(mark, ""), printed.replace(mark, " and ")]),
    )
}

/// 9/11: a quotient or two numbers.
pub(super) fn beside_line(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let message = format!("\"{printed}\" is one number over another or two numbers");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message)
            .readings(vec![printed.replace('/', " over "), printed.replace('/', " and ")]),
    )
}

/// True for two whole numbers alone in parentheses.
fn is_pair(text: &str, span: Span) -> bool {
    let digits = &text[span.range()];
    matches!(char_before(text, span.start as usize), Some('(' | '（'))
        && matches!(char_at(text, span.end as usize), Some(')' | '）'))
        && digits.matches(',').count() == 1
        && !digits.contains('.')
}

/// 5-3亿元: whichever end the scale belongs to, the second lies below the first.
pub(super) fn backwards(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let message = format!("expected a range from the smaller to the greater number, found \"{printed}\"");
    Reading::Refusal(Refusal::new(&MALFORMED_NUMBER, span, message))
}

/// A hyphen between a Chinese word and digits.
pub(super) fn hyphen(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let digits = printed.trim_start_matches('-');
    let message = format!("\"{printed}\" behind a word is below zero or part of a name");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message)
            .readings(vec![printed.to_owned(), format!("a name that ends in {digits}")]),
    )
}

/// Two numbers with a letter that touch a Chinese word: 百川2-13B.
pub(super) fn amount_or_name(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let message = format!("\"{printed}\" behind a word is an amount or part of a name");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message)
            .readings(vec![printed.to_owned(), format!("a name that ends in {printed}")]),
    )
}

/// 300 K: a temperature or thousands.
pub(super) fn thousand_or_kelvin(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let digits = printed.trim_end_matches([' ', 'K']);
    let message = format!("\"{printed}\" is {digits} kelvin or {digits} thousand");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_UNIT, span, message).readings(vec![format!("{digits} kelvin"), format!("{digits}e3")]),
    )
}

/// 1,234- as some ledgers print a credit.
pub(super) fn trailing_minus(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let number = printed.trim_end_matches('-');
    let message = format!("\"{printed}\" is below zero, as some ledgers print it, or a number before a dash");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message).readings(vec![format!("-{number}"), number.to_owned()]),
    )
}

pub(super) fn too_long(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let shown: String = printed.chars().take(60).collect();
    let many = printed.bytes().filter(u8::is_ascii_digit).count() > 38;
    // 38 nines fit, but not the half of their last digit by which they may be rounded.
    let what = if many { "has more than 38 digits" } else { "and what rounds to it need more than 38 digits" };
    Reading::Refusal(Refusal::new(&MALFORMED_NUMBER, span, format!("\"{shown}\" {what}")))
}
