//! The layout `headings`, and the sections that every other layout looks in: numbered headings become both.

use std::sync::Arc;

use regex::Regex;

use super::{EntrySpec, Layout, LayoutKind, Patterns, Place, Yield};
use crate::model::{Cell, Row, Section};
use crate::recipe::HeadingsSpec;
use crate::source::{Source, Span, is_blank};

/// `[dataset.headings]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "headings",
    compile: |spec, _| match spec {
        EntrySpec::Dataset(dataset) if dataset.headings.is_some() => Some(Box::new(Headings)),
        _ => None,
    },
};

struct Headings;

impl Layout for Headings {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let columns = ["number", "title", "part", "line_start", "line_end"].map(Arc::from).to_vec();
        let mut table = yielded.table(0, columns);
        for section in place.sections().iter().filter(|section| place.span.contains(section.heading)) {
            let line = |line| Some(Cell::new(place.source.line_span(line)));
            table.rows.push(Row {
                cells: vec![
                    Some(Cell::new(section.number)),
                    Some(Cell::new(section.title)),
                    section.part.map(Cell::new),
                    line(section.line_start),
                    line(section.line_end),
                ],
            });
        }
        yielded.tables.push(table);
    }
}

/// Compiles how headings look.
pub(super) fn compile(spec: &HeadingsSpec, patterns: &mut Patterns<'_>) -> Option<Regex> {
    patterns.named_groups(&spec.pattern, &["number", "title"])
}

/// The numbered headings of a text, each with the text below it.
pub(super) fn sections(source: &Source, pattern: &Regex) -> Vec<Section> {
    let whole = source.span();
    let text = source.slice(whole);
    let span = |found: regex::Match<'_>| Span::new(found.start(), found.end()).shift(whole.start as usize);
    let mut sections: Vec<Section> = pattern
        .captures_iter(text)
        .filter_map(|captures| {
            let number = span(captures.name("number")?);
            let heading = source.line_span(source.line_of(number.start));
            Some(Section {
                number,
                title: span(captures.name("title")?),
                part: captures.name("part").map(span),
                heading,
                body: heading,
                line_start: source.line_of(number.start),
                line_end: source.line_of(number.start),
            })
        })
        .collect();
    let starts: Vec<u32> = sections.iter().map(|section| section.heading.start).collect();
    for (at, section) in sections.iter_mut().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(whole.end);
        section.body = Span { start: section.heading.end, end };
        let used = source.slice(section.body).trim_end_matches(is_blank).len();
        section.line_end = source.line_of(section.body.start + (used.max(1) as u32) - 1).max(section.line_start);
    }
    sections
}
