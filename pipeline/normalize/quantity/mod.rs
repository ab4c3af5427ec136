//! The reader of quantities: report text goes in, every number of it comes out as a quantity, as a refusal with its
//! possible readings, or as something that is no quantity. Nothing is guessed and no digit is passed over.

mod affix;
mod amount;
mod calendar;
mod candidate;
mod cell;
mod compound;
mod dataset;
mod date;
mod date_english;
mod date_han;
mod date_numeric;
mod date_period;
mod digits;
mod ends;
mod evidence;
mod fraction;
mod han;
mod headed;
mod header;
mod headings;
mod lexicon;
mod name;
mod named;
mod numbering;
mod numeral;
mod other_calendar;
mod parenthesis;
mod product;
mod prose;
mod range;
mod refusal;
mod rounding;
mod scan;
mod series;
mod shared;
mod slash;
mod text;
mod trie;
mod trouble;
mod unit;
mod vague;
mod word;
mod words;
mod words_fraction;
mod wrap;

use crate::model::{Decimal, Mode, Quantity, Unit};
use crate::source::Span;

pub use calendar::{DatePrecision, iso, precision_of};
pub use cell::{CellReading, DateReading, Expected, NilConventions, Null, NumberReading};
pub use dataset::{CONTRACT, batch};
pub use evidence::{Evidence, Witness, evidence};
pub use header::{Currency, HeaderUnit, header_unit, stated_unit};
pub use refusal::{
    AMBIGUOUS_CURRENCY, AMBIGUOUS_DATE, AMBIGUOUS_NUMBER, AMBIGUOUS_UNIT, CODES, CONTRADICTING_UNIT, MALFORMED_NUMBER,
    MISSING_RATE, OTHER_CALENDAR, Refusal, UNFIT_UNIT, UNKNOWN_UNIT,
};
pub use rounding::Rounding;

/// What a report's locale settles. All of it may be left open; what depends on it is then refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which of `.` and `,` is the decimal point.
    pub separators: Option<Separators>,
    /// The ISO 4217 codes that bare signs and words stand for, most telling first: USD for `$`, CNY for `¥`.
    pub currencies: Vec<String>,
    /// The order of day and month in 01/02/2024.
    pub date_order: Option<DateOrder>,
    /// The day on which the report was published, as days since 1970-01-01; it gives 24年6月 its century.
    pub report_date: Option<i32>,
    /// What cells that print no number stand for.
    pub nil: NilConventions,
    /// The rates at which amounts in another currency than their column's are converted.
    pub rates: Vec<Rate>,
    /// What a note beside a table says of rounding.
    pub rounding: Option<Rounding>,
    /// How the report makes its printed numbers.
    pub mode: Mode,
}

/// An exchange rate that a recipe gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What is converted.
    pub from: Unit,
    /// Into what.
    pub to: Unit,
    /// How many of `to` one of `from` is.
    pub rate: Decimal,
    /// The rate with its day and source, for the record of each cell that it converts.
    pub record: std::sync::Arc<str>,
}

/// Which sign separates the decimals; the other one groups digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separators {
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

/// The order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2024
    DayMonth,
    /// 12/31/2024
    MonthDay,
}

/// Reads quantities under one report's [`Options`]. Cheap to build, and shared between threads.
#[derive(Clone, Debug)]
pub struct Reader {
    options: Options,
    meanings: Vec<lexicon::Meaning>,
}

/// One reading of a stretch of text. Together, in order, the readings hold every digit and Chinese numeral.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A quantity.
    Quantity(Quantity),
    /// Digits that can be read in two ways or in none.
    Refusal(Refusal),
    /// Digits that are no quantity.
    Other(NotQuantity),
}

/// Digits or numerals that are no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotQuantity {
    /// Why not.
    pub class: Class,
    /// Where they stand.
    pub span: Span,
}

/// The classes of what is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A model or product: GPT-4, A100.
    Name,
    /// A version or address of numbers: 1.2.3, v2.
    Version,
    /// The number of a heading: 3.2 Results.
    Section,
    /// The mark of a list item: 1. and （一）.
    ListMark,
    /// A reference mark: [3], ¹, ①.
    Reference,
    /// The number of a table, figure, page, chapter: 表1, 第3页, Figure 2.
    Label,
    /// The number of a page on a line of its own.
    Page,
    /// Digits joined by hyphens: 400-820-8820.
    Phone,
    /// A part of a web address.
    Url,
    /// A time of day: 20:15.
    Clock,
    /// A part of a date that names no year: 5月3日.
    DatePart,
    /// Two numbers beside a colon: 3:2.
    Ratio,
    /// A bound that is printed again: the second 5% of 5%（含5%）以上.
    Bound,
    /// A Chinese numeral inside a word: 一切, 四川; a scale word without a number: 万元.
    Word,
}

impl Class {
    /// The name that outputs carry.
    pub fn name(self) -> &'static str {
        match self {
            Class::Name => "name",
            Class::Version => "version",
            Class::Section => "section",
            Class::ListMark => "list_mark",
            Class::Reference => "reference",
            Class::Label => "label",
            Class::Page => "page",
            Class::Phone => "phone",
            Class::Url => "url",
            Class::Clock => "clock",
            Class::DatePart => "date_part",
            Class::Ratio => "ratio",
            Class::Bound => "bound",
            Class::Word => "word",
        }
    }
}

/// Why digits are no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// `.` or `,` groups or separates: 1.234.
    PointOrGroup,
    /// Groups of a wrong length: 1,23.
    Malformed,
    /// More than one point: 1.2.3.
    Dotted,
    /// More than 38 digits.
    TooLong,
    /// Chinese units in the wrong order: 四千五万.
    WrongOrder,
    /// A scale word of no known size: 5 zillion.
    UnknownScale,
}

impl Reading {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Reading::Quantity(quantity) => quantity.span,
            Reading::Refusal(refusal) => refusal.span,
            Reading::Other(other) => other.span,
        }
    }
}

impl Reader {
    /// A reader under `options`.
    pub fn new(options: &Options) -> Reader {
        Reader { options: options.clone(), meanings: lexicon::lexicon().meanings(&options.currencies) }
    }

    /// The same reader beside a note on rounding.
    pub fn noting(&self, rounding: Rounding) -> Reader {
        let mut reader = self.clone();
        reader.options.rounding = Some(rounding);
        reader
    }

    /// The same reader for numbers that are made like `mode`.
    pub fn making(&self, mode: Mode) -> Reader {
        let mut reader = self.clone();
        reader.options.mode = mode;
        reader
    }

    /// What it was built with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// All readings of `text`, in order, not overlapping; spans are offsets in `text`. Takes time linear in its length.
    ///
    /// `text` is at most [`crate::source::Source::MAX_BYTES`] long; what lies behind is not read.
    pub fn read<'a>(&'a self, text: &'a str) -> Readings<'a> {
        let mut end = text.len().min(crate::source::Source::MAX_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Readings { reader: self, text: &text[..end], at: 0, floor: 0 }
    }

    /// What a sense means here.
    fn meaning(&self, sense: u32) -> lexicon::Meaning {
        self.meanings.get(sense as usize).copied().unwrap_or(lexicon::Meaning::Ambiguous)
    }
}

/// The readings of a text.
#[derive(Clone, Debug)]
pub struct Readings<'a> {
    reader: &'a Reader,
    text: &'a str,
    at: usize,
    /// The end of the last reading: nothing before it is looked at again.
    floor: usize,
}

impl Iterator for Readings<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            let candidate = scan::next(self.text, self.at)?;
            let mut reading = self.reader.reading_at(self.text, candidate, self.floor);
            let Some(found) = &mut reading else {
                self.at = candidate.behind(self.text);
                continue;
            };
            let span = found.span();
            let end = span.end as usize;
            debug_assert!(end > candidate.at && span.start as usize >= self.floor);
            if let Reading::Quantity(_) = found {
                if rounding::names_place(self.text, span) {
                    *found = Reading::Other(NotQuantity { class: Class::Word, span });
                } else if affix::is_repeated(self.text, span, self.floor) {
                    *found = Reading::Other(NotQuantity { class: Class::Bound, span });
                }
            }
            self.at = end.max(candidate.behind(self.text));
            self.floor = end;
            return reading;
        }
    }
}

/// A unit by its index in the registry.
fn registered(at: u16) -> Unit {
    Unit { numerator: crate::model::Atom::Registered(at), denominator: None }
}
