"""The vocabulary itself in the property graph, and back: what a label, a type or a code means, in Chinese and English.

Each term is a node `(:Term {id: "sg:City", name, nameEn, definition, ...})`; what relates terms is a relationship. The
blank nodes of the Turtle file have no node: members of a union and components of a structure are numbered instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from skillgraph.mapping.propertygraph import ROOT_LABEL, Node, Property, Relationship
from skillgraph.model.errors import DataError
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import OWL, PREFIXES, RDF, RDFS, SG, XSD, Term, ontology

_PREFIXES = {
    **{p: iri for p, iri in PREFIXES.items() if p not in ("entity", "statement", "figure", "document")},
    "cpov": "http://data.europa.eu/m8g/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "esco": "http://data.europa.eu/esco/model#",
    "rov": "http://www.w3.org/ns/regorg#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
}
#: The annotations that are words for a reader.
_WORDS = ("counted", "legend", "question")
#: The property that holds a literal, by predicate and language.
_TEXTS = {
    (RDFS + "label", "zh"): "name",
    (RDFS + "label", "en"): "nameEn",
    (RDFS + "comment", "zh"): "definition",
    (RDFS + "comment", "en"): "definitionEn",
    (PREFIXES["dcterms"] + "title", "zh"): "title",
    (PREFIXES["dcterms"] + "title", "en"): "titleEn",
    (PREFIXES["dcterms"] + "description", "zh"): "description",
    (PREFIXES["dcterms"] + "description", "en"): "descriptionEn",
    (OWL + "versionInfo", ""): "version",
    **{(SG + mark, "zh"): mark for mark in _WORDS},
    **{(SG + mark, "en"): f"{mark}En" for mark in _WORDS},
}
_BOOLEAN = ox.NamedNode(XSD + "boolean")
_UNION = OWL + "unionOf"
_COMPONENT = PREFIXES["qb"] + "component"
_TYPE = RDF + "type"


def term_elements() -> Iterator[Node | Relationship]:
    """The nodes and relationships of the ontology, terms of other vocabularies that it names among them.

    Example:
        >>> [city] = [e for e in term_elements() if isinstance(e, Node) and e.id == "sg:City"]
        >>> city.properties["name"], city.properties["nameEn"]
        ('城市', 'city')
    """
    reader = _Blanks(ontology().triples())
    properties: dict[str, dict[str, Property]] = {}
    links: list[Relationship] = []
    for subject, predicate, object in reader.triples:
        if not isinstance(subject, ox.NamedNode):
            continue
        id = _compact(subject.value)
        known = properties.setdefault(id, {})
        if isinstance(object, ox.Literal):
            known.update(_literal(predicate.value, object))
            continue
        for end, more in reader.ends(predicate.value, object):
            properties.setdefault(_compact(end), {})
            links.append(_link(id, predicate.value, _compact(end), more))
    for name in ontology().properties:
        # What a Cypher user looks up: the Chinese name of PARTNERS_WITH.
        properties[f"sg:{name}"]["relationshipType"] = relationship_type(name)
    yield from (Node(id, ("Term", ROOT_LABEL), found) for id, found in properties.items())
    yield from links


def term_triples(
    nodes: Mapping[str, Mapping[str, Property]], links: Iterable[tuple[str, str, str, Mapping[str, Property]]]
) -> Iterator[ox.Triple]:
    """The ontology's triples from the `Term` nodes of a database.

    Args:
        nodes: their properties by id.
        links: the relationships between them: id of the start, predicate (the property `predicate` of the
            relationship), id of the end, properties.

    Example:
        >>> [triple] = term_triples({"sg:City": {"name": "城市"}}, [])
        >>> triple.object.value, triple.object.language
        ('城市', 'zh')
    """
    texts = {name: key for key, name in _TEXTS.items()}
    for id, properties in nodes.items():
        for name, value in properties.items():
            if name in texts:
                predicate, language = texts[name]
                literal = ox.Literal(str(value), language=language or None)
                yield ox.Triple(_expand(id), ox.NamedNode(predicate), literal)
            elif name in ontology().annotations:
                yield ox.Triple(_expand(id), ox.NamedNode(SG + name), _mark(value))
    unions: dict[tuple[str, str], dict[int, str]] = {}
    for start, predicate, end, properties in links:
        node = _expand(predicate)
        if "position" in properties:
            unions.setdefault((start, predicate), {})[int(str(properties["position"]))] = end
        elif "role" in properties:
            component = ox.BlankNode()
            yield ox.Triple(_expand(start), node, component)
            yield ox.Triple(component, _expand(str(properties["role"])), _expand(end))
        else:
            yield ox.Triple(_expand(start), node, _expand(end))
    for (start, predicate), members in unions.items():
        yield from _union(_expand(start), _expand(predicate), [_expand(members[n]) for n in sorted(members)])


class _Blanks:
    """The file's triples, with what its blank nodes stand for."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = list(triples)
        self._about: dict[Term, list[tuple[str, Term]]] = {}
        for subject, predicate, object in self.triples:
            if isinstance(subject, ox.BlankNode):
                self._about.setdefault(subject, []).append((predicate.value, object))

    def ends(self, predicate: str, object: Term) -> Iterator[tuple[str, dict[str, Property]]]:
        """The IRIs that an object stands for, each with what its relationship says beside."""
        if isinstance(object, ox.NamedNode):
            yield object.value, {}
        elif predicate == _COMPONENT:
            for role, end in self._about[object]:
                assert isinstance(end, ox.NamedNode)
                yield end.value, {"role": _compact(role)}
        else:
            cell = dict(self._about[object])[_UNION]
            position = 0
            while isinstance(cell, ox.BlankNode):
                position += 1
                found = dict(self._about[cell])
                first = found[RDF + "first"]
                assert isinstance(first, ox.NamedNode)
                yield first.value, {"position": position}
                cell = found[RDF + "rest"]


def _union(subject: ox.NamedNode, predicate: ox.NamedNode, members: list[ox.NamedNode]) -> Iterator[ox.Triple]:
    union, cells = ox.BlankNode(), [ox.BlankNode() for _ in members]
    yield ox.Triple(subject, predicate, union)
    yield ox.Triple(union, ox.NamedNode(_TYPE), ox.NamedNode(OWL + "Class"))
    yield ox.Triple(union, ox.NamedNode(_UNION), cells[0])
    rests: list[ox.BlankNode | ox.NamedNode] = [*cells[1:], ox.NamedNode(RDF + "nil")]
    for cell, member, rest in zip(cells, members, rests, strict=True):
        yield ox.Triple(cell, ox.NamedNode(RDF + "first"), member)
        yield ox.Triple(cell, ox.NamedNode(RDF + "rest"), rest)


def _literal(predicate: str, literal: ox.Literal) -> dict[str, Property]:
    if text := _TEXTS.get((predicate, literal.language or "")):
        return {text: literal.value}
    return {predicate.removeprefix(SG): literal.value == "true" if literal.datatype == _BOOLEAN else literal.value}


def _mark(value: Property) -> ox.Literal:
    """The literal of an annotation."""
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=_BOOLEAN)
    return ox.Literal(str(value))


def _link(start: str, predicate: str, end: str, properties: dict[str, Property]) -> Relationship:
    name = _compact(predicate)
    id = f"{start} {name} {end}"
    return Relationship(id, relationship_type(name.partition(":")[2]), start, end, {"predicate": name, **properties})


def _compact(iri: str) -> str:
    """An IRI with its prefix; the ontology's own IRIs that have none stay whole."""
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _expand(id: str) -> ox.NamedNode:
    prefix, _, name = id.partition(":")
    if prefix in ("http", "https"):
        return ox.NamedNode(id)
    if prefix not in _PREFIXES:
        raise DataError(f"term {id!r} has an unknown prefix; a newer skillgraph may know it")
    return ox.NamedNode(_PREFIXES[prefix] + name)
