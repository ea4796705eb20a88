"""The sheet of candidates that a person decides on, and what is taken from it into decisions.csv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from skillgraph.documents.csv_rows import TableWriter, plain_cell, read_rows
from skillgraph.graph.results import Rows
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import Problem
from skillgraph.resolve.candidates import Candidate
from skillgraph.resolve.decisions import Decision, meaning
from skillgraph.resolve.things import Thing
from skillgraph.writing.files import whole_text

#: What a sheet says of a candidate.
_SAID = (
    "score", "left", "left_name", "left_class", "left_sources", "right", "right_name", "right_class", "right_sources",
    "reasons_zh", "reasons", "warning",
)  # fmt: skip
#: The columns of a sheet: `decision` and `note` are for the person.
COLUMNS = ("decision", *_SAID, "note")


def rows(found: Iterable[Candidate]) -> Rows:
    """Candidates as rows, for programs and for people."""
    return Rows(
        _SAID,
        [
            (round(c.score, 3), *_thing(c.left), *_thing(c.right), c.words("zh"), c.words("en"), c.warning)
            for c in found
        ],
    )  # fmt: skip


def table(found: Iterable[Candidate]) -> Rows:
    """Candidates as a table for the eye."""
    cells = [
        (f"{c.score:.2f}", c.left.name, c.left.id, c.right.name, c.right.id, c.words("zh"), c.words("en"))
        for c in found
    ]
    return Rows(("score", "left", "id", "right", "id of right", "理由", "reasons"), list(cells))


def _thing(thing: Thing) -> tuple[str, str, str, str]:
    return thing.id, thing.name, "|".join(sorted(thing.classes)), "|".join(sorted(thing.sources))


def write_sheet(path: Path, found: Sequence[Candidate], taken: Iterable[Decision]) -> None:
    """Writes a sheet for a person, beside the old one until it is whole.

    Args:
        path: of the sheet.
        found: the candidates.
        taken: all decisions that are kept, so that none that stands in an older sheet alone is lost.

    Raises:
        UsageError: it can't be written, or decisions stand in it that nobody took.
    """
    if path.exists():
        waiting = new_decisions(read_sheet(path), taken)
        if waiting:
            raise UsageError(f"{path} holds {len(waiting)} decisions that were not taken; take them with --take {path}")
    try:
        with whole_text(path) as file:
            writer = TableWriter(file, COLUMNS)
            writer.write_header()
            for row in rows(found).to_dicts():
                writer.write(
                    {"decision": "", "note": "", **{column: plain_cell(str(cell)) for column, cell in row.items()}}
                )
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None


def read_sheet(path: Path, by: str = "", date: str = "") -> list[Decision]:
    """The decisions of a sheet; rows that nobody decided on are passed over.

    Args:
        path: of the sheet, as a spreadsheet saved it.
        by: who decided.
        date: when.

    Raises:
        DataError: it can't be read; the message names row and column.
    """
    problems: list[Problem] = []
    found = []
    optional = frozenset(COLUMNS) - {"decision", "left", "right"}
    for row, cells in read_rows(path, COLUMNS, path.name, problems, optional):
        if not cells["decision"].strip():
            continue
        try:
            judgement = meaning(cells["decision"])
        except ValueError as error:
            problems.append(Problem(path.name, row, "decision", str(error)))
            continue
        left, right, note = (cells[column].strip() for column in ("left", "right", "note"))
        found.append(Decision(left, right, judgement, by, date, note, path.name, row))
    if problems:
        raise DataError("\n".join(map(str, problems[:20])))
    return found


def new_decisions(found: Iterable[Decision], known: Iterable[Decision]) -> list[Decision]:
    """Those of some decisions that say something new, so that a sheet that is taken twice adds nothing.

    Args:
        found: what a sheet says.
        known: all rows that were kept, in their order.

    Example:
        >>> told = Decision("qd-college", "qd-tech", "same", by="李")
        >>> len(new_decisions([told], [])), len(new_decisions([told, told], [told]))
        (1, 0)
    """
    counting: dict[tuple[str, str], str] = {}
    rows = set()
    for decision in known:
        counting[decision.pair] = decision.decision
        rows.add((decision.pair, decision.decision, decision.by, decision.note))
    new = []
    for decision in found:
        row = (decision.pair, decision.decision, decision.by, decision.note)
        # What was withdrawn since is not said again by an old sheet.
        if counting.get(decision.pair) != decision.decision and row not in rows:
            new.append(decision)
            counting[decision.pair] = decision.decision
            rows.add(row)
    return new
