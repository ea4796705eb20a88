"""The description of the data set at its well-known place (VoID, section 7.2), with the addresses of this server."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import BASE, PREFIXES
from skillgraph.serve.accept import GRAPHS, form_of
from skillgraph.serve.graph_store import PATH

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_VOID, _DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
_DATASET = ox.NamedNode(BASE + "dataset")


def routes(graph: GraphFolder) -> list[Route]:
    """Where the description is.

    Args:
        graph: that is served.
    """
    from starlette.responses import Response
    from starlette.routing import Route

    counted = _Counted(graph)

    async def void(request: Request) -> Response:
        form = form_of(request, GRAPHS, "the description of the data set")
        here = str(request.base_url).rstrip("/")
        body = _serialized([*await counted.triples(), *_addresses(here)], form)
        return Response(body, media_type=form, headers={"Vary": "Accept"})

    return [Route("/.well-known/void", void)]


class _Counted:
    """What `skillgraph export void` writes, made once by a process of its own: it reads all records."""

    def __init__(self, graph: GraphFolder) -> None:
        self._command = [sys.executable, "-m", "skillgraph", "export", "void", "--graph", str(graph.place), "-o", "-"]
        self._made: asyncio.Task[list[ox.Triple]] | None = None

    async def triples(self) -> list[ox.Triple]:
        if self._made is None or (self._made.done() and self._made.exception()):
            self._made = asyncio.create_task(self._make())
        # Whoever goes does not take it from the others.
        return await asyncio.shield(self._made)

    async def _make(self) -> list[ox.Triple]:
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        making = await asyncio.create_subprocess_exec(*self._command, stdin=nothing, stdout=pipe, stderr=pipe)
        try:
            written, said = await making.communicate()
        finally:
            with suppress(ProcessLookupError):
                making.kill()
        if making.returncode:
            raise UsageError(said.decode("utf-8", "replace").strip())
        return [quad.triple for quad in ox.parse(written, ox.RdfFormat.TURTLE)]


def _addresses(here: str) -> list[ox.Triple]:
    """Where the data set is asked and read on a server; `formats/void.py` knows of none."""
    graphs = ox.BlankNode("graphs")
    return [
        ox.Triple(_DATASET, ox.NamedNode(_VOID + "sparqlEndpoint"), ox.NamedNode(f"{here}/sparql")),
        ox.Triple(_DATASET, ox.NamedNode(_VOID + "dataDump"), ox.NamedNode(f"{here}{PATH}?default")),
        ox.Triple(graphs, ox.NamedNode(_DCAT + "endpointURL"), ox.NamedNode(here + PATH)),
        ox.Triple(graphs, ox.NamedNode(_DCAT + "servesDataset"), _DATASET),
    ]


def _serialized(triples: list[ox.Triple], media_type: str) -> bytes:
    format = ox.RdfFormat.from_media_type(media_type)
    assert format is not None
    named = format in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML)
    prefixes = {**PREFIXES, "void": _VOID, "dcat": _DCAT} if named else None
    return ox.serialize(triples, format=format, prefixes=prefixes) or b""
