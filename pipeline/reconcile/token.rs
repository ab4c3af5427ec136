//! A check's text is cut into tokens: text goes in, words, numbers and signs with their places come out.

use crate::source::Span;

/// One token and its bytes in the check's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the check's text.
    pub span: Span,
}

/// The kinds of tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A name or keyword.
    Word(String),
    /// Digits with at most one point, and what follows them as scale words and unit: `552.25` and `亿美元`.
    Number {
        /// `552.25`
        digits: String,
        /// `亿美元`, or nothing.
        unit: String,
    },
    /// A quoted text.
    Text(String),
    /// An operator or bracket.
    Sign(&'static str),
    /// The end of the text.
    End,
}

impl TokenKind {
    /// How messages name it.
    pub fn describe(&self) -> String {
        match self {
            TokenKind::Word(word) => format!("\"{word}\""),
            TokenKind::Number { digits, unit } if unit.is_empty() => format!("number {digits}"),
            TokenKind::Number { digits, unit } => format!("number {digits} {unit}"),
            TokenKind::Text(text) => format!("text '{text}'"),
            TokenKind::Sign(sign) => format!("\"{sign}\""),
            TokenKind::End => "the end".to_string(),
        }
    }
}

/// Why a text cannot be cut into tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenError {
    /// The place.
    pub span: Span,
    /// What was expected and found there.
    pub message: String,
}

/// Words that are never part of a number's unit.
const KEYWORDS: &[&str] = &[
    "each", "by", "where", "and", "or", "not", "in", "within", "mod", "sorted", "distinct", "complete", "asc", "desc",
    "of",
];

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: &[&str] = &[
    "==", "!=", "<=", ">=", "=", "<", ">", "~", "≈", "+", "-", "−", "*", "×", "/", "÷", "^", "(", ")", "[", "]", ",",
    ":", ".", "≤", "≥", "（", "）", "，", "：",
];

/// Cuts `text` into tokens; the last one is always [`TokenKind::End`].
pub fn tokens(text: &str) -> Result<Vec<Token>, TokenError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = if first.is_ascii_digit() {
            number(rest)
        } else if first == '\'' || first == '"' || first == '‘' || first == '“' {
            quoted(rest, first, at)?
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c) && !c.is_ascii_digit()).unwrap_or(rest.len());
            (TokenKind::Word(rest[..length].to_string()), length)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (TokenKind::Sign(canonical(sign)), sign.len())
        } else {
            let message = format!("expected a name, a number or an operator, found \"{first}\"");
            return Err(TokenError { span: Span::new(at, at + first.len_utf8()), message });
        };
        tokens.push(Token { kind, span: Span::new(at, at + length) });
        at += length;
    }
    tokens.push(Token { kind: TokenKind::End, span: Span::new(text.len(), text.len()) });
    Ok(tokens)
}

fn canonical(sign: &'static str) -> &'static str {
    match sign {
        "=" => "==",
        "≈" => "~",
        "−" => "-",
        "×" => "*",
        "÷" => "/",
        "≤" => "<=",
        "≥" => ">=",
        "（" => "(",
        "）" => ")",
        "，" => ",",
        "：" => ":",
        other => other,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '％' | '‰' | '$' | '€' | '£' | '¥' | '°' | '²' | '³')
}

fn quoted(rest: &str, open: char, at: usize) -> Result<(TokenKind, usize), TokenError> {
    let close = match open {
        '‘' => '’',
        '“' => '”',
        other => other,
    };
    let inner = &rest[open.len_utf8()..];
    match inner.find(close) {
        Some(end) => Ok((TokenKind::Text(inner[..end].to_string()), open.len_utf8() + end + close.len_utf8())),
        None => Err(TokenError {
            span: Span::new(at, at + rest.len()),
            message: format!("expected {close} at the end of the text"),
        }),
    }
}

/// Digits, then the unit behind them: `1.1 TB`, `552.25 亿美元`, `50%`, `3 {vendor}`, `10 CNY/t`.
fn number(rest: &str) -> (TokenKind, usize) {
    let bytes = rest.as_bytes();
    let digits_from = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let mut end = digits_from(0);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1 + digits_from(end + 1);
    }
    let digits = rest[..end].replace('_', "");
    let gap = rest[end..].len() - rest[end..].trim_start_matches(' ').len();
    let mut unit = String::new();
    let mut used = end;
    let mut from = end + gap;
    loop {
        let length = unit_word(&rest[from..]);
        if length == 0 || KEYWORDS.contains(&&rest[from..from + length]) {
            break;
        }
        if !unit.is_empty() && !unit.ends_with('/') {
            unit.push(' ');
        }
        unit.push_str(&rest[from..from + length]);
        used = from + length;
        from = used;
        // Only scale words in letters are followed by another word: "3 million USD".
        let next = rest[from..].strip_prefix(' ').map_or("", |next| next);
        if unit_word(next) > 0 {
            from += 1;
        } else {
            break;
        }
    }
    (TokenKind::Number { digits, unit }, used)
}

fn unit_word(text: &str) -> usize {
    if let Some(inner) = text.strip_prefix('{') {
        return inner.find('}').map_or(0, |end| end + 2);
    }
    // Squares and cubes are written behind their letters: km2, m3.
    let word = |text: &str| {
        let letters = text.find(|c: char| !is_unit(c)).unwrap_or(text.len());
        let powers = text[letters..].bytes().take_while(u8::is_ascii_digit).count();
        if letters > 0 { letters + powers } else { 0 }
    };
    let length = word(text);
    // A rate, but not a division by a column: only a unit that is glued to the line belongs to it.
    match text[length..].strip_prefix('/') {
        Some(below) if length > 0 && below.starts_with(is_unit) && !below.starts_with('_') => length + 1 + word(below),
        Some(below) if length > 0 && below.starts_with('{') => length + 1 + unit_word(below),
        _ => length,
    }
}
