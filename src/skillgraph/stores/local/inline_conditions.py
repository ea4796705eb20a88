"""Conditions that stand inside a pattern, moved to its WHERE, for ArcadeDB.

ArcadeDB forgets a relationship that is used only in the map of another pattern: `MATCH (w)-[r:WON]->(h) MATCH
(e {id: r.at})` finds nothing, without an error. `WHERE e.id = r.at` says the same by the definition of Cypher and is
answered. What can't be moved for certain is refused, with what to write.

The process of `arcadedb_server` loads this file by its path, so it imports nothing of `skillgraph`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import jpype

#: Where a moved condition may stand: the pattern's own clause, subquery or comprehension.
_HOLDERS = ("matchClause", "patternComprehension", "existsExpression", "countExpression", "patternExpression")
#: Inside of these a condition is about each step or about the search, and moving it would say something else.
_SEARCHES = ("shortestPathPattern", "parenthesizedPath")

#: Start and end of what is replaced, and what by.
_Edit = tuple[int, int, str]


class Unmovable(Exception):
    """A condition inside a pattern that has to be written otherwise."""


class _Condition(NamedTuple):
    """A condition inside a pattern: its holder, and what is changed in the pattern and put into the WHERE."""

    holder: Any
    is_named: bool
    edits: list[_Edit]
    text: str


#: What may hold brackets or words that are none: text, names in backticks, comments.
_QUOTED = re.compile(
    r"""'(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `[^`]*` | //[^\n]* | /\*.*?\*/""", re.VERBOSE | re.DOTALL
)
_VALUE = r"(?:''|\$\w+|[+-]?\d[\w.]*|true|false|null)"
_PAIR = rf"\s*\w+\s*:\s*{_VALUE}\s*"
#: A map in which no variable can stand.
_CONSTANT = re.compile(rf"\{{(?:{_PAIR}(?:,{_PAIR})*)?\}}", re.IGNORECASE)
_BRACKET_OR_WHERE = re.compile(r"[()\[\]]|\bWHERE\b", re.IGNORECASE)


def may_hold(query: str) -> bool:
    """Whether some pattern may hold a condition on what another one binds, by the text alone.

    The parser takes a quarter of a second for its first query, and most queries have only constants in their patterns.

    Args:
        query: Cypher.

    Example:
        >>> may_hold("MATCH (c:City {name: $n})-[r]->(x) WHERE x.id = r.at RETURN x"), may_hold("MATCH (e {id: r.at})")
        (False, True)
    """
    text = _CONSTANT.sub("", _QUOTED.sub(lambda found: "''" if found[0][0] in "'\"" else " x ", query))
    depth = 0
    for found in _BRACKET_OR_WHERE.finditer(text):
        depth += (found[0] in "([") - (found[0] in ")]")
        if depth > 0 and found[0].upper() == "WHERE":
            return True
    # A bracket may be written by its number, \u007B.
    return "{" in text or "\\" in text


def rewritten(tree: Any, query: str) -> str:
    """A query in which no pattern holds a condition on what another pattern binds.

    Args:
        tree: what ArcadeDB's parser makes of the query.
        query: Cypher.

    Returns:
        The query; the same text where there is nothing to move.

    Raises:
        Unmovable: a condition can't be moved for certain.
    """
    patterns = [*_all(tree, "nodePattern"), *_all(tree, "relationshipPattern")]
    if all(p.properties() is None and p.expression() is None for p in patterns):
        return query
    bound = {_text(query, p.variable()) for p in (*patterns, *_all(tree, "pattern")) if p.variable() is not None}
    names = _free_names(query)
    found = [c for p in patterns if (c := _condition(p, query, bound, names)) is not None]
    if any("inline" in edit[2] for c in found for edit in c.edits) and any(
        items.TIMES() is not None for items in _all(tree, "returnItems")
    ):
        raise Unmovable("with * in RETURN or WITH, name each node and relationship whose map uses another one")
    holders: dict[tuple[int, int], tuple[Any, list[str]]] = {}
    for condition in found:
        holders.setdefault(_span(condition.holder), (condition.holder, []))[1].append(condition.text)
    # Of two that begin or end at one place the inner one is the shorter one.
    ordered = sorted(holders.values(), key=lambda pair: len(_text(query, pair[0])))
    added = [_where(holder, " AND ".join(texts)) for holder, texts in ordered]
    for holder, _ in ordered:
        _check_name(holder)
    moved = [edit for c in found for edit in c.edits]
    return _edited(query, [*moved, *(opening for opening, _ in added), *(closing for _, closing in reversed(added))])


def _condition(pattern: Any, query: str, bound: set[str], names: Iterator[str]) -> _Condition | None:
    """The condition that a pattern holds, if it uses what another pattern binds."""
    properties, inner = pattern.properties(), pattern.expression()
    own = pattern.variable()
    used = {_text(query, v) for part in (properties, inner) if part is not None for v in _all(part, "variable")}
    if not (used - {_text(query, own) if own is not None else ""}) & bound:
        return None
    if _kind(pattern) == "relationshipPattern" and pattern.pathLength() is not None:
        raise Unmovable(
            "the map of a relationship of variable length uses another one: "
            "write WHERE all(step IN relationships(path) WHERE step.property = ...)"
        )
    holder = _holder(pattern)
    edits, name = [], ""
    if own is not None:
        name = _text(query, own)
    elif properties is not None:
        name = next(names)
        opening = _span(pattern)[0] + 1 if _kind(pattern) == "nodePattern" else _bracket(pattern)
        edits.append((opening, opening, name))
    texts = []
    if properties is not None:
        if properties.map() is None:
            raise Unmovable("a parameter is the whole map of a pattern: write its properties one by one")
        keys, values = properties.map().propertyKeyName(), properties.map().expression()
        texts += [f"{name}.{_text(query, k)} = ({_text(query, v)})" for k, v in zip(keys, values, strict=True)]
        edits.append((*_span(properties), ""))
    if inner is not None:
        texts.append(f"({_text(query, inner)})")
        edits.append((int(pattern.WHERE().getSymbol().getStartIndex()), _span(inner)[1], ""))
    for part in (properties, inner):
        if part is not None and any(_all(part, kind) for kind in (*_HOLDERS, "collectExpression")):
            raise Unmovable("a pattern inside the map of a pattern: write its condition in WHERE")
    return _Condition(holder, own is None and name != "", edits, " AND ".join(texts))


def _holder(pattern: Any) -> Any:
    node = pattern.getParent()
    while node is not None and _kind(node) not in _HOLDERS:
        if _kind(node) in _SEARCHES or (_kind(node) == "pattern" and node.pathPatternPrefix() is not None):
            raise Unmovable(
                "inside shortestPath or a repeated path, a map uses what another pattern binds: "
                "match that node before, with WHERE, and use its name in the path"
            )
        node = node.getParent()
    if node is None:
        raise Unmovable("a map of a pattern uses what another pattern binds: write the condition in WHERE")
    return node


def _check_name(holder: Any) -> None:
    """Refuses to change what stands in a column that has no name but its text."""
    node = holder.getParent()
    while node is not None:
        if _kind(node) == "returnItem" and node.variable() is None:
            raise Unmovable("a column in which a map uses what another pattern binds needs a name: add AS name")
        node = node.getParent()


def _where(holder: Any, condition: str) -> tuple[_Edit, _Edit]:
    """The edits before and behind, by which a holder gets a condition more."""
    kind = _kind(holder)
    if kind == "patternExpression":
        start, end = _span(holder)
        return (start, start, "EXISTS { "), (end, end, f" WHERE {condition} }}")
    if kind == "patternComprehension":
        where, last = holder.whereExp, holder.pathPatternNonEmpty()
    else:
        clause = holder.whereClause()
        where = clause.expression() if clause is not None else None
        last = holder.patternList()
        if kind == "matchClause" and len(holder.hint()):
            last = list(holder.hint())[-1]
    if where is None:
        end = _span(last)[1]
        return (end, end, ""), (end, end, f" WHERE {condition}")
    start, end = _span(where)
    return (start, start, "("), (end, end, f") AND {condition}")


def _edited(query: str, edits: list[_Edit]) -> str:
    """The text with its edits, made from its end; of two at one place the later one comes to stand before the other."""
    for start, end, text in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        query = query[:start] + text + query[end:]
    return query


def _bracket(pattern: Any) -> int:
    return int(pattern.LBRACKET().getSymbol().getStopIndex()) + 1


def _free_names(query: str) -> Iterator[str]:
    return (name for number in range(len(query)) if (name := f"inline{number}") not in query)


def _all(node: Any, kind: str) -> list[Any]:
    """What of a kind stands in a part of the tree; looked for in Java, which is quicker by far."""
    trees = jpype.JClass("org.antlr.v4.runtime.tree.Trees")
    return list(trees.findAllRuleNodes(node, getattr(_parser(), f"RULE_{kind}")))


def _kind(node: Any) -> str:
    return str(_parser().ruleNames[node.getRuleIndex()])


def _parser() -> Any:
    return jpype.JClass("com.arcadedb.query.opencypher.grammar.Cypher25Parser")


def _span(node: Any) -> tuple[int, int]:
    return int(node.getStart().getStartIndex()), int(node.getStop().getStopIndex()) + 1


def _text(query: str, node: Any) -> str:
    start, end = _span(node)
    return query[start:end]
