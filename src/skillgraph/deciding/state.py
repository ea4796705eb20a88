"""The tables and the sheet of a loader's folder as they stand, whoever wrote them, and how they are written."""

from __future__ import annotations

import csv
from pathlib import Path

from skillgraph.documents.csv_rows import REMARKS, read_rows, table_file
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.tables.loader import COLUMNS, NEEDED, OPTIONAL, rewrite
from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS, contrary, read_sheet, refuse_workbook
from skillgraph.writing.files import whole_text

Cells = dict[str, str]
SECTIONS = "sections.csv"
#: What a status is called in the sheet.
WORDS: dict[str, str] = {"reviewed": "accept", "rejected": "reject"}


class State:
    """The rows of a folder's tables and of its sheet.

    Args:
        tables: the rows of each table in its order.
        sheet: the rows of the sheet in its order.
    """

    def __init__(self, tables: dict[str, list[Cells]], sheet: list[Cells]) -> None:
        self.tables = tables
        self.sheet = sheet
        self.rows = {(table, row["id"]): row for table, rows in tables.items() for row in reversed(rows)}
        #: Of rows that were pasted a second time, those with a decision.
        self.asked: dict[tuple[str, str], Cells] = {
            (row["table"], row["id"]): row
            for row in sorted(sheet, key=lambda row: bool(row["decision"].strip()))
            if row["id"]
        }

    def copy(self) -> State:
        """The same, to be changed."""
        tables = {table: [dict(row) for row in rows] for table, rows in self.tables.items()}
        return State(tables, [dict(row) for row in self.sheet])

    def add(self, table: str, cells: Cells) -> None:
        """Adds a row at the end of a table."""
        row = {column: cells.get(column, "") for column in COLUMNS[table]}
        self.tables.setdefault(table, []).append(row)
        self.rows[table, row["id"]] = row

    def remove(self, table: str, id: str) -> None:
        """Takes a row out of a table."""
        self.tables[table] = [row for row in self.tables[table] if row["id"] != id]
        del self.rows[table, id]


def read_state(folder: Path) -> State:
    """The tables and the sheet of a folder.

    Raises:
        DataError: a table can't be read whole, so that it must not be written; the message says what is wrong.
    """
    refuse_workbook(folder)
    problems: list[Problem] = []
    tables: dict[str, list[Cells]] = {}
    for table in COLUMNS:
        path = folder / table
        if table in NEEDED or table_file(path).exists():
            name = f"{folder.name}/{table}"
            tables[table] = [row for _, row in read_rows(path, COLUMNS[table], name, problems, OPTIONAL)]
    sheet: list[Cells] = []
    if (folder / SHEET).is_file():
        numbered = read_sheet(folder, problems)
        problems += contrary(numbered, f"{folder.name}/{SHEET}")
        sheet = [row for _, row in numbered]
    if problems:
        raise DataError("\n".join(map(str, problems[:20])))
    return State(tables, sheet)


def write_state(folder: Path, before: State, after: State) -> bool:
    """Writes the tables, and the sheet, in which something changed, each beside the old one until it is whole.

    Returns:
        Whether anything was written.

    Raises:
        UsageError: one can't be written.
        OSError: the sheet can't.
    """
    changed = [table for table, rows in after.tables.items() if rows != before.tables.get(table, [])]
    for table in changed:
        rewrite(folder, table, after.tables[table])
    if after.sheet != before.sheet:
        write_sheet(folder, after.sheet)
    return bool(changed) or after.sheet != before.sheet


def write_sheet(folder: Path, rows: list[Cells]) -> None:
    """Writes the sheet, beside the old one until it is whole; of one that has these rows only decisions are changed.

    So remarks that a person put beside them stay.
    """
    path = folder / SHEET
    ordered = sorted(rows, key=lambda row: bool(row["decision"].strip()))
    decided = {(row["table"], row["id"], row["start"], row["question"]): row["decision"] for row in ordered}
    header, kept = _lines(path)
    keys = [(row["table"].strip(), row["id"].strip(), row["start"].strip(), row["question"]) for row in kept]
    same = len(keys) == len(rows) and set(keys) == decided.keys()
    with whole_text(path, "utf-8-sig") as file:
        writer = csv.DictWriter(file, header if same else SHEET_COLUMNS, lineterminator="\n")
        writer.writeheader()
        if same:
            writer.writerows({**row, "decision": decided[key]} for row, key in zip(kept, keys, strict=True))
        else:
            writer.writerows(rows)


def _lines(path: Path) -> tuple[list[str], list[Cells]]:
    """The titles of a sheet, those of remarks among them, and its rows; no rows without a sheet."""
    if not path.is_file():
        return list(SHEET_COLUMNS), []
    rows = [row for _, row in read_rows(path, SHEET_COLUMNS, SHEET, [])]
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.DictReader(file) if any(str(cell or "").strip() for cell in line.values())]
    titles = [title for title in (lines[0] if lines else ()) if title and title.strip().lower() in REMARKS]
    if len(lines) != len(rows):
        return list(SHEET_COLUMNS), rows
    return [*SHEET_COLUMNS, *titles], [
        {**row, **{title: line[title] or "" for title in titles}} for row, line in zip(rows, lines, strict=True)
    ]


def signature(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """What changes when somebody saves a table or the sheet."""
    found = []
    for name in ("source.toml", *COLUMNS, SHEET):
        path = table_file(folder / name)
        if path.is_file():
            status = path.stat()
            found.append((name, status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(found)


def opened_elsewhere(folder: Path) -> list[str]:
    """The tables that a spreadsheet has open, by the files that Excel, WPS and LibreOffice put beside them."""
    names = (*COLUMNS, SHEET)
    return [n for n in names if (folder / f"~${n}").exists() or (folder / f".~lock.{n}#").exists()]
