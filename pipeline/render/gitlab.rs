//! Findings as a GitLab code quality report.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Format, position};
use crate::finding::Severity;

/// `--format gitlab`
pub(super) static FORMAT: Format = Format {
    name: "gitlab",
    write: |findings, texts, out| {
        let issue = |finding: &crate::finding::Finding| {
            let label = finding.primary();
            let file = label.map_or("", |label| &*label.file);
            let line = label.and_then(|label| position(label, texts)).map_or(1, |place| place.line);
            // Stable while the text around it moves: the printed bytes, not the line, tell one from another.
            let printed = label.and_then(|l| texts.get(&l.file)?.text().get(l.span.range())).unwrap_or_default();
            let print = Sha256::digest(format!("{}\0{file}\0{printed}\0{}", finding.code.name, finding.message));
            let fingerprint: String = print.iter().map(|byte| format!("{byte:02x}")).collect();
            let severity = match finding.severity {
                _ if finding.waived.is_some() => "info",
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            json!({
                "description": super::full_message(finding),
                "check_name": finding.code.name,
                "fingerprint": fingerprint,
                "severity": severity,
                "location": { "path": file, "lines": { "begin": line } },
            })
        };
        let issues: Vec<_> = findings.iter().map(issue).collect();
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        writeln!(out)
    },
};
