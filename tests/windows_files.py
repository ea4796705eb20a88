"""Linux as strict as Windows is: no file is renamed, replaced or deleted while somebody has it open."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

_MOVES = ("rename", "replace")
_REMOVES = ("unlink", "remove")


@contextmanager
def windows_files() -> Iterator[list[str]]:
    """Notes what Windows would have refused, done by this process while it or one that it started had the file open.

    Yields:
        What was done, to which file.
    """
    found: list[str] = []

    def watched(name: str, act: Callable[..., None]) -> Callable[..., None]:
        def do(*paths: Any, **more: Any) -> None:
            held = _open_files()
            for path in paths:
                place = _place(path, more.get("dir_fd"))
                # Directories are held open on Linux by whoever walks them, and not on Windows.
                taken = [other for other in held if other == place or other.startswith(f"{place}/")]
                found.extend(f"{name} {place}: {other} is open" for other in taken)
            act(*paths, **more)

        return do

    with contextmanager(_patched)(watched):
        yield found


def _patched(watched: Callable[[str, Callable[..., None]], Callable[..., None]]) -> Iterator[None]:
    """Has the functions of `os` watched, by which `pathlib`, `shutil` and `tempfile` work as well."""
    new: dict[str, Any] = {name: watched(name, getattr(os, name)) for name in (*_MOVES, *_REMOVES)}
    with patch.multiple(os, **new):
        yield


def _place(path: Any, folder: int | None) -> str:
    start = os.readlink(f"/proc/self/fd/{folder}") if folder is not None else os.getcwd()
    return os.path.normpath(os.path.join(start, os.fsdecode(path)))


def _open_files() -> set[str]:
    """The regular files that this process and all below it have open."""
    return {path for process in _family(os.getpid()) for path in _files_of(process)}


def _family(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text("ascii").split():
                yield from _family(int(child))


def _files_of(process: int) -> Iterator[str]:
    with suppress(OSError):
        for handle in os.scandir(f"/proc/{process}/fd"):
            with suppress(OSError):
                if stat.S_ISREG(os.stat(handle.path).st_mode):
                    yield os.readlink(handle.path)
