//! Names from printed titles: a title goes in, its words come out in small ASCII letters, as names are written.

use std::collections::BTreeSet;

/// Letters with marks, each followed by the letters that it becomes.
const FOLDED: &str = "àa áa âa ãa äa åa āa ăa ąa æae çc ćc čc ďd đd ðd èe ée êe ëe ēe ėe ęe ěe ğg ìi íi îi ïi īi įi ıi łl \
     ľl ñn ńn ňn òo óo ôo õo öo øo ōo őo œoe řr śs šs şs șs ßss ťt ţt țt þth ùu úu ûu üu ūu ůu űu ųu ýy ÿy źz żz žz µu μu";

/// `text` in small letters, those of the Latin alphabet without marks: "Veränderung" as "veranderung".
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars().flat_map(char::to_lowercase) {
        let plain = FOLDED.split(' ').find_map(|pair| pair.strip_prefix(ch)).filter(|_| !ch.is_ascii());
        match plain {
            Some(plain) => out.push_str(plain),
            // A mark of its own stands behind its letter.
            None if ('\u{300}'..='\u{36f}').contains(&ch) => {}
            None => out.push(ch),
        }
    }
    out
}

/// The words of `text` that names may hold.
pub(super) fn words(text: &str) -> Vec<String> {
    // Squares and cubes are of metres; other raised digits are marks of notes.
    let folded = folded(text).replace("m²", "m2").replace("m³", "m3");
    let words = folded.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What a caption, or a name made of one, is about: its words in any script, without numbers and what counts tables.
pub(super) fn subject(caption: &str) -> BTreeSet<String> {
    const COUNTED: [&str; 8] = ["表", "附表", "续表", "sheet", "continued", "concluded", "contd", "cont"];
    let folded = folded(caption);
    let words = folded.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty());
    words.filter(|word| !TABLE.contains(word) && !COUNTED.contains(word)).map(str::to_owned).collect()
}

/// "Table 3: ..." and "Sheet1" say nothing.
const TABLE: [&str; 11] =
    ["table", "exhibit", "tabelle", "tableau", "tabla", "cuadro", "tabela", "quadro", "tavola", "tabella", "tabel"];

/// The words of a caption that name something.
pub(super) fn of_caption(caption: &str) -> Vec<String> {
    let is_number = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let told = words(caption).into_iter().skip_while(|word| TABLE.contains(&word.as_str()) || is_number(word));
    // "of" and "by" say little.
    const LITTLE: [&str; 14] =
        ["and", "the", "for", "und", "der", "die", "das", "nach", "les", "des", "par", "los", "las", "por"];
    told.filter(|word| word.len() > 2 && !LITTLE.contains(&word.as_str())).take(4).collect()
}

/// A name of at most `most` words of a heading; it does not end in "in" or "of", whose noun was cut off with the unit.
pub(super) fn slug(text: &str, most: usize) -> String {
    let mut words = words(text);
    words.truncate(most);
    while words.len() > 1 && words.last().is_some_and(|word| matches!(word.as_str(), "in" | "of" | "per" | "en" | "by"))
    {
        words.pop();
    }
    words.join("_")
}
