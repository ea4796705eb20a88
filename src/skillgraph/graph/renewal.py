"""The store of a graph that takes the place of another: what is the same is taken over, and the difference is made."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from skillgraph.graph.comparison import Comparison, Text, subject_of
from skillgraph.graph.filling import Filling
from skillgraph.graph.kept_store import Made, Unfit, seal_store, take_over
from skillgraph.graph.packing import pack
from skillgraph.model.ontology import ontology

STORE = "oxigraph"
#: From that share of the text on it is quicker to load all of it; and so many bytes of difference fit into memory.
_SHARE, _MOST = 1 / 3, 256_000_000
#: Of how many things what is gone is looked at together.
_AT_A_TIME = 2000
_SOURCE = re.compile(rb"(?:document|figure|section|statement):([^\\ ]+)")
#: From so many sources on they are counted, and not named.
_MANY = 6
_TOO_MUCH = "too much has changed"


class Renewal:
    """A store that is filled as `Filling` does, or, where there is a former one, changed as far as the texts differ.

    Args:
        folder: of the new graph.
        text: the name of the file of Turtle in it that the store holds.
        former: the folder of the former graph, if there is one.
        tell: called with what was taken over, or why nothing was.

    Raises:
        OSError: it can't be written.
    """

    def __init__(self, folder: Path, text: str, former: Path | None, tell: Callable[[str], None]) -> None:
        self._folder, self._text, self._tell = folder / STORE, folder / text, tell
        self._filling = Filling(self._folder)
        self._made: Made | None = None
        self._comparison: Comparison | None = None
        self._behind, self._most, self._removed = 0, 0, 0
        if former is not None:
            try:
                self._take_over(former / STORE, former / text)
            except Unfit as reason:
                self._load_anew(str(reason))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._comparison is not None:
            self._comparison.close()
        self._filling.__exit__(None, None, None)

    def add(self, piece: bytes) -> None:
        """Takes a piece of the text, with its prefixes; errors as `Filling.add`."""
        if self._comparison is None:
            self._filling.add(piece)
        elif not self._comparison.add(piece):
            self._load_anew("the former one is of another version or vocabulary")
            self._filling.add(piece)
        elif self._comparison.size > self._most:
            self._load_anew(_TOO_MUCH)

    def finish(self) -> None:
        """Makes the store whole, once the file of the text is; errors as `Filling.add`."""
        if self._comparison is not None and self._made is not None:
            if self._comparison.finish() != self._made.text:
                self._load_anew("the former one is not as it was written")
            elif self._comparison.size > self._most:
                self._load_anew(_TOO_MUCH)
            else:
                self._change(self._comparison)
                self._filling.finish([])
                return
        if self._behind:
            with Text(self._text) as text:
                read = 0
                for found in text.rest():
                    if read >= self._behind:
                        break
                    self._filling.add(_turtle(text.prefixes, found))
                    read += len(found)
        self._filling.finish([ontology().path])

    def seal(self, text: str) -> None:
        """Merges what loads left, and writes by what the next build knows the store, once it is closed.

        Args:
            text: the checksum of the text.

        Raises:
            OSError: it can't be read or written.
        """
        if self._made is None:
            pack(self._folder)
        seal_store(self._folder, text, self._removed, self._made.files if self._made else None)

    def _take_over(self, former: Path, text: Path) -> None:
        self._made = take_over(former, self._folder)
        try:
            self._comparison = Comparison(text)
            share = int(text.stat().st_size * _SHARE)
        except OSError:
            raise Unfit("the former one can't be read") from None
        self._removed = self._made.removed
        self._most = min(share - self._removed, _MOST)

    def _load_anew(self, reason: str) -> None:
        """Gives up what was taken over; what was compared so far is loaded at the end."""
        if self._comparison is not None:
            self._behind = self._comparison.count
            self._comparison.close()
        self._made = self._comparison = None
        self._removed = 0
        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._tell(f"the store was loaded anew: {reason}")

    def _change(self, found: Comparison) -> None:
        gone: dict[bytes, list[bytes]] = defaultdict(list)
        for description in found.gone:
            gone[subject_of(description)].append(description)
        # What else is said of the same things: nothing of that may go, and to say it again does no harm.
        again: dict[bytes, list[bytes]] = defaultdict(list)
        if gone:
            with Text(self._text) as text:
                for some in text.rest():
                    for description in some:
                        if (subject := subject_of(description)) in gone:
                            again[subject].append(description)
            vocabulary = set(ox.parse(path=str(ontology().path), format=ox.RdfFormat.TURTLE))
            for subjects in _some(gone, _AT_A_TIME):
                stays = set(_parsed(found.prefixes, (d for s in subjects for d in again.get(s, ()))))
                for quad in _parsed(found.prefixes, (d for s in subjects for d in gone[s])):
                    if quad not in stays and quad not in vocabulary:
                        self._filling.store.remove(quad)
        for some in _some(found.new.union(*again.values()), _AT_A_TIME):
            self._filling.add(_turtle(found.prefixes, some))
        self._removed += sum(map(len, found.gone))
        changed = {*gone, *map(subject_of, found.new)}
        self._tell(_said(changed, found.count))


def _said(changed: Collection[bytes], count: int) -> str:
    """What was changed, in words."""
    if not changed:
        return "nothing has changed in the store, which was taken over from the former graph"
    sources = sorted({match[1].decode() for match in map(_SOURCE.match, changed) if match})
    named = ", ".join(sources) if len(sources) < _MANY else f"{len(sources)} sources"
    whose = f", of {named}" if sources else ""
    few = f"{len(changed):,} of {count:,} descriptions{whose}"
    return f"changed in the store: {few}; the others were taken over from the former graph"


def _some(found: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    left = iter(found)
    while some := list(islice(left, size)):
        yield some


def _turtle(prefixes: bytes, found: Iterable[bytes]) -> bytes:
    return prefixes + b"".join(description + b" .\n" for description in found)


def _parsed(prefixes: bytes, found: Iterable[bytes]) -> Iterator[ox.Quad]:
    return ox.parse(_turtle(prefixes, found), ox.RdfFormat.TURTLE)
