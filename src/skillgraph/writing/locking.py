"""Who holds a file or folder, among threads and programs; whoever is killed lets go."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: How often a writer looks whether it is its turn, in seconds, where the system has no queue.
_PAUSE = 0.02


@contextmanager
def alone(path: Path, *, stays: bool = True) -> Iterator[None]:
    """Holds a file that only one can hold.

    Args:
        path: of the file, which is made.
        stays: whether it stays afterwards; if not, who was killed leaves it to the next.

    Raises:
        OSError: it can't be made.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, alone(Path(folder) / "lock"):
        ...     (Path(folder) / "lock").exists()
        True
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    while True:
        take(handle)
        if stays or is_at(handle, path):
            break
        # Who held it has removed it: another one is held by now.
        os.close(handle)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        yield
    finally:
        # Windows removes no file that is open, and it must be gone before another one holds it: there it stays.
        if not stays and os.name != "nt":
            path.unlink(missing_ok=True)
        let_go(handle)
        os.close(handle)


def is_at(handle: int, path: Path) -> bool:
    """Whether an open file is the one that stands at a path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> None:
        """Waits until an open file is held by nobody else, and holds it."""
        while not try_to_take(handle):
            time.sleep(_PAUSE)

    def try_to_take(handle: int) -> bool:
        """Holds an open file, if nobody else does."""
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def let_go(handle: int) -> None:
        """Holds it no longer."""
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

    def reading(folder: Path) -> int | None:
        """Holds a folder together with other readers; Windows does so as long as a file of it is open."""
        return None

    @contextmanager
    def unread(folder: Path) -> Iterator[bool]:
        """Whether nobody reads a folder, and nobody begins to; Windows renames none of which a file is open."""
        yield True

else:
    import fcntl

    def take(handle: int) -> None:
        """Waits until an open file is held by nobody else, and holds it."""
        fcntl.flock(handle, fcntl.LOCK_EX)

    def try_to_take(handle: int) -> bool:
        """Holds an open file, if nobody else does."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def let_go(handle: int) -> None:
        """Holds it no longer."""
        fcntl.flock(handle, fcntl.LOCK_UN)

    def reading(folder: Path) -> int | None:
        """Holds a folder together with other readers, so that nobody removes it when another takes its place.

        Returns:
            What has to be closed at the end; None where the system keeps no such locks, or who holds it removes it.

        Raises:
            OSError: it can't be opened.
        """
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle

    @contextmanager
    def unread(folder: Path) -> Iterator[bool]:
        """Whether nobody reads a folder, and nobody begins to.

        Raises:
            OSError: it can't be opened.
        """
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            yield try_to_take(handle)
        finally:
            os.close(handle)
