"""A folder that is read, and stays what it is while another takes its place."""

from __future__ import annotations

import os
import sys
import weakref
from contextlib import suppress
from pathlib import Path

from skillgraph.writing.locking import reading

#: How often a folder is opened that is being replaced just then.
_TRIES = 5


class Reading:
    """Holds a folder as long as this lives, so that whoever replaces it leaves it to its reader.

    `place` is the path by which it is found meanwhile: Linux has one for what a process has open, elsewhere it is the
    folder's own, where a new one may come.

    Args:
        folder: that is read; it need not be there.
        within: what is held of a folder around it, which would go with all that is in it.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as parent:
        ...     folder = Path(parent) / "a"
        ...     folder.mkdir()
        ...     held = Reading(folder)
        ...     held.place.samefile(folder)
        True
    """

    def __init__(self, folder: Path, within: Reading | None = None) -> None:
        self.place, self._within = folder, within
        for _ in range(_TRIES if sys.platform == "linux" else 0):
            try:
                handle = reading(folder)
            except OSError:
                return
            # None: it was replaced at this very moment, and is being removed.
            if handle is not None:
                weakref.finalize(self, os.close, handle)
                place = Path("/proc", str(os.getpid()), "fd", str(handle))
                self.place = place if place.is_dir() else folder
                return


def as_named(place: Path) -> Path:
    """The path by which people know what is found by way of a held folder; any other path is itself.

    Args:
        place: a `Reading.place`, or something in it.

    Example:
        >>> as_named(Path("a/b"))
        PosixPath('a/b')
    """
    if not place.is_relative_to(Path("/proc", str(os.getpid()), "fd")):
        return place
    found = place.resolve()
    with suppress(OSError, ValueError):
        return found.relative_to(Path.cwd())
    return found
