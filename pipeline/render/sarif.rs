//! Findings as SARIF 2.1.0, for code scanning. Source: OASIS SARIF 2.1.0, sections 3.13 to 3.35.

use serde_json::{Value, json};

use super::{Format, position};
use crate::finding::{Finding, Label, Severity};
use crate::source::Texts;

/// `--format sarif`
pub(super) static FORMAT: Format = Format {
    name: "sarif",
    write: |findings, texts, out| {
        let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        codes.sort_by_key(|code| code.name);
        codes.dedup();
        let rules: Vec<_> = codes
            .iter()
            .map(|code| {
                json!({
                    "id": code.name,
                    "shortDescription": { "text": code.what },
                    "fullDescription": { "text": code.why },
                    "help": { "text": code.action },
                    "defaultConfiguration": { "level": level(code.severity) },
                })
            })
            .collect();
        let results: Vec<_> = findings.iter().map(|finding| result(finding, texts)).collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "crossfoot",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    },
};

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(finding: &Finding, texts: &Texts) -> Value {
    let locations: Vec<_> = finding.labels.iter().map(|label| location(label, texts)).collect();
    let (first, related) = locations.split_at(locations.len().min(1));
    let mut result = json!({
        "ruleId": finding.code.name,
        "level": level(finding.severity),
        "message": { "text": super::full_message(finding) },
        "locations": first,
        "relatedLocations": related,
    });
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    result
}

fn location(label: &Label, texts: &Texts) -> Value {
    let mut region = json!({ "byteOffset": label.span.start, "byteLength": label.span.len() });
    if let Some(place) = position(label, texts) {
        region["startLine"] = place.line.into();
        region["startColumn"] = place.column.into();
        region["endLine"] = place.end_line.into();
        region["endColumn"] = place.end_column.into();
    }
    json!({
        "physicalLocation": { "artifactLocation": { "uri": &*label.file }, "region": region },
        "message": { "text": if label.text.is_empty() { "here" } else { &label.text } },
    })
}
