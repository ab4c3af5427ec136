//! stub
#![allow(missing_docs)]
use crate::model::{Quantity, Unit};
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub separators: Option<Separators>,
    pub currencies: Vec<String>,
    pub date_order: Option<DateOrder>,
    pub report_date: Option<i32>,
}
#[derive(Clone, Copy, Debug)]
pub enum Separators {
    Point,
    Comma,
}
#[derive(Clone, Copy, Debug)]
pub enum DateOrder {
    DayMonth,
    MonthDay,
}
pub struct Reader;
impl Reader {
    pub fn new(_: &Options) -> Reader {
        Reader
    }
    pub fn cell(&self, _t: &str, _e: &Expected) -> CellReading {
        CellReading::Null
    }
    pub fn date(&self, _t: &str) -> Option<i32> {
        None
    }
}
#[derive(Clone, Debug)]
pub struct HeaderUnit;
pub fn header_unit(_: &str) -> Option<HeaderUnit> {
    Some(HeaderUnit)
}
pub struct Expected {
    pub unit: Option<Unit>,
    pub header: Option<HeaderUnit>,
}
pub enum CellReading {
    Null,
    Value(Quantity),
}
pub static CODES: &[&crate::finding::Code] = &[];
