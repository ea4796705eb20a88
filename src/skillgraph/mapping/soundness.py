"""What no projection can say: records that name what the vocabulary doesn't have.

Tables are checked cell by cell before they become records; this is for records that come from elsewhere, a folder that
somebody edited or a server that somebody else wrote to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skillgraph.model.dates import is_date
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Record, Statement

#: Places before or behind the point of a figure: as text, a larger exponent would fill the memory.
_MOST_PLACES = 10_000


def complaint(record: Record) -> str:
    """What neither projection can say of a record, whoever wrote it; empty where there is nothing of the kind.

    Example:
        >>> complaint(Entity("laos", "countries", ("Contry",), "老挝"))
        "no class 'Contry'"
        >>> complaint(Entity("laos", "countries", ("Country",), "老挝"))
        ''
    """
    wrong: Iterable[str] = ()
    if isinstance(record, Entity):
        wrong = _wrong_of_entity(record)
    elif isinstance(record, Statement | Observation):
        wrong = _wrong_of_fact(record)
    return next(iter(wrong), "")


def _wrong_of_entity(entity: Entity) -> Iterator[str]:
    for part in (entity, *entity.parts):
        if not part.classes:
            yield "no class at all"
        for name in (*part.classes, *part.derived):
            if name not in ontology().classes:
                yield f"no class {name[:40]!r}"


def _wrong_of_fact(record: Statement | Observation) -> Iterator[str]:
    if isinstance(record, Statement) and record.predicate not in ontology().relations:
        yield f"no relation {record.predicate[:40]!r}"
    for name, _ in record.qualifiers:
        if name not in ontology().qualifiers:
            yield f"no qualifier {name[:40]!r}"
    yield from _wrong_dates(record.start, record.end)
    if isinstance(record, Observation):
        for value in (record.value, record.value_max):
            if value is not None and not (value.is_finite() and abs(value.adjusted()) <= _MOST_PLACES):
                yield f"no figure {str(value)[:40]!r}"


def _wrong_dates(*dates: str) -> Iterator[str]:
    return (f"no date {date[:40]!r}" for date in dates if date and not is_date(date))
