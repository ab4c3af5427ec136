//! `crossfoot schema` as a program: git history, folders and what was published, changelogs, proposals.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const CONTRACT: &str = r#"{
  "type": "object",
  "additionalProperties": false,
  "required": ["source_name", "size"],
  "properties": {
    "source_name": { "type": "string", "description": "Where it is from." },
    "size": { "type": "number", "x-decimal": [18, 3], "x-unit": "GB" }
  }
}
"#;

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    for (key, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_SYSTEM", "/dev/null"),
        ("GIT_AUTHOR_NAME", "a"),
        ("GIT_AUTHOR_EMAIL", "a@example.com"),
        ("GIT_COMMITTER_NAME", "a"),
        ("GIT_COMMITTER_EMAIL", "a@example.com"),
    ] {
        command.env(key, value);
    }
    command.output().expect("a program that runs")
}

/// A repository with one contract, committed.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("schemas")).expect("schemas/");
    commit(folder.path(), "corpus", CONTRACT);
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = run(folder, "git", arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, dataset: &str, contract: &str) {
    std::fs::write(folder.join(format!("schemas/{dataset}.schema.json")), contract).expect("a file");
    if !folder.join(".git").exists() {
        git(folder, &["init", "--quiet"]);
    }
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "change"]);
}

/// The exit code, standard output and standard error of `crossfoot schema ...`.
fn schema(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = run(folder, env!("CARGO_BIN_EXE_crossfoot"), &[&["schema"], arguments].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_changed_unit_breaks() {
    let folder = repository();
    commit(folder.path(), "corpus", &CONTRACT.replace("GB", "GiB"));
    let (code, out, err) = schema(folder.path(), &["breaking", "--against", "git:HEAD~1"]);
    assert_eq!(code, 1, "{out}{err}");
    for part in ["error[unit-changed]", "corpus.size was in GB and is in GiB", "git:HEAD~1/schemas/corpus.schema.json"]
    {
        assert!(out.contains(part), "{part} in {out}");
    }
    // Each question has its own level.
    let arguments = ["breaking", "--against", "git:HEAD~1", "--forward", "off", "--backward", "warning"];
    assert_eq!(schema(folder.path(), &arguments).0, 0);
    assert_eq!(schema(folder.path(), &[&arguments[..], &["--fail-on", "warning"]].concat()).0, 1);
}

#[test]
fn a_changed_description_does_not() {
    let folder = repository();
    commit(folder.path(), "corpus", &CONTRACT.replace("Where it is from.", "Where the part was taken from."));
    let (code, out, _) = schema(folder.path(), &["breaking", "--against", "git:HEAD~1"]);
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = schema(folder.path(), &["changelog", "--against", "git:HEAD~1"]);
    assert!(out.contains("corpus.source_name is described in other words (`description-changed`; safe)"), "{out}");
}

#[test]
fn branches_tags_and_folders_are_references() {
    let folder = repository();
    git(folder.path(), &["tag", "v1"]);
    commit(folder.path(), "corpus", &CONTRACT.replace("GB", "GiB"));
    let old = tempfile::tempdir().expect("a folder");
    std::fs::write(old.path().join("corpus.schema.json"), CONTRACT).expect("a file");
    let old = old.path().to_str().expect("a path");
    for reference in ["git:v1", "v1", old] {
        assert_eq!(schema(folder.path(), &["breaking", "--against", reference]).0, 1, "{reference}");
    }
    assert_eq!(schema(folder.path(), &["breaking", "--against", "git:HEAD"]).0, 0);
    for reference in ["git:nowhere", "--help-me", "git:--output=x"] {
        let (code, _, err) = schema(folder.path(), &["breaking", &format!("--against={reference}")]);
        assert_eq!(code, 2, "{reference}");
        assert!(err.contains("expected a folder or a git ref"), "{err}");
    }
}

#[test]
fn a_ref_that_cannot_be_had_says_why() {
    let folder = repository();
    commit(folder.path(), "corpus", CONTRACT.trim());
    let against = |folder: &Path, reference: &str| {
        let (code, _, err) = schema(folder, &["breaking", "--against", reference]);
        assert_eq!(code, 2);
        err
    };
    assert_eq!(against(folder.path(), "git:mian"), "error: expected a folder or a git ref, found \"mian\"\n");
    let clones = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", folder.path().display());
    git(clones.path(), &["clone", "--quiet", "--depth", "1", &from, "shallow"]);
    let err = against(&clones.path().join("shallow"), "git:HEAD~1");
    assert!(err.ends_with("the clone is shallow: git fetch --unshallow gets the other commits\n"), "{err}");
    let alone = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(alone.path().join("schemas")).expect("schemas/");
    std::fs::write(alone.path().join("schemas/corpus.schema.json"), CONTRACT).expect("a file");
    let err = against(alone.path(), "git:HEAD");
    assert!(err.contains("found \"HEAD\"; git rev-parse: not a git repository"), "{err}");
}

#[test]
fn what_was_published_is_a_reference() {
    let folder = repository();
    let schema_of: serde_json::Value = serde_json::from_str(CONTRACT).expect("JSON");
    let manifest = serde_json::json!({"contracts": [{"name": "corpus", "schema": schema_of}]});
    std::fs::create_dir(folder.path().join("processed")).expect("processed/");
    std::fs::write(folder.path().join("processed/datapackage.json"), manifest.to_string()).expect("a file");
    assert_eq!(schema(folder.path(), &["breaking", "--against", "processed"]).0, 0);
    commit(folder.path(), "corpus", &CONTRACT.replace("[18, 3]", "[18, 0]"));
    let (code, out, _) = schema(folder.path(), &["breaking", "--against", "processed"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("error[decimals-changed]: corpus.size was Decimal128(18, 3) and is Decimal128(18, 0)"),
        "{out}"
    );
}

#[test]
fn datasets_that_come_and_go_are_listed() {
    let folder = repository();
    std::fs::remove_file(folder.path().join("schemas/corpus.schema.json")).expect("a file");
    commit(folder.path(), "part", CONTRACT);
    let (code, out, _) = schema(folder.path(), &["changelog", "--against", "git:HEAD~1"]);
    assert_eq!(code, 0);
    assert!(out.contains("the dataset corpus is removed (`dataset-removed`"), "{out}");
    assert!(out.contains("the dataset part is new (`dataset-added`; safe)"), "{out}");
    assert_eq!(schema(folder.path(), &["breaking", "--against", "git:HEAD~1"]).0, 1);
}

#[test]
fn a_contract_that_does_not_compile_does_not_pass() {
    let folder = repository();
    commit(folder.path(), "corpus", &CONTRACT.replace("\"number\"", "\"numbr\""));
    let (code, out, _) = schema(folder.path(), &["breaking", "--against", "git:HEAD~1"]);
    assert_eq!(code, 1);
    assert!(out.contains("error[schema-not-valid]"), "{out}");
    assert!(!out.contains("dataset-removed"), "{out}");
    // Nor does one that could not be compared before.
    commit(folder.path(), "corpus", CONTRACT);
    assert_eq!(schema(folder.path(), &["breaking", "--against", "git:HEAD~1"]).0, 1);
}

#[test]
fn a_proposal_accepts_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = "company,kind,amount,year,day,note\n\
               acme,open,1.50,2023,2024-01-31,\n\
               b,open,20.25,2024,2024-02-29,\"x, \"\"y\"\"\"\n\
               c,closed,-3,2024,2024-03-01,007\n\
               d,closed,0.5,2024,2024-03-01,\n\
               e,open,7,2024,2024-03-01,\n\
               f,closed,7,2024,2024-03-01,\n";
    std::fs::write(folder.path().join("rows.csv"), csv).expect("a file");
    let lines = "{\"a\": 1e3, \"b\": [\"x\"], \"c\": {\"d\": null}}\n\n{\"a\": 2, \"b\": [], \"c\": {}}\n";
    std::fs::write(folder.path().join("rows.jsonl"), lines).expect("a file");
    let (code, out, err) = schema(folder.path(), &["infer", "rows.csv"]);
    assert_eq!(code, 0, "{err}");
    insta::assert_snapshot!(out);
    let (code, out, err) = schema(folder.path(), &["infer", "rows.jsonl"]);
    assert_eq!(code, 0, "{err}");
    insta::assert_snapshot!(out);
    for (name, text) in [
        ("empty.csv", ""),
        ("short.csv", "a,b\n1\n"),
        ("twice.csv", "a,a\n1,2\n"),
        ("open.csv", "a\n\"x\n"),
        ("list.jsonl", "[1]\n"),
        ("rows.txt", ""),
    ] {
        std::fs::write(folder.path().join(name), text).expect("a file");
        assert_eq!(schema(folder.path(), &["infer", name]).0, 2, "{name}");
    }
}

#[test]
fn a_proposal_for_parquet_is_a_contract_of_the_same_types() {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int64Array, ListArray, RecordBatch, StringArray};
    use arrow::datatypes::Int64Type;
    use crossfoot::contract::{SchemaFile, compile};
    use crossfoot::finding::Findings;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.parquet");
    let amount = Decimal128Array::from(vec![150, 2025, 310]).with_precision_and_scale(18, 2).expect("fits");
    let list = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1)]), None, Some(vec![])]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("report", Arc::new(StringArray::from(vec!["acme"; 3]))),
        ("company", Arc::new(StringArray::from(vec!["a", "b", "c"]))),
        ("amount", Arc::new(amount)),
        ("events", Arc::new(Int64Array::from(vec![Some(1), None, Some(3)]))),
        ("day", Arc::new(Date32Array::from(vec![1, 2, 3]))),
        ("parts", Arc::new(list)),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(std::fs::File::create(&path).expect("a file"), batch.schema(), None)
            .expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    let (code, out, err) = schema(folder.path(), &["infer", "rows.parquet"]);
    assert_eq!(code, 0, "{err}");
    let mut findings = Findings::new();
    let contracts = compile(&[SchemaFile { file: "schemas/rows.schema.json".into(), text: out.into() }], &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    let types: Vec<String> = contracts[0]
        .columns
        .iter()
        .map(|column| format!("{} {}{}", column.name, column.data_type, if column.nullable { "?" } else { "" }))
        .collect();
    assert_eq!(types[..4], ["company Utf8", "amount Decimal128(18, 2)", "events Int64?", "day Date32"]);
    assert!(types[4].starts_with("parts List(non-null Int64") && types[4].ends_with('?'), "{}", types[4]);
}

#[test]
fn every_type_is_shown_in_contract_arrow_and_parquet() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("schemas/common")).expect("schemas/");
    let types = r##"{
  "title": "Every type", "description": "One column of each type.",
  "type": "object", "additionalProperties": false, "required": ["flag", "tiny", "name"], "x-key": ["name"],
  "$defs": {
    "place": {"type": "object", "additionalProperties": false, "required": ["city"], "properties": {
      "city": {"type": "string"}, "size": {"type": ["integer", "null"]}, "names": {"type": "array", "items": {"type": "string"}}}}
  },
  "properties": {
    "flag": {"type": "boolean"},
    "count": {"type": "integer"},
    "tiny": {"type": "integer", "minimum": 0, "maximum": 200, "x-arrow": "uint8"},
    "short": {"type": "integer", "minimum": -9, "maximum": 9, "x-arrow": "int16"},
    "long": {"type": "integer", "minimum": 0, "x-arrow": "uint64"},
    "float": {"type": "number"},
    "single": {"type": "number", "x-arrow": "float32"},
    "small": {"type": "number", "x-decimal": [9, 1]},
    "amount_usd": {"$ref": "common/money.schema.json#/$defs/usd"},
    "large": {"type": ["number", "null"], "x-decimal": [38, 10]},
    "name": {"type": "string"},
    "openness": {"enum": ["open", "closed", null]},
    "kind": {"enum": ["a", "b"], "x-arrow": "dictionary"},
    "one": {"const": "x"},
    "day": {"type": "string", "format": "date"},
    "month": {"type": "string", "format": "date", "x-format": "year-month"},
    "moment": {"type": "string", "format": "date-time"},
    "clock": {"type": "string", "format": "time"},
    "lasts": {"type": "string", "format": "duration"},
    "maybe": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    "positive": {"allOf": [{"$ref": "common/money.schema.json#/$defs/usd"}, {"minimum": 0}]},
    "names": {"type": "array", "items": {"type": ["string", "null"]}},
    "amounts": {"type": "array", "items": {"$ref": "common/money.schema.json#/$defs/usd"}},
    "place": {"$ref": "#/$defs/place"},
    "places": {"type": "array", "items": {"$ref": "#/$defs/place"}}
  }
}"##;
    std::fs::write(folder.path().join("schemas/every.schema.json"), types).expect("a file");
    let money = r#"{"$defs": {"usd": {"type": "number", "x-decimal": [18, 2], "x-unit": "USD"}}}"#;
    std::fs::write(folder.path().join("schemas/common/money.schema.json"), money).expect("a file");
    let (code, out, err) = schema(folder.path(), &["show", "every"]);
    assert_eq!(code, 0, "{err}");
    insta::assert_snapshot!(out);
    let (_, out, _) = schema(folder.path(), &["show"]);
    assert!(out.contains("every  One column of each type.") && !out.contains("money"), "{out}");
    let (code, _, err) = schema(folder.path(), &["show", "evry"]);
    assert!(code == 2 && err.contains("expected a dataset, found \"evry\"; there are every"), "{err}");
    std::fs::write(folder.path().join("schemas/every.schema.json"), types.replace("duration", "durat"))
        .expect("a file");
    let (code, out, _) = schema(folder.path(), &["show", "every"]);
    assert!(code == 1 && out.contains("error[unknown-keyword]: \"durat\" is no format"), "{out}");
}
