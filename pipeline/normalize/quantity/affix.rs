//! What stands before and behind a number and changes it: its sign and its hedges (about, 超过, 以上).

use std::sync::LazyLock;

use super::ends::Ends;
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_before, eat, eat_before, eat_word, skip_spaces, skip_spaces_back,
    word_before,
};
use super::trie::Trie;
use crate::model::Qualifier;
use crate::source::Span;

/// Words before a number.
const BEFORE_HAN: &[(&str, Qualifier)] = &[
    ("不超过", Qualifier::AtMost),
    ("不高于", Qualifier::AtMost),
    ("不多于", Qualifier::AtMost),
    ("不大于", Qualifier::AtMost),
    ("不少于", Qualifier::AtLeast),
    ("不低于", Qualifier::AtLeast),
    ("不小于", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("最少", Qualifier::AtLeast),
    ("大于等于", Qualifier::AtLeast),
    ("小于等于", Qualifier::AtMost),
    ("大于或等于", Qualifier::AtLeast),
    ("等于或大于", Qualifier::AtLeast),
    ("高于或等于", Qualifier::AtLeast),
    ("等于或高于", Qualifier::AtLeast),
    ("多于或等于", Qualifier::AtLeast),
    ("等于或多于", Qualifier::AtLeast),
    ("达到或超过", Qualifier::AtLeast),
    ("达到或高于", Qualifier::AtLeast),
    ("等于或超过", Qualifier::AtLeast),
    ("小于或等于", Qualifier::AtMost),
    ("等于或小于", Qualifier::AtMost),
    ("低于或等于", Qualifier::AtMost),
    ("等于或低于", Qualifier::AtMost),
    ("少于或等于", Qualifier::AtMost),
    ("等于或少于", Qualifier::AtMost),
    ("大于或者等于", Qualifier::AtLeast),
    ("等于或者大于", Qualifier::AtLeast),
    ("高于或者等于", Qualifier::AtLeast),
    ("达到或者超过", Qualifier::AtLeast),
    ("等于或者超过", Qualifier::AtLeast),
    ("超过或等于", Qualifier::AtLeast),
    ("超过或者等于", Qualifier::AtLeast),
    ("小于或者等于", Qualifier::AtMost),
    ("等于或者小于", Qualifier::AtMost),
    ("低于或者等于", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("最多", Qualifier::AtMost),
    ("高达", Qualifier::AtMost),
    ("多达", Qualifier::AtMost),
    ("超过", Qualifier::MoreThan),
    ("超過", Qualifier::MoreThan),
    ("超出", Qualifier::MoreThan),
    ("超过了", Qualifier::MoreThan),
    ("突破了", Qualifier::MoreThan),
    ("突破", Qualifier::MoreThan),
    ("大于", Qualifier::MoreThan),
    ("多于", Qualifier::MoreThan),
    ("高于", Qualifier::MoreThan),
    ("逾", Qualifier::MoreThan),
    ("超", Qualifier::MoreThan),
    ("不足", Qualifier::LessThan),
    ("不到", Qualifier::LessThan),
    ("不及", Qualifier::LessThan),
    ("不满", Qualifier::LessThan),
    ("未达", Qualifier::LessThan),
    ("未到", Qualifier::LessThan),
    ("不止", Qualifier::MoreThan),
    ("超越", Qualifier::MoreThan),
    ("未满", Qualifier::LessThan),
    ("小于", Qualifier::LessThan),
    ("少于", Qualifier::LessThan),
    ("低于", Qualifier::LessThan),
    ("将近", Qualifier::LessThan),
    ("接近", Qualifier::LessThan),
    ("近", Qualifier::LessThan),
    ("大约", Qualifier::About),
    ("大概", Qualifier::About),
    ("差不多", Qualifier::About),
    ("几乎", Qualifier::LessThan),
    ("大约为", Qualifier::About),
    ("大约有", Qualifier::About),
    ("约等于", Qualifier::About),
    ("约计", Qualifier::About),
    ("约达", Qualifier::About),
    ("约为", Qualifier::About),
    ("约合", Qualifier::About),
    ("约占", Qualifier::About),
    ("约有", Qualifier::About),
    ("约", Qualifier::About),
    ("約", Qualifier::About),
    ("上", Qualifier::AtLeast),
];

const BEFORE_ENGLISH: &[(&str, Qualifier)] = &[
    ("greater than or equal to", Qualifier::AtLeast),
    ("equal to or greater than", Qualifier::AtLeast),
    ("equal to or more than", Qualifier::AtLeast),
    ("less than or equal to", Qualifier::AtMost),
    ("equal to or less than", Qualifier::AtMost),
    ("no more than", Qualifier::AtMost),
    ("not more than", Qualifier::AtMost),
    ("no less than", Qualifier::AtLeast),
    ("no fewer than", Qualifier::AtLeast),
    ("not less than", Qualifier::AtLeast),
    ("more than", Qualifier::MoreThan),
    ("greater than", Qualifier::MoreThan),
    ("higher than", Qualifier::MoreThan),
    ("in excess of", Qualifier::MoreThan),
    ("over", Qualifier::MoreThan),
    ("above", Qualifier::MoreThan),
    ("exceeding", Qualifier::MoreThan),
    ("exceeds", Qualifier::MoreThan),
    ("exceeded", Qualifier::MoreThan),
    ("surpassing", Qualifier::MoreThan),
    ("surpasses", Qualifier::MoreThan),
    ("surpassed", Qualifier::MoreThan),
    ("topped", Qualifier::MoreThan),
    ("north of", Qualifier::MoreThan),
    ("exceed", Qualifier::MoreThan),
    ("upwards of", Qualifier::MoreThan),
    ("less than", Qualifier::LessThan),
    ("fewer than", Qualifier::LessThan),
    ("lower than", Qualifier::LessThan),
    ("nearly", Qualifier::LessThan),
    ("almost", Qualifier::LessThan),
    ("close to", Qualifier::LessThan),
    ("shy of", Qualifier::LessThan),
    ("short of", Qualifier::LessThan),
    ("under", Qualifier::LessThan),
    ("below", Qualifier::LessThan),
    ("at least", Qualifier::AtLeast),
    ("a minimum of", Qualifier::AtLeast),
    ("minimum of", Qualifier::AtLeast),
    ("minimum", Qualifier::AtLeast),
    ("at most", Qualifier::AtMost),
    ("up to", Qualifier::AtMost),
    ("as much as", Qualifier::AtMost),
    ("as many as", Qualifier::AtMost),
    ("as high as", Qualifier::AtMost),
    ("as low as", Qualifier::AtLeast),
    ("as little as", Qualifier::AtLeast),
    ("as few as", Qualifier::AtLeast),
    ("a maximum of", Qualifier::AtMost),
    ("maximum of", Qualifier::AtMost),
    ("maximum", Qualifier::AtMost),
    ("about", Qualifier::About),
    ("around", Qualifier::About),
    ("approximately", Qualifier::About),
    ("approx.", Qualifier::About),
    ("approx", Qualifier::About),
    ("roughly", Qualifier::About),
    ("some", Qualifier::About),
    ("an estimated", Qualifier::About),
    ("in the region of", Qualifier::About),
    ("in the order of", Qualifier::About),
    ("on the order of", Qualifier::About),
    ("estimated", Qualifier::About),
    ("circa", Qualifier::About),
    ("ca.", Qualifier::About),
    ("c.", Qualifier::About),
];

const BEHIND_HAN: &[(&str, Qualifier)] = &[
    ("及以上", Qualifier::AtLeast),
    ("及以下", Qualifier::AtMost),
    ("或以上", Qualifier::AtLeast),
    ("或以下", Qualifier::AtMost),
    ("或者以上", Qualifier::AtLeast),
    ("或者以下", Qualifier::AtMost),
    ("以上", Qualifier::AtLeast),
    ("以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
    ("之上", Qualifier::AtLeast),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
    ("有余", Qualifier::MoreThan),
    ("余", Qualifier::MoreThan),
    ("多", Qualifier::MoreThan),
];

const BEHIND_ENGLISH: &[(&str, Qualifier)] = &[
    ("or more", Qualifier::AtLeast),
    ("or above", Qualifier::AtLeast),
    ("or over", Qualifier::AtLeast),
    ("or greater", Qualifier::AtLeast),
    ("or higher", Qualifier::AtLeast),
    ("or below", Qualifier::AtMost),
    ("or under", Qualifier::AtMost),
    ("or lower", Qualifier::AtMost),
    ("or less", Qualifier::AtMost),
    ("or fewer", Qualifier::AtMost),
    ("or so", Qualifier::About),
];

/// A list of hedges, to be found by their last letters.
struct Hedges {
    words: &'static [(&'static str, Qualifier)],
    ends: Ends,
    /// Read backwards from the number; the values are indexes of `words`.
    backward: LazyLock<Trie>,
}

static ENGLISH: Hedges = Hedges {
    words: BEFORE_ENGLISH,
    ends: ends_of(BEFORE_ENGLISH),
    backward: LazyLock::new(|| backward(BEFORE_ENGLISH)),
};

static HAN: Hedges =
    Hedges { words: BEFORE_HAN, ends: ends_of(BEFORE_HAN), backward: LazyLock::new(|| backward(BEFORE_HAN)) };

static SIGNS: Ends = Ends::of(&["≈", "～", "∼", "〜", "≥", "≧", "⩾", "≮", "≤", "≦", "⩽", "≯", "＜", "﹤", "＞", "﹥"]);

const fn ends_of(words: &[(&str, Qualifier)]) -> Ends {
    let mut ends = Ends::of(&[]);
    let mut at = 0;
    while at < words.len() {
        ends.add(words[at].0.as_bytes());
        at += 1;
    }
    ends
}

fn backward(words: &[(&str, Qualifier)]) -> Trie {
    Trie::new(words.iter().zip(0..).map(|((word, _), at)| (word.bytes().rev().collect(), at)).collect())
}

impl Hedges {
    /// The longest hedge that ends at `end`, behind `floor`, and begins where `begins` says so.
    fn before(
        &self,
        text: &str,
        end: usize,
        floor: usize,
        begins: impl Fn(usize) -> bool,
    ) -> Option<&'static (&'static str, Qualifier)> {
        let front = text.as_bytes().get(floor..end)?;
        let letters = front.iter().rev().map(u8::to_ascii_lowercase);
        let (_, at) = self.backward.longest(letters, |len| begins(end - len))?;
        self.words.get(at as usize)
    }
}

/// The hedge before `at`, if one stands there behind `floor`, and where it begins.
#[inline]
pub(super) fn before(text: &str, at: usize, floor: usize) -> Option<(Qualifier, usize)> {
    let end = skip_spaces_back(text, at, 2, floor);
    let may_be = match byte_before(text, end) {
        b'.' | b'a'..=b'z' | b'A'..=b'Z' => ENGLISH.ends.may_end(text, end),
        b'~' | b'<' | b'>' | b'=' => true,
        0x80.. => HAN.ends.may_end(text, end) || SIGNS.may_end(text, end),
        _ => false,
    };
    if end <= floor || !may_be { None } else { hedge_before(text, at, end, floor) }
}

/// The hedge that ends at `end`, before a number at `at`.
fn hedge_before(text: &str, at: usize, end: usize, floor: usize) -> Option<(Qualifier, usize)> {
    let last = byte_before(text, end);
    if last.is_ascii_alphabetic() || last == b'.' {
        if end == at && last != b'.' {
            return None;
        }
        let begins = |start| !byte_before(text, start).is_ascii_alphanumeric();
        let (word, qualifier) = ENGLISH.before(text, end, floor, begins)?;
        let start = end - word.len();
        // C. 5 counts the third item of a list.
        if *word == "c." && byte_at(text, start) == b'C' {
            return None;
        }
        let denied = is_denied(text, start, floor);
        return Some((if denied { opposite(word, *qualifier) } else { *qualifier }, start));
    }
    if last.is_ascii() {
        return match last {
            // Directly behind another quantity it joins a range.
            b'~' if (end - 1 > floor || floor == 0) && !closes_bracket(text, end - 1) => {
                Some((Qualifier::About, end - 1))
            }
            b'<' => Some((Qualifier::LessThan, end - 1)),
            b'>' => Some((Qualifier::MoreThan, end - 1)),
            b'=' if end - floor >= 2 => match byte_before(text, end - 1) {
                b'<' => Some((Qualifier::AtMost, end - 2)),
                b'>' => Some((Qualifier::AtLeast, end - 2)),
                _ => None,
            },
            _ => None,
        };
    }
    let sign = match char_before(text, end)? {
        '～' | '∼' | '〜' if floor > 0 && end - 3 == floor || closes_bracket(text, end - 3) => return None,
        '≈' | '～' | '∼' | '〜' => Some(Qualifier::About),
        '≥' | '≧' | '⩾' | '≮' => Some(Qualifier::AtLeast),
        '≤' | '≦' | '⩽' | '≯' => Some(Qualifier::AtMost),
        '＜' | '﹤' => Some(Qualifier::LessThan),
        '＞' | '﹥' => Some(Qualifier::MoreThan),
        _ => None,
    };
    if let Some(qualifier) = sign {
        return Some((qualifier, end - char_before(text, end)?.len_utf8()));
    }
    let (word, qualifier) = HAN.before(text, end, floor, |_| true)?;
    let start = end - word.len();
    // 附近, 最近, 靠近 and 制约, 节约, 合约 are other words.
    let glued = char_before(text, start).filter(|_| word.chars().count() == 1);
    let other = match (*word, glued) {
        ("近", Some(c)) => "附最靠邻亲".contains(c),
        // 合约 is one, 折合约 and 综合约 are not.
        ("约" | "約", Some('合')) => {
            let before = char_before(text, start - "合".len());
            !before.is_some_and(|c| "折综整组总联".contains(c))
        }
        ("约" | "約", Some(c)) => "制节签条契预邀纽".contains(c),
        ("超", Some(c)) => "赶高反".contains(c),
        // 上百亿 and 上千人 are that many; 线上百万用户 and 以上3项 are not.
        ("上", c) => {
            !matches!(char_at(text, at), Some('百' | '千' | '万' | '亿'))
                || c.is_some_and(|c| "以之线网路街海地床桌天身手台船车世马早晚向往础".contains(c))
        }
        _ => false,
    };
    let comparison = matches!(word.chars().next(), Some('超' | '突' | '大' | '多' | '高' | '逾' | '小' | '少' | '低'))
        || word.contains('或');
    let denied = DENIALS.into_iter().any(|no| text[floor..start].ends_with(no));
    let qualifier = if comparison && denied { opposite(word, *qualifier) } else { *qualifier };
    (!other).then_some((qualifier, start))
}

/// True behind a bracket, where a mark joins what stands before it: 10%（含）~20%.
fn closes_bracket(text: &str, at: usize) -> bool {
    matches!(char_before(text, at), Some(')' | '）'))
}

/// True behind （含） and （不含5%）, which belong to the amount before them. Behind another bracket, as in 利润（万元）-200, stands
/// an amount of its own.
fn closes_bound(text: &str, at: usize) -> bool {
    let Some(front) = text.get(..at).and_then(|front| front.strip_suffix([')', '）'])) else { return false };
    let inside = front.char_indices().rev().take(LONGEST_REPEATED).find(|(_, c)| matches!(c, '(' | '（'));
    inside.is_some_and(|(open, mark)| {
        let inside = &front[open + mark.len_utf8()..];
        ["含", "不含", "包含", "包括", "不包"].into_iter().any(|word| inside.starts_with(word))
    })
}

/// Words that deny the comparison behind them.
const DENIALS: [&str; 17] = [
    "未",
    "没有",
    "没",
    "不",
    "不会",
    "無",
    "沒有",
    "不得",
    "不应",
    "不應",
    "不能",
    "不宜",
    "不可",
    "不许",
    "不准",
    "不允许",
    "不应当",
];

/// True behind "not", "shall not be", "not to", "won't".
fn is_denied(text: &str, start: usize, floor: usize) -> bool {
    let mut before = skip_spaces_back(text, start, 1, floor);
    for word in ["be", "to"] {
        before = word_before(text, before, word).map_or(before, |at| skip_spaces_back(text, at, 1, floor));
    }
    ["not", "no", "never", "cannot"].into_iter().any(|no| word_before(text, before, no).is_some())
        || ["n't", "n’t"].into_iter().any(|no| eat_before(text, before, no).is_some())
}

/// What a hedge says behind "not": not more than 5 is at most 5, not more than or equal to 5 less than 5.
fn opposite(word: &str, qualifier: Qualifier) -> Qualifier {
    let either = word.contains("equal to") || word.contains('或') || word.contains("等于");
    match qualifier {
        Qualifier::MoreThan => Qualifier::AtMost,
        Qualifier::LessThan => Qualifier::AtLeast,
        Qualifier::AtLeast if either => Qualifier::LessThan,
        Qualifier::AtMost if either => Qualifier::MoreThan,
        other => other,
    }
}

/// The hedge behind `at` and where it ends.
#[inline]
pub(super) fn behind(text: &str, at: usize) -> Option<(Qualifier, usize)> {
    let may_be = match byte_at(text, at) {
        b'+' | b'-' | b'(' | 0xC2 | 0xE2..=0xE6 | 0xEF => true,
        b' ' => matches!(byte_at(text, at + 1), b'o' | b'p' | 0xE4..=0xE6 | 0xEF),
        _ => false,
    };
    if may_be { hedge_behind(text, at) } else { None }
}

fn hedge_behind(text: &str, at: usize) -> Option<(Qualifier, usize)> {
    let next = byte_at(text, at);
    if next == b'+' {
        let end = at + 1;
        let ends = !byte_at(text, end).is_ascii_alphanumeric() && byte_at(text, end) != b'+';
        return ends.then_some((Qualifier::AtLeast, end));
    }
    if next == b' ' && byte_at(text, at + 1) == b'o' {
        return BEHIND_ENGLISH.iter().find_map(|(word, qualifier)| Some((*qualifier, eat_word(text, at + 1, word)?)));
    }
    if next == b' ' && byte_at(text, at + 1) == b'p' {
        // Before another amount it adds: 5 million plus interest.
        let end = eat_word(text, at + 1, "plus")?;
        let ends = matches!(byte_at(text, end), 0 | b'.' | b',' | b';' | b')' | b'\n' | b'\r');
        return ends.then_some((Qualifier::AtLeast, end));
    }
    if let Some(found) = included(text, at) {
        return Some(found);
    }
    if next == b'-' {
        // $5 million-plus, 500-odd
        let word = |word, qualifier| eat_word(text, at + 1, word).map(|end| (qualifier, end));
        return word("plus", Qualifier::AtLeast).or_else(|| word("odd", Qualifier::About));
    }
    let here = skip_spaces(text, at, 1);
    if !matches!(byte_at(text, here), 0xE4..=0xE6 | 0xEF) {
        return None;
    }
    match char_at(text, here)? {
        '及' | '或' | '以' | '之' | '左' | '上' | '有' | '余' | '多' => {
            let (word, qualifier) = BEHIND_HAN.iter().find(|(word, _)| text[here..].starts_with(word))?;
            let end = here + word.len();
            let excluded =
                matches!(byte_at(text, end), b'(' | 0xEF) && matches!(bracket(text, at, end), Some((false, _)));
            (!goes_on(text, word, end)).then_some((if excluded { beyond(*qualifier) } else { *qualifier }, end))
        }
        '＋' => Some((Qualifier::AtLeast, here + 3)),
        _ => None,
    }
}

/// What a hedge says whose bound is not included: 5%以上（不含5%）.
fn beyond(qualifier: Qualifier) -> Qualifier {
    match qualifier {
        Qualifier::AtLeast => Qualifier::MoreThan,
        Qualifier::AtMost => Qualifier::LessThan,
        other => other,
    }
}

/// `（含）以上`, `（不含5%）以下` behind a quantity that ends at `at`: whether the bound belongs to what it bounds.
fn included(text: &str, at: usize) -> Option<(Qualifier, usize)> {
    let (included, close) = bracket(text, at, skip_spaces(text, at, 1))?;
    let close = ["及", "或者", "或"].into_iter().find_map(|word| eat(text, close, word)).unwrap_or(close);
    if let Some(end) = eat(text, close, "以上") {
        return Some((if included { Qualifier::AtLeast } else { Qualifier::MoreThan }, end));
    }
    let end = eat(text, close, "以下").or_else(|| eat(text, close, "以内"))?;
    Some((if included { Qualifier::AtMost } else { Qualifier::LessThan }, end))
}

/// How many characters a quantity that a bracket repeats has at most.
const LONGEST_REPEATED: usize = 24;

/// `（含）`, `（不含本数）`, `（含5%）` at `at`, about the quantity that ends at `quantity_end`: whether its bound is included,
/// and where the bracket ends.
fn bracket(text: &str, quantity_end: usize, at: usize) -> Option<(bool, usize)> {
    let open = eat(text, at, "（").or_else(|| eat(text, at, "("))?;
    let word = |words: [&str; 3]| words.into_iter().find_map(|word| eat(text, open, word));
    let (included, from) = match word(["不含", "不包含", "不包括"]) {
        Some(end) => (false, end),
        None => (true, word(["含", "包含", "包括"])?),
    };
    let from = skip_spaces(text, from, 1);
    let from = ["本数", "本級", "本级"].into_iter().find_map(|word| eat(text, from, word)).unwrap_or(from);
    let mut inside = text.get(from..)?.char_indices().take(LONGEST_REPEATED);
    let (len, mark) = inside.find(|(_, c)| matches!(c, '）' | ')' | '\n'))?;
    let close = from + len + mark.len_utf8();
    (mark != '\n' && (len == 0 || ends_in(&text[..quantity_end], &text[from..from + len]))).then_some((included, close))
}

/// True if `text` ends in the whole quantity `repeated`: 15% is not 5%.
fn ends_in(text: &str, repeated: &str) -> bool {
    let counts = |c: char| c.is_numeric() || super::han::part(c).is_some();
    let begins = repeated.chars().next().is_some_and(|c| counts(c) || !c.is_alphabetic());
    let before = text.strip_suffix(repeated).map(|before| before.chars().next_back());
    begins && before.is_some_and(|c| !c.is_some_and(|c| counts(c) || matches!(c, '.' | ',')))
}

/// True for the second 5% of 5%（含5%）以上 and of 5%以上（含5%）, which tells of the first that it is included. The first
/// ends at `floor`.
#[inline]
pub(super) fn is_repeated(text: &str, span: Span, floor: usize) -> bool {
    // The last bytes of 含 and 括.
    let start = skip_spaces_back(text, span.start as usize, 1, floor);
    matches!(byte_before(text, start), 0xAB | 0xAC) && repeats(text, (start, span.end as usize), floor).is_some()
}

#[cold]
fn repeats(text: &str, (start, end): (usize, usize), floor: usize) -> Option<()> {
    let word = ["不包含", "包含", "不含", "含", "不包括", "包括"];
    let word = word.into_iter().find_map(|word| eat_before(text, start, word))?;
    let open = eat_before(text, word, "（").or_else(|| eat_before(text, word, "("))?;
    let hedge = text.get(floor..open)?.trim_start_matches(' ');
    let (_, close) = bracket(text, floor, open)?;
    let alone = [")", "）"].into_iter().any(|mark| eat(text, end, mark) == Some(close));
    let bounds = match hedge {
        "" => included(text, floor).is_some(),
        _ => BEHIND_HAN.iter().any(|(word, _)| *word == hedge),
    };
    (alone && bounds).then_some(())
}

/// True where what looks like a hedge begins a longer word: 5家多模态企业, 128K上下文, 5年以上海为例.
fn goes_on(text: &str, word: &str, end: usize) -> bool {
    let Some(next) = char_at(text, end).filter(|c| c.is_alphabetic()) else { return false };
    match word {
        "余" | "多" | "上下" => !"的了时来來以前后後".contains(next),
        "以上" => next == '海',
        "以下" => "列简".contains(next),
        "以内" => next == '容',
        _ => false,
    }
}

/// A sign before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// True for minus.
    pub(super) negative: bool,
    /// Where it begins.
    pub(super) start: usize,
}

static MINUS: Ends = Ends::of(&["−", "－", "﹣", "‑", "–", "下", "＋", "负", "負", "▲", "△"]);

/// The sign that ends at `at`, behind `floor`.
#[inline]
pub(super) fn sign(text: &str, at: usize, floor: usize) -> Option<Sign> {
    let may_be = match byte_before(text, at) {
        b'-' | b'+' => true,
        // "minus 5", "negative 5", 负 5
        b' ' => matches!(byte_before(text, at - 1), b's' | b'S' | b'e' | b'E' | 0x80..),
        0x80.. => MINUS.may_end(text, at),
        _ => false,
    };
    if at <= floor || !may_be { None } else { sign_before(text, at, floor) }
}

fn sign_before(text: &str, at: usize, floor: usize) -> Option<Sign> {
    let sign = |negative, start| Some(Sign { negative, start });
    // A hyphen behind another quantity joins or separates.
    let follows = |start: usize| floor > 0 && start == floor;
    match char_before(text, at)? {
        c @ ('-' | '−' | '－' | '﹣' | '‑') => {
            let start = at - c.len_utf8();
            // A hyphen behind a letter or digit joins words or ranges.
            let joined = char_before(text, start)
                .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '%' | '.'))
                || byte_before(text, start) == b')' && byte_before(text, start - 1).is_ascii_alphanumeric()
                || closes_bound(text, start)
                || digit_before(text, start)
                || follows(start);
            if joined { None } else { sign(true, start) }
        }
        // Typesetters print an en dash for minus; behind a number it is a range's.
        '–' => {
            let start = at - '–'.len_utf8();
            let back = skip_spaces_back(text, start, 1, floor);
            let before = char_before(text, back);
            let opens = before.is_none_or(|c| matches!(c, '\n' | '\t' | '(' | '（' | '：' | ':' | ',' | '，'))
                || back < start && before.is_some_and(char::is_alphabetic)
                || before.is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
            if opens && !follows(back) && !digit_before(text, back) { sign(true, start) } else { None }
        }
        '下' if text[floor..at].ends_with("零下") => sign(true, at - 6),
        '+' | '＋' => {
            let start = at - char_before(text, at)?.len_utf8();
            let joined = char_before(text, start).is_some_and(|c| c.is_ascii_alphanumeric() || c == '+')
                || digit_before(text, start);
            if joined { None } else { sign(false, start) }
        }
        '负' | '負' if at - 3 >= floor => {
            // 抱负, 肩负, 胜负, 背负
            let start = at - 3;
            let word = char_before(text, start).is_some_and(|c| "抱肩胜背担自欺减".contains(c));
            if word { None } else { sign(true, start) }
        }
        '▲' | '△' => sign(true, at - 3),
        ' ' => {
            let end = at - 1;
            let before = byte_before(text, end);
            if before.is_ascii() {
                let words: &[&str] = match before.to_ascii_lowercase() {
                    b's' => &["minus"],
                    b'e' => &["negative"],
                    _ => &[],
                };
                let start = words.iter().find_map(|word| word_before(text, end, word))?;
                return if start >= floor { sign(true, start) } else { None };
            }
            match char_before(text, end)? {
                c @ ('负' | '負' | '▲' | '△' | '−') if end - c.len_utf8() >= floor => {
                    let start = end - c.len_utf8();
                    // 5 − 3 and A − 3 subtract; 同比 − 5% is below zero.
                    let back = skip_spaces_back(text, start, 1, floor);
                    let joined = c == '−'
                        && (follows(back)
                            || digit_before(text, back)
                            || char_before(text, back).is_some_and(|c| c.is_ascii_alphanumeric() || c == ')'));
                    if joined { None } else { sign(true, start) }
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The sign that begins at `at` and the offset behind it, for numbers that are read forwards.
pub(super) fn sign_at(text: &str, at: usize) -> (bool, usize) {
    for sign in ["-", "−", "－", "负", "負"] {
        if let Some(end) = eat(text, at, sign) {
            return (true, skip_spaces(text, end, 1));
        }
    }
    (false, at)
}
