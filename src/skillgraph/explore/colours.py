"""A colour for every class: one hue a family, so that a picture of thirty classes still has few colours."""

from __future__ import annotations

from skillgraph.model.ontology import ontology

_COLOURS = {
    "Entity": "#8a8f98",
    "Organization": "#5b8db8",
    "School": "#1f6fb2",
    "OverseasCollege": "#12a5b8",
    "Enterprise": "#7a5bb8",
    "GovernmentBody": "#3f4f7d",
    "TrainingPlatform": "#4fa3e0",
    "Place": "#2e8b57",
    "City": "#136f3f",
    "Country": "#6bb35a",
    "Person": "#b07a5a",
    "Event": "#e0a100",
    "Programme": "#e07b39",
    "TrainingModel": "#c7622b",
    "Mechanism": "#a9742d",
    "Policy": "#9a4f6b",
    "Honour": "#d1b000",
    "Benefit": "#c9a46a",
    "Qualification": "#c2418c",
    "Occupation": "#d96f9f",
    "Industry": "#b35a8f",
    "TalentCategory": "#d1495b",
    "Partnership": "#008080",
    "Kind": "#9aa1ab",
    "Envisaged": "#c4c8ce",
}


def colour(class_name: str) -> str:
    """The colour of a class as `#rrggbb`: its own or that of the nearest class above it.

    Example:
        >>> colour("TechnicalSchool") == colour("School")
        True
        >>> colour("City")
        '#136f3f'
    """
    return next(_COLOURS[name] for name in ontology().lineage(class_name) if name in _COLOURS)
