//! The nouns that pass between stages: decimals, intervals, units, quantities, tables and datasets.

mod dataset;
mod decimal;
mod imprint;
mod interval;
mod ledger;
mod printed;
mod quantity;
mod scale;
mod section;
mod table;
mod total;
mod unit;
mod year;

pub use dataset::{Column, ColumnTrace, Dataset, PRINTINGS, STATED_FIGURE};
pub use decimal::{Decimal, ParseDecimalError};
pub use imprint::{Imprint, Printed};
pub use interval::{Bound, Interval};
pub use ledger::{Bucket, Ledger};
pub use printed::{exact, print_options, printable};
pub use quantity::{Kind, Mode, Precision, Qualifier, Quantity};
pub use scale::scale_of;
pub use section::Section;
pub use table::{Cell, Entry, FoundFigure, FoundGrid, FoundGridRow, Row, Table, UnpairedSeries};
pub use total::{TotalLabel, plain_label, total_label};
pub use unit::{Atom, Dimension, Needs, Noun, Unit, UnitEntry, UnitName, registry};
pub use year::{year_of, years_of};
