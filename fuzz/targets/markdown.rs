#![no_main]
//! The reader of files such as a.md.

mod read;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read::read("a.md", bytes.to_vec()));
