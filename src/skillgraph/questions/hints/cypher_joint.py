"""What in Cypher finds nothing together, though each part of it is there: which part is too much, and what would fit.

A part is taken out of the text before the first RETURN or WITH, and the rest is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from skillgraph.model.errors import EngineEnded, QueryError, QueryTimeout
from skillgraph.model.ontology import ontology
from skillgraph.questions.hints.cypher_query import CypherQuery
from skillgraph.questions.hints.cypher_words import relation_of
from skillgraph.questions.hints.wording import not_with

_VALUE = r"(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|-?\d+(?:\.\d+)?|\$\w+)"
#: `(variable:Label {key: value})`.
_MAP = re.compile(rf"\((?P<variable>\w*)(?P<labels>(?::\w+)*)\s*\{{\s*(?P<key>\w+)\s*:\s*{_VALUE}\s*\}}")
_LABEL = re.compile(r"\((?P<variable>\w*):(?P<label>\w+)(?=\s*[{)])")
_CONDITION = re.compile(
    rf"(?<![\w.(])(?P<variable>\w+)\.(?P<key>\w+)\s*(?:=|CONTAINS|(?:STARTS|ENDS)\s+WITH)\s*{_VALUE}(?!\s*[+\-*/.(])",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:(?<!IS )NOT|OR|XOR|CALL)\b", re.IGNORECASE)
_TYPE = re.compile(r"\[(?P<variable>\w*):(?P<type>[\w|]+)\]")
#: What may stand in the place of a part that is too much: so many are looked for.
_LOOKED_AT = 50
#: A variable that no query has.
_ITS = "slip"


class _Part(NamedTuple):
    """A part of a query: as it is written, the text without it, and what to ask for in its place."""

    shown: str
    rest: str
    asked: str


def too_much(query: CypherQuery) -> Iterator[str]:
    """`({name: '济南市'})<-[:SUBJECT]-(f)-[:INDICATOR]->({name: '技工院校数'})`, a figure that another city has."""
    # Of a UNION or an OR, another part may be the one that finds what is asked; what must not be found stays.
    is_plain = query.found_nothing and not query.is_part and not _CHOICE.search(query.head)
    if not is_plain or "MATCH" not in query.head.upper() or query.asked(f"{query.head} RETURN 1 AS n LIMIT 1"):
        return
    for part in _parts(query.head):
        try:
            found = query.asked(f"{part.rest} RETURN DISTINCT {part.asked} AS its LIMIT {_LOOKED_AT}")
        except (QueryTimeout, EngineEnded):
            raise
        except QueryError:
            continue  # What is taken out of a pattern in braces may leave no query; the other parts are asked.
        yield from not_with(part.shown, _shown([value for (value,) in found], part))


def _parts(head: str) -> Iterator[_Part]:
    for match in _MAP.finditer(head):
        name = match["variable"] or _ITS
        yield _part(head, match, f"({name}{match['labels']}", f"{name}.{match['key']}", f"{match[0]})")
    for match in _CONDITION.finditer(head):
        yield _part(head, match, "true", f"{match['variable']}.{match['key']}", match[0])
    for match in _TYPE.finditer(head):
        name = match["variable"] or _ITS
        yield _part(head, match, f"[{name}]", f"type({name})", match[0])
    for match in _LABEL.finditer(head):
        name = match["variable"] or _ITS
        yield _part(head, match, f"({name}", f"labels({name})", f"({match['variable']}:{match['label']})")


def _part(head: str, match: re.Match[str], replacement: str, asked: str, shown: str) -> _Part:
    return _Part(shown, f"{head[: match.start()]}{replacement}{head[match.end() :]}", asked)


def _shown(values: list[object], part: _Part) -> list[str]:
    """What would fit, as a query writes it."""
    known = [value for value in values if value is not None]
    if part.asked.startswith("labels("):
        labels = {str(name) for value in known if isinstance(value, list) for name in value}
        return [f":{name}" for name in sorted(ontology().most_specific(labels & ontology().classes.keys()))]
    if part.asked.startswith("type("):
        return [str(type) for type in sorted(map(str, known)) if relation_of(str(type)) in ontology().relations]
    return sorted({repr(value) for value in known})
