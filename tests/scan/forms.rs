//! Small tables in the forms that extracted text gives them, each with its truth: `forms.txt`.

use std::fmt::Write;

use crossfoot::parse::scan;
use crossfoot::source::Source;

use super::draw;

/// Under `#### name` the text, below `====` the tables that it holds; `\f` is a form feed, `\t` a tab.
const FORMS: &str = include_str!("forms.txt");

#[test]
fn each_form_is_read() {
    let mut wrong = String::new();
    let mut count = 0;
    for form in FORMS.split("#### ").skip(1) {
        let (name, form) = form.split_once('\n').expect("a name stands on a line of its own");
        let (text, expected) = form.split_once("\n====\n").expect("the truth stands below");
        let source = Source::new("report.txt", format!("{text}\n").replace("\\f", "\x0c").replace("\\t", "\t"));
        let drawn = draw(&source, &scan::scan(&source).tables);
        if drawn.trim() != expected.trim() {
            writeln!(wrong, "{name}\n{text}\nexpected\n{}\nfound\n{}\n", expected.trim(), drawn.trim())
                .expect("written");
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 30, "{count}");
}
