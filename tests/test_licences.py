"""What users install with the project may be passed on freely: the licences of all packages below it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
PERMISSIVE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|Unlicense|0BSD|HPND|CC0|OFL|W3C)|Public Domain", re.I
)
RESTRICTED = re.compile(r"\bA?GPL|General Public License|\bSSPL|Commons Clause|Proprietary|NonCommercial", re.I)


def required() -> Iterator[str]:
    """The packages that the project and its extras need, and what these need, as far as they are installed."""
    waiting = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = _NAME.match(requirement)
        assert name is not None
        key = name[0].lower().replace("_", "-")
        if key in seen or key == PROJECT["name"] or "extra ==" in requirement:
            continue
        seen.add(key)
        try:
            waiting += distribution(key).requires or ()
        except PackageNotFoundError:
            continue
        yield key


def licence(package: str) -> str:
    """What a package says of its licence: the expression, the classifiers, or the first lines of the field."""
    about = distribution(package).metadata
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License")]
    fields = [*(about.get_all("License-Expression") or ()), *classifiers, *(about.get_all("License") or ())]
    return " ".join(field[:300] for field in fields)


@pytest.mark.parametrize("package", sorted(required()))
def test_a_package_may_be_passed_on_freely(package: str) -> None:
    said = licence(package)
    assert PERMISSIVE.search(said), f"{package} says {said!r}"
    assert not RESTRICTED.search(said), f"{package} says {said!r}"


def test_the_licences_were_looked_at() -> None:
    assert {"lxml", "pypdfium2", "numpy", "click"} <= set(required())
