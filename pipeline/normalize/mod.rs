//! Stage 3: give cells their types: numbers, units, dates, names.

pub mod quantity;
