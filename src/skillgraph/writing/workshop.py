"""Folders in which something is made before it takes its place, and which nobody finds afterwards.

One stands beside what is written, or in the system's folder for temporary files. Its run holds a file in it for as long
as it lives; what a killed run left is removed by the next one that makes such a folder there.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from skillgraph.writing.locking import is_at, take, try_to_take, unread

#: What takes the place of something else and then holds that, until it is known to be ours.
SWAPPED = "swapped"
#: In this stands, by its name, what was moved out of its place a moment before another comes there.
FORMER = "former"
_NAME = re.compile(r"\.?skillgraph-[0-9a-f]{16}")
_HELD = "in-use"
#: What the held file says: by that, and not by its name, a folder is known as one of these.
_SAYS = b"A run of skillgraph works in this folder. If it was killed, the next run removes the folder.\n"
_Ours = Callable[[Path], bool]


def _never(folder: Path) -> bool:
    return False


@contextmanager
def workshop(parent: Path, ours: _Ours = _never) -> Iterator[Path]:
    """A folder beside what is made in it, which goes with all that is left in it.

    Args:
        parent: where it stands.
        ours: whether all of a folder is what this program made, for one that was swapped out.

    Raises:
        OSError: it can't be made.

    Example:
        >>> with tempfile.TemporaryDirectory() as parent:
        ...     with workshop(Path(parent)) as folder:
        ...         _ = (folder / "draft").write_text("...", encoding="utf-8")
        ...     list(Path(parent).iterdir())
        []
    """
    sweep(parent, ours)
    folder, handle = _made(parent, ".skillgraph-", 0o777)
    try:
        yield folder
    finally:
        _clear(folder, handle, ours)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder in the system's for temporary files, for this user alone, which goes at the end.

    Raises:
        OSError: it can't be made.
    """
    folder, end = open_temporary_folder()
    try:
        yield folder
    finally:
        end()


def open_temporary_folder() -> tuple[Path, Callable[[], None]]:
    """As `temporary_folder`, with what removes it.

    Raises:
        OSError: it can't be made.
    """
    sweep_temporary_folders()
    folder, handle = _made(Path(tempfile.gettempdir()), "skillgraph-", 0o700)

    return folder, partial(_clear, folder, handle)


def sweep_temporary_folders() -> None:
    """Removes the temporary folders that killed runs left."""
    sweep(Path(tempfile.gettempdir()))


def sweep(parent: Path, ours: _Ours = _never) -> None:
    """Removes what killed runs left in a folder; what a living one uses stays, and what only is called alike.

    Args:
        parent: the folder.
        ours: as of `workshop`.
    """
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    _sweep(Path(entry.path), ours)


def is_workshop(folder: Path) -> bool:
    """Whether a folder is one of these, of a run that lives, or begins, or was killed."""
    if not _NAME.fullmatch(folder.name):
        return False
    held = folder / _HELD
    said = held.read_bytes() if held.is_file() else b""
    return said == _SAYS or (not said and not {path.name for path in folder.iterdir()} - {_HELD})


def _made(parent: Path, prefix: str, mode: int) -> tuple[Path, int]:
    """A new folder and its held file; others that sweep at this very moment may take it away before it is held."""
    while True:
        folder = parent / f"{prefix}{secrets.token_hex(8)}"
        folder.mkdir(mode)
        try:
            handle = os.open(folder / _HELD, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            continue
        try:
            take(handle)
            if is_at(handle, folder / _HELD):
                os.write(handle, _SAYS)
                return folder, handle
        except BaseException:
            _clear(folder, handle)
            raise
        os.close(handle)


def _sweep(folder: Path, ours: _Ours) -> None:
    if sys.platform != "win32" and folder.stat(follow_symlinks=False).st_uid != os.geteuid():
        return
    try:
        handle = os.open(folder / _HELD, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        # Whoever made it was killed before its first file, or after its last; one that holds anything stays.
        folder.rmdir()
        return
    if stat.S_ISREG(os.fstat(handle).st_mode) and try_to_take(handle):
        said = os.read(handle, len(_SAYS) + 1)
        if said == _SAYS or (not said and len(os.listdir(folder)) == 1):
            _clear(folder, handle, ours)
            return
    os.close(handle)


def _clear(folder: Path, handle: int, ours: _Ours = _never) -> None:
    """Removes a workshop and what is in it, but for what is not ours and what somebody reads, and lets go of it."""
    left = True
    try:
        if (folder / FORMER).is_dir():
            _put_back(folder)
        removed = [_removed(entry, ours) for entry in folder.iterdir() if entry.name != _HELD]
        left = not all(removed)
    except OSError:
        pass  # the next run tries again
    finally:
        os.close(handle)
    if not left:
        # Only now, since Windows removes no file that is open; who is quicker does the same.
        with suppress(OSError):
            (folder / _HELD).unlink(missing_ok=True)
            folder.rmdir()


def _put_back(folder: Path) -> None:
    """Gives back what was moved out of a place that nothing has taken since; what is taken is swapped out by that."""
    for former in (folder / FORMER).iterdir():
        place = folder.parent / former.name
        former.rename(place if not place.exists() else folder / SWAPPED)


def _removed(entry: Path, ours: _Ours) -> bool:
    if not entry.is_dir() or entry.is_symlink():
        entry.unlink()
        return True
    if entry.name == SWAPPED and not ours(entry):
        return False
    with unread(entry) as nobody:
        if nobody:
            shutil.rmtree(entry, ignore_errors=True)
            if entry.exists():
                # Folders may be read-only, as those of a copy from a backup are.
                _make_writable(entry)
                shutil.rmtree(entry, ignore_errors=True)
    return not entry.exists()


def _make_writable(folder: Path) -> None:
    """Lets what is in a folder and its folders be removed; files stay as they are, which others may have links to."""
    folder.chmod(stat.S_IRWXU)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            _make_writable(path)
