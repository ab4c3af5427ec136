//! Any file may be read: no panic of ours, every place and table lies in the text, and what it gives can be scanned.

use std::io::{Cursor, Write};
use std::sync::{Arc, Once};

use crossfoot::finding::Findings;
use crossfoot::ingest::ingest;
use crossfoot::parse::scan;

/// A panic inside of calamine is caught by its reader and is a finding; libfuzzer would end the run at it.
static QUIET: Once = Once::new();

/// Reads `bytes` as the file `name` and holds what comes out to its word.
pub fn read(name: &str, bytes: Vec<u8>) {
    QUIET.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            let file = panic.location().map_or("", |location| location.file());
            if !["calamine", "cfb", "zip", "quick-xml"].iter().any(|other| file.contains(other)) {
                eprintln!("{panic}");
            }
        }));
    });
    let mut findings = Findings::new();
    let Some(source) = ingest(&Arc::from(name), bytes, &mut findings) else {
        assert!(!findings.is_empty());
        return;
    };
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        assert!(source.text().get(label.span.range()).is_some());
    }
    for grid in source.grids() {
        assert!(grid.cells.is_sorted_by_key(|cell| cell.row));
        for row in &grid.rows {
            assert!(!source.slice(row.span).contains('\n'));
        }
        for cell in &grid.cells {
            assert!(grid.rows[cell.row as usize].span.contains(cell.span));
            assert!(!source.slice(cell.span).trim().is_empty());
            assert!(source.address(cell.span).is_some());
        }
    }
    let found = scan::scan(&source);
    for table in &found.tables {
        for cell in &table.cells {
            assert!(cell.row + cell.rows <= table.size.0 && cell.column + cell.columns <= table.size.1);
        }
        let _ = (table.names(&source), table.rows(&source), table.total_rows(&source));
    }
}

/// An archive of parts that are not packed: the fuzzer changes what is inside, not the packing.
#[allow(dead_code)]
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("a vector can be written");
        writer.write_all(bytes).expect("a vector can be written");
    }
    writer.finish().expect("a vector can be written").into_inner()
}
