"""The journals of a report's reviewers: a file each, to which lines are added and in which none changes.

A line is on the disk before the decision counts. Journals of several people may lie side by side, and be brought
together by copying or by git: what is in two of them is one event, and all are read in one order.
"""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from skillgraph.deciding.events import Event
from skillgraph.model.errors import NOT_DECODED
from skillgraph.model.naming import is_file_name
from skillgraph.writing.files import sync

#: The folder of journals in that of a loader.
FOLDER = "reviews"
_ENDING = ".jsonl"
#: So many lines that can't be read are told one by one of a journal; all of them are told at every decision.
_TOLD = 3
_NAME = re.compile(r"\w[\w .-]{0,38}\w|\w")


def reviewer(name: str) -> str:
    """The name of a reviewer as it is kept; empty if it can't be one.

    Example:
        >>> reviewer(" 李敏 "), reviewer("../etc"), reviewer("con")
        ('李敏', '', '')
    """
    plain = unicodedata.normalize("NFC", name).strip()
    return plain if _NAME.fullmatch(plain) and is_file_name(plain) else ""


class _Read(NamedTuple):
    """A journal as it was read."""

    mark: tuple[int, int]
    events: list[Event]
    notices: list[str]


class Journals:
    """The journals in a loader's folder.

    Args:
        folder: of the loader.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._read: dict[Path, _Read] = {}

    def events(self) -> dict[str, list[Event]]:
        """The events of each journal, by its name, in its order; what was read before is not read again."""
        found: dict[Path, _Read] = {}
        for path in sorted(self.folder.glob(f"*{_ENDING}")):
            status = path.stat()
            mark = status.st_mtime_ns, status.st_size
            known = self._read.get(path)
            if known is None or known.mark != mark:
                bad: list[int] = []
                known = _Read(mark, list(_events(path, bad)), list(_notices(path.name, bad)))
            found[path] = known
        self._read = found
        return {path.stem: read.events for path, read in found.items()}

    @property
    def notices(self) -> list[str]:
        """What could not be read of the journals, for people."""
        return [notice for read in self._read.values() for notice in read.notices]

    def append(self, event: Event) -> None:
        """Adds an event to its reviewer's journal; it is on the disk afterwards.

        Raises:
            OSError: it can't be written; the journal is as it was.
        """
        path = self._of(event.by)
        is_new = not path.exists()
        self.folder.mkdir(exist_ok=True)
        with path.open("ab") as file:
            size = file.tell()
            try:
                # Who was killed while writing left half a line: it stays one of its own.
                torn = b"\n" if size and not _ends_a_line(path) else b""
                file.write(torn + msgspec.json.encode(event) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.ftruncate(file.fileno(), size)
                raise
        if is_new:
            sync(self.folder)

    def names(self) -> list[str]:
        """Who has a journal."""
        return sorted({event.by for events in self.events().values() for event in events})

    def _of(self, by: str) -> Path:
        """The journal of a reviewer; where file names differ by more than case, one of an other case is the same."""
        there = (p for p in self.folder.glob(f"*{_ENDING}") if p.stem.casefold() == by.casefold())
        return next(there, self.folder / f"{by}{_ENDING}")


def _events(path: Path, bad: list[int]) -> Iterator[Event]:
    """The events of a journal; `bad` takes the numbers of lines that hold none."""
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        # Editors put a byte order mark before the first line, which is another one once journals are brought together.
        # Further on in a line it is a character of somebody's words.
        line = line.strip()
        while line.startswith(codecs.BOM_UTF8):
            line = line.removeprefix(codecs.BOM_UTF8).strip()
        if not line:
            continue
        try:
            yield msgspec.json.decode(line, type=Event)
        except NOT_DECODED:
            # The last line may be half written: it was never answered.
            if number < len(lines):
                bad.append(number)


def _notices(name: str, bad: list[int]) -> Iterator[str]:
    for number in bad[:_TOLD]:
        yield f"{FOLDER}/{name}, line {number}: not of this program; passed over"
    if more := len(bad[_TOLD:]):
        yield f"{FOLDER}/{name}: {more} more lines are not of this program; passed over"


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"
