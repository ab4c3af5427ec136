//! What holds for every quantity, whatever it is.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use crossfoot::model::{Decimal, Quantity};
use crossfoot::normalize::quantity::{Options, Reader, Reading, Separators, batch, evidence, header_unit};
use proptest::prelude::*;

fn reader() -> Reader {
    Reader::new(&Options {
        separators: Some(Separators::Point),
        currencies: vec!["USD".to_owned(), "CNY".to_owned()],
        ..Options::default()
    })
}

fn quantities(reader: &Reader, text: &str) -> Vec<Quantity> {
    let quantity = |reading| match reading {
        Reading::Quantity(quantity) => Some(quantity),
        Reading::Refusal(_) | Reading::Other(_) => None,
    };
    reader.read(text).filter_map(quantity).collect()
}

fn only(reader: &Reader, text: &str) -> Quantity {
    let found = quantities(reader, text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.into_iter().next().expect("one quantity")
}

/// Units whose code is a name that texts print.
const CODES: [&str; 14] = ["USD", "EUR", "GB", "TB", "GiB", "kWh", "MW", "km", "kg", "%", "ppm", "GHz", "TFLOPS", "t"];

/// Pieces that stand for themselves wherever white space sets them apart.
const PIECES: [&str; 16] = [
    "1.5亿元",
    "30%",
    "714.9GB",
    "about",
    "US$5",
    "GPT-4",
    "three",
    "二百五十",
    "(1,234)",
    "2024年6月",
    "第三",
    "6 km,",
    "营收",
    "5-10亿元,",
    "[3]",
    "0.5元/吨",
];

proptest! {
    #[test]
    fn what_is_printed_from_a_quantity_reads_back_to_it(coefficient in -1_000_000_000_000i64..1_000_000_000_000, scale in 0i32..6, code in 0usize..14) {
        let value = Decimal::new(coefficient.into(), scale);
        let text = format!("{value} {}", CODES[code]);
        let reader = reader();
        let first = only(&reader, &text);
        prop_assert_eq!(first.value, value);
        prop_assert_eq!(first.precision.decimals, scale);
        let printed = format!("{} {}", first.value, first.unit.as_ref().map_or_else(String::new, ToString::to_string));
        let again = only(&reader, &printed);
        prop_assert_eq!((again.value, again.unit, again.interval), (first.value, first.unit, first.interval));
    }

    #[test]
    fn scaling_by_wan_equals_scaling_by_digits(whole in 1u32..1_000_000, tenths in 0u32..10) {
        let reader = reader();
        for (word, zeros) in [("万", 4), ("亿", 8), ("万亿", 12), (" million", 6), ("千", 3)] {
            let scaled = only(&reader, &format!("{whole}.{tenths}{word}元"));
            let digits = Decimal::new(i128::from(whole) * 10 + i128::from(tenths), 1).shifted(zeros);
            prop_assert_eq!(scaled.value, digits);
            let written = only(&reader, &format!("{digits}元"));
            prop_assert_eq!(scaled.value, written.value);
        }
    }

    #[test]
    fn grouping_changes_no_value(value in 0u64..1_000_000_000_000) {
        let digits = value.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let reader = reader();
        let text = format!("{grouped} km");
        prop_assert_eq!(only(&reader, &text).value, only(&reader, &format!("{digits} km")).value);
    }

    #[test]
    fn white_space_between_quantities_splits_a_text(pieces in prop::collection::vec(0usize..16, 1..8)) {
        // Two pieces are set apart by a line end; each then reads as it does alone.
        let reader = reader();
        let pieces: Vec<&str> = pieces.into_iter().map(|at| PIECES[at]).collect();
        let whole: Vec<_> = quantities(&reader, &pieces.join("\n")).into_iter().map(|q| (q.kind, q.value, q.unit)).collect();
        let parts: Vec<_> = pieces.iter().flat_map(|piece| quantities(&reader, piece)).map(|q| (q.kind, q.value, q.unit)).collect();
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[0-9０-９一二三四五十百千万亿零点分之又半几余年月日第负约至元吨个.,'$€%%/:()\\[\\]a-zA-Z +^~\n-]{0,60}") {
        let reader = reader();
        let mut end = 0;
        for reading in reader.read(&text) {
            let span = reading.span().range();
            prop_assert!(span.start >= end && span.end > span.start);
            prop_assert!(!text[end..span.start].bytes().any(|byte| byte.is_ascii_digit()), "{}", text);
            end = span.end;
        }
        prop_assert!(!text[end..].bytes().any(|byte| byte.is_ascii_digit()), "{}", text);
        evidence(&text);
        header_unit(&text);
        let source = crossfoot::source::Source::new("raw/x/report.txt", text.as_str());
        prop_assert!(batch("x", &source, &reader, &[], |_| None, &mut crossfoot::finding::Findings::new()).is_ok());
    }
}

/// Ten times the text takes about ten times as long: no look back or ahead goes over the whole of it.
#[test]
fn long_runs_of_one_sign_are_read_in_linear_time() {
    let reader = reader();
    for piece in [
        "1",
        "1.",
        "1,",
        "-1",
        "一",
        "十",
        "百万",
        "one ",
        "1 ",
        "million ",
        "1-",
        "1/",
        "分之",
        "二分之",
        "(1",
        "hundred and ",
        "约",
        "2024年",
        "Jan ",
        "万",
        "亿",
        "千",
        "½",
        "1零",
        "1万",
        "(500) ",
        "1 1 ",
        "三四",
        "第",
        "农历",
        "a-1",
        "$",
        "－1",
        "１，",
        "point ",
        "²",
        "1\u{a0}",
    ] {
        let time = |size: usize| {
            let text = piece.repeat(size / piece.len());
            let once = || {
                let start = std::time::Instant::now();
                assert!(reader.read(&text).all(|reading| !reading.span().is_empty()));
                start.elapsed()
            };
            (0..3).map(|_| once()).min().unwrap_or_default()
        };
        // Other work on the machine makes either slower; the shortest of three counts. Quadratic work gives 100.
        let (small, great) = (time(10_000), time(100_000));
        assert!(
            great < small * 40 + std::time::Duration::from_millis(300),
            "{piece:?}: {small:?}, ten times: {great:?}"
        );
    }
}
