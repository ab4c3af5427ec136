//! Digits that are no quantity: names, versions, headings, marks, addresses. An offset goes in, the class comes out.

use super::ends::Ends;
use super::numeral::{Form, Numeral};
use super::text::{
    byte_at, byte_before, char_at, char_before, digit_at, digit_before, letters, letters_before, skip_spaces,
    skip_spaces_back, word_before,
};
use super::{Class, NotQuantity, Reader, Reading, date, numbering, scan};
use crate::source::Span;

pub(super) fn other(class: Class, start: usize, end: usize) -> Reading {
    Reading::Other(NotQuantity { class, span: Span::new(start, end) })
}

/// The end of a name: letters, digits, and the marks that stand between two of them.
pub(super) fn name_end(text: &str, mut at: usize) -> usize {
    loop {
        let byte = byte_at(text, at);
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            at += 1;
        } else if let Some((_, len)) = digit_at(text, at) {
            at += len;
        } else if matches!(byte, b'-' | b'.' | b'/') && byte_at(text, at + 1).is_ascii_alphanumeric() {
            at += 2;
        } else {
            return at;
        }
    }
}

/// The end of a label whose number begins at `at`, with the groups of its digits: No. 12,345.
fn label_end(text: &str, at: usize) -> usize {
    name_end(text, grouped_end(text, at).unwrap_or(at))
}

/// The end of 12,345 at `at`; `None` if no comma groups the digits there.
fn grouped_end(text: &str, at: usize) -> Option<usize> {
    let (_, 1..=3, mut end) = date::run(text, at)? else { return None };
    if byte_at(text, end) != b',' {
        return None;
    }
    let first = end;
    while byte_at(text, end) == b','
        && let Some((_, 3, behind)) = date::run(text, end + 1)
    {
        end = behind;
    }
    (end > first).then_some(end)
}

/// Letters that touch digits: A100, GPT4, v1.2, p12.
pub(super) fn glued(text: &str, start: usize, at: usize, floor: usize) -> Reading {
    let word = &text[start..at];
    let start = start.max(floor);
    let end = name_end(text, at);
    let class = match word {
        "v" | "V" | "ver" | "r" => Class::Version,
        "p" | "P" | "pp" | "No" | "Fig" => return other(Class::Label, start, label_end(text, at)),
        "Q" if end == at + 1 && matches!(byte_at(text, at), b'1'..=b'4') => Class::DatePart,
        _ => Class::Name,
    };
    other(class, start, end)
}

/// Words that a hyphen joins to a number that stays a number: mid-1972, sub-5%.
const PREFIXES: [&str; 21] = [
    "end", "FY", "CY", "mid", "pre", "post", "early", "late", "sub", "circa", "non", "over", "under", "about", "to",
    "near", "top", "plus", "minus", "per", "and",
];

/// Digits behind a hyphen, point, slash or number sign that a word precedes: GPT-4, COVID-19, Qwen-1.5, #3.
pub(super) fn joined(text: &str, at: usize, floor: usize) -> Option<Reading> {
    let mark = at - 1;
    if mark < floor {
        return None;
    }
    match byte_before(text, at) {
        b':' => {
            let word = letters_before(text, mark, floor);
            let code = matches!(word, "doi" | "DOI" | "arXiv" | "arxiv" | "ISBN" | "ISSN" | "PMID");
            return code.then(|| other(Class::Name, mark - word.len(), name_end(text, at)));
        }
        b'#' => return Some(other(Class::Label, mark, label_end(text, at))),
        b'.' if byte_before(text, mark).is_ascii_alphabetic() => {
            // "No.5", "Fig.3" and "p.12" are labels; "files.3gpp" is a name; a sentence's end is neither.
            let word = letters_before(text, mark, floor);
            let start = mark - word.len();
            return is_label(word).then(|| other(Class::Label, start, label_end(text, at)));
        }
        b'-' | b'/' => {}
        _ => return None,
    }
    let before = byte_before(text, mark);
    if !before.is_ascii_alphanumeric() && before != b']' {
        return None;
    }
    let word = letters_before(text, mark, floor);
    if word.is_empty() {
        // A reading ended at the digit before the mark: what is joined to it is neither a sign nor a range.
        return None;
    }
    if is_prefix(word) && byte_before(text, at) == b'-' {
        return None;
    }
    let (value, len, end) = date::run(text, at)?;
    // "report-20170302.html"
    if len == 8 && (19_000_101..=20_991_231).contains(&value) && !byte_at(text, end).is_ascii_alphanumeric() {
        return None;
    }
    // "hart-2023 results": a word in small letters before a year
    if byte_before(text, at) == b'/'
        && (!word.bytes().all(|byte| byte.is_ascii_uppercase()) || digit_at(text, at).is_none())
    {
        return None;
    }
    Some(other(Class::Name, mark - word.len(), name_end(text, at)))
}

/// Digits that begin a line behind a name that a hyphen breaks: `Baichuan2-` and `13B`.
pub(super) fn hyphenated(text: &str, at: usize) -> Option<Reading> {
    let front = text.get(..at)?.strip_suffix('\n')?;
    let front = front.strip_suffix('\r').unwrap_or(front).strip_suffix('-')?;
    let bytes = front.as_bytes();
    let length = bytes.iter().rev().take(NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let word = &front[front.len() - length..];
    let named = word.starts_with(|c: char| c.is_ascii_alphabetic());
    (named && !is_prefix(word)).then(|| other(Class::Name, at, name_end(text, at)))
}

/// A name is no longer than so many bytes.
const NAME: usize = 40;

/// True for words that a hyphen joins to a number that stays one.
fn is_prefix(word: &str) -> bool {
    PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word)) || scan::month(word).is_some()
}

/// Words of a document's parts, which are numbered.
const LABELS: [&str; 26] = [
    "table", "tables", "figure", "figures", "fig", "figs", "section", "chapter", "page", "pages", "p", "pp", "no",
    "nos", "note", "appendix", "equation", "eq", "exhibit", "annex", "box", "chart", "part", "article", "item", "step",
];

const VERSIONS: [&str; 3] = ["version", "ver", "release"];

/// What [`LABELS`] and [`VERSIONS`] end in.
static WORD_ENDS: Ends = Ends::of(&LABELS).and(&VERSIONS);

fn is_label(word: &str) -> bool {
    LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

/// True if nothing but spaces stands before `at` in its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    let before = skip_spaces_back(text, at, 40, 0);
    matches!(byte_before(text, before), 0 | b'\n' | b'\x0c' | b'\r' | b'\t')
}

/// Numbers that order or label: (1), [3], 1., 2.3 Results, 3), Figure 2, 表1, 第3页, page numbers, telephone numbers.
pub(super) fn numbered(reader: &Reader, text: &str, at: usize, run: date::Run, floor: usize) -> Option<Reading> {
    let before = byte_before(text, at);
    if let Some(found) = bracketed(reader, text, at, run, floor) {
        return Some(found);
    }
    let (_, len, end) = run;
    let next = byte_at(text, end);
    if (next == b'-' || next == b' ' || before == b'+')
        && let Some(found) = phone(text, at, end)
    {
        return Some(found);
    }
    if next == b':'
        && let Some(found) = standard(text, at, floor).or_else(|| colon(text, at, len, end))
    {
        return Some(found);
    }
    if next == 0xE2
        && let Some(behind) = super::text::eat(text, end, "∶")
        && let Some((_, 1..=7, end)) = date::run(text, behind)
    {
        return Some(other(Class::Ratio, at, end));
    }
    if (next == b'.' || next == b')' || matches!(next, 0xE3 | 0xEF | b' '))
        && let Some(found) = numbering::heading(text, at, len, end)
    {
        return Some(found);
    }
    if (before == b'\'' || before == 0x99)
        && let Some(found) = thousands(text, at, floor)
    {
        return Some(found);
    }
    if (before == b' ' || before >= 0x80)
        && let Some(found) = labelled(text, at, floor)
    {
        return Some(found);
    }
    if next == b'\x0c' || (matches!(next, b'\n' | 0 | b'\r' | b' ') && before <= b' ') {
        return page(text, at, len, end);
    }
    None
}

/// [3], [3,4], (3)
fn bracketed(reader: &Reader, text: &str, at: usize, run: date::Run, floor: usize) -> Option<Reading> {
    let (open, close, class) = match byte_before(text, at) {
        b'[' => (at - 1, ']', Class::Reference),
        b'(' => (at - 1, ')', Class::ListMark),
        // The last bytes of these signs.
        0x88 | 0x90 | 0x94 => match char_before(text, at)? {
            '（' => (at - 3, '）', Class::ListMark),
            '〔' | '【' => (at - 3, '〕', Class::Reference),
            _ => return None,
        },
        _ => return None,
    };
    if open < floor {
        return None;
    }
    let (value, len, mut end) = run;
    if date::is_year(value, len) {
        return document(text, open, end, close);
    }
    // (408) 996-1010
    if len == 3
        && close == ')'
        && let Some(local) = super::text::eat(text, end, ")").map(|end| skip_spaces(text, end, 1))
        && let Some((_, 3, dash)) = date::run(text, local)
        && let Some((_, 4, end)) = super::text::eat(text, dash, "-").and_then(|at| date::run(text, at))
    {
        return Some(other(Class::Phone, open, end));
    }
    // (500) may be an amount below zero.
    if len > 3 || len == 3 && class == Class::ListMark {
        return None;
    }
    if class == Class::Reference {
        while let Some(c) = char_at(text, end).filter(|c| matches!(c, ',' | '-' | '–' | '，' | '、' | ' ' | '0'..='9'))
        {
            end += c.len_utf8();
        }
    }
    let closes = char_at(text, end).filter(|&c| c == close || (close == '〕' && c == '】'))?;
    let end = end + closes.len_utf8();
    // (5) may be one, too.
    let amount = class == Class::ListMark && byte_at(text, at) != b'0' && reader.is_amount(text, (open, end), floor);
    (!amount).then(|| other(class, open, end))
}

/// 〔2017〕35号, [2021]第3号, （2020）12号: the number of an official document behind its year.
fn document(text: &str, open: usize, year_end: usize, close: char) -> Option<Reading> {
    let closes = char_at(text, year_end).filter(|&c| c == close || close == '〕' && c == '】')?;
    let behind = year_end + closes.len_utf8();
    let behind = super::text::eat(text, behind, "第").unwrap_or(behind);
    let (_, _, end) = date::run(text, behind)?;
    super::text::eat(text, end, "号").map(|end| other(Class::Label, open, end))
}

/// 400-820-8820, 010-12345678, +86 10 1234 5678, 1111-22223333-4444.
fn phone(text: &str, at: usize, first_end: usize) -> Option<Reading> {
    let plus = byte_before(text, at) == b'+';
    let mut parts = 1;
    let mut digits = first_end - at;
    let mut end = first_end;
    let zero = byte_at(text, at) == b'0' && first_end - at > 1;
    while let b'-' | b' ' = byte_at(text, end) {
        if byte_at(text, end) == b' ' && !(plus || zero) {
            break;
        }
        let Some((_, _, behind)) = date::run(text, end + 1) else { break };
        digits += behind - end - 1;
        parts += 1;
        end = behind;
        if parts > 6 {
            break;
        }
    }
    let joined = byte_at(text, end).is_ascii_alphanumeric()
        || matches!(byte_at(text, end), b'%' | b'.') && digit_at(text, end + 1).is_some();
    let long = digits >= 7 && (parts >= 3 || (parts == 2 && (zero || plus)) || plus && parts >= 2);
    let cue = skip_spaces_back(text, at, 1, 0);
    let told = || {
        ["tel", "phone", "fax", "Tel."].into_iter().any(|word| {
            let colon = if byte_before(text, cue) == b':' { cue - 1 } else { cue };
            word_before(text, colon, word).is_some()
        })
    };
    let start = if plus { at - 1 } else { at };
    (!joined && (long || digits >= 5 && told())).then(|| other(Class::Phone, start, end))
}

/// 20:15 is a time of day, 3:2 a ratio.
fn colon(text: &str, at: usize, len: u32, end: usize) -> Option<Reading> {
    let (second, second_len, mut behind) = date::run(text, end + 1)?;
    let clock = len <= 2 && second_len == 2 && second < 60;
    if clock
        && byte_at(text, behind) == b':'
        && let Some((_, 2, end)) = date::run(text, behind + 1)
    {
        behind = end;
    }
    let class = if clock && byte_at(text, behind) != b'.' { Class::Clock } else { Class::Ratio };
    if class == Class::Ratio
        && byte_at(text, behind) == b'.'
        && let Some((_, _, end)) = date::run(text, behind + 1)
    {
        behind = end;
    }
    (len <= 4 && second_len <= 7 && !byte_at(text, behind).is_ascii_alphabetic() || clock)
        .then(|| other(class, at, behind))
}

/// The thousands that a heading counts in: HK$'000, RMB’000.
fn thousands(text: &str, at: usize, floor: usize) -> Option<Reading> {
    let start = ["'", "’"].into_iter().find_map(|mark| super::text::eat_before(text, at, mark))?;
    let (0, 3, end) = date::run(text, at)? else { return None };
    (start >= floor && !digit_before(text, start)).then(|| other(Class::Word, start, end))
}

/// What the words that [`labelled`] knows end in, but for those in Latin letters.
static LABEL_ENDS: Ends = Ends::of(&[
    "表", "图", "圖", "注", "页", "篇", "录", "件", "第", "双", "：", "本", "号", "码", "號", "编", "话", "机", "真",
]);

/// Figure 2, 表1, 第3页, page 5.
fn labelled(text: &str, at: usize, floor: usize) -> Option<Reading> {
    let before = skip_spaces_back(text, at, 1, floor);
    let end = || {
        let (_, _, digits_end) = date::run(text, at)?;
        let mut end = grouped_end(text, at).unwrap_or(digits_end);
        while let b'.' | b'-' = byte_at(text, end) {
            let Some((_, _, behind)) = date::run(text, end + 1) else { break };
            end = behind;
        }
        (!byte_at(text, end).is_ascii_alphabetic()).then_some(end)
    };
    // No. 1, p. 12, Fig. 3
    if byte_before(text, before) == b'.' && before > floor + 1 && before < at {
        let word = letters_before(text, before - 1, floor);
        let start = before - 1 - word.len();
        return (is_label(word) && !byte_before(text, start).is_ascii_alphanumeric())
            .then(&end)?
            .map(|end| other(Class::Label, start, end));
    }
    if byte_before(text, before).is_ascii_alphabetic() {
        if let Some(found) = standard(text, at, floor) {
            return Some(found);
        }
        let word = letters_before(text, before, floor);
        let start = before - word.len();
        if word.len() > 1 && !WORD_ENDS.may_end(text, before) {
            return None;
        }
        let version = VERSIONS.iter().any(|name| name.eq_ignore_ascii_case(word));
        if version {
            return Some(other(Class::Version, start, name_end(text, at)));
        }
        // "part 5" and "item 3" label; "no 5" hardly does, "page 5" does.
        let strong = is_label(word) && !matches!(word, "part" | "parts" | "no" | "p" | "pp" | "item" | "note" | "box");
        let money = matches!(byte_at(text, at), b'$');
        return (strong && !money && !byte_before(text, start).is_ascii_alphanumeric())
            .then(&end)?
            .map(|end| other(Class::Label, start, end));
    }
    if !LABEL_ENDS.may_end(text, before) && byte_before(text, before) != b':' {
        return None;
    }
    let c = char_before(text, before)?;
    let start = before - c.len_utf8();
    if let Some(found) = told(text, at, before, floor) {
        return Some(found);
    }
    match c {
        '表' | '图' | '圖' | '注' | '页' | '篇' if start >= floor => {
            // 图表1; 代表3家 is a verb
            let word = char_before(text, start).is_some_and(|c| "代报列外".contains(c));
            let counted = c == '表' && word;
            if counted {
                return None;
            }
            end().map(|end| other(Class::Label, start, end))
        }
        '录' | '件' if text[..start].ends_with('附') => {
            end().map(|end| other(Class::Label, (start - 3).max(floor), end))
        }
        '第' => {
            let (_, _, number_end) = date::run(text, at)?;
            chapter(text, start.max(floor), number_end)
        }
        // 双11, a day of sales.
        '双' if start >= floor => {
            let (value, 2, end) = date::run(text, at)? else { return None };
            matches!(value, 11 | 12).then(|| other(Class::Name, start, end))
        }
        _ => None,
    }
}

/// The number of a standard: ISO 9001:2015, GB/T 2828-2012, IEEE 802.11.
fn standard(text: &str, at: usize, floor: usize) -> Option<Reading> {
    let before = skip_spaces_back(text, at, 1, floor);
    if !byte_before(text, before).is_ascii_uppercase() {
        return None;
    }
    let word = letters_before(text, before, floor);
    let mut start = before - word.len();
    let mut body = word;
    if matches!(word, "T" | "IEC" | "Z") && start > floor && byte_before(text, start) == b'/' {
        body = letters_before(text, start - 1, floor);
        start = start - 1 - body.len();
    }
    let known = matches!(body, "ISO" | "IEC" | "RFC" | "IEEE" | "DIN" | "ANSI" | "ASTM" | "JIS")
        || body.len() < before - start && matches!(body, "GB" | "YD" | "SJ" | "DB" | "DL" | "HJ" | "JR" | "GA" | "QB");
    if !known || byte_before(text, start).is_ascii_alphanumeric() {
        return None;
    }
    let end = name_end(text, at);
    let year = date::run(text, end + 1).filter(|_| byte_at(text, end) == b':');
    Some(other(Class::Label, start, year.map_or(end, |(_, _, end)| end)))
}

/// 版本2.0, 股票代码：600519, 邮编100080, 电话：62345678: a code that its name announces.
fn told(text: &str, at: usize, before: usize, floor: usize) -> Option<Reading> {
    let colon = match byte_before(text, before) {
        b':' => Some(before - 1),
        0x80.. => super::text::eat_before(text, before, "："),
        _ => None,
    };
    let name_at = colon.map_or(before, |at| skip_spaces_back(text, at, 1, floor));
    const NAMES: [(&str, Class); 12] = [
        ("版本", Class::Version),
        ("版本号", Class::Version),
        ("代码", Class::Label),
        ("代號", Class::Label),
        ("编号", Class::Label),
        ("证号", Class::Label),
        ("文号", Class::Label),
        ("邮编", Class::Label),
        ("邮政编码", Class::Label),
        ("电话", Class::Phone),
        ("手机", Class::Phone),
        ("传真", Class::Phone),
    ];
    let rest = text.as_bytes().get(floor..name_at)?;
    let (name, class) = NAMES
        .into_iter()
        .rev()
        .find(|(name, _)| name.as_bytes().last() == rest.last() && rest.ends_with(name.as_bytes()))?;
    let (_, len, _) = date::run(text, at).or(Some((0, 9, at)))?;
    // 电话30部 counts; a number that is announced is long.
    (class == Class::Version || len >= 5).then(|| other(class, name_at - name.len(), name_end(text, at)))
}

/// Codes by their form: 13812345678 is a telephone, 600519.SH a share.
pub(super) fn coded(text: &str, numeral: &Numeral) -> Option<Reading> {
    let Form::Integer { len, .. } = numeral.form else { return None };
    let digits = text.as_bytes().get(numeral.start..numeral.end)?;
    if len == 11 && matches!(digits, [b'1', b'3'..=b'9', ..]) {
        return Some(other(Class::Phone, numeral.start, numeral.end));
    }
    let listed = ["SH", "SZ", "BJ", "HK", "SS"].into_iter().find(|market| {
        byte_at(text, numeral.end) == b'.' && super::text::eat_word(text, numeral.end + 1, market).is_some()
    })?;
    matches!(len, 4..=6).then(|| other(Class::Name, numeral.start, numeral.end + 1 + listed.len()))
}

/// 第3页, 第二章: a part of the document.
pub(super) fn chapter(text: &str, start: usize, number_end: usize) -> Option<Reading> {
    let here = skip_spaces(text, number_end, 1);
    let c = char_at(text, here)?;
    let next = char_at(text, here + c.len_utf8());
    let part = matches!(c, '章' | '页' | '頁' | '卷' | '编' | '条' | '款')
        || (c == '节' && next != Some('课'))
        || (c == '篇' && next != Some('章'))
        || (c == '部' && next == Some('分'));
    let end = here + c.len_utf8();
    part.then(|| other(Class::Label, start, end))
}

/// The number of a page: alone in its line, beside a form feed.
fn page(text: &str, at: usize, len: u32, end: usize) -> Option<Reading> {
    if len > 4 || !begins_line(text, at) {
        return None;
    }
    let behind = skip_spaces(text, end, 40);
    let line_end = byte_at(text, behind);
    if !matches!(line_end, b'\n' | b'\x0c' | b'\r' | 0) {
        return None;
    }
    // A form feed directly before the number or behind it, with nothing but line ends between.
    let bytes = text.as_bytes();
    let after = bytes.get(behind..)?.iter().take(8).find(|byte| !matches!(byte, b'\n' | b'\r' | b' ' | b'\t'));
    let before = bytes.get(..at)?.iter().rev().take(48).find(|byte| !matches!(byte, b'\n' | b'\r' | b' ' | b'\t'));
    (after == Some(&b'\x0c') || before == Some(&b'\x0c')).then(|| other(Class::Page, at, end))
}

/// （一）, 一、: a Chinese numeral that orders a list; 第 is the ordinal's.
pub(super) fn han_numbered(text: &str, numeral: &Numeral, floor: usize) -> Option<Reading> {
    let (before, next) = (char_before(text, numeral.start), char_at(text, numeral.end));
    if let (Some(open @ ('（' | '(')), Some(close @ ('）' | ')'))) = (before, next)
        && numeral.start - open.len_utf8() >= floor
        && numeral.form != Form::Fraction
    {
        return Some(other(Class::ListMark, numeral.start - open.len_utf8(), numeral.end + close.len_utf8()));
    }
    let digits = &text[numeral.start..numeral.end];
    // 一是 ... 二是 ...: points of an argument.
    if next == Some('是') && digits.chars().count() == 1 && before.is_none_or(|c| "。；，：、\n 　".contains(c))
    {
        return Some(other(Class::ListMark, numeral.start, numeral.end));
    }
    if before == Some('双') && matches!(digits, "十一" | "十二") && numeral.start - 3 >= floor {
        return Some(other(Class::Name, numeral.start - 3, numeral.end));
    }
    // Holidays go by their month and day.
    let holiday = matches!(digits, "五一" | "六一" | "七一" | "八一" | "十一")
        && ["假期", "期间", "黄金周", "长假", "小长假", "国际", "劳动节", "儿童节", "国庆", "前后", "节"]
            .into_iter()
            .any(|word| super::text::eat(text, numeral.end, word).is_some());
    let of_year = matches!(digits, "五一" | "十一")
        && before == Some('年')
        && !next.is_some_and(|c| c.is_alphabetic() || super::han::part(c).is_some());
    if holiday || of_year {
        return Some(other(Class::Name, numeral.start, numeral.end));
    }
    (begins_line(text, numeral.start) && matches!(next, Some('、' | '．' | '.')) && numeral.end - numeral.start <= 9)
        .then(|| other(Class::ListMark, numeral.start, numeral.end))
}

/// True for "this one", "no one", "one of": a pronoun.
pub(super) fn is_pronoun(text: &str, numeral: &Numeral) -> bool {
    let word = &text[numeral.start..numeral.end];
    if !word.eq_ignore_ascii_case("one") {
        return false;
    }
    let before = skip_spaces_back(text, numeral.start, 1, 0);
    let pronoun = [
        "this", "that", "the", "which", "each", "every", "any", "some", "no", "another", "good", "new", "only", "last",
        "first", "other",
    ];
    let behind = skip_spaces(text, numeral.end, 1);
    let next = letters(text, behind);
    pronoun.into_iter().any(|word| word_before(text, before, word).is_some())
        || matches!(next, "is" | "can" | "another" | "must" | "may" | "should" | "who" | "of" | "day")
}

/// Digits that letters follow which are neither unit nor scale word: 3D, 5G, 24703L202, 8b-instruct, 1980s.
pub(super) fn glued_behind(text: &str, numeral: &Numeral) -> Option<Reading> {
    if !matches!(numeral.form, Form::Integer { .. } | Form::Arabic) {
        return None;
    }
    let next = byte_at(text, numeral.end);
    // 2.0版
    if next == 0xE7 && char_at(text, numeral.end) == Some('版') && text[numeral.start..numeral.end].contains('.') {
        return Some(other(Class::Version, numeral.start, numeral.end));
    }
    // 92号汽油, 101号
    if next == 0xE5 && char_at(text, numeral.end) == Some('号') && numeral.is_integer() {
        return Some(other(Class::Label, numeral.start, numeral.end));
    }
    let scaled = byte_before(text, numeral.end).is_ascii_alphabetic();
    if next == b'-' && is_coded(text, numeral, scaled) {
        return Some(other(Class::Name, numeral.start, name_end(text, numeral.end)));
    }
    if !next.is_ascii_alphabetic() && next != b'_' {
        // 5G, 4K and 3D are names of things.
        let name = scaled
            && matches!(&text[numeral.start..numeral.end], "2G" | "3G" | "4G" | "5G" | "6G" | "4K" | "8K" | "2K");
        let hyphen = next == b'-' && byte_at(text, numeral.end + 1).is_ascii_alphabetic() && scaled;
        return (name || hyphen && byte_before(text, numeral.end) != b'n')
            .then(|| other(Class::Name, numeral.start, name_end(text, numeral.end)));
    }
    if matches!(letters(text, numeral.end), "am" | "pm" | "AM" | "PM") {
        return Some(other(Class::Clock, numeral.start, numeral.end + 2));
    }
    Some(other(Class::Name, numeral.start, name_end(text, numeral.end)))
}

/// True for 10-K and 10b-5: a hyphen joins a letter to digits that count nothing.
fn is_coded(text: &str, numeral: &Numeral, scaled: bool) -> bool {
    let behind = numeral.end + 1;
    if !scaled {
        return numeral.is_integer()
            && byte_at(text, behind).is_ascii_uppercase()
            // a 12-V battery
            && !matches!(byte_at(text, behind), b'V' | b'W' | b'L')
            && !byte_at(text, behind + 1).is_ascii_alphanumeric();
    }
    let one_letter = byte_before(text, numeral.end - 1).is_ascii_digit();
    let next = |end| byte_at(text, end);
    one_letter
        && date::run(text, behind)
            .is_some_and(|(.., end)| !next(end).is_ascii_alphabetic() && !matches!(next(end), b'.' | b','))
}

/// Two numbers beside a line that are no fraction: parts of a hundred (a 60/40 portfolio), a blood pressure, 24/7, and
/// the number of a law beside its year (2016/679).
pub(super) fn over_line(text: &str, numeral: &Numeral) -> Option<Reading> {
    const IDIOMS: [&str; 2] = ["24/7", "24/365"];
    let printed = &text[numeral.start..numeral.end];
    if IDIOMS.contains(&printed) {
        return Some(other(Class::Clock, numeral.start, numeral.end));
    }
    let (above, below) = printed.split_once('/')?;
    let (first, second) = (above.parse::<u32>().ok()?, below.parse::<u32>().ok()?);
    let years = 1950..=2050;
    if years.contains(&first) || years.contains(&second) {
        return Some(other(Class::Label, numeral.start, name_end(text, numeral.end)));
    }
    let pressure = first > second && second >= 20;
    (first + second == 100 || pressure).then(|| other(Class::Ratio, numeral.start, numeral.end))
}

/// The decade of "in the 60s and 70s", "the 1980s and 90s", which is no time of sixty seconds.
pub(super) fn decade(text: &str, numeral: &Numeral) -> Option<Reading> {
    let tens = |start: usize| {
        let ends = !byte_at(text, start + 3).is_ascii_alphanumeric();
        matches!(text.as_bytes().get(start..start + 3)?, [b'2'..=b'9', b'0', b's'] if ends).then_some(start + 3)
    };
    let end = tens(numeral.start)?;
    // the '90s, the low 20s, women in their 30s
    let before = skip_spaces_back(text, numeral.start, 1, 0);
    let word = letters_before(text, before, 0);
    if before < numeral.start && matches!(word, "low" | "mid" | "high" | "early" | "late" | "their" | "his" | "her")
        || matches!(char_before(text, numeral.start), Some('\'' | '’' | '‘'))
        || byte_before(text, numeral.start) == b'-' && word_before(text, numeral.start - 1, "mid").is_some()
    {
        return Some(other(Class::DatePart, numeral.start, end));
    }
    let named = |start: usize| {
        let article = text.get(..start)?.strip_suffix("the ")?.trim_end();
        ["in", "during", "of", "from", "since", "until", "early", "late", "mid", "by"]
            .into_iter()
            .any(|word| word_before(text, article.len(), word).is_some())
            .then_some(())
    };
    let joined = || {
        let before = text.get(..numeral.start)?;
        let before = before.strip_suffix(" and ").or_else(|| before.strip_suffix(" to "))?;
        let long = before.len().checked_sub(5).and_then(|start| text.as_bytes().get(start..before.len()))?;
        let century = matches!(long, [b'1', b'6'..=b'9', _, b'0', b's'] | [b'2', b'0', _, b'0', b's']);
        let start = before.len() - 3;
        if century { Some(()) } else { tens(start).and_then(|_| named(start)) }
    };
    named(numeral.start).or_else(joined)?;
    Some(other(Class::DatePart, numeral.start, end))
}

/// 6 pm, 20点, 20时: a time of day.
pub(super) fn clock(text: &str, numeral: &Numeral) -> Option<Reading> {
    let Form::Integer { len: 1..=2, .. } = numeral.form else { return None };
    let here = skip_spaces(text, numeral.end, 1);
    let c = char_at(text, here)?;
    let hour = matches!(c, '点' | '點' | '时' | '時') && numeral.value <= crate::model::Decimal::new(24, 0);
    if hour {
        let end = here + c.len_utf8();
        let next = char_at(text, end);
        // 3点20分
        let minutes = date::run(text, end)
            .filter(|(minute, ..)| *minute < 60)
            .and_then(|(_, _, end)| super::text::eat(text, end, "分"));
        return (!next.is_some_and(|c| "间代".contains(c)))
            .then(|| other(Class::Clock, numeral.start, minutes.unwrap_or(end)));
    }
    let half = letters(text, here);
    matches!(half, "am" | "pm" | "AM" | "PM" | "a" | "p")
        .then(|| byte_at(text, here + half.len()) == b'.' || half.len() == 2)
        .filter(|&is| is && half.len() == 2)
        .map(|_| other(Class::Clock, numeral.start, here + half.len()))
}

/// An address of the web: up to the next space or character that is not ASCII.
pub(super) fn url(text: &str, at: usize) -> Option<Reading> {
    let word = letters(text, at);
    let mark = byte_at(text, at + word.len());
    if !matches!(mark, b':' | b'.') || digit_before(text, at) {
        return None;
    }
    let rest = text.as_bytes().get(at..)?;
    let len = rest.iter().take_while(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>')).count();
    (len > word.len() + 3).then(|| other(Class::Url, at, at + len))
}
