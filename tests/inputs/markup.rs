//! HTML and Markdown.

use encoding_rs::GB18030;

use super::{check, draw, ingest, place};

const PAGE: &str = "<!doctype html><html><head><title>Report</title><script>var a=\"<table>\";</script></head>
<body><h1>Revenue</h1><p>Revenue was 12.5 million.<p>More&nbsp;text
<table><caption>Table 1: Revenue</caption>
<thead><tr><th rowspan=2>Region<th colspan=2>Year</tr><tr><th>2022<th>2023</thead>
<tbody><tr><td rowspan=\"2\">North &amp; East<td>1,200<sup>1</sup><td>1,300<tr><td>5<td>6
<tr><td>South<td>7<br>8<td>CO<sub>2</sub></table><p>after</body></html>";

#[test]
fn html_tables_have_their_spans_and_places() {
    check(
        "a.html",
        PAGE.as_bytes(),
        "[Table 1: Revenue]\nRegion | Year | Year\nRegion | 2022 | 2023 =\n\
         North & East | 1,200¹ | 1,300\nNorth & East | 5 | 6\nSouth | 7 8 | CO₂",
        "",
    );
    let (source, _) = ingest("a.html", PAGE.as_bytes());
    let source = source.unwrap();
    assert!(source.text().starts_with("Report\nRevenue\nRevenue was 12.5 million.\nMore text\n"), "{}", source.text());
    assert!(source.text().ends_with("\nafter\n"));
    let at = PAGE.find("1,300").unwrap();
    assert_eq!(place(&source, "1,300"), format!("line 5, bytes {at} to {}", at + 5));
    let at = PAGE.find("Revenue was").unwrap();
    assert_eq!(place(&source, "Revenue was 12.5 million."), format!("line 2, bytes {at} to {}", at + 25));
}

#[test]
fn a_heading_over_all_columns_below_their_names_is_none_of_the_header() {
    check(
        "a.html",
        b"<table><tr><th>Region<th>Units<th>Sales<tr><th colspan=3>Europe<tr><td>North<td>12<td>13</table>",
        "Region | Units | Sales =\nEurope | Europe | Europe\nNorth | 12 | 13",
        "",
    );
    check(
        "b.html",
        b"<table><tr><th colspan=2>Sales by region<tr><th>Region<th>Units<tr><td>North<td>12</table>",
        "Sales by region | Sales by region\nRegion | Units =\nNorth | 12",
        "",
    );
}

#[test]
fn a_page_says_its_encoding() {
    let page = "<meta charset=\"gb2312\"><table><tr><th>名称<th>金额<tr><td>北京<td>12</table>";
    let (bytes, ..) = GB18030.encode(page);
    let why =
        "note[guessed-encoding]: expected UTF-8, found bytes that are none; read as GBK because the file says so\n";
    check("a.htm", &bytes, "名称 | 金额 =\n北京 | 12", why);
}

#[test]
fn tables_in_tables_and_open_elements() {
    check(
        "a.html",
        b"<table><tr><td>Menu<td><table><tr><th>a<th>b<tr><td>1<td>2</table><tr><td>x<td>y<tr><td>3<td>4",
        "a | b =\n1 | 2\n\n[Menu]\nx | y =\n3 | 4",
        "",
    );
    // Text between rows is no cell, but it is text.
    let (source, _) = ingest("a.html", b"<table>lost?<tr><td>a<td>b<tr><td>1<td>2</table>");
    assert_eq!(source.unwrap().text(), "lost?\n\na\tb\n1\t2\n\n");
}

#[test]
fn cells_over_one_another_are_said() {
    let (_, found) =
        ingest("a.html", b"<table><tr><td>a<td rowspan=3>tall<td>c<tr><td colspan=2>wide<td>x<tr><td>y<td>z</table>");
    assert_eq!(
        found,
        "warning[overlapping-cells]: expected cells beside one another, found 1 that lie over others, first \"wide\"\n"
    );
}

const NOTES: &str = "# Report

| Region | Amount \\| USD |
|:---|---:|
| **North** | 1,200 |
| South `x` |  |

Some prose with 12 figures.

<table>
<tr><td>a</td><td>b</td></tr>

<tr><td>1</td><td>2</td></tr>
</table>

End.
";

#[test]
fn markdown_keeps_its_lines() {
    check("a.md", NOTES.as_bytes(), "Region | Amount | USD =\nNorth | 1,200\nSouth x\n\na | b =\n1 | 2", "");
    let (source, _) = ingest("a.md", NOTES.as_bytes());
    let source = source.unwrap();
    // Up to HTML, each line of the text is the line of the file.
    for (text, line) in [("# Report", 1), ("Region", 3), ("North", 5), ("South x", 6), ("Some prose", 8)] {
        assert_eq!(source.line_of(source.text().find(text).unwrap() as u32), line, "{text}");
    }
    let at = NOTES.find("1,200").unwrap();
    assert_eq!(place(&source, "1,200"), format!("line 5, bytes {at} to {}", at + 5));
    assert!(place(&source, "2\n\n").starts_with("line 13, bytes"), "{}", place(&source, "2\n\n"));
    assert!(place(&source, "End.").starts_with("line 16, bytes"));
    assert!(!draw(&source).contains("End"));
}

#[test]
fn markdown_rows_keep_the_cells_that_the_header_has_no_name_for() {
    let text = "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 |\n| 6 | 7 | x \\| y | 8\n| 9 | 10 | |\n";
    check(
        "a.md",
        text.as_bytes(),
        "a | b =\n1 | 2 | 3\n4 | 5\n6 | 7 | x | y | 8\n9 | 10",
        "warning[ragged-row]: expected as many cells in every row as in the header, found more in 2, \
         first 3 cells below 2 on line 3\n",
    );
    let source = ingest("a.md", text.as_bytes()).0.unwrap();
    assert_eq!(place(&source, "3"), "line 3, bytes 30 to 31");
}

#[test]
fn raised_digits_of_markdown_stay_raised() {
    // As in HTML: 45<sup>2</sup> is 45 with a mark. A tag that stays open ends with its cell.
    let text = "| a | b |\n|---|---|\n| 45<sup>2</sup> | CO<SUB>2</SUB> 5 |\n| `1`<sup>`a3`</sup> | 4<sup>5 |\n\
                | <b>6</b>7<br/>8 | </sup>9<!-- x --> |\n";
    check("a.md", text.as_bytes(), "a | b =\n45² | CO₂ 5\n1a³ | 4⁵\n67 8 | 9", "");
}

#[test]
fn html_tables_that_are_not_read_are_said() {
    let shown = "<table><tr><td>a<td>b<tr><td>1<td>2</table>";
    check(
        "a.html",
        format!("<template><table><tr><td>x<td>y</table></template>{shown}").as_bytes(),
        "a | b =\n1 | 2",
        "warning[skipped-table]: expected tables that are shown, found 1 that are not, first a table in <template>; \
         it is not read\n",
    );
    let (source, found) = ingest("a.html", format!("{shown}<style>x{shown}").as_bytes());
    assert!(found.contains("first all that follows a <style> that is never closed"), "{found}");
    assert!(source.is_some());
    let (source, found) = ingest("a.html", format!("<table><tr><td>Home<tr><td>News</table>{shown}").as_bytes());
    assert_eq!(
        found,
        "note[one-column-table]: expected tables of two columns and two rows or more, found 1 smaller, first \"Home\"\n"
    );
    assert!(source.unwrap().text().starts_with("Home\nNews\n"));
    let (source, _) = ingest("a.html", format!("<table><caption>Only a caption</caption></table>{shown}").as_bytes());
    assert!(source.unwrap().text().contains("Only a caption"));
}

#[test]
fn text_that_is_struck_out_or_hidden_is_no_value() {
    check(
        "a.html",
        b"<div style='display: none'><p>Draft 7</div><table><tr><th>a<th>b<tr><td>x<td><s>8</s>9<tr style=\"display:none\"><td>y<td>5\
          <tr><td>z<td hidden>4</td><td>3<tr><td>u<td><del>1<tr><td>v<td>2</table>",
        "a | b =\nx | 9\nz | 3\nu\nv | 2",
        "note[hidden-text]: expected text that is shown, found 6 stretches struck out or hidden, first \"Draft 7\"; it is not read\n",
    );
    // A table in what is hidden is not read, and that is said.
    let (source, found) =
        ingest("b.html", b"<p>Words<div hidden><table><tr><td>a<td>b<tr><td>1<td>2</table></div><p>more");
    assert_eq!(source.unwrap().text(), "Words\nmore\n");
    assert!(found.contains("warning[skipped-table]: ") && found.contains("first a table in <div>"), "{found}");
}

#[test]
fn the_end_of_a_number_may_have_a_cell_of_its_own() {
    let page = "<table><tr><th>Item<th colspan=3>2023<th colspan=2>Share<tr><td>Cash<td>$<td>(1,200<td>)<td>12.5<td>%\
                <tr><td>Debt<td><td>500<td><td>(7.5<td>)%</table>";
    let (source, found) = ingest("a.html", page.as_bytes());
    let source = source.unwrap();
    assert!(source.text().contains("Cash\t$(1,200)\t12.5%") && source.text().contains("(7.5)%"), "{}", source.text());
    assert_eq!(found, "");
    let (from, to) = (page.find("$<td>").unwrap(), page.find("<td>12.5").unwrap());
    assert_eq!(place(&source, "(1,200)"), format!("line 1, bytes {from} to {to}"));
}

#[test]
fn signs_in_cells_of_their_own_stand_with_their_numbers_below_the_headings() {
    let page = "<table>\
        <tr><td colspan=3><td colspan=9>Year ended June 30,\
        <tr><td colspan=3><td colspan=3>2023<td colspan=3><td colspan=3>2022\
        <tr><td colspan=3>Sales<td>$<td>1,234<td><td colspan=3><td>$<td>1,100<td>\
        <tr><td colspan=3>Other<td colspan=2>17<td><td colspan=3><td colspan=2>(15<td>)\
        <tr><td colspan=3>Tax<td>US$<td>—<td><td colspan=3><td>$<td>(5<td>)\
        <tr><td colspan=3>Margin<td colspan=2>12<td>%<td colspan=3><td colspan=2>(3.5<td>)%</table>";
    let tables = "
 | Year ended June 30, | Year ended June 30,
 | 2023 | 2022 =
Sales | $1,234 | $1,100
Other | 17 | (15)
Tax | US$ — | $(5)
Margin | 12% | (3.5)%";
    let (source, found) = ingest("a.html", page.as_bytes());
    assert_eq!(draw(&source.unwrap()).trim(), tables.trim());
    assert_eq!(found, "");
}

#[test]
fn chinese_brackets_and_a_minus_before_a_currency_are_signs() {
    check(
        "a.html",
        "<table><tr><th>项目<th><th>2023<th><th><th>2022<th>\
         <tr><td>利润<td>（<td>500<td>）<td>（<td>450<td>）\
         <tr><td>收入<td><td>1,500<td><td><td>1,450<td>\
         <tr><td>净额<td>-$<td>20<td><td>−$<td>30<td>\
         <tr><td>率<td><td>(9.1<td>%)<td><td>8.0<td>％</table>"
            .as_bytes(),
        "项目 | 2023 | 2022 =\n利润 | （500） | （450）\n收入 | 1,500 | 1,450\n净额 | -$20 | −$30\n率 | (9.1%) | 8.0％",
        "",
    );
}

#[test]
fn a_heading_over_the_signs_alone_names_the_numbers() {
    check(
        "a.html",
        b"<table><tr><th>Item<th rowspan=2>2023<th><th>2022<th><tr><td>Unit<td><td><td>\
          <tr><td>Cash<td>$<td>1,200<td>(<td>1,100<td>)<tr><td>Debt<td><td>500<td><td>600</table>",
        "Item | 2023 | 2022 =\nUnit | 2023\nCash | $1,200 | (1,100)\nDebt | 500 | 600",
        "",
    );
}

#[test]
fn columns_that_both_have_a_name_keep_their_cells() {
    let table = "Currency | Amount | Value | Unit =\n$ | 5 | 12 | %\n€ | 7 | 3 | kg";
    let page = b"<table><tr><th>Currency<th>Amount<th>Value<th>Unit<tr><td>$<td>5<td>12<td>%<tr><td>\xe2\x82\xac<td>7<td>3<td>kg</table>";
    check("a.html", page, table, "");
    // A cell that reaches down between a sign and its number keeps its column.
    check(
        "a.html",
        b"<table><tr><td colspan=2>h<td>i<tr><td>a<td rowspan=2>x<td>b<tr><td>$<td>5</table>",
        "h | h | i\na | x | b =\n | x | $5",
        "",
    );
    // Without signs, a column that is empty stays.
    check("a.html", b"<table><tr><th>a<th><th>c<tr><td>1<td><td>2</table>", "a |  | c =\n1 |  | 2", "");
}

const FENCED: &str = "\
Words above.
```
Country       Men      Women
France         20       30
Italy          30       45
```
```text
City       Rooms     Beds
Lyon          12       24
Nice          15       31
```

~~~
| Region | 2022 |
|--------|-----:|
| North  |  120 |
~~~

- In a list:

  ```
  Year       Rain      Snow
  2021        120        13
  2022        130        15
  ```

```rust
let a = 1;      // one
let bc = 2;     // two
let def = 3;    // three
```

```
Open         2022     2023
to the end     20       30
Italy          30       45
";

#[test]
fn a_table_in_a_code_fence_ends_with_it() {
    let tables = "\
Country | Men | Women =\nFrance | 20 | 30\nItaly | 30 | 45\n
City | Rooms | Beds =\nLyon | 12 | 24\nNice | 15 | 31\n
Region | 2022 =\nNorth | 120\n
Year | Rain | Snow =\n2021 | 120 | 13\n2022 | 130 | 15\n
Open | 2022 | 2023 =\nto the end | 20 | 30\nItaly | 30 | 45";
    for text in [FENCED.to_owned(), FENCED.replace('\n', "\r\n")] {
        check("a.md", text.as_bytes(), tables, "");
        let (source, _) = ingest("a.md", text.as_bytes());
        let source = source.unwrap();
        // Fences stay in the text, and each line on its number.
        assert!(source.text().contains("```text") && source.text().contains("~~~"), "{}", source.text());
        let at = text.find("Nice").unwrap();
        assert_eq!(place(&source, "Nice"), format!("line 10, bytes {at} to {}", at + 25));
    }
}

#[test]
fn code_in_fences_is_no_table() {
    for code in [
        "x   = 1      # one\nyy  = 2      # two\nzzz = 3      # three",
        "int a[3][3] = {\n    1,   2,   3,\n    4,   5,   6,\n};",
        "match x {\n    | 1 | 2 => a,\n    | 3 | 4 => b,\n}",
        "for i in 1 2 3; do\n    echo $i | sort | uniq -c\ndone",
    ] {
        let text = format!("Words.\n\n```\n{code}\n```\n\n~~~text\n{code}\n~~~\n");
        check("a.md", text.as_bytes(), "", "");
    }
    for text in ["```", "```\n", "~~~\n~~~", "> ```\n> a", "- ```\n  ```\n", "```\n```\n```", "````\n```\n````\n"] {
        let (source, found) = ingest("a.md", text.as_bytes());
        assert_eq!((draw(&source.unwrap()), found), (String::new(), String::new()), "{text}");
    }
}
