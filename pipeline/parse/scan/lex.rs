//! The words of a line: text goes in, words with their place on the page and a rough kind come out.
//!
//! The kinds are only evidence for columns. What a number means is decided by the normalize stage.

use unicode_width::UnicodeWidthChar;

/// What a word looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with signs, separators, brackets, currency and footnote marks: `(1,234.5)`, `45–54`, `$49,497`, `*–0.3`.
    Number,
    /// What tables print where there is no number: `—`, `n/a`, `(X)`, `*****`.
    Void,
    /// A sign that belongs to its neighbour: `$`, `%`, `+`, `•`.
    Mark,
    /// Anything else.
    Text,
}

/// One word: a run of characters without white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Offset of its first byte in the source.
    pub start: u32,
    /// Offset behind its last byte.
    pub end: u32,
    /// The column of its first character, counted in character cells.
    pub x0: u32,
    /// The column behind its last character.
    pub x1: u32,
    /// What it looks like.
    pub kind: Kind,
}

/// Tabs go to the next multiple of this many columns, as terminals and `pdftotext` take it.
const TAB: u32 = 8;

/// Appends the words of `line`, which begins at byte `offset` of its source, to `words`.
pub(super) fn words(line: &str, offset: u32, words: &mut Vec<Word>) {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut x = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            x += 1;
            at += 1;
            continue;
        }
        if bytes[at] == b'\t' {
            x = (x / TAB + 1) * TAB;
            at += 1;
            continue;
        }
        let (skipped, wide) = white(bytes, at);
        if skipped > 0 {
            x += wide;
            at += skipped;
            continue;
        }
        let start = at;
        let x0 = x;
        while at < bytes.len() {
            let plain = bytes[at..].iter().take_while(|&&byte| byte > b' ' && byte < 0x80).count();
            x += plain as u32;
            at += plain;
            if at == bytes.len() || white(bytes, at).0 > 0 {
                break;
            }
            if bytes[at] < 0x80 {
                at += 1;
                continue;
            }
            let Some(ch) = line[at..].chars().next() else { break };
            x += match ch {
                // Ideographs need no look-up.
                '\u{4e00}'..='\u{9fff}' => 2,
                _ => ch.width().unwrap_or(0) as u32,
            };
            at += ch.len_utf8();
        }
        let text = &line[start..at];
        words.push(Word { start: offset + start as u32, end: offset + at as u32, x0, x1: x, kind: kind(text) });
    }
}

/// How many bytes of white space stand at `at` (one character), and how many columns they take.
fn white(bytes: &[u8], at: usize) -> (usize, u32) {
    match bytes[at] {
        b' ' | b'\t' | b'\r' | b'\n' => (1, 1),
        // A form feed starts a page: it takes no column.
        0x0b | 0x0c => (1, 0),
        0xc2 if bytes.get(at + 1) == Some(&0xa0) => (2, 1),
        // En quad to hair space, narrow no-break space.
        0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x80..=0x8a | 0xaf)) => (3, 1),
        // The ideographic space is two columns wide.
        0xe3 if bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2) == Some(&0x80) => (3, 2),
        _ => (0, 0),
    }
}

/// What `word` looks like.
pub(super) fn kind(word: &str) -> Kind {
    let head = word.as_bytes().first().copied().unwrap_or_default();
    if head.is_ascii_digit() {
        return number(word);
    }
    // What begins with a letter is text, but for a few short names.
    if head.is_ascii_alphabetic() {
        return match word {
            _ if word.len() > 4 => Kind::Text,
            "US$" => Kind::Mark,
            "NA" | "N/A" | "n/a" | "n.a." | "N.A." | "NM" | "n.m." | "ND" | "N.D." | "n.d." => Kind::Void,
            _ => Kind::Text,
        };
    }
    match word {
        "$" | "€" | "£" | "¥" | "￥" | "%" | "％" | "±" | "+" | "•" | "·" | "●" | "▪" | "■" | "◆" | "➢" | "✓" => {
            Kind::Mark
        }
        ":" | "(NA)" | "(X)" | "(D)" | "(S)" | "(Z)" | "无" | "暂无" => Kind::Void,
        // Bullets of symbol fonts come out as private characters.
        _ if word.chars().all(|ch| ('\u{e000}'..='\u{f8ff}').contains(&ch)) => Kind::Mark,
        _ => number(word),
    }
}

/// What `word` looks like, if it is none of the words that stand for something.
fn number(word: &str) -> Kind {
    let mut digits = 0;
    let mut letters = 0;
    let mut last = ' ';
    let mut first = ' ';
    for ch in word.chars() {
        if first == ' ' {
            first = ch;
        }
        last = ch;
        if ch.is_ascii_digit() || ('０'..='９').contains(&ch) {
            digits += 1;
        } else if ch == '=' && digits > 0 {
            // "(2015=100)" says what an index counts from.
            return Kind::Text;
        } else if is_mark(ch) {
        } else if digits > 0 {
            letters += 1;
            if letters > 2 {
                return Kind::Text;
            }
        } else {
            return Kind::Text;
        }
    }
    if digits == 0 {
        let nothing = |ch: char| {
            matches!(ch, '-' | '–' | '—' | '−' | '－' | '*' | '.' | '…' | '⋯' | '#' | '†' | '‡' | '§' | '¶' | '(' | ')')
        };
        return if word.chars().all(nothing) { Kind::Void } else { Kind::Text };
    }
    // `£'000` says in what the numbers below are, `1'000` is one of them.
    if digits == 3 && !first.is_numeric() && (word.contains("'000") || word.contains("’000")) {
        return Kind::Text;
    }
    // So do `($1,000)`, `(000)` and `£000`.
    if digits >= 3 && !first.is_numeric() && is_scale(word) {
        let sign = word.contains(['$', '€', '£', '¥', '￥']);
        let bracketed = matches!(first, '(' | '（') && matches!(last, ')' | '）');
        if bracketed && (sign || is_zeros(word)) || sign && word.ends_with("000") && is_zeros(word) {
            return Kind::Text;
        }
    }
    // `1994,` and `2003.` end a clause, `(a)`-like words were text above.
    if matches!(last, ',' | ';' | ':' | '.' | '，' | '。' | '；' | '：' | '、') {
        return Kind::Text;
    }
    // `80s`, `5.3a`, `1.2bn`, `27.9亿` are numbers with a mark or a unit; `2nd`, `4th` are words.
    if letters == 2 && ["st", "nd", "rd", "th", "am", "pm"].iter().any(|end| word.ends_with(end)) {
        return Kind::Text;
    }
    Kind::Number
}

/// True for a thousand, a million and the like, with or without the 1 in front of the zeros.
fn is_scale(word: &str) -> bool {
    let mut digits = word.chars().filter(|ch| ch.is_numeric());
    let zeros = match digits.next() {
        Some('1') => 3,
        Some('0') => 2,
        _ => return false,
    };
    digits.clone().count() >= zeros && digits.all(|digit| digit == '0')
}

/// True if all digits are zeros and none is a decimal: a number would be one `0`.
fn is_zeros(word: &str) -> bool {
    !word.contains(|ch: char| ch.is_numeric() && ch != '0' || matches!(ch, '.' | '．' | '%'))
}

/// Characters that stand in and around numbers.
fn is_mark(ch: char) -> bool {
    matches!(
        ch,
        ',' | '.'
            | '%'
            | '$'
            | '€'
            | '£'
            | '¥'
            | '('
            | ')'
            | '['
            | ']'
            | '+'
            | '-'
            | '*'
            | '/'
            | ':'
            | '#'
            | '<'
            | '>'
            | '='
            | '~'
            | '\''
            | '"'
            | '^'
    ) || (ch >= '\u{80}'
        && matches!(
            ch,
            '–' | '—'
                | '−'
                | '‐'
                | '‑'
                | '±'
                | '†'
                | '‡'
                | '§'
                | '¶'
                | '≤'
                | '≥'
                | '≈'
                | '…'
                | '′'
                | '″'
                | '×'
                | '’'
                | '¹'
                | '²'
                | '³'
                | '⁰'..='⁹' | '（' | '）' | '，' | '．' | '％' | '＋' | '－' | '～' | '￥' | '⋯'
        ))
}

/// True for the end of a number whose thousands are parted by spaces: `345`, `678,9`, `012*`.
pub(super) fn is_thousands_tail(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && !word[3..].contains(|ch: char| ch.is_ascii_digit()) || {
        let rest = &word[digits..];
        digits == 3
            && rest.starts_with([',', '.'])
            && rest[1..].bytes().all(|byte| byte.is_ascii_digit())
            && (1..=2).contains(&(rest.len() - 1))
    }
}

/// True for what may stand before it: `1`, `-12`, `$ 345`.
pub(super) fn is_thousands_head(word: &str) -> bool {
    let digits = word.trim_start_matches(|ch: char| !ch.is_ascii_digit());
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for a footnote mark set in brackets behind a number: `(1)`, `(a)`, `[3]`.
pub(super) fn is_footnote(word: &str) -> bool {
    let inner = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.or_else(|| word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')));
    inner.is_some_and(|inner| {
        let mut chars = inner.chars();
        matches!((chars.next(), chars.next()), (Some(ch), None) if ch.is_ascii_alphanumeric())
    })
}

/// True for the first word of a caption of a figure: `Figure`, `FIGURE`, `Fig.`, `Chart`, `图3`.
pub(super) fn is_figure_word(word: &str) -> bool {
    let bare = word.trim_end_matches(|ch: char| !ch.is_alphabetic());
    if bare.is_ascii() {
        return ["figure", "fig", "chart", "graph"].iter().any(|name| bare.eq_ignore_ascii_case(name));
    }
    word.strip_prefix('图').is_some_and(|rest| {
        rest.chars().next().is_none_or(|ch| ch.is_numeric() || "一二三四五六七八九十".contains(ch) || ch == '：')
    })
}

/// True for what numbers a caption: `3`, `2a:`, and `B.`, `IV` where it ends there or the title goes on with a capital.
pub(super) fn counts_caption(word: &str, next: Option<&str>) -> bool {
    let bare = word.trim_end_matches(['.', ':']);
    let letter = bare.len() == 1 && bare.as_bytes()[0].is_ascii_uppercase();
    let roman = (1..=5).contains(&bare.len()) && bare.bytes().all(|byte| b"IVXLC".contains(&byte));
    let ends = bare.len() < word.len() || next.is_none_or(|next| next.starts_with(char::is_uppercase));
    word.contains(char::is_numeric) || (letter || roman) && ends
}

/// True for the first word of a caption of a table: `Table`, `TABLE.`, `Exhibit`, `表1`.
pub(super) fn is_caption_word(word: &str) -> bool {
    let bare = word.trim_end_matches(|ch: char| !ch.is_alphabetic());
    if bare.is_ascii() {
        return ["table", "exhibit", "tableau", "tabelle", "tabla"].iter().any(|name| bare.eq_ignore_ascii_case(name));
    }
    word.strip_prefix('附').unwrap_or(word).strip_prefix('表').is_some_and(|rest| {
        rest.chars().next().is_none_or(|ch| ch.is_numeric() || "一二三四五六七八九十".contains(ch) || ch == '：')
    })
}
