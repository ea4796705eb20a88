"""Files as they are read here: plain ones, of a size that is asked for first, and inside of the folder they belong to.

What a table or a graph says a report's file is called was written by anybody, and is a name in a folder and no more.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from skillgraph.model.errors import DataError
from skillgraph.model.records import Document

#: The most bytes that a file may have: of text, and of formats that hold pictures as well.
MOST_TEXT_BYTES, MOST_BYTES = 60_000_000, 210_000_000
#: A pipe that nobody writes to would be waited for; Windows has the one, and not the other.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_plain(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a plain file.

    Args:
        path: of the file.
        most: bytes that it may have.

    Raises:
        OSError: it can't be read.
        DataError: it is a device, a pipe or a folder, or has more bytes.

    Example:
        >>> read_plain(Path(os.devnull))
        Traceback (most recent call last):
        skillgraph.model.errors.DataError: /dev/null: is no plain file
    """
    opened = os.open(path, _FLAGS)
    status = os.fstat(opened)
    if not stat.S_ISREG(status.st_mode):
        os.close(opened)
        raise DataError(f"{path}: is no plain file")
    with open(opened, "rb") as file:
        # What grows meanwhile, and what the system makes as it is read, says nothing of its size before.
        data = b"" if status.st_size > most else file.read(most + 1)
    if (size := max(status.st_size, len(data))) > most:
        raise too_large(path, size, most)
    return data


def too_large(path: Path, size: int, most: int) -> DataError:
    """The error for a file with more bytes than are read."""
    return DataError(f"{path}: {size:,} bytes; the limit is {most:,}. Split the file")


def copy_path(document: Document, folder: Path) -> Path:
    """Where the reader's copy of a report is, in a folder of theirs; whether it is there is not looked at.

    Raises:
        DataError: what the document calls its file is no name in that folder, or a link leads out of it.

    Example:
        >>> copy_path(Document("r", "报告", "", file="../r.txt"), Path("reports"))
        Traceback (most recent call last):
        skillgraph.model.errors.DataError: r: file is '../r.txt', which is no name of a file in a folder
    """
    name = document.file
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or "\0" in name or PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
        raise DataError(f"{document.id}: file is {name!r:.200}, which is no name of a file in a folder")
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead round in a ring
        inside = False
    if not inside:
        raise DataError(f"{path}: is a link that leads out of {folder}; put the file itself there")
    return path


def read_copy(document: Document, folder: Path) -> bytes:
    """The bytes of the reader's copy of a report.

    Args:
        document: whose `file` to look for.
        folder: where the copies are.

    Raises:
        DataError: it is not there, is no plain file inside of the folder, or is too large.
    """
    path = copy_path(document, folder)
    try:
        return read_plain(path)
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; put your copy of {document.title!r} there") from None
