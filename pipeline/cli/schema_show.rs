//! `crossfoot schema show`: contract, Arrow and Parquet types of a dataset side by side.

use clap::Args as ClapArgs;
use parquet::arrow::ArrowSchemaConverter;
use parquet::schema::types::Type;
use serde_json::Value;

use super::{Exit, Terminal, grid, schema_origin};
use crate::contract::{Contract, FIELD_ID, UNIT};
use crate::error::Error;

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
        let broken = origin.findings.iter().next().map(|finding| format!(" ({})", finding.message));
        let message =
            format!("expected a dataset with a sound contract, found \"{name}\"{}", broken.unwrap_or_default());
        return Err(Error::Other(message));
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
    let properties = contract.bundled.get("properties");
    let declared = |name: &str| {
        let property = properties.and_then(|properties| properties.get(name));
        property.map_or_else(String::new, json_type)
    };
    let left = |header: &str, cells: Vec<String>| grid::GridColumn {
        header: header.to_owned(),
        align: grid::Align::Left,
        cells,
    };
    let columns = [
        left("column", fields.iter().map(|field| field.name().clone()).collect()),
        left("contract", fields.iter().map(|field| declared(field.name())).collect()),
        left("arrow", fields.iter().map(|field| arrow_type(field.data_type())).collect()),
        left("parquet", physical),
        left("null", fields.iter().map(|f| if f.is_nullable() { "yes" } else { "no" }.to_owned()).collect()),
        left("unit", metadata(UNIT)),
        left("field id", metadata(FIELD_ID)),
    ];
    grid::write(&columns, terminal.out)?;
    Ok(())
}

/// The type as the contract writes it: `number, x-decimal [18,2]`.
fn json_type(schema: &Value) -> String {
    let mut parts = Vec::new();
    match schema.get("type") {
        Some(Value::String(name)) => parts.push(name.clone()),
        Some(Value::Array(names)) => {
            parts.push(names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "));
        }
        _ => parts.extend(schema.get("$ref").and_then(Value::as_str).map(|reference| format!("$ref {reference}"))),
    }
    for keyword in ["format", "x-format", "x-decimal", "x-arrow"] {
        if let Some(value) = schema.get(keyword) {
            parts.push(format!("{keyword} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
    }
    for keyword in ["enum", "const", "anyOf", "oneOf", "allOf"] {
        if schema.get(keyword).is_some() {
            parts.push(keyword.to_owned());
        }
    }
    parts.join(", ")
}

fn arrow_type(data_type: &arrow::datatypes::DataType) -> String {
    use arrow::datatypes::DataType;
    let null = |nullable: bool| if nullable { "?" } else { "" };
    match data_type {
        DataType::List(item) => format!("List<{}{}>", arrow_type(item.data_type()), null(item.is_nullable())),
        DataType::Struct(fields) => {
            let member = |field: &arrow::datatypes::FieldRef| {
                format!("{}: {}{}", field.name(), arrow_type(field.data_type()), null(field.is_nullable()))
            };
            format!("Struct<{}>", fields.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn parquet_type(field: &Type) -> String {
    if field.is_group() {
        let inside: Vec<String> = field.get_fields().iter().map(|field| parquet_type(field)).collect();
        let kind = field.get_basic_info().converted_type().to_string();
        return format!("{}({})", if kind == "NONE" { "group" } else { &kind }, inside.join(", "));
    }
    let logical = field.get_basic_info().logical_type_ref().map(|logical| format!("{logical:?}"));
    let logical = logical.map(|logical| logical.split(['(', ' ', '{']).next().unwrap_or_default().to_owned());
    match logical {
        Some(logical) => format!("{} ({logical})", field.get_physical_type()),
        None => field.get_physical_type().to_string(),
    }
}
