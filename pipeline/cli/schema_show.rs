//! `crossfoot schema show`: contract, Arrow and Parquet types of a dataset side by side.

use clap::Args as ClapArgs;
use parquet::arrow::ArrowSchemaConverter;
use parquet::basic::{LogicalType, Repetition, TimeUnit};
use parquet::schema::types::Type;
use serde_json::Value;

use super::{Exit, Terminal, grid, schema_origin};
use crate::contract::{Contract, FIELD_ID, FIRST_OF_MONTH, UNIT, type_name};
use crate::error::Error;
use crate::render;

/// Show the types of a dataset: in its contract, in Arrow and in Parquet
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  crossfoot schema show company_funding\n  crossfoot schema show   # lists all datasets"
)]
pub struct Args {
    /// The dataset
    dataset: Option<String>,
}

pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Error> {
    let origin = schema_origin::workspace(&terminal.workspace)?;
    let Some(name) = &args.dataset else {
        for contract in &origin.contracts {
            writeln!(terminal.out, "{}  {}", contract.name, contract.description)?;
        }
        return Ok(Exit::Clean);
    };
    let Some(contract) = origin.contracts.iter().find(|contract| *contract.name == **name) else {
        if !origin.unsound.iter().any(|unsound| **unsound == **name) {
            let names: Vec<&str> = origin.contracts.iter().map(|contract| &*contract.name).collect();
            let message = format!("expected a dataset, found \"{name}\"; there are {}", names.join(", "));
            return Err(Error::Other(message));
        }
        (render::FORMATS[0].write)(&origin.findings, &origin.texts, terminal.out)?;
        return Ok(Exit::Findings);
    };
    writeln!(terminal.out, "{}: {}", contract.title, contract.description)?;
    let key: Vec<&str> = contract.key.iter().map(|key| &**key).collect();
    if !key.is_empty() {
        writeln!(terminal.out, "key: {}", key.join(", "))?;
    }
    writeln!(terminal.out)?;
    table(contract, terminal)?;
    Ok(Exit::Clean)
}

fn table(contract: &Contract, terminal: &mut Terminal<'_>) -> Result<(), Error> {
    let schema = contract.arrow_schema();
    let parquet = ArrowSchemaConverter::new()
        .convert(&schema)
        .map_err(|error| Error::Other(format!("could not show {} as Parquet: {error}", contract.name)))?;
    let physical: Vec<String> = parquet.root_schema().get_fields().iter().map(|field| parquet_type(field)).collect();
    let fields: Vec<_> = schema.fields().iter().collect();
    let metadata = |key: &str| fields.iter().map(|f| f.metadata().get(key).cloned().unwrap_or_default()).collect();
    let left = |header: &str, cells: Vec<String>| grid::GridColumn {
        header: header.to_owned(),
        align: grid::Align::Whole,
        cells,
    };
    let columns = [
        left("column", fields.iter().map(|field| field.name().clone()).collect()),
        left("contract", fields.iter().map(|field| declared(&contract.bundled, field.name())).collect()),
        left("arrow", fields.iter().map(|field| type_name(field.data_type())).collect()),
        left("parquet", physical),
        left("null", fields.iter().map(|f| if f.is_nullable() { "yes" } else { "no" }.to_owned()).collect()),
        left("unit", metadata(UNIT)),
        left("field id", metadata(FIELD_ID)),
    ];
    grid::write(&columns, terminal.out)?;
    Ok(())
}

/// The type as the contract writes it: `number, x-decimal [18,2]`, `array of $ref #/$defs/money`.
fn json_type(schema: &Value) -> String {
    let mut parts = Vec::new();
    match schema.get("type") {
        Some(Value::String(name)) => parts.push(name.clone()),
        Some(Value::Array(names)) => {
            parts.push(names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "));
        }
        _ => {}
    }
    if let (Some(first), Some(items)) = (parts.first_mut(), schema.get("items")) {
        *first = format!("{first} of {}", json_type(items));
    }
    if let (Some(first), Some(Value::Object(members))) = (parts.first_mut(), schema.get("properties")) {
        let names: Vec<&str> = members.keys().map(String::as_str).collect();
        *first = format!("{first} of {}", names.join(", "));
    }
    parts.extend(schema.get("$ref").and_then(Value::as_str).map(|reference| format!("$ref {}", written(reference))));
    for keyword in ["format", "x-format", "x-decimal", "x-arrow"] {
        if let Some(value) = schema.get(keyword) {
            parts.push(format!("{keyword} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
    }
    for keyword in ["enum", "const"] {
        if schema.get(keyword).is_some() {
            parts.push(keyword.to_owned());
        }
    }
    if schema.get("deprecated") == Some(&Value::Bool(true)) {
        parts.push("deprecated".to_owned());
    }
    let first_of_month = serde_json::json!({ "pattern": FIRST_OF_MONTH });
    for keyword in ["anyOf", "oneOf", "allOf"] {
        let branches = schema.get(keyword).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        // What x-format stands for is told by x-format.
        let told = schema.get("x-format").is_some() && branches == [first_of_month.clone()];
        if !branches.is_empty() && !told {
            let branches =
                branches.iter().map(json_type).map(|part| if part.is_empty() { "…".to_owned() } else { part });
            parts.push(format!("{keyword} ({})", branches.collect::<Vec<_>>().join(" | ")));
        }
    }
    parts.join(", ")
}

/// A reference as the contract's author wrote it or could have: bundled files have a key of their own.
fn written(reference: &str) -> String {
    match reference.strip_prefix("#/$defs/~1") {
        None => reference.to_owned(),
        Some(rest) => {
            let (file, pointer) =
                rest.split_once('/').map_or((rest, String::new()), |(file, rest)| (file, format!("#/{rest}")));
            format!("{}{pointer}", file.replace("~1", "/").replace("~0", "~"))
        }
    }
}

/// What the root says about a column, itself or by what it is composed of.
fn declared(root: &Value, name: &str) -> String {
    let mut open = vec![(root, 0)];
    while let Some((part, depth)) = open.pop() {
        if let Some(property) = part.get("properties").and_then(|properties| properties.get(name)) {
            return json_type(property);
        }
        let target =
            part.get("$ref").and_then(Value::as_str).and_then(|reference| root.pointer(reference.strip_prefix('#')?));
        let parts = part.get("allOf").and_then(Value::as_array).into_iter().flatten();
        if depth < 64 {
            open.extend(target.into_iter().chain(parts).map(|part| (part, depth + 1)));
        }
    }
    String::new()
}

/// The type as Parquet's own schema notation has it, without names of primitives: `INT64 (DECIMAL(18,2))`.
fn parquet_type(field: &Type) -> String {
    let logical = field.get_basic_info().logical_type_ref().map(logical_type);
    if field.is_group() {
        let inside = field.get_fields();
        // The group of a list holds one repeated group, which holds the item.
        if logical.as_deref() == Some("LIST") {
            let item = inside.first().and_then(|repeated| repeated.is_group().then(|| repeated.get_fields().first()));
            let item = item.flatten().map_or_else(String::new, |item| parquet_type(item) + optional(item));
            return format!("LIST<{item}>");
        }
        let members = inside.iter().map(|field| format!("{} {}{}", field.name(), parquet_type(field), optional(field)));
        return format!("group {{ {} }}", members.collect::<Vec<_>>().join("; "));
    }
    match logical {
        Some(logical) => format!("{} ({logical})", field.get_physical_type()),
        None => field.get_physical_type().to_string(),
    }
}

fn optional(field: &Type) -> &'static str {
    let info = field.get_basic_info();
    if info.has_repetition() && info.repetition() == Repetition::OPTIONAL { "?" } else { "" }
}

fn logical_type(logical: &LogicalType) -> String {
    let unit = |unit: &TimeUnit| format!("{unit:?}").to_uppercase();
    match logical {
        LogicalType::Decimal(decimal) => format!("DECIMAL({},{})", decimal.precision, decimal.scale),
        LogicalType::Integer(integer) => format!("INTEGER({},{})", integer.bit_width, integer.is_signed),
        LogicalType::Timestamp(moment) => format!("TIMESTAMP({},{})", unit(&moment.unit), moment.is_adjusted_to_u_t_c),
        LogicalType::Time(time) => format!("TIME({},{})", unit(&time.unit), time.is_adjusted_to_u_t_c),
        other => format!("{other:?}").to_uppercase(),
    }
}
