"""The queries of the guide to asking, as tests run them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from skillgraph.graph.results import Rows, cell_text

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, CHINESE = DOCS / "asking.md", DOCS / "asking.zh.md"
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """The blocks of code, each with its language."""
    return _BLOCK.findall(page.read_text("utf-8"))


def pairs() -> list[tuple[str, str]]:
    """Each query in SPARQL with the one in Cypher that follows it."""
    queries = [block for block in blocks(PAGE) if block[0] in ("sparql", "cypher")]
    assert [language for language, _ in queries] == ["sparql", "cypher"] * (len(queries) // 2)
    return [(one, other) for (_, one), (_, other) in list(pairwise(queries))[::2]]


def cells(rows: Rows) -> list[tuple[str, ...]]:
    """Rows as a person reads them, in an order of their own."""
    return sorted(tuple(cell_text(value) for value in row) for row in rows)
