"""Push, pull and removal on a real Neo4j, Oxigraph and Fuseki: what all of them must do, whatever they hold it in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from loader_copies import GraphOf
from loaders import edit, entity, statement, write_table
from neo4j_server import PASSWORD, USER, contents, wipe
from record_strategies import SLOW, as_triples, by_id, files_of, graph_of_records, graphs, written
from shelf import ROWS, decide, shelf
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import UsageError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, Entity, Record, Statement
from skillgraph.stores.bolt.graph import Neo4jGraph
from skillgraph.stores.sparql.graph import GraphStore
from skillgraph.stores.target import PushTarget
from skillgraph.tables.build import build
from sparql_servers import SparqlServerProcess
from told import REFERENCES


class Place(msgspec.Struct):
    """A server, what messages call it, and all that it holds."""

    target: PushTarget[Any]
    holder: str
    wipe: Callable[[], None]
    contents: Callable[[], Collection[Any]]


NEO4J = ("neo4j_uri", "neo4j_2026_uri")


@pytest.fixture(
    params=[pytest.param(NEO4J[0], id="neo4j"), pytest.param(NEO4J[1], id="neo4j-2026"), "oxigraph", "fuseki"]
)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Each of the servers, empty."""
    if request.param in NEO4J:
        uri = request.getfixturevalue(request.param)
        target: PushTarget[Any] = Neo4jGraph(uri, username=USER, password=PASSWORD)
        place = Place(target, "the database", partial(wipe, uri), partial(contents, uri))
    else:
        server: SparqlServerProcess = request.getfixturevalue(request.param)
        place = Place(GraphStore(server.url), "the server", server.wipe, server.quads)
    place.wipe()
    with place.target:
        yield place


def test_pull_writes_the_bytes_that_build_wrote(place: Place, graph: KnowledgeGraph, tmp_path: Path) -> None:
    place.target.push(graph)
    assert written(place.target.pull(), tmp_path / "pulled") == files_of(graph.folder)


def test_pull_writes_what_build_made_of_things_that_are_one(place: Place, tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ROWS)
    build([*reversed(loaders), *REFERENCES], tmp_path / "built", warn=lambda problem: None)
    with KnowledgeGraph(tmp_path / "built") as graph:
        place.target.push(graph)
        assert written(place.target.pull(), tmp_path / "pulled") == files_of(graph.folder)


def test_pushing_twice_gives_the_same_graph(place: Place, graph: KnowledgeGraph) -> None:
    place.target.push(graph)
    once = place.contents()
    place.target.push(graph)
    assert place.contents() == once


@given(found=graphs())
@settings(max_examples=15, suppress_health_check=SLOW)
def test_whatever_records_hold_the_server_gives_back(place: Place, found: list[Record]) -> None:
    place.wipe()
    with tempfile.TemporaryDirectory() as folder:
        place.target.push(graph_of_records(found, Path(folder)))
        back = list(place.target.pull())
        assert as_triples(back) == as_triples(found)
        assert written(back, Path(folder) / "back") == written(by_id(found), Path(folder) / "there")


def test_a_removed_report_leaves_what_the_other_states(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    place.target.push(graph_of(first))
    alone = place.contents()
    place.target.push(graph_of(first, second))
    assert place.contents() != alone
    assert place.target.remove("second") == 0
    assert place.contents() == alone
    with pytest.raises(UsageError, match=f"{place.holder} has first, indicators, units"):
        place.target.remove("second")


def test_the_order_of_pushes_makes_no_difference(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = map(graph_of, two_reports)
    place.target.push(graph_of(*two_reports))
    together = place.contents()
    for one, other in ((first, second), (second, first)):
        place.wipe()
        place.target.push(one)
        place.target.push(other)
        # Of the versions of a table, the last push decides; here they are the same.
        assert place.contents() == together


def test_an_edited_report_replaces_the_former_one(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    place.target.push(graph_of(first, second))
    edit(second / "statements.csv", "s1,school-h,partnersWith,company-b", "s1,school-h,partnersWith,city-a")
    edited = graph_of(first, second)
    before = place.contents()
    with pytest.raises(UsageError, match=f"second: {place.holder} holds another version.*--replace second"):
        place.target.push(edited)
    assert [s.action for s in place.target.plan(edited, ["second"]) if s.source == "second"] == ["replace"]
    assert place.contents() == before
    place.target.push(edited, replace=["second"])
    replaced = place.contents()
    assert replaced != before
    place.wipe()
    place.target.push(edited)
    assert place.contents() == replaced
    with pytest.raises(UsageError, match="the graph has first, indicators, second, units"):
        place.target.push(edited, replace=["third"])


def test_an_edited_reference_table_replaces_its_rows_and_keeps_others(place: Place, tmp_path: Path) -> None:
    def push(rows: dict[str, str]) -> None:
        table = Document("table", "表", "Table", "reference", tables_sha256=str(sorted(rows.items())))
        entities = (Entity(id, "table", ("Country",), name) for id, name in rows.items())
        place.target.push(graph_of_records([table, *entities], tmp_path))

    push({"laos": "老窝", "japan": "日本"})
    push({"laos": "老挝", "korea": "韩国"})
    names = {r.id: getattr(r, "name", "") for r in place.target.pull()}
    assert names == {"table": "", "laos": "老挝", "japan": "日本", "korea": "韩国"}
    assert "老窝" not in str(place.contents())


def test_a_thing_that_others_refer_to_stays_without_its_mentions(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    write_table(second, "entities.csv", [])
    both = graph_of(first, second)
    place.target.push(both)
    assert place.target.remove("first") == 3
    kept = {r.id: r for r in place.target.pull() if r.id in ("school-h", "company-b", "centre-d", "city-a")}
    assert sorted(kept) == ["centre-d", "company-b", "school-h"]
    assert {getattr(r, "mentions", None) for r in kept.values()} == {()}
    # The report can come back, whole.
    place.target.push(both)
    assert by_id(place.target.pull()) == by_id(both.records())


def test_a_removed_report_leaves_what_was_merged_with_its_things(place: Place, tmp_path: Path) -> None:
    """The one whose id and name stay for all is taken out: the others go on under them, with what they say."""
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ROWS)
    build([*REFERENCES, *loaders], tmp_path / "all")
    warned: list[Problem] = []
    build([*REFERENCES, *loaders[1:]], tmp_path / "rest", warn=warned.append)
    assert ["unknown id 'qd-tech'" in str(warning) for warning in warned] == [True]
    with KnowledgeGraph(tmp_path / "all") as graph, KnowledgeGraph(tmp_path / "rest") as rest:
        place.target.push(graph)
        assert place.target.remove("y2023") == 0
        left = list(place.target.pull())
        school = next(r for r in left if r.id == "qd-tech")
        assert isinstance(school, Entity)
        assert {part.source for part in school.descriptions} == {"y2024", "y2025"}
        assert school.merged_from == ("qd-trad", "qd-long")
        assert {r.source for r in left if isinstance(r, Statement) and r.subject == "qd-tech"} == {"y2024", "y2025"}
        # Built without it, the others are versions of their own: the thing has the name of the first that is left.
        place.target.push(rest, replace=["y2024", "y2025"])
        replaced = place.contents()
        place.wipe()
        place.target.push(rest)
        assert place.contents() == replaced


def test_a_name_that_stayed_goes_with_the_last_fact_that_needs_it(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    write_table(second, "entities.csv", [])
    graph = graph_of(first, second)
    place.target.push(graph)
    place.target.remove("first")
    assert "first" in place.target.documents()
    place.target.remove("second")
    assert sorted(place.target.documents()) == sorted(graph.documents.keys() - {"first", "second"})
    for source in place.target.documents():
        place.target.remove(source)
    with pytest.raises(UsageError, match="no graph of skillgraph"):
        next(place.target.pull())


def test_a_new_version_keeps_the_names_of_what_others_refer_to(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    write_table(second, "entities.csv", [])
    place.target.push(graph_of(first, second))
    for table in ("statements.csv", "observations.csv"):
        write_table(first, table, [])
    write_table(first, "entities.csv", [entity("city-a", "City", "甲市")])
    place.target.push(graph_of(first), replace=["first"])
    found = {record.id: record for record in place.target.pull()}
    named = {id: (e.name, len(e.mentions)) for id, e in found.items() if isinstance(e, Entity) and e.source == "first"}
    assert named == {
        "city-a": ("甲市", 1),
        "school-h": ("𬭎鋒學院", 0),
        "company-b": ("乙公司", 0),
        "centre-d": ("丁中心", 0),
    }
    assert {"second/s1", "second/s2", "second/o1"} <= found.keys()
    assert "first/s1" not in found


def test_what_follows_from_two_reports_together_follows_after_two_pushes(
    place: Place, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    write_table(second, "statements.csv", [statement("s9", "company-b", "locatedIn", "laos", "丙国乙公司")])

    def partners() -> list[str]:
        return [r.id for r in place.target.pull() if isinstance(r, Entity) and "ForeignPartner" in r.derived]

    place.target.push(graph_of(first))
    assert partners() == []
    place.target.push(graph_of(second))
    assert partners() == ["company-b"]
    place.target.remove("second")
    assert partners() == []
    assert "ForeignPartner" not in str([item for item in place.contents() if "company-b" in str(item)])


@pytest.fixture
def restating(two_reports: tuple[Path, Path]) -> tuple[Path, Path]:
    """Two reports of which the second tells a fact and a figure of the first again."""
    first, second = two_reports
    for table in ("statements.csv", "observations.csv"):
        head, row, *others = (second / table).read_text("utf-8").splitlines()
        again = f"{row.rpartition(',')[0]},first/{row.partition(',')[0]}"
        (second / table).write_text("\n".join([head, again, *others, ""]), encoding="utf-8")
    return first, second


def test_what_another_source_restates_is_not_taken_away_from_under_it(
    place: Place, restating: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = restating
    both = graph_of(first, second)
    place.target.push(both)
    before = place.contents()
    why = f"first can't be taken out of {place.holder}: second restates 2 statements or figures of it; take out"
    with pytest.raises(UsageError, match=why):
        place.target.check_removal("first")
    with pytest.raises(UsageError, match=why):
        place.target.remove("first")
    edit(first / "statements.csv", "2031,2031", "2031,2033")
    alone = graph_of(first)
    for refused in (place.target.plan, place.target.push):
        with pytest.raises(UsageError, match=r"second restates 2 .* of it; push a graph that holds both"):
            refused(alone, ["first"])
    assert place.contents() == before
    # With the other one beside it, or without it, it can go.
    edited = graph_of(first, second)
    place.target.push(edited, ["first"])
    assert by_id(place.target.pull()) == by_id(edited.records())
    place.target.remove("second")
    assert by_id(place.target.pull()) == by_id(alone.records())
    place.target.remove("first")
    assert "first" not in place.target.documents()
