"""Files that are whole or not there: written beside, and then put in their place."""

from __future__ import annotations

import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from skillgraph.model.errors import UsageError
from skillgraph.writing.workshop import workshop

#: Where a Unix shows the files that a process has open.
_OPEN_FILES = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")


@contextmanager
def whole_file(path: Path, *, follow: bool = True) -> Iterator[IO[bytes]]:
    """A file that takes its place when all is written; until then, and if anything fails, the former one stays.

    As with `>` of a shell, a former file is replaced whoever wrote it, a link stays a link and what it leads to is
    replaced, and a device or a pipe is written to. Its rights stay those that it had; a new file has those of the
    user's umask.

    Args:
        path: of the file.
        follow: whether a link is written through; if not, the file takes the place of the link, and what that leads
            to stays. So it is with the files of a folder, of which nobody named this one.

    Raises:
        UsageError: it is a folder.
        OSError: it can't be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with whole_file(Path(folder) / "a.txt") as file:
        ...         _ = file.write(b"...")
        ...     [p.name for p in Path(folder).iterdir()]
        ['a.txt']
    """
    if not follow and path.is_symlink():
        target = path.parent.resolve() / path.name
    else:
        if path.is_dir():
            raise UsageError(f"{path}: is a folder; name a file")
        if _is_stream(path):
            with path.open("wb") as file:
                yield file
            return
        target = path.resolve()
    _check_writable(target)
    with workshop(target.parent) as folder:
        made = folder / "made"
        with made.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _take_place(made, target)
        sync(target.parent)


def _check_writable(target: Path) -> None:
    if _is_file(target) and not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(target))


def _take_place(made: Path, target: Path) -> None:
    """Puts a file in its place, with the rights of the former one."""
    if _is_file(target):
        made.chmod(stat.S_IMODE(target.stat().st_mode))
    made.replace(target)


def _is_file(target: Path) -> bool:
    return target.is_file() and not target.is_symlink()


def put_whole(shop: Path, target: Path, data: bytes) -> None:
    """Writes one of a folder's many files, as `write_whole` does, by way of a workshop that stands there for all.

    To make and look for one each time takes longer the more files there are. Links are replaced, not followed; whether
    the new name is on the disk is for the caller to `sync`.

    Args:
        shop: a workshop on the same disk.
        target: the file; its folder is there.
        data: what it holds.

    Raises:
        OSError: it can't be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, workshop(Path(folder)) as shop:
        ...     put_whole(shop, Path(folder) / "a.txt", b"...")
        ...     (Path(folder) / "a.txt").read_bytes()
        b'...'
    """
    _check_writable(target)
    made = shop / secrets.token_hex(8)
    try:
        with made.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _take_place(made, target)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


@contextmanager
def whole_text(path: Path, encoding: str = "utf-8", *, follow: bool = True) -> Iterator[IO[str]]:
    """As `whole_file`, for text, whose line ends are written as they are.

    Raises:
        UsageError: it is a folder.
        OSError: it can't be written.
    """
    with whole_file(path, follow=follow) as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        yield text
        # Whoever fails before leaves what it held to be thrown away with the file.
        text.flush()
        text.detach()


def write_whole(path: Path, data: bytes, *, follow: bool = True) -> None:
    """Writes a file as `whole_file` does.

    Raises:
        UsageError: it is a folder.
        OSError: it can't be written.
    """
    with whole_file(path, follow=follow) as file:
        file.write(data)


def sync(path: Path) -> None:
    """Has the names of a folder's files on the disk, or what a file holds, where that can be asked for."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_stream(path: Path) -> bool:
    """Whether a path is that of a device or a pipe, or leads to an open file as /dev/stdout does."""
    return (path.exists() and not path.is_file()) or os.path.abspath(path).startswith(_OPEN_FILES)
