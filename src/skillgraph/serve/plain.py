"""Questions in plain words for many clients, at /plain."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import LONGEST, Plain
from skillgraph.serve.accept import TABLES
from skillgraph.serve.engines import Engines
from skillgraph.serve.protocol import Operation, answered
from skillgraph.serve.refusals import Refused
from skillgraph.serve.turns import Turns

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

#: Questions that are read at once, that wait, and for how many seconds.
_AT_ONCE, _WAITING, _PATIENCE = 2, 64, 30.0


def routes(graph: GraphFolder, engines: Engines) -> list[Route]:
    """What is answered at /plain.

    Args:
        graph: that is asked.
        engines: that answer queries on it.
    """
    from starlette.routing import Route

    return [Route("/plain", _Questions(graph, engines).plain)]


class _Questions:
    def __init__(self, graph: GraphFolder, engines: Engines) -> None:
        self._graph, self._engines = graph, engines
        self._turns = Turns(_AT_ONCE, _WAITING, _PATIENCE)

    @cached_property
    def _plain(self) -> Plain:
        """Made for the first question: it reads all names."""
        return Plain(self._graph)

    async def plain(self, request: Request) -> Response:
        """The answer to a question in plain words, or why there is none, with the query."""
        from starlette.responses import Response

        question = request.query_params.get("q", "")
        if len(question) > LONGEST:
            raise Refused(413, f"a question has at most {LONGEST} characters")
        client = await self._turns.take()
        loop = asyncio.get_running_loop()

        def ask(text: str) -> Rows:
            asked = answered(self._engines, Operation(text), request, TABLES[0])
            return asyncio.run_coroutine_threadsafe(asked, loop).result().rows()

        reading = asyncio.ensure_future(asyncio.to_thread(lambda: self._plain.answer(question, ask)))

        def done(task: asyncio.Future[Answer]) -> None:
            self._turns.give(client)
            _ = task.cancelled() or task.exception()

        # The thread lives on if this is cancelled.
        reading.add_done_callback(done)
        answer = await asyncio.shield(reading)
        return Response(answer.json(), media_type="application/json")
