"""The code is built as docs/architecture.md says: its rooms, the direction of imports, and what is loaded late."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import skillgraph

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "skillgraph"
MAP = ROOT / "docs" / "architecture.md"


class Import(NamedTuple):
    """A module of the project that another one imports, and whether only when a function is called."""

    importer: str
    imported: str
    late: bool


@cache
def modules() -> dict[str, Path]:
    found = {".".join(p.relative_to(SOURCES).with_suffix("").parts): p for p in SOURCES.rglob("*.py")}
    return {name.removesuffix("__init__").rstrip("."): path for name, path in found.items()}


@cache
def imports() -> tuple[Import, ...]:
    """All imports between the project's modules, those for type checkers among them."""
    return tuple(i for name, path in modules().items() for i in _imports_of(name, ast.parse(path.read_text("utf-8"))))


def _imports_of(importer: str, tree: ast.AST, late: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "skillgraph":
            base = (node.module or "").removeprefix("skillgraph").lstrip(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                yield Import(importer, inner if inner in modules() else base, late)
        yield from _imports_of(importer, node, late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def room(module: str) -> str:
    """The folder of a module; the face, which is the package itself, has no name."""
    return module.partition(".")[0]


def rooms_of_the_map() -> list[str]:
    """The folders in the order of the map, the lowest first."""
    return re.findall(r"^\| `(\w+)/` \|", MAP.read_text("utf-8"), re.MULTILINE)


def late_imports_of_the_map() -> dict[str, set[str]]:
    """Which modules import which rooms late, as the map lists them."""
    section = MAP.read_text("utf-8").partition("## What is loaded late")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w./]+)` \| ([^|]+) \|", section, re.MULTILINE)
    return {name: set(re.findall(r"`([\w.]+)`", what)) for name, what in rows}


def test_the_map_names_every_folder_and_explains_it() -> None:
    folders = {p.name for p in SOURCES.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    text = MAP.read_text("utf-8")
    assert set(rooms_of_the_map()) == folders
    for folder in folders:
        assert re.search(rf"^\| `{folder}/` \| .{{30,}} \|$", text, re.MULTILINE), f"{folder}/ is not explained"
    loose = {p.name for p in SOURCES.glob("*.py")}
    assert loose == {"__init__.py", "__main__.py"}, "a module belongs into a room"


def test_no_import_runs_up() -> None:
    floors = {name: floor for floor, name in enumerate(rooms_of_the_map())}
    up = [
        f"{i.importer} -> {i.imported or 'skillgraph'}"
        for i in imports()
        if room(i.importer) in floors and floors.get(room(i.imported), len(floors)) > floors[room(i.importer)]
    ]
    assert up == [], f"{MAP.name} lists the rooms from the lowest to the highest"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Late imports and those for type checkers count: they only hide a circle."""
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for i in imports():
        # A module and the package that it lies in are one thing to whoever imports it.
        if i.importer != i.imported and not i.importer.startswith(f"{i.imported}."):
            graph[i.importer].add(i.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None


def test_what_is_loaded_late_stands_in_the_list() -> None:
    """Start-up time is the one reason for an import in a function."""
    found: dict[str, set[str]] = {}
    for i in imports():
        if i.late:
            importer = "cli" if room(i.importer) == "cli" else i.importer or "skillgraph"
            found.setdefault(importer, set()).add(room(i.imported))
    assert found == late_imports_of_the_map()


def test_the_face_offers_what_it_says() -> None:
    for name in skillgraph.__all__:
        assert getattr(skillgraph, name) is not None
    assert set(dir(skillgraph)) >= set(skillgraph.__all__)


def test_no_file_is_longer_than_a_reader_likes() -> None:
    folders = ("src", "tests", "docs", "benchmarks", "explorer/src")
    found = (p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in (".py", ".ts") and p.is_file())
    files = [p for p in found if "node_modules" not in p.parts]
    long = {str(p.relative_to(ROOT)): n for p in files if (n := p.read_text("utf-8").count("\n")) > 400}
    assert long == {}
