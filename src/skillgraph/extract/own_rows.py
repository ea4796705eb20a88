"""Which row of a draft a found name is, and the id of a new one, and whose rows figures wait for.

Two things of one name have a row each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from skillgraph.documents.source import SourceText
from skillgraph.extract.mentions import bare
from skillgraph.extract.records import Extraction, FoundEntity, FoundStatistic, Span
from skillgraph.extract.rows import Row, kind_id, name_id
from skillgraph.language.passages import fold
from skillgraph.model.records import Entity, Observation
from skillgraph.tables.review_sheet import serves


class OwnRows:
    """The rows of a draft's names.

    Args:
        source: the report.
        rows: that are there.
        found: what was found in the report, in the order of the text.
    """

    def __init__(self, source: str, rows: Iterable[Entity], found: Sequence[FoundEntity]) -> None:
        self._source = source
        self._by_id: dict[str, Entity] = {}
        self._by_name: dict[str, list[Entity]] = {}
        for row in rows:
            self._by_id[row.id] = row
            for name in (row.name, *row.aliases):
                self._by_name.setdefault(bare(fold(name)), []).append(row)
        called = Counter(name for entity in found for name in set(_names(entity)))
        #: Names that several of the things that were found have: where they stand tells which row is whose.
        self._shared = {name for name, times in called.items() if times > 1}
        of_name: dict[tuple[str, str], Iterator[int]] = {}
        self._before = {e.id: next(of_name.setdefault((e.type, next(_names(e))), count())) for e in found}

    def of(self, entity: FoundEntity) -> Entity | None:
        """The row of a thing: that of its name or alias; of several, that which stands where the thing does."""
        for name in _names(entity):
            rows = self._by_name.get(name, [])
            here = [row for row in rows if self._overlap(row, entity)]
            if here or (rows and name not in self._shared):
                return (here or rows)[0]
        return None

    def new_id(self, entity: FoundEntity, says_place: bool) -> str:
        """The id of a thing that has no row; that of a second one of its name and class differs.

        Args:
            entity: the thing.
            says_place: whether its name says where it is.
        """
        name = next(_names(entity))
        ids = (name_id(entity.type, name, self._source, says_place, n) for n in count(self._before[entity.id]))
        return next(
            id_ for id_ in ids
            if name not in self._shared or (row := self._by_id.get(id_)) is None or self._overlap(row, entity)
        )  # fmt: skip

    def add(self, row: Entity) -> bool:
        """Takes a new row; False if there is one of its id."""
        return self._by_id.setdefault(row.id, row) is row

    def _overlap(self, row: Entity, entity: FoundEntity) -> bool:
        own = [m for m in row.mentions if m.document == self._source]
        return any(m.start < end and start < m.end for m in own for start, end in entity.mentions)


def told_apart(rows: Iterable[Entity], source: SourceText) -> dict[str, str]:
    """The names of rows as people read them: with the heading that tells it from others where several are called so.

    Args:
        rows: of a draft's names.
        source: the report.
    """
    of_name: dict[tuple[str, ...], list[Entity]] = {}
    for row in rows:
        of_name.setdefault((row.name, row.existence, *row.classes), []).append(row)
    told: dict[str, str] = {}
    for (name, *_), same in of_name.items():
        above = [_above(row, source) if len(same) > 1 else [] for row in same]
        shared = set(above[0]).intersection(*above)
        for row, headings in zip(same, above, strict=True):
            own = next((h for h in headings if h not in shared), "")
            told[row.id] = f"{name}〔{own}〕" if own else name
    return told


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


def _above(row: Entity, source: SourceText) -> list[str]:
    """The headings above the place where a thing is first named, the highest first."""
    at = row.mentions[0].start if row.mentions else 0
    above: list[tuple[int, str]] = []
    for block in source.blocks:
        if block.kind == "heading" and block.end <= at:
            heading = " ".join(source.text[block.start : block.end].strip("# \t").split())
            above = [(level, h) for level, h in above if level < block.level] + [(block.level, heading)]
    return [heading for _, heading in above]


def _names(entity: FoundEntity) -> Iterator[str]:
    return (bare(fold(name)) for name in (entity.name, *entity.aliases))
