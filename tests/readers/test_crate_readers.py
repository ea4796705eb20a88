"""RO-Crates held to the specification by the validator of others, and read by ro-crate-py."""

from __future__ import annotations

import json
from pathlib import Path

import fetched
from publication import publication
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.write import write_graph
from skillgraph.mapping.rdf import document_iri
from skillgraph.model.records import Document, Entity, Record


def test_crates_are_valid_and_read(python: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    said, unsaid, own = (tmp_path / name for name in ("said", "unsaid", "own"))
    export(graph, "ro-crate", said, publication=publication(tmp_path))
    export(graph, "ro-crate", unsaid)
    records: list[Record] = [Document("a", "甲", "A"), Document("b", "乙", "B"), Entity("x", "a", ("City",), "某市")]
    write_graph(records, tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as small:
        export(small, "ro-crate", own)
    lines = fetched.python("rocrate.txt", "crate_read.py", said, unsaid, own, cache=tmp_path)
    of_said, of_unsaid, of_own = map(json.loads, lines.splitlines())
    for found in (of_said, of_unsaid, of_own):
        assert found["checks"] > 50
        assert found["required"] == []
        assert found["files"] == sorted(str(p.relative_to(said)) for p in said.rglob("[!.]*.*") if p.suffix != ".json")
    assert {message.partition(" SHOULD")[0] for message in of_said["recommended"]} == {"The author"}, "no affiliation"
    assert of_said["name"] == "技能人才知识图谱"
    assert of_said["sources"] == sorted(document_iri(id).value for id in graph.documents)
