//! Stage 3: tables of spans become typed columns: numbers, units, dates and names.

mod again;
mod cell;
mod column;
mod compile;
mod figures;
mod notes;
mod options;
mod quantities;
pub mod quantity;
mod rates;
mod rows;
mod series;

use std::sync::Arc;

use crate::finding::{Code, Findings, Severity};
use crate::model::{Dataset, Entry, FoundFigure, FoundGrid, Section, Table, UnpairedSeries};
use crate::source::Source;

pub use compile::{NormalizePlan, compile};
pub use figures::once;
pub(crate) use options::currency_of;
pub use quantities::{QUANTITY, built_in_contracts};

/// A recipe fills a dataset that has no contract.
pub static UNKNOWN_DATASET: Code = Code {
    name: "unknown-dataset",
    severity: Severity::Error,
    what: "every dataset of a recipe must have a contract in schemas/",
    why: "without one, its columns have no types, units or keys",
    example: "[[dataset]]\nname = \"revenu\"   # schemas/revenue.schema.json",
    action: "correct the name, or write the contract",
};

/// A recipe names a column that its contract or layout lacks.
pub static UNKNOWN_COLUMN: Code = Code {
    name: "unknown-column",
    severity: Severity::Error,
    what: "a recipe may name only columns of the dataset's contract, and only cells of the entry's layout",
    why: "what is written for a column that does not exist would be passed over",
    example: "[dataset.columns]\namount = { unit = \"GB\" }   # the contract calls it size_gb",
    action: "correct the name",
};

/// A contract's column that no recipe entry fills.
pub static UNFILLED_COLUMN: Code = Code {
    name: "unfilled-column",
    severity: Severity::Error,
    what: "every column of a contract must be filled by each recipe entry for that dataset",
    why: "the column would be null in every row, which looks like data that the report does not give",
    example: "the contract has as_of; the entry has neither a group nor a [dataset.columns] line for it",
    action: "add a group to the layout's pattern, or say under [dataset.columns] where it comes from",
};

/// A contract's column has a type that no cell can fill.
pub static UNMAPPABLE_COLUMN: Code = Code {
    name: "unmappable-column",
    severity: Severity::Error,
    what: "a column that a recipe fills must be text, number, date, time, boolean or a list of texts",
    why: "a cell of a text has no parts for an object's members",
    example: "\"address\": {\"type\": \"object\", ...}",
    action: "give the members columns of their own",
};

/// A cell's pattern cannot be compiled.
pub static BROKEN_CELL_PATTERN: Code = Code {
    name: "broken-cell-pattern",
    severity: Severity::Error,
    what: "part, drop, contains and lacks must be regular expressions",
    why: "a pattern that cannot be compiled finds nothing",
    example: "drop = '等(\\S*$'",
    action: "correct the pattern; the syntax is that of the Rust regex crate",
};

/// A text that a column's `values` do not list.
pub static UNLISTED_VALUE: Code = Code {
    name: "unlisted-value",
    severity: Severity::Error,
    what: "where a column lists its values, every printed text must be listed",
    why: "a text that is not listed would have to be guessed or lost",
    example: "values = { \"闭源\" = \"closed\" }   # the cell says 半开源",
    action: "add the text to the column's values",
};

/// A cell that cannot be read as its column's type.
pub static UNREADABLE_VALUE: Code = Code {
    name: "unreadable-value",
    severity: Severity::Error,
    what: "every cell must be readable as the type and unit of its column",
    why: "a value that is not certain is never published",
    example: "1,2OO in a column of integers",
    action: "correct the layout if the wrong text was cut out; waive the finding if the report printed it so",
};

/// A recipe describes its report by a value that means nothing.
pub static UNKNOWN_OPTION: Code = Code {
    name: "unknown-option",
    severity: Severity::Error,
    what: "country, decimal_separator, date_order, rounding and published of a recipe must have a known form",
    why: "they settle how bare signs, separators and dates are read, and what a printed number stands for",
    example: "decimal_separator = \"point\"",
    action: "write \".\" or \",\"; dmy or mdy; rounded or truncated; CN, US, ...; 2024, 2024-06 or 2024-06-13",
};

/// The codes that this stage reports.
pub static CODES: &[&Code] = &[
    &UNKNOWN_DATASET,
    &UNKNOWN_COLUMN,
    &UNFILLED_COLUMN,
    &UNMAPPABLE_COLUMN,
    &BROKEN_CELL_PATTERN,
    &UNLISTED_VALUE,
    &UNREADABLE_VALUE,
    &UNKNOWN_OPTION,
    &notes::UNREAD_UNIT,
    &rates::BROKEN_RATE,
    &rates::UNUSED_RATE,
];

/// What parsing found in one source.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The tables, in the order of the recipe's entries.
    pub tables: &'a [Table],
    /// The figures found in prose.
    pub figures: &'a [FoundFigure],
    /// Charts whose labels and numbers could not be paired.
    pub unpaired: &'a [UnpairedSeries],
    /// The numbered headings.
    pub sections: &'a [Section],
    /// The tables of the text, whether a recipe reads them or not; asked for once, at the end.
    pub grids: &'a dyn Fn() -> Vec<FoundGrid>,
}

/// Types what parsing found in one source: one dataset for each entry that has rows, in the order of the recipe, and
/// `quantity` with every quantity of the text.
///
/// A cell that cannot be read is null, a finding, and listed in [`Dataset::failed`].
pub fn normalize(
    source: &Arc<Source>,
    found: Found<'_>,
    plan: &NormalizePlan,
    findings: &mut Findings,
) -> Vec<Dataset> {
    let reader = &plan.reader_of(source);
    let mut datasets = Vec::new();
    let mut rest = found.tables;
    while let Some(first) = rest.first() {
        let (of_entry, others) = rest.split_at(rest.iter().take_while(|table| table.entry == first.entry).count());
        rest = others;
        let dataset = match first.entry {
            Entry::Dataset(at) => plan.datasets.get(at).and_then(Option::as_ref).and_then(|entry| {
                let of_entry: Vec<_> = of_entry.iter().collect();
                rows::dataset(source, &of_entry, entry, plan, reader, findings)
            }),
            Entry::Series(_) => series::paired(source, first, plan, reader, findings),
        };
        datasets.extend(dataset);
    }
    for unpaired in found.unpaired {
        if let Entry::Series(at) = unpaired.entry {
            datasets.extend(series::unpaired(source, unpaired, at, plan, reader, findings));
        }
    }
    datasets.extend(figures::datasets(source, found.figures, plan, reader, findings));
    datasets.extend(quantities::dataset(&plan.report, source, found, reader, findings));
    datasets
}
