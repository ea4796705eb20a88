"""Measures, layouts and exports of a large network: processor seconds and memory, on graphs of two shapes.

    python benchmarks/network.py [random-20000] [communities-20000] [random-200000] [communities-200000]

A random graph, in which nothing belongs together, is the hard case of a layout; the other has communities of a hundred
(`benchmarks/explorer.py` makes it). Prints Markdown tables; each row is a process of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
from explorer import processor_seconds, synthetic
from scale import measured, skillgraph

from skillgraph.model.records import Document, Entity, Evidence, Statement

GRAPHS = ("random-20000", "communities-20000", "random-200000", "communities-200000")
FORMATS = ("graphml", "gexf", "graphml --layout", "html", "pyvis")
MEASURES = ("centralities", "communities", "brokers")
#: Exact centralities of more facts take minutes.
_EXACT = 20_000
_MEASURE = """
import sys, time
from pathlib import Path
import pandas
from skillgraph import analysis
from skillgraph.api.knowledge_graph import KnowledgeGraph
with KnowledgeGraph(Path(sys.argv[1])) as graph:
    graph.entities
    started = time.process_time()
    getattr(analysis, sys.argv[2])(graph)
    print(time.process_time() - started)
"""


def random_graph(folder: Path, nodes: int, edges: int) -> None:
    """A built folder in which any two things are tied as likely as any others."""
    draw = random.Random(1)
    encoder = msgspec.json.Encoder()
    folder.mkdir()
    with (folder / "records.jsonl").open("wb") as file:
        file.write(encoder.encode(Document("large", "大报告", "Large report")) + b"\n")
        for n in range(nodes):
            file.write(encoder.encode(Entity(f"e-{n}", "large", ("Enterprise",), f"公司{n}", f"Company {n}")) + b"\n")
        for n in range(edges):
            ends = (f"e-{draw.randrange(nodes)}", f"e-{draw.randrange(nodes)}")
            passage = Evidence("large", 20 * n, 20 * n + 12, f"{draw.getrandbits(32):08x}")
            fact = Statement(f"large/s{n}", "large", ends[0], "partnersWith", ends[1], evidence=(passage,))
            file.write(encoder.encode(fact) + b"\n")
    manifest = {"version": "", "sources": ["large"], "entities": nodes, "statements": edges, "observations": 0}
    (folder / "manifest.json").write_bytes(encoder.encode(manifest))


def main(names: list[str]) -> None:
    """Measures the graphs that are named."""
    print("| graph | what | processor s | s | peak MB | MB written |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        for name in names:
            shape, edges = name.split("-")
            folder = Path(home) / name
            if shape == "random":
                random_graph(folder, int(edges) // 3, int(edges))
            else:
                synthetic(folder, int(edges) // 4, int(edges))
            for form in FORMATS:
                page = Path(home) / f"{name}.{form.split()[0]}"
                page.unlink(missing_ok=True)
                before = processor_seconds()
                wall, peak = measured(skillgraph("export", *form.split(), "--graph", folder, "-o", page))
                used = processor_seconds() - before
                print(
                    f"| {name} | `export {form}` | {used:.1f} | {wall:.1f} | {peak:.0f} "
                    f"| {page.stat().st_size / 1e6:.1f} |",
                    flush=True,
                )
            for measure in MEASURES if int(edges) <= _EXACT else MEASURES[1:]:
                command = [sys.executable, "-c", _MEASURE, str(folder), measure]
                done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
                print(f"| {name} | `{measure}` | {float(done.stdout):.2f} | | | |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(GRAPHS))
