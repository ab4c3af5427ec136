//! Findings as annotated snippets of the raw text, for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Format, position};
use crate::finding::{Finding, Label, Severity};
use crate::source::{Source, Span, Texts};

/// `--format text`
pub(super) static FORMAT: Format = Format {
    name: "text",
    write: |findings, texts, out| {
        findings.iter().try_for_each(|finding| write_finding(finding, texts, TextStyle::Plain, out))
    },
};

/// With or without colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStyle {
    /// For files and pipes.
    Plain,
    /// For terminals.
    Coloured,
}

/// Lines longer than this are cut around the label.
const LONGEST_LINE: usize = 400;
/// Labels further apart than this get snippets of their own.
const LONGEST_SNIPPET: usize = 8_000;
/// More labels than this say nothing more.
const MOST_LABELS: usize = 24;

/// Writes one finding with the lines that it points at.
///
/// What is waived, and what is only worth knowing, takes one line; `crossfoot check --format json` has its places.
pub fn write_finding(finding: &Finding, texts: &Texts, style: TextStyle, out: &mut dyn Write) -> io::Result<()> {
    if finding.waived.is_some() || finding.severity == Severity::Note {
        return write_line(finding, texts, out);
    }
    write_snippet(finding, texts, style, out)
}

fn write_line(finding: &Finding, texts: &Texts, out: &mut dyn Write) -> io::Result<()> {
    let place = finding.primary().map(|label| match position(label, texts) {
        Some(position) => format!(" ({}:{})", label.file, position.line),
        None => format!(" ({})", label.file),
    });
    let place = place.unwrap_or_default();
    match &finding.waived {
        None => writeln!(out, "note[{}]: {}{place}", finding.code.name, finding.message),
        Some(reason) => {
            writeln!(out, "waived[{}]: {}{place}", finding.code.name, finding.message)?;
            writeln!(out, "  because {reason}")
        }
    }
}

/// Writes one finding with the lines that it points at, whatever its severity.
pub fn write_snippet(finding: &Finding, texts: &Texts, style: TextStyle, out: &mut dyn Write) -> io::Result<()> {
    let level = match finding.severity {
        _ if finding.waived.is_some() => Level::NOTE.with_name("waived"),
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let shown = &finding.labels[..finding.labels.len().min(MOST_LABELS)];
    let excerpts: Vec<Excerpt<'_>> = excerpts(shown, texts);
    let mut group = Group::with_title(level.primary_title(finding.message.as_str()).id(finding.code.name));
    for excerpt in &excerpts {
        let mut snippet = Snippet::source(excerpt.text.as_ref()).line_start(excerpt.line).path(excerpt.file);
        for (range, text, primary) in &excerpt.labels {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(range.clone()).label(*text));
        }
        group = group.element(snippet);
    }
    for label in shown.iter().filter(|label| !texts.contains_key(&label.file)) {
        group = group.element(Level::NOTE.with_name("in").message(label.file.to_string()));
    }
    if finding.labels.len() > shown.len() {
        let more = finding.labels.len() - shown.len();
        group = group.element(Level::NOTE.message(format!("and {more} more places")));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    if let Some(reason) = &finding.waived {
        group = group.element(Level::NOTE.with_name("waived").message(reason.as_str()));
    }
    let renderer = match style {
        TextStyle::Plain => Renderer::plain(),
        TextStyle::Coloured => Renderer::styled(),
    };
    writeln!(out, "{}\n", renderer.render(&[group]))
}

/// Some lines of one file with the labels in them.
struct Excerpt<'a> {
    file: &'a str,
    text: std::borrow::Cow<'a, str>,
    line: usize,
    labels: Vec<(std::ops::Range<usize>, &'a str, bool)>,
}

/// The lines of the labels, file by file, the primary label's first.
fn excerpts<'a>(labels: &'a [Label], texts: &'a Texts) -> Vec<Excerpt<'a>> {
    let mut groups: Vec<Vec<(&Label, bool)>> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let near = |group: &Vec<(&Label, bool)>| {
            let (first, _) = group[0];
            first.file == label.file
                && group.iter().fold(label.span, |a, (b, _)| a.cover(b.span)).len() <= LONGEST_SNIPPET
        };
        match groups.iter_mut().find(|group| near(group)) {
            Some(group) => group.push((label, at == 0)),
            None => groups.push(vec![(label, at == 0)]),
        }
    }
    let excerpt = |group: Vec<(&'a Label, bool)>| {
        let (first, _) = group[0];
        let source = texts.get(&first.file)?;
        Some(excerpt(source, &first.file, group))
    };
    groups.into_iter().filter_map(excerpt).collect()
}

fn excerpt<'a>(source: &'a Source, file: &'a str, labels: Vec<(&'a Label, bool)>) -> Excerpt<'a> {
    let whole = source.span();
    let clamp = |span: Span| Span { start: span.start.min(whole.end), end: span.end.min(whole.end) };
    let cover = labels.iter().map(|(label, _)| clamp(label.span)).reduce(Span::cover).unwrap_or(whole);
    let first_line = source.line_of(cover.start);
    let last_line = source.line_of(cover.end.saturating_sub(1).max(cover.start));
    let start = source.line_span(first_line).start as usize;
    let end = source.line_span(last_line).end as usize;
    let text = source.text();
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    // One very long line is cut to what stands around its labels.
    let (start, end) = if first_line == last_line && end - start > LONGEST_LINE {
        let from = (cover.start as usize).saturating_sub(LONGEST_LINE / 4).max(start);
        let to =
            (cover.end as usize).min(cover.start as usize + LONGEST_LINE).saturating_add(LONGEST_LINE / 4).min(end);
        (boundary(from), boundary(to))
    } else {
        (start, boundary(end.min(start + 4 * LONGEST_SNIPPET)))
    };
    let labels = labels.into_iter().map(|(label, primary)| {
        let span = clamp(label.span);
        let from = boundary((span.start as usize).clamp(start, end)) - start;
        let to = boundary((span.end as usize).clamp(start, end)) - start;
        (from..to.max(from), label.text.as_str(), primary)
    });
    Excerpt { file, labels: labels.collect(), text: text[start..end].into(), line: first_line as usize }
}
