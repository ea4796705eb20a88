"""Nanopublications held to form and checksum by the libraries of others, in Java and in Python."""

from __future__ import annotations

import re
from pathlib import Path

import fetched
from hostile import hostile_graph
from publication import publication
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export


def valid(path: Path) -> list[str]:
    """What the readers say of each nanopublication in a file when all is well."""
    return [f"valid {iri}" for iri in re.findall("^PREFIX this: <(.*)>$", path.read_text("utf-8"), re.MULTILINE)]


def test_nanopub_java(maven: None, graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "nanopub", tmp_path / "graph.trig", publication=publication(tmp_path))
    with hostile_graph(tmp_path) as hostile:
        export(hostile, "nanopub", tmp_path / "hostile.trig")
    for path in tmp_path.glob("*.trig"):
        assert fetched.java("nanopub_java", "Check.java", path).splitlines() == valid(path) != []
    text = (tmp_path / "graph.trig").read_text("utf-8")
    (tmp_path / "changed.trig").write_text(text.replace("modality:planned", "modality:actual"), encoding="utf-8")
    told = fetched.java("nanopub_java", "Check.java", tmp_path / "changed.trig").splitlines()
    assert len(told) == len(valid(tmp_path / "graph.trig"))
    assert sum(line.startswith("wrong") for line in told) == text.count("modality:planned") > 0


def test_nanopub_py(python: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    export(graph, "nanopub", path, publication=publication(tmp_path))
    told = fetched.python("nanopub.txt", "nanopub_read.py", path, 10, cache=tmp_path).splitlines()
    assert told == valid(path)[::10]
