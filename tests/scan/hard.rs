//! Texts that nobody printed: they do no harm.

use crossfoot::parse::scan;
use crossfoot::source::Source;
use proptest::prelude::*;

#[test]
fn empty_text() {
    assert!(scan::scan(&Source::new("x", "")).tables.is_empty());
    assert!(scan::scan(&Source::new("x", "\n\x0c\n\x0c")).tables.is_empty());
}

#[test]
fn a_character_without_width_has_a_column_of_its_own() {
    let text = "Region     a      b      c\nNorth      12     15            \u{200b}\nSouth      20\n\
                East       17     18\nWest       11            14\n";
    let tables = scan::scan(&Source::new("x", text)).tables;
    assert_eq!(tables.len(), 1);
}

#[test]
fn one_long_line_is_passed_over() {
    let source = Source::new("x", "1,234  text  ".repeat(100_000));
    assert!(scan::scan(&source).tables.is_empty());
}

#[test]
fn many_short_lines() {
    let source = Source::new("x", "7\n".repeat(100_000));
    assert!(scan::scan(&source).tables.is_empty());
}

#[test]
fn a_million_lines_of_one_character() {
    let source = Source::new("x", "7\n".repeat(1_000_000));
    assert!(scan::scan(&source).tables.is_empty());
}

#[test]
fn a_long_page_of_indented_code() {
    // Runs of lines with one tab are looked at once.
    let source = Source::new("x", "\tword  12\n".repeat(100_000));
    let _ = scan::scan(&source);
}

#[test]
fn a_table_longer_than_a_page_is_one() {
    let rows: String =
        (0..45_000).map(|at| format!("Region {at:<8} {:>8} {:>8}\n", at * 7 + 1_000, at * 3 + 100)).collect();
    let source = Source::new("x", format!("Region              2021     2022\n{rows}"));
    let tables = scan::scan(&source).tables;
    assert_eq!(tables.iter().map(|table| table.size).collect::<Vec<_>>(), [(45_001, 3)]);
}

#[test]
fn many_columns() {
    let row: String = (0..400).map(|at| format!("{at:>6}  ")).collect();
    let source = Source::new("x", format!("{row}\n").repeat(50));
    let _ = scan::scan(&source);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every span lies in the text, on the borders of characters, whatever the text is.
    #[test]
    fn spans_lie_in_the_text(text in "([ \t\n|0-9a-zA-Z.,$%()（）：表图续─│+•中文年=\u{200b}\u{301}-]{0,12}(  |\n|\n\n|\t|\x0c| )){0,60}") {
        let source = Source::new("x", text);
        let found = scan::scan(&source);
        for table in &found.tables {
            for cell in &table.cells {
                prop_assert!(cell.row + cell.rows <= table.size.0 && cell.column + cell.columns <= table.size.1);
                prop_assert!(!cell.cell.spans.is_empty());
                for &span in &cell.cell.spans {
                    prop_assert!(source.text().get(span.range()).is_some_and(|text| !text.is_empty()));
                }
            }
            prop_assert_eq!(table.names(&source).len(), table.size.1 as usize);
            let _ = table.rows(&source);
        }
        for item in &found.items {
            prop_assert!(source.text().get(item.span.range()).is_some());
        }
    }
}

#[test]
fn two_columns_with_a_rule_between_them_do_no_harm() {
    let text = "one   |   The board met on three occasions during the\n\
                four                The year and approved the dividend policy and\n\
                five                that had been proposed by management in 2020\n\
                six                 that had been proposed by management in 2021\n\
                seven               that had been proposed by management in 2022\n";
    let _ = scan::scan(&Source::new("x", text));
}

#[test]
fn a_first_row_with_a_whole_number_is_no_header() {
    let text = "Company   Round   USD\nZhipu     B       25\nBaichuan  A       3.5\nMoonshot  A       10\nMiniMax   B       6\n";
    let tables = scan::scan(&Source::new("x", text)).tables;
    assert_eq!(tables.iter().map(|table| (table.size, table.header_rows)).collect::<Vec<_>>(), [((5, 3), 1)]);
}
