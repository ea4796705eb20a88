"""The network page of the graph: made once, for the first who asks, by a process that holds up no answer."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from skillgraph.explore.page import PageOptions, write_page
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import SkillgraphError, UsageError
from skillgraph.serve.assets import tag_of

#: What the process that makes the page is told of one that follows the browser.
_FOLLOWS = "follows"


class Page:
    """The page, and a tag by which a browser knows that it has it already.

    Args:
        graph: that it shows.
        options: its language, and where copies of the reports are.
    """

    def __init__(self, graph: GraphFolder, options: PageOptions) -> None:
        documents = [] if options.documents is None else [str(options.documents)]
        follows = _FOLLOWS if options.follows_browser else ""
        self._command = [sys.executable, "-m", __name__, str(graph.place), options.language, follows, *documents]
        self._made: asyncio.Task[tuple[bytes, str]] | None = None

    async def made(self) -> tuple[bytes, str]:
        """The page and its tag.

        Raises:
            UsageError: it can't be made.
        """
        if self._made is None or (self._made.done() and self._made.exception()):
            self._made = asyncio.create_task(self._make())
        # Whoever goes does not take it from the others.
        return await asyncio.shield(self._made)

    async def _make(self) -> tuple[bytes, str]:
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        making = await asyncio.create_subprocess_exec(*self._command, stdin=nothing, stdout=pipe, stderr=pipe)
        try:
            page, said = await making.communicate()
        finally:
            with suppress(ProcessLookupError):
                making.kill()
        if making.returncode:
            raise UsageError(said.decode("utf-8", "replace").strip() or "the process that makes the page was ended")
        return page, tag_of(page)


def main() -> None:
    """Writes the page to standard output."""
    folder, language, follows, *documents = sys.argv[1:]
    reports = Path(documents[0]) if documents else None
    options = PageOptions(
        language="zh" if language == "zh" else "en", documents=reports, ask="ask", follows_browser=follows == _FOLLOWS
    )
    try:
        write_page(GraphFolder(Path(folder)), sys.stdout.buffer, options)
    except SkillgraphError as error:
        sys.stderr.buffer.write(str(error).encode("utf-8", "backslashreplace"))
        sys.exit(2)


if __name__ == "__main__":
    main()
