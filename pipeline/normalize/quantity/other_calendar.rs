//! Calendars beside the Gregorian one: what stands before a year goes in, the years to add or a refusal comes out.

use super::ends::Ends;
use super::text::{eat, eat_before, skip_spaces_back};
use super::{Class, NotQuantity, Reading, date};
use crate::source::Span;

/// What a word before a year says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// An era whose months and days are Gregorian: 民国113年 is 2024. The years to add, and where the word begins.
    Era(i32, usize),
    /// The lunar calendar, whose months are none of the Gregorian ones; where the word begins.
    Lunar(usize),
}

/// Words for the lunar calendar, and for those whose years are other ones too.
const LUNAR: [&str; 14] = [
    "农历",
    "農曆",
    "阴历",
    "陰曆",
    "旧历",
    "舊曆",
    "夏历",
    "夏曆",
    "佛历",
    "佛曆",
    "回历",
    "伊斯兰历",
    "藏历",
    "印度历",
];

static ENDS: Ends = Ends::of(&["国", "國", "正", "和", "成", "历", "曆"]);

/// False if no word before `at` names a calendar.
#[inline]
pub(super) fn may_stand_before(text: &str, at: usize, floor: usize) -> bool {
    ENDS.may_end(text, skip_spaces_back(text, at, 1, floor))
}

/// The calendar that the word before `at` names, if it begins behind `floor`.
pub(super) fn before(text: &str, at: usize, floor: usize) -> Option<Calendar> {
    const ERAS: [(&str, i32); 6] =
        [("民国", 1911), ("民國", 1911), ("大正", 1911), ("昭和", 1925), ("平成", 1988), ("令和", 2018)];
    if !may_stand_before(text, at, floor) {
        return None;
    }
    let end = skip_spaces_back(text, at, 1, floor);
    let ends = |word: &&str| text.get(floor..end).is_some_and(|rest| rest.ends_with(word));
    if let Some((word, years)) = ERAS.into_iter().find(|(word, _)| ends(word)) {
        return Some(Calendar::Era(years, end - word.len()));
    }
    LUNAR.into_iter().find(ends).map(|word| Calendar::Lunar(end - word.len()))
}

/// The offset behind what shows, at `at` behind a year, that its months are lunar: 农历, 正月, 冬月, 腊月.
pub(super) fn lunar_behind(text: &str, at: usize) -> Option<usize> {
    LUNAR.into_iter().chain(["正月", "冬月", "腊月", "臘月"]).find_map(|word| eat(text, at, word))
}

/// 公元前221年: a year before the calendar's first, which no date holds.
pub(super) fn before_christ(text: &str, at: usize, floor: usize) -> Option<Reading> {
    let start = eat_before(text, at, "公元前").or_else(|| eat_before(text, at, "西元前"))?;
    let (_, _, end) = date::run(text, at)?;
    let end = eat(text, end, "年")?;
    (start >= floor).then(|| Reading::Other(NotQuantity { class: Class::DatePart, span: Span::new(start, end) }))
}
