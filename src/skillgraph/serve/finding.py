"""Finding by words for many clients: a search reads all records, so that one runs at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.errors import UsageError
from skillgraph.questions.finding.find import find
from skillgraph.serve.refusals import Refused
from skillgraph.serve.turns import Turns

#: Characters of what is looked for, things that are told, searches that wait, and for how many seconds.
_LONGEST, _MOST, _WAITING, _PATIENCE = 200, 100, 64, 30.0


class Finding:
    """What `skillgraph find` finds.

    Args:
        graph: that is searched.
        documents: the folder of the reports; passages are searched too where it is given.
    """

    def __init__(self, graph: GraphFolder, documents: Path | None) -> None:
        self._graph, self._documents = graph, documents
        self._turns = Turns(1, _WAITING, _PATIENCE)

    async def find(self, words: str) -> dict[str, Any]:
        """What holds all the words, the best first, and how many there are; else what holds the most, with notes.

        Raises:
            Refused: no words, too many, or too many searches.
        """
        if len(words) > _LONGEST:
            raise Refused(413, f"at most {_LONGEST} characters are looked for")
        client = await self._turns.take()
        searching = asyncio.ensure_future(asyncio.to_thread(find, self._graph, words, self._documents))

        def done(task: asyncio.Future[Rows]) -> None:
            self._turns.give(client)
            _ = task.cancelled() or task.exception()

        # The thread lives on if this is cancelled.
        searching.add_done_callback(done)
        try:
            found: Rows = await asyncio.shield(searching)
        except UsageError as error:
            raise Refused(400, str(error)) from None
        rows = found.to_dicts()[:_MOST]
        return {"words": words, "total": len(found), "found": rows, "notes": list(found.notes)}
