//! The layout `list`: bulleted items under lines that name their group.

use std::sync::Arc;

use regex::Regex;

use super::{EntrySpec, Layout, LayoutKind, Patterns, Place, UNPARSED_TEXT, Yield};
use crate::finding::Finding;
use crate::model::{Cell, Row};
use crate::recipe::ListLayout;
use crate::source::{Joined, Span, is_blank};

/// `[dataset.list]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "list",
    compile: |spec, patterns| match spec {
        EntrySpec::Dataset(dataset) => compile(dataset.list.as_ref()?, patterns),
        EntrySpec::Series(_) => None,
    },
};

struct List {
    start: Regex,
    item: Regex,
    group: Option<Regex>,
    wraps: bool,
    columns: Vec<Arc<str>>,
}

fn compile(written: &ListLayout, patterns: &mut Patterns<'_>) -> Option<Box<dyn Layout>> {
    let start = patterns.pattern(&written.start)?;
    let item = patterns.named_groups(&written.item, &[])?;
    let mut columns: Vec<Arc<str>> = item.capture_names().flatten().map(Arc::from).collect();
    let group = match &written.group {
        Some(group) => {
            columns.push(group.column.as_str().into());
            Some(patterns.whole_line(&group.pattern)?)
        }
        None => None,
    };
    Some(Box::new(List { start, item, group, wraps: written.wraps, columns }))
}

impl Layout for List {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let mut table = yielded.table(0, self.columns.clone());
        let mut group: Option<Cell> = None;
        let mut item: Vec<Span> = Vec::new();
        for line in place.stretches(0, place.text.len()) {
            let text = place.source.slice(line).trim_matches(is_blank);
            let names_group = self.group.as_ref().is_some_and(|pattern| pattern.is_match(text));
            let starts_item = self.start.find(text).is_some_and(|found| found.start() == 0);
            if names_group || starts_item {
                table.rows.extend(self.row(place, &std::mem::take(&mut item), group.as_ref(), yielded));
            }
            if names_group {
                group = Some(Cell::new(line));
            } else if starts_item || (self.wraps && !item.is_empty()) {
                item.push(line);
            } else {
                unparsed(place, line, "neither an item nor a group", yielded);
            }
        }
        table.rows.extend(self.row(place, &item, group.as_ref(), yielded));
        yielded.tables.push(table);
    }
}

impl List {
    fn row(&self, place: &Place<'_>, item: &[Span], group: Option<&Cell>, yielded: &mut Yield<'_>) -> Option<Row> {
        let whole = item.first()?.cover(*item.last()?);
        let joined = Joined::new(place.source.text(), item);
        let Some(captures) = self.item.captures(joined.text()) else {
            unparsed(place, whole, "an item that the pattern does not fit", yielded);
            return None;
        };
        if self.group.is_some() && group.is_none() {
            unparsed(place, whole, "an item above every group", yielded);
            return None;
        }
        let cells = self.item.capture_names().flatten().map(|name| {
            let spans = joined.spans(captures.name(name)?.range());
            (!spans.is_empty()).then_some(Cell { spans })
        });
        Some(Row { cells: cells.chain(group.cloned().map(Some)).collect() })
    }
}

fn unparsed(place: &Place<'_>, span: Span, what: &str, yielded: &mut Yield<'_>) {
    yielded.findings.push(
        Finding::new(&UNPARSED_TEXT, format!("expected an item of \"{}\", found a line that is none", yielded.name))
            .at(place.source.name(), span, what),
    );
}
