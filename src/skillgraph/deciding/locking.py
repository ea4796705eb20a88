"""One writer of a folder at a time, among threads and programs; whoever is killed lets go."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: How often a writer looks whether it is its turn, in seconds, where the system has no queue.
_PAUSE = 0.02


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds a file that only one can hold.

    Args:
        path: of the file, which is made and stays.

    Raises:
        OSError: it can't be made.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, alone(Path(folder) / "lock"):
        ...     (Path(folder) / "lock").exists()
        True
    """
    with path.open("a+b") as file:
        _take(file)
        try:
            yield
        finally:
            _let_go(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                time.sleep(_PAUSE)

    def _let_go(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _let_go(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
