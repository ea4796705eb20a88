"""Tables to records to tables: the same again, whatever stands in the cells."""

from __future__ import annotations

import csv
import io
import tempfile
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from command_line import skillgraph
from loaders import edit, small_loader
from record_strategies import graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.formats.loaders import write_loaders
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.tables.build import build
from skillgraph.tables.loader import COLUMNS, NEEDED, OPTIONAL, TableLoader
from skillgraph.tables.opening import default_loaders, reference_loaders


def records_of(folder: Path) -> list[Record]:
    """What a loader's folder holds, each record as this source has it."""
    loader, problems = TableLoader(folder), list[Problem]()
    found: list[Record] = [loader.document]
    for kind in (TableLoader.entities, TableLoader.sections, TableLoader.statements, TableLoader.observations):
        found += (record for _, record in kind(loader, problems))
    assert problems == []
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def unversioned(found: Iterable[Record]) -> list[Record]:
    """Without the checksum of the tables' bytes, in which a comment of source.toml counts."""
    return [msgspec.structs.replace(r, tables_sha256="") if isinstance(r, Document) else r for r in found]


@pytest.mark.parametrize("loader", default_loaders(), ids=lambda folder: folder.name)
def test_the_carried_tables_come_out_as_they_are(loader: Path, tmp_path: Path) -> None:
    write_loaders(records_of(loader), tmp_path)
    written = tmp_path / loader.name
    assert not set(NEEDED) - set(files_of(loader))
    for table in files_of(loader).keys() & COLUMNS.keys():
        columns = COLUMNS[table]
        with (loader / table).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        left_out = [column for column in columns if column not in (reader.fieldnames or ())]
        assert set(left_out) <= OPTIONAL
        wanted = io.StringIO()
        writer = csv.DictWriter(wanted, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        assert (written / table).read_bytes().decode("utf-8-sig") == wanted.getvalue(), table
        if not left_out:
            assert (written / table).read_bytes() == BOM_UTF8 + (loader / table).read_bytes(), table
    with (written / "source.toml").open("rb") as new, (loader / "source.toml").open("rb") as old:
        assert {k: v for k, v in tomllib.load(old).items() if v} == tomllib.load(new)


def test_building_what_was_written_gives_the_same_graph(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "loaders", tmp_path / "written")
    folders = sorted((tmp_path / "written").glob("[!.]*"))
    assert [f.name for f in folders] == sorted(graph.documents)
    build(folders, tmp_path / "build")
    again = KnowledgeGraph(tmp_path / "build")
    assert unversioned(again.records()) == unversioned(graph.records())
    export(again, "loaders", tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(tmp_path / "written")


def test_the_command_builds_what_was_written_in_part_and_as_a_whole(desk: Path, tmp_path: Path) -> None:
    assert skillgraph("export", "loaders", "-o", tmp_path / "written", cwd=desk).returncode == 0
    for folders in (sorted((tmp_path / "written").glob("[!.]*")), [tmp_path / "written" / "four-cities"]):
        ended = skillgraph("build", *folders, "-o", tmp_path / "again", cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        again, graph = GraphFolder(tmp_path / "again").manifest, GraphFolder(desk / "build").manifest
        assert (again.sources, again.entities, again.statements) == (graph.sources, graph.entities, graph.statements)


def test_what_two_reports_say_of_one_thing_goes_back_to_each(tmp_path: Path) -> None:
    loaders = [small_loader(tmp_path / name, name) for name in ("first", "second")]
    edit(loaders[1] / "entities.csv", "Hongfeng College,", "Hongfeng College,鋒學院")
    build([*reference_loaders(), *loaders], tmp_path / "build")
    export(KnowledgeGraph(tmp_path / "build"), "loaders", tmp_path / "written")
    for loader in loaders:
        written = tmp_path / "written" / loader.name
        assert sorted(map(str, unversioned(records_of(written)))) == sorted(map(str, unversioned(records_of(loader))))


@given(graphs())
@settings(max_examples=settings().max_examples * 3 // 5)
def test_whatever_cells_hold_comes_back(found: list[Record]) -> None:
    wanted = [part for record in found for part in tabular(record)]
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / n for n in ("once", "twice", "windows")]
        for folder in folders:
            folder.mkdir()
        once, twice, windows = folders
        write_loaders(wanted, once)
        write_loaders(
            (r for record in wanted if isinstance(record, Document) for r in records_of(once / record.id)), twice
        )
        assert files_of(twice) == files_of(once)
        for document in (r for r in wanted if isinstance(r, Document)):
            back = records_of(once / document.id)
            assert unversioned(back) == unversioned(
                r for r in wanted if document.id in (r.id, getattr(r, "source", ""))
            )
            # As a spreadsheet of Windows saves it.
            (windows / document.id).mkdir()
            for file in (once / document.id).iterdir():
                data = file.read_bytes().replace(b"\n", b"\r\n")
                (windows / document.id / file.name).write_bytes(data)
            assert records_of(windows / document.id) == back


def tabular(record: Record) -> list[Record]:
    """A record as tables can hold it, a row each: line ends are LF, and what a row needs is there."""
    if isinstance(record, Entity):
        rows: list[Record] = [msgspec.structs.replace(part, derived=()) for part in record.descriptions]
    else:
        rows = [record]
    return [_tabular(row) for row in rows]


def _tabular(record: Any) -> Any:
    if isinstance(record, Document):
        return record

    def plain(value: Any) -> Any:
        if isinstance(value, tuple) and not isinstance(value, msgspec.Struct):
            items = tuple(map(plain, value))
            return () if items == ("",) else items
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    values = {name: plain(getattr(record, name)) for name in record.__struct_fields__}
    if isinstance(record, Entity):
        values["name"] = values["name"] or "无名"
        values["said_in"] = ()
        values["other_names"] = tuple(pair for pair in values["other_names"] if pair[1:] and pair[1])
        values["identifiers"] = tuple(pair for pair in values["identifiers"] if pair[1:] and pair[1])
    elif isinstance(record, Statement | Observation):
        values["qualifiers"] = tuple(pair for pair in values["qualifiers"] if pair[1])
        values["said_in"] = ""
    elif isinstance(record, Section):
        values["heading"] = values["heading"] or "无题"
    return type(record)(**values)


@pytest.mark.parametrize(
    ("record", "column"),
    [
        (Entity("a", "r", ("City",), "甲市", aliases=("",)), "aliases"),
        (Entity("a", "r", ("City",), "甲\r\n市"), "name"),
        (Entity("a", "r", ("City",), ""), "name"),
        (Entity("A b", "r", ("City",), "甲市"), "id"),
        (Statement("other/1", "r", "a", "aim", text="x"), "id"),
    ],
)
def test_what_tables_cannot_hold_is_refused_and_named(record: Record, column: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=rf"'{record.id}' can't stand in .*: {column} "):
        write_loaders([Document("r", "报告", "Report"), record], tmp_path)


@pytest.mark.parametrize("id", ["..", "a/b", "a\\b", "c:", ""])
def test_no_source_leads_out_of_the_folder(id: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="can't be the name of a folder"):
        write_loaders([Document(id, "报告", "Report")], tmp_path)
