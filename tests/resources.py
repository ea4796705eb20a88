"""What tests need beyond Python: told from the fixtures they request, and held to it when they start programs.

`pytest -m "not java"` leaves out what needs Java, and so on; no test is marked by hand.
"""

from __future__ import annotations

import os
import sys
from typing import Any, NamedTuple

import pytest

_NEO4J = frozenset({"neo4j_process", "neo4j_uri"})


class Resource(NamedTuple):
    """Something that a machine may lack, or that takes long to start.

    Args:
        fixtures: who requests one of them needs it; a parameter may name a fixture too.
        programs: what nobody else may start.
    """

    fixtures: frozenset[str]
    programs: frozenset[str] = frozenset()


RESOURCES = {
    "java": Resource(
        _NEO4J | {"arcadedb", "embedded", "fuseki", "kernel"}, frozenset({"java", "mvn", "arcade_server.py"})
    ),
    "server": Resource(_NEO4J | {"oxigraph", "fuseki", "sparql_server"}, frozenset({"oxigraph"})),
    # Playwright drives a browser with a Node of its own.
    "browser": Resource(frozenset({"chromium"}), frozenset({"chromium", "chrome", "google-chrome", "node"})),
    "node": Resource(frozenset({"explorer_sources"}), frozenset({"node", "npm"})),
    "kernel": Resource(frozenset({"kernel"})),
}
#: What is started once: the tests of a group run in one process, where there are several.
GROUPS = {
    "neo4j": _NEO4J,
    "sparql": {"oxigraph", "fuseki", "sparql_server"},
    "browser": {"chromium"},
    "embedded": {"embedded"},
}


def mark(item: pytest.Item) -> None:
    """Marks a test, or the examples of a docstring, with what it needs and with its group."""
    requested = set(getattr(item, "fixturenames", ()))
    if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
        requested.update(value for value in item.callspec.params.values() if isinstance(value, str))
    for name, resource in RESOURCES.items():
        if resource.fixtures & requested:
            item.add_marker(name)
    group = next((name for name, fixtures in GROUPS.items() if fixtures & requested), None)
    if group:
        item.add_marker(pytest.mark.xdist_group(group))


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
        command = arguments[1]
        words = {os.path.basename(os.fsdecode(word)) for word in (command if isinstance(command, list) else [command])}
        needed = {name for name, resource in RESOURCES.items() if resource.programs & words}
        if needed and not needed & {mark.name for mark in self._running.iter_markers()}:
            fixtures = sorted(fixture for name in needed for fixture in RESOURCES[name].fixtures)
            raise AssertionError(f"a test that starts {' '.join(sorted(words))} requests one of {fixtures}")
