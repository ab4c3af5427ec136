//! From a numeral to a reading: a number, its sign, unit, hedges and range are put together.

use super::lexicon::{Meaning, lexicon};
use super::numeral::{Form, Numeral, next_step};
use super::range::{Beginning, NoRange};
use super::slash::is_counted;
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, eat, eat_before, letters_before, skip_spaces,
    skip_spaces_back,
};
use super::trouble::{amount_or_name, backwards, hyphen, thousand_or_kelvin, too_long, trailing_minus};
use super::unit::{UnitFound, scaled_currency};
use super::{Class, NotQuantity, Reader, Reading, Trouble, affix, name, product, registered, series};
use crate::model::{Atom, Bound, Decimal, Dimension, Interval, Kind, Precision, Qualifier, Quantity, Unit, registry};
use crate::source::Span;

/// A currency before a number.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    /// What it is, as an index of the registry; `None` if its name is ambiguous here.
    unit: Option<u16>,
    /// The sense of its name.
    sense: u32,
    /// The power of ten of a prefix: MAUD 60.
    scale: i32,
    /// Where it begins.
    start: usize,
}

impl Mark {
    /// Where it begins.
    pub(super) fn start(self) -> usize {
        self.start
    }

    /// What it is.
    fn unit(self) -> Option<Unit> {
        self.unit.map(registered)
    }
}

impl Reader {
    /// The currency that stands before a number at `at`.
    pub(super) fn mark_before(&self, text: &str, at: usize, floor: usize) -> Option<Mark> {
        let end = skip_spaces_back(text, at, 1, floor);
        let last = byte_before(text, end);
        // One letter is no name of money.
        let may_be = match last {
            b'$' | b'.' => true,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => lexicon().may_end_money(text, end),
            _ => false,
        };
        if end <= floor || !may_be {
            return None;
        }
        if last.is_ascii_alphabetic() {
            let word = letters_before(text, end, floor);
            if let Some((scale, unit)) = scaled_currency(word) {
                return Some(Mark { unit: Some(unit), sense: u32::MAX, scale, start: end - word.len() });
            }
        }
        let found = lexicon().money_before(text, end, floor)?;
        let start = end - found.len;
        let name = &text[start..end];
        let short = name.chars().count() == 1 && name.chars().all(char::is_alphabetic);
        if short || (byte_before(text, start).is_ascii_digit()) {
            return None;
        }
        let unit = match self.meaning(found.sense) {
            Meaning::Unit(at) if registry()[at as usize].factor == Decimal::ONE => Some(at),
            Meaning::Unit(_) => return None,
            Meaning::Ambiguous => None,
        };
        // A currency in letters behind a number belongs to that number: "10 dollars 5".
        Some(Mark { unit, sense: found.sense, scale: 0, start })
    }

    /// Puts a number and what stands around it together.
    #[inline]
    pub(super) fn amount(
        &self,
        text: &str,
        numeral: &mut Numeral,
        mark: Option<Mark>,
        floor: usize,
    ) -> Option<Reading> {
        let mut behind = self.unit_behind(text, numeral.end);
        // "$ 1,234.5 $ 1,100.2": the second sign belongs to the next amount.
        if mark.is_some() && behind.as_ref().is_some_and(|found| opens_next(text, found)) {
            behind = None;
        }
        if behind.is_none()
            && mark.is_none()
            && byte_at(text, numeral.end) == b'/'
            && let Some((scale, found)) = self.listed(text, numeral)
        {
            numeral.scale_by(scale, numeral.end);
            behind = found;
        }
        if behind.is_none() && matches!(byte_at(text, numeral.end), b'\n' | b'\r') {
            behind = self.wrapped(text, numeral);
        }
        // 0xE4 begins the first of the Chinese characters.
        if byte_at(text, numeral.end) >= 0xE4
            && let Some(refused) = self.chinese_behind(text, numeral, &mut behind)
        {
            return Some(refused);
        }
        if mark.is_none()
            && behind.is_none()
            && let Some(found) = named(text, numeral, floor)
        {
            return Some(found);
        }
        Some(self.put_together(numeral, behind, mark, floor, text))
    }

    /// Takes in the Chinese characters directly behind a numeral that change it, and the unit behind them.
    fn chinese_behind(&self, text: &str, numeral: &mut Numeral, behind: &mut Option<UnitFound>) -> Option<Reading> {
        if behind.is_none()
            && let Some(end) = self.smaller_scale(text, numeral)
        {
            return Some(self.troubled(text, Numeral { end, ..*numeral }, Trouble::WrongOrder));
        }
        // 500余家, 1000多人
        if behind.is_none()
            && let Some(end) = ["余", "餘", "多"].into_iter().find_map(|word| eat(text, numeral.end, word))
            && let Some(found) = self.unit_behind(text, end)
        {
            numeral.more = true;
            *behind = Some(found);
        }
        // 100来家, 十来个: about so many; the hedge is told from the numeral's end.
        if behind.is_none()
            && let Some(end) = eat(text, numeral.end, "来")
            && let Some(found) = self.unit_behind(text, end)
        {
            numeral.end = end;
            *behind = Some(found);
        }
        // 10几家 are more than ten and less than twenty, 500几家 less than six hundred.
        if behind.is_none()
            && let Some(end) = ["几", "幾"].into_iter().find_map(|word| eat(text, numeral.end, word))
            && let Some(upper) = next_step(numeral)
            && let Some(found) = self.unit_behind(text, end)
            // 2010几年 is a year.
            && !(text[found.start..].starts_with('年') && matches!(numeral.form, Form::Integer { len: 4, .. }))
        {
            numeral.bounds = Some((numeral.value, upper));
            *behind = Some(found);
        }
        // 3个半月, 两个半小时; 5个多月
        if let Some((half, end)) = part_more(text, numeral.end)
            && numeral.bounds.is_none()
            && let Some(value) = numeral.value.checked_add(half)
        {
            let month = eat(text, end, "月").and_then(|end| {
                let unit = Unit::from_code("mo");
                Some(UnitFound { unit: Some(unit?), sense: u32::MAX, scale: 0, start: end - 3, end })
            });
            if let Some(found) = month.or_else(|| self.unit_behind(text, end)) {
                *numeral = if half.is_zero() {
                    Numeral { more: true, end, ..*numeral }
                } else {
                    Numeral { value, decimals: 1, wide: 1, end, form: Form::Arabic, ..*numeral }
                };
                *behind = Some(found);
            }
        }
        None
    }

    /// 12.3/15.6/18.9亿元: the scale and unit that the last number of a list gives to one before it. Two whole numbers may
    /// be a fraction where nothing counts them.
    #[cold]
    fn listed(&self, text: &str, first: &Numeral) -> Option<(i32, Option<UnitFound>)> {
        let rest = byte_before(text, first.start) == b'/';
        let (mut last, mut count, mut decimal) = (*first, if rest { 2 } else { 1 }, first.decimals > 0);
        while let Some(at) = eat(text, last.end, "/").filter(|&at| digit_at(text, at).is_some() && count < LONGEST_LIST)
        {
            let run = super::digits::read(text, at, self.options.separators);
            last = Numeral { start: at, end: run.end, ..last };
            decimal |= run.fraction > 0;
            count += 1;
        }
        let last = super::numeral::read_digits(text, last.start, self.options.separators, false);
        let found = self.unit_behind(text, last.end);
        let plain = first.scale == 0 && last.trouble.is_none() && last.form != Form::Fraction;
        let list = decimal || count > 2 || last.scale != 0 || found.as_ref().is_some_and(is_counted);
        let shared = last.start > first.start && list && plain && (found.is_some() || last.scale != 0);
        let here = |found: UnitFound| UnitFound { start: first.end, end: first.end, ..found };
        shared.then(|| (last.scale, found.map(here)))
    }

    /// The end of 5万千: 千 behind a greater scale word, where it begins neither a unit (千瓦) nor a word.
    fn smaller_scale(&self, text: &str, numeral: &Numeral) -> Option<usize> {
        let end = ["千", "仟"].into_iter().find_map(|word| eat(text, numeral.end, word))?;
        let scaled = matches!(char_before(text, numeral.end), Some('万' | '萬' | '亿' | '億' | '兆'));
        let ends = !char_at(text, end).is_some_and(char::is_alphabetic);
        (scaled && (ends || self.unit_behind(text, end).is_some())).then_some(end)
    }

    /// The reading of a number with the unit behind it.
    pub(super) fn finish(&self, mut numeral: Numeral, unit: Option<UnitFound>, floor: usize, text: &str) -> Reading {
        self.put_together(&mut numeral, unit, None, floor, text)
    }

    fn put_together(
        &self,
        numeral: &mut Numeral,
        mut behind: Option<UnitFound>,
        mark: Option<Mark>,
        floor: usize,
        text: &str,
    ) -> Reading {
        let mut start = numeral.start;
        let mut negative = false;
        if let Some(sign) = affix::sign(text, start, floor) {
            negative ^= sign.negative;
            start = sign.start;
        }
        let freezing = start < numeral.start && text[start..].starts_with("零下");
        let number_start = start;
        // "$-5" and "-$5"
        let mark = match mark {
            None if start < numeral.start => self.mark_before(text, start, floor),
            mark => mark,
        };
        if let Some(mark) = &mark {
            start = mark.start;
            if let Some(sign) = affix::sign(text, start, floor) {
                negative ^= sign.negative;
                start = sign.start;
            }
        }
        let mut end = numeral.end;
        let mut unit = behind.as_mut().and_then(|found| found.unit.take());
        let mut ambiguous = behind.as_ref().filter(|_| unit.is_none()).map(|found| found.sense);
        // Degrees below zero are of temperature.
        if freezing && behind.as_ref().is_some_and(|found| &text[found.start..found.end] == "度") {
            unit = Unit::from_code("degC");
        }
        // 同比+1.2pct: % has a sign of its own in Chinese.
        if let Some(found) = &behind
            && byte_at(text, found.start) == b'p'
            && text[found.start..found.end].starts_with("pct")
            && char_before(text, start).is_some_and(|c| c.is_alphabetic() && !c.is_ascii())
        {
            unit = Unit::from_code("{percentage point}");
        }
        if let Some(found) = &behind {
            end = found.end;
            if found.scale != 0 {
                numeral.scale_by(found.scale, numeral.end);
            }
        }
        if let Some(mark) = &mark {
            let agrees = self.agrees(text, mark, &mut unit, behind.as_ref());
            if !agrees {
                end = numeral.end;
                unit = mark.unit();
                ambiguous = mark.unit.is_none().then_some(mark.sense);
            }
            if mark.scale != 0 {
                numeral.scale_by(mark.scale, numeral.end);
            }
            if !agrees && let Some(plain) = unit.take() {
                let (rated, scale, rate_end) = self.rate(text, plain, end);
                unit = Some(rated);
                end = rate_end;
                if scale != 0 {
                    numeral.scale_by(scale, numeral.end);
                }
            }
        }
        // ±5%
        let either = match byte_before(text, start) {
            b'/' if negative => eat_before(text, start, "+/"),
            b' ' | b'-' | 0x80.. => {
                let back = skip_spaces_back(text, start, 1, floor);
                match byte_before(text, back) {
                    0xB1 => eat_before(text, back, "±"),
                    0x9F => eat_before(text, back, "正负"),
                    b'-' => eat_before(text, back, "+/-"),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(sign_start) = either.filter(|&at| at >= floor)
            && numeral.bounds.is_none()
        {
            numeral.bounds = Some((-numeral.value, numeral.value));
            start = sign_start;
            negative = false;
        }
        // A range's second number brings the unit and the scale of both.
        if numeral.bounds.is_none() && numeral.form != Form::Fraction {
            let from = Beginning { start, end, negative, unit: unit.as_ref(), money: mark.is_some() };
            match self.ranged(text, numeral, from) {
                None => {}
                Some(Err(NoRange::Backwards(end))) => return backwards(text, Span::new(start, end)),
                Some(Err(NoRange::Months(end))) => {
                    let span = Span::new(numeral.start, end);
                    return Reading::Other(NotQuantity { class: Class::DatePart, span });
                }
                Some(Ok(found))
                    if unit.is_none()
                        && found.unit.is_none()
                        && product::may_be_named(text, start, found.number_end) =>
                {
                    return amount_or_name(text, Span::new(start, found.number_end));
                }
                Some(Ok(found)) => {
                    *numeral = Numeral { bounds: Some(found.bounds), end: found.number_end, ..found.first };
                    if found.centred {
                        numeral.compound = true;
                    } else {
                        numeral.value = found.bounds.0;
                    }
                    negative = false;
                    end = found.end;
                    if let Some(found) = found.unit {
                        ambiguous = found.unit.is_none().then_some(found.sense);
                        unit = found.unit;
                    }
                }
            }
        }
        if numeral.bounds.is_none()
            && let Some(whole) = &unit
        {
            self.compound(text, numeral, whole, &mut end);
        }
        let inside = || ambiguous.map(|_| Kind::Money).or_else(|| unit.as_ref().map(|unit| kind_of(Some(unit))));
        if let Some(found) = self.negative(text, (start, end), numeral, floor, inside) {
            start = found.start;
            end = found.end;
            negative = true;
            numeral.scale_by(found.scale, numeral.end);
            let outer = found.unit.map(|found| (found.unit, found.sense));
            if let Some((outer, sense)) = found.mark.map(|mark| (mark.unit(), mark.sense)).or(outer) {
                ambiguous = outer.is_none().then_some(sense);
                unit = outer;
            }
            // $(0.45) per share
            if let Some(plain) = unit.take() {
                let (rated, scale, rate_end) = self.rate(text, plain, end);
                unit = Some(rated);
                end = rate_end;
                numeral.scale_by(scale, numeral.end);
            }
        }
        if let Some(plain) = &unit
            && let Some((rated, scale)) = self.rate_before(text, start, plain)
        {
            unit = Some(rated);
            numeral.scale_by(scale, numeral.end);
        }
        let closes = byte_at(text, end) == b'-' && byte_before(text, end).is_ascii_digit();
        if closes && !negative && numeral.form == Form::Arabic && ends_cell(text, end + 1) {
            return trailing_minus(text, Span::new(start, end + 1));
        }
        if let Some(sense) = ambiguous {
            return self.ambiguous_unit(start, end, sense);
        }
        // ▲ is a minus in tables and a bullet in prose.
        if byte_at(text, start) == 0xE2
            && matches!(char_at(text, start), Some('▲' | '△'))
            && (kind_of(unit.as_ref()) == Kind::Count
                || char_at(text, end).is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | '、')))
        {
            start = numeral.start;
            negative = false;
        }
        // 长征-5 is a name, 增长-5 may be below zero.
        if byte_at(text, start) == b'-'
            && negative
            && unit.is_none()
            && numeral.is_integer()
            && char_before(text, start).is_some_and(|c| c.is_alphabetic() && !c.is_ascii())
        {
            return hyphen(text, Span::new(start, end));
        }
        if negative {
            numeral.value = -numeral.value;
            numeral.bounds = numeral.bounds.map(|(a, b)| (-b, -a));
        }
        let kind = kind_of(unit.as_ref());
        let (mut qualifier, unit_end) = self.hedges(text, start, end, numeral.more, floor);
        // 百来家
        if qualifier == Qualifier::Exact && numeral.end < end && eat_before(text, numeral.end, "来").is_some() {
            qualifier = Qualifier::About;
        }
        let number_start = if number_start < numeral.start { number_start } else { numeral.start };
        let span = Span::new(start, unit_end);
        let number = Span::new(number_start.max(start), numeral.end.min(unit_end).max(number_start));
        match self.quantity(numeral, unit, kind, qualifier, number, span) {
            Some(quantity) => Reading::Quantity(quantity),
            None => too_long(text, span),
        }
    }

    /// True if the unit behind an amount belongs to the currency before it, and the unit of both: ￥3角, 港币3亿元, where 元
    /// closes an amount of whatever currency.
    fn agrees(&self, text: &str, mark: &Mark, unit: &mut Option<Unit>, behind: Option<&UnitFound>) -> bool {
        let (Some(behind), Some(suffix)) = (behind, &*unit) else { return false };
        if kind_of(Some(suffix)) != Kind::Money {
            return false;
        }
        let Some(before) = mark.unit() else { return true };
        if before.numerator.dimension() == suffix.numerator.dimension() {
            return true;
        }
        let closes = text[behind.start..].starts_with('元') && suffix.numerator.code() == "CNY";
        if closes {
            *unit = Some(Unit { denominator: suffix.denominator.clone(), ..before });
        }
        closes
    }

    /// The hedge around a quantity, and where the quantity ends.
    pub(super) fn hedges(&self, text: &str, start: usize, end: usize, more: bool, floor: usize) -> (Qualifier, usize) {
        let before = affix::before(text, start, floor).map(|found| found.0);
        let behind = affix::behind(text, end).map(|found| found.0);
        let qualifier = match (before, behind) {
            _ if more => Qualifier::MoreThan,
            (Some(Qualifier::About) | None, Some(behind)) => behind,
            (Some(before), _) => before,
            (None, None) => Qualifier::Exact,
        };
        (qualifier, end)
    }

    pub(super) fn hedge(&self, quantity: &mut Quantity, qualifier: Qualifier) {
        if quantity.qualifier == Qualifier::Range {
            return;
        }
        if let Some(interval) = qualifier.interval_in(self.options.mode, quantity.value, quantity.precision) {
            quantity.qualifier = qualifier;
            quantity.interval = interval;
        }
    }

    /// A number with a unit and nothing around it.
    pub(super) fn plain(&self, numeral: Numeral, unit: Option<Unit>, kind: Kind) -> Option<Reading> {
        let span = Span::new(numeral.start, numeral.end);
        self.quantity(&numeral, unit, kind, Qualifier::Exact, span, span).map(Reading::Quantity)
    }

    #[inline(always)]
    pub(super) fn quantity(
        &self,
        numeral: &Numeral,
        unit: Option<Unit>,
        kind: Kind,
        qualifier: Qualifier,
        number: Span,
        span: Span,
    ) -> Option<Quantity> {
        let precision = Precision { decimals: numeral.decimals, decimals_wide: numeral.wide };
        // 38 digits, written out; what is printed must read back.
        let long = |value: Decimal| value.scale() > 60 || value.scale() < 0 && value.coefficient_at(0).is_none();
        let bounds = numeral.bounds.is_some_and(|(lower, upper)| long(lower) || long(upper));
        if long(numeral.value) || bounds || numeral.decimals.abs() > 60 {
            return None;
        }
        let closed = |(lower, upper)| Interval { lower: Some(Bound::closed(lower)), upper: Some(Bound::closed(upper)) };
        let (qualifier, interval) = match numeral.bounds {
            Some(bounds) if !numeral.compound => (Qualifier::Range, closed(bounds)),
            Some(bounds) if matches!(qualifier, Qualifier::Exact | Qualifier::About) => (qualifier, closed(bounds)),
            // Half a dozen is six, not something that rounds to it.
            None if numeral.exact && matches!(qualifier, Qualifier::Exact | Qualifier::About) => {
                (qualifier, Interval::exact(numeral.value))
            }
            _ => (qualifier, qualifier.interval_in(self.options.mode, numeral.value, precision)?),
        };
        Some(Quantity { kind, value: numeral.value, unit, precision, qualifier, interval, numeral: number, span })
    }
}

/// How many numbers a list beside lines has at most.
const LONGEST_LIST: usize = 8;

/// True if a currency's sign behind an amount stands before another one.
fn opens_next(text: &str, found: &UnitFound) -> bool {
    let next = skip_spaces(text, found.end, 1);
    let name = &text[found.start..found.end];
    let sign = name.ends_with(['$', '€', '£', '¥', '￥', '＄']) || name.bytes().all(|byte| byte.is_ascii_uppercase());
    sign && (digit_at(text, next).is_some() || byte_at(text, next) == b'(')
}

/// The end of `300 K`, which is a temperature or so many thousand; "300 K Street" names a place.
fn kelvin(text: &str, numeral: &Numeral) -> Option<usize> {
    let plain = matches!(numeral.form, Form::Integer { .. } | Form::Arabic) && numeral.scale == 0;
    if byte_at(text, numeral.end) != b' ' || byte_at(text, numeral.end + 1) != b'K' || !plain {
        return None;
    }
    let end = numeral.end + 2;
    let next = byte_at(text, end);
    let named = next.is_ascii_alphanumeric()
        || matches!(next, b'.' | b'-' | b'&' | b'/')
        || next == b' ' && byte_at(text, end + 1).is_ascii_uppercase();
    (!named).then_some(end)
}

/// True if a cell ends at `at`: the line does, or a gap follows.
fn ends_cell(text: &str, at: usize) -> bool {
    match byte_at(text, at) {
        0 | b'\n' | b'\r' | b'\t' | b'|' => true,
        b' ' => matches!(byte_at(text, at + 1), b' ' | b'\n' | b'\r' | 0),
        _ => false,
    }
}

/// 个半 is a half more, 个多 an unknown part more: what it adds and where it ends.
fn part_more(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let rest = eat(text, at, "个").or_else(|| eat(text, at, "個"))?;
    let half = eat(text, rest, "半").map(|end| (Decimal::new(5, 1), end));
    half.or_else(|| eat(text, rest, "多").map(|end| (Decimal::ZERO, end)))
}

/// What a bare number is that is a name, a code or a time of day, or can be read in two ways.
fn named(text: &str, numeral: &Numeral, floor: usize) -> Option<Reading> {
    product::numbered(text, numeral, floor)
        .or_else(|| series::numbered(text, numeral, floor))
        .or_else(|| name::coded(text, numeral))
        .or_else(|| name::glued_behind(text, numeral))
        .or_else(|| name::clock(text, numeral))
        .or_else(|| kelvin(text, numeral).map(|end| thousand_or_kelvin(text, Span::new(numeral.start, end))))
}

/// What kind of quantity a unit makes.
pub(super) fn kind_of(unit: Option<&Unit>) -> Kind {
    match unit.map(|unit| &unit.numerator) {
        None => Kind::Number,
        Some(Atom::Registered(at)) => kind_of_dimension(&registry()[*at as usize].dimension),
        Some(Atom::Noun(_)) => Kind::Count,
    }
}

fn kind_of_dimension(dimension: &Dimension) -> Kind {
    match dimension {
        Dimension::Money(_) => Kind::Money,
        Dimension::Count(_) => Kind::Count,
        Dimension::Named(name) => match &**name {
            "share" | "percentage-point" => Kind::Percent,
            _ => Kind::Measure,
        },
    }
}
