"""Names in the cells of tables, which have no sentence around them but a column's title above: rules/columns.toml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from skillgraph.extract.doc import Sentence
from skillgraph.extract.mentions import Mention

_FILE = Path(__file__).parents[1] / "rules" / "columns.toml"


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"type": "class"}):
    """A rule: what cells hold under a title that ends so.

    Args:
        id: what names that it finds say they are by.
        title: a pattern of the end of the title.
        type: the class of the names.
        example: a title, a cell, and the names that the rule finds in it.
        counterexample: a title and a cell in which it finds none.
    """

    id: str
    title: str
    type: str
    example: tuple[str, str, tuple[str, ...]]
    counterexample: tuple[str, str]


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    #: What is taken off the beginning and the end of a cell.
    before: str
    behind: str
    #: What a name is, and what is none.
    name: str
    none: str
    #: How sure such names are.
    score: float
    column: tuple[Column, ...]


@cache
def rules() -> _Rules:
    """The rules of the file."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=_Rules)


class Columns:
    """The titles of the columns of a document's tables, read as they come."""

    def __init__(self) -> None:
        self._titles: dict[tuple[int, int], str] = {}

    def names(self, cell: Sentence) -> list[Mention]:
        """The names of a cell by the title of its column; none in a title itself.

        Args:
            cell: of a table; they come in reading order.
        """
        block = cell.passage.block
        if block.row == 0:
            self._titles[block.table, block.column] = cell.text
            return []
        return cell_names(cell.text, self._titles.get((block.table, block.column), ""))


def cell_names(text: str, title: str) -> list[Mention]:
    """The names of a cell.

    Args:
        text: the cell, folded.
        title: of its column.

    Example:
        >>> [(m.text, m.type, m.by) for m in cell_names("拟建“双元制”模具班、海上云课堂", "合作项目")]
        [('“双元制”模具班', 'Programme', ('column-programmes',)), ('海上云课堂', 'Programme', ('column-programmes',))]
    """
    shared = rules()
    column = next((c for c in shared.column if re.search(f"(?:{c.title})(?:名称)?$", title)), None)
    if column is None:
        return []
    found = []
    start = re.match(f"(?:{shared.before})*", text).end()  # type: ignore[union-attr]
    for match in re.finditer(r"[^、\n]+", text[start:]):
        written = re.sub(f"(?:{shared.behind})$", "", match[0])
        if re.fullmatch(shared.name, written) and not re.fullmatch(shared.none, written):
            at = start + match.start()
            by = (column.id,)
            found.append(Mention(at, at + len(written), written, column.type, score=shared.score, by=by))
    return found
