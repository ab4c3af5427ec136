//! Chinese numerals, plain, financial and mixed with Arabic digits: the offset of one goes in, a numeral comes out.

use super::numeral::{Form, Numeral};
use super::text::{byte_at, char_at, digit_at, skip_spaces};
use super::{Separators, Trouble, digits};
use crate::model::{Decimal, Dimension, registry};

/// What one character is in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// 1 to 9, and whether it is written in the financial form.
    Digit(u8, bool),
    /// 零
    Zero,
    /// 十 百 千 as exponents.
    Small(i32),
    /// 廿 卅: as many tens.
    Tens(u8),
    /// 万 亿 兆 as exponents.
    Big(i32),
    /// 几 数: several.
    Several,
    /// 余 多: some more.
    More,
    /// 点
    Point,
    /// 半
    Half,
}

/// What `c` is in a numeral, if anything.
pub(super) fn part(c: char) -> Option<Part> {
    use Part::{Big, Digit, Half, More, Point, Several, Small, Tens, Zero};
    Some(match c {
        '零' | '〇' | '○' => Zero,
        '一' => Digit(1, false),
        '二' | '两' | '兩' | '俩' | '倆' => Digit(2, false),
        '三' => Digit(3, false),
        '四' => Digit(4, false),
        '五' => Digit(5, false),
        '六' => Digit(6, false),
        '七' => Digit(7, false),
        '八' => Digit(8, false),
        '九' => Digit(9, false),
        '壹' => Digit(1, true),
        '贰' | '貳' => Digit(2, true),
        '叁' | '參' | '叄' => Digit(3, true),
        '肆' => Digit(4, true),
        '伍' => Digit(5, true),
        '陆' | '陸' => Digit(6, true),
        '柒' => Digit(7, true),
        '捌' => Digit(8, true),
        '玖' => Digit(9, true),
        '十' | '拾' => Small(1),
        '百' | '佰' => Small(2),
        '千' | '仟' => Small(3),
        '廿' => Tens(2),
        '卅' => Tens(3),
        '万' | '萬' => Big(4),
        '亿' | '億' => Big(8),
        '兆' => Big(12),
        '几' | '幾' | '数' | '數' => Several,
        '余' | '餘' | '多' => More,
        '点' | '點' => Point,
        '半' => Half,
        _ => return None,
    })
}

/// The part at `at` and the offset behind it.
fn part_at(text: &str, at: usize) -> Option<(Part, usize)> {
    // All of them are three bytes long.
    if byte_at(text, at) < 0xE2 {
        return None;
    }
    let c = char_at(text, at)?;
    Some((part(c)?, at + c.len_utf8()))
}

/// More scale words in a row than any number has.
const MOST_SCALES: u32 = 4;

/// The scale word of Chinese (万, 亿, 万亿, 百万, 千 ...) at `at`: its exponent and the offset behind it.
pub(super) fn scale_at(text: &str, at: usize) -> Option<(i32, usize)> {
    let (mut exponent, mut end) = match part_at(text, at)? {
        (Part::Small(exponent), end) | (Part::Big(exponent), end) => (exponent, end),
        _ => return None,
    };
    // 百万, 千万, 千亿, 万亿; a smaller word behind a greater one begins another part: 1万5千.
    for _ in 0..MOST_SCALES {
        let Some((Part::Big(more), behind)) = part_at(text, skip_spaces(text, end, 1)) else { break };
        exponent += more;
        end = behind;
    }
    Some((exponent, end))
}

#[derive(Default)]
struct State {
    total: Decimal,
    section: Decimal,
    current: Option<Decimal>,
    last_small: Option<i32>,
    last_big: Option<i32>,
    /// The exponent of the place of the last digit.
    place: i32,
    zero: bool,
    more: bool,
    after_big: bool,
    units: u32,
    parts: u32,
    implicit: bool,
    arabic: bool,
    /// True once Arabic digits with a point are in it.
    decimal: bool,
    /// How many of its unit the upper bound lies above the value: 三四百 and 十几.
    above: Option<u8>,
    /// The exponent of that unit.
    above_exponent: i32,
    /// True once it is in the total.
    above_in_total: bool,
    trouble: Option<Trouble>,
}

impl State {
    fn add(&mut self, to_total: bool, value: Option<Decimal>) {
        let sum = if to_total { &mut self.total } else { &mut self.section };
        match value.and_then(|value| sum.checked_add(value)) {
            Some(value) => *sum = value,
            None => self.trouble = Some(Trouble::TooLong),
        }
    }

    fn small(&mut self, exponent: i32) -> bool {
        let Some(current) = self.current.take().or_else(|| {
            let begins = self.parts == 0;
            let ten = exponent == 1
                && (begins || self.zero || self.last_small.is_some_and(|last| last > 1) || self.after_big);
            self.implicit |= begins && exponent > 1;
            (begins || ten).then_some(Decimal::ONE)
        }) else {
            return false;
        };
        if self.last_small.is_some_and(|last| exponent >= last) {
            self.trouble = Some(Trouble::WrongOrder);
        }
        if self.above.is_some() && self.above_exponent == 0 && !self.above_in_total {
            self.above_exponent = exponent;
        }
        self.add(false, Some(current.shifted(exponent)));
        self.last_small = Some(exponent);
        self.place = exponent;
        self.zero = false;
        self.after_big = false;
        true
    }

    fn big(&mut self, exponent: i32) -> bool {
        if self.after_big {
            self.above_exponent += exponent;
            self.total = self.total.shifted(exponent);
            self.last_big = self.last_big.map(|last| last + exponent);
            self.place += exponent;
            return true;
        }
        if let Some(current) = self.current.take() {
            // 四千五万 leaves open whether 五 is five, fifty or five hundred.
            if !self.zero && self.last_small.is_some_and(|last| last > 1) {
                self.trouble = Some(Trouble::WrongOrder);
            }
            self.add(false, Some(current));
        }
        if self.section.is_zero() {
            return false;
        }
        // 三千万五百万
        if self.last_big == Some(exponent) {
            self.trouble = Some(Trouble::WrongOrder);
        }
        let section = self.section;
        if !self.above_in_total || self.last_big.is_some_and(|last| last <= exponent) {
            self.above_exponent += exponent;
        }
        self.above_in_total = self.above.is_some();
        if self.last_big.is_none_or(|last| last > exponent) {
            self.add(true, Some(section.shifted(exponent)));
        } else {
            self.add(true, Some(section));
            self.total = self.total.shifted(exponent);
        }
        self.section = Decimal::ZERO;
        self.last_small = None;
        self.last_big = Some(exponent);
        self.place = exponent;
        self.zero = false;
        self.after_big = true;
        true
    }
}

/// Reads the numeral at `at`: a Chinese one, or Arabic digits with Chinese scale words in between (3万5千).
///
/// `None` if nothing that begins there is one: 万 alone, 零 before no digit.
pub(super) fn read(text: &str, at: usize, separators: Option<Separators>) -> Option<Numeral> {
    let mut state = State::default();
    let mut end = at;
    if let Some((Part::Several, behind)) = part_at(text, at) {
        return several(text, at, behind);
    }
    loop {
        let here = if state.parts == 0 { end } else { skip_spaces(text, end, 2) };
        let spaced = here > end;
        if let Some((_, _)) = digit_at(text, here) {
            match arabic(text, here, spaced, &mut state, separators) {
                Some(behind) => {
                    end = behind;
                    state.parts += 1;
                    continue;
                }
                None => break,
            }
        }
        let Some((part, behind)) = part_at(text, here) else { break };
        let goes_on = match part {
            // 一两天 is one or two days; 一两 alone is a mass.
            Part::Digit(2, _)
                if state.parts == 1
                    && state.current == Some(Decimal::ONE)
                    && is_pair(text, here)
                    && super::lexicon::lexicon().at(text, behind).is_some() =>
            {
                state.above = Some(1);
                true
            }
            // 两 counts, but is no digit among others: 两万两 ends in a mass.
            Part::Digit(2, _) if state.parts > 0 && is_pair(text, here) && !unit_follows(text, behind) => false,
            Part::Digit(digit, _) => match state.current {
                Some(before) => !spaced && positional(text, behind, digit, before, &mut state),
                None if state.units > 0 && spaced && !continues(text, behind) => false,
                None => {
                    state.after_big = false;
                    state.current = Some(Decimal::new(digit.into(), 0));
                    true
                }
            },
            Part::Zero if state.units == 0 => match state.current {
                Some(before) if !spaced => {
                    state.current = before.shifted(1).coefficient_at(0).map(|value| Decimal::new(value, 0));
                    state.current.is_some()
                }
                Some(_) => false,
                None => {
                    state.zero = true;
                    state.current = positional_zero(text, behind);
                    true
                }
            },
            Part::Zero => {
                let next = skip_spaces(text, behind, 1);
                let digit = |at| {
                    digit_at(text, at).is_some()
                        || matches!(
                            part_at(text, at),
                            Some((Part::Digit(..) | Part::Small(1) | Part::Zero | Part::Several, _))
                        )
                };
                state.zero = true;
                digit(next)
            }
            // 六千字节 is six 千字节.
            Part::Small(_) | Part::Big(_) if state.parts > 0 && names_unit(text, here, behind) => false,
            Part::Small(exponent) => small_begins(text, &state, exponent, behind) && state.small(exponent),
            Part::Tens(tens) if state.current.is_none() && state.last_small.is_none_or(|last| last > 1) => {
                state.current = Some(Decimal::new(tens.into(), 0));
                state.small(1)
            }
            Part::Tens(_) => false,
            Part::Big(exponent) => state.parts > 0 && state.big(exponent),
            Part::Several | Part::More if state.parts > 0 => {
                let next = skip_spaces(text, behind, 1);
                let big = matches!(part_at(text, next), Some((Part::Big(_), _)));
                let ends =
                    part == Part::Several && state.current.is_none() && !state.after_big && state.last_small.is_some();
                state.more |= big || ends;
                if part == Part::Several && (big || ends) && state.above.is_none() && state.last_small == Some(1) {
                    state.above = Some(10);
                    state.above_exponent = 0;
                    state.above_in_total = false;
                }
                if ends && !big && !spaced {
                    end = behind;
                }
                big
            }
            Part::Several | Part::More | Part::Half => false,
            Part::Point => break,
        };
        if !goes_on {
            break;
        }
        state.units += u32::from(matches!(part, Part::Small(_) | Part::Big(_) | Part::Tens(_)));
        state.parts += 1;
        end = behind;
    }
    if state.parts == 0 {
        return None;
    }
    finish(text, at, end, state)
}

/// True for 两 at `at`.
fn is_pair(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|c| matches!(c, '两' | '兩' | '俩' | '倆'))
}

/// True if 十, 百, 千, 万 ... stands at `at`.
fn unit_follows(text: &str, at: usize) -> bool {
    matches!(part_at(text, skip_spaces(text, at, 1)), Some((Part::Small(_) | Part::Big(_), _)))
}

/// True if the scale word from `at` to `behind` begins the name of a unit (千瓦, 兆赫).
pub(super) fn names_unit(text: &str, at: usize, behind: usize) -> bool {
    super::lexicon::lexicon().at(text, at).is_some_and(|found| at + found.len > behind)
}

/// True if a small unit that begins a numeral is more than a word: 十五, 百三, 百万, but not 百.
fn small_begins(text: &str, state: &State, exponent: i32, behind: usize) -> bool {
    if state.parts > 0 || exponent == 1 {
        return true;
    }
    matches!(part_at(text, behind), Some((Part::Digit(..) | Part::Big(_) | Part::Zero, _)))
}

/// True if a digit before `behind` goes on as a part of a number: a unit, a point, 又 or the end of the numeral.
fn continues(text: &str, behind: usize) -> bool {
    let next = skip_spaces(text, behind, 1);
    match part_at(text, next) {
        Some((Part::Small(_) | Part::Big(_) | Part::Point | Part::More | Part::Several, _)) => true,
        _ => !char_at(text, next).is_some_and(|c| c.is_alphabetic() && c != '又'),
    }
}

/// A digit behind a digit: 二〇二四 by places, 二三十 between two bounds.
fn positional(text: &str, behind: usize, digit: u8, before: Decimal, state: &mut State) -> bool {
    if state.arabic {
        return false;
    }
    let first = before.coefficient();
    let follows = part_at(text, skip_spaces(text, behind, 1)).map(|(part, _)| part);
    let is_digit = matches!(follows, Some(Part::Digit(..) | Part::Zero | Part::Point));
    let neighbours = i128::from(digit) == first + 1 || (first, digit) == (3, 5);
    if state.above.is_none()
        && (1..=9).contains(&first)
        && neighbours
        && !is_digit
        && (state.units > 0 || state.parts == 1)
    {
        state.above = Some(digit - first as u8);
        state.above_exponent = 0;
        state.above_in_total = false;
        // The value is the lower bound.
        return true;
    }
    if state.units > 0 {
        return false;
    }
    state.current =
        before.checked_mul(Decimal::new(10, 0)).and_then(|ten| ten.checked_add(Decimal::new(digit.into(), 0)));
    if state.current.is_none() {
        state.trouble = Some(Trouble::TooLong);
    }
    true
}

/// 零 that begins a numeral: a digit of its own unless 十 follows (零十 is 10).
fn positional_zero(text: &str, behind: usize) -> Option<Decimal> {
    match part_at(text, behind) {
        Some((Part::Small(_), _)) => None,
        _ => Some(Decimal::ZERO),
    }
}

/// Arabic digits as one part of the numeral; the offset behind them, or `None` if they do not belong to it.
fn arabic(text: &str, at: usize, spaced: bool, state: &mut State, separators: Option<Separators>) -> Option<usize> {
    if state.current.is_some() || (state.parts > 0 && state.units == 0) {
        return None;
    }
    let run = digits::read(text, at, separators);
    if run.trouble.is_some() {
        if state.parts == 0 {
            state.trouble = run.trouble;
        }
        return (state.parts == 0).then_some(run.end);
    }
    if state.parts > 0 {
        // 7万 5千 goes on, but 7万 2024年, 3亿 5亿 and 720亿7个 do not; 3万5000 fills its places, and 3万5 is 35000.
        let scale = scale_at(text, skip_spaces(text, run.end, 1)).map(|scale| scale.0);
        let limit = state.last_small.or(state.last_big).unwrap_or_default();
        let smaller = scale.is_some_and(|scale| scale < limit && i64::from(run.whole) <= i64::from(limit - scale));
        let next = char_at(text, run.end);
        let ends = !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '%' | '％'));
        let places = i64::from(run.whole);
        let fills = places == i64::from(limit) || state.zero && places < i64::from(limit);
        // 5千3万 leaves open what it counts.
        if scale.is_some_and(|scale| scale >= limit) && !spaced && run.fraction == 0 && !run.grouped && limit < 8 {
            state.trouble = Some(Trouble::WrongOrder);
            return scale_at(text, skip_spaces(text, run.end, 1)).map(|scale| scale.1);
        }
        let plain = state.arabic && !state.decimal && !state.more;
        // 5万2021年6万
        let year = next == Some('年')
            && run.value.coefficient_at(0).is_some_and(|year| super::date::is_year(year as u32, run.whole));
        let goes_on = run.fraction == 0
            && !run.grouped
            && !year
            && (!run.leading_zero || fills && is_counted(text, run.end))
            && match scale {
                Some(_) => smaller && (!spaced || run.whole == 1),
                None if spaced => false,
                None => {
                    fills && !next.is_some_and(|c| c.is_ascii_alphanumeric())
                        || run.whole == 1 && ends
                        || plain && fills_end(text, run.end, (places, limit.into()), ends)
                }
            };
        if !goes_on || spaced && state.decimal {
            return None;
        }
        // 3.5亿5千万: a part behind a point leaves open what the digits behind it are.
        if state.decimal {
            state.trouble = Some(Trouble::WrongOrder);
        }
    }
    state.decimal |= run.fraction > 0;
    state.arabic = true;
    state.after_big = false;
    state.current = Some(run.value);
    Some(run.end)
}

/// True if digits that end at `at` are the last places of the number before them, though they are fewer than its scale word
/// leaves open: 12万345元, 12万345. Of a few digits behind a great word, or beside a time or a share, nothing is told.
#[cold]
fn fills_end(text: &str, at: usize, (places, limit): (i64, i64), ends: bool) -> bool {
    if places < 2 || places >= limit {
        return false;
    }
    let alone = ends && !byte_at(text, skip_spaces(text, at, 1)).is_ascii_alphanumeric();
    alone && places + 1 == limit || places * 2 >= limit && is_counted(text, at)
}

/// True if a Chinese name of money, of what is counted or of a measure stands at `at`.
fn is_counted(text: &str, at: usize) -> bool {
    let here = skip_spaces(text, at, 1);
    if byte_at(text, here) < 0xE4 {
        return false;
    }
    let lexicon = super::lexicon::lexicon();
    let Some(found) = lexicon.at(text, here) else { return false };
    let sense = lexicon.sense(found.sense);
    let unit = sense.plain.or_else(|| sense.by_country.first().or(sense.elsewhere.first()).copied());
    match unit.and_then(|at| registry().get(at as usize)).map(|entry| &entry.dimension) {
        Some(Dimension::Money(_) | Dimension::Count(_)) => true,
        Some(Dimension::Named(name)) => {
            !matches!(&**name, "time" | "calendar-time" | "share" | "percentage-point" | "ratio")
        }
        None => false,
    }
}

/// 数百万, 几十: several of the unit that follows.
fn several(text: &str, at: usize, behind: usize) -> Option<Numeral> {
    let (exponent, end) = scale_at(text, behind)?;
    let unit = Decimal::power_of_ten(exponent);
    let mut numeral = Numeral::new(unit.checked_mul(Decimal::new(2, 0))?, at, end, Form::Han);
    numeral.decimals = -exponent;
    numeral.wide = -exponent;
    numeral.scale = exponent;
    numeral.bounds = Some((numeral.value, unit.shifted(1)));
    Some(numeral)
}

fn finish(text: &str, at: usize, mut end: usize, mut state: State) -> Option<Numeral> {
    let mut decimals = None;
    let upper = state.above;
    let mut place = state.place;
    if let Some(current) = state.current.take() {
        let unit = state.last_small.or(state.last_big.filter(|_| state.section.is_zero())).unwrap_or(0);
        // 二百五 is 250 and 一万三 13000: the last digit stands in the next place unless 零 is between.
        let shorthand = unit > 1 && !state.zero && upper.is_none() && current < Decimal::new(10, 0);
        place = if shorthand { unit - 1 } else { 0 };
        place -= current.scale();
        state.add(false, Some(current.shifted(if current.scale() == 0 { place } else { 0 })));
    }
    let section = state.section;
    state.add(true, Some(section));
    let mut value = state.total;
    if let Some((fraction, count, behind)) = point(text, end) {
        value = value.checked_add(Decimal::new(fraction, count))?;
        decimals = Some(count);
        place = -count;
        end = behind;
        if state.last_big.is_none()
            && let Some((exponent, behind)) = scale_at(text, skip_spaces(text, end, 1))
        {
            value = value.shifted(exponent);
            decimals = Some(count - exponent);
            place = exponent - count;
            end = behind;
        }
    }
    if let Some(behind) = dozen(text, end) {
        value = value.checked_mul(Decimal::new(12, 0))?;
        state.parts += 1;
        end = behind;
    }
    let form = if state.parts == 1 && !state.arabic && decimals.is_none() { Form::HanSingle } else { Form::Han };
    let mut numeral = Numeral::new(value, at, end, form);
    let zeros = trailing_zeros(value);
    // Scale words leave the digits below them open; a numeral spelled out below 万 is exact like its digits.
    let spelled = state.last_big.is_none() && !state.arabic && !state.implicit;
    // 百亿 says no more than its order of magnitude.
    let place = if state.implicit && value == Decimal::power_of_ten(zeros) { zeros } else { place };
    numeral.decimals = decimals.unwrap_or(if spelled { 0 } else { -place });
    numeral.wide = if decimals.is_some() { numeral.decimals } else { numeral.decimals.min(-zeros) };
    numeral.more = state.more;
    numeral.trouble = state.trouble;
    let financial = |c: char| "壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟".contains(c);
    numeral.financial = state.parts == 1 && char_at(text, at).is_some_and(financial);
    numeral.implicit = state.implicit;
    numeral.scale = if state.parts == 2 && state.arabic { place.max(0) } else { 0 };
    if let Some(step) = upper {
        let step = Decimal::new(step.into(), 0).shifted(state.above_exponent);
        numeral.bounds = Some((value, value.checked_add(step)?));
        numeral.more = false;
    }
    Some(numeral)
}

/// 打 that counts in twelves and is no verb (打开).
fn dozen(text: &str, at: usize) -> Option<usize> {
    let end = super::text::eat(text, at, "打")?;
    let verb = char_at(text, end).is_some_and(|c| "开开击造算压破响通车赢败包印断听分工仗扰折交下出".contains(c));
    (!verb).then_some(end)
}

fn trailing_zeros(value: Decimal) -> i32 {
    if value.is_zero() { 0 } else { (-value.normalized().scale()).max(0) }
}

/// 点 and the digits behind it at `at`: their value, how many they are, and the offset behind them.
pub(super) fn point(text: &str, at: usize) -> Option<(i128, i32, usize)> {
    let here = skip_spaces(text, at, 1);
    let (Part::Point, behind) = part_at(text, here)? else { return None };
    let mut end = behind;
    let (mut fraction, mut count) = (0i128, 0);
    loop {
        let next = skip_spaces(text, end, 1);
        let Some((part, behind)) = part_at(text, next) else { break };
        let digit = match part {
            Part::Digit(digit, _) => digit,
            Part::Zero => 0,
            _ => break,
        };
        fraction = fraction.checked_mul(10)?.checked_add(digit.into())?;
        count += 1;
        end = behind;
    }
    // 三点一刻 and 三点十分 are times of day.
    let clock = char_at(text, end).is_some_and(|c| matches!(c, '刻' | '十'));
    (count > 0 && count <= 30 && !clock).then_some((fraction, count, end))
}
