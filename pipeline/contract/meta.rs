//! The meta-schema: contract.schema.json as a validator of contracts.

use std::sync::LazyLock;

use jsonschema::{ValidationError, Validator};

/// The text of schemas/contract.schema.json, which editors use as well.
pub const META_SCHEMA: &str = include_str!("../../schemas/contract.schema.json");

/// The validator of contracts.
pub fn validator() -> &'static Validator {
    static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| {
        let schema = serde_json::from_str(META_SCHEMA).expect("contract.schema.json is JSON, as a test shows");
        jsonschema::options().offline().build(&schema).expect("contract.schema.json is a schema, as a test shows")
    });
    &VALIDATOR
}

/// What is wrong, without repeating the instance, which the label shows.
pub fn message(error: &ValidationError<'_>) -> String {
    error.masked_with("the value").to_string().chars().take(200).collect()
}
