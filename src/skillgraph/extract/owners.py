"""Whose a figure is while names are still being decided on: what waits for them, and what stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from skillgraph.extract.mentions import bare
from skillgraph.extract.records import Extraction, FoundEntity, FoundStatistic, Span
from skillgraph.extract.rows import Row, kind_id
from skillgraph.language.passages import fold
from skillgraph.model.records import Entity, Observation
from skillgraph.tables.review_sheet import serves


def waiting(found: Extraction, rows: Iterable[Row], ids: Mapping[str, str]) -> frozenset[Span]:
    """The figures of names that nobody has decided on, which would get another owner as long as these are open.

    Args:
        found: what was found without regard to what is confirmed.
        rows: of the names.
        ids: of the rows, by the ids of what was found.
    """
    names = (row for row in rows if isinstance(row, Entity))
    undecided = {name.id for name in names if name.status == "extracted" and not serves(name)}
    return frozenset(s.span for s in found.statistics if ids.get(s.subject or "") in undecided)


def is_of(row: Observation, s: FoundStatistic, ids: Mapping[str, str], kinds: Mapping[str, FoundEntity]) -> bool:
    """Whether a row has the owner that is found now, so that how sure that is holds of the row."""
    kind = kinds.get(s.subject or "")
    owner = ids.get(s.subject or "") if kind is None else kind_id(bare(fold(kind.name)), row.source)
    return row.subject == owner
