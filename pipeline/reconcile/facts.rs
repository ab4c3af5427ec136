//! What a check can name: the datasets of one report go in, cells as exact amounts and as text come out.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Date32Type, Float32Type, Float64Type, TimeUnit, TimestampMicrosecondType};

use super::extent::Extent;
use super::footing::has_excess;
use super::measure::Measure;
use super::number::Number;
use super::value::{Amount, CellRef, Reason};
use super::verdict::Verdict;
use crate::finding::Label;
use crate::model::{
    ColumnTrace, Dataset, Decimal, Mode, PRINTINGS, Qualifier, STATED_FIGURE, Unit, exact, print_options, printable,
};
use crate::source::{Source, Span};

/// The datasets of one report, under the names that checks use.
///
/// `dataset.column` is a column; `stated.NAME` is `value` in the row of the dataset `stated_figure` whose `figure` is
/// NAME, in the unit of its `unit`; `series.NAME.COLUMN` is a column of the dataset named `series.NAME`.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The datasets.
    pub datasets: &'a [Dataset],
    /// A verdict whose power is above this share of the total is weak.
    pub weak_above: Decimal,
    /// How many cases that hold a verdict keeps; what covers which numbers needs all of them.
    pub kept: usize,
    /// What the columns print throughout, dataset by dataset; found out once, because it takes a look at every row.
    printing: Vec<Vec<OnceLock<Printing>>>,
    /// The columns that make rows printings of one number, dataset by dataset; none where each row is a number of its own.
    fact: Vec<Vec<u32>>,
    /// The rows of each value of a column, for columns that conditions look up.
    rows_of: Vec<Vec<OnceLock<Result<Index, Reason>>>>,
}

/// The rows of each value.
pub(super) type Index = BTreeMap<Key, Vec<u32>>;

/// A value that is looked up: numbers in base units, so that 1.5 TB is 1500 GB.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Text(String),
    Number(Number),
}

/// What the cells of one column have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Printing {
    /// The place of the last digit, where it is the same in all cells.
    pub decimals: Option<i16>,
    /// The last place that any cell shows beyond doubt.
    pub shown: i16,
    /// True if no cell is hedged and all are rounded.
    pub plain: bool,
}

impl Printing {
    fn of(trace: &ColumnTrace) -> Option<Printing> {
        let kinds = trace.printed.kinds();
        let first = kinds.first()?;
        let (mut same, mut plain, mut shown) = (true, true, first.decimals_wide);
        for printed in kinds {
            same &= printed.decimals == first.decimals;
            plain &= printed.qualifier == Qualifier::Exact && printed.mode == Mode::Rounding;
            shown = shown.max(printed.decimals_wide);
        }
        let plain = plain && trace.ranges.is_empty();
        Some(Printing { decimals: same.then_some(first.decimals), shown, plain })
    }
}

impl<'a> Facts<'a> {
    /// Facts with weak checks above 5 %.
    pub fn new(datasets: &'a [Dataset]) -> Facts<'a> {
        let printing = datasets.iter().map(|of| of.columns.iter().map(|_| OnceLock::new()).collect()).collect();
        let rows_of = datasets.iter().map(|of| of.columns.iter().map(|_| OnceLock::new()).collect()).collect();
        Facts {
            datasets,
            weak_above: Decimal::new(5, 2),
            kept: Verdict::KEPT,
            printing,
            rows_of,
            fact: vec![Vec::new(); datasets.len()],
        }
    }

    /// The same facts, where rows of `dataset` with the same values in `columns` are printings of one number.
    #[must_use]
    pub fn stating(mut self, dataset: &str, columns: &[Arc<str>]) -> Facts<'a> {
        if let Some(at) = self.dataset(dataset) {
            let of = &self.datasets[at as usize];
            let found: Option<Vec<u32>> = columns.iter().map(|name| Some(of.column_index(name)? as u32)).collect();
            self.fact[at as usize] = found.unwrap_or_default();
        }
        self
    }

    /// True if several rows of a dataset may be printings of one number.
    pub(super) fn has_printings(&self, dataset: u32) -> bool {
        !self.fact[dataset as usize].is_empty()
    }

    /// The rows that are printings of one number, number by number. A number that is not fully named stands for itself.
    pub(super) fn printings(&self, dataset: u32, rows: &[u32]) -> Vec<Vec<u32>> {
        let columns: Vec<Column> =
            self.fact[dataset as usize].iter().map(|column| self.column(dataset, *column)).collect();
        let mut places: HashMap<Vec<Cow<'a, str>>, usize> = HashMap::new();
        let mut found: Vec<Vec<u32>> = Vec::new();
        for row in rows {
            let key: Option<Vec<_>> = columns.iter().map(|column| self.text(column, *row)).collect();
            let at = key.map_or(found.len(), |key| *places.entry(key).or_insert(found.len()));
            match found.get_mut(at) {
                Some(rows) => rows.push(*row),
                None => found.push(vec![*row]),
            }
        }
        found
    }

    /// True for a cell that says that there is no number, as opposed to one that could not be read.
    pub(super) fn is_nil(&self, cell: CellRef) -> bool {
        let of = &self.datasets[cell.dataset as usize];
        of.batch.column(cell.column as usize).is_null(cell.row as usize)
            && !of.failed.contains(&(cell.row, cell.column))
    }

    /// The dataset of that name.
    pub(super) fn dataset(&self, name: &str) -> Option<u32> {
        self.datasets.iter().position(|dataset| &*dataset.name == name).map(|at| at as u32)
    }

    /// The row of a stated figure, as the cell of its `value`.
    pub(super) fn stated(&self, figure: &str) -> Option<CellRef> {
        let dataset = self.dataset(STATED_FIGURE)?;
        let of = &self.datasets[dataset as usize];
        let (names, value) = (of.column_index("figure")?, of.column_index("value")?);
        let row = (0..of.rows()).find(|&row| self.text_at(of, names, row).is_some_and(|name| name == figure))?;
        Some(CellRef { dataset, column: value as u32, row: row as u32 })
    }

    /// All printings of a stated figure, where several places print it differently.
    pub(super) fn printings_of(&self, stated: CellRef) -> Result<Vec<CellRef>, Reason> {
        let figure = |dataset: u32| self.datasets[dataset as usize].column_index("figure");
        let printed = self.dataset(PRINTINGS).and_then(|at| Some((at, figure(at)?, figure(stated.dataset)?)));
        let Some((dataset, column, own)) = printed.filter(|(dataset, ..)| *dataset != stated.dataset) else {
            return Ok(Vec::new());
        };
        let Some(name) = self.text(&Column::bare(stated.dataset, own as u32), stated.row) else {
            return Ok(Vec::new());
        };
        let rows = self.index(&self.column(dataset, column as u32))?.get(&Key::Text(name.into_owned()));
        let value = self.datasets[dataset as usize].column_index("value").unwrap_or(column) as u32;
        Ok(rows.into_iter().flatten().map(|row| CellRef { dataset, column: value, row: *row }).collect())
    }

    /// The unit that stands beside a stated figure.
    pub(super) fn stated_unit(&self, cell: CellRef) -> Option<Unit> {
        let of = &self.datasets[cell.dataset as usize];
        let code = self.text_at(of, of.column_index("unit")?, cell.row as usize)?;
        Unit::from_code(&code)
    }

    /// How one cell is read: a stated figure in its own unit, others as their column.
    pub(super) fn reader(&self, cell: CellRef) -> Column {
        if [STATED_FIGURE, PRINTINGS].contains(&&*self.datasets[cell.dataset as usize].name) {
            return match self.stated_unit(cell) {
                Some(unit) => Column::of(cell.dataset, cell.column, &unit),
                None => Column::bare(cell.dataset, cell.column),
            };
        }
        self.column(cell.dataset, cell.column)
    }

    /// The digits of a numeric cell as printed, with the place of the last one; none for a range and for an amount that was
    /// converted, which prints others.
    pub(super) fn digits(&self, cell: CellRef) -> Option<(String, i16)> {
        let of = &self.datasets[cell.dataset as usize];
        let value = decimal_at(of, cell.column as usize, cell.row as usize)?;
        let trace = &of.columns[cell.column as usize].trace;
        let printed = trace.printed.get(cell.row as usize)?;
        if printed.qualifier == Qualifier::Range || trace.rates.contains_key(&cell.row) {
            return None;
        }
        let coefficient = value.abs().coefficient_at(printed.decimals.into())?;
        // 0.57 has a zero in front of its point.
        let width = usize::try_from(printed.decimals).map_or(0, |decimals| decimals + 1);
        Some((format!("{coefficient:0>width$}"), printed.decimals))
    }

    /// How the cells of a column are read.
    pub(super) fn column(&self, dataset: u32, column: u32) -> Column {
        let of = &self.datasets[dataset as usize];
        let kind = match of.batch.column(column as usize).data_type() {
            data_type if data_type.is_numeric() => Kind::Number,
            DataType::Date32 | DataType::Timestamp(..) => Kind::Date,
            _ => Kind::Text,
        };
        let known = &of.columns[column as usize];
        let mut reader = match (kind, &known.unit) {
            (Kind::Number, Some(unit)) => Column::of(dataset, column, unit),
            (Kind::Number, None) => Column { measure: Measure::bare(), ..Column::plain(dataset, column) },
            (Kind::Date, _) => Column { measure: Measure::named("date"), ..Column::plain(dataset, column) },
            (Kind::Text, _) => Column { measure: Measure::named("text"), ..Column::plain(dataset, column) },
        };
        reader.whole |= of.batch.column(column as usize).data_type().is_integer();
        if kind == Kind::Number && !known.trace.printed.is_empty() {
            let once = &self.printing[dataset as usize][column as usize];
            let unprinted = Printing { decimals: None, shown: i16::MIN, plain: false };
            reader.printing = Some(*once.get_or_init(|| Printing::of(&known.trace).unwrap_or(unprinted)));
        }
        reader
    }

    /// One cell as an amount in base units; `None` for null.
    pub(super) fn amount(&self, column: &Column, row: u32) -> Result<Option<Amount>, Reason> {
        let of = &self.datasets[column.dataset as usize];
        let Some(value) = decimal_at(of, column.column as usize, row as usize) else { return Ok(None) };
        let cell = CellRef { dataset: column.dataset, column: column.column, row };
        let number = Number::from(value);
        let trace = &of.columns[column.column as usize].trace;
        let (mut narrow, mut wide) = (Extent::exact(number.clone()), None);
        if let Some(range) = trace.ranges.get(&row) {
            narrow = Extent::of(range);
        } else if let Some(printed) = trace.printed.get(row as usize) {
            if has_excess(&number, printed.decimals.into()) {
                let name = self.name_of(cell);
                let text = format!("{name} is {number} in row {}, with digits behind its last printed place", row + 1);
                return Err(Reason { text, cells: vec![cell] });
            }
            let reach = |decimals: i16| {
                if column.whole && decimals >= 0 && printed.qualifier == Qualifier::Exact {
                    // Things are counted in whole numbers: 254 printed to its last unit is 254.
                    return Extent::exact(number.clone());
                }
                let digits = Extent::printed(&number, decimals.into(), printed.mode);
                Extent::qualified(&number, printed.qualifier, digits)
            };
            let loose = printed.decimals_wide.max(column.shown()).min(printed.decimals);
            narrow = reach(printed.decimals);
            wide = (loose < printed.decimals).then(|| reach(loose)).filter(|wide| *wide != narrow);
        }
        let factor = &column.factor;
        let value = number.mul(factor);
        let part = super::value::Part { cell, weight: Some(Number::ONE), value: value.clone() };
        Ok(Some(Amount {
            value,
            narrow: narrow.scale(factor),
            wide: wide.map(|wide| wide.scale(factor)),
            parts: vec![part],
        }))
    }

    /// One cell as text: texts as they are, dates as ISO 8601 writes them, numbers as digits; `None` for null.
    pub(super) fn text(&self, column: &Column, row: u32) -> Option<Cow<'a, str>> {
        let datasets: &'a [Dataset] = self.datasets;
        self.text_at(&datasets[column.dataset as usize], column.column as usize, row as usize)
    }

    fn text_at<'b>(&self, of: &'b Dataset, column: usize, row: usize) -> Option<Cow<'b, str>> {
        let array = of.batch.column(column);
        if array.is_null(row) {
            return None;
        }
        match array.data_type() {
            DataType::Utf8 => Some(Cow::Borrowed(array.as_string::<i32>().value(row))),
            DataType::Boolean => Some(Cow::Borrowed(if array.as_boolean().value(row) { "true" } else { "false" })),
            data_type if data_type.is_numeric() => {
                decimal_at(of, column, row).map(|decimal| decimal.normalized().to_string().into())
            }
            _ => {
                let (array, options) = (printable(array), print_options());
                let shown = arrow::util::display::ArrayFormatter::try_new(&array, &options).ok()?;
                Some(Cow::Owned(shown.value(row).to_string()))
            }
        }
    }

    /// One cell as it is looked up; `None` for null.
    pub(super) fn key(&self, column: &Column, row: u32) -> Result<Option<Key>, Reason> {
        if column.is_number() {
            return Ok(self.amount(column, row)?.map(|amount| Key::Number(amount.value)));
        }
        Ok(self.text(column, row).map(|text| Key::Text(text.into_owned())))
    }

    /// The rows of each value of a column, made once.
    pub(super) fn index(&self, column: &Column) -> Result<&Index, Reason> {
        let once = &self.rows_of[column.dataset as usize][column.column as usize];
        let made = once.get_or_init(|| {
            let mut index = Index::new();
            for row in 0..self.datasets[column.dataset as usize].rows() as u32 {
                if let Some(key) = self.key(column, row)? {
                    index.entry(key).or_default().push(row);
                }
            }
            Ok(index)
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// True if the cell is null.
    pub(super) fn is_null(&self, column: &Column, row: u32) -> bool {
        self.datasets[column.dataset as usize].batch.column(column.column as usize).is_null(row as usize)
    }

    /// The name of a cell's column, as checks write it.
    pub fn name_of(&self, cell: CellRef) -> String {
        let of = &self.datasets[cell.dataset as usize];
        format!("{}.{}", of.name, of.columns[cell.column as usize].name)
    }

    /// Where a cell stands, and in which text; empty for cells that stand nowhere.
    pub fn places(&self, cell: CellRef) -> (&'a Arc<Source>, &'a [Span]) {
        let datasets: &'a [Dataset] = self.datasets;
        let of = &datasets[cell.dataset as usize];
        (of.source_of(cell.row as usize), of.columns[cell.column as usize].trace.spans_of(cell.row as usize))
    }

    /// What is printed for a cell, its stretches joined by a blank.
    pub fn printed(&self, cell: CellRef) -> String {
        let (source, spans) = self.places(cell);
        spans.iter().map(|span| source.slice(*span)).collect::<Vec<_>>().join(" ")
    }

    /// A label on a cell, if it stands anywhere.
    pub fn label(&self, cell: CellRef, text: impl Into<String>) -> Option<Label> {
        let (source, spans) = self.places(cell);
        let span = spans.iter().copied().reduce(Span::cover)?;
        Some(Label { file: source.name().clone(), span, text: text.into() })
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Date,
    Text,
}

/// One column and how its cells become amounts.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub dataset: u32,
    pub column: u32,
    pub measure: Measure,
    /// How many base units one of its unit is.
    pub factor: Number,
    /// True if its values are whole by their nature.
    pub whole: bool,
    /// What its cells have in common; nothing is known of single rows in units of their own.
    pub printing: Option<Printing>,
}

impl Column {
    fn plain(dataset: u32, column: u32) -> Column {
        Column { dataset, column, measure: Measure::bare(), factor: Number::ONE, whole: false, printing: None }
    }

    /// A column, or one row of a column, in `unit`.
    pub fn of(dataset: u32, column: u32, unit: &Unit) -> Column {
        let (measure, factor) = Measure::of(unit);
        Column { whole: measure.is_count(), measure, factor, ..Column::plain(dataset, column) }
    }

    /// One row of a column without a unit.
    pub fn bare(dataset: u32, column: u32) -> Column {
        Column::plain(dataset, column)
    }

    /// The last place that zeros are known to be printed digits to. Where a column is printed to one place throughout
    /// and one cell shows that place, the zeros in all of them are: 2560, 5120, 16384.
    pub fn shown(&self) -> i16 {
        self.printing.filter(|printing| printing.decimals.is_some()).map_or(i16::MIN, |printing| printing.shown)
    }

    pub fn is_number(&self) -> bool {
        self.measure != Measure::named("text") && self.measure != Measure::named("date")
    }
}

fn decimal_at(of: &Dataset, column: usize, row: usize) -> Option<Decimal> {
    let array = of.batch.column(column);
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        // The shortest digits that give this double are those that were read.
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string().parse().ok(),
        DataType::Float32 => array.as_primitive::<Float32Type>().value(row).to_string().parse().ok(),
        DataType::Date32 => Some(i64::from(array.as_primitive::<Date32Type>().value(row)).into()),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Some(array.as_primitive::<TimestampMicrosecondType>().value(row).into())
        }
        _ => exact(array, row),
    }
}
