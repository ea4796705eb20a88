"""Why a query in SPARQL may have found nothing; beside an answer in Cypher the Query API tells it.

Reading a hostile query may take its parser for ever, so that a process of its own does it, which is ended in time.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from skillgraph.model.errors import QueryError
from skillgraph.serve.reading import while_there, whole_body
from skillgraph.serve.refusals import Refused
from skillgraph.stores.local.worker import Worker

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

#: Characters of a query; bytes and seconds that its notes may take; and how many wait for theirs.
_QUERY, _MEMORY, _PATIENCE, _WAITING = 2**14, 2 * 2**30, 10.0, 16


def routes(folder: Path) -> list[Route]:
    """Where notes are.

    Args:
        folder: of the built graph.
    """
    from starlette.routing import Route

    return [Route("/notes", _Notes(folder).notes, methods=["POST"])]


class _Notes:
    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve())
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def notes(self, request: Request) -> Response:
        """Notes on the query that is the body of a request; none where nothing is odd about it."""
        from starlette.responses import JSONResponse

        query = (await whole_body(request)).decode("utf-8", "replace")
        if len(query) > _QUERY:
            raise Refused(413, f"notes are made on queries of up to {_QUERY:,} characters")
        if self._waiting >= _WAITING:
            raise Refused(503, "too many at once; ask again in a moment", {"Retry-After": "1"})
        self._waiting += 1
        try:
            return JSONResponse({"notes": await while_there(request, self._found(query))})
        finally:
            self._waiting -= 1

    async def _found(self, query: str) -> list[str]:
        async with self._turn:
            worker = Worker("skillgraph.serve.notes_worker", self._folder, str(_MEMORY))
            wanted = {"query": query, "timeout": _PATIENCE}
            finding = asyncio.ensure_future(asyncio.to_thread(worker.exchange, wanted, _PATIENCE))
            try:
                _, body = await asyncio.shield(finding)
            except QueryError:
                # Not told in time, or in the memory that there is.
                return []
            finally:
                # Whoever goes does not leave it running.
                worker.stop()
                await asyncio.wait((finding,))
                _ = finding.cancelled() or finding.exception()
                worker.close()
        notes: list[str] = json.loads(body)
        return notes
