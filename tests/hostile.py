"""A loader whose names try to be markup, script, control characters and worse; its facts are ordinary."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from loaders import Row, write_table
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.write import write_graph
from skillgraph.model.records import Document, Entity, Evidence, Statement
from skillgraph.tables.checks import check
from skillgraph.tables.opening import open_loader, reference_loaders

IMAGE = "<img src=x onerror=window.pwned=1>"
SCRIPT = "</script><script>window.pwned=1</script><!--<script>"
TITLE = f"报告\u2028{IMAGE}{SCRIPT}\"'&amp;${{data}}"

NAMES = {
    "image": IMAGE,
    "script": SCRIPT,
    "link": "javascript:alert(1)",
    "lines": "一行\u2028二行\u2029三行\n四行",
    "marks": "\u200f\u202e右至左\u200f",
    "rare": "𬭎鋒學院",
    # As long as Neo4j's index of names allows.
    "long": "长" * 2_600,
    "control": "青\x0b岛\x01\x1f\ufffe",
    "quotes": "\"'`\\${options}$$&amp;]]>",
}

FACTS = 11
NOT_FACTS = 4


def hostile_graph(parent: Path) -> KnowledgeGraph:
    """Builds the graph of the hostile loader."""
    folder = parent / "hostile"
    folder.mkdir()
    head = {"id": "hostile", "title": TITLE, "title_en": IMAGE, "kind": "report"}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
    (folder / "source.toml").write_text("".join(lines), encoding="utf-8")
    write_table(folder, "entities.csv", _entities())
    write_table(folder, "statements.csv", _statements())
    write_table(folder, "observations.csv", [])
    # Tables with such names are refused, but a graph that was pulled from a server can have them.
    with check(map(open_loader, [*reference_loaders(), folder])) as sources:
        assert {p.column for p in sources.problems} == {"name", "aliases"}
        write_graph(sources.records(), parent / "build")
    return KnowledgeGraph(parent / "build")


def large_graph(folder: Path, nodes: int, edges_each: int) -> KnowledgeGraph:
    """A built folder with as many enterprises, each in partnership with some others; written without its tables."""
    folder.mkdir()
    encoder = msgspec.json.Encoder()
    rows: list[object] = [Document("large", "大报告", "Large report")]
    rows += (Entity(f"e-{n}", "large", ("Enterprise",), f"第{n}号企业", f"Enterprise {n}") for n in range(nodes))
    for n in range(nodes * edges_each):
        start, step = n % nodes, (n * 7919) % 60 + 1
        evidence = (Evidence("large", n, n + 9, "0a1b2c3d"),)
        rows.append(
            Statement(
                f"large/s{n}", "large", f"e-{start}", "partnersWith", f"e-{(start + step) % nodes}", evidence=evidence
            )
        )
    (folder / "records.jsonl").write_bytes(b"".join(encoder.encode(row) + b"\n" for row in rows))
    manifest = {"version": "", "sources": ["large"], "entities": nodes, "statements": nodes * edges_each}
    (folder / "manifest.json").write_bytes(encoder.encode({**manifest, "observations": 0}))
    return KnowledgeGraph(folder)


def _entities() -> list[Row]:
    common = {"status": "reviewed", "mentions": "0-1#00000000"}
    rows: list[Row] = [
        {"id": id, "class": "Enterprise", "existence": "individual", "name": name, "aliases": name.replace("\n", ""),
         "name_en": f"{id} {IMAGE}", **common}
        for id, name in NAMES.items()
    ]  # fmt: skip
    return [
        *rows,
        {"id": "alone", "class": "Policy", "existence": "individual", "name": "孤立政策", **common},
        {"id": "future", "class": "TrainingPlatform", "existence": "envisaged", "name": "设想中心", **common},
        {"id": "all-schools", "class": "School", "existence": "kind", "name": "各类学校", **common},
    ]


def _statements() -> list[Row]:
    def row(id: str, subject: str, object: str, **more: str) -> Row:
        return {
            "id": id, "subject": subject, "predicate": "partnersWith", "object": object, "modality": "actual",
            "basis": "stated", "status": "reviewed", "evidence": "3-9#0a1b2c3d", **more,
        }  # fmt: skip

    ring = list(NAMES)
    facts = [row(f"f{n}", id, ring[n - 1]) for n, id in enumerate(ring)]
    dated = {"time": f"2021年{IMAGE}", "start": "2021", "end": "2022-03", "basis": "name"}
    return [
        *facts,
        row("parallel", "image", "quotes", **dated),
        row("back", "quotes", "image"),
        row("planned", "image", "rare", modality="planned"),
        row("explored", "rare", "script", modality="exploratory"),
        row("denied", "rare", "long", modality="negated"),
        row("rejected", "rare", "control", status="rejected"),
    ]
