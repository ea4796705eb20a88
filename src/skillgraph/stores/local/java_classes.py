"""Java's classes as they are after a start, kept in the user's cache folder: reading them is half of what it costs.

Java writes them when a process ends that was told to do so, and maps the file in the next ones; a file that does not
fit it passes over. The process of `arcadedb_server` loads this file by its path, so it imports nothing of `skillgraph`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Classes(NamedTuple):
    """What Java is told of its classes, and under which name they are to be kept if it writes them at its end."""

    flags: tuple[str, ...]
    wanted: Path | None


def classes(
    folder: Path | None, made: Path, jars: Sequence[Path], flags: Sequence[str], *, writes: bool = True
) -> Classes:
    """Take the classes that are kept for these jars and flags, or have them written.

    Args:
        folder: Where they are kept, which need not be there yet; None where nothing is.
        made: The file that Java is to write where there are none.
        jars: From which classes are read; Java compares their times, too.
        flags: Of Java.
        writes: Whether they may be written where there are none.

    Example:
        >>> classes(None, Path("made"), [], [])
        Classes(flags=(), wanted=None)
    """
    # JPype switches the sharing of classes off for other names.
    if folder is None or not all(str(jar).isascii() for jar in jars):
        return Classes((), None)
    states = [(str(jar), state.st_size, state.st_mtime_ns) for jar in jars for state in (jar.stat(),)]
    key = hashlib.sha256(f"{states} {list(flags)}".encode()).hexdigest()[:16]
    kept = folder / f"java-{key}.aot"
    if kept.is_file():
        return Classes((f"-XX:AOTCache={kept}",), None)
    if not writes:
        return Classes((), None)
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Classes((), None)
    return Classes((f"-XX:AOTCacheOutput={made}",), kept)
