"""The process of an engine, asked without a thread that waits for it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from skillgraph.model.errors import EngineEnded
from skillgraph.serve.refusals import Refused
from skillgraph.serve.spool import PART, Spool, Spooled

#: What a process steps back by that computes for long, so that what is done in a moment goes first.
_BACK = 5

#: What an engine says of an answer, and the answer.
Reply = tuple[dict[str, Any], bytes | Spooled]


class Process:
    """A process that answers one request after the other: a line in, a JSON line and a body out.

    Args:
        command: that starts it.
        spool: for large answers.
    """

    def __init__(self, command: Sequence[str], spool: Spool) -> None:
        self._command, self._spool = command, spool
        self._process: asyncio.subprocess.Process | None = None

    @property
    def lives(self) -> bool:
        """Whether it has started, and not ended."""
        return self._process is not None and self._process.returncode is None

    async def exchange(self, line: bytes) -> Reply:
        """The answer to a request; the first one starts the process.

        Raises:
            EngineEnded: the process ended.
            Refused: there is no room for the answer.
        """
        if self._process is None:
            pipe, quiet = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
            # An engine that runs out of memory says so on standard error, in words that help no one.
            self._process = await asyncio.create_subprocess_exec(*self._command, stdin=pipe, stdout=pipe, stderr=quiet)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(line)
            head = json.loads(await self._process.stdout.readline())
            return head, await self._body(self._process.stdout, head["length"])
        except Refused:
            # The answer that nobody takes is in its way.
            self.end()
            raise
        except (OSError, ValueError, EOFError):
            self.end()
            raise EngineEnded("the query engine ended; the query may need more memory than there is") from None

    async def _body(self, answer: asyncio.StreamReader, length: int) -> bytes | Spooled:
        if not self._spool.takes(length):
            return await answer.readexactly(length)
        spooled = self._spool.room(length)
        while length:
            part = await answer.read(min(length, PART))
            if not part:
                raise EOFError
            spooled.write(part)
            length -= len(part)
        return spooled

    def step_back(self) -> None:
        """Lets other processes go first from now on, where the system can."""
        if self._process and sys.platform != "win32":
            with suppress(OSError):
                own = os.getpriority(os.PRIO_PROCESS, 0)
                os.setpriority(os.PRIO_PROCESS, self._process.pid, min(own + _BACK, 19))

    def end(self) -> None:
        """Ends it, whatever it does."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def ended(self) -> None:
        """Waits until it has ended."""
        if self._process:
            await self._process.wait()
