#!/usr/bin/env python3
"""Load every published dataset with DuckDB, Polars, pandas and pyarrow; fail where they differ.

  compare.py PROCESSED

Compared for each file of the manifest: row count, column names, the type of each column in one vocabulary, its nulls, and
a sum: exact for integers and decimals, of lengths for texts and lists, of days for dates.
"""
import datetime
import decimal
import json
import pathlib
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

EPOCH = datetime.date(1970, 1, 1)
decimal.getcontext().prec = 80


def total(values):
    """One number for a column's values, exact."""
    result = decimal.Decimal(0)
    for value in values:
        if value is None:
            continue
        if isinstance(value, bool):
            result += int(value)
        elif isinstance(value, (int, decimal.Decimal)):
            result += value
        elif isinstance(value, float):
            result += decimal.Decimal(value)
        elif isinstance(value, datetime.datetime):
            result += int((value.replace(tzinfo=None) - datetime.datetime(1970, 1, 1)).total_seconds())
        elif isinstance(value, datetime.date):
            result += (value - EPOCH).days
        elif isinstance(value, str):
            result += len(value.encode())
        elif isinstance(value, dict):
            result += total(value.values())
        else:
            result += total(list(value))
    return result


def kind_arrow(t):
    """A type in the common vocabulary."""
    if pyarrow.types.is_decimal(t):
        return f"decimal({t.precision},{t.scale})"
    if pyarrow.types.is_integer(t):
        return ("u" if pyarrow.types.is_unsigned_integer(t) else "") + f"int{t.bit_width}"
    if pyarrow.types.is_string(t) or pyarrow.types.is_large_string(t) or pyarrow.types.is_string_view(t):
        return "text"
    if pyarrow.types.is_list(t) or pyarrow.types.is_large_list(t):
        return f"list({kind_arrow(t.value_type)})"
    if pyarrow.types.is_struct(t):
        return "struct(" + ",".join(f"{field.name}:{kind_arrow(field.type)}" for field in t) + ")"
    if pyarrow.types.is_date32(t):
        return "date"
    if pyarrow.types.is_boolean(t):
        return "boolean"
    return str(t)


DUCK = {
    "VARCHAR": "text", "DATE": "date", "BOOLEAN": "boolean", "BIGINT": "int64", "INTEGER": "int32", "SMALLINT": "int16",
    "TINYINT": "int8", "UBIGINT": "uint64", "UINTEGER": "uint32", "USMALLINT": "uint16", "UTINYINT": "uint8",
    "DOUBLE": "double", "FLOAT": "float",
}


def kind_duck(t):
    if t.id == "decimal":
        return f"decimal({t.children[0][1]},{t.children[1][1]})"
    if t.id == "list":
        return f"list({kind_duck(t.children[0][1])})"
    if t.id == "struct":
        return "struct(" + ",".join(f"{name}:{kind_duck(child)}" for name, child in t.children) + ")"
    return DUCK.get(str(t), str(t))


def kind_polars(t):
    if isinstance(t, polars.Decimal):
        return f"decimal({t.precision},{t.scale})"
    if isinstance(t, polars.List):
        return f"list({kind_polars(t.inner)})"
    if isinstance(t, polars.Struct):
        return "struct(" + ",".join(f"{field.name}:{kind_polars(field.dtype)}" for field in t.fields) + ")"
    names = {polars.String: "text", polars.Date: "date", polars.Boolean: "boolean"}
    return names.get(type(t), str(t).lower())


def by_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    return {name: (kind_arrow(table.schema.field(name).type), table.column(name).to_pylist()) for name in table.column_names}


def by_duckdb(path):
    relation = duckdb.sql(f"select * from read_parquet('{path}')")
    rows = relation.fetchall()
    return {
        name: (kind_duck(t), [row[at] for row in rows])
        for at, (name, t) in enumerate(zip(relation.columns, relation.types))
    }


def by_polars(path):
    frame = polars.read_parquet(path)
    return {name: (kind_polars(frame.schema[name]), frame[name].to_list()) for name in frame.columns}


def by_pandas(path):
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    columns = {}
    for name in frame.columns:
        t = frame[name].dtype.pyarrow_dtype
        columns[name] = (kind_arrow(t), pyarrow.Array.from_pandas(frame[name], type=t).to_pylist())
    return columns


READERS = {"pyarrow": by_pyarrow, "duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}


def summary(columns):
    return {
        name: (kind, len(values), sum(value is None for value in values), total(values))
        for name, (kind, values) in columns.items()
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    manifest = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    files = [r for r in manifest["resources"] if r.get("format") == "parquet"]
    if not files:
        sys.exit("no Parquet files in the manifest")
    problems = []
    for resource in files:
        path = folder / resource["path"]
        found = {reader: summary(read(path)) for reader, read in READERS.items()}
        first = found["pyarrow"]
        for reader, columns in found.items():
            if list(columns) != list(first):
                problems.append(f"{resource['path']}: {reader} has columns {list(columns)}, pyarrow {list(first)}")
                continue
            for name in first:
                if columns[name] != first[name]:
                    problems.append(f"{resource['path']}: {name} is {columns[name]} for {reader}, {first[name]} for pyarrow")
        rows = {column[1] for column in first.values()}
        if rows != {resource["rows"]}:
            problems.append(f"{resource['path']}: the manifest says {resource['rows']} rows, found {rows}")
        print(f"{resource['path']:40} {resource['rows']:6} rows {len(first):3} columns, the same for {', '.join(READERS)}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(files)} passed, 0 failed")


main()
