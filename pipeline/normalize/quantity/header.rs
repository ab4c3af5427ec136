//! Units that a header, a caption or a unit line gives: its text goes in, a unit and a power of ten come out.

use std::sync::LazyLock;

use super::amount::kind_of;
use super::headings::is_time;
use super::lexicon::{Meaning, lexicon};
use super::text::{byte_at, char_at, eat, skip_spaces};
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
            let before = level[..found.span.start as usize].trim_end();
            // 金额（单位：万元）
            let labelled = LABELS.into_iter().any(|label| before.ends_with(label));
            let in_brackets = labelled || before.ends_with(OPEN) && printed.len() > 1;
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

    /// The unit that `text` is and nothing else: `RMB million`, `In US$ thousands`, `£m`, 万吨. Units of time and single
    /// letters may be something else.
    pub fn whole_unit(&self, text: &str) -> Option<HeaderUnit> {
        let text = text.trim();
        let found = unit_text(self, text, 0).filter(|found| found.span.end as usize == text.len())?;
        let unit = found.unit.as_ref()?;
        let plain = found.scale == 0 && (text.chars().count() == 1 && text.is_ascii() && text != "%" || is_time(unit));
        (!plain).then_some(found)
    }

    /// The unit that a line of a title states for the table below it: `RMB million`, `Segments (RMB'000)`, 金额单位为百万元,
    /// `All amounts in thousands of euros unless otherwise stated.` Running text states none, and a title with two units
    /// does not say which.
    pub fn title_unit(&self, line: &str) -> Option<HeaderUnit> {
        let line = line.trim().trim_end_matches(['.', '。', ' ']);
        let bare = line.strip_prefix(OPEN).and_then(|line| line.strip_suffix(CLOSE)).unwrap_or(line);
        if let Some(found) = self.whole_unit(bare) {
            let counted = kind_of(found.unit.as_ref()) == Kind::Count && found.scale == 0;
            return (!counted || bare.len() < line.len()).then_some(found);
        }
        for label in ["单位：", "单位:", "單位：", "单位为", "單位為", "单位均为"] {
            if let Some(at) = line.find(label) {
                return unit_text(self, line, at + label.len()).filter(|found| found.unit.is_some());
            }
        }
        let end = [" unless ", ", unless", ", except", " except "].into_iter().filter_map(|word| bare.find(word)).min();
        if let Some(found) = self.named_before(&bare[..end.unwrap_or(bare.len())], 0, end.unwrap_or(bare.len()))
            && found.unit.is_some()
        {
            return Some(found);
        }
        let inside = line.strip_suffix(CLOSE)?;
        let open = inside.rfind(OPEN)?;
        let inner = open + inside[open..].chars().next().map_or(1, char::len_utf8);
        let found = unit_text(self, line, inner).filter(|found| found.span.end as usize == inside.len());
        let found = found.or_else(|| self.named_before(inside, inner, inside.len()))?;
        let unit = found.unit.as_ref()?;
        let letter = found.scale == 0 && inside.len() - inner == 1 && !inside.ends_with('%');
        let other = line[..open].contains(OPEN) && self.header_unit(&line[..open]).is_some();
        let open_to_doubt = letter || other || found.scale == 0 && is_time(unit);
        (!open_to_doubt).then_some(found)
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

/// Words that a unit follows.
const LABELS: [&str; 9] = ["单位：", "单位:", "单位为", "单位", "單位：", "Unit:", "unit:", "Units:", "units:"];

const OPEN: [char; 4] = ['（', '(', '[', '【'];
const CLOSE: [char; 4] = ['）', ')', ']', '】'];

fn in_header(reader: &Reader, text: &str) -> Option<HeaderUnit> {
    for label in LABELS {
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
    // RMB'000, (£000), Sales (000)
    const ZEROS: [(&str, i32); 6] = [("'000", 3), ("’000", 3), ("000s", 3), ("000's", 3), ("000,000", 6), ("000", 3)];
    let zeros = ZEROS.into_iter().find_map(|(zeros, exponent)| Some((exponent, eat(text, at, zeros)?)));
    if let Some((_, end)) = zeros
        && !byte_at(text, end).is_ascii_alphanumeric()
    {
        return zeros;
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
