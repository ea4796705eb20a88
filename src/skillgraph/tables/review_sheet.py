"""What a person decided in a draft's review sheet, written into the statuses of its tables.

The sheet holds passages, which are other people's sentences, so it stays out of version control; the tables are what
is kept. So decisions move there, and nowhere else is a second truth.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from skillgraph.documents.csv_rows import WORKBOOKS, read_rows
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Status
from skillgraph.tables.asking import DOUBTFUL, in_language
from skillgraph.tables.loader import COLUMNS, NEEDED, OPTIONAL, rewrite

SHEET = "review.csv"
#: The columns of a sheet; a row can be read alone, and `decision` is for the person.
SHEET_COLUMNS = ("decision", "part", "score", "reads", "question", "passage", "table", "id", "start", "end")

#: What people write for yes and no.
_WORDS: dict[Status, str] = {
    "reviewed": "accept accepted yes y 1 ok true reviewed 是 是的 对 对的 接受 保留 通过 正确 √ ✓ ✔",
    "rejected": "reject rejected no n 0 false 否 错 不 不是 不对 拒绝 删除 错误 × ✗ ✘ x",
}
_MEANING = {word: status for status, words in _WORDS.items() for word in words.split()}


def meaning(decision: str) -> Status | None:
    """The status that a decision stands for; None for an empty cell.

    Raises:
        ValueError: it is neither yes nor no.

    Example:
        >>> meaning("是"), meaning(" No "), meaning("Ｙ"), meaning("")
        ('reviewed', 'rejected', 'reviewed', None)
    """
    word = unicodedata.normalize("NFKC", decision).strip().lower()
    if not word:
        return None
    if word not in _MEANING:
        raise ValueError(f"{decision.strip()!r} is no decision: accept (是) or reject (否), or leave it empty")
    return _MEANING[word]


def take_decisions(folder: Path) -> dict[Status, int]:
    """Writes the decisions of a folder's sheet into its tables, and empties nothing: the sheet stays as it is.

    A row that is decided already as the sheet says is left alone, so that this may be done again and again. A table
    is written beside and then renamed; its other cells stay as they stand.

    Args:
        folder: of a loader; without a sheet there is nothing to do.

    Returns:
        How many rows changed, by status.

    Raises:
        DataError: a decision can't be read, or is about a row that is not there; the message says which.
        UsageError: a table can't be written.
    """
    refuse_workbook(folder)
    path = folder / SHEET
    if not path.is_file():
        return {}
    problems: list[Problem] = []
    wanted: dict[str, dict[str, Status]] = {table: {} for table in NEEDED}
    name = f"{folder.name}/{SHEET}"
    asked = read_sheet(folder, problems)
    problems += contrary(asked, name)
    for row, cells in asked:
        try:
            status = meaning(cells["decision"])
        except ValueError as error:
            problems.append(Problem(name, row, "decision", str(error)))
            continue
        if status is not None and cells["id"]:
            if cells["table"] not in wanted:
                problems.append(Problem(name, row, "table", f"no such table; one of {', '.join(NEEDED)}"))
            else:
                wanted[cells["table"]][cells["id"]] = status
    changed: Counter[Status] = Counter()
    served: set[str] = set()
    # Entities come last: those that only serve others, as an indicator does its figures, are decided on with them.
    rewritten = {t: _decided(folder, t, wanted[t], served, changed, problems) for t in reversed(NEEDED)}
    if problems:
        raise DataError("\n".join(map(str, problems[:20])))
    for table, rows in rewritten.items():
        if rows:
            rewrite(folder, table, rows)
    return dict(changed)


def read_sheet(folder: Path, problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """Number and cells of each row of a folder's sheet, without blanks and breaks around what tells a row from others.

    Args:
        folder: with a sheet.
        problems: takes what is wrong.
    """
    found = list(read_rows(folder / SHEET, SHEET_COLUMNS, f"{folder.name}/{SHEET}", problems))
    for _, cells in found:
        cells |= {column: cells[column].strip() for column in ("part", "table", "id", "start", "end")}
    return found


def contrary(rows: Iterable[tuple[int, Mapping[str, str]]], name: str) -> Iterator[Problem]:
    """Rows that stand twice in a sheet, as pasted ones do, and are decided on one way and the other.

    Args:
        rows: as `read_sheet` gives them.
        name: of the sheet, for messages.
    """
    decided: dict[tuple[str, str], tuple[int, str]] = {}
    for row, cells in rows:
        status = said(cells["decision"])
        # Of one passage that gave no row several things may be asked, and each has its own answer.
        if status is not None and cells["id"]:
            first, other = decided.setdefault((cells["table"], cells["id"]), (row, status))
            if other != status:
                yield Problem(name, row, "decision", f"row {first} is the same and says the opposite: take one out")


def said(decision: str) -> Status | None:
    """The status that a cell of the sheet stands for; None where it says nothing, or nothing that can be read."""
    try:
        return meaning(decision)
    except ValueError:
        return None


def refuse_workbook(folder: Path) -> None:
    """Sees to it that no decision is overlooked that somebody saved as a workbook.

    Raises:
        DataError: a workbook called as the sheet was saved after it, or stands there alone.
    """
    sheet = folder / SHEET
    for suffix in WORKBOOKS:
        workbook = sheet.with_suffix(suffix)
        if workbook.is_file() and not (sheet.is_file() and sheet.stat().st_mtime_ns >= workbook.stat().st_mtime_ns):
            why = f"newer than {SHEET}, and not read" if sheet.is_file() else f"not read, and there is no {SHEET}"
            raise DataError(f"{workbook}: {why}; open it and save it as 'CSV UTF-8', called {SHEET}")


def serves(entity: Entity) -> bool:
    """Whether a row only serves others, and is decided on with them: an indicator, a unit, a kind of thing."""
    return entity.existence == "kind" or not ontology().marked("scale").isdisjoint(entity.classes)


def serves_others(cells: Mapping[str, str]) -> bool:
    """As `serves`, of the cells of a row.

    Example:
        >>> serves_others({"existence": "kind", "class": "Person"})
        True
    """
    return cells["existence"] == "kind" or not ontology().marked("scale").isdisjoint(cells["class"].split("|"))


def doubtful_relations(folder: Path) -> set[str]:
    """The ids of the relations that the sheet of a folder calls doubtful; none without a sheet."""
    path = folder / SHEET
    if not path.is_file():
        return set()
    rows = read_sheet(folder, [])
    return {cells["id"] for _, cells in rows if in_language(cells["part"], "en") == DOUBTFUL}


def answers(folder: Path) -> dict[tuple[tuple[int, int], str], str]:
    """What the sheet of a folder says of passages that gave no row, as it is written there, by place and question."""
    path = folder / SHEET
    rows = read_sheet(folder, []) if path.is_file() else ()
    return {
        (place, in_language(cells["question"], "en")): cells["decision"] for _, cells in rows
        if cells["decision"].strip() and (place := place_of(cells)) is not None
    }  # fmt: skip


def place_of(cells: Mapping[str, str]) -> tuple[int, int] | None:
    """Where the passage stands that a row of a sheet asks about, if it gave no row of a table."""
    start, end = cells["start"], cells["end"]
    is_place = start.isascii() and start.isdigit() and end.isascii() and end.isdigit()
    return (int(start), int(end)) if is_place and not cells["id"] else None


def _decided(
    folder: Path, table: str, statuses: Mapping[str, Status], served: set[str], changed: Counter[Status],
    problems: list[Problem],
) -> list[dict[str, str]]:  # fmt: skip
    """All rows of a table as they are to be, or none where nothing changes."""
    name = f"{folder.name}/{table}"
    rows = [cells for _, cells in read_rows(folder / table, COLUMNS[table], name, problems, OPTIONAL)]
    before = sum(changed.values())
    for cells in rows:
        status = statuses.get(cells["id"])
        is_open = table == "entities.csv" and cells["status"] == "extracted"
        if is_open and cells["id"] in served and serves_others(cells):
            status = status or "reviewed"
        if status is not None and cells["status"] != status:
            cells["status"] = status
            changed[status] += 1
        if cells["status"] == "reviewed":
            served |= {cells.get(column, "") for column in ("subject", "object", "indicator", "about")}
    for id_ in sorted(statuses.keys() - {cells["id"] for cells in rows}):
        problems.append(Problem(f"{folder.name}/{SHEET}", 0, "id", f"{table} has no row {id_!r}"))
    return rows if sum(changed.values()) > before else []
