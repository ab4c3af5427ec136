//! Keys: rows that have one key go in, `duplicate-row` and `conflicting-rows` with both places come out.

use std::collections::HashMap;

use arrow::array::ArrayRef;
use arrow::row::{RowConverter, Rows, SortField};
use arrow::util::display::ArrayFormatter;

use super::codes;
use super::failure::{Failure, shown};
use super::rejected::{Rejected, spans};
use crate::contract::Contract;
use crate::finding::{Finding, Findings};
use crate::model::{Dataset, print_options, printable};

/// The rows of several datasets of one contract that have the key of an earlier row.
pub struct Keys<'a> {
    contract: &'a Contract,
    datasets: &'a [&'a Dataset],
}

/// A row of one of the datasets.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    dataset: usize,
    row: usize,
}

impl<'a> Keys<'a> {
    /// The rows of `datasets`, all of `contract`.
    pub fn new(contract: &'a Contract, datasets: &'a [&'a Dataset]) -> Keys<'a> {
        Keys { contract, datasets }
    }

    /// Finds rows with one key. `skip` tells the rows that are refused already; `among` which pairs are looked at.
    /// At most `limit` findings are reported. Returns the failures of each dataset.
    pub fn check(
        &self,
        skip: impl Fn(usize, usize) -> bool,
        among: Among,
        limit: usize,
        findings: &mut Findings,
    ) -> Vec<Rejected> {
        let mut rejected = vec![Rejected::default(); self.datasets.len()];
        let is_key = |name: &str| self.contract.key.iter().any(|key| **key == *name);
        // `source` and `report` say where a row comes from, not what it says.
        let is_value = |name: &str| !is_key(name) && self.contract.column(name).is_some();
        if self.contract.key.is_empty() {
            return rejected;
        }
        let Some(keys) = self.rows(&is_key) else { return rejected };
        let has_values = self.contract.columns.iter().any(|column| is_value(&column.name));
        let values = match has_values.then(|| self.rows(&is_value)) {
            None => None,
            Some(Some(values)) => Some(values),
            Some(None) => return rejected,
        };
        let mut first: HashMap<&[u8], Place> = HashMap::new();
        let mut count = 0;
        for (dataset, keys) in keys.iter().enumerate() {
            for row in 0..keys.num_rows() {
                if skip(dataset, row) {
                    continue;
                }
                let here = Place { dataset, row };
                let key = keys.row(row).data();
                let Some(&there) = first.get(key) else {
                    first.insert(key, here);
                    continue;
                };
                if among == Among::Datasets && there.dataset == dataset {
                    continue;
                }
                // Where every column is in the key, rows with one key have nothing left to differ in.
                let same = values
                    .as_ref()
                    .is_none_or(|values| values[dataset].row(row) == values[there.dataset].row(there.row));
                let finding = if same { self.duplicate(here, there) } else { self.conflict(here, there, &is_value) };
                let failure = |place: Place| Failure {
                    row: place.row as u32,
                    code: finding.code,
                    path: "".into(),
                    message: finding.message.as_str().into(),
                    reported: true,
                };
                rejected[dataset].failures.push(failure(here));
                if !same {
                    rejected[there.dataset].failures.push(failure(there));
                }
                count += 1;
                if count <= limit {
                    findings.push(finding);
                }
            }
        }
        if count > limit {
            findings.push(more(self.contract, count - limit, "rows with the key of another"));
        }
        for rejected in &mut rejected {
            rejected.failures.sort_by_key(|failure| failure.row);
            rejected.failures.dedup_by_key(|failure| failure.row);
        }
        rejected
    }

    /// The columns that `wanted` names, as comparable rows, for each dataset; `None` where a type cannot be compared.
    fn rows(&self, wanted: &dyn Fn(&str) -> bool) -> Option<Vec<Rows>> {
        let schema = self.contract.arrow_schema();
        let names: Vec<&String> =
            schema.fields().iter().map(|field| field.name()).filter(|name| wanted(name)).collect();
        let fields =
            names.iter().map(|name| Some(SortField::new(schema.field_with_name(name).ok()?.data_type().clone())));
        let converter = RowConverter::new(fields.collect::<Option<Vec<SortField>>>()?).ok()?;
        let converted = self.datasets.iter().map(|dataset| {
            let arrays: Option<Vec<ArrayRef>> =
                names.iter().map(|name| dataset.batch.column_by_name(name).cloned()).collect();
            converter.convert_columns(&arrays?).ok()
        });
        converted.collect()
    }

    fn duplicate(&self, here: Place, there: Place) -> Finding {
        let message = format!("{} has the row with {} twice", self.contract.name, self.key(here));
        self.label(Finding::new(&codes::DUPLICATE_ROW, message), here, there)
    }

    fn conflict(&self, here: Place, there: Place, is_value: &dyn Fn(&str) -> bool) -> Finding {
        let differences: Vec<String> = self
            .contract
            .columns
            .iter()
            .filter(|column| is_value(&column.name))
            .filter_map(|column| {
                let (here, there) = (self.cell(here, &column.name), self.cell(there, &column.name));
                (here != there).then(|| format!("{} is {here} and {there}", column.name))
            })
            .collect();
        let message = format!("for {} in {}, {}", self.key(here), self.contract.name, differences.join(", "));
        self.label(Finding::new(&codes::CONFLICTING_ROWS, message), here, there)
    }

    fn key(&self, place: Place) -> String {
        let names = self.contract.key.iter().filter(|name| !matches!(&***name, "report" | "source"));
        let parts: Vec<String> = names.map(|name| format!("{name} {}", self.cell(place, name))).collect();
        if parts.is_empty() { "one key".to_owned() } else { parts.join(", ") }
    }

    fn cell(&self, place: Place, name: &str) -> String {
        let Some(array) = self.datasets[place.dataset].batch.column_by_name(name) else { return String::new() };
        if array.is_null(place.row) {
            return "null".to_owned();
        }
        let (array, options) = (printable(array), print_options());
        match ArrayFormatter::try_new(&array, &options) {
            Ok(formatter) => format!("\"{}\"", shown(&formatter.value(place.row).to_string())),
            Err(_) => String::new(),
        }
    }

    fn label(&self, mut finding: Finding, here: Place, there: Place) -> Finding {
        let column = self.contract.key.iter().find(|name| !matches!(&***name, "report" | "source"));
        let path = column.map(|name| format!("/{name}")).unwrap_or_default();
        for (place, text) in [(here, "this row"), (there, "the first row")] {
            let dataset = self.datasets[place.dataset];
            if let Some(&span) = spans(dataset, place.row, &path).first() {
                finding = finding.at(dataset.source_of(place.row).name(), span, text);
            }
        }
        finding
    }
}

/// Which pairs of rows with one key are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// All.
    All,
    /// Only those of different datasets; the others were reported.
    Datasets,
}

/// The finding that stands for `count` others of one dataset.
pub fn more(contract: &Contract, count: usize, what: &str) -> Finding {
    let message = format!("{}: {count} more {what}, which are not shown", contract.name);
    Finding::new(&codes::MORE_FAILURES, message).at(&contract.file, crate::source::Span::new(0, 0), "the contract")
}
