"""Groups of classes and relations that rules treat alike: rules/groups.toml names them, the ontology fills them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from skillgraph.model.ontology import ontology

_FILE = Path(__file__).parent / "rules" / "groups.toml"


class _Instead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    of: tuple[str, ...]
    object: tuple[str, ...]
    is_: str = msgspec.field(name="is", default="")


class _Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: dict[str, tuple[str, ...]]
    relations: dict[str, tuple[str, ...]]
    words: dict[str, dict[str, tuple[str, ...]]]
    columns: tuple[dict[Literal["title", "class"], str], ...]
    objects: dict[str, tuple[str, ...]]
    instead: tuple[_Instead, ...]


@cache
def classes(name: str) -> frozenset[str]:
    """The classes of a group, those below the ones that the file names among them.

    Example:
        >>> sorted(classes("cities")), "TrainingPlatform" in classes("organizations")
        (['City', 'Province'], False)
    """
    return _filled(_groups().classes[name])


def _filled(items: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    left_out: set[str] = set()
    for item in items:
        if item[0] == "=":
            found.add(item[1:])
        elif item[0] == "-":
            left_out |= ontology().below(item[1:])
        else:
            found |= ontology().below(item)
    return frozenset(found - left_out) & ontology().entity_classes


def relations(name: str) -> frozenset[str]:
    """The relations of a group."""
    return frozenset(_groups().relations[name])


def meanings(name: str) -> dict[str, str]:
    """The class that each word of a kind stands for.

    Example:
        >>> meanings("places")["全省"]
        'Province'
    """
    return {word: type_ for type_, words in _groups().words[name].items() for word in words}


def columns() -> dict[str, str]:
    """What a column of a table holds: the class, by a pattern of what its title ends with.

    Example:
        >>> columns()["企业|公司"]
        'Enterprise'
    """
    return {column["title"]: column["class"] for column in _groups().columns}


def objects() -> dict[str, frozenset[str]]:
    """What the object of a relation can be; any thing, where the relation is not there."""
    return {relation: _filled(items) for relation, items in _groups().objects.items()}


def instead() -> list[tuple[tuple[str, ...], frozenset[str], str | None]]:
    """What a verb states of an object instead: its relations, the classes of the object, the relation or None."""
    return [(rule.of, _filled(rule.object), rule.is_ or None) for rule in _groups().instead]


@cache
def _groups() -> _Groups:
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), _Groups)
