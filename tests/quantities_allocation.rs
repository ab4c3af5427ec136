//! Plain numbers are read without a single allocation.

use crossfoot::normalize::quantity::{Options, Reader, Reading, Separators};

/// Numbers as tables and sentences print them, with and without units, signs and hedges.
const TEXT: &str = "Total 1,234 567 0.5 -3.2 (1,204) 12.5% US$5 million 714.9GB about 20 km\n营收1.5亿元，增长30%，约51家，\
                    二百五十人，5-10亿元，2024年6月13日，三分之二，第三，two thirds, twenty-five million\n";

#[test]
fn plain_numbers_allocate_nothing() {
    let reader = Reader::new(&Options { separators: Some(Separators::Point), ..Options::default() });
    let text = TEXT.repeat(100);
    let count = || reader.read(&text).filter(|reading| matches!(reading, Reading::Quantity(_))).count();
    // The names of units are put into their tables once.
    let expected = count();
    let mut found = 0;
    let used = allocation_counter::measure(|| found = count());
    assert_eq!(found, expected);
    assert!(found >= 1500, "{found} quantities");
    assert_eq!((used.count_total, used.bytes_total), (0, 0));
}

#[test]
fn the_counter_counts() {
    let used = allocation_counter::measure(|| drop(std::hint::black_box(TEXT.to_owned())));
    assert_eq!(used.count_total, 1);
}
