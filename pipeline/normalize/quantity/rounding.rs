//! Notes on rounding: a line of text goes in, the place to which it says that numbers are rounded comes out.

use super::text::{byte_at, byte_before, char_at, digit_at, eat, eat_word, skip_spaces};
use super::word::{Word, word_at};
use super::{Options, Reader, Separators, han, numeral};
use crate::model::{Bound, Decimal, Interval, Kind, Mode, Precision, Qualifier, Quantity, Unit};
use crate::source::Span;

/// The place to which numbers are rounded, as a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To one decimal place, as printed.
    Printed(i32),
    /// To the nearest ten, 0.5, million dollars: the step between two printed values, and its unit if the note names one.
    Step(Decimal, Option<Unit>),
}

impl std::fmt::Display for Rounding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Rounding::Printed(places) => write!(f, "to {places} decimals"),
            Rounding::Step(step, Some(unit)) => write!(f, "to the nearest {step} {unit}"),
            Rounding::Step(step, None) => write!(f, "to the nearest {step}"),
        }
    }
}

impl Rounding {
    /// The place that a recipe or a note of the text gives: `ten`, `0.1`, `million dollars`, `rounded to the nearest
    /// hundred`, `to one decimal place`, `四舍五入到百位`, `保留一位小数`. `None` if it gives none: "may not add due to
    /// rounding" says that numbers are rounded, not to where, and leaves them the interval of their digits.
    pub fn of_note(text: &str) -> Option<Rounding> {
        let reader = Reader::new(&Options { separators: Some(Separators::Point), ..Options::default() });
        places(text).or_else(|| nearest(&reader, text)).or_else(|| chinese(&reader, text))
    }

    /// [`Rounding::of_note`], or a place alone, as a recipe writes it.
    pub fn of_recipe(text: &str) -> Option<Rounding> {
        Rounding::of_note(text)
            .or_else(|| Rounding::of_note(&format!("nearest {text}")))
            .or_else(|| Rounding::of_note(&format!("四舍五入到{text}")))
    }

    /// The step in `unit` for a number of which one printed unit is 10^`scale`; `None` if the note is about something else.
    pub(super) fn step(&self, unit: Option<&Unit>, scale: i32) -> Option<Decimal> {
        match (self, unit) {
            (Rounding::Printed(places), _) => Some(Decimal::power_of_ten(scale - places)),
            (Rounding::Step(step, None), unit) => {
                let share = unit.is_some_and(|unit| super::amount::kind_of(Some(unit)) == Kind::Percent);
                (!share).then_some(*step)
            }
            (Rounding::Step(step, Some(own)), Some(unit)) => own.convert(*step, unit),
            (Rounding::Step(_, Some(_)), None) => None,
        }
    }
}

impl Rounding {
    /// A quantity below a note: it may stand for all that rounds to it by one step of the note. A value between two steps
    /// is not rounded so.
    pub(super) fn widened(&self, mode: Mode, quantity: Quantity) -> Quantity {
        let rounded = matches!(quantity.kind, Kind::Number | Kind::Money | Kind::Measure | Kind::Count)
            && matches!(quantity.qualifier, Qualifier::Exact | Qualifier::About)
            && matches!(self, Rounding::Step(..))
            && !quantity.value.is_zero();
        let Some(step) = self.step(quantity.unit.as_ref(), 0).filter(|_| rounded) else { return quantity };
        let whole = quantity.value.div_truncated(step, 0).and_then(|count| count.checked_mul(step));
        let wider = |interval: &Interval| match (interval.lower, quantity.interval.lower) {
            (Some(wide), Some(own)) => wide.value < own.value,
            _ => false,
        };
        match in_steps(mode, quantity.value, step).filter(|(_, interval)| wider(interval)) {
            Some((precision, interval)) if whole == Some(quantity.value) => {
                Quantity { precision, interval, ..quantity }
            }
            _ => quantity,
        }
    }
}

/// The notes of a text on how all its numbers are rounded, and where each begins: "Figures are rounded to the nearest
/// ten.", 数据四舍五入至百位.
pub(super) fn notes(text: &str) -> Vec<(u32, Rounding)> {
    const WORDS: [&str; 5] = [" rounded to ", " nearest ", "四舍五入到", "四舍五入至", "精确到"];
    const SUBJECTS: [&str; 10] =
        ["figures", "numbers", "amounts", "values", "totals", "data", "数据", "数字", "四舍五入", "精确到"];
    let mut notes: Vec<(u32, Rounding)> = Vec::new();
    for word in WORDS {
        for at in memchr::memmem::find_iter(text.as_bytes(), word) {
            let Some(line) = short_line(text, at) else { continue };
            let subject = text[line.range()].trim_start_matches(['(', '（', ' ', '*', '注', '：']).to_lowercase();
            let subject = subject.strip_prefix("all ").unwrap_or(&subject);
            if SUBJECTS.iter().any(|word| subject.starts_with(word))
                && let Some(note) = Rounding::of_note(&text[line.range()])
            {
                notes.push((line.start, note));
            }
        }
    }
    notes.sort_by_key(|note| note.0);
    notes.dedup_by_key(|note| note.0);
    notes
}

/// The line around `at`, if it is no longer than a note.
fn short_line(text: &str, at: usize) -> Option<Span> {
    const NOTE: usize = 240;
    let bytes = text.as_bytes();
    let from = at.saturating_sub(NOTE);
    let before = bytes[from..at].iter().rposition(|&byte| byte == b'\n').map(|found| from + found + 1);
    let start = before.or((from == 0).then_some(0))?;
    let rest = &bytes[at..bytes.len().min(at + NOTE)];
    let behind = rest.iter().position(|&byte| byte == b'\n').map(|found| at + found);
    let end = behind.or((at + rest.len() == bytes.len()).then_some(bytes.len()))?;
    Some(Span::new(start, end))
}

/// The precision and interval of `value` in steps of `step`, to the nearest or towards zero.
pub(super) fn in_steps(mode: Mode, value: Decimal, step: Decimal) -> Option<(Precision, Interval)> {
    let half = step.half()?;
    let digits = step.coefficient().unsigned_abs().checked_ilog10()? as i32;
    let interval = match mode {
        Mode::Rounding => Interval {
            lower: Some(Bound::closed(value.checked_sub(half)?)),
            upper: Some(Bound::closed(value.checked_add(half)?)),
        },
        Mode::Truncation => Interval::cut(value, step)?,
    };
    Some((Precision::of(step.scale() - digits), interval))
}

/// True for a numeral that names a place or a unit and is no quantity: the ten of "rounded to the nearest ten", the 十位 of
/// 四舍五入至十位, the 百万元 of 金额单位为百万元.
pub(super) fn names_place(text: &str, span: Span) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    match byte_before(text, start) {
        b' ' => byte_before(text, start - 1) == b't' && text[..start - 1].ends_with("nearest"),
        // The last bytes of 到, 至 and 为.
        0xB0 | 0xB3 | 0xBA => {
            !text.as_bytes()[start..end].iter().any(u8::is_ascii_digit)
                && ["四舍五入到", "四舍五入至", "精确到", "精确至", "单位为", "单位均为"]
                    .into_iter()
                    .any(|word| text[..start].ends_with(word))
        }
        _ => false,
    }
}

/// `rounded to one decimal place`, `to 2 decimals`, 保留一位小数, 精确到小数点后两位.
fn places(text: &str) -> Option<Rounding> {
    let number_before = |at: usize| {
        let back = super::text::skip_spaces_back(text, at, 1, 0);
        let digits = text[..back].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let word = &text[digits..back];
        word.parse::<i32>().ok().or_else(|| match word_at(text, digits) {
            Some((Word::Unit(value), end)) if end == back => Some(value.into()),
            _ => None,
        })
    };
    for word in ["decimal", "Decimal"] {
        if let Some(at) = text.find(word)
            && text[..at].contains("round")
            && let Some(places) = number_before(at)
        {
            return (places <= 12).then_some(Rounding::Printed(places));
        }
    }
    let place = |at: usize| match char_at(text, at).and_then(han::part) {
        Some(han::Part::Digit(digit, _)) => Some(i32::from(digit)),
        _ => digit_at(text, at).map(|(digit, _)| i32::from(digit)),
    };
    if let Some(at) = text.find("位小数").or_else(|| text.find("位小數")) {
        let digit = text[..at].trim_end().char_indices().next_back()?.0;
        return place(digit).map(Rounding::Printed);
    }
    for word in ["小数点后", "小數點後"] {
        if let Some(at) = text.find(word) {
            return place(skip_spaces(text, at + word.len(), 1)).map(Rounding::Printed);
        }
    }
    None
}

/// `nearest ten`, `nearest 0.1 percent`, `nearest million dollars`, `nearest whole number`, `rounded to thousands`.
fn nearest(reader: &Reader, text: &str) -> Option<Rounding> {
    let at = match text.find("nearest") {
        Some(at) => at + "nearest".len(),
        None => {
            let at = ["rounded to ", "rounded off to ", "rounded up to "]
                .into_iter()
                .find_map(|word| text.find(word).map(|at| at + word.len()))?;
            eat_word(text, at, "the").unwrap_or(at)
        }
    };
    let mut here = skip_spaces(text, at, 1);
    for word in ["whole", "full", "one", "a"] {
        here = eat_word(text, here, word).map_or(here, |end| skip_spaces(text, end, 1));
    }
    if let Some(end) = ["number", "integer", "unit"].into_iter().find_map(|word| eat_word(text, here, word)) {
        return ends(text, end).then_some(Rounding::Step(Decimal::ONE, None));
    }
    let (mark, number_at) =
        reader.currency_at(text, here).map_or((None, here), |(unit, end)| (Some(unit), skip_spaces(text, end, 1)));
    let (step, end) = step_at(text, number_at)?;
    let behind = eat_word(text, skip_spaces(text, end, 1), "of").map_or(end, |of| {
        let of = skip_spaces(text, of, 1);
        ["a", "an", "one"].into_iter().find_map(|word| eat_word(text, of, word)).unwrap_or(of)
    });
    let unit = mark.or_else(|| reader.unit_behind(text, behind).and_then(|found| found.unit));
    let whole_unit = number_at == here && end == here;
    (!whole_unit || unit.is_some()).then_some(Rounding::Step(step, unit))
}

/// The step at `at`: digits with a scale word, or a word; one where a unit alone follows (nearest dollar).
fn step_at(text: &str, at: usize) -> Option<(Decimal, usize)> {
    if digit_at(text, at).is_some() || byte_at(text, at) == b'.' && digit_at(text, at + 1).is_some() {
        let step = numeral::read_digits(text, at, Some(Separators::Point), false);
        return (step.trouble.is_none() && !step.value.is_zero()).then_some((step.value, step.end));
    }
    let exponent = |word: Word| match word {
        Word::Unit(10) => Some(1),
        Word::Hundred => Some(2),
        Word::Scale(exponent) => Some(exponent),
        Word::Ordinal(10, _) => Some(-1),
        Word::Power(exponent, _) => Some(-exponent),
        _ => None,
    };
    let plural = |at: usize| (eat_word(text, at, "tens"), 1);
    if let (Some(end), exponent) = plural(at) {
        return Some((Decimal::power_of_ten(exponent), end));
    }
    let mut found: Option<(i32, usize)> = None;
    let mut here = at;
    // ten thousand, hundred million
    while let Some((word, end)) = word_at(text, here)
        && let Some(next) = exponent(word)
    {
        found = Some((found.map_or(0, |found| found.0) + next, end));
        here = skip_spaces(text, end, 1);
        if byte_at(text, end) == b'-' {
            here = end + 1;
        }
    }
    match found {
        Some((exponent, end)) => Some((Decimal::power_of_ten(exponent), end)),
        None => Some((Decimal::ONE, at)),
    }
}

/// 四舍五入到百位, 精确到0.1, 精确至万元, 取整.
fn chinese(reader: &Reader, text: &str) -> Option<Rounding> {
    let words = ["四舍五入到", "四舍五入至", "四捨五入到", "四捨五入至", "精确到", "精确至", "精確到", "精確至"];
    let Some(at) = words.into_iter().find_map(|word| text.find(word).map(|at| at + word.len())) else {
        return (text.contains("取整") || text.contains("四舍五入为整数"))
            .then_some(Rounding::Step(Decimal::ONE, None));
    };
    let at = skip_spaces(text, at, 1);
    for (word, exponent) in [("整数", 0), ("个位", 0), ("十分位", -1), ("百分位", -2), ("千分位", -3), ("十位", 1)]
    {
        if eat(text, at, word).is_some() {
            return Some(Rounding::Step(Decimal::power_of_ten(exponent), None));
        }
    }
    let (step, end) = match digit_at(text, at) {
        Some(_) => step_at(text, at)?,
        None => match han::scale_at(text, at) {
            Some((exponent, end)) => (Decimal::power_of_ten(exponent), end),
            None => (Decimal::ONE, at),
        },
    };
    if eat(text, end, "位").is_some() {
        return Some(Rounding::Step(step, None));
    }
    let unit = reader.unit_behind(text, end).and_then(|found| found.unit);
    (unit.is_some() || end > at).then_some(Rounding::Step(step, unit))
}

/// True if no letter goes on at `at`.
fn ends(text: &str, at: usize) -> bool {
    !byte_at(text, at).is_ascii_alphanumeric()
}
