"""The coarse classes that the tagger tells apart, and the classes of the ontology in each: rules/coarse.toml."""

from __future__ import annotations

from functools import cache

import msgspec

from skillgraph.extract.rule_files import read_rules
from skillgraph.model.ontology import ontology


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    coarse: dict[str, tuple[str, ...]]
    usual: dict[str, str]
    places: dict[str, str]


_RULES = read_rules("coarse", _Rules)
#: Words that refer to a named thing: 该校, 全市.
REFERRING = "Ref"
CLASSES = (*_RULES.coarse, REFERRING)
USUAL, PLACE_ENDINGS = _RULES.usual, _RULES.places
_LISTED = {fine: coarse for coarse, classes in _RULES.coarse.items() for fine in classes}


@cache
def coarse_of(name: str) -> str:
    """The coarse class of a class: its own, or that of the nearest class above it; empty where there is none.

    Example:
        >>> coarse_of("TechnicalSchool"), coarse_of("Unit")
        ('School', '')
    """
    return _LISTED.get(learned_class(name), "")


@cache
def learned_class(name: str) -> str:
    """A class as the weights know it: itself, or the nearest class above it that they have learned of.

    Example:
        >>> learned_class("TechnicalSchool"), learned_class("Kind")
        ('TechnicalSchool', 'Kind')
    """
    lineage = ontology().lineage(name) if name in ontology().classes else (name,)
    return next((above for above in lineage if above in _LISTED), name)


def is_new(name: str) -> bool:
    """Whether the tagger never learned of a class, so that what lists say of it is all that is known."""
    return name in ontology().entity_classes and name not in _LISTED
