"""What differs between two files of Turtle that the same program wrote, found while the second one is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

#: Where a description ends: newlines in literals are escaped.
_END = b" .\n"
_PREFIXES = re.compile(rb"\A(?:@prefix [^\n]*\n)*")
_BLOCK = 1 << 20


def subject_of(description: bytes) -> bytes:
    """What a description is of, as it is written.

    Example:
        >>> subject_of(b'entity:a rdfs:label "A"@zh')
        b'entity:a'
    """
    return description.partition(b" ")[0]


class Text:
    """A file of Turtle, read description by description.

    Args:
        path: a file that `TurtleWriter` wrote.

    Raises:
        OSError: it can't be read.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._digest = hashlib.sha256()
        head = []
        while (line := self._file.readline()).startswith(b"@prefix "):
            head.append(line)
        self.prefixes = b"".join(head)
        self._digest.update(self.prefixes)
        self._file.seek(len(self.prefixes))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int) -> list[bytes]:
        """The next descriptions, of about so many bytes together; none at the end."""
        parts = [self._file.read(size)]
        while parts[-1] and not parts[-1].endswith(_END):
            parts.append(self._file.readline())
        block = b"".join(parts)
        self._digest.update(block)
        return descriptions(block)

    def rest(self) -> Iterator[list[bytes]]:
        """All that is left, some at a time."""
        while found := self.read(_BLOCK):
            yield found

    def checksum(self) -> str:
        """The SHA-256 of what was read."""
        return self._digest.hexdigest()


def descriptions(block: bytes) -> list[bytes]:
    r"""The descriptions of some Turtle without prefixes, each without its end.

    Example:
        >>> descriptions(b"entity:a a sg:City .\nentity:b a sg:City ;\n\tsg:name \"B\" .\n")
        [b'entity:a a sg:City', b'entity:b a sg:City ;\n\tsg:name "B"']
    """
    return list(filter(None, block.split(_END)))


class Comparison:
    """Follows a text as it is written, beside the former one; in memory is only what one has and the other has not.

    Args:
        former: the former text.

    Attributes:
        prefixes: those of the former text.
        gone: descriptions of the former text that the new one has not, when all is compared; some may be in both where
            one of them has them twice.
        new: those of the new one that the former has not.
        count: how many descriptions the new text has so far.
        size: bytes of what differs so far.

    Raises:
        OSError: it can't be read.
    """

    def __init__(self, former: Path) -> None:
        self._former = Text(former)
        self.prefixes = self._former.prefixes
        self.gone: set[bytes] = set()
        self.new: set[bytes] = set()
        self.count = self.size = 0

    def close(self) -> None:
        """Closes the former text."""
        self._former.__exit__()

    def add(self, piece: bytes) -> bool:
        """Takes a piece of the new text with its prefixes; whether it has those of the former one."""
        prefixes = _PREFIXES.match(piece)
        if prefixes is None or prefixes[0] != self.prefixes:
            return False
        block = piece[prefixes.end() :]
        written = descriptions(block)
        self.count += len(written)
        # Both are in the same order, so that what stands at the same place is mostly the same.
        self._compare(set(written), set(self._former.read(len(block))))
        return True

    def finish(self) -> str:
        """Compares with what is left of the former text; its checksum."""
        for left in self._former.rest():
            self._compare(set(), set(left))
        return self._former.checksum()

    def _compare(self, written: set[bytes], former: set[bytes]) -> None:
        both = written & former
        written -= both
        former -= both
        self._meet(written, self.gone)
        self._meet(former, self.new)
        self.new |= written
        self.gone |= former
        self.size += sum(map(len, written)) + sum(map(len, former))

    def _meet(self, found: set[bytes], waiting: set[bytes]) -> None:
        """Takes out of both what waited for its like."""
        both = found & waiting
        found -= both
        waiting -= both
        self.size -= sum(map(len, both))
