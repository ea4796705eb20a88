"""The RDF 1.2 form, read by Oxigraph: it says what the RDF 1.1 form says, and asserts no plan."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from hypothesis import given, settings

from record_strategies import graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.write import write_graph
from skillgraph.mapping.rdf import triples
from skillgraph.model.ontology import RDF
from skillgraph.model.records import Record

REIFIES, TYPE, STATEMENT = (ox.NamedNode(RDF + name) for name in ("reifies", "type", "Statement"))
PARTS = [ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object")]


def written(graph: KnowledgeGraph) -> list[ox.Triple]:
    file = io.BytesIO()
    export(graph, "rdf12", file)
    return [quad.triple for quad in ox.parse(file.getvalue(), ox.RdfFormat.TURTLE)]


def as_rdf11(found: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The same with an rdf:Statement for each reifier."""
    for triple in found:
        if triple.predicate != REIFIES:
            yield triple
            continue
        assert isinstance(triple.object, ox.Triple)
        yield ox.Triple(triple.subject, TYPE, STATEMENT)
        for part, term in zip(PARTS, triple.object, strict=True):
            yield ox.Triple(triple.subject, part, term)


def rdf11(found: Iterable[Record]) -> set[ox.Triple]:
    seen: set[str] = set()
    return {triple for record in found for triple in triples(record, "provenance", seen)}


def test_it_says_the_same_as_the_rdf_1_1_form(graph: KnowledgeGraph) -> None:
    assert set(as_rdf11(written(graph))) == rdf11(graph.records())


def test_what_is_not_actual_is_reified_and_never_asserted(graph: KnowledgeGraph) -> None:
    asserted, reified = set(), {}
    for triple in written(graph):
        if triple.predicate == REIFIES:
            assert isinstance(triple.object, ox.Triple)
            reified[str(triple.subject).strip("<>").partition("/statement/")[2]] = triple.object
        else:
            asserted.add(triple)
    statements = {s.id: s for s in graph.statements()}
    assert reified.keys() == statements.keys()
    facts = {reified[s.id] for s in statements.values() if s.is_fact}
    plans = {reified[s.id] for s in statements.values() if not s.is_fact} - facts
    assert len(plans) > 20
    assert facts <= asserted
    assert not plans & asserted


@given(graphs())
@settings(max_examples=settings().max_examples * 2 // 5)
def test_whatever_records_hold_is_the_same_in_both_forms(found: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_graph(found, Path(folder) / "build")
        assert set(as_rdf11(written(KnowledgeGraph(Path(folder) / "build")))) == rdf11(found)
