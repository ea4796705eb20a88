"""When an answer agrees with an annotation: the words of both may differ, as `agreement.toml` lists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from skillgraph.model.ontology import ontology

Span = tuple[int, int]
_MARKS = re.compile(r"[\s“”\"‘’'《》「」()（）]")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: How alike two indicators must be, by Dice's coefficient over pairs of characters.
_ALIKE = 0.4


class Agreement(msgspec.Struct, frozen=True):
    """The table of classes and predicates that count as one."""

    near: tuple[frozenset[str], ...]
    both_ways: frozenset[str]
    core: frozenset[str]
    turned: dict[str, str]
    wider: dict[str, str]
    like: dict[str, frozenset[str]]

    def predicates(self) -> set[str]:
        """The predicates that it names."""
        return {*self.core, *self.both_ways, *self.turned, *self.turned.values()}.union(*self.near)

    def is_core(self, predicate: str) -> bool:
        """Whether a predicate, or the one that it turns round, is what the graph is for."""
        return self.turned.get(predicate, predicate) in self.core

    def same_predicate(self, a: str, b: str) -> bool:
        """Whether two predicates of one direction count as one.

        Example:
            >>> agreement().same_predicate("builds", "established"), agreement().same_predicate("builds", "won")
            (True, False)
        """
        return a == b or any(a in group and b in group for group in self.near)

    def same_class(self, mine: Iterable[str], wanted: Iterable[str]) -> bool:
        """Whether one of the classes agrees with one of those that are wanted.

        Example:
            >>> agreement().same_class(["University"], ["School"]), agreement().same_class(["City"], ["School"])
            (True, False)
        """
        ours = {name for c in mine for name in (c, self._wider(c))}
        theirs = {name for c in wanted for name in (c, self._wider(c))}
        none: frozenset[str] = frozenset()
        return any(a == b or a in self.like.get(b, none) or b in self.like.get(a, none) for a in ours for b in theirs)

    def _wider(self, name: str) -> str:
        """What a class counts as besides; one that the table doesn't name, as the nearest class above it that it does.

        So a class that is new in the ontology agrees with what annotators who don't know it call its things.
        """
        if name in self.wider:
            return self.wider[name]
        known = {*self.wider, *self.like, *self.wider.values()}.union(*self.like.values())
        if name in known or name not in ontology().classes:
            return name
        return next((above for above in ontology().classes[name].ancestors if above in known), name)


@cache
def agreement() -> Agreement:
    """The table."""
    text = (files("skillgraph.review") / "agreement.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Agreement)


def bare(name: str) -> str:
    """A name without spaces, quotation marks and brackets.

    Example:
        >>> bare("“红枫” 计划")
        '红枫计划'
    """
    return _MARKS.sub("", name)


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return max(a[0], b[0]) < min(a[1], b[1])


def positions(span: Span) -> range:
    """The positions of a span, of one that is absurdly long only the first.

    Example:
        >>> len(positions((3, 5))), len(positions((0, 10**12)))
        (2, 2000)
    """
    return range(span[0], min(span[1], span[0] + 2000))


def same_number(a: float | None, b: float | None) -> bool:
    """Whether two numbers are one but for rounding, or neither is there."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-9 * max(1.0, abs(b))


def same_year(a: str, b: str) -> bool:
    """Whether two times name the same year first, or none.

    Example:
        >>> same_year("2031-05", "2031年"), same_year("", "2031")
        (True, False)
    """
    return _year(a) == _year(b)


def _year(time: str) -> str | None:
    found = _YEAR.search(time)
    return found[0] if found else None


def alike(a: str, b: str) -> bool:
    """Whether two indicators share enough pairs of characters.

    Example:
        >>> alike("毕业生人数", "毕业生"), alike("毕业生", "就业率")
        (True, False)
    """
    x, y = _pairs(a), _pairs(b)
    return 2 * len(x & y) >= _ALIKE * (len(x) + len(y)) if x and y else False


def _pairs(text: str) -> set[str]:
    short = bare(text)
    return {short[i : i + 2] for i in range(max(1, len(short) - 1))}
