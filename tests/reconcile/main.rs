//! Reconciling: checks are judged by the precision that the report prints.

mod drawing;
mod first_report;
mod vectors;
