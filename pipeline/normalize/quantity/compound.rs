//! Amounts in parts: five yuan and three jiao, 5 feet 2 inches, 3小时20分 go in as the greater part, the whole comes out
//! in the greater unit, with what the smaller one leaves open.

use super::lexicon::lexicon;
use super::numeral::{Form, Numeral};
use super::text::{byte_at, char_at, eat, eat_word, skip_spaces};
use super::unit::{UnitFound, is_part_of};
use super::{Reader, han, numeral, registered, word, words};
use crate::model::{Atom, Bound, Decimal, Dimension, Precision, Qualifier, Unit, registry};

/// A sum of parts in the unit of the smallest of them, in which it is exact.
struct Parts {
    sum: Decimal,
    unit: Unit,
    /// The printed decimals of the last part.
    decimals: i32,
    /// Where the last part's number ends.
    number_end: usize,
    /// Where its unit ends.
    end: usize,
}

/// A greater unit with so many smaller ones behind it at most: 1天2小时3分4秒.
const MOST_PARTS: u32 = 3;

impl Reader {
    /// 五元三毛, 5 feet 2 inches, 3 dollars 50 cents, 两米半: the smaller part is added.
    #[inline]
    pub(super) fn compound(&self, text: &str, numeral: &mut Numeral, whole: &Unit, end: &mut usize) {
        let may_add = matches!(byte_at(text, *end), b' ' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | 0x80..);
        if may_add && numeral.scale == 0 && whole.denominator.is_none() {
            self.with_parts(text, numeral, whole, end);
        }
    }

    fn with_parts(&self, text: &str, numeral: &mut Numeral, whole: &Unit, end: &mut usize) {
        let Atom::Registered(at) = whole.numerator else { return };
        let dimension = &registry()[at as usize].dimension;
        let splits = match dimension {
            Dimension::Money(_) => true,
            Dimension::Named(name) => matches!(&**name, "length" | "time" | "calendar-time" | "mass" | "ratio"),
            Dimension::Count(_) => false,
        };
        if !splits {
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
        // Multiples have no smaller part: 两倍半.
        if matches!(dimension, Dimension::Named(name) if &**name == "ratio") {
            return;
        }
        if let Some((tenths, behind)) = tenths_of_yuan(text, *end)
            && let Some(value) = numeral.value.checked_add(tenths).filter(|_| numeral.decimals == 0)
        {
            *numeral = Numeral { value, decimals: 1, wide: 1, end: behind, form: Form::Arabic, ..*numeral };
            *end = behind;
            return;
        }
        if matches!(dimension, Dimension::Money(_))
            && let Some((cents, behind)) = hundredths(text, *end)
            && let Some(value) = numeral.value.checked_add(cents).filter(|_| numeral.is_integer())
        {
            *numeral = Numeral { value, decimals: 2, wide: 2, end: behind, form: Form::Arabic, ..*numeral };
            *end = behind;
            return;
        }
        if whole.code() == "m"
            && let Some((part, places, behind)) = decimals_of_metre(text, *end)
            && let Some(value) = numeral.value.checked_add(part).filter(|_| numeral.decimals == 0)
        {
            *numeral = Numeral { value, decimals: places, wide: places, end: behind, form: Form::Arabic, ..*numeral };
            *end = behind;
            return;
        }
        let mut parts =
            Parts { sum: numeral.value, unit: whole.clone(), decimals: 0, number_end: numeral.end, end: *end };
        for _ in 0..MOST_PARTS {
            if self.add_part(text, dimension, &mut parts).is_none() {
                break;
            }
        }
        if parts.number_end > numeral.end && self.take(numeral, whole, &parts).is_some() {
            *end = parts.end;
        }
    }

    /// Adds the part that stands behind the others.
    fn add_part(&self, text: &str, dimension: &Dimension, parts: &mut Parts) -> Option<()> {
        let here = skip_spaces(text, parts.end, 1);
        let here = eat_word(text, here, "and")
            .map(|end| skip_spaces(text, end, 1))
            .or_else(|| eat(text, here, "又"))
            .or_else(|| eat(text, here, "零"))
            .unwrap_or(here);
        let part = match byte_at(text, here) {
            b'0'..=b'9' => numeral::read_digits(text, here, self.options.separators, false),
            b'a'..=b'z' | b'A'..=b'Z' => {
                word::word_at(text, here)?;
                words::read(text, here, here)?
            }
            0xE4..=0xE9 => han::read(text, here, self.options.separators)?,
            _ => return None,
        };
        if part.trouble.is_some() || part.bounds.is_some() {
            return None;
        }
        let (smaller, end) = self.smaller_unit(text, dimension, &parts.unit, part.end)?;
        let below = smaller.numerator.factor().checked_mul(part.value)?;
        if !is_part_of(&smaller, &parts.unit) || below >= parts.unit.numerator.factor() {
            return None;
        }
        parts.sum = parts.unit.convert(parts.sum, &smaller)?.checked_add(part.value)?;
        parts.unit = smaller;
        parts.decimals = part.decimals;
        parts.number_end = part.end;
        parts.end = end;
        Some(())
    }

    /// The unit behind a part's number, by names too that count beside a greater unit only: 分 is a minute behind hours
    /// and a hundredth behind yuan, "m" a minute, "in" an inch.
    fn smaller_unit(&self, text: &str, dimension: &Dimension, greater: &Unit, at: usize) -> Option<(Unit, usize)> {
        let coded = |code: &str, end: usize| Unit::from_code(code).map(|unit| (unit, end));
        let fen = || ["分钱", "分"].into_iter().find_map(|word| eat(text, at, word));
        let named = |dimension: &Dimension, of: &str| matches!(dimension, Dimension::Named(name) if &**name == of);
        let letters_at = skip_spaces(text, at, 1);
        match byte_at(text, letters_at) {
            b'm' if named(dimension, "time") => {
                if let Some(end) = eat_word(text, letters_at, "m") {
                    return coded("min", end);
                }
            }
            b'i' if greater.code() == "ft" => {
                if let Some(end) = eat_word(text, letters_at, "in") {
                    return coded("in", end);
                }
            }
            0xE5 if matches!(dimension, Dimension::Money(currency) if &**currency == "CNY") => {
                if let Some(end) = fen() {
                    return coded("CNY.fen", end);
                }
            }
            _ => {}
        }
        match self.unit_behind(text, at) {
            Some(UnitFound { unit: Some(unit), end, .. }) => Some((unit, end)),
            // 50 cents behind dollars are cents of that currency, whichever names them.
            Some(found) => Some((self.cents_of(dimension, found.sense)?, found.end)),
            None => coded("min", fen().filter(|_| named(dimension, "time"))?),
        }
    }

    /// Makes the numeral the whole, counted in `whole`. What it may stand for is what rounds to its last part: 3小时20分
    /// ends to the minute.
    fn take(&self, numeral: &mut Numeral, whole: &Unit, parts: &Parts) -> Option<()> {
        let (above, below) = (parts.unit.numerator.factor(), whole.numerator.factor());
        let in_whole =
            |value: Decimal| numeral::quotient(value.checked_mul(above)?, below, numeral.start, parts.number_end);
        let outward = |bound: Bound, up: bool| {
            let cut = in_whole(bound.value)?;
            // Digits that never end are cut: the bound above lies beyond them.
            let last = if up && !cut.exact { Decimal::new(1, cut.value.scale()) } else { Decimal::ZERO };
            cut.value.checked_add(last)
        };
        let precision = Precision { decimals: parts.decimals, decimals_wide: parts.decimals };
        let interval = Qualifier::Exact.interval_in(self.options.mode, parts.sum, precision)?;
        let bounds = (outward(interval.lower?, false)?, outward(interval.upper?, true)?);
        let mut sum = in_whole(parts.sum)?;
        // Cents count as decimals of a dollar, minutes do not of an hour.
        let hundredth = parts.unit.convert(Decimal::ONE, whole).map(Decimal::normalized);
        if let Some(part) = hundredth.filter(|part| part.coefficient() == 1) {
            sum.decimals = part.scale() + parts.decimals;
            sum.wide = sum.decimals;
        }
        *numeral = Numeral { bounds: Some(bounds), compound: true, exact: false, form: numeral.form, ..sum };
        Some(())
    }

    /// The hundredth part of money that a word like "cents" means beside an amount of `dimension`.
    fn cents_of(&self, dimension: &Dimension, sense: u32) -> Option<Unit> {
        let sense = (sense != u32::MAX).then(|| lexicon().sense(sense))?;
        let at = sense.by_country.iter().find(|&&at| registry()[at as usize].dimension == *dimension)?;
        Some(registered(*at))
    }
}

/// `5块5`, 五块五: one digit that ends a clause behind spoken yuan.
fn tenths_of_yuan(text: &str, at: usize) -> Option<(Decimal, usize)> {
    ["块", "塊"].into_iter().find(|word| super::text::eat_before(text, at, word).is_some())?;
    let (digit, behind) = match super::text::digit_at(text, at) {
        Some((digit, len)) => (digit, at + len),
        None => match char_at(text, at).and_then(han::part)? {
            han::Part::Digit(digit, false) => (digit, at + 3),
            _ => return None,
        },
    };
    let next = char_at(text, behind);
    let point = matches!(next, Some('.' | ',')) && super::text::digit_at(text, behind + 1).is_some();
    let ends = next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '%' | '％' | '-' | '~' | '/')) && !point;
    ends.then(|| (Decimal::new(digit.into(), 1), behind))
}

/// `1米75`, 一米七五, 1米8: one or two digits that end a clause behind 米, and how many they are.
fn decimals_of_metre(text: &str, at: usize) -> Option<(Decimal, i32, usize)> {
    super::text::eat_before(text, at, "米")?;
    let digit = |at: usize| match super::text::digit_at(text, at) {
        Some((digit, len)) => Some((digit, at + len)),
        None => match char_at(text, at).and_then(han::part)? {
            han::Part::Digit(digit, false) => Some((digit, at + 3)),
            _ => None,
        },
    };
    let (first, behind) = digit(at)?;
    let (value, places, end) = match digit(behind) {
        Some((second, end)) => (first * 10 + second, 2, end),
        None => (first, 1, behind),
    };
    let ends =
        char_at(text, end).is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '%' | '-' | '~' | '/' | '×'));
    ends.then(|| (Decimal::new(value.into(), places), places, end))
}

/// `15 dollars 50`: two digits that end a clause behind money in words.
fn hundredths(text: &str, at: usize) -> Option<(Decimal, usize)> {
    ["dollars", "euros", "pounds"].into_iter().find(|word| super::text::eat_before(text, at, word).is_some())?;
    let (cents, 2, end) = super::date::run(text, eat(text, at, " ")?)? else { return None };
    let next = byte_at(text, end);
    let ends = matches!(next, 0 | b'.' | b',' | b';' | b')' | b'!' | b'?') && !byte_at(text, end + 1).is_ascii_digit();
    ends.then(|| (Decimal::new(cents.into(), 2), end))
}
