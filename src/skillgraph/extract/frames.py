"""Documents that come as tables of rows, as engines hand them to many machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from skillgraph.documents import read_content
from skillgraph.extract.many import outcome_of
from skillgraph.extract.protocol import Extractor, load_extractor
from skillgraph.extract.records import OWN

if TYPE_CHECKING:
    import pandas

#: The columns of what `extract_frames` gives, as Spark declares them.
COLUMNS = "path string, records string, error string, notes array<string>"


def own_extractor() -> Extractor:
    """Skillgraph's own extractor, with the weights and lists that come with it."""
    return load_extractor(OWN)


def extract_frames(
    frames: Iterable[pandas.DataFrame], make: Callable[[], Extractor] = own_extractor
) -> Iterator[pandas.DataFrame]:
    """What documents say, a row each: what Spark's `mapInPandas` takes, and Dask or Ray for each of their parts.

    A row depends on its document alone, so that the result is the same however documents are parted, and a part that
    is lost can be done again. One that fails is a row with the reason.

    Args:
        frames: with the columns `path`, whose ending says what a document is, and `content`, its bytes, as Spark's
            source `binaryFile` has them; others are not looked at.
        make: makes the extractor, once for a process's share.

    Yields:
        For each table one of the same length and order: `path`; `records`, the JSON Lines that `skillgraph extract`
        writes; `error`, of the two the one that is there; `notes` on what was not read.

    Example:
        >>> import pandas
        >>> given = pandas.DataFrame({"path": ["a.md", "b.xyz"], "content": ["青岛市有学校9所。".encode(), b""]})
        >>> (found,) = extract_frames([given])
        >>> [error and error.partition(";")[0] for error in found["error"]]
        [None, "b.xyz: unknown ending '.xyz'"]
    """
    extractor = make()
    for frame in frames:
        found = [
            outcome_of(path, partial(read_content, Path(path), bytes(content)), extractor)
            for path, content in zip(frame["path"], frame["content"], strict=True)
        ]
        columns = {
            "path": [one.path for one in found],
            "records": [None if one.error else one.records.decode() for one in found],
            "error": [one.error or None for one in found],
            "notes": [list(one.notes) for one in found],
        }
        # Without an index of its own, and None where nothing is: not a number, as pandas would have it.
        yield type(frame)(columns, dtype=object)
