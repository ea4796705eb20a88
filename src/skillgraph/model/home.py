"""Where the ontology, the loaders and the queries lie: inside the wheel, or beside src/ in a checkout."""

from __future__ import annotations

from pathlib import Path

from skillgraph.model.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder that holds `ontology/`, `loaders/` and `queries/`.

    Raises:
        UsageError: the installation is incomplete.

    Example:
        >>> (home() / "ontology" / "skills.ttl").is_file()
        True
    """
    for folder in (_PACKAGE / "data", _PACKAGE.parent.parent):
        if (folder / "ontology" / "skills.ttl").is_file():
            return folder
    raise UsageError(f"no ontology/skills.ttl beside {_PACKAGE}: install skillgraph again")
