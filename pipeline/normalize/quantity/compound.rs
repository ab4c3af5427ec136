//! Amounts in parts: five yuan and three jiao, 5 feet 2 inches go in as the greater part, the whole comes out.

use super::lexicon::lexicon;
use super::numeral::Numeral;
use super::text::{byte_at, char_at, eat, eat_word, skip_spaces};
use super::unit::{UnitFound, is_part_of};
use super::{Reader, han, numeral, registered, words};
use crate::model::{Atom, Decimal, Dimension, Unit, registry};

impl Reader {
    /// 五元三毛, 5 feet 2 inches, 3 dollars 50 cents, 两米半: the smaller part is added.
    pub(super) fn compound(&self, text: &str, numeral: &mut Numeral, whole: &Unit, end: &mut usize) {
        let Atom::Registered(at) = whole.numerator else { return };
        let dimension = &registry()[at as usize].dimension;
        let splits = match dimension {
            Dimension::Money(_) => true,
            Dimension::Named(name) => matches!(&**name, "length" | "time" | "calendar-time" | "mass"),
            Dimension::Count(_) => false,
        };
        if !splits || whole.denominator.is_some() || numeral.scale != 0 {
            return;
        }
        if let Some(behind) = eat(text, *end, "半") {
            let ends = char_at(text, behind).is_none_or(|c| !"径年导数".contains(c));
            if ends && let Some(value) = numeral.value.checked_add(Decimal::new(5, 1)) {
                numeral.value = value;
                numeral.decimals = 1;
                numeral.wide = 1;
                numeral.end = behind;
                *end = behind;
                return;
            }
        }
        let mut unit = whole.clone();
        let mut limit = 3;
        loop {
            limit -= 1;
            let here = skip_spaces(text, *end, 1);
            let here = eat_word(text, here, "and")
                .map(|end| skip_spaces(text, end, 1))
                .or_else(|| eat(text, here, "又"))
                .or_else(|| eat(text, here, "零"))
                .unwrap_or(here);
            let next = byte_at(text, here);
            let part = match next {
                b'0'..=b'9' => numeral::read_digits(text, here, self.options.separators, false),
                b'a'..=b'z' | b'A'..=b'Z' => {
                    match words::word_at(text, here).and_then(|_| words::read(text, here, here)) {
                        Some(part) => part,
                        None => return,
                    }
                }
                0xE4..=0xE9 => match han::read(text, here, self.options.separators) {
                    Some(part) => part,
                    None => return,
                },
                _ => return,
            };
            if limit < 0 || part.trouble.is_some() || part.bounds.is_some() {
                return;
            }
            let fen = ["分钱", "分"].into_iter().find_map(|word| eat(text, part.end, word));
            let (smaller, part_end) = match (self.unit_behind(text, part.end), fen) {
                (_, Some(end)) if matches!(dimension, Dimension::Money(currency) if &**currency == "CNY") => {
                    match Unit::from_code("CNY.fen") {
                        Some(fen) => (fen, end),
                        None => return,
                    }
                }
                (Some(UnitFound { unit: Some(unit), end, .. }), _) => (unit, end),
                // 3小时20分
                (None, Some(end)) if matches!(dimension, Dimension::Named(name) if &**name == "time") => {
                    match Unit::from_code("min") {
                        Some(minutes) => (minutes, end),
                        None => return,
                    }
                }
                // 50 cents behind dollars are cents of that currency, whichever names them.
                (Some(found), _) => match self.cents_of(dimension, found.sense) {
                    Some(cents) => (cents, found.end),
                    None => return,
                },
                (None, _) => return,
            };
            let below = smaller.numerator.factor().checked_mul(part.value);
            if !is_part_of(&smaller, &unit) || below.is_none_or(|below| below >= unit.numerator.factor()) {
                return;
            }
            let added = smaller.convert(part.value, whole).and_then(|part| numeral.value.checked_add(part));
            let Some(value) = added else { return };
            numeral.value = value;
            numeral.decimals = numeral.decimals.max(value.scale());
            numeral.wide = numeral.decimals;
            numeral.end = part_end;
            *end = part_end;
            unit = smaller;
        }
    }

    /// The hundredth part of money that a word like "cents" means beside an amount of `dimension`.
    fn cents_of(&self, dimension: &Dimension, sense: u32) -> Option<Unit> {
        let sense = (sense != u32::MAX).then(|| lexicon().sense(sense))?;
        let at = sense.by_country.iter().find(|&&at| registry()[at as usize].dimension == *dimension)?;
        Some(registered(*at))
    }
}
