//! CSV and its like: encodings, delimiters, quotes, ragged rows.

use crossfoot::parse::scan;
use encoding_rs::{GB18030, WINDOWS_1252};

use super::{check, ingest, place, refused};

#[test]
fn quotes_line_ends_and_decimal_commas() {
    let text = "Region;2022;\"Note\"\r\nNorth;1,5;\"say \"\"hi\"\", now\r\nthen\"\r\nSouth;2,5;x\r\n";
    check("a.csv", text.as_bytes(), "Region | 2022 | Note =\nNorth | 1,5 | say \"hi\", now then\nSouth | 2,5 | x", "");
    let (source, _) = ingest("a.csv", text.as_bytes());
    let source = source.unwrap();
    assert_eq!(place(&source, "1,5"), "line 2, bytes 26 to 29");
    assert_eq!(&text[26..29], "1,5");
    assert_eq!(place(&source, "2,5"), "line 4, bytes 61 to 64");
    assert_eq!(&text[61..64], "2,5");
    let quoted = place(&source, "say \"hi\", now then");
    assert_eq!(quoted, "line 2, bytes 31 to 52");
    assert_eq!(&text[31..52], "say \"\"hi\"\", now\r\nthen");
}

#[test]
fn every_delimiter_is_told() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = "name,amount,share\nx y,12,1\nb,3,2\n".replace(',', delimiter);
        check("a.csv", text.as_bytes(), "name | amount | share =\nx y | 12 | 1\nb | 3 | 2", "");
    }
    check("a.tsv", b"a,b\tc\n1,5\t2\n", "a,b | c =\n1,5 | 2", "");
    check("a.csv", b"sep=;\na,b;c\n1,5;2\n", "a,b | c =\n1,5 | 2", "");
}

#[test]
fn two_delimiters_that_fit_are_said() {
    check(
        "a.csv",
        b"a;b,c\n1;2,5\n3;4,5\n",
        "a;b | c =\n1;2 | 5\n3;4 | 5",
        "warning[ambiguous-delimiter]: expected one delimiter, found \",\" and \";\"; read with the first\n",
    );
}

#[test]
fn encodings_are_told_and_said() {
    let chinese = "名称,金额\n北京市,12\n上海市,34\n";
    let table = "名称 | 金额 =\n北京市 | 12\n上海市 | 34";
    check("a.csv", chinese.as_bytes(), table, "");
    let marked = [b"\xef\xbb\xbf", chinese.as_bytes()].concat();
    check("a.csv", &marked, table, "");
    assert_eq!(place(&ingest("a.csv", &marked).0.unwrap(), "12"), "line 2, bytes 27 to 29");
    assert_eq!(&marked[27..29], b"12");
    let said = |name: &str, why: &str| {
        format!("note[guessed-encoding]: expected UTF-8, found bytes that are none; read as {name} because {why}\n")
    };
    let (gb, ..) = GB18030.encode(chinese);
    check("a.csv", &gb, table, &said("gb18030", "its bytes are likeliest that"));
    assert_eq!(place(&ingest("a.csv", &gb).0.unwrap(), "34"), "record 3, field 2");
    let (western, ..) = WINDOWS_1252.encode("name,amount\nCafé München,12\nStraße,34\n");
    let why = said("windows-1252", "its bytes are likeliest that");
    check("a.csv", &western, "name | amount =\nCafé München | 12\nStraße | 34", &why);
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let western = "name,amount\nx,12\ny,3\n";
    let table = "name | amount =\nx | 12\ny | 3";
    check("a.csv", &wide(western), table, &said("UTF-16LE", "every second byte of it is zero"));
    let marked = [vec![0xff, 0xfe], wide(western)].concat();
    check("a.csv", &marked, table, &said("UTF-16LE", "its byte order mark says so"));
    let big: Vec<u8> = western.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check("a.csv", &big, table, &said("UTF-16BE", "every second byte of it is zero"));
}

#[test]
fn damaged_utf8_is_no_other_encoding() {
    let mut bytes = "name,amount\n北京市人民政府工作报告,12\nx,3\n".as_bytes().to_vec();
    let at = bytes.len() - 4;
    bytes[at] = 0xff;
    refused("a.csv", &bytes, "error[undecodable-text]: expected UTF-8, found byte 0xff at byte 49");
}

#[test]
fn ragged_rows_keep_all_their_cells() {
    check(
        "a.csv",
        b"name,amount\nAcme, Inc.,12\nBeta,3\n\nGamma,4\nDelta\n",
        "name | amount =\nAcme | Inc. | 12\nBeta | 3\nGamma | 4\nDelta",
        "warning[ragged-row]: expected 2 fields in every record, found another number in 1, first 3 fields on line 2\n",
    );
}

#[test]
fn titles_notes_and_totals_are_told_from_rows() {
    check(
        "a.csv",
        "Table 1: Revenue,,\n(USD million),,\nRegion,2021,2022\nNorth,5,6\nSouth,7,8\nTotal,12,14\nSource: Acme,,\n"
            .as_bytes(),
        "[Table 1: Revenue]\nRegion | 2021 | 2022 =\nNorth | 5 | 6\nSouth | 7 | 8\nTotal | 12 | 14",
        "",
    );
}

#[test]
fn a_unit_beside_the_title_is_none_of_the_header() {
    for (above, caption) in [
        ("单位：万元,,\n", ""),
        (",,单位：万元\n", ""),
        ("主要指标,,单位：万元\n", "[主要指标]\n"),
        ("主要指标,,\n币种：人民币,,单位：万元\n", "[主要指标]\n"),
        ("(in $ millions),,\n", ""),
        ("Sales by region,,(in $ millions)\n", "[Sales by region]\n"),
        ("Sales by region,,(in $ millions)\n2023 and 2024,,\n", "[Sales by region]\n"),
    ] {
        let text = format!("{above}项目,2022年,2023年\n收入,1200,1300\n成本,800,850\n");
        check(
            "a.csv",
            text.as_bytes(),
            &format!("{caption}项目 | 2022年 | 2023年 =\n收入 | 1200 | 1300\n成本 | 800 | 850"),
            "",
        );
        let source = ingest("a.csv", text.as_bytes()).0.unwrap();
        let table = scan::scan(&source).tables.remove(0);
        assert!(table.units.iter().any(|&unit| source.slice(unit).contains(['万', '$'])), "{above}");
    }
    // "EUR million" below a title says the unit.
    let (source, _) = ingest("a.csv", b"Sales;;\nEUR million;;\n;2022;2023\nNorth;1,5;2,5\nSouth;0,5;0,6\n");
    let source = source.unwrap();
    let table = scan::scan(&source).tables.remove(0);
    assert_eq!(table.units.iter().map(|&unit| source.slice(unit)).collect::<Vec<_>>(), ["EUR million"]);
}

#[test]
fn names_above_other_names_stay_in_the_header() {
    // Years, parts of a whole, and a name with its unit are names.
    for above in [",2022,", ",,(in $ millions)", ",Sales,(% of total)", "Sales (in $),Costs (in $),", "项目,单位,"]
    {
        let text = format!("{above}\nItem,Men,Women\nNorth,5,6\nSouth,7,8\n");
        let source = ingest("a.csv", text.as_bytes()).0.unwrap();
        let table = scan::scan(&source).tables.remove(0);
        assert_eq!((table.size.0, table.header_rows), (4, 2), "{above}");
    }
}

#[test]
fn scales_below_the_names_are_of_the_header() {
    check(
        "a.csv",
        b"Item,Sales,Share\n,(000),(%)\nNorth,120,13\nSouth,80,-15\n",
        "Item | Sales | Share\n | (000) | (%) =\nNorth | 120 | 13\nSouth | 80 | -15",
        "",
    );
}

#[test]
fn an_open_quote_is_said() {
    let (source, found) = ingest("a.csv", b"a,b\n\"x,1\ny,2\n");
    assert_eq!(found, "error[unclosed-quote]: expected a quote at the end of the field, found the end of the file\n");
    assert_eq!(source.unwrap().text(), "a\tb\nx,1 y,2\n");
}

#[test]
fn nothing_in_a_file_is_said() {
    refused("a.csv", b"", "error[empty-text]");
    refused("a.csv", b" , \n,,\n", "error[empty-text]");
}

#[test]
fn records_of_one_field_are_no_table() {
    let (_, found) = ingest("one.csv", b"name\nNorth\nSouth\n");
    let why = "note[one-column-table]: expected a table of two columns or more, found 3 records of one field\n";
    assert_eq!(found, why);
    let (_, found) = ingest("one.md", b"| name |\n|---|\n| North |\n| South |\n");
    assert_eq!(
        found,
        "note[one-column-table]: expected tables of two columns or more, found 1 of one, first \"name\"\n"
    );
}
