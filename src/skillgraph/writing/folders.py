"""Folders that are whole or not there, and that take the place of nothing but what this program made."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from skillgraph.model.errors import UsageError
from skillgraph.writing.exchange import exchange
from skillgraph.writing.files import sync
from skillgraph.writing.workshop import FORMER, SWAPPED, workshop

#: Raises a UsageError that goes on after a folder's name if the folder holds something that this program did not make.
Check = Callable[[Path], None]
#: From so many files on, the whole system's are on the disk sooner than one after the other.
_MANY = 200
#: How often others may come first while a folder takes its place.
_TRIES = 100


@contextmanager
def whole_folder(target: Path, check: Check) -> Iterator[Path]:
    """A folder that takes its place when all is written; until then, and if anything fails, the former one stays.

    Whoever looks meanwhile sees the former one or the new one, and a former one that somebody reads is removed when
    that is over. A link to a folder stays a link. Its rights stay those that it had; a new one has those of the
    user's umask.

    Args:
        target: where it is to be. What is there may be an empty folder, or one that passes `check`.
        check: done before anything is written, and again on what was swapped out.

    Raises:
        UsageError: the folder holds something that this program did not make, or can't be replaced.
        OSError: it can't be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as parent:
        ...     with whole_folder(Path(parent) / "a", lambda folder: None) as folder:
        ...         folder.joinpath("b.txt").touch()
        ...     [p.name for p in (Path(parent) / "a").iterdir()]
        ['b.txt']
    """
    check_target(target, check)
    shown, target = target, target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)

    def ours(folder: Path) -> bool:
        return not _complaint(folder, check)

    with workshop(target.parent, ours) as folder:
        made = folder / "made"
        made.mkdir()
        yield made
        _sync_all(made)
        if target.is_dir():
            made.chmod(stat.S_IMODE(target.stat().st_mode))
        # From here on it may be the former one, whatever happens.
        swapped, own = folder / SWAPPED, made.stat()
        made.rename(swapped)
        is_put = False
        try:
            _put(swapped, target, shown, check)
            is_put = True
        finally:
            if swapped.exists() and (is_put or os.path.samestat(swapped.stat(), own)):
                # All of it is known to be ours: whoever comes after a kill need not look again.
                swapped.rename(made)
        sync(target.parent)


def check_empty(folder: Path) -> None:
    """For what may only come where nothing is.

    Raises:
        UsageError: always; of an empty folder nobody asks.
    """
    raise UsageError("is not an empty folder")


def check_target(shown: Path, check: Check) -> None:
    """Refuses what can't be replaced, before any work is done.

    Args:
        shown: where a folder is to be.
        check: as of `whole_folder`.

    Raises:
        UsageError: as `whole_folder`.
        OSError: it can't be looked at, or not be written.
    """
    target = shown.resolve()
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{shown}: is a file; name a folder")
    if os.path.ismount(target):
        raise UsageError(f"{shown}: a mount point can't be replaced; name a folder in it, as {shown / 'graph'}")
    if target in (here := Path.cwd().resolve(), *here.parents):
        raise UsageError(f"{shown}: you are in this folder, which would be replaced; name another, or go out of it")
    if not os.access(target, os.W_OK | os.X_OK):
        raise PermissionError(13, os.strerror(13), str(shown))
    if complaint := _complaint(target, check):
        raise UsageError(f"{shown}: {complaint}; nothing is overwritten: name another folder, or move what is there")


def _complaint(folder: Path, check: Check) -> str:
    """What keeps a folder from being replaced, or nothing."""
    if folder.is_symlink() or not folder.is_dir():
        return "is no folder"
    try:
        if any(folder.iterdir()):
            check(folder)
    except UsageError as error:
        return str(error)
    return ""


def _put(new: Path, target: Path, shown: Path, check: Check) -> None:
    """Puts a folder in its place; if another was there, that stands where the new one was."""
    for _ in range(_TRIES):
        try:
            if not exchange(new, target):
                _put_in_two_steps(new, target)
        except FileNotFoundError:
            try:
                new.rename(target)
            except OSError:
                if not target.exists():
                    raise
                # Another run was quicker.
                continue
            return
        if not new.exists() or not (complaint := _complaint(new, check)):
            return
        if not exchange(new, target):
            _put_in_two_steps(new, target)
        raise UsageError(f"{shown}: {complaint}, since a moment ago; nothing was replaced")
    raise UsageError(f"{shown}: others write this folder again and again")


def _put_in_two_steps(new: Path, target: Path) -> None:
    """As `exchange`, where the system has none: for a moment neither is there; the next run mends what is left then."""
    former = new.with_name(FORMER) / target.name
    former.parent.mkdir()
    target.rename(former)
    try:
        new.rename(target)
    except BaseException:
        former.rename(target)
        raise
    former.rename(new)
    former.parent.rmdir()


def _sync_all(folder: Path) -> None:
    """Has all files of a folder on the disk, so that no power cut leaves half of them; Windows syncs none it reads."""
    if sys.platform == "win32":
        return
    # Links, of which a loader that is renewed may have some, are followed nowhere.
    paths = [folder, *(p for p in folder.rglob("*") if not p.is_symlink() and (p.is_dir() or p.is_file()))]
    if len(paths) > _MANY:
        os.sync()
        return
    for path in paths:
        sync(path)
