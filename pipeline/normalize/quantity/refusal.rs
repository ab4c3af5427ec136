//! Refusals: digits that can be read in two ways or in none, with the readings and the recipe line that settles them.

use std::borrow::Cow;

use std::sync::Arc;

use crate::finding::{Code, Finding, Severity};
use crate::source::Span;

/// Digits that are not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of finding it makes.
    pub code: &'static Code,
    /// The digits, with their unit where it is the reason.
    pub span: Span,
    /// The fact, as a finding states it.
    pub message: String,
    /// What it may mean; empty where it means nothing.
    pub readings: Vec<String>,
    /// The line in the recipe that settles it.
    pub settle: Option<Cow<'static, str>>,
}

impl Refusal {
    pub(super) fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Refusal {
        Refusal { code, span, message: message.into(), readings: Vec::new(), settle: None }
    }

    pub(super) fn readings(mut self, readings: Vec<String>) -> Refusal {
        self.readings = readings;
        self
    }

    pub(super) fn settled_by(mut self, line: impl Into<Cow<'static, str>>) -> Refusal {
        self.settle = Some(line.into());
        self
    }

    /// The finding, its span moved `by` bytes: the offset in `file` of the text that was read.
    pub fn finding(&self, file: &Arc<str>, by: usize) -> Finding {
        let finding = Finding::new(self.code, self.message.clone()).at(file, self.span.shift(by), "");
        match &self.settle {
            Some(line) => finding.help(format!("write `{line}` in the recipe")),
            None => finding,
        }
    }
}

/// A point that groups or separates.
pub static AMBIGUOUS_NUMBER: Code = Code {
    name: "ambiguous-number",
    severity: Severity::Error,
    what: "a number can be read in two ways",
    why: "1.234 is one and a bit or one thousand and more, by the report's country; a wrong guess is wrong by 1000",
    example: "Revenue rose to 1.234",
    action: "say in the recipe which sign is the decimal point: decimal_separator = \".\" or \",\"",
};

/// A sign of several currencies.
pub static AMBIGUOUS_CURRENCY: Code = Code {
    name: "ambiguous-currency",
    severity: Severity::Error,
    what: "a sign or word stands for several currencies",
    why: "$5 is five dollars of some country; amounts in different currencies do not add up",
    example: "The company raised $5 million",
    action: "name the report's country in the recipe: country = \"US\"",
};

/// A name of several units that are no money.
pub static AMBIGUOUS_UNIT: Code = Code {
    name: "ambiguous-unit",
    severity: Severity::Error,
    what: "a word stands for several units",
    why: "\"gb\" is gigabytes or gigabits, which differ by eight",
    example: "The disk holds 16 gb",
    action: "accept the finding with a waiver, or give the column's unit in the contract",
};

/// A day and month in an unknown order.
pub static AMBIGUOUS_DATE: Code = Code {
    name: "ambiguous-date",
    severity: Severity::Error,
    what: "a date can be read in two ways",
    why: "01/02/2024 is a day in January or in February, by the report's country",
    example: "Published 01/02/2024",
    action: "say in the recipe which comes first: date_order = \"dmy\" or \"mdy\"; a two-digit year needs the date of publication",
};

/// A date of a calendar that is not converted.
pub static OTHER_CALENDAR: Code = Code {
    name: "other-calendar",
    severity: Severity::Error,
    what: "a date is given in the lunar or another calendar",
    why: "its months are up to seven weeks later than the Gregorian months of the same number",
    example: "农历2015年十月初一",
    action: "write the Gregorian date into the recipe (columns.NAME.values), or accept the finding",
};

/// Money of another currency than the column's, and no rate between them.
pub static MISSING_RATE: Code = Code {
    name: "missing-rate",
    severity: Severity::Error,
    what: "an amount is in another currency than its column, and the recipe gives no rate between the two",
    why: "a rate is true on one day and comes from somewhere; without both, a converted amount proves nothing",
    example: "1.5亿元 in a column declared as USD",
    action: "add [[rate]] with from, to, rate, date and source to the recipe",
};

/// Digits that are no number in any convention.
pub static MALFORMED_NUMBER: Code = Code {
    name: "malformed-number",
    severity: Severity::Error,
    what: "digits stand where a number is expected, but follow no convention",
    why: "1,23 is a misprint, a list or a decimal; whichever it is, a guess may be wrong by 100",
    example: "Total 1,23",
    action: "correct the text's extraction or accept the finding; decimals with a comma need decimal_separator = \",\"",
};

/// A name that no unit has.
pub static UNKNOWN_UNIT: Code = Code {
    name: "unknown-unit",
    severity: Severity::Error,
    what: "a cell prints a unit that the registry does not know",
    why: "a number without its unit is added to others that mean something else",
    example: "12 frobs in a column declared as GB",
    action: "correct the contract's x-unit, or add the unit's name to pipeline/model/units.tsv",
};

/// A unit that does not measure what the column measures.
pub static UNFIT_UNIT: Code = Code {
    name: "unfit-unit",
    severity: Severity::Error,
    what: "a cell's unit does not measure what its column is declared to measure",
    why: "GB in a column of USD is a cell of another column, or a wrong contract",
    example: "1.5 GB in a column declared as USD",
    action: "map the right column in the recipe, or correct the contract's x-unit",
};

/// A unit that contradicts the header's.
pub static CONTRADICTING_UNIT: Code = Code {
    name: "contradicting-unit",
    severity: Severity::Error,
    what: "a cell's unit contradicts the unit that the header gives",
    why: "one of them is a misprint, and they may differ by 1000",
    example: "1.5 TB under a header that says GB",
    action: "look at the report and accept the finding with a waiver, or leave the header's unit out of the recipe",
};

/// The codes of refusals.
pub static CODES: &[&Code] = &[
    &AMBIGUOUS_NUMBER,
    &AMBIGUOUS_CURRENCY,
    &AMBIGUOUS_DATE,
    &AMBIGUOUS_UNIT,
    &MALFORMED_NUMBER,
    &UNKNOWN_UNIT,
    &UNFIT_UNIT,
    &CONTRADICTING_UNIT,
    &OTHER_CALENDAR,
    &MISSING_RATE,
];
