"""Push, pull and removal on a real Neo4j: what arrives, what stays, and that nothing is lost on the way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import edit, small_loader, statement, write_table
from neo4j_server import PASSWORD, USER, contents, run, wipe
from record_strategies import canonical, graphs
from skillgraph.build import build, reference_loaders
from skillgraph.errors import DataError, UsageError
from skillgraph.folder import write_graph
from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Record
from skillgraph.ontology import ontology
from skillgraph.ontology_graph import term_triples
from skillgraph.stores.embedded import EmbeddedCypher
from skillgraph.stores.neo4j_graph import Neo4jGraph
from skillgraph.stores.neo4j_read import read_records
from test_round_trips import as_triples

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
#: Rows that only a reference table describes and that nothing leads to.
UNUSED = "NOT (n:Entity AND NOT EXISTS { (n)<--() })"


@pytest.fixture
def target(neo4j_uri: str) -> Iterator[Neo4jGraph]:
    """An empty database."""
    wipe(neo4j_uri)
    with Neo4jGraph(neo4j_uri, username=USER, password=PASSWORD) as target:
        yield target


def graph_of_records(records: list[Record], folder: Path) -> KnowledgeGraph:
    write_graph(records, folder / "build")
    return KnowledgeGraph(folder / "build")


def test_rdf_to_neo4j_to_rdf_loses_no_triple(target: Neo4jGraph, graph: KnowledgeGraph, neo4j_uri: str) -> None:
    counts = target.push(graph)
    back = list(target.pull())
    assert as_triples(back) == as_triples(graph.records())
    assert canonical(back) == canonical(list(graph.records()))
    lines = [len((graph.folder / f).read_bytes().splitlines()) for f in ("nodes.jsonl", "relationships.jsonl")]
    assert [counts.nodes, counts.relationships] == lines
    assert len(contents(neo4j_uri)) == sum(lines)


def test_the_vocabulary_is_in_neo4j_too(target: Neo4jGraph, graph: KnowledgeGraph, neo4j_uri: str) -> None:
    import neo4j

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


def test_pushing_twice_gives_the_same_graph(target: Neo4jGraph, graph: KnowledgeGraph, neo4j_uri: str) -> None:
    target.push(graph)
    once = contents(neo4j_uri)
    target.push(graph)
    assert contents(neo4j_uri) == once


@given(found=graphs())
@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
def test_whatever_records_hold_neo4j_gives_back(neo4j_uri: str, found: list[Record]) -> None:
    wipe(neo4j_uri)
    with tempfile.TemporaryDirectory() as folder, Neo4jGraph(neo4j_uri, username=USER, password=PASSWORD) as target:
        target.push(graph_of_records(found, Path(folder)))
        back = list(target.pull())
    assert canonical(back) == canonical(found)
    assert as_triples(back) == as_triples(found)


def test_whatever_records_hold_arcadedb_gives_back(tmp_path: Path) -> None:
    parts: list[list[Record]] = []

    # A database takes seconds to start, so all examples go into one.
    @given(data=st.data())
    @settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
    def draw(data: st.DataObject) -> None:
        parts.append(data.draw(graphs(prefix=f"g{len(parts)}-")))

    draw()
    assert len(parts) >= 25
    found = sorted((r for part in parts for r in part), key=lambda r: "DESO".index(type(r).__name__[0]))
    built = graph_of_records(found, tmp_path).folder
    with EmbeddedCypher(built / "nodes.jsonl", built / "relationships.jsonl") as store:
        back = list(read_records(lambda text: store.query(text).rows))
    assert canonical(back) == canonical(found)
    assert as_triples(back) == as_triples(found)


def test_a_removed_report_leaves_what_the_other_states(
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph], neo4j_uri: str
) -> None:
    first, second = two_reports
    target.push(graph_of(first))
    alone = contents(neo4j_uri, UNUSED)
    target.push(graph_of(first, second))
    assert contents(neo4j_uri, UNUSED) != alone
    assert target.remove("second") == 0
    assert contents(neo4j_uri, UNUSED) == alone
    assert "['鋒學院']" not in str(contents(neo4j_uri))
    with pytest.raises(UsageError, match="the database has countries, first"):
        target.remove("second")


def test_the_order_of_pushes_makes_no_difference(
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph], neo4j_uri: str
) -> None:
    first, second = map(graph_of, two_reports)
    target.push(graph_of(*two_reports))
    together = contents(neo4j_uri)
    for one, other in ((first, second), (second, first)):
        wipe(neo4j_uri)
        target.push(one)
        target.push(other)
        assert contents(neo4j_uri) == together


def test_an_edited_report_replaces_the_former_one(
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph], neo4j_uri: str
) -> None:
    first, second = two_reports
    target.push(graph_of(first, second))
    edit(second / "statements.csv", "s1,school-h,partnersWith,company-b", "s1,school-h,partnersWith,city-a")
    edited = graph_of(first, second)
    before = contents(neo4j_uri)
    with pytest.raises(UsageError, match=r"second: the database holds another version.*--replace second"):
        target.push(edited)
    assert contents(neo4j_uri) == before
    target.push(edited, replace=["second"])
    replaced = contents(neo4j_uri)
    wipe(neo4j_uri)
    target.push(edited)
    assert contents(neo4j_uri) == replaced
    with pytest.raises(UsageError, match="the graph has countries, first"):
        target.push(edited, replace=["third"])


def test_a_thing_that_others_refer_to_stays_without_its_mentions(
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph], neo4j_uri: str
) -> None:
    first, second = two_reports
    write_table(second, "entities.csv", [])
    target.push(graph_of(first, second))
    assert target.remove("first") == 3
    kept = {r.id: r for r in target.pull() if r.id in ("school-h", "company-b", "centre-d", "city-a")}
    assert sorted(kept) == ["centre-d", "company-b", "school-h"]
    assert {getattr(r, "mentions", None) for r in kept.values()} == {()}
    # The report can come back, whole.
    target.push(graph_of(first, second))
    assert canonical(list(target.pull())) == canonical(list(graph_of(first, second).records()))


def test_what_follows_from_two_reports_together_follows_after_two_pushes(
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph], neo4j_uri: str
) -> None:
    first, second = two_reports
    place = statement("s9", "company-b", "locatedIn", "laos", "丙国乙公司")
    write_table(second, "statements.csv", [place])
    partners = "n:ForeignPartner"
    target.push(graph_of(first))
    assert contents(neo4j_uri, partners) == []
    target.push(graph_of(second))
    assert len(contents(neo4j_uri, partners)) > 0
    target.remove("second")
    assert contents(neo4j_uri, partners) == []


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
    assert canonical(list(target.pull())) == canonical(list(graph.records()))
    target.push(graph, replace=["four-cities"])
    assert canonical(list(target.pull())) == canonical(list(graph.records()))
    for source in graph.documents:
        target.remove(source)
    assert contents(neo4j_uri, "n.name = 'mine'") == mine
    assert contents(neo4j_uri, "NOT n:Term") == contents(neo4j_uri, "n.name = 'mine' AND NOT n:Term")


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
    target: Neo4jGraph, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph], neo4j_uri: str
) -> None:
    first, second = two_reports
    target.push(graph_of(first))
    before = contents(neo4j_uri, "n:School")
    edit(second / "entities.csv", "school-h,VocationalSchool", "school-h,University")
    with pytest.raises(DataError, match=r"classes of 'school-h' is .* here and .* in the database \(first\)"):
        target.push(graph_of(second))
    assert contents(neo4j_uri, "n:School") == before
