"""The same work by skillgraph and by its peers: processor seconds, wall, memory, and whether both wrote the same.

    python benchmarks/peers.py [WORK ...] [--size STATEMENTS ...] [--cache FOLDER] [--page FILE]

The input are reports with a passage of its own for each statement and long names (scale.py). Peers are installed with
exact versions into environments of their own under the cache folder, never into ours; the scripts that drive them are
in benchmarks/peer/. What was measured is kept beside the page in benchmarks/peers.json, and the page is made of all of
it, so that works can be measured one at a time. Neo4j needs Java 17 and Maven.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from peers_cost import LIMIT, PEERS
from peers_work import RUNS, WORKS, Row, bench

from skillgraph.model.version import __version__

_PAGE = Path(__file__).with_name("peers.md")
_CACHE = Path.home() / ".cache" / "skillgraph-benchmarks"
_ABOUT = {
    "store": "A store on disk that answers SPARQL. `build` also checks the tables, derives what follows, and writes "
    "records, Turtle and the property graph; `bulk_load` is given the finished N-Triples. It is the engine that "
    "`build` fills, so that the ratio is what everything else costs; it also loads the vocabulary, 2,426 triples.",
    "ntriples": "RDF in a file. rdflib is given N-Triples and holds the whole graph in memory; skillgraph makes the "
    "triples of its records as it writes.",
    "turtle": "The same as Turtle.",
    "jsonld": "The same as JSON-LD.",
    "graphml": "A network for Gephi and others. networkx is driven by a plain script that reads the built folder; its "
    "file has no colours, sizes, or names of classes and relations in two languages, which ours write.",
    "gexf": "The same as GEXF.",
    "ntriples and kgx's nt": "kgx is given the things and facts in its own JSON lines, made before and not counted. "
    "It writes an association of eight triples for a fact, skillgraph the statement, its passage and selectors.",
    "csv and kgx's tsv": "The same as tables.",
    "neo4j-csv": "Tables for `neo4j-admin database import`. BioCypher reads the same property graph; without a head "
    "ontology (it fetches one) it writes one label a node, where ours have all classes above. DuckDB reads the "
    "loader's CSV by a query that knows this one loader; it checks nothing and has no vocabulary.",
    "Neo4j": "The graph in an empty Neo4j 5.26, the server's processor seconds counted. rdflib-neo4j is given Turtle: "
    "passages, selectors and IRIs of the vocabulary become nodes too, and a literal loses its language. "
    "neo4j-admin needs a server that does not run; its memory is not counted.",
}
#: What is not measured, and why.
_LEFT_OUT = (
    "RDF of 200,000 by rdflib: it holds every triple, 875 MB at a tenth of that size. rdflib-neo4j at 200,000: at a "
    "tenth of that it takes ten minutes by the clock."
)


class Result(msgspec.Struct):
    """What is kept of a work at a size."""

    rows: list[Row]
    date: str


def machine() -> str:
    """The processor's cores, the system and Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, {python}"


def page(results: dict[str, Result]) -> str:
    """The page of all that was measured."""
    rows = [row for result in results.values() for row in result.rows]
    dates = sorted({result.date for result in results.values()})
    lines = [
        "# Beside peers",
        "",
        "The same work by skillgraph and by programs that do it too, made by `python benchmarks/peers.py` and not by "
        f"hand. Whole processes, cold, in turn on one machine ({machine()}); the median of {RUNS} by processor seconds "
        "where a run takes less than two minutes by the clock, one run where not. Other programs ran on the same cores "
        "(*load*: how many on average in the five minutes at the end), so that processor seconds compare and wall "
        "seconds do not. Memory is the peak of the largest process. *Beside ours*: the peer's processor seconds "
        "divided by ours; below 1 the peer is quicker. The input are synthetic reports with a passage of its own for "
        "each statement, names of some fifteen characters and two things for three statements. A process is stopped "
        f"after {LIMIT} processor seconds. Measured {' and '.join(dates)}.",
        "",
        f"Versions: skillgraph {__version__} with pyoxigraph {version('pyoxigraph')}; "
        + "; ".join(", ".join(p.replace("==", " ") for p in wanted) for wanted in PEERS.values())
        + "; Neo4j 5.26.",
    ]
    for work in dict.fromkeys(row.work for row in rows):
        lines += ["", f"## {work}", "", _ABOUT[work], ""]
        lines += ["| statements | by | processor s | beside ours | wall s | peak MB | runs | load |"]
        lines += ["|---|---|---|---|---|---|---|---|"]
        notes = []
        for size in dict.fromkeys(row.statements for row in rows if row.work == work):
            these = [row for row in rows if (row.work, row.statements) == (work, size)]
            ours = these[0].cost
            for row in these:
                if row.cost is None:
                    lines.append(f"| {size:,} | {row.by} | {row.note} | | | | | {row.load} |")
                    continue
                c = row.cost
                beside = f"{c.processor / ours.processor:.2f}" if ours and row is not these[0] else ""
                lines.append(
                    f"| {size:,} | {row.by} | {c.processor:.1f} | {beside} | {c.wall:.1f} | {c.megabytes:.0f} "
                    f"| {row.runs} | {row.load} |"
                )
                if row.note:
                    notes.append(f"{row.by} at {size:,}: {row.note}")
        lines += ["", "Written: " + ". ".join(notes) + "."] if notes else []
    quicker = [
        f"{row.by} at {row.work} of {row.statements:,} ({row.cost.processor / first.cost.processor:.2f})"
        for row in rows
        for first in [next(r for r in rows if (r.work, r.statements) == (row.work, row.statements))]
        if row is not first and row.cost and first.cost and row.cost.processor < first.cost.processor
    ]
    missing = [f"{work} of {size:,}" for work in WORKS for size in WORKS[work][1] if f"{work} {size}" not in results]
    lines += ["", "## Not measured", "", _LEFT_OUT + (f" Not yet: {'; '.join(missing)}." if missing else "")]
    lines += ["", "## Where a peer is quicker", "", ("; ".join(quicker) or "Nowhere") + "."]
    return "\n".join(lines) + "\n"


def _kept(file: Path) -> dict[str, Result]:
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Result]) if file.exists() else {}


def main() -> None:
    """Measures, keeps, writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("works", nargs="*", choices=[[], *WORKS], metavar="WORK", help=", ".join(WORKS))
    parser.add_argument("--size", type=int, action="append", help="statements; as many as each work has by itself")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="where peers are installed")
    parser.add_argument(
        "--page", type=Path, default=_PAGE, help="the page that is written, with what was measured beside it"
    )
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    kept = options.page.with_suffix(".json")
    results = _kept(kept)
    works = options.works or list(WORKS)
    for size in sorted(set(options.size or [size for work in works for size in WORKS[work][1]])):
        todo = [work for work in works if options.size or size in WORKS[work][1]]
        with tempfile.TemporaryDirectory() as name:
            start = bench(Path(name), size, options.cache)
            for work in todo:
                rows = list(WORKS[work][0](start))
                for row in rows:
                    print(row, file=sys.stderr, flush=True)
                # Another run may have kept something meanwhile.
                results = _kept(kept)
                results[f"{work} {size}"] = Result(rows, datetime.now(UTC).strftime("%d %B %Y").lstrip("0"))
                kept.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    order = [f"{work} {size}" for work in WORKS for size in (20_000, 200_000)]
    ordered = {key: results[key] for key in sorted(results, key=lambda k: order.index(k) if k in order else len(order))}
    options.page.write_text(page(ordered), encoding="utf-8")


if __name__ == "__main__":
    main()
