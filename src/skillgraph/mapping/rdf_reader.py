"""From RDF of the profile `provenance` back to the records: the inverse of `rdf`.

What one source says of an entity is known where the RDF stands in named graphs, a graph a source. In a single graph,
names and identifiers are all given to the first of an entity's sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from urllib.parse import unquote

import msgspec
import pyoxigraph as ox

from skillgraph.mapping.propertygraph_reader import most_specific
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import BASE, PREFIXES, RDF, RDFS, SG, SKOS, Term, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Statement

R = TypeVar("R")

_TYPE = ox.NamedNode(RDF + "type")
_LABEL = RDFS + "label"
_TERMS = PREFIXES["dcterms"]
_OA = PREFIXES["oa"]
_LATER = {"Kind": "kind", "Envisaged": "envisaged"}

#: Everything that one graph, or all graphs together, say of a node: the objects of each property.
_About = dict[str, list[Term]]


def records(store: ox.Store) -> Iterator[Record]:
    """The records of a store in the order of a built graph: documents, entities, statements, observations.

    Args:
        store: triples of the profile `provenance`, in named graphs or not; other triples are passed over.

    Raises:
        DataError: something that the vocabulary describes is not whole.

    Example:
        >>> from skillgraph.mapping.rdf import triples
        >>> store = ox.Store()
        >>> laos = Entity("laos", "countries", ("Country",), "老挝", "Laos")
        >>> store.extend(ox.Quad(*t) for t in triples(laos, "provenance"))
        >>> next(records(store)) == laos
        True
    """
    sources = documents(store)
    yield from sources
    reports = {d.id for d in sources if d.kind == "report"}
    for node in _nodes(store, "Entity"):
        yield _entity(store, node, reports)
    for node in _nodes(store, "Statement"):
        yield _statement(store, node)
    for node in _nodes(store, "Figure"):
        yield _observation(store, node)


def documents(store: ox.Store) -> list[Document]:
    """The sources that a store describes, by IRI; errors as `records`."""
    return [_document(node, _about(store, node)) for node in _nodes(store, "Document")]


def _nodes(store: ox.Store, class_name: str) -> Iterator[ox.NamedNode]:
    """The nodes of a class by IRI, each once."""
    quads = store.quads_for_pattern(None, _TYPE, ox.NamedNode(SG + class_name))
    names = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return map(ox.NamedNode, sorted(names))


def _about(store: ox.Store, node: ox.NamedNode, graph: Any = None) -> _About:
    about: dict[str, dict[Term, None]] = {}
    for quad in store.quads_for_pattern(node, None, None, graph):
        about.setdefault(quad.predicate.value, {})[quad.object] = None
    return {predicate: list(objects) for predicate, objects in about.items()}


def _document(node: ox.NamedNode, about: _About) -> Document:
    language = _text(about, _TERMS + "language")
    labels = sorted((t.language or "", t.value) for t in about.get(_LABEL, []) if isinstance(t, ox.Literal))
    # A title in English stands first among two English labels; which was first is nowhere said.
    titles = [value for tag, value in labels if tag == language.lower()] or [value for _, value in labels]
    english = [value for tag, value in labels if tag == "en"]
    values = {
        "id": _text(about, _TERMS + "identifier"),
        "title": titles[0] if titles else None,
        "title_en": english[-1] if english else None,
        "kind": _text(about, _TERMS + "type"),
        "publisher": _text(about, _TERMS + "publisher"),
        "issued": _text(about, _TERMS + "issued"),
        "language": language,
        "license": _text(about, _TERMS + "license"),
        "media_type": _text(about, _TERMS + "format"),
        "file": unquote(_text(about, PREFIXES["schema"] + "contentUrl")),
        "sha256": _text(about, SG + "sha256"),
        "characters": int(_text(about, SG + "characterCount") or -1),
        "tables_sha256": _text(about, SG + "tablesSha256"),
    }
    if values["characters"] == -1:
        values["characters"] = None
    return _convert(node, values, Document)


def _entity(store: ox.Store, node: ox.NamedNode, reports: set[str]) -> Entity:
    everything = _about(store, node)
    graphs = {q.graph_name for q in store.quads_for_pattern(node, ox.NamedNode(SG + "source"), None)}
    if ox.DefaultGraph() in graphs:
        parts = _parts_of_one_graph(store, node, everything)
    else:
        parts = [
            _description(store, node, _about(store, node, graph), source)
            for graph in graphs
            for source in _locals(_about(store, node, graph), SG + "source", "document/")
        ]
    if not parts:
        raise DataError(f"{node.value} has no sg:source; the graph is not whole")
    parts.sort(key=lambda part: (part.source in reports, part.source))
    entity = parts[0]
    for part in parts[1:]:
        entity = entity.merged(part)
    types = set(_locals(everything, RDF + "type", "ontology#"))
    derived = {c.name for c in ontology().classes.values() if c.derived} - set(_LATER)
    return msgspec.structs.replace(entity, derived=tuple(c for c in ontology().classes if c in types & derived))


def _parts_of_one_graph(store: ox.Store, node: ox.NamedNode, about: _About) -> list[Entity]:
    """A description for each source: mentions go where they stand, all else to the first source."""
    whole = _description(store, node, about, "")
    sources = sorted(_locals(about, SG + "source", "document/"))
    statuses = sorted(_locals(about, SG + "status", "status/"))
    parts = []
    for position, source in enumerate(sources):
        mentions = tuple(m for m in whole.mentions if m.document == source)
        status = statuses[min(position, len(statuses) - 1)] if statuses else ""
        part = whole if position == 0 else Entity(whole.id, source, whole.classes, whole.name)
        values = {"source": source, "existence": whole.existence, "mentions": mentions, "status": status}
        parts.append(msgspec.structs.replace(part, **values))
    return parts


def _description(store: ox.Store, node: ox.NamedNode, about: _About, source: str) -> Entity:
    types = set(_locals(about, RDF + "type", "ontology#"))
    existence = next((_LATER[t] for t in types if t in _LATER), "individual")
    derived = {c.name for c in ontology().classes.values() if c.derived}
    names = _literals(about, _LABEL)
    others = _literals(about, SKOS + "altLabel")
    of_class = set(_locals(about, SG + "ofClass", "ontology#"))
    values = {
        "id": _local(node, "entity/"),
        "source": source,
        "classes": most_specific(types - derived) if existence == "individual" else _in_order(of_class),
        "name": next((value for value, tag in names if tag == "zh"), ""),
        "name_en": next((value for value, tag in names if tag == "en"), ""),
        "existence": existence,
        "aliases": [value for value, tag in others if tag == "zh"],
        "aliases_en": [value for value, tag in others if tag == "en"],
        "other_names": sorted((tag, value) for value, tag in others if tag not in ("zh", "en")),
        "identifiers": sorted(
            (_local(t.datatype, "ontology#"), t.value)
            for t in about.get(SKOS + "notation", [])
            if isinstance(t, ox.Literal)
        ),
        "status": next(iter(sorted(_locals(about, SG + "status", "status/"))), None),
        "mentions": _spans(store, about, "mention"),
    }
    return _convert(node, values, Entity)


def _in_order(classes: set[str]) -> list[str]:
    return [name for name in ontology().classes if name in classes]


def _statement(store: ox.Store, node: ox.NamedNode) -> Statement:
    about = _about(store, node)
    predicate = next(iter(_locals(about, RDF + "predicate", "ontology#")), "")
    values = {
        **_common(store, node, about, "statement/"),
        "basis": next(iter(_locals(about, SG + "basis", "basis/")), None),
        "subject": next(iter(_locals(about, RDF + "subject", "entity/")), None),
        "predicate": predicate or None,
        "object": next(iter(_locals(about, RDF + "object", "entity/")), ""),
        "text": next((value for value, _ in _literals(about, RDF + "object")), ""),
    }
    return _convert(node, values, Statement)


def _observation(store: ox.Store, node: ox.NamedNode) -> Observation:
    about = _about(store, node)
    [figure] = _spans(store, about, "figureSpan") or (None,)
    values = {
        **_common(store, node, about, "figure/"),
        "subject": next(iter(_locals(about, SG + "subject", "entity/")), None),
        "indicator": next(iter(_locals(about, SG + "indicator", "entity/")), None),
        "unit": next(iter(_locals(about, SG + "unit", "entity/")), None),
        "about": next(iter(_locals(about, SG + "about", "entity/")), ""),
        "part_of": next(iter(_locals(about, SG + "partOfFigure", "figure/")), ""),
        "value": _decimal(node, about, "value"),
        "value_max": _decimal(node, about, "valueMax"),
        "bound": next(iter(_locals(about, SG + "bound", "bound/")), None),
        "figure": figure,
    }
    return _convert(node, values, Observation)


def _common(store: ox.Store, node: ox.NamedNode, about: _About, folder: str) -> dict[str, Any]:
    qualifiers = []
    for name, property in ontology().qualifiers.items():
        if property.takes_text:
            qualifiers += [(name, value) for value, _ in _literals(about, SG + name)]
        else:
            qualifiers += [(name, id) for id in _locals(about, SG + name, "entity/")]
    return {
        "id": _local(node, folder),
        "source": next(iter(_locals(about, SG + "source", "document/")), None),
        "modality": next(iter(_locals(about, SG + "modality", "modality/")), None),
        "status": next(iter(_locals(about, SG + "status", "status/")), None),
        "time": _text(about, SG + "timeText"),
        "start": _text(about, SG + "start"),
        "end": _text(about, SG + "end"),
        "qualifiers": qualifiers,
        "evidence": _spans(store, about, "evidence"),
    }


def _spans(store: ox.Store, about: _About, property: str) -> tuple[Evidence, ...]:
    """The passages that a property leads to, in the order of the text."""
    found = (_span(store, term) for term in about.get(SG + property, []))
    return tuple(sorted(found, key=lambda e: (e.document, e.start, e.end)))


def _span(store: ox.Store, node: Term) -> Evidence:
    if not isinstance(node, ox.NamedNode):
        raise DataError(f"{node} is no passage: give it an IRI")
    about = _about(store, node)
    selector = next(iter(about.get(_OA + "hasSelector", [])), None)
    position = _about(store, selector) if isinstance(selector, ox.NamedNode) else {}
    values = {
        "document": next(iter(_locals(about, _OA + "hasSource", "document/")), None),
        "start": int(_text(position, _OA + "start") or -1),
        "end": int(_text(position, _OA + "end") or -1),
        "checksum": _text(about, SG + "passageChecksum"),
    }
    if -1 in values.values():
        raise DataError(f"{node.value} has no oa:TextPositionSelector with a start and an end")
    return _convert(node, values, Evidence)


def _literals(about: _About, predicate: str) -> list[tuple[str, str]]:
    """The texts of a property with their languages, in order."""
    found = (term for term in about.get(predicate, []) if isinstance(term, ox.Literal))
    return sorted((term.value, term.language or "") for term in found)


def _text(about: _About, predicate: str) -> str:
    return next((value for value, _ in _literals(about, predicate)), "")


def _locals(about: _About, predicate: str, folder: str) -> list[str]:
    """What follows `folder` in the IRIs of a property that are the project's own."""
    prefix = BASE + folder
    iris: Iterable[str] = (term.value for term in about.get(predicate, []) if isinstance(term, ox.NamedNode))
    return sorted(iri[len(prefix) :] for iri in iris if iri.startswith(prefix))


def _local(node: ox.NamedNode, folder: str) -> str:
    if not node.value.startswith(BASE + folder):
        raise DataError(f"{node.value} is not one of {BASE}{folder}...")
    return node.value[len(BASE + folder) :]


def _decimal(node: ox.NamedNode, about: _About, name: str) -> Decimal | None:
    text = _text(about, SG + name)
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise DataError(f"{node.value}: sg:{name} is {text!r}, which is no number") from None


def _convert(node: ox.NamedNode, values: dict[str, Any], type: type[R]) -> R:
    try:
        return msgspec.convert(values, type)
    except msgspec.ValidationError as error:
        raise DataError(f"{node.value} is not whole or not of this vocabulary: {error}") from None
