//! Labels of total rows: a label goes in, what it says about totals comes out. The words stand in `totals.tsv`.

use std::sync::LazyLock;

/// What a label says of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalLabel {
    /// A higher total takes in lower ones; a bare word stands above one with a name: "Total" takes in "Total assets".
    pub level: u8,
    /// What it is the total of, in small letters: "assets"; empty for "Total" alone.
    pub name: String,
}

struct Word {
    word: &'static str,
    level: u8,
    /// It may begin or end a label.
    edge: bool,
    /// Of a script that parts its words with blanks.
    spaced: bool,
}

static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let lines = include_str!("totals.tsv").lines().filter(|line| !line.starts_with('#'));
    let word = |line: &'static str| {
        let mut fields = line.split('\t');
        let (word, level, place) = (fields.next()?, fields.next()?.parse().ok()?, fields.next()?);
        Some(Word { word, level, edge: place == "edge", spaced: !word.contains(|ch: char| ch >= '\u{2e80}') })
    };
    lines.filter_map(word).collect()
});

/// The total that `label` names: `Total assets`, `Subtotal`, `合　计`, `Erwerbstätige insgesamt`, `Ensemble`; `None` for
/// other labels.
pub fn total_label(label: &str) -> Option<TotalLabel> {
    let label = plain_label(label);
    for word in &*WORDS {
        if label == word.word {
            let level = if word.level == 2 { 3 } else { word.level };
            return Some(TotalLabel { level, name: String::new() });
        }
        if !word.edge {
            continue;
        }
        let starts = label.strip_prefix(word.word);
        let starts = starts.filter(|rest| !word.spaced || rest.starts_with([' ', ',', '-', '(']));
        let ends = label.strip_suffix(word.word);
        let ends = ends.filter(|rest| !word.spaced || rest.ends_with([' ', ',', '-', '–']));
        if let Some(name) = starts.or(ends) {
            let name = name.trim_matches([' ', ',', '-', '–', '(', ')']).to_owned();
            return Some(TotalLabel { level: word.level, name });
        }
    }
    None
}

/// A label as it is compared: without marks of emphasis, footnotes and leaders, in small letters, "合　计" as 合计.
pub fn plain_label(label: &str) -> String {
    let mark = |ch: char| matches!(ch, '*' | '¹' | '²' | '³' | '⁰'..='⁹' | '†' | '‡');
    let trimmed = label.trim().trim_start_matches('*').trim_start();
    let trimmed = trimmed.trim_end_matches(|ch: char| mark(ch) || ch.is_whitespace() || ".…:：".contains(ch));
    let spaced =
        trimmed.contains(|ch: char| ch >= '\u{2e80}') && !trimmed.contains(|ch: char| ch.is_ascii_alphanumeric());
    let kept = |ch: &char| !(spaced && ch.is_whitespace());
    trimmed.chars().filter(kept).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::total_label;

    fn read(label: &str) -> Option<(u8, String)> {
        total_label(label).map(|total| (total.level, total.name))
    }

    #[test]
    fn totals_in_many_languages() {
        for (label, level, name) in [
            ("Total", 3, ""),
            ("Total assets", 2, "assets"),
            ("TOTAL¹", 3, ""),
            ("Total ........", 3, ""),
            ("**Grand total:**", 4, ""),
            ("Total général", 4, ""),
            ("Sous-total", 1, ""),
            ("Ensemble", 3, ""),
            ("Insgesamt", 3, ""),
            ("Erwerbstätige insgesamt", 2, "erwerbstätige"),
            ("Zwischensumme", 1, ""),
            ("Totale attivo", 2, "attivo"),
            ("Suma", 3, ""),
            ("Итого", 3, ""),
            ("Összesen", 3, ""),
            ("合　　计", 3, ""),
            ("流动资产合计", 2, "流动资产"),
            ("Men, total", 2, "men"),
        ] {
            assert_eq!(read(label), Some((level, name.to_owned())), "{label}");
        }
    }

    #[test]
    fn names_that_only_hold_such_a_word_are_none() {
        for label in [
            "Sum insured",
            "进出口总额",
            "Ensemble à cordes",
            "Totaled cars",
            "Gesamtschule",
            "Summe der Beiträge",
            "全国",
        ] {
            assert_eq!(read(label), None, "{label}");
        }
    }
}
