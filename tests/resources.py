"""What tests need beyond Python: told from the fixtures they request, and held to it when they start programs.

`pytest -m "not java"` leaves out what needs Java, and so on; no test is marked by hand.
"""

from __future__ import annotations

import os
import sys
from typing import Any, NamedTuple

import pytest


class Resource(NamedTuple):
    """Something that a machine may lack, or that takes long to start.

    Args:
        fixtures: who requests one of them needs it; a parameter may name a fixture too.
        programs: what only they may start.
    """

    fixtures: frozenset[str]
    programs: frozenset[str] = frozenset()


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


RESOURCES = {
    "java": Resource(
        _names("arcadedb embedded maven neo4j_uri neo4j_2026_uri fuseki kernel spark"),
        _names("java javac mvn spark-submit arcadedb_server.py python"),
    ),
    "server": Resource(_names("maven neo4j_uri neo4j_2026_uri fuseki oxigraph"), _names("oxigraph python")),
    # Playwright drives a browser with a Node of its own.
    "browser": Resource(
        _names("chromium firefox"), _names("chromium chrome google-chrome firefox firefox-esr node python")
    ),
    "node": Resource(_names("explorer_sources npm_readers"), _names("node npm")),
    "shacl": Resource(_names("shacl")),
    "slow": Resource(_names("patience corpus")),
    "program": Resource(_names("python kernel"), _names("python")),
}


def mark(item: pytest.Item) -> None:
    """Marks a test, or the examples of a docstring, with what it needs."""
    requested = set(getattr(item, "fixturenames", ()))
    if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
        requested.update(value for value in item.callspec.params.values() if isinstance(value, str))
    for name, resource in RESOURCES.items():
        if resource.fixtures & requested:
            item.add_marker(name)


class Watch:
    """Lets a test start only the programs of the resources that it is marked with."""

    def __init__(self) -> None:
        self._running: pytest.Item | None = None
        sys.addaudithook(self._look)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Notes which test runs."""
        self._running = item
        try:
            return (yield)
        finally:
            self._running = None

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "subprocess.Popen" or self._running is None:
            return
        program = _program(arguments[1])
        needed = {name for name, resource in RESOURCES.items() if program in resource.programs}
        if needed and not needed & {mark.name for mark in self._running.iter_markers()}:
            fixtures = [" or ".join(sorted(RESOURCES[name].fixtures)) for name in needed]
            raise AssertionError(f"a test that starts {program} requests {' or '.join(fixtures)}")


def _program(command: Any) -> str:
    """What a command starts; the engines of skillgraph are Python programs, but Oxigraph's is no matter."""
    words = [os.fsdecode(word) for word in ([command] if isinstance(command, (str, bytes)) else command)]
    name = os.path.basename(words[0])
    if not name.startswith("python"):
        return name
    if any(word.endswith("oxigraph_worker") for word in words):
        return "oxigraph_worker"
    return "arcadedb_server.py" if any(word.endswith("arcadedb_server.py") for word in words) else "python"
