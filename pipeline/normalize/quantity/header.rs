//! Units that a header, a caption or a unit line gives: its text goes in, a unit and a power of ten come out.

use std::sync::LazyLock;

use super::amount::kind_of;
use super::lexicon::{Meaning, lexicon};
use super::text::{char_at, eat, skip_spaces};
use super::{Reader, han, registered};
use crate::model::{Kind, Unit, registry};
use crate::source::Span;

/// The unit that a header gives: 融资规模（亿美元） is USD times 10^8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderUnit {
    /// The unit; `None` where the header gives a scale only (参数数量/亿).
    pub unit: Option<Unit>,
    /// The power of ten.
    pub scale: i32,
    /// Where it stands in the header's text.
    pub span: Span,
}

/// The unit that a header, caption or unit line gives: `融资规模（亿美元）`, `参数数量/亿`, `大小（GB）`, `单位：百万元`,
/// `Revenue ($ millions)`, `Size, GB`. `None` if it names none.
///
/// A bare `$` is left to the report's currency: its unit is then `None` here and the scale stands.
pub fn header_unit(text: &str) -> Option<HeaderUnit> {
    PLAIN.header_unit(text)
}

/// The unit that a column's or a row's own heading states beyond doubt, and its text: in brackets, as its `%`, as all
/// that it says (`HK$'000`). Of a heading with levels, `Sales / Price (USD)`, the lowest that has one. One letter may
/// stand for anything.
pub fn stated_unit(title: &str) -> Option<(HeaderUnit, &str)> {
    PLAIN.stated_unit(title)
}

/// What a sign, code or name of money stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Currency {
    /// `€` is EUR.
    Of(Unit),
    /// `$` is one of these, by the report's country.
    OneOf(Vec<Unit>),
}

static PLAIN: LazyLock<Reader> = LazyLock::new(|| Reader::new(&super::Options::default()));

impl Reader {
    /// [`header_unit`] with the report's currencies for bare signs.
    pub fn header_unit(&self, text: &str) -> Option<HeaderUnit> {
        in_header(self, text)
    }

    /// The money that `name` as a whole stands for; `None` if it names something else.
    pub fn currency(&self, name: &str) -> Option<Currency> {
        let found = lexicon().at(name, 0).filter(|found| found.len == name.len())?;
        let is_money = |at: &u16| registry()[*at as usize].currency().is_some();
        match self.meaning(found.sense) {
            Meaning::Unit(at) => is_money(&at).then(|| Currency::Of(registered(at))),
            Meaning::Ambiguous => {
                let sense = lexicon().sense(found.sense);
                let all = || sense.by_country.iter().chain(&sense.elsewhere);
                all().all(is_money).then(|| Currency::OneOf(all().map(|at| registered(*at)).collect()))
            }
        }
    }

    /// [`stated_unit`] with the report's currencies for bare signs.
    pub fn stated_unit<'t>(&self, title: &'t str) -> Option<(HeaderUnit, &'t str)> {
        title.rsplit(" / ").find_map(|level| {
            let level = level.trim();
            let found = self.header_unit(level)?;
            let printed = &level[found.span.range()];
            let in_brackets = level[..found.span.start as usize].trim_end().ends_with(OPEN) && printed.len() > 1;
            let money = found.unit.as_ref().is_some_and(|unit| kind_of(Some(unit)) == Kind::Money);
            let whole = printed == level && (money || found.scale != 0);
            (in_brackets || whole || matches!(printed, "%" | "％")).then_some((found, printed))
        })
    }

    /// The unit that a line above a table states: `单位：万元`, `(In thousands of dollars)`, `Numbers in thousands`.
    pub fn line_unit(&self, text: &str) -> Option<HeaderUnit> {
        let found = self.header_unit(text).or_else(|| self.named_before(text, 0, text.trim_end().len()))?;
        let before = text[..found.span.start as usize].trim_end();
        let stated = before.is_empty() || before.ends_with(OPEN) || before.ends_with(['：', ':', '位']);
        (stated || found.scale != 0).then_some(found)
    }

    /// `US$ in millions`, `Amounts in thousands of euros`: a scale behind the last "in", its unit before or behind it.
    fn named_before(&self, text: &str, start: usize, end: usize) -> Option<HeaderUnit> {
        let at = start + text[start..end].rfind(" in ")?;
        let found = unit_text(self, text, at + 4).filter(|found| found.scale != 0)?;
        let start = skip_spaces(text, start, 2);
        let named = lexicon().at(text, start).filter(|named| start + named.len == at);
        let span = named.map_or(found.span, |_| Span::new(start, found.span.end as usize));
        let unit = named.and_then(|named| match self.meaning(named.sense) {
            Meaning::Unit(index) => Some(registered(index)),
            Meaning::Ambiguous => None,
        });
        Some(HeaderUnit { unit: found.unit.or(unit), span, ..found })
    }
}

const OPEN: [char; 4] = ['（', '(', '[', '【'];

fn in_header(reader: &Reader, text: &str) -> Option<HeaderUnit> {
    for label in ["单位：", "单位:", "单位", "單位：", "Unit:", "unit:", "Units:", "units:"] {
        if let Some(at) = text.find(label)
            && let Some(found) = unit_text(reader, text, at + label.len())
        {
            return Some(found);
        }
    }
    let mut close = text.len();
    for (at, c) in text.char_indices().rev() {
        let inner = at + c.len_utf8();
        if matches!(c, '）' | ')' | ']' | '】' | ',' | ';') {
            close = at;
        } else if OPEN.contains(&c)
            && let Some(found) =
                unit_text(reader, text, inner).or_else(|| reader.named_before(text, inner, close.max(inner)))
        {
            return Some(found);
        }
    }
    // A header that is a unit and nothing else: mg/L is one, and not something in L.
    let whole = unit_text(reader, text, 0)
        .filter(|found| found.span.end as usize == text.trim_end().len() && found.unit.is_some());
    if whole.is_some() {
        return whole;
    }
    for (at, c) in text.char_indices().rev() {
        if matches!(c, '/' | '／' | ',' | '，' | '：' | ':')
            && let Some(found) = unit_text(reader, text, at + c.len_utf8())
                .filter(|found| found.span.end as usize == text.trim_end().len())
        {
            return Some(found);
        }
    }
    // A header that ends in %.
    let end = text.trim_end();
    let percent = end.strip_suffix('%').or_else(|| end.strip_suffix('％'))?;
    Some(HeaderUnit { unit: Unit::from_code("%"), scale: 0, span: Span::new(percent.len(), end.len()) })
}

/// A scale and unit at `at`, up to a closing bracket or the end.
fn unit_text(reader: &Reader, text: &str, at: usize) -> Option<HeaderUnit> {
    let start = skip_spaces(text, at, 2);
    let mut here = start;
    for word in ["以", "按", "in ", "In ", "人民币计", "："] {
        here = eat(text, here, word).map_or(here, |end| skip_spaces(text, end, 2));
    }
    let mut scale = 0;
    let plain = lexicon().at(text, here).filter(|found| {
        let end = here + found.len;
        ends_header(text, end) || char_at(text, end).is_some_and(|c| matches!(c, ' ' | '百' | '万' | '亿' | '千'))
    });
    if plain.is_none() {
        if let Some((exponent, end)) = han::scale_at(text, here) {
            scale = exponent;
            here = skip_spaces(text, end, 1);
        } else if let Some((exponent, end)) = english_scale(text, here) {
            scale = exponent;
            here = skip_spaces(text, end, 1);
            here = eat(text, here, "of ").unwrap_or(here);
        }
    }
    let mut unit = None;
    let mut end = here;
    let mut named = false;
    if let Some(found) = lexicon().at(text, here) {
        end = here + found.len;
        named = true;
        if let Meaning::Unit(index) = reader.meaning(found.sense) {
            let (rated, below, rate_end) = reader.rate(text, registered(index), end);
            unit = Some(rated);
            scale += below;
            end = rate_end;
        }
        let next = skip_spaces(text, end, 1);
        if scale == 0
            && unit.as_ref().is_none_or(|unit| unit.denominator.is_none())
            && let Some((exponent, behind)) = english_scale(text, next).or_else(|| han::scale_at(text, next))
        {
            scale = exponent;
            end = behind;
        }
    }
    // 单位：人民币万元 names the money before the scale and behind it.
    if scale != 0
        && let (Some(of), Some((again, behind))) = (&unit, reader.currency_at(text, end))
        && *of == again
    {
        end = behind;
    }
    let mut behind = skip_spaces(text, end, 4);
    if let Some(label) = ["币种：", "币种:", "幣種：", "幣種:"].into_iter().find_map(|label| eat(text, behind, label))
    {
        // 单位：万元 币种：美元
        let (currency, end) = reader.currency_at(text, skip_spaces(text, label, 1))?;
        unit = unit.map(|of| Unit { numerator: currency.numerator, ..of });
        behind = skip_spaces(text, end, 2);
    }
    ((named || scale != 0) && ends_header(text, behind)).then(|| HeaderUnit {
        unit,
        scale,
        span: Span::new(start, end),
    })
}

fn ends_header(text: &str, at: usize) -> bool {
    char_at(text, at)
        .is_none_or(|c| matches!(c, '）' | ')' | ']' | '】' | ',' | '，' | ';' | '；' | '。' | '\n' | '\r'))
}

fn english_scale(text: &str, at: usize) -> Option<(i32, usize)> {
    if let Some((super::word::Word::Scale(exponent), end)) = super::word::word_at(text, at) {
        return Some((exponent, end));
    }
    // RMB'000
    if let Some(end) = ["'000", "’000", "000s"].into_iter().find_map(|zeros| eat(text, at, zeros)) {
        return Some((3, end));
    }
    let word = super::text::letters(text, at);
    let exponent = match word {
        "k" | "K" => 3,
        "m" | "M" | "mn" | "MM" | "mm" => 6,
        "bn" | "B" | "b" => 9,
        "tn" => 12,
        _ => return None,
    };
    Some((exponent, at + word.len()))
}
