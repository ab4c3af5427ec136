//! Any bytes go into the reader of quantities; nothing may panic, overlap or be passed over.

#![no_main]

use crossfoot::model::Unit;
use crossfoot::normalize::quantity::{DateOrder, Expected, Options, Reader, Reading, Separators, evidence, header_unit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&options, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let text = text.as_ref();
    let reader = Reader::new(&Options {
        separators: [None, Some(Separators::Point), Some(Separators::Comma)][usize::from(options & 3) % 3],
        currencies: [vec![], vec!["USD".to_owned()], vec!["CNY".to_owned(), "USD".to_owned()], vec!["TWD".to_owned()]][usize::from(options >> 2 & 3)].clone(),
        date_order: [None, Some(DateOrder::DayMonth), Some(DateOrder::MonthDay), None][usize::from(options >> 4 & 3)],
        report_date: (options & 64 != 0).then_some(19_900),
        ..Options::default()
    });
    let mut end = 0;
    for reading in reader.read(text) {
        let span = reading.span().range();
        assert!(span.start >= end && span.end > span.start, "readings overlap in {text:?}");
        let gap = &text[end..span.start];
        assert!(!gap.bytes().any(|byte| byte.is_ascii_digit()), "a digit is passed over in {text:?}");
        end = span.end;
        if let Reading::Quantity(quantity) = &reading {
            assert!(text.is_char_boundary(quantity.numeral.start as usize) && text.is_char_boundary(quantity.numeral.end as usize));
            let printed = quantity.value.to_string();
            assert_eq!(printed.parse(), Ok(quantity.value));
        }
    }
    assert!(!text[end..].bytes().any(|byte| byte.is_ascii_digit()), "a digit is passed over in {text:?}");
    evidence(text);
    header_unit(text);
    for code in ["USD", "GB", "{vendor}"] {
        reader.cell(text, &Expected { unit: Unit::from_code(code), header: header_unit(text), rounding: None });
    }
    reader.cell(text, &Expected::default());
    reader.date(text);
});
