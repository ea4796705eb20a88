"""What may befall a program that is none of its doing: full disks, closed streams, readers that have gone, no memory.

Each is one line and an exit code. What is not known here is a fault of the program, and its traceback is for whoever
mends it.
"""

from __future__ import annotations

import os
import sys

#: 128 and the number of the signal, as shells have it: whoever read the answer has enough of it.
READER_GONE = 141


class ReaderGone(Exception):
    """Nobody reads standard output any more, as behind `| head`."""


def plug_streams() -> bool:
    """Opens what is closed of standard input, output and error, so that no file of ours is taken for one of them.

    Returns:
        Whether there is an output for results to go to.
    """
    is_closed = []
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            is_closed.append(name)
            # The lowest number that is free, which this one is.
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - for good
    return "stdout" not in is_closed


def arguments_as_text(given: list[str]) -> list[str]:
    """Arguments in UTF-8, whatever the locale takes them for.

    Example:
        >>> arguments_as_text(["青岛"])
        ['青岛']
    """
    if sys.platform == "win32":
        return given
    return [os.fsencode(argument).decode("utf-8", "surrogateescape") for argument in given]


def told_of(error: Exception) -> str | None:
    """The line for an error that is no fault of the program; None for one that is.

    Example:
        >>> import errno
        >>> told_of(OSError(errno.ENOSPC, "No space left on device"))
        'No space left on device'
        >>> told_of(FileNotFoundError(errno.ENOENT, "No such file or directory", "a.txt"))
        'a.txt: No such file or directory'
    """
    if isinstance(error, OSError):
        if error.filename is not None:
            return f"{os.fsdecode(error.filename)}: {error.strerror}" if _is_path(error.filename) else error.strerror
        if isinstance(error, FileNotFoundError) and not _here():
            return "the current folder is no longer there; go to another one"
        if isinstance(error, BlockingIOError):
            return "no further process can be started (ulimit -u); end some, or allow more"
        return error.strerror or str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this (ulimit -v, or the machine's)"
    if isinstance(error, UnicodeEncodeError):
        return f"{error.object[error.start : error.end]!r:.80} is no text in UTF-8"
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return "no further thread can be started (ulimit -u, or no memory); end some programs, or allow more"
    return None


def give_up_output() -> None:
    """Throws away what standard output still holds, which would be tried again, and complained of, at the end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _is_path(name: object) -> bool:
    return isinstance(name, str | bytes | os.PathLike)


def _here() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True
