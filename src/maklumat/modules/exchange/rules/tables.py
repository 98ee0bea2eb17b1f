"""Rows as files: CSV, JSON and Parquet say the same. Pure: rows in, bytes out."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from maklumat.kernel.sheets import csv_lines, plain

from .datasets import Column, Dataset

TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMPTZ",
}
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
Rows = Iterable[Mapping[str, Any]]


def written(dataset: Dataset, rows: Rows, form: str) -> bytes:
    """The rows of a dataset in a form of ``MEDIA``."""
    return {"csv": as_csv, "json": as_json, "parquet": as_parquet}[form](dataset, rows)


def as_csv(dataset: Dataset, rows: Rows) -> bytes:
    """UTF-8, a head line, lines ended by LF; nothing is an empty field."""
    names = [column.name for column in dataset.columns]
    return "".join(csv_lines(names, ([plain(row.get(name)) for name in names] for row in rows))).encode()


def as_json(dataset: Dataset, rows: Rows) -> bytes:
    """A list of objects."""
    told = [{column.name: _json(row.get(column.name)) for column in dataset.columns} for row in rows]
    return json.dumps(told, ensure_ascii=False).encode()


def as_parquet(dataset: Dataset, rows: Rows) -> bytes:
    """Columns with their types, packed."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:", config={"threads": 1}) as engine:
        source, target = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        source.write_bytes(_quoted(dataset.columns, rows))
        types = {column.name: TYPES[column.kind] for column in dataset.columns}
        read = engine.read_csv(str(source), header=True, dtype=types, na_values="\\N", allow_quoted_nulls=False)
        read.write_parquet(str(target), compression="zstd")
        return target.read_bytes()


def _quoted(columns: Iterable[Column], rows: Rows) -> bytes:
    r"""As CSV for the engine: nothing is ``\N``, texts are quoted, so that an empty text stays a text."""
    out, names = io.StringIO(), [column.name for column in columns]
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        values = [plain(row.get(name)) for name in names]
        out.write(
            ",".join("\\N" if value is None else '"' + str(value).replace('"', '""') + '"' for value in values) + "\n"
        )
    return out.getvalue().encode()


def _json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else plain(value) if not isinstance(value, bool) else value
