"""Tables: the whole graph as entities.csv, statements.csv and observations.csv, with the columns of a loader."""

from __future__ import annotations

import csv
from pathlib import Path

from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Document
from skillgraph.tables import COLUMNS, row_of, table_of


def write(graph: KnowledgeGraph, folder: Path) -> None:
    """Writes the three tables into a folder; a first column `source` says which document a row comes from.

    Cells are written as they are. A spreadsheet that takes a cell beginning with = for a formula should be told to
    import all columns as text.
    """
    files = {name: (folder / name).open("w", encoding="utf-8", newline="") for name in COLUMNS}
    try:
        writers = {
            name: csv.DictWriter(file, ("source", *COLUMNS[name]), lineterminator="\n") for name, file in files.items()
        }
        for writer in writers.values():
            writer.writeheader()
        for record in graph.records():
            if not isinstance(record, Document):
                writers[table_of(record)].writerow({"source": record.source, **row_of(record)})
    finally:
        for file in files.values():
            file.close()
