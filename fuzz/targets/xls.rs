#![no_main]
//! The reader of Excel workbooks of before 2007: the input is a compound file, or its stream of records.

mod read;

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(&[0xd0, 0xcf]) {
        read::read("a.xls", bytes.to_vec());
        return;
    }
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a vector can be written");
    let mut stream = file.create_stream("/Workbook").expect("the name is free");
    stream.write_all(bytes).expect("a vector can be written");
    drop(stream);
    read::read("a.xls", file.into_inner().into_inner());
});
