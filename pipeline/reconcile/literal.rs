//! Numbers written in checks: digits, scale words and a unit go in, an amount in base units comes out.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::extent::Extent;
use super::measure::Measure;
use super::number::Number;
use super::value::Amount;
use crate::model::{Mode, Needs, Unit, UnitEntry, registry, scale_of};

/// A number with a unit, as a check writes it.
#[derive(Clone, Debug)]
pub struct Literal {
    /// Its value in base units.
    pub amount: Amount,
    /// What it measures.
    pub measure: Measure,
}

/// Reads `digits` and what follows them; the message says what was expected.
///
/// With a unit or a point it is a printed number, which stands for all that rounds to it; a bare integer, 100 % and a
/// count of things are exact.
pub fn literal(digits: &str, unit: &str) -> Result<Literal, String> {
    let digits_value = Number::parse(digits).ok_or_else(|| format!("expected digits, found \"{digits}\""))?;
    let mut decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
    let mut value = digits_value;
    let mut name = unit.trim();
    while let Some((exponent, rest)) = scale_of(name) {
        value = value.mul(&Number::power_of_ten(exponent));
        decimals -= exponent;
        name = rest.trim_start();
    }
    if name.is_empty() {
        let exact = decimals == 0;
        return Ok(Literal { amount: amount(value, decimals, exact), measure: Measure::bare() });
    }
    let unit =
        named(name).ok_or_else(|| format!("expected a unit such as USD, GB, % or {{vendor}}, found \"{name}\""))?;
    let (measure, factor) = Measure::of(&unit);
    let whole = (measure.is_count() && decimals == 0) || (measure.is_share() && value == Number::from(100));
    let plain = amount(value, decimals, whole);
    Ok(Literal { amount: plain.mul(Amount::exact(factor)), measure })
}

fn amount(value: Number, decimals: i32, exact: bool) -> Amount {
    if exact {
        return Amount::exact(value);
    }
    Amount { narrow: Extent::printed(&value, decimals, Mode::Rounding), value, wide: None, parts: Vec::new() }
}

/// The unit of a code or of a name in the registry; a word in neither counts things of that noun.
fn named(name: &str) -> Option<Unit> {
    static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        // A name that only a report's country settles ($) is none here; 元 is CNY as everywhere else.
        let own = |entry: &'static UnitEntry| {
            let known = entry.names.iter().filter(|name| name.needs == Needs::Nothing);
            known.map(|name| (name.text.as_str(), &*entry.code))
        };
        // The first unit of a name is the usual one.
        registry().iter().rev().flat_map(own).collect()
    });
    let single = |name: &str| {
        let code = NAMES.get(name).copied().unwrap_or(name);
        let noun = || name.chars().all(char::is_alphabetic).then(|| Unit::from_code(&format!("{{{name}}}")))?;
        Unit::from_code(code).or_else(noun)
    };
    let one = |name: &str| single(name).filter(|unit| unit.denominator.is_none()).map(|unit| unit.numerator);
    match name.split_once('/') {
        Some((above, below)) => Some(Unit { numerator: one(above)?, denominator: Some(one(below)?) }),
        None => single(name),
    }
}
