//! Amounts with a sign of money: the text of a cell goes in, the sign and the number without it come out.

use std::borrow::Cow;

use super::numbers::MINUS;
use crate::normalize::quantity::{Currency, Reader};

/// Signs and codes are shorter than this: `NT$`, `RMB`.
const LONGEST_SIGN: usize = 4;

/// The signs of one report.
pub(super) struct Signs<'r>(pub &'r Reader);

impl Signs<'_> {
    /// The sign of `text`, and `text` without it: `$ (400)` is `$` and `(400)`, `-12 €` is `€` and `-12`.
    pub fn parted<'t>(&self, text: &'t str) -> Option<(&'t str, String)> {
        let is_number = |c: char| c.is_numeric() || c.is_whitespace() || MINUS.contains(&c) || "()+.,".contains(c);
        let start = text.find(|c| !is_number(c))?;
        let (front, rest) = text.split_at(start);
        let end = rest.find(is_number).unwrap_or(rest.len());
        let (sign, behind) = rest.split_at(end);
        let is_sign = sign.chars().count() <= LONGEST_SIGN && self.0.currency(sign).is_some();
        // Digits on both sides are no amount: 12 USD 2022.
        let has_digits = |text: &str| text.contains(char::is_numeric);
        let one_sided = !(has_digits(front) && has_digits(behind));
        (is_sign && one_sided).then(|| (sign, format!("{}{}", front.trim_end(), behind.trim_start())))
    }

    /// `text` without its sign of money, if it has one.
    pub fn bare<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.parted(text).map_or(Cow::Borrowed(text), |(_, bare)| Cow::Owned(bare))
    }

    /// The sign that the amounts of a column have, where it is the only one; cells without any are none of another.
    pub fn only(&self, cells: &[String]) -> Option<Money> {
        let mut signs = cells.iter().filter_map(|text| Some(self.parted(text)?.0));
        let sign = signs.next()?;
        let currency = self.0.currency(sign)?;
        signs.all(|other| other == sign).then(|| Money { sign: sign.to_owned(), currency })
    }
}

/// The money of a column.
pub(super) struct Money {
    /// As its amounts print it.
    pub sign: String,
    /// What it stands for.
    pub currency: Currency,
}

impl Money {
    /// The code of its unit; `None` if the report does not say which it is.
    pub fn code(&self) -> Option<String> {
        match &self.currency {
            Currency::Of(unit) => Some(unit.code().into_owned()),
            Currency::OneOf(_) => None,
        }
    }

    /// What `drop` cuts off of its amounts.
    pub fn pattern(&self) -> String {
        format!(r"\s*{}\s*", regex::escape(&self.sign))
    }

    /// The question for the country of a sign that several countries use; `None` if it is of one.
    pub fn question(&self, columns: &[&str], contract: &str) -> Option<String> {
        let Currency::OneOf(units) = &self.currency else { return None };
        let codes: Vec<String> = units.iter().map(|unit| unit.code().into_owned()).collect();
        let first = codes.first()?;
        Some(format!(
            "# Question: which money is \"{}\"? It may be {}. Until you say, these are numbers without unit:\n\
             # {}. `crossfoot new report --country ...` says it from the start. By hand: country = \"...\" below [report],\n\
             # \"x-unit\": \"{first}\" or another in schemas/{contract}.schema.json, and that unit in the totals below.\n",
            self.sign,
            codes.join(", "),
            columns.join(", "),
        ))
    }
}
