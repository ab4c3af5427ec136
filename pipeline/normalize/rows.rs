//! The rows of one table: cells go in, a dataset of one source comes out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};

use super::UNREADABLE_VALUE;
use super::cell::{self, Read, Refusal, Text};
use super::column::{Growing, Value};
use super::compile::{ColumnPlan, EntryPlan, NormalizePlan, Reading};
use super::notes;
use super::quantity::Reader;
use crate::finding::{Finding, Findings};
use crate::model::{Cell, Column, Dataset, Mode, Row, Table};
use crate::source::{Source, Span};

/// Columns on their way into a dataset of one source.
pub(super) struct Assembly<'a> {
    name: Arc<str>,
    plan: &'a NormalizePlan,
    source: &'a Arc<Source>,
    columns: Vec<(Arc<str>, DataType, Option<crate::model::Unit>, Growing)>,
    published: usize,
    failed: BTreeSet<(u32, u32)>,
    rows: u32,
    /// How its numbers are made; the report's, unless the entry says otherwise.
    pub mode: Mode,
}

/// Columns in front of the contract's: `report` and `source`.
pub(super) const IN_FRONT: u32 = 2;

impl<'a> Assembly<'a> {
    /// No rows yet; the first `published` columns are the contract's.
    pub fn new(
        name: &str,
        plan: &'a NormalizePlan,
        source: &'a Arc<Source>,
        columns: impl Iterator<Item = (Arc<str>, DataType, Option<crate::model::Unit>)>,
        published: usize,
    ) -> Assembly<'a> {
        let columns = columns.map(|(name, data_type, unit)| {
            let growing = Growing::new(&data_type);
            (name, data_type, unit, growing)
        });
        Assembly {
            name: name.into(),
            plan,
            source,
            columns: columns.collect(),
            published,
            failed: BTreeSet::new(),
            rows: 0,
            mode: plan.mode,
        }
    }

    /// Adds a value to the row that is being built; a misfit or refusal is a finding and a null.
    pub fn push(&mut self, at: usize, value: Result<Read, Refusal>, spans: &[Span], findings: &mut Findings) {
        let (_, _, _, growing) = &mut self.columns[at];
        let outcome = match &value {
            Ok((value, _)) => growing.push(value, spans).map_err(|misfit| Refusal {
                code: &UNREADABLE_VALUE,
                message: misfit.0,
                help: None,
            }),
            Err(_) => growing.push(&Value::Null, spans).map_err(|misfit| Refusal {
                code: &UNREADABLE_VALUE,
                message: misfit.0,
                help: None,
            }),
        };
        if let Ok((_, Some(beside))) = &value {
            if let Some(interval) = beside.interval {
                growing.trace.ranges.insert(self.rows, interval);
            }
            if let Some(rate) = &beside.rate {
                growing.trace.rates.insert(self.rows, rate.clone());
            }
        }
        let refusal = match (value, outcome) {
            (Err(refusal), _) | (Ok(_), Err(refusal)) => refusal,
            (Ok(_), Ok(())) => return,
        };
        self.failed.insert((self.rows, at as u32 + IN_FRONT));
        let mut finding = Finding::new(refusal.code, refusal.message).about(&self.name);
        let name = &self.columns[at].0;
        for (index, span) in spans.iter().enumerate() {
            finding =
                finding.at(self.source.name(), *span, if index == 0 { format!("in {name}") } else { String::new() });
        }
        if spans.is_empty() {
            finding = finding.at(&self.plan.file, Span::new(0, 0), format!("in {name}"));
        }
        if let Some(help) = refusal.help {
            finding = finding.help(help);
        }
        findings.push(finding);
    }

    /// Says that the cell just pushed stands in the recipe.
    pub fn written_in_recipe(&mut self, at: usize, span: Span) {
        self.columns[at].3.trace.elsewhere.insert(self.rows, (self.plan.file.clone(), span));
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.rows += 1;
    }

    /// The dataset.
    pub fn finish(self) -> Dataset {
        let rows = self.rows as usize;
        let constant = |value: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values((0..rows).map(|_| value))) };
        let folder = format!("raw/{}/", self.plan.report);
        let relative = self.source.name().strip_prefix(folder.as_str()).unwrap_or(self.source.name());
        let in_front = [("report", constant(&self.plan.report)), ("source", constant(relative))];
        let mut fields = Vec::new();
        let mut arrays = Vec::new();
        let mut columns = Vec::new();
        for (name, array) in in_front {
            fields.push(Field::new(name, DataType::Utf8, false));
            arrays.push(array);
            columns.push(Column { name: name.into(), unit: None, published: true, trace: Default::default() });
        }
        for (at, (name, data_type, unit, growing)) in self.columns.into_iter().enumerate() {
            let (array, mut trace) = growing.finish();
            trace.printed.set_mode(self.mode);
            fields.push(Field::new(&*name, data_type, true));
            arrays.push(array);
            columns.push(Column { name, unit, published: at < self.published, trace });
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
            .expect("every column has the field's type and one value a row");
        Dataset {
            name: self.name,
            batch,
            columns,
            sources: vec![self.source.clone()],
            row_sources: vec![0; rows],
            failed: self.failed,
        }
    }
}

/// Types the rows of the tables of one recipe entry.
pub(super) fn dataset(
    source: &Arc<Source>,
    tables: &[&Table],
    entry: &EntryPlan,
    plan: &NormalizePlan,
    reader: &Reader,
    findings: &mut Findings,
) -> Option<Dataset> {
    let name = &tables.first()?.name;
    let all = entry.columns.iter().chain(&entry.asides);
    let columns = all.map(|column| (column.name.clone(), column.data_type.clone(), column.unit.clone()));
    let mut assembly = Assembly::new(name, plan, source, columns, entry.columns.len());
    assembly.mode = entry.mode;
    let reader = &reader.making(entry.mode);
    for table in tables {
        let noted = notes::rounding(source, table).map(|rounding| reader.noting(rounding));
        let reader = noted.as_ref().unwrap_or(reader);
        notes::unread_units(source, table, entry, reader, findings);
        let counts = occurrences(source, table, entry);
        let mut seen: HashMap<(usize, &str), u64> = HashMap::new();
        let overrides = entry.groups.get(table.group);
        for row in &table.rows {
            read_row(source, table, row, entry, overrides, &counts, &mut seen, &mut assembly, reader, findings);
        }
    }
    Some(assembly.finish())
}

/// How often each text occurs in the columns that another counts.
fn occurrences<'t>(source: &'t Source, table: &Table, entry: &EntryPlan) -> HashMap<(usize, &'t str), u64> {
    let mut counts = HashMap::new();
    for column in &entry.columns {
        let counted = column.reading.occurrence_of.as_ref();
        let Some(at) = counted.and_then(|name| table.columns.iter().position(|column| column == name)) else {
            continue;
        };
        for cell in table.rows.iter().filter_map(|row| row.cells[at].as_ref()) {
            *counts.entry((at, source.slice(cell.cover()))).or_default() += 1;
        }
    }
    counts
}

#[expect(clippy::too_many_arguments, reason = "the state of one loop over rows, used nowhere else")]
fn read_row<'t>(
    source: &'t Arc<Source>,
    table: &Table,
    row: &Row,
    entry: &EntryPlan,
    overrides: Option<&BTreeMap<usize, Reading>>,
    counts: &HashMap<(usize, &'t str), u64>,
    seen: &mut HashMap<(usize, &'t str), u64>,
    assembly: &mut Assembly<'_>,
    reader: &Reader,
    findings: &mut Findings,
) {
    let cell = |name: &str| -> Option<&Cell> {
        let at = table.columns.iter().position(|column| &**column == name)?;
        row.cells.get(at)?.as_ref()
    };
    let plans: Vec<(&ColumnPlan, &Reading)> = entry
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| (column, overrides.and_then(|o| o.get(&at)).unwrap_or(&column.reading)))
        .chain(entry.asides.iter().map(|column| (column, &column.reading)))
        .collect();
    let texts: Vec<Option<Text>> = plans
        .iter()
        .map(|(_, reading)| cell(&reading.from).and_then(|cell| cell::text(source, &cell.spans, reading)))
        .collect();
    // The items of the exploded column; one item that is the whole cell where nothing explodes.
    let items: Vec<Option<Text>> = match entry.explode {
        None => vec![None],
        Some(at) => match &texts[at] {
            None => vec![None],
            Some(text) => exploded(source, cell(&plans[at].1.from), text, plans[at].1).into_iter().map(Some).collect(),
        },
    };
    for item in &items {
        for (at, (column, reading)) in plans.iter().enumerate() {
            let text = match item {
                Some(item) if Some(at) == entry.explode => Some(item),
                _ => texts[at].as_ref(),
            };
            if let Some((value, span)) = &reading.value {
                assembly.push(at, cell::value(value, column, reading, reader), &[], findings);
                assembly.written_in_recipe(at, *span);
            } else if reading.line {
                let spans = cell(&reading.from).map(|cell| cell.spans.clone()).unwrap_or_default();
                let line = spans.first().map(|span| source.line_of(span.start));
                let value = line.map_or(Value::Null, |line| Value::Number(i64::from(line).into(), cell::exactly()));
                assembly.push(at, Ok((value, None)), &spans, findings);
            } else if let Some(text) = text {
                assembly.push(at, cell::value(&text.text, column, reading, reader), &text.spans, findings);
            } else if let Some(counted) = &reading.occurrence_of {
                let value = table.columns.iter().position(|name| name == counted).and_then(|of| {
                    let counted = row.cells[of].as_ref()?;
                    let key = (of, source.slice(counted.cover()));
                    let nth = seen.entry(key).or_default();
                    *nth += 1;
                    (counts.get(&key).copied().unwrap_or_default() > 1).then_some((*nth, counted.spans.clone()))
                });
                match value {
                    None => assembly.push(at, Ok((Value::Null, None)), &[], findings),
                    Some((nth, spans)) => {
                        let value = Value::Number((nth as i64).into(), cell::exactly());
                        assembly.push(at, Ok((value, None)), &spans, findings);
                    }
                }
            } else {
                let spans = cell(&reading.from).map(|cell| cell.spans.clone()).unwrap_or_default();
                assembly.push(at, Ok((Value::Null, None)), &spans, findings);
            }
        }
        assembly.end_row();
    }
}

/// The items of a cell, each with its own stretches.
fn exploded(source: &Source, cell: Option<&Cell>, text: &Text, reading: &Reading) -> Vec<Text> {
    let Some(separator) = &reading.split else {
        return vec![Text { text: text.text.clone(), spans: text.spans.clone() }];
    };
    let joined = crate::source::Joined::new(source.text(), cell.map_or(&text.spans, |cell| &cell.spans));
    let base = joined.text().find(&text.text);
    cell::items(&text.text, separator)
        .map(|(at, item)| {
            let spans = match base {
                Some(base) => joined.spans(base + at..base + at + item.len()),
                None => text.spans.clone(),
            };
            Text { text: item.to_owned(), spans }
        })
        .collect()
}
