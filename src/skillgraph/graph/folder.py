"""GraphFolder: a built folder as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import msgspec

from skillgraph.mapping.soundness import complaint
from skillgraph.model.errors import NOT_DECODED, DataError, UsageError
from skillgraph.model.problems import unknown
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.writing.reading import Reading, as_named

T = TypeVar("T")
R = TypeVar("R", Document, Entity, Section)
#: The file that a built folder is known by.
MANIFEST = "manifest.json"
_RECORDS = "records.jsonl"


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a built folder holds; written last, so that a folder with a manifest is whole.

    `statements` and `observations` are those that no reviewer rejected, `rejected` the others. `files` has the checksum
    of each file that follows from the records alone: equal graphs have equal manifests.
    """

    version: str
    sources: list[str]
    entities: int
    statements: int
    observations: int
    rejected: int = 0
    files: dict[str, str] = {}

    def encoded(self) -> bytes:
        """The file's content."""
        return msgspec.json.format(msgspec.json.encode(self)) + b"\n"


class ById(dict[str, T]):
    """Records of a built folder by id; an id that none has is an error which says so.

    Args:
        what: what they are, as a user calls one.
        folder: where they stand.
        found: the records.

    Example:
        >>> import skillgraph
        >>> skillgraph.load().entities.get("atlantis") is None
        True
    """

    def __init__(self, what: str, folder: Path, found: Mapping[str, T]) -> None:
        super().__init__(found)
        self._what, self._folder = what, folder

    def __missing__(self, id: str) -> T:
        what = f"{self._folder} holds no {self._what} {id[:80]!r}"
        raise DataError(f"{what}; where one of its records names it, build the graph again")


class GraphFolder:
    """The records in a folder that `build` wrote, read from disk as they are asked for.

    A build that replaces the folder meanwhile leaves this one to whoever reads it.

    Args:
        folder: what `build` wrote.
        within: where it lies in another graph's folder, what is held of that.

    Raises:
        UsageError: there is no built graph.
    """

    def __init__(self, folder: Path, within: Reading | None = None) -> None:
        self.reading = Reading(folder, within)
        self.folder = folder = as_named(folder)
        try:
            self.manifest = msgspec.json.decode((self.place / MANIFEST).read_bytes(), type=Manifest)
        except FileNotFoundError:
            raise UsageError(f"no graph in {folder}; make it with `skillgraph build -o {folder}`") from None
        except (OSError, *NOT_DECODED) as error:
            raise UsageError(f"{folder / MANIFEST} can't be read ({error}); build the graph again") from None

    @property
    def place(self) -> Path:
        """Where its files are found, also when another graph has taken its place: as long as `reading` lives."""
        return self.reading.place

    def __repr__(self) -> str:
        m = self.manifest
        return (
            f"<{type(self).__name__} {self.folder}: {m.entities} entities, {m.statements} statements, "
            f"{m.observations} figures from {', '.join(m.sources)}>"
        )

    def records(self) -> Iterator[Record]:
        """Documents, entities, sections, statements and observations, streamed in that order.

        Raises:
            UsageError: a line is damaged.
            DataError: a record is not of the vocabulary.
        """
        decoder = msgspec.json.Decoder(Document | Entity | Section | Statement | Observation)
        for number, record in enumerate(self.lines(_RECORDS, decoder), 1):
            if wrong := complaint(record):
                where = f"{self.folder / _RECORDS}, line {number}: {type(record).__name__.lower()} {record.id[:80]!r}"
                raise DataError(f"{where} has {wrong}; build the graph again")
            yield record

    def lines(self, name: str, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
        """What the lines of one of the folder's files are, streamed.

        Raises:
            UsageError: a line is damaged.
        """
        with (self.place / name).open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield decoder.decode(line)
                except NOT_DECODED as error:
                    where = f"{self.folder / name}, line {number}"
                    raise UsageError(f"{where} can't be read ({error}); build the graph again") from None

    @cached_property
    def documents(self) -> ById[Document]:
        """The reports and reference tables that facts come from, by id."""
        # They come first, and are few.
        found = takewhile(lambda record: isinstance(record, Document), self.records())
        return self._by_id("document", Document, found)

    @cached_property
    def entities(self) -> ById[Entity]:
        """Everything with a name, by id."""
        found = takewhile(lambda record: isinstance(record, Document | Entity), self.records())
        return self._by_id("entity", Entity, found)

    @cached_property
    def _merged(self) -> dict[str, str]:
        """The ids that things had before a person judged them to be one, each with the one that they have now."""
        return {former: e.id for e in self.entities.values() for former in e.merged_from}

    def canonical(self, id: str) -> str:
        """The id that an entity has now, by one that it once had; any other id is itself."""
        return id if id in self.entities else self._merged.get(id, id)

    @cached_property
    def sections(self) -> ById[Section]:
        """The sections of the documents, by id."""
        found = takewhile(lambda record: isinstance(record, Document | Entity | Section), self.records())
        return self._by_id("section", Section, found)

    def _by_id(self, what: str, kind: type[R], found: Iterable[Record]) -> ById[R]:
        return ById(what, self.folder, {record.id: record for record in found if isinstance(record, kind)})

    def statements(self) -> Iterator[Statement]:
        """All statements, whatever their modality."""
        return (r for r in self.records() if isinstance(r, Statement))

    def observations(self) -> Iterator[Observation]:
        """All figures, whatever their modality."""
        return (r for r in self.records() if isinstance(r, Observation))

    def no_such(self, what: str, id: str) -> UsageError:
        """The error for an id that nothing has: it says the ids of what bears that name, or the nearest id.

        Example:
            >>> import skillgraph
            >>> print(skillgraph.load().no_such("thing", "青岛"))
            unknown thing '青岛'; the id of 青岛 is qingdao
        """
        named = [e.id for e in self.entities.values() if id in (e.name, e.name_en, *e.aliases, *e.aliases_en)]
        if named:
            return UsageError(f"unknown {what} {id!r}; the id of {id} is {' or '.join(named)}")
        return UsageError(unknown(what, id, list(self.entities)))
