"""Reads tables with pandas, polars and DuckDB: prints a line of JSON for each, columns, their types, and rows as text.

Arguments: how to read (`text` for every column as text, `inferred` as the libraries think), then files.
"""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pandas as pd
import polars as pl

as_text = sys.argv[1] == "text"


def by_pandas(path: str) -> tuple[Sequence[str], Sequence[Any], Sequence[Any]]:
    """With the empty cell as empty text, and no word taken for a missing value."""
    options: dict[str, Any] = {"dtype": str, "keep_default_na": False} if as_text else {"keep_default_na": False}
    frame = pd.read_csv(path, **options)
    return list(frame.columns), [str(kind) for kind in frame.dtypes], frame.to_numpy().tolist()


def by_polars(path: str) -> tuple[Sequence[str], Sequence[Any], Sequence[Any]]:
    """With the empty cell as empty text."""
    options: dict[str, Any] = {"infer_schema": False} if as_text else {}
    frame = pl.read_csv(path, infer_schema_length=None, **options)
    return frame.columns, [str(kind) for kind in frame.dtypes], frame.rows()


def by_duckdb(path: str) -> tuple[Sequence[str], Sequence[Any], Sequence[Any]]:
    """As its sniffer finds the file to be."""
    found = duckdb.read_csv(path, all_varchar=True) if as_text else duckdb.read_csv(path)
    return found.columns, [str(kind) for kind in found.types], found.fetchall()


readers: dict[str, Callable[[str], tuple[Sequence[str], Sequence[Any], Sequence[Any]]]] = {
    "pandas": by_pandas,
    "polars": by_polars,
    "duckdb": by_duckdb,
}
for path in sys.argv[2:]:
    for name, read in readers.items():
        columns, kinds, rows = read(path)
        cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
        print(json.dumps({"path": path, "by": name, "columns": list(columns), "kinds": list(kinds), "rows": cells}))
