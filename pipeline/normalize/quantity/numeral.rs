//! One number, whatever it is written in: an offset goes in, value, precision and end come out. No sign, no unit.

use std::sync::LazyLock;

use super::lexicon::lexicon;
use super::text::{byte_at, byte_before, char_at, digit_at, eat, letters, skip_spaces};
use super::{Separators, Trouble, digits, han, words, words_fraction};
use crate::model::{Decimal, Dimension, registry};

/// A number as printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    /// With scale words multiplied in.
    pub(super) value: Decimal,
    /// Decimals if every printed digit counts.
    pub(super) decimals: i32,
    /// Decimals if trailing zeros of an integer do not count.
    pub(super) wide: i32,
    /// The exponent of the scale word that ends it, 0 if none does.
    pub(super) scale: i32,
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Offset behind its last.
    pub(super) end: usize,
    /// True for 十余万: something above the value.
    pub(super) more: bool,
    /// For 数百万 and 二三十: lower and upper bound.
    pub(super) bounds: Option<(Decimal, Decimal)>,
    /// True if the bounds are no range but what the smallest part of several leaves open: 3小时20分.
    pub(super) compound: bool,
    /// What it is written in.
    pub(super) form: Form,
    /// A single financial digit (陆), which is a word as often.
    pub(super) financial: bool,
    /// True for a fraction whose value is exact: nothing was rounded.
    pub(super) exact: bool,
    /// A unit without a digit begins it (百万).
    pub(super) implicit: bool,
    /// Why it is refused.
    pub(super) trouble: Option<Trouble>,
}

/// What a number is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Arabic digits without scale word, point or separator: how many, and whether a 0 leads.
    Integer {
        /// How many digits.
        len: u32,
        /// True for 007.
        leading_zero: bool,
    },
    /// Arabic digits with a point, separators or a scale word.
    Arabic,
    /// One Chinese character.
    HanSingle,
    /// More of them.
    Han,
    /// English words.
    Words,
    /// An English ordinal: first, 21st.
    Ordinal,
    /// One number over another.
    Fraction,
}

impl Numeral {
    /// A number without scale word and hedges, exact to the digit.
    pub(super) fn new(value: Decimal, start: usize, end: usize, form: Form) -> Numeral {
        Numeral {
            value,
            decimals: 0,
            wide: 0,
            scale: 0,
            start,
            end,
            more: false,
            bounds: None,
            compound: false,
            form,
            financial: false,
            implicit: false,
            exact: false,
            trouble: None,
        }
    }

    /// Multiplied by a scale word that ends at `end`.
    pub(super) fn scaled(mut self, exponent: i32, end: usize) -> Numeral {
        self.scale_by(exponent, end);
        self
    }

    /// Multiplies by a scale word that ends at `end`.
    #[inline]
    pub(super) fn scale_by(&mut self, exponent: i32, end: usize) {
        self.value = self.value.shifted(exponent);
        self.decimals -= exponent;
        self.wide -= exponent;
        self.scale += exponent;
        self.end = end;
        if let Form::Integer { .. } = self.form {
            self.form = Form::Arabic;
        }
        if let Some((lower, upper)) = &mut self.bounds {
            *lower = lower.shifted(exponent);
            *upper = upper.shifted(exponent);
        }
    }

    /// True for digits only.
    pub(super) fn is_integer(&self) -> bool {
        matches!(self.form, Form::Integer { .. })
    }
}

/// Reads the number whose first digit (Arabic, or the point before it) stands at `at`.
#[inline]
pub(super) fn read_digits(text: &str, at: usize, separators: Option<Separators>, money: bool) -> Numeral {
    let run = digits::read(text, at, separators);
    let form = if run.fraction == 0 && !run.grouped {
        Form::Integer { len: run.whole, leading_zero: run.leading_zero }
    } else {
        Form::Arabic
    };
    let mut numeral = Numeral::new(run.value, at, run.end, form);
    numeral.decimals = run.fraction as i32;
    numeral.wide = run.fraction as i32 - run.zeros as i32;
    numeral.trouble = run.trouble;
    if numeral.trouble.is_some() {
        return numeral;
    }
    let next = byte_at(text, numeral.end);
    // What most often follows is none of what could go on.
    if next == b'%' || next == b'\n' {
        return numeral;
    }
    exponent(text, &mut numeral);
    let here = skip_spaces(text, numeral.end, 1);
    if byte_at(text, here) >= 0xE4 && digit_at(text, here).is_none() {
        chinese_scale(text, &mut numeral, here, separators);
        return numeral;
    }
    if let Some(fraction) = slash(text, &numeral) {
        return words_fraction::scaled_fraction(text, fraction);
    }
    latin_scale(text, &mut numeral, here, money);
    numeral
}

/// `1e9`, `1.3x10^6`, `2^5`, `10⁶`.
fn exponent(text: &str, numeral: &mut Numeral) {
    let signed = |at: usize| {
        let (negative, start) = match char_at(text, at) {
            Some('+' | '＋') => (false, at + char_at(text, at).map_or(0, char::len_utf8)),
            Some(c @ ('-' | '－' | '−')) => (true, at + c.len_utf8()),
            _ => (false, at),
        };
        let mut end = start;
        let mut value = 0i32;
        while let Some((digit, len)) = digit_at(text, end) {
            value = (value * 10 + i32::from(digit)).min(2000);
            end += len;
        }
        (end > start).then_some((if negative { -value } else { value }, end))
    };
    let scale = |numeral: &mut Numeral, exponent: i32, end: usize| {
        numeral.scale_by(exponent, end);
        numeral.scale = 0;
        numeral.form = Form::Arabic;
        if exponent.abs() > 60 {
            numeral.trouble = Some(Trouble::TooLong);
        }
    };
    match byte_at(text, numeral.end) {
        b'e' | b'E' => {
            if let Some((exponent, end)) = signed(numeral.end + 1)
                && !byte_at(text, end).is_ascii_alphanumeric()
            {
                scale(numeral, exponent, end);
            }
        }
        b'^' => {
            // Signs may pile up where a text was typed: 1.1^--23.
            let mut at = numeral.end + 1;
            while byte_at(text, at) == b'-' && byte_at(text, at + 1) == b'-' {
                at += 2;
            }
            match signed(at) {
                // 10^26 names a magnitude as 1e26 does.
                Some((exponent, end)) if exponent.abs() > 1 && numeral.value == Decimal::new(10, 0) => {
                    one_times(numeral);
                    scale(numeral, exponent, end);
                }
                Some((exponent, end)) => *numeral = power(*numeral, exponent, end),
                None => {}
            }
        }
        b'x' | b'X' | b'*' | b' ' | 0xC2 | 0xC3 | 0xE2
            if matches!(byte_at(text, skip_spaces(text, numeral.end, 1)), b'x' | b'X' | b'*' | 0xC3) =>
        {
            let here = skip_spaces(text, numeral.end, 1);
            let times = ["x", "×", "*"].into_iter().find_map(|sign| eat(text, here, sign));
            let ten = times.and_then(|at| eat(text, skip_spaces(text, at, 1), "10"));
            if let Some(at) = ten.and_then(|at| eat(text, at, "^"))
                && let Some((exponent, end)) = signed(at)
            {
                scale(numeral, exponent, end);
            } else if let Some((exponent, end)) = ten.and_then(|at| raised(text, at)) {
                scale(numeral, exponent, end);
            }
        }
        0xC2 | 0xE2 if numeral.value == Decimal::new(10, 0) => {
            if let Some((exponent, end)) = raised(text, numeral.end).filter(|raised| raised.0.abs() > 1) {
                one_times(numeral);
                scale(numeral, exponent, end);
            }
        }
        _ => {}
    }
}

/// Makes the ten of a power of ten the one that is scaled.
fn one_times(numeral: &mut Numeral) {
    numeral.value = Decimal::ONE;
    numeral.decimals = 0;
    numeral.wide = 0;
}

/// Superscript digits at `at`.
fn raised(text: &str, at: usize) -> Option<(i32, usize)> {
    let negative = char_at(text, at) == Some('⁻');
    let start = at + if negative { '⁻'.len_utf8() } else { 0 };
    let (mut end, mut value) = (start, 0i32);
    while let Some(c) = char_at(text, end) {
        let digit = match c {
            '⁰' => 0,
            '¹' => 1,
            '²' => 2,
            '³' => 3,
            '⁴'..='⁹' => c as i32 - '⁰' as i32,
            _ => break,
        };
        value = (value * 10 + digit).min(2000);
        end += c.len_utf8();
    }
    (end > start).then_some((if negative { -value } else { value }, end))
}

/// How many decimals a quotient keeps that never ends.
const QUOTIENT_DIGITS: i32 = 20;

/// The quotient, exact if its digits end; else cut so that the interval of its digits holds the true value.
pub(super) fn quotient(above: Decimal, below: Decimal, start: usize, end: usize) -> Option<Numeral> {
    let mut numeral = Numeral::new(Decimal::ZERO, start, end, Form::Fraction);
    match above.checked_div(below) {
        Some(value) => {
            numeral.value = value;
            numeral.decimals = value.scale().max(0);
            numeral.exact = true;
        }
        None => {
            numeral.value = above.div_truncated(below, QUOTIENT_DIGITS)?;
            // One digit less: the value was cut, not rounded.
            numeral.decimals = QUOTIENT_DIGITS - 1;
        }
    }
    numeral.wide = numeral.decimals;
    Some(numeral)
}

fn power(numeral: Numeral, exponent: i32, end: usize) -> Numeral {
    let mut value = Some(Decimal::ONE);
    for _ in 0..exponent.unsigned_abs().min(200) {
        value = value.and_then(|value| value.checked_mul(numeral.value));
    }
    let raised = value.and_then(|value| {
        if exponent < 0 {
            return quotient(Decimal::ONE, value, numeral.start, end);
        }
        let mut raised = Numeral::new(value, numeral.start, end, Form::Fraction);
        raised.decimals = value.scale().max(0);
        raised.wide = raised.decimals;
        Some(raised)
    });
    raised.filter(|_| exponent.abs() <= 200).unwrap_or(Numeral { trouble: Some(Trouble::TooLong), end, ..numeral })
}

/// `3/4`, `1 3/5`, `16/5`, and `2½`.
fn slash(text: &str, numeral: &Numeral) -> Option<Numeral> {
    let Form::Integer { len, leading_zero: false } = numeral.form else { return None };
    let simple = |numeral: &Numeral, at: usize| {
        let behind = eat(text, at, "/")?;
        digit_at(text, behind)?;
        let below = digits::read(text, behind, Some(Separators::Point));
        let plain = below.fraction == 0 && !below.grouped && !below.leading_zero && below.trouble.is_none();
        let next = byte_at(text, below.end);
        let goes_on = next == b'/' && digit_at(text, below.end + 1).is_some();
        (plain && !goes_on && !next.is_ascii_alphanumeric() && len <= 6 && below.whole <= 6).then_some(())?;
        quotient(numeral.value, below.value, numeral.start, below.end)
    };
    if byte_at(text, numeral.end) == b'/' {
        return simple(numeral, numeral.end);
    }
    // 2½ and 2 ½
    let sign_at = if len <= 3 { skip_spaces(text, numeral.end, 1) } else { numeral.end };
    if let Some((part, end)) = vulgar(text, sign_at) {
        let mut sum = quotient(part.0, part.1, numeral.start, end)?;
        sum.value = sum.value.checked_add(numeral.value)?;
        return Some(sum);
    }
    let here = skip_spaces(text, numeral.end, 1);
    if here == numeral.end || len > 3 || digit_at(text, here).is_none() {
        return None;
    }
    let above = digits::read(text, here, Some(Separators::Point));
    if above.whole > 2 || above.fraction > 0 || above.leading_zero || byte_at(text, above.end) != b'/' {
        return None;
    }
    let above = Numeral {
        form: Form::Integer { len: above.whole, leading_zero: false },
        ..Numeral::new(above.value, numeral.start, above.end, Form::Fraction)
    };
    let mut sum = simple(&above, above.end)?;
    sum.value = sum.value.checked_add(numeral.value)?;
    Some(sum)
}

/// The fraction sign at `at` (½, ⅔): what is above and below its line, and the offset behind it.
pub(super) fn vulgar(text: &str, at: usize) -> Option<((Decimal, Decimal), usize)> {
    if !matches!(byte_at(text, at), 0xC2 | 0xE2) {
        return None;
    }
    let c = char_at(text, at)?;
    let (above, below) = match c {
        '¼' => (1, 4),
        '½' => (1, 2),
        '¾' => (3, 4),
        '⅐' => (1, 7),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some(((Decimal::new(above, 0), Decimal::new(below, 0)), at + c.len_utf8()))
}

/// 万, 亿, 千 ... behind Arabic digits, and 余 before them; a longer mix (3万5千) goes to the Chinese reader.
fn chinese_scale(text: &str, numeral: &mut Numeral, here: usize, separators: Option<Separators>) {
    let Some(c) = char_at(text, here) else { return };
    if c == '点'
        && let Some(found) = spoken_point(text, *numeral)
    {
        *numeral = found;
        return;
    }
    // Full-width letters scale as their narrow forms do.
    let wide = match c {
        'Ｋ' | 'ｋ' => 3,
        'Ｍ' => 6,
        'Ｂ' => 9,
        'Ｔ' => 12,
        _ => 0,
    };
    if wide > 0 {
        return numeral.scale_by(wide, here + c.len_utf8());
    }
    if let Some(han::Part::Several) = han::part(c)
        && let Some(found) = with_several(text, *numeral, here + c.len_utf8())
    {
        *numeral = found;
        return;
    }
    let mut more = false;
    let scale_start = match han::part(c) {
        Some(han::Part::Small(_) | han::Part::Big(_)) => here,
        Some(han::Part::More | han::Part::Several) => {
            more = true;
            skip_spaces(text, here + c.len_utf8(), 1)
        }
        _ => return,
    };
    // 6千字节 and 1兆赫: the longer word is a unit.
    let first = char_at(text, scale_start).map_or(0, char::len_utf8);
    if han::names_unit(text, scale_start, scale_start + first) {
        return;
    }
    let Some((exponent, end)) = han::scale_at(text, scale_start) else { return };
    // Decimals are not counted in tens or hundreds: 22.0 百度 is a number and a name.
    if exponent <= 2 && numeral.decimals > 0 {
        return;
    }
    let next = skip_spaces(text, end, 1);
    let goes_on = digit_at(text, next).is_some()
        || char_at(text, next).is_some_and(|c| matches!(han::part(c), Some(han::Part::Digit(..) | han::Part::Zero)));
    if goes_on && let Some(mixed) = han::read(text, numeral.start, separators) {
        *numeral = mixed;
        return;
    }
    // 3千余万 and 5千多亿: the greater word comes behind.
    if !more
        && let Some(behind) =
            char_at(text, end).filter(|&c| matches!(han::part(c), Some(han::Part::More))).map(|c| end + c.len_utf8())
        && char_at(text, behind).is_some_and(|c| matches!(han::part(c), Some(han::Part::Big(_))))
        && let Some((big, end)) = han::scale_at(text, behind)
    {
        numeral.more = true;
        return numeral.scale_by(exponent + big, end);
    }
    numeral.more = more;
    numeral.scale_by(exponent, end);
}

/// The next number above whole digits that ends in as many zeros: 20 above 10, 600 above 500.
pub(super) fn next_step(numeral: &Numeral) -> Option<Decimal> {
    let whole =
        matches!(numeral.form, Form::Integer { .. } | Form::Arabic) && numeral.decimals == 0 && numeral.scale == 0;
    let zeros = -numeral.value.normalized().scale();
    if !whole || zeros < 1 || numeral.value.is_zero() {
        return None;
    }
    numeral.value.checked_add(Decimal::power_of_ten(zeros))
}

/// 20几万 and 200几十亿: whole digits and several of the unit at `at`, 几 being before it.
#[cold]
fn with_several(text: &str, numeral: Numeral, at: usize) -> Option<Numeral> {
    let upper = next_step(&numeral)?;
    let (lower, upper, end) = match han::part(char_at(text, at)?)? {
        han::Part::Small(exponent) => {
            let several = |exponent| numeral.value.checked_add(Decimal::power_of_ten(exponent));
            // 20几十 has no order.
            let fits = numeral.value.coefficient_at(-exponent - 1).is_some();
            (several(exponent).filter(|_| fits)?, several(exponent + 1)?, at + '十'.len_utf8())
        }
        han::Part::Big(_) => (numeral.value, upper, at),
        _ => return None,
    };
    let found = Numeral { value: lower, bounds: Some((lower, upper)), end, form: Form::Arabic, ..numeral };
    let big = char_at(text, end).is_some_and(|c| matches!(han::part(c), Some(han::Part::Big(_))));
    Some(match han::scale_at(text, end).filter(|_| big) {
        Some((exponent, end)) => found.scaled(exponent, end),
        None => found,
    })
}

/// `3点5亿`: a decimal point in words, told from a time of day by what follows its digits.
fn spoken_point(text: &str, numeral: Numeral) -> Option<Numeral> {
    let behind = eat(text, numeral.end, "点").filter(|_| numeral.is_integer())?;
    let (mut fraction, mut count, mut end) = (0i128, 0, behind);
    while let Some((digit, len)) = digit_at(text, end).filter(|_| count < 18) {
        fraction = fraction * 10 + i128::from(digit);
        count += 1;
        end += len;
    }
    let scaled = han::scale_at(text, end).is_some();
    let told = scaled || ["%", "％", "倍", "个百分点", "元"].into_iter().any(|word| eat(text, end, word).is_some());
    let value = numeral.value.checked_add(Decimal::new(fraction, count)).filter(|_| count > 0 && told)?;
    let decimal = Numeral { value, decimals: count, wide: count, end, form: Form::Arabic, ..numeral };
    Some(match han::scale_at(text, end) {
        Some((exponent, end)) => decimal.scaled(exponent, end),
        None => decimal,
    })
}

/// k, M, bn, million ... behind Arabic digits.
fn latin_scale(text: &str, numeral: &mut Numeral, here: usize, money: bool) {
    let first = byte_at(text, here);
    let hyphen = first == b'-' && here == numeral.end;
    if !hyphen && !first.is_ascii_alphabetic() {
        return;
    }
    let glued = here == numeral.end;
    let word = letters(text, here);
    let end = here + word.len();
    if byte_at(text, end).is_ascii_digit() && glued {
        return;
    }
    // "300 K" alone may be a temperature.
    let money = money || matches!(word, "m" | "K") && !(word == "K" && glued) && counts_behind(text, end);
    if let Some(exponent) = letter_scale(word, money, glued) {
        // "12 Mio. €": the point of a short form ends no sentence in front of a unit.
        let point = byte_at(text, end) == b'.' && lexicon().at(text, skip_spaces(text, end + 1, 1)).is_some();
        return numeral.scale_by(exponent, if point { end + 1 } else { end });
    }
    let digits_end = numeral.end;
    words::continue_with(text, numeral);
    // What touches plain digits is a name.
    if numeral.end == digits_end
        && word.len() >= SHORTEST_SCALE
        && (money || !glued)
        && matches!(byte_before(text, end), b'n' | b's' | b'd')
        && is_unknown_scale(text, here, word, money)
    {
        numeral.trouble = Some(Trouble::UnknownScale);
        numeral.end = end;
    }
}

/// The length of the shortest word that [`is_unknown_scale`] knows.
pub(super) const SHORTEST_SCALE: usize = "zillion".len();

/// True for a word in small letters at `at`, behind a number, that is made like "million" and has no known size: zillion,
/// gazillions. A billiard is a game without money, and beside it where a noun follows.
#[cold]
pub(super) fn is_unknown_scale(text: &str, at: usize, word: &str, money: bool) -> bool {
    let end = at + word.len();
    let singular = word.strip_suffix('s').unwrap_or(word);
    let small = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !small || byte_at(text, end).is_ascii_digit() || super::word::word_at(text, at).is_some() {
        return false;
    }
    match singular {
        "billiard" => money && !(byte_at(text, end) == b' ' && byte_at(text, end + 1).is_ascii_lowercase()),
        "pillion" | "cotillion" | "postillion" | "modillion" | "tourbillion" | "vermillion" => false,
        _ => singular.ends_with("illion") || singular.ends_with("illiard"),
    }
}

/// The words of `nouns.tsv`, in order.
static NOUNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut nouns: Vec<&str> = include_str!("nouns.tsv").lines().filter(|line| !line.starts_with('#')).collect();
    nouns.sort_unstable();
    nouns
});

/// True if a unit or noun that no metres are counted in stands behind the "m" that ends at `at`: 5m dollars, 12m users, 6m tonnes.
fn counts_behind(text: &str, at: usize) -> bool {
    let here = skip_spaces(text, at, 1);
    if here == at {
        return false;
    }
    let lexicon = lexicon();
    let Some(found) = lexicon.at(text, here) else { return NOUNS.binary_search(&letters(text, here)).is_ok() };
    let word = byte_at(text, here + 1).is_ascii_alphabetic() || !byte_at(text, here).is_ascii_alphabetic();
    let sense = lexicon.sense(found.sense);
    let unit = sense.plain.or_else(|| sense.by_country.first().or(sense.elsewhere.first()).copied());
    let dimension = unit.and_then(|at| registry().get(at as usize)).map(|entry| &entry.dimension);
    word && match dimension {
        Some(Dimension::Money(_)) => true,
        Some(Dimension::Count(_)) => byte_at(text, here).is_ascii_alphabetic(),
        Some(Dimension::Named(name)) => matches!(&**name, "mass" | "volume" | "energy" | "area" | "container" | "co2"),
        None => false,
    }
}

/// The exponent of an abbreviated scale word. `m` and `M` are millions beside money; without it only `M` is.
pub(super) fn letter_scale(word: &str, money: bool, glued: bool) -> Option<i32> {
    Some(match word {
        "k" | "K" if glued || money || word == "k" => 3,
        "M" => 6,
        "m" if money => 6,
        "mn" | "Mn" | "MN" | "mm" | "MM" | "mio" | "Mio" if money || !matches!(word, "mm" | "MN") => 6,
        "mil" | "mln" | "mill" => 6,
        "Cr" | "cr" | "Crs" | "crs" if money => 7,
        "B" if glued || money => 9,
        "b" if money || glued => 9,
        "bn" | "Bn" | "BN" | "bln" | "Mrd" | "Mia" => 9,
        "bil" | "bio" | "Md" | "Mds" if money => 9,
        "Tsd" => 3,
        "thou" if money => 3,
        "G" if glued => 9,
        "T" if glued || money => 12,
        "t" if money => 12,
        "tn" | "Tn" | "trn" | "tln" | "trl" => 12,
        _ => return None,
    })
}

/// The end of 1 000 000 or 12 050: groups of three behind ordinary spaces, of which one is no number by itself, or that
/// stand in a sentence. Spaces part columns too, so that a row of 1 234 567 is three numbers.
pub(super) fn spaced_groups(text: &str, first: &Numeral) -> Option<usize> {
    let Form::Integer { len: 1..=3, leading_zero: false } = first.form else { return None };
    let bytes = text.as_bytes();
    let (mut end, mut padded) = (first.end, false);
    while let Some([b' ', group @ ..]) = bytes.get(end..end + 4)
        && group.iter().all(u8::is_ascii_digit)
        && !bytes.get(end + 4).is_some_and(u8::is_ascii_alphanumeric)
    {
        padded |= group[0] == b'0';
        end += 4;
    }
    if let Some([b',' | b'.', digit, ..]) = bytes.get(end..).filter(|_| padded)
        && digit.is_ascii_digit()
    {
        end += 1 + bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    (padded || end > first.end && in_sentence(text, first.start, end)).then_some(end)
}

/// The end of 1 234 567 € or 2 500 MW: groups of three behind ordinary spaces that are an amount, as a currency or unit stands
/// beside them, or as a short first group and two whole ones are columns of a row by accident only.
#[cold]
pub(super) fn spaced_amount(text: &str, first: &Numeral, measured: impl FnOnce(usize) -> bool) -> Option<usize> {
    let Form::Integer { len: len @ 1..=3, leading_zero: false } = first.form else { return None };
    let bytes = text.as_bytes();
    // A number before it or behind it makes a row.
    if byte_before(text, first.start) == b' ' && byte_before(text, first.start - 1).is_ascii_digit() {
        return None;
    }
    let (mut end, mut groups) = (first.end, 1);
    while let Some([b' ', group @ ..]) = bytes.get(end..end + 4)
        && group.iter().all(u8::is_ascii_digit)
        && !bytes.get(end + 4).is_some_and(u8::is_ascii_digit)
        && groups < MOST_GROUPS
    {
        groups += 1;
        end += 4;
    }
    if let Some([b',' | b'.', digit, ..]) = bytes.get(end..).filter(|_| groups > 1)
        && digit.is_ascii_digit()
    {
        end += 1 + bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    let next = match bytes.get(end..) {
        Some([b' ', b'-' | b'(', next, ..] | [b' ', next, ..]) => *next,
        _ => 0,
    };
    let row = groups == 1 || next.is_ascii_digit();
    (!row && (groups > 2 && len < 3 || measured(end))).then_some(end)
}

/// 38 digits have no more groups of three.
const MOST_GROUPS: usize = 13;

/// True where groups of digits from `start` to `end` stand in a sentence and not in a row or list of numbers.
fn in_sentence(text: &str, start: usize, end: usize) -> bool {
    // In 2023 345 firms were asked.
    let listed = byte_before(text, start) == b' ' && byte_before(text, start - 1).is_ascii_digit();
    if listed || !matches!(byte_before(text, start), b' ' | b'\n' | 0 | b'$') {
        return false;
    }
    let next = byte_at(text, end);
    let word = letters(text, skip_spaces(text, end, 1));
    match next {
        b' ' => word.len() > 1 && word.as_bytes()[0].is_ascii_lowercase() && !matches!(word, "and" | "or" | "to"),
        b'.' | b',' | b';' => matches!(byte_at(text, end + 1), b' ' | b'\n' | 0),
        // The label of a row begins with a capital.
        0 | b'\n' => {
            let line = text.as_bytes().get(start.saturating_sub(LONGEST_LINE)..start).unwrap_or_default();
            let begins = line.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            line.get(begins).is_some_and(u8::is_ascii_lowercase)
        }
        _ => false,
    }
}

/// How far back the beginning of a line is looked for.
const LONGEST_LINE: usize = 200;

/// The end of 1，234: a group of three behind a full-width comma, which parts clauses too.
pub(super) fn wide_groups(text: &str, first: &Numeral) -> Option<usize> {
    let Form::Integer { len: 1..=3, leading_zero: false } = first.form else { return None };
    let mut end = first.end;
    while let Some(group) = eat(text, end, "，") {
        let Some((_, 3, behind)) = super::date::run(text, group) else { break };
        end = behind;
    }
    (end > first.end && byte_at(text, first.start).is_ascii_digit()).then_some(end)
}
