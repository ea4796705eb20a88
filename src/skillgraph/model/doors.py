"""The doors for packages of others: what they offer by entry points, loaded one at a time and by name.

A package that can't be loaded is named in the error of whoever asks for it, and stands in nobody else's way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skillgraph.model.errors import UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def offered(group: str) -> dict[str, EntryPoint]:
    """What installed packages offer in a group, by name; nothing is loaded.

    Example:
        >>> offered("skillgraph.nothing")
        {}
    """
    # Reading the installed packages takes as long as all else that `--help` does.
    from importlib.metadata import entry_points

    return {point.name: point for point in sorted(entry_points(group=group), key=lambda point: point.name)}


def load(point: EntryPoint, what: str) -> Any:
    """What an entry point names.

    Args:
        point: one of `offered`.
        what: is offered, for the error: `format`.

    Raises:
        UsageError: the package can't be loaded; the message names it and says why.
    """
    try:
        return point.load()
    except Exception as error:  # whatever a foreign package raises
        raise refused(point, what, f"can't be loaded: {reason(error)}") from error


def refused(point: EntryPoint, what: str, why: str) -> UsageError:
    """The error for something that a package offers and that doesn't fit: it names both."""
    package = f" of the package {point.dist.name}" if point.dist else ""
    return UsageError(f"{what} {point.name!r}{package} {why}")


def reason(error: BaseException) -> str:
    """An error of somebody else's code in one line.

    Example:
        >>> reason(KeyError("name")), reason(ValueError())
        ("KeyError: 'name'", 'ValueError')
    """
    return ": ".join(filter(None, (type(error).__name__, " ".join(str(error).split()))))
