//! The layout `timeline`: events, and dates in front of them or behind them.

use std::sync::Arc;

use regex::Regex;

use super::{EntrySpec, Layout, LayoutKind, Patterns, Place, UNPARSED_TEXT, Yield};
use crate::finding::Finding;
use crate::model::{Cell, Row};
use crate::recipe::TimelineLayout;
use crate::source::Span;

/// `[dataset.timeline]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "timeline",
    compile: |spec, patterns| match spec {
        EntrySpec::Dataset(dataset) => compile(dataset.timeline.as_ref()?, patterns),
        EntrySpec::Series(_) => None,
    },
};

struct Timeline {
    start: Regex,
    date: Regex,
    columns: Vec<Arc<str>>,
    date_first: bool,
    dates: Option<(usize, Span)>,
}

fn compile(written: &TimelineLayout, patterns: &mut Patterns<'_>) -> Option<Box<dyn Layout>> {
    let (start, date) = (patterns.pattern(&written.start)?, patterns.pattern(&written.date)?);
    let columns = vec![written.event_column.as_str().into(), written.date_column.as_str().into()];
    Some(Box::new(Timeline {
        start,
        date,
        columns,
        date_first: written.date_first,
        dates: written.dates.as_ref().map(|dates| (*dates.value(), dates.span())),
    }))
}

enum Mark {
    Event,
    Date,
}

impl Layout for Timeline {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let mut table = yielded.table(0, self.columns.clone());
        let mut date: Option<Cell> = None;
        let mut undated: Vec<Cell> = Vec::new();
        let marks = self.marks(&place.text);
        self.count_dates(place, &marks, yielded);
        let begin = marks.first().map_or(place.text.len(), |(at, _, _)| *at);
        self.leftover(place, 0, begin, yielded);
        for (at, (from, to, mark)) in marks.iter().enumerate() {
            let next = marks.get(at + 1).map_or(place.text.len(), |(from, _, _)| *from);
            match mark {
                Mark::Event => {
                    let spans = place.stretches(*to, next);
                    if spans.is_empty() {
                        self.leftover(place, *from, *to, yielded);
                        continue;
                    }
                    let event = Cell { spans };
                    match (&date, self.date_first) {
                        (Some(date), true) => table.rows.push(row(event, date)),
                        _ => undated.push(event),
                    }
                }
                Mark::Date => {
                    let found = Cell { spans: place.stretches(*from, *to) };
                    self.leftover(place, *to, next, yielded);
                    if self.date_first {
                        date = Some(found);
                    } else {
                        table.rows.extend(undated.drain(..).map(|event| row(event, &found)));
                    }
                }
            }
        }
        for event in undated {
            yielded.findings.push(
                Finding::new(&UNPARSED_TEXT, "expected a date for every event, found one without")
                    .at(place.source.name(), event.cover(), "this event")
                    .about(yielded.name),
            );
        }
        yielded.tables.push(table);
    }
}

fn row(event: Cell, date: &Cell) -> Row {
    Row { cells: vec![Some(event), Some(date.clone())] }
}

impl Timeline {
    /// Where events begin and dates stand, in the order of the text.
    fn marks(&self, text: &str) -> Vec<(usize, usize, Mark)> {
        let events = self.start.find_iter(text).map(|found| (found.start(), found.end(), Mark::Event));
        let dates = self.date.find_iter(text).map(|found| (found.start(), found.end(), Mark::Date));
        let mut marks: Vec<_> = events.chain(dates).collect();
        marks.sort_by_key(|(from, to, _)| (*from, *to));
        marks
    }

    /// A date that was lost would give its events to the next one.
    fn count_dates(&self, place: &Place<'_>, marks: &[(usize, usize, Mark)], yielded: &mut Yield<'_>) {
        let found = marks.iter().filter(|(.., mark)| matches!(mark, Mark::Date)).count();
        let Some((expected, span)) = self.dates.filter(|(expected, _)| *expected != found) else { return };
        yielded.findings.push(
            Finding::new(&UNPARSED_TEXT, format!("expected {expected} dates in \"{}\", found {found}", yielded.name))
                .at(place.source.name(), place.span, "the timeline")
                .at(yielded.file, span, "expected here")
                .about(yielded.name),
        );
    }

    /// Text that belongs to no event.
    fn leftover(&self, place: &Place<'_>, from: usize, to: usize, yielded: &mut Yield<'_>) {
        let Some(span) = (from < to).then(|| place.trimmed(from, to)).flatten() else { return };
        yielded.findings.push(
            Finding::new(&UNPARSED_TEXT, format!("expected an event of \"{}\", found other text", yielded.name))
                .at(place.source.name(), Span { ..span }, "belongs to no event")
                .about(yielded.name),
        );
    }
}
