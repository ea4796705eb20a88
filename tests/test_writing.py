"""Whatever lies where a folder or a file is to be written, nothing is lost that this program did not write."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from skillgraph.model.errors import UsageError
from skillgraph.writing import workshop as workshops
from skillgraph.writing.files import whole_file, write_whole
from skillgraph.writing.folders import whole_folder
from skillgraph.writing.seal import SEAL, check_sealed, seal
from skillgraph.writing.workshop import SWAPPED, sweep, temporary_folder, workshop

#: Files of what is written, one in a folder and one with a name that a list of checksums has to escape.
OURS = ("index.html", "data/a.csv", "data/a\\b\n.csv")
NAMES = (
    "thesis.txt",
    "index.html",
    "data/notes.txt",
    "data/more/x",
    SEAL,
    ".DS_Store/x",
    "static/app.js",
    "data/a.csv",
)
BESIDE = (".out.partial-1a2b", ".out.former", ".skillgraph-0123456789abcdef/thesis.txt", "out.html", ".skillgraph-x/a")


def write(target: Path, says: str = "ours") -> None:
    with whole_folder(target, check_sealed) as folder:
        for name in OURS:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(says, encoding="utf-8")
        seal(folder)


def is_ours(target: Path, says: str = "ours") -> bool:
    found = {p.relative_to(target).as_posix(): p.read_text("utf-8") for p in target.rglob("*") if p.is_file()}
    return found.pop(SEAL, None) is not None and found == dict.fromkeys(OURS, says)


def fail(half: Path) -> None:
    with whole_file(half) as file:
        file.write(b"half")
        raise ZeroDivisionError


def left_by_a_killed_run(parent: Path, holding: str = "made") -> Path:
    """A workshop whose run let go of it by its death."""
    folder, handle = workshops._made(parent, ".skillgraph-", 0o777)
    (folder / holding).mkdir()
    (folder / holding / "half").write_text("half", encoding="utf-8")
    os.close(handle)
    return folder


class Folder(RuleBasedStateMachine):
    """A place to write to, in and around which others write as well."""

    def __init__(self) -> None:
        super().__init__()
        self.parent = Path(tempfile.mkdtemp())
        self.target = self.parent / "out"
        self.foreign: dict[Path, str] = {}
        self.written = 0

    def teardown(self) -> None:
        shutil.rmtree(self.parent)

    @initialize(linked=st.booleans())
    def perhaps_a_link(self, linked: bool) -> None:
        if linked:
            (self.parent / "elsewhere").mkdir()
            self.target.symlink_to(self.parent / "elsewhere", target_is_directory=True)

    def plant(self, path: Path, says: str) -> None:
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(says, encoding="utf-8")
            self.foreign[path] = says

    @rule(name=st.sampled_from(NAMES), says=st.sampled_from(("mine", "", "# made by skillgraph 0.1.0\n")))
    def a_file(self, name: str, says: str) -> None:
        self.plant(self.target / name, says)

    @rule(name=st.sampled_from(BESIDE))
    def a_file_beside(self, name: str) -> None:
        self.plant(self.parent / name, "beside")

    @rule(
        name=st.sampled_from(("link", "data/link", "index.html")), to=st.sampled_from(("secret", "folder", "nowhere"))
    )
    def a_link(self, name: str, to: str) -> None:
        self.plant(self.parent / "secret", "secret")
        self.plant(self.parent / "folder" / "secret", "secret")
        link = self.target / name
        with suppress(FileExistsError, NotADirectoryError):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(self.parent / to)

    @rule(name=st.sampled_from(OURS))
    def ours_is_taken_away(self, name: str) -> None:
        path = self.target / name
        if path not in self.foreign:
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                path.unlink()

    @rule(holding=st.sampled_from(("made", SWAPPED, "half.csv")))
    def a_run_was_killed(self, holding: str) -> None:
        folder = left_by_a_killed_run(self.parent, holding)
        if holding == SWAPPED:
            self.foreign[folder / SWAPPED / "half"] = "half"

    @rule()
    def it_is_written(self) -> None:
        inside = set(self.target.rglob("*")) if self.target.is_dir() else set()
        within = [p for p in inside if p in self.foreign or (p.is_symlink() and p != self.target)]
        says = f"text {self.written}"
        try:
            write(self.target, says)
        except UsageError:
            assert inside == ({*self.target.rglob("*")} if self.target.is_dir() else set())
            return
        assert not within
        assert is_ours(self.target, says)
        self.written += 1

    @invariant()
    def nothing_foreign_is_lost(self) -> None:
        assert {path: path.read_text("utf-8") for path in self.foreign} == self.foreign


TestFolder = Folder.TestCase


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("former", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        fail(path)
    assert path.read_text("utf-8") == "former"
    write_whole(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize(("umask", "file", "folder"), [(0o077, 0o600, 0o700), (0o002, 0o664, 0o775)])
def test_rights_are_those_of_the_umask_or_of_what_was_there(tmp_path: Path, umask: int, file: int, folder: int) -> None:
    former = os.umask(umask)
    try:
        write_whole(tmp_path / "a", b"")
        write(tmp_path / "out")
        rights = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "a", *tmp_path.rglob("out/**/*"))}
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == folder
        assert rights == {"a": file, "data": folder, "index.html": file, "a.csv": file, "a\\b\n.csv": file, SEAL: file}
        (tmp_path / "a").chmod(0o640)
        (tmp_path / "out").chmod(0o750)
        write_whole(tmp_path / "a", b"")
        write(tmp_path / "out")
        assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "out")] == [0o640, 0o750]
    finally:
        os.umask(former)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_links_lead_on_and_streams_are_written_to(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link"
    link.symlink_to("there/a.txt")
    write_whole(link, b"one")
    write_whole(link, b"two")
    assert link.is_symlink()
    assert (tmp_path / "there" / "a.txt").read_bytes() == b"two"
    write_whole(link, b"three", follow=False)
    assert not link.is_symlink()
    assert (tmp_path / "there" / "a.txt").read_bytes() == b"two"
    write_whole(Path(os.devnull), b"anything")
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        write_whole(pipe, b"said")
        assert reader.communicate(timeout=60)[0] == b"said"
    assert pipe.is_fifo()


def test_what_a_living_run_uses_is_not_swept(tmp_path: Path) -> None:
    killed = left_by_a_killed_run(tmp_path)
    with workshop(tmp_path) as folder:
        (folder / "draft").touch()
        assert not killed.exists()
        sweep(tmp_path)
        assert (folder / "draft").exists()
    assert list(tmp_path.iterdir()) == []


def test_temporary_folders_of_killed_runs_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with temporary_folder() as folder:
        assert folder.parent == tmp_path
        assert os.name == "nt" or stat.S_IMODE(folder.stat().st_mode) == 0o700
    left_by_a_killed_run(tmp_path).rename(tmp_path / "skillgraph-0123456789abcdef")
    (tmp_path / "skillgraph-notes").mkdir()
    with temporary_folder() as folder:
        assert {p.name for p in tmp_path.iterdir()} == {folder.name, "skillgraph-notes"}


def test_a_former_folder_is_put_back_where_the_system_swaps_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As file systems without an exchange have it, and with a run that is killed between the two steps."""
    monkeypatch.setattr("skillgraph.writing.folders.exchange", lambda one, other: False)
    write(tmp_path / "out", "one")
    write(tmp_path / "out", "two")
    assert is_ours(tmp_path / "out", "two")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    killed = left_by_a_killed_run(tmp_path)
    (killed / workshops.FORMER).mkdir()
    (tmp_path / "out").rename(killed / workshops.FORMER / "out")
    sweep(tmp_path)
    assert is_ours(tmp_path / "out", "two")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_comes_while_a_folder_is_written_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "out", "one")

    def write_while_others_do() -> None:
        with whole_folder(tmp_path / "out", check_sealed) as folder:
            seal(folder)
            (tmp_path / "out" / "thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(UsageError, match=r"holds thesis.txt, which skillgraph did not write, since a moment ago"):
        write_while_others_do()
    assert (tmp_path / "out" / "thesis.txt").read_text("utf-8") == "years of work"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_folders_that_cannot_be_replaced_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out" / "inner").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "out" / "inner")
    for target in (Path(), Path(".."), tmp_path / "out"):
        with pytest.raises(UsageError, match="you are in this folder"):
            write(target)
    if Path("/proc").is_dir():
        with pytest.raises(UsageError, match="a mount point can't be replaced; name a folder in it"):
            write(Path("/proc"))


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder of a user whom the rights of folders bind, as whom the test runs."""
    user, root = 65534, os.geteuid() == 0
    folder = Path(tempfile.mkdtemp())
    if root:
        os.chown(folder, user, user)
        os.seteuid(user)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="rights of Unix")
def test_a_former_folder_goes_though_folders_in_it_are_read_only(plain_user: Path) -> None:
    """As they are where it was copied from a backup."""
    target = plain_user / "out"
    write(target)
    (target / "data").chmod(0o555)
    write(target, "new")
    assert is_ours(target, "new")
    assert list(plain_user.iterdir()) == [target]


def test_many_writers_and_readers_at_once(tmp_path: Path, python: str) -> None:
    """Each reader sees one whole folder, and never none."""
    write(tmp_path / "out")
    code = """
        import sys
        from pathlib import Path
        from skillgraph.writing.folders import whole_folder
        from skillgraph.writing.seal import check_sealed, seal
        for n in range(40):
            with whole_folder(Path(sys.argv[1]), check_sealed) as folder:
                (folder / "index.html").write_text("ours")
                seal(folder)
    """
    lines = "\n".join(line[8:] for line in code.splitlines())
    writers = [subprocess.Popen([python, "-c", lines, tmp_path / "out"]) for _ in range(2)]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        assert (tmp_path / "out" / "index.html").exists()
        seen += 1
        time.sleep(0)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
