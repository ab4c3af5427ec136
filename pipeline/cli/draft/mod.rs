//! The first draft of a report: what a scan found goes in, the text of recipe.toml and of contracts comes out.
//!
//! What the text does not decide is a question in a comment, with the alternatives.

mod columns;
mod headings;
mod money;
mod numbers;
mod place;
mod reuse;
mod totals;
mod units;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use self::columns::{Column, columns};
use self::money::Money;
use self::numbers::Point;
use self::reuse::{Fit, Wanted};
use self::totals::Sum;
use crate::model::Cell;
use crate::normalize::quantity::Reader;
use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::{Joined, Source};

/// One dataset that a table makes.
pub(super) struct Draft {
    /// Its name, which is its contract's.
    pub name: String,
    /// Its part of recipe.toml.
    pub recipe: String,
    /// Its contract; `None` if one that exists is used.
    pub contract: Option<Value>,
    /// What stands in front of the decimals of its columns.
    pub points: Points,
}

/// Which signs are seen in front of decimals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Points {
    pub comma: bool,
    pub dot: bool,
}

impl Points {
    fn of(columns: &[Column]) -> Points {
        let with = |point: Point| {
            columns.iter().any(|column| column.point == point && column.decimals.is_some_and(|decimals| decimals > 0))
        };
        Points { comma: with(Point::Comma), dot: with(Point::Dot) }
    }

    /// Those of two texts.
    pub fn and(self, other: Points) -> Points {
        Points { comma: self.comma || other.comma, dot: self.dot || other.dot }
    }
}

/// A table of a text.
#[derive(Clone, Copy)]
pub(super) struct Drawn<'s> {
    pub source: &'s Source,
    /// All tables of the text, in its order.
    pub tables: &'s [FoundTable],
    /// Which of them it is.
    pub at: usize,
    /// The file in the report's folder.
    pub text: &'s str,
    /// Reads signs of money as the report's country has them.
    pub reader: &'s Reader,
}

/// Drafts the dataset of a table: with one of `contracts` if its columns fit, else under a name that is none of `taken`.
pub(super) fn dataset(
    drawn: &Drawn<'_>,
    taken: &BTreeSet<String>,
    contracts: &BTreeMap<String, Value>,
) -> Option<Draft> {
    let Drawn { source, text, .. } = *drawn;
    let table = &drawn.tables[drawn.at];
    let rows = totals::rows(drawn);
    if rows.parts.is_empty() {
        return None;
    }
    let mut columns = columns(drawn, &rows.parts);
    let unit_questions = units::questions(drawn, &mut columns, &rows.parts);
    let grouped = rows.parts.iter().any(|row| row.group.is_some());
    let title = title(drawn);
    let own_name = table_name(drawn);
    let wanted = Wanted { columns: &columns, grouped, title: title.as_deref().unwrap_or(&own_name) };
    let fit = reuse::best(&wanted, contracts);
    let name = match &fit {
        Some(Fit::Whole(name)) => name.clone(),
        _ => unique(&own_name, taken),
    };
    let mut recipe = String::new();
    let out = &mut recipe;
    let _ = writeln!(
        out,
        "\n# ---------------------------------------------------------------- {text}, {}\n",
        place::stands(source, table)
    );
    let place = place::place(drawn);
    match &fit {
        Some(Fit::Whole(name)) => {
            let _ = writeln!(
                out,
                "# schemas/{name}.schema.json fits: the same subject, and columns of the same names, types and units."
            );
        }
        Some(Fit::Near(near)) => out.push_str(&near.question()),
        None => {}
    }
    let _ = writeln!(out, "[[dataset]]\nname = {}\ntext = {}", quoted(&name), quoted(text));
    out.push_str(&place.anchors);
    if let Some(rival) = &table.rival {
        let _ = writeln!(
            out,
            "# Question: are these {} columns, or {}? Both explain the rows; `crossfoot check` shows them. With as many\n\
             # names in `columns`, or with `starts = [0, ...]`, you decide.",
            columns.len(),
            rival.size.1
        );
    }
    out.push_str(&place.layout);
    let unnamed: Vec<&str> = columns.iter().filter(|column| !column.named).map(|column| column.name.as_str()).collect();
    if !unnamed.is_empty() {
        let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
        let _ = writeln!(
            out,
            "# The headings, in this order: {}\n\
             # Question: what would be better names than {}? Write them here, wherever else the old ones stand below, and in\n\
             # schemas/{name}.schema.json (x-key, required, properties).",
            titles.join(" | ").replace(char::is_control, " "),
            unnamed.join(", ")
        );
    }
    let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let _ = writeln!(out, "columns = [{}]", names.join(", "));
    if grouped {
        let _ = writeln!(out, "group = \"row_group\"");
    }
    if !rows.sums.is_empty() {
        let _ = writeln!(out, "# Totals are no rows; those that are sums of rows are checked below.");
        let _ = writeln!(out, "leave_out = {}", literal(&leave_out(source, &rows.sums)));
    }
    labels_question(out, source, &rows.parts, grouped);
    if !rows.doubtful.is_empty() {
        let labels: Vec<String> = rows.doubtful.iter().map(|label| quoted(label)).collect();
        let _ = writeln!(
            out,
            "# Question: {} says \"total\" but is no sum of other rows, so it is kept. Leave it out with `leave_out`?",
            labels.join(", ")
        );
    }
    if let Some(first) = columns.iter().find(|column| column.named_by_numbers) {
        let _ = writeln!(
            out,
            "# Question: {0} holds nothing but numbers, and names the rows. It is kept as text; as numbers it is\n\
             # \"type\": \"number\" in the place of \"type\": \"string\", and \"x-decimal\": [24, 0] beside it, in\n\
             # schemas/{name}.schema.json.",
            first.name
        );
    }
    money_questions(out, &columns, &name);
    let checks = totals::checks(drawn, &name, &mut columns, &rows);
    column_lines(out, &columns);
    for question in &unit_questions {
        question.write(out, &name, &columns);
    }
    odd_questions(out, drawn.reader, &columns, &name);
    out.push_str(&checks);
    let own = !matches!(fit, Some(Fit::Whole(_)));
    let contract = own.then(|| contract(source, table, &columns, &rows.parts, title, grouped));
    Some(Draft { name, recipe, contract, points: Points::of(&columns) })
}

/// The question which money a sign is, once a sign.
fn money_questions(out: &mut String, columns: &[Column], name: &str) {
    let mut signs: BTreeMap<&str, (&Money, Vec<&str>)> = BTreeMap::new();
    for column in columns.iter().filter(|column| column.unit.is_none()) {
        if let Some(money) = &column.money {
            signs.entry(&money.sign).or_insert((money, Vec::new())).1.push(&column.name);
        }
    }
    for (money, columns) in signs.values() {
        out.extend(money.question(columns, name));
    }
}

/// The question whether labels that stand alone are rows, or head those below them.
fn labels_question(out: &mut String, source: &Source, rows: &[FoundRow], grouped: bool) {
    let alone = |row: &&FoundRow| row.cells[0].is_some() && row.cells[1..].iter().all(Option::is_none);
    let labels: BTreeSet<String> = rows.iter().filter(alone).map(|row| text(source, row.cells[0].as_ref())).collect();
    if labels.is_empty() {
        return;
    }
    let shown: Vec<String> = labels.iter().take(SHOWN_LABELS).map(|label| quoted(label)).collect();
    let more = if labels.len() > SHOWN_LABELS { ", ..." } else { "" };
    let listed: Vec<String> = labels.iter().take(SHOWN_LABELS).map(|label| regex::escape(label)).collect();
    let pattern = literal(&format!("^({})$", listed.join("|")));
    let _ = writeln!(
        out,
        "# Question: no values stand behind {}{more}. Are they rows, or do they head the rows below them?\n\
         # rows = {pattern}\n# headings = {pattern}{}",
        shown.join(", "),
        if grouped { "" } else { "   # with group = \"row_group\", and that column in the contract" }
    );
}

/// A question shows at most so many labels: the pattern for more is the reader's to write.
const SHOWN_LABELS: usize = 12;

/// What `$comment` of a column begins with while its unit is a question of the recipe.
pub(super) const UNIT_IS_OPEN: &str = "its unit is open: ";

/// Writes what is said of columns beside their names. Where a question may add to a column, each key has a line of its own.
fn column_lines(out: &mut String, columns: &[Column]) {
    let asked = |column: &Column| column.open.is_some() || column.odd.is_some();
    let told: Vec<(&Column, Vec<String>)> = columns.iter().map(|column| (column, column_keys(column))).collect();
    if told.iter().any(|(column, keys)| asked(column) || !keys.is_empty()) {
        let _ = writeln!(out, "[dataset.columns]");
    }
    for (column, keys) in told.iter().filter(|(_, keys)| !keys.is_empty()) {
        if asked(column) {
            for key in keys {
                let _ = writeln!(out, "{}.{key}", column.name);
            }
        } else {
            let _ = writeln!(out, "{} = {{ {} }}", column.name, keys.join(", "));
        }
    }
}

/// The question what the cells are that keep a column from being numbers.
fn odd_questions(out: &mut String, reader: &Reader, columns: &[Column], contract: &str) {
    for column in columns {
        let Some(odd) = &column.odd else { continue };
        let (numbers, all) = odd.numbers;
        let texts: Vec<String> = odd.texts.iter().map(|text| quoted(text)).collect();
        let _ = writeln!(
            out,
            "# Question: {numbers} of {all} cells of {0} are numbers; {1} {2} not, so that it is kept as text. Are they null, or\n\
             # do they have a mark behind the number? If so, take \"# \" off of one line, and write \"type\": [\"number\", \"null\"]\n\
             # and \"x-decimal\": [24, {3}] in schemas/{contract}.schema.json in the place of its type.",
            column.name,
            texts.join(", "),
            if texts.len() == 1 { "is" } else { "are" },
            odd.decimals
        );
        let nulls: Vec<String> = column.nulls.iter().map(|text| quoted(text)).chain(texts).collect();
        let _ = writeln!(out, "# {}.nulls = [{}]", column.name, nulls.join(", "));
        if let Some(marks) = marks(reader, odd) {
            let _ = writeln!(out, "# {}.drop = {}", column.name, literal(&marks));
        }
    }
}

/// A pattern for the marks behind the numbers of cells; `None` if some have none, or one that changes the number: 5%, 5m.
fn marks(reader: &Reader, odd: &columns::Odd) -> Option<String> {
    let mark = |text: &String| {
        let mark =
            text.trim_start_matches(|ch: char| ch.is_numeric() || matches!(ch, '.' | ',' | '-' | '+' | ' ')).trim();
        let is_mark = mark.chars().count() <= LONGEST_MARK
            && !mark.is_empty()
            && mark.chars().all(|ch| ch.is_alphabetic() || numbers::MARKS.contains(&ch))
            && !units::is_scale(reader, mark);
        (is_mark && text.starts_with(|ch: char| ch.is_numeric() || matches!(ch, '-' | '+')))
            .then(|| regex::escape(mark))
    };
    let marks: BTreeSet<String> = odd.texts.iter().map(mark).collect::<Option<_>>()?;
    Some(format!(r"\s*({})$", marks.into_iter().collect::<Vec<_>>().join("|")))
}

/// Longer texts behind a number are no marks.
const LONGEST_MARK: usize = 3;

/// What is said of a column beside its name, one key each.
fn column_keys(column: &Column) -> Vec<String> {
    let nulls = (!column.nulls.is_empty() && column.odd.is_none()).then(|| {
        let texts: Vec<String> = column.nulls.iter().map(|text| quoted(text)).collect();
        format!("nulls = [{}]", texts.join(", "))
    });
    let unit = column.printed_unit.as_ref().map(|unit| format!("unit = {}", quoted(unit)));
    // Marks of notes are no part of a number; the columns of the table say that "12 345" is one; the sign of money is in
    // the unit.
    let cuts = [
        column.money.as_ref().map(Money::pattern),
        column.spaced.then(|| r"\s".to_owned()),
        column.marked.then(|| numbers::MARKS_PATTERN.to_owned()),
    ];
    let cuts: Vec<String> = cuts.into_iter().flatten().collect();
    let drop = (!cuts.is_empty()).then(|| format!("drop = {}", literal(&cuts.join("|"))));
    [drop, nulls, unit].into_iter().flatten().collect()
}

/// A pattern for the labels of these rows.
fn leave_out(source: &Source, sums: &[Sum]) -> String {
    let labels = sums.iter().filter_map(|sum| sum.row.cells.first());
    let mut seen = BTreeSet::new();
    // A line of numbers below a rule has no label.
    let label = |cell: &Option<Cell>| cell.as_ref().map_or("", |cell| source.slice(cell.cover())).to_owned();
    let labels = labels.map(|cell| regex::escape(&label(cell)));
    let labels: Vec<String> = labels.filter(|label| seen.insert(label.clone())).collect();
    match &labels[..] {
        [one] => format!("^{one}$"),
        many => format!("^({})$", many.join("|")),
    }
}

/// The text of a cell, joined over its lines.
fn text(source: &Source, cell: Option<&Cell>) -> String {
    cell.map(|cell| Joined::new(source.text(), &cell.spans).text().to_owned()).unwrap_or_default()
}

fn table_name(drawn: &Drawn<'_>) -> String {
    let Drawn { source, tables, at, text, .. } = *drawn;
    let table = &tables[at];
    let caption = title(drawn).unwrap_or_default();
    // A sheet is named by who made it; so is a file with one table.
    let sheet = table.grid.and_then(|(grid, _)| source.grids()[grid].name.as_deref()).unwrap_or_default();
    let stem = text.rsplit_once('.').map_or(text, |(stem, _)| stem);
    let file = if table.grid.is_some() && tables.len() == 1 { stem } else { "" };
    let told = [&*caption, sheet, file].into_iter().map(words::of_caption).find(|words| !words.is_empty());
    // "表1", a sheet "2023" say more than a line.
    let numbered = ["table", "表", "附表"].iter().any(|word| caption.to_lowercase().starts_with(word));
    let of_caption = caption.split(|ch: char| !ch.is_ascii_digit()).find(|digits| !digits.is_empty());
    let of_caption = of_caption.filter(|_| numbered).unwrap_or_default().to_owned();
    let of_sheet: String = sheet.chars().filter(char::is_ascii_digit).collect();
    let number = [of_caption, of_sheet].into_iter().find(|digits| !digits.is_empty());
    let number = number.unwrap_or_else(|| table.lines.0.to_string());
    told.map_or_else(|| format!("table_{number}"), |told| told.join("_"))
}

/// The caption of a table; where it is no more than "TABLE 6", with the title that stands on the next line.
fn title(drawn: &Drawn<'_>) -> Option<String> {
    let Drawn { source, tables, at, reader, .. } = *drawn;
    let table = &tables[at];
    // A unit in the place of a caption says nothing of what the table is about.
    let caption = table.caption.filter(|caption| !units::is_unit(reader, source.slice(*caption)))?;
    let mut title = source.slice(caption).to_owned();
    let bare = title.trim_end_matches(['.', ':', '：']);
    if title.split_whitespace().count() <= 2 && bare.ends_with(|ch: char| ch.is_numeric()) {
        let below = source.line_of(caption.start) + 1..table.lines.0;
        let next = below.map(|line| source.slice(source.line_span(line)).trim()).find(|line| !line.is_empty());
        let next = next.filter(|line| !line.starts_with(['(', '（']) && !line.starts_with("单位"));
        title.extend(next.into_iter().flat_map(|next| [" ", next]));
    }
    Some(title)
}

fn unique(name: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default()
}

fn contract(
    source: &Source,
    table: &FoundTable,
    columns: &[Column],
    rows: &[FoundRow],
    title: Option<String>,
    grouped: bool,
) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for column in columns {
        let kind = if column.decimals.is_some() { "number" } else { "string" };
        let kind = if column.nullable { json!([kind, "null"]) } else { json!(kind) };
        let mut property =
            json!({ "title": column.title, "description": format!("\"{}\", as printed.", column.title), "type": kind });
        if let Some(decimals) = column.decimals {
            property["x-decimal"] = json!([24, decimals]);
        }
        if let Some(unit) = &column.unit {
            property["x-unit"] = json!(unit);
        }
        if let Some((said, _)) = &column.open {
            let said = said.replace(char::is_control, " ");
            property["$comment"] = json!(format!("{UNIT_IS_OPEN}the text says \"{said}\""));
        }
        properties.insert(column.name.clone(), property);
        required.push(column.name.clone());
    }
    if grouped {
        let kind = if rows.iter().all(|row| row.group.is_some()) { json!("string") } else { json!(["string", "null"]) };
        properties.insert(
            "row_group".into(),
            json!({ "title": "Group", "description": "The group of rows, as printed.", "type": kind }),
        );
        required.push("row_group".into());
    }
    let title = title.unwrap_or_else(|| "Table".to_owned());
    let mut contract = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": format!("Lines {} to {} of {}, one row a line.", table.lines.0, table.lines.1, source.name()),
        "type": "object",
        "additionalProperties": false,
        "required": required,
    });
    if let Some(key) = key(source, &columns[0], rows) {
        let key: Vec<&str> = ["report", "source"].into_iter().chain(key).collect();
        contract["x-key"] = json!(key);
    }
    contract["properties"] = Value::Object(properties);
    contract
}

/// The columns that tell the rows of one text apart: the first, with the group where every row has one.
fn key<'c>(source: &Source, first: &'c Column, rows: &[FoundRow]) -> Option<Vec<&'c str>> {
    // A key may not be null: a row without group leaves the label alone.
    let grouped = rows.iter().all(|row| row.group.is_some());
    let mut seen = BTreeSet::new();
    let is_told = |row: &FoundRow| {
        let group = row.group.as_ref().filter(|_| grouped).map(|cell| text(source, Some(cell)));
        row.cells[0].as_ref().is_some_and(|cell| seen.insert((group, text(source, Some(cell)))))
    };
    if first.nullable || !rows.iter().all(is_told) {
        return None;
    }
    Some(if grouped { vec!["row_group", &first.name] } else { vec![&first.name] })
}

/// A TOML string.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// A TOML string in which backslashes are themselves, if it may be one.
fn literal(text: &str) -> String {
    if text.contains(['\'', '\n']) || text.chars().any(char::is_control) { quoted(text) } else { format!("'{text}'") }
}

/// The head of a recipe.
pub(super) fn head(name: &str, country: Option<&str>, texts: &[String], points: Points) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    let decimals = match (points.comma, points.dot) {
        (true, false) => "decimal_separator = \",\"\n",
        (true, true) => {
            "# Question: some decimals stand behind a comma, others behind a dot. Which is the point?\n\
             # decimal_separator = \",\"\n"
        }
        _ => "",
    };
    format!(
        "# How to read the datasets of one report. Lines that begin with \"# Question\" are to be decided by you.\n\
         # Completion for editors: ../../schemas/recipe.schema.json\n\n\
         [report]\ntitle = {}\n\
         # Question: who published it, when, in what language, and for which country (\"$\" and 元 are of several)?\n\
         # publisher = \"...\"\n# published = \"2024\"\n# language = \"en\"\n{}\
         {}texts = [{}]\n",
        quoted(name),
        country.map_or_else(|| "# country = \"US\"\n".to_owned(), |country| format!("country = {}\n", quoted(country))),
        decimals,
        texts.join(", ")
    )
}
