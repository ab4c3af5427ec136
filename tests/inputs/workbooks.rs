//! XLSX, XLS and ODS: formats of numbers, dates, merged cells, hidden sheets, errors, broken files.

use super::{check, draw, fixture, ingest, place, refused};

#[test]
fn xlsx_reads_as_it_is_shown() {
    let (source, found) = ingest("revenue.xlsx", &fixture("revenue.xlsx"));
    assert_eq!(
        found,
        "note[hidden-sheet]: expected sheets that are shown, found \"Old numbers\" hidden; it is read\n\
         warning[error-cell]: expected values, found errors in 1 cells, first in Faults!B2\n\
         warning[date-out-of-range]: expected days from 1900 to 9999, found other numbers in 1 cells of dates, first in Faults!B4\n\
         warning[uncached-formula]: expected a value beside each formula, found none in 1 cells, first in Faults!B3\n"
    );
    let source = source.unwrap();
    assert_eq!(
        draw(&source).trim(),
        "[Table 1: Revenue by region]\n\
         Region | 2022 | 2023 | Share | Audited | Signed =\n\
         North | 120.1 | 0.1 | 12.5% | TRUE | 2024-03-05\n\
         South | 80.25 | 0.3 | 87.5% | FALSE | 1900-03-01\n\
         Total | 200.35 | 0.4 | 100%\n\n\
         Group | Item | Amount =\n\
         Energy | Coal | $1200\n\
         Energy | Gas | $3400\n\
         Food | Rice | $5600\n\n\
         Name | Value =\na | #REF!\nb\nc | -5\nd | 5620M"
    );
    assert_eq!(place(&source, "120.1"), "Revenue!B5");
    assert_eq!(place(&source, "$3400"), "'Old numbers'!C3");
    // A sheet is a page.
    assert_eq!(source.page_of(source.text().find("Coal").unwrap() as u32), 2);
}

#[test]
fn days_of_1904_are_not_those_of_1900() {
    check("d.xlsx", &fixture("dates-1904.xlsx"), "Day | N =\n2024-03-05 | 1\n2024-03-06 | 2", "");
}

#[test]
fn xls_reads_as_it_is_shown() {
    let table = "Region | 2022 | Share | Signed =\nNorth | 120.1 | 12.5% | 2024-03-05\n\
                 South | 80.25 | 87.5% | 2024-03-06\nTotal, not audited | Total, not audited | 100%";
    check("revenue.xls", &fixture("revenue.xls"), table, "");
    let (source, _) = ingest("revenue.xls", &fixture("revenue.xls"));
    assert_eq!(place(&source.unwrap(), "87.5%"), "Revenue!C3");
}

#[test]
fn ods_reads_as_it_is_shown() {
    check(
        "revenue.ods",
        &fixture("revenue.ods"),
        "Region & part | 2022 | Share | Cost | Signed =\n\
         North East | 120.1 | 12.5% | USD 5 | 2024-03-05\n\
         South | 80.25 | 87.5% | USD 7.5 | 2024-03-06\n\
         West | 0.3 | 0.3 | #REF!",
        "warning[error-cell]: expected values, found errors in 1 cells, first in Revenue!D4\n\
         warning[uncached-formula]: expected a value beside each formula, found none in 1 cells, first in Revenue!E4\n\
         note[float-noise]: found noise behind the 15th digit of 2 numbers, left out, first in Revenue!B4\n",
    );
}

#[test]
fn the_bytes_decide_what_a_file_is() {
    let (source, found) = ingest("export.xls", b"<html><table><tr><td>a<td>b<tr><td>1<td>2</table>");
    assert_eq!(found, "note[wrong-extension]: expected an Excel workbook (.xls) by its name, found HTML\n");
    assert_eq!(source.unwrap().text(), "a\tb\n1\t2\n\n");
    let (source, found) = ingest("revenue.txt", &fixture("revenue.xls"));
    assert_eq!(found, "note[wrong-extension]: expected a text by its name, found an Excel workbook (.xls)\n");
    assert!(source.is_some());
    let (source, found) = ingest("revenue.xls", &fixture("revenue.ods"));
    assert!(found.starts_with("note[wrong-extension]: expected an Excel workbook (.xls) by its name, found an Open"));
    assert!(source.is_some());
}

#[test]
fn broken_and_encrypted_workbooks_are_said() {
    refused("p.ods", &fixture("protected.ods"), "error[protected-workbook]");
    refused("c.ods", &fixture("cut.ods"), "error[broken-workbook]");
    refused("e.xlsx", b"not a workbook", "error[broken-workbook]");
    refused("e.xls", b"not a workbook", "error[broken-workbook]");
    refused("e.ods", b"PK\x03\x04", "error[broken-workbook]");
    for name in ["revenue.xlsx", "revenue.xls", "revenue.ods"] {
        let whole = fixture(name);
        // A download that was cut is a finding wherever it was cut, or still holds all that it held.
        for length in (0..whole.len()).step_by(whole.len() / 40) {
            let (source, found) = ingest(name, &whole[..length]);
            assert!(source.is_some() || found.contains("error["), "{name} cut at {length}: {found}");
            assert!(name == "revenue.xls" || source.is_none(), "{name} cut at {length} is read");
        }
    }
}

#[test]
fn a_password_is_said() {
    // An encrypted .xlsx is a compound file with a stream EncryptedPackage.
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap();
    let bytes = file.into_inner().into_inner();
    let (source, found) = ingest("p.xlsx", &bytes);
    assert!(source.is_none() && found.contains("error[protected-workbook]"), "{found}");
    refused("p.xls", &bytes, "error[protected-workbook]");
    // An encrypted .xls has a record FilePass.
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let records = [0x09, 0x08, 4, 0, 0, 6, 5, 0, 0x2f, 0, 2, 0, 1, 0];
    std::io::Write::write_all(&mut file.create_stream("/Workbook").unwrap(), &records).unwrap();
    refused("p.xls", &file.into_inner().into_inner(), "error[protected-workbook]");
}

/// A workbook with one sheet of these rows, as XML.
fn xlsx(rows: &str) -> Vec<u8> {
    xlsx_with(rows, "<styleSheet/>")
}

/// The same, with the formats of `styles`.
fn xlsx_with(rows: &str, styles: &str) -> Vec<u8> {
    use std::io::Write as _;
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"xl/workbook.xml\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>"
                .to_owned(),
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"a/worksheet\" Target=\"worksheets/one.xml\"/></Relationships>"
                .to_owned(),
        ),
        ("xl/styles.xml", styles.to_owned()),
        ("xl/worksheets/one.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Rows of a sheet with a text and a number each.
fn rows(numbers: &[&str]) -> String {
    let mut rows =
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c><c r=\"B1\" t=\"str\"><v>n</v></c></row>".to_owned();
    for (row, number) in (2..).zip(numbers) {
        rows.push_str(&format!(
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><v>a{row}</v></c><c r=\"B{row}\"><v>{number}</v></c></row>"
        ));
    }
    rows
}

#[test]
fn long_numbers_keep_every_digit_that_the_file_holds() {
    let numbers = [
        "123456789012345678",
        "-9007199254740993",
        "100000000000000001",
        "0.100000000000000001",
        "1.2345678901234567891E+21",
        // What a spreadsheet program writes of one third and of 0.1: the digits of a binary number.
        "0.33333333333333331",
        "0.10000000000000001",
        "12345678901234",
    ];
    check(
        "l.xlsx",
        &xlsx(&rows(&numbers)),
        "id | n =\na2 | 123456789012345678\na3 | -9007199254740993\na4 | 100000000000000001\n\
         a5 | 0.100000000000000001\na6 | 1234567890123456789100\na7 | 0.3333333333333333\na8 | 0.1\na9 | 12345678901234",
        "",
    );
}

#[test]
fn long_numbers_are_found_without_addresses() {
    let row = |cells: &str| format!("<row>{cells}</row>");
    let text = |text: &str| format!("<c t=\"str\"><v>{text}</v></c>");
    let sheet = [
        row(&[text("id"), text("n")].concat()),
        row(&[text("x"), "<c><v>123456789012345678</v></c>".to_owned()].concat()),
    ];
    check("l.xlsx", &xlsx(&sheet.concat()), "id | n =\nx | 123456789012345678", "");
}

#[test]
fn two_values_of_one_cell_are_both_kept() {
    let twice = rows(&["12", "13"]).replace("r=\"B3\"", "r=\"B2\"");
    let (source, found) = ingest("t.xlsx", &xlsx(&twice));
    assert_eq!(
        found,
        "warning[overlapping-cells]: expected one value for each cell, found 1 more, first in S!B2; all of them are kept\n"
    );
    let source = source.unwrap();
    assert_eq!(draw(&source).trim(), "id | n =\na2 | 12 | 13\na3");
    assert_eq!((place(&source, "12"), place(&source, "13")), ("S!B2".to_owned(), "S!B2".to_owned()));
}

#[test]
fn a_reader_that_stops_in_the_middle_says_nothing_on_standard_error() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    std::panic::set_hook(Box::new(|_| {
        TOLD.fetch_add(1, Ordering::SeqCst);
    }));
    let mut bytes = fixture("revenue.xls");
    // The length of a string, and of a sheet's name: the reader reads on behind the end of the record.
    for at in [1603, 2286] {
        bytes[at] = 0xff;
        refused("p.xls", &bytes, "error[broken-workbook]: expected a workbook, found one that its reader cannot make");
    }
    assert_eq!(TOLD.load(Ordering::SeqCst), 0);
    // Every other panic is told as before.
    assert!(std::panic::catch_unwind(|| panic!("told")).is_err());
    assert_eq!(TOLD.load(Ordering::SeqCst), 1);
}

#[test]
fn a_format_that_hides_digits_leaves_the_number_as_it_is_stored() {
    let cell = |row: u32, style: u32| {
        format!(
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><v>a{row}</v></c><c r=\"B{row}\" s=\"{style}\"><v>1234567</v></c></row>"
        )
    };
    let formats = ["#,##0,", "#,##0,\"K\"", "0.0,,\"M\"", "#,##0,\"t\""];
    let listed = (164..)
        .zip(formats)
        .map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", code.replace('"', "&quot;")));
    let used: Vec<String> = (164..168).map(|id| format!("<xf numFmtId=\"{id}\"/>")).collect();
    let styles = format!(
        "<styleSheet><numFmts>{}</numFmts><cellXfs><xf numFmtId=\"0\"/>{}</cellXfs></styleSheet>",
        listed.collect::<String>(),
        used.concat()
    );
    let rows: String = (1..5).map(|row| cell(row, row)).collect();
    let (source, found) = ingest("f.xlsx", &xlsx_with(&rows, &styles));
    let text = source.expect("a source").text().to_owned();
    let read: Vec<&str> = text.lines().filter_map(|line| line.split_once('\t')).map(|(_, number)| number).collect();
    assert_eq!(read, ["1234567", "1234.567K", "1.234567M", "1234567t"], "{text}{found}");
}

#[test]
fn hidden_rows_are_read_and_said() {
    let row = |row: u32, hidden: &str| {
        format!(
            "<row r=\"{row}\"{hidden}><c r=\"A{row}\" t=\"str\"><v>a{row}</v></c><c r=\"B{row}\"><v>{row}</v></c></row>"
        )
    };
    let rows = [row(1, ""), row(2, " hidden=\"1\""), row(3, " hidden=\"0\""), row(4, " hidden=\"true\"")].concat();
    let (source, found) = ingest("h.xlsx", &xlsx(&rows));
    assert_eq!(draw(&source.unwrap()).trim(), "a1 | 1\na2 | 2\na3 | 3\na4 | 4");
    assert_eq!(
        found,
        "note[hidden-sheet]: expected rows that are shown, found 2 hidden, first row 2 of S; they are read\n"
    );
}
