//! crossfoot turns the extracted text of reports into Parquet datasets that can be trusted.

pub mod source;

pub mod finding;

pub mod model;

pub mod parse;

pub mod cli;
pub mod error;
