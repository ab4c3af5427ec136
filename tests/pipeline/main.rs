//! The pipeline through its program and its entry functions: reports, bad input, publishing, provenance, documents.

mod architecture;
mod bad_input;
mod documents;
mod layouts;
mod provenance;
mod publishing;
mod reports;
mod resolution;
mod support;
