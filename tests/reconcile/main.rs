//! Reconciling: checks are judged by the precision that the report prints.

// The measured shares are part of what these tests say.
#![allow(clippy::print_stdout, clippy::panic)]

mod audits;
mod codes;
mod diagnosis;
mod drawing;
mod first_report;
mod grouped;
mod language;
mod mutation;
mod registry;
mod sentences;
mod several;
mod tables;
mod vectors;
