//! The datasets themselves: `<dataset>.parquet`, typed by their contracts.

use arrow::array::RecordBatch;
use parquet::errors::ParquetError;
use serde_json::{Value, json};

use super::{File, Output, Publication, write_parquet};
use crate::contract::Contract;
use crate::model::Dataset;

pub(super) static OUTPUT: Output = Output {
    parts: |publication| publication.datasets.len(),
    write: |publication, at| Ok(vec![file(&publication.datasets[at], publication)?]),
};

fn file(dataset: &Dataset, publication: &Publication<'_>) -> Result<File, ParquetError> {
    let contract = publication
        .contracts
        .iter()
        .find(|contract| contract.name == dataset.name)
        .ok_or_else(|| ParquetError::General(format!("no contract for dataset {}", dataset.name)))?;
    let batch = published(dataset, contract)?;
    let units: serde_json::Map<String, Value> = contract
        .columns
        .iter()
        .filter_map(|column| Some((column.name.to_string(), json!(column.unit.as_ref()?.code()))))
        .collect();
    let metadata = json!({
        "dataset": &*dataset.name,
        "title": &*contract.title,
        "description": &*contract.description,
        "key": contract.key.iter().map(|key| &**key).collect::<Vec<_>>(),
        "units": units,
        "contract": &*contract.bundled,
    });
    let bytes = write_parquet(&batch, Some(&metadata))?;
    let file = File::new(format!("{}.parquet", dataset.name), &*contract.title, bytes);
    Ok(file.with_rows(batch.num_rows(), fields(contract)))
}

/// The contract's columns, with its nullability and metadata.
fn published(dataset: &Dataset, contract: &Contract) -> Result<RecordBatch, ParquetError> {
    let schema = contract.arrow_schema();
    let arrays = schema
        .fields()
        .iter()
        .map(|field| {
            let array = dataset.batch.column_by_name(field.name()).cloned();
            array.ok_or_else(|| ParquetError::General(format!("dataset {} lacks {}", dataset.name, field.name())))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(RecordBatch::try_new(schema, arrays)?)
}

/// The fields of a Table Schema (Data Package v2), with units.
fn fields(contract: &Contract) -> Value {
    let front = ["report", "source"].map(|name| json!({ "name": name, "type": "string" }));
    let columns = contract.columns.iter().map(|column| {
        let mut field = json!({
            "name": &*column.name,
            "type": field_type(&column.data_type),
            "title": &*column.title,
            "description": &*column.description,
        });
        if !column.nullable {
            field["constraints"] = json!({ "required": true });
        }
        if let Some(unit) = &column.unit {
            field["unit"] = json!(unit.code());
        }
        field
    });
    Value::Array(front.into_iter().chain(columns).collect())
}

/// The type of a Table Schema field. Source: Data Package v2, Table Schema, field types.
fn field_type(data_type: &arrow::datatypes::DataType) -> &'static str {
    use arrow::datatypes::DataType;
    match data_type {
        DataType::Boolean => "boolean",
        DataType::Date32 => "date",
        DataType::Timestamp(_, _) => "datetime",
        DataType::Time64(_) | DataType::Time32(_) => "time",
        DataType::List(_) => "list",
        DataType::Struct(_) => "object",
        data_type if data_type.is_integer() => "integer",
        data_type if data_type.is_numeric() => "number",
        _ => "string",
    }
}
