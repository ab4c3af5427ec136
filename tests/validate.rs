//! Rows against their contract: what is refused, where it is shown, and that every way to decide it agrees.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray,
};
use arrow::datatypes::{DataType, Field, Schema};
use crossfoot::contract::{self, Contract, Inside, Member, SchemaFile};
use crossfoot::finding::Findings;
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal};
use crossfoot::source::{Source, Span};
use crossfoot::validate::{Cell, Fields, Path, Rejected, Rows, Validator};

fn contract(text: &str) -> Contract {
    let file = SchemaFile { file: "schemas/x.schema.json".into(), text: text.into() };
    let mut findings = Findings::new();
    let contract = contract::compile(&[file], &mut findings).pop();
    assert!(findings.is_empty(), "{text}: {findings:#?}");
    contract.expect("one contract")
}

fn object(properties: &str, required: &str, rest: &str) -> Contract {
    contract(&format!(
        r#"{{"type": "object", "additionalProperties": false, "required": [{required}],
            "properties": {{{properties}}}{rest}}}"#
    ))
}

/// The column of `field` with the cells that `texts` print; an empty cell is null.
fn column(data_type: &DataType, texts: &[&str]) -> ArrayRef {
    let cells = || texts.iter().map(|text| (!text.is_empty()).then_some(*text));
    match data_type {
        DataType::Utf8 => Arc::new(StringArray::from_iter(cells().map(|cell| cell.map(|cell| cell.trim_matches('"'))))),
        DataType::Int64 => Arc::new(Int64Array::from_iter(cells().map(|cell| cell?.parse::<i64>().ok()))),
        DataType::Float64 => Arc::new(Float64Array::from_iter(cells().map(|cell| cell?.parse::<f64>().ok()))),
        DataType::Boolean => Arc::new(BooleanArray::from_iter(cells().map(|cell| Some(cell? == "true")))),
        DataType::Date32 => Arc::new(Date32Array::from_iter(cells().map(|cell| {
            let date: chrono::NaiveDate = cell?.parse().ok()?;
            Some(date.signed_duration_since(chrono::NaiveDate::default()).num_days() as i32)
        }))),
        DataType::Decimal128(precision, scale) => {
            let values = cells().map(|cell| cell?.parse::<Decimal>().ok()?.coefficient_at((*scale).into()));
            let array = Decimal128Array::from_iter(values);
            Arc::new(array.with_precision_and_scale(*precision, *scale).expect("digits that fit"))
        }
        other => panic!("no text for {other}"),
    }
}

/// A dataset read from a text: a row a line, cells between " | ".
fn dataset(contract: &Contract, text: &str) -> Dataset {
    let source = Arc::new(Source::new("raw/acme/report.txt", text));
    let mut cells: Vec<Vec<&str>> = vec![Vec::new(); contract.columns.len()];
    let mut traces = vec![ColumnTrace::default(); contract.columns.len()];
    let mut rows = 0;
    let mut at = 0;
    for line in text.lines() {
        let mut start = at;
        for (column, cell) in line.split(" | ").enumerate() {
            let left = cell.len() - cell.trim_start().len();
            let printed = cell.trim();
            cells[column].push(printed);
            traces[column].push(&[Span::new(start + left, start + left + printed.len())]);
            start += cell.len() + 3;
        }
        at += line.len() + 1;
        rows += 1;
    }
    let schema = contract.arrow_schema();
    let front = |text: &str| Arc::new(StringArray::from(vec![text; rows])) as ArrayRef;
    let mut arrays = vec![front("acme"), front("report.txt")];
    arrays.extend(contract.columns.iter().zip(&cells).map(|(c, cells)| column(&c.data_type, cells)));
    // Nulls are what is tested: the batch allows them everywhere.
    let fields: Vec<Field> = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    let names = schema.fields().iter().map(|field| field.name().as_str().into());
    let traces = [ColumnTrace::default(), ColumnTrace::default()].into_iter().chain(traces);
    let columns = names.zip(traces).map(|(name, trace)| Column { name, unit: None, published: true, trace });
    Dataset {
        name: contract.name.clone(),
        batch: RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("a batch"),
        columns: columns.collect(),
        sources: vec![source],
        row_sources: vec![0; rows],
        failed: Default::default(),
    }
}

fn validate(path: Path, contract: &Contract, dataset: &Dataset, findings: &mut Findings) -> Rejected {
    let validator = Validator::by(path, contract, findings).expect("a validator");
    validator.check(dataset, &BTreeSet::new(), findings)
}

/// Checks the rows drawn in `drawn` against the findings drawn under them, by both paths.
fn check(contract: &Contract, drawn: &str) {
    let mut text = String::new();
    let mut expected = Vec::new();
    let mut line_start = 0;
    for line in drawn.trim_start_matches('\n').lines().filter(|line| !line.trim().is_empty()) {
        let mark = line.trim_start();
        if let Some(rest) = mark.strip_prefix('^') {
            let carets = 1 + rest.bytes().take_while(|&byte| byte == b'^').count();
            let start = line_start + line[..line.len() - mark.len()].len();
            expected.push(format!("{start}..{} {}", start + carets, mark[carets..].trim()));
        } else {
            line_start = text.len();
            text.push_str(line);
            text.push('\n');
        }
    }
    expected.sort();
    let dataset = dataset(contract, &text);
    for path in [Path::Fast, Path::Plain] {
        let mut findings = Findings::new();
        validate(path, contract, &dataset, &mut findings);
        let mut found: Vec<String> = findings
            .iter()
            .map(|finding| {
                let span = finding.primary().expect("a place").span;
                format!("{}..{} {}[{}]: {}", span.start, span.end, finding.severity, finding.code, finding.message)
            })
            .collect();
        found.sort();
        assert_eq!(found, expected, "\n{path:?}\nfound:\n{}\nexpected:\n{}", found.join("\n"), expected.join("\n"));
    }
}

fn funding() -> Contract {
    object(
        r#""company": {"type": "string", "minLength": 1, "maxLength": 6},
           "openness": {"enum": ["closed", "open"]},
           "events": {"type": "integer", "minimum": 0},
           "amount_usd": {"type": "number", "x-decimal": [18, 2], "minimum": 0, "exclusiveMaximum": 1000, "x-unit": "USD"},
           "as_of": {"type": ["string", "null"], "format": "date", "x-format": "year-month"}"#,
        r#""company", "openness", "events", "amount_usd""#,
        r#", "x-key": ["report", "company"]"#,
    )
}

#[test]
fn a_clean_row_gives_nothing() {
    check(&funding(), "百川智能 | open | 3 | 999.99 | 2024-01-01\nacme | closed | 0 | 0 | ");
}

#[test]
fn failing_cells_are_shown_where_they_stand() {
    check(
        &funding(),
        r#"
acme corp | open | 3 | 10.00 | 2024-01-01
^^^^^^^^^ error[text-length]: x.company is "acme corp", expected at most 6 characters
a | Open | -3 | 1000.00 | 2024-01-02
    ^^^^ error[value-not-allowed]: x.openness is "Open", expected one of "closed", "open"
           ^^ error[value-out-of-range]: x.events is -3, expected at least 0
                ^^^^^^^ error[value-out-of-range]: x.amount_usd is 1000.00, expected less than 1000
                          ^^^^^^^^^^ error[wrong-format]: x.as_of is "2024-01-02", expected the first day of a month
"#,
    );
}

#[test]
fn a_missing_value_is_one_finding() {
    let contract = object(r#""a": {"type": "string"}, "b": {"enum": ["x", "y"], "minLength": 1}"#, r#""a", "b""#, "");
    let dataset = dataset(&contract, "one | \n | y\n");
    for path in [Path::Fast, Path::Plain] {
        let mut findings = Findings::new();
        let rejected = validate(path, &contract, &dataset, &mut findings);
        let messages: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, ["x.b is null, expected a value", "x.a is null, expected a value"], "{path:?}");
        assert_eq!(rejected.rows(), [0, 1]);
        assert_eq!(rejected.accepted(&dataset).expect("fewer rows").rows(), 0);
    }
}

#[test]
fn what_an_earlier_stage_reported_is_not_reported_again() {
    let contract = funding();
    let dataset = dataset(&contract, "acme | open |  | 1.00 | 2024-01-01\nb | open | 1 | 1.00 | ");
    let mut findings = Findings::new();
    let failed = BTreeSet::from([(0, 4), (1, 6)]);
    let rejected =
        Validator::new(&contract, &mut findings).expect("a validator").check(&dataset, &failed, &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(rejected.rows(), [0], "a row without a required value is refused all the same");
    assert!(!rejected.failures[0].reported);
}

#[test]
fn accepted_rows_keep_their_traces() {
    let contract = funding();
    let dataset = dataset(&contract, "a | open | 1 | 1.00 | \nb | none | 1 | 1.00 | \nc | open | 1 | 1.00 | \n");
    let mut findings = Findings::new();
    let rejected = validate(Path::Fast, &contract, &dataset, &mut findings);
    let accepted = rejected.accepted(&dataset).expect("fewer rows");
    assert_eq!(accepted.rows(), 2);
    let printed = |row: usize| accepted.source_of(row).slice(accepted.columns[2].trace.spans_of(row)[0]);
    assert_eq!((printed(0), printed(1)), ("a", "c"));
    let entries: Vec<_> = rejected.entries(&dataset).collect();
    assert_eq!(entries[0].source.slice(entries[0].spans[0]), "none");
    assert_eq!(&*entries[0].failure.path, "/openness");
}

#[test]
fn duplicates_that_agree_and_that_conflict() {
    let contract = funding();
    check(
        &contract,
        r#"
acme | open | 1 | 1.00 | 2024-01-01
b | open | 1 | 1.00 | 2024-01-01
acme | open | 1 | 1.00 | 2024-01-01
^^^^ warning[duplicate-row]: x has the row with company "acme" twice
b | closed | 1 | 2.00 | 2024-01-01
^ error[conflicting-rows]: for company "b" in x, openness is "closed" and "open", amount_usd is "2.00" and "1.00"
c | open | 1 | 1.00 | 2024-01-01
"#,
    );
    let dataset =
        dataset(&contract, "a | open | 1 | 1 | \na | open | 2 | 1 | \nb | open | 1 | 1 | \nb | open | 1 | 1 | ");
    let mut findings = Findings::new();
    let rejected = validate(Path::Fast, &contract, &dataset, &mut findings);
    assert_eq!(rejected.rows(), [0, 1, 3], "neither of two in conflict, and the second of two alike");
    let places: Vec<&str> = findings.iter().next().expect("one").labels.iter().map(|label| &*label.text).collect();
    assert_eq!(places, ["this row", "the first row"]);
}

#[test]
fn a_key_holds_over_several_datasets() {
    let contract = object(r#""a": {"type": "string"}, "b": {"type": "integer"}"#, r#""a", "b""#, r#", "x-key": ["a"]"#);
    let one = dataset(&contract, "x | 1\ny | 2\n");
    let two = dataset(&contract, "z | 1\nx | 3\n");
    let mut findings = Findings::new();
    let validator = Validator::new(&contract, &mut findings).expect("a validator");
    let rejected = validator.check_across(&[&one, &two], |_, _| false, &mut findings);
    assert_eq!(findings.len(), 1);
    assert_eq!((rejected[0].rows(), rejected[1].rows()), (vec![0], vec![1]));
}

#[test]
fn rules_over_columns_go_row_by_row() {
    let contract = object(
        r#""share": {"type": ["integer", "null"]}, "year": {"type": "integer"}"#,
        "",
        r#", "if": {"properties": {"share": {"type": "integer"}}, "required": ["share"]}, "then": {"required": ["year"]}"#,
    );
    let dataset = dataset(&contract, "1 | 2024\n | 2024\n3 | \n | \n");
    for path in [Path::Fast, Path::Plain] {
        let mut findings = Findings::new();
        assert_eq!(validate(path, &contract, &dataset, &mut findings).rows(), [2]);
        let messages: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, ["x.year is missing, expected a value"]);
    }
}

#[test]
fn decimals_are_compared_exactly() {
    // Neighbours that a double cannot tell apart, and a multiple that it gets wrong.
    let bound = "123456789012345678901234567890.12";
    for (keyword, value, valid) in [
        ("minimum", "123456789012345678901234567890.12", true),
        ("minimum", "123456789012345678901234567890.11", false),
        ("exclusiveMinimum", "123456789012345678901234567890.12", false),
        ("exclusiveMinimum", "123456789012345678901234567890.13", true),
        ("maximum", "123456789012345678901234567890.12", true),
        ("maximum", "123456789012345678901234567890.13", false),
        ("exclusiveMaximum", "123456789012345678901234567890.12", false),
        ("exclusiveMaximum", "123456789012345678901234567890.11", true),
        ("const", "123456789012345678901234567890.12", true),
        ("const", "123456789012345678901234567890.13", false),
    ] {
        let contract =
            object(&format!(r#""a": {{"type": "number", "x-decimal": [38, 2], "{keyword}": {bound}}}"#), r#""a""#, "");
        let dataset = dataset(&contract, &format!("{value}\n"));
        for path in [Path::Fast, Path::Plain] {
            let rejected = validate(path, &contract, &dataset, &mut Findings::new());
            assert_eq!(rejected.is_empty(), valid, "{path:?} {keyword} {value}");
        }
    }
}

#[test]
fn the_representation_conforms() {
    let document = jsonschema::json::conformance::document();
    let member = |name: &str, inside| Member { name: name.into(), absent: false, inside };
    let list = |values: ArrayRef| -> ArrayRef {
        let field = Arc::new(Field::new("item", values.data_type().clone(), true));
        let offsets = arrow::buffer::OffsetBuffer::from_lengths([values.len()]);
        Arc::new(ListArray::new(field, offsets, values, None))
    };
    let structs = |fields: Vec<(&str, ArrayRef)>, nulls: Option<Vec<bool>>| -> ArrayRef {
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) =
            fields.into_iter().map(|(name, array)| (Field::new(name, array.data_type().clone(), true), array)).unzip();
        Arc::new(StructArray::new(fields.into(), arrays, nulls.map(Into::into)))
    };
    // "duplicates" mixes a number with objects, which no Arrow list can: three equal-typed objects stand for it.
    let text = |value: &str| Arc::new(StringArray::from(vec![value])) as ArrayRef;
    let arrays = [
        text("héllo"),
        Arc::new(Int64Array::from(vec![42])) as ArrayRef,
        Arc::new(Float64Array::from(vec![1.5])) as ArrayRef,
        Arc::new(BooleanArray::from(vec![true])) as ArrayRef,
        Arc::new(Int64Array::from(vec![None::<i64>])) as ArrayRef,
        list(Arc::new(Int64Array::from(vec![10, 20, 30]))),
        list(structs(vec![("a", Arc::new(Int64Array::from(vec![2, 1, 1])) as ArrayRef)], None)),
        structs(vec![("nested", text("value"))], None),
    ];
    let nested = |name| Inside::Members(vec![member(name, Inside::Scalar)]);
    let members = vec![
        member("string", Inside::Scalar),
        member("integer", Inside::Scalar),
        member("float", Inside::Scalar),
        member("boolean", Inside::Scalar),
        member("null", Inside::Scalar),
        member("array", Inside::Items(Box::new(Inside::Scalar))),
        member("duplicates", Inside::Items(Box::new(nested("a")))),
        member("object", nested("nested")),
    ];
    assert_eq!(document.as_object().expect("an object").len(), members.len());
    let arrays: Vec<&ArrayRef> = arrays.iter().collect();
    let fields = Fields::new(&members, &arrays).expect("types of contracts");
    jsonschema::json::conformance::assert_conformance::<Rows>(&Cell::Row(&fields, 0));
}

#[test]
fn findings_stop_at_a_limit_that_is_stated() {
    let contract = object(r#""a": {"type": "integer", "minimum": 0}"#, r#""a""#, "");
    let text: String = (0..50).map(|_| "-1\n").collect();
    let dataset = dataset(&contract, &text);
    let mut findings = Findings::new();
    let validator = Validator::new(&contract, &mut findings).expect("a validator").with_limit(10);
    let rejected = validator.check(&dataset, &BTreeSet::new(), &mut findings);
    assert_eq!(rejected.rows().len(), 50, "every failing row is refused");
    assert_eq!(findings.len(), 11);
    let last = findings.iter().last().expect("a finding");
    assert_eq!((last.code.name, &*last.message), ("more-failures", "x: 40 more failures, which are not shown"));
}

#[test]
fn a_contract_of_many_rules_is_planned_in_time_that_grows_with_them() {
    let rule = r#"{"if": {"required": ["a"]}, "then": {"properties": {"a": {"minimum": 0}}}}"#;
    let rules = vec![rule; 3000].join(", ");
    let started = std::time::Instant::now();
    let contract = object(r#""a": {"type": "integer"}"#, r#""a""#, &format!(r#", "allOf": [{rules}]"#));
    assert!(Validator::new(&contract, &mut Findings::new()).is_some());
    // Copying all rules for each of them took a minute.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn work_grows_with_the_errors_and_not_with_the_rows() {
    let contract = object(
        r#""name": {"type": "string", "pattern": "^[a-z]+[0-9]*$", "format": "hostname"},
           "events": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
           "share": {"type": "number", "minimum": 0, "maximum": 100}"#,
        r#""name", "events", "share""#,
        r#", "if": {"properties": {"name": {"enum": ["none"]}}}, "then": {"properties": {"events": {"type": "null"}}}"#,
    );
    // Of `rows` rows, the first `bad` are wrong in three ways each.
    let judged = |rows: usize, bad: usize| {
        let line = |at: usize| if at < bad { "none! | -1 | 101".to_owned() } else { format!("n{at} | {at} | 5.5") };
        let text: String = (0..rows).map(|at| line(at) + "\n").collect();
        let mut findings = Findings::new();
        let validator = Validator::new(&contract, &mut findings).expect("a validator").with_limit(10);
        let rejected = validator.check(&dataset(&contract, &text), &BTreeSet::new(), &mut findings);
        (rejected.rows().len(), rejected.failures.len(), rejected.asked, findings.len())
    };
    // Cells that tests over arrays pass are not asked about one by one; the share is decided by tests alone.
    assert_eq!(judged(1000, 0), (0, 0, 0, 0));
    assert_eq!(judged(2000, 0), (0, 0, 0, 0));
    // A name (two keywords), a number of events; ten findings are kept, and one that counts the others.
    for (rows, bad) in [(1000, 100), (2000, 100), (2000, 200), (4000, 400)] {
        assert_eq!(judged(rows, bad), (bad, 4 * bad, 2 * bad, 11), "{bad} of {rows}");
    }
}
