//! One record batch to the bytes of one Parquet file.

use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

/// The key of the JSON document in a file's metadata.
pub(super) const METADATA_KEY: &str = "crossfoot";

/// Writes `batch` with zstd, at the level whose contexts are cheap to make: there is one for each column. `metadata` becomes one JSON document in the file's metadata. The same input gives the
/// same bytes.
///
/// # Errors
/// Where Parquet cannot hold a column's type.
pub fn write(batch: &RecordBatch, metadata: Option<&serde_json::Value>) -> Result<Vec<u8>, ParquetError> {
    let metadata = metadata.map(|document| vec![KeyValue::new(METADATA_KEY.to_owned(), document.to_string())]);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_created_by(concat!("crossfoot ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(metadata)
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))?;
    writer.write(batch)?;
    writer.close()?;
    Ok(bytes)
}
