//! Findings as JUnit XML, for test reports: one case a finding, errors as failures, waived ones as skipped.

use super::{Format, position};
use crate::finding::Severity;

/// `--format junit`
pub(super) static FORMAT: Format = Format {
    name: "junit",
    write: |findings, texts, out| {
        let failed = findings.iter().filter(|f| f.severity == Severity::Error && f.waived.is_none()).count();
        let skipped = findings.iter().filter(|f| f.waived.is_some()).count();
        // A suite without cases counts as not run; a clean run is one case that passes.
        let tests = findings.len().max(1);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites><testsuite name=\"crossfoot\" tests=\"{tests}\" failures=\"{failed}\" skipped=\"{skipped}\">"
        )?;
        if findings.is_empty() {
            writeln!(out, "  <testcase classname=\"crossfoot\" name=\"no findings\"/>")?;
        }
        for finding in findings {
            let label = finding.primary();
            let line = label.and_then(|label| position(label, texts)).map_or(0, |place| place.line);
            let file = label.map_or("", |label| &label.file);
            writeln!(
                out,
                "  <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{line}\">",
                escaped(finding.code.name),
                escaped(&finding.message),
                escaped(file)
            )?;
            let text = escaped(&format!("{file}:{line}: {}", super::full_message(finding)));
            if let Some(reason) = &finding.waived {
                writeln!(out, "    <skipped message=\"{}\"/>", escaped(reason))?;
            } else if finding.severity == Severity::Error {
                writeln!(out, "    <failure message=\"{}\">{text}</failure>", escaped(&finding.message))?;
            } else {
                writeln!(out, "    <system-out>{text}</system-out>")?;
            }
            writeln!(out, "  </testcase>")?;
        }
        writeln!(out, "</testsuite></testsuites>")
    },
};

/// `text` as XML 1.0 content; characters that XML cannot hold become U+FFFD (XML 1.0, section 2.2).
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' | '\r' => safe.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
