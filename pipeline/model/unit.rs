//! Units: a registry read from `units.tsv`, and the units that contracts and texts name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::Decimal;

/// What a unit measures. Only units of one dimension add up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Money of one currency; each currency is a dimension of its own.
    Money(Arc<str>),
    /// A registered physical dimension or share: `bytes`, `energy`, `share`, `percentage-point`, `ratio`.
    Named(Arc<str>),
    /// Counted things of one noun: 家 and 件 do not add up.
    Count(Arc<str>),
}

/// One registered unit.
#[derive(Clone, Debug)]
pub struct UnitEntry {
    /// The code that datasets carry: ISO 4217 for money, UCUM-like codes else, `{noun}` for counts.
    pub code: Arc<str>,
    /// What it measures.
    pub dimension: Dimension,
    /// How many of the dimension's base unit one of it is: 1000000000 for GB in bytes.
    pub factor: Decimal,
    /// What texts call it.
    pub names: Vec<UnitName>,
}

/// One thing that texts call a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitName {
    /// The name as printed.
    pub text: String,
    /// Whether the name alone says which unit it is.
    pub needs: Needs,
}

/// What it takes for a name to mean a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: US$ is USD.
    Nothing,
    /// The report's country; without it the name is ambiguous: $ is USD, CAD, HKD ...
    Country,
    /// The report's country; without it the name means another unit: 元 is CNY, in a report about Taiwan TWD.
    Elsewhere,
}

impl UnitEntry {
    /// The currency, if it is money.
    pub fn currency(&self) -> Option<&str> {
        match &self.dimension {
            Dimension::Money(currency) => Some(currency),
            Dimension::Named(_) | Dimension::Count(_) => None,
        }
    }
}

/// A part of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A registered unit, by its index in the registry.
    Registered(u16),
    /// Counted things of a noun that the registry lacks: `{vendor}`.
    Noun(Arc<Noun>),
}

/// A noun that the registry lacks. An [`Arc`] of it is one pointer, where one of its text would be two: every quantity holds
/// two atoms, and hardly any of them is a noun.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Noun {
    text: Arc<str>,
}

/// A unit: one atom, or one atom per another (元/吨).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// The unit, or what is above the line of a rate.
    pub numerator: Atom,
    /// What is below the line of a rate.
    pub denominator: Option<Atom>,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

/// Every registered unit, in the order of `units.tsv`.
pub fn registry() -> &'static [UnitEntry] {
    static ENTRIES: LazyLock<Vec<UnitEntry>> =
        LazyLock::new(|| include_str!("units.tsv").lines().filter(|line| !line.starts_with('#')).map(entry).collect());
    &ENTRIES
}

fn entry(line: &str) -> UnitEntry {
    let mut fields = line.split('\t');
    let mut next = || fields.next().expect("every line of units.tsv has four fields");
    let (code, dimension, factor) = (next().into(), next(), next());
    let dimension = match dimension.split_once(':') {
        Some(("money", currency)) => Dimension::Money(currency.into()),
        Some((_, noun)) => Dimension::Count(noun.into()),
        None => Dimension::Named(dimension.into()),
    };
    let factor = factor.parse().expect("every factor in units.tsv is a decimal");
    UnitEntry { code, dimension, factor, names: next().split('|').flat_map(names).collect() }
}

/// The forms of one name as `units.tsv` writes it: `dollar(s)?` is `dollar` and `dollars`, both ambiguous.
fn names(written: &str) -> Vec<UnitName> {
    let (written, needs) = match written.strip_suffix('?') {
        Some(rest) => (rest, Needs::Country),
        None => match written.strip_suffix('~') {
            Some(rest) => (rest, Needs::Elsewhere),
            None => (written, Needs::Nothing),
        },
    };
    let name = |text: String| UnitName { text, needs };
    if written.is_empty() {
        Vec::new()
    } else if written.contains("(s)") {
        vec![name(written.replace("(s)", "")), name(written.replace("(s)", "s"))]
    } else if written.contains('$') {
        // Chinese texts print the sign in full width.
        vec![name(written.into()), name(written.replace('$', "＄"))]
    } else {
        vec![name(written.into())]
    }
}

impl Atom {
    fn from_code(code: &str) -> Option<Atom> {
        static BY_CODE: LazyLock<HashMap<&str, u16>> =
            LazyLock::new(|| registry().iter().enumerate().map(|(at, entry)| (&*entry.code, at as u16)).collect());
        if let Some(&at) = BY_CODE.get(code) {
            return Some(Atom::Registered(at));
        }
        let noun = code.strip_prefix('{')?.strip_suffix('}')?;
        (!noun.is_empty() && !noun.contains(['{', '}'])).then(|| Atom::Noun(Arc::new(Noun { text: noun.into() })))
    }

    /// The code that datasets carry.
    pub fn code(&self) -> Cow<'static, str> {
        match self {
            Atom::Registered(at) => Cow::Borrowed(&registry()[*at as usize].code),
            Atom::Noun(noun) => Cow::Owned(format!("{{{}}}", noun.text)),
        }
    }

    /// What it measures.
    pub fn dimension(&self) -> Dimension {
        match self {
            Atom::Registered(at) => registry()[*at as usize].dimension.clone(),
            Atom::Noun(noun) => Dimension::Count(noun.text.clone()),
        }
    }

    /// How many of the dimension's base unit one of it is.
    pub fn factor(&self) -> Decimal {
        match self {
            Atom::Registered(at) => registry()[*at as usize].factor,
            Atom::Noun(_) => Decimal::ONE,
        }
    }
}

impl Unit {
    /// The unit of a code as contracts write it: `USD`, `GB`, `%`, `{vendor}`, `CNY/t`.
    pub fn from_code(code: &str) -> Option<Unit> {
        if let Some(numerator) = Atom::from_code(code) {
            return Some(Unit { numerator, denominator: None });
        }
        let (above, below) = code.split_once('/')?;
        Some(Unit { numerator: Atom::from_code(above)?, denominator: Some(Atom::from_code(below)?) })
    }

    /// The code that datasets carry; [`Unit::from_code`] reads it back.
    pub fn code(&self) -> Cow<'static, str> {
        match &self.denominator {
            None => self.numerator.code(),
            Some(below) => Cow::Owned(format!("{}/{}", self.numerator.code(), below.code())),
        }
    }

    /// True if amounts in both add up, after conversion by their factors.
    pub fn is_commensurable(&self, other: &Unit) -> bool {
        self.numerator.dimension() == other.numerator.dimension()
            && self.denominator.as_ref().map(Atom::dimension) == other.denominator.as_ref().map(Atom::dimension)
    }

    /// `value` of this unit in units of `other`; `None` if they do not measure the same or the result is not exact.
    pub fn convert(&self, value: Decimal, other: &Unit) -> Option<Decimal> {
        if self == other {
            return Some(value);
        }
        if !self.is_commensurable(other) {
            return None;
        }
        let below = |unit: &Unit| unit.denominator.as_ref().map_or(Decimal::ONE, Atom::factor);
        let up = self.numerator.factor().checked_mul(below(other))?;
        let down = other.numerator.factor().checked_mul(below(self))?;
        value.checked_mul(up)?.checked_div(down)
    }
}
