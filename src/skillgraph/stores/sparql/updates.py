"""The SPARQL that a push, a removal and the rules need on a server, where named graphs are ours by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
import pyoxigraph as ox

from skillgraph.model.derivation import LOOKED_AT, World
from skillgraph.model.ontology import BASE, RDF, SG, Term, ontology
from skillgraph.model.terms import COUNTRY, PARTNERS_WITH
from skillgraph.stores.sparql.server import MERGED, SparqlServer, insertion

_A, _NAME = ox.NamedNode(RDF + "type"), ox.NamedNode(SG + "name")
_TYPE = str(_A)
_SOURCE = f"<{SG}source>"
_DOCUMENT = BASE + "document/"
_ENTITY = BASE + "entity/"
_BLANK = "FILTER(isBlank(?s) || isBlank(?o))"

#: Each document's triples, from the graph of its own name.
DOCUMENTS = (
    f"SELECT ?g ?p ?o {{ GRAPH ?g {{ ?g {_TYPE} <{SG}Document> ; ?p ?o }} FILTER(STRSTARTS(STR(?g), '{_DOCUMENT}')) }}"
)
#: The graphs of sources that were removed, of which something had to stay: their version is an empty text.
REMOVED = f"SELECT ?g {{ GRAPH ?g {{ ?g <{SG}tablesSha256> '' }} FILTER(STRSTARTS(STR(?g), '{_DOCUMENT}')) }}"


class Described(msgspec.Struct):
    """What sources say that a thing is: classes with those above them, and its main names."""

    sources: set[str] = msgspec.field(default_factory=set)
    types: set[str] = msgspec.field(default_factory=set)
    names: set[str] = msgspec.field(default_factory=set)

    def take(self, predicate: Term | None, object: Term | None) -> None:
        """Takes a triple that may say it."""
        if predicate == _NAME and isinstance(object, ox.Literal):
            self.names.add(object.value)
        elif predicate == _A and isinstance(object, ox.NamedNode) and object.value.startswith(SG):
            self.types.add(object.value.removeprefix(SG))


def forget(graph: ox.NamedNode) -> str:
    """Takes out of `MERGED` what only this graph says; a statement or figure stands in no other graph."""
    return (
        f"DELETE {{ GRAPH {MERGED} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} "
        f"FILTER(STRSTARTS(STR(?s), '{BASE}statement/') || STRSTARTS(STR(?s), '{BASE}figure/') || NOT EXISTS {{ "
        f"GRAPH ?h {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?h), '{BASE}') && ?h != {graph} && ?h != {MERGED}) }}) }}"
    )


def unmark(graph: ox.NamedNode) -> str:
    """Takes a document's own triples out of its graph, without which it does not count as a source."""
    return f"DELETE WHERE {{ GRAPH {graph} {{ {graph} ?p ?o }} }}"


def blank(graph: ox.NamedNode) -> str:
    """Asks how many triples of a graph have blank nodes."""
    return f"SELECT (COUNT(*) AS ?count) {{ GRAPH {graph} {{ ?s ?p ?o }} {_BLANK} }}"


def without_blank(graph: ox.NamedNode) -> str:
    """Takes the triples with blank nodes out of a graph."""
    return f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {_BLANK} }}"


def merge(graph: ox.NamedNode) -> str:
    """Adds what a graph says to `MERGED`."""
    # Not ADD: a Fuseki 5.6 with TDB2 reads on while it writes, and leaves some triples out.
    return f"INSERT {{ GRAPH {MERGED} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"


def replace_subjects(graph: ox.NamedNode, triples: bytes) -> Iterator[bytes]:
    """Puts triples in the place of all that a graph says of their subjects.

    Args:
        graph: its name.
        triples: as N-Triples.
    """
    subjects = sorted({line.partition(b" ")[0] for line in triples.splitlines() if line})
    values = b" ".join(subjects)
    name = str(graph).encode()
    yield b"DELETE { GRAPH %b { ?s ?p ?o } } WHERE { VALUES ?s { %b } GRAPH %b { ?s ?p ?o } }" % (name, values, name)
    yield insertion(graph, triples)


def needed(graph: ox.NamedNode, select: str = "DISTINCT ?s") -> str:
    """Asks for the entities `?s` that only this graph describes and that others refer to."""
    return f"SELECT {select} {{ GRAPH {graph} {{ ?s {_SOURCE} {graph} }} FILTER({_is_needed(graph)}) }}"


def strip(graph: ox.NamedNode) -> str:
    """Leaves the names of what is needed and what is said of the document, which counts as removed from then on."""
    return (
        f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} "
        f"FILTER(?p IN ({_dropped()}) || ?s != {graph} && !({_is_needed(graph)})) }} ;\n"
        f"INSERT DATA {{ GRAPH {graph} {{ {graph} <{SG}tablesSha256> '' }} }}"
    )


def _is_needed(graph: ox.NamedNode) -> str:
    others = f"STRSTARTS(STR(?h), '{_DOCUMENT}') && ?h != {graph}"
    return (
        f"STRSTARTS(STR(?s), '{_ENTITY}') && NOT EXISTS {{ GRAPH ?h {{ ?s {_SOURCE} ?d }} FILTER({others}) }} "
        f"&& (EXISTS {{ GRAPH ?h {{ ?s ?q ?y }} FILTER({others}) }} "
        f"|| EXISTS {{ GRAPH ?h {{ ?x ?q ?s }} FILTER({others}) }})"
    )


def names(graph: ox.NamedNode, entities: Iterable[ox.NamedNode]) -> str:
    """Asks for the names that a graph gives to some entities, and all else that a needed one keeps."""
    values = " ".join(map(str, entities))
    return (
        f"SELECT ?s ?p ?o {{ VALUES ?s {{ {values} }} GRAPH {graph} {{ ?s ?p ?o }} FILTER(?p NOT IN ({_dropped()})) }}"
    )


def _dropped() -> str:
    """What goes with a source in any case: facts, mentions and the version."""
    return ", ".join(f"<{SG}{name}>" for name in ("mention", "tablesSha256", *ontology().relations))


def restating(server: SparqlServer, graph: ox.NamedNode) -> dict[str, int]:
    """The other sources that restate what this graph says, and how many statements and figures of theirs do."""
    found = server.select(
        f"SELECT ?h ?x {{ GRAPH ?h {{ ?x <{SG}restates> ?y }} GRAPH {graph} {{ ?y {_SOURCE} {graph} }} "
        f"FILTER(STRSTARTS(STR(?h), '{_DOCUMENT}') && ?h != {graph}) }}"
    )
    return Counter(_local(other, _DOCUMENT) for other, _ in found)


def described(server: SparqlServer, ours: Iterable[ox.NamedNode]) -> dict[str, Described]:
    """What sources besides some say of entities, by id.

    Args:
        server: where they stand.
        ours: the graphs of the sources that are passed over.
    """
    rows = server.select(
        f"SELECT ?h ?s ?p ?o {{ GRAPH ?h {{ ?s {_SOURCE} ?h ; ?p ?o }} FILTER(?p IN ({_TYPE}, {_NAME}) "
        f"&& STRSTARTS(STR(?s), '{_ENTITY}') && ?h NOT IN ({', '.join(map(str, ours))})) }}"
    )
    found: dict[str, Described] = {}
    for graph, entity, predicate, object in rows:
        said = found.setdefault(_local(entity, _ENTITY), Described())
        said.sources.add(_local(graph, _DOCUMENT))
        said.take(predicate, object)
    return found


def foreign_partners(server: SparqlServer) -> set[str]:
    """The ids that `World` finds over all that was pushed to a server."""
    world = World()
    for name in LOOKED_AT:
        for start, end in server.select(f"SELECT ?a ?b {{ GRAPH {MERGED} {{ ?a <{SG}{name}> ?b }} }}"):
            world.add_fact(_local(start, _ENTITY), name, _local(end, _ENTITY))
    partner = f"<{SG}{PARTNERS_WITH}>"
    types: dict[str, set[str]] = {}
    for node, type in server.select(
        f"SELECT DISTINCT ?n ?t {{ GRAPH {MERGED} {{ ?n {_TYPE} ?t FILTER(?t = <{SG}{COUNTRY}> || "
        f"EXISTS {{ ?n {partner} ?x }} || EXISTS {{ ?x {partner} ?n }}) }} }}"
    ):
        types.setdefault(_local(node, _ENTITY), set()).add(_local(type, SG))
    later = ontology().existence_classes.values()
    return world.foreign_partners({id: found for id, found in types.items() if found.isdisjoint(later)})


def _local(term: Term | None, prefix: str) -> str:
    return term.value.removeprefix(prefix) if isinstance(term, ox.NamedNode) else ""
