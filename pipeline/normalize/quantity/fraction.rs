//! Numbers over numbers and shares in words: 三分之二, 百分之五, 六成, percent of 10, 半.

use super::numeral::{self, Form, Numeral};
use super::text::{byte_at, byte_before, char_at, char_before, digit_at, eat, eat_word, skip_spaces};
use super::unit::UnitFound;
use super::{Reader, Reading, affix, han, words};
use crate::model::{Decimal, Kind, Unit};
use crate::source::Span;

impl Reader {
    /// 打对折: half the price, the 折 at `at`.
    pub(super) fn half_off(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        let start = at.checked_sub(3).filter(|&start| start >= floor && text[..at].ends_with("打对"))?;
        let numeral = Numeral::new(Decimal::new(50, 0), start, at + 3, Form::Han);
        self.plain(numeral, Unit::from_code("%"), Kind::Percent)
    }

    /// 半折: half the price; 对半折叠 and 一半折旧 are other words.
    pub(super) fn half_price(&self, text: &str, at: usize) -> Option<Reading> {
        let end = eat(text, at, "半折")?;
        let told = char_at(text, end).is_none_or(|c| !c.is_alphabetic() || "出销售优起后".contains(c));
        let other = char_before(text, at).is_some_and(|c| "一对大后前多".contains(c));
        let numeral = Numeral::new(Decimal::new(50, 0), at, end, Form::Han);
        self.plain(numeral, Unit::from_code("%"), Kind::Percent).filter(|_| told && !other)
    }

    /// `percent of 10`.
    pub(super) fn percent_of(&self, text: &str, at: usize) -> Option<Reading> {
        let percent = ["percents", "percent", "per cent"].into_iter().find_map(|word| eat_word(text, at, word))?;
        let of = eat_word(text, skip_spaces(text, percent, 1), "of")?;
        let start = skip_spaces(text, of, 1);
        let numeral = match digit_at(text, start) {
            Some(_) => numeral::read_digits(text, start, self.options.separators, false),
            None => words::read(text, start, start)?,
        };
        let rest = text.get(numeral.end..)?.trim_start_matches(' ');
        let ends = rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '$'));
        if numeral.trouble.is_some() || !ends || byte_before(text, at).is_ascii_digit() {
            return None;
        }
        let mut reading = self.plain(numeral, Unit::from_code("%"), Kind::Percent)?;
        if let Reading::Quantity(quantity) = &mut reading {
            quantity.span = Span::new(at, numeral.end);
        }
        Some(reading)
    }

    /// 百分之五, 千分之2.4, 万分之三: the fraction of a unit that has no digit.
    pub(super) fn percent_han(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        let (exponent, end) = han::scale_at(text, at)?;
        let behind = over_sign(text, end)?;
        let (negative, start) = affix::sign_at(text, behind);
        let numeral = self.number_at(text, start)?;
        if let Some(trouble) = numeral.trouble {
            return Some(self.troubled(text, numeral, trouble));
        }
        let sign = affix::sign(text, at, floor);
        let mut numeral = numeral;
        if negative != sign.is_some_and(|sign| sign.negative) {
            numeral.value = -numeral.value;
        }
        let (code, shift) = match exponent {
            3 => ("‰", 0),
            4 => ("‱", 0),
            exponent => ("%", 2 - exponent),
        };
        // 百分之十到百分之十五 and 百分之五至七
        let below = text.get(at..behind)?.trim_end();
        let upper = super::range::connected(text, numeral.end).and_then(|here| match eat(text, here, below) {
            Some(same) => self.number_at(text, skip_spaces(text, same, 2)).map(|upper| (upper.value, upper)),
            // 十分之一到五分之一
            None => self.fraction_at(text, here).map(|upper| (upper.value.shifted(exponent), upper)),
        });
        if let Some((upper, end)) = upper
            .filter(|(value, upper)| upper.trouble.is_none() && *value > numeral.value)
            .map(|(value, upper)| (value, upper.end))
        {
            numeral.bounds = Some((numeral.value, upper));
            numeral.end = end;
        } else if let Some(second) = super::range::second(text, numeral.end, self.options.separators, false)
            && second.value > numeral.value
            && second.scale == 0
            && self.unit_behind(text, second.end).is_none()
        {
            numeral.bounds = Some((numeral.value, second.value));
            numeral.end = second.end;
        }
        let mut shifted = numeral.scaled(shift, numeral.end);
        shifted.scale = 0;
        let number = Span::new(numeral.start, numeral.end);
        let (qualifier, _) = self.hedges(text, sign.map_or(at, |sign| sign.start), numeral.end, numeral.more, floor);
        let mut reading = self.plain(shifted, Unit::from_code(code), Kind::Percent)?;
        if let Reading::Quantity(quantity) = &mut reading {
            quantity.span = Span::new(sign.map_or(at, |sign| sign.start), numeral.end);
            quantity.numeral = number;
            self.hedge(quantity, qualifier);
        }
        Some(reading)
    }

    /// A number at `at` in whatever it is written.
    pub(super) fn number_at(&self, text: &str, at: usize) -> Option<Numeral> {
        if digit_at(text, at).is_some() {
            return Some(numeral::read_digits(text, at, self.options.separators, false));
        }
        // 百分之百
        if let Some(end) = eat(text, at, "百")
            && char_at(text, end).and_then(han::part).is_none_or(|part| matches!(part, han::Part::More))
        {
            return Some(Numeral::new(Decimal::new(100, 0), at, end, Form::Han));
        }
        han::read(text, at, self.options.separators)
    }

    /// 三分之二, 16分之5, 三又三分之一: a number that turns out to stand below a line.
    pub(super) fn over_han(&self, text: &str, numeral: Numeral, floor: usize) -> Option<Reading> {
        let mut whole = None;
        let mut below = numeral;
        let here = skip_spaces(text, numeral.end, 1);
        if let Some(end) = eat(text, here, "又") {
            below = self.number_at(text, skip_spaces(text, end, 1))?;
            whole = Some(numeral.value);
        }
        let behind = over_sign(text, below.end)?;
        let (negative, start) = affix::sign_at(text, behind);
        let above = self.number_at(text, start)?;
        if below.trouble.is_some() || above.trouble.is_some() {
            return None;
        }
        let mut fraction = numeral::quotient(above.value, below.value, numeral.start, above.end)?;
        if negative {
            fraction.value = -fraction.value;
        }
        if let Some(whole) = whole {
            fraction.value = fraction.value.checked_add(whole)?;
        }
        let range = super::range::connected(text, fraction.end).and_then(|at| self.fraction_at(text, at));
        self.amount(text, &mut up_to(fraction, range), None, floor)
    }

    /// A fraction of two numbers at `at`: 五分之一.
    fn fraction_at(&self, text: &str, at: usize) -> Option<Numeral> {
        let below = self.number_at(text, at)?;
        let above = self.number_at(text, over_sign(text, below.end)?)?;
        (below.trouble.is_none() && above.trouble.is_none())
            .then(|| numeral::quotient(above.value, below.value, at, above.end))?
    }
}

/// The range from one fraction to another (十分之一到五分之一), where the second is the greater one.
pub(super) fn up_to(first: Numeral, second: Option<Numeral>) -> Numeral {
    match second.filter(|second| second.value > first.value) {
        Some(second) => Numeral { bounds: Some((first.value, second.value)), end: second.end, ..first },
        None => first,
    }
}

/// 分之 at `at`, with spaces; the offset of what follows.
fn over_sign(text: &str, at: usize) -> Option<usize> {
    let end = eat(text, skip_spaces(text, at, 2), "分")?;
    let end = eat(text, skip_spaces(text, end, 2), "之")?;
    Some(skip_spaces(text, end, 2))
}

/// 半 before a unit, 半百.
pub(super) fn half(text: &str, at: usize) -> Option<Numeral> {
    let end = at + '半'.len_utf8();
    if let Some(end) = eat(text, end, "百") {
        return Some(Numeral::new(Decimal::new(50, 0), at, end, Form::Han));
    }
    let mut numeral = Numeral::new(Decimal::new(5, 1), at, end, Form::HanSingle);
    numeral.decimals = 1;
    numeral.wide = 1;
    let counted = ["个", "小时", "天", "年", "数", "吨", "公斤", "斤", "米", "公里"]
        .iter()
        .any(|word| eat(text, end, word).is_some());
    let before = char_before(text, at).is_some_and(|c| "上下前后後大多过過一每".contains(c));
    (counted && !before).then_some(numeral)
}

/// 三成, 六点五成, 九折: tenths as percent.
pub(super) fn tenths(text: &str, numeral: &Numeral) -> Option<(Numeral, UnitFound)> {
    let here = skip_spaces(text, numeral.end, 1);
    let c = char_at(text, here).filter(|c| matches!(c, '成' | '折'))?;
    let end = here + c.len_utf8();
    let next = char_at(text, end);
    if next.is_some_and(|next| "本立为為员員果功长長都品绩績交分熟人因就算旧叠扣断线射返".contains(next))
    {
        return None;
    }
    // 三八折 is 38 percent
    let exponent = if numeral.value >= Decimal::new(11, 0) { 0 } else { 1 };
    let mut scaled = numeral.scaled(exponent, numeral.end);
    scaled.scale = 0;
    let mut end = end;
    // 三成五 is 35 percent.
    if let Some(five @ han::Part::Digit(digit, false)) = next.and_then(han::part)
        && exponent == 1
        && c == '成'
        && five != han::Part::Digit(1, false)
        && ends_tenths(text, end + 3)
        && let Some(value) = scaled.value.checked_add(Decimal::from(i64::from(digit)))
    {
        scaled = Numeral { value, decimals: 0, wide: 0, ..scaled };
        end += 3;
    }
    // 5成5 is 55 percent.
    if let Some((digit @ 1.., len)) = digit_at(text, end)
        && exponent == 1
        && c == '成'
        && scaled.decimals < 0
        && !matches!(byte_at(text, end + len), b'/' | b':')
        && ends_tenths(text, end + len)
        && let Some(value) = scaled.value.checked_add(Decimal::from(i64::from(digit)))
    {
        scaled = Numeral { value, decimals: 0, wide: 0, ..scaled };
        end += len;
    }
    // 七成半 is 75 percent.
    if next == Some('半')
        && exponent == 1
        && c == '成'
        && ends_tenths(text, end + 3)
        && let Some(value) = scaled.value.checked_add(Decimal::new(5, 0))
    {
        scaled = Numeral { value, decimals: 0, wide: 0, ..scaled };
        end += 3;
    }
    let unit = UnitFound { unit: Unit::from_code("%"), sense: u32::MAX, scale: 0, start: here, end };
    Some((scaled, unit))
}

/// True if nothing at `at` counts what the digit or half behind 成 would be part of.
fn ends_tenths(text: &str, at: usize) -> bool {
    let next = char_at(text, at);
    let point = matches!(next, Some('.' | ',')) && digit_at(text, at + 1).is_some();
    let counted = |c: char| c.is_alphanumeric() && !"的以左上下多".contains(c);
    !point && !next.is_some_and(|c| counted(c) || matches!(c, '%' | '％'))
}
