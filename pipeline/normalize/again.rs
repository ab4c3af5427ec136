//! One published cell read again from its bytes alone, for `crossfoot verify`.

use arrow::array::Array;
use arrow::util::display::ArrayFormatter;

use super::cell;
use super::column::{Growing, Value};
use super::compile::{ColumnPlan, NormalizePlan, Reading};
use super::quantity::Reader;
use crate::model::{Decimal, STATED_FIGURE, print_options, printable};
use crate::source::{Joined, Source, Span};

impl NormalizePlan {
    /// The value that `spans` of `source` give in `column` of `dataset`, as text, under each entry of the recipe that
    /// fills it. `of_row` gives the row's other values as text, `count` how many rows up to this one have the same
    /// value in a column.
    ///
    /// # Errors
    /// The reason why the bytes give no value.
    pub fn read_again(
        &self,
        dataset: &str,
        column: &str,
        source: &Source,
        spans: &[Span],
        of_row: &dyn Fn(&str) -> Option<String>,
        count: &dyn Fn(&str) -> usize,
    ) -> Result<Vec<String>, String> {
        let joined = Joined::new(source.text(), spans);
        let reader = &self.reader_of(source);
        if dataset == STATED_FIGURE {
            return self.figure_again(column, joined.text(), reader, of_row);
        }
        let mut values = Vec::new();
        let mut refused = None;
        for (plan, reading) in self.readings(dataset, column) {
            let value = if let Some((text, _)) = &reading.value {
                cell::value(text, plan, reading, reader)
            } else if reading.line {
                let line = spans.first().map_or(0, |span| source.line_of(span.start));
                Ok((Value::Number(Decimal::from(i64::from(line)), cell::exactly()), None))
            } else {
                cell::value(joined.text(), plan, reading, reader)
            };
            match (value, &reading.occurrence_of) {
                (Ok((value, _)), _) => values.push(shown(plan, &value)),
                (Err(_), Some(counted)) => values.push(count(counted).to_string()),
                (Err(refusal), None) => refused = Some(refusal.message),
            }
        }
        if values.is_empty() {
            Err(refused.unwrap_or_else(|| "nothing: no entry fills the column".into()))
        } else {
            Ok(values)
        }
    }

    /// What the recipe does to the text of a column, step by step, for `crossfoot trace`: the step and what it does.
    pub fn steps(&self, dataset: &str, column: &str) -> Vec<(&'static str, String)> {
        let mut steps = Vec::new();
        let Some((_, reading)) = self.readings(dataset, column).last() else { return steps };
        if let Some(part) = &reading.part {
            steps.push(("part", format!("of {} that fits {part}", reading.from)));
        }
        if let Some(drop) = &reading.drop {
            steps.push(("dropped", format!("what fits {drop}")));
        }
        if let Some(split) = &reading.split {
            steps.push(("split", format!("at \"{split}\"")));
        }
        if let Some((pattern, _)) = &reading.contains {
            steps.push(("searched", format!("for {pattern}")));
        }
        if let Some(values) = &reading.values {
            let listed: Vec<_> = values.iter().map(|(text, value)| format!("\"{text}\" is {value}")).collect();
            steps.push(("mapped", listed.join(", ")));
        }
        if let Some(header) = &reading.header {
            let unit = header.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            steps.push(("unit", format!("a bare number here counts 10^{}{unit}, as the recipe says", header.scale)));
        }
        if let Some(rounding) = &reading.rounding {
            steps.push(("rounded", format!("{rounding}, as the recipe says")));
        }
        if reading.line || reading.occurrence_of.is_some() {
            steps.push(("counted", "the value is counted, not printed".to_owned()));
        }
        steps
    }

    /// How the entries of a dataset, and their groups, read a column.
    fn readings<'a>(
        &'a self,
        dataset: &'a str,
        column: &'a str,
    ) -> impl Iterator<Item = (&'a ColumnPlan, &'a Reading)> {
        let of_dataset = self.names.iter().zip(&self.datasets).filter(move |(name, _)| &***name == dataset);
        of_dataset.filter_map(|(_, entry)| entry.as_ref()).flat_map(move |entry| {
            let at = entry.columns.iter().position(|plan| &*plan.name == column);
            at.into_iter().flat_map(move |at| {
                let plan = &entry.columns[at];
                let groups = entry.groups.iter().filter_map(move |group| group.get(&at));
                std::iter::once(&plan.reading).chain(groups).map(move |reading| (plan, reading))
            })
        })
    }

    fn figure_again(
        &self,
        column: &str,
        text: &str,
        reader: &Reader,
        of_row: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Vec<String>, String> {
        let figures = self.figures.as_ref().ok_or("nothing: the recipe states no figures")?;
        let (name, data_type, _) =
            figures.columns.iter().find(|(name, ..)| &**name == column).ok_or("nothing: no such column")?;
        if matches!(column, "figure" | "unit") {
            // These stand in the recipe, in quotes.
            return Ok(vec![text.trim_matches(['"', '\'']).to_owned()]);
        }
        let named = of_row("figure").unwrap_or_default();
        let figure = figures.figures.iter().flatten().find(|figure| figure.name == named);
        let unit = figure.map(|figure| figure.unit.clone()).filter(|_| column != "as_of");
        let is_qualifier = column == "qualifier";
        let number = arrow::datatypes::DataType::Decimal128(38, 9);
        let plan = ColumnPlan {
            name: name.clone(),
            data_type: if is_qualifier { number } else { data_type.clone() },
            unit,
            reading: Reading { header: figure.and_then(|figure| figure.header.clone()), ..Reading::default() },
        };
        match cell::value(text, &plan, &plan.reading, reader) {
            Ok((Value::Number(_, printed), _)) if is_qualifier => Ok(vec![printed.qualifier.name().to_owned()]),
            Ok((value, _)) => Ok(vec![shown(&plan, &value)]),
            Err(refusal) => Err(refusal.message),
        }
    }
}

/// A value as the published column shows it.
fn shown(plan: &ColumnPlan, value: &Value) -> String {
    let mut growing = Growing::new(&plan.data_type);
    if let Err(misfit) = growing.push(value, &[]) {
        return misfit.0;
    }
    let (array, _) = growing.finish();
    if array.is_null(0) {
        return "null".to_owned();
    }
    ArrayFormatter::try_new(printable(&array).as_ref(), &print_options())
        .map_or_else(|error| error.to_string(), |format| format.value(0).to_string())
}
