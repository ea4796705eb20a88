"""A description of the graph as a data set: VoID, DCAT and PROV, in Turtle, to publish beside the graph.

VoID (W3C Interest Group Note, 2011) counts triples, classes and properties; DCAT 3 (W3C Recommendation, 2024) says who
publishes which files where; PROV-O (W3C Recommendation, 2013) says from which reports it was made, and with what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from skillgraph.formats._catalogue import DATASET, DCT, VOID, a, catalogue, link, text
from skillgraph.formats._publication import PUBLICATION, read_publication
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import document_iri, entity_iri, triples
from skillgraph.mapping.serialization import write_sorted
from skillgraph.model.ontology import BASE, PREFIXES, RDF, RDFS, SG, XSD
from skillgraph.model.records import Document, Entity

_PROV = PREFIXES["prov"]
_BUILD = ox.NamedNode(BASE + "dataset/build")
_SOFTWARE = ox.NamedNode(BASE + "software")
_TYPE = ox.NamedNode(RDF + "type")
_THINGS = entity_iri("").value


def write(graph: GraphFolder, file: IO[bytes], publication: Path | None = None) -> None:
    """Writes the description; equal graphs give equal bytes.

    Args:
        graph: a built graph.
        file: where it goes.
        publication: who publishes it, where and under which licence, as TOML; without it, none of that is said.

    Raises:
        UsageError: the file of the publication can't be read, or has what none has.
        DataError: an id or a language is none that RDF can hold.

    Example:
        >>> import io, skillgraph
        >>> file = io.BytesIO()
        >>> write(skillgraph.load(), file)
        >>> b"void#Dataset" in file.getvalue()
        True
    """
    said = read_publication(publication, graph)
    # First, for it says what of the records RDF can't hold.
    counted = [*_statistics(graph)]
    # A place, a licence or an agent may be named more than once.
    found = dict.fromkeys((*_dataset(graph), *catalogue(graph, said), *_provenance(graph), *counted))
    write_sorted(iter(found), file, ox.RdfFormat.TURTLE)


FORMAT = Format(write=write, options=(PUBLICATION,))


def _dataset(graph: GraphFolder) -> Iterator[ox.Triple]:
    yield a(DATASET, VOID + "Dataset")
    yield a(DATASET, _PROV + "Entity")
    yield text(DATASET, VOID + "uriSpace", BASE)
    vocabularies = (SG, *(PREFIXES[p] for p in ("org", "schema", "prov", "oa", "qb", "skos", "dcterms", "time")))
    for iri in vocabularies:
        yield link(DATASET, VOID + "vocabulary", ox.NamedNode(iri.rstrip("#") if iri == SG else iri))
    for entity in islice((r for r in graph.records() if isinstance(r, Entity)), 1):
        yield link(DATASET, VOID + "exampleResource", entity_iri(entity.id))


def _provenance(graph: GraphFolder) -> Iterator[ox.Triple]:
    yield link(DATASET, _PROV + "wasGeneratedBy", _BUILD)
    yield a(_BUILD, _PROV + "Activity")
    yield link(_BUILD, _PROV + "wasAssociatedWith", _SOFTWARE)
    yield a(_SOFTWARE, _PROV + "SoftwareAgent")
    yield text(_SOFTWARE, RDFS + "label", f"skillgraph {graph.manifest.version}")
    for document in graph.documents.values():
        node = document_iri(document.id)
        yield link(_BUILD, _PROV + "used", node)
        yield link(DATASET, _PROV + "wasDerivedFrom", node)
        yield a(node, _PROV + "Entity")
        yield from _titles(node, document)


def _titles(node: ox.NamedNode, document: Document) -> Iterator[ox.Triple]:
    for title, language in ((document.title, document.language or "zh"), (document.title_en, "en")):
        if title:
            yield text(node, DCT + "title", title, language)


def _statistics(graph: GraphFolder) -> Iterator[ox.Triple]:
    """Counts over the profile `provenance`, each triple and each subject once, without holding them."""
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    # A thing is a subject in records of others too, as that of a fact. What else records share is written once.
    things: set[str] = set()
    others = 0
    written: set[str] = set()
    for record in graph.records():
        nodes: set[str] = set()
        for subject, predicate, thing in dict.fromkeys(triples(record, "provenance", written)):
            properties[predicate.value] += 1
            if predicate == _TYPE and isinstance(thing, ox.NamedNode):
                classes[thing.value] += 1
            nodes.add(cast(ox.NamedNode, subject).value)
        of_things = {node for node in nodes if node.startswith(_THINGS)}
        things |= of_things
        others += len(nodes) - len(of_things)
    counts = {
        "triples": properties.total(),
        "entities": graph.manifest.entities,
        "distinctSubjects": len(things) + others,
        "classes": len(classes),
        "properties": len(properties),
    }
    yield from (_count(DATASET, name, number) for name, number in counts.items())
    for kind, found, counted in (("class", classes, "entities"), ("property", properties, "triples")):
        for number, iri in enumerate(sorted(found), 1):
            part = ox.NamedNode(f"{BASE}dataset/{kind}-{number}")
            yield link(DATASET, f"{VOID}{kind}Partition", part)
            yield link(part, VOID + kind, ox.NamedNode(iri))
            yield _count(part, counted, found[iri])


def _count(node: ox.NamedNode, name: str, number: int) -> ox.Triple:
    literal = ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
    return ox.Triple(node, ox.NamedNode(VOID + name), literal)
