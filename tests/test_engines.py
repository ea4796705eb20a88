"""A build in partitions gives the graph that `build` gives, on DuckDB and on Spark, and refuses what it refuses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from loader_copies import copy_loaders
from many_reports import decisions, many_reports, mistaken
from partitioned import (
    elements_in_partitions,
    elements_of,
    quads_in_partitions,
    quads_of,
    records_in_partitions,
    records_of,
    triples_in_partitions,
    triples_of,
)
from shelf import ROWS, decide, shelf
from skillgraph.engines.build import build_in_partitions
from skillgraph.engines.opening import engine
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import Problem
from skillgraph.tables.build import build
from skillgraph.tables.opening import default_loaders, reference_loaders
from told import REFERENCES

ROOT = Path(__file__).resolve().parents[1]
SPARK = "local[2,4]"
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/*/source.toml"))
SHELF = sorted(path.parent for path in (ROOT / "examples" / "shelf" / "loaders").glob("*/source.toml"))


@pytest.fixture(params=["duckdb", "spark"])
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    if found == "spark":
        request.getfixturevalue("spark")
    return found


def both(
    folder: Path, loaders: Sequence[Path], name: str, partitions: int, with_extracted: bool = False
) -> tuple[list[Problem], list[Problem]]:
    """Builds a graph in both ways and holds them to each other; what each warns of."""
    warned: tuple[list[Problem], list[Problem]] = ([], [])
    ours, theirs = folder / "partitions", folder / "whole"
    start = engine(name, SPARK if name == "spark" else "")
    counts = build_in_partitions(loaders, ours, start, partitions, with_extracted=with_extracted, warn=warned[0].append)
    assert counts == build(loaders, theirs, with_extracted=with_extracted, warn=warned[1].append)
    assert records_in_partitions(ours) == records_of(theirs)
    assert triples_in_partitions(ours) == triples_of(theirs)
    assert elements_in_partitions(ours) == elements_of(theirs)
    assert quads_in_partitions(ours) == quads_of(records_of(theirs))
    return warned


def test_the_four_cities(tmp_path: Path, name: str) -> None:
    both(tmp_path, default_loaders(), name, 3)


def test_the_shelf_with_its_decisions(tmp_path: Path, name: str) -> None:
    warned = both(tmp_path, [*reference_loaders(), *SHELF], name, 5)
    assert warned[0] == warned[1]


@pytest.mark.parametrize("with_extracted", [False, True])
def test_reports_drawn_at_random(tmp_path: Path, name: str, with_extracted: bool) -> None:
    loaders = many_reports(tmp_path / "loaders", 14, 1 + with_extracted)
    decisions(tmp_path / "loaders")
    warned = both(tmp_path, [*REFERENCES, *loaders], name, 4, with_extracted)
    assert warned[0] == warned[1] != []
    assert "school-44" in str(warned[0][0])


@pytest.mark.parametrize("seed", range(2))
def test_more_reports_drawn_at_random(tmp_path: Path, seed: int) -> None:
    loaders = many_reports(tmp_path / "loaders", 9, 10 + seed)
    both(tmp_path, [*REFERENCES, *loaders], "duckdb", 1 + seed)


def test_one_thing_under_several_names(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ROWS)
    both(tmp_path, [*REFERENCES, *loaders], "duckdb", 6)


def test_examples_and_a_loader_that_is_a_program(tmp_path: Path) -> None:
    own = [path for path in EXAMPLES if path.parent.name in ("loaders", "scripted")]
    scripted = sorted(path.parent for path in (ROOT / "examples").rglob("loader.py"))
    assert scripted
    both(tmp_path, [*reference_loaders(), *own, *(path for path in scripted if path not in own)], "duckdb", 2)


def test_a_process_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, name: str) -> None:
    """The rows of a report end the process that reads them, twice, in the middle of its partition."""
    register, marks = tmp_path / "loaders" / "harbour-register", [tmp_path / "first", tmp_path / "second"]
    shutil.copytree(ROOT / "examples" / "scripted" / "harbour-register", register)
    deadly = f"""
import os
READ = _records

def _records(folder):
    for record in READ(folder):
        yield record
        for mark in map(Path, {list(map(str, marks))}):
            if os.getpid() != {os.getpid()} and mark.exists():
                mark.unlink()
                os.kill(os.getpid(), 9)
"""
    with open(register / "loader.py", "a", encoding="utf-8") as program:
        program.write(deadly)
    for mark in marks:
        mark.touch()
    both(tmp_path, [*REFERENCES, register, *many_reports(tmp_path / "loaders", 5, 7)], name, 3)
    assert not any(mark.exists() for mark in marks)


def test_reference_tables_alone(tmp_path: Path) -> None:
    both(tmp_path, reference_loaders(), "duckdb", 2)


def test_mistakes_are_told_as_build_tells_them(tmp_path: Path, name: str) -> None:
    loaders = many_reports(tmp_path / "loaders", 6, 3)
    mistaken(tmp_path / "loaders", loaders)
    _refused_alike(tmp_path, [*REFERENCES, *loaders], name)


def _refused_alike(folder: Path, loaders: Sequence[Path], name: str) -> str:
    with pytest.raises(DataError) as theirs:
        build(loaders, folder / "whole")
    with pytest.raises(DataError) as ours:
        build_in_partitions(loaders, folder / "ours", engine(name, SPARK if name == "spark" else ""), 3)
    assert str(ours.value) == str(theirs.value)
    assert not (folder / "ours").exists()
    assert not [path for path in folder.iterdir() if path.name.startswith(".skillgraph")]
    return str(ours.value)


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("entities.csv", ",City,", ",Cty,", "did you mean 'City'"),
        ("statements.csv", ",jinan,", ",jinann,", "did you mean 'jinan'"),
        ("entities.csv", "reviewed", "reviwed", "reviwed"),
        ("entities.csv", "id,", "ident,", "ident"),
    ],
)
def test_a_slip_is_told_as_build_tells_it(tmp_path: Path, table: str, old: str, new: str, told: str) -> None:
    loaders = copy_loaders(tmp_path)
    path = loaders / "four-cities" / table
    path.write_text(path.read_text("utf-8").replace(old, new, 3), encoding="utf-8")
    folders = sorted(p.parent for p in loaders.glob("*/source.toml"))
    assert told in _refused_alike(tmp_path, folders, "duckdb")


def test_a_row_that_restates_nothing(tmp_path: Path) -> None:
    loaders = many_reports(tmp_path / "loaders", 4, 5)
    path = loaders[3] / "statements.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("/s1", "/s99"), encoding="utf-8")
    assert "says it first" in _refused_alike(tmp_path, [*REFERENCES, *loaders], "duckdb")


def test_what_is_there_is_replaced_only_if_it_is_ours(tmp_path: Path) -> None:
    start = engine("duckdb")
    build_in_partitions(reference_loaders(), tmp_path / "out", start)
    build_in_partitions(reference_loaders(), tmp_path / "out", start)
    (tmp_path / "out" / "rdf" / "thesis.txt").touch()
    with pytest.raises(UsageError, match=r"thesis\.txt, which skillgraph did not write"):
        build_in_partitions(reference_loaders(), tmp_path / "out", start)
    build(reference_loaders(), tmp_path / "graph")
    with pytest.raises(UsageError, match="nor one that skillgraph wrote"):
        build_in_partitions(reference_loaders(), tmp_path / "graph", start)


def test_equal_tables_give_equal_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        build_in_partitions(default_loaders(), tmp_path / folder, engine("duckdb"), 3)
    one, two = ({p.relative_to(tmp_path / f): p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()}
                for f in ("one", "two"))  # fmt: skip
    assert one == two


def test_a_step_that_lacks_memory_says_so(tmp_path: Path) -> None:
    from skillgraph.engines.duck import DuckDB

    database = DuckDB(tmp_path)
    try:
        database.rows("SET memory_limit = '20MB'")
        with pytest.raises(UsageError, match="more than the quarter of this machine's memory"):
            database.rows("SELECT list(range) FROM range(100000000)")
    finally:
        database.close()
