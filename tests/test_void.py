"""The description of the data set counts what is in the graph, and says from what it was made and who publishes it."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, VOID

from publication import PUBLICATION, publication
from record_strategies import SLOW, graph_of_records, graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.write import write_graph
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import BASE, SG
from skillgraph.model.records import Document, Record

DATASET = rdflib.URIRef(BASE + "dataset")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
#: DCAT-AP 3.0: what an instance of a class has to have, and what else it should have. Of places it recommends boxes and
#: centres, which no graph here knows.
MANDATORY = {
    DCAT.Dataset: {DCTERMS.title, DCTERMS.description},
    DCAT.Distribution: {DCAT.accessURL},
    FOAF.Agent: {FOAF.name},
    SPDX.Checksum: {SPDX.algorithm, SPDX.checksumValue},
}
RECOMMENDED = {
    DCAT.Dataset: {
        DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCAT.theme,
        DCTERMS.publisher, DCTERMS.spatial, DCTERMS.temporal,
    },
    DCAT.Distribution: {
        rdflib.URIRef("http://data.europa.eu/r5r/availability"), DCTERMS.description, DCTERMS.format, DCTERMS.license,
    },
    FOAF.Agent: {DCTERMS.type},
}  # fmt: skip


def description(graph: KnowledgeGraph, **options: Any) -> rdflib.Graph:
    file = io.BytesIO()
    export(graph, "void", file, **options)
    return rdflib.Graph().parse(data=file.getvalue(), format="turtle")


def number(found: rdflib.Graph, subject: Any, predicate: Any) -> int:
    return int(str(found.value(subject, predicate)))


def exported(graph: KnowledgeGraph, name: str) -> bytes:
    file = io.BytesIO()
    export(graph, name, file)
    return file.getvalue()


def triples(graph: KnowledgeGraph) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(exported(graph, "ntriples"), ox.RdfFormat.N_TRIPLES)}


def missing(found: rdflib.Graph, wanted: dict[Any, set[Any]]) -> list[tuple[Any, Any]]:
    """Nodes that lack something, and what."""
    nodes = [(node, properties) for name, properties in wanted.items() for node in found.subjects(RDF.type, name)]
    return [(node, p) for node, properties in nodes for p in properties if found.value(node, p, any=True) is None]


def test_the_counts_are_those_of_the_graph(graph: KnowledgeGraph) -> None:
    found, facts = description(graph), triples(graph)
    assert number(found, DATASET, VOID.triples) == len(facts)
    assert number(found, DATASET, VOID.distinctSubjects) == len({t.subject for t in facts})
    assert number(found, DATASET, VOID.properties) == len({t.predicate for t in facts})
    assert number(found, DATASET, VOID.entities) == graph.manifest.entities
    [part] = found.subjects(VOID.property, rdflib.URIRef(SG + "partnersWith"))
    direct = [t for t in facts if t.predicate.value == SG + "partnersWith"]
    assert number(found, part, VOID.triples) == len(direct) > 0
    [part] = found.subjects(VOID["class"], rdflib.URIRef(SG + "City"))
    assert number(found, part, VOID.entities) == 5


@settings(suppress_health_check=SLOW)
@given(graphs())
def test_the_counts_of_any_graph_are_those_of_its_triples(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    with graph_of_records(records, tmp_path_factory.mktemp("graph")) as graph:
        found, facts = description(graph), triples(graph)
    assert number(found, DATASET, VOID.triples) == len(facts)
    assert number(found, DATASET, VOID.distinctSubjects) == len({t.subject for t in facts})
    kinds = Counter(str(t.predicate.value) for t in facts)
    classes = Counter(str(t.object)[1:-1] for t in facts if t.predicate.value == str(RDF.type))
    for kind, counted, wanted in ((VOID.property, VOID.triples, kinds), (VOID["class"], VOID.entities, classes)):
        parts = found.subject_objects(kind)
        assert {str(iri): number(found, part, counted) for part, iri in parts} == wanted


def test_it_says_from_what_it_was_made_and_where_it_is_offered(graph: KnowledgeGraph) -> None:
    found = description(graph)
    assert {DCAT.Dataset, VOID.Dataset, PROV.Entity} <= set(found.objects(DATASET, RDF.type))
    sources = {str(iri).rpartition("/")[2] for iri in found.objects(DATASET, PROV.wasDerivedFrom)}
    assert sources == set(graph.documents)
    languages = {getattr(title, "language", "") for title in found.objects(DATASET, DCTERMS.title)}
    assert languages == {"zh", "en"}
    assert len(set(found.objects(DATASET, DCAT.distribution))) == 4
    places = {str(place).rpartition("/")[2] for place in found.objects(DATASET, DCTERMS.spatial)}
    assert places == {"jinan", "qingdao", "zibo", "zaozhuang"}
    period = found.value(DATASET, DCTERMS.temporal)
    dates = [date for s in graph.statements() if s.is_fact and s.source == "four-cities" for date in (s.start, s.end)]
    assert str(found.value(period, DCAT.startDate))[:4] <= min(filter(None, dates))[:4]
    assert str(found.value(period, DCAT.endDate))[:4] >= max(dates)[:4]


def test_what_is_published_is_what_dcat_ap_wants(graph: KnowledgeGraph, tmp_path: Path) -> None:
    found = description(graph, publication=publication(tmp_path))
    assert all(any(found.subjects(RDF.type, name)) for name in MANDATORY)
    assert missing(found, MANDATORY) == missing(found, RECOMMENDED) == []
    languages = {str(language) for language in found.objects(DATASET, DCTERMS.language)}
    assert languages
    assert all(language.startswith("http://publications.europa.eu/resource/") for language in languages)


def test_files_have_the_length_and_checksum_of_what_export_writes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    found = description(graph, publication=publication(tmp_path))
    for name, file in (
        ("turtle", "graph.ttl"),
        ("trig", "graph.trig"),
        ("ntriples", "graph.nt"),
        ("jsonld", "graph.jsonld"),
    ):
        [node] = found.subjects(DCAT.downloadURL, rdflib.URIRef(f"https://data.example.org/skills/{file}"))
        data = exported(graph, name)
        assert number(found, node, DCAT.byteSize) == len(data)
        checksum = found.value(node, SPDX.checksum)
        assert str(found.value(checksum, SPDX.checksumValue)) == hashlib.sha256(data).hexdigest()
        assert (DATASET, VOID.dataDump, found.value(node, DCAT.downloadURL)) in found


def test_nobody_is_named_and_no_licence_given_that_the_user_did_not_say(tmp_path: Path) -> None:
    write_graph([Document("my-report", "报告", "Report")], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        found = description(graph)
        unsaid = (DCTERMS.license, DCTERMS.publisher, DCTERMS.creator, DCTERMS.issued, DCAT.contactPoint)
        assert not any((None, property, None) in found for property in unsaid)
        said = description(graph, publication=publication(tmp_path))
        assert all((DATASET, property, None) in said for property in unsaid)
        assert said.value(said.value(DATASET, DCTERMS.publisher), FOAF.name)


def test_the_tables_that_come_along_have_their_licence(graph: KnowledgeGraph) -> None:
    licence = rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert description(graph).value(DATASET, DCTERMS.license) == licence


def test_a_day_comes_from_the_environment(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert str(description(graph).value(DATASET, DCTERMS.issued)) == "2026-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="give seconds since 1970"):
        description(graph)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("licence = 'CC-BY'", "unknown key 'licence'; did you mean 'license'?"),
        ("license = 'CC-BY'", "license: 'CC-BY' is no address"),
        ("address = 'https://a b'", "address: 'https://a b' is no address"),
        ("address = 'https://[x'", "is no address"),
        ("spatial = ['China']", "spatial, 1: 'China' is no address"),
        ("issued = '2026-13'", "'2026-13' is no date"),
        ("issued = 2026-11-29T10:00:00Z", "Expected `str`"),
        ("access = 'FREE'", "unknown access 'FREE'"),
        ("title = ' '", "is empty"),
        ("publisher = 'me'", "at `$.publisher`"),
        ("publisher = {name = ''}", "a name is empty"),
        ("publisher = {name = 'a', url = 'javascript:alert(1)'}", "url of 'a'"),
        ("contact = {name = 'a', email = 'mail'}", "email of 'a': 'mail' is no address of mail"),
        ("contact = {name = 'a', phone = '1'}", "phone"),
        ("title = ", "no TOML"),
        ("x = " + "[" * 5000, "no TOML"),
    ],
)
def test_what_is_wrong_with_a_publication_is_one_line(
    graph: KnowledgeGraph, tmp_path: Path, line: str, complaint: str
) -> None:
    path = publication(tmp_path, line)
    with pytest.raises(UsageError) as raised:
        description(graph, publication=path)
    assert str(raised.value).startswith(f"{path}: ")
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_publication_that_cannot_be_read_is_named(graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"publication\.toml: can't be read"):
        description(graph, publication=tmp_path / "publication.toml")
    (tmp_path / "publication.toml").write_bytes(PUBLICATION.encode("gb18030"))
    with pytest.raises(UsageError, match="not UTF-8"):
        description(graph, publication=tmp_path / "publication.toml")


def test_an_empty_graph_is_described_too(tmp_path: Path) -> None:
    write_graph([], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert number(description(graph), DATASET, VOID.triples) == 0
