"""Throws damaged graphs at what reads them, and hostile servers at what asks them; prints what breaks.

    python fuzz/graphs.py folder|rdf|properties|sparql|bolt --runs 10000 --seed 0

A graph is read, or there is one SkillgraphError of one line. The servers answer on loopback with other statuses,
headers and bodies, slowly, or break off.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from damage import VALUES, changed_bytes, changed_json
from hostile_servers import BoltServer, HttpServer
from runs import main

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from loaders import small_loader  # noqa: E402
from skillgraph.api.load import load  # noqa: E402
from skillgraph.formats import export  # noqa: E402
from skillgraph.mapping.rdf import quads  # noqa: E402
from skillgraph.mapping.rdf_records import records  # noqa: E402
from skillgraph.model.errors import SkillgraphError  # noqa: E402
from skillgraph.model.home import home  # noqa: E402
from skillgraph.stores.bolt.graph import Neo4jGraph  # noqa: E402
from skillgraph.stores.bolt.read import read_records  # noqa: E402
from skillgraph.stores.sparql.endpoint import RemoteSparql  # noqa: E402
from skillgraph.stores.sparql.graph import GraphStore  # noqa: E402
from skillgraph.tables.build import build  # noqa: E402

FORMATS = (
    "turtle",
    "trig",
    "jsonld",
    "rdf12",
    "graphml",
    "gexf",
    "csv",
    "neo4j-csv",
    "cypher-script",
    "html",
    "loaders",
)
QUERIES = ("SELECT ?s ?o { ?s ?p ?o }", "ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")


@cache
def built() -> dict[str, bytes]:
    """The files of a small graph."""
    with tempfile.TemporaryDirectory() as place:
        references = [home() / "loaders" / name for name in ("units", "indicators")]
        build([*references, small_loader(Path(place))], Path(place) / "build")
        return {path.name: path.read_bytes() for path in (Path(place) / "build").iterdir() if path.is_file()}


@cache
def statements() -> list[ox.Quad]:
    """The quads of the small graph."""
    seen: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as place:
        for name, data in built().items():
            Path(place, name).write_bytes(data)
        return [quad for record in load(place).records() for quad in quads(record, "provenance", seen)]


@contextmanager
def refused() -> Iterator[None]:
    """Lets errors of one line pass."""
    try:
        yield
    except SkillgraphError as error:
        if "\n" in str(error):
            raise ValueError(f"a message of several lines: {str(error)!r}") from error


def folder(seed: int) -> None:
    """Reads a built folder, some of whose lines are others: writes it in some format, or describes its things."""
    rng = random.Random(seed)
    form = rng.choice(FORMATS)
    elements = form in ("neo4j-csv", "cypher-script")
    damaged = {"manifest.json": 0.1, "nodes.jsonl" if elements else "records.jsonl": 0.7, "relationships.jsonl": 0.5}
    with tempfile.TemporaryDirectory() as place:
        for name, data in built().items():
            if rng.random() < damaged.get(name, 0):
                lines = [data] if name == "manifest.json" else data.splitlines()
                at = rng.randrange(len(lines))
                lines[at] = json.dumps(changed_json(json.loads(lines[at]), rng)).encode()
                data = b"\n".join(lines)
                data = changed_bytes(data, rng) if rng.random() < 0.3 else data
            Path(place, name).write_bytes(data)
        with refused():
            graph = load(place)
            export(graph, form, Path(place) / "out")
        with refused():
            graph = load(place)
            for id in rng.sample(list(graph.entities), k=min(3, len(graph.entities))):
                graph.describe(id)
                graph.evidence(id)
            graph.find("金竹")


def changed_quad(quad: ox.Quad, rng: random.Random) -> ox.Quad:
    """A statement with another end, property or graph."""
    other = rng.choice(statements())
    literal = ox.Literal(rng.choice(VALUES), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    ends: list[Any] = [other.object, other.subject, ox.Literal(rng.choice(VALUES)), literal, ox.BlankNode()]
    return rng.choice([
        ox.Quad(quad.subject, quad.predicate, rng.choice(ends), quad.graph_name),
        ox.Quad(other.subject, quad.predicate, quad.object, quad.graph_name),
        ox.Quad(quad.subject, other.predicate, quad.object, quad.graph_name),
        ox.Quad(quad.subject, quad.predicate, quad.object, other.graph_name),
    ])  # fmt: skip


def rdf(seed: int) -> None:
    """Reads the records of a store with other statements."""
    rng = random.Random(seed)
    store = ox.Store()
    damaged = rng.choice([0.001, 0.01, 0.1])
    store.extend(changed_quad(q, rng) if rng.random() < damaged else q for q in statements() if rng.random() > 0.001)
    with refused():
        list(records(store))


def properties(seed: int) -> None:
    """Reads the records of a property graph with other properties."""
    rng = random.Random(seed)
    nodes = [json.loads(line) for line in built()["nodes.jsonl"].splitlines()]
    edges = [json.loads(line) for line in built()["relationships.jsonl"].splitlines()]

    def run(query: str) -> Iterator[list[Any]]:
        label = re.findall(r":Skillgraph:(\w+)", query)[0]
        for node in nodes:
            if label not in node["labels"]:
                continue
            said: Any = {"id": node["id"], **node["properties"]}
            said = {key: changed_json(value, rng) for key, value in said.items()}
            ends = [(edge["type"], edge["end"]) for edge in edges if edge["start"] == node["id"]]
            types, others = [type for type, _ in ends], [end for _, end in ends]
            rows = {"Document": [said], "Entity": [node["labels"], said, []]}
            yield rows.get(label, [said, types, others])

    with refused():
        list(read_records(run))


def sparql(seed: int) -> None:
    """Asks and pulls from a SPARQL server whose answers are damaged."""
    rng = random.Random(seed)
    with HttpServer(rng, statements()) as url:
        with refused():
            RemoteSparql(url).query(rng.choice(QUERIES), timeout=1)
        with refused():
            list(GraphStore(url).pull())


def bolt(seed: int) -> None:
    """Pulls from a Bolt server whose answers are damaged."""
    rng = random.Random(seed)
    with BoltServer(rng) as uri, refused(), Neo4jGraph(uri) as target:
        list(target.pull())


if __name__ == "__main__":
    targets: dict[str, Callable[[int], None]] = {
        "folder": folder, "rdf": rdf, "properties": properties, "sparql": sparql, "bolt": bolt,
    }  # fmt: skip
    main(__doc__, targets, slow=5)
