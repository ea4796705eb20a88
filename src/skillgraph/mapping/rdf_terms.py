"""How each kind of value stands in RDF: as which term, and what a term says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pyoxigraph as ox

from skillgraph.mapping.fields import Field
from skillgraph.model.ontology import BASE, PREFIXES, SG, Term
from skillgraph.model.records import plain_decimal


@cache
def iri(name: str) -> ox.NamedNode:
    """The IRI of a term that stands with one of the project's prefixes."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


_DATES = {4: iri("xsd:gYear"), 7: iri("xsd:gYearMonth"), 10: iri("xsd:date")}


class Form(NamedTuple):
    """How a value stands in RDF: its term, and what a term says, None where it is no value of the kind."""

    term: Callable[[Any], Term]
    value: Callable[[Term], Any]


def iris(folder: str) -> Form:
    """What stands as an IRI of this folder."""
    return Form(
        lambda name: ox.NamedNode(folder + name),
        lambda t: t.value[len(folder) :] if isinstance(t, ox.NamedNode) and t.value.startswith(folder) else None,
    )


def _literal(spell: Callable[[Any], str] = str, read: Callable[[str], Any] = str, **type: Any) -> Form:
    language = type.get("language")
    return Form(
        lambda value: ox.Literal(spell(value), **type),
        lambda t: read(t.value) if isinstance(t, ox.Literal) and language in (None, t.language) else None,
    )


def _pair(term: Term) -> tuple[str, str] | None:
    """The text of a literal after its language or the scheme that it is a code of."""
    if isinstance(term, ox.Literal) and (tag := term.language or TERM.value(term.datatype)):
        return (tag, term.value) if tag not in ("zh", "en") else None
    return None


#: What is no number stays text here, and is refused where it becomes part of a record.
COUNT = _literal(
    read=lambda text: int(text) if text.isdecimal() and len(text) < 16 else text, datatype=iri("xsd:integer")
)
TEXT = _literal()
DECIMAL = _literal(plain_decimal, datatype=iri("xsd:decimal"))
DATE = Form(lambda text: ox.Literal(text, datatype=_DATES[len(text)]), TEXT.value)
TERM, ENTITY_ID, DOCUMENT_ID = iris(SG), iris(f"{BASE}entity/"), iris(f"{BASE}document/")
_FORMS = {
    "zh": _literal(language="zh"),
    "en": _literal(language="en"),
    "path": _literal(quote, unquote),
    "date": DATE,
    "count": COUNT,
    "decimal": DECIMAL,
    "predicate": TERM,
    "entity": ENTITY_ID,
    "former": ENTITY_ID,
    "figure": iris(f"{BASE}figure/"),
    "document": DOCUMENT_ID,
    "statement": iris(f"{BASE}statement/"),
    "section": iris(f"{BASE}section/"),
    "tagged": Form(lambda pair: ox.Literal(pair[1], language=pair[0]), _pair),
    "coded": Form(lambda pair: ox.Literal(pair[1], datatype=iri(f"sg:{pair[0]}")), _pair),
}


def form_of(field: Field) -> Form:
    """How the values of a field stand."""
    return iris(f"{BASE}{field.name}/") if field.kind == "code" else _FORMS.get(field.kind, TEXT)
