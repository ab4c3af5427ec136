//! Files that ask for more than a machine has: each limit has its code.

use std::io::{Cursor, Write};

use super::{fixture, ingest, refused};

/// An archive of the parts given.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const MANIFEST: (&str, &[u8]) = ("META-INF/manifest.xml", b"<a/>");

#[test]
fn repeated_merged_and_spanned_cells() {
    refused("a.ods", &fixture("repeated.ods"), "error[too-many-cells]: expected at most 5000000 cells");
    refused("a.xls", &fixture("wide.xls"), "error[too-many-cells]: expected at most 5000000 cells");
    let commas = [",".repeat(5_000_001), "x\n".to_owned()].concat();
    refused("a.csv", commas.as_bytes(), "error[too-many-cells]");
    let wide = format!("<table><tr>{}", "<td colspan=1000>x".repeat(20));
    refused("a.html", wide.as_bytes(), "error[too-many-cells]: expected at most 16384 columns, found 17000");
    let far = r#"{"schema_name":"DoclingDocument","body":{},"texts":[],"tables":[{"data":{"table_cells":[
        {"text":"a","start_row_offset_idx":0,"start_col_offset_idx":4000000000}]}}]}"#;
    refused("a.json", far.as_bytes(), "error[too-many-cells]: expected at most 16384 columns");
    let many: String = (0..16_385).map(|at| format!("\"c{at}\":1,")).collect();
    let line = format!("{{{}\"z\":1}}", many);
    refused("a.jsonl", line.as_bytes(), "error[too-many-cells]: expected at most 16384 columns");
}

#[test]
fn sheets_and_tables() {
    let tables = "<table><tr><td>a</table>".repeat(10_001);
    refused("a.html", tables.as_bytes(), "error[too-many-tables]: expected at most 10000 sheets or tables");
    let tables = "| a |\n|---|\n\n".repeat(10_001);
    refused("a.md", tables.as_bytes(), "error[too-many-tables]");
    let sheets = "<table:table table:name=\"a\"/>".repeat(10_001);
    let content = format!("<a>{sheets}</a>");
    refused("a.ods", &archive(&[MANIFEST, ("content.xml", content.as_bytes())]), "error[too-many-tables]");
}

#[test]
fn nesting() {
    let deep = |open: &str, close: &str, inner: &str| [&*open.repeat(200_000), inner, &*close.repeat(200_000)].concat();
    refused("a.json", deep("[", "]", "1").as_bytes(), "error[too-deep]");
    refused("a.jsonl", deep("{\"a\":", "}", "1").as_bytes(), "error[too-deep]");
    refused("a.html", deep("<table><tr><td>", "", "x").as_bytes(), "error[too-deep]");
    refused("a.md", format!("{}x", "> ".repeat(5_000)).as_bytes(), "error[too-deep]");
    let content = deep("<b>", "</b>", "");
    refused("a.ods", &archive(&[MANIFEST, ("content.xml", content.as_bytes())]), "error[too-deep]");
}

#[test]
fn unpacked_size_and_ratio() {
    let blanks = vec![b' '; 80 << 20];
    let bomb = archive(&[MANIFEST, ("content.xml", &blanks)]);
    assert!(bomb.len() < 1 << 20);
    refused("a.ods", &bomb, "error[suspicious-compression]: expected at most 400 times the");
    let bomb = archive(&[("xl/workbook.xml", &blanks)]);
    refused("a.xlsx", &bomb, "error[suspicious-compression]");
    let parts: Vec<(String, &[u8])> = (0..20_001).map(|at| (format!("p{at}"), &b""[..])).collect();
    let mut parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    parts.push(("content.xml", b"<a/>"));
    refused("a.ods", &archive(&parts), "error[unpacked-too-large]: expected at most 20000 parts, found 20002");
}

#[test]
fn what_stays_below_the_limits_is_read() {
    let rows: String = (0..50_000).map(|row| format!("r{row},{row},{row}.5\n")).collect();
    let (source, found) = ingest("a.csv", format!("name,a,b\n{rows}").as_bytes());
    assert_eq!(found, "");
    assert_eq!(source.unwrap().grids()[0].cells.len(), 150_003);
    // A row that repeats without holding anything costs nothing.
    let content = "<a><table:table table:name=\"s\"><table:table-row table:number-rows-repeated=\"1048576\">\
        <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></a>";
    let (source, found) = ingest("a.ods", &archive(&[MANIFEST, ("content.xml", content.as_bytes())]));
    assert_eq!(found, "");
    assert_eq!(source.unwrap().text(), "s\n\n");
}

/// An .xls whose stream holds these records.
fn xls(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut stream = file.create_stream("/Workbook").unwrap();
    for (kind, body) in records {
        stream.write_all(&kind.to_le_bytes()).unwrap();
        stream.write_all(&(body.len() as u16).to_le_bytes()).unwrap();
        stream.write_all(body).unwrap();
    }
    drop(stream);
    file.into_inner().into_inner()
}

#[test]
fn what_an_xls_claims_is_not_believed() {
    let begin: (u16, &[u8]) = (0x0809, &[0, 6, 5, 0]);
    let end: (u16, &[u8]) = (0x000a, &[]);
    // Two records of 8 and 4 bytes and one BoundSheet of 13 bytes stand in front of the sheet.
    let sheet: (u16, &[u8]) = (0x0085, &[25, 0, 0, 0, 0, 0, 1, 0, b'S']);
    let vast: (u16, &[u8]) = (0x0200, &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0, 0, 0]);
    refused(
        "a.xls",
        &xls(&[begin, sheet, end, begin, vast, end]),
        "error[broken-workbook]: expected at most 65536 rows and 256 columns, found a sheet that claims 4294967295 and 255",
    );
    // The same sheet a hundred times would be read a hundred times.
    let sheet: (u16, &[u8]) = (0x0085, &[12, 0x05, 0, 0, 0, 0, 1, 0, b'S']);
    let mut records = vec![begin];
    records.extend(std::iter::repeat_n(sheet, 99));
    records.push((0x0085, &[12, 0x05, 0, 0, 0, 0, 2, 0, b'S', b'S']));
    records.push(end);
    records.push(begin);
    let filler = [0; 400];
    records.push((0x0999, &filler));
    records.push(end);
    let (source, found) = ingest("a.xls", &xls(&records));
    assert!(source.is_none() && found.starts_with("error[broken-workbook]"), "{found}");
}
