"""What a Cypher query asks for: its patterns and conditions, read from its tokens, with their places in the text.

This is no parser: the database has one, and only what it accepted comes here. What is not understood is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

#: Asks the store that gave the answer: text, and values to bind.
Ask = Callable[..., list[tuple[Any, ...]]]

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    |(?P<name>`[^`]*`|[^\W\d]\w*)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<parameter>\$(?:`[^`]*`|\w+))
    |(?P<sign><>|<=|>=|=~|\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
#: Words before a bracket that opens a pattern; after any other name, it opens the arguments of a function.
_BEFORE_PATTERN = frozenset(("MATCH", "WHERE", "AND", "OR", "XOR", "NOT", "RETURN", "WITH", "WHEN", "THEN", "SHORTEST"))
_OPERATORS = frozenset(("=", "<>", "<", ">", "<=", ">=", "=~", "IN", "CONTAINS", "STARTS", "ENDS"))
#: The value of an expression that is more than a literal or a parameter.
UNKNOWN = object()


class Token(NamedTuple):
    """A piece of the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """A name in capitals, as keywords are compared; empty for all else."""
        return self.text.upper() if self.kind == "name" else ""


class Node(NamedTuple):
    """`(variable:Label {key: value})`; a number stands for the variable of one that has none."""

    variable: str
    labels: tuple[str, ...]
    values: dict[str, Any]


class Link(NamedTuple):
    """`-[variable:TYPE {key: value}]->` between two nodes; `arrow` is `>`, `<` or empty; `is_step`: no `*`."""

    variable: str
    types: tuple[str, ...]
    values: dict[str, Any]
    left: Node
    right: Node
    arrow: str
    is_step: bool
    start: int
    end: int


class Condition(NamedTuple):
    """`variable.key operator value`; IN has one for each member of the list."""

    variable: str
    key: str
    operator: str
    value: Any


class CypherQuery(NamedTuple):
    """A query as it was understood.

    `nodes` and `links` are those that must or may be found, not what is excluded; `uses` are properties of variables;
    `head` is the text before the first RETURN or WITH, of which questions to the store are made; `is_part`: of a UNION.
    """

    text: str
    head: str
    nodes: list[Node]
    links: list[Link]
    conditions: list[Condition]
    uses: list[tuple[str, str]]
    parameters: Mapping[str, Any]
    found_nothing: bool
    ask: Ask
    is_part: bool = False

    @property
    def parts(self) -> list[Node | Link]:
        """Nodes and links."""
        return [*self.nodes, *self.links]

    def labels(self, variable: str) -> tuple[str, ...]:
        """The labels that the patterns give a variable."""
        return tuple(dict.fromkeys(name for n in self.nodes if n.variable == variable for name in n.labels))

    def types(self, variable: str) -> tuple[str, ...] | None:
        """The types of a variable that is a relationship; None for any other."""
        found = [link.types for link in self.links if link.variable == variable]
        return found[0] if found else None

    def asked(self, text: str, **values: Any) -> list[tuple[Any, ...]]:
        """What the store finds for a question of its own, with the query's parameters bound too where it names them."""
        named = {name: value for name, value in self.parameters.items() if f"${name}" in text}
        return self.ask(text, {**named, **values})


def read_queries(text: str, parameters: Mapping[str, Any], empty: set[str] | None, ask: Ask) -> Iterator[CypherQuery]:
    """The parts of a UNION, or the one query: a variable of one part is not the one of that name in another.

    Arguments as of `read_query`.

    Example:
        >>> text = "MATCH (x:City) RETURN x UNION ALL MATCH (x:School) RETURN x"
        >>> [query.labels("x") for query in read_queries(text, {}, None, print)]
        [('City',), ('School',)]
    """
    starts, ends, depth = [0], [], 0
    for token in _tokens(text):
        depth += _opened(token)
        if token.word == "UNION" and depth == 0:
            ends.append(token.start)
            starts.append(token.end)
    for start, end in zip(starts, [*ends, len(text)], strict=True):
        yield read_query(text[start:end], parameters, empty, ask)._replace(is_part=bool(ends))


def _tokens(text: str) -> list[Token]:
    found = _TOKEN.finditer(text)
    return [Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in found if m.lastgroup != "skip"]


def _opened(token: Token) -> int:
    """How many brackets a token opens; one that closes opens -1."""
    return (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}")) if token.kind == "sign" else 0


def read_query(text: str, parameters: Mapping[str, Any], empty: set[str] | None, ask: Ask) -> CypherQuery:
    """A query as it was understood.

    Args:
        text: the query.
        parameters: what was bound in it.
        empty: the columns with nothing in them; None where there is no row.
        ask: the store.

    Example:
        >>> text = "MATCH (c:City {name: $n})-[r:WON]->(h) WHERE h.id = 'x' RETURN h"
        >>> query = read_query(text, {"n": "a"}, None, print)
        >>> query.nodes[0].labels, query.nodes[0].values, query.links[0].types, query.links[0].arrow
        (('City',), {'name': 'a'}, ('WON',), '>')
        >>> query.conditions, query.text[len(query.head):]
        ([Condition(variable='h', key='id', operator='=', value='x')], 'RETURN h')
    """
    tokens = _tokens(text)
    reader = _Reader(tokens, parameters)
    nodes, links = reader.patterns()
    return CypherQuery(
        text, text[: _head(tokens)], nodes, links, list(reader.conditions()), list(reader.uses()),
        parameters, empty is None, ask,
    )  # fmt: skip


def _head(tokens: list[Token]) -> int:
    """Where the first RETURN or WITH stands that is not in brackets."""
    depth = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        depth += _opened(token)
        is_clause = token.word in ("RETURN", "WITH") and not (before and before.word in ("STARTS", "ENDS"))
        if is_clause and depth == 0:
            return token.start
    return tokens[-1].end if tokens else 0


class _Reader:
    def __init__(self, tokens: list[Token], parameters: Mapping[str, Any]) -> None:
        self.tokens, self.parameters = tokens, parameters

    def at(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else Token("end", "", 0, 0)

    def patterns(self) -> tuple[list[Node], list[Link]]:
        """All nodes and links, but those of patterns that must not be found."""
        nodes: list[Node] = []
        links: list[Link] = []
        index = 0
        while index < len(self.tokens):
            if self.at(index).word == "NOT":
                index = self._after_excluded(index)
                continue
            index = self._path(index, nodes, links) if self._opens_pattern(index) else index + 1
        return nodes, links

    def _after_excluded(self, index: int) -> int:
        """Past what stands after NOT: EXISTS { ... } or a path."""
        after = index + 1 + (self.at(index + 1).word == "EXISTS")
        if self.at(after).text == "{":
            return self._closing(after)
        return self._path(after, [], []) if self.at(after).text == "(" else after

    def _closing(self, index: int) -> int:
        depth = 0
        for place in range(index, len(self.tokens)):
            depth += _opened(self.at(place))
            if depth == 0:
                return place + 1
        return len(self.tokens)

    def _opens_pattern(self, index: int) -> bool:
        before = self.at(index - 1)
        return self.at(index).text == "(" and (before.kind != "name" or before.word in _BEFORE_PATTERN)

    def _path(self, index: int, nodes: list[Node], links: list[Link]) -> int:
        """Reads nodes and links from a bracket on; gives where to go on."""
        found = self._node(index)
        if found is None:
            return index + 1
        left, index = found
        nodes.append(left)
        while (step := self._link(index, left)) is not None:
            link, index = step
            left = link.right
            nodes.append(left)
            links.append(link)
        return index

    def _node(self, index: int) -> tuple[Node, int] | None:
        if self.at(index).text != "(":
            return None
        variable, labels, values, end = self._inside(index + 1, f"{index}")
        if self.at(end).word == "WHERE":
            end = self._closing(index) - 1
        return (Node(variable, labels, values), end + 1) if self.at(end).text == ")" else None

    def _link(self, index: int, left: Node) -> tuple[Link, int] | None:
        start = index
        arrow_left = self.at(index).text == "<"
        index += arrow_left
        if self.at(index).text != "-":
            return None
        index += 1
        variable, is_step = f"{index}", True
        types: tuple[str, ...] = ()
        values: dict[str, Any] = {}
        if self.at(index).text == "[":
            variable, types, values, end = self._inside(index + 1, f"{index}")
            is_step = self.at(end).text == "]"
            index = self._closing(index)
        if self.at(index).text != "-":
            return None
        index += 1
        arrow_right = self.at(index).text == ">"
        index += arrow_right
        found = self._node(index)
        if found is None:
            return None
        arrow = "" if arrow_left == arrow_right else "<" if arrow_left else ">"
        span = self.at(start).start, self.at(index - 1).end
        return Link(variable, types, values, left, found[0], arrow, is_step, *span), found[1]

    def _inside(self, index: int, anonymous: str) -> tuple[str, tuple[str, ...], dict[str, Any], int]:
        """Variable, labels or types, and values; and where they end."""
        variable = anonymous
        words: list[str] = []
        values: dict[str, Any] = {}
        if self.at(index).kind == "name" and self.at(index).word != "WHERE":
            variable = _plain(self.at(index).text)
            index += 1
        if self.at(index).text == ":" or self.at(index).word == "IS":
            excluded = False
            while self.at(index).text in (":", "|", "&", "!", "(", "%") or (
                self.at(index).kind == "name" and self.at(index).word != "WHERE"
            ):
                if self.at(index).kind == "name" and not excluded and self.at(index).word != "IS":
                    words.append(_plain(self.at(index).text))
                excluded = self.at(index).text == "!"
                index += 1
        if self.at(index).text == "{":
            values = dict(self._map(index + 1))
            index = self._closing(index)
        return variable, tuple(words), values, index

    def _map(self, index: int) -> Iterator[tuple[str, Any]]:
        while self.at(index).kind == "name" and self.at(index + 1).text == ":":
            value, after = self._value(index + 2)
            is_whole = self.at(after).text in (",", "}")
            yield _plain(self.at(index).text), value if is_whole else UNKNOWN
            depth = 0
            while after < len(self.tokens) and (depth or self.at(after).text not in (",", "}")):
                depth += _opened(self.at(after))
                after += 1
            index = after + 1

    def _value(self, index: int) -> tuple[Any, int]:
        """A literal or parameter, and where it ends."""
        token = self.at(index)
        if token.kind == "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1]), index + 1
        if token.kind == "parameter":
            return self.parameters.get(_plain(token.text[1:]), UNKNOWN), index + 1
        sign = -1 if token.text == "-" else 1
        number = self.at(index + (sign < 0))
        if number.kind == "number":
            value = float(number.text) if set(number.text) & set(".eE") else int(number.text)
            return sign * value, index + 1 + (sign < 0)
        if token.text == "[":
            members: list[Any] = []
            index += 1
            while self.at(index).text not in ("]", ""):
                member, index = self._value(index)
                members.append(member)
                index += self.at(index).text == ","
            return members, index + 1
        return UNKNOWN, index + 1

    def uses(self) -> Iterator[tuple[str, str]]:
        """The properties of variables that the query names, in patterns too."""
        for index, token in enumerate(self.tokens):
            is_property = self.at(index + 1).text == "." and self.at(index + 2).kind == "name"
            if (
                token.kind == "name"
                and is_property
                and self.at(index - 1).text != "."
                and self.at(index + 3).text != "("
            ):
                yield _plain(token.text), _plain(self.at(index + 2).text)

    def conditions(self) -> Iterator[Condition]:
        """`x.key = 'value'`, either way round, and with IN, CONTAINS and the like.

        What NOT stands before is left out, and all where there is an OR: another condition may be the one that holds.
        """
        if any(token.word in ("OR", "XOR") for token in self.tokens):
            return
        for index, token in enumerate(self.tokens):
            is_property = token.kind == "name" and self.at(index + 1).text == "." and self.at(index + 2).kind == "name"
            if not is_property or self.at(index - 1).word == "NOT" or self.at(index - 1).text == ".":
                continue
            variable, key = _plain(token.text), _plain(self.at(index + 2).text)
            after = self.at(index + 3)
            operator = after.word or after.text
            if operator in _OPERATORS:
                value, _ = self._value(index + 4 + (operator in ("STARTS", "ENDS")))
                yield from _conditions(variable, key, operator, value)
            elif self.at(index - 1).text == "=" and self.at(index - 2).kind in ("text", "number", "parameter"):
                yield from _conditions(variable, key, "=", self._value(index - 2)[0])


def _conditions(variable: str, key: str, operator: str, value: Any) -> Iterator[Condition]:
    members = value if isinstance(value, list) and operator == "IN" else [value]
    for member in members:
        if isinstance(member, str | int | float):
            yield Condition(variable, key, "=" if operator == "IN" else operator, member)


def _plain(name: str) -> str:
    return name.strip("`")
