"""Nanopublications: each statement and figure by itself, with the passage that says it and who published it, as TriG.

One of them (https://nanopub.net/guidelines/working_draft/) is four named graphs: its head, what is asserted, where that
comes from, and what is said of the publication. Its IRI is a Trusty URI: it holds the checksum of its content.

What is no fact is never asserted as one. The assertion of a fact is its triple, and the statement with its time and
qualifiers; of what is planned, explored, a rule, supported or denied it is the statement alone, whose modality stands
in the assertion beside it. So whoever puts all assertions into one graph reads no plan as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO

import msgspec
import pyoxigraph as ox

from skillgraph.formats._catalogue import DCT, FOAF, a, link, text
from skillgraph.formats._publication import PUBLICATION, Publication, read_publication
from skillgraph.formats._trusty import UNKNOWN, artifact_code
from skillgraph.formats._turtle import prefixes, subjects
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import document_iri, triples
from skillgraph.mapping.rdf_terms import iri
from skillgraph.model.dates import first_day
from skillgraph.model.ontology import BASE, PREFIXES, RDFS, SG, XSD, ontology
from skillgraph.model.records import Document, Entity, Observation, Statement

_NP, _NPX, _PROV = "http://www.nanopub.org/nschema#", "http://purl.org/nanopub/x/", PREFIXES["prov"]
_FOLDER = BASE + "np/"
_THIS = ox.NamedNode(_FOLDER + UNKNOWN)
_HEAD, _ASSERTION, _PROVENANCE, _PUBINFO = (
    ox.NamedNode(f"{_THIS.value}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo")
)
_NAMES = {_THIS: "this:", _ASSERTION: "sub:assertion"}
_SOFTWARE = ox.NamedNode(BASE + "software")
#: What the source, and who read it, have to do with it, and not what is so.
_OF_PROVENANCE = frozenset(
    iri(f"sg:{name}") for name in ("evidence", "figureSpan", "source", "saidIn", "basis", "status", "rank", "restates")
)
_Quads = dict[ox.NamedNode, list[ox.Triple]]


def write(graph: GraphFolder, file: IO[bytes], publication: Path | None = None) -> None:
    """Writes a nanopublication for each statement and figure that nobody rejected, in the order of the records.

    Args:
        graph: a built graph.
        file: where it goes.
        publication: who publishes it, when and under which licence, as TOML. It is part of what the IRIs hold the
            checksum of.

    Raises:
        UsageError: the file of the publication can't be read, or has what none has.
        DataError: an id or a language is none that RDF can hold.
    """
    said = read_publication(publication, graph)
    published = [*_published(said)]
    file.write(f"{prefixes()}PREFIX np: <{_NP}>\nPREFIX npx: <{_NPX}>\n".encode())
    for record in graph.records():
        if isinstance(record, Statement | Observation) and record.status != "rejected":
            quads = _quads(graph, record)
            quads[_PUBINFO] += published
            file.write(_written(quads).encode())


FORMAT = Format(write=write, options=(PUBLICATION,))


def _quads(graph: GraphFolder, record: Statement | Observation) -> _Quads:
    """The three graphs of a nanopublication, and what is not yet said of the publication."""
    # First, for it says what of a record RDF can't hold.
    found, document = [*triples(record, "provenance")], graph.documents[record.source]
    described = _described(document)
    source = document_iri(document.id)
    documents = {document_iri(e.document).value for e in record.evidence} | {source.value}
    assertion: list[ox.Triple] = []
    provenance = [link(_ASSERTION, _PROV + "hadPrimarySource", source)]
    for triple in found:
        subject = triple.subject
        assert isinstance(subject, ox.NamedNode)
        if triple.predicate == iri("sg:evidence") or triple.predicate == iri("sg:figureSpan"):
            assert isinstance(triple.object, ox.NamedNode)
            provenance.append(link(_ASSERTION, _PROV + "wasDerivedFrom", triple.object))
        is_passage = subject.value.partition("#")[0] in documents
        (provenance if is_passage or triple.predicate in _OF_PROVENANCE else assertion).append(triple)
    provenance += described
    kind = ox.NamedNode(SG + record.class_name)
    pubinfo = [link(_THIS, _NPX + "hasNanopubType", kind), *_labels(graph, record)]
    return {_ASSERTION: assertion, _PROVENANCE: provenance, _PUBINFO: pubinfo}


@lru_cache(maxsize=64)
def _described(document: Document) -> tuple[ox.Triple, ...]:
    """The source: what it is called, and the checksum of the text that the offsets count in."""
    # The checksum of its tables changes with every row, and with it all IRIs would.
    found = [*triples(msgspec.structs.replace(document, tables_sha256=""), "provenance")]
    return tuple(t for t in found if t.subject == document_iri(document.id))


def _labels(graph: GraphFolder, record: Statement | Observation) -> Iterator[ox.Triple]:
    """What it is about, for people: names, and beside what is no fact its modality."""
    subject = graph.entities[record.subject]
    for language in ("zh", "en"):
        if isinstance(record, Statement):
            other = _name(graph.entities[record.object], language) if record.object else record.text
            words = f"{_name(subject, language)} {ontology().label(record.predicate, language)} {other}"
        else:
            words = f"{_name(subject, language)}: {_name(graph.entities[record.indicator], language)}"
        if record.modality != "actual":
            words += f" ({ontology().codes('modality', language)[record.modality]})"
        yield text(_THIS, RDFS + "label", words, language)


def _name(entity: Entity, language: str) -> str:
    return (language == "en" and entity.name_en) or entity.name


def _published(said: Publication) -> Iterator[ox.Triple]:
    """Who published it, when and under which licence, as far as it was said; the same of all."""
    yield link(_THIS, _PROV + "wasAttributedTo", _SOFTWARE)
    if said.issued:
        moment = ox.Literal(f"{first_day(said.issued)}T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime"))
        yield ox.Triple(_THIS, ox.NamedNode(DCT + "created"), moment)
    if said.license:
        yield link(_THIS, DCT + "license", ox.NamedNode(said.license))
    named = [*((DCT + "creator", agent) for agent in said.creators)]
    if said.publisher:
        named.append((DCT + "publisher", said.publisher))
    agents = {agent: ox.NamedNode(agent.url or f"{BASE}agent/{n}") for n, (_, agent) in enumerate(named, 1)}
    yield from (link(_THIS, property, agents[agent]) for property, agent in named)
    yield a(_SOFTWARE, _PROV + "SoftwareAgent")
    yield text(_SOFTWARE, RDFS + "label", "skillgraph")
    for agent, node in agents.items():
        yield text(node, FOAF + "name", agent.name)


def _written(quads: _Quads) -> str:
    """The four graphs as TriG, named by their checksum."""
    parts = {"hasAssertion": _ASSERTION, "hasProvenance": _PROVENANCE, "hasPublicationInfo": _PUBINFO}
    head = [a(_THIS, _NP + "Nanopublication"), *(link(_THIS, _NP + name, node) for name, node in parts.items())]
    graphs = {_HEAD: head, **quads}
    code = artifact_code(ox.Quad(t.subject, t.predicate, t.object, g) for g, found in graphs.items() for t in found)
    blocks = [
        f"\nPREFIX this: <{_FOLDER}{code}>\nPREFIX sub: <{_FOLDER}{code}#>\n\nsub:Head {{",
        "    this: a np:Nanopublication ;\n        np:hasAssertion sub:assertion ;",
        "        np:hasProvenance sub:provenance ;\n        np:hasPublicationInfo sub:pubinfo .\n}",
    ]
    for graph, found in quads.items():
        lines = subjects(sorted(found, key=lambda t: str(t.subject)), _NAMES)
        body = "\n".join(lines).replace("\n", "\n    ")
        blocks.append(f"sub:{graph.value.rpartition('#')[2]} {{\n    {body}\n}}")
    return "\n".join(blocks) + "\n"
