"""Each thing at its own address, as its IRI has it: RDF for programs, the page or a card for people."""

from __future__ import annotations

import html
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox

from skillgraph.api.description import Description, document_html
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import BASE, PREFIXES, ontology
from skillgraph.model.problems import unknown
from skillgraph.serve.refusals import Refused

#: How the page's address chooses a thing, by the folder of its IRI; the page has no place for some.
KINDS = {"entity": "thing", "statement": "fact", "figure": "figure", "section": "", "document": ""}
#: Those of which there are too many for memory: the engine knows them.
IN_THE_STORE = ("statement", "figure")
HTML = "text/html"


class Named(NamedTuple):
    """A thing by its IRI: the folder that stands in it, and the id."""

    folder: str
    id: str

    @property
    def query(self) -> str:
        """What is said of it and by it, and the passages that it is read from."""
        iri = ox.NamedNode(f"{BASE}{self.folder}/{self.id}")
        return (
            f"CONSTRUCT {{ {iri} ?p ?o . ?s ?q {iri} . ?passage ?of ?said . ?selector ?at ?place }} WHERE {{ "
            f"{{ {iri} ?p ?o }} UNION {{ ?s ?q {iri} }} UNION {{ {iri} sg:evidence ?passage . ?passage ?of ?said }} "
            f"UNION {{ {iri} sg:evidence/oa:hasSelector ?selector . ?selector ?at ?place }} }}"
        )

    @property
    def is_there(self) -> str:
        """Whether anything is said of it."""
        return f"ASK {{ {ox.NamedNode(f'{BASE}{self.folder}/{self.id}')} ?p ?o }}"


def named(graph: GraphFolder, folder: str, id: str) -> Named:
    """The thing at an address, by the id that it has now.

    Raises:
        Refused: no IRI is made of that id, or nothing of the kind has it; with the nearest one.
    """
    now = graph.canonical(id) if folder == "entity" else id
    if folder not in IN_THE_STORE and now not in _ids(graph, folder):
        raise absent(graph, folder, id)
    try:
        ox.NamedNode(f"{BASE}{folder}/{now}")
    except ValueError:
        raise absent(graph, folder, id) from None
    return Named(folder, now)


def absent(graph: GraphFolder, folder: str, id: str) -> Refused:
    """What is told of an id that nothing has."""
    short = id[:80]
    if folder == "entity":
        return Refused(404, str(graph.no_such(folder, short)))
    return Refused(404, unknown(folder, short, _ids(graph, folder)))


def _ids(graph: GraphFolder, folder: str) -> list[str]:
    """The ids of the few kinds that fit into memory."""
    if folder == "entity":
        return list(graph.entities)
    if folder == "section":
        return list(graph.sections)
    return list(graph.documents) if folder == "document" else []


def on_the_page(thing: Named) -> str:
    """The address of the page with a thing chosen; nothing for what the page chooses not."""
    key = KINDS[thing.folder]
    return f"/#{urlencode({key: thing.id})}" if key else ""


def card(graph: GraphFolder, thing: Named) -> str:
    """A section or a document as HTML for people; all text of it is text."""
    if thing.folder == "document":
        about = document_html(graph.documents[thing.id])
    else:
        about = Description(graph, graph.sections[thing.id])._repr_html_()
    title = html.escape(thing.id)
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>{about}</html>'


@cache
def vocabulary(media_type: str) -> bytes:
    """The ontology, which all its classes and relations are a part of."""
    format = ox.RdfFormat.from_media_type(media_type)
    assert format is not None
    prefixes = PREFIXES if format in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None
    return ox.serialize(ontology().triples(), format=format, prefixes=prefixes) or b""
