"""A person's own copy of the weights: how it is written, and how it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from skillgraph.extract.learning.lessons import Chosen
from skillgraph.extract.learning.reviewed import Reviewed
from skillgraph.extract.naming.finder import load_models
from skillgraph.extract.pipeline import Learned
from skillgraph.extract.relating.owners import owners_weights
from skillgraph.extract.relating.owners import stored as stored_owners
from skillgraph.extract.relating.relations import Weights, relations_weights
from skillgraph.model.errors import DataError, UsageError
from skillgraph.writing.folders import whole_folder
from skillgraph.writing.seal import check_sealed, seal

RELATIONS, OWNERS, NAMES = "relations.npz", "figures.npz", "organizations.tsv"
#: Shorter names are too often other words as well.
_SHORTEST = 3
T = TypeVar("T")


def write_names(reviewed: Sequence[Reviewed], folder: Path, chosen: Chosen = lambda document, at: True) -> Path:
    """Writes the names of some reports as a term list, and gives the folder.

    Args:
        reviewed: the reports.
        folder: is made.
        chosen: a name is listed if it stands in one of these places.
    """
    lines = {
        "|".join(forms) + f"\t{thing.classes[0]}"
        for number, r in enumerate(reviewed)
        for thing in r.text.things
        if thing.named and any(chosen(number, start) for start, _ in (*thing.mentions, *thing.nested))
        if (forms := [f for f in (thing.name, *thing.aliases) if len(f) >= _SHORTEST and "\n" not in f])
    }
    folder.mkdir(parents=True, exist_ok=True)
    head = "# Names of reviewed reports: forms separated by |, class."
    text = "\n".join([head, *sorted(lines)]) + "\n"
    (folder / NAMES).write_text(text, encoding="utf-8", newline="\n")
    return folder


def write_weights(folder: Path, learned: Learned, kept: set[str], names: Path | None) -> list[Path]:
    """Writes the parts that gained, in the place of what an earlier lesson wrote.

    Raises:
        UsageError: the folder can't be written, or holds what no lesson wrote.
    """
    arrays: dict[str, dict[str, Any]] = {}
    if "relations" in kept:
        arrays[RELATIONS] = learned.relations.arrays()
    if "owners" in kept:
        arrays[OWNERS] = learned.owners.arrays("owner")
    try:
        with whole_folder(folder, check_sealed) as made:
            for name, values in arrays.items():
                np.savez_compressed(made / name, **values)
            if names is not None:
                (made / NAMES).write_bytes((names / NAMES).read_bytes())
            seal(made)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from None
    return [folder / name for name in [*arrays, *([NAMES] if names else [])]]


def read_weights(folder: Path) -> tuple[Learned, Path | None]:
    """The weights of a folder, those that come with skillgraph where it has none, and its term lists if it has any.

    Raises:
        UsageError: the folder is not there, or holds no weights.
        DataError: a file of it is damaged.
    """
    there = [name for name in (RELATIONS, OWNERS, NAMES) if (folder / name).is_file()]
    if not there:
        raise UsageError(f"{folder}: no weights there; `skillgraph learn` writes {RELATIONS}, {OWNERS} or {NAMES}")
    relations = _read(folder / RELATIONS, Weights.stored) if RELATIONS in there else relations_weights()
    owners = _read(folder / OWNERS, stored_owners) if OWNERS in there else owners_weights()
    mark = hashlib.sha256(b"".join((folder / name).read_bytes() for name in there)).hexdigest()[:8]
    return Learned(load_models(), relations, owners, mark), folder if NAMES in there else None


def _read(path: Path, stored: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        with np.load(path) as file:
            return stored(file)
    except (ValueError, KeyError, EOFError, BadZipFile) as error:
        raise DataError(f"{path}: no weights, or of another version: learn again ({error})") from None
