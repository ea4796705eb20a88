"""Fills the store of a graph that is being built, beside the walk over its records."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

#: So much text is loaded at once, at some 25 bytes of memory each: the engine merges what each load wrote with all that
#: came before, so that less at a time is written more often.
_BYTES_AT_A_TIME = 12_000_000
#: Where the process may use no more memory than this, a third of that text is loaded at once.
_LITTLE_MEMORY = 2 * 2**30


def memory_limit() -> float:
    """How many bytes of memory this process may use by `ulimit -v`, where what is only set aside counts too.

    Example:
        >>> memory_limit() > 0
        True
    """
    if sys.platform == "win32":
        return math.inf
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    return math.inf if most == resource.RLIM_INFINITY else most


def _give_way() -> None:
    """Leaves the processor to others; elsewhere than on Linux the whole process would do so, and not this thread."""
    if sys.platform == "linux":
        os.nice(19)


class Filling:
    r"""A store that takes Turtle as it is written; another thread loads what came before, which holds up no Python.

    Args:
        folder: of the store, which is made when there is something for it: where there is no room, a file's error says
            so more clearly.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, Filling(Path(folder)) as filling:
        ...     filling.add(b"<http://example.org/a> a <http://example.org/B> .\n")
        ...     filling.finish([])
        ...     len(filling.store)
        1
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._size = 0
        self._most = _BYTES_AT_A_TIME if memory_limit() > _LITTLE_MEMORY else _BYTES_AT_A_TIME // 3
        self._store: ox.Store | None = None
        self._is_new = True
        self._thread = ThreadPoolExecutor(1)
        self._loading: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        self._store = None

    @property
    def store(self) -> ox.Store:
        """The store, with all that was loaded so far."""
        if self._store is None:
            self._is_new = not self._folder.exists()
            if not self._is_new:
                self._store = ox.Store(str(self._folder))
            else:
                # What is loaded now is merged with what comes: the engine's threads, which are those of the thread
                # that begins it, may do that when nothing else is to be done, and `pack` does the rest at the end.
                with ThreadPoolExecutor(1, initializer=_give_way) as patient:
                    self._store = patient.submit(ox.Store, str(self._folder)).result()
        return self._store

    def add(self, piece: bytes) -> None:
        """Takes a piece of Turtle, with its prefixes.

        Raises:
            OSError: what came before could not be written.
        """
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= self._most:
            self._load()

    def finish(self, files: Iterable[Path]) -> None:
        """Loads what waits, and some files of Turtle; errors as `add`."""
        self._load()
        self._loaded()
        for file in files:
            self.store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE)
        if not self._is_new:
            # What was loaded is on the disk; for what was removed one would wait till little is left to be merged.
            self.store.flush()

    def _load(self) -> None:
        """Begins to load what waits, once what came before is loaded: so that no more than two loads are in memory."""
        self._loaded()
        if self._pieces:
            self._loading = self._thread.submit(self.store.bulk_load, b"".join(self._pieces), ox.RdfFormat.TURTLE)
            self._pieces, self._size = [], 0

    def _loaded(self) -> None:
        if self._loading is not None:
            self._loading.result()
            self._loading = None
