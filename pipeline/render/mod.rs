//! Findings to text, JSON, SARIF, JUnit, GitHub and GitLab: one file for each format.

mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;
mod text;

use std::io::{self, Write};

use crate::finding::{Finding, Findings, Label};
use crate::source::Texts;

pub use text::{TextStyle, write_finding, write_snippet};

/// One output format for findings.
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// Writes all findings.
    pub write: fn(&Findings, &Texts, &mut dyn Write) -> io::Result<()>,
}

/// Every format. One more: a file and two lines here.
pub static FORMATS: &[&Format] =
    &[&text::FORMAT, &json::FORMAT, &sarif::FORMAT, &junit::FORMAT, &github::FORMAT, &gitlab::FORMAT];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// A label's place for people: lines and columns from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    line: u32,
    column: usize,
    end_line: u32,
    end_column: usize,
}

fn position(label: &Label, texts: &Texts) -> Option<Position> {
    let source = texts.get(&label.file)?;
    let end = label.span.end.min(source.text().len() as u32);
    let start = label.span.start.min(end);
    let column = |offset: u32| {
        let line = source.line_span(source.line_of(offset));
        source.text().get(line.start as usize..offset as usize).map_or(1, |before| before.chars().count() + 1)
    };
    Some(Position {
        line: source.line_of(start),
        column: column(start),
        end_line: source.line_of(end),
        end_column: column(end),
    })
}

/// The message with the help and the waiver, in one line.
fn full_message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("; help: ");
        message.push_str(help);
    }
    if let Some(reason) = &finding.waived {
        message.push_str("; waived: ");
        message.push_str(reason);
    }
    message
}
