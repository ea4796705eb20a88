"""Whether everything that is installed with the project, or carried in it, may be passed on freely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from license_expression import get_spdx_licensing

from release.carried import carried
from release.packages import licence, required

PERMISSIVE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BlueOak-1.0.0",
        "CC-BY-4.0",
        "CC0-1.0",
        "HPND",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "OFL-1.1",
        "PSF-2.0",
        "Python-2.0",
        "Unicode-3.0",
        "Unlicense",
        "W3C",
        "W3C-20150513",
        "WTFPL",
        "Zlib",
        "LicenseRef-Public-Domain",
    }
)
#: Of a file and not of what is made with it: for programs that make and test, which nobody is given.
FOR_DEVELOPMENT = PERMISSIVE | {"MPL-2.0"}


def may_be(expression: str, allowed: frozenset[str]) -> bool:
    """Whether an SPDX expression leaves a choice of licences that are all allowed.

    Example:
        >>> [may_be(e, PERMISSIVE) for e in ("MIT AND PSF-2.0", "GPL-2.0-only OR MIT", "MIT AND AGPL-3.0-only", "")]
        [True, True, False, False]
    """
    if not expression:
        return False
    tree = get_spdx_licensing().parse(expression)
    return bool(_holds(tree, allowed))


def _holds(tree: object, allowed: frozenset[str]) -> bool:
    name = type(tree).__name__
    if name in ("AND", "OR"):
        parts = [_holds(part, allowed) for part in tree.args]  # type: ignore[attr-defined]
        return all(parts) if name == "AND" else any(parts)
    return str(tree) in allowed


def problems() -> list[str]:
    """What may not be passed on, or doesn't say whether it may."""
    shipped = {name: licence(package) for name, package in required(["all"]).items()}
    making = {name: licence(package) for name, package in required((), ["dev"]).items()}
    found = [f"{n}: {e or 'no licence that is known'}" for n, e in shipped.items() if not may_be(e, PERMISSIVE)]
    found += [
        f"{n} (development): {e or 'no licence that is known'}"
        for n, e in making.items()
        if n not in shipped and not may_be(e, FOR_DEVELOPMENT)
    ]
    return [*found, *(f"{p.name}: {p.licence}" for p in carried() if p.shipped and not may_be(p.licence, PERMISSIVE))]


def report() -> Iterable[str]:
    """Lines for people: each package with its licence, and how many there are of each."""
    shipped, everything = required(["all"]), required(["all"], ["dev"])
    for name, package in everything.items():
        yield f"{name:32} {package.version:16} {licence(package) or '?':40} {'' if name in shipped else 'development'}"
    for part in carried():
        yield f"{part.name:32} {part.version:16} {part.licence:40} {'in the wheel' if part.shipped else part.inside}"
    for title, names in (("installed for users", shipped), ("with those for development", everything)):
        counts = Counter(licence(everything[name]) for name in names)
        yield f"{title}: {len(names)} packages: " + ", ".join(f"{n} {e or '?'}" for e, n in counts.most_common())
