"""The one spelling of a record, so that equal graphs have equal files whichever way they came.

RDF keeps no order of the values of a field, and a property graph none of what are several properties; so there is one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement, plain_decimal

R = TypeVar("R", bound=Record)


def _fields(kind: type[Record]) -> tuple[tuple[str, ...], tuple[tuple[str, Any], ...], tuple[str, ...]]:
    """The fields of a record that hold several values, those that have a default, those that hold a number."""
    types = get_type_hints(kind)
    fields = [field for field in msgspec.structs.fields(kind) if field.name != "parts"]
    return (
        tuple(f.name for f in fields if get_origin(types[f.name]) is tuple),
        tuple((f.name, f.default) for f in fields if isinstance(f.default, str)),
        tuple(f.name for f in fields if Decimal in get_args(types[f.name])),
    )


_FIELDS: dict[type[Any], tuple[tuple[str, ...], tuple[tuple[str, Any], ...], tuple[str, ...]]] = {
    kind: _fields(kind) for kind in (Document, Entity, Section, Statement, Observation)
}


def canonical(record: R) -> R:
    """The same record in the one spelling that files have.

    The values of a field stand in the order of their characters (passages: of their places), each once; a number has
    no needless zeros; and what is the default is the default itself, which msgspec leaves out. What each source says
    of a thing keeps its order, which `Entity.of_parts` gives.

    Args:
        record: any of the five.

    Example:
        >>> canonical(Entity("laos", "r", ("Country",), "老挝", aliases=("老挝国", "寮国", "老挝国"))).aliases
        ('寮国', '老挝国')
        >>> canonical(Observation("r/1", "r", "a", "i", "u", value=Decimal("24.70"))).value
        Decimal('24.7')
    """
    several, defaults, numbers = _FIELDS[type(record)]
    changes: dict[str, Any] = {}
    for name in several:
        values = getattr(record, name)
        if len(values) > 1 and (ordered := tuple(sorted(set(values)))) != values:
            changes[name] = ordered
    for name, default in defaults:
        value = getattr(record, name)
        if value is not default and value == default:
            changes[name] = default
    for name in numbers:
        value = getattr(record, name)
        if value is not None and str(value) != (plain := plain_decimal(value)):
            changes[name] = Decimal(plain)
    if isinstance(record, Entity) and record.parts:
        changes["parts"] = tuple(map(canonical, record.parts))
    return msgspec.structs.replace(record, **changes) if changes else record
