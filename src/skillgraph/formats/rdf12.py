r"""RDF 1.2 as Turtle: a statement is a reifier of its triple, and of a fact's triple it is the annotation.

Where `turtle` has an rdf:Statement with rdf:subject, rdf:predicate and rdf:object, a fact here is

    entity:qingdao sg:partnersWith entity:gfm ~ statement:r\/1 {| a sg:Statement ; sg:basis basis:stated |} .

and what is planned, explored, a rule, supported or denied is reified and not asserted:

    << entity:qingdao sg:builds entity:centre ~ statement:r\/2 >> a sg:Statement ; sg:modality modality:planned .

All else is as in the profile `provenance`. https://www.w3.org/TR/rdf12-turtle/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from skillgraph.formats._turtle import pairs, prefixes, subjects, term
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import entity_iri, triples
from skillgraph.model.ontology import BASE, RDF, SG, ontology
from skillgraph.model.records import Statement

_PARTS = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_STATEMENT = ox.NamedNode(RDF + "Statement")


def write(graph: GraphFolder, file: IO[bytes]) -> None:
    """Writes the graph's statements as reifiers and annotations."""
    file.write(prefixes().encode())
    seen: set[str] = set()
    for record in graph.records():
        found = triples(record, "provenance", seen)
        blocks = _statement(record, found) if isinstance(record, Statement) else subjects(found)
        for block in blocks:
            file.write(f"\n{block}\n".encode())


FORMAT = Format(write=write)


def _statement(s: Statement, found: Iterable[ox.Triple]) -> Iterator[str]:
    node, subject = ox.NamedNode(f"{BASE}statement/{s.id}"), entity_iri(s.subject)
    value = ox.Literal(s.text, language="zh") if ontology().relations[s.predicate].takes_text else entity_iri(s.object)
    every = [t for t in found if t.subject != subject]
    triple = " ".join(map(term, (subject, ox.NamedNode(SG + s.predicate), value)))
    metadata = pairs(t for t in every if t.subject == node and not _says_what(t))
    if s.is_fact:
        yield f"{triple} ~ {term(node)} {{|\n    {metadata}\n|}} ."
    else:
        yield f"<< {triple} ~ {term(node)} >>\n    {metadata} ."
    # What is left describes the passages; the fact's own triple stands above.
    yield from subjects(t for t in every if t.subject != node)


def _says_what(triple: ox.Triple) -> bool:
    """Whether a triple only says, in the way of RDF 1.1, which triple a statement is about."""
    return triple.predicate in _PARTS or triple.object == _STATEMENT
