"""An RO-Crate has every file that it lists, with its checksum, and says from which sources it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hostile import TITLE, hostile_graph
from publication import publication
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.write import write_graph
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.records import Document, Entity, Statement


def described(folder: Path) -> dict[str, dict[str, Any]]:
    """What is described, by id."""
    found = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    by_id = {thing["@id"]: thing for thing in found}
    assert len(by_id) == len(found)
    return by_id


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            for part in value.values():
                yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


@pytest.fixture(scope="module")
def crate(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crate")
    export(graph, "ro-crate", folder / "crate", publication=publication(folder))
    return folder / "crate"


def test_every_file_is_listed_with_length_and_checksum(crate: Path) -> None:
    files = {id: thing for id, thing in described(crate).items() if thing["@type"] == "File"}
    # By the hidden file the folder is known as one that skillgraph wrote.
    there = {p.relative_to(crate).as_posix() for p in crate.rglob("*") if p.is_file() and p.name[0] != "."}
    assert there == {*files, "ro-crate-metadata.json"}
    for id, thing in files.items():
        data = (crate / id).read_bytes()
        assert thing["contentSize"] == str(len(data))
        assert thing["sha256"] == hashlib.sha256(data).hexdigest()


def test_all_that_is_named_is_described(crate: Path) -> None:
    things = described(crate)
    named = {id for thing in things.values() for id in references(list(thing.values()))}
    assert named - set(things) == {"https://w3id.org/ro/crate/1.1"}
    assert set(things) - named == {"ro-crate-metadata.json"}


def test_it_says_who_when_and_from_what(crate: Path, graph: KnowledgeGraph) -> None:
    things = described(crate)
    root = things["./"]
    assert root["datePublished"] == "2026-11-29"
    assert things[root["publisher"]["@id"]]["name"] == "某某大学职业教育研究所"
    assert things[root["author"]["@id"]]["@type"] == "Person"
    sources = [things[source["@id"]] for source in root["isBasedOn"]]
    assert [source["name"] for source in sources] == [d.title for d in graph.documents.values()]
    assert {source.get("sha256", "") for source in sources} >= {graph.documents["four-cities"].sha256}


def test_equal_graphs_give_equal_crates(
    crate: Path, graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    export(graph, "ro-crate", tmp_path / "one")
    export(graph, "ro-crate", tmp_path / "two")
    for path in (p for p in (tmp_path / "one").rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
    assert described(tmp_path / "one")["./"]["datePublished"] == "2026-01-01"


def test_names_that_try_to_be_something_else_stay_text(tmp_path: Path) -> None:
    with hostile_graph(tmp_path) as graph:
        export(graph, "ro-crate", tmp_path / "crate")
    assert TITLE in [thing.get("name") for thing in described(tmp_path / "crate").values()]


def test_a_folder_with_something_in_it_is_left_alone(graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not an empty folder"):
        export(graph, "ro-crate", tmp_path)
    wrong = publication(tmp_path, "license = 'mine'")
    with pytest.raises(UsageError, match="no address"):
        export(graph, "ro-crate", tmp_path / "crate", publication=wrong)
    assert not list((tmp_path / "crate").glob("*"))


def test_who_publishes_and_made_it_is_described_once(graph: KnowledgeGraph, tmp_path: Path) -> None:
    text = "publisher = {name = 'A', url = 'https://a.example/'}\ncreators = [{name = 'B', url = 'https://a.example/'}]"
    export(graph, "ro-crate", tmp_path / "crate", publication=publication(tmp_path, text))
    root = described(tmp_path / "crate")["./"]
    assert root["publisher"] == root["author"] == {"@id": "https://a.example/"}


@pytest.mark.parametrize("name", ["void", "nanopub", "ro-crate"])
@pytest.mark.parametrize(
    "document",
    [Document("a b", "报告", "Report"), Document("r", "报告", "Report", language="zh_CN")],
    ids=["id", "language"],
)
def test_what_rdf_cannot_hold_is_one_line(name: str, document: Document, tmp_path: Path) -> None:
    """A graph that was pulled from a server has such ids and languages."""
    city = Entity("x", document.id, ("City",), "某市")
    fact = Statement(f"{document.id}/1", document.id, "x", "partnersWith", "x")
    lines = [msgspec.json.encode(record) + b"\n" for record in (document, city, fact)]
    write_graph([], tmp_path / "build")
    (tmp_path / "build" / "records.jsonl").write_bytes(b"".join(lines))
    with KnowledgeGraph(tmp_path / "build") as graph, pytest.raises(DataError, match="can't stand in RDF"):
        export(graph, name, tmp_path / "made")
