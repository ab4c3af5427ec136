//! recipe.toml as written, with the spans of its own text: TOML goes in, a [`Recipe`] or findings come out.

mod column;
mod layout;
mod placed;

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

pub use column::{AsideSpec, ColumnSpec};
pub use layout::{
    GridLayout, HeadingsLayout, ListGroup, ListLayout, PatternLayout, Region, RunSpec, SectionRef, SeriesGroup,
    SeriesLayout, TableLayout, TableRef, TimelineLayout, TitledSection,
};
pub use placed::Placed;

use crate::finding::{Code, Finding, Findings, Severity};
use crate::source::Span;

/// The recipe is no TOML, or has a key or a type that recipes do not have.
pub static RECIPE_SYNTAX: Code = Code {
    name: "recipe-syntax",
    severity: Severity::Error,
    what: "recipe.toml must be TOML with the keys of schemas/recipe.schema.json",
    why: "a misspelt key would otherwise be passed over, and what it asks for would not happen",
    example: "[report]\ntitel = \"Annual report\"",
    action: "correct the key or value at the place shown; editors complete keys from schemas/recipe.schema.json",
};

/// The codes that reading a recipe reports.
pub static CODES: &[&Code] = &[&RECIPE_SYNTAX];

/// How to read one report's datasets out of its texts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// What the report is.
    pub report: ReportSpec,
    /// How its numbered headings look; sections are cut at them.
    pub headings: Option<HeadingsSpec>,
    /// Lines that no dataset uses and that are no prose, each with a reason.
    #[serde(default)]
    pub ignore: Vec<IgnoreSpec>,
    /// Where each dataset stands; several entries may fill one dataset.
    #[serde(default)]
    pub dataset: Vec<DatasetSpec>,
    /// Charts and lists that only checks use, by name; never published.
    #[serde(default)]
    pub series: Vec<SeriesSpec>,
    /// Figures stated in prose, by name: the rows of `stated_figure`.
    #[serde(default)]
    pub figure: Vec<FigureSpec>,
    /// Exchange rates by which amounts become those of a column in another currency.
    #[serde(default)]
    pub rate: Vec<RateSpec>,
    /// Relations that must hold between the report's numbers.
    #[serde(default)]
    pub check: Vec<CheckSpec>,
    /// Known defects of the report that are accepted.
    #[serde(default)]
    pub waiver: Vec<WaiverSpec>,
}

/// What the report is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportSpec {
    /// The report's title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// The language of its text, as a BCP 47 tag: `zh`, `en`.
    pub language: Option<Placed<String>>,
    /// The country whose currency a bare `$` or `元` means, as an ISO 3166 code: `CN`, `US`.
    pub country: Option<Placed<String>>,
    /// What separates decimals: `.` or `,`. Only needed where the report's own numbers do not settle it.
    pub decimal_separator: Option<Placed<String>>,
    /// The order of days and months in dates such as 13/06/2024: `dmy`, `mdy`.
    pub date_order: Option<Placed<String>>,
    /// How its printed numbers are made, for all its datasets, series and figures: `rounded` (if absent) or `truncated`,
    /// where the digits behind the last one are cut off.
    pub rounding: Option<Placed<String>>,
    /// When it was published: `2024`, `2024-06` or `2024-06-13`.
    pub published: Option<Placed<String>>,
    /// What the texts are and how they were extracted.
    pub description: Option<String>,
    /// The files to read, in order, relative to the recipe.
    pub texts: Vec<Placed<String>>,
    /// The least share of lines that must be in a bucket other than `unaccounted`: `100%`.
    pub accounted: Option<Placed<String>>,
}

/// How numbered headings look.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadingsSpec {
    /// A pattern for one line with the groups `number`, `title` and, where the report counts parts, `part`.
    pub pattern: Placed<String>,
}

/// Lines that are neither data nor prose.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoreSpec {
    /// A pattern for one whole line.
    pub pattern: Placed<String>,
    /// The section to look in; everywhere if absent.
    pub section: Option<Placed<SectionRef>>,
    /// Why the line is passed over.
    pub reason: String,
}

/// Where one dataset stands and how its columns map to its contract.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatasetSpec {
    /// The dataset: the stem of a contract in schemas/.
    pub name: Placed<String>,
    /// The text that holds it; all texts if absent.
    pub text: Option<Placed<String>>,
    /// The section that holds it.
    pub section: Option<Placed<SectionRef>>,
    /// A pattern found once in the section: the dataset begins behind it.
    pub after: Option<Placed<String>>,
    /// A pattern found once in the section: the dataset begins with it.
    pub from: Option<Placed<String>>,
    /// A pattern found behind `after`, at its first place: the dataset ends in front of it.
    pub before: Option<Placed<String>>,
    /// Its first and last line, counted from 1, where no line tells it from another place of the text: `[9, 12]`. Instead
    /// of a section and patterns.
    pub lines: Option<Placed<[u32; 2]>>,
    /// Patterns of lines inside the dataset that belong to it but hold no cell (captions, axis titles).
    #[serde(default)]
    pub captions: Vec<Placed<String>>,
    /// Rows found by a pattern.
    pub pattern: Option<Placed<PatternLayout>>,
    /// A table that stands in columns.
    pub table: Option<Placed<TableLayout>>,
    /// A table that the file itself says is one: of a spreadsheet, a CSV, HTML, Markdown or JSON.
    pub grid: Option<Placed<GridLayout>>,
    /// A chart torn into runs of labels and numbers.
    pub series: Option<Placed<SeriesLayout>>,
    /// Bulleted items under group lines.
    pub list: Option<Placed<ListLayout>>,
    /// Events with a date before or behind them.
    pub timeline: Option<Placed<TimelineLayout>>,
    /// The report's numbered headings.
    pub headings: Option<Placed<HeadingsLayout>>,
    /// How its printed numbers are made, where that differs from the report's `rounding`: `rounded` or `truncated`.
    pub rounding: Option<Placed<String>>,
    /// The column whose items become rows of their own.
    pub explode: Option<Placed<String>>,
    /// The place to which its numbers are rounded, where no note beside the table says it: `ten`, `0.1`, `million`,
    /// `one decimal place`, `百位`. Their intervals follow.
    pub rounded_to: Option<Placed<String>>,
    /// How cells become columns; a column that is not named here takes the cell of its own name.
    #[serde(default)]
    pub columns: BTreeMap<Placed<String>, ColumnSpec>,
    /// Columns that only checks see.
    #[serde(default)]
    pub asides: BTreeMap<Placed<String>, AsideSpec>,
}

/// A chart or list that only checks use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesSpec {
    /// Its name; checks write `series.NAME.COLUMN`.
    pub name: Placed<String>,
    /// The text that holds it; all texts if absent.
    pub text: Option<Placed<String>>,
    /// The section that holds it.
    pub section: Option<Placed<SectionRef>>,
    /// A pattern found once in the section: the series begins behind it.
    pub after: Option<Placed<String>>,
    /// A pattern found once in the section: the series begins with it.
    pub from: Option<Placed<String>>,
    /// A pattern found behind `after`, at its first place: the series ends in front of it.
    pub before: Option<Placed<String>>,
    /// Patterns of lines inside it that hold no cell.
    #[serde(default)]
    pub captions: Vec<Placed<String>>,
    /// A chart torn into runs of labels and numbers.
    pub series: Option<Placed<SeriesLayout>>,
    /// Rows found by a pattern.
    pub pattern: Option<Placed<PatternLayout>>,
    /// The units of its numeric columns, by column; `1` for bare numbers.
    #[serde(default)]
    pub units: BTreeMap<Placed<String>, Placed<String>>,
}

/// One figure stated in prose.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureSpec {
    /// Its name, the row's `figure`; checks write `stated.NAME`.
    pub name: Placed<String>,
    /// The text that states it; all texts if absent.
    pub text: Option<Placed<String>>,
    /// The section that states it.
    pub section: Option<Placed<SectionRef>>,
    /// A pattern with the group `value`, matched against the section with its lines joined.
    pub pattern: Placed<String>,
    /// The unit of the row: `USD`, `%`, `{vendor}`.
    pub unit: Placed<String>,
    /// The unit of a bare number there, as the report's header prints it: `US$ million`.
    pub printed_unit: Option<Placed<String>>,
    /// A pattern with one group, matched against the same section: the date for which the figure holds.
    pub as_of: Option<Placed<String>>,
}

/// A rate between two currencies on a day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateSpec {
    /// The currency that the report prints, as an ISO 4217 code: `CNY`.
    pub from: Placed<String>,
    /// The currency of the column or figure: `USD`.
    pub to: Placed<String>,
    /// How many of `to` one of `from` is, as a decimal in quotes: `"0.1402"`.
    pub rate: Placed<String>,
    /// The day of the rate: `2024-06-28`.
    pub date: Placed<String>,
    /// Who published the rate.
    pub source: Placed<String>,
}

/// One check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSpec {
    /// Its name, for waivers and outputs.
    pub name: Placed<String>,
    /// The relation, in the language of checks.
    pub that: Placed<String>,
    /// Why it must hold, for readers.
    pub because: Option<String>,
}

/// The acceptance of a known defect.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverSpec {
    /// The code of the finding.
    pub code: Placed<String>,
    /// The check, dataset, series or figure that it is about.
    pub about: Option<Placed<String>>,
    /// The printed texts that it stands on: the finding's labels on the report, in order.
    #[serde(default)]
    pub pins: Vec<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub until: Option<Placed<String>>,
}

/// One recipe file that has been read: its place, its text and what it says.
#[derive(Clone, Debug)]
pub struct RecipeFile {
    /// The report: the folder's name under raw/.
    pub report: Arc<str>,
    /// The file, relative to the workspace.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// What it says.
    pub recipe: Recipe,
}

/// Reads a recipe's text. A mistake is one finding of [`RECIPE_SYNTAX`] on its own bytes, and `None`.
pub fn read(report: &str, file: &Arc<str>, text: &Arc<str>, findings: &mut Findings) -> Option<RecipeFile> {
    match toml::from_str::<Recipe>(text) {
        Ok(recipe) => Some(RecipeFile { report: report.into(), file: file.clone(), text: text.clone(), recipe }),
        Err(error) => {
            let message = error.message().trim_end().replace('\n', "; ");
            let range = error.span().unwrap_or(0..text.len().min(1));
            let span = Span::new(range.start.min(text.len()), range.end.min(text.len()));
            findings.push(
                Finding::new(&RECIPE_SYNTAX, format!("expected a recipe, found a mistake: {message}"))
                    .at(file, span, "here")
                    .help("correct it; schemas/recipe.schema.json lists every key"),
            );
            None
        }
    }
}
