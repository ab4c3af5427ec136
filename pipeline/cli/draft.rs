//! The first draft of a report: what a scan found goes in, the text of recipe.toml and of contracts comes out.
//!
//! What the text does not decide is a question in a comment, with the alternatives.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::parse::scan::{FoundRow, FoundTable};
use crate::source::Source;

/// One dataset that a table makes.
pub(super) struct Draft {
    /// Its name, which is its contract's.
    pub name: String,
    /// Its part of recipe.toml.
    pub recipe: String,
    /// Its contract.
    pub contract: Value,
}

/// One column.
struct Column {
    name: String,
    title: String,
    /// Decimals if it holds numbers.
    decimals: Option<usize>,
    percent: bool,
    nullable: bool,
    nulls: BTreeSet<String>,
}

/// Drafts the dataset of `table`, under a name that is none of `taken`.
pub(super) fn dataset(source: &Source, table: &FoundTable, text: &str, taken: &BTreeSet<String>) -> Option<Draft> {
    let totals = table.total_rows(source);
    let rows: Vec<FoundRow> = table.rows(source);
    let is_total = |row: &FoundRow| {
        let start = row.cells.first().and_then(Option::as_ref).map(|cell| cell.spans[0].start);
        table
            .cells
            .iter()
            .any(|cell| totals.contains(&cell.row) && cell.column == 0 && Some(cell.cell.spans[0].start) == start)
    };
    let (sums, parts): (Vec<FoundRow>, Vec<FoundRow>) = rows.into_iter().partition(is_total);
    if parts.is_empty() {
        return None;
    }
    let name = unique(&table_name(source, table), taken);
    let columns = columns(source, table, &parts);
    let grouped = parts.iter().any(|row| row.group.is_some());
    let anchors = anchors(source, table)?;
    let mut recipe = String::new();
    let out = &mut recipe;
    let (first, last) = table.lines;
    let _ = writeln!(
        out,
        "\n# ---------------------------------------------------------------- {text}, lines {first} to {last}\n"
    );
    let _ = writeln!(out, "[[dataset]]\nname = {}\ntext = {}", quoted(&name), quoted(text));
    out.push_str(&anchors);
    if let Some(rival) = table.evidence.rival {
        let _ = writeln!(out, "# Question: are these {} columns, or {rival}? Both explain the rows.", columns.len());
    }
    for &unit in &table.units {
        let _ = writeln!(
            out,
            "# Question: the text says \"{}\". Which columns does it hold for? Say so with",
            source.slice(unit)
        );
        let _ = writeln!(out, "# unit = \"...\" below, and with x-unit in schemas/{name}.schema.json.");
    }
    let _ = writeln!(out, "[dataset.table]");
    let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let _ = writeln!(out, "columns = [{}]", names.join(", "));
    if grouped {
        let _ = writeln!(out, "group = \"row_group\"");
    }
    if let Some(sum) = sums.first() {
        let label = sum.cells[0].as_ref().map(|cell| source.slice(cell.cover())).unwrap_or_default();
        let _ = writeln!(out, "# Totals are no rows; they are checked below.");
        let _ = writeln!(out, "leave_out = {}", literal(&format!("^{}", regex::escape(label))));
    }
    let nulls: Vec<&Column> = columns.iter().filter(|column| !column.nulls.is_empty()).collect();
    if !nulls.is_empty() {
        let _ = writeln!(out, "[dataset.columns]");
        for column in nulls {
            let texts: Vec<String> = column.nulls.iter().map(|text| quoted(text)).collect();
            let _ = writeln!(out, "{} = {{ nulls = [{}] }}", column.name, texts.join(", "));
        }
    }
    checks(out, source, &name, &columns, &parts, &sums);
    let contract = contract(source, table, &columns, &parts, grouped);
    Some(Draft { name, recipe, contract })
}

/// `after`, `from` and `before`: lines that the text has once.
fn anchors(source: &Source, table: &FoundTable) -> Option<String> {
    let once = |line: u32| {
        let text = source.slice(source.line_span(line)).trim();
        (!text.is_empty() && source.text().matches(text).count() == 1).then_some(text)
    };
    let words = |text: &str| text.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+");
    let (first, last) = table.lines;
    let mut out = String::new();
    let caption = table.caption.map(|span| source.line_of(span.start)).filter(|&line| line < first);
    match caption.and_then(once) {
        Some(text) => {
            let _ = writeln!(out, "after = {}", literal(&words(text)));
        }
        None => {
            let at = (first..=last).find_map(|line| Some((line, once(line)?)));
            let (line, text) = at?;
            if line > first {
                let _ =
                    writeln!(out, "# Question: the lines above \"{text}\" are not unique; where does the table begin?");
            }
            let _ = writeln!(out, "from = {}", literal(&format!(r"^\s*{}", words(text))));
        }
    }
    // A footnote's mark on a line of its own would be found in the table too.
    let next = (last + 1..=source.lines().count()).map(|line| source.slice(source.line_span(line)).trim());
    if let Some(text) = next.into_iter().find(|text| text.chars().count() >= 8) {
        let head: String = text.chars().take(40).collect();
        let end = if head.len() == text.len() { r"\s*$" } else { "" };
        let _ = writeln!(out, "before = {}", literal(&format!(r"^\s*{}{end}", words(&head))));
    }
    Some(out)
}

fn table_name(source: &Source, table: &FoundTable) -> String {
    let caption = table.caption.map(|span| source.slice(span)).unwrap_or_default();
    let words = caption.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    // "Table 3: ..." says nothing; "of" and "by" little.
    let told = words.iter().skip_while(|word| {
        matches!(word.as_str(), "table" | "exhibit") || word.bytes().any(|byte| byte.is_ascii_digit())
    });
    let told: Vec<&str> = told
        .map(String::as_str)
        .filter(|word| word.len() > 2 && !matches!(*word, "and" | "the" | "for"))
        .take(4)
        .collect();
    if told.is_empty() { format!("table_{}", table.lines.0) } else { told.join("_") }
}

fn unique(name: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default()
}

fn slug(text: &str) -> String {
    let words = text.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.take(5).map(str::to_lowercase).collect::<Vec<_>>().join("_");
    if slug.starts_with(|ch: char| ch.is_ascii_digit()) { format!("in_{slug}") } else { slug }
}

fn columns(source: &Source, table: &FoundTable, rows: &[FoundRow]) -> Vec<Column> {
    let mut taken: BTreeSet<String> = ["report", "source", "row_group"].map(str::to_owned).into();
    let titles = table.names(source);
    titles
        .into_iter()
        .enumerate()
        .map(|(at, title)| {
            let cells: Vec<&str> = rows
                .iter()
                .filter_map(|row| row.cells[at].as_ref())
                .filter(|cell| cell.spans.len() == 1)
                .map(|cell| source.slice(cell.spans[0]))
                .collect();
            let wrapped = rows.iter().filter_map(|row| row.cells[at].as_ref()).any(|cell| cell.spans.len() > 1);
            let numbers: Vec<&str> = cells.iter().copied().filter(|text| is_plain_number(text)).collect();
            let voids: BTreeSet<String> =
                cells.iter().filter(|text| is_void(text)).map(|text| text.to_string()).collect();
            let void_count = cells.iter().filter(|text| is_void(text)).count();
            let numeric = at > 0 && !wrapped && !numbers.is_empty() && numbers.len() + void_count == cells.len();
            let percent = numeric && numbers.iter().all(|text| text.ends_with(['%', '％']));
            let decimals = numbers.iter().map(|text| decimals(text)).max().unwrap_or(0);
            let fallback = if at == 0 { "label".to_owned() } else { format!("column_{}", at + 1) };
            let base = if slug(&title).is_empty() { fallback } else { slug(&title) };
            let name = unique(&base, &taken);
            taken.insert(name.clone());
            Column {
                name,
                title: if title.is_empty() { base } else { title },
                decimals: numeric.then_some(decimals),
                percent,
                nullable: rows.iter().any(|row| row.cells[at].is_none()) || void_count > 0,
                nulls: if numeric { voids } else { BTreeSet::new() },
            }
        })
        .collect()
}

/// Digits with thousands, decimals, a sign and a percent sign: what needs no decision.
fn is_plain_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '–', '−', '+']).trim_end_matches(['%', '％']);
    let bare = if text.starts_with('(') { text.trim_matches(['(', ')']) } else { bare };
    bare.bytes().any(|byte| byte.is_ascii_digit())
        && bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
        && bare.bytes().filter(|&byte| byte == b'.').count() <= 1
}

fn is_void(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.chars().all(|ch| matches!(ch, '-' | '–' | '—' | '−' | '*' | '.' | '…' | '†' | '#' | '(' | ')' | 'X'))
            || matches!(text, "NA" | "N/A" | "n/a" | "n.a." | "无"))
}

fn decimals(text: &str) -> usize {
    text.trim_end_matches(['%', '％', ')']).split_once('.').map_or(0, |(_, tail)| tail.len())
}

/// A number as ten to the power of `decimals` times itself.
fn scaled(text: &str, decimals: usize) -> Option<i128> {
    let negative = text.starts_with(['-', '–', '−', '(']);
    let digits: String = text.chars().filter(|ch| ch.is_ascii_digit() || *ch == '.').collect();
    let (whole, tail) = digits.split_once('.').unwrap_or((&digits, ""));
    let value: i128 = format!("{whole}{tail:0<decimals$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

fn checks(out: &mut String, source: &Source, name: &str, columns: &[Column], parts: &[FoundRow], sums: &[FoundRow]) {
    let [sum] = sums else {
        if sums.len() > 1 {
            let _ = writeln!(
                out,
                "\n# Question: there are {} rows of totals; which rows are the parts of each?",
                sums.len()
            );
        }
        return;
    };
    for (at, column) in columns.iter().enumerate().skip(1) {
        let Some(decimals) = column.decimals else { continue };
        let Some(total) =
            sum.cells[at].as_ref().map(|cell| source.slice(cell.cover())).filter(|text| is_plain_number(text))
        else {
            continue;
        };
        let decimals = decimals.max(self::decimals(total));
        let cells = parts.iter().filter_map(|row| row.cells[at].as_ref()).map(|cell| source.slice(cell.cover()));
        let values: Vec<i128> =
            cells.filter(|text| is_plain_number(text)).filter_map(|text| scaled(text, decimals)).collect();
        let added: i128 = values.iter().sum();
        let printed = scaled(total, decimals).unwrap_or(0);
        // Each printed part may be off by half a digit.
        let fits = (added - printed).unsigned_abs() <= values.len().div_ceil(2) as u128;
        let bare: String = total.chars().filter(|ch| ch.is_ascii_digit() || *ch == '.').collect();
        let unit = if column.percent { " %" } else { "" };
        let mark = if fits { "" } else { "# " };
        if !fits {
            let _ = writeln!(
                out,
                "\n# Question: the rows do not add up to the printed total \"{total}\". Are some of them parts of others?"
            );
        } else {
            out.push('\n');
        }
        let _ = writeln!(out, "{mark}[[check]]\n{mark}name = {}", quoted(&format!("{name}_{}_total", column.name)));
        let _ = writeln!(out, "{mark}that = \"sum({name}.{}) == {bare}{unit}\"", column.name);
    }
}

fn contract(source: &Source, table: &FoundTable, columns: &[Column], rows: &[FoundRow], grouped: bool) -> Value {
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
        if column.percent {
            property["x-unit"] = json!("%");
        }
        properties.insert(column.name.clone(), property);
        required.push(column.name.clone());
    }
    let mut labels = BTreeSet::new();
    let label = |row: &FoundRow| row.cells[0].as_ref().map(|cell| source.slice(cell.cover()).to_owned());
    let group = |row: &FoundRow| row.group.as_ref().map(|cell| source.slice(cell.cover()).to_owned());
    let unique = rows.iter().all(|row| label(row).is_some() && labels.insert((group(row), label(row))));
    if grouped {
        let all = rows.iter().all(|row| row.group.is_some());
        let kind = if all { json!("string") } else { json!(["string", "null"]) };
        properties.insert(
            "row_group".into(),
            json!({ "title": "Group", "description": "The group of rows, as printed.", "type": kind }),
        );
        required.push("row_group".into());
    }
    let title = table.caption.map_or_else(|| "Table".to_owned(), |span| source.slice(span).to_owned());
    let mut contract = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": format!("Lines {} to {} of {}, one row a line.", table.lines.0, table.lines.1, source.name()),
        "type": "object",
        "additionalProperties": false,
        "required": required,
    });
    if unique && !columns[0].nullable {
        let groups = grouped && rows.iter().all(|row| row.group.is_some());
        let mut key = vec!["report", "source"];
        key.extend(groups.then_some("row_group"));
        key.push(&columns[0].name);
        contract["x-key"] = json!(key);
    }
    contract["properties"] = Value::Object(properties);
    contract
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
pub(super) fn head(name: &str, texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!(
        "# How to read the datasets of one report. Lines that begin with \"# Question\" are to be decided by you.\n\
         # Completion for editors: ../../schemas/recipe.schema.json\n\n\
         [report]\ntitle = {}\n\
         # Question: who published it, when, and in what language?\n\
         # publisher = \"...\"\n# published = \"2024\"\n# language = \"en\"\n\
         texts = [{}]\n",
        quoted(name),
        texts.join(", ")
    )
}
