"""The network page of the graph: made once, for the first who asks."""

from __future__ import annotations

import asyncio
import io

import msgspec

from skillgraph.explore.page import PageOptions, write_page
from skillgraph.graph.folder import GraphFolder
from skillgraph.serve.assets import tag_of


class Page:
    """The page, and a tag by which a browser knows that it has it already.

    Args:
        graph: that it shows.
        options: how.
    """

    def __init__(self, graph: GraphFolder, options: PageOptions) -> None:
        self._graph, self._options = graph, options
        self._made: asyncio.Task[tuple[bytes, str]] | None = None

    async def made(self) -> tuple[bytes, str]:
        """The page and its tag."""
        if self._made is None:
            self._made = asyncio.create_task(asyncio.to_thread(self._make))
        # Whoever goes does not take it from the others.
        return await asyncio.shield(self._made)

    def _make(self) -> tuple[bytes, str]:
        file = io.BytesIO()
        write_page(self._graph, file, msgspec.structs.replace(self._options, ask="ask"))
        page = file.getvalue()
        return page, tag_of(page)
