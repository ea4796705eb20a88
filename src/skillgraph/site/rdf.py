"""The RDF beside each page: what the export of the whole graph says of the thing."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from skillgraph.mapping.serialization import write_sorted

_JSON = ox.RdfFormat.JSON_LD


def write(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Writes triples as Turtle and as JSON-LD.

    Args:
        path: of the files, without their endings.
        triples: each is written once.
    """
    said = list(dict.fromkeys(triples))
    path.with_name(f"{path.name}.ttl").write_bytes(_turtle(said))
    path.with_name(f"{path.name}.jsonld").write_bytes(ox.serialize(said, format=_JSON) or b"")


def _turtle(triples: list[ox.Triple]) -> bytes:
    """Turtle with the prefixes that are used: of a small file, all of them would be the most."""
    file = io.BytesIO()
    write_sorted(iter(triples), file, ox.RdfFormat.TURTLE)
    lines = file.getvalue().split(b"\n")
    head = [line for line in lines if line.startswith(b"@prefix ")]
    rest = b"\n".join(lines[len(head) :])
    used = [line for line in head if line.split(b" ", 2)[1] in rest]
    return b"\n".join([*used, rest])
