"""Finding by words for many clients: a search reads all records, so that one runs at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from skillgraph.api.find import find
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.errors import UsageError
from skillgraph.serve.refusals import Refused

#: Characters of what is looked for, things that are told, and searches that wait.
_LONGEST, _MOST, _WAITING = 200, 100, 64


class Finding:
    """What `skillgraph find` finds.

    Args:
        graph: that is searched.
        documents: the folder of the reports; passages are searched too where it is given.
    """

    def __init__(self, graph: GraphFolder, documents: Path | None) -> None:
        self._graph, self._documents = graph, documents
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def find(self, words: str) -> dict[str, Any]:
        """What holds all the words, the best first, and how many there are.

        Raises:
            Refused: no words, too many, or too many searches.
        """
        if len(words) > _LONGEST:
            raise Refused(413, f"at most {_LONGEST} characters are looked for")
        if self._waiting >= _WAITING:
            raise Refused(503, "too many searches at once; ask again in a moment", {"Retry-After": "1"})
        self._waiting += 1
        try:
            async with self._turn:
                found: Rows = await asyncio.to_thread(find, self._graph, words, self._documents)
        except UsageError as error:
            raise Refused(400, str(error)) from None
        finally:
            self._waiting -= 1
        return {"words": words, "total": len(found), "found": found.to_dicts()[:_MOST]}
