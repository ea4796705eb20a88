"""Every RDF file that skillgraph writes, opened by other people's readers: no complaint, and the same triples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import fetched
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.model.home import home

ENDINGS = {"turtle": "ttl", "ntriples": "nt", "trig": "trig", "jsonld": "jsonld", "void": "ttl"}
PROFILES = ("facts", "provenance")


@pytest.fixture(scope="module")
def files(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every export in RDF 1.1, and what is carried in RDF."""
    folder = tmp_path_factory.mktemp("rdf")
    for name, ending in ENDINGS.items():
        for options in [{}] if name == "void" else [{"profile": profile} for profile in PROFILES]:
            export(graph, name, folder / f"{'-'.join((name, *options.values()))}.{ending}", **options)
    return [*sorted(folder.iterdir()), *sorted((home() / "ontology").glob("*.ttl"))]


def quads(path: Path) -> set[str]:
    """What a file says, with names for its blank nodes that do not depend on who read it."""
    read = ox.Dataset(ox.parse(path=str(path), base_iri="http://example.org/"))
    read.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in read}


@pytest.fixture(scope="module")
def said(files: list[Path]) -> dict[str, set[str]]:
    """What each file says, by its name."""
    return {path.name: quads(path) for path in files}


def read_back(folder: Path) -> Iterator[tuple[str, set[str]]]:
    """What a reader found in each file."""
    for path in folder.iterdir():
        yield path.name.removesuffix(".nq"), quads(path)


def test_jena(maven: None, files: list[Path], said: dict[str, set[str]], tmp_path: Path) -> None:
    assert fetched.java("jena", "Read.java", tmp_path, *files) == ""
    assert dict(read_back(tmp_path)) == said


def test_n3_js_and_jsonld_js(npm_readers: None, files: list[Path], said: dict[str, set[str]], tmp_path: Path) -> None:
    assert fetched.javascript("read.mjs", tmp_path, *files) == ""
    assert dict(read_back(tmp_path)) == said
