//! What a recipe says of its report's language, country and dates, as the reader of quantities takes it.

use std::sync::Arc;

use super::UNKNOWN_OPTION;
use super::quantity::{DateOrder, Options, Separators};
use crate::finding::{Finding, Findings};
use crate::model::Mode;
use crate::recipe::{Placed, ReportSpec};

/// The options of a report; a value that means nothing is a finding on the recipe's bytes.
pub(super) fn of_report(report: &ReportSpec, file: &Arc<str>, findings: &mut Findings) -> Options {
    let mut options = Options::default();
    let mut unknown = |written: &Placed<String>, expected: &str| {
        let message = format!("expected {expected}, found \"{}\"", written.value());
        findings.push(Finding::new(&UNKNOWN_OPTION, message).at(file, written.span(), "this value"));
    };
    if let Some(written) = &report.decimal_separator {
        match written.as_str() {
            "." => options.separators = Some(Separators::Point),
            "," => options.separators = Some(Separators::Comma),
            _ => unknown(written, "\".\" or \",\""),
        }
    }
    if let Some(written) = &report.date_order {
        match written.as_str() {
            "dmy" => options.date_order = Some(DateOrder::DayMonth),
            "mdy" => options.date_order = Some(DateOrder::MonthDay),
            _ => unknown(written, "\"dmy\" or \"mdy\""),
        }
    }
    if let Some(written) = &report.country {
        match currency_of(written) {
            Some(currency) => options.currencies = vec![currency.to_owned()],
            None => unknown(written, "an ISO 3166 code of two letters whose currency is known"),
        }
    }
    if let Some(written) = &report.published {
        match first_day(written) {
            Some(day) => options.report_date = Some(day),
            None => unknown(written, "a day such as 2024-06-13, a month or a year"),
        }
    }
    options
}

/// How numbers are made where a recipe says `written`; a word that means nothing is a finding on the recipe's bytes.
pub(super) fn mode(written: &Option<Placed<String>>, file: &Arc<str>, findings: &mut Findings) -> Option<Mode> {
    let written = written.as_ref()?;
    match written.as_str() {
        "rounded" => Some(Mode::Rounding),
        "truncated" => Some(Mode::Truncation),
        other => {
            let message = format!("expected \"rounded\" or \"truncated\", found \"{other}\"");
            findings.push(Finding::new(&UNKNOWN_OPTION, message).at(file, written.span(), "this value"));
            None
        }
    }
}

/// Days since 1970-01-01 of the first day of `2024`, `2024-06` or `2024-06-13`.
fn first_day(text: &str) -> Option<i32> {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let day = chrono::NaiveDate::parse_from_str(&full, "%Y-%m-%d").ok()?;
    let epoch = chrono::NaiveDate::from_ymd_opt(1970, 1, 1)?;
    i32::try_from(day.signed_duration_since(epoch).num_days()).ok()
}

/// Currencies and the countries that have them. Source: ISO 3166-1 alpha-2 codes and ISO 4217 as of 2024.
const CURRENCIES: &[(&str, &str)] = &[
    ("CNY", "CN"),
    ("USD", "US PR EC SV PA GU VI AS MP"),
    ("EUR", "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK MC SM VA AD ME XK"),
    ("GBP", "GB IM JE GG"),
    ("JPY", "JP"),
    ("HKD", "HK"),
    ("MOP", "MO"),
    ("TWD", "TW"),
    ("SGD", "SG"),
    ("KRW", "KR"),
    ("INR", "IN"),
    ("AUD", "AU"),
    ("NZD", "NZ"),
    ("CAD", "CA"),
    ("CHF", "CH LI"),
    ("SEK", "SE"),
    ("NOK", "NO"),
    ("DKK", "DK GL FO"),
    ("PLN", "PL"),
    ("CZK", "CZ"),
    ("HUF", "HU"),
    ("RON", "RO"),
    ("BGN", "BG"),
    ("TRY", "TR"),
    ("RUB", "RU"),
    ("UAH", "UA"),
    ("BRL", "BR"),
    ("MXN", "MX"),
    ("ARS", "AR"),
    ("CLP", "CL"),
    ("COP", "CO"),
    ("PEN", "PE"),
    ("ZAR", "ZA"),
    ("NGN", "NG"),
    ("KES", "KE"),
    ("EGP", "EG"),
    ("ILS", "IL"),
    ("SAR", "SA"),
    ("AED", "AE"),
    ("QAR", "QA"),
    ("THB", "TH"),
    ("VND", "VN"),
    ("IDR", "ID"),
    ("MYR", "MY"),
    ("PHP", "PH"),
    ("PKR", "PK"),
    ("BDT", "BD"),
    ("LKR", "LK"),
    ("KZT", "KZ"),
];

/// The currency of a country.
pub(crate) fn currency_of(country: &str) -> Option<&'static str> {
    let holds = |countries: &str| countries.split(' ').any(|code| code.eq_ignore_ascii_case(country));
    CURRENCIES.iter().find(|(_, countries)| holds(countries)).map(|(currency, _)| *currency)
}

/// A country that has a currency, the first in the table.
pub(super) fn country_of(currency: &str) -> Option<&'static str> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).and_then(|(_, countries)| countries.split(' ').next())
}
