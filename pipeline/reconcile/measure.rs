//! What an expression measures, known before any number is read: units go in, a product of dimensions or a mistake
//! comes out.

use std::fmt;

use super::number::Number;
use crate::model::{Atom, Dimension, Unit};

/// The dimensions of an expression's values. Values themselves are kept in base units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Dimensions and their powers, none of them 0; empty for pure numbers.
    terms: Vec<(Dimension, i32)>,
    /// Which kind of pure number, where `terms` is empty.
    pure: Pure,
    /// The unit that messages show values in.
    shown: Option<Unit>,
}

/// Kinds of pure numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pure {
    /// No unit: a count of whatever it stands beside, or a ratio of like quantities.
    Bare,
    /// A share of a whole: %.
    Share,
    /// A share less a share: a share again, or percentage points.
    ShareDifference,
    /// Percentage points.
    Points,
    /// So many times.
    Times,
}

impl Measure {
    /// A bare number.
    pub fn bare() -> Measure {
        Measure { terms: Vec::new(), pure: Pure::Bare, shown: None }
    }

    /// A named dimension that no unit stands for: dates and text.
    pub fn named(name: &str) -> Measure {
        Measure { terms: vec![(Dimension::Named(name.into()), 1)], pure: Pure::Bare, shown: None }
    }

    /// The measure of a unit and how many base units one of it is.
    pub fn of(unit: &Unit) -> (Measure, Number) {
        let mut measure = Measure { terms: Vec::new(), pure: Pure::Bare, shown: Some(unit.clone()) };
        let mut factor = Number::ONE;
        measure.take(&unit.numerator, 1, &mut factor);
        if let Some(below) = &unit.denominator {
            measure.take(below, -1, &mut factor);
        }
        (measure, factor)
    }

    fn take(&mut self, atom: &Atom, power: i32, factor: &mut Number) {
        let mut one = Number::from(atom.factor());
        match atom.dimension() {
            Dimension::Named(name) if &*name == "share" => self.pure = Pure::Share,
            Dimension::Named(name) if &*name == "ratio" => self.pure = Pure::Times,
            // A point is a hundredth, as a per cent is, so that differences of shares compare with it.
            Dimension::Named(name) if &*name == "percentage-point" => {
                self.pure = Pure::Points;
                one = one.mul(&Number::power_of_ten(-2));
            }
            dimension => self.raise(&dimension, power),
        }
        let scaled = if power > 0 { Some(factor.mul(&one)) } else { factor.div(&one) };
        if let Some(scaled) = scaled {
            *factor = scaled;
        }
    }

    fn raise(&mut self, dimension: &Dimension, power: i32) {
        match self.terms.iter_mut().find(|(known, _)| known == dimension) {
            Some((_, sum)) => *sum += power,
            None => self.terms.push((dimension.clone(), power)),
        }
        self.terms.retain(|(_, power)| *power != 0);
    }

    /// True without any dimension.
    pub fn is_pure(&self) -> bool {
        self.terms.is_empty()
    }

    /// True for a bare number.
    pub fn is_bare(&self) -> bool {
        self.is_pure() && self.pure == Pure::Bare
    }

    /// True for shares and their differences.
    pub fn is_share(&self) -> bool {
        self.is_pure() && matches!(self.pure, Pure::Share | Pure::ShareDifference)
    }

    /// True for "so many times".
    pub fn is_times(&self) -> bool {
        self.is_pure() && self.pure == Pure::Times
    }

    /// True for percentage points.
    pub fn is_points(&self) -> bool {
        self.is_pure() && self.pure == Pure::Points
    }

    /// True for things counted one by one.
    pub fn is_count(&self) -> bool {
        matches!(&self.terms[..], [(Dimension::Count(_), 1)])
    }

    /// What a sum of both measures, or `None` if they do not add up.
    pub fn added(&self, other: &Measure) -> Option<Measure> {
        let shown = || self.shown.clone().or_else(|| other.shown.clone());
        if self.is_pure() && other.is_pure() {
            use Pure::{Bare, Points, Share, ShareDifference, Times};
            let pure = match (self.pure, other.pure) {
                (a, b) if a == b => a,
                (Bare, pure) | (pure, Bare) => pure,
                (Share, ShareDifference) | (ShareDifference, Share) => Share,
                (Points, ShareDifference) | (ShareDifference, Points) => Points,
                (Times, Share | ShareDifference) | (Share | ShareDifference, Times) => Times,
                _ => return None,
            };
            return Some(Measure { terms: Vec::new(), pure, shown: shown() });
        }
        if self.terms.len() == other.terms.len() && self.terms.iter().all(|term| other.terms.contains(term)) {
            return Some(Measure { shown: shown(), ..self.clone() });
        }
        // A bare number stands for any noun: 12 * layers * hidden_size^2 counts parameters.
        match (self.is_bare(), other.is_bare()) {
            (true, false) if other.is_count() => Some(other.clone()),
            (false, true) if self.is_count() => Some(self.clone()),
            _ => None,
        }
    }

    /// What a difference measures.
    pub fn subtracted(&self, other: &Measure) -> Option<Measure> {
        let mut difference = self.added(other)?;
        if self.is_pure() && self.pure == Pure::Share && other.is_pure() && other.pure == Pure::Share {
            difference.pure = Pure::ShareDifference;
        }
        Some(difference)
    }

    /// What a product measures.
    pub fn multiplied(&self, other: &Measure) -> Measure {
        self.combined(other, 1)
    }

    /// What a quotient measures.
    pub fn divided(&self, other: &Measure) -> Measure {
        self.combined(other, -1)
    }

    fn combined(&self, other: &Measure, power: i32) -> Measure {
        let mut product = Measure { terms: self.terms.clone(), pure: Pure::Bare, shown: None };
        for (dimension, exponent) in &other.terms {
            product.raise(dimension, exponent * power);
        }
        if other.is_pure() && !self.is_pure() {
            product.shown = self.shown.clone();
        } else if self.is_pure() && !other.is_pure() && power > 0 {
            product.shown = other.shown.clone();
        }
        // Rows times columns are cells: a product of several nouns counts something that has no name here.
        let counts: i32 = product.terms.iter().map(|(_, power)| *power).sum();
        let all_counts = product.terms.iter().all(|(d, power)| matches!(d, Dimension::Count(_)) && *power > 0);
        if all_counts && counts > 1 {
            product.terms.clear();
        }
        // 50% of 30% is a share; three times a share is a share.
        if product.is_pure() && power > 0 && self.is_pure() && other.is_pure() {
            product.pure = match (self.pure, other.pure) {
                (Pure::Bare, pure) | (pure, Pure::Bare) => pure,
                (Pure::Times, pure) | (pure, Pure::Times) => pure,
                (pure, _) => pure,
            };
            product.shown = self.shown.clone().or_else(|| other.shown.clone());
        }
        if product.is_pure() && power < 0 && self.is_pure() && other.is_bare() {
            product.pure = self.pure;
            product.shown = self.shown.clone();
        }
        product
    }

    /// A value in base units as messages write it: `1,099.3 GB`.
    pub fn show(&self, value: &Number) -> String {
        match &self.shown {
            Some(unit) => {
                let code = unit.code();
                let text = self.number(value).to_string();
                match &*code {
                    "%" => format!("{text}%"),
                    _ => format!("{text} {code}"),
                }
            }
            None if *self == Measure::named("date") => date(value),
            None => value.to_string(),
        }
    }

    /// A value in base units, in the unit that messages show.
    pub fn number(&self, value: &Number) -> Number {
        let factor = self.shown.as_ref().map(|unit| Measure::of(unit).1);
        factor.and_then(|factor| value.div(&factor)).unwrap_or_else(|| value.clone())
    }

    /// The unit that messages show values in.
    pub fn unit(&self) -> Option<&Unit> {
        self.shown.as_ref()
    }

    /// The same measure, shown in the unit of `other` where it has none of its own.
    #[must_use]
    pub fn shown_as_if_bare(&self, other: &Measure) -> Measure {
        Measure { shown: self.shown.clone().or_else(|| other.shown.clone()), ..self.clone() }
    }
}

impl fmt::Display for Measure {
    /// As messages name it: `GB`, `%`, `a bare number`, `byte·USD^-1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(unit) = &self.shown {
            return write!(f, "{unit}");
        }
        if self.is_pure() {
            return f.write_str(match self.pure {
                Pure::Bare => "a bare number",
                Pure::Share => "%",
                Pure::ShareDifference => "a difference of shares",
                Pure::Points => "{percentage point}",
                Pure::Times => "{times}",
            });
        }
        for (at, (dimension, power)) in self.terms.iter().enumerate() {
            if at > 0 {
                f.write_str("·")?;
            }
            match dimension {
                Dimension::Money(name) | Dimension::Named(name) => f.write_str(name)?,
                Dimension::Count(noun) => write!(f, "{{{noun}}}")?,
            }
            if *power != 1 {
                write!(f, "^{power}")?;
            }
        }
        Ok(())
    }
}

/// Days since 1970-01-01, or as many microseconds, as ISO 8601 writes them.
fn date(value: &Number) -> String {
    const MICROSECONDS: i64 = 86_400_000_000;
    let whole = value.to_f64() as i64;
    let days = if whole.abs() > 10_000_000 { whole.div_euclid(MICROSECONDS) } else { whole };
    let epoch = chrono::NaiveDate::from_ymd_opt(1970, 1, 1);
    let day = epoch.zip(chrono::Duration::try_days(days)).and_then(|(epoch, by)| epoch.checked_add_signed(by));
    day.map_or_else(|| value.to_string(), |day| day.to_string())
}
