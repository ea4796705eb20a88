"""comparisons.csv: what people judged of two statements or figures that contradict each other, a row a judgement.

The table lies in the folder in which loaders' folders lie, beside decisions.csv, and is written as that is: rows are
added, and the latest on a pair counts. `same`: the two agree after all. `different`: both are right, of different
things, and are not to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skillgraph.model.errors import DataError
from skillgraph.model.naming import is_id
from skillgraph.model.problems import Problem
from skillgraph.resolve.decisions import latest, read_decisions
from skillgraph.resolve.findings import Judged

#: The table, by its name in the folder of the loaders' folders.
COMPARISONS = "comparisons.csv"


def read_comparisons(path: Path) -> Judged:
    """What a table says.

    Args:
        path: of comparisons.csv; a workbook of that name is read where only that is there.

    Raises:
        DataError: a row is not what it should be.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / COMPARISONS
        ...     text = "left,right,decision,note\\nown/f,other/f,different,民办校未计\\n"
        ...     _ = path.write_text(text, encoding="utf-8")
        ...     read_comparisons(path).notes
        {('other/f', 'own/f'): '民办校未计'}
    """
    problems: list[Problem] = []
    decisions = read_decisions(path, problems, _of_records)
    if problems:
        raise DataError(str(problems[0]))
    counting = latest(decisions).items()
    return Judged({pair: d.note for pair, d in counting if d.decision in ("same", "different")})


def _of_records(left: str, right: str) -> Iterator[tuple[str, str]]:
    for column, id in (("left", left), ("right", right)):
        source, stroke, row = id.partition("/")
        if not (stroke and is_id(source) and is_id(row)):
            yield column, f"{id!r} is no id of a statement or figure, as four-cities/qd-enrolment"
