//! The nouns that pass between stages: decimals, intervals, units, quantities, tables and datasets.

mod dataset;
mod decimal;
mod interval;
mod quantity;
mod table;
mod unit;

pub use dataset::{Column, ColumnTrace, Dataset, Printed};
pub use decimal::{Decimal, ParseDecimalError};
pub use interval::{Bound, Interval};
pub use quantity::{Kind, Precision, Qualifier, Quantity};
pub use table::{Cell, Row, Table};
pub use unit::{Atom, Dimension, Needs, Unit, UnitEntry, UnitName, registry};
