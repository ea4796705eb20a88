"""The works that peers.py compares: the same input for ours and for each peer, and what both wrote held together."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from peers_cost import Cost, Failed, cost, median, peer, used_by
from peers_same import same_facts, same_network, same_tables, same_triples
from scale import skillgraph, write_loader

import neo4j

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from neo4j_server import ACCESS, PASSWORD, USER, neo4j_server
from neo4j_tools import install, run_in

#: A work is measured once where a run takes longer than this by the clock, three times where not.
LONG = 120
RUNS = 3


class Row(NamedTuple):
    """What one program's way to do a work cost."""

    work: str
    statements: int
    by: str
    cost: Cost | None
    runs: int
    load: str
    note: str


class Bench(NamedTuple):
    """What all works start from: a folder for what is written, a loader of one size and its built folder."""

    folder: Path
    loader: Path
    graph: Path
    statements: int
    cache: Path

    def fresh(self, name: str) -> Path:
        """A path where nothing is."""
        path = self.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        return path


Ways = dict[str, Callable[[], Cost]]


def bench(folder: Path, statements: int, cache: Path) -> Bench:
    """Writes the loader, whose passages and names are each its own, and builds it once."""
    loader = folder / f"scale{statements}"
    write_loader(loader, statements)
    cost(skillgraph("build", loader, "-o", folder / "build"))
    return Bench(folder, loader, folder / "build", statements, cache)


def compared(work: str, b: Bench, ways: Ways, same: Callable[[str], str]) -> Iterator[Row]:
    """Runs the ways in turn, as often as they are short; `same` says of a peer what it wrote beside ours."""
    costs: dict[str, list[Cost]] = {by: [] for by in ways}
    failed = dict[str, str]()
    for number in range(RUNS):
        for by in list(ways) if number % 2 == 0 else list(reversed(ways)):
            if by in failed or (costs[by] and costs[by][0].wall > LONG):
                continue
            try:
                costs[by].append(ways[by]())
            except Failed as error:
                failed[by] = str(error)
    load = f"{os.getloadavg()[1]:.0f}"
    for by, runs in costs.items():
        note = failed.get(by) or ("" if by == next(iter(ways)) else same(by))
        yield Row(work, b.statements, by, median(runs) if runs else None, len(runs), load, note)


def store(b: Bench) -> Iterator[Row]:
    """A store with all triples."""
    lines = b.fresh("all.nt")
    cost(skillgraph("export", "ntriples", "--graph", b.graph, "-o", lines))

    def ours() -> Cost:
        return cost(skillgraph("build", b.loader, "-o", b.fresh("built")))

    def theirs() -> Cost:
        return cost([sys.executable, Path(__file__).parent / "peer" / "oxigraph_load.py", lines, b.fresh("store")])

    def same(_: str) -> str:
        one, other = (len(ox.Store.read_only(str(f))) for f in (b.folder / "built" / "oxigraph", b.folder / "store"))
        return f"{one:,} triples in ours, {other:,} in the peer's"

    yield from compared("store", b, {"`build`": ours, "pyoxigraph `bulk_load`": theirs}, same)


def rdf(form: str, theirs_form: str) -> Callable[[Bench], Iterator[Row]]:
    """A file in a format of RDF."""

    def work(b: Bench) -> Iterator[Row]:
        lines, ours, theirs = b.folder / "all.nt", b.fresh(f"ours.{form}"), b.fresh(f"theirs.{form}")
        if not lines.exists():
            cost(skillgraph("export", "ntriples", "--graph", b.graph, "-o", lines))
        ways = {
            f"`export {form}`": lambda: cost(
                skillgraph("export", form, "--graph", b.graph, "-o", b.fresh(f"ours.{form}"))
            ),
            "rdflib": lambda: cost(peer("rdflib", "rdflib_files.py", b.cache, lines, theirs_form, theirs)),
        }
        yield from compared(form, b, ways, lambda _: same_triples(ours, theirs, form))

    return work


def network(form: str) -> Callable[[Bench], Iterator[Row]]:
    """A file for Gephi."""

    def work(b: Bench) -> Iterator[Row]:
        ours, theirs = b.folder / f"ours.{form}", b.fresh(f"theirs.{form}")
        ways = {
            f"`export {form}`": lambda: cost(skillgraph("export", form, "--graph", b.graph, "-o", b.fresh(ours.name))),
            "networkx": lambda: cost(peer("networkx", "networkx_files.py", b.cache, b.graph, form, theirs)),
        }
        yield from compared(form, b, ways, lambda _: same_network(ours, theirs, form))

    return work


def kgx(form: str, ours_form: str) -> Callable[[Bench], Iterator[Row]]:
    """What kgx makes of the same things and facts, given in its own format."""

    def work(b: Bench) -> Iterator[Row]:
        given, theirs = b.folder / "kgx", b.folder / f"kgx.{form}"
        if not given.exists():
            _for_kgx(b.graph, given)
        ways = {
            f"`export {ours_form}`": lambda: cost(
                skillgraph("export", ours_form, "--graph", b.graph, "-o", b.fresh(f"ours.{ours_form}"))
            ),
            "kgx": lambda: cost(peer("kgx", "kgx_files.py", b.cache, given, form, theirs)),
        }
        yield from compared(f"{ours_form} and kgx's {form}", b, ways, lambda _: same_facts(b.graph, theirs, form))

    return work


def _for_kgx(graph: Path, folder: Path) -> None:
    folder.mkdir()
    with (
        (graph / "records.jsonl").open(encoding="utf-8") as records,
        (folder / "nodes.jsonl").open("w", encoding="utf-8") as nodes,
        (folder / "edges.jsonl").open("w", encoding="utf-8") as edges,
    ):
        for record in map(json.loads, records):
            if record["record"] == "entity":
                node = {
                    "id": f"SG:{record['id']}", "category": ["biolink:Agent"], "name": record["name"],
                    "provided_by": [record["source"]],
                }  # fmt: skip
                nodes.write(json.dumps(node, ensure_ascii=False) + "\n")
            elif record["record"] == "statement":
                passage = record["evidence"][0]
                edge = {
                    "id": f"SG:{record['id'].replace('/', '-')}", "subject": f"SG:{record['subject']}",
                    "predicate": "biolink:related_to", "object": f"SG:{record['object']}",
                    "category": ["biolink:Association"], "knowledge_level": "knowledge_assertion",
                    "agent_type": "manual_agent", "evidence": f"{passage['start']}-{passage['end']}",
                }  # fmt: skip
                edges.write(json.dumps(edge) + "\n")


def tables(b: Bench) -> Iterator[Row]:
    """Tables for neo4j-admin."""
    ours, biocypher, duckdb = b.folder / "neo4j-csv", b.folder / "biocypher", b.folder / "duckdb"
    ways = {
        "`export neo4j-csv`": lambda: cost(
            skillgraph("export", "neo4j-csv", "--graph", b.graph, "-o", b.fresh(ours.name))
        ),
        "BioCypher": lambda: cost(peer("biocypher", "biocypher_files.py", b.cache, b.graph, b.fresh(biocypher.name))),
        "DuckDB": lambda: cost(peer("duckdb", "duckdb_tables.py", b.cache, b.loader, b.fresh(duckdb.name))),
    }
    folders = {"BioCypher": biocypher / "csv", "DuckDB": duckdb}
    yield from compared("neo4j-csv", b, ways, lambda by: same_tables(ours, folders[by]))


def into_neo4j(b: Bench) -> Iterator[Row]:
    """A Neo4j 5.26 with the graph, each time a new one; the server's processor seconds are counted too."""
    triples = b.fresh("all.ttl")
    cost(skillgraph("export", "turtle", "--graph", b.graph, "-o", triples))
    counts = dict[str, str]()

    def push() -> Cost:
        with _server(b) as (uri, process):
            found = _with_server(process, lambda: cost(skillgraph("push", uri, "--graph", b.graph), **ACCESS))
            counts["`push`"] = _counted(uri)
            return found

    def rdflib() -> Cost:
        with _server(b) as (uri, process):
            command = peer("rdflib-neo4j", "rdflib_neo4j_load.py", b.cache, triples, uri)
            found = _with_server(process, lambda: cost(command, **ACCESS))
            counts["rdflib-neo4j"] = _counted(uri)
            return found

    def admin() -> Cost:
        made = cost(skillgraph("export", "neo4j-csv", "--graph", b.graph, "-o", b.fresh("import-csv")))
        home = b.fresh("admin")
        home.mkdir()
        neo4j_home = install(home)
        before, started = os.times(), time.perf_counter()
        said = run_in(
            b.folder / "import-csv", neo4j_home, "neo4j-admin", "database", "import", "full", "@import.args", "neo4j"
        )
        wall, after = time.perf_counter() - started, os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        numbers = [line.split() for line in said.splitlines() if line.strip().endswith(("nodes", "relationships"))]
        found = {words[-1]: int(words[0]) for words in numbers if len(words) == 2 and words[0].isdigit()}
        counts["neo4j-admin"] = f"{found.get('nodes', 0):,} nodes, {found.get('relationships', 0):,} relationships"
        return Cost(made.processor + used, made.wall + wall, made.megabytes)

    ways = {"`push`": push, "`export neo4j-csv`, then neo4j-admin": admin, "rdflib-neo4j": rdflib}
    keys = {"`export neo4j-csv`, then neo4j-admin": "neo4j-admin"}
    yield from compared("Neo4j", b, ways, lambda by: f"{counts[keys.get(by, by)]}; `push`: {counts['`push`']}")


@contextmanager
def _server(b: Bench) -> Iterator[tuple[str, int]]:
    folder = b.fresh("server")
    folder.mkdir()
    with neo4j_server(folder) as server:
        yield server.uri, server._process.pid


def _with_server(process: int, work: Callable[[], Cost]) -> Cost:
    before = used_by(process)
    found = work()
    return found._replace(processor=found.processor + used_by(process) - before)


def _counted(uri: str) -> str:
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
        links = driver.execute_query("MATCH ()-[r]->() RETURN count(r) AS n").records[0]["n"]
    return f"{nodes:,} nodes, {links:,} relationships"


#: Each work with the sizes at which it is done when none is asked for.
WORKS: dict[str, tuple[Callable[[Bench], Iterator[Row]], tuple[int, ...]]] = {
    "store": (store, (20_000, 200_000)),
    "ntriples": (rdf("ntriples", "nt"), (20_000,)),
    "turtle": (rdf("turtle", "turtle"), (20_000,)),
    "jsonld": (rdf("jsonld", "json-ld"), (20_000,)),
    "graphml": (network("graphml"), (20_000, 200_000)),
    "gexf": (network("gexf"), (20_000, 200_000)),
    "kgx-nt": (kgx("nt", "ntriples"), (20_000, 200_000)),
    "kgx-tsv": (kgx("tsv", "csv"), (20_000, 200_000)),
    "neo4j-csv": (tables, (20_000, 200_000)),
    "neo4j": (into_neo4j, (20_000,)),
}
