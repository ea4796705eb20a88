"""A graph as catalogues describe data sets: DCAT 3 (W3C Recommendation, 2024) as DCAT-AP 3 wants it in Europe.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/ says what is mandatory and what is recommended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from skillgraph.formats import jsonld, ntriples, trig, turtle
from skillgraph.formats._publication import Agent, Publication
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import entity_iri
from skillgraph.mapping.rdf_terms import DATE
from skillgraph.model.dates import days
from skillgraph.model.ontology import BASE, PREFIXES, RDF, RDFS, XSD, ontology
from skillgraph.model.records import Entity, Observation, Section, Statement
from skillgraph.model.terms import PLACE

DATASET = ox.NamedNode(BASE + "dataset")
CATALOGUE = ox.NamedNode(BASE + "catalogue")
VOID, DCAT, DCT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#", PREFIXES["dcterms"]
FOAF, VCARD = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2006/vcard/ns#"
_SPDX = "http://spdx.org/rdf/terms#"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
#: The files that are offered, by the name of their format: what writes it, file, media type, type of the EU's table.
_FILES: dict[str, tuple[Callable[..., None], str, str, str]] = {
    "turtle": (turtle.write, "graph.ttl", "text/turtle", "RDF_TURTLE"),
    "trig": (trig.write, "graph.trig", "application/trig", "RDF_TRIG"),
    "ntriples": (ntriples.write, "graph.nt", "application/n-triples", "RDF_N_TRIPLES"),
    "jsonld": (jsonld.write, "graph.jsonld", "application/ld+json", "JSON_LD"),
}
_LANGUAGES = ("ZHO", "ENG")
#: The themes of the EU's table, by the English label that a concept must have; themes of others are left to them.
_THEMES = {
    f"{_AUTHORITY}data-theme/{code}": label
    for code, label in {
        "AGRI": "Agriculture, fisheries, forestry and food",
        "ECON": "Economy and finance",
        "EDUC": "Education, culture and sport",
        "ENER": "Energy",
        "ENVI": "Environment",
        "GOVE": "Government and public sector",
        "HEAL": "Health",
        "INTR": "International issues",
        "JUST": "Justice, legal system and public safety",
        "REGI": "Regions and cities",
        "SOCI": "Population and society",
        "TECH": "Science and technology",
        "TRAN": "Transport",
    }.items()
}
_ADMS = "http://purl.org/adms/"
_LICENCE_TYPES = {
    "https://creativecommons.org/licenses/by/": "Attribution",
    "https://creativecommons.org/licenses/by-sa/": "ViralEffect-ShareAlike",
    "https://creativecommons.org/licenses/by-nc/": "NonCommercialUseOnly",
    "https://creativecommons.org/publicdomain/zero/": "PublicDomain",
}
_AVAILABLE = _AUTHORITY + "planned-availability/AVAILABLE"


class _Measured:
    """A file that nobody keeps: how long it is, and its SHA-256."""

    def __init__(self) -> None:
        self.size, self._digest = 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._digest.update(data)
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def catalogue(graph: GraphFolder, said: Publication) -> Iterator[ox.Triple]:
    """The data set and its files; the catalogue around it where somebody is named who publishes it."""
    yield from _dataset(graph, said)
    yield from _coverage(graph, said)
    yield from _agents(said)
    for form in _FILES:
        yield from _file(graph, said, form)
    if said.publisher:
        yield from _catalogue(said)


def _dataset(graph: GraphFolder, said: Publication) -> Iterator[ox.Triple]:
    yield a(DATASET, DCAT + "Dataset")
    yield from _named(DATASET, said)
    yield text(DATASET, DCT + "identifier", said.identifier or DATASET.value)
    yield text(DATASET, DCAT + "version", said.version or graph.manifest.version)
    for language, words in (("zh", said.keywords), ("en", said.keywords_en)):
        yield from (text(DATASET, DCAT + "keyword", word, language) for word in dict.fromkeys(words))
    for theme in said.themes:
        yield link(DATASET, DCAT + "theme", ox.NamedNode(theme))
        if theme in _THEMES:
            yield from _concept(theme, _THEMES[theme])
    if said.access_right:
        yield from _typed(DATASET, DCT + "accessRights", said.access_right, DCT + "RightsStatement")
    if said.homepage:
        yield from _typed(DATASET, DCAT + "landingPage", said.homepage, FOAF + "Document")


def _named(node: ox.NamedNode, said: Publication) -> Iterator[ox.Triple]:
    """What data set and catalogue share."""
    for name in ("title", "description"):
        yield text(node, DCT + name, getattr(said, name), "zh")
        yield text(node, DCT + name, getattr(said, f"{name}_en"), "en")
    for language in _LANGUAGES:
        yield from _typed(node, DCT + "language", f"{_AUTHORITY}language/{language}", DCT + "LinguisticSystem")
    yield from _licence(node, said)
    for name, day in (("issued", said.issued), ("modified", said.modified or said.issued)):
        if day:
            yield ox.Triple(node, ox.NamedNode(DCT + name), cast(ox.Literal, DATE.term(day)))


def _licence(node: ox.NamedNode, said: Publication) -> Iterator[ox.Triple]:
    if said.license:
        yield from _typed(node, DCT + "license", said.license, DCT + "LicenseDocument")
        for beginning, kind in _LICENCE_TYPES.items():
            if said.license.startswith(beginning):
                yield link(ox.NamedNode(said.license), DCT + "type", ox.NamedNode(f"{_ADMS}licencetype/{kind}"))
                yield from _concept(f"{_ADMS}licencetype/{kind}", kind)


def _agents(said: Publication) -> Iterator[ox.Triple]:
    for property, agents in (("publisher", [said.publisher]), ("creator", said.creators)):
        for number, agent in enumerate(filter(None, agents), 1):
            node = _node_of(agent, f"{property}-{number}")
            yield link(DATASET, DCT + property, node)
            yield a(node, FOAF + "Agent")
            yield from _names(node, FOAF + "name", agent)
            if agent.type:
                yield link(node, DCT + "type", ox.NamedNode(agent.type))
                yield from _concept(agent.type, agent.type.rpartition("/")[2])
            if agent.email:
                yield link(node, FOAF + "mbox", ox.NamedNode(f"mailto:{agent.email}"))
    if said.contact:
        node = ox.NamedNode(BASE + "dataset/contact")
        yield link(DATASET, DCAT + "contactPoint", node)
        yield a(node, VCARD + "Kind")
        yield from _names(node, VCARD + "fn", said.contact)
        if said.contact.email:
            yield link(node, VCARD + "hasEmail", ox.NamedNode(f"mailto:{said.contact.email}"))
        if said.contact.url:
            yield link(node, VCARD + "hasURL", ox.NamedNode(said.contact.url))


def _node_of(agent: Agent, role: str) -> ox.NamedNode:
    return ox.NamedNode(agent.url or f"{BASE}dataset/{role}")


def _names(node: ox.NamedNode, property: str, agent: Agent) -> Iterator[ox.Triple]:
    yield text(node, property, agent.name, "zh" if agent.name_en else "")
    if agent.name_en:
        yield text(node, property, agent.name_en, "en")


def _coverage(graph: GraphFolder, said: Publication) -> Iterator[ox.Triple]:
    """Places that sections are about, where the user names none, and the time that facts of reports are of."""
    places: dict[str, None] = {}
    starts, ends = set(), set()
    reports = {d.id for d in graph.documents.values() if d.kind == "report"}
    for record in graph.records():
        if isinstance(record, Section) and record.about:
            places[record.about] = None
        elif isinstance(record, Statement | Observation) and record.source in reports and record.is_fact:
            period = days(record.start, record.end)
            starts.add(period.get("startDate", ""))
            ends.add(period.get("endDate", ""))
    found = {r.id: r for r in graph.records() if isinstance(r, Entity) and r.id in places and _is_place(r)}
    named = [found[id] for id in places if id in found]
    for node in (DATASET, CATALOGUE) if said.publisher else (DATASET,):
        for iri in said.spatial or [entity_iri(entity.id).value for entity in named]:
            yield from _typed(node, DCT + "spatial", iri, DCT + "Location")
    for entity in () if said.spatial else named:
        yield text(entity_iri(entity.id), RDFS + "label", entity.name, "zh")
    if dated := sorted(filter(None, starts | ends)):
        period_node = ox.NamedNode(BASE + "dataset/period")
        yield link(DATASET, DCT + "temporal", period_node)
        yield a(period_node, DCT + "PeriodOfTime")
        for name, day in (("startDate", dated[0]), ("endDate", dated[-1])):
            yield ox.Triple(period_node, ox.NamedNode(DCAT + name), cast(ox.Literal, DATE.term(day)))


def _is_place(entity: Entity) -> bool:
    return any(ontology().is_a(name, PLACE) for name in entity.classes)


def _file(graph: GraphFolder, said: Publication, form: str) -> Iterator[ox.Triple]:
    """A file; where it will be had, its length and checksum too, for which it is written once."""
    write, name, media_type, file_type = _FILES[form]
    node = ox.NamedNode(f"{BASE}dataset/{form}")
    yield link(DATASET, DCAT + "distribution", node)
    yield a(node, DCAT + "Distribution")
    yield text(node, DCT + "title", name)
    yield text(node, DCT + "description", f"全部陈述及其出处，{name}", "zh")
    yield text(node, DCT + "description", f"All statements with their passages, {name}", "en")
    yield from _typed(node, DCAT + "mediaType", _MEDIA + media_type, DCT + "MediaType")
    yield from _typed(node, DCT + "format", f"{_AUTHORITY}file-type/{file_type}", DCT + "MediaTypeOrExtent")
    yield from _licence(node, said)
    if not (url := said.url_of(name)):
        return
    for property in (DCAT + "accessURL", DCAT + "downloadURL"):
        yield link(node, property, ox.NamedNode(url))
    yield link(DATASET, VOID + "dataDump", ox.NamedNode(url))
    yield link(node, "http://data.europa.eu/r5r/availability", ox.NamedNode(_AVAILABLE))
    yield from _concept(_AVAILABLE, "available")
    write(graph, cast(IO[bytes], measured := _Measured()))
    size = ox.Literal(str(measured.size), datatype=ox.NamedNode(XSD + "nonNegativeInteger"))
    yield ox.Triple(node, ox.NamedNode(DCAT + "byteSize"), size)
    checksum = ox.NamedNode(f"{node.value}/checksum")
    yield link(node, _SPDX + "checksum", checksum)
    yield a(checksum, _SPDX + "Checksum")
    algorithm = _SPDX + "checksumAlgorithm_sha256"
    yield from _typed(checksum, _SPDX + "algorithm", algorithm, _SPDX + "ChecksumAlgorithm")
    value = ox.Literal(measured.sha256, datatype=ox.NamedNode(XSD + "hexBinary"))
    yield ox.Triple(checksum, ox.NamedNode(_SPDX + "checksumValue"), value)


def _catalogue(said: Publication) -> Iterator[ox.Triple]:
    assert said.publisher
    yield a(CATALOGUE, DCAT + "Catalog")
    yield from _named(CATALOGUE, said)
    yield link(CATALOGUE, DCT + "publisher", _node_of(said.publisher, "publisher-1"))
    yield link(CATALOGUE, DCAT + "dataset", DATASET)
    taxonomy = _AUTHORITY + "data-theme"
    yield from _typed(CATALOGUE, DCAT + "themeTaxonomy", taxonomy, PREFIXES["skos"] + "ConceptScheme")
    yield text(ox.NamedNode(taxonomy), DCT + "title", "Data theme", "en")
    if said.homepage:
        yield link(CATALOGUE, FOAF + "homepage", ox.NamedNode(said.homepage))


def _concept(iri: str, label: str) -> Iterator[ox.Triple]:
    yield a(ox.NamedNode(iri), PREFIXES["skos"] + "Concept")
    yield text(ox.NamedNode(iri), PREFIXES["skos"] + "prefLabel", label, "en")


def a(node: ox.NamedNode, kind: str) -> ox.Triple:
    """That a node is of a class."""
    return link(node, RDF + "type", ox.NamedNode(kind))


def link(node: ox.NamedNode, property: str, target: ox.NamedNode) -> ox.Triple:
    """A triple with an IRI."""
    return ox.Triple(node, ox.NamedNode(property), target)


def text(node: ox.NamedNode, property: str, words: str, language: str = "") -> ox.Triple:
    """A triple with text."""
    return ox.Triple(node, ox.NamedNode(property), ox.Literal(words, language=language or None))


def _typed(node: ox.NamedNode, property: str, target: str, kind: str) -> tuple[ox.Triple, ...]:
    """A triple with an IRI of others, and of which class that is, which validators that are offline can't look up."""
    return link(node, property, ox.NamedNode(target)), a(ox.NamedNode(target), kind)
