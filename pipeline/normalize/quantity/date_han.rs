//! Chinese dates: the offset of a year or month goes in, its days and its end come out.

use super::Reader;
use super::calendar::{Days, day, half, months, quarter, year};
use super::date::{DateFound, Stop};
use super::han::{self, Part};
use super::text::{char_at, digit_at, eat, skip_spaces};

/// A small number at `at`: Arabic digits or a Chinese numeral below 100; its value, digits and end.
fn number(text: &str, at: usize) -> Option<(u32, usize, usize)> {
    let (mut value, mut len, mut end) = (0u32, 0, at);
    while let Some((digit, bytes)) = digit_at(text, end) {
        value = value.saturating_mul(10).saturating_add(digit.into());
        len += 1;
        end += bytes;
    }
    if len > 0 {
        return Some((value, len, end));
    }
    let begins = char_at(text, at).and_then(han::part);
    if !matches!(begins, Some(Part::Digit(..) | Part::Small(1) | Part::Zero | Part::Tens(_))) {
        return None;
    }
    // By places (二〇二四) or with 十 (三十一).
    let mut tens = None;
    while let Some(c) = char_at(text, end) {
        match han::part(c) {
            Some(Part::Digit(digit, false)) => {
                value = value.saturating_mul(if tens.is_some() { 1 } else { 10 }).saturating_add(digit.into())
            }
            Some(Part::Zero) => value = value.saturating_mul(10),
            Some(Part::Small(1)) if tens.is_none() => {
                value = if value == 0 { 10 } else { value.saturating_mul(10) };
                tens = Some(());
            }
            Some(Part::Tens(count)) if len == 0 => {
                value = u32::from(count) * 10;
                tens = Some(());
            }
            _ => break,
        }
        len += 1;
        end += c.len_utf8();
        if len > 8 {
            return None;
        }
    }
    Some((value, len, end))
}

impl Reader {
    /// The date at `at` that begins with a year and 年, or with a month and 月.
    ///
    /// `era` is what to add to the year, 0 for years of our era.
    pub(super) fn date_han(&self, text: &str, at: usize, era: i32) -> Option<Result<DateFound, Stop>> {
        let (value, len, end) = number(text, at)?;
        if len == 1
            && era == 0
            && text.as_bytes().get(end) == Some(&b' ')
            && let Some(found) = self.spaced_year(text, at)
        {
            return Some(found);
        }
        let here = skip_spaces(text, end, 1);
        match char_at(text, here)? {
            '年' if era != 0 && len <= 3 => self.year_han(text, at, value.saturating_add_signed(era), 4, here + 3),
            _ if era != 0 => None,
            '年' => self.year_han(text, at, value, len, here + 3),
            '月' => Some(match month_day(text, value, here + 3) {
                Some(end) => Err(Stop::DatePart(end)),
                None => return None,
            }),
            '世' => decade(text, value, here),
            // 第12号 orders.
            '日' | '号' if text[..at].ends_with('第') => None,
            // 20日元 is an amount of yen.
            '日' if matches!(char_at(text, here + 3), Some('元' | '圆' | '圓')) => None,
            '日' | '号' if len <= 2 && (1..=31).contains(&value) && (text.as_bytes().get(end) != Some(&b' ')) => {
                Some(Err(Stop::DatePart(here + 3)))
            }
            _ => None,
        }
    }

    /// 二 〇 二 四 年 and 2 0 2 4 年, as title pages print them: a space behind each digit.
    pub(super) fn spaced_year(&self, text: &str, at: usize) -> Option<Result<DateFound, Stop>> {
        let (mut value, mut here) = (0, at);
        for _ in 0..4 {
            let (digit, end) = match char_at(text, here).and_then(han::part) {
                Some(Part::Digit(digit, false)) => (digit, here + 3),
                Some(Part::Zero) => (0, here + 3),
                _ => digit_at(text, here).map(|(digit, len)| (digit, here + len))?,
            };
            value = value * 10 + u32::from(digit);
            here = eat(text, end, " ")?;
        }
        self.year_han(text, at, value, 4, eat(text, here, "年")?)
    }

    fn year_han(
        &self,
        text: &str,
        at: usize,
        value: u32,
        len: usize,
        behind: usize,
    ) -> Option<Result<DateFound, Stop>> {
        // 90年代 names no century.
        if len == 2
            && value.is_multiple_of(10)
            && let Some(end) = eat(text, behind, "代")
        {
            return Some(Err(Stop::DatePart(end)));
        }
        // 20年 is a stretch of time; only a month behind it makes it a year.
        let found = |days: Option<Days>, end| days.map(|days| Ok(DateFound { days, end }));
        let month = part(text, skip_spaces(text, behind, 1), "月");
        let year_number = match len {
            4 if (1000..=2999).contains(&value) => value as i32,
            2 if month.is_some_and(|(month, _)| (1..=12).contains(&month)) || is_part(text, behind) => {
                match self.century(value) {
                    Some(year) => year,
                    None => {
                        let mut end = month.map_or(behind, |month| month.1);
                        if let Some((_, behind)) = part(text, skip_spaces(text, end, 1), "日") {
                            end = behind;
                        }
                        return Some(Err(Stop::Ambiguous {
                            end,
                            readings: vec![format!("19{value:02}"), format!("20{value:02}")],
                            settle: Some("published = \"2024-06-13\""),
                        }));
                    }
                }
            }
            // 公元79年
            1..=3 if text[..at].ends_with("公元") && value > 0 => value as i32,
            _ => return None,
        };
        // 年代 is a decade, 年 with 多 or 前 before no date.
        if eat(text, behind, "代").is_some() {
            return found(
                months(year_number, 1, 12).and(months(year_number + 9, 1, 12)).map(|last| Days {
                    first: months(year_number, 1, 1).map_or(last.first, |d| d.first),
                    last: last.last,
                }),
                behind + 3,
            );
        }
        if let Some((month, end)) = month.filter(|(month, _)| (1..=12).contains(month)) {
            let here = skip_spaces(text, end, 1);
            // 6月13—15日
            if let Some((first, _, first_end)) = number(text, here)
                && let Some((second_at, _)) = super::date_period::connector(text, first_end)
                && let Some((last, end)) = part(text, second_at, "日")
                && let (Some(from), Some(to)) = (day(year_number, month, first), day(year_number, month, last))
                && from.first < to.last
            {
                return found(Some(Days { first: from.first, last: to.last }), end);
            }
            let day_part =
                part(text, here, "日").or_else(|| part(text, here, "号")).or_else(|| lunar_or_bare_day(text, at, here));
            return match day_part {
                Some((number, behind)) => match day(year_number, month, number) {
                    Some(days) => Some(Ok(DateFound { days, end: behind })),
                    None => Some(Err(Stop::NoSuchDay(behind))),
                },
                None => found(months(year_number, month, 1), end),
            };
        }
        if let Some((13.., end)) = month {
            return Some(Err(Stop::NoSuchDay(end)));
        }
        // 2018年1-6月
        if let Some((first, _, first_end)) = number(text, skip_spaces(text, behind, 1))
            && let Some((second_at, _)) = super::date_period::connector(text, first_end)
            && let Some((last, end)) = part(text, second_at, "月")
            && (1..=12).contains(&first)
            && (first..=12).contains(&last)
        {
            return found(months(year_number, first, last - first + 1), end);
        }
        // 2018年一至三季度
        if let Some((first @ 1..=3, _, first_end)) = number(text, skip_spaces(text, behind, 1))
            && let Some((second_at, _)) = super::date_period::connector(text, first_end)
            && let Some((last @ 2..=4, end)) = part(text, second_at, "季度")
            && first < last
        {
            return found(months(year_number, first * 3 - 2, (last - first + 1) * 3), end);
        }
        let here = eat(text, behind, "的").unwrap_or(behind);
        let here = skip_spaces(text, here, 1);
        // 2024年前三季度
        if let Some(start) = eat(text, here, "前")
            && let Some((count @ 1..=3, _, end)) = number(text, start)
            && let Some(end) = ["季度", "个季度"].into_iter().find_map(|word| eat(text, end, word))
        {
            return found(months(year_number, 1, count * 3), end);
        }
        let first_half = ["上半年", "前半年", "上半年度"];
        let second_half = ["下半年", "后半年", "後半年"];
        if let Some(end) = first_half.iter().find_map(|word| eat(text, here, word)) {
            return found(half(year_number, 1), end);
        }
        if let Some(end) = second_half.iter().find_map(|word| eat(text, here, word)) {
            return found(half(year_number, 2), end);
        }
        if let Some(part) = super::date_numeric::part_of_year(text, here, year_number) {
            return found(Some(part.days), part.end);
        }
        if let Some((number, end)) = quarter_han(text, here) {
            return found(quarter(year_number, number), end);
        }
        if let Some((number, end)) = ordinal_month(text, here) {
            return found(months(year_number, number, 1), end);
        }
        for (words, first) in [(["前"], true), (["最后"], false), (["最後"], false)] {
            if let Some(behind) = words.iter().find_map(|word| eat(text, here, word))
                && let Some((count, _, end)) = number(text, skip_spaces(text, behind, 1))
                && let Some(end) =
                    ["个月", "個月"].into_iter().find_map(|word| eat(text, skip_spaces(text, end, 1), word))
                && (1..=11).contains(&count)
            {
                return found(months(year_number, if first { 1 } else { 13 - count }, count), end);
            }
        }
        if eat(text, behind, "度").is_some() {
            return found(year(year_number), behind + 3);
        }
        found(year(year_number), behind)
    }

    /// The year that two digits stand for, if the report's date makes it plain.
    pub(super) fn century(&self, two_digits: u32) -> Option<i32> {
        let published = super::calendar::year_of(self.options.report_date?);
        let this = published - published.rem_euclid(100) + two_digits as i32;
        // A report speaks of the past and of the next ten years.
        Some(if this > published + 10 { this - 100 } else { this })
    }
}

/// The last day of a period whose first date alone names the year: 2018年1月至6月, 2024年1月1日至3月31日, 6月13—15日.
pub(super) fn second_han(text: &str, at: usize, first: Days) -> Option<DateFound> {
    let (year, month) = super::calendar::month_of(first.first)?;
    let precision = super::calendar::precision_of(first.first, first.last);
    // 2024年一季度至三季度, 2024Q1-Q3
    if precision == super::calendar::DatePrecision::Quarter {
        return super::date_numeric::part_of_year(text, at, year).or_else(|| {
            let (number, end) = quarter_han(text, at)?;
            Some(DateFound { days: quarter(year, number)?, end })
        });
    }
    let exact = precision == super::calendar::DatePrecision::Day;
    if !exact && precision != super::calendar::DatePrecision::Month {
        return None;
    }
    let day_at = |at: usize| part(text, at, "日").or_else(|| part(text, at, "号"));
    let found = |days: Option<Days>, end| days.map(|days| DateFound { days, end });
    if let Some((month, end)) = part(text, at, "月").filter(|(month, _)| (1..=12).contains(month)) {
        return match day_at(skip_spaces(text, end, 1)) {
            Some((number, end)) => found(day(year, month, number), end),
            None => found(months(year, month, 1), end),
        };
    }
    let (number, end) = day_at(at).filter(|_| exact)?;
    found(day(year, month, number), end)
}

/// 20世纪90年代; a century alone dates nothing.
fn decade(text: &str, century: u32, at: usize) -> Option<Result<DateFound, Stop>> {
    let behind = eat(text, at, "世纪").or_else(|| eat(text, at, "世紀"))?;
    let of_years = || {
        let (years, _, end) = number(text, skip_spaces(text, behind, 1))?;
        let end = eat(text, skip_spaces(text, end, 1), "年代")?;
        let first = (century.checked_sub(1)? * 100 + years) as i32;
        let days = Days { first: year(first)?.first, last: year(first + 9)?.last };
        (years < 100 && years.is_multiple_of(10)).then_some(DateFound { days, end })
    };
    (1..=29).contains(&century).then(|| of_years().ok_or(Stop::DatePart(behind)))
}

/// True if what stands behind 24年 at `at` is a part of that year or dates from it: 24年Q3, 24年上半年, 24年底, 24年报.
fn is_part(text: &str, at: usize) -> bool {
    const WORDS: [&str; 8] = ["上半年", "下半年", "前三季度", "全年", "底", "末", "初", "报"];
    let months = || {
        let (second_at, _) = super::date_period::connector(text, number(text, at)?.2)?;
        part(text, second_at, "月")
    };
    WORDS.into_iter().any(|word| eat(text, at, word).is_some())
        || months().is_some()
        || super::date_numeric::part_of_year(text, at, 2000).is_some()
        || quarter_han(text, at).is_some()
}

/// The offset behind a month, and behind its day, at `at`.
pub(super) fn month_and_day(text: &str, at: usize) -> Option<usize> {
    let end = part(text, at, "月").map_or(at, |month| month.1);
    let day = number(text, eat(text, end, "初").unwrap_or(end)).map(|day| day.2);
    day.map(|end| eat(text, end, "日").unwrap_or(end)).or((end > at).then_some(end))
}

/// A number and `word`: what 12月 and 31日 say.
fn part(text: &str, at: usize, word: &str) -> Option<(u32, usize)> {
    let (value, len, end) = number(text, at)?;
    if len > 3 {
        return None;
    }
    let end = eat(text, skip_spaces(text, end, 1), word)?;
    // 8个月 is a stretch; 8月 is August.
    Some((value, end))
}

/// A day without 日: 八月十五 in a date that names its year, in Chinese numerals.
fn lunar_or_bare_day(text: &str, _at: usize, here: usize) -> Option<(u32, usize)> {
    if digit_at(text, here).is_some() {
        return None;
    }
    let start = eat(text, here, "初").unwrap_or(here);
    let (value, _, end) = number(text, start)?;
    let ends = char_at(text, end).is_none_or(|c| !c.is_alphabetic() || "在是的起至到前后举".contains(c));
    (ends && (1..=31).contains(&value)).then_some((value, end))
}

/// 第三季度, 三季度, Q3 behind a year.
fn quarter_han(text: &str, at: usize) -> Option<(u32, usize)> {
    let start = eat(text, at, "第").unwrap_or(at);
    let (value, _, end) = number(text, start)?;
    let end = eat(text, end, "季度").or_else(|| eat(text, end, "季"))?;
    (1..=4).contains(&value).then_some((value, end))
}

/// 第三个月 behind a year.
fn ordinal_month(text: &str, at: usize) -> Option<(u32, usize)> {
    let (value, _, end) = number(text, eat(text, at, "第")?)?;
    let end = ["个月", "個月"].into_iter().find_map(|word| eat(text, end, word))?;
    (1..=12).contains(&value).then_some((value, end))
}

/// A month without a year, with or without a day: the offset behind it.
fn month_day(text: &str, month: u32, behind: usize) -> Option<usize> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let here = skip_spaces(text, behind, 1);
    let day = part(text, here, "日").or_else(|| part(text, here, "号"));
    let end = day.map_or(behind, |day| day.1);
    // 三月 and 3月 alone are months; 一月份 as well.
    let end = eat(text, end, "份").unwrap_or(end);
    Some(end)
}
