"""Copies of the carried loaders with a cell changed or a row added, for tests of what follows from the data."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.home import home
from skillgraph.tables.build import build
from skillgraph.tables.loader import COLUMNS

#: The fixture `graph_of`: the graph of some loaders with the reference tables.
GraphOf = Callable[..., KnowledgeGraph]


def copy_loaders(parent: Path) -> Path:
    """Copies all the carried loaders into a new folder `loaders`, and gives that folder."""
    return Path(shutil.copytree(home() / "loaders", parent / "loaders"))


def edit_row(table: Path, id: str, **cells: str) -> None:
    """Changes cells of the row with that id."""
    rows = _read(table)
    [row] = [row for row in rows if row["id"] == id]
    assert cells.keys() <= row.keys()
    row.update(cells)
    _write(table, rows)


def add_row(table: Path, like: str, **cells: str) -> None:
    """Adds a row that is as the one with the id `like`, other than in these cells; `id` must be among them."""
    rows = _read(table)
    [model] = [row for row in rows if row["id"] == like]
    assert cells["id"] not in (row["id"] for row in rows)
    assert cells.keys() <= model.keys()
    _write(table, [*rows, {**model, **cells}])


@contextmanager
def graph_of(loaders: Path) -> Iterator[KnowledgeGraph]:
    """The graph of all the loaders in a folder, built beside it."""
    output = loaders.parent / "build"
    build(sorted(source.parent for source in loaders.glob("*/source.toml")), output)
    with KnowledgeGraph(output) as graph:
        yield graph


def _read(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(table: Path, rows: list[dict[str, str]]) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[table.name], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
