#![no_main]
//! The reader of OpenDocument spreadsheets: the input is an archive, or what stands in content.xml.

mod read;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        read::read("a.ods", bytes.to_vec());
    } else {
        read::read("a.ods", read::archive(&[("META-INF/manifest.xml", b"<a/>"), ("content.xml", bytes)]));
    }
});
