"""A report under review: its tables, what was decided on them, and one decision after the other."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from skillgraph.deciding.catching_up import Question, caught_up
from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.events import Event, PairChange, RowChange
from skillgraph.deciding.fields import item
from skillgraph.deciding.fold import Fold
from skillgraph.deciding.journal import FOLDER, Journals
from skillgraph.deciding.state import State, opened_elsewhere, read_state, signature, write_state
from skillgraph.documents.csv_rows import table_file
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document
from skillgraph.resolve.decisions import DECISIONS, Decision, append_decisions, latest, read_decisions
from skillgraph.tables.loader import read_source
from skillgraph.writing.files import write_whole
from skillgraph.writing.locking import alone

#: How often tables are read again that somebody saves just now.
_TRIES = 5
#: How many versions of rows are remembered, to say what changed since somebody saw one.
_VERSIONS = 50_000
_Changes = tuple[tuple[RowChange, ...], tuple[PairChange, ...], tuple[str, ...]]


class _Applied(msgspec.Struct):
    """How many events of each journal the tables here have had, and what people are asked since."""

    applied: dict[str, int] = {}
    questions: list[Question] = []


class Report:
    """A loader's folder under review.

    A decision is added to its reviewer's journal first, and then written into the tables; where these can't be written,
    as in Excel on Windows, they are as soon as they can.

    Args:
        folder: of the loader.

    Raises:
        DataError: its source.toml is missing or wrong, or it is no report.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.document: Document = read_source(folder)
        if self.document.kind != "report":
            raise DataError(f"{folder}: a reference table; only reports are reviewed")
        self.id = self.document.id
        self.journals = Journals(folder)
        self.decisions: list[Decision] = []
        #: Why the tables could not be written, or read; empty where they are what was decided.
        self.behind = ""
        self._fold: tuple[dict[str, int], Fold] = ({}, Fold({}, self._text))
        self._state: State | None = None
        self._seen: object = None
        self._applied = _Applied()
        self._lock = threading.RLock()
        self._is_held = False
        self._versions: dict[tuple[str, str, str], dict[str, str]] = {}

    @property
    def fold(self) -> Fold:
        """What follows from all decisions."""
        return self._fold[1]

    @property
    def state(self) -> State:
        """The tables as they are by all decisions."""
        if self._state is None:
            raise NotDone("tables", self.behind, problems=self.behind.splitlines())
        return self._state

    @property
    def _text(self) -> str:
        return self.document.sha256[:16]

    @property
    def version(self) -> str:
        """What changes when tables or decisions do."""
        return hashlib.sha256(repr((self._seen, self.behind)).encode()).hexdigest()[:16]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keeps others from deciding, in this program and in others, with everything up to date.

        Raises:
            NotDone: the tables were never readable, or the folder can't be written.
        """
        with self._lock:
            if self._is_held:
                yield
                return
            try:
                (self.folder / FOLDER).mkdir(exist_ok=True)
                ignored = self.folder / FOLDER / ".gitignore"
                if not ignored.exists():
                    ignored.write_text(".gitignore\n.lock\n.applied*\n", encoding="utf-8", newline="\n")
                lock = alone(self.folder / FOLDER / ".lock")
            except OSError as error:
                raise NotDone("unwritable", f"{self.folder}: can't be written: {error.strerror}") from None
            with lock:
                self._is_held = True
                try:
                    self._catch_up()
                    yield
                finally:
                    self._is_held = False

    def decide(self, event: Event, changes: Callable[[State, Fold], _Changes]) -> Event:
        """Carries a decision out; what is sent twice is done once.

        Args:
            event: without its time, changes and items.
            changes: gives them and the items that they are about, by what stands in the tables now.

        Raises:
            NotDone: it can't be carried out; nothing has changed.
        """
        with self.held():
            if (known := self.fold.by_id.get(event.event)) is not None:
                return known
            rows, pairs, items = changes(self.state, self.fold)
            seen = {name: len(events) for name, events in self.journals.events().items()}
            event = msgspec.structs.replace(
                event, at=self._now(), rows=rows, pairs=pairs, items=items, seen=seen, text=self._text
            )
            try:
                self.journals.append(event)
            except OSError as error:
                raise NotDone("unwritable", f"the journal can't be written: {error.strerror}") from None
            self._catch_up()
            return event

    def renew(self, base: State, found: State) -> None:
        """Takes in what extraction found in a copy of the tables: rows that are new, and a new sheet.

        What was decided or changed since the copy was made stays.

        Args:
            base: the tables as they were when the copy was made.
            found: the copy, with new proposals.

        Raises:
            NotDone: the tables can't be written just now.
        """
        with self.held():
            if self.behind:
                raise NotDone("unwritable", self.behind)
            after = self.state.copy()
            for table, rows in found.tables.items():
                after.tables.setdefault(table, [])
                for row in rows:
                    key = table, row["id"]
                    if key not in base.rows and key not in after.rows:
                        after.add(table, row)
                    elif key in after.rows and after.rows[key] == base.rows.get(key):
                        after.rows[key] |= row
            write_state(self.folder, self.state, State(after.tables, found.sheet))
            self._catch_up()

    @property
    def questions(self) -> list[Question]:
        """Where tables did not say what was decided, and nobody has decided on the row since."""
        found = []
        for question in self._applied.questions:
            columns = self.fold.cells.get((question.table, question.id), {})
            events = [traces[-1].event for traces in columns.values()]
            events += self.fold.of_item.get(item(question.table, question.id), [])[-1:]
            asked = self.fold.by_id.get(question.event)
            if asked is not None and max((event.order for event in events), default=asked.order) <= asked.order:
                found.append(question)
        return found

    def remembered(self, table: str, row: dict[str, str]) -> str:
        """The version of a row that somebody gets to see."""
        if len(self._versions) > _VERSIONS:
            self._versions.clear()
        version = row_version(row)
        self._versions.setdefault((table, row["id"], version), row)
        return version

    def seen(self, table: str, id: str, version: str) -> dict[str, str] | None:
        """A row as it was in a version that somebody saw, if this program still knows it."""
        return self._versions.get((table, id, version))

    def notices(self) -> list[str]:
        """What a reviewer should know of the files."""
        return [*map(_is_open, opened_elsewhere(self.folder)), *self.journals.notices]

    def _now(self) -> str:
        """The time, and later than all that is known here, so that who saw a decision comes behind it."""
        now = datetime.now(UTC)
        if self.fold.events:
            now = max(now, datetime.fromisoformat(self.fold.events[-1].at) + timedelta(milliseconds=1))
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _catch_up(self) -> None:
        """Reads what others wrote, and writes what the tables lack."""
        table = self.folder.resolve().parent / DECISIONS
        for _ in range(_TRIES):
            journals = self.journals.events()
            counts = {name: len(events) for name, events in journals.items()}
            now = (signature(self.folder), counts, _stat(table))
            if now == self._seen and not self.behind:
                return
            with suppress(DataError):  # tables without it can't be read either
                self.document = read_source(self.folder)
            if counts != self._fold[0] or self._text != self.fold.text:
                self._fold = (counts, Fold(journals, self._text))
            self._applied = self._read_applied()
            wrote = self._write(now[0], table)
            # What was written is read again: whoever saved a table in that moment is not overlooked.
            self._seen = now
            if not wrote:
                return

    def _write(self, before: object, table: Path) -> bool:
        """Brings the files up to what was decided; whether they have to be read again."""
        try:
            there = read_state(self.folder)
        except DataError as error:
            self.behind = str(error)
            if self._state is not None:
                self._state, _ = caught_up(self._state, self.fold, self._is_applied)
            return False
        self._state, questions = caught_up(there, self.fold, self._is_applied)
        known = {(q.table, q.id, q.event) for q in self._applied.questions}
        new = [q for q in questions if (q.table, q.id, q.event) not in known]
        wrote = False
        try:
            if signature(self.folder) != before:
                return True
            wrote = write_state(self.folder, there, self._state)
            self._write_decisions(table)
            if self._fold[0] != self._applied.applied or new:
                self._applied = _Applied(self._fold[0], [*self.questions, *new])
                self._write_applied()
            self.behind = ""
        except (UsageError, DataError) as error:
            self.behind = str(error)
        except OSError as error:
            self.behind = f"{error.filename}: can't be written: {error.strerror}"
        return wrote and not self.behind

    def _write_decisions(self, table: Path) -> None:
        """Adds the judgements on pairs that the table of decisions lacks."""
        problems: list[Problem] = []
        self.decisions = read_decisions(table, problems)
        counting = latest(self.decisions)
        new = []
        for event in self.fold.events:
            for p in event.pairs if not self._is_applied(event) else ():
                row = Decision(p.left, p.right, p.now, event.by, p.date, event.note)
                known = counting.get(row.pair)
                if known is None or known.decision != row.decision:
                    # What has no date counts as the latest, so that only what has none either comes behind it.
                    row = row if known is None or known.date else msgspec.structs.replace(row, date="")
                    new.append(row)
                    counting[row.pair] = row
        if new:
            append_decisions(table, new)
            self.decisions = read_decisions(table, problems)

    def _is_applied(self, event: Event) -> bool:
        name, number = self.fold.places[event.event]
        return number < self._applied.applied.get(name, 0)

    def _read_applied(self) -> _Applied:
        try:
            return msgspec.json.decode((self.folder / FOLDER / ".applied").read_bytes(), type=_Applied)
        except (OSError, msgspec.MsgspecError):
            return _Applied()

    def _write_applied(self) -> None:
        write_whole(self.folder / FOLDER / ".applied", msgspec.json.encode(self._applied), follow=False)


def _is_open(name: str) -> str:
    return f"{name} is open in a spreadsheet: what is saved there is merged"


def today() -> str:
    """The day as tables of decisions have it."""
    return date.today().isoformat()


def row_version(row: dict[str, str]) -> str:
    """What changes when a cell of a row does.

    Example:
        >>> row_version({"id": "a"}) == row_version({"id": "b"})
        False
    """
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _stat(path: Path) -> tuple[int, int] | None:
    path = table_file(path)
    return (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else None
