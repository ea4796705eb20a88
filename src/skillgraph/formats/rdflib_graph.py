"""The graph as an rdflib Graph, for those who know its API."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import Profile
from skillgraph.mapping.serialization import all_triples
from skillgraph.model.ontology import PREFIXES, XSD, Term
from skillgraph.model.records import Record


def to_rdflib(graph: GraphFolder, profile: Profile = "provenance") -> rdflib.Graph:
    """Copies the triples of a profile into rdflib, with the prefixes bound."""
    return records_to_rdflib(graph.records(), profile)


def records_to_rdflib(records: Iterable[Record], profile: Profile = "provenance") -> rdflib.Graph:
    """The triples of records, of a built graph or not, in rdflib."""
    result = rdflib.Graph()
    for prefix, iri in PREFIXES.items():
        result.bind(prefix, iri)
    for s, p, o in all_triples(records, profile):
        result.add((_term(s), _term(p), _term(o)))
    return result


def _term(term: Term) -> rdflib.term.Node:
    if isinstance(term, ox.Literal):
        # normalize=False: rdflib would otherwise rewrite literals of known datatypes.
        # To rdflib a plain string is not equal to the same string typed xsd:string.
        is_plain = term.language or term.datatype.value == XSD + "string"
        datatype = None if is_plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    assert isinstance(term, ox.NamedNode)
    return rdflib.URIRef(term.value)
