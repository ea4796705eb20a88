"""What a partition of a graph is written to: N-Triples and N-Quads, the tables of neo4j-admin, Parquet."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Self

import msgspec
import pyarrow as pa
import pyoxigraph as ox

from skillgraph.engines.parquet import Attempt, Writer, schema
from skillgraph.formats.neo4j_csv import Columns, Survey, table_of, write_rows
from skillgraph.mapping.propertygraph import Node, Relationship, elements
from skillgraph.model.errors import DataError
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement, plain_decimal
from skillgraph.stores.bolt.schema import check_names

#: The folders of a built graph in partitions.
RDF, NEO4J, PARQUET = "rdf", "neo4j", "parquet"
#: What separates the items of a list in the tables of neo4j-admin: made for it, and no name has it.
SEPARATOR = "\x1f"
#: How many nodes and relationships are held before they are written.
_AT_A_TIME = 5_000

_COLUMNS: dict[type[Record], tuple[str, pa.Schema]] = {
    Document: ("documents", schema("id:text title:text title_en:text kind:text record:text")),
    Entity: (
        "entities",
        schema(
            "id:text name:text name_en:text classes:texts derived:texts existence:text status:text sources:texts "
            "record:text"
        ),
    ),
    Section: ("sections", schema("id:text source:text heading:text level:int record:text")),
    Statement: (
        "statements",
        schema(
            "id:text source:text subject:text predicate:text object:text text:text is_fact:yes modality:text "
            "status:text start:text end:text record:text"
        ),
    ),
    Observation: (
        "observations",
        schema(
            "id:text source:text subject:text indicator:text value:text unit:text bound:text is_fact:yes "
            "modality:text status:text start:text end:text record:text"
        ),
    ),
}  # fmt: skip


class Packed(io.RawIOBase):
    """A file that is written as gzip, with equal bytes for equal content."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._packing = zlib.compressobj(1, zlib.DEFLATED, 31)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Takes bytes."""
        self._file.write(self._packing.compress(data))
        return len(data)

    def close(self) -> None:
        """Writes what is held back."""
        if not self.closed:
            self._file.write(self._packing.flush())
            self._file.close()
        super().close()


class Written(msgspec.Struct):
    """What the import of a partition's tables must know: headers with their files, and what is to be run after it."""

    tables: dict[tuple[str, str], list[str]] = {}
    multiline: bool = False
    after: list[str] = []

    def add(self, other: Written) -> None:
        """Takes in another partition."""
        for key, files in other.tables.items():
            self.tables.setdefault(key, []).extend(files)
        self.multiline = self.multiline or other.multiline
        self.after += other.after


class Output:
    """The files of one partition.

    Args:
        attempt: to which they belong.
        folder: of the graph.
        name: what they are called by.
        kinds: of the records in it; without any, it has no named graphs.
    """

    def __init__(self, attempt: Attempt, folder: Path, name: str, kinds: Iterable[type[Record]] = ()) -> None:
        self._attempt, self._folder, self._name = attempt, folder, name
        self._triples = _packed(attempt.path(folder / RDF / f"{name}.nt.gz"))
        self._quads = _packed(attempt.path(folder / RDF / f"{name}.nq.gz")) if kinds else None
        self._tables = _Tables(attempt, folder / NEO4J, name)
        self._encode = msgspec.json.Encoder().encode
        self._records: dict[type[Record], Writer] = {}
        for kind in kinds:
            table, columns = _COLUMNS[kind]
            self._records[kind] = Writer(attempt.path(folder / PARQUET / table / f"{name}.parquet"), columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._triples.close()
        if self._quads:
            self._quads.close()
        self._tables.close()
        for writer in self._records.values():
            writer.close()

    @property
    def written(self) -> Written:
        """What is known of the tables, once all is added."""
        return self._tables.written

    def add(self, record: Record) -> None:
        """Takes a record, in its one spelling, for Parquet and for the property graph."""
        check_names([record])
        values = [_value(record, name) for name in self._columns(type(record))]
        self._records[type(record)].add(*values, self._encode(record).decode())
        self.add_elements(elements(record))

    def _columns(self, kind: type[Record]) -> list[str]:
        return [name for name in _COLUMNS[kind][1].names if name != "record"]

    def add_elements(self, found: Iterable[Node | Relationship]) -> None:
        """Takes some of the property graph."""
        self._tables.add(found)

    def add_triples(self, triples: Iterable[ox.Triple], graph: ox.NamedNode | None = None) -> None:
        """Takes some RDF, each triple once in all partitions; what a source says stands in its graph too."""
        lines = _lines(triples)
        self._triples.write(lines)
        if graph:
            self._add_lines(lines, graph)

    def add_quads(self, triples: Iterable[ox.Triple], graph: ox.NamedNode) -> None:
        """Takes some RDF of a source's graph that another partition, or another source, has as triples."""
        self._add_lines(_lines(triples), graph)

    def _add_lines(self, lines: bytes, graph: ox.NamedNode) -> None:
        assert self._quads
        # A line of N-Quads is one of N-Triples with another term; no term has a line's end in it.
        self._quads.write(lines.replace(b" .\n", f" {graph} .\n".encode()))


def _packed(path: Path) -> io.BufferedWriter:
    return io.BufferedWriter(Packed(path), 1 << 16)


def _lines(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _value(record: Record, name: str) -> Any:
    if name == "sources":
        assert isinstance(record, Entity)
        return [part.source for part in record.descriptions]
    if name == "value":
        assert isinstance(record, Observation)
        return None if record.value is None else plain_decimal(record.value)
    found = getattr(record, name)
    return list(found) if isinstance(found, tuple) else found


class _Tables:
    """The tables of neo4j-admin; where a row needs a column that its table lacks, another file of it begins."""

    def __init__(self, attempt: Attempt, folder: Path, name: str) -> None:
        self._attempt, self._folder, self._name = attempt, folder, name
        self._waiting: list[Node | Relationship] = []
        self._columns: dict[str, Columns] = {}
        self._files: dict[str, IO[str]] = {}
        self._counts: dict[str, int] = {}
        self.written = Written()

    def add(self, found: Iterable[Node | Relationship]) -> None:
        self._waiting += found
        if len(self._waiting) >= _AT_A_TIME:
            self._write()

    def close(self) -> None:
        self._write()
        for file in self._files.values():
            file.close()

    def _write(self) -> None:
        survey = Survey()
        for element in self._waiting:
            survey.add(element)
        if SEPARATOR in survey.characters:
            wrong = next(e for e in self._waiting if any(_separates(v) for v in e.properties.values()))
            raise DataError(f"{table_of(wrong)} {wrong.id!r}: a name holds the character U+001F, which separates names")
        for table, found in survey.tables.items():
            known = self._columns.get(table)
            if known is None or not found.columns.keys() <= known.columns.keys():
                self._begin(table, Columns(found.keys, {**(known.columns if known else {}), **found.columns}))
        after = self.written.after
        multiline = write_rows(self._waiting, self._columns, self._files, SEPARATOR, after)
        self.written.multiline = self.written.multiline or multiline
        self._waiting.clear()

    def _begin(self, table: str, columns: Columns) -> None:
        if table in self._files:
            self._files[table].close()
        # In one order, so that partitions share a header.
        self._columns[table] = Columns(columns.keys, dict(sorted(columns.columns.items())))
        number = self._counts[table] = self._counts.get(table, 0) + 1
        name = f"{table}-{self._name}-{number}.csv.gz"
        packed = _packed(self._attempt.path(self._folder / name))
        self._files[table] = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        self.written.tables.setdefault((table, self._columns[table].header), []).append(name)


def _separates(value: object) -> bool:
    return isinstance(value, list) and any(SEPARATOR in item for item in value)
