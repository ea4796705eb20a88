"""What stands in the wheel, or in packages that it needs, and is neither of our own nor a package by itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from release.packages import ROOT

#: A line of the lists that `explorer/build.mjs` writes beside each script.
_BUNDLED = re.compile(r"^((?:@[\w.-]+/)?[\w.-]+) (\d[\w.+-]*) \(([^()]+(?:\([^()]*\)[^()]*)*)\)$", re.MULTILINE)


class Part(msgspec.Struct, frozen=True):
    """Something of other people's, or learned from it.

    Args:
        name: as people know it.
        version: as far as it has one.
        licence: as an SPDX expression.
        kind: a type of CycloneDX: data, file, library, platform, machine-learning-model.
        url: where it is from.
        inside: the package that carries it; empty where the wheel does.
        file: where in the sources, or in that package, it stands.
    """

    name: str
    version: str
    licence: str
    kind: str
    url: str
    inside: str = ""
    file: str = ""

    @property
    def shipped(self) -> bool:
        """Whether it stands in our own wheel."""
        return not self.inside


def carried() -> list[Part]:
    """Everything of that kind, the packages in the scripts of pages first.

    Example:
        >>> [part.licence for part in carried() if part.name in ("sigma", "OpenJDK")]
        ['MIT', 'GPL-2.0-only WITH Classpath-exception-2.0']
    """
    told = tomllib.loads((Path(__file__).with_name("carried.toml")).read_text("utf-8"))
    return [*dict.fromkeys(_bundled()), *msgspec.convert(told["part"], list[Part])]


def lists_of_licences() -> list[Path]:
    """The files that hold the licences of what is in the scripts of pages, in full."""
    return sorted((ROOT / "src" / "skillgraph").rglob("*.js.LICENSES.txt"))


def _bundled() -> Iterator[Part]:
    for path in lists_of_licences():
        for name, version, licence in _BUNDLED.findall(path.read_text("utf-8")):
            yield Part(name, version, licence, "library", "")
