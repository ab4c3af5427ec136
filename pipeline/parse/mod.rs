//! Stage 2: find the recipe's tables, series and figures in a text and cut them into cells. No typing here.

mod account;
mod figure;
mod grid;
mod headings;
mod labels;
mod list;
mod pattern;
mod patterns;
mod place;
pub mod scan;
mod series;
mod table;
mod timeline;

use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::{Bucket, Cell, Entry, FoundFigure, FoundGrid, Ledger, Section, Table, UnpairedSeries};
use crate::recipe::{DatasetSpec, Placed, Recipe, RecipeFile, Region, SectionRef, SeriesSpec};
use crate::source::{Joined, Source, Span, is_blank};

pub use account::ledger;
pub use patterns::BROKEN_PATTERN;
pub(crate) use patterns::Patterns;
use place::{FoundPlace, Place, PlacePlan};
use scan::{FoundRow, FoundTable};

/// A pattern was found nowhere.
pub static NO_MATCH: Code = Code {
    name: "no-match",
    severity: Severity::Error,
    what: "whatever a recipe configures must match something in its text",
    why: "an anchor, a section or a figure that is not found means that data are missing, or that the text has changed",
    example: "after = \"Table 3: revenue\"   # the text says \"Table 3. Revenue\"",
    action: "correct the pattern; compare it with the text of the section shown",
};

/// A place is asked for that exists more than once.
pub static AMBIGUOUS_PLACE: Code = Code {
    name: "ambiguous-place",
    severity: Severity::Error,
    what: "an anchor or section that says where data stand must be found exactly once",
    why: "with two places to read from, either would be a guess",
    example: "after = \"Total\"   # found in two tables",
    action: "make the pattern longer, or name the section",
};

/// Text inside a dataset that no cell holds.
pub static UNPARSED_TEXT: Code = Code {
    name: "unparsed-text",
    severity: Severity::Error,
    what: "all text inside a dataset's place must belong to a row, a caption or an ignored line",
    why: "a row that its pattern does not fit would be lost without a word",
    example: "Cash 1,200\nLoans 9OO     # the letter O: the row pattern wants digits",
    action: "widen the row pattern, list the line under captions, or move the end of the place",
};

/// The runs of a chart do not fit together.
pub static UNPAIRED_SERIES: Code = Code {
    name: "unpaired-series",
    severity: Severity::Error,
    what: "the runs of labels and numbers that a chart was torn into must have the same length",
    why: "with one number missing, every label behind it would get its neighbour's value",
    example: "140\n76\nOpenAI Anthropic Inflection",
    action: "if the text lost a number, the rows cannot be had from it: waive the finding or take the dataset out",
};

/// A label that the recipe's list of labels lacks.
pub static UNKNOWN_LABEL: Code = Code {
    name: "unknown-label",
    severity: Severity::Error,
    what: "every label of a chart must be in the recipe's list of labels, where it has one",
    why: "labels can be glued together or broken over lines; only a list can tell where one ends",
    example: "labels = [\"Mistral AI\"]   # the text says \"Mistral AIHugging Face\"",
    action: "add the label to the list",
};

/// The codes that this stage reports.
pub static CODES: &[&Code] = &[
    &BROKEN_PATTERN,
    &NO_MATCH,
    &AMBIGUOUS_PLACE,
    &UNPARSED_TEXT,
    &UNPAIRED_SERIES,
    &UNKNOWN_LABEL,
    &scan::AMBIGUOUS_COLUMNS,
    &scan::LABEL_WITHOUT_VALUES,
    &scan::SURPLUS_CELL,
];

/// One way to find cells in the text of a place.
pub(crate) trait Layout: Send + Sync {
    /// Cuts the place into rows of cells.
    fn parse(&self, place: &Place<'_>, yielded: &mut Yield<'_>);
}

/// A kind of layout: its name in recipes and how its part of an entry is compiled.
pub(crate) struct LayoutKind {
    /// The key in a recipe's entry.
    pub name: &'static str,
    /// Compiles the entry's part of that key; `None` if the entry has none.
    pub compile: fn(&EntrySpec<'_>, &mut Patterns<'_>) -> Option<Box<dyn Layout>>,
}

/// Every layout. One more: a file with a `LAYOUT`, its keys in recipe/layout.rs, and two lines here.
static LAYOUTS: &[&LayoutKind] = &[
    &pattern::LAYOUT,
    &table::LAYOUT,
    &grid::LAYOUT,
    &series::LAYOUT,
    &list::LAYOUT,
    &timeline::LAYOUT,
    &headings::LAYOUT,
];

/// What a `[[dataset]]` and a `[[series]]` have in common.
#[derive(Clone, Copy)]
pub(crate) enum EntrySpec<'a> {
    Dataset(&'a DatasetSpec),
    Series(&'a SeriesSpec),
}

impl<'a> EntrySpec<'a> {
    fn name(self) -> &'a Placed<String> {
        match self {
            EntrySpec::Dataset(spec) => &spec.name,
            EntrySpec::Series(spec) => &spec.name,
        }
    }

    fn text(self) -> Option<&'a Placed<String>> {
        match self {
            EntrySpec::Dataset(spec) => spec.text.as_ref(),
            EntrySpec::Series(spec) => spec.text.as_ref(),
        }
    }

    fn region(self) -> Region<'a> {
        match self {
            EntrySpec::Dataset(spec) => Region {
                section: spec.section.as_ref(),
                after: spec.after.as_ref(),
                from: spec.from.as_ref(),
                before: spec.before.as_ref(),
                lines: spec.lines.as_ref(),
                captions: &spec.captions,
            },
            EntrySpec::Series(spec) => Region {
                section: spec.section.as_ref(),
                after: spec.after.as_ref(),
                from: spec.from.as_ref(),
                before: spec.before.as_ref(),
                lines: None,
                captions: &spec.captions,
            },
        }
    }
}

/// What a layout adds to.
pub(crate) struct Yield<'a> {
    /// The recipe's file.
    pub file: &'a Arc<str>,
    pub name: &'a Arc<str>,
    pub entry: Entry,
    pub tables: &'a mut Vec<Table>,
    pub unpaired: &'a mut Vec<UnpairedSeries>,
    /// Rows that the recipe leaves out, and what they are in the ledger.
    pub left_out: &'a mut Vec<(Span, Bucket)>,
    pub findings: &'a mut Findings,
}

impl Yield<'_> {
    /// A table of this entry without rows.
    pub fn table(&self, group: usize, columns: Vec<Arc<str>>) -> Table {
        Table { name: self.name.clone(), entry: self.entry, group, columns, rows: Vec::new(), headers: Vec::new() }
    }

    /// Notes that the recipe leaves `row` out: a total, or whatever else its pattern fits.
    pub fn leave_out(&mut self, row: &FoundRow) {
        let bucket = if row.total { Bucket::Total } else { Bucket::Ignored };
        let spans = row.cells.iter().flatten().flat_map(|cell| &cell.spans);
        self.left_out.extend(spans.map(|&span| (span, bucket)));
    }
}

/// One entry of a recipe, compiled.
struct EntryPlan {
    name: Arc<str>,
    entry: Entry,
    text: Option<String>,
    span: Span,
    place: PlacePlan,
    layout: Box<dyn Layout>,
    /// For each group, the columns whose value is found once in the section.
    finds: Vec<Vec<(Arc<str>, Regex, Span)>>,
}

/// A pattern of lines to pass over, the section that it is for, and its bytes in the recipe.
type Ignored = (Regex, Option<SectionRef>, Span);

/// A recipe's patterns, compiled once and used for each of its texts.
pub struct ParsePlan {
    file: Arc<str>,
    headings: Option<Regex>,
    ignore: Vec<Ignored>,
    entries: Vec<EntryPlan>,
    figures: Vec<figure::FigurePlan>,
}

/// What parsing one text yields.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The tables, in the order of the recipe's entries; not more than one for each entry and group.
    pub tables: Vec<Table>,
    /// The figures found in prose.
    pub figures: Vec<FoundFigure>,
    /// Charts whose labels and numbers could not be paired.
    pub unpaired: Vec<UnpairedSeries>,
    /// The numbered headings.
    pub sections: Vec<Section>,
    /// What became of each line, where [`ledger`] has said it.
    pub ledger: Ledger,
    /// Spans that the reads say something of beside their cells.
    marks: Vec<(Span, Bucket)>,
}

/// A part of a recipe that needs no other to be compiled.
pub struct Part(PartPlan);

enum PartPlan {
    Frame { headings: Option<Regex>, ignore: Vec<Ignored> },
    Entry(Option<EntryPlan>),
    Figure(Option<figure::FigurePlan>),
}

/// How many parts a recipe has; each may be compiled by a thread of its own.
pub fn parts(recipe: &RecipeFile) -> usize {
    let written = &recipe.recipe;
    1 + written.dataset.len() + written.series.len() + written.figure.len()
}

/// Compiles the patterns of part `at` of a recipe, which has [`parts`]. Broken ones are findings on the recipe's bytes.
pub fn compile(recipe: &RecipeFile, at: usize, findings: &mut Findings) -> Part {
    let mut patterns = Patterns { file: &recipe.file, findings };
    let written = &recipe.recipe;
    let Some(at) = at.checked_sub(1) else { return Part(frame_plan(written, &mut patterns)) };
    if let Some(dataset) = written.dataset.get(at) {
        return Part(PartPlan::Entry(entry(Entry::Dataset(at), EntrySpec::Dataset(dataset), &mut patterns)));
    }
    let at = at - written.dataset.len();
    if let Some(series) = written.series.get(at) {
        return Part(PartPlan::Entry(entry(Entry::Series(at), EntrySpec::Series(series), &mut patterns)));
    }
    let at = at - written.series.len();
    Part(PartPlan::Figure(figure::compile(at, &written.figure[at], &mut patterns)))
}

fn frame_plan(written: &Recipe, patterns: &mut Patterns<'_>) -> PartPlan {
    let headings = written.headings.as_ref().and_then(|spec| headings::compile(spec, patterns));
    let ignore = written.ignore.iter().filter_map(|spec| {
        let section = spec.section.as_ref().map(|section| section.value().clone());
        Some((patterns.whole_line(&spec.pattern)?, section, spec.pattern.span()))
    });
    PartPlan::Frame { ignore: ignore.collect(), headings }
}

/// Puts the parts of a recipe together, in their order.
pub fn plan(recipe: &RecipeFile, parts: Vec<Part>) -> ParsePlan {
    let mut plan = ParsePlan {
        file: recipe.file.clone(),
        headings: None,
        ignore: Vec::new(),
        entries: Vec::new(),
        figures: Vec::new(),
    };
    for Part(part) in parts {
        match part {
            PartPlan::Frame { headings, ignore } => (plan.headings, plan.ignore) = (headings, ignore),
            PartPlan::Entry(entry) => plan.entries.extend(entry),
            PartPlan::Figure(figure) => plan.figures.extend(figure),
        }
    }
    plan
}

fn entry(entry: Entry, spec: EntrySpec<'_>, patterns: &mut Patterns<'_>) -> Option<EntryPlan> {
    let span = spec.name().span();
    let before = patterns.findings.len();
    let mut layouts: Vec<_> =
        LAYOUTS.iter().filter_map(|kind| Some((kind.name, (kind.compile)(&spec, patterns)?))).collect();
    if layouts.len() != 1 {
        if patterns.findings.len() == before {
            let names: Vec<_> = LAYOUTS.iter().map(|kind| kind.name).collect();
            let found: Vec<_> = layouts.iter().map(|(name, _)| *name).collect();
            let found = if found.is_empty() { "none".to_owned() } else { found.join(" and ") };
            patterns.findings.push(
                Finding::new(
                    &crate::recipe::RECIPE_SYNTAX,
                    format!("expected one layout of {}, found {found}", names.join(", ")),
                )
                .at(patterns.file, span, "this entry"),
            );
        }
        return None;
    }
    let place = PlacePlan::compile(&spec.region(), patterns)?;
    let finds = match spec {
        EntrySpec::Series(_) => Vec::new(),
        EntrySpec::Dataset(dataset) => {
            let groups = dataset.series.as_ref().map_or(&[][..], |series| &series.groups);
            let of_group = |columns: &std::collections::BTreeMap<Placed<String>, crate::recipe::ColumnSpec>,
                            patterns: &mut Patterns<'_>| {
                columns
                    .iter()
                    .filter_map(|(name, column)| {
                        let find = column.find.as_ref()?;
                        Some((Arc::from(name.as_str()), patterns.one_group(find)?, find.span()))
                    })
                    .collect::<Vec<_>>()
            };
            let common = of_group(&dataset.columns, patterns);
            (0..groups.len().max(1))
                .map(|at| {
                    let mut finds = common.clone();
                    if let Some(group) = groups.get(at) {
                        finds.extend(of_group(&group.columns, patterns));
                    }
                    finds
                })
                .collect()
        }
    };
    let (_, layout) = layouts.pop()?;
    let text = spec.text().map(|text| text.value().clone());
    Some(EntryPlan { name: spec.name().as_str().into(), entry, text, span, place, layout, finds })
}

/// What all reads of one text have in common: its sections, and the lines that the recipe passes over.
pub struct Frame {
    sections: Vec<Section>,
    ignored: Vec<Span>,
    tables: Tables,
}

/// All tables of a text, found when they are first asked for.
#[derive(Debug, Default)]
pub(crate) struct Tables(OnceLock<Vec<FoundTable>>);

impl Tables {
    /// The tables of `source`, in its order.
    pub fn of(&self, source: &Source) -> &[FoundTable] {
        self.0.get_or_init(|| scan::tables(source, source.span(), scan::Hints::default()))
    }
}

/// What one read of a text found.
#[derive(Default)]
pub struct Read {
    tables: Vec<Table>,
    unpaired: Vec<UnpairedSeries>,
    figures: Vec<FoundFigure>,
    /// Lines above cells that hold none: anchors and captions.
    headers: Vec<Span>,
    /// Rows that the recipe leaves out.
    left_out: Vec<(Span, Bucket)>,
}

/// Finds a text's sections and ignored lines.
pub fn frame(source: &Source, plan: &ParsePlan, findings: &mut Findings) -> Frame {
    let sections = plan.headings.as_ref().map(|pattern| headings::sections(source, pattern)).unwrap_or_default();
    let ignored = ignored_lines(source, plan, &sections, findings);
    Frame { sections, ignored, tables: Tables::default() }
}

impl ParsePlan {
    /// How many reads a text takes: one for each entry, one for the figures of each section. Each may be done by a
    /// thread of its own.
    pub fn reads(&self) -> usize {
        self.entries.len() + figure::groups(&self.figures).count()
    }
}

/// Does read `at` of the [`ParsePlan::reads`] of a text.
pub fn read(
    source: &Source,
    text_name: &str,
    plan: &ParsePlan,
    frame: &Frame,
    at: usize,
    findings: &mut Findings,
) -> Read {
    let is_meant = |text: Option<&str>| text.is_none_or(|text| text == text_name);
    match plan.entries.get(at) {
        Some(entry) if is_meant(entry.text.as_deref()) => read_entry(source, plan, entry, frame, findings),
        Some(_) => Read::default(),
        None => {
            let group = figure::groups(&plan.figures).nth(at - plan.entries.len()).unwrap_or_default();
            Read { figures: figure::find(source, text_name, plan, group, &frame.sections, findings), ..Read::default() }
        }
    }
}

/// The tables of a text, whether a recipe reads them or not.
pub fn grids(source: &Source, frame: &Frame) -> Vec<FoundGrid> {
    scan::grids(source, frame.tables.of(source))
}

/// Puts the reads of a text together, in their order.
pub fn assemble(frame: &Frame, reads: Vec<Read>) -> Parsed {
    let mut parsed = Parsed { sections: frame.sections.clone(), ..Parsed::default() };
    for read in reads {
        parsed.marks.extend(read.headers.into_iter().map(|span| (span, Bucket::Header)));
        parsed.marks.extend(read.left_out);
        parsed.tables.extend(read.tables);
        parsed.unpaired.extend(read.unpaired);
        parsed.figures.extend(read.figures);
    }
    parsed
}

fn read_entry(source: &Source, plan: &ParsePlan, entry: &EntryPlan, frame: &Frame, findings: &mut Findings) -> Read {
    let before = findings.len();
    let Some(FoundPlace { region, scope, headers, captions }) =
        entry.place.find(source, &plan.file, entry.span, &frame.sections, findings)
    else {
        return Read::default();
    };
    let place = Place::new(source, frame, region, &captions);
    let mut read = Read { headers: headers.into_iter().chain(captions).collect(), ..Read::default() };
    entry.layout.parse(
        &place,
        &mut Yield {
            file: &plan.file,
            name: &entry.name,
            entry: entry.entry,
            tables: &mut read.tables,
            unpaired: &mut read.unpaired,
            left_out: &mut read.left_out,
            findings: &mut *findings,
        },
    );
    let rows: usize = read.tables.iter().map(|table| table.rows.len()).sum();
    if rows == 0 && findings.len() == before {
        findings.push(
            Finding::new(&NO_MATCH, format!("expected rows of \"{}\", found none", entry.name))
                .at(&plan.file, entry.span, "this entry")
                .at(source.name(), region, "the text that it reads"),
        );
    }
    for table in &mut read.tables {
        table.headers.splice(0..0, read.headers.iter().copied());
        for (column, pattern, span) in entry.finds.get(table.group).into_iter().flatten() {
            let Some(cell) = find_once(source, scope, pattern, plan, *span, findings) else { continue };
            table.columns.push(column.clone());
            for row in &mut table.rows {
                row.cells.push(Some(cell.clone()));
            }
        }
    }
    read
}

/// The group of `pattern` in the joined lines of `scope`; several places must print the same.
fn find_once(
    source: &Source,
    scope: Span,
    pattern: &Regex,
    plan: &ParsePlan,
    span: Span,
    findings: &mut Findings,
) -> Option<Cell> {
    let joined = Joined::lines(source, scope);
    let found: Vec<_> = pattern.captures_iter(joined.text()).filter_map(|c| c.get(1).map(|m| m.range())).collect();
    let Some(first) = found.first() else {
        findings.push(
            Finding::new(&NO_MATCH, "expected the pattern once in its section, found it nowhere")
                .at(&plan.file, span, "this pattern")
                .at(source.name(), first_line(source, scope), "the section begins here"),
        );
        return None;
    };
    let spans = joined.spans(first.clone());
    if let Some(other) = found.iter().find(|range| joined.text()[(*range).clone()] != joined.text()[first.clone()]) {
        let mut finding = Finding::new(
            &AMBIGUOUS_PLACE,
            format!(
                "expected one value, found \"{}\" and \"{}\"",
                &joined.text()[first.clone()],
                &joined.text()[other.clone()]
            ),
        )
        .at(&plan.file, span, "this pattern");
        for place in spans.iter().chain(&joined.spans(other.clone())) {
            finding = finding.at(source.name(), *place, "found here");
        }
        findings.push(finding);
        return None;
    }
    (!spans.is_empty()).then_some(Cell { spans })
}

/// The first line of `scope` that is not blank.
fn first_line(source: &Source, scope: Span) -> Span {
    let text = source.slice(scope);
    let start = scope.start as usize + (text.len() - text.trim_start_matches(is_blank).len());
    let line = source.line_span(source.line_of(start as u32));
    Span::new(start.min(line.end as usize), line.end as usize)
}

/// The lines that the recipe passes over. A pattern that fits none is a finding.
fn ignored_lines(source: &Source, plan: &ParsePlan, sections: &[Section], findings: &mut Findings) -> Vec<Span> {
    let mut ignored = Vec::new();
    for (pattern, section, span) in &plan.ignore {
        let before = ignored.len();
        for line in 1..=source.lines().count() {
            let line = source.line_span(line);
            let inside = section.as_ref().is_none_or(|wanted| {
                sections.iter().any(|s| place::is_meant(source, s, wanted) && s.body.contains(line))
            });
            if inside && pattern.is_match(source.slice(line).trim_matches(is_blank)) {
                ignored.push(line);
            }
        }
        if ignored.len() == before {
            findings.push(Finding::new(&NO_MATCH, "expected lines to ignore, found none").at(
                &plan.file,
                *span,
                "this pattern",
            ));
        }
    }
    ignored.sort();
    ignored
}
