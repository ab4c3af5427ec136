//! Units that a text names without a number: a text goes in, currencies and percent signs outside of all readings come out.

use super::lexicon::{Meaning, lexicon};
use super::text::{byte_before, char_at, letters};
use super::unit::is_money;
use super::{Reader, registered};
use crate::model::{Dimension, Unit, registry};
use crate::source::Span;

impl Reader {
    /// Money and shares that `text` names outside of its readings: "the dollar", 人民币, "the % of increase".
    ///
    /// They are no quantities; who looks for every mention of a currency wants them beside the amounts.
    pub fn named_units(&self, text: &str) -> Vec<(Span, Unit)> {
        let mut found = Vec::new();
        let mut from = 0;
        for reading in self.read(text) {
            let span = reading.span().range();
            self.named_between(text, from, span.start, &mut found);
            from = span.end;
        }
        self.named_between(text, from, text.len(), &mut found);
        found
    }

    fn named_between(&self, text: &str, from: usize, to: usize, found: &mut Vec<(Span, Unit)>) {
        let mut at = from;
        while at < to {
            match self.named_at(text, at).filter(|named| named.1 <= to) {
                Some((unit, end)) => {
                    found.push((Span::new(at, end), unit));
                    at = end;
                }
                None => {
                    let word = letters(text, at).len();
                    at += if word > 0 { word } else { char_at(text, at).map_or(1, char::len_utf8) };
                }
            }
        }
    }

    /// True if the report has this currency.
    fn is_told(&self, unit: u16) -> bool {
        let currency = registry()[unit as usize].currency();
        self.options.currencies.iter().any(|told| currency == Some(told))
    }

    fn named_at(&self, text: &str, at: usize) -> Option<(Unit, usize)> {
        if byte_before(text, at).is_ascii_alphanumeric() {
            return None;
        }
        let name = lexicon().at(text, at)?;
        let end = at + name.len;
        let printed = &text[at..end];
        let Meaning::Unit(unit) = self.meaning(name.sense) else { return None };
        // "won" and "marks" are money in some countries only, and words in all.
        let sense = lexicon().sense(name.sense);
        if sense.plain.is_none() && sense.by_country.is_empty() && !self.is_told(unit) {
            return None;
        }
        let share = matches!(&registry()[unit as usize].dimension, Dimension::Named(name) if &**name == "share");
        // A single sign of money stands before numbers only, and three small letters are a word.
        let whole = printed.chars().count() > 1 && (printed.len() > 3 || printed == lexicon().sense(name.sense).name);
        ((is_money(unit) && whole) || (share && (printed == "%" || whole))).then(|| (registered(unit), end))
    }
}
