//! `crossfoot schema infer`: what is proposed for a file is a contract, and it accepts the file.

#![allow(clippy::panic, reason = "a test fails by a panic")]

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Decimal128Array, Decimal256Array, DictionaryArray, FixedSizeListArray,
    Float32Array, Float64Array, Int8Array, Int32Array, Int64Array, LargeStringArray, ListArray, NullArray, RecordBatch,
    StringArray, StructArray, Time32SecondArray, TimestampMillisecondArray, TimestampNanosecondArray, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Int32Type, Int64Type, Schema};
use crossfoot::contract::{self, Contract, SchemaFile};
use crossfoot::finding::{Findings, Severity};
use crossfoot::model::Dataset;
use crossfoot::validate::Validator;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

/// What the program says of a file: its exit code, the proposal, and what else.
fn infer(name: &str, bytes: &[u8]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("a file");
    run(folder.path(), name)
}

fn run(folder: &Path, name: &str) -> (Option<i32>, String, String) {
    let program = Command::new(env!("CARGO_BIN_EXE_crossfoot"));
    let mut program = program;
    let output = program.current_dir(folder).args(["schema", "infer", name]).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The contract that a proposal is.
fn sound(proposal: &str) -> Contract {
    let file = SchemaFile { file: "schemas/x.schema.json".into(), text: proposal.into() };
    let mut findings = Findings::new();
    let contract = contract::compile(&[file], &mut findings).pop();
    assert!(findings.iter().all(|finding| finding.severity < Severity::Error), "{findings:#?}");
    contract.expect("a contract")
}

/// The columns of the contract that is proposed for a file, as `name type`, with `?` where null is allowed.
fn columns(name: &str, bytes: &[u8]) -> Vec<String> {
    let (code, out, err) = infer(name, bytes);
    assert_eq!(code, Some(0), "{name}: {err}");
    let shown = |column: &contract::ContractColumn| {
        format!("{} {}{}", column.name, column.data_type, if column.nullable { "?" } else { "" })
    };
    sound(&out).columns.iter().map(shown).collect()
}

/// The reason why nothing is proposed.
fn refused(name: &str, bytes: &[u8]) -> String {
    let (code, out, err) = infer(name, bytes);
    assert_eq!((code, &*out), (Some(2), ""), "{err}");
    err.trim_end().rsplit_once(&format!("{name}: ")).expect("the file is named").1.to_owned()
}

#[test]
fn a_column_of_texts_and_numbers_is_text() {
    let (code, out, err) = infer("rows.csv", b"id,share,zip\n1,2.5,01234\n2,n/a,99999\n3,4,10115\n");
    assert_eq!(code, Some(0), "{err}");
    let types: Vec<DataType> = sound(&out).columns.iter().map(|column| column.data_type.clone()).collect();
    assert_eq!(types, [DataType::Int64, DataType::Utf8, DataType::Utf8]);
    assert_eq!(
        err,
        "note: \"share\" is text: some of its fields are numbers, \"n/a\" is none\n\
         note: \"zip\" is text: some of its fields are numbers, \"01234\" is none\n\
         a proposal for 3 rows, all of which it accepts\n"
    );
}

#[test]
fn odd_tables_of_text_have_contracts() {
    for (bytes, expected) in [
        ("a,b\n1,x\n", vec!["a Int64", "b Utf8"]),
        ("a,b\n", vec!["a Utf8?", "b Utf8?"]),
        ("a,b\n,1\n,2\n", vec!["a Utf8?", "b Int64"]),
        ("a,b\n\"\",1\nx,2\n", vec!["a Utf8", "b Int64"]),
        ("a\n123456789012345678901234567890\n-1\n", vec!["a Decimal128(38, 0)"]),
        ("a\n1\n9999999999999999999999999999999999999999999\n", vec!["a Utf8"]),
        ("a\n1e400\n7\n", vec!["a Utf8"]),
        ("a\n1e-400\n7\n", vec!["a Utf8"]),
        ("a\n1e5\n-2.5E-3\n", vec!["a Float64"]),
        ("a\n1.5\n2.25\n100\n-3.125\n", vec!["a Decimal128(18, 3)"]),
        ("a\n-1\n-0\n", vec!["a Int64"]),
        ("a\n+1\n2\n", vec!["a Utf8"]),
        ("a,b\n\"one\ntwo\",1\n\"x \"\"q\"\"\",2\n", vec!["a Utf8", "b Int64"]),
        ("\u{feff}a,b\n1,2\n", vec!["a Int64", "b Int64"]),
        ("a;b\n1;2,5\n2;3,5\n", vec!["a Int64", "b Utf8"]),
        ("a,b\r\n1,2\r\n\r\n3,4", vec!["a Int64", "b Int64"]),
        ("a\ntrue\nfalse\n\n", vec!["a Boolean"]),
        ("a\ntrue\n1\n", vec!["a Utf8"]),
        (
            "d,m,t\n2024-02-29,2024-01-01T00:00:00Z,12:00:00Z\n",
            vec!["d Date32", "m Timestamp(µs, \"UTC\")", "t Time64(µs)"],
        ),
        ("d,m,t\n2024-02-30,2024-01-01T00:00:00,12:00:00\n", vec!["d Utf8", "m Utf8", "t Utf8"]),
        ("m,t\n2024-01-01T00:00:00.123456789Z,12:00:00.1234567Z\n", vec!["m Utf8", "t Utf8"]),
        ("m\n2016-12-31T23:59:60Z\n", vec!["m Utf8"]),
        ("a/b,c~d,$ref,1\n1,2,3,4\n", vec!["a/b Int64", "c~d Int64", "$ref Int64", "1 Int64"]),
        ("report,source,a\nx,y,1\n", vec!["a Int64"]),
    ] {
        assert_eq!(columns("rows.csv", bytes.as_bytes()), expected, "{bytes:?}");
    }
    assert_eq!(columns("rows.tsv", b"a\tb\n1\tx\n"), ["a Int64", "b Utf8"]);
    // Latin-1 and GB 18030, told from their bytes.
    let latin: Vec<u8> = "name,x\nMüller,1\nJäger,2\n".chars().map(|c| c as u8).collect();
    assert_eq!(columns("rows.csv", &latin), ["name Utf8", "x Int64"]);
    let names = [b"\xc3\xfb\xb3\xc6,x\n".as_slice(), b"\xb0\xd9\xb4\xa8\xd6\xc7\xc4\xdc,1\n"].concat();
    assert_eq!(columns("rows.csv", &names), ["名称 Utf8", "x Int64"]);
}

#[test]
fn a_table_of_text_without_a_contract_says_why() {
    let wide = |cell: &str| vec![cell; 2500].join(",");
    let names: Vec<String> = (0..2500).map(|at| format!("c{at}")).collect();
    for (bytes, reason) in [
        ("", "expected rows with columns, found none"),
        ("a,a\n1,2\n", "expected every column to have a name of its own, found \"a\""),
        ("a,\n1,2\n", "expected every column to have a name of its own, found \"\""),
        ("a,b\n1\n", "line 2: expected 2 fields, found 1"),
        ("a,b\n1,2\n1,2,3\n", "line 3: expected 2 fields, found 3"),
        ("a\n\"x\n", "expected a quote at the end of the field on line 2, found the end of the file"),
        (&format!("{}\n{}\n", names.join(","), wide("1")), "more than 2000 columns"),
    ] {
        assert_eq!(refused("rows.csv", bytes.as_bytes()), reason, "{bytes:.40}");
    }
}

#[test]
fn odd_lines_of_json_have_contracts_or_say_why_not() {
    for (bytes, expected) in [
        ("\u{feff}{\"a\": 1}\n", vec!["a Int64"]),
        ("{\"a\": 1}\n\n{\"a\": 2, \"b\": \"x\"}\n", vec!["a Int64", "b Utf8?"]),
        ("{\"a\": 1}\n{\"a\": 1.50}\n{\"a\": null}\n", vec!["a Decimal128(18, 2)?"]),
        ("{\"a\": [1, null]}\n{\"a\": []}\n", vec!["a List(Int64)"]),
        ("{\"a\": 1e300}\n", vec!["a Float64"]),
    ] {
        let columns = columns("rows.jsonl", bytes.as_bytes());
        // The field ids of items are of no interest here.
        let shorter =
            |column: &String| column.split_once(", metadata").map_or(column.clone(), |(front, _)| format!("{front})"));
        assert_eq!(columns.iter().map(shorter).collect::<Vec<_>>(), expected, "{bytes:?}");
    }
    let deep = format!("{}1{}", "{\"a\":".repeat(70), "}".repeat(70));
    for (bytes, reason) in [
        ("", "expected rows with columns, found none"),
        ("{\"a\": 1}\n[1]\n", "line 2: expected an object"),
        ("{\"a\": 1}\n{\"a\": \"x\"}\n", "\"a\" has several types: integer, string"),
        ("{\"a\": [1, \"x\"]}\n", "\"a[]\" has several types: integer, string"),
        ("{\"a\": {}}\n", "\"a\" has no properties"),
        ("{\"a\": 1, \"a\": 2}\n", "expected JSON on line 1, found the member \"a\" twice in one object"),
        ("{\"b\": [{\"a\": 1, \"a\": 2}]}\n", "expected JSON on line 1, found the member \"a\" twice in one object"),
        ("{\"a\": 1}\n{\"a\": 1]\n", "expected JSON on line 2, found expected `,` or `}`"),
        ("{\"a\": 1e999}\n", "\"a\" has numbers that neither 38 digits nor a double hold"),
        (
            "{\"a\": {\"b\": [0.12345678901234567890123456789012345678901]}}\n",
            "\"a.b[]\" has numbers that neither 38 digits nor a double hold",
        ),
        (&deep, "nested more than 64 levels deep"),
    ] {
        assert_eq!(refused("rows.jsonl", bytes.as_bytes()), reason, "{bytes:.60}");
    }
}

/// A Parquet file of these columns.
fn parquet(columns: Vec<(&str, ArrayRef)>) -> (Vec<u8>, RecordBatch) {
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    batch(fields.collect::<Vec<Field>>(), columns.iter().map(|(_, array)| array.clone()).collect())
}

fn batch(fields: Vec<Field>, arrays: Vec<ArrayRef>) -> (Vec<u8>, RecordBatch) {
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("a batch");
    let mut bytes = Vec::new();
    // As pandas, DuckDB and Spark write it unless told otherwise.
    let options = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(options)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    (bytes, batch)
}

/// Proposes a contract for a Parquet file, validates its own arrays by it, and gives the types of its columns.
fn validated((bytes, batch): (Vec<u8>, RecordBatch)) -> Vec<String> {
    let (code, out, err) = infer("rows.parquet", &bytes);
    assert_eq!(code, Some(0), "{err}");
    let contract = sound(&out);
    let mut findings = Findings::new();
    let validator = Validator::new(&contract, &mut findings).expect("a validator");
    let dataset = Dataset {
        name: contract.name.clone(),
        batch,
        columns: Vec::new(),
        sources: Vec::new(),
        row_sources: Vec::new(),
        failed: BTreeSet::new(),
    };
    let rejected = validator.check(&dataset, &BTreeSet::new(), &mut findings);
    assert!(findings.is_empty() && rejected.is_empty(), "{findings:#?}");
    columns("rows.parquet", &bytes)
}

#[test]
fn the_types_of_a_parquet_file_are_kept() {
    let decimal = |precision, scale| -> ArrayRef {
        Arc::new(Decimal128Array::from(vec![150, 200]).with_precision_and_scale(precision, scale).expect("fits"))
    };
    let moments = TimestampMillisecondArray::from(vec![0, 1000]);
    let types = validated(parquet(vec![
        ("none", Arc::new(Int64Array::from(vec![None, None]))),
        ("small", Arc::new(Int8Array::from(vec![-128, 127]))),
        ("middle", Arc::new(Int32Array::from(vec![Some(1), None]))),
        ("large", Arc::new(UInt64Array::from(vec![0, u64::MAX]))),
        ("float", Arc::new(Float64Array::from(vec![0.1, 2.0]))),
        ("short", Arc::new(Float32Array::from(vec![0.1, 1e30]))),
        ("wide", decimal(38, 2)),
        ("whole", decimal(5, 0)),
        ("day_text", Arc::new(StringArray::from(vec!["2024-01-01", "2024-01-02"]))),
        ("yes", Arc::new(BooleanArray::from(vec![true, false]))),
    ]));
    assert_eq!(
        types,
        [
            "none Int64?",
            "small Int8",
            "middle Int32?",
            "large UInt64",
            "float Float64",
            "short Float32",
            "wide Decimal128(38, 2)",
            "whole Decimal128(5, 0)",
            "day_text Utf8",
            "yes Boolean",
        ]
    );
    // What no contract has is what holds the same values.
    let strings: DictionaryArray<Int32Type> = vec!["a", "b"].into_iter().collect();
    let items = FixedSizeListArray::from_iter_primitive::<Int64Type, _, _>([Some([Some(1)]), Some([None])], 1);
    let wide = Decimal256Array::from(vec![Some(150.into()), None]).with_precision_and_scale(40, 2).expect("fits");
    let (bytes, _) = parquet(vec![
        ("dictionary", Arc::new(strings)),
        ("large", Arc::new(LargeStringArray::from(vec!["a", "b"]))),
        ("moment", Arc::new(moments.clone().with_timezone("Asia/Shanghai"))),
        ("local", Arc::new(moments)),
        ("time", Arc::new(Time32SecondArray::from(vec![0, 1]))),
        ("items", Arc::new(items)),
        ("wide", Arc::new(wide)),
        ("nothing", Arc::new(NullArray::new(2))),
    ]);
    let types = columns("rows.parquet", &bytes);
    assert_eq!(types[..2], ["dictionary Utf8", "large Utf8"]);
    assert_eq!(types[2..5], ["moment Timestamp(µs, \"UTC\")", "local Timestamp(µs, \"UTC\")", "time Time64(µs)"]);
    assert!(types[5].starts_with("items List(Int64"), "{}", types[5]);
    assert_eq!(types[6..], ["wide Decimal128(38, 2)?", "nothing Utf8?"]);
    assert!(infer("rows.parquet", &bytes).2.contains("note: \"local\" has no time zone: taken for UTC\n"));
}

#[test]
fn lists_structs_units_and_files_without_rows_are_kept() {
    let member = |name: &str, array: ArrayRef| (Arc::new(Field::new(name, array.data_type().clone(), true)), array);
    let point = StructArray::from(vec![
        member("x", Arc::new(Int32Array::from(vec![Some(1), None])) as ArrayRef),
        member("name", Arc::new(StringArray::from(vec![None::<&str>, None]))),
    ]);
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), None]), None]);
    let size = Field::new("size_gb", DataType::Float64, true);
    let size = size.with_metadata(HashMap::from([("unit".to_owned(), "GB".to_owned())]));
    let fields = vec![
        Field::new("point", point.data_type().clone(), true),
        Field::new("list", list.data_type().clone(), true),
        size,
    ];
    let arrays: Vec<ArrayRef> = vec![Arc::new(point), Arc::new(list), Arc::new(Float64Array::from(vec![1.0, 2.0]))];
    let empty: Vec<ArrayRef> = arrays.iter().map(|array| array.slice(0, 0)).collect();
    for arrays in [arrays, empty] {
        let (bytes, rows) = batch(fields.clone(), arrays);
        let types = validated((bytes.clone(), rows));
        assert!(types[0].starts_with("point Struct(\"x\": Int32"), "{}", types[0]);
        assert!(types[1].starts_with("list List(Int32"), "{}", types[1]);
        let contract = sound(&infer("rows.parquet", &bytes).1);
        assert_eq!(contract.columns[2].unit.as_ref().map(|unit| unit.code().into_owned()).as_deref(), Some("GB"));
    }
}

#[test]
fn a_parquet_file_without_a_contract_says_why() {
    for (array, reason) in [
        (Arc::new(BinaryArray::from(vec![b"a".as_slice()])) as ArrayRef, "\"a\" is Binary, which no contract has"),
        (Arc::new(TimestampNanosecondArray::from(vec![1])), "\"a\" is Timestamp(ns), which no contract has"),
        (Arc::new(Float64Array::from(vec![f64::NAN])), "proposal.a is no finite number, expected one"),
    ] {
        assert_eq!(refused("rows.parquet", &parquet(vec![("a", array)]).0), reason);
    }
    assert!(infer("rows.parquet", b"PAR1").2.starts_with("error: could not propose a contract for rows.parquet"));
}
