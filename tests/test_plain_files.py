"""What source.toml and tables say is held to what it may be before anything is read, whoever wrote it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from command_line import Ended, skillgraph
from loaders import small_loader
from skillgraph.documents.evidence import read_source
from skillgraph.documents.plain_files import read_plain
from skillgraph.model.errors import DataError
from skillgraph.model.records import Document
from told import REFERENCES

unix = pytest.mark.skipif(sys.platform == "win32", reason="devices, pipes and links of Unix")


def source(folder: Path, **lines: str) -> None:
    """Says something else in the source.toml of a loader."""
    said = {
        "id": folder.name,
        "title": "报告",
        "title_en": "",
        "kind": "report",
        "file": "r.txt",
        "sha256": "0" * 64,
        **lines,
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in said.items())
    (folder / "source.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def loader(tmp_path: Path) -> Path:
    return small_loader(tmp_path)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of reports, beside which lies what is nobody's report."""
    (tmp_path / "secret.txt").write_text("root:x:0:0", encoding="utf-8")
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


def problems_of(ended: Ended) -> list[str]:
    """The lines that a command printed, but for how many there are."""
    return [line for line in ended.shown.splitlines() if line and not line.endswith("1 problems")]


NAMES = (
    "/dev/zero", "/etc/passwd", "../secret.txt", "a/../../secret.txt", "..\\secret.txt", "C:\\secret.txt", "", ".",
    "..", "a\0b", "//server/share/r.txt", "\\\\server\\share\\r.txt", "./../secret.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_name_that_leads_elsewhere_is_not_opened(loader: Path, outside: Path, name: str) -> None:
    source(loader, file=name)
    ended = skillgraph("verify", loader, *REFERENCES, "--documents", outside, cwd=outside)
    assert ended.returncode == 1
    assert ("no name of a file" if name else "missing") in ended.stdout
    with pytest.raises(DataError, match="no name of a file"):
        read_source(Document("r", "报告", "", file=name), outside)


@unix
@pytest.mark.parametrize("kind", ["link out", "link round", "pipe", "folder", "device", "endless"])
def test_what_is_no_plain_file_is_not_read(loader: Path, outside: Path, kind: str) -> None:
    path = outside / "r.txt"
    match kind:
        case "link out":
            path.symlink_to(outside.parent / "secret.txt")
        case "link round":
            path.symlink_to(path)
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case "endless":
            with path.open("wb") as file:
                file.truncate(300_000_000)
    source(loader)
    for command in (("verify", loader, "--documents", outside), ("audit", "--documents", outside)):
        ended = skillgraph(*command, cwd=outside)
        assert ended.returncode
        assert "Traceback" not in ended.shown
        assert "0:0" not in ended.shown
    with pytest.raises(
        DataError, match=r"r\.txt: (is |300,000,000 bytes; the limit is|Is a directory|Too many levels)"
    ):
        read_source(Document("r", "报告", "", file="r.txt"), outside)


@unix
def test_a_link_inside_of_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "reports")
    (tmp_path / "reports" / "a.txt").write_text("青岛", encoding="utf-8")
    (tmp_path / "reports" / "r.txt").symlink_to("a.txt")
    sha256 = "d8d8a4ebc5bb3bb56ed4a4a2f7a4e9ab0a4f6c8e"
    with pytest.raises(DataError, match="sha256 is"):
        read_source(Document("r", "报告", "", file="r.txt", sha256=sha256), tmp_path / "here")


@unix
def test_what_the_system_makes_as_it_is_read_is_bounded() -> None:
    with pytest.raises(DataError, match="the limit is 1"):
        read_plain(Path("/proc/self/maps"), 1)


IDS = (
    "my report", "a#b", 'a"b', "a<b", "a\\b", "a|b", "a`b", "a{b", "a\nb", "a\x1bb", "a/b", "..", ".", "", "-a", "a-",
    "A", "a_b", "ａ", "a\u200bb", "\u202ea", "café", "ﬁle", "con", "nul", "com1", "lpt9", "a" * 201, "a" * 100_000,
    "a\u0301",
)  # fmt: skip


@pytest.mark.parametrize("id", IDS, ids=lambda id: repr(id)[:20])
def test_an_id_of_a_source_is_checked_at_the_door(loader: Path, id: str) -> None:
    source(loader, id=id)
    for command in ("build", "validate"):
        ended = skillgraph(command, loader, *REFERENCES, cwd=loader.parent)
        assert ended.returncode == 1
        assert len(problems_of(ended)) == 1
        assert "source.toml" in ended.shown
        assert "a source is called by lower-case letters" in ended.shown
        assert len(ended.shown) < 1000


@unix
@pytest.mark.parametrize("id", ["my report", "a#b", "a<b", "a\x1bb", "a\nb", "a\u202eb"], ids=repr)
def test_a_folder_of_such_a_name(loader: Path, id: str) -> None:
    folder = loader.rename(loader.with_name(id))
    source(folder)
    ended = skillgraph("build", folder, *REFERENCES, cwd=folder.parent)
    assert (ended.returncode, len(ended.stderr.strip().splitlines())) == (1, 1), ended.stderr
    assert "a source is called by" in ended.stderr


BROKEN_TOML = {
    "deep": b"a = " + b"[" * 5000,
    "deep tables": b"a = " + b"{a=" * 5000,
    "dots": b".".join([b"a"] * 20_000) + b" = 1",
    "open quote": b'id = "a',
    "NUL": b'id = "a\0"',
    "latin": 'title = "é"'.encode("latin-1"),
    "utf-16": 'id = "a"'.encode("utf-16"),
    "twice": b'id = "a"\nid = "a"',
    "numbers": b"id = " + b"9" * 5000,
    "list": b"id = [1]",
    "date": b"id = 2024-01-01",
    "empty": b"",
    "large": b"#" * 2_000_000,
}


@pytest.mark.parametrize("kind", BROKEN_TOML)
def test_a_source_that_breaks_the_parser_is_one_line(loader: Path, kind: str) -> None:
    (loader / "source.toml").write_bytes(BROKEN_TOML[kind])
    for command in ("build", "validate"):
        ended = skillgraph(command, loader, cwd=loader.parent)
        assert (ended.returncode, "Traceback" in ended.shown) == (1, False)
        assert len(problems_of(ended)) == 1
        assert "source.toml" in ended.shown


HEAD = "id,class,existence,name,name_en,aliases,aliases_en,identifiers,status,mentions"
BROKEN_CSV = {
    "open quote in the head": b'"id,class\n',
    "open quote": HEAD.encode() + b'\n"a,City\nb,City\n',
    "NUL": HEAD.encode() + b"\na\0,City,individual,x,,,,,reviewed,\n",
    "latin": HEAD.encode() + "\né".encode("latin-1"),
    "many columns": b"id," + b"x," * 200_000 + b"\n",
    "many cells": HEAD.encode() + b"\na" + b"," * 1_000_000 + b"\n",
    "a large cell": HEAD.encode() + b"\na," + b"x" * 5_000_000 + b",individual,x,,,,,reviewed,0-1\n",
    "a long id": HEAD.encode() + b"\n" + b"a" * 1_000_000 + b",City,individual,x,,,,,reviewed,\n",
    "no head": b"",
    "carriage returns": HEAD.encode() + b"\r\ra,City",
}


@pytest.mark.parametrize("kind", BROKEN_CSV)
def test_a_table_that_breaks_the_parser_is_told_by_file_and_row(loader: Path, kind: str) -> None:
    (loader / "entities.csv").write_bytes(BROKEN_CSV[kind])
    for command in ("build", "validate"):
        ended = skillgraph(command, loader, *REFERENCES, cwd=loader.parent)
        assert (ended.returncode, "Traceback" in ended.shown) == (1, False)
        assert "entities.csv" in ended.shown.splitlines()[0]
        # A line may quote what it is about, and no more of it.
        assert max(map(len, ended.shown.splitlines())) < 5000


@unix
@pytest.mark.parametrize("name", ["source.toml", "entities.csv"])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_tables_are_plain_files(loader: Path, name: str, kind: str) -> None:
    path = loader / name
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    for command in ("build", "validate"):
        ended = skillgraph(command, loader, *REFERENCES, cwd=loader.parent)
        assert (ended.returncode, "Traceback" in ended.shown) == (1, False)
        assert f"{name}: is no plain file" in ended.shown
