"""What a push does on Neo4j alone: the vocabulary, other people's nodes, and what the database does not let stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neo4j
from loader_copies import GraphOf
from loaders import edit, small_loader
from neo4j_server import PASSWORD, USER, contents, run, wipe
from record_strategies import SLOW, as_triples, by_id, graph_of_records, graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.write import write_graph
from skillgraph.mapping.ontology_graph import term_triples
from skillgraph.model.canonical import canonical
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Record
from skillgraph.stores.bolt.graph import Neo4jGraph
from skillgraph.stores.bolt.read import read_records
from skillgraph.stores.local.arcadedb import EmbeddedCypher
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders


@pytest.fixture
def target(neo4j_uri: str) -> Iterator[Neo4jGraph]:
    """An empty database."""
    wipe(neo4j_uri)
    with Neo4jGraph(neo4j_uri, username=USER, password=PASSWORD) as target:
        yield target


class Place(NamedTuple):
    """An empty database, and where it is."""

    target: Neo4jGraph
    uri: str


@pytest.fixture(params=[pytest.param("neo4j_uri", id="5.26"), pytest.param("neo4j_2026_uri", id="2026")])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Each Neo4j."""
    uri = request.getfixturevalue(request.param)
    wipe(uri)
    with Neo4jGraph(uri, username=USER, password=PASSWORD) as target:
        yield Place(target, uri)


def test_a_push_says_how_much_it_wrote(target: Neo4jGraph, graph: KnowledgeGraph, neo4j_uri: str) -> None:
    counts = target.push(graph)
    lines = [len((graph.folder / f).read_bytes().splitlines()) for f in ("nodes.jsonl", "relationships.jsonl")]
    assert [counts.nodes, counts.relationships] == lines
    assert len(contents(neo4j_uri)) == sum(lines)


def test_the_vocabulary_is_in_neo4j_too(target: Neo4jGraph, graph: KnowledgeGraph, neo4j_uri: str) -> None:
    target.push(graph)
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=(USER, PASSWORD)) as driver:
        nodes, _, _ = driver.execute_query("MATCH (t:Term) RETURN t.id, properties(t)")
        links, _, _ = driver.execute_query("MATCH (a:Term)-[r]->(b:Term) RETURN a.id, r.predicate, b.id, properties(r)")
    back, wanted = ox.Dataset(), ox.Dataset()
    found = term_triples(dict(nodes), [tuple(link) for link in links])
    for dataset, triples in ((back, found), (wanted, ontology().triples())):
        for triple in triples:
            dataset.add(ox.Quad(triple.subject, triple.predicate, triple.object))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert back == wanted


def test_whatever_records_hold_arcadedb_gives_back(arcadedb: None, tmp_path: Path) -> None:
    parts: list[list[Record]] = []

    # A database takes seconds to start, so all examples go into one.
    @given(data=st.data())
    @settings(max_examples=25, suppress_health_check=SLOW)
    def draw(data: st.DataObject) -> None:
        parts.append(data.draw(graphs(prefix=f"g{len(parts)}-")))

    draw()
    assert len(parts) >= 25
    found = sorted((r for part in parts for r in part), key=lambda r: "DESO".index(type(r).__name__[0]))
    built = graph_of_records(found, tmp_path).folder
    with EmbeddedCypher(built / "nodes.jsonl", built / "relationships.jsonl") as store:
        back = list(read_records(lambda text: store.query(text).rows))
    assert by_id(back) == by_id(found)
    assert as_triples(back) == as_triples(found)


def test_a_graph_that_is_not_ours_is_untouched(target: Neo4jGraph, graph: KnowledgeGraph, neo4j_uri: str) -> None:
    run(
        neo4j_uri,
        "CREATE (:Entity {id: 'jinan', name: 'mine'})-[:SOURCE]->(:Document {id: 'four-cities', name: 'mine'})",
        "CREATE (:City {id: 'qingdao', name: 'mine'})"
        "-[:PARTNERS_WITH {id: 'four-cities/jn-r001', source: 'four-cities',"
        " modality: 'actual', name: 'mine'}]->(:Term {id: 'sg:City', name: 'mine'})",
    )
    mine = contents(neo4j_uri, "n.name = 'mine'")
    target.push(graph)
    assert by_id(target.pull()) == by_id(graph.records())
    target.push(graph, replace=["four-cities"])
    assert by_id(target.pull()) == by_id(graph.records())
    for source in graph.documents:
        target.remove(source)
    assert contents(neo4j_uri) == mine


def test_the_last_source_takes_vocabulary_and_schema_with_it(place: Place, graph: KnowledgeGraph) -> None:
    target, uri = place
    mine = ("CREATE INDEX mine FOR (n:Skillgraph) ON (n.status)", "CREATE (:Entity {id: 'x'})-[:IS]->(:Entity)")
    run(uri, *mine)
    before = schema(uri), contents(uri)
    target.push(graph)
    *others, last = graph.documents
    for source in others:
        target.remove(source)
    assert {"skillgraph_id", "skillgraph_name", "skillgraph_names"} <= set(schema(uri))
    target.remove(last)
    assert set(schema(uri)) == set(before[0]) - {"skillgraph_id", "skillgraph_name", "skillgraph_names"}
    assert contents(uri) == before[1]
    target.push(graph)
    assert list(map(canonical, target.pull())) == list(graph.records())
    run(uri, "DROP INDEX mine")


class Stopped(Exception):
    """What ends a push in the middle."""


def stop(records: int) -> None:
    """Ends a push after its first transaction."""
    raise Stopped


def test_what_a_stopped_push_left_is_not_pulled_as_a_whole(target: Neo4jGraph, graph: KnowledgeGraph) -> None:
    """Nor while a push goes on, also over a former graph."""
    refused = r"a push or removal of .*four-cities.* goes on there, or was stopped: wait for it, or give it again"
    for sources in ([], ["four-cities"]):
        with pytest.raises(Stopped):
            target.push(graph, sources, stop)
        with pytest.raises(UsageError, match=refused):
            list(target.pull())
        target.push(graph)
        assert list(map(canonical, target.pull())) == list(graph.records())


def test_a_pull_tells_of_a_push_that_came_between(target: Neo4jGraph, graph: KnowledgeGraph) -> None:
    target.push(graph)
    found = target.pull()
    next(found)
    with pytest.raises(Stopped):
        target.push(graph, progress=stop)
    with pytest.raises(UsageError, match="goes on there, or was stopped"):
        list(found)
    target.push(graph)


@pytest.mark.parametrize("name", ["名" * 20_000, "n" * 20_000, "𬭎" * 2001])
def test_a_name_that_no_index_takes_is_refused_before_anything_is_written(
    target: Neo4jGraph, neo4j_uri: str, tmp_path: Path, name: str
) -> None:
    write_graph([Document("r", "报告", "Report"), *named("school-1", "校"), *named("school-2", name)], tmp_path / "g")
    graph = KnowledgeGraph(tmp_path / "g")
    message = f"name of 'school-2' has {len(name)} characters"
    for refused in (target.plan, target.push):
        with pytest.raises(DataError, match=message):
            refused(graph)
    for format in ("neo4j-csv", "cypher-script"):
        with pytest.raises(DataError, match=message):
            export(graph, format, tmp_path / format)
    assert contents(neo4j_uri) == []


def test_a_long_name_goes_there_and_back(place: Place, tmp_path: Path) -> None:
    target, uri = place
    long = "名" * 20_000
    records = [Document("r", "报告", "Report"), *named("school-1", "名" * 2666, aliases=(long,), name_en="n" * 20_000)]
    write_graph(records, tmp_path / "g")
    graph = KnowledgeGraph(tmp_path / "g")
    target.push(graph)
    assert list(target.pull()) == list(graph.records())
    assert found(uri, f"MATCH (n:Entity {{name: '{'名' * 2666}'}}) RETURN n.id") == ["school-1"]


def named(id: str, name: str, **others: Any) -> list[Record]:
    return [Entity(id, "r", ("School",), name, **others)]


def schema(uri: str) -> list[str]:
    """The names of indexes, those of constraints among them."""
    return found(uri, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")


def found(uri: str, query: str) -> list[Any]:
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        return [row[0] for row in driver.execute_query(query).records]


def test_an_id_cannot_be_a_source_and_a_thing(target: Neo4jGraph, tmp_path: Path, graph: KnowledgeGraph) -> None:
    target.push(graph)
    folder = small_loader(tmp_path)
    for table in ("entities.csv", "statements.csv"):
        path = folder / table
        path.write_text(path.read_text("utf-8").replace("company-b", "four-cities"), encoding="utf-8")
    build([*reference_loaders(), folder], tmp_path / "build")
    with pytest.raises(DataError, match="'four-cities' is an entity here and a source in the database"):
        target.push(KnowledgeGraph(tmp_path / "build"))


def test_the_same_id_of_two_things_is_refused(
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: GraphOf, neo4j_uri: str
) -> None:
    first, second = two_reports
    target.push(graph_of(first))
    before = contents(neo4j_uri, "n:School")
    edit(second / "entities.csv", "school-h,VocationalSchool", "school-h,University")
    with pytest.raises(DataError, match=r"classes of 'school-h' is .* here and .* in the database \(first\)"):
        target.push(graph_of(second))
    assert contents(neo4j_uri, "n:School") == before
