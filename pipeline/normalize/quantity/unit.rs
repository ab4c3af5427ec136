//! The unit behind a number: the offset of its end goes in, the unit and its end come out.

use super::lexicon::{Meaning, lexicon};
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, eat, eat_word, letters, skip_spaces, skip_spaces_back,
};
use super::{Reader, registered};
use crate::model::{Atom, Dimension, Kind, Unit, registry};

/// A unit found behind a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct UnitFound {
    /// What it is; `None` if the name is ambiguous here.
    pub(super) unit: Option<Unit>,
    /// The sense of its name.
    pub(super) sense: u32,
    /// The power of ten that it carries beside its factor: 30 MUSD, 75 USD million.
    pub(super) scale: i32,
    /// Where its name begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

impl UnitFound {
    /// The registry's index of a plain unit.
    pub(super) fn index(&self) -> Option<u16> {
        match &self.unit {
            Some(Unit { numerator: Atom::Registered(at), denominator: None }) => Some(*at),
            _ => None,
        }
    }
}

/// True if the registered unit is money.
pub(super) fn is_money(at: u16) -> bool {
    matches!(registry()[at as usize].dimension, Dimension::Money(_))
}

impl Reader {
    /// The unit behind a number that ends at `at`.
    pub(super) fn unit_behind(&self, text: &str, at: usize) -> Option<UnitFound> {
        let next = byte_at(text, at);
        if matches!(next, 0 | b'\n' | b',' | b'.' | b')' | b';' | b':' | b'|' | b'\t' | b'\r') {
            return None;
        }
        if (next == b' ' || next >= 0x80)
            && let Some((unit, end)) = percentage_points(text, at)
        {
            return Some(UnitFound { unit: Some(unit), sense: u32::MAX, scale: 0, start: at, end });
        }
        let here = match next {
            // "12-cent", "16-bit"
            b'-' if byte_at(text, at + 1).is_ascii_alphabetic() => at + 1,
            _ => skip_spaces(text, at, 1),
        };
        let first = byte_at(text, here);
        if let b'(' | b'[' | b'{' = first {
            return self.bracketed(text, here);
        }
        if first.is_ascii_digit() || first == 0 || first == b'\n' {
            return None;
        }
        let found = lexicon().at(text, here);
        let mut found = match found {
            Some(found) => {
                let end = here + found.len;
                // US$5m-US$6m: the second amount has its sign before it.
                let next_amount = next == b'-' && digit_at(text, end).is_some();
                if next_amount || !self.fits(text, at, here, end) {
                    return None;
                }
                let unit = match self.meaning(found.sense) {
                    Meaning::Unit(at) => Some(registered(at)),
                    Meaning::Ambiguous => None,
                };
                match barrels(text, here, end) {
                    Some(scale) => {
                        let unit = Unit::from_code("bbl");
                        UnitFound { unit, sense: u32::MAX, scale, start: here, end }
                    }
                    None => UnitFound { unit, sense: found.sense, scale: 0, start: here, end },
                }
            }
            None => match first {
                b'"' | b'\'' | b'h' | 0xE5 => sign_of_unit(text, at, here)?,
                b'k' | b'K' | b'T' | b'M' | b'B' => self.scaled_code(text, here)?,
                _ => return None,
            },
        };
        if found.index().is_some_and(is_money) && found.scale == 0 {
            self.scale_behind_money(text, &mut found);
        }
        if let b'/' | b' ' | 0xE6 | 0xEF = byte_at(text, found.end)
            && let Some(unit) = found.unit.take()
        {
            let (unit, scale, end) = self.rate(text, unit, found.end);
            found.unit = Some(unit);
            found.scale += scale;
            found.end = end;
        }
        Some(found)
    }

    /// The currency whose name or sign stands at `at`, and where it ends.
    pub(super) fn currency_at(&self, text: &str, at: usize) -> Option<(Unit, usize)> {
        let found = lexicon().at(text, at)?;
        match self.meaning(found.sense) {
            Meaning::Unit(unit) if is_money(unit) => Some((registered(unit), at + found.len)),
            _ => None,
        }
    }

    /// False where a name of a unit is something else behind this number.
    fn fits(&self, text: &str, number_end: usize, start: usize, end: usize) -> bool {
        let name = &text[start..end];
        let spaced = start > number_end;
        let hyphen = spaced && byte_at(text, number_end) == b'-';
        let next = byte_at(text, end);
        match name {
            // "3 x 5 m" multiplies
            // 8×H100 multiplies too.
            // A code of many digits may end in a letter: no factor is that long.
            "x" | "X" | "×" => {
                let digits = text[..number_end].bytes().rev().take(12).filter(u8::is_ascii_digit).count();
                !spaced
                    && digits < 12
                    && !next.is_ascii_alphabetic()
                    && (digit_at(text, skip_spaces(text, end, 1)).is_none() || multiples(text, end))
            }
            "m" | "g" | "t" | "h" | "s" | "L" | "W" | "V" | "l" | "J" | "B" | "b"
                if hyphen || (spaced && matches!(name, "l" | "B" | "b")) =>
            {
                false
            }
            // "Vol. 5 J. Chem." and "5 J Smith" name something.
            "J" if spaced && (next == b'.' || next == b' ' && byte_at(text, end + 1).is_ascii_uppercase()) => false,
            "尺" => !"寸度码".contains(char_at(text, end).unwrap_or(' ')),
            "m" | "s" | "d" | "t" if next == b'\'' => false,
            // 12.5p is pence, 1080p a picture.
            "p" => {
                let pennies =
                    matches!(text.as_bytes().get(start.saturating_sub(3)..start), Some([.., b'.', _] | [b'.', ..]));
                !spaced && !pounds_before(text, start) && (pennies || self.is_price(text, start, end))
            }
            // 麒麟9000S: units of time are written small, watts are not (10w is 10万 to some).
            "S" | "H" | "D" | "w" => false,
            _ if name.len() == 1 && name.as_bytes()[0].is_ascii_alphabetic() => {
                // 2m2 is an area, 24703m212 a name, and "5 t-shirts" are none.
                digit_at(text, end).is_none() && !(next == b'-' && byte_at(text, end + 1).is_ascii_alphabetic())
            }
            // 3 家用 and 5 人工: nothing tells them apart but what follows
            "人" => !"工类均民体文才生数".contains(char_at(text, end).unwrap_or(' ')),
            "年" => !"级代轻".contains(char_at(text, end).unwrap_or(' ')),
            "处" => char_at(text, end) != Some('理'),
            "家" => !"庭用".contains(char_at(text, end).unwrap_or(' ')),
            // 10亿级 is an order of magnitude, 一级 a rank.
            "级" => !matches!(char_before(text, number_end), Some('万' | '亿' | '兆')),
            "元" => !"素件器化".contains(char_at(text, end).unwrap_or(' ')),
            // 一块蛋糕 is no money.
            "块" | "塊" => char_at(text, end)
                .is_none_or(|c| !c.is_alphabetic() || "钱多左和的人".contains(c) || super::han::part(c).is_some()),
            "分钱" | "角" => !"度形".contains(char_at(text, end).unwrap_or(' ')),
            _ => true,
        }
    }

    /// True for whole pence: 50p a share, and 50p in a British report, where no picture has so many lines.
    #[cold]
    fn is_price(&self, text: &str, start: usize, end: usize) -> bool {
        let here = skip_spaces(text, end, 1);
        if eat_word(text, here, "per").is_some() || eat_word(text, here, "each").is_some() || each(text, here).is_some()
        {
            return true;
        }
        let digits = text[..start].bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
        self.options.currencies.first().is_some_and(|code| code == "GBP")
            && !PICTURES.contains(&&text[start - digits..start])
    }

    /// `(kg)` and `[kg]`.
    fn bracketed(&self, text: &str, open: usize) -> Option<UnitFound> {
        let close = match byte_at(text, open) {
            b'(' => ")",
            b'[' => "]",
            _ => return None,
        };
        let found = lexicon().at(text, open + 1)?;
        let name_end = open + 1 + found.len;
        let end = eat(text, name_end, close)?;
        let unit = match self.meaning(found.sense) {
            Meaning::Unit(at) => Some(registered(at)),
            Meaning::Ambiguous => None,
        };
        Some(UnitFound { unit, sense: found.sense, scale: 0, start: open, end })
    }

    /// `MUSD`, `kEUR`: a prefix on a currency's code.
    fn scaled_code(&self, text: &str, at: usize) -> Option<UnitFound> {
        let word = letters(text, at);
        let (scale, unit) = scaled_currency(word)?;
        let end = at + word.len();
        (!byte_at(text, end).is_ascii_digit()).then_some(UnitFound {
            unit: Some(registered(unit)),
            sense: u32::MAX,
            scale,
            start: at,
            end,
        })
    }

    /// `75 USD million`.
    fn scale_behind_money(&self, text: &str, found: &mut UnitFound) {
        let here = skip_spaces(text, found.end, 1);
        if here == found.end {
            return;
        }
        if let Some((super::word::Word::Scale(exponent), end)) = super::word::word_at(text, here)
            && !letters(text, here).ends_with('s')
        {
            found.scale = exponent;
            found.end = end;
        }
    }

    /// `元/吨`, `kWh per day`, `$15 per million tokens`: the unit with what it is divided by, the power of ten that this
    /// brings, and the offset behind it.
    pub(super) fn rate(&self, text: &str, unit: Unit, at: usize) -> (Unit, i32, usize) {
        let is_times = |atom: &Atom| matches!(atom.dimension(), Dimension::Named(name) if &*name == "ratio");
        match self.denominator(text, at).filter(|_| unit.denominator.is_none()) {
            // 15x/12x lists multiples.
            Some((below, ..)) if is_times(&below) && is_times(&unit.numerator) => (unit, 0, at),
            Some((below, scale, end)) => (Unit { denominator: Some(below), ..unit }, scale, end),
            None => (unit, 0, at),
        }
    }

    /// 每吨3500元, 每小时约120公里, 时速120公里: the unit of a number that begins at `start`, divided by what stands before it,
    /// and the power of ten that this brings.
    pub(super) fn rate_before(&self, text: &str, start: usize, unit: &Unit) -> Option<(Unit, i32)> {
        if byte_before(text, start) < 0x80 || unit.denominator.is_some() {
            return None;
        }
        self.rate_each(text, each_before(text, start)?, start, unit)
    }

    /// The rate that 每 or 速 at `at` makes of a number that begins at `start`.
    #[cold]
    fn rate_each(&self, text: &str, at: usize, start: usize, unit: &Unit) -> Option<(Unit, i32)> {
        let end = skip_spaces_back(text, super::affix::before(text, start, at).map_or(start, |hedge| hedge.1), 1, at);
        let (below, scale) = if text[at..].starts_with('每') {
            let (below, scale, behind) = self.denominator(text, at)?;
            (behind == end).then_some((below, scale))?
        } else {
            let length = matches!(unit.numerator.dimension(), Dimension::Named(name) if &*name == "length");
            let hourly = length && at + '速'.len_utf8() == end && text[..at].ends_with('时');
            (Unit::from_code("h").filter(|_| hourly)?.numerator, 0)
        };
        let counted = !matches!(super::amount::kind_of(Some(unit)), Kind::Percent);
        let rated = Unit { denominator: Some(below), ..unit.clone() };
        // km/h has an entry of its own.
        counted.then(|| (Unit::from_code(&rated.code()).unwrap_or(rated), scale))
    }

    fn denominator(&self, text: &str, at: usize) -> Option<(Atom, i32, usize)> {
        let below_at = match byte_at(text, at) {
            b'/' => at + 1,
            b' ' => match byte_at(text, at + 1) {
                b'p' | b'P' => skip_spaces(text, eat_word(text, at + 1, "per")?, 1),
                b'/' => eat(text, at + 1, "/ ")?,
                b'a' => return each(text, at + 1).map(|(below, end)| (below, 0, end)),
                _ => return None,
            },
            0xE6 => eat(text, at, "每")?,
            0xEF => eat(text, at, "／")?,
            _ => return None,
        };
        let named = |at: usize| {
            let found = lexicon().at(text, at)?;
            match self.meaning(found.sense) {
                Meaning::Unit(index) => Some((Atom::Registered(index), at + found.len)),
                Meaning::Ambiguous => None,
            }
        };
        if let Some((below, end)) = named(below_at) {
            return Some((below, 0, end));
        }
        let only_below = BELOW.into_iter().find_map(|(name, code)| {
            let end = below_at + name.len();
            let ends = !name.is_ascii() || !byte_at(text, end).is_ascii_alphanumeric();
            let found = text.get(below_at..end) == Some(name) && ends;
            found.then(|| Unit::from_code(code)).flatten().map(|unit| (unit.numerator, 0, end))
        });
        if only_below.is_some() {
            return only_below;
        }
        let (exponent, behind) = power_of_ten(text, below_at)?;
        let noun = skip_spaces(text, behind, 1);
        // per 1M input tokens
        let qualified = || {
            let word = letters(text, noun);
            let lower = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
            named(eat(text, noun + word.len(), " ").filter(|_| lower)?)
        };
        let (below, end) = named(noun).or_else(qualified)?;
        Some((below, -exponent, end))
    }
}

/// True for £3.20p, which prints pounds, at the end of its digits.
fn pounds_before(text: &str, end: usize) -> bool {
    const LONGEST: usize = 12;
    let digits = text.as_bytes()[..end].iter().rev().take(LONGEST);
    let digits = digits.take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    char_before(text, end - digits) == Some('£')
}

/// The lines of pictures that are named by them: 1080p.
const PICTURES: [&str; 10] = ["144", "240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"];

/// How many characters before a number 每 and its unit may begin.
const LONGEST_EACH: u32 = 10;

/// The offset of 每 or 速 in the words before a number at `start`.
fn each_before(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    for _ in 0..LONGEST_EACH {
        match bytes.get(at.checked_sub(3)?..at)? {
            [0xE6, 0xAF, 0x8F] | [0xE9, 0x80, 0x9F] => return Some(at - 3),
            [0xE4..=0xE9, ..] => at -= 3,
            [.., b'A'..=b'Z' | b'a'..=b'z' | b' '] => at -= 1,
            _ => return None,
        }
    }
    None
}

/// Names that are units of time below a line only: kWh/d, 万吨/日, 元/月.
const BELOW: [(&str, &str); 9] = [
    ("分", "min"),
    ("d", "d"),
    ("a", "a"),
    ("y", "a"),
    ("日", "d"),
    ("晚", "d"),
    ("月", "mo"),
    ("季度", "quarter"),
    ("时", "h"),
];

/// `a year`, `a share`: "per" in other words, but not the date of "$5 a year ago".
fn each(text: &str, at: usize) -> Option<(Atom, usize)> {
    const NOUNS: [(&str, &str); 10] = [
        ("share", "{股}"),
        ("hour", "h"),
        ("day", "d"),
        ("week", "wk"),
        ("month", "mo"),
        ("year", "a"),
        ("barrel", "bbl"),
        ("tonne", "t"),
        ("bushel", "bu"),
        ("litre", "L"),
    ];
    let noun_at = skip_spaces(text, eat_word(text, at, "a")?, 1);
    let (code, end) = NOUNS.into_iter().find_map(|(noun, code)| Some((code, eat_word(text, noun_at, noun)?)))?;
    let ago = ["ago", "earlier", "later", "before", "after", "from", "prior"];
    let next = skip_spaces(text, end, 1);
    let dated = ago.into_iter().any(|word| eat_word(text, next, word).is_some());
    let unit = Unit::from_code(code).filter(|_| !dated && byte_at(text, end) != b'-')?;
    Some((unit.numerator, end))
}

/// The power of ten that counts a unit below a line (per 10,000 yuan, 元/百万tokens, / 1M tokens), and its end.
fn power_of_ten(text: &str, at: usize) -> Option<(i32, usize)> {
    let (mut exponent, mut end) = (0, at);
    if digit_at(text, at).is_some() {
        let run = super::digits::read(text, at, Some(super::Separators::Point));
        let value = run.value.normalized();
        if run.trouble.is_some() || value.coefficient() != 1 || value.scale() > 0 {
            return None;
        }
        (exponent, end) = (-value.scale(), run.end);
    }
    let here = skip_spaces(text, end, 1);
    let scale = match byte_at(text, here) {
        0xE4.. => super::han::scale_at(text, here),
        b'k' | b'K' if here == end && end > at => Some((3, here + 1)),
        b'M' if here == end && end > at => Some((6, here + 1)),
        b'B' if here == end && end > at => Some((9, here + 1)),
        _ => match super::word::word_at(text, here) {
            Some((super::word::Word::Scale(exponent), end)) => Some((exponent, end)),
            Some((super::word::Word::Hundred, end)) => Some((2, end)),
            _ => None,
        },
    };
    if let Some((more, behind)) = scale {
        exponent += more;
        end = behind;
    }
    (end > at).then_some((exponent, end))
}

/// True if one more multiple stands in the next cell: 8.5x 7.9x.
fn multiples(text: &str, at: usize) -> bool {
    let next = at + 1;
    byte_at(text, at) == b' '
        && digit_at(text, next).is_some()
        && byte_at(text, super::digits::read(text, next, Some(super::Separators::Point)).end) == b'x'
}

/// The power of ten of kb/d and mb/d: oil is counted in barrels a day, bytes never are.
fn barrels(text: &str, start: usize, end: usize) -> Option<i32> {
    let exponent = match &text[start..end] {
        "kb" => 3,
        "mb" => 6,
        _ => return None,
    };
    eat_word(text, end, "/d").map(|_| exponent)
}

/// True for the minutes of 1h30m.
fn minutes_follow(text: &str, at: usize) -> bool {
    super::date::run(text, at).is_some_and(|(minutes, len, end)| {
        len <= 2 && minutes < 60 && matches!(letters(text, end), "m" | "min" | "mins")
    })
}

/// Signs that are units in a company of their own: 5'10" in feet and inches, 27" where it closes no quotation, 10分30秒.
fn sign_of_unit(text: &str, number_end: usize, at: usize) -> Option<UnitFound> {
    let found =
        |code, end| Some(UnitFound { unit: Some(Unit::from_code(code)?), sense: u32::MAX, scale: 0, start: at, end });
    let behind_digits = |start: usize| {
        let (_, len, end) = super::date::run(text, start)?;
        (len <= 2).then_some(end)
    };
    match byte_at(text, at) {
        b'\'' if at == number_end => behind_digits(at + 1).filter(|&end| byte_at(text, end) == b'"')?,
        b'"' if closes_no_quotation(text, number_end, at) => return found("in", at + 1),
        b'h' if at == number_end && minutes_follow(text, at + 1) => return found("h", at + 1),
        0xE5 => {
            let end = eat(text, at, "分")?;
            eat(text, behind_digits(end)?, "秒")?;
            return found("min", end);
        }
        _ => return None,
    };
    found("ft", at + 1)
}

/// How far back a quotation may have begun in its paragraph.
const QUOTATION: usize = 400;

/// True for a `"` behind a number that ends at `number_end` where no quotation is open in its paragraph and none begins.
fn closes_no_quotation(text: &str, number_end: usize, at: usize) -> bool {
    let begins = at > number_end && byte_at(text, at + 1).is_ascii_alphanumeric();
    let before = text.as_bytes().get(at.saturating_sub(QUOTATION)..at).unwrap_or_default();
    let paragraph = before.windows(2).rposition(|pair| pair == b"\n\n").map_or(0, |at| at + 2);
    !begins && before[paragraph..].iter().filter(|&&byte| byte == b'"').count() % 2 == 0
}

/// A currency's code with a prefix: MUSD is 10^6 USD.
pub(super) fn scaled_currency(word: &str) -> Option<(i32, u16)> {
    if word.len() != 4 {
        return None;
    }
    let exponent = match word.as_bytes()[0] {
        b'k' | b'K' | b'T' => 3,
        b'M' => 6,
        b'B' => 9,
        _ => return None,
    };
    let code = &word[1..];
    let at = registry()
        .iter()
        .take_while(|entry| matches!(entry.dimension, Dimension::Money(_)))
        .position(|entry| &*entry.code == code)?;
    Some((exponent, at as u16))
}

/// 个百分点, with spaces between any two of its characters.
fn percentage_points(text: &str, at: usize) -> Option<(Unit, usize)> {
    let mut here = skip_spaces(text, at, 6);
    if !matches!(byte_at(text, here), 0xE4 | 0xE5 | 0xE7) {
        return None;
    }
    if let Some(end) = eat(text, here, "个").or_else(|| eat(text, here, "個")) {
        here = skip_spaces(text, end, 2);
    }
    for characters in [["百", "百"], ["分", "分"], ["点", "點"]] {
        let end = characters.into_iter().find_map(|c| eat(text, here, c))?;
        here = if characters[0] == "点" { end } else { skip_spaces(text, end, 2) };
    }
    Unit::from_code("{percentage point}").map(|unit| (unit, here))
}

/// True if both are money of one currency, or of one other dimension, the second smaller: feet and inches.
pub(super) fn is_part_of(smaller: &Unit, greater: &Unit) -> bool {
    smaller.denominator.is_none()
        && greater.denominator.is_none()
        && smaller.is_commensurable(greater)
        && smaller.numerator.factor() < greater.numerator.factor()
}
