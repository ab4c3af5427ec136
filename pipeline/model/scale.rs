//! Powers of ten in words, as units carry them: 亿元, USD million.

/// Scale words with their powers of ten; a word stands in front of those that it begins with.
pub const SCALES: &[(&str, i32)] = &[
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("亿", 8),
    ("億", 8),
    ("萬", 4),
    ("万", 4),
    ("千", 3),
    ("百", 2),
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("trillion", 12),
];

/// The scale that `text` begins with: its power of ten, and what is behind it.
pub fn scale_of(text: &str) -> Option<(i32, &str)> {
    SCALES.iter().find_map(|(word, exponent)| Some((*exponent, text.strip_prefix(word)?)))
}
