//! The words that English numbers are made of: the offset of a word goes in, what it is in a number comes out.

use super::text::{byte_at, eat_word, letters, skip_spaces};

/// What an English word is in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// zero to nineteen
    Unit(u8),
    /// twenty to ninety
    Tens(u8),
    /// tens of thousands
    TensOf,
    /// hundred
    Hundred,
    /// thousand and above, as an exponent
    Scale(i32),
    /// dozen
    Dozen,
    /// half
    Half,
    /// quarter
    Quarter,
    /// first, fifth, hundredth: value (a power of ten above 99 as its exponent), and whether it is a plural
    Ordinal(u8, bool),
    /// hundredth and above: the exponent, and whether it is a plural
    Power(i32, bool),
    /// several
    Several,
}

/// The word at `at` as a part of a number, and the offset behind it.
pub(super) fn word_at(text: &str, at: usize) -> Option<(Word, usize)> {
    // None of them begins with another letter.
    let first = byte_at(text, at).to_ascii_lowercase();
    if !matches!(first, b'b'..=b'f' | b'h' | b'l'..=b'o' | b'q' | b's' | b't' | b'z') {
        return None;
    }
    let word = letters(text, at);
    if word.len() > 12 || word.len() < 3 {
        return None;
    }
    let mut lower = [0u8; 12];
    for (to, from) in lower.iter_mut().zip(word.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    let found = word_of(&lower[..word.len()])?;
    let end = at + word.len();
    (!byte_at(text, end).is_ascii_digit()).then_some((found, end))
}

fn word_of(word: &[u8]) -> Option<Word> {
    use Word::{Dozen, Half, Hundred, Ordinal, Power, Quarter, Scale, Several, Tens, TensOf, Unit};
    Some(match word {
        b"zero" | b"nought" | b"naught" => Unit(0),
        b"one" => Unit(1),
        b"two" => Unit(2),
        b"three" => Unit(3),
        b"four" => Unit(4),
        b"five" => Unit(5),
        b"six" => Unit(6),
        b"seven" => Unit(7),
        b"eight" => Unit(8),
        b"nine" => Unit(9),
        b"ten" => Unit(10),
        b"eleven" => Unit(11),
        b"twelve" => Unit(12),
        b"thirteen" => Unit(13),
        b"fourteen" => Unit(14),
        b"fifteen" => Unit(15),
        b"sixteen" => Unit(16),
        b"seventeen" => Unit(17),
        b"eighteen" => Unit(18),
        b"nineteen" => Unit(19),
        b"twenty" => Tens(20),
        b"thirty" => Tens(30),
        b"forty" | b"fourty" => Tens(40),
        b"fifty" => Tens(50),
        b"sixty" => Tens(60),
        b"seventy" => Tens(70),
        b"eighty" => Tens(80),
        b"ninety" => Tens(90),
        b"tens" => TensOf,
        b"hundred" | b"hundreds" => Hundred,
        b"thousand" | b"thousands" => Scale(3),
        b"lakh" | b"lakhs" => Scale(5),
        b"million" | b"millions" | b"mln" | b"mil" | b"mio" => Scale(6),
        b"crore" | b"crores" => Scale(7),
        b"billion" | b"billions" | b"bln" | b"milliard" | b"milliards" => Scale(9),
        b"trillion" | b"trillions" | b"trn" => Scale(12),
        b"quadrillion" | b"quadrillions" => Scale(15),
        b"dozen" | b"dozens" | b"dzs" | b"doz" => Dozen,
        b"half" | b"halves" => Half,
        b"quarter" | b"quarters" => Quarter,
        b"several" => Several,
        b"first" | b"firsts" => Ordinal(1, word.len() == 6),
        b"second" => Ordinal(2, false),
        b"third" | b"thirds" => Ordinal(3, word.len() == 6),
        b"fourth" | b"fourths" => Ordinal(4, word.len() == 7),
        b"fifth" | b"fifths" => Ordinal(5, word.len() == 6),
        b"sixth" | b"sixths" => Ordinal(6, word.len() == 6),
        b"seventh" | b"sevenths" => Ordinal(7, word.len() == 8),
        b"eighth" | b"eighths" => Ordinal(8, word.len() == 7),
        b"ninth" | b"nineth" => Ordinal(9, false),
        b"ninths" => Ordinal(9, true),
        b"tenth" | b"tenths" => Ordinal(10, word.len() == 6),
        b"eleventh" | b"elevenths" => Ordinal(11, word.len() == 9),
        b"twelfth" | b"twelfths" => Ordinal(12, word.len() == 8),
        b"thirteenth" | b"thirteenths" => Ordinal(13, word.len() == 11),
        b"fourteenth" | b"fourteenths" => Ordinal(14, word.len() == 11),
        b"fifteenth" | b"fifteenths" => Ordinal(15, word.len() == 10),
        b"sixteenth" | b"sixteenths" => Ordinal(16, word.len() == 10),
        b"seventeenth" => Ordinal(17, false),
        b"eighteenth" => Ordinal(18, false),
        b"nineteenth" => Ordinal(19, false),
        b"twentieth" | b"twentieths" => Ordinal(20, word.len() == 10),
        b"thirtieth" | b"thirtieths" => Ordinal(30, word.len() == 10),
        b"fortieth" | b"fortieths" => Ordinal(40, word.len() == 9),
        b"fiftieth" | b"fiftieths" => Ordinal(50, word.len() == 9),
        b"sixtieth" => Ordinal(60, false),
        b"seventieth" => Ordinal(70, false),
        b"eightieth" => Ordinal(80, false),
        b"ninetieth" => Ordinal(90, false),
        b"hundredth" | b"hundredths" => Power(2, word.len() == 10),
        b"thousandth" | b"thousandths" => Power(3, word.len() == 11),
        b"millionth" | b"millionths" => Power(6, word.len() == 10),
        b"billionth" | b"billionths" => Power(9, word.len() == 10),
        b"trillionth" | b"trillionths" => Power(12, word.len() == 11),
        _ => return None,
    })
}

/// The gap between two words of one number: the offset of the next word, whether "and" stands in it, and whether it is
/// a hyphen.
pub(super) fn gap(text: &str, at: usize) -> Option<(usize, bool, bool)> {
    let mut next = skip_spaces(text, at, 3);
    let hyphen = byte_at(text, next) == b'-';
    if hyphen {
        next = skip_spaces(text, next + 1, 1);
    }
    if next == at {
        return None;
    }
    match eat_word(text, next, "and") {
        Some(behind) if !hyphen => Some((skip_spaces(text, behind, 3), true, false)),
        _ => Some((next, false, hyphen)),
    }
}
