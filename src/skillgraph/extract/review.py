"""The review file of a draft: the passage beside each proposal, and what a person is asked."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from skillgraph.extract.records import Span
from skillgraph.model.records import Entity, Observation, Statement

REVIEW = "review.csv"
_COLUMNS = ("table", "id", "question", "passage", "start", "end")

Proposal = Entity | Statement | Observation


class Question(msgspec.Struct, frozen=True):
    """What to ask about a row of a table, or about a passage that gave no row."""

    table: str
    id: str
    question: str
    span: Span


def write_review(
    folder: Path, text: str, added: Mapping[str, Sequence[Proposal]], questions: Sequence[Question]
) -> None:
    """Writes the file anew, by place in the text, and has git ignore it: the passages are other people's sentences.

    Args:
        folder: of the loader.
        text: of the document.
        added: the rows that were proposed, by table.
        questions: about them, and about what gave no row.
    """
    with (folder / REVIEW).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        rows = list(_rows(folder.resolve().name, text, added, questions))
        rows.sort(key=lambda row: (row[4], row[5], row[0], row[1]))
        writer.writerows(rows)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text(f"{REVIEW}\n", encoding="utf-8")


def _rows(
    source: str, text: str, added: Mapping[str, Sequence[Proposal]], questions: Sequence[Question]
) -> Iterator[tuple[str, str, str, str, int, int]]:
    asked = {(q.table, q.id): q.question for q in questions if q.id}
    shown = set()
    for table, records in added.items():
        for record in records:
            own = record.id.removeprefix(f"{source}/")
            start, end = place(record)
            shown.add((table, own))
            yield table, own, asked.get((table, own), ""), _safe(text[start:end]), start, end
    for q in questions:
        if not q.id or (q.table, q.id) not in shown:
            yield q.table, q.id, q.question, _safe(text[slice(*q.span)]), *q.span


def place(record: Proposal) -> Span:
    """Where the first passage of a record stands."""
    evidence = record.mentions if isinstance(record, Entity) else record.evidence
    return (evidence[0].start, evidence[0].end) if evidence else (0, 0)


def _safe(passage: str) -> str:
    """A passage for a spreadsheet: one line, and no formula."""
    line = " ".join(passage.split())
    return "'" + line if line[:1] in ("=", "+", "-", "@") else line
