//! Whether the values that a column's keywords name can be in the column: facts and an Arrow type go in, keywords that say
//! nothing or that no value can satisfy come out, each with its place.

use arrow::datatypes::{DataType, TimeUnit};

use super::facts::{Facts, Types};
use super::json::{Member, Node, Value};
use crate::model::Decimal;
use crate::source::Span;

/// The keywords that list values.
pub const LISTING: &[&str] = &["const", "enum"];

/// The types of the values that a keyword speaks of; `None` for one that speaks of all.
pub fn types_of(keyword: &str) -> Option<Types> {
    Some(match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Types::NUMBER,
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType" | "contentSchema" => {
            Types::STRING
        }
        "items" | "minItems" | "maxItems" | "uniqueItems" | "contains" | "minContains" | "maxContains" => Types::ARRAY,
        "properties"
        | "required"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired"
        | "dependentSchemas"
        | "propertyNames"
        | "additionalProperties" => Types::OBJECT,
        _ => return None,
    })
}

/// A keyword that is out of place, and why.
pub struct Misfit {
    /// The file.
    pub document: usize,
    /// The bytes.
    pub span: Span,
    /// The fact, to be followed by the column's name.
    pub what: String,
}

/// Everything that does not fit a column of `data_type`.
pub fn misfits(facts: &Facts<'_>, data_type: &DataType) -> Vec<Misfit> {
    let types = facts.types.without_null();
    let mut misfits = Vec::new();
    for &(document, member) in &facts.applied {
        let mut misfit = |span: Span, what: String| misfits.push(Misfit { document, span, what });
        if let Some(wanted) = types_of(&member.key)
            && !wanted.has(types)
        {
            misfit(member.key_span, format!("\"{}\", which says nothing of a {},", member.key, types.names()));
        } else if let Some(text) = canonical_text(data_type).filter(|_| speaks_of_text(data_type, &member.key)) {
            let what = format!("\"{}\", which compares text as it was written, where {text} is kept,", member.key);
            misfit(member.key_span, what);
        } else if LISTING.contains(&&*member.key) {
            let options =
                if &*member.key == "enum" { member.node.items() } else { Some(std::slice::from_ref(&member.node)) };
            for option in options.unwrap_or_default() {
                if !holds(data_type, option) {
                    misfit(option.span, format!("{}, which no {data_type} holds,", written(option)));
                }
            }
        }
    }
    misfits.extend(empty_ranges(facts, data_type));
    misfits
}

/// The only way in which values of such a type are kept.
fn canonical_text(data_type: &DataType) -> Option<&'static str> {
    match data_type {
        DataType::Date32 => Some("a day"),
        DataType::Timestamp(TimeUnit::Microsecond, _) => Some("a moment in UTC"),
        DataType::Time64(_) => Some("a time of day"),
        _ => None,
    }
}

/// True if a keyword compares characters that a column of that type does not keep. A day has one way to be written.
fn speaks_of_text(data_type: &DataType, keyword: &str) -> bool {
    match keyword {
        "minLength" | "maxLength" => true,
        "pattern" | "const" | "enum" => data_type != &DataType::Date32,
        _ => false,
    }
}

/// True if `option` can be a value of a column of `data_type`, or is of another JSON type, which is told elsewhere.
fn holds(data_type: &DataType, option: &Node) -> bool {
    match (&option.value, data_type) {
        (Value::Number(text), _) => {
            let Ok(number) = text.parse::<Decimal>() else { return true };
            match (range(data_type), data_type) {
                (Some((least, most)), _) => number.coefficient_at(0).is_some_and(|n| (least..=most).contains(&n)),
                (None, DataType::Decimal128(precision, scale)) => number
                    .coefficient_at((*scale).into())
                    .is_some_and(|n| 10i128.checked_pow((*precision).into()).is_none_or(|most| n.abs() < most)),
                _ => true,
            }
        }
        (Value::String(text), DataType::Date32) => {
            text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
        }
        _ => true,
    }
}

/// The least and the greatest integer of an integer type.
fn range(data_type: &DataType) -> Option<(i128, i128)> {
    Some(match data_type {
        DataType::Int8 => (i8::MIN.into(), i8::MAX.into()),
        DataType::Int16 => (i16::MIN.into(), i16::MAX.into()),
        DataType::Int32 => (i32::MIN.into(), i32::MAX.into()),
        DataType::Int64 => (i64::MIN.into(), i64::MAX.into()),
        DataType::UInt8 => (0, u8::MAX.into()),
        DataType::UInt16 => (0, u16::MAX.into()),
        DataType::UInt32 => (0, u32::MAX.into()),
        DataType::UInt64 => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// Bounds that exclude each other, or all that the type holds.
fn empty_ranges(facts: &Facts<'_>, data_type: &DataType) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    for (least, most) in [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")] {
        let bound = |keyword: &str, better: fn(&Decimal, &Decimal) -> bool| {
            let mut best: Option<(Decimal, usize, &Member)> = None;
            for &(document, member) in facts.applied.iter().filter(|(_, member)| *member.key == *keyword) {
                let Some(limit) = member.node.as_number().and_then(|text| text.parse::<Decimal>().ok()) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(other, ..)| better(&limit, other)) {
                    best = Some((limit, document, member));
                }
            }
            best
        };
        let (low, high) = (bound(least, |a, b| a > b), bound(most, |a, b| a < b));
        if let (Some((low, ..)), Some((high, document, member))) = (&low, &high)
            && low > high
        {
            let what = format!("{most} {high} below {least} {low}, so that no value fits,");
            misfits.push(Misfit { document: *document, span: member.node.span, what });
        }
        if least != "minimum" {
            continue;
        }
        let limits = match data_type {
            DataType::Decimal128(precision, scale) => {
                let most = Decimal::power_of_ten(i32::from(*precision) - i32::from(*scale));
                Some((-most, most))
            }
            data_type => range(data_type).map(|(least, most)| (Decimal::new(least - 1, 0), Decimal::new(most + 1, 0))),
        };
        let Some((below, above)) = limits else { continue };
        for (bound, beyond) in
            [(low.filter(|(low, ..)| *low >= above), "above"), (high.filter(|(high, ..)| *high <= below), "below")]
        {
            if let Some((_, document, member)) = bound {
                let what = format!("{}, {beyond} whatever {data_type} holds,", written(&member.node));
                misfits.push(Misfit { document, span: member.node.span, what });
            }
        }
    }
    misfits
}

fn written(node: &Node) -> String {
    node.to_value().to_string().chars().take(60).collect()
}
