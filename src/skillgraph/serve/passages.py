"""Where a statement or a figure is read from: document, place and section, the words where the reports are at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from skillgraph.documents.evidence import read_document, words_of
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import BASE
from skillgraph.model.records import Evidence
from skillgraph.serve.accept import TABLES
from skillgraph.serve.engines import Engines
from skillgraph.serve.protocol import Operation, answered
from skillgraph.serve.refusals import Refused
from skillgraph.serve.things import IN_THE_STORE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

#: Characters before and after a passage that are shown with it.
_AROUND = 60


def routes(graph: GraphFolder, engines: Engines, documents: Path | None) -> list[Route]:
    """Where passages are.

    Args:
        graph: whose.
        engines: that know which passages a record has.
        documents: the folder of the reports, where whoever serves has them.
    """
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def passages(request: Request) -> Response:
        folder, id = request.path_params["folder"], request.path_params["id"]
        query = Operation(_query(folder, id))
        rows = (await answered(engines, query, request, TABLES[0])).rows().rows
        evidence = [
            Evidence(str(d).removeprefix(f"{BASE}document/"), *_place(s, e), str(c or "")) for d, s, e, c in rows
        ]
        found = await asyncio.to_thread(told, graph, evidence, documents)
        return JSONResponse({"of": f"{folder}/{id}", "passages": found})

    return [Route("/passages/{folder}/{id:path}", passages)]


def _query(folder: str, id: str) -> str:
    if folder not in IN_THE_STORE:
        raise Refused(404, f"what has passages is {' or '.join(IN_THE_STORE)}")
    try:
        iri = ox.NamedNode(f"{BASE}{folder}/{id}")
    except ValueError:
        raise Refused(404, f"no {folder} has this id") from None
    return (
        # A figure that no passage states has the place of its number at least.
        f"SELECT ?document ?start ?end ?checksum {{ {{ {iri} sg:evidence ?passage }} UNION "
        f"{{ {iri} sg:figureSpan ?passage FILTER NOT EXISTS {{ {iri} sg:evidence ?other }} }} "
        "?passage oa:hasSource ?document ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] . "
        "OPTIONAL { ?passage sg:passageChecksum ?checksum } } ORDER BY ?document ?start ?end"
    )


def _place(start: Any, end: Any) -> tuple[int, int]:
    return int(start), int(end)


def told(graph: GraphFolder, evidence: Sequence[Evidence], documents: Path | None) -> list[dict[str, Any]]:
    """Passages as programs read them.

    Args:
        graph: whose documents and sections they stand in.
        evidence: the passages; one that comes twice is told once.
        documents: the folder of the reports; without it, or without the right copy in it, `text` is None.

    Returns:
        Of each passage `document`, `title`, `start`, `end`, `section` (empty if none is known), `before`, `text`,
        `after`.

    Example:
        >>> import skillgraph
        >>> graph = skillgraph.load()
        >>> passage, = told(graph, [Evidence("four-cities", 1527, 1538, "")], None)
        >>> passage["document"], passage["start"], passage["text"]
        ('four-cities', 1527, None)
    """
    return [_told(graph, one, documents) for one in dict.fromkeys(evidence)]


def _told(graph: GraphFolder, evidence: Evidence, documents: Path | None) -> dict[str, Any]:
    document = graph.documents[evidence.document]
    start, end = evidence.start, evidence.end
    before = text = after = None
    if documents is not None:
        try:
            whole = read_document(document, documents)
            text = words_of(whole, evidence)
            # What stands in another line is no context.
            before = whole[max(0, start - _AROUND) : start].rpartition("\n")[2]
            after = whole[end : end + _AROUND].partition("\n")[0]
        except DataError:
            # A reader without this very copy still gets the place.
            text = None
    around = [
        s for s in graph.sections.values() if s.span and s.source == document.id and s.span.start <= start < s.span.end
    ]
    section = min(around, key=lambda s: s.span.end - s.span.start if s.span else 0).heading if around else ""
    return {
        "document": document.id,
        "title": document.title,
        "start": start,
        "end": end,
        "section": section,
        "before": before,
        "text": text,
        "after": after,
    }
