"""A description of the graph as a data set: VoID, DCAT and PROV, in Turtle, to publish beside the graph.

VoID (W3C Interest Group Note, 2011) counts triples, classes and properties; DCAT 3 (W3C Recommendation, 2024) lists the
files; PROV-O (W3C Recommendation, 2013) says from which reports the graph was made, and with what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import document_iri, entity_iri
from skillgraph.mapping.serialization import all_triples, write_sorted
from skillgraph.model.ontology import BASE, PREFIXES, RDF, RDFS, SG, XSD
from skillgraph.model.records import Document

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCT, _PROV = PREFIXES["dcterms"], PREFIXES["prov"]
_DATASET = ox.NamedNode(BASE + "dataset")
_BUILD = ox.NamedNode(BASE + "dataset/build")
_SOFTWARE = ox.NamedNode(BASE + "software")
_LICENSE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_TYPE = ox.NamedNode(RDF + "type")
_MEDIA = "https://www.iana.org/assignments/media-types/"
#: The files that are offered, by the name of their format: file and media type.
_FILES = {
    "turtle": ("graph.ttl", "text/turtle"),
    "trig": ("graph.trig", "application/trig"),
    "ntriples": ("graph.nt", "application/n-triples"),
    "jsonld": ("graph.jsonld", "application/ld+json"),
}


def write(graph: GraphFolder, file: IO[bytes]) -> None:
    """Writes the description; equal graphs give equal bytes.

    Example:
        >>> import io, skillgraph
        >>> file = io.BytesIO()
        >>> write(skillgraph.load(), file)
        >>> b"void#Dataset" in file.getvalue()
        True
    """
    write_sorted(_description(graph), file, ox.RdfFormat.TURTLE)


FORMAT = Format(write=write)


def _description(graph: GraphFolder) -> Iterator[ox.Triple]:
    yield from _dataset(graph)
    yield from _files()
    yield from _provenance(graph)
    yield from _statistics(graph)


def _dataset(graph: GraphFolder) -> Iterator[ox.Triple]:
    for kind in (_VOID + "Dataset", _DCAT + "Dataset", _PROV + "Entity"):
        yield ox.Triple(_DATASET, _TYPE, ox.NamedNode(kind))
    yield from (_text(_DATASET, "title", text, language) for text, language in _TITLES)
    yield from (_text(_DATASET, "description", text, language) for text, language in _DESCRIPTIONS)
    yield _link(_DATASET, _DCT + "license", _LICENSE)
    yield ox.Triple(_DATASET, ox.NamedNode(_DCAT + "version"), ox.Literal(graph.manifest.version))
    for language in ("zh", "en"):
        yield ox.Triple(_DATASET, ox.NamedNode(_DCT + "language"), ox.Literal(language))
    yield ox.Triple(_DATASET, ox.NamedNode(_VOID + "uriSpace"), ox.Literal(BASE))
    vocabularies = (SG, *(PREFIXES[p] for p in ("org", "schema", "prov", "oa", "qb", "skos", "dcterms", "time")))
    for iri in vocabularies:
        yield _link(_DATASET, _VOID + "vocabulary", ox.NamedNode(iri.rstrip("#") if iri == SG else iri))
    for id in list(graph.entities)[:1]:
        yield _link(_DATASET, _VOID + "exampleResource", entity_iri(id))


def _files() -> Iterator[ox.Triple]:
    for form, (name, media_type) in _FILES.items():
        node = ox.NamedNode(f"{BASE}dataset/{form}")
        yield _link(_DATASET, _DCAT + "distribution", node)
        yield ox.Triple(node, _TYPE, ox.NamedNode(_DCAT + "Distribution"))
        yield ox.Triple(node, ox.NamedNode(_DCT + "title"), ox.Literal(name))
        yield _link(node, _DCAT + "mediaType", ox.NamedNode(_MEDIA + media_type))
        yield _link(node, _DCT + "license", _LICENSE)


def _provenance(graph: GraphFolder) -> Iterator[ox.Triple]:
    yield _link(_DATASET, _PROV + "wasGeneratedBy", _BUILD)
    yield ox.Triple(_BUILD, _TYPE, ox.NamedNode(_PROV + "Activity"))
    yield _link(_BUILD, _PROV + "wasAssociatedWith", _SOFTWARE)
    yield ox.Triple(_SOFTWARE, _TYPE, ox.NamedNode(_PROV + "SoftwareAgent"))
    label = ox.Literal(f"skillgraph {graph.manifest.version}")
    yield ox.Triple(_SOFTWARE, ox.NamedNode(RDFS + "label"), label)
    for document in graph.documents.values():
        node = document_iri(document.id)
        yield _link(_BUILD, _PROV + "used", node)
        yield _link(_DATASET, _PROV + "wasDerivedFrom", node)
        yield ox.Triple(node, _TYPE, ox.NamedNode(_PROV + "Entity"))
        yield from _titles(node, document)


def _titles(node: ox.NamedNode, document: Document) -> Iterator[ox.Triple]:
    for text, language in ((document.title, document.language or "zh"), (document.title_en, "en")):
        if text:
            yield _text(node, "title", text, language)


def _statistics(graph: GraphFolder) -> Iterator[ox.Triple]:
    """Counts over the profile `provenance`, each triple once."""
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    subjects: set[str] = set()
    for subject, predicate, thing in dict.fromkeys(all_triples(graph.records(), "provenance")):
        properties[predicate.value] += 1
        if predicate == _TYPE and isinstance(thing, ox.NamedNode):
            classes[thing.value] += 1
        subjects.add(str(subject))
    counts = {
        "triples": properties.total(),
        "entities": graph.manifest.entities,
        "distinctSubjects": len(subjects),
        "classes": len(classes),
        "properties": len(properties),
    }
    yield from (_count(_DATASET, name, number) for name, number in counts.items())
    for kind, found, counted in (("class", classes, "entities"), ("property", properties, "triples")):
        for number, iri in enumerate(sorted(found), 1):
            part = ox.NamedNode(f"{BASE}dataset/{kind}-{number}")
            yield _link(_DATASET, f"{_VOID}{kind}Partition", part)
            yield _link(part, _VOID + kind, ox.NamedNode(iri))
            yield _count(part, counted, found[iri])


def _text(node: ox.NamedNode, name: str, text: str, language: str) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(_DCT + name), ox.Literal(text, language=language))


def _link(node: ox.NamedNode, predicate: str, target: ox.NamedNode) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(predicate), target)


def _count(node: ox.NamedNode, name: str, number: int) -> ox.Triple:
    literal = ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
    return ox.Triple(node, ox.NamedNode(_VOID + name), literal)


_TITLES = (("技能人才知识图谱", "zh"), ("Knowledge graph of skilled talent and vocational training", "en"))
_DESCRIPTIONS = (
    ("由职业教育与技能人才报告整理的机构、合作与人才知识图谱，每项事实都注明出处。", "zh"),
    ("Institutions, partnerships and talent in vocational training, from reports; every fact has its passage.", "en"),
)
