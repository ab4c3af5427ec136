//! What reconciling reports, each code with its page for `crossfoot explain`.

use crate::finding::{Code, Severity};

/// A sum differs from its printed total.
pub static TOTAL_MISMATCH: Code = Code {
    name: "total-mismatch",
    severity: Severity::Error,
    what: "A printed total differs from the sum of its parts by more than rounding explains.",
    why: "One of the numbers is wrong, a part is missing or counted twice, or the total means something else.",
    example: "Cash            1,200\nSecurities        300\nTotal           1,450\n",
    action: "Look at the places shown. Correct the recipe if it reads them wrongly; if the report itself is wrong, \
             accept it with a waiver that says so.",
};

/// Two printings of one fact differ.
pub static CONFLICTING_VALUES: Code = Code {
    name: "conflicting-values",
    severity: Severity::Error,
    what: "One fact is printed in several places, and no value rounds to all of them.",
    why: "Who reads one place gets another number than who reads the other.",
    example: "... a model with 200 billion parameters ...\n\nModel      Parameters (billion)\nPangu      267\n",
    action: "Decide which place is right, and accept the finding with a waiver that says so.",
};

/// A ratio differs from what is printed for it.
pub static RATIO_MISMATCH: Code = Code {
    name: "ratio-mismatch",
    severity: Severity::Error,
    what: "A printed ratio, average or multiple differs from the quotient of the printed numbers.",
    why: "The ratio or one of the two numbers is wrong, or the ratio has another base.",
    example: "A has 45% and B has 28%, so A is 1.9 times B\n",
    action: "Look at the places shown; a ratio on another base needs another check.",
};

/// A share differs from what is printed for it.
pub static SHARE_MISMATCH: Code = Code {
    name: "share-mismatch",
    severity: Severity::Error,
    what: "A printed share differs from its part by its whole, or shares do not add up to 100 %.",
    why: "The share, the part or the whole is wrong, or the share was computed on another whole.",
    example: "122 vendors, of which 37 (35%) general\n",
    action: "Look at the places shown; a share of another whole needs another check.",
};

/// A growth rate differs from the values it compares.
pub static GROWTH_MISMATCH: Code = Code {
    name: "growth-mismatch",
    severity: Severity::Error,
    what: "A printed growth rate (同比, 环比) differs from that of the two printed values.",
    why: "The rate or one of the values is wrong, or the rate compares with another period.",
    example: "revenue rose by 12% to 115 from 100\n",
    action: "Look at the places shown; a change of a share is in percentage points, not in per cent.",
};

/// A relation between values does not hold.
pub static RELATION_MISMATCH: Code = Code {
    name: "relation-mismatch",
    severity: Severity::Error,
    what: "A declared relation between values does not hold for what is printed.",
    why: "At least one of the values is wrong, or the relation is not what the report means.",
    example: "each model_architecture: ffn_size == 4 * hidden_size\n\nLayers  Hidden  FFN\n40      5120    20840\n",
    action: "Look at the places shown. Correct the recipe or the check, or accept the finding with a waiver.",
};

/// A number of rows differs from the number stated.
pub static COUNT_MISMATCH: Code = Code {
    name: "count-mismatch",
    severity: Severity::Error,
    what: "The number of things listed differs from the number stated.",
    why: "The list is not complete, a thing was split in two, or the number is wrong.",
    example: "seven sizes: 1.8, 7, 14 and 72 billion\n",
    action: "Look at the list; if the report itself is wrong, accept it with a waiver that says so.",
};

/// Values do not stand in the declared order.
pub static ORDER_MISMATCH: Code = Code {
    name: "order-mismatch",
    severity: Severity::Error,
    what: "Values do not stand in the declared order, or one is not below or above another.",
    why: "A chart that sorts its bars shows a misread number by its place.",
    example: "each company_funding by openness: amount_usd sorted desc\n\n140\n12\n76\n",
    action: "Look at the two values shown; a digit was lost or a label moved.",
};

/// Units do not fit together.
pub static MIXED_UNITS: Code = Code {
    name: "mixed-units",
    severity: Severity::Error,
    what: "A check adds or compares values whose units do not fit together.",
    why: "GB and USD have no sum; percentage points are no per cent; 家 and 件 count different things.",
    example: "sum(corpus.size_gb) == company.amount_usd\n",
    action: "Correct the check, or the unit of the column.",
};

/// A name in a check stands for nothing.
pub static MISSING_REFERENCE: Code = Code {
    name: "missing-reference",
    severity: Severity::Error,
    what: "A name in a check stands for no dataset, column, figure or series of the report.",
    why: "The check cannot run, so that nothing is known of its numbers.",
    example: "stated.vendors_totl == 254\n",
    action: "Correct the name, or declare what it should stand for.",
};

/// A check cannot be decided.
pub static UNTESTABLE_CHECK: Code = Code {
    name: "untestable-check",
    severity: Severity::Warning,
    what: "A check cannot be decided: a value is null, a divisor may be zero, a condition leaves no row or several.",
    why: "It neither confirms nor contradicts its numbers.",
    example: "sum(t.amount) == stated.total    (one amount is n/a)\n",
    action: "Restrict the check with `where`, or declare the missing value.",
};

/// A check that holds says little.
pub static WEAK_CHECK: Code = Code {
    name: "weak-check",
    severity: Severity::Note,
    what: "A check holds, but could not have seen an error above 5 % of the total.",
    why: "Coarsely printed numbers agree with almost anything; such a verdict is no evidence.",
    example: "sum of 40 parts printed in millions == a total printed as 0.1 billion\n",
    action: "Nothing need be done. A more precise printing of the same numbers would make the check stronger.",
};

/// A check holds only in one reading of its zeros.
pub static LOOSE_ZEROS: Code = Code {
    name: "loose-zeros",
    severity: Severity::Warning,
    what: "A check holds only if the zeros at the end of a number are not significant: 2000 for 2070.",
    why: "A number may be rounded to thousands or be exact; the report does not say which.",
    example: "about 2000 vendors; the table sums to 2070\n",
    action: "Nothing need be done if the number is rounded. If it is exact, it contradicts the others.",
};

/// A check's text is not one.
pub static CHECK_SYNTAX: Code = Code {
    name: "check-syntax",
    severity: Severity::Error,
    what: "The text of a check does not follow the language of checks.",
    why: "The check cannot run, so that nothing is known of its numbers.",
    example: "sum(corpus.size_gb) = = 1.1 TB\n",
    action: "Write what is expected at the place shown.",
};

/// Two rows have the same key.
pub static DUPLICATE_VALUES: Code = Code {
    name: "duplicate-values",
    severity: Severity::Error,
    what: "Rows that should differ have the same values.",
    why: "Joins multiply such rows, and sums count them twice.",
    example: "company_funding.company distinct\n",
    action: "Look at the rows shown; one may have been read twice.",
};

/// A value does not stand where it should.
pub static UNKNOWN_VALUE: Code = Code {
    name: "unknown-value",
    severity: Severity::Error,
    what: "A value does not stand in the column or list in which it should.",
    why: "Joins lose such rows without a word.",
    example: "funding_round.company in company_funding.company\n",
    action: "Correct the recipe's vocabulary, or accept the finding with a waiver.",
};

/// A value is not there.
pub static INCOMPLETE_COLUMN: Code = Code {
    name: "incomplete-column",
    severity: Severity::Error,
    what: "A column that should be complete has rows without a value.",
    why: "Sums and averages over it are of other rows than they seem.",
    example: "company_funding.amount_usd complete\n",
    action: "Look at the rows shown; a cell may not have been found.",
};
