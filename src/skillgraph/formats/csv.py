"""Tables: the whole graph as entities.csv, statements.csv and observations.csv, with the columns of a loader."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Document
from skillgraph.tables import COLUMNS, TableWriter, row_of, table_of


def write(graph: KnowledgeGraph, folder: Path) -> None:
    """Writes the three tables into a folder; a first column `source` says which document a row comes from.

    Cells are written as they are. A spreadsheet that takes a cell beginning with = for a formula should be told to
    import all columns as text.
    """
    with ExitStack() as stack:
        writers = {}
        for name, columns in COLUMNS.items():
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            writers[name] = TableWriter(file, ("source", *columns))
            writers[name].write_header()
        for record in graph.records():
            if not isinstance(record, Document):
                writers[table_of(record)].write({"source": record.source, **row_of(record)})
