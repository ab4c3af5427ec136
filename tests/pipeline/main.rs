//! The pipeline through its program and its entry functions: reports, bad input, publishing, provenance, documents.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

mod amounts;
mod architecture;
mod bad_input;
mod checks;
mod contracts;
mod documents;
mod layouts;
mod provenance;
mod publishing;
mod reports;
mod resolution;
mod several;
mod stated_units;
mod support;
