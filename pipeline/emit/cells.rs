//! cells.parquet: every cell of every dataset and where its text stands.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Int32Builder, Int64Builder, ListBuilder, RecordBatch, StringBuilder, StructBuilder, UInt32Builder,
};
use arrow::datatypes::{DataType, Field, Schema};
use serde_json::{Value, json};

use super::{File, Output, write_parquet};
use crate::model::{Column, Dataset, exact};
use crate::source::Texts;
use crate::source::{Joined, Source, Span};

pub(super) static OUTPUT: Output = Output {
    parts: |_| 1,
    write: |publication, _| {
        let mut cells = Cells::default();
        // The rows of `quantity` carry their own places.
        for dataset in publication.datasets.iter().filter(|dataset| *dataset.name != *"quantity") {
            cells.add(dataset, publication.texts);
        }
        let batch = cells.finish()?;
        let bytes = write_parquet(&batch, Some(&json!({ "columns": COLUMNS_MEAN })))?;
        Ok(vec![
            File::new("cells.parquet", "Where every cell stands in the raw texts", bytes)
                .with_rows(batch.num_rows(), fields(&batch)),
        ])
    },
};

/// What the less obvious columns mean, for who reads the file.
const COLUMNS_MEAN: &str = "row counts from 0 within the dataset's file; line, page and byte range are those of the \
first to the last stretch; stretches holds each stretch of a cell that wraps; decimals, lower and upper are in the \
cell's unit; rate is what an amount in another currency was converted by; a value that the recipe gives has the recipe \
as its file; where the file is a spreadsheet, CSV, HTML, Markdown or JSON, line and bytes are those of the text that was \
made of it, and address is the place in the file itself: a sheet's cell, a JSON Pointer, or line and bytes";

/// The fields of a Table Schema for a batch of plain columns.
pub(super) fn fields(batch: &RecordBatch) -> Value {
    let schema = batch.schema();
    let fields = schema.fields().iter().map(|field| {
        let kind = match field.data_type() {
            DataType::Utf8 => "string",
            DataType::Boolean => "boolean",
            DataType::List(_) => "list",
            data_type if data_type.is_integer() => "integer",
            _ => "number",
        };
        json!({ "name": field.name(), "type": kind })
    });
    Value::Array(fields.collect())
}

fn stretch_fields() -> Vec<Field> {
    vec![
        Field::new("line", DataType::UInt32, false),
        Field::new("byte_start", DataType::UInt32, false),
        Field::new("byte_end", DataType::UInt32, false),
    ]
}

struct Cells {
    dataset: StringBuilder,
    row: Int64Builder,
    column: StringBuilder,
    file: StringBuilder,
    page: UInt32Builder,
    line: UInt32Builder,
    byte_start: UInt32Builder,
    byte_end: UInt32Builder,
    address: StringBuilder,
    text: StringBuilder,
    stretches: ListBuilder<StructBuilder>,
    unit: StringBuilder,
    decimals: Int32Builder,
    qualifier: StringBuilder,
    lower: StringBuilder,
    upper: StringBuilder,
    rate: StringBuilder,
}

impl Default for Cells {
    fn default() -> Cells {
        Cells {
            dataset: StringBuilder::new(),
            row: Int64Builder::new(),
            column: StringBuilder::new(),
            file: StringBuilder::new(),
            page: UInt32Builder::new(),
            line: UInt32Builder::new(),
            byte_start: UInt32Builder::new(),
            byte_end: UInt32Builder::new(),
            address: StringBuilder::new(),
            text: StringBuilder::new(),
            stretches: ListBuilder::new(StructBuilder::from_fields(stretch_fields(), 0)),
            unit: StringBuilder::new(),
            decimals: Int32Builder::new(),
            qualifier: StringBuilder::new(),
            lower: StringBuilder::new(),
            upper: StringBuilder::new(),
            rate: StringBuilder::new(),
        }
    }
}

/// `report` and `source` are where a row comes from, not text of it.
const IN_FRONT: usize = 2;

impl Cells {
    fn add(&mut self, dataset: &Dataset, texts: &Texts) {
        for row in 0..dataset.rows() {
            for (at, column) in dataset.columns.iter().enumerate().skip(IN_FRONT).filter(|(_, c)| c.published) {
                self.dataset.append_value(&dataset.name);
                self.row.append_value(row as i64);
                self.column.append_value(&column.name);
                self.place(dataset, column, row, texts);
                self.number(dataset.batch.column(at), column, row);
            }
        }
    }

    fn place(&mut self, dataset: &Dataset, column: &Column, row: usize, texts: &Texts) {
        let spans = column.trace.spans_of(row);
        if let Some((file, span)) = column.trace.elsewhere.get(&(row as u32)) {
            match texts.get(file) {
                Some(source) => self.stretches(source, &[*span]),
                None => self.nowhere(),
            }
        } else if spans.is_empty() {
            self.nowhere();
        } else {
            self.stretches(dataset.source_of(row), spans);
        }
    }

    fn stretches(&mut self, source: &Source, spans: &[Span]) {
        let cover = spans.iter().copied().reduce(Span::cover).unwrap_or(Span::new(0, 0));
        self.file.append_value(source.name());
        self.page.append_value(source.page_of(cover.start));
        self.line.append_value(source.line_of(cover.start));
        self.byte_start.append_value(cover.start);
        self.byte_end.append_value(cover.end);
        self.address.append_option(source.address(cover).map(ToString::to_string));
        self.text.append_value(Joined::new(source.text(), spans).text());
        for span in spans {
            let stretch = self.stretches.values();
            let numbers = [source.line_of(span.start), span.start, span.end];
            for (field, number) in numbers.into_iter().enumerate() {
                if let Some(builder) = stretch.field_builder::<UInt32Builder>(field) {
                    builder.append_value(number);
                }
            }
            stretch.append(true);
        }
        self.stretches.append(true);
    }

    fn nowhere(&mut self) {
        self.file.append_null();
        self.page.append_null();
        self.line.append_null();
        self.byte_start.append_null();
        self.byte_end.append_null();
        self.address.append_null();
        self.text.append_null();
        self.stretches.append(true);
    }

    fn number(&mut self, array: &ArrayRef, column: &Column, row: usize) {
        let printed =
            column.trace.printed.get(row).filter(|_| array.is_valid(row) && !column.trace.spans_of(row).is_empty());
        let value = printed.and_then(|_| exact(array, row));
        let interval = value.and_then(|value| column.trace.interval_of(row, value));
        self.unit.append_option(printed.and(column.unit.as_ref()).map(|unit| unit.code()));
        self.decimals.append_option(printed.map(|printed| i32::from(printed.decimals)));
        self.qualifier.append_option(printed.map(|printed| printed.qualifier.name()));
        let end = |bound: Option<crate::model::Bound>| bound.map(|bound| bound.value.to_string());
        self.lower.append_option(interval.and_then(|interval| end(interval.lower)));
        self.upper.append_option(interval.and_then(|interval| end(interval.upper)));
        self.rate.append_option(column.trace.rates.get(&(row as u32)));
    }

    fn finish(mut self) -> Result<RecordBatch, arrow::error::ArrowError> {
        let stretches = self.stretches.finish();
        let fields = vec![
            Field::new("dataset", DataType::Utf8, false),
            Field::new("row", DataType::Int64, false),
            Field::new("column", DataType::Utf8, false),
            Field::new("file", DataType::Utf8, true),
            Field::new("page", DataType::UInt32, true),
            Field::new("line", DataType::UInt32, true),
            Field::new("byte_start", DataType::UInt32, true),
            Field::new("byte_end", DataType::UInt32, true),
            Field::new("address", DataType::Utf8, true),
            Field::new("text", DataType::Utf8, true),
            Field::new("stretches", stretches.data_type().clone(), false),
            Field::new("unit", DataType::Utf8, true),
            Field::new("decimals", DataType::Int32, true),
            Field::new("qualifier", DataType::Utf8, true),
            Field::new("lower", DataType::Utf8, true),
            Field::new("upper", DataType::Utf8, true),
            Field::new("rate", DataType::Utf8, true),
        ];
        let arrays: Vec<ArrayRef> = vec![
            Arc::new(self.dataset.finish()),
            Arc::new(self.row.finish()),
            Arc::new(self.column.finish()),
            Arc::new(self.file.finish()),
            Arc::new(self.page.finish()),
            Arc::new(self.line.finish()),
            Arc::new(self.byte_start.finish()),
            Arc::new(self.byte_end.finish()),
            Arc::new(self.address.finish()),
            Arc::new(self.text.finish()),
            Arc::new(stretches),
            Arc::new(self.unit.finish()),
            Arc::new(self.decimals.finish()),
            Arc::new(self.qualifier.finish()),
            Arc::new(self.lower.finish()),
            Arc::new(self.upper.finish()),
            Arc::new(self.rate.finish()),
        ];
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }
}
