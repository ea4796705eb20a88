"""Large answers, kept on disk until their clients have taken them: a slow one holds neither an engine nor memory."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator

from skillgraph.serve.refusals import Refused

#: Bytes up to which an answer stays in memory; that all others may have together; and that are read at a time.
_SMALL, _ALL, PART = 2**20, 2**30, 2**16


class Spooled:
    """A large answer in a file that nobody else sees, and that goes with it.

    Args:
        length: bytes that it will have.
    """

    def __init__(self, length: int) -> None:
        self.length = length
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lasts as long as this
        weakref.finalize(self, self._file.close)

    def write(self, part: bytes) -> None:
        """Adds some of the answer."""
        self._file.write(part)

    def parts(self) -> Iterator[bytes]:
        """The answer, piece by piece."""
        self._file.seek(0)
        while part := self._file.read(PART):
            yield part


class Spool:
    """Room for large answers."""

    def __init__(self) -> None:
        self._used = 0

    def takes(self, length: int) -> bool:
        """Whether an answer of so many bytes belongs here."""
        return length > _SMALL

    def room(self, length: int) -> Spooled:
        """Where a large answer is to be written; the room is free again when nobody holds it any more.

        Raises:
            Refused: there is none.
        """
        if self._used + length > _ALL:
            busy = "too many large answers are being fetched; ask again in a moment, or take a LIMIT"
            raise Refused(503, busy, {"Retry-After": "5"})
        spooled = Spooled(length)
        self._used += length
        weakref.finalize(spooled, self._give_back, length)
        return spooled

    def _give_back(self, length: int) -> None:
        self._used -= length
