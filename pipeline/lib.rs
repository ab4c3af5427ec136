//! crossfoot turns the extracted text of reports into Parquet datasets that can be trusted.

pub mod source;

pub mod finding;

pub mod model;

pub mod contract;

pub mod recipe;

pub mod ingest;
pub mod parse;

pub mod normalize;

pub mod validate;

pub mod reconcile;

pub mod emit;

pub mod render;

pub mod catalog;
pub mod cli;
pub mod error;
pub mod plan;
pub mod publish;
pub mod run;
pub mod verify;
pub mod workspace;
