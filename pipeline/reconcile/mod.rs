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
    /// The bytes of the text in it, with or without its quotes.
    pub span: Span,
    /// The dataset whose contract it stands in: its columns may be named alone.
    pub home: Option<Arc<str>>,
}

impl CheckText {
    /// The bytes in the file of a place in the text: the whole text where escapes move its bytes.
    pub fn place(&self, inner: Span) -> Span {
        let quotes = self.span.len().checked_sub(self.text.len());
        match quotes {
            // '...', "...", and the same three times over.
            Some(outside @ (0 | 2 | 6)) => inner.shift(self.span.start as usize + outside / 2),
            _ => self.span,
        }
    }
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
