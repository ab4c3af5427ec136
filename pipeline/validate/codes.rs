//! The codes of findings about rows that their contract refuses.

use crate::finding::{Code, Severity};

/// Every code that validating reports.
pub static CODES: &[&Code] = &[
    &MISSING_VALUE,
    &WRONG_TYPE,
    &VALUE_OUT_OF_RANGE,
    &VALUE_NOT_ALLOWED,
    &TEXT_LENGTH,
    &WRONG_FORMAT,
    &LIST_LENGTH,
    &BROKEN_RULE,
    &CONTRACT_MISMATCH,
    &MORE_FAILURES,
    &DUPLICATE_ROW,
    &CONFLICTING_ROWS,
];

/// Null where a value must be.
pub static MISSING_VALUE: Code = Code {
    name: "missing-value",
    severity: Severity::Error,
    what: "A column that is required and does not allow null has a value in every row.",
    why: "Who reads the column relies on a value; the row cannot be published.",
    example: "a row of company_funding without an amount",
    action: "Correct how the recipe reads the cell, or allow null in the contract if the report really has none.",
};

/// Another type than the contract's.
pub static WRONG_TYPE: Code = Code {
    name: "wrong-type",
    severity: Severity::Error,
    what: "A value has the type that the contract says.",
    why: "A float that is no number, or null inside a list of strings, breaks whatever computes with it.",
    example: "NaN in a column of numbers",
    action: "Correct how the recipe reads the cell.",
};

/// Beyond a bound.
pub static VALUE_OUT_OF_RANGE: Code = Code {
    name: "value-out-of-range",
    severity: Severity::Error,
    what: "A number lies within the contract's bounds and is a multiple of what it says; compared exactly.",
    why: "A value beyond the bounds is most often a misread sign, scale or column.",
    example: "events: -3, with \"minimum\": 0",
    action: "Correct how the recipe reads the cell, or widen the contract if the value is right.",
};

/// None of the allowed values.
pub static VALUE_NOT_ALLOWED: Code = Code {
    name: "value-not-allowed",
    severity: Severity::Error,
    what: "A value is one of those that the contract lists.",
    why: "Who groups by the column would miss the rows with another spelling.",
    example: "openness: \"Open\", with \"enum\": [\"closed\", \"open\"]",
    action: "Map the printed word in the recipe, or add the value to the contract.",
};

/// Too short or too long.
pub static TEXT_LENGTH: Code = Code {
    name: "text-length",
    severity: Severity::Error,
    what: "A text has as many characters as the contract allows.",
    why: "An empty name, or one that has swallowed its neighbour, is a misread cell.",
    example: "company: \"\", with \"minLength\": 1",
    action: "Correct how the recipe cuts the cell.",
};

/// Not of the format or pattern.
pub static WRONG_FORMAT: Code = Code {
    name: "wrong-format",
    severity: Severity::Error,
    what: "A text has the format and matches the pattern that the contract says.",
    why: "Who parses the column relies on its form.",
    example: "number: \"2.4.\", with \"pattern\": \"^[0-9]+(\\\\.[0-9]+)*$\"",
    action: "Correct how the recipe reads the cell, or the contract's pattern.",
};

/// Too few, too many, or repeated items.
pub static LIST_LENGTH: Code = Code {
    name: "list-items",
    severity: Severity::Error,
    what: "A list has as many items as the contract allows, and those that it asks for.",
    why: "A missing or repeated item is a misread line break.",
    example: "investors: [\"A\", \"A\"], with \"uniqueItems\": true",
    action: "Correct how the recipe splits the cell.",
};

/// A rule over several alternatives or columns.
pub static BROKEN_RULE: Code = Code {
    name: "broken-rule",
    severity: Severity::Error,
    what: "A row keeps the contract's rules over alternatives and several columns (anyOf, oneOf, not, if, dependentRequired).",
    why: "Values that are right one by one may contradict each other.",
    example: "a share without the year that it holds for, with \"dependentRequired\"",
    action: "Correct how the recipe reads the row, or the contract's rule.",
};

/// The batch is not what the contract says.
pub static CONTRACT_MISMATCH: Code = Code {
    name: "contract-mismatch",
    severity: Severity::Error,
    what: "A dataset has the columns and types of its contract.",
    why: "Rows of another shape cannot be validated, and are not published.",
    example: "a batch without the column amount_usd",
    action: "This is a fault in crossfoot, not in the report: please report it.",
};

/// The limit was reached.
pub static MORE_FAILURES: Code = Code {
    name: "more-failures",
    severity: Severity::Error,
    what: "The findings of one dataset are shown up to a limit; this one counts the rest.",
    why: "Thousands of findings with one cause hide the others. Every failing row is in processed/rejected/.",
    example: "a wrong column in a table of 100,000 rows",
    action: "Mend the first findings, which most often mends the rest; read processed/rejected/; or raise --max-findings.",
};

/// The same row twice.
pub static DUPLICATE_ROW: Code = Code {
    name: "duplicate-row",
    severity: Severity::Warning,
    what: "No row stands twice: two rows with one key and the same values.",
    why: "Sums would count it twice. The first one is published.",
    example: "a table that a page break repeats",
    action: "Narrow the section in the recipe, or waive the finding if the report prints it twice.",
};

/// One key, different values.
pub static CONFLICTING_ROWS: Code = Code {
    name: "conflicting-rows",
    severity: Severity::Error,
    what: "Rows with one key have the same values.",
    why: "Nobody can tell which one is right; neither is published.",
    example: "company_funding with two amounts for one company on one day",
    action: "Read the right place in the recipe, or add to x-key what tells the rows apart.",
};
