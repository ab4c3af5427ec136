//! Small steps in a text: an offset goes in, the character there or the offset behind it comes out.

/// The character that begins at `at`.
#[inline]
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at `at`.
#[inline]
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    match byte_before(text, at) {
        0 => text.get(..at)?.chars().next_back(),
        byte if byte.is_ascii() => Some(byte.into()),
        _ => text.get(..at)?.chars().next_back(),
    }
}

/// The byte at `at`, 0 behind the end.
#[inline]
pub(super) fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// The byte before `at`, 0 at the start.
#[inline]
pub(super) fn byte_before(text: &str, at: usize) -> u8 {
    // Before 0 lies no index.
    byte_at(text, at.wrapping_sub(1))
}

/// The offset behind at most `most` spaces from `at`, of those that stand inside a quantity: no tabs, no line ends.
#[inline]
pub(super) fn skip_spaces(text: &str, mut at: usize, most: usize) -> usize {
    for _ in 0..most {
        at += match byte_at(text, at) {
            b' ' => 1,
            0xC2 | 0xE2 | 0xE3 => match text.as_bytes()[at..] {
                // U+00A0; U+2007, U+2009, U+200A, U+202F, U+3000.
                [0xC2, 0xA0, ..] => 2,
                [0xE2, 0x80, 0x87 | 0x89 | 0x8A | 0xAF, ..] | [0xE3, 0x80, 0x80, ..] => 3,
                _ => break,
            },
            _ => break,
        };
    }
    at
}

/// The offset before at most `most` such spaces that end at `at`, not below `floor`.
#[inline]
pub(super) fn skip_spaces_back(text: &str, mut at: usize, most: usize, floor: usize) -> usize {
    for _ in 0..most {
        let space = match byte_before(text, at) {
            b' ' => 1,
            0x80 | 0x87 | 0x89 | 0x8A | 0xA0 | 0xAF => match text.as_bytes()[..at] {
                [.., 0xC2, 0xA0] => 2,
                [.., 0xE2, 0x80, 0x87 | 0x89 | 0x8A | 0xAF] | [.., 0xE3, 0x80, 0x80] => 3,
                _ => break,
            },
            _ => break,
        };
        match at.checked_sub(space) {
            Some(before) if before >= floor => at = before,
            _ => break,
        }
    }
    at
}

/// The offset behind `word` if it stands at `at`, ASCII case ignored.
#[inline]
pub(super) fn eat(text: &str, at: usize, word: &str) -> Option<usize> {
    let end = at + word.len();
    let found = text.as_bytes().get(at..end)?;
    // Most words differ in their first byte.
    let first = found.first().map(u8::to_ascii_lowercase) == word.bytes().next().map(|byte| byte.to_ascii_lowercase());
    (first && found.eq_ignore_ascii_case(word.as_bytes())).then_some(end)
}

/// The offset of `word` if it ends at `at`.
#[inline]
pub(super) fn eat_before(text: &str, at: usize, word: &str) -> Option<usize> {
    let start = at.checked_sub(word.len())?;
    (text.as_bytes().get(start..at)? == word.as_bytes()).then_some(start)
}

/// The offset behind `word` if it stands at `at` as a whole word.
pub(super) fn eat_word(text: &str, at: usize, word: &str) -> Option<usize> {
    eat(text, at, word).filter(|&end| !byte_at(text, end).is_ascii_alphanumeric())
}

/// The offset of `word` if it ends at `at` as a whole word, ASCII case ignored.
pub(super) fn word_before(text: &str, at: usize, word: &str) -> Option<usize> {
    let start = at.checked_sub(word.len())?;
    let found = text.as_bytes().get(start..at)?;
    (found.eq_ignore_ascii_case(word.as_bytes()) && !byte_before(text, start).is_ascii_alphanumeric()).then_some(start)
}

/// The ASCII letters from `at` on.
pub(super) fn letters(text: &str, at: usize) -> &str {
    let mut end = at;
    while byte_at(text, end).is_ascii_alphabetic() {
        end += 1;
    }
    text.get(at..end).unwrap_or_default()
}

/// The ASCII letters that end at `at`, not below `floor` and at most 24 of them.
pub(super) fn letters_before(text: &str, at: usize, floor: usize) -> &str {
    let bytes = text.as_bytes().get(floor.max(at.saturating_sub(24))..at).unwrap_or_default();
    let len = bytes.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    text.get(at - len..at).unwrap_or_default()
}

/// The digit at `at`, ASCII or full-width, and its length in bytes.
#[inline]
pub(super) fn digit_at(text: &str, at: usize) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    let byte = *bytes.get(at)?;
    if byte.is_ascii_digit() {
        return Some((byte - b'0', 1));
    }
    match (byte, bytes.get(at + 1), bytes.get(at + 2)) {
        (0xEF, Some(0xBC), Some(&last @ 0x90..=0x99)) => Some((last - 0x90, 3)),
        _ => None,
    }
}

/// True if a digit, ASCII or full-width, ends at `at`.
pub(super) fn digit_before(text: &str, at: usize) -> bool {
    byte_before(text, at).is_ascii_digit() || (at >= 3 && digit_at(text, at - 3).is_some_and(|(_, len)| len == 3))
}
