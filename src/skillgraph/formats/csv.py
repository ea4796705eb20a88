"""Tables: the whole graph as entities.csv, statements.csv and observations.csv, with the columns of a loader."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from skillgraph.documents.csv_rows import TableWriter
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import span_text
from skillgraph.model.records import Document, Entity
from skillgraph.tables.cells import cell, join_list
from skillgraph.tables.loader import COLUMNS, row_of, table_of


def write(graph: GraphFolder, folder: Path) -> None:
    """Writes the three tables into a folder; a first column `source` says which document a row comes from.
    A thing that several sources describe has one row; a mention in another of them says in which: `report:16-19#...`.

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
                row = {"source": record.source, **row_of(record)}
                if isinstance(record, Entity):
                    spans = (cell(m) if m.document == record.source else span_text(m) for m in record.mentions)
                    row["mentions"] = join_list(spans)
                writers[table_of(record)].write(row)


FORMAT = Format(write=write, folder=True)
