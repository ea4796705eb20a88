"""From nodes and relationships of the property graph back to the records: the inverse of `propertygraph`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar

import msgspec

from skillgraph.mapping.propertygraph import (
    LATER_LABELS,
    ROOT_LABEL,
    camel_case,
    identifier_schemes,
    relationship_type,
)
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Statement

R = TypeVar("R")
Properties = Mapping[str, Any]
#: The type of a relationship that leaves a node, and the id of the node that it leads to.
Link = tuple[str, str]

_SPAN = re.compile(r"(.+):(\d+)-(\d+)(?:#([0-9a-f]*))?", re.ASCII)


def document_of(properties: Properties) -> Document:
    """The document of a `Document` node.

    Args:
        properties: of the node, `id` among them.

    Raises:
        DataError: a property is not what it should be.

    Example:
        >>> document_of({"id": "r", "title": "报告", "titleEn": "Report", "kind": "report", "language": "zh"}).title
        '报告'
    """
    # What is empty has no property, whatever the record's default is.
    blank = {field: "" for field in Document.__struct_fields__ if field not in ("kind", "characters")}
    values = {f: properties[camel_case(f)] for f in Document.__struct_fields__ if camel_case(f) in properties}
    return _convert({**blank, **values}, Document)


def entity_of(labels: Iterable[str], properties: Properties, sources: Mapping[str, Properties]) -> Entity:
    """The entity of an `Entity` node.

    Args:
        labels: of the node.
        properties: of the node, `id` among them.
        sources: the properties of its SOURCE relationships by the document that each leads to, in the order in which
            what the documents say is put together.

    Raises:
        DataError: a property is not what it should be, or no source is given.

    Example:
        >>> labels = ["Actor", "City", "Entity", "Place", "Skillgraph"]
        >>> entity_of(labels, {"id": "x", "name": "某市", "status": "reviewed"}, {"r": {}}).classes
        ('City',)
    """
    if not sources:
        raise DataError(f"node {properties.get('id')!r} has no SOURCE; the graph is not whole: push it again")
    names = set(labels) - {ROOT_LABEL}
    existence = next((e for e, label in LATER_LABELS.items() if label in names), "individual")
    derived = {c.name for c in ontology().classes.values() if c.derived} - set(LATER_LABELS.values())
    common = {
        "id": properties.get("id"),
        "classes": most_specific(names - derived) if existence == "individual" else properties.get("ofClass", ()),
        "name": properties.get("name", ""),
        "existence": existence,
    }
    parts = [
        _convert({**common, "source": source, **_description(said if len(sources) > 1 else properties)}, Entity)
        for source, said in sources.items()
    ]
    entity = parts[0]
    for part in parts[1:]:
        entity = entity.merged(part)
    return msgspec.structs.replace(entity, derived=tuple(c for c in ontology().classes if c in names & derived))


def _description(properties: Properties) -> dict[str, Any]:
    return {
        "name_en": properties.get("nameEn", ""),
        "aliases": properties.get("aliases", ()),
        "aliases_en": properties.get("aliasesEn", ()),
        "other_names": tuple(
            zip(properties.get("otherNameLanguages", ()), properties.get("otherNames", ()), strict=True)
        ),
        "identifiers": tuple((s, value) for s in identifier_schemes() for value in properties.get(s, ())),
        "status": properties.get("status"),
        "mentions": _spans(properties, "mentions"),
    }


def fact_of(type: str, start: str, end: str, text: str | None, properties: Properties) -> Statement:
    """The statement of a relationship between two entities, or from an entity to a text.

    Args:
        type: of the relationship.
        start: id of the node it leaves.
        end: id of the node it leads to.
        text: of the `Text` node that it leads to, or None.
        properties: of the relationship, `id` among them.

    Raises:
        DataError: a property is not what it should be.

    Example:
        >>> found = fact_of("PARTNERS_WITH", "a", "b", None, {
        ...     "id": "r/1", "source": "r", "basis": "stated", "status": "reviewed", "modality": "actual"})
        >>> found.predicate, found.object
        ('partnersWith', 'b')
    """
    values = {
        **_common(properties),
        "basis": properties.get("basis"),
        "subject": start,
        "predicate": _property_of(type),
        "object": end if text is None else "",
        "text": text or "",
        "qualifiers": _sorted((q, properties[q]) for q in ontology().qualifiers if q in properties),
    }
    return _convert(values, Statement)


def statement_of(properties: Properties, links: Iterable[Link]) -> Statement:
    """The statement of a `Statement` node, which holds what is not a fact.

    Args:
        properties: of the node, `id` among them.
        links: its outgoing relationships.

    Raises:
        DataError: a property is not what it should be, or the graph is not whole.

    Example:
        >>> node = {"id": "r/1", "predicate": "builds", "source": "r", "basis": "stated", "status": "reviewed",
        ...         "modality": "planned"}
        >>> statement_of(node, [("SUBJECT", "a"), ("OBJECT", "b"), ("SOURCE", "r")]).object
        'b'
    """
    ends, qualifiers = _ends(properties, links)
    values = {
        **_common(properties),
        "basis": properties.get("basis"),
        "subject": ends.get("subject"),
        "predicate": properties.get("predicate"),
        "object": ends.get("object", ""),
        "text": properties.get("text", ""),
        "qualifiers": qualifiers,
    }
    return _convert(values, Statement)


def observation_of(properties: Properties, links: Iterable[Link]) -> Observation:
    """The figure of an `Observation`, `Norm` or `Projection` node.

    Args:
        properties: of the node, `id` among them.
        links: its outgoing relationships.

    Raises:
        DataError: a property is not what it should be, or the graph is not whole.

    Example:
        >>> node = {"id": "r/1", "source": "r", "status": "reviewed", "modality": "actual", "bound": "exact",
        ...         "value": 24.7, "valueDecimal": "24.7"}
        >>> observation_of(node, [("SUBJECT", "a"), ("INDICATOR", "i"), ("UNIT", "u")]).value
        Decimal('24.7')
    """
    ends, qualifiers = _ends(properties, links)
    [figure] = _spans(properties, "figureSpan") or (None,)
    values = {
        **_common(properties),
        "subject": ends.get("subject"),
        "indicator": ends.get("indicator"),
        "unit": ends.get("unit"),
        "about": ends.get("about", ""),
        "part_of": ends.get("partOfFigure", ""),
        "value": _decimal(properties, "valueDecimal"),
        "value_max": _decimal(properties, "valueMaxDecimal"),
        "bound": properties.get("bound"),
        "qualifiers": qualifiers,
        "figure": figure,
    }
    return _convert(values, Observation)


def most_specific(classes: Iterable[str]) -> tuple[str, ...]:
    """The classes of which no other one is a subclass, in the ontology's order.

    Example:
        >>> most_specific({"Entity", "Place", "City", "Actor"})
        ('City',)
    """
    found = set(classes)
    above = {ancestor for name in found if name in ontology().classes for ancestor in ontology().lineage(name)[1:]}
    return tuple(name for name in ontology().classes if name in found - above)


@cache
def _types() -> dict[str, str]:
    return {relationship_type(name): name for name in ontology().properties} | {"OBJECT": "object"}


def _property_of(type: str) -> str:
    if type not in _types():
        raise DataError(f"relationships of type {type} are none of the vocabulary's; a newer skillgraph may know them")
    return _types()[type]


def _ends(properties: Properties, links: Iterable[Link]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The ends of a node's relationships by property, and its qualifiers, those that are text among them."""
    ends = {_property_of(type): end for type, end in links}
    qualifiers = ontology().qualifiers
    texts = ((q, properties[q]) for q in qualifiers if q in properties)
    return ends, _sorted([*texts, *((name, end) for name, end in ends.items() if name in qualifiers)])


def _sorted(qualifiers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Qualifiers in the ontology's order: neither projection keeps any other."""
    order = list(ontology().qualifiers)
    return tuple(sorted(qualifiers, key=lambda pair: order.index(pair[0])))


def _common(properties: Properties) -> dict[str, Any]:
    names = ("id", "source", "modality", "status")
    dates = ("time", "start", "end")
    return {
        **{name: properties.get(name) for name in names},
        **{name: properties.get(name, "") for name in dates},
        "evidence": _spans(properties, "evidence"),
    }


def _spans(properties: Properties, name: str) -> tuple[Evidence, ...]:
    value = properties.get(name, [])
    return tuple(_span(text) for text in ([value] if isinstance(value, str) else value))


def _span(text: str) -> Evidence:
    match = _SPAN.fullmatch(text)
    if not match:
        raise DataError(f"{text!r} is no span: DOCUMENT:START-END#CHECKSUM")
    return Evidence(match[1], int(match[2]), int(match[3]), match[4] or "")


def _decimal(properties: Properties, name: str) -> Decimal | None:
    if name not in properties:
        return None
    try:
        return Decimal(properties[name])
    except (InvalidOperation, TypeError):
        raise DataError(f"{name} of {properties.get('id')!r} is {properties[name]!r}, which is no number") from None


def _convert(values: Mapping[str, Any], type: type[R]) -> R:
    try:
        return msgspec.convert(values, type)
    except msgspec.ValidationError as error:
        id = values.get("id")
        raise DataError(f"{type.__name__.lower()} {id!r} of the database is not whole or not ours: {error}") from None
