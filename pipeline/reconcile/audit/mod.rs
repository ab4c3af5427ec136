//! Relations that a text itself states: its quantities and tables go in, the relations and their verdicts come out.
//!
//! Only words ("其中", "of which", "的1.6倍") or a table's structure (a total row) give a relation; numbers that happen to
//! fit are none.

mod behind;
mod columns;
mod divides;
mod growth;
mod headers;
mod lines;
mod names;
mod nouns;
mod parts;
mod ratios;
mod sentence;
mod shares;
mod spread;
mod table;
mod vocabulary;
mod words;

use std::sync::Arc;

use arrow::array::{Array, Decimal128Array, RecordBatch};
use arrow::datatypes::{Field, Schema};

use super::codes::{
    COUNT_MISMATCH, GROWTH_MISMATCH, LOOSE_ZEROS, RATIO_MISMATCH, RELATION_MISMATCH, SHARE_MISMATCH, TOTAL_MISMATCH,
};
use super::diagnosis::{Diagnosis, diagnose};
use super::extent::Extent;
use super::facts::Facts;
use super::measure::Measure;
use super::number::Number;
use super::syntax::Comparison;
use super::value::{Amount, CellRef, Part};
use super::verdict::{Case, Status};
use crate::finding::{Code, Finding};
use crate::model::{Column, ColumnTrace, Dataset, Kind, Mode, Printed, Qualifier, Quantity};
use crate::source::{Source, Span};

/// A relation that a text states, judged.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What kind of relation it is.
    pub kind: RelationKind,
    /// The relation in the text's own numbers: `37 家 + 85 家 = 122 家`.
    pub statement: String,
    /// The words or the structure that state it.
    pub reason: String,
    /// Its verdict; the parts' cells are places in `spans`.
    pub case: Case,
    /// Where its numbers stand, the stated one first.
    pub spans: Vec<Span>,
}

/// The kinds of relations that texts state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// Parts make a total.
    Sum,
    /// Parts are some of a total.
    OfWhich,
    /// A part by its whole is a share.
    Share,
    /// Shares make 100 %.
    Hundred,
    /// One value is so many times another.
    Ratio,
    /// One value grew to another by a rate.
    Growth,
    /// What was there and what changed make what is there.
    RollForward,
    /// So many things are listed.
    Count,
}

impl RelationKind {
    fn code(self) -> &'static Code {
        match self {
            RelationKind::Sum => &TOTAL_MISMATCH,
            RelationKind::OfWhich | RelationKind::RollForward => &RELATION_MISMATCH,
            RelationKind::Share | RelationKind::Hundred => &SHARE_MISMATCH,
            RelationKind::Ratio => &RATIO_MISMATCH,
            RelationKind::Growth => &GROWTH_MISMATCH,
            RelationKind::Count => &COUNT_MISMATCH,
        }
    }
}

impl Relation {
    /// What a verdict that holds leaves open: `only if zeros at the end are not significant`.
    pub fn caveat(&self) -> Option<String> {
        if self.case.loose {
            return Some("only if zeros at the end are not significant".to_string());
        }
        let power = self.case.power.as_ref().filter(|_| self.case.status == Status::Consistent)?;
        let limit = Number::Small(crate::model::Decimal::new(5, 2));
        let share = power.share.as_ref().map(|share| format!("{:.0} %", share.to_f64() * 100.0));
        power.is_above(&limit).then(|| match share {
            Some(share) => format!("weak: an error of up to {share} would not be seen"),
            None => "weak: an error of any size would not be seen".to_string(),
        })
    }

    /// What is to be reported, if it does not hold, or only in one reading of its zeros.
    pub fn finding(&self, source: &Source) -> Option<Finding> {
        if self.case.loose {
            let message = format!(
                "{}: they agree only if zeros at the end are not significant ({})",
                self.statement, self.reason
            );
            return Some(self.labelled(Finding::new(&LOOSE_ZEROS, message), source));
        }
        if self.case.status != Status::Inconsistent {
            return None;
        }
        let (left, right) = (self.case.left.as_ref()?, self.case.right.as_ref()?);
        let message = format!(
            "{} does not hold: {} against {} ({})",
            self.statement,
            left.measure.show(&left.value),
            right.measure.show(&right.value),
            self.reason
        );
        let finding = self.labelled(Finding::new(self.kind.code(), message), source);
        match &self.case.diagnosis {
            Some(diagnosis) => Some(finding.help(diagnosis.text.clone())),
            None => Some(finding),
        }
    }

    fn labelled(&self, finding: Finding, source: &Source) -> Finding {
        let labels = self.spans.iter().enumerate();
        labels.fold(finding, |finding, (at, span)| {
            finding.at(source.name(), *span, if at == 0 { "stated" } else { "part" })
        })
    }
}

/// The numbers of a chart whose labels may be lost, as far as relations to other places of the text are concerned.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// The lines beside it that may be its caption.
    pub captions: Vec<Span>,
    /// Its numbers, with spans in the source.
    pub numbers: Vec<Quantity>,
}

/// A table, as far as relations between its rows and columns are concerned.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The header's text, column by column, without the column of labels.
    pub header: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<GridRow>,
}

/// One row of a [`Grid`].
#[derive(Clone, Debug, Default)]
pub struct GridRow {
    /// Its label.
    pub label: String,
    /// How far the label stands from the line's start, in columns.
    pub indent: usize,
    /// Its numbers, column by column, with spans in the source.
    pub numbers: Vec<Option<Quantity>>,
}

/// Finds and judges the relations that `source` states. `quantities` are those of its running text, in order.
pub fn audit(source: &Source, quantities: &[Quantity], grids: &[Grid], charts: &[Chart]) -> Vec<Relation> {
    let mut found = Vec::new();
    let quantities = nouns::told(source, quantities);
    // Both stand in the order of the text.
    let within = |span: Span| -> Vec<&Quantity> {
        let first = quantities.partition_point(|quantity| quantity.span.start < span.start);
        let rest = quantities[first..].iter().take_while(|quantity| quantity.span.start < span.end);
        rest.filter(|quantity| span.contains(quantity.span)).collect()
    };
    let mut before: Option<Span> = None;
    let mut totals = Vec::new();
    for sentence in sentence::sentences(source.text()) {
        let inside = within(sentence);
        if !inside.is_empty() {
            totals.extend(words::spread(source, sentence, &inside).filter(|_| !charts.is_empty()));
            found.extend(words::relations(source, sentence, &inside));
            let leans = sentence::leans_back(source.slice(sentence));
            if let Some(before) = before.filter(|before| leans && sentence::follows(source.text(), *before, sentence)) {
                let both = before.cover(sentence);
                found.extend(words::relations_across(source, both, sentence, &within(both)));
            }
        }
        before = Some(sentence);
    }
    for list in lines::lists(source.text()) {
        found.extend(words::relations_of_list(source, &list, &within(list.span())));
    }
    found.extend(spread::relations(source, &totals, charts));
    for grid in grids {
        for table in headers::tables(source, grid) {
            found.extend(table::relations(source, &table));
        }
    }
    found.sort_by_key(|relation| relation.spans.first().copied());
    found.dedup_by(|a, b| a.statement == b.statement && a.spans == b.spans);
    found
}

/// A quantity as an amount in base units, with what it measures. Dates and ordinals have none.
pub(super) fn amount(quantity: &Quantity, at: usize) -> Option<(Amount, Measure)> {
    if matches!(quantity.kind, Kind::Date | Kind::Period | Kind::Ordinal) {
        return None;
    }
    let (measure, factor) = quantity.unit.as_ref().map_or_else(|| (Measure::bare(), Number::ONE), Measure::of);
    let number = Number::from(quantity.value);
    let (decimals, loose) = (quantity.precision.decimals, quantity.precision.decimals_wide);
    let plain = quantity.qualifier == Qualifier::Exact;
    let narrow = match plain && measure.is_count() && decimals >= 0 {
        true => Extent::exact(number.clone()),
        false => Extent::of(&quantity.interval),
    };
    let digits = matches!(quantity.qualifier, Qualifier::Exact | Qualifier::About);
    let wide = (digits && loose < decimals).then(|| Extent::printed(&number, loose, Mode::Rounding).scale(&factor));
    let value = number.mul(&factor);
    let cell = CellRef { dataset: 0, column: 0, row: at as u32 };
    let parts = vec![Part { cell, weight: Some(Number::ONE), value: value.clone() }];
    Some((Amount { value, narrow: narrow.scale(&factor), wide, parts }, measure))
}

/// Where all of `quantities` are printed to one place and one of them shows that place, the zeros at the end of the others
/// are digits: 45, 35, 100.
fn shown_to_one_place<'q>(quantities: impl Iterator<Item = &'q mut Quantity>) {
    let quantities: Vec<&mut Quantity> = quantities.collect();
    let Some(place) = quantities.first().map(|first| first.precision.decimals) else { return };
    let shown = quantities.iter().map(|own| own.precision.decimals_wide).max();
    let Some(shown) = shown.filter(|_| quantities.iter().all(|own| own.precision.decimals == place)) else { return };
    for quantity in quantities {
        quantity.precision.decimals_wide = quantity.precision.decimals_wide.max(shown);
    }
}

/// True for a relation that holds or is wrong by a simple cause or by less than a fifth: the words alone are no proof.
fn is_near(relation: &Relation) -> bool {
    let (Some(gap), Some(right)) = (&relation.case.gap, &relation.case.right) else { return false };
    relation.case.status != Status::Inconsistent
        || relation.case.diagnosis.is_some()
        || gap.abs().mul(&Number::from(5)) <= right.value.abs()
}

/// What a text states: the relation in its own numbers, and why it is one.
pub(super) struct Stated<'q> {
    pub kind: RelationKind,
    pub statement: String,
    pub reason: String,
    /// The numbers, the stated one first; a part's cell is its place here.
    pub quantities: &'q [&'q Quantity],
}

/// Judges `left` against `right`, which is what the text states.
pub(super) fn judged(
    source: &Source,
    stated: Stated<'_>,
    (left, right): (Amount, Amount),
    operator: &Comparison,
    measure: &Measure,
) -> Relation {
    let Stated { kind, statement, reason, quantities } = stated;
    let mut case = super::judge::compare(String::new(), (left, measure), operator, (right, measure));
    if case.status == Status::Inconsistent {
        case.diagnosis = diagnosis(source, quantities, &case);
    }
    let spans = quantities.iter().map(|quantity| quantity.span).collect();
    Relation { kind, statement, reason, case, spans }
}

/// The cause of a gap, with the numbers as the rows of a column.
fn diagnosis(source: &Source, quantities: &[&Quantity], case: &Case) -> Option<Diagnosis> {
    let unit = quantities.first()?.unit.clone();
    if quantities.iter().any(|quantity| quantity.unit != unit) {
        return None;
    }
    let places = quantities.iter().map(|quantity| quantity.value.normalized().scale()).max()?.clamp(0, 18);
    let values: Option<Vec<i128>> = quantities.iter().map(|quantity| quantity.value.coefficient_at(places)).collect();
    let array = Decimal128Array::from(values?).with_precision_and_scale(38, places as i8).ok()?;
    let mut trace = ColumnTrace::default();
    for quantity in quantities {
        trace.push(&[quantity.span]);
        trace.printed.push(Printed::new(quantity.precision, quantity.qualifier));
    }
    let schema = Schema::new(vec![Field::new("value", array.data_type().clone(), true)]);
    let dataset = Dataset {
        name: "text".into(),
        batch: RecordBatch::try_new(Arc::new(schema), vec![Arc::new(array)]).ok()?,
        columns: vec![Column { name: "value".into(), unit, published: true, trace }],
        sources: vec![Arc::new(Source::new(source.name().clone(), source.text()))],
        row_sources: vec![0; quantities.len()],
        failed: Default::default(),
    };
    diagnose(case, &Facts::new(std::slice::from_ref(&dataset)), None)
}
