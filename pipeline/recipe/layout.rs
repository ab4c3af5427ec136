//! What each layout of a recipe may say. The code that reads with it is the file of the same name in parse/.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ColumnSpec, Placed};

/// A section: its number, or its number and a part of its title where the number repeats.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum SectionRef {
    /// `"2.4.2"`: every section of that number.
    Number(String),
    /// `{ number = "2.4.2", title = "华为" }`
    Titled(TitledSection),
}

/// A section by number and title.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TitledSection {
    /// The number as printed.
    pub number: String,
    /// A part of the title as printed.
    pub title: String,
}

impl SectionRef {
    /// The number.
    pub fn number(&self) -> &str {
        match self {
            SectionRef::Number(number) => number,
            SectionRef::Titled(titled) => &titled.number,
        }
    }

    /// The part of the title, where one is asked for.
    pub fn title(&self) -> Option<&str> {
        match self {
            SectionRef::Number(_) => None,
            SectionRef::Titled(titled) => Some(&titled.title),
        }
    }
}

/// Where something stands: the parts of an entry that say so.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    /// The section; the whole text if absent.
    pub section: Option<&'a Placed<SectionRef>>,
    /// Begins behind this pattern.
    pub after: Option<&'a Placed<String>>,
    /// Begins with this pattern.
    pub from: Option<&'a Placed<String>>,
    /// Ends in front of this pattern.
    pub before: Option<&'a Placed<String>>,
    /// Its first and last line.
    pub lines: Option<&'a Placed<[u32; 2]>>,
    /// Lines inside that hold no cell.
    pub captions: &'a [Placed<String>],
}

/// Rows found by a pattern.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatternLayout {
    /// A pattern for where a row begins; the row reaches up to the next one. Needed where a row's last cell has no end
    /// of its own.
    pub start: Option<Placed<String>>,
    /// A pattern for one row; its named groups are the cells. Rows follow one another with nothing but white space in
    /// between: any other text inside the region is a finding.
    pub row: Placed<String>,
    /// With `true`, text between rows is expected (items inside a sentence).
    #[serde(default)]
    pub scattered: bool,
}

/// A table that stands in columns, as `crossfoot scan` finds it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableLayout {
    /// The names of its columns from left to right; `-` for one that is not read. Parts of a table that goes on over
    /// pages are read one behind the other.
    pub columns: Vec<Placed<String>>,
    /// Where each column begins, counted in character cells from 0 (a Chinese character takes two): `[0, 24, 36]`. Needed
    /// only where the text can be read in two ways.
    #[serde(default)]
    pub starts: Vec<Placed<u32>>,
    /// The column that the label of a group of rows becomes, where rows stand in groups.
    pub group: Option<Placed<String>>,
    /// A pattern for the labels of rows that are no rows of the dataset: `^Total`.
    pub leave_out: Option<Placed<String>>,
    /// A pattern for labels that stand alone and head the rows below them, where nothing in the text says so: `^Assets$`.
    /// They become the column `group`.
    pub headings: Option<Placed<String>>,
    /// A pattern for labels that stand alone and are rows whose cells are all empty: `^Butter$`.
    pub rows: Option<Placed<String>>,
}

/// A table that the file itself says is one: of a spreadsheet, a CSV, HTML, Markdown or JSON.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GridLayout {
    /// Which table: the name of its sheet, its caption, or its number among the tables that `crossfoot scan` lists, counted
    /// from 1. Needed where the place holds more than one.
    pub table: Option<Placed<TableRef>>,
    /// The last row of its header, as the file counts rows (a spreadsheet from 1); where it is absent, as it was found.
    pub header: Option<Placed<u32>>,
    /// The names of its columns from left to right; `-` for one that is not read.
    pub columns: Vec<Placed<String>>,
    /// The column that the label of a group of rows becomes, where rows stand in groups.
    pub group: Option<Placed<String>>,
    /// A pattern for the labels of rows that are no rows of the dataset: `^Total`.
    pub leave_out: Option<Placed<String>>,
    /// A pattern for labels that stand alone and head the rows below them, where nothing in the text says so: `^Assets$`.
    /// They become the column `group`.
    pub headings: Option<Placed<String>>,
    /// A pattern for labels that stand alone and are rows whose cells are all empty: `^Butter$`.
    pub rows: Option<Placed<String>>,
}

/// One of the tables of a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TableRef {
    /// `2`: the second one.
    Number(u32),
    /// `"Sheet1"`: the name of a sheet, or a caption.
    Name(String),
}

/// A chart torn into runs of labels and numbers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesLayout {
    /// The runs of one group, in the order of the text.
    pub runs: Vec<RunSpec>,
    /// One entry for each time that `runs` repeats; one group if empty.
    #[serde(default)]
    pub groups: Vec<SeriesGroup>,
    /// With `true`, labels and numbers stand in any order, as on a map: they are never paired, only listed.
    #[serde(default)]
    pub scattered: bool,
}

/// One run of a chart.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunSpec {
    /// The column that its items are.
    pub column: Placed<String>,
    /// For labels: every label there may be. It parts labels that are glued together and joins those that are broken
    /// over lines; without it, each line is one label.
    pub labels: Option<Vec<String>>,
    /// With `true`, the run's items are labels although no list of labels is given.
    #[serde(default)]
    pub lines: bool,
}

impl RunSpec {
    /// True for a run of labels, false for a run of numbers.
    pub fn is_labels(&self) -> bool {
        self.labels.is_some() || self.lines
    }
}

/// What one group of runs has in common.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesGroup {
    /// Columns of this group's rows, over those of the dataset.
    #[serde(default)]
    pub columns: BTreeMap<Placed<String>, ColumnSpec>,
}

/// Bulleted items under group lines.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListLayout {
    /// A pattern for where an item begins: `•`.
    pub start: Placed<String>,
    /// With `true`, items wrap: a line that begins neither an item nor a group belongs to the item above it. Without,
    /// such a line is a finding.
    #[serde(default)]
    pub wraps: bool,
    /// A pattern for one item with its lines joined; its named groups are the cells.
    pub item: Placed<String>,
    /// The lines that name the group of the items below them.
    pub group: Option<ListGroup>,
}

/// Lines that name a group of items.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListGroup {
    /// The column that the group's name is.
    pub column: Placed<String>,
    /// A pattern for the whole line.
    pub pattern: Placed<String>,
}

/// Events with a date before or behind them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineLayout {
    /// A pattern for where an event begins: `•`.
    pub start: Placed<String>,
    /// A pattern for a date; it may be glued to the end of an event.
    pub date: Placed<String>,
    /// The column that the event's text is.
    pub event_column: Placed<String>,
    /// The column that the date is.
    pub date_column: Placed<String>,
    /// How many dates there are; another number is a finding, because the events of a date that was lost would be read
    /// as those of its neighbour.
    pub dates: Option<Placed<usize>>,
    /// With `true`, a date stands in front of its events; else behind them.
    #[serde(default)]
    pub date_first: bool,
}

/// The report's numbered headings: the cells `number`, `title`, `part`, `line_start` and `line_end`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadingsLayout {}
