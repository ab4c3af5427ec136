//! `crossfoot number`: reads the quantities of texts from the command line or, as JSON lines, from standard input.

use std::io::{self, BufRead};

use clap::{Args as ClapArgs, ValueEnum};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Exit, Terminal};
use crate::error::Error;
use crate::model::{Bound, Dimension, Kind, Quantity, Unit, registry};
use crate::normalize::quantity::{DateOrder, Options, Reader, Reading, Separators, evidence, iso};
use crate::source::Span;

/// Reads the quantities in texts: value, unit, decimals, interval, qualifier and place, or why they are refused
#[derive(ClapArgs)]
#[command(
    after_help = "Example:\n  $ crossfoot number 收入约12.5亿元\n  9..19  12.5亿元  money  1250000000 CNY  decimals -7  \
                        [1245000000, 1255000000]  about\n\nPlaces are bytes of the text in UTF-8, the end not included.\n\
                        With --jsonl, `found` has text, start, end, kind, value, unit, decimals, lower, upper, qualifier\n\
                        and numeral; `refused` has text, start, end, code, message and readings.\n\
                        Kinds: number, ordinal, percent, money, measure, count, date, period.\n\n\
                        Exit codes: 0 clean, 1 a text is refused (0 with --jsonl), 2 could not do the job"
)]
pub struct Args {
    /// The texts; one line of output for each quantity in them
    #[arg(required_unless_present = "jsonl")]
    text: Vec<String>,
    /// Read lines {"id", "text"} from standard input, write lines {"id", "found", "refused"} to standard output
    #[arg(long, conflicts_with = "text")]
    jsonl: bool,
    /// With --jsonl: units that are named without a number as well, with value null
    #[arg(long, requires = "jsonl")]
    units: bool,
    /// Which sign is the decimal point; without it each text's own numbers decide
    #[arg(long, value_enum)]
    separators: Option<Sign>,
    /// The ISO 4217 code that a bare $, ¥ or 元 stands for; may be given more than once
    #[arg(long, value_name = "CODE")]
    currency: Vec<String>,
    /// The order of day and month in 01/02/2024
    #[arg(long, value_enum)]
    dates: Option<Order>,
    /// The day of publication, which gives two-digit years their century
    #[arg(long, value_name = "YYYY-MM-DD")]
    published: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Sign {
    Point,
    Comma,
}

#[derive(Clone, Copy, ValueEnum)]
enum Order {
    Dmy,
    Mdy,
}

#[derive(Deserialize)]
struct Line {
    id: Value,
    text: String,
}

/// Runs the subcommand.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let options = args.options()?;
    if args.jsonl {
        return json_lines(&options, args.units, terminal);
    }
    let mut exit = Exit::Clean;
    for text in &args.text {
        let reader = Reader::new(&options.clone().settled_by(&evidence(text)));
        for reading in reader.read(text) {
            let span = reading.span();
            let place = format!("{}..{}", span.start, span.end);
            // Wrapped text has line ends inside a number.
            let printed = text[span.range()].replace(['\n', '\r', '\t'], " ");
            match reading {
                Reading::Quantity(quantity) => writeln!(terminal.out, "{place}\t{printed}\t{}", described(&quantity))?,
                Reading::Refusal(refusal) => {
                    exit = Exit::Findings;
                    write!(terminal.out, "{place}\t{printed}\trefused: {}: {}", refusal.code, refusal.message)?;
                    match refusal.settle {
                        Some(line) => writeln!(terminal.out, "; the recipe's line `{line}` settles it")?,
                        None => writeln!(terminal.out)?,
                    }
                }
                Reading::Other(other) => {
                    writeln!(terminal.out, "{place}\t{printed}\tno quantity: {}", other.class.name())?
                }
            }
        }
    }
    Ok(exit)
}

impl Args {
    fn options(&self) -> Result<Options, Error> {
        let report_date = match &self.published {
            None => None,
            Some(text) => match Reader::new(&Options::default()).date(text) {
                crate::normalize::quantity::DateReading::Date { first, .. } => Some(first),
                _ => {
                    return Err(Error::Other(format!(
                        "expected a date like 2024-06-13 behind --published, found \"{text}\""
                    )));
                }
            },
        };
        let known = |code: &str| registry().iter().any(|entry| entry.currency() == Some(code));
        if let Some(code) = self.currency.iter().find(|code| !known(code)) {
            return Err(Error::Other(format!(
                "expected an ISO 4217 code that the registry has, such as USD, CNY or EUR, behind --currency, found \"{code}\""
            )));
        }
        Ok(Options {
            separators: self.separators.map(|sign| match sign {
                Sign::Point => Separators::Point,
                Sign::Comma => Separators::Comma,
            }),
            currencies: self.currency.clone(),
            date_order: self.dates.map(|order| match order {
                Order::Dmy => DateOrder::DayMonth,
                Order::Mdy => DateOrder::MonthDay,
            }),
            report_date,
            ..Options::default()
        })
    }
}

/// One line for people: value, unit, decimals, interval, qualifier.
fn described(quantity: &Quantity) -> String {
    let unit = quantity.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    let kind = quantity.kind.name();
    if let Some(days) = days(quantity) {
        return format!("{kind}\t{}", iso(days.0, days.1));
    }
    let qualifier = quantity.qualifier.name();
    format!(
        "{kind}\t{}{unit}\tdecimals {}\t{}\t{qualifier}",
        quantity.value, quantity.precision.decimals, quantity.interval
    )
}

fn days(quantity: &Quantity) -> Option<(i32, i32)> {
    if !matches!(quantity.kind, Kind::Date | Kind::Period) {
        return None;
    }
    let day = |bound: Option<Bound>| bound.and_then(|bound| bound.value.to_string().parse().ok());
    Some((day(quantity.interval.lower)?, day(quantity.interval.upper)?))
}

fn json_lines(options: &Options, units: bool, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let reader = Reader::new(options);
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let Line { id, text } = serde_json::from_str(&line)
            .map_err(|error| Error::Other(format!("line {}: expected {{\"id\", \"text\"}}: {error}", number + 1)))?;
        let settled;
        let reader = if options.separators.is_some() {
            &reader
        } else {
            settled = Reader::new(&options.clone().settled_by(&evidence(&text)));
            &settled
        };
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        for reading in reader.read(&text) {
            match reading {
                Reading::Quantity(quantity) => found.push(quantity_json(&text, &quantity)),
                Reading::Refusal(refusal) => refused.push(json!({
                    "text": &text[refusal.span.range()],
                    "start": refusal.span.start,
                    "end": refusal.span.end,
                    "code": refusal.code.name,
                    "message": refusal.message,
                    "readings": refusal.readings,
                })),
                Reading::Other(_) => {}
            }
        }
        if units {
            found.extend(reader.named_units(&text).into_iter().map(|(span, unit)| named(&text, span, &unit)));
            found.sort_by_key(|value| value["start"].as_u64());
        }
        writeln!(terminal.out, "{}", json!({ "id": id, "found": found, "refused": refused }))?;
    }
    Ok(Exit::Clean)
}

/// A unit without a number, in the form of [`quantity_json`].
fn named(text: &str, span: Span, unit: &Unit) -> Value {
    let kind = if matches!(unit.numerator.dimension(), Dimension::Money(_)) { Kind::Money } else { Kind::Percent };
    json!({
        "text": &text[span.range()],
        "start": span.start,
        "end": span.end,
        "kind": kind.name(),
        "value": null,
        "unit": unit.code(),
        "decimals": null,
        "lower": null,
        "upper": null,
        "qualifier": null,
        "numeral": "",
    })
}

/// One quantity as JSON; amounts are strings, because JSON readers make doubles of numbers.
fn quantity_json(text: &str, quantity: &Quantity) -> Value {
    let span = quantity.span;
    let (value, lower, upper) = match days(quantity) {
        Some((first, last)) => (iso(first, last), Some(iso(first, first)), Some(iso(last, last))),
        None => {
            let bound = |bound: Option<Bound>| bound.map(|bound| bound.value.to_string());
            (quantity.value.to_string(), bound(quantity.interval.lower), bound(quantity.interval.upper))
        }
    };
    json!({
        "text": &text[span.range()],
        "start": span.start,
        "end": span.end,
        "kind": quantity.kind.name(),
        "value": value,
        "unit": quantity.unit.as_ref().map(|unit| unit.code()),
        "decimals": quantity.precision.decimals,
        "lower": lower,
        "upper": upper,
        "qualifier": quantity.qualifier.name(),
        "numeral": &text[quantity.numeral.range()],
    })
}
