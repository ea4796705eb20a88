"""The seal of a folder: which files this program wrote into it, each with its checksum.

By it, and not by a name, a folder is known as one that may be replaced. It is a file as sha256sum reads it, so that who
gets the folder can see whether all of it has come: `sha256sum -c .skillgraph.sha256`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from skillgraph.model.errors import UsageError
from skillgraph.model.version import __version__

#: Hidden, since programs that take all files of a folder are not to take it.
SEAL = ".skillgraph.sha256"
_HEAD = b"# made by skillgraph "
_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  (.+)")
#: What Finder and Explorer put into a folder that somebody looks at; it is nobody's loss.
_DUST = (".DS_Store", "Thumbs.db", "desktop.ini")
_ESCAPED = {b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r"}
_MEANT = {escape: character for character, escape in _ESCAPED.items()}


def seal(folder: Path) -> None:
    """Writes the seal of a folder, when all else is in it.

    Raises:
        OSError: a file can't be read, or the seal not be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as name:
        ...     folder = Path(name)
        ...     (folder / "a.csv").touch()
        ...     seal(folder)
        ...     check_sealed(folder)
        ...     (folder / "thesis.txt").touch()
        ...     check_sealed(folder)
        Traceback (most recent call last):
            ...
        skillgraph.model.errors.UsageError: holds thesis.txt, which skillgraph did not write
    """
    with (folder / SEAL).open("xb") as file:
        file.write(_HEAD + f"{__version__}\n".encode())
        for name, path in files_of(folder):
            if name != SEAL:
                plain = os.fsencode(name)
                escaped = re.sub(rb"[\\\n\r]", lambda found: _ESCAPED[found[0]], plain)
                slash = b"\\" if escaped != plain else b""
                file.write(slash + checksum(path).encode() + b"  " + escaped + b"\n")


def check_sealed(folder: Path) -> None:
    """Holds a folder to its seal.

    Raises:
        UsageError: it holds something that this program did not write; the message goes on after the folder's name.
    """
    path = folder / SEAL
    if path.is_symlink() or not path.is_file():
        raise UsageError("is not an empty folder, nor one that skillgraph wrote")
    lines = path.read_bytes().splitlines()
    if not lines or not lines[0].startswith(_HEAD):
        raise not_ours(SEAL)
    written = {SEAL: ""}
    for line in lines[1:]:
        if (found := _LINE.fullmatch(line)) is None:
            raise not_ours(SEAL)
        escaped = re.sub(rb"\\[\\nr]", lambda f: _MEANT[f[0]], found[3]) if found[1] else found[3]
        written[os.fsdecode(escaped)] = found[2].decode()
    check_files(folder, written)


def check_files(
    folder: Path,
    written: Mapping[str, str],
    apart: Collection[str] = (),
    within: str = "",
    changing: re.Pattern[str] | None = None,
) -> None:
    """Holds a folder to a list of its files.

    Args:
        folder: what is looked through, without following a link.
        written: the checksum of each file by its path in the folder, or nothing where it may be any.
        apart: folders in it that are not looked into.
        within: the path of the folder in that which a message is about.
        changing: the names of files and empty folders that come and go while others read the folder, and may be any.

    Raises:
        UsageError: as `check_sealed`.
    """
    for name, path in files_of(folder, apart):
        is_changing = changing is not None and changing.fullmatch(name)
        if not path.is_symlink() and ((path.is_file() and name in written) or (path.exists() and is_changing)):
            if written.get(name) and written[name] != checksum(path):
                raise UsageError(f"holds {within}{name}, which has changed since skillgraph wrote it")
        elif not is_dust(path) and os.path.lexists(path):
            raise not_ours(within + name)


def not_ours(name: str) -> UsageError:
    """The error for something that this program did not write; its message goes on after the folder's name."""
    return UsageError(f"holds {name}, which skillgraph did not write")


def files_of(folder: Path, apart: Collection[str] = ()) -> Iterator[tuple[str, Path]]:
    """All that is in a folder and its folders but these: files, links, devices and empty folders, each with its path
    from there, in one order.

    Args:
        folder: no link in it is followed.
        apart: names in the folder itself that are passed over.
    """
    for parent, folders, names in os.walk(folder, onerror=_raise):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if here != folder or name not in apart)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links]
        if not (folders or names or links) and here != folder:
            yield here.relative_to(folder).as_posix(), here
        for name in sorted([*names, *links]):
            yield (here / name).relative_to(folder).as_posix(), here / name


def _raise(error: OSError) -> None:
    """What can't be looked at may be anybody's; what has gone since is nobody's."""
    if not isinstance(error, FileNotFoundError):
        raise error


def is_dust(path: Path) -> bool:
    """Whether a file is one that a file manager left."""
    return path.name in _DUST and path.is_file() and not path.is_symlink()


def checksum(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
