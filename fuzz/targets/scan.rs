#![no_main]
//! Any text may be scanned: no panic, and every span lies in the text.

use crossfoot::parse::scan;
use crossfoot::source::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.txt", text);
    let found = scan::scan(&source);
    for table in &found.tables {
        for cell in &table.cells {
            assert!(cell.row + cell.rows <= table.size.0 && cell.column + cell.columns <= table.size.1);
            for &span in &cell.cell.spans {
                assert!(!source.slice(span).is_empty());
            }
        }
        let _ = (table.names(&source), table.rows(&source), table.total_rows(&source));
    }
    for item in &found.items {
        let _ = source.slice(item.span);
    }
});
