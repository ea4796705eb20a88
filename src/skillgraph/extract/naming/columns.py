"""Names in the cells of tables, which have no sentence around them but a column's title above: rules/columns.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from skillgraph.documents.text_heads import is_head
from skillgraph.extract.doc import Sentence
from skillgraph.extract.mentions import Mention
from skillgraph.extract.rule_files import read_rules
from skillgraph.language.cells import Grid
from skillgraph.language.passages import Passage
from skillgraph.model.ontology import ontology


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"type": "class"}):
    """A rule: what cells hold under a title that ends so.

    Args:
        id: what names that it finds say they are by.
        title: a pattern of the end of the title.
        type: the class of the names.
        example: a title, a cell, and the names that the rule finds in it.
        counterexample: a title and a cell in which it finds none.
        name: a pattern of such names, where those of other columns may look otherwise.
        above: where nothing else can stand under such a title: a class above those that names there can have. What was
            taken for anything else is of the rule's class.
    """

    id: str
    title: str
    type: str
    example: tuple[str, str, tuple[str, ...]]
    counterexample: tuple[str, str]
    name: str = ""
    above: str = ""


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    #: What is taken off the beginning and the end of a cell.
    before: str
    behind: str
    #: What a name is, and what is none.
    name: str
    none: str
    #: What a row of sums is called by.
    sums: str
    #: How sure such names are.
    score: float
    column: tuple[Column, ...]


@cache
def rules() -> _Rules:
    """The rules of the file."""
    return read_rules("columns", _Rules)


class Columns:
    """The titles of the columns of a document's tables.

    Args:
        sentences: of the document.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._titles: dict[int, str] = {}
        self._heads: set[int] = set()
        tables: dict[int, list[Passage]] = {}
        for sentence in sentences:
            if sentence.passage.block.table >= 0:
                tables.setdefault(sentence.passage.block.table, []).append(sentence.passage)
        for cells in tables.values():
            grid = Grid(cells)
            self._heads.update(head.block.start for heads in grid.heads.values() for head in heads)
            for row in grid.rows:
                self._titles |= {cell.block.start: grid.title(column) for column, cell in row.items()}

    def names(self, cell: Sentence, found: Sequence[Mention]) -> list[Mention]:
        """The names of a cell, with what the title of its column says; none in a title itself.

        Args:
            cell: of a table.
            found: the names that others found in it.
        """
        block = cell.passage.block
        if block.start in self._heads:
            return [] if is_head(cell.text) else list(found)
        if re.fullmatch(rules().sums, cell.text):
            return []
        told = cell_names(cell.text, self._titles.get(block.start, ""))
        if any(_is_part(m, whole) for m in found for whole in told):
            return told
        return [_with_title(m, told) for m in found] or told


def _is_part(found: Mention, whole: Mention) -> bool:
    """Whether a name was found without its beginning or end, of the class that the title gives the whole."""
    inside = whole.start <= found.start and found.end <= whole.end and len(found.text) < len(whole.text)
    return inside and found.type in ontology().below(whole.type)


def _with_title(found: Mention, told: Sequence[Mention]) -> Mention:
    """A name of which the title of its column may say the same, which makes it surer, or know its class better."""
    same = next((m for m in told if (m.start, m.end) == (found.start, found.end)), None)
    if same is None:
        return found
    above = next((c.above for c in rules().column if c.id in same.by), "")
    if found.type in ontology().below(above or same.type):
        score = 1 - (1 - found.score) * (1 - same.score)
        return msgspec.structs.replace(found, score=score, by=(*found.by, *same.by))
    return same if above else found


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
        if re.fullmatch(column.name or shared.name, written) and not re.fullmatch(shared.none, written):
            at = start + match.start()
            by = (column.id,)
            found.append(Mention(at, at + len(written), written, column.type, score=shared.score, by=by))
    return found
