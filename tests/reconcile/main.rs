//! Reconciling: checks are judged by the precision that the report prints.

mod codes;
mod diagnosis;
mod drawing;
mod first_report;
mod tables;
mod vectors;
