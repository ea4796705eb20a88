"""The store of a built folder as the next build takes it over: only if it is, byte for byte, what was written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pyoxigraph as ox

from skillgraph.model.errors import NOT_DECODED
from skillgraph.model.ontology import ontology
from skillgraph.model.version import __version__
from skillgraph.writing.seal import checksum

#: In the folder of the store, beside the engine's own files.
MADE = "made.json"
#: The engine writes these once and never changes them, so that two folders may share them.
_FOR_GOOD = ".sst"
#: What the engine writes for people, and its lock: nothing of the store is in them.
_NOTHING = ("LOG", "LOCK", MADE)


class Unfit(Exception):
    """Why a store can't be taken over."""


class Made(msgspec.Struct, frozen=True):
    """What a store was made by and of, and its files by their checksums.

    `text` is the checksum of the Turtle that it holds beside the ontology; `removed`, how many bytes of Turtle were
    taken out of it since it was loaded whole: the engine keeps something of each.
    """

    skillgraph: str
    pyoxigraph: str
    ontology: str
    text: str
    removed: int
    files: dict[str, str]


def seal_store(folder: Path, text: str, removed: int = 0, known: Mapping[str, str] | None = None) -> None:
    """Writes beside a store, once it is closed, by what the next build knows it.

    Args:
        folder: of the store.
        text: as of `Made`.
        removed: as of `Made`.
        known: the checksums of files that were taken over.

    Raises:
        OSError: it can't be read or written.
    """
    sums = {
        entry.name: known[entry.name]
        if known and entry.name in known and entry.name.endswith(_FOR_GOOD)
        else checksum(Path(entry.path))
        for entry in _files(folder)
    }
    made = Made(__version__, ox.__version__, checksum(ontology().path), text, removed, dict(sorted(sums.items())))
    (folder / MADE).write_bytes(msgspec.json.format(msgspec.json.encode(made)) + b"\n")


def take_over(former: Path, folder: Path) -> Made:
    """Puts the files of a store into a new folder, where they may be written on; the store itself stays as it is.

    Args:
        former: the folder of the store.
        folder: the new one; it is made.

    Raises:
        Unfit: it is none that this version wrote with this vocabulary, or is not as it was written.
    """
    try:
        made = msgspec.json.decode((former / MADE).read_bytes(), type=Made)
        ours = (made.skillgraph, made.pyoxigraph, made.ontology)
        if ours != (__version__, ox.__version__, checksum(ontology().path)):
            raise Unfit("the former one is of another version or vocabulary")
        folder.mkdir()
        for entry in _files(former):
            _put(Path(entry.path), folder / entry.name)
        # What was put there is what counts: others may have written in the former folder a moment ago.
        if {entry.name: checksum(Path(entry.path)) for entry in _files(folder)} != made.files:
            raise Unfit("the former one is not as it was written")
    except FileNotFoundError:
        raise Unfit("the former one is of another version or vocabulary") from None
    except (OSError, *NOT_DECODED):
        raise Unfit("the former one can't be read") from None
    return made


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith(_NOTHING))


def _put(file: Path, place: Path) -> None:
    if file.suffix == _FOR_GOOD:
        try:
            place.hardlink_to(file)
        except OSError:
            # Not every file system has such links.
            pass
        else:
            return
    shutil.copyfile(file, place)
