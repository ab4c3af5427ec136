//! The layout `series`: a chart torn into runs of labels and runs of numbers.

use std::sync::Arc;

use super::{EntrySpec, Layout, LayoutKind, Place, UNKNOWN_LABEL, UNPAIRED_SERIES, Yield};
use crate::finding::{Finding, counted};
use crate::model::{Cell, Row, UnpairedSeries};
use crate::recipe::SeriesLayout;

/// `[dataset.series]`, `[series.series]`
pub(super) static LAYOUT: LayoutKind = LayoutKind {
    name: "series",
    compile: |spec, _| {
        let written = match spec {
            EntrySpec::Dataset(dataset) => dataset.series.as_ref()?,
            EntrySpec::Series(series) => series.series.as_ref()?,
        };
        Some(compile(written))
    },
};

struct Run {
    column: Arc<str>,
    labels: bool,
}

struct Series {
    runs: Vec<Run>,
    groups: usize,
    scattered: bool,
    vocabulary: Vocabulary,
    /// Without a list of labels, a line is a label.
    label_lines: bool,
}

fn compile(written: &SeriesLayout) -> Box<dyn Layout> {
    let runs =
        written.runs.iter().map(|run| Run { column: run.column.as_str().into(), labels: run.is_labels() }).collect();
    let lists: Vec<_> = written.runs.iter().filter_map(|run| run.labels.as_ref()).collect();
    let labels = lists.iter().flat_map(|labels| labels.iter());
    Box::new(Series {
        runs,
        groups: written.groups.len().max(1),
        scattered: written.scattered,
        vocabulary: Vocabulary::new(labels.map(String::as_str)),
        label_lines: lists.is_empty(),
    })
}

/// Every label there may be, without white space, the longest first.
struct Vocabulary {
    labels: Vec<Vec<char>>,
}

impl Vocabulary {
    fn new<'a>(labels: impl Iterator<Item = &'a str>) -> Vocabulary {
        let squeezed = |label: &str| label.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
        let mut labels: Vec<_> = labels.map(squeezed).filter(|label| !label.is_empty()).collect();
        labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
        Vocabulary { labels }
    }

    /// The length in bytes of the longest label that `text` begins with, whatever white space breaks it.
    fn prefix(&self, text: &str) -> Option<usize> {
        self.labels.iter().find_map(|label| {
            let mut wanted = label.iter().peekable();
            for (at, c) in text.char_indices() {
                match wanted.peek() {
                    None => return Some(at),
                    Some(_) if c.is_whitespace() => {}
                    Some(next) if **next == c => {
                        wanted.next();
                    }
                    Some(_) => return None,
                }
            }
            wanted.peek().is_none().then_some(text.len())
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Item {
    Label,
    Number,
    /// Text that is neither a number nor a label of the list.
    Unknown,
}

impl Series {
    /// The items of the place, in order, as offsets.
    fn items(&self, text: &str) -> Vec<(Item, usize, usize)> {
        let mut items = Vec::new();
        let mut at = 0;
        let mut unknown: Option<usize> = None;
        let mut line_start = true;
        while let Some(c) = text[at..].chars().next() {
            if c.is_whitespace() || c == '\u{feff}' {
                let line_end = matches!(c, '\n' | '\x0c');
                if line_end && let Some(from) = unknown.take() {
                    items.push((Item::Unknown, from, at));
                }
                line_start |= line_end;
                at += c.len_utf8();
                continue;
            }
            let rest = &text[at..];
            let label = if self.label_lines && line_start && number(rest.lines().next().unwrap_or_default()).is_none() {
                Some(rest.lines().next().map_or(rest.len(), |line| line.trim_end().len()))
            } else {
                self.vocabulary.prefix(rest)
            };
            let found = match label {
                Some(length) => Some((Item::Label, length)),
                None if unknown.is_none() => number(rest).map(|length| (Item::Number, length)),
                None => None,
            };
            match found {
                Some((item, length)) => {
                    if let Some(from) = unknown.take() {
                        items.push((Item::Unknown, from, at));
                    }
                    items.push((item, at, at + length));
                    at += length;
                }
                None => {
                    unknown.get_or_insert(at);
                    at += c.len_utf8();
                }
            }
            line_start = false;
        }
        if let Some(from) = unknown {
            items.push((Item::Unknown, from, text.len()));
        }
        items
    }
}

/// The length of the number that `text` begins with: sign, digits with separators, percent sign; followed by white
/// space, the end, or a letter that is no Latin one (a label glued to it).
fn number(text: &str) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut end = 0;
    let mut digits = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| digit(*next));
        match c {
            _ if digit(c) => digits += 1,
            '-' | '−' | '+' | '(' | '（' if digits == 0 && at == 0 => {}
            '$' | '¥' | '￥' | '€' if digits == 0 => {}
            '.' | ',' | '，' | '．' if next_is_digit => {}
            '%' | '％' | ')' | '）' if digits > 0 => {
                end = at + c.len_utf8();
                break;
            }
            _ => break,
        }
        end = at + c.len_utf8();
    }
    let glued = text[end..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (digits > 0 && !glued).then_some(end)
}

impl Layout for Series {
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>) {
        let items = self.items(&place.text);
        let cell = |from, to| Cell { spans: place.stretches(from, to) };
        let unknown: Vec<_> = items.iter().filter(|(item, ..)| *item == Item::Unknown).collect();
        for (_, from, to) in &unknown {
            let text = crate::source::Joined::new(place.source.text(), &place.stretches(*from, *to));
            yielded.findings.push(
                Finding::new(
                    &UNKNOWN_LABEL,
                    format!("expected a label of \"{}\" or a number, found \"{}\"", yielded.name, text.text()),
                )
                .at(place.source.name(), cell(*from, *to).cover(), "in no list of labels")
                .about(yielded.name)
                .help("add it to the recipe's labels, or list the line under captions"),
            );
        }
        let groups = if self.scattered { Some(vec![self.scatter(&items)]) } else { self.groups(&items) };
        let Some(groups) = groups.filter(|_| unknown.is_empty()) else {
            let runs = runs_in_order(&items);
            if unknown.is_empty() {
                self.report(place, &runs, yielded);
            }
            let runs = runs.iter().map(|(item, places)| {
                let column = self.runs.iter().find(|run| run.labels == (*item != Item::Number));
                let column = column.map_or_else(|| "text".into(), |run| run.column.clone());
                (column, places.iter().map(|&(from, to)| cell(from, to)).collect())
            });
            yielded.unpaired.push(UnpairedSeries {
                name: yielded.name.clone(),
                entry: yielded.entry,
                runs: runs.collect(),
            });
            return;
        };
        if self.scattered || groups.iter().any(|runs| runs.iter().any(|run| run.len() != runs[0].len())) {
            for runs in &groups {
                self.report_lengths(place, runs, yielded);
            }
            let runs = groups
                .iter()
                .flat_map(|runs| self.runs.iter().zip(runs))
                .map(|(run, places)| (run.column.clone(), places.iter().map(|&(from, to)| cell(from, to)).collect()));
            let runs = runs.collect();
            yielded.unpaired.push(UnpairedSeries { name: yielded.name.clone(), entry: yielded.entry, runs });
            return;
        }
        for (group, runs) in groups.iter().enumerate() {
            let mut table = yielded.table(group, self.runs.iter().map(|run| run.column.clone()).collect());
            for at in 0..runs.first().map_or(0, Vec::len) {
                let cells = runs.iter().map(|run| Some(cell(run[at].0, run[at].1))).collect();
                table.rows.push(Row { cells });
            }
            yielded.tables.push(table);
        }
    }
}

type Places = Vec<(usize, usize)>;

/// Neighbouring items of one kind make a run.
fn runs_in_order(items: &[(Item, usize, usize)]) -> Vec<(Item, Places)> {
    let mut runs: Vec<(Item, Places)> = Vec::new();
    for &(item, from, to) in items {
        match runs.last_mut() {
            Some((kind, places)) if *kind == item => places.push((from, to)),
            _ => runs.push((item, vec![(from, to)])),
        }
    }
    runs
}

impl Series {
    /// All labels and all numbers, wherever they stand, one list for each run.
    fn scatter(&self, items: &[(Item, usize, usize)]) -> Vec<Places> {
        let of = |wanted| items.iter().filter(|(item, ..)| *item == wanted).map(|&(_, from, to)| (from, to)).collect();
        self.runs.iter().map(|run| of(if run.labels { Item::Label } else { Item::Number })).collect()
    }

    /// The runs as the recipe expects them, group by group; `None` if their kinds do not fit.
    fn groups(&self, items: &[(Item, usize, usize)]) -> Option<Vec<Vec<Places>>> {
        let runs = runs_in_order(items);
        let expected = (0..self.groups).flat_map(|_| &self.runs);
        let fits = runs.len() == self.groups * self.runs.len()
            && expected.zip(&runs).all(|(run, (item, _))| run.labels == (*item == Item::Label));
        fits.then(|| {
            let mut places = runs.into_iter().map(|(_, places)| places);
            (0..self.groups).map(|_| places.by_ref().take(self.runs.len()).collect()).collect()
        })
    }

    /// The runs alternate otherwise than the recipe says.
    fn report(&self, place: &Place<'_>, runs: &[(Item, Places)], yielded: &mut Yield<'_>) {
        let name = |labels| if labels { "labels" } else { "numbers" };
        let count = |item, places: &Places| counted(places.len(), if item == Item::Label { "label" } else { "number" });
        let expected: Vec<_> =
            (0..self.groups).flat_map(|_| &self.runs).map(|run| name(run.labels).to_owned()).collect();
        let found: Vec<_> = runs.iter().map(|(item, places)| count(*item, places)).collect();
        let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
        let mut finding =
            Finding::new(&UNPAIRED_SERIES, format!("expected runs of {}, found {found}", expected.join(", ")));
        for (item, places) in runs {
            finding = self.label_run(finding, place, places, &count(*item, places));
        }
        yielded.findings.push(finding.about(yielded.name));
    }

    /// The runs of one group differ in length.
    fn report_lengths(&self, place: &Place<'_>, runs: &[Places], yielded: &mut Yield<'_>) {
        if !self.scattered && runs.iter().all(|run| run.len() == runs[0].len()) {
            return;
        }
        let counts: Vec<_> = self
            .runs
            .iter()
            .zip(runs)
            .map(|(run, places)| {
                let count = counted(places.len(), if run.labels { "label" } else { "number" });
                if self.runs.len() == 2 { count } else { format!("{count} ({})", run.column) }
            })
            .collect();
        let mut finding = Finding::new(
            &UNPAIRED_SERIES,
            format!("\"{}\" has {}: they cannot be paired", yielded.name, counts.join(" and ")),
        );
        for (count, places) in counts.iter().zip(runs) {
            finding = self.label_run(finding, place, places, count);
        }
        yielded.findings.push(
            finding.about(yielded.name).help("nothing of it is published; labels and numbers stand in rejected/"),
        );
    }

    fn label_run(&self, finding: Finding, place: &Place<'_>, places: &Places, text: &str) -> Finding {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return finding };
        let span = place.span_of(first.0, last.1);
        finding.at(place.source.name(), span, text)
    }
}
