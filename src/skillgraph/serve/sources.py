"""The graphs of the sources, made once for all engines, when a query first asks for one."""

from __future__ import annotations

import asyncio
import sys
from functools import cached_property
from pathlib import Path

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import document_iri
from skillgraph.serve.refusals import Refused
from skillgraph.stores.local.request import Request
from skillgraph.stores.local.sources import asks_for_graphs


class Sources:
    """A folder with the graphs of the sources, which lasts as long as this program.

    Args:
        folder: of the built graph.
        timeout: seconds for which a query waits for it; it is made whether one waits or not.
    """

    def __init__(self, folder: Path, timeout: float) -> None:
        self._folder, self._timeout = folder, timeout
        self._process: asyncio.subprocess.Process | None = None
        self._making: asyncio.Task[str] | None = None

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(document_iri(source).value for source in GraphFolder(self._folder).documents)

    async def folder(self, request: Request) -> str:
        """The folder, where a query asks for it; otherwise nothing.

        Raises:
            Refused: it is not made yet, or can't be.
        """
        if not request.graphs and not request.named and not asks_for_graphs(request.query, self._names):
            return ""
        if self._making is None:
            self._making = asyncio.create_task(self._make())
            # Who waited may have gone; that it failed is said to who asks next.
            self._making.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            # Whoever goes does not take it from the others.
            return await asyncio.wait_for(asyncio.shield(self._making), self._timeout)
        except TimeoutError:
            later = "the graphs of the sources are being made, which takes a while once; ask again in a moment"
            raise Refused(503, later, {"Retry-After": "10"}) from None

    async def _make(self) -> str:
        module = [sys.executable, "-m", "skillgraph.stores.local.sources", str(self._folder)]
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(*module, stdin=pipe, stdout=pipe)
        assert self._process.stdout is not None
        made = (await self._process.stdout.readline()).decode().rstrip("\n")
        if not made:
            self._making = None
            raise Refused(503, "the graphs of the sources can't be made; where the server runs it says why")
        return made

    async def close(self) -> None:
        """Removes the folder."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._process.wait()
