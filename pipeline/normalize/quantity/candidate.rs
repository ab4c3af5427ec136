//! What stands at a candidate: an offset and what may begin there go in, the reading that begins there comes out.

use super::amount::{Mark, kind_of};
use super::fraction::{half, tenths, up_to};
use super::numeral::{Form, Numeral};
use super::scan::{Candidate, Sort};
use super::slash::Slash;
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, digit_before, eat, letters, letters_before, skip_spaces,
    skip_spaces_back, word_before,
};
use super::trouble::{spaced, too_long};
use super::unit::{UnitFound, is_money};
use super::{
    Class, NotQuantity, Reader, Reading, Trouble, affix, date, han, name, numeral, other_calendar, vague, words,
    words_fraction,
};
use crate::model::{Decimal, Interval, Kind, Qualifier};
use crate::source::Span;

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
        } else if before == b'\n'
            && let Some(found) = name::hyphenated(text, at)
        {
            return Some(found);
        }
        if !glued && byte_at(text, at) != b'.' {
            if before == 0x8D
                && let Some(found) = other_calendar::before_christ(text, at, floor)
            {
                return Some(found);
            }
            // More digits than eight are no date and number nothing.
            if let Some(run) = date::run(text, at)
                && let Some(found) =
                    self.date_of_digits(text, at, floor, run).or_else(|| name::numbered(self, text, at, run, floor))
            {
                return Some(found);
            }
        }
        let mark = self.mark_before(text, at, floor);
        let separators = self.options.separators;
        // US$-3.2m: the sign parts the currency from the digits.
        let money = mark.is_some()
            || matches!(before, b'-' | 0x92)
                && affix::sign(text, at, floor).is_some_and(|sign| self.mark_before(text, sign.start, floor).is_some());
        let mut numeral = numeral::read_digits(text, at, separators, money);
        let next = byte_at(text, numeral.end);
        if next == 0xEF
            && let Some(end) = numeral::wide_groups(text, &numeral)
            // "$20，300美元" are two amounts.
            && (mark.is_none() || self.unit_behind(text, end).is_none())
        {
            return Some(spaced(text, Span::new(numeral.start, end)));
        }
        if next == b' ' {
            match byte_at(text, numeral.end + 1) {
                b'o' if numeral.is_integer() => numeral = words_fraction::over(text, numeral),
                b'i' if numeral.is_integer() => {
                    if let Some(part) = words_fraction::part_of(text, &numeral) {
                        return Some(self.finish(part, None, floor, text));
                    }
                }
                b'0'..=b'9' => {
                    let unit = |end| self.unit_behind(text, end).is_some_and(|found| !is_share(&found));
                    let groups = || numeral::spaced_amount(text, &numeral, |end| mark.is_some() || unit(end));
                    if let Some(end) = numeral::spaced_groups(text, &numeral).or_else(groups) {
                        return Some(spaced(text, Span::new(numeral.start, end)));
                    }
                }
                _ => {}
            }
        }
        if next == b's'
            && let Some(found) = name::decade(text, &numeral)
        {
            return Some(found);
        }
        if numeral.form == Form::Fraction
            && before != b'/'
            && let Some(found) = self.slash(text, &numeral, mark.is_some())
        {
            match (found, name::over_line(text, &numeral)) {
                (Slash::Listed(first), _) => numeral = first,
                (_, Some(found)) | (Slash::Refused(found), None) => return Some(found),
                (Slash::Quotient, None) => {}
            }
        }
        // The rest of a list: 1,2,3 and 25/20/16倍
        let listed = numeral.trouble == Some(Trouble::Malformed) && before == b','
            || numeral.form == Form::Fraction && before == b'/';
        if listed && at == floor + 1 {
            let mut end = at;
            while let Some((_, len)) = digit_at(text, end) {
                end += len;
            }
            numeral = numeral::read_digits(&text[..end], at, separators, false);
        }
        if let Some(trouble) = numeral.trouble {
            return Some(self.troubled(text, numeral, trouble));
        }
        let here = skip_spaces(text, numeral.end, 2);
        if byte_at(text, here) == 0xE5
            && matches!(char_at(text, here), Some('分' | '又'))
            && let Some(found) = self.over_han(text, numeral, floor)
        {
            return Some(found);
        }
        if byte_before(text, at) == 0xAC && char_before(text, at) == Some('第') && at - 3 >= floor {
            return Some(self.ordinal(text, numeral, floor));
        }
        if matches!(byte_at(text, skip_spaces(text, numeral.end, 1)), 0xE6)
            && let Some((numeral, unit)) = tenths(text, &numeral)
        {
            return Some(self.finish(numeral, Some(unit), floor, text));
        }
        if byte_at(text, numeral.end).is_ascii_alphabetic()
            && mark.is_none()
            && let Some(ordinal) = ordinal_suffix(text, numeral)
        {
            return Some(self.ordinal(text, ordinal, floor));
        }
        self.amount(text, &mut numeral, mark, floor)
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
        if let Some(end) = eat(text, at, "百分百") {
            let numeral = Numeral::new(Decimal::new(100, 0), at, end, Form::Han);
            return self.plain(numeral, crate::model::Unit::from_code("%"), Kind::Percent);
        }
        if let Some(end) = eat(text, at, "一半") {
            let mut numeral = Numeral::new(Decimal::new(5, 1), at, end, Form::Han);
            numeral.decimals = 1;
            numeral.wide = 1;
            return self.amount(text, &mut numeral, None, floor);
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
            Some(han::Part::Half) => match self.half_price(text, at) {
                Some(found) => return Some(found),
                None => vague::half_passed(text, at).or_else(|| half(text, at)),
            },
            Some(han::Part::Small(_) | han::Part::Big(_)) => self.scale_first(text, at, floor),
            _ => han::read(text, at, self.options.separators),
        };
        let Some(mut numeral) = numeral else {
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
            return Some(self.finish(found.0, Some(found.1), floor, text));
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
        let mark = self.mark_of_han(text, &numeral, floor);
        self.amount(text, &mut numeral, mark, floor)
    }

    /// 人民币叁佰万元, 美元五百万: the currency before a numeral that counts nothing else.
    fn mark_of_han(&self, text: &str, numeral: &Numeral, floor: usize) -> Option<Mark> {
        if numeral.form != Form::Han || numeral.bounds.is_some() {
            return None;
        }
        let mark = self.mark_before(text, numeral.start, floor)?;
        let behind = self.unit_behind(text, numeral.end);
        behind.is_none_or(|found| found.index().is_some_and(is_money)).then_some(mark)
    }

    /// A numeral that begins with a scale word: 百万, 近百家, 数以亿计.
    fn scale_first(&self, text: &str, at: usize, floor: usize) -> Option<Numeral> {
        if let Some(idiom) = vague::idiom(text, at, floor) {
            return Some(idiom);
        }
        match han::read(text, at, self.options.separators) {
            Some(found) if found.implicit => Some(Numeral { more: found.more || vague::passes(text, at), ..found }),
            Some(found) => Some(found),
            None => vague::bare_scale(text, at, floor),
        }
    }

    fn word(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        let joined = byte_before(text, at).is_ascii_digit() || matches!(byte_before(text, at), b'\'' | b'_' | b'@');
        if joined {
            return None;
        }
        let mut numeral = words::read(text, at, floor)?;
        if numeral.form == Form::Fraction && byte_at(text, numeral.end) == b' ' {
            // a third to a half
            numeral = up_to(numeral, words_fraction::fraction_behind(text, numeral.end));
        }
        if let Some(trouble) = numeral.trouble {
            return Some(self.troubled(text, numeral, trouble));
        }
        if numeral.form == Form::Ordinal
            && let Some(Ok(found)) = self.date_english_digits(text, numeral.start, 0, 2, numeral.end)
        {
            return Some(date::quantity(found.days, Kind::Date, Span::new(numeral.start, found.end)));
        }
        if numeral.form == Form::Ordinal
            && let Some(which) = numeral.value.coefficient_at(0).and_then(|value| u32::try_from(value).ok())
            && let Some(found) = self.part_in_words(text, which, numeral.end)
        {
            return Some(date::quantity(found.days, Kind::Date, Span::new(numeral.start, found.end)));
        }
        if numeral.form == Form::Ordinal {
            return if words_not_ordinal(text, &numeral) { None } else { Some(self.ordinal(text, numeral, floor)) };
        }
        if name::is_pronoun(text, &numeral) && self.unit_behind(text, numeral.end).is_none() {
            return None;
        }
        if byte_at(text, numeral.end) == b' '
            && let Some(end) = words::unknown_scale(text, numeral.end + 1)
        {
            return Some(self.troubled(text, Numeral { end, ..numeral }, Trouble::UnknownScale));
        }
        if let Some(part) = words_fraction::part_of(text, &numeral) {
            return Some(self.finish(part, None, floor, text));
        }
        if words_fraction::names_half(text, &numeral) {
            return None;
        }
        // half a percent, a quarter of an hour
        if numeral.form == Form::Fraction
            && let Some(article) = words_fraction::article_behind(text, numeral.end)
            && let Some(unit) = self.unit_behind(text, article)
        {
            return Some(self.finish(numeral, Some(unit), floor, text));
        }
        let mark = self.mark_before(text, numeral.start, floor);
        self.amount(text, &mut numeral, mark, floor)
    }

    fn sign(&self, text: &str, at: usize, floor: usize) -> Option<Reading> {
        if let Some(((above, below), end)) = numeral::vulgar(text, at) {
            let mut numeral = words_fraction::scaled_fraction(text, numeral::quotient(above, below, at, end)?);
            return self.amount(text, &mut numeral, self.mark_before(text, at, floor), floor);
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

    /// True for 十四五: a five-year plan, not fourteen or fifteen, unless something is counted; and for 二十大, a congress.
    fn is_plan(&self, text: &str, numeral: &Numeral) -> bool {
        if let "十七" | "十八" | "十九" | "二十" = &text[numeral.start..numeral.end]
            && let Some(end) = eat(text, numeral.end, "大")
        {
            let words = ["报告", "以来", "会议", "精神", "代表", "召开", "期间", "后", "前"];
            return words.into_iter().any(|word| eat(text, end, word).is_some())
                || !char_at(text, end).is_some_and(char::is_alphabetic);
        }
        let mut characters = text[numeral.start..numeral.end].chars();
        let plan = characters.next() == Some('十')
            && characters.next().is_some_and(|c| "一二三四".contains(c))
            && characters.next() == Some('五')
            && characters.next().is_none();
        let named = ["期间", "时期", "规划", "计划", "末", "初", "以来"].into_iter();
        plan && (named.into_iter().any(|word| eat(text, numeral.end, word).is_some())
            || self.unit_behind(text, numeral.end).is_none())
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
}

/// True for a unit in percent: "Stores 5 100%" has two columns.
fn is_share(found: &UnitFound) -> bool {
    kind_of(found.unit.as_ref()) == Kind::Percent
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
