//! Findings as one JSON document, for programs.

use serde_json::{Value, json};

use super::{Format, position};
use crate::finding::{Finding, Label};
use crate::source::Texts;

/// `--format json`
pub(super) static FORMAT: Format = Format {
    name: "json",
    write: |findings, texts, out| {
        let list: Vec<_> = findings.iter().map(|finding| value(finding, texts)).collect();
        serde_json::to_writer_pretty(&mut *out, &json!({ "findings": list }))?;
        writeln!(out)
    },
};

fn value(finding: &Finding, texts: &Texts) -> Value {
    let labels: Vec<_> = finding.labels.iter().map(|label| label_value(label, texts)).collect();
    json!({
        "code": finding.code.name,
        "severity": finding.severity.name(),
        "message": finding.message,
        "help": finding.help,
        "waived": finding.waived,
        "labels": labels,
    })
}

fn label_value(label: &Label, texts: &Texts) -> Value {
    let place = position(label, texts);
    let printed = texts.get(&label.file).and_then(|source| source.text().get(label.span.range()));
    json!({
        "file": &*label.file,
        "line": place.map(|p| p.line),
        "column": place.map(|p| p.column),
        "end_line": place.map(|p| p.end_line),
        "end_column": place.map(|p| p.end_column),
        "byte_start": label.span.start,
        "byte_end": label.span.end,
        "text": label.text,
        "printed": printed,
    })
}
