"""Whether two programs wrote the same: what peers.py compares after each has written."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

Table = dict[str, dict[str, str]]
_FORMATS = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
_ENDS = (":ID", "id:ID", ":START_ID", ":END_ID")


def triples(file: Path, form: str) -> tuple[int, int]:
    """How many triples a file holds, and the sum of their checksums, whatever their order; blank nodes are one."""
    count = total = 0
    for quad in ox.parse(path=str(file), format=_FORMATS[form]):
        terms = ["_" if isinstance(term, ox.BlankNode) else str(term) for term in quad.triple]
        count += 1
        total += int.from_bytes(hashlib.blake2b("\n".join(terms).encode(), digest_size=8).digest(), "big")
    return count, total % 2**64


def same_triples(ours: Path, theirs: Path, form: str) -> str:
    """A sentence about two files of RDF."""
    one, other = triples(ours, form), triples(theirs, form)
    return f"{one[0]:,} triples, the same in both" if one == other else f"{one[0]:,} triples, the peer {other[0]:,}"


def _rows(folder: Path, kind: str) -> Iterator[dict[str, str]]:
    """Rows of all tables of nodes or of relationships for neo4j-admin, columns without their types."""
    key = "start" if kind == "relationships" else "node"
    for file in sorted(folder.glob("*.csv")):
        header = file.with_name(f"{file.stem.rpartition('-part')[0] or file.stem}-header.csv")
        if file.stem.endswith("-header") or file.stem.endswith("-term"):
            continue
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            names = header.read_text(encoding="utf-8").strip().split(",") if header.exists() else next(rows)
            if (":START_ID" in names) != (key == "start"):
                continue
            plain = ["id" if name in _ENDS[:2] else name.partition(":")[0] or name for name in names]
            yield from (dict(zip(plain, row, strict=True)) for row in rows)


def _by_id(folder: Path, kind: str) -> Table:
    return {row["id"]: row for row in _rows(folder, kind)}


def same_tables(ours: Path, theirs: Path) -> str:
    """A sentence about two folders of tables for neo4j-admin: properties, and where relationships lead.

    Labels, types and what only the peer adds are not compared, nor the vocabulary, which only ours has.
    """
    found = []
    for kind in ("nodes", "relationships"):
        one, other = _by_id(ours, kind), _by_id(theirs, kind)
        names = {name for row in list(one.values())[:1] + list(one.values())[-1:] for name in row}
        names -= {":LABEL", ":TYPE"}
        alike = sum(
            all(row.get(name, "") == other[id].get(name, "") for name in names & set(other[id]))
            for id, row in one.items()
            if id in other
        )
        found.append(f"{alike:,} of {len(one):,} {kind} alike")
        if extra := len(other.keys() - one.keys()):
            found.append(f"{extra:,} more {kind} of the peer")
    return ", ".join(found)


def _network(file: Path, form: str) -> tuple[set[str], Counter[tuple[str, str, str]]]:
    graph = nx.read_gexf(file) if form == "gexf" else nx.read_graphml(file, force_multigraph=True)
    edges = Counter((one, other, about.get("evidence", "")) for one, other, about in graph.edges(data=True))
    return set(graph), edges


def same_network(ours: Path, theirs: Path, form: str) -> str:
    """A sentence about two files with a network: things, facts and their passages as networkx reads them."""
    (things, facts), (other_things, other_facts) = _network(ours, form), _network(theirs, form)
    shared = sum((facts & other_facts).values())
    return (
        f"{len(things & other_things):,} of {len(things):,} things and {shared:,} of {facts.total():,} facts "
        "with their passages are in both"
    )


def same_facts(graph: Path, theirs: Path, form: str) -> str:
    """A sentence about what kgx wrote: its facts as a triple between two things, or a row with their ends."""
    with (graph / "records.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    facts = Counter((r["subject"], r["object"]) for r in records if r["record"] == "statement")
    found = Counter[tuple[str, str]]()
    if form == "nt":
        for quad in ox.parse(path=str(theirs), format=ox.RdfFormat.N_TRIPLES):
            if str(quad.predicate).endswith("#subject>"):
                last = quad.object
            elif str(quad.predicate).endswith("#object>"):
                found[str(last).rstrip(">").rpartition("/")[2], str(quad.object).rstrip(">").rpartition("/")[2]] += 1
    else:
        with Path(f"{theirs}_edges.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found[row["subject"].removeprefix("SG:"), row["object"].removeprefix("SG:")] += 1
    return f"{sum((facts & found).values()):,} of {facts.total():,} facts are in both"
