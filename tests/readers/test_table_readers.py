"""Tables opened by other people's programs: the same rows, in UTF-8, ids as text and numbers as numbers."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fetched
from hostile import hostile_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export

#: Columns that hold numbers; those of dates look like numbers where a source knows no more than years.
NUMBERS = {"value", "value_max", "level"}
DATES = {"start", "end"}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def tables(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every table that is exported, of the reports' graph and of names which try to be something else."""
    folder = tmp_path_factory.mktemp("tables")
    export(graph, "loaders", folder / "loaders")
    with hostile_graph(tmp_path_factory.mktemp("hostile")) as hostile:
        for name, each in (("own", graph), ("hostile", hostile)):
            export(each, "csv", folder / name)
            export(each, "neo4j-csv", folder / f"neo4j-{name}")
            for header in (folder / f"neo4j-{name}").glob("*-header.csv"):
                # The importer takes the header from a file of its own.
                table = header.with_name(header.name.replace("-header", ""))
                table.write_bytes(header.read_bytes() + table.read_bytes())
                header.unlink()
    found = sorted(folder.rglob("*.csv"))
    assert len(found) > 40
    return found


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pandas, polars and DuckDB are installed, once."""
    return tmp_path_factory.mktemp("libraries")


def read(cache: Path, how: str, tables: list[Path]) -> Iterator[dict[str, Any]]:
    told = fetched.python("tables.txt", "tables_read.py", how, *tables, cache=cache).splitlines()
    assert len(told) == 3 * len(tables)
    return map(json.loads, told)


def test_as_text_every_cell_is_what_was_written(python: str, libraries: Path, tables: list[Path]) -> None:
    for found in read(libraries, "text", tables):
        columns, *rows = rows_of(Path(found["path"]))
        assert found["columns"] == columns, found["by"]
        assert found["rows"] == rows, (found["by"], found["path"])


def test_what_libraries_infer_keeps_rows_ids_and_numbers(python: str, libraries: Path, tables: list[Path]) -> None:
    for found in read(libraries, "inferred", tables):
        columns, *rows = rows_of(Path(found["path"]))
        assert found["columns"] == columns
        assert len(found["rows"]) == len(rows), (found["by"], found["path"])
        if "neo4j" in found["path"]:
            continue
        for number, (name, kind) in enumerate(zip(columns, found["kinds"], strict=True)):
            cells = [row[number] for row in rows]
            if name not in NUMBERS | DATES:
                assert [row[number] for row in found["rows"]] == cells, (found["by"], found["path"], name)
            elif name in NUMBERS and all(cells) and cells:
                assert kind in ("int64", "Int64", "BIGINT", "float64", "Float64", "DOUBLE"), (found["by"], name)


def test_libreoffice_opens_and_saves_the_same_rows(libreoffice: str, tables: list[Path], tmp_path: Path) -> None:
    own = [path for path in tables if path.parent.name in ("own", "four-cities")]
    for path in own:
        # UTF-8, separated by commas, text in quotes, from the first line; every cell as it is shown.
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [libreoffice, profile, "--headless", "--infilter=CSV:44,34,76,1", "--convert-to"]
        command += ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", str(path)]
        subprocess.run([*command, "--outdir", str(tmp_path)], check=True, capture_output=True, timeout=300)
        [saved] = tmp_path.glob(f"{path.stem}*.csv")
        assert rows_of(saved) == rows_of(path), path
        saved.unlink()
