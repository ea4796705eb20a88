"""Where the Cypher database of a built graph is kept: made once for each state of its files, opened by any number.

    arcadedb/lock           held by whoever makes a database or removes one
    arcadedb/<key>/graph    a database; the folder above it is held by who reads it
    arcadedb/<key>/files    the files of that database and their sizes
    arcadedb/making-<x>     one that is being made, or that a killed run left to the next maker

The key is of the files' sizes and times, of the code that loads them and of ArcadeDB's version: a database is never
altered, and what has no key any more is removed when another one is made, unless somebody reads it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from skillgraph.writing.locking import alone, is_at, reading, unread

#: The folder in that of a built graph.
FOLDER = "arcadedb"
_LOCK = "lock"
_MAKING = "making-"
_LOADER = Path(__file__).with_name("arcadedb_load.py")
#: A database has about as many bytes as its files, and some megabytes that an empty one has.
_EMPTY = 2**25


class KeptDatabase:
    """The database of two files, in a folder that others use too.

    Args:
        folder: of all databases of these files; it is made when the first one is.
        files: what the database is made of.
    """

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self._folder, self._files = folder, files
        self._held: int | None = None

    @contextmanager
    def place(self) -> Iterator[tuple[Path, Path]]:
        """Where the database is to be made, and where it is then, or is already; nobody else makes one meanwhile.

        Raises:
            OSError: there is none, and none can be made here.
        """
        path = self._folder / self._key()
        self.let_go()
        if self._hold(path):
            yield path, path
            return
        self._folder.mkdir(exist_ok=True)
        with alone(self._folder / _LOCK):
            # Another one may have been quicker.
            if not self._hold(path):
                self._sweep()
                shutil.rmtree(path, ignore_errors=True)
                if shortage(self._folder, self._files):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            yield self._folder / f"{_MAKING}{secrets.token_hex(8)}", path
            self._hold(path)

    def remove(self) -> None:
        """Removes the database, which turned out to be damaged."""
        self.let_go()
        with suppress(OSError), alone(self._folder / _LOCK):
            shutil.rmtree(self._folder / self._key(), ignore_errors=True)

    def let_go(self) -> None:
        """Lets others remove the database when its files have changed."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _key(self) -> str:
        """The name of the database, by all that it depends on."""
        try:
            engine = version("arcadedb-embedded")
        except PackageNotFoundError:
            engine = ""
        states = [(s.st_size, s.st_mtime_ns) for s in (path.stat() for path in self._files)]
        return hashlib.sha256(f"{states} {engine} ".encode() + _LOADER.read_bytes()).hexdigest()[:16]

    def _hold(self, path: Path) -> bool:
        """Keeps others from removing a database that is there and can be read."""
        with suppress(OSError):
            if self._held is None:
                self._held = reading(path)
            # None: the system keeps no such locks, or it is being removed.
            if (self._held is None or is_at(self._held, path)) and _is_whole(path):
                return True
        self.let_go()
        return False

    def _sweep(self) -> None:
        """Removes what no run makes or reads any more; no run makes anything while this one is alone."""
        for old in self._folder.iterdir():
            if old.is_symlink() or not old.is_dir():
                continue
            if old.name.startswith(_MAKING):
                shutil.rmtree(old, ignore_errors=True)
            else:
                with suppress(OSError), unread(old) as is_free:
                    if is_free:
                        shutil.rmtree(old, ignore_errors=True)


def _is_whole(path: Path) -> bool:
    """Whether a database has all of its files, and they can be read: ArcadeDB takes one that is missing for empty."""
    listed = (path / "files").read_text("utf-8").splitlines()
    found = [file for file in (path / "graph").iterdir() if os.access(file, os.R_OK)]
    return sorted(listed) == sorted(f"{file.stat().st_size} {file.name}" for file in found)


def shortage(folder: Path, files: Sequence[Path]) -> tuple[int, int] | None:
    """How many bytes a database needs and how many are free where there is no room for it; None where there is.

    Args:
        folder: where it would be made.
        files: what it would be made of.

    Example:
        >>> shortage(Path(), []) is None
        True
    """
    needed = _EMPTY + sum(path.stat().st_size for path in files) * 3 // 2
    free = shutil.disk_usage(folder).free
    return (needed, free) if free < needed else None
