//! From a candidate to a reading: its number, sign, unit, hedges and range are put together.

use super::fraction::{half, tenths};
use super::lexicon::{Meaning, lexicon};
use super::numeral::{Form, Numeral};
use super::range::{Beginning, NoRange};
use super::scan::{Candidate, Sort};
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, digit_before, eat, eat_before, eat_word, letters,
    letters_before, skip_spaces, skip_spaces_back, word_before,
};
use super::unit::{UnitFound, is_money, is_part_of, scaled_currency};
use super::{
    AMBIGUOUS_CURRENCY, AMBIGUOUS_NUMBER, AMBIGUOUS_UNIT, Class, MALFORMED_NUMBER, NotQuantity, Reader, Reading,
    Refusal, Trouble, affix, han, name, numeral, product, prose, registered, words,
};
use crate::model::{Atom, Bound, Decimal, Dimension, Interval, Kind, Precision, Qualifier, Quantity, Unit, registry};
use crate::source::Span;

/// A currency before a number.
pub(super) struct Mark {
    /// What it is; `None` if its name is ambiguous here.
    unit: Option<Unit>,
    /// The sense of its name.
    sense: u32,
    /// The power of ten of a prefix: MAUD 60.
    scale: i32,
    /// Where it begins.
    start: usize,
}

impl Mark {
    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }
}

impl Reader {
    /// What stands at a candidate, beginning at or behind `floor`.
    #[inline]
    pub(super) fn reading_at(&self, text: &str, candidate: Candidate, floor: usize) -> Option<Reading> {
        let at = candidate.at;
        match candidate.kind {
            Sort::Digit => self.digit(text, at, floor),
            Sort::Han => self.han(text, at, floor),
            Sort::Word => self.word(text, at, floor),
            Sort::Month(_) => self.date_at(text, at, floor),
            Sort::Sign => self.sign(text, at, floor),
            Sort::Url => name::url(text, at),
            Sort::Percent => self.percent_of(text, at),
        }
    }

    #[inline]
    fn digit(&self, text: &str, mut at: usize, floor: usize) -> Option<Reading> {
        let before = byte_before(text, at);
        let mut glued = false;
        if before.is_ascii_alphabetic() || before == b'_' {
            let word = letters_before(text, at, floor);
            let start = at - word.len();
            if let Some(found) = self.glued_date(text, start, at, floor) {
                return Some(found);
            }
            let mark = self.mark_before(text, at, floor);
            if mark.is_none() {
                return Some(name::glued(text, start, at, floor));
            }
            glued = true;
        } else if before == b'-' || before == b'.' || before == b'#' || before == b'/' || before == b':' {
            if let Some(found) = name::joined(text, at, floor) {
                return Some(found);
            }
            // .5
            if before == b'.'
                && at > floor
                && !digit_before(text, at - 1)
                && !byte_before(text, at - 1).is_ascii_alphabetic()
                && byte_before(text, at - 1) != b'.'
            {
                at -= 1;
            }
        }
        if !glued && byte_at(text, at) != b'.' {
            if let Some(found) = self.date_at(text, at, floor) {
                return Some(found);
            }
            if let Some(found) = name::numbered(text, at, floor) {
                return Some(found);
            }
        }
        let mark = self.mark_before(text, at, floor);
        let separators = self.options.separators;
        let mut numeral = numeral::read_digits(text, at, separators, mark.is_some());
        if byte_at(text, numeral.end) == b' ' {
            match byte_at(text, numeral.end + 1) {
                b'o' if numeral.is_integer() => numeral = words::digits_over(text, numeral),
                b'0'..=b'9' => {
                    if let Some(end) = numeral::spaced_groups(text, &numeral) {
                        return Some(spaced(text, Span::new(numeral.start, end)));
                    }
                }
                _ => {}
            }
        }
        // The rest of a list: 1,2,3
        if numeral.trouble == Some(Trouble::Malformed) && before == b',' && at == floor + 1 {
            let mut end = at;
            while let Some((_, len)) = digit_at(text, end) {
                end += len;
            }
            numeral = numeral::read_digits(&text[..end], at, separators, false);
        }
        if let Some(trouble) = numeral.trouble {
            return Some(self.troubled(text, numeral, trouble));
        }
        if matches!(char_at(text, skip_spaces(text, numeral.end, 2)), Some('分' | '又'))
            && let Some(found) = self.over_han(text, numeral, floor)
        {
            return Some(found);
        }
        if char_before(text, at) == Some('第') && at - 3 >= floor {
            return Some(self.ordinal(text, numeral, floor));
        }
        if matches!(byte_at(text, skip_spaces(text, numeral.end, 1)), 0xE6)
            && let Some((numeral, unit)) = tenths(text, &numeral)
        {
            return Some(self.finish(numeral, Some(unit), None, floor, text));
        }
        if byte_at(text, numeral.end).is_ascii_alphabetic()
            && mark.is_none()
            && let Some(ordinal) = ordinal_suffix(text, numeral)
        {
            return Some(self.ordinal(text, ordinal, floor));
        }
        self.amount(text, numeral, mark, floor)
    }

    /// FY2023, Q3 2024, Dec31: letters that begin a date.
    fn glued_date(&self, text: &str, start: usize, at: usize, floor: usize) -> Option<Reading> {
        if start < floor || byte_before(text, start).is_ascii_digit() {
            return None;
        }
        let word = &text[start..at];
        let begins =
            matches!(word, "Q" | "q" | "H" | "h" | "FY" | "fy" | "CY" | "cy") || super::scan::month(word).is_some();
        if !begins { None } else { self.date_at(text, start, floor) }
    }

    fn han(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        if char_at(text, at) == Some('折') {
            return self.half_off(text, at, floor);
        }
        if let Some(found) = self.date_at(text, at, floor) {
            return Some(found);
        }
        if let Some(found) = self.percent_han(text, at, floor) {
            return Some(found);
        }
        if let Some(end) = eat(text, at, "一半") {
            let mut numeral = Numeral::new(Decimal::new(5, 1), at, end, Form::Han);
            numeral.decimals = 1;
            numeral.wide = 1;
            return self.amount(text, numeral, None, floor);
        }
        let c = char_at(text, at)?;
        // 零下5℃: the sign of what follows.
        if let Some(end) = eat(text, at, "零下")
            && (digit_at(text, end).is_some() || char_at(text, end).is_some_and(|c| han::part(c).is_some()))
        {
            return None;
        }
        let word = |end: usize| Some(Reading::Other(NotQuantity { class: Class::Word, span: Span::new(at, end) }));
        let ordinal = char_before(text, at) == Some('第') && at - 3 >= floor;
        let numeral = match han::part(c) {
            Some(han::Part::Half) => half(text, at),
            Some(han::Part::Small(_) | han::Part::Big(_)) => {
                han::read(text, at, self.options.separators).or_else(|| prose::bare_scale(text, at, floor))
            }
            _ => han::read(text, at, self.options.separators),
        };
        let Some(numeral) = numeral else {
            // 几 and 数 are numerals only before one.
            return if matches!(han::part(c), Some(han::Part::Several)) { None } else { word(at + c.len_utf8()) };
        };
        if let Some(trouble) = numeral.trouble {
            return Some(self.troubled(text, numeral, trouble));
        }
        if ordinal {
            return Some(self.ordinal(text, numeral, floor));
        }
        if let Some(found) = self.over_han(text, numeral, floor) {
            return Some(found);
        }
        if let Some(found) = name::han_numbered(text, &numeral, floor) {
            return Some(found);
        }
        if let Some(found) = tenths(text, &numeral) {
            return Some(self.finish(found.0, Some(found.1), None, floor, text));
        }
        if self.is_plan(text, &numeral) {
            return Some(Reading::Other(NotQuantity {
                class: Class::Name,
                span: Span::new(numeral.start, numeral.end),
            }));
        }
        if c == '几' || c == '幾' || c == '数' || c == '數' {
            // 参数百亿: 数 belongs to the word before it.
            if char_before(text, at).is_some_and(|c| "参參指系函总總人倍户戶次字位分少".contains(c)) {
                return None;
            }
        }
        if !self.is_numeral(text, &numeral) {
            return word(numeral.end);
        }
        self.amount(text, numeral, None, floor)
    }

    fn word(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        let joined = byte_before(text, at).is_ascii_digit() || matches!(byte_before(text, at), b'\'' | b'_' | b'@');
        if joined {
            return None;
        }
        let numeral = words::read(text, at, floor)?;
        if let Some(trouble) = numeral.trouble {
            return Some(self.troubled(text, numeral, trouble));
        }
        if numeral.form == Form::Ordinal
            && let Some(Ok(found)) = self.date_english_digits(text, numeral.start, 0, 2, numeral.end)
        {
            return Some(super::date::quantity(found.days, Kind::Date, Span::new(numeral.start, found.end)));
        }
        if numeral.form == Form::Ordinal
            && let Some(which) = numeral.value.coefficient_at(0).and_then(|value| u32::try_from(value).ok())
            && let Some(found) = self.part_in_words(text, which, numeral.end)
        {
            return Some(super::date::quantity(found.days, Kind::Date, Span::new(numeral.start, found.end)));
        }
        if numeral.form == Form::Ordinal {
            return if words_not_ordinal(text, &numeral) { None } else { Some(self.ordinal(text, numeral, floor)) };
        }
        if name::is_pronoun(text, &numeral) && self.unit_behind(text, numeral.end).is_none() {
            return None;
        }
        self.amount(text, numeral, self.mark_before(text, numeral.start, floor), floor)
    }

    fn sign(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        if let Some(((above, below), end)) = numeral::vulgar(text, at) {
            let numeral = numeral::quotient(above, below, at, end)?;
            return self.amount(text, numeral, self.mark_before(text, at, floor), floor);
        }
        let c = char_at(text, at)?;
        let mut end = at + c.len_utf8();
        while char_at(text, end).is_some_and(|c| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')) {
            end += char_at(text, end).map_or(1, char::len_utf8);
        }
        let class = if name::begins_line(text, at) && !matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹') {
            Class::ListMark
        } else {
            Class::Reference
        };
        Some(Reading::Other(NotQuantity { class, span: Span::new(at, end) }))
    }

    /// The currency that stands before a number at `at`.
    pub(super) fn mark_before(&self, text: &str, at: usize, floor: usize) -> Option<Mark> {
        let end = skip_spaces_back(text, at, 1, floor);
        let last = byte_before(text, end);
        // Signs, letters, and the last bytes of 元, 币, 金, ¥, €, £.
        if end <= floor || !(last == b'$' || last.is_ascii_alphabetic() || last >= 0x80) {
            return None;
        }
        if last.is_ascii_alphabetic() {
            let word = letters_before(text, end, floor);
            if let Some((scale, unit)) = scaled_currency(word) {
                return Some(Mark { unit: Some(registered(unit)), sense: u32::MAX, scale, start: end - word.len() });
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
            Meaning::Unit(at) if registry()[at as usize].factor == Decimal::ONE => Some(registered(at)),
            Meaning::Unit(_) => return None,
            Meaning::Ambiguous => None,
        };
        // A currency in letters behind a number belongs to that number: "10 dollars 5".
        Some(Mark { unit, sense: found.sense, scale: 0, start })
    }

    /// True for 十四五: a five-year plan, not fourteen or fifteen, unless something is counted.
    fn is_plan(&self, text: &str, numeral: &Numeral) -> bool {
        let mut characters = text[numeral.start..numeral.end].chars();
        let plan = characters.next() == Some('十')
            && characters.next().is_some_and(|c| "一二三四".contains(c))
            && characters.next() == Some('五')
            && characters.next().is_none();
        let named = ["期间", "时期", "规划", "计划", "末", "初", "以来"].into_iter();
        plan && (named.into_iter().any(|word| eat(text, numeral.end, word).is_some())
            || self.unit_behind(text, numeral.end).is_none())
    }

    /// Puts a number and what stands around it together.
    #[inline]
    pub(super) fn amount(&self, text: &str, numeral: Numeral, mark: Option<Mark>, floor: usize) -> Option<Reading> {
        let mut numeral = numeral;
        let mut behind = self.unit_behind(text, numeral.end);
        // 500余家, 1000多人
        if behind.is_none()
            && byte_at(text, numeral.end) >= 0xE4
            && let Some(end) = ["余", "餘", "多"].into_iter().find_map(|word| eat(text, numeral.end, word))
            && let Some(found) = self.unit_behind(text, end)
        {
            numeral.more = true;
            behind = Some(found);
        }
        // 10几家 are more than ten and less than twenty.
        if behind.is_none()
            && let Form::Integer { .. } = numeral.form
            && byte_at(text, numeral.end) >= 0xE4
            && let Some(end) = ["几", "幾"].into_iter().find_map(|word| eat(text, numeral.end, word))
            && let Some(found) = self.unit_behind(text, end)
            && numeral.value.normalized().scale() == -1
        {
            numeral.bounds = numeral.value.checked_add(Decimal::new(10, 0)).map(|upper| (numeral.value, upper));
            behind = Some(found);
        }
        // 3个半月, 两个半小时
        if byte_at(text, numeral.end) >= 0xE4
            && let Some(end) = ["个半", "個半"].into_iter().find_map(|word| eat(text, numeral.end, word))
            && numeral.bounds.is_none()
            && let Some(value) = numeral.value.checked_add(Decimal::new(5, 1))
        {
            let month = eat(text, end, "月").and_then(|end| {
                let unit = Unit::from_code("mo");
                Some(UnitFound { unit: Some(unit?), sense: u32::MAX, scale: 0, start: end - 3, end })
            });
            if let Some(found) = month.or_else(|| self.unit_behind(text, end)) {
                numeral = Numeral { value, decimals: 1, wide: 1, end, form: Form::Arabic, ..numeral };
                behind = Some(found);
            }
        }
        if mark.is_none() && behind.is_none() {
            if let Some(found) = product::numbered(text, &numeral, floor) {
                return Some(found);
            }
            if let Some(found) = name::coded(text, &numeral) {
                return Some(found);
            }
            if let Some(found) = name::glued_behind(text, &numeral) {
                return Some(found);
            }
            if let Some(found) = name::clock(text, &numeral) {
                return Some(found);
            }
        }
        Some(self.finish(numeral, behind, mark, floor, text))
    }

    #[inline]
    fn finish(
        &self,
        mut numeral: Numeral,
        behind: Option<UnitFound>,
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
        let mut unit = behind.as_ref().and_then(|found| found.unit.clone());
        let mut ambiguous = behind
            .as_ref()
            .is_some_and(|found| found.unit.is_none())
            .then(|| behind.as_ref().map_or(u32::MAX, |found| found.sense));
        if let Some(found) = &behind {
            end = found.end;
            if found.scale != 0 {
                numeral = numeral.scaled(found.scale, numeral.end);
            }
        }
        if let Some(mark) = &mark {
            let suffix = behind.as_ref().and_then(UnitFound::index);
            let agrees = suffix.is_some_and(is_money) && (mark.unit.is_none() || mark.unit == unit);
            if !agrees {
                end = numeral.end;
                unit.clone_from(&mark.unit);
                ambiguous = mark.unit.is_none().then_some(mark.sense);
            }
            if mark.scale != 0 {
                numeral = numeral.scaled(mark.scale, numeral.end);
            }
            if !agrees && let Some(plain) = unit.take() {
                let (rated, rate_end) = self.rate(text, plain, end);
                unit = Some(rated);
                end = rate_end;
            }
        }
        // ±5%
        let either = match byte_before(text, start) {
            0x80.. => eat_before(text, start, "±").or_else(|| eat_before(text, start, "正负")),
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
            match self.ranged(text, &numeral, from) {
                None => {}
                Some(Err(NoRange::Backwards(end))) => return backwards(text, Span::new(start, end)),
                Some(Err(NoRange::Months(end))) => {
                    let span = Span::new(numeral.start, end);
                    return Reading::Other(NotQuantity { class: Class::DatePart, span });
                }
                Some(Ok(found)) => {
                    numeral = Numeral { bounds: Some(found.bounds), end: found.number_end, ..found.first };
                    numeral.value = found.bounds.0;
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
            && let Some(whole) = unit.clone()
        {
            self.compound(text, &mut numeral, &whole, &mut end);
        }
        if let Some(found) = self.negative(text, (start, end), &numeral, floor, unit.is_some() || ambiguous.is_some()) {
            start = found.start;
            end = found.end;
            negative = true;
            numeral = numeral.scaled(found.scale, numeral.end);
            let outer = found.unit.map(|found| (found.unit, found.sense));
            if let Some((outer, sense)) = found.mark.map(|mark| (mark.unit, mark.sense)).or(outer) {
                ambiguous = outer.is_none().then_some(sense);
                unit = outer;
            }
        }
        if let Some(sense) = ambiguous {
            return self.ambiguous_unit(start, end, sense);
        }
        // ▲ is a minus in tables and a bullet in prose.
        if matches!(char_at(text, start), Some('▲' | '△'))
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
        let (qualifier, unit_end) = self.hedges(text, start, end, numeral.more, floor);
        let number_start = if number_start < numeral.start { number_start } else { numeral.start };
        let span = Span::new(start, unit_end);
        let number = Span::new(number_start.max(start), numeral.end.min(unit_end).max(number_start));
        match self.quantity(&numeral, unit, kind, qualifier, number, span) {
            Some(quantity) => Reading::Quantity(quantity),
            None => too_long(text, span),
        }
    }

    /// 五元三毛, 5 feet 2 inches, 3 dollars 50 cents, 两米半: the smaller part is added.
    fn compound(&self, text: &str, numeral: &mut Numeral, whole: &Unit, end: &mut usize) {
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
        if let Some(interval) = qualifier.interval(quantity.value, quantity.precision) {
            quantity.qualifier = qualifier;
            quantity.interval = interval;
        }
    }

    /// A number with a unit and nothing around it.
    pub(super) fn plain(&self, numeral: Numeral, unit: Option<Unit>, kind: Kind) -> Option<Reading> {
        let span = Span::new(numeral.start, numeral.end);
        self.quantity(&numeral, unit, kind, Qualifier::Exact, span, span).map(Reading::Quantity)
    }

    #[inline]
    fn quantity(
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
        let (qualifier, interval) = match numeral.bounds {
            Some((lower, upper)) => {
                (Qualifier::Range, Interval { lower: Some(Bound::closed(lower)), upper: Some(Bound::closed(upper)) })
            }
            // Half a dozen is six, not something that rounds to it.
            None if numeral.exact && matches!(qualifier, Qualifier::Exact | Qualifier::About) => {
                (qualifier, Interval::exact(numeral.value))
            }
            None => (qualifier, qualifier.interval(numeral.value, precision)?),
        };
        Some(Quantity { kind, value: numeral.value, unit, precision, qualifier, interval, numeral: number, span })
    }

    /// 第三, 21st, third.
    fn ordinal(&self, text: &str, numeral: Numeral, floor: usize) -> Reading {
        let start = if char_before(text, numeral.start) == Some('第') && numeral.start - 3 >= floor {
            numeral.start - 3
        } else {
            numeral.start
        };
        if start < numeral.start
            && let Some(found) = name::chapter(text, start, numeral.end)
        {
            return found;
        }
        // A quarter of a year that the text names elsewhere.
        if let Some(end) = eat(text, numeral.end, "季度") {
            return Reading::Other(NotQuantity { class: Class::DatePart, span: Span::new(start, end) });
        }
        let span = Span::new(start, numeral.end);
        let number = Span::new(numeral.start, numeral.end);
        match self.quantity(&numeral, None, Kind::Ordinal, Qualifier::Exact, number, span) {
            Some(mut quantity) => {
                quantity.interval = Interval::exact(quantity.value);
                Reading::Quantity(quantity)
            }
            None => too_long(text, span),
        }
    }

    fn ambiguous_unit(&self, start: usize, end: usize, sense: u32) -> Reading {
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
        Reading::Refusal(if money {
            Refusal::new(&AMBIGUOUS_CURRENCY, span, message).readings(codes).settled_by("country = \"US\"")
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
            Trouble::TooLong => return too_long(text, span),
            Trouble::Dotted => return Reading::Other(NotQuantity { class: Class::Version, span }),
        };
        Reading::Refusal(refusal)
    }
}

/// 1 000 000 with spaces that part columns as well.
fn spaced(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let message = format!("\"{printed}\" is one number grouped by spaces or several numbers");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message)
            .readings(vec![printed.replace(' ', ""), printed.replace(' ', " and ")]),
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
fn backwards(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let message = format!("expected a range from the smaller to the greater number, found \"{printed}\"");
    Reading::Refusal(Refusal::new(&MALFORMED_NUMBER, span, message))
}

/// A hyphen between a Chinese word and digits.
fn hyphen(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let digits = printed.trim_start_matches('-');
    let message = format!("\"{printed}\" behind a word is below zero or part of a name");
    Reading::Refusal(
        Refusal::new(&AMBIGUOUS_NUMBER, span, message)
            .readings(vec![printed.to_owned(), format!("a name that ends in {digits}")]),
    )
}

fn too_long(text: &str, span: Span) -> Reading {
    let printed = &text[span.range()];
    let shown: String = printed.chars().take(60).collect();
    Reading::Refusal(Refusal::new(&MALFORMED_NUMBER, span, format!("\"{shown}\" has more than 38 digits")))
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

/// 21st: the ordinal that digits and a suffix make.
fn ordinal_suffix(text: &str, numeral: Numeral) -> Option<Numeral> {
    let suffix = letters(text, numeral.end);
    let fits = matches!(suffix, "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH") && numeral.is_integer();
    fits.then(|| Numeral { end: numeral.end + suffix.len(), form: Form::Ordinal, ..numeral })
}

/// "second" is a stretch of time, "first" in "first of all" a word; both stay ordinals where they order something.
fn words_not_ordinal(text: &str, numeral: &Numeral) -> bool {
    let word = &text[numeral.start..numeral.end];
    word.eq_ignore_ascii_case("second") && {
        let before = skip_spaces_back(text, numeral.start, 1, 0);
        ["per", "a", "each", "every", "one"].into_iter().any(|word| word_before(text, before, word).is_some())
    }
}
