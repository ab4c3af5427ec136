//! How cells become the columns of a contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Placed;

/// How one column is read from its cell.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// The cell to read; the one of the column's own name if absent.
    pub from: Option<Placed<String>>,
    /// The same value in every row, written here instead of read.
    pub value: Option<Placed<String>>,
    /// A pattern with one group, found once in the dataset's section: the same value in every row.
    pub find: Option<Placed<String>>,
    /// A pattern with one group: the part of the cell that is the value.
    pub part: Option<Placed<String>>,
    /// A pattern for what is cut out of the cell before it is read, wherever it stands in it.
    pub drop: Option<Placed<String>>,
    /// What separates the items of a list.
    pub split: Option<Placed<String>>,
    /// The unit of bare numbers in the cell, as the report's header prints it: `亿美元`, `GB`, `US$ million`.
    pub unit: Option<Placed<String>>,
    /// The place to which its numbers are rounded, where the dataset's `rounded_to` or a note does not say it.
    pub rounded_to: Option<Placed<String>>,
    /// Printed text to value: `{ "闭源" = "closed" }`. A text that is not listed is a finding.
    pub values: Option<BTreeMap<String, String>>,
    /// Printed texts that mean null: `["n/a", "-"]`.
    #[serde(default)]
    pub nulls: Vec<String>,
    /// Integer column: the number of the line on which the cell stands.
    #[serde(default)]
    pub line: bool,
    /// Integer column, where the cell is absent: the how-manieth row this is with the same text in the column named
    /// here; null if there is only one.
    pub occurrence_of: Option<Placed<String>>,
    /// Boolean column: true where the pattern is found in the cell.
    pub contains: Option<Placed<String>>,
    /// Boolean column: true where the pattern is not found in the cell.
    pub lacks: Option<Placed<String>>,
}

/// A column that only checks see.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AsideSpec {
    /// The cell to read.
    pub from: Placed<String>,
    /// A pattern with one group: the part of the cell that is the number.
    pub part: Option<Placed<String>>,
    /// The unit of the values; bare numbers if absent.
    pub unit: Option<Placed<String>>,
}
