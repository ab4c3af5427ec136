//! A recipe's columns against its contracts: names, types and units are resolved once, mistakes are findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, TimeUnit};
use regex::Regex;

use super::quantity::{self, HeaderUnit, Reader, Rounding, UNKNOWN_UNIT};
use super::{UNFILLED_COLUMN, UNKNOWN_COLUMN, UNKNOWN_DATASET, UNMAPPABLE_COLUMN};
use crate::contract::{Contract, ContractColumn};
use crate::finding::{Finding, Findings};
use crate::model::{Mode, STATED_FIGURE, Unit};
use crate::recipe::{AsideSpec, ColumnSpec, DatasetSpec, Placed, RecipeFile};
use crate::source::{Source, Span};

/// A recipe's columns, compiled once and used for each of its texts.
pub struct NormalizePlan {
    pub(super) report: Arc<str>,
    pub(super) file: Arc<str>,
    options: quantity::Options,
    /// How the report makes its numbers.
    pub(super) mode: Mode,
    /// The dataset of each `[[dataset]]`.
    pub(super) names: Vec<Arc<str>>,
    /// One for each `[[dataset]]`; `None` where a finding stands in the way.
    pub(super) datasets: Vec<Option<EntryPlan>>,
    /// The units of each `[[series]]`, by column.
    pub(super) series: Vec<BTreeMap<Arc<str>, Option<Unit>>>,
    /// The contract of `stated_figure` and each `[[figure]]`.
    pub(super) figures: Option<FiguresPlan>,
}

pub(super) struct EntryPlan {
    pub columns: Vec<ColumnPlan>,
    /// For each group of rows, the columns that it reads otherwise, by index.
    pub groups: Vec<BTreeMap<usize, Reading>>,
    pub asides: Vec<ColumnPlan>,
    /// How its numbers are made.
    pub mode: Mode,
    /// The column whose items become rows.
    pub explode: Option<usize>,
}

pub(super) struct ColumnPlan {
    pub name: Arc<str>,
    pub data_type: DataType,
    pub unit: Option<Unit>,
    pub reading: Reading,
}

/// How a column is read from its cell.
#[derive(Clone, Default)]
pub(super) struct Reading {
    pub from: Arc<str>,
    pub value: Option<(String, Span)>,
    pub part: Option<Regex>,
    pub drop: Option<Regex>,
    pub split: Option<String>,
    pub header: Option<HeaderUnit>,
    /// To where its numbers are rounded.
    pub rounding: Option<Rounding>,
    pub values: Option<BTreeMap<String, String>>,
    pub nulls: Vec<String>,
    pub line: bool,
    pub occurrence_of: Option<Arc<str>>,
    pub contains: Option<(Regex, Presence)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Contains,
    Lacks,
}

pub(super) struct FiguresPlan {
    pub columns: Vec<(Arc<str>, DataType, Option<Unit>)>,
    pub figures: Vec<Option<FigurePlan>>,
}

pub(super) struct FigurePlan {
    pub name: String,
    pub name_span: Span,
    pub unit: Unit,
    pub unit_span: Span,
    /// The unit of a bare number.
    pub header: Option<HeaderUnit>,
}

impl NormalizePlan {
    /// The reader of quantities for one source: what the recipe leaves open is settled by the source's own numbers, if
    /// they agree.
    pub(super) fn reader_of(&self, source: &Source) -> Reader {
        if self.options.separators.is_some() {
            return Reader::new(&self.options);
        }
        Reader::new(&self.options.clone().settled_by(&quantity::evidence(source.text())))
    }
}

struct Compiler<'a> {
    file: &'a Arc<str>,
    broken: &'a [String],
    /// How the report makes its numbers.
    mode: Mode,
    findings: &'a mut Findings,
}

/// Compiles the columns of a recipe against the contracts that it names.
///
/// `broken` are the names of contracts that exist and gave findings of their own.
pub fn compile(
    recipe: &RecipeFile,
    contracts: &[Contract],
    broken: &[String],
    findings: &mut Findings,
) -> NormalizePlan {
    let mut options = super::options::of_report(&recipe.recipe.report, &recipe.file, findings);
    options.rates = super::rates::of_recipe(&recipe.recipe, contracts, &recipe.file, findings);
    let mode = super::options::mode(&recipe.recipe.report.rounding, &recipe.file, findings).unwrap_or_default();
    options.mode = mode;
    let mut compiler = Compiler { file: &recipe.file, broken, mode, findings };
    let mut datasets: Vec<_> = recipe.recipe.dataset.iter().map(|spec| compiler.dataset(spec, contracts)).collect();
    share_asides(&recipe.recipe.dataset, &mut datasets);
    let series = recipe.recipe.series.iter().map(|spec| compiler.units(&spec.units)).collect();
    let figures = compiler.figures(recipe, contracts);
    NormalizePlan {
        report: recipe.report.clone(),
        file: recipe.file.clone(),
        options,
        mode,
        names: recipe.recipe.dataset.iter().map(|spec| spec.name.as_str().into()).collect(),
        datasets,
        series,
        figures,
    }
}

/// Entries that fill one dataset have the same asides: those of another entry are null in its rows.
fn share_asides(specs: &[DatasetSpec], entries: &mut [Option<EntryPlan>]) {
    let mut all: BTreeMap<(&str, Arc<str>), Option<Unit>> = BTreeMap::new();
    for (spec, entry) in specs.iter().zip(entries.iter()) {
        for aside in entry.iter().flat_map(|entry| &entry.asides) {
            all.insert((spec.name.as_str(), aside.name.clone()), aside.unit.clone());
        }
    }
    for (spec, entry) in specs.iter().zip(entries) {
        let Some(entry) = entry else { continue };
        for ((_, name), unit) in all.iter().filter(|((dataset, _), _)| *dataset == spec.name.as_str()) {
            if !entry.asides.iter().any(|aside| aside.name == *name) {
                let data_type = DataType::Decimal128(38, 9);
                let reading = Reading::default();
                entry.asides.push(ColumnPlan { name: name.clone(), data_type, unit: unit.clone(), reading });
            }
        }
        entry.asides.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

impl Compiler<'_> {
    fn report(&mut self, finding: Finding, span: Span, text: &str) {
        self.findings.push(finding.at(self.file, span, text));
    }

    fn contract<'c>(&mut self, name: &str, span: Span, contracts: &'c [Contract]) -> Option<&'c Contract> {
        let found = contracts.iter().find(|contract| &*contract.name == name);
        if found.is_none() && !self.broken.iter().any(|broken| broken == name) {
            self.report(
                Finding::new(&UNKNOWN_DATASET, format!("expected a contract schemas/{name}.schema.json, found none"))
                    .help("write the contract, or correct the dataset's name"),
                span,
                "this dataset",
            );
        }
        found
    }

    fn dataset(&mut self, spec: &DatasetSpec, contracts: &[Contract]) -> Option<EntryPlan> {
        let contract = self.contract(&spec.name, spec.name.span(), contracts)?;
        let before = self.findings.len();
        let cells = cell_names(spec);
        let columns: Vec<ColumnPlan> = contract
            .columns
            .iter()
            .filter_map(|column| {
                let written = spec.columns.get(&*column.name);
                let in_groups = groups(spec).any(|group| group.contains_key(&*column.name));
                let reading = match written {
                    Some(written) => self.reading(&column.name, written, &cells),
                    None => Some(Reading { from: column.name.clone(), ..Reading::default() }),
                }?;
                let filled = written.is_some() || in_groups || cells.iter().any(|cell| *cell == &*column.name);
                if !filled {
                    self.report(
                        Finding::new(
                            &UNFILLED_COLUMN,
                            format!("column \"{}\" of \"{}\" is filled by nothing", column.name, contract.name),
                        )
                        .at(self.file, spec.name.span(), "this entry")
                        .help(format!("name a group (?<{0}>...) in the layout, or add columns.{0}", column.name)),
                        spec.name.span(),
                        "",
                    );
                }
                self.mappable(spec, column)?;
                Some(ColumnPlan {
                    name: column.name.clone(),
                    data_type: column.data_type.clone(),
                    unit: column.unit.clone(),
                    reading,
                })
            })
            .collect();
        let known = |name: &str| contract.columns.iter().any(|column| &*column.name == name);
        let named = spec.columns.keys().chain(groups(spec).flat_map(BTreeMap::keys));
        let unknown: Vec<_> = named.filter(|name| !known(name)).cloned().collect();
        for name in unknown {
            self.unknown_column(&name, contract);
        }
        let group_plans = groups(spec)
            .map(|group| {
                let readings = group.iter().filter_map(|(name, written)| {
                    let at = contract.columns.iter().position(|column| *column.name == **name.value())?;
                    Some((at, self.reading(name, written, &cells)?))
                });
                readings.collect()
            })
            .collect();
        let rounding = spec.rounded_to.as_ref().and_then(|written| self.rounding(written));
        let (mut columns, mut group_plans): (Vec<_>, Vec<BTreeMap<usize, Reading>>) = (columns, group_plans);
        let of_columns = columns.iter_mut().map(|column| &mut column.reading);
        for reading in of_columns.chain(group_plans.iter_mut().flat_map(BTreeMap::values_mut)) {
            reading.rounding = reading.rounding.take().or_else(|| rounding.clone());
        }
        let asides = spec.asides.iter().filter_map(|(name, aside)| self.aside(name, aside, &cells)).collect();
        let explode = spec.explode.as_ref().and_then(|wanted| {
            let at = contract.columns.iter().position(|column| *column.name == **wanted.value());
            if at.is_none() {
                self.unknown_column(wanted, contract);
            }
            at
        });
        let mode = super::options::mode(&spec.rounding, self.file, self.findings).unwrap_or(self.mode);
        (self.findings.len() == before).then_some(EntryPlan { columns, groups: group_plans, asides, mode, explode })
    }

    fn unknown_column(&mut self, name: &Placed<String>, contract: &Contract) {
        let columns: Vec<_> = contract.columns.iter().map(|column| &*column.name).collect();
        self.report(
            Finding::new(
                &UNKNOWN_COLUMN,
                format!("expected a column of \"{}\", found \"{}\"", contract.name, name.value()),
            )
            .help(format!("its columns are {}", columns.join(", "))),
            name.span(),
            "this column",
        );
    }

    /// Types that text cannot fill.
    fn mappable(&mut self, spec: &DatasetSpec, column: &ContractColumn) -> Option<()> {
        let fits = |data_type: &DataType| {
            data_type.is_integer()
                || matches!(
                    data_type,
                    DataType::Utf8
                        | DataType::Boolean
                        | DataType::Float64
                        | DataType::Float32
                        | DataType::Date32
                        | DataType::Decimal128(_, _)
                        | DataType::Timestamp(TimeUnit::Microsecond, _)
                        | DataType::Time64(TimeUnit::Microsecond)
                        | DataType::Dictionary(..)
                )
        };
        let fits_list = match &column.data_type {
            DataType::List(item) => item.data_type() == &DataType::Utf8,
            _ => false,
        };
        if fits(&column.data_type) || fits_list {
            return Some(());
        }
        self.report(
            Finding::new(
                &UNMAPPABLE_COLUMN,
                format!("column \"{}\" is {}, which no cell of a text can fill", column.name, column.data_type),
            )
            .at(self.file, spec.name.span(), "this entry"),
            spec.name.span(),
            "",
        );
        None
    }

    fn aside(&mut self, name: &Placed<String>, aside: &AsideSpec, cells: &[&str]) -> Option<ColumnPlan> {
        let written = ColumnSpec {
            from: Some(aside.from.clone()),
            part: aside.part.clone(),
            unit: None,
            ..ColumnSpec::default()
        };
        let unit = match &aside.unit {
            Some(unit) => Some(self.unit(unit)?),
            None => None,
        };
        Some(ColumnPlan {
            name: name.as_str().into(),
            data_type: DataType::Decimal128(38, 9),
            unit,
            reading: self.reading(name, &written, cells)?,
        })
    }

    fn reading(&mut self, name: &str, written: &ColumnSpec, cells: &[&str]) -> Option<Reading> {
        let before = self.findings.len();
        if let Some(from) = &written.from
            && !cells.contains(&from.as_str())
        {
            self.report(
                Finding::new(&UNKNOWN_COLUMN, format!("expected a cell of the layout, found \"{}\"", from.value()))
                    .help(format!("its cells are {}", cells.join(", "))),
                from.span(),
                "this cell",
            );
        }
        let header = written.unit.as_ref().and_then(|unit| self.header(unit));
        let contains = match (&written.contains, &written.lacks) {
            (Some(pattern), _) => self.pattern(pattern).map(|pattern| (pattern, Presence::Contains)),
            (None, Some(pattern)) => self.pattern(pattern).map(|pattern| (pattern, Presence::Lacks)),
            (None, None) => None,
        };
        let reading = Reading {
            from: written.from.as_ref().map_or(name, |from| from.as_str()).into(),
            value: written.value.as_ref().map(|value| (value.value().clone(), value.span())),
            part: written.part.as_ref().and_then(|pattern| self.pattern(pattern)),
            drop: written.drop.as_ref().and_then(|pattern| self.pattern(pattern)),
            split: written.split.as_ref().map(|separator| separator.value().clone()),
            header,
            rounding: written.rounded_to.as_ref().and_then(|written| self.rounding(written)),
            values: written.values.clone(),
            nulls: written.nulls.clone(),
            line: written.line,
            occurrence_of: written.occurrence_of.as_ref().map(|column| column.as_str().into()),
            contains,
        };
        (self.findings.len() == before).then_some(reading)
    }

    fn pattern(&mut self, written: &Placed<String>) -> Option<Regex> {
        let compiled = Regex::new(written.value());
        if let Err(error) = &compiled {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            self.report(
                Finding::new(
                    &super::BROKEN_CELL_PATTERN,
                    format!("expected a regular expression, found a mistake: {reason}"),
                ),
                written.span(),
                "this pattern",
            );
        }
        compiled.ok()
    }

    /// The place to which numbers are rounded.
    fn rounding(&mut self, written: &Placed<String>) -> Option<Rounding> {
        let found = Rounding::of_recipe(written);
        if found.is_none() {
            let message = format!("expected a place such as ten, 0.1, million or 百位, found \"{}\"", written.value());
            self.report(Finding::new(&super::UNKNOWN_OPTION, message), written.span(), "this value");
        }
        found
    }

    /// The unit of bare numbers, as a header prints it.
    fn header(&mut self, unit: &Placed<String>) -> Option<HeaderUnit> {
        // `亿` alone is a scale: a header would print it behind a slash or in brackets.
        let header = quantity::header_unit(unit).or_else(|| quantity::header_unit(&format!("/{}", unit.value())));
        // `{percentage point}` is a code that no header prints.
        let code = || {
            let span = Span::new(0, unit.value().len());
            Some(HeaderUnit { unit: Some(Unit::from_code(unit)?), scale: 0, span })
        };
        let header = header.or_else(code);
        if header.is_none() {
            self.unknown_unit(unit);
        }
        header
    }

    fn unit(&mut self, written: &Placed<String>) -> Option<Unit> {
        let unit = Unit::from_code(written);
        if unit.is_none() {
            self.unknown_unit(written);
        }
        unit
    }

    fn unknown_unit(&mut self, written: &Placed<String>) {
        self.report(
            Finding::new(&UNKNOWN_UNIT, format!("expected a unit, found \"{}\"", written.value()))
                .help("write an ISO 4217 code, a registered unit, or a noun in braces such as {vendor}"),
            written.span(),
            "this unit",
        );
    }

    /// `1` is for bare numbers.
    fn units(&mut self, written: &BTreeMap<Placed<String>, Placed<String>>) -> BTreeMap<Arc<str>, Option<Unit>> {
        let unit = |(column, unit): (&Placed<String>, &Placed<String>)| {
            let unit = if unit.as_str() == "1" { None } else { Some(self.unit(unit)?) };
            Some((column.as_str().into(), unit))
        };
        written.iter().filter_map(unit).collect()
    }

    fn figures(&mut self, recipe: &RecipeFile, contracts: &[Contract]) -> Option<FiguresPlan> {
        let specs = &recipe.recipe.figure;
        let contract = self.contract(STATED_FIGURE, specs.first()?.name.span(), contracts)?;
        let mut seen = BTreeMap::new();
        let figures = specs
            .iter()
            .map(|spec| {
                if let Some(first) = seen.insert(spec.name.value().clone(), spec.name.span()) {
                    let message = format!("expected each figure once, found \"{}\" twice", spec.name.value());
                    let finding = Finding::new(&crate::recipe::RECIPE_SYNTAX, message);
                    self.findings.push(finding.at(self.file, spec.name.span(), "again").at(self.file, first, "first"));
                }
                let unit = self.unit(&spec.unit)?;
                Some(FigurePlan {
                    name: spec.name.value().clone(),
                    name_span: spec.name.span(),
                    unit,
                    unit_span: spec.unit.span(),
                    header: spec.printed_unit.as_ref().and_then(|unit| self.header(unit)),
                })
            })
            .collect();
        let columns = contract.columns.iter();
        let columns = columns.map(|c| (c.name.clone(), c.data_type.clone(), c.unit.clone())).collect();
        Some(FiguresPlan { columns, figures })
    }
}

fn groups(spec: &DatasetSpec) -> impl Iterator<Item = &BTreeMap<Placed<String>, ColumnSpec>> {
    spec.series.iter().flat_map(|series| &series.groups).map(|group| &group.columns)
}

/// The cells that the entry's layout yields, with those found once in the section.
fn cell_names(spec: &DatasetSpec) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    if let Some(pattern) = &spec.pattern {
        names.extend(named_groups(pattern.row.value()));
    }
    if let Some(table) = &spec.table {
        names.extend(table.columns.iter().map(|column| column.as_str()).filter(|name| *name != "-"));
        names.extend(table.group.iter().map(|group| group.as_str()));
    }
    if let Some(grid) = &spec.grid {
        names.extend(grid.columns.iter().map(|column| column.as_str()).filter(|name| *name != "-"));
        names.extend(grid.group.iter().map(|group| group.as_str()));
    }
    if let Some(series) = &spec.series {
        names.extend(series.runs.iter().map(|run| run.column.as_str()));
    }
    if let Some(list) = &spec.list {
        names.extend(named_groups(list.item.value()));
        names.extend(list.group.iter().map(|group| group.column.as_str()));
    }
    if let Some(timeline) = &spec.timeline {
        names.extend([timeline.event_column.as_str(), timeline.date_column.as_str()]);
    }
    if spec.headings.is_some() {
        names.extend(["number", "title", "part", "line_start", "line_end"]);
    }
    let finds = spec.columns.iter().chain(groups(spec).flatten()).filter(|(_, column)| column.find.is_some());
    names.extend(finds.map(|(name, _)| name.as_str()));
    names
}

/// The names of the groups of a pattern, whether it compiles or not.
fn named_groups(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split("(?").skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('P').unwrap_or(rest);
        let (name, _) = rest.strip_prefix('<')?.split_once('>')?;
        name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(name)
    })
}
