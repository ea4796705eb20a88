"""The rows of tables, kept until the graph is written, in a file where they are many."""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain, islice
from operator import itemgetter
from typing import IO, TypeVar, cast

import msgspec

from skillgraph.model.records import Entity, Observation, Statement

_Row = TypeVar("_Row", Entity, Statement, Observation)
_NUMBER = itemgetter(0)

#: Bytes of rows that are kept in memory before they go to a file.
_IN_MEMORY = 16_000_000
#: How many pieces are ordered together, and how many rows each has: of each batch one is read where all are merged.
_BATCH, _PIECE = 25, 40


def _row_id(row: tuple[int, Entity | Statement | Observation]) -> str:
    return row[1].id


class Spool:
    """Records with their rows, in memory while they are few and in a file without a name then."""

    def __init__(self) -> None:
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - close() closes it
        self._file = cast(IO[bytes], file)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(list[tuple[int, Entity | Statement | Observation]])
        #: Where each piece under a key stands, and behind it how long it is; the last batch may have fewer.
        self._places: dict[tuple[int, str], array[int]] = {}
        #: Under which keys ids came in order.
        self._in_order: set[tuple[int, str]] = set()

    def kept(self, key: tuple[int, str], rows: Iterable[tuple[int, _Row]]) -> Iterator[tuple[int, _Row]]:
        """Passes rows on, and keeps them under a key."""
        self._places[key] = array("q")
        last: str | None = ""
        batch: list[tuple[int, _Row]] = []
        for row in rows:
            batch.append(row)
            # None once one came behind its place.
            last = row[1].id if last is not None and last <= row[1].id else None
            if len(batch) == _BATCH * _PIECE:
                self._keep(key, batch)
                batch = []
            yield row
        self._keep(key, batch)
        if last is not None:
            self._in_order.add(key)

    def _keep(self, key: tuple[int, str], batch: list[tuple[int, _Row]]) -> None:
        """Keeps a batch by id, in pieces that are not all in memory while others are read beside them."""
        batch.sort(key=_row_id)
        place = self._file.seek(0, os.SEEK_END)
        for n in range(0, len(batch), _PIECE):
            length = self._file.write(self._encoder.encode(batch[n : n + _PIECE]))
            self._places[key].extend((place, length))
            place += length

    def _got(self, places: array[int]) -> Iterator[tuple[int, Entity | Statement | Observation]]:
        for place, length in zip(islice(places, 0, None, 2), islice(places, 1, None, 2), strict=True):
            # Another reader may have gone elsewhere in the meantime.
            self._file.seek(place)
            yield from self._decoder.decode(self._file.read(length))

    def _batches(self, key: tuple[int, str]) -> Iterator[Iterator[tuple[int, Entity | Statement | Observation]]]:
        places = self._places[key]
        return (self._got(places[n : n + 2 * _BATCH]) for n in range(0, len(places), 2 * _BATCH))

    def read(self, key: tuple[int, str]) -> Iterator[tuple[int, Entity | Statement | Observation]]:
        """What is kept under a key, as it came."""
        if key in self._in_order:
            return self._got(self._places[key])
        return chain.from_iterable(sorted(batch, key=_NUMBER) for batch in self._batches(key))

    def by_id(self, key: tuple[int, str]) -> Iterator[Entity | Statement | Observation]:
        """What is kept under a key by id; where it did not come so, batches are merged."""
        rows = self._got(self._places[key]) if key in self._in_order else merge(*self._batches(key), key=_row_id)
        return (record for _, record in rows)

    def close(self) -> None:
        """Gives up what is kept."""
        self._file.close()
