"""What a person does with a draft's review sheet."""

from __future__ import annotations

import csv
from pathlib import Path

from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table or sheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def decide(folder: Path, decisions: dict[str, str], line_end: str = "\n") -> None:
    """Writes decisions into the sheet of a draft, by the id of the row."""
    sheet = rows(folder / SHEET)
    with (folder / SHEET).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SHEET_COLUMNS, lineterminator=line_end)
        writer.writeheader()
        writer.writerows({**row, "decision": decisions.get(row["id"], row["decision"])} for row in sheet)


def accept_all(folder: Path) -> None:
    """Finds every proposal right."""
    decide(folder, {row["id"]: "accept" for row in rows(folder / SHEET) if row["id"]})
