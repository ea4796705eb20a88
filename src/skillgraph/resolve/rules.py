"""What names are taken apart and weighed by: rules.toml, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

import msgspec

from skillgraph.model.ontology import ontology

_FILE = Path(__file__).parent / "rules.toml"


class Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ends a name and says what kind of thing it is; the first of its forms stands for all."""

    kind: str
    lines: tuple[str, ...]
    forms: tuple[str, ...]
    short: tuple[str, ...] = ()


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words; rules.toml says what each is for."""

    common: tuple[str, ...]
    national: tuple[str, ...]
    ministry: str
    joining: str
    campus: tuple[str, ...]
    whole: tuple[str, ...]
    former: tuple[str, ...]
    called: tuple[str, ...]
    nation: tuple[str, ...]
    levels: tuple[str, ...]
    no_level: tuple[str, ...]
    kinds: tuple[str, ...]
    no_place: tuple[str, ...]


class Classes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Groups of classes, by the highest of each."""

    local: tuple[str, ...]
    namesakes: tuple[str, ...]
    places: tuple[str, ...]
    general: tuple[str, ...]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All of rules.toml."""

    endings: tuple[Ending, ...]
    same: dict[str, str]
    words: Words
    classes: Classes
    weights: dict[str, float]
    reasons: dict[str, tuple[str, str]]

    @cached_property
    def by_form(self) -> dict[str, Ending]:
        """The ending that each form is of, as `canonical` leaves it."""
        return {self.canonical(form): ending for ending in self.endings for form in ending.forms}

    @cached_property
    def longest_ending(self) -> int:
        """How long the longest form is."""
        return max(map(len, self.by_form))

    @cached_property
    def short_ends(self) -> tuple[str, ...]:
        """How short forms of names end."""
        return tuple(dict.fromkeys(end for ending in self.endings for end in ending.short))

    @cached_property
    def _same(self) -> re.Pattern[str]:
        return _alternatives(self.same)

    @cached_property
    def common(self) -> re.Pattern[str]:
        """A common word."""
        return _alternatives({*self.words.common, *map(self.canonical, self.words.common)})

    def canonical(self, text: str) -> str:
        """A part of a name without what joins common words, with one way to write what has several.

        Example:
            >>> rules().canonical("人力资源和社会保障局")
            '人社局'
        """
        bare = self._joined.sub(r"\1", text)
        return self._same.sub(lambda match: self.same[match[0]], bare)

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        words = _alternatives(self.words.common).pattern
        return re.compile(f"({words})[{self.words.joining}](?={words})")

    @cached_property
    def local(self) -> frozenset[str]:
        """The classes of which many may bear one name."""
        return _below(self.classes.local)

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """The classes of which a name tells nothing by itself."""
        return _below(self.classes.namesakes)

    @cached_property
    def places(self) -> frozenset[str]:
        """The classes of places."""
        return _below(self.classes.places)


def _below(names: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(ontology().below, names))


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


@cache
def rules() -> Rules:
    """The rules that this installation carries.

    Example:
        >>> rules().by_form["高级技校"] is rules().by_form["高级技工学校"]
        True
    """
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), Rules)
