//! From what a schema says to an Arrow field: exactly one type, or a finding on the schema's bytes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, TimeUnit};
use sha2::{Digest, Sha256};

use super::facts::{Facts, Types, gather};
use super::inspect::finding;
use super::json::Node;
use super::library::{Library, Place};
use super::{Inside, Member, codes};
use crate::finding::{Code, Findings};
use crate::model::{Decimal, Needs, Unit, scale_of};
use crate::source::Span;

/// The metadata key of Parquet field ids, as the parquet crate reads it.
pub const FIELD_ID: &str = "PARQUET:field_id";
/// The metadata key of units.
pub const UNIT: &str = "unit";
/// The metadata key of descriptions.
pub const DESCRIPTION: &str = "description";
/// The metadata key of what should not be used any more; its value is `true`.
pub const DEPRECATED: &str = "deprecated";
/// The metadata keys of how a text is encoded and what it is (Validation, sections 8.3 and 8.4).
pub const CONTENT: [&str; 2] = ["contentEncoding", "contentMediaType"];
/// The smallest field id that is derived from a name; ids below are for `x-field-id`, 1 and 2 for report and source.
const FIRST_DERIVED_ID: u32 = 1000;

/// Where a value stands in a row.
#[derive(Clone, Debug)]
pub struct Path {
    /// For messages: `amount_usd`, `address.city`, `steps[]`.
    pub shown: String,
    /// The same with the first name that each part had, for field ids.
    pub first: String,
}

impl Path {
    /// The path of a column.
    pub fn column(name: &str, places: &[Place<'_>]) -> Path {
        Path { shown: name.to_owned(), first: first_name(name, places).to_owned() }
    }

    fn property(&self, name: &str, places: &[Place<'_>]) -> Path {
        Path { shown: format!("{}.{name}", self.shown), first: format!("{}.{}", self.first, first_name(name, places)) }
    }

    fn item(&self) -> Path {
        Path { shown: format!("{}[]", self.shown), first: format!("{}[]", self.first) }
    }
}

/// The first name that a property had.
fn first_name<'p>(name: &'p str, places: &[Place<'p>]) -> &'p str {
    former_names(places).first().copied().unwrap_or(name)
}

/// The names that a property had, by its own `x-renamed-from`, the oldest first.
fn former_names<'p>(places: &[Place<'p>]) -> Vec<&'p str> {
    let renamed = places.iter().find_map(|place| place.node.get("x-renamed-from"));
    let names = renamed.map(|node| node.items().unwrap_or(std::slice::from_ref(node))).unwrap_or_default();
    names.iter().filter_map(Node::as_str).collect()
}

/// What a schema becomes: an Arrow type and what goes with it.
pub struct Shape<'a> {
    /// The type; `None` where there is none, which was reported.
    pub data_type: Option<DataType>,
    /// True if null may stand for the value.
    pub null: bool,
    /// What is inside the value.
    pub inside: Inside,
    /// The unit.
    pub unit: Option<Unit>,
    /// What the schema says, for title and description.
    pub facts: Facts<'a>,
}

/// Finds the types of the columns of one dataset.
pub struct Shaper<'a, 'f> {
    /// The files that references lead to.
    pub library: &'a Library,
    /// Where to report.
    pub findings: &'f mut Findings,
    /// The former names of members, by the paths that they have now: `address.city`, `offices[].city`.
    pub former: BTreeMap<String, Vec<Arc<str>>>,
}

impl<'a> Shaper<'a, '_> {
    fn report(&mut self, code: &'static Code, document: usize, span: Span, message: impl Into<String>) {
        self.findings.push(finding(self.library, document, span, code, message));
    }

    /// The shape of the value at `path` that all of `places` describe; `at` is what to point at where nothing better is
    /// known.
    pub fn shape(&mut self, places: &[Place<'a>], path: &Path, at: (usize, Span)) -> Shape<'a> {
        let (ids, path) = (path, &*path.shown);
        let facts = gather(self.library, places, self.findings);
        let null = facts.types.has(Types::NULL);
        let mut shape = Shape { data_type: None, null, inside: Inside::Scalar, unit: None, facts };
        if let Some((document, span, what)) = shape.facts.obstacles.first() {
            self.report(&codes::UNMAPPABLE_TYPE, *document, *span, format!("{what} of \"{path}\""));
            return shape;
        }
        let types = shape.facts.types.without_null();
        shape.data_type = match types {
            Types::BOOLEAN => Some(DataType::Boolean),
            Types::INTEGER => self.integer(&shape.facts, path),
            Types::NUMBER => self.number(&shape.facts),
            Types::STRING => self.string(&shape.facts, path),
            Types::ARRAY => self.list(&mut shape, ids, at),
            Types::OBJECT => self.object(&mut shape, ids, at),
            _ => {
                let message = match types {
                    Types::NONE if null => format!("\"{path}\" has no type but null"),
                    Types::NONE => format!("no value fits what is said about \"{path}\""),
                    _ if shape.facts.types == Types::ALL => format!("\"{path}\" has no type"),
                    _ => format!("\"{path}\" has several types: {}", types.names()),
                };
                let place = shape.facts.keywords.get("type").map(|(document, member)| (*document, member.node.span));
                let typed = places.first().and_then(|place| Some((place.document, place.node.get("type")?.span)));
                let (document, span) = place.or(typed).unwrap_or(at);
                self.report(&codes::UNMAPPABLE_TYPE, document, span, message);
                None
            }
        };
        self.unit(&mut shape, path);
        self.fitness(&shape, path);
        shape
    }

    fn integer(&mut self, facts: &Facts<'a>, path: &str) -> Option<DataType> {
        if facts.keywords.contains_key("x-decimal") {
            return self.decimal(facts);
        }
        let Some((document, member)) = facts.keywords.get("x-arrow") else { return Some(DataType::Int64) };
        let (data_type, least, most) = match facts.text("x-arrow")? {
            "int8" => (DataType::Int8, i8::MIN.into(), i128::from(i8::MAX)),
            "int16" => (DataType::Int16, i16::MIN.into(), i16::MAX.into()),
            "int32" => (DataType::Int32, i32::MIN.into(), i32::MAX.into()),
            "int64" => return Some(DataType::Int64),
            "uint8" => (DataType::UInt8, 0, u8::MAX.into()),
            "uint16" => (DataType::UInt16, 0, u16::MAX.into()),
            "uint32" => (DataType::UInt32, 0, u32::MAX.into()),
            "uint64" => (DataType::UInt64, 0, u64::MAX.into()),
            other => {
                let message = format!("\"{other}\" on the integer \"{path}\"");
                self.report(&codes::UNFIT_KEYWORD, *document, member.node.span, message);
                return None;
            }
        };
        let (lower, upper) = facts.bounds;
        let fits = lower.is_some_and(|lower| lower >= Decimal::new(least, 0))
            && upper.is_some_and(|upper| upper <= Decimal::new(most, 0));
        // Unsigned 64 bits hold more than Int64: an upper bound is not needed where the lower one is there.
        let fits = fits || data_type == DataType::UInt64 && lower.is_some_and(|lower| lower >= Decimal::ZERO);
        if !fits {
            let message = format!("\"{path}\" may leave {data_type}: expected bounds within {least} and {most}");
            self.report(&codes::UNFIT_KEYWORD, *document, member.node.span, message);
            return None;
        }
        Some(data_type)
    }

    fn number(&mut self, facts: &Facts<'a>) -> Option<DataType> {
        if facts.keywords.contains_key("x-decimal") {
            return self.decimal(facts);
        }
        match facts.text("x-arrow") {
            None | Some("float64") => Some(DataType::Float64),
            Some("float32") => Some(DataType::Float32),
            Some(other) => {
                let (document, member) = facts.keywords["x-arrow"];
                let message = format!("\"{other}\" on a number");
                self.report(&codes::UNFIT_KEYWORD, document, member.node.span, message);
                None
            }
        }
    }

    fn decimal(&mut self, facts: &Facts<'a>) -> Option<DataType> {
        let (document, member) = *facts.keywords.get("x-decimal")?;
        let digits: Vec<u8> = member.node.items()?.iter().filter_map(|node| node.as_number()?.parse().ok()).collect();
        let &[precision, scale] = digits.as_slice() else {
            self.report(&codes::UNFIT_KEYWORD, document, member.node.span, "expected [precision, scale]");
            return None;
        };
        if scale > precision {
            let message = format!("a scale of {scale} in a precision of {precision}");
            self.report(&codes::UNFIT_KEYWORD, document, member.node.span, message);
            return None;
        }
        if let Some((document, member)) = facts.keywords.get("x-arrow") {
            self.report(&codes::UNFIT_KEYWORD, *document, member.key_span, "x-arrow beside x-decimal");
            return None;
        }
        Some(DataType::Decimal128(precision, scale as i8))
    }

    fn string(&mut self, facts: &Facts<'a>, path: &str) -> Option<DataType> {
        let data_type = match facts.text("format") {
            Some("date") => DataType::Date32,
            Some("date-time") => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Some("time") => DataType::Time64(TimeUnit::Microsecond),
            _ => DataType::Utf8,
        };
        match facts.text("x-arrow") {
            None => Some(data_type),
            Some("dictionary") if data_type == DataType::Utf8 => {
                Some(DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)))
            }
            Some(other) => {
                let (document, member) = facts.keywords["x-arrow"];
                let message = format!("\"{other}\" on \"{path}\", which is {data_type}");
                self.report(&codes::UNFIT_KEYWORD, document, member.node.span, message);
                None
            }
        }
    }

    fn list(&mut self, shape: &mut Shape<'a>, path: &Path, at: (usize, Span)) -> Option<DataType> {
        let facts = &shape.facts;
        if facts.items.is_empty() {
            self.report(&codes::UNMAPPABLE_TYPE, at.0, at.1, format!("the items of \"{}\" have no type", path.shown));
            return None;
        }
        let path = path.item();
        let at = facts.items.first().map_or(at, |place| (place.document, place.node.span));
        let item = self.shape(&facts.items, &path, at);
        shape.unit = item.unit.clone();
        shape.inside = Inside::Items(Box::new(item.inside.clone()));
        let null = item.null;
        Some(DataType::List(Arc::new(field("item", &path, item, null)?)))
    }

    fn object(&mut self, shape: &mut Shape<'a>, path: &Path, at: (usize, Span)) -> Option<DataType> {
        let facts = &shape.facts;
        let shown = &path.shown;
        if !facts.closed {
            self.report(
                &codes::OPEN_OBJECT,
                at.0,
                at.1,
                format!("\"{shown}\" admits properties that it does not name"),
            );
            return None;
        }
        if facts.properties.is_empty() {
            self.report(&codes::UNMAPPABLE_TYPE, at.0, at.1, format!("\"{shown}\" has no properties"));
            return None;
        }
        if let Some(names) = super::several(&facts.missing()) {
            let message = format!("{names} required in \"{shown}\" and no property of it");
            self.report(&codes::UNMAPPABLE_TYPE, at.0, at.1, message);
            return None;
        }
        super::shut_out(self.library, facts, self.findings);
        let mut fields = Vec::with_capacity(facts.properties.len());
        let mut members = Vec::with_capacity(facts.properties.len());
        for property in &facts.properties {
            let path = path.property(property.name, &property.places);
            let former = former_names(&property.places);
            if !former.is_empty() {
                self.former.insert(path.shown.clone(), former.into_iter().map(Into::into).collect());
            }
            let member = self.shape(&property.places, &path, (property.document, property.span));
            let required = facts.required.contains(&property.name);
            members.push(Member {
                name: property.name.into(),
                absent: !required && !member.null,
                inside: member.inside.clone(),
            });
            let null = member.null || !required;
            fields.push(field(property.name, &path, member, null));
        }
        shape.inside = Inside::Members(members);
        Some(DataType::Struct(fields.into_iter().collect::<Option<Vec<Field>>>()?.into()))
    }

    fn unit(&mut self, shape: &mut Shape<'a>, path: &str) {
        let Some((document, member)) = shape.facts.keywords.get("x-unit") else { return };
        let Some(code) = member.node.as_str() else { return };
        let (document, span) = (*document, member.node.span);
        let Some(unit) = Unit::from_code(code) else {
            let unknown = format!("\"{code}\" is no known unit");
            let mut finding = finding(self.library, document, span, &codes::UNKNOWN_UNIT, unknown);
            if let Some((scaled, unit)) = meant(code) {
                let why = if scaled { "a column holds its amounts in full: " } else { "" };
                finding = finding.help(format!("{why}\"x-unit\": \"{unit}\""));
            }
            self.findings.push(finding);
            return;
        };
        let name = path.trim_end_matches("[]");
        // Names are in small letters: yield_t_ha ends in t/ha and not in ha, used_ml in ML if that is the unit.
        let whole: String =
            code.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let is_named = name.ends_with(&format!("_{whole}"));
        if let Some(other) = unit_in_name(name)
            && other != unit
            && !is_named
        {
            let message = format!("unit \"{code}\" in a column whose name ends in {}", other.code());
            self.report(&codes::UNIT_NOT_IN_NAME, document, span, message);
        }
        shape.unit = Some(unit);
    }

    /// Keywords that apply to another type than the column's.
    fn fitness(&mut self, shape: &Shape<'a>, path: &str) {
        let types = shape.facts.types.without_null();
        if shape.data_type.is_none() {
            return;
        }
        let numeric = types == Types::INTEGER || types == Types::NUMBER;
        if let Some(data_type) = &shape.data_type {
            for misfit in super::values::misfits(&shape.facts, data_type) {
                let message = format!("{} on \"{path}\"", misfit.what);
                self.report(&codes::UNFIT_KEYWORD, misfit.document, misfit.span, message);
            }
        }
        for (keyword, (document, member)) in &shape.facts.keywords {
            let fits = match *keyword {
                "x-unit" | "x-decimal" => numeric,
                "x-arrow" => numeric || types == Types::STRING,
                "format" => types == Types::STRING,
                "x-format" => shape.data_type == Some(DataType::Date32),
                _ => true,
            };
            if !fits {
                let message = format!("\"{keyword}\" on \"{path}\", whose type is {}", types.names());
                self.report(&codes::UNFIT_KEYWORD, *document, member.key_span, message);
            }
        }
    }
}

/// The code of the unit that texts call `name`, alone or with a scale (true): 百万元 and CNY million are CNY.
fn meant(name: &str) -> Option<(bool, &'static str)> {
    let scaled = |rest: &str| {
        let mut rest = rest.trim();
        while let Some((_, behind)) = scale_of(rest) {
            rest = behind.trim_start_matches('s').trim_start();
        }
        rest.is_empty()
    };
    let called = |called: &str| {
        let rest = name.strip_suffix(called).or_else(|| name.strip_prefix(called)).filter(|_| !called.is_empty())?;
        scaled(rest).then_some(!rest.is_empty())
    };
    crate::model::registry().iter().find_map(|entry| {
        let names = entry.names.iter().filter(|name| name.needs == Needs::Nothing).map(|name| name.text.as_str());
        Some((names.chain([&*entry.code]).find_map(called)?, &*entry.code))
    })
}

/// The unit that the last word of a column's name is the code of; codes of one letter are words like any other.
fn unit_in_name(name: &str) -> Option<Unit> {
    let (_, last) = name.rsplit_once('_')?;
    let registered = crate::model::registry()
        .iter()
        .find(|entry| entry.code.len() > 1 && !entry.code.starts_with('{') && entry.code.eq_ignore_ascii_case(last))?;
    Unit::from_code(&registered.code)
}

/// An Arrow type for people, without ids and metadata: `List<Int64?>`.
pub fn type_name(data_type: &DataType) -> String {
    let null = |nullable: bool| if nullable { "?" } else { "" };
    match data_type {
        DataType::List(item) => format!("List<{}{}>", type_name(item.data_type()), null(item.is_nullable())),
        DataType::Struct(fields) => {
            let member = |field: &Arc<Field>| {
                format!("{}: {}{}", field.name(), type_name(field.data_type()), null(field.is_nullable()))
            };
            format!("Struct<{}>", fields.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// The Arrow field of a shape, with its metadata; `None` where it has no type.
pub fn field(name: &str, path: &Path, shape: Shape<'_>, nullable: bool) -> Option<Field> {
    let mut metadata = HashMap::from([(FIELD_ID.to_owned(), field_id(&shape.facts, path).to_string())]);
    if let Some(unit) = &shape.unit {
        metadata.insert(UNIT.to_owned(), unit.code().into_owned());
    }
    if let Some(text) = shape.facts.text("description").or(shape.facts.text("title")) {
        metadata.insert(DESCRIPTION.to_owned(), text.to_owned());
    }
    for keyword in CONTENT {
        metadata.extend(shape.facts.text(keyword).map(|text| (keyword.to_owned(), text.to_owned())));
    }
    if shape.facts.keywords.contains_key("deprecated") {
        metadata.insert(DEPRECATED.to_owned(), "true".to_owned());
    }
    Some(Field::new(name, shape.data_type?, nullable).with_metadata(metadata))
}

/// The Parquet field id of the column at `path`: what `x-field-id` says, or else a number derived from the first name
/// that the column had.
///
/// Derived ids need no bookkeeping and survive whatever is added, removed or moved around the column. A rename keeps the
/// id because `x-renamed-from` keeps the first name. Ids are never 0 to 999.
pub fn field_id(facts: &Facts<'_>, path: &Path) -> i32 {
    let explicit = facts.keywords.get("x-field-id").and_then(|(_, member)| member.node.as_number()?.parse().ok());
    if let Some(id) = explicit {
        return id;
    }
    let hash = Sha256::digest(path.first.as_bytes());
    let number = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    // 2^31 - 1 - 1000 numbers are left above the reserved ones.
    (FIRST_DERIVED_ID + number % (i32::MAX as u32 - FIRST_DERIVED_ID)) as i32
}
