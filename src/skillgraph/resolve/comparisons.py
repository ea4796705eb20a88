"""comparisons.csv: what people judged of two statements or figures that contradict each other, a row a judgement.

The table lies in the folder in which loaders' folders lie, beside decisions.csv, and has its columns and its words.
`same`: the two agree after all. `different`: both are right, of different things, and are not to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skillgraph.documents.csv_rows import read_rows, table_file
from skillgraph.model.errors import DataError
from skillgraph.model.naming import is_id
from skillgraph.model.problems import Problem
from skillgraph.resolve.decisions import COLUMNS, meaning
from skillgraph.resolve.findings import Judged

#: The table, by its name in the folder of the loaders' folders.
COMPARISONS = "comparisons.csv"
_OPTIONAL = frozenset(("by", "date", "note"))


def read_comparisons(path: Path) -> Judged:
    """What a table says; a later row on a pair replaces an earlier one, and `unsure` or `withdrawn` takes it back.

    Args:
        path: of comparisons.csv; a workbook of that name is read where only that is there.

    Raises:
        DataError: there is no table, or a row is not what it should be.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / COMPARISONS
        ...     text = "left,right,decision,note\\nown/f,other/f,different,民办校未计\\n"
        ...     _ = path.write_text(text, encoding="utf-8")
        ...     read_comparisons(path).notes
        {('other/f', 'own/f'): '民办校未计'}
    """
    notes: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    name = table_file(path).name
    for row, cells in read_rows(path, COLUMNS, name, problems, _OPTIONAL):
        problems += (Problem(name, row, column, message) for column, message in _complaints(cells))
        if problems:
            break
        left, right = sorted((cells["left"].strip(), cells["right"].strip()))
        notes.pop((left, right), None)
        if meaning(cells["decision"]) in ("same", "different"):
            notes[left, right] = cells["note"]
    if problems:
        raise DataError(str(problems[0]))
    return Judged(notes)


def _complaints(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column in ("left", "right"):
        if not all(map(is_id, (id := cells[column].strip()).split("/"))) or id.count("/") != 1:
            yield column, f"{id!r} is no id of a statement or figure, as four-cities/qd-enrolment"
    if cells["left"].strip() == cells["right"].strip():
        yield "right", "stands left as well; a comparison is of two"
    try:
        meaning(cells["decision"])
    except ValueError as error:
        yield "decision", str(error)
