//! Findings as GitHub workflow commands, which annotate a pull request.

use super::{Format, position};
use crate::finding::Severity;

/// `--format github`
pub(super) static FORMAT: Format = Format {
    name: "github",
    write: |findings, texts, out| {
        for finding in findings {
            let command = match finding.severity {
                _ if finding.waived.is_some() => "notice",
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let mut place = String::new();
            if let Some(label) = finding.primary() {
                place = format!("file={},", property(&label.file));
                if let Some(p) = position(label, texts) {
                    place.push_str(&format!("line={},col={},endLine={},", p.line, p.column, p.end_line));
                }
            }
            let message = message(&super::full_message(finding));
            writeln!(out, "::{command} {place}title={}::{message}", property(finding.code.name))?;
        }
        Ok(())
    },
};

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
