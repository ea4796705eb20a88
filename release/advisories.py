"""Which known faults the pinned packages have: by PyPI's own advisories, and for the pages' scripts by npm's.

Both need a database that is asked over the network. A mirror of packages mostly has none; then nobody was asked, which
is said, and is no "no faults".
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from release.packages import ROOT

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\]+)", re.MULTILINE)
_SECONDS = 20
_AT_ONCE = 8


class Asked(NamedTuple):
    """What a database said.

    Args:
        of: what was looked up.
        faults: what is known of it, a line each.
        reason: why nobody could be asked; empty if somebody answered.
    """

    of: str
    faults: list[str]
    reason: str = ""


def pinned() -> list[tuple[str, str]]:
    """Name and version of each package in the lock.

    Example:
        >>> "click" in dict(pinned())
        True
    """
    return _PINNED.findall((ROOT / "requirements.lock").read_text("utf-8"))


def index() -> str:
    """The index that pip is set up with, without its last part: where PyPI has its description of packages too."""
    parts = urlsplit(os.environ.get("PIP_INDEX_URL") or _told("config", "get", "global.index-url") or _built_in())
    return urlunsplit((parts.scheme, parts.netloc, re.sub(r"/simple/?$", "", parts.path), "", ""))


def _told(*arguments: str) -> str:
    """What pip says; nothing where it fails."""
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout.strip()


def _built_in() -> str:
    from pip._internal.models.index import PyPI

    return str(PyPI.simple_url)


def of_python(base: str | None = None) -> Asked:
    """What PyPI's advisories say of every pinned package.

    Args:
        base: of the index; by default that of pip.
    """
    where, packages = base or index(), pinned()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            told = list(pool.map(lambda package: _described(where, *package), packages))
        except (URLError, OSError, ValueError) as error:
            pool.shutdown(cancel_futures=True)
            return Asked(f"{len(packages)} packages of requirements.lock", [], f"the index has no advisories: {error}")
    faults = [fault for package, about in zip(packages, told, strict=True) for fault in _faults(package, about)]
    return Asked(f"{len(packages)} packages of requirements.lock", faults)


def _described(base: str, name: str, version: str) -> dict[str, Any]:
    try:
        with urlopen(f"{base}/pypi/{name}/{version}/json", timeout=_SECONDS) as response:
            about: dict[str, Any] = json.load(response)
    except HTTPError as error:
        raise URLError(f"{name}: {error.code}") from None
    if "vulnerabilities" not in about:
        raise URLError(f"{name}: described without any")
    return about


def _faults(package: tuple[str, str], about: dict[str, Any]) -> Iterator[str]:
    for known in about["vulnerabilities"]:
        if not known.get("withdrawn"):
            mended = ", ".join(known.get("fixed_in") or []) or "nothing yet"
            yield f"{package[0]} {package[1]}: {known.get('id')} (mended in {mended})"


def of_scripts() -> Asked:
    """What npm's advisories say of the packages that the pages' scripts are made from."""
    of = "packages of explorer/package-lock.json"
    npm = shutil.which("npm")
    if npm is None:
        return Asked(of, [], "npm is not installed")
    ended = subprocess.run(
        [npm, "audit", "--json", "--package-lock-only"],
        cwd=ROOT / "explorer",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    try:
        said = json.loads(ended.stdout)
        found = said["vulnerabilities"]
    except (ValueError, KeyError):
        return Asked(of, [], "the registry has no advisories")
    return Asked(of, [f"{name}: {fault['severity']} in {fault['range']}" for name, fault in found.items()])
