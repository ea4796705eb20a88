"""What is said of each thing, kept on the disk while the site is written: a large graph has more than memory holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from skillgraph.language.pinyin import spelled
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement

_RECORDS = Document | Entity | Section | Statement | Observation
_ENCODE, _DECODE = msgspec.json.Encoder(), msgspec.json.Decoder(_RECORDS)
#: What is so comes first, then what is not (yet) so.
_ORDER = ("actual", "planned", "exploratory", "rule", "supported", "negated")


class Gathered:
    """The records by what they are about.

    Args:
        path: of a file that is made and may be thrown away.
    """

    def __init__(self, path: Path) -> None:
        self._store = sqlite3.connect(path)
        self._store.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE record (n INTEGER PRIMARY KEY, line BLOB NOT NULL);"
            "CREATE TABLE about (thing TEXT NOT NULL, place TEXT NOT NULL, n INTEGER NOT NULL,"
            " PRIMARY KEY (thing, place, n)) WITHOUT ROWID;"
        )
        self._count = 0

    def __enter__(self) -> Gathered:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._store.close()

    def add(self, record: Record) -> None:
        """Notes a record, and all that it is about."""
        self._count += 1
        self._store.execute("INSERT INTO record VALUES (?, ?)", (self._count, _ENCODE.encode(record)))
        rows = {(*key, self._count) for key in _keys(record)}
        self._store.executemany("INSERT OR IGNORE INTO about VALUES (?, ?, ?)", rows)

    def of(self, what: str, id: str) -> Iterator[Record]:
        """The records of a thing.

        Args:
            what: `said` or `figures` of a thing, `things` of a class, `things-of`, `said-of`, `figures-of` and
                `sections` of a source, `rejected-said-of` and `rejected-figures-of` it, `said-in` and `figures-in` of
                a section.
            id: of the thing, the class, the source or the section.
        """
        # A cursor of its own: others are asked for while this one is read.
        found = self._store.execute(
            "SELECT line FROM about JOIN record USING (n) WHERE thing = ? ORDER BY place, n", (f"{what} {id}",)
        )
        return (_DECODE.decode(line) for (line,) in found)

    def count(self, what: str, id: str) -> int:
        """How many records there are of a thing."""
        [(number,)] = self._store.execute("SELECT count(*) FROM about WHERE thing = ?", (f"{what} {id}",))
        return int(number)


def _keys(record: Record) -> Iterator[tuple[str, str]]:
    """What a record is listed under, and the place that it has there."""
    if isinstance(record, Entity):
        name = f"{spelled(record.name)} {record.name}"
        special = ontology().existence_classes.get(record.existence)
        for of in (special,) if special else (*record.classes, *record.derived):
            yield f"things {of}", name
        for part in record.descriptions:
            yield f"things-of {part.source}", name
    elif isinstance(record, Statement):
        rank = f"{_ORDER.index(record.modality)}{record.status == 'rejected' or record.rank == 'deprecated':d}"
        yield f"said {record.subject}", f"{rank} 0 {record.predicate}"
        for other in {record.object, *_named(record)} - {"", record.subject}:
            yield f"said {other}", f"{rank} 1 {record.predicate}"
        yield f"statement {record.id}", ""
        yield f"said-of {record.source}", rank
        yield from ((f"said-in {section}", rank) for section in (record.said_in,) if section)
        if record.status == "rejected":
            yield f"rejected-said-of {record.source}", ""
    elif isinstance(record, Observation):
        rank = f"{_ORDER.index(record.modality)}{record.status == 'rejected' or record.rank == 'deprecated':d}"
        for thing in {record.subject, record.indicator, record.about, *_named(record)} - {""}:
            yield f"figures {thing}", f"{rank} {record.subject != thing:d} {record.indicator}"
        yield f"figure {record.id}", ""
        yield f"figures-of {record.source}", rank
        yield from ((f"figures-in {section}", rank) for section in (record.said_in,) if section)
        if record.status == "rejected":
            yield f"rejected-figures-of {record.source}", ""
    elif isinstance(record, Section):
        yield f"sections {record.source}", f"{record.span.start if record.span else 0:010d}"


def _named(record: Statement | Observation) -> Iterator[str]:
    """The things that qualify a statement or a figure."""
    return (value for name, value in record.qualifiers if not ontology().properties[name].takes_text)
