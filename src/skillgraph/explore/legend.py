"""The legend of a picture: about ten broad classes, each in a colour of its own."""

from __future__ import annotations

from collections.abc import Iterable

from skillgraph.explore.groups import Groups
from skillgraph.explore.schema import LegendRow
from skillgraph.model.ontology import ontology


def legend(classes: Iterable[str], groups: Groups | None = None) -> list[LegendRow]:
    """The rows of a legend, in the order of the vocabulary: one for each colour that things of these classes have.

    Args:
        classes: those that things are drawn by.
        groups: what they are coloured by in place of classes.

    Example:
        >>> legend(["TechnicalSchool", "University", "City"])
        [LegendRow(zh='学校', en='schools', colour='#4b8dfc'), LegendRow(zh='地方', en='places', colour='#3b9b5b')]
    """
    if groups is not None:
        return [LegendRow(group.zh, group.en, group.colour) for group in groups.groups]
    used, words = set(classes), ontology().words("legend")
    rows = {}
    for name in ontology().classes:
        if name in used:
            zh, en = next(words[c] for c in ontology().lineage(name) if c in words)
            rows[ontology().colour(name), zh] = LegendRow(zh, en, ontology().colour(name))
    return list(rows.values())
