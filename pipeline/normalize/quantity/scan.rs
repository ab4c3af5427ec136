//! The skip loop: an offset goes in, the next place where a quantity may be comes out.
//!
//! Most bytes of a report are passed over by one look into a table; only words that begin like a number word and
//! characters that may be numerals are looked at twice.

use super::text::{char_at, letters};
use super::word;

/// A place where a quantity may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Offset of the digit, numeral or word.
    pub(super) at: usize,
    /// What stands there.
    pub(super) kind: Sort,
}

/// What may begin a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// An ASCII or full-width digit.
    Digit,
    /// A Chinese numeral.
    Han,
    /// An English number word.
    Word,
    /// An English month, 1 to 12.
    Month(u8),
    /// ½, ¹, ①.
    Sign,
    /// http, www.
    Url,
    /// `percent of 10`.
    Percent,
}

impl Candidate {
    /// Where to go on if nothing is found here.
    pub(super) fn behind(self, text: &str) -> usize {
        match self.kind {
            Sort::Word | Sort::Month(_) | Sort::Url | Sort::Percent => self.at + letters(text, self.at).len().max(1),
            Sort::Digit | Sort::Han | Sort::Sign => self.at + char_at(text, self.at).map_or(1, char::len_utf8),
        }
    }
}

const OTHER: u8 = 0;
const DIGIT: u8 = 1;
const LETTER: u8 = 2;
const TWO: u8 = 3;
const THREE: u8 = 4;
const FOUR: u8 = 5;

/// What to do at a byte.
static CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            0xC0..=0xDF => TWO,
            0xE0..=0xEF => THREE,
            0xF0..=0xFF => FOUR,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// The characters of three bytes that may begin a numeral.
const HAN: &str = "零〇一二三四五六七八九十百千万亿两兩俩倆半几幾数數壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億兆廿卅折";
/// Signs of three bytes: fractions, superscripts, circled numbers.
const SIGNS: &str = "⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⁰⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ⑴⑵⑶⑷⑸⑹⑺⑻⑼㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩○";

/// One bit for each character of the Basic Multilingual Plane that may begin a quantity.
static MAY_BEGIN: [u64; 1024] = {
    let mut bits = [0u64; 1024];
    bits = mark(bits, HAN.as_bytes());
    bits = mark(bits, SIGNS.as_bytes());
    bits = mark(bits, "０１２３４５６７８９".as_bytes());
    bits
};

const fn mark(mut bits: [u64; 1024], text: &[u8]) -> [u64; 1024] {
    let mut at = 0;
    while at + 2 < text.len() {
        let code = code_of(text[at], text[at + 1], text[at + 2]);
        bits[code >> 6] |= 1 << (code & 63);
        at += 3;
    }
    bits
}

const fn code_of(a: u8, b: u8, c: u8) -> usize {
    ((a as usize & 0x0F) << 12) | ((b as usize & 0x3F) << 6) | (c as usize & 0x3F)
}

/// One bit for each three letters, five bits a letter.
static WORD_STARTS: [u64; 512] = {
    let mut bits = [0u64; 512];
    const WORDS: &[&[u8]] = &[
        b"zero",
        b"nought",
        b"naught",
        b"one",
        b"two",
        b"three",
        b"four",
        b"five",
        b"six",
        b"seven",
        b"eight",
        b"nine",
        b"ten",
        b"eleven",
        b"twelve",
        b"thirteen",
        b"fifteen",
        b"forty",
        b"hundred",
        b"thousand",
        b"million",
        b"billion",
        b"trillion",
        b"half",
        b"quarter",
        b"dozen",
        b"several",
        b"first",
        b"second",
        b"lakh",
        b"crore",
        b"percent",
        b"january",
        b"february",
        b"march",
        b"april",
        b"may",
        b"june",
        b"july",
        b"august",
        b"september",
        b"october",
        b"november",
        b"december",
        b"http",
        b"www",
        b"ninth",
        b"nineth",
    ];
    let mut at = 0;
    while at < WORDS.len() {
        let key = key(WORDS[at][0], WORDS[at][1], WORDS[at][2]);
        bits[key >> 6] |= 1 << (key & 63);
        at += 1;
    }
    bits
};

const fn key(a: u8, b: u8, c: u8) -> usize {
    ((a as usize & 31) << 10) | ((b as usize & 31) << 5) | (c as usize & 31)
}

/// The next candidate at or behind `at`.
pub(super) fn next(text: &str, mut at: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    loop {
        match CLASSES[*bytes.get(at)? as usize] {
            DIGIT => return Some(Candidate { at, kind: Sort::Digit }),
            LETTER => {
                if let [a, b, c, ..] = bytes[at..] {
                    let key = key(a, b, c);
                    if WORD_STARTS[key >> 6] >> (key & 63) & 1 == 1
                        && let Some(kind) = word(text, at)
                    {
                        return Some(Candidate { at, kind });
                    }
                }
                at = letters_end(bytes, at + 1);
            }
            THREE => {
                let &[a, b, c, ..] = &bytes[at..] else { return None };
                let code = code_of(a, b, c);
                if MAY_BEGIN[code >> 6] >> (code & 63) & 1 == 1 {
                    let kind = match a {
                        0xEF => Sort::Digit,
                        0xE2 => Sort::Sign,
                        0xE3 if b >= 0x88 => Sort::Sign,
                        _ => Sort::Han,
                    };
                    return Some(Candidate { at, kind });
                }
                at += 3;
            }
            TWO => {
                if bytes[at] == 0xC2 && matches!(bytes.get(at + 1), Some(0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE)) {
                    return Some(Candidate { at, kind: Sort::Sign });
                }
                at += 2;
            }
            FOUR => at += 4,
            _ => at += 1,
        }
    }
}

/// The offset behind the ASCII letters at `at`, found eight bytes at a time.
#[inline]
fn letters_end(bytes: &[u8], mut at: usize) -> usize {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let eight = u64::from_le_bytes(*eight);
        // The high bit of each byte: set in `from_a` where the lower case of the byte is 'a' or above, in `above_z` where
        // it is above 'z'.
        let lower = (eight | each(0x20)) & each(0x7F);
        let from_a = lower + each(0x80 - b'a');
        let above_z = lower + each(0x7F - b'z');
        let others = (!from_a | above_z | eight) & each(0x80);
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        at += 1;
    }
    at
}

/// What the word at `at` may begin.
fn word(text: &str, at: usize) -> Option<Sort> {
    if word::word_at(text, at).is_some() {
        return Some(Sort::Word);
    }
    let word = letters(text, at);
    if let Some(month) = month(word) {
        return Some(Sort::Month(month));
    }
    match word {
        "http" | "https" | "www" | "HTTP" | "HTTPS" | "WWW" => Some(Sort::Url),
        _ if word.eq_ignore_ascii_case("percent") || word.eq_ignore_ascii_case("percents") || word == "per" => {
            Some(Sort::Percent)
        }
        _ => None,
    }
}

/// The month of that name.
pub(super) fn month(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is = |name: &&str| {
        let len = word.len();
        (len == 3 || len == name.len() || (*name == "september" && len == 4))
            && name.as_bytes().get(..len).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    NAMES.iter().position(is).map(|at| at as u8 + 1)
}
