"""Rows per second of the same constraints on the same million rows: crossfoot, JSON values, Polars, DuckDB.

One core, one run. Needs polars and duckdb, which `make bench` installs:

    .venv/bin/python benches/validate.py
"""

import json
import os
import subprocess
import sys
import tempfile
import time

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb  # noqa: E402
import polars as pl  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def fastest(run, runs=5):
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        refused = run()
        best = min(best, time.perf_counter() - start)
        assert refused == 0, refused
    return best


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.parquet")
        command = ["cargo", "bench", "--quiet", "--bench", "validate", "--", path]
        wrapper = os.environ.get("CARGO_WRAPPER")
        if wrapper:
            command[0] = wrapper
        output = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        rates = json.loads(output.strip().splitlines()[-1])
        rows = rates["rows"]
        frame = pl.read_parquet(path)
        length = pl.col("company").str.len_chars()
        valid = (
            length.is_between(1, 40)
            & pl.col("openness").is_in(["closed", "open"])
            & (pl.col("events") >= 0)
            & (pl.col("amount_usd") >= 0)
            & (pl.col("amount_usd") <= 1_000_000_000_000)
            & pl.col("as_of").is_not_null()
        )
        rates["polars"] = rows / fastest(lambda: frame.filter(~valid).height)
        connection = duckdb.connect(config={"threads": 1})
        connection.execute("create table rows as select * from read_parquet(?)", [path])
        query = """
            select count(*) from rows where not (
                length(company) between 1 and 40 and openness in ('closed', 'open') and events >= 0
                and amount_usd >= 0 and amount_usd <= 1000000000000 and as_of is not null)
        """
        rates["duckdb"] = rows / fastest(lambda: connection.execute(query).fetchone()[0])
    base = rates["in_place"]
    print(f"{'':34} {'million rows/s':>14} {'in place is':>12}")
    names = {
        "in_place": "in place",
        "in_place_100000_bad": "in place, 100,000 rows bad",
        "in_place_row_by_row": "in place, every row by the crate",
        "row_by_row_100000_bad": "the same, 100,000 rows bad",
        "json_values": "through JSON values, same crate",
        "polars": f"Polars {pl.__version__}",
        "duckdb": f"DuckDB {duckdb.__version__}",
    }
    for key, name in names.items():
        print(f"{name:34} {rates[key] / 1e6:14.1f} {base / rates[key]:11.1f}x")
    slow = base < 10_000_000 or rates["bad_to_clean"] > 2
    print(f"a bad batch takes {rates['bad_to_clean']} times as long as a clean one")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
