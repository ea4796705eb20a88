"""What a graph in partitions holds, to be compared with one that `build` wrote."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import quads
from skillgraph.mapping.serialization import serialize
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement

_RECORD = msgspec.json.Decoder(Document | Entity | Section | Statement | Observation)
_READ: dict[str, Any] = {"boolean": "true".__eq__, "double": float, "long": int, "string[]": lambda c: c.split("\x1f")}


def triples_in_partitions(folder: Path) -> list[bytes]:
    """The lines of all N-Triples but those of the vocabulary, which `export ntriples` has not."""
    files = [path for path in (folder / "rdf").glob("*.nt.gz") if path.name != "vocabulary.nt.gz"]
    return sorted(line for path in files for line in gzip.decompress(path.read_bytes()).splitlines())


def quads_in_partitions(folder: Path) -> set[ox.Quad]:
    """The quads of all N-Quads, none of which stands twice."""
    lines = b"".join(gzip.decompress(path.read_bytes()) for path in (folder / "rdf").glob("*.nq.gz"))
    found = [*ox.parse(lines, ox.RdfFormat.N_QUADS)]
    assert len(found) == len(set(found))
    return set(found)


def triples_of(graph: Path) -> list[bytes]:
    """The lines of `export ntriples`."""
    file = io.BytesIO()
    serialize(GraphFolder(graph).records(), file, "provenance", ox.RdfFormat.N_TRIPLES)
    return sorted(file.getvalue().splitlines())


def records_in_partitions(folder: Path) -> list[str]:
    """The records of all Parquet files."""
    tables = ("documents", "entities", "sections", "statements", "observations")
    files = [path for table in tables for path in (folder / "parquet" / table).iterdir()]
    return sorted(text for path in files for text in pq.read_table(path, columns=["record"])["record"].to_pylist())


def records_of(graph: Path) -> list[str]:
    """The records of a built graph."""
    return sorted((graph / "records.jsonl").read_text("utf-8").splitlines())


def quads_of(records: list[str]) -> set[ox.Quad]:
    """The quads of some records, in the graphs of their sources."""
    seen: dict[str, set[str]] = {}
    found: Iterator[Record] = map(_RECORD.decode, records)
    return {quad for record in found for quad in quads(record, "provenance", seen)}


def elements_in_partitions(folder: Path) -> list[str]:
    """The nodes and relationships of the tables of neo4j-admin, as its importer reads them."""
    tables = folder / "neo4j"
    named: set[str] = set()
    found = []
    for line in (tables / "import.args").read_text("utf-8").splitlines():
        if not line.startswith(("--nodes=", "--relationships=")):
            continue
        header, *files = line.partition("=")[2].split(",")
        columns = next(csv.reader([(tables / header).read_text("utf-8").rstrip("\n")]))
        for name in files:
            named.add(Path(name).name)
            with gzip.open(tables / name, "rt", encoding="utf-8", newline="") as file:
                found += [_element(dict(zip(columns, row, strict=True))) for row in csv.reader(file)]
    assert named == {path.name for path in tables.glob("*.csv.gz")}
    return sorted(found)


def _element(row: dict[str, str]) -> str:
    kind = "node" if "id:ID" in row else "relationship"
    keys = [row.pop(key) for key in ("id:ID", ":LABEL", "id:string", ":START_ID", ":END_ID", ":TYPE") if key in row]
    cells = ((name.rsplit(":", 1), cell) for name, cell in row.items() if cell)
    properties = {name: _READ.get(type, str)(cell) for (name, type), cell in cells}
    labels = keys[1].split("\x1f") if kind == "node" else keys[1:]
    return json.dumps([kind, keys[0], labels, properties], sort_keys=True, ensure_ascii=False)


def elements_of(graph: Path) -> list[str]:
    """The nodes and relationships of a built graph."""
    nodes = map(json.loads, (graph / "nodes.jsonl").read_text("utf-8").splitlines())
    edges = map(json.loads, (graph / "relationships.jsonl").read_text("utf-8").splitlines())
    found: list[list[Any]] = [["node", n["id"], n["labels"], n["properties"]] for n in nodes]
    found += [["relationship", e["id"], [e["start"], e["end"], e["type"]], e["properties"]] for e in edges]
    return sorted(json.dumps(element, sort_keys=True, ensure_ascii=False) for element in found)
