"""Groups of classes and relations that rules treat alike: rules/groups.toml names them, the ontology fills them."""

from __future__ import annotations

from functools import cache

import msgspec

from skillgraph.extract.rule_files import read_rules
from skillgraph.model.ontology import ontology


class _Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: dict[str, tuple[str, ...]]
    relations: dict[str, tuple[str, ...]]


@cache
def classes(name: str) -> frozenset[str]:
    """The classes of a group, those below the ones that the file names among them.

    Example:
        >>> sorted(classes("cities")), "TrainingPlatform" in classes("organizations")
        (['City', 'Province'], False)
    """
    found: set[str] = set()
    left_out: set[str] = set()
    for item in _groups().classes[name]:
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


@cache
def _groups() -> _Groups:
    return read_rules("groups", _Groups)
