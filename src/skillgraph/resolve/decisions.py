"""decisions.csv: what people judged to be the same thing, or not, a row a judgement.

The table lies in the folder in which loaders' folders lie, is kept in version control with them, and only grows: a
later row on the same pair replaces an earlier one, so that a row undoes a merge and both stay to be read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from skillgraph.documents.csv_rows import TableWriter, read_rows, table_file
from skillgraph.model.dates import is_date
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.naming import is_id
from skillgraph.model.problems import Problem, unknown
from skillgraph.writing.files import write_whole
from skillgraph.writing.locking import alone

Judgement = Literal["same", "different", "unsure", "withdrawn"]

#: In the place of a date that a decision lacks: it was written by hand, at the end of the table.
UNDATED = "9999"
#: The table, by its name in the folder of the loaders' folders.
DECISIONS = "decisions.csv"
COLUMNS = ("left", "right", "decision", "by", "date", "note")
_OPTIONAL = frozenset(("by", "date", "note"))

#: What people write for each judgement.
_WORDS: dict[Judgement, str] = {
    "same": "same 相同",
    "different": "different 不同",
    "unsure": "unsure 不确定 不確定",
    "withdrawn": "withdrawn 撤回",
}
_MEANING = {word: judgement for judgement, words in _WORDS.items() for word in words.split()}
_IDENTIFIER = re.compile(r"[A-Za-z][\w.-]*:\S(.*\S)?", re.ASCII)


class Decision(msgspec.Struct, frozen=True):
    """One row: what a person judged of two ids, or of an id and an identifier from outside (`ror:03ktg9j65`).

    Of two that are the same, `left` is the id that stays. `file` and `row` say where it stands, for messages; they
    are empty where it was not read from a table.
    """

    left: str
    right: str
    decision: Judgement
    by: str = ""
    date: str = ""
    note: str = ""
    file: str = ""
    row: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        """The two, whichever stands left.

        Example:
            >>> Decision("qd-tech", "qd-college", "same").pair
            ('qd-college', 'qd-tech')
        """
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)

    @property
    def identifier(self) -> tuple[str, str] | None:
        """Scheme and value where an identifier from outside stands right.

        Example:
            >>> Decision("qd-college", "ror:03ktg9j65", "same").identifier
            ('ror', '03ktg9j65')
        """
        scheme, sign, value = self.right.partition(":")
        return (scheme, value) if sign else None

    @property
    def where(self) -> str:
        """The row as messages call it."""
        return f"{self.file}, row {self.row}" if self.file else f"{self.left} - {self.right}"


#: Says what is wrong with the two ids of a row, and in which column.
_Ids = Callable[[str, str], Iterable[tuple[str, str]]]


def of_things(left: str, right: str) -> Iterator[tuple[str, str]]:
    """What is wrong with two ids of entities, or with one and an identifier from outside."""
    if not is_id(left):
        hint = "; an identifier from outside stands right" if _IDENTIFIER.fullmatch(left) else ""
        yield "left", f"{left!r} is no id of an entity, as qingdao-hrss{hint}"
    if not is_id(right) and not _IDENTIFIER.fullmatch(right):
        yield "right", f"{right!r} is no id of an entity, as qingdao-hrss, and no scheme:value, as ror:03ktg9j65"


def read_decisions(path: Path, problems: list[Problem], ids: _Ids = of_things) -> list[Decision]:
    """The rows of a table of decisions, in its order; none where there is no table.

    Args:
        path: of decisions.csv; a workbook of that name is read where only that is there.
        problems: takes what is wrong with rows, which are then left out.
        ids: says what is wrong with the two that a row is on.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     append_decisions(Path(folder) / DECISIONS, [Decision("qd-college", "qd-tech", "same", by="李")])
        ...     read_decisions(Path(folder) / DECISIONS, [])[0].by
        '李'
    """
    if not table_file(path).exists():
        return []
    name = f"{path.resolve().parent.name}/{table_file(path).name}"
    found = []
    for row, cells in read_rows(path, COLUMNS, name, problems, _OPTIONAL):
        wrong = list(_complaints(cells, ids))
        problems += (Problem(name, row, column, message) for column, message in wrong)
        if not wrong:
            found.append(_decision(cells, name, row))
    return found


def meaning(cell: str) -> Judgement:
    """The judgement that a cell stands for.

    Raises:
        ValueError: it is none.

    Example:
        >>> meaning("相同"), meaning(" Unsure ")
        ('same', 'unsure')
    """
    word = cell.strip().lower()
    if word not in _MEANING:
        what = unknown("decision", word, _MEANING) if word else "empty"
        raise ValueError(f"{what}; one of {', '.join(_WORDS)} (相同, 不同, 不确定, 撤回)")
    return _MEANING[word]


def latest(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The decision on each pair that counts: the latest by its date, and on one day, or without a date, by its place.

    Example:
        >>> rows = [Decision("a", "b", "same", date="2026-05-02"), Decision("b", "a", "different", date="2026-05-01")]
        >>> latest(rows)["a", "b"].decision
        'same'
    """
    return {decision.pair: decision for decision in sorted(decisions, key=lambda d: d.date or UNDATED)}


def _complaints(cells: dict[str, str], ids: _Ids = of_things) -> Iterator[tuple[str, str]]:
    left, right = cells["left"].strip(), cells["right"].strip()
    yield from ids(left, right)
    if left and left == right:
        yield "right", f"{right!r} stands left as well; a decision is on two"
    try:
        meaning(cells["decision"])
    except ValueError as error:
        yield "decision", str(error)
    if (date := _date(cells["date"])) and not (is_date(date) and len(date) == len("2024-05-31")):
        yield "date", f"{date!r} is no day: YYYY-MM-DD"


def _date(cell: str) -> str:
    """A day as records write it: a spreadsheet that saves the table writes 2026/1/5."""
    parts = cell.strip().split("/")
    return "-".join(part.zfill(2) for part in parts) if len(parts) > 1 else parts[0]


def _decision(cells: dict[str, str], name: str, row: int) -> Decision:
    left, right, by = (cells[column].strip() for column in ("left", "right", "by"))
    return Decision(left, right, meaning(cells["decision"]), by, _date(cells["date"]), cells["note"], name, row)


def append_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Adds rows at the end of a table of decisions; all that stands in it stays byte for byte.

    The table is written beside the old one and then renamed, and by one writer at a time: what two people add at the
    same moment is in it afterwards.

    Args:
        path: of decisions.csv, which is made if it is not there.
        decisions: what to add.

    Raises:
        DataError: a decision is none that could be read again, or the table can't be added to as it stands.
        UsageError: it can't be written.
    """
    rows = [{column: getattr(decision, column) for column in COLUMNS} for decision in decisions]
    for row in rows:
        for column, message in _complaints(row):
            raise DataError(f"{path.name}, column {column}: {message}")
    if (workbook := table_file(path)).suffix != ".csv":
        raise UsageError(f"{workbook}: workbooks are read but not written to; save it as 'CSV UTF-8' first")
    try:
        with alone(path.with_name(f".{path.name}.lock"), stays=False):
            write_whole(path, _with_rows(path, rows))
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None


def _with_rows(path: Path, rows: Sequence[dict[str, str]]) -> bytes:
    """What the table holds, and the rows behind it in the order of its columns."""
    added = io.StringIO(newline="")
    if not path.exists():
        writer = TableWriter(added, COLUMNS)
        writer.write_header()
        for row in rows:
            writer.write(row)
        return added.getvalue().encode()
    data = path.read_bytes()
    columns = _columns(path, data)
    writer = TableWriter(added, columns)
    for row in rows:
        writer.write({column: row.get(column, "") for column in columns})
    end = b"\r\n" if data.partition(b"\n")[0].endswith(b"\r") else b"\n"
    between = b"" if not data or data.endswith((b"\n", b"\r")) else end
    return data + between + added.getvalue().encode().replace(b"\n", end)


def _columns(path: Path, data: bytes) -> list[str]:
    """The titles of a table that can be added to.

    Raises:
        DataError: it can't be read, or has no place for what a decision says.
    """
    problems: list[Problem] = []
    for _ in read_rows(path, COLUMNS, path.name, problems, _OPTIONAL):
        pass
    if problems:
        raise DataError(str(problems[0]))
    rows = csv.reader(io.StringIO(data.removeprefix(codecs.BOM_UTF8).decode(), newline=""))
    header = next(rows)
    if header[0] == "sep=":
        header = next(rows)
    columns = [title.replace("\ufeff", "").strip().lower() for title in header]
    if missing := [column for column in COLUMNS if column not in columns]:
        raise DataError(f"{path.name}: missing column {', '.join(missing)}; the columns are {','.join(COLUMNS)}")
    return columns
