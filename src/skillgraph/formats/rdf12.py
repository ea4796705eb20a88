r"""RDF 1.2 as Turtle: a statement is a reifier of its triple, and of a fact's triple it is the annotation.

Where `turtle` has an rdf:Statement with rdf:subject, rdf:predicate and rdf:object, a fact here is

    entity:qingdao sg:partnersWith entity:gfm ~ statement:r\/1 {| a sg:Statement ; sg:basis basis:stated |} .

and what is planned, explored, a rule, supported or denied is reified and not asserted:

    << entity:qingdao sg:builds entity:centre ~ statement:r\/2 >> a sg:Statement ; sg:modality modality:planned .

All else is as in the profile `provenance`. https://www.w3.org/TR/rdf12-turtle/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import IO

import pyoxigraph as ox

from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import entity_iri, triples
from skillgraph.model.ontology import BASE, PREFIXES, RDF, SG, XSD, Term, ontology
from skillgraph.model.records import Statement

_PARTS = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_TYPE = ox.NamedNode(RDF + "type")
_STRING = ox.NamedNode(XSD + "string")
_STATEMENT = ox.NamedNode(RDF + "Statement")
_PREFIXES = {iri: prefix for prefix, iri in PREFIXES.items()}
#: A namespace, the longest that fits, and what may stand behind its prefix: slashes are escaped there.
_SPLIT = re.compile(
    f"({'|'.join(re.escape(iri) for iri in sorted(_PREFIXES, key=len, reverse=True))})"
    "([A-Za-z0-9_](?:[A-Za-z0-9_/-]*[A-Za-z0-9_-])?)"
)


def write(graph: GraphFolder, file: IO[bytes]) -> None:
    """Writes the graph's statements as reifiers and annotations."""
    for prefix, iri in sorted(PREFIXES.items()):
        file.write(f"PREFIX {prefix}: <{iri}>\n".encode())
    seen: set[str] = set()
    for record in graph.records():
        found = triples(record, "provenance", seen)
        blocks = _statement(record, found) if isinstance(record, Statement) else _subjects(found)
        for block in blocks:
            file.write(f"\n{block}\n".encode())


FORMAT = Format(write=write)


def _statement(s: Statement, found: Iterable[ox.Triple]) -> Iterator[str]:
    node, subject = ox.NamedNode(f"{BASE}statement/{s.id}"), entity_iri(s.subject)
    value = ox.Literal(s.text, language="zh") if ontology().relations[s.predicate].takes_text else entity_iri(s.object)
    every = [t for t in found if t.subject != subject]
    triple = " ".join(map(_term, (subject, ox.NamedNode(SG + s.predicate), value)))
    metadata = _pairs(t for t in every if t.subject == node and not _says_what(t))
    if s.is_fact:
        yield f"{triple} ~ {_term(node)} {{|\n    {metadata}\n|}} ."
    else:
        yield f"<< {triple} ~ {_term(node)} >>\n    {metadata} ."
    # What is left describes the passages; the fact's own triple stands above.
    yield from _subjects(t for t in every if t.subject != node)


def _says_what(triple: ox.Triple) -> bool:
    """Whether a triple only says, in the way of RDF 1.1, which triple a statement is about."""
    return triple.predicate in _PARTS or triple.object == _STATEMENT


def _subjects(found: Iterable[ox.Triple]) -> Iterator[str]:
    for subject, about in groupby(found, key=lambda t: t.subject):
        yield f"{_term(subject)} {_pairs(about)} ."


def _pairs(about: Iterable[ox.Triple]) -> str:
    lines = (
        f"{'a' if predicate == _TYPE else _term(predicate)} {', '.join(_term(t.object) for t in same)}"
        for predicate, same in groupby(about, key=lambda t: t.predicate)
    )
    return " ;\n    ".join(lines)


def _term(term: Term) -> str:
    """A term in Turtle: an IRI by its prefix where it has one, all else as in N-Triples."""
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal) and not term.language and term.datatype != _STRING:
        return f"{ox.Literal(term.value)}^^{_iri(term.datatype.value)}"
    return str(term)


@lru_cache(maxsize=1 << 12)
def _iri(iri: str) -> str:
    match = _SPLIT.fullmatch(iri)
    if not match:
        return str(ox.NamedNode(iri))
    return f"{_PREFIXES[match[1]]}:" + match[2].replace("/", "\\/")
