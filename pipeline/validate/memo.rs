//! Texts that only the jsonschema crate decides: an array and a validator go in, the texts that fail come out. What is
//! repeated is decided once.

use std::hash::{DefaultHasher, Hasher};

use arrow::array::Array;
use jsonschema::Validator;

use super::node::{Cell, Rows};
use super::view::{Kind, Values};

/// How many texts are remembered; a text takes the place of another.
const REMEMBERED: usize = 4096;

/// Calls `fail` with every text of `values` that `validator` refuses, in order. Null passes.
pub fn texts(validator: &Validator<Rows>, values: &Values<'_>, fail: &mut dyn FnMut(usize)) {
    match &values.kind {
        Kind::Dictionary(array, texts) => {
            let verdicts: Vec<bool> = (0..texts.len())
                .map(|at| texts.is_null(at) || validator.is_valid(Cell::Name(texts.value(at))))
                .collect();
            if !verdicts.contains(&false) {
                return;
            }
            for at in (0..array.len()).filter(|&at| array.keys().is_valid(at)) {
                if verdicts.get(array.keys().value(at) as usize) == Some(&false) {
                    fail(at);
                }
            }
        }
        Kind::Text(array) => {
            let mut known: Vec<Option<(&str, bool)>> = vec![None; REMEMBERED];
            for at in (0..array.len()).filter(|&at| array.is_valid(at)) {
                let text = array.value(at);
                let mut hasher = DefaultHasher::new();
                hasher.write(text.as_bytes());
                let place = &mut known[hasher.finish() as usize % REMEMBERED];
                let valid = match *place {
                    Some((same, verdict)) if same == text => verdict,
                    _ => {
                        let verdict = validator.is_valid(Cell::Name(text));
                        *place = Some((text, verdict));
                        verdict
                    }
                };
                if !valid {
                    fail(at);
                }
            }
        }
        _ => {}
    }
}
