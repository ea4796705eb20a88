"""Every RDF file that skillgraph writes, opened by other people's readers: no complaint, and the same triples."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

import fetched
from hostile import hostile_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export, find_format
from skillgraph.model.home import home

ENDINGS = {"turtle": "ttl", "ntriples": "nt", "trig": "trig", "jsonld": "jsonld", "void": "ttl", "nanopub": "trig"}
PROFILES = ("facts", "provenance")
FFFE = "\ufffe".encode() + rb"|\\uFFFE"
#: What rapper calls the formats that it reads; there is no JSON-LD among them.
RAPPER = {".ttl": "turtle", ".nt": "ntriples", ".trig": "trig"}


@pytest.fixture(scope="module")
def files(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every export in RDF 1.1, of a second graph with treacherous names too, and what is carried."""
    folder = tmp_path_factory.mktemp("rdf")
    for title, of in (("", graph), ("hostile-", hostile_graph(tmp_path_factory.mktemp("hostile")))):
        for name, ending in ENDINGS.items():
            has_profiles = any(option.name == "profile" for option in find_format(name).options)
            for options in [{"profile": profile} for profile in PROFILES] if has_profiles else [{}]:
                export(of, name, folder / f"{title}{'-'.join((name, *options.values()))}.{ending}", **options)
    for path in (home() / "ontology").glob("*.ttl"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def site(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the RDF files of the web site."""
    folder, site = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("pages") / "site"
    export(graph, "site", site)
    for path in site.rglob("*"):
        if path.suffix in (".ttl", ".jsonld"):
            path.rename(folder / str(path.relative_to(site)).replace("/", "--"))
    return folder


@pytest.fixture(scope="module")
def rdf12(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file in RDF 1.2, which few readers know."""
    folder = tmp_path_factory.mktemp("rdf12")
    export(graph, "rdf12", folder / "rdf12.ttl")
    return folder


@pytest.fixture(params=["files", "site"])
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["files", "site", "rdf12"])
def folder_with_rdf12(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def quads(path: Path) -> set[str]:
    """What a file says, with names for its blank nodes that do not depend on who read it."""
    read = ox.Dataset(ox.parse(path=str(path), base_iri="http://example.org/"))
    if any(isinstance(term, ox.BlankNode) for quad in read for term in quad):
        read.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in read}


def compare(files: Iterable[Path], found: Path) -> None:
    """Fails unless a reader found in each file what it says."""
    for path in files:
        assert quads(found / f"{path.name}.nq") == quads(path), path.name


def test_jena(maven: None, folder_with_rdf12: Path, tmp_path: Path) -> None:
    assert fetched.java("jena", "Read.java", folder_with_rdf12, tmp_path) == ""
    compare(folder_with_rdf12.iterdir(), tmp_path)


def test_rdf4j(maven: None, folder: Path, tmp_path: Path) -> None:
    assert fetched.java("rdf4j", "Read.java", folder, tmp_path) == ""
    compare(folder.iterdir(), tmp_path)


def test_n3_js_and_jsonld_js(npm_readers: Path, folder_with_rdf12: Path, tmp_path: Path) -> None:
    assert fetched.javascript("read.mjs", folder_with_rdf12, tmp_path) == ""
    compare(folder_with_rdf12.iterdir(), tmp_path)


def test_rdflib(python: str, folder: Path, tmp_path: Path) -> None:
    assert fetched.said([python, str(fetched.HERE / "rdflib_read.py"), str(folder), str(tmp_path)]) == ""
    compare(folder.iterdir(), tmp_path)


def test_rapper(rapper: Path, folder: Path, tmp_path: Path) -> None:
    # U+FFFE, which RDF has and rapper doesn't, stands in a treacherous name.
    read = [p for p in sorted(folder.iterdir()) if p.suffix in RAPPER and not re.search(FFFE, p.read_bytes(), re.I)]
    # It opens one file at a time: of a site's many, some.
    read = read[:: len(read) // 200 + 1]
    assert len(read) >= 10
    for path in read:
        command = [str(rapper), "-q", "-i", RAPPER[path.suffix], "-o", "nquads", str(path), "http://example.org/"]
        done = subprocess.run(command, capture_output=True, timeout=fetched.SECONDS, check=True)
        assert done.stderr == b"", path.name
        (tmp_path / f"{path.name}.nq").write_bytes(done.stdout)
    compare(read, tmp_path)
