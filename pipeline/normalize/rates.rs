//! The exchange rates of a recipe: `[[rate]]` goes in, rates between currencies or findings on the recipe's bytes come out.

use std::sync::Arc;

use super::quantity::Rate;
use crate::contract::Contract;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::{Decimal, Dimension, Unit};
use crate::recipe::{Placed, RateSpec, Recipe};

/// A rate that is none, or stands twice.
pub static BROKEN_RATE: Code = Code {
    name: "broken-rate",
    severity: Severity::Error,
    what: "a rate has two ISO 4217 codes, a positive decimal, a day and a source, and stands once for two currencies",
    why: "an amount converted by it is published as a fact",
    example: "[[rate]]\nfrom = \"yuan\"",
    action: "write for example from = \"CNY\", to = \"USD\", rate = \"0.1402\", date = \"2024-06-28\", source = \"...\"",
};

/// A rate into a currency that no column has.
pub static UNUSED_RATE: Code = Code {
    name: "unused-rate",
    severity: Severity::Warning,
    what: "a rate must lead to a currency of one of the recipe's columns or figures",
    why: "what is configured and used by nothing is a mistake or left over",
    example: "to = \"EUR\" where every amount is declared as USD",
    action: "correct the currency, or take the rate out",
};

/// The rates that a recipe gives.
pub(super) fn of_recipe(
    recipe: &Recipe,
    contracts: &[Contract],
    file: &Arc<str>,
    findings: &mut Findings,
) -> Vec<Rate> {
    let mut rates: Vec<Rate> = Vec::new();
    for spec in &recipe.rate {
        let Some(rate) = read(spec, file, findings) else { continue };
        if rates.iter().any(|other| other.from == rate.from && other.to == rate.to) {
            let message = format!("expected one rate from {} to {}, found another", rate.from, rate.to);
            findings.push(Finding::new(&BROKEN_RATE, message).at(file, spec.from.span(), "again"));
            continue;
        }
        if !is_used(recipe, contracts, &rate.to) {
            let message = format!("no column or figure of this recipe is in {}", rate.to);
            findings.push(Finding::new(&UNUSED_RATE, message).at(file, spec.to.span(), "this currency"));
        }
        rates.push(rate);
    }
    rates
}

fn read(spec: &RateSpec, file: &Arc<str>, findings: &mut Findings) -> Option<Rate> {
    let mut wrong = |written: &Placed<String>, expected: &str| {
        let message = format!("expected {expected}, found \"{}\"", written.value());
        findings.push(Finding::new(&BROKEN_RATE, message).at(file, written.span(), "this value"));
    };
    let currency = |written: &Placed<String>| {
        Unit::from_code(written).filter(|unit| {
            unit.denominator.is_none()
                && matches!(unit.numerator.dimension(), Dimension::Money(code) if *code == **written.value())
        })
    };
    let (from, to) = (currency(&spec.from), currency(&spec.to));
    for (unit, written) in [(&from, &spec.from), (&to, &spec.to)] {
        if unit.is_none() {
            wrong(written, "an ISO 4217 code such as USD");
        }
    }
    let rate = spec.rate.parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO);
    if rate.is_none() {
        wrong(&spec.rate, "a positive decimal in quotes");
    }
    let dated = chrono::NaiveDate::parse_from_str(&spec.date, "%Y-%m-%d").is_ok() && spec.date.len() == 10;
    if !dated {
        wrong(&spec.date, "a day such as 2024-06-28");
    }
    let sourced = !spec.source.trim().is_empty();
    if !sourced {
        wrong(&spec.source, "where the rate comes from");
    }
    let (from, to, rate) = (from?, to?, rate?);
    if from == to {
        wrong(&spec.to, "another currency than from");
        return None;
    }
    let (date, source) = (spec.date.value(), spec.source.value());
    let record = format!("{from} to {to} at {rate} on {date}: {source}").into();
    (dated && sourced).then_some(Rate { from, to, rate, record })
}

/// True if a column or figure of the recipe is in that currency.
fn is_used(recipe: &Recipe, contracts: &[Contract], to: &Unit) -> bool {
    let money = |unit: &Unit| unit.numerator.dimension() == to.numerator.dimension();
    let of_contract = recipe.dataset.iter().any(|spec| {
        let contract = contracts.iter().find(|contract| *contract.name == **spec.name.value());
        contract.is_some_and(|contract| contract.columns.iter().any(|column| column.unit.as_ref().is_some_and(money)))
            || spec
                .asides
                .values()
                .filter_map(|aside| aside.unit.as_ref())
                .any(|unit| Unit::from_code(unit).is_some_and(|unit| money(&unit)))
    });
    let units = recipe.figure.iter().map(|figure| &figure.unit);
    let units = units.chain(recipe.series.iter().flat_map(|series| series.units.values()));
    of_contract || units.into_iter().any(|unit| Unit::from_code(unit).is_some_and(|unit| money(&unit)))
}
