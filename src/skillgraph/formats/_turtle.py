"""Turtle written subject by subject, with the prefixes of the project, for what no serializer writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from skillgraph.model.ontology import PREFIXES, RDF, XSD, Term

_TYPE = ox.NamedNode(RDF + "type")
_STRING = ox.NamedNode(XSD + "string")
_PREFIXES = {iri: prefix for prefix, iri in PREFIXES.items()}
#: A namespace, the longest that fits, and what may stand behind its prefix: slashes are escaped there.
_SPLIT = re.compile(
    f"({'|'.join(re.escape(iri) for iri in sorted(_PREFIXES, key=len, reverse=True))})"
    "([A-Za-z0-9_](?:[A-Za-z0-9_/-]*[A-Za-z0-9_-])?)"
)


def prefixes() -> str:
    """The prefixes of the project, a line each."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(PREFIXES.items()))


def subjects(found: Iterable[ox.Triple], names: Mapping[Any, str] = MappingProxyType({})) -> Iterator[str]:
    """What is said of each subject, as long as it stands together.

    Args:
        found: the triples.
        names: how subjects are written that have a name of their own here.
    """
    for subject, about in groupby(found, key=lambda t: t.subject):
        yield f"{names.get(subject) or term(subject)} {pairs(about)} ."


def pairs(about: Iterable[ox.Triple]) -> str:
    """Predicates and objects of one subject."""
    lines = (
        f"{'a' if predicate == _TYPE else term(predicate)} {', '.join(term(t.object) for t in same)}"
        for predicate, same in groupby(about, key=lambda t: t.predicate)
    )
    return " ;\n    ".join(lines)


def term(value: Term) -> str:
    """A term in Turtle: an IRI by its prefix where it has one, all else as in N-Triples."""
    if isinstance(value, ox.NamedNode):
        return _iri(value.value)
    if isinstance(value, ox.Literal) and not value.language and value.datatype != _STRING:
        return f"{ox.Literal(value.value)}^^{_iri(value.datatype.value)}"
    return str(value)


@lru_cache(maxsize=1 << 12)
def _iri(iri: str) -> str:
    match = _SPLIT.fullmatch(iri)
    if not match:
        return str(ox.NamedNode(iri))
    return f"{_PREFIXES[match[1]]}:" + match[2].replace("/", "\\/")
