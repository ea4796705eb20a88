"""Each statement and figure as a nanopublication: its passage in it, no plan asserted, its checksum in its IRI."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from publication import publication
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.formats._trusty import UNKNOWN, artifact_code
from skillgraph.graph.write import write_graph
from skillgraph.model.ontology import BASE, PREFIXES, RDF, RDFS, SG, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Statement

Nanopub = dict[str, list[ox.Quad]]


def written(graph: KnowledgeGraph, **options: Any) -> bytes:
    file = io.BytesIO()
    export(graph, "nanopub", file, **options)
    return file.getvalue()


def nanopubs(data: bytes) -> dict[str, Nanopub]:
    """By its IRI, the quads of each by the name of their graph."""
    found: dict[str, Nanopub] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(data, ox.RdfFormat.TRIG):
        assert isinstance(quad.graph_name, ox.NamedNode)
        iri, _, name = quad.graph_name.value.partition("#")
        found[iri][name].append(quad)
    return dict(found)


def value(quad: ox.Quad) -> str:
    """What a quad ends with."""
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value


def about(nanopub: Nanopub) -> str:
    """The id of the statement or figure."""
    [node] = {
        q.subject.value
        for q in nanopub["assertion"]
        if isinstance(q.subject, ox.NamedNode) and q.predicate.value == f"{SG}modality"
    }
    return node.removeprefix(f"{BASE}statement/").removeprefix(f"{BASE}figure/")


@pytest.fixture(scope="module")
def found(graph: KnowledgeGraph) -> dict[str, Nanopub]:
    return nanopubs(written(graph))


def test_each_statement_and_figure_has_one(graph: KnowledgeGraph, found: dict[str, Nanopub]) -> None:
    records: list[Statement | Observation] = [*graph.statements(), *graph.observations()]
    assert {about(nanopub) for nanopub in found.values()} == {r.id for r in records if r.status != "rejected"}
    for iri, nanopub in found.items():
        assert set(nanopub) == {"Head", "assertion", "provenance", "pubinfo"}
        parts = {q.predicate.value.rpartition("#")[2]: q.object for q in nanopub["Head"]}
        assert parts.pop("type") == ox.NamedNode("http://www.nanopub.org/nschema#Nanopublication")
        assert {str(part) for part in parts.values()} == {
            f"<{iri}#{n}>" for n in ("assertion", "provenance", "pubinfo")
        }
        assert any(q.subject == ox.NamedNode(f"{iri}#assertion") for q in nanopub["provenance"])
        assert any(q.subject == ox.NamedNode(iri) for q in nanopub["pubinfo"])


def test_all_assertions_together_are_the_facts(graph: KnowledgeGraph, found: dict[str, Nanopub]) -> None:
    relations = {SG + name for name in ontology().relations}
    asserted = {q.triple for n in found.values() for q in n["assertion"] if q.predicate.value in relations}
    file = io.BytesIO()
    export(graph, "ntriples", file, profile="facts")
    facts = {q.triple for q in ox.parse(file.getvalue(), ox.RdfFormat.N_TRIPLES) if q.predicate.value in relations}
    assert asserted & facts == asserted
    between = {t for t in facts if f"{BASE}entity/" in str(t.subject)}
    assert {t for t in asserted if f"{BASE}entity/" in str(t.subject)} == between


def test_what_is_no_fact_says_so_where_it_is_asserted(graph: KnowledgeGraph, found: dict[str, Nanopub]) -> None:
    records: dict[str, Statement | Observation] = {s.id: s for s in graph.statements()}
    records |= {o.id: o for o in graph.observations()}
    seen = set()
    for nanopub in found.values():
        record = records[about(nanopub)]
        [modality] = [q.object for q in nanopub["assertion"] if q.predicate.value == f"{SG}modality"]
        assert modality == ox.NamedNode(f"{BASE}modality/{record.modality}")
        if isinstance(record, Statement):
            direct = [q for q in nanopub["assertion"] if q.predicate.value == SG + record.predicate]
            assert bool(direct) == record.is_fact
        kinds = {str(q.object) for q in nanopub["assertion"] if q.predicate.value == f"{RDF}type"}
        assert (f"<{SG}Fact>" in kinds or f"<{SG}Observation>" in kinds) <= record.is_fact
        [kind] = [q.object for q in nanopub["pubinfo"] if q.predicate.value.endswith("hasNanopubType")]
        assert kind == ox.NamedNode(SG + record.class_name)
        labels = {value(q) for q in nanopub["pubinfo"] if q.predicate.value == f"{RDFS}label"}
        assert record.modality == "actual" or sum(")" in label for label in labels) == 2
        seen.add(record.modality)
    assert {"actual", "planned"} <= seen


def test_passages_stand_off_with_the_checksum_of_their_text(graph: KnowledgeGraph, found: dict[str, Nanopub]) -> None:
    statements = {s.id: s for s in graph.statements()}
    with_passages = [n for n in found.values() if about(n) in statements and statements[about(n)].evidence]
    assert with_passages
    for nanopub in with_passages:
        evidence = statements[about(nanopub)].evidence
        said = [(q.predicate.value.rpartition("#")[2], value(q)) for q in nanopub["provenance"]]
        assert {int(what) for name, what in said if name == "start"} == {e.start for e in evidence}
        assert {int(what) for name, what in said if name == "end"} == {e.end for e in evidence}
        assert {what for name, what in said if name == "passageChecksum"} == {e.checksum for e in evidence}
        assert ("sha256", graph.documents["four-cities"].sha256) in said
        derived = [q for q in nanopub["provenance"] if q.predicate.value == PREFIXES["prov"] + "wasDerivedFrom"]
        assert len(derived) == len(evidence)


def test_an_iri_holds_the_checksum_of_the_content(found: dict[str, Nanopub]) -> None:
    for iri, nanopub in found.items():
        code = iri.rpartition("/")[2]
        lines = "".join(f"{quad} .\n" for quads in nanopub.values() for quad in quads).replace(code, UNKNOWN)
        quads = [*ox.parse(lines.encode(), ox.RdfFormat.N_QUADS)]
        assert artifact_code(quads) == code
        assert artifact_code(quads[1:]) != code


def test_another_row_of_the_tables_changes_no_iri(tmp_path: Path) -> None:
    def iris(name: str, document: Document, *more: Record) -> set[str]:
        one = Statement("r/1", "r", "a", "partnersWith", "b", evidence=(Evidence("r", 0, 2, "00000000"),))
        write_graph([document, *(Entity(id, "r", ("City",), id) for id in "abc"), one, *more], tmp_path / name)
        with KnowledgeGraph(tmp_path / name) as graph:
            return set(nanopubs(written(graph)))

    first = iris("first", Document("r", "报告", "Report", tables_sha256="0" * 64))
    second = Document("r", "报告", "Report", tables_sha256="1" * 64)
    more = iris("second", second, Statement("r/2", "r", "a", "partnersWith", "c"))
    assert first < more
    assert len(first) == 1


def test_it_says_who_publishes_it_if_somebody_did(
    graph: KnowledgeGraph, found: dict[str, Nanopub], tmp_path: Path
) -> None:
    def said(nanopub: Nanopub) -> dict[str, str]:
        return {q.predicate.value.rpartition("/")[2]: value(q) for q in nanopub["pubinfo"]}

    for nanopub in nanopubs(written(graph, publication=publication(tmp_path))).values():
        published = said(nanopub)
        assert published["created"] == "2026-11-29T00:00:00Z"
        assert published["creator"] == "https://orcid.org/0000-0002-1825-0097"
    assert all({"created", "creator", "publisher"}.isdisjoint(said(nanopub)) for nanopub in found.values())
