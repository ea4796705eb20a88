"""From RDF back to the records: triples of the profile `provenance`, in named graphs or not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.mapping.fields import DOCUMENT, ENTITY, OBSERVATION, SECTION, STATEMENT, Table, whole
from skillgraph.mapping.rdf_terms import COUNT, DOCUMENT_ID, ENTITY_ID, TERM, TEXT, form_of, iri, iris
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import BASE, Term, ontology
from skillgraph.model.records import Document, Entity, Evidence, Record

#: Everything that one graph, or all graphs together, say of a node: the objects of each predicate.
_About = dict[ox.NamedNode, list[Term]]

_A = iri("rdf:type")


def records(store: ox.Store) -> Iterator[Record]:
    """The records of a store in the order of a built graph: documents, entities, sections, statements, observations.

    Args:
        store: triples of the profile `provenance`, in named graphs or not; other triples are passed over.

    Raises:
        DataError: something that the vocabulary describes is not whole.

    Example:
        >>> from skillgraph.mapping.rdf import triples
        >>> from skillgraph.model.records import Entity
        >>> store = ox.Store()
        >>> laos = Entity("laos", "countries", ("Country",), "老挝", "Laos")
        >>> store.extend(ox.Quad(*t) for t in triples(laos, "provenance"))
        >>> next(records(store)) == laos
        True
    """
    sources = documents(store)
    yield from sources
    reports = {d.id for d in sources if d.kind == "report"}
    for node in _nodes(store, "sg:Entity"):
        yield _entity_of(store, node, reports)
    for name, table in (("sg:Section", SECTION), ("sg:Statement", STATEMENT), ("sg:Figure", OBSERVATION)):
        for node in _nodes(store, name):
            yield whole(_values(store, table, node, _about(store, node)), table.record, node.value)


def documents(store: ox.Store) -> list[Document]:
    """The sources that a store describes, by IRI; errors as `records`."""
    return [_document_of(store, node) for node in _nodes(store, "sg:Document")]


def _nodes(store: ox.Store, class_name: str) -> Iterator[ox.NamedNode]:
    """The nodes of a class by IRI, each once."""
    quads = store.quads_for_pattern(None, _A, iri(class_name))
    names = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return map(ox.NamedNode, sorted(names))


def _about(store: ox.Store, node: Term, graph: Any = None) -> _About:
    about: dict[ox.NamedNode, dict[Term, None]] = {}
    if isinstance(node, ox.NamedNode):
        for quad in store.quads_for_pattern(node, None, None, graph):
            about.setdefault(quad.predicate, {})[quad.object] = None
    return {predicate: list(objects) for predicate, objects in about.items()}


def _found(about: _About, predicate: str, read: Callable[[Term], Any]) -> list[Any]:
    """What the objects of a predicate say, in order; text that stands for no number comes behind the numbers."""
    found = (value for term in about.get(iri(predicate), ()) if (value := read(term)) is not None)
    return sorted(found, key=lambda value: (isinstance(value, str), value))


def _values(store: ox.Store, table: Table[Any], node: ox.NamedNode, about: _About) -> dict[str, Any]:
    """The fields of a record, as the table has them."""
    id = iris(f"{BASE}{table.folder}/").value(node)
    if id is None:
        raise DataError(f"{node.value} is not one of {BASE}{table.folder}/...")
    values: dict[str, Any] = {"id": id}
    for field in table.fields:
        if field.kind == "qualifier":
            values[field.name] = [
                (name, value)
                for name, property in ontology().qualifiers.items()
                for value in _found(about, f"sg:{name}", (TEXT if property.takes_text else ENTITY_ID).value)
            ]
        elif field.rdf and field.kind not in ("id", "title"):
            read = partial(_span, store) if field.kind == "span" else form_of(field).value
            found = _found(about, field.rdf, read)
            values |= {field.name: found if field.many else found[0]} if found else field.absent
    return values


def _document_of(store: ox.Store, node: ox.NamedNode) -> Document:
    about = _about(store, node)
    values = _values(store, DOCUMENT, node, about)
    labels = _found(about, "rdfs:label", lambda t: (t.language or "", t.value) if isinstance(t, ox.Literal) else None)
    # A title in English stands first among two English labels; which was first is nowhere said.
    titles = [text for tag, text in labels if tag == values["language"].lower()] or [text for _, text in labels]
    values["title"] = titles[0] if titles else None
    values["title_en"] = next((text for tag, text in reversed(labels) if tag == "en"), None)
    return whole(values, Document, node.value)


def _entity_of(store: ox.Store, node: ox.NamedNode, reports: Collection[str]) -> Entity:
    graphs = {quad.graph_name for quad in store.quads_for_pattern(node, iri("sg:source"), None)}
    everything = _about(store, node)
    if ox.DefaultGraph() in graphs:
        parts = _parts_of_one_graph(store, node, everything)
    else:
        said = [_about(store, node, graph) for graph in graphs]
        parts = [
            _description(store, node, a, source) for a in said for source in _found(a, "sg:source", DOCUMENT_ID.value)
        ]
    if not parts:
        raise DataError(f"{node.value} has no sg:source; the graph is not whole")
    return Entity.of_parts(parts, reports, ontology().derived(_found(everything, "rdf:type", TERM.value)))


def _parts_of_one_graph(store: ox.Store, node: ox.NamedNode, about: _About) -> list[Entity]:
    """A description for each source: mentions and sections go where they stand, all else to the first source."""
    first = _description(store, node, about, "")
    other = Entity(first.id, "", first.classes, first.name, existence=first.existence)
    statuses = _found(about, "sg:status", iris(f"{BASE}status/").value)
    return [
        msgspec.structs.replace(
            other if n else first,
            source=source,
            status=statuses[min(n, len(statuses) - 1)],
            mentions=tuple(m for m in first.mentions if m.document == source),
            said_in=tuple(section for section in first.said_in if section.startswith(f"{source}/")),
        )
        for n, source in enumerate(_found(about, "sg:source", DOCUMENT_ID.value))
    ]


def _description(store: ox.Store, node: ox.NamedNode, about: _About, source: str) -> Entity:
    names, of_class = (_found(about, predicate, TERM.value) for predicate in ("rdf:type", "sg:ofClass"))
    values = {**_values(store, ENTITY, node, about), **ontology().existence(names, of_class), "source": source}
    return whole(values, Entity, node.value)


def _span(store: ox.Store, node: Term) -> Evidence:
    about = _about(store, node)
    position = {p: o for selector in about.get(iri("oa:hasSelector"), ()) for p, o in _about(store, selector).items()}
    said = {
        "document": _found(about, "oa:hasSource", DOCUMENT_ID.value),
        "start": _found(position, "oa:start", COUNT.value),
        "end": _found(position, "oa:end", COUNT.value),
        "checksum": _found(about, "sg:passageChecksum", TEXT.value) or [""],
    }
    return whole({name: found[0] for name, found in said.items() if found}, Evidence, str(node))
