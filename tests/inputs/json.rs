//! JSON Lines, and the JSON of Docling, pdfplumber and others.

use super::{check, draw, ingest, place, refused};

#[test]
fn members_become_columns_by_first_appearance() {
    let lines = "{\"name\":\"A\",\"v\":{\"x\":0.10,\"y\":12345678901234567890},\"t\":[1,2]}\n\n\
                 {\"name\":\"B\\u4e2d\",\"w\":true,\"v\":{\"x\":1e-7}}\n";
    check(
        "a.jsonl",
        lines.as_bytes(),
        "name | v.x | v.y | t | w =\nA | 0.10 | 12345678901234567890 | [1,2]\nB中 | 1e-7 |  |  | true",
        "",
    );
    let (source, _) = ingest("a.ndjson", lines.as_bytes());
    let source = source.unwrap();
    assert_eq!(place(&source, "1e-7"), "line 3#/v/x");
    assert_eq!(place(&source, "12345678901234567890"), "line 1#/v/y");
}

#[test]
fn lines_that_are_no_objects_are_said_with_their_line() {
    check(
        "a.jsonl",
        b"{\"a\":1,\"b\":2}\nnope\n[1]\n{\"a\":3,\"b\":4,\"a\":5}\n{\"a\":6,\n",
        "a | b =\n1 | 2\n3 | 4",
        "error[unreadable-json]: expected a JSON object on each line, found 3 lines that are none, \
         first line 2, column 2: expected ident\n\
         error[duplicate-member]: expected one value for each column, found 1 more, first line 4#/a; \
         the value in front is read\n",
    );
}

const DOCLING: &str = r##"{"schema_name":"DoclingDocument","version":"1.3.0","name":"x",
"body":{"children":[{"$ref":"#/texts/0"},{"$ref":"#/tables/0"},{"$ref":"#/groups/0"}]},
"groups":[{"children":[{"$ref":"#/texts/2"},{"$ref":"#/groups/0"}]}],
"texts":[{"label":"section_header","text":"1 Results","prov":[{"page_no":1}]},
{"label":"caption","text":"Table 1: Revenue","prov":[{"page_no":2}]},
{"label":"list_item","marker":"-","text":"an item of 5%","prov":[{"page_no":2}]},
{"label":"text","text":"in no tree"}],
"tables":[{"captions":[{"$ref":"#/texts/1"}],"prov":[{"page_no":2}],"data":{"num_rows":3,"num_cols":3,"table_cells":[
{"text":"Region","start_row_offset_idx":0,"end_row_offset_idx":2,"start_col_offset_idx":0,"end_col_offset_idx":1,"column_header":true},
{"text":"Year","start_row_offset_idx":0,"end_row_offset_idx":1,"start_col_offset_idx":1,"end_col_offset_idx":3,"column_header":true},
{"text":"2022","row_span":1,"col_span":1,"start_row_offset_idx":1,"start_col_offset_idx":1,"column_header":true},
{"text":"2023","row_span":1,"col_span":1,"start_row_offset_idx":1,"start_col_offset_idx":2,"column_header":true},
{"text":"North","start_row_offset_idx":2,"end_row_offset_idx":3,"start_col_offset_idx":0,"end_col_offset_idx":1},
{"text":"12","start_row_offset_idx":2,"end_row_offset_idx":3,"start_col_offset_idx":1,"end_col_offset_idx":2},
{"text":"13","start_row_offset_idx":2,"end_row_offset_idx":3,"start_col_offset_idx":2,"end_col_offset_idx":3}]}}]}"##;

#[test]
fn docling_documents_keep_their_order_pages_and_spans() {
    let tables = "[Table 1: Revenue]\nRegion | Year | Year\nRegion | 2022 | 2023 =\nNorth | 12 | 13";
    check("doc.json", DOCLING.as_bytes(), tables, "");
    let (source, _) = ingest("doc.json", DOCLING.as_bytes());
    let source = source.unwrap();
    assert_eq!(place(&source, "13"), "#/tables/0/data/table_cells/6/text");
    assert_eq!(place(&source, "an item of 5%"), "#/texts/2/text");
    let page = |text: &str| source.page_of(source.text().find(text).unwrap() as u32);
    assert_eq!((page("1 Results"), page("Table 1"), page("North")), (1, 2, 2));
    assert!(source.text().contains("in no tree"));
}

/// A Docling document with one table of these members.
fn docling(data: &str) -> Vec<u8> {
    format!("{{\"schema_name\":\"DoclingDocument\",\"body\":{{}},\"texts\":[],\"tables\":[{{\"data\":{{{data}}}}}]}}")
        .into()
}

/// A cell of `table_cells`: its text, first row and column, how many of them it takes, and other members.
fn cell(text: &str, (row, column): (i32, i32), (rows, columns): (i32, i32), more: &str) -> String {
    format!(
        "{{\"text\":\"{text}\",\"start_row_offset_idx\":{row},\"end_row_offset_idx\":{},\"start_col_offset_idx\":{column},\
         \"end_col_offset_idx\":{}{more}}}",
        row + rows,
        column + columns
    )
}

#[test]
fn docling_cells_outside_of_their_table_are_said_and_kept() {
    let cells = [
        cell("Name", (0, 0), (1, 1), ",\"column_header\":true"),
        cell("Sum", (0, 1), (1, 1), ",\"column_header\":true"),
        cell("North", (1, 0), (1, 1), ""),
        cell("12", (1, 1), (1, 1), ""),
        cell("late", (4, 0), (1, 1), ""),
        cell("lost", (-1, 0), (1, 1), ""),
        "{\"text\":\"nowhere\"}".to_owned(),
    ];
    let data = format!("\"num_rows\":2,\"num_cols\":2,\"table_cells\":[{}]", cells.join(","));
    let (source, found) = ingest("d.json", &docling(&data));
    assert_eq!(
        found,
        "warning[cell-outside]: expected cells inside of the rows and columns that their table has, found 3 outside, \
         first /tables/0/data/table_cells/4\n"
    );
    let source = source.unwrap();
    assert_eq!(draw(&source).trim(), "Name | Sum =\nNorth | 12\nlate");
    assert_eq!(place(&source, "lost"), "#/tables/0/data/table_cells/5/text");
    assert_eq!(place(&source, "nowhere"), "#/tables/0/data/table_cells/6/text");
}

#[test]
fn docling_grids_without_offsets_are_read_by_their_places() {
    let tables = "Region | Year | Year\nRegion | 2022 | 2023 =\nNorth | 12 | 12";
    let head = |text: &str, rows: i32, columns: i32| {
        format!("{{\"text\":\"{text}\",\"row_span\":{rows},\"col_span\":{columns},\"column_header\":true}}")
    };
    let (region, year) = (head("Region", 2, 1), head("Year", 1, 2));
    let (first, second) = (head("2022", 1, 1), head("2023", 1, 1));
    let row = r#"[{"text":"North"},{"text":"12"},{"text":"12"}]"#;
    let data = format!("\"grid\":[[{region},{year},{year}],[{region},{first},{second}],{row}]");
    check("d.json", &docling(&data), tables, "");
    check("d.json", &docling("\"grid\":[[\"A\",\"B\"],[\"1\",\"2\"]]"), "A | B =\n1 | 2", "");
}

#[test]
fn docling_headers_are_rows_of_headers_only() {
    let table = |first: &str, second: &str| {
        let cells = [
            cell("Region", (0, 0), (1, 1), first),
            cell("Amount", (0, 1), (1, 1), first),
            cell("North", (1, 0), (1, 1), second),
            cell("12", (1, 1), (1, 1), ""),
            cell("South", (2, 0), (1, 1), ""),
            cell("13", (2, 1), (1, 1), ""),
        ];
        docling(&format!("\"num_rows\":3,\"num_cols\":2,\"table_cells\":[{}]", cells.join(",")))
    };
    let flag = ",\"column_header\":true";
    let tables = "Region | Amount =\nNorth | 12\nSouth | 13";
    check("d.json", &table(flag, ""), tables, "");
    // A flag in a row of numbers makes it no header, and no flag at all is none either: the rows tell.
    check("d.json", &table(flag, flag), tables, "");
    check("d.json", &table("", ""), tables, "");
}

#[test]
fn docling_cells_that_lie_over_others_are_kept_apart() {
    let cells = [
        cell("Name", (0, 0), (1, 1), ""),
        cell("Sum", (0, 1), (1, 1), ""),
        cell("North", (1, 0), (1, 1), ""),
        cell("12", (1, 1), (1, 1), ""),
        cell("13", (1, 1), (1, 1), ""),
    ];
    let data = format!("\"num_rows\":2,\"num_cols\":2,\"table_cells\":[{}]", cells.join(","));
    check(
        "d.json",
        &docling(&data),
        "Name | Sum =\nNorth | 12 | 13",
        "warning[overlapping-cells]: expected cells beside one another, found 1 that lie over others, \
         first /tables/0/data/table_cells/4\n",
    );
}

#[test]
fn pdfplumber_tables_and_texts_of_pages() {
    let pages = r#"[{"page":1,"text":"Line one\nLine 2","tables":[[["A","B"],["1",null],["2","x\ny"]]]},
        {"page":3,"tables":[[["Q","R"],["5","6"]]]}]"#;
    check("p.json", pages.as_bytes(), "A | B =\n1\n2 | x y\n\nQ | R =\n5 | 6", "");
    let (source, _) = ingest("p.json", pages.as_bytes());
    let source = source.unwrap();
    assert_eq!(place(&source, "x y"), "#/0/tables/0/2/1");
    assert_eq!(place(&source, "Line 2"), "#/0/text");
    assert_eq!(source.page_of(source.text().find('Q').unwrap() as u32), 3);
    check("t.json", br#"[[["A","B"],["1","2"]],[["C","D"],["3","4"]]]"#, "A | B =\n1 | 2\n\nC | D =\n3 | 4", "");
}

#[test]
fn pdfplumber_characters_become_layout_text() {
    let mut chars = Vec::new();
    for (top, cells) in
        [(100.0, ["Region", "2021", "2022"]), (112.0, ["North A", "1,200", "15"]), (124.0, ["South", "7", "1,116"])]
    {
        for (cell, right) in cells.iter().zip([0.0, 200.0, 300.0]) {
            let left = if right == 0.0 { 50.0 } else { right - 5.0 * cell.len() as f64 };
            for (at, c) in cell.chars().enumerate() {
                let x0 = left + 5.0 * at as f64;
                chars.push(format!(
                    "{{\"text\":\"{c}\",\"x0\":{x0},\"x1\":{},\"top\":{top},\"bottom\":{}}}",
                    x0 + 5.0,
                    top + 10.0
                ));
            }
        }
    }
    let pages = format!("{{\"pages\":[{{\"page_number\":1,\"chars\":[{}]}}]}}", chars.join(","));
    check("p.json", pages.as_bytes(), "Region | 2021 | 2022 =\nNorth A | 1,200 | 15\nSouth | 7 | 1,116", "");
    let (source, _) = ingest("p.json", pages.as_bytes());
    assert_eq!(place(&source.unwrap(), "1,116"), "#/pages/0/chars/34");
}

/// The words of a page, each where it stands in `page`: a letter is five points wide, a line twelve high.
fn words(page: &str) -> String {
    let mut words = Vec::new();
    for (at, line) in page.lines().enumerate() {
        let ends = line.split(' ').scan(0, |end, word| {
            *end += word.len() + 1;
            Some((*end - word.len() - 1, word))
        });
        for (column, word) in ends.filter(|(_, word)| !word.is_empty()) {
            let (x0, top) = (5 * column, 12 * at);
            let (x1, bottom) = (x0 + 5 * word.len(), top + 10);
            words.push(format!(
                "{{\"text\":{word:?},\"x0\":{x0},\"x1\":{x1},\"top\":{top},\"bottom\":{bottom},\"upright\":true}}"
            ));
        }
    }
    format!("[{}]", words.join(","))
}

const PAGE: &str = "Sales by region\nRegion  2021  2022\nNorth      1     2\nSouth      3     4\nSales rose.";
const SALES: &str = r#"[[["Region","2021","2022"],["North","1","2"],["South","3","4"]]]"#;

#[test]
fn pdfplumber_tables_stand_in_place_of_the_lines_that_print_them() {
    let drawn = "Region | 2021 | 2022 =\nNorth | 1 | 2\nSouth | 3 | 4";
    let page = |members: &str| format!("{{\"page_number\":1,\"width\":600,\"rects\":[{{\"x0\":1}}],{members}}}");
    let words = words(PAGE);
    let text = format!("{PAGE:?}");
    for members in [
        format!("\"chars\":{words},\"tables\":{SALES}"),
        format!("\"words\":{words},\"tables\":{SALES}"),
        format!("\"tables\":{SALES},\"text\":{text}"),
        format!("\"chars\":{words},\"words\":{words},\"text\":{text},\"tables\":{SALES}"),
        format!("\"objects\":{{\"char\":{words},\"rect\":[]}},\"tables\":{SALES}"),
        format!("\"words\":{words},\"table\":{}", &SALES[1..SALES.len() - 1]),
        format!("\"words\":{words},\"tables\":[{{\"bbox\":[0,12,90,48],\"rows\":{}}}]", &SALES[1..SALES.len() - 1]),
    ] {
        let page = page(&members);
        for file in [page.clone(), format!("[{page}]"), format!("{{\"metadata\":{{}},\"pages\":[{page}]}}")] {
            check("p.json", file.as_bytes(), drawn, "");
            let text = ingest("p.json", file.as_bytes()).0.unwrap().text().to_owned();
            let (above, below) = (text.find("Sales by region").unwrap(), text.find("Sales rose.").unwrap());
            let table = text.find("Region\t2021").unwrap_or_else(|| panic!("no table in {text:?}"));
            assert!(above < table && table < below, "{text:?}");
            assert_eq!(text.matches("North").count(), 1, "{text:?}");
        }
    }
}

#[test]
fn pdfplumber_words_alone_become_layout_text() {
    let words = words(PAGE);
    for file in [words.clone(), format!("[{words},[]]")] {
        let (source, found) = ingest("w.json", file.as_bytes());
        assert_eq!(found, "");
        let source = source.unwrap();
        assert!(source.text().starts_with("Sales by region\nRegion  2021  2022\n"), "{:?}", source.text());
        assert!(draw(&source).contains("South | 3 | 4"), "{}", draw(&source));
    }
}

#[test]
fn what_pdfplumber_says_twice_or_without_a_place_is_said() {
    let words = words("Region  2021    Region  2021\nNorth      1    South      3");
    let left = r#"[[["Region","2021"],["North","1"]]]"#;
    let found = |members: &str| ingest("p.json", format!("{{\"pages\":[{{{members}}}]}}").as_bytes());
    let (source, said) = found(&format!("\"words\":{words},\"tables\":{left}"));
    assert!(said.contains("first /pages/0/tables/0, which stands below its page a second time"), "{said}");
    assert_eq!(source.unwrap().text().matches("North").count(), 2);
    let (_, said) = found(&format!("\"words\":{words},\"text\":\"Other words\""));
    assert!(said.contains("found 1 that are not, first /pages/0/text, which is left out"), "{said}");
    let broken = words.replacen("\"top\":12,", "", 1);
    let (_, said) = found(&format!("\"words\":{broken}"));
    assert!(said.contains("first /pages/0/words/4, which has no place and is left out"), "{said}");
}

#[test]
fn other_json_is_read_for_its_records() {
    let text =
        r#"{"title":"Acme","revenue":[{"region":"North","by":{"year":2022}},{"region":"South","by":{"year":2023}}]}"#;
    check("a.json", text.as_bytes(), "region | by.year =\nNorth | 2022\nSouth | 2023", "");
    let (source, _) = ingest("a.json", text.as_bytes());
    let source = source.unwrap();
    assert_eq!(place(&source, "title: Acme"), "#/title");
    assert_eq!(place(&source, "2023"), "#/revenue/1/by/year");
    assert!(draw(&source).starts_with("region"));
    let (source, found) = ingest("a.json", b"{\"version\": 1}");
    assert_eq!(found, "warning[no-tables]: expected tables, found none\n");
    assert_eq!(source.unwrap().text(), "version: 1\n");
    refused(
        "a.json",
        b"{\"a\": 1,}",
        "error[unreadable-json]: expected JSON, found on line 1, column 9: trailing comma",
    );
}
