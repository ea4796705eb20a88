"""Reads the files of rules/."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

_FOLDER = Path(__file__).parent / "rules"
_Form = TypeVar("_Form")


def read_rules(name: str, form: type[_Form]) -> _Form:
    """What a file of rules/ holds.

    Args:
        name: of the file, without its ending.
        form: what it is read as; unknown fields are errors where it forbids them.

    Example:
        >>> sorted(read_rules("groups", dict[str, dict[str, list[str]]]))
        ['classes', 'relations']
    """
    return msgspec.toml.decode((_FOLDER / f"{name}.toml").read_bytes(), type=form)
