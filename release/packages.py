"""The packages below the project as they are installed: which there are, and under which licences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from email.message import Message
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any, cast

from license_expression import get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NAME: str = PROJECT["project"]["name"]
#: How packages that have no SPDX expression name their licence, as far as it is none of those of SPDX.
_OTHERWISE = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT Licence": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "W3C License": "W3C",
    "W3C-20150513": "W3C-20150513",
}


def required(extras: Iterable[str] = (), groups: Iterable[str] = ()) -> dict[str, Distribution]:
    """What is installed because the project needs it, by name, with what that needs in turn.

    Args:
        extras: those of the project that count, as `all`.
        groups: those of its dependency groups that count, as `dev`.

    Raises:
        PackageNotFoundError: something that is needed on this system isn't installed.
    """
    project = PROJECT["project"]
    waiting = list(project["dependencies"])
    for extra in extras:
        waiting += project["optional-dependencies"][extra]
    for group in groups:
        waiting += PROJECT["dependency-groups"][group]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = canonicalize_name(requirement.name)
        if name == NAME:
            waiting += [r for extra in requirement.extras for r in project["optional-dependencies"][extra]]
            continue
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                found.setdefault(name, distribution(name))
                waiting += _needed(found[name], extra)
    return dict(sorted(found.items()))


def _needed(package: Distribution, extra: str) -> Iterator[str]:
    """What a package needs for one of its extras, or without any."""
    for line in package.requires or ():
        marker = Requirement(line).marker
        if (marker is None and not extra) or (marker and marker.evaluate({"extra": extra})):
            yield line.partition(";")[0]


def licence(package: Distribution) -> str:
    """The licence of a package as an SPDX expression; empty where it names none that is known.

    Example:
        >>> licence(distribution("click")), licence(distribution("pyoxigraph"))
        ('BSD-3-Clause', 'MIT OR Apache-2.0')
    """
    about = cast(Message, package.metadata)
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    # A field may have the whole text of the licence in it; its name is what one line holds.
    field = str(about.get("License") or "").strip()
    said = [field, *classifiers] if "\n" not in field else classifiers
    for text in said:
        if spdx := _OTHERWISE.get(text, text if _is_expression(text) else ""):
            return spdx
    return ""


_WORDS = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")


def _is_expression(text: str) -> bool:
    return bool(_WORDS.fullmatch(text)) and not get_spdx_licensing().validate(text).errors
