//! Headings of columns and rows: a heading goes in, what it says of the numbers that it heads comes out. The words stand in
//! `headings.tsv`.

use std::sync::LazyLock;

use super::Reader;
use super::amount::kind_of;
use super::header::HeaderUnit;
use crate::model::{Dimension, Kind, Unit};

/// What a column's or a row's heading says of the numbers that it heads.
#[derive(Clone, Debug)]
pub(super) enum Heading {
    /// Nothing.
    Silent,
    /// They are in this unit.
    Unit(HeaderUnit),
    /// They may be something of their own.
    Otherwise,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Word,
    Start,
    End,
    Part,
    Note,
    Unit,
}

static WORDS: LazyLock<Vec<(&'static str, Place)>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (word, place) = line.split_once('\t')?;
        let place = match place {
            "word" => Place::Word,
            "start" => Place::Start,
            "end" => Place::End,
            "part" => Place::Part,
            "note" => Place::Note,
            "unit" => Place::Unit,
            _ => return None,
        };
        Some((word, place))
    };
    // A comment has no tab.
    include_str!("headings.tsv").lines().filter_map(line).collect()
});

/// What the heading `title` says.
pub(super) fn heading(reader: &Reader, title: &str) -> Heading {
    match reader.stated_unit(title) {
        Some((unit, _)) => Heading::Unit(unit),
        None if is_of_its_own(title) || reader.header_unit(title).is_some() => Heading::Otherwise,
        None => Heading::Silent,
    }
}

/// The same of a row's label, in which the unit may stand behind a comma as well: `Loans, US$ million`.
pub(super) fn label(reader: &Reader, title: &str) -> Heading {
    let behind = |marks: [char; 6]| {
        let (_, rest) = title.rsplit_once(marks)?;
        reader.whole_unit(rest).filter(|found| found.unit.is_some())
    };
    match heading(reader, title) {
        Heading::Otherwise => match behind([',', '，', '/', '／', ':', '：']) {
            Some(unit) => Heading::Unit(unit),
            None => Heading::Otherwise,
        },
        plain => plain,
    }
}

/// The same below a line that states a scale without a unit: `Tonnes` below "(in thousands)" heads thousands of tonnes.
/// A stretch of time may be a year of the calendar.
pub(super) fn scaled_heading(reader: &Reader, title: &str, of_table: Option<&HeaderUnit>) -> Heading {
    let plain = heading(reader, title);
    let Some(HeaderUnit { unit: None, scale, .. }) = of_table else { return plain };
    let level = title.rsplit(" / ").next().unwrap_or(title).trim();
    let Heading::Otherwise = plain else { return plain };
    let named = reader.header_unit(level).filter(|found| {
        let whole = found.span.len() == level.len() && level.chars().count() > 1;
        let counted = found.unit.as_ref().is_some_and(|unit| {
            unit.denominator.is_none() && matches!(kind_of(Some(unit)), Kind::Measure | Kind::Count)
        });
        let ratio = found.unit.as_ref().is_some_and(|unit| is_of(unit, "ratio"));
        whole && counted && !ratio && !found.unit.as_ref().is_some_and(is_time) && found.scale == 0
    });
    match named {
        Some(found) if !is_of_its_own(title) => Heading::Unit(HeaderUnit { scale: *scale, ..found }),
        _ => plain,
    }
}

/// True for units of time, which may as well be those of the calendar.
pub(super) fn is_time(unit: &Unit) -> bool {
    is_of(unit, "time") || is_of(unit, "calendar-time")
}

fn is_of(unit: &Unit, dimension: &str) -> bool {
    matches!(unit.numerator.dimension(), Dimension::Named(name) if &*name == dimension)
}

/// True for headings of numbers that a unit line over the table does not mean: shares, rates, counts, numbers of notes.
pub(super) fn is_of_its_own(title: &str) -> bool {
    let title = title.trim_end_matches([':', '：', ' ']).to_lowercase();
    WORDS.iter().any(|&(word, place)| match place {
        Place::Word => title.split(|c: char| !c.is_alphanumeric()).any(|own| own == word),
        Place::Start => title.starts_with(word),
        Place::End => title.ends_with(word),
        Place::Part => title.contains(word),
        Place::Note => is_level(&title, word),
        Place::Unit => false,
    })
}

/// True for the heading of a column that counts notes, rows or pages.
pub(super) fn counts_notes(title: &str) -> bool {
    is_listed(title, Place::Note)
}

/// True for the heading of a column of units: 单位, `Unit`.
pub(super) fn heads_units(title: &str) -> bool {
    is_listed(title, Place::Unit)
}

fn is_listed(title: &str, listed: Place) -> bool {
    let title = title.trim_end_matches([':', '：', ' ']).to_lowercase();
    WORDS.iter().any(|&(word, place)| place == listed && is_level(&title, word))
}

fn is_level(title: &str, word: &str) -> bool {
    title.split(" / ").any(|level| level.trim() == word)
}

/// True if a header whose names cannot be told apart has a column that is not in the unit over the table.
pub(super) fn may_differ(reader: &Reader, header: &str) -> bool {
    header.contains(['%', '％', '（', '('])
        || header.split_whitespace().any(|word| is_of_its_own(word) || heads_units(word) || counts_notes(word))
        || is_of_its_own(header)
        || reader.header_unit(header).is_some()
}

/// True if a line over a table makes an exception, so that it does not say of which numbers it holds.
pub(super) fn makes_exception(line: &str) -> bool {
    let line = line.to_lowercase();
    let general = ["另有", "特别", "特殊", "非"].iter().any(|word| line.contains(word));
    line.contains("except") && !line.contains("except as") && !line.contains("except where")
        || line.contains("other than")
        || line.contains('除') && !general
}
