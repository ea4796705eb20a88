"""The SPARQL 1.1 Graph Store HTTP Protocol, as far as it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import DERIVED, document_iri
from skillgraph.model.problems import unknown
from skillgraph.serve.accept import GRAPHS, form_of
from skillgraph.serve.engines import Engines
from skillgraph.serve.protocol import Operation, responded
from skillgraph.serve.refusals import Refused
from skillgraph.serve.service import service_description

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

PATH = "/graphs"
#: Bytes of a graph.
_LARGEST = 2**28
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_WRITES = ("PUT", "POST", "DELETE", "PATCH")
_READ_ONLY = (
    "graphs are only read here: change the tables and build the graph again, "
    "or push it to a SPARQL server of your own with `skillgraph push` and write there"
)


def routes(graph: GraphFolder, engines: Engines) -> list[Route]:
    """Where graphs are read: that of each source, that of what follows from their classes, and all together.

    Args:
        graph: that is served.
        engines: that answer queries on it.
    """
    from starlette.routing import Route

    async def indirect(request: Request) -> Response:
        if not request.scope["query_string"]:
            return described(graph, request, "without ?graph=IRI or ?default this is a description of the service")
        return await _graph(engines, _asked(graph, request.scope["query_string"]), request)

    async def direct(request: Request) -> Response:
        source = request.path_params["source"]
        if source not in graph.documents:
            raise Refused(404, unknown("source", source[:80], list(graph.documents)))
        return await _graph(engines, document_iri(source).value, request)

    async def write(request: Request) -> Response:
        raise Refused(405, _READ_ONLY, {"Allow": "GET, HEAD"})

    writes = [Route(path, write, methods=_WRITES) for path in (PATH, f"{PATH}/{{source:path}}")]
    return [*writes, Route(PATH, indirect), Route(f"{PATH}/{{source:path}}", direct)]


def described(graph: GraphFolder, request: Request, what: str) -> Response:
    """What the service says of itself.

    Args:
        graph: that is served.
        request: of which the form and the address are taken.
        what: is told if it can't be had in the form that is asked for.
    """
    from starlette.responses import Response

    form = form_of(request, GRAPHS, what)
    here = str(request.base_url).rstrip("/")
    body = service_description(graph, f"{here}/sparql", f"{here}{PATH}", form)
    return Response(body, media_type=form, headers={"Vary": "Accept"})


def _asked(graph: GraphFolder, query_string: bytes) -> str:
    """The graph that a request names, nothing for the default graph."""
    try:
        fields = parse_qsl(query_string.decode(), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise Refused(400, "the request is not UTF-8, or has more than 10 parameters") from None
    names = [value for name, value in fields if name == "graph"]
    by_default = [value for name, value in fields if name == "default"]
    if len(names) + len(by_default) != 1 or any(by_default):
        raise Refused(400, "a request names one graph: by ?graph=IRI, or ?default for all of them together")
    if by_default:
        return ""
    try:
        ox.NamedNode(names[0])
    except ValueError as error:
        raise Refused(400, f"graph: {names[0][:200]!r} is no IRI ({error})") from None
    there = [DERIVED.value, *(document_iri(source).value for source in graph.documents)]
    if names[0] not in there:
        raise Refused(404, unknown("graph", names[0][:200], there))
    return names[0]


async def _graph(engines: Engines, name: str, request: Request) -> Response:
    form = form_of(request, GRAPHS, "a graph")
    asked = Operation(_ALL, (name,) if name else ())
    return await responded(engines, asked, request, form, _LARGEST)
