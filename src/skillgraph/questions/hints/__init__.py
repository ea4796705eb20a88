"""Why a query may have found nothing: notes beside answers that say nothing, and only beside these.

A class, property or name that is not there is no mistake in SPARQL or Cypher; both just answer with nothing, and a
reader takes a slip of the pen for a fact. Each kind of slip is a function of its own that asks the same store about
parts of the query. No note says only that the answer is empty: nothing may be the right answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from itertools import chain
from typing import Any

import msgspec

from skillgraph.graph.results import Rows
from skillgraph.model.errors import EngineEnded, QueryError, QueryTimeout, SkillgraphError

#: Asks a store: text, values to bind, and the time limit.
Query = Callable[..., Rows]
#: Asks the store that gave an answer, as long as there is time: text, and values to bind.
Ask = Callable[..., list[tuple[Any, ...]]]
#: Seconds that may be spent on finding out why there is nothing.
_PATIENCE = 5.0
#: Notes that are shown: the first kinds are the surest, and nobody reads a list.
_MOST = 3


def notes(language: str, text: str, parameters: Mapping[str, Any], rows: Rows, query: Query) -> tuple[str, ...]:
    """What to look at in a query whose answer says nothing.

    Args:
        language: `sparql` or `cypher`.
        text: the query.
        parameters: what was bound in it.
        rows: the answer.
        query: of the store that gave it.

    Returns:
        A sentence each; none where the answer says something or nothing is odd about the query.

    Example:
        >>> import skillgraph
        >>> with skillgraph.load() as graph:
        ...     graph.sparql("SELECT ?x { ?a sg:hasMember ?x }").notes
        ('sg:hasMember is the inverse of sg:memberOf and not stored; write ^sg:memberOf',)
    """
    empty = empty_columns(rows)
    if empty is not None and not empty:
        return ()
    found: list[str] = []
    # A store that can't be asked any further leaves what was found so far.
    with suppress(SkillgraphError):
        for note in _slips(language, text, parameters, empty, _patient(query)):
            if note not in found:
                found.append(note)
            if len(found) == _MOST:
                break
    return tuple(found)


def _slips(language: str, text: str, parameters: Mapping[str, Any], empty: set[str] | None, ask: Ask) -> Iterator[str]:
    """What the first kind of slip that is in the query says; what follows from one slip is not another one."""
    kinds: Any
    if language == "sparql":
        from skillgraph.questions.hints import sparql_kinds as kinds
    else:
        from skillgraph.questions.hints import cypher_kinds as kinds
    understood = [*kinds.read_queries(text, parameters, empty, ask)]
    for kind in kinds.KINDS:
        first = None
        try:
            for first in chain.from_iterable(map(kind, understood)):
                yield first
        except (QueryTimeout, EngineEnded):
            raise
        except QueryError:
            pass  # A part in braces can't be asked by itself; other kinds of slip may be there all the same.
        if first:
            return


def with_notes(language: str, text: str, parameters: Mapping[str, Any] | None, rows: Rows, query: Query) -> Rows:
    """The answer with its notes; arguments as of `notes`."""
    found = notes(language, text, parameters or {}, rows, query)
    return msgspec.structs.replace(rows, notes=found) if found else rows


def empty_columns(rows: Rows) -> set[str] | None:
    """The columns with nothing in any row, as a count of none; None where there is no row.

    Example:
        >>> empty_columns(Rows(("n",), [(0,)])), empty_columns(Rows(("a", "b"), [("x", None), ("y", "z")]))
        ({'n'}, set())
    """
    if not len(rows):
        return None
    columns = zip(rows.columns, zip(*rows, strict=True), strict=True)
    return {name for name, column in columns if all(map(_is_nothing, column))}


def _is_nothing(value: Any) -> bool:
    return not value if value is None or isinstance(value, bool | int | float | Decimal | list) else False


def _patient(query: Query) -> Ask:
    """Asks as long as there is time, each question once."""
    until = time.monotonic() + _PATIENCE
    known: dict[Any, list[tuple[Any, ...]]] = {}

    def ask(text: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        key = (text, repr(values))
        if key not in known:
            left = until - time.monotonic()
            if left <= 0:
                raise QueryTimeout("no time is left for notes")
            known[key] = query(text, values, timeout=left).rows
        return known[key]

    return ask
