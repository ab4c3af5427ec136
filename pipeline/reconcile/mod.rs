//! Stage 5: do the numbers agree? Checks and the datasets of one report go in, verdicts and findings come out.
//!
//! [`compile`] reads the text of a check, [`judge`] applies it to [`Facts`]. Numbers are exact, and a printed number
//! stands for all values that round to it (XBRL Calculations 1.1), so that a verdict says what the printed precision
//! allows: no more, no less.

// Trees and rules exist once a check; boxes in them would save little memory and cost reading.
#![allow(clippy::large_enum_variant)]

mod across;
mod aggregate;
pub mod audit;
mod backward;
mod bind;
mod codes;
mod columns;
mod cover;
mod detail;
mod diagnosis;
mod evaluate;
mod extent;
mod facts;
mod footing;
mod function;
mod grammar;
mod grouped;
mod judge;
mod literal;
mod measure;
mod number;
mod power;
mod ready;
mod report;
mod scalar;
pub mod structure;
mod syntax;
mod token;
mod value;
mod verdict;

use std::sync::Arc;

pub use across::{across, figures};
pub use backward::Limit;
pub use codes::{
    CHECK_SYNTAX, CONFLICTING_VALUES, COUNT_MISMATCH, DUPLICATE_VALUES, GROWTH_MISMATCH, INCOMPLETE_COLUMN,
    LOOSE_ZEROS, MISSING_REFERENCE, MIXED_UNITS, ORDER_MISMATCH, RATIO_MISMATCH, RELATION_MISMATCH, SHARE_MISMATCH,
    TOTAL_MISMATCH, UNKNOWN_VALUE, UNTESTABLE_CHECK, WEAK_CHECK,
};
pub use cover::{Cover, cover};
pub use detail::detail;
pub use diagnosis::{Cause, Diagnosis};
pub use extent::{End, Extent};
pub use facts::Facts;
pub use footing::{Fact, Footing, Item, Printings, foot, printings};
pub use function::Function;
pub use judge::judge;
pub use measure::Measure;
pub use number::Number;
pub use power::Power;
pub use value::{CellRef, Part};
pub use verdict::{Case, Side, Status, Tally, Verdict};

pub use crate::model::Mode;

use crate::finding::{Code, Finding, Findings};
use crate::source::Span;

/// The language of checks for those who write them; the functions follow from [`FUNCTIONS`].
pub static LANGUAGE: &str = include_str!("language.md");

/// The functions that checks may call; one more is one file and two lines here.
pub static FUNCTIONS: &[&Function] = &[
    &aggregate::SUM,
    &aggregate::COUNT,
    &aggregate::MIN,
    &aggregate::MAX,
    &aggregate::AVERAGE,
    &aggregate::FIRST,
    &aggregate::LAST,
    &scalar::ABS,
    &scalar::GROWTH,
    &scalar::SHARE,
    &scalar::EXACT,
    &ready::TOTALS,
    &ready::TWO_WAY,
    &ready::SHARES,
    &ready::ROLL_FORWARD,
    &ready::SAME,
];

/// The codes of this stage.
pub static CODES: &[&Code] = &[
    &TOTAL_MISMATCH,
    &CONFLICTING_VALUES,
    &RATIO_MISMATCH,
    &SHARE_MISMATCH,
    &GROWTH_MISMATCH,
    &RELATION_MISMATCH,
    &COUNT_MISMATCH,
    &ORDER_MISMATCH,
    &MIXED_UNITS,
    &MISSING_REFERENCE,
    &UNTESTABLE_CHECK,
    &WEAK_CHECK,
    &LOOSE_ZEROS,
    &CHECK_SYNTAX,
    &DUPLICATE_VALUES,
    &UNKNOWN_VALUE,
    &INCOMPLETE_COLUMN,
];

/// A check as a recipe or contract writes it.
#[derive(Clone, Debug)]
pub struct CheckText {
    /// Its name, which waivers and outputs use.
    pub name: Arc<str>,
    /// `sum(corpus_composition.size_gb) == 1.1 TB`
    pub text: String,
    /// The recipe or contract.
    pub file: Arc<str>,
    /// The bytes of the text in it, with its quotes where it has any.
    pub span: Span,
    /// The text of the file, where it quotes the check as TOML and JSON do.
    pub quoted_in: Option<Arc<str>>,
    /// The dataset whose contract it stands in: its columns may be named alone.
    pub home: Option<Arc<str>>,
}

impl CheckText {
    /// The bytes in the file of a place in the text.
    pub fn place(&self, inner: Span) -> Span {
        let Some(file) = &self.quoted_in else { return inner.shift(self.span.start as usize) };
        let Some(written) = file.get(self.span.range()) else { return self.span };
        let at = |place: u32| self.span.start as usize + quoted_place(written, &self.text, place as usize);
        Span::new(at(inner.start), at(inner.end).min(self.span.end as usize))
    }
}

/// Where a byte of `text` stands in what is written for it in TOML or JSON: in quotes, perhaps with escapes.
fn quoted_place(written: &str, text: &str, place: usize) -> usize {
    let escapes = written.starts_with('"');
    let mut at = 1;
    if written.starts_with("\"\"\"") || written.starts_with("'''") {
        // A line end right behind the quotes is no part of the text.
        let inner = &written[3..];
        at = 3 + ["\r\n", "\n"].iter().find(|end| inner.starts_with(**end)).map_or(0, |end| end.len());
    }
    let from = |at: usize| written.get(at..).unwrap_or_default();
    let mut read = 0;
    for c in text.chars() {
        // A backslash at a line's end takes the line end and all blanks behind it away.
        while let Some(rest) = from(at).strip_prefix('\\').filter(|_| escapes)
            && rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r'])
        {
            at = written.len() - rest.trim_start().len();
        }
        if read >= place {
            break;
        }
        read += c.len_utf8();
        at += match from(at).as_bytes() {
            [b'\\', b'u', ..] if escapes && c > '\u{ffff}' => 12,
            [b'\\', b'u', ..] if escapes => 6,
            [b'\\', b'U', ..] if escapes => 10,
            [b'\\', b'x', ..] if escapes => 4,
            [b'\\', ..] if escapes => 2,
            [b'\r', b'\n', ..] if c == '\n' => 2,
            _ => c.len_utf8(),
        };
    }
    at.min(written.len())
}

/// A check whose text has been read.
#[derive(Clone, Debug)]
pub struct Check {
    text: CheckText,
    statement: syntax::Statement,
}

impl Check {
    /// Its name.
    pub fn name(&self) -> &Arc<str> {
        &self.text.name
    }

    /// As written.
    pub fn text(&self) -> &CheckText {
        &self.text
    }
}

/// Reads the text of a check; a mistake in it is a finding on its bytes.
pub fn compile(text: &CheckText, findings: &mut Findings) -> Option<Check> {
    match grammar::parse(&text.text) {
        Ok(statement) => Some(Check { text: text.clone(), statement }),
        Err(error) => {
            let finding = Finding::new(&CHECK_SYNTAX, error.message).at(&text.file, text.place(error.span), "here");
            findings.push(finding.about(&text.name));
            None
        }
    }
}
