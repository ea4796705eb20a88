"""Each shape, broken once in the graph of a small report."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import SKOS

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.home import home
from skillgraph.model.ontology import BASE, PREFIXES, SG
from skillgraph.review.validate import validate, violations
from skillgraph.tables.build import build
from small_report import read_table, write_small_report, write_table

OA = rdflib.Namespace(PREFIXES["oa"])
TERM = rdflib.Namespace(SG)


@pytest.fixture(scope="module")
def small_graph(shacl: None, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    folder = tmp_path_factory.mktemp("small")
    build(write_small_report(folder), folder / "build")
    graph = KnowledgeGraph(folder / "build").to_rdflib("provenance")
    graph.parse(home() / "ontology" / "skills.ttl")
    return graph


def node(path: str) -> URIRef:
    return URIRef(BASE + path)


HAIBIN, STATEMENT, FIGURE, PHASE = (
    node(p) for p in ("entity/haibin", "statement/small/s1", "figure/small/f1", "entity/second-phase")
)
PLAN, DOCUMENT, ENROLMENT = node("statement/small/s3"), node("document/small"), node("entity/ind-enrolment")
SPAN, POSITION = node("document/small#char=3,6"), node("document/small#position=3,6")
ANY = None
Pattern = tuple[URIRef | None, URIRef | None, object]


@pytest.mark.parametrize(
    ("remove", "add", "at", "property"),
    [
        ((HAIBIN, RDFS.label, ANY), None, HAIBIN, "label"),
        (None, (HAIBIN, RDFS.label, Literal("滨海市", lang="zh")), HAIBIN, "label"),
        (None, (HAIBIN, RDFS.label, Literal("Binhai", lang="en")), HAIBIN, "label"),
        ((HAIBIN, RDF.type, TERM.Entity), None, HAIBIN, "type"),
        ((HAIBIN, TERM.status, ANY), None, HAIBIN, "status"),
        ((HAIBIN, TERM.status, ANY), (HAIBIN, TERM.status, node("status/unread")), HAIBIN, "status"),
        ((HAIBIN, TERM.source, ANY), None, HAIBIN, "source"),
        (None, (HAIBIN, TERM.mention, HAIBIN), HAIBIN, "mention"),
        (None, (HAIBIN, SKOS.notation, Literal("cn", datatype=TERM.iso3166)), HAIBIN, "notation"),
        ((PHASE, TERM.ofClass, ANY), None, PHASE, "ofClass"),
        (None, (PHASE, RDF.type, TERM.TrainingPlatform), PHASE, "ofClass"),
        (None, (PHASE, RDF.type, TERM.School), PHASE, "type"),
        ((STATEMENT, RDF.subject, ANY), None, STATEMENT, "subject"),
        (None, (STATEMENT, RDF.subject, PHASE), STATEMENT, "subject"),
        ((STATEMENT, RDF.predicate, ANY), None, STATEMENT, "predicate"),
        (None, (STATEMENT, RDF.predicate, TERM.sha256), STATEMENT, "predicate"),
        ((STATEMENT, RDF.object, ANY), None, STATEMENT, "object"),
        (None, (STATEMENT, RDF.object, HAIBIN), STATEMENT, "object"),
        (None, (STATEMENT, TERM.modality, node("modality/planned")), STATEMENT, "modality"),
        ((STATEMENT, TERM.basis, ANY), None, STATEMENT, "basis"),
        ((STATEMENT, TERM.basis, ANY), (STATEMENT, TERM.basis, node("basis/guess")), STATEMENT, "basis"),
        ((STATEMENT, TERM.status, ANY), None, STATEMENT, "status"),
        ((STATEMENT, TERM.rank, ANY), None, STATEMENT, "rank"),
        ((STATEMENT, TERM.rank, ANY), (STATEMENT, TERM.rank, node("rank/best")), STATEMENT, "rank"),
        ((STATEMENT, TERM.rank, ANY), (STATEMENT, TERM.rank, node("rank/deprecated")), STATEMENT, "modality"),
        ((STATEMENT, TERM.source, ANY), None, STATEMENT, "source"),
        ((STATEMENT, TERM.evidence, ANY), None, STATEMENT, "evidence"),
        ((node("entity/haibin-college"), TERM.partnersWith, ANY), None, STATEMENT, "modality"),
        (None, (HAIBIN, TERM.builds, PHASE), PLAN, "modality"),
        ((FIGURE, TERM.subject, ANY), None, FIGURE, "subject"),
        ((FIGURE, TERM.indicator, ANY), None, FIGURE, "indicator"),
        (None, (FIGURE, TERM.indicator, HAIBIN), FIGURE, "indicator"),
        ((FIGURE, TERM.unit, ANY), None, FIGURE, "unit"),
        ((FIGURE, TERM.refPeriod, ANY), None, FIGURE, "refPeriod"),
        ((FIGURE, TERM.bound, ANY), None, FIGURE, "bound"),
        ((FIGURE, TERM.bound, ANY), (FIGURE, TERM.bound, node("bound/about")), FIGURE, "bound"),
        ((FIGURE, TERM.value, ANY), None, FIGURE, "value"),
        ((FIGURE, TERM.value, ANY), (FIGURE, TERM.value, Literal("12", datatype=XSD.integer)), FIGURE, "value"),
        (None, (FIGURE, TERM.valueMax, Literal("12", datatype=XSD.decimal)), FIGURE, "value"),
        ((FIGURE, TERM.modality, ANY), (FIGURE, TERM.modality, node("modality/planned")), FIGURE, "modality"),
        ((FIGURE, TERM.status, ANY), (FIGURE, TERM.status, node("status/rejected")), FIGURE, "modality"),
        ((FIGURE, TERM.rank, ANY), (FIGURE, TERM.rank, node("rank/deprecated")), FIGURE, "modality"),
        (None, (FIGURE, RDF.type, TERM.Norm), FIGURE, "modality"),
        ((FIGURE, TERM.evidence, ANY), None, FIGURE, "evidence"),
        ((FIGURE, rdflib.QB.dataSet, ANY), None, FIGURE, "dataSet"),
        (None, (FIGURE, TERM.figureSpan, SPAN), FIGURE, "figureSpan"),
        (None, (FIGURE, TERM.partOfFigure, HAIBIN), FIGURE, "partOfFigure"),
        ((FIGURE, TERM.indicator, ANY), (FIGURE, TERM.indicator, ENROLMENT), node("figure/small/f2"), "indicator"),
        ((SPAN, OA.hasSource, ANY), None, SPAN, "hasSource"),
        ((SPAN, OA.hasSelector, ANY), None, SPAN, "hasSelector"),
        (None, (SPAN, OA.hasSelector, node("document/small#position=0,2")), SPAN, "hasSelector"),
        ((SPAN, TERM.passageChecksum, ANY), (SPAN, TERM.passageChecksum, Literal("XYZ")), SPAN, "passageChecksum"),
        ((POSITION, OA.start, ANY), (POSITION, OA.start, Literal(6)), POSITION, "start"),
        ((POSITION, OA.start, ANY), (POSITION, OA.start, Literal(-1)), POSITION, "start"),
        ((POSITION, OA.end, ANY), (POSITION, OA.end, Literal("6")), POSITION, "end"),
        ((POSITION, OA.end, ANY), (POSITION, OA.end, Literal(9999)), SPAN, "end"),
        ((DOCUMENT, TERM.sha256, ANY), None, DOCUMENT, "sha256"),
        ((DOCUMENT, TERM.characterCount, ANY), None, DOCUMENT, "characterCount"),
        ((DOCUMENT, rdflib.DCTERMS.type, ANY), (DOCUMENT, rdflib.DCTERMS.type, Literal("note")), DOCUMENT, "type"),
    ],
)  # fmt: skip
def test_each_shape(
    small_graph: rdflib.Graph, remove: Pattern | None, add: Pattern | None, at: URIRef, property: str
) -> None:
    removed = list(small_graph.triples(remove)) if remove else []  # type: ignore[arg-type]
    assert removed or not remove
    for triple in removed:
        small_graph.remove(triple)
    if add:
        small_graph.add(add)  # type: ignore[arg-type]
    try:
        found = violations(small_graph)
    finally:
        if add:
            small_graph.remove(add)  # type: ignore[arg-type]
        for triple in removed:
            small_graph.add(triple)
    assert (str(at), property) in {(v.node, v.property) for v in found}
    assert all(v.message.endswith(")") and v.message[0] != " " for v in found)


def test_two_sources_may_have_reviewed_a_thing_differently_and_a_kind_may_be_of_no_narrower_class(
    small_graph: rdflib.Graph,
) -> None:
    graph = rdflib.Graph() + small_graph
    graph.add((HAIBIN, TERM.status, node("status/annotated")))
    graph.set((PHASE, TERM.ofClass, TERM.Entity))
    assert violations(graph) == []


def test_a_denial_may_turn_a_fact_of_a_symmetric_relation_round(shacl: None, tmp_path: Path) -> None:
    loaders = write_small_report(tmp_path)
    rows = read_table(table := loaders[0] / "statements.csv")
    fact = next(row for row in rows if row["predicate"] == "partnersWith")
    turned = {"id": "s9", "subject": fact["object"], "object": fact["subject"], "modality": "negated"}
    write_table(table, [*rows, fact | turned])
    assert validate(loaders) == []


def test_the_small_graph_keeps_every_shape(small_graph: rdflib.Graph) -> None:
    assert violations(small_graph) == []
